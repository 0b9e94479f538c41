//! The exchange rates (tỷ lệ trao đổi văn bản điện tử) as rows for people and programs: [`Rates`] from the database or
//! recounted from the log's leaves, as a table, CSV, JSON, XLSX, PDF or SVG. Numerator and denominator stand beside every percentage,
//! and each rate's definition is a sentence in both languages (DESIGN §12).
//!
//! Beside them [`court`], a receipt as evidence on paper, [`proof`], the page that judges a receipt in a browser, the [`verdict`] on a file for people, a [`deadline`] in words, what changes in a [`calendar`], any table as a [`sheet`],
//! and a [`listing`] with its head and the log's state.
//!
//! Refused here: a question about no month or more than ten years. Absent: levels, and witnesses of the checkpoint.

pub mod calendar;
mod chart;
pub mod court;
mod csv;
pub mod deadline;
pub mod inside;
pub mod layout;
pub mod listing;
mod papers;
mod pdf;
mod pictures;
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
pub use pictures::{Multiples, Pictures};
pub use question::{By, Question, QuestionError};
pub use rates::{Copies, Definition, Definitions, Rates, Row, Tallies, Wording, from_store, recount};
pub use share::{Before, Share};
pub use stand::Stand;
pub use words::{column_words, period_words};
