//! The exchange rates (tỷ lệ trao đổi văn bản điện tử), counted from a stream of facts in the order of the log. The
//! database and the log's leaves give the same facts, so both give the same numbers. Counts are whole numbers; a
//! percentage is made of two of them at the very end, in whole hundredths of a percent.
//!
//! A document and all its copies belong to the period in which the document was received by the hub, in the zone of
//! Việt Nam: so a numerator is always a part of its denominator, and a late acknowledgement mends the period of the
//! document.
//!
//! Whether something was in time is counted by the deadline that was laid down at intake and stands in the leaf
//! ([`super::deadline`]). What has none, because the calendar had no table of that year or nobody knows when it was signed, is
//! in neither numerator nor denominator. Absent: levels.

mod period;

use std::collections::{BTreeMap, HashMap};

use super::acknowledgement::{self, Status};
use super::ids::{DeliveryId, Digest, Micros, OrganId};

pub use period::{Month, Quarter};

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
        /// Until when it had to be sent to be in time; `None`: not known.
        send_by: Option<Micros>,
    },
    /// A copy set out for one receiver.
    Sent {
        /// The document.
        document: Digest,
        /// The copy.
        delivery: DeliveryId,
        /// The receiver.
        to: OrganId,
        /// Until when it has to be acknowledged to be in time; `None`: not known.
        accept_by: Option<Micros>,
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
        /// When the word came in: the legal time.
        at: Micros,
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

/// What is counted for one agency in one month; sums are made with [`Tally::add`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    /// Documents it sent through the hub.
    pub documents: u64,
    /// Of those, with a verified signature.
    pub signed: u64,
    /// Of the documents, those of which it is known until when they had to be sent.
    pub send_known: u64,
    /// Of those, sent by then.
    pub sent_in_time: u64,
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
    /// Of all, those of which it is known until when they had to be acknowledged.
    pub accept_known: u64,
    /// Of those, acknowledged by then.
    pub accepted_in_time: u64,
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
    /// Documents sent by noon of the next working day after signing ÷ documents of which that noon is known.
    SentInTime,
    /// Copies fetched ÷ copies sent.
    Received,
    /// Copies with 03 or later ÷ copies sent.
    Acknowledged,
    /// Copies with 03 or later on the day of arrival ÷ copies of which that day is known.
    AcceptedInTime,
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
    /// Whether it was sent in time, where that is known.
    in_time: Option<bool>,
}

#[derive(Clone, Debug)]
struct Copy {
    document: Digest,
    to: OrganId,
    accept_by: Option<Micros>,
    fetched: bool,
    withdrawn: bool,
    accepted_at: Option<Micros>,
    acknowledgement: acknowledgement::State,
}

impl Counter {
    /// Takes the next fact, in the order of the log.
    pub fn take(&mut self, fact: Fact) {
        match fact {
            Fact::Accepted { document, from, received, signed, send_by } => {
                let in_time = send_by.map(|by| received <= by);
                let new = Document { from, month: Month::of(received), signed, in_time };
                self.documents.entry(document).or_insert(new);
            }
            Fact::Sent { document, delivery, to, accept_by } => self.send(document, delivery, to, accept_by),
            Fact::Fetched { delivery } => self.report(delivery, None),
            Fact::Withdrawn { delivery } => match self.copies.get_mut(&delivery) {
                Some(copy) => copy.withdrawn = true,
                None => self.strays += 1,
            },
            Fact::Reported { delivery, status, at } => self.report(delivery, Some((status, at))),
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
            tally.send_known += u64::from(document.in_time.is_some());
            tally.sent_in_time += u64::from(document.in_time == Some(true));
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

    fn send(&mut self, document: Digest, delivery: DeliveryId, to: OrganId, accept_by: Option<Micros>) {
        if !self.documents.contains_key(&document) {
            self.strays += 1;
            return;
        }
        // A copy may be announced twice: a push that failed, was requeued and then arrived.
        let copy = self.copies.entry(delivery).or_insert(Copy {
            document,
            to,
            accept_by,
            fetched: false,
            withdrawn: false,
            accepted_at: None,
            acknowledgement: acknowledgement::State::none(),
        });
        copy.accept_by = copy.accept_by.or(accept_by);
    }

    fn report(&mut self, delivery: DeliveryId, word: Option<(Status, Micros)>) {
        let Some(copy) = self.copies.get_mut(&delivery) else {
            self.strays += 1;
            return;
        };
        copy.fetched = true;
        if let Some((status, at)) = word {
            // What is no report of how far the receiver is changes no count.
            if let Ok((state, _)) = copy.acknowledgement.on(acknowledgement::Event::Reported(status)) {
                copy.acknowledgement = state;
                if state.name().is_acknowledged() {
                    copy.accepted_at.get_or_insert(at);
                }
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
        let in_time = self.accept_by.zip(self.accepted_at).is_some_and(|(by, at)| at <= by);
        Copies {
            sent: 1,
            received: u64::from(self.fetched),
            acknowledged: u64::from(name.is_acknowledged()),
            accept_known: u64::from(self.accept_by.is_some()),
            accepted_in_time: u64::from(in_time),
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
        self.accept_known += other.accept_known;
        self.accepted_in_time += other.accepted_in_time;
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
        self.send_known += other.send_known;
        self.sent_in_time += other.sent_in_time;
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
            Kind::SentInTime => (self.sent_in_time, self.send_known),
            Kind::Received => (copies.received, copies.sent),
            Kind::Acknowledged => (copies.acknowledged, copies.sent),
            Kind::AcceptedInTime => (copies.accepted_in_time, copies.accept_known),
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
            Self::SentInTime => "rate-sent-in-time",
            Self::Received => "rate-received",
            Self::Acknowledged => "rate-acknowledged",
            Self::AcceptedInTime => "rate-accepted-in-time",
            Self::Returned => "rate-returned",
            Self::Completed => "rate-completed",
        }
    }

    /// Its word in programs, as in the JSON of the report.
    pub fn word(self) -> &'static str {
        match self {
            Self::Exchange => "exchange",
            Self::Signed => "signed",
            Self::SentInTime => "sent_in_time",
            Self::Received => "received",
            Self::Acknowledged => "acknowledged",
            Self::AcceptedInTime => "accepted_in_time",
            Self::Returned => "returned",
            Self::Completed => "completed",
        }
    }

    /// The rate of that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Every rate, in the order of the report.
    pub const ALL: [Self; 8] = [
        Self::Exchange,
        Self::Signed,
        Self::SentInTime,
        Self::Received,
        Self::Acknowledged,
        Self::AcceptedInTime,
        Self::Returned,
        Self::Completed,
    ];
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

#[cfg(test)]
mod tests;
