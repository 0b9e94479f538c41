//! What would be refused if a draft were signed now, and what a clerk wants to know besides: a number that was used already, a
//! file that was sent already, a deadline that has passed. The document is built as for signing and judged by the same rules.

use std::collections::HashMap;

use super::revise::Settled;
use super::{OpenDraft, Revised, Revision, owner};
use crate::codes::{self, Code};
use crate::domain::deadline::day_in_vietnam;
use crate::domain::desk::Stage;
use crate::domain::ids::{DeliveryId, DocumentId, DocumentUuid, Micros, OrganId, Urgency};
use crate::edxml::Draft;
use crate::exchange::signing::Foreseen;
use crate::exchange::{Caller, Directory, Exchange, Fault, Refusal, submit};
use crate::package::{check_name, is_same_name, media_type_of};
use crate::signature::PdfFile;
use crate::store::documents::Document;

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// What refuses it, each at its place in the document (`MessageHeader/Subject`); at a file by its name.
    pub faults: Vec<Fault>,
    /// What may refuse it later.
    pub warnings: Vec<Fault>,
    /// What a clerk wants to know.
    pub remarks: Vec<Remark>,
    /// Its receivers, in order.
    pub receivers: Vec<Addressee>,
    /// Bytes of its files.
    pub size: u64,
    /// What it does to what was sent before.
    pub revised: Option<Revised>,
    /// What it answers, where that is known.
    pub answered: Option<Answerable>,
    /// Receivers that read the chosen urgency otherwise, and how.
    pub read_otherwise: Vec<(String, Urgency)>,
}

/// A document that came, and may be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answerable {
    /// Which.
    pub id: DocumentUuid,
    /// Số/ký hiệu.
    pub code: String,
    /// Who sent it, in words.
    pub from: String,
    /// Ngày ban hành, `yyyy-mm-dd`.
    pub issued: Option<String>,
    /// Trích yếu.
    pub subject: String,
}

/// A receiver of a draft.
#[derive(Clone, Debug)]
pub struct Addressee {
    /// As named.
    pub named: OrganId,
    /// What it is called.
    pub name: Option<String>,
    /// The agency that gets it instead, after a merger.
    pub instead: Option<String>,
    /// Why it gets nothing.
    pub fault: Option<Code>,
}

/// Something that refuses nothing.
#[derive(Clone, Debug)]
pub enum Remark {
    /// There is no file: receivers see the heading only.
    NoFile,
    /// The deadline for an answer has passed already.
    DuePast,
    /// This agency sent a document of that number and notation in the same year.
    SameNumber(Box<Document>),
    /// A newer version bears another number than what it takes the place of.
    OtherNumber(String),
    /// Two files are the same.
    SameFileHere(String, String),
    /// A file was sent before, with that document.
    SameFileSent(String, Box<Document>),
    /// What it answers is not among what came.
    AnswerUnknown(String),
    /// Several that came bear the code that was typed.
    AnswerOpen(String, Vec<Answerable>),
}

impl Exchange {
    /// Judges a draft as of now; `fields` is what stands in the window, saved or not.
    ///
    /// # Errors
    /// `store.*`; whatever is wrong with the draft is in the answer.
    pub async fn check_draft(&self, caller: &Caller, draft: &OpenDraft, most: u64) -> Result<Checked, Refusal> {
        owner(caller)?;
        let (caller, draft) = (caller.clone(), draft.clone());
        self.blocking(move |this| this.checked(&caller, &draft, most)).await
    }

