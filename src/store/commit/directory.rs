//! The directory as the committer knows it: read once, kept from batch to batch while no operator acted.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::calendar::InForce;
use super::tx::{Halt, Tx};
use crate::domain::agency::{self, Addressed, AgencyError, Entry, StandIn, Validity};
use crate::domain::ids::{Digest, Micros, OrganId, SystemId};
use crate::evidence::leaf::VersionRef;
use crate::store::conn::{Conn, found};
use crate::store::schema::{agency as agencies, alias, directory, operator_act, substitute};
use crate::store::{Conflict, Error, family, log};

/// Agencies, aliases and live systems, as of an operator's last act.
#[derive(Default)]
pub(super) struct Directory {
    /// pos of that act; every process sees it under the head lock, whoever acted.
    acted: Option<i64>,
    entries: HashMap<OrganId, Option<Known>>,
    version: Option<VersionRef>,
    /// The calendar in force, by agency; `None`: the hub's.
    pub(super) calendars: HashMap<Option<OrganId>, InForce>,
    pub(super) live_systems: HashSet<(SystemId, OrganId)>,
}

#[derive(Clone)]
struct Known {
    entry: Entry,
    level: Option<i16>,
}

impl Directory {
    /// Forgets everything if an operator acted since; called at the start of each batch.
    pub(super) fn refresh(&mut self, conn: &mut Conn) -> Result<(), Error> {
        let last = operator_act::table.select(operator_act::pos).order(operator_act::pos.desc());
        let last = Some(found(last.first::<i64>(conn))?.unwrap_or(-1));
        if self.acted != last {
            *self = Self { acted: last, ..Self::default() };
            let row = directory::table
                .select((directory::version, directory::sha256))
                .order(directory::version.desc())
                .first::<(i64, Vec<u8>)>(conn);
            self.version = found(row)?.map(|(version, sha256)| version_ref(version, &sha256)).transpose()?;
        }
        Ok(())
    }

    /// Forgets what the tables said: an act has written into them, or what it wrote was taken back.
    pub(super) fn forget_entries(&mut self) {
        self.entries.clear();
    }

    /// Forgets everything: a batch was rolled back.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// The directory in force; `None` while it is empty.
    pub(super) fn version(&self) -> Option<VersionRef> {
        self.version.clone()
    }

    fn load(&mut self, conn: &mut Conn, id: &OrganId) -> Result<Option<Known>, Error> {
        if let Some(known) = self.entries.get(id) {
            return Ok(known.clone());
        }
        let known = read(conn, id)?;
        // A package may name any number of codes that do not exist; they are not kept.
        if known.is_some() {
            self.entries.insert(id.clone(), known.clone());
        }
        Ok(known)
    }
}

impl Tx<'_> {
    /// The agency that answers for `named` now.
    pub(super) fn resolve(&mut self, named: &OrganId) -> Result<Result<OrganId, AgencyError>, Halt> {
        let mut known = HashMap::new();
        let mut next = Some(named.clone());
        for _ in 0..=agency::MAX_SUCCESSORS {
            let Some(id) = next.take().filter(|id| !known.contains_key(id)) else { break };
            let Some(found) = self.directory.load(self.conn, &id)? else { break };
            next.clone_from(&found.entry.successor);
            known.insert(id, found.entry);
        }
        Ok(agency::resolve(named, self.now, |id| known.get(id).cloned()).map(|resolved| resolved.agency))
    }

    /// Where the copies for `named` go now.
    pub(super) fn addressed(&mut self, named: &[OrganId]) -> Result<Vec<Result<Addressed, AgencyError>>, Halt> {
        let mut known = HashMap::new();
        let mut open: Vec<OrganId> = named.to_vec();
        while let Some(id) = open.pop() {
            if known.contains_key(&id) {
                continue;
            }
            let Some(found) = self.directory.load(self.conn, &id)? else { continue };
            open.extend(found.entry.successor.clone());
            // A substitute's substitute takes nothing, so the walk ends with the directory.
            open.extend(found.entry.stand_ins.iter().map(|other| other.agency.clone()));
            known.insert(id, found.entry);
        }
        Ok(agency::addressed(named, self.now, |id| known.get(id).cloned()))
    }

    /// Whether the agency that answers for `named` is not suspended.
    pub(super) fn may_send(&mut self, named: &OrganId) -> Result<(), Halt> {
        let agency = self.answers_for(named)?;
        let known = self.directory.load(self.conn, &agency)?;
        if known.is_some_and(|known| known.entry.is_suspended(self.now)) {
            return Err(Conflict::AgencySuspended { organ_id: named.clone() }.into());
        }
        Ok(())
    }

    /// The agency that answers for `named` now; the code itself where that is nobody.
    pub(super) fn answers_for(&mut self, named: &OrganId) -> Result<OrganId, Halt> {
        Ok(self.resolve(named)?.unwrap_or_else(|_| named.clone()))
    }

    /// All codes whose business is that agency's now.
    pub(super) fn codes_of(&mut self, agency: &OrganId) -> Result<Vec<String>, Halt> {
        Ok(family::of(self.conn, agency, self.now)?)
    }

    /// The same, with the fault as a conflict.
    pub(super) fn agency(&mut self, named: &OrganId) -> Result<OrganId, Halt> {
        self.resolve(named)?.map_err(|error| Halt::Conflict(conflict_of(error)))
    }

    /// An agency's level, for the rates.
    pub(super) fn level(&mut self, id: &OrganId) -> Result<Option<u8>, Halt> {
        let level = self.directory.load(self.conn, id)?.and_then(|known| known.level);
        Ok(level.and_then(|level| u8::try_from(level).ok()))
    }
}

