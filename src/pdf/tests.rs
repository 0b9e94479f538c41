//! Small files made by hand: what no writer writes.

use super::*;

/// A file of these objects, numbered from 1, with a classic cross-reference table.
fn file(objects: &[&str]) -> Vec<u8> {
    let mut out = String::from("%PDF-1.7\n");
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let at = out.len();
    out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    places.iter().for_each(|place| out.push_str(&format!("{place:010} 00000 n \n")));
    out.push_str(&format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n", objects.len() + 1));
    out.into_bytes()
}

const CATALOG: &str = "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] /SigFlags 3 >> >>";
const PAGES: &str = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
const PAGE: &str = "<< /Type /Page /Parent 2 0 R >>";
const FIELD: &str = "<< /FT /Sig /T (S) /V 5 0 R >>";

/// A signature whose ByteRange is as `range` makes it of the places of `<` and behind `>` and of the file's length.
fn signed(range: impl Fn(usize, usize, usize) -> [usize; 4]) -> Vec<u8> {
    let value = "<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0000000000 0000000000 0000000000 0000000000]\
                 /Contents <3003020101000000> >>";
    let mut bytes = file(&[CATALOG, PAGES, PAGE, FIELD, value]);
    let open = bytes.windows(3).position(|window| window == b"<30").unwrap();
    let close = open + bytes[open..].iter().position(|byte| *byte == b'>').unwrap() + 1;
    let numbers = range(open, close, bytes.len());
    let place = bytes.windows(11).position(|window| window == b"[0000000000").unwrap() + 1;
    let text: Vec<String> = numbers.iter().map(|number| format!("{number:010}")).collect();
    bytes[place..place + 43].copy_from_slice(text.join(" ").as_bytes());
    bytes
}

fn only(bytes: &[u8]) -> Result<SignatureField, (String, PdfFault)> {
    let mut structure = Structure::read(bytes, &Limits::STANDARD).unwrap();
    assert_eq!(structure.signatures.len(), 1);
    structure.signatures.remove(0)
}

#[test]
fn a_signature_over_all_but_its_contents_is_found() {
    let field = only(&signed(|open, close, length| [0, open, close, length - close])).unwrap();
    assert_eq!(field.contents, [0x30, 3, 2, 1, 1], "without the zeros behind it");
    assert!(field.covers_whole_file());
    assert_eq!((field.name.as_str(), field.revision), ("S", 1));
}

#[test]
fn other_ranges_are_refused() {
    type Range = fn(usize, usize, usize) -> [usize; 4];
    let table: [(&str, Range); 7] = [
        ("begins late", |open, close, length| [1, open, close, length - close]),
        ("leaves out more before", |open, close, length| [0, open - 1, close, length - close]),
        ("leaves out more behind", |open, close, length| [0, open, close + 1, length - close - 1]),
        ("leaves out less", |open, close, length| [0, open + 1, close, length - close]),
        ("reaches beyond", |open, close, length| [0, open, close, length - close + 1]),
        ("overflows", |open, close, _| [0, open, close, 9_999_999_999]),
        ("leaves out the end", |open, close, length| [0, open, close, length - close - 20]),
    ];
    for (name, range) in table {
        let (_, fault) = only(&signed(range)).unwrap_err();
        assert_eq!(fault.code().name(), "pdf.byte_range", "{name}");
    }
}

#[test]
fn nothing_is_repaired() {
    let good = file(&[CATALOG, PAGES, PAGE, "<< /FT /Sig >>"]);
    assert!(Structure::read(&good, &Limits::STANDARD).unwrap().signatures.is_empty());
    let spoil = |from: &str, to: &str| {
        let text = String::from_utf8(good.clone()).unwrap();
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1).into_bytes()
    };
    let table = [
        ("startxref\n", "startxref\n9"),
        ("%%EOF\n", "%%EOF\nmore"),
        ("%%EOF", "%%EOX"),
        ("1 0 obj", "9 0 obj"),
        ("/Root 1 0 R", "/Root null"),
        ("/Type /Catalog", "/Pages 3 0 R"), // the key stands twice
        ("%PDF-1.7", "%!PS-1.7"),
    ];
    for (from, to) in table {
        assert!(Structure::read(&spoil(from, to), &Limits::STANDARD).is_err(), "{from} to {to}");
    }
    for end in 0..good.len() - 1 {
        assert!(Structure::read(&good[..end], &Limits::STANDARD).is_err(), "cut at {end}");
    }
}

#[test]
fn the_limits_hold() {
    let nested = format!("<< /A {}{} >>", "[".repeat(50), "]".repeat(50));
    let deep = file(&[CATALOG, PAGES, PAGE, &nested]);
    let fault = Structure::read(&deep, &Limits::STANDARD).unwrap_err();
    assert_eq!(fault, PdfFault::TooComplex { what: "nesting" });
    let wide = file(&[CATALOG, PAGES, PAGE, &format!("<< /A [{}] >>", "1 ".repeat(5000))]);
    let few = Limits { objects: 1000, ..Limits::STANDARD };
    assert_eq!(Structure::read(&wide, &few).unwrap_err(), PdfFault::TooComplex { what: "objects" });
    let few = Limits { entries: 3, ..Limits::STANDARD };
    assert_eq!(Structure::read(&wide, &few).unwrap_err(), PdfFault::TooComplex { what: "entries" });
    let few = Limits { file_bytes: 100, ..Limits::STANDARD };
    assert_eq!(Structure::read(&wide, &few).unwrap_err(), PdfFault::TooComplex { what: "bytes" });
    let circle = String::from_utf8(file(&[CATALOG, PAGES])).unwrap();
    let at = circle.find("xref\n0").unwrap();
    let circle = circle.replace("/Root 1 0 R", &format!("/Root 1 0 R /Prev {at}"));
    assert!(matches!(Structure::read(circle.as_bytes(), &Limits::STANDARD), Err(PdfFault::Malformed { .. })));
}

/// A section that was laid ready among the signed bytes and is only switched on afterwards.
#[test]
fn a_section_laid_ready_before_signing_counts_as_a_change() {
    let shadow = "(\nxref\n2 1\n0000000015 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev PPPPPPPPPP >>\n)";
    let value = "<< /Type /Sig /ByteRange [0000000000 0000000000 0000000000 0000000000] /Contents <3003020101> >>";
    let text = String::from_utf8(file(&[CATALOG, PAGES, PAGE, FIELD, value, shadow])).unwrap();
    let start = text.rfind("xref\n0 ").unwrap();
    let mut text = text.replace("PPPPPPPPPP", &format!("{start:010}"));
    let (open, end) = (text.find("<30").unwrap(), text.len());
    let close = open + text[open..].find('>').unwrap() + 1;
    let range = format!("0000000000 {open:010} {close:010} {:010}", end - close);
    text = text.replace("0000000000 0000000000 0000000000 0000000000", &range);
    assert_eq!(only(text.as_bytes()).unwrap().after, After::Nothing);
    let shadow_at = text.find("xref\n2 1").unwrap();
    text.push_str(&format!("startxref\n{shadow_at}\n%%EOF\n"));
    match only(text.as_bytes()) {
        Ok(field) => assert!(matches!(field.after, After::Changed { .. }), "{:?}", field.after),
        Err((_, fault)) => assert!(matches!(fault, PdfFault::ByteRange { .. } | PdfFault::Malformed { .. }), "{fault}"),
    }
}
