//! OCSP (RFC 6960, RFC 5019): answers of the CA itself, of a responder that it delegated, or of one that was configured;
//! and the question.

use der::asn1::{Null, ObjectIdentifier, OctetString};
use der::{Decode, Encode};
use openssl::hash::MessageDigest;
use x509_cert::ext::Extension;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_ocsp::{
    BasicOcspResponse, CertId, CertStatus, OcspGeneralizedTime, OcspRequest as Request, OcspResponse,
    OcspResponseStatus, Request as Single, ResponderId, SingleResponse, TbsRequest, Version,
};

use super::signed::Signed;
use super::{Answer, AnswerFault, MAX_AGE_S, SKEW_S, Word, crl};
use crate::domain::ids::Micros;
use crate::signature::certificate::{Certificate, since_1970};
use crate::signature::few_sets;
use crate::signature::path::{self, Anchor, Anchors, Purpose, RevocationRule};

/// A question about one certificate, with a nonce.
#[derive(Clone, Debug)]
pub struct OcspRequest {
    /// OCSPRequest, DER: the body of the POST.
    pub der: Vec<u8>,
    nonce: [u8; 32],
}

/// The word of an answer that holds, for whoever asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OcspWord {
    /// Not revoked.
    Good,
    /// Revoked or on hold.
    Revoked,
}

impl OcspRequest {
    /// Asks about `certificate` of `issuer`. The CertID is over SHA-1, which every responder knows and which only names
    /// things here (SIGNATURES §4); the nonce has 32 bytes (RFC 8954).
    ///
    /// # Errors
    /// When the names cannot be encoded, which no certificate that was read causes.
    pub fn new(certificate: &Certificate, issuer: &Certificate, nonce: [u8; 32]) -> Result<Self, der::Error> {
        let name = sha1(issuer.subject_der())?;
        let key = sha1(issuer.key_bits())?;
        let req_cert = CertId {
            hash_algorithm: AlgorithmIdentifierOwned { oid: SHA1, parameters: Some(Null.into()) },
            issuer_name_hash: OctetString::new(name)?,
            issuer_key_hash: OctetString::new(key)?,
            serial_number: SerialNumber::new(certificate.serial())?,
        };
        let extension = Extension {
            extn_id: NONCE,
            critical: false,
            extn_value: OctetString::new(OctetString::new(nonce)?.to_der()?)?,
        };
        let request = Request {
            tbs_request: TbsRequest {
                version: Version::V1,
                requestor_name: None,
                request_list: vec![Single { req_cert, single_request_extensions: None }],
                request_extensions: Some(vec![extension]),
            },
            optional_signature: None,
        };
        Ok(Self { der: request.to_der()?, nonce })
    }
}

/// Holds the answer to `request` against everything that can be held now: who gave it, its signature, its time, its
/// nonce. An answer without any nonce is taken: responders that prepare their answers cannot repeat one (RFC 5019 §4);
/// one with another nonce is refused.
///
/// # Errors
/// [`AnswerFault`].
pub fn read_answer(
    der: &[u8],
    request: &OcspRequest,
    certificate: &Certificate,
    issuer: &Certificate,
    responders: &Anchors,
    now: Micros,
) -> Result<OcspWord, AnswerFault> {
    let answer = read(der, certificate, issuer, responders)?.in_time(now)?;
    let bytes = basic_bytes(der)?;
    let basic: BasicOcspResponse = few_sets::from_der(&bytes).map_err(malformed)?;
    let extensions = basic.tbs_response_data.response_extensions.as_deref().unwrap_or_default();
    for extension in extensions.iter().filter(|extension| extension.extn_id == NONCE) {
        let repeated = OctetString::from_der(extension.extn_value.as_bytes());
        if repeated.map_or(true, |nonce| nonce.as_bytes() != request.nonce) {
            return Err(AnswerFault::Nonce);
        }
    }
    if !answer.speaks_for(now) {
        return Err(AnswerFault::Stale { until: answer.window_end() });
    }
    Ok(match answer.word {
        Word::Good => OcspWord::Good,
        Word::Revoked { .. } => OcspWord::Revoked,
    })
}

