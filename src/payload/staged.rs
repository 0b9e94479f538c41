//! Packages that wait for their sender's yes: uploaded in pieces, looked at, then sent or thrown away. The files of drafts lie
//! in the same way, in a folder of their own.
//!
//! One folder a person under `<objects>/staged` (`<objects>/drafts`), two files a package: its bytes, and a note that says whose
//! they are and how many are to come. A cut line leaves what came; the next piece begins there. A whole package is never written again:
//! sending links it into `incoming`, and from there on it is an [`Upload`] like any other.
//!
//! Refused here: another person's package, or the same person's at another agency; a piece that does not begin where the
//! bytes end; two pieces at once; more than a person may hold. Absent: what a package says, and evidence (nothing here is
//! accepted by anybody).

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Source, Upload};
use crate::domain::ids::{DocumentUuid, Micros, OrganId, PersonId};
use crate::payload::PayloadError;

/// Whose: a person at the desk of one agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The person.
    pub person: PersonId,
    /// The agency.
    pub agency: OrganId,
}

/// How much a person may hold, all seats together.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Packages that were not sent.
    pub packages: usize,
    /// Their bytes, as announced.
    pub bytes: u64,
}

/// A package that waits.
#[derive(Clone, Debug)]
pub struct StagedPackage {
    /// Its name.
    pub id: Uuid,
    /// What its file was called, as the browser said.
    pub name: String,
    /// Bytes announced.
    pub size: u64,
    /// Bytes that came.
    pub have: u64,
    /// When it was begun.
    pub begun: Micros,
    /// It was sent, as this document; the bytes are gone from here.
    pub sent: Option<DocumentUuid>,
}

/// The note beside the bytes.
#[derive(Serialize, Deserialize)]
struct Note {
    agency: OrganId,
    name: String,
    size: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sent: Option<DocumentUuid>,
}

/// The folder of all of them.
#[derive(Clone, Debug)]
pub struct Staging {
    folder: PathBuf,
    incoming: PathBuf,
}

/// The next piece on its way: the file, locked for this one.
pub struct Piece {
    file: File,
    path: PathBuf,
    have: u64,
    size: u64,
}

impl StagedPackage {
    /// All bytes came.
    pub fn is_whole(&self) -> bool {
        self.have == self.size
    }
}

impl Staging {
    pub(super) fn new(folder: PathBuf, incoming: PathBuf) -> Self {
        Self { folder, incoming }
    }

    /// Makes room for a package of so many bytes.
    ///
    /// # Errors
    /// `StagedTooMuch`; `Io`, `DiskFull`.
    pub fn begin(&self, owner: &Owner, name: &str, size: u64, bounds: Bounds) -> Result<Uuid, PayloadError> {
        let folder = self.of(owner.person);
        fs::create_dir_all(&folder).map_err(|source| PayloadError::io("create", &folder, source))?;
        // Two beginnings at once are counted one after the other.
        let lock = File::open(&folder).map_err(|source| PayloadError::io("open", &folder, source))?;
        lock.lock().map_err(|source| PayloadError::io("lock", &folder, source))?;
        let held = self.all(owner.person)?;
        let held = held.iter().filter(|(_, note)| note.sent.is_none());
        let (packages, bytes) = held.fold((0, 0_u64), |(n, sum), (_, note)| (n + 1, sum.saturating_add(note.size)));
        if packages >= bounds.packages || bytes.saturating_add(size) > bounds.bytes {
            return Err(PayloadError::StagedTooMuch { packages, bytes });
        }
        let id = Uuid::now_v7();
        write_note(&folder, id, &Note { agency: owner.agency.clone(), name: shown(name), size, sent: None })?;
        let path = folder.join(id.to_string());
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        made.map_err(|source| PayloadError::io("create", &path, source))?;
        Ok(id)
    }

    /// One package of the owner.
    ///
    /// # Errors
    /// `Io`.
    pub fn find(&self, owner: &Owner, id: Uuid) -> Result<Option<StagedPackage>, PayloadError> {
        let folder = self.of(owner.person);
        match read_note(&folder, id)? {
            Some(note) if note.agency == owner.agency => described(&folder, id, note).map(Some),
            _ => Ok(None),
        }
    }

    /// What the owner has not sent, the newest first.
    ///
    /// # Errors
    /// `Io`.
    pub fn list(&self, owner: &Owner) -> Result<Vec<StagedPackage>, PayloadError> {
        let folder = self.of(owner.person);
        let mut held = self.all(owner.person)?;
        held.retain(|(_, note)| note.agency == owner.agency && note.sent.is_none());
        held.sort_by_key(|(id, _)| std::cmp::Reverse(*id));
        held.into_iter().map(|(id, note)| described(&folder, id, note)).collect()
    }

