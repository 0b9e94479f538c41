//! People and roles: of an agency, for its administrator; of the hub, and of any agency, for the operator. One page for both: the
//! seat says whose people are within reach, and the use cases hold to it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::answer;
use super::frame::{Frame, Rail};
use super::seat::{Seat, Viewer};
use super::sign_in::{Wrong, is_form_fault, wrong};
use crate::codes;
use crate::domain::ids::{Micros, OrganId, PersonId};
use crate::domain::person::Role;
use crate::exchange::people::role_word;
use crate::exchange::{Administrator, Invited, NewInvitation, Refusal, link};
use crate::http::{Failure, Hub};
use crate::i18n::{self, Lang};
use crate::store::people::{Invitation, Person, Post};

/// Whose people; an operator may name an agency.
#[derive(Default, Deserialize)]
pub(super) struct Whose {
    #[serde(default)]
    agency: String,
}

/// Somebody new.
#[derive(Default, Deserialize)]
pub(super) struct NewPerson {
    mail: String,
    name: String,
    role: String,
    #[serde(default)]
    agency: String,
}

/// What is done to somebody.
#[derive(Deserialize)]
pub(super) struct Act {
    person: Uuid,
    act: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    agency: String,
    /// Why, for the log's readers; may be empty.
    #[serde(default)]
    reason: String,
}

struct Line {
    person: Person,
    roles: Vec<(Role, String)>,
    /// Roles that they do not have here.
    others: Vec<(Role, String)>,
    oneself: bool,
}

struct Waiting {
    mail: String,
    name: String,
    role: String,
    until: Micros,
}

/// A link that nobody's mail takes along: whoever made it hands it over.
struct Made {
    link: String,
    until: Micros,
}

#[derive(Template)]
#[template(path = "console/people.html")]
struct Page {
    frame: Frame,
    wrong: Option<Wrong>,
    made: Option<Made>,
    mailed: bool,
    path: &'static str,
    title: String,
    lead: String,
    /// The agency; empty: the hub.
    agency: String,
    of_hub: bool,
    roles: Vec<(Role, String)>,
    people: Vec<Line>,
    waiting: Vec<Waiting>,
    new: NewPerson,
}

#[derive(Template)]
#[template(path = "console/people_act.html")]
struct ActPage {
    frame: Frame,
    path: &'static str,
    title: String,
    lead: String,
    act: String,
    person: Uuid,
    role: String,
    agency: String,
}

/// `GET /agency/people`, `GET /hub/people`
pub(super) async fn page(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    query: web::Query<Whose>,
) -> Result<HttpResponse, Failure> {
    let reach = Reach::of(&seat, &req, &query.agency);
    reach.shown(&hub, &viewer, &seat, Said { mailed: req.query_string().contains("mailed"), ..Said::default() }).await
}

/// `POST /agency/people/invite`, `POST /hub/people/invite`
pub(super) async fn invite(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    form: web::Form<NewPerson>,
) -> Result<HttpResponse, Failure> {
    let (reach, new) = (Reach::of(&seat, &req, &form.agency), form.into_inner());
    let invited = match Role::parse(&new.role) {
        Some(role) => {
            let post = Post { agency: reach.agency.clone(), role };
            let new = NewInvitation { mail: new.mail.clone(), name: new.name.clone(), post };
            hub.exchange.invite(&reach.by, new).await
        }
        None => Err(Refusal::new(codes::PERSON_ROLE, "no such role")),
    };
    reach.linked(&hub, &viewer, &seat, invited, new).await
}

