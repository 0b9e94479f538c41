//! The cross-reference chain (ISO 32000-1 §7.5.4–7.5.8): which object lies where, revision by revision.

use std::cell::Cell;

use super::error::malformed;
use super::object::{Dict, Object};
use super::parser::Parser;
use super::{Limits, PdfFault, stream};

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
    pub(super) entries: Vec<(u32, Entry)>,
    pub(super) trailer: Dict,
}

/// What is left of the limits.
pub(super) struct Budget {
    pub(super) objects: Cell<u32>,
    pub(super) inflatable: Cell<usize>,
    pub(super) entries: Cell<usize>,
    pub(super) limits: Limits,
}

impl Budget {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            objects: Cell::new(limits.objects),
            inflatable: Cell::new(limits.inflated_bytes),
            entries: Cell::new(limits.entries),
            limits: *limits,
        }
    }

    pub(super) fn parser<'a>(&'a self, bytes: &'a [u8], at: usize) -> Parser<'a> {
        Parser::new(bytes, at, &self.objects, self.limits.depth)
    }

    fn spend_entry(&self) -> Result<(), PdfFault> {
        let left = self.entries.get().checked_sub(1).ok_or(PdfFault::TooComplex { what: "entries" })?;
        self.entries.set(left);
        Ok(())
    }
}

/// The place that the last `startxref` names; it and `%%EOF` end the file, white space aside.
pub(super) fn start(bytes: &[u8], budget: &Budget) -> Result<usize, PdfFault> {
    let from = bytes.len().saturating_sub(TAIL_BYTES);
    let tail = bytes.get(from..).unwrap_or_default();
    let found = memchr::memmem::rfind(tail, b"startxref").ok_or(malformed(from, "startxref"))?;
    let mut parser = budget.parser(bytes, from + found + b"startxref".len());
    parser.at += parser.rest().iter().take_while(|byte| super::parser::is_space(**byte)).count();
    let place = parser.unsigned().ok_or(malformed(parser.at, "a number after startxref"))?;
    parser.at += parser.rest().iter().take_while(|byte| super::parser::is_space(**byte)).count();
    parser.word(b"%%EOF", "%%EOF")?;
    if parser.rest().iter().any(|byte| !super::parser::is_space(*byte)) {
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
            sections.push(self::section(bytes, at, budget)?);
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

fn section(bytes: &[u8], at: usize, budget: &Budget) -> Result<Section, PdfFault> {
    let mut parser = budget.parser(bytes, at);
    parser.space();
    match parser.rest().starts_with(b"xref") {
        true => table(parser, at, budget),
        false => xref_stream(parser, at, budget),
    }
}

fn table(mut parser: Parser<'_>, at: usize, budget: &Budget) -> Result<Section, PdfFault> {
    parser.at += b"xref".len();
    let mut entries = Vec::new();
    loop {
        parser.space();
        if parser.rest().starts_with(b"trailer") {
            parser.at += b"trailer".len();
            break;
        }
        let mut number = || {
            parser.space();
            parser.unsigned().ok_or(malformed(parser.at, "a number in a cross-reference table"))
        };
        let (first, count) = (number()?, number()?);
        for index in 0..count {
            budget.spend_entry()?;
            let mut number = || {
                parser.space();
                parser.unsigned().ok_or(malformed(parser.at, "a number in a cross-reference table"))
            };
            let (offset, generation) = (number()?, number()?);
            parser.space();
            let in_use = match parser.rest().first() {
                Some(b'n') => true,
                Some(b'f') => false,
                _ => return Err(malformed(parser.at, "n or f")),
            };
            parser.at += 1;
            let id =
                u32::try_from(first.saturating_add(index)).map_err(|_| malformed(parser.at, "an object number"))?;
            let (offset, generation) = (usize::try_from(offset), u16::try_from(generation));
            let entry = match (in_use, offset, generation) {
                (true, Ok(offset), Ok(generation)) => Entry::At { offset, generation },
                (true, _, _) => return Err(malformed(parser.at, "an offset and a generation")),
                (false, _, _) => Entry::Free,
            };
            entries.push((id, entry));
        }
    }
    Ok(Section { at, entries, trailer: parser.dict(&mut |_, _| {})? })
}

fn xref_stream(mut parser: Parser<'_>, at: usize, budget: &Budget) -> Result<Section, PdfFault> {
    let mut number = || {
        parser.space();
        parser.unsigned().ok_or(malformed(parser.at, "a cross-reference section"))
    };
    let (_, _) = (number()?, number()?);
    parser.space();
    parser.word(b"obj", "obj")?;
    let trailer = parser.dict(&mut |_, _| {})?;
    if trailer.name("Type") != Some(b"XRef") {
        return Err(malformed(at, "a cross-reference stream"));
    }
    let length = trailer.int("Length").and_then(|length| usize::try_from(length).ok());
    let length = length.ok_or(malformed(at, "a direct Length"))?;
    let data = stream::decode(&mut parser, &trailer, length, &budget.inflatable)?;
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
    Ok(Section { at, entries, trailer })
}

/// Readers look for startxref in the last kilobyte (ISO 32000-1 annex H, 3.18).
const TAIL_BYTES: usize = 1024;
