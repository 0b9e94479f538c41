//! The database. Diesel, and nothing else knows it.
//!
//! Every state change is a [`change::Change`] handed to the committer; every question is a query that carries the
//! caller's agency in its WHERE.

pub mod change;
pub mod conflict;

pub use change::{Answer, Change, Committed, LeafRef};
pub use conflict::Conflict;
pub mod search;
