//! One TimeStampToken (RFC 3161 §2.4.2, RFC 5652 §5).

use cms::content_info::ContentInfo;
use cms::signed_data::{EncapsulatedContentInfo, SignerIdentifier, SignerInfo, SignerInfos};
use der::asn1::{Any, AnyRef, Int, ObjectIdentifier, OctetString};
use der::{Decode, Encode, Reader, Sequence, SliceReader, Tag, TagNumber, Tagged};
use openssl::cms::{CMSOptions, CmsContentInfo};
use openssl::hash::MessageDigest;
use openssl::stack::Stack;
use openssl::x509::X509;
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::TimestampFault;
use super::ber::value_length;
use crate::domain::ids::Micros;
use crate::signature::algorithm::DigestAlgorithm;
use crate::signature::certificate::Certificate;
use crate::signature::few_sets;
use crate::signature::path::{self, Anchors, Path, Purpose};
use crate::signature::revocation::SKEW_S;

/// A token that was read; nothing of it is believed before [`Token::check`].
#[derive(Clone, Debug)]
pub struct Token {
    der: Vec<u8>,
    digest: DigestAlgorithm,
    imprint: Vec<u8>,
    policy: String,
    time: Micros,
    nonce: Option<Vec<u8>>,
    certificates: Vec<Certificate>,
    signer: SignerInfo,
}

/// A timestamp that holds.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// genTime.
    pub time: Micros,
    /// The TSA's policy, dotted.
    pub policy: String,
    /// The way of the TSA's certificate to its anchor, at genTime.
    pub path: Path,
    /// Named by the old ESSCertID (SHA-1), not by ESSCertIDv2.
    pub old_identifier: bool,
}

/// SignedData (RFC 5652 §5.1) cut up. Its certificates are a bag that nobody signed: in any order, the same one twice, as
/// openssl itself writes them, other kinds among them.
pub(in crate::signature) struct Parts {
    pub content: EncapsulatedContentInfo,
    pub certificates: Vec<Certificate>,
    pub signers: SignerInfos,
}

impl Parts {
    pub(in crate::signature) fn read(body: &[u8]) -> der::Result<Self> {
        let mut reader = SliceReader::new(body)?;
        reader.tlv_bytes()?; // version
        reader.tlv_bytes()?; // digestAlgorithms
        let content = EncapsulatedContentInfo::decode(&mut reader)?;
        let mut certificates = Vec::new();
        for (number, tag) in [(0, TagNumber::N0), (1, TagNumber::N1)] {
            let wanted = Tag::ContextSpecific { constructed: true, number: tag };
            if reader.peek_tag()? != wanted {
                continue;
            }
            let bag = AnyRef::decode(&mut reader)?;
            let mut inner = SliceReader::new(bag.value())?;
            while number == 0 && !inner.is_finished() && certificates.len() < CERTIFICATES_MAX {
                let certificate = Certificate::from_der(inner.tlv_bytes()?);
                certificates.extend(certificate.ok().filter(|one| !certificates.contains(one)));
            }
        }
        let signers: SignerInfos = few_sets::from_der(reader.tlv_bytes()?)?;
        reader.finish(Self { content, certificates, signers })
    }
}

/// TSTInfo as far as it is looked at; times keep their fraction, which the strict DER time has none of.
#[derive(Sequence)]
struct TstInfo {
    version: u8,
    policy: ObjectIdentifier,
    message_imprint: MessageImprint,
    serial_number: Int,
    gen_time: Any,
    #[asn1(optional = "true")]
    accuracy: Option<Accuracy>,
    #[asn1(default = "Default::default")]
    ordering: bool,
    #[asn1(optional = "true")]
    nonce: Option<Int>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    tsa: Option<Any>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    extensions: Option<Vec<x509_cert::ext::Extension>>,
}

#[derive(Sequence)]
struct MessageImprint {
    hash_algorithm: AlgorithmIdentifierOwned,
    hashed_message: OctetString,
}

#[derive(Sequence)]
struct Accuracy {
    #[asn1(optional = "true")]
    seconds: Option<u32>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    millis: Option<u16>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    micros: Option<u16>,
}

