//! SigningCertificate (XAdES 1.3.2 §7.2.2) and SigningCertificateV2 (EN 319 132-1 §5.2.2): who the signer says to be.

use std::str::FromStr;

use der::asn1::IntRef;
use der::{Decode, Encode, Reader, SliceReader};
use openssl::hash::MessageDigest;
use x509_cert::ext::pkix::name::{GeneralName, GeneralNames};
use x509_cert::name::Name;

use super::NAMESPACE;
use crate::codes;
use crate::signature::algorithm::DigestAlgorithm;
use crate::signature::certificate::Certificate;
use crate::signature::verdict::{Finding, Severity, Step, SubIndication};
use crate::signature::xmldsig::{DS, Grammar, KeyInfo, digest_method};
use crate::signature::{few_sets, name};
use crate::xml::Element;

/// The first Cert of the element, the signer's.
pub(in crate::signature) struct SigningCertificate<'t> {
    element: &'t Element,
    digest: CertDigest,
    value: Vec<u8>,
    issuer_serial: IssuerSerial,
}

enum CertDigest {
    Counts(DigestAlgorithm),
    Sha1,
}

enum IssuerSerial {
    Absent,
    Text { issuer: String, serial: String },
    Der(Vec<u8>),
}

pub(super) fn read<'t>(grammar: &mut Grammar<'_>, element: &'t Element) -> Option<SigningCertificate<'t>> {
    grammar.attributes(element, &[]);
    let version_2 = element.local == "SigningCertificateV2";
    let mut children = grammar.children(element);
    let cert = grammar.required(&mut children, element, NAMESPACE, "Cert")?;
    for extra in children.filter(|child| !child.is(NAMESPACE, "Cert")) {
        grammar.unexpected(extra);
    }
    grammar.attributes(cert, &["URI"]);
    let mut children = grammar.children(cert);
    let digest = grammar.required(&mut children, cert, NAMESPACE, "CertDigest")?;
    let issuer_serial = match children.next() {
        None => IssuerSerial::Absent,
        Some(child) if version_2 && child.is(NAMESPACE, "IssuerSerialV2") => IssuerSerial::Der(grammar.base64(child)?),
        Some(child) if !version_2 && child.is(NAMESPACE, "IssuerSerial") => text_form(grammar, child)?,
        Some(child) => {
            grammar.unexpected(child);
            IssuerSerial::Absent
        }
    };
    if let Some(extra) = children.next() {
        grammar.unexpected(extra);
    }
    let mut children = grammar.children(digest);
    let method = grammar.required(&mut children, digest, DS, "DigestMethod")?;
    let value = grammar.required(&mut children, digest, DS, "DigestValue")?;
    if let Some(extra) = children.next() {
        grammar.unexpected(extra);
    }
    let value = grammar.base64(value)?;
    let digest = match method.attribute("", "Algorithm") {
        Some(SHA1) => {
            let finding =
                Finding::new(Severity::Indeterminate, Step::Integrity, codes::SIGNATURE_SIGNING_CERTIFICATE_WEAK);
            let finding = finding.indicating(SubIndication::CryptoConstraintsFailure).found(SHA1);
            grammar.push(finding.at(grammar.place(method)));
            CertDigest::Sha1
        }
        _ => CertDigest::Counts(digest_method(grammar, method)?),
    };
    Some(SigningCertificate { element, digest, value, issuer_serial })
}

fn text_form(grammar: &mut Grammar<'_>, element: &Element) -> Option<IssuerSerial> {
    let mut children = grammar.children(element);
    let issuer = grammar.required(&mut children, element, DS, "X509IssuerName")?;
    let serial = grammar.required(&mut children, element, DS, "X509SerialNumber")?;
    let text = |element: &Element| element.text().map(|text| text.trim().to_owned()).unwrap_or_default();
    Some(IssuerSerial::Text { issuer: text(issuer), serial: text(serial) })
}

