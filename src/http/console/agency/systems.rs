//! `/agency/systems`: the agency's own software, each with a token that is shown once and ends at once when it is revoked. An
//! operator does the same on the agency's page (`operator/agency.rs`) with the parts of here.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde_json::json;
use uuid::Uuid;

use super::super::answer;
use super::super::ask::{self, Ask, Kind, blocking, first, link, pairs};
use super::super::frame::{Frame, Rail};
use super::super::held::File;
use super::super::operator::dead_letters::path;
use super::super::seat::{Seat, Viewer};
use crate::codes;
use crate::domain::ids::{Micros, OrganId, SystemId};
use crate::exchange::Refusal;
use crate::http::{Failure, Hub};
use crate::store::access::Note;
use crate::store::tokens::System;

#[derive(Template)]
#[template(path = "console/agency/systems.html")]
struct Page {
    frame: Frame,
    systems: Vec<SystemLine>,
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "console/agency/secret.html")]
pub(in crate::http::console) struct Secret {
    pub frame: Frame,
    pub tab: &'static str,
    pub title: String,
    pub lead: String,
    pub label: String,
    pub secret: String,
    pub back: String,
}

/// A system as pages show it.
pub(in crate::http::console) struct SystemLine {
    pub id: SystemId,
    pub name: String,
    pub issued: Micros,
    pub ends: Option<Micros>,
    pub live: bool,
    pub class: &'static str,
    pub icon: &'static str,
    pub word: &'static str,
}

/// A system at `now`.
pub(in crate::http::console) fn line(system: &System, now: Micros) -> SystemLine {
    let live = system.is_live(now);
    let (class, icon, word) = match (system.revoked_at, live) {
        (Some(_), _) => ("mute", "ban", "system-revoked"),
        (None, true) => ("ok", "check", "system-live"),
        (None, false) => ("mute", "clock-off", "system-expired"),
    };
    let ends = system.revoked_at.or(system.expires_at);
    SystemLine { id: system.id, name: system.name.clone(), issued: system.issued_at, ends, live, class, icon, word }
}

/// `GET /agency/systems`
pub(in crate::http::console) async fn list(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Agency).await?;
    let id = seat.agency()?.clone();
    let rows = blocking(&hub, move |hub| Ok(hub.exchange.store().systems(Some(&id))?)).await?;
    let mut systems: Vec<SystemLine> = rows.iter().map(|row| line(row, frame.now)).collect();
    systems.sort_by_key(|system| (!system.live, std::cmp::Reverse(system.issued)));
    let done = ask::done(&frame, &pairs(req.query_string()));
    answer::page(&Page { systems, done, frame })
}

/// `GET /agency/systems/new`
pub(in crate::http::console) async fn question(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    new_page(&hub, &viewer, &req, &[]).await?.page()
}

/// `POST /agency/systems/new`
pub(in crate::http::console) async fn issue(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    form: String,
) -> Result<HttpResponse, Failure> {
    let form = pairs(&form);
    let page = new_page(&hub, &viewer, &req, &form).await?;
    let reason = first(&form, "reason").to_owned();
    let mut errors = ask::reason_errors(&page.frame, &reason);
    let (name, expires) = read(&page.frame, &form, &mut errors);
    if !errors.is_empty() {
        return page.again(&reason, errors);
    }
    let agency = seat.agency()?.clone();
    match hub.exchange.issue_token(ask::actor(&seat, &reason), Some(agency.clone()), name, expires).await {
        Ok(new) => {
            note(&hub, &seat, &agency, "token.issued", new.system).await?;
            let held = keep(&hub, &seat, TOKEN, new.token)?;
            Ok(answer::see(link("/agency/systems/token", &[("held", &held.to_string())])))
        }
        Err(refusal) => page.refused(&reason, refusal),
    }
}

/// `GET /agency/systems/token`: the token, this once.
pub(in crate::http::console) async fn token(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let frame = Frame::load(&hub, &viewer, "/agency/systems", Rail::Agency).await?;
    let secret = take(&hub, &seat, TOKEN, &pairs(req.query_string()), frame.now)?;
    answer::page(&Secret {
        tab: "systems",
        title: frame.t("token-title"),
        lead: frame.t("token-lead"),
        label: frame.t("token-label"),
        secret,
        back: "/agency/systems".to_owned(),
        frame,
    })
}

/// The name and the end of a new token; what is wrong with them goes to `errors`.
pub(in crate::http::console) fn read(
    frame: &Frame,
    form: &[(String, String)],
    errors: &mut Vec<(String, String)>,
) -> (String, Option<Micros>) {
    let name = first(form, "name").to_owned();
    if name.is_empty() || name.chars().count() > NAME_CHARS {
        errors.push(("name".to_owned(), frame.tv("ask-missing", "field", frame.t("system-name"))));
    }
    let expires = ask::moment(first(form, "expires")).unwrap_or_else(|()| {
        errors.push(("expires".to_owned(), frame.t("ask-time")));
        None
    });
    if expires.is_some_and(|at| at <= frame.now) {
        errors.push(("expires".to_owned(), frame.t("ask-past")));
    }
    (name, expires)
}

