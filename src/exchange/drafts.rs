//! Documents that a clerk writes at the desk: begun empty or as the answer to one that came, filled in over days, checked by the
//! rules of intake, and at last built, signed elsewhere and sent (`signing`).
//!
//! `files` what is attached · `check` what would be refused, and what a clerk wants to know besides.
//!
//! A draft is one person's at one agency; another's is not there. Two windows on one draft: the second save is refused, so that
//! nothing is overwritten unseen. Refused here: systems (they bring a document whole), more drafts than one can look through.

mod check;
mod files;
mod revise;

pub use check::{Addressee, Answerable, Checked, Remark};
pub use files::DraftFile;
pub use revise::{Revised, Revision};

use uuid::Uuid;

use super::{Caller, Exchange, NewFile, Prepared, Refusal, Submitted, ToPrepare};
use crate::codes;
use crate::crypto;
use crate::domain::desk::Stage;
use crate::domain::ids::{DeliveryId, Digest, DocumentUuid, Micros, OrganId};
use crate::edxml::{Draft, DraftParty, DraftResponse};
use crate::package::media_type_of;
use crate::payload::Owner;
use crate::store::documents::Document;
use crate::store::drafts::{DraftRow, MOST, Saved};
use crate::store::signings::MadeOf;

/// A draft as its owner sees it.
#[derive(Clone, Debug)]
pub struct OpenDraft {
    /// Its name.
    pub id: Uuid,
    /// What was filled in.
    pub fields: Draft,
    /// Its files, in the order in which they came.
    pub files: Vec<DraftFile>,
    /// Raised at each save of the fields; 0: nothing was typed yet.
    pub revision: i64,
    /// When it was changed last.
    pub changed: Micros,
    /// What it became.
    pub document: Option<DocumentUuid>,
}

impl OpenDraft {
    /// Nobody wrote anything into it.
    pub fn is_blank(&self) -> bool {
        self.revision == 0 && self.files.is_empty()
    }

    /// All that a signature would be over: one of its letters or files changed is another value.
    ///
    /// # Errors
    /// `hub.internal`.
    pub fn stands(&self) -> Result<Digest, Refusal> {
        let files: Vec<_> = self.files.iter().map(|file| (file.id, &file.name, file.sha256)).collect();
        let whole = serde_json::to_vec(&(self.id, &self.fields, files)).map_err(Refusal::internal)?;
        Ok(crypto::sha256(&whole))
    }

    fn of(row: DraftRow) -> Result<Self, Refusal> {
        let DraftRow { id, fields, revision, changed, document, files } = row;
        let fields = serde_json::from_str(&fields).map_err(Refusal::internal)?;
        let files = files.into_iter().map(DraftFile::of).collect::<Result<_, _>>()?;
        Ok(Self { id, fields, files, revision, changed, document })
    }

    fn unsent(self) -> Result<Self, Refusal> {
        match self.document {
            None => Ok(self),
            Some(document) => Err(Refusal::new(codes::DRAFT_SENT, format!("it became the document {document}"))),
        }
    }
}

