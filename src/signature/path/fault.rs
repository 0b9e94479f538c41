//! Why there is no path.

use crate::codes::{self, Code};
use crate::domain::ids::Micros;
use crate::signature::revocation::iso;

/// One reason why there is no path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathFault {
    /// The signer's certificate had ended.
    #[error("the certificate ended at {}, before {}", iso(*not_after), iso(*at))]
    Expired {
        /// Its last second.
        not_after: Micros,
        /// The time that counts.
        at: Micros,
    },
    /// The signer's certificate had not begun.
    #[error("the certificate begins at {}, after {}", iso(*not_before), iso(*at))]
    NotYetValid {
        /// Its first second.
        not_before: Micros,
        /// The time that counts.
        at: Micros,
    },
    /// keyUsage without digitalSignature and nonRepudiation (RFC 5280 §4.2.1.3).
    #[error("keyUsage allows neither digitalSignature nor nonRepudiation")]
    KeyUsage,
    /// extKeyUsage names only purposes that are no signing of documents.
    #[error("extKeyUsage allows only {found:?}")]
    ExtendedKeyUsage {
        /// The purposes found, dotted.
        found: Vec<String>,
    },
    /// The signer is a CA.
    #[error("the signer's certificate is a CA")]
    IsCa,
    /// A key or a signature in the path is too weak, `depth` certificates above the signer.
    #[error("weak key at depth {depth}: {detail}")]
    WeakKey {
        /// 0 is the signer.
        depth: u32,
        /// What is weak.
        detail: String,
    },
    /// A key outside the profile.
    #[error("unsupported key: {detail}")]
    KeyUnsupported {
        /// What kind of key.
        detail: String,
    },
    /// A certificate in the path is signed over SHA-1 or MD5.
    #[error("weak signature at depth {depth}")]
    WeakSignature {
        /// 0 is the signer.
        depth: u32,
    },
    /// No way to an anchor.
    #[error("no path to an anchor: {detail} (depth {depth})")]
    Untrusted {
        /// Where the search ended.
        depth: u32,
        /// What OpenSSL said.
        detail: &'static str,
    },
    /// A CA of the path had ended or not begun.
    #[error("the issuing certificate at depth {depth} was not valid at that time")]
    IssuerTime {
        /// 1 is the issuing CA.
        depth: u32,
    },
    /// An issuer that is no CA, or not for such a chain.
    #[error("the issuer at depth {depth} may not issue: {detail}")]
    IssuerNotCa {
        /// 1 is the issuing CA.
        depth: u32,
        /// What OpenSSL said.
        detail: &'static str,
    },
    /// A name outside the nameConstraints of a CA (RFC 5280 §4.2.1.10).
    #[error("a name outside the name constraints of a CA (depth {depth})")]
    NameConstraints {
        /// 0 is the signer.
        depth: u32,
    },
    /// Any other fault of the chain.
    #[error("chain fault {number} at depth {depth}: {detail}")]
    Chain {
        /// 0 is the signer.
        depth: u32,
        /// OpenSSL's number.
        number: i32,
        /// What OpenSSL, or we with its number, said.
        detail: &'static str,
    },
    /// OpenSSL itself failed.
    #[error("cryptography failed: {detail}")]
    OpenSsl {
        /// What it said.
        detail: String,
    },
}

impl PathFault {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::Expired { .. } => codes::CERTIFICATE_EXPIRED,
            Self::NotYetValid { .. } => codes::CERTIFICATE_NOT_YET_VALID,
            Self::KeyUsage => codes::CERTIFICATE_KEY_USAGE,
            Self::ExtendedKeyUsage { .. } => codes::CERTIFICATE_EXTENDED_KEY_USAGE,
            Self::IsCa => codes::CERTIFICATE_IS_CA,
            Self::WeakKey { .. } => codes::CERTIFICATE_WEAK_KEY,
            Self::KeyUnsupported { .. } => codes::CERTIFICATE_KEY_UNSUPPORTED,
            Self::WeakSignature { .. } => codes::CERTIFICATE_WEAK_SIGNATURE,
            Self::Untrusted { .. } => codes::CERTIFICATE_UNTRUSTED,
            Self::IssuerTime { .. } => codes::CERTIFICATE_ISSUER_TIME,
            Self::IssuerNotCa { .. } => codes::CERTIFICATE_ISSUER_NOT_CA,
            Self::NameConstraints { .. } => codes::CERTIFICATE_NAME_CONSTRAINTS,
            Self::Chain { .. } => codes::CERTIFICATE_CHAIN,
            Self::OpenSsl { .. } => codes::INTERNAL,
        }
    }

    /// Most telling first: no trust makes every other fault a stranger's business.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::OpenSsl { .. } => 0,
            Self::Untrusted { .. } | Self::IssuerNotCa { .. } | Self::NameConstraints { .. } => 1,
            Self::IsCa | Self::WeakKey { .. } | Self::KeyUnsupported { .. } | Self::WeakSignature { .. } => 2,
            Self::KeyUsage | Self::ExtendedKeyUsage { .. } => 3,
            Self::Expired { .. } | Self::NotYetValid { .. } | Self::IssuerTime { .. } => 4,
            Self::Chain { .. } => 5,
        }
    }
}

/// What an X509_V_ERR_* of OpenSSL means here.
pub(super) fn chain_fault(result: openssl::x509::X509VerifyResult, depth: u32) -> PathFault {
    let detail = result.error_string();
    match result.as_raw() {
        // X509_V_ERR_* of <openssl/x509_vfy.h>; the numbers are part of OpenSSL's ABI.
        2 | 18 | 19 | 20 | 21 | 27 => PathFault::Untrusted { depth, detail },
        9 | 10 => PathFault::IssuerTime { depth },
        24 | 25 | 32 | 79 => PathFault::IssuerNotCa { depth, detail },
        47 | 48 => PathFault::NameConstraints { depth },
        66 | 67 => PathFault::WeakKey { depth, detail: detail.to_owned() },
        68 => PathFault::WeakSignature { depth },
        number => PathFault::Chain { depth, number, detail },
    }
}
