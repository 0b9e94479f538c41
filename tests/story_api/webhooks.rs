//! What happened, read from any place, and told to agencies' own software: signed, in order, again until it is heard.

use lienthong::clock::Clock;
use lienthong::config::Config;
use lienthong::domain::ids::JobId;
use lienthong::signature::dev_pki::DevPki;
use lienthong::store::change::{Actor, AgencyAct, AgencyFacts, Change, Effect, OperatorAct};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::hook::Hook;
use crate::support::house::{Answer, House, OTHER, RECEIVER, SENDER, STRANGER, answer};
use crate::support::relay::{Relay, until};
use crate::support::stores::Backend;

fn inside(config: &mut Config) {
    config.webhooks.private_hosts = vec!["127.0.0.1".to_owned()];
    (config.webhooks.retry_first_s, config.webhooks.retry_longest_s, config.webhooks.retry_tries) = (1, 1, 3);
}

async fn put(house: &House, by: usize, body: Value) -> Answer {
    let request = house.bare(Method::PUT, "/api/v1/webhooks").bearer_auth(&house.agency(by).token);
    answer(request.json(&body)).await
}

async fn events(house: &House, by: usize, query: &str) -> Value {
    answer(house.get(&format!("/api/v1/events{query}"), by)).await.expect(200).json()
}

fn names(events: &[Value]) -> Vec<String> {
    events.iter().map(|event| event["event"].as_str().unwrap().to_owned()).collect()
}

/// Waits until so many POSTs came; their bodies.
async fn told(hook: &Hook, count: usize) -> Vec<Value> {
    until(&format!("{count} events"), async || hook.posts().len() >= count).await;
    hook.posts().iter().map(lienthong_post).collect()
}

fn lienthong_post(post: &crate::support::hook::Post) -> Value {
    let body = post.json();
    assert_eq!(body["id"], post.id);
    body
}

