//! UnsignedProperties (EN 319 132-1 §5.3–§5.5): timestamps over the signature, and certificates and revocation answers for
//! later. Nothing of it is signed: each piece has to prove itself, and what cannot be read is a remark, never a fault.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::NAMESPACE;
use crate::codes;
use crate::signature::c14n::Method;
use crate::signature::certificate::Certificate;
use crate::signature::revocation::{Kind, Material, Origin};
use crate::signature::xmldsig::{DS, Grammar, prefix_list};
use crate::xml::Element;

/// What a signature carries for later.
#[derive(Default)]
pub(in crate::signature) struct Unsigned<'t> {
    /// SignatureTimeStamp, in order.
    pub stamps: Vec<StampElement<'t>>,
    /// CertificateValues and those of TimeStampValidationData.
    pub certificates: Vec<Certificate>,
    /// RevocationValues and those of TimeStampValidationData.
    pub revocation: Vec<Material>,
}

/// One EncapsulatedTimeStamp of a SignatureTimeStamp.
pub(in crate::signature) struct StampElement<'t> {
    /// Where it stands.
    pub element: &'t Element,
    /// How SignatureValue is canonicalized: as its CanonicalizationMethod says, else by inclusive 1.0 (§4.5).
    pub canonicalization: (Method, Vec<String>),
    /// TimeStampToken, DER.
    pub token: Vec<u8>,
}

/// Reads `element`, which is UnsignedProperties.
pub(super) fn read<'t>(grammar: &mut Grammar<'_>, element: &'t Element) -> Unsigned<'t> {
    let mut unsigned = Unsigned::default();
    grammar.attributes(element, &["Id"]);
    for group in grammar.children(element) {
        match (group.namespace.as_str(), group.local.as_str()) {
            (NAMESPACE, "UnsignedSignatureProperties") => {
                for property in grammar.children(group) {
                    of_signature(grammar, property, &mut unsigned);
                }
            }
            (NAMESPACE, "UnsignedDataObjectProperties") => {
                for property in grammar.children(group) {
                    unknown(grammar, property);
                }
            }
            _ => grammar.unexpected(group),
        }
    }
    unsigned
}

fn of_signature<'t>(grammar: &mut Grammar<'_>, property: &'t Element, unsigned: &mut Unsigned<'t>) {
    match (property.namespace.as_str(), property.local.as_str()) {
        (NAMESPACE, "SignatureTimeStamp") => signature_time_stamp(grammar, property, unsigned),
        (NAMESPACE, "CertificateValues") => certificate_values(grammar, property, unsigned),
        (NAMESPACE, "RevocationValues") => revocation_values(grammar, property, unsigned),
        (XADES_141, "TimeStampValidationData") => {
            for values in property.elements() {
                match (values.namespace.as_str(), values.local.as_str()) {
                    (NAMESPACE, "CertificateValues") => certificate_values(grammar, values, unsigned),
                    (NAMESPACE, "RevocationValues") => revocation_values(grammar, values, unsigned),
                    _ => unknown(grammar, values),
                }
            }
        }
        (NAMESPACE, "CounterSignature") => {
            let finding = grammar.remark(property, codes::SIGNATURE_COUNTER_SIGNATURE);
            grammar.push(finding.found(&property.local));
        }
        (NAMESPACE | XADES_141, "ArchiveTimeStamp") => {
            let finding = grammar.remark(property, codes::TIMESTAMP_ARCHIVE);
            grammar.push(finding.found(&property.local));
        }
        _ => unknown(grammar, property),
    }
}

fn unknown(grammar: &mut Grammar<'_>, property: &Element) {
    let finding = grammar.remark(property, codes::SIGNATURE_UNKNOWN_PROPERTY);
    grammar.push(finding.found(&property.local));
}

