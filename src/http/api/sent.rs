//! `GET /api/v1/sent`: what the caller's agency sent, and how far each copy is.

use actix_web::{HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::view::{Copy, Document, Package};
use crate::domain::acknowledgement::Name;
use crate::domain::delivery;
use crate::exchange::Directory;
use crate::http::auth::AgencySystem;
use crate::http::{Failure, Hub};
use crate::store::documents::History;

/// What may stand in the query.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// At most so many, 1 to 200; 50 when absent.
    #[serde(default)]
    limit: Option<u32>,
}

/// A page of sent documents.
#[derive(Debug, Serialize, ToSchema)]
pub struct SentPage {
    /// The documents, latest first.
    items: Vec<SentDocument>,
    /// For `after`; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A document that was sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct SentDocument {
    document: Document,
    package: Package,
    receivers: Receivers,
    deliveries: Vec<Copy>,
}

/// How far its copies are.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Receivers {
    total: usize,
    fetched: usize,
    /// 03 or later.
    acknowledged: usize,
    /// 02
    returned: usize,
}

/// Lists what the caller's agency sent.
#[utoipa::path(
    tag = "following",
    params(Query),
    responses((status = 200, description = "A page", body = SentPage), (status = "4XX", description = "Refused", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[get("/sent")]
pub(crate) async fn sent(
    hub: web::Data<Hub>,
    who: AgencySystem,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let limit = super::inbox::limit(query.limit)?;
    let after = super::inbox::cursor(query.after.as_deref())?;
    let (asked, agency) = (hub.clone(), who.caller.agency);
    let page = web::block(move || -> Result<SentPage, Failure> {
        let store = asked.exchange.store();
        let directory = asked.exchange.directory()?;
        let page = store.sent(&agency, after, limit)?;
        let mut items = Vec::with_capacity(page.rows.len());
        for row in page.rows {
            items.extend(store.history(&agency, row.uuid)?.map(|history| SentDocument::of(&history, &directory)));
        }
        Ok(SentPage { items, next: page.next.map(|place| place.to_string()) })
    });
    Ok(HttpResponse::Ok().json(page.await??))
}

impl SentDocument {
    fn of(view: &History, directory: &Directory) -> Self {
        let mut receivers = Receivers { total: view.deliveries.len(), ..Receivers::default() };
        for delivery in &view.deliveries {
            receivers.fetched += usize::from(delivery.state == delivery::Name::Fetched);
            receivers.acknowledged += usize::from(delivery.ack.is_acknowledged());
            receivers.returned += usize::from(delivery.ack == Name::Returned);
        }
        Self {
            document: Document::of(&view.document, directory),
            package: Package::of(&view.document.carried),
            receivers,
            deliveries: view.deliveries.iter().map(|row| Copy::of(row, directory)).collect(),
        }
    }
}
