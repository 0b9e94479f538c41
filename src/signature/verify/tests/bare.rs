use std::io::Read;

use super::fixture::{self, *};
use crate::crypto::sha256;
use crate::edxml::Message;
use crate::signature::algorithm::DigestAlgorithm;
use crate::signature::c14n::Method;
use crate::signature::dev_pki::{Bad, KeyKind};
use crate::signature::path::RevocationRule;
use crate::signature::sign::{Form, SignOptions, SigningCertificate};
use crate::signature::verify::{Request, Verifier};
use crate::signature::{
    AdmitError, Admitted, Container, Indication, IntakePolicy, Level, Mode, Scope, Step, StepOutcome,
};

const GOOD: &str = "TOTAL-PASSED:  | revocation.not_published";

#[test]
fn what_is_signed_here_is_valid_here() {
    for kind in [KeyKind::Rsa2048, KeyKind::Rsa3072, KeyKind::P256, KeyKind::P384, KeyKind::P521] {
        let signer = signer(kind);
        for canonicalization in Method::ALL {
            for signing_certificate in [SigningCertificate::V1, SigningCertificate::V2] {
                for digest in [DigestAlgorithm::Sha256, DigestAlgorithm::Sha512] {
                    let options = SignOptions { canonicalization, signing_certificate, digest, ..options() };
                    let signed = sign_bare(&signer, &options, &bare_xml());
                    let verdict = judge(signed.as_bytes());
                    assert_eq!(shown(&verdict), GOOD, "{options:?} {verdict:#?}");
                    assert_eq!(verdict.signatures[0].level, Level::B);
                    assert_eq!(verdict.signatures[0].covers, ["document"]);
                }
            }
        }
    }
}

#[test]
fn plain_xmldsig_is_valid_with_a_remark() {
    for canonicalization in Method::ALL {
        let options = SignOptions { form: Form::Plain, canonicalization, ..options() };
        let verdict = judge(sign_bare(&signer(KeyKind::P256), &options, &bare_xml()).as_bytes());
        assert_eq!(shown(&verdict), "TOTAL-PASSED:  | signature.no_signing_certificate revocation.not_published");
        assert_eq!(verdict.signatures[0].level, Level::Dsig);
    }
}

#[test]
fn verified_bytes_are_read_from_what_was_digested() {
    let signed = sign_bare(&signer(KeyKind::P256), &options(), &bare_xml());
    let admitted = admit(signed.as_bytes(), &IntakePolicy::default()).unwrap();
    let Admitted::Verified(verified) = &admitted else { panic!("{admitted:?}") };
    assert_eq!((verified.container(), verified.level(), admitted.signed()), (Container::Edxml, Level::B, "B"));
    assert_eq!(verified.chains()[0].len(), 3);
    let Message::Document(document) = verified.message() else { panic!() };
    assert_eq!(document.subject, "V/v liên thông văn bản & hồ sơ");
    assert_eq!(document.attachments[0].size_bytes, 5);
    let [attachment] = verified.attachments() else { panic!() };
    assert_eq!((attachment.name(), attachment.size()), ("Công văn.pdf", 5));
    assert_eq!(attachment.sha256(), sha256(b"%PDF-"));
    let mut bytes = Vec::new();
    attachment.open().read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, b"%PDF-");
}

#[test]
fn an_attachment_that_changed_on_disk_is_not_read_in_silence() {
    use std::os::unix::fs::FileExt;
    let signed = sign_bare(&signer(KeyKind::P256), &options(), &bare_xml());
    let shared = file(signed.as_bytes());
    let policy = IntakePolicy::default();
    let admitted = admit_by(&WORLD.verifier, std::sync::Arc::clone(&shared), now(), &policy).unwrap();
    let place = signed.find("JVBE").unwrap();
    shared.write_at(b"JVBF", place as u64).unwrap();
    let error = admitted.attachments()[0].open().read_to_end(&mut Vec::new()).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidData);
}

