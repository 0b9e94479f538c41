//! Revocation: seals that were revoked, by each kind of proof there is; and proofs of "not revoked" that do not count, over a
//! seal that names its sources, so that without a proof it is not taken (SIGNATURES §6, RFC 5280 §5, RFC 6960).

use lienthong::signature::certificate::Certificate;
use lienthong::signature::dev_pki::Issued;
use lienthong::signature::revocation::{Kind, Material, Origin};
use openssl::asn1::Asn1Type;
use openssl::hash::MessageDigest;
use openssl::x509::{X509Name, X509NameBuilder};
use x509_cert::ext::pkix::CrlReason;

use super::answers;
use super::ca::{Made, Wish, extension, name, subject_of};
use super::forged_answers::{Answer, Told, refusal};
use super::forged_tokens::Token;
use super::stamps::{crl, reason};
use super::table::Table;
use super::unsigned::Case;
use super::world::LIST;
use crate::support::authority::List;

const REVOKED: &str = "revocation.revoked";
pub const UNKNOWN: &str = "revocation.unknown";
pub const DAY: i64 = 86_400;

/// Who takes part.
pub struct Bench {
    pub issuing: Issued,
    pub root: Issued,
    /// A seal that names a list and a responder.
    pub seal: Made,
    /// The responder that the issuing CA delegated.
    pub responder: Made,
}

pub fn rows(t: &mut Table<'_>) {
    t.family("revocation");
    let pki = &t.world.pki;
    let bench = Bench {
        issuing: pki.issuing().clone(),
        root: pki.root().clone(),
        seal: Made::from(&t.world.published),
        responder: Made::from(&pki.ocsp().unwrap()),
    };
    goods(t, &bench);
    revoked(t, &bench);
    silent(t, &bench);
    lists(t, &bench);
    parts(t, &bench);
    answers::rows(t, &bench);
    authorities(t, &bench);
    past(t, &bench);
    unpublished(t, &bench);
}

impl Bench {
    fn list(&self) -> List<'_> {
        List::of(&self.issuing)
    }

    pub fn answer(&self) -> Answer<'_> {
        Answer::of(&self.seal.certificate, &self.issuing.certificate, &self.responder)
    }

    pub fn row(&self, t: &mut Table<'_>, name: &str, codes: &str, remarks: &str, proofs: Vec<Material>) {
        let tries = match codes {
            UNKNOWN => "a proof that does not count says that the seal is good",
            _ => "a revoked seal signs on",
        };
        Case { codes, remarks, tries, proofs, ..Case::of(name, &self.seal) }.attack(t);
    }
}

fn goods(t: &mut Table<'_>, b: &Bench) {
    let users = List { extra: Some((POINT, true, USERS)), ..b.list() };
    let later = Answer { told: Told::Revoked(60, None), ..b.answer() };
    let own = Made::from(&b.issuing);
    let by_ca = Answer::of(&b.seal.certificate, &b.issuing.certificate, &own);
    for (name, proofs) in [
        ("a list", vec![crl(&b.list())]),
        ("an answer", vec![ocsp(&b.answer())]),
        ("an answer of the CA itself", vec![ocsp(&by_ca)]),
        ("a list of end entities", vec![crl(&users)]),
        ("an answer that revokes in a minute", vec![ocsp(&later)]),
    ] {
        Case { proofs, ..Case::of(name, &b.seal) }.good(t);
    }
}

