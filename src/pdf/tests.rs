//! Small files made by hand: what no writer writes.

use super::*;

mod budget;
mod evidence;
mod further;
mod laid_ready;

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

/// A signed file whose page has content, as bytes and the place of its section.
fn page_signed(extra: &[&str]) -> (String, usize) {
    let value = "<< /Type /Sig /ByteRange [0000000000 0000000000 0000000000 0000000000] /Contents <3003020101> >>";
    let page = "<< /Type /Page /Parent 2 0 R /Contents 6 0 R >>";
    let content = "<< /Length 3 >>\nstream\nq Q\nendstream";
    let mut objects = vec![CATALOG, PAGES, page, FIELD, value, content];
    objects.extend(extra);
    signed_as(&objects, "")
}

/// The same of any objects, the first signature among them signing it; `more` stands in the trailer.
fn signed_as(objects: &[&str], more: &str) -> (String, usize) {
    let mut text = String::from_utf8(file(objects)).unwrap().replace("/Root 1 0 R", &format!("/Root 1 0 R {more}"));
    let (open, end) = (text.find("<30").unwrap(), text.len());
    let close = open + text[open..].find('>').unwrap() + 1;
    let range = format!("0000000000 {open:010} {close:010} {:010}", end - close);
    text = text.replace("0000000000 0000000000 0000000000 0000000000", &range);
    let start = text.rfind("xref\n0 ").unwrap();
    (text, start)
}

/// A later revision of `base` with these objects; `spoil` may change its text.
fn later((base, previous): &(String, usize), objects: &[(u32, &str)], spoil: impl Fn(String) -> String) -> Vec<u8> {
    let (mut body, mut rows) = (String::new(), String::new());
    for (number, object) in objects {
        rows.push_str(&format!("{number} 1\n{:010} 00000 n \n", base.len() + body.len()));
        body.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let at = base.len() + body.len();
    let tail = format!("xref\n{rows}trailer\n<< /Size 50 /Root 1 0 R /Prev {previous} >>\nstartxref\n{at}\n%%EOF\n");
    format!("{base}{}", spoil(body + &tail)).into_bytes()
}

/// What is said of the only signature: `allowed`, `changed`, or the code of the fault.
fn said(bytes: &[u8]) -> &'static str {
    match Structure::read(bytes, &Limits::STANDARD) {
        Err(fault) => fault.code().name(),
        Ok(mut structure) => match structure.signatures.remove(0) {
            Err((_, fault)) => fault.code().name(),
            Ok(field) => match field.after {
                After::Nothing => "nothing",
                After::Allowed => "allowed",
                After::Forbidden { .. } => "forbidden",
                After::Changed { .. } => "changed",
            },
        },
    }
}

const WITH_EVIDENCE: &str = "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] /SigFlags 3 >> /DSS 20 0 R >>";

#[test]
fn evidence_in_new_objects_is_let_pass_and_nothing_else_is() {
    let base = page_signed(&[]);
    let same = |text: String| text;
    let evidence = [(1, WITH_EVIDENCE), (20, "<< /Certs [21 0 R] >>"), (21, "<< /Length 1 >>\nstream\nx\nendstream")];
    assert_eq!(said(&later(&base, &evidence, same)), "allowed");
    let over = "<< /Length 3 /Fields [4 0 R] /SigFlags 3 >>\nstream\nq q\nendstream";
    let form = "<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R >>";
    assert_eq!(said(&later(&base, &[(1, form), (6, over)], same)), "changed", "the form over the content");
    let dss = "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] /SigFlags 3 >> /DSS << /Certs [6 0 R] >> >>";
    assert_eq!(said(&later(&base, &[(1, dss), (6, over)], same)), "changed", "content as evidence");
    let annots = "<< /Type /Page /Parent 2 0 R /Contents 6 0 R /Annots 6 0 R >>";
    assert_eq!(said(&later(&base, &[(3, annots), (6, "[]")], same)), "changed", "annotations over the content");
    let hidden = "<< /Length 30 >>\nstream\n6 0 obj\nnull\nendobj\n          \nendstream";
    let mut hiding = evidence;
    hiding[2].1 = hidden;
    assert_eq!(said(&later(&base, &hiding, same)), "changed", "an object inside a stream");
    assert_eq!(said(&later(&base, &[(20, "<< >>")], same)), "changed", "an object that nobody asks for");
    let info = |text: String| text.replace("/Root", "/Info 6 0 R /Root");
    assert_eq!(said(&later(&base, &[(6, over)], info)), "changed", "information over the content");
}

