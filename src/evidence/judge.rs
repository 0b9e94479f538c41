//! The judge of receipts: offline, with no word of the hub but the receipt itself and the keys that the judge's user
//! trusts. It names every failed check, the most telling first.

use serde::Serialize;

use super::checkpoint::{Checkpoint, Note, NoteError};
use super::key::VKey;
use super::leaf::{self, Leaf, LeafError};
use super::merkle::{ProofError, leaf_hash, verify_consistency, verify_inclusion};
use super::receipt::{Receipt, ReceiptError};
use super::strict_json::JsonError;
use crate::codes::{self, Code};
use crate::domain::ids::Digest;

/// What the judge found.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// Proven or not.
    pub outcome: Outcome,
    /// Every failed check, the most telling first. Empty exactly when proven.
    pub failures: Vec<Finding>,
    /// The statement, as far as it can be read. Believe it only when proven.
    pub leaf: Option<Leaf>,
    /// Its index.
    pub index: Option<u64>,
    /// The tree head that the receipt bears.
    pub checkpoint: Option<Checkpoint>,
    /// Names of the trusted keys that signed it.
    pub signers: Vec<String>,
    /// Witnesses among them. Always 0 in this version: say "no witness"; then a fork of the log shows only when two
    /// parties compare checkpoints.
    pub witnesses: usize,
    /// Whether the package at hand is the one of the receipt.
    pub package: PackageCheck,
}

/// The judge's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The statement stands in the log, signed by a trusted key.
    Proven,
    /// It does not, or this receipt does not prove it.
    Disproven,
    /// The receipt holds together, but no key was given to believe it by.
    Indeterminate,
}

/// A failed check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which.
    pub code: Code,
    /// The evidence: expected, found.
    pub detail: String,
}

/// About the package at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PackageCheck {
    /// None was given.
    NotGiven,
    /// The receipt is about these bytes.
    Matches,
    /// The receipt is about other bytes, or does not say.
    Differs,
}

/// Judges a receipt (either form) by the keys that its reader trusts, and, where given, the SHA-256 of the package that
/// it should be about. Never panics, whatever the bytes.
pub fn verify(receipt: &[u8], keys: &[VKey], package: Option<Digest>) -> Judgement {
    let mut judgement = Judgement {
        outcome: Outcome::Disproven,
        failures: Vec::new(),
        leaf: None,
        index: None,
        checkpoint: None,
        signers: Vec::new(),
        witnesses: 0,
        package: if package.is_some() { PackageCheck::Differs } else { PackageCheck::NotGiven },
    };
    match Receipt::parse(receipt) {
        Ok(receipt) => judgement.judge(&receipt, keys, package),
        Err(error) => judgement.fail(error.code(), error),
    }
    judgement.outcome = match judgement.failures.as_slice() {
        [] => Outcome::Proven,
        [only] if only.code == codes::EVIDENCE_NO_KEY => Outcome::Indeterminate,
        _ => Outcome::Disproven,
    };
    judgement
}

impl Judgement {
    fn judge(&mut self, receipt: &Receipt, keys: &[VKey], package: Option<Digest>) {
        self.index = Some(receipt.index);
        match Leaf::parse(&receipt.leaf) {
            Ok(leaf) => self.leaf = Some(leaf),
            Err(error) => self.fail(error.code(), error),
        }
        match Note::parse(&receipt.checkpoint) {
            Ok(note) => self.judge_note(&note, receipt, keys),
            Err(error) => self.fail(error.code(), error),
        }
        self.judge_openings(receipt, package);
    }

    fn judge_note(&mut self, note: &Note, receipt: &Receipt, keys: &[VKey]) {
        let head = note.checkpoint().clone();
        self.judge_signatures(note, keys);
        if let Some(expected) = self.leaf.as_ref().map(Leaf::origin)
            && expected != head.origin
        {
            self.fail(codes::EVIDENCE_ORIGIN, format!("the leaf is of {expected}, the checkpoint of {}", head.origin));
        }
        let leaf = leaf_hash(&receipt.leaf);
        if let Err(error) = verify_inclusion(leaf, receipt.index, head.size, &receipt.hashes, &head.root) {
            self.fail(error.code(), error);
        }
        if let Some(previous) = &receipt.previous {
            match Note::parse(&previous.checkpoint) {
                Ok(older) => {
                    self.judge_signatures(&older, keys);
                    let old = older.checkpoint();
                    if old.origin != head.origin {
                        let detail = format!("the previous checkpoint is of {}, not of {}", old.origin, head.origin);
                        self.fail(codes::EVIDENCE_ORIGIN, detail);
                    }
                    if let Err(error) = verify_consistency(old.size, &old.root, head.size, &head.root, &previous.hashes)
                    {
                        self.fail(codes::EVIDENCE_INCONSISTENT, error);
                    }
                }
                Err(error) => self.fail(error.code(), error),
            }
        }
        self.checkpoint = Some(head);
    }

