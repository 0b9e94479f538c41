//! The form, its signature fields, and the pages that show them.

use std::collections::HashSet;

use super::comparison::{Change, Comparison};
use crate::pdf::PdfFault;
use crate::pdf::object::{Dict, Id, Object};

impl Comparison<'_, '_> {
    pub(super) fn form(&mut self, old: &Dict, new: &Dict) -> Result<Change, PdfFault> {
        if let Some(what) = self.role(old.get("AcroForm"), new.get("AcroForm"), "the form")? {
            return Ok(Some(what));
        }
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
        if let Some(what) = self.role(old_form.get("Fields"), new_form.get("Fields"), "the list of fields")? {
            return Ok(Some(what));
        }
        let before = self.signed.resolve(old_form.get("Fields"))?;
        let after = self.view.resolve(new_form.get("Fields"))?;
        self.allow_new(old.get("AcroForm"), new.get("AcroForm"));
        self.allow_new(old_form.get("Fields"), new_form.get("Fields"));
        let fresh: HashSet<Id> = self.fresh.iter().map(|field| field.id).collect();
        Ok(only_adds(&before, &after, &fresh))
    }

    /// What took a role anew, which [`Comparison::role`] has found free.
    pub(super) fn allow_new(&mut self, old: Option<&Object>, new: Option<&Object>) {
        if old != new {
            self.allowed.extend(new.and_then(Object::reference).map(|id| id.0));
        }
    }

    /// A field that waited for its signature may get one, and with it its appearance; others must be new.
    pub(super) fn fields(&mut self, roots: &mut Vec<Id>) -> Result<Change, PdfFault> {
        for id in self.fresh_widgets()? {
            let widget = self.view.dict(id)?;
            // Other annotations show other things than a signature; an action may do anything.
            let subtype = self.view.resolve(widget.get("Subtype"))?;
            let is_widget = matches!(&subtype, Object::Name(name) if name == b"Widget") || subtype == Object::Null;
            if !is_widget || widget.get("A").is_some() || widget.get("AA").is_some() {
                return Ok(Some("a signature field that is more than one"));
            }
        }
        let ids: Vec<Id> = self.fresh.iter().map(|field| field.id).collect();
        for id in ids {
            if !self.is_free(id.0) {
                let what = "a signature field other than by its signature";
                if !self.before.waiting.contains(&id) {
                    return Ok(Some(what));
                }
                let (old, new) = (self.signed.dict(id)?, self.view.dict(id)?);
                let may = |key: &&[u8]| matches!(*key, b"V" | b"AP" | b"M" | b"F" | b"Lock" | b"DA" | b"MK");
                if !old.changed(&new).iter().all(may) {
                    return Ok(Some(what));
                }
                if let Some(what) = self.same(id, what)? {
                    return Ok(Some(what));
                }
            }
            roots.push(id);
        }
        Ok(None)
    }

    /// A page may list the pictures of new signatures.
    pub(super) fn page(&mut self, id: Id, fresh: &HashSet<Id>) -> Result<Change, PdfFault> {
        if let Some(what) = self.same(id, "a page")? {
            return Ok(Some(what));
        }
        let (old, new) = (self.signed.dict(id)?, self.view.dict(id)?);
        let (before, after) = (old.get("Annots"), new.get("Annots"));
        if old.changed(&new).iter().any(|key| *key != b"Annots") {
            return Ok(Some("a page"));
        }
        if let Some(what) = self.role(before, after, "the annotations of a page")? {
            return Ok(Some(what));
        }
        self.allow_new(before, after);
        let (before, after) = (self.signed.resolve(before)?, self.view.resolve(after)?);
        Ok(only_adds(&before, &after, fresh))
    }

    pub(super) fn fresh_widgets(&self) -> Result<HashSet<Id>, PdfFault> {
        let mut all = HashSet::new();
        for field in &self.fresh {
            all.insert(field.id);
            let kids = self.view.resolve(self.view.dict(field.id)?.get("Kids"))?;
            all.extend(kids.array().unwrap_or_default().iter().filter_map(Object::reference));
        }
        Ok(all)
    }
}

fn only_adds(before: &Object, after: &Object, fresh: &HashSet<Id>) -> Change {
    if before == after {
        return None;
    }
    let (before, after) = (before.array().unwrap_or_default(), after.array().unwrap_or_default());
    let Some((kept, added)) = after.split_at_checked(before.len()) else { return Some("something was taken away") };
    if kept != before {
        return Some("the order or content of a list");
    }
    let is_fresh = |object: &Object| object.reference().is_some_and(|id| fresh.contains(&id));
    if added.iter().all(is_fresh) { None } else { Some("a field or a picture that is no signature") }
}
