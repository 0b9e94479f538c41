//! One-time codes (RFC 6238, SHA-1, six digits, 30 s: what every authenticator app speaks). Which steps count is a rule of
//! `domain::person`; a code is found here among them.

use totp_rs::{Builder, Secret, Totp};

use super::{RandomError, random, same};

/// A new secret of 160 bits (RFC 4226 §4 R6).
///
/// # Errors
/// When the generator cannot be read.
pub fn secret() -> Result<Vec<u8>, RandomError> {
    random::<20>().map(Vec::from)
}

/// The secret as people type it: base32 (RFC 4648 §6) in groups of four.
pub fn typed(secret: &[u8]) -> String {
    let text = Secret::new(secret.into()).to_base32();
    let groups = text.as_bytes().chunks(4).filter_map(|group| std::str::from_utf8(group).ok());
    groups.collect::<Vec<_>>().join(" ")
}

/// The secret that somebody typed; `None` when it is no base32.
pub fn untyped(text: &str) -> Option<Vec<u8>> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    Secret::try_from_base32(plain).ok().map(|secret| secret.as_bytes().to_vec())
}

/// What an authenticator app reads from the picture: `otpauth://totp/…`. `None` when a name cannot stand in it.
pub fn uri(secret: &[u8], hub: &str, mail: &str) -> Option<String> {
    // A colon parts the hub's name from the account's.
    let plain = |text: &str| text.replace(':', " ");
    let totp = builder(secret).with_account_name(plain(mail)).with_issuer(Some(plain(hub)));
    totp.build().ok()?.to_url().ok()
}

/// The step among `steps` whose code this is. All are computed, and each is compared in constant time.
pub fn find(secret: &[u8], code: &str, steps: impl Iterator<Item = i64>) -> Option<i64> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let totp = totp(secret);
    let mut found = None;
    for step in steps {
        if same(code_of(&totp, step)?.as_bytes(), code.as_bytes()) {
            found = found.or(Some(step));
        }
    }
    found
}

/// The code of a step, for tests and demonstrations: what the app shows.
pub fn code(secret: &[u8], step: i64) -> Option<String> {
    code_of(&totp(secret), step)
}

fn code_of(totp: &Totp, step: i64) -> Option<String> {
    let seconds = u64::try_from(step).ok()?.checked_mul(totp.step())?;
    Some(totp.generate(seconds).to_string())
}

fn builder(secret: &[u8]) -> Builder {
    Builder::new().with_secret(Secret::new(secret.into()))
}

fn totp(secret: &[u8]) -> Totp {
    // Only names and lengths could be wrong, and neither has to do with codes.
    builder(secret).build_noncompliant()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, Appendix B, cut to six digits (as RFC 4226 §5.3 does).
    #[test]
    fn codes_are_the_standards() {
        let secret = b"12345678901234567890";
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            assert_eq!(super::code(secret, seconds / 30).as_deref(), Some(code));
            assert_eq!(find(secret, code, [seconds / 30].into_iter()), Some(seconds / 30));
        }
        assert_eq!(find(secret, "287 082", [0, 1, 2].into_iter()), Some(1));
        for bad in ["", "287083", "87082", "0287082", "২৮৭০৮২"] {
            assert_eq!(find(secret, bad, [0, 1, 2].into_iter()), None, "{bad}");
        }
        assert_eq!(find(secret, "287082", [].into_iter()), None);
    }

    #[test]
    fn an_app_can_read_it() {
        let secret = b"12345678901234567890";
        assert_eq!(typed(secret), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        let uri = uri(secret, "Trục: tỉnh", "a@b.example").unwrap();
        assert!(uri.starts_with("otpauth://totp/Tr%E1%BB%A5c"), "{uri}");
        assert!(uri.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ") && uri.contains("a%40b.example"), "{uri}");
    }
}
