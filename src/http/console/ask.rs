//! A question before an act: what will happen, with what, why, and yes. One page for all of them, so that every act looks the
//! same and none happens by a click beside. It works without JavaScript; what was wrong stands above the fields, and what
//! was typed stays.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use jiff::civil::{Date, Time};

use super::answer;
use super::frame::Frame;
use super::seat::Seat;
use crate::codes::Code;
use crate::domain::deadline;
use crate::domain::ids::Micros;
use crate::exchange::Refusal;
use crate::http::{Failure, Hub};
use crate::i18n;
use crate::store::access::Note;
use crate::store::change::Actor;

/// The page.
#[derive(Template)]
#[template(path = "console/ask.html")]
pub(super) struct Ask {
    pub frame: Frame,
    /// The question.
    pub title: String,
    /// What will happen.
    pub lead: String,
    /// What it is about: word and value.
    pub facts: Vec<(String, String)>,
    /// What has to be said.
    pub fields: Vec<Field>,
    /// Where it is sent.
    pub action: String,
    /// Sent along.
    pub hidden: Vec<(String, String)>,
    /// The button.
    pub yes: String,
    /// Cannot be taken back.
    pub danger: bool,
    /// What was typed as the reason; `None`: none is wanted.
    pub reason: Option<String>,
    /// What is wrong: the field, in words.
    pub errors: Vec<(String, String)>,
    /// Where "no" leads.
    pub back: String,
}

/// One field.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub name: &'static str,
    pub label: String,
    pub hint: String,
    pub value: String,
    pub kind: Kind,
    pub required: bool,
}

/// How it is filled in.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// A line.
    Text,
    /// Several lines.
    Area,
    /// Yes or no.
    Tick,
    /// One of these: value and word.
    Choice(Vec<(String, String)>),
    /// Typed, with these to pick from: value and word.
    Pick(Vec<(String, String)>),
    /// Any number of these; the value has a line for each.
    Many(Vec<(String, String)>),
}

impl Ask {
    /// A question that wants a reason.
    pub fn of(frame: Frame, title: String, action: impl Into<String>, yes: String, back: impl Into<String>) -> Self {
        Self {
            frame,
            title,
            lead: String::new(),
            facts: Vec::new(),
            fields: Vec::new(),
            action: action.into(),
            hidden: Vec::new(),
            yes,
            danger: false,
            reason: Some(String::new()),
            errors: Vec::new(),
            back: back.into(),
        }
    }

    /// The same, with what will happen.
    pub fn lead(self, lead: String) -> Self {
        Self { lead, ..self }
    }

    /// The same, and it cannot be taken back.
    pub fn danger(self) -> Self {
        Self { danger: true, ..self }
    }

    /// The same with a fact; one without a value is left out.
    pub fn fact(mut self, word: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.facts.push((self.frame.t(word), value));
        }
        self
    }

    /// The same with something sent along.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.hidden.push((name.to_owned(), value.into()));
        self
    }

    /// The same with a field that must be filled in: its word is `word`, its hint `word.hint` where there is one.
    pub fn field(self, name: &'static str, word: &str, value: &str, kind: Kind) -> Self {
        self.put(name, word, value, kind, true)
    }

    /// The same with a field that may stay empty.
    pub fn may(self, name: &'static str, word: &str, value: &str, kind: Kind) -> Self {
        self.put(name, word, value, kind, false)
    }

    fn put(mut self, name: &'static str, word: &str, value: &str, kind: Kind, required: bool) -> Self {
        let hint = i18n::text(self.frame.lang, word, Some("hint"), &[]);
        let hint = if hint == format!("{word}.hint") { String::new() } else { hint };
        let label = self.frame.t(word);
        self.fields.push(Field { name, label, hint, value: value.to_owned(), kind, required });
        self
    }

    /// The page as it is asked first.
    ///
    /// # Errors
    /// `internal`.
    pub fn page(&self) -> Result<HttpResponse, Failure> {
        answer::page(self)
    }

    /// The page again, with what is wrong.
    ///
    /// # Errors
    /// `internal`.
    pub fn again(mut self, reason: &str, errors: Vec<(String, String)>) -> Result<HttpResponse, Failure> {
        (self.reason, self.errors) = (self.reason.map(|_| reason.to_owned()), errors);
        answer::status(StatusCode::UNPROCESSABLE_ENTITY, &self)
    }

    /// The page again with the words of a refusal that the caller can mend; other refusals stay failures.
    ///
    /// # Errors
    /// The refusal, when it is not about what was typed.
    pub fn refused(self, reason: &str, refusal: Refusal) -> Result<HttpResponse, Failure> {
        if !matches!(refusal.code.info().status, 400 | 403 | 404 | 409 | 422) {
            return Err(refusal.into());
        }
        let lang = self.frame.lang;
        let words = |code: Code, found: Option<&str>| {
            let found = found.map(|found| format!(" ({found})")).unwrap_or_default();
            (String::new(), format!("{}{found}. {}", i18n::title(lang, code), i18n::remedy(lang, code)))
        };
        let mut errors: Vec<_> = refusal.faults.iter().map(|fault| words(fault.code, fault.found.as_deref())).collect();
        if errors.is_empty() {
            errors.push(words(refusal.code, None));
        }
        self.again(reason, errors)
    }
}

impl Field {
    /// Whether this choice is the one.
    pub fn is(&self, value: &str) -> bool {
        self.value == value
    }

