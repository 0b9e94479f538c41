//! Builds ZIP archives byte by byte, so that every field can lie. It writes the truth until a test says otherwise, and
//! shares no code with the reader or with crate `zip`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on must stop")]

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// An archive to be written by [`Zip::build`].
#[derive(Clone, Default)]
pub struct Zip {
    /// Bytes before everything; offsets do not count them.
    pub prefix: Vec<u8>,
    /// Written in this order, locals and central records alike.
    pub entries: Vec<Entry>,
    /// Names the order of the central records, where it is not that of `entries`.
    pub central_order: Option<Vec<usize>>,
    /// Bytes between the last entry and the central directory.
    pub before_directory: Vec<u8>,
    /// Bytes after the last central record, counted as part of the directory.
    pub directory_tail: Vec<u8>,
    /// Bytes between the central directory and the end records.
    pub before_end: Vec<u8>,
    /// The ZIP64 end record and locator, when there are any.
    pub zip64: Option<Zip64>,
    /// The end record.
    pub end: End,
    /// Bytes after everything.
    pub suffix: Vec<u8>,
}

/// One entry: local header, content, descriptor, central record.
#[derive(Clone)]
pub struct Entry {
    /// The local header.
    pub local: Header,
    /// The central record.
    pub central: Header,
    /// The content as it lies in the file (deflated where the method says so).
    pub data: Vec<u8>,
    /// What follows the content: a data descriptor, or whatever should be hidden there.
    pub after: Vec<u8>,
    /// Write the local header and content?
    pub has_local: bool,
    /// Write the central record?
    pub has_central: bool,
    /// Central only: where the local header is said to be, instead of where it is.
    pub offset: Option<u32>,
    /// Central only.
    pub comment: Vec<u8>,
    /// Central only.
    pub disk: u16,
    /// Central only: external attributes.
    pub attributes: u32,
    /// Central only: version made by.
    pub made_by: u16,
}

/// The fields that both headers have.
#[derive(Clone)]
pub struct Header {
    pub signature: [u8; 4],
    pub version: u16,
    pub flags: u16,
    pub method: u16,
    pub time: u16,
    pub date: u16,
    pub crc: u32,
    pub compressed: u32,
    pub size: u32,
    pub name: Vec<u8>,
    pub extra: Vec<u8>,
}

/// Lies of the end record; `None` is the truth.
#[derive(Clone, Default)]
pub struct End {
    pub disk: u16,
    pub directory_disk: u16,
    pub entries_here: Option<u16>,
    pub entries: Option<u16>,
    pub directory_bytes: Option<u32>,
    pub directory_offset: Option<u32>,
    pub comment: Vec<u8>,
    pub comment_bytes: Option<u16>,
}

/// Lies of the ZIP64 end record and its locator; `None` is the truth.
#[derive(Clone, Default)]
pub struct Zip64 {
    /// Put 0xFFFF and 0xFFFFFFFF into the end record.
    pub saturate: bool,
    pub entries: Option<u64>,
    pub directory_bytes: Option<u64>,
    pub directory_offset: Option<u64>,
    pub disk: u32,
    pub record_bytes: Option<u64>,
    /// Extensible data after the record.
    pub extensible: Vec<u8>,
    /// Bytes between record and locator.
    pub between: Vec<u8>,
    pub locator_disk: u32,
    pub locator_offset: Option<u64>,
    pub disks: Option<u32>,
}

impl Zip {
    /// A good ASiC-E container: `mimetype`, `document.xml` (deflated), an attachment with a Vietnamese name (stored),
    /// manifest and one signature file.
    pub fn asice() -> Self {
        let entries = vec![
            Entry::stored("mimetype", b"application/vnd.etsi.asic-e+zip"),
            Entry::deflated("document.xml", b"<edXML>a document, a document, a document</edXML>"),
            Entry::stored(ATTACHMENT, b"%PDF-1.7 attachment"),
            Entry::deflated("META-INF/manifest.xml", b"<manifest/>"),
            Entry::deflated("META-INF/signatures0.xml", b"<XAdESSignatures/>"),
        ];
        Self { entries, ..Self::default() }
    }

    /// The entry of this name, by its central record.
    pub fn entry(&mut self, name: &str) -> &mut Entry {
        self.entries.iter_mut().find(|entry| entry.central.name == name.as_bytes()).expect("an entry of that name")
    }

    /// Replaces an entry, keeping its place.
    pub fn replace(&mut self, entry: Entry) {
        *self.entry(std::str::from_utf8(&entry.central.name).unwrap()) = entry.clone();
    }

