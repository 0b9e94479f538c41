//! What a CA signs beside certificates: `SEQUENCE { tbs, algorithm, signature, … }`, the bytes under the signature as they
//! lie in the file.

use der::asn1::{AnyRef, BitStringRef, ObjectIdentifier};
use der::{Decode, Reader, SliceReader};
use openssl::hash::MessageDigest;
use openssl::sign::Verifier;

use super::AnswerFault;
use crate::signature::certificate::Certificate;

/// The three first parts.
pub(super) struct Signed<'d> {
    /// The bytes that the signature is over, tag and length included.
    pub tbs: &'d [u8],
    /// AlgorithmIdentifier, whole.
    pub algorithm: &'d [u8],
    value: &'d [u8],
}

impl<'d> Signed<'d> {
    /// Cuts `der` up.
    pub fn read(der: &'d [u8]) -> Result<Self, AnswerFault> {
        let cut = || -> der::Result<Self> {
            let mut outer = SliceReader::new(der)?;
            let body = AnyRef::decode(&mut outer)?;
            let mut inner = SliceReader::new(body.value())?;
            let tbs = inner.tlv_bytes()?;
            let algorithm = inner.tlv_bytes()?;
            let value = BitStringRef::decode(&mut inner)?;
            let value = value.as_bytes().unwrap_or_default();
            outer.finish(Self { tbs, algorithm, value })
        };
        cut().map_err(|error| AnswerFault::Malformed { detail: error.to_string() })
    }

    /// Holds the signature against the key of `by`.
    pub fn verify(&self, by: &Certificate) -> Result<(), AnswerFault> {
        let oid = AnyRef::from_der(self.algorithm)
            .and_then(|any| ObjectIdentifier::decode(&mut SliceReader::new(any.value())?))
            .map_err(|error| AnswerFault::Malformed { detail: error.to_string() })?;
        let Some((_, digest)) = ALGORITHMS.iter().find(|(known, _)| *known == oid) else {
            return Err(AnswerFault::Weak { oid: oid.to_string() });
        };
        // The key rules of signers hold for whoever speaks for a CA too.
        let key = by.key().map_err(|_| AnswerFault::Issuer { detail: "its key breaks the key rules" })?;
        let holds = Verifier::new(digest(), key.pkey())
            .and_then(|mut verifier| verifier.verify_oneshot(self.value, self.tbs))
            .unwrap_or(false);
        if holds { Ok(()) } else { Err(AnswerFault::Signature) }
    }
}

type DigestOf = fn() -> MessageDigest;

/// RSA PKCS #1 v1.5 and ECDSA over SHA-256, 384, 512 (RFC 4055, RFC 5758).
const ALGORITHMS: &[(ObjectIdentifier, DigestOf)] = &[
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11"), MessageDigest::sha256),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12"), MessageDigest::sha384),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13"), MessageDigest::sha512),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2"), MessageDigest::sha256),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3"), MessageDigest::sha384),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.4"), MessageDigest::sha512),
];
