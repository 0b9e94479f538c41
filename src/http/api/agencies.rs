//! `GET /api/v1/agencies`: the directory, as every signed-in system may read it.

use actix_web::{HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::view::iso;
use crate::domain::ids::{Micros, OrganId};
use crate::http::auth::SignedIn;
use crate::http::{Failure, Hub};
use crate::store::agencies::Agency as Row;

/// What may stand in the query.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// `next` of the page before: the last code on it.
    #[serde(default)]
    after: Option<String>,
    /// At most so many, 1 to 200; 50 when absent.
    #[serde(default)]
    limit: Option<u32>,
}

/// A page of agencies.
#[derive(Debug, Serialize, ToSchema)]
pub struct Agencies {
    /// By code.
    items: Vec<Agency>,
    /// For `after`; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// One agency.
#[derive(Debug, Serialize, ToSchema)]
pub struct Agency {
    /// Mã định danh.
    organ_id: String,
    /// Tên cơ quan.
    name: String,
    /// Cơ quan chủ quản.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    /// 1 province, 2 department, 3 commune.
    level: i16,
    /// Since when.
    valid_from: String,
    /// Until when: closed or merged.
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_to: Option<String>,
    /// Whether it takes documents now.
    closed: bool,
    /// Older codes that lead to it.
    aliases: Vec<String>,
}

/// Lists the agencies.
#[utoipa::path(
    tag = "directory",
    params(Query),
    responses((status = 200, description = "A page", body = Agencies), (status = "4XX", description = "Refused", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[get("/agencies")]
pub(crate) async fn agencies(
    hub: web::Data<Hub>,
    _who: SignedIn,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let limit = super::inbox::limit(query.limit)?;
    let after = query.into_inner().after.map(OrganId);
    let now = hub.exchange.clock().now();
    let store = hub.exchange.store().clone();
    let page = web::block(move || -> Result<Agencies, Failure> {
        let rows = store.agencies(after.as_ref(), limit)?;
        let full = rows.len() == usize::try_from(limit).unwrap_or(usize::MAX);
        let next = rows.last().filter(|_| full).map(|row| row.facts.organ_id.0.clone());
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            let aliases = store.aliases_of(&row.facts.organ_id)?;
            items.push(Agency::of(row, aliases, now));
        }
        Ok(Agencies { items, next })
    });
    Ok(HttpResponse::Ok().json(page.await??))
}

impl Agency {
    fn of(row: Row, aliases: Vec<OrganId>, now: Micros) -> Self {
        Self {
            closed: row.valid_until.is_some_and(|until| until <= now),
            organ_id: row.facts.organ_id.0,
            name: row.facts.name,
            parent: row.facts.parent.map(|parent| parent.0),
            level: row.facts.level,
            valid_from: iso(row.facts.valid_from),
            valid_to: row.valid_until.map(iso),
            aliases: aliases.into_iter().map(|alias| alias.0).collect(),
        }
    }
}
