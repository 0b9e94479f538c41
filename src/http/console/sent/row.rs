//! One receiver's copy on the document's page: how far it is, what happened, what is next, and the one button.

use uuid::Uuid;

use super::standing::{Pill, Where, class, step};
use crate::domain::acknowledgement::{self, Name, Question, RecallAnswer, Standing, Stored};
use crate::domain::business::Change;
use crate::domain::calendar::{Calendar, Known};
use crate::domain::deadline::Deadline;
use crate::domain::delivery;
use crate::domain::desk::{self, SentAct};
use crate::domain::ids::{Micros, Urgency};
use crate::exchange::Directory;
use crate::http::console::frame::Frame;
use crate::i18n;
use crate::report;
use crate::store::deliveries::{Delivery, Word};
use crate::store::documents::History;

/// As the template shows it.
pub(super) struct CopyRow {
    pub id: Uuid,
    pub name: String,
    pub code: String,
    pub pill: Pill,
    pub track: [&'static str; 5],
    pub step: usize,
    pub happened: String,
    pub next: String,
    /// The one button.
    pub button: Option<SentAct>,
    pub acts: Vec<SentAct>,
    pub late: bool,
    /// Nothing more comes, says its line.
    pub ended: bool,
    weight: u8,
}

/// What rows are made of.
pub(super) struct Rows<'a> {
    pub frame: &'a Frame,
    pub history: &'a History,
    pub directory: &'a Directory,
}

impl Rows<'_> {
    /// One copy; `due` is the deadline of what comes next, by the receiver's calendar.
    pub(super) fn row(&self, copy: &Delivery, due: Option<Micros>, calendar: &Calendar, may_act: bool) -> CopyRow {
        let now = self.frame.now;
        let late = due.is_some_and(|due| due < now);
        let acts = if may_act { acts(copy, now) } else { Vec::new() };
        let track = desk::track(copy.state, copy.ack, copy.standing, late);
        let pill = Pill::of(Where::of(copy, late));
        let deadline = due.map(|at| {
            let deadline = Deadline { at, whole_day: false, known: Known::Yes };
            report::deadline::remaining(self.frame.lang, calendar, &deadline, now)
        });
        let (happened, next) = self.words(copy, deadline);
        let button = [SentAct::Resend, SentAct::Remind].into_iter().find(|act| match act {
            SentAct::Resend => acts.contains(act),
            _ => late && acts.contains(act),
        });
        CopyRow {
            id: copy.id.0,
            name: self.directory.name(&copy.agency, now).unwrap_or(&copy.agency.0).to_owned(),
            code: copy.agency.0.clone(),
            weight: pill.weight(),
            pill,
            step: step(&track),
            track: track.map(class),
            ended: is_over(copy),
            happened,
            next,
            button,
            acts,
            late,
        }
    }

    /// What happened, and what is next.
    fn words(&self, copy: &Delivery, deadline: Option<String>) -> (String, String) {
        let frame = self.frame;
        let at = |key: &str, at: Option<Micros>| {
            frame.tv(key, "time", at.map_or_else(|| "–".to_owned(), |at| frame.when(at)))
        };
        let final_ = || frame.t("sent-final");
        if copy.standing != Standing::Live {
            return self.ended(copy);
        }
        if let Some(request) = copy.request {
            let what = match request.question {
                Question::TakeBack => Change::TakeBack,
                Question::Update => Change::Update,
            };
            return (self.change_words(copy, what), frame.t("sent-next-answer"));
        }
        let due = deadline.unwrap_or_else(|| frame.t("deadline-none"));
        match (copy.state, copy.ack) {
            (delivery::Name::Queued | delivery::Name::Sending, _) => {
                (at("sent-did-queued", Some(copy.since)), frame.t("sent-next-push"))
            }
            (delivery::Name::Failed, _) => (at("sent-did-failed", Some(copy.since)), frame.t("sent-next-failed")),
            (delivery::Name::Expired, _) => (at("sent-did-expired", Some(copy.since)), frame.t("sent-next-expired")),
            (delivery::Name::Cancelled, _) => (self.withdrawn(copy), final_()),
            (_, Name::Returned) => (self.word_words(copy, "sent-did-returned"), frame.t("sent-next-returned")),
            (delivery::Name::Delivered, _) => {
                (at("sent-did-delivered", copy.delivered_at), frame.tv("sent-next-fetch", "due", due))
            }
            (delivery::Name::Fetched, Name::None | Name::Arrived) => {
                (at("sent-did-fetched", copy.fetched_at), frame.tv("sent-next-accept", "due", due))
            }
            (delivery::Name::Fetched, Name::Accepted) => {
                (self.word_words(copy, "sent-did-accepted"), frame.tv("sent-next-work", "due", due))
            }
            (delivery::Name::Fetched, Name::Assigned | Name::InProgress) => {
                (self.word_words(copy, "sent-did-works"), frame.tv("sent-next-work", "due", due))
            }
            (delivery::Name::Fetched, Name::Completed) => (self.word_words(copy, "sent-did-completed"), final_()),
        }
    }

    /// It is no longer in force there.
    fn ended(&self, copy: &Delivery) -> (String, String) {
        let frame = self.frame;
        let what = match copy.standing {
            Standing::Recalled => Change::Recall,
            Standing::Updated => Change::Update,
            Standing::Replaced => Change::Replace,
            Standing::TakenBack | Standing::Live => Change::TakeBack,
        };
        let next = match (copy.standing, copy.recall_answer) {
            (Standing::Recalled, RecallAnswer::None) => frame.t("sent-next-cancel"),
            (Standing::Recalled, RecallAnswer::Protested) => self.word_words(copy, "sent-next-protested"),
            (Standing::Recalled, RecallAnswer::Confirmed) => frame.t("sent-next-cancelled"),
            _ => frame.t("sent-final"),
        };
        (self.change_words(copy, what), next)
    }

    /// The last thing of that kind that was done to it.
    fn change_words(&self, copy: &Delivery, what: Change) -> String {
        let found = self.history.changes.iter().rev().find(|change| change.delivery == copy.id && change.what == what);
        let values = [
            ("time", found.map_or_else(|| "–".to_owned(), |change| self.frame.when(change.received)).into()),
            ("reason", found.and_then(|change| change.reason.clone()).unwrap_or_default().into()),
        ];
        i18n::text(self.frame.lang, &format!("sent-did-{}", what.as_str()), None, &values)
    }

    fn withdrawn(&self, copy: &Delivery) -> String {
        let found = self.history.changes.iter().rev().find(|change| change.delivery == copy.id);
        let values = [
            ("time", self.frame.when(found.map_or(copy.since, |change| change.received)).into()),
            ("reason", found.and_then(|change| change.reason.clone()).unwrap_or_default().into()),
        ];
        i18n::text(self.frame.lang, "sent-did-cancelled", None, &values)
    }

    /// The receiver's last word.
    fn word_words(&self, copy: &Delivery, key: &str) -> String {
        let last: Option<&Word> = self.history.words.iter().rev().find(|word| word.delivery == copy.id);
        let values = [
            ("time", last.map_or_else(|| "–".to_owned(), |word| self.frame.when(word.received)).into()),
            ("reason", last.and_then(|word| word.reason.clone()).unwrap_or_default().into()),
        ];
        i18n::text(self.frame.lang, key, None, &values)
    }
}

