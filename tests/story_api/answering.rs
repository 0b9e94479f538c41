//! A receiver answers: by call and by status file, twice and out of order; nobody answers for another.

use lienthong::cli::demo::packages::{Draft, make_status};
use lienthong::cli::demo::province::Agency;
use lienthong::edxml::{self, Party, ResponseFor, Status, StatusCode};
use lienthong::evidence::leaf::Event;
use serde_json::{Value, json};

use crate::support::house::{House, OTHER, RECEIVER, SENDER, answer};
use crate::support::stores::Backend;

#[tokio::test(flavor = "multi_thread")]
async fn every_code_is_recorded_and_proven() {
    let house = House::open(Backend::Sqlite).await;
    let (_, sent, deliveries) = house.send(1, &[RECEIVER, OTHER]).await;
    let path = format!("/api/v1/deliveries/{}/acknowledgements", deliveries[0]);
    for (code, word, event) in [
        ("01", "arrived", Event::of_status(status("01"))),
        ("03", "accepted", Event::of_status(status("03"))),
        ("04", "assigned", Event::of_status(status("04"))),
        ("05", "in_progress", Event::of_status(status("05"))),
        ("06", "completed", Event::of_status(status("06"))),
    ] {
        let body = json!({ "code": code, "timestamp": "2026-11-24T08:00:00+07:00" });
        let first = house.post_json(&path, RECEIVER, body.clone()).await.expect(201);
        let said = first.json();
        assert_eq!((&said["outcome"], &said["acknowledgement"]), (&"recorded".into(), &word.into()), "{said}");
        assert_eq!(said["warnings"], json!([]));
        assert_eq!(house.proven(&first, None).body().event, event);
        let again = house.post_json(&path, RECEIVER, body).await.expect(200);
        assert_eq!(again.json()["outcome"], "already_recorded");
        assert_eq!(again.receipt(), first.receipt());
    }
    // Late words are kept, and the highest one stands.
    let late = house.post_json(&path, RECEIVER, json!({ "code": "04" })).await;
    assert_eq!(late.json()["acknowledgement"], "completed");
    // A return after the document was taken says otherwise: kept, told, and nothing changes.
    let contradiction = house.post_json(&path, RECEIVER, json!({ "code": "02", "reason": "Gửi nhầm" })).await;
    let contradiction = contradiction.expect(200);
    let said = contradiction.json();
    assert_eq!((&said["contradiction"], &said["acknowledgement"]), (&true.into(), &"completed".into()), "{said}");
    assert_eq!(said["warnings"][0]["code"], "acknowledgement.contradiction");
    house.proven(&contradiction, None);

    let other = format!("/api/v1/deliveries/{}/acknowledgements", deliveries[1]);
    for (body, http, code) in [
        (json!({ "code": "02" }), 422, "acknowledgement.reason_missing"),
        (json!({ "code": "02", "reason": " " }), 422, "acknowledgement.reason_missing"),
        (json!({ "code": "02", "reason": "x".repeat(1001) }), 422, "acknowledgement.reason_too_long"),
        (json!({ "code": "07" }), 422, "acknowledgement.unknown_code"),
        (json!({ "code": "3" }), 422, "acknowledgement.unknown_code"),
        (json!({ "code": "13", "reason": "x" }), 422, "acknowledgement.sender_only"),
        (json!({ "code": "16" }), 422, "acknowledgement.reason_missing"),
        (json!({ "code": "03", "timestamp": "hôm qua" }), 400, "request.timestamp"),
        (json!({ "code": "03", "màu": "đỏ" }), 400, "request.json"),
        (json!({}), 400, "request.json"),
    ] {
        house.post_json(&other, OTHER, body).await.problem(http, code);
    }
    answer(house.post(&other, OTHER).body("{\"code\":\"03\"}")).await.problem(415, "request.content_type");
    house.post_json(&other, RECEIVER, json!({ "code": "03" })).await.problem(404, "delivery.not_found");
    let returned = house.post_json(&other, OTHER, json!({ "code": "02", "reason": "Gửi nhầm nơi nhận" })).await;
    assert_eq!(returned.expect(201).json()["acknowledgement"], "returned");

    // A call that has a name means one thing.
    let named = async |body: Value| answer(house.post(&other, OTHER).header("idempotency-key", "k").json(&body)).await;
    let first = named(json!({ "code": "03" })).await;
    let again = named(json!({ "code": "03" })).await.expect(200);
    assert_eq!(again.receipt(), first.receipt());
    named(json!({ "code": "06" })).await.problem(422, "idempotency.key_reused");

    // The sender reads all of it, in the log's order, each event with its time and its receipt.
    let path = format!("/api/v1/documents/{}", sent["document"]["uuid"].as_str().unwrap());
    let whole = answer(house.get(&path, SENDER)).await.expect(200).json();
    let history = whole["history"].as_array().unwrap();
    // Whoever answers has it: the first word of each brings a handover of its own.
    assert_eq!(history.len(), 2 + 2 + 7 + 2, "{whole}");
    for event in history {
        let (time, receipt) = (event["time"].as_str(), event["receipt"].to_string());
        let leaf = house.proves(receipt.as_bytes(), None);
        assert_eq!(leaf.body().event.as_str(), event["event"]);
        assert!(time.is_some_and(|time| time.ends_with("+07:00")), "{event}");
    }
    for (delivery, consigned) in whole["deliveries"].as_array().unwrap().iter().zip(history) {
        assert_eq!(consigned["event"], "ContentConsignment");
        assert_eq!(delivery["delivered"], consigned["time"]);
    }
    house.close().await;
}

