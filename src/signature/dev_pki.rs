//! A development PKI: roots, issuing CAs, seals, TLS, TSA, OCSP, and the bad ones. `make certs`, the demo and the tests
//! all use this one. What is issued here is worth nothing outside a developer's machine.
//!
//! Every file is made when it is first asked for and found again the next time, so that nobody waits for RSA keys that
//! nobody uses. Certificates publish nothing (no CRL address, no OCSP address): the anchors' rule is `if-published`.
//! Absent: anything that a real CA owes (policies, audit, revocation service). One CRL file exists, for the revoked seal.

use std::path::{Path, PathBuf};

use openssl::pkey::{PKey, Private};

use super::certificate::{Certificate, CertificateError};
use super::path::{Anchor, Anchors, RevocationRule};
use crate::codes::{self, Code};
use crate::domain::ids::OrganId;

mod issue;

/// A folder with a PKI in it.
pub struct DevPki {
    dir: PathBuf,
    root: Issued,
    issuing: Issued,
}

/// A certificate with its key and the files they lie in.
#[derive(Clone)]
pub struct Issued {
    /// The certificate.
    pub certificate: Certificate,
    /// Its private key.
    pub key: PKey<Private>,
    /// The CAs above it, nearest first, without the root.
    pub chain: Vec<Certificate>,
    /// PEM of the certificate.
    pub cert_file: PathBuf,
    /// PEM (PKCS #8) of the key, mode 0600.
    pub key_file: PathBuf,
    /// PEM of the certificate and the CAs above it, without the root.
    pub chain_file: PathBuf,
    /// The sources that the certificates it issues name.
    pub publishes: Sources,
}

/// Where revocation answers about a CA's certificates are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// The URL of its CRL.
    pub crl: Option<String>,
    /// The URL of its OCSP responder.
    pub ocsp: Option<String>,
}

/// What kind of key to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// Too short to count; for the bad ones.
    Rsa1024,
    /// RSA, 2048 bits.
    Rsa2048,
    /// RSA, 3072 bits.
    Rsa3072,
    /// NIST P-256.
    P256,
    /// NIST P-384.
    P384,
    /// NIST P-521.
    P521,
}

/// Certificates that must be refused, each for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bad {
    /// Ended in 2021.
    Expired,
    /// Begins in 2090.
    NotYetValid,
    /// In the CRL file.
    Revoked,
    /// keyUsage keyEncipherment only.
    WrongKeyUsage,
    /// Says that it is a CA.
    LeafAsCa,
    /// The subject of the first seal, under a root that nobody trusts.
    OtherRoot,
    /// RSA of 1024 bits.
    Rsa1024,
    /// extKeyUsage serverAuth only.
    WrongExtendedKeyUsage,
    /// Issued by a seal that is no CA.
    IssuedByLeaf,
}

/// Why the PKI cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum DevPkiError {
    /// A file cannot be read or written.
    #[error("{path}: cannot be read or written")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// OpenSSL failed.
    #[error("cryptography failed")]
    OpenSsl(#[from] openssl::error::ErrorStack),
    /// An extension cannot be written: a URL that is no IA5 text.
    #[error("an extension cannot be written")]
    Extension(#[from] der::Error),
    /// A certificate in the folder cannot be read.
    #[error("a certificate cannot be read")]
    Certificate(#[from] CertificateError),
}

impl DevPkiError {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::Io { .. } => codes::SIGN_IO,
            Self::OpenSsl(_) | Self::Extension(_) => codes::INTERNAL,
            Self::Certificate(error) => error.code(),
        }
    }
}

impl DevPki {
    /// Opens the PKI in `dir`, or makes its root and issuing CA there (P-256: a moment).
    ///
    /// # Errors
    /// When the folder cannot be written or what lies there cannot be read.
    pub fn make(dir: impl AsRef<Path>) -> Result<Self, DevPkiError> {
        let dir = dir.as_ref().to_owned();
        let (root, issuing) = issue::authorities(&dir, "")?;
        Ok(Self { dir, root, issuing })
    }

    /// Makes everything there is: what `make certs` wants. Some seconds, for the RSA keys.
    ///
    /// # Errors
    /// As [`DevPki::make`].
    pub fn make_all(dir: impl AsRef<Path>) -> Result<Self, DevPkiError> {
        let pki = Self::make(dir)?;
        for kind in [KeyKind::Rsa2048, KeyKind::Rsa3072, KeyKind::P256, KeyKind::P384, KeyKind::P521] {
            pki.seal(kind)?;
        }
        for bad in Bad::ALL {
            pki.bad(bad)?;
        }
        pki.person()?;
        pki.tls_server()?;
        pki.tls_client()?;
        pki.tsa()?;
        pki.ocsp()?;
        pki.crl()?;
        Ok(pki)
    }

