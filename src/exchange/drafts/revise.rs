//! Drafts that do something to what was sent before: a newer version (BussinessDocType 2), receivers that were forgotten (2 without a
//! change of content), another document in its place (3), and the same once more for some of its receivers (a further attempt).
//! What stood in the first is in the sheet already; whom it is added to and taken from is told by the list of receivers, when it
//! is judged and when it is signed.

use std::io::Read;

use uuid::Uuid;

use super::{OpenDraft, owner};
use crate::codes;
use crate::domain::acknowledgement::Standing;
use crate::domain::deadline::day_in_vietnam;
use crate::domain::delivery;
use crate::domain::desk::{SentAct, sent_acts};
use crate::domain::ids::{DeliveryId, DocumentId, DocumentUuid, Micros, OrganId};
use crate::edxml::{Draft, DraftBusiness, DraftChange, DraftParty, DraftReceiver, DraftReplaced, date_of_draft};
use crate::exchange::{Caller, Exchange, Fault, Refusal};
use crate::package::PACKAGE_MAX_BYTES;
use crate::store::change::Target;
use crate::store::deliveries::Delivery;
use crate::store::documents::Document;

/// What a draft does to what was sent before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Revision {
    /// Cập nhật: a newer version; receivers may come and go with it.
    Update,
    /// Cập nhật without a change of content: receivers that were forgotten.
    Add,
    /// Thay thế: another document, and the earlier ones no longer hold.
    Replace,
    /// Gửi lại: the same document under its own name, to receivers that returned it or never got it.
    Resend,
}

/// What that means now.
#[derive(Clone, Debug)]
pub struct Revised {
    /// What it does.
    pub what: Revision,
    /// The documents that it does it to, the newest of their versions.
    pub targets: Vec<Document>,
    /// Receivers that do not have it yet, by the codes that the draft names.
    pub added: Vec<String>,
    /// What the receivers are called who are asked to give it back.
    pub removed: Vec<String>,
    /// Receivers to whom it may not be sent again: they have it, or never got it.
    pub barred: Vec<String>,
    /// Documents of which nothing is left in force, by their ids.
    pub over: Vec<String>,
}

/// A draft as it is built into a document.
pub(super) struct Settled {
    pub fields: Draft,
    /// 1, or more for a document that is sent again.
    pub attempt: u16,
    pub revised: Option<Revised>,
}

impl Revision {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Update, Self::Add, Self::Replace, Self::Resend];

    /// The word in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Update => "update",
            Self::Add => "add",
            Self::Replace => "replace",
            Self::Resend => "resend",
        }
    }

    /// The one of that word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }

    /// What a draft does; `None`: it is a letter of its own.
    pub fn of(fields: &Draft) -> Option<Self> {
        match &fields.business {
            Some(business) => match business.what {
                DraftChange::Update if business.content_changed == Some(false) => Some(Self::Add),
                DraftChange::Update => Some(Self::Update),
                DraftChange::Replace => Some(Self::Replace),
                DraftChange::Recall => None,
            },
            None => fields.document_id.is_some().then_some(Self::Resend),
        }
    }

    /// Whether it is what was sent, letter by letter: only its receivers are chosen. What claims that nothing changed changes nothing.
    pub fn is_fixed(self) -> bool {
        matches!(self, Self::Add | Self::Resend)
    }

    /// Whether the files go with it: one who mends one of three need not look for the others.
    fn takes_files(self) -> bool {
        self != Self::Replace
    }
}

impl Exchange {
    /// A draft that does something to documents of the caller's agency: several only to replace them by one. `copies` are whose it
    /// goes to; none named: all who have it. The one that was begun before is found again.
    ///
    /// # Errors
    /// `document.not_found`, `business.nothing_to_change` when no receiver is left for it; `draft.too_many`, `payload.*`, `store.*`.
    pub async fn begin_revision(
        &self,
        caller: &Caller,
        what: Revision,
        documents: Vec<DocumentUuid>,
        copies: Vec<DeliveryId>,
    ) -> Result<Uuid, Refusal> {
        let turn = self.verifying.clone().acquire_owned().await.map_err(Refusal::internal)?;
        let caller = caller.clone();
        self.blocking(move |this| {
            let begun = this.begun(&caller, what, &documents, &copies);
            drop(turn);
            begun
        })
        .await
    }

