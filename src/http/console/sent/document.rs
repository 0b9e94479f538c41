//! `GET /out/{document}`: one document that was sent: per receiver how far it is, what happened, what is next, one button.

use std::collections::{HashMap, HashSet};

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::list::code;
use super::row::{self, CopyRow, Rows};
use super::standing::Pill;
use super::{not_yours, timeline};
use crate::domain::calendar::Calendar;
use crate::domain::desk::{self, SentAct};
use crate::domain::ids::{DocumentUuid, Micros, OrganId};
use crate::domain::person::Role;
use crate::exchange::Directory;
use crate::exchange::content::Holding;
use crate::http::console::answer;
use crate::http::console::document::{self, Files};
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::seat::{Seat, Viewer};
use crate::http::console::sending::day;
use crate::http::{Failure, Hub};
use crate::report::verdict::{self, View};
use crate::signature::Verdict;
use crate::store::documents::History;
use crate::store::register::{Book, Entry};

/// What was done a moment ago.
#[derive(Deserialize)]
pub(in crate::http::console) struct Query {
    #[serde(default)]
    told: Option<String>,
    #[serde(default)]
    n: Option<u32>,
    /// For paper: everything open.
    #[serde(default)]
    print: Option<String>,
}

#[derive(Template)]
#[template(path = "console/sent-document.html")]
struct Page {
    frame: Frame,
    id: Uuid,
    code: String,
    kind: String,
    subject: String,
    issued: String,
    due: String,
    from: String,
    document_id: String,
    attempt: i16,
    urgency: Option<u8>,
    urgency_word: String,
    sent: Micros,
    leaf: (i64, i64),
    sha256: String,
    verdict: Option<View>,
    rows: Vec<CopyRow>,
    acts: Vec<SentAct>,
    /// What is about no receiver.
    events: Vec<Shown>,
    /// What happened to each receiver's copy, trouble first.
    threads: Vec<Thread>,
    /// As it is printed: everything open.
    print: bool,
    related: Vec<Related>,
    /// Who signed it on paper.
    signer: Option<String>,
    /// What it answers: its code, and where that is.
    answers: Vec<document::Related>,
    attempts: Vec<(Uuid, i16)>,
    registered: Option<Entry>,
    files: Files,
    told: Option<String>,
    fetched: usize,
    acknowledged: usize,
    wrong: usize,
    late: usize,
    /// Whether the hub has a seal for receipts as evidence.
    sealed: bool,
}

/// What happened to one receiver's copy.
struct Thread {
    who: String,
    pill: Pill,
    next: String,
    late: bool,
    is_final: bool,
    /// Shown at once.
    open: bool,
    events: Vec<Shown>,
}

/// One event in words.
struct Shown {
    token: &'static str,
    icon: &'static str,
    at: Micros,
    what: String,
    who: Option<OrganId>,
    reason: Option<String>,
    leaf: (i64, i64),
    contradiction: bool,
}

/// Another document that it changed, or that changed it.
struct Related {
    words: String,
    id: Option<Uuid>,
}

/// What was found.
struct Found {
    history: History,
    verdict: String,
    due: std::collections::BTreeMap<crate::domain::ids::DeliveryId, Micros>,
    directory: Directory,
    calendars: HashMap<OrganId, Calendar>,
    attempts: Vec<(Uuid, i16)>,
    registered: Option<Entry>,
    is_issuer: bool,
    /// Who was sent it, or what takes its place, once more since.
    newer: HashSet<OrganId>,
}

pub(in crate::http::console) async fn document(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    path: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let id: DocumentUuid = path.parse().map_err(|_| not_yours())?;
    let agency = seat.agency()?.clone();
    let (asked, whose) = (hub.clone(), agency.clone());
    let found = web::block(move || look(&asked, &whose, id)).await??;
    let frame = Frame::load(&hub, &viewer, req.path(), Rail::Out).await?;
    let told = super::told(&frame, query.told.as_deref(), query.n);
    // Without a list of its files there is still all the rest.
    let contents = hub.exchange.contents(&seat.caller()?, Holding::Sent(id)).await;
    let files = Files::of(frame.lang, format!("/out/{id}"), &contents);
    let header = contents.map(|shown| shown.header.clone()).unwrap_or_default();
    let (asked, lang, named) = (hub.clone(), frame.lang, header.answers);
    let answers = web::block(move || document::answered(&asked, &agency, lang, &named)).await??;
    let page = Page {
        answers,
        signer: header.signer,
        print: query.print.is_some(),
        ..Page::of(frame, &hub, found, files, told)?
    };
    answer::page(&page)
}

