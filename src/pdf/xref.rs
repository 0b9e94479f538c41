//! The cross-reference chain (ISO 32000-1 §7.5.4–7.5.8): which object lies where, revision by revision.

use std::collections::HashMap;

use super::error::malformed;
use super::limits::Budget;
use super::object::{Dict, Object};
use super::parser::{Parser, is_space};
use super::{PdfFault, stream};

/// Where an object lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Free,
    At { offset: usize, generation: u16 },
    In { container: u32, index: usize },
}

/// One section: what one revision (or one part of a linearized or hybrid one) says.
#[derive(Clone, Debug)]
pub(super) struct Section {
    /// Where it begins.
    pub(super) at: usize,
    /// Behind `xref` or the head of its stream.
    pub(super) body: usize,
    /// Behind its trailer, or behind `endobj` of its stream.
    pub(super) end: usize,
    /// The number of the object that it is, for a stream.
    pub(super) number: Option<u32>,
    /// It is the stream that the table of a hybrid file names.
    pub(super) hybrid: bool,
    pub(super) entries: Vec<(u32, Entry)>,
    pub(super) trailer: Dict,
}

/// The place that the last `startxref` names; it and `%%EOF` end the file, white space aside.
pub(super) fn start(bytes: &[u8], budget: &Budget) -> Result<usize, PdfFault> {
    let from = bytes.len().saturating_sub(TAIL_BYTES);
    let tail = bytes.get(from..).unwrap_or_default();
    let found = memchr::memmem::rfind(tail, b"startxref").ok_or(malformed(from, "startxref"))?;
    if !tail.get(..found).and_then(<[u8]>::last).is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
        return Err(malformed(from + found, "startxref on a line of its own"));
    }
    let mut parser = budget.parser(bytes, from + found + b"startxref".len());
    line_end(&mut parser)?;
    parser.at += parser.rest().iter().take_while(|byte| is_space(**byte)).count();
    let place = parser.unsigned().ok_or(malformed(parser.at, "a number after startxref"))?;
    parser.at += parser.rest().iter().take_while(|byte| is_space(**byte)).count();
    parser.word(b"%%EOF", "%%EOF")?;
    if parser.rest().iter().any(|byte| !is_space(*byte)) {
        return Err(malformed(parser.at, "nothing after %%EOF"));
    }
    usize::try_from(place).ok().filter(|place| *place < bytes.len()).ok_or(malformed(parser.at, "a place in the file"))
}

/// All sections from `start` on, newest first.
pub(super) fn chain(bytes: &[u8], start: usize, budget: &Budget) -> Result<Vec<Section>, PdfFault> {
    let mut sections: Vec<Section> = Vec::new();
    let mut next = Some(start);
    while let Some(at) = next {
        if sections.len() >= budget.limits.sections {
            return Err(PdfFault::TooComplex { what: "revisions" });
        }
        if sections.iter().any(|section| section.at == at) {
            return Err(malformed(at, "a chain of sections without a circle"));
        }
        let section = section(bytes, at, budget)?;
        if section.trailer.get("Encrypt").is_some() {
            return Err(PdfFault::Encrypted);
        }
        next = place(&section.trailer, "Prev", bytes)?;
        // In a hybrid file the table calls free what the stream names: the stream goes first (§7.5.8.4).
        if let Some(at) = place(&section.trailer, "XRefStm", bytes)? {
            let mut hidden = self::section(bytes, at, budget)?;
            hidden.hybrid = true;
            agree(&hidden, &section)?;
            sections.push(hidden);
        }
        sections.push(section);
    }
    Ok(sections)
}

fn place(trailer: &Dict, key: &str, bytes: &[u8]) -> Result<Option<usize>, PdfFault> {
    match trailer.get(key) {
        None => Ok(None),
        Some(value) => {
            let place = value.int().and_then(|place| usize::try_from(place).ok()).filter(|at| *at < bytes.len());
            place.map(Some).ok_or(malformed(0, "a place in the file"))
        }
    }
}

/// Which of both counts, no two readers agree on.
fn agree(hidden: &Section, table: &Section) -> Result<(), PdfFault> {
    let known: HashMap<u32, Entry> = hidden.entries.iter().copied().collect();
    let differs =
        |(number, entry): &(u32, Entry)| *entry != Entry::Free && known.get(number).is_some_and(|found| found != entry);
    match table.entries.iter().any(differs) {
        true => Err(malformed(table.at, "a table and its stream that agree")),
        false => Ok(()),
    }
}

fn section(bytes: &[u8], at: usize, budget: &Budget) -> Result<Section, PdfFault> {
    let mut parser = budget.parser(bytes, at);
    parser.comments = false;
    parser.values = VALUES_OF_TRAILER;
    let section = match parser.rest().starts_with(b"xref") {
        true => table(parser, at, budget),
        false => xref_stream(parser, at, budget),
    }?;
    let size = section.trailer.int("Size").and_then(|size| u32::try_from(size).ok());
    match size.is_some_and(|size| section.entries.iter().all(|(number, _)| *number < size)) {
        true => Ok(section),
        false => Err(malformed(at, "Size above every number")),
    }
}

