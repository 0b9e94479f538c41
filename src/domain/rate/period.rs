//! Months and quarters of the civil calendar in Việt Nam: what a rate is counted for.

use std::fmt;

use super::super::deadline::day_in_vietnam;
use super::super::ids::Micros;

/// A month of the civil calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month {
    /// The year, 2026.
    pub year: i16,
    /// 1–12.
    pub month: i8,
}

/// A quarter of the civil calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Quarter {
    /// The year, 2026.
    pub year: i16,
    /// 1–4.
    pub quarter: i8,
}

impl Month {
    /// The month of `at` in Việt Nam.
    pub fn of(at: Micros) -> Self {
        let day = day_in_vietnam(at);
        Self { year: day.year(), month: day.month() }
    }

    /// Reads `2026-11`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || month.len() != 2 || !digits(year) || !digits(month) {
            return None;
        }
        let month = Self { year: year.parse().ok()?, month: month.parse().ok()? };
        (1..=12).contains(&month.month).then_some(month)
    }

    /// The same month of the year before.
    pub fn year_before(self) -> Self {
        Self { year: self.year - 1, month: self.month }
    }

    /// The same month of the year after.
    pub fn year_after(self) -> Self {
        Self { year: self.year + 1, month: self.month }
    }

    /// The month after it.
    pub fn next(self) -> Self {
        if self.month == 12 { Self { year: self.year + 1, month: 1 } } else { Self { month: self.month + 1, ..self } }
    }

    /// The quarter it lies in.
    pub fn quarter(self) -> Quarter {
        Quarter { year: self.year, quarter: (self.month - 1) / 3 + 1 }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl serde::Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Month {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("a month is written 2026-11"))
    }
}

/// `2026-Q4`
impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.quarter)
    }
}
