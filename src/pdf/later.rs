//! What a file's later revisions have done to one that was signed (ISO 32000-1 §12.8.2.2; ISO 32000-2 annex on DSS).
//!
//! Told from what the later cross-reference sections name, object by object; whatever is not known to change no content
//! counts as a change. So filling in a form counts as one, though a certifying signature could allow it. An object that
//! existed may change only in a role that it had before and still has: catalog, form, list of fields, page, list of a
//! page's annotations, field that waited for its signature, evidence, metadata. Whatever takes such a role anew must not
//! have existed.
//! GAP: DocMDP is not looked at: no document of the exchange is a form, and a further signature after a certifying one that
//! forbids it passes here. GAP: a further signature's picture may lie over the text, as any red seal does; who made it is
//! listed with it, and a file with a signature that is not valid never counts as signed.

use std::collections::HashSet;

use super::document::View;
use super::limits::Budget;
use super::object::{Dict, Id, Object};
use super::structure::{Form, Found, form, pages};
use super::xref::{Entry, Section};
use super::{After, PdfFault, gapless};

/// Judges what came after byte `end`, where a signed revision ends.
pub(super) fn judge(view: &View<'_>, end: usize, budget: &Budget) -> Result<After, PdfFault> {
    let signed = View::new(view.bytes.get(..end).unwrap_or_default(), budget).map_err(|fault| match fault {
        PdfFault::TooComplex { .. } => fault,
        _ => PdfFault::ByteRange { what: "does not end with a revision" },
    })?;
    let is_border = |section: &Section| !section.hybrid && section.at == signed.start;
    let Some(border) = view.sections.iter().position(is_border) else {
        return Ok(changed("the later revision does not build on the signed one"));
    };
    // An object that was unfinished, or lay behind the end, when it was signed can be finished later without being named.
    signed.whole_objects().map_err(|fault| match fault {
        PdfFault::TooComplex { .. } => fault,
        _ => PdfFault::ByteRange { what: "ends inside an object" },
    })?;
    // Whatever stands before the signed section in the chain is later, wherever it lies: it may have been laid ready among
    // the signed bytes. The stream of a signed hybrid section stands right before it.
    let own_stream = border.checked_sub(1).and_then(|last| view.sections.get(last));
    let border = border - usize::from(own_stream.is_some_and(|section| section.hybrid));
    let later: Vec<&Section> = view.sections.iter().take(border).collect();
    if let Some(what) = gapless::fault(view, &signed, &later, end)? {
        return Ok(changed(what));
    }
    let root = signed.trailer()?.get("Root");
    if later.iter().any(|section| section.trailer.get("Root") != root) || view.catalog_id()? != signed.catalog_id()? {
        return Ok(changed("another catalog"));
    }
    let mut touched: Vec<u32> = Vec::new();
    for (number, entry) in later.iter().flat_map(|section| &section.entries) {
        // A revision may repeat what it does not change.
        if *entry != signed.entry(*number) {
            touched.push(*number);
        }
    }
    touched.sort_unstable();
    touched.dedup();
    let Some(content) = content(&signed)? else {
        return Ok(changed("a reference to another generation"));
    };
    let is_taken = |number: u32| signed.entry(number) != Entry::Free || content.contains(&number);
    if later.iter().filter_map(|section| section.number).any(is_taken) {
        return Ok(changed("a section in the place of an object"));
    }
    let before = form(&signed, &budget.limits)?;
    let known: HashSet<Id> = before.signed.iter().map(|field| field.id).collect();
    let after = form(view, &budget.limits)?;
    let fresh: Vec<&Found> = after.signed.iter().filter(|field| !known.contains(&field.id)).collect();
    let pages = pages(&signed)?;
    let mut comparison =
        Comparison { signed: &signed, view, fresh, before, pages, content, touched, allowed: HashSet::new() };
    comparison.judge()
}

/// All that the signed revision shows: the numbers of what can be reached from its catalog, the evidence aside, and of the
/// object streams that hold any object. Also those of objects that did not exist: a reference to nothing becomes content
/// when its object is added. Nothing when a reference names another generation than there is: readers overlook that.
fn content(signed: &View<'_>) -> Result<Option<HashSet<u32>>, PdfFault> {
    let mut open = Vec::new();
    let catalog = signed.catalog()?;
    for (_, value) in catalog.0.iter().filter(|(key, _)| !EVIDENCE.iter().any(|name| name.as_bytes() == key)) {
        value.references(&mut open);
    }
    let mut seen = HashSet::from([signed.catalog_id()?]);
    while let Some(id) = open.pop() {
        if !fits(signed, id) {
            return Ok(None);
        }
        if seen.insert(id) {
            signed.object(id)?.references(&mut open);
        }
    }
    let mut numbers: HashSet<u32> = seen.into_iter().map(|(number, _)| number).collect();
    numbers.extend(signed.containers());
    Ok(Some(numbers))
}

/// Whether a reference names the generation that there is.
fn fits(view: &View<'_>, (number, generation): Id) -> bool {
    match view.entry(number) {
        Entry::Free => true,
        Entry::At { generation: found, .. } => generation == found,
        Entry::In { .. } => generation == 0,
    }
}

