//! Timestamp tokens that are nearly right: each has one thing wrong, its own signature is right, and counted it would carry
//! a seal that has ended over the time of receipt (SIGNATURES §6, RFC 3161).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lienthong::domain::ids::Micros;
use lienthong::signature::revocation::{Kind, Material, Origin};
use lienthong::signature::sign::Form;
use openssl::hash::MessageDigest;
use openssl::x509::X509Extension;

use super::ca::{Made, Wish, extension, subject_of};
use super::forged_tokens::Token;
use super::pen;
use super::table::Table;
use super::unsigned::Case;
use crate::support::authority::List;

const DAY: i64 = 86_400;
const ENDED: &str = "certificate.expired";

/// What the stories of this file are about.
struct Bench {
    issuing: Made,
    tsa: Made,
    /// A seal that ends tomorrow; it is judged in a month.
    short: Made,
    later: Micros,
}

pub fn rows(t: &mut Table<'_>) {
    t.family("timestamps");
    let world = t.world;
    let issuing = Made::from(world.pki.issuing());
    let short = seal(t, &issuing, (-10, 1));
    let tsa = Made::from(&world.pki.tsa().unwrap());
    let bench = Bench { issuing, tsa, short, later: world.now.plus_seconds(30 * DAY) };
    goods(t, &bench);
    contents(t, &bench);
    formless(t, &bench);
    times(t, &bench);
    authorities(t, &bench);
    of_revoked(t, &bench);
    of_unsaid(t, &bench);
    several(t, &bench);
}

/// The victim's seal, with those days.
pub fn seal(t: &Table<'_>, issuing: &Made, days: (i64, i64)) -> Made {
    Wish { days, ..Wish::leaf(subject_of(&t.world.seal.certificate), issuing) }.make()
}

impl Bench {
    /// One token over the short seal's signature, judged in a month.
    fn refused(&self, t: &mut Table<'_>, name: &str, remarks: &str, token: &dyn Fn(&[u8]) -> Vec<u8>) {
        let stamps: &dyn Fn(&[u8]) -> Vec<Vec<u8>> = &|over| vec![token(over)];
        let tries = "a stamp that nearly counts carries an ended seal over its end";
        Case { codes: ENDED, remarks, tries, stamps, at: Some(self.later), ..Case::of(name, &self.short) }.attack(t);
    }
}

fn goods(t: &mut Table<'_>, bench: &Bench) {
    let right = |over: &[u8]| Token::of(&bench.tsa, over).der();
    let at = Some(bench.later);
    let alone: &dyn Fn(&[u8]) -> Vec<Vec<u8>> = &|over| vec![right(over)];
    let remarks = "revocation.not_published";
    Case { stamps: alone, remarks, at, ..Case::of("a right stamp", &bench.short) }.good(t);
    let beside: &dyn Fn(&[u8]) -> Vec<Vec<u8>> = &|over| vec![right(b"other"), right(over)];
    let remarks = "revocation.not_published timestamp.imprint";
    Case { stamps: beside, remarks, at, ..Case::of("a right stamp behind a wrong one", &bench.short) }.good(t);
    let old: &dyn Fn(&[u8]) -> Vec<Vec<u8>> = &|over| {
        vec![Token { named: None, named_by_sha1: Some(&bench.tsa.certificate), ..Token::of(&bench.tsa, over) }.der()]
    };
    let remarks = "revocation.not_published timestamp.old_identifier";
    Case { stamps: old, remarks, at, ..Case::of("a right stamp with the old identifier", &bench.short) }.good(t);
    // Superseded later: what the authority stamped before stands (RFC 3161 §4).
    let tsa = (&bench.tsa).into();
    let list =
        List { revoked: Some(&tsa), since: -60, entry: reason(&[0x0a, 1, 4]), ..List::of(t.world.pki.issuing()) };
    let proofs = vec![crl(&list)];
    Case { stamps: alone, proofs, at, ..Case::of("an authority superseded later", &bench.short) }.good(t);
}

