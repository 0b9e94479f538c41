//! A clerk sends a signed package from the console: looked at first, then sent, once however often one clicks; a cut upload
//! goes on where it was; what was sent is followed, recalled with a reason, and nobody else's.

use lienthong::cli::demo::packages::Kind;
use lienthong::crypto::sha256;
use lienthong::domain::acknowledgement::{Name, Standing};
use lienthong::domain::person::Role;
use lienthong::store::documents::History;
use reqwest::Method;
use serde_json::Value;

use crate::support::house::{Answer, House, OTHER, RECEIVER, SENDER, answer};
use crate::support::stores::Backend;
use crate::support::visitor::Visitor;

async fn clerk(house: &House, number: usize) -> Visitor {
    Visitor::at(house, Some(&house.agency(number).organ_id), Role::Clerk).await
}

/// Where a 303 leads.
#[track_caller]
fn leads(answer: Answer) -> String {
    answer.expect(303).header("location").to_owned()
}

/// The file in a form, as a browser without JavaScript sends it.
async fn whole(who: &Visitor, package: &[u8]) -> Answer {
    let mut body = b"--b\r\nContent-Disposition: form-data; name=\"package\"; filename=\"goi.asice\"\r\n\r\n".to_vec();
    body.extend_from_slice(package);
    body.extend_from_slice(b"\r\n--b--\r\n");
    let path = format!("/out/upload?csrf={}", who.csrf);
    let request = who.request(Method::POST, &path).header("content-type", "multipart/form-data; boundary=b");
    answer(request.body(body)).await
}

async fn begin(who: &Visitor, size: usize) -> Value {
    who.post("/out/upload/begin", &[("name", "goi.asice"), ("size", &size.to_string())]).await.expect(200).json()
}

async fn piece(who: &Visitor, id: &str, offset: usize, bytes: &[u8]) -> Answer {
    let request = who.request(Method::POST, &format!("/out/upload/{id}?offset={offset}"));
    let request = request.header("x-csrf-token", &who.csrf).header("content-type", "application/octet-stream");
    answer(request.body(bytes.to_vec())).await
}

