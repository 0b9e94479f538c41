//! The database: Diesel on SQLite and PostgreSQL, and nothing else knows it.
//!
//! Everything that changes state and leaves evidence is a [`change::Change`], handed to the [`Committer`]: one
//! transaction for all who wait, rows and leaves and tree head together. Everything else here is a question; each bears
//! the asking agency in its WHERE, so that "not yours" and "not there" are one answer. Work for workers is claimed and
//! put back in [`jobs`]. All calls block.
//!
//! Where the backends differ, two queries stand side by side, and one suite (`tests/story_store_contract.rs`) runs on
//! both. `migrations/` says what each column means.
//!
//! Absent on purpose: what may be sent (`exchange`), what is inside a package, the network, keys outside the process,
//! ORM traits over both backends. Absent for now: retention, and the
//! opening of a new epoch after a restore (the guard only refuses).

pub mod access;
pub mod agencies;
pub mod bindings;
pub mod business;
pub mod calendars;
pub mod change;
pub mod commit;
pub mod conflict;
pub mod deliveries;
pub mod desk;
pub mod digests;
pub mod documents;
pub mod drafts;
pub mod events;
pub mod glance;
pub mod guard;
pub mod intake;
mod issued;
pub mod jobs;
pub mod log;
pub mod names;
pub mod outbox;
pub mod people;
pub mod register;
pub mod rejections;
pub mod remainder;
pub mod reminders;
pub mod search;
pub mod sessions;
pub mod settings;
pub mod signings;
pub mod storage;
pub mod tickets;
pub mod tokens;
pub mod webhooks;

mod conn;
mod error;
mod family;
mod handle;
mod migrate;
pub mod pki;
mod pos;
pub mod rates;
mod read;
mod receipts;
mod schema;
mod words;

pub use change::{Answer, Change, Committed, LeafRef};
pub use commit::{Committer, CommitterSettings};
pub use conflict::Conflict;
pub use error::Error;
pub use handle::{Settings, Store};
pub use issued::Issued;
pub use read::{PAGE_MAX, Page};
