//! What an element inherits from the elements around it.

use super::XML_NAMESPACE;

/// The namespaces and `xml:*` attributes that an element inherits from its ancestors: what canonicalization of a
/// subtree needs (Canonical XML 1.0 §2.4, 1.1 §2.4), and what a [`super::Reader`] over a range of bytes starts from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    pub(super) namespaces: Vec<(String, String)>,
    pub(super) xml_attributes: Vec<XmlAttribute>,
}

/// One attribute of the `xml` namespace on an ancestor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlAttribute {
    /// Its local name: `lang`, `space`, `base`, `id`, or another.
    pub local: String,
    /// Its normalised value.
    pub value: String,
}

impl Context {
    /// The context of a root element: nothing.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The namespaces in scope as (prefix, URI); the prefix is empty for the default namespace, which is absent when
    /// undeclared; `xml` is never listed.
    pub fn namespaces(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.namespaces.iter().map(|(prefix, uri)| (prefix.as_str(), uri.as_str()))
    }

    /// The URI of a prefix (empty: the default namespace). `xml` is always bound.
    pub fn namespace(&self, prefix: &str) -> Option<&str> {
        match prefix {
            "xml" => Some(XML_NAMESPACE),
            _ => self.namespaces.iter().find(|(bound, _)| bound == prefix).map(|(_, uri)| uri.as_str()),
        }
    }

    /// The `xml:*` attributes of all ancestors, outermost first; of one name the last counts, but `xml:base` is joined
    /// over all of them.
    pub fn xml_attributes(&self) -> &[XmlAttribute] {
        &self.xml_attributes
    }

    /// Adds a declaration; an empty URI undeclares the default namespace.
    pub(super) fn declare(&mut self, prefix: &str, uri: &str) {
        self.namespaces.retain(|(bound, _)| bound != prefix);
        if !uri.is_empty() && prefix != "xml" {
            self.namespaces.push((prefix.to_owned(), uri.to_owned()));
        }
    }
}
