//! The hub asks in the background: an upload never waits for an authority, and the sender's next try finds the answer.

use std::time::{Duration, Instant};

use lienthong::cli::demo::packages::Kind;
use lienthong::domain::ids::Micros;
use lienthong::exchange::NewBinding;
use lienthong::signature::dev_pki::{DevPki, Issued, KeyKind};
use lienthong::signature::sign::Signer;
use lienthong::store::change::{Actor, BindingRule};

use crate::support::authority::{Authority, Ocsp, Reply};
use crate::support::house::{House, RECEIVER, SENDER, answer};
use crate::support::relay::until;
use crate::support::stores::Backend;

/// A hub whose sender has a new seal that names `ocsp`.
async fn house(backend: Backend, ocsp: &Authority, lenient: bool) -> (House, Issued, DevPki) {
    let clock = lienthong::clock::Clock::System;
    let mut house = House::open_at(backend, clock, |config, _| {
        config.egress.private_hosts = vec!["127.0.0.1".to_owned()];
        config.egress.timeout_s = 2;
        config.policy.accept_unknown_revocation = lenient;
    })
    .await;
    let pki = DevPki::make(house.province.dir.join("pki")).unwrap().publishing(None, Some(ocsp.url.clone()));
    let agency = house.agency(SENDER).clone();
    let seal = pki.seal_for(&agency.organ_id, &agency.name, KeyKind::P521).unwrap();
    let rule = BindingRule::Exact { certificate_sha256: seal.certificate.sha256() };
    let by = Actor { name: "quản trị".to_owned(), reason: "con dấu mới".to_owned() };
    let since = Micros(jiff::Timestamp::now().as_microsecond()).plus_seconds(-60);
    let new = NewBinding { agency: agency.organ_id, rule, from: since, until: None, not_after: None };
    house.app.exchange().bind(by, new).await.unwrap();
    let signer = Signer::new(seal.key.clone(), seal.certificate.clone(), seal.chain.clone()).unwrap();
    house.province.agencies[SENDER].signer = signer;
    (house, seal, pki)
}

async fn on(backend: Backend) {
    let ocsp = Authority::open(|_| Reply::Silence);
    let (house, seal, pki) = house(backend, &ocsp, false).await;
    let (_, package) = house.package(Kind::AsicE, 1, &[RECEIVER]);
    // The authority is silent: the sender is told at once, not after its silence.
    let begun = Instant::now();
    house.submit(SENDER, &package).await.problem(422, "revocation.unknown");
    assert!(begun.elapsed() < Duration::from_secs(2), "an upload waited for an authority");

    let responder = Ocsp::of(&pki, &[&seal], &[]);
    ocsp.answers(move |question| Reply::Bytes(responder.answer(question)));
    let kept = || house.app.store().kept_answer(&seal.certificate.sha256()).unwrap();
    until("the answer is kept", async || kept().is_some()).await;
    let sent = house.submit(SENDER, &package).await.expect(201).json();
    let path = format!("/api/v1/documents/{}", sent["document"]["uuid"].as_str().unwrap());
    let whole = answer(house.get(&path, SENDER)).await.expect(200).json();
    // Of the seal it is known; its CA, below the hub's anchor, names no source.
    assert_eq!(whole["verdict"]["revocation"], "not-published", "{whole:#}");
    assert_eq!(whole["verdict"]["signatures"][0]["proofs"][0]["origin"], "cached");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_never_waits_and_the_next_try_finds_the_answer_on_sqlite() {
    on(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_never_waits_and_the_next_try_finds_the_answer_on_postgres() {
    on(Backend::Postgres).await;
}

/// Accepted by policy while nobody answered; then the authority speaks, and what it says becomes evidence.
async fn looked_at_again(backend: Backend, revoked: bool) {
    let ocsp = Authority::open(|_| Reply::Status(503));
    let (house, seal, pki) = house(backend, &ocsp, true).await;
    let (_, package) = house.package(Kind::Bare, 1, &[RECEIVER]);
    let sent = house.submit(SENDER, &package).await.expect(201).json();
    assert_eq!(sent["verdict"]["code"], "revocation.unknown", "{sent:#}");
    let delivery = house.delivery(&sent, RECEIVER);
    let responder = match revoked {
        true => Ocsp::of(&pki, &[], &[(&seal, "keyCompromise")]),
        false => Ocsp::of(&pki, &[&seal], &[]),
    };
    ocsp.answers(move |question| Reply::Bytes(responder.answer(question)));
    let path = format!("/api/v1/documents/{}", sent["document"]["uuid"].as_str().unwrap());
    let read = async || answer(house.get(&path, SENDER)).await.expect(200).json();
    until("somebody looked again", async || read().await["revised_verdict"].is_object()).await;
    let whole = read().await;
    let expected = if revoked { "revocation.revoked" } else { "valid" };
    let last = whole["history"].as_array().unwrap().iter().find(|event| event["event"] == "VerdictRevised").unwrap();
    assert_eq!(last["verdict"], expected, "{whole:#}");
    let leaf = house.proves(last["receipt"].to_string().as_bytes(), None);
    let told = leaf.body().verdict.clone().unwrap();
    assert_eq!(told.code, expected);
    let revised = serde_json_canonical(&whole["revised_verdict"]);
    assert_eq!(told.sha256, lienthong::crypto::sha256(revised.as_bytes()), "the leaf binds the very verdict");
    assert_eq!(whole["verdict"]["code"], "revocation.unknown", "the first one stays");
    // Every screen shows the newer word: the receiver's inbox too.
    let line = answer(house.get(&format!("/api/v1/deliveries/{delivery}"), RECEIVER)).await.expect(200).json();
    assert_eq!(line["verdict"]["verdict"], expected);
    house.close().await;
}

fn serde_json_canonical(value: &serde_json::Value) -> String {
    String::from_utf8(serde_json_canonicalizer::to_vec(value).unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_policy_let_in_is_looked_at_again_and_found_good() {
    looked_at_again(Backend::Sqlite, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_policy_let_in_is_looked_at_again_and_found_revoked() {
    looked_at_again(Backend::Postgres, true).await;
}