fn look(hub: &Hub, agency: &OrganId, id: DocumentUuid) -> Result<Found, Failure> {
    let store = hub.exchange.store();
    let history = store.history(agency, id)?.ok_or_else(not_yours)?;
    let is_issuer = hub.exchange.sent_by(agency, id)?;
    if !hub.exchange.handed_in_by(agency, id)? {
        // A receiver looks at its own delivery, on its own page.
        return Err(not_yours());
    }
    let mut calendars = HashMap::new();
    for copy in &history.deliveries {
        if !calendars.contains_key(&copy.agency) {
            calendars.insert(copy.agency.clone(), store.calendar(Some(&copy.agency))?);
        }
    }
    let attempts = store.documents_by_id(agency, &history.document.document_id)?;
    let others = attempts.iter().filter(|other| other.issuer == history.document.issuer && other.uuid != id);
    let mut later: Vec<DocumentUuid> =
        attempts.iter().filter(|other| other.attempt > history.document.attempt).map(|other| other.uuid).collect();
    later.extend(history.changes.iter().filter(|change| change.target == id).filter_map(|change| change.document));
    later.sort();
    later.dedup();
    let mut newer = HashSet::new();
    for one in later {
        let held = store.history(agency, one)?.map(|found| found.deliveries).unwrap_or_default();
        newer.extend(held.into_iter().map(|copy| copy.agency));
    }
    Ok(Found {
        newer,
        verdict: store.verdict(agency, id)?.ok_or_else(not_yours)?.0,
        due: store.copies_due(id)?,
        directory: hub.exchange.directory()?,
        attempts: others.map(|other| (other.uuid.0, other.attempt)).collect(),
        registered: store.register_of(agency, Book::Out, id)?,
        calendars,
        is_issuer,
        history,
    })
}

impl Page {
    fn of(frame: Frame, hub: &Hub, found: Found, files: Files, told: Option<String>) -> Result<Self, Failure> {
        let Found { history, verdict, due, directory, calendars, attempts, registered, is_issuer, newer } = found;
        let document = &history.document;
        let listing = &document.listing;
        let may_act = is_issuer && frame.acts_as(Role::Clerk);
        let maker = Rows { frame: &frame, history: &history, directory: &directory };
        let shipped = Calendar::shipped();
        let row = |copy: &crate::store::deliveries::Delivery| {
            let may_act = may_act && !newer.contains(&copy.agency);
            let calendar = calendars.get(&copy.agency).unwrap_or(shipped);
            maker.row(copy, due.get(&copy.id).copied(), calendar, may_act)
        };
        let mut rows: Vec<CopyRow> = history.deliveries.iter().map(row).collect();
        rows.sort_by_key(CopyRow::order);
        let mut acts: Vec<SentAct> = rows.iter().flat_map(|row| row.acts.iter().copied()).collect();
        acts.sort_by_key(|act| SentAct::ALL.iter().position(|other| other == act));
        acts.dedup();
        let newest = history.revisions.last().map_or(verdict.as_str(), |revision| revision.verdict_json.as_str());
        // What was taken without a signature has no verdict.
        let verdict: Option<Verdict> = serde_json::from_str(newest).ok();
        let code = code(&listing.number, &listing.notation);
        let (threads, events) = threads(shown(&frame, &history), &rows, &history, frame.now);
        let urgency = hub.exchange.urgency(listing.urgency);
        let count = |wanted: fn(&CopyRow) -> bool| rows.iter().filter(|row| wanted(row)).count();
        Ok(Self {
            sealed: hub.seal.is_some(),
            id: document.uuid.0,
            kind: listing.type_name.clone(),
            subject: listing.subject.clone(),
            issued: day(frame.lang, listing.issued.as_deref()),
            due: day(frame.lang, listing.due.as_deref()),
            from: directory.name(&document.issuer, frame.now).unwrap_or(&document.issuer.0).to_owned(),
            document_id: document.document_id.0.clone(),
            attempt: document.attempt,
            urgency: row::urgency_class(urgency),
            urgency_word: frame.t(row::urgency_word(urgency)),
            sent: document.received,
            leaf: (document.leaf.epoch, document.leaf.index),
            sha256: document.carried.sha256.to_string(),
            verdict: verdict.map(|verdict| verdict::view_at_hub(frame.lang, &code, &verdict)),
            events,
            threads,
            print: false,
            related: related(&frame, &history),
            signer: None,
            answers: Vec::new(),
            fetched: history.deliveries.iter().filter(|copy| copy.fetched_at.is_some()).count(),
            acknowledged: history.deliveries.iter().filter(|copy| copy.ack.is_acknowledged()).count(),
            wrong: wrong(&rows, &history, &newer),
            late: count(|row| row.late),
            code,
            acts,
            rows,
            attempts,
            registered,
            files,
            told,
            frame,
        })
    }

