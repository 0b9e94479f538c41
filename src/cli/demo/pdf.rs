//! Small valid PDF files (ISO 32000-1) of one page, in Vietnamese.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A PDF of one A4 page with these lines, title first. The font is not in the file: a viewer takes its own, by the
/// letters' names; copying and searching give the right letters in any viewer (ToUnicode, §9.10.3).
pub fn page(title: &str, lines: &[&str]) -> Vec<u8> {
    let codes = Codes::of([title].iter().chain(lines));
    let mut text = format!("BT\n/F1 16 Tf\n18 TL\n64 770 Td\n{} Tj\nT*\n/F1 11 Tf\n", codes.string(title));
    for line in lines {
        let _ = writeln!(text, "T*\n{} Tj", codes.string(line));
    }
    text.push_str("ET\n");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (vi-VN) >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        stream(&text),
        format!(
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding /BaseEncoding \
             /WinAnsiEncoding /Differences [{}] >> /ToUnicode 6 0 R >>",
            codes.differences()
        ),
        stream(&codes.to_unicode()),
        format!("<< /Title {} >>", utf16(title)),
    ];
    assemble(&objects)
}

/// The file: header, objects, cross-reference table (§7.5.4), trailer. Everything but the marker line is ASCII.
fn assemble(objects: &[String]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        file.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", number + 1).as_bytes());
    }
    let start = file.len();
    let (size, info) = (objects.len() + 1, objects.len());
    let trailer = format!("trailer\n<< /Size {size} /Root 1 0 R /Info {info} 0 R >>\nstartxref\n{start}\n%%EOF\n");
    file.extend_from_slice(table.as_bytes());
    file.extend_from_slice(trailer.as_bytes());
    file
}

fn stream(content: &str) -> String {
    format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len() + 1)
}

/// The one-byte codes of a page's letters: ASCII is itself, every other letter gets the next code above it.
struct Codes(BTreeMap<char, u8>);

impl Codes {
    fn of<'a>(texts: impl Iterator<Item = &'a &'a str>) -> Self {
        let mut codes = BTreeMap::new();
        for letter in texts.flat_map(|text| text.chars()).filter(|letter| !letter.is_ascii()) {
            let next = u8::try_from(FIRST + codes.len()).unwrap_or(b'?');
            codes.entry(letter).or_insert(next);
        }
        Self(codes)
    }

    /// A string as it stands in the page's content, in hexadecimal (§7.3.4.3).
    fn string(&self, text: &str) -> String {
        let code = |letter: char| self.0.get(&letter).copied().or(u8::try_from(letter).ok()).unwrap_or(b'?');
        format!("<{}>", text.chars().fold(String::new(), |hex, letter| hex + &format!("{:02X}", code(letter))))
    }

    fn differences(&self) -> String {
        let name = |(letter, code): (&char, &u8)| format!("{code} /uni{:04X}", u32::from(*letter));
        self.0.iter().map(name).collect::<Vec<_>>().join(" ")
    }

    fn to_unicode(&self) -> String {
        let mut map = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapType 2 def\n/CMapName /L def\n\
             1 begincodespacerange\n<00> <FF>\nendcodespacerange\n1 beginbfrange\n<20> <7E> <0020>\nendbfrange\n",
        );
        let pairs: Vec<_> = self.0.iter().collect();
        for some in pairs.chunks(BFCHARS) {
            let _ = writeln!(map, "{} beginbfchar", some.len());
            for (letter, code) in some {
                let _ = writeln!(map, "<{code:02X}> <{:04X}>", u32::from(**letter));
            }
            map.push_str("endbfchar\n");
        }
        map + "endcmap\nend\nend"
    }
}

/// A text string in UTF-16BE with its mark (§7.9.2.2).
fn utf16(text: &str) -> String {
    format!("<FEFF{}>", text.encode_utf16().fold(String::new(), |hex, unit| hex + &format!("{unit:04X}")))
}

/// Above ASCII.
const FIRST: usize = 128;
/// At most so many in one bfchar block (Adobe Technical Note 5014).
const BFCHARS: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_points_at_every_object() {
        let file = page("Công văn số 1", &["Kính gửi: Sở Y tế", "Đề nghị báo cáo trước ngày 30."]);
        let find = |what: &[u8]| file.windows(what.len()).rposition(|window| window == what);
        let start = find(b"startxref\n").unwrap();
        let at: usize = std::str::from_utf8(&file[start + 10..]).unwrap().split('\n').next().unwrap().parse().unwrap();
        let table = std::str::from_utf8(&file[at..]).unwrap();
        assert!(table.starts_with("xref\n0 8\n"), "{table}");
        for (number, line) in table.split('\n').skip(3).take(7).enumerate() {
            let offset: usize = line.split(' ').next().unwrap().parse().unwrap();
            assert!(file[offset..].starts_with(format!("{} 0 obj\n", number + 1).as_bytes()), "{line}");
        }
        assert!(file.starts_with(b"%PDF-1.4\n") && file.ends_with(b"%%EOF\n"));
    }
}
