//! Work waiting to be done. A claim bears a token and ends by itself: whoever dies in between loses it, and the next
//! claim takes the job. Leases are measured by the database's clock, because processes disagree about the time.
//! `attempts` counts claims, so a job that kills its worker is seen.

use diesel::prelude::*;
use uuid::Uuid;

use crate::domain::ids::{DeliveryId, DocumentUuid, JobId, Micros, OrganId};
use crate::store::change::JobKind;
use crate::store::conn::{Conn, database_now};
use crate::store::schema::job;
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
    /// When it was made.
    pub created: Micros,
    /// Claims so far.
    pub attempts: i64,
    /// Why: a code of the registry.
    pub code: String,
    /// The other side's words.
    pub last_error: String,
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
            let rows = job::table
                .select((
                    job::id,
                    job::kind,
                    job::agency,
                    job::document,
                    job::created,
                    job::attempts,
                    job::code,
                    job::last_error,
                ))
                .filter(diesel::dsl::sql::<diesel::sql_types::Bool>("dead"))
                .filter(job::id.gt(after.map(|id| read::bytes(&id.0)).unwrap_or_default()))
                .order(job::id)
                .limit(i64::from(limit.clamp(1, super::PAGE_MAX)))
                .load::<DeadRow>(conn)?;
            rows.into_iter().map(DeadRow::into_letter).collect()
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
    fn into_letter(self) -> Result<DeadLetter, Error> {
        Ok(DeadLetter {
            id: JobId(read::uuid(&self.id)?),
            kind: words::read_job_kind(&self.kind)?,
            agency: OrganId(self.agency),
            document: self.document.map(|id| read::uuid(&id).map(DocumentUuid)).transpose()?,
            created: Micros(self.created),
            attempts: self.attempts,
            code: self.code.unwrap_or_default(),
            last_error: self.last_error.unwrap_or_default(),
        })
    }
}
