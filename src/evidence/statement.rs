//! What the hub states about one event, before the committer makes a leaf of it: [`Draft`] and the parts it is made of.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};

use super::event::Event;
use crate::crypto::Sha256;
use crate::domain::acknowledgement::Status;
use crate::domain::ids::{DeliveryId, Digest, Micros, OrganId};
use crate::domain::rate::Month;

/// What a use case states, without what only the committer knows. Fields that an event does not need stay `None` and
/// are absent from the leaf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// What happened.
    pub event: Event,
    /// When the last byte came in: the legal time; the leaf's own `time` is that of the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<Micros>,
    /// The document: [`super::leaf::commit_document`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<Digest>,
    /// The package's bytes: [`super::leaf::commit_package`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pkg: Option<Digest>,
    /// The document's content (SIGNATURES §8): [`super::leaf::commit_content`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<Digest>,
    /// The agency whose system carried it in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitter: Option<OrganId>,
    /// The issuer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<OrganId>,
    /// The receiver, in leaves that are one a receiver.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<OrganId>,
    /// The receivers together, in leaves that are one a document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receivers: Option<Receivers>,
    /// The delivery's random name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery: Option<DeliveryId>,
    /// The refusal's code, or edXML's status code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// A reason as a code, never text. [`CONTRADICTION`] marks a word that is kept and changes nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The number of the sender's question that this asks or answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<u64>,
    /// How the package was signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed: Option<Signed>,
    /// How many of its PDFs bear a signature over the whole document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pdf: Option<PdfSigned>,
    /// The verdict on its signature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<VerdictRef>,
    /// The rule by which the certificate belongs to the agency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub binding: Option<BindingRef>,
    /// The document's date (PromulgationDate).
    #[serde(default, deserialize_with = "day", skip_serializing_if = "Option::is_none")]
    pub issued: Option<Date>,
    /// Độ khẩn, as a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<String>,
    /// Hạn trả lời (DueDate).
    #[serde(default, deserialize_with = "day", skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// Until when a copy has to be acknowledged to be in time, by the `calendar` named beside it. Absent where its days are
    /// not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept_by: Option<Micros>,
    /// Until when the document had to be sent to be in time, by the `calendar` named beside it. Absent where its days, or
    /// when it was signed, are not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_by: Option<Micros>,
    /// When it was signed, by a timestamp that holds. Absent without one: then `issued` says the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stamped: Option<Micros>,
    /// The policy in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<VersionRef>,
    /// The directory of agencies in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub directory: Option<VersionRef>,
    /// The working calendar in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<VersionRef>,
    /// The agency's level of administration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency_level: Option<u8>,
    /// A declaration of documents issued on paper only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paper: Option<Paper>,
    /// A log key that comes or goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<KeyRef>,
    /// The last known checkpoint of the epoch before, in an epoch's leaf 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<CheckpointRef>,
    /// What an operator did, as a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    /// SHA-256 over what the act was done to, as its own command defines it; in a leaf that a later document caused, that
    /// document: its `doc`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Digest>,
    /// How many events this leaf stands for, where it counts a surplus.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

/// How a package was signed: `none`, `legacy` (let in by policy), `dsig`, or the XAdES level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Signed {
    /// Not at all.
    #[serde(rename = "none")]
    None,
    /// In a form let in by policy only, not verified to the profile.
    #[serde(rename = "legacy")]
    Legacy,
    /// XMLDSig.
    #[serde(rename = "dsig")]
    Dsig,
    /// XAdES-B-B.
    B,
    /// XAdES-B-T.
    T,
    /// XAdES-B-LT.
    #[serde(rename = "LT")]
    Lt,
}

impl Signed {
    /// Whether it counts in the signed rate: a signature that the hub verified.
    pub fn is_verified(self) -> bool {
        match self {
            Self::Dsig | Self::B | Self::T | Self::Lt => true,
            Self::None | Self::Legacy => false,
        }
    }
}

