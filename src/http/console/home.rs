//! Where one begins, and the switch of languages.

use actix_web::cookie::{Cookie, SameSite};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::answer;
use super::seat::Viewer;
use crate::codes;
use crate::domain::person::Role;
use crate::http::Failure;
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
