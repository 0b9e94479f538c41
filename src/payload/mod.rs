//! Payload bytes: small ones in the database row, large ones in an object store (a folder).
//!
//! A body is written once, to a private file ([`Upload`]), and hashed while it streams. Small payloads go into the
//! row; a large one is fsynced and renamed into the store under a key of its own ([`Objects::keep`]) before any row
//! names it, so nothing is copied and a crash leaves at most an orphan, which [`Objects::sweep`] takes after 24 h.
//! A person's package waits in [`Staging`] between its upload and the yes that sends it.
//!
//! Absent on purpose: the database (a row's bytes are read by `store`), what is inside a package, sharing of one
//! object between submissions, S3 (a later store behind the same calls).

mod error;
mod key;
mod objects;
mod source;
mod staged;
mod upload;

pub use error::PayloadError;
pub use key::ObjectKey;
pub use objects::{COMMIT_MAX_AGE_S, Objects, SWEEP_AGE_S, Swept};
pub use source::{RangeReader, Source};
pub use staged::{Bounds, Owner, Piece, StagedPackage, Staging};
pub use upload::Upload;

/// Payloads up to this size lie in the database row: the larger part of all documents' headers and one-page letters.
/// The border is a choice to be measured (LIMITS.md §1: the payload in the row is two thirds of the store's cost).
pub const INLINE_MAX_BYTES: u64 = 64 * 1024;
