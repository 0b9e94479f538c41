//! What an issuer does to documents that it sent, one delivery after the other, under the head lock: the package types
//! recall, update and replacement, and withdrawals by call or status file. Every delivery is judged by
//! `domain::business::change`; where one receiver cannot be asked, nothing of the whole is done.

mod answers;
mod chain;
mod targets;

use std::collections::HashSet;

use diesel::prelude::*;

use self::answers::close_question;
use self::chain::Chain;
use self::targets::{ANSWERS, chosen, codes_at, earlier, find, named, newest};
use super::accept::{idempotent_target, job_row, remember};
use super::loaded::{self, Loaded};
use super::row_types::BusinessRow;
use super::rows::Row;
use super::tx::{Halt, Tx, bytes, caller, document_uuid, uuid};
use crate::domain::acknowledgement::{self, Refused, RequestNumber};
use crate::domain::business::{self, Outcome};
use crate::domain::ids::{DeliveryId, Digest, DocumentId, DocumentUuid, Micros, OrganId, PersonId, SystemId};
use crate::evidence::leaf::{Draft, Event};
use crate::store::change::{Affects, Authn, Changed, Withdraw};
use crate::store::schema::{access_log, business_change};
use crate::store::{Committed, Conflict, LeafRef, log, words};

pub(super) use self::answers::{answered, confirmed_by, recalled_by};
pub(super) use crate::domain::business::Change;

/// Who changes, and by what.
pub(super) struct By<'a> {
    /// Only its own documents.
    pub(super) issuer: &'a OrganId,
    /// The package that says so, with its commitment in the log.
    pub(super) document: Option<(DocumentUuid, Option<Digest>)>,
    /// Its DocumentId.
    pub(super) document_id: Option<&'a DocumentId>,
    pub(super) carrier: &'a OrganId,
    pub(super) system: Option<SystemId>,
    pub(super) person: Option<PersonId>,
    pub(super) message: Digest,
    pub(super) authn: Authn,
    pub(super) reason: Option<&'a str>,
    pub(super) received: Micros,
}

/// Does all of it, or nothing: one leaf for each delivery that moves.
pub(super) fn apply(tx: &mut Tx<'_>, by: &By<'_>, affects: &[Affects]) -> Result<Vec<Changed>, Halt> {
    let mut work = Work::default();
    for affect in affects {
        if by.document_id == Some(&affect.target) {
            return Err(Conflict::ChangesItself { document_id: affect.target.0.clone() }.into());
        }
        let documents = find(tx, by.issuer, &affect.target)?;
        let held = loaded::of_documents(tx, &documents)?;
        let held = newest(tx, held)?;
        for loaded in chosen(tx, affect, held)? {
            work.meet(tx, by, affect.what, loaded)?;
        }
        work.check(affect.what)?;
    }
    work.lapse(tx, by)?;
    Ok(work.changes)
}

/// A recall or take-back without a package.
pub(super) fn withdraw(tx: &mut Tx<'_>, item: &Withdraw) -> Result<Committed, Halt> {
    tx.live_system(item.system, &item.carrier)?;
    if let Some(target) = idempotent_target(tx, caller(item.system, item.person), item.idempotency.as_ref())? {
        let document = document_uuid(&target)?;
        return Ok(Committed::Withdrawn { document, changes: earlier(tx, item, &ANSWERS)?, first: false });
    }
    let issuer = tx.agency(&item.issuer)?;
    let target = named(tx, &issuer, &item.target)?;
    // A question that was declined, or lapsed, may be asked again in the same words.
    let again = earlier(tx, item, &["agreed", "confirmed", "protested"])?;
    if let Some(first) = again.first() {
        return Ok(Committed::Withdrawn { document: first.target, changes: again, first: false });
    }
    let by = By {
        issuer: &issuer,
        document: None,
        document_id: None,
        carrier: &item.carrier,
        system: item.system,
        person: item.person,
        message: item.message_digest,
        authn: item.authn,
        reason: Some(&item.reason),
        received: item.received,
    };
    let affects = Affects { what: item.what, target, receivers: item.receivers.clone() };
    let changes = apply(tx, &by, &[affects])?;
    let Some(document) = changes.first().map(|change| change.target).filter(|_| any(&changes)) else {
        return Err(Conflict::NothingToChange { what: item.what }.into());
    };
    for job in &item.notices {
        let moved = |change: &Changed| change.agency == job.agency && change.outcome != Outcome::Nothing;
        if changes.iter().any(moved) && !unseen(tx, &changes, &job.agency)? {
            tx.rows.push(Row::Job(Box::new(job_row(job, tx.now))));
        }
    }
    remember(tx, caller(item.system, item.person), item.idempotency.as_ref(), bytes(&document.0));
    Ok(Committed::Withdrawn { document, changes, first: true })
}

