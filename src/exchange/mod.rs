//! The use cases, a file each: may this agency do this, to these, now? A use case verifies and asks, then hands one
//! whole state change to the committer (`store::commit`), and answers only when it is durable.
//!
//! `submit` a package arrives · `status` a status file arrives · `acknowledge` a call says what a receiver did ·
//! `business` what an issuer does to documents that it sent ·
//! `content` what is in a package, for its parties · `fetch` the receiver has the bytes · `declare` documents issued on
//! paper only · `directory` agencies, bindings, tokens · `operate` dead letters, and the hub held still ·
//! `events` what happened for an agency · `outgoing` sent once more, receivers reminded · `register` numbers in an office's books ·
//! `people` who may do what, and how they join · `sign_in` how they prove who they are · `sessions` what they do with their own
//! account · `drafts` what a clerk writes at the desk · `signing` a document built here and signed elsewhere · `numbering` what its number and notation look like · `priority` whose table of urgencies counts · `preflight` what would be refused, asked before it is sent · `inspect` the same of a package that is here · `notice` the mails that go with a change · `reject` a refusal becomes evidence.
//!
//! Refused here: senders and receivers that the directory does not let through, changes to documents of others, seals that
//! are not the agency's. Absent on purpose: how bytes leave the house (a job in the table `job` is
//! all that is written), HTTP, and any way to act on bytes that are not an `Admitted`.

mod acknowledge;
mod business;
pub mod content;
mod declare;
mod directory;
mod drafts;
mod events;
mod expiry;
mod fetch;
mod groups;
mod import;
mod inspect;
mod merge;
pub mod notice;
mod numbering;
mod operate;
mod outgoing;
pub mod people;
pub mod pki;
mod preflight;
mod priority;
pub mod recheck;
mod refusal;
mod register;
mod reject;
mod sessions;
mod sign_in;
mod signing;
mod status;
mod submit;

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::clock::Clock;
use crate::domain::ids::{OrganId, PersonId, SystemId, Urgency};
use crate::domain::person::SessionTimes;
use crate::signature::Verifier;
use crate::signature::revocation::PkiSource;
use crate::store::Store;
use crate::store::commit::Committer;

pub use acknowledge::{Acknowledged, Report};
pub use business::{Withdrawal, Withdrawn};
pub use declare::{Declaration, Declared};
pub use directory::{Directory, NewBinding, NewToken};
pub use drafts::{
    Addressee, Answerable, Checked, DraftFile, KEPT_DAYS, OpenDraft, Remark, Revised, Revision, answer_to,
};
pub use events::{Happened, HappenedTo, Happenings};
pub use fetch::Handover;
pub use groups::Expanded;
pub use import::{COLUMNS, Import, NumberedRow, RowProblem};
pub use inspect::{Affected, Heading, Inspection};
pub use merge::{Ending, MergePlan};
pub use notice::{MailNotice, NoticeKind, Reminder};
pub use people::{Administrator, Invited, Joined, NewInvitation, link};
pub use preflight::{Foresight, Plan};
pub use priority::PriorityTable;
pub use refusal::{Fault, Refusal};
pub use register::Registered;
pub use sessions::{Seat, SignedInPerson};
pub use sign_in::{Attempt, Cookie, Knock, Offer};
pub use signing::{NewFile, Prepared, PreparedFile, SigningRules, ToPrepare};
pub use submit::{Ask, NewDocument, Submitted};

/// Who asks: a system or a person of an agency that has signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The system; `None` for a person, and for the hub's own command line.
    pub system: Option<SystemId>,
    /// The person of the agency who acts, at the console.
    pub person: Option<PersonId>,
    /// The agency.
    pub agency: OrganId,
}