    fn begun(
        &self,
        caller: &Caller,
        what: Revision,
        documents: &[DocumentUuid],
        copies: &[DeliveryId],
    ) -> Result<Uuid, Refusal> {
        let (owner, now) = (owner(caller)?, self.clock.now());
        let mut targets = Vec::new();
        for &id in documents {
            targets.push(self.own_sent(caller, id)?);
        }
        let Some(first) = targets.first().filter(|_| targets.len() == 1 || what == Revision::Replace) else {
            return Err(Refusal::new(codes::REQUEST_MALFORMED, "one document is revised at a time"));
        };
        let (document, files) = self.sent_again(caller, first.uuid)?;
        let mut fields = Draft::again(&document);
        if what.is_fixed() {
            fields.promulgation_date = Some(date_of_draft(&document.promulgation.date));
        } else {
            // A day that has passed is no deadline of the next version.
            let today = day_in_vietnam(now).to_string();
            fields.due = fields.due.filter(|day| *day >= today);
        }
        fields.to = self.goes_to(caller, what, &targets, copies, now)?;
        let business = |what| DraftBusiness {
            what,
            reason: String::new(),
            document_id: None,
            content_changed: None,
            receivers: Vec::new(),
            replaces: Vec::new(),
        };
        let id = first.document_id.0.clone();
        match what {
            Revision::Update | Revision::Add => {
                let content_changed = Some(what == Revision::Update);
                fields.business =
                    Some(DraftBusiness { document_id: Some(id), content_changed, ..business(DraftChange::Update) });
            }
            Revision::Replace => {
                let replaced =
                    |one: &Document| DraftReplaced { document_id: one.document_id.0.clone(), receivers: vec![] };
                let replaces = targets.iter().map(replaced).collect();
                fields.number.clear();
                fields.business = Some(DraftBusiness { replaces, ..business(DraftChange::Replace) });
            }
            Revision::Resend => fields.document_id = Some(id),
        }
        let drafts = self.store.drafts(&owner)?;
        for row in &drafts {
            let held: Draft = serde_json::from_str(&row.fields).map_err(Refusal::internal)?;
            let same =
                held.document_id == fields.document_id && same_work(held.business.as_ref(), fields.business.as_ref());
            // Sent again to others is another work.
            if same && (what != Revision::Resend || held.to == fields.to) {
                return Ok(row.id);
            }
        }
        let draft = self.new_draft(&owner, drafts.len(), &fields, 1)?;
        let staging = self.store.objects().drafts();
        for file in files.into_iter().filter(|_| what.takes_files()) {
            let attached = (|| {
                let staged = self.draft_room(caller, draft, &file.name, file.size, PACKAGE_MAX_BYTES)?;
                let mut piece = staging.piece(&owner, staged, 0)?;
                let (mut reader, mut buffer) = (file.reader, vec![0; PIECE_BYTES]);
                loop {
                    match reader.read(&mut buffer).map_err(Refusal::internal)? {
                        0 => break,
                        read => piece.write(buffer.get(..read).unwrap_or_default())?,
                    }
                }
                drop(piece);
                self.attached(&owner, draft, staged)
            })();
            if let Err(refusal) = attached {
                // A sheet with half of its files would be sent so.
                self.thrown_away(&owner, draft)?;
                return Err(refusal);
            }
        }
        Ok(draft)
    }

    /// A document that the caller's agency issued.
    fn own_sent(&self, caller: &Caller, id: DocumentUuid) -> Result<Document, Refusal> {
        let unknown = || Refusal::new(codes::DOCUMENT_NOT_FOUND, "there is no such document of this agency");
        if !self.sent_by(&caller.agency, id)? {
            return Err(unknown());
        }
        self.store.document(&caller.agency, id)?.ok_or_else(unknown)
    }

