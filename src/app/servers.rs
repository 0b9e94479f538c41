//! The listeners: the agencies' port and, where it is wanted, the second origin's (TLS by configuration), and the
//! operator's.

use std::net::{SocketAddr, TcpListener};

use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServerHandle, ServiceRequest, ServiceResponse};
use actix_web::{App, HttpMessage, HttpServer, web};
use openssl::ssl::{SslAcceptor, SslAcceptorBuilder, SslFiletype, SslMethod, SslVersion};
use tokio::task::JoinHandle;
use tracing_actix_web::{DefaultRootSpanBuilder, RequestId, RootSpanBuilder, TracingLogger};

use crate::config::{Config, Tls};
use crate::http::{Health, Hub, content_routes, mount, ops_routes};

use super::AppError;

/// Both servers, running.
pub(super) struct Servers {
    pub api: SocketAddr,
    pub ops: SocketAddr,
    handles: Vec<ServerHandle>,
    tasks: Vec<JoinHandle<std::io::Result<()>>>,
}

impl Servers {
    /// Binds both ports and serves.
    pub fn listen(config: &Config, hub: Hub, health: Health) -> Result<Self, AppError> {
        let api_listener = bind(config.server.listen)?;
        let ops_listener = bind(config.ops.listen)?;
        let (api, ops) = (local(&api_listener)?, local(&ops_listener)?);
        let content_server = content(config, hub.clone())?;
        let server = HttpServer::new(move || mount(App::new(), hub.clone()).wrap(TracingLogger::<Spans>::new()))
            .workers(std::thread::available_parallelism().map_or(1, std::num::NonZero::get))
            .disable_signals()
            .shutdown_timeout(SHUTDOWN_S);
        let server = match &config.server.tls {
            Some(tls) => server.listen_openssl(api_listener, acceptor(tls)?),
            None => server.listen(api_listener),
        }
        .map_err(AppError::Listen)?
        .run();
        let ops_server =
            HttpServer::new(move || App::new().app_data(web::Data::new(health.clone())).configure(ops_routes))
                .workers(1)
                .disable_signals()
                .shutdown_timeout(1)
                .listen(ops_listener)
                .map_err(AppError::Listen)?
                .run();
        let mut handles = vec![server.handle(), ops_server.handle()];
        let mut tasks = vec![tokio::spawn(server), tokio::spawn(ops_server)];
        if let Some(content_server) = content_server {
            handles.push(content_server.handle());
            tasks.push(tokio::spawn(content_server));
        }
        Ok(Self { api, ops, handles, tasks })
    }

    /// No new connections; running requests get their time.
    pub async fn stop(self) {
        for handle in self.handles {
            handle.stop(true).await;
        }
        for task in self.tasks {
            match task.await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(%error, "a server ended badly"),
                Err(error) => tracing::warn!(%error, "a server's task ended badly"),
            }
        }
    }
}

/// The second origin's server, where it has an address of its own.
fn content(config: &Config, hub: Hub) -> Result<Option<Server>, AppError> {
    let Some(address) = config.console.content_listen else { return Ok(None) };
    let listener = bind(address)?;
    let app = move || App::new().configure(content_routes(hub.clone())).wrap(TracingLogger::<Spans>::new());
    let server = HttpServer::new(app).workers(1).disable_signals().shutdown_timeout(SHUTDOWN_S);
    let server = match &config.server.tls {
        Some(tls) => server.listen_openssl(listener, acceptor(tls)?),
        None => server.listen(listener),
    };
    Ok(Some(server.map_err(AppError::Listen)?.run()))
}

/// What a log line says of its request: the route and not the address, in which the secret of a link may stand.
struct Spans;

impl RootSpanBuilder for Spans {
    fn on_request_start(request: &ServiceRequest) -> tracing::Span {
        let route = request.match_pattern().unwrap_or_default();
        tracing::info_span!(
            "HTTP request",
            http.method = %request.method(),
            http.route = %route,
            request_id = request.extensions().get::<RequestId>().map(tracing::field::display),
            http.status_code = tracing::field::Empty,
            otel.status_code = tracing::field::Empty,
            exception.message = tracing::field::Empty,
            exception.details = tracing::field::Empty,
        )
    }

    fn on_request_end<B: MessageBody>(span: tracing::Span, outcome: &Result<ServiceResponse<B>, actix_web::Error>) {
        DefaultRootSpanBuilder::on_request_end(span, outcome);
    }
}

fn bind(at: SocketAddr) -> Result<TcpListener, AppError> {
    TcpListener::bind(at).map_err(|error| AppError::Bind { at, error })
}

fn local(listener: &TcpListener) -> Result<SocketAddr, AppError> {
    listener.local_addr().map_err(AppError::Listen)
}

/// TLS 1.2 and up, Mozilla's intermediate list.
fn acceptor(tls: &Tls) -> Result<SslAcceptorBuilder, AppError> {
    let mut builder = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls_server())?;
    builder.set_min_proto_version(Some(SslVersion::TLS1_2))?;
    builder.set_private_key_file(&tls.key, SslFiletype::PEM)?;
    builder.set_certificate_chain_file(&tls.cert)?;
    builder.check_private_key()?;
    builder.set_session_id_context(b"lienthong")?;
    Ok(builder)
}

/// What a running request gets to finish, seconds.
const SHUTDOWN_S: u64 = 30;
