//! What a clerk is told while composing, besides what is missing: a number that breaks the code, which of several documents is
//! answered, who reads the urgency otherwise; and what the page that signs shows.

use lienthong::cli::demo::packages::Kind;
use lienthong::clock::Clock;
use lienthong::config::{PriorityTable, Urgency};
use serde_json::json;

use crate::story_compose::{
    attach, base64, begin, call, certificate, clerk, escaped, leads, live, page, refused, say, send, signed, whole,
};
use crate::story_signing::{chain, letter, prepare};
use crate::support::form::Form;
use crate::support::house::{House, RECEIVER, SENDER};
use crate::support::stores::Backend;

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_breaks_the_code_is_said_beside_it() {
    let house = House::open(Backend::Sqlite).await;
    let clerk = clerk(&house, SENDER).await;
    let draft = begin(&clerk).await;
    let fields = [("revision", "0"), ("number", "12/2026"), ("notation", "UBND,VX")];
    let kept = live(&clerk, &draft, &fields).await.expect(200).json();
    let said = json!({ "number": say("compose-form-number"), "notation": say("compose-form-notation") });
    assert_eq!(kept["wrong"], said, "{kept}");
    let fields = [("revision", "1"), ("number", "12a"), ("notation", "UBND VX")];
    let kept = live(&clerk, &draft, &fields).await.expect(200).json();
    assert_eq!(kept["wrong"], json!({}));
    assert_eq!(kept["hints"]["number-w"], say("compose-unusual-number"));
    assert_eq!(kept["hints"]["notation-w"], say("compose-unusual-notation"));
    assert!(page(&clerk, &draft).await.contains(&escaped(&say("compose-unusual-number"))));
    let fields = [("revision", "2"), ("number", "12"), ("notation", "2026/NQ-HĐND")];
    let kept = live(&clerk, &draft, &fields).await.expect(200).json();
    assert_eq!((&kept["wrong"], kept["hints"].get("notation-w")), (&json!({}), None), "{kept}");

    // Software is told the same, and line breaks do not reach the document.
    let form = |document: &serde_json::Value| {
        Form::new().json("document", document).part("certificate", None, chain(&house, SENDER).as_bytes())
    };
    let mut document = letter(&house, 1);
    document["number"] = "1,2".into();
    prepare(&house, SENDER, form(&document)).await.problem(422, "draft.number_form");
    document["number"] = "12a\n".into();
    document["subject"] = "V/v\nhai dòng".into();
    let prepared = prepare(&house, SENDER, form(&document)).await.expect(201).json();
    let warned = prepared["warnings"].as_array().unwrap();
    assert!(warned.iter().any(|one| one["code"] == "draft.number_unusual"), "{prepared}");
    let xml = String::from_utf8(crate::story_signing::octets(&prepared, "document_xml")).unwrap();
    assert!(xml.contains(">12a<") && xml.contains(">V/v hai dòng<"), "{xml}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_with_one_number_none_is_taken_unasked() {
    let house = House::open(Backend::Sqlite).await;
    // The same number on two days.
    let (first, package) = house.package(Kind::AsicE, 5, &[RECEIVER]);
    house.submit(SENDER, &package).await.expect(201);
    let mut second = first.clone();
    second.signed = lienthong::domain::ids::Micros(first.signed.0 - 2 * 86_400_000_000);
    second.subject = "V/v văn bản thứ hai".to_owned();
    let sent = house.submit(SENDER, &house.pack(Kind::AsicE, &second, &[RECEIVER], "b")).await.expect(201).json();
    let (clerk, code) = (clerk(&house, RECEIVER).await, first.code());

    let draft = begin(&clerk).await;
    let kept = live(&clerk, &draft, &[("revision", "0"), ("answer", &code)]).await.expect(200).json();
    let list = kept["pieces"]["answers"].as_str().unwrap();
    assert_eq!(list.matches("value=\"answers:").count(), 2, "{list}");
    assert!(list.contains(&escaped(&first.subject)) && list.contains("V/v văn bản thứ hai"), "{list}");
    assert!(list.contains(&house.agency(SENDER).name), "{list}");
    assert!(kept["pieces"]["checks"].as_str().unwrap().contains("chọn văn bản được trả lời"), "{kept}");
    let shown = page(&clerk, &draft).await;
    assert!(shown.contains("value=\"answers:"), "without a script too: {shown}");
    let chosen = format!("answers:{}", sent["document"]["uuid"].as_str().unwrap());
    let there = leads(send(&clerk, &draft, &[("revision", "1"), ("answer", &code), ("do", &chosen)], &[]).await);
    let shown = page(&clerk, there.split('#').next().unwrap()).await;
    assert!(!shown.contains("value=\"answers:") && shown.contains("value=\"unanswer\""), "{shown}");

    // Before the key is used, and on the page of what was sent, it is shown what it answers.
    let to = house.agency(SENDER).organ_id.0.clone();
    let mut fields = whole(&to);
    fields.retain(|(name, _)| *name != "revision" && *name != "due");
    let day = jiff_day(&house);
    fields.extend([("revision", "2"), ("answer", &code), ("due", day.as_str()), ("do", "sign")]);
    let there = leads(send(&clerk, &draft, &fields, &[]).await);
    let shown = page(&clerk, &there).await;
    for words in ["V/v văn bản thứ hai", "Thượng khẩn", &day, "TL. GIÁM ĐỐC, Trần Thị Bé", &code] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let xml = clerk.get(&format!("{draft}/document.xml")).await.expect(200);
    assert!(xml.header("content-disposition").starts_with("attachment; filename=\"document.xml\""));
    assert!(xml.text().contains(">VP-TH<") && xml.header("content-security-policy").starts_with("sandbox"));
    assert!(shown.contains(&format!("{draft}/document.xml")));
    let certificate = json!({ "certificate": chain(&house, RECEIVER) });
    let prepared = call(&clerk, &draft, "prepare", certificate).await.expect(201).json();
    let info = crate::story_signing::octets(&prepared, "signed_info");
    let uri = prepared["algorithm"].as_str().unwrap();
    let value = base64(&crate::story_signing::value(&house, RECEIVER, uri, &info));
    let body = json!({ "prepared": prepared["id"], "signature": value });
    let sent = call(&clerk, &draft, "complete", body).await.expect(200).json();
    let shown = page(&clerk, sent["to"].as_str().unwrap()).await;
    assert!(shown.contains(&format!(">{code}</a>")) && shown.contains("Trần Thị Bé"), "{shown}");
    house.close().await;
}

/// A day that has not come, as people write it.
fn jiff_day(house: &House) -> String {
    let later = lienthong::domain::ids::Micros(house.clock.now().0 + 5 * 86_400_000_000);
    lienthong::domain::deadline::day_in_vietnam(later).strftime("%d/%m/%Y").to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_of_urgency_is_read_by_its_senders_table() {
    let house = House::open_at(Backend::Sqlite, Clock::System, |config, province| {
        let agencies = vec![province.agencies[SENDER].organ_id.0.clone()];
        let urgency = vec![Urgency::Normal, Urgency::Immediate];
        config.policy.priority_tables = vec![PriorityTable { agencies, urgency }];
    })
    .await;
    let (mut urgent, _) = house.package(Kind::AsicE, 1, &[RECEIVER]);
    urgent.priority = Some(1);
    let package = house.pack(Kind::AsicE, &urgent, &[RECEIVER], "a");
    let sent = house.submit(SENDER, &package).await.expect(201);
    assert_eq!(house.proven(&sent, None).body().urgency.as_deref(), Some("immediate"));
    assert_eq!(sent.json()["document"]["urgency"], 3, "the number of the hub's table");
    let receiver = clerk(&house, RECEIVER).await;
    assert!(page(&receiver, "/in?view=all").await.contains("Hỏa tốc"));

    // Who writes to it is told that it reads 1 otherwise; itself it writes by its own table.
    let draft = begin(&receiver).await;
    let to = house.agency(SENDER).organ_id.0.clone();
    let fields = [("revision", "0"), ("receivers", "1"), ("add", to.as_str()), ("priority", "1")];
    let kept = live(&receiver, &draft, &fields).await.expect(200).json();
    let said = kept["hints"]["priority-w"].as_str().unwrap();
    assert!(said.contains(&house.agency(SENDER).name) && said.contains("“Hỏa tốc”"), "{kept}");
    let kept = live(&receiver, &draft, &[("revision", "1"), ("priority", "")]).await.expect(200).json();
    assert_eq!(kept["hints"].get("priority-w"), None, "{kept}");
    let own = clerk(&house, SENDER).await;
    let shown = page(&own, &begin(&own).await).await;
    assert!(shown.contains("<option value=\"1\">Hỏa tốc") && !shown.contains(">Thượng khẩn<"), "{shown}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_too_large_is_told_in_words_and_a_stale_window_the_time() {
    let house = House::open(Backend::Sqlite).await;
    let clerk = clerk(&house, SENDER).await;
    let draft = begin(&clerk).await;
    let much = "x".repeat(600_000);
    refused(live(&clerk, &draft, &[("subject", &much)]).await, 413, "request.too_large");
    for what in ["prepare", "complete"] {
        let body = json!({ "certificate": much, "prepared": "x", "signature": "x" });
        refused(call(&clerk, &draft, what, body).await, 413, "request.too_large");
    }
    let many = "y".repeat(300_000);
    live(&clerk, &draft, &[("revision", "0"), ("subject", &many)]).await.expect(200);
    let stale = live(&clerk, &draft, &[("revision", "0"), ("number", "1")]).await;
    let at = stale.header("x-draft-saved").to_owned();
    assert!(at.len() == 5 && at.as_bytes()[2] == b':', "{at}");
    refused(stale, 409, "draft.stale");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_files_are_such_that_the_package_takes_them() {
    let house = House::open(Backend::Sqlite).await;
    let clerk = clerk(&house, SENDER).await;
    let draft = begin(&clerk).await;
    let to = house.agency(RECEIVER).organ_id.0.clone();
    leads(send(&clerk, &draft, &whole(&to), &[]).await);
    for name in ["a;1", "STRASSE.txt", "straße.txt"] {
        attach(&clerk, &draft, name, name.as_bytes()).await.expect(200);
    }
    let prepared = call(&clerk, &draft, "prepare", certificate(&house)).await.expect(201).json();
    let names: Vec<&str> =
        prepared["files"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["tệp a_1", "STRASSE.txt", "straße (2).txt"]);
    let value = json!({ "prepared": prepared["id"], "signature": signed(&house, &prepared) });
    call(&clerk, &draft, "complete", value).await.expect(200);
    house.close().await;
}
