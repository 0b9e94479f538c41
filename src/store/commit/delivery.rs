//! The receiver's word: it has the bytes, or what it did with the document.

use diesel::prelude::*;

use super::accept::{idempotent_target, job_row, remember};
use super::business;
use super::loaded::{Loaded, digest, load};
use super::row_types::AcknowledgementRow;
use super::rows::Row;
use super::tx::{At, Halt, Key, Tx, bytes, caller, uuid};
use crate::domain::acknowledgement::Status;
use crate::domain::ids::DeliveryId;
use crate::domain::{acknowledgement, delivery};
use crate::evidence::leaf::{CONTRADICTION, Draft, Event, PROTEST};
use crate::store::change::{About, Acknowledge, Fetched};
use crate::store::conn::found;
use crate::store::schema::{acknowledgement as acknowledgements, delivery as deliveries, document, submission};
use crate::store::{Committed, Conflict, LeafRef, words};

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
    state.change(tx, after, receiver, Some((item.received, at)), contradicts, None);
    state.moved(tx, at);
    let leaf = at.answer();
    Ok(if contradicts { Committed::FetchedContradicts { leaf } } else { Committed::Fetched { leaf, first: true } })
}

/// An acknowledgement by code.
pub(super) fn acknowledge(tx: &mut Tx<'_>, item: &Acknowledge) -> Result<Committed, Halt> {
    tx.live_system(item.system, &item.carrier)?;
    if let Some(target) = idempotent_target(tx, caller(item.system, item.person), item.idempotency.as_ref())? {
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
    let before = state.receiver()?;
    let (receiver, said) = before.on(event(item)).map_err(|refused| Conflict::Refused { refused })?;
    let (hub, had) = state.hub()?.on(delivery::Event::Acknowledged, tx.now).map_err(illegal)?;
    // A word on a delivery that was cancelled or has expired moves nothing, whatever it says.
    let too_late = had.contains(&delivery::Effect::Contradiction);
    let receiver = if too_late { before } else { receiver };
    let recalled = if too_late { Vec::new() } else { business::recalled_by(tx, &state)? };
    // 15 and 16 on a recall's own delivery answer the recall, though nothing is open there.
    let answers = is_answer(item.status) && !recalled.is_empty();
    let contradiction = too_late || said.contains(&acknowledgement::Effect::Contradiction) && !answers;
    let protest = !too_late && said.contains(&acknowledgement::Effect::Protested);
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
        reason: note(contradiction, protest),
        request: named(item, &before),
        // What was its working day when it spoke; until when it had to was said with the copy (accept_by).
        calendar: Some(tx.calendar(Some(&item.reporter))?),
        ..state.draft(Event::of_status(item.status))?
    };
    let at = tx.append(draft, Some(last))?;
    state.change(tx, hub, receiver, handover, too_late, Some(item.received));
    state.moved(tx, at);
    if !too_late {
        business::answered(tx, &state, before, receiver, item.received)?;
        business::confirmed_by(tx, item, recalled)?;
    }
    tx.rows.push(Row::Acknowledgement(Box::new(row(item, &state, contradiction, at))));
    tx.rows.extend(item.jobs.iter().map(|job| Row::Job(Box::new(job_row(job, tx.now)))));
    remember(tx, caller(item.system, item.person), item.idempotency.as_ref(), bytes(&item.id));
    Ok(Committed::Acknowledged {
        delivery: id,
        id: item.id,
        leaf: at.answer(),
        state: receiver.name(),
        contradiction,
        protest,
        first: true,
    })
}

/// What a code means to the machine.
fn event(item: &Acknowledge) -> acknowledgement::Event {
    match item.status {
        Status::RequestAgreed => acknowledgement::Event::Answered { agreed: true, number: item.request },
        Status::RequestDeclined => acknowledgement::Event::Answered { agreed: false, number: item.request },
        status => acknowledgement::Event::Reported(status),
    }
}

/// The question that an answer names, else the one that is open: what was said, though it may answer nothing.
fn named(item: &Acknowledge, before: &acknowledgement::State) -> Option<u64> {
    let number = item.request.or(before.open_request().map(|open| open.number));
    number.filter(|_| is_answer(item.status)).map(|number| u64::from(number.0))
}

fn is_answer(status: Status) -> bool {
    matches!(status, Status::RequestAgreed | Status::RequestDeclined)
}

/// How a leaf marks a word that changes nothing.
fn note(contradiction: bool, protest: bool) -> Option<String> {
    let note = if contradiction { Some(CONTRADICTION) } else { protest.then_some(PROTEST) };
    note.map(str::to_owned)
}

/// The delivery an acknowledgement is about; never another agency's.
fn find(tx: &mut Tx<'_>, item: &Acknowledge) -> Result<DeliveryId, Halt> {
    let (issuer, document_id) = match &item.about {
        About::Delivery(id) => return Ok(*id),
        About::Document { issuer, document_id } => (issuer, document_id),
    };
    let issuer = tx.answers_for(issuer)?;
    let (issuers, reporters) = (tx.codes_of(&issuer)?, tx.codes_of(&item.reporter)?);
    let row = deliveries::table
        .inner_join(document::table)
        .select(deliveries::id)
        .filter(document::document_id.eq(&document_id.0).and(document::issuer.eq_any(issuers)))
        .filter(deliveries::agency.eq_any(reporters))
        .order(document::attempt.desc())
        .first::<Vec<u8>>(tx.conn);
    let id = found(row)?.ok_or(Conflict::DeliveryNotYours { delivery: None })?;
    Ok(DeliveryId(uuid(&id)?))
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
        protest: false,
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
        person: item.person.map(|id| bytes(&id.0)),
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

const HANDED_OVER: delivery::Effect = delivery::Effect::HandedOver;
