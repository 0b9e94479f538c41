//! Keys that count, and what is done with them: a value held against one, a value made by one.

use std::sync::{Arc, Mutex, PoisonError};

use openssl::bn::BigNum;
use openssl::ec::EcKey;
use openssl::ecdsa::EcdsaSig;
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkey::{HasPublic, Id, PKey, PKeyRef, Private, Public};
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::Padding;
use openssl::sign::RsaPssSaltlen;

use super::{AlgorithmFault, DigestAlgorithm, SignatureAlgorithm};

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
    /// Takes a key that keeps the rules: RSA of 2048–8192 bits with an odd exponent ≥ 65537 of at most 64 bits, or a point on P-256,
    /// P-384 or P-521. Whether the curve was *named* is seen in the certificate ([`crate::signature::certificate`]).
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
    if exponent.num_bits() > RSA_EXPONENT_BITS_MAX {
        return Err(AlgorithmFault::KeyUnsupported { key: format!("RSA exponent of {} bits", exponent.num_bits()) });
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

/// NIST SP 800-131A: below 2048 bits an RSA key counts no more.
const RSA_BITS_MIN: u32 = 2048;
/// Above this a verification costs more than a stranger may ask for.
const RSA_BITS_MAX: u32 = 8192;
/// FIPS 186-5 §A.1.1: e > 2^16.
const RSA_EXPONENT_MIN: u32 = 65537;
/// As OpenSSL's own cap for long moduli: a verification costs in proportion to the exponent.
const RSA_EXPONENT_BITS_MAX: i32 = 64;
