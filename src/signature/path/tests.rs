use der::Tag;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::PKey;

use super::*;
use crate::signature::dev_pki::{Bad, DevPki, KeyKind};
use crate::signature::mini_ca::{self, Made, NOW, Wish, extension, utf8_name};
use crate::signature::name::CN;
use crate::signature::revocation::{self, Moment, Outcome};

fn now() -> Micros {
    Micros(jiff::Timestamp::now().as_microsecond())
}

fn anchors(made: &Made, revocation: RevocationRule) -> Anchors {
    Anchors::new([Anchor { certificate: made.certificate.clone(), revocation }]).unwrap()
}

fn codes_of(outcome: PathOutcome) -> Vec<&'static str> {
    match outcome {
        Ok(_) => vec!["holds"],
        Err(faults) => faults.iter().map(|fault| fault.code().name()).collect(),
    }
}

#[test]
fn each_seal_of_the_development_pki_has_a_path() {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path()).unwrap();
    for kind in [KeyKind::Rsa2048, KeyKind::P256, KeyKind::P384, KeyKind::P521] {
        let seal = pki.seal(kind).unwrap();
        let path = build(&seal.certificate, &seal.chain, &pki.anchors().unwrap(), now()).unwrap();
        assert_eq!(path.chain().len(), 3);
        assert_eq!(path.issuer(), &pki.issuing().certificate);
        assert_eq!(path.anchor().certificate, pki.root().certificate);
    }
    let person = pki.person().unwrap();
    assert!(build(&person.certificate, &person.chain, &pki.anchors().unwrap(), now()).is_ok());
}

#[test]
fn each_bad_certificate_is_refused_by_its_own_code() {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path()).unwrap();
    let anchors = pki.anchors().unwrap();
    let of = |issued: crate::signature::dev_pki::Issued| {
        codes_of(build(&issued.certificate, &issued.chain, &anchors, now()))
    };
    for (bad, expected) in [
        (Bad::Expired, &["certificate.expired"][..]),
        (Bad::NotYetValid, &["certificate.not_yet_valid"]),
        (Bad::WrongKeyUsage, &["certificate.key_usage"]),
        (Bad::WrongExtendedKeyUsage, &["certificate.extended_key_usage"]),
        (Bad::LeafAsCa, &["certificate.is_ca"]),
        (Bad::OtherRoot, &["certificate.untrusted"]),
        (Bad::Rsa1024, &["certificate.weak_key"]),
        (Bad::IssuedByLeaf, &["certificate.issuer_not_ca"]),
        // Its revocation is no part of the path.
        (Bad::Revoked, &["holds"]),
    ] {
        assert_eq!(of(pki.bad(bad).unwrap()), expected, "{bad:?}");
    }
    for (what, issued) in [("TSA", pki.tsa()), ("OCSP", pki.ocsp()), ("TLS client", pki.tls_client())] {
        assert_eq!(of(issued.unwrap()), ["certificate.extended_key_usage"], "{what}");
    }
    assert_eq!(of(pki.issuing().clone()), ["certificate.is_ca", "certificate.key_usage"]);
    assert_eq!(codes_of(build(&pki.root().certificate, &[], &anchors, now()))[0], "certificate.untrusted");
}

#[test]
fn without_the_intermediate_there_is_no_path_and_an_issuing_ca_may_be_the_anchor() {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path()).unwrap();
    let seal = pki.seal(KeyKind::P256).unwrap();
    assert_eq!(codes_of(build(&seal.certificate, &[], &pki.anchors().unwrap(), now())), ["certificate.untrusted"]);
    let certificate = pki.issuing().certificate.clone();
    let partial = Anchors::new([Anchor { certificate, revocation: RevocationRule::None }]).unwrap();
    let path = build(&seal.certificate, &[], &partial, now()).unwrap();
    assert_eq!(path.chain().len(), 2);
    let nothing = Anchors::new([]).unwrap();
    assert_eq!(codes_of(build(&seal.certificate, &seal.chain, &nothing, now())), ["certificate.untrusted"]);
    let leaf = Anchor { certificate: seal.certificate, revocation: RevocationRule::None };
    assert_eq!(Anchors::new([leaf]).unwrap_err().code().name(), "certificate.anchor_not_ca");
}

