//! A bare edXML file with its enveloped Signature (SIGNATURES §2).

use std::fs::File;
use std::sync::Arc;

use super::candidate::Candidate;
use super::conclude::{Basis, Case, Document};
use super::pass::{Passed, Plan, pass};
use super::prescan::{Prescan, prescan};
use super::single::Single;
use super::target::{Rules, Target};
use super::{Judged, Request, Verifier, VerifyError, edxml_finding};
use crate::codes;
use crate::edxml::{self, Form, Message, Reading};
use crate::signature::Mode;
use crate::signature::verdict::{Container, Draft, Finding, Place, Severity, Step, SubIndication};
use crate::signature::verified::{Attachment, Source};
use crate::signature::xmldsig::{self, Grammar};
use crate::xml::Subtree;

pub(super) fn judge(
    verifier: &Verifier,
    file: Arc<File>,
    request: &Request<'_>,
    mut draft: Draft,
) -> Result<Judged, VerifyError> {
    draft.container = Some(Container::Edxml);
    if let Some((single, tree)) = Single::open(&file)?
        && xmldsig::legacy(&tree.root).is_none()
    {
        let candidate = Some(read(&tree));
        if let Some(passed) = single.finish(&file, plan(Some(&tree), candidate.as_ref()))? {
            return conclude(verifier, file, request, draft, (Some(&tree), None, candidate), passed);
        }
    }
    let Prescan { signatures, findings, broken } = prescan(&file)?;
    draft.findings.extend(findings);
    if broken {
        return Ok(Judged { verdict: draft.conclude(), held: None });
    }
    let one = signatures.first();
    let legacy = one.and_then(|tree| xmldsig::legacy(&tree.root));
    let candidate = match (one, &legacy) {
        (Some(tree), None) => Some(read(tree)),
        (Some(_), Some(_)) | (None, _) => None,
    };
    let passed = pass(&file, plan(one, candidate.as_ref()))?;
    conclude(verifier, file, request, draft, (one, legacy, candidate), passed)
}

/// The Signature, why it is no signature where it is one of old, and what was read of it.
type Found<'t> = (Option<&'t Subtree>, Option<String>, Option<Candidate<'t>>);

fn conclude(
    verifier: &Verifier,
    file: Arc<File>,
    request: &Request<'_>,
    mut draft: Draft,
    (one, legacy, mut candidate): Found<'_>,
    passed: Passed,
) -> Result<Judged, VerifyError> {
    draft.findings.extend(passed.findings.iter().cloned());
    if passed.whole {
        draft.reach(Step::Container);
    }
    if let Some(candidate) = &mut candidate {
        let digest = passed.digest.as_ref().filter(|_| passed.whole);
        candidate.check(&|target, _| if *target == Target::Document { digest.cloned() } else { None })?;
    }
    let basis = basis(one, legacy, &passed, &mut draft);
    let document = document(&file, request, passed, &mut draft)?;
    let uncovered = candidate.iter().map(uncovered).collect();
    let candidates = candidate.into_iter().collect();
    let case = Case { file, container: Container::Edxml, candidates, uncovered, basis, document };
    case.conclude(verifier, request, draft)
}

fn read(tree: &Subtree) -> Candidate<'_> {
    let mut grammar = Grammar::new(None);
    xmldsig::check_ids(&mut grammar, tree);
    let mut candidate = Candidate::read(tree, &tree.root, None, &Rules::Enveloped);
    candidate.findings.append(&mut grammar.findings);
    candidate
}

fn plan<'t>(signature: Option<&'t Subtree>, candidate: Option<&Candidate<'_>>) -> Plan<'t> {
    let reference = candidate.and_then(|candidate| {
        let pairs = candidate.form.references.iter().zip(&candidate.targets);
        let (reference, _) = pairs.into_iter().find(|(_, target)| **target == Some(Target::Document))?;
        let (method, prefixes) = reference.transforms.method();
        Some((method, prefixes, reference.digest?))
    });
    let ids = signature.iter().flat_map(|tree| tree.root.descendants()).flat_map(xmldsig::ids).collect();
    Plan { skip: signature.map(|tree| tree.root.range.clone()), reference, ids }
}

