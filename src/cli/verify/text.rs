//! A verdict as text: the lines of [`View`], wrapped to the terminal.

use crate::cli::screen::{Screen, safe};
use crate::report::verdict::{FindingView, Tone, View};

/// The whole verdict.
pub fn screen(view: &View) -> Screen {
    let mut screen = Screen::stdout();
    write(&mut screen, view);
    screen
}

fn write(screen: &mut Screen, view: &View) {
    let sentence = format!("{} {}", view.mark, view.sentence);
    match view.tone {
        Tone::Good => screen.good(&sentence),
        Tone::Bad => screen.bad(&sentence),
        Tone::Open | Tone::Quiet => screen.open(&sentence),
    }
    if !view.advice.is_empty() {
        screen.indented(&view.advice);
    }
    screen.gap();
    for (name, value) in &view.facts {
        screen.field(name, value);
    }
    screen.gap();
    for step in &view.steps {
        screen.marked(&format!("  {}", step.mark), &format!("{}: {}", step.name, step.word));
    }
    for signature in view.signatures.iter().chain(&view.pdfs) {
        screen.gap();
        screen.heading(&format!("{} {}", signature.mark, signature.heading));
        for (name, value) in &signature.facts {
            screen.field(name, &safe(value));
        }
    }
    findings(screen, &view.why, &view.findings);
    findings(screen, &view.remarks_heading, &view.remarks);
}

fn findings(screen: &mut Screen, heading: &str, findings: &[FindingView]) {
    if findings.is_empty() {
        return;
    }
    screen.gap();
    screen.heading(heading);
    for finding in findings {
        screen.marked(&format!("  {}", finding.mark), &format!("{} ({})", finding.title, finding.code));
        for (name, value) in &finding.evidence {
            screen.marked("     ", &format!("{name}: {}", safe(value)));
        }
        screen.marked("    →", &finding.remedy);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes;
    use crate::i18n::Lang;
    use crate::report::verdict::{tests, view};
    use crate::signature::{Finding, Indication, Level, Place, RevocationState, Scope, Step, SubIndication, Verdict};

    /// The same without a timestamp and without answers: what most packages of today are.
    fn verdict() -> Verdict {
        let mut verdict = tests::verdict();
        verdict.revocation = RevocationState::NotPublished;
        for signature in &mut verdict.signatures {
            (signature.level, signature.revocation) = (Level::B, RevocationState::NotPublished);
            (signature.timestamps, signature.best_signature_time) = (Vec::new(), None);
        }
        verdict
    }

    fn text(lang: Lang, verdict: &Verdict) -> String {
        let mut screen = Screen::plain();
        write(&mut screen, &view(lang, "van-ban.asice", verdict));
        for line in screen.text().lines() {
            assert!(crate::report::layout::width(line) <= 80, "{line}");
        }
        screen.text().to_owned()
    }

    #[test]
    fn a_valid_one_says_who_and_when() {
        insta::assert_snapshot!(text(Lang::Vi, &verdict()));
    }

    #[test]
    fn an_invalid_one_says_where_and_what_to_do() {
        let mut invalid = verdict();
        (invalid.verdict, invalid.code) = (Indication::Invalid, Some(codes::SIGNATURE_DIGEST));
        invalid.indication = Indication::Invalid.etsi().into();
        invalid.sub_indication = Some(SubIndication::HashFailure);
        invalid.findings = vec![
            Finding::failed(Step::Integrity, codes::SIGNATURE_DIGEST)
                .at(Place::entry("Công văn số 15 về việc báo cáo.pdf"))
                .expected("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
                .found("60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"),
        ];
        insta::assert_snapshot!(text(Lang::En, &invalid));
        insta::assert_snapshot!(text(Lang::Vi, &invalid));
    }

    #[test]
    fn without_trust_valid_is_never_said() {
        let mut open = verdict();
        (open.verdict, open.scope) = (Indication::Indeterminate, Scope::Integrity);
        open.signatures[0].verdict = Indication::Indeterminate;
        open.code = Some(codes::SIGNATURE_TRUST_NOT_EVALUATED);
        open.findings = vec![Finding::indeterminate(Step::CertificatePath, codes::SIGNATURE_TRUST_NOT_EVALUATED)];
        let words = text(Lang::En, &open);
        assert!(!words.lines().next().unwrap().to_lowercase().contains("valid"), "{words}");
    }
}
