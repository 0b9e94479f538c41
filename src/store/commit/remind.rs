//! Somebody is told that a document lies unfetched; at the end it expires.

use diesel::prelude::*;

use super::accept::job_row;
use super::admin::record;
use super::loaded::load_any;
use super::rows::Row;
use super::tx::{Halt, Key, Tx};
use crate::domain::delivery;
use crate::domain::desk::Stage as Waits;
use crate::domain::reminder::Stage;
use crate::evidence::leaf::{Draft, Event};
use crate::store::change::{NoticeRule, Nudge, Remind};
use crate::store::schema::{job, notification};
use crate::store::{Committed, Conflict};

/// Compare and set: a delivery that was fetched, withdrawn or reminded by another process meanwhile is left alone.
pub(super) fn remind(tx: &mut Tx<'_>, item: &Remind) -> Result<Committed, Halt> {
    tx.touch(Key::Delivery(item.delivery.0))?;
    let (state, remind_at) = load_any(tx, item.delivery)?;
    if remind_at != Some(item.expected.0) {
        return Ok(Committed::Noted);
    }
    let hub = state.hub()?;
    if hub.name() != delivery::Name::Delivered {
        tx.rows.push(Row::Reminded { delivery: state.id.clone(), next: None, stage: None });
        return Ok(Committed::Noted);
    }
    tx.rows.extend(item.jobs.iter().map(|job| Row::Job(Box::new(job_row(job, tx.now)))));
    let next = item.next.map(|at| at.0);
    tx.rows.push(Row::Reminded { delivery: state.id.clone(), next, stage: item.stage.map(Stage::as_str) });
    if item.stage != Some(Stage::Expiry) {
        return Ok(Committed::Noted);
    }
    let (after, effects) = hub
        .on(delivery::Event::Expire, tx.now)
        .map_err(|error| Conflict::IllegalTransition { detail: error.to_string() })?;
    if !effects.contains(&delivery::Effect::HandoverFailed) {
        return Ok(Committed::Noted);
    }
    let at = tx.append(state.draft(Event::ContentHandoverFailure)?, Some(state.last_pos))?;
    state.change(tx, after, state.receiver()?, None, true, None);
    tx.rows.push(Row::Expired { delivery: state.id.clone(), pos: at.pos });
    state.moved(tx, at);
    Ok(Committed::Done { leaf: at.answer() })
}

/// A sender asks. At most one such mail a day goes to an office about one delivery, the hub's own included; what does not
/// wait any more is left alone.
pub(super) fn nudge(tx: &mut Tx<'_>, item: &Nudge) -> Result<Committed, Halt> {
    tx.touch(Key::Delivery(item.delivery.0))?;
    let (state, _) = load_any(tx, item.delivery)?;
    let (hub, receiver) = (state.hub()?, state.receiver()?);
    if Waits::of(hub.name(), receiver.name(), receiver.standing()) != Waits::ToAccept {
        return Ok(Committed::Noted);
    }
    let kind = item.job.kind.as_str();
    let on_its_way = job::table.filter(job::delivery.eq(&state.id).and(job::kind.eq(kind)).and(job::dead.eq(false)));
    let since = tx.now.plus_seconds(-DAY_S).0;
    let told = notification::table.filter(notification::delivery.eq(&state.id).and(notification::kind.eq(kind)));
    let told = told.filter(notification::at.gt(since).and(notification::placed.eq(true)));
    let before: i64 = on_its_way.count().get_result::<i64>(tx.conn)? + told.count().get_result::<i64>(tx.conn)?;
    if before > 0 {
        return Err(Conflict::ToldToday { delivery: item.delivery }.into());
    }
    tx.rows.push(Row::Job(Box::new(job_row(&item.job, tx.now))));
    Ok(Committed::Noted)
}

/// An office is not told twice a day.
const DAY_S: i64 = 24 * 3600;

/// Which mails an agency wants.
pub(super) fn rule(tx: &mut Tx<'_>, item: &NoticeRule) -> Result<Committed, Halt> {
    let agency = tx.agency(&item.agency)?;
    let detail = serde_json::json!({ "agency": agency, "rule": item.rule.as_str(), "wanted": item.wanted });
    let at = record(tx, &item.by, "notice.set", &detail.to_string(), Draft::new(Event::OperatorAct))?;
    tx.rows.push(Row::NoticeRule { agency: agency.0, rule: item.rule.as_str(), wanted: item.wanted });
    Ok(Committed::Done { leaf: at.answer() })
}
