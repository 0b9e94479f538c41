//! Pages with text: measured by the font itself, broken at spaces, set from a place on; lines; squares; a foot on every page.
//! What is drawn between [`Canvas::begin`] and [`Canvas::end`] is an element of the document's structure (`structure.rs`).

use krilla::Document;
use krilla::color::luma;
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use krilla::{SerializeSettings, error::KrillaError};
use rustybuzz::{Face, UnicodeBuffer};

use super::attachment::Attachment;
use super::structure::{Role, Structure};
use crate::domain::deadline;
use crate::domain::ids::Micros;
use crate::xml::is_invisible;

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// The font in the binary is none.
    #[error("the font of reports cannot be read")]
    Font,
    /// The writer refused what was drawn.
    #[error("the PDF cannot be written: {detail}")]
    Write {
        /// Its words.
        detail: String,
    },
}

/// A weight of the typeface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Plain,
    Strong,
}

/// What is to be drawn: collected page by page, written at the end, when the number of pages is known.
pub(super) struct Canvas {
    faces: [Face<'static>; 2],
    /// Width and height of a page.
    sheet: (f32, f32),
    /// Marks, each with the element that it belongs to.
    pages: Vec<Vec<(Option<usize>, Mark)>>,
    structure: Structure,
    attachments: Vec<Attachment>,
    /// Where the next line of the flow begins, from the top.
    pub(super) y: f32,
}

enum Mark {
    Text { x: f32, y: f32, size: f32, weight: Weight, grey: u8, text: String },
    Rule { x: f32, y: f32, width: f32 },
    Squares { x: f32, y: f32, side: f32, places: Vec<(u16, u16)> },
    Line { places: Vec<(f32, f32)>, pen: Pen },
    Dot { x: f32, y: f32, radius: f32 },
    Frame { x: f32, y: f32, side: f32 },
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pen {
    pub width: f32,
    pub grey: u8,
    /// Lengths of a dash and of the gap behind it.
    pub dash: Option<(f32, f32)>,
}

impl Canvas {
    /// A4 across.
    pub(super) fn new() -> Result<Self, PdfError> {
        let face = |bytes: &'static [u8]| Face::from_slice(bytes, 0).ok_or(PdfError::Font);
        Ok(Self {
            faces: [face(PLAIN)?, face(STRONG)?],
            sheet: (WIDTH, HEIGHT),
            pages: vec![Vec::new()],
            structure: Structure::default(),
            attachments: Vec::new(),
            y: TOP,
        })
    }

    /// A4 upright.
    pub(super) fn upright() -> Result<Self, PdfError> {
        Ok(Self { sheet: (HEIGHT, WIDTH), ..Self::new()? })
    }

    /// What is drawn from here on is this.
    pub(super) fn begin(&mut self, role: Role) {
        self.structure.begin(role);
    }

    /// Until here; what is drawn outside is decoration.
    pub(super) fn end(&mut self) {
        self.structure.end();
    }

    /// A file that goes along in the PDF.
    pub(super) fn attach(&mut self, attachment: Attachment) {
        self.attachments.push(attachment);
    }

    /// Black squares of one size, by their places in a grid whose corner is at `x`, `y`.
    pub(super) fn squares(&mut self, (x, y): (f32, f32), side: f32, places: Vec<(u16, u16)>) {
        self.mark(Mark::Squares { x, y, side, places });
    }

    /// A line from place to place.
    pub(super) fn line(&mut self, places: Vec<(f32, f32)>, pen: Pen) {
        self.mark(Mark::Line { places, pen });
    }

    /// A filled circle.
    pub(super) fn dot(&mut self, (x, y): (f32, f32), radius: f32) {
        self.mark(Mark::Dot { x, y, radius });
    }

    /// A white square with an edge, its middle there.
    pub(super) fn framed(&mut self, (x, y): (f32, f32), side: f32) {
        self.mark(Mark::Frame { x: x - side / 2.0, y: y - side / 2.0, side });
    }

    pub(super) fn right(&self) -> f32 {
        self.sheet.0 - MARGIN
    }

