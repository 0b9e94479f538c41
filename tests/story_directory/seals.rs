//! The seals of agencies that change: the old one ends with its agency, the successor's signs under the old code, and two
//! count at once while one follows the other.

use lienthong::cli::demo::packages::Kind;
use lienthong::domain::ids::{Digest, Micros};
use lienthong::exchange::NewBinding;
use lienthong::signature::dev_pki::{DevPki, KeyKind};
use lienthong::signature::sign::Signer;
use lienthong::store::change::{Accept, Actor, AgencyAct, BindingAct, BindingChange, BindingRef, BindingRule, JobKind};
use lienthong::store::{Change, Store};
use uuid::Uuid;

use crate::support::house::{House, OTHER, RECEIVER, SENDER, answer};
use crate::support::stores::{Backend, Fixture, organ};

fn actor() -> Actor {
    Actor { name: "quản trị".to_owned(), reason: "sáp nhập".to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_old_seal_no_longer_signs_and_the_old_inbox_is_the_successors() {
    let mut house = House::open(Backend::Sqlite).await;
    let (_, _, deliveries) = house.send(1, &[RECEIVER]).await;
    let (old, new) = (house.agency(SENDER).organ_id.clone(), house.agency(OTHER).organ_id.clone());
    let receiver = house.agency(RECEIVER).organ_id.clone();
    let from = house.clock.now();
    let merge = AgencyAct::Merge { old: vec![old.clone(), receiver], successor: new.clone(), from };
    house.app.exchange().change_agency(actor(), merge).await.unwrap();

    let (_, package) = house.package(Kind::AsicE, 2, &[5]);
    house.submit(SENDER, &package).await.problem(422, "binding.expired");
    // What the receiver had is the successor's: in its inbox, to be fetched.
    let path = format!("/api/v1/deliveries/{}", deliveries[0]);
    let line = answer(house.get(&path, OTHER)).await.expect(200).json();
    assert_eq!(line["to"]["organ_id"], house.agency(RECEIVER).organ_id.0);
    answer(house.get(&format!("{path}/package"), OTHER)).await.expect(200);
    // The successor signs with its own seal under the old code.
    house.province.agencies[SENDER].signer = house.agency(OTHER).signer.clone();
    let (_, package) = house.package(Kind::AsicE, 3, &[5]);
    let taken = house.submit(OTHER, &package).await.expect(201).json();
    assert_eq!(taken["document"]["from"]["organ_id"], new.0);
    house.close().await;
}

/// Two seals of one agency, the second before the first one's end: both sign; then the old one is revoked, from a time in
/// the past, and what it signed since is listed.
#[tokio::test(flavor = "multi_thread")]
async fn two_seals_count_at_once_while_one_follows_the_other() {
    let mut house = House::open(Backend::Sqlite).await;
    let agency = house.agency(SENDER).organ_id.clone();
    let exchange = house.app.exchange().clone();
    let first = exchange.store().bindings_of(&agency).unwrap().remove(0);
    let (_, before) = house.package(Kind::AsicE, 1, &[RECEIVER]);
    house.submit(SENDER, &before).await.expect(201);
    let since = house.clock.now();

    let pki = DevPki::make(house.province.dir.join("pki")).unwrap();
    let seal = pki.seal_for(&agency, &house.agency(SENDER).name, KeyKind::P521).unwrap();
    let rule = BindingRule::Exact { certificate_sha256: seal.certificate.sha256() };
    let not_after = Some(seal.certificate.not_after());
    let from = since.plus_seconds(-60);
    let new = NewBinding { agency: agency.clone(), rule, from, until: None, not_after };
    let (second, _) = exchange.bind(actor(), new).await.unwrap();
    let (_, by_old) = house.package(Kind::AsicE, 2, &[RECEIVER]);
    house.submit(SENDER, &by_old).await.expect(201);
    let old = house.agency(SENDER).signer.clone();
    house.province.agencies[SENDER].signer =
        Signer::new(seal.key.clone(), seal.certificate.clone(), seal.chain.clone()).unwrap();
    let (_, by_new) = house.package(Kind::AsicE, 3, &[RECEIVER]);
    house.submit(SENDER, &by_new).await.expect(201);

    exchange.revoke_binding(actor(), first.id, since).await.unwrap();
    let again = exchange.revoke_binding(actor(), first.id, house.clock.now()).await.unwrap_err();
    assert_eq!(again.code.name(), "store.binding_unknown", "it was revoked from an earlier time");
    let (_, fine) = house.package(Kind::AsicE, 4, &[RECEIVER]);
    house.submit(SENDER, &fine).await.expect(201);
    house.province.agencies[SENDER].signer = old;
    let (_, late) = house.package(Kind::AsicE, 5, &[RECEIVER]);
    house.submit(SENDER, &late).await.problem(422, "binding.expired");

    let signed = exchange.store().signed_since(&first.id, since).unwrap();
    assert_eq!(signed.len(), 1, "the one of before is not in question");
    assert!(signed[0].received >= since);
    assert_eq!(signed[0].receivers, [(house.agency(RECEIVER).organ_id.clone(), None)]);
    assert_eq!(exchange.store().signed_since(&first.id, Micros(0)).unwrap().len(), 2);
    assert_eq!(exchange.store().signed_since(&second, Micros(0)).unwrap().len(), 2);
    house.close().await;
}

fn told(store: &Store) -> Vec<(JobKind, i64)> {
    let jobs = store.claim_jobs(&[JobKind::MailExpiring, JobKind::MailOperator], 50, 600).unwrap();
    let days = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap()["days"].as_i64().unwrap();
    jobs.iter().map(|job| (job.kind, days(&job.payload_json))).collect()
}

/// Office and operator, each day once, on both databases; whoever has closed by then is not told.
async fn an_end_is_told_of(backend: Backend) {
    let clock = lienthong::clock::Clock::System;
    let house = House::open_at(backend, clock, |_, _| {}).await;
    let exchange = house.app.exchange().clone();
    let store = exchange.store();
    // The days before lie behind us, so that the mails are due at once.
    let ends = house.clock.now();
    let add = |number: usize, byte| NewBinding {
        agency: house.agency(number).organ_id.clone(),
        rule: BindingRule::Exact { certificate_sha256: Digest([byte; 32]) },
        from: Micros(0),
        until: None,
        not_after: Some(ends),
    };
    exchange.bind(actor(), add(SENDER, 7)).await.unwrap();
    exchange.bind(actor(), add(OTHER, 8)).await.unwrap();
    let close = AgencyAct::Close { organ_id: house.agency(OTHER).organ_id.clone(), at: ends };
    exchange.change_agency(actor(), close).await.unwrap();
    let before = |days: i64| Micros(ends.0 - days * 86_400_000_000);
    assert_eq!(exchange.tell_expiries(before(61), true).await.unwrap(), 0);
    for (days, said) in [(60, 60), (45, 30), (30, 30), (14, 14), (6, 7), (1, 1)] {
        let first = exchange.tell_expiries(before(days), true).await.unwrap();
        assert_eq!(exchange.tell_expiries(before(days), true).await.unwrap(), 0, "once: {days}");
        let expected = match days {
            45 => (0, Vec::new()),
            _ => (1, vec![(JobKind::MailExpiring, said), (JobKind::MailOperator, said)]),
        };
        let mut told = told(store);
        told.sort_by_key(|(kind, _)| kind.as_str());
        assert_eq!((first, told), expected, "{days} days before");
    }
    assert_eq!(exchange.tell_expiries(ends, true).await.unwrap(), 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_is_told_of_on_sqlite() {
    an_end_is_told_of(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_is_told_of_on_postgresql() {
    an_end_is_told_of(Backend::Postgres).await;
}

/// The list of what a seal signed, on PostgreSQL too: by time, with each receiver and when it had it.
#[test]
fn what_a_seal_signed_is_listed_on_postgresql() {
    let hub = Fixture::new(Backend::Postgres);
    let id = Uuid::now_v7();
    let rule = BindingRule::Exact { certificate_sha256: Digest([1; 32]) };
    let what = BindingAct::Add { id, agency: organ("H01.A"), rule, from: Micros(0), until: None, not_after: None };
    hub.done(Change::Binding(BindingChange { by: actor(), what }));
    let binding = Some(BindingRef { id, version: 1 });
    let signed = |number| Accept { binding: binding.clone(), ..hub.document("H01.A", number, &["H01.B", "H01.C"]) };
    hub.accept(&signed(1)).unwrap();
    hub.clock.set(hub.clock.now().plus_seconds(60));
    let since = hub.clock.now();
    let second = signed(2);
    hub.accept(&second).unwrap();
    hub.fetch("H01.C", &second, 1).unwrap();
    hub.accept(&hub.document("H01.A", 3, &["H01.B"])).unwrap();
    let found = hub.store.signed_since(&id, since).unwrap();
    assert_eq!(found.iter().map(|one| one.document).collect::<Vec<_>>(), [second.document]);
    assert_eq!(found[0].receivers, [(organ("H01.B"), None), (organ("H01.C"), Some(since))]);
    hub.done(Change::Binding(BindingChange { by: actor(), what: BindingAct::Revoke { id, from: Micros(5) } }));
    let row = hub.store.bindings_of(&organ("H01.A")).unwrap().remove(0);
    assert_eq!((row.version, row.valid_until, row.revoked_from), (2, Some(Micros(5)), Some(Micros(5))));
    hub.audit();
}

/// A group expands to what can be sent to now: after mergers, each once; what can be sent nothing is named.
#[tokio::test(flavor = "multi_thread")]
async fn a_group_expands_before_a_document_is_signed() {
    let house = House::open(Backend::Sqlite).await;
    let exchange = house.app.exchange().clone();
    let id = |number: usize| house.agency(number).organ_id.clone();
    let group = |name: &str| lienthong::store::agencies::Group {
        name: name.to_owned(),
        title: "Các đơn vị".to_owned(),
        members: vec![id(RECEIVER), id(OTHER), id(5)],
    };
    let bad = exchange.set_group(actor(), group("Các sở")).await.unwrap_err();
    assert_eq!(bad.code.name(), "agency.group_name");
    exchange.set_group(actor(), group("cac-so")).await.unwrap();
    let (old, from) = (vec![id(OTHER)], house.clock.now());
    exchange.change_agency(actor(), AgencyAct::Merge { old, successor: id(RECEIVER), from }).await.unwrap();
    exchange.change_agency(actor(), AgencyAct::Suspend { organ_id: id(5), from }).await.unwrap();
    let list = answer(house.get("/api/v1/groups", SENDER)).await.expect(200).json();
    assert_eq!((&list["items"][0]["name"], list["items"][0]["members"].as_u64()), (&"cac-so".into(), Some(3)));
    let expanded = answer(house.post("/api/v1/groups/cac-so/expand", SENDER)).await.expect(200).json();
    assert_eq!(expanded["receivers"].as_array().unwrap().len(), 1, "{expanded}");
    assert_eq!(expanded["receivers"][0]["organ_id"], id(RECEIVER).0);
    assert_eq!(expanded["left_out"][0]["organ_id"], id(5).0);
    assert_eq!(expanded["left_out"][0]["code"], "agency.suspended");
    answer(house.post("/api/v1/groups/none/expand", SENDER)).await.problem(404, "agency.group_unknown");
    exchange.remove_group(actor(), "cac-so".to_owned()).await.unwrap();
    assert!(exchange.groups().unwrap().is_empty());
    house.close().await;
}