struct Comparison<'c, 'a> {
    signed: &'c View<'a>,
    view: &'c View<'a>,
    /// Signature fields that were not there, or had no value.
    fresh: Vec<&'c Found>,
    before: Form,
    pages: Vec<Id>,
    /// What was shown when it was signed.
    content: HashSet<u32>,
    /// What the later sections name otherwise, in order.
    touched: Vec<u32>,
    allowed: HashSet<u32>,
}

type Change = Option<&'static str>;

impl Comparison<'_, '_> {
    fn judge(&mut self) -> Result<After, PdfFault> {
        let mut roots: Vec<Id> = Vec::new();
        let pages = std::mem::take(&mut self.pages);
        let what = match self.catalog(&mut roots)? {
            None => self.fields(&mut roots)?,
            what => what,
        };
        if let Some(what) = what {
            return Ok(changed(what));
        }
        if super::structure::pages(self.view)? != pages {
            return Ok(changed("the order of pages"));
        }
        let fresh = self.fresh_widgets()?;
        for page in pages {
            if let Some(what) = self.page(page, &fresh)? {
                return Ok(changed(what));
            }
        }
        if let Some(what) = self.reach(roots)? {
            return Ok(changed(what));
        }
        for number in &self.touched {
            let is_free = self.view.entry(*number) == Entry::Free && self.is_free(*number);
            if !self.allowed.contains(number) && !is_free && !self.is_container(*number)? {
                return Ok(After::Changed { what: format!("object {number}") });
            }
        }
        Ok(After::Allowed)
    }

    fn is_touched(&self, number: u32) -> bool {
        self.touched.binary_search(&number).is_ok()
    }

    /// Whether nothing had this number when it was signed, or asked for it.
    fn is_free(&self, number: u32) -> bool {
        self.signed.entry(number) == Entry::Free && !self.content.contains(&number)
    }

    /// An object in the same role before and after may change when it is no stream; one that takes the role anew must be
    /// new itself.
    fn role(&mut self, old: Option<&Object>, new: Option<&Object>, what: &'static str) -> Result<Change, PdfFault> {
        let Some(id) = new.and_then(Object::reference) else { return Ok(None) };
        if old != new {
            return Ok(Some(what).filter(|_| !self.is_free(id.0)));
        }
        self.same(id, what)
    }

    fn same(&mut self, id: Id, what: &'static str) -> Result<Change, PdfFault> {
        if !self.is_touched(id.0) {
            return Ok(None);
        }
        let is_there = fits(self.signed, id) && fits(self.view, id);
        if !is_there || !self.signed.is_plain(id)? || !self.view.is_plain(id)? {
            return Ok(Some(what));
        }
        self.allowed.insert(id.0);
        Ok(None)
    }

    /// The catalog may get evidence; with a further signature also metadata, and a form with more signature fields.
    fn catalog(&mut self, roots: &mut Vec<Id>) -> Result<Change, PdfFault> {
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

    fn form(&mut self, old: &Dict, new: &Dict) -> Result<Change, PdfFault> {
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
    fn allow_new(&mut self, old: Option<&Object>, new: Option<&Object>) {
        if old != new {
            self.allowed.extend(new.and_then(Object::reference).map(|id| id.0));
        }
    }

    /// A field that waited for its signature may get one, and with it its appearance; others must be new.
    fn fields(&mut self, roots: &mut Vec<Id>) -> Result<Change, PdfFault> {
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
    fn page(&mut self, id: Id, fresh: &HashSet<Id>) -> Result<Change, PdfFault> {
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

    fn fresh_widgets(&self) -> Result<HashSet<Id>, PdfFault> {
        let mut all = HashSet::new();
        for field in &self.fresh {
            all.insert(field.id);
            let kids = self.view.resolve(self.view.dict(field.id)?.get("Kids"))?;
            all.extend(kids.array().unwrap_or_default().iter().filter_map(Object::reference));
        }
        Ok(all)
    }

    /// Whatever hangs on an allowed object and was not there before.
    fn reach(&mut self, mut open: Vec<Id>) -> Result<Change, PdfFault> {
        let mut seen = HashSet::new();
        while let Some(id) = open.pop() {
            let is_new = self.is_free(id.0) && self.is_touched(id.0);
            if !seen.insert(id) || !(is_new || self.allowed.contains(&id.0)) {
                continue;
            }
            if !fits(self.view, id) {
                return Ok(Some("a reference to another generation"));
            }
            self.allowed.insert(id.0);
            self.view.object(id)?.references(&mut open);
        }
        Ok(None)
    }

    /// Object streams and cross-reference streams hold what is judged by itself.
    fn is_container(&self, number: u32) -> Result<bool, PdfFault> {
        let Entry::At { generation, .. } = self.view.entry(number) else { return Ok(false) };
        let dict = self.view.dict((number, generation))?;
        Ok(matches!(dict.name("Type"), Some(b"ObjStm" | b"XRef")) && self.is_free(number))
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

fn changed(what: &str) -> After {
    After::Changed { what: what.to_owned() }
}

/// The DSS, its lists, the entries of VRI and their lists (ISO 32000-2 §12.8.4.3).
const EVIDENCE_DEPTH: usize = 4;
/// What may come to the catalog after a signature: it is about signatures, or about the file, never shown.
const EVIDENCE: [&str; 3] = ["DSS", "Metadata", "Extensions"];
