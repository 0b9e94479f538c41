//! Containers: signed here and valid here; then each rule of SIGNATURES §3 broken, with the signature made anew.

use std::io::{Cursor, Read};

use super::fixture::*;
use super::reseal::reseal_file;
use crate::package::{Asice, AsiceWriter, EntryKind, Limits};
use crate::signature::c14n::Method;
use crate::signature::dev_pki::KeyKind;
use crate::signature::sign::{SignOptions, SigningCertificate};
use crate::signature::{Admitted, Container, Indication, IntakePolicy, Level, Mode};

const GOOD: &str = "TOTAL-PASSED:  | revocation.not_published";
const FILES: &[(&str, &[u8])] = &[("a.pdf", b"%PDF-1"), ("Công văn số 12.pdf", b"%PDF-2")];

#[test]
fn what_is_signed_here_is_valid_here() {
    for kind in [KeyKind::Rsa2048, KeyKind::Rsa3072, KeyKind::P256, KeyKind::P384, KeyKind::P521] {
        let signer = signer(kind);
        for canonicalization in Method::ALL {
            for signing_certificate in [SigningCertificate::V1, SigningCertificate::V2] {
                let options = SignOptions { canonicalization, signing_certificate, ..options() };
                let verdict = judge(&sign_asice(&signer, &options, FILES));
                assert_eq!(shown(&verdict), GOOD, "{options:?} {verdict:#?}");
                assert_eq!(verdict.signatures[0].level, Level::B);
                assert_eq!(verdict.signatures[0].covers, ["document.xml", "a.pdf", "Công văn số 12.pdf"]);
            }
        }
    }
}

#[test]
fn sizes_from_none_to_forty_attachments() {
    let names: Vec<String> = (0..40).map(|n| format!("tep/phụ lục {n}.pdf")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), name.as_bytes())).collect();
    for files in [&many[..0], &many[..1], &many[..]] {
        assert_eq!(codes(&sign_asice(&signer(KeyKind::P256), &options(), files)), GOOD, "{}", files.len());
    }
}

#[test]
fn verified_attachments_are_the_entries() {
    let bytes = sign_asice(&signer(KeyKind::P256), &options(), FILES);
    let admitted = admit(&bytes, &IntakePolicy::default()).unwrap();
    assert_eq!((admitted.container(), admitted.signed()), (Some(Container::Asice), "B"));
    let read: Vec<(String, Vec<u8>)> = admitted
        .attachments()
        .iter()
        .map(|attachment| {
            let mut bytes = Vec::new();
            attachment.open().read_to_end(&mut bytes).unwrap();
            assert_eq!(attachment.sha256(), crate::crypto::sha256(&bytes));
            (attachment.name().to_owned(), bytes)
        })
        .collect();
    assert_eq!(read, FILES.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect::<Vec<_>>());
}

#[test]
fn sameness_does_not_hang_on_the_zip() {
    let digest = |options: &SignOptions, files: &[(&str, &[u8])]| {
        let bytes = sign_asice(&signer(KeyKind::P256), options, files);
        match admit(&bytes, &IntakePolicy::default()).unwrap() {
            Admitted::Verified(verified) => verified.content_digest(),
            other => panic!("{other:?}"),
        }
    };
    let first = digest(&options(), FILES);
    assert_eq!(digest(&SignOptions { canonicalization: Method::Inclusive10, ..options() }, FILES), first);
    assert_ne!(digest(&options(), &[("a.pdf", b"%PDF-1"), ("Công văn số 12.pdf", b"%PDF-3")]), first);
}

/// Takes a container apart, changes its parts, makes the mathematics of each signature right again and zips it anew.
fn rebuilt(bytes: &[u8], change: impl FnOnce(&mut Parts)) -> Vec<u8> {
    let asice = Asice::open(file(bytes), &Limits::default()).unwrap();
    let read = |entry| asice.read(entry, 1 << 20).unwrap();
    let mut parts = Parts {
        document: read(asice.entry("document.xml").unwrap()),
        files: asice
            .of_kind(EntryKind::Payload)
            .filter(|entry| !entry.is_document())
            .map(|entry| (entry.name().to_owned(), read(entry)))
            .collect(),
        signatures: asice
            .of_kind(EntryKind::SignatureFile)
            .map(|entry| String::from_utf8(read(entry)).unwrap())
            .collect(),
        reseal: true,
    };
    change(&mut parts);
    let seal = WORLD.pki.seal(KeyKind::P256).unwrap();
    let sealed = parts.signatures.iter().map(|xml| if parts.reseal { reseal_file(xml, &seal) } else { xml.clone() });
    let sealed: Vec<String> = sealed.collect();
    let mut writer = AsiceWriter::new(Cursor::new(Vec::new())).unwrap();
    writer.document(&parts.document).unwrap();
    for (name, bytes) in &parts.files {
        writer.add(name, "application/pdf", &mut Cursor::new(bytes)).unwrap();
    }
    let sealed: Vec<&[u8]> = sealed.iter().map(|xml| xml.as_bytes()).collect();
    writer.finish(&sealed).unwrap().into_inner()
}

