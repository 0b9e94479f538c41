//! `/agency/webhooks`: where the agency's own software is told what happens: made, told again, switched on again, taken away. The
//! same as `/api/v1/webhooks`, through the same door.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde_json::json;
use uuid::Uuid;

use super::super::answer;
use super::super::ask::{self, Ask, Kind, blocking, first, link, pairs};
use super::super::frame::{Frame, Rail};
use super::super::operator::dead_letters::path;
use super::super::seat::{Seat, Viewer};
use super::systems::{Secret, keep, take};
use crate::channel::webhook::host;
use crate::codes;
use crate::domain::ids::Micros;
use crate::exchange::Refusal;
use crate::http::api::webhooks::Wish;
use crate::http::{Failure, Hub};
use crate::store::events::EventKind;
use crate::store::webhooks::Webhook;

#[derive(Template)]
#[template(path = "console/agency/webhooks.html")]
struct Page {
    frame: Frame,
    hooks: Vec<Line>,
    /// The hosts that the operator allows.
    hosts: Vec<String>,
    done: Option<String>,
}

struct Line {
    id: Uuid,
    host: String,
    url: String,
    events: String,
    created: Micros,
    attempts: i64,
    disabled: Option<Micros>,
    said: Option<String>,
}

/// `GET /agency/webhooks`
pub(in crate::http::console) async fn list(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Agency).await?;
    let id = seat.agency()?.clone();
    let rows = blocking(&hub, move |hub| Ok(hub.exchange.store().webhooks(&id)?)).await?;
    let line = |row: &Webhook| Line {
        id: row.id,
        host: host(&row.url),
        url: row.url.clone(),
        events: events_words(&frame, &row.kinds),
        created: row.created,
        attempts: row.attempts,
        disabled: row.disabled_at,
        said: row.last_error.clone(),
    };
    let config = &hub.config.webhooks;
    answer::page(&Page {
        hooks: rows.iter().map(line).collect(),
        hosts: config.hosts.iter().chain(&config.private_hosts).cloned().collect(),
        done: ask::done(&frame, &pairs(req.query_string())),
        frame,
    })
}

/// `GET /agency/webhooks/new`
pub(in crate::http::console) async fn question(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    new_page(&hub, &viewer, &req, &[]).await?.page()
}

/// `POST /agency/webhooks/new`
pub(in crate::http::console) async fn put(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    form: String,
) -> Result<HttpResponse, Failure> {
    let form = pairs(&form);
    let page = new_page(&hub, &viewer, &req, &form).await?;
    let url = first(&form, "url").to_owned();
    if url.is_empty() {
        let words = page.frame.tv("ask-missing", "field", page.frame.t("webhook-url"));
        return page.again("", vec![("url".to_owned(), words)]);
    }
    let kinds = EVENTS.iter().filter(|(name, _)| first(&form, name) == "on").map(|(_, kind)| *kind).collect::<Vec<_>>();
    let kinds = if kinds.len() == EVENTS.len() { Vec::new() } else { kinds };
    let about = json!({ "host": host(&url) });
    let wish = Wish { agency: seat.agency()?.clone(), url, kinds, after: None, renew: false };
    let put = wish.put(&hub).await;
    if put.is_ok() {
        ask::note(&hub, &seat, "webhook.put", about).await?;
    }
    match put {
        Ok((_, _, Some(secret))) => {
            let held = keep(&hub, &seat, SECRET, secret)?;
            Ok(answer::see(link("/agency/webhooks/secret", &[("held", &held.to_string())])))
        }
        Ok((_, _, None)) => Ok(answer::see("/agency/webhooks?done=webhook")),
        Err(failure) if failure.code().info().status < 500 => {
            let refusal = Refusal::of(vec![crate::exchange::Fault::bare(failure.code())]);
            page.refused("", refusal)
        }
        Err(failure) => Err(failure),
    }
}

/// `GET /agency/webhooks/secret`: the secret, this once.
pub(in crate::http::console) async fn secret(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let frame = Frame::load(&hub, &viewer, "/agency/webhooks", Rail::Agency).await?;
    let secret = take(&hub, &seat, SECRET, &pairs(req.query_string()), frame.now)?;
    answer::page(&Secret {
        tab: "webhooks",
        title: frame.t("webhook-secret-title"),
        lead: frame.t("webhook-secret-lead"),
        label: frame.t("webhook-secret"),
        secret,
        back: "/agency/webhooks".to_owned(),
        frame,
    })
}

/// `GET /agency/webhooks/{id}/act`
pub(in crate::http::console) async fn act_question(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let query = pairs(req.query_string());
    act_page(&hub, &viewer, &seat, &req, &id, first(&query, "do")).await?.0.page()
}

