//! `/hub/access` and `/agency/access`: the access log. The hub's people see all of it, an agency's administrator what was done for
//! the agency; nobody sees a document's content in it.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde_json::json;
use uuid::Uuid;

use super::super::answer;
use super::super::ask::{self, blocking, first, link, pairs};
use super::super::frame::{Frame, Rail};
use super::super::seat::{Seat, Viewer};
use super::dead_letters::{csv, path};
use crate::domain::ids::{DocumentUuid, Micros, OrganId, PersonId};
use crate::http::{Failure, Hub};
use crate::i18n;
use crate::store::access::{AccessQuery, Accessed, Called};

#[derive(Template)]
#[template(path = "console/access.html")]
struct Page {
    frame: Frame,
    /// Where it is: `/hub/access` or `/agency/access`.
    here: &'static str,
    tab: &'static str,
    /// The people that can be chosen, at an agency.
    people: Vec<(String, String)>,
    person: String,
    agency: String,
    document: String,
    from: String,
    until: String,
    rows: Vec<Line>,
    newer: bool,
    next: Option<String>,
    export: String,
    error: Option<String>,
}

struct Line {
    at: Micros,
    who: String,
    /// A system by its name, and its id.
    system: Option<(String, String)>,
    agency: String,
    what: String,
    code: String,
    /// A document by its number, and its id.
    document: Option<(String, String)>,
    detail: Option<String>,
}

/// `GET /hub/access`
pub(in crate::http::console) async fn hub_log(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Access).await?;
    page(&hub, frame, &pairs(req.query_string()), None).await
}

/// `GET /hub/access.csv`
pub(in crate::http::console) async fn hub_export(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    ask::note(&hub, &seat, "access.exported", json!({ "query": req.query_string() })).await?;
    export(&hub, &viewer, &pairs(req.query_string()), None).await
}

/// `GET /agency/access`
pub(in crate::http::console) async fn agency_log(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Agency).await?;
    page(&hub, frame, &pairs(req.query_string()), Some(seat.agency()?.clone())).await
}

/// `GET /agency/access.csv`
pub(in crate::http::console) async fn agency_export(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    ask::note(&hub, &seat, "access.exported", json!({ "query": req.query_string() })).await?;
    export(&hub, &viewer, &pairs(req.query_string()), Some(seat.agency()?.clone())).await
}

async fn page(
    hub: &Hub,
    frame: Frame,
    query: &[(String, String)],
    within: Option<OrganId>,
) -> Result<HttpResponse, Failure> {
    let (asked, error) = read(hub, &frame, query, within.as_ref()).await?;
    let agency = within.clone();
    let (rows, names, people, called) = blocking(hub, move |hub| {
        let store = hub.exchange.store();
        let rows = store.access_log(&asked, SHOWN + 1)?;
        let people = match &agency {
            Some(agency) => store.people(Some(agency))?,
            None => Vec::new(),
        };
        let called = store.called(&rows)?;
        Ok((rows, hub.exchange.directory()?, people, called))
    })
    .await?;
    let more = rows.len() > SHOWN as usize;
    let shown = &rows[..rows.len().min(SHOWN as usize)];
    let value = |name: &str| first(query, name).to_owned();
    let kept = |name: &'static str| (name, first(query, name));
    let filters = [kept("person"), kept("agency"), kept("document"), kept("from"), kept("until")];
    let here = if within.is_some() { "/agency/access" } else { "/hub/access" };
    let last = shown.last().map(|row| row.id.to_string()).filter(|_| more);
    let next = last.map(|id| link(here, &[&filters[..], &[("before", &id)]].concat()));
    let line = |row: &Accessed| {
        let name = |id: &OrganId| names.name(id, row.at).unwrap_or(&id.0).to_owned();
        Line {
            at: row.at,
            who: row.person.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
            system: row.system.map(|id| (called.systems.get(&id).cloned().unwrap_or_default(), id.to_string())),
            agency: row.agency.as_ref().map(name).unwrap_or_default(),
            what: what_word(&frame, &row.what),
            code: row.what.clone(),
            document: row.document.map(|id| (number(&called, id), id.to_string())),
            detail: row.detail.clone(),
        }
    };
    answer::page(&Page {
        here,
        tab: if within.is_some() { "access" } else { "" },
        people: people.iter().map(|(person, _)| (person.id.to_string(), person.name.clone())).collect(),
        person: value("person"),
        agency: value("agency"),
        document: value("document"),
        from: value("from"),
        until: value("until"),
        rows: shown.iter().map(line).collect(),
        newer: !first(query, "before").is_empty(),
        next,
        export: link(&format!("{here}.csv"), &filters),
        error,
        frame,
    })
}

