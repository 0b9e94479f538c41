//! A clerk composes a document in the console: what is missing is said beside the field in her words, drafts are hers alone and never
//! lost between two windows, and what her key signs elsewhere arrives.

use lienthong::domain::ids::OrganId;
use lienthong::domain::person::Role;
use lienthong::edxml::{Draft, DraftParty};
use lienthong::i18n::{self, Lang};
use lienthong::signature::algorithm::{self, SignatureAlgorithm};
use lienthong::store::agencies::Group;
use lienthong::store::change::Actor;
use openssl::pkey::PKey;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::form::Form;
use crate::support::house::{Answer, House, OTHER, RECEIVER, SENDER, answer};
use crate::support::stores::Backend;
use crate::support::visitor::Visitor;

pub async fn clerk(house: &House, number: usize) -> Visitor {
    Visitor::at(house, Some(&house.agency(number).organ_id), Role::Clerk).await
}

/// Where a 303 leads.
#[track_caller]
pub fn leads(answer: Answer) -> String {
    answer.expect(303).header("location").to_owned()
}

pub async fn begin(who: &Visitor) -> String {
    leads(who.post("/out/compose", &[]).await)
}

/// The form as a browser without JavaScript sends it: fields in parts, and files.
pub async fn send(who: &Visitor, draft: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
    let mut form = Form::new();
    for (name, value) in fields {
        form = form.part(name, None, value.as_bytes());
    }
    for (name, bytes) in files {
        form = form.part("file", Some(name), bytes);
    }
    if files.is_empty() {
        form = form.part("file", Some(""), b"");
    }
    let (kind, body) = form.done();
    let path = format!("{draft}?csrf={}", who.csrf);
    answer(who.request(Method::POST, &path).header("content-type", kind).body(body)).await
}

/// The form as the page's script sends it.
pub async fn live(who: &Visitor, draft: &str, fields: &[(&str, &str)]) -> Answer {
    let body = serde_urlencoded::to_string(fields).unwrap();
    let request = who.request(Method::POST, &format!("{draft}/live")).header("x-csrf-token", &who.csrf);
    answer(request.header("content-type", "application/x-www-form-urlencoded").body(body)).await
}

pub async fn attach(who: &Visitor, draft: &str, name: &str, bytes: &[u8]) -> Answer {
    let query = serde_urlencoded::to_string([("name", name)]).unwrap();
    let request = who.request(Method::POST, &format!("{draft}/file?{query}")).header("x-csrf-token", &who.csrf);
    answer(request.header("content-type", "application/octet-stream").body(bytes.to_vec())).await
}

pub async fn call(who: &Visitor, draft: &str, what: &str, body: Value) -> Answer {
    let request = who.request(Method::POST, &format!("{draft}/{what}")).header("x-csrf-token", &who.csrf);
    answer(request.json(&body)).await
}

/// A no to the page's script, in words.
#[track_caller]
pub fn refused(answer: Answer, status: u16, code: &str) {
    let problem = answer.expect(status).json();
    assert_eq!(problem["code"], code, "{problem}");
    assert!(problem["title"].is_string() && problem["remedy"].is_string(), "{problem}");
}

pub async fn page(who: &Visitor, path: &str) -> String {
    who.get(path).await.expect(200).text()
}

pub fn say(key: &str) -> String {
    i18n::text(Lang::Vi, key, None, &[])
}

/// A text as it stands in a page.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;").replace('"', "&#34;")
}

/// All that a letter needs.
pub fn whole(to: &str) -> Vec<(&str, &str)> {
    vec![
        ("revision", "0"),
        ("receivers", "1"),
        ("number", "77"),
        ("notation", "VP-TH"),
        ("issued", ""),
        ("type", "Công văn"),
        ("priority", "2"),
        ("due", ""),
        ("subject", "V/v <soạn> & gửi"),
        ("competence", "TL. GIÁM ĐỐC"),
        ("signer", "Trần Thị Bé"),
        ("add", to),
    ]
}

pub fn base64(bytes: &[u8]) -> String {
    base64::Engine::encode(&base64::prelude::BASE64_STANDARD, bytes)
}

