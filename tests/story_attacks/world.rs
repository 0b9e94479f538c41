//! Victim, attacker and judge: a development PKI, small documents, and the verifier that trusts its root.

use std::io::Cursor;
use std::path::Path;

use lienthong::clock::Clock;
use lienthong::domain::ids::{Micros, OrganId};
use lienthong::signature::Verifier;
use lienthong::signature::binding::{Binding, BindingTable, BoundTo};
use lienthong::signature::dev_pki::{Bad, DevPki, Issued, KeyKind};
use lienthong::signature::sign::{Attachment, Form, SignOptions, Signer, SigningCertificate};

use crate::support::zip_lies::ATTACHMENT;

/// Whom everybody wants to sign for.
pub const VICTIM: &str = "000.00.13.H47";

pub struct World {
    pub pki: DevPki,
    /// The victim's seal; most attacks are sealed anew with its key, so that the mathematics holds.
    pub seal: Issued,
    /// The victim's seal on RSA.
    pub rsa: Issued,
    /// The victim's seal of another CA's habit: it names where revocation answers about it are.
    pub published: Issued,
    /// Of an agency in the same PKI, with a P-256 seal of its own.
    pub neighbour: Issued,
    /// The victim's name under a root that nobody trusts.
    pub stranger: Issued,
    pub verifier: Verifier,
    pub now: Micros,
}

impl World {
    pub fn make(dir: &Path) -> Self {
        let pki = DevPki::make(dir).unwrap();
        let seal = pki.seal(KeyKind::P256).unwrap();
        let neighbour = pki.seal_for(&OrganId(NEIGHBOUR.into()), "Sở Y tế", KeyKind::P256).unwrap();
        let rsa = pki.seal_for(&OrganId(VICTIM.into()), "Sở Tài chính tỉnh Quảng Nam", KeyKind::Rsa2048).unwrap();
        let stranger = pki.bad(Bad::OtherRoot).unwrap();
        let (list, responder) = (Some(LIST.to_owned()), Some("http://ocsp.example/".to_owned()));
        let telling = DevPki::make(dir).unwrap().publishing(list, responder);
        let published =
            telling.seal_for(&OrganId(VICTIM.into()), "Sở Tài chính tỉnh Quảng Nam", KeyKind::P384).unwrap();
        let verifier = Verifier::new(pki.anchors().unwrap()).with_timestamping(pki.anchors().unwrap(), Vec::new());
        Self { pki, seal, rsa, published, neighbour, stranger, verifier, now: Clock::System.now() }
    }

    pub fn options(&self, form: Form) -> SignOptions {
        SignOptions { form, ..SignOptions::at(self.now) }
    }

    /// A bare file, signed.
    pub fn bare(&self, by: &Issued, form: Form, xml: &str) -> String {
        self.bare_with(by, &self.options(form), xml)
    }

    pub fn bare_with(&self, by: &Issued, options: &SignOptions, xml: &str) -> String {
        let signed = signer(by).sign_enveloped(Cursor::new(xml.to_owned()), options, Vec::new()).unwrap();
        String::from_utf8(signed).unwrap()
    }

    /// With SigningCertificate as XAdES 1.3.2 writes it, IssuerSerial in it.
    pub fn bare_v1(&self) -> String {
        let options = SignOptions { signing_certificate: SigningCertificate::V1, ..self.options(Form::XadesB) };
        self.bare_with(&self.seal, &options, &bare_xml(VICTIM))
    }

    /// A container with one attachment, signed.
    pub fn asice(&self, by: &Issued, document: &str, content: &[u8]) -> Vec<u8> {
        let attachment = Attachment {
            name: ATTACHMENT.to_owned(),
            media_type: "application/pdf".to_owned(),
            source: Box::new(Cursor::new(content.to_vec())),
        };
        let out = Cursor::new(Vec::new());
        let options = self.options(Form::XadesB);
        signer(by).sign_asice(document.as_bytes(), vec![attachment], &options, out).unwrap().into_inner()
    }

    /// Both seals of the victim and that of its neighbour, each bound to its agency.
    pub fn table(&self) -> BindingTable {
        let bindings = [(&self.seal, VICTIM), (&self.rsa, VICTIM), (&self.neighbour, NEIGHBOUR)];
        let bindings = bindings.iter().map(|(issued, agency)| bound(issued, agency)).collect();
        BindingTable { bindings, delegations: Vec::new() }
    }
}

pub fn signer(issued: &Issued) -> Signer {
    Signer::new(issued.key.clone(), issued.certificate.clone(), issued.chain.clone()).unwrap()
}

/// This certificate is that agency's.
pub fn bound(issued: &Issued, agency: &str) -> BoundTo {
    BoundTo {
        id: format!("{agency}-{}", &issued.certificate.sha256().to_string()[..8]),
        version: 1,
        agency: OrganId(agency.to_owned()),
        binding: Binding::Exact { sha256: issued.certificate.sha256() },
        from: Micros(0),
        to: None,
        author: "test".to_owned(),
        reason: "test".to_owned(),
        certificate: None,
    }
}

/// A bare file from that agency, with one attachment of five bytes.
pub fn bare_xml(from: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{ROOT}{}<AttachmentEncoded><Attachment>\
         <edXML:ContentId>cid:a</edXML:ContentId><edXML:AttachmentName>Công văn.pdf</edXML:AttachmentName>\
         <edXML:ContentType>application/pdf</edXML:ContentType>\
         <edXML:ContentTransferEncoded>JVBERi0=</edXML:ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>\n",
        envelope(from, "a")
    )
}

/// document.xml of a container with the one attachment.
pub fn document_xml(from: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{ROOT}{}</edXML>", envelope(from, ATTACHMENT))
}

fn envelope(from: &str, attachment: &str) -> String {
    format!(
        "<edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader>\
         <edXML:From><edXML:OrganId>{from}</edXML:OrganId></edXML:From>\
         <edXML:To><edXML:OrganId>000.00.12.H47</edXML:OrganId></edXML:To>\
         <edXML:DocumentId>{from},2026/11/20,12/STC-VP</edXML:DocumentId>\
         <edXML:Code><edXML:CodeNumber>12</edXML:CodeNumber><edXML:CodeNotation>STC-VP</edXML:CodeNotation></edXML:Code>\
         <edXML:PromulgationInfo><edXML:PromulgationDate>2026/11/20</edXML:PromulgationDate></edXML:PromulgationInfo>\
         <edXML:DocumentType><edXML:Type>1</edXML:Type><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>\
         <edXML:Subject>V/v cấp 100 triệu đồng &amp; hồ sơ</edXML:Subject></edXML:MessageHeader>\
         <edXML:TraceHeaderList><edXML:TraceHeader><edXML:OrganId>{from}</edXML:OrganId>\
         <edXML:Timestamp>2026/11/20 08:00:00</edXML:Timestamp></edXML:TraceHeader></edXML:TraceHeaderList>\
         </edXML:edXMLHeader><edXML:edXMLBody><edXML:edXMLManifest version=\"1.0\"><edXML:Reference>\
         <edXML:ContentId>cid:{attachment}</edXML:ContentId><edXML:ContentType>application/pdf</edXML:ContentType>\
         </edXML:Reference></edXML:edXMLManifest></edXML:edXMLBody></edXML:edXMLEnvelope>"
    )
}

/// Where the CA of [`World::published`] says that its list is.
pub const LIST: &str = "http://crl.example/a.crl";
/// The neighbour's OrganId.
pub const NEIGHBOUR: &str = "000.00.15.H47";
const ROOT: &str =
    "<edXML xmlns=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\" xmlns:edXML=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\">";