async fn export(
    hub: &Hub,
    viewer: &Viewer,
    query: &[(String, String)],
    within: Option<OrganId>,
) -> Result<HttpResponse, Failure> {
    let frame = Frame::bare(viewer, "/", Rail::Access);
    let (mut asked, _) = read(hub, &frame, query, within.as_ref()).await?;
    asked.before = None;
    let (rows, called) = blocking(hub, move |hub| {
        let mut rows = Vec::<Accessed>::new();
        while rows.len() < EXPORTED {
            asked.before = rows.last().map(|row| row.id);
            let some = hub.exchange.store().access_log(&asked, crate::store::PAGE_MAX)?;
            if some.is_empty() {
                break;
            }
            rows.extend(some);
        }
        let called = hub.exchange.store().called(&rows)?;
        Ok((rows, called))
    })
    .await?;
    let row = |row: &Accessed| {
        let (id, name) = row.person.clone().map(|(id, name)| (id.to_string(), name)).unwrap_or_default();
        vec![
            i18n::iso(row.at),
            row.agency.as_ref().map(|id| id.0.clone()).unwrap_or_default(),
            id,
            plain(name),
            row.system.map(|id| id.to_string()).unwrap_or_default(),
            row.what.clone(),
            row.document.map(|id| id.to_string()).unwrap_or_default(),
            plain(row.detail.clone().unwrap_or_default()),
            plain(row.system.and_then(|id| called.systems.get(&id).cloned()).unwrap_or_default()),
            plain(row.document.map(|id| number(&called, id)).unwrap_or_default()),
        ]
    };
    let rows: Vec<Vec<String>> = rows.iter().map(row).collect();
    let columns =
        ["at", "organ_id", "person", "name", "system", "what", "document", "detail", "system_name", "document_number"];
    csv("access.csv", &columns, &rows)
}

/// `144/UBND-VX`; nothing where it has none.
fn number(called: &Called, id: DocumentUuid) -> String {
    match called.documents.get(&id).map(|(number, notation)| (number.trim(), notation.trim())) {
        None | Some(("", "")) => String::new(),
        Some((one, "") | ("", one)) => one.to_owned(),
        Some((number, notation)) => format!("{number}/{notation}"),
    }
}

/// A name that begins like a formula gets an apostrophe: a spreadsheet must not run it.
fn plain(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

/// The question, and what of it could not be read.
async fn read(
    hub: &Hub,
    frame: &Frame,
    query: &[(String, String)],
    within: Option<&OrganId>,
) -> Result<(AccessQuery, Option<String>), Failure> {
    let mut error = None;
    let mut time = |name: &str, word: &str| {
        ask::moment(first(query, name)).unwrap_or_else(|()| {
            error = Some(format!("{}: {}", frame.t(word), frame.t("ask-time")));
            None
        })
    };
    let (from, until) = (time("from", "access-from"), time("until", "access-until"));
    // The last day is meant whole.
    let until = until.map(|at| if first(query, "until").contains(':') { at } else { at.plus_seconds(86_400) });
    let (person, mail) = (first(query, "person").to_owned(), first(query, "person").to_lowercase());
    let person = match person.parse::<Uuid>() {
        _ if person.is_empty() => None,
        Ok(id) => Some(PersonId(id)),
        // Nobody of that address: nothing is found, rather than everything.
        Err(_) => {
            let found = blocking(hub, move |hub| Ok(hub.exchange.store().proofs_by_mail(&mail)?)).await?;
            Some(found.map_or(PersonId(Uuid::nil()), |found| found.person.id))
        }
    };
    let document = match first(query, "document") {
        "" => None,
        text => Some(DocumentUuid(text.parse().unwrap_or(Uuid::nil()))),
    };
    let agency = Some(first(query, "agency")).filter(|code| !code.is_empty()).map(|code| OrganId(code.to_owned()));
    let asked = AccessQuery {
        // An agency asks for itself, whatever its address says.
        agency: within.cloned().or(agency),
        person,
        document,
        what: None,
        from,
        until,
        before: first(query, "before").parse().ok(),
    };
    Ok((asked, error))
}

fn what_word(frame: &Frame, what: &str) -> String {
    let key = format!("accessed-{}", what.replace(['.', '_'], "-"));
    let word = frame.t(&key);
    if word == key { what.to_owned() } else { word }
}

const SHOWN: u32 = 50;
/// Rows of a file: what a spreadsheet still opens.
const EXPORTED: usize = 100_000;
