//! The text of a ds:Signature: children in schema order (XMLDSig §4.1), XAdES in the one Object (EN 319 132-1).

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::{Canonicalization, Form, Identity, Proofs, SignOptions, SigningCertificate};
use crate::signature::algorithm::DigestAlgorithm;
use crate::signature::certificate::Certificate;
use crate::signature::revocation::Kind;

/// The namespace of XMLDSig.
pub(super) const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
/// The namespace of XAdES 1.3.2.
pub(super) const XADES: &str = "http://uri.etsi.org/01903/v1.3.2#";

/// What one reference says.
#[derive(Debug)]
pub(super) struct Reference {
    /// `URI`, as it stands in the attribute: percent-encoded for an entry, empty for the whole file.
    pub(super) uri: String,
    /// The media type for DataObjectFormat.
    pub(super) media_type: String,
    /// `Algorithm` of the transforms, in order; none for an entry.
    pub(super) transforms: Vec<&'static str>,
    /// The digest of what it points to.
    pub(super) digest: Vec<u8>,
}

/// A signature about to be written: everything but the two values that follow from its own text.
pub(super) struct Draft<'a> {
    pub(super) identity: &'a Identity,
    pub(super) options: &'a SignOptions,
    pub(super) references: &'a [Reference],
    /// The signature's Id; all other Ids begin with it.
    pub(super) id: &'a str,
}

