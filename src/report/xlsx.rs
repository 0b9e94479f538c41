//! The rates as a workbook: numbers as numbers, so that a spreadsheet goes on counting. The first sheet holds the rows and
//! their total, the second what each rate means and the state of the log that they stand on.

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::rates::{Rates, Row, TOTAL};
use crate::domain::ids::Micros;
use crate::domain::rate::Kind;
use crate::i18n::{Lang, text};

impl Rates {
    /// The workbook, said to be made at `at`.
    ///
    /// # Errors
    /// When it cannot be written; no name and no number is refused.
    pub fn xlsx(&self, lang: Lang, at: Micros) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let made = ExcelDateTime::from_timestamp(at.0.div_euclid(1_000_000))?;
        let words = rust_xlsxwriter::DocProperties::new().set_title(self.heading(lang)).set_creation_datetime(&made);
        book.set_properties(&words);
        self.numbers(book.add_worksheet(), lang)?;
        self.meaning(book.add_worksheet(), lang)?;
        book.save_to_buffer()
    }

    fn numbers(&self, sheet: &mut Worksheet, lang: Lang) -> Result<(), XlsxError> {
        let word = |id: &str| text(lang, id, None, &[]);
        let (bold, head) =
            (Format::new().set_bold(), Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top));
        sheet.set_name(word("report-sheet"))?;
        sheet.write_with_format(0, 0, self.heading(lang), &bold)?;
        sheet.write(1, 0, self.about(lang))?;
        let mut heads = vec![word("report-key"), word("report-name")];
        for kind in Kind::ALL {
            let name = word(kind.message_id());
            let parts = ["report-numerator", "report-denominator", "report-before", "report-points"];
            heads.push(format!("{name} (%)"));
            heads.extend(parts.map(|part| format!("{name}: {}", word(part))));
        }
        for (column, words) in (0..).zip(heads) {
            sheet.write_with_format(HEAD, column, words, &head)?;
        }
        for (line, row) in (HEAD + 1..).zip(self.rows.iter().chain([&self.total])) {
            numbers_of(sheet, line, row, lang)?;
        }
        sheet.set_column_width(0, 18)?.set_column_width(1, 44)?.set_row_height(HEAD, 60)?;
        sheet.set_freeze_panes(HEAD + 1, 2)?;
        Ok(())
    }

    fn meaning(&self, sheet: &mut Worksheet, lang: Lang) -> Result<(), XlsxError> {
        let (bold, wrap) = (Format::new().set_bold(), Format::new().set_text_wrap());
        sheet.set_name(text(lang, "report-sheet-meaning", None, &[]))?;
        for (line, kind) in (0..).zip(Kind::ALL) {
            sheet.write_with_format(line, 0, text(lang, kind.message_id(), None, &[]), &bold)?;
            sheet.write_with_format(line, 1, text(lang, kind.message_id(), Some("definition"), &[]), &wrap)?;
        }
        let mut line = u32::try_from(Kind::ALL.len()).unwrap_or_default() + 1;
        sheet.write_with_format(line, 1, text(lang, "report-change", None, &[]), &wrap)?;
        if let Some(stand) = &self.stand {
            line += 1;
            sheet.write_with_format(line, 0, text(lang, "report-log", None, &[]), &bold)?;
            sheet.write_with_format(line, 1, stand.words(lang), &wrap)?;
        }
        sheet.set_column_width(0, 26)?.set_column_width(1, 110)?;
        Ok(())
    }
}

fn numbers_of(sheet: &mut Worksheet, line: u32, row: &Row, lang: Lang) -> Result<(), XlsxError> {
    let (percent, count, points) = (
        Format::new().set_num_format("0.00"),
        Format::new().set_num_format("#,##0"),
        Format::new().set_num_format("+0.00;-0.00;0.00"),
    );
    // Written as text: a name is never a formula.
    let key = if row.key == TOTAL { row.label(lang) } else { row.key.clone() };
    sheet.write_string(line, 0, key)?.write_string(line, 1, row.name.clone().unwrap_or_default())?;
    for (kind, first) in Kind::ALL.into_iter().zip((2..).step_by(5)) {
        let share = row.share(kind);
        match share.percent {
            Some(value) => sheet.write_with_format(line, first, value, &percent)?,
            None => sheet.write_string(line, first, share.words(lang))?,
        };
        #[allow(clippy::cast_precision_loss)] // a workbook knows no other numbers
        let number = |value: u64| value as f64;
        sheet.write_with_format(line, first + 1, number(share.numerator), &count)?;
        sheet.write_with_format(line, first + 2, number(share.denominator), &count)?;
        let Some(then) = share.before else { continue };
        sheet.write_with_format(line, first + 3, then.percent, &percent)?;
        if let Some(change) = then.change {
            sheet.write_with_format(line, first + 4, change, &points)?;
        }
    }
    Ok(())
}

/// The line of the heads, below what the report is about.
const HEAD: u32 = 3;
