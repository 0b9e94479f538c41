//! Looking ahead, across the pieces in which the bytes arrive.

use std::io::BufRead;

use quick_xml::parser::{ElementParser, Parser};

use super::super::chars::is_space;
use super::super::text::MAX_REFERENCE_BYTES;
use super::super::{End, Fault, XmlError};
use super::Reader;
use super::grammar::CHUNK_BYTES;

/// Looking ahead.
impl<R: BufRead> Reader<R> {
    /// Gets at least so many bytes into the window; false when the file has fewer.
    #[inline]
    pub(super) fn look(&mut self, bytes: usize) -> Result<bool, XmlError> {
        while self.window.rest().len() < bytes {
            if !self.window.fill()? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(super) fn byte(&self, index: usize) -> Option<u8> {
        self.window.rest().as_bytes().get(index).copied()
    }

    pub(super) fn skip_space(&mut self) -> Result<(), XmlError> {
        loop {
            let rest = self.window.rest();
            let space = rest.bytes().take_while(|&b| is_space(b)).count();
            let is_all = space == rest.len();
            self.window.consume(space);
            if !is_all || !self.window.fill()? {
                return Ok(());
            }
        }
    }

    /// The index of `needle` at `from` or later, if it begins within so many bytes.
    pub(super) fn find_within(&mut self, from: usize, needle: &str, limit: usize) -> Result<Option<usize>, XmlError> {
        let mut looked = from;
        loop {
            let rest = self.window.rest().as_bytes();
            if let Some(found) = memchr::memmem::find(rest.get(looked..).unwrap_or_default(), needle.as_bytes()) {
                let at = looked + found;
                return Ok((at <= limit).then_some(at));
            }
            looked = rest.len().saturating_sub(needle.len() - 1).max(from);
            if looked > limit || !self.window.fill()? {
                return Ok(None);
            }
        }
    }

    /// Bytes from `<` to `>`, outside quotes.
    pub(super) fn tag_length(&mut self) -> Result<usize, XmlError> {
        let mut parser = ElementParser::Outside;
        let mut looked = 1;
        let limit = self.limits.tag_bytes;
        loop {
            let rest = self.window.rest();
            if let Some(found) = parser.feed(rest.as_bytes().get(looked..).unwrap_or_default()) {
                let length = looked + found + 1;
                return if length > limit { Err(self.fault(0, Fault::TagSize { limit })) } else { Ok(length) };
            }
            looked = rest.len();
            if looked > limit {
                return Err(self.fault(0, Fault::TagSize { limit }));
            }
            if !self.window.fill()? {
                return Err(self.fault(0, Fault::Truncated { inside: "a tag".to_owned() }));
            }
        }
    }

    pub(super) fn fault(&self, index: usize, fault: Fault) -> XmlError {
        self.window.error_at(index, fault)
    }

    pub(super) fn truncated(&self) -> XmlError {
        let End { prefix, local } = self.open_name();
        let inside = if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") };
        self.fault(self.window.rest().len(), Fault::Truncated { inside })
    }
}

/// Where to cut text that is longer than a piece: not inside a reference, a line end or a `]]>`.
pub(super) fn content_cut(rest: &str) -> usize {
    let end = held_back(rest, CHUNK_BYTES);
    let tail = end.saturating_sub(MAX_REFERENCE_BYTES);
    let open = memchr::memrchr(b'&', rest.as_bytes().get(tail..end).unwrap_or_default()).map(|found| tail + found);
    match open {
        Some(at) if memchr::memchr(b';', rest.as_bytes().get(at..end).unwrap_or_default()).is_none() => {
            held_back(rest, at)
        }
        _ => end,
    }
}

/// The last index up to `at` that cuts no character, no CR LF and no `]]>`.
pub(super) fn held_back(rest: &str, at: usize) -> usize {
    let mut at = at.min(rest.len());
    while !rest.is_char_boundary(at) {
        at -= 1;
    }
    let before = rest.as_bytes().get(..at).unwrap_or_default();
    match before {
        [.., b']', b']'] => at - 2,
        [.., b']' | b'\r'] => at - 1,
        _ => at,
    }
}
