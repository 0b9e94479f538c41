//! What stands above every form of the report.

use super::{By, Rates};
use crate::domain::rate::{Kind, Month, Side};
use crate::i18n::{Lang, Value, text};

/// A month, a quarter or a year in words; `None`: it is none.
pub fn period_words(lang: Lang, period: &str) -> Option<String> {
    let value = |text: &str| Value::from(text.to_owned());
    if let Some((year, quarter)) = period.split_once("-Q") {
        let args = [("quarter", value(quarter)), ("year", value(year))];
        return is_year(year).then(|| text(lang, "rates-quarter", None, &args));
    }
    if let Some(month) = Month::parse(period) {
        let args = [("month", Value::from(i64::from(month.month))), ("year", value(&month.year.to_string()))];
        return Some(text(lang, "rates-month", None, &args));
    }
    is_year(period).then(|| text(lang, "rates-year", None, &[("year", value(period))]))
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a column is called.
pub fn column_words(lang: Lang, (kind, side): (Kind, Side)) -> String {
    let name = text(lang, kind.message_id(), None, &[]);
    match side {
        Side::Outgoing => name,
        Side::Incoming => text(lang, "report-incoming", None, &[("rate", Value::from(name))]),
    }
}

impl Rates {
    /// “Exchange rates, from … to …”.
    pub fn heading(&self, lang: Lang) -> String {
        let month = |text: &str| match (lang, text.split_once('-')) {
            (Lang::Vi, Some((year, month))) => format!("{month}/{year}"),
            _ => text.to_owned(),
        };
        let args = [("from", Value::from(month(&self.from))), ("to", Value::from(month(&self.to)))];
        text(lang, "report-heading", None, &args)
    }

    /// Of whom, and beside what.
    pub fn about(&self, lang: Lang) -> String {
        match &self.agency {
            Some(code) => {
                let agency = match &self.agency_name {
                    Some(name) => format!("{name} ({code})"),
                    None => code.clone(),
                };
                text(lang, "report-about-agency", None, &[("agency", Value::from(agency))])
            }
            None => text(lang, "report-about", None, &[]),
        }
    }

    /// What a row stands for.
    pub fn head_words(&self, lang: Lang) -> String {
        let key = match self.by {
            By::Agency => "report-by-agency",
            By::Month => "report-by-month",
            By::Quarter => "report-by-quarter",
        };
        text(lang, key, None, &[])
    }
}
