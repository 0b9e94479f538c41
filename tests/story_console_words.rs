//! Texts of strangers stay texts on every page, whichever field they came in by; and a page with nothing on it teaches what
//! will stand there and how it comes.

use std::io::Cursor;

use lienthong::cli::demo::packages::Draft;
use lienthong::domain::person::Role;
use lienthong::edxml::{
    self, Attachment, Document, DocumentType, Manifest, OtherInfo, Party, Promulgation, Reference, ResponseFor,
    ResponseForTask, SignerInfo, TraceHeader,
};
use lienthong::i18n::{self, Lang};
use lienthong::signature::sign::SignOptions;
use reqwest::Method;

use crate::support::form::Form;
use crate::support::house::{House, OTHER, RECEIVER, SENDER, answer};
use crate::support::stores::Backend;
use crate::support::visitor::Visitor;

async fn visitor(house: &House, number: usize, role: Role) -> Visitor {
    Visitor::at(house, Some(&house.agency(number).organ_id), role).await
}

/// A text that would be a tag of its own, end an attribute, and run; `word` tells which field it came in by.
fn trick(word: &str) -> String {
    format!("{word}\"'><{TAG} onclick=alert(1)>&amp;</textarea></title></script>")
}

fn some(word: &str) -> Option<String> {
    Some(trick(word))
}

/// A document whose every text is a trick, but for those that are numbers, dates and codes: there it would be refused.
fn tricks(house: &House, number: u32) -> Vec<u8> {
    let (from, to) = (house.agency(SENDER), house.agency(RECEIVER));
    let draft = Draft::letter(number, &house.clock);
    let party = |organ_id: &str, word: &str| Party {
        organization_in_charge: some(word),
        organ_add: some(word),
        email: some(word),
        telephone: some(word),
        fax: some(word),
        website: some(word),
        ..Party::named(organ_id.to_owned(), trick(word))
    };
    let issued = lienthong::domain::deadline::day_in_vietnam(draft.signed).strftime("%Y/%m/%d").to_string();
    let name = format!("{}.txt", trick("attachment"));
    let document = Document {
        from: party(&from.organ_id.0, "from"),
        to: vec![party(&to.organ_id.0, "to")],
        document_id: draft.document_id(from),
        code_number: draft.number.to_string(),
        code_notation: draft.notation.clone(),
        promulgation: Promulgation { place: some("place"), date: issued },
        document_type: DocumentType { code: "1".to_owned(), detail: None, name: trick("type") },
        subject: trick("subject"),
        content: some("content"),
        signer: SignerInfo {
            competence: some("competence"),
            position: some("position"),
            full_name: Some(format!("s\"'><{TAG}>&amp;")),
        },
        other: OtherInfo {
            priority: Some("3".to_owned()),
            sphere_of_promulgation: some("sphere"),
            typer_notation: some("typer"),
            appendixes: vec![trick("appendix")],
            ..OtherInfo::default()
        },
        response_for: vec![ResponseFor {
            organ_id: some("answered-organ"),
            code: some("answered-code"),
            promulgation_date: None,
            document_id: some("answered-id"),
        }],
        steering_type: some("steering"),
        to_places: vec![trick("to-place")],
        response_for_task: vec![ResponseForTask {
            task_code: some("task"),
            application_type: some("application"),
            reply_fors: vec![trick("reply")],
            reference_codes: vec![trick("reference")],
        }],
        trace: vec![TraceHeader { organ_id: some("trace"), timestamp: some("trace-time") }],
        manifest: Manifest {
            references: vec![Reference {
                description: some("description"),
                ..Reference::to_entry(&name, "text/plain")
            }],
            ..Manifest::default()
        },
        attachments: vec![Attachment {
            content_id: Some(format!("cid:{name}")),
            attachment_name: Some(name.clone()),
            content_type: some("media-type"),
            description: some("file-description"),
            size_bytes: 5,
            ..Attachment::default()
        }],
        ..Document::default()
    };
    let mut xml = Vec::new();
    edxml::write_bare(&document, |_| Ok(Cursor::new(b"trick".to_vec())), &mut xml).unwrap();
    from.signer.sign_enveloped(Cursor::new(xml), &SignOptions::at(draft.signed), Vec::new()).unwrap()
}