    /// Whether `height` fits below.
    pub(super) fn has_room(&self, height: f32) -> bool {
        self.y + height <= self.sheet.1 - BELOW
    }

    pub(super) fn next_page(&mut self) {
        self.pages.push(Vec::new());
        self.y = TOP;
    }

    /// One line whose baseline is at `y`.
    pub(super) fn text(&mut self, (x, y): (f32, f32), size: f32, weight: Weight, grey: u8, text: &str) {
        let text = self.drawable(text, weight);
        self.mark(Mark::Text { x, y, size, weight, grey, text });
    }

    /// The same, ending at `right`.
    pub(super) fn text_to(&mut self, (right, y): (f32, f32), size: f32, weight: Weight, grey: u8, text: &str) {
        let x = right - self.width(text, size, weight);
        self.text((x, y), size, weight, grey, text);
    }

    pub(super) fn rule(&mut self, y: f32) {
        self.mark(Mark::Rule { x: LEFT, y, width: self.right() - LEFT });
    }

    /// Text over the whole width, from page to page.
    pub(super) fn paragraph(&mut self, size: f32, weight: Weight, grey: u8, text: &str) {
        self.column((LEFT, self.right()), size, weight, grey, text);
    }

    /// Text between two margins, from page to page.
    pub(super) fn column(&mut self, (left, right): (f32, f32), size: f32, weight: Weight, grey: u8, text: &str) {
        for line in self.wrap(text, size, weight, right - left) {
            if !self.has_room(size * LEADING) {
                self.next_page();
            }
            self.y += size * LEADING;
            self.text((left, self.y), size, weight, grey, &line);
        }
    }

    /// Lines no wider than `width`, broken at spaces; a longer word is broken where it must.
    pub(super) fn wrap(&self, text: &str, size: f32, weight: Weight, width: f32) -> Vec<String> {
        let text = self.drawable(text, weight);
        let mut lines = vec![String::new()];
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let line = lines.last().cloned().unwrap_or_default();
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&longer, size, weight) <= width {
                lines.pop();
                lines.push(longer);
                continue;
            }
            if line.is_empty() {
                lines.pop();
            }
            lines.extend(self.pieces(word, size, weight, width));
        }
        lines
    }

    fn pieces(&self, word: &str, size: f32, weight: Weight, width: f32) -> Vec<String> {
        let mut pieces = vec![String::new()];
        for letter in word.chars() {
            let longer = pieces.last().map(|piece| format!("{piece}{letter}")).unwrap_or_default();
            if longer.chars().count() > 1 && self.width(&longer, size, weight) > width {
                pieces.push(letter.to_string());
            } else if let Some(piece) = pieces.last_mut() {
                *piece = longer;
            }
        }
        pieces
    }

