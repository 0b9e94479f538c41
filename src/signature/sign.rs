//! Signing: XAdES-BASELINE-B over an ASiC-E or inside a bare edXML file, or plain XMLDSig in the latter.
//!
//! What is written here keeps to the profile that the verifier demands (SIGNATURES §2–§4), and other software reads it:
//! xmlsec1, signxml and libdigidocpp judge it in the tests.

use std::io::Read;

use openssl::pkey::{PKey, Private};

use super::algorithm::{self, AlgorithmFault, DigestAlgorithm, SignatureAlgorithm};
use super::certificate::{Certificate, CertificateError};
use crate::codes::{self, Code};
use crate::domain::ids::Micros;

/// A key, its certificate and the CAs above it.
#[derive(Clone)]
pub struct Signer {
    key: PKey<Private>,
    certificate: Certificate,
    chain: Vec<Certificate>,
    algorithm: SignatureAlgorithm,
}

/// How to sign; the default is what the hub itself writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOptions {
    /// XAdES-B or plain XMLDSig. An ASiC-E is always XAdES.
    pub form: Form,
    /// How SigningCertificate is written.
    pub signing_certificate: SigningCertificate,
    /// Canonicalization of SignedInfo, SignedProperties and, in bare edXML, of the document.
    pub canonicalization: Canonicalization,
    /// Digest of the references.
    pub digest: DigestAlgorithm,
    /// The time that the signer claims (SigningTime).
    pub signing_time: Micros,
}

/// XAdES-BASELINE-B (ETSI EN 319 132-1) or plain XMLDSig.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// With SigningTime and SigningCertificate among the signed properties.
    XadesB,
    /// SignedInfo, SignatureValue, KeyInfo and nothing else; only in bare edXML.
    Plain,
}

/// Which of the two elements names the signer's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SigningCertificate {
    /// SigningCertificate with IssuerSerial as text (XAdES 1.3.2 §7.2.2).
    V1,
    /// SigningCertificateV2 (EN 319 132-1 §5.2.2).
    V2,
}

/// A canonicalization that counts, without comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Canonicalization {
    /// `http://www.w3.org/2001/10/xml-exc-c14n#`
    Exclusive,
    /// `http://www.w3.org/TR/2001/REC-xml-c14n-20010315`
    Inclusive10,
    /// `http://www.w3.org/2006/12/xml-c14n11`
    Inclusive11,
}

/// One attachment of an ASiC-E; read once, in pieces.
pub struct Attachment {
    /// Its entry name.
    pub name: String,
    /// Its media type, for manifest.xml and DataObjectFormat.
    pub media_type: String,
    /// Its bytes.
    pub source: Box<dyn Read + Send>,
}

impl SignOptions {
    /// XAdES-B, SigningCertificateV2, exclusive canonicalization, SHA-256.
    pub fn at(signing_time: Micros) -> Self {
        Self {
            form: Form::XadesB,
            signing_certificate: SigningCertificate::V2,
            canonicalization: Canonicalization::Exclusive,
            digest: DigestAlgorithm::Sha256,
            signing_time,
        }
    }
}

impl Signer {
    /// Takes a key that belongs to `certificate`; the algorithm follows from the key.
    ///
    /// # Errors
    /// When the key breaks the key rules or is not the certificate's.
    pub fn new(key: PKey<Private>, certificate: Certificate, chain: Vec<Certificate>) -> Result<Self, SignError> {
        let algorithm = SignatureAlgorithm::for_key(algorithm::kind_of(&key)?);
        let public = certificate.x509().public_key().map_err(AlgorithmFault::from)?;
        if !public.public_eq(&key) {
            return Err(SignError::KeyNotOfCertificate { subject: certificate.subject() });
        }
        Ok(Self { key, certificate, chain, algorithm })
    }

    /// Reads key and certificates from PEM texts; `certificates` holds the signer's first, then those above it.
    ///
    /// # Errors
    /// When a text cannot be read, and as [`Signer::new`].
    pub fn from_pem(key: &[u8], certificates: &[u8]) -> Result<Self, SignError> {
        let key = PKey::private_key_from_pem(key).map_err(|_| SignError::KeyUnreadable)?;
        let mut all = Certificate::from_pem(certificates)?.into_iter();
        let certificate = all.next().ok_or(CertificateError::Empty)?;
        Self::new(key, certificate, all.collect())
    }

    /// The signer's certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// What it signs with.
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }
}

/// Why nothing was signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The key file is no PEM private key without passphrase.
    #[error("the private key cannot be read")]
    KeyUnreadable,
    /// Key and certificate are of two owners.
    #[error("the key is not that of {subject}")]
    KeyNotOfCertificate {
        /// Whose certificate it is.
        subject: String,
    },
    /// The certificate cannot be read.
    #[error("a certificate cannot be read")]
    Certificate(#[from] CertificateError),
    /// The key breaks the key rules, or OpenSSL failed.
    #[error("the key cannot sign")]
    Algorithm(#[from] AlgorithmFault),
    /// Reading or writing failed.
    #[error("reading or writing failed")]
    Io(#[from] std::io::Error),
}

impl SignError {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::KeyUnreadable => codes::SIGN_KEY_UNREADABLE,
            Self::KeyNotOfCertificate { .. } => codes::SIGN_KEY_NOT_OF_CERTIFICATE,
            Self::Certificate(error) => error.code(),
            Self::Algorithm(fault) => fault.code(),
            Self::Io(_) => codes::SIGN_IO,
        }
    }
}
