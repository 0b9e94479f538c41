//! A package is sent: its receipt proves it, the same comes to the same answer, another under its name is refused.

use std::io::{Cursor, Read as _, Write as _};

use lienthong::cli::demo::packages::{Draft, Kind};
use lienthong::clock::Clock;
use lienthong::crypto::sha256;
use lienthong::domain::ids::Micros;
use lienthong::evidence::event::Event;
use lienthong::evidence::leaf::Leaf;
use serde_json::Value;
use zip::write::SimpleFileOptions;

use crate::support::house::{Answer, House, OTHER, RECEIVER, SENDER, answer};
use crate::support::stores::Backend;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_is_proven() {
    sent(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_is_proven_on_postgresql_too() {
    sent(Backend::Postgres).await;
}

async fn sent(backend: Backend) {
    let house = House::open(backend).await;
    for (number, kind) in [(1, Kind::AsicE), (2, Kind::Bare)] {
        let (draft, package) = house.package(kind, number, &[RECEIVER, OTHER]);
        let first = house.submit(SENDER, &package).await.expect(201);
        let said = first.json();
        assert_eq!((&said["outcome"], &said["kind"]), (&"accepted".into(), &"document".into()));
        assert_eq!(said["document"]["document_id"], draft.document_id(house.agency(SENDER)));
        assert_eq!(said["document"]["subject"], draft.subject);
        assert_eq!(said["document"]["from"]["name"], house.agency(SENDER).name);
        assert_eq!(said["package"]["sha256"], sha256(&package).to_string());
        assert_eq!(said["package"]["size"], package.len());
        assert_eq!(said["package"]["container"], if kind == Kind::AsicE { "asice" } else { "edxml" });
        assert_eq!(said["verdict"]["verdict"], "valid");
        assert_eq!(said["deliveries"].as_array().unwrap().len(), 2);
        assert!(said["deliveries"].as_array().unwrap().iter().all(|copy| copy["state"] == "delivered"), "{said}");
        let leaf = house.proven(&first, Some(sha256(&package)));
        assert_eq!(event(&leaf), Event::SubmissionAcceptance);

        // The same bytes, the same content signed anew, and the same container packed anew.
        let signed_anew = house.pack(kind, &draft, &[RECEIVER, OTHER], "nội dung");
        assert_ne!(signed_anew, package);
        same(&first, &house.submit(SENDER, &package).await);
        same(&first, &house.submit(SENDER, &signed_anew).await);
        if kind == Kind::AsicE {
            let zipped_anew = zip_anew(&package);
            assert_ne!(zipped_anew, package);
            same(&first, &house.submit(SENDER, &zipped_anew).await);
        }

        // Other content under its name is refused, and the refusal is proven too.
        let other = house.pack(kind, &draft, &[RECEIVER, OTHER], "nội dung khác");
        refused(&house, house.submit(SENDER, &other).await, "document.id_reused", &other);
        same(&first, &house.submit(SENDER, &package).await);
    }
    assert_eq!(house.app.store().sent(&house.agency(SENDER).organ_id, None, 10).unwrap().rows.len(), 2);
    house.close().await;
}

#[track_caller]
fn same(first: &Answer, again: &Answer) {
    assert_eq!(again.status, 200, "{}", again.text());
    let (first_said, said) = (first.json(), again.json());
    assert_eq!(said["outcome"], "already_accepted");
    assert_eq!(again.receipt(), first.receipt(), "the same receipt, byte for byte");
    for member in ["document", "package", "verdict"] {
        assert_eq!(said[member], first_said[member]);
    }
    assert_eq!(ids(&said), ids(&first_said));
}

fn ids(said: &Value) -> Vec<&str> {
    said["deliveries"].as_array().unwrap().iter().map(|copy| copy["id"].as_str().unwrap()).collect()
}

#[track_caller]
fn refused(house: &House, answer: Answer, code: &str, package: &[u8]) {
    let leaf = house.proven(&answer, Some(sha256(package)));
    assert_eq!(event(&leaf), Event::SubmissionRejection);
    let status = answer.status;
    answer.problem(status, code);
    assert_eq!(status, 409);
}

fn event(leaf: &Leaf) -> Event {
    leaf.body().event
}

/// The same entries in a container that is written anew: other times, other compression.
fn zip_anew(package: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    let mut anew = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let method = match name.as_str() {
            "mimetype" => zip::CompressionMethod::Stored,
            _ => zip::CompressionMethod::Deflated,
        };
        let time = zip::DateTime::from_date_and_time(2026, 1, 2, 3, 4, 6).unwrap();
        let options = SimpleFileOptions::default().compression_method(method).last_modified_time(time);
        anew.start_file(name, options).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        anew.write_all(&bytes).unwrap();
    }
    anew.finish().unwrap().into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_answer_outlives_the_senders_certificate() {
    let clock = Clock::fixed(Clock::System.now());
    let house = House::open_at(Backend::Sqlite, clock.clone(), |_, _| {}).await;
    let (_, package) = house.package(Kind::AsicE, 1, &[RECEIVER]);
    let (_, late) = house.package(Kind::AsicE, 2, &[RECEIVER]);
    let first = house.submit(SENDER, &package).await.expect(201);
    clock.set(Micros(clock.now().0 + 20 * 365 * 86_400 * 1_000_000));
    let problem = house.submit(SENDER, &late).await.problem(422, "certificate.expired");
    assert!(problem["receipt"].is_object(), "the certificate has run out: {problem}");
    same(&first, &house.submit(SENDER, &package).await);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_has_a_name_means_one_thing() {
    let house = House::open(Backend::Sqlite).await;
    let send = async |package: &[u8], key: &str, number: usize| {
        let request = house.post("/api/v1/packages", number).header("idempotency-key", key);
        answer(request.body(package.to_vec())).await
    };
    let (draft, package) = house.package(Kind::AsicE, 1, &[RECEIVER]);
    let (_, other) = house.package(Kind::AsicE, 2, &[RECEIVER]);
    let first = send(&package, "một", SENDER).await;
    first.problem(400, "request.idempotency_key");
    let first = send(&package, "so-1", SENDER).await.expect(201);
    same(&first, &send(&package, "so-1", SENDER).await);
    let problem = send(&other, "so-1", SENDER).await.problem(422, "idempotency.key_reused");
    assert!(problem.get("receipt").is_none(), "it says nothing of the package: {problem}");
    send(&other, "so-2", SENDER).await.expect(201);
    // Another system's names are its own.
    let brought = Draft { number: 3, ..draft };
    let brought = house.pack(Kind::Bare, &brought, &[RECEIVER], "nội dung");
    send(&brought, "so-1", OTHER).await.expect(201);
    send(&package, &"x".repeat(256), SENDER).await.problem(400, "request.idempotency_key");
    house.close().await;
}
