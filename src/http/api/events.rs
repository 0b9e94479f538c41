//! `GET /api/v1/events`: what happened for the caller's agency, to be read again from any place.

use actix_web::{HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::exchange::Happened;
use crate::http::auth::AgencySystem;
use crate::http::{Failure, Hub};

/// What may stand in the query.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// `next` of the page before, or the `cursor` of an event; from the beginning when absent.
    #[serde(default)]
    after: Option<String>,
    /// At most so many, 1 to 200; 50 when absent.
    #[serde(default)]
    limit: Option<u32>,
}

/// A page of events.
#[derive(Debug, Serialize, ToSchema)]
pub struct Events {
    /// In the order of the log.
    items: Vec<Happened>,
    /// For `after`, on the last page too: there comes what happens from now on.
    next: String,
    /// Whether there is more already.
    more: bool,
}

/// Lists what happened for the caller's agency: documents that came, what was done to them, what became of its own.
#[utoipa::path(
    tag = "following",
    params(Query),
    responses((status = 200, description = "A page", body = Events), (status = "4XX", description = "Refused", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[get("/events")]
pub(crate) async fn events(
    hub: web::Data<Hub>,
    who: AgencySystem,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let limit = super::inbox::limit(query.limit)?;
    let after = super::inbox::cursor(query.after.as_deref())?.unwrap_or(-1);
    let (asked, agency) = (hub.clone(), who.caller.agency);
    let page = web::block(move || asked.exchange.events(&agency, after, limit)).await??;
    Ok(HttpResponse::Ok().json(Events { items: page.items, next: page.place.to_string(), more: page.more }))
}
