//! What a file's later revisions have done to one that was signed (ISO 32000-1 §12.8.2.2; ISO 32000-2 annex on DSS).
//!
//! Told from what the later cross-reference sections name, object by object; whatever is not known to change no content
//! counts as a change. So filling in a form counts as one, though a certifying signature could allow it.
//! GAP: DocMDP is not looked at: no document of the exchange is a form, and a further signature after a certifying one that
//! forbids it passes here. GAP: a further signature's picture may lie over the text, as any red seal does; who made it is
//! listed with it, and a file with a signature that is not valid never counts as signed.

use std::collections::HashSet;

use super::document::View;
use super::object::{Dict, Id, Object};
use super::structure::{Found, fields, pages};
use super::xref::{Budget, Entry};
use super::{After, Limits, PdfFault};

/// Judges what came after byte `end`, where a signed revision ends.
pub(super) fn judge(view: &View<'_>, end: usize, budget: &Budget, limits: &Limits) -> Result<After, PdfFault> {
    let signed = View::new(view.bytes.get(..end).unwrap_or_default(), budget)
        .map_err(|_| PdfFault::ByteRange { what: "does not end with a revision" })?;
    let Some(border) = view.sections.iter().position(|section| section.at == signed.start) else {
        return Ok(changed("the later revision does not build on the signed one"));
    };
    // An object that was unfinished, or lay behind the end, when it was signed can be finished later without being named.
    signed.whole_objects().map_err(|_| PdfFault::ByteRange { what: "ends inside an object" })?;
    // Whatever stands before the signed section in the chain is later, wherever it lies: it may have been laid ready among
    // the signed bytes.
    let later = view.sections.iter().take(border);
    let mut touched: Vec<u32> = Vec::new();
    for (number, entry) in later.flat_map(|section| &section.entries) {
        if *entry == Entry::Free && signed.entry(*number) == Entry::Free {
            continue;
        }
        // A revision may repeat what it does not change.
        if *entry != signed.entry(*number) {
            touched.push(*number);
        }
    }
    touched.sort_unstable();
    touched.dedup();
    if view.catalog_id()? != signed.catalog_id()? {
        return Ok(changed("another catalog"));
    }
    let before: HashSet<Id> = fields(&signed, limits)?.iter().map(|field| field.id).collect();
    let after = fields(view, limits)?;
    let fresh: Vec<&Found> = after.iter().filter(|field| !before.contains(&field.id)).collect();
    let content = content(&signed)?;
    Comparison { signed: &signed, view, fresh, pages: pages(&signed)?, content }.judge(&touched)
}

/// All that the signed revision shows: the numbers of what can be reached from its catalog, the evidence aside. Also those
/// of objects that did not exist: a reference to nothing becomes content when its object is added.
fn content(signed: &View<'_>) -> Result<HashSet<u32>, PdfFault> {
    let mut open = Vec::new();
    let catalog = signed.catalog()?;
    for (_, value) in catalog.0.iter().filter(|(key, _)| !EVIDENCE.iter().any(|name| name.as_bytes() == key)) {
        value.references(&mut open);
    }
    let mut seen = HashSet::from([signed.catalog_id()?.0]);
    while let Some(id) = open.pop() {
        if seen.insert(id.0) {
            signed.object(id)?.references(&mut open);
        }
    }
    Ok(seen)
}

struct Comparison<'c, 'a> {
    signed: &'c View<'a>,
    view: &'c View<'a>,
    /// Signature fields that were not there, or had no value.
    fresh: Vec<&'c Found>,
    pages: Vec<Id>,
    /// What was shown when it was signed.
    content: HashSet<u32>,
}

impl Comparison<'_, '_> {
    fn judge(&self, touched: &[u32]) -> Result<After, PdfFault> {
        let mut allowed: HashSet<u32> = HashSet::new();
        let mut roots: Vec<Id> = Vec::new();
        let catalog = self.view.catalog_id()?;
        if let Some(what) = self.catalog(catalog, &mut allowed, &mut roots)? {
            return Ok(changed(what));
        }
        for field in &self.fresh {
            if self.signed.entry(field.id.0) != Entry::Free {
                // A field that waited for its signature may get one, and with it its appearance.
                let (old, new) = (self.signed.dict(field.id)?, self.view.dict(field.id)?);
                if old.changed(&new).any(|key| !matches!(key, b"V" | b"AP" | b"M" | b"F" | b"Lock" | b"DA" | b"MK")) {
                    return Ok(changed("a signature field other than by its signature"));
                }
                allowed.insert(field.id.0);
            }
            roots.push(field.id);
        }
        for page in &self.pages {
            if let Some(what) = self.page(*page, &mut allowed)? {
                return Ok(changed(what));
            }
        }
        self.reach(roots, touched, &mut allowed)?;
        let stranger = touched.iter().find(|number| !allowed.contains(number) && !self.is_container(**number));
        Ok(match stranger {
            None => After::Allowed,
            Some(number) => After::Changed { what: format!("object {number}") },
        })
    }

