//! Why the agent says no.

use std::path::PathBuf;

use crate::codes::{self, Code};
use crate::crypto::RandomError;
use crate::signature::sign::{Mismatch, SignError};

/// A no of the agent, for the page and for the terminal.
#[derive(Debug, thiserror::Error)]
pub enum AgentError {
    /// Standard input and output are no terminal.
    #[error("standard input and output are no terminal")]
    NoTerminal,
    /// The terminal cannot be read or written.
    #[error("the terminal cannot be used")]
    Terminal(#[source] std::io::Error),
    /// The hub's address is none that can be paired with.
    #[error("{url:?} is not https://host[:port]")]
    HubUrl {
        /// As given.
        url: String,
    },
    /// The port is taken.
    #[error("127.0.0.1:{port} cannot be opened")]
    Listen {
        /// Which.
        port: u16,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The request names another host (DNS rebinding).
    #[error("the request is for {found:?}")]
    Host {
        /// The header.
        found: String,
    },
    /// The page is not that of a hub that may ask this.
    #[error("the page is of {found:?}")]
    Origin {
        /// The header.
        found: String,
    },
    /// No POST.
    #[error("only POST is answered")]
    Method,
    /// No such call.
    #[error("there is no {path:?}")]
    Path {
        /// As called.
        path: String,
    },
    /// The body is not said to be JSON.
    #[error("Content-Type is {found:?}")]
    ContentType {
        /// The header.
        found: String,
    },
    /// The body is too long.
    #[error("the body has more than {most} bytes")]
    TooLarge {
        /// The limit.
        most: usize,
    },
    /// The body cannot be read.
    #[error("the body is not what is expected: {detail}")]
    Json {
        /// What is wrong.
        detail: String,
    },
    /// The secret is missing or wrong, or was revoked.
    #[error("the secret of the pairing is missing, or is none")]
    NotPaired,
    /// The code is another.
    #[error("the pairing code is wrong")]
    PairingCode,
    /// No code is open: none was asked for, it ended, or was mistyped too often.
    #[error("no pairing code is open")]
    PairingOver,
    /// The file of pairings, or of requests that came before.
    #[error("{path} cannot be used: {detail}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        detail: String,
    },
    /// Nothing more comes of the body.
    #[error("nothing came of the body for too long")]
    Silent,
    /// Neither a file nor a token was named.
    #[error("neither --p12 nor --module")]
    NoKey,
    /// Something else waits for its answer.
    #[error("another request waits")]
    Busy,
    /// The request bears no id of its own.
    #[error("the id of the request is not 16 to 64 letters, digits, '-' or '_'")]
    RequestId,
    /// It came before.
    #[error("this request came before")]
    Replayed,
    /// What is to be signed is not what was shown.
    #[error(transparent)]
    Mismatch(#[from] Mismatch),
    /// SigningTime is far from this machine's clock.
    #[error("SigningTime is {seconds} s from this machine's clock")]
    SigningTime {
        /// How far.
        seconds: i64,
    },
    /// document.xml cannot be read as a document.
    #[error("document.xml is no document: {code} {detail}")]
    Document {
        /// The reader's code.
        code: Code,
        /// What is wrong.
        detail: String,
    },
    /// The signer said no.
    #[error("the signer refused")]
    Refused,
    /// Nobody answered, or the page went away.
    #[error("nobody answered")]
    NoAnswer,
    /// The key file cannot be read.
    #[error("{path}: {detail}")]
    KeyFile {
        /// Which.
        path: PathBuf,
        /// Why.
        detail: String,
    },
    /// Wrong password of the key file.
    #[error("the password is wrong, or the file is damaged")]
    PasswordWrong,
    /// Wrong PIN.
    #[error("the PIN is wrong")]
    PinWrong,
    /// The token is locked.
    #[error("the token is locked")]
    PinLocked,
    /// The PKCS #11 library does not load.
    #[error("the PKCS #11 library cannot be used: {detail}")]
    Module {
        /// What it said.
        detail: String,
    },
    /// The token is not there.
    #[error("the token is not there: {detail}")]
    TokenAbsent {
        /// Which was looked for.
        detail: String,
    },
    /// No key with a certificate on it.
    #[error("no key that can be used: {detail}")]
    TokenKey {
        /// What is missing.
        detail: String,
    },
    /// The token failed.
    #[error("the token failed: {detail}")]
    TokenFailed {
        /// What it said.
        detail: String,
    },
    /// The key, or its certificate.
    #[error(transparent)]
    Key(#[from] SignError),
    /// No random bytes.
    #[error("no random bytes are to be had")]
    Random(#[from] RandomError),
    /// A thread ended.
    #[error("a worker thread ended")]
    Thread,
}

impl AgentError {
    /// What was found in this input, where the code's title does not say it all.
    pub(super) fn found(&self) -> Option<String> {
        match self {
            Self::Refused
            | Self::NoAnswer
            | Self::PasswordWrong
            | Self::PinWrong
            | Self::PinLocked
            | Self::NotPaired
            | Self::PairingCode
            | Self::PairingOver
            | Self::Busy
            | Self::Replayed
            | Self::Silent
            | Self::Thread => None,
            _ => Some(self.to_string()),
        }
    }

    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::NoTerminal | Self::Terminal(_) => codes::AGENT_NO_TERMINAL,
            Self::HubUrl { .. } => codes::AGENT_HUB_URL,
            Self::Listen { .. } => codes::AGENT_CANNOT_LISTEN,
            Self::Host { .. } => codes::AGENT_HOST,
            Self::Origin { .. } => codes::AGENT_ORIGIN,
            Self::Method => codes::REQUEST_METHOD,
            Self::Path { .. } => codes::REQUEST_NO_SUCH_PATH,
            Self::ContentType { .. } => codes::REQUEST_CONTENT_TYPE,
            Self::TooLarge { .. } => codes::REQUEST_TOO_LARGE,
            Self::Json { .. } => codes::REQUEST_JSON,
            Self::Silent => codes::REQUEST_TIMEOUT,
            Self::NoKey => codes::AGENT_NO_KEY,
            Self::NotPaired => codes::AGENT_NOT_PAIRED,
            Self::PairingCode => codes::AGENT_PAIRING_CODE,
            Self::PairingOver => codes::AGENT_PAIRING_OVER,
            Self::File { .. } => codes::AGENT_PAIRINGS_FILE,
            Self::Busy => codes::AGENT_BUSY,
            Self::RequestId => codes::AGENT_REQUEST_ID,
            Self::Replayed => codes::AGENT_REPLAYED,
            Self::Mismatch(mismatch) => mismatch.code,
            Self::SigningTime { .. } => codes::AGENT_SIGNING_TIME,
            Self::Document { .. } => codes::AGENT_DOCUMENT,
            Self::Refused => codes::AGENT_REFUSED,
            Self::NoAnswer => codes::AGENT_NO_ANSWER,
            Self::KeyFile { .. } => codes::AGENT_KEY_FILE,
            Self::PasswordWrong => codes::AGENT_PASSWORD_WRONG,
            Self::PinWrong => codes::AGENT_PIN_WRONG,
            Self::PinLocked => codes::AGENT_PIN_LOCKED,
            Self::Module { .. } => codes::AGENT_MODULE,
            Self::TokenAbsent { .. } => codes::AGENT_TOKEN_ABSENT,
            Self::TokenKey { .. } => codes::AGENT_TOKEN_KEY,
            Self::TokenFailed { .. } => codes::AGENT_TOKEN_FAILED,
            Self::Key(error) => error.code(),
            Self::Random(_) | Self::Thread => codes::INTERNAL,
        }
    }
}
