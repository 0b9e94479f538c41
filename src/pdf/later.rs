//! What a file's later revisions have done to one that was signed (ISO 32000-1 §12.8.2.2; ISO 32000-2 annex on DSS).
//!
//! Told from what the later cross-reference sections name, object by object; whatever is not known to change no content
//! counts as a change. So filling in a form counts as one, though a certifying signature could allow it. An object that
//! existed may change only in a role that it had before and still has: catalog, form, list of fields, page, list of a
//! page's annotations, field that waited for its signature, evidence, metadata. Whatever takes such a role anew must not
//! have existed.
//! A further signature that an earlier one forbids is told as such; a document timestamp proves nobody's will, so its picture
//! is a change. GAP: a further signature's picture may lie over the text, as any red seal does; who made it is listed with
//! it, and a file with a signature that is not valid never counts as signed.

mod comparison;
mod evidence;
mod fields;
mod permission;

use std::collections::HashSet;

use comparison::{Comparison, fits};
use evidence::EVIDENCE;
use permission::Permission;

use super::document::View;
use super::limits::Budget;
use super::object::Id;
use super::structure::{Found, form, pages};
use super::xref::{Entry, Section};
use super::{After, Kind, PdfFault, field, gapless};

/// Judges what came after byte `end`, where the revision ends that the signature `of` signs.
pub(super) fn judge(view: &View<'_>, of: &Found, end: usize, budget: &Budget) -> Result<After, PdfFault> {
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
    let mut signers: Vec<&str> = Vec::new();
    for one in &fresh {
        match field::kind(view, &view.dict(one.value)?)? {
            Kind::Signature => signers.push(&one.name),
            Kind::Timestamp if one.shows => return Ok(changed("a document timestamp that shows a picture")),
            Kind::Timestamp => {}
        }
    }
    let pages = pages(&signed)?;
    let mut comparison =
        Comparison { signed: &signed, view, later, fresh, before, pages, content, touched, allowed: HashSet::new() };
    match comparison.judge()? {
        After::Allowed if !signers.is_empty() => {
            let permission = Permission::read(&signed, of)?;
            let against = signers.iter().find_map(|name| permission.against(name));
            Ok(against.map_or(After::Allowed, |what| After::Forbidden { what }))
        }
        after => Ok(after),
    }
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

fn changed(what: &str) -> After {
    After::Changed { what: what.to_owned() }
}
