//! Signing in: mail and password, then a code, or a second factor to be set up. The browser holds one cookie all the way; at each
//! step it is another one.

use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::frame::{Frame, Rail};
use super::qr::Qr;
use super::seat::{self, Seat, Viewer};
use super::{answer, knock};
use crate::codes::{self, Code};
use crate::crypto;
use crate::domain::ids::{Digest, Micros};
use crate::exchange::{Attempt, Cookie, Offer, Refusal};
use crate::http::{Failure, Hub};
use crate::i18n::{self, Lang};

/// Where to go on, once signed in.
#[derive(Deserialize)]
pub(super) struct Next {
    pub next: Option<String>,
}

/// The first form.
#[derive(Deserialize)]
pub(super) struct Password {
    mail: String,
    password: String,
    next: Option<String>,
}

/// The second form.
#[derive(Deserialize)]
pub(super) struct CodeForm {
    code: String,
    next: Option<String>,
}

/// What went wrong, above a form.
pub(super) struct Wrong {
    pub title: String,
    pub remedy: String,
    pub wait: Option<String>,
}

#[derive(Template)]
#[template(path = "console/sign_in.html")]
struct Page<'a> {
    frame: Frame,
    wrong: Option<Wrong>,
    ended: bool,
    joined: bool,
    mail: &'a str,
    next: &'a str,
    /// Whether an account of the province signs in too.
    province: bool,
}

impl<'a> Page<'a> {
    fn of(hub: &Hub, frame: Frame, wrong: Option<Wrong>, next: &'a str) -> Self {
        Self { frame, wrong, ended: false, joined: false, mail: "", next, province: has_province(hub) }
    }
}

#[derive(Template)]
#[template(path = "console/sign_in_code.html")]
struct CodePage<'a> {
    frame: Frame,
    wrong: Option<Wrong>,
    next: &'a str,
}

#[derive(Template)]
#[template(path = "console/sign_in_setup.html")]
struct SetUpPage<'a> {
    frame: Frame,
    wrong: Option<Wrong>,
    qr: Option<Qr>,
    typed: &'a str,
    next: &'a str,
}

#[derive(Template)]
#[template(path = "console/sign_in_codes.html")]
struct CodesPage<'a> {
    frame: Frame,
    codes: &'a [String],
    next: &'a str,
}

/// `GET /sign-in`
pub(super) async fn page(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
    query: web::Query<Next>,
) -> Result<HttpResponse, Failure> {
    let next = answer::local(query.next.as_deref());
    if viewer.seat.is_some() {
        return Ok(answer::see(next));
    }
    // A cookie that opens nothing was a session once.
    let ended = next != "/" && req.cookie(seat::cookie_name(&hub)).is_some();
    let joined = query.next.is_none() && req.query_string() == "joined";
    answer::page(&Page { ended, joined, ..Page::of(&hub, door(&viewer, &req), None, next) })
}

/// `POST /sign-in`
pub(super) async fn password(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
    form: web::Form<Password>,
) -> Result<HttpResponse, Failure> {
    let next = answer::local(form.next.as_deref());
    let attempt = hub.exchange.sign_in(&form.mail, &form.password, &knock::of(&hub, &req)).await;
    shown(&hub, &viewer, &req, attempt.or_else(as_attempt)?, &form.mail, next)
}

/// What a first step came to: onward with a new cookie, or the form again.
pub(super) fn shown(
    hub: &Hub,
    viewer: &Viewer,
    req: &HttpRequest,
    attempt: Attempt,
    mail: &str,
    next: &str,
) -> Result<HttpResponse, Failure> {
    match attempt {
        Attempt::Open(cookie) => with_cookie(hub, answer::see(next), cookie),
        Attempt::Code(cookie) => with_cookie(hub, answer::see(onward("/sign-in/code", next)), cookie),
        Attempt::SetUp(cookie) => with_cookie(hub, answer::see(onward("/sign-in/set-up", next)), cookie),
        Attempt::Refused(code, until) => {
            let (now, frame) = (hub.exchange.clock().now(), door(viewer, req));
            let wrong = Some(wrong(viewer.lang, code, until, now));
            let page = Page { mail, ..Page::of(hub, frame, wrong, next) };
            refused(code, until, now, answer::status(status(code), &page)?)
        }
    }
}

