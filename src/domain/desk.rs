//! What may be done now with a delivery, by its receiver and by its sender, and where it stands in an office's day. Pages
//! draw their buttons by it.
//!
//! No rule stands here a second time: each act is tried on the machines themselves (`acknowledgement`, `delivery`,
//! `business`), and offered where they move. Only this is added: nobody is offered to go on working on what is no longer
//! in force, though a late word on it would be kept.

use super::acknowledgement::{self, Effect, Name, Question, Standing, Status};
use super::business;
use super::delivery;
use super::ids::Micros;

/// Where a delivery stands in its receiver's day. The column `delivery.stage` holds the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// It has not come, or was withdrawn before anybody took it: not to be seen.
    Hidden,
    /// Nobody has accepted it.
    ToAccept,
    /// Accepted (03), nothing more.
    Accepted,
    /// Assigned (04) or in work (05).
    InWork,
    /// Nothing is left to be done: completed, returned, ended by its sender, or expired.
    Done,
}

/// A button of the receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// 03, tiếp nhận.
    Accept,
    /// 04, phân công.
    Assign,
    /// 05, đang xử lý.
    Start,
    /// 06, hoàn thành.
    Complete,
    /// 02, trả lại; needs a reason.
    Return,
    /// 15 to the open question.
    Agree,
    /// 16 to the open question; needs a reason.
    Decline,
    /// 15 to a recall: the document is cancelled here.
    ConfirmCancelled,
    /// The bytes lie here: `POST …/fetched`.
    Fetched,
}

/// Why there is no button, or when another one comes: one sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Note {
    /// Accepting also says that it was fetched; it can be returned only before.
    ReturnOnlyBefore,
    /// It was accepted: it cannot be returned any more. Questions of the sender bring new buttons.
    NoMoreReturn,
    /// Completed: only the sender can still ask something.
    Completed,
    /// It was returned, for good.
    Returned,
    /// The sender waits for an answer to this.
    Asked(Question),
    /// It must be cancelled, and that confirmed.
    MustCancel,
    /// The recall was confirmed.
    Cancelled,
    /// It is no longer in force here.
    Ended(Standing),
    /// The hub gave up waiting; a word now is kept and changes nothing.
    Expired,
    /// It is not here.
    NotHere,
}

/// A button of the sender, for one receiver's copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SentAct {
    /// Send it again: nobody has it, or it was returned.
    Resend,
    /// Tell the receiver's office that it waits.
    Remind,
    /// Withdraw it before anybody has fetched it (hủy gửi).
    Cancel,
    /// Ask for it back (lấy lại, 13): may be declined.
    TakeBack,
    /// The law's recall (thu hồi): the receiver must cancel.
    Recall,
    /// Send a newer version (cập nhật).
    Update,
    /// Send another in its place (thay thế).
    Replace,
}

/// One of the five marks of a sent copy: sent, fetched, accepted, in work, completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// It happened.
    Done,
    /// It is the next, and nothing is wrong.
    Next,
    /// It is the next, and late.
    Late,
    /// It went wrong here.
    Wrong,
    /// Not yet.
    Open,
}

impl Stage {
    /// Where a delivery stands.
    pub fn of(hub: delivery::Name, ack: Name, standing: Standing) -> Self {
        match hub {
            delivery::Name::Queued | delivery::Name::Sending | delivery::Name::Failed | delivery::Name::Cancelled => {
                return Self::Hidden;
            }
            delivery::Name::Expired => return Self::Done,
            delivery::Name::Delivered | delivery::Name::Fetched => {}
        }
        match (standing, ack) {
            (Standing::Live, Name::None | Name::Arrived) => Self::ToAccept,
            (Standing::Live, Name::Accepted) => Self::Accepted,
            (Standing::Live, Name::Assigned | Name::InProgress) => Self::InWork,
            (Standing::Live, Name::Completed | Name::Returned)
            | (Standing::Updated | Standing::Replaced | Standing::TakenBack | Standing::Recalled, _) => Self::Done,
        }
    }

    /// As the column holds it.
    pub fn number(self) -> i16 {
        match self {
            Self::Hidden => 0,
            Self::ToAccept => 1,
            Self::Accepted => 2,
            Self::InWork => 3,
            Self::Done => 4,
        }
    }
}

