//! The strict grammar of ds:Signature (XMLDSig 1.1 §4) on a small tree: what SIGNATURES §2–§4 allow and nothing else.
//!
//! Reading gathers every fault and goes on where it can, so that a verdict names all of them. Nothing here computes a
//! digest or trusts a key.

mod grammar;
mod key_info;
mod reference;

pub(super) use grammar::{Grammar, prefix_list};
pub(super) use key_info::{KeyInfo, signer_of};
pub(super) use reference::{Reference, digest_method};

use super::algorithm::SignatureAlgorithm;
use super::c14n::Method;
use super::verdict::{Finding, Severity, Step, SubIndication};
use super::xades::{self, Properties};
use crate::codes;
use crate::xml::{Element, Subtree};

/// The namespace of XMLDSig.
pub(super) const DS: &str = "http://www.w3.org/2000/09/xmldsig#";

/// One ds:Signature as far as it could be read. Any fault stands in the findings of the [`Grammar`] that read it.
pub(super) struct Form<'t> {
    /// Signature/@Id.
    pub id: Option<String>,
    /// SignedInfo, to be canonicalized.
    pub signed_info: Option<&'t Element>,
    /// How SignedInfo is canonicalized.
    pub canonicalization: Option<(Method, Vec<String>)>,
    /// SignatureMethod, if accepted.
    pub algorithm: Option<SignatureAlgorithm>,
    /// SignatureMethod as written.
    pub algorithm_uri: Option<String>,
    /// The references, in order.
    pub references: Vec<Reference<'t>>,
    /// SignatureValue.
    pub value: Option<Vec<u8>>,
    /// The element of SignatureValue: what timestamps are over.
    pub value_element: Option<&'t Element>,
    /// KeyInfo.
    pub key_info: KeyInfo<'t>,
    /// QualifyingProperties, where the signature is XAdES.
    pub properties: Option<Properties<'t>>,
}

/// Reads `signature`, which is ds:Signature.
pub(super) fn read<'t>(grammar: &mut Grammar<'_>, signature: &'t Element) -> Form<'t> {
    let mut form = Form {
        id: grammar.attributes(signature, &["Id"]).first().cloned().flatten(),
        signed_info: None,
        canonicalization: None,
        algorithm: None,
        algorithm_uri: None,
        references: Vec::new(),
        value: None,
        value_element: None,
        key_info: KeyInfo::default(),
        properties: None,
    };
    for element in signature.descendants().filter(|element| SHOWN.contains(&element.namespace.as_str())) {
        grammar.unexpected(element);
    }
    let mut children = grammar.children(signature);
    if let Some(info) = grammar.required(&mut children, signature, DS, "SignedInfo") {
        form.signed_info = Some(info);
        signed_info(grammar, info, &mut form);
    }
    if let Some(value) = grammar.required(&mut children, signature, DS, "SignatureValue") {
        grammar.attributes(value, &["Id"]);
        form.value = grammar.base64(value);
        form.value_element = Some(value);
    }
    match children.next_if(|child| child.is(DS, "KeyInfo")) {
        Some(element) => form.key_info = key_info::read(grammar, element),
        None => grammar.push(grammar.at(signature, codes::SIGNATURE_KEY_INFO).expected("KeyInfo").found("none")),
    }
    let objects: Vec<&Element> = std::iter::from_fn(|| children.next_if(|child| child.is(DS, "Object"))).collect();
    if let Some(extra) = children.next() {
        grammar.unexpected(extra);
    }
    form.properties = objects_of(grammar, &objects, form.id.as_deref());
    form
}

/// Whether a bare file's signature is of the kind that known clients write and nobody can verify (SIGNATURES §4,
/// "Legacy edXML"); gives what makes it so.
pub(super) fn legacy(signature: &Element) -> Option<String> {
    if signature.namespace != DS {
        return Some(format!("Signature in the namespace {}", signature.namespace));
    }
    signature
        .child(DS, "SignedInfo")?
        .descendants()
        .filter_map(|element| element.attribute("", "Algorithm"))
        .find(|uri| LEGACY_URIS.contains(uri))
        .map(ToOwned::to_owned)
}

/// Every value of an attribute that counts as an Id (SIGNATURES §1): local name `id` in any case, whatever its
/// namespace (xml:id and wsu:Id among them).
pub(super) fn ids(element: &Element) -> impl Iterator<Item = &str> {
    let named = |local: &str| local.eq_ignore_ascii_case("id");
    element.attributes.iter().filter(move |a| named(&a.local)).map(|a| a.value.as_str())
}

/// Each Id that stands twice in `tree`.
pub(super) fn check_ids(grammar: &mut Grammar<'_>, tree: &Subtree) {
    let mut seen = std::collections::HashSet::new();
    for element in tree.root.descendants() {
        for id in ids(element) {
            if !seen.insert(id) {
                grammar.push(grammar.at(element, codes::SIGNATURE_ID_DUPLICATE).found(id));
            }
        }
    }
}

