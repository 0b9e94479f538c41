//! A deadline in words, as console, mails and commands say it (the words themselves stand in `i18n`).

use jiff::civil::{Date, Time};

use crate::domain::calendar::{Calendar, Known};
use crate::domain::deadline::{Deadline, Remaining, Verdict, instant};
use crate::domain::ids::Micros;
use crate::i18n::{self, Lang, text};

/// How far a deadline is: `trước 11:30 mai`, `còn 3 ngày làm việc`, `quá hạn 1 ngày làm việc`.
pub fn remaining(lang: Lang, calendar: &Calendar, deadline: &Deadline, now: Micros) -> String {
    match deadline.remaining(calendar, now) {
        Remaining::Minutes { left } => minutes(lang, left, "deadline-minutes-left", "deadline-hours-left"),
        Remaining::Today { until } => text(lang, "deadline-today", None, &[("time", clock(until).into())]),
        Remaining::Tomorrow { until } => text(lang, "deadline-tomorrow", None, &[("time", clock(until).into())]),
        Remaining::NextWorkingDay { day, until } => {
            let weekday = text(lang, &format!("weekday-{}", day.weekday().to_monday_one_offset()), None, &[]);
            text(lang, "deadline-weekday", None, &[("time", clock(until).into()), ("weekday", weekday.into())])
        }
        Remaining::WorkingDays { left } => text(lang, "deadline-working-days-left", None, &[("days", left.into())]),
        Remaining::Later { day } => text(lang, "deadline-date", None, &[("date", date(lang, day).into())]),
        // Whoever is a day late does not ask for the minutes.
        Remaining::MinutesLate { by } if by >= 24 * 60 => {
            text(lang, "deadline-whole-hours-late", None, &[("hours", (by / 60).into())])
        }
        Remaining::MinutesLate { by } => minutes(lang, by, "deadline-minutes-late", "deadline-hours-late"),
        Remaining::WorkingDaysLate { by } => text(lang, "deadline-working-days-overdue", None, &[("days", by.into())]),
    }
}

/// What became of it: `đúng hạn`, `trễ 22 phút`, or how far it is.
pub fn verdict(lang: Lang, calendar: &Calendar, deadline: &Deadline, done: Option<Micros>, now: Micros) -> String {
    match deadline.verdict(done, now) {
        Verdict::InTime => text(lang, "deadline-in-time", None, &[]),
        Verdict::Late { .. } => {
            let late = remaining(lang, calendar, deadline, done.unwrap_or(now));
            text(lang, "deadline-late", None, &[("late", late.into())])
        }
        Verdict::NotYetDue { .. } | Verdict::Overdue { .. } => remaining(lang, calendar, deadline, now),
    }
}

/// How far its days are known, when that is not certain.
pub fn doubt(lang: Lang, known: Known) -> Option<String> {
    match known {
        Known::Yes => None,
        Known::Unsure => Some(text(lang, "deadline-unsure", None, &[])),
        Known::No => Some(text(lang, "deadline-unknown-year", None, &[])),
    }
}

fn minutes(lang: Lang, all: i64, few: &str, many: &str) -> String {
    match (all / 60, all % 60) {
        (0, minutes) => text(lang, few, None, &[("minutes", minutes.into())]),
        (hours, minutes) => text(lang, many, None, &[("hours", hours.into()), ("minutes", minutes.into())]),
    }
}

/// The end of a day is 24:00.
fn clock(time: Time) -> String {
    if time.hour() == 23 && time.minute() == 59 { "24:00".to_owned() } else { time.strftime("%H:%M").to_string() }
}

fn date(lang: Lang, day: Date) -> String {
    i18n::date(lang, instant(day, Time::midnight()))
}
