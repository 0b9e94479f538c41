//! Keys on tokens, which fail as tokens do.

use serde_json::Value;

use crate::story_signing::{FILES, complete, octets, prepare, whole};
use crate::support::clerk::{Clerk, Reply, to_sign};
use crate::support::form::Form;
use crate::support::house::{House, SENDER};
use crate::support::stores::Backend;
use crate::support::token::{PIN, Token, module};

/// The program with this token, and the hub's page paired with it.
async fn paired(token: &Token, house: &House) -> Clerk {
    let mut clerk = token.clerk(&house.province.api());
    clerk.pair().await;
    clerk
}

async fn prepared(house: &House, number: u32) -> Value {
    prepare(house, SENDER, whole(house, number)).await.expect(201).json()
}

/// The clerk says yes and types that PIN; in between `meanwhile` happens.
async fn signs(clerk: &Clerk, body: &Value, pin: &str, meanwhile: impl FnOnce()) -> (Reply, String) {
    let waiting = clerk.asks(body);
    clerk.pty.hears("gõ gì khác là từ chối: ");
    clerk.pty.types("ký");
    let said = clerk.pty.hears("không hiện khi gõ): ");
    meanwhile();
    clerk.pty.types(pin);
    (waiting.await.unwrap(), said)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_signs_and_fails_as_tokens_do() {
    let house = House::open(Backend::Sqlite).await;
    let token = Token::with_seal_of(house.agency(SENDER));
    let clerk = paired(&token, &house).await;
    let status = clerk.call("/status", &serde_json::json!({})).await.expect(200);
    assert_eq!(status["certificate"], crate::story_signing::chain(&house, SENDER), "with the CA above it");

    let said = prepared(&house, 1).await;
    let (reply, _) = signs(&clerk, &to_sign(&said, &FILES), PIN, || ()).await;
    let value = octets(&reply.expect(200), "signature");
    complete(&house, SENDER, said["id"].as_str().unwrap(), &value).await.expect(201);
    assert_eq!(token.logins(), 1);
    assert!(!clerk.pty.all().contains(PIN));

    // A wrong PIN is tried once, whatever the session does.
    let said = prepared(&house, 2).await;
    let (reply, _) = signs(&clerk, &to_sign(&said, &FILES), "000000", || ()).await;
    assert_eq!(reply.status, 403);
    reply.problem("agent.pin_wrong");
    assert_eq!(token.logins(), 2);

    // The session is lost between the PIN and the signature: a new one, once.
    let (reply, _) = signs(&clerk, &to_sign(&said, &FILES), PIN, || token.says("lost")).await;
    let value = octets(&reply.expect(200), "signature");
    assert_eq!(token.logins(), 4);
    complete(&house, SENDER, said["id"].as_str().unwrap(), &value).await.expect(201);

    // Pulled out while the PIN is typed; put back, it signs again.
    let said = prepared(&house, 3).await;
    let (reply, _) = signs(&clerk, &to_sign(&said, &FILES), PIN, || token.says("removed")).await;
    assert_eq!(reply.status, 503);
    reply.problem("agent.token_absent");
    clerk.pty.hears("Không ký");
    token.takes_back("removed");
    let (reply, _) = signs(&clerk, &to_sign(&said, &FILES), PIN, || ()).await;
    let value = octets(&reply.expect(200), "signature");
    complete(&house, SENDER, said["id"].as_str().unwrap(), &value).await.expect(201);

    // With a keypad of its own the device asks, and no PIN is typed here.
    let said = prepared(&house, 5).await;
    std::fs::write(token.path("pad"), PIN).unwrap();
    let waiting = clerk.asks(&to_sign(&said, &FILES));
    clerk.pty.hears("gõ gì khác là từ chối: ");
    clerk.pty.types("ký");
    clerk.pty.hears("bàn phím của chính thiết bị");
    waiting.await.unwrap().expect(200);
    token.takes_back("pad");

    // The token says how many tries are left; one that is locked is not asked.
    let said = prepared(&house, 4).await;
    token.says("final");
    let (reply, told) = signs(&clerk, &to_sign(&said, &FILES), PIN, || ()).await;
    reply.expect(200);
    assert!(told.contains("CHỈ CÒN MỘT LẦN"), "{told}");
    token.takes_back("final");
    token.says("low");
    let (reply, told) = signs(&clerk, &to_sign(&said, &FILES), PIN, || ()).await;
    reply.expect(200);
    assert!(told.contains("chỉ còn ít lần thử"), "{told}");
    token.says("locked");
    let waiting = clerk.asks(&to_sign(&said, &FILES));
    clerk.pty.hears("gõ gì khác là từ chối: ");
    clerk.pty.types("ký");
    waiting.await.unwrap().problem("agent.pin_locked");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rsa_and_larger_curves_sign_on_a_token_too() {
    let house = House::open(Backend::Sqlite).await;
    // P-384; RSA; RSA with a key that wants the PIN at each use, as those of seals often do.
    for (number, (by, more, logins)) in
        [(0, &[][..], 1), (1, &[], 1), (1, &["--always-auth"], 2)].into_iter().enumerate()
    {
        let token = Token::with_key_of(house.agency(by), more);
        let clerk = paired(&token, &house).await;
        let mut document = crate::story_signing::letter(&house, 5 + u32::try_from(number).unwrap());
        document["to"] = serde_json::json!([{ "organ_id": house.agency(crate::support::house::OTHER).organ_id.0 }]);
        let certificates = crate::story_signing::chain(&house, by);
        let form = Form::new().json("document", &document).part("certificate", None, certificates.as_bytes());
        let said = prepare(&house, by, form).await.expect(201).json();
        let (reply, _) = signs(&clerk, &to_sign(&said, &[]), PIN, || ()).await;
        let value = octets(&reply.expect(200), "signature");
        complete(&house, by, said["id"].as_str().unwrap(), &value).await.expect(201);
        assert_eq!(token.logins(), logins);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_from_a_file_finds_its_own_key_among_several() {
    let house = House::open(Backend::Sqlite).await;
    // The first key on the token is another's.
    let token = Token::with_seal_of(house.agency(0));
    token.also(house.agency(1), "07");
    let file = house.agency(1).chain_file.to_str().unwrap();
    let mut clerk = token.clerk_with(&house.province.api(), &["--cert", file]);
    clerk.pair().await;
    let mut document = crate::story_signing::letter(&house, 8);
    document["to"] = serde_json::json!([{ "organ_id": house.agency(crate::support::house::OTHER).organ_id.0 }]);
    let certificates = crate::story_signing::chain(&house, 1);
    let form = Form::new().json("document", &document).part("certificate", None, certificates.as_bytes());
    let said = prepare(&house, 1, form).await.expect(201).json();
    let (reply, _) = signs(&clerk, &to_sign(&said, &[]), PIN, || ()).await;
    let screen = clerk.pty.all();
    let value = octets(&reply.expect(200), "signature");
    assert!(screen.contains("Khẩn (theo cách hiểu thông thường của số 1)"), "the urgency is a word: {screen}");
    complete(&house, 1, said["id"].as_str().unwrap(), &value).await.expect(201);
    house.close().await;
}

#[test]
fn what_is_no_library_and_no_token_is_said_at_the_start() {
    let dir = tempfile::tempdir().unwrap();
    let mut none = Clerk::run("https://truc.example", &["--module", "/nowhere.so"], &[], dir.path());
    none.hears("agent.module");
    assert_eq!(none.ended().code(), Some(66));
    let conf = dir.path().join("softhsm2.conf");
    std::fs::create_dir(dir.path().join("tokens")).unwrap();
    std::fs::write(&conf, format!("directories.tokendir = {}/tokens\n", dir.path().display())).unwrap();
    let env = [("SOFTHSM2_CONF", conf.to_str().unwrap())];
    let mut empty = Clerk::run("https://truc.example", &["--module", &module()], &env, dir.path());
    empty.hears("agent.token_absent");
    assert_eq!(empty.ended().code(), Some(1));
}
