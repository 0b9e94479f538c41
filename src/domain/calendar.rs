//! The working calendar (lịch làm việc): which days are worked and when, as data. Holidays, days worked to make up for
//! one (làm bù), half days stand in a table a year, because each year's arrangement is announced anew (Bộ luật Lao động
//! 2019 Điều 112.3); hours, week and the reading of the law are settings. All in the zone Asia/Ho_Chi_Minh.
//!
//! A year without a table is answered by the week and the holidays of a fixed date, and says so: [`Known::No`]. Absent:
//! reckoning of the lunar calendar (the table of a year has its days), the deadlines themselves ([`super::deadline`]).

mod settings;
mod sheet;
mod shipped;
mod write;

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

use super::deadline::{day_in_vietnam, instant, time_in_vietnam};
use super::ids::Micros;

pub use settings::{AcknowledgeBy, DueOnDayOff, Hours, Reading, Span, Week};
pub use sheet::{MAX_BYTES, Problem, What, read_csv, read_toml};
pub use write::{csv, toml};

/// A working calendar at one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// From 1, as imported; 0 is the one that the program ships. Not part of the body, which is what is digested.
    #[serde(skip)]
    pub version: u64,
    /// When work is done on a full day.
    pub hours: Hours,
    /// Which days of the week are worked.
    pub week: Week,
    /// How the law's words are read where they leave room.
    pub reading: Reading,
    /// What differs from the week, year by year.
    pub years: BTreeMap<i16, Year>,
}

/// The table of one year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Year {
    /// Where it was read: the law, the announcement.
    pub source: String,
    /// The days that are not as the week has them.
    pub days: BTreeMap<Date, Day>,
}

/// One day of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Day {
    /// What is worked.
    pub kind: Kind,
    /// What it is called.
    pub name: String,
    /// On what ground it stands here.
    pub basis: Basis,
}

/// What is worked on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Nothing: a holiday, a day of rest.
    Off,
    /// Morning and afternoon; in a table, a day of rest that is worked (làm bù).
    Full,
    /// The morning only.
    Morning,
    /// The afternoon only.
    Afternoon,
}

/// How sure a day of the table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The law fixes it.
    Law,
    /// The competent authority has announced it.
    Announced,
    /// Worked out from the law; the announcement is still to come.
    Computed,
    /// Reported, and not yet held against a text.
    Uncertain,
}

/// How far an answer can be relied on. The worst of all days that it looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// All days stand in a table, by law or announcement, or are plain days of the week in a year that has a table.
    Yes,
    /// Some day is computed or uncertain.
    Unsure,
    /// Some day is of a year without a table.
    No,
}

impl Calendar {
    /// What is worked on that day.
    pub fn kind(&self, day: Date) -> Kind {
        match self.years.get(&day.year()) {
            Some(year) => year.days.get(&day).map_or_else(|| self.week.on(day), |entry| entry.kind),
            None if FIXED.contains(&(day.month(), day.day())) => Kind::Off,
            None => self.week.on(day),
        }
    }

    /// Whether anything is worked on that day.
    pub fn is_working_day(&self, day: Date) -> bool {
        self.kind(day) != Kind::Off
    }

    /// How far the answer about that day can be relied on.
    pub fn known(&self, day: Date) -> Known {
        let Some(year) = self.years.get(&day.year()) else { return Known::No };
        match year.days.get(&day).map(|entry| entry.basis) {
            None | Some(Basis::Law | Basis::Announced) => Known::Yes,
            Some(Basis::Computed | Basis::Uncertain) => Known::Unsure,
        }
    }

    /// The worst of the days from `first` to `last`, both included.
    pub fn known_between(&self, first: Date, last: Date) -> Known {
        let days = std::iter::once(first).chain(following(first).take_while(|day| *day <= last));
        days.map(|day| self.known(day)).max().unwrap_or(Known::No)
    }

    /// The first working day after `day`.
    pub fn next_working_day(&self, day: Date) -> Date {
        following(day).find(|next| self.is_working_day(*next)).unwrap_or(day)
    }

    /// `day` if it is worked, else the next day that is.
    pub fn working_day_from(&self, day: Date) -> Date {
        if self.is_working_day(day) { day } else { self.next_working_day(day) }
    }

    /// The end of the morning of the next working day after `day` (“trong buổi sáng của ngày làm việc tiếp theo”, QĐ
    /// 28/2018/QĐ-TTg Điều 6.2). A day on which only the afternoon is worked has no morning and is passed over.
    pub fn next_working_noon(&self, day: Date) -> DateTime {
        let morning = |next: &Date| matches!(self.kind(*next), Kind::Full | Kind::Morning);
        following(day).find(morning).unwrap_or(day).to_datetime(self.hours.morning.to)
    }

