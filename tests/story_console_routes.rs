//! Every route of the console against every role, at the own agency and at another: the rule of the table decides, a document
//! of another agency is not there, and every answer bears the headers that hold on all. The table is the program's own: a
//! route that is added is walked.

use std::path::Path;

use lienthong::domain::person::Role;
use lienthong::http::console::{Rule, TABLE};
use reqwest::redirect::Policy;
use reqwest::{Client, Method};

use crate::support::house::{Answer, House, OTHER, RECEIVER, SENDER, answer};
use crate::support::stores::Backend;
use crate::support::visitor::Visitor;

/// A pattern with its names filled in: `delivery` where a document stands, `code` where an agency does.
fn filled(path: &str, delivery: &str, code: &str) -> String {
    let mut out = String::new();
    for part in path.split_inclusive('}') {
        let (before, name) = part.split_once('{').map_or((part, None), |(before, name)| (before, Some(name)));
        out.push_str(before);
        match name.map(|name| name.trim_end_matches('}')) {
            None => {}
            Some("id" | "document") => out.push_str(delivery),
            Some("code") => out.push_str(code),
            Some("tag") => out.push_str("vi"),
            Some("ending" | "form") => out.push_str("csv"),
            Some("year") => out.push_str("2026"),
            Some(_) => out.push('0'),
        }
    }
    out
}

/// What holds on every answer that the gate lets out.
fn dressed(answer: &Answer, what: &str) {
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{what}: {policy}");
    assert!(!policy.contains("unsafe"), "{what}: {policy}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(answer.header("x-frame-options"), "DENY", "{what}");
    assert_eq!(answer.header("referrer-policy"), "same-origin", "{what}");
    assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{what}");
}

fn is_to_sign_in(answer: &Answer) -> bool {
    answer.status == 303 && answer.header("location").starts_with("/sign-in?next=")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_opens_to_the_roles_of_its_rule_and_to_nobody_else() {
    let house = House::open(Backend::Sqlite).await;
    let (_, _, deliveries) = house.send(1, &[RECEIVER]).await;
    let agency = &house.agency(RECEIVER).organ_id;
    let mut walked = 0;
    for role in Role::ALL {
        let at = (!role.is_of_hub()).then_some(agency);
        for route in TABLE {
            // Ends the session, or needs none: their own stories.
            if ["/sign-out", "/account/sessions/end-others"].contains(&route.path) || route.rule == Rule::Open {
                continue;
            }
            let who = Visitor::at(&house, at, role).await;
            let path = filled(route.path, &deliveries[0], &house.agency(SENDER).organ_id.0);
            let what = format!("{} {path} as {}", route.method, role.as_str());
            let answer = match route.method {
                "GET" => who.get(&path).await,
                _ => who.post(&path, &[]).await,
            };
            dressed(&answer, &what);
            assert!(!is_to_sign_in(&answer), "{what}: is signed in");
            assert!(answer.status < 500, "{what}: {} {}", answer.status, answer.text());
            let let_in = route.rule.admits(Some(&[role]));
            assert_eq!(answer.status != 403, let_in, "{what}: {} under {:?}", answer.status, route.rule);
            walked += 1;
        }
    }
    assert!(walked > 300, "{walked} walked");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_signed_in_is_led_to_the_sign_in_and_changes_nothing() {
    let house = House::open(Backend::Sqlite).await;
    let (_, _, deliveries) = house.send(1, &[RECEIVER]).await;
    let api = house.province.api();
    let client = Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
    for route in TABLE.iter().filter(|route| route.rule != Rule::Open) {
        let path = filled(route.path, &deliveries[0], "000.00.00.H53");
        let what = format!("{} {path}", route.method);
        let method = if route.method == "GET" { Method::GET } else { Method::POST };
        let asked = client.request(method.clone(), format!("{api}{path}")).header("origin", &api);
        let answered = answer(asked).await;
        assert!(is_to_sign_in(&answered), "{what}: {}", answered.status);
        dressed(&answered, &what);
        if method == Method::POST {
            assert_eq!(answer(house.bare(method, &path)).await.status, 403, "{what} without an Origin");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_the_token_or_from_another_page_changes_nothing() {
    let house = House::open(Backend::Sqlite).await;
    let agency = &house.agency(RECEIVER).organ_id;
    let (_, _, deliveries) = house.send(1, &[RECEIVER]).await;
    for route in TABLE.iter().filter(|route| route.method == "POST" && route.rule != Rule::Open) {
        let role = Role::ALL.into_iter().find(|role| route.rule.admits(Some(&[*role]))).expect("somebody may");
        let who = Visitor::at(&house, (!role.is_of_hub()).then_some(agency), role).await;
        let path = filled(route.path, &deliveries[0], "000.00.00.H53");
        let form = "application/x-www-form-urlencoded";
        let masked_wrong = format!("csrf={}", "A".repeat(86));
        for (what, request) in [
            ("no token", who.request(Method::POST, &path).header("content-type", form).body("a=1")),
            ("a wrong token", who.request(Method::POST, &path).header("content-type", form).body(masked_wrong)),
            ("no form", who.request(Method::POST, &path)),
        ] {
            assert_eq!(answer(request).await.status, 403, "POST {path}: {what}");
        }
        let foreign = house
            .bare(Method::POST, &path)
            .header("cookie", &who.cookie)
            .header("origin", "https://evil.example")
            .header("content-type", form)
            .body(format!("csrf={}", who.csrf));
        assert_eq!(answer(foreign).await.status, 403, "POST {path}: another page's Origin");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_of_another_agency_is_not_there() {
    let house = House::open(Backend::Sqlite).await;
    let (_, sent, deliveries) = house.send(1, &[RECEIVER]).await;
    let document = sent["document"]["uuid"].as_str().expect("its name").to_owned();
    let stranger = &house.agency(OTHER).organ_id;
    let mut seen = 0;
    for route in TABLE.iter().filter(|route| {
        (route.path.starts_with("/in/{id}") || route.path.starts_with("/out/{document}")) && route.path.contains('{')
    }) {
        let id = if route.path.starts_with("/in") { &deliveries[0] } else { &document };
        let path = filled(route.path, id, "");
        let who = Visitor::at(&house, Some(stranger), Role::Clerk).await;
        let answered = match route.method {
            "GET" => who.get(&path).await,
            _ => who.post(&path, &[("act", "accept"), ("number", "1"), ("was", "1"), ("words", "x")]).await,
        };
        // What sends back to the page sends to a page that is not there.
        let answered = match answered.status {
            303 => who.get(answered.header("location")).await,
            _ => answered,
        };
        assert!([400, 404, 422].contains(&answered.status), "{} {path}: {}", route.method, answered.status);
        let text = answered.text();
        assert!(!text.contains("V/v báo cáo tình hình"), "{path} tells the subject");
        seen += 1;
    }
    assert!(seen >= 10, "{seen} routes of documents");
}

#[test]
fn no_page_switches_escaping_off_or_brings_script_or_style_of_its_own() {
    let mut seen = 0;
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/console")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let words = ["|safe", "| safe", " style=", "<style", "javascript:", " onclick=", " onload=", " onerror="];
            for word in words.into_iter().chain(["<script>"]) {
                assert!(!text.contains(word), "{}: {word}", path.display());
            }
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen} templates");
}
