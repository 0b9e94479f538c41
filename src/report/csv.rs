//! CSV (RFC 4180) for spreadsheets. In Vietnamese the decimal mark is a comma, so the separator is a semicolon, as
//! spreadsheets with Vietnamese settings expect.

use super::Rates;
use super::rates::TOTAL;
use crate::domain::rate::Kind;
use crate::i18n::{Lang, text};

impl Rates {
    /// The rows and their total: for each rate percentage, numerator, denominator, percentage of the year before, change
    /// in points; the last line names the state of the log. With `bom` the text begins with the UTF-8 mark that some
    /// spreadsheets need to read Vietnamese letters.
    pub fn csv(&self, lang: Lang, bom: bool) -> String {
        let separator = match lang {
            Lang::Vi => ';',
            Lang::En => ',',
        };
        let word = |id: &str| text(lang, id, None, &[]);
        let mut out = String::from(if bom { "\u{feff}" } else { "" });
        let mut head = vec![word("report-key"), word("report-name")];
        for kind in Kind::ALL {
            let name = word(kind.message_id());
            let parts = ["report-numerator", "report-denominator", "report-before", "report-points"];
            head.push(format!("{name} (%)"));
            head.extend(parts.map(|part| format!("{name}: {}", word(part))));
        }
        let columns = head.len();
        line(&mut out, separator, &head);
        for row in self.rows.iter().chain([&self.total]) {
            let key = if row.key == TOTAL { word("report-total") } else { row.key.clone() };
            let mut fields = vec![key, row.name.clone().unwrap_or_default()];
            for kind in Kind::ALL {
                let share = row.share(kind);
                let bare = |words: String| words.strip_suffix('%').map(str::to_owned).unwrap_or_default();
                fields.push(bare(share.words(lang)));
                fields.extend([share.numerator.to_string(), share.denominator.to_string()]);
                fields.extend([bare(share.words_before(lang)), share.change_words(lang).unwrap_or_default()]);
            }
            line(&mut out, separator, &fields);
        }
        if let Some(stand) = &self.stand {
            let mut fields = vec![word("report-log"), stand.words(lang)];
            fields.resize(columns, String::new());
            line(&mut out, separator, &fields);
        }
        out
    }
}

fn line(out: &mut String, separator: char, fields: &[String]) {
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
        assert_eq!(lines.iter().filter(|line| !line.is_empty()).map(|line| line.matches(';').count()).max(), Some(41));
        let english = rates.csv(Lang::En, false);
        assert!(english.contains("\"Ủy ban nhân dân thành phố Huế, tỉnh Thừa Thiên Huế\",40.00,2,5,"), "{english}");
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