/// ESSCertIDv2 (RFC 5035 §4) and ESSCertID (RFC 2634 §5.4): the digest is all that binds.
#[derive(Sequence)]
struct SigningCertificate {
    certs: Vec<Any>,
    #[asn1(optional = "true")]
    policies: Option<Any>,
}

impl Token {
    /// Reads a token.
    ///
    /// # Errors
    /// [`TimestampFault::Malformed`], [`TimestampFault::Weak`].
    pub fn parse(der: &[u8]) -> Result<Self, TimestampFault> {
        if der.len() > TOKEN_BYTES_MAX {
            return Err(malformed_as(format!("{} bytes", der.len())));
        }
        if value_length(der) != Some(der.len()) {
            return Err(malformed_as("bytes behind the token, or less than it says"));
        }
        // Authorities built on Bouncy Castle write BER; the one parser that verifies puts it into DER for the other.
        let normal = CmsContentInfo::from_der(der).and_then(|cms| cms.to_der());
        let normal = normal.map_err(|error| malformed_as(error.to_string()))?;
        let content = ContentInfo::from_der(&normal).map_err(malformed)?;
        if content.content_type != SIGNED_DATA {
            return Err(malformed_as("no SignedData"));
        }
        let signed = Parts::read(content.content.value()).map_err(malformed)?;
        if signed.content.econtent_type != TST_INFO {
            return Err(malformed_as("no TSTInfo in it"));
        }
        let content = signed.content.econtent.as_ref().ok_or_else(|| malformed_as("no content"))?;
        let info: OctetString = content.decode_as().map_err(malformed)?;
        let info: TstInfo = few_sets::from_der(info.as_bytes()).map_err(malformed)?;
        if info.version != 1 {
            return Err(malformed_as(format!("version {}", info.version)));
        }
        let critical = info.extensions.iter().flatten().find(|extension| extension.critical);
        if let Some(extension) = critical {
            return Err(malformed_as(format!("critical extension {}", extension.extn_id)));
        }
        let [signer] = signed.signers.0.as_slice() else {
            return Err(malformed_as(format!("{} signers", signed.signers.0.len())));
        };
        let digest = digest(&info.message_imprint.hash_algorithm.oid)?;
        digest_of_signer(signer)?;
        let imprint = info.message_imprint.hashed_message.as_bytes().to_vec();
        if imprint.len() != digest.size() {
            return Err(malformed_as("an imprint of another length than its digest has"));
        }
        Ok(Self {
            der: der.to_vec(),
            digest,
            imprint,
            policy: info.policy.to_string(),
            time: generalized_time(&info.gen_time)?,
            nonce: info.nonce.map(|nonce| nonce.as_bytes().to_vec()),
            certificates: signed.certificates,
            signer: signer.clone(),
        })
    }

    /// genTime, as claimed.
    pub fn time(&self) -> Micros {
        self.time
    }

    /// The digest that it stamps.
    pub fn digest(&self) -> DigestAlgorithm {
        self.digest
    }

    /// The TSA's policy, dotted.
    pub fn policy(&self) -> &str {
        &self.policy
    }

    /// The bytes.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The certificates in it.
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// The authority's own certificate, as far as it is in the token.
    pub fn authority(&self) -> Option<&Certificate> {
        self.certificates.iter().find(|one| self.is_signer(one))
    }

    /// The content octets of the nonce, if there is one.
    pub(super) fn nonce(&self) -> Option<&[u8]> {
        self.nonce.as_deref()
    }

