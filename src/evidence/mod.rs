//! Evidence (bằng chứng): what the hub states about each event, the append-only log (nhật ký minh bạch) that holds the
//! statements, and the receipts (biên nhận) that prove a statement stands in it.
//!
//! - [`event`], [`leaf`]: one statement, its canonical bytes and its salted commitments; the committer completes a [`leaf::Draft`].
//! - [`merkle`]: RFC 9162 hashing, the right edge, proofs and their verification. [`tile`]: C2SP tlog-tiles.
//!   [`growth`]: proofs of the leaves of a new batch.
//! - [`checkpoint`], [`key`]: C2SP signed notes with Ed25519, and the key that signs them.
//! - [`receipt`]: the receipt, and its judge. [`audit`]: judging whole logs offline.
//!
//! No store and no network here: hashes come from a [`tile::HashSource`], the
//! store's or [`memory`]'s. Nothing in this room panics on any bytes.
//! Absent for now: witness cosignatures ("no witness" is said in every finding), RFC 3161 anchors, the court receipt.

pub mod audit;
pub mod checkpoint;
mod commitment;
pub mod event;
pub mod growth;
mod judge;
pub mod key;
pub mod leaf;
pub mod memory;
pub mod merkle;
mod prover;
pub mod receipt;
mod statement;
pub mod strict_json;
pub mod tile;

pub use merkle::{Edge, Hash};