/// Writes into the access log of the agency what was done to one of its tokens, and by whom.
pub(in crate::http::console) async fn note(
    hub: &Hub,
    seat: &Seat,
    agency: &OrganId,
    what: &'static str,
    system: SystemId,
) -> Result<(), Failure> {
    let at = hub.exchange.clock().now();
    let note = Note::of(at, Some(seat.person()), Some(agency.clone()), what).with(json!({ "system": system }));
    blocking(hub, move |hub| Ok(hub.exchange.store().note(&note)?)).await
}

/// `GET /agency/systems/{id}/revoke`
pub(in crate::http::console) async fn revoke_question(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    revoke_page(&hub, &viewer, &seat, &req, &id).await?.0.page()
}

/// `POST /agency/systems/{id}/revoke`
pub(in crate::http::console) async fn revoke(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    id: web::Path<String>,
    form: String,
) -> Result<HttpResponse, Failure> {
    let (page, system) = revoke_page(&hub, &viewer, &seat, &req, &id).await?;
    let form = pairs(&form);
    let reason = first(&form, "reason");
    let errors = ask::reason_errors(&page.frame, reason);
    if !errors.is_empty() {
        return page.again(reason, errors);
    }
    match hub.exchange.revoke_token(ask::actor(&seat, reason), system).await {
        Ok(_) => {
            note(&hub, &seat, seat.agency()?, "token.revoked", system).await?;
            Ok(answer::see("/agency/systems?done=revoke-token"))
        }
        Err(refusal) => page.refused(reason, refusal),
    }
}

/// A system of that agency, or none.
///
/// # Errors
/// `system.unknown` when it is another's.
pub(in crate::http::console) async fn own(hub: &Hub, agency: &OrganId, id: SystemId) -> Result<System, Refusal> {
    let (store, agency) = (hub.exchange.store().clone(), agency.clone());
    let rows = web::block(move || store.systems(Some(&agency))).await.map_err(Refusal::internal)??;
    let unknown = || Refusal::new(codes::SYSTEM_UNKNOWN, "there is no such system of this agency");
    rows.into_iter().find(|system| system.id == id).ok_or_else(unknown)
}

/// Keeps a secret for the one page that shows it.
pub(in crate::http::console) fn keep(
    hub: &Hub,
    seat: &Seat,
    purpose: &'static str,
    secret: String,
) -> Result<Uuid, Failure> {
    let at = hub.exchange.clock().now();
    let bytes = Arc::new(secret.into_bytes());
    hub.held.keep(File { person: seat.person(), purpose, name: String::new(), bytes, at })
}

/// Takes it: a second look finds nothing.
pub(in crate::http::console) fn take(
    hub: &Hub,
    seat: &Seat,
    purpose: &'static str,
    query: &[(String, String)],
    now: Micros,
) -> Result<String, Failure> {
    let shown = || Failure::new(codes::HUB_SECRET_SHOWN, "it was shown, or its quarter of an hour is over");
    let id: Uuid = first(query, "held").parse().map_err(|_| shown())?;
    let file = hub.held.get(id, seat.person(), purpose, now).map_err(|_| shown())?;
    hub.held.drop(id);
    Ok(String::from_utf8_lossy(&file.bytes).into_owned())
}

async fn new_page(hub: &Hub, viewer: &Viewer, req: &HttpRequest, given: &[(String, String)]) -> Result<Ask, Failure> {
    let frame = Frame::load(hub, viewer, &path(req), Rail::Agency).await?;
    let (title, lead, yes) = (frame.t("system-add"), frame.t("system-add-lead"), frame.t("system-add"));
    let page = Ask::of(frame, title, "/agency/systems/new", yes, "/agency/systems").lead(lead);
    Ok(page.field("name", "system-name", first(given, "name"), Kind::Text).may(
        "expires",
        "system-expires",
        first(given, "expires"),
        Kind::Text,
    ))
}

async fn revoke_page(
    hub: &Hub,
    viewer: &Viewer,
    seat: &Seat,
    req: &HttpRequest,
    id: &str,
) -> Result<(Ask, SystemId), Failure> {
    let unknown = |_| Failure::new(codes::SYSTEM_UNKNOWN, "there is no such system of this agency");
    let system = own(hub, seat.agency()?, SystemId(id.parse().map_err(unknown)?)).await?;
    let frame = Frame::load(hub, viewer, &path(req), Rail::Agency).await?;
    let title = frame.tv("system-revoke-ask", "name", system.name.clone());
    let (lead, yes) = (frame.t("system-revoke-lead"), frame.t("agency-revoke-token"));
    let issued = frame.when(system.issued_at);
    let action = format!("/agency/systems/{}/revoke", system.id);
    let page = Ask::of(frame, title, action, yes, "/agency/systems").lead(lead).danger();
    Ok((page.fact("system-id", system.id.to_string()).fact("system-issued", issued), system.id))
}

pub(in crate::http::console) const TOKEN: &str = "token";
const NAME_CHARS: usize = 100;
