//! The receipt as evidence on paper: A4 upright, Vietnamese with English below, a QR code that leads to the proof page, every
//! field of the leaf in words, what it proves and what not; the receipt itself lies in the file.

use qrcodegen::{QrCode, QrCodeEcc};

use super::attachment::Attachment;
use super::canvas::{Canvas, INK, LEADING, LEFT, PdfError, SOFT, Weight};
use super::structure::Role;
use crate::crypto;
use crate::i18n::{self, Lang, Value};
use crate::report::court::{Court, RECEIPT_NAME};
use crate::report::proof::statement::{self, Kind, Row};

impl Court {
    /// The paper: PDF/A-3b with a structure, the receipt attached as the source of it.
    ///
    /// # Errors
    /// [`PdfError`]; no text is refused.
    pub fn pdf(&self) -> Result<Vec<u8>, PdfError> {
        let mut sheet = Sheet { canvas: Canvas::upright()?, court: self };
        sheet.head();
        sheet.facts();
        sheet.place();
        sheet.meaning();
        sheet.check();
        let say = |key: &str, args: &[(&str, Value<'_>)]| i18n::text(Lang::Vi, key, None, args);
        let about = say("court-attachment-about", &[]);
        let bytes = self.json().to_vec();
        sheet.canvas.attach(Attachment { name: RECEIPT_NAME.to_owned(), media_type: "application/json", about, bytes });
        let foot = say("court-foot", &[("time", i18n::exact(Lang::Vi, self.at()).into())]);
        let title = format!("{} · {}#{}", say("court-title", &[]), self.leaf().origin(), self.receipt().index);
        sheet.canvas.finish(&title, Lang::Vi.tag(), self.at(), &foot)
    }
}

struct Sheet<'a> {
    canvas: Canvas,
    court: &'a Court,
}

impl Sheet<'_> {
    fn args(&self, lang: Lang) -> Vec<(&'static str, Value<'static>)> {
        let (leaf, receipt) = (self.court.leaf(), self.court.receipt());
        let number = |value: u64| i18n::number(lang, i64::try_from(value).unwrap_or(i64::MAX));
        let event = i18n::text(lang, &format!("event-{}", leaf.body().event.as_str()), None, &[]);
        let id = receipt.openings.doc.as_ref().map(|doc| doc.id.0.clone()).unwrap_or_default();
        vec![
            ("hub", leaf.stamp().hub.clone().into()),
            ("event", event.into()),
            ("time", i18n::exact(lang, leaf.stamp().time).into()),
            ("index", number(receipt.index).into()),
            ("size", number(self.court.size()).into()),
            ("origin", leaf.origin().into()),
            ("url", self.court.page().to_owned().into()),
            ("id", id.into()),
            ("sha256", crypto::sha256(self.court.json()).to_string().into()),
        ]
    }

    fn say(&self, lang: Lang, key: &str) -> String {
        i18n::text(lang, key, None, &self.args(lang))
    }

    /// A text in both languages, one below the other, between the margins given.
    fn both(&mut self, key: &str, right: f32) {
        for (lang, size, grey, other) in [(Lang::Vi, BODY, INK, None), (Lang::En, SMALL, SOFT, Some("en"))] {
            let text = self.say(lang, key);
            self.canvas.begin(Role::Paragraph(other));
            self.canvas.column((LEFT, right), size, Weight::Plain, grey, &text);
            self.canvas.end();
        }
        self.canvas.y += 5.0;
    }

    fn heading(&mut self, key: &str) {
        let (vi, en) = (self.say(Lang::Vi, key), self.say(Lang::En, key));
        // A heading is never the last line of a page.
        if !self.canvas.has_room(70.0) {
            self.canvas.next_page();
        }
        self.canvas.y += 12.0 + HEADING;
        self.canvas.begin(Role::Heading(2));
        let y = self.canvas.y;
        self.canvas.text((LEFT, y), HEADING, Weight::Strong, INK, &vi);
        let x = LEFT + self.canvas.width(&vi, HEADING, Weight::Strong) + 8.0;
        self.canvas.text((x, y), SMALL, Weight::Plain, SOFT, &en);
        self.canvas.end();
        self.canvas.y += 5.0;
        let y = self.canvas.y;
        self.canvas.rule(y);
        self.canvas.y += 2.0;
    }

