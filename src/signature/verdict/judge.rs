//! From findings to a verdict: the one place where severities become an indication.

use super::finding::{Finding, note};
use super::pdf::PdfFile;
use super::words::{Container, Indication, Mode, RevocationState, Scope, Severity, Step, StepOutcome, SubIndication};
use super::{SignatureVerdict, StepResult, Verdict};
use crate::codes;
use crate::domain::ids::Micros;

/// A verdict in the making: findings are gathered, then [`Draft::conclude`] weighs them.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What kind of file it is, once known.
    pub container: Option<Container>,
    /// What was asked.
    pub scope: Scope,
    /// Whose rules.
    pub mode: Mode,
    /// The time that counts.
    pub time: Micros,
    /// Steps that were gone through to their end; a step with a finding counts as reached anyway.
    pub reached: Vec<Step>,
    /// The signatures so far.
    pub signatures: Vec<SignatureVerdict>,
    /// The signature that carries the package, if one does: valid, covering all payload, and of From where asked.
    pub carrier: Option<usize>,
    /// Whether the table of agencies was asked whose signatures these are.
    pub agencies_asked: bool,
    /// Everything found so far, of any severity.
    pub findings: Vec<Finding>,
    /// The PDFs of the package.
    pub pdf: Vec<PdfFile>,
}

impl Draft {
    /// Nothing found yet.
    pub fn new(scope: Scope, mode: Mode, time: Micros) -> Self {
        Self {
            container: None,
            scope,
            mode,
            time,
            reached: Vec::new(),
            signatures: Vec::new(),
            carrier: None,
            agencies_asked: false,
            findings: Vec::new(),
            pdf: Vec::new(),
        }
    }

    /// One more finding.
    pub fn push(&mut self, finding: Finding) {
        note(&mut self.findings, finding);
    }

    /// The step was gone through to its end.
    pub fn reach(&mut self, step: Step) {
        if !self.reached.contains(&step) {
            self.reached.push(step);
        }
    }

    /// What the findings so far make of signature `number`, alone.
    pub fn indication_of(&self, number: usize) -> Indication {
        indication(self.findings.iter().filter(|finding| finding.signature == Some(number)))
    }

    /// Weighs everything: sorts findings, sets each signature's own answer, and lets a carrying signature outweigh an
    /// undecided one beside it (never a failed one: SIGNATURES §3, "none is TOTAL-FAILED").
    pub fn conclude(mut self) -> Verdict {
        self.findings.sort_by_key(|finding| (finding.severity, finding.step, finding.signature));
        for number in 0..self.signatures.len() {
            let verdict = self.indication_of(number);
            let code = self.findings.iter().find(|f| f.signature == Some(number) && f.severity != Severity::Warning);
            let code = code.map(|finding| finding.code);
            if let Some(signature) = self.signatures.get_mut(number) {
                (signature.verdict, signature.code) = (verdict, code);
            }
        }
        let carrier = self.carrier;
        // Only a signature of From carries a package (SIGNATURES §3), and only the table of agencies tells whose it is: where
        // nobody asked, an open question about one signature stays one about the package; but what it is over is no question
        // of whose it is. A revoked seal is never outweighed.
        let asked = |finding: &Finding| self.agencies_asked || finding.code == codes::SIGNATURE_UNCOVERED_ENTRY;
        let outweighed = |finding: &Finding| {
            finding.severity == Severity::Indeterminate
                && asked(finding)
                && ![codes::REVOCATION_REVOKED, codes::REVOCATION_ON_HOLD].contains(&finding.code)
                && carrier.is_some()
                && finding.signature.is_some()
                && finding.signature != carrier
        };
        let (warnings, findings): (Vec<Finding>, Vec<Finding>) =
            self.findings.into_iter().partition(|f| f.severity == Severity::Warning || outweighed(f));
        let verdict = indication(findings.iter());
        let steps: Vec<StepResult> = Step::ALL
            .into_iter()
            .map(|step| StepResult { step, outcome: outcome(step, &findings, &self.reached) })
            .collect();
        let of = |step: Step| steps.iter().find(|s| s.step == step).map_or(StepOutcome::NotEvaluated, |s| s.outcome);
        let shown = carrier.or((!self.signatures.is_empty()).then_some(0));
        Verdict {
            verdict,
            indication: verdict.etsi().to_owned(),
            indication_uri: verdict.uri().to_owned(),
            code: findings.first().map(|finding| finding.code),
            sub_indication: findings.first().and_then(|finding| finding.sub_indication),
            sub_indication_uri: findings.first().and_then(|finding| finding.sub_indication).map(SubIndication::uri),
            container: self.container,
            scope: self.scope,
            mode: self.mode,
            integrity: of(Step::Integrity),
            trust: of(Step::CertificatePath),
            revocation: shown
                .and_then(|number| self.signatures.get(number))
                .map_or(RevocationState::NotEvaluated, |signature| signature.revocation),
            time: self.time,
            steps,
            signatures: self.signatures,
            findings,
            warnings,
            pdf: self.pdf,
        }
    }
}