    /// When work ends on that day; `None` when none is done.
    pub fn close_of_day(&self, day: Date) -> Option<Micros> {
        self.spans(day).last().map(|span| instant(day, span.to))
    }

    /// Minutes of working time from `from` until `to`: what is left of a term. 0 when `to` is past. Counts no further than a
    /// year.
    pub fn working_minutes(&self, from: Micros, to: Micros) -> i64 {
        let (first, last) = (day_in_vietnam(from), day_in_vietnam(to));
        let days = std::iter::once(first).chain(following(first)).take_while(|day| *day <= last);
        let worked = days.flat_map(|day| self.spans(day).map(move |span| span.on(day)));
        let micros: i64 = worked.map(|(start, end)| end.0.min(to.0).saturating_sub(start.0.max(from.0)).max(0)).sum();
        micros / MINUTE_US
    }

    /// The moment at which `minutes` of working time have passed since `from`.
    pub fn after_working_minutes(&self, from: Micros, minutes: u16) -> Micros {
        let mut left = i64::from(minutes) * MINUTE_US;
        let first = day_in_vietnam(from);
        for day in std::iter::once(first).chain(following(first)) {
            for (start, end) in self.spans(day).map(|span| span.on(day)) {
                let start = start.max(from);
                let here = end.0.saturating_sub(start.0).max(0);
                if here >= left && here > 0 {
                    return Micros(start.0 + left);
                }
                left -= here;
            }
        }
        Micros(from.0.saturating_add(i64::from(minutes) * MINUTE_US))
    }

    /// Whether work of that day is over at that moment; true on a day on which none is done.
    pub fn is_after_hours(&self, at: Micros) -> bool {
        self.close_of_day(day_in_vietnam(at)).is_none_or(|close| at >= close)
    }

    /// The working days after `day`, until `last` included. Counts no further than ten years.
    pub fn working_days(&self, day: Date, last: Date) -> u32 {
        let days =
            after(day).take(COUNTED_DAYS).take_while(|next| *next <= last).filter(|next| self.is_working_day(*next));
        u32::try_from(days.count()).unwrap_or(u32::MAX)
    }

    /// Whether `at` lies within working hours.
    pub fn is_open(&self, at: Micros) -> bool {
        let (day, time) = (day_in_vietnam(at), time_in_vietnam(at));
        self.spans(day).any(|span| span.from <= time && time < span.to)
    }

    fn spans(&self, day: Date) -> impl Iterator<Item = Span> + use<> {
        let Hours { morning, afternoon } = self.hours;
        let (first, second) = match self.kind(day) {
            Kind::Off => (None, None),
            Kind::Full => (Some(morning), Some(afternoon)),
            Kind::Morning => (Some(morning), None),
            Kind::Afternoon => (None, Some(afternoon)),
        };
        first.into_iter().chain(second)
    }
}

impl Kind {
    /// Its word in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Full => "full",
            Self::Morning => "morning",
            Self::Afternoon => "afternoon",
        }
    }

    /// The kind of that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Off, Self::Full, Self::Morning, Self::Afternoon].into_iter().find(|kind| kind.as_str() == word)
    }
}

impl Basis {
    /// Its word in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::Announced => "announced",
            Self::Computed => "computed",
            Self::Uncertain => "uncertain",
        }
    }

    /// The basis of that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Law, Self::Announced, Self::Computed, Self::Uncertain].into_iter().find(|basis| basis.as_str() == word)
    }
}

impl Span {
    fn on(self, day: Date) -> (Micros, Micros) {
        (instant(day, self.from), instant(day, self.to))
    }
}

/// The days after `day`, one by one, for a year and a month: no term of the law and no Tết is longer, and a calendar
/// that works on no day ends the search too.
fn following(day: Date) -> impl Iterator<Item = Date> {
    after(day).take(HORIZON_DAYS)
}

fn after(day: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(day), |day| day.tomorrow().ok()).skip(1)
}

/// The last moment of a day, which still belongs to it (24 giờ, Bộ luật Dân sự 2015 Điều 148.6).
pub const END_OF_DAY: Time = Time::constant(23, 59, 59, 999_999_000);
const HORIZON_DAYS: usize = 400;
const COUNTED_DAYS: usize = 3_660;
const MINUTE_US: i64 = 60_000_000;
/// Holidays of a fixed date (Bộ luật Lao động 2019 Điều 112.1): (month, day).
const FIXED: &[(i8, i8)] = &[(1, 1), (4, 30), (5, 1), (9, 2)];

#[cfg(test)]
mod tests;
