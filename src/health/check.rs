//! What a check says: to technicians and programs in English, to pages in the reader's language.

use crate::domain::ids::Micros;
use crate::i18n::{self, Lang, Value};

/// One line.
#[derive(Clone, Debug)]
pub struct Check {
    /// `config`, `key`, …: names the strings `doctor-<id>` and its remedy.
    pub id: &'static str,
    /// How it is.
    pub health: Health,
    /// What was found, for technicians (English).
    pub found: String,
    said: Vec<Said>,
}

/// The same for people: a string and what stands in it.
#[derive(Clone, Debug)]
pub struct Said {
    key: &'static str,
    args: Vec<(&'static str, Arg)>,
}

/// A value as the reader's language writes it.
#[derive(Clone, Debug)]
pub enum Arg {
    /// As it is.
    Text(String),
    /// A number.
    Count(u64),
    /// A size.
    Bytes(u64),
    /// The day of a moment.
    Moment(Micros),
    /// A day.
    Day(jiff::civil::Date),
}

impl Said {
    /// The string `health-<key>` with its values.
    pub fn of(key: &'static str, args: impl IntoIterator<Item = (&'static str, Arg)>) -> Self {
        Self { key, args: args.into_iter().collect() }
    }

    fn words(&self, lang: Lang) -> String {
        let args: Vec<(&str, Value<'_>)> = self.args.iter().map(|(name, arg)| (*name, arg.value(lang))).collect();
        i18n::text(lang, self.key, None, &args)
    }
}

impl Arg {
    /// What a program counted.
    pub fn count(value: usize) -> Self {
        Self::Count(u64::try_from(value).unwrap_or(u64::MAX))
    }

    fn value(&self, lang: Lang) -> Value<'static> {
        match self {
            Self::Text(text) => text.clone().into(),
            Self::Count(value) => i64::try_from(*value).unwrap_or(i64::MAX).into(),
            Self::Bytes(bytes) => i18n::size(lang, *bytes).into(),
            Self::Moment(at) => i18n::date(lang, *at).into(),
            Self::Day(day) => i18n::day(lang, *day).into(),
        }
    }
}

/// How it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// As it should be.
    Ok,
    /// To be watched.
    Warn,
    /// Wrong.
    Fail,
}

impl Check {
    /// As it should be.
    pub fn ok(id: &'static str, found: impl Into<String>) -> Self {
        Self { id, health: Health::Ok, found: found.into(), said: Vec::new() }
    }

    /// To be watched.
    pub fn warn(id: &'static str, found: impl Into<String>) -> Self {
        Self { id, health: Health::Warn, found: found.into(), said: Vec::new() }
    }

    /// Wrong.
    pub fn fail(id: &'static str, found: impl Into<String>) -> Self {
        Self { id, health: Health::Fail, found: found.into(), said: Vec::new() }
    }

    /// The same, with words for people.
    pub fn say(mut self, said: Said) -> Self {
        self.said.push(said);
        self
    }

    /// What was found in the reader's language; what only an error told stays as it told it.
    pub fn words(&self, lang: Lang) -> String {
        if self.said.is_empty() {
            return self.found.clone();
        }
        self.said.iter().map(|said| said.words(lang)).collect::<Vec<_>>().join("; ")
    }
}

impl Health {
    /// For programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// The words of an error and its causes.
pub(crate) fn words(error: &(dyn std::error::Error + 'static)) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        if !words.ends_with(&next.to_string()) {
            words.push_str(&format!(": {next}"));
        }
        cause = next.source();
    }
    words
}
