//! Why a change does not hold: found inside the transaction, under the head lock, so it is the truth of that moment.

use uuid::Uuid;

use crate::codes::{self, Code};
use crate::domain::acknowledgement::{Refused, Standing};
use crate::domain::business::Change;
use crate::domain::ids::{DeliveryId, Digest, DocumentId, DocumentUuid, JobId, Micros, OrganId, PersonId, SystemId};
use crate::domain::tree::TreeError;

/// A change that does not hold; nothing of it was stored. Each has a code of the registry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// Same issuer and DocumentId, other content (SIGNATURES.md §8). The caller logs the refusal with `Change::Reject`.
    #[error("document {document_id} was accepted with other content as {first}")]
    DocumentIdReused {
        /// The id.
        document_id: DocumentId,
        /// The document that has it.
        first: DocumentUuid,
    },
    /// The same document, but the caller is neither of the From agency nor the original carrier: answered as 404.
    #[error("document {document_id} is not the caller's")]
    DocumentNotYours {
        /// The id.
        document_id: DocumentId,
    },
    /// A further attempt is asked for while some receiver still has a running delivery, or never had one.
    #[error("attempt {asked} is not allowed: {} receivers have a running delivery or none", .open.len())]
    AttemptNotAllowed {
        /// The attempt asked for.
        asked: u16,
        /// The receivers in the way.
        open: Vec<OrganId>,
    },
    /// The same Idempotency-Key with another request.
    #[error("idempotency key was used for another request (digest {first}, now {now})")]
    IdempotencyKeyReused {
        /// Digest of the first.
        first: Digest,
        /// Digest of this one.
        now: Digest,
    },
    /// Receivers that are unknown, closed or suspended: one refuses the whole package, all are named.
    #[error("{} unknown, {} closed and {} suspended receivers", .unknown.len(), .closed.len(), .suspended.len())]
    Receivers {
        /// Not in the directory.
        unknown: Vec<OrganId>,
        /// In the directory, closed or not yet valid.
        closed: Vec<OrganId>,
        /// Suspended, without a substitute.
        suspended: Vec<OrganId>,
    },
    /// Two receivers are one agency.
    #[error("agency {agency} is a receiver twice")]
    ReceiverTwice {
        /// The agency after aliases.
        agency: OrganId,
    },
    /// The agency is not in the directory.
    #[error("agency {organ_id} is unknown")]
    AgencyUnknown {
        /// As named.
        organ_id: OrganId,
    },
    /// The agency is closed, or not yet valid.
    #[error("agency {organ_id} is closed")]
    AgencyClosed {
        /// As named.
        organ_id: OrganId,
    },
    /// The agency is suspended: it sends nothing.
    #[error("agency {organ_id} is suspended")]
    AgencySuspended {
        /// As named.
        organ_id: OrganId,
    },
    /// The agency cannot stand where it is to stand in the tree.
    #[error(transparent)]
    Tree {
        /// Why.
        refused: TreeError,
    },
    /// No such group of receivers.
    #[error("group {name} is unknown")]
    GroupUnknown {
        /// As named.
        name: String,
    },
    /// Nobody can stand in so.
    #[error("{stands_in} cannot stand in for {agency}")]
    Substitute {
        /// For whom.
        agency: OrganId,
        /// Who.
        stands_in: OrganId,
    },
    /// The code is taken, by an agency or an alias.
    #[error("agency {organ_id} exists")]
    AgencyExists {
        /// The code.
        organ_id: OrganId,
    },
    /// An alias that would lead to itself.
    #[error("alias {organ_id} would lead to itself")]
    AliasCycle {
        /// The code.
        organ_id: OrganId,
    },
    /// The system's token was revoked or ended meanwhile.
    #[error("system {system} is revoked")]
    SystemRevoked {
        /// The system.
        system: SystemId,
    },
    /// No such system.
    #[error("system {system} is unknown")]
    SystemUnknown {
        /// The system.
        system: SystemId,
    },
    /// No such person, or none within reach.
    #[error("there is no such person")]
    PersonUnknown,
    /// The person belongs elsewhere too: an agency takes its own roles back, and no more.
    #[error("person {person} has roles elsewhere")]
    PersonElsewhere {
        /// Who.
        person: PersonId,
    },
    /// No invitation has that token.
    #[error("there is no such invitation")]
    InvitationUnknown,
    /// It was taken before.
    #[error("the invitation was used")]
    InvitationUsed,
    /// It opens nothing any more.
    #[error("the invitation ended")]
    InvitationEnded {
        /// When.
        until: Micros,
    },
    /// No delivery of that name, or another agency's: answered as 404.
    #[error("the delivery is not the caller's, or there is none")]
    DeliveryNotYours {
        /// The delivery, if it was named.
        delivery: Option<DeliveryId>,
    },
    /// The receiver holds other bytes than the hub gave.
    #[error("receiver holds {found}, package is {expected}")]
    DigestMismatch {
        /// The package's.
        expected: Digest,
        /// The receiver's.
        found: Digest,
    },
    /// The state machine has no such transition.
    #[error("illegal transition: {detail}")]
    IllegalTransition {
        /// State and event, as `domain` says it.
        detail: String,
    },
    /// The receiver's word is none that can be taken here.
    #[error(transparent)]
    Refused {
        /// Why.
        refused: Refused,
    },
    /// A change that some of the receivers cannot be asked: nothing of it is done.
    #[error("{what} cannot be done at {} receivers", .refused.len())]
    ChangeRefused {
        /// What was to be done.
        what: Change,
        /// At whom not, and why.
        refused: Vec<(OrganId, Refused)>,
    },
    /// The document that is to be changed is not there, or the caller is no party of it.
    #[error("there is no document {document_id} of this issuer")]
    TargetUnknown {
        /// As named.
        document_id: String,
    },
    /// The caller received the document that is to be changed, but did not issue it.
    #[error("document {document_id} was issued by another agency")]
    NotIssuer {
        /// As named.
        document_id: String,
    },
    /// Receivers that never were sent the document that is to be changed.
    #[error("document {document_id} was not sent to {} of the receivers", .agencies.len())]
    ReceiverNotOfTarget {
        /// The document.
        document_id: String,
        /// As named.
        agencies: Vec<OrganId>,
    },
    /// The office was told of this delivery within a day, by whomever.
    #[error("the office was told of delivery {delivery} within a day")]
    ToldToday {
        /// Which.
        delivery: DeliveryId,
    },
    /// Everything was done before, or there is nothing left to do it to.
    #[error("{what} finds nothing to do")]
    NothingToChange {
        /// What was to be done.
        what: Change,
    },
    /// A document that changes itself.
    #[error("document {document_id} names itself")]
    ChangesItself {
        /// As named.
        document_id: String,
    },
    /// The content is no longer handed out: recalled or given back.
    #[error("the document is {standing}")]
    ContentWithheld {
        /// How it stands with this receiver; live: withdrawn before it was fetched.
        standing: Standing,
    },
    /// The object is older than 12 h, or gone: the garbage collector may be about to take it. Upload again.
    #[error("object {key} is too old to be committed, or gone")]
    ObjectStale {
        /// Its key.
        key: String,
    },
    /// The declaration to be replaced is not the standing one.
    #[error("the standing declaration is {standing:?}, not {named:?}")]
    DeclarationNotStanding {
        /// The one that stands.
        standing: Option<Uuid>,
        /// The one that was named.
        named: Option<Uuid>,
    },
    /// The calendar that the change was made upon is no longer the one in force.
    #[error("calendar {now} is in force, not {based_on}")]
    CalendarMoved {
        /// The version the change was made upon.
        based_on: u64,
        /// The version in force.
        now: u64,
    },
    /// No such binding, or it has ended.
    #[error("binding {id} is unknown or has ended")]
    BindingUnknown {
        /// Which.
        id: Uuid,
    },
    /// The name (uuid) is taken by something else.
    #[error("{id} is taken")]
    IdTaken {
        /// Which.
        id: Uuid,
    },
    /// The job was claimed by someone else meanwhile, or is gone.
    #[error("job {job} is no longer held by this claim")]
    LeaseLost {
        /// Which.
        job: JobId,
    },
}