fn sent(house: &House) -> Vec<History> {
    let (store, agency) = (house.app.store(), &house.agency(SENDER).organ_id);
    let rows = store.sent(agency, None, 50).unwrap().rows;
    rows.iter().map(|row| store.history(agency, row.uuid).unwrap().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_script_a_package_is_looked_at_and_sent_once() {
    let house = House::open(Backend::Sqlite).await;
    let clerk = clerk(&house, SENDER).await;
    clerk.get("/out/upload").await.expect(200);
    let (draft, package) = house.package(Kind::AsicE, 1, &[RECEIVER, OTHER]);
    let review = leads(whole(&clerk, &package).await);
    let page = clerk.get(&review).await.expect(200).text();
    assert!(page.contains(&draft.subject), "{page}");
    assert!(page.contains(&house.agency(OTHER).name) && page.contains("class=\"verdict ok\""), "{page}");
    assert!(sent(&house).is_empty(), "nothing is sent before the yes");

    let send = format!("{}/send", review.split('?').next().unwrap());
    let (one, two) = tokio::join!(clerk.post(&send, &[]), clerk.post(&send, &[]));
    let (one, two) = (leads(one), leads(two));
    let first = one.split('?').next().unwrap().to_owned();
    assert_eq!(two.split('?').next().unwrap(), first, "a double click is one document");
    assert_eq!(sent(&house).len(), 1);
    // Again later, from a page that was left open: to the same document.
    assert!(leads(clerk.post(&send, &[]).await).starts_with(&first));
    assert!(leads(clerk.get(&review).await).starts_with(&first));
    // And the same bytes once more: known before they are sent, and sent they are the first.
    let review = leads(whole(&clerk, &package).await);
    let page = clerk.get(&review).await.expect(200).text();
    assert!(page.contains(&first), "{page}");
    let again = leads(clerk.post(&format!("{}/send", review.split('?').next().unwrap()), &[]).await);
    assert_eq!(again, format!("{first}?told=known"));
    assert_eq!(sent(&house).len(), 1);

    let page = clerk.get(&first).await.expect(200).text();
    assert!(page.contains(&draft.subject) && page.contains(&house.agency(RECEIVER).name), "{page}");
    let history = sent(&house).remove(0);
    let receipt = format!("{first}/receipts/{}/{}", history.document.leaf.epoch, history.document.leaf.index);
    house.proves(&clerk.get(&receipt).await.expect(200).bytes, Some(sha256(&package)));
    let copy = &history.deliveries[0];
    house.proves(&clerk.get(&format!("{first}/receipts/{}/{}", copy.leaf.epoch, copy.leaf.index)).await.bytes, None);
    clerk.get(&format!("{first}/receipts/0/0")).await.expect(404);
    assert!(clerk.get("/out").await.expect(200).text().contains(&draft.subject));
    assert!(clerk.get("/book?book=out").await.expect(200).text().contains(&draft.subject));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_upload_goes_on_where_it_was_and_is_nobody_elses() {
    let house = House::open(Backend::Sqlite).await;
    let (clerk, colleague) = (clerk(&house, SENDER).await, clerk(&house, SENDER).await);
    let (draft, package) = house.package(Kind::AsicE, 1, &[RECEIVER]);
    let begun = begin(&clerk, package.len()).await;
    let id = begun["id"].as_str().unwrap().to_owned();
    assert_eq!(begun["have"], 0);
    let half = package.len() / 2;
    assert_eq!(piece(&clerk, &id, 0, &package[..half]).await.expect(200).json()["have"], half);

    // The answer was lost: the same piece again is refused, and the page asks how much is there.
    let refused = piece(&clerk, &id, 0, &package[..half]).await.expect(409).json();
    assert_eq!(refused["code"], "upload.elsewhere");
    assert_eq!(clerk.get(&format!("/out/upload/{id}/state")).await.expect(200).json()["have"], half);
    // Half a package is neither shown nor sent; the page says how much is here.
    assert_eq!(leads(clerk.get(&format!("/out/upload/{id}")).await), "/out/upload");
    clerk.post(&format!("/out/upload/{id}/send"), &[]).await.expect(409);
    assert!(clerk.get("/out/upload").await.text().contains("goi.asice"));
    // Whoever is not its owner does not see it, not even at the same desk.
    for path in [format!("/out/upload/{id}"), format!("/out/upload/{id}/state")] {
        colleague.get(&path).await.expect(404);
    }
    colleague.post(&format!("/out/upload/{id}/send"), &[]).await.expect(404);
    piece(&colleague, &id, half, &package[half..]).await.expect(404);
    assert!(!colleague.get("/out/upload").await.text().contains("goi.asice"));

    // The page was loaded anew: the same file goes on.
    let again = begin(&clerk, package.len()).await;
    assert_eq!((again["id"].as_str(), again["have"].as_u64()), (Some(id.as_str()), Some(half as u64)));
    assert_eq!(piece(&clerk, &id, half, &package[half..]).await.expect(200).json()["have"], package.len());
    piece(&clerk, &id, package.len(), b"more").await.expect(413);
    assert!(clerk.get(&format!("/out/upload/{id}")).await.expect(200).text().contains(&draft.subject));
    let document = leads(clerk.post(&format!("/out/upload/{id}/send"), &[]).await);
    assert!(document.ends_with("?told=sent"), "{document}");
    assert_eq!(sent(&house).len(), 1);

    // Too much is refused before it comes, and too many.
    clerk.post("/out/upload/begin", &[("name", "x"), ("size", "999999999999")]).await.expect(413);
    for number in 0..8 {
        clerk.post("/out/upload/begin", &[("name", &format!("{number}")), ("size", "10")]).await.expect(200);
    }
    let most = clerk.post("/out/upload/begin", &[("name", "9"), ("size", "10")]).await.expect(409).json();
    assert_eq!(most["code"], "upload.too_much");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_be_refused_is_shown_and_not_offered() {
    let house = House::open(Backend::Sqlite).await;
    let clerk = clerk(&house, SENDER).await;
    let (_, mut package) = house.package(Kind::Bare, 1, &[RECEIVER]);
    let at = package.len() / 3;
    package[at] ^= 1;
    let page = clerk.get(&leads(whole(&clerk, &package).await)).await.expect(200).text();
    assert!(page.contains("class=\"errors\"") && !page.contains("/send\""), "{page}");
    // An empty field is told above the form.
    assert!(whole(&clerk, b"").await.expect(422).text().contains("class=\"errors\""));
    // A reader may look at what was sent, and send nothing.
    let reader = Visitor::at(&house, Some(&house.agency(SENDER).organ_id), Role::Reader).await;
    reader.get("/out").await.expect(200);
    reader.get("/out/upload").await.expect(403);
    whole(&reader, &package).await.expect(403);
    reader.post("/out/act", &[("what", "recall")]).await.expect(403);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recall_says_what_becomes_of_it_and_is_done_once() {
    let house = House::open(Backend::Sqlite).await;
    let (clerk, stranger) = (clerk(&house, SENDER).await, clerk(&house, RECEIVER).await);
    let (_, answer, deliveries) = house.send(1, &[RECEIVER, OTHER]).await;
    let document = answer["document"]["uuid"].as_str().unwrap().to_owned();
    let fetched = format!("/api/v1/deliveries/{}/fetched", deliveries[0]);
    let body = serde_json::json!({ "sha256": answer["package"]["sha256"] });
    house.post_json(&fetched, RECEIVER, body).await.expect(200);

    // Nobody else's: neither the page nor the act, for a receiver of it.
    stranger.get(&format!("/out/{document}")).await.expect(404);
    stranger.get(&format!("/out/act?what=recall&d={document}")).await.expect(404);
    let yes = |reason: &'static str| {
        vec![
            ("what", "recall"),
            ("d", document.as_str()),
            ("r", deliveries[0].as_str()),
            ("r", deliveries[1].as_str()),
            ("once", "0190a1b2-0000-7000-8000-000000000001"),
            ("reason", reason),
        ]
    };
    stranger.post("/out/act", &yes("x")).await.expect(404);

    let page = clerk.get(&format!("/out/act?what=recall&d={document}")).await.expect(200).text();
    assert!(page.contains("Thu hồi tại 2 nơi?"), "{page}");
    assert!(page.contains("1 nơi chưa lấy về sẽ không thấy văn bản nữa; 1 nơi phải hủy và xác nhận."), "{page}");
    let without = clerk.post("/out/act", &yes(" ")).await.expect(422).text();
    assert!(without.contains("class=\"errors\""), "{without}");
    // Nobody named is not everybody.
    clerk.post("/out/act", &[("what", "recall"), ("d", &document), ("reason", "x")]).await.expect(400);
    assert!(sent(&house)[0].changes.is_empty());

    let shown = format!("/out/{document}?told=recall");
    assert_eq!(leads(clerk.post("/out/act", &yes("Gửi nhầm")).await), shown);
    assert_eq!(leads(clerk.post("/out/act", &yes("Gửi nhầm")).await), shown, "the second click is the first");
    let history = sent(&house).remove(0);
    assert_eq!(history.changes.len(), 2);
    assert!(history.changes.iter().all(|change| change.reason.as_deref() == Some("Gửi nhầm")));
    let standings: Vec<_> = history.deliveries.iter().map(|copy| copy.standing).collect();
    assert!(standings.contains(&Standing::Recalled) && standings.contains(&Standing::Live), "{standings:?}");
    assert!(clerk.get(&format!("/out/{document}")).await.text().contains("Gửi nhầm"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_returned_document_is_sent_again_once() {
    let house = House::open(Backend::Sqlite).await;
    let clerk = clerk(&house, SENDER).await;
    let (_, answer, deliveries) = house.send(1, &[RECEIVER]).await;
    let document = answer["document"]["uuid"].as_str().unwrap().to_owned();
    let returned = serde_json::json!({ "code": "02", "reason": "Thiếu phụ lục" });
    house
        .post_json(&format!("/api/v1/deliveries/{}/acknowledgements", deliveries[0]), RECEIVER, returned)
        .await
        .expect(201);
    let list = clerk.get("/out?view=returned").await.expect(200).text();
    assert!(list.contains(&document), "{list}");
    let page = clerk.get(&format!("/out/{document}")).await.expect(200).text();
    assert!(page.contains("Thiếu phụ lục") && page.contains("what=resend"), "{page}");

    let yes = [("what", "resend"), ("d", document.as_str()), ("r", deliveries[0].as_str())];
    let (one, two) = (leads(clerk.post("/out/act", &yes).await), leads(clerk.post("/out/act", &yes).await));
    assert_eq!(one, two, "one attempt more, not two");
    let all = sent(&house);
    assert_eq!(all.len(), 2);
    assert!(all.iter().any(|found| found.document.attempt == 2 && found.deliveries[0].ack == Name::None));
    // The old attempt is not in trouble any more.
    assert!(!clerk.get("/out?view=returned").await.text().contains(&document));
    house.close().await;
}
