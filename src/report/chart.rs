//! Lines of one rate by month beside the same months of the year before, as shapes that `svg` writes and `pdf` draws. Readable
//! without colour: now is a solid line with dots, then a dashed one with squares; the last values stand in words. A line is
//! broken where a month has no value. An axis that does not start at nought says so. Absent: anything interactive, and which
//! page it stands on.

mod svg;

use super::rates::{Rates, Row, Tallies};
use super::share::Share;
use crate::domain::ids::OrganId;
use crate::domain::rate::{Kind, Month, Side};
use crate::i18n::{Lang, Value, text};

/// One rate over months.
#[derive(Clone, Debug)]
pub struct Chart {
    points: Vec<(Month, Share)>,
    bottom: f64,
    top: f64,
    lang: Lang,
}

/// Where a chart is shown.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// What it is called.
    pub title: &'a str,
    /// Before its ids, unique on the page.
    pub id: &'a str,
    /// With its looks inside, for a file of its own; a page has them in its style sheet.
    pub alone: bool,
}

/// One thing that is drawn, in units of the chart from its top left corner.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    /// A line of the scale, from left to right.
    Grid { from: f64, to: f64, y: f64 },
    /// Months of now that follow each other.
    Now(Vec<(f64, f64)>),
    /// Months of then that follow each other.
    Then(Vec<(f64, f64)>),
    /// A month of now.
    Dot(f64, f64),
    /// A month of then.
    Square(f64, f64),
    /// Words on the baseline.
    Words { look: Look, x: f64, y: f64, text: String },
}

/// How words look, and where they stand beside their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// A value of the scale: ends there.
    Tick,
    /// A month: its middle is there.
    Month,
    /// The last value of now: begins there.
    Now,
    /// The last value of then.
    Then,
    /// Where the axis starts.
    Axis,
}

impl Chart {
    /// The rate in rows by month ([`super::By::Month`]), months without anything left out of the lines. `None`: not by month.
    pub fn of(rates: &Rates, kind: Kind, lang: Lang) -> Option<Self> {
        let (from, to) = (Month::parse(&rates.from)?, Month::parse(&rates.to)?);
        let (by_month, mut points, mut month) = (rates.by == super::By::Month, Vec::new(), from);
        let row =
            |month: Month| rates.rows.iter().find(|row| row.key == month.to_string()).map(|row: &Row| row.share(kind));
        while month <= to {
            points.push((month, row(month).unwrap_or_default()));
            month = month.next();
        }
        let (bottom, top) = scale(points.iter().flat_map(|(_, share)| values(share)));
        by_month.then_some(Self { points, bottom, top, lang })
    }

    /// The same rate of one agency alone, out of the counts of all.
    pub fn of_agency(
        tallies: &Tallies,
        agency: &OrganId,
        (from, to): (Month, Month),
        (kind, side): (Kind, Side),
        lang: Lang,
    ) -> Self {
        let ratio = |month: Month| tallies.get(&(agency.clone(), month)).copied().unwrap_or_default().ratio(kind, side);
        let months = std::iter::successors(Some(from), |month| Some(month.next())).take_while(|month| *month <= to);
        let points: Vec<_> = months.map(|month| (month, Share::of(ratio(month), ratio(month.year_before())))).collect();
        let (bottom, top) = scale(points.iter().flat_map(|(_, share)| values(share)));
        Self { points, bottom, top, lang }
    }

    /// The months with their shares.
    pub fn points(&self) -> &[(Month, Share)] {
        &self.points
    }

    /// The same on a scale that others have too.
    pub fn on_scale(self, (bottom, top): (f64, f64)) -> Self {
        Self { bottom, top, ..self }
    }

