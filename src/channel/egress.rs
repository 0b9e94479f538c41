//! The one way out: whoever asks a server that others name (OCSP, CRL, TSA) asks through an [`Egress`].
//!
//! A request goes to an allowed scheme, host and port, after the name was resolved once and every address it gave was
//! found to be a public one; the connection goes to those very addresses. No redirects, no proxies from the environment,
//! caps on size, time and number at once. A host that failed [`FAILURES_MAX`] times in a row is left alone for a while.
//! HTTP/1.1 only: no authority needs more, and headers that unpack themselves (HPACK, RFC 7541) are a bound less to trust.
//!
//! Refused: private, loopback, link-local, shared (CGNAT), unique-local, mapped and translated addresses, unless the
//! operator named the host. Absent on purpose: what is asked, and what an answer means.
// GAP: informational answers (1xx) are bounded by the time of the request alone, because reqwest 0.13 drops what hyper's
// `on_informational` would count by. Each is read and dropped in the buffer of one head; memory does not grow with them.

mod address;
mod breaker;
mod error;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Client, Url};
use tokio::sync::Semaphore;

use address::is_public;
use breaker::Breaker;
pub use error::EgressError;

/// What may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Hosts that may be asked, in lower case; none: every public host.
    pub hosts: Vec<String>,
    /// Hosts that may stand at a private address.
    pub private_hosts: Vec<String>,
    /// Whether every address may be asked, private ones and this machine too: where a person names the URL, and for tests.
    pub inside: bool,
    /// The whole time of one request.
    pub timeout: Duration,
    /// Bytes of the longest answer.
    pub bytes_max: usize,
    /// Requests at once.
    pub at_once: usize,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            hosts: Vec::new(),
            private_hosts: Vec::new(),
            inside: false,
            timeout: Duration::from_secs(10),
            bytes_max: 16 << 20,
            at_once: 8,
        }
    }
}

/// The way out. Cheap to clone.
#[derive(Clone)]
pub struct Egress {
    http: Client,
    rules: Arc<Rules>,
    breaker: Arc<Breaker>,
    at_once: Arc<Semaphore>,
}

