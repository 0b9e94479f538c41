//! Tables of text in files: CSV as spreadsheets write it (a byte order mark, commas or semicolons), and XLSX. Only text goes
//! out, so that no spreadsheet turns a code into a number.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// CSV.
    Csv,
    /// XLSX.
    Xlsx,
}

/// Why bytes are no table.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// Larger than [`MAX_BYTES`].
    #[error("{bytes} bytes, at most {MAX_BYTES} are read")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Not what its name says.
    #[error("{reason}")]
    Malformed {
        /// The reader's words.
        reason: String,
    },
}

impl Form {
    /// By the ending of a file's name.
    pub fn of(name: &str) -> Option<Self> {
        match name.rsplit_once('.')?.1.to_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }

    /// Its media type.
    pub fn media(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// Reads every row with its number in the file, from 1.
///
/// # Errors
/// When it is no table, or too large.
pub fn read(form: Form, bytes: Vec<u8>) -> Result<Vec<(usize, Vec<String>)>, SheetError> {
    if bytes.len() > MAX_BYTES {
        return Err(SheetError::TooLarge { bytes: bytes.len() });
    }
    match form {
        Form::Csv => csv_rows(&bytes).map_err(malformed),
        Form::Xlsx => xlsx_rows(bytes).map_err(malformed),
    }
}

/// Writes the columns' names and the rows.
///
/// # Errors
/// When a cell is longer than the form allows.
pub fn write(form: Form, columns: &[&str], rows: &[Vec<String>]) -> Result<Vec<u8>, SheetError> {
    let header: Vec<String> = columns.iter().map(|column| (*column).to_owned()).collect();
    let all = std::iter::once(&header).chain(rows);
    match form {
        Form::Csv => to_csv(all).map_err(malformed),
        Form::Xlsx => to_xlsx(all).map_err(malformed),
    }
}

fn malformed(error: impl std::fmt::Display) -> SheetError {
    SheetError::Malformed { reason: error.to_string() }
}

fn csv_rows(bytes: &[u8]) -> Result<Vec<(usize, Vec<String>)>, csv::Error> {
    let bytes = bytes.strip_prefix(BOM).unwrap_or(bytes);
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let delimiter = if first.contains(&b';') && !first.contains(&b',') { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(bytes);
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells = record.iter().map(str::to_owned).collect();
        rows.push((usize::try_from(line).unwrap_or(usize::MAX), cells));
    }
    Ok(rows)
}

fn xlsx_rows(bytes: Vec<u8>) -> Result<Vec<(usize, Vec<String>)>, calamine::XlsxError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let Some(sheet) = book.sheet_names().first().cloned() else { return Ok(Vec::new()) };
    let range = book.worksheet_range(&sheet)?;
    let first = range.start().map_or(0, |(row, _)| row as usize);
    Ok(range.rows().enumerate().map(|(n, row)| (first + n + 1, row.iter().map(cell).collect())).collect())
}

/// What a cell says: a number without its point where it is whole, a date as a day.
fn cell(data: &Data) -> String {
    match data {
        Data::DateTime(serial) => {
            let since = jiff::Span::new().try_days(serial.as_f64().floor() as i64);
            let day = since.and_then(|days| jiff::civil::date(1899, 12, 30).checked_add(days));
            day.map_or_else(|_| serial.to_string(), |day| day.to_string())
        }
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        Data::Empty => String::new(),
        other => other.to_string(),
    }
}

fn to_csv<'a>(rows: impl Iterator<Item = &'a Vec<String>>) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer(BOM.to_vec());
    for row in rows {
        writer.write_record(row).map_err(|error| error.to_string())?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

fn to_xlsx<'a>(rows: impl Iterator<Item = &'a Vec<String>>) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, text) in (0_u16..).zip(cells) {
            sheet.write_string(row, column, text)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}

/// A province's directory is a few thousand rows of a few hundred bytes.
pub const MAX_BYTES: usize = 16 << 20;
/// Without it, spreadsheets read Vietnamese as something else.
const BOM: &[u8] = b"\xef\xbb\xbf";