    fn head(&mut self) {
        let top = self.canvas.y;
        let (edge, right) = (self.qr(top), self.canvas.right());
        let hub = self.say(Lang::Vi, "court-hub");
        self.canvas.begin(Role::Paragraph(None));
        self.canvas.column((LEFT, edge), SMALL, Weight::Strong, SOFT, &hub);
        self.canvas.end();
        self.canvas.y += 8.0;
        let title = self.say(Lang::Vi, "court-title");
        self.canvas.begin(Role::Heading(1));
        self.canvas.column((LEFT, edge), 20.0, Weight::Strong, INK, &title);
        self.canvas.end();
        let title = self.say(Lang::En, "court-title");
        self.canvas.begin(Role::Paragraph(Some("en")));
        self.canvas.column((LEFT, edge), BODY, Weight::Plain, SOFT, &title);
        self.canvas.end();
        self.canvas.y = f32::max(self.canvas.y, top + QR + 16.0) + 6.0;
        self.both("court-lead", right);
    }

    /// The code, at the right; gives where the text beside it has to end.
    fn qr(&mut self, top: f32) -> f32 {
        let Ok(code) = QrCode::encode_text(&self.court.link(), QrCodeEcc::Medium) else { return self.canvas.right() };
        let count = u16::try_from(code.size()).unwrap_or(1);
        let (side, x) = (QR / f32::from(count), self.canvas.right() - QR);
        let dark = |&(column, row): &(u16, u16)| code.get_module(i32::from(column), i32::from(row));
        let places = (0..count).flat_map(|row| (0..count).map(move |column| (column, row))).filter(dark).collect();
        let words = self.say(Lang::Vi, "court-qr");
        self.canvas.begin(Role::Figure(words));
        self.canvas.squares((x, top), side, places);
        self.canvas.end();
        let scan = self.say(Lang::Vi, "court-scan");
        let width = self.canvas.width(&scan, 7.5, Weight::Plain);
        self.canvas.begin(Role::Paragraph(None));
        self.canvas.text((x + (QR - width) / 2.0, top + QR + 11.0), 7.5, Weight::Plain, SOFT, &scan);
        self.canvas.end();
        x - 18.0
    }

    fn facts(&mut self) {
        self.heading("court-facts");
        let leaf = self.court.leaf_json();
        let (vi, en) = (statement::rows(Lang::Vi, &leaf), statement::rows(Lang::En, &leaf));
        let openings = self.court.receipt().openings.clone();
        let (main, rest): (Vec<_>, Vec<_>) = vi.into_iter().zip(en).partition(|(row, _)| row.kind != Kind::Digest);
        // Which document it is stands first: that is what a reader looks for.
        if let Some(doc) = &openings.doc {
            self.named("proof-opened-id", &doc.id.0);
        }
        for (row, other) in main {
            self.row(&row, &other);
        }
        for (key, opening) in [("proof-opened-package", &openings.pkg), ("proof-opened-content", &openings.content)] {
            if let Some(opening) = opening {
                self.named(key, &opening.sha256.to_string());
            }
        }
        for (row, other) in rest {
            self.row(&row, &other);
        }
        self.canvas.y += 4.0;
        let right = self.canvas.right();
        self.both("court-names", right);
    }

    /// A field of the leaf, an agency with its name.
    fn row(&mut self, row: &Row, other: &Row) {
        let mut values = vec![(row.value.clone(), row.kind)];
        match row.kind {
            Kind::Word(_) if row.value != other.value => values.push((other.value.clone(), Kind::Digest)),
            Kind::Text => {
                if let Some(name) = self.court.name(&row.value) {
                    values.insert(0, (name.to_owned(), Kind::Text));
                    values[1].1 = Kind::Digest;
                }
            }
            _ => {}
        }
        self.line((&row.name, &other.name), &values);
    }

    fn named(&mut self, key: &str, value: &str) {
        let names = (self.say(Lang::Vi, key), self.say(Lang::En, key));
        self.line((&names.0, &names.1), &[(value.to_owned(), Kind::Text)]);
    }

