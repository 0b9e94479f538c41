//! `/in/{id}`, một văn bản đến: is it genuine, what must be done with it and until when, what is in it, what happened and
//! what comes next, who, with a receipt each.
//!
//! Buttons are what the machines allow now (`domain::desk`). Attachments go out on the content origin only
//! (`http::content`); this page hands out the one-time links. Absent: documents that were sent (`sent`).

mod acts;
mod files;
mod page;
mod reason;
mod related;
mod timeline;

pub(super) use acts::{act, mine, number};
pub(super) use files::{Files, Wanted, file, icon, package, pdf_words, receipt, size, view};
pub(super) use page::show;
pub(super) use reason::{ask, give};
pub(super) use related::{Related, answered};
