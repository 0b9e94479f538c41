//! `GET /rates`: the numbers big, the year in a chart, agency by agency.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use askama::filters::Safe;

use super::figures::{Cell, Figure, counts};
use super::view::{Query, View, period_words};
use crate::domain::ids::OrganId;
use crate::domain::rate::{Kind, Month, Side};
use crate::exchange::Directory;
use crate::http::console::answer;
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::seat::{Seat, Viewer};
use crate::http::{Failure, Hub};
use crate::i18n::{Lang, Value, text};
use crate::report::{self, Chart, Papers, Rates};
use crate::store::rates::Counted;

#[derive(Template)]
#[template(path = "console/rates/index.html")]
struct Page {
    frame: Frame,
    view: View,
    lead: String,
    /// The files of these very rows.
    csv: String,
    xlsx: String,
    pdf: String,
    /// This page, with all of its view in the address; and in its own order.
    link: String,
    unsorted: String,
    periods: Vec<Choice>,
    agencies: Vec<Choice>,
    figures: Vec<Figure>,
    own: Vec<Figure>,
    chart: Option<Drawn>,
    left: Left,
    papers: Option<(usize, String)>,
    small: Vec<Small>,
    small_scale: String,
    heads: Vec<Head>,
    rows: Vec<Line>,
    stand: String,
}

/// One of a list to choose from.
struct Choice {
    value: String,
    words: String,
    is_chosen: bool,
}

/// The chart of the year. `svg` is written by `report::chart`, which escapes what it is given.
struct Drawn {
    title: String,
    axis: Option<String>,
    now: i16,
    then: i16,
    svg: Safe<String>,
    months: Vec<[String; 3]>,
}

/// What the rate leaves over.
struct Left {
    title: String,
    sentence: String,
    href: Option<String>,
}

struct Small {
    name: String,
    value: String,
    before: String,
    svg: Safe<String>,
}

struct Head {
    words: String,
    href: String,
    sort: Option<&'static str>,
}

struct Line {
    name: String,
    key: Option<String>,
    href: Option<String>,
    cells: Vec<Cell>,
    is_total: bool,
}

pub(in crate::http::console) async fn page(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let now = hub.exchange.clock().now();
    let view = View::of(&query, &seat, now)?;
    let path = req.uri().path_and_query().map_or("/rates", |path| path.as_str()).to_owned();
    let frame = Frame::load(&hub, &viewer, &path, Rail::Rates).await?;
    let lang = viewer.lang;
    let page = web::block(move || {
        let (counted, directory) = (view.count(&hub)?, hub.exchange.directory()?);
        let papers = Papers::read(hub.exchange.store(), view.months, view.agency.as_ref(), now)?;
        Ok::<_, Failure>(Page::of(frame, view, lang, &counted, &directory, &papers))
    });
    answer::page(&page.await??)
}

