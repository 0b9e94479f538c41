//! `POST /api/v1/deliveries/{id}/fetched`: the receiver says that it holds the bytes, and which.

use actix_web::{HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

use super::view;
use crate::codes;
use crate::domain::ids::Digest;
use crate::exchange::Fault;
use crate::http::auth::AgencySystem;
use crate::http::{Failure, Hub};

/// What the receiver holds.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// SHA-256 of the bytes that lie durably at the receiver, 64 hexadecimal digits.
    sha256: String,
}

/// How it was taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct Answer {
    /// `recorded`, or `already_recorded` for a repeat.
    outcome: &'static str,
    /// The delivery.
    delivery: Uuid,
    /// It came after the delivery was cancelled or had expired; nothing changed.
    contradiction: bool,
    /// What to know about it.
    #[schema(value_type = Vec<Object>)]
    warnings: Vec<Fault>,
    /// The receipt (ContentHandover).
    #[schema(value_type = Object)]
    receipt: Box<RawValue>,
}

/// Records that the receiver holds the package. To be called after the bytes are durable and their digest is checked.
#[utoipa::path(
    tag = "receiving",
    params(("id" = Uuid, Path, description = "The delivery")),
    request_body = Body,
    responses((status = 200, description = "Recorded", body = Answer), (status = "4XX", description = "Refused", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[post("/deliveries/{id}/fetched")]
pub(crate) async fn fetched(
    hub: web::Data<Hub>,
    who: AgencySystem,
    path: web::Path<String>,
    body: web::Json<Body>,
) -> Result<HttpResponse, Failure> {
    let delivery = super::deliveries::delivery_id(&path)?;
    let sha256 = Digest::from_hex(&body.sha256)
        .ok_or_else(|| Failure::new(codes::REQUEST_JSON, "sha256: expected 64 hexadecimal digits"))?;
    let taken = hub.exchange.fetched(&who.caller, delivery, sha256).await?;
    let (store, agency, leaf) = (hub.exchange.store().clone(), who.caller.agency, taken.leaf);
    let receipt = web::block(move || store.receipt_of_delivery(&agency, delivery, leaf)).await??;
    let warnings = if taken.contradiction { vec![Fault::bare(codes::DELIVERY_CONTRADICTION)] } else { Vec::new() };
    Ok(HttpResponse::Ok().json(Answer {
        outcome: if taken.first { "recorded" } else { "already_recorded" },
        delivery: delivery.0,
        contradiction: taken.contradiction,
        warnings,
        receipt: view::needed(receipt)?,
    }))
}