fn signed_info<'t>(grammar: &mut Grammar<'_>, info: &'t Element, form: &mut Form<'t>) {
    grammar.attributes(info, &["Id"]);
    let mut children = grammar.children(info);
    if let Some(method) = grammar.required(&mut children, info, DS, "CanonicalizationMethod") {
        form.canonicalization = grammar.canonicalization(method);
    }
    if let Some(method) = grammar.required(&mut children, info, DS, "SignatureMethod") {
        signature_method(grammar, method, form);
    }
    while let Some(reference) = children.next_if(|child| child.is(DS, "Reference")) {
        if form.references.len() == MAX_REFERENCES {
            let finding = grammar.at(reference, codes::SIGNATURE_REFERENCE_COUNT);
            grammar.push(finding.expected(format!("at most {MAX_REFERENCES}")).found("more"));
            break;
        }
        form.references.extend(reference::read(grammar, reference));
    }
    if form.references.is_empty() && info.child(DS, "Reference").is_none() {
        grammar.push(grammar.at(info, codes::SIGNATURE_REFERENCE_COUNT).expected("a Reference").found("none"));
    }
    if let Some(extra) = children.next_if(|child| !child.is(DS, "Reference")) {
        grammar.unexpected(extra);
    }
}

fn signature_method(grammar: &mut Grammar<'_>, method: &Element, form: &mut Form<'_>) {
    let Some(uri) = grammar.attributes(method, &["Algorithm"]).first().cloned().flatten() else {
        grammar.push(grammar.at(method, codes::SIGNATURE_STRUCTURE).expected("the attribute Algorithm"));
        return;
    };
    // HMACOutputLength and RSAPSSParams would change what the URI says.
    if let Some(child) = grammar.children(method).next() {
        grammar.unexpected(child);
    }
    match SignatureAlgorithm::from_uri(&uri) {
        Ok(algorithm) => form.algorithm = Some(algorithm),
        Err(fault) => grammar.algorithm(method, &fault),
    }
    form.algorithm_uri = Some(uri);
}

/// No Object (plain XMLDSig) or exactly one, holding exactly QualifyingProperties.
fn objects_of<'t>(grammar: &mut Grammar<'_>, objects: &[&'t Element], id: Option<&str>) -> Option<Properties<'t>> {
    for manifest in objects.iter().flat_map(|object| object.descendants()).filter(|e| e.is(DS, "Manifest")) {
        grammar.push(grammar.at(manifest, codes::SIGNATURE_MANIFEST));
    }
    let (first, more) = objects.split_first()?;
    for object in more {
        grammar.push(grammar.at(object, codes::SIGNATURE_OBJECT).expected("one Object").found("another"));
    }
    grammar.attributes(first, &["Id", "MimeType", "Encoding"]);
    let mut children = grammar.children(first);
    let Some(properties) = children.next_if(|child| child.is(xades::NAMESPACE, "QualifyingProperties")) else {
        let found = children.next().map_or("nothing", |child| child.local.as_str());
        grammar.push(grammar.at(first, codes::SIGNATURE_OBJECT).expected("QualifyingProperties").found(found));
        return None;
    };
    if let Some(extra) = children.next() {
        grammar.push(grammar.at(extra, codes::SIGNATURE_OBJECT).expected("one child").found(&extra.local));
    }
    xades::read(grammar, properties, id)
}

/// What makes the findings of an algorithm: too weak leaves the question open, all others are outside
/// the profile for good.
pub(super) fn algorithm_finding(fault: &super::algorithm::AlgorithmFault) -> Finding {
    let code = fault.code();
    let open = [
        codes::SIGNATURE_DIGEST_SHA1,
        codes::SIGNATURE_DIGEST_MD5,
        codes::SIGNATURE_ALGORITHM_SHA1,
        codes::SIGNATURE_ALGORITHM_MD5,
        codes::CERTIFICATE_WEAK_KEY,
    ]
    .contains(&code);
    let finding = match open {
        true => Finding::new(Severity::Indeterminate, Step::Integrity, code)
            .indicating(SubIndication::CryptoConstraintsFailure),
        false => Finding::new(Severity::Failed, Step::Format, code),
    };
    finding.detail(fault.to_string())
}

/// What a browser draws, or runs, wherever in a file it stands: XHTML, SVG, MathML. Most of a Signature is signed by nobody.
const SHOWN: [&str; 3] =
    ["http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"];

/// SIGNATURES §1: payload entries (at most 1,000) + 1, and the two optional ones of §3.
const MAX_REFERENCES: usize = 1_003;

/// What a legacy client names (DOMAIN §1.8): RSA over SHA-1, and the URL of a W3C page in place of an algorithm.
const LEGACY_URIS: [&str; 2] = ["http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/TR/xml-exc-c14n#"];
