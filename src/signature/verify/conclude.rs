//! From judged signatures to one answer for the package: trust, agency, coverage, and which signature carries it.

use std::fs::File;
use std::sync::Arc;

use super::candidate::Candidate;
use super::{Held, Judged, Request, Verifier, VerifyError, trust};
use crate::codes;
use crate::domain::ids::{Digest, OrganId};
use crate::edxml::{Message, Reading};
use crate::package::DOCUMENT_NAME;
use crate::signature::binding::Bound;
use crate::signature::certificate::Certificate;
use crate::signature::pdf::{self, Judging};
use crate::signature::verdict::{Container, Draft, Finding, Indication, Place, Scope, Severity, Step, SubIndication};
use crate::signature::verified::{Attachment, Core, Seal, Signed};

/// Everything that was read of a file, before trust.
pub(super) struct Case<'t> {
    pub file: Arc<File>,
    pub container: Container,
    pub candidates: Vec<Candidate<'t>>,
    /// For each candidate the payload that it does not cover.
    pub uncovered: Vec<Vec<String>>,
    pub basis: Basis,
    /// None when it could not be read; the reason stands in the findings.
    pub document: Option<Document>,
}

/// What stands for the bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    /// Signatures, however they fare.
    Signatures,
    /// A legacy signature.
    Legacy,
    /// No signature.
    None,
}

/// The document of a package.
pub(super) struct Document {
    pub reading: Reading,
    pub content_digest: Digest,
    pub attachments: Vec<Attachment>,
}

/// What trust gave, for each candidate.
#[derive(Default)]
struct Gathered {
    chains: Vec<Vec<Certificate>>,
    presented: Vec<Vec<Certificate>>,
    bound: Vec<Option<Bound>>,
}

impl Case<'_> {
    /// Weighs everything.
    pub fn conclude(
        mut self,
        verifier: &Verifier,
        request: &Request<'_>,
        mut draft: Draft,
    ) -> Result<Judged, VerifyError> {
        draft.reach(Step::Format);
        let from = self.document.as_ref().map(|document| from(&document.reading).clone());
        if let Some(document) = &self.document {
            let entry = (self.container == Container::Asice).then_some(DOCUMENT_NAME);
            draft.findings.extend(ambiguous(&document.reading).map(|finding| finding.within(entry)));
        }
        // The step is that of the package: one signature that could not be compared leaves it open.
        if !self.candidates.is_empty() && self.candidates.iter().all(|candidate| candidate.complete) {
            draft.reach(Step::Integrity);
        }
        let mut gathered = Gathered::default();
        for number in 0..self.candidates.len() {
            self.weigh_one(number, verifier, request, from.as_ref(), &mut draft, &mut gathered);
        }
        if self.basis == Basis::Signatures && self.candidates.is_empty() && self.container == Container::Asice {
            let finding =
                Finding::failed(Step::Format, codes::SIGNATURE_NONE).indicating(SubIndication::SignedDataNotFound);
            draft.push(finding.expected("META-INF/*signatures*.xml").found("no signature that can be read"));
        }
        self.coverage(&mut draft);
        if request.scope == Scope::Integrity && !self.candidates.is_empty() {
            draft.push(trust::not_asked());
        }
        let best = self.carrier(&draft);
        draft.agencies_asked = request.agencies.is_some();
        draft.carrier = best.filter(|number| carries(&draft, *number));
        let intact = best.is_some_and(|number| self.is_intact(number, &draft));
        let level = best.and_then(|number| draft.signatures.get(number)).map(|signature| signature.level);
        let mut pdf_chains = Vec::new();
        if let Some(document) = &self.document {
            let judging = Judging { verifier, pki: request.pki, at: request.at, now: request.now };
            let (files, chains) = pdf::judge_attachments(&document.attachments, &judging)?;
            (draft.pdf, pdf_chains) = (files, chains);
        }
        let verdict = draft.conclude();
        let held = self.document.map(|document| {
            let core = Core {
                file: self.file,
                container: self.container,
                reading: Arc::new(document.reading),
                content_digest: document.content_digest,
                attachments: document.attachments,
                verdict: Arc::new(verdict.clone()),
            };
            let seal = match (self.basis, best, level) {
                (Basis::Signatures, Some(signer), Some(level)) => Some(Seal::Signed(Signed {
                    level,
                    signer,
                    intact,
                    bound: gathered.bound.get(signer).cloned().flatten(),
                    presented: gathered.presented.get(signer).cloned().unwrap_or_default(),
                    chains: gathered.chains,
                })),
                (Basis::Signatures, _, _) => None,
                (Basis::Legacy, _, _) => Some(Seal::Legacy),
                (Basis::None, _, _) => Some(Seal::None),
            };
            seal.map(|seal| Held { core, seal, pdf_chains })
        });
        Ok(Judged { verdict, held: held.flatten() })
    }

    fn weigh_one(
        &mut self,
        number: usize,
        verifier: &Verifier,
        request: &Request<'_>,
        from: Option<&OrganId>,
        draft: &mut Draft,
        gathered: &mut Gathered,
    ) {
        let Some(candidate) = self.candidates.get_mut(number) else { return };
        let mut shown = candidate.describe();
        let mut findings = std::mem::take(&mut candidate.findings);
        let decided = |finding: &Finding| finding.severity != Severity::Warning;
        // Of the package or of this signature: what is found of another may be outweighed, or be another's alone.
        let of_package = draft.findings.iter().filter(|finding| finding.signature.is_none());
        if !candidate.complete && !findings.iter().chain(of_package).any(decided) {
            // Nothing is valid because a comparison could not be made. Every way to come here has a finding of its own;
            // this one stands for those that somebody forgets.
            let finding =
                Finding::failed(Step::Integrity, codes::SIGNATURE_DIGEST).indicating(SubIndication::HashFailure);
            findings.push(finding.expected("every digest and the value compared").found("not all"));
        }
        let mut presented: Vec<Certificate> = candidate.signer.iter().cloned().collect();
        let beside = candidate.form.key_info.certificates.iter().filter(|one| !presented.contains(one));
        let beside: Vec<Certificate> = beside.cloned().collect();
        presented.extend(beside);
        let (mut chain, mut bound) = (Vec::new(), None);
        if let (Scope::Full, Some(signer)) = (request.scope, &candidate.signer) {
            let trust = verifier.trust(candidate, signer, request);
            findings.extend(trust.findings);
            (shown.revocation, shown.proofs) = (trust.revocation, trust.proofs);
            (shown.level, shown.timestamps) = (trust.level, trust.timestamps);
            shown.best_signature_time = trust.stamped;
            if let Some(path) = trust.path {
                [Step::CertificatePath, Step::Revocation, Step::Time].into_iter().for_each(|step| draft.reach(step));
                chain = path.chain().to_vec();
                match from.and_then(|from| trust::agency(&path, from, request)) {
                    Some(Ok(answer)) => {
                        draft.reach(Step::Policy);
                        shown.agency = Some(answer.agency.0.clone());
                        shown.binding = Some(format!("{} v{}", answer.rule, answer.version));
                        bound = Some(answer);
                    }
                    Some(Err(finding)) => findings.push(finding),
                    None => {}
                }
            }
        }
        let entry = candidate.entry.clone();
        findings.into_iter().for_each(|finding| draft.push(finding.within(entry.as_deref()).of(number)));
        draft.signatures.push(shown);
        gathered.chains.push(chain);
        gathered.presented.push(presented);
        gathered.bound.push(bound);
    }

    /// Payload that no signature covers as a whole is a fault. Where one does, another that does not is nobody's word on the
    /// package: it is never valid, and does not speak against the package either (SIGNATURES §3: "the package passes
    /// when a valid one covers all payload").
    fn coverage(&self, draft: &mut Draft) {
        let (severity, sub) = match self.uncovered.iter().any(Vec::is_empty) {
            true => (Severity::Indeterminate, SubIndication::SigConstraintsFailure),
            false => (Severity::Failed, SubIndication::FormatFailure),
        };
        if self.container == Container::Edxml {
            return;
        }
        for (number, missing) in self.uncovered.iter().enumerate() {
            for name in missing {
                let finding = Finding::new(severity, Step::Format, codes::SIGNATURE_UNCOVERED_ENTRY).indicating(sub);
                let finding = finding.of(number).at(Place::entry(name));
                draft.push(finding.expected("a reference to it").found("none"));
            }
        }
    }

    /// Whether digests and value of that very signature hold.
    fn is_intact(&self, number: usize, draft: &Draft) -> bool {
        let against = |finding: &Finding| {
            finding.signature == Some(number)
                && finding.step == Step::Integrity
                && finding.severity != Severity::Warning
        };
        self.candidates.get(number).is_some_and(|candidate| candidate.complete) && !draft.findings.iter().any(against)
    }

    /// The best signature that covers everything: the best answer first, then the first.
    fn carrier(&self, draft: &Draft) -> Option<usize> {
        let covering = self.uncovered.iter().enumerate().filter(|(_, missing)| missing.is_empty());
        let rank = |number: &usize| (draft.indication_of(*number), !carries(draft, *number), *number);
        covering.map(|(number, _)| number).min_by_key(rank)
    }
}

