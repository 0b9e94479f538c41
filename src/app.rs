//! The composition root: builds every part from the configuration, starts the workers, shuts down gracefully.
//!
//! `serve`, the demo and the stories all start a hub here and nowhere else. Order of the end: no new connections,
//! running requests finish, workers let go of their jobs, the committer drains, the log is at rest.

mod error;
mod parts;
mod servers;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::config::Config;
use crate::delivery::{Mailing, Workers};
use crate::exchange::Exchange;
use crate::http::{Health, Hub, Wake};
use crate::store::Store;
use crate::store::commit::Committer;
use crate::telemetry::Metrics;

pub use error::AppError;
pub use parts::Parts;

/// A hub that runs in this process.
pub struct App {
    /// Where agencies reach it.
    pub api: SocketAddr,
    /// Where the operator reaches it.
    pub ops: SocketAddr,
    /// Whether the agencies' port speaks TLS.
    pub tls: bool,
    /// The log's verification key, as receipts are checked with.
    pub vkey: String,
    parts: Parts,
    servers: servers::Servers,
    workers: Workers,
    follow: JoinHandle<()>,
    stopping: Arc<AtomicBool>,
}

impl App {
    /// Starts a hub: migrates the store, checks the restore guard, listens, starts the workers.
    ///
    /// # Errors
    /// [`AppError`]: whatever part does not start, with its code.
    pub async fn start(config: Config, clock: Clock) -> Result<Self, AppError> {
        let metrics = Metrics::install()?;
        let parts = Parts::open(&config, clock).await?;
        let wake = Wake::default();
        let stopping = Arc::new(AtomicBool::new(false));
        let telling = parts.webhooks(&config)?;
        let hub = Hub::new(parts.exchange.clone(), parts::settings(&config), wake.clone())
            .with_webhooks(telling.as_ref().map(|telling| telling.channel.clone()))
            .with_config(config.clone())
            .with_seal(Parts::seal(&config)?);
        #[cfg(feature = "oidc")]
        let hub = hub.with_provider(parts::provider(&config)?);
        let health = Health {
            store: parts.store.clone(),
            clock: parts.exchange.clock().clone(),
            metrics,
            token: parts::ops_token(&config)?,
            stopping: stopping.clone(),
        };
        let servers = servers::Servers::listen(&config, hub, health)?;
        let follow = tokio::spawn(wake.follow(parts.store.clone()));
        let mailing = parts.mailer(&config)?.map(|mailer| Mailing::new(mailer, &config));
        let resolver = parts.resolver(&config)?;
        let workers = Workers::start(&parts.exchange, &parts.committer, mailing, resolver, telling, &config);
        tracing::info!(api = %servers.api, ops = %servers.ops, "the hub listens");
        Ok(Self {
            api: servers.api,
            ops: servers.ops,
            tls: config.server.tls.is_some(),
            vkey: parts.vkey.clone(),
            parts,
            servers,
            workers,
            follow,
            stopping,
        })
    }

    /// The use cases, for whoever runs in the same process.
    pub fn exchange(&self) -> &Exchange {
        &self.parts.exchange
    }

    /// The store, for questions.
    pub fn store(&self) -> &Store {
        &self.parts.store
    }

    /// The committer, for whoever runs in the same process.
    pub fn committer(&self) -> &Committer {
        &self.parts.committer
    }

    /// Waits until the process is asked to stop (SIGTERM, SIGINT), then stops.
    ///
    /// # Errors
    /// When the signals cannot be waited for, or a part ends badly.
    pub async fn run_until_signal(self) -> Result<(), AppError> {
        use tokio::signal::unix::{SignalKind, signal};
        let mut term = signal(SignalKind::terminate()).map_err(AppError::Signal)?;
        let mut int = signal(SignalKind::interrupt()).map_err(AppError::Signal)?;
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
        self.stop().await
    }

    /// Stops gracefully.
    ///
    /// # Errors
    /// When a part ends badly; everything else is stopped all the same.
    pub async fn stop(self) -> Result<(), AppError> {
        tracing::info!("the hub stops");
        self.stopping.store(true, Ordering::SeqCst);
        self.servers.stop().await;
        self.follow.abort();
        self.workers.stop().await;
        self.parts.close().await
    }
}