    /// One row: its name in both languages at the left, its values at the right.
    fn line(&mut self, (vi, en): (&str, &str), values: &[(String, Kind)]) {
        let (middle, right) = (LEFT + NAME, self.canvas.right());
        let of = |kind: Kind| match kind {
            Kind::Digest => (SMALL, SOFT),
            Kind::Code | Kind::Time | Kind::Date | Kind::Number | Kind::Text | Kind::Word(_) => (BODY, INK),
        };
        let mut left: Vec<(String, f32, u8)> = Vec::new();
        for (text, size, grey) in [(vi, BODY, INK), (en, TINY, SOFT)] {
            let lines = self.canvas.wrap(text, size, Weight::Plain, NAME - 12.0);
            left.extend(lines.into_iter().map(|line| (line, size, grey)));
        }
        let mut cells: Vec<(String, f32, u8)> = Vec::new();
        for (text, kind) in values {
            let (size, grey) = of(*kind);
            // A digest alone in its row is read as its value; beside another it explains.
            let grey = if values.len() == 1 { INK } else { grey };
            let lines = self.canvas.wrap(text, size, Weight::Plain, right - middle);
            cells.extend(lines.into_iter().map(|line| (line, size, grey)));
        }
        let height = |lines: &[(String, f32, u8)]| lines.iter().map(|(_, size, _)| size * LEADING).sum::<f32>();
        let tall = f32::max(height(&left), height(&cells)) + 5.0;
        if !self.canvas.has_room(tall) {
            self.canvas.next_page();
        }
        let top = self.canvas.y;
        for (role, x, lines) in [(Role::Name, LEFT, left), (Role::Value, middle, cells)] {
            self.canvas.begin(role);
            let mut y = top;
            for (text, size, grey) in lines {
                y += size * LEADING;
                self.canvas.text((x, y), size, Weight::Plain, grey, &text);
            }
            self.canvas.end();
        }
        self.canvas.y = top + tall;
        self.canvas.rule(top + tall - 1.5);
    }

    fn place(&mut self) {
        self.heading("court-proof");
        let number = |value: u64| i18n::number(Lang::Vi, i64::try_from(value).unwrap_or(i64::MAX));
        let (receipt, size) = (self.court.receipt().clone(), self.court.size());
        self.named("court-index", &number(receipt.index));
        self.named("court-size", &number(size));
        let (leaf, root) = (self.court.leaf_hash().to_string(), self.court.root().to_owned());
        self.named("court-leaf", &leaf);
        self.named("court-root", &root);
        self.named("court-steps", &number(receipt.hashes.len() as u64));
        if let Some(vkey) = &receipt.vkey {
            self.named("court-key", vkey);
        }
        if let Some((_, line)) = receipt.checkpoint.rsplit_once("\n\n") {
            self.named("court-signature", line.trim_end());
        }
        let attached = self.say(Lang::Vi, "court-attached");
        self.named("court-attachment", &attached);
    }

    fn meaning(&mut self) {
        let openings = self.court.receipt().openings.clone();
        let mut yes = vec!["court-yes-logged", "proof-yes-fixed"];
        if openings.doc.is_some() {
            yes.insert(1, "court-yes-document");
        }
        if openings.pkg.is_some() {
            yes.push("court-yes-package");
        }
        let no = ["proof-no-content", "proof-no-person", "proof-no-time", "proof-no-witness"];
        self.heading("court-yes");
        self.list(&yes);
        self.heading("court-no");
        self.list(&no);
    }

    fn check(&mut self) {
        self.heading("court-check");
        self.list(&["court-check-page", "court-check-drop", "court-check-command"]);
        self.canvas.y += 4.0;
        let right = self.canvas.right();
        self.both("court-unsigned", right);
    }

    /// Items in both languages, each with its point.
    fn list(&mut self, keys: &[&str]) {
        for key in keys {
            for (lang, size, grey, other) in [(Lang::Vi, BODY, INK, None), (Lang::En, SMALL, SOFT, Some("en"))] {
                let text = self.say(lang, key);
                let right = self.canvas.right();
                if !self.canvas.has_room(size * LEADING * 2.0) {
                    self.canvas.next_page();
                }
                self.canvas.begin(Role::Item(other));
                if lang == Lang::Vi {
                    let y = self.canvas.y + size * LEADING;
                    self.canvas.text((LEFT, y), size, Weight::Plain, SOFT, "•");
                }
                self.canvas.column((LEFT + 12.0, right), size, Weight::Plain, grey, &text);
                self.canvas.end();
            }
            self.canvas.y += 3.0;
        }
    }
}

const HEADING: f32 = 12.5;
const BODY: f32 = 10.0;
const SMALL: f32 = 8.5;
const TINY: f32 = 7.5;
const NAME: f32 = 150.0;
/// 34 mm: a phone reads it at arm's length.
const QR: f32 = 96.0;
