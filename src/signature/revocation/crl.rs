//! Certificate revocation lists (RFC 5280 §5): complete lists of the CA itself, nothing else.

use der::asn1::{AnyRef, ContextSpecific, ObjectIdentifier};
use der::{Decode, Encode, Reader, SliceReader, Tag, TagNumber, Tagged};
use x509_cert::Version;
use x509_cert::crl::RevokedCert;
use x509_cert::ext::pkix::CrlReason;
use x509_cert::ext::pkix::crl::dp::IssuingDistributionPoint;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::{Extension, Extensions};
use x509_cert::name::Name;
use x509_cert::time::Time;

use super::signed::Signed;
use super::{Answer, AnswerFault, Word};
use crate::signature::certificate::{Certificate, micros};
use crate::signature::{few_sets, name};

/// What the list says of `certificate`, if it is one of `issuer`'s.
pub(super) fn read(der: &[u8], certificate: &Certificate, issuer: &Certificate) -> Result<Answer, AnswerFault> {
    if der.len() > CRL_BYTES_MAX {
        return Err(AnswerFault::TooLong { found: der.len() });
    }
    let signed = Signed::read(der)?;
    let list = List::read(signed.tbs).map_err(malformed)?;
    if !is_same(&list.issuer, issuer)? {
        return Err(AnswerFault::OtherCertificate);
    }
    if list.algorithm != signed.algorithm {
        return Err(AnswerFault::Malformed { detail: "two signature algorithms".to_owned() });
    }
    if issuer.key_usage().is_some_and(|usage| !usage.crl_sign()) {
        return Err(AnswerFault::Issuer { detail: "keyUsage of the CA lacks cRLSign" });
    }
    signed.verify(issuer)?;
    scope(&list.extensions, certificate)?;
    let (mut word, mut understood) = (Word::Good, Ok(()));
    for entry in list.entries()? {
        let entry = entry?;
        // Twice the same serial number is no list that anybody should write; the earliest revocation counts.
        if entry.serial_number.as_bytes() == certificate.serial() {
            word = worse(word, revoked(&entry));
        }
        understood = understood.and_then(|()| self::understood(&entry));
    }
    if word == Word::Good {
        understood?;
    }
    let this_update = micros(&list.this_update);
    Ok(Answer { word, issued: this_update, this_update, next_update: list.next_update.as_ref().map(micros) })
}

/// Whether it is a list at all, of whomever, every entry of it.
pub(super) fn is_list(der: &[u8]) -> Result<(), AnswerFault> {
    if der.len() > CRL_BYTES_MAX {
        return Err(AnswerFault::TooLong { found: der.len() });
    }
    let list = List::read(Signed::read(der)?.tbs).map_err(malformed)?;
    list.entries()?.try_for_each(|entry| entry.map(drop))
}

/// TBSCertList (RFC 5280 §5.1.2), of version 2. Its entries are decoded one at a time: all at once they take ten times the
/// list's bytes.
struct List<'d> {
    /// AlgorithmIdentifier, whole.
    algorithm: &'d [u8],
    issuer: Name,
    this_update: Time,
    next_update: Option<Time>,
    entries: &'d [u8],
    extensions: Extensions,
}

impl<'d> List<'d> {
    fn read(tbs: &'d [u8]) -> der::Result<Self> {
        let body = AnyRef::from_der(tbs)?;
        body.tag().assert_eq(Tag::Sequence)?;
        let mut reader = SliceReader::new(body.value())?;
        Version::decode(&mut reader)?;
        let algorithm = reader.tlv_bytes()?;
        let issuer = few_sets::from_der(reader.tlv_bytes()?)?;
        let (this_update, next_update) = (Time::decode(&mut reader)?, Option::decode(&mut reader)?);
        let has_entries = !reader.is_finished() && reader.peek_tag()? == Tag::Sequence;
        let entries = if has_entries { AnyRef::decode(&mut reader)?.value() } else { &[] };
        let extensions = ContextSpecific::decode_explicit(&mut reader, TagNumber::N0)?;
        let extensions = extensions.map(|tagged: ContextSpecific<Extensions>| tagged.value).unwrap_or_default();
        reader.finish(Self { algorithm, issuer, this_update, next_update, entries, extensions })
    }

    /// What comes behind one that cannot be read cannot be read either.
    fn entries(&self) -> Result<impl Iterator<Item = Result<RevokedCert, AnswerFault>> + use<'d>, AnswerFault> {
        let mut reader = SliceReader::new(self.entries).map_err(malformed)?;
        let next = move || (!reader.is_finished()).then(|| RevokedCert::decode(&mut reader).map_err(malformed));
        Ok(std::iter::from_fn(next))
    }
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
fn understood(entry: &RevokedCert) -> Result<(), AnswerFault> {
    let mut extensions = entry.crl_entry_extensions.iter().flatten();
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

/// National CAs publish lists of some MiB.
const CRL_BYTES_MAX: usize = 16 << 20;
