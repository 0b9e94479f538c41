//! The one pass over a bare edXML file: every byte is held against the strict rules, the canonical form without the
//! Signature goes into all digests at once, and of the document is kept what business code may read later ([`Kept`]).

use std::collections::HashSet;
use std::fs::File;
use std::ops::Range as Span;
use std::sync::Arc;

use super::forms::{Finished, Forms, KEPT_BYTES};
use super::kept::{Kept, Origin, RawAttachment};
use super::prescan::is_signature;
use super::source::Range;
use super::{VerifyError, xml_finding};
use crate::codes::{self, Code};
use crate::domain::ids::Digest;
use crate::signature::algorithm::DigestAlgorithm;
use crate::signature::c14n::{self, Method};
use crate::signature::verdict::{Finding, Place, Step};
use crate::xml::{Event, Limits, Reader};

/// What to compute.
#[derive(Default)]
pub(super) struct Plan<'p> {
    /// The Signature, to be left out: its bytes in the file.
    pub skip: Option<Span<u64>>,
    /// Canonicalization and digest of the reference to the document.
    pub reference: Option<(Method, Vec<String>, DigestAlgorithm)>,
    /// The Ids inside the Signature, which may not stand outside.
    pub ids: HashSet<&'p str>,
}

/// What came of it.
pub(super) struct Passed {
    /// The reference's digest.
    pub digest: Option<Vec<u8>>,
    /// SHA-256 of the exclusive canonical form: the content digest (SIGNATURES §8).
    pub content: Digest,
    /// What is kept: an edXML file without the content of its attachments.
    pub kept: Vec<u8>,
    /// The attachments in order.
    pub attachments: Vec<RawAttachment>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Whether a Signature stands where none may.
    pub stray: bool,
    /// Whether the file was read to its end.
    pub whole: bool,
}

/// Reads the whole file.
///
/// # Errors
/// When this machine fails; what is wrong with the file is a finding.
pub(super) fn pass(file: &Arc<File>, plan: Plan<'_>) -> Result<Passed, VerifyError> {
    Walk::new(file, plan)?.finish()
}
/// The pass, on its way.
pub(super) struct Walk<'p> {
    pub reader: Reader<std::io::BufReader<Range>>,
    forms: Forms,
    kept: Kept,
    plan: Plan<'p>,
    depth: usize,
    /// The depth of the Signature while it is left out.
    skipping: Option<usize>,
    findings: Vec<Finding>,
    stray: bool,
}

impl<'p> Walk<'p> {
    /// At the beginning of `file`.
    ///
    /// # Errors
    /// When this machine fails.
    pub fn new(file: &Arc<File>, plan: Plan<'p>) -> Result<Self, VerifyError> {
        let (reader, forms) =
            (Reader::new(Range::whole(file)?, Limits::STANDARD), Forms::new(plan.reference.as_ref())?);
        let (kept, findings) = (Kept::new(), Vec::new());
        Ok(Self { reader, forms, kept, plan, depth: 0, skipping: None, findings, stray: false })
    }

    /// From here on by `plan`, which asks for the same canonical form.
    pub fn planned(self, plan: Plan<'_>) -> Walk<'_> {
        let Self { reader, forms, kept, plan: _, depth, skipping, findings, stray } = self;
        Walk { reader, forms, kept, plan, depth, skipping, findings, stray }
    }

    /// To the end of the file, and what came of it.
    ///
    /// # Errors
    /// When this machine fails; what is wrong with the file is a finding.
    pub fn finish(mut self) -> Result<Passed, VerifyError> {
        let whole = match self.run() {
            Ok(whole) => whole,
            Err(error) => {
                self.findings.push(xml_finding(Step::Container, None, error)?);
                false
            }
        };
        let Self { forms, kept, mut findings, stray, .. } = self;
        let attachments = kept.finish();
        let Finished { reference: digest, content, kept } = forms.finish()?;
        if kept.len() > KEPT_BYTES {
            let finding = Finding::failed(Step::Format, codes::PACKAGE_DOCUMENT_TOO_LARGE);
            findings.push(finding.expected("a header, manifest and names of at most 4 MiB"));
        }
        Ok(Passed { digest, content, kept, attachments, findings, stray, whole })
    }

    /// Whether it came to the end.
    fn run(&mut self) -> Result<bool, crate::xml::XmlError> {
        loop {
            match self.reader.next()? {
                Event::Start(_) => {
                    self.start();
                    if self.is_blown_up() {
                        return Ok(false);
                    }
                }
                Event::Text(_) => self.text(),
                Event::End(_) => self.end(),
                Event::Eof => return Ok(true),
            }
        }
    }

    /// Whether the canonical form has grown far beyond what was read; said once.
    pub fn is_blown_up(&mut self) -> bool {
        let blown_up = self.forms.written() > c14n::most(self.reader.range().end);
        if blown_up {
            let position = self.reader.position();
            let place = Place::at(None, position.line, position.column);
            self.findings.push(Finding::failed(Step::Container, codes::SIGNATURE_CANONICAL_SIZE).at(place));
        }
        blown_up
    }

    /// Takes the start tag that the reader gave last.
    pub fn start(&mut self) {
        self.depth += 1;
        let range = self.reader.range();
        if self.skipping.is_some() {
            return;
        }
        if self.plan.skip.as_ref().is_some_and(|skip| skip.start == range.start) {
            self.skipping = Some(self.depth);
            return;
        }
        let Some(start) = self.reader.current_start() else { return };
        let reader = &self.reader;
        let mut remark = |code: Code, expected: &str, found: &str| {
            if self.findings.len() < MAX_FINDINGS {
                let position = reader.position();
                let finding = Finding::failed(Step::Format, code).at(Place::at(None, position.line, position.column));
                self.findings.push(finding.expected(expected).found(found));
            }
        };
        if is_signature(start.namespace(), start.local()) {
            self.stray = true;
            let code = match self.plan.skip {
                Some(_) => codes::SIGNATURE_SEVERAL,
                None => codes::SIGNATURE_POSITION,
            };
            remark(code, "one Signature, the last child of edXMLHeader", "a Signature here");
        }
        let watched = (!self.plan.ids.is_empty()).then(|| start.attributes());
        for attribute in watched.into_iter().flatten() {
            if attribute.local.eq_ignore_ascii_case("id") && self.plan.ids.contains(attribute.value) {
                remark(codes::SIGNATURE_ID_DUPLICATE, "an Id that stands once in the file", attribute.value);
            }
        }
        let origin = || Origin {
            start: range.start,
            position: reader.position(),
            context: Arc::new(reader.parent_namespaces()),
        };
        self.forms.keep(self.kept.start(&start, origin));
        self.forms.start(&start);
    }

    /// Takes the text that it gave last.
    pub fn text(&mut self) {
        let Some((text, is_plain)) = self.reader.current_text().filter(|_| self.skipping.is_none()) else { return };
        self.forms.keep(self.kept.text(text));
        match is_plain {
            true => self.forms.plain_text(text),
            false => self.forms.text(text),
        }
    }

    /// Takes the end that it gave last.
    pub fn end(&mut self) {
        match self.skipping {
            Some(at) if at == self.depth => self.skipping = None,
            Some(_) => {}
            None => {
                let (keep, instead) = self.kept.end(self.reader.range().end);
                self.forms.keep(keep);
                if let Some(instead) = instead {
                    self.forms.keep_instead(instead.as_bytes());
                }
                self.forms.end();
            }
        }
        self.depth = self.depth.saturating_sub(1);
    }
}

/// A file with more faults than this is described well enough.
const MAX_FINDINGS: usize = 50;
