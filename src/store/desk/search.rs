//! Words in an inbox: candidates come out of the full-text index in the order of the log, a handful at a time, and each
//! handful is held against view and filters, until the page is full. No question reads more than [`CANDIDATES`] of them.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary, Text};

use super::page::{Asked, Key, Order, Turn, ranges};
use crate::store::conn::Conn;
use crate::store::{Error, search};

/// Folded words.
pub(super) struct Words(String);

impl Words {
    /// Nothing to look for is no filter.
    pub(super) fn of(text: Option<&str>) -> Option<Self> {
        text.map(search::fold).filter(|folded| !folded.is_empty()).map(Self)
    }

    /// The keys of the page.
    pub(super) fn keys(&self, conn: &mut Conn, code: &str, asked: &Asked<'_>) -> Result<Vec<Key>, Error> {
        let wanted = usize::try_from(asked.limit).unwrap_or(usize::MAX);
        if asked.order == Order::Deadline {
            // By deadline all that is found has to be at hand: the newest so many.
            let among: Vec<Vec<u8>> =
                self.candidates(conn, code, i64::MAX, true, CANDIDATES)?.into_iter().map(|one| one.id).collect();
            return ranges(conn, code, asked, Some(&among));
        }
        let down = asked.down();
        let mut place = match asked.turn {
            Turn::First => i64::MAX,
            Turn::After(at) | Turn::Before(at) => place_of(conn, code, at.pos, down)?,
        };
        let mut keys = Vec::new();
        let mut looked = 0;
        while keys.len() < wanted && looked < CANDIDATES {
            let found = self.candidates(conn, code, place, down, HANDFUL)?;
            let Some(last) = found.last() else { break };
            place = last.n;
            looked += HANDFUL;
            let few = i64::try_from(found.len()).is_ok_and(|found| found < HANDFUL);
            let among: Vec<Vec<u8>> = found.into_iter().map(|one| one.id).collect();
            keys.extend(ranges(conn, code, asked, Some(&among))?);
            if few {
                break;
            }
        }
        Ok(keys)
    }

    /// Deliveries to `code` whose document has all the words, beyond `place` in the order of the log.
    fn candidates(
        &self,
        conn: &mut Conn,
        code: &str,
        place: i64,
        down: bool,
        limit: i64,
    ) -> Result<Vec<Candidate>, Error> {
        let (sign, order) = if down { ("<", "DESC") } else { (">", "ASC") };
        Ok(match conn {
            Conn::Sqlite(sqlite) => diesel::sql_query(format!(
                "SELECT v.id, f.rowid AS n FROM listing_fts f JOIN listing l ON l.n = f.rowid \
                 JOIN delivery v ON v.document = l.document \
                 WHERE f.search MATCH $1 AND f.rowid {sign} $2 AND v.agency = $3 ORDER BY f.rowid {order} LIMIT $4"
            ))
            .bind::<Text, _>(search::match_of(&self.0))
            .bind::<BigInt, _>(place)
            .bind::<Text, _>(code)
            .bind::<BigInt, _>(limit)
            .load(sqlite)?,
            Conn::Pg(pg) => diesel::sql_query(format!(
                "SELECT v.id, l.n FROM listing l JOIN delivery v ON v.document = l.document \
                 WHERE l.search LIKE ALL ($1) AND l.n {sign} $2 AND v.agency = $3 ORDER BY l.n {order} LIMIT $4"
            ))
            .bind::<Array<Text>, _>(search::patterns_of(&self.0))
            .bind::<BigInt, _>(place)
            .bind::<Text, _>(code)
            .bind::<BigInt, _>(limit)
            .load(pg)?,
        })
    }
}

/// The listing's number at a place in the log: both grow together.
fn place_of(conn: &mut Conn, code: &str, pos: i64, down: bool) -> Result<i64, Error> {
    use crate::store::schema::{delivery, document, listing};
    let rows = delivery::table
        .inner_join(document::table.inner_join(listing::table))
        .select(listing::n)
        .filter(delivery::agency.eq(code))
        .limit(1)
        .into_boxed();
    let (rows, end) = if down {
        (rows.filter(delivery::pos.ge(pos)).order(delivery::pos.asc()), i64::MAX)
    } else {
        (rows.filter(delivery::pos.le(pos)).order(delivery::pos.desc()), i64::MIN)
    };
    Ok(rows.load::<i64>(conn)?.first().copied().unwrap_or(end))
}

#[derive(QueryableByName)]
struct Candidate {
    #[diesel(sql_type = Binary)]
    id: Vec<u8>,
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// Looked at together.
const HANDFUL: i64 = 500;
/// A page of a search for words that nearly every document has looks no further than this.
const CANDIDATES: i64 = 5_000;
