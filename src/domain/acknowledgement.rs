//! Acknowledgement (trạng thái xử lý): the receiver's word about one delivery, in the codes of edXML (QCVN
//! 102:2016/BTTTT; QĐ 28/2018 Đ10.2), and what its sender has asked or laid down since. Codes come late, twice and out of
//! order: the caller keeps every one as history, and this machine derives the state. Order is the log's order; the
//! agency's Timestamp is shown and never used.
//!
//! Three things stand side by side, and each only moves forward:
//! - how far the receiver is ([`Name`]): the highest rank so far, also after the document has ended;
//! - how the document stands ([`Standing`]): live, or ended by the sender (a newer version that was agreed to, a
//!   replacement, a take-back that was agreed to, a recall). A recall outranks all others and cannot be refused (QĐ
//!   28/2018 Đ9.2, NĐ 30/2020 Đ18.4b): a 02 or 16 against it is kept as a protest;
//! - at most one open question of the sender (take back, 13; update), numbered within the delivery, answered by 15 or 16.
//!
//! Here only deliveries that the receiver has: what it has not fetched is withdrawn by the hub alone (`delivery`).

mod status;

use std::fmt;

use crate::codes::{self, Code};

pub use status::{Party, ReasonMissing, Status, UnknownStatus};

/// How far the receiver is: none < 01 < 03 < 04 < 05 < 06, or returned (02), which stands apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Name {
    /// Nothing was reported.
    None,
    /// 01
    Arrived,
    /// 03
    Accepted,
    /// 04
    Assigned,
    /// 05
    InProgress,
    /// 06
    Completed,
    /// 02, final for this delivery.
    Returned,
}

/// How the document stands with this receiver. In the order of rank: a later one ends an earlier one and never the other
/// way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// In force.
    Live,
    /// A newer version is in force instead: the receiver agreed to it (15).
    Updated,
    /// Another document is in force instead (thay thế, NĐ 30/2020 Đ18.3).
    Replaced,
    /// Given back: the receiver agreed to it (15).
    TakenBack,
    /// Recalled (thu hồi).
    Recalled,
}

/// What the receiver said to a recall. A confirmation outranks a protest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecallAnswer {
    /// Nothing yet.
    None,
    /// It protests (02 or 16); the recall stands.
    Protested,
    /// It has cancelled the document (15).
    Confirmed,
}

/// What the sender asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// To give the document back (13, lấy lại).
    TakeBack,
    /// To use a newer version instead (business type 2, cập nhật).
    Update,
}

/// An open question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Request {
    /// Its number.
    pub number: RequestNumber,
    /// What is asked.
    pub question: Question,
}

/// The number of a request within its delivery, from 1. 15 and 16 answer a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct RequestNumber(pub u32);

/// Where the acknowledgement of one delivery stands. Starts with [`State::none`], changed only by [`State::on`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct State {
    name: Name,
    standing: Standing,
    recall: RecallAnswer,
    open: Option<Request>,
    requests: u32,
}

/// What a state is stored as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored {
    /// How far the receiver is.
    pub name: Name,
    /// How the document stands.
    pub standing: Standing,
    /// What was said to a recall.
    pub recall: RecallAnswer,
    /// The open question.
    pub open: Option<Request>,
    /// How many questions there have been: the next one bears this number plus one.
    pub requests: u32,
}

/// What can happen to an acknowledgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// The receiver reports how far it is: 01–06. 13, 15 and 16 are the three events below.
    Reported(Status),
    /// The sender asks for the document back (13).
    TakeBack,
    /// The sender sent a newer version (business type 2).
    Update,
    /// The receiver answers a question, or a recall: 15 agrees, 16 declines.
    Answered {
        /// 15.
        agreed: bool,
        /// Which question; without a number the open one.
        number: Option<RequestNumber>,
    },
    /// The question lost its object: the newer version was itself withdrawn.
    Lapsed,
    /// The sender replaced the document by another (business type 3).
    Replace,
    /// The sender recalled the document (business type 1).
    Recall,
}

/// What the caller has to record. Every report is kept as history, whatever its effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Something moved; evidence with the code, and the other party sees it.
    Moved,
    /// Kept as history; it says nothing new (late, or repeated).
    Kept,
    /// Kept as a contradiction: leaf, 200 and a warning, state unchanged.
    Contradiction,
    /// Kept as a protest against a recall: leaf, shown to the sender; the recall stands.
    Protested,
    /// The sender's office is to be told.
    TellSender,
    /// The receiver's office is to be told: something is asked of it, or laid down.
    TellReceiver,
    /// The open question is closed without an answer.
    Closed,
}

