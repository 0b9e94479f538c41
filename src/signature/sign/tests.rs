use std::io::{self, Cursor};

use super::*;
use crate::signature::dev_pki::{DevPki, Issued, KeyKind};

const HEAD: &str = r#"<e:edXML xmlns:e="http://www.mic.gov.vn/TBT/QCVN_102_2016"><e:edXMLEnvelope><e:edXMLHeader>"#;
const TAIL: &str = "</e:edXMLHeader></e:edXMLEnvelope></e:edXML>";

fn seal(pki: &DevPki) -> (Issued, Signer) {
    let seal = pki.seal(KeyKind::P256).unwrap();
    let signer = Signer::new(seal.key.clone(), seal.certificate.clone(), seal.chain.clone()).unwrap();
    (seal, signer)
}

fn options() -> SignOptions {
    SignOptions::at(Micros(1_795_000_000_999_999))
}

fn code(result: Result<impl Sized, SignError>) -> &'static str {
    match result {
        Ok(_) => "signed",
        Err(error) => error.code().name(),
    }
}

#[test]
fn the_signature_is_the_last_child_of_the_header_and_all_else_is_copied() {
    let dir = tempfile::tempdir().unwrap();
    let (_, signer) = seal(&DevPki::make(dir.path()).unwrap());
    let source = format!("\u{feff}<?xml version=\"1.0\"?>\r\n{HEAD}<e:a>\r\n</e:a> {TAIL}\n");
    let signed = signer.sign_enveloped(Cursor::new(source.clone()), &options(), Vec::new()).unwrap();
    let signed = String::from_utf8(signed).unwrap();
    let (before, rest) = signed.split_once("<ds:Signature ").unwrap();
    let (inside, after) = rest.split_once("</ds:Signature>").unwrap();
    assert_eq!(format!("{before}{after}"), source);
    assert_eq!(after, format!("{TAIL}\n"));
    assert!(inside.contains("<xades:SigningTime>2026-11-18T11:06:40Z</xades:SigningTime>"), "{inside}");
    assert_eq!(code(signer.sign_enveloped(Cursor::new(signed), &options(), Vec::new())), "sign.already_signed");
}

#[test]
fn what_could_not_be_verified_again_is_not_signed() {
    let dir = tempfile::tempdir().unwrap();
    let (_, signer) = seal(&DevPki::make(dir.path()).unwrap());
    let of = |xml: &str| {
        let mut out = Vec::new();
        let code = code(signer.sign_enveloped(Cursor::new(xml.to_owned()), &options(), &mut out).map(drop));
        assert!(out.is_empty(), "nothing is written before the file is known to be good");
        code
    };
    for (xml, expected) in [
        ("", "xml.empty"),
        ("<a/>", "sign.no_header"),
        (&format!("<!-- c -->{HEAD}{TAIL}"), "xml.comment"),
        (&format!("{HEAD}<e:b>{TAIL}"), "xml.tag_mismatch"),
        (&format!("<!DOCTYPE a>{HEAD}{TAIL}"), "xml.dtd"),
        (&HEAD.replace("<e:edXMLHeader>", "<e:edXMLHeader/></e:edXMLEnvelope></e:edXML>"), "sign.no_header"),
        (&format!("{HEAD}</e:edXMLHeader><e:edXMLHeader>{TAIL}"), "sign.no_header"),
        (&format!("{HEAD}{TAIL}").replace("QCVN_102_2016", "QCVN_102"), "sign.no_header"),
        (&format!("{HEAD}<e:Signature/>{TAIL}"), "sign.already_signed"),
    ] {
        assert_eq!(of(xml), expected, "{xml}");
    }
}

#[test]
fn a_container_refuses_what_it_cannot_hold() {
    let dir = tempfile::tempdir().unwrap();
    let (_, signer) = seal(&DevPki::make(dir.path()).unwrap());
    let document = format!("{HEAD}{TAIL}");
    let of = |names: &[&str], document: &str, options: &SignOptions| {
        let attachments = names.iter().map(|name| Attachment {
            name: (*name).to_owned(),
            media_type: "text/plain".to_owned(),
            source: Box::new(io::empty()),
        });
        let out = Cursor::new(Vec::new());
        code(signer.sign_asice(document.as_bytes(), attachments.collect(), options, out))
    };
    assert_eq!(of(&["a.txt", "b c.txt"], &document, &options()), "signed");
    assert_eq!(of(&[], &format!("{HEAD}<s:Signature xmlns:s='urn:s'/>{TAIL}"), &options()), "sign.already_signed");
    assert_eq!(of(&[], "<a>", &options()), "xml.truncated");
    assert_eq!(of(&[], &document, &SignOptions { form: Form::Plain, ..options() }), "sign.plain_in_container");
    for name in ["document.xml", "META-INF/x", "../x", "mimetype", "a\\b"] {
        assert!(of(&[name], &document, &options()).starts_with("package."), "{name}");
    }
    assert!(of(&["a.txt", "A.txt"], &document, &options()).starts_with("package."));
}

