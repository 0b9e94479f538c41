//! The receiver's word: it has the bytes, or what it did with the document.

use diesel::prelude::*;

use super::accept::{idempotent_target, job_row, remember};
use super::row_types::{AcknowledgementRow, DeliveryChange};
use super::rows::Row;
use super::tx::{At, Halt, Key, Tx, bytes, uuid};
use crate::domain::ids::{DeliveryId, Digest, DocumentId, Micros, OrganId};
use crate::domain::{acknowledgement, delivery};
use crate::evidence::leaf::{CONTRADICTION, Draft, Event, Salt, commit_document};
use crate::store::change::{About, Acknowledge, Fetched};
use crate::store::conn::found;
use crate::store::schema::{acknowledgement as acknowledgements, delivery as deliveries, document, submission};
use crate::store::{Committed, Conflict, Error, LeafRef, words};

/// `POST …/fetched`.
pub(super) fn fetched(tx: &mut Tx<'_>, item: &Fetched) -> Result<Committed, Halt> {
    tx.live_system(item.system, &item.agency)?;
    tx.touch(Key::Delivery(item.delivery.0))?;
    let state = load(tx, &item.agency, item.delivery)?;
    let package = submission::table.find(&state.document).select(submission::package_sha256);
    let package = digest(&package.first::<Vec<u8>>(tx.conn)?)?;
    if package != item.sha256 {
        return Err(Conflict::DigestMismatch { expected: package, found: item.sha256 }.into());
    }
    let now = tx.now;
    let (after, effects) = state.hub()?.on(delivery::Event::Fetched, now).map_err(illegal)?;
    let contradicts = effects.contains(&delivery::Effect::Contradiction);
    if let Some(leaf) = state.fetched_leaf().filter(|_| contradicts || !effects.contains(&HANDED_OVER)) {
        return Ok(if contradicts {
            Committed::FetchedContradicts { leaf }
        } else {
            Committed::Fetched { leaf, first: false }
        });
    }
    let draft = Draft {
        submitter: Some(item.agency.clone()),
        received: Some(item.received),
        reason: contradicts.then(|| CONTRADICTION.to_owned()),
        ..state.draft(Event::ContentHandover)?
    };
    let at = tx.append(draft, Some(state.last_pos))?;
    let receiver = state.receiver()?;
    state.change(tx, after, receiver, Some((item.received, at)), contradicts);
    state.moved(tx, at);
    let leaf = at.answer();
    Ok(if contradicts { Committed::FetchedContradicts { leaf } } else { Committed::Fetched { leaf, first: true } })
}

/// An acknowledgement by code.
pub(super) fn acknowledge(tx: &mut Tx<'_>, item: &Acknowledge) -> Result<Committed, Halt> {
    tx.live_system(item.system, &item.carrier)?;
    if let Some(target) = idempotent_target(tx, item.system.map(|id| id.0), item.idempotency.as_ref())? {
        let word = found(acknowledgements::table.find(target).select(WORD).first::<Word>(tx.conn))?;
        return repeat(tx, word)?.ok_or_else(|| {
            let now = item.idempotency.as_ref().map_or(item.message_digest, |key| key.digest);
            Conflict::IdempotencyKeyReused { first: now, now }.into()
        });
    }
    let id = find(tx, item)?;
    tx.touch(Key::Delivery(id.0))?;
    let state = load(tx, &item.reporter, id)?;
    let same = acknowledgements::table
        .select(WORD)
        .filter(acknowledgements::delivery.eq(bytes(&id.0)))
        .filter(acknowledgements::message_sha256.eq(item.message_digest.0.to_vec()))
        .first::<Word>(tx.conn);
    let same = found(same)?;
    if let Some(first) = repeat(tx, same)? {
        return Ok(first);
    }
    let event = acknowledgement::Event::Reported(item.status);
    let before = state.receiver()?;
    let (receiver, said) = before.on(event).map_err(|_| Conflict::CodeNotYet { status: item.status })?;
    let (hub, had) = state.hub()?.on(delivery::Event::Acknowledged, tx.now).map_err(illegal)?;
    // A word on a delivery that was cancelled or has expired moves nothing, whatever it says.
    let too_late = had.contains(&delivery::Effect::Contradiction);
    let receiver = if too_late { before } else { receiver };
    let contradiction = too_late || said.contains(&acknowledgement::Effect::Contradiction);
    let mut last = state.last_pos;
    let mut handover = None;
    if had.contains(&HANDED_OVER) {
        let draft = Draft {
            submitter: Some(item.carrier.clone()),
            received: Some(item.received),
            ..state.draft(Event::ContentHandover)?
        };
        let at = tx.append(draft, Some(last))?;
        handover = Some((item.received, at));
        last = at.pos;
    }
    let draft = Draft {
        submitter: Some(item.carrier.clone()),
        received: Some(item.received),
        code: Some(item.status.as_str().to_owned()),
        reason: contradiction.then(|| CONTRADICTION.to_owned()),
        ..state.draft(Event::of_status(item.status))?
    };
    let at = tx.append(draft, Some(last))?;
    state.change(tx, hub, receiver, handover, too_late);
    state.moved(tx, at);
    tx.rows.push(Row::Acknowledgement(Box::new(row(item, &state, contradiction, at))));
    tx.rows.extend(item.jobs.iter().map(|job| Row::Job(Box::new(job_row(job, tx.now)))));
    remember(tx, item.system.map(|id| id.0), item.idempotency.as_ref(), bytes(&item.id));
    Ok(Committed::Acknowledged {
        delivery: id,
        id: item.id,
        leaf: at.answer(),
        state: receiver.name(),
        contradiction,
        first: true,
    })
}

