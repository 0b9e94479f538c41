//! Lines of one rate by month beside the same months of the year before, as SVG. Readable without colour: now is a solid line
//! with dots, then a dashed one with squares; the last values stand in words. Looks come from classes, no style attribute.
//! An axis that does not start at nought says so. Absent: anything interactive, and which page it stands on.

use std::fmt::Write as _;

use super::rates::{Rates, Row};
use super::share::Share;
use crate::domain::rate::{Kind, Month};
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

    /// The same on a scale that others have too.
    pub fn on_scale(self, (bottom, top): (f64, f64)) -> Self {
        Self { bottom, top, ..self }
    }

    /// The scale that holds all of them.
    pub fn common_scale(charts: &[Self]) -> (f64, f64) {
        scale(charts.iter().flat_map(|chart| chart.points.iter().flat_map(|(_, share)| values(share))))
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

    /// The chart with axis, months and the last values.
    pub fn svg(&self, frame: &Frame<'_>) -> String {
        let mut out = open(frame, WIDE, &self.words());
        let plot = Plot { left: 56.0, right: 782.0, top: 16.0, bottom: 230.0 };
        for step in 0..=STEPS {
            let value = self.bottom + (self.top - self.bottom) * f64::from(step) / f64::from(STEPS);
            let y = plot.y(self.share(value));
            let _ = write!(
                out,
                r#"<line class="grid" x1="{:.1}" x2="{:.1}" y1="{y:.1}" y2="{y:.1}"/>"#,
                plot.left, plot.right
            );
            let label = tick(value, self.lang);
            let _ =
                write!(out, r#"<text x="{:.1}" y="{:.1}" text-anchor="end">{label}</text>"#, plot.left - 8.0, y + 4.0);
        }
        let every = self.points.len().div_ceil(12).max(1);
        for (index, (month, _)) in self.points.iter().enumerate().filter(|(index, _)| index % every == 0) {
            let x = plot.x(index, self.points.len());
            let _ = write!(out, r#"<text x="{x:.1}" y="252" text-anchor="middle">{}</text>"#, self.month(*month));
        }
        let (then, now) = (self.line(&plot, then_of), self.line(&plot, now_of));
        lines(&mut out, &then, &now);
        squares(&mut out, &then);
        dots(&mut out, &now);
        self.last(&mut out, &then, &now);
        // On a page it stands in the legend.
        if let Some(words) = self.axis_words().filter(|_| frame.alone) {
            let _ = write!(out, r#"<text class="axis" x="{:.1}" y="11">{}</text>"#, plot.left, escape(&words));
        }
        out.push_str("</svg>");
        out
    }

    /// A small one among others on one scale: lines and the last point.
    pub fn small(&self, frame: &Frame<'_>) -> String {
        let mut out = open(frame, SMALL, &self.words());
        let plot = Plot { left: 4.0, right: 236.0, top: 6.0, bottom: 58.0 };
        for y in [plot.top, plot.bottom] {
            let _ = write!(
                out,
                r#"<line class="grid" x1="{:.1}" x2="{:.1}" y1="{y:.1}" y2="{y:.1}"/>"#,
                plot.left, plot.right
            );
        }
        let (then, now) = (self.line(&plot, then_of), self.line(&plot, now_of));
        lines(&mut out, &then, &now);
        dots(&mut out, now.last().map_or(&[], std::slice::from_ref));
        out.push_str("</svg>");
        out
    }

    /// The places of a line; months without a value have none.
    fn line(&self, plot: &Plot, value: fn(&Share) -> Option<f64>) -> Vec<(f64, f64)> {
        let count = self.points.len();
        let place = |(index, (_, share)): (usize, &(Month, Share))| {
            value(share).map(|value| (plot.x(index, count), plot.y(self.share(value))))
        };
        self.points.iter().enumerate().filter_map(place).collect()
    }

    /// Where a value lies between bottom and top.
    fn share(&self, value: f64) -> f64 {
        ((value - self.bottom) / (self.top - self.bottom)).clamp(0.0, 1.0)
    }

    /// The last values in words, apart from each other.
    fn last(&self, out: &mut String, then: &[(f64, f64)], now: &[(f64, f64)]) {
        let last = |value: fn(&Share) -> Option<f64>| self.points.iter().rev().find(|(_, s)| value(s).is_some());
        let mut y_then = then.last().map_or(0.0, |(_, y)| *y);
        let y_now = now.last().map(|(_, y)| *y);
        if let Some(y) = y_now.filter(|y| (y - y_then).abs() < 16.0) {
            y_then = if y_then >= y { y + 16.0 } else { y - 16.0 };
        }
        let mut say = |class: &str, y: f64, month: Month, words: String| {
            let year = month.year;
            let _ = write!(out, r#"<text class="{class}" x="794" y="{:.1}">{year}: {words}</text>"#, y + 4.5);
        };
        if let (Some(y), Some((month, share))) = (y_now, last(now_of)) {
            say("lab", y, *month, share.words(self.lang));
        }
        if let Some((month, share)) = last(then_of) {
            say("labt", y_then, month.year_before(), share.words_before(self.lang));
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

fn open(frame: &Frame<'_>, (width, height): (u32, u32), words: &str) -> String {
    let (id, title) = (escape(frame.id), escape(frame.title));
    let space = if frame.alone { r#" xmlns="http://www.w3.org/2000/svg""# } else { "" };
    let looks = if frame.alone { LOOKS } else { "" };
    format!(
        r#"<svg{space} class="chart" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{title}</title><desc id="{id}-d">{}</desc>{looks}"#,
        escape(words)
    )
}

fn lines(out: &mut String, then: &[(f64, f64)], now: &[(f64, f64)]) {
    for (class, line) in [("then", then), ("now", now)] {
        if line.len() > 1 {
            let places: Vec<String> = line.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
            let _ = write!(out, r#"<polyline class="{class}" points="{}"/>"#, places.join(" "));
        }
    }
}

fn squares(out: &mut String, then: &[(f64, f64)]) {
    for (x, y) in then {
        let _ = write!(out, r#"<rect class="ptt" x="{:.1}" y="{:.1}" width="7" height="7"/>"#, x - 3.5, y - 3.5);
    }
}

fn dots(out: &mut String, now: &[(f64, f64)]) {
    for (x, y) in now {
        let _ = write!(out, r#"<circle class="pt" cx="{x:.1}" cy="{y:.1}" r="4"/>"#);
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

const WIDE: (u32, u32) = (900, 260);
const SMALL: (u32, u32) = (240, 64);
const STEPS: u32 = 4;
const BOTTOMS: [f64; 6] = [99.0, 95.0, 90.0, 80.0, 50.0, 0.0];
const TOPS: [f64; 6] = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0];
/// What a page's style sheet says of the same classes, for paper and screen.
const LOOKS: &str = "<style>svg{background:#fff}text{font:13px sans-serif;fill:#333}.lab,.labt{font-weight:600}\
     .grid{stroke:#ccc}.now{fill:none;stroke:#0b5394;stroke-width:2.5}.then{fill:none;stroke:#666;stroke-width:2;\
     stroke-dasharray:5 4}.pt{fill:#0b5394}.ptt{fill:#fff;stroke:#666;stroke-width:2}</style>";

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
