//! An office at its desk: what came is listed, looked at, accepted into the book, returned with a reason; attachments go
//! out by links that work once, on their own origin; and nobody sees or does what is not theirs.

use lienthong::cli::demo::packages::{self, Draft, File, Kind};
use lienthong::domain::acknowledgement::Name;
use lienthong::domain::person::Role;
use lienthong::store::register::Book;

use crate::support::house::{Answer, House, OTHER, RECEIVER, SENDER, answer, client};
use crate::support::stores::Backend;
use crate::support::visitor::Visitor;

const TRICK: &str = "V/v <script>alert(1)</script> rà soát \"kế hoạch\" & đê điều";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n";
const TEXT: &[u8] = "phụ lục\n".as_bytes();

async fn visitor(house: &House, number: usize, role: Role) -> Visitor {
    Visitor::at(house, Some(&house.agency(number).organ_id), role).await
}

/// Where a 303 leads.
#[track_caller]
fn leads(answer: Answer) -> String {
    answer.expect(303).header("location").to_owned()
}

/// A letter with a text and a PDF, sent; its delivery to the receiver.
async fn letter(house: &House, kind: Kind, number: u32) -> (String, Vec<u8>) {
    let draft = Draft { subject: TRICK.to_owned(), priority: Some(3), ..Draft::letter(number, &house.clock) };
    // No entry of a container has such a name; in a bare file it is a text like any other.
    let name = if kind == Kind::AsicE { "phụ lục.txt" } else { "<img src=x>.txt" };
    let files =
        [File::of(name, "text/html", TEXT.to_vec()), File::of("quyết định.pdf", "application/pdf", PDF.to_vec())];
    let package = packages::pack(house.agency(SENDER), &[house.agency(RECEIVER)], kind, &draft, &files).unwrap();
    let sent = house.submit(SENDER, &package).await.expect(201).json();
    (house.delivery(&sent, RECEIVER), package)
}