/// The delivery an acknowledgement is about; never another agency's.
fn find(tx: &mut Tx<'_>, item: &Acknowledge) -> Result<DeliveryId, Halt> {
    let (issuer, document_id) = match &item.about {
        About::Delivery(id) => return Ok(*id),
        About::Document { issuer, document_id } => (issuer, document_id),
    };
    let issuer = tx.resolve(issuer)?.unwrap_or_else(|_| issuer.clone());
    let row = deliveries::table
        .inner_join(document::table)
        .select(deliveries::id)
        .filter(document::document_id.eq(&document_id.0).and(document::issuer.eq(&issuer.0)))
        .filter(deliveries::agency.eq(&item.reporter.0))
        .order(document::attempt.desc())
        .first::<Vec<u8>>(tx.conn);
    let id = found(row)?.ok_or(Conflict::DeliveryNotYours { delivery: None })?;
    Ok(DeliveryId(uuid(&id)?))
}

/// A delivery with what its leaves need.
#[derive(Queryable)]
struct Loaded {
    id: Vec<u8>,
    document: Vec<u8>,
    agency: String,
    issuer: String,
    state: String,
    since: i64,
    recall_pending: bool,
    ack: String,
    open_request: Option<i64>,
    requests: i64,
    heard: bool,
    fetched: (Option<i64>, Option<i64>, Option<i64>),
    document_id: String,
    doc_salt: Vec<u8>,
    last_pos: i64,
}

/// Under the head lock, and only if it is the agency's own.
fn load(tx: &mut Tx<'_>, agency: &OrganId, id: DeliveryId) -> Result<Loaded, Halt> {
    let columns = (
        deliveries::id,
        deliveries::document,
        deliveries::agency,
        deliveries::issuer,
        deliveries::state,
        deliveries::since,
        deliveries::recall_pending,
        deliveries::ack,
        deliveries::open_request,
        deliveries::requests,
        deliveries::heard,
        (deliveries::fetched_epoch, deliveries::fetched_leaf, deliveries::fetched_size),
        document::document_id,
        document::doc_salt,
        document::last_pos,
    );
    let row = deliveries::table
        .inner_join(document::table)
        .select(columns)
        .filter(deliveries::id.eq(bytes(&id.0)).and(deliveries::agency.eq(&agency.0)))
        .first::<Loaded>(tx.conn);
    let loaded = found(row)?.ok_or(Conflict::DeliveryNotYours { delivery: Some(id) })?;
    // The document's newest leaf is one chain over all its receivers: two words of one batch on the same document
    // would both name the same leaf as the one before.
    tx.touch(Key::Id(uuid(&loaded.document)?))?;
    Ok(loaded)
}

impl Loaded {
    fn hub(&self) -> Result<delivery::State, Error> {
        let name = delivery::Name::parse(&self.state).ok_or_else(|| words::damaged("delivery state", &self.state))?;
        Ok(delivery::State::restore(name, Micros(self.since), self.recall_pending))
    }

    fn receiver(&self) -> Result<acknowledgement::State, Error> {
        let damaged = || words::damaged("acknowledgement state", &self.ack);
        let name = acknowledgement::Name::parse(&self.ack).ok_or_else(damaged)?;
        let number = |n: i64| u32::try_from(n).map_err(|_| damaged());
        let open = self.open_request.map(number).transpose()?.map(acknowledgement::RequestNumber);
        Ok(acknowledgement::State::restore(name, open, number(self.requests)?))
    }

