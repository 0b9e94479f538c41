//! The command line without a hub: help, exit codes, verdicts, receipts, and what is said when something is wrong.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use insta::assert_snapshot;
use lienthong::cli::client;
use lienthong::domain::ids::{Digest, DocumentId, Micros, OrganId};
use lienthong::evidence::event::Event;
use lienthong::evidence::key::LogKey;
use lienthong::evidence::leaf::{Draft, Salt, Stamp, commit_document, commit_package, origin};
use lienthong::evidence::memory::MemoryLog;
use lienthong::evidence::receipt::{DigestOpening, DocumentOpening, Openings, Receipt};
use lienthong::evidence::tile::Prover;
use lienthong::signature::dev_pki::{Bad, DevPki, KeyKind};
use serde_json::Value;

use crate::support::edxml;

/// The program, away from this machine's settings.
fn lienthong(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_lienthong"))
        .args(arguments)
        .env_clear()
        .env("LANG", "en_US.UTF-8")
        .env("COLUMNS", "80")
        .output()
        .unwrap()
}

fn exit(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

/// A folder with a PKI, a document and a PDF in it.
struct Office {
    dir: tempfile::TempDir,
    pki: DevPki,
}

impl Office {
    fn open() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let pki = DevPki::make(dir.path().join("pki")).unwrap();
        std::fs::write(dir.path().join("document.xml"), edxml::document_xml(&["cv.pdf".to_owned()])).unwrap();
        std::fs::write(dir.path().join("cv.pdf"), b"%PDF-1.7\nC\xc3\xb4ng v\xc4\x83n\n%%EOF\n").unwrap();
        std::fs::write(dir.path().join("bare.xml"), edxml::bare()).unwrap();
        Self { dir, pki }
    }

    fn path(&self, name: &str) -> String {
        self.dir.path().join(name).display().to_string()
    }

    fn trust(&self) -> String {
        self.pki.root_file().display().to_string()
    }

    /// Signs with the command; `more` goes between the options and the output.
    fn sign(&self, key: &Path, chain: &Path, inputs: &[&str], out: &str, more: &[&str]) -> Output {
        let (key, chain) = (key.display().to_string(), chain.display().to_string());
        let (inputs, out): (Vec<String>, String) =
            (inputs.iter().map(|name| self.path(name)).collect(), self.path(out));
        let mut arguments = vec!["sign", "--key", &key, "--cert", &chain];
        arguments.extend(inputs.iter().map(String::as_str));
        arguments.extend(more);
        arguments.extend(["-o", &out]);
        lienthong(&arguments)
    }

    /// A good package.
    fn asice(&self) -> PathBuf {
        let seal = self.pki.seal(KeyKind::P256).unwrap();
        let output = self.sign(&seal.key_file, &seal.chain_file, &["document.xml", "cv.pdf"], "cv.asice", &[]);
        assert_eq!(exit(&output), 0, "{output:?}");
        self.dir.path().join("cv.asice")
    }
}