async fn acknowledge(house: &House, by: usize, delivery: &str, body: Value) {
    let path = format!("/api/v1/deliveries/{delivery}/acknowledgements");
    house.post_json(&path, by, body).await.expect(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn software_is_told_what_happened() {
    tells(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn software_is_told_on_postgresql_too() {
    tells(Backend::Postgres).await;
}

async fn tells(backend: Backend) {
    let house = House::open_at(backend, Clock::System, |config, _| inside(config)).await;
    let (ours, theirs) = (Hook::start(), Hook::start());
    let (first, _, _) = house.send(1, &[OTHER]).await;
    let made = put(&house, SENDER, json!({ "url": ours.url })).await.expect(201).json();
    let secret = made["secret"].as_str().unwrap().to_owned();
    let wanted = json!({ "url": theirs.url, "events": ["arrived", "recalled"] });
    let their_secret = put(&house, RECEIVER, wanted).await.expect(201).json()["secret"].as_str().unwrap().to_owned();

    let (draft, sent, deliveries) = house.send(2, &[RECEIVER]).await;
    let arrived = told(&theirs, 1).await.remove(0);
    assert!(theirs.posts()[0].is_signed(&their_secret) && !theirs.posts()[0].is_signed(&secret));
    assert_eq!((&arrived["event"], &arrived["delivery"]), (&json!("arrived"), &json!(deliveries[0])), "{arrived}");
    assert_eq!(arrived["document"]["uuid"], sent["document"]["uuid"]);
    assert_eq!(arrived["document"]["document_id"], draft.document_id(house.agency(SENDER)));
    assert_eq!(arrived["from"], house.agency(SENDER).organ_id.0);
    let allows = events(&house, RECEIVER, "").await["items"][0]["document"].get("subject").is_some();
    assert_eq!(arrived["document"].get("subject").is_some(), allows);

    acknowledge(&house, RECEIVER, &deliveries[0], json!({ "code": "03" })).await;
    let uuid = sent["document"]["uuid"].as_str().unwrap();
    let ask = house.post_json(&format!("/api/v1/documents/{uuid}/take-back"), SENDER, json!({ "reason": "sai" })).await;
    ask.expect(201);
    acknowledge(&house, RECEIVER, &deliveries[0], json!({ "code": "16", "reason": "đã làm" })).await;
    let recall = json!({ "reason": "trái luật" });
    house.post_json(&format!("/api/v1/documents/{uuid}/recall"), SENDER, recall).await.expect(201);
    house.submit(SENDER, b"no package").await;

    let heard = told(&ours, 4).await;
    assert!(ours.posts().iter().all(|post| post.is_signed(&secret)));
    let all = events(&house, SENDER, "").await;
    let all = all["items"].as_array().unwrap();
    assert_eq!(&heard, all, "told as it is listed, and nothing from before");
    assert_eq!(names(all), ["fetched", "acknowledged", "answered", "refused"]);
    assert_eq!((&all[1]["code"], &all[2]["code"]), (&json!("03"), &json!("16")));
    assert!(all[3]["code"].as_str().is_some_and(|code| code.starts_with("package.")), "{}", all[3]);
    let got = told(&theirs, 2).await;
    assert_eq!(names(&got), ["arrived", "recalled"], "only what was wished for");
    let listed = events(&house, RECEIVER, "").await;
    assert_eq!(names(listed["items"].as_array().unwrap()), ["arrived", "asked", "recalled"]);
    assert_eq!(listed["items"][1]["request"], 1);

    // Pages meet without gap, and a stranger sees nothing.
    let (mut pages, mut after) = (Vec::new(), "-1".to_owned());
    loop {
        let page = events(&house, SENDER, &format!("?limit=1&after={after}")).await;
        pages.extend(page["items"].as_array().unwrap().clone());
        after = page["next"].as_str().unwrap().to_owned();
        if page["more"] == false {
            break;
        }
    }
    assert_eq!(&pages, all);
    assert!(events(&house, STRANGER, "").await["items"].as_array().unwrap().is_empty());
    assert_eq!(names(events(&house, OTHER, "").await["items"].as_array().unwrap()), ["arrived"], "{first:?}");
    assert!(events(&house, SENDER, &format!("?after={after}")).await["items"].as_array().unwrap().is_empty());
    answer(house.get("/api/v1/events?after=x", SENDER)).await.problem(400, "request.cursor");

    // Told again from where one likes, with the same names.
    let id = made["id"].as_str().unwrap();
    let replay = json!({ "after": all[1]["cursor"] });
    house
        .post_json(&format!("/api/v1/webhooks/{id}/replay"), STRANGER, replay.clone())
        .await
        .problem(404, "webhook.not_found");
    house.post_json(&format!("/api/v1/webhooks/{id}/replay"), SENDER, replay).await.expect(204);
    assert_eq!(&told(&ours, 6).await[4..], &all[2..]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn software_that_does_not_listen_is_asked_again_and_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let pki = DevPki::make(folder.path().join("pki")).unwrap();
    let relay = Relay::start(&folder.path().join("relay"), &pki);
    let mut mail = relay.settings(pki.root_file());
    mail.operator = Some("van-hanh@tayninh.example".to_owned());
    let house = House::open_at(Backend::Sqlite, Clock::System, |config, _| {
        inside(config);
        config.mail = mail;
    })
    .await;
    let office = |mail: &str| AgencyFacts {
        organ_id: house.agency(RECEIVER).organ_id.clone(),
        name: house.agency(RECEIVER).name.clone(),
        parent: None,
        level: 2,
        mail: vec![mail.to_owned()],
        mail_subject: true,
        valid_from: lienthong::domain::ids::Micros(0),
        allows_legacy: false,
    };
    let by = || Actor { name: "test".to_owned(), reason: String::new() };
    let moved = house.app.exchange().change_agency(by(), AgencyAct::Update(office("van-thu@tayninh.example")));
    moved.await.unwrap();
    let hook = Hook::start();
    let made = put(&house, RECEIVER, json!({ "url": hook.url })).await.expect(201).json();
    hook.refuses(2);
    let (draft, ..) = house.send(1, &[RECEIVER]).await;
    told(&hook, 1).await;
    house.send(2, &[RECEIVER]).await;
    // The first is asked again until it is heard, and the second waits for it.
    until("both are heard", async || hook.posts().last().is_some_and(|post| post.id != hook.posts()[0].id)).await;
    let ids: Vec<String> = hook.posts().iter().map(|post| post.id.clone()).collect();
    assert!(ids[..ids.len() - 1].iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!(hook.posts()[0].body, hook.posts()[1].body, "a repeat is the same");
    assert_eq!(lienthong_post(&hook.posts()[0])["document"]["subject"], draft.subject, "this office allows it");

    hook.says(404);
    house.send(3, &[RECEIVER]).await;
    let state = async || {
        let list = answer(house.get("/api/v1/webhooks", RECEIVER)).await.expect(200).json();
        assert!(list["items"][0].get("secret").is_none(), "it was shown once");
        list["items"][0].clone()
    };
    until("it is given up", async || state().await.get("disabled").is_some()).await;
    assert!(state().await["last_error"].as_str().unwrap().contains("404"));
    let dead = house.app.store().dead_letters(None, 9).unwrap();
    let dead: Vec<(JobId, &str)> =
        dead.iter().filter(|one| one.code == "webhook.given_up").map(|one| (one.id, one.last_error.as_str())).collect();
    assert_eq!(dead.len(), 1);
    let mails = async || relay.mails_for("van-thu@tayninh.example", 4).await;
    let mails: Vec<String> = mails().await.iter().map(|mail| mail.header("subject").to_owned()).collect();
    assert!(mails.iter().any(|subject| subject.contains("127.0.0.1")), "{mails:?}");

    let told_operator = relay.mails_for("van-hanh@tayninh.example", 1).await.remove(0);
    assert!(told_operator.header("subject").contains(&house.agency(RECEIVER).name), "{}", told_operator.text);

    // An operator asks for the dead letter again: it is told from where it stood.
    hook.says(200);
    let told_before = hook.posts().len();
    let again = OperatorAct {
        by: by(),
        act: "job.retried".to_owned(),
        detail_json: "{}".to_owned(),
        effect: Effect::Retry(vec![dead[0].0]),
    };
    house.app.committer().submit(Change::Operator(again)).await.unwrap().unwrap();
    let last = told(&hook, told_before + 1).await.pop().unwrap();
    assert_eq!(lienthong_post(&hook.posts()[told_before - 1]), last);
    assert!(state().await.get("disabled").is_none());
    assert!(house.app.store().dead_letters(None, 9).unwrap().is_empty());

    // Five at most, each at a host that the operator allows; whoever has none of that name cannot touch it.
    let id = made["id"].as_str().unwrap();
    for number in 0..4 {
        let body = json!({ "url": format!("{}&n={number}", hook.url) });
        put(&house, RECEIVER, body).await.expect(201);
    }
    put(&house, RECEIVER, json!({ "url": "http://127.0.0.1:1/another" })).await.problem(409, "webhook.too_many");
    let changed = put(&house, RECEIVER, json!({ "url": hook.url, "events": ["asked"] })).await.expect(200).json();
    assert_eq!((&changed["id"], &changed["events"], changed.get("secret")), (&json!(id), &json!(["asked"]), None));
    let renewed = put(&house, RECEIVER, json!({ "url": hook.url, "new_secret": true })).await.expect(200).json();
    assert_ne!(renewed["secret"], made["secret"]);
    for (url, status, code) in [
        ("https://elsewhere.example/", 403, "webhook.host"),
        ("http://localhost:1/", 403, "webhook.host"),
        ("ftp://127.0.0.1/", 422, "webhook.url"),
    ] {
        put(&house, RECEIVER, json!({ "url": url })).await.problem(status, code);
    }
    put(&house, RECEIVER, json!({ "url": hook.url, "events": ["colour"] })).await.problem(400, "request.json");
    let delete = |by: usize| {
        let path = format!("/api/v1/webhooks/{id}");
        answer(house.bare(Method::DELETE, &path).bearer_auth(&house.agency(by).token))
    };
    delete(STRANGER).await.problem(404, "webhook.not_found");
    delete(RECEIVER).await.expect(204);
    delete(RECEIVER).await.problem(404, "webhook.not_found");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_names_no_host_tells_nobody() {
    let house = House::open(Backend::Sqlite).await;
    put(&house, SENDER, json!({ "url": "https://qlvb.example.vn/" })).await.problem(403, "webhook.host");
    house.close().await;
}
