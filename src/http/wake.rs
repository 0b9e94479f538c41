//! Long polls: one watch an agency, turned by one task a process that reads the size of the log twice a second. Whoever
//! waits holds no connection to the database (DECISIONS "Long poll").

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::domain::ids::OrganId;
use crate::store::{self, Store};

/// Who waits for what. Cheap to clone.
#[derive(Clone, Default)]
pub struct Wake {
    watches: Arc<Mutex<HashMap<OrganId, watch::Sender<u64>>>>,
}

impl Wake {
    /// A watch that turns whenever something new may lie in the inbox of `agency`.
    pub(super) fn watch(&self, agency: &OrganId) -> watch::Receiver<u64> {
        let mut watches = self.watches.lock().unwrap_or_else(PoisonError::into_inner);
        watches.entry(agency.clone()).or_insert_with(|| watch::Sender::new(0)).subscribe()
    }

    /// Turns the watches of these agencies, and forgets those that nobody looks at.
    fn turn(&self, agencies: &[OrganId]) {
        let mut watches = self.watches.lock().unwrap_or_else(PoisonError::into_inner);
        for agency in agencies {
            if let Some(watch) = watches.get(agency) {
                watch.send_modify(|count| *count = count.wrapping_add(1));
            }
        }
        watches.retain(|_, watch| watch.receiver_count() > 0);
    }

    /// Follows the log until the task is dropped: this process's commits and those of every other one.
    pub async fn follow(self, store: Store) {
        let mut seen = None;
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            let (asked, since) = (store.clone(), seen);
            match tokio::task::spawn_blocking(move || news(&asked, since)).await {
                Ok(Ok((size, agencies))) => {
                    seen = Some(size);
                    self.turn(&agencies);
                }
                Ok(Err(error)) => {
                    tracing::warn!(%error, "the log's size cannot be read; waiting inboxes are not woken")
                }
                Err(error) => tracing::warn!(%error, "the task that reads the log's size ended"),
            }
        }
    }
}

/// Where the log ends, and who got something since it ended at `since`.
fn news(store: &Store, since: Option<i64>) -> Result<(i64, Vec<OrganId>), store::Error> {
    let size = store.log_pos()?;
    match since {
        Some(since) if since < size => Ok((size, store.agencies_since(since)?)),
        Some(_) | None => Ok((size, Vec::new())),
    }
}

/// DECISIONS "Long poll".
const TICK: Duration = Duration::from_millis(500);