fn contents(t: &mut Table<'_>, bench: &Bench) {
    let tsa = &bench.tsa;
    let other = pen::stamped(&t.signed(Form::XadesB));
    bench.refused(t, "a token over other bytes", "timestamp.imprint", &|_| Token::of(tsa, b"other").der());
    bench.refused(t, "a token over nothing", "timestamp.imprint", &|_| Token::of(tsa, b"").der());
    bench.refused(t, "a token over the value's text", "timestamp.imprint", &|over| {
        Token::of(tsa, inner(over).as_bytes()).der()
    });
    bench.refused(t, "a token over the value's octets", "timestamp.imprint", &|over| {
        Token::of(tsa, &STANDARD.decode(inner(over)).unwrap()).der()
    });
    bench.refused(t, "a token of another signature", "timestamp.imprint", &|_| Token::of(tsa, &other).der());
    bench.refused(t, "a token whose imprint is SHA-1", "timestamp.weak", &|over| {
        Token { imprint: MessageDigest::sha1(), ..Token::of(tsa, over) }.der()
    });
    bench.refused(t, "a token signed over SHA-1", "timestamp.weak", &|over| {
        Token { digest: MessageDigest::sha1(), ..Token::of(tsa, over) }.der()
    });
    bench.refused(t, "a token of version 2", "timestamp.malformed", &|over| {
        Token { version: 2, ..Token::of(tsa, over) }.der()
    });
    bench.refused(t, "a token with two signers", "timestamp.malformed", &|over| {
        Token { signers: 2, ..Token::of(tsa, over) }.der()
    });
    bench.refused(t, "a token with no signer", "timestamp.malformed", &|over| {
        Token { signers: 0, ..Token::of(tsa, over) }.der()
    });
    bench.refused(t, "a token with a critical extension", "timestamp.malformed", &|over| {
        Token { critical: true, ..Token::of(tsa, over) }.der()
    });
    bench.refused(t, "a token with its last bit changed", "timestamp.signature", &|over| {
        let mut der = Token::of(tsa, over).der();
        *der.last_mut().unwrap() ^= 1;
        der
    });
    bench.refused(t, "a whole answer in place of its token", "timestamp.malformed", &|over| {
        let token = Token::of(tsa, over).der();
        let length = u16::try_from(token.len() + 5).unwrap().to_be_bytes();
        [&[0x30, 0x82, length[0], length[1], 0x30, 3, 2, 1, 0][..], &token].concat()
    });
}

/// What the stamp has to be over is too long to be written, and is not nothing therefore.
fn formless(t: &mut Table<'_>, bench: &Bench) {
    let nothing: &dyn Fn(&[u8]) -> Vec<Vec<u8>> = &|_| vec![Token::of(&bench.tsa, b"").der()];
    for (name, inherited, remarks) in [
        ("a token over nothing, of a value with a long form", 1_000, "timestamp.imprint"),
        ("a token over nothing, of a value without a form", 90_000, "signature.canonical_size"),
    ] {
        Case {
            codes: ENDED,
            remarks,
            tries: "a stamp over nothing counts where the form is too long",
            stamps: nothing,
            at: Some(bench.later),
            inherited,
            ..Case::of(name, &bench.short)
        }
        .attack(t);
    }
}

fn times(t: &mut Table<'_>, bench: &Bench) {
    let tsa = &bench.tsa;
    bench.refused(t, "a token from after receipt", "timestamp.future", &|over| {
        Token { at: 31 * DAY, ..Token::of(tsa, over) }.der()
    });
    let coming = seal(t, &bench.issuing, (2, 3));
    let early: &dyn Fn(&[u8]) -> Vec<Vec<u8>> = &|over| vec![Token::of(tsa, over).der()];
    Case {
        codes: ENDED,
        remarks: "timestamp.order",
        tries: "a stamp from before the certificate began",
        stamps: early,
        at: Some(bench.later),
        ..Case::of("a token from before the seal", &coming)
    }
    .attack(t);
    let future: &dyn Fn(&[u8]) -> Vec<Vec<u8>> = &|over| vec![Token { at: 5 * DAY / 2, ..Token::of(tsa, over) }.der()];
    Case {
        codes: "certificate.not_yet_valid",
        remarks: "timestamp.future",
        tries: "a stamp from the time when the seal will be good",
        stamps: future,
        ..Case::of("a token from when the seal will be valid", &coming)
    }
    .attack(t);
}