#[test]
fn key_and_certificate_must_belong_together() {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path()).unwrap();
    let (seal, _) = seal(&pki);
    let other = pki.person().unwrap();
    assert_eq!(code(Signer::new(other.key, seal.certificate.clone(), Vec::new())), "sign.key_not_of_certificate");
    let pem = |path: &std::path::Path| std::fs::read(path).unwrap();
    let read = Signer::from_pem(&pem(&seal.key_file), &pem(&seal.chain_file)).unwrap();
    assert_eq!((read.certificate(), read.identity.chain.len()), (&seal.certificate, 1));
    assert_eq!(code(Signer::from_pem(b"-----", &pem(&seal.chain_file))), "sign.key_unreadable");
    assert_eq!(code(Signer::from_pem(&pem(&seal.key_file), b"")), "certificate.malformed");
    let weak = pki.bad(crate::signature::dev_pki::Bad::Rsa1024).unwrap();
    assert_eq!(code(Signer::new(weak.key, weak.certificate, Vec::new())), "certificate.weak_key");
}

#[test]
fn a_large_file_passes_in_pieces() {
    let dir = tempfile::tempdir().unwrap();
    let (_, signer) = seal(&DevPki::make(dir.path()).unwrap());
    let open = format!("{HEAD}{}<e:AttachmentEncoded>", TAIL.replace("</e:edXML>", ""));
    let source = [open.as_bytes(), &vec![b'A'; 16 << 20], b"</e:AttachmentEncoded></e:edXML>"].concat();
    let mut source = Pieces { inner: Cursor::new(source), largest: 0 };
    let out = Pieces { inner: Cursor::new(Vec::new()), largest: 0 };
    let out = signer.sign_enveloped(&mut source, &options(), out).unwrap();
    assert!(out.inner.get_ref().len() > 16 << 20);
    assert!(source.largest <= 64 << 10, "read {} bytes at once", source.largest);
    assert!(out.largest <= 64 << 10, "wrote {} bytes at once", out.largest);
}

#[test]
fn a_key_that_lies_elsewhere_gets_the_same_octets() {
    let dir = tempfile::tempdir().unwrap();
    let (_, signer) = seal(&DevPki::make(dir.path()).unwrap());
    let document = format!("{HEAD}<e:MessageHeader/>{TAIL}");
    let file = crate::crypto::sha256("nội dung".as_bytes());
    let named = [Named { name: "phụ lục.txt".to_owned(), media_type: "text/plain".to_owned(), sha256: file }];
    let make = || {
        let (identity, xml) = (signer.identity().clone(), document.clone().into_bytes());
        Unsigned::new(identity, "S-0123456789abcdef".to_owned(), xml, &named, Micros(1_795_000_000_000_000)).unwrap()
    };
    let (one, again) = (make(), make());
    assert_eq!((one.signed_info(), one.signed_properties()), (again.signed_info(), again.signed_properties()));
    let value = signer.sign_info(one.signed_info()).unwrap();
    again.check(&value).unwrap();
    assert_eq!(code(again.check(&[0; 64])), "signature.value");
    let package = |unsigned: &Unsigned| {
        let source = Box::new(Cursor::new("nội dung".as_bytes()));
        let attachment = Attachment { name: named[0].name.clone(), media_type: "text/plain".to_owned(), source };
        unsigned.assemble(&value, vec![attachment], Cursor::new(Vec::new())).unwrap().into_inner()
    };
    assert!(package(&one) == package(&again));
    // Who holds the key finds in it exactly what is at hand.
    let files = [(named[0].name.clone(), file)];
    let asked = Asked {
        document_xml: document.as_bytes(),
        files: &files,
        signed_properties: one.signed_properties(),
        signed_info: one.signed_info(),
    };
    assert_eq!(examine(&asked, signer.identity()).unwrap(), Micros(1_795_000_000_000_000));
    let refused = |asked: Asked<'_>| examine(&asked, signer.identity()).unwrap_err().code.name();
    assert_eq!(refused(Asked { files: &[], ..asked }), "signature.unknown_entry");
    assert_eq!(refused(Asked { document_xml: b"<x/>", ..asked }), "signature.digest");
    let other = DevPki::make(dir.path().join("other")).unwrap().seal(KeyKind::P256).unwrap();
    let other = Identity::new(other.certificate, other.chain).unwrap();
    assert_eq!(examine(&asked, &other).unwrap_err().code.name(), "signature.signing_certificate_mismatch");
}

/// Notes the largest piece that went through it.
struct Pieces {
    inner: Cursor<Vec<u8>>,
    largest: usize,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.largest = self.largest.max(count);
        Ok(count)
    }
}

impl Seek for Pieces {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.largest = self.largest.max(bytes.len());
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
