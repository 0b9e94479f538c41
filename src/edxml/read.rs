//! Bytes to model: the way through a file. Envelope and header are small and kept; attachments flow through.

use std::io::{BufRead, Write};

use super::fields::{Fields, Log, cut, is_blank};
use super::{EdxmlError, Fault, Message, NAMESPACE, bare, header};
use crate::xml::{Event, Limits, Reader, Subtree};

/// A message and what was seen beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What it says.
    pub message: Message,
    /// Faults of the structure: an element twice where one may be, an element inside a text. See `check`.
    pub faults: Vec<Fault>,
    /// Elements and attributes without a place in the model. For reports only.
    pub extra: Vec<Extra>,
    /// Signature elements seen and skipped, whatever their namespace.
    pub signatures: Vec<SignatureSeen>,
    /// How many entries the three lists above leave out: each ends at 1,000.
    pub omitted: u64,
}

/// Something that has no place in the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// Its path; an attribute's name stands after `@`.
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
/// As [`read_header`]; [`EdxmlError::TooManyAttachments`]; [`EdxmlError::Base64`]; [`EdxmlError::Io`] from `open` or its
/// writers.
pub fn read_whole<R: BufRead, W: Write>(
    input: R,
    mut open: impl FnMut(usize) -> std::io::Result<W>,
) -> Result<Reading, EdxmlError> {
    let mut reader = Reader::new(input, Limits::STANDARD);
    let mut log = Log::default();
    read_root_tag(&mut reader, &mut log)?;
    let mut envelope = None;
    let mut attachments = Vec::new();
    let mut attachments_seen = false;
    loop {
        match reader.next()? {
            Event::Start(start) if start.is(NAMESPACE, "edXMLEnvelope") => {
                let subtree = Subtree::read(&mut reader, HEADER_BYTES)?;
                if envelope.is_some() {
                    log.twice("edXMLEnvelope".to_owned());
                } else {
                    envelope = Some(subtree.root);
                }
            }
            Event::Start(start) if start.is(NAMESPACE, "AttachmentEncoded") => {
                if attachments_seen {
                    log.twice("AttachmentEncoded".to_owned());
                }
                attachments_seen = true;
                bare::read_attachments(&mut reader, &mut attachments, &mut log, &mut open)?;
            }
            Event::Start(start) => {
                log.unknown_element(format!("edXML/{}", start.local()), start.namespace(), start.local());
                skip(&mut reader)?;
            }
            Event::Text(text) if is_blank(text) => {}
            Event::Text(_) => log.stray_text("edXML".to_owned()),
            Event::End(_) => {}
            Event::Eof => break,
        }
    }
    let envelope = envelope.ok_or_else(|| absent("edXMLEnvelope", "no such element"))?;
    let mut message =
        Fields::read_as("edXMLEnvelope".to_owned(), String::new(), &envelope, &mut log, header::read_envelope)?;
    if let Message::Document(document) = &mut message {
        document.attachments = attachments;
    } else if attachments_seen {
        let path = "AttachmentEncoded".to_owned();
        log.fault(crate::codes::EDXML_UNEXPECTED_CONTENT, path, "no attachments in a status message", "attachments");
    }
    let Log { faults, extra, signatures, omitted } = log;
    Ok(Reading { message, faults, extra, signatures, omitted })
}

/// Passes over the rest of the element whose start was read last.
pub(super) fn skip<R: BufRead>(reader: &mut Reader<R>) -> Result<(), EdxmlError> {
    let inside = reader.depth();
    while reader.depth() >= inside {
        if let Event::Eof = reader.next()? {
            break;
        }
    }
    Ok(())
}

pub(super) fn absent(expected: &'static str, found: impl Into<String>) -> EdxmlError {
    EdxmlError::NotEdxml { expected, found: cut(found.into()) }
}

fn read_root_tag<R: BufRead>(reader: &mut Reader<R>, log: &mut Log) -> Result<(), EdxmlError> {
    match reader.next()? {
        Event::Start(start) if start.is(NAMESPACE, "edXML") => {
            for attribute in start.attributes() {
                log.unknown_attribute(format!("edXML/@{}", attribute.local), attribute.namespace);
            }
            Ok(())
        }
        Event::Start(start) => {
            Err(absent("root element edXML of QCVN 102", format!("{} of {:?}", start.local(), start.namespace())))
        }
        Event::Text(_) | Event::End(_) | Event::Eof => Err(absent("root element edXML of QCVN 102", "no element")),
    }
}

/// SIGNATURES §1: "header 1 MiB", Signature and manifest included.
const HEADER_BYTES: u64 = 1 << 20;
