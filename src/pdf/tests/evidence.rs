//! Evidence that comes after the last signature, with the metadata that its writer writes anew; and what only looks like it.

use super::*;

const CATALOG: &str = "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] /SigFlags 3 >> /Metadata 7 0 R >>";
const DATED: &str =
    "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] /SigFlags 3 >> /Metadata 7 0 R /DSS 20 0 R >>";
const VALUE: &str = "<< /Type /Sig /ByteRange [0000000000 0000000000 0000000000 0000000000] /Contents <3003020101> >>";
const CONTENT: &str = "<< /Length 3 >>\nstream\nq Q\nendstream";
const METADATA: &str = "<< /Type /Metadata /Subtype /XML /Length 1 >>\nstream\na\nendstream";
const ANEW: &str = "<< /Type /Metadata /Subtype /XML /Length 1 >>\nstream\nb\nendstream";
const INFO: &str = "<< /Title (A) /ModDate (D:2026) >>";

/// A signed file with metadata in object 7 and document information in 8.
fn base(page: &str, metadata: &str) -> (String, usize) {
    signed_as(&[CATALOG, PAGES, page, FIELD, VALUE, CONTENT, metadata, INFO], "/Info 8 0 R")
}

fn informed(text: String) -> String {
    text.replace("/Root", "/Info 8 0 R /Root")
}

/// The file with a later revision, and where its section begins.
fn then(base: &(String, usize), objects: &[(u32, &str)]) -> (String, usize) {
    let text = String::from_utf8(later(base, objects, informed)).unwrap();
    let start = text.rfind("xref\n").and_then(|end| text[..end].rfind("\nxref\n")).unwrap() + 1;
    (text, start)
}

const PAGE: &str = "<< /Type /Page /Parent 2 0 R /Contents 6 0 R >>";

#[test]
fn evidence_with_metadata_written_anew_changes_nothing() {
    let base = base(PAGE, METADATA);
    let dss = (20, "<< /Certs [21 0 R] >>");
    let certificate = (21, "<< /Length 1 >>\nstream\nx\nendstream");
    let dated = "<< /Title (A) /ModDate (D:2027) /Producer (B) >>";
    assert_eq!(said(&later(&base, &[(1, DATED), (7, ANEW), (8, dated), dss, certificate], informed)), "allowed");
    assert_eq!(said(&later(&base, &[(1, DATED), (8, "<< /Title (A) >>"), dss, certificate], informed)), "changed");
    for (what, info) in [
        ("another title", "<< /Title (B) /ModDate (D:2027) >>"),
        ("an author", "<< /Title (A) /ModDate (D:2027) /Author (B) >>"),
        ("a date that is a reference", "<< /Title (A) /ModDate 6 0 R >>"),
        ("no dictionary", "[ /Title (A) ]"),
        ("a stream", "<< /Title (A) /ModDate (D:2026) /Length 1 >>\nstream\nx\nendstream"),
    ] {
        assert_eq!(said(&later(&base, &[(1, DATED), (8, info), dss, certificate], informed)), "changed", "{what}");
    }
    let elsewhere = |text: String| text.replace("/Root", "/Info 22 0 R /Root");
    assert_eq!(said(&later(&base, &[(1, DATED), dss, certificate, (22, dated)], elsewhere)), "changed");
    assert_eq!(said(&later(&base, &[(1, DATED), dss, certificate], |text| text)), "changed", "taken away");
}

#[test]
fn what_a_file_carries_is_read_within_bounds() {
    let base = base(PAGE, METADATA);
    let many = "21 0 R ".repeat(40);
    let dss = format!("<< /Certs [{many}] /CRLs [22 0 R 99 0 R 6 0 R (x)] /OCSPs 23 0 R >>");
    let stream = "<< /Length 5 >>\nstream\nabcde\nendstream";
    let broken = "<< /Length 5 /Filter /FlateDecode >>\nstream\nabcde\nendstream";
    let objects = [(1, DATED), (20, dss.as_str()), (21, stream), (22, broken), (23, "[21 0 R]")];
    let bytes = later(&base, &objects, informed);
    assert_eq!(said(&bytes), "allowed");
    let Evidence { certificates, ocsp, crl } = Structure::read(&bytes, &Limits::STANDARD).unwrap().evidence;
    assert_eq!((certificates.len(), ocsp, crl), (16, vec![b"abcde".to_vec()], vec![b"q Q".to_vec()]));
    // Two signatures read it twice: 17 times 5 bytes and 3, and as many again.
    let further = "<< /FT /Sig /T (Z) /V 25 0 R >>";
    let fields = DATED.replace("[4 0 R]", "[4 0 R 24 0 R]");
    let twice = [&[(1, fields.as_str()), (24, further), (25, "<< /Contents <30> >>")], &objects[1..]].concat();
    let bytes = later(&base, &twice, informed);
    for (inflated_bytes, due) in [(176, 16), (175, 0)] {
        let limits = Limits { inflated_bytes, ..Limits::STANDARD };
        assert_eq!(Structure::read(&bytes, &limits).unwrap().evidence.certificates.len(), due);
    }
}