    /// The scale that holds all of them.
    pub fn common_scale<'c>(charts: impl Iterator<Item = &'c Self>) -> (f64, f64) {
        scale(charts.flat_map(|chart| chart.points.iter().flat_map(|(_, share)| values(share))))
    }

    /// “The axis starts at 90%”, where it does not start at nought.
    pub fn axis_words(&self) -> Option<String> {
        let from = Value::from(tick(self.bottom, self.lang));
        (self.bottom > 0.0).then(|| text(self.lang, "chart-axis", None, &[("from", from)]))
    }

    /// First and last value of either year, in a sentence.
    pub fn words(&self) -> String {
        let none = || text(self.lang, "report-none", None, &[]);
        let end = |mut points: Box<dyn Iterator<Item = (Month, String)> + '_>| {
            points.next().map_or_else(none, |(month, value)| format!("{} {value}", self.month(month)))
        };
        let now = || self.points.iter().filter(|(_, s)| s.percent.is_some()).map(|(m, s)| (*m, s.words(self.lang)));
        let then =
            || self.points.iter().filter(|(_, s)| s.before.is_some()).map(|(m, s)| (*m, s.words_before(self.lang)));
        let args = [
            ("first", Value::from(end(Box::new(now())))),
            ("last", Value::from(end(Box::new(now().rev())))),
            ("first_before", Value::from(end(Box::new(then())))),
            ("last_before", Value::from(end(Box::new(then().rev())))),
        ];
        text(self.lang, "chart-words", None, &args)
    }

    /// The chart with axis, months and the last values, within [`WIDE`]. A file of its own says where its axis starts; a page
    /// says it in the legend.
    pub(super) fn wide(&self, alone: bool) -> Vec<Shape> {
        let plot = Plot { left: 56.0, right: 782.0, top: 16.0, bottom: 230.0 };
        let words = |look, x, y, text| Shape::Words { look, x, y, text };
        let mut out = Vec::new();
        for step in 0..=STEPS {
            let value = self.bottom + (self.top - self.bottom) * f64::from(step) / f64::from(STEPS);
            let y = plot.y(self.share(value));
            out.push(Shape::Grid { from: plot.left, to: plot.right, y });
            out.push(words(Look::Tick, plot.left - 8.0, y + 4.0, tick(value, self.lang)));
        }
        let every = self.points.len().div_ceil(12).max(1);
        for (index, (month, _)) in self.points.iter().enumerate().filter(|(index, _)| index % every == 0) {
            out.push(words(Look::Month, plot.x(index, self.points.len()), 252.0, self.month(*month)));
        }
        let (then, now) = (self.runs(&plot, then_of), self.runs(&plot, now_of));
        lines(&mut out, &then, &now);
        out.extend(then.iter().flatten().map(|(x, y)| Shape::Square(*x, *y)));
        out.extend(now.iter().flatten().map(|(x, y)| Shape::Dot(*x, *y)));
        self.last(&mut out, last_of(&then), last_of(&now));
        if let Some(text) = self.axis_words().filter(|_| alone) {
            out.push(words(Look::Axis, plot.left, 11.0, text));
        }
        out
    }

    /// A small one among others on one scale, within [`SMALL`]: lines, the last point, and points that no line reaches.
    pub(super) fn slight(&self) -> Vec<Shape> {
        let plot = Plot { left: 4.0, right: 236.0, top: 6.0, bottom: 58.0 };
        let mut out: Vec<Shape> =
            [plot.top, plot.bottom].map(|y| Shape::Grid { from: plot.left, to: plot.right, y }).into();
        let (then, now) = (self.runs(&plot, then_of), self.runs(&plot, now_of));
        lines(&mut out, &then, &now);
        let alone = |runs: &[Vec<(f64, f64)>]| -> Vec<(f64, f64)> {
            runs.iter().filter(|run| run.len() == 1).flatten().copied().collect()
        };
        out.extend(alone(&then).into_iter().map(|(x, y)| Shape::Square(x, y)));
        let last = last_of(&now);
        let dots = alone(&now).into_iter().filter(|place| Some(*place) != last).chain(last);
        out.extend(dots.map(|(x, y)| Shape::Dot(x, y)));
        out
    }

    /// The places of a line, in stretches of months that have a value.
    fn runs(&self, plot: &Plot, value: fn(&Share) -> Option<f64>) -> Vec<Vec<(f64, f64)>> {
        let count = self.points.len();
        let mut runs = vec![Vec::new()];
        for (index, (_, share)) in self.points.iter().enumerate() {
            match (value(share), runs.last_mut()) {
                (Some(value), Some(run)) => run.push((plot.x(index, count), plot.y(self.share(value)))),
                _ => runs.push(Vec::new()),
            }
        }
        runs.retain(|run| !run.is_empty());
        runs
    }

    /// Where a value lies between bottom and top.
    fn share(&self, value: f64) -> f64 {
        ((value - self.bottom) / (self.top - self.bottom)).clamp(0.0, 1.0)
    }

    /// The last values in words, apart from each other.
    fn last(&self, out: &mut Vec<Shape>, then: Option<(f64, f64)>, now: Option<(f64, f64)>) {
        let last = |value: fn(&Share) -> Option<f64>| self.points.iter().rev().find(|(_, s)| value(s).is_some());
        let mut y_then = then.map_or(0.0, |(_, y)| y);
        let y_now = now.map(|(_, y)| y);
        if let Some(y) = y_now.filter(|y| (y - y_then).abs() < 16.0) {
            y_then = if y_then >= y { y + 16.0 } else { y - 16.0 };
        }
        let mut say = |look, y: f64, month: Month, words: String| {
            let text = format!("{}: {words}", month.year);
            out.push(Shape::Words { look, x: 794.0, y: y + 4.5, text });
        };
        if let (Some(y), Some((month, share))) = (y_now, last(now_of)) {
            say(Look::Now, y, *month, share.words(self.lang));
        }
        if let Some((month, share)) = last(then_of) {
            say(Look::Then, y_then, month.year_before(), share.words_before(self.lang));
        }
    }

    fn month(&self, month: Month) -> String {
        let one_year =
            self.points.first().map(|(first, _)| first.year) == self.points.last().map(|(last, _)| last.year);
        let key = if one_year { "chart-month" } else { "chart-month-year" };
        let args =
            [("month", Value::from(i64::from(month.month))), ("year", Value::from((month.year % 100).to_string()))];
        text(self.lang, key, None, &args)
    }
}

