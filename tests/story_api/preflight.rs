//! Before an upload: what would be refused is told by the rules that refuse.

use std::process::Command;

use lienthong::cli::demo::packages::Kind;
use lienthong::crypto::sha256;
use serde_json::{Value, json};

use crate::support::house::{House, OTHER, RECEIVER, SENDER, STRANGER};
use crate::support::stores::Backend;

async fn asked(house: &House, by: usize, plan: Value) -> Value {
    house.post_json("/api/v1/preflight", by, plan).await.expect(200).json()
}

fn codes(answer: &Value) -> Vec<&str> {
    answer["faults"].as_array().unwrap().iter().map(|fault| fault["code"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_be_refused_is_told_before_it_is_sent() {
    let house = House::open_at(Backend::Sqlite, lienthong::clock::Clock::System, |config, _| {
        config.limits.package_bytes = 1_000_000;
    })
    .await;
    let pem = |number: usize| std::fs::read_to_string(&house.agency(number).chain_file).unwrap();
    let (own, receiver) = (house.agency(SENDER).organ_id.0.clone(), house.agency(RECEIVER).organ_id.0.clone());
    let good = json!({
        "size": 1000, "container": "asice", "document_id": "chưa gửi", "from": own, "receivers": [receiver],
        "certificate": pem(SENDER), "business": "new",
    });
    let answer = asked(&house, SENDER, good.clone()).await;
    assert_eq!((&answer["passes"], codes(&answer).len()), (&json!(true), 0), "{answer}");
    assert_eq!(answer["receivers"][0]["agency"], receiver);
    assert_eq!(answer["receivers"][0]["name"], house.agency(RECEIVER).name);
    assert_eq!(answer["limits"]["package_bytes"], 1_000_000);
    // Nothing but the size has to be known.
    assert_eq!(asked(&house, SENDER, json!({ "size": 1 })).await["passes"], true);

    let with = |name: &str, value: Value| {
        let mut plan = good.clone();
        plan[name] = value;
        plan
    };
    let der = lienthong::signature::certificate::Certificate::from_pem(pem(OTHER).as_bytes()).unwrap();
    let other_seal = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, der[0].der());
    for (plan, expected) in [
        (with("size", json!(1_000_001)), &["payload.too_large"][..]),
        (with("size", json!(0)), &["request.empty"][..]),
        (with("receivers", json!(["999.99.99.H99"])), &["agency.unknown"][..]),
        (with("receivers", json!([receiver, receiver])), &["document.receiver_twice"][..]),
        // Nobody's name: and so the seal is another's.
        (with("from", json!("không")), &["agency.organ_id_form", "binding.other_agency"]),
        (with("certificate", json!(pem(OTHER))), &["binding.other_agency"][..]),
        (with("certificate", json!("không phải chứng thư")), &["certificate.malformed"][..]),
        // Without the CA above it there is no path.
        (with("certificate", json!(other_seal)), &["certificate.untrusted"][..]),
    ] {
        let answer = asked(&house, SENDER, plan).await;
        assert_eq!((&answer["passes"], codes(&answer)), (&json!(false), expected.to_vec()), "{answer}");
        let fault = &answer["faults"][0];
        assert!(fault["title"].as_str().is_some_and(|words| !words.is_empty()), "{fault}");
        assert!(fault["remedy"].as_str().is_some_and(|words| !words.is_empty()), "{fault}");
        assert!(fault["where"].is_string() && fault["found"].is_string(), "{fault}");
    }
    let all = json!({ "size": 1_000_001, "receivers": ["999.99.99.H99"], "certificate": "x" });
    let answer = asked(&house, SENDER, all).await;
    assert_eq!(codes(&answer), ["payload.too_large", "agency.unknown", "certificate.malformed"], "all at once");
    house.post_json("/api/v1/preflight", SENDER, json!({})).await.problem(400, "request.json");
    house.post_json("/api/v1/preflight", SENDER, json!({ "size": 1, "colour": 2 })).await.problem(400, "request.json");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_before_is_told_to_its_parties_only() {
    let house = House::open(Backend::Sqlite).await;
    let (draft, package) = house.package(Kind::AsicE, 1, &[RECEIVER]);
    let id = draft.document_id(house.agency(SENDER));
    let plan = json!({ "size": package.len(), "document_id": id });
    assert_eq!(asked(&house, SENDER, plan.clone()).await["passes"], true);
    let sent = house.submit(SENDER, &package).await.expect(201).json();
    assert_eq!(codes(&asked(&house, SENDER, plan.clone()).await), ["document.id_reused"]);
    // The very same bytes give the first receipt again.
    let mut same = plan.clone();
    same["sha256"] = json!(sha256(&package).to_string());
    let again = asked(&house, SENDER, same.clone()).await;
    assert_eq!((&again["passes"], &again["already"]), (&json!(true), &sent["document"]["uuid"]));
    // A stranger learns nothing of it, under whatever name it asks.
    let mut theirs = same;
    theirs["from"] = json!(house.agency(SENDER).organ_id.0);
    let answer = asked(&house, STRANGER, theirs).await;
    assert_eq!((&answer["passes"], answer.get("already")), (&json!(true), None), "{answer}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_reads_the_package_and_asks() {
    let house = House::open(Backend::Sqlite).await;
    let (_, package) = house.package(Kind::AsicE, 1, &[RECEIVER]);
    let file = house.province.dir.join("cv.asice");
    let ask = |bytes: &[u8], more: &[&str]| {
        std::fs::write(&file, bytes).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_lienthong"));
        command.args(more).arg("preflight").arg(&file).arg("--hub").arg(house.province.api());
        command.arg("--token-file").arg(&house.agency(SENDER).token_file).env("LANG", "en_US.UTF-8");
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), output.stderr)
    };
    let (code, said, words) = ask(&package, &[]);
    assert_eq!(code, Some(0), "{said}{}", String::from_utf8_lossy(&words));
    assert!(said.contains("It would pass") && said.contains(&house.agency(RECEIVER).name), "{said}");
    let (code, said, _) = ask(&package, &["--format", "json"]);
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, &said["passes"], &said["hub"]["passes"]), (Some(0), &json!(true), &json!(true)), "{said}");
    // One byte of the attachment changed: that is seen without the hub.
    let mut broken = package.clone();
    let at = broken.len() / 2;
    broken[at] ^= 1;
    let (code, said, _) = ask(&broken, &["--format", "json"]);
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, &said["passes"]), (Some(1), &json!(false)), "{said}");
    assert!(!said["local"].as_array().unwrap().is_empty(), "{said}");
    // Taken before: sending it again is harmless, other content under its name is not.
    house.submit(SENDER, &package).await.expect(201);
    let (code, said, _) = ask(&package, &[]);
    assert!(code == Some(0) && said.contains("already"), "{said}");
    let (draft, _) = house.package(Kind::AsicE, 1, &[RECEIVER]);
    let (code, said, _) = ask(&house.pack(Kind::AsicE, &draft, &[RECEIVER], "khác"), &[]);
    assert!(code == Some(1) && said.contains("document.id_reused"), "{said}");
    house.close().await;
}
