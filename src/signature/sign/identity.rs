//! Who signs, as everybody may know it: what a signature says of its signer before a key was touched.

use super::SignError;
use crate::signature::algorithm::{AlgorithmFault, SignatureAlgorithm};
use crate::signature::certificate::{Certificate, CertificateError};

/// A certificate, the CAs above it, and what its key signs with.
#[derive(Clone, Debug)]
pub struct Identity {
    pub(super) certificate: Certificate,
    pub(super) chain: Vec<Certificate>,
    pub(super) algorithm: SignatureAlgorithm,
}

impl Identity {
    /// Takes a certificate whose key keeps the key rules; the algorithm follows from the key.
    ///
    /// # Errors
    /// [`SignError::Algorithm`] for a key that the profile does not take.
    pub fn new(certificate: Certificate, chain: Vec<Certificate>) -> Result<Self, SignError> {
        let kind = match certificate.key() {
            Ok(key) => key.kind(),
            Err(fault) => return Err(SignError::KeyRefused { code: fault.code(), detail: fault.to_string() }),
        };
        Ok(Self { algorithm: SignatureAlgorithm::for_key(kind), certificate, chain })
    }

    /// Reads certificates from a PEM text, the signer's first, then those above it.
    ///
    /// # Errors
    /// When a text cannot be read, and as [`Identity::new`].
    pub fn from_pem(certificates: &[u8]) -> Result<Self, SignError> {
        Self::of(Certificate::from_pem(certificates)?)
    }

    /// The first certificate is the signer's, the others stand above it.
    ///
    /// # Errors
    /// [`SignError::Certificate`] when there is none, and as [`Identity::new`].
    pub fn of(certificates: Vec<Certificate>) -> Result<Self, SignError> {
        let mut all = certificates.into_iter();
        let certificate = all.next().ok_or(CertificateError::Empty)?;
        Self::new(certificate, all.collect())
    }

    /// The signer's certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Those above it.
    pub fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    /// What its key signs with.
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// Holds a value against the canonical SignedInfo that it is said to be over.
    ///
    /// # Errors
    /// As [`crate::signature::algorithm::PublicKey::verify`].
    pub fn check(&self, signed_info: &[u8], value: &[u8]) -> Result<(), SignError> {
        let digest = self.algorithm.digest().digest(signed_info).map_err(AlgorithmFault::from)?;
        match self.certificate.key() {
            Ok(key) => Ok(key.verify(self.algorithm, &digest, value)?),
            Err(fault) => Err(SignError::KeyRefused { code: fault.code(), detail: fault.to_string() }),
        }
    }
}
