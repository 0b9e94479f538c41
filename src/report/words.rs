//! What stands above every form of the report.

use super::{By, Rates};
use crate::i18n::{Lang, Value, text};

impl Rates {
    /// “Exchange rates, from … to …”.
    pub fn heading(&self, lang: Lang) -> String {
        let args = [("from", Value::from(self.from.clone())), ("to", Value::from(self.to.clone()))];
        text(lang, "report-heading", None, &args)
    }

    /// Of whom, and beside what.
    pub fn about(&self, lang: Lang) -> String {
        match &self.agency {
            Some(agency) => text(lang, "report-about-agency", None, &[("agency", Value::from(agency.clone()))]),
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
