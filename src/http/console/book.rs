//! `GET /book`: the books of incoming and outgoing documents (sổ công văn; NĐ 30/2020/NĐ-CP, Điều 15 and 22) of one year, on
//! screen and on paper; a wrong number is corrected, and what it was stays readable.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::answer;
use super::ask::{Ask, Kind};
use super::frame::{Frame, Rail};
use super::pill;
use super::seat::{Seat, Viewer};
use super::sending::day;
use crate::codes;
use crate::domain::deadline::day_in_vietnam;
use crate::domain::ids::{DeliveryId, DocumentUuid, Micros, OrganId};
use crate::domain::person::Role;
use crate::exchange::{Directory, Registered};
use crate::http::{Failure, Hub};
use crate::i18n::Lang;
use crate::store::documents::Document;
use crate::store::register::{Book, Entry};

/// What stands in the address.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    book: String,
    #[serde(default)]
    year: Option<i64>,
    #[serde(default)]
    before: Option<i64>,
    /// The whole book, for paper.
    #[serde(default)]
    print: Option<u8>,
    #[serde(default)]
    told: Option<String>,
}

#[derive(Template)]
#[template(path = "console/book.html")]
struct Page {
    frame: Frame,
    book: &'static str,
    year: i64,
    rows: Vec<Row>,
    next: Option<i64>,
    print: bool,
    corrected: bool,
    /// How many were entered a moment ago.
    entered: Option<usize>,
    /// Those of this year that are in no book yet: where each is shown, its code, its subject.
    outside: Vec<(String, String, String)>,
}

struct Row {
    number: i64,
    was: Option<i64>,
    at: Micros,
    code: String,
    issued: String,
    kind: String,
    subject: String,
    /// Who sent it, or to whom it went.
    other: String,
    href: String,
    correct: String,
}

pub(super) async fn book(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let path = req.uri().path_and_query().map_or("/book", |path| path.as_str());
    let frame = Frame::load(&hub, &viewer, path, Rail::Book).await?;
    let this_year = i64::from(day_in_vietnam(frame.now).year());
    let (book, year) = (book_of(&asked.book), asked.year.unwrap_or(this_year));
    let print = asked.print.is_some();
    let limit = if print { WHOLE } else { ROWS };
    let (agency, before, now) = (seat.agency()?.clone(), asked.before, frame.now);
    let lang = frame.lang;
    let looked = web::block(move || -> Result<_, Failure> {
        let store = hub.exchange.store();
        let directory = hub.exchange.directory()?;
        let page = store.register_page(&agency, book, year, before, limit)?;
        let mut rows = Vec::with_capacity(page.rows.len());
        for entry in &page.rows {
            if let Some(document) = store.document(&agency, entry.document)? {
                let came = match entry.delivery {
                    Some(delivery) => store.delivery(&agency, delivery)?.and_then(|line| line.delivery.delivered_at),
                    None => Some(document.received),
                };
                let receivers = receivers(&hub, &agency, book, &document, &directory, now)?;
                rows.push(Row {
                    at: came.unwrap_or(entry.at),
                    ..Row::of(entry, book, &document, &directory, receivers, (lang, now))
                });
            }
        }
        let mut outside = Vec::new();
        for one in
            if print || year != this_year { Vec::new() } else { hub.exchange.unregistered(&agency, book, OUTSIDE)? }
        {
            let (href, document) = match one {
                Registered::Delivery(id) => {
                    (format!("/in/{id}"), store.delivery(&agency, id)?.map(|line| line.delivery.document))
                }
                Registered::Sent(id) => (format!("/out/{id}"), Some(id)),
            };
            let Some(id) = document else { continue };
            let document = store.document(&agency, id)?;
            outside.extend(document.map(|one| (href, pill::code(&one.listing), one.listing.subject)));
        }
        Ok((rows, page.next, outside))
    });
    let (rows, next, outside) = looked.await??;
    let corrected = asked.told.as_deref() == Some("corrected");
    let entered = asked.told.as_deref().and_then(|told| told.strip_prefix("entered."));
    let entered = entered.and_then(|count| count.parse().ok());
    answer::page(&Page { frame, book: book.as_str(), year, rows, next, print, corrected, entered, outside })
}

/// To whom a document went; of many the first few, and how many more.
fn receivers(
    hub: &Hub,
    agency: &OrganId,
    book: Book,
    document: &Document,
    directory: &Directory,
    now: Micros,
) -> Result<String, Failure> {
    if book == Book::In {
        return Ok(String::new());
    }
    let held = hub.exchange.store().history(agency, document.uuid)?.map(|found| found.deliveries).unwrap_or_default();
    let named: Vec<&str> =
        held.iter().take(FEW).map(|copy| directory.name(&copy.agency, now).unwrap_or(&copy.agency.0)).collect();
    let more = held.len().saturating_sub(FEW);
    Ok(if more > 0 { format!("{}; +{more}", named.join("; ")) } else { named.join("; ") })
}

