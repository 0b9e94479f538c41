//! The first look at a bare edXML file: its header, at most 1 MiB, for the Signature and its algorithms. It ends with
//! the header; what follows is looked at by the one pass over the whole file, which takes this look along where it can
//! (`single.rs`).

use std::fs::File;
use std::io::BufRead;
use std::sync::Arc;

use super::source::Range;
use super::{VerifyError, xml_finding};
use crate::codes;
use crate::edxml::NAMESPACE;
use crate::signature::verdict::{Finding, Place, Step};
use crate::signature::xmldsig::DS;
use crate::xml::{Event, Limits, Reader, Subtree};

/// What the header holds.
#[derive(Default)]
pub(super) struct Prescan {
    /// The Signature elements that are children of the header, of XMLDSig's namespace or of edXML's own.
    pub signatures: Vec<Subtree>,
    /// What is wrong already.
    pub findings: Vec<Finding>,
    /// The header could not be read to its end; going on would only say the same again.
    pub broken: bool,
}

pub(super) fn prescan(file: &Arc<File>) -> Result<Prescan, VerifyError> {
    let mut reader = Reader::new(Range::whole(file)?, Limits::STANDARD);
    let mut scan = Prescan::default();
    let mut way = Way::default();
    loop {
        let in_header = way.is_in_header();
        let step = match reader.next() {
            Ok(Event::Start(start)) if in_header && is_signature(start.namespace(), start.local()) => Seen::Signature,
            Ok(Event::Start(start)) => Seen::Open(way.leads_on(start.namespace(), start.local())),
            Ok(Event::End(_)) => Seen::Close,
            Ok(Event::Text(_)) => Seen::Text,
            Ok(Event::Eof) => break,
            Err(error) => {
                scan.findings.push(xml_finding(Step::Container, None, error)?);
                scan.broken = true;
                return Ok(scan);
            }
        };
        let offset = reader.range().end;
        if way.is_too_long(offset) {
            let finding = Finding::failed(Step::Format, codes::PACKAGE_DOCUMENT_TOO_LARGE).at(here(&reader));
            scan.findings.push(finding.expected(format!("a header of at most {HEADER_BYTES} bytes")));
            scan.broken = true;
            return Ok(scan);
        }
        match step {
            Seen::Signature => match Subtree::read(&mut reader, HEADER_BYTES) {
                Ok(subtree) => scan.signatures.push(subtree),
                Err(error) => {
                    scan.findings.push(xml_finding(Step::Container, None, error)?);
                    scan.broken = true;
                    return Ok(scan);
                }
            },
            Seen::Open(fits) => {
                if in_header && !scan.signatures.is_empty() && scan.findings.is_empty() {
                    let finding = Finding::failed(Step::Format, codes::SIGNATURE_POSITION).at(here(&reader));
                    scan.findings.push(finding.expected("Signature as the last child of edXMLHeader"));
                }
                way.open(fits, offset);
            }
            Seen::Close if in_header => return Ok(scan),
            Seen::Close => way.close(),
            Seen::Text => {}
        }
    }
    Ok(scan)
}

fn here(reader: &Reader<impl BufRead>) -> Place {
    let position = reader.position();
    Place::at(None, position.line, position.column)
}

/// Whether an element of this name is a signature to somebody: XMLDSig's, or the one that known clients write.
pub(super) fn is_signature(namespace: &str, local: &str) -> bool {
    local == "Signature" && (namespace == DS || namespace == NAMESPACE || namespace.is_empty())
}

/// The way of the open elements, as far as it leads to the header.
#[derive(Default)]
pub(super) struct Way {
    fits: Vec<bool>,
    begin: Option<u64>,
}

impl Way {
    /// Whether the innermost open element is the header.
    pub fn is_in_header(&self) -> bool {
        self.fits.len() == HEADER.len() && self.fits.iter().all(|fits| *fits)
    }

    /// Whether an element of that name, opened here, is the next on the way.
    pub fn leads_on(&self, namespace: &str, local: &str) -> bool {
        HEADER.get(self.fits.len()) == Some(&local) && namespace == NAMESPACE
    }

    /// Goes into an element whose start tag ends at `offset`.
    pub fn open(&mut self, fits: bool, offset: u64) {
        self.fits.push(fits);
        if self.is_in_header() {
            self.begin = Some(offset);
        }
    }

    pub fn close(&mut self) {
        self.fits.pop();
    }

    /// Whether the header, or what stands before it, goes on for too long.
    pub fn is_too_long(&self, offset: u64) -> bool {
        offset > self.begin.unwrap_or(0) + HEADER_BYTES
    }
}

enum Seen {
    Signature,
    Open(bool),
    Close,
    Text,
}

/// The way to the header, all of it in the namespace of edXML.
const HEADER: [&str; 3] = ["edXML", "edXMLEnvelope", "edXMLHeader"];
/// SIGNATURES §1: "header 1 MiB", Signature included.
pub(super) const HEADER_BYTES: u64 = 1 << 20;
