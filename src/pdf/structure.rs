//! All signatures of a file, and the revisions that they end.

use std::collections::HashSet;
use std::rc::Rc;

use super::document::View;
use super::field::{self, SignatureField};
use super::limits::Budget;
use super::object::{Dict, Id, Object};
use super::{Evidence, Limits, PdfFault, evidence, later};

/// What came after a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum After {
    /// Nothing: it covers the whole file.
    Nothing,
    /// Only what changes no content: further signatures, timestamps, evidence for them (DSS), metadata.
    Allowed,
    /// A further signature that this one forbids; otherwise only what is allowed.
    Forbidden {
        /// What, for a technician.
        what: &'static str,
    },
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
    /// What the newest revision carries for their validation.
    pub evidence: Evidence,
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
        Self::read_within(bytes, &Budget::new(limits))
    }

    /// The same with what other files have left of the limits.
    ///
    /// # Errors
    /// As [`Structure::read`].
    pub fn read_within(bytes: &[u8], budget: &Budget) -> Result<Self, PdfFault> {
        let limits = &budget.limits;
        if bytes.len() as u64 > limits.file_bytes {
            return Err(PdfFault::TooComplex { what: "bytes" });
        }
        if !bytes.starts_with(b"%PDF-") {
            return Err(super::error::malformed(0, "%PDF-"));
        }
        let view = View::new(bytes, budget)?;
        let fields = form(&view, limits)?.signed;
        let mut signatures = Vec::new();
        for found in &fields {
            let read = field::read(&view, found);
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
        for (found, signature) in fields.iter().zip(&mut signatures) {
            let Ok(one) = signature else { continue };
            one.revision = ends.iter().filter(|end| **end <= one.end()).count();
            if one.end() == bytes.len() {
                continue;
            }
            match later::judge(&view, found, one.end(), budget) {
                Ok(after) => one.after = after,
                Err(fault) => *signature = Err((one.name.clone(), fault)),
            }
        }
        let evidence = evidence::read(&view, signatures.len())?;
        Ok(Self { signatures, evidence })
    }
}

/// A signature field with a value.
pub(super) struct Found {
    pub(super) name: String,
    pub(super) widget: Dict,
    pub(super) id: Id,
    pub(super) value: Id,
    /// Whether a reader may draw something for it.
    pub(super) shows: bool,
}

/// What the form says of signatures.
#[derive(Default)]
pub(super) struct Form {
    pub(super) signed: Vec<Found>,
    /// Signature fields without a value.
    pub(super) waiting: HashSet<Id>,
}

/// The signature fields of the form (§12.7.2, §12.7.4.5).
pub(super) fn form(view: &View<'_>, limits: &Limits) -> Result<Form, PdfFault> {
    let form = view.resolve(view.catalog()?.get("AcroForm"))?;
    let roots = view.resolve(form.dict().and_then(|form| form.get("Fields")))?;
    let mut open: Vec<(Id, Rc<str>, bool)> = Vec::new();
    let push = |open: &mut Vec<(Id, Rc<str>, bool)>, kids: &Object, name: &Rc<str>, signs: bool| {
        let kids = kids.array().unwrap_or_default();
        open.extend(kids.iter().rev().filter_map(Object::reference).map(|id| (id, Rc::clone(name), signs)));
        match open.len() > limits.fields {
            true => Err(PdfFault::TooComplex { what: "fields" }),
            false => Ok(()),
        }
    };
    push(&mut open, &roots, &Rc::from(""), false)?;
    let (mut found, mut seen) = (Form::default(), HashSet::new());
    while let Some((id, above, inherited)) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        if seen.len() > limits.fields {
            return Err(PdfFault::TooComplex { what: "fields" });
        }
        let field = view.dict(id)?;
        let own = match view.resolve(field.get("T"))? {
            Object::Text(text) if text.len() > NAME_BYTES => {
                return Err(PdfFault::TooComplex { what: "letters in a field's name" });
            }
            Object::Text(text) => super::object::text_for_people(&text),
            _ => String::new(),
        };
        let name = if above.is_empty() || own.is_empty() { format!("{above}{own}") } else { format!("{above}.{own}") };
        if name.len() > NAME_BYTES {
            return Err(PdfFault::TooComplex { what: "letters in a field's name" });
        }
        let signs = field.name("FT").map_or(inherited, |kind| kind == b"Sig");
        let kids = view.resolve(field.get("Kids"))?;
        match field.get("V").filter(|_| signs) {
            Some(Object::Ref(value)) => {
                if found.signed.len() == limits.signatures {
                    return Err(PdfFault::TooComplex { what: "signatures" });
                }
                let value = *value;
                let (widget, shows) = widget(view, field, &kids, limits)?;
                found.signed.push(Found { name, widget, id, value, shows });
            }
            Some(Object::Dict(_)) => {
                return Err(PdfFault::ByteRange { what: "a signature that is no object of its own" });
            }
            _ => {
                if signs {
                    found.waiting.insert(id);
                }
                push(&mut open, &kids, &Rc::from(name), signs)?;
            }
        }
    }
    Ok(found)
}

/// The widget of a field, itself or its first kid, and whether any of them may be seen.
fn widget(view: &View<'_>, field: Dict, kids: &Object, limits: &Limits) -> Result<(Dict, bool), PdfFault> {
    let kids = kids.array().unwrap_or_default();
    if kids.len() > limits.fields {
        return Err(PdfFault::TooComplex { what: "fields" });
    }
    let mut shows = is_seen(view, &field)?;
    let mut first = None;
    for id in kids.iter().filter_map(Object::reference) {
        let kid = view.dict(id)?;
        shows |= is_seen(view, &kid)? || kid.get("Kids").is_some();
        first.get_or_insert(kid);
    }
    let widget = if field.get("Rect").is_some() { field } else { first.unwrap_or(field) };
    Ok((widget, shows))
}

fn is_seen(view: &View<'_>, widget: &Dict) -> Result<bool, PdfFault> {
    let rectangle = view.resolve(widget.get("Rect"))?;
    let is_flat = match rectangle.array() {
        None => rectangle == Object::Null,
        Some([left, bottom, right, top]) => left == right || bottom == top,
        Some(_) => false,
    };
    Ok(!is_flat || widget.get("AP").is_some())
}

/// The pages in order.
pub(super) fn pages(view: &View<'_>) -> Result<Vec<Id>, PdfFault> {
    let root = view.catalog()?.get("Pages").and_then(Object::reference);
    let (mut open, mut pages, mut seen) = (Vec::from_iter(root), Vec::new(), HashSet::new());
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        if seen.len() > PAGES_MAX {
            return Err(PdfFault::TooComplex { what: "pages" });
        }
        let node = view.dict(id)?;
        match view.resolve(node.get("Kids"))? {
            Object::Array(kids) => open.extend(kids.iter().rev().filter_map(Object::reference)),
            _ => pages.push(id),
        }
    }
    Ok(pages)
}

const PAGES_MAX: usize = 20_000;
/// Of a field's name, those above it included.
const NAME_BYTES: usize = 1_024;
