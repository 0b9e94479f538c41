//! `GET /api/v1/documents`: one document with its history, for its sender and for its receivers.

use actix_web::{HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::view::{self, Delivery, Document, Package};
use crate::codes;
use crate::domain::ids::{DocumentId, DocumentUuid};
use crate::http::auth::AgencySystem;
use crate::http::{Failure, Hub};
use crate::store::views::HistoryItem;

/// What may stand in the query.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// The issuer's DocumentId.
    document_id: String,
}

/// A document as the caller may see it: a receiver sees its own delivery only.
#[derive(Debug, Serialize, ToSchema)]
pub struct Whole {
    /// What it is.
    document: Document,
    /// The bytes.
    package: Package,
    /// The whole verdict.
    #[schema(value_type = Object)]
    verdict: Box<RawValue>,
    /// On their way to whom.
    deliveries: Vec<Delivery>,
    /// What happened, in the order of the log.
    history: Vec<Event>,
    /// The receipt of its acceptance, exactly as first issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object)]
    receipt: Option<Box<RawValue>>,
}

/// One event, with its receipt.
#[derive(Debug, Serialize, ToSchema)]
pub struct Event {
    /// The name of the evidence (ETSI EN 319 522).
    event: String,
    /// The delivery, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery: Option<Uuid>,
    /// The edXML status code.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    /// The reason, in the receiver's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Kept beside an earlier word that says otherwise.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    contradiction: bool,
    /// Whose word it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    /// The hub's time.
    time: String,
    /// The agency's own time: shown, never used.
    #[serde(skip_serializing_if = "Option::is_none")]
    agency_time: Option<String>,
    /// Its receipt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object)]
    receipt: Option<Box<RawValue>>,
}

/// One document by the hub's name for it.
#[utoipa::path(
    tag = "following",
    params(("uuid" = Uuid, Path, description = "The hub's name for the document")),
    responses((status = 200, description = "The document", body = Whole), (status = 404, description = "Not yours", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[get("/documents/{uuid}")]
pub(crate) async fn document(hub: web::Data<Hub>, who: AgencySystem, path: web::Path<String>) -> Result<HttpResponse, Failure> {
    let uuid = path.parse().map_err(|_| not_yours())?;
    Ok(HttpResponse::Ok().json(whole(&hub, &who, uuid).await?))
}

/// Every attempt of a document by its issuer's DocumentId, the latest first.
#[utoipa::path(
    tag = "following",
    params(Query),
    responses((status = 200, description = "The attempts", body = Found), (status = 404, description = "Not yours", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[get("/documents")]
pub(crate) async fn find(hub: web::Data<Hub>, who: AgencySystem, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let (store, agency) = (hub.exchange.store().clone(), who.caller.agency.clone());
    let asked = DocumentId(nfc(&query.document_id));
    let found = web::block(move || store.documents_by_id(&asked, &agency)).await??;
    if found.is_empty() {
        return Err(not_yours());
    }
    let mut items = Vec::with_capacity(found.len());
    for uuid in found {
        items.push(whole(&hub, &who, uuid).await?);
    }
    Ok(HttpResponse::Ok().json(Found { items }))
}

/// Documents that were found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Found {
    items: Vec<Whole>,
}

async fn whole(hub: &Hub, who: &AgencySystem, uuid: DocumentUuid) -> Result<Whole, Failure> {
    let (store, agency) = (hub.exchange.store().clone(), who.caller.agency.clone());
    let whole = web::block(move || -> Result<Option<Whole>, Failure> {
        let Some(found) = store.document(uuid, &agency)? else { return Ok(None) };
        let mut history = Vec::new();
        for item in store.history(uuid, &agency)? {
            let receipt = store.receipt(item.leaf, Some(&agency))?.map(view::raw).transpose()?;
            history.push(event(item, receipt));
        }
        let receipt = store.receipt(found.leaf, Some(&agency))?.map(view::raw).transpose()?;
        Ok(Some(Whole {
            document: Document::of(&found.facts),
            package: Package::of(&found.facts),
            verdict: view::raw(found.facts.verdict_json.clone().into_bytes())?,
            deliveries: found.deliveries.iter().map(Delivery::of).collect(),
            history,
            receipt,
        }))
    })
    .await??;
    whole.ok_or_else(not_yours)
}

fn event(item: HistoryItem, receipt: Option<Box<RawValue>>) -> Event {
    Event {
        event: item.event,
        delivery: item.delivery.map(|id| id.0),
        code: item.code.map(|code| format!("{code:02}")),
        reason: item.reason,
        contradiction: item.contradiction,
        by: item.by.map(|by| by.0),
        time: view::iso(item.time),
        agency_time: item.stated.map(view::iso),
        receipt,
    }
}

fn not_yours() -> Failure {
    Failure::new(codes::DOCUMENT_NOT_FOUND, "there is no such document of this agency")
}

/// As identifiers are compared (DECISIONS "Identity").
fn nfc(text: &str) -> String {
    icu_normalizer::ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