#[test]
fn the_revocation_rule_of_the_anchor() {
    let root = Wish::ca(utf8_name(&[(CN, "Gốc")]), None).make();
    // CRLDistributionPoints with http://crl.vn/a, AuthorityInfoAccess with OCSP http://o.vn.
    let cdp = extension("2.5.29.31", false, &hex("30143012a010a00e860c687474703a2f2f632e766e2f"));
    let aia = extension("1.3.6.1.5.5.7.1.1", false, &hex("301a301806082b06010505073001860c687474703a2f2f6f2e766e2f"));
    let silent = Wish::leaf(utf8_name(&[(CN, "Im lặng")]), &root).make();
    let crl = Wish { extra: vec![cdp], ..Wish::leaf(utf8_name(&[(CN, "CRL")]), &root) }.make();
    let ocsp = Wish { extra: vec![aia], ..Wish::leaf(utf8_name(&[(CN, "OCSP")]), &root) }.make();
    assert_eq!((crl.certificate.publishes().crl, crl.certificate.publishes().ocsp), (true, false));
    assert_eq!((ocsp.certificate.publishes().crl, ocsp.certificate.publishes().ocsp), (false, true));
    for (rule, leaf, expected) in [
        (RevocationRule::None, &crl, "not-checked"),
        (RevocationRule::IfPublished, &silent, "not-published"),
        (RevocationRule::IfPublished, &crl, "unknown"),
        (RevocationRule::IfPublished, &ocsp, "unknown"),
        (RevocationRule::Required, &silent, "unknown"),
    ] {
        let path = build(&leaf.certificate, &[], &anchors(&root, rule), NOW).unwrap();
        let moment = Moment { at: NOW, now: NOW, purpose: Purpose::Seal };
        let report = revocation::of_path(&path, &|_, _| Vec::new(), &Anchors::none(), moment);
        let found = match report.outcome {
            Outcome::NotChecked => "not-checked",
            Outcome::NotPublished => "not-published",
            Outcome::Unknown { .. } => "unknown",
            other => panic!("{other:?}"),
        };
        assert_eq!(found, expected, "{rule:?} {leaf:?}", leaf = leaf.certificate);
    }
}

#[test]
fn a_ca_that_asks_for_a_policy_binds_whom_it_issues_to() {
    let root = Wish::ca(utf8_name(&[(CN, "Gốc")]), None).make();
    let subject = || utf8_name(&[(CN, "Dấu")]);
    // policyConstraints: requireExplicitPolicy 0; inhibitAnyPolicy 0; certificatePolicies: 1.2.3.4.
    let (explicit, inhibit) = (hex("3003800100"), hex("020100"));
    let policy = || extension("2.5.29.32", false, &hex("3007300506032a0304"));
    let ca = |extra| Wish { extra, ..Wish::ca(utf8_name(&[(CN, "CA")]), Some(&root)) }.make();
    let bound = ca(vec![policy(), extension("2.5.29.36", true, &explicit), extension("2.5.29.54", true, &inhibit)]);
    let silent = ca(vec![extension("2.5.29.54", true, &inhibit)]);
    let of = |ca: &Made, extra| {
        let leaf = Wish { extra, ..Wish::leaf(subject(), ca) }.make();
        codes_of(build(
            &leaf.certificate,
            std::slice::from_ref(&ca.certificate),
            &anchors(&root, RevocationRule::None),
            NOW,
        ))
    };
    assert_eq!(of(&bound, Vec::new()), ["certificate.chain"]);
    assert_eq!(of(&bound, vec![policy()]), ["holds"]);
    assert_eq!(of(&silent, Vec::new()), ["holds"]);
    let other = extension("2.5.29.32", false, &hex("3007300506032a0305"));
    assert_eq!(of(&bound, vec![other]), ["certificate.chain"]);
    // policyMappings: 1.2.3.4 means 1.2.3.5 below. Followed by nobody here, so where a policy is asked for none is found;
    // above the leaf as in it, whichever of the two policies the leaf names.
    let mapping = || extension("2.5.29.33", true, &hex("300c300a06032a030406032a0305"));
    let other = || extension("2.5.29.32", false, &hex("3007300506032a0305"));
    let mapped = ca(vec![policy(), extension("2.5.29.36", true, &explicit), mapping()]);
    assert_eq!(of(&mapped, vec![policy()]), ["certificate.chain"]);
    assert_eq!(of(&mapped, vec![other()]), ["certificate.chain"]);
    assert_eq!(of(&bound, vec![policy(), mapping()]), ["certificate.chain"]);
    assert_eq!(of(&ca(vec![policy(), mapping()]), vec![other()]), ["holds"], "nobody asks for a policy");
}

