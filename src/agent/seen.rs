//! Requests that came before: each id opens one question, whatever was answered. Kept over a restart, for longer than a time of
//! signing is taken.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::AgentError;
use super::paired::{hold, read_private, write_private};
use crate::crypto;
use crate::domain::ids::{Digest, Micros};

/// Where they are kept.
#[derive(Debug)]
pub(super) struct Seen {
    folder: PathBuf,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Came {
    id_sha256: Digest,
    at: Micros,
}

impl Seen {
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Notes a request. One at a time, whichever process asks.
    pub(super) fn note(&self, id: &str, now: Micros) -> Result<(), AgentError> {
        let form = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if !(16..=64).contains(&id.len()) || !id.chars().all(form) {
            return Err(AgentError::RequestId);
        }
        let id_sha256 = crypto::sha256(id.as_bytes());
        let _held = hold(&self.folder)?;
        let file = self.folder.join("requests.json");
        let mut all: Vec<Came> = read_private(&file)?;
        all.retain(|came| came.at > now.plus_seconds(-KEPT_S));
        if all.iter().any(|came| came.id_sha256 == id_sha256) {
            return Err(AgentError::Replayed);
        }
        all.push(Came { id_sha256, at: now });
        write_private(&file, &all)
    }
}

/// A request's time of signing is taken for a fraction of this.
const KEPT_S: i64 = 86_400;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_opens_one_question() {
        let dir = tempfile::tempdir().unwrap();
        let now = Micros(1_795_507_200_000_000);
        Seen::new(dir.path()).note("0123456789abcdef", now).unwrap();
        let again = Seen::new(dir.path());
        assert!(matches!(again.note("0123456789abcdef", now.plus_seconds(80_000)), Err(AgentError::Replayed)));
        again.note("0123456789abcdeg", now).unwrap();
        for id in ["", "short", "0123456789abcdef\n", "0123456789 abcdef", &"x".repeat(65)] {
            assert!(matches!(again.note(id, now), Err(AgentError::RequestId)), "{id}");
        }
    }

    #[test]
    fn two_programs_on_one_folder_take_an_id_once() {
        let dir = tempfile::tempdir().unwrap();
        let now = Micros(1_795_507_200_000_000);
        let one = || Seen::new(dir.path()).note("0123456789abcdef", now).is_ok();
        let taken = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(one)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).filter(|taken| *taken).count()
        });
        assert_eq!(taken, 1);
    }
}
