//! What other software signs within the profile, we call valid; and what we sign ourselves.
#![allow(clippy::unwrap_used, reason = "a story fails by panicking, in its helpers too")]

use std::fs::File;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lienthong::domain::ids::Micros;
use lienthong::signature::algorithm::DigestAlgorithm;
use lienthong::signature::dev_pki::{DevPki, Issued, KeyKind};
use lienthong::signature::path::{Anchor, Anchors, RevocationRule};
use lienthong::signature::sign::sign_asice_together;
use lienthong::signature::sign::{Attachment, Canonicalization, Form, SignOptions, Signer, SigningCertificate};
use lienthong::signature::{Indication, Request, Verdict, Verifier};

use crate::support::edxml;
use crate::support::judges::{self, DigidocJob};
use crate::support::template::Template;

#[test]
fn what_we_sign_we_call_valid() {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path().join("pki")).unwrap();
    let signers = [KeyKind::Rsa2048, KeyKind::P256, KeyKind::P384].map(|kind| signer(&pki.seal(kind).unwrap()));
    let person = signer(&pki.person().unwrap());
    let names: Vec<String> = (1..=3).map(|number| format!("Phụ lục số {number} + bảng, 100%.pdf")).collect();
    for signer in &signers {
        for canonicalization in Canonicalization::ALL {
            for signing_certificate in [SigningCertificate::V1, SigningCertificate::V2] {
                let options = SignOptions { canonicalization, signing_certificate, ..options() };
                let asice = dir.path().join("ours.asice");
                let out = File::create(&asice).unwrap();
                let document = edxml::document_xml(&names);
                let attachments = names.iter().map(|name| attachment(name)).collect();
                sign_asice_together(&[signer, &person], &document, attachments, &options, out).unwrap();
                assert_valid(&verdict(&pki, &asice), 2, &format!("{options:?}"));
            }
            for form in [Form::XadesB, Form::Plain] {
                let options = SignOptions { canonicalization, form, ..options() };
                let bare = dir.path().join("ours.edxml");
                signer.sign_enveloped(Cursor::new(edxml::bare()), &options, File::create(&bare).unwrap()).unwrap();
                assert_valid(&verdict(&pki, &bare), 1, &format!("{options:?}"));
            }
        }
    }
}

#[test]
fn what_libdigidocpp_signs_we_call_valid() {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path().join("pki")).unwrap();
    let [rsa, p256, p384] = [KeyKind::Rsa2048, KeyKind::P256, KeyKind::P384].map(|kind| pki.seal(kind).unwrap());
    let person = pki.person().unwrap();
    let table: Vec<(&str, Vec<&Issued>, usize)> = vec![
        ("rsa-0", vec![&rsa], 0),
        ("rsa-1", vec![&rsa], 1),
        ("rsa-40", vec![&rsa], 40),
        ("p256-0", vec![&p256], 0),
        ("p256-1", vec![&p256], 1),
        ("p384-40", vec![&p384], 40),
        ("two", vec![&rsa, &person], 2),
    ];
    let outs: Vec<PathBuf> = table.iter().map(|(name, ..)| dir.path().join(format!("{name}.asice"))).collect();
    let jobs: Vec<DigidocJob<'_>> = table
        .iter()
        .zip(&outs)
        .map(|((name, signers, count), out)| {
            let folder = dir.path().join(name);
            let signers = signers.iter().map(|issued| judges::pkcs12(issued)).collect();
            DigidocJob { out, files: payload(&folder, *count), signers }
        })
        .collect();
    judges::digidoc(dir.path(), &jobs, &[]);
    for ((name, signers, _), out) in table.iter().zip(&outs) {
        assert_valid(&verdict(&pki, out), signers.len(), name);
    }
}

