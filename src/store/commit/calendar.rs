//! The working calendars: a change of one, and which is in force for whom.

use std::sync::{Arc, LazyLock};

use diesel::prelude::*;
use serde_json::json;

use super::admin::record;
use super::directory::version_ref;
use super::row_types::CalendarRow;
use super::rows::Row;
use super::tx::{Halt, Tx};
use crate::crypto;
use crate::domain::calendar::Calendar;
use crate::domain::ids::OrganId;
use crate::evidence::leaf::{Draft, Event, VersionRef};
use crate::store::change::{CalendarAct, CalendarChange};
use crate::store::conn::{Conn, found};
use crate::store::log::{signed, unsigned};
use crate::store::schema::calendar;
use crate::store::{Committed, Conflict, Error, calendars};

/// A change of a calendar: a new version of it.
pub(super) fn change(tx: &mut Tx<'_>, item: &CalendarChange) -> Result<Committed, Halt> {
    let agency = item.agency.as_ref().map(|agency| tx.agency(agency)).transpose()?;
    let now = tx.calendar(agency.as_ref())?.version;
    if now != item.based_on {
        return Err(Conflict::CalendarMoved { based_on: item.based_on, now }.into());
    }
    let last = calendar::table.select(calendar::version).order(calendar::version.desc());
    let version = unsigned(found(last.first::<i64>(tx.conn))?.unwrap_or(0))? + 1;
    let (act, body, sha256) = match &item.what {
        CalendarAct::Set(set) => {
            let body = body(set)?;
            let sha256 = crypto::sha256(body.as_bytes());
            ("calendar.imported", Some(body), sha256)
        }
        CalendarAct::Follow => {
            // An agency's next wider calendar is the hub's; the hub's is the program's.
            let wider = if agency.is_some() { tx.calendar(None)? } else { shipped()? };
            ("calendar.dropped", None, wider.sha256)
        }
    };
    let detail = json!({ "agency": agency, "version": version, "sha256": sha256 });
    let draft = Draft { calendar: Some(VersionRef { version, sha256 }), ..Draft::new(Event::CalendarChanged) };
    let at = record(tx, &item.by, act, &detail.to_string(), draft)?;
    tx.rows.push(Row::Calendar(Box::new(CalendarRow {
        version: signed(version)?,
        agency: agency.map(|agency| agency.0),
        body,
        sha256: sha256.0.to_vec(),
        at: tx.now.0,
        epoch: at.epoch,
        leaf: at.leaf,
        leaf_size: 0,
    })));
    Ok(Committed::Done { leaf: at.answer() })
}

impl Tx<'_> {
    /// The calendar in force for an agency, or the hub's.
    pub(super) fn calendar(&mut self, agency: Option<&OrganId>) -> Result<VersionRef, Halt> {
        Ok(self.working(agency)?.version)
    }

    /// The same with its days. Many agencies share one, which is read once.
    pub(super) fn working(&mut self, agency: Option<&OrganId>) -> Result<InForce, Halt> {
        let key = agency.cloned();
        if let Some(known) = self.directory.calendars.get(&key) {
            return Ok(known.clone());
        }
        let found = match in_force(self.conn, agency)? {
            Some((version, sha256, body)) => {
                let version = version_ref(version, &sha256)?;
                let mut known = self.directory.calendars.values();
                match known.find(|known| known.version == version) {
                    Some(known) => known.clone(),
                    None => InForce { calendar: Arc::new(calendars::read(version.version, &body)?), version },
                }
            }
            None => InForce { version: shipped()?, calendar: SHIPPED_DAYS.clone() },
        };
        self.directory.calendars.insert(key, found.clone());
        Ok(found)
    }
}

/// A calendar, and how leaves name it.
#[derive(Clone)]
pub(super) struct InForce {
    pub(super) version: VersionRef,
    pub(super) calendar: Arc<Calendar>,
}

/// Version, digest and body of the calendar in force: the agency's own, else the hub's; `None`: the program's.
pub(in crate::store) fn in_force(
    conn: &mut Conn,
    agency: Option<&OrganId>,
) -> Result<Option<(i64, Vec<u8>, String)>, Error> {
    type Found = (i64, Vec<u8>, Option<String>);
    let columns = (calendar::version, calendar::sha256, calendar::body);
    let newest = calendar::table.select(columns).order(calendar::version.desc());
    if let Some(agency) = agency {
        let own = found(newest.filter(calendar::agency.eq(&agency.0)).first::<Found>(conn))?;
        if let Some((version, sha256, Some(body))) = own {
            return Ok(Some((version, sha256, body)));
        }
    }
    let hub = found(newest.filter(calendar::agency.is_null()).first::<Found>(conn))?;
    Ok(hub.and_then(|(version, sha256, body)| Some((version, sha256, body?))))
}

/// Version 0.
pub(in crate::store) fn shipped() -> Result<VersionRef, Error> {
    let digest = SHIPPED.as_ref().map(|body| crypto::sha256(body.as_bytes()));
    let sha256 = digest.ok_or_else(|| Error::Evidence { reason: "the shipped calendar as JCS".to_owned() })?;
    Ok(VersionRef { version: 0, sha256 })
}

/// The JCS form (RFC 8785), which is what is stored and digested.
fn body(calendar: &Calendar) -> Result<String, Error> {
    serde_json_canonicalizer::to_string(calendar)
        .map_err(|error| Error::Evidence { reason: format!("calendar as JCS: {error}") })
}

static SHIPPED_DAYS: LazyLock<Arc<Calendar>> = LazyLock::new(|| Arc::new(Calendar::shipped().clone()));

static SHIPPED: LazyLock<Option<String>> = LazyLock::new(|| body(Calendar::shipped()).ok());
