//! OCSP answers that do not count: about somebody else, too old, or by nobody who may speak for the CA (RFC 6960).

use lienthong::clock::Clock;
use lienthong::signature::path::{Anchors, Purpose};
use lienthong::signature::revocation::{Kind, Material, Moment, Origin, Status, of_certificate};
use openssl::hash::MessageDigest;

use super::ca::{Made, Wish, extension, name, subject_of};
use super::forged_answers::{Answer, Told};
use super::revocation::{Bench, DAY, UNKNOWN, ocsp};
use super::table::Table;
use super::unsigned::Case;

pub fn rows(t: &mut Table<'_>, b: &Bench) {
    answers(t, b);
    aged_answers(t, b);
    responders(t, b);
}

fn answers(t: &mut Table<'_>, b: &Bench) {
    let stale = "revocation.answer_stale";
    let (root, neighbour) = (&b.root.certificate, &t.world.neighbour.certificate);
    let twin = Wish::root(subject_of(&b.issuing.certificate)).make();
    let rows: Vec<(&str, &str, Answer<'_>)> = vec![
        ("an answer about another serial number", "", Answer { about: neighbour, ..b.answer() }),
        ("an answer with another issuerKeyHash", "", Answer { issuer_key: &twin.certificate, ..b.answer() }),
        (
            "an answer with another issuerNameHash",
            "",
            Answer { issuer: root, issuer_key: &b.issuing.certificate, ..b.answer() },
        ),
        ("an answer that knows nothing", "revocation.answer_other", Answer { told: Told::Unknown, ..b.answer() }),
        (
            "an answer whose nextUpdate is past",
            stale,
            Answer { from: -7200, produced: -7200, to: Some(-60), ..b.answer() },
        ),
        (
            "an old answer with a new producedAt",
            stale,
            Answer { from: -2 * DAY, produced: -60, to: None, ..b.answer() },
        ),
        (
            "an answer from the future",
            "revocation.answer_future",
            Answer { from: 3600, produced: 3600, to: Some(7200), ..b.answer() },
        ),
        ("an answer produced in the future", "revocation.answer_future", Answer { produced: 3600, ..b.answer() }),
        (
            "an answer that knows more than when it was made",
            "revocation.answer_malformed",
            Answer { from: -60, produced: -7200, ..b.answer() },
        ),
        (
            "an answer that ends before it begins",
            "revocation.answer_malformed",
            Answer { to: Some(-7200), ..b.answer() },
        ),
        (
            "an answer with a critical extension",
            "revocation.answer_unsupported",
            Answer { critical: true, ..b.answer() },
        ),
        (
            "an answer signed over SHA-1",
            "revocation.answer_weak",
            Answer { digest: MessageDigest::sha1(), ..b.answer() },
        ),
    ];
    for (name, remarks, answer) in rows {
        b.row(t, name, UNKNOWN, remarks, vec![ocsp(&answer)]);
    }
}

/// Without nextUpdate an answer speaks for a day; it is judged two days later.
fn aged_answers(t: &mut Table<'_>, b: &Bench) {
    let proofs = vec![ocsp(&Answer { to: None, ..b.answer() })];
    let at = Some(t.world.now.plus_seconds(2 * DAY));
    let (remarks, tries) = ("revocation.answer_stale", "a good answer is kept for ever");
    let name = "an answer of the day before yesterday without nextUpdate";
    Case { codes: UNKNOWN, remarks, tries, proofs: proofs.clone(), at, ..Case::of(name, &b.seal) }.attack(t);
    Case { proofs, ..Case::of("an answer of today without nextUpdate", &b.seal) }.good(t);
}

