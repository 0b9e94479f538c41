//! Recall, take-back and their answers over HTTP; and the samples of the field, signed anew, from end to end.

use lienthong::cli::demo::packages::Kind;
use lienthong::domain::ids::OrganId;
use lienthong::edxml::{self, Message};
use lienthong::signature::sign::SignOptions;
use serde_json::{Value, json};

use crate::support::house::{House, OTHER, RECEIVER, SENDER, STRANGER, answer};
use crate::support::stores::Backend;

#[tokio::test]
async fn a_recall_and_a_take_back_by_call() {
    let house = House::open(Backend::Sqlite).await;
    let (draft, package) = house.package(Kind::AsicE, 1, &[RECEIVER, OTHER]);
    let sent = answer(house.post("/api/v1/packages", SENDER).body(package)).await.expect(201).json();
    let uuid = sent["document"]["uuid"].as_str().unwrap();
    let [held, other] = [0, 1].map(|n| sent["deliveries"][n]["id"].as_str().unwrap().to_owned());
    house
        .post_json(&format!("/api/v1/deliveries/{held}/acknowledgements"), RECEIVER, json!({ "code": "03" }))
        .await
        .expect(201)
        .json();

    let take_back = format!("/api/v1/documents/{uuid}/take-back");
    for (body, who, http, code) in [
        (json!({ "reason": " " }), SENDER, 422, "business.reason_missing"),
        (json!({ "reason": "x".repeat(1001) }), SENDER, 422, "acknowledgement.reason_too_long"),
        (json!({}), SENDER, 400, "request.json"),
        (json!({ "reason": "x", "receivers": ["H99"] }), SENDER, 422, "business.receiver_not_of_target"),
        (json!({ "reason": "x" }), RECEIVER, 403, "business.not_issuer"),
        (json!({ "reason": "x" }), STRANGER, 422, "business.target_unknown"),
    ] {
        house.post_json(&take_back, who, body).await.problem(http, code);
    }
    let receiver = house.agency(RECEIVER).organ_id.0.clone();
    let ask = json!({ "reason": "Sai thể thức", "receivers": [receiver] });
    let asked = house.post_json(&take_back, SENDER, ask.clone()).await;
    let said = asked.expect(201).json();
    assert_eq!(
        (&said["changes"][0]["outcome"], &said["changes"][0]["request"]),
        (&"asked".into(), &1.into()),
        "{said}"
    );
    assert_eq!(house.post_json(&take_back, SENDER, ask).await.expect(200).json()["outcome"], "already_recorded");

    let seen = answer(house.get(&format!("/api/v1/deliveries/{held}"), RECEIVER)).await.expect(200).json();
    assert_eq!(seen["request"], json!({ "number": 1, "question": "take_back" }));
    let acknowledge = format!("/api/v1/deliveries/{held}/acknowledgements");
    let no = json!({ "code": "16", "request": 1, "reason": "Đã chuyển xử lý" });
    house.post_json(&acknowledge, RECEIVER, no).await.expect(201).json();

    let recalled =
        house.post_json(&format!("/api/v1/documents/{uuid}/recall"), SENDER, json!({ "reason": "Sai" })).await;
    let outcomes: Vec<Value> = recalled.expect(201).json()["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["outcome"].clone())
        .collect();
    assert_eq!(outcomes, ["bound", "withdrawn"]);
    answer(house.get(&format!("/api/v1/deliveries/{held}/package"), RECEIVER)).await.problem(410, "delivery.withheld");
    answer(house.get(&format!("/api/v1/deliveries/{other}/package"), OTHER)).await.problem(410, "delivery.withdrawn");
    // A protest is kept; then the office confirms.
    let protest = json!({ "code": "02", "reason": "Đã thực hiện xong" });
    let kept = house.post_json(&acknowledge, RECEIVER, protest).await.expect(201).json();
    assert_eq!(kept["warnings"][0]["code"], "acknowledgement.protest");
    house.post_json(&acknowledge, RECEIVER, json!({ "code": "15" })).await.expect(201).json();

    let whole = answer(house.get(&format!("/api/v1/documents/{uuid}"), SENDER)).await.expect(200).json();
    let events: Vec<_> =
        whole["history"].as_array().unwrap().iter().map(|event| event["event"].as_str().unwrap()).collect();
    assert_eq!(
        events,
        [
            "ContentConsignment",
            "ContentConsignment",
            "ContentHandover",
            "StatusAccepted",
            "TakeBackRequested",
            "RequestDeclined",
            "DocumentRecalled",
            "DeliveryCancelled",
            "StatusReturned",
            "RequestAgreed",
        ]
    );
    assert!(whole["history"].as_array().unwrap().iter().all(|event| event["receipt"].is_object()));
    let copy = &whole["deliveries"][0];
    assert_eq!((&copy["standing"], &copy["recall_answer"]), (&"recalled".into(), &"confirmed".into()), "{copy}");
    let mine = answer(house.get(&format!("/api/v1/documents/{uuid}"), OTHER)).await.expect(200).json();
    assert_eq!(mine["changes"].as_array().unwrap().len(), 1, "a receiver sees its own");
    drop(draft);
}

/// The field's own recall, update and replacement, and the status files around them: read as they are, signed anew by the
/// agency that they name, sent, and answered.
#[tokio::test]
async fn the_samples_of_the_field_go_through() {
    let name = "the_samples_of_the_field_go_through";
    let Some(folder) = crate::story_samples::samples(name) else { return };
    // Agencies of the samples stand in for those of the province: their codes are put in place of the samples'.
    let house = House::open(Backend::Sqlite).await;
    let codes = |text: &str| {
        let place = |n: usize| house.agency(n).organ_id.0.clone();
        let pairs = [
            ("000.00.00.G22", place(SENDER)),
            ("000.00.00.H41", place(RECEIVER)),
            ("000.00.00.H14", place(OTHER)),
            ("000.00.00.G17", place(STRANGER)),
        ];
        pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    };
    let document = |file: &str| {
        let text = codes(&std::fs::read_to_string(folder.join(file)).unwrap());
        match edxml::read_header(text.as_bytes()).unwrap().message {
            // The samples bear one DocumentId all together; a hub takes an identity once.
            Message::Document(document) => {
                edxml::Document { document_id: format!("{} {file}", document.document_id), ..*document }
            }
            Message::Status(_) => panic!("{file} is a status file"),
        }
    };
    let sealed = |mut document: edxml::Document| {
        // The attachments of the samples are placeholders; what counts here is the business.
        document.attachments.clear();
        document.manifest = edxml::Manifest::default();
        let mut xml = Vec::new();
        edxml::write_bare(&document, |_| Err::<&[u8], _>(std::io::ErrorKind::NotFound.into()), &mut xml).unwrap();
        let signer = &house.agency(SENDER).signer;
        signer.sign_enveloped(std::io::Cursor::new(xml), &SignOptions::at(house.clock.now()), Vec::new()).unwrap()
    };
    let send = async |package: Vec<u8>| answer(house.post("/api/v1/packages", SENDER).body(package)).await;

    // What each sample changes was sent before: a new document with the DocumentId that it names.
    let first = |like: &edxml::Document, id: &str| edxml::Document {
        document_id: id.to_owned(),
        business: None,
        response_for: Vec::new(),
        ..like.clone()
    };
    let recall = document("edoc_revocation.edxml");
    let recalled = recall.response_for[0].document_id.clone().unwrap();
    send(sealed(first(&recall, &recalled))).await.expect(201).json();
    let said = send(sealed(recall.clone())).await.expect(201).json();
    assert_eq!(
        (&said["document"]["business"], said["deliveries"].as_array().unwrap().len()),
        (&"recall".into(), 0),
        "{said}"
    );

    let update = document("edoc_update.edxml");
    let updated = update.business.as_ref().unwrap().document_id.clone().unwrap();
    let before = send(sealed(first(&update, &updated))).await.expect(201).json();
    let held = before["deliveries"]
        .as_array()
        .unwrap()
        .iter()
        .find(|copy| OrganId(copy["to"]["organ_id"].as_str().unwrap().to_owned()) == house.agency(OTHER).organ_id);
    let held = held.unwrap()["id"].as_str().unwrap().to_owned();
    house
        .post_json(&format!("/api/v1/deliveries/{held}/acknowledgements"), OTHER, json!({ "code": "01" }))
        .await
        .expect(201)
        .json();
    let said = send(sealed(update.clone())).await.expect(201).json();
    assert_eq!(said["document"]["business"], "update");
    // ReceiverType 1 removes: the one that had it is asked to give it back.
    let seen = answer(house.get(&format!("/api/v1/deliveries/{held}"), OTHER)).await.expect(200).json();
    assert_eq!(seen["request"]["question"], "take_back", "{seen}");

    let replacement = document("edoc_replacement.edxml");
    let replaced = replacement.business.as_ref().unwrap().replacements[0].document_id.clone().unwrap();
    send(sealed(first(&replacement, &replaced))).await.expect(201).json();
    let said = send(sealed(replacement.clone())).await.expect(201).json();
    assert_eq!(said["document"]["business"], "replace");
    let old = answer(house.get(&format!("/api/v1/documents?document_id={}", escaped(&replaced)), SENDER))
        .await
        .expect(200)
        .json();
    let states: Vec<_> =
        old["items"][0]["deliveries"].as_array().unwrap().iter().map(|copy| copy["state"].clone()).collect();
    assert!(states.iter().filter(|state| **state == "cancelled").count() == 2, "{states:?}");
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