/// Each reader repairs in its own way, so nothing may be there to be found by repair.
#[test]
fn bytes_that_no_section_names_count_as_a_change() {
    let base = page_signed(&[]);
    let evidence = [(1, WITH_EVIDENCE), (20, "<< >>")];
    let replace = |from: &'static str, to: &'static str| {
        said(&later(&base, &evidence, move |text| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        }))
    };
    // Behind the section, so that no place in the table moves.
    assert_eq!(replace("%%EOF\n", "%%EOF\n \n"), "allowed");
    for (from, to) in [
        ("startxref", "6 0 obj\nnull\nendobj\nstartxref"),
        ("startxref", "% note\nstartxref"),
        ("xref\n1", "xref1"),
        ("xref\n", "xref\n% note\n"),
        ("/Size 50", "/Size 5"),
        (" 00000 n \n20", " 00000 n\n20"),
        ("trailer\n", "trailer % note\n"),
        ("startxref\n", "startxref\0\n"),
    ] {
        assert!(matches!(replace(from, to), "changed" | "pdf.malformed"), "{from} to {to}: {}", replace(from, to));
    }
    let (text, start) = page_signed(&[]);
    let unnamed = (text.clone() + "6 0 obj\nnull\nendobj\n", start);
    assert_eq!(said(&later(&unnamed, &evidence, |text| text)), "changed", "an object before the section");
    let on_the_line = (text.trim_end().to_owned(), start);
    assert!(matches!(said(&later(&on_the_line, &evidence, |text| text)), "changed" | "pdf.byte_range"));
}

/// The object stream of the signed revision, named as evidence, brings another page tree. Its entries are of a
/// cross-reference stream without a filter.
#[test]
fn an_object_stream_that_was_signed_cannot_become_evidence() {
    let mut out = String::from("%PDF-1.7\n");
    let mut rows: Vec<[u8; 6]> = vec![[0; 6]; 8];
    let mut put = |out: &mut String, number: usize, object: &str| {
        let [_, _, high, low] = u32::try_from(out.len()).unwrap().to_be_bytes();
        rows[number] = [1, 0, 0, high, low, 0];
        out.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    };
    put(&mut out, 1, CATALOG);
    put(&mut out, 3, PAGE);
    put(&mut out, 4, FIELD);
    let value = "<< /Type /Sig /ByteRange [0000000000 0000000000 0000000000 0000000000] /Contents <3003020101> >>";
    put(&mut out, 5, value);
    let holder = |pages: &str| {
        format!("<< /Type /ObjStm /N 1 /First 4 /Length {} >>\nstream\n2 0 {pages}\nendstream", pages.len() + 4)
    };
    put(&mut out, 6, &holder(PAGES));
    let start = out.len();
    put(&mut out, 7, "");
    out.truncate(start);
    rows[2] = [2, 0, 0, 0, 6, 0];
    let data: String = rows.iter().flatten().map(|byte| format!("{byte:02x}")).collect();
    // As text the rows would be no UTF-8: they are written as bytes at the end.
    let mut bytes = out.into_bytes();
    bytes.extend_from_slice(b"7 0 obj\n<< /Type /XRef /Size 8 /W [1 4 1] /Root 1 0 R /Length 48 >>\nstream\n");
    let raw: Vec<u8> =
        (0..data.len() / 2).map(|at| u8::from_str_radix(&data[2 * at..2 * at + 2], 16).unwrap()).collect();
    bytes.extend_from_slice(&raw);
    bytes.extend_from_slice(format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n").as_bytes());
    let find = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).position(|one| one == what).unwrap();
    let open = find(&bytes, b"<30");
    let close = open + bytes[open..].iter().position(|byte| *byte == b'>').unwrap() + 1;
    let range = format!("0000000000 {open:010} {close:010} {:010}", bytes.len() - close);
    let place = find(&bytes, b"[0000000000") + 1;
    bytes[place..place + range.len()].copy_from_slice(range.as_bytes());
    assert_eq!(said(&bytes), "nothing");
    let dss = "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] /SigFlags 3 >> /DSS << /Certs [6 0 R] >> >>";
    let append = |objects: &[(u32, &str)]| {
        let padding = ("x".repeat(bytes.len()), start);
        let added = later(&padding, objects, |text| text);
        [bytes.as_slice(), &added[bytes.len()..]].concat()
    };
    let new = dss.replace("/Certs [6 0 R]", "/Certs [20 0 R]");
    assert_eq!(said(&append(&[(1, &new), (20, "<< >>")])), "allowed");
    let other = holder("<< /Type /Pages /Kids [] /Count 0 >>");
    assert_eq!(said(&append(&[(1, dss), (6, &other)])), "changed");
}