    fn fetched_leaf(&self) -> Option<LeafRef> {
        match self.fetched {
            (Some(epoch), Some(index), Some(size)) => Some(LeafRef { epoch, index, size }),
            _ => None,
        }
    }

    /// What every leaf about this delivery says.
    fn draft(&self, event: Event) -> Result<Draft, Error> {
        let salt = Salt(digest(&self.doc_salt)?);
        Ok(Draft {
            doc: Some(commit_document(&salt, &DocumentId(self.document_id.clone()))),
            from: Some(OrganId(self.issuer.clone())),
            to: Some(OrganId(self.agency.clone())),
            delivery: Some(DeliveryId(uuid(&self.id)?)),
            ..Draft::new(event)
        })
    }

    /// Pushes the delivery's new row. A contradiction keeps its leaf, but is no fetch: it has no time.
    fn change(
        &self,
        tx: &mut Tx<'_>,
        hub: delivery::State,
        receiver: acknowledgement::State,
        handover: Option<(Micros, At)>,
        contradicts: bool,
    ) {
        tx.rows.push(Row::DeliveryChange(Box::new(DeliveryChange {
            id: self.id.clone(),
            state: hub.name().as_str().to_owned(),
            since: hub.since().0,
            recall_pending: hub.recall_pending(),
            ack: receiver.name().as_str().to_owned(),
            requests: i64::from(receiver.requests()),
            heard: self.heard || !contradicts,
            fetched_at: handover.filter(|_| !contradicts).map(|(received, _)| received.0),
            fetched_epoch: handover.map(|(_, at)| at.epoch),
            fetched_leaf: handover.map(|(_, at)| at.leaf),
            fetched_size: None,
        })));
    }

    fn moved(&self, tx: &mut Tx<'_>, at: At) {
        tx.rows.push(Row::LastPos { document: self.document.clone(), pos: at.pos });
    }
}

/// A word that came before.
#[derive(Queryable)]
struct Word {
    id: Vec<u8>,
    delivery: Vec<u8>,
    contradiction: bool,
    leaf: (i64, i64, i64),
}

const WORD: (
    acknowledgements::id,
    acknowledgements::delivery,
    acknowledgements::contradiction,
    (acknowledgements::epoch, acknowledgements::leaf, acknowledgements::leaf_size),
) = (
    acknowledgements::id,
    acknowledgements::delivery,
    acknowledgements::contradiction,
    (acknowledgements::epoch, acknowledgements::leaf, acknowledgements::leaf_size),
);

/// The answer that it got, with the state of today.
fn repeat(tx: &mut Tx<'_>, word: Option<Word>) -> Result<Option<Committed>, Halt> {
    let Some(word) = word else { return Ok(None) };
    let ack = deliveries::table.find(&word.delivery).select(deliveries::ack).first::<String>(tx.conn)?;
    let state = acknowledgement::Name::parse(&ack).ok_or_else(|| words::damaged("acknowledgement state", &ack))?;
    let (epoch, index, size) = word.leaf;
    Ok(Some(Committed::Acknowledged {
        delivery: DeliveryId(uuid(&word.delivery)?),
        id: uuid(&word.id)?,
        leaf: LeafRef { epoch, index, size },
        state,
        contradiction: word.contradiction,
        first: false,
    }))
}

fn row(item: &Acknowledge, state: &Loaded, contradiction: bool, at: At) -> AcknowledgementRow {
    AcknowledgementRow {
        id: bytes(&item.id),
        delivery: state.id.clone(),
        document: state.document.clone(),
        reporter: item.reporter.0.clone(),
        carrier: item.carrier.0.clone(),
        system: item.system.map(|id| bytes(&id.0)),
        code: item.status.as_str().parse().unwrap_or_default(),
        reason: item.reason.clone(),
        stated: item.stated.map(|time| time.0),
        message_sha256: item.message_digest.0.to_vec(),
        authn: words::authn(item.authn).to_owned(),
        received: item.received.0,
        contradiction,
        epoch: at.epoch,
        leaf: at.leaf,
        leaf_size: 0,
        pos: at.pos,
    }
}

fn illegal(error: delivery::IllegalTransition) -> Conflict {
    Conflict::IllegalTransition { detail: error.to_string() }
}

fn digest(bytes: &[u8]) -> Result<Digest, Error> {
    Digest::from_slice(bytes)
        .ok_or_else(|| Error::Damaged { what: "a digest", found: format!("{} bytes", bytes.len()) })
}

const HANDED_OVER: delivery::Effect = delivery::Effect::HandedOver;
