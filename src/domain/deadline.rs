//! Deadlines, and the one place that computes them. A package is sent on the day of signing, at the latest in the morning
//! of the next working day (QĐ 28/2018/QĐ-TTg Điều 6.2); its receiver acknowledges it on the day of arrival (NĐ
//! 30/2020/NĐ-CP Điều 21.2); what is urgent is sent and acknowledged at once; an answer is due on the day that the document
//! names (hạn trả lời, edXML DueDate). Days and hours come from the [`Calendar`], in the zone of Việt Nam (QĐ 28/2018 Điều
//! 14.4).
//!
//! Where the law leaves room the calendar's settings decide, and every deadline says how far its days are known. Absent:
//! the words for people (`report::deadline`), and what happens when a deadline passes.

use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};

use super::calendar::{AcknowledgeBy, Calendar, DueOnDayOff, END_OF_DAY, Known};
use super::ids::{Micros, Urgency};

/// Until when something has to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The last moment that is in time.
    pub at: Micros,
    /// Whether it is the end of a day, and not a time within one.
    pub whole_day: bool,
    /// How far the days that it hangs on are known.
    pub known: Known,
}

/// When a document was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// At that moment, by a timestamp.
    At(Micros),
    /// On that day (PromulgationDate).
    On(Date),
}

/// What became of a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Done in time.
    InTime,
    /// Done, so many microseconds too late.
    Late {
        /// How much.
        by_us: i64,
    },
    /// Not done yet; so many microseconds are left.
    NotYetDue {
        /// How much.
        left_us: i64,
    },
    /// Not done, and so many microseconds overdue.
    Overdue {
        /// How much.
        by_us: i64,
    },
}

/// A deadline as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remaining {
    /// Less than two hours, in whole minutes, at least 1.
    Minutes {
        /// Minutes.
        left: i64,
    },
    /// Today, until that time.
    Today {
        /// The time.
        until: Time,
    },
    /// Tomorrow, until that time.
    Tomorrow {
        /// The time.
        until: Time,
    },
    /// The next working day, within a week.
    NextWorkingDay {
        /// The day.
        day: Date,
        /// The time.
        until: Time,
    },
    /// 2 to 10 working days.
    WorkingDays {
        /// How many.
        left: u32,
    },
    /// Later.
    Later {
        /// The day.
        day: Date,
    },
    /// Past, no working day lies between; in whole minutes, at least 1.
    MinutesLate {
        /// Minutes.
        by: i64,
    },
    /// Past by working days, at least 1.
    WorkingDaysLate {
        /// How many.
        by: u32,
    },
}

/// Until when a document signed at `signed` has to be sent.
pub fn sending(calendar: &Calendar, signed: Signed, urgency: Urgency) -> Deadline {
    let day = match signed {
        Signed::At(at) => day_in_vietnam(at),
        Signed::On(day) => day,
    };
    let noon = calendar.next_working_noon(day);
    let usual = Deadline {
        at: instant(noon.date(), noon.time()),
        whole_day: false,
        known: calendar.known_between(day.tomorrow().unwrap_or(day), noon.date()),
    };
    match signed {
        Signed::At(at) => at_once(calendar, at, urgency, usual),
        // Of the moment nothing is known but its day.
        Signed::On(_) if urgency != Urgency::Normal => earlier(usual, end_of(calendar, day, day)),
        Signed::On(_) => usual,
    }
}

/// Until when a document that arrived at `arrived` has to be acknowledged. What arrives after work, or on a day on which
/// none is done, counts as arriving on the next working day.
pub fn acknowledging(calendar: &Calendar, arrived: Micros, urgency: Urgency) -> Deadline {
    let arrival = day_in_vietnam(arrived);
    let day = if calendar.is_after_hours(arrived) { calendar.next_working_day(arrival) } else { arrival };
    let usual = match (calendar.reading.acknowledge_by, calendar.close_of_day(day)) {
        (AcknowledgeBy::Close, Some(at)) => {
            Deadline { at, whole_day: false, known: calendar.known_between(arrival, day) }
        }
        (AcknowledgeBy::Close | AcknowledgeBy::Midnight, _) => end_of(calendar, arrival, day),
    };
    at_once(calendar, arrived, urgency, usual)
}

/// Until when an answer is due (hạn trả lời): through the day named.
pub fn answering(calendar: &Calendar, due: Date) -> Deadline {
    let day = match calendar.reading.due_on_day_off {
        DueOnDayOff::NextWorkingDay => calendar.working_day_from(due),
        DueOnDayOff::SameDay => due,
    };
    end_of(calendar, due, day)
}

