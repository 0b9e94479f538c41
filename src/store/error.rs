//! What can go wrong with the database itself. Why a change does not hold is another matter: [`super::Conflict`].

use std::path::PathBuf;

use diesel::result::{DatabaseErrorKind, Error as DieselError};

use crate::codes::{self, Code};
use crate::payload::PayloadError;

/// A fault of the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Neither `sqlite:` with a path nor `postgres://`.
    #[error("store url {url:?} is neither sqlite:<path> nor postgres://…")]
    Url {
        /// What stood there, without a password.
        url: String,
    },
    /// The database does not answer.
    #[error("cannot connect to the database")]
    Connect(#[source] diesel::ConnectionError),
    /// No connection became free in time.
    #[error("no database connection: {reason}")]
    Pool {
        /// The pool's words.
        reason: String,
    },
    /// A statement failed.
    #[error("database statement failed")]
    Database(#[source] DieselError),
    /// The tables could not be brought to this version.
    #[error("migration failed: {reason}")]
    Migration {
        /// What failed.
        reason: String,
    },
    /// The disk of the database is full.
    #[error("disk of the database is full")]
    DiskFull,
    /// It is not known whether the change is stored; the same change again tells.
    #[error("outcome of the commit is unknown")]
    OutcomeUnknown,
    /// The committer has stopped (shutdown).
    #[error("committer has stopped")]
    Stopped,
    /// A row does not read back as what it must be.
    #[error("{what} in the database is damaged: {found}")]
    Damaged {
        /// What.
        what: &'static str,
        /// What stands there.
        found: String,
    },
    /// Something that must be there is not.
    #[error("{what} is not in the database")]
    Missing {
        /// What.
        what: String,
    },
    /// Random numbers are not to be had.
    #[error("no random numbers")]
    Random(#[source] crate::crypto::RandomError),
    /// Payload bytes could not be read.
    #[error("payload")]
    Payload(#[from] PayloadError),
    /// A file beside the database could not be used.
    #[error("cannot {what} {path}")]
    File {
        /// What was tried.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// The system's word.
        source: std::io::Error,
    },
    /// The restore guard: see [`super::guard`].
    #[error(transparent)]
    Guard(#[from] super::guard::GuardError),
    /// A leaf, note or proof could not be made.
    #[error("evidence: {reason}")]
    Evidence {
        /// What failed.
        reason: String,
    },
}

impl From<DieselError> for Error {
    fn from(error: DieselError) -> Self {
        match Fault::of(&error) {
            Fault::DiskFull => Self::DiskFull,
            Fault::Again | Fault::Io | Fault::Statement => Self::Database(error),
        }
    }
}

impl Error {
    /// Its code.
    pub fn code(&self) -> Code {
        match self {
            Self::Url { .. } | Self::Migration { .. } | Self::Guard(_) => codes::STORE_FAILED,
            Self::Connect(_) | Self::Pool { .. } | Self::Stopped => codes::STORE_UNAVAILABLE,
            Self::Database(error) => match Fault::of(error) {
                Fault::Again => codes::STORE_UNAVAILABLE,
                Fault::DiskFull => codes::STORE_DISK_FULL,
                Fault::Io | Fault::Statement => codes::STORE_FAILED,
            },
            Self::DiskFull => codes::STORE_DISK_FULL,
            Self::OutcomeUnknown => codes::STORE_OUTCOME_UNKNOWN,
            Self::Damaged { .. } | Self::Missing { .. } | Self::Random(_) | Self::File { .. } => codes::STORE_FAILED,
            Self::Evidence { .. } => codes::STORE_FAILED,
            Self::Payload(error) => error.code(),
        }
    }
}

/// What a database error asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The same transaction may pass on another try or connection: locks, a lost server.
    Again,
    /// No room on the disk: nothing was written, and trying at once does not help.
    DiskFull,
    /// SQLite could not read or write its file.
    Io,
    /// The statement itself: one item of a batch may be poison.
    Statement,
}

impl Fault {
    /// Sorts an error. SQLite and libpq tell some faults by their words only, since Diesel passes no SQLSTATE.
    /// GAP: on a server whose `lc_messages` is not English, a lock timeout is sorted as `Statement`: the batch is then
    /// halved instead of tried again, which is slower and nothing worse.
    pub(super) fn of(error: &DieselError) -> Self {
        match error {
            DieselError::BrokenTransactionManager => Self::Again,
            DieselError::DatabaseError(kind, information) => {
                let words = information.message();
                let says = |list: &[&str]| list.iter().any(|text| words.contains(text));
                match kind {
                    DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::SerializationFailure => Self::Again,
                    _ if says(&["database or disk is full", "No space left on device"]) => Self::DiskFull,
                    _ if says(&["disk I/O error"]) => Self::Io,
                    _ if says(AGAIN) => Self::Again,
                    _ => Self::Statement,
                }
            }
            _ => Self::Statement,
        }
    }
}

const AGAIN: &[&str] = &[
    "database is locked",
    "lock timeout",
    "deadlock detected",
    "terminating connection",
    "server closed the connection",
    "connection to server",
    "no connection to the server",
    "could not receive data",
    "SSL SYSCALL",
    "idle-in-transaction timeout",
    "the database system is",
];
