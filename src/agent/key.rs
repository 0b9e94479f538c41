//! The one key that this program was started with: a PKCS #12 file, or a token. Neither stays open: the password or PIN is asked for
//! every signature and forgotten after it.

use std::path::PathBuf;

use zeroize::Zeroizing;

use super::AgentError;
use super::token::Token;
use crate::signature::sign::{Identity, SignError, Signer};

/// Where the key is.
#[derive(Clone, Debug)]
pub enum KeyFrom {
    /// A PKCS #12 file.
    Pkcs12(PathBuf),
    /// A token behind a PKCS #11 library.
    Token {
        /// The library.
        module: PathBuf,
        /// The token's label; the only one there when absent.
        label: Option<String>,
        /// The key's CKA_ID in hexadecimal; the first with a certificate when absent.
        id: Option<Vec<u8>>,
        /// The certificate and those above it, PEM, where the token holds none.
        certificates: Option<Vec<u8>>,
    },
}

/// The key, closed.
pub struct Key {
    kind: Kind,
    identity: Identity,
}

enum Kind {
    Pkcs12(Vec<u8>),
    Token(Token),
}

impl Key {
    /// Reads whose key it is. A PKCS #12 file hides even the certificate: `password` is asked for it once; the key itself is let go.
    ///
    /// # Errors
    /// When file or library cannot be used, the password is wrong, or there is no key with a certificate.
    pub fn open(
        from: &KeyFrom,
        password: impl FnOnce() -> Result<Zeroizing<String>, AgentError>,
    ) -> Result<Self, AgentError> {
        match from {
            KeyFrom::Pkcs12(path) => {
                let bytes = std::fs::read(path)
                    .map_err(|error| AgentError::KeyFile { path: path.clone(), detail: error.kind().to_string() })?;
                let identity = opened(&bytes, &password()?)?.identity().clone();
                Ok(Self { kind: Kind::Pkcs12(bytes), identity })
            }
            KeyFrom::Token { module, label, id, certificates } => {
                let token = Token::open(module, label.clone(), id.clone())?;
                let identity = token.identity(certificates.as_deref())?;
                Ok(Self { kind: Kind::Token(token), identity })
            }
        }
    }

    /// Whose it is.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// What to ask for: a password, or a PIN; nothing where the device asks for it itself.
    pub(super) fn prompt(&self) -> Result<Option<&'static str>, AgentError> {
        Ok(match &self.kind {
            Kind::Pkcs12(_) => Some("agent-ask-password"),
            Kind::Token(token) if token.has_keypad()? => None,
            Kind::Token(_) => Some("agent-ask-pin"),
        })
    }

    /// What is to be said before the PIN is typed: few tries are left, or none.
    pub(super) fn warning(&self) -> Result<Option<&'static str>, AgentError> {
        match &self.kind {
            Kind::Pkcs12(_) => Ok(None),
            Kind::Token(token) => token.warning(),
        }
    }

    /// The value over the canonical SignedInfo, held against the certificate before it is given away.
    pub(super) fn sign(&self, signed_info: &[u8], secret: Option<&str>) -> Result<Vec<u8>, AgentError> {
        let value = match &self.kind {
            Kind::Pkcs12(bytes) => opened(bytes, secret.unwrap_or_default())?.sign_info(signed_info)?,
            Kind::Token(token) => token.sign(signed_info, secret, &self.identity)?,
        };
        self.identity.check(signed_info, &value)?;
        Ok(value)
    }
}

fn opened(bytes: &[u8], password: &str) -> Result<Signer, AgentError> {
    Signer::from_pkcs12(bytes, password).map_err(|error| match error {
        // The file tells a wrong password from damage by one sum over both; it was read once, so now it is the password.
        SignError::Pkcs12 => AgentError::PasswordWrong,
        other => other.into(),
    })
}
