//! `GET /api/v1/documents/{uuid}/receipt`: the receipt of a document's acceptance as a file of its own.

use actix_web::{HttpResponse, get, web};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::codes;
use crate::http::auth::AgencySystem;
use crate::http::court::{self, Form};
use crate::http::{Failure, Hub};

/// What may stand in the query.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// `json` (default), `tlog-proof` (C2SP); `pdf` or `asice` for a receipt that is to stand alone as evidence.
    #[serde(default)]
    format: Option<String>,
}

/// The receipt, exactly as first issued.
#[utoipa::path(
    tag = "following",
    params(Query, ("uuid" = uuid::Uuid, Path, description = "The hub's name for the document")),
    responses((status = 200, description = "The receipt", content_type = "application/json"), (status = 404, description = "Not yours", content_type = "application/problem+json"), (status = 409, description = "The hub has no seal for an ASiC-E", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[get("/documents/{uuid}/receipt")]
pub(crate) async fn receipt(
    hub: web::Data<Hub>,
    who: AgencySystem,
    path: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let not_yours = || Failure::new(codes::DOCUMENT_NOT_FOUND, "there is no such document of this agency");
    let (uuid, form) = (path.parse().map_err(|_| not_yours())?, Form::of(query.format.as_deref())?);
    let (store, agency) = (hub.exchange.store().clone(), who.caller.agency);
    let receipt = web::block(move || store.receipt(&agency, uuid)).await??.ok_or_else(not_yours)?;
    court::answer(&hub, receipt, form).await
}
