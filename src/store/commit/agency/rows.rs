//! The rows of one agency, and whether it may stand where it is to stand.

use std::collections::HashMap;

use diesel::prelude::*;
use serde_json::json;

use super::super::tx::{Halt, Tx};
use crate::domain::ids::{Micros, OrganId};
use crate::domain::tree::{self, Node};
use crate::store::Conflict;
use crate::store::change::AgencyFacts;
use crate::store::conn::{each, found};
use crate::store::schema::{agency, agency_called, alias, mail_failing};

/// What the directory keeps of an agency beside its end.
#[derive(Insertable, AsChangeset, Queryable, serde::Serialize)]
#[diesel(table_name = agency)]
#[diesel(treat_none_as_null = true)]
pub(super) struct AgencyRow {
    organ_id: String,
    name: String,
    parent: Option<String>,
    level: i16,
    mail: String,
    mail_subject: bool,
    allows_legacy: bool,
    valid_from: i64,
}

impl AgencyRow {
    fn of(facts: &AgencyFacts) -> Self {
        Self {
            organ_id: facts.organ_id.0.clone(),
            name: facts.name.clone(),
            parent: facts.parent.as_ref().map(|parent| parent.0.clone()),
            level: facts.level,
            mail: json!(facts.mail).to_string(),
            mail_subject: facts.mail_subject,
            allows_legacy: facts.allows_legacy,
            valid_from: facts.valid_from.0,
        }
    }
}

/// The code is nobody's yet.
pub(super) fn free(tx: &mut Tx<'_>, id: &OrganId) -> Result<(), Halt> {
    let row = agency::table.find(&id.0).select(agency::level).first::<i16>(tx.conn);
    let forward = alias::table.find(&id.0).select(alias::successor).first::<String>(tx.conn);
    if found(row)?.is_some() || found(forward)?.is_some() {
        return Err(Conflict::AgencyExists { organ_id: id.clone() }.into());
    }
    Ok(())
}

/// The code is an agency's, open or closed.
pub(super) fn exists(tx: &mut Tx<'_>, id: &OrganId) -> Result<(), Halt> {
    let row = found(agency::table.find(&id.0).select(agency::level).first::<i16>(tx.conn))?;
    known(usize::from(row.is_some()), id)
}

/// One row was met.
pub(super) fn known(rows: usize, id: &OrganId) -> Result<(), Halt> {
    if rows == 1 { Ok(()) } else { Err(Conflict::AgencyUnknown { organ_id: id.clone() }.into()) }
}

/// The agency stands in the tree: its parent is there, above it, and not below it.
pub(super) fn stands(tx: &mut Tx<'_>, facts: &AgencyFacts) -> Result<(), Halt> {
    let mut nodes: HashMap<OrganId, Node> = HashMap::new();
    let mut next = facts.parent.clone();
    for _ in 0..=tree::MAX_DEPTH {
        let Some(id) = next.take().filter(|id| !nodes.contains_key(id)) else { break };
        let row = agency::table.find(&id.0).select((agency::parent, agency::level));
        let Some((parent, level)) = found(row.first::<(Option<String>, i16)>(tx.conn))? else { break };
        let node = Node { parent: parent.map(OrganId), level };
        next.clone_from(&node.parent);
        nodes.insert(id, node);
    }
    let children = agency::table.filter(agency::parent.eq(&facts.organ_id.0)).order(agency::level);
    let children = found(children.select(agency::level).first::<i16>(tx.conn))?;
    let node = Node { parent: facts.parent.clone(), level: facts.level };
    tree::check(&facts.organ_id, &node, children, |id| nodes.get(id).cloned())
        .map_err(|refused| Conflict::Tree { refused }.into())
}

pub(super) fn insert(tx: &mut Tx<'_>, facts: &AgencyFacts) -> Result<(), Halt> {
    let row = AgencyRow::of(facts);
    each!(&mut *tx.conn, c => diesel::insert_into(agency::table).values(&row).execute(c))?;
    Ok(())
}

/// Writes the facts; answers the name before.
pub(super) fn update(tx: &mut Tx<'_>, facts: &AgencyFacts) -> Result<String, Halt> {
    exists(tx, &facts.organ_id)?;
    let before = name_now(tx, &facts.organ_id)?;
    diesel::update(agency::table.find(&facts.organ_id.0)).set(&AgencyRow::of(facts)).execute(tx.conn)?;
    // An address that is no longer the office's fails nobody.
    let failing = mail_failing::table.filter(mail_failing::agency.eq(&facts.organ_id.0));
    diesel::delete(failing.filter(mail_failing::address.ne_all(&facts.mail))).execute(tx.conn)?;
    Ok(before)
}

/// The code bears `name` from `from` on.
pub(super) fn name(tx: &mut Tx<'_>, id: &OrganId, name: &str, from: Micros) -> Result<(), Halt> {
    let row = (agency_called::organ_id.eq(&id.0), agency_called::from_time.eq(from.0), agency_called::name.eq(name));
    each!(&mut *tx.conn, c => diesel::insert_into(agency_called::table).values(&row)
        .on_conflict((agency_called::organ_id, agency_called::from_time)).do_update()
        .set(agency_called::name.eq(name)).execute(c))?;
    Ok(())
}

/// The name that counts now; before the first one's time, the first one.
pub(super) fn name_now(tx: &mut Tx<'_>, id: &OrganId) -> Result<String, Halt> {
    let names = agency_called::table.filter(agency_called::organ_id.eq(&id.0)).order(agency_called::from_time);
    let names = names.select((agency_called::from_time, agency_called::name)).load::<(i64, String)>(tx.conn)?;
    let now = names.iter().rfind(|(from, _)| *from <= tx.now.0).or(names.first());
    Ok(now.map(|(_, name)| name.clone()).unwrap_or_default())
}

pub(super) fn suspend(tx: &mut Tx<'_>, id: &OrganId, from: Option<Micros>) -> Result<(), Halt> {
    let set = agency::suspended_from.eq(from.map(|at| at.0));
    known(diesel::update(agency::table.find(&id.0)).set(set).execute(tx.conn)?, id)
}
