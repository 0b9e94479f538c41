//! `GET /api/v1/documents`: one document with its history, for its sender and for its receivers.

use actix_web::{HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::view::{self, AgencyRef, Copy, Document, Package};
use crate::codes;
use crate::domain::ids::{DocumentId, DocumentUuid, Micros, OrganId};
use crate::evidence::leaf::Event as Name;
use crate::exchange::Directory;
use crate::http::auth::AgencySystem;
use crate::http::{Failure, Hub};
use crate::store::LeafRef;
use crate::store::business::BusinessChange;
use crate::store::deliveries::{Delivery, Word};
use crate::store::documents::Revision;

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
    #[schema(value_type = crate::signature::Verdict)]
    verdict: Box<RawValue>,
    /// The latest look at the signature, where there was one after the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<crate::signature::Verdict>)]
    revised_verdict: Option<Box<RawValue>>,
    /// On their way to whom.
    deliveries: Vec<Copy>,
    /// What it did to earlier documents, and later ones to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<Relation>,
    /// What happened, in the order of the log.
    history: Vec<Event>,
    /// The receipt of its acceptance, exactly as first issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object)]
    receipt: Option<Box<RawValue>>,
}

/// What one document did to another, at one receiver.
#[derive(Debug, Serialize, ToSchema)]
pub struct Relation {
    /// `recall`, `update`, `replace` or `take_back`.
    what: &'static str,
    /// The package that said so; absent: a call or a status file.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<Uuid>,
    /// The document that it was done to.
    target: Uuid,
    /// Its DocumentId.
    target_document_id: String,
    /// The delivery of it.
    delivery: Uuid,
    /// The receiver.
    to: AgencyRef,
    /// `withdrawn`, `asked` or `bound`.
    outcome: String,
    /// The number of the question.
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<i64>,
    /// `agreed`, `declined`, `confirmed`, `protested` or `lapsed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    /// When it was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    answered: Option<String>,
}

