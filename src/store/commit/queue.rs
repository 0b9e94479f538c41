//! The queue and its thread.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot};

use super::batch::{Batch, FaultHook, Outcome};
use crate::clock::Clock;
use crate::evidence::key::LogKey;
use crate::store::guard::write_high_water;
use crate::store::{Answer, Change, Error, Store};

/// What the committer is started with.
#[derive(Clone)]
pub struct CommitterSettings {
    /// The host in the log's origin (`<hub>/log/<epoch>`).
    pub hub: String,
    /// Signs checkpoints.
    pub key: LogKey,
    /// The hub's clock.
    pub clock: Clock,
    /// The high-water file of the restore guard; `None` in tests that do not need it.
    pub high_water: Option<PathBuf>,
    /// For tests of durability: called at COMMIT.
    pub fault: Option<FaultHook>,
}

impl CommitterSettings {
    /// Settings with the machine's clock and nothing else.
    pub fn new(hub: impl Into<String>, key: LogKey) -> Self {
        Self { hub: hub.into(), key, clock: Clock::System, high_water: None, fault: None }
    }
}

/// Hands changes to the committer's thread. Cheap to clone; the thread ends when the last clone is gone or
/// [`Committer::stop`] is called, after everything in the queue is committed.
#[derive(Clone)]
pub struct Committer {
    queue: mpsc::Sender<Message>,
    thread: Arc<std::sync::Mutex<Option<JoinHandle<()>>>>,
}

enum Message {
    Change(Box<Waiting>),
    Stop,
}

/// A change and who waits for its answer.
struct Waiting {
    change: Change,
    answer: oneshot::Sender<Result<Answer, Error>>,
}

impl Committer {
    /// Starts the thread.
    ///
    /// # Errors
    /// `Connect` when the database does not answer; `File` when no thread can be had.
    pub fn start(store: &Store, settings: CommitterSettings) -> Result<Self, Error> {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let batch = Batch::open(store, &settings)?;
        let mut worker = Worker {
            batch,
            waiting,
            back: VecDeque::new(),
            high_water: settings.high_water,
            written: None,
            dirty: None,
        };
        let thread = std::thread::Builder::new()
            .name("committer".to_owned())
            .spawn(move || worker.run())
            .map_err(|source| Error::File { what: "start a thread for", path: PathBuf::from("committer"), source })?;
        Ok(Self { queue, thread: Arc::new(std::sync::Mutex::new(Some(thread))) })
    }

    /// Hands in a change and waits until it is durable, or does not hold. Dropping the future does not take the change
    /// back: it may be committed all the same, and the same change again tells.
    ///
    /// # Errors
    /// `OutcomeUnknown` when the database was lost at COMMIT and did not come back in time; `DiskFull`; `Database`
    /// when this very change cannot be written; `Stopped`.
    pub async fn submit(&self, change: Change) -> Result<Answer, Error> {
        let (answer, answered) = oneshot::channel();
        let message = Message::Change(Box::new(Waiting { change, answer }));
        self.queue.send(message).await.map_err(|_| Error::Stopped)?;
        answered.await.map_err(|_| Error::Stopped)?
    }

    /// The same for a thread that may block.
    ///
    /// # Errors
    /// As [`Committer::submit`].
    pub fn submit_blocking(&self, change: Change) -> Result<Answer, Error> {
        let (answer, answered) = oneshot::channel();
        let message = Message::Change(Box::new(Waiting { change, answer }));
        self.queue.blocking_send(message).map_err(|_| Error::Stopped)?;
        answered.blocking_recv().map_err(|_| Error::Stopped)?
    }

