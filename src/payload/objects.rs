//! The object store: a folder of files that are written once and never changed.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::ids::Micros;
use crate::payload::{ObjectKey, PayloadError, Source, Staging, Upload};

/// A submission whose object is older than this may not commit: half of [`SWEEP_AGE_S`], so that a row never names an
/// object the sweep is about to take (DECISIONS.md, Objects).
pub const COMMIT_MAX_AGE_S: i64 = 12 * 3600;

/// The sweep takes objects without a row when they are older than this.
pub const SWEEP_AGE_S: i64 = 24 * 3600;

/// A folder that holds objects: `<root>/<first two hex digits>/<sha256>.<uuidv7>`, and `<root>/incoming` for bodies
/// on their way in. Both must lie on one file system, and no other program may write there.
///
/// Written by hand rather than with `object_store`: a kept body is a rename of the very file it streamed into.
#[derive(Clone, Debug)]
pub struct Objects {
    root: Arc<PathBuf>,
}

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Objects without a row that were removed.
    pub objects: u64,
    /// Unfinished bodies, and packages that nobody sent, that were removed.
    pub incoming: u64,
    /// Files whose name is not a key: left alone.
    pub foreign: u64,
}

impl Objects {
    /// Opens the folder, making it when it is absent.
    ///
    /// # Errors
    /// `Io` when it cannot be made or written.
    pub fn open(root: &Path) -> Result<Self, PayloadError> {
        let incoming = root.join(INCOMING);
        fs::create_dir_all(&incoming).map_err(|source| PayloadError::io("create", &incoming, source))?;
        sync_folder(root)?;
        Ok(Self { root: Arc::new(root.to_owned()) })
    }

    /// A new private file for a body of at most `limit` bytes.
    ///
    /// # Errors
    /// `Io`, `DiskFull`.
    pub fn upload(&self, limit: u64) -> Result<Upload, PayloadError> {
        Upload::create(&self.root.join(INCOMING), limit)
    }

    /// A body of at most `limit` bytes that is written here, forth and back, and then is an upload like any other.
    ///
    /// # Errors
    /// What `make` fails with; `TooLarge`, `Io`, `DiskFull`.
    pub fn made<E: From<PayloadError>>(
        &self,
        limit: u64,
        make: impl FnOnce(&File) -> Result<(), E>,
    ) -> Result<Upload, E> {
        Upload::made(&self.root.join(INCOMING), limit, make)
    }

    /// Packages that wait for their sender's yes.
    pub fn staging(&self) -> Staging {
        Staging::new(self.root.join(STAGED), self.root.join(INCOMING))
    }

    /// Files of documents that are being written.
    pub fn drafts(&self) -> Staging {
        Staging::new(self.root.join(DRAFTS), self.root.join(INCOMING))
    }

    /// Bytes that are free for this process on the folder's disk.
    ///
    /// # Errors
    /// `Io` when the system does not say.
    pub fn free_bytes(&self) -> Result<u64, PayloadError> {
        let stat = rustix::fs::statvfs(self.root.as_path())
            .map_err(|error| PayloadError::io("measure", self.root.as_path(), error.into()))?;
        Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
    }

    /// Makes a body durable under a key of its own: fsync of the file, rename, fsync of the folder. Nothing is copied.
    /// Only then may a row name it.
    ///
    /// # Errors
    /// `Io`, `DiskFull`; the body is then gone or swept later.
    pub fn keep(&self, upload: Upload) -> Result<ObjectKey, PayloadError> {
        let key = ObjectKey::new(upload.digest());
        let path = self.path(&key);
        upload.file().sync_all().map_err(|source| PayloadError::io("sync", upload.path(), source))?;
        if let Some(folder) = path.parent() {
            if !folder.is_dir() {
                fs::create_dir_all(folder).map_err(|source| PayloadError::io("create", folder, source))?;
                sync_folder(&self.root)?;
            }
            fs::rename(upload.path(), &path).map_err(|source| PayloadError::io("rename", &path, source))?;
            upload.taken();
            sync_folder(folder)?;
        }
        Ok(key)
    }

