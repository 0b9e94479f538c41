//! Deadlines as the mails show them: the day by which an answer is due (hạn trả lời, edXML DueDate) against today, both
//! in the zone of Việt Nam (QĐ 28/2018 Đ14.4). Absent: working days and their calendar.

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

use super::ids::Micros;

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

/// Asia/Ho_Chi_Minh: UTC+7 without summer time since 1975, so no zone table is needed.
pub fn vietnam() -> TimeZone {
    TimeZone::fixed(VIETNAM)
}

const VIETNAM: Offset = Offset::constant(7);

#[cfg(test)]
mod tests {
    use super::*;

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
}