fn revoked(t: &mut Table<'_>, b: &Bench) {
    let seal = Issued::from(&b.seal);
    let list = |entry| crl(&List { revoked: Some(&seal), entry, ..b.list() });
    let told = |reason| ocsp(&Answer { told: Told::Revoked(-3600, reason), ..b.answer() });
    b.row(t, "revoked, by the list", REVOKED, "", vec![list(None)]);
    for (name, entry) in [
        ("revoked, by the list, its key taken", reason(&[0x0a, 1, 1])),
        ("revoked, by the list, superseded", reason(&[0x0a, 1, 4])),
        ("taken off a list that is no delta", reason(&[0x0a, 1, 8])),
        ("revoked, for a reason that there is not", reason(&[0x0a, 1, 7])),
        ("revoked, by an entry that is not understood", Some(("1.2.3.4.5", true, &[5, 0][..]))),
    ] {
        b.row(t, name, REVOKED, "", vec![list(entry)]);
    }
    b.row(t, "on hold, by the list", "revocation.on_hold", "", vec![list(reason(&[0x0a, 1, 6]))]);
    b.row(t, "revoked, by the responder", REVOKED, "", vec![told(None)]);
    b.row(t, "revoked, by the responder, removeFromCRL", REVOKED, "", vec![told(Some(CrlReason::RemoveFromCRL))]);
    b.row(t, "on hold, by the responder", "revocation.on_hold", "", vec![told(Some(CrlReason::CertificateHold))]);
    b.row(t, "revoked by the list, good by the responder", REVOKED, "", vec![ocsp(&b.answer()), list(None)]);
    b.row(t, "good by the list, revoked by the responder", REVOKED, "", vec![crl(&b.list()), told(None)]);
    b.row(
        t,
        "good by an older answer, then on hold",
        "revocation.on_hold",
        "",
        vec![ocsp(&Answer { from: -7200, produced: -7200, ..b.answer() }), list(reason(&[0x0a, 1, 6]))],
    );
    let twice = List { revoked: Some(&seal), again: Some(10 * DAY), ..b.list() };
    b.row(t, "revoked twice in one list", REVOKED, "", vec![crl(&twice)]);
    // Once proven it counts, however old its proof is.
    let old = List { revoked: Some(&seal), since: -10 * DAY, from: -9 * DAY, to: -8 * DAY, ..b.list() };
    b.row(t, "revoked by a list that ran out", REVOKED, "", vec![crl(&old)]);
    let older = Answer { from: -DAY / 2, produced: -DAY / 2, to: Some(5 * DAY), ..b.answer() };
    b.row(t, "an old good answer that still runs, replayed", REVOKED, "", vec![ocsp(&older), list(None)]);
    let capitals = Issued::from(&Wish::root(in_capitals(&b.issuing.certificate)).make());
    let list = List { revoked: Some(&seal), named: &capitals, ..b.list() };
    b.row(t, "revoked by a list that writes its CA in capitals", REVOKED, "", vec![crl(&list)]);
    let ours = Made { chain: b.seal.chain.clone(), ..Made::from(&t.world.seal) };
    let silent = Issued::from(&ours);
    let list = crl(&List { revoked: Some(&silent), ..b.list() });
    let tries = "a revoked seal that names no source";
    Case { codes: REVOKED, tries, proofs: vec![list], ..Case::of("revoked, and names no source", &ours) }.attack(t);
}

/// Its subject in another string type and other letters: the same name (RFC 5280 §7.1).
fn in_capitals(ca: &Certificate) -> X509Name {
    let mut name = X509NameBuilder::new().unwrap();
    for entry in ca.x509().subject_name().entries() {
        let text = entry.data().to_string().unwrap().to_uppercase();
        name.append_entry_by_nid_with_type(entry.object().nid(), &text, Asn1Type::UTF8STRING).unwrap();
    }
    name.build()
}

fn silent(t: &mut Table<'_>, b: &Bench) {
    b.row(t, "no proof at all", UNKNOWN, "", Vec::new());
    let malformed = "revocation.answer_malformed";
    b.row(t, "a list that is none", UNKNOWN, malformed, vec![Material::new(Kind::Crl, *b"garbage", Origin::Given)]);
    b.row(t, "an answer that is none", UNKNOWN, malformed, vec![Material::new(Kind::Ocsp, *b"garbage", Origin::Given)]);
    let (list, answer) = (b.list().der(), b.answer().der());
    let cut = |der: &[u8]| der[..der.len() - 1].to_vec();
    b.row(t, "a list cut short", UNKNOWN, malformed, vec![Material::new(Kind::Crl, cut(&list), Origin::Given)]);
    b.row(t, "an answer cut short", UNKNOWN, malformed, vec![Material::new(Kind::Ocsp, cut(&answer), Origin::Given)]);
    b.row(t, "a list as an answer", UNKNOWN, malformed, vec![Material::new(Kind::Ocsp, list, Origin::Given)]);
    b.row(t, "an answer as a list", UNKNOWN, malformed, vec![Material::new(Kind::Crl, answer, Origin::Given)]);
    b.row(
        t,
        "a responder that says: later",
        UNKNOWN,
        "revocation.answer_refused",
        vec![Material::new(Kind::Ocsp, refusal(), Origin::Given)],
    );
}

