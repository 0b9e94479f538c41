//! How bytes leave the house. A channel takes bytes and an address and returns an outcome; it knows no database.
//!
//! Here now: `mail` (SMTP). A receiver that pulls needs no channel. Absent until they are built: push, other hubs, the
//! national axis, PKI sources.

pub mod mail;
