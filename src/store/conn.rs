//! Connections: one enum over both backends, chosen by the url's scheme, never by trial: Diesel's own `establish` of a
//! MultiConnection tries PostgreSQL, then SQLite, so that a dead server reads "invalid url" and a typing error makes an
//! empty file (DEPENDENCIES.md, trap 3).

use std::path::PathBuf;
use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::prelude::*;
use diesel::r2d2::{ManageConnection, Pool};
use diesel::result::Error as DieselError;

use crate::store::Error;

/// A connection to either backend.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// PostgreSQL 15 or later.
    Pg(PgConnection),
    /// SQLite, compiled in.
    Sqlite(SqliteConnection),
}

/// Where a MultiConnection has no answer (on_conflict, inserts of several rows), the same expression is written once
/// and compiled for each backend.
macro_rules! each {
    ($conn:expr, $c:ident => $e:expr) => {
        match $conn {
            $crate::store::conn::Conn::Pg($c) => $e,
            $crate::store::conn::Conn::Sqlite($c) => $e,
        }
    };
}
pub(super) use each;

/// Which database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A file.
    Sqlite(PathBuf),
    /// A server, by its libpq url.
    Postgres(String),
}

impl Target {
    pub(super) fn parse(url: &str) -> Result<Self, Error> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(with_connect_timeout(url)));
        }
        match url.strip_prefix("sqlite:") {
            Some(path) if !path.trim_start_matches('/').is_empty() => {
                // sqlite:relative, sqlite:/absolute and sqlite:///absolute.
                let path = path.strip_prefix("//").unwrap_or(path);
                Ok(Self::Sqlite(PathBuf::from(path)))
            }
            _ => Err(Error::Url { url: without_password(url) }),
        }
    }

    /// A new connection, set up as every transaction relies on.
    pub(super) fn connect(&self) -> Result<Conn, Error> {
        match self {
            Self::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy()).map_err(Error::Connect)?;
                // The busy timeout first: switching to WAL takes a lock.
                conn.batch_execute(&format!("PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}"))?;
                conn.batch_execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON")?;
                conn.batch_execute("PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -8000")?;
                Ok(Conn::Sqlite(conn))
            }
            Self::Postgres(url) => {
                let mut conn = PgConnection::establish(url).map_err(Error::Connect)?;
                conn.batch_execute(PG_SESSION)?;
                Ok(Conn::Pg(conn))
            }
        }
    }
}

/// Hands out connections to r2d2.
#[derive(Debug)]
pub(super) struct Manager(pub(super) Target);

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = Error;

    fn connect(&self) -> Result<Conn, Error> {
        self.0.connect()
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), Error> {
        Ok(conn.batch_execute("SELECT 1")?)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        in_transaction(conn) || std::thread::panicking()
    }
}

pub(super) fn pool(target: Target, size: u32) -> Result<Pool<Manager>, Error> {
    Pool::builder()
        .max_size(size)
        .min_idle(Some(1))
        .test_on_check_out(matches!(target, Target::Postgres(_)))
        .connection_timeout(POOL_TIMEOUT)
        .build(Manager(target))
        .map_err(|error| Error::Pool { reason: error.to_string() })
}

/// Begins a transaction that means to write. SQLite: BEGIN IMMEDIATE, because a transaction that reads first and then
/// writes fails at once when another wrote in between (trap 1).
pub(super) fn begin(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE"),
        Conn::Pg(pg) => AnsiTransactionManager::begin_transaction(pg),
    }
}

/// Commits what [`begin`] began.
pub(super) fn commit(conn: &mut Conn) -> QueryResult<()> {
    each!(conn, c => AnsiTransactionManager::commit_transaction(c))
}

/// Rolls back; a fault here means that the connection is of no more use.
pub(super) fn rollback(conn: &mut Conn) -> QueryResult<()> {
    each!(conn, c => AnsiTransactionManager::rollback_transaction(c))
}

/// Whether a transaction was left open.
fn in_transaction(conn: &mut Conn) -> bool {
    fn depth<C: Connection<TransactionManager = AnsiTransactionManager>>(conn: &mut C) -> bool {
        let status = AnsiTransactionManager::transaction_manager_status_mut(conn);
        !matches!(status.transaction_depth(), Ok(None))
    }
    each!(conn, c => depth(c))
}

/// `work` in a transaction that means to write.
pub(super) fn immediate<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
    begin(conn)?;
    match work(conn) {
        Ok(value) => {
            commit(conn)?;
            Ok(value)
        }
        Err(error) => {
            // The first error is the one that tells.
            let _ = rollback(conn);
            Err(error)
        }
    }
}

