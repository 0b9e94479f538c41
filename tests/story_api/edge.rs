//! The edge itself: languages, the log, the description of all calls, the operator's port, TLS, the end.

use std::time::Duration;

use lienthong::clock::Clock;
use lienthong::config::Tls;
use lienthong::evidence::checkpoint::Note;
use lienthong::evidence::key::VKey;
use lienthong::evidence::merkle::{Edge, leaf_hash};
use lienthong::signature::dev_pki::DevPki;
use reqwest::{Certificate, Client, Method};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::support::house::{House, RECEIVER, SENDER, STRANGER, answer};
use crate::support::stores::Backend;

#[tokio::test(flavor = "multi_thread")]
async fn problems_speak_the_callers_language() {
    let house = House::open(Backend::Sqlite).await;
    for (asked, lang) in [("vi", "vi"), ("en-GB,en;q=0.9", "en"), ("", "vi"), ("fr", "vi")] {
        let request = house.bare(Method::GET, "/api/v1/inbox").header("accept-language", asked);
        let problem = answer(request).await.problem(401, "auth.missing");
        assert_eq!(problem["lang"], lang, "{asked}");
    }
    let (_, _, deliveries) = house.send(1, &[RECEIVER]).await;
    let page = answer(house.bare(Method::GET, &format!("/d/{}", deliveries[0]))).await.expect(200);
    assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
    assert!(page.text().contains("Có văn bản gửi đến đơn vị") && page.text().contains("A document for your office"));
    // The page says the same of a delivery that is not there: a link tells nothing.
    let other = answer(house.bare(Method::GET, "/d/00000000-0000-4000-8000-000000000000")).await.expect(200);
    assert_eq!(other.bytes.len(), page.bytes.len());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reads_the_log_can_count_it_again() {
    let house = House::open(Backend::Sqlite).await;
    for number in 1..=3 {
        house.send(number, &[RECEIVER, STRANGER]).await;
    }
    let note = answer(house.bare(Method::GET, "/log/checkpoint")).await.expect(200).text();
    let key = VKey::parse(&house.app.vkey).unwrap();
    let note = Note::parse(&note).unwrap();
    note.verify(std::slice::from_ref(&key)).unwrap();
    let size = note.checkpoint().size;
    assert!(size < 256, "one tile");

    let hashes = answer(house.bare(Method::GET, &format!("/log/0/tile/0/000.p/{size}"))).await.expect(200);
    assert!(hashes.header("cache-control").contains("immutable"));
    let entries = format!("/log/0/tile/entries/000.p/{size}");
    answer(house.bare(Method::GET, &entries)).await.problem(401, "auth.missing");
    answer(house.get(&entries, SENDER)).await.problem(403, "auth.forbidden");
    let bundle = answer(house.bare(Method::GET, &entries).bearer_auth(&house.province.auditor_token)).await.expect(200);
    let (mut rest, mut edge, mut tile) = (bundle.bytes.as_slice(), Edge::new(), Vec::new());
    while let Some((length, after)) = rest.split_first_chunk::<2>() {
        let (leaf, after) = after.split_at(usize::from(u16::from_be_bytes(*length)));
        let hash = leaf_hash(leaf);
        tile.extend_from_slice(&hash.0);
        edge.append(hash);
        rest = after;
    }
    assert_eq!((edge.size(), edge.root()), (size, note.checkpoint().root));
    assert!(tile == hashes.bytes, "entries and hashes are one log");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_is_described() {
    let house = House::open(Backend::Sqlite).await;
    let document = answer(house.bare(Method::GET, "/api/openapi.json")).await.expect(200).json();
    let mut calls = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, call) in methods.as_object().unwrap() {
            let words = call["summary"].as_str().or(call["description"].as_str()).unwrap_or_default();
            assert!(!words.is_empty(), "{method} {path} has no words");
            let answers: Vec<&String> = call["responses"].as_object().unwrap().keys().collect();
            let token = if call["security"].is_array() { "token" } else { "open" };
            calls.push(format!("{method} {path} [{token}] {answers:?}"));
        }
    }
    calls.sort();
    insta::assert_snapshot!("calls", calls.join("\n"));
    assert!(answer(house.bare(Method::GET, "/api/docs/")).await.expect(200).text().contains("swagger"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_asks_whether_it_is_well() {
    let house = House::open_at(Backend::Sqlite, Clock::System, |config, province| {
        let file = province.dir.join("ops.token");
        std::fs::write(&file, "secret of the operator").unwrap();
        config.ops.token_file = Some(file);
    })
    .await;
    let get = |path: &str| house.client.get(format!("http://{}{path}", house.app.ops));
    assert_eq!(get("/healthz").send().await.unwrap().status(), 200);
    for path in ["/readyz", "/metrics"] {
        assert_eq!(get(path).send().await.unwrap().status(), 401, "{path}");
        assert_eq!(get(path).bearer_auth("guess").send().await.unwrap().status(), 401, "{path}");
    }
    let ready: Value = get("/readyz").bearer_auth("secret of the operator").send().await.unwrap().json().await.unwrap();
    assert_eq!(ready["ready"], true, "{ready}");
    answer(house.bare(Method::GET, "/api/v1/inbox")).await.problem(401, "auth.missing");
    let metrics = get("/metrics").bearer_auth("secret of the operator").send().await.unwrap().text().await.unwrap();
    assert!(metrics.contains("lienthong_http_problems_total{code=\"auth.missing\"}"), "{metrics}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hub_speaks_tls_itself() {
    let house = House::open_at(Backend::Sqlite, Clock::System, |config, province| {
        let server = DevPki::make(province.dir.join("pki")).unwrap().tls_server().unwrap();
        config.server.tls = Some(Tls { cert: server.chain_file, key: server.key_file });
    })
    .await;
    let root = DevPki::make(house.province.dir.join("pki")).unwrap().root().certificate.pem();
    let trusting =
        Client::builder().no_proxy().tls_certs_only([Certificate::from_pem(root.as_bytes()).unwrap()]).build();
    let url = format!("https://localhost:{}/log/checkpoint", house.app.api.port());
    let answer = trusting.unwrap().get(&url).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(house.client.get(&url).send().await.is_err(), "nobody else trusts it");
    let plain = house.client.get(url.replace("https", "http")).send().await;
    assert!(plain.is_err(), "and it speaks nothing else");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_upload_finishes_before_the_end() {
    let house = House::open(Backend::Sqlite).await;
    let (_, package) = house.package(lienthong::cli::demo::packages::Kind::AsicE, 1, &[RECEIVER]);
    let token = house.agency(SENDER).token.clone();
    let (api, length) = (house.app.api, package.len());
    let mut stream = tokio::net::TcpStream::connect(api).await.unwrap();
    let head = format!(
        "POST /api/v1/packages HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {token}\r\nContent-Length: {length}\r\n\r\n"
    );
    let (first, second) = package.split_at(length / 2);
    stream.write_all(&[head.as_bytes(), first].concat()).await.unwrap();
    // The hub writes what comes: the upload has begun.
    let incoming = house.province.config.store.objects.join("incoming");
    crate::support::relay::until("the upload has begun", async || {
        std::fs::read_dir(&incoming).is_ok_and(|mut files| files.next().is_some())
    })
    .await;
    let ready = format!("http://{}/healthz", house.app.ops);
    let client = house.client.clone();
    let end = tokio::spawn(house.close());
    // The operator's port goes with the others: when it is gone, the hub is stopping.
    crate::support::relay::until("the hub takes nobody new", async || {
        tokio::net::TcpStream::connect(api).await.is_err() || client.get(&ready).send().await.is_err()
    })
    .await;
    stream.write_all(second).await.unwrap();
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(20), async {
        let mut piece = [0; 4096];
        while !answer.ends_with(b"}") {
            match stream.read(&mut piece).await.unwrap() {
                0 => break,
                count => answer.extend_from_slice(&piece[..count]),
            }
        }
    });
    read.await.unwrap();
    let text = String::from_utf8_lossy(&answer);
    assert!(text.starts_with("HTTP/1.1 201") && text.contains("\"receipt\""), "{text}");
    end.await.unwrap();
    assert!(tokio::net::TcpStream::connect(api).await.is_err());
}
