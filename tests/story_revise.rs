//! What was sent is mended from the console: a newer version that also adds and removes receivers, receivers that were forgotten,
//! one document in the place of two, and the same once more for whoever returned it.

use lienthong::domain::acknowledgement::Standing;
use lienthong::domain::delivery;
use lienthong::domain::ids::DocumentUuid;
use lienthong::store::documents::History;
use serde_json::json;

use crate::story_compose::{begin, call, certificate, clerk, escaped, leads, live, page, say, send, signed, whole};
use crate::support::house::{House, OTHER, RECEIVER, SENDER};
use crate::support::stores::Backend;
use crate::support::visitor::Visitor;

/// Signs a draft and sends it; where it is shown.
async fn sent(house: &House, who: &Visitor, draft: &str) -> String {
    let prepared = call(who, draft, "prepare", certificate(house)).await.expect(201).json();
    let value = json!({ "prepared": prepared["id"], "signature": signed(house, &prepared) });
    let done = call(who, draft, "complete", value).await.expect(200).json();
    done["to"].as_str().unwrap().split('?').next().unwrap().to_owned()
}

/// A letter with a file, to these; where it is shown.
async fn letter(house: &House, who: &Visitor, number: &str, to: &[usize]) -> String {
    let draft = begin(who).await;
    let codes: Vec<String> = to.iter().map(|number| house.agency(*number).organ_id.0.clone()).collect();
    let mut fields = whole(&codes[0]);
    fields.extend(codes.iter().skip(1).map(|code| ("add", code.as_str())));
    fields.iter_mut().filter(|(name, _)| *name == "number").for_each(|field| field.1 = number);
    leads(send(who, &draft, &fields, &[("phụ lục.txt", "nội dung".as_bytes())]).await);
    sent(house, who, &draft).await
}

fn history(house: &House, shown: &str) -> History {
    let id: DocumentUuid = shown.trim_start_matches("/out/").parse().unwrap();
    house.app.store().history(&house.agency(SENDER).organ_id, id).unwrap().unwrap()
}