fn status(code: &str) -> lienthong::domain::acknowledgement::Status {
    lienthong::domain::acknowledgement::Status::parse(code).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_file_says_the_same() {
    let house = House::open(Backend::Sqlite).await;
    let (draft, _, deliveries) = house.send(1, &[RECEIVER, OTHER]).await;
    let (issuer, receiver) = (house.agency(SENDER), house.agency(RECEIVER));
    let signed = make_status(receiver, issuer, &draft, "03", None, house.clock.now()).unwrap();
    // Signed by the reporter: whoever brings it.
    let first = house.submit(RECEIVER, &signed).await.expect(201);
    let said = first.json();
    assert_eq!((&said["kind"], &said["outcome"]), (&"status".into(), &"recorded".into()), "{said}");
    assert_eq!((&said["delivery"], &said["acknowledgement"]), (&deliveries[0].as_str().into(), &"accepted".into()));
    house.proven(&first, None);
    let again = house.submit(RECEIVER, &signed).await.expect(200);
    assert_eq!(again.json()["outcome"], "already_recorded");
    assert_eq!(again.receipt(), first.receipt());

    // Unsigned: its own system speaks for it, nobody else's.
    let unsigned = unsigned_status(house.agency(OTHER), issuer, &draft, "01");
    let refused = house.submit(RECEIVER, &unsigned).await;
    house.proven(&refused, None);
    refused.problem(422, "signature.reporter_mismatch");
    let taken = house.submit(OTHER, &unsigned).await.expect(201);
    assert_eq!(taken.json()["delivery"], deliveries[1].as_str());
    let unknown = unsigned_status(house.agency(OTHER), issuer, &draft, "09");
    house.submit(OTHER, &unknown).await.problem(422, "edxml.bad_status_code");
    let elsewhere = Draft { number: 77, ..draft };
    let elsewhere = unsigned_status(house.agency(OTHER), issuer, &elsewhere, "01");
    let nowhere = house.submit(OTHER, &elsewhere).await;
    assert_eq!(nowhere.status, 404, "{}", nowhere.text());

    // The table of words keeps what spoke for each.
    let uuid = answer(house.get(&format!("/api/v1/deliveries/{}", deliveries[0]), RECEIVER)).await.json();
    let uuid = uuid["document"]["uuid"].as_str().unwrap().parse().unwrap();
    let history = house.app.store().history(&issuer.organ_id, uuid).unwrap().unwrap();
    let spoke: Vec<_> = history.words.iter().map(|word| (word.reporter.0.as_str(), word.authn)).collect();
    assert_eq!(
        format!("{spoke:?}"),
        format!(
            "{:?}",
            [
                (receiver.organ_id.0.as_str(), lienthong::store::change::Authn::Signature),
                (house.agency(OTHER).organ_id.0.as_str(), lienthong::store::change::Authn::Channel),
            ]
        )
    );
    house.close().await;
}

fn unsigned_status(reporter: &Agency, issuer: &Agency, draft: &Draft, code: &str) -> Vec<u8> {
    let document_id = draft.document_id(issuer);
    let status = Status {
        from: Party::named(reporter.organ_id.0.clone(), reporter.name.clone()),
        response_for: ResponseFor {
            organ_id: Some(issuer.organ_id.0.clone()),
            code: Some(draft.code()),
            promulgation_date: document_id.split(',').nth(1).map(str::to_owned),
            document_id: Some(document_id),
        },
        staff: None,
        status_code: StatusCode::from_wire(code),
        description: None,
        timestamp: Some("2026/11/24 08:00:00".to_owned()),
    };
    let mut xml = Vec::new();
    edxml::write_status(&status, &mut xml).unwrap();
    xml
}
