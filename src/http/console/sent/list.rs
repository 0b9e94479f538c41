//! `GET /out`: what was sent; what went wrong first, then what came back, what lies too long, the rest.

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use jiff::civil::{Date, Time};
use serde::Deserialize;
use uuid::Uuid;

use super::standing::{Pill, Where};
use crate::codes;
use crate::domain::deadline;
use crate::domain::delivery;
use crate::domain::ids::{Micros, OrganId};
use crate::domain::person::Role;
use crate::exchange::Directory;
use crate::http::console::answer;
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::seat::{Seat, Viewer};
use crate::http::console::sending::day;
use crate::http::{Failure, Hub};
use crate::store::outbox::{Rank, SentCounts, SentCursor, SentFilter, SentLine, SentPage};

/// What stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
pub(in crate::http::console) struct Asked {
    #[serde(default)]
    view: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    told: Option<String>,
    #[serde(default)]
    n: Option<u32>,
}

#[derive(Template)]
#[template(path = "console/sent.html")]
struct Page {
    frame: Frame,
    asked: Asked,
    views: Vec<Tab>,
    rows: Vec<Row>,
    /// The next page.
    next: Option<String>,
    /// The first page, when this is not it.
    first: Option<String>,
    filters: usize,
    wrong: Vec<&'static str>,
    told: Option<String>,
    nothing_yet: bool,
}

/// One of the views.
struct Tab {
    href: String,
    word: &'static str,
    count: i64,
    hot: bool,
    here: bool,
}

struct Row {
    id: Uuid,
    code: String,
    issued: String,
    urgency: Option<u8>,
    urgency_word: String,
    subject: String,
    kind: String,
    attempt: i16,
    /// How many receivers, or the one.
    to: String,
    marks: Vec<(Pill, i64)>,
    total: i64,
    fetched: i64,
    accepted: i64,
    sent: Micros,
}

/// What was found.
struct Found {
    page: SentPage,
    counts: SentCounts,
    directory: Directory,
    /// The one receiver of documents with only one.
    only: HashMap<Uuid, OrganId>,
}

pub(in crate::http::console) async fn list(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let asked = asked.into_inner();
    let agency = seat.agency()?.clone();
    let path = req.uri().path_and_query().map_or("/out", |path| path.as_str());
    let frame = Frame::load(&hub, &viewer, path, Rail::Out).await?;
    let (filter, wrong) = asked.filter();
    let after = asked.cursor()?;
    let (looked, now) = (hub.clone(), frame.now);
    let found = web::block(move || look(&looked, &agency, &filter, after, now)).await??;
    answer::page(&Page::of(frame, asked, wrong, found, &hub))
}

fn look(
    hub: &Hub,
    agency: &OrganId,
    filter: &SentFilter,
    after: Option<SentCursor>,
    now: Micros,
) -> Result<Found, Failure> {
    let store = hub.exchange.store();
    let page = store.outbox(agency, filter, after, now, ROWS)?;
    let mut only = HashMap::new();
    for row in page.rows.iter().filter(|row| row.document.receivers == 1) {
        let held = store.history(agency, row.document.uuid)?.map(|found| found.deliveries).unwrap_or_default();
        only.extend(held.into_iter().next().map(|copy| (row.document.uuid.0, copy.agency)));
    }
    Ok(Found { page, counts: store.outbox_counts(agency, now)?, directory: hub.exchange.directory()?, only })
}

impl Asked {
    /// The filter, and the fields that say nothing that can be read.
    fn filter(&self) -> (SentFilter, Vec<&'static str>) {
        let mut wrong = Vec::new();
        let mut date = |text: &str, field, days| match day_of(text) {
            Ok(found) => found
                .map(|day: Date| deadline::instant(day.saturating_add(jiff::Span::new().days(days)), Time::midnight())),
            Err(()) => {
                wrong.push(field);
                None
            }
        };
        let (from, until) = (date(&self.from, "from", 0), date(&self.until, "until", 1));
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let filter = SentFilter {
            rank: Rank::parse(&self.view),
            text: filled(&self.q),
            receiver: filled(&self.to).map(OrganId),
            from,
            until,
        };
        (filter, wrong)
    }

    fn cursor(&self) -> Result<Option<SentCursor>, Failure> {
        match self.after.as_str() {
            "" => Ok(None),
            text => {
                let wrong = |()| Failure::new(codes::REQUEST_CURSOR, "this is no place in the list");
                text.parse().map(Some).map_err(wrong)
            }
        }
    }

    /// The address of this list with another view and place.
    fn href(&self, view: &str, after: &str) -> String {
        let fields = [
            ("view", view),
            ("q", &self.q),
            ("to", &self.to),
            ("from", &self.from),
            ("until", &self.until),
            ("after", after),
        ];
        let fields: Vec<_> = fields.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        match serde_urlencoded::to_string(fields).unwrap_or_default() {
            none if none.is_empty() => "/out".to_owned(),
            query => format!("/out?{query}"),
        }
    }
}

