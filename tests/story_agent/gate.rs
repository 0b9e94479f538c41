//! Who may ask at all: another name, another page, a form, a cookie, a guess.

use reqwest::Method;
use serde_json::json;

use super::{PASSWORD, key_file};
use crate::support::clerk::{Clerk, reply};
use crate::support::house::{House, SENDER};
use crate::support::stores::Backend;

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_the_paired_page_is_heard() {
    let house = House::open(Backend::Sqlite).await;
    let file = key_file(house.agency(SENDER));
    let mut clerk = Clerk::start(&house.province.api(), &["--p12", file.to_str().unwrap()], &[], Some(PASSWORD));
    clerk.pair().await;
    let at = |path: &str| format!("http://127.0.0.1:{}{path}", clerk.port);
    let page = |path: &str| clerk.request(Method::POST, path).bearer_auth(&clerk.secret);
    let bare = |path: &str| clerk.client.post(at(path)).bearer_auth(&clerk.secret);
    reply(page("/status").json(&json!({}))).await.expect(200);

    // DNS rebinding: the page's own name, whatever address it has.
    for host in
        ["evil.example", &format!("evil.example:{}", clerk.port), &format!("localhost:{}", clerk.port), "127.0.0.1"]
    {
        for path in ["/status", "/sign", "/pair/begin", "/pair"] {
            let answer = reply(page(path).header("host", host).json(&json!({}))).await;
            assert!(answer.headers.get("access-control-allow-origin").is_none());
            assert_eq!(answer.status, 421);
            answer.problem("agent.host");
        }
    }
    // Another page, or none: also with everything else in order.
    for origin in [
        "https://evil.example",
        "null",
        &clerk.hub.replace("http://", "https://"),
        &format!("{}.evil.example", clerk.hub),
        "",
    ] {
        for path in ["/status", "/sign", "/pair/begin", "/pair"] {
            let answer = reply(bare(path).header("origin", origin).json(&json!({}))).await;
            assert!(answer.headers.get("access-control-allow-origin").is_none(), "{origin}");
            answer.problem("agent.origin");
        }
    }
    reply(bare("/status").json(&json!({}))).await.problem("agent.origin");
    let twice = bare("/status").header("origin", &clerk.hub).header("origin", "https://evil.example");
    reply(twice.json(&json!({}))).await.problem("agent.origin");

    // What a form can send without asking first.
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
        let answer = reply(page("/sign").header("content-type", kind).body("{}")).await;
        assert_eq!(answer.status, 415);
        answer.problem("request.content_type");
    }
    reply(page("/status").body("{}")).await.problem("request.content_type");
    reply(clerk.request(Method::GET, "/status").bearer_auth(&clerk.secret)).await.problem("request.method");
    reply(page("/other").json(&json!({}))).await.problem("request.no_such_path");

    // A secret in a cookie is none; nor is a wrong one.
    let cookie = clerk
        .request(Method::POST, "/status")
        .header("cookie", format!("secret={0}; Authorization=Bearer {0}", clerk.secret));
    reply(cookie.json(&json!({}))).await.problem("agent.not_paired");
    for secret in ["lta_0", "", &clerk.secret[1..]] {
        let answer = reply(clerk.request(Method::POST, "/sign").bearer_auth(secret).json(&json!({}))).await;
        assert_eq!(answer.status, 401);
        answer.problem("agent.not_paired");
    }
    // Who is let in sends what is expected, and no more of it.
    reply(page("/pair").json(&json!({ "code": "x".repeat(5_000) }))).await.problem("request.too_large");
    for body in [json!({}), json!({ "hash": "AAAA" }), json!({ "request": "x", "signed_info": "AAAA" }), json!([])] {
        reply(page("/sign").json(&body)).await.problem("request.json");
    }
    assert!(!clerk.pty.all().contains("để ký"), "nothing of it was asked");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn browsers_are_answered_for_the_paired_page_only() {
    let house = House::open(Backend::Sqlite).await;
    let file = key_file(house.agency(SENDER));
    let clerk = Clerk::start(&house.province.api(), &["--p12", file.to_str().unwrap()], &[], Some(PASSWORD));
    let ask = |origin: &str, path: &str| {
        let request = clerk.client.request(Method::OPTIONS, format!("http://127.0.0.1:{}{path}", clerk.port));
        let request = request.header("origin", origin).header("access-control-request-method", "POST");
        request.header("access-control-request-headers", "authorization,content-type")
    };
    for path in ["/pair", "/pair/begin", "/sign", "/status"] {
        let answer = reply(ask(&clerk.hub, path).header("access-control-request-private-network", "true")).await;
        let header = |name: &str| answer.headers.get(name).map(|value| value.to_str().unwrap());
        assert_eq!((answer.status, header("access-control-allow-origin")), (204, Some(clerk.hub.as_str())));
        assert_eq!(header("access-control-allow-methods"), Some("POST"));
        assert_eq!(header("access-control-allow-headers"), Some("authorization, content-type"));
        assert_eq!(header("access-control-allow-private-network"), Some("true"));
        assert_eq!((header("vary"), header("access-control-allow-credentials")), (Some("Origin"), None));
    }
    let plain = reply(ask(&clerk.hub, "/sign")).await;
    assert!(plain.headers.get("access-control-allow-private-network").is_none(), "only who asks is told");
    for origin in ["https://evil.example", "null", "*"] {
        let answer = reply(ask(origin, "/sign").header("access-control-request-private-network", "true")).await;
        let told = answer.headers.keys().any(|name| name.as_str().starts_with("access-control-"));
        assert_eq!((answer.status, told), (403, false), "{origin}");
    }
    // It listens nowhere else.
    let other = std::net::TcpStream::connect(("127.0.0.2", clerk.port));
    assert!(other.is_err());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_it_was_not_started_for_pairs_nobody() {
    let house = House::open(Backend::Sqlite).await;
    let file = key_file(house.agency(SENDER));
    let clerk = Clerk::start("https://truc.example", &["--p12", file.to_str().unwrap()], &[], Some(PASSWORD));
    let request = clerk.client.post(format!("http://127.0.0.1:{}/pair/begin", clerk.port));
    let request = request.header("origin", house.province.api());
    reply(request.json(&json!({}))).await.problem("agent.origin");
    assert!(!clerk.pty.all().contains("Mã:"));
    house.close().await;
}