    fn checked(&self, caller: &Caller, draft: &OpenDraft, most: u64) -> Result<Checked, Refusal> {
        let (now, directory) = (self.clock.now(), self.directory()?);
        let size = draft.files.iter().fold(0_u64, |sum, file| sum.saturating_add(file.size));
        let mut found = Checked { size, ..Checked::default() };
        let Settled { fields, attempt, revised } = self.settled(caller, draft, now)?;
        let entries: Vec<_> = draft.files.iter().map(|file| (file.name.as_str(), media_type_of(&file.name))).collect();
        match self.drafted(caller, &fields, &entries, now, &directory) {
            Ok((document, document_xml)) => {
                let whole = size.saturating_add(document_xml.len() as u64);
                let seen = Foreseen { size: whole, certificates: None, attempt };
                match self.foresee_document(caller, &document, &document_xml, seen, now) {
                    Ok(sight) => {
                        found.faults.extend(sight.faults);
                        found.warnings.extend(sight.warnings);
                    }
                    // What no reader takes is told on the page, which is where it can be mended.
                    Err(refusal) if refusal.code.info().status < 500 => found.faults.extend(refusal.faults),
                    Err(refusal) => return Err(refusal),
                }
            }
            // Characters that no document may hold.
            Err(refusal) if refusal.code.info().status < 500 => found.faults.push(Fault::bare(refusal.code)),
            Err(refusal) => return Err(refusal),
        }
        if size > most {
            let fault = Fault::found(codes::DRAFT_TOO_LARGE, format!("{size} bytes"));
            found.faults.push(fault.expecting(format!("at most {most} bytes")));
        }
        found.faults.extend(unnameable(draft));
        if self.policy.require_signed_pdfs {
            let pdfs: Vec<PdfFile> = draft.files.iter().filter_map(|file| file.pdf.clone()).collect();
            found.faults.extend(submit::unsigned_pdfs(&pdfs));
        }
        found.faults.extend(revised.iter().flat_map(|revised| revised.faults(&fields)));
        found.receivers = addressees(&draft.fields, &found.faults, now, &directory);
        found.revised = revised;
        found.read_otherwise = self.read_otherwise(caller, &draft.fields, now, &directory);
        let known = draft.fields.response_for.iter().find_map(|one| one.document_id.clone());
        if let Some(id) = known {
            let came = self.store.documents_by_id(&caller.agency, &DocumentId(id))?;
            found.answered = came.first().map(|one| answerable(one, now, &directory));
        }
        self.remark(caller, draft, now, &mut found)?;
        Ok(found)
    }

    fn remark(&self, caller: &Caller, draft: &OpenDraft, now: Micros, found: &mut Checked) -> Result<(), Refusal> {
        let (fields, today, remarks) = (&draft.fields, day_in_vietnam(now), &mut found.remarks);
        // What it mends or follows may bear its number, and holds the same files.
        let mending = found.revised.as_ref().filter(|revised| revised.what != Revision::Replace);
        let targets = mending.map_or(&[][..], |revised| &revised.targets);
        let is_target = |one: &Document| targets.iter().any(|target| target.document_id == one.document_id);
        let day = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<jiff::civil::Date>().ok());
        if day(&fields.due).is_some_and(|due| due < today) {
            remarks.push(Remark::DuePast);
        }
        for target in targets {
            let number = &target.listing.number;
            if !fields.number.is_empty() && fields.number != *number {
                remarks.push(Remark::OtherNumber(format!("{number}/{}", target.listing.notation)));
            }
        }
        if !fields.number.is_empty() && !fields.notation.is_empty() {
            let year = day(&fields.promulgation_date).unwrap_or(today).year().to_string();
            let used = self.store.documents_by_code(&caller.agency, &fields.number, &fields.notation)?;
            let of_year = |one: &Document| one.listing.issued.as_deref().is_some_and(|day| day.starts_with(&year));
            // What came from others may bear the same number.
            let own =
                used.into_iter().filter(|one| one.issuer == caller.agency).find(|one| of_year(one) && !is_target(one));
            remarks.extend(own.map(Box::new).map(Remark::SameNumber));
        }
        for answer in fields.response_for.iter().filter(|answer| answer.document_id.is_none()) {
            let Some(code) = answer.code.clone() else { continue };
            let (came, directory) = (self.answerable(&caller.agency, &code)?, self.directory()?);
            remarks.push(match came.is_empty() {
                true => Remark::AnswerUnknown(code),
                false => Remark::AnswerOpen(code, came.iter().map(|one| answerable(one, now, &directory)).collect()),
            });
        }
        if draft.files.is_empty() {
            remarks.push(Remark::NoFile);
        }
        let mut seen = HashMap::new();
        for file in &draft.files {
            if let Some(first) = seen.insert(file.sha256, file.name.clone()) {
                remarks.push(Remark::SameFileHere(first, file.name.clone()));
            }
        }
        let digests: Vec<_> = seen.into_keys().collect();
        let before = self.store.files_sent_before(&caller.agency, &digests)?;
        for file in &draft.files {
            let Some(id) = before.get(&file.sha256) else { continue };
            let document = self.store.document(&caller.agency, *id)?;
            let document = document.filter(|one| !is_target(one));
            remarks.extend(document.map(|one| Remark::SameFileSent(file.name.clone(), Box::new(one))));
        }
        Ok(())
    }

    /// The copy of a document that stands at an agency's desk: one that was withdrawn before it was seen does not. Blocks.
    ///
    /// # Errors
    /// `store.*`.
    pub fn copy_at_desk(&self, agency: &OrganId, document: DocumentUuid) -> Result<Option<DeliveryId>, Refusal> {
        let history = self.store.history(agency, document)?;
        let mut copies = history.into_iter().flat_map(|found| found.deliveries).filter(|copy| copy.agency == *agency);
        let shown = copies.find(|copy| Stage::of(copy.state, copy.ack, copy.standing) != Stage::Hidden);
        Ok(shown.map(|copy| copy.id))
    }

    /// What came from others under a code that somebody typed (`1294/UBND-KT`), the newest first. Which of them is meant only who typed
    /// it knows.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn find_answered(&self, caller: &Caller, code: &str) -> Result<Vec<Document>, Refusal> {
        let (agency, code) = (caller.agency.clone(), code.to_owned());
        self.blocking(move |this| this.answerable(&agency, &code)).await
    }

    fn answerable(&self, agency: &OrganId, code: &str) -> Result<Vec<Document>, Refusal> {
        let Some((number, notation)) = code.split_once('/') else { return Ok(Vec::new()) };
        let mut out: Vec<Document> = Vec::new();
        for one in self.store.documents_by_code(agency, number.trim(), notation.trim())? {
            // A further attempt is the same document.
            let again = out.iter().any(|other| other.document_id == one.document_id && other.issuer == one.issuer);
            if one.issuer != *agency && !again && self.copy_at_desk(agency, one.uuid)?.is_some() {
                out.push(one);
            }
        }
        Ok(out)
    }

    /// Who reads the number of the urgency otherwise than its sender.
    fn read_otherwise(
        &self,
        caller: &Caller,
        fields: &Draft,
        now: Micros,
        directory: &Directory,
    ) -> Vec<(String, Urgency)> {
        let priority = fields.priority.map(i16::from);
        let meant = Urgency::of(priority, self.priority_table(&caller.agency));
        let mut out = Vec::new();
        for party in &fields.to {
            let named = OrganId(party.organ_id.clone());
            let read = Urgency::of(priority, self.priority_table(&named));
            if read != meant {
                out.push((directory.name(&named, now).unwrap_or(&named.0).to_owned(), read));
            }
        }
        out
    }
}

