//! The content of one entry, given out only as far as it holds.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use flate2::{Decompress, FlushDecompress, Status};

use super::limits::READ_CHUNK_BYTES;
use super::{Entry, Fault, Method, PackageError};

/// Reads one entry with pread, 64 KiB at a time. The last bytes are given out only when size, CRC-32 and the exact end
/// of the deflate stream hold; else the read fails with an [`io::Error`] that carries a [`PackageError`]
/// ([`PackageError::from_io`] takes it out), and so does every later read. Bytes given out before the end are
/// unproven until the end was reached.
#[derive(Debug)]
pub struct EntryReader {
    file: Arc<File>,
    entry: Entry,
    /// Compressed bytes taken from the file.
    taken_bytes: u64,
    /// Inflated bytes produced.
    produced_bytes: u64,
    crc: crc32fast::Hasher,
    inflater: Option<Inflater>,
    state: State,
}

#[derive(Debug)]
enum State {
    Reading,
    Held,
    Failed(PackageError),
}

/// The raw deflate stream and what was read of it but not yet inflated.
struct Inflater {
    stream: Decompress,
    input: Box<[u8]>,
    start: usize,
    end: usize,
    ended: bool,
}

impl EntryReader {
    pub(super) fn new(file: Arc<File>, entry: &Entry) -> Self {
        let inflater = (entry.method == Method::Deflated).then(|| Inflater::new(entry.compressed_bytes));
        Self {
            file,
            entry: entry.clone(),
            taken_bytes: 0,
            produced_bytes: 0,
            crc: crc32fast::Hasher::new(),
            inflater,
            state: State::Reading,
        }
    }

    /// The entry being read.
    pub fn entry(&self) -> &Entry {
        &self.entry
    }

    pub(super) fn read_all(mut self, max_bytes: u64) -> Result<Vec<u8>, PackageError> {
        let bytes = self.entry.bytes;
        if bytes > max_bytes {
            return Err(self.fault(Fault::InflatedTooBig).expected(format_args!("at most {max_bytes}")).found(bytes));
        }
        let mut content = Vec::new();
        self.read_to_end(&mut content).map_err(PackageError::from_io)?;
        Ok(content)
    }

    /// Produces up to `out.len()` bytes; 0 only when the declared size is reached.
    fn produce(&mut self, out: &mut [u8]) -> Result<usize, PackageError> {
        let left = self.entry.bytes.saturating_sub(self.produced_bytes);
        let cap = usize::try_from(left).map_or(out.len(), |left| left.min(out.len()));
        let out = out.get_mut(..cap).unwrap_or_default();
        let count = match self.inflater.is_some() {
            false => self.take(out)?,
            true => self.inflate(out)?,
        };
        self.crc.update(out.get(..count).unwrap_or_default());
        self.produced_bytes += count as u64;
        if self.produced_bytes == self.entry.bytes {
            self.check_end()?;
            self.state = State::Held;
        }
        Ok(count)
    }

    /// Reads compressed bytes of this entry into `buffer`, as many as fit and are left. `buffer` not empty and some
    /// left: at least one.
    fn take(&mut self, buffer: &mut [u8]) -> Result<usize, PackageError> {
        let left = self.entry.compressed_bytes.saturating_sub(self.taken_bytes);
        let cap = usize::try_from(left).map_or(buffer.len(), |left| left.min(buffer.len()));
        let buffer = buffer.get_mut(..cap).unwrap_or_default();
        if buffer.is_empty() {
            return Ok(0);
        }
        let offset = self.entry.data_offset.saturating_add(self.taken_bytes);
        let count = loop {
            match self.file.read_at(buffer, offset) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        }
        .map_err(|error| self.fault(Fault::Io).at(offset).found(error))?;
        if count == 0 {
            return Err(self.fault(Fault::Truncated).at(offset).expected(format_args!("{left} more bytes")));
        }
        self.taken_bytes += count as u64;
        Ok(count)
    }

