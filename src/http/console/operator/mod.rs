//! The operator's pages: how the hub is, what did not go, what waits, who takes part, what the log says, and what the machine
//! has left. The auditor sees the log and the access log.
//!
//! Refused here: acts without a reason. Absent on purpose: everything that a document says. Nobody at the hub reads a
//! subject, a file name or a reason for a return; documents are named by their ids.

pub(super) mod access;
pub(super) mod addresses;
pub(super) mod agencies;
pub(super) mod agency;
pub(super) mod configuration;
pub(super) mod dead_letters;
pub(super) mod groups;
pub(super) mod import;
pub(super) mod keys;
pub(super) mod log;
pub(super) mod maintenance;
pub(super) mod merge;
pub(super) mod queues;
pub(super) mod status;
pub(super) mod storage;
