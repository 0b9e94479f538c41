//! One request at a time: sign in, send, tell an answer from a refusal.

use std::path::PathBuf;
use std::time::Duration;

use reqwest::header::{ACCEPT_LANGUAGE, AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::{Method, RequestBuilder, Response};
use serde::de::DeserializeOwned;

use super::retry::{Pauses, is_worth_repeating};
use super::{ClientError, Problem, Reply};
use crate::i18n::Lang;

/// A hub, and the system that speaks to it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    pauses: Pauses,
}

/// What a client needs.
#[derive(Clone, Debug)]
pub struct Options {
    /// The hub's address, `https://truc.example` or with a path; a slash at the end is cut.
    pub hub: String,
    /// The bearer token.
    pub token: String,
    /// PEM: trusted instead of the system's roots.
    pub ca: Option<PathBuf>,
    /// Language of problems.
    pub lang: Lang,
    /// How often, and with which pauses, a call is repeated.
    pub pauses: Pauses,
}

impl Client {
    /// Makes a client; nothing is sent yet.
    ///
    /// # Errors
    /// [`ClientError::Settings`], [`ClientError::Unreadable`].
    pub fn new(options: &Options) -> Result<Self, ClientError> {
        let base = options.hub.trim_end_matches('/').to_owned();
        if !base.starts_with("http://") && !base.starts_with("https://") {
            return Err(settings(format!("--hub {base:?}: expected http://… or https://…")));
        }
        let mut headers = HeaderMap::new();
        let mut token = HeaderValue::from_str(&format!("Bearer {}", options.token))
            .map_err(|_| settings("the token holds characters that no token has"))?;
        token.set_sensitive(true);
        headers.insert(AUTHORIZATION, token);
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(options.lang.tag()));
        let mut builder = reqwest::Client::builder()
            .default_headers(headers)
            .user_agent(concat!("lienthong/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none()) // a token goes to the hub that was named, and nowhere else
            .connect_timeout(CONNECT);
        if let Some(path) = &options.ca {
            let pem = std::fs::read(path).map_err(|source| ClientError::Unreadable { path: path.clone(), source })?;
            let bundle = reqwest::Certificate::from_pem_bundle(&pem).unwrap_or_default();
            if bundle.is_empty() {
                return Err(settings(format!("{}: holds no PEM certificate", path.display())));
            }
            builder = builder.tls_certs_only(bundle);
        }
        let http = builder.build().map_err(|error| settings(words(&error)))?;
        Ok(Self { http, base, pauses: options.pauses })
    }

    /// The hub's address, without a slash at the end.
    pub fn hub(&self) -> &str {
        &self.base
    }

    /// A GET of any path of the contract, taken apart as `T`.
    ///
    /// # Errors
    /// [`ClientError`]
    pub async fn get<T: DeserializeOwned>(
        &self,
        path: &str,
        query: &[(&str, String)],
    ) -> Result<Reply<T>, ClientError> {
        let answer = self.ask(|client| client.request(Method::GET, path, query).timeout(QUESTION)).await?;
        self.reply(answer).await
    }

    /// A POST of a JSON body.
    ///
    /// # Errors
    /// [`ClientError`]
    pub async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &serde_json::Value,
        key: Option<&str>,
    ) -> Result<Reply<T>, ClientError> {
        let answer = self
            .ask(|client| {
                let request = client.request(Method::POST, path, &[]).timeout(QUESTION).json(body);
                with_key(request, key)
            })
            .await?;
        self.reply(answer).await
    }

    /// A request under way.
    pub(super) fn request(&self, method: Method, path: &str, query: &[(&str, String)]) -> RequestBuilder {
        let mut url = format!("{}{path}", self.base);
        for (index, (name, value)) in query.iter().enumerate() {
            url.push(if index == 0 { '?' } else { '&' });
            url.push_str(name);
            url.push('=');
            url.push_str(&escaped(value));
        }
        self.http.request(method, url)
    }

    /// Sends what `make` makes until it is answered or refused for good.
    pub(super) async fn ask(&self, make: impl Fn(&Self) -> RequestBuilder) -> Result<Response, ClientError> {
        let mut pauses = self.pauses.start();
        loop {
            let result = self.once(make(self)).await;
            match result {
                Err(error) if is_worth_repeating(&error) => match pauses.next() {
                    Some(pause) => tokio::time::sleep(pause).await,
                    None => return Err(error),
                },
                settled => return settled,
            }
        }
    }

