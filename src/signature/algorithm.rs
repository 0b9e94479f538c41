//! Algorithms: which digests, signatures and keys count, by URI and by value (SIGNATURES §4), and the one place
//! where a signature value is held against a key.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use openssl::bn::BigNum;
use openssl::ec::EcKey;
use openssl::ecdsa::EcdsaSig;
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::md::{Md, MdRef};
use openssl::nid::Nid;
use openssl::pkey::{HasPublic, Id, PKey, PKeyRef, Private, Public};
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::Padding;
use openssl::sha;
use openssl::sign::RsaPssSaltlen;

mod fault;

pub use fault::AlgorithmFault;

/// A digest that counts: SHA-256, SHA-384 or SHA-512 (FIPS 180-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DigestAlgorithm {
    /// `http://www.w3.org/2001/04/xmlenc#sha256`
    Sha256,
    /// `http://www.w3.org/2001/04/xmldsig-more#sha384`
    Sha384,
    /// `http://www.w3.org/2001/04/xmlenc#sha512`
    Sha512,
}

impl DigestAlgorithm {
    /// Reads the `Algorithm` of a DigestMethod (XMLDSig §6.2, RFC 9231 §2.1).
    ///
    /// # Errors
    /// SHA-1 and MD5 by their own codes, anything else as unknown.
    pub fn from_uri(uri: &str) -> Result<Self, AlgorithmFault> {
        match uri {
            SHA256 => Ok(Self::Sha256),
            SHA384 => Ok(Self::Sha384),
            SHA512 => Ok(Self::Sha512),
            "http://www.w3.org/2000/09/xmldsig#sha1" => Err(AlgorithmFault::DigestSha1),
            "http://www.w3.org/2001/04/xmldsig-more#md5" => Err(AlgorithmFault::DigestMd5),
            _ => Err(AlgorithmFault::DigestUnknown { uri: uri.to_owned() }),
        }
    }

    /// The `Algorithm` of a DigestMethod.
    pub fn uri(self) -> &'static str {
        match self {
            Self::Sha256 => SHA256,
            Self::Sha384 => SHA384,
            Self::Sha512 => SHA512,
        }
    }

    /// The length of its value, in bytes.
    pub fn size(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// A digest over bytes that come in pieces.
    ///
    /// # Errors
    /// When OpenSSL cannot start (out of memory).
    pub fn hasher(self) -> Result<DigestStream, ErrorStack> {
        Ok(DigestStream {
            algorithm: self,
            sum: match self {
                Self::Sha256 => Sum::Sha256(sha::Sha256::new()),
                Self::Sha384 => Sum::Sha384(sha::Sha384::new()),
                Self::Sha512 => Sum::Sha512(sha::Sha512::new()),
            },
        })
    }

    /// The digest of bytes that are all here.
    ///
    /// # Errors
    /// When OpenSSL cannot start (out of memory).
    pub fn digest(self, bytes: &[u8]) -> Result<Vec<u8>, ErrorStack> {
        let mut stream = self.hasher()?;
        stream.update(bytes)?;
        stream.finish()
    }

    pub(super) fn message_digest(self) -> MessageDigest {
        match self {
            Self::Sha256 => MessageDigest::sha256(),
            Self::Sha384 => MessageDigest::sha384(),
            Self::Sha512 => MessageDigest::sha512(),
        }
    }

    fn md(self) -> &'static MdRef {
        match self {
            Self::Sha256 => Md::sha256(),
            Self::Sha384 => Md::sha384(),
            Self::Sha512 => Md::sha512(),
        }
    }
}

/// A running digest; bytes go in through [`io::Write`].
#[derive(Clone)]
pub struct DigestStream {
    algorithm: DigestAlgorithm,
    sum: Sum,
}

/// OpenSSL's digests by their own functions: through `EVP` each one begins by looking its algorithm up, which costs as
/// much as hashing a kilobyte.
#[derive(Clone)]
enum Sum {
    Sha256(sha::Sha256),
    Sha384(sha::Sha384),
    Sha512(sha::Sha512),
}

impl Sum {
    fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha256(sum) => sum.update(bytes),
            Self::Sha384(sum) => sum.update(bytes),
            Self::Sha512(sum) => sum.update(bytes),
        }
    }

    fn finish(self) -> Vec<u8> {
        match self {
            Self::Sha256(sum) => sum.finish().to_vec(),
            Self::Sha384(sum) => sum.finish().to_vec(),
            Self::Sha512(sum) => sum.finish().to_vec(),
        }
    }
}

