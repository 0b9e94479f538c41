//! Attachments as ranges and digests: the file stays closed until somebody reads, and each read is hashed again.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::sync::Arc;

use crate::crypto::Sha256;
use crate::domain::ids::Digest;
use crate::edxml::Base64Decoder;
use crate::package::{Asice, Entry};
use crate::signature::verify::Range;
use crate::xml::{Context, Event, Limits, Position, Reader};

/// One attachment of a package.
#[derive(Clone, Debug)]
pub struct Attachment {
    pub(in crate::signature) name: String,
    pub(in crate::signature) content_type: Option<String>,
    pub(in crate::signature) size: u64,
    pub(in crate::signature) sha256: Digest,
    /// The mark of a PDF stands in its first kilobyte.
    pub(in crate::signature) is_pdf: bool,
    /// It is packed as a ZIP with the one file in it (convention a of bare edXML).
    pub(in crate::signature) is_zipped: bool,
    pub(in crate::signature) source: Source,
}

/// Where the bytes lie.
#[derive(Clone, Debug)]
pub(in crate::signature) enum Source {
    /// An entry of an ASiC-E.
    Entry {
        /// The archive.
        asice: Arc<Asice>,
        /// The entry.
        entry: Entry,
    },
    /// The element ContentTransferEncoded of a bare edXML file.
    Base64 {
        /// The file.
        file: Arc<File>,
        /// The element's first byte.
        start: u64,
        /// The byte after it.
        end: u64,
        /// The first byte's place, for people.
        position: Position,
        /// What the element inherits.
        context: Arc<Context>,
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

    /// Whether it is packed as a ZIP with the one file in it (convention a of bare edXML): receivers unpack it.
    pub fn is_zipped(&self) -> bool {
        self.is_zipped
    }

    /// The bytes of the file that it lies in, encoded or compressed as there: first, and the one after the last.
    pub fn range(&self) -> (u64, u64) {
        match &self.source {
            Source::Entry { entry, .. } => (entry.data_offset(), entry.data_offset() + entry.compressed_bytes()),
            Source::Base64 { start, end, .. } => (*start, *end),
        }
    }

    /// Reads it again, through the same strict readers.
    pub fn open(&self) -> AttachmentReader {
        let inner: Box<dyn Read + Send> = match &self.source {
            Source::Entry { asice, entry } => Box::new(asice.reader(entry)),
            Source::Base64 { file, start, end, position, context } => {
                let range = BufReader::new(Range::new(Arc::clone(file), *start, *end));
                let reader = Reader::fragment(range, Limits::STANDARD, Context::clone(context), *position);
                Box::new(Text { reader, decoder: Base64Decoder::default(), decoded: Vec::new(), given: 0 })
            }
        };
        AttachmentReader { inner, sum: Sha256::default(), size: 0, due: (self.size, self.sha256) }
    }
}

/// Hands out an attachment's bytes and hashes them again: where they differ from what was verified the last read ends in
/// an error instead of an end of file, so whoever reads to the end cannot miss it.
pub struct AttachmentReader {
    inner: Box<dyn Read + Send>,
    sum: Sha256,
    size: u64,
    due: (u64, Digest),
}

impl Read for AttachmentReader {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(buf)?;
        self.sum.update(buf.get(..got).unwrap_or_default());
        self.size += got as u64;
        if got == 0 && !buf.is_empty() && (self.size, self.sum.clone().finish()) != self.due {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the attachment is not the one that was verified"));
        }
        Ok(got)
    }
}

/// The text of one element, base64 undone.
struct Text {
    reader: Reader<BufReader<Range>>,
    decoder: Base64Decoder,
    decoded: Vec<u8>,
    given: usize,
}

impl Read for Text {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if buf.is_empty() {
            return Ok(0);
        }
        while self.given == self.decoded.len() {
            match self.reader.next().map_err(invalid)? {
                Event::Text(text) => {
                    self.decoded = self.decoder.push(text.as_bytes()).map_err(|_| invalid("not base64"))?.to_vec();
                    self.given = 0;
                }
                Event::Start(_) | Event::End(_) => {}
                Event::Eof => {
                    self.decoder.finish().map_err(|_| invalid("not base64"))?;
                    return Ok(0);
                }
            }
        }
        let left = self.decoded.get(self.given..).unwrap_or_default();
        let count = left.len().min(buf.len());
        if let (Some(to), Some(from)) = (buf.get_mut(..count), left.get(..count)) {
            to.copy_from_slice(from);
        }
        self.given += count;
        Ok(count)
    }
}

fn invalid(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}
