//! The one sentence of a verdict, and what to do (console/STATES: "verdict sentences").

use crate::codes::{self, Code};
use crate::domain::ids::Micros;
use crate::i18n::{self, Lang, Value};
use crate::signature::{Indication, Scope, SignatureVerdict, Verdict};

/// What to think of the file.
pub(super) fn of(lang: Lang, verdict: &Verdict) -> String {
    match verdict.verdict {
        Indication::Valid => valid(lang, verdict),
        Indication::Invalid => invalid(lang, verdict),
        Indication::Indeterminate => open(lang, verdict),
    }
}

/// What to do: the remedy of the most telling finding; for a file that is invalid, not to use it.
pub(super) fn advice(lang: Lang, verdict: &Verdict) -> String {
    let remedy = verdict.code.map(|code| i18n::remedy(lang, code)).unwrap_or_default();
    match verdict.verdict {
        Indication::Valid => String::new(),
        Indication::Invalid => format!("{} {remedy}", say(lang, "verdict-invalid-advice")).trim_end().to_owned(),
        Indication::Indeterminate => remedy,
    }
}

fn valid(lang: Lang, verdict: &Verdict) -> String {
    let valid = || verdict.signatures.iter().filter(|signature| signature.verdict == Indication::Valid);
    let Some(signature) = valid().next() else {
        return say(lang, "cli-verify-valid");
    };
    // All of them: which comes first is in the hand of whoever packed the file last.
    let mut signers: Vec<String> = Vec::new();
    for words in valid().map(signer_words) {
        if !signers.contains(&words) {
            signers.push(words);
        }
    }
    let agency = Value::from(signers.join(", "));
    let files = Value::from(files(&signature.covers));
    let proven = signature.best_signature_time;
    let claimed = signature.signing_time.as_deref().and_then(time_of);
    let Some(at) = proven.or(claimed) else {
        return i18n::text(lang, "cli-verify-valid-untimed", None, &[("agency", agency), ("files", files)]);
    };
    let (time, date) = (Value::from(i18n::time(at)), Value::from(i18n::date(lang, at)));
    let arguments = [("agency", agency), ("files", files), ("time", time), ("date", date)];
    let words = i18n::text(lang, "verdict-valid", None, &arguments);
    let how = if proven.is_some() { "proven" } else { "claimed" };
    // The words about the time belong into the sentence.
    format!("{} ({}).", words.trim_end_matches('.'), i18n::text(lang, "verdict-valid", Some(how), &[]))
}

/// The files that people see: the letter itself is none where others go with it.
fn files(covers: &[String]) -> usize {
    match covers.iter().filter(|entry| *entry != "document.xml").count() {
        0 => covers.len(),
        files => files,
    }
}

fn invalid(lang: Lang, verdict: &Verdict) -> String {
    let first = verdict.findings.first();
    let entry = first.and_then(|finding| finding.place.as_ref()).and_then(|place| place.entry.clone());
    match (verdict.code, entry) {
        (Some(code), Some(entry)) if code == codes::SIGNATURE_DIGEST => {
            i18n::text(lang, "verdict-invalid-changed", None, &[("file", Value::from(entry))])
        }
        (code, _) => with_reason(lang, "verdict-invalid-other", code),
    }
}

fn open(lang: Lang, verdict: &Verdict) -> String {
    if verdict.scope == Scope::Integrity && verdict.holds_but_for_trust() {
        return say(lang, "cli-verify-integrity");
    }
    match verdict.code {
        Some(code) if code == codes::REVOCATION_UNKNOWN => say(lang, "cli-verify-revocation"),
        code => with_reason(lang, "verdict-indeterminate", code),
    }
}

fn with_reason(lang: Lang, id: &str, code: Option<Code>) -> String {
    let reason = code.map_or_else(|| "–".to_owned(), |code| reason(lang, code));
    i18n::text(lang, id, None, &[("reason", Value::from(reason))])
}

/// A title as the end of a sentence: its first letter small, unless it is an abbreviation's.
fn reason(lang: Lang, code: Code) -> String {
    let title = i18n::title(lang, code);
    let mut letters = title.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            let rest: String = title.chars().skip(1).collect();
            format!("{}{rest}", first.to_lowercase())
        }
        _ => title,
    }
}

/// Whom people call the signer: CN of the subject, or the whole subject where it has none.
fn signer_words(signature: &SignatureVerdict) -> String {
    signature.signer.as_deref().map_or_else(|| "–".to_owned(), short)
}

/// CN of an RFC 4514 text, or the text.
pub(super) fn short(subject: &str) -> String {
    common_name(subject).unwrap_or_else(|| subject.to_owned())
}

/// An xsd:dateTime that a signer claims.
pub(super) fn time_of(text: &str) -> Option<Micros> {
    text.parse::<jiff::Timestamp>().ok().map(|at| Micros(at.as_microsecond()))
}

/// CN out of an RFC 4514 text, its escapes undone but for those of what nobody should be shown (`\1b`, `\u{202e}`).
pub fn common_name(subject: &str) -> Option<String> {
    let (mut parts, mut current, mut letters) = (Vec::new(), String::new(), subject.chars().peekable());
    while let Some(c) = letters.next() {
        match c {
            '\\' => current.push(letters.next_if(|next| !next.is_ascii_alphanumeric()).unwrap_or(c)),
            ',' | '+' => parts.push(std::mem::take(&mut current)),
            _ => current.push(c),
        }
    }
    parts.push(current);
    parts.iter().find_map(|part| part.trim_start().strip_prefix("CN=").map(str::to_owned))
}

fn say(lang: Lang, id: &str) -> String {
    i18n::text(lang, id, None, &[])
}
