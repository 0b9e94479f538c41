//! ds:Reference (XMLDSig 1.1 §4.4.3).

use super::{DS, Grammar};
use crate::codes;
use crate::signature::algorithm::DigestAlgorithm;
use crate::signature::c14n::Method;
use crate::xml::Element;

/// One Reference; digest fields are none when they did not count.
pub(in crate::signature) struct Reference<'t> {
    /// The element, for its place.
    pub element: &'t Element,
    /// URI; none when the attribute is absent, which is not the same as empty.
    pub uri: Option<String>,
    /// Type.
    pub kind: Option<String>,
    /// Transforms.
    pub transforms: Transforms,
    /// DigestMethod.
    pub digest: Option<DigestAlgorithm>,
    /// DigestValue.
    pub value: Option<Vec<u8>>,
}

/// What the Transforms of a Reference do, as far as the profile knows any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::signature) struct Transforms {
    /// Whether there is a Transforms element.
    pub present: bool,
    /// enveloped-signature, once and first.
    pub enveloped: bool,
    /// The canonicalization, if one is named.
    pub canonicalization: Option<(Method, Vec<String>)>,
    /// A transform did not count; the digest cannot be computed.
    pub broken: bool,
}

impl Transforms {
    /// The canonicalization that applies to a same-document reference: inclusive 1.0 when none is named
    /// (XMLDSig 1.1 §4.4.3.2).
    pub fn method(&self) -> (Method, Vec<String>) {
        self.canonicalization.clone().unwrap_or((Method::Inclusive10, Vec::new()))
    }
}

pub(super) fn read<'t>(grammar: &mut Grammar<'_>, element: &'t Element) -> Option<Reference<'t>> {
    let mut attributes = grammar.attributes(element, &["URI", "Type", "Id"]).into_iter();
    let (uri, kind) = (attributes.next().flatten(), attributes.next().flatten());
    let mut children = grammar.children(element);
    let transforms = children.next_if(|child| child.is(DS, "Transforms"));
    let transforms = transforms.map(|element| read_transforms(grammar, element)).unwrap_or_default();
    let method = grammar.required(&mut children, element, DS, "DigestMethod");
    let digest = method.and_then(|method| digest_method(grammar, method));
    let value = grammar.required(&mut children, element, DS, "DigestValue");
    let value = value.and_then(|value| {
        grammar.attributes(value, &[]);
        grammar.base64(value)
    });
    if let Some(extra) = children.next() {
        grammar.unexpected(extra);
    }
    if let (Some(digest), Some(value)) = (digest, &value)
        && value.len() != digest.size()
    {
        let finding = grammar.at(element, codes::SIGNATURE_BASE64);
        grammar.push(finding.expected(format!("{} bytes", digest.size())).found(format!("{} bytes", value.len())));
    }
    Some(Reference { element, uri, kind, transforms, digest, value })
}

/// A DigestMethod, here and in XAdES.
pub(in crate::signature) fn digest_method(grammar: &mut Grammar<'_>, method: &Element) -> Option<DigestAlgorithm> {
    let uri = grammar.attributes(method, &["Algorithm"]).first().cloned().flatten().unwrap_or_default();
    if let Some(child) = grammar.children(method).next() {
        grammar.unexpected(child);
    }
    match DigestAlgorithm::from_uri(&uri) {
        Ok(digest) => Some(digest),
        Err(fault) => {
            grammar.algorithm(method, &fault);
            None
        }
    }
}

/// enveloped-signature once and first, then at most one canonicalization.
fn read_transforms(grammar: &mut Grammar<'_>, element: &Element) -> Transforms {
    let mut transforms = Transforms { present: true, ..Transforms::default() };
    grammar.attributes(element, &[]);
    let children: Vec<&Element> = grammar.children(element).collect();
    if children.is_empty() {
        let finding = grammar.at(element, codes::SIGNATURE_STRUCTURE).expected("Transform").found("none");
        grammar.push(finding);
    }
    for (index, child) in children.into_iter().enumerate() {
        let uri = child.attribute("", "Algorithm").unwrap_or_default();
        let known = child.is(DS, "Transform");
        let fits = if uri == ENVELOPED { index == 0 } else { transforms.canonicalization.is_none() };
        if !known || !fits || (uri != ENVELOPED && !is_canonicalization(uri)) {
            let finding = grammar.at(child, codes::SIGNATURE_TRANSFORM);
            grammar.push(finding.expected("enveloped-signature first, then one canonicalization").found(uri));
            transforms.broken = true;
        } else if uri == ENVELOPED {
            grammar.attributes(child, &["Algorithm"]);
            if let Some(inside) = grammar.children(child).next() {
                grammar.unexpected(inside);
            }
            transforms.enveloped = true;
        } else {
            transforms.canonicalization = grammar.canonicalization(child);
            transforms.broken |= transforms.canonicalization.is_none();
        }
    }
    transforms
}

/// Whether the URI is meant as a canonicalization, accepted or not: those with comments get the code of their own.
fn is_canonicalization(uri: &str) -> bool {
    let with_comments = ["#WithComments", "WithComments"].iter().filter_map(|suffix| uri.strip_suffix(suffix));
    with_comments.chain([uri]).any(|bare| Method::from_uri(bare).is_some())
}

/// XMLDSig 1.1 §6.6.4.
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
