//! What may be chosen above a report: the period, and, by who may see them all, the agency.

use super::view::{View, period_words};
use crate::domain::ids::{Micros, OrganId};
use crate::domain::rate::Month;
use crate::exchange::Directory;
use crate::i18n::{Lang, text};

/// One of a list to choose from.
pub(super) struct Choice {
    pub value: String,
    pub words: String,
    pub is_chosen: bool,
}

/// Quarters of this year and the last, their months, and the years.
pub(super) fn periods(lang: Lang, view: &View, now: Micros) -> Vec<Choice> {
    let this = Month::of(now);
    let mut values = Vec::new();
    for year in [this.year, this.year - 1] {
        let last = if year == this.year { this.month } else { 12 };
        values.push(year.to_string());
        values.extend((1..=(last - 1) / 3 + 1).rev().map(|quarter| format!("{year:04}-Q{quarter}")));
        values.extend((1..=last).rev().map(|month| Month { year, month }.to_string()));
    }
    if !values.contains(&view.period) {
        values.insert(0, view.period.clone());
    }
    let choice = |value: String| Choice { words: period_words(lang, &value), is_chosen: value == view.period, value };
    values.into_iter().map(choice).collect()
}

/// All of them, and each one; nothing for who sees one only.
pub(super) fn agencies(lang: Lang, view: &View, directory: &Directory) -> Vec<Choice> {
    if !view.chooses {
        return Vec::new();
    }
    let choice = |(code, name): (&OrganId, &str)| Choice {
        value: code.0.clone(),
        words: format!("{name} ({})", code.0),
        is_chosen: view.agency.as_ref() == Some(code),
    };
    let all = Choice {
        value: String::new(),
        words: text(lang, "rates-province", None, &[]),
        is_chosen: view.agency.is_none(),
    };
    std::iter::once(all).chain(directory.listed().into_iter().map(choice)).collect()
}
