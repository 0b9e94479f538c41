//! What we write is what `schemas/edxml.xsd` says; the judge is xmllint.

use std::io::Write;
use std::process::{Command, Stdio};

use super::*;

#[test]
fn every_kind_of_file_we_write_is_valid() {
    let mut files = Vec::new();
    for code in ["0", "1", "2", "3"] {
        let mut document = fixture::document();
        document.business = Some(fixture::business(code));
        files.push((format!("document.xml of type {code}"), bytes_of(&Message::Document(Box::new(document)))));
    }
    for code in ["01", "02", "03", "04", "05", "06", "13", "15", "16"] {
        let status = fixture::status(StatusCode::from_wire(code));
        files.push((format!("status {code}"), bytes_of(&Message::Status(Box::new(status)))));
    }
    let mut bare = fixture::document();
    bare.attachments = vec![attachment("2", "a.txt", "text/plain", b"Xin ch\xc3\xa0o")];
    let bytes = bare_bytes(&bare, &[b"Xin ch\xc3\xa0o".to_vec()]);
    files.push(("bare file".to_owned(), bytes.clone()));
    files.push(("signed bare file".to_owned(), signed(&bytes, DS)));
    let least = Document {
        from: Party::new("000.00.01.H39"),
        to: vec![Party::new("000.00.15.H39")],
        document_id: "1".to_owned(),
        promulgation: Promulgation { place: None, date: "2026/11/24".to_owned() },
        document_type: DocumentType { code: "1".to_owned(), ..DocumentType::default() },
        ..Document::default()
    };
    files.push(("least document".to_owned(), bytes_of(&Message::Document(Box::new(least)))));
    for (what, bytes) in files {
        if let Err(complaint) = validate(&bytes) {
            panic!("{what}: {complaint}\n{}", String::from_utf8_lossy(&bytes));
        }
    }
}

/// The schema is no rubber stamp: each of these is one step away from a valid file.
#[test]
fn what_we_would_not_write_is_invalid() {
    let good = String::from_utf8(bytes_of(&Message::Document(Box::new(fixture::document())))).unwrap();
    let status = String::from_utf8(bytes_of(&Message::Status(Box::new(fixture::status(StatusCode::Arrived))))).unwrap();
    let spoilt = [
        good.replace("2026/11/24<", "2026-11-24<"),
        good.replace("000.00.15.H39", "H39.15.2"),
        good.replace("<edXML:CodeNumber>123<", "<edXML:CodeNumber>20251016112435<"),
        good.replace("edXML:Subject>", "edXML:Title>"),
        good.replace("BussinessDocType>2<", "BussinessDocType>7<"),
        status.replace("StatusCode>01<", "StatusCode>14<"),
        String::from_utf8(signed(good.as_bytes(), NAMESPACE)).unwrap(),
    ];
    for bytes in spoilt {
        assert!(validate(bytes.as_bytes()).is_err(), "{bytes}");
    }
}

fn signed(bytes: &[u8], namespace: &str) -> Vec<u8> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let signature =
        format!("<Signature xmlns=\"{namespace}\"><SignedInfo>…</SignedInfo></Signature></edXML:edXMLHeader>");
    text.replace("</edXML:edXMLHeader>", &signature).into_bytes()
}

fn validate(bytes: &[u8]) -> Result<(), String> {
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/edxml.xsd");
    let mut child = Command::new("xmllint")
        .args(["--noout", "--nonet", "--schema", schema, "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            panic!("xmllint is the judge of our XSD and does not start ({error}): run `make setup`")
        });
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
