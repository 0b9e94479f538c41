//! From findings to a verdict: the one place where severities become an indication.

use super::finding::{Finding, note};
use super::words::{Container, Indication, Mode, RevocationState, Scope, Severity, Step, StepOutcome};
use super::{SignatureVerdict, StepResult, Verdict};
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
    /// Everything found so far, of any severity.
    pub findings: Vec<Finding>,
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
            findings: Vec::new(),
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
        let outweighed = |finding: &Finding| {
            finding.severity == Severity::Indeterminate
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
            code: findings.first().map(|finding| finding.code),
            sub_indication: findings.first().and_then(|finding| finding.sub_indication),
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