impl Deadline {
    /// Its moment, if every day that it hangs on stands in a table: only such a deadline counts against anybody.
    pub fn known(&self) -> Option<Micros> {
        match self.known {
            Known::Yes | Known::Unsure => Some(self.at),
            Known::No => None,
        }
    }

    /// What became of it: `done` if it is done, as seen at `now`.
    pub fn verdict(&self, done: Option<Micros>, now: Micros) -> Verdict {
        let past = |at: Micros| at.0.saturating_sub(self.at.0);
        match done {
            Some(done) if done <= self.at => Verdict::InTime,
            Some(done) => Verdict::Late { by_us: past(done) },
            None if now <= self.at => Verdict::NotYetDue { left_us: self.at.0.saturating_sub(now.0) },
            None => Verdict::Overdue { by_us: past(now) },
        }
    }

    /// How far it is, as people count it. A deadline at the end of a day is shown as the close of work while work goes on.
    pub fn remaining(&self, calendar: &Calendar, now: Micros) -> Remaining {
        let (today, day) = (day_in_vietnam(now), day_in_vietnam(self.at));
        if now > self.at {
            return match calendar.working_days(day, today) {
                0 => Remaining::MinutesLate { by: minutes_up(now.0.saturating_sub(self.at.0)) },
                by => Remaining::WorkingDaysLate { by },
            };
        }
        let close = calendar.close_of_day(day).filter(|close| self.whole_day && now < *close);
        let until = close.unwrap_or(self.at);
        let (left, time) = (until.0.saturating_sub(now.0), time_in_vietnam(until));
        if left < SHORT_US {
            return Remaining::Minutes { left: minutes_up(left) };
        }
        let days_off = (day - today).get_days();
        match calendar.working_days(today, day) {
            _ if days_off == 0 => Remaining::Today { until: time },
            _ if days_off == 1 => Remaining::Tomorrow { until: time },
            0 | 1 if days_off < 7 => Remaining::NextWorkingDay { day, until: time },
            left @ 2..=10 => Remaining::WorkingDays { left },
            _ => Remaining::Later { day },
        }
    }
}

/// What is urgent is done at once, and never later than what is not.
fn at_once(calendar: &Calendar, from: Micros, urgency: Urgency, usual: Deadline) -> Deadline {
    let Some(minutes) = calendar.reading.at_once_minutes(urgency) else { return usual };
    if urgency == Urgency::Immediate && calendar.reading.immediate_always {
        let at = from.plus_seconds(i64::from(minutes) * 60);
        return earlier(usual, Deadline { at, whole_day: false, known: Known::Yes });
    }
    let at = calendar.after_working_minutes(from, minutes);
    let known = calendar.known_between(day_in_vietnam(from), day_in_vietnam(at));
    earlier(usual, Deadline { at, whole_day: false, known })
}

fn earlier(one: Deadline, other: Deadline) -> Deadline {
    if other.at < one.at { other } else { one }
}

/// The end of `day`, found by looking at the days from `first` on.
fn end_of(calendar: &Calendar, first: Date, day: Date) -> Deadline {
    Deadline { at: instant(day, END_OF_DAY), whole_day: true, known: calendar.known_between(first, day) }
}

/// Whole minutes, a begun one counted.
fn minutes_up(us: i64) -> i64 {
    us.saturating_add(MINUTE_US - 1).div_euclid(MINUTE_US).max(1)
}

const MINUTE_US: i64 = 60_000_000;
/// Below it minutes are counted.
const SHORT_US: i64 = 120 * MINUTE_US;

/// How far a due day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// So many days ahead, at least 1.
    Ahead {
        /// Days.
        days: u32,
    },
    /// Today.
    Today,
    /// So many days past, at least 1.
    Past {
        /// Days.
        days: u32,
    },
}

/// How far `due` is on the day that `now` falls on in Việt Nam.
pub fn due(due: Date, now: Micros) -> Due {
    let days = (due - day_in_vietnam(now)).get_days();
    match days.signum() {
        1 => Due::Ahead { days: days.unsigned_abs() },
        0 => Due::Today,
        _ => Due::Past { days: days.unsigned_abs() },
    }
}

/// The civil day of `at` in Asia/Ho_Chi_Minh; times outside the calendar are held at its ends.
pub fn day_in_vietnam(at: Micros) -> Date {
    let held = at.0.clamp(jiff::Timestamp::MIN.as_microsecond(), jiff::Timestamp::MAX.as_microsecond());
    match jiff::Timestamp::from_microsecond(held) {
        Ok(timestamp) => VIETNAM.to_datetime(timestamp).date(),
        Err(_) if at.0 < 0 => Date::MIN,
        Err(_) => Date::MAX,
    }
}

