//! The headers of a ZIP archive (APPNOTE 6.3.10 §4.3), parsed and judged each by itself.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use super::limits::COMMENT_MAX_BYTES;
use super::names::{character_fault, check_name, decode_name};
use super::{Fault, Method, PackageError};

/// One record of the central directory (APPNOTE 4.3.12), with ZIP64 values resolved.
#[derive(Debug)]
pub(super) struct CentralHeader {
    pub(super) name: String,
    pub(super) common: Common,
    pub(super) method: Method,
    pub(super) zip64: bool,
    /// Where its local header begins.
    pub(super) local_offset: u64,
}

/// A local file header (APPNOTE 4.3.7), with ZIP64 values resolved.
#[derive(Debug)]
pub(super) struct LocalHeader<'a> {
    pub(super) name: &'a [u8],
    pub(super) common: Common,
    pub(super) zip64: bool,
}

/// What both headers of an entry say.
#[derive(Clone, Debug)]
pub(super) struct Common {
    pub(super) version_needed: u16,
    pub(super) flags: u16,
    pub(super) method: u16,
    /// DOS date and time, two times 16 bits.
    pub(super) modified: u32,
    pub(super) crc32: u32,
    pub(super) compressed_bytes: u64,
    pub(super) bytes: u64,
}

impl CentralHeader {
    /// Parses the record at the start of `bytes`, which lies at `offset` in the file. Gives the record and its length.
    pub(super) fn parse(bytes: &[u8], offset: u64) -> Result<(Self, usize), PackageError> {
        let broken = |expected| PackageError::new(Fault::CentralDirectory).at(offset).expected(expected);
        if !bytes.starts_with(CENTRAL_SIGNATURE) {
            let found = bytes.get(..4).unwrap_or(bytes).escape_ascii().to_string();
            return Err(broken("a central header").found(found));
        }
        let (fixed, rest) = bytes.split_at_checked(CENTRAL_FIXED_BYTES).ok_or_else(|| broken("46 bytes of header"))?;
        let [name_bytes, extra_bytes, comment_bytes] = [28, 30, 32].map(|at| usize::from(u16_at(fixed, at)));
        let (name, rest) = rest.split_at_checked(name_bytes).ok_or_else(|| broken("the whole name"))?;
        let (extra, rest) = rest.split_at_checked(extra_bytes).ok_or_else(|| broken("the whole extra field"))?;
        let comment = rest.get(..comment_bytes).ok_or_else(|| broken("the whole comment"))?;

        let mut common = Common::parse(fixed, 6);
        let flagged = common.flags & FLAG_UTF8 != 0;
        let name = decode_name(name, flagged).map_err(|error| error.at(offset))?;
        let locate = |error: PackageError| error.entry(name).at(offset);
        let mut local_offset = u64::from(u32_at(fixed, 42));
        let zip64 = resolve_zip64(extra, &mut [&mut common.bytes, &mut common.compressed_bytes, &mut local_offset])
            .map_err(locate)?;
        common.check_version().map_err(locate)?;
        let method = common.check().map_err(locate)?;
        check_name(name).map_err(|error| error.at(offset))?;
        check_comment(comment).map_err(locate)?;
        check_attributes(name, u16_at(fixed, 4), u32_at(fixed, 38)).map_err(locate)?;
        if u16_at(fixed, 34) != 0 {
            return Err(locate(PackageError::new(Fault::MultiDisk).expected("disk 0").found(u16_at(fixed, 34))));
        }
        let header = Self { name: name.to_owned(), common, method, zip64, local_offset };
        Ok((header, CENTRAL_FIXED_BYTES + name_bytes + extra_bytes + comment_bytes))
    }
}

impl<'a> LocalHeader<'a> {
    /// How long the header at the start of `bytes` is; `None` when no local header stands there.
    pub(super) fn length(bytes: &[u8]) -> Option<usize> {
        let fixed = bytes.get(..LOCAL_FIXED_BYTES).filter(|fixed| fixed.starts_with(LOCAL_SIGNATURE))?;
        Some(LOCAL_FIXED_BYTES + usize::from(u16_at(fixed, 26)) + usize::from(u16_at(fixed, 28)))
    }

