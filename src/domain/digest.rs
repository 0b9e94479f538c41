//! Times of day at which an office gets one mail about everything that arrived since the last, instead of one for each
//! document. Urgent documents are no part of it: they are told at once.
//!
//! Only on working days of the office's calendar: what arrives on a holiday is told on the morning after. Absent: who has
//! times, and what was told (`store`), mails (`delivery`).

use std::fmt;

use jiff::civil::Time;

use super::calendar::Calendar;
use super::deadline::{day_in_vietnam, instant};
use super::ids::Micros;

/// Times of day in Việt Nam, rising, none twice; at least one, at most [`MAX`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Times(Vec<Time>);

/// Why a text is no list of times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadTimes {
    /// Not a time of day as HH:MM: this.
    NotATime(String),
    /// None, or more than [`MAX`].
    Count(usize),
}

/// More than one an hour of work is no digest any more.
pub const MAX: usize = 8;

impl Times {
    /// From `07:30,13:30`, in any order.
    ///
    /// # Errors
    /// What is not HH:MM; an empty list; more than [`MAX`].
    pub fn parse(text: &str) -> Result<Self, BadTimes> {
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
        let mut times = words.map(time).collect::<Result<Vec<_>, _>>()?;
        times.sort_unstable();
        times.dedup();
        if times.is_empty() || times.len() > MAX {
            return Err(BadTimes::Count(times.len()));
        }
        Ok(Self(times))
    }

    /// The first of them after `after`, on a day on which anything is worked.
    pub fn next(&self, calendar: &Calendar, after: Micros) -> Micros {
        let today = calendar.working_day_from(day_in_vietnam(after));
        let days = [today, calendar.next_working_day(today)];
        let mut moments = days.iter().flat_map(|day| self.0.iter().map(|time| instant(*day, *time)));
        // A calendar that works on no day has no next one either.
        moments.find(|moment| *moment > after).unwrap_or(after.plus_seconds(DAY_S))
    }
}

fn time(word: &str) -> Result<Time, BadTimes> {
    let bad = || BadTimes::NotATime(word.chars().take(20).collect());
    let number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<i8>().ok());
    match word.split_once(':') {
        Some((hour, minute)) if (1..=2).contains(&hour.len()) && minute.len() == 2 => {
            let (hour, minute) = (number(hour).flatten(), number(minute).flatten());
            hour.zip(minute).and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok()).ok_or_else(bad)
        }
        _ => Err(bad()),
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, time) in self.0.iter().enumerate() {
            let comma = if number > 0 { "," } else { "" };
            write!(f, "{comma}{:02}:{:02}", time.hour(), time.minute())?;
        }
        Ok(())
    }
}

impl fmt::Display for BadTimes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotATime(word) => write!(f, "{word:?} is no time of day: HH:MM"),
            Self::Count(count) => write!(f, "{count} times: from 1 to {MAX}"),
        }
    }
}

impl std::error::Error for BadTimes {}

const DAY_S: i64 = 86_400;

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::calendar::Kind;

    #[test]
    fn times_are_read_in_any_order_and_written_in_theirs() {
        let times = Times::parse(" 13:30, 7:30,07:30").unwrap();
        assert_eq!(times.to_string(), "07:30,13:30");
        for (text, bad) in [
            ("7", BadTimes::NotATime("7".to_owned())),
            ("24:00", BadTimes::NotATime("24:00".to_owned())),
            ("12:60", BadTimes::NotATime("12:60".to_owned())),
            ("7:3", BadTimes::NotATime("7:3".to_owned())),
            ("+7:30", BadTimes::NotATime("+7:30".to_owned())),
            ("007:30", BadTimes::NotATime("007:30".to_owned())),
            ("07:30:00", BadTimes::NotATime("07:30:00".to_owned())),
            ("", BadTimes::Count(0)),
            (",", BadTimes::Count(0)),
            ("1:00,2:00,3:00,4:00,5:00,6:00,7:00,8:00,9:00", BadTimes::Count(9)),
        ] {
            assert_eq!(Times::parse(text), Err(bad), "{text}");
        }
    }

    #[test]
    fn the_next_is_later_today_or_on_the_next_working_day() {
        let (calendar, times) = (Calendar::shipped(), Times::parse("07:30,13:30").unwrap());
        let at = |day, hour, minute| instant(day, jiff::civil::time(hour, minute, 0, 0));
        let (friday, saturday, monday) = (date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 30));
        for (after, next) in [
            (at(friday, 0, 0), at(friday, 7, 30)),
            (at(friday, 7, 29), at(friday, 7, 30)),
            (at(friday, 7, 30), at(friday, 13, 30)),
            (at(friday, 13, 30), at(monday, 7, 30)),
            (at(saturday, 8, 0), at(monday, 7, 30)),
            // Over Tết of 2026 nobody is written to.
            (at(date(2026, 2, 13), 14, 0), at(calendar.next_working_day(date(2026, 2, 13)), 7, 30)),
        ] {
            assert_eq!(times.next(calendar, after), next, "after {after:?}");
        }
    }

    #[test]
    fn a_calendar_that_never_works_still_moves_on() {
        let mut never = Calendar::shipped().clone();
        never.week.0 = [Kind::Off; 7];
        never.years.clear();
        let after = instant(date(2030, 6, 3), jiff::civil::time(14, 0, 0, 0));
        assert!(Times::parse("07:30").unwrap().next(&never, after) > after);
    }
}
