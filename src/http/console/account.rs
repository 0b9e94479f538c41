//! One's own account: how the console looks, where one sits, password, second factor, sessions.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::frame::{Frame, Rail};
use super::qr::Qr;
use super::seat::{Seat, Viewer};
use super::sign_in::{Wrong, hub_name, is_form_fault, wrong};
use super::{answer, knock};
use crate::domain::ids::{Micros, OrganId};
use crate::domain::person::{Density, PASSWORD_MIN, Theme};
use crate::exchange::Refusal;
use crate::exchange::people::role_word;
use crate::http::{Failure, Hub};
use crate::i18n::Lang;
use crate::store::people::Preferences;
use crate::store::sessions::SessionId;

/// How it is to look.
#[derive(Deserialize)]
pub(super) struct Look {
    lang: String,
    theme: String,
    density: String,
    shortcuts: Option<String>,
}

/// Old and new.
#[derive(Deserialize)]
pub(super) struct NewPassword {
    old: String,
    password: String,
    again: String,
}

/// The present password alone.
#[derive(Deserialize)]
pub(super) struct Again {
    #[serde(default)]
    password: String,
}

/// A code.
#[derive(Deserialize)]
pub(super) struct Code {
    code: String,
}

/// Which session.
#[derive(Deserialize)]
pub(super) struct Which {
    session: Uuid,
}

/// Where to sit; empty: the hub.
#[derive(Deserialize)]
pub(super) struct Where {
    agency: String,
}

struct Choice {
    value: &'static str,
    word: String,
    on: bool,
}

struct Place {
    value: String,
    name: String,
    roles: String,
    here: bool,
}

struct Line {
    id: Uuid,
    here: bool,
    /// As it calls itself.
    agent: String,
    /// The same in short.
    browser: String,
    address: String,
    since: Micros,
    seen: Micros,
}

#[derive(Template)]
#[template(path = "console/account.html")]
struct Page {
    frame: Frame,
    wrong: Option<Wrong>,
    mail: String,
    languages: Vec<Choice>,
    themes: Vec<Choice>,
    densities: Vec<Choice>,
    shortcuts: bool,
    places: Vec<Place>,
    password_min: usize,
    has_password: bool,
    has_totp: bool,
    may_drop: bool,
    codes_left: i64,
    sessions: Vec<Line>,
}

#[derive(Template)]
#[template(path = "console/account_totp.html")]
struct TotpPage {
    frame: Frame,
    wrong: Option<Wrong>,
    qr: Option<Qr>,
    typed: String,
}

#[derive(Template)]
#[template(path = "console/account_codes.html")]
struct CodesPage {
    frame: Frame,
    codes: Vec<String>,
}

/// `GET /account`
pub(super) async fn page(hub: web::Data<Hub>, viewer: Viewer, seat: Seat) -> Result<HttpResponse, Failure> {
    shown(&hub, &viewer, &seat, None).await
}

/// `POST /account/look`
pub(super) async fn look(hub: web::Data<Hub>, seat: Seat, form: web::Form<Look>) -> Result<HttpResponse, Failure> {
    let wish = Preferences {
        lang: Lang::parse(&form.lang).unwrap_or(seat.who.lang),
        theme: Theme::parse(&form.theme).unwrap_or(seat.who.theme),
        density: Density::parse(&form.density).unwrap_or(seat.who.density),
        shortcuts: form.shortcuts.is_some(),
    };
    hub.exchange.prefer(&seat.who, wish).await?;
    // The browser's own choice of language would win over the account's.
    Ok(answer::see(format!("/lang/{}?next=%2Faccount", wish.lang.tag())))
}

/// `POST /account/seat`
pub(super) async fn sit(hub: web::Data<Hub>, seat: Seat, form: web::Form<Where>) -> Result<HttpResponse, Failure> {
    let agency = (!form.agency.is_empty()).then(|| OrganId(form.agency.clone()));
    hub.exchange.take_seat(&seat.who, agency).await?;
    Ok(answer::see("/"))
}

/// `POST /account/password`
pub(super) async fn password(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    form: web::Form<NewPassword>,
) -> Result<HttpResponse, Failure> {
    let changed = if form.password == form.again {
        hub.exchange.change_password(&seat.who, &form.old, &form.password, &knock::of(&hub, &req)).await
    } else {
        Err(Refusal::new(crate::codes::PASSWORD_DIFFERS, "the two fields differ"))
    };
    done(&hub, &viewer, &seat, changed, "/account").await
}

