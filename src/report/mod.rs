//! The exchange rates (tỷ lệ trao đổi văn bản điện tử) as rows for people and programs: [`Rates`] from the database or
//! recounted from the log's leaves, as a table, CSV, JSON, XLSX, PDF or SVG. Numerator and denominator stand beside every percentage,
//! and each rate's definition is a sentence in both languages (DESIGN §12).
//!
//! Beside them [`court`], a receipt as evidence on paper, [`proof`], the page that judges a receipt in a browser, the [`verdict`] on a file for people, a [`deadline`] in words, what changes in a [`calendar`], and any table as a
//! [`sheet`].
//!
//! Refused here: a question about no month or more than ten years. Absent: levels, and witnesses of the checkpoint.

pub mod calendar;
mod chart;
pub mod court;
mod csv;
pub mod deadline;
pub mod inside;
pub mod layout;
mod papers;
mod pdf;
pub mod proof;
mod question;
mod rates;
mod share;
pub mod sheet;
mod stand;
mod table;
pub mod verdict;
mod words;
mod xlsx;

pub use chart::{Chart, Frame};
pub use papers::{PaperCell, PaperRow, Papers};
pub use pdf::{PdfError, letter};
pub use question::{By, Question, QuestionError};
pub use rates::{Copies, Definition, Definitions, Rates, Row, Tallies, Wording, from_store, recount};
pub use share::{Before, Share};
pub use stand::Stand;
