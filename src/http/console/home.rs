//! Where one begins, and the switch of languages.

use actix_web::cookie::{Cookie, SameSite};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::answer;
use super::seat::{self, Viewer};
use crate::codes;
use crate::domain::ids::DeliveryId;
use crate::domain::person::Role;
use crate::http::{Failure, Hub};
use crate::i18n::Lang;

/// `GET /`: everybody's own first page.
pub(super) async fn start(viewer: Viewer) -> Result<HttpResponse, Failure> {
    let Some(seat) = &viewer.seat else { return Ok(answer::see("/sign-in")) };
    Ok(answer::see(match () {
        () if seat.who.agency.is_some() => "/in",
        () if seat.holds(Role::Auditor) => "/rates",
        () if seat.holds(Role::Operator) => "/hub",
        () => "/account",
    }))
}

/// The page of a mail's delivery for whoever is signed in: the receiver's, or the sender's. `None`: the link's own small
/// page.
///
/// # Errors
/// When the store cannot be asked.
pub(in crate::http) async fn page_of(
    hub: &Hub,
    req: &HttpRequest,
    delivery: DeliveryId,
) -> Result<Option<HttpResponse>, Failure> {
    let Some(agency) = seat::viewer(hub, req).await?.seat.and_then(|seat| seat.who.agency) else { return Ok(None) };
    let hub = hub.clone();
    let path = web::block(move || -> Result<Option<String>, Failure> {
        let store = hub.exchange.store();
        if store.delivery(&agency, delivery)?.is_some() {
            return Ok(Some(format!("/in/{delivery}")));
        }
        let Some(line) = store.delivery_for_worker(delivery)? else { return Ok(None) };
        let document = line.delivery.document;
        Ok(hub.exchange.sent_by(&agency, document)?.then(|| format!("/out/{document}")))
    })
    .await??;
    Ok(path.map(answer::see))
}

/// Where to go on.
#[derive(Deserialize)]
pub(super) struct Next {
    next: Option<String>,
}

/// `GET /lang/{tag}`: the language of this browser's pages; nothing is stored but a cookie.
pub(super) async fn language(
    tag: web::Path<String>,
    next: web::Query<Next>,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let lang = Lang::ALL
        .into_iter()
        .find(|lang| lang.tag() == tag.as_str())
        .ok_or_else(|| Failure::new(codes::REQUEST_NO_SUCH_PATH, "the languages are vi and en"))?;
    let secure = req.connection_info().scheme() == "https";
    let mut answer = answer::see(answer::local(next.next.as_deref()));
    let cookie = Cookie::build("lang", lang.tag())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .max_age(actix_web::cookie::time::Duration::days(365))
        .finish();
    if let Err(error) = answer.add_cookie(&cookie) {
        tracing::warn!(%error, "the language's cookie could not be written");
    }
    Ok(answer)
}
