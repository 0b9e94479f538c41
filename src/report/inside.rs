//! The receipt inside a court paper (PDF) or a sealed container (ASiC-E), as this hub writes them, for whoever has the file and not the
//! receipt. Neither the seal nor the paper is checked by it: only the receipt counts.
//!
//! `proof/js/inside.js` does the same for the page, step by step: what one takes out the other takes out.

use std::io::Read;

use crate::package::COURT_NAMES;

/// What a receipt was taken out of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapping {
    /// The paper.
    Pdf,
    /// The container under the hub's seal.
    Asice,
}

/// By its first bytes, what may hold a receipt.
pub fn wrapping(bytes: &[u8]) -> Option<Wrapping> {
    match bytes {
        _ if bytes.starts_with(b"%PDF-") => Some(Wrapping::Pdf),
        _ if bytes.starts_with(b"PK\x03\x04") => Some(Wrapping::Asice),
        _ => None,
    }
}

/// The receipt in it; `None` where there is none that can be taken out.
pub fn receipt_inside(bytes: &[u8]) -> Option<Vec<u8>> {
    match wrapping(bytes)? {
        Wrapping::Pdf => inside_pdf(bytes),
        Wrapping::Asice => inside_zip(bytes),
    }
}

/// Inflated, no more than a receipt may have.
fn inflated(reader: impl Read) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    reader.take(MOST_BYTES + 1).read_to_end(&mut out).ok()?;
    (out.len() as u64 <= MOST_BYTES).then_some(out)
}

/// The central directory says where the one entry of that name is (APPNOTE 4.3).
fn inside_zip(bytes: &[u8]) -> Option<Vec<u8>> {
    let u16 = |at: usize| Some(usize::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    let u32 = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let place = |at: usize| usize::try_from(u32(at)?).ok();
    let end = bytes.len().checked_sub(22)?;
    if u32(end)? != 0x0605_4b50 {
        return None;
    }
    let (mut at, mut found) = (place(end + 16)?, None);
    for _ in 0..u16(end + 10)? {
        if u32(at)? != 0x0201_4b50 {
            return None;
        }
        let name = bytes.get(at + 46..at + 46 + u16(at + 28)?)?;
        // A document beside it: that is a package, and not about a receipt.
        if name == b"document.xml" || (name == COURT_NAMES[0].as_bytes() && found.is_some()) {
            return None;
        }
        if name == COURT_NAMES[0].as_bytes() {
            found = Some(at);
        }
        at += 46 + u16(at + 28)? + u16(at + 30)? + u16(at + 32)?;
    }
    let found = found?;
    let (method, crc, packed, size, local) =
        (u16(found + 10)?, u32(found + 16)?, place(found + 20)?, place(found + 24)?, place(found + 42)?);
    if u32(local)? != 0x0403_4b50 || size as u64 > MOST_BYTES {
        return None;
    }
    let from = local + 30 + u16(local + 26)? + u16(local + 28)?;
    let data = bytes.get(from..from + packed)?;
    let receipt = match method {
        0 => data.to_vec(),
        8 => inflated(flate2::read::DeflateDecoder::new(data))?,
        _ => return None,
    };
    (receipt.len() == size && crc32fast::hash(&receipt) == crc).then_some(receipt)
}

/// The one stream of the type EmbeddedFile, its length in its own dictionary (ISO 32000-1 §7.11.4).
fn inside_pdf(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut named = memchr::memmem::find_iter(bytes, NAME)
        .filter(|at| !bytes.get(at + NAME.len()).is_some_and(u8::is_ascii_alphabetic));
    let at = named.next().filter(|_| named.next().is_none())?;
    let from = memchr::memmem::rfind(bytes.get(..at)?, b" obj")?;
    let to = at + memchr::memmem::find(bytes.get(at..)?, STREAM)?;
    let dictionary = String::from_utf8_lossy(bytes.get(from..to)?);
    if dictionary.contains("endobj") {
        return None;
    }
    let after = dictionary.split("/Length ").nth(1)?;
    let digits = after.find(|c: char| !c.is_ascii_digit()).map_or(after, |end| after.get(..end).unwrap_or_default());
    let mut rest = after.get(digits.len()..)?.split_whitespace();
    if digits.len() > 8 || (rest.next() == Some("0") && rest.next() == Some("R")) {
        return None;
    }
    let length: usize = digits.parse().ok()?;
    let data = bytes.get(to + STREAM.len()..to + STREAM.len() + length)?;
    match dictionary.split_once("/Filter") {
        None => (data.len() as u64 <= MOST_BYTES).then(|| data.to_vec()),
        Some((_, filter)) => {
            let name = filter.trim_start_matches(' ').strip_prefix('/')?;
            let name =
                name.find(|c: char| !c.is_ascii_alphanumeric()).map_or(name, |end| name.get(..end).unwrap_or(name));
            if name == "FlateDecode" { inflated(flate2::read::ZlibDecoder::new(data)) } else { None }
        }
    }
}

const NAME: &[u8] = b"/EmbeddedFile";
const STREAM: &[u8] = b"\nstream\n";
/// As much as a receipt may have.
const MOST_BYTES: u64 = 1024 * 1024;
