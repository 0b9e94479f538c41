//! Every pitfall of SIGNATURES §7 as a row of a table.

use der::Tag;

use super::*;
use crate::signature::mini_ca::{self, Made, NOW, Wish, bmp, utf8_name};
use crate::signature::name::{CN, O, ORGANIZATION_IDENTIFIER as ID};
use crate::signature::path::{self, Anchor, Anchors, RevocationRule};

const SEAL_NAME: &str = "Sở Nội vụ tỉnh Quảng Nam";
const SEAL: &[(&str, &str)] = &[(O, SEAL_NAME), (ID, "H47.12"), (CN, SEAL_NAME)];

fn organ(id: &str) -> OrganId {
    OrganId(id.to_owned())
}

fn known(id: &OrganId, _: Micros) -> Standing {
    Standing::Active(id.clone())
}

fn ca() -> Made {
    Wish::ca(utf8_name(&[(CN, "CA cấp chữ ký số")]), None).make()
}

fn path_of(leaf: &Made, anchor: &Made) -> Path {
    let anchor = Anchor { certificate: anchor.certificate.clone(), revocation: RevocationRule::None };
    path::build(&leaf.certificate, &[], &Anchors::new([anchor]).unwrap(), NOW).unwrap()
}

fn row(id: &str, agency: &str, binding: Binding) -> BoundTo {
    BoundTo {
        id: id.to_owned(),
        version: 3,
        agency: organ(agency),
        binding,
        from: Micros(0),
        to: None,
        author: "người vận hành".to_owned(),
        reason: "công văn đề nghị".to_owned(),
        certificate: None,
    }
}

fn rule(issuer: &Made, attributes: &[(&str, &str)]) -> Binding {
    let mut grouped: Vec<(String, Vec<String>)> = Vec::new();
    for (oid, value) in attributes {
        match grouped.iter_mut().find(|(known, _)| known == oid) {
            Some((_, values)) => values.push((*value).to_owned()),
            None => grouped.push(((*oid).to_owned(), vec![(*value).to_owned()])),
        }
    }
    Binding::Rule { issuer_spki_sha256: issuer.certificate.spki_sha256(), attributes: grouped }
}

fn exact(made: &Made) -> Binding {
    Binding::Exact { sha256: made.certificate.sha256() }
}

fn table(bindings: Vec<BoundTo>) -> BindingTable {
    BindingTable { bindings, delegations: Vec::new() }
}

fn decide(leaf: &Made, anchor: &Made, table: &BindingTable) -> Result<Bound, BindingFault> {
    which_agency(&path_of(leaf, anchor), &organ("H47.12"), NOW, table, &known)
}

fn code(result: Result<Bound, BindingFault>) -> &'static str {
    match result {
        Ok(_) => "bound",
        Err(fault) => fault.code().name(),
    }
}