impl Act {
    /// Every act, the most usual first.
    pub const ALL: [Self; 9] = [
        Self::Agree,
        Self::Decline,
        Self::ConfirmCancelled,
        Self::Accept,
        Self::Assign,
        Self::Start,
        Self::Complete,
        Self::Return,
        Self::Fetched,
    ];

    /// The word in forms and links.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Assign => "assign",
            Self::Start => "start",
            Self::Complete => "complete",
            Self::Return => "return",
            Self::Agree => "agree",
            Self::Decline => "decline",
            Self::ConfirmCancelled => "confirm_cancelled",
            Self::Fetched => "fetched",
        }
    }

    /// The act of that word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == text)
    }

    /// The code that says so; `None` for what is no report.
    pub fn status(self) -> Option<Status> {
        match self {
            Self::Accept => Some(Status::Accepted),
            Self::Assign => Some(Status::Assigned),
            Self::Start => Some(Status::InProgress),
            Self::Complete => Some(Status::Completed),
            Self::Return => Some(Status::Returned),
            Self::Agree | Self::ConfirmCancelled => Some(Status::RequestAgreed),
            Self::Decline => Some(Status::RequestDeclined),
            Self::Fetched => None,
        }
    }

    /// Whether the law wants a reason.
    pub fn needs_reason(self) -> bool {
        self.status().is_some_and(Status::needs_reason)
    }

    fn possible(self, hub: delivery::State, receiver: acknowledgement::State, now: Micros) -> bool {
        let Some(status) = self.status() else {
            return hub
                .on(delivery::Event::Fetched, now)
                .is_ok_and(|(_, effects)| effects.contains(&delivery::Effect::HandedOver));
        };
        let live = receiver.standing() == Standing::Live;
        let asked = receiver.open_request().is_some();
        let offered = match self {
            Self::Accept | Self::Assign | Self::Start | Self::Complete | Self::Return => live,
            Self::Agree | Self::Decline => asked,
            Self::ConfirmCancelled => !asked && receiver.standing() == Standing::Recalled,
            Self::Fetched => false,
        };
        let event = match status {
            Status::RequestAgreed => acknowledgement::Event::Answered { agreed: true, number: None },
            Status::RequestDeclined => acknowledgement::Event::Answered { agreed: false, number: None },
            status => acknowledgement::Event::Reported(status),
        };
        let heard = hub
            .on(delivery::Event::Acknowledged, now)
            .is_ok_and(|(_, effects)| !effects.contains(&delivery::Effect::Contradiction));
        offered && heard && receiver.on(event).is_ok_and(|(_, effects)| effects.contains(&Effect::Moved))
    }
}

/// What the receiver may do now, the most usual first. Nothing while the delivery is not in its inbox.
pub fn acts(hub: delivery::State, receiver: acknowledgement::State, now: Micros) -> Vec<Act> {
    if Stage::of(hub.name(), receiver.name(), receiver.standing()) == Stage::Hidden {
        return Vec::new();
    }
    Act::ALL.into_iter().filter(|act| act.possible(hub, receiver, now)).collect()
}

/// The one sentence beside the buttons.
pub fn note(hub: delivery::State, receiver: acknowledgement::State) -> Note {
    match hub.name() {
        delivery::Name::Queued | delivery::Name::Sending | delivery::Name::Failed | delivery::Name::Cancelled => {
            return Note::NotHere;
        }
        delivery::Name::Expired => return Note::Expired,
        delivery::Name::Delivered | delivery::Name::Fetched => {}
    }
    if let Some(request) = receiver.open_request() {
        return Note::Asked(request.question);
    }
    match (receiver.standing(), receiver.name()) {
        (Standing::Recalled, _) => match receiver.recall_answer() {
            acknowledgement::RecallAnswer::Confirmed => Note::Cancelled,
            acknowledgement::RecallAnswer::None | acknowledgement::RecallAnswer::Protested => Note::MustCancel,
        },
        (standing @ (Standing::Updated | Standing::Replaced | Standing::TakenBack), _) => Note::Ended(standing),
        (Standing::Live, Name::None | Name::Arrived) => Note::ReturnOnlyBefore,
        (Standing::Live, Name::Accepted | Name::Assigned | Name::InProgress) => Note::NoMoreReturn,
        (Standing::Live, Name::Completed) => Note::Completed,
        (Standing::Live, Name::Returned) => Note::Returned,
    }
}

