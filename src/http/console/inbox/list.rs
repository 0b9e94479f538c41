//! `GET /in` and `GET /in/new`.

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::query::{Query, URGENCIES};
use super::row::{Pen, Row};
use crate::domain::deadline::day_in_vietnam;
use crate::domain::ids::{Micros, OrganId, PersonId};
use crate::domain::person::Role;
use crate::domain::rate::Month;
use crate::http::console::answer;
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::pill;
use crate::http::console::seat::{Seat, Viewer};
use crate::http::{Failure, Hub};
use crate::i18n::{self, Lang};
use crate::store::desk::{Order, View};
use crate::store::glance::Glance;

#[derive(Template)]
#[template(path = "console/inbox.html")]
struct Page {
    frame: Frame,
    query: Query,
    today: String,
    glance: Figures,
    views: Vec<ViewLink>,
    /// What is filtered, in words.
    filtered: Vec<String>,
    urgencies: Vec<Choice>,
    wrong_days: Vec<String>,
    told: Option<String>,
    rows: Vec<Row>,
    may_act: bool,
    /// By deadline, and where the other order is.
    by_deadline: bool,
    fixed_order: bool,
    newest_href: String,
    deadline_href: String,
    unfiltered_href: String,
    first_href: Option<String>,
    previous_href: Option<String>,
    next_href: Option<String>,
    shown: String,
    newer_href: String,
    back: String,
}

struct ViewLink {
    href: String,
    word: String,
    count: i64,
    hot: bool,
    here: bool,
}

struct Choice {
    value: &'static str,
    word: String,
    chosen: bool,
}

/// The four figures of the morning, in words.
struct Figures {
    to_accept: String,
    to_accept_late: Option<String>,
    due: String,
    due_late: Option<String>,
    sent: String,
    sent_sub: String,
    in_time: String,
    in_time_sub: String,
}

/// What the store was asked for.
struct Found {
    query: Query,
    view: View,
    glance: Glance,
    rows: Vec<Row>,
    previous: Option<String>,
    next: Option<String>,
    newest: i64,
    now: Micros,
}

pub(in crate::http::console) async fn list(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let (agency, person, lang) = (seat.agency()?.clone(), seat.person(), viewer.lang);
    let query = query.into_inner().clean();
    let asked = hub.clone();
    let found = web::block(move || gather(&asked, &agency, person, lang, query)).await??;
    let path = req.uri().path_and_query().map_or("/in", |path| path.as_str());
    let frame = Frame::load(&hub, &viewer, path, Rail::In).await?;
    answer::page(&{
        let may_act = frame.acts_as(Role::Clerk);
        found.into_page(frame, may_act)
    })
}

fn gather(hub: &Hub, agency: &OrganId, person: PersonId, lang: Lang, query: Query) -> Result<Found, Failure> {
    let (exchange, store) = (&hub.exchange, hub.exchange.store());
    let now = exchange.clock().now();
    let (calendar, directory) = (store.calendar(Some(agency))?, exchange.directory()?);
    let until = pill::due_until(&calendar, now);
    let today = day_in_vietnam(now);
    let month = Month { year: today.year(), month: today.month() };
    let glance = store.glance(agency, month, now, until)?;
    // A clerk begins with what is to accept; when that is done, with all.
    let begin = if glance.inbox.to_accept > 0 { View::ToAccept } else { View::All };
    let view = query.view().unwrap_or(if query.is_filtered() { View::All } else { begin });
    let filter = query.filter(exchange, &directory, person);
    let newest = store.inbox_newest(agency)?;
    let page = store.desk(agency, view, &filter, query.order(), query.turn(), (now, until), PAGE)?;
    let people = names(hub, agency)?;
    let pen = Pen { lang, exchange, directory: &directory, calendar: &calendar, people: &people, now };
    let rows = page.rows.iter().map(|row| pen.row(row)).collect();
    let query = Query { view: Some(view.as_str().to_owned()), ..query };
    let previous = page.previous.map(|at| query.href(|query| query.before = Some(at.to_string())));
    let next = page.next.map(|at| query.href(|query| query.after = Some(at.to_string())));
    Ok(Found { query, view, glance, rows, previous, next, newest, now })
}

/// The names of the agency's people.
pub(in crate::http::console) fn names(hub: &Hub, agency: &OrganId) -> Result<HashMap<PersonId, String>, Failure> {
    let people = hub.exchange.store().people(Some(agency))?;
    Ok(people.into_iter().map(|(person, _)| (person.id, person.name)).collect())
}

impl Found {
    fn into_page(self, frame: Frame, may_act: bool) -> Page {
        let Self { query, view, glance, rows, previous, next, newest, now } = self;
        let lang = frame.lang;
        let views = View::ALL.map(|one| ViewLink {
            href: query.href(|query| {
                query.view = Some(one.as_str().to_owned());
                query.sort = None;
            }),
            word: frame.t(&format!("inbox-view-{}", one.as_str())),
            count: glance.inbox.of(one),
            hot: matches!(one, View::ToAccept | View::Overdue | View::Changes) && glance.inbox.of(one) > 0,
            here: one == view,
        });
        let urgencies = URGENCIES.map(|(value, _)| Choice {
            value,
            word: frame.t(&format!("urgency-{value}")),
            chosen: query.urgency.as_deref() == Some(value),
        });
        let wrong = query.wrong_days();
        let wrong = wrong.into_iter().map(|(_, text)| frame.tv("inbox-wrong-day", "found", text)).collect();
        let fixed_order = matches!(view, View::Due | View::Overdue);
        Page {
            today: today(lang, now),
            glance: figures(&frame, &glance),
            views: views.into(),
            filtered: filtered(&frame, &query),
            urgencies: urgencies.into(),
            wrong_days: wrong,
            told: query.done.as_deref().and_then(|done| told(&frame, done)),
            may_act,
            by_deadline: fixed_order || query.order() == Order::Deadline,
            fixed_order,
            newest_href: query.href(|query| query.sort = None),
            deadline_href: query.href(|query| query.sort = Some("due".to_owned())),
            unfiltered_href: query.unfiltered(),
            first_href: previous.as_ref().map(|_| query.href(|_| {})),
            previous_href: previous,
            next_href: next,
            shown: shown(&frame, rows.len(), glance.inbox.of(view), query.is_filtered()),
            newer_href: query.href(|query| query.pos = Some(newest)).replacen("/in", "/in/new", 1),
            back: query.href(|_| {}),
            rows,
            query,
            frame,
        }
    }
}

