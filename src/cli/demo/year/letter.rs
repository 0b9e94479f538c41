//! One document and what becomes of it at each of its receivers.

use crate::cli::demo::packages::{Draft, File, Kind};
use crate::cli::demo::province::Agency;
use crate::domain::acknowledgement::Status;
use crate::domain::ids::Micros;

/// A document to be sent.
pub(super) struct Letter<'a> {
    /// Its issuer.
    pub from: &'a Agency,
    /// What it says.
    pub draft: Draft,
    /// In which form.
    pub kind: Kind,
    /// What goes with it.
    pub files: Vec<File>,
    /// When it comes to the hub.
    pub sent: Micros,
    /// One a receiver.
    pub copies: Vec<Copy<'a>>,
    /// What its issuer does to it later.
    pub regret: Option<Regret>,
}

/// What becomes of a document at one receiver.
#[derive(Clone)]
pub(super) struct Copy<'a> {
    /// Who.
    pub to: &'a Agency,
    /// When its system takes it.
    pub fetched: Option<Micros>,
    /// What it reports.
    pub words: Vec<Word>,
}

/// One report of a receiver.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// When.
    pub at: Micros,
    /// Which code.
    pub status: Status,
    /// Why.
    pub reason: Option<&'static str>,
}

/// What an issuer does to a document that was sent, by call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Regret {
    /// When.
    pub at: Micros,
    /// Recall or take-back.
    pub what: crate::domain::business::Change,
    /// Why.
    pub reason: &'static str,
}

/// What an agency declares as issued on paper only.
#[derive(Clone)]
pub(super) struct Paper<'a> {
    /// When it says so.
    pub at: Micros,
    /// Who.
    pub by: &'a Agency,
    /// For which month.
    pub period: String,
    /// How many documents.
    pub count: u64,
}

/// All that happens.
#[derive(Default)]
pub(super) struct Plan<'a> {
    /// The documents, in any order.
    pub letters: Vec<Letter<'a>>,
    /// Declarations.
    pub papers: Vec<Paper<'a>>,
    /// When the reminders are looked at.
    pub looks: Vec<Micros>,
}

impl<'a> Copy<'a> {
    /// A copy that lies.
    pub fn lies(to: &'a Agency) -> Self {
        Self { to, fetched: None, words: Vec::new() }
    }

    /// The same, taken at that time.
    pub fn taken(self, at: Micros) -> Self {
        Self { fetched: Some(at), ..self }
    }

    /// The same, with one more word.
    pub fn says(mut self, at: Micros, status: Status) -> Self {
        self.words.push(Word { at, status, reason: None });
        self
    }

    /// The same, returned.
    pub fn returns(mut self, at: Micros, reason: &'static str) -> Self {
        self.words.push(Word { at, status: Status::Returned, reason: Some(reason) });
        self
    }
}
