//! A list with a head, for spreadsheets: the documents that a rate leaves over, the agencies that do not answer. As CSV one
//! record a line, each saying at its end what it is about; as XLSX with numbers as numbers, and head and log above them.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::csv;
use super::stand::Stand;
use crate::i18n::{Lang, text};

/// A list.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// What it is called.
    pub title: String,
    /// Of what, in a sentence.
    pub about: String,
    /// The state of the log under it.
    pub stand: Option<Stand>,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows, a cell a column.
    pub rows: Vec<Vec<Cell>>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words; never a formula.
    Text(String),
    /// A count.
    Count(u64),
    /// A percentage as it is shown, `93,20%`; empty where there is nothing to count.
    Percent(Option<f64>),
}

impl Listing {
    /// As CSV, with the mark of UTF-8 at its beginning.
    pub fn csv(&self, lang: Lang) -> String {
        let mut out = csv::begin(true);
        let word = |id: &str| text(lang, id, None, &[]);
        let mut head = self.columns.clone();
        head.extend(["report-title", "report-of", "report-log-size", "report-log-root"].map(word));
        csv::line(&mut out, lang, &head);
        let (size, root) = match &self.stand {
            Some(stand) => (stand.size.to_string(), stand.root.clone()),
            None => Default::default(),
        };
        for row in &self.rows {
            let mut fields: Vec<String> = row.iter().map(|cell| cell.words(lang)).collect();
            fields.extend([self.title.clone(), self.about.clone(), size.clone(), root.clone()]);
            csv::line(&mut out, lang, &fields);
        }
        out
    }

    /// As a workbook of one sheet.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn xlsx(&self, lang: Lang) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let (bold, count, percent) =
            (Format::new().set_bold(), Format::new().set_num_format("#,##0"), Format::new().set_num_format("0.00"));
        sheet.write_with_format(0, 0, &self.title, &bold)?.write_string(1, 0, &self.about)?;
        if let Some(stand) = &self.stand {
            sheet.write_string(2, 0, stand.words(lang))?;
        }
        for (column, words) in (0_u16..).zip(&self.columns) {
            sheet.write_with_format(HEAD, column, words, &bold)?.set_column_width(column, 22)?;
        }
        for (line, row) in (HEAD + 1..).zip(&self.rows) {
            for (column, cell) in (0_u16..).zip(row) {
                #[allow(clippy::cast_precision_loss)] // a workbook knows no other numbers
                match cell {
                    Cell::Text(words) => sheet.write_string(line, column, words)?,
                    Cell::Count(value) => sheet.write_with_format(line, column, *value as f64, &count)?,
                    Cell::Percent(Some(value)) => sheet.write_with_format(line, column, *value, &percent)?,
                    Cell::Percent(None) => continue,
                };
            }
        }
        sheet.set_freeze_panes(HEAD + 1, 0)?;
        book.save_to_buffer()
    }
}

impl Cell {
    fn words(&self, lang: Lang) -> String {
        match self {
            Self::Text(words) => words.clone(),
            Self::Count(count) => count.to_string(),
            Self::Percent(None) => String::new(),
            Self::Percent(Some(value)) if lang == Lang::Vi => format!("{value:.2}").replace('.', ","),
            Self::Percent(Some(value)) => format!("{value:.2}"),
        }
    }
}

const HEAD: u32 = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_record_says_what_it_is_about() {
        let listing = Listing {
            title: "Cơ quan chưa phản hồi".to_owned(),
            about: "Tháng 11/2026".to_owned(),
            columns: vec!["Tên".to_owned(), "Tỷ lệ (%)".to_owned()],
            rows: vec![vec![Cell::Text("=Sở".to_owned()), Cell::Percent(Some(12.5))]],
            ..Listing::default()
        };
        let csv = listing.csv(Lang::Vi);
        assert!(csv.starts_with("\u{feff}Tên;Tỷ lệ (%);Báo cáo;Phạm vi;"), "{csv}");
        assert!(csv.contains("\r\n'=Sở;12,50;Cơ quan chưa phản hồi;Tháng 11/2026;;\r\n"), "{csv}");
        assert!(listing.xlsx(Lang::Vi).unwrap().starts_with(b"PK"));
    }
}
