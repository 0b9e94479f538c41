//! How documents, deliveries and receipts look in JSON. Times are ISO 8601 with Vietnam's zone (QĐ 28/2018 Đ14.4).

use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::codes;
use crate::domain::acknowledgement::{RecallAnswer, Standing};
use crate::domain::business::BusinessType;
pub use crate::domain::deadline::iso;
use crate::domain::ids::{DocumentId, DocumentUuid, Micros, OrganId};
use crate::evidence::leaf::Signed;
use crate::evidence::receipt::Receipt;
use crate::exchange::{Directory, Refusal};
use crate::http::Failure;
use crate::store::change::{Container, Listing};
use crate::store::deliveries::{self, InboxLine};
use crate::store::documents::{self, Carried};

/// An agency by code and name.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgencyRef {
    /// Mã định danh.
    pub organ_id: String,
    /// Tên cơ quan, where the directory has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// What a document is called.
#[derive(Debug, Serialize, ToSchema)]
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promulgation_date: Option<String>,
    /// Độ khẩn: the number of the hub's table that means what the sender's does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<i16>,
    /// Hạn trả lời, `yyyy-mm-dd`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// Who issued it.
    pub from: AgencyRef,
    /// 1, or 2 for a second attempt.
    pub attempt: i16,
    /// `new`, or what it does to an earlier document: `recall`, `update`, `replace`.
    pub business: &'static str,
    /// When its last byte came in: the legal time.
    pub received: String,
}

/// The bytes that carried it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Package {
    /// SHA-256 of the bytes; the download's ETag.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// `asice` or `edxml`.
    pub container: &'static str,
    /// The media type that the download bears.
    pub media_type: &'static str,
}

/// The verdict in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerdictShort {
    /// `valid`, or the code that policy let through.
    pub verdict: String,
    /// `none`, `legacy`, `dsig`, `B`.
    #[schema(value_type = String)]
    pub level: Signed,
}

/// One document on its way to one agency, without the document.
#[derive(Debug, Serialize, ToSchema)]
pub struct Copy {
    /// The hub's name for it.
    pub id: Uuid,
    /// Who receives it.
    pub to: AgencyRef,
    /// The code that the document names, where a merger moved it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub named: Option<String>,
    /// The hub's duty: `delivered`, `fetched`, …
    pub state: &'static str,
    /// The receiver's word: `none`, `arrived`, `returned`, `accepted`, …
    pub acknowledgement: &'static str,
    /// How the document stands with the receiver, where it is no longer in force: `updated`, `replaced`, `taken_back`,
    /// `recalled`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<&'static str>,
    /// What the receiver said to a recall: `confirmed` or `protested`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recall_answer: Option<&'static str>,
    /// The sender's open question, which the receiver answers with 15 or 16.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<Asked>,
    /// When it came to lie in the receiver's inbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered: Option<String>,
    /// When the receiver said that it has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fetched: Option<String>,
}

/// A question of the sender.
#[derive(Debug, Serialize, ToSchema)]
pub struct Asked {
    /// Its number.
    pub number: u32,
    /// `take_back` or `update`.
    pub question: &'static str,
}

/// One document on its way to one agency.
#[derive(Debug, Serialize, ToSchema)]
pub struct Delivery {
    /// The delivery itself.
    #[serde(flatten)]
    pub copy: Copy,
    /// The document.
    pub document: Document,
    /// The bytes.
    pub package: Package,
    /// The verdict.
    pub verdict: VerdictShort,
    /// Where the bytes are to be had.
    pub href: String,
}

impl AgencyRef {
    /// An agency with the name that it bore at `at`.
    pub fn of(id: &OrganId, at: Micros, directory: &Directory) -> Self {
        Self { organ_id: id.0.clone(), name: directory.name(id, at).map(str::to_owned) }
    }
}

impl Document {
    /// A document.
    pub fn of(row: &documents::Document, directory: &Directory) -> Self {
        let (attempt, business) = (row.attempt, row.business);
        Self::build(row.uuid, &row.document_id, (attempt, business), &row.issuer, row.received, &row.listing, directory)
    }

