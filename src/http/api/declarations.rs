//! `POST /api/v1/declarations`: how many documents an agency issued on paper only in a month.

use actix_web::{HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

use super::view;
use crate::exchange::Declaration;
use crate::http::auth::AgencySystem;
use crate::http::{Failure, Hub};

/// What is declared.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// The month, `yyyy-mm`.
    #[schema(example = "2026-11")]
    period: String,
    /// How many documents were issued on paper only.
    count: u32,
    /// The declaration that this one replaces.
    #[serde(default)]
    supersedes: Option<Uuid>,
}

/// A declaration that stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct Answer {
    /// Its name, by which a later one replaces it.
    id: Uuid,
    /// Its receipt.
    #[schema(value_type = Object)]
    receipt: Box<RawValue>,
}

/// Declares documents issued on paper only.
#[utoipa::path(
    tag = "rates",
    request_body = Body,
    responses((status = 201, description = "Recorded", body = Answer), (status = "4XX", description = "Refused", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[post("/declarations")]
pub(crate) async fn declare(
    hub: web::Data<Hub>,
    who: AgencySystem,
    body: web::Json<Body>,
) -> Result<HttpResponse, Failure> {
    let Body { period, count, supersedes } = body.into_inner();
    let declaration = Declaration { period, count: u64::from(count), supersedes };
    let declared = hub.exchange.declare(&who.caller, declaration).await?;
    let store = hub.exchange.store().clone();
    let receipt = view::receipt(&web::block(move || store.plain_receipt(declared.leaf)).await??)?;
    Ok(HttpResponse::Created().json(Answer { id: declared.id, receipt }))
}
