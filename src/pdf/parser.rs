//! From bytes to objects (ISO 32000-1 §7.2, §7.3), strictly, within a budget.

use std::ops::Range;

use super::error::malformed;
use super::limits::Budget;
use super::object::{Dict, Object};
use super::{Limits, PdfFault};

/// Reads objects from a place on.
pub(super) struct Parser<'a> {
    bytes: &'a [u8],
    pub(super) at: usize,
    budget: &'a Budget,
    depth: usize,
    /// Values that may still come.
    pub(super) values: u32,
    /// Whether comments count as white space.
    pub(super) comments: bool,
}

impl<'a> Parser<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize, budget: &'a Budget) -> Self {
        let Limits { depth, values, .. } = budget.limits;
        Self { bytes, at, budget, depth, values, comments: true }
    }

    /// The next object; `n g R` is a reference.
    pub(super) fn object(&mut self) -> Result<Object, PdfFault> {
        self.budget.spend_object()?;
        self.values = self.values.checked_sub(1).ok_or(PdfFault::TooComplex { what: "values in an object" })?;
        self.space();
        match self.rest() {
            [b'<', b'<', ..] => Ok(Object::Dict(self.dict(&mut |_, _| {})?)),
            [b'<', ..] => self.hex().map(Object::Text),
            [b'(', ..] => self.literal().map(Object::Text),
            [b'/', ..] => self.name().map(Object::Name),
            [b'[', ..] => self.array(),
            [b'+' | b'-' | b'.' | b'0'..=b'9', ..] => self.number(),
            rest => {
                let length = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
                self.budget.spend_bytes(length);
                let word = rest.get(..length).unwrap_or_default();
                let object = match word {
                    b"true" => Object::Bool(true),
                    b"false" => Object::Bool(false),
                    b"null" => Object::Null,
                    _ => return Err(malformed(self.at, "an object")),
                };
                self.at += length;
                Ok(object)
            }
        }
    }

    /// A dictionary; `see` is told the place of each value.
    pub(super) fn dict(&mut self, see: &mut dyn FnMut(&[u8], Range<usize>)) -> Result<Dict, PdfFault> {
        self.space();
        self.word(b"<<", "<<")?;
        self.deeper(|this| {
            let mut dict = Dict::default();
            let begin = this.at;
            loop {
                this.space();
                if this.rest().starts_with(b">>") {
                    this.at += 2;
                    // What a key means that stands twice, no two readers agree on.
                    let mut keys: Vec<&[u8]> = dict.0.iter().map(|(key, _)| key.as_slice()).collect();
                    keys.sort_unstable();
                    let is_twice = keys.windows(2).any(|pair| matches!(pair, [one, other] if one == other));
                    return if is_twice { Err(malformed(begin, "keys that stand once")) } else { Ok(dict) };
                }
                let key = this.name()?;
                this.space();
                let start = this.at;
                let value = this.object()?;
                see(&key, start..this.at);
                dict.0.push((key, value));
            }
        })
    }

    fn array(&mut self) -> Result<Object, PdfFault> {
        self.at += 1;
        self.deeper(|this| {
            let mut all = Vec::new();
            loop {
                this.space();
                if this.rest().first() == Some(&b']') {
                    this.at += 1;
                    return Ok(Object::Array(all));
                }
                all.push(this.object()?);
            }
        })
    }

    fn deeper<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, PdfFault>) -> Result<T, PdfFault> {
        self.depth = self.depth.checked_sub(1).ok_or(PdfFault::TooComplex { what: "nesting" })?;
        let value = work(self);
        self.depth += 1;
        value
    }

    /// A number, or a reference that begins with one.
    fn number(&mut self) -> Result<Object, PdfFault> {
        let start = self.at;
        let length = self.rest().iter().take_while(|byte| matches!(byte, b'+' | b'-' | b'.' | b'0'..=b'9')).count();
        let text = std::str::from_utf8(self.bytes.get(start..start + length).unwrap_or_default()).unwrap_or_default();
        self.pass(length);
        if text.contains('.') {
            return text.parse().map(Object::Real).map_err(|_| malformed(start, "a number"));
        }
        let number: i64 = text.parse().map_err(|_| malformed(start, "a number"))?;
        let after = self.at;
        if let (Ok(number), true) = (u32::try_from(number), text.bytes().all(|byte| byte.is_ascii_digit())) {
            self.space();
            if let Some(generation) = self.unsigned().and_then(|found| u16::try_from(found).ok()) {
                self.space();
                if let [b'R', rest @ ..] = self.rest()
                    && rest.first().is_none_or(|&byte| !is_regular(byte))
                {
                    self.at += 1;
                    return Ok(Object::Ref((number, generation)));
                }
            }
            self.at = after;
        }
        Ok(Object::Int(number))
    }

    /// Digits only; none leaves the place as it is.
    pub(super) fn unsigned(&mut self) -> Option<u64> {
        let length = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.budget.spend_bytes(length);
        let text = std::str::from_utf8(self.rest().get(..length)?).ok()?;
        let number = text.parse().ok()?;
        self.at += length;
        Some(number)
    }

    fn name(&mut self) -> Result<Vec<u8>, PdfFault> {
        self.word(b"/", "a name")?;
        let length = self.rest().iter().take_while(|byte| is_regular(**byte)).count();
        self.budget.spend_bytes(length);
        let raw = self.rest().get(..length).unwrap_or_default();
        let mut name = Vec::with_capacity(length);
        let mut rest = raw.iter().copied();
        while let Some(byte) = rest.next() {
            if byte != b'#' {
                name.push(byte);
                continue;
            }
            let mut digit = || rest.next().and_then(hex_digit);
            match (digit(), digit()) {
                (Some(high), Some(low)) => name.push(high << 4 | low),
                _ => return Err(malformed(self.at, "two digits after # in a name")),
            }
        }
        self.at += length;
        Ok(name)
    }

    fn hex(&mut self) -> Result<Vec<u8>, PdfFault> {
        let start = self.at + 1;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let end = memchr::memchr(b'>', rest);
        self.budget.spend_bytes(end.unwrap_or(rest.len()) + 1);
        let length = end.ok_or(malformed(self.at, "> after a string"))?;
        let mut text = Vec::with_capacity(length / 2);
        let mut high = None;
        for &byte in self.bytes.get(start..start + length).unwrap_or_default() {
            if is_space(byte) {
                continue;
            }
            let digit = hex_digit(byte).ok_or(malformed(start, "hexadecimal digits"))?;
            match high.take() {
                None => high = Some(digit),
                Some(high) => text.push(high << 4 | digit),
            }
        }
        text.extend(high.map(|high| high << 4));
        self.at = start + length + 1;
        Ok(text)
    }

    fn literal(&mut self) -> Result<Vec<u8>, PdfFault> {
        let begin = self.at;
        let (mut text, mut open) = (Vec::new(), 0_u32);
        loop {
            let Some(&byte) = self.rest().first() else {
                self.budget.spend_bytes(self.at - begin);
                return Err(malformed(begin, ") after a string"));
            };
            self.at += 1;
            match byte {
                b'(' => {
                    open += 1;
                    if open > 1 {
                        text.push(byte);
                    }
                }
                b')' => {
                    open -= 1;
                    if open == 0 {
                        self.budget.spend_bytes(self.at - begin);
                        return Ok(text);
                    }
                    text.push(byte);
                }
                b'\\' => self.escape(&mut text),
                _ => text.push(byte),
            }
        }
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(&byte) = self.rest().first() else { return };
        self.at += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'0'..=b'7' => {
                let more = self.rest().iter().take(2).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
                let digits = self.rest().iter().take(more);
                let value = digits.fold(u32::from(byte - b'0'), |sum, digit| sum * 8 + u32::from(digit - b'0'));
                text.push((value & 0xFF) as u8);
                self.at += more;
            }
            b'\r' => self.at += usize::from(self.rest().first() == Some(&b'\n')),
            b'\n' => {}
            other => text.push(other),
        }
    }

    /// `n g obj`, written as every writer does: single spaces, no comments.
    pub(super) fn header(&mut self) -> Option<(u32, u16)> {
        let number = self.unsigned().and_then(|number| u32::try_from(number).ok())?;
        self.word(b" ", "a space").ok()?;
        let generation = self.unsigned().and_then(|generation| u16::try_from(generation).ok())?;
        self.word(b" obj", "obj").ok()?;
        Some((number, generation))
    }

    /// Goes on, and pays for it. What turns out to be nothing is paid for too: each signature may begin there anew.
    fn pass(&mut self, count: usize) {
        self.at += count;
        self.budget.spend_bytes(count);
    }

    /// Passes over white space and comments.
    pub(super) fn space(&mut self) {
        loop {
            self.pass(self.rest().iter().take_while(|byte| is_space(**byte)).count());
            if !self.comments || self.rest().first() != Some(&b'%') {
                return;
            }
            self.pass(self.rest().iter().take_while(|byte| !matches!(byte, b'\r' | b'\n')).count());
        }
    }

    pub(super) fn word(&mut self, word: &[u8], what: &'static str) -> Result<(), PdfFault> {
        if !self.rest().starts_with(word) {
            return Err(malformed(self.at, what));
        }
        self.at += word.len();
        Ok(())
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
