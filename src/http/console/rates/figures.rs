//! Shares and rows as templates show them.

use crate::domain::rate::Kind;
use crate::i18n::{Lang, Value, text};
use crate::report::Share;

/// One rate, big.
pub(super) struct Figure {
    pub name: String,
    pub big: String,
    /// “61.204 trên 61.308 văn bản”.
    pub counts: String,
    /// The change in words, and how it looks; `None` where the year before has nothing.
    pub change: Option<(&'static str, String)>,
    pub definition: String,
    /// The page with chart and remainder of this rate.
    pub href: String,
    pub is_shown: bool,
}

/// One cell of the table.
pub(super) struct Cell {
    pub label: String,
    pub percent: String,
    pub counts: String,
    pub is_sorted: bool,
}

impl Figure {
    pub fn of(lang: Lang, kind: Kind, share: &Share, href: String, is_shown: bool) -> Self {
        Self {
            name: text(lang, kind.message_id(), None, &[]),
            big: share.words(lang),
            counts: counts(lang, kind, share),
            change: change(lang, share),
            definition: text(lang, kind.message_id(), Some("definition"), &[]),
            href,
            is_shown,
        }
    }
}

impl Cell {
    pub fn of(lang: Lang, kind: Kind, share: &Share, is_sorted: bool) -> Self {
        Self {
            label: text(lang, kind.message_id(), Some("short"), &[]),
            percent: share.words(lang),
            counts: format!("{}/{}", share.numerator_words(lang), share.denominator_words(lang)),
            is_sorted,
        }
    }
}

/// “61.204 trên 61.308 văn bản”.
pub(super) fn counts(lang: Lang, kind: Kind, share: &Share) -> String {
    let key = match kind {
        Kind::Exchange | Kind::Signed | Kind::SentInTime => "rates-of-documents",
        Kind::Received | Kind::Acknowledged | Kind::AcceptedInTime | Kind::Returned | Kind::Completed => {
            "rates-of-copies"
        }
    };
    let args = [
        ("numerator", Value::from(share.numerator_words(lang))),
        ("denominator", Value::from(share.denominator_words(lang))),
    ];
    text(lang, key, None, &args)
}

fn change(lang: Lang, share: &Share) -> Option<(&'static str, String)> {
    let words = share.change_words(lang)?;
    let change = share.before.and_then(|then| then.change)?;
    let (class, key) = match change {
        change if change > 0.0 => ("txt-ok", "rates-up"),
        change if change < 0.0 => ("txt-warn", "rates-down"),
        _ => ("", "rates-same"),
    };
    let points = Value::from(words.trim_start_matches(['+', '-']).to_owned());
    let before = Value::from(share.words_before(lang));
    Some((class, text(lang, key, None, &[("points", points), ("before", before)])))
}
