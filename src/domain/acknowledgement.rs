//! Acknowledgement (trạng thái xử lý): the receiver's word about one delivery, in the codes of edXML (QCVN
//! 102:2016/BTTTT; QĐ 28/2018 Đ10.2). Codes come late, twice and out of order: the caller keeps every one as history,
//! and this machine derives the state: the highest rank so far. Order is the log's order; the agency's Timestamp is
//! shown and never used.
//!
//! Absent for now: 13, 15, 16, update, recall, replace. The events exist and have their numbered open request; they
//! are answered [`NotYet`].

use std::fmt;

use crate::codes::{self, Code};

/// A status code of edXML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// 01, đã đến: the receiver's software has it, the clerk has not looked.
    Arrived,
    /// 02, từ chối tiếp nhận (trả lại): returned, with a reason.
    Returned,
    /// 03, tiếp nhận, vào sổ văn bản đến.
    Accepted,
    /// 04, phân công xử lý.
    Assigned,
    /// 05, đang xử lý.
    InProgress,
    /// 06, hoàn thành xử lý.
    Completed,
    /// 13, yêu cầu lấy lại: the sender asks for the document back.
    TakeBackRequested,
    /// 15, đồng ý yêu cầu cập nhật, lấy lại.
    RequestAgreed,
    /// 16, từ chối yêu cầu cập nhật, lấy lại.
    RequestDeclined,
}

/// Which party of a delivery reports a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// The agency that issued the document.
    Sender,
    /// The agency that got it.
    Receiver,
}

impl Status {
    /// Every code the hub knows.
    pub const ALL: [Self; 9] = [
        Self::Arrived,
        Self::Returned,
        Self::Accepted,
        Self::Assigned,
        Self::InProgress,
        Self::Completed,
        Self::TakeBackRequested,
        Self::RequestAgreed,
        Self::RequestDeclined,
    ];

    /// The two digits of edXML.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Arrived => "01",
            Self::Returned => "02",
            Self::Accepted => "03",
            Self::Assigned => "04",
            Self::InProgress => "05",
            Self::Completed => "06",
            Self::TakeBackRequested => "13",
            Self::RequestAgreed => "15",
            Self::RequestDeclined => "16",
        }
    }

    /// Reads the two digits. 07–12 and 14 stand in no text and are unknown.
    ///
    /// # Errors
    /// [`UnknownStatus`], with what was found.
    pub fn parse(text: &str) -> Result<Self, UnknownStatus> {
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or_else(|| UnknownStatus { found: text.chars().take(16).collect() })
    }

    /// Who may report it: 13 the sender, all others the receiver.
    pub fn reported_by(self) -> Party {
        match self {
            Self::TakeBackRequested => Party::Sender,
            Self::Arrived
            | Self::Returned
            | Self::Accepted
            | Self::Assigned
            | Self::InProgress
            | Self::Completed
            | Self::RequestAgreed
            | Self::RequestDeclined => Party::Receiver,
        }
    }

    /// Whether the report must give a reason: a return (02), a request (13) and its refusal (16).
    pub fn needs_reason(self) -> bool {
        match self {
            Self::Returned | Self::TakeBackRequested | Self::RequestDeclined => true,
            Self::Arrived
            | Self::Accepted
            | Self::Assigned
            | Self::InProgress
            | Self::Completed
            | Self::RequestAgreed => false,
        }
    }
}

/// A status code that stands in no text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown status code {found:?}")]
pub struct UnknownStatus {
    /// The first characters of what was found.
    pub found: String,
}

impl UnknownStatus {
    /// `acknowledgement.unknown_code`
    pub fn code(&self) -> Code {
        codes::ACKNOWLEDGEMENT_UNKNOWN_CODE
    }
}

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

/// Where the acknowledgement of one delivery stands. Starts with [`State::none`], changed only by [`State::on`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    name: Name,
    /// The open request (13 or update), if there is one.
    open_request: Option<RequestNumber>,
    /// How many requests there have been: the next one bears this number plus one.
    requests: u32,
}

/// The number of a request within its delivery, from 1. 15 and 16 answer a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestNumber(pub u32);

/// What can happen to an acknowledgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// A status code was reported.
    Reported(Status),
    /// The sender sent a new version (business type 2).
    Update,
    /// The sender revoked the document (business type 1); by law there is no refusal.
    Recall,
    /// The document was replaced by another (business type 3).
    Replace,
}

/// What the caller has to record. Every report is kept as history, whatever its effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// The state moved; evidence with the code, and the sender sees it.
    Moved,
    /// Kept as history; it says nothing new (late, or repeated).
    Kept,
    /// Kept as a contradiction: leaf, 200 and a warning, state unchanged.
    Contradiction,
    /// The sender's office is to be told: the document came back.
    TellSender,
}

/// A request that a later version answers. The code says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{event} is not handled yet")]
pub struct NotYet {
    /// What was asked.
    pub event: Event,
}

