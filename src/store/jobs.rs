//! Work waiting to be done. A claim bears a token and ends by itself: whoever dies in between loses it, and the next
//! claim takes the job. Leases are measured by the database's clock, because processes disagree about the time.
//! `attempts` counts claims, so a job that kills its worker is seen.

use diesel::prelude::*;
use uuid::Uuid;

use crate::domain::ids::{DeliveryId, DocumentUuid, JobId, Micros, OrganId};
use crate::store::change::JobKind;
use crate::store::conn::{Conn, database_now};
use crate::store::schema::{document, job};
use crate::store::{Error, Store, read, words};

/// A job, held until its lease ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its name: a mail's Message-ID is derived from it.
    pub id: JobId,
    /// What.
    pub kind: JobKind,
    /// Whose office.
    pub agency: OrganId,
    /// About which delivery.
    pub delivery: Option<DeliveryId>,
    /// About which document.
    pub document: Option<DocumentUuid>,
    /// What the worker needs besides.
    pub payload_json: String,
    /// When it was made.
    pub created: Micros,
    /// Claims so far, this one counted.
    pub attempts: i64,
    /// The claim's token; settles and defers on it.
    pub claim: Uuid,
}

/// A dead letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadLetter {
    /// Its name.
    pub id: JobId,
    /// What.
    pub kind: JobKind,
    /// Whose office.
    pub agency: OrganId,
    /// About which document.
    pub document: Option<DocumentUuid>,
    /// Who issued that.
    pub issuer: Option<OrganId>,
    /// When it was made.
    pub created: Micros,
    /// Claims so far.
    pub attempts: i64,
    /// Why: a code of the registry.
    pub code: String,
    /// The other side's words.
    pub last_error: String,
}

/// A page of dead letters, `dead` as it stands in the index.
macro_rules! dead {
    ($after:expr, $limit:expr) => {
        job::table
            .left_join(document::table.on(job::document.eq(document::uuid.nullable())))
            .select((DEAD, document::issuer.nullable()))
            .filter(diesel::dsl::sql::<diesel::sql_types::Bool>("dead"))
            .filter(job::id.gt($after.map(|id: JobId| read::bytes(&id.0)).unwrap_or_default()))
            .order(job::id)
            .limit(i64::from($limit.clamp(1, super::PAGE_MAX)))
    };
}

/// Dead letters of one cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadCause {
    /// A code of the registry.
    pub code: String,
    /// How many.
    pub count: i64,
    /// When the oldest was made.
    pub first: Micros,
    /// When the newest was made.
    pub last: Micros,
}

/// Jobs of one kind that wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// What.
    pub kind: JobKind,
    /// How many wait.
    pub waiting: i64,
    /// Of these, how many could be claimed now.
    pub due: i64,
    /// Of these, how many a worker holds.
    pub claimed: i64,
    /// When the oldest of them was made.
    pub oldest: Micros,
    /// How many are dead.
    pub dead: i64,
}

