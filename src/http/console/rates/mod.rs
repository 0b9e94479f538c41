//! Báo cáo: the rates big, with numerator, denominator and what they mean; by month beside the year before; by agency; what
//! is left over, thing by thing; who does not answer; documents on paper. An auditor sees all agencies, an agency its own.
//!
//! What is shown stands in the address, so that a link shows the same; files are written from the very rows of the page.
//! Refused: another agency's numbers. Absent: the counting itself (`store`, `domain::rate`), and its words (`report`).

mod choice;
mod figures;
mod file;
mod left;
mod page;
mod paper;
mod unanswered;
mod view;

pub(super) use file::file;
pub(super) use left::{left, left_file};
pub(super) use page::page;
pub(super) use paper::{declare, paper};
pub(super) use unanswered::{unanswered, unanswered_file};