    /// Takes nothing more, commits what waits, and returns when the thread has ended. Blocks. For a graceful stop.
    pub fn stop(&self) {
        // A full queue or a thread that is gone already: either way the join below tells.
        let _ = self.queue.blocking_send(Message::Stop);
        let thread = self.thread.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}

struct Worker {
    batch: Batch,
    waiting: mpsc::Receiver<Message>,
    /// Postponed by the batch before: first in the next.
    back: VecDeque<Waiting>,
    high_water: Option<PathBuf>,
    written: Option<Instant>,
    dirty: Option<String>,
}

impl Worker {
    fn run(&mut self) {
        loop {
            if self.back.is_empty() {
                // Nothing waits: a good moment to write down how far the log is.
                if self.waiting.is_empty() {
                    self.write_high_water();
                }
                match self.waiting.blocking_recv() {
                    Some(Message::Change(first)) => self.back.push_back(*first),
                    // What was sent before the queue closed is still received.
                    Some(Message::Stop) => {
                        self.waiting.close();
                        continue;
                    }
                    None => break,
                }
            }
            let items = self.gather();
            self.commit(items);
        }
        self.write_high_water();
    }

    /// Whoever waits now, up to the cap of rows.
    fn gather(&mut self) -> Vec<Waiting> {
        let mut items = Vec::new();
        let mut rows = 0;
        while rows < BATCH_ROWS {
            let Some(item) = self.back.pop_front().or_else(|| self.next()) else { break };
            rows += weight(&item.change);
            items.push(item);
        }
        items
    }

    fn next(&mut self) -> Option<Waiting> {
        match self.waiting.try_recv() {
            Ok(Message::Change(waiting)) => Some(*waiting),
            Ok(Message::Stop) => {
                self.waiting.close();
                None
            }
            Err(_) => None,
        }
    }

    fn commit(&mut self, items: Vec<Waiting>) {
        let started = Instant::now();
        let count = items.len();
        let changes: Vec<&Change> = items.iter().map(|item| &item.change).collect();
        let outcome = self.batch.commit(&changes);
        if let Some(note) = outcome.note {
            self.dirty = Some(note);
            if self.written.is_none_or(|at| at.elapsed() > HIGH_WATER_EVERY) {
                self.write_high_water();
            }
        }
        tracing::debug!(items = count, duration_us = started.elapsed().as_micros() as u64, "batch committed");
        metrics::histogram!("lienthong_commit_items").record(count as f64);
        metrics::histogram!("lienthong_commit_seconds").record(started.elapsed().as_secs_f64());
        for (item, outcome) in items.into_iter().zip(outcome.answers).rev() {
            match outcome {
                Outcome::Answer(answer) => {
                    // Whoever does not wait any more asks again.
                    let _ = item.answer.send(answer);
                }
                Outcome::Postponed => self.back.push_front(item),
            }
        }
    }

    /// Failure is said once and not fatal: the guard only gets more forgiving.
    fn write_high_water(&mut self) {
        let (Some(path), Some(note)) = (&self.high_water, self.dirty.take()) else { return };
        if let Err(error) = write_high_water(path, &note) {
            tracing::error!(path = %path.display(), %error, "cannot write the high-water checkpoint");
        }
        self.written = Some(Instant::now());
    }
}

/// About how many rows a change writes.
fn weight(change: &Change) -> usize {
    match change {
        Change::Accept(accept) => 4 + (2 + 2 * accept.affects.len()) * accept.receivers.len() + accept.jobs.len(),
        Change::Reject(_) | Change::Fetched(_) | Change::MailSettled(_) | Change::VerdictRevised(_) => 3,
        Change::Acknowledge(_) => 5,
        // One row and one change for each receiver, whose number is not known here.
        Change::Withdraw(_) => 40,
        Change::Declare(_) | Change::Agency(_) | Change::Calendar(_) | Change::Binding(_) => 3,
        Change::Token(_) | Change::Operator(_) => 3,
        Change::Person(_) => 4,
        Change::Remind(remind) => 4 + remind.jobs.len(),
        Change::NoticeRule(_) | Change::Nudge(_) | Change::DigestTimes(_) | Change::DigestMail(_) => 3,
        Change::Access(_) => 1,
    }
}

/// DECISIONS.md, Store: a batch is capped by rows; LIMITS.md §1: more gains nothing.
const BATCH_ROWS: usize = 1_000;

/// Changes that may wait; senders beyond that wait for a place.
const QUEUE: usize = 4_096;

/// Under load the high-water file is written this often.
const HIGH_WATER_EVERY: Duration = Duration::from_millis(100);