impl Store {
    /// Claims up to `limit` jobs that are due, oldest first, for `lease_s` seconds. No job is held by two claims.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn claim_jobs(&self, kinds: &[JobKind], limit: u32, lease_s: u32) -> Result<Vec<Job>, Error> {
        let token = uuid::Builder::from_random_bytes(crate::crypto::random().map_err(Error::Random)?).into_uuid();
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        let rows = self.write(|conn| {
            let now = database_now(conn)?;
            let ids = due(conn, &kinds, now, i64::from(limit))?;
            if ids.is_empty() {
                return Ok(Vec::new());
            }
            let lease = now.saturating_add(i64::from(lease_s) * 1_000_000);
            diesel::update(job::table.filter(job::id.eq_any(&ids)))
                .set((job::due.eq(lease), job::claim.eq(read::bytes(&token)), job::attempts.eq(job::attempts + 1)))
                .execute(conn)?;
            Ok(job::table.select(JOB).filter(job::id.eq_any(&ids)).order((job::created, job::id)).load::<Row>(conn)?)
        })?;
        rows.into_iter().map(|row| row.into_job(token)).collect()
    }

    /// Puts a claimed job back for later: it is due again in `after_s` seconds. False when the claim was lost meanwhile:
    /// somebody else has the job, and nothing is changed.
    ///
    /// # Errors
    /// `Database`.
    pub fn defer_job(&self, id: JobId, claim: Uuid, after_s: u32, error: &str) -> Result<bool, Error> {
        self.write(|conn| {
            let due = database_now(conn)?.saturating_add(i64::from(after_s) * 1_000_000);
            let none: Option<Vec<u8>> = None;
            let rows = diesel::update(held(id, claim))
                .set((job::due.eq(due), job::claim.eq(none), job::last_error.eq(error)))
                .execute(conn)?;
            Ok(rows == 1)
        })
    }

    /// Takes a claimed job away that leaves no evidence. False when the claim was lost.
    ///
    /// # Errors
    /// `Database`.
    pub fn finish_job(&self, id: JobId, claim: Uuid) -> Result<bool, Error> {
        self.write(|conn| Ok(diesel::delete(held(id, claim)).execute(conn)? == 1))
    }

    /// Lengthens a claim. False when it was lost.
    ///
    /// # Errors
    /// `Database`.
    pub fn extend_job(&self, id: JobId, claim: Uuid, lease_s: u32) -> Result<bool, Error> {
        self.write(|conn| {
            let due = database_now(conn)?.saturating_add(i64::from(lease_s) * 1_000_000);
            Ok(diesel::update(held(id, claim)).set(job::due.eq(due)).execute(conn)? == 1)
        })
    }

    /// Gives back what a process held, at its graceful stop. Whoever was killed instead only waits for its lease.
    ///
    /// # Errors
    /// `Database`.
    pub fn release_jobs(&self, claim: Uuid) -> Result<usize, Error> {
        self.write(|conn| {
            let due = database_now(conn)?;
            let none: Option<Vec<u8>> = None;
            let held = job::table.filter(job::claim.eq(read::bytes(&claim)));
            Ok(diesel::update(held).set((job::due.eq(due), job::claim.eq(none))).execute(conn)?)
        })
    }

    /// Seconds until the next job is due; `None` when none waits. A worker sleeps no longer.
    ///
    /// # Errors
    /// `Database`.
    pub fn next_job_in_s(&self) -> Result<Option<u64>, Error> {
        self.read(|conn| {
            let now = database_now(conn)?;
            let next = job::table.select(job::due).filter(diesel::dsl::not(job::dead)).order((job::due, job::id));
            let next = super::conn::found(next.first::<i64>(conn))?;
            Ok(next.map(|due| u64::try_from((due - now).max(0)).unwrap_or(0).div_ceil(1_000_000)))
        })
    }

    /// Dead letters, in the order of their names; `after` is the last one of the page before. For operators, who see no
    /// document's content in them.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn dead_letters(&self, after: Option<JobId>, limit: u32) -> Result<Vec<DeadLetter>, Error> {
        self.read(|conn| {
            let rows = dead!(after, limit).load::<(DeadRow, Option<String>)>(conn)?;
            rows.into_iter().map(DeadRow::into_letter).collect()
        })
    }

    /// Dead letters of one cause, in the order of their names, as [`Store::dead_letters`].
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn dead_letters_of(&self, code: &str, after: Option<JobId>, limit: u32) -> Result<Vec<DeadLetter>, Error> {
        self.read(|conn| {
            let rows = dead!(after, limit).filter(job::code.eq(code)).load::<(DeadRow, Option<String>)>(conn)?;
            rows.into_iter().map(DeadRow::into_letter).collect()
        })
    }

    /// What dead letters died of, the most frequent first.
    ///
    /// # Errors
    /// `Database`.
    pub fn dead_causes(&self) -> Result<Vec<DeadCause>, Error> {
        use diesel::dsl::{count_star, max, min, sql};
        self.read(|conn| {
            let rows = job::table
                .filter(sql::<diesel::sql_types::Bool>("dead"))
                .group_by(job::code)
                .select((job::code, count_star(), min(job::created), max(job::created)))
                .load::<(Option<String>, i64, Option<i64>, Option<i64>)>(conn)?;
            let cause = |(code, count, first, last): (Option<String>, i64, Option<i64>, Option<i64>)| DeadCause {
                code: code.unwrap_or_default(),
                count,
                first: Micros(first.unwrap_or(0)),
                last: Micros(last.unwrap_or(0)),
            };
            let mut causes: Vec<DeadCause> = rows.into_iter().map(cause).collect();
            causes.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.code.cmp(&b.code)));
            Ok(causes)
        })
    }

    /// What waits, by kind.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn queues(&self) -> Result<Vec<Queue>, Error> {
        self.read(|conn| {
            let now = database_now(conn)?;
            let rows = diesel::sql_query(match conn {
                Conn::Pg(_) => QUEUES_PG,
                Conn::Sqlite(_) => QUEUES_SQLITE,
            });
            let rows = rows.bind::<diesel::sql_types::BigInt, _>(now).load::<QueueRow>(conn)?;
            let queue = |row: QueueRow| {
                Ok(Queue {
                    kind: words::read_job_kind(&row.kind)?,
                    waiting: row.waiting,
                    due: row.due,
                    claimed: row.claimed,
                    oldest: Micros(row.oldest.unwrap_or(0)),
                    dead: row.dead,
                })
            };
            rows.into_iter().map(queue).collect()
        })
    }

    /// How many jobs wait (claimed ones counted) and how many are dead: for metrics.
    ///
    /// # Errors
    /// `Database`.
    pub fn job_counts(&self) -> Result<(i64, i64), Error> {
        self.read(|conn| {
            let dead = job::table.filter(diesel::dsl::sql::<diesel::sql_types::Bool>("dead")).count();
            let dead = dead.get_result::<i64>(conn)?;
            let waiting = job::table.filter(diesel::dsl::not(job::dead)).count().get_result::<i64>(conn)?;
            Ok((waiting, dead))
        })
    }
}

