//! `GET /api/v1/documents/{uuid}/receipt`: the receipt of a document's acceptance as a file of its own.

use actix_web::{HttpResponse, get, web};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::codes;
use crate::http::auth::AgencySystem;
use crate::http::{Failure, Hub};

/// What may stand in the query.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// `json` (default), or `tlog-proof` (C2SP).
    #[serde(default)]
    format: Option<String>,
}

/// The receipt, exactly as first issued.
#[utoipa::path(
    tag = "following",
    params(Query, ("uuid" = uuid::Uuid, Path, description = "The hub's name for the document")),
    responses((status = 200, description = "The receipt", content_type = "application/json"), (status = 404, description = "Not yours", content_type = "application/problem+json")),
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
    let uuid = path.parse().map_err(|_| not_yours())?;
    let (store, agency) = (hub.exchange.store().clone(), who.caller.agency);
    let receipt = web::block(move || store.receipt(&agency, uuid)).await??.ok_or_else(not_yours)?;
    match query.format.as_deref() {
        None | Some("json") => Ok(HttpResponse::Ok().content_type("application/json").body(receipt.to_json())),
        Some("tlog-proof") => {
            Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(receipt.to_tlog_proof()))
        }
        Some(other) => {
            Err(Failure::new(codes::REQUEST_QUERY, format!("format={other:?}: expected json or tlog-proof")))
        }
    }
}