/// How many PDFs of a package bear a signature over the whole document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PdfSigned {
    /// None of them.
    None,
    /// Some.
    Some,
    /// All.
    All,
}

/// Number of receivers and SHA-256 over their sorted codes, each followed by a newline: [`Receivers::of`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receivers {
    /// How many.
    pub count: u64,
    /// Of the sorted list.
    pub sha256: Digest,
}

/// A verdict: its code and SHA-256 of its JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerdictRef {
    /// `valid`, or the most telling failure's code.
    pub code: String,
    /// Of the stored verdict.
    pub sha256: Digest,
}

/// A binding rule and its version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BindingRef {
    /// The rule's id.
    pub rule: String,
    /// From 1.
    pub version: u64,
}

/// A version of something and its SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionRef {
    /// From 1; of calendars, 0 is the one that the program ships.
    pub version: u64,
    /// Of its canonical JSON.
    pub sha256: Digest,
}

/// Documents issued on paper only, as an agency declares them for a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Who declares.
    pub agency: OrganId,
    /// For which month.
    pub period: Month,
    /// How many.
    pub count: u64,
    /// Index of the declaration's leaf that this one replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<u64>,
}

/// A log key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyRef {
    /// In signed-note form.
    pub vkey: String,
    /// From when it signs.
    pub valid_from: Micros,
}

/// A checkpoint, without its signatures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckpointRef {
    /// The origin line.
    pub origin: String,
    /// Number of leaves.
    pub size: u64,
    /// The root, in hexadecimal.
    pub root: Digest,
}

impl Draft {
    /// A statement with nothing but its event.
    pub fn new(event: Event) -> Self {
        Self {
            event,
            received: None,
            doc: None,
            pkg: None,
            content: None,
            submitter: None,
            from: None,
            to: None,
            receivers: None,
            delivery: None,
            code: None,
            reason: None,
            request: None,
            signed: None,
            pdf: None,
            verdict: None,
            binding: None,
            issued: None,
            urgency: None,
            due: None,
            accept_by: None,
            send_by: None,
            stamped: None,
            policy: None,
            directory: None,
            calendar: None,
            agency_level: None,
            paper: None,
            key: None,
            before: None,
            act: None,
            subject: None,
            count: None,
        }
    }

    /// A status that a receiver reported: its event, and its code.
    pub fn status(status: Status) -> Self {
        Self { code: Some(status.as_str().to_owned()), ..Self::new(Event::of_status(status)) }
    }

    /// The agency whose running number this leaf takes: whose system acted, else towards which the hub acted, else who
    /// declares. A leaf without any takes none.
    pub fn counted_agency(&self) -> Option<&OrganId> {
        self.submitter.as_ref().or(self.to.as_ref()).or(self.paper.as_ref().map(|paper| &paper.agency))
    }
}

impl Receivers {
    /// Of a list in any order. The same code twice counts once.
    pub fn of<'a>(receivers: impl IntoIterator<Item = &'a OrganId>) -> Self {
        let sorted: BTreeSet<&OrganId> = receivers.into_iter().collect();
        let mut hasher = Sha256::default();
        for receiver in &sorted {
            hasher.update(receiver.0.as_bytes());
            hasher.update(b"\n");
        }
        Self { count: sorted.len() as u64, sha256: hasher.finish() }
    }
}

/// A date in its one form: others are read as dates too, and would make two readers of one leaf.
fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    let read = text.parse::<Date>().ok().filter(|date| date.to_string() == text);
    read.map(Some).ok_or_else(|| serde::de::Error::custom("a date YYYY-MM-DD expected"))
}

/// The reason of a leaf that keeps a receiver's word which contradicts the state (DESIGN §4): it changes nothing and
/// counts in no rate.
pub const CONTRADICTION: &str = "acknowledgement.contradiction";

/// The reason of a leaf that keeps a receiver's protest against a recall: the recall stands, and no rate counts it.
pub const PROTEST: &str = "acknowledgement.protest";