impl Relation {
    fn of(row: &BusinessChange, directory: &Directory) -> Self {
        Self {
            what: row.what.as_str(),
            by: row.document.map(|id| id.0),
            target: row.target.0,
            target_document_id: row.target_id.0.clone(),
            delivery: row.delivery.0,
            to: AgencyRef::of(&row.agency, row.received, directory),
            outcome: row.outcome.clone(),
            request: row.request,
            answer: row.answer.clone(),
            answered: row.answered.map(view::iso),
        }
    }
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
    /// The code of the verdict that a later look came to.
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<String>,
    /// Kept beside an earlier word that says otherwise.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    contradiction: bool,
    /// Whose word it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    /// The hub's time.
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<String>,
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
pub(crate) async fn document(
    hub: web::Data<Hub>,
    who: AgencySystem,
    path: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let uuid = path.parse().map_err(|_| not_yours())?;
    let (asked, agency) = (hub.clone(), who.caller.agency);
    Ok(HttpResponse::Ok().json(web::block(move || whole(&asked, &agency, uuid)).await??))
}

/// Every attempt of a document by its issuer's DocumentId, the latest first.
#[utoipa::path(
    tag = "following",
    params(Query),
    responses((status = 200, description = "The attempts", body = Found), (status = 404, description = "Not yours", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[get("/documents")]
pub(crate) async fn find(
    hub: web::Data<Hub>,
    who: AgencySystem,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let (asked, agency) = (hub.clone(), who.caller.agency);
    let id = DocumentId(nfc(&query.document_id));
    let found = web::block(move || -> Result<Found, Failure> {
        let rows = asked.exchange.store().documents_by_id(&agency, &id)?;
        let items = rows.iter().map(|row| whole(&asked, &agency, row.uuid)).collect::<Result<Vec<_>, _>>()?;
        Ok(Found { items })
    });
    let found = found.await??;
    if found.items.is_empty() {
        return Err(not_yours());
    }
    Ok(HttpResponse::Ok().json(found))
}

/// Documents that were found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Found {
    items: Vec<Whole>,
}

fn whole(hub: &Hub, agency: &OrganId, uuid: DocumentUuid) -> Result<Whole, Failure> {
    let store = hub.exchange.store();
    let directory = hub.exchange.directory()?;
    let found = store.history(agency, uuid)?.ok_or_else(not_yours)?;
    let (verdict, _) = store.verdict(agency, uuid)?.ok_or_else(not_yours)?;
    let mut history = Vec::new();
    for row in &found.deliveries {
        history.push((row.leaf, Event::of_delivery(Name::ContentConsignment, row, row.delivered_at)));
        if let (Some(leaf), Some(at)) = (row.fetched_leaf, row.fetched_at) {
            history.push((
                leaf,
                Event { by: Some(row.agency.0.clone()), ..Event::of_delivery(Name::ContentHandover, row, Some(at)) },
            ));
        }
    }
    let done = found.changes.iter().filter(|row| row.target == uuid);
    history.extend(done.map(|row| (row.leaf, Event::of_change(row))));
    history.extend(found.revisions.iter().map(|row| (row.leaf, Event::of_revision(row))));
    history.extend(found.words.iter().map(|word| (word.leaf, Event::of_word(word))));
    history.sort_by_key(|(leaf, _)| (leaf.epoch, leaf.index));
    let events = history.into_iter().map(|(leaf, event)| event.proven(hub, agency, uuid, leaf));
    Ok(Whole {
        document: Document::of(&found.document, &directory),
        package: Package::of(&found.document.carried),
        verdict: view::raw(verdict.into_bytes())?,
        revised_verdict: match found.revisions.last() {
            Some(latest) => Some(view::raw(latest.verdict_json.clone().into_bytes())?),
            None => None,
        },
        deliveries: found.deliveries.iter().map(|row| Copy::of(row, &directory)).collect(),
        changes: found.changes.iter().map(|row| Relation::of(row, &directory)).collect(),
        history: events.collect::<Result<Vec<_>, _>>()?,
        receipt: store.receipt(agency, uuid)?.as_ref().map(view::receipt).transpose()?,
    })
}

impl Event {
    fn of_delivery(event: Name, row: &Delivery, at: Option<Micros>) -> Self {
        Self {
            event: event.as_str().to_owned(),
            delivery: Some(row.id.0),
            code: None,
            reason: None,
            verdict: None,
            contradiction: false,
            by: None,
            time: at.map(view::iso),
            agency_time: None,
            receipt: None,
        }
    }

    fn of_revision(row: &Revision) -> Self {
        Self {
            event: Name::VerdictRevised.as_str().to_owned(),
            delivery: None,
            code: None,
            reason: None,
            verdict: Some(row.code.clone()),
            contradiction: false,
            by: None,
            time: Some(view::iso(row.at)),
            agency_time: None,
            receipt: None,
        }
    }

    fn of_change(row: &BusinessChange) -> Self {
        Self {
            event: Name::of_change(row.what, row.outcome == "withdrawn").as_str().to_owned(),
            delivery: Some(row.delivery.0),
            code: None,
            reason: row.reason.clone(),
            verdict: None,
            contradiction: false,
            by: Some(row.issuer.0.clone()),
            time: Some(view::iso(row.received)),
            agency_time: None,
            receipt: None,
        }
    }

    fn of_word(word: &Word) -> Self {
        Self {
            event: Name::of_status(word.status).as_str().to_owned(),
            delivery: Some(word.delivery.0),
            code: Some(word.status.as_str().to_owned()),
            reason: word.reason.clone(),
            verdict: None,
            contradiction: word.contradiction,
            by: Some(word.reporter.0.clone()),
            time: Some(view::iso(word.received)),
            agency_time: word.stated.map(view::iso),
            receipt: None,
        }
    }

    /// The same with its receipt.
    fn proven(self, hub: &Hub, agency: &OrganId, uuid: DocumentUuid, leaf: LeafRef) -> Result<Self, Failure> {
        let receipt = hub.exchange.store().receipt_about(agency, uuid, leaf)?;
        Ok(Self { receipt: receipt.as_ref().map(view::receipt).transpose()?, ..self })
    }
}

fn not_yours() -> Failure {
    Failure::new(codes::DOCUMENT_NOT_FOUND, "there is no such document of this agency")
}

/// As identifiers are compared (DECISIONS "Identity").
pub(super) fn nfc(text: &str) -> String {
    icu_normalizer::ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}
