//! Why nothing came back.

use crate::codes::{self, Code};

/// Why nothing came back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EgressError {
    /// TLS could not start.
    #[error("the HTTP client cannot start: {detail}")]
    Start {
        /// What was said.
        detail: String,
    },
    /// No URL that may be asked.
    #[error("{url}: {detail}")]
    Url {
        /// The URL, shortened.
        url: String,
        /// What is wrong.
        detail: String,
    },
    /// The operator's list has not this host.
    #[error("{host} is not in the list of hosts that may be asked")]
    HostNotAllowed {
        /// The host.
        host: String,
    },
    /// The host stands at an address of an inner network.
    #[error("{host} stands at a private address")]
    PrivateAddress {
        /// The host.
        host: String,
    },
    /// It cannot be reached.
    #[error("{host} cannot be reached: {detail}")]
    Unreachable {
        /// The host.
        host: String,
        /// What was said.
        detail: String,
    },
    /// It did not answer in time.
    #[error("{host} did not answer in time")]
    Timeout {
        /// The host.
        host: String,
    },
    /// Its answer is too long.
    #[error("{host} answers with more than {most} bytes")]
    TooLong {
        /// The host.
        host: String,
        /// The cap.
        most: usize,
    },
    /// It answered something else than success; a redirect is followed nowhere.
    #[error("{host} answers HTTP {status}")]
    Status {
        /// The host.
        host: String,
        /// The status.
        status: u16,
    },
    /// It failed several times and is left alone for a minute.
    #[error("{host} failed several times and is left alone for a minute")]
    LeftAlone {
        /// The host.
        host: String,
    },
    /// Too many requests wait already.
    #[error("too many requests wait already")]
    Busy,
}

impl EgressError {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::Start { .. } => codes::INTERNAL,
            Self::Url { .. } => codes::EGRESS_URL,
            Self::HostNotAllowed { .. } => codes::EGRESS_HOST_NOT_ALLOWED,
            Self::PrivateAddress { .. } => codes::EGRESS_PRIVATE_ADDRESS,
            Self::Unreachable { .. } => codes::EGRESS_UNREACHABLE,
            Self::Timeout { .. } => codes::EGRESS_TIMEOUT,
            Self::TooLong { .. } => codes::EGRESS_TOO_LONG,
            Self::Status { .. } => codes::EGRESS_STATUS,
            Self::LeftAlone { .. } | Self::Busy => codes::EGRESS_LEFT_ALONE,
        }
    }

    /// Whether the host is to blame.
    pub(super) fn is_the_hosts(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::Timeout { .. } | Self::TooLong { .. } => true,
            Self::Status { status, .. } => *status >= 500,
            Self::Start { .. }
            | Self::Url { .. }
            | Self::HostNotAllowed { .. }
            | Self::PrivateAddress { .. }
            | Self::LeftAlone { .. }
            | Self::Busy => false,
        }
    }

    /// What reqwest says, in our words; a refusal of our own resolver comes back as itself.
    pub(super) fn of(host: &str, error: &reqwest::Error) -> Self {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
        while let Some(inner) = cause {
            if let Some(own) = inner.downcast_ref::<Self>() {
                return own.clone();
            }
            cause = inner.source();
        }
        let host = host.to_owned();
        match error.is_timeout() {
            true => Self::Timeout { host },
            false => Self::Unreachable { host, detail: super::words(error) },
        }
    }
}
