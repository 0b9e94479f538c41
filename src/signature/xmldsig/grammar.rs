//! The walk over a small tree: what is expected next, what stands there, and every fault noted.

use std::iter::Peekable;
use std::vec::IntoIter;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::algorithm_finding;
use crate::codes::{self, Code};
use crate::signature::algorithm::AlgorithmFault;
use crate::signature::c14n::Method;
use crate::signature::verdict::{Finding, Place, Step, note};
use crate::xml::Element;

/// The faults of one signature file (or of the one Signature of a bare file).
pub(in crate::signature) struct Grammar<'e> {
    entry: Option<&'e str>,
    /// Every fault and warning so far.
    pub findings: Vec<Finding>,
}

/// The child elements still to be looked at.
pub(in crate::signature) type Children<'t> = Peekable<IntoIter<&'t Element>>;

impl<'e> Grammar<'e> {
    /// No faults yet; `entry` is none in a bare file.
    pub fn new(entry: Option<&'e str>) -> Self {
        Self { entry, findings: Vec::new() }
    }

    /// Notes a finding.
    pub fn push(&mut self, finding: Finding) {
        note(&mut self.findings, finding);
    }

    /// Where `element` begins.
    pub fn place(&self, element: &Element) -> Place {
        Place::at(self.entry, element.position.line, element.position.column)
    }

    /// A failed check of the form, at `element`.
    pub fn at(&self, element: &Element, code: Code) -> Finding {
        Finding::failed(Step::Format, code).at(self.place(element))
    }

    /// A remark at `element`.
    pub fn remark(&self, element: &Element, code: Code) -> Finding {
        Finding::warning(Step::Format, code).at(self.place(element))
    }

    /// An algorithm that does not count.
    pub fn algorithm(&mut self, element: &Element, fault: &AlgorithmFault) {
        let finding = algorithm_finding(fault).at(self.place(element));
        self.push(finding);
    }

    /// An element that may not stand where it stands.
    pub fn unexpected(&mut self, element: &Element) {
        let finding = self.at(element, codes::SIGNATURE_STRUCTURE).expected("no such element here");
        self.push(finding.found(format!("{{{}}}{}", element.namespace, element.local)));
    }

    /// The child elements of `element`, which holds nothing else but white space.
    pub fn children<'t>(&mut self, element: &'t Element) -> Children<'t> {
        if !element.has_only_elements() {
            let finding = self.at(element, codes::SIGNATURE_STRUCTURE).expected("elements only");
            self.push(finding.found("text"));
        }
        element.elements().collect::<Vec<_>>().into_iter().peekable()
    }

    /// The next child, which must be that one. When it is not, but stands later, the order is wrong and it is taken from
    /// there, so that the rest is still looked at.
    pub fn required<'t>(
        &mut self,
        children: &mut Children<'t>,
        parent: &'t Element,
        namespace: &str,
        local: &str,
    ) -> Option<&'t Element> {
        if let Some(child) = children.next_if(|child| child.is(namespace, local)) {
            return Some(child);
        }
        let found = children.peek().map_or_else(|| "the end".to_owned(), |child| child.local.to_string());
        let finding = self.at(parent, codes::SIGNATURE_STRUCTURE).expected(local).found(found);
        self.push(finding);
        parent.child(namespace, local)
    }

    /// The values of the attributes of these names, in that order. Any other attribute is a fault: what is not named here
    /// has no meaning in the profile, and another reader could give it one.
    pub fn attributes(&mut self, element: &Element, names: &[&str]) -> Vec<Option<String>> {
        for attribute in &element.attributes {
            if !attribute.namespace.is_empty() || !names.contains(&attribute.local.as_str()) {
                let finding = self.at(element, codes::SIGNATURE_STRUCTURE).expected("no such attribute here");
                self.push(finding.found(&attribute.local));
            }
        }
        names.iter().map(|name| element.attribute("", name).map(ToOwned::to_owned)).collect()
    }

    /// The bytes of an element that holds base64 and nothing else (SIGNATURES §1): XML white space is skipped, then
    /// strict, with padding and zero trailing bits.
    pub fn base64(&mut self, element: &Element) -> Option<Vec<u8>> {
        let decoded = element.text().map(|text| {
            // Most writers put it on one line; white space is a fault to the strict decoder.
            STANDARD.decode(text.as_bytes()).or_else(|_| {
                let mut compact = Vec::with_capacity(text.len());
                for line in text.as_bytes().split(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')) {
                    compact.extend_from_slice(line);
                }
                STANDARD.decode(compact)
            })
        });
        match decoded {
            Some(Ok(bytes)) if !bytes.is_empty() => Some(bytes),
            other => {
                let finding = self.at(element, codes::SIGNATURE_BASE64).expected("base64").found(match other {
                    Some(Err(error)) => error.to_string(),
                    Some(Ok(_)) => "nothing".to_owned(),
                    None => "an element".to_owned(),
                });
                self.push(finding);
                None
            }
        }
    }

    /// The method that CanonicalizationMethod or a c14n Transform names, with its PrefixList.
    pub fn canonicalization(&mut self, element: &Element) -> Option<(Method, Vec<String>)> {
        let uri = self.attributes(element, &["Algorithm"]).first().cloned().flatten().unwrap_or_default();
        let Some(method) = Method::from_uri(&uri) else {
            let finding = self.at(element, codes::SIGNATURE_CANONICALIZATION);
            self.push(finding.expected("a canonicalization without comments").found(uri));
            return None;
        };
        let mut prefixes = Vec::new();
        let mut children = self.children(element);
        let is_list = |child: &mut &Element| child.is(EXCLUSIVE, "InclusiveNamespaces");
        if method == Method::Exclusive10
            && let Some(list) = children.next_if(|child| is_list(&mut { *child }))
        {
            let value = self.attributes(list, &["PrefixList"]).first().cloned().flatten().unwrap_or_default();
            let Some(listed) = prefix_list(&value) else {
                let finding = self.at(list, codes::SIGNATURE_CANONICALIZATION);
                self.push(finding.expected(format!("a PrefixList of at most {PREFIXES_MAX} prefixes")));
                return None;
            };
            prefixes = listed;
            if let Some(inside) = list.elements().next() {
                self.unexpected(inside);
            }
        }
        if let Some(extra) = children.next() {
            self.unexpected(extra);
        }
        Some((method, prefixes))
    }
}

/// The prefixes of a PrefixList (Exclusive C14N §4), each once; none where there are too many: every element would be
/// held against all of them.
pub(in crate::signature) fn prefix_list(value: &str) -> Option<Vec<String>> {
    let mut prefixes: Vec<String> = Vec::new();
    for prefix in value.split([' ', '\t', '\r', '\n']).filter(|prefix| !prefix.is_empty()) {
        if prefixes.iter().any(|known| known == prefix) {
            continue;
        }
        if prefixes.len() == PREFIXES_MAX {
            return None;
        }
        prefixes.push(prefix.to_owned());
    }
    Some(prefixes)
}

/// As many as an element may declare; OASIS WSS, which invented the list, names a handful.
const PREFIXES_MAX: usize = 64;
/// The namespace of InclusiveNamespaces (Exclusive C14N §4), equal to the method's URI.
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
