//! What was laid ready inside the signed bytes to be switched on by a later section.

use super::*;

/// The objects of a later revision lie in a string of the signed one; only a section comes afterwards.
#[test]
fn an_object_laid_ready_before_signing_counts_as_a_change() {
    let evidence = "20 0 obj\n<< >>\nendobj\n";
    let hidden = format!("(\n{evidence})");
    let (text, start) = page_signed(&[&hidden]);
    let offset = text.find(evidence).unwrap();
    let dss = "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] /SigFlags 3 >> /DSS 20 0 R >>";
    let with = |offset: usize| {
        let at = text.len();
        let catalog = format!("1 0 obj\n{dss}\nendobj\n");
        let section = at + catalog.len();
        let rows = format!("1 1\n{at:010} 00000 n \n20 1\n{offset:010} 00000 n \n");
        let tail =
            format!("xref\n{rows}trailer\n<< /Size 50 /Root 1 0 R /Prev {start} >>\nstartxref\n{section}\n%%EOF\n");
        format!("{text}{catalog}{tail}").into_bytes()
    };
    assert_eq!(said(&with(offset)), "changed");
    // The same object behind the signed bytes is evidence.
    assert_eq!(said(&later(&(text.clone(), start), &[(1, dss), (20, "<< >>")], |text| text)), "allowed");
}

/// A later section that is hybrid: its table says one thing, its stream another, and each reader believes one of them.
#[test]
fn a_hybrid_section_after_a_signature_counts_as_a_change() {
    let base = page_signed(&[]);
    let hybrid = |number: u8, in_table: bool| {
        let (text, start) = &base;
        let catalog_at = text.len();
        let mut bytes = format!("{text}1 0 obj\n{WITH_EVIDENCE}\nendobj\n").into_bytes();
        let object_at = u16::try_from(bytes.len()).unwrap();
        bytes.extend_from_slice(format!("{number} 0 obj\n<< >>\nendobj\n").as_bytes());
        let stream_at = bytes.len();
        let [high, low] = object_at.to_be_bytes();
        let head = format!(
            "30 0 obj\n<< /Type /XRef /Size 50 /W [1 2 1] /Index [{number} 1] /Root 1 0 R /Length 4 >>\nstream\n"
        );
        bytes.extend_from_slice(head.as_bytes());
        bytes.extend_from_slice(&[1, high, low, 0]);
        bytes.extend_from_slice(b"\nendstream\nendobj\n");
        let at = bytes.len();
        let row = if in_table { format!("{number} 1\n{object_at:010} 00000 n \n") } else { String::new() };
        let tail = format!(
            "xref\n1 1\n{catalog_at:010} 00000 n \n{row}trailer\n<< /Size 50 /Root 1 0 R /Prev {start} /XRefStm {stream_at} >>\n\
             startxref\n{at}\n%%EOF\n"
        );
        bytes.extend_from_slice(tail.as_bytes());
        bytes
    };
    for in_table in [true, false] {
        assert_eq!(said(&hybrid(20, in_table)), "changed", "evidence");
        assert_eq!(said(&hybrid(6, in_table)), "changed", "the content of the page");
    }
    // Where both name the same object otherwise, the file cannot be read.
    let mut torn = hybrid(20, true);
    let place = torn.windows(4).rposition(|one| one == b"\n20 ").unwrap();
    let row = place + b"\n20 1\n".len();
    torn[row + 9] = if torn[row + 9] == b'1' { b'2' } else { b'1' };
    assert_eq!(said(&torn), "pdf.malformed");
}
