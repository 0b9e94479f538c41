//! A numerator over a denominator, beside the same of the year before: in numbers and in words.

use serde::{Deserialize, Serialize};

use crate::domain::rate::Ratio;
use crate::i18n::{Lang, number, text};

/// A numerator over a denominator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Share {
    /// What counts.
    pub numerator: u64,
    /// Of how much.
    pub denominator: u64,
    /// With two decimals; never 100 while something is missing. `null` when there is nothing to count.
    pub percent: Option<f64>,
    /// The same period of the year before; absent when there was nothing to count.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub before: Option<Before>,
}

/// The same share of the year before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Before {
    /// What counted.
    pub numerator: u64,
    /// Of how much.
    pub denominator: u64,
    /// With two decimals.
    pub percent: f64,
    /// Percentage now less percentage then, in points; `null` when there is nothing to count now.
    pub change: Option<f64>,
}

impl Share {
    /// From the counts of now and then.
    pub(super) fn of(now: Ratio, then: Ratio) -> Self {
        let percent = now.hundredths_of_percent();
        let before = then.hundredths_of_percent().map(|old| Before {
            numerator: then.numerator,
            denominator: then.denominator,
            percent: hundredths(signed(old)),
            change: percent.map(|new| hundredths(signed(new) - signed(old))),
        });
        let percent = percent.map(|new| hundredths(signed(new)));
        Self { numerator: now.numerator, denominator: now.denominator, percent, before }
    }

    /// `99,99%` in Vietnamese, `99.99%` in English, “chưa có” when there is nothing to count.
    pub fn words(&self, lang: Lang) -> String {
        percent(lang, self.ratio())
    }

    /// The same of the year before.
    pub fn words_before(&self, lang: Lang) -> String {
        let then =
            self.before.map_or(NOTHING, |then| Ratio { numerator: then.numerator, denominator: then.denominator });
        percent(lang, then)
    }

    /// `+6,63` in points; `None` when there is nothing to compare.
    pub fn change_words(&self, lang: Lang) -> Option<String> {
        let change = self.before.and_then(|then| then.change)?;
        let text = format!("{change:+.2}");
        Some(if lang == Lang::Vi { text.replace('.', ",") } else { text })
    }

    /// `61.204`, as the language groups digits.
    pub fn numerator_words(&self, lang: Lang) -> String {
        number(lang, i64::try_from(self.numerator).unwrap_or(i64::MAX))
    }

    /// The same.
    pub fn denominator_words(&self, lang: Lang) -> String {
        number(lang, i64::try_from(self.denominator).unwrap_or(i64::MAX))
    }

    /// What is missing of the whole.
    pub fn missing(&self) -> u64 {
        self.denominator.saturating_sub(self.numerator)
    }

    /// The two counts.
    pub fn ratio(&self) -> Ratio {
        Ratio { numerator: self.numerator, denominator: self.denominator }
    }
}

fn percent(lang: Lang, ratio: Ratio) -> String {
    let words = ratio.percent(lang == Lang::Vi).map(|percent| format!("{percent}%"));
    words.unwrap_or_else(|| text(lang, "report-none", None, &[]))
}

fn signed(hundredths: u64) -> i64 {
    i64::try_from(hundredths).unwrap_or(i64::MAX)
}

#[allow(clippy::cast_precision_loss)] // hundredths of a percent are far below 2^53
fn hundredths(value: i64) -> f64 {
    value as f64 / 100.0
}

const NOTHING: Ratio = Ratio { numerator: 0, denominator: 0 };

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(numerator: u64, denominator: u64) -> Ratio {
        Ratio { numerator, denominator }
    }

    #[test]
    fn change_is_the_difference_of_what_is_shown() {
        let share = Share::of(ratio(61_204, 61_308), ratio(932, 1_000));
        assert_eq!((share.words(Lang::Vi), share.words(Lang::En)), ("99,83%".to_owned(), "99.83%".to_owned()));
        assert_eq!(share.words_before(Lang::Vi), "93,20%");
        assert_eq!(share.change_words(Lang::Vi).as_deref(), Some("+6,63"));
        assert_eq!(share.before.and_then(|then| then.change), Some(6.63));
        assert_eq!(Share::of(ratio(1, 2), ratio(3, 4)).change_words(Lang::En).as_deref(), Some("-25.00"));
        assert_eq!(Share::of(ratio(1, 2), ratio(1, 2)).change_words(Lang::En).as_deref(), Some("+0.00"));
        assert_eq!((share.numerator_words(Lang::Vi), share.missing()), ("61.204".to_owned(), 104));
    }

    #[test]
    fn nothing_to_count_is_said_and_never_nought_or_all() {
        let none = Share::of(NOTHING, ratio(1, 1));
        assert_eq!((none.words(Lang::Vi), none.words(Lang::En)), ("chưa có".to_owned(), "none yet".to_owned()));
        assert_eq!((none.percent, none.change_words(Lang::Vi)), (None, None));
        let new = Share::of(ratio(1, 1), NOTHING);
        assert_eq!((new.before, new.words_before(Lang::En)), (None, "none yet".to_owned()));
    }
}
