//! One signature field that bears a value, held against the bytes (ISO 32000-1 §12.7.4.5, §12.8.1).

use super::document::View;
use super::error::malformed;
use super::object::{Dict, Object, text_for_people};
use super::structure::Found;
use super::xref::Entry;
use super::{After, PdfFault};

/// What a signature says to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A signature of a person or a seal.
    Signature,
    /// A document timestamp (ISO 32000-2 §12.8.5), by Type and SubFilter.
    Timestamp,
}

/// Where its picture stands (for an agency's seal, the red one).
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Counted from 1.
    pub page: Option<usize>,
    /// Left, bottom, right, top, in points.
    pub rectangle: [f64; 4],
}

/// One signature as it stands in the file; nothing of it is believed before its CMS is verified.
#[derive(Clone, Debug)]
pub struct SignatureField {
    /// The field's name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// How Contents is to be read: `adbe.pkcs7.detached`, `ETSI.CAdES.detached`, …
    pub sub_filter: String,
    /// The signer's name as the dictionary claims it.
    pub claimed_name: Option<String>,
    /// Whether a reader may draw something for it, wherever.
    pub shows: bool,
    /// The picture; none for an invisible one.
    pub place: Option<Place>,
    /// The signed bytes: before the hole, and after it.
    pub covered: [std::ops::Range<usize>; 2],
    /// The CMS, without the zeros behind it.
    pub contents: Vec<u8>,
    /// The revision that it ends, counted from 1.
    pub revision: usize,
    /// What came after it.
    pub after: After,
}

impl SignatureField {
    /// Whether it covers the whole file but for its own Contents.
    pub fn covers_whole_file(&self) -> bool {
        self.after == After::Nothing
    }

    /// The signed bytes of the file `bytes`, where they lie.
    pub fn covered_bytes<'b>(&self, bytes: &'b [u8]) -> [&'b [u8]; 2] {
        self.covered.clone().map(|range| bytes.get(range).unwrap_or_default())
    }

    /// The byte after its revision.
    pub fn end(&self) -> usize {
        self.covered[1].end
    }
}

/// Reads the signature of a field. Which revision it ends and what came after is filled in later.
pub(super) fn read(view: &View<'_>, found: &Found) -> Result<SignatureField, PdfFault> {
    let value = found.value;
    let Entry::At { offset, generation } = view.entry(value.0) else {
        return Err(PdfFault::ByteRange { what: "a signature inside an object stream cannot leave out its Contents" });
    };
    if generation != value.1 {
        return Err(malformed(offset, "the signature's generation"));
    }
    let mut parser = view.parser_at(value.0, value.1, offset)?;
    let mut hole = None;
    let dict = parser.dict(&mut |key, place| {
        if key == b"Contents" {
            hole = Some(place);
        }
    })?;
    let Some(Object::Text(contents)) = dict.get("Contents") else {
        return Err(PdfFault::ByteRange { what: "Contents is no direct string" });
    };
    let hole = hole.unwrap_or_default();
    let range = view.resolve(dict.get("ByteRange"))?;
    let numbers: Vec<usize> = range.array().unwrap_or_default().iter().map_while(natural).collect();
    let (&[zero, before, after, rest], true) =
        (numbers.as_slice(), range.array().is_some_and(|all| all.len() == numbers.len()))
    else {
        return Err(PdfFault::ByteRange { what: "not four numbers" });
    };
    let end = after.checked_add(rest).filter(|end| *end <= view.bytes.len());
    let Some(end) = end else { return Err(PdfFault::ByteRange { what: "reaches beyond the file" }) };
    if zero != 0 {
        return Err(PdfFault::ByteRange { what: "does not begin with the file" });
    }
    // The hole is the string of Contents, its angle brackets included, and nothing more.
    if before != hole.start || after != hole.end || view.bytes.get(hole.start) != Some(&b'<') {
        return Err(PdfFault::ByteRange { what: "leaves out something else than its own Contents" });
    }
    view.budget.spend_covered(end)?;
    let sub_filter = dict.name("SubFilter").map(|name| String::from_utf8_lossy(name).into_owned());
    let claimed = match view.resolve(dict.get("Name"))? {
        Object::Text(name) => Some(text_for_people(&name)),
        _ => None,
    };
    Ok(SignatureField {
        name: found.name.clone(),
        kind: kind(view, &dict)?,
        sub_filter: sub_filter.unwrap_or_default(),
        claimed_name: claimed,
        shows: found.shows,
        place: place(view, &found.widget)?,
        covered: [0..before, after..end],
        contents: without_padding(contents),
        revision: 0,
        after: After::Nothing,
    })
}

/// What the dictionary of a signature says to be.
pub(super) fn kind(view: &View<'_>, dict: &Dict) -> Result<Kind, PdfFault> {
    Ok(match (view.resolve(dict.get("Type"))?, dict.name("SubFilter")) {
        (Object::Name(kind), Some(b"ETSI.RFC3161")) if kind == b"DocTimeStamp" => Kind::Timestamp,
        (_, _) => Kind::Signature,
    })
}

fn natural(object: &Object) -> Option<usize> {
    object.int().and_then(|number| usize::try_from(number).ok())
}

/// DER says its own length; what follows are zeros, which is checked.
fn without_padding(contents: &[u8]) -> Vec<u8> {
    let length = match contents {
        [0x30, long @ 0x81..=0x84, rest @ ..] => {
            let bytes = usize::from(long & 0x0F);
            rest.get(..bytes).map(|digits| 2 + bytes + digits.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
        }
        [0x30, short @ ..=0x7F, ..] => Some(2 + usize::from(*short)),
        _ => None,
    };
    match length.and_then(|length| Some((contents.get(..length)?, contents.get(length..)?))) {
        Some((der, padding)) if padding.iter().all(|byte| *byte == 0) => der.to_vec(),
        _ => contents.to_vec(),
    }
}

/// The widget's rectangle and the page that lists it.
fn place(view: &View<'_>, widget: &Dict) -> Result<Option<Place>, PdfFault> {
    let rectangle = view.resolve(widget.get("Rect"))?;
    let sides: Vec<f64> = rectangle.array().unwrap_or_default().iter().filter_map(Object::number).collect();
    let &[left, bottom, right, top] = sides.as_slice() else { return Ok(None) };
    if left == right || bottom == top {
        return Ok(None);
    }
    let page = match widget.get("P").and_then(Object::reference) {
        Some(page) => super::structure::pages(view)?.iter().position(|one| *one == page).map(|index| index + 1),
        None => None,
    };
    Ok(Some(Place { page, rectangle: [left, bottom, right, top] }))
}