    /// Whether the object is there, and young enough to be committed at `now`.
    pub fn may_commit(&self, key: &ObjectKey, now: Micros) -> bool {
        now.0.saturating_sub(key.created().0) <= COMMIT_MAX_AGE_S * 1_000_000 && self.path(key).is_file()
    }

    /// Opens an object for reading.
    ///
    /// # Errors
    /// `Io` when it is not there.
    pub fn source(&self, key: &ObjectKey) -> Result<Source, PayloadError> {
        let path = self.path(key);
        let file = File::open(&path).map_err(|source| PayloadError::io("open", &path, source))?;
        let size = file.metadata().map_err(|source| PayloadError::io("stat", &path, source))?.len();
        Ok(Source::File { file: Arc::new(file), size })
    }

    /// Removes an object (its row is gone already: retention, erasure).
    ///
    /// # Errors
    /// `Io`; an object that is not there is no fault.
    pub fn remove(&self, key: &ObjectKey) -> Result<(), PayloadError> {
        let path = self.path(key);
        match fs::remove_file(&path) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                Err(PayloadError::io("remove", &path, source))
            }
            _ => Ok(()),
        }
    }

    /// Removes objects older than 24 h that no row names, and unfinished bodies and staged packages of that age. `named` answers, for up to
    /// 500 keys at a time, which of them a row names.
    ///
    /// # Errors
    /// What `named` fails with, or `Io`; the sweep then stops and removes nothing more.
    pub fn sweep<E: From<PayloadError>>(
        &self,
        now: Micros,
        mut named: impl FnMut(&[String]) -> Result<Vec<String>, E>,
    ) -> Result<Swept, E> {
        let cutoff = Micros(now.0.saturating_sub(SWEEP_AGE_S * 1_000_000));
        let mut swept = Swept::default();
        for folder in self.folders()? {
            let mut old = Vec::new();
            for name in names(&folder)? {
                match name.parse::<ObjectKey>() {
                    Ok(key) if key.created() < cutoff => old.push(key),
                    Ok(_) => {}
                    Err(_) => swept.foreign += 1,
                }
            }
            for page in old.chunks(500) {
                let keys: Vec<String> = page.iter().map(ToString::to_string).collect();
                let with_row = named(&keys)?;
                for key in page.iter().filter(|key| !with_row.contains(&key.to_string())) {
                    self.remove(key)?;
                    swept.objects += 1;
                }
            }
        }
        swept.incoming = self.sweep_incoming(cutoff)? + self.staging().sweep(cutoff, |_| false)?;
        Ok(swept)
    }

    fn sweep_incoming(&self, cutoff: Micros) -> Result<u64, PayloadError> {
        let incoming = self.root.join(INCOMING);
        let mut removed = 0;
        for name in names(&incoming)? {
            let Ok(id) = uuid::Uuid::parse_str(&name) else { continue };
            let made = id.get_timestamp().map_or(0, |time| time.to_unix().0);
            if i64::try_from(made).unwrap_or(i64::MAX) < cutoff.0 / 1_000_000 {
                let path = incoming.join(&name);
                fs::remove_file(&path).map_err(|source| PayloadError::io("remove", &path, source))?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    fn folders(&self) -> Result<Vec<PathBuf>, PayloadError> {
        let two_hex = |name: &String| name.len() == 2 && name.chars().all(|c| c.is_ascii_hexdigit());
        Ok(names(&self.root)?.into_iter().filter(two_hex).map(|name| self.root.join(name)).collect())
    }

    fn path(&self, key: &ObjectKey) -> PathBuf {
        let name = key.to_string();
        self.root.join(name.get(..2).unwrap_or_default()).join(name)
    }
}

pub(super) fn names(folder: &Path) -> Result<Vec<String>, PayloadError> {
    let fail = |source| PayloadError::io("list", folder, source);
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        if let Ok(name) = entry.map_err(fail)?.file_name().into_string() {
            out.push(name);
        }
    }
    Ok(out)
}

/// A rename or a new file is durable only when its folder is (fsync(2), NOTES).
fn sync_folder(folder: &Path) -> Result<(), PayloadError> {
    let folder_file = OpenOptions::new().read(true).open(folder);
    folder_file.and_then(|file| file.sync_all()).map_err(|source| PayloadError::io("sync", folder, source))
}

const INCOMING: &str = "incoming";
const STAGED: &str = "staged";
const DRAFTS: &str = "drafts";

#[cfg(test)]
mod tests {
    use std::io::Read;

    use crate::domain::ids::Digest;

    use super::*;

    fn objects() -> (tempfile::TempDir, Objects) {
        let dir = tempfile::tempdir().unwrap();
        let objects = Objects::open(dir.path()).unwrap();
        (dir, objects)
    }

    #[test]
    fn a_kept_body_reads_back_in_ranges_and_is_the_same_file() {
        let (_dir, objects) = objects();
        let mut upload = objects.upload(1 << 20).unwrap();
        for n in 0..10_u8 {
            upload.write(&[n; 10_000]).unwrap();
        }
        let digest = upload.digest();
        let inode = std::os::unix::fs::MetadataExt::ino(&upload.file().metadata().unwrap());
        let key = objects.keep(upload).unwrap();
        assert_eq!(key.digest(), digest);
        let meta = fs::metadata(objects.path(&key)).unwrap();
        assert_eq!(std::os::unix::fs::MetadataExt::ino(&meta), inode, "kept by rename, not by copy");
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&meta.permissions()) & 0o777, 0o600);

        let source = objects.source(&key).unwrap();
        source.check(digest).unwrap();
        let mut piece = Vec::new();
        source.range(9_999, 2).unwrap().read_to_end(&mut piece).unwrap();
        assert_eq!(piece, [0, 1]);
        piece.clear();
        source.range(99_999, u64::MAX).unwrap().read_to_end(&mut piece).unwrap();
        assert_eq!(piece, [9]);
        assert!(matches!(source.range(100_000, 1), Err(PayloadError::RangeOutside { size: 100_000, .. })));
        assert!(matches!(source.check(Digest([0; 32])), Err(PayloadError::Damaged { .. })));
    }

    #[test]
    fn a_dropped_body_is_gone_and_one_too_long_is_refused() {
        let (_dir, objects) = objects();
        let mut upload = objects.upload(10).unwrap();
        let path = upload.path().to_owned();
        upload.write(&[0; 10]).unwrap();
        assert!(matches!(upload.write(&[0]), Err(PayloadError::TooLarge { limit: 10 })));
        drop(upload);
        assert!(!path.exists());
    }

    #[test]
    fn the_sweep_takes_old_orphans_only() {
        let (_dir, objects) = objects();
        let now = Micros(1_800_000_000_000_000);
        let hours = |n: i64| Micros(now.0 - n * 3_600_000_000);
        let place = |at, byte| {
            let key = ObjectKey::made_at(Digest([byte; 32]), at);
            let path = objects.path(&key);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, b"x").unwrap();
            key
        };
        let (orphan, named, young) = (place(hours(25), 1), place(hours(25), 1), place(hours(23), 2));
        fs::write(objects.root.join("01/README"), b"x").unwrap();
        let row = named.to_string();
        let swept: Result<Swept, PayloadError> = objects.sweep(now, |_| Ok(vec![row.clone()]));
        assert_eq!(swept.unwrap(), Swept { objects: 1, incoming: 0, foreign: 1 });
        assert!(objects.source(&orphan).is_err());
        assert!(objects.source(&named).is_ok() && objects.source(&young).is_ok());
        assert!(!objects.may_commit(&named, now), "older than 12 h");
        assert!(!objects.may_commit(&orphan, hours(25)), "gone");
        assert!(objects.may_commit(&young, hours(12)));
    }
}