/// The rectangle of the lines.
struct Plot {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Plot {
    #[allow(clippy::cast_precision_loss)] // a hundred months at most
    fn x(&self, index: usize, count: usize) -> f64 {
        let part = if count > 1 { index as f64 / (count - 1) as f64 } else { 0.5 };
        self.left + (self.right - self.left) * part
    }

    fn y(&self, share: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * share
    }
}

fn now_of(share: &Share) -> Option<f64> {
    share.percent
}

fn then_of(share: &Share) -> Option<f64> {
    share.before.map(|then| then.percent)
}

fn values(share: &Share) -> impl Iterator<Item = f64> + use<> {
    [now_of(share), then_of(share)].into_iter().flatten()
}

/// Bottom and top of an axis for these percentages: as near as round numbers allow, so that decimals show.
fn scale(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (mut low, mut high) = (100.0_f64, 0.0_f64);
    values.for_each(|value| (low, high) = (low.min(value), high.max(value)));
    if low > high {
        return (0.0, 100.0);
    }
    let bottom = BOTTOMS.into_iter().find(|bottom| *bottom <= low).unwrap_or(0.0);
    let top = if bottom > 0.0 { 100.0 } else { TOPS.into_iter().find(|top| *top >= high).unwrap_or(100.0) };
    (bottom, top)
}

fn tick(value: f64, lang: Lang) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let text = if lang == Lang::Vi { text.replace('.', ",") } else { text.to_owned() };
    format!("{text}%")
}

fn lines(out: &mut Vec<Shape>, then: &[Vec<(f64, f64)>], now: &[Vec<(f64, f64)>]) {
    let long = |runs: &[Vec<(f64, f64)>]| -> Vec<_> { runs.iter().filter(|run| run.len() > 1).cloned().collect() };
    out.extend(long(then).into_iter().map(Shape::Then));
    out.extend(long(now).into_iter().map(Shape::Now));
}

fn last_of(runs: &[Vec<(f64, f64)>]) -> Option<(f64, f64)> {
    runs.last()?.last().copied()
}

/// Width and height of the large one, and of a small one.
pub(super) const WIDE: (u16, u16) = (900, 260);
pub(super) const SMALL: (u16, u16) = (240, 64);
const STEPS: u32 = 4;
const BOTTOMS: [f64; 6] = [99.0, 95.0, 90.0, 80.0, 50.0, 0.0];
const TOPS: [f64; 6] = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0];
#[cfg(test)]
mod tests {
    use super::super::rates::tests::{counted, named, question};
    use super::*;
    use crate::domain::ids::OrganId;
    use crate::domain::rate::Tally;

