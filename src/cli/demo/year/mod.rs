//! What lies in the demo's hub before and after the play: two years of documents for the rates, and a morning's worth of
//! them for a clerk. Nothing is written into tables: every document is a package that was really signed, submitted,
//! fetched and acknowledged by the use cases, under a clock that walks; so leaves, receipts, reminders and rates are real.
//!
//! `days` which days they are · `chance` the same fates every time · `papers` what is written · `plan` the two years ·
//! `morning` what came in the morning · `draft` what the clerk has not finished · `sent` what went out ·
//! `walk` does it all in the order of time.
//!
//! Refused here: a document that the hub does not take. Absent: mail, which nobody would read two years later.

mod chance;
mod days;
mod draft;
mod letter;
mod morning;
mod papers;
mod plan;
mod sent;
mod walk;

pub(super) use days::Days;
pub(super) use draft::half_written;
pub(super) use morning::morning;
pub(super) use plan::two_years;
pub(super) use walk::Done;