/// Whether anything moved.
pub(super) fn any(changes: &[Changed]) -> bool {
    changes.iter().any(|change| change.outcome != Outcome::Nothing)
}

/// Whether all that was done at `agency` was to withdraw what it had not fetched, and it never read a byte of it.
pub(super) fn unseen(tx: &mut Tx<'_>, changes: &[Changed], agency: &OrganId) -> Result<bool, Halt> {
    let codes = tx.codes_of(agency)?;
    let mine: Vec<&Changed> = changes.iter().filter(|change| codes.contains(&change.agency.0)).collect();
    if mine.iter().any(|change| !matches!(change.outcome, Outcome::Withdrawn | Outcome::Nothing)) {
        return Ok(false);
    }
    let documents: Vec<Vec<u8>> = mine.iter().map(|change| bytes(&change.target.0)).collect();
    let reads = access_log::table
        .filter(access_log::document.eq_any(documents).and(access_log::agency.eq_any(codes)))
        .count()
        .get_result::<i64>(tx.conn)?;
    Ok(reads == 0)
}

/// What is gathered while a change meets its deliveries.
#[derive(Default)]
struct Work {
    changes: Vec<Changed>,
    refused: Vec<(OrganId, Refused)>,
    met: HashSet<Vec<u8>>,
    /// Deliveries that were withdrawn or ended, by what: what they asked elsewhere lapses when all are met, because the same
    /// package may name the older version too.
    ended: Vec<(Change, Loaded)>,
    chain: Chain,
}

impl Work {
    fn check(&mut self, what: Change) -> Result<(), Halt> {
        let refused = std::mem::take(&mut self.refused);
        if refused.is_empty() { Ok(()) } else { Err(Conflict::ChangeRefused { what, refused }.into()) }
    }

    /// One delivery, once a change: a document named twice is changed once.
    fn meet(&mut self, tx: &mut Tx<'_>, by: &By<'_>, what: Change, loaded: Loaded) -> Result<(), Halt> {
        if !self.met.insert(loaded.id.clone()) {
            return Ok(());
        }
        self.chain.claim(tx, &loaded)?;
        let (before, agency) = (loaded.receiver()?, OrganId(loaded.agency.clone()));
        let changed = match business::change(what, loaded.hub()?, before, tx.now) {
            Ok(changed) => changed,
            Err(refused) => {
                self.refused.push((agency, refused));
                return Ok(());
            }
        };
        let mut leaf = None;
        if changed.outcome != Outcome::Nothing {
            let withdrawn = changed.outcome == Outcome::Withdrawn;
            leaf = Some(self.record(tx, by, what, &loaded, changed.outcome, Event::of_change(what, withdrawn))?);
            loaded.change(tx, changed.hub, changed.receiver, None, false, None);
            close_question(tx, &loaded, before, changed.receiver, "lapsed", by.received)?;
        }
        let (target, delivery) = (document_uuid(&loaded.document)?, DeliveryId(uuid(&loaded.id)?));
        self.changes.push(Changed { what, target, delivery, agency, outcome: changed.outcome, leaf });
        if matches!(changed.outcome, Outcome::Withdrawn | Outcome::Bound) {
            self.ended.push((what, loaded));
        }
        Ok(())
    }

