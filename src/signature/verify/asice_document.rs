//! document.xml and manifest.xml of an ASiC-E against the entries that are there: one to one (SIGNATURES §3).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::asice::{Sums, package_finding};
use super::conclude::Document;
use super::{VerifyError, edxml_finding, xml_finding};
use crate::codes;
use crate::domain::ids::Digest;
use crate::edxml::{self, Message, Reading};
use crate::package::{Asice, COURT_NAMES, DOCUMENT_NAME, Entry, EntryKind, Fault, MANIFEST_NAME, check_manifest};
use crate::signature::Mode;
use crate::signature::verdict::{Draft, Finding, Place, Severity, Step, note};
use crate::signature::verified::{Attachment, Source};
use crate::xml::{Event, Limits, Reader, Subtree, XmlError};

/// The small entries that are read whole: the very bytes that were hashed.
#[derive(Default)]
pub(super) struct Parts {
    /// document.xml.
    pub document: Option<Vec<u8>>,
    /// META-INF/manifest.xml.
    pub manifest: Option<Vec<u8>>,
}

/// Reads document.xml from the bytes that were hashed, and holds it and the manifest against the entries.
pub(super) fn read(
    asice: &Arc<Asice>,
    sums: &HashMap<String, Sums>,
    parts: &Parts,
    mode: Mode,
    draft: &mut Draft,
) -> Result<Option<Document>, VerifyError> {
    if let Some(bytes) = &parts.manifest {
        manifest(asice, bytes, draft)?;
    }
    let Some(bytes) = &parts.document else {
        if mode == Mode::Report && is_court_receipt(asice) {
            draft.push(Finding::new(Severity::Warning, Step::Format, codes::PACKAGE_COURT_RECEIPT));
        } else if asice.entry(DOCUMENT_NAME).is_none() {
            let finding = Finding::failed(Step::Format, codes::PACKAGE_DOCUMENT_MISSING);
            draft.push(finding.expected(DOCUMENT_NAME).found("no such entry"));
        }
        return Ok(None);
    };
    match forbidden(bytes) {
        Ok(findings) => findings.into_iter().for_each(|finding| draft.push(finding)),
        Err(error) => {
            draft.push(xml_finding(Step::Format, Some(DOCUMENT_NAME), error)?);
            return Ok(None);
        }
    }
    let reading = match edxml::read_header(bytes) {
        Ok(reading) => reading,
        Err(error) => {
            draft.push(edxml_finding(Some(DOCUMENT_NAME), &error)?);
            return Ok(None);
        }
    };
    names(asice, &reading, draft);
    let sum = |entry: &Entry| sums.get(entry.name()).and_then(|sums| sums.sha256);
    let payload: Vec<(&Entry, Digest)> =
        asice.of_kind(EntryKind::Payload).filter_map(|entry| Some((entry, sum(entry)?))).collect();
    let content_digest = content_digest(&reading, &payload)?;
    let attachments = payload
        .iter()
        .filter(|(entry, _)| !entry.is_document())
        .map(|(entry, sha256)| Attachment {
            name: entry.name().to_owned(),
            content_type: content_type(&reading, entry.name()),
            size: entry.bytes(),
            sha256: *sha256,
            is_pdf: sums.get(entry.name()).is_some_and(|sums| sums.is_pdf),
            is_zipped: false,
            source: Source::Entry { asice: Arc::clone(asice), entry: (*entry).clone() },
        })
        .collect();
    Ok(Some(Document { reading, content_digest, attachments }))
}

/// A receipt that stands alone as evidence, and nothing beside it. It is no document of the exchange, so intake wants none.
fn is_court_receipt(asice: &Asice) -> bool {
    let mut names: Vec<&str> = asice.of_kind(EntryKind::Payload).map(Entry::name).collect();
    let mut court = COURT_NAMES;
    names.sort_unstable();
    court.sort_unstable();
    names == court
}

/// The elements that document.xml may not hold, wherever they stand: it is read to its end.
fn forbidden(bytes: &[u8]) -> Result<Vec<Finding>, XmlError> {
    let mut findings = Vec::new();
    let mut reader = Reader::new(bytes, Limits::STANDARD);
    loop {
        let code = match reader.next()? {
            Event::Start(start) => match start.local() {
                "Signature" => codes::PACKAGE_DOCUMENT_SIGNATURE,
                "AttachmentEncoded" => codes::PACKAGE_ATTACHMENT_ENCODED,
                _ => continue,
            },
            Event::Text(_) | Event::End(_) => continue,
            Event::Eof => return Ok(findings),
        };
        let position = reader.position();
        let place = Place::at(Some(DOCUMENT_NAME), position.line, position.column);
        let found = reader.current_start().map(|start| start.local()).unwrap_or_default();
        note(&mut findings, Finding::failed(Step::Format, code).at(place).found(found));
    }
}