impl NotYet {
    /// `acknowledgement.not_yet`, or the business type's own code.
    pub fn code(&self) -> Code {
        match self.event {
            Event::Reported(_) => codes::ACKNOWLEDGEMENT_NOT_YET,
            Event::Recall => codes::BUSINESS_NOT_YET_RECALL,
            Event::Update => codes::BUSINESS_NOT_YET_UPDATE,
            Event::Replace => codes::BUSINESS_NOT_YET_REPLACE,
        }
    }
}

impl State {
    /// Nothing was reported.
    pub fn none() -> Self {
        Self { name: Name::None, open_request: None, requests: 0 }
    }

    /// A state as it was stored.
    pub fn restore(name: Name, open_request: Option<RequestNumber>, requests: u32) -> Self {
        Self { name, open_request, requests }
    }

    /// How far the receiver is.
    pub fn name(&self) -> Name {
        self.name
    }

    /// The open request, if there is one.
    pub fn open_request(&self) -> Option<RequestNumber> {
        self.open_request
    }

    /// How many requests there have been.
    pub fn requests(&self) -> u32 {
        self.requests
    }

    /// The state after `event`, and what is to be recorded. No time comes in: order is the order of the log.
    ///
    /// # Errors
    /// [`NotYet`] for what a later version answers; the state stays as it was.
    pub fn on(self, event: Event) -> Result<(Self, Vec<Effect>), NotYet> {
        match event {
            Event::Reported(Status::Arrived) => Ok(self.forward(Name::Arrived)),
            Event::Reported(Status::Returned) => Ok(self.returned()),
            Event::Reported(Status::Accepted) => Ok(self.forward(Name::Accepted)),
            Event::Reported(Status::Assigned) => Ok(self.forward(Name::Assigned)),
            Event::Reported(Status::InProgress) => Ok(self.forward(Name::InProgress)),
            Event::Reported(Status::Completed) => Ok(self.forward(Name::Completed)),
            Event::Reported(Status::TakeBackRequested | Status::RequestAgreed | Status::RequestDeclined)
            | Event::Update
            | Event::Recall
            | Event::Replace => Err(NotYet { event }),
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
        match self.name {
            Name::None | Name::Arrived => {
                (Self { name: Name::Returned, ..self }, vec![Effect::Moved, Effect::TellSender])
            }
            Name::Returned => (self, vec![Effect::Kept]),
            Name::Accepted | Name::Assigned | Name::InProgress | Name::Completed => (self, vec![Effect::Contradiction]),
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

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
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
            Self::Update => f.write_str("update"),
            Self::Recall => f.write_str("recall"),
            Self::Replace => f.write_str("replace"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_events() -> Vec<Event> {
        let statuses = Status::ALL.into_iter().map(Event::Reported);
        statuses.chain([Event::Update, Event::Recall, Event::Replace]).collect()
    }

    #[test]
    fn table() {
        let mut table = format!("{:<13}", "");
        let mut effects = String::from("effects\n");
        for event in all_events() {
            table.push_str(&format!("{:<13}", event.to_string()));
        }
        for name in Name::ALL {
            table = format!("{}\n{name:<13}", table.trim_end(), name = name.to_string());
            for event in all_events() {
                let state = State::restore(name, None, 0);
                let cell = match state.on(event) {
                    Err(refused) => {
                        assert!(refused.code().name().contains("not_yet"), "{}", refused.code());
                        "!"
                    }
                    Ok((after, recorded)) => {
                        let pair = format!("{name} + {event}");
                        effects.push_str(&format!("{pair:<24} {recorded:?}\n"));
                        if after == state { "same" } else { after.name().as_str() }
                    }
                };
                table.push_str(&format!("{cell:<13}"));
            }
        }
        insta::assert_snapshot!(format!("! = not yet\n{}\n\n{effects}", table.trim_end()));
    }

    /// DESIGN §4: codes come late, twice and out of order; the derived state is the maximum, and only a return stands
    /// outside the order. So every order of the same codes without 02 ends in the same state.
    #[test]
    fn any_order_without_a_return_ends_alike() {
        let codes = [Status::Arrived, Status::Accepted, Status::Assigned, Status::InProgress, Status::Completed];
        for first in 0..codes.len() {
            for step in 1..codes.len() {
                let mut state = State::none();
                for n in 0..codes.len() {
                    let status = codes[(first + n * step) % codes.len()];
                    state = state.on(Event::Reported(status)).unwrap().0;
                    state = state.on(Event::Reported(status)).unwrap().0;
                }
                assert_eq!(state.name(), Name::Completed, "from {first} by {step}");
            }
        }
    }

    #[test]
    fn codes_are_read_as_they_are_written_and_others_are_unknown() {
        for status in Status::ALL {
            assert_eq!(Status::parse(status.as_str()), Ok(status));
        }
        for unknown in ["", "1", "07", "12", "14", "17", " 01", "01 ", "٠١", "một"] {
            assert_eq!(Status::parse(unknown).unwrap_err().code().name(), "acknowledgement.unknown_code");
        }
        for name in Name::ALL {
            assert_eq!(Name::parse(name.as_str()), Some(name));
        }
    }
}
