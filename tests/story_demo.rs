//! `lienthong demo --once`: a newcomer types one command, and every step of the exchange is checked before their eyes.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use lienthong::app::App;
use lienthong::cli::demo::handbook::Handbook;
use lienthong::cli::demo::province::Province;
use lienthong::clock::Clock;
use lienthong::crypto;
use lienthong::domain::deadline;
use lienthong::domain::rate::Month;
use lienthong::exchange::{Attempt, Exchange, Knock};
use serde_json::Value;

use crate::support::house;

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
        "lienthong demo code --dir",
    ] {
        assert!(text.contains(word), "{word:?} is not told");
    }
    let dir = dir.path().join("tinh").canonicalize().unwrap();
    the_handbook_is_as_documented(&dir);
    mails_are_readable(&dir);
    let mine = std::fs::read(dir.join("receipts/1.json")).unwrap();
    assert!(lienthong::evidence::receipt::Receipt::parse(&mine).is_ok());
    let province = Province::open(&dir).unwrap();
    assert_eq!(province.agencies.len(), AGENCIES);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let app = App::start(province.config.clone(), Clock::System).await.unwrap();
        the_morning_waits(&province).await;
        last_year_stands_beside_this_one(&province).await;
        everybody_signs_in(&dir, app.exchange()).await;
        app.stop().await.unwrap();
    });
}

/// The clerk's inbox shows every state that there is, with its deadline still to come or just past.
async fn the_morning_waits(province: &Province) {
    let clerk = province.agency("000.00.12.H53").unwrap();
    let inbox = get(province, &clerk.token, "/api/v1/inbox?state=all&limit=200").await;
    let items = inbox["items"].as_array().unwrap();
    assert!(items.len() > 60, "{} documents in two years", items.len());
    let row = |code: &str| {
        let row = items.iter().find(|item| item["document"]["document_id"].as_str().unwrap().ends_with(code));
        row.unwrap_or_else(|| panic!("no {code}"))
    };
    for (code, state, said, standing) in [
        ("7816/VPCP-NN", "delivered", "none", Value::Null),
        ("1294/UBND-KT", "delivered", "none", Value::Null),
        ("640/SXD-QLN", "delivered", "none", Value::Null),
        ("233/KH-SKHCN", "fetched", "arrived", Value::Null),
        ("88/TB-SVHTTDL", "fetched", "none", "recalled".into()),
        ("5101/STC-QLNS", "fetched", "accepted", Value::Null),
        ("702/SCT-QLTM", "fetched", "in_progress", Value::Null),
        ("1871/CAT-PC05", "fetched", "completed", Value::Null),
        ("412/SYT-NVY", "fetched", "returned", Value::Null),
    ] {
        let found = row(code);
        assert_eq!((&found["state"], &found["acknowledgement"]), (&state.into(), &said.into()), "{code}");
        assert_eq!(found["standing"], standing, "{code}");
    }
    assert_eq!(row("5101/STC-QLNS")["request"]["question"], "update");
    assert_eq!(row("640/SXD-QLN")["verdict"]["verdict"], "revocation.unknown");
    assert_eq!(row("1294/UBND-KT")["verdict"]["verdict"], "valid");
    // In the order of the log, and nothing is of tomorrow.
    let times: Vec<_> = items.iter().map(|item| item["document"]["received"].as_str().unwrap()).collect();
    assert!(times.is_sorted(), "{times:?}");
    let now = deadline::iso(Clock::System.now());
    assert!(times.iter().all(|time| *time < now.as_str()));
}

/// Every month of both years has documents, and this year went better.
async fn last_year_stands_beside_this_one(province: &Province) {
    let year = deadline::day_in_vietnam(Clock::System.now()).year();
    let this_month = Month::of(Clock::System.now()).to_string();
    let mut rates = Vec::new();
    for (from, until) in [(format!("{}-01", year - 1), format!("{}-12", year - 1)), (format!("{year}-01"), this_month)]
    {
        let path = format!("/api/v1/rates?from={from}&to={until}&by=month");
        let told = get(province, &province.auditor_token, &path).await;
        let months = told["rows"].as_array().unwrap();
        // The month that has just begun may have nothing yet.
        let full = &months[..months.len() - 1];
        assert!(full.iter().all(|row| row["signed"]["denominator"].as_u64().unwrap() > 0), "{told}");
        let part = |name: &str| {
            let share = &told["total"][name];
            share["numerator"].as_f64().unwrap() / share["denominator"].as_f64().unwrap()
        };
        rates.push((part("received"), part("acknowledged"), part("exchange")));
    }
    println!("last year and this one: {rates:?}");
    let (received, acknowledged, exchange) = rates[0];
    assert!(received > 0.9 && received < 1.0 && acknowledged > 0.85 && exchange > 0.8 && exchange < 1.0);
}

/// With what `demo.json` says and, where a code is wanted, the one that `lienthong demo code` prints.
async fn everybody_signs_in(dir: &Path, exchange: &Exchange) {
    let book = Handbook::read(dir).unwrap();
    let roles: Vec<_> = book.people.iter().map(|person| person.role.as_str()).collect();
    assert_eq!(roles, ["clerk", "reader", "agency_admin", "clerk", "auditor", "operator"]);
    for person in &book.people {
        let knock = Knock::default();
        let attempt = exchange.sign_in(&person.mail, &person.password, &knock).await.unwrap();
        let cookie = match (attempt, &person.totp) {
            (Attempt::Open(cookie), None) => cookie,
            (Attempt::Code(pending), Some(_)) => {
                let code = Command::new(env!("CARGO_BIN_EXE_lienthong"))
                    .args(["demo", "code", "--dir"])
                    .arg(dir)
                    .arg(&person.mail)
                    .env_remove("LIENTHONG_FORMAT")
                    .output()
                    .unwrap();
                assert!(code.status.success(), "{}", String::from_utf8_lossy(&code.stderr));
                let code = String::from_utf8(code.stdout).unwrap();
                let pending = crypto::sha256(pending.token.as_bytes());
                let attempt = exchange.sign_in_code(pending, code.trim(), &knock).await.unwrap();
                let Attempt::Open(cookie) = attempt else { panic!("{}: {attempt:?}", person.mail) };
                cookie
            }
            (attempt, _) => panic!("{}: {attempt:?}", person.mail),
        };
        let session = exchange.session(crypto::sha256(cookie.token.as_bytes())).await.unwrap().unwrap();
        assert_eq!(session.name, person.name);
        assert_eq!(session.agency.map(|id| id.0), person.organ_id);
    }
}

async fn get(province: &Province, token: &str, path: &str) -> Value {
    let answer = house::client().get(province.api() + path).bearer_auth(token).send().await.unwrap();
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
    answer.json().await.unwrap()
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
    assert_eq!((book.agencies.len(), book.agencies[0].organ_id.as_str()), (AGENCIES, "000.00.00.H53"));
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
    // Whose documents of the morning lie too long may be reminded before the hub stops.
    assert!(count >= 25, "{count} mails");
}

/// Seven that play, fifteen beside them.
const AGENCIES: usize = 22;