    /// The document of a delivery.
    pub fn of_line(line: &InboxLine, directory: &Directory) -> Self {
        let uuid = line.delivery.document;
        let what = (line.attempt, line.business);
        Self::build(uuid, &line.document_id, what, &line.issuer, line.received, &line.listing, directory)
    }

    fn build(
        uuid: DocumentUuid,
        document_id: &DocumentId,
        (attempt, business): (i16, BusinessType),
        issuer: &OrganId,
        received: Micros,
        listing: &Listing,
        directory: &Directory,
    ) -> Self {
        Self {
            uuid: uuid.0,
            document_id: document_id.0.clone(),
            number: listing.number.clone(),
            notation: listing.notation.clone(),
            subject: listing.subject.clone(),
            type_name: listing.type_name.clone(),
            promulgation_date: listing.issued.clone(),
            urgency: listing.urgency,
            due: listing.due.clone(),
            from: AgencyRef::of(issuer, received, directory),
            attempt,
            business: business.as_str(),
            received: iso(received),
        }
    }
}

impl Package {
    /// What is said of the bytes.
    pub fn of(carried: &Carried) -> Self {
        Self {
            sha256: carried.sha256.to_string(),
            size: carried.size,
            container: container(carried.container),
            media_type: media_type(carried.container),
        }
    }
}

impl Copy {
    /// A delivery.
    pub fn of(row: &deliveries::Delivery, directory: &Directory) -> Self {
        Self {
            id: row.id.0,
            to: AgencyRef::of(&row.agency, row.delivered_at.unwrap_or(row.since), directory),
            named: (row.named != row.agency).then(|| row.named.0.clone()),
            state: row.state.as_str(),
            acknowledgement: row.ack.as_str(),
            standing: (row.standing != Standing::Live).then(|| row.standing.as_str()),
            recall_answer: (row.recall_answer != RecallAnswer::None).then(|| row.recall_answer.as_str()),
            request: row.request.map(|open| Asked { number: open.number.0, question: open.question.as_str() }),
            delivered: row.delivered_at.map(iso),
            fetched: row.fetched_at.map(iso),
        }
    }
}

impl Delivery {
    /// A line of an inbox.
    pub fn of(line: &InboxLine, directory: &Directory) -> Self {
        Self {
            copy: Copy::of(&line.delivery, directory),
            document: Document::of_line(line, directory),
            package: Package::of(&line.carried),
            verdict: VerdictShort { verdict: line.verdict_code.clone(), level: line.signed },
            href: format!("/api/v1/deliveries/{}/package", line.delivery.id),
        }
    }
}

/// The word for a container.
pub fn container(container: Container) -> &'static str {
    match container {
        Container::AsicE => "asice",
        Container::Edxml => "edxml",
    }
}

/// The media type of a container; from this list only, never from a package.
pub fn media_type(container: Container) -> &'static str {
    match container {
        Container::AsicE => "application/vnd.etsi.asic-e+zip",
        Container::Edxml => "application/xml",
    }
}

/// A receipt as it stands inside an answer: byte for byte as it would be a file.
///
/// # Errors
/// `hub.internal` when it cannot be written, which no receipt causes.
pub fn receipt(receipt: &Receipt) -> Result<Box<RawValue>, Failure> {
    raw(receipt.to_json())
}

/// The same for one that must be there.
///
/// # Errors
/// `evidence.no_receipt` when it is not the caller's.
pub fn needed(found: Option<Receipt>) -> Result<Box<RawValue>, Failure> {
    let found = found.ok_or_else(|| Failure::new(codes::EVIDENCE_NO_RECEIPT, "the receipt cannot be read"))?;
    receipt(&found)
}

/// JSON bytes of ours inside an answer.
///
/// # Errors
/// `hub.internal` when they are not JSON.
pub fn raw(bytes: Vec<u8>) -> Result<Box<RawValue>, Failure> {
    let text = String::from_utf8(bytes).map_err(Refusal::internal)?;
    Ok(RawValue::from_string(text).map_err(Refusal::internal)?)
}