    /// Whom the sheet names at first.
    fn goes_to(
        &self,
        caller: &Caller,
        what: Revision,
        targets: &[Document],
        copies: &[DeliveryId],
        now: Micros,
    ) -> Result<Vec<DraftParty>, Refusal> {
        let act = match what {
            Revision::Add => return Ok(Vec::new()),
            Revision::Update => SentAct::Update,
            Revision::Replace => SentAct::Replace,
            Revision::Resend => SentAct::Resend,
        };
        let mut to: Vec<DraftParty> = Vec::new();
        for target in targets {
            for copy in self.store.deliveries_of_target(&caller.agency, &Target::Uuid(target.uuid))? {
                let meant = copies.is_empty() || copies.contains(&copy.id);
                let there = to.iter().any(|party| party.organ_id == copy.named.0);
                // Whoever sent it back, or never got it, gets the next version too.
                let next = what == Revision::Update && allows(&copy, SentAct::Resend, now);
                if meant && !there && (allows(&copy, act, now) || next) {
                    to.push(DraftParty { organ_id: copy.named.0, name: None });
                }
            }
        }
        match to.is_empty() {
            true => Err(Refusal::new(codes::BUSINESS_NOTHING_TO_CHANGE, "no receiver allows it now")),
            false => Ok(to),
        }
    }

    /// The draft as it is built now: of an update, who comes and goes; of what is sent again, the attempt.
    pub(super) fn settled(&self, caller: &Caller, draft: &OpenDraft, now: Micros) -> Result<Settled, Refusal> {
        let mut fields = draft.fields.clone();
        let Some(what) = Revision::of(&fields) else { return Ok(Settled { fields, attempt: 1, revised: None }) };
        let (mut attempt, mut added, mut removed, mut barred) = (1, Vec::new(), Vec::new(), Vec::new());
        let is =
            |copy: &Delivery, party: &DraftParty| copy.named.0 == party.organ_id || copy.agency.0 == party.organ_id;
        let mut ids: Vec<String> = Vec::new();
        if what == Revision::Resend {
            ids.extend(fields.document_id.clone());
        } else if let Some(business) = &fields.business {
            ids.extend(business.document_id.clone());
            ids.extend(business.replaces.iter().map(|one| one.document_id.clone()));
        }
        let (mut targets, mut over) = (Vec::new(), Vec::new());
        for id in &ids {
            let own = self.own_by_id(caller, id)?;
            let act = if what == Revision::Replace { SentAct::Replace } else { SentAct::Update };
            let copies = self.store.deliveries_of_target(&caller.agency, &Target::Id(DocumentId(id.clone())))?;
            let in_force = |copy: &Delivery| copy.standing == Standing::Live && copy.state != delivery::Name::Cancelled;
            let held = |copy: &Delivery| allows(copy, act, now) || in_force(copy);
            if what != Revision::Resend && !copies.iter().any(held) {
                over.push(id.clone());
            }
            if what == Revision::Resend {
                let last = own.iter().map(|one| one.attempt).max().unwrap_or(0);
                attempt = u16::try_from(last).unwrap_or(0).saturating_add(1);
                let free: Vec<&Delivery> = copies.iter().filter(|copy| allows(copy, SentAct::Resend, now)).collect();
                let open = fields.to.iter().filter(|party| !free.iter().any(|copy| is(copy, party)));
                barred = open.map(|party| party.organ_id.clone()).collect();
            }
            targets.extend(own.into_iter().next());
        }
        if let (Revision::Update | Revision::Add, Some(business)) = (what, fields.business.as_mut()) {
            let target = Target::Id(DocumentId(ids.first().cloned().unwrap_or_default()));
            let copies = self.store.deliveries_of_target(&caller.agency, &target)?;
            let have: Vec<&Delivery> = copies.iter().filter(|copy| allows(copy, SentAct::Update, now)).collect();
            let new = fields.to.iter().filter(|party| !have.iter().any(|copy| is(copy, party)));
            added = new.map(|party| party.organ_id.clone()).collect();
            let stays = |copy: &&&Delivery| what == Revision::Add || fields.to.iter().any(|party| is(copy, party));
            let gone: Vec<&OrganId> = have.iter().filter(|copy| !stays(copy)).map(|copy| &copy.named).collect();
            let types = &self.policy.receiver_types;
            let told =
                |organ: &str, word: &String| DraftReceiver { organ_id: organ.to_owned(), receiver_type: word.clone() };
            business.receivers = added.iter().map(|organ| told(organ, &types.add)).collect();
            business.receivers.extend(gone.iter().map(|organ| told(&organ.0, &types.remove)));
            let directory = self.directory()?;
            let called = |organ: &&OrganId| directory.name(organ, now).unwrap_or(&organ.0).to_owned();
            removed = gone.iter().map(called).collect();
        }
        if what != Revision::Resend && fields.document_id.is_none() {
            // Mended within the day it bears the number and date of what it mends, and so it would the same name.
            let own = fields.document(&caller.agency.0, now, &[], |_| None).document_id;
            let code = (&fields.number, &fields.notation);
            let same = targets.iter().any(|one: &Document| (&one.listing.number, &one.listing.notation) == code);
            if same && what != Revision::Replace && !self.own_by_id(caller, &own)?.is_empty() {
                fields.document_id = Some(draft.id.to_string());
            }
        }
        Ok(Settled { fields, attempt, revised: Some(Revised { what, targets, added, removed, barred, over }) })
    }