/// What the sender's key makes of what was prepared.
pub fn signed(house: &House, prepared: &Value) -> String {
    let info = prepared["signed_info"].as_str().unwrap();
    let info = base64::Engine::decode(&base64::prelude::BASE64_STANDARD, info).unwrap();
    let key = PKey::private_key_from_pem(&std::fs::read(&house.agency(SENDER).key_file).unwrap()).unwrap();
    let algorithm = SignatureAlgorithm::from_uri(prepared["algorithm"].as_str().unwrap()).unwrap();
    base64(&algorithm::sign(&key, algorithm, &algorithm.digest().digest(&info).unwrap()).unwrap())
}

pub fn certificate(house: &House) -> Value {
    json!({ "certificate": std::fs::read_to_string(&house.agency(SENDER).chain_file).unwrap() })
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_script_a_letter_is_written_checked_signed_and_arrives() {
    let house = House::open(Backend::Sqlite).await;
    let (clerk, to) = (clerk(&house, SENDER).await, house.agency(RECEIVER).organ_id.0.clone());
    let draft = begin(&clerk).await;
    assert_eq!(begin(&clerk).await, draft, "an untouched sheet is taken again");
    assert!(!page(&clerk, "/out/compose").await.contains(&draft), "and is no draft yet");

    // Ký và gửi of an empty sheet names every field, once, beside it and above.
    let there = leads(send(&clerk, &draft, &[("revision", "0"), ("do", "sign")], &[]).await);
    assert_eq!(there, format!("{draft}?full=1"));
    let shown = page(&clerk, &there).await;
    for field in ["number", "notation", "type", "subject", "to"] {
        let words = escaped(&say(&format!("compose-missing-{field}")));
        assert_eq!(shown.matches(&words).count(), 2, "{field}: {words}\n{shown}");
        assert!(shown.contains(&format!("href=\"#{field}\"")), "{field}");
    }
    assert!(!shown.contains("MessageHeader"), "no element is named");
    assert_eq!(leads(clerk.get(&format!("{draft}/sign")).await), format!("{draft}?full=1"), "nothing to sign yet");

    // Filled in, with two files; the form comes back as it was typed.
    let pdf = lienthong::cli::demo::pdf::page("Công văn", &["nội dung"]);
    let files: [(&str, &[u8]); 2] = [("kế hoạch: 1.pdf", &pdf), ("phụ lục.txt", "phụ lục".as_bytes())];
    let there = leads(send(&clerk, &draft, &whole(&to), &files).await);
    assert_eq!(there, format!("{draft}?told=saved"));
    let shown = page(&clerk, &there).await;
    for words in [
        "value=\"77\"",
        "value=\"VP-TH\"",
        "V/v &#60;soạn&#62; &#38; gửi",
        "value=\"Trần Thị Bé\"",
        "<option value=\"2\" selected>",
    ] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    assert!(shown.contains("kế hoạch_ 1.pdf") && shown.contains("Không có chữ ký số"), "{shown}");
    assert!(shown.contains(&format!("name=\"to\" value=\"{to}\"")) && shown.contains(&house.agency(RECEIVER).name));
    assert!(page(&clerk, "/out/compose").await.contains("77/VP-TH"));
    assert!(page(&clerk, "/out").await.contains(&say("rail-compose")));

    let there = leads(send(&clerk, &draft, &[("revision", "1"), ("do", "sign")], &[]).await);
    assert_eq!(there, format!("{draft}/sign"));
    let answered = clerk.get(&there).await.expect(200);
    let policy = answered.header("content-security-policy").to_owned();
    assert!(policy.contains("connect-src 'self' http://127.0.0.1:9463;"), "{policy}");
    assert!(
        page(&clerk, &draft).await.contains("77")
            && !clerk.get(&draft).await.header("content-security-policy").contains("9463")
    );
    let shown = answered.text();
    for words in [
        house.agency(SENDER).name.as_str(),
        "77/VP-TH",
        "V/v &#60;soạn&#62; &#38; gửi",
        &house.agency(RECEIVER).name,
        "phụ lục.txt",
    ] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }

    let prepared = call(&clerk, &draft, "prepare", certificate(&house)).await.expect(201).json();
    let bytes = clerk.get(prepared["files"][1]["href"].as_str().unwrap()).await.expect(200);
    assert_eq!(bytes.bytes, "phụ lục".as_bytes());
    assert_eq!(bytes.header("content-type"), "application/octet-stream");
    assert!(bytes.header("content-disposition").starts_with("attachment"));
    assert!(bytes.header("content-security-policy").starts_with("sandbox"));
    assert_eq!(bytes.header("x-content-type-options"), "nosniff");

    let wrong = json!({ "prepared": prepared["id"], "signature": base64(&[1; 64]) });
    refused(call(&clerk, &draft, "complete", wrong).await, 422, "signature.value");
    let value = json!({ "prepared": prepared["id"], "signature": signed(&house, &prepared) });
    let sent = call(&clerk, &draft, "complete", value.clone()).await.expect(200).json();
    let document = sent["to"].as_str().unwrap().strip_suffix("?told=sent").unwrap().to_owned();
    let again = call(&clerk, &draft, "complete", value).await.expect(200).json();
    assert_eq!(again["to"], format!("{document}?told=known"), "twice is once");
    assert!(page(&clerk, &document).await.contains("V/v &#60;soạn&#62; &#38; gửi"));
    assert!(page(&clerk, "/book?book=out").await.contains("VP-TH"), "entered in the book");
    let receiver = clerk_of(&house, RECEIVER).await;
    assert!(page(&receiver, "/in?view=all").await.contains("V/v &#60;soạn&#62; &#38; gửi"), "it arrived");

    // The draft became the document: it leads there, is listed no more, and takes nothing more.
    assert_eq!(leads(clerk.get(&draft).await), document);
    assert_eq!(leads(send(&clerk, &draft, &whole(&to), &[]).await), document);
    assert!(!page(&clerk, "/out/compose").await.contains("77/VP-TH"));
    refused(call(&clerk, &draft, "prepare", certificate(&house)).await, 409, "draft.sent");
    refused(live(&clerk, &draft, &[("revision", "1"), ("number", "78")]).await, 409, "draft.sent");
    house.close().await;
}

