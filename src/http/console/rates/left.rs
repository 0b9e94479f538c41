//! `GET /rates/left`: what a rate leaves over, thing by thing; and the same as a file.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::file::Taken;
use super::view::{Query, View};
use crate::domain::acknowledgement::Name;
use crate::domain::ids::{Micros, OrganId};
use crate::domain::rate::Kind;
use crate::exchange::Directory;
use crate::http::console::answer;
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::seat::{Seat, Viewer};
use crate::http::{Failure, Hub};
use crate::i18n::{self, Lang, Value, text};
use crate::report::listing::{Cell, Listing};
use crate::report::{Stand, column_words};
use crate::store::PAGE_MAX;
use crate::store::remainder::{self, Remainder};

#[derive(Template)]
#[template(path = "console/rates/left.html")]
struct Page {
    frame: Frame,
    lead: String,
    back: String,
    of_copies: bool,
    csv: String,
    xlsx: String,
    rows: Vec<Line>,
    next: Option<String>,
}

struct Line {
    /// `144/UBND-VX`, or the document's id where it has no number.
    number: String,
    issued: String,
    id: String,
    href: Option<String>,
    from: String,
    to: String,
    received: Micros,
    until: Option<Micros>,
    state: String,
}

pub(in crate::http::console) async fn left(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let view = View::of(&query, &seat, hub.exchange.clock().now())?;
    if view.kind == Kind::Exchange {
        return Ok(answer::see(view.href("/rates/paper", &[])));
    }
    let path = req.uri().path_and_query().map_or("/rates/left", |path| path.as_str()).to_owned();
    let frame = Frame::load(&hub, &viewer, &path, Rail::Rates).await?;
    let lang = viewer.lang;
    let page = web::block(move || {
        let (found, directory) =
            (hub.exchange.store().remainder(&asked(&view), view.after, ROWS)?, hub.exchange.directory()?);
        Ok::<_, Failure>(Page {
            lead: lead(&view, lang, &directory),
            back: view.href("/rates", &[]),
            of_copies: of_copies(view.kind),
            csv: view.href("/rates/left/file/csv", &[]),
            xlsx: view.href("/rates/left/file/xlsx", &[]),
            rows: found.rows.iter().map(|left| line(left, lang, seat.who.agency.as_ref(), &directory)).collect(),
            next: found.next.map(|next| view.href("/rates/left", &[("after", &next.to_string())])),
            frame,
        })
    });
    answer::page(&page.await??)
}

/// `GET /rates/left/file/{form}`: all of it, whatever page was looked at.
pub(in crate::http::console) async fn left_file(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    form: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let view = View::of(&query, &seat, hub.exchange.clock().now())?;
    let lang = viewer.lang;
    let taken = web::block(move || {
        let (store, directory) = (hub.exchange.store(), hub.exchange.directory()?);
        // The log's state of before the first row: what came meanwhile may stand in the list, nothing of it is missing.
        let (stand, of) = (Stand::of(&store.log_head()?), asked(&view));
        let (mut rows, mut after) = (Vec::new(), None);
        while rows.len() < EXPORTED {
            let page = store.remainder(&of, after, PAGE_MAX)?;
            rows.extend(page.rows.iter().map(|left| cells(&line(left, lang, None, &directory), view.kind, lang)));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let mut heads = vec!["rates-document", "rates-issued", "rates-id", "rates-from"];
        heads.extend(of_copies(view.kind).then_some("rates-to"));
        heads.extend(["rates-received", "rates-until"]);
        heads.extend(of_copies(view.kind).then_some("rates-state"));
        let listing = Listing {
            title: text(lang, "rates-left-title", None, &[]),
            about: lead(&view, lang, &directory),
            stand: Some(stand),
            columns: heads.into_iter().map(|key| text(lang, key, None, &[])).collect(),
            rows,
        };
        Taken::of(lang, "rates-left", &view, &form, &listing)
    });
    Ok(taken.await??.answer())
}

fn asked(view: &View) -> Remainder {
    let of = view.agency.clone().map(|agency| (agency, view.side));
    Remainder { kind: view.kind, from: view.months.0, to: view.months.1, of }
}

fn of_copies(kind: Kind) -> bool {
    !matches!(kind, Kind::Signed | Kind::SentInTime)
}

/// Which rate, of whom, when.
fn lead(view: &View, lang: Lang, directory: &Directory) -> String {
    let args = [
        ("rate", Value::from(column_words(lang, (view.kind, view.side)))),
        ("whose", Value::from(view.whose(lang, directory))),
        ("period", Value::from(view.period_words(lang))),
    ];
    // Of what was returned nothing is missing: it is the list itself.
    let key = if view.kind == Kind::Returned { "rates-left-lead-returned" } else { "rates-left-lead" };
    text(lang, key, None, &args)
}

fn cells(line: &Line, kind: Kind, lang: Lang) -> Vec<Cell> {
    let copy = |text: &String| of_copies(kind).then(|| Cell::Text(text.clone()));
    let moment = |at: Option<Micros>| Cell::Text(at.map_or_else(String::new, |at| i18n::date_time(lang, at)));
    let mut cells: Vec<Cell> = [&line.number, &line.issued, &line.id, &line.from].map(|t| Cell::Text(t.clone())).into();
    cells.extend(copy(&line.to));
    cells.extend([moment(Some(line.received)), moment(line.until)]);
    cells.extend(copy(&line.state));
    cells
}

fn line(left: &remainder::Left, lang: Lang, own: Option<&OrganId>, directory: &Directory) -> Line {
    let name = |id: &OrganId| directory.facts(id).map_or_else(|| id.0.clone(), |facts| facts.name.clone());
    let state = match &left.copy {
        Some(copy) => {
            let duty = text(lang, &format!("state-delivery-{}", copy.state.as_str()), None, &[]);
            let word = text(lang, &format!("state-acknowledgement-{}", code(copy.ack)), None, &[]);
            format!("{duty} · {word}")
        }
        None => String::new(),
    };
    // An auditor sees that there is a document, not what is in it.
    let href = match (&left.copy, own) {
        (_, Some(own)) if left.issuer == *own => Some(format!("/out/{}", left.document)),
        (Some(copy), Some(own)) if copy.to == *own => Some(format!("/in/{}", copy.delivery)),
        _ => None,
    };
    let number = match (left.number.0.trim(), left.number.1.trim()) {
        ("", "") => left.document_id.0.clone(),
        (one, "") | ("", one) => one.to_owned(),
        (number, notation) => format!("{number}/{notation}"),
    };
    let day = left.issued.as_deref().and_then(|day| day.parse().ok());
    Line {
        number,
        issued: day.map_or_else(String::new, |day| i18n::day(lang, day)),
        id: left.document_id.0.clone(),
        href,
        from: name(&left.issuer),
        to: left.copy.as_ref().map(|copy| name(&copy.to)).unwrap_or_default(),
        received: left.received,
        until: left.until,
        state,
    }
}

/// The code by which the strings know a receiver's state.
fn code(ack: Name) -> &'static str {
    match ack {
        Name::None => "none",
        Name::Arrived => "01",
        Name::Returned => "02",
        Name::Accepted => "03",
        Name::Assigned => "04",
        Name::InProgress => "05",
        Name::Completed => "06",
    }
}

const ROWS: u32 = 50;
/// Rows of a file: what a spreadsheet still opens.
const EXPORTED: usize = 100_000;
