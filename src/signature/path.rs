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

use super::certificate::{Certificate, Publishes};
use crate::codes::{self, Code};
use crate::domain::ids::{Digest, Micros};

mod anchors;
mod fault;

pub use anchors::{Anchor, AnchorError, Anchors, RevocationRule};
pub use fault::PathFault;
use fault::chain_fault;

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
    if let Some(path) = cached(leaf, intermediates, anchors, at) {
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
    for anchor in anchors.iter() {
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

fn seconds(at: Micros) -> i64 {
    at.0.div_euclid(1_000_000)
}

/// Paths that held, by leaf and anchor-set version. Time is part of the answer, not of the key: a path holds as long as
/// all its certificates are in their time. Revocation follows from the path and the rule, both in the key, until answers exist.
type PathCache = HashMap<(Digest, Digest), Path>;

static CACHE: LazyLock<Mutex<PathCache>> = LazyLock::new(Mutex::default);
const CACHE_MAX: usize = 4096;

/// A path that held before. It counts only where every certificate of it is at hand again, so that the answer never hangs
/// on which files were judged before.
fn cached(leaf: &Certificate, intermediates: &[Certificate], anchors: &Anchors, at: Micros) -> Option<Path> {
    let cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
    let path = cache.get(&(leaf.sha256(), anchors.version()))?;
    let at = seconds(at);
    let in_time = |one: &Certificate| seconds(one.not_before()) <= at && at < seconds(one.not_after());
    let at_hand = |one: &Certificate| one == leaf || anchors.find(one).is_some() || intermediates.contains(one);
    path.chain.iter().all(|one| in_time(one) && at_hand(one)).then(|| path.clone())
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