/// `POST /account/totp`: the password again, then the picture.
pub(super) async fn totp(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    form: web::Form<Again>,
) -> Result<HttpResponse, Failure> {
    let offered = hub.exchange.offer_totp(&seat.who, &form.password, hub_name(&hub), &knock::of(&hub, &req)).await;
    done(&hub, &viewer, &seat, offered.map(drop), "/account/totp").await
}

/// `GET /account/totp`: the picture.
pub(super) async fn totp_page(hub: web::Data<Hub>, viewer: Viewer, seat: Seat) -> Result<HttpResponse, Failure> {
    picture(&hub, &viewer, &seat, None).await
}

/// `POST /account/totp/confirm`
pub(super) async fn totp_confirm(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    form: web::Form<Code>,
) -> Result<HttpResponse, Failure> {
    match hub.exchange.confirm_totp(&seat.who, &form.code).await {
        Ok(codes) => shown_once(&hub, &viewer, codes).await,
        Err(refusal) if refusal.code == crate::codes::TOTP_CODE_WRONG => {
            picture(&hub, &viewer, &seat, Some(wrong(viewer.lang, refusal.code, None, Micros(0)))).await
        }
        Err(refusal) => done(&hub, &viewer, &seat, Err(refusal), "/account").await,
    }
}

/// `POST /account/totp/drop`
pub(super) async fn totp_drop(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    form: web::Form<Again>,
) -> Result<HttpResponse, Failure> {
    let dropped = hub.exchange.drop_totp(&seat.who, &form.password, &knock::of(&hub, &req)).await;
    done(&hub, &viewer, &seat, dropped, "/account").await
}

/// `POST /account/codes`
pub(super) async fn codes(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    form: web::Form<Again>,
) -> Result<HttpResponse, Failure> {
    match hub.exchange.renew_recovery_codes(&seat.who, &form.password, &knock::of(&hub, &req)).await {
        Ok(codes) => shown_once(&hub, &viewer, codes).await,
        Err(refusal) => done(&hub, &viewer, &seat, Err(refusal), "/account").await,
    }
}

/// `POST /account/sessions/end`
pub(super) async fn end(hub: web::Data<Hub>, seat: Seat, form: web::Form<Which>) -> Result<HttpResponse, Failure> {
    match hub.exchange.end_session(&seat.who, SessionId(form.session)).await {
        // Gone already is gone.
        Err(refusal) if refusal.code != crate::codes::SESSION_UNKNOWN => Err(refusal.into()),
        _ => Ok(answer::see("/account#sessions")),
    }
}

/// `POST /account/sessions/end-others`
pub(super) async fn end_others(hub: web::Data<Hub>, seat: Seat) -> Result<HttpResponse, Failure> {
    hub.exchange.end_other_sessions(&seat.who).await?;
    Ok(answer::see("/account#sessions"))
}

