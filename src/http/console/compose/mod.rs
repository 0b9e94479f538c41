//! `/out/compose`, Soạn văn bản: a clerk writes an official letter, is told beside each field what is missing, and has it signed
//! by the key on her own machine.
//!
//! `list` her drafts, and how one begins · `fields` what a form says · `page` the form · `parts` its pieces that change while
//! one types · `words` faults in the clerk's words · `save` the form sent, as a whole or while typing · `files` what is attached ·
//! `sign` what will be signed, and the two steps.
//!
//! Every button works without a script: the form is sent whole, files and all. With the script it saves itself and the pieces are
//! put in place. Refused here: another person's draft (it is not there), a save over one that was not seen. Absent: keys; the
//! rules of what may be sent (`exchange`).

mod fields;
mod files;
mod list;
mod page;
mod parts;
mod save;
mod sign;
mod words;

pub(super) use files::{attach, file};
pub(super) use list::{begin, discard, list, reply, revise};
pub(super) use page::form;
pub(super) use save::{live, submit};
pub(super) use sign::{complete, document, prepare, sign};

use uuid::Uuid;

use crate::codes;
use crate::http::Failure;

fn id_of(path: &str) -> Result<Uuid, Failure> {
    Uuid::parse_str(path).map_err(|_| Failure::new(codes::DRAFT_UNKNOWN, "that is no draft's name"))
}
