//! `GET /api/v1/inbox`: what lies there for the caller's agency; with `wait` the answer comes when something does.

use std::time::Duration;

use actix_web::{HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, timeout_at};
use utoipa::{IntoParams, ToSchema};

use super::view::Delivery;
use crate::codes;
use crate::http::auth::AgencySystem;
use crate::http::{Failure, Hub};
use crate::store::Page;
use crate::store::deliveries::InboxLine;

/// What may stand in the query.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// `new` (default): not fetched yet. `all`: everything that ever came.
    #[serde(default)]
    state: Option<String>,
    /// `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// At most so many, 1 to 200; 50 when absent.
    #[serde(default)]
    limit: Option<u32>,
    /// Seconds to wait when there is nothing, at most 60.
    #[serde(default)]
    wait: Option<u64>,
}

/// A page of the inbox.
#[derive(Debug, Serialize, ToSchema)]
pub struct Inbox {
    /// The deliveries, oldest first.
    items: Vec<Delivery>,
    /// For `after`; absent when this page is the last for now.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Lists the inbox of the caller's agency.
#[utoipa::path(
    tag = "receiving",
    params(Query),
    responses((status = 200, description = "A page", body = Inbox), (status = "4XX", description = "Refused", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[get("/inbox")]
pub(crate) async fn inbox(
    hub: web::Data<Hub>,
    who: AgencySystem,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let only_new = match query.state.as_deref() {
        None | Some("new") => true,
        Some("all") => false,
        Some(other) => return Err(Failure::new(codes::REQUEST_QUERY, format!("state={other:?}: expected new or all"))),
    };
    let limit = limit(query.limit)?;
    let after = cursor(query.after.as_deref())?;
    let wait = Duration::from_secs(query.wait.unwrap_or(0));
    if wait > WAIT_MAX {
        return Err(Failure::new(
            codes::REQUEST_QUERY,
            format!("wait={}: at most {}", wait.as_secs(), WAIT_MAX.as_secs()),
        ));
    }
    let page = read(&hub, &who, only_new, after, limit).await?;
    let page = if page.rows.is_empty() && !wait.is_zero() {
        long_poll(&hub, &who, only_new, after, limit, wait).await?
    } else {
        page
    };
    let asked = hub.clone();
    let directory = web::block(move || asked.exchange.directory()).await??;
    Ok(HttpResponse::Ok().json(Inbox {
        items: page.rows.iter().map(|line| Delivery::of(line, &directory)).collect(),
        next: page.next.map(|cursor| cursor.to_string()),
    }))
}

/// Waits without holding anything of the database, and asks for the token again at each wake.
async fn long_poll(
    hub: &Hub,
    who: &AgencySystem,
    only_new: bool,
    after: Option<i64>,
    limit: u32,
    wait: Duration,
) -> Result<Page<InboxLine>, Failure> {
    let _slot = hub
        .wait_slot(who.system.0)
        .ok_or_else(|| Failure::new(codes::REQUEST_TOO_MANY_WAITS, "this system waits in four requests already"))?;
    let deadline = Instant::now() + wait;
    let mut watch = hub.wake.watch(&who.caller.agency);
    loop {
        // Read after the watch is held: what comes between reading and waiting turns the watch.
        let page = read(hub, who, only_new, after, limit).await?;
        if !page.rows.is_empty() {
            return Ok(page);
        }
        match timeout_at(deadline, watch.changed()).await {
            Ok(Ok(())) => who.still(hub).await?,
            Ok(Err(_)) | Err(_) => return Ok(page),
        }
    }
}

async fn read(
    hub: &Hub,
    who: &AgencySystem,
    only_new: bool,
    after: Option<i64>,
    limit: u32,
) -> Result<Page<InboxLine>, Failure> {
    let (store, agency) = (hub.exchange.store().clone(), who.caller.agency.clone());
    Ok(web::block(move || store.inbox(&agency, after, limit, only_new)).await??)
}

/// A page's size.
pub(super) fn limit(asked: Option<u32>) -> Result<u32, Failure> {
    match asked {
        None => Ok(50),
        Some(limit @ 1..=200) => Ok(limit),
        Some(other) => Err(Failure::new(codes::REQUEST_QUERY, format!("limit={other}: expected 1 to 200"))),
    }
}

/// Where a page begins.
pub(super) fn cursor(text: Option<&str>) -> Result<Option<i64>, Failure> {
    text.map(|text| text.parse().map_err(|_| Failure::new(codes::REQUEST_CURSOR, "after: not a `next` of this list")))
        .transpose()
}

/// DECISIONS "Long poll".
const WAIT_MAX: Duration = Duration::from_secs(60);
