//! The verdict's form: its JSON keeps to the schema that we publish, and its page is a page.
#![allow(clippy::unwrap_used, reason = "a story fails by panicking, in its helpers too")]

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;

use lienthong::domain::ids::Micros;
use lienthong::signature::dev_pki::{Bad, DevPki, Issued, KeyKind};
use lienthong::signature::sign::{SignOptions, Signer};
use serde_json::Value;

use crate::support::{edxml, judges};

fn schema_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/verdict.schema.json")
}

/// After a change of the types: `UPDATE_SCHEMA=1 cargo test --test stories the_published_schema`.
#[test]
fn the_published_schema_is_that_of_the_types() {
    let due = serde_json::to_string_pretty(&lienthong::report::verdict::schema()).unwrap() + "\n";
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(schema_file(), &due).unwrap();
    }
    assert_eq!(std::fs::read_to_string(schema_file()).unwrap(), due, "schemas/verdict.schema.json is stale");
}

/// After a change of codes or strings: `UPDATE_DOCS=1 cargo test --test stories the_page_of_codes`.
#[test]
fn the_page_of_codes_is_that_of_the_registry() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/verifying.md");
    let due = lienthong::report::verdict::guide();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, &due).unwrap();
    }
    assert_eq!(std::fs::read_to_string(file).unwrap(), due, "docs/verifying.md is stale");
}

/// The examples of the library do what they say.
#[test]
fn the_examples_run() {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path().join("pki")).unwrap();
    let seal = pki.seal(KeyKind::P256).unwrap();
    let file = dir.path().join("signed.edxml");
    std::fs::write(&file, sign(&seal)).unwrap();
    let root = pki.root_file();
    let example = |name: &str, arguments: &[&Path]| {
        let binary = Path::new(env!("CARGO_BIN_EXE_lienthong")).with_file_name("examples").join(name);
        let output = Command::new(&binary)
            .args(arguments)
            .output()
            .unwrap_or_else(|error| panic!("{binary:?}: {error}: run `cargo build --examples`"));
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    let (good, said) = example("verify", &[&file, root]);
    assert!(good && said.starts_with("Valid"), "{said}");
    let (good, said) = example("sign_and_check", &[]);
    assert!(good && said.contains("TOTAL-PASSED") && said.contains("TOTAL-FAILED"), "{said}");
    let (good, said) = example("only_verified_bytes", &[&file, root, Path::new("000.00.00.H47"), &seal.cert_file]);
    assert!(good && said.contains("15/UBND-TH"), "{said}");
    let (good, _) = example("only_verified_bytes", &[&file, root, Path::new("000.00.12.H47"), &seal.cert_file]);
    assert!(!good, "nothing is read of a package that is not its sender's");
}

#[test]
fn every_kind_of_verdict_keeps_to_the_schema() {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path().join("pki")).unwrap();
    let seal = pki.seal(KeyKind::P256).unwrap();
    let good = sign(&seal);
    let text = String::from_utf8(good.clone()).unwrap();
    let files: Vec<(&str, Vec<u8>, &str)> = vec![
        ("valid", good.clone(), "valid"),
        ("changed", text.replacen("15/UBND", "16/UBND", 1).into_bytes(), "invalid"),
        ("expired", sign(&pki.bad(Bad::Expired).unwrap()), "indeterminate"),
        ("unsigned", edxml::bare(), "invalid"),
        ("broken", good[..good.len() / 2].to_vec(), "invalid"),
        ("nothing", Vec::new(), "invalid"),
        ("zip", b"PK\x03\x04rubbish".to_vec(), "invalid"),
    ];
    let mut documents = Vec::new();
    for (name, bytes, expected) in files {
        let (file, page) = (dir.path().join(name), dir.path().join(format!("{name}.html")));
        std::fs::write(&file, bytes).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_lienthong"));
        command.args(["verify", "--format", "json", "--html"]).arg(&page).arg(&file);
        let output = command.arg("--trust").arg(pki.root_file()).output().unwrap();
        let said: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(said["verdict"], expected, "{name}: {said:#}");
        assert!(said["said"]["vi"]["sentence"].as_str().is_some_and(|text| !text.is_empty()), "{said:#}");
        assert_eq!(said["said"]["en"]["advice"] == "", expected == "valid", "{said:#}");
        assert!(std::fs::read_to_string(page).unwrap().starts_with("<!doctype html>"));
        let document = dir.path().join(format!("{name}.json"));
        std::fs::write(&document, output.stdout).unwrap();
        documents.push(document);
    }
    // The judge sees what is wrong.
    let mut bent: Value = serde_json::from_slice(&std::fs::read(&documents[0]).unwrap()).unwrap();
    bent["verdict"] = "perhaps".into();
    let wrong = dir.path().join("wrong.json");
    std::fs::write(&wrong, bent.to_string()).unwrap();
    let schema = schema_file();
    let mut arguments: Vec<&str> = vec![schema.to_str().unwrap()];
    arguments.extend(documents.iter().map(|path| path.to_str().unwrap()));
    judges::python("schema.py", &arguments);
    assert!(!judges::python_accepts("schema.py", &[arguments[0], wrong.to_str().unwrap()]), "the judge is blind");
}

fn sign(issued: &Issued) -> Vec<u8> {
    let signer = Signer::new(issued.key.clone(), issued.certificate.clone(), issued.chain.clone()).unwrap();
    let options = SignOptions::at(Micros(jiff::Timestamp::now().as_microsecond()));
    signer.sign_enveloped(Cursor::new(edxml::bare()), &options, Vec::new()).unwrap()
}