impl SigningCertificate<'_> {
    /// The certificate of KeyInfo that this names. SHA-1 tells which one is meant; that it proves nothing stands in the
    /// findings already.
    pub fn find(&self, grammar: &mut Grammar<'_>, info: &KeyInfo<'_>) -> Option<Certificate> {
        let fits = |certificate: &&Certificate| {
            let digest = match self.digest {
                CertDigest::Counts(algorithm) => algorithm.digest(certificate.der()).ok(),
                CertDigest::Sha1 => {
                    openssl::hash::hash(MessageDigest::sha1(), certificate.der()).ok().map(|digest| digest.to_vec())
                }
            };
            digest.is_some_and(|digest| digest == self.value)
        };
        let found = info.certificates.iter().find(fits).cloned();
        match &found {
            Some(certificate) => self.check_issuer_serial(grammar, certificate),
            None => {
                let given: Vec<String> = info.certificates.iter().map(|one| one.sha256().to_string()).collect();
                let finding = grammar.at(self.element, codes::SIGNATURE_SIGNING_CERTIFICATE_MISMATCH);
                let finding = finding.expected(hex(&self.value)).found(given.join(", "));
                grammar.push(finding.indicating(SubIndication::NoSigningCertificateFound));
            }
        }
        found
    }

    /// As DER name and integer, never as text (SIGNATURES §4). The V1 form *is* text: it is parsed (RFC 4514) and its
    /// attributes are compared decoded, without regard to order, which writers disagree on; text that does not parse
    /// leaves the serial number and the digest, which bind already.
    fn check_issuer_serial(&self, grammar: &mut Grammar<'_>, certificate: &Certificate) {
        let (same, found) = match &self.issuer_serial {
            IssuerSerial::Absent => return,
            IssuerSerial::Text { issuer, serial } => {
                let names = same_issuer(issuer, certificate).unwrap_or(true);
                (names && same_serial(serial, certificate), format!("{issuer}, {serial}"))
            }
            IssuerSerial::Der(der) => (der_fits(der, certificate), hex(der)),
        };
        if !same {
            let finding = grammar.at(self.element, codes::SIGNATURE_ISSUER_SERIAL);
            let due = format!("{}, {}", certificate.issuer(), certificate.serial_decimal());
            grammar.push(finding.expected(due).found(found));
        }
    }
}

fn same_serial(text: &str, certificate: &Certificate) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text).trim_start_matches('0');
    digits == certificate.serial_decimal() || (digits.is_empty() && certificate.serial_decimal() == "0")
}

fn same_issuer(text: &str, certificate: &Certificate) -> Option<bool> {
    let comparable = |name: &Name| -> Option<Vec<(String, String)>> {
        let attributes = name::attributes(name).ok()?.into_iter();
        let mut all: Vec<_> = attributes.map(|a| (a.oid, name::comparable(&a.value))).collect();
        all.sort();
        Some(all)
    };
    // The reader of names sorts as that of DER does; no certificate that was read is of an issuer with so long a set.
    if text.matches('+').count() > few_sets::MEMBERS_MAX {
        return Some(false);
    }
    let named = comparable(&Name::from_str(text).ok()?)?;
    let issuer = comparable(&few_sets::from_der(certificate.issuer_der()).ok()?)?;
    Some(named == issuer)
}

/// IssuerSerial (RFC 5035 §5): GeneralNames with exactly the issuer's name, and the serial number.
fn der_fits(der: &[u8], certificate: &Certificate) -> bool {
    let parsed = SliceReader::new(der).and_then(|mut reader| {
        let parsed = reader.sequence(|inner| Ok((few_sets::from_der(inner.tlv_bytes()?)?, IntRef::decode(inner)?)))?;
        reader.finish(parsed)
    });
    let Ok((names, serial)): der::Result<(GeneralNames, IntRef<'_>)> = parsed else { return false };
    let [GeneralName::DirectoryName(name)] = names.as_slice() else { return false };
    let serial = serial.as_bytes();
    name.to_der().is_ok_and(|name| name == certificate.issuer_der()) && serial == certificate.serial()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

const SHA1: &str = "http://www.w3.org/2000/09/xmldsig#sha1";
