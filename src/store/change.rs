//! Whole state changes, as `exchange` hands them to the committer. A change carries everything its transaction needs:
//! the committer re-reads the rows it touches under the head lock, runs the pure transition of `domain`, and either
//! the whole change holds (rows, jobs, evidence) or nothing of it does and the answer is a typed [`Conflict`].
//!
//! Nothing here is a rule about what may be sent: a change is what a use case already found right a moment ago.

mod business;

use uuid::Uuid;

use crate::domain::acknowledgement::{self, RequestNumber, Status};
use crate::domain::business::BusinessType;
use crate::domain::calendar::Calendar;
use crate::domain::ids::{DeliveryId, Digest, DocumentId, DocumentUuid, JobId, Micros, OrganId, SystemId};
use crate::domain::reminder::Stage;
use crate::store::Issued;
use crate::store::conflict::Conflict;

pub use business::{Affects, Changed, Target, Whom, Withdraw};

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
    /// A mail was placed with a mail server, or never will be: settles its job on the same claim and leaves a leaf.
    MailSettled(MailSettled),
    /// Somebody is told that a document lies unfetched, or it expires: one leaf when it does.
    Remind(Box<Remind>),
    /// Which mails an agency wants: one row and one leaf.
    NoticeRule(NoticeRule),
    /// A later look at a document's signature: settles its job on the same claim and leaves a leaf.
    VerdictRevised(Box<VerdictRevised>),
    /// Any other act of an operator: one row and one leaf.
    Operator(OperatorAct),
    /// Somebody is about to read a document's content: a row, no leaf. It rides on the same fsync as everyone else's
    /// changes; the bytes go out after it is durable.
    Access(Access),
}

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

/// The receiver has the bytes.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// Which delivery.
    pub delivery: DeliveryId,
    /// The caller's agency: another's delivery is [`Conflict::DeliveryNotYours`].
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

/// Who did an operator's act and why; goes into the row, and its digest into the leaf.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The operator's sign-in name, or `cli` and the system's user.
    pub name: String,
    /// In words; may be empty.
    pub reason: String,
}

/// A change of the directory.
#[derive(Clone, Debug)]
pub struct AgencyChange {
    /// Who.
    pub by: Actor,
    /// What.
    pub what: AgencyAct,
}

/// What happens to an agency.
#[derive(Clone, Debug)]
pub enum AgencyAct {
    /// A new agency; its OrganId must be free, among aliases too.
    Add(AgencyFacts),
    /// New facts for an agency that is there.
    Update(AgencyFacts),
    /// Closed from that time on: it sends nothing and receives nothing; what it has stays readable.
    Close {
        /// Which.
        organ_id: OrganId,
        /// From when.
        at: Micros,
    },
    /// A new name, from a time on; what was said before keeps the old one.
    Rename {
        /// Which.
        organ_id: OrganId,
        /// Tên cơ quan.
        name: String,
        /// From when.
        from: Micros,
    },
    /// It sends nothing and is sent nothing from then on; what lies in its inbox stays its own.
    Suspend {
        /// Which.
        organ_id: OrganId,
        /// From when.
        from: Micros,
    },
    /// It works again, at once.
    Resume {
        /// Which.
        organ_id: OrganId,
    },
    /// A merger, as one act: the old agencies close, their codes forward to the successor, and their seals end with them.
    /// What was sent before stays under the old codes.
    Merge {
        /// The agencies that end.
        old: Vec<OrganId>,
        /// Whose business theirs becomes.
        successor: OrganId,
        /// From when.
        from: Micros,
    },
    /// Someone takes, for a time, what is sent to an agency.
    Substitute {
        /// For whom.
        organ_id: OrganId,
        /// Into whose inbox.
        stands_in: OrganId,
        /// From when.
        from: Micros,
        /// First moment after, if that is known.
        until: Option<Micros>,
    },
    /// The substitute ends.
    EndSubstitute {
        /// For whom.
        organ_id: OrganId,
        /// When.
        at: Micros,
    },
    /// A group of receivers, new or instead of the one of that name; no members: it goes.
    Group {
        /// As callers write it.
        name: String,
        /// What people call it.
        title: String,
        /// Whom it names.
        members: Vec<OrganId>,
    },
    /// Several acts as one: one leaf, or nothing of it is done.
    All(Vec<AgencyAct>),
    /// An old code that forwards to its successor (a merger). If the old code is an agency, it is closed.
    Alias {
        /// The old code.
        organ_id: OrganId,
        /// Where it leads.
        successor: OrganId,
        /// From when.
        from: Micros,
    },
}

/// What the directory says of an agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyFacts {
    /// Mã định danh.
    pub organ_id: OrganId,
    /// Tên cơ quan.
    pub name: String,
    /// Cơ quan chủ quản.
    pub parent: Option<OrganId>,
    /// Level for the rates: 1 province, 2 department or district, 3 commune; others as the province decides.
    pub level: i16,
    /// Where its office gets mail; several are possible.
    pub mail: Vec<String>,
    /// May a mail show the subject?
    pub mail_subject: bool,
    /// Valid from.
    pub valid_from: Micros,
    /// May send packages without a valid signature (VXP.md); marked in every leaf.
    pub allows_legacy: bool,
}

