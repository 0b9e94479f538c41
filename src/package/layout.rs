//! Every byte between the start of the file and the central directory belongs to exactly one entry, and each local
//! header says what the central one says (SIGNATURES §5).

use std::fs::File;

use super::record::{CentralHeader, Common, LOCAL_FIXED_BYTES, LocalHeader, read_range, u32_at, u64_at};
use super::{Entry, EntryKind, Fault, PackageError};

/// Walks the entries, sorted by the place of their local headers, up to the central directory.
pub(super) fn lay_out(
    file: &File,
    headers: Vec<CentralHeader>,
    directory_offset: u64,
) -> Result<Vec<Entry>, PackageError> {
    if let Some(first) = headers.first().filter(|first| first.local_offset != 0) {
        let error = PackageError::new(Fault::PrefixBytes).entry(&first.name).at(0);
        return Err(error.expected("the first entry").found(format_args!("it at {}", first.local_offset)));
    }
    if let Some(last) = headers.last().filter(|last| last.local_offset >= directory_offset) {
        let error = PackageError::new(Fault::LocalHeader).entry(&last.name).at(last.local_offset);
        return Err(error.expected(format_args!("it before the central directory at {directory_offset}")));
    }
    let boundaries: Vec<u64> =
        headers.iter().skip(1).map(|header| header.local_offset).chain([directory_offset]).collect();
    headers.into_iter().zip(boundaries).map(|(header, boundary)| place(file, header, boundary)).collect()
}

/// Places one entry, whose records must end exactly at `boundary`.
fn place(file: &File, central: CentralHeader, boundary: u64) -> Result<Entry, PackageError> {
    let offset = central.local_offset;
    let fault = |fault| PackageError::new(fault).entry(&central.name).at(offset);
    let room = boundary.saturating_sub(offset);
    let overlap = || fault(Fault::Overlap).expected(format_args!("its end at {boundary}"));
    if room < LOCAL_FIXED_BYTES as u64 {
        return Err(overlap());
    }
    let bytes = read_local(file, &central, room)?.ok_or_else(|| fault(Fault::LocalHeader))?;
    let header_bytes = bytes.len() as u64;
    let local = LocalHeader::parse(&bytes).map_err(|error| error.entry(&central.name).at(offset))?;
    compare(&central, &local).map_err(|error| error.entry(&central.name).at(offset))?;
    let gap = header_bytes
        .checked_add(central.common.compressed_bytes)
        .and_then(|used| room.checked_sub(used))
        .ok_or_else(overlap)?;
    let data_offset = offset + header_bytes;
    let data_end = boundary - gap;
    if central.common.has_descriptor() {
        check_descriptor(file, &central, &local, data_end, gap)
            .map_err(|error| error.entry(&central.name).at(data_end))?;
    } else if gap != 0 {
        return Err(PackageError::new(Fault::Gap).entry(&central.name).at(data_end).found(format_args!("{gap} bytes")));
    }
    let has_more = central.common.has_descriptor() || bytes.len() > LOCAL_FIXED_BYTES + central.name.len();
    Ok(Entry {
        kind: EntryKind::of(&central.name),
        name: central.name,
        method: central.method,
        crc32: central.common.crc32,
        compressed_bytes: central.common.compressed_bytes,
        bytes: central.common.bytes,
        header_offset: offset,
        data_offset,
        has_more,
    })
}

/// The whole local header, in one read unless its extra field is far longer than the central one's. `None`: there is
/// none, or it does not fit into `room`.
fn read_local(file: &File, central: &CentralHeader, room: u64) -> Result<Option<Vec<u8>>, PackageError> {
    let guess = (LOCAL_FIXED_BYTES + central.name.len() + EXTRA_GUESS_BYTES) as u64;
    let mut bytes = read_range(file, central.local_offset, usize::try_from(guess.min(room)).unwrap_or_default())?;
    let Some(length) = LocalHeader::length(&bytes) else { return Ok(None) };
    if length as u64 > room {
        return Err(PackageError::new(Fault::Overlap).entry(&central.name).at(central.local_offset).found(length));
    }
    if length > bytes.len() {
        bytes = read_range(file, central.local_offset, length)?;
    }
    bytes.truncate(length);
    Ok(Some(bytes))
}

