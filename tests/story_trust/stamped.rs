//! Levels T and LT: what a timestamp moves, and what it does not.

use lienthong::domain::ids::Micros;
use lienthong::signature::dev_pki::DevPki;
use lienthong::signature::path::{Anchors, RevocationRule};
use lienthong::signature::{Level, RevocationState, Verifier};

use super::world::{World, now, shown};
use crate::support::authority::{Reply, Tsa};

const YEAR: i64 = 366 * 86_400;

#[tokio::test(flavor = "multi_thread")]
async fn a_stamped_signature_is_of_level_t_or_lt() {
    let world = World::open();
    let t = world.sign(false).unwrap();
    let verdict = world.judge(&t, None);
    // Nothing at hand says whether the seal, or the authority, was revoked.
    assert_eq!(shown(&verdict), "INDETERMINATE: revocation.unknown | timestamp.revocation_unknown", "{verdict:#?}");
    assert_eq!(verdict.signatures[0].level, Level::B);

    let lt = world.sign(true).unwrap();
    let verdict = world.judge(&lt, None);
    assert_eq!(shown(&verdict), "TOTAL-PASSED:  | ", "{verdict:#?}");
    let signature = &verdict.signatures[0];
    assert_eq!((signature.level, signature.revocation), (Level::Lt, RevocationState::Good));
    assert_eq!(signature.timestamps.len(), 1);
    let stamp = &signature.timestamps[0];
    assert!(stamp.holds && stamp.authority.as_ref().unwrap().contains("Dấu thời gian"), "{stamp:?}");
    assert_eq!((stamp.policy.as_deref(), signature.best_signature_time), (Some("1.2.3.4.1"), stamp.time));
    assert_eq!(signature.proofs.len(), 1, "of the seal: its issuing CA names no source");

    // With an anchor whose certificates publish nothing, T needs no proof.
    let rule = RevocationRule::None;
    let verifier = Verifier::new(world.anchors(rule)).with_timestamping(world.anchors(rule), Vec::new());
    let verdict = world.judge_by(&verifier, &t, now(), None);
    assert_eq!((shown(&verdict).as_str(), verdict.signatures[0].level), ("TOTAL-PASSED:  | ", Level::T));
}

/// EN 319 102-1 §5.5: what was good at the time of the stamp stays good after the certificate has ended.
#[tokio::test(flavor = "multi_thread")]
async fn level_lt_outlives_the_certificate_and_level_b_does_not() {
    let world = World::open();
    let later = Micros(world.seal.certificate.not_after().0).plus_seconds(YEAR);
    let lt = world.sign(true).unwrap();
    let verdict = world.judge_by(&world.verifier(), &lt, later, None);
    assert_eq!(
        (shown(&verdict).as_str(), verdict.signatures[0].level),
        ("TOTAL-PASSED:  | ", Level::Lt),
        "{verdict:#?}"
    );
    let mut unstamped = Vec::new();
    let options = lienthong::signature::sign::SignOptions::at(now());
    let source = std::io::Cursor::new(crate::support::edxml::bare());
    world.signer().sign_enveloped(source, &options, &mut unstamped).unwrap();
    let verdict = world.judge_by(&world.verifier(), &unstamped, later, None);
    assert_eq!(shown(&verdict), "INDETERMINATE: certificate.expired certificate.issuer_time | ");
}

/// A token that does not hold is a remark, and moves nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_does_not_hold_moves_nothing() {
    let world = World::open();
    let lt = String::from_utf8(world.sign(true).unwrap()).unwrap();
    let with = |token: &[u8]| {
        use base64::Engine as _;
        let text = base64::engine::general_purpose::STANDARD.encode(token);
        let (open, close) = ("<xades:EncapsulatedTimeStamp>", "</xades:EncapsulatedTimeStamp>");
        let (start, end) = (lt.find(open).unwrap() + open.len(), lt.find(close).unwrap());
        format!("{}{text}{}", &lt[..start], &lt[end..]).into_bytes()
    };
    let honest = Tsa::of(&world.pki, &world.tsa);
    let other = DevPki::make(world.dir.path().join("other")).unwrap();
    let stranger = Tsa::of(&other, &other.tsa().unwrap());
    let stamped = stamped_bytes(&lt);
    assert_eq!(shown(&world.judge(&with(&honest.token(&stamped)), None)), "TOTAL-PASSED:  | ", "the bench is right");
    let mut broken = honest.token(&stamped);
    let last = broken.len() - 1;
    broken[last] ^= 1;
    // Each leaves the signature as it is without a stamp: the answers that it carries speak for now as well.
    for (what, token, code) in [
        ("over other bytes", honest.token(b"other bytes"), "timestamp.imprint"),
        ("by nobody known", stranger.token(&stamped), "timestamp.untrusted"),
        ("bent", broken, "timestamp.signature"),
        ("no token", b"0\x03\x02\x01\x05".to_vec(), "timestamp.malformed"),
    ] {
        let verdict = world.judge(&with(&token), None);
        assert_eq!(shown(&verdict), format!("TOTAL-PASSED:  | {code}"), "{what}: {verdict:#?}");
        let signature = &verdict.signatures[0];
        assert_eq!((signature.level, signature.best_signature_time), (Level::B, None), "{what}");
        assert!(!signature.timestamps[0].holds && signature.timestamps[0].code.unwrap().name() == code);
    }
    // From the future of the judge.
    let earlier = now().plus_seconds(-3600);
    let verdict = world.judge_by(&world.verifier(), lt.as_bytes(), earlier, None);
    assert!(verdict.warnings.iter().any(|one| one.code.name() == "timestamp.future"), "{verdict:#?}");
    // Under a policy that is not taken, and with no authority trusted.
    let rule = RevocationRule::IfPublished;
    let strict =
        Verifier::new(world.anchors(rule)).with_timestamping(world.anchors(rule), vec!["1.2.3.4.9".to_owned()]);
    let verdict = world.judge_by(&strict, lt.as_bytes(), now(), None);
    assert_eq!(shown(&verdict), "TOTAL-PASSED:  | timestamp.policy");
    let none = Verifier::new(world.anchors(rule)).with_timestamping(Anchors::none(), Vec::new());
    assert_eq!(shown(&world.judge_by(&none, lt.as_bytes(), now(), None)), "TOTAL-PASSED:  | timestamp.untrusted");
}

