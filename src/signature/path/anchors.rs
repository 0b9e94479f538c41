//! Who is trusted, and what that trust demands of revocation.

use crate::codes;
use crate::codes::Code;
use crate::crypto::Sha256;
use crate::domain::ids::Digest;
use crate::signature::certificate::{Certificate, CertificateError};

/// What an anchor demands of revocation (SIGNATURES §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RevocationRule {
    /// An answer must be there; without one the verdict is indeterminate.
    Required,
    /// An answer must be there when a certificate of the path names a source.
    IfPublished,
    /// Revocation is not asked.
    None,
}

impl RevocationRule {
    /// As written in configuration: `required`, `if-published`, `none`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::IfPublished => "if-published",
            Self::None => "none",
        }
    }

    /// The rule of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Required, Self::IfPublished, Self::None].into_iter().find(|rule| rule.name() == name)
    }
}

/// One CA that is trusted, and its revocation rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The CA's certificate.
    pub certificate: Certificate,
    /// What paths that end here need of revocation.
    pub revocation: RevocationRule,
}

/// A set of anchors; its version is a digest of what is in it, so that a cached path never outlives a change.
pub struct Anchors {
    list: Vec<Anchor>,
    version: Digest,
}

impl Anchors {
    /// Makes the set; the same certificate twice counts once, with the stricter rule.
    ///
    /// # Errors
    /// [`AnchorError::NotCa`] for a certificate that is no CA: a leaf is bound to an agency (§7), never an anchor.
    pub fn new(anchors: impl IntoIterator<Item = Anchor>) -> Result<Self, AnchorError> {
        let mut list: Vec<Anchor> = anchors.into_iter().collect();
        if let Some(leaf) = list.iter().find(|anchor| !anchor.certificate.is_ca()) {
            return Err(AnchorError::NotCa { subject: leaf.certificate.subject() });
        }
        list.sort_by_key(|anchor| (anchor.certificate.sha256(), strictness(anchor.revocation)));
        list.dedup_by_key(|anchor| anchor.certificate.sha256());
        let mut version = Sha256::default();
        for anchor in &list {
            version.update(&anchor.certificate.sha256().0);
            version.update(anchor.revocation.name().as_bytes());
        }
        Ok(Self { list, version: version.finish() })
    }

    /// Nobody is trusted.
    pub fn none() -> Self {
        Self { list: Vec::new(), version: Sha256::default().finish() }
    }

    /// Every certificate of a PEM text, all under one rule.
    ///
    /// # Errors
    /// As [`Anchors::new`], and when the text cannot be read.
    pub fn from_pem(pem: &[u8], revocation: RevocationRule) -> Result<Self, AnchorError> {
        let certificates = Certificate::from_pem(pem)?;
        Self::new(certificates.into_iter().map(|certificate| Anchor { certificate, revocation }))
    }

    /// SHA-256 over the anchors and their rules, in an order of their own.
    pub fn version(&self) -> Digest {
        self.version
    }

    /// Whether nothing is trusted.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The anchors, ordered by SHA-256.
    pub fn iter(&self) -> impl Iterator<Item = &Anchor> {
        self.list.iter()
    }

    pub(super) fn find(&self, certificate: &Certificate) -> Option<&Anchor> {
        self.list.iter().find(|anchor| anchor.certificate == *certificate)
    }
}

impl std::fmt::Debug for Anchors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.list).finish()
    }
}

/// Why an anchor set cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum AnchorError {
    /// The certificate is no CA.
    #[error("{subject} is no CA and cannot be an anchor")]
    NotCa {
        /// Whose certificate it is.
        subject: String,
    },
    /// The certificate cannot be read.
    #[error("the anchors cannot be read")]
    Certificate(#[from] CertificateError),
}

impl AnchorError {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::NotCa { .. } => codes::CERTIFICATE_ANCHOR_NOT_CA,
            Self::Certificate(error) => error.code(),
        }
    }
}

fn strictness(rule: RevocationRule) -> u8 {
    match rule {
        RevocationRule::Required => 0,
        RevocationRule::IfPublished => 1,
        RevocationRule::None => 2,
    }
}
