//! `GET /book`, sổ công văn: the agency's books of incoming and outgoing documents, by year, the largest number first. To be
//! printed as it is.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::answer;
use super::frame::{Frame, Rail};
use super::pill;
use super::seat::{Seat, Viewer};
use crate::domain::deadline::day_in_vietnam;
use crate::domain::ids::{Micros, OrganId};
use crate::http::{Failure, Hub};
use crate::i18n::{self, Lang};
use crate::store::register::{Book, Entry};

/// What may stand in the URL.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Query {
    /// `in` (default) or `out`.
    book: Option<String>,
    year: Option<i64>,
    before: Option<i64>,
}

#[derive(Template)]
#[template(path = "console/book.html")]
struct Page {
    frame: Frame,
    year: String,
    incoming: bool,
    years: Vec<(String, i64)>,
    rows: Vec<Row>,
    next_href: Option<String>,
}

struct Row {
    number: String,
    was: Option<String>,
    at: Micros,
    when: String,
    code: String,
    issued: Option<String>,
    subject: String,
    party: String,
    href: Option<String>,
}

pub(super) async fn show(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let agency = seat.agency()?.clone();
    let incoming = query.book.as_deref() != Some("out");
    let book = if incoming { Book::In } else { Book::Out };
    let this_year = i64::from(day_in_vietnam(hub.exchange.clock().now()).year());
    let year = query.year.filter(|year| (2000..=this_year).contains(year)).unwrap_or(this_year);
    let (asked, before, lang) = (hub.clone(), query.before, viewer.lang);
    let (rows, next) = web::block(move || {
        let page = asked.exchange.store().register_page(&agency, book, year, before, PAGE)?;
        let rows = page.rows.iter().map(|entry| row(&asked, &agency, lang, entry)).collect::<Result<Vec<_>, _>>()?;
        Ok::<_, Failure>((rows, page.next))
    })
    .await??;
    let path = req.uri().path_and_query().map_or("/book", |path| path.as_str());
    let frame = Frame::load(&hub, &viewer, path, Rail::Book).await?;
    let word = book.as_str();
    answer::page(&Page {
        frame,
        incoming,
        years: (0..YEARS).map(|back| (format!("/book?book={word}&year={}", this_year - back), this_year - back)).collect(),
        year: year.to_string(),
        rows,
        next_href: next.map(|next| format!("/book?book={word}&year={year}&before={next}")),
    })
}

fn row(hub: &Hub, agency: &OrganId, lang: Lang, entry: &Entry) -> Result<Row, Failure> {
    let (store, directory) = (hub.exchange.store(), hub.exchange.directory()?);
    let document = store.document(agency, entry.document)?;
    let listing = document.as_ref().map(|document| &document.listing);
    let name = |code: &OrganId, at: Micros| directory.name(code, at).unwrap_or(&code.0).to_owned();
    let href = match entry.delivery {
        Some(id) => format!("/in/{id}"),
        None => format!("/out/{}", entry.document),
    };
    Ok(Row {
        number: i18n::number(lang, entry.number),
        was: entry.was.map(|was| {
            i18n::text(lang, "document-number-was", None, &[("number", i18n::number(lang, was).into())])
        }),
        at: entry.at,
        when: i18n::date_time(lang, entry.at),
        code: listing.map(pill::code).unwrap_or_default(),
        issued: listing.and_then(|listing| pill::day(lang, listing.issued.as_deref())),
        subject: listing.map(|listing| listing.subject.clone()).unwrap_or_default(),
        party: document.as_ref().map(|one| name(&one.issuer, one.received)).unwrap_or_default(),
        href: document.as_ref().map(|_| href),
    })
}

/// Rows of a page: a printed sheet or two.
const PAGE: u32 = 100;
/// Years that can be chosen.
const YEARS: i64 = 5;
