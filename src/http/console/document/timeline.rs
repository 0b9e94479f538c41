//! What happened to one delivery, in order, who did it and the receipt of each; and what comes next, by when, from whom.

use super::page::Found;
use crate::domain::acknowledgement::Status;
use crate::domain::business::Change;
use crate::domain::desk::{self, Note};
use crate::domain::ids::Micros;
use crate::http::console::pill::{self, Due};
use crate::i18n::{self, Lang, Value};
use crate::store::LeafRef;
use crate::store::deliveries::Word;

/// Something that happened.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub at: Micros,
    pub when: String,
    pub token: &'static str,
    pub icon: &'static str,
    pub what: String,
    pub sub: Option<String>,
    /// Its receipt: the leaf's number, and where it is.
    pub receipt: Option<(String, String)>,
}

/// Something that is to come.
#[derive(Clone, Debug)]
pub(super) struct Next {
    pub due: Due,
    pub icon: &'static str,
    pub what: String,
    pub who: String,
}

/// Everything that happened, the oldest first.
pub(super) fn events(lang: Lang, found: &Found) -> Vec<Event> {
    let line = &found.desk.line;
    let (delivery, document) = (&line.delivery, &found.history.document);
    let say = |key: &str, args: &[(&str, Value<'_>)]| i18n::text(lang, key, None, args);
    let issuer = found.directory.name(&line.issuer, line.received).unwrap_or(&line.issuer.0).to_owned();
    let pen = Pen { lang, now: found.now, id: delivery.id.to_string() };
    let mut events = vec![
        pen.event(document.received, "ok", "server", say("document-event-received", &[]), Some(document.leaf)),
        pen.event(
            delivery.delivered_at.unwrap_or(document.accepted),
            "info",
            "mail",
            say("document-event-delivered", &[]),
            Some(delivery.leaf),
        ),
    ];
    if let Some(at) = delivery.fetched_at {
        events.push(pen.event(at, "info", "download", say("document-event-fetched", &[]), delivery.fetched_leaf));
    }
    for word in &found.history.words {
        let by = who(lang, found, word);
        let key = format!("document-event-{}", word.status.as_str());
        let mut event =
            pen.event(word.received, token(word), icon(word.status), say(&key, &[("who", by.into())]), Some(word.leaf));
        let mut sub: Vec<String> = word.reason.clone().into_iter().collect();
        if word.contradiction {
            sub.insert(0, say("document-event-contradiction", &[]));
        }
        event.sub = Some(sub.join(" · ")).filter(|sub| !sub.is_empty());
        events.push(event);
    }
    for change in found.history.changes.iter().filter(|change| change.target == document.uuid) {
        let (token, icon) = match change.what {
            Change::Recall => ("bad", "arrow-back-up"),
            Change::Update => ("hold", "replace"),
            Change::Replace => ("mute", "switch-horizontal"),
            Change::TakeBack => ("hold", "arrow-back"),
        };
        let key = format!("document-event-{}", change.what.as_str());
        let what = say(&key, &[("who", issuer.clone().into())]);
        let mut event = pen.event(change.received, token, icon, what, Some(change.leaf));
        event.sub = change.reason.clone();
        events.push(event);
    }
    for revision in &found.history.revisions {
        let key = if revision.code == "valid" { "document-event-checked" } else { "document-event-rechecked" };
        events.push(pen.event(revision.at, "info", "shield-check", say(key, &[]), Some(revision.leaf)));
    }
    events.sort_by_key(|event| event.at);
    events
}

/// What comes next.
pub(super) fn next(lang: Lang, found: &Found) -> Vec<Next> {
    let delivery = &found.desk.line.delivery;
    let say = |key: &str| i18n::text(lang, key, None, &[]);
    let due = |at: Option<Micros>| Due::of(lang, &found.calendar, at, found.now, true);
    let step = |icon: &'static str, key: &str, who: &str, at: Option<Micros>| Next {
        due: due(at),
        icon,
        what: say(key),
        who: say(who),
    };
    let reply = |at: Option<Micros>| at.map(|at| step("flag", "document-next-reply", "document-who-office", Some(at)));
    match desk::note(delivery.hub(), delivery.receiver()) {
        Note::ReturnOnlyBefore => {
            let accept = step("clock", "document-next-accept", "document-who-clerk", found.desk.accept_by);
            [Some(accept), reply(found.desk.answer_by)].into_iter().flatten().collect()
        }
        Note::NoMoreReturn => {
            vec![step("flag", "document-next-work", "document-who-office", found.desk.answer_by)]
        }
        Note::Asked(_) => vec![step("clock", "document-next-answer", "document-who-clerk", None)],
        Note::MustCancel => vec![step("clock", "document-next-cancel", "document-who-clerk", None)],
        Note::Completed | Note::Returned | Note::Cancelled | Note::Ended(_) | Note::Expired | Note::NotHere => {
            Vec::new()
        }
    }
}

/// Somebody was faster: who said what, when.
pub(super) fn unchanged(lang: Lang, found: &Found) -> String {
    let Some(word) = found.history.words.last() else {
        return i18n::text(lang, "document-unchanged-nothing", None, &[]);
    };
    let key = format!("document-unchanged-{}", word.status.as_str());
    let values = [("who", who(lang, found, word).into()), ("time", pill::at(lang, word.received, found.now).into())];
    let said = i18n::text(lang, &key, None, &values);
    format!("{said} {}", i18n::text(lang, "document-unchanged", None, &[]))
}

/// The person of the own agency, else the agency.
fn who(_lang: Lang, found: &Found, word: &Word) -> String {
    let agency = || found.directory.name(&word.reporter, word.received).unwrap_or(&word.reporter.0).to_owned();
    word.person.as_ref().map_or_else(agency, |person| person.name.clone())
}

fn token(word: &Word) -> &'static str {
    match word.status {
        _ if word.contradiction => "warn",
        Status::Returned | Status::RequestDeclined => "bad",
        Status::Accepted | Status::Completed | Status::RequestAgreed => "ok",
        Status::Arrived | Status::Assigned | Status::InProgress | Status::TakeBackRequested => "info",
    }
}

fn icon(status: Status) -> &'static str {
    match status {
        Status::Arrived => "inbox",
        Status::Returned => "arrow-back-up",
        Status::Accepted => "circle-check",
        Status::Assigned => "users",
        Status::InProgress => "progress",
        Status::Completed => "checks",
        Status::TakeBackRequested => "arrow-back",
        Status::RequestAgreed => "check",
        Status::RequestDeclined => "x",
    }
}

struct Pen {
    lang: Lang,
    now: Micros,
    id: String,
}

impl Pen {
    fn event(&self, at: Micros, token: &'static str, icon: &'static str, what: String, leaf: Option<LeafRef>) -> Event {
        let receipt = leaf.map(|leaf| {
            let href = format!("/in/{}/receipt/{}/{}", self.id, leaf.epoch, leaf.index);
            (leaf.index.to_string(), href)
        });
        Event { at, when: pill::at(self.lang, at, self.now), token, icon, what, sub: None, receipt }
    }
}
