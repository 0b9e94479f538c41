//! One agency's software: it repeats what got no answer, and what the hub says may be repeated.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use reqwest::{RequestBuilder, StatusCode};
use serde_json::Value;
use serde_json::value::RawValue;

use super::Load;

pub struct Client {
    load: Arc<Load>,
    http: reqwest::Client,
    token: String,
}

/// An answer that came whole.
pub struct Answered {
    pub status: StatusCode,
    pub body: bytes::Bytes,
}

/// The parts of an answer that stories look at; the receipt in its own bytes.
#[derive(serde::Deserialize)]
pub struct Taken {
    pub outcome: String,
    pub receipt: Box<RawValue>,
    #[serde(default)]
    pub document: Option<Value>,
}

impl Client {
    pub fn new(load: Arc<Load>, token: String) -> Self {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(20)).build().expect("a client");
        Self { load, http, token }
    }

    /// Asks until there is an answer that stands: the hub may be down, may die while it answers, or say "later".
    pub async fn ask(&self, what: &str, build: impl Fn(&reqwest::Client, &str) -> RequestBuilder) -> Answered {
        let deadline = Instant::now() + PATIENCE;
        let ledger = &self.load.ledger;
        loop {
            let turn = self.load.next.fetch_add(1, Ordering::Relaxed);
            let base = &self.load.bases[turn % self.load.bases.len()];
            let request = build(&self.http, base).bearer_auth(&self.token);
            let lost = match request.send().await {
                Ok(answer) => {
                    let status = answer.status();
                    match answer.bytes().await {
                        Ok(body) if status.is_success() => return Answered { status, body },
                        // RFC 9110 §15.5.9: the connection lay idle; the request on a new one is another matter.
                        Ok(_) if status == StatusCode::REQUEST_TIMEOUT => "idle connection".to_owned(),
                        Ok(body) => {
                            let problem: Value = serde_json::from_slice(&body).unwrap_or_default();
                            let again = problem["retry"] == "later" || problem["retry"] == "yes";
                            assert!(again, "{what}: {status} {problem}");
                            problem["code"].as_str().unwrap_or("?").to_owned()
                        }
                        Err(_) => "answer broke off".to_owned(),
                    }
                }
                Err(error) if error.is_connect() => "no connection".to_owned(),
                Err(error) => {
                    let mut words = error.to_string();
                    let mut source = std::error::Error::source(&error);
                    while let Some(inner) = source {
                        words = inner.to_string();
                        source = inner.source();
                    }
                    format!("no answer: {words}")
                }
            };
            assert!(Instant::now() < deadline, "{what}: {lost} until the deadline");
            ledger.repeated(lost);
            tokio::time::sleep(BETWEEN).await;
        }
    }

    pub async fn get(&self, path: &str) -> Answered {
        self.ask(path, |http, base| http.get(format!("{base}{path}"))).await
    }

    /// `POST` of JSON, with a key where one is given.
    pub async fn post(&self, path: &str, key: Option<&str>, json: &Value) -> (StatusCode, Taken) {
        let answer = self
            .ask(path, |http, base| {
                let request = http.post(format!("{base}{path}")).json(json);
                keyed(request, key)
            })
            .await;
        (answer.status, answer.taken())
    }

    /// Sends a package.
    pub async fn send(&self, what: &str, key: Option<&str>, package: &bytes::Bytes) -> (StatusCode, Taken) {
        let answer = self
            .ask(what, |http, base| {
                let request = http.post(format!("{base}/api/v1/packages")).body(package.clone());
                keyed(request, key)
            })
            .await;
        (answer.status, answer.taken())
    }

    /// Every line of a list, page by page.
    pub async fn pages(&self, path: &str) -> Vec<Value> {
        let (mut lines, mut after) = (Vec::new(), String::new());
        loop {
            let page: Value =
                serde_json::from_slice(&self.get(&format!("{path}limit=200{after}")).await.body).expect("JSON");
            lines.extend(page["items"].as_array().expect("items").iter().cloned());
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => return lines,
            }
        }
    }
}

impl Answered {
    fn taken(&self) -> Taken {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| {
            panic!("{error}: {}", String::from_utf8_lossy(&self.body));
        })
    }
}

fn keyed(request: RequestBuilder, key: Option<&str>) -> RequestBuilder {
    match key {
        Some(key) => request.header("Idempotency-Key", key),
        None => request,
    }
}

/// A hub that comes back takes less.
const PATIENCE: Duration = Duration::from_secs(15);
/// What a client waits before it repeats.
const BETWEEN: Duration = Duration::from_millis(25);