impl DigestStream {
    /// Which digest this is.
    pub fn algorithm(&self) -> DigestAlgorithm {
        self.algorithm
    }

    /// Takes the next piece.
    ///
    /// # Errors
    /// When OpenSSL fails.
    pub fn update(&mut self, bytes: &[u8]) -> Result<(), ErrorStack> {
        self.sum.update(bytes);
        Ok(())
    }

    /// The digest of all pieces.
    ///
    /// # Errors
    /// When OpenSSL fails.
    pub fn finish(self) -> Result<Vec<u8>, ErrorStack> {
        Ok(self.sum.finish())
    }
}

impl io::Write for DigestStream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.sum.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A signature algorithm that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
    RsaPkcs1(DigestAlgorithm),
    /// RSASSA-PSS with MGF1 over the same digest and a salt as long as it (RFC 9231 §2.3.10, RFC 8017 §8.1).
    RsaPss(DigestAlgorithm),
    /// ECDSA, the value r‖s (XMLDSig 1.1 §6.4.3).
    Ecdsa(DigestAlgorithm),
}

impl SignatureAlgorithm {
    /// Reads the `Algorithm` of a SignatureMethod (XMLDSig §6.4, RFC 9231 §2.3).
    ///
    /// # Errors
    /// SHA-1, MD5, HMAC and DSA by codes of their own, anything else as unknown.
    pub fn from_uri(uri: &str) -> Result<Self, AlgorithmFault> {
        match SIGNATURES.iter().find(|(known, _)| *known == uri) {
            Some((_, algorithm)) => Ok(*algorithm),
            None => Err(refused_signature(uri)),
        }
    }

    /// The `Algorithm` of a SignatureMethod.
    pub fn uri(self) -> &'static str {
        match self {
            Self::RsaPkcs1(DigestAlgorithm::Sha256) => RSA_SHA256,
            Self::RsaPkcs1(DigestAlgorithm::Sha384) => RSA_SHA384,
            Self::RsaPkcs1(DigestAlgorithm::Sha512) => RSA_SHA512,
            Self::RsaPss(DigestAlgorithm::Sha256) => PSS_SHA256,
            Self::RsaPss(DigestAlgorithm::Sha384) => PSS_SHA384,
            Self::RsaPss(DigestAlgorithm::Sha512) => PSS_SHA512,
            Self::Ecdsa(DigestAlgorithm::Sha256) => ECDSA_SHA256,
            Self::Ecdsa(DigestAlgorithm::Sha384) => ECDSA_SHA384,
            Self::Ecdsa(DigestAlgorithm::Sha512) => ECDSA_SHA512,
        }
    }

    /// The digest that SignedInfo enters it by.
    pub fn digest(self) -> DigestAlgorithm {
        match self {
            Self::RsaPkcs1(digest) | Self::RsaPss(digest) | Self::Ecdsa(digest) => digest,
        }
    }

    /// What a key of this kind signs with when nobody asks for anything else: its own strength.
    pub fn for_key(kind: KeyKind) -> Self {
        match kind {
            KeyKind::Rsa { .. } => Self::RsaPkcs1(DigestAlgorithm::Sha256),
            KeyKind::P256 => Self::Ecdsa(DigestAlgorithm::Sha256),
            KeyKind::P384 => Self::Ecdsa(DigestAlgorithm::Sha384),
            KeyKind::P521 => Self::Ecdsa(DigestAlgorithm::Sha512),
        }
    }

    /// Whether a key of this kind signs by it.
    pub fn fits(self, kind: KeyKind) -> bool {
        match (self, kind) {
            (Self::RsaPkcs1(_) | Self::RsaPss(_), KeyKind::Rsa { .. })
            | (Self::Ecdsa(_), KeyKind::P256 | KeyKind::P384 | KeyKind::P521) => true,
            (Self::RsaPkcs1(_) | Self::RsaPss(_), KeyKind::P256 | KeyKind::P384 | KeyKind::P521)
            | (Self::Ecdsa(_), KeyKind::Rsa { .. }) => false,
        }
    }

    /// A short name for people: `RSA-SHA256`, `ECDSA-SHA384`.
    pub fn name(self) -> &'static str {
        match self {
            Self::RsaPkcs1(DigestAlgorithm::Sha256) => "RSA-SHA256",
            Self::RsaPkcs1(DigestAlgorithm::Sha384) => "RSA-SHA384",
            Self::RsaPkcs1(DigestAlgorithm::Sha512) => "RSA-SHA512",
            Self::RsaPss(DigestAlgorithm::Sha256) => "RSA-PSS-SHA256",
            Self::RsaPss(DigestAlgorithm::Sha384) => "RSA-PSS-SHA384",
            Self::RsaPss(DigestAlgorithm::Sha512) => "RSA-PSS-SHA512",
            Self::Ecdsa(DigestAlgorithm::Sha256) => "ECDSA-SHA256",
            Self::Ecdsa(DigestAlgorithm::Sha384) => "ECDSA-SHA384",
            Self::Ecdsa(DigestAlgorithm::Sha512) => "ECDSA-SHA512",
        }
    }
}

