//! The rates as a workbook: numbers as numbers, so that a spreadsheet goes on counting. The first sheet holds the rows and
//! their total, the second what each rate means and the state of the log that they stand on, a third the chart that was on
//! the screen, as numbers and as a chart of the spreadsheet's own.

use rust_xlsxwriter::{
    Chart as Drawing, ChartType, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::chart::Chart;
use super::pictures::Pictures;
use super::rates::{Rates, Row, TOTAL};
use super::words::{column_words, period_words};
use crate::domain::ids::Micros;
use crate::domain::rate::{Kind, Side};
use crate::i18n::{Lang, text};

impl Rates {
    /// The workbook, said to be made at `at`.
    ///
    /// # Errors
    /// When it cannot be written; no name and no number is refused.
    pub fn xlsx(&self, lang: Lang, at: Micros, pictures: &Pictures) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let made = ExcelDateTime::from_timestamp(at.0.div_euclid(1_000_000))?;
        let words = rust_xlsxwriter::DocProperties::new().set_title(self.heading(lang)).set_creation_datetime(&made);
        book.set_properties(&words);
        self.numbers(book.add_worksheet(), lang)?;
        self.meaning(book.add_worksheet(), lang)?;
        if let Some((title, chart)) = &pictures.year {
            drawn(book.add_worksheet(), lang, title, chart)?;
        }
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
        let columns = self.columns();
        for column in &columns {
            let name = column_words(lang, *column);
            let parts = ["report-numerator", "report-denominator", "report-before", "report-points"];
            heads.push(format!("{name} (%)"));
            heads.extend(parts.map(|part| format!("{name}: {}", word(part))));
        }
        for (column, words) in (0..).zip(heads) {
            sheet.write_with_format(HEAD, column, words, &head)?;
        }
        for (line, row) in (HEAD + 1..).zip(self.rows.iter().chain([&self.total])) {
            numbers_of(sheet, line, row, &columns, lang)?;
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
        if let Some(note) = &self.note {
            line += 1;
            sheet.write_with_format(line, 1, note, &wrap)?;
        }
        if let Some(stand) = &self.stand {
            line += 1;
            sheet.write_with_format(line, 0, text(lang, "report-log", None, &[]), &bold)?;
            sheet.write_with_format(line, 1, stand.words(lang), &wrap)?;
        }
        sheet.set_column_width(0, 26)?.set_column_width(1, 110)?;
        Ok(())
    }
}

/// The months of the chart beside those of the year before; months without anything stay empty, and break the line.
fn drawn(sheet: &mut Worksheet, lang: Lang, title: &str, chart: &Chart) -> Result<(), XlsxError> {
    let (bold, percent) = (Format::new().set_bold(), Format::new().set_num_format("0.00"));
    let name = text(lang, "report-sheet-months", None, &[]);
    sheet.set_name(&name)?.write_with_format(0, 0, title, &bold)?;
    let heads = ["rates-period", "rates-now", "rates-before"].map(|id| text(lang, id, None, &[]));
    for (column, words) in (0..).zip(&heads) {
        sheet.write_with_format(HEAD, column, words, &bold)?;
    }
    let mut last = HEAD;
    for (line, (month, share)) in (HEAD + 1..).zip(chart.points()) {
        last = line;
        let key = month.to_string();
        sheet.write_string(line, 0, period_words(lang, &key).unwrap_or(key))?;
        for (column, value) in [(1, share.percent), (2, share.before.map(|then| then.percent))] {
            if let Some(value) = value {
                sheet.write_with_format(line, column, value, &percent)?;
            }
        }
    }
    sheet.set_column_width(0, 18)?.set_column_width(1, 14)?.set_column_width(2, 24)?;
    let mut drawing = Drawing::new(ChartType::Line);
    drawing.title().set_name(title);
    for (column, words) in (1..).zip(heads.iter().skip(1)) {
        let series = drawing.add_series().set_name(words.as_str());
        series.set_categories((name.as_str(), HEAD + 1, 0, last, 0));
        series.set_values((name.as_str(), HEAD + 1, column, last, column));
    }
    sheet.insert_chart(HEAD, 4, &drawing)?;
    Ok(())
}

fn numbers_of(
    sheet: &mut Worksheet,
    line: u32,
    row: &Row,
    columns: &[(Kind, Side)],
    lang: Lang,
) -> Result<(), XlsxError> {
    let (percent, count, points) = (
        Format::new().set_num_format("0.00"),
        Format::new().set_num_format("#,##0"),
        Format::new().set_num_format("+0.00;-0.00;0.00"),
    );
    // Written as text: a name is never a formula.
    let key = if row.key == TOTAL { row.label(lang) } else { row.key.clone() };
    let name = if row.key == TOTAL || row.label(lang) == row.key { String::new() } else { row.label(lang) };
    sheet.write_string(line, 0, key)?.write_string(line, 1, name)?;
    for ((kind, side), first) in columns.iter().zip((2..).step_by(5)) {
        let share = row.share_of(*kind, *side);
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