/// Exactly as the standard writes it (§7.5.4): what differs, every reader repairs in its own way.
fn table(mut parser: Parser<'_>, at: usize, budget: &Budget) -> Result<Section, PdfFault> {
    parser.at += b"xref".len();
    let body = parser.at;
    line_end(&mut parser)?;
    let mut entries = Vec::new();
    while !parser.rest().starts_with(b"trailer") {
        let first = parser.unsigned().ok_or(malformed(parser.at, "a number in a cross-reference table"))?;
        parser.word(b" ", "a space in a cross-reference table")?;
        let count = parser.unsigned().ok_or(malformed(parser.at, "a number in a cross-reference table"))?;
        line_end(&mut parser)?;
        for index in 0..count {
            budget.spend_entry()?;
            let number = u32::try_from(first.saturating_add(index));
            let number = number.map_err(|_| malformed(parser.at, "an object number"))?;
            let row = parser.rest().get(..ROW_BYTES).and_then(row);
            entries.push((number, row.ok_or(malformed(parser.at, "an entry of 20 bytes"))?));
            parser.at += ROW_BYTES;
        }
    }
    parser.at += b"trailer".len();
    let trailer = parser.dict(&mut |_, _| {})?;
    if entries.is_empty() && trailer.get("XRefStm").is_none() {
        return Err(malformed(at, "a table that names something"));
    }
    Ok(Section { at, body, end: parser.at, number: None, hybrid: false, entries, trailer })
}

fn row(row: &[u8]) -> Option<Entry> {
    let (offset, rest) = row.split_at_checked(10)?;
    let [b' ', generation @ .., b' ', kind, one, two] = rest else { return None };
    if !matches!([*one, *two], [b' ', b'\r' | b'\n'] | [b'\r', b'\n']) {
        return None;
    }
    let digits = |text: &[u8]| -> Option<usize> {
        let all = text.iter().all(u8::is_ascii_digit);
        std::str::from_utf8(text).ok().filter(|_| all)?.parse().ok()
    };
    let (offset, generation) = (digits(offset)?, digits(generation)?);
    match kind {
        b'n' => Some(Entry::At { offset, generation: u16::try_from(generation).ok()? }),
        b'f' => Some(Entry::Free),
        _ => None,
    }
}

fn line_end(parser: &mut Parser<'_>) -> Result<(), PdfFault> {
    parser.at += usize::from(parser.rest().first() == Some(&b' '));
    parser.at += match parser.rest() {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => return Err(malformed(parser.at, "the end of a line")),
    };
    Ok(())
}

fn xref_stream(mut parser: Parser<'_>, at: usize, budget: &Budget) -> Result<Section, PdfFault> {
    let (number, _) = parser.header().ok_or(malformed(at, "a cross-reference section"))?;
    let body = parser.at;
    let trailer = parser.dict(&mut |_, _| {})?;
    if trailer.name("Type") != Some(b"XRef") {
        return Err(malformed(at, "a cross-reference stream"));
    }
    let length = trailer.int("Length").and_then(|length| usize::try_from(length).ok());
    let length = length.ok_or(malformed(at, "a direct Length"))?;
    let data = stream::decode(&mut parser, &trailer, length, budget)?;
    parser.space();
    parser.word(b"endobj", "endobj")?;
    let widths = trailer.get("W").and_then(Object::array).unwrap_or_default();
    let widths: Vec<usize> =
        widths.iter().filter_map(|one| one.int().and_then(|width| usize::try_from(width).ok())).collect();
    let (&[kind, second, third], true) = (widths.as_slice(), widths.iter().all(|width| *width <= 8)) else {
        return Err(malformed(at, "W of three small numbers"));
    };
    let size = trailer.int("Size").unwrap_or_default();
    let whole = [Object::Int(0), Object::Int(size)];
    let index = trailer.get("Index").and_then(Object::array).unwrap_or(&whole);
    let mut rows = data.chunks_exact((kind + second + third).max(1));
    let mut entries = Vec::new();
    for pair in index.chunks(2) {
        let [Object::Int(first), Object::Int(count)] = pair else { return Err(malformed(at, "Index of pairs")) };
        for offset in 0..*count {
            budget.spend_entry()?;
            let row = rows.next().ok_or(malformed(at, "as many rows as Index says"))?;
            let field = |from: usize, width: usize| {
                let part = row.get(from..from + width).unwrap_or_default();
                part.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte))
            };
            let kind_of = if kind == 0 { 1 } else { field(0, kind) };
            let (two, three) = (field(kind, second), field(kind + second, third));
            let id = u32::try_from(first.saturating_add(offset)).map_err(|_| malformed(at, "an object number"))?;
            let entry = match (kind_of, usize::try_from(two), usize::try_from(three)) {
                (0, _, _) => Entry::Free,
                (1, Ok(offset), Ok(generation)) => {
                    let generation = u16::try_from(generation).map_err(|_| malformed(at, "a generation"))?;
                    Entry::At { offset, generation }
                }
                (2, Ok(_), Ok(index)) => {
                    let container = u32::try_from(two).map_err(|_| malformed(at, "an object number"))?;
                    Entry::In { container, index }
                }
                _ => return Err(malformed(at, "an entry of kind 0, 1 or 2")),
            };
            entries.push((id, entry));
        }
    }
    Ok(Section { at, body, end: parser.at, number: Some(number), hybrid: false, entries, trailer })
}

/// Readers look for startxref in the last kilobyte (ISO 32000-1 annex H, 3.18).
const TAIL_BYTES: usize = 1024;
/// Of one entry of a table.
const ROW_BYTES: usize = 20;
/// All trailers of a file are in memory at once.
const VALUES_OF_TRAILER: u32 = 4_000;