fn responders(t: &mut Table<'_>, b: &Bench) {
    let (issuer, signature) = ("revocation.answer_issuer", "revocation.answer_signature");
    let issuing = Made::from(&b.issuing);
    let root = Made::from(&b.root);
    let twin = Wish::root(subject_of(&b.issuing.certificate)).make();
    let subject = || subject_of(&b.responder.certificate);
    let for_ocsp = || vec!["OCSPSigning"];
    let made = |ca: &Made, days, purposes| Wish { days, purposes, ..Wish::leaf(subject(), ca) }.make();
    let usual = (0, 1000);
    let mut old = Wish { days: (-10, -1), purposes: for_ocsp(), ..Wish::leaf(subject(), &issuing) };
    old.extra = vec![extension("1.3.6.1.5.5.7.48.1.5", false, &[5, 0])];
    let rows: Vec<(&str, &str, Made)> = vec![
        ("an answer by a responder without OCSPSigning", issuer, made(&issuing, usual, Vec::new())),
        ("an answer by a responder for servers", issuer, made(&issuing, usual, vec!["serverAuth"])),
        ("an answer by an ended responder", issuer, old.make()),
        ("an answer by a responder to come", issuer, made(&issuing, (1, 1000), for_ocsp())),
        ("an answer by a responder of the CA above", issuer, made(&root, usual, for_ocsp())),
        ("an answer by a responder of a stranger of that name", issuer, made(&twin, usual, for_ocsp())),
        ("an answer by the seal itself", issuer, b.seal.clone()),
        ("an answer by the CA above", issuer, root.clone()),
        ("an answer by a stranger of the CA's name", signature, twin.clone()),
        (
            "an answer by nobody's responder",
            issuer,
            Wish { ca: None, purposes: for_ocsp(), ..Wish::root(subject()) }.make(),
        ),
    ];
    for (name, remarks, by) in &rows {
        let by = Answer::of(&b.seal.certificate, &b.issuing.certificate, by);
        b.row(t, name, UNKNOWN, remarks, vec![ocsp(&by)]);
    }
    let thief = Answer { by: &twin, ..b.answer() };
    b.row(t, "an answer in the responder's name, by another key", UNKNOWN, signature, vec![ocsp(&thief)]);
    let mut bent = b.answer().der();
    let at = bent.windows(2).position(|two| two == [0x80, 0x00]).expect("good");
    (bent[at], bent[at + 1]) = (0x82, 0x00);
    b.row(
        t,
        "an answer changed after it was signed",
        UNKNOWN,
        signature,
        vec![Material::new(Kind::Ocsp, bent, Origin::Given)],
    );
}

/// The key of a responder whose certificate has ended may be anybody's, who may write any date; and no answer speaks for
/// years.
#[test]
fn an_answer_ends_with_its_responder_and_within_a_month() {
    let now = Clock::System.now();
    let ca = aged(Wish::root(name(&[("CN", "CA")])), (-400, 1000));
    let below = aged(Wish { ca: Some(None), ..Wish::leaf(name(&[("CN", "CA dưới")]), &ca) }, (-400, 1000));
    let seal = aged(Wish::leaf(name(&[("CN", "Dấu")]), &ca), (-400, 1000));
    let responder =
        |days| aged(Wish { purposes: vec!["OCSPSigning"], ..Wish::leaf(name(&[("CN", "OCSP")]), &ca) }, days);
    let (old, lasting) = (responder((-10, -1)), responder((-400, 1000)));
    let known = |about: &Made, by: &Made, from: i64, to: i64| {
        let answer = Answer::of(&about.certificate, &ca.certificate, by);
        let proof = ocsp(&Answer { from: from * DAY, produced: from * DAY, to: Some(to * DAY), ..answer });
        let moment = Moment { at: now, now, purpose: Purpose::Seal };
        let known = of_certificate(&about.certificate, &ca.certificate, &[proof], &Anchors::none(), moment);
        assert!(known.rejected.iter().all(|(_, _, fault)| fault.code().name() == "revocation.answer_stale"));
        known.status == Status::Good
    };
    assert!(known(&seal, &lasting, -2, 300), "a good answer");
    assert!(!known(&seal, &old, -2, 300), "a responder that has ended");
    assert!(known(&seal, &lasting, -30, 3000), "within its month");
    assert!(!known(&seal, &lasting, -32, 3000), "an answer of last month");
    assert!(known(&below, &lasting, -32, 3000), "about a CA");
    assert!(!known(&below, &lasting, -367, 3000), "about a CA, of last year");
}

fn aged(wish: Wish<'_>, days: (i64, i64)) -> Made {
    Wish { days, ..wish }.make()
}
