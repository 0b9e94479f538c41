//! What is about signatures or about the file and never shown: DSS, metadata, document information.
//!
//! Software that appends evidence after the last signature (levels B-LT and B-LTA of EN 319 142-1) writes the metadata anew
//! with it, which no signature covers then: so metadata stays metadata where it stood, and of the document information only
//! the date and the program may be other. GAP: the title inside XMP may be other too; it is never drawn on a page.

use std::collections::{HashMap, HashSet};

use super::comparison::{Change, Comparison, fits};
use crate::pdf::PdfFault;
use crate::pdf::document::View;
use crate::pdf::object::{Dict, Id, Object};
use crate::pdf::xref::Entry;

impl Comparison<'_, '_> {
    /// The catalog may get evidence; with a further signature also new metadata, and a form with more signature fields.
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
        if let Some(what) = self.metadata(old.get("Metadata"), new.get("Metadata"))? {
            return Ok(Some(what));
        }
        let (old_info, new_info) = (self.signed.trailer()?.get("Info"), self.view.trailer()?.get("Info"));
        if let Some(what) = self.info(old_info, new_info)? {
            return Ok(Some(what));
        }
        if !is_signed {
            return self.only_dated(old_info, new_info);
        }
        new_info.into_iter().for_each(|value| value.references(roots));
        self.form(&old, &new)
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
        let old = old.table();
        for (key, value) in &new.0 {
            let before = old.get(key.as_slice()).copied();
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

    /// Without a further signature the document information stays where it was, and only says who wrote it last, and when.
    fn only_dated(&self, old: Option<&Object>, new: Option<&Object>) -> Result<Change, PdfFault> {
        let what = Some("the document information");
        if old != new {
            return Ok(what);
        }
        let Some(id) = new.and_then(Object::reference).filter(|id| self.is_touched(id.0)) else { return Ok(None) };
        let (Object::Dict(old), Object::Dict(new)) = (self.signed.object(id)?, self.view.object(id)?) else {
            return Ok(what);
        };
        let may = |key: &&[u8]| DATED.contains(key) && matches!(value(&new, key), Some(Object::Text(_)));
        Ok(what.filter(|_| !old.changed(&new).iter().all(may)))
    }

    /// Evidence of a revision in between that the next has replaced: nobody asks for it any more, and it still is, byte for
    /// byte, what it was as evidence.
    pub(super) fn replaced_evidence(&self) -> Result<HashSet<u32>, PdfFault> {
        let mut replaced = HashSet::new();
        let mut entries: HashMap<u32, Entry> = HashMap::new();
        for section in self.later.iter().skip(1).rev() {
            entries.extend(section.entries.iter().copied());
            let entry = |number: u32| entries.get(&number).copied().unwrap_or_else(|| self.signed.entry(number));
            let object = |id: Id| self.view.object_at(id, entry(id.0));
            let mut open = Vec::new();
            let catalog = object(self.signed.catalog_id()?)?;
            catalog.dict().and_then(|catalog| catalog.get("DSS")).into_iter().for_each(|dss| dss.references(&mut open));
            let mut seen = HashSet::new();
            while let Some(id) = open.pop() {
                let is_new = self.is_free(id.0);
                if !seen.insert(id) || !(is_new || self.allowed.contains(&id.0)) {
                    continue;
                }
                if is_new && entry(id.0) == self.view.entry(id.0) && fits(self.view, id) {
                    replaced.insert(id.0);
                }
                object(id)?.references(&mut open);
            }
        }
        Ok(replaced)
    }
}

fn value<'d>(dict: &'d Dict, key: &[u8]) -> Option<&'d Object> {
    dict.0.iter().find(|(name, _)| name == key).map(|(_, value)| value)
}

/// The DSS, its lists, the entries of VRI and their lists (ISO 32000-2 §12.8.4.3).
const EVIDENCE_DEPTH: usize = 4;
/// What may come to the catalog after a signature: it is about signatures, or about the file, never shown.
pub(super) const EVIDENCE: [&str; 3] = ["DSS", "Metadata", "Extensions"];
/// Of the document information, what every writer writes anew.
const DATED: [&[u8]; 2] = [b"ModDate", b"Producer"];
