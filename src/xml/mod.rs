//! The strict streaming XML reader (SIGNATURES §1), shared by `package` (manifest.xml), `edxml` and `signature`.
//!
//! [`Reader`] hands out the events of one file and refuses, over the whole of it, what a signed document must not
//! hold: a DTD, a comment, a processing instruction, another encoding or version, and everything that breaks
//! XML 1.0 (fifth edition) or Namespaces in XML 1.0 (third edition). [`Subtree`] keeps a small piece of it (a Signature,
//! a manifest) as a tree of owned [`Element`]s.
//!
//! The driver is our own because a text node of 100 MB must stay flat in memory and a comment must be refused at its
//! first byte; quick-xml finds where a tag ends.
//!
//! Absent on purpose: a DOM of the whole file, entities, external anything, validation by schema, repair.

mod chars;
mod context;
mod declaration;
mod error;
mod event;
mod limits;
mod name;
mod reader;
mod scope;
mod tag;
mod text;
mod tree;
mod window;

pub use chars::is_invisible;
pub use context::{Context, XmlAttribute};
pub use error::{Fault, Position, XmlError};
pub use event::{Attribute, Declaration, End, Event, Start};
pub use limits::Limits;
pub use name::Name;
pub use reader::Reader;
pub use tree::{Element, Node, OwnedAttribute, OwnedDeclaration, Subtree};

/// The namespace of the prefix `xml` (Namespaces in XML §3).
pub const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";
/// The namespace of the prefix `xmlns` (Namespaces in XML §3).
pub const XMLNS_NAMESPACE: &str = "http://www.w3.org/2000/xmlns/";

#[cfg(test)]
mod tests;