/// A change of a working calendar.
#[derive(Clone, Debug)]
pub struct CalendarChange {
    /// Who.
    pub by: Actor,
    /// Whose: an agency's own; `None`: the hub's, for all that have none of their own.
    pub agency: Option<OrganId>,
    /// The version that was in force there when the change was made; another one meanwhile is a conflict.
    pub based_on: u64,
    /// What.
    pub what: CalendarAct,
}

/// What happens to a calendar.
#[derive(Clone, Debug)]
pub enum CalendarAct {
    /// This one from now on; its version is given by the store.
    Set(Box<Calendar>),
    /// None of its own any more: an agency follows the hub's, the hub the one that the program ships.
    Follow,
}

/// A change of the binding table.
#[derive(Clone, Debug)]
pub struct BindingChange {
    /// Who.
    pub by: Actor,
    /// What.
    pub what: BindingAct,
}

/// What happens to a binding.
#[derive(Clone, Debug)]
pub enum BindingAct {
    /// A new one; version 1.
    Add {
        /// Its name: a UUIDv7 made by the caller.
        id: Uuid,
        /// Whose.
        agency: OrganId,
        /// What it matches.
        rule: BindingRule,
        /// From when.
        from: Micros,
        /// Until when, if that is known.
        until: Option<Micros>,
        /// Until when the certificate itself is valid that it was entered with, where it was at hand.
        not_after: Option<Micros>,
    },
    /// No longer believed from that time on, which may lie in the past: what it signed since is listed, not undone.
    Revoke {
        /// Which.
        id: Uuid,
        /// From when.
        from: Micros,
    },
    /// Ends at that time.
    End {
        /// Which.
        id: Uuid,
        /// When.
        at: Micros,
    },
}

/// What a binding matches (SIGNATURES.md §7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BindingRule {
    /// Exactly this certificate.
    Exact {
        /// SHA-256 of its DER.
        certificate_sha256: Digest,
    },
    /// Certificates of this issuer with these attributes.
    Rule {
        /// SHA-256 of the SPKI of the validated issuing CA.
        issuer_spki_sha256: Digest,
        /// (OID, value), every one required, each exactly once.
        attributes: Vec<(String, String)>,
    },
}

/// A change of a system's token.
#[derive(Clone, Debug)]
pub struct TokenChange {
    /// Who.
    pub by: Actor,
    /// What.
    pub what: TokenAct,
}

/// What happens to a token.
#[derive(Clone, Debug)]
pub enum TokenAct {
    /// A new system with its token.
    Issue {
        /// The system.
        system: SystemId,
        /// Whose; `None`: an auditor of the hub, who sees rates, log and evidence and never a document's content.
        agency: Option<OrganId>,
        /// What people call it.
        name: String,
        /// SHA-256 of the token's 256 bits; the token itself is shown once and kept nowhere.
        token_sha256: Digest,
        /// Until when, if it ends.
        expires: Option<Micros>,
    },
    /// Ends at once.
    Revoke {
        /// Which.
        system: SystemId,
    },
}

/// A later look at a signature came to a verdict.
#[derive(Clone, Debug)]
pub struct VerdictRevised {
    /// The job that was claimed.
    pub job: JobId,
    /// The claim: settled only on the same token, else [`Conflict::LeaseLost`].
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
    /// The claim: settled only on the same token and exactly one row, else [`Conflict::LeaseLost`].
    pub claim: Uuid,
    /// How.
    pub outcome: MailOutcome,
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

/// Which mails an agency wants.
#[derive(Clone, Debug)]
pub struct NoticeRule {
    /// Who.
    pub by: Actor,
    /// Whose office.
    pub agency: OrganId,
    /// Which mails.
    pub rule: Rule,
    /// Whether it wants them.
    pub wanted: bool,
}

/// Mails that an agency can do without. Without a word all are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// A document lies in the inbox.
    Arrived,
    /// A document came back.
    Returned,
    /// A package was refused.
    Refused,
    /// A document is asked back, or was recalled.
    Changed,
    /// A receiver answered.
    Answered,
    /// A deadline comes near, or has passed.
    Reminder,
    /// An agency below lets a document lie.
    Escalation,
    /// A document expires.
    Expiry,
}

/// An operator's act that is none of the above (a dead letter asked for again, a key introduced).
#[derive(Clone, Debug)]
pub struct OperatorAct {
    /// Who.
    pub by: Actor,
    /// `area.snake_case`, e.g. `job.retried`: stands in the leaf.
    pub act: String,
    /// What exactly, JSON: stands in the row, its digest in the leaf.
    pub detail_json: String,
    /// Dead letters that wait again from now on, in the same transaction.
    pub retry_jobs: Vec<JobId>,
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
    /// Which document.
    pub document: DocumentUuid,
    /// By way of which delivery.
    pub delivery: Option<DeliveryId>,
    /// What was read: `package`.
    pub what: &'static str,
    /// Whether policy still hands out what was recalled or given back, for the parties' archives.
    pub archive: bool,
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
    /// Tell an agency's office that its seal's certificate ends soon.
    MailExpiring,
    /// Tell the hub's operator of the same.
    MailOperator,
    /// Tell an agency's office that its webhook was given up.
    MailWebhook,
    /// A webhook that was given up; asked for again it is told again.
    Webhook,
    /// Look again at a signature whose certificate's revocation was not known.
    Recheck,
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
