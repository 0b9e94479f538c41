//! Văn bản đi: where everything is that the agency sent, what went wrong first. `list` all of it, `document` one with its
//! receivers, `timeline` what happened and the receipts of it, `act` the pages that ask for a reason and do what was asked,
//! `standing` how a copy stands, in words.
//!
//! Refused here: documents of others (asked with the agency, answered 404), and acts that the machines do not allow.
//! Absent: rules; what may be done is `domain::desk`'s word, and it is done by `exchange`.

mod act;
mod act_page;
mod document;
mod list;
mod row;
mod standing;
mod timeline;

pub(super) use act::act;
pub(super) use act_page::ask;
pub(super) use document::document;
pub(super) use list::list;
pub(super) use row::urgency_word;
pub(super) use timeline::receipt;

use super::frame::Frame;
use crate::codes;
use crate::domain::desk::SentAct;
use crate::http::Failure;

fn not_yours() -> Failure {
    Failure::new(codes::DOCUMENT_NOT_FOUND, "there is no such document of this agency")
}

/// The key of an act's word.
fn word(act: SentAct) -> &'static str {
    match act {
        SentAct::Resend => "sent-resend",
        SentAct::Remind => "sent-remind",
        SentAct::Cancel => "sent-cancel",
        SentAct::TakeBack => "sent-take_back",
        SentAct::Recall => "sent-recall",
        SentAct::Update => "sent-update",
        SentAct::Replace => "sent-replace",
    }
}

/// What was done a moment ago, said on the page that one comes to.
fn told(frame: &Frame, word: Option<&str>, count: Option<u32>) -> Option<String> {
    let known = TOLD.iter().find(|known| Some(**known) == word)?;
    Some(frame.tn(&format!("sent-told-{known}"), count.unwrap_or(1)))
}

const TOLD: [&str; 9] = ["pick", "sent", "known", "asked", "recall", "take_back", "cancel", "remind", "resend"];
