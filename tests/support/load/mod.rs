//! A province at work against hubs that may die at any moment: packages are sent and sent again, fetched and
//! acknowledged by clients that repeat whatever got no answer. Every receipt is kept, and every further answer to the
//! same thing is held against the first, byte for byte.

mod client;
mod ledger;
mod plan;
mod receiver;
mod sender;

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use lienthong::cli::demo::province::Province;
use tokio::sync::watch;
use tokio::task::JoinSet;

pub use client::Client;
pub use ledger::{About, Ledger};
pub use plan::{Plan, Planned, Size};

/// Everything that the clients share.
pub struct Load {
    pub province: Province,
    pub plan: Plan,
    pub ledger: Ledger,
    /// The hubs' base URLs; clients take turns.
    bases: Vec<String>,
    next: AtomicUsize,
    /// Documents that a sender has taken up.
    taken: AtomicUsize,
    /// Documents whose sender has all it wants.
    sent: watch::Sender<usize>,
}

impl Load {
    pub fn new(province: Province, plan: Plan, bases: Vec<String>) -> Arc<Self> {
        let sent = watch::Sender::new(0);
        let (next, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Arc::new(Self { province, plan, ledger: Ledger::default(), bases, next, taken, sent })
    }

    /// Starts all clients. They end when every package is sent and every word said.
    pub fn start(self: &Arc<Self>) -> JoinSet<()> {
        let mut tasks = JoinSet::new();
        for _ in 0..SENDERS {
            tasks.spawn(sender::run(self.clone()));
        }
        for index in 0..self.province.agencies.len() {
            // An office with two systems at work: both see the same new lines.
            for _ in 0..if index == 1 { 2 } else { 1 } {
                tasks.spawn(receiver::run(self.clone(), index));
            }
        }
        tasks
    }

    /// A client with the token of that agency.
    pub fn client(self: &Arc<Self>, agency: usize) -> Client {
        Client::new(self.clone(), self.province.agencies[agency].token.clone())
    }
}

/// Waits for all, and fails with the first that failed.
pub async fn finish(mut tasks: JoinSet<()>) {
    while let Some(ended) = tasks.join_next().await {
        if let Err(error) = ended {
            std::panic::resume_unwind(error.into_panic());
        }
    }
}

/// Senders at work at once.
const SENDERS: usize = 8;