    /// Opens a package for the piece that begins at `offset`.
    ///
    /// # Errors
    /// `StagedUnknown`, `StagedBusy`, `StagedElsewhere`; `Io`.
    pub fn piece(&self, owner: &Owner, id: Uuid, offset: u64) -> Result<Piece, PayloadError> {
        let found = self.unsent(owner, id)?;
        let path = self.of(owner.person).join(id.to_string());
        let file = OpenOptions::new().append(true).open(&path);
        let file = file.map_err(|source| PayloadError::io("open", &path, source))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(PayloadError::StagedBusy),
            Err(TryLockError::Error(source)) => return Err(PayloadError::io("lock", &path, source)),
        }
        // Under the lock: nobody else adds to it now.
        let have = file.metadata().map_err(|source| PayloadError::io("stat", &path, source))?.len();
        if have != offset {
            return Err(PayloadError::StagedElsewhere { have, offset });
        }
        Ok(Piece { file, path, have, size: found.size })
    }

    /// Says that what came is all: of a body whose length nobody could say beforehand.
    ///
    /// # Errors
    /// `StagedUnknown`; `Io`.
    pub fn close(&self, owner: &Owner, id: Uuid) -> Result<StagedPackage, PayloadError> {
        let found = self.unsent(owner, id)?;
        let note = Note { agency: owner.agency.clone(), name: found.name.clone(), size: found.have, sent: None };
        write_note(&self.of(owner.person), id, &note)?;
        Ok(StagedPackage { size: found.have, ..found })
    }

    /// The whole package as an upload of its own; the staged one stays until [`Staging::sent`]. Blocks while it is hashed.
    ///
    /// # Errors
    /// `StagedUnknown`, `StagedUnfinished`; `TooLarge`; `Io`.
    pub fn upload(&self, owner: &Owner, id: Uuid, limit: u64) -> Result<Upload, PayloadError> {
        let found = self.unsent(owner, id)?;
        if !found.is_whole() {
            return Err(PayloadError::StagedUnfinished { have: found.have, size: found.size });
        }
        Upload::link(&self.incoming, &self.of(owner.person).join(id.to_string()), limit)
    }

    /// The bytes of a whole package, where they lie.
    ///
    /// # Errors
    /// `StagedUnknown`, `StagedUnfinished`; `Io`.
    pub fn source(&self, owner: &Owner, id: Uuid) -> Result<Source, PayloadError> {
        let found = self.unsent(owner, id)?;
        if !found.is_whole() {
            return Err(PayloadError::StagedUnfinished { have: found.have, size: found.size });
        }
        let path = self.of(owner.person).join(id.to_string());
        let file = File::open(&path).map_err(|source| PayloadError::io("open", &path, source))?;
        Ok(Source::File { file: Arc::new(file), size: found.size })
    }

    /// Notes what it became, so that a repeat finds it; the bytes go.
    ///
    /// # Errors
    /// `Io`.
    pub fn sent(&self, owner: &Owner, id: Uuid, document: DocumentUuid) -> Result<(), PayloadError> {
        let folder = self.of(owner.person);
        let Some(note) = read_note(&folder, id)?.filter(|note| note.agency == owner.agency) else { return Ok(()) };
        write_note(&folder, id, &Note { sent: Some(document), ..note })?;
        remove(&folder.join(id.to_string()))
    }

    /// Throws a package away. One that is not there is no fault.
    ///
    /// # Errors
    /// `Io`.
    pub fn discard(&self, owner: &Owner, id: Uuid) -> Result<(), PayloadError> {
        if self.find(owner, id)?.is_none() {
            return Ok(());
        }
        let folder = self.of(owner.person);
        remove(&folder.join(id.to_string()))?;
        remove(&note_path(&folder, id))
    }

    /// Removes what was begun before `cutoff` and nobody keeps. How many files that were.
    ///
    /// # Errors
    /// `Io`.
    pub fn sweep(&self, cutoff: Micros, kept: impl Fn(Uuid) -> bool) -> Result<u64, PayloadError> {
        let mut removed = 0;
        for person in names(&self.folder)? {
            let folder = self.folder.join(&person);
            for name in names(&folder)? {
                let id = name.split('.').next().and_then(|id| Uuid::parse_str(id).ok());
                if id.is_some_and(|id| begun(id) < cutoff && !kept(id)) {
                    remove(&folder.join(&name))?;
                    removed += 1;
                }
            }
        }
        Ok(removed)
    }

    fn unsent(&self, owner: &Owner, id: Uuid) -> Result<StagedPackage, PayloadError> {
        self.find(owner, id)?.filter(|found| found.sent.is_none()).ok_or(PayloadError::StagedUnknown)
    }

    fn all(&self, person: PersonId) -> Result<Vec<(Uuid, Note)>, PayloadError> {
        let folder = self.of(person);
        let mut out = Vec::new();
        for name in names(&folder)? {
            let id = name.strip_suffix(NOTE).and_then(|id| Uuid::parse_str(id).ok());
            if let Some(id) = id
                && let Some(note) = read_note(&folder, id)?
            {
                out.push((id, note));
            }
        }
        Ok(out)
    }

    fn of(&self, person: PersonId) -> PathBuf {
        self.folder.join(person.to_string())
    }
}