/// `ask` sees the state of one moment. SQLite in WAL mode gives that to any transaction, and writers go on.
pub(super) fn snapshot<T>(conn: &mut Conn, ask: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
    match conn {
        Conn::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN DEFERRED")?,
        Conn::Pg(pg) => {
            AnsiTransactionManager::begin_transaction_sql(pg, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        }
    }
    let answer = ask(conn);
    // Nothing was written; if this fails, the connection is not handed out again.
    let _ = rollback(conn);
    answer
}

/// The database's own clock, microseconds UTC; leases are measured by it.
pub(super) fn database_now(conn: &mut Conn) -> QueryResult<i64> {
    let text = match conn {
        Conn::Pg(_) => "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS now",
        Conn::Sqlite(_) => "SELECT CAST(unixepoch('subsec') * 1000000 AS INTEGER) AS now",
    };
    Ok(diesel::sql_query(text).get_result::<Now>(conn)?.now)
}

#[derive(QueryableByName)]
struct Now {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    now: i64,
}

/// Makes a row that is not there a `None`, and leaves other errors as they are.
pub(super) fn found<T>(result: QueryResult<T>) -> QueryResult<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(DieselError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

fn with_connect_timeout(url: &str) -> String {
    if url.contains("connect_timeout=") {
        return url.to_owned();
    }
    let mark = if url.contains('?') { '&' } else { '?' };
    format!("{url}{mark}connect_timeout=5")
}

fn without_password(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(start), Some(end)) if start + 3 <= end => {
            format!("{}…{}", url.get(..start + 3).unwrap_or_default(), url.get(end..).unwrap_or_default())
        }
        _ => url.to_owned(),
    }
}

/// How long SQLite waits for another process; inside one process writers queue at a mutex and never wait so.
const BUSY_TIMEOUT_MS: u32 = 5_000;

/// How long a reader waits for a free connection.
const POOL_TIMEOUT: Duration = Duration::from_secs(5);

/// DECISIONS.md, Store: READ COMMITTED, durable commits, and no lock is waited for or held without end.
const PG_SESSION: &str = "SET synchronous_commit = on; SET lock_timeout = '2s'; \
     SET idle_in_transaction_session_timeout = '5s'; SET default_transaction_isolation = 'read committed'; \
     SET client_min_messages = warning; SET TIME ZONE 'UTC'";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_chooses() {
        let sqlite = |text: &str| Target::Sqlite(PathBuf::from(text));
        assert_eq!(Target::parse("sqlite:a/b.db").unwrap(), sqlite("a/b.db"));
        assert_eq!(Target::parse("sqlite:/a/b.db").unwrap(), sqlite("/a/b.db"));
        assert_eq!(Target::parse("sqlite:///a/b.db").unwrap(), sqlite("/a/b.db"));
        assert!(
            matches!(Target::parse("postgres://h/d?a=b"), Ok(Target::Postgres(url)) if url.ends_with("b&connect_timeout=5"))
        );
        for bad in ["", "a.db", "sqlite:", "sqlite://", "postgres:typo", "mysql://u:secret@h/d"] {
            let error = Target::parse(bad).unwrap_err();
            assert!(matches!(&error, Error::Url { .. }), "{bad}: {error}");
            assert!(!error.to_string().contains("secret"));
        }
    }

    #[derive(QueryableByName)]
    struct Number {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }

    fn number(conn: &mut Conn, text: &str) -> i64 {
        diesel::sql_query(text).get_result::<Number>(conn).unwrap().n
    }

    /// Trap 6: every connection of a SQLite file is set up alike, durable above all.
    #[test]
    fn every_sqlite_connection_is_durable() {
        let dir = tempfile::tempdir().unwrap();
        let target = Target::Sqlite(dir.path().join("a.db"));
        for _ in 0..2 {
            let mut conn = target.connect().unwrap();
            assert_eq!(number(&mut conn, "SELECT synchronous AS n FROM pragma_synchronous"), 2, "FULL");
            assert_eq!(number(&mut conn, "SELECT foreign_keys AS n FROM pragma_foreign_keys"), 1);
            assert_eq!(number(&mut conn, "SELECT timeout AS n FROM pragma_busy_timeout"), i64::from(BUSY_TIMEOUT_MS));
            assert_eq!(number(&mut conn, "SELECT journal_mode = 'wal' AS n FROM pragma_journal_mode"), 1);
        }
    }

    /// Trap 1: reading and then writing in one transaction loses nothing and is refused to nobody.
    #[test]
    fn read_then_write_takes_turns() {
        let dir = tempfile::tempdir().unwrap();
        let target = Target::Sqlite(dir.path().join("a.db"));
        target.connect().unwrap().batch_execute("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (0)").unwrap();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let mut conn = target.connect().unwrap();
                    for _ in 0..10 {
                        immediate(&mut conn, |conn| {
                            let n = number(conn, "SELECT n FROM t");
                            Ok(conn.batch_execute(&format!("UPDATE t SET n = {}", n + 1))?)
                        })
                        .unwrap();
                    }
                });
            }
        });
        assert_eq!(number(&mut target.connect().unwrap(), "SELECT n FROM t"), 40);
    }
}
