//! The console in a real browser: the demo's province is filled, the hub served from its folder, and Chromium is driven by
//! `tests/browser`: people at work, then every page looked at (axe-core, sideways scroll, the policy, bare keys).
//!
//! With SCREENSHOTS=folder the pictures of every page are kept there (`make screenshots`).

use std::path::Path;
use std::process::{Command, Output};

use lienthong::cli::demo::handbook::Handbook;
use lienthong::cli::demo::packages::{self, Draft, File, Kind};
use lienthong::cli::demo::province::{Agency, Province};
use lienthong::clock::Clock;
use lienthong::config::Config;
use serde_json::{Value, json};

use crate::support::hub::HubProcess;

#[tokio::test]
async fn people_at_work_in_a_real_browser() {
    let dir = tempfile::tempdir().unwrap();
    let province = dir.path().join("tinh");
    let demo = Command::new(env!("CARGO_BIN_EXE_lienthong"))
        .args(["--lang", "vi", "demo", "--once", "--dir"])
        .arg(&province)
        .output()
        .unwrap();
    assert!(demo.status.success(), "{}", String::from_utf8_lossy(&demo.stdout));
    let book = Handbook::read(&province).unwrap();
    let made = Province::open(&province).unwrap();
    gives_webhooks_up_at_once(&book.hub.config);
    let stage = dir.path().join("stage.json");
    let mut told = stage_of(&book);
    let letter = dir.path().join("gói tin.asice");
    std::fs::write(&letter, large(&made, told["people"].as_array().unwrap())).unwrap();
    told["package"] = json!(letter);
    std::fs::write(&stage, told.to_string()).unwrap();
    let mut hub = HubProcess::new(&book.hub.config, &book.hub.ops);
    hub.start().await;
    sends_tricks(&made, told["people"].as_array().unwrap()).await;

    let pictures = std::env::var_os("SCREENSHOTS");
    if pictures.is_none() {
        let stories = node(&["--test", "--test-reporter=spec", "tests/browser/stories.test.mjs"], &stage);
        assert!(stories.status.success(), "{}\n{}", said(&stories), hub.printed());
        println!("{}", said(&stories));
    }
    let proof = node(&["--test", "--test-reporter=spec", "tests/browser/proof.test.mjs"], &stage);
    assert!(proof.status.success(), "{}\n{}", said(&proof), hub.printed());
    println!("{}", said(&proof));
    let loaded = proof_page(&stage, dir.path(), "load");
    assert!(loaded.status.success(), "{}", said(&loaded));
    let pages = node(&["tests/browser/screenshots.mjs"], &stage);
    println!("{}", said(&pages));
    assert!(pages.status.success(), "{}\n{}", said(&pages), hub.printed());
    assert!(hub.stop().success());
    let proven = proof_page(&stage, dir.path(), "stopped");
    assert!(said(&proven).contains("proven with the hub stopped"), "{}", said(&proven));
}

/// A stranger's browser before and after the hub is stopped.
fn proof_page(stage: &Path, profile: &Path, phase: &str) -> Output {
    Command::new("node")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg("tests/browser/proof_stopped.mjs")
        .envs([("STAGE", stage), ("PROFILE", profile)])
        .env("PHASE", phase)
        .output()
        .expect("node: run `make setup`")
}

/// Whoever sits at the desk of that key.
fn desk<'a>(made: &'a Province, people: &[Value], key: &str) -> &'a Agency {
    let one = people.iter().find(|one| one["key"] == key).expect("that person");
    made.agency(one["agency"].as_str().expect("an agency")).unwrap()
}

/// A package of several pieces, that nobody sent yet: from the office to the clerk.
fn large(made: &Province, people: &[Value]) -> Vec<u8> {
    let draft = Draft {
        subject: "V/v kiểm tra đê bao trước mùa lũ".to_owned(), ..Draft::letter(7001, &Clock::System)
    };
    let files = [File::large("Bản đồ đê bao.dat", 9_000_000)];
    let to = [desk(made, people, "clerk")];
    packages::pack(desk(made, people, "office"), &to, Kind::AsicE, &draft, &files).unwrap()
}

/// A document whose every text wants to be a page of its own; `tests/browser` looks for the words, and that none of it ran.
async fn sends_tricks(made: &Province, people: &[Value]) {
    let from = desk(made, people, "office");
    let trick = |word: &str| format!("{word} <script>window.hit=1</script>\"'><img src=x onerror=window.hit=1>");
    let draft =
        Draft { subject: trick("mẹo"), type_name: trick("Công văn"), ..Draft::letter(7002, &Clock::System) };
    let files =
        [File::of("<img src=x onerror=window.hit=1>.txt", "text/html", b"<script>window.hit=1</script>".to_vec())];
    let package = packages::pack(from, &[desk(made, people, "clerk")], Kind::Bare, &draft, &files).unwrap();
    let send = reqwest::Client::new().post(made.api() + "/api/v1/packages").bearer_auth(&from.token).body(package);
    let answer = send.send().await.unwrap();
    let (status, text) = (answer.status(), answer.text().await.unwrap());
    assert_eq!(status, 201, "{text}");
}

/// A webhook on this machine may be entered, and one refusal is enough: so there is a dead letter to look at.
fn gives_webhooks_up_at_once(config: &Path) {
    let mut changed = Config::load(config).unwrap();
    changed.webhooks.private_hosts = vec!["127.0.0.1".to_owned()];
    changed.webhooks.retry_tries = 1;
    std::fs::write(config, toml::to_string(&changed).unwrap()).unwrap();
}

/// What the scripts are told: where the hub is, and who signs in with what.
pub fn stage_of(book: &Handbook) -> Value {
    let mut clerks = 0;
    let people: Vec<_> = book
        .people
        .iter()
        .map(|one| {
            let key = match one.role.as_str() {
                "clerk" => {
                    clerks += 1;
                    if clerks == 1 { "clerk" } else { "office" }
                }
                "agency_admin" => "admin",
                other => other,
            };
            json!({ "key": key, "mail": one.mail, "password": one.password, "totp": one.totp, "name": one.name,
                "agency": one.organ_id })
        })
        .collect();
    let agencies: Vec<_> =
        book.agencies.iter().map(|one| json!({ "id": one.organ_id, "name": one.name, "token": one.token })).collect();
    json!({ "url": book.hub.api, "people": people, "agencies": agencies, "auditor": book.auditor.token })
}

fn node(args: &[&str], stage: &Path) -> Output {
    Command::new("node")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(args)
        .env("STAGE", stage)
        .output()
        .expect("node: run `make setup`")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}