#[test]
fn a_signature_of_nobody_in_particular_is_not_admitted() {
    let signed = sign_bare(&signer(KeyKind::P256), &options(), &bare_xml());
    let unasked = Admitted::from_judged(judge_in(Mode::Intake, signed.as_bytes()), &IntakePolicy::default());
    assert!(matches!(unasked, Err(AdmitError::AgencyNotAsked)), "{unasked:?}");
    let report = Admitted::from_judged(judge_in(Mode::Report, signed.as_bytes()), &IntakePolicy::default());
    assert!(matches!(report, Err(AdmitError::NotIntake)), "{report:?}");
}

#[test]
fn sameness_does_not_hang_on_the_signature() {
    let digest = |options: &SignOptions, xml: &str| {
        let signed = sign_bare(&signer(KeyKind::P256), options, xml);
        match admit(signed.as_bytes(), &IntakePolicy::default()).unwrap() {
            Admitted::Verified(verified) => verified.content_digest(),
            other => panic!("{other:?}"),
        }
    };
    let first = digest(&options(), &bare_xml());
    for canonicalization in Method::ALL {
        for form in [Form::Plain, Form::XadesB] {
            let digest_by =
                |digest_algorithm| SignOptions { canonicalization, form, digest: digest_algorithm, ..options() };
            assert_eq!(digest(&digest_by(DigestAlgorithm::Sha384), &bare_xml()), first);
            assert_eq!(digest(&digest_by(DigestAlgorithm::Sha256), &bare_xml()), first);
        }
    }
    assert_ne!(digest(&options(), &bare_xml().replace("V/v", "V/V")), first);
}

#[test]
fn bad_certificates_are_told_apart() {
    let table = [
        (Bad::Expired, "INDETERMINATE: certificate.expired"),
        (Bad::NotYetValid, "TOTAL-FAILED: certificate.not_yet_valid"),
        (Bad::WrongKeyUsage, "INDETERMINATE: certificate.key_usage"),
        (Bad::LeafAsCa, "INDETERMINATE: certificate.is_ca"),
        (Bad::OtherRoot, "INDETERMINATE: certificate.untrusted"),
        (Bad::WrongExtendedKeyUsage, "INDETERMINATE: certificate.extended_key_usage"),
    ];
    for (bad, expected) in table {
        let signer = signer_of(&WORLD.pki.bad(bad).unwrap());
        let found = codes(sign_bare(&signer, &options(), &bare_xml()).as_bytes());
        assert!(found.starts_with(expected), "{bad:?}: {found}");
    }
}

#[test]
fn revocation_unknown_is_the_one_thing_that_policy_may_accept() {
    let verifier = Verifier::new(anchors(RevocationRule::Required));
    let signed = sign_bare(&signer(KeyKind::P256), &options(), &bare_xml());
    let judged = |at| {
        let request = Request { at, now: at, mode: Mode::Intake, scope: Scope::Full, agencies: None, pki: None };
        verifier.verify(file(signed.as_bytes()), &request).unwrap()
    };
    assert_eq!(shown(&judged(now()).verdict), "INDETERMINATE: revocation.unknown | ");
    let admit_at = |at, policy: &IntakePolicy| admit_by(&verifier, file(signed.as_bytes()), at, policy);
    assert!(admit_at(now(), &IntakePolicy::default()).is_err());
    let policy = IntakePolicy { accept_revocation_unknown: true, ..IntakePolicy::default() };
    let admitted = admit_at(now(), &policy).unwrap();
    assert_eq!(admitted.verdict().unwrap().verdict, Indication::Indeterminate);
    // Long after: expired too, and nothing accepts that.
    let at = now().plus_seconds(40 * 366 * 86_400);
    let late = judged(at);
    assert!(late.verdict.codes().contains(&crate::codes::CERTIFICATE_EXPIRED), "{:?}", late.verdict.codes());
    assert!(admit_at(at, &policy).is_err());
}

