//! The one file in a zipped attachment (DOMAIN §1.5, convention a). A reader of its own, because the convention is far
//! narrower than ZIP and the file comes from outside: one entry, plain name, nothing before, between or after. The name
//! inside is reported and never used; bytes go to the caller's writer.

use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};

use flate2::bufread::DeflateDecoder;

use super::EdxmlError;

/// What was in the ZIP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZippedFile {
    /// The entry's name, usually `<uuid>.<ext>`: for reports. The attachment's name is AttachmentName.
    pub entry_name: String,
    /// Its bytes, counted.
    pub size_bytes: u64,
}

/// Why a zipped attachment is refused. Clauses are of PKWARE's APPNOTE 6.3.
#[derive(Debug, thiserror::Error)]
pub enum ZipFault {
    /// No end record at the very end, or records that contradict each other.
    #[error("zip is broken: {expected}")]
    Broken {
        /// The rule that is broken.
        expected: &'static str,
    },
    /// Not exactly one entry. An Office file that is declared `application/zip` ends here too: it is raw.
    #[error("zip has {found} entries, expected 1")]
    Entries {
        /// How many there are.
        found: u16,
    },
    /// The entry's name is no plain file name.
    #[error("zip entry {found:?} is no plain file name")]
    Name {
        /// The name, cut short if long.
        found: String,
    },
    /// Encrypted, or packed by a method other than stored or deflate.
    #[error("zip entry is encrypted or packed by method {method}")]
    Method {
        /// The method (§4.4.5).
        method: u16,
    },
    /// Larger than the caller allows, declared or in fact.
    #[error("zip entry has more than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// Size or CRC-32 of the bytes is not the declared one.
    #[error("zip entry's bytes do not match its size or checksum")]
    Checksum,
}

/// Writes the one file of a zipped attachment to `out`, at most `max_bytes` of it.
///
/// # Errors
/// [`EdxmlError::Zip`]; [`EdxmlError::Io`] from `zip` or `out`. On an error `out` may hold a part, which the caller
/// throws away.
pub fn unzip_only<R: Read + Seek, W: Write>(mut zip: R, max_bytes: u64, out: W) -> Result<ZippedFile, EdxmlError> {
    let central = Central::read(&mut zip)?;
    let data_start = central.check_local(&mut zip)?;
    if u64::from(central.size) > max_bytes {
        return Err(ZipFault::TooLarge { limit: max_bytes }.into());
    }
    zip.seek(SeekFrom::Start(data_start))?;
    let packed = BufReader::new(zip.take(u64::from(central.packed_size)));
    let mut counted = Counted { out, size: 0, crc: crc32fast::Hasher::new(), max: u64::from(central.size) };
    match central.method {
        STORED => drop(copy(&mut { packed }, &mut counted)?),
        _ => {
            let mut inflate = DeflateDecoder::new(packed);
            copy(&mut inflate, &mut counted)?;
            if inflate.total_in() != u64::from(central.packed_size) {
                return Err(ZipFault::Broken { expected: "deflate data as long as declared" }.into());
            }
        }
    }
    counted.out.flush()?;
    if counted.size != u64::from(central.size) || counted.crc.finalize() != central.crc {
        return Err(ZipFault::Checksum.into());
    }
    Ok(ZippedFile { entry_name: central.name, size_bytes: counted.size })
}

/// The central directory's one header (§4.3.12).
struct Central {
    flags: u16,
    method: u16,
    crc: u32,
    packed_size: u32,
    size: u32,
    raw_name: Vec<u8>,
    name: String,
    /// Where the directory begins: the entry's data ends there.
    offset: u64,
}

impl Central {
    fn read<R: Read + Seek>(zip: &mut R) -> Result<Self, EdxmlError> {
        let length = zip.seek(SeekFrom::End(0))?;
        let end_at = length.checked_sub(END_BYTES).ok_or(ZipFault::Broken { expected: "an end record" })?;
        let end = Record::at(zip, end_at, END_BYTES)?;
        if end.u32(0) != END_MAGIC || end.u16(4) != 0 || end.u16(6) != 0 || end.u16(20) != 0 {
            return Err(ZipFault::Broken { expected: "an end record at the very end" }.into());
        }
        if end.u16(8) != 1 || end.u16(10) != 1 {
            return Err(ZipFault::Entries { found: end.u16(10) }.into());
        }
        let (size, offset) = (u64::from(end.u32(12)), u64::from(end.u32(16)));
        if offset + size != end_at || size < CENTRAL_BYTES {
            return Err(ZipFault::Broken { expected: "a directory right before the end record" }.into());
        }
        let header = Record::at(zip, offset, CENTRAL_BYTES)?;
        let name_bytes = u64::from(header.u16(28));
        let rest = name_bytes + u64::from(header.u16(30)) + u64::from(header.u16(32));
        if header.u32(0) != CENTRAL_MAGIC || CENTRAL_BYTES + rest != size || header.u32(42) != 0 {
            return Err(ZipFault::Broken { expected: "a directory of one header, its entry at the start" }.into());
        }
        let raw_name = Record::at(zip, offset + CENTRAL_BYTES, name_bytes)?.0;
        Ok(Self {
            flags: header.u16(8),
            method: header.u16(10),
            crc: header.u32(16),
            packed_size: header.u32(20),
            size: header.u32(24),
            name: plain_name(&raw_name)?,
            raw_name,
            offset,
        })
    }

