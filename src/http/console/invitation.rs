//! Links that were sent to a mailbox: joining, and setting a password anew. The same page for both; the link says which.
//! And the form of whoever forgot their password: its answer is the same for everybody.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::frame::{Frame, Rail};
use super::seat::Viewer;
use super::sign_in::{Wrong, is_form_fault, wrong};
use super::{answer, knock};
use crate::codes;
use crate::domain::ids::Micros;
use crate::exchange::Refusal;
use crate::exchange::people::role_word;
use crate::http::{Failure, Hub};
use crate::i18n;
use crate::store::people::Invitation;

/// The new password, twice, since nobody sees what they type.
#[derive(Deserialize)]
pub(super) struct Form {
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

/// Whose password was forgotten.
#[derive(Deserialize)]
pub(super) struct Forgot {
    mail: String,
}

#[derive(Template)]
#[template(path = "console/invitation.html")]
struct Page<'a> {
    frame: Frame,
    wrong: Option<Wrong>,
    action: &'a str,
    title: String,
    lead: String,
    mail: &'a str,
    /// Whether a password is to be set.
    password: bool,
    button: &'static str,
}

#[derive(Template)]
#[template(path = "console/forgot.html")]
struct ForgotPage {
    frame: Frame,
    sent: bool,
}

/// `GET /invitation/{token}`
pub(super) async fn page(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
    token: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let found = hub.exchange.invitation(&token).await?;
    shown(&hub, &viewer, &req, &found, None).await
}

/// `POST /invitation/{token}`
pub(super) async fn take(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
    token: web::Path<String>,
    form: web::Form<Form>,
) -> Result<HttpResponse, Failure> {
    let found = hub.exchange.invitation(&token).await?;
    let known = found.post.is_some() && hub.exchange.is_known(&found).await?;
    let done = if !known && form.password != form.again {
        Err(Refusal::new(codes::PASSWORD_DIFFERS, "the two fields differ"))
    } else if found.post.is_some() {
        hub.exchange.join(&token, Some(&form.password), viewer.lang).await.map(drop)
    } else {
        hub.exchange.reset_password(&token, &form.password).await.map(drop)
    };
    match done {
        Ok(()) => Ok(answer::see("/sign-in?joined")),
        Err(refusal) if is_form_fault(&refusal) => {
            let wrong = wrong(viewer.lang, refusal.code, None, Micros(0));
            shown(&hub, &viewer, &req, &found, Some(wrong)).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

async fn shown(
    hub: &Hub,
    viewer: &Viewer,
    req: &HttpRequest,
    found: &Invitation,
    wrong: Option<Wrong>,
) -> Result<HttpResponse, Failure> {
    let lang = viewer.lang;
    let say = |key: &str, name: &str, place: &str| {
        i18n::text(lang, key, None, &[("name", name.into()), ("place", place.into())])
    };
    let place = place(hub, viewer, found).await?;
    let (key, password) = match &found.post {
        None => ("invitation-reset", true),
        Some(_) if hub.exchange.is_known(found).await? => ("invitation-role", false),
        Some(_) => ("invitation-join", true),
    };
    let button = if password { "invitation-set-password" } else { "invitation-take-role" };
    // The other language leads to this page again, and so does the form.
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = Page {
        frame: Frame::bare(viewer, req.path(), Rail::None),
        wrong,
        action: req.path(),
        title: say(key, &found.name, &place),
        lead: say(&format!("{key}-lead"), &found.name, &place),
        mail: &found.mail,
        password,
        button,
    };
    answer::status(status, &page)
}

/// Role and agency in words.
async fn place(hub: &Hub, viewer: &Viewer, found: &Invitation) -> Result<String, Failure> {
    let Some(post) = &found.post else { return Ok(String::new()) };
    let role = role_word(viewer.lang, post.role);
    let Some(agency) = post.agency.clone() else { return Ok(role) };
    let (store, now) = (hub.exchange.store().clone(), hub.exchange.clock().now());
    let name = web::block(move || store.agency_name(&agency, now).map(|name| name.unwrap_or(agency.0))).await??;
    Ok(format!("{role}, {name}"))
}

/// `GET /sign-in/forgot`
pub(super) async fn forgot_page(viewer: Viewer, req: HttpRequest) -> Result<HttpResponse, Failure> {
    let sent = req.query_string() == "sent";
    answer::page(&ForgotPage { frame: Frame::bare(&viewer, "/sign-in/forgot", Rail::None), sent })
}

/// `POST /sign-in/forgot`
pub(super) async fn forgot(hub: web::Data<Hub>, req: HttpRequest, form: web::Form<Forgot>) -> HttpResponse {
    hub.exchange.forgot_password(&form.mail, &knock::of(&hub, &req));
    answer::see("/sign-in/forgot?sent")
}
