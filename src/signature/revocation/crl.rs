//! Certificate revocation lists (RFC 5280 §5): complete lists of the CA itself, nothing else.

use der::asn1::ObjectIdentifier;
use der::{Decode, Encode};
use x509_cert::crl::{CertificateList, RevokedCert};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::CrlReason;
use x509_cert::ext::pkix::crl::dp::IssuingDistributionPoint;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};

use x509_cert::name::Name;

use super::signed::Signed;
use super::{Answer, AnswerFault, Word};
use crate::signature::certificate::{Certificate, micros};
use crate::signature::{few_sets, name};

/// What the list says of `certificate`, if it is one of `issuer`'s.
pub(super) fn read(der: &[u8], certificate: &Certificate, issuer: &Certificate) -> Result<Answer, AnswerFault> {
    if der.len() > CRL_BYTES_MAX {
        return Err(AnswerFault::TooLong { found: der.len() });
    }
    let list: CertificateList = few_sets::from_der(der).map_err(malformed)?;
    let tbs = &list.tbs_cert_list;
    if !is_same(&tbs.issuer, issuer)? {
        return Err(AnswerFault::OtherCertificate);
    }
    if tbs.signature != list.signature_algorithm {
        return Err(AnswerFault::Malformed { detail: "two signature algorithms".to_owned() });
    }
    if issuer.key_usage().is_some_and(|usage| !usage.crl_sign()) {
        return Err(AnswerFault::Issuer { detail: "keyUsage of the CA lacks cRLSign" });
    }
    Signed::read(der)?.verify(issuer)?;
    scope(tbs.crl_extensions.as_deref().unwrap_or_default(), certificate)?;
    let entries = tbs.revoked_certificates.as_deref().unwrap_or_default();
    let mut word = Word::Good;
    // Twice the same serial number is no list that anybody should write; the earliest revocation counts.
    for entry in entries.iter().filter(|entry| entry.serial_number.as_bytes() == certificate.serial()) {
        word = worse(word, revoked(entry));
    }
    if word == Word::Good {
        understood(entries)?;
    }
    let this_update = micros(&tbs.this_update);
    Ok(Answer { word, issued: this_update, this_update, next_update: tbs.next_update.as_ref().map(micros) })
}

/// §7.1: the same name, though another string type or other case was used for it; whose list it is says the key.
fn is_same(name: &Name, issuer: &Certificate) -> Result<bool, AnswerFault> {
    if name.to_der().map_err(malformed)? == issuer.subject_der() {
        return Ok(true);
    }
    let subject: Name = few_sets::from_der(issuer.subject_der()).map_err(malformed)?;
    let parts = |name: &Name| -> Option<Vec<(String, String)>> {
        let attributes = name::attributes(name).ok()?;
        Some(attributes.into_iter().map(|one| (one.oid, name::comparable(&one.value))).collect())
    };
    Ok(parts(name).is_some_and(|parts_of_list| parts(&subject) == Some(parts_of_list)))
}

/// §5.2: what the list is about. Whatever makes it speak for a part only is refused.
fn scope(extensions: &[Extension], certificate: &Certificate) -> Result<(), AnswerFault> {
    for extension in extensions {
        match extension.extn_id.to_string().as_str() {
            DELTA => return Err(AnswerFault::Unsupported { detail: "a delta CRL".to_owned() }),
            ISSUING_POINT => {
                let point: IssuingDistributionPoint =
                    few_sets::from_der(extension.extn_value.as_bytes()).map_err(malformed)?;
                issuing_point(&point, certificate)?;
            }
            CRL_NUMBER | AUTHORITY_KEY => {}
            other if extension.critical => {
                return Err(AnswerFault::Unsupported { detail: format!("critical extension {other}") });
            }
            _ => {}
        }
    }
    Ok(())
}