impl Row {
    fn of(
        entry: &Entry,
        book: Book,
        document: &Document,
        directory: &Directory,
        receivers: String,
        (lang, now): (Lang, Micros),
    ) -> Self {
        let listing = &document.listing;
        let name = |id: &OrganId| directory.name(id, now).unwrap_or(&id.0).to_owned();
        let (href, which) = match (book, entry.delivery) {
            (Book::In, Some(delivery)) => (format!("/d/{delivery}"), format!("delivery={delivery}")),
            _ => (format!("/out/{}", document.uuid), format!("document={}", document.uuid)),
        };
        Self {
            number: entry.number,
            was: entry.was,
            at: entry.at,
            code: format!("{}/{}", listing.number, listing.notation),
            issued: day(lang, listing.issued.as_deref()),
            kind: listing.type_name.clone(),
            subject: listing.subject.clone(),
            other: if book == Book::In { name(&document.issuer) } else { receivers },
            correct: format!("/book/correct?{which}&was={}&year={}", entry.number, entry.year),
            href,
        }
    }
}

impl Page {
    fn is(&self, book: &str) -> bool {
        self.book == book
    }

    fn may_act(&self) -> bool {
        self.frame.acts_as(Role::Clerk) && !self.print
    }

    fn outside_words(&self) -> String {
        self.frame.tn(&format!("book-{}-outside", self.book), self.outside.len())
    }

    /// The word that this book has of its own.
    fn t(&self, word: &str) -> String {
        self.frame.t(&format!("book-{}-{word}", self.book))
    }
}

/// Which book.
#[derive(Debug, Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    book: String,
}

/// `POST /book/enter`: what came or went by software, and is in no book yet, is entered.
pub(super) async fn enter(hub: web::Data<Hub>, seat: Seat, form: web::Form<Which>) -> Result<HttpResponse, Failure> {
    let book = book_of(&form.book);
    let entered = hub.exchange.register_rest(&seat.caller()?, book, OUTSIDE).await?;
    Ok(answer::see(format!("/book?book={}&told=entered.{entered}", book.as_str())))
}

/// Which number is wrong, and what it is to be.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Correction {
    #[serde(default)]
    delivery: Option<Uuid>,
    #[serde(default)]
    document: Option<Uuid>,
    was: i64,
    year: i64,
    #[serde(default)]
    number: String,
}

impl Correction {
    fn what(&self) -> Result<Registered, Failure> {
        match (self.delivery, self.document) {
            (Some(id), _) => Ok(Registered::Delivery(DeliveryId(id))),
            (None, Some(id)) => Ok(Registered::Sent(DocumentUuid(id))),
            (None, None) => Err(Failure::new(codes::REQUEST_MALFORMED, "no document is named")),
        }
    }

    fn back(&self) -> String {
        let book = if self.delivery.is_some() { Book::In } else { Book::Out };
        format!("/book?book={}&year={}", book.as_str(), self.year)
    }

    fn ask(&self, frame: Frame) -> Ask {
        let was = frame.n(self.was);
        let (title, yes) = (frame.tv("book-correct-title", "number", was), frame.t("book-correct-button"));
        let lead = frame.t("book-correct-lead");
        let mut ask = Ask::of(frame, title, "/book/correct", yes, self.back()).lead(lead);
        ask.reason = None;
        for (name, id) in [("delivery", self.delivery), ("document", self.document)] {
            if let Some(id) = id {
                ask = ask.with(name, id.to_string());
            }
        }
        ask.with("was", self.was.to_string()).with("year", self.year.to_string()).field(
            "number",
            "book-correct-number",
            &self.number,
            Kind::Text,
        )
    }
}

pub(super) async fn correct_question(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
    wanted: web::Query<Correction>,
) -> Result<HttpResponse, Failure> {
    wanted.what()?;
    let path = req.uri().path_and_query().map_or("/book", |path| path.as_str());
    let frame = Frame::load(&hub, &viewer, path, Rail::Book).await?;
    wanted.ask(frame).page()
}

pub(super) async fn correct(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    wanted: web::Form<Correction>,
) -> Result<HttpResponse, Failure> {
    let what = wanted.what()?;
    let frame = Frame::load(&hub, &viewer, "/book", Rail::Book).await?;
    let Ok(number) = wanted.number.trim().parse::<i64>() else {
        let words = frame.t("book-correct-form");
        return wanted.ask(frame).again("", vec![("number".to_owned(), words)]);
    };
    match hub.exchange.register_correct(&seat.caller()?, what, wanted.was, number).await {
        Ok(_) => Ok(answer::see(format!("{}&told=corrected", wanted.back()))),
        Err(refusal) => wanted.ask(frame).refused("", refusal),
    }
}

fn book_of(word: &str) -> Book {
    if word == Book::Out.as_str() { Book::Out } else { Book::In }
}

/// What is in no book yet, at most: a morning's documents.
const OUTSIDE: u32 = 200;
/// Rows a page on screen.
const ROWS: u32 = 50;
/// On paper: the largest page of the store.
const WHOLE: u32 = crate::store::PAGE_MAX;
/// Receivers that are named.
const FEW: usize = 3;
