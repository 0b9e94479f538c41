//! Changes of the directory: agencies and their tree, codes that forward, substitutes, groups. One act is one leaf and one
//! version. What an act writes stands in a savepoint: of one that does not hold nothing is left.

mod rows;
mod version;

use diesel::prelude::*;
use serde_json::{Value, json};

use super::admin::record;
use super::binding;
use super::row_types::{BindingRow, DirectoryRow};
use super::rows::Row;
use super::tx::{Halt, Tx};
use crate::domain::ids::{Micros, OrganId};
use crate::evidence::leaf::{Draft, Event};
use crate::store::change::{Actor, AgencyAct, AgencyChange, AgencyFacts};
use crate::store::conn::{each, found};
use crate::store::schema::{agency, alias, receiver_group, substitute};
use crate::store::{Committed, Conflict, Error, log};

/// A change of the directory: a new version of it.
pub(super) fn change(tx: &mut Tx<'_>, item: &AgencyChange) -> Result<Committed, Halt> {
    diesel::sql_query("SAVEPOINT act").execute(tx.conn)?;
    match act(tx, &item.by, &item.what) {
        Ok(done) => {
            diesel::sql_query("RELEASE SAVEPOINT act").execute(tx.conn)?;
            finish(tx, &item.by, done)
        }
        Err(Halt::Conflict(conflict)) => {
            diesel::sql_query("ROLLBACK TO SAVEPOINT act").execute(tx.conn)?;
            diesel::sql_query("RELEASE SAVEPOINT act").execute(tx.conn)?;
            tx.directory.forget_entries();
            Err(conflict.into())
        }
        Err(other) => Err(other),
    }
}

/// What an act did.
struct Done {
    act: &'static str,
    detail: Value,
    /// Bindings that end with it.
    ended: Vec<BindingRow>,
}

impl Done {
    fn new(act: &'static str, detail: Value) -> Self {
        Self { act, detail, ended: Vec::new() }
    }
}

/// The leaf of the directory, and one for each binding that ends.
fn finish(tx: &mut Tx<'_>, by: &Actor, done: Done) -> Result<Committed, Halt> {
    let version = version::next(tx)?;
    let row = DirectoryRow {
        version: log::signed(version.version)?,
        sha256: version.sha256.0.to_vec(),
        at: tx.now.0,
        epoch: 0,
        leaf: 0,
        leaf_size: 0,
    };
    let mut draft = Draft::new(Event::DirectoryChanged);
    draft.directory = Some(version);
    let at = record(tx, by, done.act, &done.detail.to_string(), draft)?;
    tx.rows.push(Row::Directory(DirectoryRow { epoch: at.epoch, leaf: at.leaf, ..row }));
    for row in done.ended {
        binding::record_end(tx, by, row)?;
    }
    Ok(Committed::Done { leaf: at.answer() })
}

