//! Who may open a page: every route has one [`Rule`], and [`guard`] stands before all of them. It finds the session,
//! turns away whoever the rule does not name, checks that what changes something was sent by a page of ours (Origin, and
//! the session's token), and dresses the answer: failures as pages, headers that hold on every one.
//!
//! Refused here: a foreign Origin, a missing or foreign token, a role that the rule does not name. Absent: whether a
//! document is the agency's own; that is asked of `store` with the agency in every question.

use std::future::{Ready, ready};
use std::rc::Rc;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_TYPE, LOCATION, ORIGIN};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, web};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::answer;
use super::operator::maintenance;
use super::seat::{self, Seat, Viewer};
use crate::codes;
use crate::crypto;
use crate::domain::person::Role;
use crate::exchange::Refusal;
use crate::http::problem::framework_failure;
use crate::http::{Failure, Hub};

/// Who may open a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Everybody, signed in or not.
    Open,
    /// Whoever is signed in, in any role.
    SignedIn,
    /// Whoever holds one of these roles at the seat of the session.
    Only(&'static [Role]),
}

impl Rule {
    /// Whether a seat with these roles passes.
    pub fn admits(self, roles: Option<&[Role]>) -> bool {
        match (self, roles) {
            (Self::Open, _) | (Self::SignedIn, Some(_)) => true,
            (Self::SignedIn | Self::Only(_), None) => false,
            (Self::Only(named), Some(roles)) => roles.iter().any(|role| named.contains(role)),
        }
    }
}

/// Stands before every route of the console.
///
/// # Errors
/// None: what fails inside becomes a page.
pub(super) async fn guard(
    rule: Rule,
    mut req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let viewer = match viewer(&req).await {
        Ok(viewer) => Rc::new(viewer),
        Err(failure) => return Ok(refused(req, &Viewer::nobody(), &failure).await),
    };
    let changes = !matches!(*req.method(), Method::GET | Method::HEAD);
    if changes && let Err(failure) = sent_by_us(&mut req, rule, &viewer).await {
        return Ok(refused(req, &viewer, &failure).await);
    }
    let roles = viewer.seat.as_ref().map(|seat| seat.roles.as_slice());
    if !rule.admits(roles) {
        return Ok(match roles {
            None => to_sign_in(req),
            Some(_) => {
                let failure = Failure::new(codes::AUTH_FORBIDDEN, "this page is for other roles");
                refused(req, &viewer, &failure).await
            }
        });
    }
    let hub = hub(&req);
    if changes
        && let Some(hub) = &hub
        && let Err(failure) = maintenance::refuses(hub, req.path()).await
    {
        return Ok(refused(req, &viewer, &failure).await);
    }
    req.extensions_mut().insert(viewer.clone());
    let path = req.path().to_owned();
    let mut response = match next.call(req).await {
        Ok(response) => response.map_into_boxed_body(),
        // An error has lost its request; the outer middleware writes it, as a problem document.
        Err(error) => return Err(error),
    };
    let page = match response.response().error() {
        None => None,
        Some(error) => Some(match error.as_error::<Failure>() {
            Some(failure) => answer::failure(hub.as_ref(), &viewer, &path, failure).await,
            None => answer::failure(hub.as_ref(), &viewer, &path, &framework_failure(error)).await,
        }),
    };
    if let Some(page) = page {
        let (req, _) = response.into_parts();
        response = ServiceResponse::new(req, page);
    }
    if let Some(hub) = hub {
        answer::dress(response.headers_mut(), &hub.settings);
    }
    Ok(response)
}

/// A page's own request data: who looks.
impl FromRequest for Viewer {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let found = req.extensions().get::<Rc<Viewer>>().map(|viewer| viewer.as_ref().clone());
        ready(found.ok_or_else(|| Refusal::internal("a page without its gate").into()))
    }
}

/// Whoever is signed in; the rule of the route has let them in.
impl FromRequest for Seat {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let found = req.extensions().get::<Rc<Viewer>>().and_then(|viewer| viewer.seat.clone());
        ready(found.ok_or_else(|| Failure::new(codes::AUTH_MISSING, "nobody is signed in")))
    }
}

async fn viewer(req: &ServiceRequest) -> Result<Viewer, Failure> {
    let hub = hub(req).ok_or_else(|| Refusal::internal("no hub"))?;
    seat::viewer(&hub, req.request()).await
}

