//! `/api/v1/webhooks`: where the caller's agency wants to be told what happens.

use actix_web::{HttpResponse, delete, get, post, put, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::view::iso;
use crate::channel::egress::EgressError;
use crate::codes;
use crate::crypto;
use crate::domain::ids::{Digest, OrganId};
use crate::exchange::Refusal;
use crate::http::auth::AgencySystem;
use crate::http::{Failure, Hub};
use crate::store::events::EventKind;
use crate::store::webhooks::{NewWebhook, Put, Webhook as Row};

/// A webhook as it is wished for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Where to; the agency has one webhook a URL. https, at a host that the operator allows.
    url: String,
    /// What is wanted, as the events are called; absent or empty: everything.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    events: Vec<EventKind>,
    /// Where to begin, the cursor of an event; absent: what happens from now on, or where it was.
    #[serde(default)]
    after: Option<String>,
    /// Gives a webhook that is there a new secret.
    #[serde(default)]
    new_secret: bool,
}

/// A webhook.
#[derive(Debug, Serialize, ToSchema)]
pub struct Webhook {
    /// Its name.
    id: Uuid,
    /// Where to.
    url: String,
    /// What is wanted; empty: everything.
    #[schema(value_type = Vec<String>)]
    events: Vec<EventKind>,
    /// Since when.
    created: String,
    /// How far it was told.
    cursor: String,
    /// Failures in a row.
    failures: i64,
    /// Given up since; PUT again and it goes on where it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    disabled: Option<String>,
    /// What the other side said last, while it fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_error: Option<String>,
    /// Signs what is sent; shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

/// The agency's webhooks.
#[derive(Debug, Serialize, ToSchema)]
pub struct List {
    /// The oldest first.
    items: Vec<Webhook>,
}

/// Where a replay begins.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Replay {
    /// The cursor of the last event that is not told again; `-1`: from the beginning.
    after: String,
}

/// Makes a webhook, or changes the one of that URL and switches it on again.
#[utoipa::path(
    tag = "following",
    request_body = Body,
    responses((status = 201, description = "Made; the secret is shown this once", body = Webhook), (status = 200, description = "Changed", body = Webhook),
        (status = "4XX", description = "Refused", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[put("/webhooks")]
pub(crate) async fn put_webhook(
    hub: web::Data<Hub>,
    who: AgencySystem,
    body: web::Json<Body>,
) -> Result<HttpResponse, Failure> {
    let Body { url, events, after, new_secret } = body.into_inner();
    let after = super::inbox::cursor(after.as_deref())?;
    let wish = Wish { agency: who.caller.agency, url, kinds: events, after, renew: new_secret };
    Ok(match wish.put(&hub).await? {
        (true, row, secret) => HttpResponse::Created().json(Webhook::of(row, secret)),
        (false, row, secret) => HttpResponse::Ok().json(Webhook::of(row, secret)),
    })
}

/// A webhook as it is wished for, by a call or on a page.
pub(in crate::http) struct Wish {
    pub agency: OrganId,
    pub url: String,
    pub kinds: Vec<EventKind>,
    pub after: Option<i64>,
    pub renew: bool,
}

impl Wish {
    /// Makes it, or changes the one of that URL and switches it on again: whether it is new, the row, and the secret where there
    /// is a new one.
    ///
    /// # Errors
    /// `webhook.*`, `store.*`.
    pub(in crate::http) async fn put(self, hub: &Hub) -> Result<(bool, Row, Option<String>), Failure> {
        let Some(channel) = &hub.webhooks else {
            return Err(Failure::new(codes::WEBHOOK_HOST, "this hub tells no webhooks"));
        };
        channel.check(&self.url).map_err(|error| refused(&error))?;
        let secret = crypto::random::<32>().map_err(Refusal::internal)?;
        let secret = format!("whsec_{}", Digest(secret));
        let Self { agency, url, kinds, after, renew } = self;
        let new = NewWebhook { agency, url, kinds, after, secret: secret.clone(), renew };
        let (store, now) = (hub.exchange.store().clone(), hub.exchange.clock().now());
        match web::block(move || store.put_webhook(&new, now, MOST)).await?? {
            Put::Created(row) => Ok((true, row, Some(secret))),
            Put::Changed(row) => Ok((false, row, renew.then_some(secret))),
            Put::TooMany => Err(Failure::new(codes::WEBHOOK_TOO_MANY, format!("an agency may have {MOST}"))),
        }
    }
}

/// Lists the agency's webhooks, without their secrets.
#[utoipa::path(
    tag = "following",
    responses((status = 200, description = "All of them", body = List), (status = "4XX", description = "Refused", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[get("/webhooks")]
pub(crate) async fn webhooks(hub: web::Data<Hub>, who: AgencySystem) -> Result<HttpResponse, Failure> {
    let (store, agency) = (hub.exchange.store().clone(), who.caller.agency);
    let rows = web::block(move || store.webhooks(&agency)).await??;
    Ok(HttpResponse::Ok().json(List { items: rows.into_iter().map(|row| Webhook::of(row, None)).collect() }))
}

/// Takes a webhook away.
#[utoipa::path(
    tag = "following",
    params(("id" = Uuid, Path, description = "The webhook")),
    responses((status = 204, description = "Gone"), (status = "4XX", description = "Refused", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[delete("/webhooks/{id}")]
pub(crate) async fn delete_webhook(
    hub: web::Data<Hub>,
    who: AgencySystem,
    path: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let id = webhook_id(&path)?;
    let (store, agency) = (hub.exchange.store().clone(), who.caller.agency);
    match web::block(move || store.delete_webhook(&agency, id)).await?? {
        true => Ok(HttpResponse::NoContent().finish()),
        false => Err(not_yours()),
    }
}

/// Tells again everything after a cursor; one that was given up is told again too.
#[utoipa::path(
    tag = "following",
    params(("id" = Uuid, Path, description = "The webhook")),
    request_body = Replay,
    responses((status = 204, description = "Set back"), (status = "4XX", description = "Refused", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[post("/webhooks/{id}/replay")]
pub(crate) async fn replay(
    hub: web::Data<Hub>,
    who: AgencySystem,
    path: web::Path<String>,
    body: web::Json<Replay>,
) -> Result<HttpResponse, Failure> {
    let id = webhook_id(&path)?;
    let after = super::inbox::cursor(Some(&body.after))?.unwrap_or(-1);
    let (store, agency) = (hub.exchange.store().clone(), who.caller.agency);
    match web::block(move || store.replay_webhook(&agency, id, after)).await?? {
        true => Ok(HttpResponse::NoContent().finish()),
        false => Err(not_yours()),
    }
}

impl Webhook {
    fn of(row: Row, secret: Option<String>) -> Self {
        Self {
            id: row.id,
            url: row.url,
            events: row.kinds,
            created: iso(row.created),
            cursor: row.place.to_string(),
            failures: row.attempts,
            disabled: row.disabled_at.map(iso),
            last_error: row.last_error,
            secret,
        }
    }
}

fn refused(error: &EgressError) -> Failure {
    let code = match error {
        EgressError::HostNotAllowed { .. } | EgressError::PrivateAddress { .. } => codes::WEBHOOK_HOST,
        _ => codes::WEBHOOK_URL,
    };
    Failure::new(code, error.to_string())
}

fn webhook_id(text: &str) -> Result<Uuid, Failure> {
    text.parse().map_err(|_| not_yours())
}

fn not_yours() -> Failure {
    Failure::new(codes::WEBHOOK_NOT_FOUND, "there is no such webhook of this agency")
}

/// Test, production, and some more.
const MOST: usize = 5;