struct Parts {
    document: Vec<u8>,
    files: Vec<(String, Vec<u8>)>,
    signatures: Vec<String>,
    reseal: bool,
}

impl Parts {
    fn signature(&mut self, change: impl Fn(&str) -> String) {
        self.signatures[0] = change(&self.signatures[0]);
    }
}

type Change = fn(&mut Parts);

#[test]
fn every_broken_rule_has_its_code() {
    let table: &[(&str, Change, &str)] = &[
        (
            "manifest with another digest",
            |p| {
                p.signature(|x| {
                    let manifest = reference(x, "a.pdf")
                        .replace(" Id=\"", " Id=\"x")
                        .replace("\"a.pdf", "\"META-INF/manifest.xml");
                    x.replacen("</ds:SignedInfo>", &(manifest + "</ds:SignedInfo>"), 1)
                });
            },
            "signature.digest",
        ),
        ("content changed", |p| p.files[0].1 = b"%PDF-X".to_vec(), "signature.digest"),
        (
            "document changed",
            |p| p.document = document_xml(&["a.pdf", "Công văn số 12.pdf"]).replace("V/v", "V/V").into_bytes(),
            "signature.digest",
        ),
        ("entry added", |p| p.files.push(("b.pdf".into(), vec![1])), "package.entry_unnamed signature.uncovered_entry"),
        ("entry removed", |p| drop(p.files.pop()), "package.entry_missing signature.unknown_entry"),
        (
            "entries swapped",
            |p| {
                let (a, b) = (p.files[0].1.clone(), p.files[1].1.clone());
                p.files[0].1 = b;
                p.files[1].1 = a;
            },
            "signature.digest signature.digest",
        ),
        ("no signature", |p| p.signatures.clear(), "signature.none"),
        ("reference dropped", |p| p.signature(|x| drop_reference(x, "a.pdf")), "signature.uncovered_entry"),
        (
            "reference twice",
            |p| {
                p.signature(|x| {
                    x.replacen(
                        "</ds:SignedInfo>",
                        &(reference(x, "a.pdf").replace(" Id=\"", " Id=\"x") + "</ds:SignedInfo>"),
                        1,
                    )
                })
            },
            "signature.covered_twice",
        ),
        (
            "with and without slash",
            |p| {
                p.signature(|x| {
                    x.replacen(
                        "</ds:SignedInfo>",
                        &(reference(x, "a.pdf").replace(" Id=\"", " Id=\"x").replace("\"a.pdf", "\"/a.pdf")
                            + "</ds:SignedInfo>"),
                        1,
                    )
                })
            },
            "signature.leading_slash signature.covered_twice",
        ),
        ("leading slash", |p| p.signature(|x| x.replace("URI=\"a.pdf", "URI=\"/a.pdf")), "signature.leading_slash"),
        (
            "double encoding",
            |p| p.signature(|x| x.replace("URI=\"a.pdf", "URI=\"%2561.pdf")),
            "signature.unknown_entry signature.uncovered_entry",
        ),
        (
            "dot segment",
            |p| p.signature(|x| x.replace("URI=\"a.pdf", "URI=\"./a.pdf")),
            "signature.unknown_entry signature.uncovered_entry",
        ),
        (
            "absolute",
            |p| p.signature(|x| x.replace("URI=\"a.pdf", "URI=\"file:a.pdf")),
            "signature.reference_uri signature.uncovered_entry",
        ),
        (
            "whole file instead",
            |p| p.signature(|x| x.replace("URI=\"a.pdf", "URI=\"")),
            "signature.base64 signature.reference_uri signature.uncovered_entry",
        ),
        (
            "mimetype referenced",
            |p| p.signature(|x| x.replace("URI=\"a.pdf", "URI=\"mimetype")),
            "signature.unknown_entry signature.uncovered_entry",
        ),
        (
            "transforms on a file",
            |p| {
                p.signature(|x| x.replacen("URI=\"a.pdf\">", "URI=\"a.pdf\"><ds:Transforms><ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:Transform></ds:Transforms>", 1))
            },
            "signature.transform signature.uncovered_entry",
        ),
        (
            "Type on a file",
            |p| p.signature(|x| x.replacen("URI=\"a.pdf\"", "URI=\"a.pdf\" Type=\"urn:t\"", 1)),
            "signature.reference_type",
        ),
        (
            "no Object",
            |p| {
                p.signature(|x| {
                    let s = x.find("<ds:Object>").unwrap();
                    let e = x.find("</ds:Object>").unwrap() + 12;
                    format!("{}{}", &x[..s], &x[e..])
                })
            },
            "signature.properties_reference signature.object",
        ),
        (
            "foreign root",
            |p| p.signature(|x| x.replace("asic:XAdESSignatures", "asic:Signatures")),
            "signature.root signature.none",
        ),
        (
            "two in one file",
            |p| {
                p.signature(|x| {
                    let s = x.find("<ds:Signature ").unwrap();
                    let e = x.find("</ds:Signature>").unwrap() + 15;
                    let id = &x[s + 15..];
                    let start = id.find("Id=\"").unwrap() + 4;
                    let id = &id[start..start + id[start..].find('"').unwrap()];
                    let second = x[s..e].replace(id, "zz");
                    format!("{}{}{}", &x[..e], second, &x[e..])
                })
            },
            "signature.several signature.digest signature.value",
        ),
        (
            "duplicate Id",
            |p| {
                p.signature(|x| {
                    let id = x.split(" Id=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
                    x.replacen("<ds:KeyInfo>", &format!("<ds:KeyInfo Id=\"{id}\">"), 1)
                })
            },
            "signature.id_duplicate",
        ),
        (
            "comment in the signature file",
            |p| {
                p.signature(|x| x.replacen("<ds:KeyInfo>", "<!-- --><ds:KeyInfo>", 1));
                p.reseal = false
            },
            "xml.comment signature.none",
        ),
    ];
    let good = sign_asice(&signer(KeyKind::P256), &options(), FILES);
    assert_eq!(codes(&rebuilt(&good, |_| {})), GOOD);
    let mut wrong = Vec::new();
    for (name, change, expected) in table {
        let found = codes(&rebuilt(&good, change));
        let found = found.split(" |").next().unwrap().split_once(": ").unwrap().1.to_owned();
        if found != *expected {
            wrong.push(format!("{name}: expected {expected}, found {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_document_names_each_entry_once() {
    let by = |document: &str| codes(&sign_asice_by(&[&signer(KeyKind::P256)], &options(), document, FILES));
    let names = ["a.pdf", "Công văn số 12.pdf"];
    assert_eq!(by(&document_xml(&names)), GOOD);
    // The first reference by xlink:href, its ContentId another name.
    let href = |name: &str, content_id: &str| {
        let open = format!("<edXML:Reference><edXML:ContentId>cid:{name}<");
        let xlink = "xmlns:xlink=\"http://www.w3.org/1999/xlink\"";
        let with = format!("<edXML:Reference {xlink} xlink:href=\"cid:{name}\"><edXML:ContentId>{content_id}<");
        let document = document_xml(&names);
        assert!(document.contains(&open), "{document}");
        document.replacen(&open, &with, 1)
    };
    assert_eq!(by(&href("a.pdf", "1")), GOOD);
    assert_eq!(by(&href("a.pdf", "cid:a.pdf")), GOOD);
    let table = [
        (document_xml(&names[..1]), "package.entry_unnamed"),
        (document_xml(&["a.pdf", "a.pdf", names[1]]), "package.entry_named_twice"),
        (document_xml(&["a.pdf", names[1], "c.pdf"]), "package.entry_missing"),
        // One reader goes by the one name, another by the other.
        (href("a.pdf", names[1]), "package.entry_named_twice"),
        (href("a.pdf", "document.xml"), "package.entry_named_twice"),
        (document_xml(&["a.pdf", names[1], "document.xml"]), "package.entry_missing"),
        (bare_xml(), "package.attachment_encoded package.entry_missing package.entry_unnamed package.entry_unnamed"),
        ("<a/>".to_owned(), "edxml.not_edxml"),
    ];
    for (document, expected) in table {
        let found = by(&document);
        assert!(found.starts_with(&format!("TOTAL-FAILED: {expected} |")), "{expected}: {found}");
    }
}

#[test]
fn several_signers_are_judged_each_alone() {
    let (seal, person) = (signer(KeyKind::P256), signer_of(&WORLD.pki.person().unwrap()));
    let document = document_xml(&["a.pdf", "Công văn số 12.pdf"]);
    let both = sign_asice_by(&[&person, &seal], &options(), &document, FILES);
    let verdict = judge(&both);
    assert_eq!(shown(&verdict), "TOTAL-PASSED:  | revocation.not_published revocation.not_published");
    assert_eq!(verdict.signatures.len(), 2);
    assert_ne!(verdict.signatures[0].signer, verdict.signatures[1].signer);
    // One that covers only a part, or nothing, beside one that covers all: a remark. Its signer has signed another thing,
    // whoever comes first, and is never said to have signed the package.
    let all: &[&str] = &["a.pdf", "document.xml"];
    for (left_out, first) in [(&["a.pdf"][..], false), (&["document.xml"], true), (all, false), (all, true)] {
        let partial = rebuilt(&sign_asice(&seal, &options(), &FILES[..1]), |p| {
            let part = left_out.iter().fold(p.signatures[0].clone(), |part, name| drop_reference(&part, name));
            p.signatures.insert(usize::from(!first), part);
        });
        let verdict = judge(&partial);
        assert!(shown(&verdict).starts_with("TOTAL-PASSED:  | "), "{left_out:?}: {}", shown(&verdict));
        assert!(shown(&verdict).contains("signature.uncovered_entry"), "{left_out:?}: {}", shown(&verdict));
        let (part, whole) = (&verdict.signatures[usize::from(!first)], &verdict.signatures[usize::from(first)]);
        assert_eq!(
            (part.verdict, part.code),
            (Indication::Indeterminate, Some(crate::codes::SIGNATURE_UNCOVERED_ENTRY)),
            "{left_out:?}"
        );
        assert_eq!((whole.verdict, whole.code), (Indication::Valid, None), "{left_out:?}");
        assert!(super::fixture::admit(&partial, &IntakePolicy::default()).is_ok(), "{left_out:?}");
    }
    // One that fails beside a good one: the package fails.
    let broken = rebuilt(&both, |p| {
        p.reseal = false;
        p.signatures[0] = p.signatures[0].replacen("SigningTime>2", "SigningTime>3", 1);
    });
    let verdict = judge(&broken);
    assert_eq!(verdict.codes(), [crate::codes::SIGNATURE_DIGEST]);
    // One whose signer nobody knows beside a good one: the package passes where the table says that the good one is From's,
    // and stays open where nobody asked.
    let stranger = signer_of(&WORLD.pki.bad(crate::signature::dev_pki::Bad::OtherRoot).unwrap());
    let two = sign_asice_by(&[&stranger, &seal], &options(), &document, FILES);
    assert!(super::fixture::admit(&two, &IntakePolicy::default()).is_ok());
    let verdict = judge(&two);
    assert_eq!(shown(&verdict), "INDETERMINATE: certificate.untrusted | revocation.not_published");
    assert_eq!(verdict.signatures[0].verdict, Indication::Indeterminate);
}

#[test]
fn the_seal_must_be_that_of_from() {
    use crate::domain::ids::OrganId;
    use crate::signature::binding::{BindingTable, Standing};
    use crate::signature::{Agencies, Scope};
    let (seal, person) = (WORLD.pki.seal(KeyKind::P256).unwrap(), WORLD.pki.person().unwrap());
    let directory = |id: &OrganId, _| Standing::Active(id.clone());
    let judge = |table: &BindingTable, signers: &[&crate::signature::sign::Signer]| {
        let bytes = sign_asice_by(signers, &options(), &document_xml(&["a.pdf", "Công văn số 12.pdf"]), FILES);
        let agencies = Some(Agencies { table, directory: &directory });
        let request = super::super::Request {
            at: now(),
            now: now(),
            mode: Mode::Intake,
            scope: Scope::Full,
            agencies,
            pki: None,
        };
        WORLD.verifier.verify(file(&bytes), &request).unwrap()
    };
    let (own, other) = (bindings("000.00.01.H53"), bindings("000.00.09.H53"));
    let (by_seal, by_person) = (signer_of(&seal), signer_of(&person));
    let judged = judge(&own, &[&by_person, &by_seal]);
    assert_eq!(judged.verdict.verdict, Indication::Valid, "{:#?}", judged.verdict);
    let Admitted::Verified(verified) = Admitted::from_judged(judged, &IntakePolicy::default()).unwrap() else {
        panic!()
    };
    assert_eq!((verified.signer(), verified.bound().unwrap().agency.0.as_str()), (1, "000.00.01.H53"));
    assert_eq!(judge(&own, &[&by_person]).verdict.codes(), [crate::codes::BINDING_NOT_BOUND]);
    let judged = judge(&other, &[&by_seal]);
    assert_eq!(judged.verdict.codes(), [crate::codes::BINDING_OTHER_AGENCY]);
    assert_eq!(judged.proven_from(), None);
    assert_eq!(judged.claimed_from(), Some(&OrganId("000.00.01.H53".to_owned())));
    assert_eq!(judge(&own, &[&by_seal]).proven_from(), judged.claimed_from());
}

/// A forged signature beside a complete one that intake refuses for its form: the second one's digests prove nothing of the
/// first.
#[test]
fn what_one_signature_proves_is_not_the_others() {
    use crate::domain::ids::OrganId;
    use crate::signature::binding::Standing;
    use crate::signature::{Agencies, Scope};
    let seal = signer(KeyKind::P256);
    let forged = rebuilt(&sign_asice(&seal, &options(), FILES), |p| {
        p.reseal = false;
        p.signatures.push(p.signatures[0].clone());
        p.signatures[0] = p.signatures[0].replacen("-value\">", "-value\">!", 1);
        p.signatures[1] = p.signatures[1].replacen("<ds:X509Data>", "<ds:X509Data Id=\"x\">", 1);
    });
    let table = bindings("000.00.01.H53");
    let directory = |id: &OrganId, _| Standing::Active(id.clone());
    let agencies = Some(Agencies { table: &table, directory: &directory });
    let (mode, scope) = (Mode::Intake, Scope::Full);
    let request = super::super::Request { at: now(), now: now(), mode, scope, agencies, pki: None };
    let judged = WORLD.verifier.verify(file(&forged), &request).unwrap();
    let codes = judged.verdict.codes();
    assert!(codes.contains(&crate::codes::SIGNATURE_BASE64), "{codes:?}");
    assert!(codes.contains(&crate::codes::SIGNATURE_STRUCTURE), "{codes:?}");
    assert_ne!(judged.verdict.integrity, crate::signature::StepOutcome::Passed);
    assert_eq!(judged.proven_from(), None);
}

#[test]
fn no_changed_content_byte_passes() {
    let good = sign_asice(&signer(KeyKind::P256), &options(), FILES);
    let signatures = rebuilt_len(&good);
    for place in (0..signatures).step_by(7) {
        let changed = rebuilt(&good, |p| {
            p.reseal = false;
            let mut bytes = p.signatures[0].clone().into_bytes();
            bytes[place] ^= [0x01, 0x04][place % 2];
            p.signatures[0] = String::from_utf8(bytes).unwrap();
        });
        let text = &changed;
        let verdict = judge(text);
        if verdict.verdict == crate::signature::Indication::Valid {
            let signature = first_signature(&good);
            let around: String = signature.chars().skip(place.saturating_sub(45)).take(60).collect();
            assert!(UNSIGNED.iter().any(|free| around.contains(free)), "byte {place}: {around}");
        }
    }
}

/// What nobody signs and nothing here looks at: the declaration, and the Id of SignatureValue.
const UNSIGNED: [&str; 2] = ["<?xml version", "SignatureValue Id="];

fn first_signature(bytes: &[u8]) -> String {
    let asice = Asice::open(file(bytes), &Limits::default()).unwrap();
    let entry = asice.of_kind(EntryKind::SignatureFile).next().unwrap();
    String::from_utf8(asice.read(entry, 1 << 20).unwrap()).unwrap()
}

fn rebuilt_len(bytes: &[u8]) -> usize {
    first_signature(bytes).len()
}

fn reference(xml: &str, uri: &str) -> String {
    let at = xml.find(&format!("URI=\"{uri}")).unwrap();
    let start = xml[..at].rfind("<ds:Reference").unwrap();
    let end = at + xml[at..].find("</ds:Reference>").unwrap() + 15;
    xml[start..end].to_owned()
}

fn drop_reference(xml: &str, uri: &str) -> String {
    xml.replacen(&reference(xml, uri), "", 1)
}
