//! The exchange rates (tỷ lệ trao đổi văn bản điện tử) as rows for people and programs: [`Rates`] from the database or
//! recounted from the log's leaves, as a table, CSV or JSON. Numerator and denominator stand beside every percentage,
//! and each rate's definition is a sentence in both languages (DESIGN §12).
//!
//! Beside them the [`verdict`] on a file for people, a [`deadline`] in words, what changes in a [`calendar`], and any table as a
//! [`sheet`].
//!
//! Refused here: a question about no month or more than ten years. Absent: the rate "on time", the
//! same period of the year before, xlsx, svg and pdf.

pub mod calendar;
mod csv;
pub mod deadline;
pub mod layout;
mod question;
mod rates;
pub mod sheet;
mod table;
pub mod verdict;

pub use question::{By, Question, QuestionError};
pub use rates::{Copies, Definition, Definitions, Rates, Row, Share, Tallies, Wording, from_store, recount};
