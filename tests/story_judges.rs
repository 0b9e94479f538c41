//! Software that nobody here wrote judges what we sign, and we judge what it signs.
#![allow(clippy::unwrap_used, reason = "a story fails by panicking, in its helpers too")]

use std::fs::File;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use lienthong::domain::ids::Micros;
use lienthong::signature::algorithm::{DigestAlgorithm, SignatureAlgorithm};
use lienthong::signature::dev_pki::{DevPki, Issued, KeyKind};
use lienthong::signature::sign::{
    Attachment, Canonicalization, Form, SignOptions, Signer, SigningCertificate, sign_asice_together,
};

use crate::support::judges::{self, DigidocReport};

const FORMS: [Form; 2] = [Form::XadesB, Form::Plain];

#[test]
fn xmlsec1_verifies_the_bare_edxml_we_sign() {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path().join("pki")).unwrap();
    for kind in [KeyKind::Rsa2048, KeyKind::P256, KeyKind::P384, KeyKind::P521] {
        let signer = signer(&pki.seal(kind).unwrap());
        for (form, canonicalization) in
            FORMS.into_iter().flat_map(|form| Canonicalization::ALL.map(|c14n| (form, c14n)))
        {
            let options = SignOptions { form, canonicalization, ..options() };
            let file = dir.path().join("signed.edxml");
            signer.sign_enveloped(Cursor::new(BARE), &options, File::create(&file).unwrap()).unwrap();
            judges::xmlsec1(&xmlsec1_verify(&pki, &file));
            let changed = std::fs::read_to_string(&file).unwrap().replacen("Về việc", "Về viêc", 1);
            let tampered = dir.path().join("tampered.edxml");
            std::fs::write(&tampered, changed).unwrap();
            assert!(!judges::xmlsec1_accepts(&xmlsec1_verify(&pki, &tampered)), "{kind:?} {options:?}");
        }
    }
}

#[test]
fn xmlsec1_verifies_each_digest_and_both_signing_certificates() {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path().join("pki")).unwrap();
    let signer = signer(&pki.seal(KeyKind::P256).unwrap());
    for digest in [DigestAlgorithm::Sha256, DigestAlgorithm::Sha384, DigestAlgorithm::Sha512] {
        for signing_certificate in [SigningCertificate::V1, SigningCertificate::V2] {
            let options = SignOptions { digest, signing_certificate, ..options() };
            let file = dir.path().join("signed.edxml");
            signer.sign_enveloped(Cursor::new(BARE), &options, File::create(&file).unwrap()).unwrap();
            judges::xmlsec1(&xmlsec1_verify(&pki, &file));
        }
    }
}

#[test]
fn signxml_verifies_the_bare_edxml_we_sign() {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path().join("pki")).unwrap();
    // signxml looks for the issuer among the anchors only: it gets the issuing CA beside the root.
    let anchors = dir.path().join("anchors.pem");
    let pem = pki.issuing().certificate.pem() + &pki.root().certificate.pem();
    std::fs::write(&anchors, pem).unwrap();
    let pss =
        [DigestAlgorithm::Sha256, DigestAlgorithm::Sha384, DigestAlgorithm::Sha512].map(SignatureAlgorithm::RsaPss);
    let signers = [KeyKind::Rsa2048, KeyKind::P256, KeyKind::P521].map(|kind| signer(&pki.seal(kind).unwrap()));
    let by_pss = pss.map(|algorithm| signers[0].clone().with_algorithm(algorithm).unwrap());
    for signer in signers.iter().chain(&by_pss) {
        for (form, name) in [(Form::XadesB, "xades"), (Form::Plain, "plain")] {
            let file = dir.path().join("signed.edxml");
            let options = SignOptions { form, ..options() };
            signer.sign_enveloped(Cursor::new(BARE), &options, File::create(&file).unwrap()).unwrap();
            judges::python("signxml_enveloped.py", &["judge", name, text(&anchors), text(&file)]);
        }
    }
}

