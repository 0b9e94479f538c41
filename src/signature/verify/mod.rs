//! One verification, from a file to a verdict.
//!
//! Bare edXML is read in one streaming pass; an ASiC-E entry by entry. Nothing of the document is held in memory but its
//! header, as canonical octets, the very ones that entered the digest.

mod ahead;
mod asice;
mod asice_document;
mod bare;
mod candidate;
mod conclude;
mod foresee;
mod forms;
mod kept;
mod pass;
mod prescan;
mod single;
mod source;
pub(super) mod target;
mod trust;

use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;

pub use foresee::{Foreseen, Presented};
pub(super) use source::Range;

use super::binding::{BindingTable, Standing};
use super::certificate::Certificate;
use super::path::Anchors;
use super::revocation::PkiSource;
use super::verdict::{Draft, Finding, Level, Mode, Place, Scope, Severity, Step, Verdict};
use super::verified::{Attachment, Core, Seal};
use crate::codes::{self, Code};
use crate::domain::ids::{Micros, OrganId};
use crate::edxml::{EdxmlError, Reading};
use crate::package::{self, PACKAGE_MAX_BYTES, SNIFF_BYTES};
use crate::xml::{self, XmlError};

/// Verifies files against one set of anchors. Cheap to share: wrap it in an `Arc`.
#[derive(Debug)]
pub struct Verifier {
    anchors: Anchors,
    authorities: Anchors,
    stamp_policies: Vec<String>,
    responders: Anchors,
}

/// What is asked of one verification.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The time that counts: that of receipt (last byte in), or the one a person asks for with `--at`.
    pub at: Micros,
    /// The clock of the judge: revocation answers and timestamps from beyond it do not count. At intake the same as `at`; a
    /// later look at a document has the time of receipt there and its own here.
    pub now: Micros,
    /// Whose rules: intake refuses what a report only remarks on.
    pub mode: Mode,
    /// Whether trust is asked.
    pub scope: Scope,
    /// Who is whose; without it the agency is not evaluated.
    pub agencies: Option<Agencies<'a>>,
    /// Revocation answers beside those in the file; without it only those count.
    pub pki: Option<&'a dyn PkiSource>,
}

/// The directory's answers that binding needs (SIGNATURES §7).
#[derive(Clone, Copy)]
pub struct Agencies<'a> {
    /// Which certificate is whose, and who may sign for whom.
    pub table: &'a BindingTable,
    /// What became of an OrganId: aliases by date, closed agencies.
    pub directory: &'a dyn Fn(&OrganId, Micros) -> Standing,
}

/// The answer: a verdict, and what [`Admitted::from_judged`](super::Admitted::from_judged) needs.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The verdict.
    pub verdict: Verdict,
    pub(super) held: Option<Held>,
}

/// What was read, kept for admission.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub core: Core,
    pub seal: Seal,
    pub pdf_chains: Vec<Vec<Certificate>>,
}

impl Judged {
    /// From, where a signature proves it: the digests and the value hold, and the seal is that of the agency named in From
    /// or one that may sign for it. Other findings may still refuse the package; this agency may see the refusal
    /// (DECISIONS, "Refused packages").
    pub fn proven_from(&self) -> Option<&OrganId> {
        let Held { core, seal, .. } = self.held.as_ref()?;
        match seal {
            Seal::Signed(signed) if signed.intact && signed.bound.is_some() => Some(core.from()),
            Seal::Signed(_) | Seal::Legacy | Seal::None => None,
        }
    }

    /// The chain (the signer's certificate first, the anchor last) of each signature whose path was built: the package's own,
    /// then those inside its PDFs.
    pub fn chains(&self) -> impl Iterator<Item = &Vec<Certificate>> {
        let own = self.held.iter().filter_map(|held| match &held.seal {
            Seal::Signed(signed) => Some(&signed.chains),
            Seal::Legacy | Seal::None => None,
        });
        own.flatten().chain(self.held.iter().flat_map(|held| &held.pdf_chains))
    }

    /// The level of the signature that stands for the package, valid or not.
    pub fn level(&self) -> Option<Level> {
        match self.held.as_ref().map(|held| &held.seal) {
            Some(Seal::Signed(signed)) => Some(signed.level),
            Some(Seal::Legacy | Seal::None) | None => None,
        }
    }

    /// Attachments and header of a file that is known, by the digest of its bytes, to be one that was let in before: for its
    /// parties to look at, whatever the verdict is today. Not for business, which takes an
    /// [`Admitted`](super::Admitted).
    pub fn reopened(&self) -> Option<(&[Attachment], &Reading)> {
        self.held.as_ref().map(|held| (held.core.attachments.as_slice(), held.core.reading.as_ref()))
    }

    /// From as written, proven or not: for the log of refusals, never for business.
    pub fn claimed_from(&self) -> Option<&OrganId> {
        self.held.as_ref().map(|held| held.core.from())
    }
}