/// Which subjects a rule for the seal accepts.
#[test]
fn a_rule_accepts_its_subject_and_no_other() {
    let ca = ca();
    let table = table(vec![row("r1", "H47.12", rule(&ca, SEAL))]);
    let utf8 = |text: &str| (Tag::Utf8String, text.as_bytes().to_vec());
    let rdn = |oid: &'static str, (tag, value): (Tag, Vec<u8>)| vec![(oid, tag, value)];
    let with = |o: (Tag, Vec<u8>)| mini_ca::name(&[rdn(O, o), rdn(ID, utf8("H47.12")), rdn(CN, utf8(SEAL_NAME))]);
    let nfd: String = icu_normalizer::DecomposingNormalizer::new_nfd().normalize(SEAL_NAME).into_owned();
    let homoglyph = SEAL_NAME.replace('a', "\u{430}");
    let plus = |extra: (&'static str, &'static str)| utf8_name(&[SEAL, &[extra]].concat());
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("as listed", utf8_name(SEAL), "bound"),
        ("BMPString instead of UTF8String", with((Tag::BmpString, bmp(SEAL_NAME))), "bound"),
        ("other case", with(utf8("SỞ NỘI VỤ TỈNH QUẢNG NAM")), "bound"),
        ("runs of spaces", with(utf8(" Sở Nội vụ  tỉnh Quảng Nam ")), "bound"),
        ("other order", utf8_name(&[(CN, SEAL_NAME), (ID, "H47.12"), (O, SEAL_NAME)]), "bound"),
        ("NFD", with(utf8(&nfd)), "binding.not_bound"),
        ("NFD in BMPString", with((Tag::BmpString, bmp(&nfd))), "binding.not_bound"),
        ("homoglyph", with(utf8(&homoglyph)), "binding.not_bound"),
        ("Kelvin sign for K", utf8_name(&[(O, SEAL_NAME), (ID, "H47.12"), (CN, "\u{212a}")]), "binding.not_bound"),
        ("NUL at the end", with(utf8(&format!("{SEAL_NAME}\0"))), "binding.not_bound"),
        ("NUL and more", with(utf8(&format!("{SEAL_NAME}\0.vn"))), "binding.not_bound"),
        ("zero-width space", with(utf8(&format!("{SEAL_NAME}\u{200b}"))), "binding.not_bound"),
        ("longer", with(utf8(&format!("{SEAL_NAME} 2"))), "binding.not_bound"),
        ("Latin-1 in TeletexString", with((Tag::TeletexString, b"S\xf2 N\xf2i v\xf2".to_vec())), "binding.not_bound"),
        ("no organizationIdentifier", utf8_name(&[(O, SEAL_NAME), (CN, SEAL_NAME)]), "binding.not_bound"),
        (
            "all in one value",
            utf8_name(&[(O, "Sở Nội vụ tỉnh Quảng Nam/CN=Sở Nội vụ tỉnh Quảng Nam")]),
            "binding.not_bound",
        ),
        (
            "value in the wrong attribute",
            utf8_name(&[(O, SEAL_NAME), (CN, "H47.12"), (ID, SEAL_NAME)]),
            "binding.not_bound",
        ),
        ("CN twice", plus((CN, SEAL_NAME)), "binding.not_bound"),
        ("a second CN", plus((CN, "Nguyễn Văn A")), "binding.not_bound"),
        ("givenName", plus(("2.5.4.42", "Thị Ánh")), "binding.not_bound"),
        ("surname", plus(("2.5.4.4", "Nguyễn")), "binding.not_bound"),
        ("title", plus(("2.5.4.12", "Giám đốc")), "binding.not_bound"),
        ("OU", plus(("2.5.4.11", "Văn phòng")), "binding.not_bound"),
        (
            "multi-valued RDN",
            mini_ca::name(&[
                vec![(O, Tag::Utf8String, SEAL_NAME.into()), (CN, Tag::Utf8String, SEAL_NAME.into())],
                rdn(ID, utf8("H47.12")),
            ]),
            "binding.not_bound",
        ),
    ];
    for (what, subject, expected) in cases {
        let leaf = Wish::leaf(subject, &ca).make();
        assert_eq!(code(decide(&leaf, &ca, &table)), expected, "{what}");
    }
}

#[test]
fn only_upper_and_lower_case_of_one_letter_are_the_same() {
    let same = |a: &str, b: &str| name::comparable(a) == name::comparable(b);
    assert!(same("ỦY BAN ĐẤT ĐAI", "Ủy  ban đất đai "));
    for (a, b) in
        [("K", "\u{212a}"), ("s", "\u{17f}"), ("ss", "ß"), ("A", "\u{410}"), ("ế", "e\u{302}\u{301}"), ("fi", "ﬁ")]
    {
        assert!(!same(a, b), "{a} {b}");
    }
}

#[test]
fn a_name_that_cannot_be_compared_says_why() {
    let ca = ca();
    let leaf = Wish::leaf(utf8_name(&[(O, "Sở\0Nội vụ")]), &ca).make();
    let fault = decide(&leaf, &ca, &table(vec![row("r1", "H47.12", rule(&ca, SEAL))])).unwrap_err();
    let name = Some(NameFault::Control { oid: O.to_owned() });
    assert_eq!(fault, BindingFault::NotBound { sha256: leaf.certificate.sha256(), renewal_of: None, name });
    let exactly = table(vec![row("e1", "H47.12", exact(&leaf))]);
    assert_eq!(code(decide(&leaf, &ca, &exactly)), "bound", "an exact binding needs no name");
}