impl CopyRow {
    /// What must be looked at first.
    pub(super) fn order(&self) -> (u8, bool, usize) {
        (self.weight, !self.late, self.step)
    }
}

/// Whether its line says that nothing more comes: it ended there, was withdrawn in time, or the work is done.
fn is_over(copy: &Delivery) -> bool {
    match copy.standing {
        Standing::Updated | Standing::Replaced | Standing::TakenBack => true,
        Standing::Recalled => false,
        Standing::Live => {
            let done = copy.state == delivery::Name::Cancelled || copy.ack == Name::Completed;
            done && copy.request.is_none()
        }
    }
}

/// What may be done with a copy now.
pub(super) fn acts(copy: &Delivery, now: Micros) -> Vec<SentAct> {
    let hub = delivery::State::restore(copy.state, copy.since, false);
    let stored = Stored {
        name: copy.ack,
        standing: copy.standing,
        recall: copy.recall_answer,
        open: copy.request,
        requests: copy.request.map_or(0, |request| request.number.0),
    };
    desk::sent_acts(hub, acknowledgement::State::restore(stored), now)
}

/// The class of an urgency; the usual has none.
pub(super) fn urgency_class(urgency: Urgency) -> Option<u8> {
    match urgency {
        Urgency::Normal => None,
        Urgency::Urgent => Some(1),
        Urgency::VeryUrgent => Some(2),
        Urgency::Immediate => Some(3),
    }
}

/// The key of its word.
pub(in crate::http::console) fn urgency_word(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Normal => "urgency-normal",
        Urgency::Urgent => "urgency-urgent",
        Urgency::VeryUrgent => "urgency-very-urgent",
        Urgency::Immediate => "urgency-immediate",
    }
}