/// What kind of key it is, as far as this profile knows keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// RSA with a modulus of that many bits, 2048–8192.
    Rsa {
        /// Length of the modulus.
        bits: u32,
    },
    /// NIST P-256 (secp256r1).
    P256,
    /// NIST P-384 (secp384r1).
    P384,
    /// NIST P-521 (secp521r1).
    P521,
}

/// A public key that keeps the key rules; there is no other way to verify with one.
#[derive(Clone)]
pub struct PublicKey {
    kind: KeyKind,
    key: PKey<Public>,
    /// OpenSSL's state of the last RSA verification: to set it up anew costs half as much as the operation. Whoever
    /// verifies takes it, so that nobody waits; two at once make a second.
    ready: Arc<Mutex<Option<Ready>>>,
}

type Ready = (SignatureAlgorithm, PkeyCtx<Public>);

impl PublicKey {
    /// Takes a key that keeps the rules: RSA of 2048–8192 bits with an odd exponent ≥ 65537, or a point on P-256,
    /// P-384 or P-521. Whether the curve was *named* is seen in the certificate ([`super::certificate`]).
    ///
    /// # Errors
    /// [`AlgorithmFault::WeakKey`] or [`AlgorithmFault::KeyUnsupported`].
    pub fn new(key: PKey<Public>) -> Result<Self, AlgorithmFault> {
        let kind = kind_of(&key)?;
        Ok(Self { kind, key, ready: Arc::default() })
    }

    /// Its kind.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The key itself.
    pub fn pkey(&self) -> &PKeyRef<Public> {
        &self.key
    }

    /// Holds `value` against the digest of the canonical SignedInfo.
    ///
    /// # Errors
    /// [`AlgorithmFault::KeyMismatch`] when the key is of another family, [`AlgorithmFault::ValueLength`] when the
    /// value has not the one length it can have, [`AlgorithmFault::ValueWrong`] when it does not fit.
    pub fn verify(
        &self,
        algorithm: SignatureAlgorithm,
        signed_info_digest: &[u8],
        value: &[u8],
    ) -> Result<(), AlgorithmFault> {
        let expected = self.value_length();
        if value.len() != expected {
            return Err(AlgorithmFault::ValueLength { expected, found: value.len() });
        }
        let fits = match (algorithm, self.kind) {
            (SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss(_), KeyKind::Rsa { .. }) => {
                self.verify_rsa(algorithm, signed_info_digest, value)?
            }
            (SignatureAlgorithm::Ecdsa(_), KeyKind::P256 | KeyKind::P384 | KeyKind::P521) => {
                verify_ecdsa(&self.key, signed_info_digest, value)?
            }
            (
                SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss(_),
                KeyKind::P256 | KeyKind::P384 | KeyKind::P521,
            )
            | (SignatureAlgorithm::Ecdsa(_), KeyKind::Rsa { .. }) => {
                return Err(AlgorithmFault::KeyMismatch { algorithm: algorithm.name(), key: self.kind });
            }
        };
        if fits { Ok(()) } else { Err(AlgorithmFault::ValueWrong) }
    }

    fn verify_rsa(&self, algorithm: SignatureAlgorithm, hashed: &[u8], value: &[u8]) -> Result<bool, AlgorithmFault> {
        let ready = || self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = ready().take().filter(|(of, _)| *of == algorithm);
        let mut context = match taken {
            Some((_, context)) => context,
            None => rsa_verifier(&self.key, algorithm)?,
        };
        // OpenSSL reports a value out of range as a failure of its own; to us every such value does not fit.
        let Ok(fits) = context.verify(hashed, value) else { return Ok(false) };
        *ready() = Some((algorithm, context));
        Ok(fits)
    }