/// What the answer says of `certificate`.
pub(super) fn read(
    der: &[u8],
    certificate: &Certificate,
    issuer: &Certificate,
    responders: &Anchors,
) -> Result<Answer, AnswerFault> {
    if der.len() > ANSWER_BYTES_MAX {
        return Err(AnswerFault::TooLong { found: der.len() });
    }
    let bytes = basic_bytes(der)?;
    let basic: BasicOcspResponse = few_sets::from_der(&bytes).map_err(malformed)?;
    let data = &basic.tbs_response_data;
    let about = |single: &&SingleResponse| is_about(&single.cert_id, certificate, issuer);
    let singles: Vec<&SingleResponse> = data.responses.iter().filter(about).collect();
    let single = *singles.first().ok_or(AnswerFault::OtherCertificate)?;
    let produced = time(data.produced_at);
    // What is told as known at a time cannot have been written down before it.
    if time(single.this_update) > produced.plus_seconds(SKEW_S) {
        return Err(AnswerFault::Malformed { detail: "thisUpdate lies after producedAt".to_owned() });
    }
    let responder_ends = authorised(&basic, &Signed::read(&bytes)?, issuer, responders, produced)?;
    critical(data.response_extensions.as_deref())?;
    let mut word = Word::Good;
    for one in &singles {
        critical(one.single_extensions.as_deref())?;
        let said = match one.cert_status {
            CertStatus::Good(_) => Word::Good,
            CertStatus::Revoked(info) => crl::word(time(info.revocation_time), info.revocation_reason),
            CertStatus::Unknown(_) => return Err(AnswerFault::NotKnown),
        };
        word = crl::worse(word, said);
    }
    // Nobody looks after a key beyond its certificate's end, and none speaks for years ahead: whoever gets hold of one such
    // key, or answer, would have "good" for as long as he likes.
    let this_update = time(single.this_update);
    let age = if certificate.is_ca() { CA_AGE_MAX_S } else { AGE_MAX_S };
    let end = single.next_update.map_or_else(|| this_update.plus_seconds(MAX_AGE_S), time);
    let end = end.min(this_update.plus_seconds(age)).min(responder_ends.max(this_update));
    Ok(Answer { word, issued: produced, this_update, next_update: Some(end) })
}

/// The BasicOCSPResponse: XAdES embeds the whole OCSPResponse, and some writers the basic one alone.
fn basic_bytes(der: &[u8]) -> Result<Vec<u8>, AnswerFault> {
    let Ok(response) = few_sets::from_der::<OcspResponse>(der) else { return Ok(der.to_vec()) };
    let status = match response.response_status {
        OcspResponseStatus::Successful => {
            let bytes = response.response_bytes.filter(|bytes| bytes.response_type == BASIC);
            let bytes = bytes.ok_or_else(|| AnswerFault::Unsupported { detail: "no basic response".to_owned() })?;
            return Ok(bytes.response.as_bytes().to_vec());
        }
        OcspResponseStatus::MalformedRequest => "malformedRequest",
        OcspResponseStatus::InternalError => "internalError",
        OcspResponseStatus::TryLater => "tryLater",
        OcspResponseStatus::SigRequired => "sigRequired",
        OcspResponseStatus::Unauthorized => "unauthorized",
    };
    Err(AnswerFault::Refused { status })
}

/// Whether it is an answer at all, of whomever.
pub(super) fn is_answer(der: &[u8]) -> Result<(), AnswerFault> {
    if der.len() > ANSWER_BYTES_MAX {
        return Err(AnswerFault::TooLong { found: der.len() });
    }
    few_sets::from_der::<BasicOcspResponse>(&basic_bytes(der)?).map(drop).map_err(malformed)
}

/// RFC 6960 §4.1.1. SHA-1 is an identifier here, no proof.
fn is_about(id: &CertId, certificate: &Certificate, issuer: &Certificate) -> bool {
    let digest = match id.hash_algorithm.oid {
        SHA1 => MessageDigest::sha1(),
        SHA256 => MessageDigest::sha256(),
        _ => return false,
    };
    let same = |bytes: &[u8], due: &OctetString| {
        openssl::hash::hash(digest, bytes).is_ok_and(|found| found.as_ref() == due.as_bytes())
    };
    id.serial_number.as_bytes() == certificate.serial()
        && same(issuer.subject_der(), &id.issuer_name_hash)
        && same(issuer.key_bits(), &id.issuer_key_hash)
}

