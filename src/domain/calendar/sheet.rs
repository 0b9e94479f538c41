//! Reads what an operator imports: a table of a year and settings (TOML), or a table of a year (CSV). Every problem of a
//! file is found in one pass, with its line, so that it is mended in one go.
//!
//! Refused here: unknown keys and words, dates that are none or of another year, a day twice, a day to be worked that
//! the week has as worked already, hours that overlap.

mod csv;
mod toml;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Basis, Calendar, Day, Kind, Week, Year};

pub(super) use csv::HEADER;
pub use csv::read_csv;
pub use toml::read_toml;
pub(super) use toml::said;

/// Something wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// Its line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: What,
    /// What stands there.
    pub found: String,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// Neither TOML nor, where that is expected, a table of comma-separated values.
    Syntax,
    /// More than [`MAX_BYTES`].
    TooLarge,
    /// No table and no setting in it.
    Empty,
    /// A key that means nothing.
    UnknownKey,
    /// A key or a field that must be there.
    Missing,
    /// No year from 2000 to 2199.
    Year,
    /// No date.
    Date,
    /// A date of another year than the table's.
    OtherYear,
    /// A day that stood there before.
    Twice,
    /// None of off, full, morning, afternoon.
    Kind,
    /// None of law, announced, computed, uncertain.
    Basis,
    /// A name that is empty, too long, or holds what cannot be shown.
    Name,
    /// A day to be made up for that the week has as worked.
    WorkedAnyway,
    /// No span of times, such as 07:30-11:30.
    Span,
    /// Hours that overlap, or end before they begin.
    Hours,
    /// A week in which no morning is worked.
    Week,
    /// None of the words that the setting takes.
    Choice,
    /// No number of minutes from 1 to 1440.
    Minutes,
}

impl What {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::Syntax,
        Self::TooLarge,
        Self::Empty,
        Self::UnknownKey,
        Self::Missing,
        Self::Year,
        Self::Date,
        Self::OtherYear,
        Self::Twice,
        Self::Kind,
        Self::Basis,
        Self::Name,
        Self::WorkedAnyway,
        Self::Span,
        Self::Hours,
        Self::Week,
        Self::Choice,
        Self::Minutes,
    ];

    /// The Fluent message that says it.
    pub fn message_id(self) -> &'static str {
        match self {
            Self::Syntax => "calendar-problem-syntax",
            Self::TooLarge => "calendar-problem-too-large",
            Self::Empty => "calendar-problem-empty",
            Self::UnknownKey => "calendar-problem-unknown-key",
            Self::Missing => "calendar-problem-missing",
            Self::Year => "calendar-problem-year",
            Self::Date => "calendar-problem-date",
            Self::OtherYear => "calendar-problem-other-year",
            Self::Twice => "calendar-problem-twice",
            Self::Kind => "calendar-problem-kind",
            Self::Basis => "calendar-problem-basis",
            Self::Name => "calendar-problem-name",
            Self::WorkedAnyway => "calendar-problem-worked-anyway",
            Self::Span => "calendar-problem-span",
            Self::Hours => "calendar-problem-hours",
            Self::Week => "calendar-problem-week",
            Self::Choice => "calendar-problem-choice",
            Self::Minutes => "calendar-problem-minutes",
        }
    }
}

/// The largest file that is read: a year of days, each with a long name, is below it.
pub const MAX_BYTES: usize = 128 << 10;
const MAX_NAME: usize = 120;
const MAX_SOURCE: usize = 400;
const YEARS: std::ops::RangeInclusive<i64> = 2000..=2199;

/// What was found so far.
#[derive(Default)]
struct Problems(Vec<Problem>);

impl Problems {
    fn add(&mut self, line: usize, what: What, found: impl Into<String>) {
        let found: String = found.into();
        self.0.push(Problem { line, what, found: found.chars().take(MAX_NAME).collect() });
    }

    /// After a fault of syntax: what else stands on its line, and what seems to be absent, follows from it.
    fn forget_consequences(&mut self) {
        let faulty: Vec<usize> =
            self.0.iter().filter(|problem| problem.what == What::Syntax).map(|problem| problem.line).collect();
        self.0.retain(|problem| match problem.what {
            What::Syntax => true,
            What::Missing | What::Empty | What::UnknownKey => false,
            _ => !faulty.contains(&problem.line),
        });
    }

    /// The calendar, if nothing was wrong; else what was, in the order of lines.
    fn judge(mut self, calendar: Calendar) -> Result<Calendar, Vec<Problem>> {
        if self.0.is_empty() {
            return Ok(calendar);
        }
        self.0.sort_by_key(|problem| problem.line);
        Err(self.0)
    }
}

/// The fields of one day as written, each with its line.
struct Entry<'a> {
    line: usize,
    date: Option<(usize, &'a str)>,
    kind: Option<(usize, &'a str)>,
    name: Option<(usize, &'a str)>,
    basis: Option<(usize, &'a str)>,
}

/// Days as they are gathered, with the line on which each stands.
#[derive(Default)]
struct Days {
    days: BTreeMap<Date, (usize, Day)>,
}

impl Days {
    fn take(&mut self, entry: &Entry<'_>, problems: &mut Problems) {
        let mut field = |name: &str, field: Option<(usize, &'_ str)>| {
            if field.is_none() {
                problems.add(entry.line, What::Missing, name);
            }
        };
        field("date", entry.date);
        field("kind", entry.kind);
        field("name", entry.name);
        field("basis", entry.basis);
        let date =
            entry.date.and_then(|(line, text)| judged(line, text, What::Date, problems, |text| text.parse().ok()));
        let kind = entry.kind.and_then(|(line, text)| judged(line, text, What::Kind, problems, Kind::parse));
        let basis = entry.basis.and_then(|(line, text)| judged(line, text, What::Basis, problems, Basis::parse));
        let name = entry.name.and_then(|(line, text)| {
            judged(line, text, What::Name, problems, |text| sayable(text, MAX_NAME).then(|| text.to_owned()))
        });
        let (Some(date), Some(kind), Some(basis), Some(name)) = (date, kind, basis, name) else { return };
        let line = entry.date.map_or(entry.line, |(line, _)| line);
        if self.days.insert(date, (line, Day { kind, name, basis })).is_some() {
            problems.add(line, What::Twice, date.to_string());
        }
    }

    /// The table of the year, its days held against year and week.
    fn table(self, year: i16, source: String, week: &Week, problems: &mut Problems) -> Year {
        for (date, (line, day)) in &self.days {
            if date.year() != year {
                problems.add(*line, What::OtherYear, date.to_string());
            } else if day.kind == Kind::Full && week.on(*date) == Kind::Full {
                problems.add(*line, What::WorkedAnyway, format!("{date}, {}", Week::name(date.weekday())));
            }
        }
        Year { source, days: self.days.into_iter().map(|(date, (_, day))| (date, day)).collect() }
    }
}

fn judged<T>(
    line: usize,
    text: &str,
    what: What,
    problems: &mut Problems,
    read: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let value = read(text);
    if value.is_none() {
        problems.add(line, what, text);
    }
    value
}

fn sayable(text: &str, max: usize) -> bool {
    let fine = |c: char| {
        !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    !text.trim().is_empty() && text.chars().count() <= max && text.chars().all(fine)
}
