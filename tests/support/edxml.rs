//! Small documents of our own to be signed.
#![allow(clippy::unwrap_used, reason = "a story fails by panicking, in its helpers too")]

use lienthong::domain::ids::OrganId;
use lienthong::edxml::{self, Document, Manifest, Party, Reference};

/// `document.xml` of an ASiC-E with these attachments.
pub fn document_xml(attachments: &[String]) -> Vec<u8> {
    let references = attachments.iter().map(|name| Reference::to_entry(name, "application/pdf")).collect();
    let document = Document { manifest: Manifest { references, ..Manifest::default() }, ..document() };
    let mut xml = Vec::new();
    edxml::write_document_xml(&document, &mut xml).unwrap();
    xml
}

/// A bare edXML file without attachments.
pub fn bare() -> Vec<u8> {
    let mut xml = Vec::new();
    edxml::write_bare(&document(), |_| Ok(std::io::empty()), &mut xml).unwrap();
    xml
}

fn document() -> Document {
    let party = |id: &str, name: &str| Party {
        organ_id: OrganId(id.to_owned()),
        organ_name: Some(name.to_owned()),
        ..Party::default()
    };
    Document {
        from: party("000.00.00.H47", "Ủy ban nhân dân tỉnh Quảng Nam"),
        to: vec![party("000.00.12.H47", "Sở Nội vụ tỉnh Quảng Nam")],
        document_id: "000.00.00.H47,2026/11/24,15/UBND-TH".to_owned(),
        code_number: "15".to_owned(),
        code_notation: "UBND-TH".to_owned(),
        subject: "Về việc liên thông \"văn bản\" & hồ sơ".to_owned(),
        ..Document::default()
    }
}