type DeadColumns =
    (job::id, job::kind, job::agency, job::document, job::created, job::attempts, job::code, job::last_error);

const DEAD: DeadColumns =
    (job::id, job::kind, job::agency, job::document, job::created, job::attempts, job::code, job::last_error);

#[derive(QueryableByName)]
struct QueueRow {
    #[diesel(sql_type = diesel::sql_types::Text)]
    kind: String,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    waiting: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    due: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    claimed: i64,
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::BigInt>)]
    oldest: Option<i64>,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    dead: i64,
}

macro_rules! queues {
    ($now:literal) => {
        concat!(
            "SELECT kind, COUNT(CASE WHEN NOT dead THEN 1 END) AS waiting, ",
            "COUNT(CASE WHEN NOT dead AND due <= ",
            $now,
            " THEN 1 END) AS due, ",
            "COUNT(CASE WHEN NOT dead AND claim IS NOT NULL THEN 1 END) AS claimed, ",
            "MIN(CASE WHEN NOT dead THEN created END) AS oldest, COUNT(CASE WHEN dead THEN 1 END) AS dead ",
            "FROM job GROUP BY kind ORDER BY kind"
        )
    };
}

const QUEUES_PG: &str = queues!("$1");
const QUEUES_SQLITE: &str = queues!("?");

/// Two queries side by side: PostgreSQL passes over rows that another worker is claiming just now; on SQLite the
/// transaction has the file to itself.
fn due(conn: &mut Conn, kinds: &[&str], now: i64, limit: i64) -> QueryResult<Vec<Vec<u8>>> {
    let ids = job::table
        .select(job::id)
        .filter(diesel::dsl::not(job::dead).and(job::due.le(now)))
        .filter(job::kind.eq_any(kinds.iter().copied()))
        .order((job::due, job::id))
        .limit(limit);
    match conn {
        Conn::Pg(pg) => ids.for_update().skip_locked().load(pg),
        Conn::Sqlite(sqlite) => ids.load(sqlite),
    }
}

#[diesel::dsl::auto_type]
fn held(id: JobId, claim: Uuid) -> _ {
    let id: Vec<u8> = read::bytes(&id.0);
    let claim: Vec<u8> = read::bytes(&claim);
    job::table.filter(job::id.eq(id).and(job::claim.eq(claim)).and(job::dead.eq(false)))
}

type JobColumns =
    (job::id, job::kind, job::agency, job::delivery, job::document, job::payload_json, job::created, job::attempts);

const JOB: JobColumns =
    (job::id, job::kind, job::agency, job::delivery, job::document, job::payload_json, job::created, job::attempts);

#[derive(Queryable)]
struct Row {
    id: Vec<u8>,
    kind: String,
    agency: String,
    delivery: Option<Vec<u8>>,
    document: Option<Vec<u8>>,
    payload_json: String,
    created: i64,
    attempts: i64,
}

impl Row {
    fn into_job(self, claim: Uuid) -> Result<Job, Error> {
        Ok(Job {
            id: JobId(read::uuid(&self.id)?),
            kind: words::read_job_kind(&self.kind)?,
            agency: OrganId(self.agency),
            delivery: self.delivery.map(|id| read::uuid(&id).map(DeliveryId)).transpose()?,
            document: self.document.map(|id| read::uuid(&id).map(DocumentUuid)).transpose()?,
            payload_json: self.payload_json,
            created: Micros(self.created),
            attempts: self.attempts,
            claim,
        })
    }
}

#[derive(Queryable)]
struct DeadRow {
    id: Vec<u8>,
    kind: String,
    agency: String,
    document: Option<Vec<u8>>,
    created: i64,
    attempts: i64,
    code: Option<String>,
    last_error: Option<String>,
}

impl DeadRow {
    fn into_letter((row, issuer): (Self, Option<String>)) -> Result<DeadLetter, Error> {
        Ok(DeadLetter {
            id: JobId(read::uuid(&row.id)?),
            kind: words::read_job_kind(&row.kind)?,
            agency: OrganId(row.agency),
            document: row.document.map(|id| read::uuid(&id).map(DocumentUuid)).transpose()?,
            issuer: issuer.map(OrganId),
            created: Micros(row.created),
            attempts: row.attempts,
            code: row.code.unwrap_or_default(),
            last_error: row.last_error.unwrap_or_default(),
        })
    }
}
