//! `GET /rates/unanswered`: who owes acknowledgements past their deadline; and the same as a file.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::choice::{Choice, agencies, periods};
use super::file::Taken;
use super::view::{Query, View};
use crate::domain::ids::{Micros, OrganId};
use crate::domain::rate::Ratio;
use crate::exchange::Directory;
use crate::http::console::answer;
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::seat::{Seat, Viewer};
use crate::http::{Failure, Hub};
use crate::i18n::{self, Lang, Value, text};
use crate::report::Stand;
use crate::report::listing::{Cell, Listing};
use crate::store::remainder::Silent;

#[derive(Template)]
#[template(path = "console/rates/unanswered.html")]
struct Page {
    frame: Frame,
    lead: String,
    back: String,
    csv: String,
    xlsx: String,
    link: String,
    periods: Vec<Choice>,
    agencies: Vec<Choice>,
    /// Kept when another period is chosen.
    rate: &'static str,
    rows: Vec<Line>,
    total: Option<Line>,
    stand: String,
}

struct Line {
    name: String,
    key: String,
    copies: u64,
    sent: u64,
    unheard: u64,
    share: String,
    oldest: Micros,
    href: String,
}

pub(in crate::http::console) async fn unanswered(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let now = hub.exchange.clock().now();
    let view = View::of(&query, &seat, now)?;
    let path = req.uri().path_and_query().map_or("/rates/unanswered", |path| path.as_str()).to_owned();
    let frame = Frame::load(&hub, &viewer, &path, Rail::Unanswered).await?;
    let lang = viewer.lang;
    let page = web::block(move || {
        let directory = hub.exchange.directory()?;
        let (silent, stand) = found(&hub, &view, now)?;
        Ok::<_, Failure>(Page {
            lead: lead(&view, lang, &directory),
            back: view.href("/rates", &[]),
            csv: view.href("/rates/unanswered/file/csv", &[]),
            xlsx: view.href("/rates/unanswered/file/xlsx", &[]),
            link: view.href("/rates/unanswered", &[]),
            periods: periods(lang, &view, now),
            agencies: agencies(lang, &view, &directory),
            rate: view.kind.word(),
            rows: silent.iter().map(|one| line(one, &view, lang, &directory)).collect(),
            total: total(&silent).map(|one| line(&one, &view, lang, &directory)),
            stand: stand.words(lang),
            frame,
        })
    });
    answer::page(&page.await??)
}

/// `GET /rates/unanswered/file/{form}`
pub(in crate::http::console) async fn unanswered_file(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    form: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let now = hub.exchange.clock().now();
    let view = View::of(&query, &seat, now)?;
    let lang = viewer.lang;
    let taken = web::block(move || {
        let directory = hub.exchange.directory()?;
        let (silent, stand) = found(&hub, &view, now)?;
        let row = |one: &Silent| {
            vec![
                Cell::Text(one.agency.0.clone()),
                Cell::Text(name(&one.agency, &directory)),
                Cell::Count(one.copies),
                Cell::Count(one.unheard),
                Cell::Count(one.sent),
                Cell::Percent(ratio(one).hundredths_of_percent().map(|share| share as f64 / 100.0)),
                Cell::Text(i18n::date_time(lang, one.oldest)),
            ]
        };
        let word = |key: &str| text(lang, key, None, &[]);
        let mut columns: Vec<String> = [
            "report-agency-code",
            "report-agency-name",
            "rates-unanswered-copies",
            "rates-unanswered-unheard",
            "rates-unanswered-sent",
            "rates-unanswered-share",
            "rates-unanswered-oldest",
        ]
        .map(word)
        .into();
        columns[5].push_str(" (%)");
        let listing = Listing {
            title: word("rates-unanswered-title"),
            about: lead(&view, lang, &directory),
            stand: Some(stand),
            columns,
            rows: silent.iter().map(row).collect(),
        };
        Taken::of(lang, "rates-unanswered", &view, &form, &listing)
    });
    Ok(taken.await??.answer())
}

/// The agencies of the view, and the state of the log under them.
fn found(hub: &Hub, view: &View, now: Micros) -> Result<(Vec<Silent>, Stand), Failure> {
    let (mut silent, head) = hub.exchange.store().silent(view.months.0, view.months.1, now)?;
    silent.retain(|one| view.agency.as_ref().is_none_or(|chosen| *chosen == one.agency));
    Ok((silent, Stand::of(&head)))
}

/// All of them together, where they are more than one.
fn total(silent: &[Silent]) -> Option<Silent> {
    let sum = |count: fn(&Silent) -> u64| silent.iter().map(count).fold(0, u64::saturating_add);
    (silent.len() > 1).then(|| Silent {
        agency: OrganId(String::new()),
        copies: sum(|one| one.copies),
        unheard: sum(|one| one.unheard),
        sent: sum(|one| one.sent),
        oldest: silent.iter().map(|one| one.oldest).min().unwrap_or_default(),
    })
}

fn lead(view: &View, lang: Lang, directory: &Directory) -> String {
    let args = [("whose", Value::from(view.whose(lang, directory))), ("period", Value::from(view.period_words(lang)))];
    let key = if view.agency.is_some() { "rates-unanswered-lead-one" } else { "rates-unanswered-lead" };
    text(lang, key, None, &args)
}

fn name(id: &OrganId, directory: &Directory) -> String {
    directory.facts(id).map_or_else(|| id.0.clone(), |facts| facts.name.clone())
}

fn ratio(one: &Silent) -> Ratio {
    Ratio { numerator: one.copies, denominator: one.sent }
}

fn line(one: &Silent, view: &View, lang: Lang, directory: &Directory) -> Line {
    let percent = ratio(one).percent(lang == Lang::Vi);
    Line {
        name: name(&one.agency, directory),
        key: one.agency.0.clone(),
        copies: one.copies,
        sent: one.sent,
        unheard: one.unheard,
        share: percent.map_or_else(String::new, |percent| format!("{percent}%")),
        oldest: one.oldest,
        href: view.href(
            "/rates/left",
            &[("rate", "accepted_in_time"), ("side", "in"), ("agency", &one.agency.0), ("sort", "")],
        ),
    }
}
