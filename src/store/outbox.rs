//! What an agency sent, as its clerk looks at it: what went wrong first, then what came back, then what lies too long at
//! its receivers, then the rest, newest first. Each document with its copies counted by where they stand.
//!
//! A document that was sent again is looked at in its newest attempt only.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::str::FromStr;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary, Text};

use crate::domain::acknowledgement::{Name, Question, Standing};
use crate::domain::delivery;
use crate::domain::ids::{DocumentUuid, Micros, OrganId};
use crate::store::conn::{Conn, each};
use crate::store::documents::{self, Document};
use crate::store::schema::{delivery as deliveries, document};
use crate::store::{Error, Store, read, search, words};

/// Why a document stands where it does in the list; the most pressing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rank {
    /// A copy could not be sent, or nobody took it in time.
    Failed,
    /// A copy was returned (02).
    Returned,
    /// A copy was not acknowledged in time.
    Overdue,
    /// Nothing is wrong with it.
    Rest,
}

/// What of it is wanted. Nothing set: all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SentFilter {
    /// Only of this rank.
    pub rank: Option<Rank>,
    /// Words, as in [`crate::store::desk::Filter`]. What is found is listed newest first.
    pub text: Option<String>,
    /// It went to this agency, after aliases.
    pub receiver: Option<OrganId>,
    /// Came in then or later.
    pub from: Option<Micros>,
    /// Came in before.
    pub until: Option<Micros>,
}

/// A document that was sent, with its copies.
#[derive(Clone, Debug)]
pub struct SentLine {
    /// The document.
    pub document: Document,
    /// Why it stands where it does.
    pub rank: Rank,
    /// Its copies by where they stand.
    pub copies: Vec<Copies>,
}

/// Copies that stand alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copies {
    /// The hub's duty.
    pub state: delivery::Name,
    /// The receiver's word.
    pub ack: Name,
    /// How the document stands there.
    pub standing: Standing,
    /// What the sender asked there and waits for.
    pub asked: Option<Question>,
    /// Its deadline has passed.
    pub late: bool,
    /// How many.
    pub count: i64,
}

/// How many documents of each rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SentCounts {
    /// [`Rank::Failed`]
    pub failed: i64,
    /// [`Rank::Returned`]
    pub returned: i64,
    /// [`Rank::Overdue`]
    pub overdue: i64,
    /// All that was ever sent.
    pub all: i64,
}

/// A place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SentCursor {
    /// The rank.
    pub rank: Rank,
    /// `document.pos`
    pub pos: i64,
}

/// A page and where to turn to.
#[derive(Clone, Debug)]
pub struct SentPage {
    /// The rows.
    pub rows: Vec<SentLine>,
    /// For `after`.
    pub next: Option<SentCursor>,
}

impl Rank {
    /// Every rank.
    pub const ALL: [Self; 4] = [Self::Failed, Self::Returned, Self::Overdue, Self::Rest];

    /// The word in links.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Returned => "returned",
            Self::Overdue => "overdue",
            Self::Rest => "rest",
        }
    }

    /// The rank of that word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rank| rank.as_str() == text)
    }

    fn of(number: i64) -> Self {
        match number {
            1 => Self::Failed,
            2 => Self::Returned,
            3 => Self::Overdue,
            _ => Self::Rest,
        }
    }
}

/// Whoever is looked at: rank, place, document.
type Key = (Rank, i64, Vec<u8>);

