//! The state of the log that a report stands on: whoever holds its leaves up to there counts the same.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::domain::deadline;
use crate::domain::ids::Micros;
use crate::i18n::{self, Lang, Value, text};
use crate::store::log::Head;

/// A checkpoint of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Stand {
    /// The log's epoch.
    pub epoch: u64,
    /// How many leaves there were.
    pub size: u64,
    /// The tree's root, base64 as in the signed checkpoint of that size.
    pub root: String,
    /// The newest leaf's time, ISO 8601.
    pub time: String,
}

impl Stand {
    /// From the log's newest tree.
    pub fn of(head: &Head) -> Self {
        let time = deadline::iso(head.time);
        Self { epoch: head.epoch, size: head.size, root: STANDARD.encode(head.root.0), time }
    }

    /// One line for people.
    pub fn words(&self, lang: Lang) -> String {
        let number = |n: u64| Value::from(i64::try_from(n).unwrap_or(i64::MAX));
        let at = Micros(self.time.parse::<jiff::Timestamp>().map_or(0, jiff::Timestamp::as_microsecond));
        let args = [
            ("epoch", number(self.epoch)),
            ("size", number(self.size)),
            ("root", Value::from(self.root.clone())),
            ("time", Value::from(i18n::time(at))),
            ("date", Value::from(i18n::date(lang, at))),
        ];
        text(lang, "report-stand", None, &args)
    }
}