    /// Puts an entry before the manifest.
    pub fn insert(&mut self, entry: Entry) {
        self.entries.insert(self.entries.len() - 2, entry);
    }

    /// The bytes of the archive.
    pub fn build(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let offsets: Vec<u32> = self.entries.iter().map(|entry| entry.write_local(&mut out)).collect();
        out.extend(&self.before_directory);
        let directory_offset = out.len() as u64;
        let order = self.central_order.clone().unwrap_or_else(|| (0..self.entries.len()).collect());
        for at in &order {
            self.entries[*at].write_central(&mut out, offsets[*at]);
        }
        out.extend(&self.directory_tail);
        let directory_bytes = out.len() as u64 - directory_offset;
        out.extend(&self.before_end);
        let entries = order.iter().filter(|at| self.entries[**at].has_central).count() as u64;
        if let Some(zip64) = &self.zip64 {
            zip64.write(&mut out, entries, directory_bytes, directory_offset);
        }
        self.write_end(&mut out, entries, directory_bytes, directory_offset);
        out.extend(&self.suffix);
        [self.prefix.as_slice(), &out].concat()
    }

    fn write_end(&self, out: &mut Vec<u8>, entries: u64, directory_bytes: u64, directory_offset: u64) {
        let end = &self.end;
        let saturate = self.zip64.as_ref().is_some_and(|zip64| zip64.saturate);
        let narrow = |value: u64| if saturate { u32::MAX } else { value as u32 };
        let count = if saturate { u16::MAX } else { entries as u16 };
        out.extend(b"PK\x05\x06");
        out.extend(end.disk.to_le_bytes());
        out.extend(end.directory_disk.to_le_bytes());
        out.extend(end.entries_here.unwrap_or(count).to_le_bytes());
        out.extend(end.entries.unwrap_or(count).to_le_bytes());
        out.extend(end.directory_bytes.unwrap_or(narrow(directory_bytes)).to_le_bytes());
        out.extend(end.directory_offset.unwrap_or(narrow(directory_offset)).to_le_bytes());
        out.extend(end.comment_bytes.unwrap_or(end.comment.len() as u16).to_le_bytes());
        out.extend(&end.comment);
    }
}

impl Zip64 {
    fn write(&self, out: &mut Vec<u8>, entries: u64, directory_bytes: u64, directory_offset: u64) {
        let record_offset = out.len() as u64;
        let entries = self.entries.unwrap_or(entries);
        out.extend(b"PK\x06\x06");
        out.extend(self.record_bytes.unwrap_or(44 + self.extensible.len() as u64).to_le_bytes());
        out.extend([45, 3, 45, 0]);
        out.extend(self.disk.to_le_bytes());
        out.extend(0u32.to_le_bytes());
        out.extend(entries.to_le_bytes());
        out.extend(entries.to_le_bytes());
        out.extend(self.directory_bytes.unwrap_or(directory_bytes).to_le_bytes());
        out.extend(self.directory_offset.unwrap_or(directory_offset).to_le_bytes());
        out.extend(&self.extensible);
        out.extend(&self.between);
        out.extend(b"PK\x06\x07");
        out.extend(self.locator_disk.to_le_bytes());
        out.extend(self.locator_offset.unwrap_or(record_offset).to_le_bytes());
        out.extend(self.disks.unwrap_or(1).to_le_bytes());
    }
}

impl Entry {
    /// A truthful entry, stored.
    pub fn stored(name: &str, content: &[u8]) -> Self {
        Self::new(name, 0, content, content.to_vec())
    }

    /// A truthful entry, deflated.
    pub fn deflated(name: &str, content: &[u8]) -> Self {
        Self::new(name, 8, content, deflate(content))
    }

    /// A truthful directory entry, as Info-ZIP writes it.
    pub fn directory(name: &str) -> Self {
        let mut entry = Self::stored(name, b"");
        entry.attributes = 0o040_755 << 16 | 0x10;
        entry
    }

    /// An entry whose content lies in the file as `data`, with the measures of `content`.
    pub fn new(name: &str, method: u16, content: &[u8], data: Vec<u8>) -> Self {
        let header = |signature: &[u8; 4]| Header {
            signature: *signature,
            version: 20,
            flags: if name.is_ascii() { 0 } else { 1 << 11 },
            method,
            time: 0x6000,
            date: 0x5d78,
            crc: crc32fast::hash(content),
            compressed: data.len() as u32,
            size: content.len() as u32,
            name: name.as_bytes().to_vec(),
            extra: Vec::new(),
        };
        Self {
            local: header(b"PK\x03\x04"),
            central: header(b"PK\x01\x02"),
            data,
            after: Vec::new(),
            has_local: true,
            has_central: true,
            offset: None,
            comment: Vec::new(),
            disk: 0,
            attributes: 0o100_644 << 16,
            made_by: 3 << 8 | 20,
        }
    }

