//! The restore guard. A database that was restored from a backup has forgotten leaves that were shown to others, and
//! would grow another history over them: a fork. So the newest checkpoint is also kept in a file outside the database
//! (beside the key), and `serve` does not start when that file knows more than the database, or something else.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::evidence::checkpoint::{Checkpoint, Note};
use crate::evidence::tile::Prover;
use crate::store::log::StoredHashes;
use crate::store::{Error, Store};

/// What the guard found, when it lets pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guarded {
    /// The file's checkpoint is the beginning of the log (sizes: the file's, the log's).
    Consistent {
        /// Leaves the file knows of.
        known: u64,
        /// Leaves the log has.
        size: u64,
    },
    /// There is no file, and the log is empty: a new hub.
    New,
    /// There is no file, but the log has leaves: the guard has nothing to compare with. To be said aloud.
    NoFile {
        /// Leaves the log has.
        size: u64,
    },
    /// The file belongs to an earlier epoch: a restore was made on purpose.
    EarlierEpoch,
}

/// Why the hub may not start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GuardError {
    /// The file knows leaves that the database has not: it was restored from a backup, or is another database.
    #[error("{path} knows {known} leaves of {origin}, the database has {size} of {here}")]
    Ahead {
        /// The file.
        path: PathBuf,
        /// Its origin line.
        origin: String,
        /// Leaves it knows.
        known: u64,
        /// The database's origin.
        here: String,
        /// Leaves the database has.
        size: u64,
    },
    /// The file's root is not the root of the first leaves of the database: two histories.
    #[error("{path} has another root for the first {known} leaves of {origin}")]
    Fork {
        /// The file.
        path: PathBuf,
        /// Its origin line.
        origin: String,
        /// Leaves it knows.
        known: u64,
    },
    /// The file is no checkpoint, or one of another hub.
    #[error("{path} is not a checkpoint of this log: {detail}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        detail: String,
    },
}

impl Store {
    /// Compares the high-water file with the log. `hub` is the host of this hub's origin. Call before the committer is
    /// started.
    ///
    /// # Errors
    /// [`Error::Guard`] when the hub may not start; else `Database`, `File`.
    pub fn guard(&self, path: &Path, hub: &str) -> Result<Guarded, Error> {
        let head = self.log_head()?;
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok(if head.size == 0 { Guarded::New } else { Guarded::NoFile { size: head.size } });
            }
            Err(source) => return Err(Error::File { what: "read", path: path.to_owned(), source }),
        };
        let unreadable = |detail: String| GuardError::Unreadable { path: path.to_owned(), detail };
        let note = Note::parse(&text).map_err(|error| unreadable(error.to_string()))?;
        let Checkpoint { origin, size: known, root } = note.checkpoint().clone();
        let epoch = origin
            .strip_prefix(hub)
            .and_then(|rest| rest.strip_prefix("/log/"))
            .and_then(|epoch| epoch.parse::<u64>().ok())
            .ok_or_else(|| unreadable(format!("its origin is {origin}, this hub is {hub}")))?;
        if epoch < head.epoch {
            return Ok(Guarded::EarlierEpoch);
        }
        if epoch > head.epoch || known > head.size {
            let here = crate::evidence::leaf::origin(hub, head.epoch);
            return Err(GuardError::Ahead { path: path.to_owned(), origin, known, here, size: head.size }.into());
        }
        let here = self.read(|conn| {
            Prover::new(StoredHashes::new(conn, epoch))
                .root(known)
                .map_err(|error| Error::Evidence { reason: error.to_string() })
        })?;
        if here == root {
            Ok(Guarded::Consistent { known, size: head.size })
        } else {
            Err(GuardError::Fork { path: path.to_owned(), origin, known }.into())
        }
    }
}

/// Writes the file anew beside itself and renames it: a crash leaves the old or the new. Not fsynced: it is written
/// after every batch, and what a power cut takes from it only makes the guard a little more forgiving.
pub(super) fn write_high_water(path: &Path, note: &str) -> std::io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    fs::File::create(&beside).and_then(|mut file| file.write_all(note.as_bytes()))?;
    fs::rename(&beside, path)
}
