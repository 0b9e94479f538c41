//! From columns to types, and pages.

use uuid::Uuid;

use crate::domain::ids::Digest;
use crate::store::Error;

/// One page of a list; `next` is what the following page begins after, `None` at the end.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where to go on.
    pub next: Option<i64>,
}

impl<T> Page<T> {
    /// A page of no rows, with nothing after it.
    pub fn empty() -> Self {
        Self { rows: Vec::new(), next: None }
    }

    /// From rows of which one more was asked for than the page holds.
    pub(super) fn of(mut rows: Vec<T>, asked: u32, place: impl Fn(&T) -> i64) -> Self {
        let asked = usize::try_from(asked.clamp(1, PAGE_MAX)).unwrap_or(1);
        let more = rows.len() > asked;
        rows.truncate(asked);
        let next = rows.last().filter(|_| more).map(place);
        Self { rows, next }
    }
}

/// One row more than asked for tells whether there is another page.
pub(super) fn limit(asked: u32) -> i64 {
    i64::from(asked.clamp(1, PAGE_MAX)) + 1
}

pub(super) fn bytes(id: &Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

pub(super) fn uuid(bytes: &[u8]) -> Result<Uuid, Error> {
    Uuid::from_slice(bytes).map_err(|_| Error::Damaged { what: "a uuid", found: format!("{} bytes", bytes.len()) })
}

pub(super) fn digest(bytes: &[u8]) -> Result<Digest, Error> {
    Digest::from_slice(bytes)
        .ok_or_else(|| Error::Damaged { what: "a digest", found: format!("{} bytes", bytes.len()) })
}

pub(super) fn count(number: i64) -> Result<u64, Error> {
    u64::try_from(number).map_err(|_| Error::Damaged { what: "a count", found: number.to_string() })
}

/// No page is longer.
pub const PAGE_MAX: u32 = 1_000;