fn authorities(t: &mut Table<'_>, bench: &Bench) {
    let Bench { issuing, tsa, .. } = bench;
    let subject = || subject_of(&tsa.certificate);
    let made = |issuer: &Made, days, extra| Wish { days, extra, ..Wish::leaf(subject(), issuer) }.make();
    let stranger = Wish::root(subject_of(&issuing.certificate)).make();
    let usual = (-10, 1000);
    let server = [STAMPING, &[6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1]].concat();
    let purposes = "timestamp.purpose timestamp.untrusted";
    let rows: Vec<(&str, &str, Made)> = vec![
        (
            "a token of a stranger of the same name",
            "timestamp.untrusted",
            made(&stranger, usual, vec![purpose(true, STAMPING)]),
        ),
        ("a token of nobody's authority", "timestamp.untrusted", {
            Wish { ca: None, extra: vec![purpose(true, STAMPING)], ..Wish::root(subject()) }.make()
        }),
        ("a token by a purpose that is not critical", purposes, made(issuing, usual, vec![purpose(false, STAMPING)])),
        ("a token by a server that may stamp too", purposes, made(issuing, usual, vec![purpose(true, &server)])),
        ("a token by no purpose at all", purposes, made(issuing, usual, Vec::new())),
        ("a token by the seal itself", purposes, bench.short.clone()),
        (
            "a token of an ended authority",
            "timestamp.untrusted",
            made(issuing, (-10, -1), vec![purpose(true, STAMPING)]),
        ),
        (
            "a token of an authority to come",
            "timestamp.untrusted",
            made(issuing, (1, 1000), vec![purpose(true, STAMPING)]),
        ),
        ("a token of an authority about which nobody answers", "timestamp.revocation_unknown", {
            made(issuing, usual, vec![purpose(true, STAMPING), responder()])
        }),
    ];
    for (name, remarks, by) in &rows {
        bench.refused(t, name, remarks, &|over| Token::of(by, over).der());
    }
    let another = made(issuing, usual, vec![purpose(true, STAMPING)]);
    bench.refused(t, "a token that names another certificate", "timestamp.certificate", &|over| {
        Token { named: Some(&another.certificate), ..Token::of(tsa, over) }.der()
    });
    bench.refused(t, "a token that names no certificate", "timestamp.certificate", &|over| {
        Token { named: None, ..Token::of(tsa, over) }.der()
    });
    bench.refused(t, "a token that names another certificate by SHA-1", "timestamp.certificate", &|over| {
        Token { named: None, named_by_sha1: Some(&another.certificate), ..Token::of(tsa, over) }.der()
    });
    bench.refused(t, "a token that names two certificates", "timestamp.certificate", &|over| {
        Token { named_by_sha1: Some(&another.certificate), ..Token::of(tsa, over) }.der()
    });
    // The name and number of the right one, the key of another.
    let twin = Made { key: another.key.clone(), ..tsa.clone() };
    bench.refused(t, "a token by another key", "timestamp.signature", &|over| Token::of(&twin, over).der());
}

/// The authority was revoked: before it stamped, and later, which puts all its stamps in doubt.
fn of_revoked(t: &mut Table<'_>, bench: &Bench) {
    let issuing = t.world.pki.issuing().clone();
    let tsa = (&bench.tsa).into();
    let list = |since, entry| List { revoked: Some(&tsa), since, entry, ..List::of(&issuing) };
    for (name, list) in [
        ("a token of an authority revoked before", list(-7200, None)),
        ("a token of an authority revoked later", list(-60, None)),
        ("a token of an authority whose key was taken later", list(-60, reason(&[0x0a, 1, 1]))),
        ("a token of an authority on hold", list(-7200, reason(&[0x0a, 1, 6]))),
        ("a token of an authority superseded before", list(-7200, reason(&[0x0a, 1, 4]))),
    ] {
        let stamps: &dyn Fn(&[u8]) -> Vec<Vec<u8>> = &|over| vec![Token::of(&bench.tsa, over).der()];
        Case {
            codes: ENDED,
            remarks: "timestamp.revoked",
            tries: "whoever has the key of an authority dates back",
            stamps,
            proofs: vec![crl(&list)],
            at: Some(bench.later),
            ..Case::of(name, &bench.short)
        }
        .attack(t);
    }
}