    fn judge_signatures(&mut self, note: &Note, keys: &[VKey]) {
        if keys.is_empty() {
            if self.failures.iter().all(|finding| finding.code != codes::EVIDENCE_NO_KEY) {
                self.fail(codes::EVIDENCE_NO_KEY, "no key was given");
            }
            return;
        }
        match note.verify(keys) {
            Ok(signers) => self.signers = signers,
            Err(error) => self.fail(error.code(), error),
        }
    }

    fn judge_openings(&mut self, receipt: &Receipt, package: Option<Digest>) {
        let openings = &receipt.openings;
        let body = self.leaf.as_ref().map(Leaf::body);
        let pairs = [
            ("doc", openings.doc.as_ref().map(|o| o.commitment()), body.and_then(|body| body.doc)),
            (
                "pkg",
                openings.pkg.as_ref().map(|o| leaf::commit_package(&o.salt, &o.sha256)),
                body.and_then(|body| body.pkg),
            ),
            (
                "content",
                openings.content.as_ref().map(|o| leaf::commit_content(&o.salt, &o.sha256)),
                body.and_then(|body| body.content),
            ),
        ];
        for (name, opened, committed) in pairs {
            if let Some(opened) = opened
                && Some(opened) != committed
            {
                self.fail(codes::EVIDENCE_OPENING, format!("the opening of {name} does not fit the leaf"));
            }
        }
        let Some(package) = package else { return };
        match &openings.pkg {
            Some(opening) if opening.sha256 == package => self.package = PackageCheck::Matches,
            Some(opening) => self.fail(
                codes::EVIDENCE_PACKAGE,
                format!("the receipt is about {}, the package at hand is {package}", opening.sha256),
            ),
            None => self.fail(codes::EVIDENCE_PACKAGE, "the receipt does not open the package's digest"),
        }
    }

    fn fail(&mut self, code: Code, detail: impl ToString) {
        self.failures.push(Finding { code, detail: detail.to_string() });
    }
}

impl ReceiptError {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::TooLarge { .. } | Self::Shape { .. } => codes::EVIDENCE_RECEIPT_FORM,
            Self::Json(JsonError::DuplicateKey { .. }) => codes::EVIDENCE_DUPLICATE_KEY,
            Self::Json(JsonError::Syntax { .. } | JsonError::NotCanonical) => codes::EVIDENCE_RECEIPT_FORM,
        }
    }
}

impl LeafError {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::TooLarge { .. } => codes::EVIDENCE_LEAF_TOO_LARGE,
            Self::Json(JsonError::DuplicateKey { .. }) => codes::EVIDENCE_DUPLICATE_KEY,
            Self::Json(JsonError::NotCanonical) => codes::EVIDENCE_LEAF_NOT_CANONICAL,
            Self::Text { .. }
            | Self::Number { .. }
            | Self::Seq
            | Self::Json(JsonError::Syntax { .. })
            | Self::Shape { .. } => codes::EVIDENCE_LEAF_FORM,
        }
    }
}

impl NoteError {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::Form { .. } => codes::EVIDENCE_CHECKPOINT_FORM,
            Self::Signature { .. } => codes::EVIDENCE_CHECKPOINT_SIGNATURE,
            Self::Unsigned { .. } => codes::EVIDENCE_CHECKPOINT_UNSIGNED,
        }
    }
}

impl ProofError {
    /// The public code, for an inclusion proof.
    pub fn code(&self) -> Code {
        match self {
            Self::Index { .. } => codes::EVIDENCE_INDEX,
            Self::Length { .. } => codes::EVIDENCE_PROOF_LENGTH,
            Self::Root | Self::Sizes { .. } => codes::EVIDENCE_PROOF,
        }
    }
}
