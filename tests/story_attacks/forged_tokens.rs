//! Timestamp tokens that `openssl ts` would not make (it refuses to stamp by a certificate for anything else, and knows only
//! the time of day), each part as wanted, the CMS signature right.

use lienthong::signature::certificate::Certificate;
use openssl::hash::{MessageDigest, hash};
use openssl::sign::Signer;

use super::ca::Made;

/// A token (RFC 3161 §2.4.2); seconds are counted from now.
#[derive(Clone)]
pub struct Token<'a> {
    pub over: &'a [u8],
    /// The digest of the imprint.
    pub imprint: MessageDigest,
    pub at: i64,
    pub by: &'a Made,
    /// Whom ESSCertIDv2 names; nobody where there is none.
    pub named: Option<&'a Certificate>,
    /// Whom the old ESSCertID names, by SHA-1.
    pub named_by_sha1: Option<&'a Certificate>,
    /// The digest that the CMS signature is over.
    pub digest: MessageDigest,
    pub version: u8,
    /// The one SignerInfo so many times.
    pub signers: usize,
    /// A critical extension that nobody knows.
    pub critical: bool,
}

impl<'a> Token<'a> {
    /// A right one, of an hour ago.
    pub fn of(by: &'a Made, over: &'a [u8]) -> Self {
        let (imprint, digest) = (MessageDigest::sha256(), MessageDigest::sha256());
        let named = Some(&by.certificate);
        let named_by_sha1 = None;
        Self { over, imprint, at: -3600, by, named, named_by_sha1, digest, version: 1, signers: 1, critical: false }
    }

    pub fn der(&self) -> Vec<u8> {
        let info = self.info();
        let content = [oid(TST_INFO), tlv(0xa0, &[tlv(4, std::slice::from_ref(&info))])];
        let certificates: Vec<Vec<u8>> =
            std::iter::once(&self.by.certificate).chain(&self.by.chain).map(|one| one.der().to_vec()).collect();
        let signers = vec![self.signer(&info); self.signers];
        let signed = tlv(
            0x30,
            &[
                vec![2, 1, 3],
                tlv(0x31, &[algorithm(self.digest)]),
                tlv(0x30, &content),
                tlv(0xa0, &certificates),
                tlv(0x31, &signers),
            ],
        );
        tlv(0x30, &[oid(SIGNED_DATA), tlv(0xa0, &[signed])])
    }

    fn info(&self) -> Vec<u8> {
        let imprint = tlv(0x30, &[algorithm(self.imprint), tlv(4, &[hash(self.imprint, self.over).unwrap().to_vec()])]);
        let at = jiff::Timestamp::from_second(jiff::Timestamp::now().as_second() + self.at).unwrap();
        let time = tlv(0x18, &[at.strftime("%Y%m%d%H%M%SZ").to_string().into_bytes()]);
        let extension = tlv(0x30, &[vec![6, 4, 42, 3, 4, 5], vec![1, 1, 0xff], vec![4, 2, 5, 0]]);
        let extensions = if self.critical { tlv(0xa1, &[extension]) } else { Vec::new() };
        tlv(0x30, &[vec![2, 1, self.version], vec![6, 3, 42, 3, 4], imprint, vec![2, 1, 9], time, extensions])
    }

    /// SignerInfo (RFC 5652 §5.3), its signed attributes in DER order.
    fn signer(&self, info: &[u8]) -> Vec<u8> {
        let attribute = |id: &[u8], value: Vec<u8>| tlv(0x30, &[oid(id), tlv(0x31, &[value])]);
        let mut attributes = vec![
            attribute(CONTENT_TYPE, oid(TST_INFO)),
            attribute(MESSAGE_DIGEST, tlv(4, &[hash(self.digest, info).unwrap().to_vec()])),
        ];
        let named = |digest: Vec<u8>| tlv(0x30, &[tlv(0x30, &[tlv(0x30, &[tlv(4, &[digest])])])]);
        if let Some(certificate) = self.named {
            attributes.push(attribute(ESS_CERT_V2, named(certificate.sha256().0.to_vec())));
        }
        if let Some(certificate) = self.named_by_sha1 {
            let digest = hash(MessageDigest::sha1(), certificate.der()).unwrap();
            attributes.push(attribute(ESS_CERT_V1, named(digest.to_vec())));
        }
        attributes.sort();
        let mut signer = Signer::new(self.digest, &self.by.key).unwrap();
        let value = signer.sign_oneshot_to_vec(&tlv(0x31, &attributes)).unwrap();
        let certificate = &self.by.certificate;
        let serial = certificate.x509().serial_number().to_bn().unwrap().to_vec();
        let serial = if serial[0] < 0x80 { serial } else { [vec![0], serial].concat() };
        tlv(
            0x30,
            &[
                vec![2, 1, 1],
                tlv(0x30, &[certificate.issuer_der().to_vec(), tlv(2, &[serial])]),
                algorithm(self.digest),
                tlv(0xa0, &attributes),
                tlv(0x30, &[oid(if self.digest == MessageDigest::sha1() { ECDSA_SHA1 } else { ECDSA_SHA256 })]),
                tlv(4, &[value]),
            ],
        )
    }
}

/// AlgorithmIdentifier of a digest.
fn algorithm(digest: MessageDigest) -> Vec<u8> {
    tlv(0x30, &[oid(if digest == MessageDigest::sha1() { SHA1 } else { SHA256 })])
}

fn oid(content: &[u8]) -> Vec<u8> {
    tlv(6, &[content.to_vec()])
}

pub fn tlv(tag: u8, parts: &[Vec<u8>]) -> Vec<u8> {
    let content = parts.concat();
    let length = content.len().to_be_bytes();
    let length: Vec<u8> = length.iter().copied().skip_while(|byte| *byte == 0).collect();
    let head = match content.len() {
        0..=127 => vec![tag, content.len() as u8],
        _ => [vec![tag, 0x80 | length.len() as u8], length].concat(),
    };
    [head, content].concat()
}

const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
const TST_INFO: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 1, 4];
const CONTENT_TYPE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 3];
const MESSAGE_DIGEST: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 4];
const ESS_CERT_V1: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 12];
const ESS_CERT_V2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 47];
const SHA1: &[u8] = &[0x2b, 0x0e, 3, 2, 0x1a];
const SHA256: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
const ECDSA_SHA1: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1];
const ECDSA_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