/// `POST /agency/webhooks/{id}/act`
pub(in crate::http::console) async fn act(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    id: web::Path<String>,
    form: String,
) -> Result<HttpResponse, Failure> {
    let form = pairs(&form);
    let what = first(&form, "do");
    let (page, hook) = act_page(&hub, &viewer, &seat, &req, &id, what).await?;
    let agency = seat.agency()?.clone();
    let about = json!({ "webhook": hook.id, "host": host(&hook.url) });
    match what {
        "delete" => {
            let (store, id) = (hub.exchange.store().clone(), hook.id);
            let gone = web::block(move || store.delete_webhook(&agency, id)).await??;
            ask::note(&hub, &seat, "webhook.deleted", about).await?;
            if gone { Ok(answer::see("/agency/webhooks?done=webhook-gone")) } else { Err(not_yours()) }
        }
        "revive" => {
            let wish = Wish { agency, url: hook.url, kinds: hook.kinds, after: None, renew: false };
            wish.put(&hub).await?;
            ask::note(&hub, &seat, "webhook.put", about).await?;
            Ok(answer::see("/agency/webhooks?done=webhook"))
        }
        _ => {
            let after = match first(&form, "after") {
                "" => Some(-1),
                text => text.parse::<i64>().ok().filter(|after| *after >= -1),
            };
            let Some(after) = after else {
                let words = page.frame.t("webhook-after-wrong");
                return page.again("", vec![("after".to_owned(), words)]);
            };
            let (store, id) = (hub.exchange.store().clone(), hook.id);
            let set = web::block(move || store.replay_webhook(&agency, id, after)).await??;
            ask::note(&hub, &seat, "webhook.replayed", about).await?;
            if set { Ok(answer::see("/agency/webhooks?done=webhook-replay")) } else { Err(not_yours()) }
        }
    }
}

async fn new_page(hub: &Hub, viewer: &Viewer, req: &HttpRequest, given: &[(String, String)]) -> Result<Ask, Failure> {
    let frame = Frame::load(hub, viewer, &path(req), Rail::Agency).await?;
    let (title, lead, yes) = (frame.t("webhook-add"), frame.t("webhook-add-lead"), frame.t("webhook-add"));
    let hosts: Vec<&str> =
        hub.config.webhooks.hosts.iter().chain(&hub.config.webhooks.private_hosts).map(String::as_str).collect();
    let mut page = Ask::of(frame, title, "/agency/webhooks/new", yes, "/agency/webhooks").lead(lead);
    page.reason = None;
    page = page.fact("webhook-hosts", hosts.join(", "));
    page = page.field("url", "webhook-url", first(given, "url"), Kind::Text);
    for (name, kind) in EVENTS {
        let on = given.is_empty() || first(given, name) == "on";
        page = page.may(name, event_key(*kind), if on { "on" } else { "" }, Kind::Tick);
    }
    Ok(page)
}

async fn act_page(
    hub: &Hub,
    viewer: &Viewer,
    seat: &Seat,
    req: &HttpRequest,
    id: &str,
    what: &str,
) -> Result<(Ask, Webhook), Failure> {
    let (agency, id) = (seat.agency()?.clone(), id.parse::<Uuid>().map_err(|_| not_yours())?);
    let rows = blocking(hub, move |hub| Ok(hub.exchange.store().webhooks(&agency)?)).await?;
    let hook = rows.into_iter().find(|row| row.id == id).ok_or_else(not_yours)?;
    let key = match what {
        "delete" => "webhook-delete",
        "revive" => "webhook-revive",
        "replay" => "webhook-replay",
        other => return Err(Failure::new(codes::REQUEST_QUERY, format!("no act {other:?}"))),
    };
    let frame = Frame::load(hub, viewer, &path(req), Rail::Agency).await?;
    let title = frame.tv(&format!("{key}-ask"), "host", host(&hook.url));
    let (lead, yes) = (frame.t(&format!("{key}-lead")), frame.t(key));
    let action = format!("/agency/webhooks/{id}/act");
    let mut page = Ask::of(frame, title, action, yes, "/agency/webhooks").lead(lead).with("do", what);
    page.reason = None;
    page.danger = what == "delete";
    if what == "replay" {
        page = page.may("after", "webhook-after", "", Kind::Text);
    }
    Ok((page, hook))
}

fn events_words(frame: &Frame, kinds: &[EventKind]) -> String {
    if kinds.is_empty() {
        return frame.t("webhook-all-events");
    }
    kinds.iter().map(|kind| frame.t(event_key(*kind))).collect::<Vec<_>>().join(", ")
}

fn event_key(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Arrived => "event-arrived",
        EventKind::Fetched => "event-fetched",
        EventKind::Acknowledged => "event-acknowledged",
        EventKind::Returned => "event-returned",
        EventKind::Answered => "event-answered",
        EventKind::Asked => "event-asked",
        EventKind::Withdrawn => "event-withdrawn",
        EventKind::Recalled => "event-recalled",
        EventKind::Replaced => "event-replaced",
        EventKind::Expired => "event-expired",
        EventKind::Refused => "event-refused",
    }
}

fn not_yours() -> Failure {
    Failure::new(codes::WEBHOOK_NOT_FOUND, "there is no such webhook of this agency")
}

const SECRET: &str = "webhook";
/// By the names of their boxes.
const EVENTS: &[(&str, EventKind)] = &[
    ("arrived", EventKind::Arrived),
    ("fetched", EventKind::Fetched),
    ("acknowledged", EventKind::Acknowledged),
    ("returned", EventKind::Returned),
    ("answered", EventKind::Answered),
    ("asked", EventKind::Asked),
    ("withdrawn", EventKind::Withdrawn),
    ("recalled", EventKind::Recalled),
    ("replaced", EventKind::Replaced),
    ("expired", EventKind::Expired),
    ("refused", EventKind::Refused),
];