    fn face(&self, weight: Weight) -> &Face<'static> {
        let [plain, strong] = &self.faces;
        match weight {
            Weight::Plain => plain,
            Weight::Strong => strong,
        }
    }

    /// The text with a mark (U+FFFD) for what the font has no sign for, and for what would turn or hide the rest: a stranger's
    /// words never keep the paper from being written.
    fn drawable(&self, text: &str, weight: Weight) -> String {
        let face = self.face(weight);
        let drawn = |c: char| !c.is_control() && !is_invisible(c) && face.glyph_index(c).is_some();
        let lost = if face.glyph_index(LOST).is_some() { LOST } else { '?' };
        text.chars().map(|c| if drawn(c) { c } else { lost }).collect()
    }

    pub(super) fn width(&self, text: &str, size: f32, weight: Weight) -> f32 {
        let face = self.face(weight);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        let advance: i32 =
            rustybuzz::shape(face, &[], buffer).glyph_positions().iter().map(|glyph| glyph.x_advance).sum();
        #[allow(clippy::cast_precision_loss)] // a line has some ten thousand units
        let advance = advance as f32;
        #[allow(clippy::cast_precision_loss)] // 1000 as a rule
        let em = face.units_per_em() as f32;
        advance * size / em
    }

    /// The file; every page ends with `foot` and its number.
    pub(super) fn finish(mut self, title: &str, language: &str, at: Micros, foot: &str) -> Result<Vec<u8>, PdfError> {
        let written = |detail: String| PdfError::Write { detail };
        let configuration = ConfigurationBuilder::new().with_archival_validator(Archival::A3_B).finish();
        let configuration = configuration.map_err(|error| written(format!("{error:?}")))?;
        let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
        document.set_metadata(
            Metadata::new().title(title.to_owned()).language(language.to_owned()).creation_date(date(at)),
        );
        let font = |bytes: &'static [u8]| Font::new(bytes.into(), 0).ok_or(PdfError::Font);
        let fonts = [font(PLAIN)?, font(STRONG)?];
        let count = self.pages.len();
        for (index, marks) in self.pages.iter().enumerate() {
            let number = format!("{}/{count}", index + 1);
            let place = self.right() - self.width(&number, FOOT, Weight::Plain);
            let settings =
                PageSettings::from_wh(self.sheet.0, self.sheet.1).ok_or_else(|| written("page size".to_owned()))?;
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            for (element, mark) in marks {
                self.structure.tagged(&mut surface, *element, |surface| draw(surface, &fonts, mark));
            }
            for (x, text) in [(LEFT, foot), (place, number.as_str())].into_iter().filter(|(_, text)| !text.is_empty()) {
                let (y, text) = (self.sheet.1 - 22.0, text.to_owned());
                let mark = Mark::Text { x, y, size: FOOT, weight: Weight::Plain, grey: SOFT, text };
                self.structure.tagged(&mut surface, None, |surface| draw(surface, &fonts, &mark));
            }
            surface.finish();
            page.finish();
        }
        if let Some(tree) = self.structure.tree(language) {
            document.set_tag_tree(tree);
        }
        for attachment in std::mem::take(&mut self.attachments) {
            let name = attachment.name.clone();
            document
                .embed_file(attachment.file(date(at)))
                .ok_or_else(|| written(format!("{name} is attached twice")))?;
        }
        document.finish().map_err(|error: KrillaError| written(format!("{error:?}")))
    }

    fn mark(&mut self, mark: Mark) {
        let element = self.structure.current();
        if let Some(page) = self.pages.last_mut() {
            page.push((element, mark));
        }
    }
}

fn draw(surface: &mut Surface<'_>, [plain, strong]: &[Font; 2], mark: &Mark) {
    let ink = |grey: u8| Fill { paint: luma::Color::new(grey).into(), ..Fill::default() };
    match mark {
        Mark::Text { x, y, size, weight, grey, text } => {
            let font = match weight {
                Weight::Plain => plain.clone(),
                Weight::Strong => strong.clone(),
            };
            surface.set_fill(Some(ink(*grey)));
            surface.set_stroke(None);
            surface.draw_text(Point::from_xy(*x, *y), font, *size, text, false, TextDirection::Auto);
        }
        Mark::Squares { x, y, side, places } => {
            let mut path = PathBuilder::new();
            for (column, row) in places {
                let (left, top) = (x + f32::from(*column) * side, y + f32::from(*row) * side);
                if let Some(square) = Rect::from_xywh(left, top, *side, *side) {
                    path.push_rect(square);
                }
            }
            if let Some(path) = path.finish() {
                surface.set_fill(Some(ink(INK)));
                surface.set_stroke(None);
                surface.draw_path(&path);
            }
        }
        Mark::Rule { x, y, width } => {
            stroked(surface, &[(*x, *y), (x + width, *y)], Pen { width: 0.5, grey: 170, dash: None });
        }
        Mark::Line { places, pen } => stroked(surface, places, *pen),
        Mark::Dot { x, y, radius } => {
            if let Some(path) = circle(*x, *y, *radius) {
                surface.set_fill(Some(ink(INK)));
                surface.set_stroke(None);
                surface.draw_path(&path);
            }
        }
        Mark::Frame { x, y, side } => {
            let mut path = PathBuilder::new();
            if let Some(square) = Rect::from_xywh(*x, *y, *side, *side) {
                path.push_rect(square);
            }
            if let Some(path) = path.finish() {
                surface.set_fill(Some(ink(255)));
                surface.set_stroke(Some(stroke(Pen { width: 0.9, grey: SOFT, dash: None })));
                surface.draw_path(&path);
            }
        }
    }
}

