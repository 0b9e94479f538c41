//! A hub in this process, and clients of its agencies.

use std::time::Duration;

use lienthong::app::App;
use lienthong::cli::demo::packages::{self, Draft, File, Kind};
use lienthong::cli::demo::province::{Agency, Province, Wanted};
use lienthong::clock::Clock;
use lienthong::config::Config;
use lienthong::domain::ids::Digest;
use lienthong::evidence::key::VKey;
use lienthong::evidence::leaf::Leaf;
use lienthong::evidence::receipt::{self, Outcome, PackageCheck};
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, RequestBuilder};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::support::postgres;
use crate::support::stores::Backend;

/// A running hub.
pub struct House {
    pub app: App,
    pub province: Province,
    pub clock: Clock,
    pub client: Client,
    _dir: tempfile::TempDir,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

/// Where the receipt stands inside an answer.
#[derive(Deserialize)]
struct Bears<'a> {
    #[serde(borrow)]
    receipt: &'a RawValue,
}

impl House {
    pub async fn open(backend: Backend) -> Self {
        Self::open_at(backend, Clock::System, |_, _| {}).await
    }

    /// With another clock, and with the configuration changed before the hub starts.
    pub async fn open_at(backend: Backend, clock: Clock, change: impl FnOnce(&mut Config, &Province)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let wanted = match backend {
            Backend::Sqlite => Wanted::local().unwrap(),
            Backend::Postgres => Wanted::on(postgres::database()).unwrap(),
        };
        let mut province = Province::make(dir.path(), wanted, &clock).await.unwrap();
        let mut config = province.config.clone();
        change(&mut config, &province);
        province.config = config.clone();
        let app = App::start(config, clock.clone()).await.unwrap();
        Self { app, province, clock, client: client(), _dir: dir }
    }

    pub fn agency(&self, number: usize) -> &Agency {
        &self.province.agencies[number]
    }

    /// A request without a token.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, self.province.api() + path)
    }

    pub fn get(&self, path: &str, number: usize) -> RequestBuilder {
        self.bare(Method::GET, path).bearer_auth(&self.agency(number).token)
    }

    pub fn post(&self, path: &str, number: usize) -> RequestBuilder {
        self.bare(Method::POST, path).bearer_auth(&self.agency(number).token)
    }

    /// A POST with a JSON body.
    pub async fn post_json(&self, path: &str, number: usize, body: Value) -> Answer {
        answer(self.post(path, number).json(&body)).await
    }

    /// Sends a package's bytes.
    pub async fn submit(&self, number: usize, package: &[u8]) -> Answer {
        answer(self.post("/api/v1/packages", number).body(package.to_vec())).await
    }

    /// A letter of the sender with one small file.
    pub fn package(&self, kind: Kind, number: u32, to: &[usize]) -> (Draft, Vec<u8>) {
        let draft = Draft::letter(number, &self.clock);
        let package = self.pack(kind, &draft, to, "nội dung");
        (draft, package)
    }

    /// A draft of the sender, signed.
    pub fn pack(&self, kind: Kind, draft: &Draft, to: &[usize], content: &str) -> Vec<u8> {
        let to: Vec<&Agency> = to.iter().map(|number| self.agency(*number)).collect();
        let files = [File::of("kế hoạch.txt", "text/plain", content.as_bytes().to_vec())];
        packages::pack(self.agency(SENDER), &to, kind, draft, &files).unwrap()
    }

    /// Sends a letter; the answer, and the deliveries in the order of `to`.
    pub async fn send(&self, number: u32, to: &[usize]) -> (Draft, Value, Vec<String>) {
        let (draft, package) = self.package(Kind::AsicE, number, to);
        let sent = self.submit(SENDER, &package).await;
        let sent = sent.expect(201).json();
        let deliveries = to.iter().map(|number| self.delivery(&sent, *number)).collect();
        (draft, sent, deliveries)
    }

    /// The delivery to an agency in an answer that lists copies.
    pub fn delivery(&self, answer: &Value, number: usize) -> String {
        let organ_id = self.agency(number).organ_id.0.as_str();
        let copies = answer["deliveries"].as_array().unwrap();
        let copy = copies.iter().find(|copy| copy["to"]["organ_id"] == organ_id);
        copy.unwrap_or_else(|| panic!("{answer}"))["id"].as_str().unwrap().to_owned()
    }

    /// The judge's word on the receipt of an answer: proven by the hub's key. Its leaf.
    pub fn proven(&self, answer: &Answer, package: Option<Digest>) -> Leaf {
        let receipt = answer.receipt();
        self.proves(receipt.as_bytes(), package)
    }

    pub fn proves(&self, receipt: &[u8], package: Option<Digest>) -> Leaf {
        let judged = receipt::verify(receipt, &[VKey::parse(&self.app.vkey).unwrap()], package);
        assert_eq!(judged.outcome, Outcome::Proven, "{:?}", judged.failures);
        let expected = if package.is_some() { PackageCheck::Matches } else { PackageCheck::NotGiven };
        assert_eq!(judged.package, expected);
        judged.leaf.unwrap()
    }

    pub async fn close(self) {
        self.app.stop().await.unwrap();
    }
}

impl Answer {
    /// The same, when it has that status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// A problem document with that status and code, whole.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Value {
        let answer = self.expect(status);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let problem = answer.json();
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["type"], format!("urn:lienthong:problem:{code}"));
        assert_eq!(problem["status"], status);
        for member in ["title", "remedy", "lang", "retry", "request_id"] {
            assert!(problem[member].as_str().is_some_and(|words| !words.is_empty()), "{member}: {problem}");
        }
        assert_eq!(problem["request_id"], answer.header("x-request-id"));
        assert_eq!(problem["lang"], answer.header("content-language"));
        problem
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).unwrap_or_else(|| panic!("no {name}: {:?}", self.headers));
        value.to_str().unwrap()
    }

    /// The receipt's exact bytes.
    #[track_caller]
    pub fn receipt(&self) -> String {
        let bears: Bears<'_> = serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("{}", self.text()));
        bears.receipt.get().to_owned()
    }
}

pub fn client() -> Client {
    Client::builder().no_proxy().timeout(Duration::from_secs(60)).build().unwrap()
}

/// Sends a request and reads the whole answer. Every answer names its request.
pub async fn answer(request: RequestBuilder) -> Answer {
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let bytes = answer.bytes().await.unwrap().to_vec();
    let answer = Answer { status, headers, bytes };
    assert!(!answer.header("x-request-id").is_empty());
    answer
}

pub const SENDER: usize = 2;
pub const RECEIVER: usize = 3;
pub const OTHER: usize = 4;
/// Neither sends nor receives.
pub const STRANGER: usize = 6;
