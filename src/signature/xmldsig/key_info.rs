//! ds:KeyInfo (XMLDSig 1.1 §4.5): certificates only; which of them signed is never found by trying.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::nid::Nid;
use openssl::pkey::{PKey, Public};
use openssl::rsa::Rsa;

use super::{DS, Grammar};
use crate::codes;
use crate::signature::certificate::Certificate;
use crate::signature::verdict::{Finding, Severity, Step, SubIndication};
use crate::xml::Element;

/// What KeyInfo gives.
#[derive(Default)]
pub(in crate::signature) struct KeyInfo<'t> {
    /// The element; none when there is none.
    pub element: Option<&'t Element>,
    /// Its Id.
    pub id: Option<String>,
    /// The certificates, each once, in order.
    pub certificates: Vec<Certificate>,
    /// KeyValue elements.
    pub key_values: Vec<&'t Element>,
}

pub(super) fn read<'t>(grammar: &mut Grammar<'_>, element: &'t Element) -> KeyInfo<'t> {
    let id = grammar.attributes(element, &["Id"]).first().cloned().flatten();
    let mut info = KeyInfo { element: Some(element), id, ..KeyInfo::default() };
    let mut has_data = false;
    for child in grammar.children(element) {
        match (child.namespace.as_str(), child.local.as_str()) {
            (DS, "X509Data") => {
                has_data = true;
                x509_data(grammar, child, &mut info.certificates);
            }
            (DS, "KeyValue") => info.key_values.push(child),
            (DS, "KeyName") => {}
            (DS, "RetrievalMethod") => grammar.push(grammar.at(child, codes::SIGNATURE_RETRIEVAL_METHOD)),
            _ => {
                let finding = grammar.at(child, codes::SIGNATURE_KEY_INFO).expected("X509Data");
                grammar.push(finding.found(&child.local));
            }
        }
    }
    match (has_data, info.certificates.is_empty(), info.key_values.first()) {
        (_, false, _) => {}
        (false, true, Some(alone)) => {
            let finding = grammar.at(alone, codes::SIGNATURE_KEY_VALUE).expected("X509Data beside it").found("none");
            grammar.push(finding);
        }
        (_, true, _) => {
            let finding = grammar.at(element, codes::SIGNATURE_KEY_INFO).expected("X509Certificate").found("none");
            grammar.push(finding.indicating(SubIndication::NoSigningCertificateFound));
        }
    }
    info
}

/// The certificates of X509Data. X509SubjectName, IssuerSerial, SKI, CRL and the digest of XMLDSig 1.1 are ignored:
/// nothing signed says that they belong to anything.
fn x509_data(grammar: &mut Grammar<'_>, data: &Element, certificates: &mut Vec<Certificate>) {
    grammar.attributes(data, &[]);
    for child in grammar.children(data).filter(|child| child.is(DS, "X509Certificate")) {
        if certificates.len() == MAX_CERTIFICATES {
            let finding = grammar.at(child, codes::SIGNATURE_KEY_INFO);
            grammar.push(finding.expected(format!("at most {MAX_CERTIFICATES} certificates")).found("more"));
            return;
        }
        let Some(der) = grammar.base64(child) else { continue };
        match Certificate::from_der(&der) {
            Ok(certificate) if certificates.iter().any(|known| known.sha256() == certificate.sha256()) => {}
            Ok(certificate) => certificates.push(certificate),
            Err(error) => grammar.push(grammar.at(child, error.code()).detail(error.to_string())),
        }
    }
}

/// The signer of a plain XMLDSig signature: the one certificate that issues none of the others (SIGNATURES §4).
pub(in crate::signature) fn signer_of(grammar: &mut Grammar<'_>, info: &KeyInfo<'_>) -> Option<Certificate> {
    let issues =
        |one: &Certificate| info.certificates.iter().any(|other| other.sha256() != one.sha256() && one.issued(other));
    let mut leaves = info.certificates.iter().filter(|one| !issues(one));
    match (leaves.next(), leaves.next()) {
        (Some(only), None) => Some(only.clone()),
        // That there is no certificate was said where they were read.
        (None, _) if info.certificates.is_empty() => None,
        (first, second) => {
            let found: Vec<String> =
                [first, second].into_iter().flatten().map(|one| one.sha256().to_string()).collect();
            let found = if found.is_empty() { "each issues another".to_owned() } else { found.join(" and ") };
            let finding = Finding::new(Severity::Failed, Step::Format, codes::SIGNATURE_SIGNER_AMBIGUOUS)
                .expected("one certificate that issues none of the others")
                .found(found);
            let finding = match info.element {
                Some(element) => finding.at(grammar.place(element)),
                None => finding,
            };
            grammar.push(finding.indicating(SubIndication::NoSigningCertificateFound));
            None
        }
    }
}

impl KeyInfo<'_> {
    /// Holds every KeyValue against the signer's key: equal is ignored with a remark, different is refused.
    pub fn check_key_values(&self, grammar: &mut Grammar<'_>, signer: &Certificate) {
        for value in &self.key_values {
            let same = key_of(value)
                .is_some_and(|key| signer.x509().public_key().is_ok_and(|certified| certified.public_eq(&key)));
            let finding = match same {
                true => grammar.remark(value, codes::SIGNATURE_KEY_VALUE_IGNORED),
                false => {
                    grammar.at(value, codes::SIGNATURE_KEY_VALUE).expected("the certificate's key").found("another")
                }
            };
            grammar.push(finding);
        }
    }
}

/// RSAKeyValue (§4.5.2.2) or ECKeyValue with a named curve (§4.5.2.3).
fn key_of(value: &Element) -> Option<PKey<Public>> {
    if let Some(rsa) = value.child(DS, "RSAKeyValue") {
        let number = |local| BigNum::from_slice(&decode(rsa.child(DS, local)?)?).ok();
        return PKey::from_rsa(Rsa::from_public_components(number("Modulus")?, number("Exponent")?).ok()?).ok();
    }
    let ec = value.child(DS11, "ECKeyValue")?;
    let nid = match ec.child(DS11, "NamedCurve")?.attribute("", "URI")? {
        "urn:oid:1.2.840.10045.3.1.7" => Nid::X9_62_PRIME256V1,
        "urn:oid:1.3.132.0.34" => Nid::SECP384R1,
        "urn:oid:1.3.132.0.35" => Nid::SECP521R1,
        _ => return None,
    };
    let group = EcGroup::from_curve_name(nid).ok()?;
    let mut context = openssl::bn::BigNumContext::new().ok()?;
    let bytes = decode(ec.child(DS11, "PublicKey")?)?;
    let point = openssl::ec::EcPoint::from_bytes(&group, &bytes, &mut context).ok()?;
    PKey::from_ec_key(EcKey::from_public_key(&group, &point).ok()?).ok()
}

fn decode(element: &Element) -> Option<Vec<u8>> {
    let compact: String = element.text()?.split_ascii_whitespace().collect();
    STANDARD.decode(compact).ok()
}

/// The namespace of XMLDSig 1.1.
const DS11: &str = "http://www.w3.org/2009/xmldsig11#";

/// Long chains in the field hold five; each costs a parse of 0.14 ms (SIGNATURES, "Measured").
const MAX_CERTIFICATES: usize = 16;