    /// Holds it against `stamped` (the bytes it has to stamp, piece by piece), the anchors of timestamping authorities and the clock of
    /// the judge. `given` are certificates at hand beside its own.
    ///
    /// # Errors
    /// Every fault found, the most telling first (never empty).
    pub fn check(
        &self,
        stamped: &[&[u8]],
        given: &[Certificate],
        anchors: &Anchors,
        now: Micros,
    ) -> Result<Stamp, Vec<TimestampFault>> {
        let mut faults = Vec::new();
        match self.digest.digest_of(stamped) {
            Ok(due) if due == self.imprint => {}
            Ok(due) => faults.push(TimestampFault::Imprint { expected: hex(&due), found: hex(&self.imprint) }),
            Err(error) => faults.push(error.into()),
        }
        if self.time > now.plus_seconds(SKEW_S) {
            faults.push(TimestampFault::Future { time: self.time });
        }
        let mut pool = self.certificates.clone();
        pool.extend(given.iter().filter(|one| !self.certificates.contains(one)).cloned());
        let Some(authority) = pool.iter().find(|one| self.is_signer(one)) else {
            faults.push(TimestampFault::Certificate { detail: "the signer's is not there" });
            return Err(faults);
        };
        let old_identifier = match self.identified(authority) {
            Ok(old) => old,
            Err(fault) => {
                faults.push(fault);
                false
            }
        };
        if let Err(fault) = self.signature(authority) {
            faults.push(fault);
        }
        if !authority.is_for_timestamping_only() {
            faults.push(TimestampFault::Purpose);
        }
        match path::build_for(Purpose::Timestamping, authority, &pool, anchors, self.time) {
            Ok(path) if faults.is_empty() => {
                Ok(Stamp { time: self.time, policy: self.policy.clone(), path, old_identifier })
            }
            Ok(_) => Err(faults),
            Err(found) => {
                faults.extend(found.into_iter().take(1).map(|fault| TimestampFault::Untrusted { fault }));
                Err(faults)
            }
        }
    }

    fn is_signer(&self, certificate: &Certificate) -> bool {
        is_of(&self.signer, certificate)
    }

    /// The signed attributes name this very certificate; true when by the old attribute only.
    fn identified(&self, certificate: &Certificate) -> Result<bool, TimestampFault> {
        let new = self.attribute(ESS_CERT_V2)?;
        let old = self.attribute(ESS_CERT_V1)?;
        for (value, is_v2) in new.iter().map(|value| (value, true)).chain(old.iter().map(|value| (value, false))) {
            let (digest, due) = cert_id(value, is_v2)?;
            let found = openssl::hash::hash(digest, certificate.der())?;
            if found.as_ref() != due {
                return Err(TimestampFault::Certificate { detail: "not the one that its signed attributes name" });
            }
        }
        match (new, old) {
            (None, None) => Err(TimestampFault::Certificate { detail: "its signed attributes name none" }),
            (new, _) => Ok(new.is_none()),
        }
    }

    /// The one value of a signed attribute; twice is a fault.
    fn attribute(&self, oid: ObjectIdentifier) -> Result<Option<Any>, TimestampFault> {
        let attributes = self.signer.signed_attrs.iter().flat_map(|all| all.iter());
        let mut values = attributes.filter(|attribute| attribute.oid == oid).flat_map(|one| one.values.iter());
        match (values.next(), values.next()) {
            (value, None) => Ok(value.cloned()),
            (_, Some(_)) => Err(malformed_as(format!("attribute {oid} twice"))),
        }
    }

    /// The CMS signature by the key of that certificate and no other: those inside the token are not looked at.
    fn signature(&self, by: &Certificate) -> Result<(), TimestampFault> {
        by.key().map_err(|_| TimestampFault::Certificate { detail: "its key breaks the key rules" })?;
        let mut cms = CmsContentInfo::from_der(&self.der)?;
        let mut only = Stack::<X509>::new()?;
        only.push(by.x509().to_owned())?;
        let flags = CMSOptions::NO_SIGNER_CERT_VERIFY | CMSOptions::NOINTERN | CMSOptions::BINARY;
        cms.verify(Some(&only), None, None, None, flags).map_err(|_| TimestampFault::Signature)
    }
}

/// Whether SignerInfo names that certificate (RFC 5652 §5.3).
pub(in crate::signature) fn is_of(signer: &SignerInfo, certificate: &Certificate) -> bool {
    match &signer.sid {
        SignerIdentifier::IssuerAndSerialNumber(id) => {
            id.issuer.to_der().is_ok_and(|der| der == certificate.issuer_der())
                && id.serial_number.as_bytes() == certificate.serial()
        }
        SignerIdentifier::SubjectKeyIdentifier(SubjectKeyIdentifier(id)) => {
            certificate.x509().subject_key_id().is_some_and(|own| own.as_slice() == id.as_bytes())
        }
    }
}

fn digest(oid: &ObjectIdentifier) -> Result<DigestAlgorithm, TimestampFault> {
    let found = DIGESTS.iter().find(|(known, _)| known == oid);
    found.map(|(_, digest)| *digest).ok_or_else(|| TimestampFault::Weak { oid: oid.to_string() })
}

