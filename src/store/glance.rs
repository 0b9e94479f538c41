//! The four figures of an office's morning: what is to accept, what is due, what of its own sendings needs a look, and how
//! much of this month was accepted in time.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::domain::ids::{Micros, OrganId};
use crate::domain::rate::Month;
use crate::store::conn::each;
use crate::store::desk::Counts;
use crate::store::outbox::SentCounts;
use crate::store::{Error, Store, words};

/// The figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Glance {
    /// The inbox, by view.
    pub inbox: Counts,
    /// What was sent, by what is wrong with it.
    pub sent: SentCounts,
    /// Of those below, how many were acknowledged in time (on the day of arrival, NĐ 30/2020 Điều 21.2).
    pub in_time: i64,
    /// Documents of this month that were acknowledged, or whose deadline has passed; only where the calendar knows the day.
    pub judged: i64,
}

impl Store {
    /// The figures of an agency at `now`, in `month`; due is what is due at `due_until` at the latest.
    ///
    /// # Errors
    /// `Database`.
    pub fn glance(&self, agency: &OrganId, month: Month, now: Micros, due_until: Micros) -> Result<Glance, Error> {
        let inbox = self.desk_counts(agency, now, due_until)?;
        let sent = self.outbox_counts(agency, now)?;
        let mut glance = Glance { inbox, sent, ..Glance::default() };
        self.read_as(agency, |conn, codes| {
            for code in codes {
                let row = each!(&mut *conn, c => diesel::sql_query(IN_TIME)
                    .bind::<BigInt, _>(now.0)
                    .bind::<BigInt, _>(words::month_number(month))
                    .bind::<Text, _>(code)
                    .get_result::<InTime>(c))?;
                glance.in_time += row.in_time;
                glance.judged += row.judged;
            }
            Ok(glance)
        })
    }
}

#[derive(QueryableByName)]
struct InTime {
    #[diesel(sql_type = BigInt)]
    in_time: i64,
    #[diesel(sql_type = BigInt)]
    judged: i64,
}

const IN_TIME: &str = "SELECT COUNT(CASE WHEN accepted_at <= accept_by THEN 1 END) AS in_time, \
     COUNT(CASE WHEN accepted_at IS NOT NULL OR accept_by < $1 THEN 1 END) AS judged \
     FROM delivery WHERE month = $2 AND agency = $3 AND accept_known AND state <> 'cancelled'";
