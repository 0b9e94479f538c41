//! How documents, deliveries and receipts look in JSON. Times are ISO 8601 with Vietnam's zone (QĐ 28/2018 Đ14.4).

use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::deadline::vietnam;
use crate::domain::ids::{Micros, OrganId};
use crate::exchange::Refusal;
use crate::http::{Failure, Hub};
use crate::store::change::Container;
use crate::store::views::{DeliveryView, DocumentFacts};
use crate::store::LeafRef;

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
    /// Độ khẩn, as the document has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<i16>,
    /// Hạn trả lời, `yyyy-mm-dd`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// Who issued it.
    pub from: AgencyRef,
    /// 1, or 2 for a second attempt.
    pub attempt: u16,
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
    pub level: String,
}

/// One document on its way to one agency.
#[derive(Debug, Serialize, ToSchema)]
pub struct Delivery {
    /// The hub's name for it.
    pub id: Uuid,
    /// The document.
    pub document: Document,
    /// Who receives it.
    pub to: AgencyRef,
    /// The code that the document names, where a merger moved it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub named: Option<String>,
    /// The hub's duty: `delivered`, `fetched`, …
    pub state: String,
    /// The receiver's word: `none`, `arrived`, `returned`, `accepted`, …
    pub acknowledgement: String,
    /// Since when it lies in the inbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered: Option<String>,
    /// When the receiver said that it has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fetched: Option<String>,
    /// The bytes.
    pub package: Package,
    /// The verdict.
    pub verdict: VerdictShort,
    /// Where the bytes are to be had.
    pub href: String,
}

impl Document {
    /// From the store's facts.
    pub fn of(facts: &DocumentFacts) -> Self {
        Self {
            uuid: facts.uuid.0,
            document_id: facts.document_id.0.clone(),
            number: facts.listing.number.clone(),
            notation: facts.listing.notation.clone(),
            subject: facts.listing.subject.clone(),
            type_name: facts.listing.type_name.clone(),
            promulgation_date: facts.listing.issued.clone(),
            urgency: facts.listing.urgency,
            due: facts.listing.due.clone(),
            from: AgencyRef { organ_id: facts.issuer.0.clone(), name: facts.issuer_name.clone() },
            attempt: facts.attempt,
            received: iso(facts.received),
        }
    }
}

impl Package {
    /// From the store's facts.
    pub fn of(facts: &DocumentFacts) -> Self {
        Self {
            sha256: facts.package_digest.to_string(),
            size: facts.package_size,
            container: container(facts.container),
            media_type: media_type(facts.container),
        }
    }
}

impl VerdictShort {
    /// From the store's facts.
    pub fn of(facts: &DocumentFacts) -> Self {
        Self { verdict: facts.verdict_code.clone(), level: facts.signed.as_str().to_owned() }
    }
}

impl Delivery {
    /// From the store's view.
    pub fn of(view: &DeliveryView) -> Self {
        let facts = &view.document;
        Self {
            id: view.id.0,
            document: Document::of(facts),
            to: AgencyRef { organ_id: view.to.0.clone(), name: view.to_name.clone() },
            named: (view.named != view.to).then(|| view.named.0.clone()),
            state: view.state.as_str().to_owned(),
            acknowledgement: view.acknowledgement.as_str().to_owned(),
            delivered: view.delivered_at.map(iso),
            fetched: view.fetched_at.map(iso),
            package: Package::of(facts),
            verdict: VerdictShort::of(facts),
            href: format!("/api/v1/deliveries/{}/package", view.id),
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

/// ISO 8601 with +07:00, to the microsecond.
pub fn iso(at: Micros) -> String {
    match jiff::Timestamp::from_microsecond(at.0) {
        Ok(time) => time.to_zoned(vietnam()).strftime("%Y-%m-%dT%H:%M:%S%.f%:z").to_string(),
        Err(_) => String::new(),
    }
}

/// The receipt of a leaf as `viewer` may have it, exactly as first issued; absent when it is not the viewer's.
pub async fn receipt(hub: &Hub, leaf: LeafRef, viewer: &OrganId) -> Result<Option<Box<RawValue>>, Failure> {
    let (store, viewer) = (hub.exchange.store().clone(), viewer.clone());
    let bytes = actix_web::web::block(move || store.receipt(leaf, Some(&viewer))).await??;
    bytes.map(raw).transpose()
}

/// Receipt bytes as they stand inside an answer.
pub fn raw(bytes: Vec<u8>) -> Result<Box<RawValue>, Failure> {
    let text = String::from_utf8(bytes).map_err(Refusal::internal)?;
    Ok(RawValue::from_string(text).map_err(Refusal::internal)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_bear_vietnams_zone() {
        assert_eq!(iso(Micros(0)), "1970-01-01T07:00:00+07:00");
        assert_eq!(iso(Micros(1_500_000)), "1970-01-01T07:00:01.5+07:00");
    }
}
