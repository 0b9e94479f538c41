//! The shapes of a chart as SVG. Looks come from classes, no style attribute.

use std::fmt::Write as _;

use super::{Chart, Frame, Look, SMALL, Shape, WIDE};

impl Chart {
    /// The chart with axis, months and the last values.
    pub fn svg(&self, frame: &Frame<'_>) -> String {
        self.written(frame, WIDE, &self.wide(frame.alone))
    }

    /// A small one among others on one scale: lines and the last point.
    pub fn small(&self, frame: &Frame<'_>) -> String {
        self.written(frame, SMALL, &self.slight())
    }

    fn written(&self, frame: &Frame<'_>, size: (u16, u16), shapes: &[Shape]) -> String {
        let mut out = open(frame, size, &self.words());
        shapes.iter().for_each(|shape| write(&mut out, shape));
        out.push_str("</svg>");
        out
    }
}

fn open(frame: &Frame<'_>, (width, height): (u16, u16), words: &str) -> String {
    let (id, title) = (escape(frame.id), escape(frame.title));
    let space = if frame.alone { r#" xmlns="http://www.w3.org/2000/svg""# } else { "" };
    let looks = if frame.alone { LOOKS } else { "" };
    format!(
        r#"<svg{space} class="chart" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{title}</title><desc id="{id}-d">{}</desc>{looks}"#,
        escape(words)
    )
}

fn write(out: &mut String, shape: &Shape) {
    let line = |places: &[(f64, f64)]| -> String {
        places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ")
    };
    let _ = match shape {
        Shape::Grid { from, to, y } => {
            write!(out, r#"<line class="grid" x1="{from:.1}" x2="{to:.1}" y1="{y:.1}" y2="{y:.1}"/>"#)
        }
        Shape::Now(places) => write!(out, r#"<polyline class="now" points="{}"/>"#, line(places)),
        Shape::Then(places) => write!(out, r#"<polyline class="then" points="{}"/>"#, line(places)),
        Shape::Dot(x, y) => write!(out, r#"<circle class="pt" cx="{x:.1}" cy="{y:.1}" r="4"/>"#),
        Shape::Square(x, y) => {
            write!(out, r#"<rect class="ptt" x="{:.1}" y="{:.1}" width="7" height="7"/>"#, x - 3.5, y - 3.5)
        }
        Shape::Words { look, x, y, text } => {
            let text = escape(text);
            match look {
                Look::Tick => write!(out, r#"<text x="{x:.1}" y="{y:.1}" text-anchor="end">{text}</text>"#),
                Look::Month => write!(out, r#"<text x="{x:.1}" y="{y:.0}" text-anchor="middle">{text}</text>"#),
                Look::Now => write!(out, r#"<text class="lab" x="{x:.0}" y="{y:.1}">{text}</text>"#),
                Look::Then => write!(out, r#"<text class="labt" x="{x:.0}" y="{y:.1}">{text}</text>"#),
                Look::Axis => write!(out, r#"<text class="axis" x="{x:.1}" y="{y:.0}">{text}</text>"#),
            }
        }
    };
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// What a page's style sheet says of the same classes, for paper and screen.
const LOOKS: &str = "<style>svg{background:#fff}text{font:13px sans-serif;fill:#333}.lab,.labt{font-weight:600}\
     .grid{stroke:#ccc}.now{fill:none;stroke:#0b5394;stroke-width:2.5}.then{fill:none;stroke:#666;stroke-width:2;\
     stroke-dasharray:5 4}.pt{fill:#0b5394}.ptt{fill:#fff;stroke:#666;stroke-width:2}</style>";
