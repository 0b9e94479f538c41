//! The one end record, and the ZIP64 records before it (APPNOTE 4.3.14–4.3.16).

use std::fs::File;

use super::record::{LOCAL_SIGNATURE, SATURATED, check_comment, read_range, u16_at, u32_at, u64_at};
use super::{Fault, PackageError};

/// Where the central directory lies, as all end records agree.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct End {
    pub(super) entries: u64,
    pub(super) directory_offset: u64,
    pub(super) directory_bytes: u64,
}

impl End {
    /// Finds the end record of a file of `file_bytes` and holds: exactly one reaches the end of the file; the
    /// archive begins at byte 0 with a local header; the central directory ends where the end records begin.
    pub(super) fn find(file: &File, file_bytes: u64) -> Result<Self, PackageError> {
        if file_bytes == 0 {
            return Err(PackageError::new(Fault::Empty));
        }
        let head = read_range(file, 0, usize::try_from(file_bytes).unwrap_or(4).min(4))?;
        let tail_bytes = usize::try_from(file_bytes).map_or(TAIL_BYTES, |bytes| bytes.min(TAIL_BYTES));
        let tail_offset = file_bytes - tail_bytes as u64;
        let tail = read_range(file, tail_offset, tail_bytes)?;
        let at = match find_record(&tail, tail_offset) {
            Ok(at) => at,
            Err(_) if !head.starts_with(b"PK") => return Err(PackageError::new(Fault::NotZip).at(0)),
            Err(error) => return Err(error),
        };
        let (before, record) = tail.split_at_checked(at).unwrap_or_default();
        let offset = tail_offset + at as u64;
        check_comment(record.get(END_BYTES..).unwrap_or_default()).map_err(|error| error.at(offset))?;

        let fields = Fields::of_end(record);
        let (end, records_offset) = match before.len().checked_sub(LOCATOR_BYTES).and_then(|at| before.get(at..)) {
            Some(locator) if locator.starts_with(LOCATOR_SIGNATURE) => zip64_end(file, locator, &fields, offset)?,
            _ => (fields.plain(offset)?, offset),
        };
        if end.entries == 0 {
            return Err(PackageError::new(Fault::NoEntries).at(offset));
        }
        if head != LOCAL_SIGNATURE {
            return Err(PackageError::new(Fault::PrefixBytes).at(0).found(head.escape_ascii()));
        }
        end.check_place(records_offset)?;
        Ok(end)
    }

    fn check_place(&self, records_offset: u64) -> Result<(), PackageError> {
        let directory_end = self.directory_offset.saturating_add(self.directory_bytes);
        let fault = match directory_end.cmp(&records_offset) {
            std::cmp::Ordering::Equal => return Ok(()),
            std::cmp::Ordering::Less => Fault::Gap,
            std::cmp::Ordering::Greater => Fault::Overlap,
        };
        let expected = format!("the central directory to end at {records_offset}");
        Err(PackageError::new(fault).at(self.directory_offset).expected(expected).found(directory_end))
    }
}

/// The fields that end record and ZIP64 end record share, wide enough for both.
struct Fields {
    disk: u64,
    directory_disk: u64,
    entries_here: u64,
    entries: u64,
    directory_bytes: u64,
    directory_offset: u64,
}

impl Fields {
    fn of_end(record: &[u8]) -> Self {
        Self {
            disk: u64::from(u16_at(record, 4)),
            directory_disk: u64::from(u16_at(record, 6)),
            entries_here: u64::from(u16_at(record, 8)),
            entries: u64::from(u16_at(record, 10)),
            directory_bytes: u64::from(u32_at(record, 12)),
            directory_offset: u64::from(u32_at(record, 16)),
        }
    }

    fn of_zip64_end(record: &[u8]) -> Self {
        Self {
            disk: u64::from(u32_at(record, 16)),
            directory_disk: u64::from(u32_at(record, 20)),
            entries_here: u64_at(record, 24),
            entries: u64_at(record, 32),
            directory_bytes: u64_at(record, 40),
            directory_offset: u64_at(record, 48),
        }
    }

    /// Each field with the value that sends the reader to the ZIP64 record.
    fn with_saturation(&self) -> [(u64, u64); 6] {
        [
            (self.disk, 0xFFFF),
            (self.directory_disk, 0xFFFF),
            (self.entries_here, 0xFFFF),
            (self.entries, 0xFFFF),
            (self.directory_bytes, SATURATED),
            (self.directory_offset, SATURATED),
        ]
    }

    /// These fields without a ZIP64 record.
    fn plain(&self, offset: u64) -> Result<End, PackageError> {
        if self.with_saturation().iter().any(|(value, saturated)| value == saturated) {
            return Err(PackageError::new(Fault::Zip64).at(offset).expected("a ZIP64 locator before the end record"));
        }
        self.one_disk(offset)
    }

