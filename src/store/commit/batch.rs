//! One batch, one transaction: lock the head, judge each item, write rows, leaves, tiles, checkpoint and head, commit.
//! And what to do when the database fails at any of these.

use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel::result::Error as DieselError;
use uuid::Uuid;

use super::directory::Directory;
use super::head::{Head, ONE};
use super::queue::CommitterSettings;
use super::rows;
use super::tx::{Halt, Tx, bytes};
use super::{
    accept, admin, agency, binding, business, calendar, declare, delivery, digest, mail, people, reject, remind, revise,
};
use crate::clock::Clock;
use crate::crypto;
use crate::domain::ids::Micros;
use crate::evidence::checkpoint::Checkpoint;
use crate::evidence::growth::Growth;
use crate::evidence::key::LogKey;
use crate::evidence::leaf::{Leaf, origin};
use crate::evidence::merkle::Hash;
use crate::evidence::tile::{self, TileError};
use crate::store::conn::{self, Conn, each, found};
use crate::store::error::Fault;
use crate::store::issued::Ending;
use crate::store::log::{StoredHashes, signed};
use crate::store::schema::{log_batch, log_checkpoint, log_head, log_leaf, log_seq, log_tile};
use crate::store::{Answer, Change, Committed, Error, LeafRef, Store};

/// What a test makes of a COMMIT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtCommit {
    /// Nothing: commit.
    Pass,
    /// The server is lost before it commits: nothing is written, and an error is reported.
    Lost,
    /// The server commits, and is lost before it says so: an error is reported.
    WrittenReportedLost,
}

/// Asked at each COMMIT.
pub type FaultHook = Arc<dyn Fn() -> AtCommit + Send + Sync>;

/// What became of one item.
pub(super) enum Outcome {
    Answer(Result<Answer, Error>),
    Postponed,
}

/// What became of a batch.
pub(super) struct Done {
    pub(super) answers: Vec<Outcome>,
    /// The newest checkpoint, if leaves were appended.
    pub(super) note: Option<String>,
}

/// The committer's own connection and what it knows from batch to batch.
pub(super) struct Batch {
    store: Store,
    conn: Option<Conn>,
    directory: Directory,
    hub: String,
    key: LogKey,
    clock: Clock,
    fault: Option<FaultHook>,
    /// A batch that failed at COMMIT and has not been looked up yet, with the answers it would have.
    unknown: Option<(Uuid, Box<Done>)>,
}

/// How a transaction ended without being done.
enum Failed {
    /// The database said no before COMMIT: nothing is written.
    Before(Error),
    /// It failed at COMMIT: it may be written.
    AtCommit(Uuid, Box<Done>, Error),
}

impl Batch {
    pub(super) fn open(store: &Store, settings: &CommitterSettings) -> Result<Self, Error> {
        Ok(Self {
            store: store.clone(),
            conn: Some(store.connect()?),
            directory: Directory::default(),
            hub: settings.hub.clone(),
            key: settings.key.clone(),
            clock: settings.clock.clone(),
            fault: settings.fault.clone(),
            unknown: None,
        })
    }