impl Store {
    /// A page of what an agency sent.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn outbox(
        &self,
        agency: &OrganId,
        filter: &SentFilter,
        after: Option<SentCursor>,
        now: Micros,
        limit: u32,
    ) -> Result<SentPage, Error> {
        self.read_as(agency, |conn, codes| {
            let wanted = usize::try_from(read::limit(limit)).unwrap_or(1);
            let troubled = troubled(conn, codes, now)?;
            let text = filter.text.as_deref().map(search::fold).filter(|folded| !folded.is_empty());
            let mut keys = Vec::new();
            if text.is_none() {
                keys = troubled
                    .iter()
                    .filter(|(rank, pos, _)| after.is_none_or(|at| (*rank, -pos) > (at.rank, -at.pos)))
                    .filter(|(rank, ..)| filter.rank.is_none_or(|only| only == *rank))
                    .cloned()
                    .collect();
                keys = kept(conn, keys, filter, wanted)?;
            }
            if keys.len() < wanted && (text.is_some() || matches!(filter.rank, None | Some(Rank::Rest))) {
                let left = wanted - keys.len();
                let ranks: HashMap<&[u8], Rank> = troubled.iter().map(|(rank, _, id)| (id.as_slice(), *rank)).collect();
                let from = after.filter(|at| text.is_some() || at.rank == Rank::Rest).map_or(i64::MAX, |at| at.pos);
                keys.extend(walk(conn, codes, filter, text.as_deref(), &ranks, from, left)?);
            }
            let more = keys.len() >= wanted;
            keys.truncate(wanted - 1);
            let next = keys.last().filter(|_| more).map(|(rank, pos, _)| SentCursor { rank: *rank, pos: *pos });
            Ok(SentPage { rows: lines(conn, codes, &keys, now)?, next })
        })
    }

    /// How many documents of an agency need a look.
    ///
    /// # Errors
    /// `Database`.
    pub fn outbox_counts(&self, agency: &OrganId, now: Micros) -> Result<SentCounts, Error> {
        self.read_as(agency, |conn, codes| {
            let mut counts = SentCounts::default();
            for (rank, ..) in troubled(conn, codes, now)? {
                match rank {
                    Rank::Failed => counts.failed += 1,
                    Rank::Returned => counts.returned += 1,
                    Rank::Overdue => counts.overdue += 1,
                    Rank::Rest => {}
                }
            }
            for code in codes {
                counts.all += document::table.filter(document::issuer.eq(code)).count().get_result::<i64>(conn)?;
            }
            Ok(counts)
        })
    }

    /// How many documents of an agency need a look: what stands beside the list on every page.
    ///
    /// # Errors
    /// `Database`.
    pub fn outbox_troubled(&self, agency: &OrganId, now: Micros) -> Result<i64, Error> {
        let all = self.read_as(agency, |conn, codes| troubled(conn, codes, now))?;
        Ok(i64::try_from(all.len()).unwrap_or(i64::MAX))
    }

    /// Which copies of a document are late at `now`, by delivery.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn copies_due(&self, id: DocumentUuid) -> Result<BTreeMap<crate::domain::ids::DeliveryId, Micros>, Error> {
        self.read(|conn| {
            let rows = deliveries::table.select((deliveries::id, super::desk::due_by()));
            let rows = rows.filter(deliveries::document.eq(read::bytes(&id.0))).load::<(Vec<u8>, i64)>(conn)?;
            let dated = rows.into_iter().filter(|(_, due)| *due < i64::MAX);
            dated.map(|(id, due)| Ok((crate::domain::ids::DeliveryId(read::uuid(&id)?), Micros(due)))).collect()
        })
    }
}

/// Everything of the agency that needs a look, in the order of the list.
fn troubled(conn: &mut Conn, codes: &[String], now: Micros) -> Result<Vec<Key>, Error> {
    let mut all = Vec::new();
    for code in codes {
        let rows = each!(&mut *conn, c => diesel::sql_query(TROUBLED)
            .bind::<Text, _>(code)
            .bind::<Text, _>(code)
            .bind::<Text, _>(code)
            .bind::<BigInt, _>(now.0)
            .load::<Troubled>(c))?;
        all.extend(rows.into_iter().map(|row| (Rank::of(row.rank), row.pos, row.uuid)));
    }
    all.sort_by_key(|(rank, pos, _)| (*rank, -pos));
    Ok(all)
}

/// Those of the keys, in their order, that the filter lets through: no more than are wanted.
fn kept(conn: &mut Conn, keys: Vec<Key>, filter: &SentFilter, wanted: usize) -> Result<Vec<Key>, Error> {
    let mut kept = Vec::new();
    for keys in keys.chunks(HANDFUL) {
        let ids: Vec<Vec<u8>> = keys.iter().map(|(_, _, id)| id.clone()).collect();
        let found = filtered(filter).filter(document::uuid.eq_any(ids)).select(document::uuid);
        let found: HashSet<Vec<u8>> = found.load::<Vec<u8>>(conn)?.into_iter().collect();
        kept.extend(keys.iter().filter(|(_, _, id)| found.contains(id)).cloned());
        if kept.len() >= wanted {
            break;
        }
    }
    kept.truncate(wanted);
    Ok(kept)
}