fn stroke(pen: Pen) -> Stroke {
    let dash = pen.dash.map(|(long, gap)| StrokeDash { array: vec![long, gap], offset: 0.0 });
    Stroke { paint: luma::Color::new(pen.grey).into(), width: pen.width, dash, ..Stroke::default() }
}

fn stroked(surface: &mut Surface<'_>, places: &[(f32, f32)], pen: Pen) {
    let mut path = PathBuilder::new();
    for (index, (x, y)) in places.iter().enumerate() {
        if index == 0 { path.move_to(*x, *y) } else { path.line_to(*x, *y) }
    }
    if let Some(path) = path.finish() {
        surface.set_fill(None);
        surface.set_stroke(Some(stroke(pen)));
        surface.draw_path(&path);
    }
}

/// Four curves that are a circle to the eye.
fn circle(x: f32, y: f32, radius: f32) -> Option<Path> {
    let (mut path, reach) = (PathBuilder::new(), radius * 0.5523);
    path.move_to(x + radius, y);
    path.cubic_to(x + radius, y + reach, x + reach, y + radius, x, y + radius);
    path.cubic_to(x - reach, y + radius, x - radius, y + reach, x - radius, y);
    path.cubic_to(x - radius, y - reach, x - reach, y - radius, x, y - radius);
    path.cubic_to(x + reach, y - radius, x + radius, y - reach, x + radius, y);
    path.close();
    path.finish()
}

/// The time of making, in the zone of Việt Nam.
fn date(at: Micros) -> DateTime {
    let (day, time) = (deadline::day_in_vietnam(at), deadline::time_in_vietnam(at));
    let small = |value: i8| u8::try_from(value).unwrap_or_default();
    DateTime::new(u16::try_from(day.year()).unwrap_or_default())
        .month(small(day.month()))
        .day(small(day.day()))
        .hour(small(time.hour()))
        .minute(small(time.minute()))
        .second(small(time.second()))
        .utc_offset_hour(7)
        .utc_offset_minute(0)
}

/// Source Sans 3 (SIL Open Font License 1.1), which npm brings; build.rs says what to do when it is absent.
const PLAIN: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/target/console/report-regular.ttf"));
const STRONG: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/target/console/report-semibold.ttf"));

/// In place of a character that cannot be drawn.
const LOST: char = '\u{fffd}';
/// A4 across, in points; left margin 20 mm for the file.
const WIDTH: f32 = 841.89;
const HEIGHT: f32 = 595.28;
pub(super) const LEFT: f32 = 56.7;
pub(super) const RIGHT: f32 = WIDTH - MARGIN;
const MARGIN: f32 = 28.0;
const TOP: f32 = 36.0;
const BELOW: f32 = 40.0;
pub(super) const LEADING: f32 = 1.32;
const FOOT: f32 = 7.5;
/// Greys: text, and what stands beside it.
pub(super) const INK: u8 = 0;
pub(super) const SOFT: u8 = 80;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_a_stranger_keeps_a_paper_from_being_written() {
        let mut canvas = Canvas::upright().unwrap();
        assert_eq!(canvas.drawable("Ủy ban U\u{309}y – 1.000 ₫", Weight::Plain), "Ủy ban U\u{309}y – 1.000 ₫");
        for strange in ["漢", "😀", "\u{378}", "\t", "\n", "\u{202e}", "\u{200b}"] {
            let shown = canvas.drawable(&format!("a{strange}b"), Weight::Strong);
            assert!(matches!(shown.as_str(), "a\u{fffd}b" | "a?b"), "{strange:?}: {shown:?}");
            canvas.paragraph(10.0, Weight::Plain, 0, &format!("144/UB{strange}ND-VX"));
        }
        let written = canvas.finish("Thử", "vi", Micros(1_795_507_200_000_000), "").unwrap();
        assert!(written.starts_with(b"%PDF-"));
    }
}
