//! The way from a signer's certificate to a configured anchor, at the time that counts (SIGNATURES §6).
//!
//! OpenSSL builds the chain with auth_level 2 and X509_STRICT and no purpose for the leaf; the leaf's own rules are
//! checked here. A [`Path`] has no public constructor: whoever holds one knows that [`build`] made it.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use der::asn1::ObjectIdentifier;
use openssl::stack::Stack;
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::verify::{X509VerifyFlags, X509VerifyParam};
use openssl::x509::{X509, X509StoreContext};

use super::certificate::{Certificate, CertificateError, Publishes};
use crate::codes::{self, Code};
use crate::crypto::Sha256;
use crate::domain::ids::{Digest, Micros};

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

    fn find(&self, certificate: &Certificate) -> Option<&Anchor> {
        self.list.iter().find(|anchor| anchor.certificate == *certificate)
    }
}

impl std::fmt::Debug for Anchors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.list).finish()
    }
}

/// A path that held at the time it was built for.
#[derive(Clone, Debug)]
pub struct Path {
    chain: Vec<Certificate>,
    anchor: Anchor,
    revocation: Revocation,
}

impl Path {
    /// The certificates, the signer's first and the anchor last; at least two.
    pub fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    /// The signer's certificate.
    pub fn leaf(&self) -> &Certificate {
        self.chain.first().unwrap_or(&self.anchor.certificate)
    }

    /// The CA that issued the signer's certificate, as validated.
    pub fn issuer(&self) -> &Certificate {
        self.chain.get(1).unwrap_or(&self.anchor.certificate)
    }

    /// The anchor it ends at.
    pub fn anchor(&self) -> &Anchor {
        &self.anchor
    }

    /// What is known of revocation.
    pub fn revocation(&self) -> &Revocation {
        &self.revocation
    }
}

/// What is known of the revocation of a path's certificates. Answers from OCSP and CRL come with a later version, and
/// with them `Good` and `Revoked`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// The anchor's rule is `if-published` and no certificate of the path names a source: valid, with a warning.
    NotPublished,
    /// An answer is due and there is none: indeterminate.
    Unknown {
        /// The anchor's rule that asks for it.
        rule: RevocationRule,
        /// Which sources the certificates name.
        sources: Publishes,
    },
    /// The anchor's rule is `none`.
    NotChecked,
}

impl Revocation {
    /// The code it bears: `revocation.unknown` makes the verdict indeterminate, `revocation.not_published` is a warning.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::NotPublished => Some(codes::REVOCATION_NOT_PUBLISHED),
            Self::Unknown { .. } => Some(codes::REVOCATION_UNKNOWN),
            Self::NotChecked => None,
        }
    }

    /// As the verdict names it: `not-published`, `unknown`, `not-checked`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotPublished => "not-published",
            Self::Unknown { .. } => "unknown",
            Self::NotChecked => "not-checked",
        }
    }
}

/// A path, or every fault that was found, the most telling first (never empty).
pub type PathOutcome = Result<Path, Vec<PathFault>>;