/// §5.3: over the one SignatureValue of this signature, implicitly; an Include or an XMLTimeStamp is nothing we follow.
fn signature_time_stamp<'t>(grammar: &mut Grammar<'_>, property: &'t Element, unsigned: &mut Unsigned<'t>) {
    let mut canonicalization = Some((Method::Inclusive10, Vec::new()));
    if !property.elements().any(|child| child.is(NAMESPACE, "EncapsulatedTimeStamp")) {
        remark(grammar, property, "EncapsulatedTimeStamp over this SignatureValue");
    }
    for child in property.elements() {
        match (child.namespace.as_str(), child.local.as_str()) {
            (DS, "CanonicalizationMethod") => canonicalization = canonicalization_of(child),
            (NAMESPACE, "EncapsulatedTimeStamp") => {
                let token = decode(child);
                match (&canonicalization, token) {
                    (_, None) => remark(grammar, child, "base64"),
                    (None, _) => remark(grammar, child, "a canonicalization without comments"),
                    (Some(_), Some(_)) if unsigned.stamps.len() == STAMPS_MAX => {
                        remark(grammar, child, &format!("at most {STAMPS_MAX} timestamps"));
                    }
                    (Some(method), Some(token)) => {
                        unsigned.stamps.push(StampElement { element: child, canonicalization: method.clone(), token });
                    }
                }
            }
            _ => remark(grammar, child, "EncapsulatedTimeStamp over this SignatureValue"),
        }
    }
}

/// The method of a CanonicalizationMethod; none when it is none that counts.
fn canonicalization_of(element: &Element) -> Option<(Method, Vec<String>)> {
    let method = Method::from_uri(element.attribute("", "Algorithm")?)?;
    let list = element.elements().next().and_then(|list| list.attribute("", "PrefixList")).unwrap_or_default();
    Some((method, prefix_list(list)?))
}

fn certificate_values(grammar: &mut Grammar<'_>, element: &Element, unsigned: &mut Unsigned<'_>) {
    for child in element.elements() {
        let certificate = decode(child).map(|der| Certificate::from_der(&der));
        match certificate {
            Some(Ok(certificate)) if unsigned.certificates.len() < CERTIFICATES_MAX => {
                if !unsigned.certificates.contains(&certificate) {
                    unsigned.certificates.push(certificate);
                }
            }
            Some(Ok(_)) => return,
            Some(Err(_)) | None => {
                let finding = grammar.remark(child, codes::SIGNATURE_UNKNOWN_PROPERTY);
                grammar.push(finding.expected("a certificate").found(&child.local));
            }
        }
    }
}

/// §5.5.2.
fn revocation_values(grammar: &mut Grammar<'_>, element: &Element, unsigned: &mut Unsigned<'_>) {
    for value in element.elements().flat_map(Element::elements) {
        let kind = match value.local.as_str() {
            "EncapsulatedCRLValue" => Kind::Crl,
            "EncapsulatedOCSPValue" => Kind::Ocsp,
            _ => {
                unknown(grammar, value);
                continue;
            }
        };
        match decode(value) {
            Some(der) if unsigned.revocation.len() < REVOCATION_MAX => {
                unsigned.revocation.push(Material::new(kind, der, Origin::Embedded));
            }
            Some(_) => return,
            None => {
                let finding = grammar.remark(value, codes::REVOCATION_ANSWER_MALFORMED);
                grammar.push(finding.expected("base64").found(&value.local));
            }
        }
    }
}

fn remark(grammar: &mut Grammar<'_>, element: &Element, expected: &str) {
    let finding = grammar.remark(element, codes::TIMESTAMP_MALFORMED);
    grammar.push(finding.expected(expected).found(&element.local));
}

fn decode(element: &Element) -> Option<Vec<u8>> {
    let compact: String = element.text()?.split_ascii_whitespace().collect();
    STANDARD.decode(compact).ok().filter(|bytes| !bytes.is_empty())
}

/// The namespace of XAdES 1.4.1.
const XADES_141: &str = "http://uri.etsi.org/01903/v1.4.1#";

/// Each costs a CMS verification and a chain.
const STAMPS_MAX: usize = 4;
/// As in KeyInfo.
const CERTIFICATES_MAX: usize = 16;
/// A path has three certificates below its anchor, a timestamp two more.
const REVOCATION_MAX: usize = 16;
