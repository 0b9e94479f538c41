//! Why a revocation answer does not count.

use crate::codes::{self, Code};
use crate::domain::ids::Micros;

/// Why an answer does not count.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerFault {
    /// It is not what it is said to be.
    #[error("it cannot be read: {detail}")]
    Malformed {
        /// What the parser said.
        detail: String,
    },
    /// It is longer than any that is taken.
    #[error("{found} bytes are more than are taken")]
    TooLong {
        /// Bytes found.
        found: usize,
    },
    /// The responder answered that it does not answer.
    #[error("the responder answers: {status}")]
    Refused {
        /// OCSPResponseStatus (RFC 6960 §4.2.1), in words.
        status: &'static str,
    },
    /// It speaks of another certificate.
    #[error("it speaks of another certificate")]
    OtherCertificate,
    /// Its responder does not know the certificate (RFC 6960 §2.2, unknown).
    #[error("the responder does not know the certificate")]
    NotKnown,
    /// Nobody who may speak for the CA issued it.
    #[error("its issuer may not speak for the CA: {detail}")]
    Issuer {
        /// What is wrong.
        detail: &'static str,
    },
    /// The signature on it does not hold.
    #[error("its signature does not hold")]
    Signature,
    /// It is signed over SHA-1, MD5 or by an algorithm outside the profile.
    #[error("its signature algorithm {oid} does not count")]
    Weak {
        /// The algorithm's OID.
        oid: String,
    },
    /// It speaks for a part only, or in a way that nobody here understands.
    #[error("it is of a kind that is not taken: {detail}")]
    Unsupported {
        /// What.
        detail: String,
    },
    /// It comes from the future.
    #[error("it comes from the future ({})", iso(*issued))]
    Future {
        /// When it says that it was issued.
        issued: Micros,
    },
    /// It speaks for a time that was over.
    #[error("it spoke until {}", iso(*until))]
    Stale {
        /// The end of its window.
        until: Micros,
    },
    /// It is from after the certificate's end, when a CA may have forgotten it.
    #[error("it is from {}, when the certificate had ended already", iso(*issued))]
    AfterEnd {
        /// thisUpdate.
        issued: Micros,
    },
    /// It does not repeat the nonce that was sent.
    #[error("it does not repeat the nonce that was sent")]
    Nonce,
}

impl AnswerFault {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::Malformed { .. } | Self::TooLong { .. } => codes::REVOCATION_ANSWER_MALFORMED,
            Self::Refused { .. } => codes::REVOCATION_ANSWER_REFUSED,
            Self::OtherCertificate | Self::NotKnown => codes::REVOCATION_ANSWER_OTHER,
            Self::Issuer { .. } => codes::REVOCATION_ANSWER_ISSUER,
            Self::Signature => codes::REVOCATION_ANSWER_SIGNATURE,
            Self::Weak { .. } => codes::REVOCATION_ANSWER_WEAK,
            Self::Unsupported { .. } => codes::REVOCATION_ANSWER_UNSUPPORTED,
            Self::Future { .. } => codes::REVOCATION_ANSWER_FUTURE,
            Self::Stale { .. } | Self::AfterEnd { .. } => codes::REVOCATION_ANSWER_STALE,
            Self::Nonce => codes::REVOCATION_ANSWER_NONCE,
        }
    }
}

/// ISO 8601 with Vietnam's zone.
pub(in crate::signature) fn iso(at: Micros) -> String {
    match jiff::Timestamp::from_microsecond(at.0) {
        Ok(stamp) => stamp.display_with_offset(jiff::tz::Offset::constant(7)).to_string(),
        Err(_) => "a time out of range".to_owned(),
    }
}
