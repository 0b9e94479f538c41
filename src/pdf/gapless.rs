//! Whether what came after a signed revision consists of nothing but what its cross-reference sections name.
//!
//! A reader that repairs a file takes whatever looks like an object, named or not. So every byte must belong to an object
//! that is named, to a section, or be white space; and nothing inside them may look like an object.

use std::collections::HashSet;
use std::ops::Range;

use super::PdfFault;
use super::document::{Stop, View};
use super::object::Object;
use super::parser::is_space;
use super::xref::{Entry, Section};

/// What is wrong with the bytes from `end` on, which the sections `later` should name.
pub(super) fn fault(
    view: &View<'_>,
    signed: &View<'_>,
    later: &[&Section],
    end: usize,
) -> Result<Option<&'static str>, PdfFault> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut contained: HashSet<(u32, u32, usize)> = HashSet::new();
    let mut containers: HashSet<u32> = HashSet::new();
    for section in later {
        if section.hybrid {
            return Ok(Some("a hybrid section"));
        }
        if section.at < end {
            return Ok(Some("a section laid ready before"));
        }
        let Some(stop) = stop_of_section(view.bytes, section) else {
            return Ok(Some("what stands behind a section"));
        };
        view.budget.spend_bytes(stop.saturating_sub(section.body));
        if looks_like_objects(view.bytes, section.body..stop) {
            return Ok(Some("a section that looks like more"));
        }
        pieces.push(section.at..stop);
        for (number, entry) in &section.entries {
            view.budget.spend_object()?;
            match *entry {
                Entry::Free => {}
                _ if *entry == signed.entry(*number) => {}
                Entry::At { offset, .. } if offset == section.at => {}
                Entry::At { offset, .. } if offset < end => return Ok(Some("an object laid ready before")),
                Entry::At { offset, generation } => {
                    let Some((stop, is_container)) = stop_of_object(view, (*number, generation), offset)? else {
                        return Ok(Some("an object that is not whole"));
                    };
                    if is_container {
                        if view.entry(*number) != *entry {
                            return Ok(Some("an object stream that was replaced"));
                        }
                        containers.insert(*number);
                    }
                    pieces.push(offset..stop);
                }
                Entry::In { container, index } => {
                    if signed.entry(container) != Entry::Free {
                        return Ok(Some("an object laid ready in a signed stream"));
                    }
                    contained.insert((container, *number, index));
                }
            }
        }
    }
    for container in containers {
        for (index, number) in view.contained(container)?.into_iter().enumerate() {
            view.budget.spend_object()?;
            if !contained.contains(&(container, number, index)) {
                return Ok(Some("an object in a stream that nothing names"));
            }
        }
    }
    pieces.sort_unstable_by_key(|piece| (piece.start, piece.end));
    pieces.dedup();
    Ok(gap(view.bytes, end, &pieces))
}

fn gap(bytes: &[u8], end: usize, pieces: &[Range<usize>]) -> Option<&'static str> {
    let mut at = end;
    for piece in pieces {
        let between = bytes.get(at..piece.start);
        // An object on the line of %%EOF would be a comment to some.
        let begins = piece.start.checked_sub(1).and_then(|last| bytes.get(last));
        match (between, begins) {
            (Some(between), Some(b'\r' | b'\n')) if between.iter().all(|byte| is_space(*byte)) => {}
            (None, _) => return Some("objects that overlap"),
            _ => return Some("bytes that nothing names"),
        }
        at = piece.end;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    if rest.iter().all(|byte| is_space(*byte)) { None } else { Some("bytes that nothing names") }
}

/// Behind `%%EOF` of a section. iText writes its name between trailer and startxref, which is the one comment let pass.
fn stop_of_section(bytes: &[u8], section: &Section) -> Option<usize> {
    let mut at = section.end;
    let space = |at: &mut usize| {
        let rest = bytes.get(*at..).unwrap_or_default();
        let count = rest.iter().take_while(|byte| is_space(**byte)).count();
        *at += count;
        count > 0
    };
    space(&mut at);
    let rest = bytes.get(at..)?;
    if rest.starts_with(b"%iText") {
        at += rest.iter().take(COMMENT_MOST).position(|byte| matches!(byte, b'\r' | b'\n'))?;
        space(&mut at);
    }
    at += bytes.get(at..)?.starts_with(b"startxref").then_some(b"startxref".len())?;
    if !space(&mut at) {
        return None;
    }
    let digits = bytes.get(at..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let place: usize = std::str::from_utf8(bytes.get(at..at + digits)?).ok()?.parse().ok()?;
    at += digits;
    let is_whole = space(&mut at) && place == section.at && bytes.get(at..)?.starts_with(b"%%EOF");
    is_whole.then_some(at + b"%%EOF".len())
}

/// Behind `endobj`, and whether it is an object stream; nothing when it is not written as every writer does. Each
/// signature asks it of every object that came later.
fn stop_of_object(view: &View<'_>, id: (u32, u16), offset: usize) -> Result<Option<Stop>, PdfFault> {
    if let Some(known) = view.stops.borrow().get(&(id, offset)) {
        return Ok(*known);
    }
    let stop = find_stop(view, id, offset)?;
    view.stops.borrow_mut().insert((id, offset), stop);
    Ok(stop)
}

fn find_stop(view: &View<'_>, id: (u32, u16), offset: usize) -> Result<Option<Stop>, PdfFault> {
    let mut parser = view.budget.parser(view.bytes, offset);
    if parser.header() != Some(id) {
        return Ok(None);
    }
    let body = parser.at;
    let object = parser.object()?;
    parser.space();
    let is_stream = parser.rest().starts_with(b"stream");
    let dict = object.dict().filter(|_| is_stream);
    if is_stream {
        parser.at += b"stream".len();
        parser.at += match parser.rest() {
            [b'\r', b'\n', ..] => 2,
            [b'\n', ..] => 1,
            _ => return Ok(None),
        };
        let length = view.resolve(dict.and_then(|dict| dict.get("Length")))?;
        let Some(length) = length.int().and_then(|length| usize::try_from(length).ok()) else { return Ok(None) };
        parser.at = parser.at.saturating_add(length);
        parser.space();
        if parser.word(b"endstream", "endstream").is_err() {
            return Ok(None);
        }
        parser.space();
    }
    if parser.word(b"endobj", "endobj").is_err() {
        return Ok(None);
    }
    // What a stream holds is not parsed, but looked through all the same.
    view.budget.spend_bytes(parser.at - body);
    let has = |word: &[u8]| memchr::memmem::find(view.bytes.get(body..parser.at).unwrap_or_default(), word).is_some();
    if looks_like_objects(view.bytes, body..parser.at) || has(b"xref") || has(b"trailer") {
        return Ok(None);
    }
    let is_container = matches!(dict.and_then(|dict| dict.get("Type")), Some(Object::Name(kind)) if kind == b"ObjStm");
    Ok(Some((parser.at, is_container)))
}

/// Whether something in the range reads as `n g obj`.
fn looks_like_objects(bytes: &[u8], range: Range<usize>) -> bool {
    let part = bytes.get(range).unwrap_or_default();
    memchr::memmem::find_iter(part, b"obj").any(|at| {
        let before = at.checked_sub(1).and_then(|last| part.get(last));
        before.is_some_and(|byte| is_space(*byte) || byte.is_ascii_digit())
    })
}

/// Of the comment that iText writes.
const COMMENT_MOST: usize = 200;
