//! The agent over HTTP, on 127.0.0.1 and nowhere else. Every call is a POST of JSON; who may call at all is found before a byte of
//! the body is read. docs/agent-security.md has the wire.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE,
    AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, HOST, HeaderName, HeaderValue, ORIGIN, VARY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::http::{Method, StatusCode};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::terminal::Gone;
use super::{Agent, AgentError, gate};
use crate::i18n;

/// The agent, listening.
pub struct Running {
    /// The port on 127.0.0.1.
    pub port: u16,
    agent: Arc<Agent>,
    handle: ServerHandle,
    task: JoinHandle<std::io::Result<()>>,
}

/// Listens on 127.0.0.1.
///
/// # Errors
/// [`AgentError::Listen`] when the port is taken.
pub fn start(agent: Agent) -> Result<Running, AgentError> {
    let port = agent.settings.port;
    let listen = |source| AgentError::Listen { port, source };
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).map_err(listen)?;
    let port = listener.local_addr().map_err(listen)?.port();
    let agent = Arc::new(agent);
    let shared = web::Data::new(Shared { agent: agent.clone(), port });
    let server = HttpServer::new(move || App::new().app_data(shared.clone()).default_service(web::to(answer)))
        .workers(1)
        // Who asked and went away is no longer waited for.
        .h1_allow_half_closed(false)
        .disable_signals()
        .shutdown_timeout(1)
        .listen(listener)
        .map_err(listen)?
        .run();
    let handle = server.handle();
    Ok(Running { port, agent, handle, task: tokio::spawn(server) })
}

impl Running {
    /// The agent itself.
    pub fn agent(&self) -> &Agent {
        &self.agent
    }

    /// Takes nobody new, lets go of whoever waits, and ends.
    pub async fn stop(self) {
        self.agent.leave();
        self.handle.stop(false).await;
        if let Ok(Err(error)) = self.task.await {
            tracing::warn!(%error, "the server ended badly");
        }
    }
}

struct Shared {
    agent: Arc<Agent>,
    port: u16,
}

/// Everything that comes: the gate first, then the call.
async fn answer(shared: web::Data<Shared>, req: HttpRequest, payload: web::Payload) -> HttpResponse {
    let agent = &shared.agent;
    let origin = match let_in(&shared, &req) {
        Ok(origin) => origin.to_owned(),
        // Nothing here is told to a page that may not ask.
        Err(error) => return dressed(problem(agent, &error), None),
    };
    if *req.method() == Method::OPTIONS {
        return dressed(preflight(&req), Some(&origin));
    }
    let said = call(agent, &req, &origin, payload).await;
    dressed(said.unwrap_or_else(|error| problem(agent, &error)), Some(&origin))
}

/// Host and Origin.
fn let_in<'r>(shared: &Shared, req: &'r HttpRequest) -> Result<&'r str, AgentError> {
    gate::host(one(req, HOST), shared.port)?;
    // A request line with an address of its own would win over Host (RFC 9112 §3.2.2).
    if let Some(authority) = req.uri().authority() {
        gate::host(Some(authority.as_str()), shared.port)?;
    }
    let pairing = req.path().starts_with("/pair");
    gate::origin(one(req, ORIGIN), |origin| shared.agent.may(origin, pairing))
}

/// The value of a header that stands there once.
fn one(req: &HttpRequest, name: HeaderName) -> Option<&str> {
    let mut values = req.headers().get_all(name);
    let first = values.next()?;
    if values.next().is_some() { None } else { first.to_str().ok() }
}

