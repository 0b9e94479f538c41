//! Sets of thousands of members in DER that nobody signed, in the order that takes a decoder longest to sort: all
//! that is asked is that they cost nothing.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lienthong::signature::revocation::{Kind, Material, Origin};

use super::forged_tokens::tlv;
use super::pen;
use super::table::{Format, Table};
use super::text::{before, between};
use super::unsigned::{proofs, with};

pub fn rows(t: &mut Table<'_>) {
    t.family("sets");
    answers(t);
    certificates(t);
    issuers(t);
}

/// An answer of anybody, which anybody puts into a signature that is right.
fn answers(t: &mut Table<'_>) {
    let tries = "a name that takes minutes to sort, of 300 KB";
    let algorithm = tlv(0x30, &[vec![6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]]);
    let time = |year: &str| tlv(0x17, &[format!("{year}0101000000Z").into_bytes()]);
    let list = [vec![2, 1, 1], algorithm.clone(), name(20_000), time("26"), time("27")];
    let list = tlv(0x30, &[tlv(0x30, &list), algorithm.clone(), vec![3, 2, 0, 0]]);
    let at = tlv(0x18, &[b"20260101000000Z".to_vec()]);
    let data = tlv(0x30, &[tlv(0xa1, &[name(4_000)]), at, tlv(0x30, &[])]);
    let answer = tlv(0x30, &[data, algorithm, vec![3, 2, 0, 0]]);
    for (kind, name, der) in [(Kind::Crl, "a list by one long set", list), (Kind::Ocsp, "an answer by one", answer)] {
        let proof = proofs(&[Material::new(kind, der, Origin::Embedded)]);
        t.after(name, "revocation.unknown", tries, |x| with(x, &proof));
        t.tampered(name, "revocation.unknown", tries, |p| p.signature(|x| with(x, &proof)));
    }
}

/// Certificates beside the signer's, as large as one may be.
fn certificates(t: &mut Table<'_>) {
    let seal = t.world.seal.certificate.clone();
    let fat: Vec<Vec<u8>> = (0..4).map(|less| renamed(seal.der(), seal.subject_der(), &name(4_300 - less))).collect();
    let all: String =
        fat.iter().map(|der| format!("<ds:X509Certificate>{}</ds:X509Certificate>", STANDARD.encode(der))).collect();
    t.after("four certificates of one long set", "certificate.malformed", "as in the lists", |x| {
        before(x, "</ds:X509Data>", &all)
    });
}

/// The issuer's name as XAdES 1.3.2 has it: text, which is sorted as DER is.
fn issuers(t: &mut Table<'_>) {
    let long: String = (10_000..30_000).rev().map(|number| format!("+CN={number}")).collect();
    let world = t.world;
    let signed = between(&world.bare_v1(), "<ds:X509IssuerName>", "</ds:X509IssuerName>", &long[1..]);
    let sealed = pen::seal_bare(&signed, &world.seal.key);
    t.raw(Format::Xades, "an issuer of one long set, as text", "signature.issuer_serial", "as in the lists", sealed);
}

/// The certificate with another name; nobody signed that.
fn renamed(der: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let body = &der[4..];
    let length = usize::from(u16::from_be_bytes([body[2], body[3]]));
    let (tbs, rest) = (&body[4..4 + length], &body[4 + length..]);
    let at = (0..tbs.len()).rev().find(|at| tbs[*at..].starts_with(old)).unwrap();
    let tbs = [&tbs[..at], new, &tbs[at + old.len()..]].concat();
    tlv(0x30, &[tlv(0x30, &[tbs]), rest.to_vec()])
}

/// A name of one RDN of so many attributes, the last in order first.
pub fn name(count: usize) -> Vec<u8> {
    let value = |number: usize| {
        tlv(12, &[vec![b'!' + (number / 8_100) as u8, b'!' + (number / 90 % 90) as u8, b'!' + (number % 90) as u8]])
    };
    let attributes: Vec<Vec<u8>> =
        (0..count).rev().map(|number| tlv(0x30, &[vec![6, 3, 0x55, 4, 3], value(number)])).collect();
    tlv(0x30, &[tlv(0x31, &attributes)])
}
