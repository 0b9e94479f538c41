//! The hub asks in the background: an upload never waits for an authority, and the sender's next try finds the answer.

use std::time::{Duration, Instant};

use lienthong::cli::demo::packages::Kind;
use lienthong::domain::ids::Micros;
use lienthong::signature::dev_pki::{DevPki, Issued, KeyKind};
use lienthong::signature::sign::Signer;
use lienthong::store::change::{Actor, BindingRule};

use crate::support::authority::{Authority, Ocsp, Reply};
use crate::support::house::{House, RECEIVER, SENDER};
use crate::support::stores::Backend;

/// A hub whose sender has a new seal that names `ocsp`.
async fn house(backend: Backend, ocsp: &Authority) -> (House, Issued, DevPki) {
    let clock = lienthong::clock::Clock::System;
    let mut house = House::open_at(backend, clock, |config, _| {
        config.egress.private_hosts = vec!["127.0.0.1".to_owned()];
        config.egress.timeout_s = 2;
    })
    .await;
    let pki = DevPki::make(house.province.dir.join("pki")).unwrap().publishing(None, Some(ocsp.url.clone()));
    let agency = house.agency(SENDER).clone();
    let seal = pki.seal_for(&agency.organ_id, &agency.name, KeyKind::P521).unwrap();
    let rule = BindingRule::Exact { certificate_sha256: seal.certificate.sha256() };
    let by = Actor { name: "quản trị".to_owned(), reason: "con dấu mới".to_owned() };
    let since = Micros(jiff::Timestamp::now().as_microsecond()).plus_seconds(-60);
    house.app.exchange().bind(by, agency.organ_id, rule, since, None).await.unwrap();
    let signer = Signer::new(seal.key.clone(), seal.certificate.clone(), seal.chain.clone()).unwrap();
    house.province.agencies[SENDER].signer = signer;
    (house, seal, pki)
}

async fn on(backend: Backend) {
    let ocsp = Authority::open(|_| Reply::Silence);
    let (house, seal, pki) = house(backend, &ocsp).await;
    let (_, package) = house.package(Kind::AsicE, 1, &[RECEIVER]);
    // The authority is silent: the sender is told at once, not after its silence.
    let begun = Instant::now();
    house.submit(SENDER, &package).await.problem(422, "revocation.unknown");
    assert!(begun.elapsed() < Duration::from_secs(2), "an upload waited for an authority");

    let responder = Ocsp::of(&pki, &[&seal], &[]);
    ocsp.answers(move |question| Reply::Bytes(responder.answer(question)));
    let deadline = Instant::now() + Duration::from_secs(90);
    let kept = || house.app.store().kept_answer(&seal.certificate.sha256()).unwrap();
    while kept().is_none() {
        assert!(Instant::now() < deadline, "the answer never came");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let sent = house.submit(SENDER, &package).await.expect(201).json();
    let path = format!("/api/v1/documents/{}", sent["document"]["uuid"].as_str().unwrap());
    let whole = crate::support::house::answer(house.get(&path, SENDER)).await.expect(200).json();
    assert_eq!(whole["verdict"]["revocation"], "good", "{whole:#}");
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