impl Piece {
    /// Adds to it; blocks on the disk.
    ///
    /// # Errors
    /// `TooLarge` when more comes than was announced; `DiskFull`; `Io`.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), PayloadError> {
        let have = self.have.saturating_add(bytes.len() as u64);
        if have > self.size {
            return Err(PayloadError::TooLarge { limit: self.size });
        }
        self.file.write_all(bytes).map_err(|source| PayloadError::io("write", &self.path, source))?;
        self.have = have;
        Ok(())
    }

    /// Bytes that came so far.
    pub fn have(&self) -> u64 {
        self.have
    }
}

fn described(folder: &Path, id: Uuid, note: Note) -> Result<StagedPackage, PayloadError> {
    let path = folder.join(id.to_string());
    let have = match fs::metadata(&path) {
        Ok(found) => found.len(),
        // Sent: the bytes are gone.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => 0,
        Err(source) => return Err(PayloadError::io("stat", &path, source)),
    };
    Ok(StagedPackage { id, name: note.name, size: note.size, have, begun: begun(id), sent: note.sent })
}

fn read_note(folder: &Path, id: Uuid) -> Result<Option<Note>, PayloadError> {
    let path = note_path(folder, id);
    match fs::read(&path) {
        // A note that cannot be read is as good as none: the package is swept with the others.
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(PayloadError::io("read", &path, source)),
    }
}

/// Whole or not at all: a reader never sees half a note.
fn write_note(folder: &Path, id: Uuid, note: &Note) -> Result<(), PayloadError> {
    let path = note_path(folder, id);
    let fresh = folder.join(format!("{id}.{}.new", Uuid::new_v4()));
    let io = |source| PayloadError::io("write", &path, source);
    let bytes = serde_json::to_vec(note).map_err(|error| io(error.into()))?;
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh).map_err(io)?;
    file.write_all(&bytes).map_err(io)?;
    fs::rename(&fresh, &path).map_err(io)
}

fn note_path(folder: &Path, id: Uuid) -> PathBuf {
    folder.join(format!("{id}{NOTE}"))
}

fn remove(path: &Path) -> Result<(), PayloadError> {
    match fs::remove_file(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(PayloadError::io("remove", path, source)),
        _ => Ok(()),
    }
}

fn names(folder: &Path) -> Result<Vec<String>, PayloadError> {
    match super::objects::names(folder) {
        Err(PayloadError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        found => found,
    }
}

fn begun(id: Uuid) -> Micros {
    let (seconds, nanos) = id.get_timestamp().map_or((0, 0), |time| time.to_unix());
    Micros(i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1_000_000).saturating_add(i64::from(nanos / 1000)))
}

/// A file's name as it may be shown: what stands behind the last slash, without what cannot be seen, and not too long.
fn shown(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible = last.chars().filter(|c| {
        !c.is_control() && !matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    });
    visible.take(NAME_CHARS).collect()
}