/// What stands for the bytes, and the finding where it is not a signature.
fn basis(one: Option<&Subtree>, legacy: Option<String>, passed: &Passed, draft: &mut Draft) -> Basis {
    match (one, legacy) {
        (Some(tree), Some(reason)) => {
            let finding = Finding::indeterminate(Step::Format, codes::SIGNATURE_LEGACY).at(place(tree));
            draft.push(finding.indicating(SubIndication::CryptoConstraintsFailure).found(reason));
            Basis::Legacy
        }
        (Some(_), None) => Basis::Signatures,
        // A file that could not be read to its end is not said to have no signature, nor one that has it elsewhere.
        (None, _) if !passed.whole || passed.stray => Basis::Signatures,
        (None, _) => {
            let finding =
                Finding::failed(Step::Format, codes::SIGNATURE_NONE).indicating(SubIndication::SignedDataNotFound);
            draft.push(finding.expected("Signature as the last child of edXMLHeader").found("none"));
            Basis::None
        }
    }
}

/// The document from what was kept; the attachments by range and digest.
fn document(
    file: &Arc<File>,
    request: &Request<'_>,
    passed: Passed,
    draft: &mut Draft,
) -> Result<Option<Document>, VerifyError> {
    if !passed.whole || draft.findings.iter().any(|finding| finding.code == codes::PACKAGE_DOCUMENT_TOO_LARGE) {
        return Ok(None);
    }
    let mut reading = match edxml::read_header(&passed.kept) {
        Ok(reading) => reading,
        Err(error) => {
            draft.push(edxml_finding(None, &error)?);
            return Ok(None);
        }
    };
    let mut attachments = Vec::new();
    for (index, raw) in passed.attachments.into_iter().enumerate() {
        let Some((origin, end)) = raw.place else { continue };
        let (name, content_type, form) = describe(&mut reading, index, raw.size);
        let Some(sha256) = raw.sha256 else {
            let severity = match request.mode {
                Mode::Report => Severity::Warning,
                Mode::Intake => Severity::Failed,
            };
            let finding = Finding::new(severity, Step::Format, codes::EDXML_BAD_BASE64);
            let place = Place::at(None, origin.position.line, origin.position.column);
            draft.push(finding.at(place).found(format!("attachment {}", index + 1)));
            continue;
        };
        let (file, position, context) = (Arc::clone(file), origin.position, origin.context);
        let source = Source::Base64 { file, start: origin.start, end, position, context };
        let (is_pdf, is_zipped) = (raw.is_pdf, form == Form::Zipped);
        attachments.push(Attachment { name, content_type, size: raw.size, sha256, is_pdf, is_zipped, source });
    }
    Ok(Some(Document { reading, content_digest: passed.content, attachments }))
}

/// Name, type and packing of attachment `index` as the document has them; the size there was that of what is kept, and is set
/// right.
fn describe(reading: &mut Reading, index: usize, size: u64) -> (String, Option<String>, Form) {
    let attachment = match &mut reading.message {
        Message::Document(document) => document.attachments.get_mut(index),
        Message::Status(_) => None,
    };
    match attachment {
        Some(attachment) => {
            attachment.size_bytes = size;
            let name = attachment.attachment_name.clone().or_else(|| attachment.target().map(ToOwned::to_owned));
            let name = name.unwrap_or_else(|| format!("attachment-{}", index + 1));
            (name, attachment.content_type.clone(), attachment.form)
        }
        None => (format!("attachment-{}", index + 1), None, Form::Raw),
    }
}

fn uncovered(candidate: &Candidate<'_>) -> Vec<String> {
    match candidate.targets.contains(&Some(Target::Document)) {
        true => Vec::new(),
        false => vec!["document".to_owned()],
    }
}

fn place(tree: &Subtree) -> Place {
    Place::at(None, tree.root.position.line, tree.root.position.column)
}
