//! The rows, from whatever counted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::question::{By, Question};
use super::share::Share;
use super::stand::Stand;
use super::words::period_words;
use crate::domain::ids::OrganId;
use crate::domain::rate::{Kind, Month, Side, Tally};
use crate::evidence::audit::{AuditError, LogAudit};
use crate::i18n::{Lang, text};
use crate::store::{self, Store};

/// The counts per agency and month, whoever counted them.
pub type Tallies = BTreeMap<(OrganId, Month), Tally>;

/// The answer: rows, their sum, and what each rate means.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Rates {
    /// The first month, `yyyy-mm`.
    pub from: String,
    /// The last month, `yyyy-mm`.
    pub to: String,
    /// What a row stands for.
    pub by: By,
    /// The one agency that this answer is about; absent when it is about all of them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub agency: Option<String>,
    /// Its name, where the directory has it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub agency_name: Option<String>,
    /// The state of the log that the numbers stand on; absent where no log was asked.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub stand: Option<Stand>,
    /// What has to be known to read the numbers, in words: who has not declared its documents on paper. In files for people.
    #[serde(skip)]
    pub note: Option<String>,
    /// What each rate means, in both languages.
    pub definitions: Definitions,
    /// In the order of agency codes or of time.
    pub rows: Vec<Row>,
    /// The sum of the rows.
    pub total: Row,
}

/// One agency, month or quarter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Row {
    /// The agency's code, `2026-11`, `2026-Q4`, or `total`.
    pub key: String,
    /// The agency's name, where the directory has it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// Documents through the hub ÷ (those + documents declared as issued on paper only).
    pub exchange: Share,
    /// Documents with a verified signature ÷ documents through the hub.
    pub signed: Share,
    /// Documents sent by noon of the next working day after signing ÷ those of which that noon is known.
    pub sent_in_time: Share,
    /// Copies of the documents it sent: fetched ÷ sent.
    pub received: Share,
    /// 03 or later ÷ sent.
    pub acknowledged: Share,
    /// 03 or later on the day of arrival ÷ those of which that day is known.
    pub accepted_in_time: Share,
    /// 02 ÷ sent.
    pub returned: Share,
    /// 06 ÷ sent.
    pub completed: Share,
    /// The same of the copies that were sent to it.
    pub incoming: Copies,
}

/// The rates of copies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Copies {
    /// Fetched ÷ sent.
    pub received: Share,
    /// 03 or later ÷ sent.
    pub acknowledged: Share,
    /// 03 or later on the day of arrival ÷ those of which that day is known.
    pub accepted_in_time: Share,
    /// 02 ÷ sent.
    pub returned: Share,
    /// 06 ÷ sent.
    pub completed: Share,
}

/// What each rate means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Definitions {
    /// Tỷ lệ trao đổi.
    pub exchange: Definition,
    /// Tỷ lệ ký số.
    pub signed: Definition,
    /// Gửi đúng hạn.
    pub sent_in_time: Definition,
    /// Tỷ lệ nhận.
    pub received: Definition,
    /// Tỷ lệ tiếp nhận.
    pub acknowledged: Definition,
    /// Tiếp nhận trong ngày.
    pub accepted_in_time: Definition,
    /// Tỷ lệ trả lại.
    pub returned: Definition,
    /// Tỷ lệ hoàn thành.
    pub completed: Definition,
}

/// One rate in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Definition {
    /// In Vietnamese.
    pub vi: Wording,
    /// In English.
    pub en: Wording,
}

/// One rate in the words of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Wording {
    /// What it is called.
    pub name: String,
    /// What is counted, of what.
    pub definition: String,
}

/// The rates from the database, beside those of the year before. With `viewer` only that agency's own; `names` gives the names of agencies.
///
/// # Errors
/// When the database does not answer.
pub fn from_store(
    store: &Store,
    question: &Question,
    viewer: Option<&OrganId>,
    names: &dyn Fn(&OrganId) -> Option<String>,
) -> Result<Rates, store::Error> {
    let counted = store.rates_of(&question.with_year_before())?;
    let mut rates = Rates::of(&counted.tallies, question, viewer, names);
    rates.stand = Some(Stand::of(&counted.head));
    Ok(rates)
}

