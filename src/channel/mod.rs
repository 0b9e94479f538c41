//! How bytes leave the house. A channel takes bytes and an address and returns an outcome; it knows no database.
//!
//! Here now: `mail` (SMTP), `pki` (OCSP, CRLs, timestamps), `webhook` (events to agencies' software), `oidc` (people of another provider, with the
//! feature of that name) and `egress`, the one way out to servers that others name. A
//! receiver that pulls needs no channel. Absent until they are built: push, other hubs, the national axis.

pub mod egress;
pub mod mail;
#[cfg(feature = "oidc")]
pub mod oidc;
pub mod pki;
pub mod webhook;
