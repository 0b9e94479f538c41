//! Proof for anyone: a page on which a receipt is dropped says what `lienthong audit receipt` says. One table of good receipts
//! and of forgeries is judged three times: in Rust, by the page's script in node, and by the page itself in Chromium, opened
//! as a file with no network; verdict by verdict they are equal.

mod forgeries;
mod inside;
mod makers;

use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as B64;
use lienthong::evidence::audit;
use lienthong::evidence::key::VKey;
use lienthong::evidence::receipt::{Judgement, Openings, Receipt};
use lienthong::report::proof;
use serde_json::{Value, json};

use forgeries::{Case, Expected, Stage};

/// A receipt of each event that the log knows, as full as it may be.
pub fn receipts_of_every_event() -> Vec<Receipt> {
    Stage::new().every_event()
}

/// The verdict in the form in which both judges say it: everything but the evidence's wording.
fn said(case: &Case) -> Value {
    let keys: Vec<VKey> = case.keys.iter().map(|key| VKey::parse(key).unwrap()).collect();
    let judgement = audit::receipt(&case.receipt, &keys, case.package);
    let openings = Receipt::parse(&case.receipt).map(|receipt| receipt.openings).unwrap_or_default();
    verdict(&judgement, &openings)
}

fn verdict(judgement: &Judgement, openings: &Openings) -> Value {
    let leaf = judgement.leaf.as_ref().map(|leaf| String::from_utf8(leaf.bytes().to_vec()).unwrap());
    let head = judgement.checkpoint.as_ref();
    json!({
        "outcome": judgement.outcome,
        "codes": judgement.failures.iter().map(|one| one.code.name()).collect::<Vec<_>>(),
        "index": judgement.index.map(|index| index.to_string()),
        "leaf": leaf,
        "checkpoint": head.map(|head| json!([head.origin, head.size.to_string(), head.root.to_base64()])),
        "signers": judgement.signers,
        "package": judgement.package,
        "opened": [
            openings.doc.as_ref().map(|one| one.id.0.clone()),
            openings.pkg.as_ref().map(|one| one.sha256.to_string()),
            openings.content.as_ref().map(|one| one.sha256.to_string()),
        ],
    })
}

fn written(cases: &[Case], folder: &Path) -> std::path::PathBuf {
    let list: Vec<Value> = cases
        .iter()
        .map(|case| {
            json!({
                "name": case.name, "receipt": B64.encode(&case.receipt), "keys": case.keys,
                "package": case.package.map(|digest| digest.to_string()),
                "bytes": case.package_bytes.as_ref().map(|bytes| B64.encode(bytes)),
                "verdict": said(case),
            })
        })
        .collect();
    std::fs::write(folder.join("judge.js"), proof::judge_script()).unwrap();
    std::fs::write(folder.join("proof.html"), proof::page(&forgeries::told(cases))).unwrap();
    let path = folder.join("cases.json");
    std::fs::write(&path, json!({ "folder": folder, "cases": list }).to_string()).unwrap();
    path
}

fn node(script: &str, cases: &Path) -> String {
    let output = Command::new("node")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg(script)
        .env("CASES", cases)
        .output()
        .expect("node: run `make setup`");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    said
}

#[test]
fn the_table_is_what_it_says_and_rust_judges_it_so() {
    let cases = Stage::new().cases();
    let forged = cases.iter().filter(|case| !matches!(case.expected, Expected::Proven)).count();
    assert!(forged >= 40, "only {forged} forgeries");
    let mut names = std::collections::BTreeSet::new();
    for case in &cases {
        assert!(names.insert(&case.name), "{} stands twice", case.name);
        let said = said(case);
        match case.expected {
            Expected::Proven => {
                assert_eq!((&said["outcome"], &said["codes"]), (&json!("proven"), &json!([])), "{}", case.name)
            }
            Expected::NoKey => assert_eq!(said["outcome"], "indeterminate", "{}", case.name),
            Expected::Code(code) => {
                assert_eq!(said["outcome"], "disproven", "{}", case.name);
                assert!(said["codes"].as_array().unwrap().contains(&json!(code)), "{}: {said}", case.name);
            }
        }
    }
}

#[test]
fn the_pages_script_judges_as_the_command_does_in_node_and_in_a_browser() {
    let folder = tempfile::tempdir().unwrap();
    let cases = Stage::new().cases();
    let path = written(&cases, folder.path());
    let told = node("tests/browser/proof_judge.mjs", &path);
    assert!(told.contains(&format!("{} verdicts are equal", cases.len())), "{told}");
    println!("{told}");
    let told = node("tests/browser/proof_page.mjs", &path);
    assert!(told.contains(&format!("{} verdicts are equal", cases.len())), "{told}");
    println!("{told}");
}
