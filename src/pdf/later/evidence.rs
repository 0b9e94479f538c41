//! What is about signatures or about the file and never shown: DSS, metadata, document information.

use super::comparison::{Change, Comparison, fits};
use crate::pdf::PdfFault;
use crate::pdf::document::View;
use crate::pdf::object::{Id, Object};

impl Comparison<'_, '_> {
    /// The catalog may get evidence; with a further signature also metadata, and a form with more signature fields.
    pub(super) fn catalog(&mut self, roots: &mut Vec<Id>) -> Result<Change, PdfFault> {
        let (old, new) = (self.signed.catalog()?, self.view.catalog()?);
        let is_signed = !self.fresh.is_empty();
        for key in old.changed(&new) {
            match key {
                b"DSS" | b"Extensions" => {}
                b"AcroForm" | b"Metadata" if is_signed => {}
                _ => return Ok(Some("the catalog")),
            }
        }
        let id = self.view.catalog_id()?;
        if let Some(what) = self.same(id, "the catalog")? {
            return Ok(Some(what));
        }
        if let Some(what) = self.evidence(old.get("DSS"), new.get("DSS"), EVIDENCE_DEPTH)? {
            return Ok(Some(what));
        }
        for key in EVIDENCE {
            new.get(key).into_iter().for_each(|value| value.references(roots));
        }
        if is_signed {
            if let Some(what) = self.metadata(old.get("Metadata"), new.get("Metadata"))? {
                return Ok(Some(what));
            }
            let (old_info, new_info) = (self.signed.trailer()?.get("Info"), self.view.trailer()?.get("Info"));
            if let Some(what) = self.info(old_info, new_info)? {
                return Ok(Some(what));
            }
            new_info.into_iter().for_each(|value| value.references(roots));
            return self.form(&old, &new);
        }
        Ok(None)
    }

    /// The DSS, its lists, VRI and their lists: each may grow where it stands.
    fn evidence(&mut self, old: Option<&Object>, new: Option<&Object>, depth: usize) -> Result<Change, PdfFault> {
        let what = "evidence in the place of something else";
        if let Some(id) = new.and_then(Object::reference)
            && old == new
            && self.is_touched(id.0)
            && self.content.contains(&id.0)
        {
            return Ok(Some(what));
        }
        if let Some(what) = self.role(old, new, what)? {
            return Ok(Some(what));
        }
        let (old, new) = (self.signed.resolve(old)?, self.view.resolve(new)?);
        let (Some(old), Some(new), Some(depth)) = (old.dict(), new.dict(), depth.checked_sub(1)) else {
            return Ok(None);
        };
        for (key, value) in &new.0 {
            let before = old.0.iter().find(|(known, _)| known == key).map(|(_, value)| value);
            if before.is_some()
                && let Some(what) = self.evidence(before, Some(value), depth)?
            {
                return Ok(Some(what));
            }
        }
        Ok(None)
    }

    /// The one stream that may be replaced: no reader draws it, and nothing else may name it.
    fn metadata(&mut self, old: Option<&Object>, new: Option<&Object>) -> Result<Change, PdfFault> {
        let what = "metadata in the place of something else";
        match new.and_then(Object::reference) {
            Some(id) if old == new && self.is_touched(id.0) => {
                let is_metadata = |view: &View<'_>| -> Result<bool, PdfFault> {
                    Ok(fits(view, id) && view.dict(id)?.name("Type") == Some(b"Metadata"))
                };
                if self.content.contains(&id.0) || !is_metadata(self.signed)? || !is_metadata(self.view)? {
                    return Ok(Some(what));
                }
                self.allowed.insert(id.0);
                Ok(None)
            }
            _ if old == new => Ok(None),
            _ => self.role(old, new, what),
        }
    }

    fn info(&mut self, old: Option<&Object>, new: Option<&Object>) -> Result<Change, PdfFault> {
        let what = "information in the place of something else";
        match new.and_then(Object::reference) {
            Some(id) if old == new && self.is_touched(id.0) && self.content.contains(&id.0) => Ok(Some(what)),
            _ => self.role(old, new, what),
        }
    }
}

/// The DSS, its lists, the entries of VRI and their lists (ISO 32000-2 §12.8.4.3).
const EVIDENCE_DEPTH: usize = 4;
/// What may come to the catalog after a signature: it is about signatures, or about the file, never shown.
pub(super) const EVIDENCE: [&str; 3] = ["DSS", "Metadata", "Extensions"];
