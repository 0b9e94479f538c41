//! One entry of an archive, as central directory and local header agree on it.

use super::{DOCUMENT_NAME, MANIFEST_NAME, META_INF, MIMETYPE_NAME};

/// One entry. Made only by [`Asice::open`](super::Asice::open), after all its records were found to agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub(super) name: String,
    pub(super) kind: EntryKind,
    pub(super) method: Method,
    pub(super) crc32: u32,
    pub(super) compressed_bytes: u64,
    pub(super) bytes: u64,
    pub(super) header_offset: u64,
    pub(super) data_offset: u64,
    /// Whether its local header has an extra field, or a data descriptor follows its content.
    pub(super) has_more: bool,
}

impl Entry {
    /// The full name, UTF-8, exactly as in the file: never normalised.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the entry is for.
    pub fn kind(&self) -> EntryKind {
        self.kind
    }

    /// How it is compressed.
    pub fn method(&self) -> Method {
        self.method
    }

    /// The CRC-32 (ISO 3309) of the inflated bytes, as declared; [`EntryReader`](super::EntryReader) holds it.
    pub fn crc32(&self) -> u32 {
        self.crc32
    }

    /// Inflated bytes, as declared; [`EntryReader`](super::EntryReader) holds it.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Bytes that the entry's content takes in the file.
    pub fn compressed_bytes(&self) -> u64 {
        self.compressed_bytes
    }

    /// Where its local header begins in the file.
    pub fn header_offset(&self) -> u64 {
        self.header_offset
    }

    /// Where its content begins in the file. Stored entries are the range of [`compressed_bytes`](Self::compressed_bytes)
    /// from here.
    pub fn data_offset(&self) -> u64 {
        self.data_offset
    }

    /// Is it the edXML root, `document.xml`?
    pub fn is_document(&self) -> bool {
        self.name == DOCUMENT_NAME
    }
}

/// What an entry is for (EN 319 162-1 §4.4.2). Decided by the exact name alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// `mimetype`.
    Mimetype,
    /// What signatures must cover: every entry but the other kinds.
    Payload,
    /// `META-INF/manifest.xml`.
    Manifest,
    /// `META-INF/*signatures*.xml`, directly in the folder.
    SignatureFile,
    /// Anything else in META-INF: timestamps, ASiCManifest, CMS signatures, evidence records. Not evaluated.
    OtherMetaInf,
    /// A name that ends in `/`; its content is empty.
    Directory,
}

impl EntryKind {
    /// The kind that goes with a name.
    pub fn of(name: &str) -> Self {
        if name.ends_with('/') {
            return Self::Directory;
        }
        match name {
            MIMETYPE_NAME => Self::Mimetype,
            MANIFEST_NAME => Self::Manifest,
            "META-INF" => Self::OtherMetaInf,
            _ => match name.strip_prefix(META_INF) {
                None => Self::Payload,
                Some(file) if !file.contains('/') && file.contains("signatures") && file.ends_with(".xml") => {
                    Self::SignatureFile
                }
                Some(_) => Self::OtherMetaInf,
            },
        }
    }
}

/// How an entry is compressed; no other method is taken (SIGNATURES §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// 0: as it is.
    Stored,
    /// 8: raw deflate, RFC 1951.
    Deflated,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_follow_the_exact_name() {
        let table = [
            ("mimetype", EntryKind::Mimetype),
            ("Mimetype", EntryKind::Payload),
            ("document.xml", EntryKind::Payload),
            ("a/b.pdf", EntryKind::Payload),
            ("META-INF/manifest.xml", EntryKind::Manifest),
            ("META-INF/signatures.xml", EntryKind::SignatureFile),
            ("META-INF/signatures0.xml", EntryKind::SignatureFile),
            ("META-INF/seal-signatures-2.xml", EntryKind::SignatureFile),
            ("META-INF/signature.xml", EntryKind::OtherMetaInf),
            ("META-INF/signatures.p7s", EntryKind::OtherMetaInf),
            ("META-INF/old/signatures.xml", EntryKind::OtherMetaInf),
            ("META-INF/timestamp.tst", EntryKind::OtherMetaInf),
            ("META-INF/ASiCManifest.xml", EntryKind::OtherMetaInf),
            ("META-INF", EntryKind::OtherMetaInf),
            ("META-INF/", EntryKind::Directory),
            ("meta-inf/signatures.xml", EntryKind::Payload),
        ];
        for (name, kind) in table {
            assert_eq!(EntryKind::of(name), kind, "{name}");
        }
    }
}
