//! The hub's answers, as far as a client shows them. What is absent in an older or newer hub reads as empty: a client
//! never fails over a field that it does not need.

use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;

/// An answer: taken apart, and as it came.
#[derive(Debug)]
pub struct Reply<T> {
    /// The HTTP status: 200 or 201.
    pub status: u16,
    /// The body's exact bytes.
    pub bytes: Vec<u8>,
    /// The body taken apart.
    pub value: T,
}

/// An agency by code and name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AgencyRef {
    /// Mã định danh.
    pub organ_id: String,
    /// Tên cơ quan.
    pub name: Option<String>,
}

impl AgencyRef {
    /// The name, or the code where the directory has none.
    pub fn words(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.organ_id)
    }
}

/// What a document is called.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Document {
    /// The hub's name for it.
    pub uuid: Uuid,
    /// The issuer's.
    pub document_id: String,
    /// Số.
    pub number: String,
    /// Ký hiệu.
    pub notation: String,
    /// Trích yếu.
    pub subject: String,
    /// Tên loại văn bản.
    pub type_name: String,
    /// Ngày ban hành, `yyyy-mm-dd`.
    pub promulgation_date: Option<String>,
    /// Độ khẩn, as the document has it.
    pub urgency: Option<i64>,
    /// Hạn trả lời, `yyyy-mm-dd`.
    pub due: Option<String>,
    /// Who issued it.
    pub from: AgencyRef,
    /// 1, or 2 for a second attempt.
    pub attempt: u16,
    /// When its last byte came in.
    pub received: String,
}

/// The bytes that carry a document.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Package {
    /// SHA-256, 64 hexadecimal digits.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// `asice` or `edxml`.
    pub container: String,
    /// The media type.
    pub media_type: String,
}

/// The verdict in short.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct VerdictShort {
    /// `valid`, or the code that policy let through.
    pub verdict: String,
    /// `none`, `legacy`, `dsig`, `B`.
    pub level: String,
}

/// One document on its way to one agency.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Delivery {
    /// The hub's name for it.
    pub id: Uuid,
    /// The document; absent in the answer to a submission.
    pub document: Document,
    /// Who receives it.
    pub to: AgencyRef,
    /// The code that the document names, where a merger moved it.
    pub named: Option<String>,
    /// The hub's duty: `delivered`, `fetched`, …
    pub state: String,
    /// The receiver's word: `none`, `arrived`, …
    pub acknowledgement: String,
    /// How the document stands, where it is no longer in force: `updated`, `replaced`, `taken_back`, `recalled`.
    pub standing: Option<String>,
    /// What the receiver said to a recall.
    pub recall_answer: Option<String>,
    /// The sender's open question.
    pub request: Option<Asked>,
    /// Since when it lies in the inbox.
    pub delivered: Option<String>,
    /// When the receiver said that it has it.
    pub fetched: Option<String>,
    /// The bytes.
    pub package: Package,
    /// The verdict.
    pub verdict: VerdictShort,
}

/// A question of the sender.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Its number.
    pub number: u32,
    /// `take_back` or `update`.
    pub question: String,
}

/// The answer to a recall or take-back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Withdrawn {
    /// `recorded` or `already_recorded`.
    pub outcome: String,
    /// The document, by the hub's name.
    pub target: Uuid,
    /// One a receiver.
    pub changes: Vec<Changed>,
}

/// What became of a document at one receiver.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Changed {
    /// The delivery.
    pub delivery: Uuid,
    /// Who receives it.
    pub to: AgencyRef,
    /// `withdrawn`, `asked`, `bound` or `nothing`.
    pub outcome: String,
    /// The number of the question.
    pub request: Option<u32>,
    /// The receipt.
    pub receipt: Option<Box<RawValue>>,
}

/// The answer to a submission: a document that was taken, or a status file's acknowledgement.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Submitted {
    /// `accepted`, `already_accepted`; for a status file `recorded`, `already_recorded`.
    pub outcome: String,
    /// `document`, `status` or `withdrawal`.
    pub kind: String,
    /// The document; absent for a status file.
    pub document: Document,
    /// The bytes; absent for a status file.
    pub package: Package,
    /// One a receiver; empty for a status file.
    pub deliveries: Vec<Delivery>,
    /// The whole verdict; absent for a status file.
    pub verdict: Option<Box<RawValue>>,
    /// For a status file: the delivery it was about.
    pub delivery: Option<Uuid>,
    /// For a status file: the receiver's word now.
    pub acknowledgement: Option<String>,
    /// For a status file that asks for a document back (13): one a receiver.
    pub changes: Vec<Changed>,
    /// For a status file: kept beside an earlier word that says otherwise.
    pub contradiction: bool,
    /// The receipt, exactly as issued.
    pub receipt: Option<Box<RawValue>>,
}

