//! The rates on paper: head of the table on every page, rows unbroken, definitions and the state of the log at the end.

use super::canvas::{Canvas, INK, LEADING, LEFT, PdfError, RIGHT, SOFT, Weight};
use super::pictures;
use crate::domain::ids::Micros;
use crate::domain::rate::{Kind, Side};
use crate::i18n::{self, Lang, Value, text};
use crate::report::pictures::Pictures;
use crate::report::rates::{Rates, Row, TOTAL};

impl Rates {
    /// The report as PDF/A-3b, with the pictures beside it, printed at `at` by `who`, if that is to be said.
    ///
    /// # Errors
    /// [`PdfError`]; no name and no number is refused.
    pub fn pdf(&self, lang: Lang, at: Micros, who: Option<&str>, drawn: &Pictures) -> Result<Vec<u8>, PdfError> {
        let mut canvas = Canvas::new()?;
        let word = |id: &str| text(lang, id, None, &[]);
        canvas.paragraph(15.0, Weight::Strong, INK, &self.heading(lang));
        canvas.paragraph(9.5, Weight::Plain, SOFT, &self.about(lang));
        canvas.y += 8.0;
        pictures::draw(&mut canvas, drawn, lang);
        self.part(&mut canvas, lang, Side::Outgoing);
        if self.agency.is_some() {
            canvas.y += 8.0;
            if !canvas.has_room(90.0) {
                canvas.next_page();
            }
            canvas.paragraph(10.5, Weight::Strong, INK, &word("rates-own"));
            canvas.y += 4.0;
            self.part(&mut canvas, lang, Side::Incoming);
        }
        canvas.y += 8.0;
        canvas.paragraph(SMALL, Weight::Plain, INK, &word("report-change"));
        for kind in Kind::ALL {
            let sentence = text(lang, kind.message_id(), Some("definition"), &[]);
            canvas.paragraph(SMALL, Weight::Plain, INK, &format!("{}: {sentence}.", word(kind.message_id())));
        }
        if let Some(note) = &self.note {
            canvas.y += 4.0;
            canvas.paragraph(SMALL, Weight::Strong, INK, note);
        }
        let stand = self.stand.as_ref().map(|stand| stand.words(lang));
        if let Some(stand) = &stand {
            canvas.y += 4.0;
            canvas.paragraph(SMALL, Weight::Strong, INK, stand);
        }
        canvas.finish(&self.heading(lang), lang.tag(), at, &self.foot(lang, at, who))
    }

    /// The table of one side.
    fn part(&self, canvas: &mut Canvas, lang: Lang, side: Side) {
        let columns: Vec<(Kind, Side)> = self.columns().into_iter().filter(|(_, other)| *other == side).collect();
        head(canvas, lang, &self.head_words(lang), &columns);
        if self.rows.is_empty() {
            canvas.paragraph(BODY, Weight::Plain, INK, &text(lang, "report-empty", None, &[]));
            canvas.y += 4.0;
        }
        for row in self.rows.iter().chain([&self.total]) {
            let cells = Cells::of(canvas, row, lang, &columns);
            if !canvas.has_room(cells.height()) {
                canvas.next_page();
                head(canvas, lang, &self.head_words(lang), &columns);
            }
            cells.draw(canvas);
        }
    }

    fn foot(&self, lang: Lang, at: Micros, who: Option<&str>) -> String {
        let args = [
            ("who", Value::from(who.unwrap_or_default().to_owned())),
            ("time", Value::from(i18n::time(at))),
            ("date", Value::from(i18n::date(lang, at))),
        ];
        let key = if who.is_some() { "report-printed-by" } else { "report-printed" };
        let printed = text(lang, key, None, &args);
        match &self.stand {
            Some(stand) => format!("{printed} · {}/{} {}", stand.epoch, stand.size, stand.root),
            None => printed,
        }
    }
}

/// The head of the table, at the top of each page.
fn head(canvas: &mut Canvas, lang: Lang, first: &str, columns: &[(Kind, Side)]) {
    let top = canvas.y + SMALL;
    canvas.text((LEFT, top), SMALL, Weight::Strong, INK, first);
    let mut lowest = top;
    for (index, (kind, _)) in columns.iter().enumerate() {
        let words = text(lang, kind.message_id(), None, &[]);
        let mut y = top;
        for line in canvas.wrap(&words, SMALL, Weight::Strong, COLUMN - GAP) {
            canvas.text_to((right_of(index), y), SMALL, Weight::Strong, INK, &line);
            lowest = f32::max(lowest, y);
            y += SMALL * LEADING;
        }
    }
    canvas.y = lowest + 5.0;
    canvas.rule(canvas.y);
    canvas.y += 3.0;
}

/// One row: its name in lines, and three lines a rate.
struct Cells {
    name: Vec<String>,
    key: Option<String>,
    cells: Vec<[String; 3]>,
}

impl Cells {
    fn of(canvas: &Canvas, row: &Row, lang: Lang, columns: &[(Kind, Side)]) -> Self {
        let cell = |(kind, side): &(Kind, Side)| {
            let share = row.share_of(*kind, *side);
            let counts = format!("{}/{}", share.numerator_words(lang), share.denominator_words(lang));
            [share.words(lang), counts, share.change_words(lang).unwrap_or_default()]
        };
        Self {
            name: canvas.wrap(&row.label(lang), BODY, Weight::Strong, NAME - GAP),
            key: (row.name.is_some() && row.key != TOTAL).then(|| row.key.clone()),
            cells: columns.iter().map(cell).collect(),
        }
    }

    fn lines(&self) -> usize {
        let third = self.cells.iter().any(|[_, _, change]| !change.is_empty());
        (self.name.len() + usize::from(self.key.is_some())).max(if third { 3 } else { 2 })
    }

    #[allow(clippy::cast_precision_loss)] // some lines
    fn height(&self) -> f32 {
        self.lines() as f32 * BODY * LEADING + 7.0
    }

    fn draw(&self, canvas: &mut Canvas) {
        let (top, bottom) = (canvas.y + BODY, canvas.y + self.height());
        let mut y = top;
        for line in &self.name {
            canvas.text((LEFT, y), BODY, Weight::Strong, INK, line);
            y += BODY * LEADING;
        }
        if let Some(key) = &self.key {
            canvas.text((LEFT, y), SMALL, Weight::Plain, SOFT, key);
        }
        for (index, cell) in self.cells.iter().enumerate() {
            let mut y = top;
            for (words, (size, weight, grey)) in cell.iter().zip(CELL) {
                canvas.text_to((right_of(index), y), size, weight, grey, words);
                y += BODY * LEADING;
            }
        }
        canvas.y = bottom;
        canvas.rule(bottom - 3.0);
    }
}

#[allow(clippy::cast_precision_loss)] // eight columns
fn right_of(index: usize) -> f32 {
    LEFT + NAME + COLUMN * (index as f32 + 1.0)
}

const CELL: [(f32, Weight, u8); 3] =
    [(BODY, Weight::Strong, INK), (SMALL, Weight::Plain, INK), (SMALL, Weight::Plain, SOFT)];
const BODY: f32 = 9.0;
const SMALL: f32 = 7.5;
const GAP: f32 = 6.0;
const COLUMN: f32 = 70.0;
const NAME: f32 = RIGHT - LEFT - COLUMN * 8.0;
