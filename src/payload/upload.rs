//! A body on its way in: one private file, written once and hashed while it streams.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::crypto::Sha256;
use crate::domain::ids::Digest;
use crate::payload::PayloadError;

/// A private file (0600) in the folder `incoming` of the object store, so that keeping it is a rename. It is removed
/// when dropped, unless [`super::Objects::keep`] took it.
pub struct Upload {
    file: File,
    path: PathBuf,
    hasher: Sha256,
    size: u64,
    limit: u64,
    kept: bool,
}

impl Upload {
    pub(super) fn create(incoming: &Path, limit: u64) -> Result<Self, PayloadError> {
        let path = incoming.join(Uuid::now_v7().to_string());
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .map_err(|source| PayloadError::io("create", &path, source))?;
        Ok(Self { file, path, hasher: Sha256::default(), size: 0, limit, kept: false })
    }

    /// Another name for a file that is whole, hashed here; it is never written again.
    pub(super) fn link(incoming: &Path, whole: &Path, limit: u64) -> Result<Self, PayloadError> {
        let path = incoming.join(Uuid::now_v7().to_string());
        std::fs::hard_link(whole, &path).map_err(|source| PayloadError::io("link", whole, source))?;
        let opened = OpenOptions::new().read(true).open(&path);
        let file = opened.map_err(|source| PayloadError::io("open", &path, source))?;
        Self { file, path, hasher: Sha256::default(), size: 0, limit, kept: false }.hashed()
    }

    /// A body that is made here, by somebody who goes back and forth in the file; hashed when it is whole.
    pub(super) fn made<E: From<PayloadError>>(
        incoming: &Path,
        limit: u64,
        make: impl FnOnce(&File) -> Result<(), E>,
    ) -> Result<Self, E> {
        let made = Self::create(incoming, limit)?;
        make(&made.file)?;
        Ok(made.hashed()?)
    }

    /// The same with size and digest of what the file holds.
    fn hashed(mut self) -> Result<Self, PayloadError> {
        let mut buffer = vec![0; PIECE_BYTES];
        loop {
            let read = self.file.read_at(&mut buffer, self.size);
            let read = read.map_err(|source| PayloadError::io("read", &self.path, source))?;
            let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else { return Ok(self) };
            self.size = self.size.saturating_add(read as u64);
            if self.size > self.limit {
                return Err(PayloadError::TooLarge { limit: self.limit });
            }
            self.hasher.update(piece);
        }
    }

    /// Takes the next piece; blocks on the disk.
    ///
    /// # Errors
    /// `TooLarge` as soon as the cap is passed; `DiskFull`; `Io`.
    pub fn write(&mut self, piece: &[u8]) -> Result<(), PayloadError> {
        self.size = self.size.saturating_add(piece.len() as u64);
        if self.size > self.limit {
            return Err(PayloadError::TooLarge { limit: self.limit });
        }
        self.file.write_all(piece).map_err(|source| PayloadError::io("write", &self.path, source))?;
        self.hasher.update(piece);
        Ok(())
    }

    /// Bytes so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// SHA-256 of the bytes so far.
    pub fn digest(&self) -> Digest {
        self.hasher.clone().finish()
    }

    /// Another descriptor of the same file, at the same place; verification reads from it.
    ///
    /// # Errors
    /// `Io` when the system has no descriptor left.
    pub fn descriptor(&self) -> Result<File, PayloadError> {
        self.file.try_clone().map_err(|source| PayloadError::io("reopen", &self.path, source))
    }

    /// The bytes themselves, for a body that is small enough to lie in a row. The file goes.
    ///
    /// # Errors
    /// `Io` when they cannot be read.
    pub fn into_bytes(self) -> Result<Vec<u8>, PayloadError> {
        let io = |source| PayloadError::io("read", &self.path, source);
        let mut bytes = vec![0; usize::try_from(self.size).map_err(|_| PayloadError::TooLarge { limit: self.limit })?];
        self.file.read_exact_at(&mut bytes, 0).map_err(io)?;
        Ok(bytes)
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn file(&self) -> &File {
        &self.file
    }

    pub(super) fn taken(mut self) {
        self.kept = true;
    }
}

/// Read this much at a time.
const PIECE_BYTES: usize = 256 * 1024;

impl Drop for Upload {
    fn drop(&mut self) {
        if !self.kept {
            // What is left behind is swept with the orphans.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