fn lists(t: &mut Table<'_>, b: &Bench) {
    let (seal, ended) = (Issued::from(&b.seal), "revocation.answer_stale");
    let twin = Issued::from(&Wish::root(subject_of(&b.issuing.certificate)).make());
    let forged = "revocation.answer_signature";
    let rows: Vec<(&str, &str, List<'_>)> = vec![
        ("a list of another CA of the same name", forged, List { signer: &twin, ..b.list() }),
        ("a list signed by the seal itself", forged, List { signer: &seal, ..b.list() }),
        ("a list signed by the CA above", forged, List { signer: &b.root, ..b.list() }),
        ("a list of the CA above", "", List { named: &b.root, signer: &b.root, ..b.list() }),
        ("a list of the seal itself", "", List { named: &seal, signer: &seal, ..b.list() }),
        ("a list that ran out", ended, List { from: -7200, to: -3600, ..b.list() }),
        ("a list from the future", "revocation.answer_future", List { from: 3600, to: 7200, ..b.list() }),
        ("a list that ends before it begins", "revocation.answer_malformed", List { from: -60, to: -120, ..b.list() }),
        ("a list signed over SHA-1", "revocation.answer_weak", List { digest: MessageDigest::sha1(), ..b.list() }),
    ];
    for (name, remarks, list) in rows {
        b.row(t, name, UNKNOWN, remarks, vec![crl(&list)]);
    }
    let mut bent = b.list().der();
    *bent.last_mut().unwrap() ^= 1;
    b.row(t, "a list with its last bit changed", UNKNOWN, forged, vec![Material::new(Kind::Crl, bent, Origin::Given)]);
}

/// Lists that are about a part only, or say more than is understood.
fn parts(t: &mut Table<'_>, b: &Bench) {
    let kind = "revocation.answer_unsupported";
    let named = |url: &str| {
        let length = u8::try_from(url.len()).unwrap();
        let head = [0x30, length + 6, 0xa0, length + 4, 0xa0, length + 2, 0x86, length];
        [&head[..], url.as_bytes()].concat()
    };
    let (own, other): (&'static [u8], &'static [u8]) =
        (Box::leak(named(LIST).into_boxed_slice()), Box::leak(named("http://crl.example/b.crl").into_boxed_slice()));
    for (name, remarks, oid, critical, der) in [
        ("a delta list", kind, "2.5.29.27", true, &[2, 1, 1][..]),
        ("a delta list that says so in passing", kind, "2.5.29.27", false, &[2, 1, 1]),
        ("an indirect list", kind, POINT, true, &[0x30, 3, 0x84, 1, 0xff]),
        ("a list of CAs only", "", POINT, true, &[0x30, 3, 0x82, 1, 0xff]),
        ("a list of attribute certificates only", "", POINT, true, &[0x30, 3, 0x85, 1, 0xff]),
        ("a list of some reasons", kind, POINT, true, &[0x30, 4, 0x83, 2, 6, 0x40]),
        ("a list of another distribution point", "", POINT, true, other),
        ("a list with a critical extension", kind, "1.2.3.4.5", true, &[5, 0]),
        ("a list whose scope cannot be read", "revocation.answer_malformed", POINT, true, &[5, 0]),
    ] {
        b.row(t, name, UNKNOWN, remarks, vec![crl(&List { extra: Some((oid, critical, der)), ..b.list() })]);
    }
    let list = List { extra: Some((POINT, true, own)), ..b.list() };
    Case { proofs: vec![crl(&list)], ..Case::of("a list of the named distribution point", &b.seal) }.good(t);
    // RFC 5280 §5.3: whose entries are not understood is not asked about anybody.
    let neighbour = &t.world.neighbour;
    let entry = Some(("2.5.29.29", true, &[0x30, 0][..]));
    let list = List { revoked: Some(neighbour), entry, ..b.list() };
    b.row(t, "a list with a critical extension at another's entry", UNKNOWN, kind, vec![crl(&list)]);
    let entry = Some(("1.2.3.4.5", false, &[5, 0][..]));
    let list = List { revoked: Some(neighbour), entry, ..b.list() };
    Case { proofs: vec![crl(&list)], ..Case::of("an entry with an extension that is not critical", &b.seal) }.good(t);
}

