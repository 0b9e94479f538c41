//! Why a hub does not start.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::codes::{self, Code};

/// A part that does not start, or ends badly.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] crate::config::ConfigError),
    /// The store, its guard included.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
    /// The log's key.
    #[error(transparent)]
    Key(#[from] crate::evidence::key::KeyError),
    /// The hub's own seal.
    #[error("the hub's seal {} cannot be used", .file.display())]
    Seal {
        /// The file.
        file: PathBuf,
        /// Why.
        #[source]
        error: Box<crate::signature::sign::SignError>,
    },
    /// Trust anchors.
    #[error(transparent)]
    Trust(#[from] crate::signature::path::AnchorError),
    /// The mail relay's settings.
    #[error(transparent)]
    Mail(#[from] crate::channel::mail::MailError),
    /// The way out to certification authorities.
    #[error(transparent)]
    Egress(#[from] crate::channel::egress::EgressError),
    /// Log lines or metrics.
    #[error(transparent)]
    Telemetry(#[from] crate::telemetry::TelemetryError),
    /// A file of anchors cannot be read.
    #[error("trust anchors {} cannot be read", .file.display())]
    Anchors {
        /// The file.
        file: PathBuf,
        /// The system's reason.
        #[source]
        error: std::io::Error,
    },
    /// A port cannot be bound.
    #[error("cannot listen at {at}")]
    Bind {
        /// The address.
        at: SocketAddr,
        /// The system's reason.
        #[source]
        error: std::io::Error,
    },
    /// A listener fails.
    #[error("cannot listen")]
    Listen(#[source] std::io::Error),
    /// TLS certificate or key.
    #[error("the TLS certificate or key cannot be used")]
    Tls(#[from] openssl::error::ErrorStack),
    /// `log.origin` must end in `/log`.
    #[error("log.origin {found:?} does not end in /log")]
    Origin {
        /// As it stands in the file.
        found: String,
    },
    /// Signals.
    #[error("signals cannot be waited for")]
    Signal(#[source] std::io::Error),
    /// A thread ended badly.
    #[error("a thread ended badly")]
    Thread,
}

impl AppError {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::Config(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Key(error) => error.code(),
            Self::Seal { .. } => codes::SEAL_UNUSABLE,
            Self::Trust(error) => error.code(),
            Self::Mail(error) => error.code(),
            Self::Egress(error) => error.code(),
            Self::Telemetry(_) | Self::Origin { .. } => codes::CONFIG_INVALID_VALUE,
            Self::Anchors { .. } | Self::Tls(_) => codes::CONFIG_UNREADABLE,
            Self::Bind { .. } | Self::Listen(_) => codes::CONFIG_CANNOT_LISTEN,
            Self::Signal(_) | Self::Thread => codes::INTERNAL,
        }
    }
}