/// Whether nothing can move it any more: no word of the receiver, no change of the sender. A return is final for its
/// delivery ([`Name::Returned`]).
pub fn is_final(hub: delivery::State, receiver: acknowledgement::State, now: Micros) -> bool {
    let moves = |what| {
        business::change(what, hub, receiver, now).is_ok_and(|changed| changed.outcome != business::Outcome::Nothing)
    };
    receiver.name() == Name::Returned && receiver.standing() == Standing::Live
        || acts(hub, receiver, now).is_empty() && !business::Change::ALL.into_iter().any(moves)
}

/// Whether a document may be sent to this receiver once more (DECISIONS, Identity): it was returned, or never taken.
pub fn may_be_sent_again(hub: delivery::Name, ack: Name) -> bool {
    hub.allows_another_attempt() || ack == Name::Returned
}

/// What the sender may do now with one copy.
pub fn sent_acts(hub: delivery::State, receiver: acknowledgement::State, now: Micros) -> Vec<SentAct> {
    let does = |what| match business::change(what, hub, receiver, now) {
        Ok(changed) => Some(changed.outcome),
        Err(_) => None,
    };
    let mut acts = Vec::new();
    if may_be_sent_again(hub.name(), receiver.name()) {
        acts.push(SentAct::Resend);
    }
    if Stage::of(hub.name(), receiver.name(), receiver.standing()) == Stage::ToAccept {
        acts.push(SentAct::Remind);
    }
    match does(business::Change::Recall) {
        Some(business::Outcome::Withdrawn) => acts.push(SentAct::Cancel),
        Some(business::Outcome::Bound | business::Outcome::Asked(_)) => {
            if matches!(does(business::Change::TakeBack), Some(business::Outcome::Asked(_))) {
                acts.push(SentAct::TakeBack);
            }
            acts.push(SentAct::Recall);
        }
        Some(business::Outcome::Nothing) | None => {}
    }
    for (what, act) in [(business::Change::Update, SentAct::Update), (business::Change::Replace, SentAct::Replace)] {
        if does(what).is_some_and(|outcome| outcome != business::Outcome::Nothing) {
            acts.push(act);
        }
    }
    acts
}

/// The five marks of one copy: sent, fetched, accepted, in work, completed. `late`: its deadline has passed.
pub fn track(hub: delivery::Name, ack: Name, standing: Standing, late: bool) -> [Mark; 5] {
    let fetched = hub == delivery::Name::Fetched;
    let (reached, wrong) = match (hub, ack) {
        (delivery::Name::Failed, _) => (0, true),
        (delivery::Name::Expired | delivery::Name::Cancelled, _) => (1, true),
        (delivery::Name::Queued | delivery::Name::Sending, _) => (0, false),
        (_, Name::Returned) => (2, true),
        (_, Name::None | Name::Arrived) => (if fetched { 2 } else { 1 }, false),
        (_, Name::Accepted) => (3, false),
        (_, Name::Assigned | Name::InProgress) => (4, false),
        (_, Name::Completed) => (5, false),
    };
    let ended = standing != Standing::Live;
    std::array::from_fn(|place| match place {
        place if place < reached => Mark::Done,
        place if place > reached || (ended && !wrong) => Mark::Open,
        _ if wrong => Mark::Wrong,
        _ if late => Mark::Late,
        _ => Mark::Next,
    })
}

impl SentAct {
    /// Every act.
    pub const ALL: [Self; 7] =
        [Self::Resend, Self::Remind, Self::Cancel, Self::TakeBack, Self::Recall, Self::Update, Self::Replace];

    /// The word in forms and links.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Resend => "resend",
            Self::Remind => "remind",
            Self::Cancel => "cancel",
            Self::TakeBack => "take_back",
            Self::Recall => "recall",
            Self::Update => "update",
            Self::Replace => "replace",
        }
    }

    /// The act of that word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == text)
    }
}

#[cfg(test)]
mod tests;