/// Each took from 40 s to more than a minute, or a gigabyte.
#[test]
fn costly_files_end_at_a_limit() {
    let too_complex = "pdf.too_complex";
    let base = |form: &str, more: &[&str]| {
        let catalog = format!("<< /Type /Catalog /Pages 2 0 R /AcroForm {form} >>");
        let mut objects = vec![catalog.as_str(), PAGES, PAGE];
        objects.extend(more);
        file(&objects)
    };
    // Keys that are compared with each other: quadratic.
    let keys: String = (0..300_000).map(|number| format!("/{number} 0")).collect();
    assert_eq!(said(&base(&format!("<< {keys} >>"), &[])), too_complex);
    // One long name, copied for every kid.
    let kids = "4 0 R ".repeat(900);
    let parent = format!("<< /T ({}) /Kids [{kids}] >>", "n".repeat(5_000));
    assert_eq!(said(&base("<< /Fields [4 0 R] >>", &[&parent])), too_complex);
    let kids: String = (10..2_000).map(|number| format!("{number} 0 R ")).collect();
    assert_eq!(said(&base(&format!("<< /Fields [{kids}] >>"), &[])), too_complex);
    // One long string, read as many objects.
    let few = Limits { parsed_bytes: 1 << 20, ..Limits::STANDARD };
    let text = format!("<< /Fields [4 0 R] /A ({}) >>", "t".repeat(2 << 20));
    let bytes = base(&text, &["<< >>"]);
    assert_eq!(Structure::read(&bytes, &few).unwrap_err(), PdfFault::TooComplex { what: "parsed bytes" });
    // Several files share what there is.
    let budget = Budget::new(&Limits { objects: 60, ..Limits::STANDARD });
    let small = file(&[CATALOG, PAGES, PAGE, "<< /FT /Sig >>"]);
    let ends = (0..10).map(|_| Structure::read_within(&small, &budget).is_err());
    let ends: Vec<bool> = ends.collect();
    assert_eq!((ends.first(), ends.last()), (Some(&false), Some(&true)));
}

/// A section that was laid ready among the signed bytes and is only switched on afterwards.
#[test]
fn a_section_laid_ready_before_signing_counts_as_a_change() {
    let shadow = "(\nxref\n2 1\n0000000015 00000 n \ntrailer\n<< /Size 7 /Root 1 0 R /Prev PPPPPPPPPP >>\n)";
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
