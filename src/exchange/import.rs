//! The directory as a table: one row a code. A table is judged whole before anything is written: every problem is told with
//! its row and column, and one that is bad anywhere changes nothing. What is right becomes one act.
//!
//! Codes that a table does not name stay as they are: a table never takes an agency out of the directory.

mod cells;
mod judge;

use serde::Serialize;

use super::{Exchange, Refusal};
use crate::codes::Code;
use crate::store::agencies::{Agency, Alias};
use crate::store::change::AgencyAct;

pub use cells::time_text;

/// The columns, in the order in which they are written. A table may leave out all but the first, and order them otherwise.
pub const COLUMNS: [&str; 11] = [
    "organ_id",
    "name",
    "parent",
    "level",
    "mail",
    "mail_subject",
    "allows_legacy",
    "valid_from",
    "valid_until",
    "successor",
    "suspended_from",
];

/// A row of a table with its number in the file, from 1.
pub type NumberedRow = (usize, Vec<String>);

/// Something wrong in a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowProblem {
    /// The row in the file, from 1.
    pub row: usize,
    /// The column's name.
    pub column: String,
    /// What is wrong.
    pub code: Code,
    /// What stands there.
    pub found: String,
}

/// A table, judged.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// What is to be done, parents first; nothing while there are problems.
    pub acts: Vec<AgencyAct>,
    /// Everything that is wrong, by row.
    pub problems: Vec<RowProblem>,
    /// Codes that are new.
    pub added: usize,
    /// Codes that change.
    pub changed: usize,
    /// Codes that are in the directory as the table says.
    pub same: usize,
}

impl Exchange {
    /// The directory as rows of [`COLUMNS`], by code: agencies, then codes that only forward.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn export_directory(&self) -> Result<Vec<Vec<String>>, Refusal> {
        self.blocking(|this| {
            let (agencies, aliases) = (this.all_agencies()?, this.store.aliases()?);
            let only = aliases.iter().filter(|alias| agencies.iter().all(|row| row.facts.organ_id != alias.organ_id));
            let only: Vec<Vec<String>> = only.map(forwarding).collect();
            let rows = agencies.iter().map(|row| line(row, aliases.iter().find(|a| a.organ_id == row.facts.organ_id)));
            Ok(rows.chain(only).collect())
        })
        .await
    }

    /// Judges a table; the first row names the columns.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn judge_directory(&self, table: Vec<NumberedRow>) -> Result<Import, Refusal> {
        self.blocking(move |this| {
            let (agencies, aliases) = (this.all_agencies()?, this.store.aliases()?);
            let sandbox = this.policy.sandbox_organ_ids;
            Ok(judge::Judge::new(&agencies, &aliases, sandbox, this.clock.now()).judge(&table))
        })
        .await
    }
}

fn line(row: &Agency, alias: Option<&Alias>) -> Vec<String> {
    let facts = &row.facts;
    let time = |at: Option<crate::domain::ids::Micros>| at.map(time_text).unwrap_or_default();
    vec![
        facts.organ_id.0.clone(),
        facts.name.clone(),
        facts.parent.as_ref().map(|id| id.0.clone()).unwrap_or_default(),
        facts.level.to_string(),
        facts.mail.join("; "),
        cells::yes_text(facts.mail_subject).to_owned(),
        cells::yes_text(facts.allows_legacy).to_owned(),
        time_text(facts.valid_from),
        time(row.valid_until),
        alias.map(|alias| alias.successor.0.clone()).unwrap_or_default(),
        time(row.suspended_from),
    ]
}

/// A code that never was an agency here: only whose it is, and since when.
fn forwarding(alias: &Alias) -> Vec<String> {
    let mut row = vec![String::new(); COLUMNS.len()];
    for (column, text) in COLUMNS.iter().zip(&mut row) {
        match *column {
            "organ_id" => text.clone_from(&alias.organ_id.0),
            "valid_until" => *text = time_text(alias.from),
            "successor" => text.clone_from(&alias.successor.0),
            _ => {}
        }
    }
    row
}
