//! Reading a shared file from any place, without moving anybody's cursor.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::os::unix::fs::FileExt;
use std::sync::Arc;

/// Bytes `next..end` of a file.
#[derive(Debug)]
pub(in crate::signature) struct Range {
    file: Arc<File>,
    next: u64,
    end: u64,
}

impl Range {
    /// The bytes `start..end`.
    pub fn new(file: Arc<File>, start: u64, end: u64) -> Self {
        Self { file, next: start, end }
    }

    /// The whole file, buffered.
    ///
    /// # Errors
    /// When its size cannot be told.
    pub fn whole(file: &Arc<File>) -> io::Result<BufReader<Self>> {
        let end = file.metadata()?.len();
        let bytes = usize::try_from(end).map_or(CHUNK_BYTES, |bytes| bytes.clamp(1, CHUNK_BYTES));
        Ok(BufReader::with_capacity(bytes, Self::new(Arc::clone(file), 0, end)))
    }
}

impl Read for Range {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end.saturating_sub(self.next)).unwrap_or(usize::MAX);
        let wanted = left.min(buf.len());
        let Some(buf) = buf.get_mut(..wanted) else { return Ok(0) };
        let got = self.file.read_at(buf, self.next)?;
        self.next += got as u64;
        Ok(got)
    }
}

/// SIGNATURES §9: 64 KiB pieces.
const CHUNK_BYTES: usize = 64 << 10;