    /// Sends once; a refusal is an error with its problem.
    pub(super) async fn once(&self, request: RequestBuilder) -> Result<Response, ClientError> {
        let answer = request.send().await.map_err(|error| self.broken(&error))?;
        if answer.status().is_success() {
            return Ok(answer);
        }
        let status = answer.status().as_u16();
        let url = answer.url().to_string();
        let bytes = answer.bytes().await.map_err(|error| self.broken(&error))?.to_vec();
        match serde_json::from_slice::<Problem>(&bytes) {
            Ok(problem) if !problem.code.is_empty() => {
                Err(ClientError::Refused(Box::new(Problem { status, bytes, ..problem })))
            }
            _ if status >= 500 => {
                // A proxy in front of a hub that is down answers like this.
                Err(ClientError::Unreachable { url: self.base.clone(), words: format!("HTTP status {status}") })
            }
            _ => Err(ClientError::NotAHub { url, words: format!("HTTP status {status} without a problem document") }),
        }
    }

    /// Reads a JSON answer whole.
    pub(super) async fn reply<T: DeserializeOwned>(&self, answer: Response) -> Result<Reply<T>, ClientError> {
        let (status, url) = (answer.status().as_u16(), answer.url().to_string());
        let bytes = answer.bytes().await.map_err(|error| self.broken(&error))?.to_vec();
        match serde_json::from_slice(&bytes) {
            Ok(value) => Ok(Reply { status, bytes, value }),
            Err(error) => Err(ClientError::NotAHub { url, words: error.to_string() }),
        }
    }

    pub(super) fn pauses(&self) -> Pauses {
        self.pauses
    }

    pub(super) fn broken(&self, error: &reqwest::Error) -> ClientError {
        ClientError::Unreachable { url: self.base.clone(), words: words(error) }
    }
}

pub(super) fn with_key(request: RequestBuilder, key: Option<&str>) -> RequestBuilder {
    match key {
        Some(key) => request.header("idempotency-key", key),
        None => request,
    }
}

/// RFC 3986 §2.1: everything but unreserved characters becomes `%XX`.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The deepest cause tells most: `connection refused`, `certificate verify failed`.
fn words(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}

fn settings(words: impl Into<String>) -> ClientError {
    ClientError::Settings { words: words.into() }
}

/// A hub of the province is near; who does not answer in this time is down.
const CONNECT: Duration = Duration::from_secs(10);
/// The longest question is a long poll of 60 s.
const QUESTION: Duration = Duration::from_secs(90);

#[cfg(test)]
mod tests {
    use super::*;

    fn options(hub: &str) -> Options {
        Options { hub: hub.into(), token: "lt_0".into(), ca: None, lang: Lang::En, pauses: Pauses::NONE }
    }

    #[test]
    fn addresses_and_queries_are_written_once() {
        let client = Client::new(&options("http://hub.example/truc/")).unwrap();
        assert_eq!(client.hub(), "http://hub.example/truc");
        let query = [("document_id", "12/QĐ-UBND".to_owned()), ("limit", "5".to_owned())];
        let request = client.request(Method::GET, "/api/v1/documents", &query).build().unwrap();
        let expected = "http://hub.example/truc/api/v1/documents?document_id=12%2FQ%C4%90-UBND&limit=5";
        assert_eq!(request.url().as_str(), expected);
    }

    #[test]
    fn what_is_no_address_or_token_is_said_before_anything_is_sent() {
        for (hub, token) in [("hub.example", "lt_0"), ("ftp://hub.example", "lt_0"), ("http://hub.example", "a\nb")] {
            let error = Client::new(&Options { token: token.into(), ..options(hub) }).unwrap_err();
            assert!(matches!(error, ClientError::Settings { .. }), "{hub}: {error}");
        }
    }

    #[tokio::test]
    async fn nobody_there_is_unreachable() {
        // Port 1 of loopback is nobody's.
        let client = Client::new(&options("http://127.0.0.1:1")).unwrap();
        let error = client.get::<serde_json::Value>("/api/v1/inbox", &[]).await.unwrap_err();
        assert!(matches!(error, ClientError::Unreachable { .. }), "{error}");
    }
}
