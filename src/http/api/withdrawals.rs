//! `POST /api/v1/documents/{uuid}/recall` and `/take-back`: the issuer withdraws what it sent, without a package.

use actix_web::{HttpRequest, HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

use super::packages::idempotency_key;
use super::view::{self, AgencyRef};
use crate::codes;
use crate::domain::business::{Change, Outcome};
use crate::domain::ids::{DocumentUuid, OrganId};
use crate::exchange::{Withdrawal, Withdrawn};
use crate::http::auth::AgencySystem;
use crate::http::{Failure, Hub};
use crate::store::change::{Changed, Target};

/// Why, and from whom.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// In words, at most 1,000 characters; shown to the receivers.
    reason: String,
    /// Receivers by their code; absent or empty: all.
    #[serde(default)]
    receivers: Vec<String>,
}

/// What became of it at each receiver.
#[derive(Debug, Serialize, ToSchema)]
pub struct Answer {
    /// `recorded`, or `already_recorded` for a repeat.
    outcome: &'static str,
    /// `withdrawal`
    kind: &'static str,
    /// The document, by the hub's name.
    target: Uuid,
    /// One a receiver.
    changes: Vec<One>,
}

/// What became of it at one receiver.
#[derive(Debug, Serialize, ToSchema)]
pub struct One {
    /// `recall` or `take_back`.
    what: &'static str,
    /// The delivery.
    delivery: Uuid,
    /// Who receives it.
    to: AgencyRef,
    /// `withdrawn`: the receiver had not fetched it and never will; `asked`: it has it and must answer; `bound`: it has it,
    /// and it is no longer in force; `nothing`: there was nothing to be done.
    outcome: &'static str,
    /// The number of the question.
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<u32>,
    /// The receipt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object)]
    receipt: Option<Box<RawValue>>,
}

/// Recalls a document (thu hồi): withdrawn where it was not fetched, no longer in force where it was. No receiver can
/// refuse.
#[utoipa::path(
    tag = "sending",
    params(("uuid" = Uuid, Path, description = "The hub's name for the document"), ("Idempotency-Key" = Option<String>, Header, description = "Names the request for 24 hours")),
    request_body = Body,
    responses((status = 201, description = "Recalled", body = Answer), (status = 200, description = "Recalled before", body = Answer),
        (status = "4XX", description = "Refused", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[post("/documents/{uuid}/recall")]
pub(crate) async fn recall(
    hub: web::Data<Hub>,
    who: AgencySystem,
    req: HttpRequest,
    path: web::Path<String>,
    body: web::Json<Body>,
) -> Result<HttpResponse, Failure> {
    withdraw(&hub, who, &req, &path, body.into_inner(), Change::Recall).await
}

/// Asks for a document back (lấy lại, 13): withdrawn where it was not fetched, asked where it was; the receiver answers 15
/// or 16.
#[utoipa::path(
    tag = "sending",
    params(("uuid" = Uuid, Path, description = "The hub's name for the document"), ("Idempotency-Key" = Option<String>, Header, description = "Names the request for 24 hours")),
    request_body = Body,
    responses((status = 201, description = "Asked or withdrawn", body = Answer), (status = 200, description = "Asked before", body = Answer),
        (status = "4XX", description = "Refused", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[post("/documents/{uuid}/take-back")]
pub(crate) async fn take_back(
    hub: web::Data<Hub>,
    who: AgencySystem,
    req: HttpRequest,
    path: web::Path<String>,
    body: web::Json<Body>,
) -> Result<HttpResponse, Failure> {
    withdraw(&hub, who, &req, &path, body.into_inner(), Change::TakeBack).await
}

async fn withdraw(
    hub: &Hub,
    who: AgencySystem,
    req: &HttpRequest,
    path: &str,
    body: Body,
    what: Change,
) -> Result<HttpResponse, Failure> {
    let not_yours = |_| Failure::new(codes::DOCUMENT_NOT_FOUND, "there is no such document of this agency");
    let document: DocumentUuid = path.parse().map_err(not_yours)?;
    let withdrawal = Withdrawal {
        what,
        target: Target::Uuid(document),
        receivers: body.receivers.into_iter().map(OrganId).collect(),
        reason: body.reason,
        idempotency: idempotency_key(req)?,
    };
    let taken = hub.exchange.withdraw(&who.caller, withdrawal).await?;
    answer(hub, &who.caller.agency, taken).await
}

/// The answer to a withdrawal, with its receipts.
pub(super) async fn answer(hub: &Hub, agency: &OrganId, taken: Withdrawn) -> Result<HttpResponse, Failure> {
    let (asked, agency, first) = (hub.clone(), agency.clone(), taken.first);
    let answer = web::block(move || -> Result<Answer, Failure> {
        let (directory, now) = (asked.exchange.directory()?, asked.exchange.clock().now());
        let one = |changed: &Changed| -> Result<One, Failure> {
            let receipt = match changed.leaf {
                Some(leaf) => asked.exchange.store().receipt_about(&agency, changed.target, leaf)?,
                None => None,
            };
            Ok(One {
                what: changed.what.as_str(),
                delivery: changed.delivery.0,
                to: AgencyRef::of(&changed.agency, now, &directory),
                outcome: changed.outcome.as_str(),
                request: match changed.outcome {
                    Outcome::Asked(number) => Some(number.0),
                    Outcome::Withdrawn | Outcome::Bound | Outcome::Nothing => None,
                },
                receipt: receipt.as_ref().map(view::receipt).transpose()?,
            })
        };
        Ok(Answer {
            outcome: if taken.first { "recorded" } else { "already_recorded" },
            kind: "withdrawal",
            target: taken.document.0,
            changes: taken.changes.iter().map(one).collect::<Result<_, _>>()?,
        })
    });
    let answer = answer.await??;
    Ok(if first { HttpResponse::Created() } else { HttpResponse::Ok() }.json(answer))
}
