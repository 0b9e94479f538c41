//! The store itself: opened once a process, cloned freely. Every call blocks; callers use `web::block` or
//! `spawn_blocking`.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use diesel::r2d2::Pool;

use crate::clock::Clock;
use crate::domain::ids::{Micros, OrganId};
use crate::payload::{Objects, Swept};
use crate::store::conn::{self, Conn, Manager, Target};
use crate::store::{Error, family, migrate};

/// What the store is opened with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `sqlite:<path>` or `postgres://…`.
    pub url: String,
    /// The folder of large payloads.
    pub objects: PathBuf,
    /// Connections for questions; the committer has one of its own.
    pub pool_size: u32,
    /// By which codes become a successor's: the committer's own clock.
    pub clock: Clock,
}

impl Settings {
    /// Settings with a pool of 8 and the machine's clock.
    pub fn new(url: impl Into<String>, objects: impl Into<PathBuf>) -> Self {
        Self { url: url.into(), objects: objects.into(), pool_size: 8, clock: Clock::System }
    }
}

/// The database and the objects beside it.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    target: Target,
    pool: Pool<Manager>,
    objects: Objects,
    clock: Clock,
    /// SQLite has one writer at a time, and its own way of waiting is to sleep and try again: inside the process
    /// writers queue here instead. PostgreSQL does not use it.
    writer: Mutex<()>,
}

impl Store {
    /// Opens the database, brings its tables to this version under a lock, and opens the folder of objects.
    ///
    /// # Errors
    /// `Url`, `Connect`, `Migration`, `Payload`.
    pub fn open(settings: &Settings) -> Result<Self, Error> {
        let target = Target::parse(&settings.url)?;
        if let Target::Sqlite(path) = &target {
            make_folder_of(path)?;
        }
        migrate::up(&target)?;
        let objects = Objects::open(&settings.objects)?;
        let pool = conn::pool(target.clone(), settings.pool_size)?;
        Ok(Self {
            inner: Arc::new(Inner { target, pool, objects, clock: settings.clock.clone(), writer: Mutex::new(()) }),
        })
    }

    /// Takes every migration back: everything is lost. For tests, and for an operator who begins anew.
    ///
    /// # Errors
    /// `Url`, `Connect`, `Migration`.
    pub fn destroy(url: &str) -> Result<(), Error> {
        migrate::down(&Target::parse(url)?)
    }

    /// The names of the migrations, of SQLite and of PostgreSQL: the same.
    pub fn migrations() -> (Vec<String>, Vec<String>) {
        migrate::names()
    }

    /// The objects.
    pub fn objects(&self) -> &Objects {
        &self.inner.objects
    }

    /// Whether the database is a SQLite file.
    pub fn is_sqlite(&self) -> bool {
        matches!(self.inner.target, Target::Sqlite(_))
    }

    /// The database's clock minus `now`: `readyz` fails when it is more than 2 s either way.
    ///
    /// # Errors
    /// When the database does not answer: then the hub is not ready either.
    pub fn clock_skew(&self, now: Micros) -> Result<Duration, Error> {
        let there = self.read(|conn| Ok(conn::database_now(conn)?))?;
        Ok(Duration::from_micros(there.abs_diff(now.0)))
    }

    /// Removes objects and unfinished bodies older than 24 h that no row names.
    ///
    /// # Errors
    /// `Database`, `Payload`; nothing more is removed then.
    pub fn sweep_objects(&self, now: Micros) -> Result<Swept, Error> {
        use crate::store::schema::submission::dsl::{object_key, submission};
        use diesel::prelude::*;
        self.inner.objects.sweep(now, |keys| {
            self.read(|conn| {
                let rows = submission.select(object_key).filter(object_key.eq_any(keys));
                Ok(rows.load::<Option<String>>(conn)?.into_iter().flatten().collect())
            })
        })
    }

    /// The time by which a question is answered.
    pub(super) fn now(&self) -> Micros {
        self.inner.clock.now()
    }

    /// Asks as `viewer`, with all codes whose business is the viewer's: its own first, then those that forward to it.
    pub(super) fn read_as<T>(
        &self,
        viewer: &OrganId,
        ask: impl FnOnce(&mut Conn, &[String]) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.read(|conn| {
            let codes = family::of(conn, viewer, self.now())?;
            ask(conn, &codes)
        })
    }

    /// Asks.
    pub(super) fn read<T>(&self, ask: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
        let mut conn = self.inner.pool.get().map_err(|error| Error::Pool { reason: error.to_string() })?;
        ask(&mut conn)
    }

    /// Asks several things of one moment: no change comes in between.
    pub(super) fn snapshot<T>(&self, ask: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
        self.read(|conn| conn::snapshot(conn, ask))
    }

    /// Writes what is no state change and leaves no evidence (claims of jobs): one transaction.
    pub(super) fn write<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
        let mut conn = self.inner.pool.get().map_err(|error| Error::Pool { reason: error.to_string() })?;
        let _turn = self.turn();
        conn::immediate(&mut conn, work)
    }

    /// Waits for the turn to write, where there is one writer only.
    pub(super) fn turn(&self) -> Option<MutexGuard<'_, ()>> {
        self.is_sqlite().then(|| self.inner.writer.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A connection outside the pool.
    pub(super) fn connect(&self) -> Result<Conn, Error> {
        self.inner.target.connect()
    }
}

fn make_folder_of(path: &Path) -> Result<(), Error> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => std::fs::create_dir_all(folder)
            .map_err(|source| Error::File { what: "create", path: folder.to_owned(), source }),
        _ => Ok(()),
    }
}

/// The threads of both backends may hold it.
const _: () = {
    const fn crosses_threads<T: Send + Sync>() {}
    crosses_threads::<Store>();
};