fn name(shown: &str) -> &str {
    shown.trim_start_matches("/out/")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_version_takes_the_place_of_the_first_and_moves_receivers() {
    let house = House::open(Backend::Sqlite).await;
    let clerk = clerk(&house, SENDER).await;
    let first = letter(&house, &clerk, "77", &[RECEIVER, OTHER]).await;
    let question = page(&clerk, &format!("/out/act?what=update&d={}", name(&first))).await;
    assert!(question.contains("action=\"/out/revise\"") && question.contains("value=\"add\""), "{question}");

    let draft = leads(clerk.post("/out/revise", &[("what", "update"), ("d", name(&first))]).await);
    let again = leads(clerk.post("/out/revise", &[("what", "update"), ("d", name(&first))]).await);
    assert_eq!(draft, again, "begun once");
    let form = page(&clerk, &format!("{draft}?full=1")).await;
    assert!(form.contains(&say("compose-title-update")) && form.contains(&format!("href=\"{first}\"")), "{form}");
    assert!(form.contains(&escaped("V/v <soạn> & gửi")) && form.contains("phụ lục.txt"), "{form}");
    assert!(form.contains(&say("compose-missing-reason")) && !form.contains("compose-field"), "{form}");
    assert!(!form.contains("Giống hệt tệp đã gửi") && !form.contains("Đã có văn bản 77"), "{form}");
    let refused = call(&clerk, &draft, "prepare", certificate(&house)).await.expect(422).json();
    assert_eq!(refused["code"], "business.reason_missing", "{refused}");

    let (gone, stays) = (house.agency(OTHER).organ_id.0.clone(), house.agency(RECEIVER).organ_id.0.clone());
    let fields =
        [("revision", "1"), ("reason", "Sai phụ lục"), ("subject", "V/v đã sửa"), ("receivers", "1"), ("to", &*stays)];
    assert!(form.contains(&format!("drop:{gone}")), "{form}");
    let kept = live(&clerk, &draft, &fields);
    let kept = kept.await.expect(200).json();
    let checks = kept["pieces"]["checks"].as_str().unwrap();
    assert!(checks.contains(&house.agency(OTHER).name) && checks.contains("Đề nghị trả lại"), "{checks}");
    let last = page(&clerk, &format!("{draft}/sign")).await;
    assert!(last.contains("Lý do: Sai phụ lục") && last.contains(&format!("href=\"{draft}/document.xml\"")), "{last}");
    let elsewhere = page(&clerk, &format!("{draft}/document.xml")).await;
    assert!(elsewhere.contains("BussinessDocType>2<") && elsewhere.contains(&gone), "{elsewhere}");
    let second = sent(&house, &clerk, &draft).await;

    // Within the day it bears the number of the first, and a name of its own.
    let (old, new) = (history(&house, &first), history(&house, &second));
    assert_eq!(
        (&new.document.listing.number, &new.document.listing.subject[..]),
        (&old.document.listing.number, "V/v đã sửa")
    );
    assert_ne!(new.document.document_id, old.document.document_id);
    assert_eq!(new.deliveries.len(), 1, "whoever was taken off gets no newer version");
    assert!(old.deliveries.iter().all(|copy| copy.state == delivery::Name::Cancelled), "nobody had fetched it");
    // And once more within the day.
    let third = leads(clerk.post("/out/revise", &[("what", "update"), ("d", name(&second))]).await);
    live(&clerk, &third, &[("revision", "1"), ("reason", "Sai lần nữa")]).await.expect(200);
    sent(&house, &clerk, &third).await;
    let shown = page(&clerk, &first).await;
    assert!(shown.contains("Sai phụ lục") && shown.contains(&format!("href=\"{second}\"")), "{shown}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_was_forgotten_is_added_and_nobody_else_is_asked() {
    let house = House::open(Backend::Sqlite).await;
    let clerk = clerk(&house, SENDER).await;
    let first = letter(&house, &clerk, "78", &[RECEIVER]).await;
    let draft = leads(clerk.post("/out/revise", &[("what", "add"), ("d", name(&first))]).await);
    let (has_it, new) = (house.agency(RECEIVER).organ_id.0.clone(), house.agency(OTHER).organ_id.0.clone());
    let kept =
        live(&clerk, &draft, &[("revision", "1"), ("reason", "Sót nơi nhận"), ("add", &has_it)]).await.expect(200);
    let chosen = kept.json()["pieces"]["chosen"].as_str().unwrap().to_owned();
    assert!(chosen.contains("class=\"bad\""), "{chosen}");
    live(&clerk, &draft, &[("revision", "2"), ("receivers", "1"), ("add", &new), ("subject", "khác")])
        .await
        .expect(200);
    let more = crate::story_compose::attach(&clerk, &draft, "khác.txt", b"x").await.expect(409).json();
    assert_eq!(more["code"], "draft.content_fixed", "{more}");
    let second = sent(&house, &clerk, &draft).await;
    let (old, new) = (history(&house, &first), history(&house, &second));
    let said = |one: &History| (one.document.listing.subject.clone(), one.document.listing.issued.clone());
    assert_eq!(said(&new), said(&old), "it says that nothing changed");
    assert_eq!(new.deliveries.len(), 1);
    assert_eq!(new.deliveries[0].agency, house.agency(OTHER).organ_id);
    assert_eq!((old.deliveries[0].standing, old.deliveries[0].state), (Standing::Live, delivery::Name::Delivered));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_document_replaces_two() {
    let house = House::open(Backend::Sqlite).await;
    let clerk = clerk(&house, SENDER).await;
    let (one, two) = (letter(&house, &clerk, "79", &[RECEIVER]).await, letter(&house, &clerk, "80", &[OTHER]).await);
    let wanted = [("what", "replace"), ("d", name(&one)), ("d", name(&two))];
    let update = leads(clerk.post("/out/revise", &[("what", "update"), ("d", name(&one))]).await);
    live(&clerk, &update, &[("revision", "1"), ("reason", "Sai số")]).await.expect(200);
    let draft = leads(clerk.post("/out/revise", &wanted).await);
    let form = page(&clerk, &draft).await;
    assert!(form.contains(&say("compose-title-replace")) && !form.contains("phụ lục.txt"), "{form}");
    let fields = [("revision", "1"), ("reason", "Gộp hai văn bản"), ("number", "81")];
    live(&clerk, &draft, &fields).await.expect(200);
    let third = sent(&house, &clerk, &draft).await;
    assert_eq!(history(&house, &third).deliveries.len(), 2);
    for old in [&one, &two] {
        assert_eq!(history(&house, old).deliveries[0].state, delivery::Name::Cancelled, "{old}");
    }
    // Table and history say the same of what is over.
    let shown = page(&clerk, &one).await;
    assert!(shown.contains(&say("sent-final")) && !shown.contains(&say("document-not-final")), "{shown}");
    // An update that was begun before has nothing left to mend.
    let refused = call(&clerk, &update, "prepare", certificate(&house)).await.expect(409).json();
    assert_eq!(refused["code"], "business.nothing_to_change", "{refused}");
    // Nothing is left to be replaced, and what is another's is not there.
    clerk.post("/out/revise", &wanted).await.expect(409);
    let stranger = crate::story_compose::clerk(&house, RECEIVER).await;
    stranger.post("/out/revise", &[("what", "update"), ("d", name(&third))]).await.expect(404);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_receiver_returned_is_sent_once_more_to_it_alone() {
    let house = House::open(Backend::Sqlite).await;
    let clerk = clerk(&house, SENDER).await;
    let first = letter(&house, &clerk, "82", &[RECEIVER, OTHER]).await;
    let copy = history(&house, &first)
        .deliveries
        .iter()
        .find(|copy| copy.agency == house.agency(RECEIVER).organ_id)
        .unwrap()
        .id;
    let office = crate::story_compose::clerk(&house, RECEIVER).await;
    let fields = [("act", "return"), ("reason", "other"), ("words", "thiếu phụ lục")];
    leads(office.post(&format!("/in/{copy}/reason"), &fields).await);

    let copy = copy.to_string();
    let question = page(&clerk, &format!("/out/act?what=resend&d={}&r={copy}", name(&first))).await;
    assert!(
        question.contains("action=\"/out/revise\"") && question.contains(&say("sent-compose-resend")),
        "{question}"
    );
    let draft = leads(clerk.post("/out/revise", &[("what", "resend"), ("d", name(&first)), ("r", &copy)]).await);
    // Its name is not for changing.
    live(&clerk, &draft, &[("revision", "1"), ("number", "999"), ("subject", "khác")]).await.expect(200);
    let more = crate::story_compose::attach(&clerk, &draft, "khác.txt", b"x").await.expect(409).json();
    assert_eq!(more["code"], "draft.content_fixed", "{more}");
    let other = house.agency(OTHER).organ_id.0.clone();
    let kept = live(&clerk, &draft, &[("revision", "1"), ("add", &other)]).await.expect(200).json();
    assert!(
        kept["pieces"]["chosen"].as_str().unwrap().contains("class=\"bad\""),
        "whoever has it is not sent it again"
    );
    live(&clerk, &draft, &[("revision", "2"), ("do", &format!("drop:{other}"))]).await.expect(200);
    let second = sent(&house, &clerk, &draft).await;
    let (old, new) = (history(&house, &first), history(&house, &second));
    assert_eq!((new.document.attempt, &new.document.document_id), (2, &old.document.document_id));
    assert_eq!((new.deliveries.len(), &new.deliveries[0].agency), (1, &house.agency(RECEIVER).organ_id));
    assert_eq!(new.document.listing.subject, old.document.listing.subject);
    // What was followed is no trouble of the first any more.
    let shown = page(&clerk, &first).await;
    assert!(!shown.contains("value=\"resend\""), "{shown}");
    house.close().await;
}