    /// Parses a header that is `bytes` as a whole.
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, PackageError> {
        let (fixed, rest) =
            bytes.split_at_checked(LOCAL_FIXED_BYTES).ok_or_else(|| PackageError::new(Fault::LocalHeader))?;
        let (name, extra) = rest
            .split_at_checked(usize::from(u16_at(fixed, 26)))
            .ok_or_else(|| PackageError::new(Fault::LocalHeader))?;
        let mut common = Common::parse(fixed, 4);
        common.check_version()?;
        let zip64 = resolve_zip64(extra, &mut [&mut common.bytes, &mut common.compressed_bytes])?;
        Ok(Self { name, common, zip64 })
    }
}

impl Common {
    /// The fields from "version needed" on, which lie in both headers in the same order.
    fn parse(fixed: &[u8], at: usize) -> Self {
        Self {
            version_needed: u16_at(fixed, at),
            flags: u16_at(fixed, at + 2),
            method: u16_at(fixed, at + 4),
            modified: u32_at(fixed, at + 6),
            crc32: u32_at(fixed, at + 10),
            compressed_bytes: u64::from(u32_at(fixed, at + 14)),
            bytes: u64::from(u32_at(fixed, at + 18)),
        }
    }

    /// Does a data descriptor follow the content (bit 3)?
    pub(super) fn has_descriptor(&self) -> bool {
        self.flags & FLAG_DESCRIPTOR != 0
    }

    /// What nothing in this archive calls for makes others pass the entry over (unzip) or refuse the archive (Python).
    fn check_version(&self) -> Result<(), PackageError> {
        match self.version_needed {
            0..=VERSION_MAX => Ok(()),
            found => Err(PackageError::new(Fault::Version)
                .expected(format_args!("at most {VERSION_MAX}, the high byte 0"))
                .found(format_args!("{found:#06x}"))),
        }
    }

    fn check(&self) -> Result<Method, PackageError> {
        if self.flags & FLAGS_ENCRYPTED != 0 {
            return Err(PackageError::new(Fault::Encrypted).found(format_args!("flags {:#06x}", self.flags)));
        }
        if self.flags & !FLAGS_ALLOWED != 0 {
            let found = format!("{:#06x}", self.flags);
            return Err(PackageError::new(Fault::Flags).expected("bits 1, 2, 3 and 11 at most").found(found));
        }
        match self.method {
            0 if self.compressed_bytes != self.bytes => {
                Err(PackageError::new(Fault::Size).expected(self.bytes).found(self.compressed_bytes))
            }
            0 => Ok(Method::Stored),
            8 => Ok(Method::Deflated),
            other => Err(PackageError::new(Fault::Method).expected("0 or 8").found(other)),
        }
    }
}

/// A comment that tells nothing to machines: at most 255 bytes of printable UTF-8 without `PK`.
pub(super) fn check_comment(bytes: &[u8]) -> Result<(), PackageError> {
    let fault = || PackageError::new(Fault::Comment);
    if bytes.len() > COMMENT_MAX_BYTES {
        return Err(fault().expected(format_args!("at most {COMMENT_MAX_BYTES} bytes")).found(bytes.len()));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| fault().expected("UTF-8").found(error))?;
    let unprintable = |c: &char| matches!(character_fault(*c), Some(fault) if fault == Fault::NameControl || fault == Fault::NameInvisible);
    if let Some(c) = text.chars().find(unprintable) {
        return Err(fault().expected("printable text").found(c.escape_unicode()));
    }
    if text.contains("PK") {
        return Err(fault().expected("no PK").found(text.escape_debug()));
    }
    Ok(())
}

/// Reads exactly these bytes of the file.
pub(super) fn read_range(file: &File, offset: u64, count: usize) -> Result<Vec<u8>, PackageError> {
    let mut bytes = vec![0; count];
    file.read_exact_at(&mut bytes, offset).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => PackageError::new(Fault::Truncated).at(offset),
        _ => PackageError::new(Fault::Io).at(offset).found(error),
    })?;
    Ok(bytes)
}

