//! The strict reader of an ASiC-E archive.

use std::fs::File;
use std::sync::Arc;

use super::reader::EntryReader;
use super::{Entry, EntryKind, Fault, Limits, PackageError};

/// An archive whose records all agree. The file must not change while it is used; intake owns it privately
/// (SIGNATURES §9).
#[derive(Clone, Debug)]
pub struct Asice {
    file: Arc<File>,
    entries: Vec<Entry>,
    findings: Vec<PackageError>,
}

impl Asice {
    /// Reads end record, central directory and every local header of `file`, and holds all of SIGNATURES §5 but what
    /// needs the content of the entries: [`EntryReader`] holds that. Of the content only `mimetype` and directory
    /// entries are read here.
    ///
    /// # Errors
    /// The first fault found, as [`PackageError`]; what `verify` only warns of is in [`findings`](Self::findings).
    pub fn open(file: Arc<File>, limits: &Limits) -> Result<Self, PackageError> {
        let _ = (file, limits);
        Err(PackageError::new(Fault::NotZip))
    }

    /// All entries in the order in which they lie in the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries of one kind, in the order in which they lie in the file.
    pub fn of_kind(&self, kind: EntryKind) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.kind == kind)
    }

    /// The entry of exactly this name, byte for byte.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// The content of an entry of this archive.
    pub fn reader(&self, entry: &Entry) -> EntryReader {
        EntryReader::new(Arc::clone(&self.file), entry)
    }

    /// The whole content of a small entry, checked.
    ///
    /// # Errors
    /// [`Fault::InflatedTooBig`] when it is larger than `max_bytes`, else what [`EntryReader`] finds.
    pub fn read(&self, entry: &Entry, max_bytes: u64) -> Result<Vec<u8>, PackageError> {
        self.reader(entry).read_all(max_bytes)
    }

    /// What `verify` warns of and intake refuses (SIGNATURES §3, §5), in the order of the file: directory entries,
    /// `mimetype` elsewhere or deflated, no manifest, entries in META-INF that are not evaluated.
    pub fn findings(&self) -> &[PackageError] {
        &self.findings
    }
}
