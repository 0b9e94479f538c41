//! `POST /api/v1/packages`: a document or a status file comes in.

use actix_web::{HttpRequest, HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};

use super::view::{self, Copy, Document, Package};
use crate::codes;
use crate::domain::ids::{DocumentUuid, OrganId};
use crate::exchange::{Acknowledged, Ask, Directory, NewDocument, Refusal, Submitted};
use crate::http::auth::AgencySystem;
use crate::http::hub::Slot;
use crate::http::{Failure, Hub, body};
use crate::store::deliveries::Delivery;
use crate::store::{Issued, documents};

/// What may stand in the query.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// 2 asks for a second attempt, allowed when every receiver named has returned it or never got it.
    #[serde(default)]
    attempt: Option<u16>,
}

impl Query {
    /// Which attempt it is.
    pub(super) fn attempt(&self) -> Result<u16, Failure> {
        match self.attempt {
            None => Ok(1),
            Some(attempt @ 1..=MOST_ATTEMPTS) => Ok(attempt),
            Some(other) => {
                Err(Failure::new(codes::REQUEST_QUERY, format!("attempt={other}: expected 1 to {MOST_ATTEMPTS}")))
            }
        }
    }
}

/// A document that was taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct AcceptedDocument {
    /// `accepted`, or `already_accepted` for a resend.
    outcome: &'static str,
    /// `document`
    kind: &'static str,
    /// What it is.
    document: Document,
    /// The bytes.
    package: Package,
    /// One a receiver.
    deliveries: Vec<Copy>,
    /// The whole verdict.
    #[schema(value_type = Object)]
    verdict: Box<RawValue>,
    /// The receipt, exactly as first issued.
    #[schema(value_type = Object)]
    receipt: Box<RawValue>,
}

/// Takes a package: the raw bytes of an ASiC-E, a bare edXML or a status file.
#[utoipa::path(
    tag = "sending",
    params(Query, ("Idempotency-Key" = Option<String>, Header, description = "Names the request for 24 hours; at most 255 bytes")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The package as it is"),
    responses(
        (status = 201, description = "Taken, durable; a status file is answered with the acknowledgement's fields", body = AcceptedDocument),
        (status = 200, description = "The same document came before: the original receipt", body = AcceptedDocument),
        (status = "4XX", description = "Refused; the problem bears the receipt of the refusal", content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
#[post("/packages")]
pub(crate) async fn submit(
    hub: web::Data<Hub>,
    who: AgencySystem,
    req: HttpRequest,
    query: web::Query<Query>,
    payload: web::Payload,
) -> Result<HttpResponse, Failure> {
    let ask = Ask { attempt: query.attempt()?, idempotency: idempotency_key(&req)? };
    let slot = slot(&hub, &who)?;
    let upload = body::take(&hub, &req, payload).await?;
    drop(slot);
    let received = hub.exchange.clock().now();
    let outcome = hub.exchange.submit(&who.caller, upload, received, ask).await;
    told(&hub, who.caller.agency, outcome).await
}

/// A place among the system's uploads.
pub(super) fn slot(hub: &Hub, who: &AgencySystem) -> Result<Slot, Failure> {
    hub.upload_slot(who.system.0).ok_or_else(|| {
        let most = hub.settings.uploads_per_system;
        Failure::new(codes::REQUEST_TOO_MANY_UPLOADS, format!("this system has {most} uploads running already"))
    })
}

/// The answer to a package that came in, whichever way it came about.
pub(super) async fn told(
    hub: &web::Data<Hub>,
    agency: OrganId,
    outcome: Result<Submitted, Refusal>,
) -> Result<HttpResponse, Failure> {
    match outcome {
        Ok(Submitted::New(new)) => Ok(HttpResponse::Created().json(accepted(*new)?)),
        Ok(Submitted::Known { document, .. }) => {
            let asked = hub.clone();
            let answer = web::block(move || already_accepted(&asked, &agency, document)).await??;
            Ok(HttpResponse::Ok().json(answer))
        }
        Ok(Submitted::Status(taken)) => status_answer(hub, taken).await,
        Ok(Submitted::Withdrawn(taken)) => super::withdrawals::answer(hub, &agency, taken).await,
        Err(refusal) => {
            let receipt = match refusal.rejection {
                Some(id) => {
                    let store = hub.exchange.store().clone();
                    let found = web::block(move || store.rejection_receipt(&agency, id)).await??;
                    found.as_ref().map(view::receipt).transpose()?
                }
                None => None,
            };
            Err(Failure::from(refusal).with_receipt(receipt))
        }
    }
}

/// Of the batch that committed it: nothing is read.
fn accepted(new: NewDocument) -> Result<AcceptedDocument, Failure> {
    let NewDocument { issued, verdict_json, directory } = new;
    let Issued { document, deliveries, receipt } = issued;
    let receipt = view::receipt(&receipt)?;
    answer("accepted", &document, &deliveries, verdict_json, receipt, &directory)
}

fn already_accepted(hub: &Hub, agency: &OrganId, document: DocumentUuid) -> Result<AcceptedDocument, Failure> {
    let store = hub.exchange.store();
    let directory = hub.exchange.directory()?;
    let not_yours = || Failure::new(codes::DOCUMENT_NOT_FOUND, "the document is not the caller's");
    let history = store.history(agency, document)?.ok_or_else(not_yours)?;
    let (verdict, _) = store.verdict(agency, document)?.ok_or_else(not_yours)?;
    let receipt = view::needed(store.receipt(agency, document)?)?;
    answer("already_accepted", &history.document, &history.deliveries, verdict, receipt, &directory)
}

fn answer(
    outcome: &'static str,
    document: &documents::Document,
    deliveries: &[Delivery],
    verdict: String,
    receipt: Box<RawValue>,
    directory: &Directory,
) -> Result<AcceptedDocument, Failure> {
    Ok(AcceptedDocument {
        outcome,
        kind: "document",
        document: Document::of(document, directory),
        package: Package::of(&document.carried),
        deliveries: deliveries.iter().map(|row| Copy::of(row, directory)).collect(),
        verdict: view::raw(verdict.into_bytes())?,
        receipt,
    })
}

async fn status_answer(hub: &Hub, taken: Acknowledged) -> Result<HttpResponse, Failure> {
    let created = taken.first && !taken.contradiction;
    let answer = super::acknowledgements::answer(hub, taken, "status").await?;
    Ok(if created { HttpResponse::Created() } else { HttpResponse::Ok() }.json(answer))
}

/// The header `Idempotency-Key`, at most 255 visible bytes.
pub(crate) fn idempotency_key(req: &HttpRequest) -> Result<Option<String>, Failure> {
    let Some(header) = req.headers().get("idempotency-key") else { return Ok(None) };
    match header.to_str() {
        Ok(key) if (1..=KEY_MAX_BYTES).contains(&key.len()) => Ok(Some(key.to_owned())),
        _ => Err(Failure::new(
            codes::REQUEST_IDEMPOTENCY_KEY,
            "Idempotency-Key must be 1 to 255 visible ASCII characters",
        )),
    }
}

/// As the store's column has it.
const KEY_MAX_BYTES: usize = 255;
/// A document that failed nine times is a matter for people.
const MOST_ATTEMPTS: u16 = 9;
