//! The database. Diesel, and nothing else knows it.
pub mod change;
pub mod commit;
pub mod conflict;
pub mod guard;
pub mod log;
pub mod search;

mod conn;
mod error;
mod handle;
mod migrate;
mod pos;
mod schema;
mod read;
mod words;
pub mod deliveries;
pub mod documents;

pub use change::{Answer, Change, Committed, LeafRef};
pub use commit::{Committer, CommitterSettings};
pub use conflict::Conflict;
pub use error::Error;
pub use handle::{Settings, Store};
pub use read::{PAGE_MAX, Page};