const NOTE: &str = ".json";
/// Long names are cut; they are only shown.
const NAME_CHARS: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload::Objects;

    const BOUNDS: Bounds = Bounds { packages: 2, bytes: 100 };

    fn staging() -> (tempfile::TempDir, Objects, Owner) {
        let dir = tempfile::tempdir().unwrap();
        let objects = Objects::open(dir.path()).unwrap();
        let owner = Owner { person: PersonId(Uuid::from_u128(1)), agency: OrganId("H01.A".to_owned()) };
        (dir, objects, owner)
    }

    fn begin(staging: &Staging, owner: &Owner, size: u64) -> Uuid {
        staging.begin(owner, "C:\\goi\u{202e}.asice", size, BOUNDS).unwrap()
    }

    #[test]
    fn pieces_go_on_where_the_line_was_cut() {
        let (_dir, objects, owner) = staging();
        let staging = objects.staging();
        let id = begin(&staging, &owner, 10);
        staging.piece(&owner, id, 0).unwrap().write(b"0123").unwrap();
        assert!(matches!(staging.piece(&owner, id, 0), Err(PayloadError::StagedElsewhere { have: 4, offset: 0 })));
        assert!(matches!(staging.upload(&owner, id, 100), Err(PayloadError::StagedUnfinished { have: 4, size: 10 })));
        let mut piece = staging.piece(&owner, id, 4).unwrap();
        assert!(matches!(staging.piece(&owner, id, 4), Err(PayloadError::StagedBusy)));
        assert!(matches!(piece.write(b"4567890"), Err(PayloadError::TooLarge { limit: 10 })));
        piece.write(b"456789").unwrap();
        drop(piece);
        let found = staging.find(&owner, id).unwrap().unwrap();
        assert_eq!((found.name.as_str(), found.have, found.is_whole()), ("goi.asice", 10, true));
        let upload = staging.upload(&owner, id, 100).unwrap();
        assert_eq!((upload.size(), upload.digest()), (10, crate::crypto::sha256(b"0123456789")));
        let key = objects.keep(upload).unwrap();
        staging.sent(&owner, id, DocumentUuid(Uuid::from_u128(7))).unwrap();
        objects.source(&key).unwrap().check(crate::crypto::sha256(b"0123456789")).unwrap();
        let again = staging.find(&owner, id).unwrap().unwrap();
        assert_eq!(again.sent, Some(DocumentUuid(Uuid::from_u128(7))));
        assert!(matches!(staging.piece(&owner, id, 10), Err(PayloadError::StagedUnknown)), "never written again");
        assert!(staging.list(&owner).unwrap().is_empty());
    }

    #[test]
    fn an_upload_that_is_refused_leaves_the_staged_one() {
        let (_dir, objects, owner) = staging();
        let staging = objects.staging();
        let id = begin(&staging, &owner, 3);
        staging.piece(&owner, id, 0).unwrap().write(b"abc").unwrap();
        drop(staging.upload(&owner, id, 100).unwrap());
        assert!(staging.find(&owner, id).unwrap().unwrap().is_whole());
        assert!(matches!(staging.upload(&owner, id, 2), Err(PayloadError::TooLarge { limit: 2 })));
        staging.discard(&owner, id).unwrap();
        assert!(staging.find(&owner, id).unwrap().is_none());
    }

    #[test]
    fn nobody_else_sees_it_and_nobody_holds_too_much() {
        let (_dir, objects, owner) = staging();
        let staging = objects.staging();
        let id = begin(&staging, &owner, 60);
        let elsewhere = Owner { agency: OrganId("H01.B".to_owned()), ..owner.clone() };
        let another = Owner { person: PersonId(Uuid::from_u128(2)), ..owner.clone() };
        for other in [&elsewhere, &another] {
            assert!(staging.find(other, id).unwrap().is_none());
            assert!(staging.list(other).unwrap().is_empty());
            assert!(matches!(staging.piece(other, id, 0), Err(PayloadError::StagedUnknown)));
            staging.discard(other, id).unwrap();
        }
        let too_large = staging.begin(&elsewhere, "x", 41, BOUNDS);
        assert!(matches!(too_large, Err(PayloadError::StagedTooMuch { packages: 1, bytes: 60 })));
        begin(&staging, &owner, 1);
        let third = staging.begin(&owner, "x", 1, BOUNDS);
        assert!(matches!(third, Err(PayloadError::StagedTooMuch { packages: 2, .. })));
        staging.discard(&owner, id).unwrap();
        begin(&staging, &owner, 1);
    }

    #[test]
    fn what_is_old_is_swept() {
        let (_dir, objects, owner) = staging();
        let staging = objects.staging();
        let id = begin(&staging, &owner, 60);
        let now = begun(id);
        assert_eq!(staging.sweep(now, |_| false).unwrap(), 0);
        assert_eq!(staging.sweep(now.plus_seconds(1), |_| true).unwrap(), 0, "what is kept stays");
        assert_eq!(staging.sweep(now.plus_seconds(1), |_| false).unwrap(), 2);
        assert!(staging.find(&owner, id).unwrap().is_none());
    }
}