impl Page {
    fn of(frame: Frame, asked: Asked, wrong: Vec<&'static str>, found: Found, hub: &Hub) -> Self {
        let Found { page, counts, directory, only } = found;
        let here = Rank::parse(&asked.view);
        let tab = |rank: Option<Rank>, word, count, hot| Tab {
            href: asked.href(rank.map_or("", Rank::as_str), ""),
            word,
            count,
            hot: hot && count > 0,
            here: rank == here,
        };
        let views = vec![
            tab(None, "sent-view-all", counts.all, false),
            tab(Some(Rank::Failed), "sent-view-failed", counts.failed, true),
            tab(Some(Rank::Returned), "sent-view-returned", counts.returned, true),
            tab(Some(Rank::Overdue), "sent-view-overdue", counts.overdue, true),
        ];
        let filters = [&asked.q, &asked.to, &asked.from, &asked.until].iter().filter(|text| !text.is_empty()).count();
        let row = |line: &SentLine| Row::of(&frame, hub, line, &directory, only.get(&line.document.uuid.0));
        Self {
            rows: page.rows.iter().map(row).collect(),
            next: page.next.map(|at| asked.href(&asked.view, &at.to_string())),
            first: (!asked.after.is_empty()).then(|| asked.href(&asked.view, "")),
            told: super::told(&frame, asked.told.as_deref(), asked.n),
            nothing_yet: counts.all == 0,
            views,
            filters,
            wrong,
            asked,
            frame,
        }
    }

    fn may_act(&self) -> bool {
        self.frame.acts_as(Role::Clerk)
    }

    /// How many have it, and how many accepted it.
    fn counts(&self, row: &Row) -> String {
        let values = [("total", row.total.into()), ("fetched", row.fetched.into()), ("accepted", row.accepted.into())];
        crate::i18n::text(self.frame.lang, "sent-counts", None, &values)
    }

    /// Whether a date could not be read.
    fn is_wrong(&self, field: &str) -> bool {
        self.wrong.contains(&field)
    }
}

impl Row {
    fn of(frame: &Frame, hub: &Hub, line: &SentLine, directory: &Directory, only: Option<&OrganId>) -> Self {
        let (document, listing) = (&line.document, &line.document.listing);
        let mut marks: Vec<(Pill, i64)> = Vec::new();
        for copies in &line.copies {
            let pill = Pill::of(Where::of_several(copies));
            match marks.iter_mut().find(|(other, _)| *other == pill) {
                Some((_, count)) => *count += copies.count,
                None => marks.push((pill, copies.count)),
            }
        }
        marks.sort_by_key(|(pill, _)| pill.weight());
        let sum = |counted: fn(&crate::store::outbox::Copies) -> bool| {
            line.copies.iter().filter(|copies| counted(copies)).map(|copies| copies.count).sum::<i64>()
        };
        let urgency = hub.exchange.urgency(listing.urgency);
        Self {
            id: document.uuid.0,
            code: code(&listing.number, &listing.notation),
            issued: day(frame.lang, listing.issued.as_deref()),
            urgency: super::row::urgency_class(urgency),
            urgency_word: frame.t(super::row::urgency_word(urgency)),
            subject: listing.subject.clone(),
            kind: listing.type_name.clone(),
            attempt: document.attempt,
            to: match only {
                Some(agency) => directory.name(agency, frame.now).unwrap_or(&agency.0).to_owned(),
                None => frame.tn("sent-to", document.receivers),
            },
            marks,
            total: sum(|_| true),
            fetched: sum(|copies| copies.state == delivery::Name::Fetched),
            accepted: sum(|copies| copies.ack.is_acknowledged()),
            sent: document.received,
        }
    }
}

/// Số and ký hiệu as one writes them.
pub(super) fn code(number: &str, notation: &str) -> String {
    format!("{number}/{notation}")
}

/// `24/11/2026` as it is typed; nothing is no date.
fn day_of(text: &str) -> Result<Option<Date>, ()> {
    let parts: Vec<&str> = text.trim().split(['/', '-', '.']).collect();
    match parts.as_slice() {
        [""] => Ok(None),
        [day, month, year] => {
            let (day, month) = (day.parse().map_err(drop)?, month.parse().map_err(drop)?);
            Date::new(year.parse().map_err(drop)?, month, day).map(Some).map_err(drop)
        }
        _ => Err(()),
    }
}

/// Rows a page.
const ROWS: u32 = 50;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_typed_as_on_paper() {
        assert_eq!(day_of("24/11/2026"), Ok(Some(Date::constant(2026, 11, 24))));
        assert_eq!(day_of(" 1.2.2026 "), Ok(Some(Date::constant(2026, 2, 1))));
        assert_eq!(day_of(""), Ok(None));
        for wrong in ["31/02/2026", "2026", "a/b/c", "24/11/20261"] {
            assert_eq!(day_of(wrong), Err(()), "{wrong}");
        }
    }

    #[test]
    fn a_list_is_its_address() {
        let asked = Asked { q: "đôn đốc & báo".to_owned(), to: "H53.1".to_owned(), ..Asked::default() };
        assert_eq!(asked.href("failed", ""), "/out?view=failed&q=%C4%91%C3%B4n+%C4%91%E1%BB%91c+%26+b%C3%A1o&to=H53.1");
        assert_eq!(Asked::default().href("", ""), "/out");
        let asked = Asked { after: "rest.x".to_owned(), ..Asked::default() };
        assert_eq!(asked.cursor().unwrap_err().code(), codes::REQUEST_CURSOR);
    }
}
