use super::*;
use crate::codes;
use crate::domain::ids::Micros;
use crate::signature::{Level, Mode, RevocationState, Scope, StepResult};

/// A package that passed in every step, stamped; for whoever shows verdicts.
pub(crate) fn verdict() -> Verdict {
    let signature = SignatureVerdict {
        entry: Some("META-INF/signatures001.xml".into()),
        id: None,
        verdict: Indication::Valid,
        code: None,
        level: Level::Lt,
        signer: Some("CN=Sở Tài nguyên và Môi trường tỉnh Thừa Thiên Huế\\, Việt Nam,O=UBND tỉnh,C=VN".into()),
        issuer: Some("CN=CA phát triển,C=VN".into()),
        serial: Some("1A2B".into()),
        certificate: None,
        algorithm: Some("ECDSA-SHA256".into()),
        signing_time: Some("2026-11-24T03:00:00Z".into()),
        policy: None,
        covers: vec!["document.xml".into(), "Công văn số 15 về việc báo cáo.pdf".into()],
        revocation: RevocationState::Good,
        proofs: Vec::new(),
        timestamps: vec![TimestampVerdict {
            holds: true,
            code: None,
            time: Some(Micros(1_795_489_260_000_000)),
            authority: Some("CN=Dấu thời gian,C=VN".into()),
            certificate: None,
            policy: Some("1.2.3".into()),
        }],
        best_signature_time: Some(Micros(1_795_489_260_000_000)),
        agency: None,
        binding: None,
    };
    Verdict {
        verdict: Indication::Valid,
        indication: Indication::Valid.etsi().into(),
        indication_uri: Indication::Valid.uri().into(),
        code: None,
        sub_indication: None,
        sub_indication_uri: None,
        container: Some(Container::Asice),
        scope: Scope::Full,
        mode: Mode::Report,
        integrity: StepOutcome::Passed,
        trust: StepOutcome::Passed,
        revocation: RevocationState::Good,
        time: Micros(1_795_489_200_000_000),
        steps: Step::ALL.into_iter().map(|step| StepResult { step, outcome: StepOutcome::Passed }).collect(),
        signatures: vec![signature],
        findings: Vec::new(),
        warnings: Vec::new(),
        pdf: Vec::new(),
    }
}

fn invalid() -> Verdict {
    let mut invalid = verdict();
    (invalid.verdict, invalid.code) = (Indication::Invalid, Some(codes::SIGNATURE_DIGEST));
    let place = Place { line: Some(3), ..Place::entry("<b>phụ lục</b>.pdf") };
    let finding = Finding::failed(Step::Integrity, codes::SIGNATURE_DIGEST);
    invalid.findings = vec![finding.at(place).expected("a<b&c").found("\"x\"")];
    invalid.warnings = vec![Finding::warning(Step::Revocation, codes::REVOCATION_NOT_PUBLISHED)];
    invalid
}

#[test]
fn a_timestamp_proves_the_time_and_a_claim_only_claims() {
    let vi = say(Lang::Vi, &verdict());
    assert!(
        vi.sentence.starts_with("Hợp lệ: Sở Tài nguyên và Môi trường tỉnh Thừa Thiên Huế, Việt Nam ký lúc 10:01"),
        "{vi:?}"
    );
    assert!(vi.sentence.ends_with("(giờ theo dấu thời gian).") && vi.advice.is_empty(), "{vi:?}");
    let mut claimed = verdict();
    claimed.signatures[0].best_signature_time = None;
    let vi = say(Lang::Vi, &claimed);
    assert!(vi.sentence.contains("10:00") && vi.sentence.ends_with("(giờ ký do bên ký khai)."), "{vi:?}");
}

#[test]
fn all_that_signed_are_named_whichever_comes_first() {
    let mut two = verdict();
    let mut other = two.signatures[0].clone();
    other.signer = Some("CN=Nguyễn Văn A,C=VN".into());
    two.signatures.push(other.clone());
    let both = "Sở Tài nguyên và Môi trường tỉnh Thừa Thiên Huế, Việt Nam, Nguyễn Văn A ký";
    assert!(say(Lang::Vi, &two).sentence.contains(both), "{:?}", say(Lang::Vi, &two));
    two.signatures.reverse();
    assert!(say(Lang::Vi, &two).sentence.contains("Nguyễn Văn A, Sở Tài nguyên"), "{:?}", say(Lang::Vi, &two));
    // Twice the same is one; one that is not valid is none.
    two.signatures.push(other);
    two.signatures[1].verdict = Indication::Indeterminate;
    assert!(say(Lang::Vi, &two).sentence.starts_with("Hợp lệ: Nguyễn Văn A ký"), "{:?}", say(Lang::Vi, &two));
}

#[test]
fn each_outcome_says_what_to_do_in_both_languages() {
    for lang in [Lang::Vi, Lang::En] {
        let said = say(lang, &invalid());
        assert!(said.sentence.contains("<b>phụ lục</b>.pdf"), "{said:?}");
        assert!(said.advice.len() > i18n::remedy(lang, codes::SIGNATURE_DIGEST).len(), "{said:?}");
        let mut open = verdict();
        (open.verdict, open.code) = (Indication::Indeterminate, Some(codes::REVOCATION_ON_HOLD));
        assert_eq!(say(lang, &open).advice, i18n::remedy(lang, codes::REVOCATION_ON_HOLD));
    }
}

#[test]
fn the_page_shows_everything_and_runs_nothing() {
    for lang in [Lang::Vi, Lang::En] {
        let shown = html(&view(lang, "văn bản <1>.asice", &invalid())).unwrap();
        assert!(
            !shown.contains("<b>")
                && !shown.contains("<script")
                && !shown.contains("http:")
                && !shown.contains("https:"),
            "{shown}"
        );
        for text in
            ["&#60;b&#62;phụ lục", "signature.digest", "revocation.not_published", "ECDSA-SHA256", "Công văn số 15"]
        {
            assert!(shown.contains(text), "{text} in {shown}");
        }
        assert!(shown.contains(&format!("<html lang=\"{}\">", lang.tag())));
    }
}

#[test]
fn common_names_are_unescaped() {
    assert_eq!(sentence::common_name("O=a\\,CN=x,CN=b\\, c").as_deref(), Some("b, c"));
    assert_eq!(sentence::common_name("O=a"), None);
    // What a person should not be shown stays as it was written for people.
    assert_eq!(sentence::common_name("CN=\\1b[2J,O=a").as_deref(), Some("\\1b[2J"));
    assert_eq!(sentence::common_name("CN=a\\0aCN\\=Boss").as_deref(), Some("a\\0aCN=Boss"));
    assert_eq!(sentence::common_name("CN=a\\u{202e}b\\\\").as_deref(), Some("a\\u{202e}b\\"));
    assert_eq!(sentence::common_name("CN=\\ a\\").as_deref(), Some(" a\\"));
}

#[test]
fn the_name_of_the_file_cannot_turn_a_screen_around() {
    let view = view(Lang::En, "x\u{1b}[31m\u{202e}.edxml", &verdict());
    let shown = "x\\u{1b}[31m\\u{202e}.edxml";
    assert_eq!(view.file, shown);
    assert!(view.facts.iter().any(|(_, value)| value == shown), "{:?}", view.facts);
}