/// The stamp of a certificate that is for something else.
#[tokio::test(flavor = "multi_thread")]
async fn only_certificates_for_timestamping_stamp() {
    let world = World::open();
    // openssl itself refuses to stamp by a seal. The other way: a path built for stamps never serves a document.
    let signer = lienthong::signature::sign::Signer::new(
        world.tsa.key.clone(),
        world.tsa.certificate.clone(),
        world.tsa.chain.clone(),
    )
    .unwrap();
    let options = lienthong::signature::sign::SignOptions::at(now());
    let source = || std::io::Cursor::new(crate::support::edxml::bare());
    let by_tsa = signer.sign_enveloped(source(), &options, Vec::new()).unwrap();
    let lt = world.sign(true).unwrap();
    assert_eq!(shown(&world.judge(&lt, None)), "TOTAL-PASSED:  | ", "its path is in the cache now");
    let verdict = world.judge(&by_tsa, None);
    assert_eq!(shown(&verdict), "INDETERMINATE: certificate.extended_key_usage | ");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authority_that_lies_gives_no_stamp() {
    let world = World::open();
    let honest = Tsa::of(&world.pki, &world.tsa);
    let other = DevPki::make(world.dir.path().join("other")).unwrap();
    let stranger = Tsa::of(&other, &other.tsa().unwrap());
    let code = |world: &World| world.sign(false).unwrap_err().code().name();

    let stamp = honest.clone();
    let first = std::sync::OnceLock::new();
    world.stamps.answers(move |asked| {
        // The same old answer to every question.
        Reply::Bytes(first.get_or_init(|| stamp.answer(asked)).clone())
    });
    world.sign(false).unwrap();
    assert_eq!(code(&world), "timestamp.nonce", "replayed");

    let stamp = honest.clone();
    world.stamps.answers(move |asked| {
        // Another imprint under the same nonce: the 32 bytes behind its OCTET STRING header.
        let mut bent = asked.to_vec();
        let at = bent.windows(2).position(|two| two == [0x04, 0x20]).unwrap() + 2;
        bent[at] ^= 1;
        Reply::Bytes(stamp.answer(&bent))
    });
    assert_eq!(code(&world), "timestamp.imprint");

    world.stamps.answers(move |asked| Reply::Bytes(stranger.answer(asked)));
    assert_eq!(code(&world), "timestamp.untrusted");

    let stamp = honest.clone();
    world.stamps.answers(move |asked| Reply::Bytes(stamp.answer(asked)));
    let off = |seconds: i64| {
        let clock = lienthong::clock::Clock::fixed(now().plus_seconds(seconds));
        world.sign_at(false, clock).unwrap_err().code().name()
    };
    assert_eq!(off(3600), "timestamp.order", "an hour old");
    assert_eq!(off(-3600), "timestamp.future", "an hour ahead");

    let stamp = honest.clone();
    world.stamps.answers(move |_| Reply::Bytes(stamp.answer(b"no query")));
    assert_eq!(code(&world), "timestamp.refused");
    for (reply, expected) in [
        (Reply::Bytes(b"<html>hello</html>".to_vec()), "timestamp.malformed"),
        (Reply::Bytes(Vec::new()), "timestamp.malformed"),
        (Reply::Status(404), "egress.status"),
        (Reply::Silence, "egress.timeout"),
        (Reply::Trickle(vec![0x30; 1000]), "egress.timeout"),
    ] {
        let once = std::sync::Mutex::new(Some(reply));
        world.stamps.answers(move |_| once.lock().unwrap().take().unwrap_or(Reply::Status(500)));
        assert_eq!(code(&world), expected);
    }
}

/// The canonical SignatureValue, by xmllint's rules: no namespaces but those in scope, here the two that edXML and
/// XMLDSig bring; taken from our own canonicalizer through the signed file.
fn stamped_bytes(signed: &str) -> Vec<u8> {
    let start = signed.find("<ds:SignatureValue").unwrap();
    let end = signed.find("</ds:SignatureValue>").unwrap() + "</ds:SignatureValue>".len();
    // Exclusive canonicalization renders the one namespace that is used.
    signed[start..end]
        .replacen("<ds:SignatureValue", "<ds:SignatureValue xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"", 1)
        .into_bytes()
}