type Boxed<'a> = document::BoxedQuery<'a, <Conn as diesel::Connection>::Backend>;

/// Documents that the filter lets through, but for its words.
fn filtered(filter: &SentFilter) -> Boxed<'_> {
    let mut rows = document::table.into_boxed();
    if let Some(from) = filter.from {
        rows = rows.filter(document::received.ge(from.0));
    }
    if let Some(until) = filter.until {
        rows = rows.filter(document::received.lt(until.0));
    }
    if let Some(receiver) = &filter.receiver {
        let went = deliveries::table
            .filter(deliveries::document.eq(document::uuid))
            .filter(deliveries::agency.eq(&receiver.0));
        rows = rows.filter(diesel::dsl::exists(went));
    }
    rows
}

/// From `from` downwards, a handful after the other: what is not listed by its rank already, or what has the words.
fn walk(
    conn: &mut Conn,
    codes: &[String],
    filter: &SentFilter,
    text: Option<&str>,
    ranks: &HashMap<&[u8], Rank>,
    from: i64,
    wanted: usize,
) -> Result<Vec<Key>, Error> {
    let mut keys = Vec::new();
    for code in codes {
        let mut place = from;
        let mut own = Vec::new();
        for _ in 0..HANDFULS {
            let handful = i64::try_from(HANDFUL).unwrap_or(i64::MAX);
            let found = match text {
                Some(text) => candidates(conn, code, text, place, handful)?,
                None => {
                    let rows = document::table.select((document::uuid, document::pos));
                    let rows = rows.filter(document::issuer.eq(code).and(document::pos.lt(place)));
                    rows.order(document::pos.desc()).limit(handful).load::<(Vec<u8>, i64)>(conn)?
                }
            };
            let Some((_, last)) = found.last() else { break };
            place = *last;
            let few = found.len() < HANDFUL;
            let rank = |id: &[u8]| ranks.get(id).copied().unwrap_or(Rank::Rest);
            let found = found.into_iter().map(|(id, pos)| (rank(&id), pos, id));
            let found = found.filter(|(rank, ..)| match filter.rank {
                Some(only) => only == *rank,
                None => text.is_some() || *rank == Rank::Rest,
            });
            own.extend(kept(conn, found.collect(), filter, wanted)?);
            if few || own.len() >= wanted {
                break;
            }
        }
        keys.extend(own);
    }
    keys.sort_by_key(|(_, pos, _)| -pos);
    keys.truncate(wanted);
    Ok(keys)
}

/// Documents of one issuer with all the words, newest first.
fn candidates(
    conn: &mut Conn,
    code: &str,
    folded: &str,
    before: i64,
    limit: i64,
) -> Result<Vec<(Vec<u8>, i64)>, Error> {
    let rows: Vec<Candidate> = match conn {
        Conn::Sqlite(sqlite) => diesel::sql_query(
            "SELECT d.uuid, d.pos FROM listing_fts f JOIN listing l ON l.n = f.rowid JOIN document d ON d.uuid = l.document \
             WHERE f.search MATCH $1 AND d.pos < $2 AND d.issuer = $3 ORDER BY f.rowid DESC LIMIT $4",
        )
        .bind::<Text, _>(search::match_of(folded))
        .bind::<BigInt, _>(before)
        .bind::<Text, _>(code)
        .bind::<BigInt, _>(limit)
        .load(sqlite)?,
        Conn::Pg(pg) => diesel::sql_query(
            "SELECT d.uuid, d.pos FROM listing l JOIN document d ON d.uuid = l.document \
             WHERE l.search LIKE ALL ($1) AND d.pos < $2 AND d.issuer = $3 ORDER BY l.n DESC LIMIT $4",
        )
        .bind::<Array<Text>, _>(search::patterns_of(folded))
        .bind::<BigInt, _>(before)
        .bind::<Text, _>(code)
        .bind::<BigInt, _>(limit)
        .load(pg)?,
    };
    Ok(rows.into_iter().map(|row| (row.uuid, row.pos)).collect())
}

