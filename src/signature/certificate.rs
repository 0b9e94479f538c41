//! X.509 certificates (RFC 5280): parsed once by OpenSSL, which verifies, and once by `x509-cert`, which reads names and
//! extensions as they lie in the DER; kept by SHA-256, because parsing costs as much as verifying.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use der::oid::AssociatedOid;
use der::{Decode, Encode};
use openssl::x509::{X509, X509Ref};
use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{
    AuthorityInfoAccessSyntax, BasicConstraints, CrlDistributionPoints, ExtendedKeyUsage, KeyUsage,
};

use super::algorithm::{AlgorithmFault, PublicKey};
use super::few_sets;
use super::name;
use crate::codes::{self, Code};
use crate::crypto;
use crate::domain::ids::{Digest, Micros};

/// One certificate; cheap to clone.
#[derive(Clone)]
pub struct Certificate {
    inner: Arc<Inner>,
}

struct Inner {
    der: Vec<u8>,
    sha256: Digest,
    x509: X509,
    parsed: x509_cert::Certificate,
    key: Result<PublicKey, Arc<AlgorithmFault>>,
    facts: Facts,
}

struct Facts {
    issuer_der: Vec<u8>,
    subject_der: Vec<u8>,
    /// The names for people, written once: every verdict shows them.
    issuer: String,
    subject: String,
    spki_sha256: Digest,
    not_before: Micros,
    not_after: Micros,
    key_usage: Option<KeyUsage>,
    extended_key_usage: Option<Vec<ObjectIdentifier>>,
    ca: bool,
    crl_urls: Vec<String>,
    ocsp_urls: Vec<String>,
    issuer_urls: Vec<String>,
    timestamping_only: bool,
}

/// Whether a certificate names a source of revocation answers, and which.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Publishes {
    /// CRLDistributionPoints (RFC 5280 §4.2.1.13).
    pub crl: bool,
    /// An OCSP responder in AuthorityInfoAccess (RFC 5280 §4.2.2.1).
    pub ocsp: bool,
}

impl Publishes {
    /// Whether any source is named.
    pub fn any(self) -> bool {
        self.crl || self.ocsp
    }
}

