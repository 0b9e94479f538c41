//! A table of 80 columns: the name on the left, wrapped; each rate in a column of its own, percentage above numerator
//! above denominator, so that no number is ever too wide for its column.

use super::layout::{WIDTH, width, wrap};
use super::{By, Rates, Row};
use crate::domain::rate::Kind;
use crate::i18n::{Lang, Value, number, text};

impl Rates {
    /// The whole report for a terminal or a page of fixed width, definitions at its foot.
    pub fn table(&self, lang: Lang) -> String {
        let mut out = format!("{}\n\n", self.heading(lang));
        let word = |id: &str| text(lang, id, None, &[]);
        let rule = format!("{}\n", "─".repeat(NAME + COLUMN * Kind::ALL.len()));
        let heads = Kind::ALL.map(|kind| vec![text(lang, kind.message_id(), Some("short"), &[])]);
        let head = match self.by {
            By::Agency => word("report-by-agency"),
            By::Month => word("report-by-month"),
            By::Quarter => word("report-by-quarter"),
        };
        block(&mut out, &[head], &heads);
        out.push_str(&rule);
        if self.rows.is_empty() {
            out.push_str(&format!("{}\n", word("report-empty")));
        }
        for row in &self.rows {
            row_block(&mut out, lang, row, &row_words(row));
        }
        out.push_str(&rule);
        row_block(&mut out, lang, &self.total, &word("report-total"));
        out.push('\n');
        for kind in Kind::ALL {
            let name = word(kind.message_id());
            let sentence = text(lang, kind.message_id(), Some("definition"), &[]);
            for (index, line) in wrap(&format!("{name}: {sentence}."), WIDTH - 2).iter().enumerate() {
                out.push_str(&format!("{}{line}\n", if index == 0 { "" } else { "  " }));
            }
        }
        out
    }

    fn heading(&self, lang: Lang) -> String {
        let args = [("from", Value::from(self.from.clone())), ("to", Value::from(self.to.clone()))];
        text(lang, "report-heading", None, &args)
    }
}

fn row_words(row: &Row) -> String {
    match &row.name {
        Some(name) => format!("{name} ({})", row.key),
        None => row.key.clone(),
    }
}

fn row_block(out: &mut String, lang: Lang, row: &Row, words: &str) {
    let cells = Kind::ALL.map(|kind| {
        let share = row.share(kind);
        let count = |value: u64| number(lang, i64::try_from(value).unwrap_or(i64::MAX));
        vec![share.words(lang), count(share.numerator), format!("/{}", count(share.denominator))]
    });
    block(out, &wrap(words, NAME - 1), &cells);
}

/// Lines of the name beside lines of the cells; cells are flush right.
fn block(out: &mut String, name: &[String], cells: &[Vec<String>]) {
    let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(name.len());
    for index in 0..height {
        let left = name.get(index).map_or("", String::as_str);
        let mut line = format!("{left}{}", " ".repeat(NAME.saturating_sub(width(left))));
        for cell in cells {
            let cell = cell.get(index).map_or("", String::as_str);
            line.push_str(&" ".repeat(COLUMN.saturating_sub(width(cell))));
            line.push_str(cell);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// Columns of one rate; six of them and the name make [`WIDTH`].
const COLUMN: usize = 10;
/// Columns of the name, one of them a gap.
const NAME: usize = WIDTH - COLUMN * Kind::ALL.len();

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