/// manifest.xml is unsigned: compared, never believed.
fn manifest(asice: &Asice, bytes: &[u8], draft: &mut Draft) -> Result<(), VerifyError> {
    let tree = match Subtree::parse(bytes, Limits::STANDARD) {
        Ok(tree) => tree,
        Err(error) => {
            draft.push(xml_finding(Step::Format, Some(MANIFEST_NAME), error)?);
            return Ok(());
        }
    };
    let entries = tree.root.children_named(MANIFEST, "file-entry");
    let paths: Option<Vec<String>> =
        entries.map(|entry| entry.attribute(MANIFEST, "full-path").map(ToOwned::to_owned)).collect();
    let paths = paths.filter(|_| tree.root.is(MANIFEST, "manifest"));
    let Some(paths) = paths else {
        let finding = Finding::failed(Step::Format, Fault::Manifest.code()).at(Place::entry(MANIFEST_NAME));
        draft.push(finding.expected("manifest:file-entry with manifest:full-path").found(&tree.root.local));
        return Ok(());
    };
    if let Err(error) = check_manifest(&paths, asice) {
        draft.push(package_finding(Severity::Failed, Step::Format, error)?);
    }
    Ok(())
}

/// Each payload entry is named exactly once in document.xml or is document.xml; each name used there exists.
fn names(asice: &Asice, reading: &Reading, draft: &mut Draft) {
    let references = match &reading.message {
        Message::Document(document) => document.manifest.references.as_slice(),
        Message::Status(_) => &[],
    };
    let mut named = HashSet::new();
    let mut push =
        |code, name: &str| draft.push(Finding::failed(Step::Format, code).at(Place::entry(name)).found(name));
    let is_payload = |name: &&str| asice.entry(name).is_some_and(|entry| entry.kind() == EntryKind::Payload);
    for reference in references {
        let target = reference.target();
        let there = target.filter(|name| *name != DOCUMENT_NAME && is_payload(name));
        if let Some(second) = reference.second_target().filter(is_payload) {
            push(codes::PACKAGE_ENTRY_NAMED_TWICE, second);
        }
        match (target, there) {
            (_, Some(name)) if !named.insert(name) => push(codes::PACKAGE_ENTRY_NAMED_TWICE, name),
            (_, Some(_)) => {}
            (target, None) => push(codes::PACKAGE_ENTRY_MISSING, target.unwrap_or("a Reference without a name")),
        }
    }
    for entry in asice.of_kind(EntryKind::Payload).filter(|entry| !entry.is_document()) {
        if !named.contains(entry.name()) {
            push(codes::PACKAGE_ENTRY_UNNAMED, entry.name());
        }
    }
}

fn content_type(reading: &Reading, name: &str) -> Option<String> {
    match &reading.message {
        Message::Document(document) => {
            let reference = document.manifest.references.iter().find(|reference| reference.target() == Some(name));
            reference.and_then(|reference| reference.content_type.clone())
        }
        Message::Status(_) => None,
    }
}

/// SIGNATURES §8: SHA-256 over JCS of [DocumentId, sorted (name, SHA-256) of payload].
fn content_digest(reading: &Reading, payload: &[(&Entry, Digest)]) -> Result<Digest, VerifyError> {
    let id = match &reading.message {
        Message::Document(document) => document.id().0,
        Message::Status(status) => status.response_for.document().map(|id| id.0).unwrap_or_default(),
    };
    let mut sorted: Vec<(&str, String)> =
        payload.iter().map(|(entry, sha256)| (entry.name(), sha256.to_string())).collect();
    sorted.sort();
    Ok(crate::crypto::sha256(&serde_json_canonicalizer::to_vec(&(id, sorted))?))
}

/// OpenDocument 1.2 part 3 §3.
const MANIFEST: &str = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0";
/// SIGNATURES §1: "header 1 MiB".
pub(super) const DOCUMENT_BYTES: u64 = 1 << 20;