#[test]
fn the_help_reads_like_a_page_of_eighty_columns() {
    let help = lienthong(&["--help"]);
    assert_eq!(exit(&help), 0);
    let page = text(&help.stdout);
    for line in page.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert_snapshot!(page);
    for command in [
        "serve",
        "verify",
        "sign",
        "send",
        "inbox",
        "fetch",
        "ack",
        "track",
        "declare",
        "audit",
        "report",
        "admin",
        "doctor",
        "completions",
        "man",
    ] {
        assert!(page.contains(&format!("\n  {command} ")), "{command} is not on the page");
        let help = lienthong(&[command, "--help"]);
        assert_eq!(exit(&help), 0, "{command}");
        for line in text(&help.stdout).lines() {
            assert!(line.chars().count() <= 80, "{command}: {line}");
        }
    }
    assert_eq!(text(&lienthong(&["--version"]).stdout), format!("lienthong {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_misuse_ends_with_64_and_says_so_in_json_too() {
    for arguments in [
        &[][..],
        &["bogus"],
        &["verify"],
        &["verify", "a.asice", "--trust", "ca.pem", "--no-trust"],
        &["verify", "a.asice", "--at", "yesterday"],
        &["ack", "no-uuid", "03"],
        &[
            "ack",
            "0198a0c0-0000-7000-8000-000000000000",
            "99",
            "--hub",
            "http://127.0.0.1:1",
            "--token-file",
            "/dev/null",
        ],
        &["sign", "--key", "k", "--cert", "c", "document.xml", "-o", "out.docx"],
        &["sign", "--key", "k", "--cert", "c", "a.xml", "b.pdf", "-o", "out.edxml"],
        &["report", "rates"],
        &["report", "rates", "--from", "soon"],
        &["inbox", "--format", "csv", "--hub", "http://127.0.0.1:1", "--token-file", "/dev/null"],
        &["send", "--hub", "http://127.0.0.1:1", "x.asice"],
        &["fetch", "-o", ".", "--hub", "http://127.0.0.1:1", "--token-file", "/dev/null"],
        &["inbox", "--retries", "101", "--hub", "http://127.0.0.1:1", "--token-file", "/dev/null"],
        &["audit", "receipt", "/dev/null", "--key", "no-vkey"],
        &["admin", "binding", "add", "--agency", "x"],
        &["admin", "token", "issue", "--name", "x"],
    ] {
        let output = lienthong(arguments);
        assert_eq!((exit(&output), output.stdout.len()), (64, 0), "{arguments:?}: {}", text(&output.stderr));
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
    let output = lienthong(&["verify", "--format", "json", "--lang", "vi"]);
    let problem: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(
        (exit(&output), problem["code"].as_str(), problem["lang"].as_str()),
        (64, Some("cli.usage"), Some("vi"))
    );
}

#[test]
fn what_cannot_be_read_ends_with_66() {
    let dir = tempfile::tempdir().unwrap();
    let (absent, folder) = (dir.path().join("absent").display().to_string(), dir.path().display().to_string());
    let (empty, out) = (dir.path().join("empty"), dir.path().join("o.asice").display().to_string());
    std::fs::write(&empty, "").unwrap();
    let empty = empty.display().to_string();
    let hub = ["--hub", "http://127.0.0.1:1", "--token-file"];
    for arguments in [
        vec!["verify", &absent],
        vec!["verify", &folder],
        vec!["verify", &empty, "--trust", &absent],
        vec!["verify", &empty, "--trust", &empty],
        vec!["sign", "--key", &absent, "--cert", &absent, &absent, "-o", &out],
        vec!["audit", "receipt", &absent],
        vec!["serve", "-c", &absent],
        vec!["doctor", "-c", &absent],
        vec!["admin", "-c", &absent, "agency", "list"],
        vec!["report", "rates", "-c", &absent],
        [&["inbox"], &hub[..], &[&absent]].concat(),
        [&["inbox"], &hub[..], &[&empty]].concat(),
        [&["send", &absent], &hub[..], &[&empty]].concat(),
    ] {
        let output = lienthong(&arguments);
        assert_eq!(exit(&output), 66, "{arguments:?}: {}", text(&output.stderr));
    }
    let output = lienthong(&["verify", "/absent/cv.asice", "--lang", "vi"]);
    assert_snapshot!(text(&output.stderr));
}

#[test]
fn a_hub_that_is_not_there_ends_with_69() {
    let dir = tempfile::tempdir().unwrap();
    let token = dir.path().join("token");
    std::fs::write(&token, "lt_00\n").unwrap();
    let token = token.display().to_string();
    let file = token.as_str();
    let hub = ["--hub", "http://127.0.0.1:1", "--token-file", file, "--retries", "0"];
    let delivery = "0198a0c0-0000-7000-8000-000000000000";
    let out = dir.path().display().to_string();
    for command in [
        &["send", file][..],
        &["inbox"],
        &["fetch", delivery, "-o", &out],
        &["fetch", "--all", "-o", &out],
        &["ack", delivery, "03"],
        &["track", delivery],
        &["track", "15/UBND-TH"],
        &["declare", "--agency", "000.00.00.H47", "--period", "2026-11", "--count", "3"],
        &["report", "rates"],
    ] {
        let output = lienthong(&[command, &hub].concat());
        assert_eq!(exit(&output), 69, "{command:?}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains("cli.hub_unreachable"), "{command:?}");
    }
}

#[test]
fn what_is_signed_verifies_and_the_verdict_is_the_librarys_json() {
    let office = Office::open();
    let package = office.asice().display().to_string();
    let output = lienthong(&["verify", &package, "--trust", &office.trust(), "--format", "json"]);
    assert_eq!(exit(&output), 0, "{}", text(&output.stdout));
    let verdict: lienthong::signature::Verdict = serde_json::from_slice(&output.stdout).unwrap();
    let mut shown = json(&output);
    let said = shown.as_object_mut().unwrap().remove("said").unwrap();
    assert_eq!(shown, serde_json::to_value(&verdict).unwrap(), "beside what it says to people");
    assert!(said["vi"]["sentence"].as_str().unwrap().starts_with("Hợp lệ: "), "{said}");
    assert_eq!(verdict.signatures[0].covers.len(), 2);

    let shown = text(&lienthong(&["verify", &package, "--trust", &office.trust(), "--lang", "vi"]).stdout);
    assert!(shown.starts_with("✓ Hợp lệ: "), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
    let english = text(&lienthong(&["verify", &package, "--trust", &office.trust()]).stdout);
    assert!(english.starts_with("✓ Valid: signed by "), "{english}");
}

#[test]
fn edxml_is_signed_in_place_in_every_form() {
    let office = Office::open();
    let rsa = office.pki.seal(KeyKind::Rsa2048).unwrap();
    for (name, more) in [
        ("a.edxml", &[][..]),
        ("b.xml", &["--c14n", "inclusive", "--digest", "sha512"]),
        ("c.edxml", &["--c14n", "inclusive11", "--signing-certificate-v1"]),
        ("d.edxml", &["--plain", "--digest", "sha384"]),
    ] {
        let output = office.sign(&rsa.key_file, &rsa.chain_file, &["bare.xml"], name, more);
        assert_eq!(exit(&output), 0, "{name}: {}", text(&output.stderr));
        let output = lienthong(&["verify", &office.path(name), "--trust", &office.trust(), "--format", "json"]);
        assert_eq!(exit(&output), 0, "{name}: {}", text(&output.stdout));
    }
    let again = office.sign(&rsa.key_file, &rsa.chain_file, &["a.edxml"], "e.edxml", &[]);
    assert_eq!(exit(&again), 1);
    assert!(text(&again.stderr).contains("sign.already_signed"));
    assert!(!Path::new(&office.path("e.edxml")).exists() && !Path::new(&office.path("e.edxml.part")).exists());
    let plain = office.sign(&rsa.key_file, &rsa.chain_file, &["document.xml"], "f.asice", &["--plain"]);
    assert_eq!(exit(&plain), 64);
    let garbage = office.sign(&rsa.key_file, &rsa.chain_file, &["cv.pdf"], "g.edxml", &[]);
    assert_eq!(exit(&garbage), 66);
}

#[test]
fn a_package_that_was_touched_is_invalid_and_says_where() {
    let office = Office::open();
    let package = office.asice();
    let mut bytes = std::fs::read(&package).unwrap();
    let at = bytes.windows(8).position(|window| window == b"%PDF-1.7").unwrap();
    bytes[at + 7] = b'8';
    let touched = office.path("touched.asice");
    std::fs::write(&touched, fix_crc(bytes, at)).unwrap();
    let output = lienthong(&["verify", &touched, "--trust", &office.trust(), "--format", "json"]);
    assert_eq!(exit(&output), 1, "{}", text(&output.stdout));
    let verdict = json(&output);
    assert_eq!((verdict["verdict"].as_str(), verdict["code"].as_str()), (Some("invalid"), Some("signature.digest")));
    assert_eq!(verdict["findings"][0]["where"]["entry"].as_str(), Some("cv.pdf"));
    let shown = text(&lienthong(&["verify", &touched, "--trust", &office.trust(), "--lang", "vi"]).stdout);
    assert!(shown.starts_with("✗ Không hợp lệ: cv.pdf đã bị thay đổi sau khi ký."), "{shown}");
    assert!(shown.contains("Không dùng; trả lại bên gửi."), "{shown}");
}

/// Corrects the CRC of the stored entry whose data begins at `data`, so that only the signature can tell.
fn fix_crc(mut bytes: Vec<u8>, data: usize) -> Vec<u8> {
    let end = bytes[data..].windows(6).position(|window| window == b"%%EOF\n").unwrap() + 6 + data;
    let crc = |bytes: &[u8]| {
        let mut crc = !0_u32;
        for byte in bytes {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
            }
        }
        !crc
    };
    let mut before = bytes[data..end].to_vec();
    before[7] = b'7';
    let (old, new) = (crc(&before).to_le_bytes(), crc(&bytes[data..end]).to_le_bytes());
    let places: Vec<usize> =
        bytes.windows(4).enumerate().filter(|(_, window)| *window == old).map(|(place, _)| place).collect();
    assert!(!places.is_empty(), "the entry is stored as it is");
    for place in places {
        bytes[place..place + 4].copy_from_slice(&new);
    }
    bytes
}

#[test]
fn trust_decides_between_valid_undecided_and_integrity() {
    let office = Office::open();
    let package = office.asice().display().to_string();
    let alone = lienthong(&["verify", &package, "--format", "json"]);
    assert_eq!((exit(&alone), json(&alone)["verdict"].as_str()), (2, Some("indeterminate")));
    let integrity = lienthong(&["verify", &package, "--no-trust"]);
    assert_eq!(exit(&integrity), 0);
    let first = text(&integrity.stdout).lines().next().unwrap().to_lowercase();
    assert!(!first.contains("valid"), "{first}");
    // The seal is younger than this day.
    let early = lienthong(&["verify", &package, "--trust", &office.trust(), "--at", "2001-01-01", "--format", "json"]);
    assert_eq!((exit(&early), json(&early)["code"].as_str()), (1, Some("certificate.not_yet_valid")));
    assert_eq!(json(&early)["time"].as_str(), Some("2001-01-01T00:00:00+07:00"));

    let expired = office.pki.bad(Bad::Expired).unwrap();
    let output = office.sign(&expired.key_file, &expired.chain_file, &["document.xml", "cv.pdf"], "old.asice", &[]);
    assert_eq!(exit(&output), 0, "{}", text(&output.stderr));
    let old = lienthong(&["verify", &office.path("old.asice"), "--trust", &office.trust(), "--format", "json"]);
    assert_eq!(json(&old)["code"].as_str(), Some("certificate.expired"), "{}", text(&old.stdout));
    assert_ne!(exit(&old), 0);
    let garbage = lienthong(&["verify", &office.path("cv.pdf"), "--trust", &office.trust()]);
    assert_eq!(exit(&garbage), 1);
}

/// A receipt about `package`, and the key to believe it by.
fn receipt(package: &[u8]) -> (Receipt, String) {
    let key = LogKey::generate().unwrap();
    let mut log = MemoryLog::default();
    let at = |index: u64| Stamp {
        time: Micros(1_795_489_200_000_000),
        hub: "truc.example".to_owned(),
        epoch: 0,
        nonce: [7; 16],
        seq: (index == 1).then_some(0),
        prev: None,
    };
    let (salt, id) = (Salt(Digest([9; 32])), DocumentId("15/UBND-TH".to_owned()));
    let digest = Digest(sha256(package));
    let draft = Draft {
        doc: Some(commit_document(&salt, &id)),
        pkg: Some(commit_package(&salt, &digest)),
        submitter: Some(OrganId("000.00.00.H47".to_owned())),
        from: Some(OrganId("000.00.00.H47".to_owned())),
        ..Draft::new(Event::SubmissionAcceptance)
    };
    let leaves = [Draft::new(Event::EpochOpened).complete(at(0)).unwrap(), draft.complete(at(1)).unwrap()];
    log.append(&leaves.iter().map(|leaf| leaf.hash()).collect::<Vec<_>>()).unwrap();
    let origin = origin("truc.example", 0);
    let (size, root) = (log.edge().size(), log.edge().root());
    let checkpoint = lienthong::evidence::checkpoint::Checkpoint::note(&origin, size, root, &key).unwrap();
    let vkey = key.vkey(&origin).unwrap().to_string();
    let receipt = Receipt {
        leaf: leaves[1].bytes().to_vec(),
        index: 1,
        hashes: Prover::new(&log).inclusion(1, size).unwrap(),
        checkpoint,
        openings: Openings {
            doc: Some(DocumentOpening { salt, id }),
            pkg: Some(DigestOpening { salt, sha256: digest, size: package.len() as u64 }),
            content: None,
        },
        vkey: Some(vkey.clone()),
        anchors: Vec::new(),
        previous: None,
    };
    (receipt, vkey)
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    lienthong::crypto::sha256(bytes).0
}

#[test]
fn a_receipt_is_judged_without_the_hub() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    let (receipt, vkey) = receipt(b"package");
    let (whole, proof) = (receipt.to_json(), receipt.to_tlog_proof());
    let (package, other) = (file("p.asice", b"package"), file("q.asice", b"another"));
    let (form_json, form_text) = (file("r.json", &whole), file("r.tlog-proof", proof.as_bytes()));
    let keys = file("log.vkey", format!("{vkey}\n").as_bytes());

    let judge = |arguments: &[&str]| lienthong(&[&["audit", "receipt"], arguments].concat());
    let proven = judge(&[&form_json, "--key", &vkey, "--package", &package, "--format", "json"]);
    assert_eq!(exit(&proven), 0, "{}", text(&proven.stdout));
    let said = json(&proven);
    assert_eq!((said["outcome"].as_str(), said["witness"].as_str()), (Some("proven"), Some("no witness")));
    assert_eq!(
        (said["package"].as_str(), said["opened"]["document_id"].as_str()),
        (Some("matches"), Some("15/UBND-TH"))
    );
    assert_eq!(said["leaf"]["event"].as_str(), Some("SubmissionAcceptance"));
    let shown = text(&judge(&[&form_json, "--key", &keys, "--package", &package, "--lang", "vi"]).stdout);
    assert!(shown.starts_with("✓ Đã chứng minh") && shown.contains("không có chứng nhân"), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");

    assert_eq!(exit(&judge(&[&form_text, "--key", &vkey])), 0);
    assert_eq!(exit(&judge(&[&form_json])), 2, "without a key nothing is proven");
    let differs = judge(&[&form_json, "--key", &vkey, "--package", &other]);
    assert_eq!(exit(&differs), 1);
    assert!(text(&differs.stdout).contains("evidence.package"));
    assert_eq!(exit(&judge(&[&form_json, "--key", &vkey, "--package", "/absent"])), 66);
    let stranger = LogKey::generate().unwrap().vkey("truc.example/log/0").unwrap().to_string();
    assert_eq!(exit(&judge(&[&form_json, "--key", &stranger])), 1);

    // Any one byte changed: never proven again. Every 17th, to stay quick.
    for at in (0..whole.len()).step_by(17) {
        let mut touched = whole.clone();
        touched[at] ^= 1;
        let touched = file("touched.json", &touched);
        let output = judge(&[&touched, "--key", &vkey, "--package", &package]);
        // The hint `vkey` is the only part that nothing hangs on.
        let hint = text(&whole).find("\"vkey\"").unwrap();
        assert!(exit(&output) == 1 || at >= hint, "byte {at}: exit {}", exit(&output));
    }
}

#[test]
fn pages_and_completions_are_made() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("man").display().to_string();
    assert_eq!(exit(&lienthong(&["man", &out])), 0);
    for page in ["lienthong.1", "lienthong-verify.1", "lienthong-audit-receipt.1", "lienthong-admin-token-issue.1"] {
        assert!(Path::new(&out).join(page).is_file(), "{page}");
    }
    assert!(text(&lienthong(&["man"]).stdout).contains(".TH lienthong"));
    assert!(text(&lienthong(&["completions", "bash"]).stdout).contains("_lienthong"));
}

#[test]
fn a_development_pki_is_made_and_doctor_examines_a_folder() {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path().join("pki")).unwrap();
    let config = dir.path().join("lienthong.toml");
    let anchors = pki.root_file().display();
    std::fs::write(&config, format!("[limits]\nmin_free_bytes = 1\n[[trust.seals]]\nfile = \"{anchors}\"\n")).unwrap();
    let config = config.display().to_string();
    let before = lienthong(&["doctor", "-c", &config, "--format", "json"]);
    assert_eq!(exit(&before), 0, "{}", text(&before.stdout));
    let health = |output: &Output, name: &str| {
        let said = json(output);
        let check = said["checks"].as_array().unwrap().iter().find(|check| check["check"] == name).cloned();
        check.map(|check| check["health"].as_str().unwrap().to_owned())
    };
    assert_eq!((health(&before, "key"), health(&before, "store")), (Some("warn".into()), Some("warn".into())));
    assert!(!dir.path().join("lienthong.db").exists(), "an examination makes nothing");

    let add = ["admin", "-c", &config, "agency", "add", "000.00.15.H57", "--name", "Sở Nội vụ thành phố Huế"];
    assert_eq!(exit(&lienthong(&add)), 0);
    assert_eq!(exit(&lienthong(&add)), 1, "twice the same code");
    let after = lienthong(&["doctor", "-c", &config, "--format", "json"]);
    for check in ["config", "key", "secrets", "anchors", "store", "clock", "disk", "guard", "dead-letters", "addresses"]
    {
        assert_eq!(health(&after, check).as_deref(), Some("ok"), "{check}: {}", text(&after.stdout));
    }
    std::fs::write(dir.path().join("log.high-water"), "another hub's").unwrap();
    let forked = lienthong(&["doctor", "-c", &config, "--format", "json"]);
    assert_eq!((exit(&forked), health(&forked, "guard").as_deref()), (1, Some("fail")));
}

#[test]
fn an_operator_enters_agencies_bindings_and_tokens() {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path().join("pki")).unwrap();
    let config = dir.path().join("lienthong.toml");
    std::fs::write(&config, "").unwrap();
    let config = config.display().to_string();
    let admin = |arguments: &[&str]| lienthong(&[&["admin", "-c", &config, "--format", "json"], arguments].concat());
    let done = |arguments: &[&str]| {
        let output = admin(arguments);
        assert_eq!(exit(&output), 0, "{arguments:?}: {}", text(&output.stderr));
        json(&output)
    };
    let id = "000.00.15.H57";
    done(&["agency", "add", id, "--name", "Sở Nội vụ", "--mail", "vanthu@hue.example", "--reason", "QĐ 20/2020"]);
    done(&["agency", "add", "000.00.16.H57", "--name", "Sở Tài chính", "--parent", id]);
    done(&["agency", "change", id, "--name", "Sở Nội vụ thành phố Huế", "--mail-subject", "true"]);
    done(&["agency", "alias", "000.01.15.H57", id]);
    done(&["agency", "close", "000.00.16.H57"]);
    let listed = done(&["agency", "list"]);
    assert_eq!(listed["agencies"][0]["name"].as_str(), Some("Sở Nội vụ thành phố Huế"));
    assert_eq!(listed["agencies"][0]["mail"][0].as_str(), Some("vanthu@hue.example"));
    assert_eq!(listed["agencies"][0]["aliases"][0].as_str(), Some("000.01.15.H57"));
    assert!(listed["agencies"][1]["valid_until"].is_i64());

    let seal = pki.seal(KeyKind::P256).unwrap();
    let (cert, issuer) = (seal.cert_file.display().to_string(), pki.issuing().cert_file.display().to_string());
    let bound = done(&["binding", "add", "--agency", id, "--cert", &cert]);
    done(&["binding", "add", "--agency", id, "--rule-from", &cert, "--issuer", &issuer]);
    let wrong = admin(&["binding", "add", "--agency", id, "--rule-from", &cert, "--issuer", &cert]);
    assert_eq!(exit(&wrong), 1, "a seal issued nothing");
    done(&["binding", "end", bound["binding"].as_str().unwrap()]);
    assert_eq!(done(&["binding", "list"])["bindings"].as_array().unwrap().len(), 2);

    let file = dir.path().join("token");
    let out = file.display().to_string();
    let issued = done(&["token", "issue", "--agency", id, "--name", "Phần mềm văn bản", "-o", &out]);
    assert!(issued["token"].is_null(), "a token in a file is not printed");
    let token = std::fs::read_to_string(&file).unwrap();
    assert!(token.starts_with("lt_") && token.trim().len() == 67);
    assert_eq!(
        std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file).unwrap().permissions()) & 0o777,
        0o600
    );
    assert_eq!(
        exit(&admin(&["token", "issue", "--agency", id, "--name", "x", "-o", &out])),
        70,
        "a file is never overwritten"
    );
    let auditor = done(&["token", "issue", "--auditor", "--name", "Thanh tra"]);
    assert!(auditor["token"].as_str().unwrap().starts_with("lt_"));
    done(&["token", "revoke", issued["system"].as_str().unwrap()]);
    assert_eq!(done(&["token", "list", "--agency", id])["systems"][0]["live"], Value::Bool(false));
    assert_eq!(done(&["token", "list", "--auditor"])["systems"][0]["live"], Value::Bool(true));
    assert_eq!(done(&["dead-letters", "list"])["dead_letters"].as_array().unwrap().len(), 0);
    assert_eq!(done(&["dead-letters", "retry", "--all"])["retried"].as_u64(), Some(0));

    let rates =
        lienthong(&["report", "rates", "-c", &config, "--format", "csv", "--bom", "--lang", "vi", "--from", "2026"]);
    assert_eq!(exit(&rates), 0, "{}", text(&rates.stderr));
    assert!(text(&rates.stdout).starts_with("\u{feff}Mã;Tên;"), "{}", text(&rates.stdout));
    let table = lienthong(&["report", "rates", "-c", &config, "--from", "2026-11", "--to", "2026-11"]);
    assert!(text(&table.stdout).contains("Nothing to count"), "{}", text(&table.stdout));
    for (format, begin) in [("xlsx", &b"PK"[..]), ("pdf", b"%PDF-"), ("svg", b"<svg xmlns")] {
        let question = ["report", "rates", "-c", &config, "--by", "month", "--from", "2026-11", "--to", "2026-11"];
        let report = lienthong(&[&question[..], &["--format", format]].concat());
        assert_eq!(exit(&report), 0, "{format}: {}", text(&report.stderr));
        assert!(report.stdout.starts_with(begin), "{format}");
    }
    let agencies = lienthong(&["report", "rates", "-c", &config, "--format", "svg"]);
    assert!(exit(&agencies) != 0 && text(&agencies.stderr).contains("--by month"), "{}", text(&agencies.stderr));
}

/// A client may be made by whoever builds on the library.
#[tokio::test]
async fn the_client_is_open_to_others() {
    let options = client::Options {
        hub: "http://127.0.0.1:1".to_owned(),
        token: "lt_0".to_owned(),
        ca: None,
        lang: lienthong::i18n::Lang::Vi,
        pauses: client::Pauses::NONE,
    };
    let client = client::Client::new(&options).unwrap();
    let error = client.inbox(&client::Wanted::default()).await.unwrap_err();
    assert_eq!(error.code().map(|code| code.name()), Some("cli.hub_unreachable"));
}