fn hub(req: &ServiceRequest) -> Option<Hub> {
    req.app_data::<web::Data<Hub>>().map(|hub| hub.get_ref().clone())
}

/// A request that changes something comes from a page of ours, of this very session. Browsers say the Origin with every
/// POST; the token is the second lock, for whoever is signed in.
async fn sent_by_us(req: &mut ServiceRequest, rule: Rule, viewer: &Viewer) -> Result<(), Failure> {
    let hub = hub(req).ok_or_else(|| Refusal::internal("no hub"))?;
    let origin = req.headers().get(ORIGIN).and_then(|value| value.to_str().ok());
    if origin != Some(answer::origin(&hub.settings.public_url)) {
        return Err(Failure::new(codes::AUTH_FOREIGN_PAGE, "the header Origin is not this console's"));
    }
    let Some(seat) = &viewer.seat else { return Ok(()) };
    if rule == Rule::Open {
        return Ok(());
    }
    let token = token_of(req).await?;
    if !token.is_some_and(|token| seat.is_token(&token)) {
        return Err(Failure::new(codes::AUTH_FOREIGN_PAGE, "the form's token is not this session's"));
    }
    Ok(())
}

/// From the header, from the form, or, with an upload in parts, from the address.
async fn token_of(req: &mut ServiceRequest) -> Result<Option<String>, Failure> {
    if let Some(token) = req.headers().get("x-csrf-token").and_then(|value| value.to_str().ok()) {
        return Ok(Some(token.to_owned()));
    }
    let media = req.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    if media.starts_with("multipart/form-data") {
        return Ok(field(req.query_string().as_bytes(), "csrf"));
    }
    if !media.starts_with("application/x-www-form-urlencoded") {
        return Ok(None);
    }
    let form =
        req.extract::<web::Bytes>().await.map_err(|error| Failure::new(codes::REQUEST_MALFORMED, error.to_string()))?;
    let token = field(&form, "csrf");
    req.set_payload(Payload::from(form));
    Ok(token)
}

/// One field of a form.
fn field(form: &[u8], name: &str) -> Option<String> {
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(form).ok()?;
    fields.into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

async fn refused(req: ServiceRequest, viewer: &Viewer, failure: &Failure) -> ServiceResponse<BoxBody> {
    let hub = hub(&req);
    let path = req.path().to_owned();
    let mut response = req.into_response(answer::failure(hub.as_ref(), viewer, &path, failure).await);
    if let Some(hub) = hub {
        answer::dress(response.headers_mut(), &hub.settings);
    }
    response
}

/// To the sign-in, and after it back to where they wanted to go.
fn to_sign_in(req: ServiceRequest) -> ServiceResponse<BoxBody> {
    let hub = hub(&req);
    let back = match *req.method() {
        Method::GET => req.uri().path_and_query().map_or("/", |path| path.as_str()),
        _ => "/",
    };
    let to = format!("/sign-in?{}", serde_urlencoded::to_string([("next", back)]).unwrap_or_default());
    let fragment = req.headers().contains_key("hx-request");
    let mut answer = if fragment {
        HttpResponse::build(StatusCode::UNAUTHORIZED).insert_header(("hx-redirect", to)).finish()
    } else {
        HttpResponse::SeeOther().insert_header((LOCATION, to)).finish()
    };
    if let Some(hub) = hub {
        answer::dress(answer.headers_mut(), &hub.settings);
    }
    req.into_response(answer)
}

/// A fresh mask over a session's token: what stands in a page is never the same twice, so that compression tells nothing.
pub(super) fn masked(token: &[u8; 32]) -> Result<String, Failure> {
    let pad: [u8; 32] = crypto::random().map_err(Refusal::internal)?;
    let mut both = Vec::with_capacity(64);
    both.extend_from_slice(&pad);
    both.extend(pad.iter().zip(token).map(|(pad, byte)| pad ^ byte));
    Ok(BASE64_URL_SAFE_NO_PAD.encode(&both))
}

/// Whether `text` is a mask over `token`.
pub(super) fn unmasks(text: &str, token: &[u8; 32]) -> bool {
    let Some(both) = BASE64_URL_SAFE_NO_PAD.decode(text).ok().filter(|both| both.len() == 64) else { return false };
    let bytes: Vec<u8> = both[..32].iter().zip(&both[32..]).map(|(pad, byte)| pad ^ byte).collect();
    crypto::same(&bytes, token)
}
