//! Certificate policies (RFC 5280 §6.1), as far as they decide: whether a CA that requires a policy of whom it issues to
//! (requireExplicitPolicy) finds one that all below it share. OpenSSL takes "no policy asked for" as "none accepted".
//!
//! Refused where a policy is required: policy mappings. Absent on purpose: qualifiers, and any policy that we ask for.

use std::collections::HashSet;

use der::Decode;
use der::asn1::ObjectIdentifier;
use x509_cert::TbsCertificate;
use x509_cert::ext::pkix::{CertificatePolicies, PolicyConstraints, PolicyMappings};

use crate::signature::certificate::Certificate;

/// Whether the policies of a chain hold; the signer's certificate comes first, the anchor last.
pub(super) fn hold(chain: &[Certificate]) -> bool {
    let below_anchor = chain.split_last().map_or(&[][..], |(_, rest)| rest);
    walk(below_anchor).unwrap_or(false)
}

/// §6.1.2 to §6.1.5 without mappings; an error is an extension that cannot be read.
fn walk(below_anchor: &[Certificate]) -> der::Result<bool> {
    let constrains = |one: &Certificate| Ok(require_explicit(one.tbs())?.is_some());
    let constrained: Vec<bool> = below_anchor.iter().map(constrains).collect::<der::Result<_>>()?;
    if !constrained.contains(&true) {
        return Ok(true);
    }
    // None: any policy (§6.1.2 a). A number: how many certificates more may pass without.
    let mut common: Option<HashSet<ObjectIdentifier>> = None;
    let (mut explicit, mut any) = (u32::MAX, u32::MAX);
    for (at, certificate) in below_anchor.iter().enumerate().rev() {
        let tbs = certificate.tbs();
        let is_self_issued = at > 0 && certificate.subject_der() == certificate.issuer_der();
        if tbs.get::<PolicyMappings>()?.is_some() {
            return Ok(false);
        }
        let own: HashSet<ObjectIdentifier> = match tbs.get::<CertificatePolicies>()? {
            Some((_, CertificatePolicies(policies))) => policies.iter().map(|one| one.policy_identifier).collect(),
            None => HashSet::new(),
        };
        if !(own.contains(&ANY_POLICY) && (any > 0 || is_self_issued)) {
            common = Some(match common {
                Some(common) => common.intersection(&own).copied().collect(),
                None => own.into_iter().filter(|policy| *policy != ANY_POLICY).collect(),
            });
        }
        if explicit == 0 && common.as_ref().is_some_and(HashSet::is_empty) {
            return Ok(false);
        }
        if !is_self_issued {
            (explicit, any) = (explicit.saturating_sub(1), any.saturating_sub(1));
        }
        // §6.1.5 (b): of the last one only a 0 counts.
        explicit = match require_explicit(tbs)? {
            Some(skip) if at > 0 || skip == 0 => explicit.min(skip),
            Some(_) | None => explicit,
        };
        any = inhibit_any(tbs)?.map_or(any, |skip| any.min(skip));
    }
    Ok(explicit > 0 || !common.is_some_and(|common| common.is_empty()))
}

fn require_explicit(tbs: &TbsCertificate) -> der::Result<Option<u32>> {
    Ok(tbs.get::<PolicyConstraints>()?.and_then(|(_, constraints)| constraints.require_explicit_policy))
}

/// §4.2.1.14: an INTEGER of its own.
fn inhibit_any(tbs: &TbsCertificate) -> der::Result<Option<u32>> {
    let extension = tbs.extensions.iter().flatten().find(|one| one.extn_id == INHIBIT_ANY_POLICY);
    extension.map(|one| u32::from_der(one.extn_value.as_bytes())).transpose()
}

const ANY_POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.32.0");
const INHIBIT_ANY_POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.54");