impl Page {
    fn of(frame: Frame, view: View, lang: Lang, counted: &Counted, directory: &Directory, papers: &Papers) -> Self {
        let rates = view.rates(counted, directory);
        let figure = |kind: Kind, side| {
            let side_word = if side == Side::Incoming { "in" } else { "" };
            let href = view.href("/rates", &[("rate", kind.word()), ("side", side_word)]);
            Figure::of(lang, kind, &rates.total.share_of(kind, side), href, view.kind == kind && view.side == side)
        };
        let name = |id: &OrganId| directory.facts(id).map_or_else(|| id.0.clone(), |facts| facts.name.clone());
        let whose = view.agency.as_ref().map_or_else(|| text(lang, "rates-province", None, &[]), &name);
        let args = [("whose", Value::from(whose)), ("period", Value::from(view.period_words(lang)))];
        let silent = papers.silent();
        let (small, small_scale) = small(&view, lang, counted, &rates);
        Self {
            lead: text(lang, "rates-lead", None, &args),
            csv: view.href("/rates/file/csv", &[]),
            xlsx: view.href("/rates/file/xlsx", &[]),
            pdf: view.href("/rates/file/pdf", &[]),
            link: view.href("/rates", &[]),
            unsorted: view.href("/rates", &[("sort", "")]),
            periods: periods(lang, &view, frame.now),
            agencies: if view.chooses { agencies(lang, &view, counted, &name) } else { Vec::new() },
            figures: FIGURES.map(|kind| figure(kind, Side::Outgoing)).into(),
            own: match view.agency {
                Some(_) => OWN.map(|kind| figure(kind, Side::Incoming)).into(),
                None => Vec::new(),
            },
            chart: drawn(&view, lang, counted),
            left: left(&view, lang, &rates, papers),
            papers: (silent > 0).then(|| (silent, view.href("/rates/paper", &[]))),
            small,
            small_scale,
            heads: heads(&view, lang),
            rows: rates
                .rows
                .iter()
                .map(|row| line(&view, lang, row, false))
                .chain([line(&view, lang, &rates.total, true)])
                .collect(),
            stand: rates.stand.as_ref().map(|stand| stand.words(lang)).unwrap_or_default(),
            frame,
            view,
        }
    }
}

/// The chart of the shown rate over the year.
fn drawn(view: &View, lang: Lang, counted: &Counted) -> Option<Drawn> {
    let year = Rates::of(&counted.tallies, &view.year(), view.agency.as_ref(), &|_| None).on_side(view.side);
    let chart = Chart::of(&year, view.kind, lang)?;
    let name = text(lang, view.kind.message_id(), None, &[]);
    let title = text(lang, "rates-by-month", None, &[("rate", Value::from(name))]);
    let month = |row: &report::Row| {
        let share = row.share(view.kind);
        [period_words(lang, &row.key), share.words(lang), share.words_before(lang)]
    };
    let now = view.months.1.year;
    Some(Drawn {
        axis: chart.axis_words(),
        svg: Safe(chart.svg(&report::Frame { title: &title, id: "c", alone: false })),
        months: year.rows.iter().map(month).collect(),
        title,
        now,
        then: now - 1,
    })
}

/// The agencies with the lowest rate, on one scale.
fn small(view: &View, lang: Lang, counted: &Counted, rates: &Rates) -> (Vec<Small>, String) {
    if view.agency.is_some() {
        return (Vec::new(), String::new());
    }
    let mut lowest = rates.clone();
    lowest.sort(view.kind, false);
    let counts = lowest.rows.iter().filter(|row| row.share(view.kind).percent.is_some()).take(SMALL_MAX);
    let chart = |row: &report::Row| {
        let year = Rates::of(&counted.tallies, &view.year(), Some(&OrganId(row.key.clone())), &|_| None);
        Some((row.clone(), Chart::of(&year, view.kind, lang)?))
    };
    let charts: Vec<_> = counts.filter_map(chart).collect();
    let (bottom, top) = Chart::common_scale(&charts.iter().map(|(_, chart)| chart.clone()).collect::<Vec<_>>());
    let small = |(index, (row, chart)): (usize, (report::Row, Chart))| {
        let (share, name, id) = (row.share(view.kind), row.label(lang), format!("s{index}"));
        let frame = report::Frame { title: &name, id: &id, alone: false };
        let svg = Safe(chart.on_scale((bottom, top)).small(&frame));
        Small { value: share.words(lang), before: share.words_before(lang), svg, name }
    };
    let ends = [("from", Value::from(format!("{bottom:.0}%"))), ("to", Value::from(format!("{top:.0}%")))];
    (charts.into_iter().enumerate().map(small).collect(), text(lang, "rates-scale", None, &ends))
}

