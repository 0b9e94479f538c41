//! Who looks at a page: a person with a session, at one agency or at the hub, or nobody yet; and how they want to see it
//! (language, theme, density).

use actix_web::HttpRequest;
use actix_web::cookie::Cookie;

use super::gate;
use crate::crypto;
use crate::domain::ids::{OrganId, PersonId};
use crate::domain::person::{Density, Role, Theme};
use crate::exchange::Caller;
use crate::exchange::SignedInPerson;
use crate::http::problem::lang_of;
use crate::http::{Failure, Hub};
use crate::i18n::Lang;

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Seat {
    /// As the session says it.
    pub who: SignedInPerson,
    /// What they may do here.
    pub roles: Vec<Role>,
}

/// Whoever looks.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// Who, when signed in.
    pub seat: Option<Seat>,
    /// The language of the page.
    pub lang: Lang,
    /// `light`, `dark`, or the machine's choice.
    pub theme: Option<String>,
    /// `compact`, or comfortable.
    pub density: Option<String>,
}

impl Seat {
    /// The agency whose desk this is; the hub's people have none.
    ///
    /// # Errors
    /// `auth.forbidden` at the hub: the rule of the route was wrong.
    pub fn agency(&self) -> Result<&OrganId, Failure> {
        let none = || Failure::new(crate::codes::AUTH_FORBIDDEN, "this page is for agencies");
        self.who.agency.as_ref().ok_or_else(none)
    }

    /// Who acts, for the use cases.
    ///
    /// # Errors
    /// `auth.forbidden` at the hub.
    pub fn caller(&self) -> Result<Caller, Failure> {
        Ok(Caller { system: None, person: Some(self.who.person), agency: self.agency()?.clone() })
    }

    /// The person.
    pub fn person(&self) -> PersonId {
        self.who.person
    }

    /// Whether one of the roles is held here.
    pub fn holds(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    pub(super) fn is_token(&self, text: &str) -> bool {
        gate::unmasks(text, &self.who.csrf)
    }
}

impl Viewer {
    /// Before anything is known.
    pub(super) fn nobody() -> Self {
        Self { seat: None, lang: Lang::Vi, theme: None, density: None }
    }
}

/// Finds the session of a request. A cookie that names none is as good as no cookie.
pub(super) async fn viewer(hub: &Hub, req: &HttpRequest) -> Result<Viewer, Failure> {
    let seat = match req.cookie(cookie_name(hub)) {
        Some(cookie) => hub.exchange.session(crypto::sha256(cookie.value().as_bytes())).await?,
        None => None,
    };
    let seat = seat.map(|who| Seat { roles: who.roles.clone(), who });
    let chosen = |name: &str| req.cookie(name).map(|cookie| cookie.value().to_owned());
    let lang = chosen("lang").and_then(|tag| Lang::parse(&tag));
    let lang = lang.or_else(|| seat.as_ref().map(|seat| seat.who.lang)).unwrap_or_else(|| lang_of(req.headers()));
    let theme = seat.as_ref().map(|seat| seat.who.theme).filter(|theme| *theme != Theme::System);
    let density = seat.as_ref().map(|seat| seat.who.density).filter(|density| *density != Density::Comfortable);
    Ok(Viewer {
        theme: theme.map(|theme| theme.as_str().to_owned()),
        density: density.map(|density| density.as_str().to_owned()),
        seat,
        lang,
    })
}

/// `__Host-` binds the cookie to this very host and to TLS; without TLS browsers do not take it.
pub(super) fn cookie_name(hub: &Hub) -> &'static str {
    if is_tls(hub) { "__Host-lienthong" } else { "lienthong" }
}

/// The cookie of a session.
pub(super) fn cookie(hub: &Hub, token: String) -> Cookie<'static> {
    Cookie::build(cookie_name(hub), token)
        .path("/")
        .http_only(true)
        .secure(is_tls(hub))
        .same_site(actix_web::cookie::SameSite::Lax)
        .finish()
}

fn is_tls(hub: &Hub) -> bool {
    hub.settings.public_url.starts_with("https://")
}