/// Whether a signature can stand for the package: nothing is against it, or only that revocation is unknown, which
/// policy may accept.
fn carries(draft: &Draft, number: usize) -> bool {
    draft.indication_of(number) != Indication::Invalid
        && draft
            .findings
            .iter()
            .filter(|finding| finding.signature == Some(number) && finding.severity != Severity::Warning)
            .all(|finding| finding.code == codes::REVOCATION_UNKNOWN)
}

/// Two headers under one signature are two documents, and two contents of one attachment two files: which one was signed for,
/// and by whom, would hang on the reader (wrapping). Other elements that stand twice are said; what becomes of them is a
/// matter of the edXML rules, which `exchange` asks.
fn ambiguous(reading: &Reading) -> impl Iterator<Item = Finding> {
    let faults = reading.faults.iter().filter(|fault| fault.code == codes::EDXML_AMBIGUOUS);
    faults.map(|fault| {
        let decides = ONCE.contains(&fault.path.as_str()) || fault.path.ends_with(CONTENT);
        let finding = match decides {
            true => Finding::failed(Step::Format, fault.code),
            false => Finding::warning(Step::Format, fault.code),
        };
        let finding = finding.detail(&fault.path);
        finding.expected(&fault.expected).found(&fault.found)
    })
}

fn from(reading: &Reading) -> &OrganId {
    match &reading.message {
        Message::Document(document) => &document.from.organ_id,
        Message::Status(status) => &status.from.organ_id,
    }
}

/// The way to the sender's OrganId, and that to the attachments.
const ONCE: [&str; 6] = [
    "edXMLEnvelope",
    "edXMLHeader",
    "MessageHeader",
    "MessageHeader/From",
    "MessageHeader/From/OrganId",
    "AttachmentEncoded",
];
/// What is in an attachment.
const CONTENT: &str = "/ContentTransferEncoded";
