//! CSV (RFC 4180) for spreadsheets. In Vietnamese the decimal mark is a comma, so the separator is a semicolon, as
//! spreadsheets with Vietnamese settings expect.

use super::Rates;
use super::rates::TOTAL;
use super::words::column_words;
use crate::i18n::{Lang, text};

impl Rates {
    /// The rows and their total, one record each under one head: for each rate percentage, numerator, denominator,
    /// percentage of the year before, change in points; of one agency those of what was sent to it too. Every record
    /// ends with what it is about: the report, its months, its agency, the state of the log, and what has to be known to read it. With `bom` the text begins
    /// with the UTF-8 mark that some spreadsheets need to read Vietnamese letters.
    pub fn csv(&self, lang: Lang, bom: bool) -> String {
        let word = |id: &str| text(lang, id, None, &[]);
        let columns = self.columns();
        let mut head = vec![word("report-key"), word("report-name")];
        for column in &columns {
            let name = column_words(lang, *column);
            let parts = ["report-numerator", "report-denominator", "report-before", "report-points"];
            head.push(format!("{name} (%)"));
            head.extend(parts.map(|part| format!("{name}: {}", word(part))));
        }
        head.extend(ABOUT.map(word));
        let about = self.about_fields(lang);
        let mut out = begin(bom);
        line(&mut out, lang, &head);
        for row in self.rows.iter().chain([&self.total]) {
            let key = if row.key == TOTAL { word("report-total") } else { row.key.clone() };
            let name = if row.key == TOTAL || row.label(lang) == row.key { String::new() } else { row.label(lang) };
            let mut fields = vec![key, name];
            for (kind, side) in &columns {
                let share = row.share_of(*kind, *side);
                let bare = |words: String| words.strip_suffix('%').map(str::to_owned).unwrap_or_default();
                fields.push(bare(share.words(lang)));
                fields.extend([share.numerator.to_string(), share.denominator.to_string()]);
                fields.extend([bare(share.words_before(lang)), share.change_words(lang).unwrap_or_default()]);
            }
            fields.extend(about.iter().cloned());
            line(&mut out, lang, &fields);
        }
        out
    }

    /// What every record says of the report, in the order of [`ABOUT`].
    fn about_fields(&self, lang: Lang) -> Vec<String> {
        let whose = match &self.agency {
            Some(code) => [code.clone(), self.agency_name.clone().unwrap_or_default()],
            None => [String::new(), text(lang, "rates-province", None, &[])],
        };
        let of = [text(lang, "rates-title", None, &[]), self.from.clone(), self.to.clone()];
        let stand = match &self.stand {
            Some(stand) => [stand.epoch.to_string(), stand.size.to_string(), stand.root.clone(), stand.time.clone()],
            None => Default::default(),
        };
        let note = self.note.clone().unwrap_or_default();
        of.into_iter().chain(whose).chain(stand).chain([note]).collect()
    }
}

/// The columns that say what a record is about.
const ABOUT: [&str; 10] = [
    "report-title",
    "report-from",
    "report-to",
    "report-agency-code",
    "report-agency-name",
    "report-log-epoch",
    "report-log-size",
    "report-log-root",
    "report-log-time",
    "report-note",
];

/// How a text begins.
pub(super) fn begin(bom: bool) -> String {
    String::from(if bom { "\u{feff}" } else { "" })
}

/// One record, ended.
pub(super) fn line(out: &mut String, lang: Lang, fields: &[String]) {
    let separator = match lang {
        Lang::Vi => ';',
        Lang::En => ',',
    };
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            out.push(separator);
        }
        out.push_str(&quoted(field, separator));
    }
    out.push_str("\r\n");
}

/// Quoted where RFC 4180 needs it. A name that begins like a formula gets an apostrophe: a spreadsheet must not run it. A
/// number with its sign is none.
fn quoted(field: &str, separator: char) -> String {
    let number = field.chars().skip(1).all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
    let formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']) && !number;
    let field = if formula { format!("'{field}") } else { field.to_owned() };
    if field.contains([separator, '"', '\r', '\n']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
}

#[cfg(test)]
mod tests {
    use super::super::rates::tests::{counted, named, question};
    use super::*;

    #[test]
    fn vietnamese_spreadsheets_read_it() {
        let rates = Rates::of(&counted(), &question("2026-11", "agency"), None, &named);
        let csv = rates.csv(Lang::Vi, true);
        let lines: Vec<&str> = csv.split("\r\n").collect();
        assert!(lines[0].starts_with("\u{feff}Mã;Tên;Trao đổi điện tử (%);"), "{}", lines[0]);
        assert!(lines[1].contains("Huế;40,00;2;5;;;50,00;1;2;;;50,00;1;2;;;75,00;3;4;;;"), "{}", lines[1]);
        assert!(lines[4].starts_with("Tổng;;40,00;2;5;"), "{}", lines[4]);
        assert_eq!(lines.iter().filter(|line| !line.is_empty()).map(|line| line.matches(';').count()).max(), Some(51));
        assert!(lines[0].ends_with(";Báo cáo;Từ tháng;Đến tháng;Mã cơ quan;Tên cơ quan;Nhật ký: kỳ;Nhật ký: số bằng chứng;Nhật ký: gốc;Nhật ký: bằng chứng mới nhất;Lưu ý"), "{}", lines[0]);
        assert!(
            lines[1].ends_with(";Tỷ lệ trao đổi văn bản điện tử;2026-11;2026-12;;Toàn bộ cơ quan trên trục;;;;;"),
            "{}",
            lines[1]
        );
        let english = rates.csv(Lang::En, false);
        assert!(english.contains("\"Ủy ban nhân dân thành phố Huế, tỉnh Thừa Thiên Huế\",40.00,2,5,"), "{english}");
    }

    #[test]
    fn one_agency_has_what_was_sent_to_it_too() {
        let two = crate::domain::ids::OrganId("000.00.02.H57".into());
        let name = |_: &crate::domain::ids::OrganId| Some("Sở Y tế".to_owned());
        let csv = Rates::of(&counted(), &question("2026-11", "month"), Some(&two), &name).csv(Lang::Vi, false);
        let head: Vec<&str> = csv.lines().next().unwrap_or_default().split(';').collect();
        let row: Vec<&str> = csv.lines().nth(1).unwrap_or_default().split(';').collect();
        let at = |name: &str| head.iter().position(|one| *one == name).map(|place| row[place]);
        assert_eq!(at("Đã tiếp nhận, văn bản gửi đến (%)"), Some("100,00"));
        assert_eq!((at("Mã"), at("Tên")), (Some("2026-11"), Some("Tháng 11/2026")));
        assert_eq!((at("Mã cơ quan"), at("Tên cơ quan")), (Some("000.00.02.H57"), Some("Sở Y tế")));
    }

    #[test]
    fn a_name_is_never_a_formula() {
        assert_eq!(quoted("=HYPERLINK(\"x\")", ';'), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(quoted("UBND; xã", ';'), "\"UBND; xã\"");
        assert_eq!(quoted("UBND xã", ';'), "UBND xã");
        assert_eq!(quoted("-UBND", ','), "'-UBND");
        assert_eq!((quoted("+6,63", ';'), quoted("-0.5", ',')), ("+6,63".to_owned(), "-0.5".to_owned()));
    }
}
