//! Two revisions held against each other, object by object.

use std::collections::HashSet;

use super::{After, PdfFault, changed};
use crate::pdf::document::View;
use crate::pdf::object::{Id, Object};
use crate::pdf::structure::{Form, Found};
use crate::pdf::xref::{Entry, Section};

pub(super) struct Comparison<'c, 'a> {
    pub(super) signed: &'c View<'a>,
    pub(super) view: &'c View<'a>,
    /// The later sections, newest first.
    pub(super) later: Vec<&'c Section>,
    /// Signature fields that were not there, or had no value.
    pub(super) fresh: Vec<&'c Found>,
    pub(super) before: Form,
    pub(super) pages: Vec<Id>,
    /// What was shown when it was signed.
    pub(super) content: HashSet<u32>,
    /// What the later sections name otherwise, in order.
    pub(super) touched: Vec<u32>,
    pub(super) allowed: HashSet<u32>,
}

pub(super) type Change = Option<&'static str>;

impl Comparison<'_, '_> {
    pub(super) fn judge(&mut self) -> Result<After, PdfFault> {
        let mut roots: Vec<Id> = Vec::new();
        let pages = std::mem::take(&mut self.pages);
        let what = match self.catalog(&mut roots)? {
            None => self.fields(&mut roots)?,
            what => what,
        };
        if let Some(what) = what {
            return Ok(changed(what));
        }
        if crate::pdf::structure::pages(self.view)? != pages {
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
        let mut replaced: Option<HashSet<u32>> = None;
        for number in &self.touched {
            let is_free = self.view.entry(*number) == Entry::Free && self.is_free(*number);
            if self.allowed.contains(number) || is_free || self.is_container(*number)? {
                continue;
            }
            let evidence = match replaced.take() {
                Some(known) => known,
                None => self.replaced_evidence()?,
            };
            if !replaced.insert(evidence).contains(number) {
                return Ok(After::Changed { what: format!("object {number}") });
            }
        }
        Ok(After::Allowed)
    }

    pub(super) fn is_touched(&self, number: u32) -> bool {
        self.touched.binary_search(&number).is_ok()
    }

    /// Whether nothing had this number when it was signed, or asked for it.
    pub(super) fn is_free(&self, number: u32) -> bool {
        self.signed.entry(number) == Entry::Free && !self.content.contains(&number)
    }

    /// An object in the same role before and after may change when it is no stream; one that takes the role anew must be
    /// new itself.
    pub(super) fn role(
        &mut self,
        old: Option<&Object>,
        new: Option<&Object>,
        what: &'static str,
    ) -> Result<Change, PdfFault> {
        let Some(id) = new.and_then(Object::reference) else { return Ok(None) };
        if old != new {
            return Ok(Some(what).filter(|_| !self.is_free(id.0)));
        }
        self.same(id, what)
    }

    pub(super) fn same(&mut self, id: Id, what: &'static str) -> Result<Change, PdfFault> {
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

/// Whether a reference names the generation that there is.
pub(super) fn fits(view: &View<'_>, (number, generation): Id) -> bool {
    match view.entry(number) {
        Entry::Free => true,
        Entry::At { generation: found, .. } => generation == found,
        Entry::In { .. } => generation == 0,
    }
}
