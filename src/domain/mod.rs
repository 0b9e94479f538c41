//! The rules of the exchange, pure: no clock is read, nothing is stored, nothing is sent. Time and chance come in as
//! values. The two machines of a document on its way, never mixed: [`delivery`] is the hub's own duty,
//! [`acknowledgement`] the receiver's word.
//!
//! Absent on purpose: tokio, diesel, actix, openssl, quick-xml. Absent for now: recall, update, replace and the
//! request for taking back (business types 1–3, codes 13, 15, 16), which are answered "not yet".

pub mod acknowledgement;
pub mod agency;
pub mod business;
pub mod calendar;
pub mod deadline;
pub mod delivery;
pub mod ids;
pub mod rate;
pub mod reminder;
pub mod retry;
pub mod tree;