    /// The one length that a signature value of this key has, in bytes.
    pub fn value_length(&self) -> usize {
        match self.kind {
            KeyKind::Rsa { bits } => bits.div_ceil(8) as usize,
            KeyKind::P256 => 64,
            KeyKind::P384 => 96,
            KeyKind::P521 => 132,
        }
    }
}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PublicKey({:?})", self.kind)
    }
}

/// Verifies `value` over the digest of the canonical SignedInfo: [`PublicKey::verify`] as a function.
///
/// # Errors
/// As there.
pub fn verify(
    key: &PublicKey,
    algorithm: SignatureAlgorithm,
    signed_info_digest: &[u8],
    value: &[u8],
) -> Result<(), AlgorithmFault> {
    key.verify(algorithm, signed_info_digest, value)
}

/// Signs a digest: PKCS #1 v1.5 or PSS for RSA, r‖s of twice the field length for ECDSA.
///
/// # Errors
/// [`AlgorithmFault::KeyMismatch`] when key and algorithm are of two families, or OpenSSL's own failure.
pub fn sign(
    key: &PKeyRef<Private>,
    algorithm: SignatureAlgorithm,
    signed_info_digest: &[u8],
) -> Result<Vec<u8>, AlgorithmFault> {
    let kind = kind_of(key)?;
    let field = match (algorithm, kind) {
        (SignatureAlgorithm::RsaPkcs1(digest) | SignatureAlgorithm::RsaPss(digest), KeyKind::Rsa { .. }) => {
            let mut context = PkeyCtx::new(key)?;
            context.sign_init()?;
            context.set_signature_md(digest.md())?;
            match algorithm {
                SignatureAlgorithm::RsaPss(_) => set_pss(&mut context, digest)?,
                SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::Ecdsa(_) => {
                    context.set_rsa_padding(Padding::PKCS1)?;
                }
            }
            let mut value = Vec::new();
            context.sign_to_vec(signed_info_digest, &mut value)?;
            return Ok(value);
        }
        (SignatureAlgorithm::Ecdsa(_), KeyKind::P256) => 32,
        (SignatureAlgorithm::Ecdsa(_), KeyKind::P384) => 48,
        (SignatureAlgorithm::Ecdsa(_), KeyKind::P521) => 66,
        (
            SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss(_),
            KeyKind::P256 | KeyKind::P384 | KeyKind::P521,
        )
        | (SignatureAlgorithm::Ecdsa(_), KeyKind::Rsa { .. }) => {
            return Err(AlgorithmFault::KeyMismatch { algorithm: algorithm.name(), key: kind });
        }
    };
    let ec: EcKey<Private> = key.ec_key()?;
    let signature = EcdsaSig::sign(signed_info_digest, &ec)?;
    let mut value = signature.r().to_vec_padded(field)?;
    value.extend(signature.s().to_vec_padded(field)?);
    Ok(value)
}

/// The kind of a key that keeps the rules.
///
/// # Errors
/// As [`PublicKey::new`].
pub fn kind_of<T: HasPublic>(key: &PKeyRef<T>) -> Result<KeyKind, AlgorithmFault> {
    match key.id() {
        Id::RSA => rsa_kind(key),
        Id::EC => match key.ec_key()?.group().curve_name() {
            Some(Nid::X9_62_PRIME256V1) => Ok(KeyKind::P256),
            Some(Nid::SECP384R1) => Ok(KeyKind::P384),
            Some(Nid::SECP521R1) => Ok(KeyKind::P521),
            Some(other) => Err(AlgorithmFault::KeyUnsupported { key: other.short_name().unwrap_or("EC").to_owned() }),
            None => Err(AlgorithmFault::KeyUnsupported { key: "unnamed curve".to_owned() }),
        },
        // Its parameters could forbid what SignatureMethod says; nobody in the field has such a key.
        Id::RSA_PSS => Err(AlgorithmFault::KeyUnsupported { key: "RSA restricted to PSS".to_owned() }),
        Id::DSA => Err(AlgorithmFault::KeyUnsupported { key: "DSA".to_owned() }),
        other => Err(AlgorithmFault::KeyUnsupported { key: format!("key type {}", other.as_raw()) }),
    }
}

