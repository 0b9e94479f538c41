//! The exchange rates (tỷ lệ trao đổi văn bản điện tử), counted from a stream of facts in the order of the log. The
//! database and the log's leaves give the same facts, so both give the same numbers. Counts are whole numbers; a
//! percentage is made of two of them at the very end, in whole hundredths of a percent.
//!
//! A document and all its copies belong to the period in which the document was received by the hub, in the zone of
//! Việt Nam: so a numerator is always a part of its denominator, and a late acknowledgement mends the period of the
//! document. Absent: on time, levels.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use super::acknowledgement::{self, Status};
use super::deadline::day_in_vietnam;
use super::ids::{DeliveryId, Digest, Micros, OrganId};

/// One fact that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The hub accepted a document. The same document again (a second attempt) counts once.
    Accepted {
        /// The document's name within the count: its commitment in the log.
        document: Digest,
        /// The issuer.
        from: OrganId,
        /// When its last byte came in: the legal time.
        received: Micros,
        /// Whether it bore a signature that the hub verified (dsig, B, T, LT).
        signed: bool,
    },
    /// A copy set out for one receiver.
    Sent {
        /// The document.
        document: Digest,
        /// The copy.
        delivery: DeliveryId,
        /// The receiver.
        to: OrganId,
    },
    /// The receiver said that it holds the copy.
    Fetched {
        /// The copy.
        delivery: DeliveryId,
    },
    /// The copy was withdrawn before the receiver took it: it counts apart, and in no rate.
    Withdrawn {
        /// The copy.
        delivery: DeliveryId,
    },
    /// The receiver reported a status; any report also says that it holds the copy.
    Reported {
        /// The copy.
        delivery: DeliveryId,
        /// The code.
        status: Status,
    },
    /// An agency declared how many documents it issued on paper only. The last declaration for a month counts.
    Declared {
        /// Who declares.
        agency: OrganId,
        /// For which month.
        month: Month,
        /// How many.
        count: u64,
    },
}

/// A month of the civil calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month {
    /// The year, 2026.
    pub year: i16,
    /// 1–12.
    pub month: i8,
}

/// A quarter of the civil calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Quarter {
    /// The year, 2026.
    pub year: i16,
    /// 1–4.
    pub quarter: i8,
}

/// What is counted for one agency in one month; sums are made with [`Tally::add`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    /// Documents it sent through the hub.
    pub documents: u64,
    /// Of those, with a verified signature.
    pub signed: u64,
    /// Documents it declared as issued on paper only.
    pub paper: u64,
    /// The copies of the documents it sent, and what their receivers did.
    pub outgoing: Copies,
    /// The copies sent to it, and what it did.
    pub incoming: Copies,
}

/// Copies: one document to one receiver is one copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Copies {
    /// All that were not withdrawn.
    pub sent: u64,
    /// The receiver has it.
    pub received: u64,
    /// 03 or later; 01 is automatic and does not count.
    pub acknowledged: u64,
    /// 02.
    pub returned: u64,
    /// 06.
    pub completed: u64,
    /// Withdrawn by the sender before the receiver took it; in no other number.
    pub withdrawn: u64,
}

/// A numerator over a denominator; both are always shown beside the percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Ratio {
    /// What counts.
    pub numerator: u64,
    /// Of how much.
    pub denominator: u64,
}

/// Which rate; [`Kind::message_id`] has its definition in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Documents through the hub ÷ (those + documents declared as issued on paper only).
    Exchange,
    /// Documents with a verified signature ÷ documents through the hub.
    Signed,
    /// Copies fetched ÷ copies sent.
    Received,
    /// Copies with 03 or later ÷ copies sent.
    Acknowledged,
    /// Copies with 02 ÷ copies sent.
    Returned,
    /// Copies with 06 ÷ copies sent.
    Completed,
}

/// From whose side copies are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// What the receivers of its documents did.
    Outgoing,
    /// What it did with documents sent to it.
    Incoming,
}

