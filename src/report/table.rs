//! A table of 80 columns: the name on a line of its own, wrapped; below it each rate in a column of its own, percentage above
//! numerator above denominator, the change to the year before last, so that no number is ever too wide for its column.

use super::layout::{WIDTH, width, wrap};
use super::rates::TOTAL;
use super::{Rates, Row};
use crate::domain::rate::Kind;
use crate::i18n::{Lang, text};

impl Rates {
    /// The whole report for a terminal or a page of fixed width, definitions at its foot.
    pub fn table(&self, lang: Lang) -> String {
        let mut out = format!("{}\n{}\n\n", self.heading(lang), self.about(lang));
        let word = |id: &str| text(lang, id, None, &[]);
        let rule = format!("{}\n", "─".repeat(WIDTH));
        out.push_str(&format!("{}\n", self.head_words(lang)));
        block(&mut out, &Kind::ALL.map(|kind| wrap(&text(lang, kind.message_id(), Some("short"), &[]), COLUMN - 1)));
        out.push_str(&rule);
        if self.rows.is_empty() {
            out.push_str(&format!("{}\n", word("report-empty")));
        }
        for row in &self.rows {
            row_block(&mut out, lang, row);
        }
        out.push_str(&rule);
        row_block(&mut out, lang, &self.total);
        out.push('\n');
        let mut foot = vec![word("report-change")];
        foot.extend(self.stand.as_ref().map(|stand| stand.words(lang)));
        for line in foot {
            out.push_str(&format!("{}\n\n", wrap(&line, WIDTH).join("\n")));
        }
        for kind in Kind::ALL {
            let name = word(kind.message_id());
            let sentence = text(lang, kind.message_id(), Some("definition"), &[]);
            for (index, line) in wrap(&format!("{name}: {sentence}."), WIDTH - 2).iter().enumerate() {
                out.push_str(&format!("{}{line}\n", if index == 0 { "" } else { "  " }));
            }
        }
        out
    }
}

fn row_block(out: &mut String, lang: Lang, row: &Row) {
    let words = match &row.name {
        Some(name) => format!("{name} ({})", row.key),
        None if row.key == TOTAL => row.label(lang),
        None => row.key.clone(),
    };
    out.push_str(&format!("{}\n", wrap(&words, WIDTH).join("\n")));
    let cells = Kind::ALL.map(|kind| {
        let share = row.share(kind);
        let mut cell = vec![share.words(lang), share.numerator_words(lang)];
        cell.push(format!("/{}", share.denominator_words(lang)));
        cell.extend(share.change_words(lang));
        cell
    });
    block(out, &cells);
}

/// Lines of cells, flush right.
fn block(out: &mut String, cells: &[Vec<String>]) {
    for index in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
        let mut line = String::new();
        for cell in cells {
            let cell = cell.get(index).map_or("", String::as_str);
            line.push_str(&" ".repeat(COLUMN.saturating_sub(width(cell))));
            line.push_str(cell);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// Columns of one rate; eight of them make [`WIDTH`].
const COLUMN: usize = WIDTH / Kind::ALL.len();

#[cfg(test)]
mod tests {
    use super::super::rates::tests::{counted, named, question};
    use super::*;

    #[test]
    fn it_stays_within_eighty_columns() {
        let rates = Rates::of(&counted(), &question("2026-11", "agency"), None, &named);
        for lang in Lang::ALL {
            let table = rates.table(lang);
            for line in table.lines() {
                assert!(width(line) <= WIDTH, "{} columns: {line}", width(line));
            }
        }
        insta::assert_snapshot!(rates.table(Lang::Vi));
        let none = Rates::of(
            &counted(),
            &question("2026-12", "month"),
            Some(&crate::domain::ids::OrganId("x".into())),
            &named,
        );
        insta::assert_snapshot!(none.table(Lang::En));
    }
}
