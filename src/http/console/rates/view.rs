//! What is asked of the pages, as it stands in the address.

use serde::Deserialize;

use crate::codes;
use crate::domain::ids::{Micros, OrganId};
use crate::domain::rate::{Kind, Month, Side};
use crate::exchange::Directory;
use crate::http::console::seat::Seat;
use crate::http::{Failure, Hub};
use crate::i18n::{Lang, Value, text};
use crate::report::{self, By, Chart, Multiples, Pictures, Question, Rates, Stand};
use crate::store;
use crate::store::rates::Counted;

/// What may stand in the address.
#[derive(Clone, Debug, Default, Deserialize)]
pub(in crate::http::console) struct Query {
    period: Option<String>,
    agency: Option<String>,
    rate: Option<String>,
    sort: Option<String>,
    side: Option<String>,
    after: Option<i64>,
    done: Option<String>,
}

/// The same, understood.
#[derive(Clone, Debug)]
pub(super) struct View {
    /// `2026-Q4`, `2026-11`, `2026`.
    pub period: String,
    /// The first and the last month of it.
    pub months: (Month, Month),
    /// Of which agency only.
    pub agency: Option<OrganId>,
    /// Whether the viewer may choose another.
    pub chooses: bool,
    /// The rate that chart and remainder are of.
    pub kind: Kind,
    /// By which rate rows are sorted, and whether the largest comes first; `None`: by code or time.
    pub sort: Option<(Kind, bool)>,
    /// On which side of a copy the agency stands.
    pub side: Side,
    /// Where a page of a list goes on.
    pub after: Option<i64>,
    /// What was just done.
    pub done: bool,
}

impl View {
    /// Reads the address. An agency's own people see their agency, whatever the address says.
    pub fn of(query: &Query, seat: &Seat, now: Micros) -> Result<Self, Failure> {
        let wrong = |detail: String| Failure::new(codes::REQUEST_QUERY, detail);
        let period = query.period.clone().unwrap_or_else(|| Month::of(now).quarter().to_string());
        let question = Question::parse(Some(&period), Some(&period), None, now).map_err(|e| wrong(e.to_string()))?;
        let kind = |word: &str| Kind::parse(word).ok_or_else(|| wrong(format!("no such rate: {word:.20}")));
        let sort = match query.sort.as_deref().filter(|sort| !sort.is_empty()) {
            Some(sort) => Some((kind(sort.trim_start_matches('-'))?, sort.starts_with('-'))),
            None => None,
        };
        let asked = query.agency.clone().filter(|code| !code.is_empty()).map(OrganId);
        let agency = seat.who.agency.clone().or(asked);
        // Of all agencies together, what one sends is what another gets.
        let is_incoming = agency.is_some() && query.side.as_deref() == Some("in");
        Ok(Self {
            period,
            months: (question.from, question.to),
            agency,
            chooses: seat.who.agency.is_none(),
            kind: query.rate.as_deref().map_or(Ok(Kind::Exchange), kind)?,
            sort,
            side: if is_incoming { Side::Incoming } else { Side::Outgoing },
            after: query.after,
            done: query.done.is_some(),
        })
    }

    /// The address of `path` with this view, some of it changed; an empty value leaves it out.
    pub fn href(&self, path: &str, changes: &[(&str, &str)]) -> String {
        let agency = self.agency.as_ref().filter(|_| self.chooses).map_or("", |agency| agency.0.as_str());
        let sort = self.sort.map_or_else(String::new, |(kind, down)| sort_word(kind, down));
        let side = if self.side == Side::Incoming { "in" } else { "" };
        let own = [
            ("period", self.period.as_str()),
            ("agency", agency),
            ("rate", self.kind.word()),
            ("sort", &sort),
            ("side", side),
        ];
        let changed = |name: &str| changes.iter().any(|(other, _)| *other == name);
        let pairs = own.into_iter().filter(|(name, _)| !changed(name)).chain(changes.iter().copied());
        let pairs: Vec<_> = pairs.filter(|(_, value)| !value.is_empty()).collect();
        format!("{path}?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
    }

    /// The address of the same rows sorted by that rate: lowest first, then the other way round.
    pub fn href_sorted(&self, kind: Kind) -> String {
        let down = self.sort == Some((kind, false));
        self.href("/rates", &[("sort", &sort_word(kind, down))])
    }

    /// The period in words.
    pub fn period_words(&self, lang: Lang) -> String {
        period_words(lang, &self.period)
    }

    /// Whose numbers: the agency by its name, or all of them.
    pub fn whose(&self, lang: Lang, directory: &Directory) -> String {
        match &self.agency {
            Some(id) => directory.facts(id).map_or_else(|| id.0.clone(), |facts| facts.name.clone()),
            None => text(lang, "rates-province", None, &[]),
        }
    }

    /// What to count: rows by agency, or by month where one agency is looked at.
    pub fn question(&self) -> Question {
        let by = if self.agency.is_some() { By::Month } else { By::Agency };
        Question { from: self.months.0, to: self.months.1, by }
    }

    /// The months of the year that the period lies in.
    pub fn year(&self) -> Question {
        let year = self.months.1.year;
        Question { from: Month { year, month: 1 }, to: Month { year, month: 12 }, by: By::Month }
    }

    /// The counts of that year and the year before, and the state of the log under them. Blocks.
    pub fn count(&self, hub: &Hub) -> Result<Counted, store::Error> {
        let year = self.year();
        hub.exchange.store().rates_within(&[(year.from.year_before(), year.to)], self.agency.as_ref())
    }

    /// The rows of the page and of its files.
    pub fn rates(&self, counted: &Counted, directory: &Directory) -> Rates {
        let names = |id: &OrganId| directory.facts(id).map(|facts| facts.name.clone());
        let mut rates = Rates::of(&counted.tallies, &self.question(), self.agency.as_ref(), &names);
        rates.stand = Some(Stand::of(&counted.head));
        if let Some((kind, down)) = self.sort {
            rates.sort(kind, down);
        }
        rates
    }

    /// The pictures beside those rows: the year of the shown rate, and, where all agencies are looked at, each one's.
    pub fn pictures(&self, lang: Lang, counted: &Counted, rates: &Rates) -> Pictures {
        let year = Rates::of(&counted.tallies, &self.year(), self.agency.as_ref(), &|_| None).on_side(self.side);
        let name = report::column_words(lang, (self.kind, self.side));
        let title = text(lang, "rates-by-month", None, &[("rate", Value::from(name))]);
        let (tallies, months) = (&counted.tallies, (self.year().from, self.year().to));
        Pictures {
            year: Chart::of(&year, self.kind, lang).map(|chart| (title, chart)),
            multiples: match self.agency {
                Some(_) => Multiples::default(),
                None => Multiples::of(rates, tallies, self.kind, months, self.sort.is_some(), lang),
            },
        }
    }
}

/// A period in words.
pub(super) fn period_words(lang: Lang, period: &str) -> String {
    report::period_words(lang, period).unwrap_or_else(|| period.to_owned())
}

fn sort_word(kind: Kind, down: bool) -> String {
    format!("{}{}", if down { "-" } else { "" }, kind.word())
}