fn indication<'a>(findings: impl Iterator<Item = &'a Finding>) -> Indication {
    findings
        .map(|finding| match finding.severity {
            Severity::Failed => Indication::Invalid,
            Severity::Indeterminate => Indication::Indeterminate,
            Severity::Warning => Indication::Valid,
        })
        .max()
        .unwrap_or(Indication::Valid)
}

fn outcome(step: Step, findings: &[Finding], reached: &[Step]) -> StepOutcome {
    let worst = findings.iter().filter(|finding| finding.step == step).map(|finding| match finding.severity {
        Severity::Failed => StepOutcome::Failed,
        Severity::Indeterminate => StepOutcome::Indeterminate,
        Severity::Warning => StepOutcome::Passed,
    });
    let floor = if reached.contains(&step) { StepOutcome::Passed } else { StepOutcome::NotEvaluated };
    worst.max().unwrap_or(floor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes;
    use crate::signature::verdict::Level;

    fn signature() -> SignatureVerdict {
        SignatureVerdict {
            entry: None,
            id: None,
            verdict: Indication::Indeterminate,
            code: None,
            level: Level::B,
            signer: None,
            issuer: None,
            serial: None,
            certificate: None,
            algorithm: None,
            signing_time: None,
            policy: None,
            covers: Vec::new(),
            revocation: RevocationState::NotPublished,
            proofs: Vec::new(),
            timestamps: Vec::new(),
            best_signature_time: None,
            agency: None,
            binding: None,
        }
    }

    fn draft(findings: Vec<Finding>, carrier: Option<usize>) -> Verdict {
        let mut draft = Draft::new(Scope::Full, Mode::Intake, Micros(0));
        draft.signatures = vec![signature(), signature()];
        (draft.carrier, draft.agencies_asked) = (carrier, true);
        draft.findings = findings;
        draft.reach(Step::Container);
        draft.conclude()
    }

    #[test]
    fn the_most_telling_finding_stands_first() {
        let verdict = draft(
            vec![
                Finding::warning(Step::Container, codes::PACKAGE_NO_MANIFEST),
                Finding::indeterminate(Step::Container, codes::PACKAGE_NOT_EVALUATED),
                Finding::failed(Step::Integrity, codes::SIGNATURE_VALUE_WRONG).of(1),
                Finding::failed(Step::Format, codes::SIGNATURE_STRUCTURE).of(1),
            ],
            None,
        );
        let codes: Vec<&str> = verdict.codes().iter().map(|code| code.name()).collect();
        assert_eq!(codes, ["signature.structure", "signature.value", "package.not_evaluated"]);
        assert_eq!((verdict.indication.as_str(), verdict.code), ("TOTAL-FAILED", Some(codes::SIGNATURE_STRUCTURE)));
        assert_eq!(verdict.sub_indication, Some(SubIndication::FormatFailure));
        assert_eq!(
            (verdict.signatures[0].verdict, verdict.signatures[1].verdict),
            (Indication::Valid, Indication::Invalid)
        );
        assert_eq!(verdict.step(Step::Container), StepOutcome::Indeterminate);
        assert_eq!(verdict.step(Step::Policy), StepOutcome::NotEvaluated);
    }

    #[test]
    fn a_carrier_outweighs_the_undecided_and_never_the_failed() {
        let undecided = || Finding::indeterminate(Step::CertificatePath, codes::CERTIFICATE_UNTRUSTED);
        assert_eq!(draft(vec![undecided().of(0)], Some(1)).verdict, Indication::Valid);
        assert_eq!(draft(vec![undecided().of(0)], None).verdict, Indication::Indeterminate);
        assert_eq!(draft(vec![undecided().of(1)], Some(1)).verdict, Indication::Indeterminate);
        assert_eq!(
            draft(vec![undecided()], Some(1)).verdict,
            Indication::Indeterminate,
            "of the package, not of a signature"
        );
        let failed = Finding::failed(Step::Integrity, codes::SIGNATURE_DIGEST);
        assert_eq!(draft(vec![failed.of(0)], Some(1)).verdict, Indication::Invalid);
        let revoked = Finding::indeterminate(Step::Revocation, codes::REVOCATION_REVOKED);
        assert_eq!(draft(vec![revoked.of(0)], Some(1)).verdict, Indication::Indeterminate, "a revoked seal is said");
    }
}
