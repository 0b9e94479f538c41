//! What an issuer does to documents that it sent, one delivery after the other, under the head lock: the package types
//! recall, update and replacement, and withdrawals by call or status file. Every delivery is judged by
//! `domain::business::change`; where one receiver cannot be asked, nothing of the whole is done.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::accept::{idempotent_target, job_row, remember};
use super::loaded::{self, Loaded};
use super::row_types::BusinessRow;
use super::rows::Row;
use super::tx::{Halt, Key, Tx, bytes, document_uuid, uuid};
use crate::domain::acknowledgement::{self, RecallAnswer, Refused, RequestNumber, State, Status};
use crate::domain::business::{self, Outcome};
use crate::domain::ids::{DeliveryId, Digest, DocumentId, DocumentUuid, Micros, OrganId, SystemId};
use crate::evidence::leaf::{Draft, Event, PROTEST};
use crate::store::change::{Acknowledge, Affects, Authn, Changed, Target, Whom, Withdraw};
use crate::store::schema::{access_log, business_change, delivery as deliveries, document};
use crate::store::{Committed, Conflict, LeafRef, log, words};

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
    Ok(work.changes)
}

/// A recall or take-back without a package.
pub(super) fn withdraw(tx: &mut Tx<'_>, item: &Withdraw) -> Result<Committed, Halt> {
    tx.live_system(item.system, &item.carrier)?;
    if let Some(target) = idempotent_target(tx, item.system.map(|id| id.0), item.idempotency.as_ref())? {
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
    remember(tx, item.system.map(|id| id.0), item.idempotency.as_ref(), bytes(&document.0));
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

/// Notes the answer in the row of the change that was asked or laid down.
pub(super) fn answered(tx: &mut Tx<'_>, loaded: &Loaded, before: State, after: State, at: Micros) -> Result<(), Halt> {
    let closed = before.open_request().filter(|open| after.open_request() != Some(*open));
    if let Some(open) = closed {
        let answer = match open.question {
            _ if after.standing() == before.standing() && after.name() != before.name() => "lapsed",
            _ if after.standing() == before.standing() => "declined",
            _ => "agreed",
        };
        let rows = business_change::table
            .select(business_change::pos)
            .filter(business_change::delivery.eq(&loaded.id))
            .filter(business_change::request.eq(i64::from(open.number.0)))
            .load::<i64>(tx.conn)?;
        note(tx, rows, answer, at);
    }
    if after.recall_answer() != before.recall_answer() {
        let answer = if after.recall_answer() == RecallAnswer::Confirmed { "confirmed" } else { "protested" };
        let rows = recalls(tx, &loaded.id)?;
        note(tx, rows, answer, at);
    }
    Ok(())
}

/// The deliveries that are bound by a recall whose own delivery is `on`.
pub(super) fn recalled_by(tx: &mut Tx<'_>, on: &Loaded) -> Result<Vec<Vec<u8>>, Halt> {
    let codes = codes_at(tx, &on.agency)?;
    Ok(business_change::table
        .select(business_change::delivery)
        .filter(business_change::document.eq(&on.document).and(business_change::agency.eq_any(codes)))
        .filter(business_change::kind.eq(Change::Recall.as_str()).and(business_change::outcome.eq("bound")))
        .order(business_change::pos)
        .load::<Vec<u8>>(tx.conn)?)
}

/// A word on a recall's own delivery also answers the recall: whoever takes it in (03 and later, 15) has cancelled the
/// document, whoever returns it (02, 16) protests. The field's software answers type 1 so (DOMAIN §2.1).
pub(super) fn confirmed_by(tx: &mut Tx<'_>, item: &Acknowledge, recalled: Vec<Vec<u8>>) -> Result<(), Halt> {
    let agreed = match item.status {
        Status::Accepted | Status::Assigned | Status::InProgress | Status::Completed | Status::RequestAgreed => true,
        Status::Returned | Status::RequestDeclined => false,
        Status::Arrived | Status::TakeBackRequested => return Ok(()),
    };
    let mut chain = HashMap::new();
    for id in recalled {
        let id = DeliveryId(uuid(&id)?);
        tx.touch(Key::Delivery(id.0))?;
        let Some(loaded) = loaded::by_id(tx, id)? else { continue };
        if !chain.contains_key(&loaded.document) {
            tx.touch(Key::Id(uuid(&loaded.document)?))?;
        }
        let before = loaded.receiver()?;
        let answer = acknowledgement::Event::Answered { agreed, number: None };
        let Ok((after, effects)) = before.on(answer) else { continue };
        if after == before {
            continue;
        }
        let protest = effects.contains(&acknowledgement::Effect::Protested);
        let status = if agreed { Status::RequestAgreed } else { Status::RequestDeclined };
        let draft = Draft {
            submitter: Some(item.carrier.clone()),
            received: Some(item.received),
            code: Some(status.as_str().to_owned()),
            reason: protest.then(|| PROTEST.to_owned()),
            ..loaded.draft(Event::of_status(status))?
        };
        let last = chain.get(&loaded.document).copied().unwrap_or(loaded.last_pos);
        let at = tx.append(draft, Some(last))?;
        chain.insert(loaded.document.clone(), at.pos);
        loaded.change(tx, loaded.hub()?, after, None, false);
        loaded.moved(tx, at);
        answered(tx, &loaded, before, after, item.received)?;
    }
    Ok(())
}

/// What is gathered while a change meets its deliveries.
#[derive(Default)]
struct Work {
    changes: Vec<Changed>,
    refused: Vec<(OrganId, Refused)>,
    met: HashSet<Vec<u8>>,
    /// The newest leaf of each document, this batch's own counted.
    chain: HashMap<Vec<u8>, i64>,
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
        self.claim(tx, &loaded)?;
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
            loaded.change(tx, changed.hub, changed.receiver, None, false);
            answered_by_sender(tx, &loaded, before, changed.receiver, by.received)?;
        }
        let (target, delivery) = (document_uuid(&loaded.document)?, DeliveryId(uuid(&loaded.id)?));
        self.changes.push(Changed { what, target, delivery, agency, outcome: changed.outcome, leaf });
        if matches!(changed.outcome, Outcome::Withdrawn | Outcome::Bound) {
            self.lapse(tx, by, what, &loaded)?;
        }
        Ok(())
    }

    fn claim(&mut self, tx: &mut Tx<'_>, loaded: &Loaded) -> Result<(), Halt> {
        tx.touch(Key::Delivery(uuid(&loaded.id)?))?;
        if !self.chain.contains_key(&loaded.document) {
            tx.touch(Key::Id(uuid(&loaded.document)?))?;
            self.chain.insert(loaded.document.clone(), loaded.last_pos);
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
        let at = tx.append(draft, self.chain.get(&loaded.document).copied())?;
        self.chain.insert(loaded.document.clone(), at.pos);
        loaded.moved(tx, at);
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
    /// still newer one takes its place, that one asks.
    fn lapse(&mut self, tx: &mut Tx<'_>, by: &By<'_>, what: Change, newer: &Loaded) -> Result<(), Halt> {
        let codes = codes_at(tx, &newer.agency)?;
        let asked = business_change::table
            .select((business_change::delivery, business_change::request))
            .filter(business_change::document.eq(&newer.document).and(business_change::agency.eq_any(codes)))
            .filter(business_change::kind.eq(Change::Update.as_str()).and(business_change::answer.is_null()))
            .filter(business_change::outcome.eq("asked"))
            .load::<(Vec<u8>, Option<i64>)>(tx.conn)?;
        for (id, request) in asked {
            let Some(older) = loaded::by_id(tx, DeliveryId(uuid(&id)?))? else { continue };
            let before = older.receiver()?;
            let open = before.open_request().filter(|open| request == Some(i64::from(open.number.0)));
            if open.is_none() || !self.met.insert(older.id.clone()) {
                continue;
            }
            self.claim(tx, &older)?;
            let Ok((mut after, _)) = before.on(acknowledgement::Event::Lapsed) else { continue };
            let draft = Draft {
                submitter: Some(by.carrier.clone()),
                received: Some(by.received),
                reason: Some(format!("business.{what}")),
                request: request.map(log::unsigned).transpose()?,
                ..older.draft(Event::RequestLapsed)?
            };
            let at = tx.append(draft, self.chain.get(&older.document).copied())?;
            self.chain.insert(older.document.clone(), at.pos);
            older.moved(tx, at);
            answered_by_sender(tx, &older, before, after, by.received)?;
            if what == Change::Update
                && let Ok((asked_again, _)) = after.on(acknowledgement::Event::Update)
                && let Some(open) = asked_again.open_request()
            {
                let outcome = Outcome::Asked(open.number);
                let leaf = self.record(tx, by, what, &older, outcome, Event::UpdateRequested)?;
                let (target, delivery) = (document_uuid(&older.document)?, DeliveryId(uuid(&older.id)?));
                let agency = OrganId(older.agency.clone());
                self.changes.push(Changed { what, target, delivery, agency, outcome, leaf: Some(leaf) });
                after = asked_again;
            }
            older.change(tx, older.hub()?, after, None, false);
        }
        Ok(())
    }
}

/// The sender's own act closed its question.
fn answered_by_sender(tx: &mut Tx<'_>, loaded: &Loaded, before: State, after: State, at: Micros) -> Result<(), Halt> {
    let Some(open) = before.open_request().filter(|open| after.open_request() != Some(*open)) else { return Ok(()) };
    let rows = business_change::table
        .select(business_change::pos)
        .filter(business_change::delivery.eq(&loaded.id))
        .filter(business_change::request.eq(i64::from(open.number.0)))
        .load::<i64>(tx.conn)?;
    note(tx, rows, "lapsed", at);
    Ok(())
}

fn note(tx: &mut Tx<'_>, rows: Vec<i64>, answer: &'static str, at: Micros) {
    tx.rows.extend(rows.into_iter().map(|pos| Row::BusinessAnswered { pos, answer, at: at.0 }));
}

/// The recalls of a delivery that bind it.
fn recalls(tx: &mut Tx<'_>, delivery: &[u8]) -> Result<Vec<i64>, Halt> {
    Ok(business_change::table
        .select(business_change::pos)
        .filter(business_change::delivery.eq(delivery).and(business_change::kind.eq(Change::Recall.as_str())))
        .load::<i64>(tx.conn)?)
}

/// All attempts of a document of that issuer, whatever code it bore then.
fn find(tx: &mut Tx<'_>, issuer: &OrganId, id: &DocumentId) -> Result<Vec<Vec<u8>>, Halt> {
    let rows = document::table
        .select((document::uuid, document::issuer))
        .filter(document::document_id.eq(&id.0))
        .order(document::attempt)
        .load::<(Vec<u8>, String)>(tx.conn)?;
    let (mut mine, mut others) = (Vec::new(), Vec::new());
    for (uuid, of) in rows {
        let of = OrganId(of);
        let agency = tx.answers_for(&of)?;
        if agency == *issuer || of == *issuer { mine.push(uuid) } else { others.push(uuid) }
    }
    if !mine.is_empty() {
        return Ok(mine);
    }
    let (document_id, codes) = (id.0.clone(), tx.codes_of(issuer)?);
    let received = deliveries::table
        .filter(deliveries::document.eq_any(others).and(deliveries::agency.eq_any(codes)))
        .count()
        .get_result::<i64>(tx.conn)?;
    Err(match received {
        0 => Conflict::TargetUnknown { document_id },
        _ => Conflict::NotIssuer { document_id },
    }
    .into())
}

/// The DocumentId of what a withdrawal names; by the hub's name only what is the caller's is found.
fn named(tx: &mut Tx<'_>, issuer: &OrganId, target: &Target) -> Result<DocumentId, Halt> {
    let uuid = match target {
        Target::Id(id) => return Ok(id.clone()),
        Target::Uuid(uuid) => uuid,
    };
    let row = document::table.find(bytes(&uuid.0)).select((document::document_id, document::issuer));
    let row = crate::store::conn::found(row.first::<(String, String)>(tx.conn))?;
    let unknown = || Conflict::TargetUnknown { document_id: uuid.to_string() };
    let (document_id, of) = row.ok_or_else(unknown)?;
    let of = OrganId(of);
    let agency = tx.answers_for(&of)?;
    if agency == *issuer || of == *issuer {
        return Ok(DocumentId(document_id));
    }
    let codes = tx.codes_of(issuer)?;
    let received = deliveries::table
        .filter(deliveries::document.eq(bytes(&uuid.0)).and(deliveries::agency.eq_any(codes)))
        .count()
        .get_result::<i64>(tx.conn)?;
    Err(if received == 0 { unknown() } else { Conflict::NotIssuer { document_id } }.into())
}

/// The newest delivery of each receiver, over all attempts. Two copies of one sending that came to be with one agency by a
/// merger are both kept.
fn newest(tx: &mut Tx<'_>, held: Vec<Loaded>) -> Result<Vec<Loaded>, Halt> {
    let mut newest: Vec<(OrganId, Loaded)> = Vec::new();
    for loaded in held {
        let agency = tx.answers_for(&OrganId(loaded.agency.clone()))?;
        newest.retain(|(of, other)| *of != agency || other.document == loaded.document);
        newest.push((agency, loaded));
    }
    let mut newest: Vec<Loaded> = newest.into_iter().map(|(_, loaded)| loaded).collect();
    newest.sort_by_key(|loaded| loaded.pos);
    Ok(newest)
}

/// All codes of the agency whose business a delivery's code is now.
fn codes_at(tx: &mut Tx<'_>, code: &str) -> Result<Vec<String>, Halt> {
    let agency = tx.answers_for(&OrganId(code.to_owned()))?;
    let mut codes = tx.codes_of(&agency)?;
    if !codes.iter().any(|known| known == code) {
        codes.push(code.to_owned());
    }
    Ok(codes)
}

fn chosen(tx: &mut Tx<'_>, affect: &Affects, held: Vec<Loaded>) -> Result<Vec<Loaded>, Halt> {
    let named = match &affect.receivers {
        Whom::All => return Ok(held),
        Whom::These(named) | Whom::Among(named) => named,
    };
    let (mut agencies, mut strangers) = (HashSet::new(), Vec::new());
    for name in named {
        // What was sent to a code that has closed since lies with that code still, and is its successor's.
        let codes = codes_at(tx, &name.0)?;
        let there: Vec<&Loaded> = held.iter().filter(|loaded| codes.contains(&loaded.agency)).collect();
        if there.is_empty() {
            strangers.push(name.clone());
        }
        agencies.extend(there.into_iter().map(|loaded| loaded.agency.clone()));
    }
    if !strangers.is_empty() && matches!(affect.receivers, Whom::These(_)) {
        let document_id = affect.target.0.clone();
        return Err(Conflict::ReceiverNotOfTarget { document_id, agencies: strangers }.into());
    }
    Ok(held.into_iter().filter(|loaded| agencies.contains(&loaded.agency)).collect())
}

/// What the same message did when it came first, where it has no answer yet or one of these.
fn earlier(tx: &mut Tx<'_>, item: &Withdraw, answers: &[&str]) -> Result<Vec<Changed>, Halt> {
    type Found = (Vec<u8>, Vec<u8>, String, String, Option<i64>, (i64, i64, i64));
    let rows = business_change::table
        .select((
            business_change::target,
            business_change::delivery,
            business_change::agency,
            business_change::outcome,
            business_change::request,
            (business_change::epoch, business_change::leaf, business_change::leaf_size),
        ))
        .filter(business_change::message_sha256.eq(item.message_digest.0.to_vec()))
        .filter(business_change::carrier.eq(&item.carrier.0))
        .filter(business_change::answer.is_null().or(business_change::answer.eq_any(answers)))
        .order(business_change::pos)
        .load::<Found>(tx.conn)?;
    let changed = |(target, delivery, agency, outcome, request, (epoch, index, size)): Found| {
        let number = RequestNumber(request.and_then(|n| u32::try_from(n).ok()).unwrap_or_default());
        let outcome = match outcome.as_str() {
            "withdrawn" => Outcome::Withdrawn,
            "asked" => Outcome::Asked(number),
            "bound" => Outcome::Bound,
            other => return Err(words::damaged("outcome of a change", other)),
        };
        Ok(Changed {
            what: item.what,
            target: document_uuid(&target)?,
            delivery: DeliveryId(uuid(&delivery)?),
            agency: OrganId(agency),
            outcome,
            leaf: Some(LeafRef { epoch, index, size }),
        })
    };
    Ok(rows.into_iter().map(changed).collect::<Result<Vec<_>, _>>()?)
}

/// All that a change can be answered with.
const ANSWERS: [&str; 5] = ["agreed", "confirmed", "protested", "declined", "lapsed"];
