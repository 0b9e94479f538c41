//! What a change is answered with, noted in its row: by the receiver, or by what the sender does next.

use diesel::prelude::*;

use super::chain::Chain;
use super::targets::codes_at;
use crate::domain::acknowledgement::{self, RecallAnswer, State, Status};
use crate::domain::business::Change;
use crate::domain::ids::{DeliveryId, Micros};
use crate::evidence::leaf::{Draft, Event, PROTEST};
use crate::store::change::Acknowledge;
use crate::store::commit::loaded::{self, Loaded};
use crate::store::commit::rows::Row;
use crate::store::commit::tx::{Halt, Tx, uuid};
use crate::store::schema::business_change;

/// The receiver's word, which made `after` of `before`.
pub(in crate::store::commit) fn answered(
    tx: &mut Tx<'_>,
    loaded: &Loaded,
    before: State,
    after: State,
    at: Micros,
) -> Result<(), Halt> {
    let answer = match (after.standing() == before.standing(), after.name() == before.name()) {
        (false, _) => "agreed",
        (true, true) => "declined",
        // The document came back: nothing is left to be answered.
        (true, false) => "lapsed",
    };
    close_question(tx, loaded, before, after, answer, at)?;
    if after.recall_answer() != before.recall_answer() {
        let answer = if after.recall_answer() == RecallAnswer::Confirmed { "confirmed" } else { "protested" };
        let recalls = business_change::table
            .select(business_change::pos)
            .filter(business_change::delivery.eq(&loaded.id))
            .filter(business_change::kind.eq(Change::Recall.as_str()))
            .load::<i64>(tx.conn)?;
        note(tx, recalls, answer, at);
    }
    Ok(())
}

/// Notes how the question that was open before and is not after was closed.
pub(super) fn close_question(
    tx: &mut Tx<'_>,
    loaded: &Loaded,
    before: State,
    after: State,
    answer: &'static str,
    at: Micros,
) -> Result<(), Halt> {
    let Some(open) = before.open_request().filter(|open| after.open_request() != Some(*open)) else { return Ok(()) };
    let rows = business_change::table
        .select(business_change::pos)
        .filter(business_change::delivery.eq(&loaded.id))
        .filter(business_change::request.eq(i64::from(open.number.0)))
        .load::<i64>(tx.conn)?;
    note(tx, rows, answer, at);
    Ok(())
}

fn note(tx: &mut Tx<'_>, rows: Vec<i64>, answer: &'static str, at: Micros) {
    tx.rows.extend(rows.into_iter().map(|pos| Row::BusinessAnswered { pos, answer, at: at.0 }));
}

/// The deliveries that are bound by a recall whose own delivery is `on`.
pub(in crate::store::commit) fn recalled_by(tx: &mut Tx<'_>, on: &Loaded) -> Result<Vec<Vec<u8>>, Halt> {
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
pub(in crate::store::commit) fn confirmed_by(
    tx: &mut Tx<'_>,
    item: &Acknowledge,
    recalled: Vec<Vec<u8>>,
) -> Result<(), Halt> {
    let agreed = match item.status {
        Status::Accepted | Status::Assigned | Status::InProgress | Status::Completed | Status::RequestAgreed => true,
        Status::Returned | Status::RequestDeclined => false,
        Status::Arrived | Status::TakeBackRequested => return Ok(()),
    };
    let mut chain = Chain::default();
    for id in recalled {
        let Some(loaded) = loaded::by_id(tx, DeliveryId(uuid(&id)?))? else { continue };
        chain.claim(tx, &loaded)?;
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
        chain.append(tx, &loaded, draft)?;
        loaded.change(tx, loaded.hub()?, after, None, false, None);
        answered(tx, &loaded, before, after, item.received)?;
    }
    Ok(())
}
