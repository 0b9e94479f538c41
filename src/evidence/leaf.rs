//! One statement of the hub that one event happened: a canonical JSON line (RFC 8785) of at most 4 KiB, whose exact
//! bytes are the Merkle leaf. No subject lines, no names of people, no digest of anything that can be guessed: salted
//! commitments stand for those.
//!
//! A use case fills a [`Draft`]; the committer completes it under the head lock with a [`Stamp`] to a [`Leaf`].

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::merkle::{Hash, leaf_hash};
use super::strict_json::{self, JsonError};
use crate::crypto::Sha256;
use crate::domain::acknowledgement::Status;
use crate::domain::ids::{DeliveryId, Digest, DocumentId, Micros, OrganId};
use crate::domain::rate::Month;

pub use super::event::Event;

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
    /// The document: [`commit_document`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<Digest>,
    /// The package's bytes: [`commit_package`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pkg: Option<Digest>,
    /// The document's content (SIGNATURES §8): [`commit_content`].
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
    /// A reason as a code, never text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<Date>,
    /// Độ khẩn, as a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<String>,
    /// Hạn trả lời (DueDate).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
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
    /// SHA-256 over what the act was done to, as its own command defines it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Digest>,
    /// The receiver's word contradicts the state and changes nothing (DESIGN §4): it is kept, and counts in no rate.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub contradiction: bool,
    /// How many events this leaf stands for, where it counts a surplus.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

/// What only the committer knows, under the head lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// max(previous leaf's time, now).
    pub time: Micros,
    /// The hub's host: the origin is `<hub>/log/<epoch>`.
    pub hub: String,
    /// The log's epoch, from 0; a restore starts the next.
    pub epoch: u64,
    /// Random, so that no leaf can be guessed from its hash.
    pub nonce: [u8; 16],
    /// The running number of [`Draft::counted_agency`], from 0 without gaps, so that an omission shows. `None` exactly
    /// when no agency is counted.
    pub seq: Option<u64>,
    /// Index of the document's previous leaf in this epoch.
    pub prev: Option<u64>,
}

/// A leaf of the log: stamp and statement. Its bytes are made once, by [`Draft::complete`], and only read afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    stamp: Stamp,
    body: Draft,
    bytes: Vec<u8>,
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
    /// From 1.
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

/// Why a leaf is refused, on the way in or out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LeafError {
    /// More than 4 KiB.
    #[error("the leaf has {found} bytes, at most {MAX_BYTES} are allowed")]
    TooLarge {
        /// Bytes found.
        found: usize,
    },
    /// A text that does not belong into a leaf.
    #[error("field {field} holds something that is no code or identifier")]
    Text {
        /// Its name.
        field: &'static str,
    },
    /// A number outside what JSON numbers carry exactly (RFC 8785: ±(2^53 − 1)).
    #[error("field {field} is outside the numbers of JSON")]
    Number {
        /// Its name.
        field: &'static str,
    },
    /// `seq` without a counted agency, or an agency without `seq`.
    #[error("a running number belongs to a counted agency and to nothing else")]
    Seq,
    /// Not strict JSON, or not canonical.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// JSON, but no leaf of this version.
    #[error("not a leaf of version 1: {detail}")]
    Shape {
        /// What is wrong with it.
        detail: String,
    },
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
            signed: None,
            pdf: None,
            verdict: None,
            binding: None,
            issued: None,
            urgency: None,
            due: None,
            policy: None,
            directory: None,
            calendar: None,
            agency_level: None,
            paper: None,
            key: None,
            before: None,
            act: None,
            subject: None,
            contradiction: false,
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

    /// The leaf, with its bytes.
    ///
    /// # Errors
    /// [`LeafError`] for what cannot stand in a leaf; the use case has to have refused it before.
    pub fn complete(self, stamp: Stamp) -> Result<Leaf, LeafError> {
        check(&self, &stamp)?;
        let shape = |error: serde_json::Error| LeafError::Shape { detail: error.to_string() };
        let mut value = serde_json::to_value(&self).map_err(shape)?;
        let Value::Object(members) = &mut value else {
            return Err(LeafError::Shape { detail: "no object".to_owned() });
        };
        members.insert("v".to_owned(), VERSION.into());
        members.insert("time".to_owned(), stamp.time.0.into());
        members.insert("hub".to_owned(), stamp.hub.as_str().into());
        members.insert("epoch".to_owned(), stamp.epoch.into());
        members.insert("nonce".to_owned(), hex(&stamp.nonce).into());
        for (name, number) in [("seq", stamp.seq), ("prev", stamp.prev)] {
            if let Some(number) = number {
                members.insert(name.to_owned(), number.into());
            }
        }
        let bytes = strict_json::canonical(&value).ok_or(LeafError::Json(JsonError::NotCanonical))?;
        if bytes.len() > MAX_BYTES {
            return Err(LeafError::TooLarge { found: bytes.len() });
        }
        Ok(Leaf { stamp, body: self, bytes })
    }
}