    fn may(&self, act: &str) -> bool {
        self.acts.iter().any(|one| one.as_str() == act)
    }

    fn word(&self, act: &SentAct) -> &'static str {
        super::word(*act)
    }

    fn may_act(&self) -> bool {
        !self.acts.is_empty()
    }

    fn share(&self, part: &usize) -> String {
        crate::i18n::percent(self.frame.lang, *part as u64, self.rows.len() as u64)
    }
}

/// How many copies are in trouble that nothing has followed.
fn wrong(rows: &[CopyRow], history: &History, newer: &HashSet<OrganId>) -> usize {
    let followed =
        |row: &&CopyRow| history.deliveries.iter().any(|copy| copy.id.0 == row.id && newer.contains(&copy.agency));
    rows.iter().filter(|row| row.pill.token == "bad" && !followed(row)).count()
}

/// The events of each receiver by itself, in the order of its rows; and what is about none.
fn threads(events: Vec<Shown>, rows: &[CopyRow], history: &History, now: Micros) -> (Vec<Thread>, Vec<Shown>) {
    let mut by_agency: HashMap<OrganId, Vec<Shown>> = HashMap::new();
    let mut rest = Vec::new();
    for event in events {
        let copy = |who: &OrganId| history.deliveries.iter().any(|copy| copy.agency == *who);
        match event.who.clone().filter(copy) {
            Some(agency) => by_agency.entry(agency).or_default().push(event),
            None => rest.push(event),
        }
    }
    let thread = |row: &CopyRow| {
        let copy = history.deliveries.iter().find(|copy| copy.id.0 == row.id)?;
        Some(Thread {
            who: row.name.clone(),
            pill: row.pill,
            next: row.next.clone(),
            late: row.late,
            is_final: row.ended || desk::is_final(copy.hub(), copy.receiver(), now),
            open: row.pill.token == "bad",
            events: by_agency.remove(&copy.agency).unwrap_or_default(),
        })
    };
    (rows.iter().filter_map(thread).collect(), rest)
}

fn shown(frame: &Frame, history: &History) -> Vec<Shown> {
    let one = |event: timeline::Event| {
        let (token, icon) = event.mark();
        Shown {
            token,
            icon,
            at: event.at,
            what: frame.t(&format!("event-{}", event.name.as_str())),
            who: event.agency,
            reason: event.reason,
            leaf: (event.leaf.epoch, event.leaf.index),
            contradiction: event.contradiction,
        }
    };
    timeline::events(history).into_iter().map(one).collect()
}

/// What it did to others, or others to it; each once, however many receivers it met.
fn related(frame: &Frame, history: &History) -> Vec<Related> {
    let mut out: Vec<Related> = Vec::new();
    let id = history.document.uuid;
    for change in &history.changes {
        let (way, other) = match change.target == id {
            true => ("by", change.document),
            false => ("to", Some(change.target)),
        };
        let Some(other) = other else { continue };
        let key = format!("sent-related-{way}-{}", change.what.as_str());
        let words = frame.tv(&key, "document", change.target_id.0.as_str());
        if !out.iter().any(|known| known.id == Some(other.0)) {
            out.push(Related { words, id: Some(other.0) });
        }
    }
    out
}
