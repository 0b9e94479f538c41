//! A document goes out: prepared by the hub, shown and signed on the clerk's machine, sent. And all the ways in which she says no.

use serde_json::{Value, json};

use super::{PASSWORD, key_file};
use crate::story_signing::{FILES, complete, octets, prepare, whole};
use crate::support::clerk::{Clerk, fresh, to_sign};
use crate::support::house::{House, SENDER};
use crate::support::stores::Backend;

async fn clerk(house: &House) -> Clerk {
    let file = key_file(house.agency(SENDER));
    let key = ["--p12", file.to_str().unwrap(), "--wait", "30"];
    let mut clerk = Clerk::start(&house.province.api(), &key, &[], Some(PASSWORD));
    clerk.pair().await;
    clerk
}

async fn prepared(house: &House, number: u32) -> Value {
    prepare(house, SENDER, whole(house, number)).await.expect(201).json()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_shown_is_signed_and_sent() {
    let house = House::open(Backend::Sqlite).await;
    let mut clerk = clerk(&house).await;
    let status = clerk.call("/status", &json!({})).await.expect(200);
    assert_eq!((&status["busy"], &status["algorithm"]["name"]), (&json!(false), &json!("ECDSA-SHA256")));
    assert_eq!(status["certificate"], crate::story_signing::chain(&house, SENDER), "the page prepares with it");

    let said = prepared(&house, 12).await;
    let body = to_sign(&said, &FILES);
    let waiting = clerk.asks(&body);
    let shown = clerk.pty.hears("gõ gì khác là từ chối: ");
    clerk.pty.types("ký");
    clerk.pty.hears("không hiện khi gõ): ");
    clerk.pty.types(PASSWORD);
    let signed = waiting.await.unwrap().expect(200);
    for words in [
        &clerk.hub,
        "12/UBND-VX",
        "V/v <ký từ xa> & gửi đi",
        &house.agency(SENDER).name,
        &house.agency(crate::support::house::RECEIVER).name,
        "kế hoạch (1).pdf",
        "phụ lục.txt",
        "24 B",
    ] {
        assert!(shown.replace("\r\n", "\n").contains(words), "{words}\n{shown}");
    }
    let digest = lienthong::crypto::sha256(FILES[1].1).to_string();
    assert!(shown.replace("\r\n    ", "").contains(&digest), "{shown}");
    assert!(!clerk.pty.all().contains(PASSWORD), "a secret is not shown while it is typed");
    assert_eq!(signed["certificate_sha256"], said["certificate_sha256"]);
    clerk.pty.hears("Đã ký");

    let value = octets(&signed, "signature");
    let sent = complete(&house, SENDER, said["id"].as_str().unwrap(), &value).await.expect(201).json();
    assert_eq!(sent["verdict"]["verdict"], "valid", "{sent}");

    // The same request again, and the same under a new terminal.
    clerk.call("/sign", &body).await.problem("agent.replayed");
    assert!(clerk.pty.interrupt().success());
    clerk.pty.hears("đã đóng");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_yes_there_is_no_signature() {
    let house = House::open(Backend::Sqlite).await;
    let clerk = clerk(&house).await;
    let said = prepared(&house, 1).await;
    let answered = async |words: &[&str]| {
        let waiting = clerk.asks(&to_sign(&said, &FILES));
        for (prompt, word) in ["gõ gì khác là từ chối: ", "không hiện khi gõ): "].into_iter().zip(words) {
            clerk.pty.hears(prompt);
            clerk.pty.types(word);
        }
        waiting.await.unwrap()
    };
    // Any other word is a no; so is a yes that was typed before the question.
    for word in ["không", "", "kýy", "y", "yes"] {
        answered(&[word]).await.problem("agent.refused");
    }
    clerk.pty.types("ký");
    answered(&["thôi"]).await.problem("agent.refused");
    // A wrong password is no signature, and no second try by itself; an empty one is a no.
    answered(&["ky", "sai"]).await.problem("agent.password_wrong");
    answered(&["KÝ", ""]).await.problem("agent.refused");

    // One at a time; who asked and went away is no longer waited for.
    let waiting = clerk.asks(&to_sign(&said, &FILES));
    clerk.pty.hears("gõ gì khác là từ chối: ");
    assert_eq!(clerk.call("/status", &json!({})).await.expect(200)["busy"], true);
    clerk.call("/sign", &to_sign(&said, &FILES)).await.problem("agent.busy");
    waiting.abort();
    clerk.pty.hears("Không ký");
    crate::support::relay::until("the place is free again", async || {
        clerk.call("/status", &json!({})).await.expect(200)["busy"] == false
    })
    .await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_answer_has_not_consented() {
    let house = House::open(Backend::Sqlite).await;
    let file = key_file(house.agency(SENDER));
    let key = ["--p12", file.to_str().unwrap(), "--wait", "5"];
    let mut clerk = Clerk::start(&house.province.api(), &key, &[], Some(PASSWORD));
    clerk.pair().await;
    let said = prepared(&house, 1).await;
    clerk.call("/sign", &to_sign(&said, &FILES)).await.problem("agent.no_answer");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pairing_is_made_by_its_code_and_ends_when_it_is_revoked() {
    let house = House::open(Backend::Sqlite).await;
    let mut clerk = clerk(&house).await;
    let listed = |clerk: &Clerk, what: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_lienthong"));
        command.args(["--format", "json", "agent"]).args(what).arg("--folder").arg(clerk.folder.path());
        let output = command.output().unwrap();
        (output.status.code(), serde_json::from_slice::<Value>(&output.stdout).unwrap_or(Value::Null))
    };
    assert_eq!(listed(&clerk, &["pairings"]).1["pairings"][0]["origin"], clerk.hub);
    let (status, _) = listed(&clerk, &["revoke", "https://khac.example"]);
    assert_eq!(status, Some(1));
    let (status, said) = listed(&clerk, &["revoke", &clerk.hub]);
    assert_eq!((status, &said["revoked"]), (Some(0), &json!(1)));
    // The running program knows it at once.
    clerk.call("/status", &json!({})).await.problem("agent.not_paired");
    let body = json!({ "request": fresh() });
    clerk.call("/sign", &body).await.problem("agent.not_paired");

    // A wrong code pairs nobody, and the right one comes too late after five.
    clerk.call("/pair", &json!({ "code": "0000-0000" })).await.problem("agent.pairing_over");
    clerk.call("/pair/begin", &json!({})).await.expect(200);
    clerk.pty.hears("Mã: ");
    let code = clerk.pty.hears("\n").trim().to_owned();
    for _ in 0..5 {
        clerk.call("/pair", &json!({ "code": "không" })).await.problem("agent.pairing_code");
    }
    clerk.call("/pair", &json!({ "code": code })).await.problem("agent.pairing_over");
    clerk.pair().await;
    clerk.call("/status", &json!({})).await.expect(200);
    // Codes do not flood the terminal.
    let mut last = None;
    for _ in 0..20 {
        last = Some(clerk.call("/pair/begin", &json!({})).await);
    }
    last.unwrap().problem("agent.pairing_over");
    house.close().await;
}

#[test]
fn a_pipe_cannot_consent() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("x.p12");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_lienthong"));
    command.args(["--format", "json", "agent", "--hub", "https://truc.example", "--p12"]).arg(&file);
    command.arg("--folder").arg(dir.path()).stdin(std::process::Stdio::null());
    let output = command.output().unwrap();
    let said: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!((output.status.code(), &said["code"]), (Some(64), &json!("agent.no_terminal")));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_question_has_the_terminal_for_itself() {
    let house = House::open(Backend::Sqlite).await;
    let clerk = clerk(&house).await;
    let body = to_sign(&prepared(&house, 1).await, &FILES);
    let waiting = clerk.asks(&body);
    clerk.pty.hears("gõ gì khác là từ chối: ");
    for _ in 0..60 {
        clerk.call("/pair", &json!({ "code": "0" })).await.problem("agent.busy");
    }
    clerk.call("/pair/begin", &json!({})).await.problem("agent.busy");
    clerk.pty.types("không");
    waiting.await.unwrap().problem("agent.refused");
    let all = clerk.pty.all();
    let after = all.split("gõ gì khác là từ chối: ").nth(1).unwrap();
    assert_eq!(after.matches("Mã").count(), 0, "{after}");
    house.close().await;
}

#[test]
fn the_key_on_a_token_is_named_by_its_id() {
    let dir = tempfile::tempdir().unwrap();
    let library = ["--module", "/nope.so", "--key-id", "a1:B2"];
    let pty = Clerk::run("https://truc.example", &library, &[], dir.path());
    pty.hears("agent.module");
}

#[test]
fn a_start_without_a_key_is_told_in_the_readers_language() {
    let dir = tempfile::tempdir().unwrap();
    let mut pty = Clerk::run("https://truc.example", &[], &[], dir.path());
    pty.hears("Chưa nêu khóa ký");
    pty.hears("agent.no_key");
    assert_eq!(pty.ended().code(), Some(64));
}

#[test]
fn an_interrupt_gives_the_terminal_its_echo_back() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("x.p12"), b"x").unwrap();
    let file = dir.path().join("x.p12");
    let mut pty = Clerk::run("https://truc.example", &["--p12", file.to_str().unwrap()], &[], dir.path());
    pty.hears("không hiện khi gõ): ");
    assert!(!pty.echoes());
    assert_eq!(pty.interrupt().code(), Some(1));
    assert!(pty.echoes());
}