fn answerable(document: &Document, now: Micros, directory: &Directory) -> Answerable {
    let listing = &document.listing;
    Answerable {
        id: document.uuid,
        code: format!("{}/{}", listing.number, listing.notation),
        from: directory.name(&document.issuer, now).unwrap_or(&document.from_named.0).to_owned(),
        issued: listing.issued.clone(),
        subject: listing.subject.clone(),
    }
}

/// Files that no package can bear by their names, as they were attached before names were made to fit.
fn unnameable(draft: &OpenDraft) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, file) in draft.files.iter().enumerate() {
        let name = &file.name;
        let earlier = draft.files.iter().take(index).any(|one| is_same_name(&one.name, name));
        let code = check_name(name).err().map(|error| error.code());
        let code = code.or(earlier.then_some(codes::PACKAGE_NAME_COLLISION));
        faults.extend(code.map(|code| Fault::found(code, name).at(name)));
    }
    faults
}

/// The receivers, each with what is wrong with it. Faults name them by their place: `MessageHeader/To[2]/OrganId`.
fn addressees(fields: &Draft, faults: &[Fault], now: Micros, directory: &Directory) -> Vec<Addressee> {
    let one = |(index, party): (usize, &crate::edxml::DraftParty)| {
        let named = OrganId(party.organ_id.clone());
        let path = format!("MessageHeader/To[{}]/OrganId", index + 1);
        let called = |id: &OrganId| directory.name(id, now).map(str::to_owned);
        let other = directory.resolve(&named, now).ok().map(|found| found.agency).filter(|agency| *agency != named);
        Addressee {
            name: called(&named),
            instead: other.map(|agency| called(&agency).unwrap_or(agency.0)),
            fault: faults.iter().find(|fault| fault.place.as_deref() == Some(&path)).map(|fault| fault.code),
            named,
        }
    };
    fields.to.iter().enumerate().map(one).collect()
}