/// RFC 6960 §4.2.2.2: the CA itself; a responder whose certificate the CA issued for OCSPSigning; or one below a
/// configured anchor. The answer is verified with the key of that certificate, which the ResponderID has to name. Gives the
/// end of that certificate.
fn authorised(
    basic: &BasicOcspResponse,
    signed: &Signed<'_>,
    issuer: &Certificate,
    responders: &Anchors,
    produced: Micros,
) -> Result<Micros, AnswerFault> {
    let id = &basic.tbs_response_data.responder_id;
    if names(id, issuer) {
        return signed.verify(issuer).map(|()| issuer.not_after());
    }
    let mut given = Vec::new();
    for certificate in basic.certs.iter().flatten().take(CERTIFICATES_MAX) {
        let der = certificate.to_der().map_err(malformed)?;
        given.extend(Certificate::from_der(&der));
    }
    let named = given.iter().find(|one| names(id, one));
    let responder = named.ok_or(AnswerFault::Issuer { detail: "no certificate of the responder it names" })?;
    if !responder.extended_key_usage().is_some_and(|usages| usages.contains(&path::OCSP_SIGNING)) {
        return Err(AnswerFault::Issuer { detail: "its certificate is not for OCSPSigning" });
    }
    if responder.key_usage().is_some_and(|usage| !usage.digital_signature() && !usage.non_repudiation()) {
        return Err(AnswerFault::Issuer { detail: "keyUsage of the responder lacks digitalSignature" });
    }
    // A path of one step, by the same strict rules as every other: no SHA-1, no weak key.
    let own = Anchor { certificate: issuer.clone(), revocation: RevocationRule::None };
    let delegated = Anchors::new([own])
        .is_ok_and(|own| path::build_for(Purpose::Responder, responder, &[], &own, produced).is_ok());
    if !delegated && path::build_for(Purpose::Responder, responder, &given, responders, produced).is_err() {
        return Err(AnswerFault::Issuer { detail: "the CA did not delegate its certificate, or it was not in time" });
    }
    signed.verify(responder).map(|()| responder.not_after())
}

fn names(id: &ResponderId, certificate: &Certificate) -> bool {
    match id {
        ResponderId::ByName(name) => name.to_der().is_ok_and(|der| der == certificate.subject_der()),
        ResponderId::ByKey(hash) => sha1(certificate.key_bits()).is_ok_and(|found| found == hash.as_bytes()),
    }
}

fn critical(extensions: Option<&[Extension]>) -> Result<(), AnswerFault> {
    match extensions.unwrap_or_default().iter().find(|extension| extension.critical && extension.extn_id != NONCE) {
        Some(unknown) => Err(AnswerFault::Unsupported { detail: format!("critical extension {}", unknown.extn_id) }),
        None => Ok(()),
    }
}

fn sha1(bytes: &[u8]) -> Result<Vec<u8>, der::Error> {
    let digest = openssl::hash::hash(MessageDigest::sha1(), bytes);
    digest.map(|digest| digest.to_vec()).map_err(|_| der::ErrorKind::Failed.into())
}

fn time(time: OcspGeneralizedTime) -> Micros {
    since_1970(time.0.to_unix_duration())
}

fn malformed(error: der::Error) -> AnswerFault {
    AnswerFault::Malformed { detail: error.to_string() }
}

const BASIC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.1");
const NONCE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.2");
const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");

/// The longest window of an answer about an end entity, seconds: 31 days. Responders name hours or a week.
const AGE_MAX_S: i64 = 31 * 86_400;
/// The same about a CA, whose own CA is kept offline and answers once a year.
const CA_AGE_MAX_S: i64 = 366 * 86_400;
/// Answers have 2 KiB; one with a long chain has 10.
pub(super) const ANSWER_BYTES_MAX: usize = 64 << 10;
/// A responder sends its own certificate and those above it.
const CERTIFICATES_MAX: usize = 8;
