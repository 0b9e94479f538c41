//! Why an algorithm, a key or a value is refused.

use openssl::error::ErrorStack;

use super::KeyKind;
use crate::codes::{self, Code};

/// Why an algorithm, a key or a value does not count.
#[derive(Debug, thiserror::Error)]
pub enum AlgorithmFault {
    /// SHA-1 as a digest.
    #[error("the digest is SHA-1")]
    DigestSha1,
    /// MD5 as a digest.
    #[error("the digest is MD5")]
    DigestMd5,
    /// A digest that this profile does not know.
    #[error("unknown digest algorithm {uri}")]
    DigestUnknown {
        /// The URI as found.
        uri: String,
    },
    /// A signature over SHA-1.
    #[error("the signature rests on SHA-1 ({uri})")]
    SignatureSha1 {
        /// The URI as found.
        uri: String,
    },
    /// A signature over MD5.
    #[error("the signature rests on MD5 ({uri})")]
    SignatureMd5 {
        /// The URI as found.
        uri: String,
    },
    /// A shared secret instead of a signature.
    #[error("an HMAC is no signature ({uri})")]
    SignatureHmac {
        /// The URI as found.
        uri: String,
    },
    /// DSA.
    #[error("DSA is refused ({uri})")]
    SignatureDsa {
        /// The URI as found.
        uri: String,
    },
    /// A signature algorithm that this profile does not know.
    #[error("unknown signature algorithm {uri}")]
    SignatureUnknown {
        /// The URI as found.
        uri: String,
    },
    /// An RSA key outside 2048–8192 bits, or with a small or even exponent.
    #[error("weak key: {detail}")]
    WeakKey {
        /// What is weak about it.
        detail: String,
    },
    /// A key outside the profile.
    #[error("unsupported key: {key}")]
    KeyUnsupported {
        /// What kind of key.
        key: String,
    },
    /// An RSA algorithm with an EC key or the reverse.
    #[error("{algorithm} does not go with a key of kind {key:?}")]
    KeyMismatch {
        /// The algorithm named.
        algorithm: &'static str,
        /// The key found.
        key: KeyKind,
    },
    /// A value that has not the length that the key prescribes.
    #[error("a signature value of {found} bytes where {expected} are due")]
    ValueLength {
        /// Bytes due.
        expected: usize,
        /// Bytes found.
        found: usize,
    },
    /// The value does not belong to this digest and this key.
    #[error("the signature value does not fit")]
    ValueWrong,
    /// OpenSSL itself failed.
    #[error("cryptography failed")]
    OpenSsl(#[from] ErrorStack),
}

impl AlgorithmFault {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::DigestSha1 => codes::SIGNATURE_DIGEST_SHA1,
            Self::DigestMd5 => codes::SIGNATURE_DIGEST_MD5,
            Self::DigestUnknown { .. } => codes::SIGNATURE_DIGEST_UNKNOWN,
            Self::SignatureSha1 { .. } => codes::SIGNATURE_ALGORITHM_SHA1,
            Self::SignatureMd5 { .. } => codes::SIGNATURE_ALGORITHM_MD5,
            Self::SignatureHmac { .. } => codes::SIGNATURE_ALGORITHM_HMAC,
            Self::SignatureDsa { .. } => codes::SIGNATURE_ALGORITHM_DSA,
            Self::SignatureUnknown { .. } => codes::SIGNATURE_ALGORITHM_UNKNOWN,
            Self::WeakKey { .. } => codes::CERTIFICATE_WEAK_KEY,
            Self::KeyUnsupported { .. } => codes::CERTIFICATE_KEY_UNSUPPORTED,
            Self::KeyMismatch { .. } => codes::SIGNATURE_KEY_MISMATCH,
            Self::ValueLength { .. } => codes::SIGNATURE_VALUE_LENGTH,
            Self::ValueWrong => codes::SIGNATURE_VALUE_WRONG,
            Self::OpenSsl(_) => codes::INTERNAL,
        }
    }
}
