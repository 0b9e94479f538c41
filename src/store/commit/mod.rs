//! The committer: every state change goes through one thread per process, fed by a queue. Whoever waits is committed
//! together: one transaction, one fsync, one checkpoint. It never waits for a timer, so a lone sender is committed at
//! once. Many processes on one database take turns at the row `log_head`.
//!
//! `batch.rs` is the transaction, `tx.rs` what an item sees in it, `rows.rs` what is written at its end; a file per
//! change judges. No network and no key outside the process inside the transaction.

mod accept;
mod admin;
mod agency;
mod batch;
mod binding;
mod business;
mod calendar;
mod deadlines;
mod declare;
mod delivery;
mod digest;
mod directory;
mod head;
mod issued;
mod loaded;
mod mail;
mod people;
mod queue;
mod reject;
mod remind;
mod revise;
mod row_types;
mod rows;
mod tx;

pub use batch::{AtCommit, FaultHook};
pub(super) use calendar::{in_force, shipped};
pub(super) use directory::{resolve, version_ref};
pub use queue::{Committer, CommitterSettings};