/// The counts of a whole log, from its leaves' exact bytes in order, each held against the ones before. The same
/// numbers as those of the database, or one of them is wrong.
///
/// # Errors
/// [`AuditError`]: the leaves are no log.
pub fn recount(leaves: impl IntoIterator<Item = impl AsRef<[u8]>>) -> Result<Tallies, AuditError> {
    let mut audit = LogAudit::default();
    for leaf in leaves {
        audit.take(leaf.as_ref())?;
    }
    Ok(audit.rates().tallies())
}

impl Rates {
    /// Rows from counts, whoever counted, each beside the same months of the year before, where the counts have them. With
    /// `viewer` only that agency's own.
    pub fn of(
        tallies: &Tallies,
        question: &Question,
        viewer: Option<&OrganId>,
        names: &dyn Fn(&OrganId) -> Option<String>,
    ) -> Self {
        let mut groups: BTreeMap<String, Beside> = BTreeMap::new();
        let mut past: BTreeMap<String, Tally> = BTreeMap::new();
        let mut total = Beside::default();
        let seen = |agency: &OrganId| viewer.is_none_or(|viewer| viewer == agency);
        for ((agency, month), tally) in tallies.iter().filter(|((agency, _), _)| seen(agency)) {
            if question.covers(*month) {
                groups.entry(key(question.by, agency, *month)).or_default().now.add(tally);
                total.now.add(tally);
            }
            let later = month.year_after();
            if question.covers(later) {
                past.entry(key(question.by, agency, later)).or_default().add(tally);
                total.before.add(tally);
            }
        }
        if question.by != By::Agency {
            // Of time every stretch is shown that ever counted; an agency that is gone is not.
            past.keys().for_each(|key| {
                groups.entry(key.clone()).or_default();
            });
        }
        for (key, beside) in &mut groups {
            beside.before = past.get(key).copied().unwrap_or_default();
        }
        let name = |key: &str| match question.by {
            By::Agency => names(&OrganId(key.to_owned())),
            By::Month | By::Quarter => None,
        };
        Self {
            from: question.from.to_string(),
            to: question.to.to_string(),
            by: question.by,
            agency: viewer.map(|viewer| viewer.0.clone()),
            agency_name: viewer.and_then(names),
            stand: None,
            note: None,
            definitions: Definitions::words(),
            rows: groups.iter().map(|(key, beside)| Row::of(key, name(key), beside)).collect(),
            total: Row::of(TOTAL, None, &total),
        }
    }
}

impl Rates {
    /// Sorts the rows by one rate; those with nothing to count stand last.
    pub fn sort(&mut self, kind: Kind, largest_first: bool) {
        let value = |row: &Row| row.share(kind).ratio().hundredths_of_percent();
        self.rows.sort_by(|a, b| match (value(a), value(b)) {
            (Some(a), Some(b)) if largest_first => b.cmp(&a),
            (Some(a), Some(b)) => a.cmp(&b),
            (a, b) => a.is_none().cmp(&b.is_none()),
        });
    }

    /// The rates that stand in columns: those of what it sent, and, of one agency, those of what was sent to it.
    pub fn columns(&self) -> Vec<(Kind, Side)> {
        let own = Kind::ALL.into_iter().map(|kind| (kind, Side::Outgoing));
        let theirs = COPIES.into_iter().filter(|_| self.agency.is_some()).map(|kind| (kind, Side::Incoming));
        own.chain(theirs).collect()
    }

    /// The rates of copies as its receivers made them, or as the agency itself made them of what was sent to it.
    pub fn on_side(mut self, side: Side) -> Self {
        for row in self.rows.iter_mut().chain([&mut self.total]) {
            row.received = row.share_of(Kind::Received, side);
            row.acknowledged = row.share_of(Kind::Acknowledged, side);
            row.accepted_in_time = row.share_of(Kind::AcceptedInTime, side);
            row.returned = row.share_of(Kind::Returned, side);
            row.completed = row.share_of(Kind::Completed, side);
        }
        self
    }
}

/// A period and the same one of the year before.
#[derive(Default)]
struct Beside {
    now: Tally,
    before: Tally,
}

