//! The one error of the configuration.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::codes::{self, Code};

/// Why a configuration is not taken. No variant repeats a value that may be a secret.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("configuration file {} cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Not TOML, or a value of another type.
    #[error("line {line}, column {column}: {message}")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// The reader's words.
        message: String,
    },
    /// A key that does not exist.
    #[error("line {line}: {message}")]
    UnknownKey {
        /// Line, from 1.
        line: usize,
        /// The reader's words: the key, and the keys there are.
        message: String,
    },
    /// A value that cannot work.
    #[error("{setting}: expected {expected}, found {found}")]
    Invalid {
        /// Section and key.
        setting: &'static str,
        /// What would work.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// A value that another one makes necessary.
    #[error("{setting} is missing: {because}")]
    Missing {
        /// Section and key.
        setting: &'static str,
        /// Why it is needed.
        because: &'static str,
    },
    /// The operator's port would stand open to the network.
    #[error("ops.listen {listen} is not loopback and ops.token_file is absent")]
    OpsExposed {
        /// The address.
        listen: SocketAddr,
    },
    /// A password written into the file itself.
    #[error("{setting} holds a password")]
    SecretInline {
        /// Section and key.
        setting: &'static str,
    },
    /// A secret's file cannot be read.
    #[error("{setting}: file {} cannot be read", path.display())]
    SecretUnreadable {
        /// Section and key.
        setting: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A secret's file holds nothing.
    #[error("{setting}: file {} is empty", path.display())]
    SecretEmpty {
        /// Section and key.
        setting: &'static str,
        /// The file.
        path: PathBuf,
    },
    /// The relay's password could cross the network in the clear.
    #[error("mail.password_file would be sent to {host} without required encryption")]
    MailPasswordExposed {
        /// The relay.
        host: String,
    },
}

impl ConfigError {
    /// Its code in the registry.
    pub fn code(&self) -> Code {
        match self {
            Self::Unreadable { .. } => codes::CONFIG_UNREADABLE,
            Self::Syntax { .. } => codes::CONFIG_SYNTAX,
            Self::UnknownKey { .. } => codes::CONFIG_UNKNOWN_KEY,
            Self::Invalid { .. } => codes::CONFIG_INVALID_VALUE,
            Self::Missing { .. } => codes::CONFIG_MISSING_VALUE,
            Self::OpsExposed { .. } => codes::CONFIG_OPS_EXPOSED,
            Self::SecretInline { .. } => codes::CONFIG_SECRET_INLINE,
            Self::SecretUnreadable { .. } => codes::CONFIG_SECRET_UNREADABLE,
            Self::SecretEmpty { .. } => codes::CONFIG_SECRET_EMPTY,
            Self::MailPasswordExposed { .. } => codes::CONFIG_MAIL_PASSWORD_EXPOSED,
        }
    }
}
