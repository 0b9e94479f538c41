//! Revocation lists, and the command line: what a person can do without asking anybody, and by asking.

use std::io::Write as _;
use std::process::Command;
use std::sync::Arc;

use lienthong::signature::dev_pki::{Bad, DevPki, Issued, KeyKind};
use lienthong::signature::revocation::{Kind, Material, Origin};
use lienthong::signature::sign::{SignOptions, Signer};
use lienthong::signature::{Request, RevocationState, Verifier};
use openssl::hash::MessageDigest;
use openssl::x509::X509Crl;

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

/// A path is good by an answer about each of its certificates; that about a CA says nothing of whom it issued to.
#[test]
fn the_list_of_the_root_alone_says_nothing_of_the_signer() {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path()).unwrap();
    let seal = pki.seal(KeyKind::P256).unwrap();
    let (root, issuing) = (List::of(pki.root()).der(), List::of(pki.issuing()).der());
    let verifier = Verifier::new(pki.anchors().unwrap());
    let judged = |lists: &[&Vec<u8>]| {
        let lists = lists.iter().map(|list| Material::new(Kind::Crl, (*list).clone(), Origin::Given));
        let given = Given(lists.collect());
        let request = Request { pki: Some(&given), ..Request::report(now()) };
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&sign_by(&seal)).unwrap();
        let verdict = verifier.verify(Arc::new(file), &request).unwrap().verdict;
        (verdict.revocation, shown(&verdict))
    };
    let (open, good) = (RevocationState::NotPublished, RevocationState::Good);
    let remarked = "TOTAL-PASSED:  | revocation.not_published".to_owned();
    assert_eq!(judged(&[]), (open, remarked.clone()));
    assert_eq!(judged(&[&root]), (open, remarked.clone()));
    assert_eq!(judged(&[&issuing]), (open, remarked));
    assert_eq!(judged(&[&root, &issuing]), (good, "TOTAL-PASSED:  | ".to_owned()));
}

/// What is given by hand is read whole, or the command ends: a list that is passed over could be the one that revokes.
#[test]
fn a_file_of_lists_is_read_whole_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path().join("pki")).unwrap();
    let seal = pki.seal(KeyKind::P256).unwrap();
    let signed = dir.path().join("signed.edxml");
    std::fs::write(&signed, sign_by(&seal)).unwrap();
    let list = dir.path().join("the-list");
    let verify = |option: &str, bytes: &[u8]| {
        std::fs::write(&list, bytes).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_lienthong"));
        command.args(["verify", "--format", "json", text(&signed), "--trust", text(pki.root_file())]);
        let output = command.args([option, text(&list)]).output().unwrap();
        let all = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(all).unwrap())
    };
    let root = List::of(pki.root()).der();
    let revoking = List { revoked: Some(&seal), ..List::of(pki.issuing()) }.der();
    let pem = |der: &[u8]| String::from_utf8(X509Crl::from_der(der).unwrap().to_pem().unwrap()).unwrap();
    let bundle = pem(&root) + "\n" + &pem(&revoking);
    for (what, bytes) in [("DER", revoking.clone()), ("PEM", pem(&revoking).into()), ("two", bundle.clone().into())] {
        let (exit, said) = verify("--crl", &bytes);
        assert!(exit == 2 && said.contains("revocation.revoked"), "{what}: {exit} {said}");
    }
    for (what, option, bytes) in [
        ("empty", "--crl", Vec::new()),
        ("garbage", "--crl", b"garbage".to_vec()),
        ("text before PEM", "--crl", format!("Certificate Revocation List\n{}", pem(&revoking)).into()),
        ("a byte order mark", "--crl", format!("\u{feff}{}", pem(&revoking)).into()),
        ("text between PEM", "--crl", format!("{}text\n{}", pem(&root), pem(&revoking)).into()),
        ("DER and a line end", "--crl", [revoking.clone(), b"\n".to_vec()].concat()),
        ("DER cut short", "--crl", revoking[..revoking.len() - 1].to_vec()),
        ("PEM cut short", "--crl", bundle.as_bytes()[..bundle.len() - 30].to_vec()),
        ("a certificate", "--crl", pki.root().certificate.der().to_vec()),
        ("no answer", "--ocsp", Vec::new()),
        ("a list as an answer", "--ocsp", revoking.clone()),
    ] {
        let (exit, said) = verify(option, &bytes);
        assert!(exit == 66 && said.contains("the-list"), "{what}: {exit} {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_stamps_asks_and_reads_lists() {
    let world = World::open();
    let (key, chain, root) = (&world.seal.key_file, &world.seal.chain_file, &world.pki.issuing().cert_file);
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

    // Whom the certificate names nobody for: LT is refused and nothing written, until the answer is handed over.
    let other = DevPki::make(world.dir.path().join("other")).unwrap();
    let (silent, its_root) = (other.seal(KeyKind::P256).unwrap(), other.issuing().cert_file.clone());
    let lt = [&lt[..], &["--trust", text(&its_root)]].concat();
    let out = world.dir.path().join("silent.asice");
    let sign = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lienthong"));
        let (key, chain) = (text(&silent.key_file), text(&silent.chain_file));
        command.args(["sign", "--format", "json", "--key", key, "--cert", chain, "-o", text(&out)]).args(more);
        command.arg(&document).output().unwrap()
    };
    let refused = sign(&lt);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(said.contains("sign.no_revocation_source") && said.contains(&silent.certificate.subject()), "{said}");
    assert!(
        std::fs::read_dir(world.dir.path())
            .unwrap()
            .all(|one| { !one.unwrap().file_name().to_string_lossy().starts_with("silent.") })
    );
    let crl = other.crl().unwrap();
    let with = |option, file: &std::path::Path| sign(&[&lt[..], &[option, text(file)]].concat());
    let signed = with("--crl", &crl);
    assert!(signed.status.success(), "{}", String::from_utf8_lossy(&signed.stderr));
    let mut command = Command::new(env!("CARGO_BIN_EXE_lienthong"));
    command.args(["verify", "--format", "json", text(&out), "--trust", text(&its_root), "--trust-tsa", text(root)]);
    let said: serde_json::Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
    assert_eq!(said["signatures"][0]["level"], "LT", "{said:#}");
    // A list that speaks against the signer is heard.
    std::fs::remove_file(&out).unwrap();
    let against = List { revoked: Some(&silent), ..List::of(other.issuing()) };
    let refused = with("--crl", &world.write("against.crl", &against.der()));
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && said.contains("revocation.revoked") && !out.exists(), "{said}");

    // The list of a CA that has revoked a seal, as a file.
    let out = world.dir.path().join("signed.asice");
    let revoked = world.pki.bad(Bad::Revoked).unwrap();
    std::fs::write(&out, sign_by(&revoked)).unwrap();
    let crl = world.pki.crl().unwrap();
    let (exit, said) = verify(&["--crl", text(&crl)]);
    assert_eq!((exit, &said["code"]), (2, &"revocation.revoked".into()), "{said:#}");
}
