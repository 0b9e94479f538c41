//! Why a call came to nothing.

use std::path::PathBuf;

use super::Problem;
use crate::codes::{self, Code};
use crate::domain::ids::Digest;

/// A call that came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The hub said no, in a problem document.
    #[error("{}{}", .0.code, .0.detail.as_deref().map(|words| format!(": {words}")).unwrap_or_default())]
    Refused(Box<Problem>),
    /// Nobody answers, or the line broke, as often as it was tried.
    #[error("{url}: {words}")]
    Unreachable {
        /// The hub's address.
        url: String,
        /// What the network said.
        words: String,
    },
    /// Something answers, but not as a hub does.
    #[error("{url}: {words}")]
    NotAHub {
        /// What was asked.
        url: String,
        /// What was wrong with the answer.
        words: String,
    },
    /// The address is none, or the CA file holds no certificate.
    #[error("{words}")]
    Settings {
        /// What is wrong.
        words: String,
    },
    /// A file on this side cannot be read.
    #[error("{}: {source}", .path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A file on this side cannot be written.
    #[error("{}: {source}", .path.display())]
    Unwritable {
        /// Which.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The bytes that came are not those that the hub announced.
    #[error("SHA-256 is {found}, the hub announced {expected}")]
    Digest {
        /// As announced.
        expected: Digest,
        /// As it came.
        found: Digest,
    },
}

impl ClientError {
    /// The public code; a code of the hub that this version does not know is none of ours.
    pub fn code(&self) -> Option<Code> {
        Some(match self {
            Self::Refused(problem) => return Code::lookup(&problem.code),
            Self::Unreachable { .. } => codes::CLI_HUB_UNREACHABLE,
            Self::NotAHub { .. } => codes::CLI_UNEXPECTED_ANSWER,
            Self::Settings { .. } => codes::CLI_USAGE,
            Self::Unreadable { .. } => codes::CLI_UNREADABLE,
            Self::Unwritable { .. } => codes::CLI_UNWRITABLE,
            Self::Digest { .. } => codes::CLI_DOWNLOAD_DIGEST,
        })
    }
}
