//! Files that were looked at and wait for a yes: a directory's table, a calendar. Kept in memory, for a quarter of an hour,
//! a few at a time, each for the person who brought it; who comes too late brings it again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

use crate::codes;
use crate::domain::ids::{Micros, PersonId};
use crate::exchange::Refusal;
use crate::http::Failure;

/// All of them.
#[derive(Clone, Debug, Default)]
pub struct Held(Arc<Mutex<HashMap<Uuid, File>>>);

/// One.
#[derive(Clone, Debug)]
pub(super) struct File {
    /// Who brought it.
    pub person: PersonId,
    /// What for.
    pub purpose: &'static str,
    /// Its name, as it was called there.
    pub name: String,
    /// Its bytes.
    pub bytes: Arc<Vec<u8>>,
    /// When it came.
    pub at: Micros,
}

impl Held {
    /// Keeps a file; its name.
    ///
    /// # Errors
    /// `internal` without chance.
    pub(super) fn keep(&self, file: File) -> Result<Uuid, Failure> {
        let id = uuid::Builder::from_random_bytes(crate::crypto::random().map_err(Refusal::internal)?).into_uuid();
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.retain(|_, held| file.at.0.saturating_sub(held.at.0) < KEPT_US);
        while files.len() >= AT_ONCE {
            let oldest = files.iter().min_by_key(|(_, held)| held.at).map(|(id, _)| *id);
            oldest.map(|id| files.remove(&id));
        }
        files.insert(id, file);
        Ok(id)
    }

    /// A person's file, while it is kept.
    ///
    /// # Errors
    /// `hub.upload_gone`.
    pub(super) fn get(&self, id: Uuid, person: PersonId, purpose: &'static str, now: Micros) -> Result<File, Failure> {
        let files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files
            .get(&id)
            .filter(|file| file.person == person && file.purpose == purpose)
            .filter(|file| now.0.saturating_sub(file.at.0) < KEPT_US)
            .cloned()
            .ok_or_else(|| Failure::new(codes::HUB_UPLOAD_GONE, "the file is not held any more"))
    }

    /// Lets one go.
    pub(super) fn drop(&self, id: Uuid) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }
}

/// Long enough to read what a table would do, short enough that it still does that.
const KEPT_US: i64 = 15 * 60 * 1_000_000;
/// Of at most 16 MiB each.
const AT_ONCE: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    fn file(person: u128, at: i64) -> File {
        let person = PersonId(Uuid::from_u128(person));
        File { person, purpose: "table", name: "a.csv".to_owned(), bytes: Arc::default(), at: Micros(at) }
    }

    #[test]
    fn a_file_is_for_whoever_brought_it_and_for_a_while() {
        let held = Held::default();
        let id = held.keep(file(1, 0)).unwrap();
        let get = |person: u128, purpose, at| held.get(id, PersonId(Uuid::from_u128(person)), purpose, Micros(at));
        assert!(get(1, "table", KEPT_US - 1).is_ok());
        for other in [get(2, "table", 0), get(1, "calendar", 0), get(1, "table", KEPT_US)] {
            assert_eq!(other.unwrap_err().code(), codes::HUB_UPLOAD_GONE);
        }
        for at in 1..=8 {
            held.keep(file(1, at)).unwrap();
        }
        assert!(get(1, "table", 9).is_err(), "the oldest makes room");
    }
}