    fn own_by_id(&self, caller: &Caller, id: &str) -> Result<Vec<Document>, Refusal> {
        let found = self.store.documents_by_id(&caller.agency, &DocumentId(id.to_owned()))?;
        let mut own = Vec::new();
        for one in found {
            if self.sent_by(&caller.agency, one.uuid)? {
                own.push(one);
            }
        }
        Ok(own)
    }
}

impl Revised {
    /// What stands in the way besides the rules for every document: a reason, and somebody whom it concerns.
    pub(super) fn faults(&self, fields: &Draft) -> Vec<Fault> {
        let mut faults = Vec::new();
        let reason = fields.business.as_ref().map(|business| business.reason.trim());
        if reason.is_some_and(str::is_empty) {
            let place = "TraceHeaderList/Bussiness/BussinessDocReason";
            faults.push(Fault::bare(codes::BUSINESS_REASON_MISSING).at(place));
        }
        for id in &self.over {
            let place = "TraceHeaderList/Bussiness/DocumentId";
            faults.push(Fault::found(codes::BUSINESS_NOTHING_TO_CHANGE, id).at(place));
        }
        for (index, party) in fields.to.iter().enumerate() {
            let code = match self.what {
                Revision::Add if !self.added.contains(&party.organ_id) => codes::BUSINESS_ALREADY_HELD,
                Revision::Resend if self.barred.contains(&party.organ_id) => codes::DOCUMENT_ATTEMPT_NOT_ALLOWED,
                _ => continue,
            };
            let place = format!("MessageHeader/To[{}]/OrganId", index + 1);
            faults.push(Fault::found(code, &party.organ_id).at(place));
        }
        faults
    }
}

fn allows(copy: &Delivery, act: SentAct, now: Micros) -> bool {
    sent_acts(copy.hub(), copy.receiver(), now).contains(&act)
}

/// Whether two sheets do the same to the same documents.
fn same_work(one: Option<&DraftBusiness>, other: Option<&DraftBusiness>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => {
            (one.what, &one.document_id, one.content_changed) == (other.what, &other.document_id, other.content_changed)
                && one.replaces.iter().map(|one| &one.document_id).eq(other.replaces.iter().map(|one| &one.document_id))
        }
        _ => false,
    }
}

/// Read this much at a time.
const PIECE_BYTES: usize = 256 * 1024;
