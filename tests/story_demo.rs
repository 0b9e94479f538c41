//! `lienthong demo --once`: a newcomer types one command, and every step of the exchange is checked before their eyes.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use lienthong::cli::demo::handbook::Handbook;
use lienthong::cli::demo::province::Province;
use serde_json::Value;

#[test]
fn a_province_plays_and_every_check_holds() {
    let dir = tempfile::tempdir().unwrap();
    let begin = Instant::now();
    let run = demo(&dir.path().join("tinh")).output().unwrap();
    let text = String::from_utf8_lossy(&run.stdout).into_owned();
    println!("{text}\nthe demo took {:.1} s", begin.elapsed().as_secs_f64());
    assert!(run.status.success(), "{:?}\n{}", run.status, String::from_utf8_lossy(&run.stderr));
    assert!(!text.contains('✗') && !text.contains('\u{1b}'), "a failed check, or colour in a pipe");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "a line is longer than 80 columns");
    for word in [
        "Hoàn thành (06)",
        "Bị trả lại (02)",
        "Đã tiếp nhận (03)",
        "Đã lấy về",
        "Đã hủy",
        "Đã cập nhật",
        "signature.digest",
    ] {
        assert!(text.contains(word), "{word:?} is not told");
    }
    let dir = dir.path().join("tinh").canonicalize().unwrap();
    the_handbook_is_as_documented(&dir);
    mails_are_readable(&dir);
    assert!(Province::open(&dir).unwrap().agencies.len() == 7);
    let mine = std::fs::read(dir.join("receipts/1.json")).unwrap();
    assert!(lienthong::evidence::receipt::Receipt::parse(&mine).is_ok());
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("thesis.txt"), "ten years").unwrap();
    let run = demo(dir.path()).output().unwrap();
    assert_eq!(run.status.code(), Some(64), "{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
}

fn demo(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lienthong"));
    command
        .args(["--lang", "vi", "demo", "--once", "--dir"])
        .arg(dir)
        .env_remove("LIENTHONG_FORMAT")
        .env_remove("COLUMNS");
    command
}

/// Each field of docs/demo.md is there, and nothing else.
fn the_handbook_is_as_documented(dir: &Path) {
    let text = std::fs::read(dir.join("demo.json")).unwrap();
    let book: Value = serde_json::from_slice(&text).unwrap();
    let mut fields = Vec::new();
    collect("", &book, &mut fields);
    fields.sort();
    fields.dedup();
    insta::assert_snapshot!("demo_json_fields", fields.join("\n"));
    let docs = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/demo.md")).unwrap();
    for field in &fields {
        let name = field.strip_prefix("agencies[].").unwrap_or(field);
        assert_eq!(docs.matches(&format!("`{name}`")).count(), 2, "{name}: once in each language");
    }
    let book = Handbook::read(dir).unwrap();
    assert_eq!(book.lienthong_demo, 1);
    assert_eq!((book.agencies.len(), book.agencies[0].organ_id.as_str()), (7, "000.00.00.H53"));
    let files = book.agencies.iter().flat_map(|one| [&one.token_file, &one.key, &one.certificate, &one.chain]);
    for file in files.chain([&book.hub.config, &book.trust.anchors, &book.auditor.token_file]) {
        assert!(file.is_absolute() && file.is_file(), "{}", file.display());
    }
}

fn collect(path: &str, value: &Value, fields: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let dot = if path.is_empty() { "" } else { "." };
                collect(&format!("{path}{dot}{name}"), value, fields);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(&format!("{path}[]"), item, fields)),
        _ => fields.push(path.to_owned()),
    }
}

fn mails_are_readable(dir: &Path) {
    let book = Handbook::read(dir).unwrap();
    let mut count = 0;
    for entry in std::fs::read_dir(book.mail.unwrap().folder).unwrap() {
        let mail = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for field in ["X-Envelope-To: <", "From: ", "Subject: ", "Message-ID: <", "Auto-Submitted: auto-generated"] {
            assert!(mail.contains(field), "no {field:?} in {mail}");
        }
        count += 1;
    }
    // Fourteen arrivals (the agency that was merged away has no address of its own), one return, one refusal, one recall, three answers, five reminders.
    assert_eq!(count, 25);
}