/// Builds and checks the path of `leaf` at `at`, with `intermediates` as unproven help.
///
/// # Errors
/// All faults found: the leaf's own rules are all looked at, OpenSSL stops at the chain's first.
pub fn build(leaf: &Certificate, intermediates: &[Certificate], anchors: &Anchors, at: Micros) -> PathOutcome {
    if let Some(path) = cached(leaf, anchors, at) {
        return Ok(path);
    }
    let mut faults = leaf_faults(leaf, at);
    match chain(leaf, intermediates, anchors, at) {
        Ok((certificates, anchor)) if faults.is_empty() => {
            let revocation = revocation(&certificates, anchor.revocation);
            let path = Path { chain: certificates, anchor, revocation };
            remember(&path, anchors);
            Ok(path)
        }
        Ok(_) => Err(faults),
        Err(fault) => {
            // The signer's own time was looked at already.
            let told = matches!(fault, PathFault::IssuerTime { depth: 0 }) && !faults.is_empty();
            if !told && !faults.iter().any(|known| known.code() == fault.code()) {
                faults.push(fault);
            }
            faults.sort_by_key(PathFault::rank);
            Err(faults)
        }
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

/// One reason why there is no path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathFault {
    /// The signer's certificate had ended.
    #[error("the certificate ended at {not_after:?}, before {at:?}")]
    Expired {
        /// Its last second.
        not_after: Micros,
        /// The time that counts.
        at: Micros,
    },
    /// The signer's certificate had not begun.
    #[error("the certificate begins at {not_before:?}, after {at:?}")]
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
        /// Whether a later version takes it.
        not_yet: bool,
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
        /// What OpenSSL said.
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
            Self::KeyUnsupported { not_yet: false, .. } => codes::CERTIFICATE_KEY_UNSUPPORTED,
            Self::KeyUnsupported { not_yet: true, .. } => codes::SIGNATURE_ALGORITHM_NOT_YET,
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
    fn rank(&self) -> u8 {
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

/// The rules for the signer's own certificate that OpenSSL, asked without a purpose, does not check.
fn leaf_faults(leaf: &Certificate, at: Micros) -> Vec<PathFault> {
    use super::algorithm::AlgorithmFault as A;
    let mut faults = Vec::new();
    if leaf.is_ca() {
        faults.push(PathFault::IsCa);
    }
    match leaf.key() {
        Ok(_) => {}
        Err(A::WeakKey { detail }) => faults.push(PathFault::WeakKey { depth: 0, detail: detail.clone() }),
        Err(A::KeyNotYet { key }) => faults.push(PathFault::KeyUnsupported { detail: key.clone(), not_yet: true }),
        Err(other) => faults.push(PathFault::KeyUnsupported { detail: other.to_string(), not_yet: false }),
    }
    if leaf.key_usage().is_some_and(|usage| !usage.digital_signature() && !usage.non_repudiation()) {
        faults.push(PathFault::KeyUsage);
    }
    if let Some(purposes) = leaf.extended_key_usage()
        && purposes.iter().all(|purpose| NOT_SIGNING.contains(purpose))
    {
        faults.push(PathFault::ExtendedKeyUsage { found: purposes.iter().map(ToString::to_string).collect() });
    }
    if seconds(at) >= seconds(leaf.not_after()) {
        faults.push(PathFault::Expired { not_after: leaf.not_after(), at });
    }
    if seconds(at) < seconds(leaf.not_before()) {
        faults.push(PathFault::NotYetValid { not_before: leaf.not_before(), at });
    }
    faults
}

fn chain(
    leaf: &Certificate,
    intermediates: &[Certificate],
    anchors: &Anchors,
    at: Micros,
) -> Result<(Vec<Certificate>, Anchor), PathFault> {
    let certificates = run_openssl(leaf, intermediates, anchors, at).map_err(openssl_fault)??;
    let anchor = certificates.last().filter(|_| certificates.len() > 1).and_then(|last| anchors.find(last));
    match anchor.cloned() {
        Some(anchor) => Ok((certificates, anchor)),
        None => Err(PathFault::Untrusted { depth: 0, detail: "the chain does not end at an anchor" }),
    }
}

type ChainResult = Result<Vec<Certificate>, PathFault>;

fn run_openssl(
    leaf: &Certificate,
    intermediates: &[Certificate],
    anchors: &Anchors,
    at: Micros,
) -> Result<ChainResult, openssl::error::ErrorStack> {
    let mut helpers = Stack::<X509>::new()?;
    for certificate in intermediates.iter().take(INTERMEDIATES_MAX) {
        helpers.push(certificate.x509().to_owned())?;
    }
    let mut parameters = X509VerifyParam::new()?;
    parameters.set_auth_level(2);
    // Every anchor is a CA (`Anchors::new`), so a partial chain ends at a CA too.
    parameters.set_flags(X509VerifyFlags::X509_STRICT | X509VerifyFlags::PARTIAL_CHAIN)?;
    parameters.set_time(seconds(at));
    parameters.set_depth(DEPTH_MAX);
    // The binding lets time and flags in through the store only, so each build has a store of its own; it holds references.
    let mut store = X509StoreBuilder::new()?;
    store.set_param(&parameters)?;
    for anchor in &anchors.list {
        store.add_cert(anchor.certificate.x509().to_owned())?;
    }
    let mut context = X509StoreContext::new()?;
    context.init(&store.build(), leaf.x509(), &helpers, |context| {
        if !context.verify_cert()? {
            return Ok(Err(chain_fault(context.error(), context.error_depth())));
        }
        let Some(chain) = context.chain() else { return Ok(Ok(Vec::new())) };
        let read = |x509: &openssl::x509::X509Ref| {
            let der = x509.to_der().map_err(openssl_fault)?;
            Certificate::from_der(&der).map_err(|error| PathFault::OpenSsl { detail: error.to_string() })
        };
        Ok(chain.iter().map(read).collect())
    })
}

fn chain_fault(result: openssl::x509::X509VerifyResult, depth: u32) -> PathFault {
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

fn openssl_fault(error: openssl::error::ErrorStack) -> PathFault {
    PathFault::OpenSsl { detail: error.to_string() }
}

fn revocation(chain: &[Certificate], rule: RevocationRule) -> Revocation {
    let below_anchor = chain.split_last().map_or(&[][..], |(_, rest)| rest);
    let sources = below_anchor
        .iter()
        .map(Certificate::publishes)
        .fold(Publishes::default(), |all, one| Publishes { crl: all.crl || one.crl, ocsp: all.ocsp || one.ocsp });
    match rule {
        RevocationRule::None => Revocation::NotChecked,
        RevocationRule::IfPublished if !sources.any() => Revocation::NotPublished,
        RevocationRule::IfPublished | RevocationRule::Required => Revocation::Unknown { rule, sources },
    }
}

fn strictness(rule: RevocationRule) -> u8 {
    match rule {
        RevocationRule::Required => 0,
        RevocationRule::IfPublished => 1,
        RevocationRule::None => 2,
    }
}

fn seconds(at: Micros) -> i64 {
    at.0.div_euclid(1_000_000)
}

/// Paths that held, by leaf and anchor-set version. Time is part of the answer, not of the key: a path holds as long as
/// all its certificates are in their time. Revocation follows from the path and the rule, both in the key, until answers exist.
type PathCache = HashMap<(Digest, Digest), Path>;

static CACHE: LazyLock<Mutex<PathCache>> = LazyLock::new(Mutex::default);
const CACHE_MAX: usize = 4096;

fn cached(leaf: &Certificate, anchors: &Anchors, at: Micros) -> Option<Path> {
    let cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
    let path = cache.get(&(leaf.sha256(), anchors.version()))?;
    let at = seconds(at);
    let in_time = |one: &Certificate| seconds(one.not_before()) <= at && at < seconds(one.not_after());
    path.chain.iter().all(in_time).then(|| path.clone())
}

fn remember(path: &Path, anchors: &Anchors) {
    let mut cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
    if cache.len() >= CACHE_MAX {
        cache.clear();
    }
    cache.insert((path.leaf().sha256(), anchors.version()), path.clone());
}

/// serverAuth, clientAuth, timeStamping, OCSPSigning (RFC 5280 §4.2.1.12).
const NOT_SIGNING: &[ObjectIdentifier] = &[
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.1"),
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2"),
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8"),
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.9"),
];

/// CAs between leaf and anchor; Vietnam's national hierarchy has two.
const DEPTH_MAX: i32 = 8;
/// A signature that carries more certificates than this is not helped by the rest.
const INTERMEDIATES_MAX: usize = 16;

#[cfg(test)]
mod tests;
