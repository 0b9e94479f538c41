//! Why a timestamp does not count.

use crate::codes::{self, Code};
use crate::domain::ids::Micros;
use crate::signature::c14n::SubtreeFault;
use crate::signature::path::PathFault;
use crate::signature::revocation::iso;

/// Why a token does not count.
#[derive(Debug, thiserror::Error)]
pub enum TimestampFault {
    /// No TimeStampToken, or one with more than one reading.
    #[error("the token cannot be read: {detail}")]
    Malformed {
        /// What is wrong.
        detail: String,
    },
    /// It stamps something else.
    #[error("it stamps other bytes")]
    Imprint {
        /// The digest due, hex.
        expected: String,
        /// The digest found, hex.
        found: String,
    },
    /// There is nothing that it could be over.
    #[error("what it has to stamp has no canonical form")]
    Formless(#[from] SubtreeFault),
    /// A digest that does not count.
    #[error("its digest {oid} does not count")]
    Weak {
        /// The algorithm's OID.
        oid: String,
    },
    /// The CMS signature does not hold.
    #[error("its signature does not hold")]
    Signature,
    /// The signer's certificate is not there, or not the one that the signed attributes name.
    #[error("its certificate: {detail}")]
    Certificate {
        /// What is wrong.
        detail: &'static str,
    },
    /// The certificate is not for timestamping only, critically so.
    #[error("its certificate is not for timestamping only (RFC 3161 §2.3)")]
    Purpose,
    /// No path to a TSA anchor at genTime.
    #[error("no trusted authority: {fault}")]
    Untrusted {
        /// The first fault of the path.
        fault: PathFault,
    },
    /// Its authority's certificate was revoked.
    #[error("its certificate was revoked")]
    Revoked,
    /// Whether its authority's certificate was revoked is not known.
    #[error("it is not known whether its certificate was revoked")]
    RevocationUnknown,
    /// It comes from after the judging clock.
    #[error("its time {} lies in the future", iso(*time))]
    Future {
        /// genTime.
        time: Micros,
    },
    /// Its time lies before the signer's certificate began, or far from the time of asking.
    #[error("its time {} cannot be", iso(*time))]
    Order {
        /// genTime.
        time: Micros,
    },
    /// It does not repeat the nonce that was sent.
    #[error("it does not repeat the nonce that was sent")]
    Nonce,
    /// It was made under another policy than the one asked for.
    #[error("it was made under the policy {found}")]
    Policy {
        /// The policy found.
        found: String,
    },
    /// The authority answered that it does not stamp.
    #[error("the authority refuses: status {status}")]
    Refused {
        /// PKIStatus and its text.
        status: String,
    },
    /// OpenSSL failed.
    #[error("cryptography failed")]
    OpenSsl(#[from] openssl::error::ErrorStack),
}

impl TimestampFault {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::Malformed { .. } => codes::TIMESTAMP_MALFORMED,
            Self::Imprint { .. } => codes::TIMESTAMP_IMPRINT,
            Self::Formless(SubtreeFault::TooLong) => codes::SIGNATURE_CANONICAL_SIZE,
            Self::Formless(SubtreeFault::NotInside) => codes::TIMESTAMP_IMPRINT,
            Self::Weak { .. } => codes::TIMESTAMP_WEAK,
            Self::Signature => codes::TIMESTAMP_SIGNATURE,
            Self::Certificate { .. } => codes::TIMESTAMP_CERTIFICATE,
            Self::Purpose => codes::TIMESTAMP_PURPOSE,
            Self::Untrusted { .. } => codes::TIMESTAMP_UNTRUSTED,
            Self::Revoked => codes::TIMESTAMP_REVOKED,
            Self::RevocationUnknown => codes::TIMESTAMP_REVOCATION_UNKNOWN,
            Self::Future { .. } => codes::TIMESTAMP_FUTURE,
            Self::Order { .. } => codes::TIMESTAMP_ORDER,
            Self::Nonce => codes::TIMESTAMP_NONCE,
            Self::Policy { .. } => codes::TIMESTAMP_POLICY,
            Self::Refused { .. } => codes::TIMESTAMP_REFUSED,
            Self::OpenSsl(_) => codes::INTERNAL,
        }
    }
}