    /// The same PKI; what it issues from now on names these sources of revocation answers (RFC 5280 §4.2.1.13, §4.2.2.1).
    #[must_use]
    pub fn publishing(mut self, crl: Option<String>, ocsp: Option<String>) -> Self {
        self.issuing.publishes = Sources { crl, ocsp };
        self
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The root: the anchor to trust.
    pub fn root(&self) -> &Issued {
        &self.root
    }

    /// The CA that issued all the rest.
    pub fn issuing(&self) -> &Issued {
        &self.issuing
    }

    /// PEM of the root: the file for `--trust`.
    pub fn root_file(&self) -> &Path {
        &self.root.cert_file
    }

    /// The root as the one anchor, rule `if-published`.
    ///
    /// # Errors
    /// Never for a folder made here.
    pub fn anchors(&self) -> Result<Anchors, super::path::AnchorError> {
        let certificate = self.root.certificate.clone();
        Anchors::new([Anchor { certificate, revocation: RevocationRule::IfPublished }])
    }

    /// The seal of one of four agencies, one for each kind of key.
    ///
    /// # Errors
    /// As [`DevPki::make`].
    pub fn seal(&self, kind: KeyKind) -> Result<Issued, DevPkiError> {
        let (organ_id, name) = issue::agency_of(kind);
        self.seal_for(&OrganId(organ_id.to_owned()), name, kind)
    }

    /// A seal for any agency: organizationIdentifier = OrganId, O and CN = its name. Asked again, the same is found.
    ///
    /// # Errors
    /// As [`DevPki::make`].
    pub fn seal_for(&self, organ_id: &OrganId, name: &str, kind: KeyKind) -> Result<Issued, DevPkiError> {
        issue::seal(&self.dir, &self.issuing, organ_id, name, kind)
    }

    /// A person of the first agency: givenName, surname and title beside the agency's O.
    ///
    /// # Errors
    /// As [`DevPki::make`].
    pub fn person(&self) -> Result<Issued, DevPkiError> {
        issue::person(&self.dir, &self.issuing)
    }

    /// A TLS server on `localhost`, `127.0.0.1` and `::1`.
    ///
    /// # Errors
    /// As [`DevPki::make`].
    pub fn tls_server(&self) -> Result<Issued, DevPkiError> {
        issue::tls_server(&self.dir, &self.issuing)
    }

    /// A TLS client.
    ///
    /// # Errors
    /// As [`DevPki::make`].
    pub fn tls_client(&self) -> Result<Issued, DevPkiError> {
        issue::tls_client(&self.dir, &self.issuing)
    }

    /// A timestamping authority (critical extKeyUsage timeStamping, RFC 3161 §2.3).
    ///
    /// # Errors
    /// As [`DevPki::make`].
    pub fn tsa(&self) -> Result<Issued, DevPkiError> {
        issue::tsa(&self.dir, &self.issuing)
    }

    /// An OCSP responder (extKeyUsage OCSPSigning, RFC 6960 §4.2.2.2).
    ///
    /// # Errors
    /// As [`DevPki::make`].
    pub fn ocsp(&self) -> Result<Issued, DevPkiError> {
        issue::ocsp(&self.dir, &self.issuing)
    }

    /// A certificate that must be refused.
    ///
    /// # Errors
    /// As [`DevPki::make`].
    pub fn bad(&self, bad: Bad) -> Result<Issued, DevPkiError> {
        issue::bad(&self.dir, &self.issuing, bad, self)
    }

    /// The CRL (PEM) of the issuing CA with the revoked seal in it.
    ///
    /// # Errors
    /// As [`DevPki::make`].
    pub fn crl(&self) -> Result<PathBuf, DevPkiError> {
        let revoked = self.bad(Bad::Revoked)?;
        issue::crl(&self.dir, &self.issuing, &revoked.certificate)
    }
}

impl Bad {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Expired,
        Self::NotYetValid,
        Self::Revoked,
        Self::WrongKeyUsage,
        Self::LeafAsCa,
        Self::OtherRoot,
        Self::Rsa1024,
        Self::WrongExtendedKeyUsage,
        Self::IssuedByLeaf,
    ];
}

#[cfg(test)]
mod tests;
