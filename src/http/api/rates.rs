//! `GET /api/v1/rates`: the exchange rates, of its own agency for a system, of all agencies for an auditor.

use actix_web::{HttpResponse, get, web};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::codes;
use crate::domain::ids::OrganId;
use crate::http::auth::SignedIn;
use crate::http::{Failure, Hub};
use crate::report::{self, Question, Rates};

/// What may stand in the query.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// The first month, `2026-11`; a quarter `2026-Q4` or a year `2026` too. Absent: the January before `to`.
    #[serde(default)]
    from: Option<String>,
    /// The last month, the same way. Absent: the present month.
    #[serde(default)]
    to: Option<String>,
    /// `agency` (default), `month` or `quarter`.
    #[serde(default)]
    by: Option<String>,
}

/// Counts the rates. A document and all its copies belong to the month in which the hub received it.
#[utoipa::path(
    tag = "rates",
    params(Query),
    responses((status = 200, description = "Rows and their total", body = Rates),
        (status = "4XX", description = "Refused", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[get("/rates")]
pub(crate) async fn rates(
    hub: web::Data<Hub>,
    who: SignedIn,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let Query { from, to, by } = query.into_inner();
    let now = hub.exchange.clock().now();
    let question = Question::parse(from.as_deref(), to.as_deref(), by.as_deref(), now)
        .map_err(|error| Failure::new(codes::REQUEST_QUERY, error.to_string()))?;
    let rates = web::block(move || count(&hub, &question, who.agency.as_ref())).await??;
    Ok(HttpResponse::Ok().json(rates))
}

fn count(hub: &Hub, question: &Question, viewer: Option<&OrganId>) -> Result<Rates, Failure> {
    let directory = hub.exchange.directory()?;
    let names = |id: &OrganId| directory.facts(id).map(|facts| facts.name.clone());
    Ok(report::from_store(hub.exchange.store(), question, viewer, &names)?)
}
