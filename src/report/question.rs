//! What is asked of the rates: which months, and by what.

use serde::{Deserialize, Serialize};

use crate::domain::ids::Micros;
use crate::domain::rate::Month;

/// What a row stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// One agency over all months asked for.
    #[default]
    Agency,
    /// One month of all agencies.
    Month,
    /// One quarter of all agencies.
    Quarter,
}

/// Which months, both included, and by what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The first month.
    pub from: Month,
    /// The last month.
    pub to: Month,
    /// What a row stands for.
    pub by: By,
}

/// Why a question cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    /// A period that cannot be read.
    #[error("{name}={found:?}: expected 2026-11, 2026-Q4 or 2026")]
    Period {
        /// `from` or `to`.
        name: &'static str,
        /// As given.
        found: String,
    },
    /// Something else to group by.
    #[error("by={found:?}: expected agency, month or quarter")]
    By {
        /// As given.
        found: String,
    },
    /// The end lies before the beginning.
    #[error("from {from} lies after to {to}")]
    Backward {
        /// The first month.
        from: Month,
        /// The last month.
        to: Month,
    },
    /// More months than are answered at once.
    #[error("{found} months, at most {MONTHS_MAX} are answered")]
    TooLong {
        /// Months asked for.
        found: i32,
    },
}

impl Question {
    /// Reads a question. A month, a quarter or a year may stand in `from` and `to`; absent, `to` is the present month
    /// and `from` the January before it.
    ///
    /// # Errors
    /// [`QuestionError`]
    pub fn parse(from: Option<&str>, to: Option<&str>, by: Option<&str>, now: Micros) -> Result<Self, QuestionError> {
        let period = |name, text: &str, last| {
            month_of(text, last).ok_or_else(|| QuestionError::Period { name, found: text.chars().take(40).collect() })
        };
        let to = match to {
            Some(text) => period("to", text, true)?,
            None => Month::of(now),
        };
        let from = match from {
            Some(text) => period("from", text, false)?,
            None => Month { month: 1, ..to },
        };
        let by = match by {
            None | Some("agency") => By::Agency,
            Some("month") => By::Month,
            Some("quarter") => By::Quarter,
            Some(other) => return Err(QuestionError::By { found: other.chars().take(40).collect() }),
        };
        if from > to {
            return Err(QuestionError::Backward { from, to });
        }
        let found = serial(to) - serial(from) + 1;
        if found > MONTHS_MAX {
            return Err(QuestionError::TooLong { found });
        }
        Ok(Self { from, to, by })
    }

    /// The months asked for and those of the year before, as stretches that do not overlap.
    pub fn with_year_before(&self) -> Vec<(Month, Month)> {
        let (from, to) = (self.from.year_before(), self.to.year_before());
        if to >= self.from { vec![(from, self.to)] } else { vec![(from, to), (self.from, self.to)] }
    }

    /// Whether the month is asked about.
    pub fn covers(&self, month: Month) -> bool {
        (self.from..=self.to).contains(&month)
    }
}

impl By {
    /// As in the query.
    pub fn word(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Month => "month",
            Self::Quarter => "quarter",
        }
    }
}

/// `2026-11`, `2026-Q4` or `2026`: the first month of it, or the last.
fn month_of(text: &str, last: bool) -> Option<Month> {
    if let Some(month) = Month::parse(text) {
        return Some(month);
    }
    let (year, quarter) = match text.split_once("-Q") {
        Some((year, quarter)) => (year, Some(quarter)),
        None => (text, None),
    };
    let year = Month::parse(&format!("{year}-01"))?.year;
    let (first, end) = match quarter {
        None => (1, 12),
        Some("1") => (1, 3),
        Some("2") => (4, 6),
        Some("3") => (7, 9),
        Some("4") => (10, 12),
        Some(_) => return None,
    };
    Some(Month { year, month: if last { end } else { first } })
}

fn serial(month: Month) -> i32 {
    i32::from(month.year) * 12 + i32::from(month.month)
}

/// Ten years: more than any report compares.
const MONTHS_MAX: i32 = 120;

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-24T10:00:00+07:00
    const NOW: Micros = Micros(1_795_489_200_000_000);

    fn ask(from: &str, to: &str) -> Result<Question, QuestionError> {
        Question::parse(Some(from), Some(to), None, NOW)
    }

    #[test]
    fn months_quarters_and_years_are_read() {
        let months = |question: Question| (question.from.to_string(), question.to.to_string());
        for (from, to, expected) in [
            ("2026-11", "2026-12", ("2026-11", "2026-12")),
            ("2026-Q2", "2026-Q3", ("2026-04", "2026-09")),
            ("2025", "2026", ("2025-01", "2026-12")),
            ("2026-Q4", "2026-Q4", ("2026-10", "2026-12")),
        ] {
            let (first, last) = months(ask(from, to).unwrap());
            assert_eq!((first.as_str(), last.as_str()), expected);
        }
        let (first, last) = months(Question::parse(None, None, Some("quarter"), NOW).unwrap());
        assert_eq!((first.as_str(), last.as_str()), ("2026-01", "2026-11"));
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for bad in ["", "2026-13", "2026-Q5", "2026-q1", "26", "2026-11-01", "20266"] {
            assert!(matches!(ask(bad, "2026"), Err(QuestionError::Period { name: "from", .. })), "{bad}");
        }
        assert!(matches!(ask("2026-12", "2026-11"), Err(QuestionError::Backward { .. })));
        assert_eq!(ask("2016-01", "2026-01"), Err(QuestionError::TooLong { found: 121 }));
        assert!(matches!(Question::parse(None, None, Some("year"), NOW), Err(QuestionError::By { .. })));
    }
}
