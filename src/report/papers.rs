//! Documents issued on paper only, as agencies declared them: by agency and month, and who has not said anything. Without
//! that word an agency's exchange rate has no honest denominator, so it is shown apart.

use std::collections::HashMap;

use crate::domain::deadline::instant;
use crate::domain::ids::{Micros, OrganId};
use crate::domain::rate::Month;
use crate::store::agencies::Agency;
use crate::store::remainder::Declared;
use crate::store::{self, PAGE_MAX, Store};

/// Agencies and months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Papers {
    /// The months, without those that have not begun.
    pub months: Vec<Month>,
    /// In the order of codes.
    pub rows: Vec<PaperRow>,
}

/// One agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperRow {
    /// Its code.
    pub agency: OrganId,
    /// Its name.
    pub name: String,
    /// A cell a month.
    pub cells: Vec<PaperCell>,
}

/// One month of one agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperCell {
    /// It declared so many.
    Declared(u64),
    /// It has not declared: “chưa khai văn bản giấy”.
    Undeclared,
    /// There was no such agency then.
    Absent,
}

impl Papers {
    /// The declarations of those months that have begun. With `viewer` only that agency's own.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn read(
        store: &Store,
        (from, to): (Month, Month),
        viewer: Option<&OrganId>,
        now: Micros,
    ) -> Result<Self, store::Error> {
        let mut agencies = Vec::new();
        match viewer {
            Some(agency) => agencies.extend(store.agency(agency)?),
            None => loop {
                let last = agencies.last().map(|agency: &Agency| agency.facts.organ_id.clone());
                let page = store.agencies(last.as_ref(), PAGE_MAX)?;
                if page.is_empty() {
                    break;
                }
                agencies.extend(page);
            },
        }
        Ok(Self::of(&agencies, &store.declared(from, to)?, (from, to.min(Month::of(now)))))
    }

    /// Rows from the directory and what was declared.
    pub fn of(agencies: &[Agency], declared: &[Declared], (from, to): (Month, Month)) -> Self {
        let months: Vec<Month> =
            std::iter::successors(Some(from), |month| Some(month.next())).take_while(|month| *month <= to).collect();
        let declared: HashMap<(&OrganId, Month), u64> =
            declared.iter().map(|one| ((&one.agency, one.month), one.count)).collect();
        let cell = |agency: &Agency, month: Month| match declared.get(&(&agency.facts.organ_id, month)) {
            Some(count) => PaperCell::Declared(*count),
            None if lives_in(agency, month) => PaperCell::Undeclared,
            None => PaperCell::Absent,
        };
        let row = |agency: &Agency| PaperRow {
            agency: agency.facts.organ_id.clone(),
            name: agency.facts.name.clone(),
            cells: months.iter().map(|month| cell(agency, *month)).collect(),
        };
        let there = |row: &PaperRow| row.cells.iter().any(|cell| *cell != PaperCell::Absent);
        let rows = agencies.iter().map(row).filter(there).collect();
        Self { months, rows }
    }

    /// How many agencies owe a word for at least one of the months.
    pub fn silent(&self) -> usize {
        self.rows.iter().filter(|row| row.undeclared() > 0).count()
    }

    /// How many documents were declared.
    pub fn total(&self) -> u64 {
        self.rows.iter().map(PaperRow::total).fold(0, u64::saturating_add)
    }
}

impl PaperRow {
    /// Months without a word.
    pub fn undeclared(&self) -> usize {
        self.cells.iter().filter(|cell| **cell == PaperCell::Undeclared).count()
    }

    /// What it declared over the months.
    pub fn total(&self) -> u64 {
        let count = |cell: &PaperCell| match cell {
            PaperCell::Declared(count) => *count,
            PaperCell::Undeclared | PaperCell::Absent => 0,
        };
        self.cells.iter().map(count).fold(0, u64::saturating_add)
    }
}

/// Whether the agency was there at some time of the month.
fn lives_in(agency: &Agency, month: Month) -> bool {
    let first = |month: Month| jiff::civil::Date::new(month.year, month.month, 1);
    let (Ok(begin), Ok(end)) = (first(month), first(month.next())) else { return false };
    let (begin, end) = (instant(begin, jiff::civil::Time::midnight()), instant(end, jiff::civil::Time::midnight()));
    agency.facts.valid_from < end && agency.valid_until.is_none_or(|until| until > begin)
}
