//! Passwords: argon2id (RFC 9106), kept as PHC strings. Which password may be taken is a rule of `domain::person`.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use icu_normalizer::ComposingNormalizerBorrowed;

/// Why a password cannot be hashed.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// No salt.
    #[error("no random numbers")]
    Random(#[from] super::RandomError),
    /// The library refused.
    #[error("argon2: {0}")]
    Argon2(String),
}

/// The PHC string of `password`, with a new salt of 128 bits. Costs 19 MiB and some tens of milliseconds: not for an async thread.
///
/// # Errors
/// [`PasswordError`].
pub fn hash(password: &str) -> Result<String, PasswordError> {
    let salt = super::random::<16>()?;
    let said = argon2()?.hash_password_with_salt(composed(password).as_bytes(), &salt);
    said.map(|hash| hash.to_string()).map_err(|error| PasswordError::Argon2(error.to_string()))
}

/// Whether `password` is the one of `hash`. Without a hash the same work is done and the answer is no, so that nobody learns
/// from the time it takes who has an account.
pub fn verify(password: &str, hash: Option<&str>) -> bool {
    let parsed = hash.and_then(|hash| PasswordHash::new(hash).ok());
    let nobody = PasswordHash::new(NOBODY).ok();
    let (Some(against), Ok(argon2)) = (parsed.as_ref().or(nobody.as_ref()), argon2()) else { return false };
    argon2.verify_password(composed(password).as_bytes(), against).is_ok() && parsed.is_some()
}

/// One keyboard writes ế as one character, another as three: the same password (NIST SP 800-63B-4 §3.1.1.2).
fn composed(password: &str) -> String {
    ComposingNormalizerBorrowed::new_nfkc().normalize(password).into_owned()
}

fn argon2() -> Result<Argon2<'static>, PasswordError> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|error| PasswordError::Argon2(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// OWASP Password Storage Cheat Sheet (2025): 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// What a password is compared with where there is none; no password has it.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlz$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_however_it_is_typed() {
        let kept = hash("mưa rào tháng bảy").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(verify("mưa rào tháng bảy", Some(&kept)));
        let decomposed = "m\u{75}\u{31b}a ra\u{300}o tha\u{301}ng ba\u{309}y";
        assert!(verify(decomposed, Some(&kept)));
        assert!(!verify("mua rao thang bay", Some(&kept)));
        assert_ne!(hash("mưa rào tháng bảy").unwrap(), kept, "a salt each");
    }

    /// The work for nobody is that for somebody: the string parses, with the same costs.
    #[test]
    fn nobody_costs_as_much_and_is_never_right() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let kept = hash("mưa rào tháng bảy").unwrap();
        let kept = PasswordHash::new(&kept).unwrap();
        assert_eq!((nobody.algorithm, &nobody.params), (kept.algorithm, &kept.params));
        assert_eq!(nobody.hash.map(|hash| hash.len()), kept.hash.map(|hash| hash.len()));
        assert!(!verify("mưa rào tháng bảy", None) && !verify("", None) && !verify("x", Some("not a hash")));
    }
}