/// What is let in, as the operator set it.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Takes legacy signatures as "unsigned, legacy" from agencies whose entry allows it.
    pub accept_legacy: bool,
    /// Takes packages whose only open question is `revocation.unknown`.
    pub accept_unknown_revocation: bool,
    /// Takes unsigned status files from a system of the reporter.
    pub accept_unsigned_status: bool,
    /// Refuses documents whose PDFs are not all signed as a whole.
    pub require_signed_pdfs: bool,
    /// Which ReceiverType of an update adds a receiver, and which removes one.
    pub receiver_types: ReceiverTypes,
    /// Still hands out what was recalled or given back, for the two parties' archives.
    pub archive_after_recall: bool,
    /// Takes free-form agency codes.
    pub sandbox_organ_ids: bool,
    /// Writes jobs for mails.
    pub mail: bool,
    /// What each OtherInfo/Priority means, from 0 up.
    pub urgency: Vec<Urgency>,
    /// The tables of those who read and write the numbers otherwise.
    pub priority_tables: Vec<PriorityTable>,
    /// How long people stay signed in.
    pub sessions: SessionTimes,
    /// Whether clerks and readers need a second factor too.
    pub totp_required: bool,
    /// How long a document waits for a signature made elsewhere.
    pub signing: SigningRules,
}

/// ReceiverType of an update's ReceiverList: no text that was found says which number does what (DOMAIN §6), so it is a
/// setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiverTypes {
    /// Adds.
    pub add: String,
    /// Removes.
    pub remove: String,
}

impl Default for ReceiverTypes {
    fn default() -> Self {
        Self { add: "0".to_owned(), remove: "1".to_owned() }
    }
}

/// The use cases, with what they need. Cheap to clone.
#[derive(Clone)]
pub struct Exchange {
    store: Store,
    committer: Committer,
    verifier: Arc<Verifier>,
    verifying: Arc<Semaphore>,
    clock: Clock,
    policy: Arc<Policy>,
    cache: Arc<directory::Cache>,
    pki: Option<Arc<dyn PkiSource>>,
    contents: Arc<content::Contents>,
    /// Passwords that are hashed at once: each takes 19 MiB and a core.
    hashing: Arc<Semaphore>,
}

impl Exchange {
    /// Joins the parts. `verifications` is how many packages are verified at once: the number of cores as a rule,
    /// because a verification is all computing.
    pub fn new(
        store: Store,
        committer: Committer,
        verifier: Verifier,
        verifications: usize,
        clock: Clock,
        policy: Policy,
    ) -> Self {
        Self {
            store,
            committer,
            verifier: Arc::new(verifier),
            verifying: Arc::new(Semaphore::new(verifications.max(1))),
            clock,
            policy: Arc::new(policy),
            cache: Arc::default(),
            pki: None,
            contents: Arc::default(),
            hashing: Arc::new(Semaphore::new(HASHING)),
        }
    }

    /// Gives the verifier revocation answers that are at hand beside those in a package. It is asked while a sender waits:
    /// it never goes out.
    #[must_use]
    pub fn with_pki(mut self, source: Arc<dyn PkiSource>) -> Self {
        self.pki = Some(source);
        self
    }

    /// The store, for questions; changes go through the use cases.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What an OtherInfo/Priority means here.
    pub fn urgency(&self, priority: Option<i16>) -> Urgency {
        Urgency::of(priority, &self.policy.urgency)
    }

    /// Every OtherInfo/Priority above 0 that means this.
    pub fn priorities(&self, urgency: Urgency) -> Vec<i16> {
        let all = (1..).zip(self.policy.urgency.iter().skip(1));
        all.filter(|(_, one)| **one == urgency).map(|(priority, _)| priority).collect()
    }

    /// The clock that the use cases read.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Runs a question to the store, or other blocking work, away from the async threads.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let this = self.clone();
        tokio::task::spawn_blocking(move || work(&this))
            .await
            .map_err(|_| Refusal::internal("a worker thread ended"))?
    }
}

/// Two cores are left to packages; more passwords at once only take their memory.
const HASHING: usize = 2;
