//! A receiver finds its documents, waits for them, takes their bytes in pieces, and says when it holds them.

use std::time::{Duration, Instant};

use lienthong::cli::demo::packages::Kind;
use lienthong::crypto::sha256;
use lienthong::domain::ids::DocumentUuid;
use lienthong::evidence::leaf::Event;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::house::{Answer, House, OTHER, RECEIVER, SENDER, STRANGER, answer};
use crate::support::stores::Backend;

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_takes_what_is_its_own() {
    received(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_takes_what_is_its_own_on_postgresql_too() {
    received(Backend::Postgres).await;
}

async fn received(backend: Backend) {
    let house = House::open(backend).await;
    pages(&house).await;
    waits(&house).await;
    downloads(&house).await;
    house.close().await;
}

async fn inbox(house: &House, query: &str, number: usize) -> Value {
    answer(house.get(&format!("/api/v1/inbox{query}"), number)).await.expect(200).json()
}

fn ids(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

async fn pages(house: &House) {
    let mut sent = Vec::new();
    for number in 1..=5 {
        sent.extend(house.send(number, &[RECEIVER]).await.2);
    }
    let (mut read, mut after) = (Vec::new(), String::new());
    loop {
        let page = inbox(house, &format!("?limit=2{after}"), RECEIVER).await;
        assert!(page["items"].as_array().unwrap().len() <= 2);
        read.extend(ids(&page));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(read, sent, "oldest first, each once");
    assert!(ids(&inbox(house, "", STRANGER).await).is_empty());
    for (query, code) in [
        ("?limit=0", "request.query"),
        ("?limit=201", "request.query"),
        ("?state=old", "request.query"),
        ("?wait=61", "request.query"),
        ("?colour=red", "request.query"),
        ("?after=x", "request.cursor"),
    ] {
        answer(house.get(&format!("/api/v1/inbox{query}"), RECEIVER)).await.problem(400, code);
    }
}

async fn waits(house: &House) {
    // Five ask to wait, for ever as it seems: four do, one is sent away at once. A document wakes the four.
    let mut waiting = tokio::task::JoinSet::new();
    for _ in 0..5 {
        waiting.spawn(answer(house.get("/api/v1/inbox?wait=50", OTHER)));
    }
    let fifth = waiting.join_next().await.unwrap().unwrap();
    assert_eq!(fifth.header("retry-after"), "5");
    fifth.problem(429, "request.too_many_waits");
    let sent = Instant::now();
    let delivery = house.send(10, &[OTHER]).await.2.remove(0);
    while let Some(page) = waiting.join_next().await {
        let page = page.unwrap().expect(200).json();
        assert_eq!(ids(&page), std::slice::from_ref(&delivery));
    }
    assert!(sent.elapsed() < Duration::from_secs(5), "woken after {:?}", sent.elapsed());

    // Who waits for nothing gets an empty page when the time is over, not before.
    let began = Instant::now();
    let page = inbox(house, "?wait=1", STRANGER).await;
    assert!(ids(&page).is_empty() && page.get("next").is_none(), "{page}");
    let waited = began.elapsed();
    assert!(waited >= Duration::from_secs(1) && waited < Duration::from_secs(10), "{waited:?}");
}

async fn downloads(house: &House) {
    let (_, package) = house.package(Kind::AsicE, 20, &[RECEIVER]);
    let sent = house.submit(SENDER, &package).await.expect(201).json();
    let delivery = house.delivery(&sent, RECEIVER);
    let uuid = DocumentUuid(sent["document"]["uuid"].as_str().unwrap().parse().unwrap());
    let path = format!("/api/v1/deliveries/{delivery}/package");
    let etag = format!("\"{}\"", sha256(&package));
    let size = package.len();
    let of = |headers: &[(&'static str, &str)]| {
        let request = house.get(&path, RECEIVER);
        answer(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)))
    };

    let head = answer(house.bare(Method::HEAD, &path).bearer_auth(&house.agency(RECEIVER).token)).await.expect(200);
    assert_eq!((head.header("content-length"), head.header("etag")), (size.to_string().as_str(), etag.as_str()));
    assert!(head.bytes.is_empty());
    let accesses = || house.app.store().accesses(&house.agency(SENDER).organ_id, uuid).unwrap();
    assert!(accesses().is_empty(), "whoever reads no bytes has read nothing");

    let whole = of(&[]).await.expect(200);
    assert!(whole.bytes == package);
    assert_eq!((whole.header("etag"), whole.header("accept-ranges")), (etag.as_str(), "bytes"));
    assert_eq!(whole.header("content-type"), "application/vnd.etsi.asic-e+zip");
    assert_eq!(whole.header("x-content-type-options"), "nosniff");
    assert!(whole.header("content-disposition").starts_with("attachment;"));
    assert_eq!(accesses().len(), 1);
    assert_eq!(accesses()[0].0, house.agency(RECEIVER).organ_id);

    let last = size - 1;
    for (range, from, to) in [("bytes=0-9", 0, 9), ("bytes=10-", 10, last), ("bytes=-7", size - 7, last)] {
        let part = of(&[("range", range)]).await.expect(206);
        assert_eq!(part.header("content-range"), format!("bytes {from}-{to}/{size}"));
        assert!(part.bytes == package[from..=to], "{range}");
    }
    let beyond = format!("bytes={size}-");
    of(&[("range", &beyond)]).await.problem(416, "payload.range_outside");
    of(&[("range", "bytes=0-9"), ("if-range", &etag)]).await.expect(206);
    let weak = format!("W/{etag}");
    let whole = of(&[("range", "bytes=0-9"), ("if-range", "\"another\"")]).await.expect(200);
    assert!(whole.bytes == package, "of another entity no part is given (RFC 9110 §13.1.5)");
    for held in [etag.as_str(), "\"another\", *", weak.as_str()] {
        let unchanged = of(&[("if-none-match", held)]).await.expect(304);
        assert!(unchanged.bytes.is_empty());
        assert_eq!(unchanged.header("etag"), etag);
    }
    of(&[("if-none-match", "\"another\"")]).await.expect(200);
    for stranger in [SENDER, OTHER] {
        answer(house.get(&path, stranger)).await.problem(404, "delivery.not_found");
    }
    answer(house.get("/api/v1/deliveries/không/package", RECEIVER)).await.problem(404, "delivery.not_found");

    // All of that did not make it fetched; the receiver's word does.
    let state = async || {
        let delivery = answer(house.get(&format!("/api/v1/deliveries/{delivery}"), RECEIVER)).await.expect(200);
        delivery.json()["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state().await, "delivered");
    let fetched = async |digest: String, number: usize| -> Answer {
        house.post_json(&format!("/api/v1/deliveries/{delivery}/fetched"), number, json!({ "sha256": digest })).await
    };
    let right = sha256(&package).to_string();
    let wrong = fetched(sha256(b"").to_string(), RECEIVER).await.problem(409, "delivery.digest_mismatch");
    assert_eq!(wrong["errors"][0]["expected"], right);
    fetched("abc".to_owned(), RECEIVER).await.problem(400, "request.json");
    fetched(right.clone(), OTHER).await.problem(404, "delivery.not_found");
    assert_eq!(state().await, "delivered");
    let first = fetched(right.clone(), RECEIVER).await.expect(200);
    assert_eq!(first.json()["outcome"], "recorded");
    assert_eq!(house.proven(&first, None).body().event, Event::ContentHandover);
    let again = fetched(right, RECEIVER).await.expect(200);
    assert_eq!(again.json()["outcome"], "already_recorded");
    assert_eq!(again.receipt(), first.receipt());
    assert_eq!(state().await, "fetched");
    assert!(!ids(&inbox(house, "", RECEIVER).await).contains(&delivery), "it is new no more");
    assert!(ids(&inbox(house, "?state=all", RECEIVER).await).contains(&delivery));
}