/// Counts facts as they come. Facts about a copy or document that was never announced are counted in
/// [`Counter::strays`] and nowhere else.
#[derive(Clone, Debug, Default)]
pub struct Counter {
    documents: HashMap<Digest, Document>,
    copies: HashMap<DeliveryId, Copy>,
    paper: BTreeMap<(OrganId, Month), u64>,
    strays: u64,
}

#[derive(Clone, Debug)]
struct Document {
    from: OrganId,
    month: Month,
    signed: bool,
}

#[derive(Clone, Debug)]
struct Copy {
    document: Digest,
    to: OrganId,
    fetched: bool,
    withdrawn: bool,
    acknowledgement: acknowledgement::State,
}

impl Counter {
    /// Takes the next fact, in the order of the log.
    pub fn take(&mut self, fact: Fact) {
        match fact {
            Fact::Accepted { document, from, received, signed } => {
                self.documents.entry(document).or_insert(Document { from, month: Month::of(received), signed });
            }
            Fact::Sent { document, delivery, to } => self.send(document, delivery, to),
            Fact::Fetched { delivery } => self.report(delivery, None),
            Fact::Withdrawn { delivery } => match self.copies.get_mut(&delivery) {
                Some(copy) => copy.withdrawn = true,
                None => self.strays += 1,
            },
            Fact::Reported { delivery, status } => self.report(delivery, Some(status)),
            Fact::Declared { agency, month, count } => {
                self.paper.insert((agency, month), count);
            }
        }
    }

    /// Facts that named an unknown document or copy. In a whole log there are none.
    pub fn strays(&self) -> u64 {
        self.strays
    }

    /// The counts per agency and month, agencies and months in order.
    pub fn tallies(&self) -> BTreeMap<(OrganId, Month), Tally> {
        let mut out: BTreeMap<(OrganId, Month), Tally> = BTreeMap::new();
        for document in self.documents.values() {
            let tally = out.entry((document.from.clone(), document.month)).or_default();
            tally.documents += 1;
            tally.signed += u64::from(document.signed);
        }
        for copy in self.copies.values() {
            let Some(document) = self.documents.get(&copy.document) else { continue };
            let counted = copy.counted();
            out.entry((document.from.clone(), document.month)).or_default().outgoing.add(&counted);
            out.entry((copy.to.clone(), document.month)).or_default().incoming.add(&counted);
        }
        for ((agency, month), count) in &self.paper {
            out.entry((agency.clone(), *month)).or_default().paper = *count;
        }
        out
    }

    fn send(&mut self, document: Digest, delivery: DeliveryId, to: OrganId) {
        if !self.documents.contains_key(&document) {
            self.strays += 1;
            return;
        }
        // A copy may be announced twice: a push that failed, was requeued and then arrived.
        self.copies.entry(delivery).or_insert(Copy {
            document,
            to,
            fetched: false,
            withdrawn: false,
            acknowledgement: acknowledgement::State::none(),
        });
    }

    fn report(&mut self, delivery: DeliveryId, status: Option<Status>) {
        let Some(copy) = self.copies.get_mut(&delivery) else {
            self.strays += 1;
            return;
        };
        copy.fetched = true;
        if let Some(status) = status {
            // What is no report of how far the receiver is changes no count.
            if let Ok((state, _)) = copy.acknowledgement.on(acknowledgement::Event::Reported(status)) {
                copy.acknowledgement = state;
            }
        }
    }
}

impl Copy {
    fn counted(&self) -> Copies {
        if self.withdrawn {
            return Copies { withdrawn: 1, ..Copies::default() };
        }
        let name = self.acknowledgement.name();
        Copies {
            sent: 1,
            received: u64::from(self.fetched),
            acknowledged: u64::from(name.is_acknowledged()),
            returned: u64::from(name == acknowledgement::Name::Returned),
            completed: u64::from(name == acknowledgement::Name::Completed),
            withdrawn: 0,
        }
    }
}