impl Leaf {
    /// Reads a leaf from its exact bytes.
    ///
    /// # Errors
    /// [`LeafError`] for anything that [`Draft::complete`] would not have written byte for byte.
    pub fn parse(bytes: &[u8]) -> Result<Self, LeafError> {
        if bytes.len() > MAX_BYTES {
            return Err(LeafError::TooLarge { found: bytes.len() });
        }
        let shape = |detail: String| LeafError::Shape { detail };
        let Value::Object(mut members) = strict_json::parse_canonical(bytes)? else {
            return Err(shape("no object".to_owned()));
        };
        if members.remove("v").and_then(|v| v.as_u64()) != Some(VERSION) {
            return Err(shape("member v is not 1".to_owned()));
        }
        let mut number = |name: &'static str| match members.remove(name) {
            None => Ok(None),
            Some(value) => value.as_u64().map(Some).ok_or_else(|| shape(format!("member {name} is no number"))),
        };
        let absent = |name: &str| shape(format!("member {name} is absent or of another kind"));
        let (epoch, seq, prev) = (number("epoch")?, number("seq")?, number("prev")?);
        let time = members.remove("time").and_then(|time| time.as_i64()).ok_or_else(|| absent("time"))?;
        let Some(Value::String(hub)) = members.remove("hub") else { return Err(absent("hub")) };
        let nonce = members.remove("nonce").and_then(|nonce| unhex(nonce.as_str()?)).ok_or_else(|| absent("nonce"))?;
        let stamp = Stamp { time: Micros(time), hub, epoch: epoch.ok_or_else(|| absent("epoch"))?, nonce, seq, prev };
        let body: Draft = serde_json::from_value(Value::Object(members)).map_err(|error| shape(error.to_string()))?;
        let leaf = body.complete(stamp)?;
        // A null member, an upper-case digest: read alike, written otherwise.
        if leaf.bytes == bytes { Ok(leaf) } else { Err(LeafError::Json(JsonError::NotCanonical)) }
    }

    /// The exact bytes: what the log holds and every proof is about.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The Merkle leaf hash of the bytes.
    pub fn hash(&self) -> Hash {
        leaf_hash(&self.bytes)
    }

    /// What the committer put in.
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// What is stated.
    pub fn body(&self) -> &Draft {
        &self.body
    }

    /// The origin of the log that this leaf belongs to.
    pub fn origin(&self) -> String {
        origin(&self.stamp.hub, self.stamp.epoch)
    }
}

impl Receivers {
    /// Of a list in any order. The same code twice counts once.
    pub fn of<'a>(receivers: impl IntoIterator<Item = &'a OrganId>) -> Self {
        let sorted: std::collections::BTreeSet<&OrganId> = receivers.into_iter().collect();
        let mut hasher = Sha256::default();
        for receiver in &sorted {
            hasher.update(receiver.0.as_bytes());
            hasher.update(b"\n");
        }
        Self { count: sorted.len() as u64, sha256: hasher.finish() }
    }
}

/// The salt of a commitment: 32 random bytes, for `doc` one in all leaves of a document, kept in the database and in the parties' receipts. Deleting it makes the
/// document's commitments unreadable for good. Written in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Salt(pub Digest);

/// SHA-256("lienthong/doc/v1" ‖ 0x00 ‖ salt ‖ DocumentId).
pub fn commit_document(salt: &Salt, id: &DocumentId) -> Digest {
    commit(b"lienthong/doc/v1", salt, id.0.as_bytes())
}

/// SHA-256("lienthong/pkg/v1" ‖ 0x00 ‖ salt ‖ SHA-256 of the package's bytes, raw).
pub fn commit_package(salt: &Salt, package: &Digest) -> Digest {
    commit(b"lienthong/pkg/v1", salt, &package.0)
}