    /// Inflates at least one byte into `out`, or none when `out` is empty.
    fn inflate(&mut self, out: &mut [u8]) -> Result<usize, PackageError> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            let (count, ended) = self.inflate_once(out)?;
            if count > 0 {
                return Ok(count);
            }
            if ended {
                return Err(self.fault(Fault::Size).expected(self.entry.bytes).found(self.produced_bytes));
            }
        }
    }

    /// One step of the stream: refills its input when that is used up. Gives the bytes produced and whether the
    /// stream has ended. Each call that neither produces nor ends has used up input, so loops over it are bounded by
    /// the compressed size.
    fn inflate_once(&mut self, out: &mut [u8]) -> Result<(usize, bool), PackageError> {
        let Some(mut inflater) = self.inflater.take() else { return Ok((0, true)) };
        let step = self.refill(&mut inflater).and_then(|()| inflater.step(out).map_err(|fault| self.fault(fault)));
        self.inflater = Some(inflater);
        step
    }

    fn refill(&mut self, inflater: &mut Inflater) -> Result<(), PackageError> {
        if inflater.start == inflater.end && !inflater.ended {
            inflater.start = 0;
            inflater.end = 0;
            inflater.end = self.take(&mut inflater.input)?;
        }
        Ok(())
    }

    /// All bytes are produced: is the stream at its very end, and is the CRC right?
    fn check_end(&mut self) -> Result<(), PackageError> {
        if self.inflater.is_some() {
            self.check_deflate_end()?;
        }
        if self.taken_bytes != self.entry.compressed_bytes {
            return Err(self.fault(Fault::Size).expected(self.entry.compressed_bytes).found(self.taken_bytes));
        }
        let crc = self.crc.clone().finalize();
        if crc != self.entry.crc32 {
            let error = self.fault(Fault::Crc).expected(format_args!("{:08x}", self.entry.crc32));
            return Err(error.found(format_args!("{crc:08x}")));
        }
        Ok(())
    }

    /// The stream must end here, without another byte, and with it the compressed bytes.
    fn check_deflate_end(&mut self) -> Result<(), PackageError> {
        loop {
            let (count, ended) = self.inflate_once(&mut [0])?;
            if count > 0 {
                return Err(self.fault(Fault::Size).expected(self.entry.bytes).found("more bytes"));
            }
            if ended {
                break;
            }
        }
        let unused = self.inflater.as_ref().map_or(0, |inflater| inflater.end - inflater.start) as u64;
        let used = self.taken_bytes - unused;
        if used != self.entry.compressed_bytes {
            let error = self.fault(Fault::DeflateEnd).at(self.entry.data_offset.saturating_add(used));
            return Err(error.expected(self.entry.compressed_bytes).found(used));
        }
        Ok(())
    }

    fn fault(&self, fault: Fault) -> PackageError {
        PackageError::new(fault).entry(&self.entry.name)
    }
}

impl Read for EntryReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match &self.state {
            State::Held => return Ok(0),
            State::Failed(error) => return Err(error.clone().into()),
            State::Reading if out.is_empty() => return Ok(0),
            State::Reading => {}
        }
        self.produce(out).map_err(|error| {
            self.state = State::Failed(error.clone());
            out.fill(0);
            error.into()
        })
    }
}

impl Inflater {
    fn new(compressed_bytes: u64) -> Self {
        let size = usize::try_from(compressed_bytes).unwrap_or(READ_CHUNK_BYTES).clamp(1, READ_CHUNK_BYTES);
        Self { stream: Decompress::new(false), input: vec![0; size].into(), start: 0, end: 0, ended: false }
    }

    fn step(&mut self, out: &mut [u8]) -> Result<(usize, bool), Fault> {
        if self.ended {
            return Ok((0, true));
        }
        let input = self.input.get(self.start..self.end).unwrap_or_default();
        let (in_before, out_before) = (self.stream.total_in(), self.stream.total_out());
        let status = self.stream.decompress(input, out, FlushDecompress::None).map_err(|_| Fault::Deflate)?;
        let used = usize::try_from(self.stream.total_in() - in_before).map_err(|_| Fault::Deflate)?;
        let made = usize::try_from(self.stream.total_out() - out_before).map_err(|_| Fault::Deflate)?;
        self.start += used;
        self.ended = status == Status::StreamEnd;
        if !self.ended && used == 0 && made == 0 {
            // No input is left in the file, and the stream wants more.
            return Err(Fault::DeflateEnd);
        }
        Ok((made, self.ended))
    }
}

impl std::fmt::Debug for Inflater {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inflater").field("ended", &self.ended).finish_non_exhaustive()
    }
}
