//! Acts of operators: tokens and all others that are not the directory's. Each is a row of `operator_act` and a leaf. They write
//! their own tables at once (nothing of their batch comes after them), so that what follows sees them.

use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::accept::job_row;
use super::row_types::ActRow;
use super::rows::Row;
use super::tx::{At, Halt, Tx, bytes};
use crate::crypto;
use crate::domain::ids::JobId;
use crate::evidence::leaf::{Draft, Event};
use crate::store::change::{Actor, Effect, OperatorAct, TokenAct, TokenChange};
use crate::store::conn::{database_now, each, found};
use crate::store::schema::{hub_setting, job, system};
use crate::store::{Committed, Conflict, settings};

/// A token is issued or revoked.
pub(super) fn token(tx: &mut Tx<'_>, item: &TokenChange) -> Result<Committed, Halt> {
    let (act, detail) = match &item.what {
        TokenAct::Issue { system: id, agency, name, token_sha256, expires } => {
            let owner = agency.as_ref().map(|agency| tx.agency(agency)).transpose()?;
            let there = system::table.find(bytes(&id.0)).select(system::name).first::<String>(tx.conn);
            if found(there)?.is_some() {
                return Err(Conflict::IdTaken { id: id.0 }.into());
            }
            let row = (
                system::id.eq(bytes(&id.0)),
                system::agency.eq(owner.as_ref().map(|owner| owner.0.as_str())),
                system::name.eq(name),
                system::token_sha256.eq(token_sha256.0.to_vec()),
                system::issued_at.eq(tx.now.0),
                system::expires_at.eq(expires.map(|at| at.0)),
            );
            each!(&mut *tx.conn, c => diesel::insert_into(system::table).values(&row).execute(c))?;
            ("token.issued", json!({ "system": id, "agency": owner, "name": name, "expires": expires }))
        }
        TokenAct::Revoke { system: id } => {
            let live = system::table.filter(system::id.eq(bytes(&id.0)).and(system::revoked_at.is_null()));
            if diesel::update(live).set(system::revoked_at.eq(tx.now.0)).execute(tx.conn)? == 0 {
                return Err(Conflict::SystemUnknown { system: *id }.into());
            }
            ("token.revoked", json!({ "system": id }))
        }
    };
    let at = record(tx, &item.by, act, &detail.to_string(), Draft::new(Event::OperatorAct))?;
    Ok(Committed::Done { leaf: at.answer() })
}

/// Any other act.
pub(super) fn operator(tx: &mut Tx<'_>, item: &OperatorAct) -> Result<Committed, Halt> {
    match &item.effect {
        Effect::None => {}
        Effect::Retry(jobs) => {
            let now = database_now(tx.conn)?;
            for ids in jobs.chunks(AT_ONCE) {
                let dead = job::table.filter(job::id.eq_any(names(ids)).and(job::dead.eq(true)));
                let again = (job::dead.eq(false), job::due.eq(now), job::attempts.eq(0));
                diesel::update(dead).set(again).execute(tx.conn)?;
            }
        }
        Effect::Close(jobs) => {
            for ids in jobs.chunks(AT_ONCE) {
                let dead = job::table.filter(job::id.eq_any(names(ids)).and(job::dead.eq(true)));
                diesel::delete(dead).execute(tx.conn)?;
            }
        }
        Effect::Tell(jobs) => tx.rows.extend(jobs.iter().map(|job| Row::Job(Box::new(job_row(job, tx.now))))),
        Effect::ReadOnly(on) => read_only(tx, &item.by, *on)?,
    }
    let at = record(tx, &item.by, &item.act, &item.detail_json, Draft::new(Event::OperatorAct))?;
    Ok(Committed::Done { leaf: at.answer() })
}

/// There is a row while it is on; switched on again, it says the newest reason.
fn read_only(tx: &mut Tx<'_>, by: &Actor, on: bool) -> Result<(), Halt> {
    diesel::delete(hub_setting::table.find(settings::READ_ONLY)).execute(tx.conn)?;
    if on {
        let row = (
            hub_setting::name.eq(settings::READ_ONLY),
            hub_setting::reason.eq(&by.reason),
            hub_setting::actor.eq(&by.name),
            hub_setting::at.eq(tx.now.0),
        );
        each!(&mut *tx.conn, c => diesel::insert_into(hub_setting::table).values(&row).execute(c))?;
    }
    Ok(())
}

fn names(jobs: &[JobId]) -> Vec<Vec<u8>> {
    jobs.iter().map(|id| bytes(&id.0)).collect()
}

/// The row and the leaf of an act; the batch ends with it.
pub(super) fn record(tx: &mut Tx<'_>, by: &Actor, act: &str, detail: &str, draft: Draft) -> Result<At, Halt> {
    tx.closed = true;
    let draft = Draft { act: Some(act.to_owned()), subject: Some(crypto::sha256(detail.as_bytes())), ..draft };
    // An act has written already: a leaf that cannot be made fails the batch, which is then tried without this item.
    let at = tx.append(draft, None).map_err(|halt| match halt {
        Halt::Item(error) => Halt::Batch(error),
        other => other,
    })?;
    tx.rows.push(Row::Act(Box::new(ActRow {
        id: bytes(&Uuid::now_v7()),
        at: tx.now.0,
        actor: by.name.clone(),
        reason: by.reason.clone(),
        act: act.to_owned(),
        detail_json: detail.to_owned(),
        epoch: at.epoch,
        leaf: at.leaf,
        leaf_size: 0,
        pos: at.pos,
    })));
    Ok(at)
}

/// Jobs named in one statement: SQLite takes 32,766 values.
const AT_ONCE: usize = 1_000;
