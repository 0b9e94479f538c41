//! Attachments as ranges and digests: the file stays closed until somebody reads, and each read is hashed again.

use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;

use crate::domain::ids::Digest;

/// One attachment of a package.
#[derive(Clone, Debug)]
pub struct Attachment {
    pub(in crate::signature) file: Arc<File>,
    pub(in crate::signature) name: String,
    pub(in crate::signature) content_type: Option<String>,
    pub(in crate::signature) size: u64,
    pub(in crate::signature) sha256: Digest,
    pub(in crate::signature) source: Source,
}

/// Where the bytes lie.
#[derive(Clone, Debug)]
pub(in crate::signature) enum Source {
    /// Base64 text of a bare edXML file: bytes `start..end` of the file.
    Base64 {
        /// First byte.
        start: u64,
        /// One past the last byte.
        end: u64,
    },
}

impl Attachment {
    /// Its name as the signed bytes give it: the entry's name, or AttachmentName. A stranger's text: never a path.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The media type that the document claims; never to be believed when it is served.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Bytes, decoded.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// SHA-256 of the decoded bytes, as they were when the signature was checked.
    pub fn sha256(&self) -> Digest {
        self.sha256
    }

    /// Reads it again.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn open(&self) -> io::Result<AttachmentReader> {
        Err(io::Error::other("not yet"))
    }
}

/// Hands out an attachment's bytes and hashes them again: where they differ from what was verified the last read ends in
/// an error instead of an end of file, so whoever reads to the end cannot miss it.
pub struct AttachmentReader {
    inner: Box<dyn Read + Send>,
}

impl Read for AttachmentReader {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buf)
    }
}
