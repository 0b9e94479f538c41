//! RFC 3161 timestamps: the token read, held against what it stamps, and its authority followed to an anchor.
//!
//! A token counts when everything holds: one signer, whose certificate the ESSCertIDv2 names (RFC 5816; the old ESSCertID
//! with a remark) and is for timestamping only, critically so (RFC 3161 §2.3); the CMS signature over the TSTInfo; the
//! imprint, over SHA-256 or longer; a genTime not after the judging clock; a path to a TSA anchor at genTime.
//!
//! Refused: whatever misses one of these, each by its own code. Absent on purpose: the network ([`Query`] makes the
//! question and holds the answer, others carry both).

mod ber;
mod fault;
mod query;
pub(in crate::signature) mod token;

pub use fault::TimestampFault;
pub use query::Query;
pub use token::{Stamp, Token};

#[cfg(test)]
mod tests;
