//! `GET /rates/paper`: documents issued on paper only, by agency and month, and who has not said; `POST`: an agency says it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::view::{Query, View, period_words};
use crate::domain::person::Role;
use crate::domain::rate::Month;
use crate::exchange::Declaration;
use crate::http::console::answer;
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::seat::{Seat, Viewer};
use crate::http::{Failure, Hub};
use crate::i18n::{self, Lang, Value, text};
use crate::report::{PaperCell, Papers};

#[derive(Template)]
#[template(path = "console/rates/paper.html")]
struct Page {
    frame: Frame,
    lead: String,
    back: String,
    done: bool,
    fault: Option<String>,
    form: Option<Fields>,
    heads: Vec<String>,
    rows: Vec<Line>,
    silent: usize,
    total: u64,
}

/// The form as it is shown, and shown again.
struct Fields {
    months: Vec<(String, String, bool)>,
    count: String,
}

struct Line {
    name: String,
    key: String,
    cells: Vec<(String, String, bool)>,
    total: u64,
}

impl Line {
    /// Nothing was declared at all: that is not nought.
    fn is_silent(&self) -> bool {
        self.cells.iter().all(|(_, _, owed)| *owed)
    }
}

/// What an office sends.
#[derive(Debug, Deserialize)]
pub(in crate::http::console) struct Sent {
    month: String,
    count: String,
}

pub(in crate::http::console) async fn paper(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let view = View::of(&query, &seat, hub.exchange.clock().now())?;
    answer::page(&shown(&hub, &viewer, &seat, &req, view, None).await?)
}

/// An agency's word replaces its earlier one for the month; each is a leaf of the log.
pub(in crate::http::console) async fn declare(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    sent: web::Form<Sent>,
) -> Result<HttpResponse, Failure> {
    let Sent { month, count } = sent.into_inner();
    let caller = seat.caller()?;
    let Ok(number) = count.trim().replace(['.', ' '], "").parse::<u32>() else {
        let view = View::of(&Query::default(), &seat, hub.exchange.clock().now())?;
        let fault = (text(viewer.lang, "paper-count-wrong", None, &[]), month, count);
        let page = shown(&hub, &viewer, &seat, &req, view, Some(fault)).await?;
        return answer::status(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let standing = {
        let (hub, agency, month) = (hub.clone(), caller.agency.clone(), Month::parse(&month));
        web::block(move || {
            let rows = hub.exchange.store().declarations(&agency, None, LOOK_BACK)?.rows;
            let found = rows.into_iter().find(|one| one.standing && Some(one.month) == month);
            Ok::<_, Failure>(found.map(|one| one.id))
        })
        .await??
    };
    let declaration = Declaration { period: month.clone(), count: u64::from(number), supersedes: standing };
    match hub.exchange.declare(&caller, declaration).await {
        Ok(_) => {
            let year = month.get(..4).unwrap_or_default();
            let query = serde_urlencoded::to_string([("period", year), ("done", "1")]).unwrap_or_default();
            Ok(answer::see(format!("/rates/paper?{query}")))
        }
        Err(refusal) if refusal.code.info().status < 500 => {
            let view = View::of(&Query::default(), &seat, hub.exchange.clock().now())?;
            let words =
                format!("{}. {}", i18n::title(viewer.lang, refusal.code), i18n::remedy(viewer.lang, refusal.code));
            let page = shown(&hub, &viewer, &seat, &req, view, Some((words, month, count))).await?;
            answer::status(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(refusal) => Err(refusal.into()),
    }
}

async fn shown(
    hub: &web::Data<Hub>,
    viewer: &Viewer,
    seat: &Seat,
    req: &HttpRequest,
    view: View,
    fault: Option<(String, String, String)>,
) -> Result<Page, Failure> {
    let path = req.uri().path_and_query().map_or("/rates/paper", |path| path.as_str()).to_owned();
    let frame = Frame::load(hub, viewer, &path, Rail::Paper).await?;
    let (hub, lang, now, clerk) = (hub.clone(), viewer.lang, frame.now, seat.holds(Role::Clerk));
    let page = web::block(move || {
        let papers = Papers::read(hub.exchange.store(), view.months, view.agency.as_ref(), now)?;
        let args = [("period", Value::from(view.period_words(lang)))];
        let (fault, chosen, count) = match fault {
            Some((words, month, count)) => (Some(words), month, count),
            None => (None, Month::of(now).to_string(), String::new()),
        };
        Ok::<_, Failure>(Page {
            lead: text(lang, "paper-lead", None, &args),
            back: view.href("/rates", &[]),
            done: view.done,
            fault,
            form: clerk.then(|| fields(lang, Month::of(now), &chosen, count)),
            heads: papers.months.iter().map(|month| short(lang, *month)).collect(),
            rows: papers.rows.iter().map(|row| line(lang, &papers, row)).collect(),
            silent: papers.silent(),
            total: papers.total(),
            frame,
        })
    });
    page.await?
}

fn fields(lang: Lang, this: Month, chosen: &str, count: String) -> Fields {
    let months = std::iter::successors(Some(this), |month| Some(before(*month))).take(12);
    let choice = |month: Month| {
        let value = month.to_string();
        let is_chosen = value == chosen;
        (value.clone(), period_words(lang, &value), is_chosen)
    };
    Fields { months: months.map(choice).collect(), count }
}

/// “T11/26”.
fn short(lang: Lang, month: Month) -> String {
    let args = [("month", Value::from(month.month)), ("year", Value::from((month.year % 100).to_string()))];
    text(lang, "chart-month-year", None, &args)
}

fn before(month: Month) -> Month {
    if month.month == 1 { Month { year: month.year - 1, month: 12 } } else { Month { month: month.month - 1, ..month } }
}

fn line(lang: Lang, papers: &Papers, row: &crate::report::PaperRow) -> Line {
    let cell = |(month, cell): (&Month, &PaperCell)| {
        let words = match cell {
            PaperCell::Declared(count) => i18n::number(lang, i64::try_from(*count).unwrap_or(i64::MAX)),
            PaperCell::Undeclared => text(lang, "paper-undeclared", None, &[]),
            PaperCell::Absent => text(lang, "paper-absent", None, &[]),
        };
        (period_words(lang, &month.to_string()), words, *cell == PaperCell::Undeclared)
    };
    Line {
        name: row.name.clone(),
        key: row.agency.0.clone(),
        cells: papers.months.iter().zip(&row.cells).map(cell).collect(),
        total: row.total(),
    }
}

/// A year of monthly words, each replaced some times.
const LOOK_BACK: u32 = 200;
