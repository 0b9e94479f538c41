//! The exchange rates from rows: counts by agency and month. Only the months asked for are read, and out of the index alone. The same
//! numbers come out of the log's leaves (`evidence::audit::fact`, `domain::rate::Counter`), and a test holds them equal.

use std::collections::BTreeMap;

use diesel::deserialize::QueryableByName;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::Sqlite;

use crate::domain::ids::OrganId;
use crate::domain::rate::{Copies, Month, Tally};
use crate::store::conn::{Conn, each};
use crate::store::log::{Head, head};
use crate::store::schema::declaration;
use crate::store::{Error, Store, read, words};

/// The counts of the months asked for, and the state of the log that they stand on.
#[derive(Clone, Debug)]
pub struct Counted {
    /// By agency and month.
    pub tallies: BTreeMap<(OrganId, Month), Tally>,
    /// The log at that moment: a recount of its leaves gives the same numbers.
    pub head: Head,
}

impl Store {
    /// The counts per agency and month, for months `from` to `to` inclusive. For auditors; an agency's own view filters
    /// by its code.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn rates(&self, from: Month, to: Month) -> Result<BTreeMap<(OrganId, Month), Tally>, Error> {
        Ok(self.rates_of(&[(from, to)])?.tallies)
    }

    /// The same for several stretches of months that do not overlap, as of one moment.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn rates_of(&self, stretches: &[(Month, Month)]) -> Result<Counted, Error> {
        self.rates_within(stretches, None)
    }

    /// The same, of one agency alone where one is named.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn rates_within(&self, stretches: &[(Month, Month)], agency: Option<&OrganId>) -> Result<Counted, Error> {
        let mut tallies = BTreeMap::new();
        let agency = agency.map_or("", |agency| agency.0.as_str());
        let head = self.snapshot(|conn| {
            for (from, to) in stretches {
                count(conn, &mut tallies, (words::month_number(*from), words::month_number(*to)), agency)?;
            }
            head(conn)
        })?;
        Ok(Counted { tallies, head })
    }
}

fn count(
    conn: &mut Conn,
    out: &mut BTreeMap<(OrganId, Month), Tally>,
    months: (i64, i64),
    agency: &str,
) -> Result<(), Error> {
    for row in sql_counts::<Documents>(conn, DOCUMENTS, months, agency)? {
        let tally = out.entry(row.key.key()?).or_default();
        tally.documents += read::count(row.documents)?;
        tally.signed += read::count(row.signed)?;
        tally.send_known += read::count(row.send_known)?;
        tally.sent_in_time += read::count(row.sent_in_time)?;
    }
    for row in sql_counts::<CopyCounts>(conn, &copies_by("issuer"), months, agency)? {
        out.entry(row.key.key()?).or_default().outgoing.add(&row.copies()?);
    }
    for row in sql_counts::<CopyCounts>(conn, &copies_by("agency"), months, agency)? {
        out.entry(row.key.key()?).or_default().incoming.add(&row.copies()?);
    }
    let paper = declaration::table
        .select((declaration::agency, declaration::month, declaration::count))
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>("standing"))
        .filter(declaration::month.between(months.0, months.1))
        .load::<(String, i64, i64)>(conn)?;
    let paper = paper.into_iter().filter(|(whose, _, _)| agency.is_empty() || whose == agency);
    for (agency, month, count) in paper {
        out.entry((OrganId(agency), words::read_month(month)?)).or_default().paper = read::count(count)?;
    }
    Ok(())
}

fn sql_counts<T: QueryableByName<Sqlite> + QueryableByName<Pg> + 'static>(
    conn: &mut Conn,
    text: &str,
    (from, to): (i64, i64),
    agency: &str,
) -> QueryResult<Vec<T>> {
    each!(conn, c => diesel::sql_query(text)
        .bind::<BigInt, _>(from).bind::<BigInt, _>(to).bind::<Text, _>(agency)
        .load::<T>(c))
}

