//! `GET /rates`: the numbers big, the year in a chart, agency by agency.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use askama::filters::Safe;

use super::choice::{Choice, agencies, periods};
use super::figures::{Cell, Figure, counts};
use super::view::{Query, View, period_words};
use crate::domain::person::Role;
use crate::domain::rate::{Kind, Month, Side};
use crate::exchange::Directory;
use crate::http::console::answer;
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::seat::{Seat, Viewer};
use crate::http::{Failure, Hub};
use crate::i18n::{Lang, Value, text};
use crate::report::{self, Chart, Multiples, Papers, Rates};
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
    /// Who does not answer.
    unanswered: String,
    /// Whether the reader may declare what is missing.
    declares: bool,
    small: Small,
    parts: Vec<Part>,
    stand: String,
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

/// One rate agency by agency; the rest waits behind a line that says how many.
#[derive(Default)]
struct Small {
    title: String,
    legend: String,
    first: Vec<One>,
    rest: Vec<One>,
    without: usize,
}

struct One {
    name: String,
    value: String,
    before: String,
    svg: Safe<String>,
}

/// One table: of what was sent, or of what came.
struct Part {
    id: &'static str,
    title: String,
    heads: Vec<Head>,
    rows: Vec<Line>,
    sorts: bool,
}

struct Head {
    words: String,
    href: Option<String>,
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
        let args =
            [("whose", Value::from(view.whose(lang, directory))), ("period", Value::from(view.period_words(lang)))];
        let silent = papers.silent();
        let pictures = view.pictures(lang, counted, &rates);
        Self {
            lead: text(lang, "rates-lead", None, &args),
            csv: view.href("/rates/file/csv", &[]),
            xlsx: view.href("/rates/file/xlsx", &[]),
            pdf: view.href("/rates/file/pdf", &[]),
            link: view.href("/rates", &[]),
            unsorted: view.href("/rates", &[("sort", "")]),
            periods: periods(lang, &view, frame.now),
            agencies: agencies(lang, &view, directory),
            figures: FIGURES.map(|kind| figure(kind, Side::Outgoing)).into(),
            own: match view.agency {
                Some(_) => OWN.map(|kind| figure(kind, Side::Incoming)).into(),
                None => Vec::new(),
            },
            chart: pictures.year.map(|(title, chart)| drawn(&view, lang, title, &chart)),
            left: left(&view, lang, &rates, papers),
            unanswered: view.href("/rates/unanswered", &[]),
            declares: frame.holds(Role::Clerk),
            papers: (silent > 0).then(|| (silent, view.href("/rates/paper", &[]))),
            small: small(&view, lang, pictures.multiples),
            parts: match view.agency {
                Some(_) => [Side::Outgoing, Side::Incoming].map(|side| part(&view, lang, &rates, side)).into(),
                None => vec![part(&view, lang, &rates, Side::Outgoing)],
            },
            stand: rates.stand.as_ref().map(|stand| stand.words(lang)).unwrap_or_default(),
            frame,
            view,
        }
    }
}

/// The chart of the shown rate over the year.
fn drawn(view: &View, lang: Lang, title: String, chart: &Chart) -> Drawn {
    let has_something = |share: &report::Share| share.percent.is_some() || share.before.is_some();
    let month = |(month, share): &(Month, report::Share)| {
        [period_words(lang, &month.to_string()), share.words(lang), share.words_before(lang)]
    };
    let now = view.months.1.year;
    Drawn {
        axis: chart.axis_words(),
        svg: Safe(chart.svg(&report::Frame { title: &title, id: "c", alone: false })),
        months: chart.points().iter().filter(|(_, share)| has_something(share)).map(month).collect(),
        title,
        now,
        then: now - 1,
    }
}

/// Agency by agency, on one scale.
fn small(view: &View, lang: Lang, multiples: Multiples) -> Small {
    let one = |(index, (row, chart)): (usize, (report::Row, Chart))| {
        let (share, name, id) = (row.share(view.kind), row.label(lang), format!("s{index}"));
        let svg = Safe(chart.small(&report::Frame { title: &name, id: &id, alone: false }));
        One { value: share.words(lang), before: share.words_before(lang), svg, name }
    };
    let mut first: Vec<One> = multiples.charts.into_iter().enumerate().map(one).collect();
    let rest = first.split_off(first.len().min(SMALL_FIRST));
    let order = if view.sort.is_some() { "rates-small-sorted" } else { "rates-small-lowest" };
    let rate = Value::from(text(lang, view.kind.message_id(), None, &[]));
    Small {
        title: text(lang, "rates-small", None, &[("rate", rate)]),
        legend: format!("{}. {}", text(lang, order, None, &[]), multiples.scale),
        first,
        rest,
        without: multiples.without,
    }
}

/// The table of one side; the rows stand in one order in both.
fn part(view: &View, lang: Lang, rates: &Rates, side: Side) -> Part {
    let kinds: Vec<Kind> =
        rates.columns().into_iter().filter(|(_, other)| *other == side).map(|(kind, _)| kind).collect();
    let sorts = side == Side::Outgoing;
    let head = |kind: &Kind| Head {
        words: text(lang, kind.message_id(), Some("short"), &[]),
        href: sorts.then(|| view.href_sorted(*kind)),
        sort: match view.sort {
            Some((sorted, down)) if sorts && sorted == *kind => Some(if down { "descending" } else { "ascending" }),
            _ => None,
        },
    };
    let (id, title) = match (side, &view.agency) {
        (Side::Incoming, _) => ("h-table-in", "rates-own"),
        (Side::Outgoing, Some(_)) => ("h-table", "rates-table-own"),
        (Side::Outgoing, None) => ("h-table", "rates-table"),
    };
    let rows = rates.rows.iter().map(|row| (row, false)).chain([(&rates.total, true)]);
    Part {
        id,
        title: text(lang, title, None, &[]),
        heads: kinds.iter().map(head).collect(),
        rows: rows.map(|(row, is_total)| line(view, lang, row, (&kinds, side), is_total)).collect(),
        sorts,
    }
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

fn line(view: &View, lang: Lang, row: &report::Row, (kinds, side): (&[Kind], Side), is_total: bool) -> Line {
    let by_agency = view.agency.is_none() && !is_total;
    let is_sorted = |kind: Kind| side == Side::Outgoing && view.sort.is_some_and(|(sorted, _)| sorted == kind);
    Line {
        name: row.label(lang),
        key: (by_agency && row.name.is_some()).then(|| row.key.clone()),
        href: by_agency.then(|| view.href("/rates", &[("agency", &row.key), ("sort", "")])),
        cells: kinds.iter().map(|kind| Cell::of(lang, *kind, &row.share_of(*kind, side), is_sorted(*kind))).collect(),
        is_total,
    }
}

/// The big ones (DESIGN §12; CONSOLE: Báo cáo).
const FIGURES: [Kind; 8] = [
    Kind::Exchange,
    Kind::Signed,
    Kind::Received,
    Kind::Acknowledged,
    Kind::AcceptedInTime,
    Kind::SentInTime,
    Kind::Completed,
    Kind::Returned,
];
/// What an agency does with what is sent to it.
const OWN: [Kind; 5] = [Kind::Received, Kind::Acknowledged, Kind::AcceptedInTime, Kind::Completed, Kind::Returned];
/// Rows of four that are seen at once.
const SMALL_FIRST: usize = 16;