/// Looks at a page in both languages: no trick is a tag in it. Whether any of them was on it at all.
async fn is_text(who: &Visitor, path: &str) -> bool {
    let mut met = false;
    for lang in ["vi", "en"] {
        let cookie = format!("{}; lang={lang}", who.cookie);
        let request = who.request(Method::GET, path).header("cookie", cookie);
        let page = answer(request).await.text();
        assert!(!page.contains(&format!("<{TAG}")), "{path}: a text became a tag\n{page}");
        met |= page.contains(TAG);
    }
    met
}

#[tokio::test(flavor = "multi_thread")]
async fn every_text_of_a_stranger_stays_text() {
    let house = House::open(Backend::Sqlite).await;
    let office = visitor(&house, RECEIVER, Role::Clerk).await;
    let sender = visitor(&house, SENDER, Role::Clerk).await;
    let sent = house.submit(SENDER, &tricks(&house, 1)).await.expect(201).json();
    let (document, delivery) = (sent["document"]["uuid"].as_str().unwrap(), house.delivery(&sent, RECEIVER));

    // A reason is one more text of a stranger: given by the receiver, read by the sender.
    let reason = trick("reason");
    let given = [("act", "return"), ("reason", "form"), ("words", reason.as_str())];
    office.post(&format!("/in/{delivery}/reason"), &given).await.expect(303);
    let pages = [
        (&office, "/in?view=all".to_owned()),
        (&office, format!("/in/{delivery}")),
        (&office, format!("/in/{delivery}?print=1")),
        (&sender, "/out".to_owned()),
        (&sender, format!("/out/{document}")),
        (&sender, format!("/out/act?what=resend&d={document}")),
    ];
    for (who, path) in &pages {
        assert!(is_text(who, path).await, "{path} shows none of the texts");
    }
    // And what somebody types into a draft, or calls a file: theirs, but also what a reply repeats of a stranger.
    let answered = office.post(&format!("/in/{delivery}/reply"), &[]).await.expect(303).header("location").to_owned();
    is_text(&office, &answered).await;
    let draft = sender.post("/out/compose", &[]).await.expect(303).header("location").to_owned();
    let typed: Vec<(&str, String)> =
        ["number", "notation", "issued", "type", "due", "subject", "competence", "position", "signer", "answer", "add"]
            .map(|name| (name, trick(name)))
            .into();
    let mut form = Form::new().part("revision", None, b"0").part("receivers", None, b"1");
    for (name, text) in &typed {
        form = form.part(name, None, text.as_bytes());
    }
    let (kind, body) = form.part("file", Some("<x-trick> tep.txt"), b"abc").done();
    let path = format!("{draft}?csrf={}", sender.csrf);
    answer(sender.request(Method::POST, &path).header("content-type", kind).body(body)).await.expect(303);
    for path in [draft.clone(), format!("{draft}?full=1"), "/out/compose".to_owned()] {
        assert!(is_text(&sender, &path).await, "{path} shows none of the texts");
    }
    // So is what an address says, also where nothing is found.
    let asked = serde_urlencoded::to_string([("q", trick("asked"))]).unwrap();
    let value = asked.strip_prefix("q=").unwrap();
    let (auditor, operator) =
        (Visitor::at(&house, None, Role::Auditor).await, Visitor::at(&house, None, Role::Operator).await);
    let admin = visitor(&house, SENDER, Role::AgencyAdmin).await;
    let addresses = [
        (&office, format!("/in?{asked}")),
        (&office, format!("/in?from={value}&until={value}&sender={value}&view={value}")),
        (&sender, format!("/out?{asked}&to={value}&from={value}&until={value}")),
        (&office, format!("/book?{asked}&year={value}&book={value}")),
        (&auditor, format!("/rates?from={value}&to={value}&by={value}&agency={value}")),
        (&auditor, format!("/rates/left?{asked}&kind={value}")),
        (&auditor, format!("/hub/access?{asked}&who={value}&what={value}")),
        (&operator, format!("/hub/agencies?{asked}")),
        (&operator, format!("/hub/agencies/{value}")),
        (&operator, format!("/hub/dead-letters?{asked}&cause={value}")),
        (&operator, format!("/hub/merge?from={value}&into={value}")),
        (&admin, format!("/agency/access?{asked}")),
        (&admin, format!("/{value}")),
    ];
    for (who, path) in &addresses {
        is_text(who, path).await;
    }
    // And what is typed into forms, whether it is taken or comes back with what is wrong.
    let word = trick("typed");
    type Sent<'f> = (&'f Visitor, &'f str, Vec<(&'f str, &'f str)>, &'f str);
    let forms: [Sent<'_>; 6] = [
        (
            &operator,
            "/hub/agencies/new",
            vec![("code", "000.00.99.H53"), ("name", &word), ("level", "2")],
            "/hub/agencies",
        ),
        (
            &operator,
            "/hub/people/invite",
            vec![("mail", "x@y.example"), ("name", &word), ("role", "auditor")],
            "/hub/people",
        ),
        (&operator, "/hub/maintenance", vec![("reason", &word), ("on", "1")], "/hub/maintenance"),
        (&admin, "/agency/systems/new", vec![("name", &word)], "/agency/systems"),
        (&admin, "/agency/webhooks/new", vec![("url", &word)], "/agency/webhooks"),
        (&admin, "/agency/mail", vec![("addresses", &word), ("address", &word)], "/agency/mail"),
    ];
    for (who, path, fields, after) in &forms {
        let page = who.post(path, fields).await.text();
        assert!(!page.contains(&format!("<{TAG}")), "{path}: a text became a tag\n{page}");
        is_text(who, after).await;
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_with_nothing_on_it_teaches() {
    let house = House::open(Backend::Sqlite).await;
    let clerk = visitor(&house, OTHER, Role::Clerk).await;
    let admin = visitor(&house, OTHER, Role::AgencyAdmin).await;
    let (auditor, operator) =
        (Visitor::at(&house, None, Role::Auditor).await, Visitor::at(&house, None, Role::Operator).await);
    let pages = [
        (&clerk, "/in", "inbox-empty"),
        (&clerk, "/in?view=overdue", "inbox-empty"),
        (&clerk, "/in?view=all&q=x", "inbox-no-match"),
        (&clerk, "/out/compose", "compose-empty"),
        (&clerk, "/out", "sent-empty"),
        (&clerk, "/out?view=failed", "sent-empty"),
        (&clerk, "/book", "book-in-empty"),
        (&clerk, "/book?book=out", "book-out-empty"),
        (&admin, "/agency/webhooks", "webhooks-not-allowed"),
        (&auditor, "/rates/left?rate=acknowledged", "rates-left-empty"),
        (&auditor, "/rates/unanswered", "rates-unanswered-empty"),
        (&operator, "/hub/dead-letters", "dead-none"),
        (&operator, "/hub/queues", "queues-none"),
        (&operator, "/hub/agencies?q=khong-co", "agencies-none"),
        (&operator, "/hub/addresses", "addresses-no-mail"),
        (&operator, "/hub/storage", "storage-none"),
    ];
    for (who, path, key) in pages {
        for lang in [Lang::Vi, Lang::En] {
            let cookie = format!("{}; lang={}", who.cookie, lang.tag());
            let page = answer(who.request(Method::GET, path).header("cookie", cookie)).await.expect(200).text();
            let words = i18n::text(lang, key, None, &[]);
            let escaped = words.replace('\'', "&#39;");
            assert!(
                page.contains(&words) || page.contains(&escaped),
                "{path} ({lang:?}) does not say {words:?}\n{page}"
            );
        }
    }
    house.close().await;
}

/// No page has such an element.
const TAG: &str = "x-trick";
