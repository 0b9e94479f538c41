//! The question to a TSA and the answer to it (RFC 3161 §2.4).

use der::asn1::{Any, Int, Null, ObjectIdentifier, OctetString};
use der::{Decode, Encode, Reader, SliceReader};
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_tsp::{MessageImprint, TimeStampReq, TspVersion};

use super::{Stamp, TimestampFault, Token};
use crate::domain::ids::Micros;
use crate::signature::algorithm::DigestAlgorithm;
use crate::signature::path::Anchors;

/// One question: SHA-256 over what is to be stamped, a nonce, and the wish for the certificate.
#[derive(Clone, Debug)]
pub struct Query {
    /// TimeStampReq, DER: the body of the POST.
    pub der: Vec<u8>,
    stamped: Vec<u8>,
    nonce: Vec<u8>,
}

impl Query {
    /// Asks for a stamp over `stamped`.
    ///
    /// # Errors
    /// When OpenSSL or the encoder fails, which no input causes.
    pub fn new(stamped: &[u8], nonce: [u8; 16]) -> Result<Self, TimestampFault> {
        let broken = |error: der::Error| TimestampFault::Malformed { detail: error.to_string() };
        // A positive INTEGER without leading zeros, so that it comes back byte for byte.
        let mut nonce = nonce;
        if let Some(first) = nonce.first_mut() {
            *first = (*first & 0x7f) | 0x40;
        }
        let digest = DigestAlgorithm::Sha256.digest(stamped)?;
        let algorithm = AlgorithmIdentifierOwned { oid: SHA256, parameters: Some(Any::from(Null)) };
        let request = TimeStampReq {
            version: TspVersion::V1,
            message_imprint: MessageImprint {
                hash_algorithm: algorithm,
                hashed_message: OctetString::new(digest).map_err(broken)?,
            },
            req_policy: None,
            nonce: Some(Int::new(&nonce).map_err(broken)?),
            cert_req: true,
            extensions: None,
        };
        Ok(Self { der: request.to_der().map_err(broken)?, stamped: stamped.to_vec(), nonce: nonce.to_vec() })
    }

    /// Holds TimeStampResp `answer` against the question: granted, the nonce repeated, and everything that
    /// [`Token::check`] asks; and its time lies within the skew of the asking clock, both ways.
    ///
    /// # Errors
    /// The most telling fault.
    pub fn read(&self, answer: &[u8], anchors: &Anchors, now: Micros) -> Result<(Token, Stamp), TimestampFault> {
        let token = Token::parse(granted(answer)?)?;
        if token.nonce() != Some(self.nonce.as_slice()) {
            return Err(TimestampFault::Nonce);
        }
        let stamp = token.check(&[&self.stamped], &[], anchors, now).map_err(|faults| {
            let none = || TimestampFault::Malformed { detail: "no fault named".to_owned() };
            faults.into_iter().next().unwrap_or_else(none)
        })?;
        if stamp.time.plus_seconds(crate::signature::revocation::SKEW_S) < now {
            return Err(TimestampFault::Order { time: stamp.time });
        }
        Ok((token, stamp))
    }
}

/// The token of a TimeStampResp that was granted (PKIStatus 0 or 1).
fn granted(answer: &[u8]) -> Result<&[u8], TimestampFault> {
    let read = || -> der::Result<(u8, Option<&[u8]>)> {
        let body = der::asn1::AnyRef::from_der(answer)?;
        let mut inner = SliceReader::new(body.value())?;
        let status = der::asn1::AnyRef::decode(&mut inner)?;
        let status = u8::decode(&mut SliceReader::new(status.value())?)?;
        let token = if inner.is_finished() { None } else { Some(inner.tlv_bytes()?) };
        inner.finish((status, token))
    };
    match read() {
        Ok((0 | 1, Some(token))) => Ok(token),
        Ok((0 | 1, None)) => Err(TimestampFault::Malformed { detail: "granted, and no token".to_owned() }),
        Ok((status, _)) => Err(TimestampFault::Refused { status: status.to_string() }),
        Err(error) => Err(TimestampFault::Malformed { detail: error.to_string() }),
    }
}

const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