/// A change that cannot be asked of this delivery; nothing happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A question is open.
    #[error("question {} is still open", .number.0)]
    RequestOpen {
        /// Its number.
        number: RequestNumber,
    },
    /// The document is no longer in force here.
    #[error("the document is {standing}")]
    Ended {
        /// How it stands.
        standing: Standing,
    },
    /// The receiver returned it (02): there is nothing to give back.
    #[error("the document was returned")]
    Returned,
    /// 13, 15 and 16 are no reports of how far the receiver is.
    #[error("{status} is no report")]
    NoReport {
        /// The code.
        status: Status,
    },
}

impl Refused {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::RequestOpen { .. } => codes::BUSINESS_REQUEST_OPEN,
            Self::Ended { .. } => codes::BUSINESS_ENDED,
            Self::Returned => codes::BUSINESS_RETURNED,
            Self::NoReport { .. } => codes::ACKNOWLEDGEMENT_SENDER_ONLY,
        }
    }
}

type Outcome = Result<(State, Vec<Effect>), Refused>;

impl State {
    /// Nothing was reported, and nothing asked.
    pub fn none() -> Self {
        Self { name: Name::None, standing: Standing::Live, recall: RecallAnswer::None, open: None, requests: 0 }
    }

    /// A state as it was stored.
    pub fn restore(stored: Stored) -> Self {
        let Stored { name, standing, recall, open, requests } = stored;
        Self { name, standing, recall, open, requests }
    }

    /// What to store.
    pub fn stored(&self) -> Stored {
        let Self { name, standing, recall, open, requests } = *self;
        Stored { name, standing, recall, open, requests }
    }

    /// How far the receiver is.
    pub fn name(&self) -> Name {
        self.name
    }

    /// How the document stands.
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// What was said to a recall.
    pub fn recall_answer(&self) -> RecallAnswer {
        self.recall
    }

    /// The open question, if there is one.
    pub fn open_request(&self) -> Option<Request> {
        self.open
    }

    /// How many questions there have been.
    pub fn requests(&self) -> u32 {
        self.requests
    }

    /// The state after `event`, and what is to be recorded. No time comes in: order is the order of the log.
    ///
    /// # Errors
    /// [`Refused`]; the state stays as it was.
    pub fn on(self, event: Event) -> Outcome {
        match event {
            Event::Reported(Status::Arrived) => Ok(self.forward(Name::Arrived)),
            Event::Reported(Status::Returned) => Ok(self.returned()),
            Event::Reported(Status::Accepted) => Ok(self.forward(Name::Accepted)),
            Event::Reported(Status::Assigned) => Ok(self.forward(Name::Assigned)),
            Event::Reported(Status::InProgress) => Ok(self.forward(Name::InProgress)),
            Event::Reported(Status::Completed) => Ok(self.forward(Name::Completed)),
            Event::Reported(status @ (Status::TakeBackRequested | Status::RequestAgreed | Status::RequestDeclined)) => {
                Err(Refused::NoReport { status })
            }
            Event::TakeBack => self.ask(Question::TakeBack),
            Event::Update => self.ask(Question::Update),
            Event::Answered { agreed, number } => Ok(self.answer(agreed, number)),
            Event::Lapsed => Ok(self.close(vec![Effect::TellReceiver])),
            Event::Replace => Ok(self.end(Standing::Replaced)),
            Event::Recall => Ok(self.end(Standing::Recalled)),
        }
    }

    fn forward(self, reported: Name) -> (Self, Vec<Effect>) {
        match (self.name.rank(), reported.rank()) {
            (Some(here), Some(there)) if there > here => (Self { name: reported, ..self }, vec![Effect::Moved]),
            (Some(_), _) => (self, vec![Effect::Kept]),
            // Returned: a late 01 says nothing new, 03 and later contradict the return.
            (None, _) if reported == Name::Arrived => (self, vec![Effect::Kept]),
            (None, _) => (self, vec![Effect::Contradiction]),
        }
    }

    fn returned(self) -> (Self, Vec<Effect>) {
        match (self.standing, self.name) {
            (Standing::Recalled, Name::Returned) => (self, vec![Effect::Kept]),
            (Standing::Recalled, _) => self.protest(),
            (_, Name::None | Name::Arrived) => {
                let returned = Self { name: Name::Returned, ..self };
                returned.close(vec![Effect::Moved, Effect::TellSender])
            }
            (_, Name::Returned) => (self, vec![Effect::Kept]),
            (_, Name::Accepted | Name::Assigned | Name::InProgress | Name::Completed) => {
                (self, vec![Effect::Contradiction])
            }
        }
    }

    /// Opens the next question, where the document is in force and none is open.
    fn ask(self, question: Question) -> Outcome {
        if self.standing != Standing::Live {
            return Err(Refused::Ended { standing: self.standing });
        }
        if let Some(Request { number, .. }) = self.open {
            return Err(Refused::RequestOpen { number });
        }
        if self.name == Name::Returned {
            return Err(Refused::Returned);
        }
        let requests = self.requests.saturating_add(1);
        let open = Some(Request { number: RequestNumber(requests), question });
        Ok((Self { open, requests, ..self }, vec![Effect::Moved, Effect::TellReceiver]))
    }

