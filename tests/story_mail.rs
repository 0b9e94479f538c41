//! The offices are told: what arrives, what comes back, what is refused; through a real relay, on both backends. A mail
//! never holds a document back, never goes out in the clear, and is never lost.

mod digests;
mod reminders;

use std::time::Duration;

use lienthong::app::{App, Parts};
use lienthong::channel::mail::{Letter, Mailer, Outcome};
use lienthong::cli::demo::packages::{self, Draft, File, Kind};
use lienthong::cli::demo::province::{Agency, Province, Wanted};
use lienthong::clock::Clock;
use lienthong::config::{self, Config};
use lienthong::delivery::{Mailing, Workers};
use lienthong::domain::ids::{DeliveryId, Micros};
use lienthong::domain::retry::Backoff;
use lienthong::signature::dev_pki::DevPki;
use lienthong::store::Store;
use lienthong::store::change::{Actor, AgencyAct, AgencyFacts, Change, Effect, JobKind, OperatorAct};
use serde_json::{Value, json};

use crate::support::postgres;
use crate::support::relay::{Relay, Seen, until};
use crate::support::stores::Backend;

/// A hub with its relay.
struct House {
    dir: tempfile::TempDir,
    province: Province,
    relay: Relay,
    app: App,
    clock: Clock,
    client: reqwest::Client,
}

impl House {
    async fn open(backend: Backend) -> Self {
        Self::open_with(backend, |_| {}).await
    }

    async fn open_with(backend: Backend, change: impl FnOnce(&mut config::Mail)) -> Self {
        Self::open_at(backend, Clock::System, change).await
    }

