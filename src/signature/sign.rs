//! Signing: XAdES-BASELINE-B (or -T, -LT, where somebody stamps) over an ASiC-E or inside a bare edXML file, or plain XMLDSig in the latter.
//!
//! What is written here keeps to the profile that the verifier demands (SIGNATURES §2–§4), and other software reads it:
//! xmlsec1, signxml and libdigidocpp judge it in the tests.

use std::io::{Read, Seek, Write};
use std::sync::Arc;

use openssl::pkcs12::Pkcs12;
use openssl::pkey::{PKey, Private};
use openssl::x509::X509Ref;

use super::algorithm::{self, AlgorithmFault, DigestAlgorithm, SignatureAlgorithm};
use super::certificate::{Certificate, CertificateError};
use super::revocation::Material;
use crate::codes::{self, Code};
use crate::domain::ids::Micros;
use crate::package::PackageError;
use crate::xml::XmlError;

mod asice;
mod enveloped;
mod examine;
mod identity;
mod markup;
mod prepared;
mod unsigned;

pub use super::c14n::Method as Canonicalization;
pub use examine::{Asked, Mismatch, examine};
pub use identity::Identity;
pub use unsigned::{Named, Unsigned, signature_id};

/// A key, its certificate and the CAs above it.
#[derive(Clone)]
pub struct Signer {
    key: PKey<Private>,
    identity: Identity,
    lasting: Option<Arc<dyn Lasting>>,
}

/// Who makes signatures last beyond their certificate: level T with a timestamp, level LT with the proofs for its time. It
/// may go out and ask; signing waits for it.
pub trait Lasting: Send + Sync {
    /// A TimeStampToken (DER) over `stamped`, which is the canonical SignatureValue.
    ///
    /// # Errors
    /// [`SignError::Stamp`] when none was to be had that holds.
    fn stamp(&self, stamped: &[u8]) -> Result<Vec<u8>, SignError>;

    /// The certificates and revocation answers of the signer's path and of the token's; none where level T is enough.
    ///
    /// # Errors
    /// [`SignError::Proofs`] when one is missing, [`SignError::NoSource`] when nobody can be asked.
    fn proofs(&self, signer: &Certificate, chain: &[Certificate], token: &[u8]) -> Result<Option<Proofs>, SignError>;
}

/// What level LT embeds.
#[derive(Clone, Debug, Default)]
pub struct Proofs {
    /// Certificates of both paths.
    pub certificates: Vec<Certificate>,
    /// CRLs and OCSP answers for them.
    pub revocation: Vec<Material>,
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
            canonicalization: Canonicalization::Exclusive10,
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
        algorithm::kind_of(&key)?;
        let public = certificate.x509().public_key().map_err(AlgorithmFault::from)?;
        if !public.public_eq(&key) {
            return Err(SignError::KeyNotOfCertificate { subject: certificate.subject() });
        }
        Ok(Self { key, identity: Identity::new(certificate, chain)?, lasting: None })
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

    /// Opens a PKCS #12 file (RFC 7292) with its password.
    ///
    /// # Errors
    /// [`SignError::Pkcs12`] for a wrong password as for a file that is none, and as [`Signer::new`].
    pub fn from_pkcs12(der: &[u8], password: &str) -> Result<Self, SignError> {
        let opened = Pkcs12::from_der(der).and_then(|file| file.parse2(password)).map_err(|_| SignError::Pkcs12)?;
        let (Some(key), Some(certificate)) = (opened.pkey, opened.cert) else { return Err(SignError::Pkcs12) };
        let read = |x509: &X509Ref| -> Result<Certificate, SignError> {
            Ok(Certificate::from_der(&x509.to_der().map_err(AlgorithmFault::from)?)?)
        };
        let chain = opened.ca.iter().flatten().map(&read).collect::<Result<_, _>>()?;
        Self::new(key, read(&certificate)?, chain)
    }

    /// What of it everybody may know.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The value over the canonical SignedInfo.
    ///
    /// # Errors
    /// OpenSSL's own failure.
    pub fn sign_info(&self, signed_info: &[u8]) -> Result<Vec<u8>, SignError> {
        Ok(self.value(signed_info)?)
    }

    /// The same signer with another algorithm than its key's usual one: RSASSA-PSS, or a longer digest.
    ///
    /// # Errors
    /// When the key is of another family.
    pub fn with_algorithm(self, algorithm: SignatureAlgorithm) -> Result<Self, SignError> {
        let kind = algorithm::kind_of(&self.key)?;
        match algorithm.fits(kind) {
            true => Ok(Self { identity: Identity { algorithm, ..self.identity }, ..self }),
            false => Err(AlgorithmFault::KeyMismatch { algorithm: algorithm.name(), key: kind }.into()),
        }
    }

    /// The same signer, whose signatures `lasting` stamps.
    #[must_use]
    pub fn with_lasting(self, lasting: Arc<dyn Lasting>) -> Self {
        Self { lasting: Some(lasting), ..self }
    }