/// `GET /sign-in/code`
pub(super) async fn code_page(
    viewer: Viewer,
    req: HttpRequest,
    query: web::Query<Next>,
) -> Result<HttpResponse, Failure> {
    let next = answer::local(query.next.as_deref());
    answer::page(&CodePage { frame: door(&viewer, &req), wrong: None, next })
}

/// `POST /sign-in/code`
pub(super) async fn code(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
    form: web::Form<CodeForm>,
) -> Result<HttpResponse, Failure> {
    let next = answer::local(form.next.as_deref());
    let attempt = match pending(&hub, &req) {
        Some(pending) => hub.exchange.sign_in_code(pending, &form.code, &knock::of(&hub, &req)).await?,
        None => Attempt::Refused(codes::SIGN_IN_ENDED, None),
    };
    match attempt {
        Attempt::Open(cookie) => with_cookie(&hub, answer::see(next), cookie),
        Attempt::Code(_) | Attempt::SetUp(_) => Err(Refusal::internal("a code led to another step").into()),
        Attempt::Refused(code, until) => {
            let (now, frame) = (hub.exchange.clock().now(), door(&viewer, &req));
            let wrong = Some(wrong(viewer.lang, code, until, now));
            let page = if code == codes::SIGN_IN_ENDED {
                answer::status(status(code), &Page::of(&hub, frame, wrong, next))
            } else {
                answer::status(status(code), &CodePage { frame, wrong, next })
            };
            refused(code, until, now, page?)
        }
    }
}

/// `GET /sign-in/set-up`
pub(super) async fn set_up_page(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
    query: web::Query<Next>,
) -> Result<HttpResponse, Failure> {
    let next = answer::local(query.next.as_deref());
    let Some(pending) = pending(&hub, &req) else { return Ok(answer::see(onward("/sign-in", next))) };
    match hub.exchange.sign_in_offer(pending, hub_name(&hub)).await {
        Ok(offer) => set_up_answer(&viewer, &req, &offer, None, next),
        Err(refusal) if refusal.code == codes::SIGN_IN_ENDED => Ok(answer::see(onward("/sign-in", next))),
        Err(refusal) => Err(refusal.into()),
    }
}

/// `POST /sign-in/set-up`
pub(super) async fn set_up(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
    form: web::Form<CodeForm>,
) -> Result<HttpResponse, Failure> {
    let next = answer::local(form.next.as_deref());
    let Some(pending) = pending(&hub, &req) else { return Ok(answer::see(onward("/sign-in", next))) };
    match hub.exchange.sign_in_confirm(pending, &form.code, &knock::of(&hub, &req)).await {
        // Shown once, so in this answer: what is not kept cannot be asked for again.
        Ok((cookie, codes)) => {
            let page = answer::page(&CodesPage { frame: door(&viewer, &req), codes: &codes, next })?;
            with_cookie(&hub, page, cookie)
        }
        Err(refusal) if refusal.code == codes::SIGN_IN_ENDED => Ok(answer::see(onward("/sign-in", next))),
        Err(refusal) if refusal.code.info().status < 500 => {
            let offer = hub.exchange.sign_in_offer(pending, hub_name(&hub)).await?;
            let wrong = wrong(viewer.lang, refusal.code, None, Micros(0));
            set_up_answer(&viewer, &req, &offer, Some(wrong), next)
        }
        Err(refusal) => Err(refusal.into()),
    }
}

