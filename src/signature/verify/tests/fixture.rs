//! A development PKI made once, small documents, and the verifier that trusts its root.

use std::fs::File;
use std::io::{Cursor, Write};
use std::sync::{Arc, LazyLock};

use crate::clock::Clock;
use crate::domain::ids::{Micros, OrganId};
use crate::signature::binding::{Binding, BindingTable, BoundTo, Standing};
use crate::signature::dev_pki::{DevPki, Issued, KeyKind};
use crate::signature::path::{Anchors, RevocationRule};
use crate::signature::sign::{self, SignOptions, Signer};
use crate::signature::verify::{Judged, Request, Verifier};
use crate::signature::{AdmitError, Admitted, Agencies, IntakePolicy, Mode, Scope, Verdict};

pub struct World {
    pub pki: DevPki,
    pub verifier: Verifier,
    _dir: tempfile::TempDir,
}

pub static WORLD: LazyLock<World> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path()).unwrap();
    let verifier = Verifier::new(pki.anchors().unwrap());
    World { pki, verifier, _dir: dir }
});

pub fn now() -> Micros {
    Clock::System.now()
}

pub fn signer_of(issued: &Issued) -> Signer {
    Signer::new(issued.key.clone(), issued.certificate.clone(), issued.chain.clone()).unwrap()
}

pub fn signer(kind: KeyKind) -> Signer {
    signer_of(&WORLD.pki.seal(kind).unwrap())
}

pub fn options() -> SignOptions {
    SignOptions::at(now())
}

pub fn file(bytes: &[u8]) -> Arc<File> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    Arc::new(file)
}

pub fn judge_in(mode: Mode, bytes: &[u8]) -> Judged {
    let request = Request { at: now(), now: now(), mode, scope: Scope::Full, agencies: None, pki: None };
    WORLD.verifier.verify(file(bytes), &request).unwrap()
}

/// Judged with a table that binds the P-256 seal to the sender, and admitted.
pub fn admit(bytes: &[u8], policy: &IntakePolicy) -> Result<Admitted, AdmitError> {
    admit_by(&WORLD.verifier, file(bytes), now(), policy)
}

pub fn admit_by(
    verifier: &Verifier,
    file: Arc<File>,
    at: Micros,
    policy: &IntakePolicy,
) -> Result<Admitted, AdmitError> {
    let table = bindings("000.00.01.H53");
    let directory = |id: &OrganId, _| Standing::Active(id.clone());
    let agencies = Some(Agencies { table: &table, directory: &directory });
    let request = Request { at, now: at, mode: Mode::Intake, scope: Scope::Full, agencies, pki: None };
    Admitted::from_judged(verifier.verify(file, &request).unwrap(), policy)
}

/// The P-256 seal is that of `agency`.
pub fn bindings(agency: &str) -> BindingTable {
    let certificate = WORLD.pki.seal(KeyKind::P256).unwrap().certificate;
    let row = BoundTo {
        id: "b1".into(),
        version: 3,
        agency: OrganId(agency.into()),
        binding: Binding::Exact { sha256: certificate.sha256() },
        from: Micros(0),
        to: None,
        author: "x".into(),
        reason: "y".into(),
        certificate: None,
    };
    BindingTable { bindings: vec![row], delegations: Vec::new() }
}

/// By the rules of intake.
pub fn judge(bytes: &[u8]) -> Verdict {
    judge_in(Mode::Intake, bytes).verdict
}

/// The codes of all findings, and those of the warnings behind a bar.
pub fn codes(bytes: &[u8]) -> String {
    shown(&judge(bytes))
}

pub fn shown(verdict: &Verdict) -> String {
    let list = |findings: &[crate::signature::Finding]| {
        findings.iter().map(|finding| finding.code.name()).collect::<Vec<_>>().join(" ")
    };
    format!("{}: {} | {}", verdict.indication, list(&verdict.findings), list(&verdict.warnings))
}

pub fn anchors(rule: RevocationRule) -> Anchors {
    Anchors::from_pem(&std::fs::read(WORLD.pki.root_file()).unwrap(), rule).unwrap()
}

/// A small document; `references` are the entries that the manifest names.
pub fn header(references: &[&str]) -> String {
    let references: String = references
        .iter()
        .map(|name| {
            format!(r#"<edXML:Reference><edXML:ContentId>cid:{name}</edXML:ContentId><edXML:ContentType>application/pdf</edXML:ContentType></edXML:Reference>"#)
        })
        .collect();
    format!(
        r#"<edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader>
<edXML:From><edXML:OrganId>000.00.01.H53</edXML:OrganId></edXML:From><edXML:To><edXML:OrganId>000.00.02.H53</edXML:OrganId></edXML:To>
<edXML:DocumentId>000.00.01.H53,2026/11/20,12/UBND-VP</edXML:DocumentId>
<edXML:Code><edXML:CodeNumber>12</edXML:CodeNumber><edXML:CodeNotation>UBND-VP</edXML:CodeNotation></edXML:Code>
<edXML:PromulgationInfo><edXML:PromulgationDate>2026/11/20</edXML:PromulgationDate></edXML:PromulgationInfo>
<edXML:DocumentType><edXML:Type>1</edXML:Type><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>
<edXML:Subject>V/v liên thông văn bản &amp; hồ sơ</edXML:Subject></edXML:MessageHeader>
<edXML:TraceHeaderList><edXML:TraceHeader><edXML:OrganId>000.00.01.H53</edXML:OrganId><edXML:Timestamp>2026/11/20 08:00:00</edXML:Timestamp></edXML:TraceHeader></edXML:TraceHeaderList>
</edXML:edXMLHeader><edXML:edXMLBody><edXML:edXMLManifest version="1.0">{references}</edXML:edXMLManifest></edXML:edXMLBody></edXML:edXMLEnvelope>"#
    )
}

pub fn document_xml(references: &[&str]) -> String {
    format!("{ROOT}{}</edXML>", header(references))
}

/// A bare file with one attachment of five bytes.
pub fn bare_xml() -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{ROOT}{}<AttachmentEncoded><Attachment><edXML:ContentId>cid:a</edXML:ContentId>\
         <edXML:AttachmentName>Công văn.pdf</edXML:AttachmentName><edXML:ContentType>application/pdf</edXML:ContentType>\
         <edXML:ContentTransferEncoded>JVBE\nRi0=</edXML:ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>\n",
        header(&["a"])
    )
}

pub fn sign_bare(signer: &Signer, options: &SignOptions, xml: &str) -> String {
    let signed = signer.sign_enveloped(Cursor::new(xml.to_owned()), options, Vec::new()).unwrap();
    String::from_utf8(signed).unwrap()
}

pub fn sign_asice(signer: &Signer, options: &SignOptions, files: &[(&str, &[u8])]) -> Vec<u8> {
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    sign_asice_by(&[signer], options, &document_xml(&names), files)
}

pub fn sign_asice_by(signers: &[&Signer], options: &SignOptions, document: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
    let attachments = files.iter().map(|(name, bytes)| sign::Attachment {
        name: (*name).to_owned(),
        media_type: "application/pdf".to_owned(),
        source: Box::new(Cursor::new(bytes.to_vec())),
    });
    let out = Cursor::new(Vec::new());
    let out = sign::sign_asice_together(signers, document.as_bytes(), attachments.collect(), options, out).unwrap();
    out.into_inner()
}

const ROOT: &str =
    r#"<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016" xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">"#;