impl Copies {
    /// Adds the other's counts.
    pub fn add(&mut self, other: &Self) {
        self.sent += other.sent;
        self.received += other.received;
        self.acknowledged += other.acknowledged;
        self.returned += other.returned;
        self.completed += other.completed;
        self.withdrawn += other.withdrawn;
    }
}

impl Tally {
    /// Adds the other's counts: months to a quarter, agencies to a province.
    pub fn add(&mut self, other: &Self) {
        self.documents += other.documents;
        self.signed += other.signed;
        // A log may claim any number; a sum of them must not end the audit.
        self.paper = self.paper.saturating_add(other.paper);
        self.outgoing.add(&other.outgoing);
        self.incoming.add(&other.incoming);
    }

    /// One rate; `side` matters for the rates of copies only. Over a whole province both sides are equal.
    pub fn ratio(&self, kind: Kind, side: Side) -> Ratio {
        let copies = match side {
            Side::Outgoing => &self.outgoing,
            Side::Incoming => &self.incoming,
        };
        let (numerator, denominator) = match kind {
            Kind::Exchange => (self.documents, self.documents.saturating_add(self.paper)),
            Kind::Signed => (self.signed, self.documents),
            Kind::Received => (copies.received, copies.sent),
            Kind::Acknowledged => (copies.acknowledged, copies.sent),
            Kind::Returned => (copies.returned, copies.sent),
            Kind::Completed => (copies.completed, copies.sent),
        };
        Ratio { numerator, denominator }
    }
}

impl Kind {
    /// The Fluent message with its name, and with its definition in a sentence as `.definition`.
    pub fn message_id(self) -> &'static str {
        match self {
            Self::Exchange => "rate-exchange",
            Self::Signed => "rate-signed",
            Self::Received => "rate-received",
            Self::Acknowledged => "rate-acknowledged",
            Self::Returned => "rate-returned",
            Self::Completed => "rate-completed",
        }
    }

    /// Every rate, in the order of the report.
    pub const ALL: [Self; 6] =
        [Self::Exchange, Self::Signed, Self::Received, Self::Acknowledged, Self::Returned, Self::Completed];
}

impl Ratio {
    /// The percentage in hundredths of a percent (9999 = 99.99 %), rounded half up, but never up to the full hundred
    /// while something is missing. `None` when there is nothing to count.
    pub fn hundredths_of_percent(&self) -> Option<u64> {
        if self.denominator == 0 {
            return None;
        }
        let (numerator, denominator) = (u128::from(self.numerator), u128::from(self.denominator));
        let rounded = (numerator * 20_000 + denominator) / (denominator * 2);
        let held = if self.numerator < self.denominator { rounded.min(9_999) } else { rounded };
        u64::try_from(held).ok()
    }

    /// `99.99`; with `comma`, as Vietnamese writes it, `99,99`. `None` when there is nothing to count.
    pub fn percent(&self, comma: bool) -> Option<String> {
        let hundredths = self.hundredths_of_percent()?;
        let mark = if comma { ',' } else { '.' };
        Some(format!("{}{mark}{:02}", hundredths / 100, hundredths % 100))
    }
}

impl Month {
    /// The month of `at` in Việt Nam.
    pub fn of(at: Micros) -> Self {
        let day = day_in_vietnam(at);
        Self { year: day.year(), month: day.month() }
    }

    /// Reads `2026-11`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || month.len() != 2 || !digits(year) || !digits(month) {
            return None;
        }
        let month = Self { year: year.parse().ok()?, month: month.parse().ok()? };
        (1..=12).contains(&month.month).then_some(month)
    }

    /// The quarter it lies in.
    pub fn quarter(self) -> Quarter {
        Quarter { year: self.year, quarter: (self.month - 1) / 3 + 1 }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl serde::Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Month {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("a month is written 2026-11"))
    }
}

/// `2026-Q4`
impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.quarter)
    }
}

#[cfg(test)]
mod tests;