    /// The leaf and the row.
    fn record(
        &mut self,
        tx: &mut Tx<'_>,
        by: &By<'_>,
        what: Change,
        loaded: &Loaded,
        outcome: Outcome,
        event: Event,
    ) -> Result<LeafRef, Halt> {
        let request = match outcome {
            Outcome::Asked(RequestNumber(number)) => Some(u64::from(number)),
            Outcome::Withdrawn | Outcome::Bound | Outcome::Nothing => None,
        };
        let draft = Draft {
            submitter: Some(by.carrier.clone()),
            received: Some(by.received),
            reason: Some(format!("business.{what}")),
            request,
            subject: by.document.and_then(|(_, commitment)| commitment),
            ..loaded.draft(event)?
        };
        let at = self.chain.append(tx, loaded, draft)?;
        tx.rows.push(Row::Business(Box::new(BusinessRow {
            pos: at.pos,
            kind: what.as_str().to_owned(),
            document: by.document.map(|(id, _)| bytes(&id.0)),
            target: loaded.document.clone(),
            delivery: loaded.id.clone(),
            agency: loaded.agency.clone(),
            issuer: by.issuer.0.clone(),
            carrier: by.carrier.0.clone(),
            system: by.system.map(|id| bytes(&id.0)),
            person: by.person.map(|id| bytes(&id.0)),
            message_sha256: by.message.0.to_vec(),
            authn: words::authn(by.authn).to_owned(),
            reason: by.reason.map(str::to_owned),
            outcome: outcome.as_str().to_owned(),
            request: request.map(log::signed).transpose()?,
            received: by.received.0,
            epoch: at.epoch,
            leaf: at.leaf,
            leaf_size: 0,
        })));
        Ok(at.answer())
    }

    /// A newer version that is itself withdrawn or ended asks nothing any more of the receiver of the older one; when a
    /// still newer one takes its place, that one asks. What the change names itself has met it already.
    fn lapse(&mut self, tx: &mut Tx<'_>, by: &By<'_>) -> Result<(), Halt> {
        for (what, newer) in std::mem::take(&mut self.ended) {
            for (id, request) in asked_by(tx, &newer)? {
                let Some(older) = loaded::by_id(tx, DeliveryId(uuid(&id)?))? else { continue };
                let open = older.receiver()?.open_request();
                if open.is_some_and(|open| request == Some(i64::from(open.number.0))) && self.met.insert(id) {
                    self.lapse_one(tx, by, what, &older)?;
                }
            }
        }
        Ok(())
    }

    fn lapse_one(&mut self, tx: &mut Tx<'_>, by: &By<'_>, what: Change, older: &Loaded) -> Result<(), Halt> {
        self.chain.claim(tx, older)?;
        let before = older.receiver()?;
        let Ok((mut after, _)) = before.on(acknowledgement::Event::Lapsed) else { return Ok(()) };
        let draft = Draft {
            submitter: Some(by.carrier.clone()),
            received: Some(by.received),
            reason: Some(format!("business.{what}")),
            request: before.open_request().map(|open| u64::from(open.number.0)),
            ..older.draft(Event::RequestLapsed)?
        };
        self.chain.append(tx, older, draft)?;
        close_question(tx, older, before, after, "lapsed", by.received)?;
        if what == Change::Update
            && let Ok((asked_again, _)) = after.on(acknowledgement::Event::Update)
            && let Some(open) = asked_again.open_request()
        {
            let outcome = Outcome::Asked(open.number);
            let leaf = self.record(tx, by, what, older, outcome, Event::UpdateRequested)?;
            let (target, delivery) = (document_uuid(&older.document)?, DeliveryId(uuid(&older.id)?));
            let agency = OrganId(older.agency.clone());
            self.changes.push(Changed { what, target, delivery, agency, outcome, leaf: Some(leaf) });
            after = asked_again;
        }
        older.change(tx, older.hub()?, after, None, false, None);
        Ok(())
    }
}

/// A delivery by its id, and the number of the question that is open on it.
type Asked = (Vec<u8>, Option<i64>);

/// The deliveries whose receivers are still asked to use `newer` instead, each with the number of the question.
fn asked_by(tx: &mut Tx<'_>, newer: &Loaded) -> Result<Vec<Asked>, Halt> {
    let codes = codes_at(tx, &newer.agency)?;
    Ok(business_change::table
        .select((business_change::delivery, business_change::request))
        .filter(business_change::document.eq(&newer.document).and(business_change::agency.eq_any(codes)))
        .filter(business_change::kind.eq(Change::Update.as_str()).and(business_change::answer.is_null()))
        .filter(business_change::outcome.eq("asked"))
        .load(tx.conn)?)
}