fn set_up_answer(
    viewer: &Viewer,
    req: &HttpRequest,
    offer: &Offer,
    wrong: Option<Wrong>,
    next: &str,
) -> Result<HttpResponse, Failure> {
    let code = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (frame, qr) = (door(viewer, req), Qr::of(&offer.uri));
    answer::status(code, &SetUpPage { frame, wrong, qr, typed: &offer.typed, next })
}

/// `POST /sign-out`
pub(super) async fn sign_out(hub: web::Data<Hub>, seat: Seat) -> Result<HttpResponse, Failure> {
    hub.exchange.sign_out(&seat.who).await?;
    let mut answer = answer::see("/sign-in");
    let mut gone = seat::cookie(&hub, String::new());
    gone.make_removal();
    answer.add_cookie(&gone).map_err(Refusal::internal)?;
    Ok(answer)
}

/// Whether accounts of another provider sign in here.
fn has_province(hub: &Hub) -> bool {
    cfg!(feature = "oidc") && hub.config.console.oidc.is_some()
}

/// What a code of the registry means to whoever fills in a form.
pub(super) fn wrong(lang: Lang, code: Code, until: Option<Micros>, now: Micros) -> Wrong {
    let seconds = until.map(|until| (until.0 - now.0).max(0) / 1_000_000 + 1);
    let wait = seconds.map(|seconds| {
        let (key, count) = if seconds < 60 {
            ("sign-in-wait-seconds", seconds)
        } else {
            ("sign-in-wait-minutes", (seconds + 59) / 60)
        };
        i18n::text(lang, key, None, &[("count", count.into())])
    });
    Wrong { title: i18n::title(lang, code), remedy: i18n::remedy(lang, code), wait }
}

/// Whether a refusal belongs above the form it came from.
pub(super) fn is_form_fault(refusal: &Refusal) -> bool {
    refusal.code.info().status < 500 && refusal.code.info().status != 404
}

/// What an authenticator app calls this hub.
pub(super) fn hub_name(hub: &Hub) -> &str {
    let url = hub.settings.public_url.as_str();
    let authority = url.split_once("://").map_or(url, |(_, rest)| rest);
    authority.split('/').next().unwrap_or(authority)
}

fn door(viewer: &Viewer, req: &HttpRequest) -> Frame {
    let path = req.uri().path_and_query().map_or("/", |path| path.as_str());
    Frame::bare(viewer, path, Rail::None)
}

/// Too many at once is an answer to this form too.
fn as_attempt(refusal: Refusal) -> Result<Attempt, Refusal> {
    if refusal.code == codes::SIGN_IN_WAIT { Ok(Attempt::Refused(refusal.code, None)) } else { Err(refusal) }
}

fn onward(path: &str, next: &str) -> String {
    if next == "/" {
        return path.to_owned();
    }
    format!("{path}?{}", serde_urlencoded::to_string([("next", next)]).unwrap_or_default())
}

fn pending(hub: &Hub, req: &HttpRequest) -> Option<Digest> {
    req.cookie(seat::cookie_name(hub)).map(|cookie| crypto::sha256(cookie.value().as_bytes()))
}

fn with_cookie(hub: &Hub, mut answer: HttpResponse, cookie: Cookie) -> Result<HttpResponse, Failure> {
    answer.add_cookie(&seat::cookie(hub, cookie.token)).map_err(Refusal::internal)?;
    Ok(answer)
}

/// Not 401: that asks for a header that no person can send (RFC 9110 §15.5.2).
fn status(code: Code) -> StatusCode {
    match code.info().status {
        429 => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

fn refused(code: Code, until: Option<Micros>, now: Micros, mut answer: HttpResponse) -> Result<HttpResponse, Failure> {
    if code == codes::SIGN_IN_WAIT {
        let seconds = until.map_or(5, |until| (until.0 - now.0).max(0) / 1_000_000 + 1);
        answer.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    Ok(answer)
}