#[test]
fn metadata_that_was_none_or_is_something_else_counts_as_a_change() {
    let plain = "<< /Length 1 >>\nstream\na\nendstream";
    let dss = (20, "<< >>");
    let ask = |base: &(String, usize), objects: &[(u32, &str)]| said(&later(base, objects, informed));
    let honest = [(1, DATED), (7, ANEW), dss];
    assert_eq!(ask(&base(PAGE, METADATA), &honest), "allowed");
    assert_eq!(ask(&base(PAGE, plain), &honest), "changed", "it was none before");
    assert_eq!(ask(&base(PAGE, METADATA), &[(1, DATED), (7, plain), dss]), "changed", "it is none any more");
    let drawn = "<< /Type /Page /Parent 2 0 R /Contents 7 0 R >>";
    assert_eq!(ask(&base(drawn, METADATA), &honest), "changed", "a page draws it");
    let other = DATED.replace("/Metadata 7 0 R", "/Metadata 22 0 R");
    assert_eq!(ask(&base(PAGE, METADATA), &[(1, &other), (22, ANEW), dss]), "changed", "in another place");
    let gone = DATED.replace("/Metadata 7 0 R", "");
    assert_eq!(ask(&base(PAGE, METADATA), &[(1, &gone), dss]), "changed", "taken away");
    let bare = page_signed(&[]);
    let with = WITH_EVIDENCE.replace("/DSS", "/Metadata 22 0 R /DSS");
    assert_eq!(said(&later(&bare, &[(1, &with), (22, ANEW), dss], |text| text)), "changed", "there was none");
    assert_eq!(said(&later(&bare, &[(1, WITH_EVIDENCE), dss], |text| text)), "allowed");
}

/// `update_archival_timestamp_chain` of pyHanko writes an entry of the VRI anew under another number: nobody asks for the old
/// one any more.
#[test]
fn evidence_that_newer_evidence_replaced_changes_nothing() {
    let base = base(PAGE, METADATA);
    let first = then(
        &base,
        &[
            (1, DATED),
            (20, "<< /VRI << /A 21 0 R >> >>"),
            (21, "<< /Cert [22 0 R] /Fields [4 0 R] /SigFlags 3 >>"),
            (22, CONTENT),
        ],
    );
    assert_eq!(said(first.0.as_bytes()), "allowed");
    let anew = (20, "<< /VRI << /A 23 0 R >> >>");
    let entry = (23, "<< /Cert [] >>");
    assert_eq!(said(then(&first, &[anew, entry]).0.as_bytes()), "allowed");
    // Each number that lost its role has to be what it was as evidence.
    for other in [(21, "<< /Cert [] >>"), (22, "<< >>"), (24, "<< >>")] {
        assert_eq!(said(then(&first, &[anew, entry, other]).0.as_bytes()), "changed", "{other:?}");
    }
    // Nobody ever asked for it as evidence.
    let stray = then(&base, &[(1, DATED), (20, "<< /VRI << >> >>"), (21, "<< >>")]);
    assert_eq!(said(stray.0.as_bytes()), "changed");
    assert_eq!(said(then(&stray, &[anew, entry]).0.as_bytes()), "changed");
    // Replaced evidence that another place takes up: the form, under a number that was evidence in between.
    let form = DATED.replace("/AcroForm << /Fields [4 0 R] /SigFlags 3 >>", "/AcroForm 21 0 R");
    assert_eq!(said(then(&first, &[(1, &form), anew, entry]).0.as_bytes()), "changed");
}

/// A list of answers as long as may be, the same again: each is looked up, and none by a walk over the others.
#[test]
fn evidence_of_many_keys_costs_no_more_than_it_has() {
    let keys: String = (0..60_000).map(|number| format!("/K{number} 1 ")).collect();
    let (evidence, catalog) = (format!("<< {keys}>>"), DATED.replace("20 0 R", "9 0 R"));
    let base = signed_as(&[&catalog, PAGES, PAGE, FIELD, VALUE, CONTENT, METADATA, INFO, &evidence], "/Info 8 0 R");
    let start = std::time::Instant::now();
    assert_eq!(said(then(&base, &[(9, &evidence)]).0.as_bytes()), "allowed");
    assert!(start.elapsed() < std::time::Duration::from_secs(4), "{:?}", start.elapsed());
}
