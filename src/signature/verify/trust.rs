//! Path, revocation, time, agency: what a signature that holds is worth (SIGNATURES §6, §7).
//!
//! The time that counts is that of the earliest timestamp that holds, else that of receipt. The path is built for that
//! time, and every certificate below the anchor has to have been good then, by answers known now.

use super::candidate::Candidate;
use super::{Request, Verifier};
use crate::codes;
use crate::domain::ids::{Micros, OrganId};
use crate::signature::binding::{self, Bound};
use crate::signature::c14n::SubtreeFault;
use crate::signature::certificate::Certificate;
use crate::signature::path::{self, Path, PathFault};
use crate::signature::pdf::Judging;
use crate::signature::revocation::{self, Material, Moment, Origin, Outcome, Proof, Report};
use crate::signature::timestamp::{Stamp, TimestampFault, Token};
use crate::signature::verdict::{
    Finding, Level, RevocationState, Severity, Step, SubIndication, TimestampVerdict, evidence,
};
use crate::signature::xades::StampElement;
use crate::signature::xmldsig::Grammar;

/// What trust says of one signature.
pub(super) struct Trust {
    /// The path, if there is one.
    pub path: Option<Path>,
    /// What is known of revocation.
    pub revocation: RevocationState,
    /// What that rests on.
    pub proofs: Vec<Proof>,
    /// The timestamps over the signature.
    pub timestamps: Vec<TimestampVerdict>,
    /// The time of the earliest timestamp that holds; that of receipt counts without one.
    pub stamped: Option<Micros>,
    /// The level that was proven.
    pub level: Level,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl Verifier {
    /// Judges what stands behind `signer`, whose signature is `candidate`.
    pub(super) fn trust(&self, candidate: &Candidate<'_>, signer: &Certificate, request: &Request<'_>) -> Trust {
        let unsigned = candidate.form.properties.as_ref().map(|properties| &properties.unsigned);
        let mut given = candidate.form.key_info.certificates.clone();
        let carried = unsigned.map_or(&[][..], |unsigned| &unsigned.certificates);
        given.extend(carried.iter().filter(|one| !candidate.form.key_info.certificates.contains(one)).cloned());
        let embedded = unsigned.map_or(&[][..], |unsigned| &unsigned.revocation);
        let mut trust = Trust {
            path: None,
            revocation: RevocationState::NotEvaluated,
            proofs: Vec::new(),
            timestamps: Vec::new(),
            stamped: None,
            level: candidate.level(),
            findings: Vec::new(),
        };
        let judging = Judging { verifier: self, pki: request.pki, at: request.at, now: request.now };
        let judge = Judge { verifier: self, judging: &judging, embedded, given: &given };
        for stamp in unsigned.iter().flat_map(|unsigned| &unsigned.stamps) {
            let (verdict, findings) = judge.stamp(candidate, signer, stamp);
            trust.timestamps.push(verdict);
            trust.findings.extend(findings);
        }
        // "The earliest valid token counts."
        let stamped = trust.timestamps.iter().filter(|stamp| stamp.holds).filter_map(|stamp| stamp.time).min();
        trust.stamped = stamped;
        if stamped.is_some() {
            trust.level = Level::T;
        }
        let at = stamped.unwrap_or(request.at);
        match path::build(signer, &given, &self.anchors, at) {
            Ok(path) => {
                let report = judge.revocation(&path, at);
                trust.findings.extend(revocation_findings(&report, stamped.is_some()));
                trust.revocation = state(&report.outcome);
                let embedded_only = report.proofs.iter().all(|proof| proof.origin == Origin::Embedded);
                if stamped.is_some() && matches!(report.outcome, Outcome::Good) && embedded_only {
                    trust.level = Level::Lt;
                }
                trust.proofs = report.proofs;
                trust.path = Some(path);
            }
            Err(faults) => trust.findings.extend(faults.iter().map(path_finding)),
        }
        trust
    }
}

/// What every piece is judged with.
struct Judge<'j> {
    verifier: &'j Verifier,
    judging: &'j Judging<'j>,
    embedded: &'j [Material],
    given: &'j [Certificate],
}