/// A page of the inbox.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Inbox {
    /// Oldest first.
    pub items: Vec<Delivery>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// The answer to `fetched`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Fetched {
    /// `recorded` or `already_recorded`.
    pub outcome: String,
    /// It came after the delivery was cancelled or had expired.
    pub contradiction: bool,
    /// The receipt.
    pub receipt: Option<Box<RawValue>>,
}

/// The answer to an acknowledgement.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Acknowledged {
    /// `recorded` or `already_recorded`.
    pub outcome: String,
    /// The delivery it was about.
    pub delivery: Uuid,
    /// The receiver's word now: `arrived`, `accepted`, …
    pub acknowledgement: String,
    /// Kept beside an earlier word that says otherwise; nothing changed.
    pub contradiction: bool,
    /// What to know about it.
    pub warnings: Vec<ProblemFault>,
    /// The receipt.
    pub receipt: Option<Box<RawValue>>,
}

/// One document with its history.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DocumentFound {
    /// What it is.
    pub document: Document,
    /// The bytes.
    pub package: Package,
    /// The whole verdict.
    pub verdict: Option<Box<RawValue>>,
    /// On their way to whom.
    pub deliveries: Vec<Delivery>,
    /// What happened, in the order of the log.
    pub history: Vec<Event>,
    /// The receipt of its acceptance.
    pub receipt: Option<Box<RawValue>>,
}

/// Every attempt of a document, the latest first.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DocumentsFound {
    /// The attempts.
    pub items: Vec<DocumentFound>,
}

/// One event of a document's history.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Event {
    /// The name of the evidence.
    pub event: String,
    /// The delivery, where it is about one.
    pub delivery: Option<Uuid>,
    /// The edXML status code.
    pub code: Option<String>,
    /// The reason, in the receiver's words.
    pub reason: Option<String>,
    /// The code of the verdict that a later look came to.
    pub verdict: Option<String>,
    /// Kept beside an earlier word that says otherwise.
    pub contradiction: bool,
    /// Whose word it is.
    pub by: Option<String>,
    /// The hub's time.
    pub time: String,
    /// Its receipt.
    pub receipt: Option<Box<RawValue>>,
}

/// A page of sent documents.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SentPage {
    /// Latest first.
    pub items: Vec<SentDocument>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// A document that was sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SentDocument {
    /// What it is.
    pub document: Document,
    /// How far its copies are.
    pub receivers: Receivers,
    /// The copies.
    pub deliveries: Vec<Delivery>,
}

/// How far a document's copies are.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Receivers {
    /// All.
    pub total: u64,
    /// Fetched.
    pub fetched: u64,
    /// 03 or later.
    pub acknowledged: u64,
    /// 02.
    pub returned: u64,
}

/// A page of the directory.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Agencies {
    /// By code.
    pub items: Vec<Agency>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// One agency.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Agency {
    /// Mã định danh.
    pub organ_id: String,
    /// Tên cơ quan.
    pub name: String,
    /// Cơ quan chủ quản.
    pub parent: Option<String>,
    /// 1 province, 2 department, 3 commune.
    pub level: i64,
    /// Whether it takes no documents now.
    pub closed: bool,
    /// Older codes that lead to it.
    pub aliases: Vec<String>,
}

/// The exchange rates.
pub type Rates = crate::report::Rates;

/// The answer to a declaration.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Declared {
    /// Its name, by which a later one replaces it.
    pub id: Uuid,
    /// Its receipt.
    pub receipt: Option<Box<RawValue>>,
}

/// One copy as its sender sees it.
pub type Sent = Delivery;

/// A problem document (RFC 9457).
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Problem {
    /// What it is, in the caller's language.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: String,
    /// What was wrong with this request.
    pub detail: Option<String>,
    /// What to do, in the caller's language.
    pub remedy: String,
    /// `no`, `yes` or `later`.
    pub retry: String,
    /// Names the request in the hub's log.
    pub request_id: Option<String>,
    /// Every fault found.
    pub errors: Vec<ProblemFault>,
    /// The receipt of the refusal, when it is in the log.
    pub receipt: Option<Box<RawValue>>,
    /// The document as it came.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// One fault of a problem.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ProblemFault {
    /// Which rule.
    pub code: String,
    /// Where.
    #[serde(rename = "where")]
    pub place: Option<String>,
    /// What the rule wants.
    pub expected: Option<String>,
    /// What was there.
    pub found: Option<String>,
}
