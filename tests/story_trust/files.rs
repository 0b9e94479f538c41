//! Revocation lists, and the command line: what a person can do without asking anybody, and by asking.

use std::process::Command;

use lienthong::signature::dev_pki::{Bad, Issued};
use lienthong::signature::revocation::{Kind, Material, Origin};
use lienthong::signature::sign::{SignOptions, Signer};
use openssl::hash::MessageDigest;

use crate::support::authority::{Given, List};

use super::world::{World, now, shown, text};

fn sign_by(issued: &Issued) -> Vec<u8> {
    let signer = Signer::new(issued.key.clone(), issued.certificate.clone(), issued.chain.clone()).unwrap();
    let source = std::io::Cursor::new(crate::support::edxml::bare());
    signer.sign_enveloped(source, &SignOptions::at(now()), Vec::new()).unwrap()
}

#[test]
fn lists_count_only_when_they_are_the_cas_own_and_whole() {
    let world = World::open();
    let file = sign_by(&world.seal);
    let issuing = world.pki.issuing();
    let good = || List::of(issuing);
    let unknown = "INDETERMINATE: revocation.unknown | ";
    let table: Vec<(&str, List<'_>, String)> = vec![
        ("good", good(), "TOTAL-PASSED:  | ".to_owned()),
        ("another is revoked", List { revoked: Some(&world.tsa), ..good() }, "TOTAL-PASSED:  | ".to_owned()),
        ("revoked", List { revoked: Some(&world.seal), ..good() }, "INDETERMINATE: revocation.revoked | ".to_owned()),
        ("over", List { from: -7200, to: -3600, ..good() }, format!("{unknown}revocation.answer_stale")),
        ("to come", List { from: 3600, to: 7200, ..good() }, format!("{unknown}revocation.answer_future")),
        ("of the root", List { named: world.pki.root(), signer: world.pki.root(), ..good() }, unknown.to_owned()),
        ("signed by the seal", List { signer: &world.seal, ..good() }, format!("{unknown}revocation.answer_signature")),
        ("over SHA-1", List { digest: MessageDigest::sha1(), ..good() }, format!("{unknown}revocation.answer_weak")),
        (
            "a delta",
            List { extra: Some(("2.5.29.27", true, &[2, 1, 1])), ..good() },
            format!("{unknown}revocation.answer_unsupported"),
        ),
        (
            "indirect",
            List { extra: Some(("2.5.29.28", true, &[0x30, 3, 0x84, 1, 0xff])), ..good() },
            format!("{unknown}revocation.answer_unsupported"),
        ),
        (
            "of CAs only",
            List { extra: Some(("2.5.29.28", true, &[0x30, 3, 0x82, 1, 0xff])), ..good() },
            unknown.to_owned(),
        ),
        (
            "of end entities only",
            List { extra: Some(("2.5.29.28", true, &[0x30, 3, 0x81, 1, 0xff])), ..good() },
            "TOTAL-PASSED:  | ".to_owned(),
        ),
        (
            "with a critical extension that nobody knows",
            List { extra: Some(("1.2.3.4.5", true, &[5, 0])), ..good() },
            format!("{unknown}revocation.answer_unsupported"),
        ),
    ];
    for (what, list, expected) in table {
        let given = Given(vec![Material::new(Kind::Crl, list.der(), Origin::Given)]);
        let verdict = world.judge(&file, Some(&given));
        assert_eq!(shown(&verdict), expected, "{what}: {verdict:#?}");
    }
    // Twice in one list: the revocation stands, whatever the second entry says.
    let twice = List { revoked: Some(&world.seal), again: Some(864_000), ..good() };
    let given = Given(vec![Material::new(Kind::Crl, twice.der(), Origin::Given)]);
    assert_eq!(shown(&world.judge(&file, Some(&given))), "INDETERMINATE: revocation.revoked | ");
    // A list from after the certificate's end has forgotten it.
    let end = (world.seal.certificate.not_after().0 - now().0) / 1_000_000;
    let late = List { from: end + 3_600, to: end + 7_200, ..good() };
    let given = Given(vec![Material::new(Kind::Crl, late.der(), Origin::Given)]);
    let request = lienthong::signature::Request {
        pki: Some(&given),
        now: now().plus_seconds(end + 3_600),
        ..lienthong::signature::Request::report(now())
    };
    let opened = std::sync::Arc::new(std::fs::File::open(world.write("late.edxml", &file)).unwrap());
    let verdict = world.verifier().verify(opened, &request).unwrap().verdict;
    assert_eq!(shown(&verdict), "INDETERMINATE: revocation.unknown | revocation.answer_stale");
    let garbage = Given(vec![Material::new(Kind::Crl, *b"garbage", Origin::Given)]);
    assert_eq!(shown(&world.judge(&file, Some(&garbage))), format!("{unknown}revocation.answer_malformed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_stamps_asks_and_reads_lists() {
    let world = World::open();
    let (key, chain, root) = (&world.seal.key_file, &world.seal.chain_file, world.pki.root_file());
    let document = world.write("document.xml", &crate::support::edxml::document_xml(&[]));
    let out = world.dir.path().join("signed.asice");
    let sign = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lienthong"));
        command.args(["sign", "--key", text(key), "--cert", text(chain), "-o", text(&out)]).args(more);
        command.arg(&document).output().unwrap()
    };
    let verify = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lienthong"));
        command.args(["verify", "--format", "json", text(&out), "--trust", text(root)]).args(more);
        let output = command.output().unwrap();
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        (output.status.code().unwrap(), json)
    };
    let signed = sign(&[]);
    assert!(signed.status.success(), "{signed:?}");
    let (exit, said) = verify(&[]);
    assert_eq!((exit, &said["code"]), (2, &"revocation.unknown".into()));
    let (exit, said) = verify(&["--online", "--private-hosts"]);
    assert_eq!((exit, &said["revocation"]), (0, &"good".into()), "{said:#}");
    let (exit, _) = verify(&["--online"]);
    assert_eq!(exit, 2, "nobody asks this machine unless told so");

    let stamps = world.stamps.url.clone();
    let lt = ["--tsa", &stamps, "--lt", "--private-hosts", "--trust", text(root)];
    let signed = sign(&lt);
    assert!(signed.status.success(), "{}", String::from_utf8_lossy(&signed.stderr));
    let (exit, said) = verify(&[]);
    assert_eq!((exit, &said["signatures"][0]["level"]), (0, &"LT".into()), "{said:#}");
    let report = crate::support::judges::digidoc(world.dir.path(), &[], &[&out]);
    let faults = report[0].signatures[0].faults();
    assert!(faults.iter().all(|fault| !fault.to_lowercase().contains("digest")), "{faults:?}");

    // The list of a CA that has revoked a seal, as a file.
    let revoked = world.pki.bad(Bad::Revoked).unwrap();
    std::fs::write(&out, sign_by(&revoked)).unwrap();
    let crl = world.pki.crl().unwrap();
    let (exit, said) = verify(&["--crl", text(&crl)]);
    assert_eq!((exit, &said["code"]), (2, &"revocation.revoked".into()), "{said:#}");
}
