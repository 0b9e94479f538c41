//! A verdict for people: the sentence, the steps, the signatures, then every finding with where, expected, found and
//! what to do.

use std::path::Path;

use crate::cli::Context;
use crate::cli::screen::{Screen, safe};
use crate::codes;
use crate::domain::ids::Micros;
use crate::i18n::{self, Value};
use crate::signature::{
    Container, Finding, Indication, Place, Scope, Severity, SignatureVerdict, Step, StepOutcome, Verdict,
};

/// The whole verdict.
pub fn screen(context: &Context, file: &Path, verdict: &Verdict) -> Screen {
    let mut screen = Screen::stdout();
    write(context, &mut screen, file, verdict);
    screen
}

fn write(context: &Context, screen: &mut Screen, file: &Path, verdict: &Verdict) {
    sentence(context, screen, verdict);
    screen.gap();
    screen.field(&context.say("cli-file"), &file.display().to_string());
    let container = match verdict.container {
        Some(Container::Asice) => "ASiC-E",
        Some(Container::Edxml) => "edXML",
        None => "–",
    };
    screen.field(&context.say("cli-container"), container);
    screen.field(&context.say("cli-judged-for"), &i18n::date_time(context.lang, verdict.time));
    screen.field(&context.say("cli-indication"), &verdict.indication);
    screen.gap();
    for step in &verdict.steps {
        let (mark, word) = outcome(context, step.outcome);
        screen.marked(&format!("  {mark}"), &format!("{}: {word}", context.say(step_id(step.step))));
    }
    for (index, signature) in verdict.signatures.iter().enumerate() {
        screen.gap();
        one_signature(context, screen, index, signature);
    }
    findings(context, screen, "cli-why", &verdict.findings);
    findings(context, screen, "cli-remarks", &verdict.warnings);
}

/// The first line: what to think of this file.
fn sentence(context: &Context, screen: &mut Screen, verdict: &Verdict) {
    match verdict.verdict {
        Indication::Valid => screen.good(&format!("✓ {}", valid(context, verdict))),
        Indication::Invalid => {
            screen.bad(&format!("✗ {}", invalid(context, verdict)));
            screen.indented(&context.say("verdict-invalid-advice"));
        }
        Indication::Indeterminate => screen.open(&format!("? {}", open(context, verdict))),
    }
}

fn valid(context: &Context, verdict: &Verdict) -> String {
    let Some(signature) = verdict.signatures.iter().find(|signature| signature.verdict == Indication::Valid) else {
        return context.say("cli-verify-valid");
    };
    let agency = Value::from(signer_words(signature));
    let files = Value::from(signature.covers.len());
    let claimed = signature.signing_time.as_deref().and_then(|text| text.parse::<jiff::Timestamp>().ok());
    let Some(claimed) = claimed.map(|at| Micros(at.as_microsecond())) else {
        return context.tell("cli-verify-valid-untimed", &[("agency", agency), ("files", files)]);
    };
    let (time, date) = (Value::from(i18n::time(claimed)), Value::from(i18n::date(context.lang, claimed)));
    let words = context.tell("verdict-valid", &[("agency", agency), ("files", files), ("time", time), ("date", date)]);
    format!("{words} ({})", i18n::text(context.lang, "verdict-valid", Some("claimed"), &[]))
}

fn invalid(context: &Context, verdict: &Verdict) -> String {
    let first = verdict.findings.first();
    let entry = first.and_then(|finding| finding.place.as_ref()).and_then(|place| place.entry.clone());
    match (verdict.code, entry) {
        (Some(code), Some(entry)) if code == codes::SIGNATURE_DIGEST => {
            context.tell("verdict-invalid-changed", &[("file", Value::from(entry))])
        }
        (Some(code), _) => context.tell("verdict-invalid-other", &[("reason", Value::from(reason(context, code)))]),
        (None, _) => context.tell("verdict-invalid-other", &[("reason", Value::from("–"))]),
    }
}

fn open(context: &Context, verdict: &Verdict) -> String {
    if verdict.scope == Scope::Integrity && verdict.holds_but_for_trust() {
        return context.say("cli-verify-integrity");
    }
    match verdict.code {
        Some(code) if code == codes::REVOCATION_UNKNOWN => context.say("cli-verify-revocation"),
        Some(code) => context.tell("verdict-indeterminate", &[("reason", Value::from(reason(context, code)))]),
        None => context.tell("verdict-indeterminate", &[("reason", Value::from("–"))]),
    }
}

/// A title as the end of a sentence: its first letter small, unless it is an abbreviation's.
fn reason(context: &Context, code: crate::codes::Code) -> String {
    let title = i18n::title(context.lang, code);
    let mut letters = title.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            let rest: String = title.chars().skip(1).collect();
            format!("{}{rest}", first.to_lowercase())
        }
        _ => title,
    }
}