/// The time of day of `at` in Asia/Ho_Chi_Minh; midnight for times outside the calendar.
pub fn time_in_vietnam(at: Micros) -> Time {
    jiff::Timestamp::from_microsecond(at.0).map_or(Time::midnight(), |timestamp| VIETNAM.to_datetime(timestamp).time())
}

/// The moment of a day and time in Asia/Ho_Chi_Minh; held at the ends of the calendar.
pub fn instant(day: Date, time: Time) -> Micros {
    let held = if day.year() < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
    Micros(vietnam().to_timestamp(day.to_datetime(time)).unwrap_or(held).as_microsecond())
}

/// Asia/Ho_Chi_Minh: UTC+7 without summer time since 1975, so no zone table is needed.
pub fn vietnam() -> TimeZone {
    TimeZone::fixed(VIETNAM)
}

const VIETNAM: Offset = Offset::constant(7);

/// ISO 8601 with +07:00, to the microsecond.
pub fn iso(at: Micros) -> String {
    match jiff::Timestamp::from_microsecond(at.0) {
        Ok(time) => time.to_zoned_datetime(vietnam()).strftime("%Y-%m-%dT%H:%M:%S%.f%:z").to_string(),
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_bear_vietnams_zone() {
        assert_eq!(iso(Micros(0)), "1970-01-01T07:00:00+07:00");
        assert_eq!(iso(Micros(1_500_000)), "1970-01-01T07:00:01.5+07:00");
    }

    #[test]
    fn the_day_turns_at_17_utc() {
        let evening = Micros(1_767_200_399_999_999); // 2025-12-31T16:59:59.999999Z
        assert_eq!(day_in_vietnam(evening), jiff::civil::date(2025, 12, 31));
        assert_eq!(day_in_vietnam(Micros(evening.0 + 1)), jiff::civil::date(2026, 1, 1));
        let new_year = jiff::civil::date(2026, 1, 1);
        assert_eq!(due(new_year, evening), Due::Ahead { days: 1 });
        assert_eq!(due(new_year, Micros(evening.0 + 1)), Due::Today);
        assert_eq!(due(jiff::civil::date(2025, 11, 30), evening), Due::Past { days: 31 });
        day_in_vietnam(Micros(i64::MIN));
        day_in_vietnam(Micros(i64::MAX));
    }

    fn any_moment() -> impl Strategy<Value = Micros> {
        let years = -2_208_988_800_000_000..7_258_118_400_000_000_i64; // 1900 to 2200
        prop_oneof![8 => years.prop_map(Micros), 1 => any::<i64>().prop_map(Micros)]
    }

    fn any_urgency() -> impl Strategy<Value = Urgency> {
        prop_oneof![Just(Urgency::Normal), Just(Urgency::Urgent), Just(Urgency::VeryUrgent), Just(Urgency::Immediate)]
    }

    proptest! {
        /// Whatever the moment: no deadline is past before it begins, urgency never makes it later, and nothing panics.
        #[test]
        fn deadlines_lie_ahead_and_urgent_ones_are_nearer(at in any_moment(), now in any_moment(), how in any_urgency()) {
            let calendar = Calendar::shipped();
            let signed = Signed::On(day_in_vietnam(at));
            let pairs = [
                (sending(calendar, Signed::At(at), how), sending(calendar, Signed::At(at), Urgency::Normal)),
                (sending(calendar, signed, how), sending(calendar, signed, Urgency::Normal)),
                (acknowledging(calendar, at, how), acknowledging(calendar, at, Urgency::Normal)),
                (answering(calendar, day_in_vietnam(at)), answering(calendar, day_in_vietnam(at))),
            ];
            let inside = at.0.abs() < 100_000_000_000_000_000;
            for (urgent, usual) in pairs {
                prop_assert!(urgent.at <= usual.at);
                prop_assert!(!inside || usual.at >= at, "{:?} {:?}", at, usual);
                prop_assert!(!inside || calendar.is_working_day(day_in_vietnam(usual.at)));
                let late = matches!(usual.remaining(calendar, now), Remaining::MinutesLate { .. } | Remaining::WorkingDaysLate { .. });
                prop_assert_eq!(late, matches!(usual.verdict(None, now), Verdict::Overdue { .. }));
                prop_assert_eq!(usual.verdict(Some(usual.at), now), Verdict::InTime);
            }
            prop_assert!(calendar.working_minutes(at, now) >= 0);
            prop_assert!(calendar.after_working_minutes(at, 60) >= at);
        }
    }
}