    /// Every month of 2025 and the first eleven of 2026.
    fn year() -> Rates {
        let mut tallies = super::super::Tallies::new();
        for (year, months, part) in [(2025, 12_i8, 930_u64), (2026, 11, 985)] {
            for month in 1..=months {
                let documents = part + u64::from(month.unsigned_abs());
                let tally = Tally { documents, paper: 1_000 - documents, ..Tally::default() };
                tallies.insert((OrganId("000.00.01.H57".to_owned()), Month { year, month }), tally);
            }
        }
        Rates::of(&tallies, &question("2026-01", "month"), None, &named)
    }

    #[test]
    fn a_year_beside_the_year_before() {
        let rates = year();
        let frame = Frame { title: "Trao đổi <điện tử>", id: "c1", alone: true };
        let chart = Chart::of(&rates, Kind::Exchange, Lang::Vi).unwrap();
        let svg = chart.svg(&frame);
        let count = |what: &str| svg.matches(what).count();
        assert_eq!((count("class=\"pt\""), count("class=\"ptt\"")), (11, 12));
        assert!(
            svg.contains("<title id=\"c1-t\">Trao đổi &lt;điện tử&gt;</title>") && !svg.contains("style="),
            "{svg}"
        );
        assert!(svg.contains("2026: 99,60%") && svg.contains("2025: 94,20%"), "{svg}");
        assert!(svg.contains("90%</text>") && svg.contains("92,5%</text>"));
        assert_eq!(chart.axis_words().as_deref(), Some("Trục tung bắt đầu từ 90%"));
        assert!(chart.words().contains("T1 98,60%") && chart.words().contains("T12 94,20%"), "{}", chart.words());
        let small = chart.on_scale((0.0, 100.0)).small(&frame);
        assert_eq!((small.matches("class=\"pt\"").count(), small.matches("polyline").count()), (1, 2));
        insta::assert_snapshot!(svg.replace("><", ">\n<"));
    }

    #[test]
    fn what_is_missing_is_left_out() {
        let rates = Rates::of(&counted(), &question("2026-11", "month"), None, &named);
        let chart = Chart::of(&rates, Kind::Returned, Lang::En).unwrap();
        assert_eq!(chart.axis_words(), None);
        let svg = chart.svg(&Frame { title: "Returned", id: "c", alone: false });
        assert!(svg.contains("2026: 0.00%") && svg.contains("Nov") && !svg.contains("<style>"), "{svg}");
        let none = Rates::of(&counted(), &question("2026-11", "month"), Some(&OrganId("x".to_owned())), &named);
        let empty = Chart::of(&none, Kind::Exchange, Lang::En).unwrap();
        assert!(
            empty.words().contains("none yet")
                && !empty.svg(&Frame { title: "", id: "", alone: false }).contains("NaN")
        );
        let agencies = Rates::of(&counted(), &question("2026-11", "agency"), None, &named);
        assert!(Chart::of(&agencies, Kind::Exchange, Lang::En).is_none());
    }

    #[test]
    fn a_line_ends_where_months_have_nothing() {
        let one = OrganId("000.00.01.H57".to_owned());
        let mut tallies = Tallies::new();
        for month in [1, 2, 5, 7, 8, 9] {
            let tally = Tally { documents: 9, paper: 1, ..Tally::default() };
            tallies.insert((one.clone(), Month { year: 2026, month }), tally);
        }
        let months = (Month { year: 2026, month: 1 }, Month { year: 2026, month: 12 });
        let chart = Chart::of_agency(&tallies, &one, months, (Kind::Exchange, Side::Outgoing), Lang::Vi);
        let lengths: Vec<usize> = chart
            .wide(false)
            .iter()
            .filter_map(|shape| if let Shape::Now(run) = shape { Some(run.len()) } else { None })
            .collect();
        assert_eq!(lengths, [2, 3]);
        // May stands alone and is seen all the same.
        let dots = chart.slight().iter().filter(|shape| matches!(shape, Shape::Dot(..))).count();
        assert_eq!(dots, 2);
        assert!(!chart.slight().iter().any(|shape| matches!(shape, Shape::Then(_))));
    }

    #[test]
    fn axes_are_round() {
        for (values, expected) in [
            (vec![99.2, 100.0], (99.0, 100.0)),
            (vec![91.3, 99.84], (90.0, 100.0)),
            (vec![12.0, 99.0], (0.0, 100.0)),
            (vec![0.4, 3.0], (0.0, 5.0)),
            (vec![], (0.0, 100.0)),
        ] {
            assert_eq!(scale(values.into_iter()), expected);
        }
    }
}
