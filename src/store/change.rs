//! Whole state changes, as `exchange` hands them to the committer. A change carries everything its transaction needs:
//! the committer re-reads the rows it touches under the head lock, runs the pure transition of `domain`, and either
//! the whole change holds (rows, jobs, evidence) or nothing of it does and the answer is a typed [`Conflict`].
//!
//! Nothing here is a rule about what may be sent: a change is what a use case already found right a moment ago.

mod admin;
mod business;
mod intake;
mod people;
mod words;
mod work;

use crate::domain::acknowledgement::{self};
use crate::domain::ids::{DeliveryId, DocumentUuid, PersonId};
use crate::store::Issued;
use crate::store::conflict::Conflict;
use uuid::Uuid;

pub use admin::{
    Actor, AgencyAct, AgencyChange, AgencyFacts, BindingAct, BindingChange, BindingRule, CalendarAct, CalendarChange,
    DigestTimes, Effect, NoticeRule, OperatorAct, Rule, TokenAct, TokenChange,
};
pub use business::{Affects, Changed, Target, Whom, Withdraw};
pub use intake::{Accept, BindingRef, Container, IdempotencyKey, Listing, PayloadAt, Receiver, Reject, Salts};
pub use people::{PersonAct, PersonChange};
pub use words::{About, Access, Acknowledge, Authn, Declare, Fetched};
pub use work::{AddressRefused, DigestMail, JobKind, MailOutcome, MailSettled, NewJob, Nudge, Remind, VerdictRevised};

pub use crate::evidence::leaf::{PdfSigned, Signed as SignedLevel, VersionRef};

/// One state change. The answer is a [`Committed`] or a [`Conflict`].
#[derive(Clone, Debug)]
pub enum Change {
    /// A verified package for n receivers: document, submission, deliveries, jobs; one SubmissionAcceptance leaf and a
    /// ContentConsignment leaf a receiver.
    Accept(Box<Accept>),
    /// A refused package: one row and one SubmissionRejection leaf. Over 60 a minute and system the row is counted into
    /// one surplus leaf instead (the committer decides, the answer says so).
    Reject(Box<Reject>),
    /// The receiver says that it has the bytes (`POST …/fetched`): one ContentHandover leaf.
    Fetched(Fetched),
    /// The receiver says what it did with the document (edXML codes): one leaf.
    Acknowledge(Box<Acknowledge>),
    /// The issuer recalls or takes back a document by call, button or status file: one leaf a delivery.
    Withdraw(Box<Withdraw>),
    /// How many documents an agency issued on paper only in a period: one leaf.
    Declare(Declare),
    /// A change of the directory: one leaf, and a new version of the directory.
    Agency(AgencyChange),
    /// A change of a working calendar: one leaf, and a new version of it.
    Calendar(CalendarChange),
    /// A change of the table that says whose certificate is whose: one leaf.
    Binding(BindingChange),
    /// A system's token is issued or revoked: one leaf.
    Token(TokenChange),
    /// What is done to a person, and who joins: one leaf.
    Person(PersonChange),
    /// A mail was placed with a mail server, or never will be: settles its job on the same claim and leaves a leaf.
    MailSettled(MailSettled),
    /// Somebody is told that a document lies unfetched, or it expires: one leaf when it does.
    Remind(Box<Remind>),
    /// A sender asks that a receiver's office be told: no leaf until the mail is placed.
    Nudge(Box<Nudge>),
    /// Which mails an agency wants: one row and one leaf.
    NoticeRule(NoticeRule),
    /// When an office gets its digests: one row and one leaf.
    DigestTimes(DigestTimes),
    /// An office is told of all that arrived since its last digest: no leaf until the mail is placed.
    DigestMail(Box<DigestMail>),
    /// A later look at a document's signature: settles its job on the same claim and leaves a leaf.
    VerdictRevised(Box<VerdictRevised>),
    /// Any other act of an operator: one row and one leaf.
    Operator(OperatorAct),
    /// Somebody is about to read a document's content: a row, no leaf. It rides on the same fsync as everyone else's
    /// changes; the bytes go out after it is durable.
    Access(Access),
}

/// Where a leaf stands, and the first checkpoint that covered it: what a row keeps, and all a receipt is rebuilt from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LeafRef {
    /// The log's epoch.
    pub epoch: i64,
    /// The leaf's index.
    pub index: i64,
    /// The tree size of the checkpoint it was first proven against.
    pub size: i64,
}

/// A change that holds. It is durable when this is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Committed {
    /// A new document.
    Accepted {
        /// The hub's name for it.
        document: DocumentUuid,
        /// Its SubmissionAcceptance.
        leaf: LeafRef,
        /// What its sender is answered.
        issued: Box<Issued>,
    },
    /// The same document again: here is the first one (`outcome: "already_accepted"`). No new leaf.
    AlreadyAccepted {
        /// The hub's name for the first one.
        document: DocumentUuid,
        /// Its SubmissionAcceptance, as first issued.
        leaf: LeafRef,
    },
    /// The refusal is in the log.
    Rejected {
        /// The row.
        id: Uuid,
        /// Its SubmissionRejection.
        leaf: LeafRef,
    },
    /// Over the limit of rejection leaves (60 a minute and system): counted; one leaf will carry the count. No row, no
    /// receipt.
    RejectedInSurplus,
    /// The delivery is Fetched; for a second word on the same, the first one's leaf.
    Fetched {
        /// The ContentHandover leaf.
        leaf: LeafRef,
        /// False for a repeat.
        first: bool,
    },
    /// The word came after the delivery was Cancelled or Expired: kept as a contradiction, state unchanged.
    FetchedContradicts {
        /// The leaf that keeps it.
        leaf: LeafRef,
    },
    /// The acknowledgement is kept.
    Acknowledged {
        /// The delivery it found.
        delivery: DeliveryId,
        /// Its row.
        id: Uuid,
        /// Its leaf.
        leaf: LeafRef,
        /// How far the receiver is after it.
        state: acknowledgement::Name,
        /// Kept as a contradiction: state unchanged, answer 200 + warning.
        contradiction: bool,
        /// Kept as a protest against a recall, which stands.
        protest: bool,
        /// False when the message came before: the first one's row and leaf.
        first: bool,
    },
    /// What became of each delivery that the withdrawal met.
    Withdrawn {
        /// The document.
        document: DocumentUuid,
        /// One a receiver.
        changes: Vec<Changed>,
        /// False for a repeat.
        first: bool,
    },
    /// The declaration stands.
    Declared {
        /// Its leaf.
        leaf: LeafRef,
        /// False when the very same one (id, count) was there.
        first: bool,
    },
    /// An invitation was taken.
    Joined {
        /// By whom.
        person: PersonId,
        /// Whether they are new; else only the role is.
        new: bool,
        /// The leaf.
        leaf: LeafRef,
    },
    /// An operator's act is done (directory, binding, token, mail, others).
    Done {
        /// Its leaf.
        leaf: LeafRef,
    },
    /// The access is noted; there is no leaf.
    Noted,
}

/// The answer to a change.
pub type Answer = Result<Committed, Conflict>;