    async fn open_at(backend: Backend, clock: Clock, change: impl FnOnce(&mut config::Mail)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let pki = DevPki::make(dir.path().join("province/pki")).unwrap();
        let relay = Relay::start(&dir.path().join("relay"), &pki);
        let mut mail = relay.settings(pki.root_file());
        change(&mut mail);
        let mut wanted = match backend {
            Backend::Sqlite => Wanted::local().unwrap(),
            Backend::Postgres => Wanted::on(postgres::database()).unwrap(),
        };
        wanted.mail = Some(mail);
        wanted.mail_folder = Some(dir.path().join("relay"));
        let province = Province::make(&dir.path().join("province"), wanted, &clock).await.unwrap();
        let app = App::start(province.config.clone(), clock.clone()).await.unwrap();
        let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(60)).build().unwrap();
        Self { dir, province, relay, app, clock, client }
    }

    fn agency(&self, number: usize) -> &Agency {
        &self.province.agencies[number]
    }

    fn store(&self) -> &Store {
        self.app.store()
    }

    /// Gives an office other addresses and another name, as an operator does.
    async fn move_office(&self, number: usize, name: Option<&str>, addresses: &[&str], mail_subject: bool) {
        let agency = self.agency(number);
        let facts = AgencyFacts {
            organ_id: agency.organ_id.clone(),
            name: name.unwrap_or(&agency.name).to_owned(),
            parent: None,
            level: agency.level,
            mail: addresses.iter().map(|address| (*address).to_owned()).collect(),
            mail_subject,
            valid_from: Micros(0),
            allows_legacy: false,
        };
        self.app.exchange().change_agency(operator(), AgencyAct::Update(facts)).await.unwrap();
    }

    /// Puts an office below another.
    async fn move_below(&self, number: usize, above: usize, address: &str) {
        let agency = self.agency(number);
        let facts = AgencyFacts {
            organ_id: agency.organ_id.clone(),
            name: agency.name.clone(),
            parent: Some(self.agency(above).organ_id.clone()),
            level: agency.level,
            mail: vec![address.to_owned()],
            mail_subject: false,
            valid_from: Micros(0),
            allows_legacy: false,
        };
        self.app.exchange().change_agency(operator(), AgencyAct::Update(facts)).await.unwrap();
    }

    fn package(&self, number: u32, to: &[usize]) -> (Draft, Vec<u8>) {
        self.package_of(number, to, None)
    }

    fn package_of(&self, number: u32, to: &[usize], priority: Option<u8>) -> (Draft, Vec<u8>) {
        let mut draft = Draft::letter(number, &self.clock);
        draft.priority = priority;
        draft.subject = SUBJECT.to_owned();
        draft.due_days = Some(3);
        let to: Vec<&Agency> = to.iter().map(|number| self.agency(*number)).collect();
        let files = [File::of("kế hoạch.txt", "text/plain", "nội dung mật".into())];
        let package = packages::pack(self.agency(SENDER), &to, Kind::AsicE, &draft, &files).unwrap();
        (draft, package)
    }

    /// Sends a letter; the deliveries, in the order of `to`.
    async fn send(&self, number: u32, to: &[usize]) -> (Draft, Vec<String>) {
        self.send_of(number, to, None).await
    }

    /// The same, of a priority.
    async fn send_of(&self, number: u32, to: &[usize], priority: Option<u8>) -> (Draft, Vec<String>) {
        let (draft, package) = self.package_of(number, to, priority);
        let (status, answer) = self.post("/api/v1/packages", self.agency(SENDER), package).await;
        assert_eq!(status, 201, "{answer}");
        let delivery = |agency: &usize| {
            let organ_id = self.agency(*agency).organ_id.0.as_str();
            let copies = answer["deliveries"].as_array().unwrap();
            let copy = copies.iter().find(|copy| copy.to_string().contains(organ_id)).unwrap();
            copy["id"].as_str().unwrap_or_else(|| panic!("{copy}")).to_owned()
        };
        (draft, to.iter().map(delivery).collect())
    }

    /// The issuer takes back what nobody fetched.
    async fn take_back(&self, delivery: &str) {
        let id = DeliveryId(delivery.parse().unwrap());
        let document = self.store().delivery_for_worker(id).unwrap().unwrap().delivery.document;
        let body = json!({ "reason": "gửi nhầm" }).to_string().into_bytes();
        let path = format!("/api/v1/documents/{document}/take-back");
        let (status, answer) = self.post(&path, self.agency(SENDER), body).await;
        assert_eq!((status, &answer["changes"][0]["outcome"]), (201, &json!("withdrawn")), "{answer}");
    }

    async fn return_it(&self, by: usize, delivery: &str, reason: &str) {
        let body = json!({ "code": "02", "reason": reason }).to_string().into_bytes();
        let path = format!("/api/v1/deliveries/{delivery}/acknowledgements");
        let (status, answer) = self.post(&path, self.agency(by), body).await;
        assert_eq!(status, 201, "{answer}");
    }

    async fn post(&self, path: &str, as_agency: &Agency, body: Vec<u8>) -> (u16, Value) {
        let kind = if body.first() == Some(&b'{') { "application/json" } else { "application/octet-stream" };
        let request = self.client.post(self.province.api() + path).bearer_auth(&as_agency.token);
        let answer = request.header("content-type", kind).body(body).send().await.unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap())
    }

    async fn get(&self, url: String, as_agency: Option<&Agency>) -> (u16, String) {
        let mut request = self.client.get(url);
        if let Some(agency) = as_agency {
            request = request.bearer_auth(&agency.token);
        }
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// Waits until so many jobs wait and so many letters are dead.
    async fn rest(&self, waiting: i64, dead: i64) {
        let store = self.store().clone();
        until(&format!("{waiting} waiting, {dead} dead"), async || store.job_counts().unwrap() == (waiting, dead))
            .await;
    }

    async fn close(self) {
        self.app.stop().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn offices_are_told_what_arrives_and_what_comes_back() {
    told(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn offices_are_told_on_postgresql_too() {
    told(Backend::Postgres).await;
}

async fn told(backend: Backend) {
    let house = House::open(backend).await;
    house.move_office(OPEN, Some(LONG_NAME), &["noivu@tayninh.example"], true).await;
    house.move_office(DISCREET, None, &["taichinh@tayninh.example"], false).await;
    house.move_office(SENDER, None, &["vanphong@tayninh.example"], true).await;
    let (draft, deliveries) = house.send(15, &[OPEN, DISCREET]).await;

    let open = house.relay.mails_for("noivu@tayninh.example", 1).await.remove(0);
    let link = format!("{}/d/{}", house.province.api(), deliveries[0]);
    well_formed(&open, "Có văn bản mới", "New document from");
    assert_eq!(open.header("subject"), format!("Văn bản mới {} từ {}", draft.code(), house.agency(SENDER).name));
    for words in [link.as_str(), &draft.code(), "Hạn trả lời", "còn 3 ngày", "in 3 days"] {
        assert!(unwrapped(&open.text).contains(words), "{words}: {}", open.text);
    }
    for words in [LONG_NAME, SUBJECT, &house.agency(SENDER).name] {
        assert!(unwrapped(&open.text).contains(words), "{words}: {}", open.text);
        assert!(open.html.contains(words), "{words}: {}", open.html);
    }
    assert!(open.html.contains(&format!("href=\"{link}\"")), "{}", open.html);
    let (status, page) = house.get(link, None).await;
    assert_eq!(status, 200, "a mail's link answers without a sign-in");
    assert!(page.contains(&deliveries[0]) && !page.contains(&draft.code()), "{page}");

    let discreet = house.relay.mails_for("taichinh@tayninh.example", 1).await.remove(0);
    well_formed(&discreet, "Có văn bản mới", "New document from");
    for body in [&discreet.text, &discreet.html] {
        assert!(body.contains(&draft.code()) && !unwrapped(body).contains(SUBJECT), "{body}");
    }

    house.return_it(DISCREET, &deliveries[1], REASON).await;
    let returned = house.relay.mails_for("vanphong@tayninh.example", 1).await.remove(0);
    well_formed(&returned, "trả lại văn bản", "returned document");
    assert_eq!(returned.header("subject"), format!("{} trả lại văn bản {}", house.agency(DISCREET).name, draft.code()));
    assert!(unwrapped(&returned.text).contains(REASON) && returned.html.contains(REASON), "{}", returned.text);

    // The sender's office allows subjects no longer: the receiver's words stay at home too.
    house.move_office(SENDER, None, &["vanphong2@tayninh.example"], false).await;
    house.return_it(OPEN, &deliveries[0], REASON).await;
    let returned = house.relay.mails_for("vanphong2@tayninh.example", 1).await.remove(0);
    assert!(!unwrapped(&returned.text).contains("Sai thẩm quyền") && !returned.html.contains("Sai thẩm quyền"));
    assert!(returned.text.contains("xem trong phần mềm văn phòng"), "{}", returned.text);

    // A package changed on the way is refused, and its sender's office told once, however often it is sent again.
    let (_, package) = house.package(16, &[OPEN]);
    let tampered = packages::tamper(&package, "kế hoạch.txt").unwrap();
    for _ in 0..3 {
        let (status, answer) = house.post("/api/v1/packages", house.agency(SENDER), tampered.clone()).await;
        assert_eq!(status, 422, "{answer}");
    }
    house.rest(0, 0).await;
    let refused: Vec<Seen> = house.relay.mails_for("vanphong2@tayninh.example", 2).await.split_off(1);
    assert_eq!(refused.len(), 1, "told once");
    well_formed(&refused[0], "Trục từ chối gói tin", "The hub refused a package");
    let digest = lienthong::crypto::sha256(&tampered).to_string();
    assert!(refused[0].text.contains(&digest) && refused[0].html.contains(&digest), "{}", refused[0].text);
    assert!(refused[0].header("subject").starts_with("Trục từ chối gói tin: "), "{}", refused[0].header("subject"));

    let ids: std::collections::BTreeSet<_> =
        house.relay.mails().iter().map(|mail| mail.header("message-id").to_owned()).collect();
    assert_eq!(ids.len(), house.relay.mails().len(), "each event has a mail of its own");
    house.close().await;
}

/// What holds of every mail.
fn well_formed(mail: &Seen, vietnamese: &str, english: &str) {
    assert!(mail.tls && mail.signed_in, "over STARTTLS, signed in");
    assert!(mail.defects.is_empty() && mail.nfc, "{:?}", mail.defects);
    assert!(mail.longest_line <= 998, "RFC 5322 §2.1.1");
    let text = unwrapped(&mail.text);
    let (vi, en) = (text.find(vietnamese), text.find(english));
    assert!(vi.is_some() && vi < en, "Vietnamese first, English below: {text}");
    assert!(mail.html.contains(vietnamese) && mail.html.contains(english), "{}", mail.html);
    for line in mail.text.lines().filter(|line| !line.starts_with("http")) {
        assert!(line.chars().count() <= 72, "{line}");
    }
    for junk in ["=20", "=C3", "{{", "&#", "None", "Some("] {
        assert!(!mail.text.contains(junk), "{junk}: {}", mail.text);
    }
    assert!(!mail.text.contains("nội dung mật") && !mail.html.contains("nội dung mật"));
    assert!(mail.raw_head.is_ascii() && mail.raw_head.contains("Subject: =?utf-8?"), "{}", mail.raw_head);
    assert!(mail.header("from").contains("Trục liên thông văn bản"), "{}", mail.header("from"));
    assert!(!mail.header("date").is_empty());
    assert_eq!(mail.header("auto-submitted"), "auto-generated");
    assert!(mail.header("message-id").ends_with("@tayninh.example>"), "{}", mail.header("message-id"));
    assert!(!mail.headers.keys().any(|name| name.starts_with("list-") || name == "precedence"));
    assert!(mail.header("content-type").starts_with("multipart/alternative"));
}

/// The words without the line ends that wrapping put between them.
fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_relay_says_decides_and_no_document_waits_for_it() {
    let watch = "vanhanh@t.example";
    let house = House::open_with(Backend::Sqlite, |mail| mail.operator = Some(watch.to_owned())).await;
    for (number, address) in
        [(1, "later2@t.example"), (2, "never@t.example"), (3, "cutdata@t.example"), (4, "cutreply@t.example")]
    {
        house.move_office(number + 1, None, &[address], true).await;
    }
    house.move_office(SENDER, None, &[], false).await;
    let (_, deliveries) = house.send(1, &[2, 3, 4, 5]).await;
    for (agency, delivery) in [2, 3, 4, 5].into_iter().zip(&deliveries) {
        let (status, inbox) = house.get(house.province.api() + "/api/v1/inbox", Some(house.agency(agency))).await;
        assert!(status == 200 && inbox.contains(delivery.as_str()), "in the inbox whatever the mail does: {inbox}");
    }
    house.relay.mails_for("later2@t.example", 1).await;
    house.relay.mails_for("cutdata@t.example", 1).await;
    let twice = house.relay.mails_for("cutreply@t.example", 2).await;
    assert_eq!(twice[0].header("message-id"), twice[1].header("message-id"), "a repeat bears the same Message-ID");
    house.rest(0, 1).await;

    let dead = house.store().dead_letters(None, 10).unwrap().remove(0);
    assert_eq!(dead.code, "mail.refused");
    assert_eq!(dead.agency, house.agency(3).organ_id);
    assert!(dead.last_error.contains("5.1.1 no such user here"), "{}", dead.last_error);
    assert!(house.relay.mails().iter().all(|mail| !mail.is_for("never@t.example")));

    // The address is marked, and the operator told once, whatever else is sent to it.
    let told = house.relay.mails_for(watch, 1).await.remove(0);
    well_formed(&told, "không nhận thư", "takes no mail");
    for words in ["never@t.example", "5.1.1 no such user here", &house.agency(3).organ_id.0] {
        assert!(unwrapped(&told.text).contains(words) && told.html.contains(words), "{words}: {}", told.text);
    }
    house.send(5, &[3]).await;
    house.rest(0, 2).await;
    let failing = |house: &House| -> Vec<(String, String)> {
        let rows = house.store().failing_addresses().unwrap();
        rows.into_iter().map(|one| (one.agency.0, one.address)).collect()
    };
    assert_eq!(failing(&house), [(house.agency(3).organ_id.0.clone(), "never@t.example".to_owned())]);
    assert_eq!(house.relay.mails_for(watch, 1).await.len(), 1, "told once");

    // The operator mends the address and asks again.
    house.move_office(3, None, &["mended@t.example"], true).await;
    let act = OperatorAct {
        by: operator(),
        act: "job.retried".to_owned(),
        detail_json: json!({ "jobs": [dead.id.0] }).to_string(),
        effect: Effect::Retry(house.store().dead_letters(None, 10).unwrap().iter().map(|dead| dead.id).collect()),
    };
    house.app.committer().submit(Change::Operator(act)).await.unwrap().unwrap();
    let mended = house.relay.mails_for("mended@t.example", 2).await;
    assert!(mended.iter().any(|mail| mail.header("message-id").contains(&dead.id.0.to_string())));
    house.rest(0, 0).await;
    assert_eq!(failing(&house), [], "an address that is no longer the office's fails nobody");

    // One dead address of an office does not keep the letter from the others.
    house.move_office(3, None, &["never2@t.example", "second@t.example"], true).await;
    house.send(2, &[3]).await;
    house.relay.mails_for("second@t.example", 1).await;
    house.relay.mails_for(watch, 2).await;
    house.rest(0, 0).await;
    assert_eq!(failing(&house), [(house.agency(3).organ_id.0.clone(), "never2@t.example".to_owned())]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_is_put_off_too_often_is_given_up() {
    let house = House::open_with(Backend::Sqlite, |mail| mail.retry_tries = 3).await;
    house.move_office(OPEN, None, &["later99@t.example"], true).await;
    house.send(1, &[OPEN]).await;
    house.rest(0, 1).await;
    let dead = house.store().dead_letters(None, 10).unwrap().remove(0);
    assert_eq!((dead.code.as_str(), dead.attempts), ("mail.given_up", 3));
    assert!(dead.last_error.contains("greylisted"), "{}", dead.last_error);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_letter_dies_of_a_wrong_password() {
    let house = House::open(Backend::Sqlite).await;
    house.relay.set_password("khác");
    house.move_office(OPEN, None, &["noivu@t.example"], true).await;
    house.send(1, &[OPEN]).await;
    until("the relay refuses the sign-in", async || house.relay.was_asked()).await;
    house.rest(1, 0).await;
    assert!(house.relay.mails().is_empty());
    house.relay.set_password("mật khẩu");
    house.relay.mails_for("noivu@t.example", 1).await;
    house.rest(0, 0).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_goes_out_in_the_clear_or_to_a_stranger() {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path().join("pki")).unwrap();
    let other = DevPki::make(dir.path().join("other")).unwrap();
    let letter = Letter {
        to: vec!["a@t.example".to_owned()],
        subject: "Thử".to_owned(),
        text: "Thử".to_owned(),
        html: "<p>Thử</p>".to_owned(),
        id: "one".to_owned(),
    };
    let good = Relay::start(&dir.path().join("good"), &pki);
    let stranger = Relay::start_as(&dir.path().join("stranger"), &pki, "127.0.0.2", &[]);
    let stripped = Relay::start_as(&dir.path().join("stripped"), &pki, "127.0.0.1", &["--plain"]);
    for (relay, authority, what) in [
        (&good, other.root_file(), "a certificate of an unknown CA"),
        (&stranger, pki.root_file(), "a certificate of another name"),
        (&stripped, pki.root_file(), "no STARTTLS"),
    ] {
        let outcome = Mailer::new(&relay.settings(authority)).unwrap().send(&letter).await.outcome;
        assert!(matches!(outcome, Outcome::Later(_)), "{what}: {outcome:?}");
        assert!(relay.mails().is_empty() && !relay.was_asked(), "{what}");
    }
    let outcome = Mailer::new(&good.settings(pki.root_file())).unwrap().send(&letter).await.outcome;
    assert!(matches!(&outcome, Outcome::Placed(reply) if reply.contains("queued as 1")), "{outcome:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_worker_loses_its_lease_and_the_mail_comes_again() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        // While the document comes in nothing listens at the relay's port, so the job waits.
        let house = House::open_with(backend, |mail| mail.port = 1).await;
        house.move_office(OPEN, None, &["hold@t.example"], true).await;
        house.send(1, &[OPEN]).await;
        house.rest(1, 0).await;
        let House { dir, province, relay, app, clock, .. } = house;
        app.stop().await.unwrap();
        let settings = relay.settings(&province.trust_file);
        let parts = Parts::open(&province.config, clock.clone()).await.unwrap();
        let mailing = mailing(&settings, &province.config);

        // A worker whose process ends between the relay's taking and the hub's note.
        let doomed = tokio::runtime::Runtime::new().unwrap();
        {
            let _inside = doomed.enter();
            let _workers =
                Workers::start(&parts.exchange, &parts.committer, Some(mailing.clone()), None, None, &province.config);
        }
        relay.mails_for("hold@t.example", 1).await;
        doomed.shutdown_background();
        assert_eq!(parts.store.job_counts().unwrap(), (1, 0), "the job is still there");
        let held = parts.store.claim_jobs(&[JobKind::MailArrived], 10, 1).unwrap();
        assert!(held.is_empty(), "nobody gets it before the lease ends: {held:?}");

        let workers = Workers::start(&parts.exchange, &parts.committer, Some(mailing), None, None, &province.config);
        let twice = relay.mails_for("hold@t.example", 2).await;
        assert_eq!(twice[0].header("message-id"), twice[1].header("message-id"));
        until("it is settled", async || parts.store.job_counts().unwrap() == (0, 0)).await;
        workers.stop().await;
        parts.close().await.unwrap();
        drop(dir);
    }
}

#[test]
fn the_settings_default_is_the_rules_default() {
    let mail = config::Mail::default();
    let set = Backoff {
        first_seconds: mail.retry_first_s,
        cap_seconds: mail.retry_longest_s,
        max_attempts: mail.retry_tries,
    };
    assert_eq!(set, Backoff::default());
}

fn mailing(settings: &config::Mail, config: &Config) -> Mailing {
    Mailing { lease_s: 6, ..Mailing::new(Mailer::new(settings).unwrap(), config) }
}

fn operator() -> Actor {
    Actor { name: "test".to_owned(), reason: String::new() }
}

const SENDER: usize = 1;
const OPEN: usize = 2;
const DISCREET: usize = 3;
const SUBJECT: &str = "V/v triển khai Kế hoạch đẩy mạnh gửi, nhận văn bản điện tử có ký số qua trục liên thông giữa các cơ quan \
    hành chính nhà nước trên địa bàn tỉnh và báo cáo kết quả thực hiện quý IV năm 2026";
const LONG_NAME: &str = "Trung tâm Giám sát, điều hành đô thị thông minh và Phục vụ hành chính công trực thuộc Văn phòng Ủy ban \
    nhân dân tỉnh Tây Ninh";
const REASON: &str = "Sai thẩm quyền: nội dung thuộc lĩnh vực của Sở Khoa học và Công nghệ; đề nghị gửi đúng nơi nhận";
