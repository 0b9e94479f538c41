//! One row of the list, in words.

use std::collections::HashMap;

use crate::domain::acknowledgement::{Question, Standing};
use crate::domain::calendar::Calendar;
use crate::domain::desk::{self, Act, Note};
use crate::domain::ids::{Micros, PersonId};
use crate::exchange::{Directory, Exchange};
use crate::http::console::pill::{self, Due, Pill};
use crate::i18n::{self, Lang};
use crate::store::desk::DeskLine;

/// A row.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub id: String,
    pub code: String,
    pub issued: Option<String>,
    pub subject: String,
    pub sender: String,
    pub urgency: Option<Pill>,
    pub pill: Pill,
    pub states: Vec<String>,
    pub due: Due,
    pub due_sub: Option<String>,
    pub arrived: String,
    pub arrived_at: Micros,
    pub signature: Pill,
    /// Nobody has accepted it.
    pub fresh: bool,
    /// Nothing is left to be done with it now.
    pub read: bool,
}

/// What rows are written with.
pub(super) struct Pen<'a> {
    pub lang: Lang,
    pub exchange: &'a Exchange,
    pub directory: &'a Directory,
    pub calendar: &'a Calendar,
    pub people: &'a HashMap<PersonId, String>,
    pub now: Micros,
}

impl Pen<'_> {
    pub fn row(&self, desk: &DeskLine) -> Row {
        let (lang, now) = (self.lang, self.now);
        let (line, delivery) = (&desk.line, &desk.line.delivery);
        let acts = desk::acts(delivery.hub(), delivery.receiver(), now);
        let note = desk::note(delivery.hub(), delivery.receiver());
        let arrived = delivery.delivered_at.unwrap_or(line.received);
        let open = desk.due_by.is_some() || matches!(note, Note::ReturnOnlyBefore | Note::NoMoreReturn);
        let (due, due_sub) = self.due(desk, note, open);
        Row {
            id: delivery.id.to_string(),
            code: pill::code(&line.listing),
            issued: pill::day(lang, line.listing.issued.as_deref()),
            subject: line.listing.subject.clone(),
            sender: self.directory.name(&line.issuer, line.received).unwrap_or(&line.issuer.0).to_owned(),
            urgency: Pill::urgency(lang, self.exchange.urgency(line.listing.urgency)),
            pill: Pill::received(lang, delivery),
            states: self.states(desk),
            due,
            due_sub,
            arrived: pill::at(lang, arrived, now),
            arrived_at: arrived,
            signature: Pill::signature(lang, line.signed, &line.verdict_code),
            fresh: acts.contains(&Act::Accept),
            read: !acts.contains(&Act::Accept),
        }
    }

    /// Number in the book, and who is on it.
    fn states(&self, desk: &DeskLine) -> Vec<String> {
        let text = |key: &str, name: &str, value: String| i18n::text(self.lang, key, None, &[(name, value.into())]);
        let mut states = Vec::new();
        if let Some((_, number)) = desk.registered {
            states.push(text("inbox-number", "number", i18n::number(self.lang, number)));
        }
        if let Some((person, _)) = &desk.mark {
            let name = self.people.get(person).cloned().unwrap_or_else(|| text("inbox-somebody", "x", String::new()));
            states.push(text("inbox-on-it", "name", name));
        }
        states
    }

    fn due(&self, desk: &DeskLine, note: Note, open: bool) -> (Due, Option<String>) {
        let say = |key: &str| i18n::text(self.lang, key, None, &[]);
        let pressing = |key: &str| Due { class: "late", words: say(key), at: None };
        match note {
            Note::MustCancel => return (pressing("inbox-due-cancel"), None),
            Note::Asked(Question::TakeBack) => return (pressing("inbox-due-answer"), Some(say("inbox-due-take-back"))),
            Note::Asked(Question::Update) => return (pressing("inbox-due-answer"), Some(say("inbox-due-update"))),
            Note::Ended(Standing::Live)
            | Note::ReturnOnlyBefore
            | Note::NoMoreReturn
            | Note::Completed
            | Note::Returned
            | Note::Cancelled
            | Note::Ended(_)
            | Note::Expired
            | Note::NotHere => {}
        }
        let due = Due::of(self.lang, self.calendar, desk.due_by, self.now, open);
        let sub = match (note, desk.due_by) {
            (Note::ReturnOnlyBefore, Some(_)) => Some(say("inbox-due-accept")),
            (Note::NoMoreReturn, Some(at)) => {
                let date = i18n::date(self.lang, at);
                Some(i18n::text(self.lang, "inbox-due-reply", None, &[("date", date.into())]))
            }
            _ => None,
        };
        (due, sub)
    }
}