/// The little-endian value at a place that the caller knows to lie inside; 0 outside.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|bytes| bytes.try_into().ok()).map_or(0, u16::from_le_bytes)
}

/// See [`u16_at`].
pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes)
}

/// See [`u16_at`].
pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes)
}

/// Parses an extra field as TLV (APPNOTE 4.5.1) and puts the values of its ZIP64 record (4.5.3) where `fields`, in the
/// record's order, hold 0xFFFFFFFF. Says whether there is one. It holds exactly those values, else other readers
/// would see other sizes.
fn resolve_zip64(extra: &[u8], fields: &mut [&mut u64]) -> Result<bool, PackageError> {
    let mut zip64: Option<&[u8]> = None;
    let mut rest = extra;
    while !rest.is_empty() {
        let broken = || PackageError::new(Fault::ExtraField).found(rest.escape_ascii());
        let (head, tail) = rest.split_at_checked(4).ok_or_else(broken)?;
        let (value, tail) = tail.split_at_checked(usize::from(u16_at(head, 2))).ok_or_else(broken)?;
        match u16_at(head, 0) {
            EXTRA_ZIP64 if zip64.is_some() => return Err(broken().expected("one ZIP64 extra field")),
            EXTRA_ZIP64 => zip64 = Some(value),
            EXTRA_UNICODE_PATH => return Err(PackageError::new(Fault::UnicodePath)),
            EXTRA_AES => return Err(PackageError::new(Fault::Encrypted).found("extra field 0x9901")),
            id => check_extra(id, value)?,
        }
        rest = tail;
    }
    let saturated = fields.iter().filter(|field| ***field == SATURATED).count();
    match zip64 {
        None if saturated == 0 => return Ok(false),
        Some(value) if saturated > 0 && value.len() == saturated * 8 => {}
        other => {
            let found = other.map_or_else(|| "none".to_owned(), |value| format!("{} bytes", value.len()));
            let expected = format!("a ZIP64 extra field of {} bytes", saturated * 8);
            return Err(PackageError::new(Fault::Zip64).expected(expected).found(found));
        }
    }
    let values = zip64.unwrap_or_default().chunks_exact(8).map(|value| u64_at(value, 0));
    for (field, value) in fields.iter_mut().filter(|field| ***field == SATURATED).zip(values) {
        **field = value;
    }
    Ok(true)
}

/// An extra field that writers in the field write, as they write it. Among the others are a second type of the entry
/// (libarchive's 0x6c78 and ASi's 0x756e make a link or a folder of it), a second name, and encryption; and a reader that
/// finds one of these too short stops there.
fn check_extra(id: u16, value: &[u8]) -> Result<(), PackageError> {
    let holds = match (id, value) {
        (EXTRA_TIMES, value) => matches!(value.len(), 1 | 5 | 9 | 13),
        (EXTRA_UNIX_OLDEST, value) => matches!(value.len(), 8 | 12),
        (EXTRA_UNIX_OLD, value) => matches!(value.len(), 0 | 4),
        (EXTRA_UNIX, &[]) => true,
        (EXTRA_UNIX, &[1, user_bytes, ref rest @ ..]) => {
            let group = rest.get(usize::from(user_bytes)..);
            group.is_some_and(|group| group.split_first().is_some_and(|(bytes, id)| id.len() == usize::from(*bytes)))
        }
        (EXTRA_NTFS, value) => value.len() == 32,
        // Marks and padding, which nobody reads.
        (EXTRA_JAR | EXTRA_ALIGNED | EXTRA_GROWTH, _) => true,
        _ => false,
    };
    let fault = || PackageError::new(Fault::ExtraField).expected("times, owners or padding, as long as they are");
    holds.then_some(()).ok_or_else(|| fault().found(format_args!("{id:#06x} of {} bytes", value.len())))
}

