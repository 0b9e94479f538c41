//! What would be refused, asked before it is sent: the rules of intake, called one by one for what is known already. Nothing
//! is written but the wish for revocation answers, so that they are at hand when the package comes.
//!
//! Not asked here, because only the package can answer: its container and form, its digests and signatures, what a business
//! type does to earlier documents.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::directory::Directory;
use super::{Caller, Exchange, Fault, Refusal, submit};
use crate::codes;
use crate::domain::ids::{Digest, DocumentId, DocumentUuid, Micros, OrganId};
use crate::signature::certificate::{Certificate, CertificateError};
use crate::signature::{Agencies, Finding, Mode, Request, Scope, Severity};

/// What is to be sent, as far as it is known.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Bytes of the package.
    pub size: u64,
    /// SHA-256 of the package, by which a repeat is known.
    pub sha256: Option<Digest>,
    /// The document's id.
    pub document_id: Option<DocumentId>,
    /// From; the caller's agency when it is not said.
    pub from: Option<OrganId>,
    /// To, as named.
    pub receivers: Vec<OrganId>,
    /// The signer's certificate: PEM, those above it after it; or base64 of its DER.
    pub certificate: Option<String>,
}

/// What would become of it now.
#[derive(Clone, Debug, Default)]
pub struct Foresight {
    /// What refuses it.
    pub faults: Vec<Fault>,
    /// What may refuse it: the package itself, or a later moment, decides.
    pub warnings: Vec<Fault>,
    /// Each receiver as named, and who it is, where it is somebody.
    pub receivers: Vec<(OrganId, Option<OrganId>)>,
    /// These very bytes were taken before: sending them again gives the first receipt.
    pub already: Option<DocumentUuid>,
}

impl Exchange {
    /// Judges a plan by the rules of intake, as of now.
    ///
    /// # Errors
    /// `store.*`; whatever is wrong with the plan is a fault in the answer.
    pub async fn preflight(&self, caller: &Caller, plan: Plan) -> Result<Foresight, Refusal> {
        let caller = caller.clone();
        self.blocking(move |this| this.foresee(&caller, &plan)).await
    }

    pub(super) fn foresee(&self, caller: &Caller, plan: &Plan) -> Result<Foresight, Refusal> {
        let (now, directory) = (self.clock.now(), self.directory()?);
        let mut sight = Foresight::default();
        if let Some(sha256) = &plan.sha256
            && let Some((document, _)) = self.store.document_of_package(&caller.agency, sha256)?
        {
            sight.already = Some(document);
            return Ok(sight);
        }
        sight.faults.extend(self.verifier.foresee_size(plan.size).map(|finding| fault(finding, "size")));
        let named = plan.from.clone().unwrap_or_else(|| caller.agency.clone());
        match self.sender(&named, now, &directory) {
            Ok(issuer) => self.foresee_id(caller, &issuer, plan, &mut sight)?,
            Err(refusal) => sight.faults.extend(refusal.faults),
        }
        let (_, faults) = submit::resolved(plan.receivers.iter(), now, &directory);
        sight.faults.extend(faults);
        let who = |named: &OrganId| directory.resolve(named, now).ok().map(|resolved| resolved.agency);
        sight.receivers = plan.receivers.iter().map(|named| (named.clone(), who(named))).collect();
        if let Some(text) = &plan.certificate {
            match certificates(text) {
                Ok(certificates) => self.foresee_seal(&certificates, &named, now, &directory, &mut sight)?,
                Err(error) => {
                    sight.faults.push(Fault::found(error.code(), error.to_string()).at("certificate"));
                }
            }
        }
        Ok(sight)
    }

    /// Whether the issuer's id was used before, as far as the caller may know.
    fn foresee_id(&self, caller: &Caller, issuer: &OrganId, plan: &Plan, sight: &mut Foresight) -> Result<(), Refusal> {
        let Some(id) = &plan.document_id else { return Ok(()) };
        let known = self.store.documents_by_id(&caller.agency, id)?;
        if let Some(first) = known.iter().find(|document| document.issuer == *issuer) {
            let found = format!("{} ({})", id.0, first.uuid);
            sight.faults.push(Fault::found(codes::DOCUMENT_ID_REUSED, found).at("document_id"));
        }
        Ok(())
    }

    /// Path, revocation by what is kept, and whose seal it is.
    fn foresee_seal(
        &self,
        certificates: &[Certificate],
        from: &OrganId,
        now: Micros,
        directory: &Directory,
        sight: &mut Foresight,
    ) -> Result<(), Refusal> {
        let Some((signer, given)) = certificates.split_first() else { return Ok(()) };
        let standing = |id: &OrganId, at: Micros| directory.standing(id, at);
        let request = Request {
            at: now,
            now,
            mode: Mode::Intake,
            scope: Scope::Full,
            agencies: Some(Agencies { table: directory.bindings(), directory: &standing }),
            pki: self.pki.as_deref(),
        };
        let foreseen = self.verifier.foresee(signer, given, from, &request);
        for finding in foreseen.findings {
            // The answer may come with the package, or be there when it comes; policy may take it without.
            let open = finding.severity == Severity::Warning || finding.code == codes::REVOCATION_UNKNOWN;
            let list = if open { &mut sight.warnings } else { &mut sight.faults };
            list.push(fault(finding, "certificate"));
        }
        self.wish_chain(&foreseen.chain, now)
    }
}

fn fault(finding: Finding, place: &str) -> Fault {
    Fault {
        code: finding.code,
        place: Some(place.to_owned()),
        expected: finding.expected,
        found: finding.found.or(finding.detail),
    }
}

fn certificates(text: &str) -> Result<Vec<Certificate>, CertificateError> {
    if text.contains("-----BEGIN") {
        return Certificate::from_pem(text.as_bytes());
    }
    let bare: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    // What is no base64 is no DER either; the parser says so.
    let der = BASE64_STANDARD.decode(bare).unwrap_or_default();
    Certificate::from_der(&der).map(|certificate| vec![certificate])
}