/// SHA-256("lienthong/content/v1" ‖ 0x00 ‖ salt ‖ content digest of SIGNATURES §8, raw).
pub fn commit_content(salt: &Salt, content: &Digest) -> Digest {
    commit(b"lienthong/content/v1", salt, &content.0)
}

/// The origin line of a log: `<host>/log/<epoch>`.
pub fn origin(hub: &str, epoch: u64) -> String {
    format!("{hub}/log/{epoch}")
}

/// DESIGN §5.
pub const MAX_BYTES: usize = 4096;
/// Our own: the longest code, identifier or host; with it the largest possible leaf stays below [`MAX_BYTES`].
pub const MAX_TEXT_BYTES: usize = 64;
/// Our own: a vkey is a host of at most [`MAX_TEXT_BYTES`] with its path, a key id and 44 characters of key.
const MAX_VKEY_BYTES: usize = 192;
/// RFC 8785 §3.2.2.3, RFC 7493 §2.2: beyond this, readers of JSON disagree about a number.
const MAX_NUMBER: u64 = (1 << 53) - 1;
const VERSION: u64 = 1;

fn commit(tag: &[u8], salt: &Salt, value: &[u8]) -> Digest {
    let mut hasher = Sha256::default();
    for part in [tag, &[0x00], &salt.0.0, value] {
        hasher.update(part);
    }
    hasher.finish()
}

fn check(body: &Draft, stamp: &Stamp) -> Result<(), LeafError> {
    if body.counted_agency().is_some() != stamp.seq.is_some() {
        return Err(LeafError::Seq);
    }
    let organ = |id: &'_ Option<OrganId>| id.as_ref().map(|id| id.0.clone());
    let texts = [
        ("submitter", organ(&body.submitter)),
        ("from", organ(&body.from)),
        ("to", organ(&body.to)),
        ("paper.agency", body.paper.as_ref().map(|paper| paper.agency.0.clone())),
        ("code", body.code.clone()),
        ("reason", body.reason.clone()),
        ("urgency", body.urgency.clone()),
        ("act", body.act.clone()),
        ("verdict.code", body.verdict.as_ref().map(|verdict| verdict.code.clone())),
        ("binding.rule", body.binding.as_ref().map(|binding| binding.rule.clone())),
        ("hub", Some(stamp.hub.clone())),
    ];
    for (field, text) in texts {
        check_text(field, text.as_deref(), MAX_TEXT_BYTES)?;
    }
    check_text("key.vkey", body.key.as_ref().map(|key| key.vkey.as_str()), MAX_VKEY_BYTES)?;
    check_text("before.origin", body.before.as_ref().map(|before| before.origin.as_str()), MAX_VKEY_BYTES)?;
    let time = |time: Micros| time.0.unsigned_abs();
    let numbers = [
        ("time", Some(time(stamp.time))),
        ("received", body.received.map(time)),
        ("key.valid_from", body.key.as_ref().map(|key| time(key.valid_from))),
        ("epoch", Some(stamp.epoch)),
        ("seq", stamp.seq),
        ("prev", stamp.prev),
        ("count", body.count),
        ("receivers.count", body.receivers.as_ref().map(|receivers| receivers.count)),
        ("binding.version", body.binding.as_ref().map(|binding| binding.version)),
        ("policy.version", body.policy.as_ref().map(|version| version.version)),
        ("directory.version", body.directory.as_ref().map(|version| version.version)),
        ("calendar.version", body.calendar.as_ref().map(|version| version.version)),
        ("paper.count", body.paper.as_ref().map(|paper| paper.count)),
        ("paper.supersedes", body.paper.as_ref().and_then(|paper| paper.supersedes)),
        ("before.size", body.before.as_ref().map(|before| before.size)),
    ];
    match numbers.into_iter().find(|(_, number)| number.is_some_and(|number| number > MAX_NUMBER)) {
        Some((field, _)) => Err(LeafError::Number { field }),
        None => Ok(()),
    }
}

/// Codes, identifiers, hosts: visible ASCII without the two characters that JSON would escape, so that a leaf's length
/// is the sum of its parts and nobody's name slips in.
fn check_text(field: &'static str, text: Option<&str>, max: usize) -> Result<(), LeafError> {
    let fine = |text: &str| {
        !text.is_empty()
            && text.len() <= max
            && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
    };
    if text.is_none_or(fine) { Ok(()) } else { Err(LeafError::Text { field }) }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; 16]> {
    let doubled = Digest::from_hex(&format!("{text}{text}"))?;
    doubled.0.first_chunk().copied()
}