impl Certificate {
    /// Reads one certificate from DER, or finds it among those already read.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`] when either parser refuses it or bytes follow it, [`CertificateError::TooLong`]
    /// above 64 KiB.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        if der.len() > DER_BYTES_MAX {
            return Err(CertificateError::TooLong { found: der.len() });
        }
        let sha256 = crypto::sha256(der);
        if let Some(known) = lock(&CACHE).get(&sha256) {
            return Ok(known.clone());
        }
        let certificate = Self { inner: Arc::new(parse(der, sha256)?) };
        let mut cache = lock(&CACHE);
        if cache.len() >= CACHE_MAX {
            cache.clear();
        }
        cache.insert(sha256, certificate.clone());
        Ok(certificate)
    }

    /// Reads every certificate of a PEM text, in order.
    ///
    /// # Errors
    /// As [`Certificate::from_der`]; [`CertificateError::Empty`] when there is none.
    pub fn from_pem(pem: &[u8]) -> Result<Vec<Self>, CertificateError> {
        let stack = X509::stack_from_pem(pem).map_err(|source| malformed(&source))?;
        if stack.is_empty() {
            return Err(CertificateError::Empty);
        }
        stack.iter().map(|x509| Self::from_der(&x509.to_der().map_err(|source| malformed(&source))?)).collect()
    }

    /// The bytes as they came.
    pub fn der(&self) -> &[u8] {
        &self.inner.der
    }

    /// SHA-256 of the DER.
    pub fn sha256(&self) -> Digest {
        self.inner.sha256
    }

    /// The certificate as PEM.
    pub fn pem(&self) -> String {
        use base64::Engine as _;
        let text = base64::engine::general_purpose::STANDARD.encode(&self.inner.der);
        let mut pem = String::from("-----BEGIN CERTIFICATE-----\n");
        for line in text.as_bytes().chunks(64) {
            pem.push_str(&String::from_utf8_lossy(line));
            pem.push('\n');
        }
        pem.push_str("-----END CERTIFICATE-----\n");
        pem
    }

    /// The content octets of serialNumber: big-endian two's complement, as in the DER.
    pub fn serial(&self) -> &[u8] {
        self.inner.parsed.tbs_certificate.serial_number.as_bytes()
    }

    /// The serial number in decimal, as ds:X509SerialNumber writes it.
    pub fn serial_decimal(&self) -> String {
        let number = self.inner.x509.serial_number().to_bn().and_then(|number| number.to_dec_str());
        number.map(|text| text.to_string()).unwrap_or_default()
    }

    /// The serial number in upper-case hexadecimal, as certificate viewers show it.
    pub fn serial_hex(&self) -> String {
        self.serial().iter().map(|byte| format!("{byte:02X}")).collect()
    }

    /// The issuer's name, DER.
    pub fn issuer_der(&self) -> &[u8] {
        &self.inner.facts.issuer_der
    }

    /// The subject's name, DER.
    pub fn subject_der(&self) -> &[u8] {
        &self.inner.facts.subject_der
    }

    /// The issuer's name for people (RFC 4514); never compare it.
    pub fn issuer(&self) -> String {
        self.inner.facts.issuer.clone()
    }

    /// The subject's name for people (RFC 4514); never compare it.
    pub fn subject(&self) -> String {
        self.inner.facts.subject.clone()
    }

    /// The issuer's name as ds:X509IssuerName wants it (RFC 4514).
    pub fn issuer_rfc4514(&self) -> String {
        name::rfc4514(&self.inner.parsed.tbs_certificate.issuer)
    }

    /// The subject as `x509-cert` reads it.
    pub(super) fn subject_name(&self) -> &x509_cert::name::Name {
        &self.inner.parsed.tbs_certificate.subject
    }

    /// The first moment of validity.
    pub fn not_before(&self) -> Micros {
        self.inner.facts.not_before
    }

    /// The last second of validity.
    pub fn not_after(&self) -> Micros {
        self.inner.facts.not_after
    }

    /// The public key, if it keeps the key rules.
    ///
    /// # Errors
    /// Why it does not: [`AlgorithmFault::WeakKey`], `KeyUnsupported`.
    pub fn key(&self) -> Result<&PublicKey, &AlgorithmFault> {
        self.inner.key.as_ref().map_err(AsRef::as_ref)
    }

    /// SHA-256 of the SubjectPublicKeyInfo, DER.
    pub fn spki_sha256(&self) -> Digest {
        self.inner.facts.spki_sha256
    }

    /// keyUsage (RFC 5280 §4.2.1.3), if present.
    pub fn key_usage(&self) -> Option<KeyUsage> {
        self.inner.facts.key_usage
    }

    /// extKeyUsage (RFC 5280 §4.2.1.12), if present.
    pub fn extended_key_usage(&self) -> Option<&[ObjectIdentifier]> {
        self.inner.facts.extended_key_usage.as_deref()
    }

    /// Whether basicConstraints says that it is a CA.
    pub fn is_ca(&self) -> bool {
        self.inner.facts.ca
    }

    /// Which sources of revocation answers it names.
    pub fn publishes(&self) -> Publishes {
        Publishes { crl: !self.crl_urls().is_empty(), ocsp: !self.ocsp_urls().is_empty() }
    }

    /// Where its CRLs are (RFC 5280 §4.2.1.13); a source without a URL is the empty text.
    pub fn crl_urls(&self) -> &[String] {
        &self.inner.facts.crl_urls
    }

    /// Where its OCSP responders are (RFC 5280 §4.2.2.1).
    pub fn ocsp_urls(&self) -> &[String] {
        &self.inner.facts.ocsp_urls
    }

    /// Where its issuer's certificate is (caIssuers, RFC 5280 §4.2.2.1).
    pub fn issuer_urls(&self) -> &[String] {
        &self.inner.facts.issuer_urls
    }

    /// Whether extKeyUsage is critical and names timestamping and nothing else (RFC 3161 §2.3).
    pub fn is_for_timestamping_only(&self) -> bool {
        self.inner.facts.timestamping_only
    }

    /// What was signed, as `x509-cert` reads it.
    pub(super) fn tbs(&self) -> &x509_cert::TbsCertificate {
        &self.inner.parsed.tbs_certificate
    }

    /// The bits of subjectPublicKey, as OCSP hashes them (RFC 6960 §4.1.1).
    pub fn key_bits(&self) -> &[u8] {
        self.inner.parsed.tbs_certificate.subject_public_key_info.subject_public_key.raw_bytes()
    }

    /// The certificate as OpenSSL holds it.
    pub fn x509(&self) -> &X509Ref {
        &self.inner.x509
    }

    /// Whether this certificate's key signed `other`, and its subject is the other's issuer (DER, byte for byte). The
    /// answer follows from the two certificates alone, so it is kept by their digests.
    pub fn issued(&self, other: &Certificate) -> bool {
        if self.subject_der() != other.issuer_der() {
            return false;
        }
        // A key of 16,384 bits, or with a long exponent, costs a thousand times what one that counts costs.
        if self.key().is_err() {
            return false;
        }
        let pair = (self.sha256(), other.sha256());
        if let Some(known) = lock(&ISSUED).get(&pair) {
            return *known;
        }
        let answer = self.inner.x509.public_key().and_then(|key| other.inner.x509.verify(&key)).unwrap_or(false);
        let mut cache = lock(&ISSUED);
        if cache.len() >= CACHE_MAX {
            cache.clear();
        }
        cache.insert(pair, answer);
        answer
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.inner.sha256 == other.inner.sha256
    }
}

