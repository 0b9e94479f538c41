//! The piece of the file that lies in memory: always whole characters, always valid UTF-8, always Char.

use std::cell::Cell;
use std::io::{BufRead, ErrorKind};

use super::chars::first_illegal;
use super::{Fault, Position, XmlError};

/// Text of the file around the reader's place. What stands before `start` is done with; it goes at the next fill.
#[derive(Debug)]
pub(super) struct Window<R> {
    source: R,
    text: String,
    start: usize,
    /// The offset in the file of `start`.
    offset: u64,
    /// The first bytes of a character that the source has cut.
    carry: [u8; 4],
    carried: usize,
    /// A fault right behind `text`; it speaks when the reader gets there.
    fault: Option<Fault>,
    ended: bool,
    /// `text` holds no `&` and no CR.
    is_plain: bool,
    /// A place at or before `start` whose line and column are known.
    known: Cell<Position>,
}

impl<R: BufRead> Window<R> {
    pub(super) fn new(source: R, position: Position) -> Self {
        Self {
            source,
            text: String::new(),
            start: 0,
            offset: position.offset,
            carry: [0; 4],
            carried: 0,
            fault: None,
            ended: false,
            is_plain: true,
            known: Cell::new(position),
        }
    }

    /// Gets more text from the source; false at the end of the file. Indices into [`Self::rest`] stay as they are.
    pub(super) fn fill(&mut self) -> Result<bool, XmlError> {
        self.forget();
        while !self.ended && self.fault.is_none() {
            let before = self.text.len();
            self.read_once().map_err(|fault| self.error_at(self.rest().len(), fault))?;
            let new = self.text.as_bytes().get(before..).unwrap_or_default();
            self.is_plain &= memchr::memchr2(b'&', b'\r', new).is_none();
            if self.text.len() > before {
                return Ok(true);
            }
        }
        match self.fault.take() {
            Some(fault) => Err(self.error_at(self.rest().len(), fault)),
            None => Ok(false),
        }
    }

    fn read_once(&mut self) -> Result<(), Fault> {
        let bytes = loop {
            match self.source.fill_buf() {
                Ok(bytes) => break bytes,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(Fault::Io(error)),
            }
        };
        let taken = bytes.len().min(FILL);
        let mut piece = bytes.get(..taken).unwrap_or_default();
        if piece.is_empty() {
            self.ended = true;
            if self.carried > 0 {
                self.fault = Some(Fault::NotUtf8);
            }
            return Ok(());
        }
        let at_start = self.offset == 0 && self.start == 0 && self.text.is_empty() && self.carried == 0;
        self.fault = if at_start { foreign_encoding(piece) } else { None };
        while self.carried > 0 && self.fault.is_none() {
            let Some((&byte, rest)) = piece.split_first() else { break };
            piece = rest;
            let Some(slot) = self.carry.get_mut(self.carried) else { break };
            *slot = byte;
            self.carried += 1;
            match std::str::from_utf8(self.carry.get(..self.carried).unwrap_or_default()) {
                Ok(text) => {
                    self.fault = push(&mut self.text, text);
                    self.carried = 0;
                }
                Err(error) if error.error_len().is_none() => {}
                Err(_) => self.fault = Some(Fault::NotUtf8),
            }
        }
        if self.fault.is_none() && !piece.is_empty() {
            match std::str::from_utf8(piece) {
                Ok(text) => self.fault = push(&mut self.text, text),
                Err(error) => {
                    let (valid, tail) = piece.split_at(error.valid_up_to());
                    self.fault = push(&mut self.text, std::str::from_utf8(valid).unwrap_or_default());
                    if self.fault.is_none() {
                        match (error.error_len(), self.carry.get_mut(..tail.len())) {
                            (None, Some(slots)) => {
                                slots.copy_from_slice(tail);
                                self.carried = tail.len();
                            }
                            _ => self.fault = Some(Fault::NotUtf8),
                        }
                    }
                }
            }
        }
        self.source.consume(taken);
        Ok(())
    }

    /// Drops what is done with.
    fn forget(&mut self) {
        if self.start > 0 {
            self.known.set(self.position_of(self.start));
            self.text.drain(..self.start);
            self.start = 0;
            self.is_plain = self.is_plain || memchr::memchr2(b'&', b'\r', self.text.as_bytes()).is_none();
        }
    }

    /// The text that is not yet done with.
    #[inline]
    pub(super) fn rest(&self) -> &str {
        self.text.get(self.start..).unwrap_or_default()
    }

    /// Is it known that all of [`Self::rest`] holds no `&` and no CR?
    #[inline]
    pub(super) fn is_plain(&self) -> bool {
        self.is_plain
    }

    /// Is done with so many bytes of [`Self::rest`].
    #[inline]
    pub(super) fn consume(&mut self, bytes: usize) {
        let bytes = bytes.min(self.text.len() - self.start);
        self.start += bytes;
        self.offset += bytes as u64;
    }

    /// The offset in the file of the first byte of [`Self::rest`].
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Where [`Self::rest`] begins. Asked again and again it costs one look at each byte.
    pub(super) fn position(&self) -> Position {
        let position = self.position_of(self.start);
        self.known.set(position);
        position
    }

    /// A fault at an index of [`Self::rest`].
    pub(super) fn error_at(&self, index: usize, fault: Fault) -> XmlError {
        XmlError { fault, position: self.position_of(self.start + index) }
    }

    /// Starts lines and columns here: a byte order mark is no column.
    pub(super) fn begin_line(&mut self) {
        self.known.set(Position { offset: self.offset, line: 1, column: 1 });
    }

    fn position_of(&self, index: usize) -> Position {
        let known = self.known.get();
        let zero = self.offset - self.start as u64; // the offset of text[0]
        let from = known.offset.saturating_sub(zero) as usize;
        let passed = self.text.as_bytes().get(from..index).unwrap_or_default();
        let offset = zero + index as u64;
        match memchr::memrchr(b'\n', passed) {
            None => Position { offset, line: known.line, column: known.column + characters(passed) },
            Some(last) => {
                let lines = memchr::memchr_iter(b'\n', passed).count() as u64;
                let tail = passed.get(last + 1..).unwrap_or_default();
                Position { offset, line: known.line + lines, column: 1 + characters(tail) }
            }
        }
    }

    /// Bytes held in memory.
    pub(super) fn buffered(&self) -> usize {
        self.text.capacity()
    }
}

/// Adds text up to the first character outside Char, which is the fault.
fn push(to: &mut String, text: &str) -> Option<Fault> {
    match first_illegal(text) {
        None => {
            to.push_str(text);
            None
        }
        Some(index) => {
            let (fine, rest) = text.split_at(index);
            to.push_str(fine);
            rest.chars().next().map(|c| Fault::Character { found: u32::from(c) })
        }
    }
}

/// Recognises UTF-16 and UTF-32 at the start of a file (XML 1.0 appendix F): a better word than "not UTF-8".
fn foreign_encoding(first: &[u8]) -> Option<Fault> {
    let found = match first {
        [0, 0, 0xFE, 0xFF, ..] | [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0, b'<', ..] | [b'<', 0, 0, 0, ..] => "UTF-32",
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, b'<', ..] | [b'<', 0, ..] => "UTF-16",
        _ => return None,
    };
    Some(Fault::Encoding { found: found.to_owned() })
}

fn characters(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count() as u64
}

/// At most so much is taken from the source at once, however large its buffer: two fills and a text of 64 KiB are all
/// that the window holds, a long tag aside.
const FILL: usize = 32 * 1024;
