//! The charts of the screen on paper: the very shapes, set onto the page. Solid with dots is now, dashed with squares then.

use super::canvas::{Canvas, INK, LEADING, LEFT, Pen, RIGHT, SOFT, Weight};
use crate::i18n::{Lang, Value, text};
use crate::report::chart::{Chart, Look, SMALL, Shape, WIDE};
use crate::report::pictures::{Multiples, Pictures};

/// Both kinds of pictures, where there are any.
pub(super) fn draw(canvas: &mut Canvas, pictures: &Pictures, lang: Lang) {
    if let Some((title, chart)) = &pictures.year {
        year(canvas, title, chart, lang);
    }
    if !pictures.multiples.charts.is_empty() {
        multiples(canvas, &pictures.multiples, lang);
    }
}

fn year(canvas: &mut Canvas, title: &str, chart: &Chart, lang: Lang) {
    let scale = (RIGHT - LEFT) / f32::from(WIDE.0);
    let height = f32::from(WIDE.1) * scale;
    if !canvas.has_room(height + 40.0) {
        canvas.next_page();
    }
    canvas.paragraph(HEADING, Weight::Strong, INK, title);
    let legend = text(lang, "report-legend", None, &[]);
    let axis = chart.axis_words().map_or_else(String::new, |words| format!(". {words}"));
    canvas.paragraph(NOTE, Weight::Plain, SOFT, &format!("{legend}{axis}."));
    canvas.y += 4.0;
    set(canvas, (LEFT, canvas.y), scale, &chart.wide(false));
    canvas.y += height + 8.0;
}

/// Four beside each other, with name and value above each.
fn multiples(canvas: &mut Canvas, multiples: &Multiples, lang: Lang) {
    let kind = multiples.kind;
    let width = (RIGHT - LEFT - GAP * (ACROSS - 1) as f32) / ACROSS as f32;
    let scale = width / f32::from(SMALL.0);
    let height = f32::from(SMALL.1) * scale;
    let heading = match kind {
        Some(kind) => {
            let rate = Value::from(text(lang, kind.message_id(), None, &[]));
            text(lang, "rates-small", None, &[("rate", rate)])
        }
        None => String::new(),
    };
    if !canvas.has_room(height + 90.0) {
        canvas.next_page();
    }
    canvas.paragraph(HEADING, Weight::Strong, INK, &heading);
    canvas.paragraph(NOTE, Weight::Plain, SOFT, &format!("{}.", multiples.scale));
    canvas.y += 4.0;
    for row in multiples.charts.chunks(ACROSS) {
        let names: Vec<Vec<String>> =
            row.iter().map(|(row, _)| canvas.wrap(&row.label(lang), NOTE, Weight::Strong, width)).collect();
        let lines = names.iter().map(Vec::len).max().unwrap_or(1);
        let above = (lines + 1) as f32 * NOTE * LEADING + 4.0;
        if !canvas.has_room(above + height + 6.0) {
            canvas.next_page();
        }
        let top = canvas.y;
        for (index, ((row, chart), name)) in row.iter().zip(&names).enumerate() {
            let left = LEFT + (width + GAP) * index as f32;
            let mut y = top;
            for line in name {
                y += NOTE * LEADING;
                canvas.text((left, y), NOTE, Weight::Strong, INK, line);
            }
            if let Some(share) = kind.map(|kind| row.share(kind)) {
                let then = Value::from(share.words_before(lang));
                let then = text(lang, "rates-then", None, &[("value", then)]);
                let words = format!("{} · {then}", share.words(lang));
                canvas.text((left, top + above - 4.0), NOTE, Weight::Plain, INK, &words);
            }
            set(canvas, (left, top + above), scale, &chart.slight());
        }
        canvas.y = top + above + height + 6.0;
    }
    canvas.y += 4.0;
}

/// The shapes with their top left corner there.
fn set(canvas: &mut Canvas, (left, top): (f32, f32), scale: f32, shapes: &[Shape]) {
    let place = |x: f64, y: f64| (left + x as f32 * scale, top + y as f32 * scale);
    let places = |run: &[(f64, f64)]| run.iter().map(|(x, y)| place(*x, *y)).collect();
    for shape in shapes {
        match shape {
            Shape::Grid { from, to, y } => canvas.line(vec![place(*from, *y), place(*to, *y)], GRID),
            Shape::Now(run) => canvas.line(places(run), NOW),
            Shape::Then(run) => canvas.line(places(run), THEN),
            Shape::Dot(x, y) => canvas.dot(place(*x, *y), 2.2),
            Shape::Square(x, y) => canvas.framed(place(*x, *y), 4.2),
            Shape::Words { look, x, y, text } => {
                let (x, y) = place(*x, *y);
                match look {
                    Look::Tick => canvas.text_to((x, y), NOTE, Weight::Plain, SOFT, text),
                    Look::Month => {
                        let half = canvas.width(text, NOTE, Weight::Plain) / 2.0;
                        canvas.text((x - half, y), NOTE, Weight::Plain, SOFT, text);
                    }
                    Look::Now => canvas.text((x, y), NOTE, Weight::Strong, INK, text),
                    Look::Then | Look::Axis => canvas.text((x, y), NOTE, Weight::Plain, SOFT, text),
                }
            }
        }
    }
}

const HEADING: f32 = 10.5;
const NOTE: f32 = 8.0;
const ACROSS: usize = 4;
const GAP: f32 = 14.0;
const GRID: Pen = Pen { width: 0.4, grey: 200, dash: None };
const NOW: Pen = Pen { width: 1.5, grey: INK, dash: None };
const THEN: Pen = Pen { width: 1.1, grey: 110, dash: Some((4.0, 3.0)) };
