//! What can go wrong with payload bytes.

use std::io;
use std::path::PathBuf;

use crate::codes::{self, Code};
use crate::domain::ids::Digest;

/// A fault of the payload room.
#[derive(Debug, thiserror::Error)]
pub enum PayloadError {
    /// The body is longer than the cap.
    #[error("body is longer than {limit} bytes")]
    TooLarge {
        /// The cap.
        limit: u64,
    },
    /// The disk has no room left.
    #[error("disk is full at {path}")]
    DiskFull {
        /// Where.
        path: PathBuf,
        /// The system's word.
        source: io::Error,
    },
    /// Any other fault of the file system.
    #[error("cannot {what} {path}")]
    Io {
        /// What was tried.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// The system's word.
        source: io::Error,
    },
    /// Not `<sha256>.<uuidv7>`.
    #[error("{text:?} is not an object key")]
    BadKey {
        /// What stood there.
        text: String,
    },
    /// The range begins behind the end.
    #[error("range starts at {start}, payload has {size} bytes")]
    RangeOutside {
        /// First byte asked for.
        start: u64,
        /// Size of the payload.
        size: u64,
    },
    /// A person holds too many unsent packages already, or too many bytes of them.
    #[error("{packages} unsent packages with {bytes} bytes are held already")]
    StagedTooMuch {
        /// Packages.
        packages: usize,
        /// Their bytes.
        bytes: u64,
    },
    /// No such package waits for this person at this agency.
    #[error("no such package waits")]
    StagedUnknown,
    /// Another piece of it is on its way.
    #[error("another piece is on its way")]
    StagedBusy,
    /// The piece does not begin where the bytes end.
    #[error("the piece begins at {offset}, {have} bytes are here")]
    StagedElsewhere {
        /// Bytes that are here.
        have: u64,
        /// Where the piece begins.
        offset: u64,
    },
    /// Not all bytes came yet.
    #[error("{have} of {size} bytes are here")]
    StagedUnfinished {
        /// Bytes that are here.
        have: u64,
        /// Bytes announced.
        size: u64,
    },
    /// The bytes are not those that were stored.
    #[error("payload is {found}, stored was {expected}")]
    Damaged {
        /// Digest of the row.
        expected: Digest,
        /// Digest of the bytes.
        found: Digest,
    },
}

impl PayloadError {
    /// Sorts a fault of the file system: a full disk is told apart.
    pub(crate) fn io(what: &'static str, path: impl Into<PathBuf>, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path: path.into(), source },
            _ => Self::Io { what, path: path.into(), source },
        }
    }

    /// Its code.
    pub fn code(&self) -> Code {
        match self {
            Self::TooLarge { .. } => codes::PAYLOAD_TOO_LARGE,
            Self::DiskFull { .. } => codes::STORE_DISK_FULL,
            Self::Io { .. } | Self::BadKey { .. } | Self::Damaged { .. } => codes::PAYLOAD_UNREADABLE,
            Self::RangeOutside { .. } => codes::PAYLOAD_RANGE_OUTSIDE,
            Self::StagedTooMuch { .. } => codes::UPLOAD_TOO_MUCH,
            Self::StagedUnknown => codes::UPLOAD_UNKNOWN,
            Self::StagedBusy => codes::UPLOAD_BUSY,
            Self::StagedElsewhere { .. } => codes::UPLOAD_ELSEWHERE,
            Self::StagedUnfinished { .. } => codes::UPLOAD_UNFINISHED,
        }
    }
}