/// Of an authority that names no source: an answer that does not count is not none.
fn of_unsaid(t: &mut Table<'_>, bench: &Bench) {
    let issuing = t.world.pki.issuing().clone();
    let old = List { from: -3 * DAY, to: -2 * DAY, ..List::of(&issuing) };
    let delta = List { extra: Some(("2.5.29.27", true, &[2, 1, 1])), ..List::of(&issuing) };
    for (name, list) in [
        ("a token of an authority whose list ran out before", old),
        ("a token of an authority with a delta list", delta),
    ] {
        let stamps: &dyn Fn(&[u8]) -> Vec<Vec<u8>> = &|over| vec![Token::of(&bench.tsa, over).der()];
        Case {
            codes: ENDED,
            remarks: "timestamp.revocation_unknown",
            tries: "an answer that does not count passes for none",
            stamps,
            proofs: vec![crl(&list)],
            at: Some(bench.later),
            ..Case::of(name, &bench.short)
        }
        .attack(t);
    }
}

/// Two tokens: the forged one would be the earlier, which is the one that counts.
fn several(t: &mut Table<'_>, bench: &Bench) {
    let stranger = Wish::root(subject_of(&bench.issuing.certificate)).make();
    let extra = vec![purpose(true, STAMPING)];
    let forger = Wish { extra, ..Wish::leaf(subject_of(&bench.tsa.certificate), &stranger) }.make();
    let whole = seal(t, &bench.issuing, (-10, 1000));
    let revoked = (&whole).into();
    let list = List { revoked: Some(&revoked), since: -7200, from: -60, ..List::of(t.world.pki.issuing()) };
    let right = |over: &[u8]| Token::of(&bench.tsa, over).der();
    let early = |over: &[u8]| Token { at: -10_800, ..Token::of(&forger, over) }.der();
    let elsewhere = |_: &[u8]| Token { at: -10_800, ..Token::of(&bench.tsa, b"other") }.der();
    type Stamps<'s> = &'s dyn Fn(&[u8]) -> Vec<Vec<u8>>;
    let rows: [(&str, &str, Stamps<'_>); 5] = [
        ("revoked before the right stamp", "", &|over| vec![right(over)]),
        ("revoked, a forged stamp from before, a right one from after", "timestamp.untrusted", &|over| {
            vec![early(over), right(over)]
        }),
        ("revoked, a right stamp from after, a forged one from before", "timestamp.untrusted", &|over| {
            vec![right(over), early(over)]
        }),
        ("revoked, an old stamp over other bytes beside the right one", "timestamp.imprint", &|over| {
            vec![elsewhere(over), right(over)]
        }),
        ("revoked, only a forged stamp from before", "timestamp.untrusted", &|over| vec![early(over)]),
    ];
    for (name, remarks, stamps) in rows {
        Case {
            codes: "revocation.revoked",
            remarks,
            tries: "a stamp makes the signature older than the revocation",
            stamps,
            proofs: vec![crl(&list)],
            ..Case::of(name, &whole)
        }
        .attack(t);
    }
    let after = List { since: -60, from: -30, ..list };
    let stamps: Stamps<'_> = &|over| vec![right(over)];
    Case { stamps, proofs: vec![crl(&after)], ..Case::of("revoked after the right stamp", &whole) }.good(t);
}

/// extKeyUsage with those purposes.
fn purpose(critical: bool, purposes: &[u8]) -> X509Extension {
    extension("2.5.29.37", critical, &[&[0x30, purposes.len() as u8][..], purposes].concat())
}

/// authorityInfoAccess that names a responder.
pub fn responder() -> X509Extension {
    let access = [&[6, 8, 0x2b, 6, 1, 5, 5, 7, 0x30, 1, 0x86, 9][..], b"http://a/"].concat();
    extension("1.3.6.1.5.5.7.1.1", false, &[&[0x30, 23, 0x30, 21][..], &access].concat())
}

/// reasonCode of an entry.
pub fn reason(der: &'static [u8]) -> Option<(&'static str, bool, &'static [u8])> {
    Some(("2.5.29.21", false, der))
}

pub fn crl(list: &List<'_>) -> Material {
    Material::new(Kind::Crl, list.der(), Origin::Given)
}

fn inner(element: &[u8]) -> String {
    super::times::between_tags(std::str::from_utf8(element).unwrap())
}

/// id-kp-timeStamping.
const STAMPING: &[u8] = &[6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 8];
