//! All signatures of a file, and the revisions that they end.

use std::collections::HashSet;

use super::document::View;
use super::field::{self, SignatureField};
use super::object::{Dict, Id, Object};
use super::xref::Budget;
use super::{Limits, PdfFault, later};

/// What came after a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum After {
    /// Nothing: it covers the whole file.
    Nothing,
    /// Only what changes no content: further signatures, timestamps, evidence for them (DSS), metadata.
    Allowed,
    /// Something else.
    Changed {
        /// What, for a technician.
        what: String,
    },
}

/// The signatures of a file.
#[derive(Clone, Debug)]
pub struct Structure {
    /// Those that bear a value, in the order of the form, each as far as it could be read: name and fault otherwise.
    pub signatures: Vec<Result<SignatureField, (String, PdfFault)>>,
}

/// Whether the bytes of a file hold what no signature is without. Says nothing about what it is worth.
pub fn looks_signed(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"/ByteRange").is_some()
}

impl Structure {
    /// Reads the signature fields of a whole file.
    ///
    /// # Errors
    /// When the file cannot be read without repair, is encrypted, or is beyond the limits.
    pub fn read(bytes: &[u8], limits: &Limits) -> Result<Self, PdfFault> {
        if bytes.len() as u64 > limits.file_bytes {
            return Err(PdfFault::TooComplex { what: "bytes" });
        }
        if !bytes.starts_with(b"%PDF-") {
            return Err(super::error::malformed(0, "%PDF-"));
        }
        let budget = Budget::new(limits);
        let view = View::new(bytes, &budget)?;
        let fields = fields(&view, limits)?;
        let mut signatures = Vec::new();
        for found in &fields {
            let read = field::read(&view, found.name.clone(), &found.widget, found.value);
            signatures.push(read.map_err(|fault| (found.name.clone(), fault)));
        }
        // Two fields with one value would show one signature at two places.
        let mut seen = HashSet::new();
        for (found, signature) in fields.iter().zip(&mut signatures) {
            if !seen.insert(found.value) {
                *signature = Err((found.name.clone(), PdfFault::ByteRange { what: "is that of another field" }));
            }
        }
        let mut ends: Vec<usize> = signatures.iter().flatten().map(SignatureField::end).collect();
        ends.sort_unstable();
        ends.dedup();
        for signature in &mut signatures {
            let Ok(one) = signature else { continue };
            one.revision = ends.iter().filter(|end| **end <= one.end()).count();
            if one.end() == bytes.len() {
                continue;
            }
            match later::judge(&view, one.end(), &budget, limits) {
                Ok(after) => one.after = after,
                Err(fault) => *signature = Err((one.name.clone(), fault)),
            }
        }
        Ok(Self { signatures })
    }
}

/// A signature field with a value.
pub(super) struct Found {
    pub(super) name: String,
    pub(super) widget: Dict,
    pub(super) id: Id,
    pub(super) value: Id,
}

/// The signature fields of the form that bear a value (§12.7.2, §12.7.4.5).
pub(super) fn fields(view: &View<'_>, limits: &Limits) -> Result<Vec<Found>, PdfFault> {
    let form = view.resolve(view.catalog()?.get("AcroForm"))?;
    let roots = view.resolve(form.dict().and_then(|form| form.get("Fields")))?;
    let mut open: Vec<(Id, String, bool)> = Vec::new();
    let push = |open: &mut Vec<(Id, String, bool)>, kids: &Object, name: &str, signs: bool| {
        let kids = kids.array().unwrap_or_default().iter().rev();
        open.extend(kids.filter_map(Object::reference).map(|id| (id, name.to_owned(), signs)));
    };
    push(&mut open, &roots, "", false);
    let (mut found, mut seen) = (Vec::new(), HashSet::new());
    while let Some((id, above, inherited)) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let field = view.dict(id)?;
        let own = match view.resolve(field.get("T"))? {
            Object::Text(text) => super::object::text_for_people(&text),
            _ => String::new(),
        };
        let name = if above.is_empty() || own.is_empty() { above + &own } else { format!("{above}.{own}") };
        let signs = field.name("FT").map_or(inherited, |kind| kind == b"Sig");
        let kids = view.resolve(field.get("Kids"))?;
        match field.get("V").filter(|_| signs) {
            Some(Object::Ref(value)) => {
                if found.len() == limits.signatures {
                    return Err(PdfFault::TooComplex { what: "signatures" });
                }
                let first = kids.array().and_then(|kids| kids.first()).and_then(Object::reference);
                let widget = if field.get("Rect").is_some() { None } else { first };
                let widget = widget.map(|id| view.dict(id)).transpose()?.unwrap_or_else(|| field.clone());
                found.push(Found { name, widget, id, value: *value });
            }
            Some(Object::Dict(_)) => {
                return Err(PdfFault::ByteRange { what: "a signature that is no object of its own" });
            }
            _ => push(&mut open, &kids, &name, signs),
        }
    }
    Ok(found)
}

/// The pages in order, as far as anybody turns them.
pub(super) fn pages(view: &View<'_>) -> Result<Vec<Id>, PdfFault> {
    let root = view.catalog()?.get("Pages").and_then(Object::reference);
    let (mut open, mut pages, mut seen) = (Vec::from_iter(root), Vec::new(), HashSet::new());
    while let Some(id) = open.pop() {
        if !seen.insert(id) || pages.len() >= PAGES_MAX {
            continue;
        }
        let node = view.dict(id)?;
        match view.resolve(node.get("Kids"))? {
            Object::Array(kids) => open.extend(kids.iter().rev().filter_map(Object::reference)),
            _ => pages.push(id),
        }
    }
    Ok(pages)
}

const PAGES_MAX: usize = 10_000;