    /// The same change to both headers.
    pub fn both(mut self, change: impl Fn(&mut Header)) -> Self {
        change(&mut self.local);
        change(&mut self.central);
        self
    }

    /// Bit 3: measures in a data descriptor, zero in the local header. After [`Entry::with_zip64`] the wide form.
    pub fn with_descriptor(self, signature: bool) -> Self {
        let (crc, compressed, size) = (self.central.crc, self.data.len() as u64, u64::from(self.central.size));
        let wide = !self.local.extra.is_empty();
        let mut entry = self.both(|header| header.flags |= 1 << 3);
        entry.local.crc = 0;
        if wide {
            entry.local.extra = zip64_extra(&[0, 0]);
        } else {
            (entry.local.compressed, entry.local.size) = (0, 0);
        }
        entry.after = descriptor(signature, wide, crc, compressed, size);
        entry
    }

    /// The local sizes in a ZIP64 extra field.
    pub fn with_zip64(mut self) -> Self {
        self.local.extra = zip64_extra(&[u64::from(self.local.size), u64::from(self.local.compressed)]);
        (self.local.size, self.local.compressed) = (u32::MAX, u32::MAX);
        self.local.version = 45;
        self.central.version = 45;
        self
    }

    /// The central sizes in a ZIP64 extra field.
    pub fn with_central_zip64(mut self) -> Self {
        self.central.extra = zip64_extra(&[u64::from(self.central.size), u64::from(self.central.compressed)]);
        (self.central.size, self.central.compressed) = (u32::MAX, u32::MAX);
        self
    }

    fn write_local(&self, out: &mut Vec<u8>) -> u32 {
        let offset = out.len() as u32;
        if self.has_local {
            let header = &self.local;
            out.extend(header.signature);
            header.write_common(out);
            out.extend(&header.name);
            out.extend(&header.extra);
            out.extend(&self.data);
            out.extend(&self.after);
        }
        offset
    }

    fn write_central(&self, out: &mut Vec<u8>, offset: u32) {
        if !self.has_central {
            return;
        }
        let header = &self.central;
        out.extend(header.signature);
        out.extend(self.made_by.to_le_bytes());
        header.write_common(out);
        out.extend((self.comment.len() as u16).to_le_bytes());
        out.extend(self.disk.to_le_bytes());
        out.extend(0u16.to_le_bytes());
        out.extend(self.attributes.to_le_bytes());
        out.extend(self.offset.unwrap_or(offset).to_le_bytes());
        out.extend(&header.name);
        out.extend(&header.extra);
        out.extend(&self.comment);
    }
}

impl Header {
    fn write_common(&self, out: &mut Vec<u8>) {
        for value in [self.version, self.flags, self.method, self.time, self.date] {
            out.extend(value.to_le_bytes());
        }
        for value in [self.crc, self.compressed, self.size] {
            out.extend(value.to_le_bytes());
        }
        out.extend((self.name.len() as u16).to_le_bytes());
        out.extend((self.extra.len() as u16).to_le_bytes());
    }
}

/// A raw deflate stream of these bytes.
pub fn deflate(content: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// A data descriptor with 4-byte or 8-byte (`wide`) sizes.
pub fn descriptor(signature: bool, wide: bool, crc: u32, compressed: u64, size: u64) -> Vec<u8> {
    let mut out = if signature { b"PK\x07\x08".to_vec() } else { Vec::new() };
    out.extend(crc.to_le_bytes());
    for value in [compressed, size] {
        match wide {
            true => out.extend(value.to_le_bytes()),
            false => out.extend((value as u32).to_le_bytes()),
        }
    }
    out
}

/// One extra field.
pub fn extra(id: u16, value: &[u8]) -> Vec<u8> {
    [&id.to_le_bytes()[..], &(value.len() as u16).to_le_bytes(), value].concat()
}

/// Extra field 0x0001 with these values.
pub fn zip64_extra(values: &[u64]) -> Vec<u8> {
    extra(0x0001, &values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<_>>())
}

/// The attachment of [`Zip::asice`], in NFC.
pub const ATTACHMENT: &str = "phụ lục/Tờ trình số 5.pdf";