impl Eq for Certificate {}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({}, {})", self.subject(), self.inner.sha256)
    }
}

/// Why bytes are no certificate to us.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// One of the two parsers refuses it.
    #[error("not a certificate: {detail}")]
    Malformed {
        /// What the parser said.
        detail: String,
    },
    /// Larger than any certificate is.
    #[error("a certificate of {found} bytes")]
    TooLong {
        /// Bytes found.
        found: usize,
    },
    /// A PEM text without a certificate.
    #[error("no certificate in the file")]
    Empty,
}

impl CertificateError {
    /// The public code.
    pub fn code(&self) -> Code {
        codes::CERTIFICATE_MALFORMED
    }
}

fn parse(der: &[u8], sha256: Digest) -> Result<Inner, CertificateError> {
    few_sets::check(der).map_err(|source| malformed(&source))?;
    let x509 = X509::from_der(der).map_err(|source| malformed(&source))?;
    let parsed = x509_cert::Certificate::from_der(der).map_err(|source| malformed(&source))?;
    // A lenient parser that re-encodes would let two encodings of one certificate pass as two.
    if x509.to_der().map_err(|source| malformed(&source))? != der {
        return Err(CertificateError::Malformed { detail: "not in DER".to_owned() });
    }
    let facts = facts(&parsed).map_err(|source| malformed(&source))?;
    let key = key(&x509, &parsed).map_err(Arc::new);
    Ok(Inner { der: der.to_vec(), sha256, x509, parsed, key, facts })
}

fn facts(parsed: &x509_cert::Certificate) -> der::Result<Facts> {
    let tbs = &parsed.tbs_certificate;
    let aia = extension::<AuthorityInfoAccessSyntax>(tbs)?;
    Ok(Facts {
        issuer_der: tbs.issuer.to_der()?,
        subject_der: tbs.subject.to_der()?,
        issuer: name::display(&tbs.issuer),
        subject: name::display(&tbs.subject),
        spki_sha256: crypto::sha256(&tbs.subject_public_key_info.to_der()?),
        not_before: micros(&tbs.validity.not_before),
        not_after: micros(&tbs.validity.not_after),
        key_usage: extension::<KeyUsage>(tbs)?.map(|(_, usage)| usage),
        extended_key_usage: extension::<ExtendedKeyUsage>(tbs)?.map(|(_, usage)| usage.0),
        ca: extension::<BasicConstraints>(tbs)?.is_some_and(|(_, constraints)| constraints.ca),
        crl_urls: extension::<CrlDistributionPoints>(tbs)?.map(|(_, points)| crl_urls(&points)).unwrap_or_default(),
        ocsp_urls: aia.as_ref().map(|(_, access)| access_urls(access, OCSP)).unwrap_or_default(),
        issuer_urls: aia.as_ref().map(|(_, access)| access_urls(access, CA_ISSUERS)).unwrap_or_default(),
        timestamping_only: extension::<ExtendedKeyUsage>(tbs)?
            .is_some_and(|(critical, usage)| critical && usage.0 == [TIME_STAMPING]),
    })
}