fn refused_signature(uri: &str) -> AlgorithmFault {
    let name = uri.rsplit('#').next().unwrap_or(uri).to_ascii_lowercase();
    let uri = uri.to_owned();
    if name.starts_with("hmac-") {
        AlgorithmFault::SignatureHmac { uri }
    } else if name.starts_with("dsa-") {
        AlgorithmFault::SignatureDsa { uri }
    } else if name.contains("md5") {
        AlgorithmFault::SignatureMd5 { uri }
    } else if name.contains("sha1") {
        AlgorithmFault::SignatureSha1 { uri }
    } else {
        AlgorithmFault::SignatureUnknown { uri }
    }
}

fn rsa_kind<T: HasPublic>(key: &PKeyRef<T>) -> Result<KeyKind, AlgorithmFault> {
    let bits = key.bits();
    if !(RSA_BITS_MIN..=RSA_BITS_MAX).contains(&bits) {
        return Err(AlgorithmFault::WeakKey { detail: format!("RSA of {bits} bits") });
    }
    let rsa = key.rsa()?;
    let exponent = rsa.e();
    if !exponent.is_bit_set(0) || exponent < &*BigNum::from_u32(RSA_EXPONENT_MIN)? {
        return Err(AlgorithmFault::WeakKey { detail: format!("RSA exponent {}", exponent.to_dec_str()?) });
    }
    Ok(KeyKind::Rsa { bits })
}

fn rsa_verifier(key: &PKeyRef<Public>, algorithm: SignatureAlgorithm) -> Result<PkeyCtx<Public>, ErrorStack> {
    let mut context = PkeyCtx::new(key)?;
    context.verify_init()?;
    context.set_signature_md(algorithm.digest().md())?;
    match algorithm {
        SignatureAlgorithm::RsaPss(digest) => set_pss(&mut context, digest)?,
        SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::Ecdsa(_) => context.set_rsa_padding(Padding::PKCS1)?,
    }
    Ok(context)
}

/// The one PSS of the profile; a salt of another length does not verify.
fn set_pss<T>(context: &mut PkeyCtx<T>, digest: DigestAlgorithm) -> Result<(), ErrorStack> {
    context.set_rsa_padding(Padding::PKCS1_PSS)?;
    context.set_rsa_mgf1_md(digest.md())?;
    context.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)
}

fn verify_ecdsa(key: &PKeyRef<Public>, hashed: &[u8], value: &[u8]) -> Result<bool, AlgorithmFault> {
    let (r, s) = value.split_at(value.len() / 2);
    let signature = EcdsaSig::from_private_components(BigNum::from_slice(r)?, BigNum::from_slice(s)?)?;
    let ec = key.ec_key()?;
    Ok(signature.verify(hashed, &ec).unwrap_or(false))
}

const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
const SHA384: &str = "http://www.w3.org/2001/04/xmldsig-more#sha384";
const SHA512: &str = "http://www.w3.org/2001/04/xmlenc#sha512";
const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
const RSA_SHA384: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384";
const RSA_SHA512: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512";
const PSS_SHA256: &str = "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1";
const PSS_SHA384: &str = "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1";
const PSS_SHA512: &str = "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1";
const ECDSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
const ECDSA_SHA384: &str = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384";
const ECDSA_SHA512: &str = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512";

const SIGNATURES: &[(&str, SignatureAlgorithm)] = &[
    (RSA_SHA256, SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256)),
    (RSA_SHA384, SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha384)),
    (RSA_SHA512, SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha512)),
    (PSS_SHA256, SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256)),
    (PSS_SHA384, SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha384)),
    (PSS_SHA512, SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha512)),
    (ECDSA_SHA256, SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256)),
    (ECDSA_SHA384, SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha384)),
    (ECDSA_SHA512, SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha512)),
];

/// NIST SP 800-131A: below 2048 bits an RSA key counts no more.
const RSA_BITS_MIN: u32 = 2048;
/// Above this a verification costs more than a stranger may ask for.
const RSA_BITS_MAX: u32 = 8192;
/// FIPS 186-5 §A.1.1: e > 2^16.
const RSA_EXPONENT_MIN: u32 = 65537;

#[cfg(test)]
mod tests;