#[test]
fn a_rule_that_lists_one_value_twice_never_matches() {
    let ca = ca();
    let twice = &[(O, SEAL_NAME), (O, SEAL_NAME)];
    let leaf = Wish::leaf(utf8_name(twice), &ca).make();
    assert_eq!(code(decide(&leaf, &ca, &table(vec![row("r1", "H47.12", rule(&ca, twice))]))), "binding.not_bound");
    let two = &[("2.5.4.11", "Văn phòng"), ("2.5.4.11", "Phòng Tổ chức"), (O, SEAL_NAME)];
    let leaf = Wish::leaf(utf8_name(two), &ca).make();
    assert_eq!(code(decide(&leaf, &ca, &table(vec![row("r1", "H47.12", rule(&ca, two))]))), "bound");
}

#[test]
fn the_issuing_key_counts_and_not_the_issuers_name() {
    let one = ca();
    let same_name = ca();
    let table = table(vec![row("r1", "H47.12", rule(&one, SEAL))]);
    let leaf = Wish::leaf(utf8_name(SEAL), &one).make();
    let stranger = Wish::leaf(utf8_name(SEAL), &same_name).make();
    assert_eq!(leaf.certificate.serial(), stranger.certificate.serial());
    assert_eq!(code(decide(&leaf, &one, &table)), "bound");
    let fault = decide(&stranger, &same_name, &table).unwrap_err();
    assert_eq!(fault.code().name(), "binding.not_bound", "two CAs of one name, one serial, or a re-keyed CA");
    assert!(matches!(fault, BindingFault::NotBound { renewal_of: Some(row), .. } if row == "r1"));
}

#[test]
fn a_cross_signed_ca_is_the_same_issuer() {
    let old_root = Wish::ca(utf8_name(&[(CN, "Gốc cũ")]), None).make();
    let new_root = Wish::ca(utf8_name(&[(CN, "Gốc mới")]), None).make();
    let issuing = Wish::ca(utf8_name(&[(CN, "CA cấp")]), Some(&old_root)).make();
    let cross = Wish { key: issuing.key.clone(), ..Wish::ca(utf8_name(&[(CN, "CA cấp")]), Some(&new_root)) }.make();
    let leaf = Wish::leaf(utf8_name(SEAL), &issuing).make();
    let table = table(vec![row("r1", "H47.12", rule(&issuing, SEAL))]);
    let anchor = Anchor { certificate: new_root.certificate.clone(), revocation: RevocationRule::None };
    let path =
        path::build(&leaf.certificate, std::slice::from_ref(&cross.certificate), &Anchors::new([anchor]).unwrap(), NOW)
            .unwrap();
    assert_eq!(path.issuer(), &cross.certificate);
    assert_eq!(code(which_agency(&path, &organ("H47.12"), NOW, &table, &known)), "bound");
}

#[test]
fn an_exact_binding_is_one_certificate() {
    let ca = ca();
    let bound = Wish::leaf(utf8_name(SEAL), &ca).make();
    let renewed = Wish { serial: 8, ..Wish::leaf(utf8_name(SEAL), &ca) }.make();
    let same_key = Wish { key: bound.key.clone(), ..Wish::leaf(utf8_name(&[(CN, "Tên khác")]), &ca) }.make();
    let unrelated = Wish::leaf(utf8_name(&[(CN, "Cơ quan khác")]), &ca).make();
    let certificate = Some(bound.certificate.clone());
    let table = table(vec![BoundTo { certificate, ..row("e1", "H47.12", exact(&bound)) }]);
    assert_eq!(decide(&bound, &ca, &table).unwrap().rule, "e1");
    for (what, leaf, hint) in [
        ("re-issued", &renewed, Some("e1")),
        ("one key in two certificates", &same_key, Some("e1")),
        ("unrelated", &unrelated, None),
    ] {
        let fault = decide(leaf, &ca, &table).unwrap_err();
        let BindingFault::NotBound { renewal_of, .. } = &fault else { panic!("{what}: {fault}") };
        assert_eq!(renewal_of.as_deref(), hint, "{what}");
    }
}

