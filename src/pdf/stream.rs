//! The bytes of the streams that structure lies in: cross-reference streams and object streams. Only FlateDecode with PNG
//! predictors (ISO 32000-1 §7.4.4), which is what writers use for them.

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::PdfFault;
use super::error::malformed;
use super::limits::Budget;
use super::object::{Dict, Object};
use super::parser::Parser;

/// The decoded bytes of the stream whose dictionary `parser` has just read. `length` is the resolved Length.
pub(super) fn decode(
    parser: &mut Parser<'_>,
    dict: &Dict,
    length: usize,
    budget: &Budget,
) -> Result<Vec<u8>, PdfFault> {
    parser.space();
    parser.word(b"stream", "stream")?;
    match parser.rest() {
        [b'\r', b'\n', ..] => parser.at += 2,
        [b'\n', ..] => parser.at += 1,
        _ => return Err(malformed(parser.at, "a line end after stream")),
    }
    let raw = parser.rest().get(..length).ok_or(malformed(parser.at, "a stream inside the file"))?;
    parser.at += length;
    parser.space();
    parser.word(b"endstream", "endstream behind Length bytes")?;
    match filter(dict) {
        Some(b"FlateDecode") => {}
        None => {
            budget.spend_inflated(raw.len())?;
            return Ok(raw.to_vec());
        }
        Some(_) => return Err(malformed(parser.at, "FlateDecode")),
    }
    let most = budget.inflatable.get();
    let mut bytes = Vec::new();
    let read = ZlibDecoder::new(raw).take(most as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|_| malformed(parser.at, "a zlib stream"))?;
    budget.spend_inflated(bytes.len())?;
    predict(dict, bytes, parser.at)
}

fn filter(dict: &Dict) -> Option<&[u8]> {
    match dict.get("Filter") {
        Some(Object::Name(name)) => Some(name),
        Some(Object::Array(all)) => match all.as_slice() {
            [] => None,
            [Object::Name(name)] => Some(name),
            _ => Some(b"several"),
        },
        _ => None,
    }
}

/// Undoes a PNG predictor (PNG §9).
fn predict(dict: &Dict, bytes: Vec<u8>, at: usize) -> Result<Vec<u8>, PdfFault> {
    let parameters = match dict.get("DecodeParms") {
        Some(Object::Dict(parameters)) => parameters,
        Some(Object::Array(all)) => match all.as_slice() {
            [Object::Dict(parameters)] => parameters,
            _ => return Ok(bytes),
        },
        _ => return Ok(bytes),
    };
    match parameters.int("Predictor") {
        None | Some(1) => return Ok(bytes),
        Some(10..=15) => {}
        Some(_) => return Err(malformed(at, "a PNG predictor")),
    }
    let columns = usize::try_from(parameters.int("Columns").unwrap_or(1)).unwrap_or_default();
    let plain = parameters.int("Colors").is_none_or(|colors| colors == 1)
        && parameters.int("BitsPerComponent").is_none_or(|bits| bits == 8);
    if columns == 0 || columns > 1 << 16 || !plain {
        return Err(malformed(at, "one byte a column"));
    }
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut above = vec![0_u8; columns];
    for line in bytes.chunks(columns + 1) {
        let Some((&kind, line)) = line.split_first() else { continue };
        let mut row = vec![0_u8; columns];
        let (mut left, mut corner) = (0_u8, 0_u8);
        for (index, &byte) in line.iter().enumerate() {
            let up = above.get(index).copied().unwrap_or_default();
            let guess = match kind {
                0 => 0,
                1 => left,
                2 => up,
                3 => ((u16::from(left) + u16::from(up)) / 2) as u8,
                4 => paeth(left, up, corner),
                _ => return Err(malformed(at, "a PNG filter")),
            };
            (corner, left) = (up, byte.wrapping_add(guess));
            if let Some(place) = row.get_mut(index) {
                *place = left;
            }
        }
        out.extend_from_slice(row.get(..line.len()).unwrap_or_default());
        above = row;
    }
    Ok(out)
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(up) - i16::from(corner);
    let distance = |one: u8| (guess - i16::from(one)).abs();
    match (distance(left), distance(up), distance(corner)) {
        (a, b, c) if a <= b && a <= c => left,
        (_, b, c) if b <= c => up,
        _ => corner,
    }
}