    fn answer(self, agreed: bool, number: Option<RequestNumber>) -> (Self, Vec<Effect>) {
        let Some(request) = self.open.filter(|open| number.is_none_or(|number| number == open.number)) else {
            return match (self.standing, number) {
                (Standing::Recalled, None) if agreed => self.confirm(),
                (Standing::Recalled, None) => self.protest(),
                // No question of that number is open: an answer that came twice in other words, or to nothing.
                _ => (self, vec![Effect::Contradiction]),
            };
        };
        let ended = match (agreed, request.question) {
            (false, _) => Standing::Live,
            (true, Question::TakeBack) => Standing::TakenBack,
            (true, Question::Update) => Standing::Updated,
        };
        let standing = self.standing.max(ended);
        (Self { standing, open: None, ..self }, vec![Effect::Moved, Effect::TellSender])
    }

    fn confirm(self) -> (Self, Vec<Effect>) {
        match self.recall {
            RecallAnswer::Confirmed => (self, vec![Effect::Kept]),
            RecallAnswer::None | RecallAnswer::Protested => {
                (Self { recall: RecallAnswer::Confirmed, ..self }, vec![Effect::Moved, Effect::TellSender])
            }
        }
    }

    fn protest(self) -> (Self, Vec<Effect>) {
        match self.recall {
            RecallAnswer::None => {
                (Self { recall: RecallAnswer::Protested, ..self }, vec![Effect::Protested, Effect::TellSender])
            }
            // Said again in other words: still no return, so that no rate counts it as one.
            RecallAnswer::Protested | RecallAnswer::Confirmed => (self, vec![Effect::Protested]),
        }
    }

    /// The sender lays down that the document is no longer in force; what it had asked is moot.
    fn end(self, standing: Standing) -> (Self, Vec<Effect>) {
        if standing <= self.standing {
            return (self, vec![Effect::Kept]);
        }
        Self { standing, ..self }.close(vec![Effect::Moved, Effect::TellReceiver])
    }

    fn close(self, mut effects: Vec<Effect>) -> (Self, Vec<Effect>) {
        match self.open {
            None if effects == [Effect::TellReceiver] => (self, vec![Effect::Kept]),
            None => (self, effects),
            Some(_) => {
                effects.push(Effect::Closed);
                (Self { open: None, ..self }, effects)
            }
        }
    }
}

impl Name {
    /// Every state, in the order of rank, the return last.
    pub const ALL: [Self; 7] =
        [Self::None, Self::Arrived, Self::Accepted, Self::Assigned, Self::InProgress, Self::Completed, Self::Returned];

    /// The name as stored and shown: `none`, `arrived`, `accepted` …
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Arrived => "arrived",
            Self::Accepted => "accepted",
            Self::Assigned => "assigned",
            Self::InProgress => "in_progress",
            Self::Completed => "completed",
            Self::Returned => "returned",
        }
    }

    /// The state of that name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.as_str() == text)
    }

    /// Whether the receiver took the document in: 03 or later. 01 is automatic and does not count.
    pub fn is_acknowledged(self) -> bool {
        match self {
            Self::Accepted | Self::Assigned | Self::InProgress | Self::Completed => true,
            Self::None | Self::Arrived | Self::Returned => false,
        }
    }

    /// The place in the order none < 01 < 03 < 04 < 05 < 06; a return has none.
    fn rank(self) -> Option<u8> {
        match self {
            Self::None => Some(0),
            Self::Arrived => Some(1),
            Self::Accepted => Some(3),
            Self::Assigned => Some(4),
            Self::InProgress => Some(5),
            Self::Completed => Some(6),
            Self::Returned => None,
        }
    }
}

macro_rules! words {
    ($($type:ident: $($variant:ident = $word:literal),*;)*) => {$(
        impl $type {
            /// Every one, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word as stored and shown.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// The one of that word.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text)
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )*};
}

words! {
    Standing: Live = "live", Updated = "updated", Replaced = "replaced", TakenBack = "taken_back", Recalled = "recalled";
    RecallAnswer: None = "none", Protested = "protested", Confirmed = "confirmed";
    Question: TakeBack = "take_back", Update = "update";
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reported(status) => f.write_str(status.as_str()),
            Self::TakeBack => f.write_str("13 take back"),
            Self::Update => f.write_str("update"),
            Self::Answered { agreed: true, number: None } => f.write_str("15"),
            Self::Answered { agreed: false, number: None } => f.write_str("16"),
            Self::Answered { agreed: true, number: Some(number) } => write!(f, "15 to {}", number.0),
            Self::Answered { agreed: false, number: Some(number) } => write!(f, "16 to {}", number.0),
            Self::Lapsed => f.write_str("lapsed"),
            Self::Replace => f.write_str("replace"),
            Self::Recall => f.write_str("recall"),
        }
    }
}

#[cfg(test)]
mod tests;