/// Made by a system whose attributes mean what is checked here: to 7-Zip those of an Amiga make a folder of a file.
/// No symbolic links, whatever "version made by" says; no devices; no directory bits on a file's name; of the DOS bits
/// none for which an unpacker passes a file over (unzip: volume label) or hides it.
fn check_attributes(name: &str, made_by: u16, attributes: u32) -> Result<(), PackageError> {
    if !SYSTEMS.contains(&(made_by >> 8)) {
        return Err(PackageError::new(Fault::FileType).found(format_args!("made by system {}", made_by >> 8)));
    }
    let file_type = (attributes >> 16) & UNIX_TYPE_MASK;
    let is_directory = name.ends_with('/');
    let fault = match file_type {
        UNIX_SYMLINK => Fault::Symlink,
        _ if attributes & DOS_REFUSED != 0 => Fault::FileType,
        UNIX_DIRECTORY if is_directory => return Ok(()),
        0 | UNIX_FILE if is_directory || attributes & DOS_DIRECTORY == 0 => return Ok(()),
        _ => Fault::FileType,
    };
    Err(PackageError::new(fault).found(format_args!("external attributes {attributes:#010x}")))
}

pub(super) const LOCAL_SIGNATURE: &[u8; 4] = b"PK\x03\x04";
const CENTRAL_SIGNATURE: &[u8; 4] = b"PK\x01\x02";
pub(super) const LOCAL_FIXED_BYTES: usize = 30;
const CENTRAL_FIXED_BYTES: usize = 46;
/// "The value is in the ZIP64 extra field" (APPNOTE 4.4.8).
pub(super) const SATURATED: u64 = 0xFFFF_FFFF;
const EXTRA_ZIP64: u16 = 0x0001;
/// Info-ZIP Unicode Path: a second name (APPNOTE 4.6.9).
const EXTRA_UNICODE_PATH: u16 = 0x7075;
/// WinZip AES.
const EXTRA_AES: u16 = 0x9901;
/// Info-ZIP: flags and up to three times; of these a central record holds one.
const EXTRA_TIMES: u16 = 0x5455;
/// Info-ZIP: two times, and where local two owners.
const EXTRA_UNIX_OLDEST: u16 = 0x5855;
/// Info-ZIP: two owners, where local.
const EXTRA_UNIX_OLD: u16 = 0x7855;
/// Info-ZIP: version 1, and two owners with their lengths.
const EXTRA_UNIX: u16 = 0x7875;
/// Three times.
const EXTRA_NTFS: u16 = 0x000a;
/// The mark of a jar.
const EXTRA_JAR: u16 = 0xcafe;
/// Padding of Android's zipalign.
const EXTRA_ALIGNED: u16 = 0xd935;
/// Padding of Microsoft's OPC.
const EXTRA_GROWTH: u16 = 0xa220;
/// DOS, Unix, NTFS (PKWARE's number and Info-ZIP's), VFAT, macOS (APPNOTE 4.4.2.2).
const SYSTEMS: &[u16] = &[0, 3, 10, 11, 14, 19];
const FLAG_DESCRIPTOR: u16 = 1 << 3;
const FLAG_UTF8: u16 = 1 << 11;
/// Encryption, strong encryption, masked header values (APPNOTE 4.4.4).
const FLAGS_ENCRYPTED: u16 = 1 | 1 << 6 | 1 << 13;
/// Deflate's options, descriptor, UTF-8.
const FLAGS_ALLOWED: u16 = 1 << 1 | 1 << 2 | FLAG_DESCRIPTOR | FLAG_UTF8;
/// 4.5: ZIP64 (APPNOTE 4.4.3.2). Directories and deflate need 2.0.
const VERSION_MAX: u16 = 45;
const UNIX_TYPE_MASK: u32 = 0o170_000;
const UNIX_SYMLINK: u32 = 0o120_000;
const UNIX_DIRECTORY: u32 = 0o040_000;
const UNIX_FILE: u32 = 0o100_000;
const DOS_DIRECTORY: u32 = 0x10;
/// Hidden, system, volume label, device. Read-only, archive, and Windows' "normal" mean nothing to us.
const DOS_REFUSED: u32 = 0x02 | 0x04 | 0x08 | 0x40;
