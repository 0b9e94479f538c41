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
    use crate::domain::ids::Micros;
    use crate::i18n::Lang;
    use crate::report::verdict::view;
    use crate::signature::{
        Container, Finding, Indication, Level, Place, RevocationState, Scope, SignatureVerdict, Step, StepOutcome,
        StepResult, SubIndication, Verdict,
    };

    fn signature() -> SignatureVerdict {
        SignatureVerdict {
            entry: Some("META-INF/signatures001.xml".into()),
            id: None,
            verdict: Indication::Valid,
            code: None,
            level: Level::B,
            signer: Some("CN=Sở Tài nguyên và Môi trường tỉnh Thừa Thiên Huế\\, Việt Nam,O=UBND tỉnh,C=VN".into()),
            issuer: Some("CN=CA phát triển,C=VN".into()),
            serial: Some("1A2B".into()),
            certificate: None,
            algorithm: Some("ECDSA-SHA256".into()),
            signing_time: Some("2026-11-24T03:00:00Z".into()),
            policy: None,
            covers: vec!["document.xml".into(), "Công văn số 15 về việc báo cáo.pdf".into()],
            revocation: RevocationState::NotPublished,
            proofs: Vec::new(),
            timestamps: Vec::new(),
            best_signature_time: None,
            agency: None,
            binding: None,
        }
    }

    fn verdict() -> Verdict {
        Verdict {
            verdict: Indication::Valid,
            indication: Indication::Valid.etsi().into(),
            indication_uri: Indication::Valid.uri().into(),
            code: None,
            sub_indication: None,
            sub_indication_uri: None,
            container: Some(Container::Asice),
            scope: Scope::Full,
            mode: crate::signature::Mode::Report,
            integrity: StepOutcome::Passed,
            trust: StepOutcome::Passed,
            revocation: RevocationState::NotPublished,
            time: Micros(1_795_489_200_000_000),
            steps: Step::ALL.into_iter().map(|step| StepResult { step, outcome: StepOutcome::Passed }).collect(),
            signatures: vec![signature()],
            findings: Vec::new(),
            warnings: Vec::new(),
            pdf: Vec::new(),
        }
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