/// The browser's question before the call (Fetch §4.8), for the page that may call; also before it leaves the public network.
fn preflight(req: &HttpRequest) -> HttpResponse {
    let mut answer = HttpResponse::NoContent();
    answer
        .insert_header((ACCESS_CONTROL_ALLOW_METHODS, "POST"))
        .insert_header((ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type"))
        .insert_header((ACCESS_CONTROL_MAX_AGE, "0"));
    if one(req, REQUEST_PRIVATE) == Some("true") {
        answer.insert_header((ALLOW_PRIVATE, "true"));
    }
    answer.finish()
}

async fn call(
    agent: &Arc<Agent>,
    req: &HttpRequest,
    origin: &str,
    payload: web::Payload,
) -> Result<HttpResponse, AgentError> {
    if *req.method() != Method::POST {
        return Err(AgentError::Method);
    }
    gate::content_type(one(req, CONTENT_TYPE))?;
    let origin = origin.to_owned();
    match req.path() {
        "/pair/begin" => {
            read(payload, SMALL_BYTES, SILENCE).await?;
            let expires_s = apart(agent, move |agent| agent.offer(&origin)).await?;
            Ok(said(&json!({ "expires_s": expires_s })))
        }
        "/pair" => {
            let bytes = read(payload, SMALL_BYTES, SILENCE).await?;
            let body: Code = serde_json::from_slice(&bytes).map_err(json_fault)?;
            let secret = apart(agent, move |agent| agent.pair(&origin, &body.code)).await?;
            Ok(said(&json!({ "secret": secret })))
        }
        "/status" => {
            paired(agent, req, &origin).await?;
            read(payload, SMALL_BYTES, SILENCE).await?;
            Ok(said(&status(agent)))
        }
        "/sign" => {
            paired(agent, req, &origin).await?;
            let turn = agent.turn()?;
            let body = read(payload, SIGN_BYTES, SILENCE).await?;
            let gone = Gone::default();
            // When the page goes away this future is dropped, and with it the question.
            let _watch = Watch(gone.clone());
            let value = apart(agent, move |agent| {
                let value = agent.sign(&origin, &body, &gone);
                drop(turn);
                value
            })
            .await?;
            let identity = agent.key().identity();
            Ok(said(&json!({
                "signature": STANDARD.encode(value),
                "algorithm": identity.algorithm().uri(),
                "certificate_sha256": identity.certificate().sha256(),
            })))
        }
        path => Err(AgentError::Path { path: path.to_owned() }),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Code {
    code: String,
}

/// Says that nobody waits any more, when it is dropped.
struct Watch(Gone);

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.set();
    }
}

async fn paired(agent: &Arc<Agent>, req: &HttpRequest, origin: &str) -> Result<(), AgentError> {
    let secret = gate::bearer(one(req, AUTHORIZATION))?.to_owned();
    let origin = origin.to_owned();
    apart(agent, move |agent| agent.paired(&origin, &secret)).await
}

fn status(agent: &Agent) -> Value {
    let identity = agent.key().identity();
    let chain: String = std::iter::once(identity.certificate()).chain(identity.chain()).map(|one| one.pem()).collect();
    json!({
        "program": concat!("lienthong ", env!("CARGO_PKG_VERSION")),
        "busy": agent.is_busy(),
        "subject": identity.certificate().subject(),
        "certificate": chain,
        "certificate_sha256": identity.certificate().sha256(),
        "algorithm": { "name": identity.algorithm().name(), "uri": identity.algorithm().uri() },
    })
}

/// Reads a body up to a limit. The page is on this machine: of a body that stands still nobody knows whether it ever goes on, and it
/// holds the one place.
async fn read<E: std::fmt::Display>(
    mut payload: impl Stream<Item = Result<Bytes, E>> + Unpin,
    most: usize,
    silence: Duration,
) -> Result<Vec<u8>, AgentError> {
    let mut bytes = Vec::new();
    while let Some(piece) = timeout(silence, payload.next()).await.map_err(|_| AgentError::Silent)? {
        let piece = piece.map_err(|error| AgentError::Json { detail: error.to_string() })?;
        if bytes.len() + piece.len() > most {
            return Err(AgentError::TooLarge { most });
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// Off the thread that answers.
async fn apart<T: Send + 'static>(
    agent: &Arc<Agent>,
    work: impl FnOnce(&Agent) -> Result<T, AgentError> + Send + 'static,
) -> Result<T, AgentError> {
    let agent = agent.clone();
    web::block(move || work(&agent)).await.map_err(|_| AgentError::Thread)?
}

fn said(value: &Value) -> HttpResponse {
    HttpResponse::Ok().json(value)
}

/// A no as a problem document (RFC 9457), in the terminal's language.
fn problem(agent: &Agent, error: &AgentError) -> HttpResponse {
    let (code, lang) = (error.code(), agent.settings.lang);
    let status = StatusCode::from_u16(code.info().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = json!({
        "type": format!("urn:lienthong:problem:{code}"),
        "status": status.as_u16(),
        "code": code,
        "title": i18n::title(lang, code),
        "remedy": i18n::remedy(lang, code),
        "detail": error.to_string(),
        "lang": lang.tag(),
    });
    HttpResponse::build(status).content_type("application/problem+json").body(body.to_string())
}

/// The headers that every answer bears; the page that may read it is named, never `*`.
fn dressed(mut answer: HttpResponse, origin: Option<&str>) -> HttpResponse {
    let headers = answer.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin.and_then(|origin| HeaderValue::from_str(origin).ok()) {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    answer
}

fn json_fault(error: serde_json::Error) -> AgentError {
    AgentError::Json { detail: error.to_string() }
}

const REQUEST_PRIVATE: HeaderName = HeaderName::from_static("access-control-request-private-network");
const ALLOW_PRIVATE: HeaderName = HeaderName::from_static("access-control-allow-private-network");
/// So long nothing may come of a body.
const SILENCE: Duration = Duration::from_secs(20);
/// A code, and nothing.
const SMALL_BYTES: usize = 4 * 1024;
/// A package of 256 MiB in base64, its header and its names.
const SIGN_BYTES: usize = 352 << 20;

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    #[tokio::test]
    async fn a_body_that_stands_still_lets_go_of_the_place() {
        let begun = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"{"))]).chain(stream::pending());
        assert!(matches!(read(begun, SMALL_BYTES, Duration::ZERO).await, Err(AgentError::Silent)));
    }
}
