//! What receivers and agencies say, and what is read: handed over, acknowledged, declared, looked at.

use uuid::Uuid;

use super::{IdempotencyKey, NewJob};
use crate::domain::acknowledgement::{RequestNumber, Status};
use crate::domain::ids::{DeliveryId, Digest, DocumentId, DocumentUuid, Micros, OrganId, PersonId, SystemId};

/// The receiver has the bytes.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// Which delivery.
    pub delivery: DeliveryId,
    /// The caller's agency: another's delivery is [`crate::store::Conflict::DeliveryNotYours`].
    pub agency: OrganId,
    /// The caller's system.
    pub system: Option<SystemId>,
    /// SHA-256 of the bytes the receiver holds; another digest than the package's is a conflict.
    pub sha256: Digest,
    /// When the word came in.
    pub received: Micros,
}

/// The receiver's word on a document.
#[derive(Clone, Debug)]
pub struct Acknowledge {
    /// The row's name: a UUIDv7 made by the caller.
    pub id: Uuid,
    /// What it is about.
    pub about: About,
    /// The reporting agency, after aliases; only its own deliveries are found.
    pub reporter: OrganId,
    /// The agency whose system brought the word (the reporter, as a rule).
    pub carrier: OrganId,
    /// That system.
    pub system: Option<SystemId>,
    /// The person who did it; `None`: a system, or the hub itself.
    pub person: Option<PersonId>,
    /// The edXML status code: 01–06, 15 or 16; 13 is a [`Withdraw`].
    pub status: Status,
    /// Which question 15 or 16 answers; without a number the open one.
    pub request: Option<RequestNumber>,
    /// The reason's words: stored for the parties, never in a leaf.
    pub reason: Option<String>,
    /// The agency's own Timestamp: shown, never used.
    pub stated: Option<Micros>,
    /// SHA-256 of the message that said so (status file's bytes, or the canonical request): a repeat is known by it.
    pub message_digest: Digest,
    /// The `Idempotency-Key` of the request.
    pub idempotency: Option<IdempotencyKey>,
    /// Who vouches for it.
    pub authn: Authn,
    /// When the word came in.
    pub received: Micros,
    /// Mail to the sender's office on 02, and the like; not taken for a repeat.
    pub jobs: Vec<NewJob>,
}

/// How an acknowledgement names its delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// By the hub's name for the delivery.
    Delivery(DeliveryId),
    /// As a status file does (ResponseFor): by the document; the reporter's delivery of its latest attempt is meant.
    Document {
        /// The issuer as named, resolved through aliases.
        issuer: OrganId,
        /// In NFC.
        document_id: DocumentId,
    },
}

/// Who vouches for an acknowledgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authn {
    /// A system of the reporter, signed in.
    Channel,
    /// The hub, for a call or a button.
    Hub,
    /// A signature of the reporter.
    Signature,
}

/// Documents issued on paper only.
#[derive(Clone, Debug)]
pub struct Declare {
    /// The row's name: a UUIDv7 made by the caller.
    pub id: Uuid,
    /// Who declares.
    pub agency: OrganId,
    /// The caller's system.
    pub system: Option<SystemId>,
    /// The person who did it; `None`: a system, or the hub itself.
    pub person: Option<PersonId>,
    /// The month, `yyyy-mm`.
    pub period: String,
    /// How many.
    pub count: u64,
    /// The declaration this one replaces: it must be the standing one of that agency and month, or `None` when there
    /// is none.
    pub supersedes: Option<Uuid>,
    /// When the word came in.
    pub received: Micros,
}

/// A read of a document's content.
#[derive(Clone, Debug)]
pub struct Access {
    /// When.
    pub at: Micros,
    /// Whose system or person.
    pub agency: OrganId,
    /// Which system.
    pub system: Option<SystemId>,
    /// The person who did it; `None`: a system, or the hub itself.
    pub person: Option<PersonId>,
    /// Which document.
    pub document: DocumentUuid,
    /// By way of which delivery.
    pub delivery: Option<DeliveryId>,
    /// What was read: `package`.
    pub what: &'static str,
    /// Whether policy still hands out what was recalled or given back, for the parties' archives.
    pub archive: bool,
}