fn act(tx: &mut Tx<'_>, by: &Actor, what: &AgencyAct) -> Result<Done, Halt> {
    let done = match what {
        AgencyAct::Add(facts) => {
            rows::free(tx, &facts.organ_id)?;
            rows::stands(tx, facts)?;
            rows::insert(tx, facts)?;
            rows::name(tx, &facts.organ_id, &facts.name, facts.valid_from)?;
            Done::new("agency.added", facts_json(facts))
        }
        AgencyAct::Update(facts) => {
            rows::stands(tx, facts)?;
            let before = rows::update(tx, facts)?;
            if before != facts.name {
                rows::name(tx, &facts.organ_id, &facts.name, tx.now)?;
            }
            Done::new("agency.updated", facts_json(facts))
        }
        AgencyAct::Rename { organ_id, name, from } => {
            rows::exists(tx, organ_id)?;
            rows::name(tx, organ_id, name, *from)?;
            let named = agency::name.eq(rows::name_now(tx, organ_id)?);
            diesel::update(agency::table.find(&organ_id.0)).set(named).execute(tx.conn)?;
            Done::new("agency.renamed", json!({ "organ_id": organ_id, "name": name, "from": from }))
        }
        AgencyAct::Close { organ_id, at } => {
            let close = agency::valid_until.eq(at.0);
            let rows = diesel::update(agency::table.find(&organ_id.0)).set(close).execute(tx.conn)?;
            rows::known(rows, organ_id)?;
            Done::new("agency.closed", json!({ "organ_id": organ_id, "at": at }))
        }
        AgencyAct::Suspend { organ_id, from } => {
            rows::suspend(tx, organ_id, Some(*from))?;
            Done::new("agency.suspended", json!({ "organ_id": organ_id, "from": from }))
        }
        AgencyAct::Resume { organ_id } => {
            rows::suspend(tx, organ_id, None)?;
            Done::new("agency.resumed", json!({ "organ_id": organ_id }))
        }
        AgencyAct::Alias { organ_id, successor, from } => {
            forward(tx, organ_id, successor, *from)?;
            Done::new("agency.aliased", json!({ "organ_id": organ_id, "successor": successor, "from": from }))
        }
        AgencyAct::Merge { old, successor, from } => merge(tx, by, old, successor, *from)?,
        AgencyAct::Substitute { organ_id, stands_in, from, until } => {
            stand_in(tx, organ_id, stands_in, *from, *until)?;
            let detail = json!({ "organ_id": organ_id, "stands_in": stands_in, "from": from, "until": until });
            Done::new("agency.substituted", detail)
        }
        AgencyAct::EndSubstitute { organ_id, at } => {
            let open = substitute::table
                .filter(substitute::agency.eq(&organ_id.0))
                .filter(substitute::until_time.is_null().or(substitute::until_time.assume_not_null().gt(at.0)));
            if diesel::update(open).set(substitute::until_time.eq(at.0)).execute(tx.conn)? == 0 {
                let (agency, stands_in) = (organ_id.clone(), organ_id.clone());
                return Err(Conflict::Substitute { agency, stands_in }.into());
            }
            Done::new("agency.substitute_ended", json!({ "organ_id": organ_id, "at": at }))
        }
        AgencyAct::Group { name, title, members } => {
            group(tx, name, title, members)?;
            Done::new("group.set", json!({ "name": name, "title": title, "members": members }))
        }
        AgencyAct::All(acts) => {
            let (mut details, mut ended) = (Vec::new(), Vec::new());
            for one in acts {
                let done = act(tx, by, one)?;
                details.push(json!({ "act": done.act, "detail": done.detail }));
                ended.extend(done.ended);
            }
            Done { act: "directory.imported", detail: json!({ "acts": details }), ended }
        }
    };
    tx.directory.forget_entries();
    Ok(done)
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

/// Each old code must be an agency that is open when the merger begins.
fn merge(tx: &mut Tx<'_>, by: &Actor, old: &[OrganId], successor: &OrganId, from: Micros) -> Result<Done, Halt> {
    let mut ended = Vec::new();
    for id in old {
        let row = agency::table.find(&id.0).select(agency::valid_until).first::<Option<i64>>(tx.conn);
        match found(row)? {
            None => return Err(Conflict::AgencyUnknown { organ_id: id.clone() }.into()),
            Some(Some(until)) if until <= from.0 => {
                return Err(Conflict::AgencyClosed { organ_id: id.clone() }.into());
            }
            Some(_) => {}
        }
        forward(tx, id, successor, from)?;
        tx.directory.forget_entries();
        ended.extend(binding::end_all(tx, id, from, by)?);
    }
    let bindings: Result<Vec<_>, Error> = ended.iter().map(|row| super::tx::uuid(&row.id)).collect();
    let detail = json!({ "old": old, "successor": successor, "from": from, "bindings": bindings? });
    Ok(Done { act: "agency.merged", detail, ended })
}

fn stand_in(
    tx: &mut Tx<'_>,
    agency: &OrganId,
    stands_in: &OrganId,
    from: Micros,
    until: Option<Micros>,
) -> Result<(), Halt> {
    rows::exists(tx, agency)?;
    let other = tx.agency(stands_in)?;
    if other == *agency || until.is_some_and(|until| until <= from) {
        return Err(Conflict::Substitute { agency: agency.clone(), stands_in: stands_in.clone() }.into());
    }
    let row = (
        substitute::agency.eq(&agency.0),
        substitute::from_time.eq(from.0),
        substitute::until_time.eq(until.map(|at| at.0)),
        substitute::stands_in.eq(&stands_in.0),
    );
    let new = (substitute::until_time.eq(until.map(|at| at.0)), substitute::stands_in.eq(&stands_in.0));
    each!(&mut *tx.conn, c => diesel::insert_into(substitute::table).values(&row)
        .on_conflict((substitute::agency, substitute::from_time)).do_update().set(new).execute(c))?;
    Ok(())
}

fn group(tx: &mut Tx<'_>, name: &str, title: &str, members: &[OrganId]) -> Result<(), Halt> {
    if members.is_empty() {
        if diesel::delete(receiver_group::table.find(name)).execute(tx.conn)? == 0 {
            return Err(Conflict::GroupUnknown { name: name.to_owned() }.into());
        }
        return Ok(());
    }
    for member in members {
        tx.agency(member)?;
    }
    let members = json!(members).to_string();
    let row =
        (receiver_group::name.eq(name), receiver_group::title.eq(title), receiver_group::members.eq(members.clone()));
    let new = (receiver_group::title.eq(title), receiver_group::members.eq(members));
    each!(&mut *tx.conn, c => diesel::insert_into(receiver_group::table).values(&row)
        .on_conflict(receiver_group::name).do_update().set(new).execute(c))?;
    Ok(())
}

fn facts_json(facts: &AgencyFacts) -> Value {
    json!({
        "organ_id": facts.organ_id, "name": facts.name, "parent": facts.parent, "level": facts.level,
        "mail": facts.mail, "mail_subject": facts.mail_subject, "allows_legacy": facts.allows_legacy,
        "valid_from": facts.valid_from,
    })
}
