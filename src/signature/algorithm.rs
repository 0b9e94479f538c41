//! Algorithms: which digests, signatures and keys count, by URI and by value (SIGNATURES §4), and the one place
//! where a signature value is held against a key.

mod digest;
mod fault;
mod key;

pub use digest::{DigestAlgorithm, DigestStream};
pub use fault::AlgorithmFault;
pub use key::{KeyKind, PublicKey, kind_of, sign};

/// A signature algorithm that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
    RsaPkcs1(DigestAlgorithm),
    /// RSASSA-PSS with MGF1 over the same digest and a salt as long as it (RFC 9231 §2.3.10, RFC 8017 §8.1).
    RsaPss(DigestAlgorithm),
    /// ECDSA, the value r‖s (XMLDSig 1.1 §6.4.3).
    Ecdsa(DigestAlgorithm),
}

impl SignatureAlgorithm {
    /// Reads the `Algorithm` of a SignatureMethod (XMLDSig §6.4, RFC 9231 §2.3).
    ///
    /// # Errors
    /// SHA-1, MD5, HMAC and DSA by codes of their own, anything else as unknown.
    pub fn from_uri(uri: &str) -> Result<Self, AlgorithmFault> {
        match SIGNATURES.iter().find(|(known, _)| *known == uri) {
            Some((_, algorithm)) => Ok(*algorithm),
            None => Err(refused_signature(uri)),
        }
    }

    /// The `Algorithm` of a SignatureMethod.
    pub fn uri(self) -> &'static str {
        match self {
            Self::RsaPkcs1(DigestAlgorithm::Sha256) => RSA_SHA256,
            Self::RsaPkcs1(DigestAlgorithm::Sha384) => RSA_SHA384,
            Self::RsaPkcs1(DigestAlgorithm::Sha512) => RSA_SHA512,
            Self::RsaPss(DigestAlgorithm::Sha256) => PSS_SHA256,
            Self::RsaPss(DigestAlgorithm::Sha384) => PSS_SHA384,
            Self::RsaPss(DigestAlgorithm::Sha512) => PSS_SHA512,
            Self::Ecdsa(DigestAlgorithm::Sha256) => ECDSA_SHA256,
            Self::Ecdsa(DigestAlgorithm::Sha384) => ECDSA_SHA384,
            Self::Ecdsa(DigestAlgorithm::Sha512) => ECDSA_SHA512,
        }
    }

    /// The digest that SignedInfo enters it by.
    pub fn digest(self) -> DigestAlgorithm {
        match self {
            Self::RsaPkcs1(digest) | Self::RsaPss(digest) | Self::Ecdsa(digest) => digest,
        }
    }

    /// What a key of this kind signs with when nobody asks for anything else: its own strength.
    pub fn for_key(kind: KeyKind) -> Self {
        match kind {
            KeyKind::Rsa { .. } => Self::RsaPkcs1(DigestAlgorithm::Sha256),
            KeyKind::P256 => Self::Ecdsa(DigestAlgorithm::Sha256),
            KeyKind::P384 => Self::Ecdsa(DigestAlgorithm::Sha384),
            KeyKind::P521 => Self::Ecdsa(DigestAlgorithm::Sha512),
        }
    }

    /// Whether a key of this kind signs by it.
    pub fn fits(self, kind: KeyKind) -> bool {
        match (self, kind) {
            (Self::RsaPkcs1(_) | Self::RsaPss(_), KeyKind::Rsa { .. })
            | (Self::Ecdsa(_), KeyKind::P256 | KeyKind::P384 | KeyKind::P521) => true,
            (Self::RsaPkcs1(_) | Self::RsaPss(_), KeyKind::P256 | KeyKind::P384 | KeyKind::P521)
            | (Self::Ecdsa(_), KeyKind::Rsa { .. }) => false,
        }
    }

    /// A short name for people: `RSA-SHA256`, `ECDSA-SHA384`.
    pub fn name(self) -> &'static str {
        match self {
            Self::RsaPkcs1(DigestAlgorithm::Sha256) => "RSA-SHA256",
            Self::RsaPkcs1(DigestAlgorithm::Sha384) => "RSA-SHA384",
            Self::RsaPkcs1(DigestAlgorithm::Sha512) => "RSA-SHA512",
            Self::RsaPss(DigestAlgorithm::Sha256) => "RSA-PSS-SHA256",
            Self::RsaPss(DigestAlgorithm::Sha384) => "RSA-PSS-SHA384",
            Self::RsaPss(DigestAlgorithm::Sha512) => "RSA-PSS-SHA512",
            Self::Ecdsa(DigestAlgorithm::Sha256) => "ECDSA-SHA256",
            Self::Ecdsa(DigestAlgorithm::Sha384) => "ECDSA-SHA384",
            Self::Ecdsa(DigestAlgorithm::Sha512) => "ECDSA-SHA512",
        }
    }
}

fn refused_signature(uri: &str) -> AlgorithmFault {
    let name = uri.rsplit('#').next().unwrap_or(uri).to_ascii_lowercase();
    let uri = uri.to_owned();
    if name.starts_with("hmac-") {
        AlgorithmFault::SignatureHmac { uri }
    } else if name.starts_with("dsa-") {
        AlgorithmFault::SignatureDsa { uri }
    } else if name.contains("md5") {
        AlgorithmFault::SignatureMd5 { uri }
    } else if name.contains("sha1") {
        AlgorithmFault::SignatureSha1 { uri }
    } else {
        AlgorithmFault::SignatureUnknown { uri }
    }
}

const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
const RSA_SHA384: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384";
const RSA_SHA512: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512";
const PSS_SHA256: &str = "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1";
const PSS_SHA384: &str = "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1";
const PSS_SHA512: &str = "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1";
const ECDSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
const ECDSA_SHA384: &str = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384";
const ECDSA_SHA512: &str = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512";

const SIGNATURES: &[(&str, SignatureAlgorithm)] = &[
    (RSA_SHA256, SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256)),
    (RSA_SHA384, SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha384)),
    (RSA_SHA512, SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha512)),
    (PSS_SHA256, SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256)),
    (PSS_SHA384, SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha384)),
    (PSS_SHA512, SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha512)),
    (ECDSA_SHA256, SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256)),
    (ECDSA_SHA384, SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha384)),
    (ECDSA_SHA512, SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha512)),
];

#[cfg(test)]
mod tests;
