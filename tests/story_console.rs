//! The console in a real browser: the demo's province is filled, the hub served from its folder, and Chromium is driven by
//! `tests/browser`: people at work, then every page looked at (axe-core, sideways scroll, the policy, bare keys).
//!
//! With SCREENSHOTS=folder the pictures of every page are kept there (`make screenshots`).

use std::path::Path;
use std::process::{Command, Output};

use lienthong::cli::demo::handbook::Handbook;
use serde_json::json;

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
    let stage = dir.path().join("stage.json");
    std::fs::write(&stage, stage_of(&book).to_string()).unwrap();
    let mut hub = HubProcess::new(&book.hub.config, &book.hub.ops);
    hub.start().await;

    let pictures = std::env::var_os("SCREENSHOTS");
    if pictures.is_none() {
        let stories = node(&["--test", "--test-reporter=spec", "tests/browser/stories.test.mjs"], &stage);
        assert!(stories.status.success(), "{}\n{}", said(&stories), hub.printed());
        println!("{}", said(&stories));
    }
    let pages = node(&["tests/browser/screenshots.mjs"], &stage);
    println!("{}", said(&pages));
    assert!(pages.status.success(), "{}\n{}", said(&pages), hub.printed());
    assert!(hub.stop().success());
}

/// What the scripts are told: where the hub is, and who signs in with what.
fn stage_of(book: &Handbook) -> serde_json::Value {
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
