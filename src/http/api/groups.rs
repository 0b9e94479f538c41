//! `GET /api/v1/groups` and `POST /api/v1/groups/{name}/expand`: groups of receivers, for whoever is about to sign a document.

use actix_web::{HttpResponse, get, post, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::view::AgencyRef;
use crate::http::auth::SignedIn;
use crate::http::{Failure, Hub};

/// The groups there are.
#[derive(Debug, Serialize, ToSchema)]
pub struct Groups {
    /// By name.
    items: Vec<Group>,
}

/// A group of receivers.
#[derive(Debug, Serialize, ToSchema)]
pub struct Group {
    /// As it is called in an address.
    name: String,
    /// What people call it.
    title: String,
    /// How many members it has.
    members: usize,
}

/// Whom a group means now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Expanded {
    /// To be written into To before the document is signed.
    receivers: Vec<AgencyRef>,
    /// Members that can be sent nothing now.
    left_out: Vec<LeftOut>,
}

/// A member that can be sent nothing.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeftOut {
    /// As the group names it.
    organ_id: String,
    /// Why.
    code: &'static str,
}

/// Lists the groups of receivers.
#[utoipa::path(
    tag = "directory",
    responses((status = 200, description = "All groups", body = Groups), (status = "4XX", description = "Refused", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[get("/groups")]
pub(crate) async fn groups(hub: web::Data<Hub>, _who: SignedIn) -> Result<HttpResponse, Failure> {
    let groups = web::block(move || hub.exchange.groups()).await??;
    let group =
        |row: crate::store::agencies::Group| Group { members: row.members.len(), name: row.name, title: row.title };
    Ok(HttpResponse::Ok().json(Groups { items: groups.into_iter().map(group).collect() }))
}

/// Says whom a group means at this moment. Nothing is sent: the signed list of receivers is what counts.
#[utoipa::path(
    tag = "directory",
    params(("name" = String, Path, description = "The group")),
    responses((status = 200, description = "Its members", body = Expanded), (status = "4XX", description = "Refused", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[post("/groups/{name}/expand")]
pub(crate) async fn expand(
    hub: web::Data<Hub>,
    _who: SignedIn,
    name: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let answer = web::block(move || -> Result<Expanded, Failure> {
        let (found, directory) = (hub.exchange.expand_group(&name)?, hub.exchange.directory()?);
        let now = hub.exchange.clock().now();
        let left_out = found
            .left_out
            .into_iter()
            .map(|fault| LeftOut { organ_id: fault.found.unwrap_or_default(), code: fault.code.name() });
        Ok(Expanded {
            receivers: found.receivers.iter().map(|id| AgencyRef::of(id, now, &directory)).collect(),
            left_out: left_out.collect(),
        })
    });
    Ok(HttpResponse::Ok().json(answer.await??))
}