    fn one_disk(&self, offset: u64) -> Result<End, PackageError> {
        if self.disk != 0 || self.directory_disk != 0 || self.entries_here != self.entries {
            let found = format!(
                "disk {}, directory on disk {}, {} of {} entries",
                self.disk, self.directory_disk, self.entries_here, self.entries
            );
            return Err(PackageError::new(Fault::MultiDisk).at(offset).expected("one disk, number 0").found(found));
        }
        let Self { entries, directory_offset, directory_bytes, .. } = *self;
        Ok(End { entries, directory_offset, directory_bytes })
    }
}

/// The place in `tail` of the one end record whose comment reaches the end of the file.
fn find_record(tail: &[u8], tail_offset: u64) -> Result<usize, PackageError> {
    let mut exact = Vec::new();
    let mut earlier = None;
    let mut beyond = None;
    for (at, window) in signatures(tail).filter_map(|at| Some((at, tail.get(at..at + END_BYTES)?))) {
        match (at + END_BYTES + usize::from(u16_at(window, 20))).cmp(&tail.len()) {
            std::cmp::Ordering::Equal => exact.push(at),
            std::cmp::Ordering::Less => earlier = Some(at),
            std::cmp::Ordering::Greater => beyond = Some(at),
        }
    }
    let fault = |fault, at: usize| PackageError::new(fault).at(tail_offset + at as u64);
    match (exact.as_slice(), earlier, beyond) {
        (&[at], ..) => Ok(at),
        ([], Some(at), _) => Err(fault(Fault::SuffixBytes, at)),
        ([], None, Some(at)) => Err(fault(Fault::Truncated, at).expected("the whole comment")),
        ([], None, None) => Err(fault(Fault::Truncated, 0).expected("an end record")),
        (&[first, ..], ..) => Err(fault(Fault::SeveralEnds, first).found(exact.len())),
    }
}

/// The places of the end record's signature, in order; its bytes all differ, so that no two overlap.
fn signatures(tail: &[u8]) -> impl Iterator<Item = usize> + '_ {
    memchr::memmem::find_iter(tail, END_SIGNATURE)
}

/// Follows the ZIP64 locator, which lies right before the end record at `end_offset`. Record, locator and end record
/// follow each other without a gap. Gives the place of the record too.
fn zip64_end(file: &File, locator: &[u8], fields: &Fields, end_offset: u64) -> Result<(End, u64), PackageError> {
    let locator_offset = end_offset.saturating_sub(LOCATOR_BYTES as u64);
    let fault = |offset| PackageError::new(Fault::Zip64).at(offset);
    if u32_at(locator, 4) != 0 || u32_at(locator, 16) != 1 {
        return Err(PackageError::new(Fault::MultiDisk).at(locator_offset).expected("one disk, number 0"));
    }
    let offset = u64_at(locator, 8);
    let expected = locator_offset.checked_sub(ZIP64_END_BYTES as u64);
    if expected != Some(offset) {
        let expected = format!("a record of {ZIP64_END_BYTES} bytes right before the locator");
        return Err(fault(locator_offset).expected(expected).found(format_args!("one at {offset}")));
    }
    let record = read_range(file, offset, ZIP64_END_BYTES)?;
    if !record.starts_with(ZIP64_END_SIGNATURE) || u64_at(&record, 4) != ZIP64_END_BYTES as u64 - 12 {
        return Err(fault(offset).expected("a ZIP64 end record without extensible data"));
    }
    let wide = Fields::of_zip64_end(&record);
    for ((narrow, saturated), (wide, _)) in fields.with_saturation().into_iter().zip(wide.with_saturation()) {
        if narrow != saturated && narrow != wide {
            return Err(fault(offset).expected(format_args!("{narrow} as in the end record")).found(wide));
        }
    }
    Ok((wide.one_disk(offset)?, offset))
}

const END_SIGNATURE: &[u8; 4] = b"PK\x05\x06";
const LOCATOR_SIGNATURE: &[u8; 4] = b"PK\x06\x07";
const ZIP64_END_SIGNATURE: &[u8; 4] = b"PK\x06\x06";
const END_BYTES: usize = 22;
const LOCATOR_BYTES: usize = 20;
const ZIP64_END_BYTES: usize = 56;
/// End record, the longest comment that any reader looks behind, and a locator before it.
const TAIL_BYTES: usize = END_BYTES + 0xFFFF + LOCATOR_BYTES;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_found_at_every_place() {
        for before in 0..9 {
            for after in 0..9 {
                let tail =
                    [vec![b'P'; before], END_SIGNATURE.to_vec(), vec![6; after], END_SIGNATURE.to_vec()].concat();
                assert_eq!(signatures(&tail).collect::<Vec<_>>(), [before, before + 4 + after], "{before} {after}");
            }
        }
    }
}
