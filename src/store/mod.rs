//! The database. Diesel, and nothing else knows it.
pub mod change;
pub mod conflict;
pub mod guard;
pub mod search;
mod conn;
mod error;
mod migrate;
mod schema;
mod handle;
pub mod log;

pub use change::{Answer, Change, Committed, LeafRef};
pub use conflict::Conflict;
pub use error::Error;
pub use handle::{Settings, Store};