    /// Commits the changes, whatever it takes: locks and lost servers are tried again for a while, a statement that
    /// fails halves the batch until the poison item stands alone.
    pub(super) fn commit(&mut self, changes: &[&Change]) -> Done {
        let began = Instant::now();
        let mut pause = FIRST_PAUSE;
        self.unknown = None;
        loop {
            let error = match self.attempt(changes) {
                Ok(Some(done)) => return done,
                // The batch whose outcome was unknown is there: its answers are true.
                Ok(None) => match self.unknown.take() {
                    Some((_, done)) => return *done,
                    None => return fail_all(changes, || Error::OutcomeUnknown),
                },
                Err(Failed::Before(error)) => error,
                Err(Failed::AtCommit(id, done, error)) => {
                    tracing::warn!(%error, batch = %id, "outcome of a commit is unknown, looking it up");
                    self.unknown = Some((id, done));
                    error
                }
            };
            self.directory.forget();
            let patient = began.elapsed() < PATIENCE;
            match fault_of(&error) {
                _ if self.unknown.is_some() && !patient => return fail_all(changes, || Error::OutcomeUnknown),
                Fault::Again if !patient => {
                    tracing::error!(%error, items = changes.len(), "the database stays away");
                    let reason = error.to_string();
                    return fail_all(changes, || Error::Pool { reason: reason.clone() });
                }
                Fault::DiskFull if self.unknown.is_none() => return fail_all(changes, || Error::DiskFull),
                Fault::Statement | Fault::Io if self.unknown.is_none() => return self.halve(changes, error),
                Fault::Again | Fault::DiskFull | Fault::Statement | Fault::Io => {
                    self.conn = None;
                    std::thread::sleep(pause);
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
    }

    /// One statement failed: some item is poison, or the database is. The halves tell.
    fn halve(&mut self, changes: &[&Change], error: Error) -> Done {
        if changes.len() <= 1 {
            tracing::error!(%error, detail = ?error, "a change cannot be written");
            let mut error = Some(error);
            return fail_all(changes, || error.take().unwrap_or(Error::OutcomeUnknown));
        }
        let (left, right) = changes.split_at(changes.len() / 2);
        let (mut done, rest) = (self.commit(left), self.commit(right));
        done.answers.extend(rest.answers);
        done.note = rest.note.or(done.note);
        done
    }

    /// One transaction. `Ok(None)`: the batch of unknown outcome was found to be committed, nothing else was done.
    fn attempt(&mut self, changes: &[&Change]) -> Result<Option<Done>, Failed> {
        let store = self.store.clone();
        let mut conn = match self.conn.take() {
            Some(conn) => conn,
            None => store.connect().map_err(Failed::Before)?,
        };
        let turn = store.turn();
        conn::begin(&mut conn).map_err(|error| Failed::Before(error.into()))?;
        let work = self.work(&mut conn, changes);
        let (id, done) = match work {
            Ok(Some(work)) => work,
            Ok(None) => {
                if conn::rollback(&mut conn).is_ok() {
                    self.conn = Some(conn);
                }
                return Ok(None);
            }
            Err(error) => {
                if conn::rollback(&mut conn).is_ok() {
                    self.conn = Some(conn);
                }
                return Err(Failed::Before(error));
            }
        };
        let result = self.end(&mut conn);
        drop(turn);
        match result {
            Ok(()) => {
                self.conn = Some(conn);
                Ok(Some(done))
            }
            Err(error) => {
                if let Conn::Sqlite(_) = conn {
                    after_sqlite_commit(&error);
                    // A commit that SQLite refused may leave the transaction open; it is not written.
                    let _ = conn::rollback(&mut conn);
                }
                Err(Failed::AtCommit(id, Box::new(done), error.into()))
            }
        }
    }

    /// COMMIT, or what a test makes of it.
    fn end(&self, conn: &mut Conn) -> Result<(), DieselError> {
        match self.fault.as_ref().map_or(AtCommit::Pass, |fault| fault()) {
            AtCommit::Pass => conn::commit(conn),
            AtCommit::Lost => {
                let _ = conn::rollback(conn);
                Err(DieselError::BrokenTransactionManager)
            }
            AtCommit::WrittenReportedLost => {
                conn::commit(conn)?;
                Err(DieselError::BrokenTransactionManager)
            }
        }
    }

    /// Everything between BEGIN and COMMIT.
    fn work(&mut self, conn: &mut Conn, changes: &[&Change]) -> Result<Option<(Uuid, Done)>, Error> {
        let head = Head::lock(conn)?;
        // Under the head lock: a server that was lost at COMMIT and still commits would hold it.
        if let Some((id, _)) = &self.unknown {
            let there = log_batch::table.find(bytes(id)).select(log_batch::at).first::<i64>(conn);
            if found(there)?.is_some() {
                return Ok(None);
            }
            self.unknown = None;
        }
        self.directory.refresh(conn)?;
        let now = self.clock.now().max(head.time);
        let mut tx =
            Tx::new(conn, self.store.objects(), &mut self.directory, &self.hub, head.epoch, head.edge.size(), now);
        reject::count_surplus(&mut tx).map_err(fault)?;
        let mut answers = Vec::with_capacity(changes.len());
        for change in changes {
            match judge_one(&mut tx, change)? {
                // The first item has nothing to wait for: it touches one thing twice.
                Outcome::Postponed if answers.is_empty() => {
                    let reason = "the change touches one row twice".to_owned();
                    answers.push(Outcome::Answer(Err(Error::Evidence { reason })));
                }
                outcome => answers.push(outcome),
            }
        }
        let (leaves, rows) = (std::mem::take(&mut tx.leaves), std::mem::take(&mut tx.rows));
        let seqs: Vec<(String, i64)> =
            tx.seqs().map(|(agency, next)| Ok((agency.0.clone(), signed(next)?))).collect::<Result<_, Error>>()?;
        drop(tx);
        let size = head.edge.size() + leaves.len() as u64;
        answers.iter_mut().for_each(|answer| set_size(answer, size));
        rows::write(conn, rows, signed(size)?)?;
        let first = head.edge.size();
        let appended = self.append(conn, head, &leaves, now, seqs)?;
        if let Some(appended) = &appended {
            complete(&mut answers, appended, first, &leaves)?;
        }
        let note = appended.map(|appended| appended.note);
        let id = Uuid::from_bytes(crypto::random().map_err(Error::Random)?);
        diesel::insert_into(log_batch::table)
            .values((log_batch::id.eq(bytes(&id)), log_batch::at.eq(now.0)))
            .execute(conn)?;
        let old = log_batch::at.lt(now.0.saturating_sub(BATCH_KEPT_US));
        diesel::delete(log_batch::table.filter(old)).execute(conn)?;
        Ok(Some((id, Done { answers, note })))
    }

    /// Leaves, the tiles they complete, the checkpoint and the head.
    fn append(
        &self,
        conn: &mut Conn,
        head: Head,
        leaves: &[Leaf],
        now: Micros,
        seqs: Vec<(String, i64)>,
    ) -> Result<Option<Appended>, Error> {
        if leaves.is_empty() {
            return Ok(None);
        }
        let (epoch, first) = (signed(head.epoch)?, signed(head.edge.size())?);
        let hashes: Vec<Hash> = leaves.iter().map(Leaf::hash).collect();
        let rows: Vec<_> = leaves
            .iter()
            .zip(&hashes)
            .zip(first..)
            .map(|((leaf, hash), idx)| {
                (
                    log_leaf::epoch.eq(epoch),
                    log_leaf::idx.eq(idx),
                    log_leaf::hash.eq(hash.0.to_vec()),
                    log_leaf::body.eq(leaf.bytes().to_vec()),
                )
            })
            .collect();
        // Tiles before leaves: they ask for what was there before this batch.
        let growth = Growth::of(&head.edge, &hashes);
        let mut edge = head.edge;
        let tiles = tile::append(&mut edge, &hashes, &mut StoredHashes::new(conn, head.epoch)).map_err(tile_error)?;
        for chunk in rows.chunks(1_000) {
            each!(conn, c => diesel::insert_into(log_leaf::table).values(chunk).execute(c))?;
        }
        for tile in tiles {
            let row = (
                log_tile::epoch.eq(epoch),
                log_tile::level.eq(i16::from(tile.id.level)),
                log_tile::n.eq(signed(tile.id.n)?),
                log_tile::hashes.eq(tile.to_bytes()),
            );
            diesel::insert_into(log_tile::table).values(row).execute(conn)?;
        }
        for (agency, next) in seqs {
            let row = (log_seq::agency.eq(agency), log_seq::next.eq(next));
            each!(conn, c => diesel::insert_into(log_seq::table).values(row).on_conflict(log_seq::agency)
                .do_update().set(log_seq::next.eq(next)).execute(c))?;
        }
        let origin = origin(&self.hub, head.epoch);
        let evidence = |error: crate::evidence::key::KeyError| Error::Evidence { reason: error.to_string() };
        let (size, root) = (edge.size(), edge.root());
        let note = Checkpoint::note(&origin, size, root, &self.key).map_err(evidence)?;
        let vkey = self.key.vkey(&origin).map_err(evidence)?.to_string();
        diesel::insert_into(log_checkpoint::table)
            .values((
                log_checkpoint::epoch.eq(epoch),
                log_checkpoint::size.eq(signed(size)?),
                log_checkpoint::root.eq(root.0.to_vec()),
                log_checkpoint::note.eq(Some(note.clone())),
                log_checkpoint::vkey.eq(Some(vkey.clone())),
                log_checkpoint::at.eq(now.0),
            ))
            .execute(conn)?;
        diesel::update(log_head::table.find(ONE))
            .set((
                log_head::size.eq(signed(size)?),
                log_head::root.eq(root.0.to_vec()),
                log_head::edge.eq(edge.to_bytes()),
                log_head::time.eq(now.0),
            ))
            .execute(conn)?;
        Ok(Some(Appended { note, vkey, growth }))
    }
}

/// What a batch with leaves made of the log.
struct Appended {
    note: String,
    vkey: String,
    growth: Growth,
}

/// Gives the answers their receipts. `first` is the index of the first of `leaves`.
fn complete(answers: &mut [Outcome], appended: &Appended, first: u64, leaves: &[Leaf]) -> Result<(), Error> {
    let leaf = |index: u64| {
        let leaf = leaves.get(usize::try_from(index.checked_sub(first)?).ok()?)?;
        Some(leaf.bytes().to_vec())
    };
    let proof = |index| appended.growth.inclusion(index);
    let size = signed(appended.growth.size())?;
    let ending = Ending { size, note: &appended.note, vkey: &appended.vkey, proof: &proof, leaf: &leaf };
    for answer in answers {
        if let Outcome::Answer(Ok(Ok(Committed::Accepted { issued, .. }))) = answer {
            issued.complete(&ending)?;
        }
    }
    Ok(())
}

/// Judges one item; one that does not hold leaves nothing behind.
fn judge_one(tx: &mut Tx<'_>, change: &Change) -> Result<Outcome, Error> {
    if tx.closed {
        return Ok(Outcome::Postponed);
    }
    let mark = tx.mark();
    let halt = match judge(tx, change) {
        Ok(committed) => return Ok(Outcome::Answer(Ok(Ok(committed)))),
        Err(halt) => halt,
    };
    tx.rewind(&mark);
    match halt {
        Halt::Conflict(conflict) => Ok(Outcome::Answer(Ok(Err(conflict)))),
        Halt::Postpone => Ok(Outcome::Postponed),
        Halt::Item(error) => Ok(Outcome::Answer(Err(error))),
        Halt::Batch(error) => Err(error),
    }
}

fn judge(tx: &mut Tx<'_>, change: &Change) -> Result<Committed, Halt> {
    match change {
        Change::Accept(item) => accept::accept(tx, item),
        Change::Reject(item) => reject::reject(tx, item),
        Change::Fetched(item) => delivery::fetched(tx, item),
        Change::Acknowledge(item) => delivery::acknowledge(tx, item),
        Change::Withdraw(item) => business::withdraw(tx, item),
        Change::Declare(item) => declare::declare(tx, item),
        Change::Agency(item) => agency::change(tx, item),
        Change::Calendar(item) => calendar::change(tx, item),
        Change::Binding(item) => binding::change(tx, item),
        Change::Token(item) => admin::token(tx, item),
        Change::Person(item) => people::change(tx, item),
        Change::MailSettled(item) => mail::settled(tx, item),
        Change::Remind(item) => remind::remind(tx, item),
        Change::Nudge(item) => remind::nudge(tx, item),
        Change::NoticeRule(item) => remind::rule(tx, item),
        Change::DigestTimes(item) => digest::times(tx, item),
        Change::DigestMail(item) => digest::told(tx, item),
        Change::VerdictRevised(item) => revise::revise(tx, item),
        Change::Operator(item) => admin::operator(tx, item),
        Change::Access(item) => mail::access(tx, item),
    }
}

/// New leaves get the size of the tree that this batch makes; those of earlier batches have theirs.
fn set_size(outcome: &mut Outcome, size: u64) {
    let Outcome::Answer(Ok(Ok(committed))) = outcome else { return };
    if let Committed::Withdrawn { changes, .. } = committed {
        for leaf in changes.iter_mut().filter_map(|change| change.leaf.as_mut()).filter(|leaf| leaf.size == 0) {
            leaf.size = i64::try_from(size).unwrap_or(i64::MAX);
        }
        return;
    }
    let leaf: Option<&mut LeafRef> = match committed {
        Committed::Accepted { leaf, .. }
        | Committed::AlreadyAccepted { leaf, .. }
        | Committed::Rejected { leaf, .. }
        | Committed::Fetched { leaf, .. }
        | Committed::FetchedContradicts { leaf }
        | Committed::Acknowledged { leaf, .. }
        | Committed::Declared { leaf, .. }
        | Committed::Joined { leaf, .. }
        | Committed::Done { leaf } => Some(leaf),
        Committed::RejectedInSurplus | Committed::Noted | Committed::Withdrawn { .. } => None,
    };
    if let Some(leaf) = leaf.filter(|leaf| leaf.size == 0) {
        leaf.size = i64::try_from(size).unwrap_or(i64::MAX);
    }
}

fn fail_all(changes: &[&Change], mut error: impl FnMut() -> Error) -> Done {
    Done { answers: changes.iter().map(|_| Outcome::Answer(Err(error()))).collect(), note: None }
}

fn fault(halt: Halt) -> Error {
    match halt {
        Halt::Batch(error) | Halt::Item(error) => error,
        Halt::Conflict(conflict) => Error::Evidence { reason: conflict.to_string() },
        Halt::Postpone => Error::Evidence { reason: "postponed before the first item".to_owned() },
    }
}

fn fault_of(error: &Error) -> Fault {
    match error {
        Error::Database(error) => Fault::of(error),
        Error::Connect(_) => Fault::Again,
        Error::DiskFull => Fault::DiskFull,
        _ => Fault::Statement,
    }
}

fn tile_error(error: TileError<Error>) -> Error {
    match error {
        TileError::Source(error) => error,
        error @ (TileError::Short { .. } | TileError::Outside { .. }) => Error::Evidence { reason: error.to_string() },
    }
}

/// After an I/O error at COMMIT nobody knows what is in the file, not even SQLite: the process ends, and what the
/// file holds is found on the next start (DECISIONS.md, Store; PostgreSQL's fsync lesson of 2018).
fn after_sqlite_commit(error: &DieselError) {
    if Fault::of(error) == Fault::Io {
        tracing::error!(%error, "input/output error at COMMIT: the process ends so that the file is read anew");
        std::process::abort();
    }
}

/// Batch ids older than this are forgotten; a lost server is looked up within seconds.
const BATCH_KEPT_US: i64 = 3_600_000_000;

/// How long a batch is tried again before its senders are told; they ask again.
const PATIENCE: Duration = Duration::from_secs(20);
const FIRST_PAUSE: Duration = Duration::from_millis(5);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);