impl Exchange {
    /// The caller's drafts, what was changed last first.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn drafts(&self, caller: &Caller) -> Result<Vec<OpenDraft>, Refusal> {
        let owner = owner(caller)?;
        self.blocking(move |this| this.store.drafts(&owner)?.into_iter().map(OpenDraft::of).collect()).await
    }

    /// One draft of the caller, sent or not.
    ///
    /// # Errors
    /// `draft.unknown`, `store.*`.
    pub async fn draft(&self, caller: &Caller, id: Uuid) -> Result<OpenDraft, Refusal> {
        let owner = owner(caller)?;
        self.blocking(move |this| this.own_draft(&owner, id)).await
    }

    /// An empty sheet: one that was begun and never touched, else a new one.
    ///
    /// # Errors
    /// `draft.too_many`, `store.*`.
    pub async fn begin_draft(&self, caller: &Caller) -> Result<Uuid, Refusal> {
        let owner = owner(caller)?;
        self.blocking(move |this| {
            let drafts = this.store.drafts(&owner)?;
            if let Some(blank) = drafts.iter().find(|one| one.revision == 0 && one.files.is_empty()) {
                return Ok(blank.id);
            }
            this.new_draft(&owner, drafts.len(), &Draft::default(), 0)
        })
        .await
    }

    /// Another draft with that in it: what a second window would have overwritten.
    ///
    /// # Errors
    /// `draft.too_many`, `store.*`.
    pub async fn draft_beside(&self, caller: &Caller, fields: Draft) -> Result<Uuid, Refusal> {
        let owner = owner(caller)?;
        self.blocking(move |this| this.new_draft(&owner, this.store.drafts(&owner)?.len(), &fields, 1)).await
    }

    /// Brings files of one draft of the caller over to another.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn move_files(&self, caller: &Caller, from: Uuid, to: Uuid, files: Vec<Uuid>) -> Result<(), Refusal> {
        let owner = owner(caller)?;
        self.blocking(move |this| Ok(this.store.move_draft_files(&owner, from, to, &files, this.clock.now())?)).await
    }

    /// The answer to a delivery: to whoever sent it, naming what it answers. The one that was begun before is found again.
    ///
    /// # Errors
    /// `delivery.not_found`, `draft.too_many`, `store.*`.
    pub async fn begin_reply(&self, caller: &Caller, delivery: DeliveryId) -> Result<Uuid, Refusal> {
        let caller = caller.clone();
        self.blocking(move |this| {
            let unknown = || Refusal::new(codes::DELIVERY_NOT_FOUND, "there is no such delivery of this agency");
            let owner = owner(&caller)?;
            let line = this.store.delivery(&caller.agency, delivery)?.ok_or_else(unknown)?;
            if Stage::of(line.delivery.state, line.delivery.ack, line.delivery.standing) == Stage::Hidden {
                return Err(unknown());
            }
            let answered = this.store.document(&caller.agency, line.delivery.document)?.ok_or_else(unknown)?;
            let answer = answer_to(&answered);
            let now = this.clock.now();
            let resolved = this.directory()?.resolve(&answered.from_named, now);
            let to = resolved.map_or_else(|_| answered.from_named.clone(), |found| found.agency);
            let drafts = this.store.drafts(&owner)?;
            for row in &drafts {
                let fields: Draft = serde_json::from_str(&row.fields).map_err(Refusal::internal)?;
                if fields.response_for.contains(&answer) && fields.to.iter().any(|party| party.organ_id == to.0) {
                    return Ok(row.id);
                }
            }
            let fields = Draft {
                to: vec![DraftParty { organ_id: to.0, name: None }],
                response_for: vec![answer],
                ..Draft::default()
            };
            this.new_draft(&owner, drafts.len(), &fields, 1)
        })
        .await
    }

    /// Keeps what was filled in; `base` is the revision that the window was opened on. The new revision.
    ///
    /// # Errors
    /// `draft.stale` when another window saved since; `draft.unknown`, `draft.sent`, `store.*`.
    pub async fn save_draft(&self, caller: &Caller, id: Uuid, fields: Draft, base: i64) -> Result<i64, Refusal> {
        let owner = owner(caller)?;
        self.blocking(move |this| {
            let json = serde_json::to_string(&fields).map_err(Refusal::internal)?;
            match this.store.save_draft(&owner, id, &json, base, this.clock.now())? {
                Saved::Kept(revision) => Ok(revision),
                Saved::Stale(revision, _) => {
                    let words = format!("the draft is at revision {revision}, the window at {base}");
                    Err(Refusal::new(codes::DRAFT_STALE, words))
                }
                Saved::Gone => {
                    this.own_draft(&owner, id)?.unsent()?;
                    Err(sending())
                }
            }
        })
        .await
    }

    /// Throws a draft away, files and all. One that is not there is no fault.
    ///
    /// # Errors
    /// `payload.*`, `store.*`.
    pub async fn discard_draft(&self, caller: &Caller, id: Uuid) -> Result<(), Refusal> {
        let owner = owner(caller)?;
        self.blocking(move |this| this.thrown_away(&owner, id)).await
    }

    fn thrown_away(&self, owner: &Owner, id: Uuid) -> Result<(), Refusal> {
        let Some(row) = self.store.draft(owner, id)? else { return Ok(()) };
        if self.store.drop_draft(owner, id, self.clock.now())? {
            self.drop_bytes(owner, row.files.iter().map(|file| file.id));
            self.remove(&self.store.drop_signings_of(id)?);
        }
        Ok(())
    }

    /// Builds the document, and says what is to be signed; `seen` is the draft as the page showed it. What waited for a signature out of
    /// this draft no longer does.
    ///
    /// # Errors
    /// `draft.unknown`, `draft.sent`, `draft.sending`, `draft.changed`; as [`Exchange::prepare_signing`].
    pub async fn prepare_draft(
        &self,
        caller: &Caller,
        id: Uuid,
        certificates: String,
        seen: Option<Digest>,
    ) -> Result<Prepared, Refusal> {
        let (owner, whose) = (owner(caller)?, caller.clone());
        let wanted = self.blocking(move |this| {
            let draft = this.own_draft(&owner, id)?.unsent()?;
            let made_of = MadeOf { id, stands: draft.stands()? };
            if seen.is_some_and(|seen| seen != made_of.stands) {
                return Err(Refusal::new(codes::DRAFT_CHANGED, "the draft is not what the page showed"));
            }
            if !this.store.is_draft_free(&owner, id, this.clock.now())? {
                return Err(sending());
            }
            // One signature of a draft at a time: what was given up is no longer in the way.
            this.remove(&this.store.drop_signings_of(id)?);
            let staging = this.store.objects().drafts();
            let mut files = Vec::new();
            for file in &draft.files {
                let upload = staging.upload(&owner, file.id, crate::package::PACKAGE_MAX_BYTES)?;
                if upload.digest() != file.sha256 {
                    return Err(Refusal::internal("a file of a draft is not what its row says"));
                }
                files.push(NewFile { name: file.name.clone(), upload });
            }
            let settled = this.settled(&whose, &draft, this.clock.now())?;
            if let Some(fault) = settled.revised.and_then(|revised| revised.faults(&settled.fields).pop()) {
                return Err(Refusal::of(vec![fault]));
            }
            let (draft, attempt) = (settled.fields, settled.attempt);
            Ok(ToPrepare { draft, certificates, files, attempt, made_of: Some(made_of) })
        });
        self.prepare_signing(caller, wanted.await?).await
    }

    /// The bytes of document.xml as it would be signed now, for whoever signs it with other software.
    ///
    /// # Errors
    /// `draft.unknown`, `draft.sent`, `store.*`; what no document can hold.
    pub async fn draft_document(&self, caller: &Caller, id: Uuid) -> Result<Vec<u8>, Refusal> {
        let (owner, caller) = (owner(caller)?, caller.clone());
        self.blocking(move |this| {
            let draft = this.own_draft(&owner, id)?.unsent()?;
            let (now, directory) = (this.clock.now(), this.directory()?);
            let named = |file: &DraftFile| (file.name.clone(), media_type_of(&file.name));
            let files: Vec<_> = draft.files.iter().map(named).collect();
            let entries: Vec<_> = files.iter().map(|(name, kind)| (name.as_str(), *kind)).collect();
            let fields = this.settled(&caller, &draft, now)?.fields;
            this.drafted(&caller, &fields, &entries, now, &directory).map(|(_, document_xml)| document_xml)
        })
        .await
    }

    /// Takes the signature over what was prepared, and sends it. The draft is marked with what it became.
    ///
    /// # Errors
    /// `draft.unknown`, `draft.changed` when it is not what was prepared; as [`Exchange::complete_signing`].
    pub async fn complete_draft(
        &self,
        caller: &Caller,
        id: Uuid,
        prepared: &str,
        value: Vec<u8>,
    ) -> Result<Submitted, Refusal> {
        let owner = owner(caller)?;
        let whose = owner.clone();
        let (draft, held) = self
            .blocking(move |this| {
                let now = this.clock.now();
                let held = this.store.hold_draft(&whose, id, now, now.plus_seconds(SENDING_S))?;
                Ok((this.own_draft(&whose, id)?, held))
            })
            .await?;
        if !held && draft.document.is_none() {
            return Err(sending());
        }
        let drawn = MadeOf { id, stands: draft.stands()? };
        let taken = match self.complete(caller, prepared, value, Some(drawn)).await {
            Ok(taken) => taken,
            Err(refusal) => {
                self.blocking(move |this| Ok(this.store.release_draft(&owner, id)?)).await?;
                // What was sent by another signature is told so, and not that it was changed.
                let changed = refusal.code == codes::DRAFT_CHANGED;
                return Err(draft.unsent().err().filter(|_| changed).unwrap_or(refusal));
            }
        };
        let document = match &taken {
            Submitted::New(new) => Some(new.issued.document.uuid),
            Submitted::Known { document, .. } => Some(*document),
            Submitted::Withdrawn(taken) => Some(taken.document),
            Submitted::Status(_) => None,
        };
        if let (Some(document), None) = (document, draft.document) {
            let marked = self.blocking(move |this| {
                this.store.draft_sent(&owner, id, document, this.clock.now())?;
                this.drop_bytes(&owner, draft.files.iter().map(|file| file.id));
                Ok(())
            });
            // It is sent, whatever becomes of the note: a repeat is known by its bytes.
            if let Err(refusal) = marked.await {
                tracing::warn!(code = %refusal.code, "a draft that was sent could not be marked so");
            }
        }
        Ok(taken)
    }

    /// Forgets drafts that nobody changed for [`KEPT_DAYS`], and bytes that no draft names. Blocks. How many drafts.
    ///
    /// # Errors
    /// `payload.*`, `store.*`.
    pub fn forget_drafts(&self) -> Result<usize, Refusal> {
        let now = self.clock.now();
        let gone = self.store.purge_drafts(now.plus_seconds(-KEPT_DAYS * DAY_S))?;
        // Asked first: what is attached in between is younger than the cutoff.
        let kept = self.store.draft_files_kept()?;
        self.store.objects().drafts().sweep(now.plus_seconds(-DAY_S), |id| kept.contains(&id))?;
        Ok(gone)
    }

    fn own_draft(&self, owner: &Owner, id: Uuid) -> Result<OpenDraft, Refusal> {
        let unknown = || Refusal::new(codes::DRAFT_UNKNOWN, "there is no such draft of this person");
        OpenDraft::of(self.store.draft(owner, id)?.ok_or_else(unknown)?)
    }

    fn new_draft(&self, owner: &Owner, held: usize, fields: &Draft, revision: i64) -> Result<Uuid, Refusal> {
        if held >= usize::try_from(MOST).unwrap_or(usize::MAX) {
            return Err(Refusal::new(codes::DRAFT_TOO_MANY, format!("{held} drafts of this person wait")));
        }
        let json = serde_json::to_string(fields).map_err(Refusal::internal)?;
        let id = Uuid::now_v7();
        self.store.new_draft(owner, id, &json, revision, self.clock.now())?;
        Ok(id)
    }

    /// What is left behind is swept.
    fn drop_bytes(&self, owner: &Owner, files: impl Iterator<Item = Uuid>) {
        for file in files {
            if let Err(error) = self.store.objects().drafts().discard(owner, file) {
                tracing::warn!(%error, "a file of a draft is left to the sweep");
            }
        }
    }
}

/// How a document is named by its answer (ResponseFor).
pub fn answer_to(answered: &Document) -> DraftResponse {
    DraftResponse {
        organ_id: Some(answered.from_named.0.clone()),
        code: Some(format!("{}/{}", answered.listing.number, answered.listing.notation)),
        document_id: Some(answered.document_id.0.clone()),
        promulgation_date: answered.listing.issued.clone(),
    }
}

/// Somebody sends it at this moment.
fn sending() -> Refusal {
    Refusal::new(codes::DRAFT_SENDING, "the draft is being sent")
}

/// A draft is a person's.
fn owner(caller: &Caller) -> Result<Owner, Refusal> {
    let person = caller.person.ok_or_else(|| Refusal::new(codes::AUTH_FORBIDDEN, "drafts are people's"))?;
    Ok(Owner { person, agency: OrganId(caller.agency.0.clone()) })
}

/// Longer than the largest package is looked at; a hub that ended meanwhile lets go by itself.
const SENDING_S: i64 = 300;
/// A quarter: longer than any deadline for an answer; what nobody touched so long is forgotten work, and may hold names.
pub const KEPT_DAYS: i64 = 90;
const DAY_S: i64 = 86_400;