/// `GET /agency/people/act`, `GET /hub/people/act`: asks before it is done.
pub(super) async fn ask(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    query: web::Query<Act>,
) -> Result<HttpResponse, Failure> {
    let reach = Reach::of(&seat, &req, &query.agency);
    let Act { person, act, role, agency, .. } = query.into_inner();
    let found = reach.people(&hub).await?.into_iter().find(|(found, _)| found.id.0 == person);
    let (found, _) = found.ok_or_else(|| Failure::new(codes::PERSON_UNKNOWN, "not one of these people"))?;
    if !["withdraw", "disable", "enable", "reset", "reset-totp"].contains(&act.as_str()) {
        return Err(Failure::new(codes::REQUEST_MALFORMED, "act: nothing of that name is done to people"));
    }
    let word = Role::parse(&role).map(|role| role_word(viewer.lang, role)).unwrap_or_default();
    let say = |part| {
        let args = [("name", found.name.as_str().into()), ("role", word.as_str().into())];
        i18n::text(viewer.lang, &format!("people-ask-{act}"), part, &args)
    };
    let frame = Frame::load(&hub, &viewer, reach.path, reach.rail).await?;
    let (title, lead) = (say(None), say(Some("lead")));
    answer::page(&ActPage { frame, path: reach.path, title, lead, act, person, role, agency })
}

