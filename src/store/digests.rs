//! Offices that are told of all that arrived in one mail: when, and what the mail tells.

use diesel::prelude::*;

use super::deliveries::{InboxLine, LineRow, Row, into_line, lines, newest_of};
use super::{Error, Page, Store, read, words};
use crate::domain::digest::Times;
use crate::domain::ids::{Micros, OrganId};
use crate::store::schema::{delivery, digest, listing};

/// An office whose moment has come.
#[derive(Clone, Debug)]
pub struct DueDigest {
    /// Whose.
    pub agency: OrganId,
    /// Its times; `None`: it is told for the last time.
    pub times: Option<Times>,
    /// What its row says: to be handed back.
    pub expected: Micros,
    /// The place in the log up to which it was told.
    pub told: i64,
}

impl Store {
    /// Whose digest is due at `now` by the hub's clock.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn due_digests(&self, now: Micros, limit: u32) -> Result<Vec<DueDigest>, Error> {
        self.read(|conn| {
            let rows = digest::table.filter(digest::next.le(now.0)).order(digest::next).limit(read::limit(limit));
            let rows = rows.load::<(String, String, i64, i64)>(conn)?;
            let read = |(agency, times, next, told): (String, String, i64, i64)| {
                Ok(DueDigest { agency: OrganId(agency), times: into_times(&times)?, expected: Micros(next), told })
            };
            rows.into_iter().map(read).collect()
        })
    }

    /// Who gets digests, in the order of the codes.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn digests(&self) -> Result<Vec<(OrganId, Times)>, Error> {
        self.read(|conn| {
            let rows = digest::table.select((digest::agency, digest::times)).order(digest::agency);
            let rows = rows.load::<(String, String)>(conn)?;
            let read =
                |(agency, times): (String, String)| Ok(into_times(&times)?.map(|times| (OrganId(agency), times)));
            rows.into_iter().filter_map(|row| read(row).transpose()).collect()
        })
    }

    /// The place in the log of what arrived last under that very code; -1: nothing.
    ///
    /// # Errors
    /// `Database`.
    pub fn newest_of(&self, code: &OrganId) -> Result<i64, Error> {
        self.read(|conn| newest_of(conn, &code.0))
    }

    /// What arrived under that very code after the place `told` of the log, until `until`, and was not withdrawn; without
    /// the priorities of `urgent`, which were told at once.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn digest_lines(
        &self,
        agency: &OrganId,
        told: i64,
        until: Micros,
        urgent: &[i16],
        limit: u32,
    ) -> Result<Page<InboxLine>, Error> {
        self.read(|conn| {
            let rows = lines()
                .filter(delivery::agency.eq(&agency.0).and(delivery::pos.gt(told)))
                .filter(delivery::delivered_at.le(until.0).and(delivery::state.ne("cancelled")))
                .filter(listing::urgency.is_null().or(listing::urgency.ne_all(urgent)))
                .order(delivery::pos)
                .limit(read::limit(limit));
            let rows = rows.load::<(Row, LineRow)>(conn)?.into_iter().map(into_line).collect::<Result<Vec<_>, _>>()?;
            Ok(Page::of(rows, limit, |line| line.delivery.pos))
        })
    }
}

fn into_times(text: &str) -> Result<Option<Times>, Error> {
    if text.is_empty() {
        return Ok(None);
    }
    Times::parse(text).map(Some).map_err(|_| words::damaged("digest", text))
}
