//! The pages of an agency's administrator: systems and their tokens, seals, mails, calendar, webhooks, who looked at what. Clerks
//! and readers see the summary.
//!
//! Everything is asked and done for the seat's own agency; whatever is another's is not there. Absent: people and roles
//! (`people`), and what only an operator does (a seal is bound by hand, after the agency is known by other means).

pub(super) mod calendar;
pub(super) mod home;
pub(super) mod mail;
pub(super) mod systems;
pub(super) mod webhooks;