    /// Holds the local header (§4.3.7) against the central one; gives the place of the data.
    fn check_local<R: Read + Seek>(&self, zip: &mut R) -> Result<u64, EdxmlError> {
        if self.flags & !(DESCRIPTOR | UTF8 | DEFLATE_LEVEL) != 0 || !matches!(self.method, STORED | DEFLATE) {
            return Err(ZipFault::Method { method: self.method }.into());
        }
        let local = Record::at(zip, 0, LOCAL_BYTES)?;
        let name_bytes = u64::from(local.u16(26));
        let described = self.flags & DESCRIPTOR != 0;
        let same = local.u32(0) == LOCAL_MAGIC
            && local.u16(6) == self.flags
            && local.u16(8) == self.method
            && Record::at(zip, LOCAL_BYTES, name_bytes)?.0 == self.raw_name
            && (described || (local.u32(14), local.u32(18), local.u32(22)) == (self.crc, self.packed_size, self.size));
        let start = LOCAL_BYTES + name_bytes + u64::from(local.u16(28));
        let end = start + u64::from(self.packed_size);
        // §4.3.9: a descriptor has 12 bytes, or 16 with its signature.
        let ends_well = match described {
            true => self.offset == end + 12 || self.offset == end + 16,
            false => self.offset == end,
        };
        if !same || !ends_well {
            return Err(ZipFault::Broken { expected: "a local header that agrees with the directory" }.into());
        }
        Ok(start)
    }
}

fn plain_name(raw: &[u8]) -> Result<String, ZipFault> {
    let name = String::from_utf8_lossy(raw);
    let plain =
        !matches!(&*name, "" | "." | "..") && !name.chars().any(|c| matches!(c, '/' | '\\' | ':') || c.is_control());
    if plain { Ok(name.into_owned()) } else { Err(ZipFault::Name { found: name.chars().take(80).collect() }) }
}

fn copy(from: &mut impl Read, to: &mut Counted<impl Write>) -> Result<u64, EdxmlError> {
    io::copy(from, to).map_err(|error| match error.kind() {
        io::ErrorKind::FileTooLarge => ZipFault::Checksum.into(),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            ZipFault::Broken { expected: "deflate data" }.into()
        }
        _ => EdxmlError::Io(error),
    })
}

/// Counts, sums up, and stops a stream that grows beyond what its header declares.
struct Counted<W> {
    out: W,
    size: u64,
    crc: crc32fast::Hasher,
    max: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.size += bytes.len() as u64;
        if self.size > self.max {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.crc.update(bytes);
        self.out.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Some bytes of the file, read little-endian; outside of them everything is zero.
struct Record(Vec<u8>);

impl Record {
    fn at<R: Read + Seek>(zip: &mut R, offset: u64, bytes: u64) -> Result<Self, EdxmlError> {
        zip.seek(SeekFrom::Start(offset))?;
        let mut record = Vec::new();
        zip.by_ref().take(bytes).read_to_end(&mut record)?;
        if record.len() as u64 != bytes {
            return Err(ZipFault::Broken { expected: "whole records" }.into());
        }
        Ok(Self(record))
    }

    fn u16(&self, at: usize) -> u16 {
        let byte = |at| u16::from(self.0.get(at).copied().unwrap_or(0));
        byte(at) | byte(at + 1) << 8
    }

    fn u32(&self, at: usize) -> u32 {
        u32::from(self.u16(at)) | u32::from(self.u16(at + 2)) << 16
    }
}

const LOCAL_MAGIC: u32 = 0x0403_4b50;
const CENTRAL_MAGIC: u32 = 0x0201_4b50;
const END_MAGIC: u32 = 0x0605_4b50;
const LOCAL_BYTES: u64 = 30;
const CENTRAL_BYTES: u64 = 46;
const END_BYTES: u64 = 22;
const STORED: u16 = 0;
const DEFLATE: u16 = 8;
/// §4.4.4, bits 1 and 2: a hint of the packer.
const DEFLATE_LEVEL: u16 = 0b110;
/// §4.4.4, bit 3.
const DESCRIPTOR: u16 = 1 << 3;
/// §4.4.4, bit 11.
const UTF8: u16 = 1 << 11;

#[cfg(test)]
mod tests;