/// The one extension of a kind; its value is DER in a string of octets.
fn extension<'a, T: Decode<'a> + AssociatedOid>(tbs: &'a x509_cert::TbsCertificate) -> der::Result<Option<(bool, T)>> {
    for one in tbs.extensions.iter().flatten().filter(|one| one.extn_id == T::OID) {
        few_sets::check(one.extn_value.as_bytes())?;
    }
    tbs.get::<T>()
}

fn crl_urls(points: &CrlDistributionPoints) -> Vec<String> {
    let names = points.0.iter().map(|point| match &point.distribution_point {
        Some(DistributionPointName::FullName(names)) => names.iter().filter_map(url).collect::<Vec<_>>(),
        Some(DistributionPointName::NameRelativeToCRLIssuer(_)) | None => Vec::new(),
    });
    let found: Vec<String> = names.clone().flatten().collect();
    match found.is_empty() && !points.0.is_empty() {
        true => vec![String::new()],
        false => found,
    }
}

fn access_urls(access: &AuthorityInfoAccessSyntax, method: ObjectIdentifier) -> Vec<String> {
    let of_method = access.0.iter().filter(|one| one.access_method == method);
    of_method.map(|one| url(&one.access_location).unwrap_or_default()).collect()
}

fn url(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::UniformResourceIdentifier(uri) => Some(uri.to_string()),
        _ => None,
    }
}

fn key(x509: &X509Ref, parsed: &x509_cert::Certificate) -> Result<PublicKey, AlgorithmFault> {
    let algorithm = &parsed.tbs_certificate.subject_public_key_info.algorithm;
    // OpenSSL recognises a known curve in explicit parameters and names it; only the DER tells that it was not named.
    let named = || algorithm.parameters.as_ref().is_some_and(|any| any.decode_as::<ObjectIdentifier>().is_ok());
    if algorithm.oid == EC_PUBLIC_KEY && !named() {
        return Err(AlgorithmFault::KeyUnsupported { key: "unnamed curve".to_owned() });
    }
    PublicKey::new(x509.public_key()?)
}

/// A time of a certificate or CRL.
pub(super) fn micros(time: &x509_cert::time::Time) -> Micros {
    since_1970(time.to_unix_duration())
}

/// A time of ASN.1, held at the last that can be shown: "no end" is 99991231235959Z (RFC 5280 §4.1.2.5), which lies a day later.
pub(super) fn since_1970(duration: std::time::Duration) -> Micros {
    let last = jiff::Timestamp::MAX.as_second();
    Micros(0).plus_seconds(i64::try_from(duration.as_secs()).map_or(last, |seconds| seconds.min(last)))
}

fn malformed(source: &dyn fmt::Display) -> CertificateError {
    CertificateError::Malformed { detail: source.to_string() }
}

fn lock<K, V>(cache: &'static Cache<K, V>) -> MutexGuard<'static, HashMap<K, V>> {
    // The map is never left half-changed, so a panic elsewhere does not spoil it.
    cache.lock().unwrap_or_else(PoisonError::into_inner)
}

type Cache<K, V> = LazyLock<Mutex<HashMap<K, V>>>;

static CACHE: Cache<Digest, Certificate> = LazyLock::new(Mutex::default);
/// Issuer and issued.
static ISSUED: Cache<(Digest, Digest), bool> = LazyLock::new(Mutex::default);

/// A province has some hundred seals; when the cache is full of strangers' certificates it starts anew.
const CACHE_MAX: usize = 4096;
/// The largest certificates in the field (with a logo in them) are 20 KiB.
const DER_BYTES_MAX: usize = 64 * 1024;

const OCSP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1");
const CA_ISSUERS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.2");
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");

#[cfg(test)]
mod tests;