async fn open(url: &str) -> Answer {
    answer(client().get(url)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_looks_accepts_and_returns() {
    let house = House::open(Backend::Sqlite).await;
    let (clerk, reader) = (visitor(&house, RECEIVER, Role::Clerk).await, visitor(&house, RECEIVER, Role::Reader).await);
    let (first, package) = letter(&house, Kind::AsicE, 1).await;
    let (second, _) = letter(&house, Kind::AsicE, 2).await;

    // The list: escaped, with its view, its count and its deadline.
    let list = clerk.get("/in").await.expect(200).text();
    assert!(list.contains("&#60;script&#62;") && !list.contains("<script>alert"), "{list}");
    assert!(
        list.contains(&format!("/in/{first}")) && list.contains("Chờ tiếp nhận <span class=\"n hot\">2</span>"),
        "{list}"
    );
    let found = clerk.get("/in?view=all&q=de+dieu").await.expect(200).text();
    assert!(found.contains(&format!("/in/{first}")), "{found}");
    let none = clerk.get("/in?view=all&q=khong+co+chu+nay").await.expect(200).text();
    assert!(none.contains("Không có văn bản nào khớp"), "{none}");
    let wrong = clerk.get("/in?from=31/02/2026").await.expect(200).text();
    assert!(wrong.contains("không phải là ngày"), "{wrong}");
    let newer = clerk.get("/in/new?view=all&pos=-1").await.expect(200).text();
    assert!(newer.contains("2 văn bản mới."), "{newer}");
    assert!(reader.get("/in").await.expect(200).text().contains(&first));

    // The document: verdict, files, timeline with receipts, the buttons that are allowed.
    let page = clerk.get(&format!("/in/{first}")).await.expect(200).text();
    assert!(page.contains("class=\"verdict ok\"") && !page.contains("<script>alert"), "{page}");
    assert!(page.contains("quyết định.pdf") && page.contains("phụ lục.txt"), "{page}");
    assert!(page.contains("value=\"accept\"") && page.contains("reason?act=return"), "{page}");
    assert!(!page.contains("value=\"agree\"") && page.contains("Chưa kết thúc"), "{page}");
    assert!(!reader.get(&format!("/in/{first}")).await.expect(200).text().contains("value=\"accept\""));
    let receipt = page.split("/receipt/").nth(1).unwrap().split('"').next().unwrap();
    house.proves(&clerk.get(&format!("/in/{first}/receipt/{receipt}")).await.expect(200).bytes, None);
    clerk.get(&format!("/in/{first}/receipt/0/0")).await.expect(404);
    assert_eq!(clerk.get(&format!("/in/{first}/package")).await.expect(200).bytes, package);
    clerk.get("/in?lang=en").await.expect(200);

    // Accepted once, with its number; the second tab is told who was faster.
    let path = format!("/in/{first}/act");
    assert_eq!(leads(clerk.post(&path, &[("act", "accept"), ("number", "1.294")]).await), format!("/in/{first}"));
    let entry = house.app.store().register_page(&house.agency(RECEIVER).organ_id, Book::In, year(&house), None, 9);
    assert_eq!(entry.unwrap().rows[0].number, 1_294);
    let again = leads(clerk.post(&path, &[("act", "accept"), ("number", "")]).await);
    assert_eq!(again, format!("/in/{first}?unchanged=1"));
    let page = clerk.get(&again).await.expect(200).text();
    assert!(page.contains("Nguyễn Văn An đã tiếp nhận lúc") && page.contains("Không có gì thay đổi."), "{page}");
    assert!(page.contains("<strong>1294</strong>") && !page.contains("reason?act=return"), "{page}");
    assert_eq!(leads(clerk.post(&path, &[("act", "return")]).await), format!("/in/{first}/reason?act=return"));
    assert_eq!(
        leads(clerk.get(&format!("/in/{first}/reason?act=return")).await),
        format!("/in/{first}?unchanged=1"),
        "what was accepted is not returned"
    );
    let taken = leads(clerk.post(&format!("/in/{second}/number"), &[("number", "1294")]).await);
    let page = clerk.get(&taken).await.expect(200).text();
    assert!(page.contains("đã cấp cho văn bản khác"), "{page}");

    // Returned with a reason, and not without.
    let reason = format!("/in/{second}/reason");
    clerk.get(&format!("{reason}?act=return")).await.expect(200);
    let refused = clerk.post(&reason, &[("act", "return")]).await.expect(422).text();
    assert!(refused.contains("role=\"alert\"") && refused.contains("Chọn một lý do."), "{refused}");
    let fields = [("act", "return"), ("reason", "misdirected"), ("words", "gửi Sở Y tế")];
    assert_eq!(leads(clerk.post(&reason, &fields).await), format!("/in/{second}"));
    let line = house.app.store().delivery(&house.agency(RECEIVER).organ_id, second.parse().unwrap()).unwrap().unwrap();
    assert_eq!(line.delivery.ack, Name::Returned);
    let page = clerk.get(&format!("/in/{second}")).await.expect(200).text();
    assert!(page.contains("Gửi nhầm: gửi Sở Y tế") && page.contains("Kết thúc"), "{page}");
    house.close().await;
}

fn year(house: &House) -> i64 {
    i64::from(lienthong::domain::deadline::day_in_vietnam(house.clock.now()).year())
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_accepted_and_taken_charge_of_at_once() {
    let house = House::open(Backend::Sqlite).await;
    let clerk = visitor(&house, RECEIVER, Role::Clerk).await;
    let mut ids = Vec::new();
    for number in 1..=3 {
        ids.push(letter(&house, Kind::AsicE, number).await.0);
    }
    let back = ("back", "/in?view=all");
    let picked = |count: usize| -> Vec<(&str, &str)> {
        let mut fields: Vec<(&str, &str)> = ids.iter().take(count).map(|id| ("d", id.as_str())).collect();
        fields.push(back);
        fields
    };
    assert_eq!(leads(clerk.post("/in/accept", &picked(2)).await), "/in?view=all&done=accepted.2.0");
    let told = leads(clerk.post("/in/accept", &picked(3)).await);
    assert_eq!(told, "/in?view=all&done=accepted.1.2");
    let page = clerk.get(&told).await.expect(200).text();
    assert!(page.contains("Đã tiếp nhận, vào sổ 1 văn bản. 2 văn bản không có gì thay đổi."), "{page}");
    assert!(page.contains("Số đến 3"), "{page}");
    assert_eq!(leads(clerk.post("/in/mine", &picked(1)).await), "/in?view=all&done=mine.1.0");
    let mine = clerk.get("/in?view=all&mine=1").await.expect(200).text();
    assert!(mine.contains(&ids[0]) && !mine.contains(&format!("/in/{}", ids[1])), "{mine}");
    assert_eq!(leads(clerk.post("/in/accept", &[back]).await), "/in?view=all&done=none.0");
    let elsewhere = [("d", ids[0].as_str()), ("back", "https://evil.example/in")];
    assert_eq!(leads(clerk.post("/in/mine", &elsewhere).await), "/in?done=mine.1.0");
    let packages = clerk.post("/in/packages", &picked(3)).await.expect(200).text();
    assert_eq!(packages.matches("/package\"").count(), 6, "{packages}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn attachments_go_out_once_on_their_own_origin() {
    for kind in [Kind::AsicE, Kind::Bare] {
        let house = House::open(Backend::Sqlite).await;
        let clerk = visitor(&house, RECEIVER, Role::Clerk).await;
        let (id, _) = letter(&house, kind, 1).await;
        let page = clerk.get(&format!("/in/{id}")).await.expect(200).text();
        assert!(!page.contains("<img src=x>"), "{page}");

        let url = leads(clerk.get(&format!("/in/{id}/file/0")).await);
        let base = house.province.config.console.content_url.clone().unwrap();
        assert!(url.starts_with(&format!("{base}/c/")), "{url}");
        let file = open(&url).await.expect(200);
        assert_eq!(file.bytes, TEXT);
        assert_eq!(file.header("content-type"), "application/octet-stream", "not what the package claims");
        assert!(file.header("content-disposition").starts_with("attachment"), "{}", file.header("content-disposition"));
        assert!(file.header("content-security-policy").starts_with("sandbox"));
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        open(&url).await.expect(404);

        let page = clerk.get(&format!("/in/{id}/view/1")).await.expect(200);
        assert!(page.header("content-security-policy").contains(&format!("frame-src {base}")));
        let page = page.text();
        let url =
            page.split("<iframe").nth(1).unwrap().split("src=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let file = open(&url).await.expect(200);
        assert_eq!((file.bytes.as_slice(), file.header("content-type")), (PDF, "application/pdf"));
        assert!(file.header("content-disposition").starts_with("inline"));
        open(&url).await.expect(404);
        clerk.get(&format!("/in/{id}/view/0")).await.expect(404);
        clerk.get(&format!("/in/{id}/file/9")).await.expect(404);
        open(&format!("{base}/c/{}", "A".repeat(43))).await.expect(404);
        open(&format!("{base}/in")).await.expect(404);

        // Every look is written down, and none of them is a word.
        let delivery =
            house.app.store().delivery(&house.agency(RECEIVER).organ_id, id.parse().unwrap()).unwrap().unwrap();
        let (sender, document) = (&house.agency(SENDER).organ_id, delivery.delivery.document);
        let what: Vec<String> =
            house.app.store().accesses(sender, document).unwrap().into_iter().map(|(_, _, what)| what).collect();
        assert_eq!(what, ["attachment", "preview"]);
        assert_eq!(delivery.delivery.ack, Name::None);

        // A link that was made before a recall opens nothing after it.
        let url = leads(clerk.get(&format!("/in/{id}/file/0")).await);
        leads(clerk.post(&format!("/in/{id}/act"), &[("act", "accept"), ("number", "")]).await);
        let recall = format!("/api/v1/documents/{document}/recall");
        house.post_json(&recall, SENDER, serde_json::json!({ "reason": "Ban hành nhầm" })).await.expect(201);
        open(&url).await.expect(410);
        let page = clerk.get(&format!("/in/{id}")).await.expect(200).text();
        assert!(page.contains("value=\"confirm_cancelled\"") && !page.contains("value=\"complete\""), "{page}");
        assert!(clerk.get("/in?view=changes").await.expect(200).text().contains(&id));
        leads(clerk.post(&format!("/in/{id}/act"), &[("act", "confirm_cancelled")]).await);
        let page = clerk.get(&format!("/in/{id}")).await.expect(200).text();
        assert!(page.contains("Kết thúc") && page.contains("Đã hủy"), "{page}");
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_agency_and_another_role_see_and_do_nothing() {
    let house = House::open(Backend::Sqlite).await;
    let (id, _) = letter(&house, Kind::AsicE, 1).await;
    let other = visitor(&house, OTHER, Role::Clerk).await;
    for path in ["", "/package", "/file/0", "/view/1", "/receipt/0/1", "/reason?act=return"] {
        other.get(&format!("/in/{id}{path}")).await.expect(404);
    }
    other.get("/in/0190-no-uuid").await.expect(404);
    for (path, fields) in [
        ("act", &[("act", "accept")][..]),
        ("reason", &[("act", "return"), ("reason", "misdirected")]),
        ("mine", &[]),
        ("number", &[("number", "1")]),
    ] {
        let answer = other.post(&format!("/in/{id}/{path}"), fields).await;
        // A number's refusal is said on the page, which is not theirs either.
        match answer.status {
            303 => drop(other.get(&leads(answer)).await.expect(404)),
            404 => {}
            status => panic!("{path}: {status}"),
        }
    }
    assert_eq!(leads(other.post("/in/accept", &[("d", &id)]).await), "/in?done=none.0");
    assert_eq!(leads(other.post("/in/mine", &[("d", &id)]).await), "/in?done=none.0");
    assert!(!other.get("/in?view=all").await.expect(200).text().contains(&id));
    let reader = visitor(&house, RECEIVER, Role::Reader).await;
    for path in ["act", "reason", "mine", "number"] {
        reader.post(&format!("/in/{id}/{path}"), &[("act", "accept"), ("number", "1")]).await.expect(403);
    }
    let line = house.app.store().delivery(&house.agency(RECEIVER).organ_id, id.parse().unwrap()).unwrap().unwrap();
    assert_eq!(line.delivery.ack, Name::None);
    let auditor = Visitor::at(&house, None, Role::Auditor).await;
    auditor.get(&format!("/in/{id}")).await.expect(403);
    // A withdrawal before anybody took it leaves nothing to look at.
    let document = line.delivery.document;
    let recall = format!("/api/v1/documents/{document}/recall");
    house.post_json(&recall, SENDER, serde_json::json!({ "reason": "Gửi nhầm" })).await.expect(201);
    reader.get(&format!("/in/{id}")).await.expect(404);
    house.close().await;
}