/// `POST /agency/people/act`, `POST /hub/people/act`
pub(super) async fn act(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    form: web::Form<Act>,
) -> Result<HttpResponse, Failure> {
    let mut reach = Reach::of(&seat, &req, &form.agency);
    reach.by.actor.reason = form.reason.trim().chars().take(REASON_MAX_CHARS).collect();
    let person = PersonId(form.person);
    let post = Role::parse(&form.role).map(|role| Post { agency: reach.agency.clone(), role });
    let post = || post.clone().ok_or_else(|| Refusal::new(codes::PERSON_ROLE, "no such role"));
    let by = &reach.by;
    let done = match form.act.as_str() {
        "grant" => hub.exchange.grant_role(by, person, post()?).await.map(drop),
        "withdraw" => hub.exchange.withdraw_role(by, person, post()?).await.map(drop),
        "disable" => hub.exchange.disable_person(by, person, true).await.map(drop),
        "enable" => hub.exchange.disable_person(by, person, false).await.map(drop),
        reset @ ("reset" | "reset-totp") => {
            let made = hub.exchange.reset_person(by, person, reset == "reset-totp").await;
            return reach.linked(&hub, &viewer, &seat, made, NewPerson::default()).await;
        }
        _ => return Err(Failure::new(codes::REQUEST_MALFORMED, "act: nothing of that name is done to people")),
    };
    match done {
        Ok(()) => Ok(answer::see(reach.back(""))),
        Err(refusal) if is_form_fault(&refusal) => {
            let wrong = Some(wrong(viewer.lang, refusal.code, None, Micros(0)));
            reach.shown(&hub, &viewer, &seat, Said { wrong, ..Said::default() }).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// Whose people are within reach, and by whom.
struct Reach {
    by: Administrator,
    /// `None`: the hub's.
    agency: Option<OrganId>,
    path: &'static str,
    rail: Rail,
}

/// What stands above the lists.
#[derive(Default)]
struct Said {
    wrong: Option<Wrong>,
    made: Option<Made>,
    mailed: bool,
    new: NewPerson,
}

impl Reach {
    /// The seat decides, never the form: at an agency it is that agency's people, whatever is asked for.
    fn of(seat: &Seat, req: &HttpRequest, wished: &str) -> Self {
        let person = seat.person();
        if req.path().starts_with("/hub/") && seat.holds(Role::Operator) {
            let agency = (!wished.is_empty()).then(|| OrganId(wished.to_owned()));
            let by = Administrator::person(person, None, "");
            return Self { by, agency, path: "/hub/people", rail: Rail::People };
        }
        let agency = seat.who.agency.clone().unwrap_or_else(|| OrganId(String::new()));
        let by = Administrator::person(person, Some(agency.clone()), "");
        Self { by, agency: Some(agency), path: "/agency/people", rail: Rail::Agency }
    }

    fn back(&self, said: &str) -> String {
        let agency = self.agency.as_ref().filter(|_| self.by.within.is_none()).map(|agency| agency.0.as_str());
        match (agency, said) {
            (None, "") => self.path.to_owned(),
            (None, said) => format!("{}?{said}", self.path),
            (Some(agency), said) => {
                let agency = serde_urlencoded::to_string([("agency", agency)]).unwrap_or_default();
                format!("{}?{agency}{}{said}", self.path, if said.is_empty() { "" } else { "&" })
            }
        }
    }

    async fn people(&self, hub: &Hub) -> Result<Vec<(Person, Vec<Role>)>, Failure> {
        let (store, agency) = (hub.exchange.store().clone(), self.agency.clone());
        Ok(web::block(move || store.people(agency.as_ref())).await??)
    }

    /// A link was made: mail takes it along, or it is shown to whoever made it, once.
    async fn linked(
        &self,
        hub: &Hub,
        viewer: &Viewer,
        seat: &Seat,
        made: Result<Invited, Refusal>,
        new: NewPerson,
    ) -> Result<HttpResponse, Failure> {
        match made {
            Ok(invited) if invited.mailed => Ok(answer::see(self.back("mailed"))),
            Ok(invited) => {
                let link = link(&hub.settings.public_url, &invited.token);
                let made = Some(Made { link, until: invited.until });
                self.shown(hub, viewer, seat, Said { made, ..Said::default() }).await
            }
            Err(refusal) if is_form_fault(&refusal) || refusal.code == codes::AGENCY_UNKNOWN => {
                let wrong = Some(wrong(viewer.lang, refusal.code, None, Micros(0)));
                self.shown(hub, viewer, seat, Said { wrong, new, ..Said::default() }).await
            }
            Err(refusal) => Err(refusal.into()),
        }
    }

    async fn shown(&self, hub: &Hub, viewer: &Viewer, seat: &Seat, said: Said) -> Result<HttpResponse, Failure> {
        let frame = Frame::load(hub, viewer, self.path, self.rail).await?;
        let (store, agency, now) = (hub.exchange.store().clone(), self.agency.clone(), hub.exchange.clock().now());
        let (waiting, name) = web::block(move || {
            let name = agency.as_ref().map(|agency| store.agency_name(agency, now)).transpose()?.flatten();
            Ok::<_, crate::store::Error>((store.invitations(agency.as_ref(), now)?, name))
        })
        .await??;
        let known = Role::ALL.into_iter().filter(|role| role.is_of_hub() == self.agency.is_none());
        let roles: Vec<(Role, String)> = known.map(|role| (role, role_word(viewer.lang, role))).collect();
        let people = self.people(hub).await?.into_iter().map(|(person, held)| {
            let oneself = person.id == seat.person();
            let (held, others) = roles.iter().cloned().partition(|(role, _)| held.contains(role));
            Line { person, roles: held, others, oneself }
        });
        let place = name.or_else(|| self.agency.as_ref().map(|agency| agency.0.clone()));
        let place = place.unwrap_or_else(|| frame.t("console-hub"));
        let status = if said.wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let page = Page {
            wrong: said.wrong,
            made: said.made,
            mailed: said.mailed,
            path: self.path,
            title: frame.t("people-title"),
            lead: frame.tv("people-lead", "place", place),
            agency: self.agency.as_ref().map(|agency| agency.0.clone()).unwrap_or_default(),
            of_hub: self.by.within.is_none(),
            people: people.collect(),
            waiting: waiting.into_iter().map(|one| waiting_line(viewer.lang, one)).collect(),
            roles,
            new: said.new,
            frame,
        };
        answer::status(status, &page)
    }
}

fn waiting_line(lang: Lang, one: Invitation) -> Waiting {
    let role = one.post.map(|post| role_word(lang, post.role)).unwrap_or_default();
    Waiting { mail: one.mail, name: one.name, role, until: one.until }
}

/// A sentence or two.
const REASON_MAX_CHARS: usize = 500;