async fn clerk_of(house: &House, number: usize) -> Visitor {
    clerk(house, number).await
}

#[tokio::test(flavor = "multi_thread")]
async fn while_one_types_it_is_kept_and_what_is_wrong_is_said_beside_the_field() {
    let house = House::open(Backend::Sqlite).await;
    let clerk = clerk(&house, SENDER).await;
    let draft = begin(&clerk).await;
    let kept = live(&clerk, &draft, &[("revision", "0"), ("number", "5")]).await.expect(200).json();
    assert_eq!(kept["revision"], 1);
    assert_eq!(kept["wrong"], json!({}), "what is missing is not called wrong while one begins");
    assert!(kept["pieces"]["checks"].as_str().unwrap().contains("ký hiệu, loại văn bản, trích yếu"), "{kept}");

    let long = "x".repeat(501);
    let fields =
        [("revision", "1"), ("number", "123456789012"), ("issued", "31/02/2026"), ("due", "mai"), ("subject", &long)];
    let kept = live(&clerk, &draft, &fields).await.expect(200).json();
    assert_eq!(kept["wrong"]["number"], "Số dài quá 11 ký tự.");
    assert!(kept["wrong"]["issued"].as_str().unwrap().contains("31/02/2026"), "{kept}");
    assert!(kept["wrong"]["due"].as_str().unwrap().contains("mai"), "{kept}");
    assert!(kept["wrong"]["subject"].as_str().unwrap().contains("500"), "{kept}");
    assert_eq!(kept["hints"]["subject"], "Còn 0 trên 500 ký tự.");
    // What was typed is there, wrong as it is.
    let shown = page(&clerk, &draft).await;
    assert!(shown.contains("value=\"31/02/2026\"") && shown.contains("aria-invalid"), "{shown}");
    let fields =
        [("revision", "2"), ("number", "5"), ("issued", "01/01/2099"), ("due", "01/01/2020"), ("subject", "V/v")];
    let kept = live(&clerk, &draft, &fields).await.expect(200).json();
    assert_eq!(kept["wrong"], json!({ "issued": say("compose-future-issued") }));
    assert!(kept["pieces"]["checks"].as_str().unwrap().contains(&say("compose-due-past")), "{kept}");

    // The same fields again are no new revision; everything asked for is told when it is asked for.
    let kept = live(&clerk, &draft, &[("revision", "3"), ("full", "1")]).await.expect(200).json();
    assert_eq!(
        (kept["revision"].as_i64(), &kept["wrong"]["notation"]),
        (Some(3), &json!(say("compose-missing-notation")))
    );

    // In English too, and no path in either.
    let cookie = format!("{}; lang=en", clerk.cookie);
    let shown = answer(clerk.request(Method::GET, &format!("{draft}?full=1")).header("cookie", cookie)).await.text();
    assert!(shown.contains("Enter the notation") && !shown.contains("MessageHeader"), "{shown}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_windows_lose_nothing() {
    let house = House::open(Backend::Sqlite).await;
    let clerk = clerk(&house, SENDER).await;
    let draft = begin(&clerk).await;
    live(&clerk, &draft, &[("revision", "0"), ("subject", "cửa sổ một")]).await.expect(200);
    refused(live(&clerk, &draft, &[("revision", "0"), ("subject", "cửa sổ hai")]).await, 409, "draft.stale");
    // Without a script the page says who saved when, and shows what was typed here.
    let shown = send(&clerk, &draft, &[("revision", "0"), ("subject", "cửa sổ hai")], &[]).await.expect(409).text();
    assert!(
        shown.contains("cửa sổ hai") && shown.contains(&say("compose-stale")) && shown.contains("Nguyễn Văn An"),
        "{shown}"
    );
    assert!(page(&clerk, &draft).await.contains("cửa sổ một"), "what was saved stands");
    // As a draft of its own,
    let beside =
        leads(send(&clerk, &draft, &[("revision", "0"), ("subject", "cửa sổ hai"), ("do", "beside")], &[]).await);
    assert!(page(&clerk, &beside).await.contains("cửa sổ hai") && page(&clerk, &draft).await.contains("cửa sổ một"));
    // or over the other, when one says so.
    leads(send(&clerk, &draft, &[("revision", "0"), ("subject", "cửa sổ ba"), ("do", "keep")], &[]).await);
    assert!(page(&clerk, &draft).await.contains("cửa sổ ba"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_its_authors_alone() {
    let house = House::open(Backend::Sqlite).await;
    let (author, colleague, stranger) =
        (clerk(&house, SENDER).await, clerk(&house, SENDER).await, clerk(&house, OTHER).await);
    let draft = begin(&author).await;
    live(&author, &draft, &[("revision", "0"), ("subject", "chỉ mình tôi")]).await.expect(200);
    let attached = attach(&author, &draft, "a.txt", b"abc").await.expect(200).json();
    let piece = attached["pieces"]["files"].as_str().unwrap();
    let file = piece.split("detach:").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(author.get(&format!("{draft}/file/{file}")).await.expect(200).bytes, b"abc");
    for other in [&colleague, &stranger] {
        other.get(&draft).await.expect(404);
        other.get(&format!("{draft}/sign")).await.expect(404);
        other.get(&format!("{draft}/file/{file}")).await.expect(404);
        send(other, &draft, &[("revision", "1"), ("subject", "của tôi")], &[]).await.expect(404);
        refused(live(other, &draft, &[("revision", "1"), ("subject", "của tôi")]).await, 404, "draft.unknown");
        refused(attach(other, &draft, "b.txt", b"x").await, 404, "draft.unknown");
        refused(call(other, &draft, "prepare", certificate(&house)).await, 404, "draft.unknown");
        refused(
            call(other, &draft, "complete", json!({ "prepared": "x", "signature": "" })).await,
            404,
            "draft.unknown",
        );
        assert_eq!(leads(other.post(&format!("{draft}/discard"), &[]).await), "/out/compose?told=discarded");
        assert!(!page(other, "/out/compose").await.contains("chỉ mình tôi"));
    }
    assert!(page(&author, &draft).await.contains("chỉ mình tôi"), "nobody threw it away");
    leads(author.post(&format!("{draft}/discard"), &[]).await);
    author.get(&draft).await.expect(404);
    let reader = Visitor::at(&house, Some(&house.agency(SENDER).organ_id), Role::Reader).await;
    reader.get("/out/compose").await.expect(403);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_names_what_it_answers() {
    let house = House::open(Backend::Sqlite).await;
    let (letter, sent, deliveries) = house.send(1, &[RECEIVER]).await;
    let clerk = clerk(&house, RECEIVER).await;
    let arrived = format!("/in/{}", deliveries[0]);
    assert!(page(&clerk, &arrived).await.contains(&format!("{arrived}/reply")));
    let draft = leads(clerk.post(&format!("{arrived}/reply"), &[]).await);
    assert_eq!(leads(clerk.post(&format!("{arrived}/reply"), &[]).await), draft, "begun once");
    let shown = page(&clerk, &draft).await;
    let code = letter.code();
    assert!(shown.contains(&format!("href=\"{arrived}\"")) && shown.contains(&code), "{shown}");
    assert!(shown.contains(&format!("name=\"to\" value=\"{}\"", house.agency(SENDER).organ_id.0)));
    let id = draft.rsplit('/').next().unwrap().parse().unwrap();
    let fields = drafted(&house, RECEIVER, &clerk, id).await;
    let [answer] = fields.response_for.as_slice() else { panic!("{fields:?}") };
    assert_eq!(answer.organ_id.as_deref(), Some(house.agency(SENDER).organ_id.0.as_str()));
    assert_eq!(answer.document_id.as_deref(), sent["document"]["document_id"].as_str());
    assert!(answer.promulgation_date.is_some() && answer.code.as_deref() == Some(code.as_str()));

    // Typed by hand it is looked for among what came; what did not come is told, and stays a number.
    let typed = begin(&clerk).await;
    leads(send(&clerk, &typed, &[("revision", "0"), ("answer", &code)], &[]).await);
    assert!(page(&clerk, &typed).await.contains(&format!("href=\"{arrived}\"")));
    leads(send(&clerk, &typed, &[("revision", "1"), ("answer", &code), ("do", "unanswer")], &[]).await);
    leads(send(&clerk, &typed, &[("revision", "2"), ("answer", "9999/KHONG-CO")], &[]).await);
    assert!(page(&clerk, &typed).await.contains("Không thấy 9999/KHONG-CO trong văn bản đến"));
    // Nobody answers what did not come to them.
    let stranger = clerk_of(&house, OTHER).await;
    stranger.post(&format!("{arrived}/reply"), &[]).await.expect(404);
    house.close().await;
}

async fn drafted(house: &House, number: usize, who: &Visitor, id: uuid::Uuid) -> Draft {
    let caller = lienthong::exchange::Caller {
        system: None,
        person: Some(who.person),
        agency: house.agency(number).organ_id.clone(),
    };
    house.app.exchange().draft(&caller, id).await.unwrap().fields
}

#[tokio::test(flavor = "multi_thread")]
async fn receivers_come_from_what_was_sent_from_groups_and_from_the_tree() {
    let house = House::open(Backend::Sqlite).await;
    house.send(1, &[OTHER]).await;
    let members: Vec<OrganId> = [RECEIVER, OTHER].iter().map(|number| house.agency(*number).organ_id.clone()).collect();
    let group = Group { name: "hai-noi".to_owned(), title: "Hai nơi".to_owned(), members };
    let by = Actor { name: "test".to_owned(), reason: String::new() };
    house.app.exchange().set_group(by, group).await.unwrap();
    let clerk = clerk(&house, SENDER).await;
    let draft = begin(&clerk).await;
    let shown = page(&clerk, &draft).await;
    let box_of = |number: usize| format!("name=\"add\" value=\"{}\"", house.agency(number).organ_id.0);
    assert_eq!(shown.matches(&box_of(OTHER)).count(), 2, "among the last, and in the tree\n{shown}");
    assert_eq!(shown.matches(&box_of(RECEIVER)).count(), 1, "in the tree");
    assert_eq!(shown.matches(&box_of(SENDER)).count(), 0, "not to oneself");
    assert!(shown.contains("name=\"group\" value=\"hai-noi\"") && shown.contains("Hai nơi"));

    let kept =
        live(&clerk, &draft, &[("revision", "0"), ("receivers", "1"), ("group", "hai-noi")]).await.expect(200).json();
    let codes = [&house.agency(RECEIVER).organ_id.0, &house.agency(OTHER).organ_id.0];
    assert_eq!(kept["chosen"], json!(codes));
    let dropped = format!("drop:{}", codes[0]);
    let fields = [
        ("revision", "1"),
        ("receivers", "1"),
        ("to", codes[0]),
        ("to", codes[1]),
        ("add", codes[1]),
        ("do", &dropped),
    ];
    assert_eq!(live(&clerk, &draft, &fields).await.expect(200).json()["chosen"], json!([codes[1]]));
    // One that nobody answers for is named, and is in the way of the signature.
    let fields = [("revision", "2"), ("receivers", "1"), ("add", "000.00.99.X99"), ("full", "1")];
    let kept = live(&clerk, &draft, &fields).await.expect(200).json();
    assert!(
        kept["wrong"]["to"].as_str().is_some() && kept["pieces"]["chosen"].as_str().unwrap().contains("class=\"bad\""),
        "{kept}"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_since_it_was_given_to_be_signed_is_not_left_out_unseen() {
    let house = House::open(Backend::Sqlite).await;
    let (clerk, to) = (clerk(&house, SENDER).await, house.agency(RECEIVER).organ_id.0.clone());
    let (draft, other) = (begin(&clerk).await, {
        let first = begin(&clerk).await;
        leads(send(&clerk, &first, &whole(&to), &[]).await);
        begin(&clerk).await
    });
    leads(send(&clerk, &other, &[&whole(&to)[..], &[("number", "78")]].concat(), &[]).await);
    let ask = async |draft: &str| call(&clerk, draft, "prepare", certificate(&house)).await.expect(201).json();
    let value = |prepared: &Value| json!({ "prepared": prepared["id"], "signature": signed(&house, prepared) });

    let before = ask(&draft).await;
    refused(call(&clerk, &other, "complete", value(&before)).await, 404, "signing.unknown");
    live(&clerk, &draft, &[("revision", "1"), ("subject", "V/v nội dung khác")]).await.expect(200);
    refused(call(&clerk, &draft, "complete", value(&before)).await, 409, "draft.changed");
    let with_file = ask(&draft).await;
    attach(&clerk, &draft, "thêm.txt", b"more").await.expect(200);
    refused(call(&clerk, &draft, "complete", value(&with_file)).await, 409, "draft.changed");

    // What the page showed is what is prepared.
    let shown = page(&clerk, &format!("{draft}/sign")).await;
    let stands = shown.split("data-stands=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    live(&clerk, &draft, &[("revision", "2"), ("signer", "Lê Văn Tám")]).await.expect(200);
    let mut asked = certificate(&house);
    asked["stands"] = json!(stands);
    refused(call(&clerk, &draft, "prepare", asked).await, 409, "draft.changed");

    // Two windows: the second takes the place of the first, and once it is sent nothing more is.
    let (one, two) = (ask(&draft).await, ask(&draft).await);
    refused(call(&clerk, &draft, "complete", value(&one)).await, 404, "signing.unknown");
    let value = value(&two);
    let sent = call(&clerk, &draft, "complete", value.clone()).await.expect(200).json();
    let again = call(&clerk, &draft, "complete", value).await.expect(200).json();
    assert_eq!(again["to"].as_str().unwrap().split('?').next(), sent["to"].as_str().unwrap().split('?').next());
    let document = sent["to"].as_str().unwrap().split('?').next().unwrap().to_owned();
    let shown = page(&clerk, &document).await;
    assert!(shown.contains("V/v nội dung khác") && shown.contains("thêm.txt"), "{shown}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_before_is_told() {
    let house = House::open(Backend::Sqlite).await;
    let (clerk, to) = (clerk(&house, SENDER).await, house.agency(RECEIVER).organ_id.0.clone());
    let draft = begin(&clerk).await;
    leads(send(&clerk, &draft, &whole(&to), &[("phụ lục.txt", "một nội dung".as_bytes())]).await);
    let prepared = call(&clerk, &draft, "prepare", certificate(&house)).await.expect(201).json();
    let value = json!({ "prepared": prepared["id"], "signature": signed(&house, &prepared) });
    let sent = call(&clerk, &draft, "complete", value).await.expect(200).json();
    let document = sent["to"].as_str().unwrap().split('?').next().unwrap().to_owned();

    // The same number of the same day is refused, and the document shown; the same file is told, whoever of the office sends it.
    let colleague = clerk_of(&house, SENDER).await;
    let draft = begin(&colleague).await;
    leads(send(&colleague, &draft, &whole(&to), &[("tên khác.txt", "một nội dung".as_bytes())]).await);
    let shown = page(&colleague, &draft).await;
    assert!(shown.contains(&escaped(&say("compose-used-number"))), "{shown}");
    assert!(
        shown.contains("Đã có văn bản 77/VP-TH ngày") && shown.contains(&format!("href=\"{document}\"")),
        "{shown}"
    );
    assert!(shown.contains("Giống hệt tệp đã gửi trong 77/VP-TH"), "{shown}");
    refused(call(&colleague, &draft, "prepare", certificate(&house)).await, 409, "document.id_reused");
    // Another number is free; the same file twice in one draft is told too.
    let kept = live(&colleague, &draft, &[("revision", "1"), ("number", "78")]).await.expect(200).json();
    assert!(kept["pieces"]["checks"].as_str().unwrap().contains("Chưa có văn bản nào số 78/VP-TH"), "{kept}");
    let kept = attach(&colleague, &draft, "tên khác.txt", "một nội dung".as_bytes()).await.expect(200).json();
    let files = kept["pieces"]["files"].as_str().unwrap();
    assert!(files.contains("tên khác (2).txt") && files.contains("Giống hệt tệp “tên khác.txt”"), "{files}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_attached_costs_nothing_that_was_typed() {
    let house = House::open_at(Backend::Sqlite, lienthong::clock::Clock::System, |config, _| {
        config.limits.package_bytes = 2_000;
    })
    .await;
    let clerk = clerk(&house, SENDER).await;
    let draft = begin(&clerk).await;
    refused(attach(&clerk, &draft, "rỗng.txt", b"").await, 422, "draft.file_empty");
    refused(attach(&clerk, &draft, "lớn.txt", &[b'x'; 2_500]).await, 413, "draft.too_large");
    attach(&clerk, &draft, "vừa.txt", &[b'x'; 1_500]).await.expect(200);
    refused(attach(&clerk, &draft, "thêm.txt", &[b'y'; 1_000]).await, 413, "draft.too_large");
    let files: [(&str, &[u8]); 2] = [("thêm.txt", &[b'y'; 1_000]), ("nhỏ.txt", b"z")];
    let shown = send(&clerk, &draft, &[("revision", "0"), ("subject", "còn nguyên")], &files).await.expect(422).text();
    assert!(shown.contains("còn nguyên") && shown.contains("thêm.txt") && shown.contains("nhỏ.txt"), "{shown}");
    assert!(page(&clerk, &draft).await.contains("còn nguyên"));
    let file = shown.split("detach:").nth(1).unwrap().split('"').next().unwrap();
    leads(send(&clerk, &draft, &[("revision", "1"), ("do", &format!("detach:{file}"))], &[]).await);
    assert!(!page(&clerk, &draft).await.contains("vừa.txt"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_nobody_touched_for_a_quarter_is_forgotten() {
    let clock = lienthong::clock::Clock::ahead();
    let house = House::open_at(Backend::Sqlite, clock.clone(), |_, _| {}).await;
    let caller = lienthong::exchange::Caller {
        system: None,
        person: Some(lienthong::domain::ids::PersonId(uuid::Uuid::now_v7())),
        agency: house.agency(SENDER).organ_id.clone(),
    };
    let exchange = house.app.exchange().clone();
    let (old, young) = (exchange.begin_draft(&caller).await.unwrap(), clock.now().plus_seconds(60 * 86_400));
    let fields = Draft { to: vec![DraftParty { organ_id: "x".to_owned(), name: None }], ..Draft::default() };
    exchange.save_draft(&caller, old, fields.clone(), 0).await.unwrap();
    clock.set(young);
    let kept = exchange.draft_beside(&caller, fields).await.unwrap();
    clock.set(young.plus_seconds(31 * 86_400));
    let forgetting = exchange.clone();
    assert_eq!(tokio::task::spawn_blocking(move || forgetting.forget_drafts()).await.unwrap().unwrap(), 1);
    assert_eq!(exchange.draft(&caller, old).await.unwrap_err().code.name(), "draft.unknown");
    exchange.draft(&caller, kept).await.unwrap();
    house.close().await;
}