fn one_signature(context: &Context, screen: &mut Screen, index: usize, signature: &SignatureVerdict) {
    let (mark, word) = match signature.verdict {
        Indication::Valid => ("✓", "cli-valid"),
        Indication::Invalid => ("✗", "cli-invalid"),
        Indication::Indeterminate => ("?", "cli-open"),
    };
    let number = Value::from(index + 1);
    screen.heading(&format!("{mark} {}: {}", context.tell("cli-signature", &[("number", number)]), context.say(word)));
    let optional = |value: &Option<String>| safe(value.as_deref().unwrap_or_default());
    screen.field(&context.say("cli-entry"), &optional(&signature.entry));
    screen.field(&context.say("cli-signer"), &optional(&signature.signer));
    screen.field(&context.say("cli-issuer"), &optional(&signature.issuer));
    screen.field(&context.say("cli-serial"), &optional(&signature.serial));
    screen.field(&context.say("cli-agency"), &optional(&signature.agency));
    screen.field(&context.say("cli-level"), signature.level.word());
    screen.field(&context.say("cli-algorithm"), &optional(&signature.algorithm));
    screen.field(&context.say("cli-claimed-time"), &optional(&signature.signing_time));
    screen.field(
        &context.say("cli-revocation"),
        &context.say(&format!("cli-revocation-{}", signature.revocation.word())),
    );
    let covers: Vec<String> = signature.covers.iter().map(|entry| safe(entry)).collect();
    screen.field(&context.say("cli-covers"), &covers.join(", "));
}

fn findings(context: &Context, screen: &mut Screen, heading: &str, findings: &[Finding]) {
    if findings.is_empty() {
        return;
    }
    screen.gap();
    screen.heading(&context.say(heading));
    for finding in findings {
        let mark = match finding.severity {
            Severity::Failed => "✗",
            Severity::Indeterminate => "?",
            Severity::Warning => "!",
        };
        screen.marked(&format!("  {mark}"), &format!("{} ({})", i18n::title(context.lang, finding.code), finding.code));
        if let Some(place) = &finding.place {
            evidence(context, screen, "cli-where", &place_words(context, place));
        }
        for (label, value) in
            [("cli-expected", &finding.expected), ("cli-found", &finding.found), ("cli-detail", &finding.detail)]
        {
            evidence(context, screen, label, value.as_deref().unwrap_or_default());
        }
        screen.marked("    →", &i18n::remedy(context.lang, finding.code));
    }
}

fn evidence(context: &Context, screen: &mut Screen, label: &str, value: &str) {
    if !value.is_empty() {
        screen.marked("     ", &format!("{}: {}", context.say(label), safe(value)));
    }
}

fn place_words(context: &Context, place: &Place) -> String {
    let mut words = Vec::new();
    words.extend(place.entry.clone());
    for (id, value) in [("cli-line", place.line), ("cli-column", place.column)] {
        if let Some(value) = value {
            words.push(format!("{} {value}", context.say(id)));
        }
    }
    words.join(", ")
}

fn step_id(step: Step) -> &'static str {
    match step {
        Step::Container => "cli-step-container",
        Step::Format => "cli-step-format",
        Step::Integrity => "cli-step-integrity",
        Step::CertificatePath => "cli-step-certificate-path",
        Step::Revocation => "cli-step-revocation",
        Step::Time => "cli-step-time",
        Step::Policy => "cli-step-policy",
    }
}

fn outcome(context: &Context, outcome: StepOutcome) -> (&'static str, String) {
    let (mark, id) = match outcome {
        StepOutcome::Passed => ("✓", "cli-step-passed"),
        StepOutcome::Failed => ("✗", "cli-step-failed"),
        StepOutcome::Indeterminate => ("?", "cli-step-open"),
        StepOutcome::NotEvaluated => ("–", "cli-step-none"),
    };
    (mark, context.say(id))
}

/// Whom people call the signer: CN of the subject, or the whole subject where it has none.
fn signer_words(signature: &SignatureVerdict) -> String {
    let Some(subject) = &signature.signer else { return "–".to_owned() };
    safe(&common_name(subject).unwrap_or_else(|| subject.clone()))
}

/// CN out of an RFC 4514 text, its escapes undone.
fn common_name(subject: &str) -> Option<String> {
    let (mut parts, mut current, mut letters) = (Vec::new(), String::new(), subject.chars());
    while let Some(c) = letters.next() {
        match c {
            '\\' => current.extend(letters.next()),
            ',' | '+' => parts.push(std::mem::take(&mut current)),
            _ => current.push(c),
        }
    }
    parts.push(current);
    parts.iter().find_map(|part| part.trim_start().strip_prefix("CN=").map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Format;
    use crate::i18n::Lang;
    use crate::signature::{Level, RevocationState, StepResult, SubIndication};

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
        }
    }

    fn text(lang: Lang, verdict: &Verdict) -> String {
        let mut screen = Screen::plain();
        let context = Context { format: Format::Text, lang };
        write(&context, &mut screen, Path::new("van-ban.asice"), verdict);
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

    #[test]
    fn common_names_are_unescaped() {
        assert_eq!(common_name("O=a\\,CN=x,CN=b\\, c").as_deref(), Some("b, c"));
        assert_eq!(common_name("O=a"), None);
    }
}
