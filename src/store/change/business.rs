//! What an issuer does to documents that it sent (`domain::business`), as the committer is handed it.

use super::{Authn, IdempotencyKey, LeafRef};
use crate::domain::business::{Change, Outcome};
use crate::domain::ids::{DeliveryId, Digest, DocumentId, DocumentUuid, Micros, OrganId, PersonId, SystemId};

/// One thing that is done to one document, at some of its receivers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affects {
    /// What.
    pub what: Change,
    /// To which document: by its issuer's DocumentId, in NFC. The issuer is whoever makes the change.
    pub target: DocumentId,
    /// At which of its receivers.
    pub receivers: Whom,
}

/// Receivers of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// All.
    All,
    /// These, as named; each must have the document.
    These(Vec<OrganId>),
    /// Those of these who have it.
    Among(Vec<OrganId>),
}

/// A recall or a take-back by call, button or status file (13): no package goes with it.
#[derive(Clone, Debug)]
pub struct Withdraw {
    /// [`Change::Recall`] or [`Change::TakeBack`].
    pub what: Change,
    /// Which document.
    pub target: Target,
    /// At which of its receivers.
    pub receivers: Whom,
    /// Who asks: only the issuer may (after aliases).
    pub issuer: OrganId,
    /// The agency whose system brought it.
    pub carrier: OrganId,
    /// That system.
    pub system: Option<SystemId>,
    /// The person who did it; `None`: a system, or the hub itself.
    pub person: Option<PersonId>,
    /// Why, in words: stored for the parties, never in a leaf.
    pub reason: String,
    /// SHA-256 of the message that said so: a repeat is known by it.
    pub message_digest: Digest,
    /// The `Idempotency-Key` of the request.
    pub idempotency: Option<IdempotencyKey>,
    /// Who vouches for it.
    pub authn: Authn,
    /// When the word came in.
    pub received: Micros,
    /// Mail to the offices that are asked or bound; not taken for others.
    pub notices: Vec<super::NewJob>,
}

/// How a withdrawal names its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// By the hub's name.
    Uuid(DocumentUuid),
    /// By the issuer's own, in NFC.
    Id(DocumentId),
}

/// What became of one delivery that a change met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// What was done.
    pub what: Change,
    /// To which document.
    pub target: DocumentUuid,
    /// On its way …
    pub delivery: DeliveryId,
    /// … to whom.
    pub agency: OrganId,
    /// What became of it.
    pub outcome: Outcome,
    /// The leaf; `None` where nothing was to be done.
    pub leaf: Option<LeafRef>,
}