    /// Whether this is one of the chosen.
    pub fn has(&self, value: &str) -> bool {
        self.value.lines().any(|line| line == value)
    }

    /// Whether it is ticked.
    pub fn ticked(&self) -> bool {
        self.value == "on"
    }
}

/// Who acts and why, for the committer: the person by id, never by name (a leaf is for ever).
pub(super) fn actor(seat: &Seat, reason: &str) -> Actor {
    Actor { name: format!("person:{}", seat.person()), reason: reason.trim().to_owned() }
}

/// What is wrong with a reason: there is none, or it is longer than the log wants to keep.
pub(super) fn reason_errors(frame: &Frame, reason: &str) -> Vec<(String, String)> {
    let word = match reason.trim().chars().count() {
        0 => "ask-reason-missing",
        1..=REASON_CHARS => return Vec::new(),
        _ => "ask-reason-long",
    };
    vec![("reason".to_owned(), frame.t(word))]
}

/// A moment as people write it: `dd/mm/yyyy`, with `HH:MM` or from the day's beginning; nothing: `None`.
///
/// # Errors
/// What cannot be read.
pub(super) fn moment(text: &str) -> Result<Option<Micros>, ()> {
    let mut words = text.split_whitespace();
    let Some(first) = words.next() else { return Ok(None) };
    let (day, clock) = match first.contains(':') {
        true => (words.next().unwrap_or_default(), Some(first)),
        false => (first, words.next()),
    };
    if words.next().is_some() {
        return Err(());
    }
    let clock = clock.map_or(Ok(Time::midnight()), |clock| Time::strptime("%H:%M", clock).map_err(|_| ()))?;
    let day = Date::strptime("%d/%m/%Y", day).or_else(|_| day.parse::<Date>()).map_err(|_| ())?;
    Ok(Some(deadline::instant(day, clock)))
}

/// As [`moment`] reads it.
pub(super) fn moment_text(at: Micros) -> String {
    let (day, clock) = (deadline::day_in_vietnam(at), deadline::time_in_vietnam(at));
    format!("{} {}", day.strftime("%d/%m/%Y"), clock.strftime("%H:%M"))
}

/// A question to the store, away from the async threads.
///
/// # Errors
/// The question's.
pub(super) async fn blocking<T: Send + 'static>(
    hub: &Hub,
    question: impl FnOnce(&Hub) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let hub = hub.clone();
    web::block(move || question(&hub)).await?
}

/// A row of the access log about what leaves no leaf.
///
/// # Errors
/// When it cannot be written.
pub(super) async fn note(hub: &Hub, seat: &Seat, what: &'static str, detail: serde_json::Value) -> Result<(), Failure> {
    let note = Note::of(hub.exchange.clock().now(), Some(seat.person()), seat.who.agency.clone(), what).with(detail);
    blocking(hub, move |hub| Ok(hub.exchange.store().note(&note)?)).await
}

/// The pairs of a query or a form, in which a name may come more than once.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    serde_urlencoded::from_str(text).unwrap_or_default()
}

/// The first value of a name.
pub(super) fn first<'p>(pairs: &'p [(String, String)], name: &str) -> &'p str {
    pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
}

/// All values of a name, each on a line.
pub(super) fn lines(pairs: &[(String, String)], name: &str) -> String {
    let all = pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.trim());
    all.filter(|value| !value.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A path and its query.
pub(super) fn link(path: &str, query: &[(&str, &str)]) -> String {
    let query: Vec<_> = query.iter().filter(|(_, value)| !value.is_empty()).collect();
    match query.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{}", serde_urlencoded::to_string(query).unwrap_or_default()),
    }
}

/// The words of an act that was just done, out of the address that its redirect led to: `done=retried&n=9`.
pub(super) fn done(frame: &Frame, query: &[(String, String)]) -> Option<String> {
    let key = format!("done-{}", first(query, "done"));
    let known = key.len() < 40 && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    let count: i64 = first(query, "n").parse().unwrap_or(0);
    let words = i18n::text(frame.lang, &key, None, &[("count", count.into())]);
    (known && words != key).then_some(words)
}

/// As in acknowledgements: nobody reads more.
const REASON_CHARS: usize = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_people_write_them() {
        let at = |text: &str| moment(text).map(|at| at.map(crate::i18n::iso));
        assert_eq!(at(""), Ok(None));
        assert_eq!(at("01/7/2026"), Ok(Some("2026-07-01T00:00:00+07:00".to_owned())));
        assert_eq!(at(" 01/07/2026  08:30 "), Ok(Some("2026-07-01T08:30:00+07:00".to_owned())));
        assert_eq!(at("08:30 01/07/2026"), at("01/07/2026 08:30"));
        assert_eq!(at("2026-07-01"), at("01/07/2026"));
        for bad in ["31/02/2026", "hôm nay", "01/07/2026 25:00", "01/07/2026 08:30 x"] {
            assert_eq!(at(bad), Err(()), "{bad}");
        }
        assert_eq!(moment(&moment_text(Micros(1_797_181_500_000_000))), Ok(Some(Micros(1_797_181_500_000_000))));
    }

    #[test]
    fn a_link_leaves_out_what_is_empty() {
        assert_eq!(link("/hub", &[("q", "")]), "/hub");
        assert_eq!(link("/hub", &[("q", "a b"), ("code", "")]), "/hub?q=a+b");
    }
}