/// The digest of the CMS signature counts by the same list as the imprint's.
pub(in crate::signature) fn digest_of_signer(signer: &SignerInfo) -> Result<DigestAlgorithm, TimestampFault> {
    let digest = digest(&signer.digest_alg.oid)?;
    if WEAK_SIGNATURES.contains(&signer.signature_algorithm.oid) {
        return Err(TimestampFault::Weak { oid: signer.signature_algorithm.oid.to_string() });
    }
    Ok(digest)
}

/// The digest and value of the first ESSCertID(v2).
pub(in crate::signature) fn cert_id(value: &Any, is_v2: bool) -> Result<(MessageDigest, Vec<u8>), TimestampFault> {
    let list: SigningCertificate = value.decode_as().map_err(malformed)?;
    let first = list.certs.first().ok_or_else(|| malformed_as("an empty list of certificates"))?;
    let mut reader = SliceReader::new(first.value()).map_err(malformed)?;
    let mut digest = if is_v2 { MessageDigest::sha256() } else { MessageDigest::sha1() };
    let mut part = Any::decode(&mut reader).map_err(malformed)?;
    if is_v2 && part.tag() == Tag::Sequence {
        let algorithm: AlgorithmIdentifierOwned = part.decode_as().map_err(malformed)?;
        digest = self::digest(&algorithm.oid)?.message_digest();
        part = Any::decode(&mut reader).map_err(malformed)?;
    }
    let hash: OctetString = part.decode_as().map_err(malformed)?;
    Ok((digest, hash.as_bytes().to_vec()))
}

/// `yyyyMMddHHmmss[.f…]Z` (RFC 3161 §2.4.2): UTC, the fraction without trailing zeros.
fn generalized_time(any: &Any) -> Result<Micros, TimestampFault> {
    let parse = || -> Option<Micros> {
        if any.tag() != Tag::GeneralizedTime {
            return None;
        }
        let text = std::str::from_utf8(any.value()).ok()?.strip_suffix('Z')?;
        let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
        if whole.len() != 14 || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let part = |from: usize, to: usize| whole.get(from..to)?.parse::<i8>().ok();
        let year = whole.get(..4)?.parse::<i16>().ok()?;
        let civil =
            jiff::civil::DateTime::new(year, part(4, 6)?, part(6, 8)?, part(8, 10)?, part(10, 12)?, part(12, 14)?, 0);
        let stamp = jiff::tz::TimeZone::UTC.to_timestamp(civil.ok()?).ok()?;
        let micros = match fraction {
            None => 0,
            Some(digits) if !digits.is_empty() && digits.len() <= 9 && digits.bytes().all(|b| b.is_ascii_digit()) => {
                let six: String = digits.chars().chain("000000".chars()).take(6).collect();
                six.parse::<i64>().ok()?
            }
            Some(_) => return None,
        };
        Some(Micros(stamp.as_microsecond().checked_add(micros)?))
    };
    parse().ok_or_else(|| malformed_as("genTime is no UTC time"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn malformed(error: der::Error) -> TimestampFault {
    malformed_as(error.to_string())
}

fn malformed_as(detail: impl Into<String>) -> TimestampFault {
    TimestampFault::Malformed { detail: detail.into() }
}

pub(in crate::signature) const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
pub(in crate::signature) const ESS_CERT_V1: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
pub(in crate::signature) const ESS_CERT_V2: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

const DIGESTS: &[(ObjectIdentifier, DigestAlgorithm)] = &[
    (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1"), DigestAlgorithm::Sha256),
    (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2"), DigestAlgorithm::Sha384),
    (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3"), DigestAlgorithm::Sha512),
];

/// sha1WithRSA, md5WithRSA, ecdsa-with-SHA1, dsa-with-sha1. The plain identifiers (rsaEncryption) take the digest's.
const WEAK_SIGNATURES: &[ObjectIdentifier] = &[
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.5"),
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.4"),
    ObjectIdentifier::new_unwrap("1.2.840.10045.4.1"),
    ObjectIdentifier::new_unwrap("1.2.840.10040.4.3"),
];

/// Tokens have 3 to 10 KiB.
const TOKEN_BYTES_MAX: usize = 64 << 10;
/// As in a signature file.
const CERTIFICATES_MAX: usize = 16;