/// The conflict of an agency that means nobody.
pub(super) fn conflict_of(error: AgencyError) -> Conflict {
    match error {
        AgencyError::Unknown { id } => Conflict::AgencyUnknown { organ_id: id },
        AgencyError::Closed { id } => Conflict::AgencyClosed { organ_id: id },
        AgencyError::Suspended { id } => Conflict::AgencySuspended { organ_id: id },
        AgencyError::Circle { id } => Conflict::AliasCycle { organ_id: id },
    }
}

/// What the tables say of one code.
fn read(conn: &mut Conn, id: &OrganId) -> Result<Option<Known>, Error> {
    let columns = (agencies::valid_from, agencies::valid_until, agencies::level, agencies::suspended_from);
    let row = found(agencies::table.find(&id.0).select(columns).first::<OwnRow>(conn))?;
    let columns = (alias::successor, alias::from_time);
    let forward = found(alias::table.find(&id.0).select(columns).first::<(String, i64)>(conn))?;
    let columns = (substitute::from_time, substitute::until_time, substitute::stands_in);
    let stand_ins = substitute::table.filter(substitute::agency.eq(&id.0)).order(substitute::from_time.desc());
    let stand_ins = stand_ins.select(columns).load::<(i64, Option<i64>, String)>(conn)?;
    let stand_in = |(from, until, agency): (i64, Option<i64>, String)| StandIn {
        validity: Validity { from: Micros(from), until: until.map(Micros) },
        agency: OrganId(agency),
    };
    let known = entry(id, row, forward);
    Ok(known.map(|mut known| {
        known.entry.stand_ins = stand_ins.into_iter().map(stand_in).collect();
        known
    }))
}

/// From, until, level, suspended from.
type OwnRow = (i64, Option<i64>, i16, Option<i64>);

fn entry(id: &OrganId, row: Option<OwnRow>, forward: Option<(String, i64)>) -> Option<Known> {
    let successor = forward.as_ref().map(|(successor, _)| OrganId(successor.clone()));
    let entry = |from: i64, until: Option<i64>| Entry {
        id: id.clone(),
        validity: Validity { from: Micros(from), until: until.map(Micros) },
        successor: successor.clone(),
        suspended_from: row.and_then(|(.., suspended)| suspended.map(Micros)),
        stand_ins: Vec::new(),
    };
    match (row, &forward) {
        (Some((from, until, level, _)), _) => Some(Known { entry: entry(from, until), level: Some(level) }),
        // A code that only ever was an alias is valid at no time of its own.
        (None, Some((_, from))) => Some(Known { entry: entry(*from, Some(*from)), level: None }),
        (None, None) => None,
    }
}

/// The agency that answers for a code, outside of a batch.
pub(in crate::store) fn resolve(
    conn: &mut Conn,
    named: &OrganId,
    at: Micros,
) -> Result<Result<OrganId, AgencyError>, Error> {
    let mut known = HashMap::new();
    let mut next = Some(named.clone());
    for _ in 0..=agency::MAX_SUCCESSORS {
        let Some(id) = next.take().filter(|id| !known.contains_key(id)) else { break };
        let Some(found) = read(conn, &id)? else { break };
        next.clone_from(&found.entry.successor);
        known.insert(id, found.entry);
    }
    Ok(agency::resolve(named, at, |id| known.get(id).cloned()).map(|resolved| resolved.agency))
}

pub(in crate::store) fn version_ref(version: i64, sha256: &[u8]) -> Result<VersionRef, Error> {
    let sha256 = Digest::from_slice(sha256)
        .ok_or_else(|| Error::Damaged { what: "a digest", found: format!("{} bytes", sha256.len()) })?;
    Ok(VersionRef { version: log::unsigned(version)?, sha256 })
}