/// The CA above the seal: revoked, or nobody says that it is not.
fn authorities(t: &mut Table<'_>, b: &Bench) {
    let root = Made::from(&b.root);
    let good = || crl(&b.list());
    let list = |entry| List { revoked: Some(&b.issuing), entry, ..List::of(&b.root) };
    b.row(t, "the CA revoked, by the list above", REVOKED, "", vec![good(), crl(&list(None))]);
    b.row(t, "the CA revoked, and nothing about the seal", REVOKED, "", vec![crl(&list(None))]);
    b.row(t, "the CA on hold", "revocation.on_hold", "", vec![good(), crl(&list(reason(&[0x0a, 1, 6])))]);
    let answer = Answer::of(&b.issuing.certificate, &b.root.certificate, &root);
    let answer = Answer { told: Told::Revoked(-3600, Some(CrlReason::CaCompromise)), ..answer };
    b.row(t, "the CA revoked, by the responder above", REVOKED, "", vec![good(), ocsp(&answer)]);

    // A CA that names its list.
    let point =
        extension("2.5.29.31", false, &[&[0x30, 17, 0x30, 15, 0xa0, 13, 0xa0, 11, 0x86, 9][..], b"http://a/"].concat());
    let subject = name(&[("C", "VN"), ("CN", "CA con")]);
    let sub = Wish { ca: Some(Some(0)), extra: vec![point], ..Wish::leaf(subject, &root) }.make();
    let mut leaf = Wish::leaf(subject_of(&t.world.seal.certificate), &sub).make();
    leaf.chain = vec![sub.certificate.clone()];
    let case = |name, codes, remarks, list: &List<'_>, t: &mut Table<'_>| {
        let tries = "nobody who counts says that the CA is good";
        Case { codes, remarks, tries, proofs: vec![crl(list)], ..Case::of(name, &leaf) }.attack(t);
    };
    let above = || List::of(&b.root);
    case(
        "a list of end entities, asked about a CA",
        UNKNOWN,
        "",
        &List { extra: Some((POINT, true, USERS)), ..above() },
        t,
    );
    case(
        "a list about a CA that ran out",
        UNKNOWN,
        "revocation.answer_stale",
        &List { from: -7200, to: -60, ..above() },
        t,
    );
    let own = Issued::from(&sub);
    let by_itself = List { signer: &own, ..above() };
    case("a list about a CA, signed by that CA", UNKNOWN, "revocation.answer_signature", &by_itself, t);
    let of_cas = List { extra: Some((POINT, true, &[0x30, 3, 0x82, 1, 0xff])), ..above() };
    Case { proofs: vec![crl(&of_cas)], ..Case::of("a list of CAs, asked about one", &leaf) }.good(t);
}

