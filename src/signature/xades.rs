//! XAdES QualifyingProperties (ETSI EN 319 132-1; XAdES 1.3.2 for SigningCertificate) on a small tree: what the profile
//! knows, in schema order. What is unsigned is named in remarks and believed nowhere.

mod signing_certificate;
mod unsigned;

pub(super) use signing_certificate::SigningCertificate;
pub(super) use unsigned::{StampElement, Unsigned};

use super::xmldsig::Grammar;
use crate::codes;
use crate::xml::Element;

/// The namespace of XAdES 1.3.2 and of EN 319 132-1.
pub(super) const NAMESPACE: &str = "http://uri.etsi.org/01903/v1.3.2#";

/// Type of the Reference to SignedProperties (EN 319 132-1 §4.4.2).
pub(super) const SIGNED_PROPERTIES_TYPE: &str = "http://uri.etsi.org/01903#SignedProperties";

/// One QualifyingProperties.
pub(super) struct Properties<'t> {
    /// SignedProperties, to be canonicalized.
    pub signed: Option<&'t Element>,
    /// SignedProperties/@Id.
    pub signed_id: Option<String>,
    /// SigningTime as written: a claim.
    pub signing_time: Option<String>,
    /// SigningCertificate or SigningCertificateV2.
    pub signing_certificate: Option<SigningCertificate<'t>>,
    /// The identifier in SignaturePolicyIdentifier, or `implied`.
    pub policy: Option<String>,
    /// What it carries for later.
    pub unsigned: Unsigned<'t>,
}

/// Reads `element`, which is QualifyingProperties of the signature with that Id.
pub(super) fn read<'t>(grammar: &mut Grammar<'_>, element: &'t Element, id: Option<&str>) -> Option<Properties<'t>> {
    let target = grammar.attributes(element, &["Target", "Id"]).into_iter().next().flatten();
    let due = id.map(|id| format!("#{id}"));
    if due.is_none() || target != due {
        let finding = grammar.at(element, codes::SIGNATURE_PROPERTIES_TARGET);
        let due = due.unwrap_or_else(|| "a Signature with an Id".to_owned());
        grammar.push(finding.expected(due).found(target.unwrap_or_else(|| "none".to_owned())));
    }
    let mut properties = Properties {
        signed: None,
        signed_id: None,
        signing_time: None,
        signing_certificate: None,
        policy: None,
        unsigned: Unsigned::default(),
    };
    let mut children = grammar.children(element);
    if let Some(signed) = grammar.required(&mut children, element, NAMESPACE, "SignedProperties") {
        properties.signed = Some(signed);
        signed_properties(grammar, signed, &mut properties);
    }
    if let Some(unsigned) = children.next_if(|child| child.is(NAMESPACE, "UnsignedProperties")) {
        properties.unsigned = unsigned::read(grammar, unsigned);
    }
    if let Some(extra) = children.next() {
        grammar.unexpected(extra);
    }
    Some(properties)
}

fn signed_properties<'t>(grammar: &mut Grammar<'_>, signed: &'t Element, properties: &mut Properties<'t>) {
    properties.signed_id = grammar.attributes(signed, &["Id"]).first().cloned().flatten();
    let mut children = grammar.children(signed);
    if let Some(of_signature) = grammar.required(&mut children, signed, NAMESPACE, "SignedSignatureProperties") {
        signature_properties(grammar, of_signature, properties);
    }
    if let Some(of_data) = children.next_if(|child| child.is(NAMESPACE, "SignedDataObjectProperties")) {
        data_object_properties(grammar, of_data);
    }
    if let Some(extra) = children.next() {
        grammar.unexpected(extra);
    }
}

/// The sequence of EN 319 132-1 §4.3.4: each at most once, in this order; at its end anything, which is named.
fn signature_properties<'t>(grammar: &mut Grammar<'_>, element: &'t Element, properties: &mut Properties<'t>) {
    grammar.attributes(element, &["Id"]);
    let mut last = 0;
    let mut certificates = Vec::new();
    for child in grammar.children(element) {
        let place = SIGNATURE_PROPERTIES.iter().position(|name| child.is(NAMESPACE, name)).map(|place| place + 1);
        let Some(place) = place else {
            let finding = grammar.remark(child, codes::SIGNATURE_UNKNOWN_PROPERTY);
            grammar.push(finding.found(&child.local));
            last = SIGNATURE_PROPERTIES.len() + 1;
            continue;
        };
        if place <= last {
            grammar.unexpected(child);
        }
        last = place;
        match child.local.as_str() {
            "SigningTime" => properties.signing_time = child.text().map(|text| text.trim().to_owned()),
            "SigningCertificate" | "SigningCertificateV2" => certificates.push(child),
            "SignaturePolicyIdentifier" => {
                let identifier = policy_of(child);
                let finding = grammar.remark(child, codes::SIGNATURE_POLICY_NOT_EVALUATED);
                grammar.push(finding.found(&identifier));
                properties.policy = Some(identifier);
            }
            _ => {}
        }
    }
    match certificates.as_slice() {
        [one] => properties.signing_certificate = signing_certificate::read(grammar, one),
        several => {
            let found = several.len().to_string();
            let finding = grammar.at(element, codes::SIGNATURE_SIGNING_CERTIFICATE);
            grammar.push(finding.expected("SigningCertificate or SigningCertificateV2, once").found(found));
        }
    }
}

/// EN 319 132-1 §4.3.5. DataObjectFormat and CommitmentTypeIndication are signed remarks on the data; nothing here
/// depends on them, and a type comes from a closed list, never from the package.
fn data_object_properties(grammar: &mut Grammar<'_>, element: &Element) {
    grammar.attributes(element, &["Id"]);
    for child in grammar.children(element) {
        let known = child.namespace == NAMESPACE && DATA_PROPERTIES.contains(&child.local.as_str());
        if !known {
            let finding = grammar.remark(child, codes::SIGNATURE_UNKNOWN_PROPERTY);
            grammar.push(finding.found(&child.local));
        }
    }
}

fn policy_of(element: &Element) -> String {
    let identifier = element.descendants().find(|inner| inner.is(NAMESPACE, "Identifier"));
    let text = identifier.and_then(Element::text).map(|text| text.trim().to_owned());
    text.unwrap_or_else(|| "implied".to_owned())
}

/// EN 319 132-1 §4.3.4 and XAdES 1.3.2 §7.2, in schema order.
const SIGNATURE_PROPERTIES: [&str; 8] = [
    "SigningTime",
    "SigningCertificate",
    "SigningCertificateV2",
    "SignaturePolicyIdentifier",
    "SignatureProductionPlace",
    "SignatureProductionPlaceV2",
    "SignerRole",
    "SignerRoleV2",
];

/// EN 319 132-1 §4.3.5, as far as level B has them.
const DATA_PROPERTIES: [&str; 2] = ["DataObjectFormat", "CommitmentTypeIndication"];