#[test]
fn integrity_alone_is_never_valid_and_says_so() {
    let signed = sign_bare(&signer(KeyKind::P256), &options(), &bare_xml());
    let request = Request { scope: Scope::Integrity, ..Request::report(now()) };
    let verdict = WORLD.verifier.verify(file(signed.as_bytes()), &request).unwrap().verdict;
    assert_eq!((verdict.verdict, verdict.exit_code()), (Indication::Indeterminate, 0));
    assert_eq!((verdict.integrity, verdict.step(Step::Time)), (StepOutcome::Passed, StepOutcome::NotEvaluated));
    let broken = signed.replace("V/v", "V/V");
    let verdict = WORLD.verifier.verify(file(broken.as_bytes()), &request).unwrap().verdict;
    assert_eq!(verdict.exit_code(), 1);
}

#[test]
fn without_anchors_nothing_is_trusted() {
    let verifier = Verifier::new(crate::signature::path::Anchors::new([]).unwrap());
    let signed = sign_bare(&signer(KeyKind::P256), &options(), &bare_xml());
    let verdict = verifier.verify(file(signed.as_bytes()), &Request::report(now())).unwrap().verdict;
    assert_eq!((shown(&verdict).as_str(), verdict.exit_code()), ("INDETERMINATE: certificate.untrusted | ", 2));
}

#[test]
fn the_verdict_is_stable_as_json() {
    let signed = sign_bare(&signer(KeyKind::P256), &options(), &bare_xml()).replace("V/v", "V/V");
    let verdict = judge(signed.as_bytes());
    let json = serde_json::to_value(&verdict).unwrap();
    assert_eq!(json["verdict"], "invalid");
    assert_eq!(json["code"], "signature.digest");
    assert_eq!(json["sub_indication"], "HASH_FAILURE");
    assert_eq!(
        (&json["container"], &json["integrity"], &json["trust"]),
        (&"edxml".into(), &"failed".into(), &"passed".into())
    );
    assert_eq!(json["revocation"], "not-published");
    assert!(json["time"].as_str().unwrap().ends_with("+07:00"));
    assert_eq!(json["signatures"][0]["algorithm"], "ECDSA-SHA256");
    assert_eq!(json["warnings"][0]["code"], "revocation.not_published");
    let back: crate::signature::Verdict = serde_json::from_value(json).unwrap();
    assert_eq!(back.digest().unwrap(), verdict.digest().unwrap());
}

#[test]
fn legacy_and_unsigned_are_named_and_admitted_by_policy_only() {
    let legacy = bare_xml().replace("</edXML:edXMLHeader>", "<Signature><SignedInfo/></Signature></edXML:edXMLHeader>");
    assert_eq!(codes(legacy.as_bytes()), "INDETERMINATE: signature.legacy | ");
    assert_eq!(codes(bare_xml().as_bytes()), "TOTAL-FAILED: signature.none | ");
    let admit =
        |xml: &str, policy: &IntakePolicy| fixture::admit(xml.as_bytes(), policy).map(|admitted| admitted.signed());
    let from = || Some(crate::domain::ids::OrganId("000.00.01.H53".to_owned()));
    let open = IntakePolicy { legacy_from: from(), unsigned_status_from: from(), ..IntakePolicy::default() };
    assert_eq!(admit(&legacy, &open).unwrap(), "legacy");
    assert!(admit(&legacy, &IntakePolicy::default()).is_err());
    assert!(admit(&bare_xml(), &open).is_err(), "an unsigned document is never admitted");
    let status = r#"<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXMLEnvelope><edXMLHeader><MessageHeader>
<From><OrganId>000.00.01.H53</OrganId></From><ResponseFor><OrganId>000.00.02.H53</OrganId><Code>1/A</Code>
<DocumentId>x</DocumentId></ResponseFor><StatusCode>03</StatusCode></MessageHeader></edXMLHeader></edXMLEnvelope></edXML>"#;
    assert_eq!(admit(status, &open).unwrap(), "none");
    assert!(admit(status, &IntakePolicy::default()).is_err());
    assert!(admit(&status.replace("000.00.01.H53", "000.00.09.H53"), &open).is_err());
}