#[test]
fn libdigidocpp_finds_mathematics_and_form_of_our_containers_right() {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path().join("pki")).unwrap();
    let [rsa, p256, p384] =
        [KeyKind::Rsa2048, KeyKind::P256, KeyKind::P384].map(|kind| signer(&pki.seal(kind).unwrap()));
    let person = signer(&pki.person().unwrap());
    let (v1, v2) = (SigningCertificate::V1, SigningCertificate::V2);
    let [inclusive10, inclusive11, exclusive] = Canonicalization::ALL;
    let sha512 = DigestAlgorithm::Sha512;
    let with =
        |signing_certificate, canonicalization| SignOptions { signing_certificate, canonicalization, ..options() };
    let table: Vec<(&str, Vec<&Signer>, usize, SignOptions)> = vec![
        ("rsa-0-v1", vec![&rsa], 0, with(v1, inclusive11)),
        ("rsa-1-v2", vec![&rsa], 1, with(v2, exclusive)),
        ("p256-40-v2", vec![&p256], 40, with(v2, inclusive10)),
        ("p384-2-v1", vec![&p384], 2, with(v1, exclusive)),
        ("sha512", vec![&rsa], 1, SignOptions { digest: sha512, ..with(v2, exclusive) }),
        ("two signers", vec![&rsa, &person], 2, with(v2, exclusive)),
    ];
    let mut files = Vec::new();
    for (name, signers, count, options) in &table {
        let file = dir.path().join(format!("{name}.asice"));
        let out = File::create(&file).unwrap();
        sign_asice_together(signers, DOCUMENT.as_bytes(), attachments(*count), options, out).unwrap();
        files.push(file);
    }
    files.push(tampered(dir.path(), &files[1]));
    let paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let reports = judges::digidoc(dir.path(), &[], &paths);
    assert_eq!(reports.len(), files.len());
    for ((name, signers, count, options), report) in table.iter().zip(&reports) {
        assert_eq!(report.error, None, "{name}");
        assert_eq!(report.entries.len(), count + 1, "{name}");
        assert_eq!(report.signatures.len(), signers.len(), "{name}");
        for (signature, signer) in report.signatures.iter().zip(signers) {
            assert_eq!(signature.faults(), [""; 0], "{name} {options:?}");
            assert_eq!(signature.method, signer.algorithm().uri(), "{name}");
        }
    }
    assert!(reports[5].signatures[1].signed_by.contains("Nguyễn Thị Hồng Ánh"), "{reports:?}");
    assert_eq!(names(&reports[3]), ["document.xml", "Phụ lục số 1 (kèm theo).pdf", "Phụ lục số 2 (kèm theo).pdf"]);
    let last = reports.last().unwrap();
    let refused = last.error.is_some() || last.signatures.iter().any(|signature| !signature.faults().is_empty());
    assert!(refused, "the judge is blind: {last:?}");
}

fn xmlsec1_verify<'a>(pki: &'a DevPki, file: &'a Path) -> [&'a str; 6] {
    let id = "--id-attr:Id";
    let element = "http://uri.etsi.org/01903/v1.3.2#:SignedProperties";
    ["--verify", "--trusted-pem", text(pki.root_file()), id, element, text(file)]
}

fn signer(issued: &Issued) -> Signer {
    Signer::new(issued.key.clone(), issued.certificate.clone(), issued.chain.clone()).unwrap()
}

fn options() -> SignOptions {
    SignOptions::at(Micros(jiff::Timestamp::now().as_microsecond()))
}

fn attachments(count: usize) -> Vec<Attachment> {
    let attachment = |number: usize| Attachment {
        name: format!("Phụ lục số {number} (kèm theo).pdf"),
        media_type: "application/pdf".to_owned(),
        source: Box::new(Cursor::new(format!("%PDF-1.7 phụ lục {number}").repeat(number).into_bytes())),
    };
    (1..=count).map(attachment).collect()
}

/// A copy in which one letter of an attachment (stored, so it lies there in the open) is another.
fn tampered(dir: &Path, file: &Path) -> PathBuf {
    let mut bytes = std::fs::read(file).unwrap();
    let at = bytes.windows(8).position(|window| window == b"%PDF-1.7").unwrap();
    bytes[at + 5] = b'2';
    let path = dir.join("tampered.asice");
    File::create(&path).unwrap().write_all(&bytes).unwrap();
    path
}

fn names(report: &DigidocReport) -> Vec<&str> {
    report.entries.iter().map(|(name, _, _)| name.as_str()).collect()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Bare edXML as the field writes it: a default and a prefixed declaration of one namespace, CRLF, `xml:lang`.
const BARE: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n",
    "<edXML xmlns=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" xml:lang=\"vi\">\r\n",
    "  <edXML:edXMLEnvelope xmlns:edXML=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\">\r\n",
    "    <edXML:edXMLHeader>\r\n",
    "      <edXML:MessageHeader>\r\n",
    "        <edXML:From><edXML:OrganId>000.00.00.H47</edXML:OrganId></edXML:From>\r\n",
    "        <edXML:To><edXML:OrganId>000.00.12.H47</edXML:OrganId></edXML:To>\r\n",
    "        <edXML:DocumentId>000.00.00.H47,2026/11/24,15/UBND-TH</edXML:DocumentId>\r\n",
    "        <edXML:Subject>Về việc &quot;liên thông&quot; &amp; gửi, nhận văn bản</edXML:Subject>\r\n",
    "      </edXML:MessageHeader>\r\n",
    "    </edXML:edXMLHeader>\r\n",
    "    <edXML:edXMLBody/>\r\n",
    "  </edXML:edXMLEnvelope>\r\n",
    "  <edXML:AttachmentEncoded xmlns:edXML=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\">\r\n",
    "    <edXML:Attachment>JVBERi0xLjc=</edXML:Attachment>\r\n",
    "  </edXML:AttachmentEncoded>\r\n",
    "</edXML>\r\n",
);

/// The same without its attachment: what an ASiC-E holds as document.xml.
const DOCUMENT: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
    "<edXML xmlns=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\"><edXMLEnvelope><edXMLHeader><MessageHeader>",
    "<From><OrganId>000.00.00.H47</OrganId></From></MessageHeader></edXMLHeader></edXMLEnvelope></edXML>\n",
);
