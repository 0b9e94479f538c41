//! Acts of operators: directory, tokens and all others. Each is a row of `operator_act` and a leaf. They write their own
//! tables at once (nothing of their batch comes after them), so that what follows sees them.

use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::row_types::{ActRow, DirectoryRow};
use super::rows::Row;
use super::tx::{At, Halt, Tx, bytes};
use crate::crypto;
use crate::domain::ids::{Digest, Micros, OrganId};
use crate::evidence::leaf::{Draft, Event, VersionRef};
use crate::store::change::{Actor, AgencyAct, AgencyChange, AgencyFacts, OperatorAct, TokenAct, TokenChange};
use crate::store::conn::{database_now, each, found};
use crate::store::log::unsigned;
use crate::store::schema::{agency, alias, directory, job, system};
use crate::store::{Committed, Conflict, Error};

/// A change of the directory: a new version of it.
pub(super) fn agency(tx: &mut Tx<'_>, item: &AgencyChange) -> Result<Committed, Halt> {
    let (act, detail) = match &item.what {
        AgencyAct::Add(facts) => {
            free(tx, &facts.organ_id)?;
            let row = agency_row(facts)?;
            each!(&mut *tx.conn, c => diesel::insert_into(agency::table).values(&row).execute(c))?;
            ("agency.added", facts_json(facts))
        }
        AgencyAct::Update(facts) => {
            let row = agency_row(facts)?;
            let rows = diesel::update(agency::table.find(&facts.organ_id.0)).set(&row).execute(tx.conn)?;
            known(rows, &facts.organ_id)?;
            ("agency.updated", facts_json(facts))
        }
        AgencyAct::Close { organ_id, at } => {
            let close = agency::valid_until.eq(at.0);
            let rows = diesel::update(agency::table.find(&organ_id.0)).set(close).execute(tx.conn)?;
            known(rows, organ_id)?;
            ("agency.closed", json!({ "organ_id": organ_id, "at": at }))
        }
        AgencyAct::Alias { organ_id, successor, from } => {
            forward(tx, organ_id, successor, *from)?;
            ("agency.aliased", json!({ "organ_id": organ_id, "successor": successor, "from": from }))
        }
    };
    let version = next_version(tx)?;
    let row = DirectoryRow {
        version: super::super::log::signed(version.version)?,
        sha256: version.sha256.0.to_vec(),
        at: tx.now.0,
        epoch: 0,
        leaf: 0,
        leaf_size: 0,
    };
    let mut draft = Draft::new(Event::DirectoryChanged);
    draft.directory = Some(version);
    let at = record(tx, &item.by, act, &detail.to_string(), draft)?;
    tx.rows.push(Row::Directory(DirectoryRow { epoch: at.epoch, leaf: at.leaf, ..row }));
    Ok(Committed::Done { leaf: at.answer() })
}

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
    let ids: Vec<Vec<u8>> = item.retry_jobs.iter().map(|id| bytes(&id.0)).collect();
    if !ids.is_empty() {
        let now = database_now(tx.conn)?;
        let dead = job::table.filter(job::id.eq_any(ids).and(job::dead.eq(true)));
        diesel::update(dead).set((job::dead.eq(false), job::due.eq(now), job::attempts.eq(0))).execute(tx.conn)?;
    }
    let at = record(tx, &item.by, &item.act, &item.detail_json, Draft::new(Event::OperatorAct))?;
    Ok(Committed::Done { leaf: at.answer() })
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

#[derive(Insertable, AsChangeset, Queryable, serde::Serialize)]
#[diesel(table_name = agency)]
#[diesel(treat_none_as_null = true)]
struct AgencyRow {
    organ_id: String,
    name: String,
    parent: Option<String>,
    level: i16,
    mail: String,
    mail_subject: bool,
    allows_legacy: bool,
    valid_from: i64,
}

fn agency_row(facts: &AgencyFacts) -> Result<AgencyRow, Halt> {
    Ok(AgencyRow {
        organ_id: facts.organ_id.0.clone(),
        name: facts.name.clone(),
        parent: facts.parent.as_ref().map(|parent| parent.0.clone()),
        level: facts.level,
        mail: json!(facts.mail).to_string(),
        mail_subject: facts.mail_subject,
        allows_legacy: facts.allows_legacy,
        valid_from: facts.valid_from.0,
    })
}

fn facts_json(facts: &AgencyFacts) -> serde_json::Value {
    json!({
        "organ_id": facts.organ_id, "name": facts.name, "parent": facts.parent, "level": facts.level,
        "mail": facts.mail, "mail_subject": facts.mail_subject, "allows_legacy": facts.allows_legacy,
        "valid_from": facts.valid_from,
    })
}

fn free(tx: &mut Tx<'_>, id: &OrganId) -> Result<(), Halt> {
    let row = agency::table.find(&id.0).select(agency::level).first::<i16>(tx.conn);
    let forward = alias::table.find(&id.0).select(alias::successor).first::<String>(tx.conn);
    if found(row)?.is_some() || found(forward)?.is_some() {
        return Err(Conflict::AgencyExists { organ_id: id.clone() }.into());
    }
    Ok(())
}

fn known(rows: usize, id: &OrganId) -> Result<(), Halt> {
    if rows == 1 { Ok(()) } else { Err(Conflict::AgencyUnknown { organ_id: id.clone() }.into()) }
}

/// An alias: the old code, if it is an agency, is closed from then on.
fn forward(tx: &mut Tx<'_>, old: &OrganId, successor: &OrganId, from: Micros) -> Result<(), Halt> {
    let leads_to = tx.agency(successor)?;
    if leads_to == *old {
        return Err(Conflict::AliasCycle { organ_id: old.clone() }.into());
    }
    let row = (alias::organ_id.eq(&old.0), alias::successor.eq(&successor.0), alias::from_time.eq(from.0));
    each!(&mut *tx.conn, c => diesel::insert_into(alias::table).values(&row).on_conflict(alias::organ_id).do_update()
        .set((alias::successor.eq(&successor.0), alias::from_time.eq(from.0))).execute(c))?;
    diesel::update(agency::table.find(&old.0)).set(agency::valid_until.eq(from.0)).execute(tx.conn)?;
    Ok(())
}

/// The next version and SHA-256 over the JCS form of all agencies and aliases, sorted by code.
fn next_version(tx: &mut Tx<'_>) -> Result<VersionRef, Halt> {
    let last = directory::table.select(directory::version).order(directory::version.desc());
    let last = found(last.first::<i64>(tx.conn))?.unwrap_or(0);
    let columns = (
        agency::organ_id,
        agency::name,
        agency::parent,
        agency::level,
        agency::mail,
        agency::mail_subject,
        agency::allows_legacy,
        agency::valid_from,
    );
    let agencies = agency::table.select(columns).order(agency::organ_id).load::<AgencyRow>(tx.conn)?;
    let until = agency::table.select((agency::organ_id, agency::valid_until)).order(agency::organ_id);
    let until = until.load::<(String, Option<i64>)>(tx.conn)?;
    let aliases = alias::table.order(alias::organ_id).load::<(String, String, i64)>(tx.conn)?;
    let value = json!({ "agencies": agencies, "until": until, "aliases": aliases });
    let bytes = serde_json_canonicalizer::to_vec(&value)
        .map_err(|error| Error::Evidence { reason: format!("directory as JCS: {error}") })?;
    let Digest(sha256) = crypto::sha256(&bytes);
    Ok(VersionRef { version: unsigned(last)? + 1, sha256: Digest(sha256) })
}