/// A seal that names no source is taken without an answer only where none is at hand: what does not count shows that its CA
/// answers, and keeping the one that counts away must not help.
fn unpublished(t: &mut Table<'_>, b: &Bench) {
    let (stale, kind) = ("revocation.answer_stale", "revocation.answer_unsupported");
    let ours = Made { chain: b.seal.chain.clone(), ..Made::from(&t.world.seal) };
    let twin = Issued::from(&Wish::root(subject_of(&b.issuing.certificate)).make());
    let with = |oid, der| crl(&List { extra: Some((oid, true, der)), ..b.list() });
    let point = b"\x30\x17\xa0\x15\xa0\x13\x86\x11http://c.vn/a.crl";
    let told = |answer: Answer<'_>| ocsp(&Answer { about: &ours.certificate, ..answer });
    for (name, remarks, proof) in [
        ("names no source, a list that ran out", stale, crl(&List { from: -7200, to: -3600, ..b.list() })),
        (
            "names no source, a list to come",
            "revocation.answer_future",
            crl(&List { from: 3600, to: 7200, ..b.list() }),
        ),
        ("names no source, a delta list", kind, with("2.5.29.27", &[2, 1, 1])),
        ("names no source, an indirect list", kind, with(POINT, &[0x30, 3, 0x84, 1, 0xff])),
        ("names no source, a list of some reasons", kind, with(POINT, &[0x30, 4, 0x83, 2, 6, 0x40])),
        ("names no source, a list of one distribution point", kind, with(POINT, point)),
        ("names no source, a forged list", "revocation.answer_signature", crl(&List { signer: &twin, ..b.list() })),
        ("names no source, an old answer", stale, {
            told(Answer { from: -7200, produced: -7200, to: Some(-60), ..b.answer() })
        }),
        ("names no source, an answer that knows nothing", "revocation.answer_other", {
            told(Answer { told: Told::Unknown, ..b.answer() })
        }),
    ] {
        let tries = "an answer that does not count passes for none";
        Case { codes: UNKNOWN, remarks, tries, proofs: vec![proof], ..Case::of(name, &ours) }.attack(t);
    }
    let foreign = List { named: &b.root, signer: &b.root, from: -7200, to: -3600, ..b.list() };
    for (name, remarks, proofs) in [
        ("names no source, and there is none", "revocation.not_published", vec![]),
        ("names no source, a good list", "", vec![crl(&b.list())]),
        ("names no source, a good list beside an old one", "revocation.answer_stale revocation.not_published", {
            vec![crl(&List { from: -7200, to: -3600, ..b.list() }), crl(&b.list())]
        }),
        ("names no source, an answer about another", "revocation.not_published", vec![ocsp(&b.answer())]),
    ] {
        Case { remarks, proofs, ..Case::of(name, &ours) }.good(t);
    }
    let name = "names no source, an old list about its CA";
    let tries = "an answer that does not count passes for none";
    Case { codes: UNKNOWN, remarks: stale, tries, proofs: vec![crl(&foreign)], ..Case::of(name, &ours) }.attack(t);
}

/// With a stamp the past counts: what was said before, and what is said of before.
fn past(t: &mut Table<'_>, b: &Bench) {
    let tsa = Made::from(&t.world.pki.tsa().unwrap());
    let stamps: &dyn Fn(&[u8]) -> Vec<Vec<u8>> = &|over| vec![Token::of(&tsa, over).der()];
    let seal = Issued::from(&b.seal);
    let tries = "a stamp makes an old proof count again";
    let told = |since, from| Answer { told: Told::Revoked(since, None), from, produced: from, ..b.answer() };
    for (name, codes, remarks, proof) in [
        (
            "stamped, revoked before by the list",
            REVOKED,
            "",
            crl(&List { revoked: Some(&seal), since: -7200, ..b.list() }),
        ),
        ("stamped, revoked before by the responder", REVOKED, "", ocsp(&told(-7200, -60))),
        ("stamped, the answer ran out before", UNKNOWN, "revocation.answer_stale", {
            ocsp(&Answer { from: -10_800, produced: -10_800, to: Some(-7200), ..b.answer() })
        }),
        // The authority is of the same CA, and names no source: the list is about it too.
        ("stamped, the list ran out before", UNKNOWN, "revocation.answer_stale timestamp.revocation_unknown", {
            crl(&List { from: -10_800, to: -7200, ..b.list() })
        }),
        ("stamped, on hold before", "revocation.on_hold", "", {
            crl(&List { revoked: Some(&seal), since: -7200, entry: reason(&[0x0a, 1, 6]), ..b.list() })
        }),
    ] {
        Case { codes, remarks, tries, stamps, proofs: vec![proof], ..Case::of(name, &b.seal) }.attack(t);
    }
    for (name, proof) in [
        ("stamped, revoked later by the list", crl(&List { revoked: Some(&seal), since: -60, from: -30, ..b.list() })),
        ("stamped, revoked later by the responder", ocsp(&told(-60, -30))),
        ("stamped, a good answer from later", ocsp(&Answer { from: -60, produced: -60, ..b.answer() })),
    ] {
        Case { stamps, proofs: vec![proof], ..Case::of(name, &b.seal) }.good(t);
    }
}

pub fn ocsp(answer: &Answer<'_>) -> Material {
    Material::new(Kind::Ocsp, answer.der(), Origin::Given)
}

/// issuingDistributionPoint (RFC 5280 §5.2.5).
const POINT: &str = "2.5.29.28";
/// Its onlyContainsUserCerts.
const USERS: &[u8] = &[0x30, 3, 0x81, 1, 0xff];