impl Request<'_> {
    /// What `lienthong verify` asks: full, for a report, at `at`, no agencies.
    pub fn report(at: Micros) -> Self {
        Self { at, now: at, mode: Mode::Report, scope: Scope::Full, agencies: None, pki: None }
    }
}

impl Verifier {
    /// A verifier that trusts `anchors` for seals and persons, no timestamping authority and no OCSP responder but those
    /// that the CAs themselves delegate.
    pub fn new(anchors: Anchors) -> Self {
        let none = Anchors::none;
        Self { anchors, authorities: none(), stamp_policies: Vec::new(), responders: none() }
    }

    /// Trusts timestamping authorities below `authorities`, under any of `policies` (dotted; none: under all).
    #[must_use]
    pub fn with_timestamping(mut self, authorities: Anchors, policies: Vec<String>) -> Self {
        (self.authorities, self.stamp_policies) = (authorities, policies);
        self
    }

    /// Trusts OCSP responders below `responders` for every CA (RFC 6960 §4.2.2.2, "a local configuration").
    #[must_use]
    pub fn with_responders(mut self, responders: Anchors) -> Self {
        self.responders = responders;
        self
    }

    /// What it trusts.
    pub fn anchors(&self) -> &Anchors {
        &self.anchors
    }

    /// Judges `file`. Whatever is wrong with the file is a verdict; an error is a failure of this machine.
    ///
    /// # Errors
    /// [`VerifyError`]: the file cannot be read, or cryptography failed.
    pub fn verify(&self, file: Arc<File>, request: &Request<'_>) -> Result<Judged, VerifyError> {
        let mut draft = Draft::new(request.scope, request.mode, request.at);
        let size = file.metadata()?.len();
        if let Some(finding) = too_big(size) {
            draft.push(finding);
            return Ok(Judged { verdict: draft.conclude(), held: None });
        }
        let mut head = Vec::new();
        Range::new(Arc::clone(&file), 0, size.min(SNIFF_BYTES as u64)).read_to_end(&mut head)?;
        match package::sniff(&head) {
            Ok(package::Container::AsicE) => asice::judge(self, file, request, draft),
            Ok(package::Container::Edxml) => bare::judge(self, file, request, draft),
            Err(error) => {
                draft.push(asice::package_finding(Severity::Failed, Step::Container, error)?);
                Ok(Judged { verdict: draft.conclude(), held: None })
            }
        }
    }
}

/// The first rule, which asks for nothing but the size.
fn too_big(size: u64) -> Option<Finding> {
    let finding = || {
        let finding = Finding::failed(Step::Container, codes::PACKAGE_TOO_BIG);
        finding.expected(format!("at most {PACKAGE_MAX_BYTES} bytes")).found(format!("{size} bytes"))
    };
    (size > PACKAGE_MAX_BYTES).then(finding)
}

/// A failure of the machine, which says nothing about the file.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The file cannot be read.
    #[error("the file cannot be read")]
    Read(#[from] io::Error),
    /// OpenSSL failed.
    #[error("cryptography failed")]
    Crypto(#[from] openssl::error::ErrorStack),
    /// The verdict cannot be written.
    #[error("the content digest cannot be made")]
    Canonical(#[from] serde_json::Error),
}

impl VerifyError {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::Read(_) | Self::Crypto(_) | Self::Canonical(_) => codes::INTERNAL,
        }
    }
}

/// A fault of the strict reader as a finding; one of this machine as an error.
fn xml_finding(step: Step, entry: Option<&str>, error: XmlError) -> Result<Finding, VerifyError> {
    let place = Place::at(entry, error.position.line, error.position.column);
    let (code, detail) = (error.code(), error.to_string());
    match error.fault {
        xml::Fault::Io(source) => match source.downcast::<package::PackageError>() {
            Ok(fault) => asice::package_finding(Severity::Failed, Step::Container, fault),
            Err(source) => Err(VerifyError::Read(source)),
        },
        _ => Ok(Finding::failed(step, code).at(place).detail(detail)),
    }
}

/// A document that is no edXML.
fn edxml_finding(entry: Option<&str>, error: &EdxmlError) -> Result<Finding, VerifyError> {
    let finding = Finding::failed(Step::Format, error.code()).detail(error.to_string()).within(entry);
    Ok(match error {
        EdxmlError::Io(source) => return Err(VerifyError::Read(io::Error::other(source.to_string()))),
        EdxmlError::NotEdxml { expected, found } => finding.expected(expected).found(found),
        EdxmlError::Xml(inner) => finding.at(Place::at(entry, inner.position.line, inner.position.column)),
        EdxmlError::Base64 { .. }
        | EdxmlError::Unwritable { .. }
        | EdxmlError::TooManyAttachments { .. }
        | EdxmlError::Zip(_) => finding,
    })
}

#[cfg(test)]
mod tests;
