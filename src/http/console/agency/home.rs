//! `/agency`: the agency in summary, and `/agency/certificates`: whose seal is believed, and until when.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::answer;
use super::super::ask::{self, blocking, pairs};
use super::super::frame::{Frame, Rail};
use super::super::operator::dead_letters::path;
use super::super::operator::keys::{Seal, seal};
use super::super::seat::{Seat, Viewer};
use crate::codes;
use crate::domain::person::Role;
use crate::http::{Failure, Hub};
use crate::store::change::AgencyFacts;
use crate::store::reminders::FailingAddress;

#[derive(Template)]
#[template(path = "console/agency/home.html")]
struct Page {
    frame: Frame,
    facts: AgencyFacts,
    level: String,
    parent: Option<String>,
    failing: Vec<FailingAddress>,
    seals: Vec<Seal>,
    systems: usize,
    webhooks: usize,
    stopped: usize,
    own_calendar: bool,
    admin: bool,
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "console/agency/certificates.html")]
struct Certificates {
    frame: Frame,
    seals: Vec<Seal>,
}

/// `GET /agency`
pub(in crate::http::console) async fn home(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Agency).await?;
    let (id, now) = (seat.agency()?.clone(), frame.now);
    let asked = id.clone();
    let (agency, parent, failing, seals, systems, hooks, own) = blocking(&hub, move |hub| {
        let store = hub.exchange.store();
        let agency = store.agency(&asked)?.ok_or_else(|| Failure::new(codes::AGENCY_UNKNOWN, asked.0.clone()))?;
        let parent = match &agency.facts.parent {
            Some(parent) => store.agency_name(parent, now)?.or_else(|| Some(parent.0.clone())),
            None => None,
        };
        let failing = store.failing_addresses()?.into_iter().filter(|one| one.agency == asked).collect();
        let own = store.calendars()?.iter().rfind(|version| version.agency.as_ref() == Some(&asked)).map(|v| v.own);
        let (seals, systems) = (store.bindings_of(&asked)?, store.systems(Some(&asked))?);
        Ok((agency, parent, failing, seals, systems, store.webhooks(&asked)?, own == Some(true)))
    })
    .await?;
    let level = frame.t(&format!("agency-level-{}", agency.facts.level.clamp(1, 3)));
    answer::page(&Page {
        facts: agency.facts,
        level,
        parent,
        failing,
        seals: seals.iter().map(|row| seal(&frame, row, None)).filter(|seal| seal.live).collect(),
        systems: systems.iter().filter(|system| system.is_live(now)).count(),
        webhooks: hooks.len(),
        stopped: hooks.iter().filter(|hook| hook.disabled_at.is_some()).count(),
        own_calendar: own,
        admin: seat.holds(Role::AgencyAdmin),
        done: ask::done(&frame, &pairs(req.query_string())),
        frame,
    })
}

/// `GET /agency/certificates`
pub(in crate::http::console) async fn certificates(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Agency).await?;
    let id = seat.agency()?.clone();
    let rows = blocking(&hub, move |hub| Ok(hub.exchange.store().bindings_of(&id)?)).await?;
    let mut seals: Vec<Seal> = rows.iter().map(|row| seal(&frame, row, None)).collect();
    seals.sort_by_key(|seal| (!seal.live, seal.not_after));
    answer::page(&Certificates { seals, frame })
}
