//! Reading stored payloads, whole or in ranges, without holding them in memory.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use bytes::Bytes;

use crate::crypto::Sha256;
use crate::domain::ids::Digest;
use crate::payload::PayloadError;

/// The bytes of one package, wherever they lie. Cheap to clone; every reader has a place of its own.
#[derive(Clone, Debug)]
pub enum Source {
    /// They came out of the row.
    Bytes(Bytes),
    /// They lie in a file.
    File {
        /// The open file.
        file: Arc<File>,
        /// Its size.
        size: u64,
    },
}

impl Source {
    /// Number of bytes.
    pub fn size(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File { size, .. } => *size,
        }
    }

    /// A reader of `length` bytes from `start`; a longer `length` ends at the end (RFC 9110 §14.1.2).
    ///
    /// # Errors
    /// `RangeOutside` when `start` lies behind the end (an empty payload has only the range 0..0).
    pub fn range(&self, start: u64, length: u64) -> Result<RangeReader, PayloadError> {
        let size = self.size();
        if start > size || (start == size && size > 0 && length > 0) {
            return Err(PayloadError::RangeOutside { start, size });
        }
        Ok(RangeReader { source: self.clone(), at: start, end: start.saturating_add(length).min(size) })
    }

    /// A reader of all of it.
    pub fn whole(&self) -> RangeReader {
        RangeReader { source: self.clone(), at: 0, end: self.size() }
    }

    /// Reads everything once and compares: the digest is checked again at each hand-over (PAINS.md 7).
    ///
    /// # Errors
    /// `Damaged` when the bytes are not those; `Io`.
    pub fn check(&self, expected: Digest) -> Result<(), PayloadError> {
        let mut hasher = Sha256::default();
        let mut buffer = vec![0; PIECE_BYTES];
        let mut reader = self.whole();
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => break,
                Ok(n) => hasher.update(buffer.get(..n).unwrap_or_default()),
                Err(source) => return Err(PayloadError::io("read", "payload", source)),
            }
        }
        let found = hasher.finish();
        if found == expected { Ok(()) } else { Err(PayloadError::Damaged { expected, found }) }
    }
}

/// Reads a range; positioned reads, so that many can share one descriptor.
#[derive(Debug)]
pub struct RangeReader {
    source: Source,
    at: u64,
    end: u64,
}

impl RangeReader {
    /// Bytes left to read.
    pub fn remaining(&self) -> u64 {
        self.end - self.at
    }
}

impl Read for RangeReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let want = usize::try_from(self.remaining()).unwrap_or(usize::MAX).min(out.len());
        let Some(out) = out.get_mut(..want) else { return Ok(0) };
        let n = match &self.source {
            Source::File { file, .. } => file.read_at(out, self.at)?,
            Source::Bytes(bytes) => {
                let from = usize::try_from(self.at).unwrap_or(usize::MAX);
                let piece = bytes.get(from..from.saturating_add(want)).unwrap_or_default();
                out.get_mut(..piece.len()).unwrap_or_default().copy_from_slice(piece);
                piece.len()
            }
        };
        if n == 0 && want > 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "payload is shorter than its row says"));
        }
        self.at += n as u64;
        Ok(n)
    }
}

/// Read this much at a time.
const PIECE_BYTES: usize = 64 * 1024;
