//! SHA-256, HMAC, random bytes and constant-time comparison, all by OpenSSL; passwords and one-time codes. Signatures are not here: those of
//! documents lie in `signature`, that of the log in `evidence`.

pub mod password;
pub mod totp;

/// OpenSSL failed: its generator of random bytes, or an HMAC. Named here so that a room's error can hold it without knowing OpenSSL.
pub use openssl::error::ErrorStack as RandomError;
use openssl::sha::Sha256 as Hasher;

use crate::domain::ids::Digest;

/// SHA-256 (FIPS 180-4) of `bytes`.
pub fn sha256(bytes: &[u8]) -> Digest {
    // OpenSSL's own function for this looks its algorithm up each time, which costs more than hashing a certificate.
    let mut sum = Sha256::default();
    sum.update(bytes);
    sum.finish()
}

/// SHA-256 over bytes that come in pieces.
#[derive(Clone)]
pub struct Sha256(Hasher);

impl Default for Sha256 {
    fn default() -> Self {
        Self(Hasher::new())
    }
}

impl Sha256 {
    /// Takes the next piece.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all pieces.
    pub fn finish(self) -> Digest {
        Digest(self.0.finish())
    }
}

/// HMAC (FIPS 198-1) with SHA-256.
///
/// # Errors
/// When OpenSSL has no memory left, or is built without it.
pub fn hmac_sha256(key: &[u8], bytes: &[u8]) -> Result<Digest, RandomError> {
    let key = openssl::pkey::PKey::hmac(key)?;
    let mut signer = openssl::sign::Signer::new(openssl::hash::MessageDigest::sha256(), &key)?;
    let mut out = [0; 32];
    signer.sign_oneshot(&mut out, bytes)?;
    Ok(Digest(out))
}

/// `N` random bytes from the operating system's generator by way of OpenSSL.
///
/// # Errors
/// When the generator cannot be read; there is no weaker source to fall back to.
pub fn random<const N: usize>() -> Result<[u8; N], RandomError> {
    let mut bytes = [0; N];
    openssl::rand::rand_bytes(&mut bytes)?;
    Ok(bytes)
}

/// A new secret that opens something: a mark that tells what it is, and 64 hexadecimal digits. Only its SHA-256 is kept.
///
/// # Errors
/// As [`random`].
pub fn token(mark: &str) -> Result<String, RandomError> {
    Ok(format!("{mark}_{}", Digest(random()?)))
}

/// Whether two byte strings are equal, in a time that depends on their lengths only.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && openssl::memcmp::eq(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test case 2.
    #[test]
    fn hmac_is_the_standards() {
        let mac = hmac_sha256(b"Jefe", b"what do ya want for nothing?").unwrap();
        assert_eq!(mac.to_string(), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assert_ne!(hmac_sha256(b"Jefe", b"What do ya want for nothing?").unwrap(), mac);
    }
}
