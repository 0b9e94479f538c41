//! The working calendars: the one in force for the hub or an agency, and every version there was.

use diesel::prelude::*;

use crate::domain::calendar::Calendar;
use crate::domain::ids::{Digest, Micros, OrganId};
use crate::store::conn::found;
use crate::store::log::unsigned;
use crate::store::schema::calendar;
use crate::store::{Error, LeafRef, Store, commit, words};

/// A change of a calendar, as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// From 1.
    pub version: u64,
    /// Whose; `None`: the hub's.
    pub agency: Option<OrganId>,
    /// Of the canonical JSON of what is in force after it.
    pub sha256: Digest,
    /// When.
    pub at: Micros,
    /// False: none of its own any more.
    pub own: bool,
    /// Its CalendarChanged leaf.
    pub leaf: LeafRef,
}

impl Store {
    /// The calendar in force for an agency: its own, else the hub's, else the one that the program ships. `None`: the
    /// hub's.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn calendar(&self, agency: Option<&OrganId>) -> Result<Calendar, Error> {
        let found = self.read(|conn| commit::in_force(conn, agency))?;
        found.map_or_else(|| Ok(Calendar::shipped().clone()), |(version, _, body)| read(unsigned(version)?, &body))
    }

    /// One version, as it was imported: what a leaf that names it was judged by. `None`: there is no such version, or it
    /// took a calendar away.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn calendar_version(&self, version: u64) -> Result<Option<Calendar>, Error> {
        let wanted = i64::try_from(version).unwrap_or(i64::MAX);
        let row = self.read(|conn| {
            Ok(found(calendar::table.find(wanted).select(calendar::body).first::<Option<String>>(conn))?.flatten())
        })?;
        row.map(|body| read(version, &body)).transpose()
    }

    /// SHA-256 of the calendar that the program ships, as leaves with version 0 bear it.
    ///
    /// # Errors
    /// `Evidence`.
    pub fn shipped_calendar_sha256() -> Result<Digest, Error> {
        commit::shipped().map(|version| version.sha256)
    }

    /// Every change there was, oldest first. A few a year.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn calendars(&self) -> Result<Vec<Version>, Error> {
        self.read(|conn| {
            let rows = calendar::table.order(calendar::version).load::<Row>(conn)?;
            rows.into_iter().map(Row::into_version).collect()
        })
    }
}

/// A stored body.
pub(super) fn read(version: u64, body: &str) -> Result<Calendar, Error> {
    let calendar: Calendar = serde_json::from_str(body).map_err(|_| words::damaged("a calendar", body))?;
    Ok(Calendar { version, ..calendar })
}

#[derive(Queryable)]
struct Row {
    version: i64,
    agency: Option<String>,
    body: Option<String>,
    sha256: Vec<u8>,
    at: i64,
    epoch: i64,
    leaf: i64,
    leaf_size: i64,
}

impl Row {
    fn into_version(self) -> Result<Version, Error> {
        let reference = commit::version_ref(self.version, &self.sha256)?;
        Ok(Version {
            version: reference.version,
            agency: self.agency.map(OrganId),
            sha256: reference.sha256,
            at: Micros(self.at),
            own: self.body.is_some(),
            leaf: LeafRef { epoch: self.epoch, index: self.leaf, size: self.leaf_size },
        })
    }
}
