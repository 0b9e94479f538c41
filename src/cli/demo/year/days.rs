//! The days of the demo: two years that end a week before today, the day of the play, and the working days between it and
//! now, in which the morning's documents came.

use jiff::civil::{Date, Time, time};

use crate::domain::calendar::Calendar;
use crate::domain::deadline::{day_in_vietnam, instant};
use crate::domain::ids::Micros;

/// Which days.
#[derive(Clone, Debug)]
pub(in crate::cli::demo) struct Days {
    /// Today, at the moment at which the demo began.
    pub now: Micros,
    /// The first day of last year, before work.
    pub begin: Micros,
    /// An hour later: the people join.
    pub joined: Micros,
    /// When the play begins; the two years end before it.
    pub play: Micros,
    /// The working days before the play, in order.
    pub worked: Vec<Date>,
    /// The working days after the play's and before today, the latest first.
    pub before: [Date; 3],
}

impl Days {
    /// The days of a demo that runs at `now`.
    pub fn at(now: Micros) -> Self {
        let calendar = Calendar::shipped();
        let today = day_in_vietnam(now);
        let first = Date::constant(today.year() - 1, 1, 1);
        let mut worked: Vec<Date> =
            first.series(jiff::Span::new().days(1)).take_while(|day| *day < today).collect::<Vec<_>>();
        worked.retain(|day| calendar.is_working_day(*day));
        let mut last = || worked.pop().unwrap_or(first);
        let (before, play) = ([last(), last(), last()], last());
        let begin = instant(first, time(0, 0, 1, 0));
        Self { now, begin, joined: begin.plus_seconds(3600), play: instant(play, PLAY), worked, before }
    }

    /// That time of a day.
    pub fn on(day: Date, hour: i8, minute: i8) -> Micros {
        instant(day, Time::midnight()).plus_seconds(i64::from(hour) * 3600 + i64::from(minute) * 60)
    }

    /// So many minutes before now.
    pub fn ago(&self, minutes: i64) -> Micros {
        self.now.plus_seconds(-60 * minutes)
    }
}

/// In the morning, so that what arrives has the whole day.
const PLAY: Time = time(9, 0, 0, 0);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_play_lies_on_a_working_day_between_the_years_and_the_morning() {
        // New Year's Day, a Sunday, a working day in the evening.
        for (today, hour) in [("2026-01-01", 0), ("2026-11-29", 5), ("2026-11-24", 22)] {
            let days = Days::at(Days::on(today.parse().unwrap(), hour, 30));
            let play = day_in_vietnam(days.play);
            assert!(Calendar::shipped().is_working_day(play));
            assert!(days.worked.iter().all(|day| *day < play) && days.worked.len() > 200);
            assert!(days.before.iter().all(|day| *day > play && *day < day_in_vietnam(days.now)));
            assert!(days.before[0] > days.before[1] && days.before[1] > days.before[2]);
            assert_eq!(day_in_vietnam(days.begin).year() + 1, day_in_vietnam(days.now).year());
        }
    }
}