    /// The signer's certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.identity.certificate
    }

    /// What it signs with.
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.identity.algorithm
    }

    /// Writes an ASiC-E: `document_xml` as its document, then the attachments in order, each read once in pieces, then
    /// one XAdES signature over all of it. Gives `out` back, flushed and not synced.
    ///
    /// # Errors
    /// When the document is none that could be verified again, a name cannot stand in a package, or reading, writing or
    /// signing fails. `out` then holds rubbish.
    pub fn sign_asice<W: Write + Seek>(
        &self,
        document_xml: &[u8],
        attachments: Vec<Attachment>,
        options: &SignOptions,
        out: W,
    ) -> Result<W, SignError> {
        sign_asice_together(&[self], document_xml, attachments, options, out)
    }

    /// Writes an ASiC-E of any entries, in order, under one XAdES signature: what is no document of the exchange (a court receipt).
    /// Intake refuses it, as it does every container without document.xml.
    ///
    /// # Errors
    /// When a name cannot stand in a package, or reading, writing or signing fails. `out` then holds rubbish.
    pub fn sign_container<W: Write + Seek>(
        &self,
        entries: Vec<Attachment>,
        options: &SignOptions,
        out: W,
    ) -> Result<W, SignError> {
        asice::container(&[self], entries, options, out)
    }

    /// Writes the bare edXML of `source` with a Signature as the last child of edXMLHeader. Everything else is copied
    /// byte for byte, in pieces: memory does not grow with the file. `source` is read twice, from its beginning.
    ///
    /// # Errors
    /// When the file is none that could be verified again or bears a signature already, or reading, writing or signing
    /// fails. Nothing is written before the file was read to its end once.
    pub fn sign_enveloped<R: Read + Seek, W: Write>(
        &self,
        source: R,
        options: &SignOptions,
        out: W,
    ) -> Result<W, SignError> {
        enveloped::sign(self, source, options, out)
    }

    fn value(&self, signed_info: &[u8]) -> Result<Vec<u8>, AlgorithmFault> {
        let algorithm = self.identity.algorithm;
        algorithm::sign(&self.key, algorithm, &algorithm.digest().digest(signed_info)?)
    }
}

/// [`Signer::sign_asice`] by several: a signature file each, all over the same payload (the person's beside the seal).
///
/// # Errors
/// As there.
pub fn sign_asice_together<W: Write + Seek>(
    signers: &[&Signer],
    document_xml: &[u8],
    attachments: Vec<Attachment>,
    options: &SignOptions,
    out: W,
) -> Result<W, SignError> {
    asice::sign(signers, document_xml, attachments, options, out)
}

/// Why nothing was signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The key file is no PEM private key without passphrase.
    #[error("the private key cannot be read")]
    KeyUnreadable,
    /// The PKCS #12 file does not open: the password is wrong, or it is none, or without key or certificate.
    #[error("the PKCS #12 file does not open with this password")]
    Pkcs12,
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
    /// The certificate's key is none that the profile takes.
    #[error("the certificate's key is refused: {detail}")]
    KeyRefused {
        /// The fault's code.
        code: Code,
        /// What is wrong.
        detail: String,
    },
    /// The document is refused by the strict reader.
    #[error("the document is refused")]
    Document(#[from] XmlError),
    /// The document bears a Signature already: a second would not verify.
    #[error("the document bears a signature already")]
    AlreadySigned,
    /// Not exactly one `edXML/edXMLEnvelope/edXMLHeader` with content, where the Signature belongs.
    #[error("the document has not exactly one edXMLHeader with content")]
    NoHeader,
    /// Plain XMLDSig was asked for a container.
    #[error("an ASiC-E is always signed with XAdES")]
    PlainInContainer,
    /// A timestamp was asked for plain XMLDSig, which has no place for one.
    #[error("plain XMLDSig has no place for a timestamp")]
    PlainStamped,
    /// No timestamp was to be had that holds.
    #[error("no timestamp: {detail}")]
    Stamp {
        /// The fault's code.
        code: Code,
        /// What is wrong.
        detail: String,
    },
    /// A certificate or a revocation answer that level LT needs is not to be had.
    #[error("the proofs of level LT are not complete: {detail}")]
    Proofs {
        /// The fault's code.
        code: Code,
        /// What is missing.
        detail: String,
    },
    /// Level LT was asked below a CA that names nobody who tells of revocations, and no answer was given.
    #[error(
        "no source of revocation answers: neither an OCSP responder nor a CRL is named in the certificate of {certificate}"
    )]
    NoSource {
        /// Whose certificate names none: the subject.
        certificate: String,
    },
    /// A name or an entry that cannot stand in a package.
    #[error("the package cannot be written")]
    Package(#[from] PackageError),
    /// The signature that was written does not read back; never seen.
    #[error("the signature does not read back: {detail}")]
    OwnMarkup {
        /// What is missing in it.
        detail: &'static str,
    },
    /// Reading or writing failed.
    #[error("reading or writing failed")]
    Io(#[from] std::io::Error),
}

impl SignError {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::KeyUnreadable => codes::SIGN_KEY_UNREADABLE,
            Self::Pkcs12 => codes::SIGN_PKCS12,
            Self::KeyNotOfCertificate { .. } => codes::SIGN_KEY_NOT_OF_CERTIFICATE,
            Self::Certificate(error) => error.code(),
            Self::Algorithm(fault) => fault.code(),
            Self::Document(error) => error.code(),
            Self::AlreadySigned => codes::SIGN_ALREADY_SIGNED,
            Self::NoHeader => codes::SIGN_NO_HEADER,
            Self::PlainInContainer => codes::SIGN_PLAIN_IN_CONTAINER,
            Self::PlainStamped => codes::SIGN_PLAIN_STAMPED,
            Self::Stamp { code, .. } | Self::Proofs { code, .. } | Self::KeyRefused { code, .. } => *code,
            Self::NoSource { .. } => codes::SIGN_NO_REVOCATION_SOURCE,
            Self::Package(error) => error.code(),
            Self::OwnMarkup { .. } => codes::INTERNAL,
            Self::Io(_) => codes::SIGN_IO,
        }
    }
}

#[cfg(test)]
mod tests;
