//! Asking a responder: honest, slow, silent, lying; and what its answers are worth.

use lienthong::clock::Clock;
use lienthong::domain::ids::Micros;
use lienthong::signature::RevocationState;
use lienthong::signature::dev_pki::DevPki;
use lienthong::signature::revocation::{Kind, Material, Origin};

use super::world::{World, now, shown};
use crate::support::authority::{Given, Ocsp, Reply};

async fn asked(world: &World, clock: Clock) -> Result<Material, &'static str> {
    let asked = world.resolver(clock).revocation(&world.seal.certificate, &world.pki.issuing().certificate).await;
    match asked.answer {
        Some(answer) => Ok(answer),
        None => Err(asked.errors[0].code().name()),
    }
}

fn unstamped(world: &World) -> Vec<u8> {
    let options = lienthong::signature::sign::SignOptions::at(now());
    let source = std::io::Cursor::new(crate::support::edxml::bare());
    world.signer().sign_enveloped(source, &options, Vec::new()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_honest_answer_makes_it_valid_and_its_age_undoes_it() {
    let world = World::open();
    let file = unstamped(&world);
    assert_eq!(shown(&world.judge(&file, None)), "INDETERMINATE: revocation.unknown | ");
    let answer = asked(&world, Clock::System).await.unwrap();
    let given = Given(vec![answer]);
    let verdict = world.judge(&file, Some(&given));
    assert_eq!(shown(&verdict), "TOTAL-PASSED:  | ", "{verdict:#?}");
    assert_eq!(verdict.revocation, RevocationState::Good);
    let proof = verdict.signatures[0].proofs[0];
    assert_eq!((proof.kind, proof.origin), (Kind::Ocsp, Origin::Fetched));
    // Two days later it speaks no more, and the verdict says until when it did.
    let late = world.judge_by(&world.verifier(), &file, now().plus_seconds(2 * 86_400), Some(&given));
    assert_eq!(shown(&late), "INDETERMINATE: revocation.unknown | revocation.answer_stale", "{late:#?}");
    assert!(late.findings[0].found.as_ref().unwrap().starts_with("nothing since"), "{late:#?}");
    // An hour before it was made it was not there.
    let early = world.judge_by(&world.verifier(), &file, now().plus_seconds(-3600), Some(&given));
    assert_eq!(shown(&early), "INDETERMINATE: revocation.unknown | revocation.answer_future");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_responder_that_lies_gives_no_answer() {
    let world = World::open();
    let other = DevPki::make(world.dir.path().join("other")).unwrap();
    let honest = Ocsp::of(&world.pki, &[&world.seal, &world.tsa], &[]);

    let (first, one) = (std::sync::OnceLock::new(), honest.clone());
    world.ocsp.answers(move |question| Reply::Bytes(first.get_or_init(|| one.answer(question)).clone()));
    assert!(asked(&world, Clock::System).await.is_ok());
    assert_eq!(asked(&world, Clock::System).await, Err("revocation.answer_nonce"), "replayed");

    let table: Vec<(&str, Ocsp, &str)> = vec![
        ("a responder of another CA", honest.clone().signed_by(&other.ocsp().unwrap()), "revocation.answer_issuer"),
        ("a seal that answers", honest.clone().signed_by(&world.pki.person().unwrap()), "revocation.answer_issuer"),
        ("a timestamper that answers", honest.clone().signed_by(&world.tsa), "revocation.answer_issuer"),
        ("no certificate in it", honest.clone().with(&["-resp_no_certs"]), "revocation.answer_issuer"),
        ("a bent signature", honest.clone().with(&["-badsig"]), "revocation.answer_signature"),
        ("SHA-1", honest.clone().with(&["-rmd", "sha1"]), "revocation.answer_weak"),
        ("a certificate it does not know", Ocsp::of(&world.pki, &[&world.tsa], &[]), "revocation.answer_other"),
    ];
    for (what, responder, code) in table {
        world.ocsp.answers(move |question| Reply::Bytes(responder.answer(question)));
        assert_eq!(asked(&world, Clock::System).await, Err(code), "{what}");
    }
    let by_ca = honest.clone().signed_by(world.pki.issuing());
    world.ocsp.answers(move |question| Reply::Bytes(by_ca.answer(question)));
    assert!(asked(&world, Clock::System).await.is_ok(), "the CA itself may answer");
    let by_key = honest.clone().with(&["-resp_key_id"]);
    world.ocsp.answers(move |question| Reply::Bytes(by_key.answer(question)));
    assert!(asked(&world, Clock::System).await.is_ok(), "named by its key");

    let one = honest.clone();
    world.ocsp.answers(move |question| Reply::Bytes(one.answer(question)));
    let off = |seconds: i64| Clock::fixed(Micros(now().0).plus_seconds(seconds));
    assert_eq!(asked(&world, off(3 * 86_400)).await, Err("revocation.answer_stale"));
    assert_eq!(asked(&world, off(-3600)).await, Err("revocation.answer_future"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_responder_that_fails_is_told_and_never_waited_for() {
    let world = World::open();
    for (reply, code) in [
        (Reply::Bytes(b"0\x03\x0a\x01\x03".to_vec()), "revocation.answer_refused"),
        (Reply::Bytes(b"hello".to_vec()), "revocation.answer_malformed"),
        (Reply::Status(500), "egress.status"),
        (Reply::Silence, "egress.timeout"),
        (Reply::Trickle(vec![0x30; 1000]), "egress.timeout"),
    ] {
        let once = std::sync::Mutex::new(Some(reply));
        world.ocsp.answers(move |_| once.lock().unwrap().take().unwrap_or(Reply::Status(500)));
        assert_eq!(asked(&world, Clock::System).await, Err(code));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_revoked_is_never_valid() {
    let world = World::open();
    let file = unstamped(&world);
    let cases = [
        ("keyCompromise", "INDETERMINATE: revocation.revoked | ", RevocationState::Revoked),
        ("certificateHold", "INDETERMINATE: revocation.on_hold | ", RevocationState::OnHold),
    ];
    for (reason, expected, state) in cases {
        let responder = Ocsp::of(&world.pki, &[&world.tsa], &[(&world.seal, reason)]);
        world.ocsp.answers(move |question| Reply::Bytes(responder.answer(question)));
        let given = Given(vec![asked(&world, Clock::System).await.unwrap()]);
        let verdict = world.judge(&file, Some(&given));
        assert_eq!(shown(&verdict), expected, "{reason}: {verdict:#?}");
        assert_eq!(verdict.revocation, state);
    }
    // A revocation counts whatever the anchor's rule asks for, and however old its proof is.
    let responder = Ocsp::of(&world.pki, &[&world.tsa], &[(&world.seal, "keyCompromise")]);
    world.ocsp.answers(move |question| Reply::Bytes(responder.answer(question)));
    let given = Given(vec![asked(&world, Clock::System).await.unwrap()]);
    let anchors = world.anchors(lienthong::signature::path::RevocationRule::None);
    let lax = lienthong::signature::Verifier::new(anchors);
    let verdict = world.judge_by(&lax, &file, now().plus_seconds(9 * 86_400), Some(&given));
    assert_eq!(shown(&verdict), "INDETERMINATE: revocation.revoked | ");
    assert_eq!(verdict.findings[0].sub_indication.unwrap().word(), "REVOKED_NO_POE");
    // Signed and stamped after the revocation it is final.
    let stamped = world.sign(false).unwrap();
    let rule = lienthong::signature::path::RevocationRule::None;
    let lax =
        lienthong::signature::Verifier::new(world.anchors(rule)).with_timestamping(world.anchors(rule), Vec::new());
    let verdict = world.judge_by(&lax, &stamped, now(), Some(&given));
    assert_eq!(shown(&verdict), "TOTAL-FAILED: revocation.revoked | ", "{verdict:#?}");
}
