//! A package on its way in: a verified document, or a refusal.

use uuid::Uuid;

use super::{Affects, NewJob, PdfSigned, SignedLevel, VersionRef};
use crate::domain::business::BusinessType;
use crate::domain::ids::{DeliveryId, Digest, DocumentId, DocumentUuid, Micros, OrganId, PersonId, SystemId, Urgency};

/// A verified document on its way in.
#[derive(Clone, Debug)]
pub struct Accept {
    /// The hub's name for it; a UUIDv7 made by the caller.
    pub document: DocumentUuid,
    /// As the issuer wrote it, in NFC.
    pub document_id: DocumentId,
    /// The issuing agency after aliases: half of the document's identity.
    pub issuer: OrganId,
    /// From/OrganId as it stands in the document; resolves to `issuer` (checked again inside the transaction).
    pub from_named: OrganId,
    /// The agency whose system carried the package in.
    pub carrier: OrganId,
    /// That system; `None` for a person or the hub's own command. A revoked system is a conflict.
    pub system: Option<SystemId>,
    /// The person who did it; `None`: a system, or the hub itself.
    pub person: Option<PersonId>,
    /// 1 as a rule. `?attempt=2` asks for a second sending, allowed when every receiver named now has Returned (02),
    /// Cancelled, Expired or Failed in the attempt before. An attempt that exists is answered like any resend.
    pub attempt: u16,
    /// The `Idempotency-Key` of the request, if it bore one.
    pub idempotency: Option<IdempotencyKey>,
    /// When the last byte came in: the legal time.
    pub received: Micros,
    /// SHA-256 of the bytes as they came.
    pub package_digest: Digest,
    /// Their number.
    pub package_size: u64,
    /// Which container.
    pub container: Container,
    /// SIGNATURES.md §8: the same document however it was packed.
    pub content_digest: Digest,
    /// Sum of the sizes of the payload's parts, as the opening of `content` shows it.
    pub content_size: u64,
    /// Where the bytes are.
    pub payload: PayloadAt,
    /// How it was signed.
    pub signed: SignedLevel,
    /// When it was signed, by the earliest timestamp that holds; without one the day it bears counts.
    pub stamped: Option<Micros>,
    /// What its priority means by the operator's list.
    pub urgency: Urgency,
    /// How many of its PDFs carry a whole-document signature of their own.
    pub pdf: PdfSigned,
    /// The verdict's code (`valid`, or a warning's).
    pub verdict_code: String,
    /// The whole verdict, as it was shown to the sender.
    pub verdict_json: String,
    /// The binding that said that the signature is the agency's; `None` for legacy and unsigned by policy.
    pub binding: Option<BindingRef>,
    /// The signer's chain, DER, signer first; kept for the years when it can no longer be fetched.
    pub signer_chain: Vec<Vec<u8>>,
    /// The policy of trust that the verdict was reached under (version + SHA-256), if it has one.
    pub policy: Option<VersionRef>,
    /// Salts of the leaf's commitments, 32 random bytes each.
    pub salts: Salts,
    /// What it is: new, or a change to earlier ones.
    pub business: BusinessType,
    /// What it does to earlier ones; none for a new document.
    pub affects: Vec<Affects>,
    /// Why, in words (BussinessDocReason): stored for the parties, never in a leaf.
    pub reason: Option<String>,
    /// What lists show and search finds.
    pub listing: Listing,
    /// Everyone it goes to, in the document's order; at least one, no two with one agency.
    pub receivers: Vec<Receiver>,
    /// Mail to the receivers' offices and the like; taken only if the change holds.
    pub jobs: Vec<NewJob>,
}

/// What a document's lists show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Trích yếu.
    pub subject: String,
    /// Số.
    pub number: String,
    /// Ký hiệu.
    pub notation: String,
    /// PromulgationDate, `yyyy-mm-dd`.
    pub issued: Option<String>,
    /// Tên loại văn bản.
    pub type_name: String,
    /// OtherInfo/Priority as written; absent when absent.
    pub urgency: Option<i16>,
    /// Hạn trả lời, `yyyy-mm-dd`.
    pub due: Option<String>,
    /// Words to find it by; the store folds them ([`crate::store::search::fold`]), folded text passes unchanged.
    pub search: String,
}

/// One receiver of a document.
#[derive(Clone, Debug)]
pub struct Receiver {
    /// To/OrganId as it stands in the document.
    pub named: OrganId,
    /// The agency after aliases, as the caller resolved it; the transaction resolves again and its answer counts.
    pub agency: OrganId,
    /// The hub's name for this delivery: random (UUIDv4), because it stands in a public leaf and in links.
    pub delivery: DeliveryId,
}

/// The 32 random bytes before each committed value.
#[derive(Clone, Copy, Debug)]
pub struct Salts {
    /// Before the DocumentId; one a document, the same in all its leaves.
    pub doc: [u8; 32],
    /// Before the package's digest.
    pub pkg: [u8; 32],
    /// Before the content digest.
    pub content: [u8; 32],
}

/// The request's own name, so that a repeat finds the first answer: per system, 24 h.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// As sent, at most 255 bytes.
    pub key: String,
    /// SHA-256 of the request it names.
    pub digest: Digest,
}

/// The kind of package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// ASiC-E (ETSI EN 319 162-1).
    AsicE,
    /// One edXML file.
    Edxml,
}

/// Where the package's bytes are.
#[derive(Clone, Debug)]
pub enum PayloadAt {
    /// In the row: at most [`crate::payload::INLINE_MAX_BYTES`].
    Inline(Vec<u8>),
    /// In the object store, written and fsynced before; an object older than 12 h may not be committed.
    Object(crate::payload::ObjectKey),
}

/// A row of the binding table at one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BindingRef {
    /// The binding.
    pub id: Uuid,
    /// Its version.
    pub version: i64,
}

/// A package that was refused.
#[derive(Clone, Debug)]
pub struct Reject {
    /// The row's name: a UUIDv7 made by the caller.
    pub id: Uuid,
    /// SHA-256 of the bytes as they came.
    pub package_digest: Digest,
    /// Their number.
    pub package_size: u64,
    /// When the last byte came in.
    pub received: Micros,
    /// The agency whose system carried it in.
    pub carrier: OrganId,
    /// That system.
    pub system: Option<SystemId>,
    /// The named From, only when the signature proves it: then that agency sees the row too.
    pub from_proven: Option<OrganId>,
    /// The DocumentId, where it could be read from verified bytes; never in the leaf without its salt.
    pub document_id: Option<DocumentId>,
    /// Why: a code of the registry.
    pub code: crate::codes::Code,
    /// The whole verdict, as shown.
    pub verdict_json: String,
    /// Salt of the leaf's `doc` and `pkg`.
    pub salts: Salts,
    /// Mail to the sender's office.
    pub jobs: Vec<NewJob>,
}
