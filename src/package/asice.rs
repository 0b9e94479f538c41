//! The strict reader of an ASiC-E archive.

use std::fs::File;
use std::sync::Arc;

use super::end::End;
use super::limits::CENTRAL_DIRECTORY_MAX_BYTES;
use super::names::SeenNames;
use super::reader::EntryReader;
use super::record::{CentralHeader, read_range};
use super::{Entry, EntryKind, Fault, Limits, MANIFEST_NAME, MIMETYPE, MIMETYPE_NAME, Method, PackageError, layout};

/// An archive whose records all agree. The file must not change while it is used; intake owns it privately
/// (SIGNATURES §9).
#[derive(Clone, Debug)]
pub struct Asice {
    file: Arc<File>,
    /// As they lie in the file.
    entries: Vec<Entry>,
    /// Places in `entries`, by name.
    by_name: Vec<usize>,
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
        let file_bytes = file.metadata().map_err(PackageError::from_io)?.len();
        if file_bytes > limits.package_bytes {
            return Err(PackageError::new(Fault::TooBig).expected(limits.package_bytes).found(file_bytes));
        }
        let end = End::find(&file, file_bytes)?;
        let mut headers = read_directory(&file, &end, limits)?;
        let first_listed = headers.first().map(|header| header.name.clone()).unwrap_or_default();
        headers.sort_by_key(|header| header.local_offset);
        let entries = layout::lay_out(&file, headers, end.directory_offset)?;
        check_amounts(&entries, limits)?;
        let mut by_name: Vec<usize> = (0..entries.len()).collect();
        by_name.sort_by_key(|&at| entries.get(at).map(Entry::name));
        let mut asice = Self { file, entries, by_name, findings: Vec::new() };
        asice.check_directories()?;
        asice.check_mimetype()?;
        asice.findings = asice.find(&first_listed);
        Ok(asice)
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
        let found = self.by_name.binary_search_by_key(&Some(name), |&at| self.entries.get(at).map(Entry::name)).ok()?;
        self.by_name.get(found).and_then(|&at| self.entries.get(at))
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
    /// `mimetype` elsewhere, deflated or with an extra field, no manifest, entries in META-INF that are not evaluated.
    pub fn findings(&self) -> &[PackageError] {
        &self.findings
    }

    /// A directory entry that is compressed must still inflate to nothing.
    fn check_directories(&self) -> Result<(), PackageError> {
        for entry in self.of_kind(EntryKind::Directory) {
            if entry.bytes != 0 {
                return Err(PackageError::new(Fault::DirectoryContent).entry(&entry.name).found(entry.bytes));
            }
            self.read(entry, 0)?;
        }
        Ok(())
    }

    /// EN 319 162-1 A.1: `mimetype` holds exactly the media type, without a line end.
    fn check_mimetype(&self) -> Result<(), PackageError> {
        let entry = self.entry(MIMETYPE_NAME).ok_or_else(|| PackageError::new(Fault::NoMimetype))?;
        let fault = || PackageError::new(Fault::MimetypeContent).entry(MIMETYPE_NAME).expected(MIMETYPE);
        if entry.bytes != MIMETYPE.len() as u64 {
            return Err(fault().found(format_args!("{} bytes", entry.bytes)));
        }
        let content = self.read(entry, entry.bytes)?;
        if content != MIMETYPE.as_bytes() {
            return Err(fault().found(content.escape_ascii()));
        }
        Ok(())
    }

    /// What is borne by `verify` and refused at intake. `first_listed` is the first name of the central directory.
    fn find(&self, first_listed: &str) -> Vec<PackageError> {
        let mut findings = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            let mut note = |fault| findings.push(PackageError::new(fault).entry(&entry.name).at(entry.header_offset));
            match entry.kind {
                EntryKind::Directory => note(Fault::DirectoryEntry),
                EntryKind::OtherMetaInf => note(Fault::NotEvaluated),
                EntryKind::Mimetype => {
                    if at != 0 || first_listed != MIMETYPE_NAME {
                        note(Fault::MimetypePlace);
                    }
                    if entry.method != Method::Stored {
                        note(Fault::MimetypeDeflated);
                    }
                    if entry.has_more {
                        note(Fault::MimetypeExtra);
                    }
                }
                EntryKind::Payload | EntryKind::Manifest | EntryKind::SignatureFile => {}
            }
        }
        if self.entry(MANIFEST_NAME).is_none() {
            findings.push(PackageError::new(Fault::NoManifest).expected(MANIFEST_NAME));
        }
        findings
    }
}

/// The records of the central directory, in its order, each judged by itself; names told apart.
fn read_directory(file: &File, end: &End, limits: &Limits) -> Result<Vec<CentralHeader>, PackageError> {
    let too_many = |found: u64| PackageError::new(Fault::TooManyEntries).expected(limits.entries).found(found);
    if end.entries > limits.entries as u64 {
        return Err(too_many(end.entries));
    }
    if end.directory_bytes > CENTRAL_DIRECTORY_MAX_BYTES {
        let error = PackageError::new(Fault::CentralDirectoryTooBig).at(end.directory_offset);
        return Err(error.expected(CENTRAL_DIRECTORY_MAX_BYTES).found(end.directory_bytes));
    }
    let bytes = read_range(file, end.directory_offset, usize::try_from(end.directory_bytes).unwrap_or(usize::MAX))?;
    let mut rest = bytes.as_slice();
    let mut seen = SeenNames::default();
    let mut headers = Vec::new();
    while !rest.is_empty() {
        let offset = end.directory_offset + (bytes.len() - rest.len()) as u64;
        let (header, length) = CentralHeader::parse(rest, offset)?;
        seen.insert(&header.name).map_err(|error| error.at(offset))?;
        headers.push(header);
        if headers.len() > limits.entries {
            return Err(too_many(headers.len() as u64));
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    if headers.len() as u64 != end.entries {
        return Err(PackageError::new(Fault::EntryCount).expected(end.entries).found(headers.len()));
    }
    Ok(headers)
}

/// Is the archive as a whole, inflated, within the limits?
fn check_amounts(entries: &[Entry], limits: &Limits) -> Result<(), PackageError> {
    let mut inflated_bytes = 0u64;
    let mut payload_entries = 0;
    for entry in entries {
        let most = entry.compressed_bytes.saturating_mul(limits.ratio);
        if entry.bytes > limits.ratio_free_bytes && entry.bytes > most {
            let error = PackageError::new(Fault::Ratio).entry(&entry.name).at(entry.header_offset);
            return Err(error.expected(format_args!("at most {most} bytes")).found(entry.bytes));
        }
        inflated_bytes = inflated_bytes.saturating_add(entry.bytes);
        payload_entries += usize::from(entry.kind == EntryKind::Payload);
    }
    if inflated_bytes > limits.inflated_bytes {
        return Err(PackageError::new(Fault::InflatedTooBig).expected(limits.inflated_bytes).found(inflated_bytes));
    }
    if payload_entries > limits.payload_entries {
        return Err(PackageError::new(Fault::TooManyEntries).expected(limits.payload_entries).found(payload_entries));
    }
    Ok(())
}
