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

use super::certificate::Certificate;
use crate::domain::ids::{Digest, Micros};

mod anchors;
mod fault;
mod policies;

pub use anchors::{Anchor, AnchorError, Anchors, RevocationRule};
pub use fault::PathFault;
use fault::chain_fault;

/// A path that held at the time it was built for.
#[derive(Clone, Debug)]
pub struct Path {
    purpose: Purpose,
    chain: Vec<Certificate>,
    anchor: Anchor,
}

impl Path {
    /// What the certificate at its end was asked to be for.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

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
}

/// What the certificate at the end of a path is for; each has anchors of its own, and a path built for one never counts
/// for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// A signature over a document: a seal or a person.
    Seal,
    /// A timestamping authority (RFC 3161 §2.3).
    Timestamping,
    /// An OCSP responder that was configured (RFC 6960 §4.2.2.2).
    Responder,
}

/// A path, or every fault that was found, the most telling first (never empty).
pub type PathOutcome = Result<Path, Vec<PathFault>>;

/// Builds and checks the path of `leaf` at `at`, with `intermediates` as unproven help.
///
/// # Errors
/// All faults found: the leaf's own rules are all looked at, OpenSSL stops at the chain's first.
pub fn build(leaf: &Certificate, intermediates: &[Certificate], anchors: &Anchors, at: Micros) -> PathOutcome {
    build_for(Purpose::Seal, leaf, intermediates, anchors, at)
}

/// [`build`] for a certificate of any purpose.
///
/// # Errors
/// As [`build`].
pub fn build_for(
    purpose: Purpose,
    leaf: &Certificate,
    intermediates: &[Certificate],
    anchors: &Anchors,
    at: Micros,
) -> PathOutcome {
    if let Some(path) = cached(purpose, leaf, intermediates, anchors, at) {
        return Ok(path);
    }
    let mut faults = leaf_faults(purpose, leaf, at);
    match chain(purpose, leaf, intermediates, anchors, at) {
        Ok((certificates, anchor)) if faults.is_empty() => {
            let path = Path { purpose, chain: certificates, anchor };
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
fn leaf_faults(purpose: Purpose, leaf: &Certificate, at: Micros) -> Vec<PathFault> {
    use super::algorithm::AlgorithmFault as A;
    let mut faults = Vec::new();
    if leaf.is_ca() {
        faults.push(PathFault::IsCa);
    }
    match leaf.key() {
        Ok(_) => {}
        Err(A::WeakKey { detail }) => faults.push(PathFault::WeakKey { depth: 0, detail: detail.clone() }),
        Err(other) => faults.push(PathFault::KeyUnsupported { detail: other.to_string() }),
    }
    if leaf.key_usage().is_some_and(|usage| !usage.digital_signature() && !usage.non_repudiation()) {
        faults.push(PathFault::KeyUsage);
    }
    let usages = leaf.extended_key_usage();
    let fits = match purpose {
        Purpose::Seal => usages.is_none_or(|usages| !usages.iter().all(|usage| NOT_SIGNING.contains(usage))),
        Purpose::Timestamping => leaf.is_for_timestamping_only(),
        Purpose::Responder => usages.is_some_and(|usages| usages.contains(&OCSP_SIGNING)),
    };
    if !fits {
        let found = usages.unwrap_or_default().iter().map(ToString::to_string).collect();
        faults.push(PathFault::ExtendedKeyUsage { found });
    }
    if seconds(at) >= seconds(leaf.not_after()) {
        faults.push(PathFault::Expired { not_after: leaf.not_after(), at });
    }
    if seconds(at) < seconds(leaf.not_before()) {
        faults.push(PathFault::NotYetValid { not_before: leaf.not_before(), at });
    }
    faults
}

/// Whether a CA with that extKeyUsage may issue for a purpose.
fn issues_for(purpose: Purpose, usages: &[ObjectIdentifier]) -> bool {
    let has = |usage: &ObjectIdentifier| usages.contains(usage) || usages.contains(&ANY);
    match purpose {
        Purpose::Seal => !usages.iter().all(|usage| NOT_SIGNING.contains(usage)),
        Purpose::Timestamping => has(&TIME_STAMPING),
        Purpose::Responder => has(&OCSP_SIGNING),
    }
}

fn chain(
    purpose: Purpose,
    leaf: &Certificate,
    intermediates: &[Certificate],
    anchors: &Anchors,
    at: Micros,
) -> Result<(Vec<Certificate>, Anchor), PathFault> {
    let certificates = run_openssl(leaf, intermediates, anchors, at).map_err(openssl_fault)??;
    // RFC 5280 leaves open what extKeyUsage of a CA means; everybody who sets it means that it limits what it issues.
    let below_anchor = certificates.get(1..certificates.len().saturating_sub(1)).unwrap_or_default();
    for (depth, ca) in (1_u32..).zip(below_anchor) {
        if ca.extended_key_usage().is_some_and(|usages| !issues_for(purpose, usages)) {
            return Err(PathFault::IssuerNotCa { depth, detail: "its extKeyUsage is for something else" });
        }
    }
    if !policies::hold(&certificates) {
        // X509_V_ERR_NO_EXPLICIT_POLICY.
        return Err(PathFault::Chain { depth: 0, number: 43, detail: "no policy that the CA requires" });
    }
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

fn seconds(at: Micros) -> i64 {
    at.0.div_euclid(1_000_000)
}

/// Paths that held, by purpose, leaf and anchor-set version. Time is part of the answer, not of the key: a path holds as
/// long as all its certificates are in their time. Revocation is no part of a path (see [`super::revocation`]).
type PathCache = HashMap<(Purpose, Digest, Digest), Path>;

static CACHE: LazyLock<Mutex<PathCache>> = LazyLock::new(Mutex::default);
const CACHE_MAX: usize = 4096;

/// A path that held before. It counts only where every certificate of it is at hand again, so that the answer never hangs
/// on which files were judged before.
fn cached(
    purpose: Purpose,
    leaf: &Certificate,
    intermediates: &[Certificate],
    anchors: &Anchors,
    at: Micros,
) -> Option<Path> {
    let cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
    let path = cache.get(&(purpose, leaf.sha256(), anchors.version()))?;
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
    cache.insert((path.purpose, path.leaf().sha256(), anchors.version()), path.clone());
}

/// serverAuth, clientAuth, timeStamping, OCSPSigning (RFC 5280 §4.2.1.12).
const NOT_SIGNING: &[ObjectIdentifier] = &[
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.1"),
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2"),
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8"),
    OCSP_SIGNING,
];

/// anyExtendedKeyUsage and id-kp-timeStamping (RFC 5280 §4.2.1.12).
const ANY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37.0");
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");

/// id-kp-OCSPSigning (RFC 6960 §4.2.2.2).
pub(super) const OCSP_SIGNING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.9");

/// CAs between leaf and anchor; Vietnam's national hierarchy has two.
const DEPTH_MAX: i32 = 8;
/// A signature that carries more certificates than this is not helped by the rest.
const INTERMEDIATES_MAX: usize = 16;

#[cfg(test)]
mod tests;
