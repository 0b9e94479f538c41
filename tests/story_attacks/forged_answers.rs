//! OCSP answers that `openssl ocsp` would not give, each field as wanted, the signature right.

use der::asn1::{BitString, GeneralizedTime, Null, OctetString};
use der::{Decode, Encode};
use lienthong::signature::certificate::Certificate;
use openssl::hash::{MessageDigest, hash};
use openssl::sign::Signer;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::CrlReason;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{AlgorithmIdentifierOwned, ObjectIdentifier};
use x509_ocsp::{
    BasicOcspResponse, CertId, CertStatus, OcspGeneralizedTime, OcspResponse, OcspResponseStatus, ResponderId,
    ResponseBytes, ResponseData, RevokedInfo, SingleResponse, Version,
};

use super::ca::Made;

/// What is told of the certificate.
#[derive(Clone, Copy)]
pub enum Told {
    Good,
    Unknown,
    /// Revoked so many seconds from now.
    Revoked(i64, Option<CrlReason>),
}

/// An answer; seconds are counted from now.
#[derive(Clone)]
pub struct Answer<'a> {
    /// The certificate whose serial number it bears.
    pub about: &'a Certificate,
    /// The CA whose name it bears.
    pub issuer: &'a Certificate,
    /// The CA whose key it bears.
    pub issuer_key: &'a Certificate,
    pub told: Told,
    pub from: i64,
    pub to: Option<i64>,
    pub produced: i64,
    /// Who is named as the responder, and whose certificate is sent along.
    pub named: &'a Certificate,
    /// Whose key signs.
    pub by: &'a Made,
    pub digest: MessageDigest,
    /// A critical extension that nobody knows.
    pub critical: bool,
}

impl<'a> Answer<'a> {
    /// A good one about `about`, issued by `issuer`, given by `by`.
    pub fn of(about: &'a Certificate, issuer: &'a Certificate, by: &'a Made) -> Self {
        Self {
            about,
            issuer,
            issuer_key: issuer,
            told: Told::Good,
            from: -3600,
            to: Some(3600),
            produced: -3600,
            named: &by.certificate,
            by,
            digest: MessageDigest::sha256(),
            critical: false,
        }
    }

    pub fn der(&self) -> Vec<u8> {
        let data = ResponseData {
            version: Version::V1,
            responder_id: ResponderId::ByName(Decode::from_der(self.named.subject_der()).unwrap()),
            produced_at: time(self.produced),
            responses: vec![self.single()],
            response_extensions: self.critical.then(|| vec![unknown()]),
        };
        let mut signer = Signer::new(self.digest, &self.by.key).unwrap();
        let value = signer.sign_oneshot_to_vec(&data.to_der().unwrap()).unwrap();
        let oid = if self.digest == MessageDigest::sha1() { ECDSA_SHA1 } else { ECDSA_SHA256 };
        let basic = BasicOcspResponse {
            tbs_response_data: data,
            signature_algorithm: AlgorithmIdentifierOwned { oid, parameters: None },
            signature: BitString::from_bytes(&value).unwrap(),
            certs: Some(vec![Decode::from_der(self.named.der()).unwrap()]),
        };
        let response = OctetString::new(basic.to_der().unwrap()).unwrap();
        whole(OcspResponseStatus::Successful, Some(ResponseBytes { response_type: BASIC, response }))
    }

    fn single(&self) -> SingleResponse {
        let sha1 = |bytes: &[u8]| OctetString::new(hash(MessageDigest::sha1(), bytes).unwrap().to_vec()).unwrap();
        SingleResponse {
            cert_id: CertId {
                hash_algorithm: AlgorithmIdentifierOwned { oid: SHA1, parameters: Some(Null.into()) },
                issuer_name_hash: sha1(self.issuer.subject_der()),
                issuer_key_hash: sha1(self.issuer_key.key_bits()),
                serial_number: SerialNumber::new(self.about.serial()).unwrap(),
            },
            cert_status: match self.told {
                Told::Good => CertStatus::Good(Null),
                Told::Unknown => CertStatus::Unknown(Null),
                Told::Revoked(since, revocation_reason) => {
                    CertStatus::Revoked(RevokedInfo { revocation_time: time(since), revocation_reason })
                }
            },
            this_update: time(self.from),
            next_update: self.to.map(time),
            single_extensions: None,
        }
    }
}

/// A responder that does not answer.
pub fn refusal() -> Vec<u8> {
    whole(OcspResponseStatus::TryLater, None)
}

fn whole(response_status: OcspResponseStatus, response_bytes: Option<ResponseBytes>) -> Vec<u8> {
    OcspResponse { response_status, response_bytes }.to_der().unwrap()
}

fn unknown() -> Extension {
    let extn_value = OctetString::new(vec![5, 0]).unwrap();
    Extension { extn_id: ObjectIdentifier::new_unwrap("1.2.3.4.5"), critical: true, extn_value }
}

fn time(seconds: i64) -> OcspGeneralizedTime {
    let at = u64::try_from(jiff::Timestamp::now().as_second() + seconds).unwrap();
    OcspGeneralizedTime(GeneralizedTime::from_unix_duration(std::time::Duration::from_secs(at)).unwrap())
}

const BASIC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.1");
const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
const ECDSA_SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.1");
const ECDSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
