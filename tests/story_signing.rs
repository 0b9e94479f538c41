//! A document is built by the hub and signed where the key lies: what comes out is a package like any other, for the one who
//! prepared it, once.

use std::io::{Cursor, Read as _};

use lienthong::clock::Clock;
use lienthong::crypto::sha256;
use lienthong::domain::ids::{Micros, OrganId, PersonId};
use lienthong::edxml::{Draft, DraftParty};
use lienthong::exchange::{Caller, NewFile, Prepared, Submitted, ToPrepare};
use lienthong::signature::algorithm::{self, SignatureAlgorithm};
use openssl::pkey::PKey;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::form::Form;
use crate::support::house::{Answer, House, OTHER, RECEIVER, SENDER, answer};
use crate::support::stores::Backend;

/// What the sender's form says.
pub fn letter(house: &House, number: u32) -> Value {
    json!({
        "to": [{ "organ_id": house.agency(RECEIVER).organ_id.0 }],
        "number": number.to_string(), "notation": "UBND-VX", "type_name": "Công văn",
        "subject": "V/v <ký từ xa> & gửi đi", "due": "2027-01-04", "priority": 1,
        "signer": { "competence": "TL. CHỦ TỊCH", "full_name": "Nguyễn Thị Hồng Ánh" },
    })
}

pub fn chain(house: &House, number: usize) -> String {
    std::fs::read_to_string(&house.agency(number).chain_file).unwrap()
}

pub fn whole(house: &House, number: u32) -> Form {
    Form::new()
        .json("document", &letter(house, number))
        .part("certificate", None, chain(house, SENDER).as_bytes())
        .part("file", Some(FILES[0].0), FILES[0].1)
        .part("file", Some(FILES[1].0), FILES[1].1)
}

/// The files of [`whole`].
pub const FILES: [(&str, &[u8]); 2] =
    [("kế hoạch (1).pdf", b"%PDF-1.7 not much of one"), ("phụ lục.txt", "nội dung".as_bytes())];

pub async fn prepare(house: &House, by: usize, form: Form) -> Answer {
    let (kind, body) = form.done();
    answer(house.post("/api/v1/packages/prepare", by).header("content-type", kind).body(body)).await
}

pub async fn complete(house: &House, by: usize, id: &str, value: &[u8]) -> Answer {
    let path = format!("/api/v1/packages/prepare/{id}/complete");
    house.post_json(&path, by, json!({ "signature": base64(value) })).await
}

pub fn base64(bytes: &[u8]) -> String {
    base64::Engine::encode(&base64::prelude::BASE64_STANDARD, bytes)
}

pub fn octets(said: &Value, name: &str) -> Vec<u8> {
    base64::Engine::decode(&base64::prelude::BASE64_STANDARD, said[name].as_str().unwrap()).unwrap()
}

/// What a key elsewhere makes of SignedInfo.
pub fn value(house: &House, number: usize, uri: &str, signed_info: &[u8]) -> Vec<u8> {
    let key = PKey::private_key_from_pem(&std::fs::read(&house.agency(number).key_file).unwrap()).unwrap();
    let algorithm = SignatureAlgorithm::from_uri(uri).unwrap();
    algorithm::sign(&key, algorithm, &algorithm.digest().digest(signed_info).unwrap()).unwrap()
}