    /// The catalog may get evidence, metadata, and a form with more signature fields.
    fn catalog(
        &self,
        id: Id,
        allowed: &mut HashSet<u32>,
        roots: &mut Vec<Id>,
    ) -> Result<Option<&'static str>, PdfFault> {
        let (old, new) = (self.signed.catalog()?, self.view.catalog()?);
        for key in old.changed(&new) {
            match key {
                b"AcroForm" => {}
                key if EVIDENCE.iter().any(|name| name.as_bytes() == key) => {}
                _ => return Ok(Some("the catalog")),
            }
        }
        allowed.insert(id.0);
        for key in EVIDENCE {
            if let Some(value) = new.get(key) {
                value.references(roots);
                self.allow_whole(value, allowed)?;
            }
        }
        if let Some(info) = self.view.trailer()?.get("Info") {
            self.allow_whole(info, allowed)?;
            info.references(roots);
        }
        self.form(&old, &new, allowed)
    }

    /// A value that may change as a whole: its own object and, for the evidence, the lists directly below; nothing that is
    /// content at the same time.
    fn allow_whole(&self, value: &Object, allowed: &mut HashSet<u32>) -> Result<(), PdfFault> {
        let mut open = Vec::new();
        value.references(&mut open);
        for _ in 0..EVIDENCE_DEPTH {
            let mut next = Vec::new();
            for id in open {
                if !self.content.contains(&id.0) && allowed.insert(id.0) {
                    self.view.object(id)?.references(&mut next);
                }
            }
            open = next;
        }
        Ok(())
    }

    fn form(&self, old: &Dict, new: &Dict, allowed: &mut HashSet<u32>) -> Result<Option<&'static str>, PdfFault> {
        let (old_form, new_form) = (self.signed.resolve(old.get("AcroForm"))?, self.view.resolve(new.get("AcroForm"))?);
        let empty = Dict::default();
        let (old_form, new_form) = (old_form.dict().unwrap_or(&empty), new_form.dict().unwrap_or(&empty));
        for key in old_form.changed(new_form) {
            match key {
                b"Fields" | b"SigFlags" => {}
                b"DR" | b"DA" if old_form.0.is_empty() => {}
                _ => return Ok(Some("the form")),
            }
        }
        allowed.extend(new.get("AcroForm").and_then(Object::reference).map(|id| id.0));
        allowed.extend(new_form.get("Fields").and_then(Object::reference).map(|id| id.0));
        let list = |view: &View<'_>, form: &Dict| -> Result<Vec<Object>, PdfFault> {
            Ok(view.resolve(form.get("Fields"))?.array().unwrap_or_default().to_vec())
        };
        let (before, after) = (list(self.signed, old_form)?, list(self.view, new_form)?);
        Ok(self.only_adds_signatures(&before, &after).err())
    }

    /// A page may list the pictures of new signatures.
    fn page(&self, id: Id, allowed: &mut HashSet<u32>) -> Result<Option<&'static str>, PdfFault> {
        let (old, new) = (self.signed.dict(id)?, self.view.dict(id)?);
        if old.changed(&new).any(|key| key != b"Annots") {
            return Ok(Some("a page"));
        }
        let before = self.signed.resolve(old.get("Annots"))?;
        let after = self.view.resolve(new.get("Annots"))?;
        let (before, after) = (before.array().unwrap_or_default(), after.array().unwrap_or_default());
        if let Err(what) = self.only_adds_signatures(before, after) {
            return Ok(Some(what));
        }
        allowed.insert(id.0);
        allowed.extend(new.get("Annots").and_then(Object::reference).map(|id| id.0));
        Ok(None)
    }

    fn only_adds_signatures(&self, before: &[Object], after: &[Object]) -> Result<(), &'static str> {
        let (kept, added) = after.split_at_checked(before.len()).ok_or("something was taken away")?;
        if kept != before {
            return Err("the order or content of a list");
        }
        let is_fresh = |object: &Object| {
            let id = object.reference();
            self.fresh
                .iter()
                .any(|field| Some(field.id) == id || self.widgets(field).iter().any(|one| Some(*one) == id))
        };
        if added.iter().all(is_fresh) { Ok(()) } else { Err("a field or a picture that is no signature") }
    }

    fn widgets(&self, field: &Found) -> Vec<Id> {
        let kids = self.view.dict(field.id).and_then(|field| self.view.resolve(field.get("Kids")));
        kids.ok().as_ref().and_then(Object::array).unwrap_or_default().iter().filter_map(Object::reference).collect()
    }

    /// Whatever hangs on an allowed object and was not there before.
    fn reach(&self, mut open: Vec<Id>, touched: &[u32], allowed: &mut HashSet<u32>) -> Result<(), PdfFault> {
        let mut seen = HashSet::new();
        while let Some(id) = open.pop() {
            let was_free = self.signed.entry(id.0) == Entry::Free && !self.content.contains(&id.0);
            let is_new = was_free && touched.binary_search(&id.0).is_ok();
            if !seen.insert(id) || !(is_new || allowed.contains(&id.0)) {
                continue;
            }
            if is_new {
                allowed.insert(id.0);
            }
            self.view.object(id)?.references(&mut open);
        }
        Ok(())
    }

    /// Object streams and cross-reference streams hold what is judged by itself.
    fn is_container(&self, number: u32) -> bool {
        let Entry::At { generation, .. } = self.view.entry(number) else { return false };
        let kind = self.view.dict((number, generation)).ok();
        let kind = kind.as_ref().and_then(|dict| dict.name("Type"));
        matches!(kind, Some(b"ObjStm" | b"XRef")) && self.signed.entry(number) == Entry::Free
    }
}

fn changed(what: &str) -> After {
    After::Changed { what: what.to_owned() }
}

/// The DSS, its lists, the entries of VRI and their lists (ISO 32000-2 §12.8.4.3).
const EVIDENCE_DEPTH: usize = 4;
/// What may come to the catalog after a signature: it is about signatures, or about the file, never shown.
const EVIDENCE: [&str; 3] = ["DSS", "Metadata", "Extensions"];
