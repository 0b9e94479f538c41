//! Path, revocation, time, agency: what a signature that holds is worth (SIGNATURES §6, §7).

use super::{Request, Verifier};
use crate::codes;
use crate::domain::ids::OrganId;
use crate::signature::binding::{self, Bound};
use crate::signature::certificate::Certificate;
use crate::signature::path::{self, Path, PathFault, Revocation};
use crate::signature::verdict::{Finding, RevocationState, Severity, Step, SubIndication};

/// What trust says of one signature.
pub(super) struct Trust {
    /// The path, if there is one.
    pub path: Option<Path>,
    /// What is known of revocation.
    pub revocation: RevocationState,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl Verifier {
    /// Builds the path of `signer` at the time that counts.
    pub(super) fn trust(&self, signer: &Certificate, given: &[Certificate], request: &Request<'_>) -> Trust {
        match path::build(signer, given, &self.anchors, request.at) {
            Ok(path) => {
                let revocation = match path.revocation() {
                    Revocation::NotPublished => RevocationState::NotPublished,
                    Revocation::Unknown { .. } => RevocationState::Unknown,
                    Revocation::NotChecked => RevocationState::NotChecked,
                };
                let findings = revocation_finding(path.revocation()).into_iter().collect();
                Trust { path: Some(path), revocation, findings }
            }
            Err(faults) => {
                let findings = faults.iter().map(path_finding).collect();
                Trust { path: None, revocation: RevocationState::NotEvaluated, findings }
            }
        }
    }
}

/// Which agency the seal is of, and that it may sign for `from`.
pub(super) fn agency(path: &Path, from: &OrganId, request: &Request<'_>) -> Option<Result<Bound, Finding>> {
    let agencies = request.agencies?;
    let answer = binding::which_agency(path, from, request.at, agencies.table, agencies.directory);
    Some(answer.map_err(|fault| {
        Finding::indeterminate(Step::Policy, fault.code())
            .indicating(SubIndication::SigConstraintsFailure)
            .expected(&from.0)
            .found(path.leaf().subject())
            .detail(fault.to_string())
    }))
}

fn revocation_finding(revocation: &Revocation) -> Option<Finding> {
    let code = revocation.code()?;
    Some(match revocation {
        Revocation::NotPublished => Finding::warning(Step::Revocation, code),
        Revocation::Unknown { rule, .. } => Finding::indeterminate(Step::Revocation, code)
            .indicating(SubIndication::TryLater)
            .expected(format!("an answer (rule {})", rule.name()))
            .found("none"),
        Revocation::NotChecked => return None,
    })
}

/// EN 319 102-1 §5.2.6: a certificate that begins after the time that counts cannot have signed before it; one that has
/// ended may have, but nothing proves it. All other faults of a path leave the question open, whatever policy makes of it.
fn path_finding(fault: &PathFault) -> Finding {
    use SubIndication as S;
    let (severity, step, sub) = match fault {
        PathFault::NotYetValid { .. } => (Severity::Failed, Step::Time, S::NotYetValid),
        PathFault::Expired { .. } => (Severity::Indeterminate, Step::Time, S::OutOfBoundsNoPoe),
        PathFault::IssuerTime { .. } => (Severity::Indeterminate, Step::Time, S::CertificateChainGeneralFailure),
        PathFault::Untrusted { .. } => (Severity::Indeterminate, Step::CertificatePath, S::NoCertificateChainFound),
        PathFault::WeakKey { .. } | PathFault::WeakSignature { .. } | PathFault::KeyUnsupported { .. } => {
            (Severity::Indeterminate, Step::CertificatePath, S::CryptoConstraintsFailure)
        }
        PathFault::KeyUsage
        | PathFault::ExtendedKeyUsage { .. }
        | PathFault::IsCa
        | PathFault::IssuerNotCa { .. }
        | PathFault::NameConstraints { .. } => {
            (Severity::Indeterminate, Step::CertificatePath, S::ChainConstraintsFailure)
        }
        PathFault::Chain { .. } | PathFault::OpenSsl { .. } => {
            (Severity::Indeterminate, Step::CertificatePath, S::CertificateChainGeneralFailure)
        }
    };
    Finding::new(severity, step, fault.code()).indicating(sub).detail(fault.to_string())
}

/// Trust was not asked: said once, so that nobody reads more into it.
pub(super) fn not_asked() -> Finding {
    Finding::indeterminate(Step::CertificatePath, codes::SIGNATURE_TRUST_NOT_EVALUATED)
        .expected("trust anchors")
        .found("not asked for")
}
