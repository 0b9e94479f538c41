//! The exchange rates from rows: counts by agency and month. Only the months asked for are read, by index. The same
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
use crate::store::schema::declaration;
use crate::store::{Error, Store, read, words};

impl Store {
    /// The counts per agency and month, for months `from` to `to` inclusive. For auditors; an agency's own view filters
    /// by its code.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn rates(&self, from: Month, to: Month) -> Result<BTreeMap<(OrganId, Month), Tally>, Error> {
        let (from, to) = (words::month_number(from), words::month_number(to));
        let mut out: BTreeMap<(OrganId, Month), Tally> = BTreeMap::new();
        self.read(|conn| {
            let documents = sql_counts::<Documents>(conn, DOCUMENTS, from, to)?;
            for row in documents {
                let tally = out.entry(row.key.key()?).or_default();
                tally.documents += read::count(row.documents)?;
                tally.signed += read::count(row.signed)?;
            }
            for row in sql_counts::<Counted>(conn, OUTGOING, from, to)? {
                out.entry(row.key.key()?).or_default().outgoing.add(&row.copies()?);
            }
            for row in sql_counts::<Counted>(conn, INCOMING, from, to)? {
                out.entry(row.key.key()?).or_default().incoming.add(&row.copies()?);
            }
            let paper = declaration::table
                .select((declaration::agency, declaration::month, declaration::count))
                .filter(diesel::dsl::sql::<diesel::sql_types::Bool>("standing"))
                .filter(declaration::month.between(from, to))
                .load::<(String, i64, i64)>(conn)?;
            for (agency, month, count) in paper {
                out.entry((OrganId(agency), words::read_month(month)?)).or_default().paper = read::count(count)?;
            }
            Ok(())
        })?;
        Ok(out)
    }
}

fn sql_counts<T: QueryableByName<Sqlite> + QueryableByName<Pg> + 'static>(
    conn: &mut Conn,
    text: &str,
    from: i64,
    to: i64,
) -> QueryResult<Vec<T>> {
    each!(conn, c => diesel::sql_query(text).bind::<BigInt, _>(from).bind::<BigInt, _>(to).load::<T>(c))
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
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(embed)]
    key: Key,
    #[diesel(sql_type = BigInt)]
    sent: i64,
    #[diesel(sql_type = BigInt)]
    received: i64,
    #[diesel(sql_type = BigInt)]
    acknowledged: i64,
    #[diesel(sql_type = BigInt)]
    returned: i64,
    #[diesel(sql_type = BigInt)]
    completed: i64,
    #[diesel(sql_type = BigInt)]
    withdrawn: i64,
}

impl Counted {
    fn copies(&self) -> Result<Copies, Error> {
        Ok(Copies {
            sent: read::count(self.sent)?,
            received: read::count(self.received)?,
            acknowledged: read::count(self.acknowledged)?,
            returned: read::count(self.returned)?,
            completed: read::count(self.completed)?,
            withdrawn: read::count(self.withdrawn)?,
        })
    }
}

// COUNT of a CASE instead of SUM: the sum of BIGINTs is NUMERIC on PostgreSQL (DEPENDENCIES.md, trap 7).

/// The same document sent again counts once, in the month of its first attempt.
const DOCUMENTS: &str = "SELECT issuer AS agency, month, COUNT(*) AS documents, \
     COUNT(CASE WHEN signed IN ('dsig', 'B', 'T', 'LT') THEN 1 END) AS signed \
     FROM document WHERE month BETWEEN $1 AND $2 AND attempt = 1 GROUP BY issuer, month";

const OUTGOING: &str = "SELECT issuer AS agency, month, COUNT(CASE WHEN state <> 'cancelled' THEN 1 END) AS sent, \
     COUNT(CASE WHEN state = 'cancelled' THEN 1 END) AS withdrawn, \
     COUNT(CASE WHEN heard THEN 1 END) AS received, \
     COUNT(CASE WHEN ack IN ('accepted', 'assigned', 'in_progress', 'completed') THEN 1 END) AS acknowledged, \
     COUNT(CASE WHEN ack = 'returned' THEN 1 END) AS returned, \
     COUNT(CASE WHEN ack = 'completed' THEN 1 END) AS completed \
     FROM delivery WHERE month BETWEEN $1 AND $2 GROUP BY issuer, month";

const INCOMING: &str = "SELECT agency, month, COUNT(CASE WHEN state <> 'cancelled' THEN 1 END) AS sent, \
     COUNT(CASE WHEN state = 'cancelled' THEN 1 END) AS withdrawn, \
     COUNT(CASE WHEN heard THEN 1 END) AS received, \
     COUNT(CASE WHEN ack IN ('accepted', 'assigned', 'in_progress', 'completed') THEN 1 END) AS acknowledged, \
     COUNT(CASE WHEN ack = 'returned' THEN 1 END) AS returned, \
     COUNT(CASE WHEN ack = 'completed' THEN 1 END) AS completed \
     FROM delivery WHERE month BETWEEN $1 AND $2 GROUP BY agency, month";