fn today(lang: Lang, now: Micros) -> String {
    let day = day_in_vietnam(now).weekday().to_monday_one_offset();
    let day = i18n::text(lang, &format!("weekday-{day}"), None, &[]);
    let day =
        day.chars().next().map_or(String::new(), |first| first.to_uppercase().chain(day.chars().skip(1)).collect());
    i18n::text(
        lang,
        "inbox-today",
        None,
        &[("weekday", day.into()), ("date", i18n::date(lang, now).into()), ("time", pill::clock(now).into())],
    )
}

fn shown(frame: &Frame, shown: usize, all: i64, filtered: bool) -> String {
    if filtered {
        return frame.tn("inbox-shown-filtered", shown);
    }
    let values = [("shown", shown.into()), ("all", all.into())];
    i18n::text(frame.lang, "inbox-shown", None, &values)
}

fn figures(frame: &Frame, glance: &Glance) -> Figures {
    let late = |key: &str, count: i64| (count > 0).then(|| frame.tn(key, count));
    let in_time = match (u64::try_from(glance.in_time), u64::try_from(glance.judged)) {
        (Ok(in_time), Ok(judged)) if judged > 0 => i18n::percent(frame.lang, in_time, judged),
        _ => frame.t("inbox-glance-none-yet"),
    };
    let of = [("of", glance.judged.into()), ("count", glance.in_time.into())];
    Figures {
        to_accept: frame.n(glance.inbox.to_accept),
        to_accept_late: late("inbox-glance-late", glance.inbox.to_accept_overdue),
        due: frame.n(glance.inbox.due),
        due_late: late("inbox-glance-overdue", glance.inbox.overdue),
        sent: frame.n(glance.sent.failed + glance.sent.returned),
        sent_sub: late("inbox-glance-sent-late", glance.sent.overdue).unwrap_or_default(),
        in_time,
        in_time_sub: i18n::text(frame.lang, "inbox-glance-of", None, &of),
    }
}

/// Every filter that is on, in words.
fn filtered(frame: &Frame, query: &Query) -> Vec<String> {
    let mut words = Vec::new();
    let mut say = |key: &str, value: &Option<String>| {
        if let Some(value) = value {
            words.push(frame.tv(key, "value", value.as_str()));
        }
    };
    say("inbox-filter-words", &query.q);
    say("inbox-filter-sender", &query.sender);
    say("inbox-filter-urgency", &query.urgency.as_deref().map(|urgency| frame.t(&format!("urgency-{urgency}"))));
    say("inbox-filter-from", &query.from);
    say("inbox-filter-to", &query.to);
    say("inbox-filter-mine", &query.mine);
    words
}

/// What has just been done, as the redirect says it: only numbers are believed.
fn told(frame: &Frame, done: &str) -> Option<String> {
    let mut parts = done.split('.');
    let what = parts.next()?;
    let done: i64 = parts.next()?.parse().ok()?;
    let left: i64 = parts.next().unwrap_or("0").parse().ok()?;
    let key = match what {
        "accepted" => "inbox-done-accepted",
        "mine" => "inbox-done-mine",
        "none" => return Some(frame.t("inbox-done-none")),
        _ => return None,
    };
    let mut told = frame.tn(key, done);
    if left > 0 {
        told.push(' ');
        told.push_str(&frame.tn("inbox-done-left", left));
    }
    Some(told)
}

#[derive(Template)]
#[template(path = "console/inbox_newer.html")]
struct NewerPage {
    frame: Frame,
    count: usize,
    href: String,
}

/// What came since the page was made: a line, or nothing.
pub(in crate::http::console) async fn newer(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let (agency, person) = (seat.agency()?.clone(), seat.person());
    let query = query.into_inner().clean();
    let asked = hub.clone();
    let of = query.clone();
    let count = web::block(move || -> Result<usize, Failure> {
        let (exchange, store) = (&asked.exchange, asked.exchange.store());
        let Some(pos) = of.pos else { return Ok(0) };
        let now = exchange.clock().now();
        let calendar = store.calendar(Some(&agency))?;
        let filter = of.filter(exchange, &exchange.directory()?, person);
        let times = (now, pill::due_until(&calendar, now));
        Ok(store.desk_newer(&agency, of.view().unwrap_or_default(), &filter, pos, times, NEWER_MAX)?)
    })
    .await??;
    let frame = Frame::bare(&viewer, "/in", Rail::In);
    answer::page(&NewerPage { frame, count, href: query.href(|_| {}) })
}

/// Rows of a page.
const PAGE: u32 = 50;
/// More are not counted.
const NEWER_MAX: u32 = 100;
