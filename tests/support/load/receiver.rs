//! An office that takes what comes: reads its inbox, loads the package, says that it has it, and what it did.

use std::collections::HashSet;
use std::sync::Arc;

use bytes::Bytes;
use lienthong::cli::demo::packages;
use lienthong::clock::Clock;
use lienthong::crypto::sha256;
use serde_json::{Value, json};

use super::Load;
use super::client::Client;

pub(super) async fn run(load: Arc<Load>, agency: usize) {
    let client = load.client(agency);
    let mut seen = HashSet::new();
    loop {
        // Asked before the list is read: what was sent by then is in it.
        let all_sent = *load.sent.borrow() == load.plan.documents.len();
        let page = client.get("/api/v1/inbox?state=new&limit=20&wait=1").await;
        let page: Value = serde_json::from_slice(&page.body).expect("JSON");
        let lines = page["items"].as_array().expect("items");
        if lines.is_empty() && all_sent {
            return;
        }
        let mut ids = HashSet::new();
        for line in lines {
            let id = line["document"]["document_id"].as_str().expect("an id");
            assert!(ids.insert(id.to_owned()), "{id} lies in one inbox twice");
            if seen.insert(line["id"].as_str().expect("an id").to_owned()) {
                one(&load, &client, agency, line).await;
            }
        }
    }
}

async fn one(load: &Arc<Load>, client: &Client, agency: usize, line: &Value) {
    let (id, document) =
        (line["id"].as_str().expect("an id"), line["document"]["document_id"].as_str().expect("an id"));
    let planned = load.plan.find(document);
    assert!(planned.to.contains(&agency), "{document} is not for this agency");
    let package = client.get(&format!("/api/v1/deliveries/{id}/package")).await.body;
    let sha256 = sha256(&package).to_string();
    assert_eq!(line["package"]["sha256"], sha256.as_str(), "{document} came as other bytes");
    assert!(package == planned.package || planned.again.contains(&package), "{document} was never sent as these bytes");

    let number = planned.draft.number as usize + agency;
    let path = format!("/api/v1/deliveries/{id}");
    let mut words = vec![("fetched", json!({ "sha256": sha256 }))];
    match number % 5 {
        0 => words.push(("02", json!({ "code": "02", "reason": "Gửi nhầm nơi" }))),
        1 => words.push(("06", json!({ "code": "06" }))),
        2 => {}
        _ => words.extend([("01", json!({ "code": "01" })), ("03", json!({ "code": "03" }))]),
    }
    for (word, json) in &words {
        let call = if *word == "fetched" { "fetched" } else { "acknowledgements" };
        let key = (number.is_multiple_of(2) && call != "fetched").then(|| format!("{id}-{word}"));
        // Some say everything twice.
        for _ in 0..if number.is_multiple_of(3) { 2 } else { 1 } {
            let answer = client.post(&format!("{path}/{call}"), key.as_deref(), json).await;
            load.ledger.word(id, word, &answer);
        }
    }
    // Two files signed by one office would be two messages.
    if number % 5 == 2 && agency != 1 {
        let (reporter, issuer) = (&load.province.agencies[agency], &load.province.agencies[planned.from]);
        let file = packages::make_status(reporter, issuer, &planned.draft, "03", None, Clock::System.now());
        let file = Bytes::from(file.expect("a status file"));
        for _ in 0..2 {
            let answer = client.send(id, None, &file).await;
            load.ledger.word(id, "file", &answer);
        }
    }
}