#[test]
fn a_certificate_whose_key_does_not_count_has_issued_nothing() {
    let weak = PKey::from_rsa(openssl::rsa::Rsa::generate(1024).unwrap()).unwrap();
    let ca = Wish { key: weak, ..Wish::ca(utf8_name(&[(CN, "CA yếu")]), None) }.make();
    let leaf = Wish::leaf(utf8_name(&[(CN, "Dấu")]), &ca).make();
    assert!(!ca.certificate.issued(&leaf.certificate), "its key was tried out");
    let good = Wish::ca(utf8_name(&[(CN, "CA yếu")]), None).make();
    let leaf = Wish::leaf(utf8_name(&[(CN, "Dấu")]), &good).make();
    assert!(good.certificate.issued(&leaf.certificate));
}

#[test]
fn weak_keys_curves_digests_and_name_constraints() {
    let root = Wish::ca(utf8_name(&[(CN, "Gốc")]), None).make();
    let subject = || utf8_name(&[(CN, "Dấu")]);
    let with_key = |key| Wish { key, ..Wish::leaf(subject(), &root) }.make();
    let koblitz = with_key(mini_ca::curve(Nid::SECP256K1));
    let sha1 = Wish { digest: MessageDigest::sha1(), ..Wish::leaf(subject(), &root) }.make();
    let unknown_critical = extension("1.2.3.4.5", true, &[5, 0]);
    let critical = Wish { extra: vec![unknown_critical], ..Wish::leaf(subject(), &root) }.make();
    // NameConstraints: permitted directoryName = { C=VN }.
    let c = mini_ca::name(&[vec![("2.5.4.6", Tag::PrintableString, b"VN".to_vec())]]);
    let general = wrap(0xa4, &c);
    let constraints = wrap(0x30, &wrap(0xa0, &wrap(0x30, &general)));
    let narrow_wish = Wish::ca(utf8_name(&[(CN, "CA hẹp")]), Some(&root));
    let narrow = Wish { extra: vec![extension("2.5.29.30", true, &constraints)], ..narrow_wish }.make();
    let outside = Wish::leaf(subject(), &narrow).make();
    for (what, leaf, expected) in [
        ("secp256k1", &koblitz, "certificate.key_unsupported"),
        ("SHA-1", &sha1, "certificate.weak_signature"),
        ("unknown critical extension", &critical, "certificate.chain"),
        ("outside nameConstraints", &outside, "certificate.name_constraints"),
    ] {
        let outcome = build(
            &leaf.certificate,
            std::slice::from_ref(&narrow.certificate),
            &anchors(&root, RevocationRule::None),
            NOW,
        );
        assert_eq!(codes_of(outcome), [expected], "{what}");
    }
}

#[test]
fn a_cached_path_still_knows_its_time_and_its_anchors() {
    let root = Wish::ca(utf8_name(&[(CN, "Gốc")]), None).make();
    let leaf = Wish::leaf(utf8_name(&[(CN, "Dấu")]), &root).make();
    let trusted = anchors(&root, RevocationRule::None);
    let at = |seconds: i64| codes_of(build(&leaf.certificate, &[], &trusted, Micros(seconds * 1_000_000)));
    for _ in 0..2 {
        assert_eq!(at(1_800_000_000), ["holds"]);
        assert_eq!(at(1_700_000_000), ["holds"]);
        assert!(at(1_699_999_999).contains(&"certificate.not_yet_valid"));
        assert_eq!(at(1_999_999_999), ["holds"]);
        assert!(at(2_000_000_000).contains(&"certificate.expired"));
        assert!(at(2_000_000_001).contains(&"certificate.expired"));
    }
    let other = Wish::ca(utf8_name(&[(CN, "Gốc")]), None).make();
    let strangers = anchors(&other, RevocationRule::None);
    assert_ne!(strangers.version(), trusted.version());
    assert_eq!(codes_of(build(&leaf.certificate, &[], &strangers, NOW)), ["certificate.untrusted"]);
    let stricter = build(&leaf.certificate, &[], &anchors(&root, RevocationRule::Required), NOW).unwrap();
    assert_eq!(stricter.anchor().revocation, RevocationRule::Required, "another rule is another version");
}

fn wrap(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut der = vec![tag, u8::try_from(content.len()).unwrap()];
    der.extend(content);
    der
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}
