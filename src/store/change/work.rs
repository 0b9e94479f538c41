//! What the hub's own workers settle, and the work that waits for them.

use uuid::Uuid;

use super::SignedLevel;
use crate::domain::ids::{DeliveryId, DocumentUuid, JobId, Micros, OrganId};
use crate::domain::reminder::Stage;

/// A later look at a signature came to a verdict.
#[derive(Clone, Debug)]
pub struct VerdictRevised {
    /// The job that was claimed.
    pub job: JobId,
    /// The claim: settled only on the same token, else [`crate::store::Conflict::LeaseLost`].
    pub claim: Uuid,
    /// The document.
    pub document: DocumentUuid,
    /// The verdict's code, `valid` when it is.
    pub verdict_code: String,
    /// The whole verdict, canonical JSON.
    pub verdict_json: String,
    /// How it is signed, by this look.
    pub signed: SignedLevel,
}

/// How a mail ended.
#[derive(Clone, Debug)]
pub struct MailSettled {
    /// The job that was claimed.
    pub job: JobId,
    /// The claim: settled only on the same token and exactly one row, else [`crate::store::Conflict::LeaseLost`].
    pub claim: Uuid,
    /// How.
    pub outcome: MailOutcome,
    /// Addresses of the office that took it: they fail no longer.
    pub taken: Vec<String>,
    /// Addresses of the office that the relay refused for ever.
    pub refused: Vec<AddressRefused>,
}

/// An address that takes no mail.
#[derive(Clone, Debug)]
pub struct AddressRefused {
    /// The address.
    pub address: String,
    /// The relay's words.
    pub reply: String,
    /// Who is told of it, the first time.
    pub job: Option<NewJob>,
}

/// How a mail ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailOutcome {
    /// A mail server took it: the job's row goes, the leaf says so.
    Placed {
        /// The server's words.
        reply: String,
    },
    /// It would say what is no longer so: the job's row goes, and no leaf is made.
    NotNeeded,
    /// It will never go: the job becomes a dead letter with the server's words.
    Dead {
        /// The server's words.
        reply: String,
        /// Why: a code of the registry.
        code: crate::codes::Code,
    },
}

/// A stage of `domain::reminder` for one delivery.
#[derive(Clone, Debug)]
pub struct Remind {
    /// Which delivery.
    pub delivery: DeliveryId,
    /// What its row said when it was looked at; another value: somebody else was faster.
    pub expected: Micros,
    /// What is told.
    pub stage: Option<Stage>,
    /// When to look again.
    pub next: Option<Micros>,
    /// The mails.
    pub jobs: Vec<NewJob>,
}

/// A sender's wish that a receiver's office be told of a document that waits.
#[derive(Clone, Debug)]
pub struct Nudge {
    /// Which delivery.
    pub delivery: DeliveryId,
    /// The mail.
    pub job: NewJob,
}

/// An office's mail about all that arrived since its last.
#[derive(Clone, Debug)]
pub struct DigestMail {
    /// Whose.
    pub agency: OrganId,
    /// What its row said when it was looked at; another value: somebody else was faster.
    pub expected: Micros,
    /// When the next is due; `None`: this was the last, and the office is told at once again.
    pub next: Option<Micros>,
    /// The mail; `None` when nothing arrived.
    pub job: Option<NewJob>,
}

/// Work to be done after the commit.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// Its name; a mail's Message-ID is derived from it, so that a repeat carries the same.
    pub id: JobId,
    /// What.
    pub kind: JobKind,
    /// Whose office it concerns.
    pub agency: OrganId,
    /// About which delivery.
    pub delivery: Option<DeliveryId>,
    /// About which document.
    pub document: Option<DocumentUuid>,
    /// Left out where the office gets a digest, which tells it instead.
    pub digested: bool,
    /// What the worker needs besides, JSON.
    pub payload_json: String,
    /// Not before; 0: at once, whatever the hub's clock says.
    pub run_at: Micros,
}

/// Kinds of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// Tell the receiving office that a document lies in its inbox.
    MailArrived,
    /// Tell the sender's office that a package was refused.
    MailRefused,
    /// Tell the sender's office that a document was returned (02).
    MailReturned,
    /// Tell the receiver's office that a document is asked back, or was recalled.
    MailChanged,
    /// Tell the sender's office how a receiver answered.
    MailAnswered,
    /// Tell an office that a document lies unfetched, or has expired.
    MailReminder,
    /// Tell an office of all that arrived since its last digest.
    MailDigest,
    /// Tell an agency's office that its seal's certificate ends soon.
    MailExpiring,
    /// Tell the hub's operator of the same.
    MailOperator,
    /// Tell a party that what the hub wanted to send to an office does not get there.
    MailStuck,
    /// Tell an agency's office that its webhook was given up.
    MailWebhook,
    /// Send a person the link of an invitation, or one that sets a password.
    MailPerson,
    /// A webhook that was given up; asked for again it is told again.
    Webhook,
    /// Look again at a signature whose certificate's revocation was not known.
    Recheck,
}