impl Draft<'_> {
    /// The element, with the digest of its SignedProperties and its value as far as they are known.
    ///
    /// `unsigned` is UnsignedProperties, or nothing.
    pub(super) fn element(&self, properties_digest: &[u8], value: &[u8], unsigned: &str) -> String {
        let mut xml = format!(r#"<ds:Signature xmlns:ds="{DS}" Id="{}">"#, self.id);
        self.signed_info(&mut xml, properties_digest);
        let _ = write!(xml, "<ds:SignatureValue Id=\"{}-value\">{}</ds:SignatureValue>", self.id, BASE64.encode(value));
        xml.push_str("<ds:KeyInfo><ds:X509Data>");
        for certificate in std::iter::once(&self.identity.certificate).chain(&self.identity.chain) {
            let _ = write!(xml, "<ds:X509Certificate>{}</ds:X509Certificate>", BASE64.encode(certificate.der()));
        }
        xml.push_str("</ds:X509Data></ds:KeyInfo>");
        if self.options.form == Form::XadesB {
            self.object(&mut xml, unsigned);
        }
        xml.push_str("</ds:Signature>");
        xml
    }

    /// The Id of its SignedProperties.
    pub(super) fn properties_id(&self) -> String {
        format!("{}-properties", self.id)
    }

    fn signed_info(&self, xml: &mut String, properties_digest: &[u8]) {
        let c14n = self.options.canonicalization.uri();
        let _ =
            write!(xml, r#"<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="{c14n}"></ds:CanonicalizationMethod>"#);
        let algorithm = self.identity.algorithm.uri();
        let _ = write!(xml, r#"<ds:SignatureMethod Algorithm="{algorithm}"></ds:SignatureMethod>"#);
        for (number, reference) in self.references.iter().enumerate() {
            let uri = escape(&reference.uri);
            let _ = write!(xml, r#"<ds:Reference Id="{}" URI="{uri}">"#, self.reference_id(number));
            self.digested(xml, &reference.transforms, &reference.digest);
        }
        if self.options.form == Form::XadesB {
            let id = self.properties_id();
            let _ = write!(xml, r##"<ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#{id}">"##);
            self.digested(xml, &[c14n], properties_digest);
        }
        xml.push_str("</ds:SignedInfo>");
    }

    fn digested(&self, xml: &mut String, transforms: &[&str], digest: &[u8]) {
        if !transforms.is_empty() {
            xml.push_str("<ds:Transforms>");
            for transform in transforms {
                let _ = write!(xml, r#"<ds:Transform Algorithm="{transform}"></ds:Transform>"#);
            }
            xml.push_str("</ds:Transforms>");
        }
        digest_elements(xml, self.options.digest, digest);
        xml.push_str("</ds:Reference>");
    }

    fn object(&self, xml: &mut String, unsigned: &str) {
        let _ = write!(xml, r##"<ds:Object><xades:QualifyingProperties xmlns:xades="{XADES}" Target="#{}">"##, self.id);
        let _ = write!(xml, r#"<xades:SignedProperties Id="{}">"#, self.properties_id());
        let time = rfc3339(self.options.signing_time);
        let _ = write!(xml, "<xades:SignedSignatureProperties><xades:SigningTime>{time}</xades:SigningTime>");
        self.signing_certificate(xml);
        xml.push_str("</xades:SignedSignatureProperties><xades:SignedDataObjectProperties>");
        for (number, reference) in self.references.iter().enumerate() {
            let id = self.reference_id(number);
            let media_type = escape(&reference.media_type);
            let _ = write!(xml, r##"<xades:DataObjectFormat ObjectReference="#{id}">"##);
            let _ = write!(xml, "<xades:MimeType>{media_type}</xades:MimeType></xades:DataObjectFormat>");
        }
        xml.push_str("</xades:SignedDataObjectProperties></xades:SignedProperties>");
        xml.push_str(unsigned);
        xml.push_str("</xades:QualifyingProperties></ds:Object>");
    }

    /// UnsignedProperties with a timestamp over the value (EN 319 132-1 §5.3) and, for level LT, the proofs for its time
    /// (§5.4, §5.5).
    pub(super) fn unsigned(&self, token: &[u8], proofs: Option<&Proofs>) -> String {
        let c14n = self.options.canonicalization.uri();
        let mut xml = String::from("<xades:UnsignedProperties><xades:UnsignedSignatureProperties>");
        let _ = write!(xml, r#"<xades:SignatureTimeStamp Id="{}-timestamp">"#, self.id);
        let _ = write!(xml, r#"<ds:CanonicalizationMethod Algorithm="{c14n}"></ds:CanonicalizationMethod>"#);
        encapsulated(&mut xml, "EncapsulatedTimeStamp", token);
        xml.push_str("</xades:SignatureTimeStamp>");
        if let Some(proofs) = proofs {
            xml.push_str("<xades:CertificateValues>");
            for certificate in &proofs.certificates {
                encapsulated(&mut xml, "EncapsulatedX509Certificate", certificate.der());
            }
            xml.push_str("</xades:CertificateValues><xades:RevocationValues>");
            for (kind, group, name) in
                [(Kind::Crl, "CRLValues", "EncapsulatedCRLValue"), (Kind::Ocsp, "OCSPValues", "EncapsulatedOCSPValue")]
            {
                let of_kind: Vec<_> = proofs.revocation.iter().filter(|one| one.kind == kind).collect();
                if of_kind.is_empty() {
                    continue;
                }
                let _ = write!(xml, "<xades:{group}>");
                of_kind.iter().for_each(|one| encapsulated(&mut xml, name, &one.der));
                let _ = write!(xml, "</xades:{group}>");
            }
            xml.push_str("</xades:RevocationValues>");
        }
        xml.push_str("</xades:UnsignedSignatureProperties></xades:UnsignedProperties>");
        xml
    }

    fn signing_certificate(&self, xml: &mut String) {
        let certificate = &self.identity.certificate;
        let name = match self.options.signing_certificate {
            SigningCertificate::V1 => "SigningCertificate",
            SigningCertificate::V2 => "SigningCertificateV2",
        };
        let _ = write!(xml, "<xades:{name}><xades:Cert><xades:CertDigest>");
        digest_elements(xml, self.options.digest, &certificate_digest(certificate, self.options.digest));
        xml.push_str("</xades:CertDigest>");
        // In V1 the schema demands it; in V2 it says nothing that the digest does not say.
        if self.options.signing_certificate == SigningCertificate::V1 {
            let issuer = escape(&certificate.issuer_rfc4514());
            let _ = write!(xml, "<xades:IssuerSerial><ds:X509IssuerName>{issuer}</ds:X509IssuerName>");
            let serial = certificate.serial_decimal();
            let _ = write!(xml, "<ds:X509SerialNumber>{serial}</ds:X509SerialNumber></xades:IssuerSerial>");
        }
        let _ = write!(xml, "</xades:Cert></xades:{name}>");
    }

    fn reference_id(&self, number: usize) -> String {
        format!("{}-reference{number}", self.id)
    }
}

/// The transforms of the reference to a whole bare edXML file.
pub(super) fn enveloped_transforms(canonicalization: Canonicalization) -> Vec<&'static str> {
    vec!["http://www.w3.org/2000/09/xmldsig#enveloped-signature", canonicalization.uri()]
}

/// An entry name as a relative URI: UTF-8, everything but unreserved characters (RFC 3986 §2.3) and `/` in percent.
pub(super) fn uri_of(entry: &str) -> String {
    let mut uri = String::with_capacity(entry.len());
    for byte in entry.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            other => {
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    uri
}

fn encapsulated(xml: &mut String, name: &str, der: &[u8]) {
    let _ = write!(xml, "<xades:{name}>{}</xades:{name}>", BASE64.encode(der));
}

fn digest_elements(xml: &mut String, algorithm: DigestAlgorithm, value: &[u8]) {
    let _ = write!(xml, r#"<ds:DigestMethod Algorithm="{}"></ds:DigestMethod>"#, algorithm.uri());
    let _ = write!(xml, "<ds:DigestValue>{}</ds:DigestValue>", BASE64.encode(value));
}

fn certificate_digest(certificate: &Certificate, algorithm: DigestAlgorithm) -> Vec<u8> {
    match algorithm {
        DigestAlgorithm::Sha256 => certificate.sha256().0.to_vec(),
        DigestAlgorithm::Sha384 => openssl::sha::sha384(certificate.der()).to_vec(),
        DigestAlgorithm::Sha512 => openssl::sha::sha512(certificate.der()).to_vec(),
    }
}

/// Whole seconds, UTC, as xsd:dateTime: some verifiers stumble over fractions.
fn rfc3339(time: crate::domain::ids::Micros) -> String {
    let seconds = time.0.div_euclid(1_000_000);
    jiff::Timestamp::from_second(seconds).map(|at| at.to_string()).unwrap_or_else(|_| "1970-01-01T00:00:00Z".to_owned())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