impl Egress {
    /// A way out by `rules`.
    ///
    /// # Errors
    /// When TLS cannot start.
    pub fn new(rules: Rules) -> Result<Self, EgressError> {
        let rules = Arc::new(rules);
        let http = Client::builder()
            .no_proxy()
            .http1_only()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(rules.timeout)
            .connect_timeout(rules.timeout.min(Duration::from_secs(5)))
            .dns_resolver(Arc::new(Guarded { rules: Arc::clone(&rules) }))
            .user_agent(concat!("lienthong/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| EgressError::Start { detail: words(&error) })?;
        let at_once = Arc::new(Semaphore::new(rules.at_once.max(1)));
        Ok(Self { http, rules, breaker: Arc::default(), at_once })
    }

    /// GET.
    ///
    /// # Errors
    /// [`EgressError`].
    pub async fn get(&self, url: &str) -> Result<Vec<u8>, EgressError> {
        let url = self.allowed(url)?;
        let request = self.http.get(url.clone());
        self.send(&url, request, self.rules.bytes_max).await
    }

    /// POST of `body`, for an answer of the type `accept`, which is a small one (OCSP, a timestamp).
    ///
    /// # Errors
    /// [`EgressError`].
    pub async fn post(&self, url: &str, media_type: &str, accept: &str, body: Vec<u8>) -> Result<Vec<u8>, EgressError> {
        let url = self.allowed(url)?;
        let request = self.http.post(url.clone()).header(CONTENT_TYPE, media_type).header(ACCEPT, accept).body(body);
        self.send(&url, request, self.rules.bytes_max.min(REPLY_BYTES_MAX)).await
    }

    /// POST of `body` with headers of the caller's.
    ///
    /// # Errors
    /// [`EgressError`].
    pub async fn push(
        &self,
        url: &str,
        media_type: &str,
        headers: &[(&'static str, String)],
        body: Vec<u8>,
    ) -> Result<(), EgressError> {
        self.post_with(url, media_type, headers, body).await.map(drop)
    }

    /// The same, for an answer, which is a small one.
    ///
    /// # Errors
    /// [`EgressError`].
    pub async fn post_with(
        &self,
        url: &str,
        media_type: &str,
        headers: &[(&'static str, String)],
        body: Vec<u8>,
    ) -> Result<Vec<u8>, EgressError> {
        let url = self.allowed(url)?;
        let request = self.http.post(url.clone()).header(CONTENT_TYPE, media_type).body(body);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
        self.send(&url, request, self.rules.bytes_max.min(REPLY_BYTES_MAX)).await
    }

    /// Whether `url` may be asked, as far as that can be said without resolving its name.
    ///
    /// # Errors
    /// [`EgressError`].
    pub fn check(&self, url: &str) -> Result<(), EgressError> {
        self.allowed(url).map(drop)
    }

    fn allowed(&self, text: &str) -> Result<Url, EgressError> {
        let refused = |detail: &str| EgressError::Url { url: shown(text), detail: detail.to_owned() };
        if text.len() > URL_BYTES_MAX {
            return Err(refused("it is too long"));
        }
        let url = Url::parse(text).map_err(|error| refused(&error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(refused("neither http nor https"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("it holds a user or a password"));
        }
        let host = url.host_str().ok_or_else(|| refused("no host"))?.to_ascii_lowercase();
        let known = |list: &[String]| list.iter().any(|one| one.eq_ignore_ascii_case(&host));
        if !self.rules.hosts.is_empty() && !known(&self.rules.hosts) && !known(&self.rules.private_hosts) {
            return Err(EgressError::HostNotAllowed { host });
        }
        // A literal address is never resolved, so it is looked at here.
        if let Ok(address) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
            self.rules.check(&host, address)?;
        }
        Ok(url)
    }

    async fn send(&self, url: &Url, request: reqwest::RequestBuilder, most: usize) -> Result<Vec<u8>, EgressError> {
        let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
        self.breaker.may_ask(&host)?;
        let permit = tokio::time::timeout(self.rules.timeout, self.at_once.acquire()).await;
        let _permit = match permit {
            Ok(Ok(permit)) => permit,
            Ok(Err(_)) | Err(_) => return Err(EgressError::Busy),
        };
        let outcome = match tokio::time::timeout(self.rules.timeout, self.receive(&host, request, most)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(EgressError::Timeout { host: host.clone() }),
        };
        self.breaker.heard(&host, outcome.as_ref().err().is_none_or(|error| !error.is_the_hosts()));
        outcome
    }

    async fn receive(&self, host: &str, request: reqwest::RequestBuilder, most: usize) -> Result<Vec<u8>, EgressError> {
        let broken = |error: reqwest::Error| EgressError::of(host, &error);
        let answer = request.send().await.map_err(broken)?;
        if !answer.status().is_success() {
            return Err(EgressError::Status { host: host.to_owned(), status: answer.status().as_u16() });
        }
        let too_long = || EgressError::TooLong { host: host.to_owned(), most };
        if answer.content_length().is_some_and(|length| length > most as u64) {
            return Err(too_long());
        }
        let mut bytes = Vec::new();
        let mut pieces = answer.bytes_stream();
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(broken)?;
            if bytes.len() + piece.len() > most {
                return Err(too_long());
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes)
    }
}

impl Rules {
    fn check(&self, host: &str, address: IpAddr) -> Result<(), EgressError> {
        let named = self.private_hosts.iter().any(|one| one.eq_ignore_ascii_case(host));
        match self.inside || named || is_public(address) {
            true => Ok(()),
            false => Err(EgressError::PrivateAddress { host: host.to_owned() }),
        }
    }
}

/// Resolves a name once and hands on nothing but what may be asked: one bad address spoils all, so that nobody mixes.
struct Guarded {
    rules: Arc<Rules>,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let rules = Arc::clone(&self.rules);
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            for address in &found {
                rules.check(&host, address.ip())?;
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

impl std::fmt::Debug for Egress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Egress").field("rules", &self.rules).finish_non_exhaustive()
    }
}

/// A URL for people: without user, password and query, cut.
fn shown(url: &str) -> String {
    let bare = url.split(['?', '#']).next().unwrap_or_default();
    let bare = bare.rsplit('@').next().unwrap_or_default();
    bare.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// What went wrong, with its causes and without the URL.
fn words(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}

/// An OCSP answer or a timestamp with a long chain has 10 KiB; revocation counts of neither what is longer.
const REPLY_BYTES_MAX: usize = 64 << 10;
/// Certificates name URLs of a hundred bytes.
const URL_BYTES_MAX: usize = 2048;

#[cfg(test)]
mod tests;