impl Conflict {
    /// Its code.
    pub fn code(&self) -> Code {
        match self {
            Self::DocumentIdReused { .. } => codes::DOCUMENT_ID_REUSED,
            Self::DocumentNotYours { .. } => codes::DOCUMENT_NOT_FOUND,
            Self::AttemptNotAllowed { .. } => codes::DOCUMENT_ATTEMPT_NOT_ALLOWED,
            Self::IdempotencyKeyReused { .. } => codes::IDEMPOTENCY_KEY_REUSED,
            Self::Receivers { .. } => codes::DOCUMENT_RECEIVERS_REFUSED,
            Self::ReceiverTwice { .. } => codes::DOCUMENT_RECEIVER_TWICE,
            Self::AgencyUnknown { .. } => codes::AGENCY_UNKNOWN,
            Self::AgencyClosed { .. } => codes::AGENCY_CLOSED,
            Self::AgencySuspended { .. } => codes::AGENCY_SUSPENDED,
            Self::Tree { refused } => refused.code(),
            Self::GroupUnknown { .. } => codes::AGENCY_GROUP_UNKNOWN,
            Self::Substitute { .. } => codes::AGENCY_SUBSTITUTE,
            Self::AgencyExists { .. } => codes::AGENCY_EXISTS,
            Self::AliasCycle { .. } => codes::AGENCY_ALIAS_CYCLE,
            Self::SystemRevoked { .. } => codes::SYSTEM_REVOKED,
            Self::SystemUnknown { .. } => codes::SYSTEM_UNKNOWN,
            Self::PersonUnknown => codes::PERSON_UNKNOWN,
            Self::PersonElsewhere { .. } => codes::PERSON_ELSEWHERE,
            Self::InvitationUnknown => codes::INVITATION_UNKNOWN,
            Self::InvitationUsed => codes::INVITATION_USED,
            Self::InvitationEnded { .. } => codes::INVITATION_ENDED,
            Self::DeliveryNotYours { .. } => codes::DELIVERY_NOT_FOUND,
            Self::DigestMismatch { .. } => codes::DELIVERY_DIGEST_MISMATCH,
            Self::IllegalTransition { .. } => codes::DELIVERY_ILLEGAL_TRANSITION,
            Self::Refused { refused } => refused.code(),
            Self::ChangeRefused { refused, .. } => {
                refused.first().map_or(codes::BUSINESS_NOTHING_TO_CHANGE, |(_, why)| why.code())
            }
            Self::ToldToday { .. } => codes::NOTICE_TOLD_TODAY,
            Self::TargetUnknown { .. } => codes::BUSINESS_TARGET_UNKNOWN,
            Self::NotIssuer { .. } => codes::BUSINESS_NOT_ISSUER,
            Self::ReceiverNotOfTarget { .. } => codes::BUSINESS_RECEIVER_NOT_OF_TARGET,
            Self::NothingToChange { .. } => codes::BUSINESS_NOTHING_TO_CHANGE,
            Self::ChangesItself { .. } => codes::BUSINESS_SELF,
            Self::ContentWithheld { standing: Standing::Live } => codes::DELIVERY_WITHDRAWN,
            Self::ContentWithheld { .. } => codes::DELIVERY_WITHHELD,
            Self::ObjectStale { .. } => codes::PAYLOAD_OBJECT_STALE,
            Self::DeclarationNotStanding { .. } => codes::DECLARATION_NOT_STANDING,
            Self::CalendarMoved { .. } => codes::CALENDAR_MOVED,
            Self::BindingUnknown { .. } => codes::STORE_BINDING_UNKNOWN,
            Self::IdTaken { .. } => codes::STORE_ID_TAKEN,
            Self::LeaseLost { .. } => codes::STORE_LEASE_LOST,
        }
    }
}
