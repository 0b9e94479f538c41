//! `/in`, văn bản đến: what came, what is owed and until when. The list with its views, filters and pages; what is done
//! with many rows at once; and the line that says that something new came.
//!
//! State lies in the URL. Absent: one document (`document`), returning many at once (each needs its own reason).

mod acts;
mod list;
mod query;
mod row;

pub(super) use acts::{accept, mine, packages};
pub(super) use list::{list, names, newer};
