//! What is malformed, forged or not allowed, thrown at the hub over HTTP: one table. Each row gets its own answer with
//! its own code, leaves behind what DECISIONS says of refusals and nothing else, and the hub goes on.

mod papers;
mod rows;

use std::time::Duration;

use lienthong::clock::Clock;
use lienthong::store::change::Actor;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::support::house::{Answer, House, SENDER, answer};
use crate::support::stores::Backend;
use papers::Papers;
use rows::{Ask, Row, rows};

#[tokio::test(flavor = "multi_thread")]
async fn every_malformed_thing_gets_its_own_answer() {
    let house = House::open_at(Backend::Sqlite, Clock::System, |config, _| {
        config.limits.package_bytes = 4 << 20;
        config.limits.upload_deadline_s = 2;
    })
    .await;
    let papers = Papers::make(&house).await;
    let rows = rows(&house, &papers).await;
    assert!(rows.len() >= 60, "{} rows", rows.len());
    println!("{} rows", rows.len());
    let mut misses = Vec::new();
    for row in rows {
        let before = size(&house);
        let (status, code) = match row.ask {
            Ask::Http(request) => seen(answer(*request).await),
            Ask::Raw(text) => raw(&house, text.as_bytes()).await,
        };
        let leaves = size(&house) - before;
        if (status, code.as_str(), leaves) != (row.status, row.code, u64::from(row.logged)) {
            misses.push(format!(
                "{}: expected {} {} and {} leaf, found {status} {code} and {leaves}",
                row.name,
                row.status,
                row.code,
                u8::from(row.logged)
            ));
        }
    }
    assert!(misses.is_empty(), "{}\n{}", misses.len(), misses.join("\n"));
    // Nothing of all that lies in an inbox, and the hub takes the next good package.
    let store = house.app.store();
    for agency in &house.province.agencies {
        let lines = store.inbox(&agency.organ_id, None, 100, false).unwrap().rows;
        assert!(lines.iter().all(|line| line.document_id.0.contains("/UBND-VX")), "{:?}", lines);
    }
    house.send(9_000, &[3]).await;
    house.close().await;
}

fn size(house: &House) -> u64 {
    house.app.store().log_head().unwrap().size
}

fn seen(answer: Answer) -> (u16, String) {
    let code = serde_json::from_slice::<serde_json::Value>(&answer.bytes).unwrap_or_default();
    (answer.status, code["code"].as_str().unwrap_or("no problem document").to_owned())
}

/// A request that no client would write: its bytes as they are, then the answer until the hub has said enough.
async fn raw(house: &House, request: &[u8]) -> (u16, String) {
    let mut stream = tokio::net::TcpStream::connect(house.app.api).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut bytes = Vec::new();
    let read = async {
        let mut piece = [0; 4096];
        while !bytes.ends_with(b"}") {
            match stream.read(&mut piece).await {
                Ok(0) | Err(_) => break,
                Ok(count) => bytes.extend_from_slice(&piece[..count]),
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), read).await.expect("an answer");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let status = text.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
    let code = text.split("\"code\":\"").nth(1).and_then(|rest| rest.split('"').next());
    (status, code.unwrap_or("no problem document").to_owned())
}

fn by() -> Actor {
    Actor { name: "story".to_owned(), reason: String::new() }
}

/// Whoever carries packages that are refused: several, because one may leave 60 refusals a minute in the log.
fn carrier(number: usize) -> usize {
    [0, SENDER, 3, 4, 5][number % 5]
}

impl Row {
    fn http(name: &'static str, status: u16, code: &'static str, request: reqwest::RequestBuilder) -> Self {
        Self { name, status, code, logged: false, ask: Ask::Http(Box::new(request)) }
    }
}