fn left(view: &View, lang: Lang, rates: &Rates, papers: &Papers) -> Left {
    let share = rates.total.share_of(view.kind, view.side);
    let rate = Value::from(text(lang, view.kind.message_id(), None, &[]));
    let missing = if view.kind == Kind::Returned { share.numerator } else { share.missing() };
    let count = || Value::from(i64::try_from(missing).unwrap_or(i64::MAX));
    let title = text(lang, "rates-left", None, &[("count", count()), ("rate", rate)]);
    let (sentence, href) = match view.kind {
        Kind::Exchange => {
            let total = Value::from(i64::try_from(papers.total()).unwrap_or(i64::MAX));
            (text(lang, "rates-left-paper", None, &[("count", total)]), Some(view.href("/rates/paper", &[])))
        }
        _ if share.denominator == 0 => (text(lang, "rates-left-nothing", None, &[]), None),
        _ if missing == 0 => (text(lang, "rates-left-none", None, &[]), None),
        kind => (counts(lang, kind, &share), Some(view.href("/rates/left", &[]))),
    };
    Left { title, sentence, href }
}

fn heads(view: &View, lang: Lang) -> Vec<Head> {
    let head = |kind: Kind| Head {
        words: text(lang, kind.message_id(), Some("short"), &[]),
        href: view.href_sorted(kind),
        sort: match view.sort {
            Some((sorted, down)) if sorted == kind => Some(if down { "descending" } else { "ascending" }),
            _ => None,
        },
    };
    Kind::ALL.into_iter().map(head).collect()
}

fn line(view: &View, lang: Lang, row: &report::Row, is_total: bool) -> Line {
    let by_agency = view.agency.is_none() && !is_total;
    let is_month = view.agency.is_some() && !is_total;
    Line {
        name: if is_month { period_words(lang, &row.key) } else { row.label(lang) },
        key: (by_agency && row.name.is_some()).then(|| row.key.clone()),
        href: by_agency.then(|| view.href("/rates", &[("agency", &row.key), ("sort", "")])),
        cells: Kind::ALL
            .into_iter()
            .map(|kind| Cell::of(lang, kind, row, view.sort.is_some_and(|(sorted, _)| sorted == kind)))
            .collect(),
        is_total,
    }
}

/// Quarters of this year and the last, their months, and the years.
fn periods(lang: Lang, view: &View, now: crate::domain::ids::Micros) -> Vec<Choice> {
    let this = Month::of(now);
    let mut values = Vec::new();
    for year in [this.year, this.year - 1] {
        let last = if year == this.year { this.month } else { 12 };
        values.push(year.to_string());
        values.extend((1..=(last - 1) / 3 + 1).rev().map(|quarter| format!("{year:04}-Q{quarter}")));
        values.extend((1..=last).rev().map(|month| Month { year, month }.to_string()));
    }
    if !values.contains(&view.period) {
        values.insert(0, view.period.clone());
    }
    let choice = |value: String| Choice { words: period_words(lang, &value), is_chosen: value == view.period, value };
    values.into_iter().map(choice).collect()
}

fn agencies(lang: Lang, view: &View, counted: &Counted, name: &dyn Fn(&OrganId) -> String) -> Vec<Choice> {
    let mut codes: Vec<&OrganId> = counted.tallies.keys().map(|(agency, _)| agency).collect();
    codes.dedup();
    let choice = |code: &OrganId| Choice {
        value: code.0.clone(),
        words: format!("{} ({})", name(code), code.0),
        is_chosen: view.agency.as_ref() == Some(code),
    };
    let all = Choice {
        value: String::new(),
        words: text(lang, "rates-province", None, &[]),
        is_chosen: view.agency.is_none(),
    };
    std::iter::once(all).chain(codes.into_iter().map(choice)).collect()
}

/// The six big ones (CONSOLE: Báo cáo).
const FIGURES: [Kind; 6] =
    [Kind::Exchange, Kind::Signed, Kind::Received, Kind::Acknowledged, Kind::AcceptedInTime, Kind::SentInTime];
/// What an agency does with what is sent to it.
const OWN: [Kind; 3] = [Kind::Received, Kind::Acknowledged, Kind::AcceptedInTime];
const SMALL_MAX: usize = 16;