/// Back to a page when it held, the form again with why when it did not.
async fn done(
    hub: &Hub,
    viewer: &Viewer,
    seat: &Seat,
    done: Result<(), Refusal>,
    then: &str,
) -> Result<HttpResponse, Failure> {
    match done {
        Ok(()) => Ok(answer::see(then)),
        Err(refusal) if is_form_fault(&refusal) => {
            shown(hub, viewer, seat, Some(wrong(viewer.lang, refusal.code, None, Micros(0)))).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

async fn shown_once(hub: &Hub, viewer: &Viewer, codes: Vec<String>) -> Result<HttpResponse, Failure> {
    let frame = Frame::load(hub, viewer, "/account", Rail::Account).await?;
    answer::page(&CodesPage { frame, codes })
}

async fn picture(hub: &Hub, viewer: &Viewer, seat: &Seat, wrong: Option<Wrong>) -> Result<HttpResponse, Failure> {
    let offer = match hub.exchange.offered_totp(&seat.who, hub_name(hub)).await {
        Ok(offer) => offer,
        Err(refusal) if refusal.code == crate::codes::TOTP_NOT_OFFERED => return Ok(answer::see("/account")),
        Err(refusal) => return Err(refusal.into()),
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let frame = Frame::load(hub, viewer, "/account/totp", Rail::Account).await?;
    answer::status(status, &TotpPage { frame, wrong, qr: Qr::of(&offer.uri), typed: offer.typed })
}

async fn shown(hub: &Hub, viewer: &Viewer, seat: &Seat, wrong: Option<Wrong>) -> Result<HttpResponse, Failure> {
    let frame = Frame::load(hub, viewer, "/account", Rail::Account).await?;
    let (store, person) = (hub.exchange.store().clone(), seat.who.person);
    let (proofs, codes_left) =
        web::block(move || Ok::<_, crate::store::Error>((store.proofs(person)?, store.recovery_codes_left(person)?)))
            .await??;
    let account = proofs.map(|proofs| proofs.person);
    let choice = |value: &'static str, key: &str, on: bool| Choice { value, word: frame.t(key), on };
    let who = &seat.who;
    let languages =
        Lang::ALL.map(|lang| choice(lang.tag(), &format!("account-lang-{}", lang.tag()), lang == viewer.lang));
    let themes =
        Theme::ALL.map(|one| choice(one.as_str(), &format!("account-theme-{}", one.as_str()), one == who.theme));
    let densities =
        Density::ALL.map(|one| choice(one.as_str(), &format!("account-density-{}", one.as_str()), one == who.density));
    let sessions = hub.exchange.my_sessions(who).await?;
    let line = |session: crate::store::sessions::Session| Line {
        id: session.id.0,
        here: session.id == who.session,
        browser: browser(&session.agent),
        agent: session.agent,
        address: session.address,
        since: session.created,
        seen: session.last_seen,
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = Page {
        wrong,
        mail: who.mail.clone(),
        languages: languages.into(),
        themes: themes.into(),
        densities: densities.into(),
        shortcuts: who.shortcuts,
        places: places(hub, viewer, seat, &frame).await?,
        password_min: PASSWORD_MIN,
        has_password: account.as_ref().is_some_and(|account| account.has_password),
        has_totp: account.as_ref().is_some_and(|account| account.has_totp),
        may_drop: !hub.exchange.needs_totp(who),
        codes_left,
        sessions: sessions.into_iter().map(line).collect(),
        frame,
    };
    answer::status(status, &page)
}

async fn places(hub: &Hub, viewer: &Viewer, seat: &Seat, frame: &Frame) -> Result<Vec<Place>, Failure> {
    let (seats, now, store) = (seat.who.seats.clone(), hub.exchange.clock().now(), hub.exchange.store().clone());
    let (here, lang, hub_word) = (seat.who.agency.clone(), viewer.lang, frame.t("console-hub"));
    let found = web::block(move || {
        let mut found = Vec::new();
        for seat in seats {
            let name = match &seat.agency {
                Some(agency) => store.agency_name(agency, now)?.unwrap_or_else(|| agency.0.clone()),
                None => hub_word.clone(),
            };
            let roles = seat.roles.iter().map(|role| role_word(lang, *role)).collect::<Vec<_>>().join(", ");
            let here = seat.agency == here;
            found.push(Place { value: seat.agency.map(|agency| agency.0).unwrap_or_default(), name, roles, here });
        }
        Ok::<_, crate::store::Error>(found)
    });
    Ok(found.await??)
}

/// `Chrome 156, Windows` out of what a browser calls itself (RFC 9110 §10.1.5); what is not known stays as it is.
fn browser(agent: &str) -> String {
    let version = |mark: &str| {
        let rest = agent.split_once(mark)?.1;
        let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
        (!number.is_empty()).then_some(number)
    };
    // Each of them calls itself also by the names after it.
    let known =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Version/", "Safari")];
    let name = known.iter().find_map(|(mark, name)| Some(format!("{name} {}", version(mark)?)));
    let systems = [
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let system = systems.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    match (name, system) {
        (Some(name), Some(system)) => format!("{name}, {system}"),
        (Some(name), None) => name,
        _ => agent.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::browser;

    #[test]
    fn a_browser_is_called_by_its_name() {
        let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
        assert_eq!(browser(chrome), "Chrome 156, Windows");
        assert_eq!(browser(&format!("{chrome} Edg/156.0.1")), "Edge 156, Windows");
        assert_eq!(
            browser("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
            "Firefox 140, Linux"
        );
        assert_eq!(browser("curl/8"), "curl/8");
    }
}
