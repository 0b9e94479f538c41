//! Bringing the tables to this version, one process at a time.

use std::fs::OpenOptions;
use std::path::Path;

use diesel::RunQueryDsl;
use diesel::migration::MigrationSource;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::store::Error;
use crate::store::conn::{Conn, Target};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Runs what is pending, under a lock: an advisory lock of the server, or a lock file beside the SQLite file.
pub(super) fn up(target: &Target) -> Result<(), Error> {
    locked(target, |conn| match conn {
        Conn::Pg(c) => c.run_pending_migrations(POSTGRES).map(drop),
        Conn::Sqlite(c) => c.run_pending_migrations(SQLITE).map(drop),
    })
}

/// Takes every step back; everything is lost. For tests, and for an operator who begins anew.
pub(super) fn down(target: &Target) -> Result<(), Error> {
    locked(target, |conn| match conn {
        Conn::Pg(c) => c.revert_all_migrations(POSTGRES).map(drop),
        Conn::Sqlite(c) => c.revert_all_migrations(SQLITE).map(drop),
    })
}

/// The names of the steps, the same for both backends.
pub(super) fn names() -> (Vec<String>, Vec<String>) {
    fn of<B: diesel::backend::Backend>(source: EmbeddedMigrations) -> Vec<String> {
        let list = MigrationSource::<B>::migrations(&source).unwrap_or_default();
        list.iter().map(|step| step.name().to_string()).collect()
    }
    (of::<diesel::sqlite::Sqlite>(SQLITE), of::<diesel::pg::Pg>(POSTGRES))
}

type Outcome = diesel::migration::Result<()>;

fn locked(target: &Target, work: impl FnOnce(&mut Conn) -> Outcome) -> Result<(), Error> {
    let fail = |error: Box<dyn std::error::Error + Send + Sync>| Error::Migration { reason: error.to_string() };
    match target {
        Target::Sqlite(path) => {
            let _lock = lock_file(path)?;
            work(&mut target.connect()?).map_err(fail)
        }
        Target::Postgres(_) => {
            let mut conn = target.connect()?;
            // Another process may migrate for minutes: wait for it, whatever lock_timeout says. The lock is the
            // session's and goes with the connection.
            diesel::sql_query("SET lock_timeout = 0").execute(&mut conn)?;
            diesel::sql_query(format!("SELECT pg_advisory_lock({ADVISORY_LOCK})")).execute(&mut conn)?;
            work(&mut conn).map_err(fail)
        }
    }
}

fn lock_file(database: &Path) -> Result<std::fs::File, Error> {
    let mut path = database.as_os_str().to_owned();
    path.push(".migrate-lock");
    let path = std::path::PathBuf::from(path);
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
    file.and_then(|file| file.lock().map(|()| file)).map_err(|source| Error::File { what: "lock", path, source })
}

/// "lienthong" squeezed into 64 bits; any number that nobody else takes will do.
const ADVISORY_LOCK: i64 = 0x6c69_656e_7468;