impl Row {
    fn of(key: &str, name: Option<String>, beside: &Beside) -> Self {
        let share = |kind, side| Share::of(beside.now.ratio(kind, side), beside.before.ratio(kind, side));
        let own = |kind| share(kind, Side::Outgoing);
        let theirs = |kind| share(kind, Side::Incoming);
        Self {
            key: key.to_owned(),
            name,
            exchange: own(Kind::Exchange),
            signed: own(Kind::Signed),
            sent_in_time: own(Kind::SentInTime),
            received: own(Kind::Received),
            acknowledged: own(Kind::Acknowledged),
            accepted_in_time: own(Kind::AcceptedInTime),
            returned: own(Kind::Returned),
            completed: own(Kind::Completed),
            incoming: Copies {
                received: theirs(Kind::Received),
                acknowledged: theirs(Kind::Acknowledged),
                accepted_in_time: theirs(Kind::AcceptedInTime),
                returned: theirs(Kind::Returned),
                completed: theirs(Kind::Completed),
            },
        }
    }

    /// The share of one rate.
    pub fn share(&self, kind: Kind) -> Share {
        match kind {
            Kind::Exchange => self.exchange,
            Kind::Signed => self.signed,
            Kind::SentInTime => self.sent_in_time,
            Kind::Received => self.received,
            Kind::Acknowledged => self.acknowledged,
            Kind::AcceptedInTime => self.accepted_in_time,
            Kind::Returned => self.returned,
            Kind::Completed => self.completed,
        }
    }

    /// The same of the copies that were sent to it; documents are counted with their issuer only.
    pub fn share_of(&self, kind: Kind, side: Side) -> Share {
        match (side, kind) {
            (Side::Outgoing, _) | (_, Kind::Exchange | Kind::Signed | Kind::SentInTime) => self.share(kind),
            (Side::Incoming, Kind::Received) => self.incoming.received,
            (Side::Incoming, Kind::Acknowledged) => self.incoming.acknowledged,
            (Side::Incoming, Kind::AcceptedInTime) => self.incoming.accepted_in_time,
            (Side::Incoming, Kind::Returned) => self.incoming.returned,
            (Side::Incoming, Kind::Completed) => self.incoming.completed,
        }
    }

    /// What stands for it in a list: its name, a month or quarter in words, else its key.
    pub fn label(&self, lang: Lang) -> String {
        match &self.name {
            _ if self.key == TOTAL => text(lang, "report-total", None, &[]),
            Some(name) => name.clone(),
            None => period_words(lang, &self.key).unwrap_or_else(|| self.key.clone()),
        }
    }
}

impl Definitions {
    /// The sentences of the string files.
    fn words() -> Self {
        Self {
            exchange: Definition::of(Kind::Exchange),
            signed: Definition::of(Kind::Signed),
            sent_in_time: Definition::of(Kind::SentInTime),
            received: Definition::of(Kind::Received),
            acknowledged: Definition::of(Kind::Acknowledged),
            accepted_in_time: Definition::of(Kind::AcceptedInTime),
            returned: Definition::of(Kind::Returned),
            completed: Definition::of(Kind::Completed),
        }
    }
}

impl Definition {
    fn of(kind: Kind) -> Self {
        let wording = |lang| Wording {
            name: text(lang, kind.message_id(), None, &[]),
            definition: text(lang, kind.message_id(), Some("definition"), &[]),
        };
        Self { vi: wording(Lang::Vi), en: wording(Lang::En) }
    }
}

fn key(by: By, agency: &OrganId, month: Month) -> String {
    match by {
        By::Agency => agency.0.clone(),
        By::Month => month.to_string(),
        By::Quarter => month.quarter().to_string(),
    }
}

/// The rates of copies; the others are of documents, which are counted with their issuer only.
pub(super) const COPIES: [Kind; 5] =
    [Kind::Received, Kind::Acknowledged, Kind::AcceptedInTime, Kind::Returned, Kind::Completed];
/// The key of the sum of the rows.
pub(super) const TOTAL: &str = "total";