/// §5.2.5, and §6.3.3 (b)(2)(i): the point it was issued for is one that the certificate names.
fn issuing_point(point: &IssuingDistributionPoint, certificate: &Certificate) -> Result<(), AnswerFault> {
    let unsupported = |what: &str| Err(AnswerFault::Unsupported { detail: what.to_owned() });
    if point.indirect_crl {
        return unsupported("an indirect CRL");
    }
    if point.only_some_reasons.is_some() {
        return unsupported("a CRL for some reasons only");
    }
    if point.only_contains_attribute_certs
        || (point.only_contains_user_certs && certificate.is_ca())
        || (point.only_contains_ca_certs && !certificate.is_ca())
    {
        return Err(AnswerFault::OtherCertificate);
    }
    let names = match &point.distribution_point {
        None => return Ok(()),
        Some(DistributionPointName::FullName(names)) => names,
        Some(DistributionPointName::NameRelativeToCRLIssuer(_)) => return unsupported("a relative distribution point"),
    };
    let named = names.iter().any(|name| match name {
        GeneralName::UniformResourceIdentifier(uri) => certificate.crl_urls().iter().any(|own| *own == uri.as_str()),
        _ => false,
    });
    match named {
        true => Ok(()),
        // A certificate that names no list may be in this part of the CA's or in another: nobody can say.
        false if certificate.crl_urls().is_empty() => unsupported("a CRL for one distribution point"),
        false => Err(AnswerFault::OtherCertificate),
    }
}

/// §5.3: a list with an entry that is not understood says of nobody that he is good; the entry may be what makes the next ones
/// another CA's (certificateIssuer). Whoever is listed stays revoked, whatever else stands at his entry (so X.509 has it).
fn understood(entries: &[RevokedCert]) -> Result<(), AnswerFault> {
    let mut extensions = entries.iter().flat_map(|entry| entry.crl_entry_extensions.iter().flatten());
    match extensions.find(|extension| extension.critical && extension.extn_id != REASON) {
        Some(unknown) => {
            Err(AnswerFault::Unsupported { detail: format!("critical entry extension {}", unknown.extn_id) })
        }
        None => Ok(()),
    }
}

fn revoked(entry: &RevokedCert) -> Word {
    let mut extensions = entry.crl_entry_extensions.iter().flatten();
    let reason = extensions.find(|extension| extension.extn_id == REASON);
    let reason = reason.and_then(|extension| CrlReason::from_der(extension.extn_value.as_bytes()).ok());
    word(micros(&entry.revocation_date), reason)
}

/// The word that forgives less: revoked before on hold before good, the earlier before the later.
pub(super) fn worse(one: Word, other: Word) -> Word {
    let rank = |word: &Word| match word {
        Word::Revoked { since, hold: false, .. } => (0, since.0),
        Word::Revoked { since, hold: true, .. } => (1, since.0),
        Word::Good => (2, 0),
    };
    if rank(&other) < rank(&one) { other } else { one }
}

/// A revocation in our words.
pub(super) fn word(since: crate::domain::ids::Micros, reason: Option<CrlReason>) -> Word {
    let text = match reason.unwrap_or(CrlReason::Unspecified) {
        CrlReason::Unspecified => "unspecified",
        CrlReason::KeyCompromise => "keyCompromise",
        CrlReason::CaCompromise => "cACompromise",
        CrlReason::AffiliationChanged => "affiliationChanged",
        CrlReason::Superseded => "superseded",
        CrlReason::CessationOfOperation => "cessationOfOperation",
        CrlReason::CertificateHold => "certificateHold",
        CrlReason::RemoveFromCRL => "removeFromCRL",
        CrlReason::PrivilegeWithdrawn => "privilegeWithdrawn",
        CrlReason::AaCompromise => "aACompromise",
    };
    Word::Revoked { since, reason: text, hold: reason == Some(CrlReason::CertificateHold) }
}

fn malformed(error: der::Error) -> AnswerFault {
    AnswerFault::Malformed { detail: error.to_string() }
}

const CRL_NUMBER: &str = "2.5.29.20";
const REASON: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.21");
const DELTA: &str = "2.5.29.27";
const ISSUING_POINT: &str = "2.5.29.28";
const AUTHORITY_KEY: &str = "2.5.29.35";

/// National CAs publish lists of some MiB; each is parsed whole.
pub(super) const CRL_BYTES_MAX: usize = 16 << 20;
