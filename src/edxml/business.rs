//! What a document does to an earlier one (nghiệp vụ): nothing, recall, update, replacement (DOMAIN §1.4).

use super::StaffInfo;

/// The element Bussiness (sic). Absent means a new document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Business {
    /// DocumentId of the document that is updated (type 2).
    pub document_id: Option<String>,
    /// BussinessDocType as written; see [`Business::kind`].
    pub doc_type: Option<String>,
    /// BussinessDocReason, lý do.
    pub reason: Option<String>,
    /// Paper: `1` when a paper copy follows.
    pub paper: Option<String>,
    /// BussinessDocumentInfo: what an update changes (type 2).
    pub document_info: Option<BusinessDocumentInfo>,
    /// ReplacementInfoList: which documents are replaced, for whom (type 3).
    pub replacements: Vec<ReplacementInfo>,
    /// StaffInfo: who does it.
    pub staff: Option<StaffInfo>,
}

impl Business {
    /// What BussinessDocType says; absent or empty is a new document.
    pub fn kind(&self) -> BusinessType {
        match self.doc_type.as_deref().unwrap_or("") {
            "" | "0" => BusinessType::New,
            "1" => BusinessType::Recall,
            "2" => BusinessType::Update,
            "3" => BusinessType::Replacement,
            other => BusinessType::Unknown(other.to_owned()),
        }
    }
}

/// The meaning of BussinessDocType.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BusinessType {
    /// 0 or none: văn bản mới.
    New,
    /// 1, thu hồi: MessageHeader/ResponseFor names the revoked document.
    Recall,
    /// 2, cập nhật: Bussiness/DocumentId names the updated document.
    Update,
    /// 3, thay thế: ReplacementInfoList names the replaced documents.
    Replacement,
    /// Any other value, as written.
    Unknown(String),
}

/// BussinessDocumentInfo: what an update changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BusinessDocumentInfo {
    /// DocumentInfo: `1` when the content changed.
    pub document_info: Option<String>,
    /// DocumentReceiver: `1` when the list of receivers changed.
    pub document_receiver: Option<String>,
    /// ReceiverList.
    pub receivers: Vec<ReceiverChange>,
}

/// One Receiver of an update's ReceiverList.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceiverChange {
    /// OrganId.
    pub organ_id: Option<String>,
    /// ReceiverType, 0 or 1. No text says which of them adds and which removes.
    pub receiver_type: Option<String>,
}

/// One ReplacementInfo: a replaced document and the receivers for whom it is replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReplacementInfo {
    /// DocumentId of the replaced document.
    pub document_id: Option<String>,
    /// OrganIdList.
    pub organ_ids: Vec<String>,
}