#[test]
fn what_signxml_signs_we_call_valid() {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path().join("pki")).unwrap();
    let (source, out) = (dir.path().join("source.edxml"), dir.path().join("signed.edxml"));
    std::fs::write(&source, edxml::bare()).unwrap();
    let both = &["xades", "plain"][..];
    for (kind, forms) in
        [(KeyKind::Rsa2048, both), (KeyKind::P256, both), (KeyKind::P521, both), (KeyKind::Rsa2048, &["pss"])]
    {
        let seal = pki.seal(kind).unwrap();
        for form in forms {
            let (key, chain) = (text(&seal.key_file), text(&seal.chain_file));
            judges::python("signxml_enveloped.py", &["sign", form, key, chain, text(&source), text(&out)]);
            assert_valid(&verdict(&pki, &out), 1, &format!("{kind:?} {form}"));
        }
    }
}

#[test]
fn what_xmlsec1_signs_we_call_valid() {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path().join("pki")).unwrap();
    let (template, out) = (dir.path().join("template.edxml"), dir.path().join("signed.edxml"));
    for (kind, method) in [(KeyKind::Rsa2048, "rsa-sha256"), (KeyKind::P256, "ecdsa-sha256")] {
        let seal = pki.seal(kind).unwrap();
        for c14n in Canonicalization::ALL.map(Canonicalization::uri) {
            for xades in [true, false] {
                let form = Template { method, c14n, digest: DigestAlgorithm::Sha256.uri(), prefixes: None, xades };
                let bare = String::from_utf8(edxml::bare()).unwrap();
                std::fs::write(&template, form.within(&bare, &seal)).unwrap();
                let key = format!("{},{}", text(&seal.key_file), text(&seal.cert_file));
                let element = "http://uri.etsi.org/01903/v1.3.2#:SignedProperties";
                let (output, template) = (text(&out), text(&template));
                judges::xmlsec1(&[
                    "--sign",
                    "--privkey-pem",
                    &key,
                    "--id-attr:Id",
                    element,
                    "--output",
                    output,
                    template,
                ]);
                assert_valid(&verdict(&pki, &out), 1, &format!("{kind:?} {c14n} {xades}"));
            }
        }
    }
}

/// Root and issuing CA as anchors: some of this software sends no chain.
fn verdict(pki: &DevPki, file: &Path) -> Verdict {
    let anchor =
        |issued: &Issued| Anchor { certificate: issued.certificate.clone(), revocation: RevocationRule::IfPublished };
    let verifier = Verifier::new(Anchors::new([anchor(pki.root()), anchor(pki.issuing())]).unwrap());
    verifier.verify(Arc::new(File::open(file).unwrap()), &Request::report(now())).unwrap().verdict
}

fn assert_valid(verdict: &Verdict, signatures: usize, what: &str) {
    assert_eq!(verdict.verdict, Indication::Valid, "{what}: {verdict:#?}");
    assert_eq!(verdict.signatures.len(), signatures, "{what}");
    assert!(verdict.signatures.iter().all(|signature| signature.verdict == Indication::Valid), "{what}: {verdict:#?}");
}

/// A folder with document.xml and `count` attachments.
fn payload(folder: &Path, count: usize) -> Vec<(PathBuf, &'static str)> {
    std::fs::create_dir(folder).unwrap();
    let names: Vec<String> = (1..=count).map(|number| format!("Phụ lục số {number} (kèm theo).pdf")).collect();
    let mut files = vec![(folder.join("document.xml"), "text/xml")];
    std::fs::write(&files[0].0, edxml::document_xml(&names)).unwrap();
    for name in names {
        let path = folder.join(&name);
        std::fs::write(&path, format!("%PDF-1.7 {name}")).unwrap();
        files.push((path, "application/pdf"));
    }
    files
}

fn attachment(name: &str) -> Attachment {
    let source = Box::new(Cursor::new(format!("%PDF-1.7 {name}").into_bytes()));
    Attachment { name: name.to_owned(), media_type: "application/pdf".to_owned(), source }
}

fn signer(issued: &Issued) -> Signer {
    Signer::new(issued.key.clone(), issued.certificate.clone(), issued.chain.clone()).unwrap()
}

fn options() -> SignOptions {
    SignOptions::at(now())
}

fn now() -> Micros {
    Micros(jiff::Timestamp::now().as_microsecond())
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
