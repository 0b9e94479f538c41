//! What the clients were told.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard};

use lienthong::domain::ids::Digest;
use reqwest::StatusCode;
use serde_json::Value;
use tokio::sync::watch;

use super::client::Taken;

/// What a receipt was handed out for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum About {
    /// A document, by its id.
    Document(String),
    /// A word on a delivery: `fetched`, a code, or `file` for a status file.
    Word(String, String),
}

#[derive(Default)]
struct Told {
    /// The receipt, as first handed out.
    receipts: HashMap<About, String>,
    /// The hub's name of each document.
    uuids: HashMap<String, String>,
    /// Answers that said "first".
    firsts: HashMap<About, u32>,
    /// Digests of packages that a document was sent in.
    packages: HashMap<String, Vec<Digest>>,
    repeated: BTreeMap<String, u64>,
}

pub struct Ledger {
    told: Mutex<Told>,
    answers: watch::Sender<u64>,
}

impl Default for Ledger {
    fn default() -> Self {
        Self { told: Mutex::default(), answers: watch::Sender::new(0) }
    }
}

impl Ledger {
    /// Notes an answer to a package: one that is new bears 201, every other one the same receipt.
    pub fn document(&self, id: &str, package: Digest, (status, taken): &(StatusCode, Taken)) {
        let document = taken.document.as_ref().expect("a document");
        assert_eq!(document["document_id"], id);
        let uuid = document["uuid"].as_str().expect("a uuid").to_owned();
        let first = match (status.as_u16(), taken.outcome.as_str()) {
            (201, "accepted") => true,
            (200, "already_accepted") => false,
            other => panic!("{id}: {other:?}"),
        };
        {
            let mut told = self.told();
            let known = told.uuids.entry(id.to_owned()).or_insert_with(|| uuid.clone());
            assert_eq!(*known, uuid, "{id} got a second name");
            told.packages.entry(id.to_owned()).or_default().push(package);
        }
        self.receipt(About::Document(id.to_owned()), first, taken);
    }

    /// Notes an answer to a word on a delivery.
    pub fn word(&self, delivery: &str, word: &str, (_, taken): &(StatusCode, Taken)) {
        let first = match taken.outcome.as_str() {
            "recorded" => true,
            "already_recorded" => false,
            other => panic!("{word} on {delivery}: {other}"),
        };
        self.receipt(About::Word(delivery.to_owned(), word.to_owned()), first, taken);
    }

    fn receipt(&self, about: About, first: bool, taken: &Taken) {
        let mut told = self.told();
        let receipt = told.receipts.entry(about.clone()).or_insert_with(|| taken.receipt.get().to_owned());
        assert_eq!(receipt, taken.receipt.get(), "{about:?} got another receipt");
        let firsts = told.firsts.entry(about.clone()).or_default();
        *firsts += u32::from(first);
        assert!(*firsts <= 1, "{about:?} was new twice");
        drop(told);
        self.answers.send_modify(|answers| *answers += 1);
    }

    pub fn repeated(&self, why: String) {
        *self.told().repeated.entry(why).or_default() += 1;
    }

    /// Counts answers, for those who wait for a moment in the load.
    pub fn answers(&self) -> watch::Receiver<u64> {
        self.answers.subscribe()
    }

    /// Every receipt that was handed out.
    pub fn receipts(&self) -> Vec<(About, String)> {
        self.told().receipts.iter().map(|(about, receipt)| (about.clone(), receipt.clone())).collect()
    }

    /// The hub's name of each document, by its id.
    pub fn uuids(&self) -> HashMap<String, String> {
        self.told().uuids.clone()
    }

    /// The packages in which a document was sent.
    pub fn packages(&self, id: &str) -> Vec<Digest> {
        self.told().packages.get(id).cloned().unwrap_or_default()
    }

    /// Answers that were lost and asked for again, by why.
    pub fn summary(&self) -> Value {
        let told = self.told();
        let lost = told.receipts.len() - told.firsts.values().filter(|firsts| **firsts == 1).count();
        serde_json::json!({
            "answers": *self.answers.borrow(), "receipts": told.receipts.len(),
            "committed_and_told_only_on_repeat": lost, "repeated": told.repeated,
        })
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