/// Local header = central header. SIGNATURES §5 names name, method, flags, CRC and sizes; time and version needed are
/// held as well, since no writer was found that lets them differ (but for the version with ZIP64).
fn compare(central: &CentralHeader, local: &LocalHeader<'_>) -> Result<(), PackageError> {
    let differ = |field: &str, expected: String, found: String| {
        let error = PackageError::new(Fault::LocalHeaderMismatch);
        Err(error.expected(format_args!("{field} {expected}")).found(found))
    };
    if local.name != central.name.as_bytes() {
        return differ("name", central.name.escape_debug().to_string(), local.name.escape_ascii().to_string());
    }
    let (a, b) = (&central.common, &local.common);
    let mut pairs = vec![
        ("method", u64::from(a.method), u64::from(b.method)),
        ("flags", u64::from(a.flags), u64::from(b.flags)),
        ("time", u64::from(a.modified), u64::from(b.modified)),
    ];
    if !central.zip64 && !local.zip64 {
        pairs.push(("version needed", u64::from(a.version_needed), u64::from(b.version_needed)));
    }
    let later = |value: &u64| a.has_descriptor() && *value == 0;
    let measures = |common: &Common| {
        [("CRC-32", u64::from(common.crc32)), ("compressed size", common.compressed_bytes), ("size", common.bytes)]
    };
    for ((field, expected), (_, found)) in measures(a).into_iter().zip(measures(b)) {
        if !later(&found) {
            pairs.push((field, expected, found));
        }
    }
    match pairs.into_iter().find(|(_, expected, found)| expected != found) {
        Some((field, expected, found)) => differ(field, expected.to_string(), found.to_string()),
        None => Ok(()),
    }
}

/// The data descriptor (APPNOTE 4.3.9) of the central header's values, signature optional, fills exactly the gap. Its
/// sizes have 8 bytes where the local header has a ZIP64 field; where only the central one has, writers do either.
fn check_descriptor(
    file: &File,
    central: &CentralHeader,
    local: &LocalHeader<'_>,
    offset: u64,
    gap: u64,
) -> Result<(), PackageError> {
    let fault = |expected: &str| PackageError::new(Fault::Descriptor).expected(expected);
    let wide = match gap {
        12 | 16 if !local.zip64 => false,
        20 | 24 if local.zip64 || central.zip64 => true,
        _ => return Err(fault("a data descriptor that fills the gap").found(format_args!("{gap} bytes"))),
    };
    let bytes = read_range(file, offset, usize::try_from(gap).unwrap_or_default())?;
    let values = match gap {
        16 | 24 => bytes.strip_prefix(DESCRIPTOR_SIGNATURE).ok_or_else(|| fault("its signature"))?,
        _ => bytes.as_slice(),
    };
    let (compressed_bytes, inflated_bytes) = match wide {
        true => (u64_at(values, 4), u64_at(values, 12)),
        false => (u64::from(u32_at(values, 4)), u64::from(u32_at(values, 8))),
    };
    let found = (u32_at(values, 0), compressed_bytes, inflated_bytes);
    let expected = (central.common.crc32, central.common.compressed_bytes, central.common.bytes);
    if found != expected {
        let show = |(crc, compressed, inflated): (u32, u64, u64)| format!("{crc:08x}, {compressed}, {inflated}");
        return Err(fault(&show(expected)).found(show(found)));
    }
    Ok(())
}

const DESCRIPTOR_SIGNATURE: &[u8; 4] = b"PK\x07\x08";
/// Extra fields of the writers in the field have 0 to 36 bytes.
const EXTRA_GUESS_BYTES: usize = 64;
