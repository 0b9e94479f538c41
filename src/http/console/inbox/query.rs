//! What stands in the URL of the list, and how links change it.

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use crate::domain::deadline::instant;
use crate::domain::ids::{Micros, OrganId, PersonId, Urgency};
use crate::exchange::{Directory, Exchange};
use crate::http::console::pill;
use crate::store::desk::{Filter, Order, Turn, View};

/// The query; every field may be missing or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(in crate::http::console) struct Query {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<String>,
    /// Words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// The sender's code, or words of its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<String>,
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Only what I am on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mine: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What has just been done: `accepted.3.1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<String>,
    /// The newest row that the page knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pos: Option<i64>,
}

impl Query {
    /// Empty fields of a form are no fields.
    pub fn clean(mut self) -> Self {
        for field in [
            &mut self.view,
            &mut self.q,
            &mut self.sender,
            &mut self.urgency,
            &mut self.from,
            &mut self.to,
            &mut self.mine,
            &mut self.sort,
            &mut self.after,
            &mut self.before,
            &mut self.done,
        ] {
            *field = field.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        }
        self
    }

    /// The view that is asked for, if one is.
    pub fn view(&self) -> Option<View> {
        self.view.as_deref().and_then(View::parse)
    }

    pub fn order(&self) -> Order {
        if self.sort.as_deref() == Some("due") { Order::Deadline } else { Order::Newest }
    }

    pub fn turn(&self) -> Turn {
        let cursor = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
        match (cursor(&self.after), cursor(&self.before)) {
            (Some(after), _) => Turn::After(after),
            (None, Some(before)) => Turn::Before(before),
            (None, None) => Turn::First,
        }
    }

    /// Days that were typed and are none: the field's name and what stands in it.
    pub fn wrong_days(&self) -> Vec<(&'static str, &str)> {
        let wrong = |name: &'static str, text: &Option<String>| match text.as_deref() {
            Some(typed) if pill::typed_day(typed).is_none() => Some(name),
            _ => None,
        };
        let from = wrong("from", &self.from).zip(self.from.as_deref());
        let to = wrong("to", &self.to).zip(self.to.as_deref());
        from.into_iter().chain(to).collect()
    }

    /// As the store is asked. A sender that is no code is looked for by the words of its name.
    pub fn filter(&self, exchange: &Exchange, directory: &Directory, person: PersonId) -> Filter {
        let code = self.sender.as_deref().map(|code| OrganId(code.to_owned()));
        let code = code.filter(|code| directory.facts(code).is_some());
        let name = self.sender.as_deref().filter(|_| code.is_none());
        let words: Vec<&str> = [self.q.as_deref(), name].into_iter().flatten().collect();
        let urgency = self.urgency.as_deref().and_then(urgency_of);
        let from = self.from.as_deref().and_then(pill::typed_day);
        let to = self.to.as_deref().and_then(pill::typed_day).and_then(|day| day.tomorrow().ok());
        let midnight = |day| -> Micros { instant(day, Time::midnight()) };
        Filter {
            text: Some(words.join(" ")).filter(|words| !words.is_empty()),
            sender: code,
            priorities: urgency.map(|urgency| exchange.priorities(urgency)),
            from: from.map(midnight),
            until: to.map(midnight),
            marked: self.mine.as_ref().map(|_| person),
        }
    }

    /// Whether anything is filtered.
    pub fn is_filtered(&self) -> bool {
        [&self.q, &self.sender, &self.urgency, &self.from, &self.to, &self.mine].into_iter().any(Option::is_some)
    }

    /// A link to the list with something changed; it begins at the first page.
    pub fn href(&self, change: impl FnOnce(&mut Self)) -> String {
        let mut query = Self { after: None, before: None, done: None, pos: None, ..self.clone() };
        change(&mut query);
        let text = serde_urlencoded::to_string(&query).unwrap_or_default();
        if text.is_empty() { "/in".to_owned() } else { format!("/in?{text}") }
    }

    /// The list without filters.
    pub fn unfiltered(&self) -> String {
        Self { view: self.view.clone(), sort: self.sort.clone(), ..Self::default() }.href(|_| {})
    }
}

/// The urgency of that word.
fn urgency_of(text: &str) -> Option<Urgency> {
    URGENCIES.into_iter().find(|(word, _)| *word == text).map(|(_, urgency)| urgency)
}

/// Those that a list may be narrowed to.
pub(super) const URGENCIES: [(&str, Urgency); 3] =
    [("immediate", Urgency::Immediate), ("very-urgent", Urgency::VeryUrgent), ("urgent", Urgency::Urgent)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_keeps_what_it_does_not_change() {
        let query = Query {
            view: Some("all".to_owned()),
            q: Some("báo cáo & <b>".to_owned()),
            sender: Some(" ".to_owned()),
            after: Some("1.2".to_owned()),
            done: Some("accepted.1.0".to_owned()),
            ..Query::default()
        }
        .clean();
        assert!(query.is_filtered());
        let next = query.href(|query| query.sort = Some("due".to_owned()));
        assert_eq!(next, "/in?view=all&q=b%C3%A1o+c%C3%A1o+%26+%3Cb%3E&sort=due");
        let back: Query = serde_urlencoded::from_str(next.trim_start_matches("/in?")).unwrap();
        assert_eq!((back.q.clone(), back.order()), (query.q.clone(), Order::Deadline));
        assert_eq!(query.unfiltered(), "/in?view=all");
        assert_eq!(Query::default().href(|_| {}), "/in");
    }

    #[test]
    fn a_day_that_is_none_is_named() {
        let query = Query { from: Some("32/1/2026".to_owned()), to: Some("24/11/2026".to_owned()), ..Query::default() };
        assert_eq!(query.wrong_days(), [("from", "32/1/2026")]);
    }
}