#[cfg(test)]
pub(super) mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::acknowledgement::Status;
    use crate::domain::ids::{DeliveryId, Digest, Micros};
    use crate::domain::rate::{Counter, Fact};

    fn organ(n: u8) -> OrganId {
        OrganId(format!("000.00.{n:02}.H57"))
    }

    pub(crate) fn named(id: &OrganId) -> Option<String> {
        (id.0 == "000.00.01.H57").then(|| "Ủy ban nhân dân thành phố Huế, tỉnh Thừa Thiên Huế".to_owned())
    }

    /// One document in November, one in December of agency 1 to two receivers; three on paper.
    pub(crate) fn counted() -> Tallies {
        let at = |text: &str| Micros(text.parse::<jiff::Timestamp>().unwrap().as_microsecond());
        let mut counter = Counter::default();
        for (n, received) in [(1, "2026-11-24T03:00:00Z"), (2, "2026-12-01T03:00:00Z")] {
            let document = Digest([n; 32]);
            let (received, signed) = (at(received), n == 1);
            // Signed in the morning; the second came a minute late.
            let send_by = Some(Micros(received.0 + if n == 1 { 0 } else { -60_000_000 }));
            counter.take(Fact::Accepted { document, from: organ(1), received, signed, send_by });
            for to in [2, 3] {
                let delivery = DeliveryId(Uuid::from_u128(u128::from(n * 10 + to)));
                let accept_by = (n == 1).then(|| received.plus_seconds(3_600));
                counter.take(Fact::Sent { document, delivery, to: organ(to), accept_by });
            }
        }
        let delivery = |n: u128| DeliveryId(Uuid::from_u128(n));
        let noon = at("2026-11-24T03:30:00Z");
        counter.take(Fact::Reported { delivery: delivery(12), status: Status::Accepted, at: noon });
        counter.take(Fact::Reported { delivery: delivery(13), status: Status::Returned, at: noon });
        counter.take(Fact::Fetched { delivery: delivery(22) });
        counter.take(Fact::Declared { agency: organ(1), month: Month { year: 2026, month: 11 }, count: 3 });
        counter.tallies()
    }

    pub(crate) fn question(from: &str, by: &str) -> Question {
        Question::parse(Some(from), Some("2026-12"), Some(by), Micros(0)).unwrap()
    }

    #[test]
    fn rows_add_up_and_belong_to_their_period() {
        let rates = Rates::of(&counted(), &question("2026-11", "agency"), None, &named);
        assert_eq!(
            rates.rows.iter().map(|row| row.key.as_str()).collect::<Vec<_>>(),
            ["000.00.01.H57", "000.00.02.H57", "000.00.03.H57"]
        );
        let one = &rates.rows[0];
        assert_eq!((one.exchange.numerator, one.exchange.denominator, one.exchange.percent), (2, 5, Some(40.0)));
        assert_eq!((one.received.numerator, one.received.denominator), (3, 4));
        assert_eq!(one.incoming.received.percent, None);
        assert_eq!(
            rates.rows[1].incoming.acknowledged,
            Share { numerator: 1, denominator: 2, percent: Some(50.0), before: None }
        );
        assert_eq!(rates.total.exchange, one.exchange);
        assert_eq!(rates.total.incoming.received, rates.total.received);

        let december = Rates::of(&counted(), &question("2026-12", "month"), None, &named);
        assert_eq!(december.rows.len(), 1);
        assert_eq!((december.total.exchange.numerator, december.total.signed.numerator), (1, 0));
        let quarter = Rates::of(&counted(), &question("2026-Q4", "quarter"), None, &named);
        assert_eq!(quarter.rows[0].key, "2026-Q4");
        assert_eq!(quarter.rows[0].exchange, rates.total.exchange);
    }

    #[test]
    fn an_agency_sees_its_own_rows_only() {
        let rates = Rates::of(&counted(), &question("2026-11", "month"), Some(&organ(2)), &named);
        assert_eq!(rates.agency.as_deref(), Some("000.00.02.H57"));
        assert_eq!(rates.total.exchange.denominator, 0);
        assert_eq!(rates.total.incoming.received.numerator, 2);
    }

    #[test]
    fn json_is_read_back_as_it_was_written() {
        let rates = Rates::of(&counted(), &question("2026-11", "agency"), None, &named);
        let json = serde_json::to_string_pretty(&rates).unwrap();
        assert_eq!(serde_json::from_str::<Rates>(&json).unwrap(), rates);
        assert!(
            json.contains("\"percent\": 75.0") && json.contains("\"definition\": \"copies that the receiver fetched")
        );
    }

    #[test]
    fn what_is_no_log_is_not_counted() {
        assert_eq!(recount([b"{}"]).unwrap_err().code().name(), "evidence.leaf_form");
        assert!(recount(Vec::<Vec<u8>>::new()).unwrap().is_empty());
    }
}