fn value_of(house: &House, number: usize, said: &Value) -> Vec<u8> {
    value(house, number, said["algorithm"]["uri"].as_str().unwrap(), &octets(said, "signed_info"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_signed_elsewhere_is_sent_once() {
    signed(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_signed_elsewhere_is_sent_once_on_postgresql_too() {
    signed(Backend::Postgres).await;
}

async fn signed(backend: Backend) {
    let house = House::open(backend).await;
    let said = prepare(&house, SENDER, whole(&house, 1)).await.expect(201).json();
    let id = said["id"].as_str().unwrap();
    assert_eq!(said["files"][0]["name"], "kế hoạch (1).pdf");
    assert_eq!(said["files"][1]["sha256"], sha256("nội dung".as_bytes()).to_string());
    assert_eq!(said["files"][0]["media_type"], "application/pdf");
    assert_eq!(
        said["warnings"][0]["code"], "revocation.not_published",
        "a remark is told, and refuses nothing: {said}"
    );
    assert!(
        house.app.store().sent(&house.agency(SENDER).organ_id, None, 9).unwrap().rows.is_empty(),
        "nothing is sent"
    );

    // Every digest that is signed is that of what was shown.
    let info = String::from_utf8(octets(&said, "signed_info")).unwrap();
    let properties = octets(&said, "signed_properties");
    let document = octets(&said, "document_xml");
    for digested in [document.as_slice(), &properties, b"%PDF-1.7 not much of one", "nội dung".as_bytes()] {
        assert!(info.contains(&base64(&sha256(digested).0)), "{info}");
    }
    assert_eq!(info.matches("<ds:Reference ").count(), 4, "{info}");
    assert!(String::from_utf8(document.clone()).unwrap().contains("V/v &lt;ký từ xa&gt; &amp; gửi đi"));

    // Nobody else has it: not another agency, nor a guess.
    let right = value_of(&house, SENDER, &said);
    complete(&house, OTHER, id, &right).await.problem(404, "signing.unknown");
    complete(&house, SENDER, "lts_0", &right).await.problem(404, "signing.unknown");
    // A value that does not fit is refused, and another may come.
    let other = value(&house, SENDER, said["algorithm"]["uri"].as_str().unwrap(), b"something else");
    let problem = complete(&house, SENDER, id, &other).await.problem(422, "signature.value");
    assert!(problem.get("receipt").is_none(), "no package came: {problem}");
    let der = openssl::ecdsa::EcdsaSig::from_private_components(
        openssl::bn::BigNum::from_slice(&right[..32]).unwrap(),
        openssl::bn::BigNum::from_slice(&right[32..]).unwrap(),
    );
    let der = der.unwrap().to_der().unwrap();
    complete(&house, SENDER, id, &der).await.problem(422, "signature.value_length");
    house
        .post_json(&format!("/api/v1/packages/prepare/{id}/complete"), SENDER, json!({ "signature": "?" }))
        .await
        .problem(400, "request.malformed");

    let first = complete(&house, SENDER, id, &right).await.expect(201);
    let sent = first.json();
    assert_eq!((&sent["outcome"], &sent["verdict"]["verdict"]), (&json!("accepted"), &json!("valid")), "{sent}");
    assert_eq!(sent["document"]["document_id"], said["document_id"]);
    // The receiver gets exactly what was shown.
    let delivery = house.delivery(&sent, RECEIVER);
    let package =
        answer(house.get(&format!("/api/v1/deliveries/{delivery}/package"), RECEIVER)).await.expect(200).bytes;
    house.proven(&first, Some(sha256(&package)));
    let mut archive = zip::ZipArchive::new(Cursor::new(&package)).unwrap();
    let mut entry = |name: &str| {
        let mut bytes = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    };
    assert_eq!(entry("document.xml"), document);
    assert_eq!(entry("phụ lục.txt"), "nội dung".as_bytes());

    // Again: the same value is the first answer, another is none.
    let again = complete(&house, SENDER, id, &right).await.expect(200);
    assert_eq!((again.receipt(), &again.json()["outcome"]), (first.receipt(), &json!("already_accepted")));
    let another = value_of(&house, SENDER, &said);
    assert_ne!(another, right, "ECDSA never makes the same value twice");
    complete(&house, SENDER, id, &another).await.problem(409, "signing.completed");
    complete(&house, OTHER, id, &right).await.problem(404, "signing.unknown");
    // The same number is taken now, and that is said before anybody signs.
    prepare(&house, SENDER, whole(&house, 1)).await.problem(409, "document.id_reused");
    assert_eq!(objects(&house), 0, "its files are no longer needed, and the package is small");
    house.close().await;
}

/// Files in the object store, those on their way in aside.
fn objects(house: &House) -> usize {
    let root = &house.province.config.store.objects;
    let folders = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let hashed = folders.filter(|path| path.file_name().unwrap().len() == 2);
    hashed.map(|folder| std::fs::read_dir(folder).unwrap().count()).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_of_every_kind_sign_elsewhere() {
    let house = House::open(Backend::Sqlite).await;
    let mut names = Vec::new();
    for by in 0..3 {
        let mut document = letter(&house, 7);
        document["to"] = json!([{ "organ_id": house.agency(OTHER).organ_id.0 }]);
        let form = Form::new().json("document", &document).part("certificate", None, chain(&house, by).as_bytes());
        let said = prepare(&house, by, form).await.expect(201).json();
        names.push(said["algorithm"]["name"].as_str().unwrap().to_owned());
        let value = value_of(&house, by, &said);
        complete(&house, by, said["id"].as_str().unwrap(), &value).await.expect(201);
    }
    names.sort();
    assert_eq!(names, ["ECDSA-SHA256", "ECDSA-SHA384", "RSA-SHA256"]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_intake_would_refuse_is_not_given_to_sign() {
    let house = House::open(Backend::Sqlite).await;
    let with = |name: &str, value: Value| {
        let mut document = letter(&house, 1);
        document[name] = value;
        Form::new().json("document", &document).part("certificate", None, chain(&house, SENDER).as_bytes())
    };
    let other = json!({ "organ_id": house.agency(OTHER).organ_id.0 });
    for (form, status, code) in [
        (with("from", other), 403, "signing.other_agency"),
        (with("from", json!({ "organ_id": "không" })), 422, "agency.organ_id_form"),
        (with("to", json!([{ "organ_id": "999.99.99.H99" }])), 422, "agency.unknown"),
        (with("to", json!([])), 422, "edxml.no_receiver"),
        (with("subject", json!("")), 422, "edxml.missing"),
        (with("promulgation_date", json!("2999-01-01")), 422, "edxml.future_date"),
        (with("number", json!("12345678901234")), 422, "edxml.too_long"),
        (with("business", json!({ "what": "update" })), 422, "edxml.missing"),
        (with("sbuject", json!("x")), 400, "request.json"),
        (with("number", json!("1")).part("file", Some("document.xml"), b"x"), 422, "package.duplicate_name"),
        (with("number", json!("1")).part("file", Some("a\u{202e}fdp.exe"), b"x"), 422, "package.name_invisible"),
        (
            with("number", json!("1")).part("file", Some("a.txt"), b"").part("file", Some("A.TXT"), b""),
            422,
            "package.name_collision",
        ),
        (with("number", json!("1")).part("note", None, b"x"), 400, "request.malformed"),
        (Form::new().json("document", &letter(&house, 1)), 400, "request.malformed"),
        (
            Form::new().json("document", &letter(&house, 1)).part("certificate", None, b"x"),
            422,
            "certificate.malformed",
        ),
        (
            Form::new().json("document", &letter(&house, 1)).part("certificate", None, chain(&house, OTHER).as_bytes()),
            422,
            "binding.other_agency",
        ),
    ] {
        prepare(&house, SENDER, form).await.problem(status, code);
    }
    assert_eq!(objects(&house), 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_ends_and_leaves_nothing() {
    let clock = Clock::fixed(Clock::System.now());
    let house = House::open_at(Backend::Sqlite, clock.clone(), |config, _| config.limits.signing_minutes = 5).await;
    let said = prepare(&house, SENDER, whole(&house, 1)).await.expect(201).json();
    let (id, right) = (said["id"].as_str().unwrap().to_owned(), value_of(&house, SENDER, &said));
    let minutes = |count: i64| clock.set(Micros(clock.now().0 + count * 60_000_000));
    minutes(5);
    complete(&house, SENDER, &id, &right).await.problem(410, "signing.expired");
    assert_eq!((house.app.exchange().forget_signings().unwrap(), objects(&house)), (0, 2), "some minutes' grace");
    minutes(11);
    assert_eq!((house.app.exchange().forget_signings().unwrap(), objects(&house)), (0, 0));
    complete(&house, SENDER, &id, &right).await.problem(410, "signing.expired");
    minutes(25 * 60);
    assert_eq!(house.app.exchange().forget_signings().unwrap(), 1);
    complete(&house, SENDER, &id, &right).await.problem(404, "signing.unknown");

    // Values are counted; the tenth that is wrong is the last.
    let said = prepare(&house, SENDER, whole(&house, 1)).await.expect(201).json();
    let (id, right) = (said["id"].as_str().unwrap(), value_of(&house, SENDER, &said));
    for _ in 0..10 {
        complete(&house, SENDER, id, &[0; 64]).await.problem(422, "signature.value");
    }
    complete(&house, SENDER, id, &right).await.problem(410, "signing.tries_spent");
    // And so is what waits.
    for number in 2..33 {
        prepare(&house, SENDER, whole(&house, number)).await.expect(201);
    }
    prepare(&house, SENDER, whole(&house, 33)).await.problem(429, "signing.too_many");
    assert_eq!(objects(&house), 64, "what was not taken is gone");
    prepare(&house, OTHER, whole(&house, 34)).await.problem(422, "binding.other_agency");
    house.close().await;
}

/// What a person at a desk prepares, through the use cases alone.
async fn by_person(house: &House, caller: &Caller, number: u32) -> Prepared {
    let mut upload = house.app.store().objects().upload(1 << 20).unwrap();
    upload.write(b"a paper").unwrap();
    let draft = Draft {
        to: vec![DraftParty { organ_id: house.agency(RECEIVER).organ_id.0.clone(), name: None }],
        number: number.to_string(),
        notation: "UBND-VX".to_owned(),
        type_name: "Công văn".to_owned(),
        subject: "V/v hai người".to_owned(),
        ..Draft::default()
    };
    let files = vec![NewFile { name: "a.txt".to_owned(), upload }];
    let wanted = ToPrepare { draft, certificates: chain(house, SENDER), files, attempt: 1, made_of: None };
    house.app.exchange().prepare_signing(caller, wanted).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_are_not_confused() {
    let house = House::open(Backend::Sqlite).await;
    let agency = house.agency(SENDER).organ_id.clone();
    let seat = |person: u128, agency: &OrganId| Caller {
        system: None,
        person: Some(PersonId(Uuid::from_u128(person))),
        agency: agency.clone(),
    };
    let (one, two) = (seat(1, &agency), seat(2, &agency));
    let (first, second) = (by_person(&house, &one, 1).await, by_person(&house, &two, 2).await);
    assert_eq!(first.document.from.organ_name.as_deref(), Some(house.agency(SENDER).name.as_str()));
    let value = |prepared: &Prepared| value(&house, SENDER, prepared.algorithm.uri(), &prepared.signed_info);
    let exchange = house.app.exchange();
    let elsewhere = seat(1, &house.agency(OTHER).organ_id);
    for other in [&two, &elsewhere, &Caller { person: None, ..one.clone() }] {
        let refused = exchange.complete_signing(other, &first.id, value(&first)).await.unwrap_err();
        assert_eq!(refused.code.name(), "signing.unknown");
    }
    // One's signature does not make the other's document.
    let refused = exchange.complete_signing(&two, &second.id, value(&first)).await.unwrap_err();
    assert_eq!(refused.code.name(), "signature.value");
    let (kept, other) = (value(&first), value(&second));
    let (a, b) = tokio::join!(
        exchange.complete_signing(&one, &first.id, kept.clone()),
        exchange.complete_signing(&one, &first.id, kept.clone())
    );
    let uuid = |taken: Submitted| match taken {
        Submitted::New(new) => new.issued.document.uuid,
        Submitted::Known { document, .. } => document,
        other => panic!("{other:?}"),
    };
    assert_eq!(uuid(a.unwrap()), uuid(b.unwrap()), "two clicks are one document");
    exchange.complete_signing(&two, &second.id, other).await.unwrap();
    assert_eq!(house.app.store().sent(&agency, None, 9).unwrap().rows.len(), 2);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_believed_because_the_hub_built_it() {
    let house = House::open(Backend::Sqlite).await;
    let said = prepare(&house, SENDER, whole(&house, 1)).await.expect(201).json();
    let right = value_of(&house, SENDER, &said);
    // Somebody with a hand on the disk changes an attachment while it waits.
    let name = said["files"][1]["sha256"].as_str().unwrap();
    let folder = house.province.config.store.objects.join(&name[..2]);
    let file = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let file = file.into_iter().find(|path| path.file_name().unwrap().to_str().unwrap().starts_with(name)).unwrap();
    std::fs::write(file, "nội dunG").unwrap();
    let problem = complete(&house, SENDER, said["id"].as_str().unwrap(), &right).await.problem(422, "signature.digest");
    assert!(problem["receipt"].is_object(), "a package was refused: {problem}");
    house.close().await;
}
