//! The rules of the exchange, pure: no clock is read, nothing is stored, nothing is sent. Time and chance come in as
//! values. The two machines of a document on its way, never mixed: [`delivery`] is the hub's own duty,
//! [`acknowledgement`] the receiver's word.
//!
//! Absent on purpose: tokio, diesel, actix, openssl, quick-xml.

pub mod acknowledgement;
pub mod agency;
pub mod business;
pub mod calendar;
pub mod deadline;
pub mod delivery;
pub mod desk;
pub mod digest;
pub mod ids;
pub mod person;
pub mod rate;
pub mod reminder;
pub mod retry;
pub mod tree;
