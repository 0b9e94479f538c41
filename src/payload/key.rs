//! Names of objects.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::domain::ids::{Digest, Micros};
use crate::payload::PayloadError;

/// `<sha256>.<uuidv7>`: the digest says what it holds, the UUID that no two submissions share it and when it was made.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ObjectKey {
    digest: Digest,
    name: Uuid,
}

impl ObjectKey {
    /// A new key for bytes with this digest, made now.
    pub fn new(digest: Digest) -> Self {
        Self { digest, name: Uuid::now_v7() }
    }

    /// A key as if made at `at`, for tests of age.
    pub fn made_at(digest: Digest, at: Micros) -> Self {
        let (seconds, micros) = (at.0.div_euclid(1_000_000), at.0.rem_euclid(1_000_000));
        let seconds = u64::try_from(seconds).unwrap_or(0);
        let nanos = u32::try_from(micros * 1_000).unwrap_or(0);
        let time = uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos);
        Self { digest, name: Uuid::new_v7(time) }
    }

    /// SHA-256 of the bytes it names.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// When it was made, to the millisecond.
    pub fn created(&self) -> Micros {
        let (seconds, nanos) = self.name.get_timestamp().map_or((0, 0), |time| time.to_unix());
        let seconds = i64::try_from(seconds).unwrap_or(i64::MAX / 2_000_000);
        Micros(seconds.saturating_mul(1_000_000).saturating_add(i64::from(nanos) / 1_000))
    }
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.digest, self.name)
    }
}

impl FromStr for ObjectKey {
    type Err = PayloadError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || PayloadError::BadKey { text: text.chars().take(120).collect() };
        let (digest, name) = text.split_once('.').ok_or_else(bad)?;
        let digest = Digest::from_hex(digest).ok_or_else(bad)?;
        let name = Uuid::parse_str(name).ok().filter(|name| name.get_version_num() == 7).ok_or_else(bad)?;
        Ok(Self { digest, name })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_and_knows_its_age() {
        let at = Micros(1_700_000_000_123_000);
        let key = ObjectKey::made_at(Digest([7; 32]), at);
        let back: ObjectKey = key.to_string().parse().unwrap();
        assert_eq!(back, key);
        assert_eq!(back.created(), at);
        assert_eq!(back.digest(), Digest([7; 32]));
    }

    #[test]
    fn other_names_are_refused() {
        for text in ["", "a.b", "../../etc/passwd", &format!("{}.{}", Digest([0; 32]), Uuid::nil())] {
            assert!(text.parse::<ObjectKey>().is_err(), "{text}");
        }
    }
}
