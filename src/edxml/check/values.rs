//! The rules of single values: there, short enough, a date, a number, one of a list.

use icu_normalizer::ComposingNormalizerBorrowed;
use jiff::civil::Date;

use super::super::dialect::{read_date, read_timestamp};
use super::{Fault, Severity};
use crate::codes::{self, Code};
use crate::edxml::{CodeList, Dialect};
use crate::xml::is_invisible;

/// Gathers faults.
pub(super) struct Checker<'d> {
    pub(super) dialect: &'d Dialect,
    today: Date,
    pub(super) faults: Vec<Fault>,
}

impl<'d> Checker<'d> {
    pub(super) fn new(dialect: &'d Dialect, today: Date) -> Self {
        Self { dialect, today, faults: Vec::new() }
    }

    pub(super) fn add(&mut self, code: Code, severity: Severity, path: &str, expected: &str, found: &str) {
        let found = cut(found);
        self.faults.push(Fault { code, severity, path: path.to_owned(), expected: expected.to_owned(), found });
    }

    pub(super) fn refuse(&mut self, code: Code, path: &str, expected: &str, found: &str) {
        self.add(code, Severity::Refuse, path, expected, found);
    }

    pub(super) fn missing(&mut self, path: &str) {
        self.refuse(codes::EDXML_MISSING, path, "a text", "nothing");
    }

    /// A text that must be there; `false` when it is not. Blanks are nothing.
    pub(super) fn required(&mut self, path: &str, text: &str) -> bool {
        let there = !text.trim().is_empty();
        if there {
            self.length(path, text);
        } else {
            self.missing(path);
        }
        there
    }

    /// A text that must be there and is compared byte by byte: a blank around it would make it another.
    pub(super) fn identifier(&mut self, path: &str, text: &str) {
        if self.required(path, text) && text.trim() != text {
            self.refuse(codes::EDXML_SURROUNDING_SPACE, path, "no blank before or after", &format!("{text:?}"));
        }
        // What nobody sees makes two identifiers look like one, and a line break puts words of its own beside what is proven.
        let unseen = |c: char| c.is_control() || is_invisible(c) || matches!(c, '\u{2028}' | '\u{2029}');
        if let Some(c) = text.trim().chars().find(|c| unseen(*c)) {
            let found = format!("U+{:04X}", u32::from(c));
            self.refuse(codes::EDXML_UNSEEN_CHARACTER, path, "no character that is not seen", &found);
        }
    }

    pub(super) fn optional(&mut self, path: &str, text: &Option<String>) {
        if let Some(text) = filled(text) {
            self.length(path, text);
        }
    }

    /// Holds a text against the dialect's bound for its element, if there is one.
    pub(super) fn length(&mut self, path: &str, text: &str) {
        let Some(bound) = self.dialect.length(&without_counters(path)) else { return };
        if text.len() <= bound.max_chars {
            return;
        }
        let chars = ComposingNormalizerBorrowed::new_nfc().normalize(text).chars().count();
        if chars > bound.max_chars {
            let expected = format!("at most {} characters", bound.max_chars);
            self.add(codes::EDXML_TOO_LONG, bound.severity, path, &expected, &format!("{chars} characters"));
        }
    }

    pub(super) fn required_date(&mut self, path: &str, text: &str) {
        if self.required(path, text) {
            self.read_date(path, text, true);
        }
    }

    pub(super) fn date(&mut self, path: &str, text: &Option<String>) {
        if let Some(text) = filled(text) {
            self.read_date(path, text, false);
        }
    }

    /// A date that cannot lie ahead.
    pub(super) fn past_date(&mut self, path: &str, text: &Option<String>) {
        if let Some(text) = filled(text) {
            self.read_date(path, text, true);
        }
    }

    fn read_date(&mut self, path: &str, text: &str, past: bool) {
        let Some((date, foreign)) = read_date(text) else {
            return self.refuse(codes::EDXML_BAD_DATE, path, "yyyy/MM/dd", text);
        };
        if foreign {
            self.add(codes::EDXML_FOREIGN_DATE, self.dialect.foreign_date, path, "yyyy/MM/dd", text);
        }
        if past && date > self.today {
            let expected = format!("no day after {}", self.today.strftime("%Y/%m/%d"));
            self.refuse(codes::EDXML_FUTURE_DATE, path, &expected, text);
        }
    }

    /// A time; only its form is judged, since it is another clock's claim.
    pub(super) fn timestamp(&mut self, path: &str, text: &Option<String>, severity: Severity) {
        let Some(text) = filled(text) else { return };
        match read_timestamp(text) {
            None => self.add(codes::EDXML_BAD_DATE, severity, path, "yyyy/MM/dd HH:mm:ss", text),
            Some((_, true)) => {
                let severity = self.dialect.foreign_date;
                self.add(codes::EDXML_FOREIGN_DATE, severity, path, "yyyy/MM/dd HH:mm:ss", text);
            }
            Some((_, false)) => {}
        }
    }

    pub(super) fn integer(&mut self, path: &str, text: &Option<String>) {
        let Some(text) = filled(text) else { return };
        self.length(path, text);
        self.digits(path, text);
    }

    pub(super) fn digits(&mut self, path: &str, text: &str) {
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            self.refuse(codes::EDXML_BAD_NUMBER, path, "a whole number", text);
        }
    }

    /// XML Schema's boolean.
    pub(super) fn boolean(&mut self, path: &str, text: &Option<String>) {
        let Some(text) = filled(text) else { return };
        if !matches!(text, "true" | "false" | "0" | "1") {
            self.refuse(codes::EDXML_BAD_BOOLEAN, path, "true or false", text);
        }
    }

    /// 0 or 1.
    pub(super) fn flag(&mut self, path: &str, text: &Option<String>) {
        let Some(text) = filled(text) else { return };
        if !matches!(text, "0" | "1") {
            self.refuse(codes::EDXML_BAD_BOOLEAN, path, "0 or 1", text);
        }
    }

    pub(super) fn listed(&mut self, path: &str, text: &str, list: &CodeList) {
        if !list.values.iter().any(|value| value == text) {
            let expected = format!("one of {}", list.values.join(", "));
            self.add(codes::EDXML_UNKNOWN_VALUE, list.severity, path, &expected, text);
        }
    }

    pub(super) fn optional_listed(&mut self, path: &str, text: &Option<String>, list: &CodeList) {
        if let Some(text) = filled(text) {
            self.listed(path, text, list);
        }
    }
}

/// An empty element says as much as none (DOMAIN §1.7).
fn filled(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}

/// `To[2]/OrganId` → `To/OrganId`.
fn without_counters(path: &str) -> String {
    path.split('/').map(|step| step.split('[').next().unwrap_or(step)).collect::<Vec<_>>().join("/")
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(FOUND_CHARS) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or("")),
        None => text.to_owned(),
    }
}

/// How much of a text a fault repeats: enough to find it, little enough for a log line.
const FOUND_CHARS: usize = 80;