#[test]
fn rows_that_claim_one_certificate() {
    let ca = ca();
    let leaf = Wish::leaf(utf8_name(SEAL), &ca).make();
    let of = |bindings: Vec<BoundTo>| decide(&leaf, &ca, &table(bindings));
    let second = row("r2", "H47.13", rule(&ca, SEAL));
    let fault = of(vec![row("r1", "H47.12", rule(&ca, SEAL)), second.clone()]).unwrap_err();
    assert_eq!(fault, BindingFault::Ambiguous { rules: vec!["r1".into(), "r2".into()] });
    assert_eq!(code(of(vec![row("e1", "H47.12", exact(&leaf)), second.clone()])), "binding.ambiguous");
    let agreeing = vec![row("r1", "H47.12", rule(&ca, SEAL)), row("z9", "H47.12", exact(&leaf))];
    assert_eq!(of(agreeing).unwrap().rule, "z9", "exact before rule");
    let over = BoundTo { to: Some(NOW), ..second };
    assert_eq!(of(vec![row("r1", "H47.12", rule(&ca, SEAL)), over]).unwrap().rule, "r1", "a row that ended is silent");
}

#[test]
fn a_binding_counts_from_its_first_moment_until_just_before_its_end() {
    let ca = ca();
    let leaf = Wish::leaf(utf8_name(SEAL), &ca).make();
    let at = |from: i64, to: Option<i64>| {
        let shift = |by: i64| Micros(NOW.0 + by);
        let bound = BoundTo { from: shift(from), to: to.map(shift), ..row("e1", "H47.12", exact(&leaf)) };
        code(decide(&leaf, &ca, &table(vec![bound])))
    };
    assert_eq!(at(0, None), "bound");
    assert_eq!(at(0, Some(1)), "bound");
    assert_eq!(at(-1, Some(0)), "binding.expired");
    assert_eq!(at(1, None), "binding.expired");
}

#[test]
fn from_must_be_the_bound_agency_or_have_delegated() {
    let ca = ca();
    let leaf = Wish::leaf(utf8_name(SEAL), &ca).make();
    let mut table = table(vec![row("e1", "H47", exact(&leaf))]);
    let of = |from: &str, table: &BindingTable| which_agency(&path_of(&leaf, &ca), &organ(from), NOW, table, &known);
    assert_eq!(code(of("H47", &table)), "bound");
    for other in ["H47.12", "h47", "H47 ", "Н47", "H47\u{200b}", ""] {
        assert_eq!(code(of(other, &table)), "binding.other_agency", "{other:?}");
    }
    table.delegations.push(Delegation {
        id: "d1".into(),
        version: 1,
        signer: organ("H47"),
        on_behalf_of: organ("H47.12"),
        from: Micros(0),
        to: Some(Micros(NOW.0 + 1)),
        author: "người vận hành".into(),
        reason: "quyết định ủy quyền".into(),
    });
    assert_eq!(of("H47.12", &table).unwrap().delegation.as_deref(), Some("d1"));
    assert_eq!(code(of("H47.13", &table)), "binding.other_agency");
    table.delegations[0].to = Some(NOW);
    assert_eq!(code(of("H47.12", &table)), "binding.other_agency", "a delegation that ended");
}

#[test]
fn closed_and_merged_agencies() {
    let ca = ca();
    let leaf = Wish::leaf(utf8_name(SEAL), &ca).make();
    let table = table(vec![row("e1", "H47.12", exact(&leaf)), row("e2", "H48.12", exact(&leaf))]);
    let merged_until = Micros(NOW.0 + 1);
    let directory = move |id: &OrganId, at: Micros| match id.0.as_str() {
        "H47.12" if at < merged_until => Standing::Active(organ("H48.12")),
        "H47.12" => Standing::Closed { since: merged_until },
        "H48.12" => Standing::Active(organ("H48.12")),
        _ => Standing::Unknown,
    };
    let of = |from: &str, at: Micros| which_agency(&path_of(&leaf, &ca), &organ(from), at, &table, &directory);
    assert_eq!(
        of("H48.12", NOW).unwrap().agency,
        organ("H48.12"),
        "the old seal serves the successor while the alias lasts"
    );
    assert_eq!(code(of("H47.12", NOW)), "bound");
    let alone = BindingTable { bindings: vec![row("e1", "H47.12", exact(&leaf))], delegations: Vec::new() };
    let late = which_agency(&path_of(&leaf, &ca), &organ("H48.12"), merged_until, &alone, &directory);
    assert_eq!(code(late), "binding.agency_closed");
    assert_eq!(code(of("H99", NOW)), "binding.other_agency");
}
