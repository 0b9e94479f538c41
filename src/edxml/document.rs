//! The document (văn bản) and the message it travels in.

use icu_normalizer::ComposingNormalizerBorrowed;
use jiff::civil::Date;

use super::{Attachment, Business, BusinessType, Manifest, Party, Status, TraceHeader, dialect};
use crate::domain::ids::DocumentId;

/// What an edXML file says: both kinds have the same root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// A document, new or one that recalls, updates or replaces others.
    Document(Box<Document>),
    /// A status message: it has a StatusCode and no body.
    Status(Box<Status>),
}

/// A document (DOMAIN §1.3). Required fields are strings, empty when missing; `check` names each that is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// From: the issuer.
    pub from: Party,
    /// To: the receivers, in the order of the file.
    pub to: Vec<Party>,
    /// DocumentId as written; for comparisons use [`Document::id`].
    pub document_id: String,
    /// Code/CodeNumber, số.
    pub code_number: String,
    /// Code/CodeNotation, ký hiệu.
    pub code_notation: String,
    /// PromulgationInfo.
    pub promulgation: Promulgation,
    /// DocumentType.
    pub document_type: DocumentType,
    /// Subject, trích yếu.
    pub subject: String,
    /// Content.
    pub content: Option<String>,
    /// SignerInfo: who signed, in words.
    pub signer: SignerInfo,
    /// DueDate, hạn trả lời, as written.
    pub due_date: Option<String>,
    /// OtherInfo.
    pub other: OtherInfo,
    /// ResponseFor: the documents it answers, or the revoked one of a recall. An element may be empty.
    pub response_for: Vec<ResponseFor>,
    /// SteeringType.
    pub steering_type: Option<String>,
    /// ToPlaces/Place, nơi nhận: for reading, not for routing.
    pub to_places: Vec<String>,
    /// ResponseForTask.
    pub response_for_task: Vec<ResponseForTask>,
    /// TraceHeaderList/TraceHeader.
    pub trace: Vec<TraceHeader>,
    /// TraceHeaderList/Bussiness; `None` is a new document.
    pub business: Option<Business>,
    /// edXMLBody/edXMLManifest.
    pub manifest: Manifest,
    /// AttachmentEncoded of a bare file, without the bytes; empty in an ASiC-E.
    pub attachments: Vec<Attachment>,
}

impl Document {
    /// The identifier in NFC, as the hub compares it.
    pub fn id(&self) -> DocumentId {
        DocumentId(ComposingNormalizerBorrowed::new_nfc().normalize(&self.document_id).into_owned())
    }

    /// What it does to earlier documents.
    pub fn business_type(&self) -> BusinessType {
        self.business.as_ref().map_or(BusinessType::New, Business::kind)
    }

    /// PromulgationDate, read; `None` when in no known form.
    pub fn issued_on(&self) -> Option<Date> {
        dialect::read_date(&self.promulgation.date).map(|(date, _)| date)
    }

    /// DueDate, read; `None` when absent or in no known form.
    pub fn due_on(&self) -> Option<Date> {
        dialect::read_date(self.due_date.as_deref()?).map(|(date, _)| date)
    }

    /// `số/ký hiệu`, as a ResponseFor/Code names it.
    pub fn code(&self) -> String {
        format!("{}/{}", self.code_number, self.code_notation)
    }
}

/// PromulgationInfo, ban hành.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Promulgation {
    /// Place, nơi ban hành.
    pub place: Option<String>,
    /// PromulgationDate as written, `yyyy/MM/dd`.
    pub date: String,
}

/// DocumentType, loại văn bản. The code lists are not settled: see [`super::Dialect`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentType {
    /// Type, an integer as written.
    pub code: String,
    /// TypeDetail, an integer as written.
    pub detail: Option<String>,
    /// TypeName: "Công văn", "Báo cáo"…
    pub name: String,
}

/// SignerInfo, người ký.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignerInfo {
    /// Competence, quyền hạn: TM., TL., KT.
    pub competence: Option<String>,
    /// Position, chức vụ.
    pub position: Option<String>,
    /// FullName, họ tên.
    pub full_name: Option<String>,
}

/// OtherInfo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OtherInfo {
    /// Priority, độ khẩn: the raw value, because lists differ from peer to peer.
    pub priority: Option<String>,
    /// SphereOfPromulgation, phạm vi lưu hành.
    pub sphere_of_promulgation: Option<String>,
    /// TyperNotation, ký hiệu người soạn thảo.
    pub typer_notation: Option<String>,
    /// PromulgationAmount, số bản.
    pub promulgation_amount: Option<String>,
    /// PageAmount, số trang.
    pub page_amount: Option<String>,
    /// Direction, văn bản chỉ đạo: a boolean as written.
    pub direction: Option<String>,
    /// Appendixes/Appendix, phụ lục.
    pub appendixes: Vec<String>,
}

/// ResponseFor: another document, named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResponseFor {
    /// OrganId.
    pub organ_id: Option<String>,
    /// Code, `số/ký hiệu`.
    pub code: Option<String>,
    /// PromulgationDate as written.
    pub promulgation_date: Option<String>,
    /// DocumentId as written.
    pub document_id: Option<String>,
}

impl ResponseFor {
    /// Whether it names nothing: the field sends the element with empty children.
    pub fn is_empty(&self) -> bool {
        [&self.organ_id, &self.code, &self.promulgation_date, &self.document_id]
            .into_iter()
            .all(|field| field.as_deref().unwrap_or("").is_empty())
    }

    /// The named document's identifier in NFC; `None` when absent or empty.
    pub fn document(&self) -> Option<DocumentId> {
        let text = self.document_id.as_deref().filter(|text| !text.is_empty())?;
        Some(DocumentId(ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()))
    }
}

/// ResponseForTask: an extra of the national axis' client. No sample fills it; ReplyFors and ReferenceCodes are read as
/// lists of the texts of their children, or one text of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResponseForTask {
    /// TaskCode.
    pub task_code: Option<String>,
    /// ApplicationType.
    pub application_type: Option<String>,
    /// ReplyFors/ReplyFor.
    pub reply_fors: Vec<String>,
    /// ReferenceCodes/ReferenceCode.
    pub reference_codes: Vec<String>,
}