#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = Text)]
    agency: String,
    #[diesel(sql_type = BigInt)]
    month: i64,
}

impl Key {
    fn key(&self) -> Result<(OrganId, Month), Error> {
        Ok((OrganId(self.agency.clone()), words::read_month(self.month)?))
    }
}

#[derive(QueryableByName)]
struct Documents {
    #[diesel(embed)]
    key: Key,
    #[diesel(sql_type = BigInt)]
    documents: i64,
    #[diesel(sql_type = BigInt)]
    signed: i64,
    #[diesel(sql_type = BigInt)]
    send_known: i64,
    #[diesel(sql_type = BigInt)]
    sent_in_time: i64,
}

#[derive(QueryableByName)]
struct CopyCounts {
    #[diesel(embed)]
    key: Key,
    #[diesel(sql_type = BigInt)]
    sent: i64,
    #[diesel(sql_type = BigInt)]
    received: i64,
    #[diesel(sql_type = BigInt)]
    acknowledged: i64,
    #[diesel(sql_type = BigInt)]
    accept_known: i64,
    #[diesel(sql_type = BigInt)]
    accepted_in_time: i64,
    #[diesel(sql_type = BigInt)]
    returned: i64,
    #[diesel(sql_type = BigInt)]
    completed: i64,
    #[diesel(sql_type = BigInt)]
    withdrawn: i64,
}

impl CopyCounts {
    fn copies(&self) -> Result<Copies, Error> {
        Ok(Copies {
            sent: read::count(self.sent)?,
            received: read::count(self.received)?,
            acknowledged: read::count(self.acknowledged)?,
            accept_known: read::count(self.accept_known)?,
            accepted_in_time: read::count(self.accepted_in_time)?,
            returned: read::count(self.returned)?,
            completed: read::count(self.completed)?,
            withdrawn: read::count(self.withdrawn)?,
        })
    }
}

// COUNT of a CASE instead of SUM: the sum of BIGINTs is NUMERIC on PostgreSQL (DEPENDENCIES.md, trap 7).

/// The same document sent again counts once, in the month of its first attempt.
const DOCUMENTS: &str = "SELECT issuer AS agency, month, COUNT(*) AS documents, \
     COUNT(CASE WHEN signed IN ('dsig', 'B', 'T', 'LT') THEN 1 END) AS signed, \
     COUNT(send_by) AS send_known, COUNT(CASE WHEN received <= send_by THEN 1 END) AS sent_in_time \
     FROM document WHERE month BETWEEN $1 AND $2 AND attempt = 1 AND ($3 = '' OR issuer = $3) GROUP BY issuer, month";

/// Copies by who sent them (`issuer`) or whom they went to (`agency`).
fn copies_by(whose: &'static str) -> String {
    format!(
        "SELECT {whose} AS agency, month, COUNT(CASE WHEN state <> 'cancelled' THEN 1 END) AS sent, \
         COUNT(CASE WHEN state = 'cancelled' THEN 1 END) AS withdrawn, \
         COUNT(CASE WHEN heard THEN 1 END) AS received, \
         COUNT(CASE WHEN ack IN ('accepted', 'assigned', 'in_progress', 'completed') THEN 1 END) AS acknowledged, \
         COUNT(CASE WHEN accept_known AND state <> 'cancelled' THEN 1 END) AS accept_known, \
         COUNT(CASE WHEN accept_known AND state <> 'cancelled' AND accepted_at <= accept_by THEN 1 END) \
         AS accepted_in_time, \
         COUNT(CASE WHEN ack = 'returned' THEN 1 END) AS returned, \
         COUNT(CASE WHEN ack = 'completed' THEN 1 END) AS completed \
         FROM delivery WHERE month BETWEEN $1 AND $2 AND ($3 = '' OR {whose} = $3) GROUP BY {whose}, month"
    )
}
