//! What the reader hands out.

use super::context::Context;
use super::tag::Streamed;
use super::tree::Element;

/// One event; it borrows from the reader until the next is asked for.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// A start tag. An empty-element tag gives Start and then End.
    Start(Start<'a>),
    /// A piece of text: at most 64 KiB, never empty, references resolved, line ends normalised; a CDATA section is text.
    /// One text node may come in several pieces, cut anywhere between characters.
    Text(&'a str),
    /// The end of the element opened last.
    End(End<'a>),
    /// The end of the file, or of the element that a fragment reader was given. Asking again gives it again.
    Eof,
}

/// A start tag, with every name resolved. The same face for an event and for an [`Element`] of a tree.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a> {
    pub(super) of: Of<'a>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Of<'a> {
    Streamed(Streamed<'a>),
    Tree(&'a Element),
}

/// One attribute that is no namespace declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// The prefix as written; empty without one.
    pub prefix: &'a str,
    /// The local name.
    pub local: &'a str,
    /// The namespace URI; empty for none (an attribute without prefix has none).
    pub namespace: &'a str,
    /// The value, normalised as CDATA (XML 1.0 §3.3.3).
    pub value: &'a str,
}

/// One namespace declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declaration<'a> {
    /// The prefix declared; empty for the default namespace.
    pub prefix: &'a str,
    /// The URI; empty for `xmlns=""`.
    pub uri: &'a str,
}

/// An end tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End<'a> {
    /// The prefix as written; empty without one.
    pub prefix: &'a str,
    /// The local name.
    pub local: &'a str,
}

impl<'a> Start<'a> {
    /// The prefix as written; empty without one.
    pub fn prefix(&self) -> &'a str {
        match self.of {
            Of::Streamed(s) => s.prefix(),
            Of::Tree(e) => &e.prefix,
        }
    }

    /// The local name.
    pub fn local(&self) -> &'a str {
        match self.of {
            Of::Streamed(s) => s.local(),
            Of::Tree(e) => &e.local,
        }
    }

    /// The namespace URI; empty for none.
    pub fn namespace(&self) -> &'a str {
        match self.of {
            Of::Streamed(s) => s.namespace(),
            Of::Tree(e) => &e.namespace,
        }
    }

    /// Is this the element of that expanded name?
    pub fn is(&self, namespace: &str, local: &str) -> bool {
        self.local() == local && self.namespace() == namespace
    }

    /// How many attributes there are, declarations not counted.
    pub fn attribute_count(&self) -> usize {
        match self.of {
            Of::Streamed(s) => s.attribute_count(),
            Of::Tree(e) => e.attributes.len(),
        }
    }

    /// Has any attribute a prefix? Only those have a namespace.
    pub fn has_prefixed_attribute(&self) -> bool {
        match self.of {
            Of::Streamed(s) => s.tag.has_prefixed_attribute(),
            Of::Tree(e) => e.attributes.iter().any(|attribute| !attribute.prefix.is_empty()),
        }
    }

    /// Appends the name as written, with its prefix.
    pub fn push_name(&self, to: &mut String) {
        match self.of {
            Of::Streamed(s) => to.push_str(s.written()),
            Of::Tree(e) => {
                if !e.prefix.is_empty() {
                    to.push_str(&e.prefix);
                    to.push(':');
                }
                to.push_str(&e.local);
            }
        }
    }

    /// The attribute at an index below [`Self::attribute_count`], in document order.
    pub fn attribute_at(&self, index: usize) -> Option<Attribute<'a>> {
        match self.of {
            Of::Streamed(s) => s.attribute_at(index),
            Of::Tree(e) => e.attributes.get(index).map(|a| a.view()),
        }
    }

    /// The attributes in document order.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        let this = *self;
        (0..this.attribute_count()).filter_map(move |index| this.attribute_at(index))
    }

    /// The value of an attribute by expanded name; namespace empty for an attribute without prefix.
    pub fn attribute(&self, namespace: &str, local: &str) -> Option<&'a str> {
        self.attributes().find(|a| a.local == local && a.namespace == namespace).map(|a| a.value)
    }

    /// How many namespaces are declared here.
    pub fn declaration_count(&self) -> usize {
        match self.of {
            Of::Streamed(s) => s.declaration_count(),
            Of::Tree(e) => e.declarations.len(),
        }
    }

    /// The declaration at an index below [`Self::declaration_count`], in document order.
    pub fn declaration_at(&self, index: usize) -> Option<Declaration<'a>> {
        match self.of {
            Of::Streamed(s) => s.declaration_at(index),
            Of::Tree(e) => e.declarations.get(index).map(|d| d.view()),
        }
    }

    /// The namespace declarations made here, in document order.
    pub fn declarations(&self) -> impl Iterator<Item = Declaration<'a>> + use<'a> {
        let this = *self;
        (0..this.declaration_count()).filter_map(move |index| this.declaration_at(index))
    }
}

impl<'a> From<&'a Element> for Start<'a> {
    fn from(element: &'a Element) -> Self {
        Self { of: Of::Tree(element) }
    }
}

impl Context {
    /// What the children of an element inherit: this context and what the element adds to it.
    pub fn inside(&self, start: &Start<'_>) -> Self {
        let mut inner = self.clone();
        for declaration in start.declarations() {
            inner.declare(declaration.prefix, declaration.uri);
        }
        for attribute in start.attributes().filter(|a| a.namespace == super::XML_NAMESPACE) {
            inner
                .xml_attributes
                .push(super::XmlAttribute { local: attribute.local.to_owned(), value: attribute.value.to_owned() });
        }
        inner
    }
}