impl Verifier {
    /// The revocation of a path at `at`, by what a signature embeds and what is at hand.
    pub(in crate::signature) fn revocation_of(
        &self,
        path: &Path,
        embedded: &[Material],
        at: Micros,
        judging: &Judging<'_>,
    ) -> Report {
        let material = |certificate: &Certificate, issuer: &Certificate| {
            let mut all = embedded.to_vec();
            all.extend(judging.pki.iter().flat_map(|source| source.material(certificate, issuer)));
            all
        };
        let moment = Moment { at, now: judging.now, purpose: path.purpose() };
        revocation::of_path(path, &material, &self.responders, moment)
    }

    /// One timestamp over `stamped`, told as a verdict: that of a signature in a PDF, or of the PDF itself.
    pub(in crate::signature) fn judge_stamp(
        &self,
        der: &[u8],
        stamped: &[&[u8]],
        given: &[Certificate],
        embedded: &[Material],
        signer: Option<&Certificate>,
        judging: &Judging<'_>,
    ) -> TimestampVerdict {
        let judge = Judge { verifier: self, judging, embedded, given };
        let (verdict, _, _) = judge.token(der, Ok(stamped), signer);
        verdict
    }
}

impl Judge<'_> {
    fn revocation(&self, path: &Path, at: Micros) -> Report {
        self.verifier.revocation_of(path, self.embedded, at, self.judging)
    }

    /// One timestamp of a XAdES signature: what it says, and remarks on why it does not count.
    fn stamp(
        &self,
        candidate: &Candidate<'_>,
        signer: &Certificate,
        stamp: &StampElement<'_>,
    ) -> (TimestampVerdict, Vec<Finding>) {
        let place = Grammar::new(candidate.entry.as_deref()).place(stamp.element);
        let stamped = candidate.stamped(&stamp.canonicalization);
        let whole = stamped.as_deref().map(|bytes| [bytes]);
        let stamped = whole.as_ref().map(|bytes| bytes.as_slice()).map_err(|fault| **fault);
        let (verdict, faults, old_identifier) = self.token(&stamp.token, stamped, Some(signer));
        let remark = |fault: &TimestampFault| {
            let finding = Finding::warning(Step::Time, fault.code()).at(place.clone()).detail(fault.to_string());
            match fault {
                TimestampFault::Imprint { expected, found } => finding.expected(expected).found(found),
                _ => finding,
            }
        };
        let mut findings: Vec<Finding> = faults.iter().map(remark).collect();
        if old_identifier {
            findings.push(Finding::warning(Step::Time, codes::TIMESTAMP_OLD_IDENTIFIER).at(place.clone()));
        }
        (verdict, findings)
    }

    /// One token over `stamped`: what it says, why it does not count, and whether it names its certificate in the old way.
    /// Over what has no canonical form no token counts, also none over nothing.
    fn token(
        &self,
        der: &[u8],
        stamped: Result<&[&[u8]], SubtreeFault>,
        signer: Option<&Certificate>,
    ) -> (TimestampVerdict, Vec<TimestampFault>, bool) {
        let mut verdict = TimestampVerdict::default();
        let token = match Token::parse(der) {
            Ok(token) => token,
            Err(fault) => {
                verdict.code = Some(fault.code());
                return (verdict, vec![fault], false);
            }
        };
        (verdict.time, verdict.policy) = (Some(token.time()), Some(token.policy().to_owned()));
        let check = |stamped| token.check(stamped, self.given, &self.verifier.authorities, self.judging.now);
        let outcome = stamped.map_err(|fault| vec![fault.into()]).and_then(check);
        let outcome = outcome.and_then(|stamp| self.counts(&stamp, signer).map(|()| stamp).map_err(|one| vec![one]));
        match outcome {
            Ok(stamp) => {
                let authority = stamp.path.leaf();
                verdict.authority = Some(evidence(&authority.subject()));
                verdict.certificate = Some(authority.sha256());
                verdict.holds = true;
                (verdict, Vec::new(), stamp.old_identifier)
            }
            Err(faults) => {
                verdict.code = faults.first().map(TimestampFault::code);
                (verdict, faults, false)
            }
        }
    }

    /// The rest that a stamp has to be to count: not older than the signer's certificate, under a policy that is taken, by
    /// an authority that was not revoked when it stamped.
    fn counts(&self, stamp: &Stamp, signer: Option<&Certificate>) -> Result<(), TimestampFault> {
        if signer.is_some_and(|signer| stamp.time < signer.not_before()) {
            return Err(TimestampFault::Order { time: stamp.time });
        }
        let policies = &self.verifier.stamp_policies;
        if !policies.is_empty() && !policies.contains(&stamp.policy) {
            return Err(TimestampFault::Policy { found: stamp.policy.clone() });
        }
        match self.revocation(&stamp.path, stamp.time).outcome {
            Outcome::NotChecked | Outcome::NotPublished | Outcome::Good => Ok(()),
            Outcome::Unknown { .. } => Err(TimestampFault::RevocationUnknown),
            Outcome::OnHold { .. } | Outcome::Revoked { .. } => Err(TimestampFault::Revoked),
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

fn state(outcome: &Outcome) -> RevocationState {
    match outcome {
        Outcome::NotChecked => RevocationState::NotChecked,
        Outcome::NotPublished => RevocationState::NotPublished,
        Outcome::Good => RevocationState::Good,
        Outcome::Unknown { .. } => RevocationState::Unknown,
        Outcome::OnHold { .. } => RevocationState::OnHold,
        Outcome::Revoked { .. } => RevocationState::Revoked,
    }
}

/// EN 319 102-1 §5.2.6: revoked before a proven time of signing is final; without such a proof the signature may be older
/// than the revocation, and the question stays open.
pub(super) fn revocation_findings(report: &Report, stamped: bool) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for (certificate, kind, origin, fault) in &report.rejected {
        let detail = format!("{kind:?}, {origin:?}, about {certificate}: {fault}");
        findings.push(Finding::warning(Step::Revocation, fault.code()).detail(detail));
    }
    let since = |at: &Micros| format!("since {}", revocation::iso(*at));
    findings.extend(match &report.outcome {
        Outcome::NotChecked | Outcome::Good => None,
        Outcome::NotPublished => Some(Finding::warning(Step::Revocation, codes::REVOCATION_NOT_PUBLISHED)),
        Outcome::Unknown { certificate, rule, last } => {
            let known = last.map(|at| format!("nothing since {}", revocation::iso(at)));
            let finding = Finding::indeterminate(Step::Revocation, codes::REVOCATION_UNKNOWN);
            let finding =
                finding.indicating(SubIndication::TryLater).expected(format!("an answer (rule {})", rule.name()));
            Some(finding.found(known.unwrap_or_else(|| "none".to_owned())).detail(format!("about {certificate}")))
        }
        Outcome::OnHold { certificate, since: at } => {
            let finding = Finding::indeterminate(Step::Revocation, codes::REVOCATION_ON_HOLD);
            Some(finding.indicating(SubIndication::TryLater).found(since(at)).detail(certificate))
        }
        Outcome::Revoked { certificate, since: at, reason } => {
            let (severity, sub) = match stamped {
                true => (Severity::Failed, SubIndication::Revoked),
                false => (Severity::Indeterminate, SubIndication::RevokedNoPoe),
            };
            let finding = Finding::new(severity, Step::Revocation, codes::REVOCATION_REVOKED).indicating(sub);
            Some(finding.found(format!("{} ({reason})", since(at))).detail(certificate))
        }
    });
    findings
}

/// EN 319 102-1 §5.2.6: a certificate that begins after the time that counts cannot have signed before it; one that has
/// ended may have, but nothing proves it. All other faults of a path leave the question open, whatever policy makes of it.
pub(super) fn path_finding(fault: &PathFault) -> Finding {
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