fn lines(conn: &mut Conn, codes: &[String], keys: &[Key], now: Micros) -> Result<Vec<SentLine>, Error> {
    let ids: Vec<Vec<u8>> = keys.iter().map(|(_, _, id)| id.clone()).collect();
    let mut found: HashMap<DocumentUuid, Document> =
        documents::of_ids(conn, codes, &ids)?.into_iter().map(|document| (document.uuid, document)).collect();
    let mut copies = copies(conn, &ids, now)?;
    let mut lines = Vec::new();
    for (rank, _, id) in keys {
        let uuid = DocumentUuid(read::uuid(id)?);
        let Some(document) = found.remove(&uuid) else { continue };
        lines.push(SentLine { document, rank: *rank, copies: copies.remove(id).unwrap_or_default() });
    }
    Ok(lines)
}

fn copies(conn: &mut Conn, ids: &[Vec<u8>], now: Micros) -> Result<HashMap<Vec<u8>, Vec<Copies>>, Error> {
    let rows = deliveries::table
        .select((
            deliveries::document,
            (deliveries::state, deliveries::ack, deliveries::standing),
            deliveries::open_question,
            super::desk::due_by(),
        ))
        .filter(deliveries::document.eq_any(ids))
        .order((deliveries::document, deliveries::pos))
        .load::<(Vec<u8>, (String, String, String), Option<String>, i64)>(conn)?;
    let mut all: HashMap<Vec<u8>, Vec<Copies>> = HashMap::new();
    for (document, (state, ack, standing), open, due) in rows {
        let damaged = || words::damaged("delivery", &format!("{state} {ack} {standing}"));
        let copy = Copies {
            state: delivery::Name::parse(&state).ok_or_else(damaged)?,
            ack: Name::parse(&ack).ok_or_else(damaged)?,
            standing: Standing::parse(&standing).ok_or_else(damaged)?,
            asked: open.as_deref().and_then(Question::parse),
            late: due < now.0,
            count: 1,
        };
        let of_document = all.entry(document).or_default();
        match of_document.iter_mut().find(|other| Copies { count: 1, ..**other } == copy) {
            Some(same) => same.count += 1,
            None => of_document.push(copy),
        }
    }
    Ok(all)
}

#[derive(QueryableByName)]
struct Troubled {
    #[diesel(sql_type = Binary)]
    uuid: Vec<u8>,
    #[diesel(sql_type = BigInt)]
    pos: i64,
    #[diesel(sql_type = BigInt)]
    rank: i64,
}

#[derive(QueryableByName)]
struct Candidate {
    #[diesel(sql_type = Binary)]
    uuid: Vec<u8>,
    #[diesel(sql_type = BigInt)]
    pos: i64,
}

impl fmt::Display for SentCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.rank.as_str(), self.pos)
    }
}

impl FromStr for SentCursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (rank, pos) = text.split_once('.').ok_or(())?;
        Ok(Self { rank: Rank::parse(rank).ok_or(())?, pos: pos.parse().map_err(|_| ())? })
    }
}

/// Three ranges of partial indexes. A document whose newer attempt is on its way is not in trouble any more.
const TROUBLED: &str = "SELECT d.uuid, d.pos, CAST(MIN(t.rank) AS BIGINT) AS rank FROM (\
     SELECT document, 1 AS rank FROM delivery WHERE issuer = $1 AND state IN ('failed', 'expired') \
     UNION ALL SELECT document, 2 AS rank FROM delivery WHERE issuer = $2 AND ack = 'returned' AND standing = 'live' \
     UNION ALL SELECT document, 3 AS rank FROM delivery WHERE issuer = $3 AND stage = 1 AND due_by < $4\
     ) t JOIN document d ON d.uuid = t.document \
     WHERE NOT EXISTS (SELECT 1 FROM document n WHERE n.document_id = d.document_id AND n.issuer = d.issuer \
     AND n.attempt > d.attempt) GROUP BY d.uuid, d.pos";

/// Looked at together.
const HANDFUL: usize = 500;
/// A page looks no further than so many of them.
const HANDFULS: usize = 10;
