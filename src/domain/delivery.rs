//! Delivery (the hub's duty): one row per document and receiver. A pull delivery is born [`State::Delivered`], it lies
//! in the inbox; [`State::Sending`] exists for push only. What the receiver does with the document afterwards is
//! `acknowledgement`'s matter.
//!
//! The table state × event is the snapshot at the end of this file; a cell that is not in it is an
//! [`IllegalTransition`].

use std::fmt;

use super::ids::Micros;
use crate::codes::{self, Code};

/// Where a delivery stands, with the facts of that state. Made by [`State::queued`], [`State::in_inbox`] or
/// [`State::restore`], changed only by [`State::on`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Waits for a worker.
    Queued(Queued),
    /// A worker holds it and is pushing it out.
    Sending(Sending),
    /// It lies where the receiver can take it: our inbox, or a relay.
    Delivered(Delivered),
    /// The receiver said that it has it. Final for the hub.
    Fetched(Fetched),
    /// Pushing was given up; an operator may requeue.
    Failed(Failed),
    /// Nobody took it in time; an operator may requeue.
    Expired(Expired),
    /// Recalled before it was fetched. Final.
    Cancelled(Cancelled),
}

macro_rules! plain_states {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name {
            since: Micros,
        }
    )*};
}

plain_states! {
    /// Facts of [`State::Queued`].
    Queued;
    /// Facts of [`State::Delivered`].
    Delivered;
    /// Facts of [`State::Fetched`].
    Fetched;
    /// Facts of [`State::Failed`].
    Failed;
    /// Facts of [`State::Expired`].
    Expired;
    /// Facts of [`State::Cancelled`].
    Cancelled;
}

/// Facts of [`State::Sending`]: a recall that comes while a push is under way waits for the push to settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sending {
    since: Micros,
    recall_pending: bool,
}

/// The name of a state, as stored and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Name {
    /// [`State::Queued`]
    Queued,
    /// [`State::Sending`]
    Sending,
    /// [`State::Delivered`]
    Delivered,
    /// [`State::Fetched`]
    Fetched,
    /// [`State::Failed`]
    Failed,
    /// [`State::Expired`]
    Expired,
    /// [`State::Cancelled`]
    Cancelled,
}

/// What can happen to a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// A worker takes it to push it.
    Claim,
    /// A relay took it; the receiver has not said anything.
    Placed,
    /// The receiver's own system answered 2xx to a push.
    Taken,
    /// The push did not go out now; try again later.
    Defer,
    /// The worker's lease ended without word.
    LeaseLost,
    /// The push is given up.
    Fail,
    /// The receiver said that it holds the document (`POST …/fetched`, /vxp updateStatus=done).
    Fetched,
    /// The receiver acknowledged it with any code: so it has it.
    Acknowledged,
    /// The issuer takes it back (thu hồi).
    Recall,
    /// Its time is over.
    Expire,
    /// An operator starts it anew.
    Requeue,
}

/// What the caller has to record or do because of a transition; each becomes evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It now lies where the receiver can take it (evidence: ContentConsignment).
    Consigned,
    /// Pushing was given up (evidence: ContentConsignmentFailure).
    ConsignmentFailed,
    /// The receiver has it (evidence: ContentHandover).
    HandedOver,
    /// It was not taken in time (evidence: ContentHandoverFailure).
    HandoverFailed,
    /// It was taken back before anyone saw it; nothing is sent to the receiver.
    Withdrawn,
    /// The recall came too late to stop it: it becomes the receiver's matter (`acknowledgement`).
    RecallOfFetched,
    /// The receiver's word contradicts the state: kept, shown, and nothing changes.
    Contradiction,
}

/// An event that the state has no answer to. The caller answers `delivery.illegal_transition`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("event {event} is not possible in state {state}")]
pub struct IllegalTransition {
    /// Where the delivery stood, and stands.
    pub state: Name,
    /// What was asked of it.
    pub event: Event,
}

impl IllegalTransition {
    /// `delivery.illegal_transition`
    pub fn code(&self) -> Code {
        codes::DELIVERY_ILLEGAL_TRANSITION
    }
}

impl State {
    /// A push delivery at its birth.
    pub fn queued(now: Micros) -> Self {
        Self::Queued(Queued { since: now })
    }

    /// A pull delivery at its birth: it lies in the inbox; the intake records [`Effect::Consigned`].
    pub fn in_inbox(now: Micros) -> Self {
        Self::Delivered(Delivered { since: now })
    }

    /// A state as it was stored. `recall_pending` counts in Sending only.
    pub fn restore(name: Name, since: Micros, recall_pending: bool) -> Self {
        match name {
            Name::Queued => Self::Queued(Queued { since }),
            Name::Sending => Self::Sending(Sending { since, recall_pending }),
            Name::Delivered => Self::Delivered(Delivered { since }),
            Name::Fetched => Self::Fetched(Fetched { since }),
            Name::Failed => Self::Failed(Failed { since }),
            Name::Expired => Self::Expired(Expired { since }),
            Name::Cancelled => Self::Cancelled(Cancelled { since }),
        }
    }

    /// The state's name.
    pub fn name(&self) -> Name {
        match self {
            Self::Queued(_) => Name::Queued,
            Self::Sending(_) => Name::Sending,
            Self::Delivered(_) => Name::Delivered,
            Self::Fetched(_) => Name::Fetched,
            Self::Failed(_) => Name::Failed,
            Self::Expired(_) => Name::Expired,
            Self::Cancelled(_) => Name::Cancelled,
        }
    }

    /// When the delivery entered this state.
    pub fn since(&self) -> Micros {
        match self {
            Self::Queued(Queued { since })
            | Self::Sending(Sending { since, .. })
            | Self::Delivered(Delivered { since })
            | Self::Fetched(Fetched { since })
            | Self::Failed(Failed { since })
            | Self::Expired(Expired { since })
            | Self::Cancelled(Cancelled { since }) => *since,
        }
    }

    /// Whether a recall waits for the push under way to settle.
    pub fn recall_pending(&self) -> bool {
        matches!(self, Self::Sending(sending) if sending.recall_pending)
    }

    /// The state after `event`, and what is to be recorded.
    ///
    /// # Errors
    /// [`IllegalTransition`] for every pair that the table of DESIGN §4 does not name; the state stays as it was.
    pub fn on(self, event: Event, now: Micros) -> Result<(Self, Vec<Effect>), IllegalTransition> {
        match self {
            Self::Queued(state) => state.on(event, now),
            Self::Sending(state) => state.on(event, now),
            Self::Delivered(state) => state.on(event, now),
            Self::Fetched(state) => state.on(event),
            Self::Failed(state) => state.on(event, now),
            Self::Expired(state) => state.on(event, now),
            Self::Cancelled(state) => state.on(event),
        }
    }
}

type Outcome = Result<(State, Vec<Effect>), IllegalTransition>;

impl Queued {
    fn on(self, event: Event, now: Micros) -> Outcome {
        match event {
            Event::Claim => Ok((State::Sending(Sending { since: now, recall_pending: false }), vec![])),
            Event::Fetched | Event::Acknowledged => fetched_unseen(now),
            Event::Recall => cancelled(now),
            Event::Expire => expired(now),
            Event::Placed | Event::Taken | Event::Defer | Event::LeaseLost | Event::Fail | Event::Requeue => {
                illegal(Name::Queued, event)
            }
        }
    }
}

impl Sending {
    fn on(self, event: Event, now: Micros) -> Outcome {
        match event {
            Event::Placed => Ok((State::in_inbox(now), self.with_recall(vec![Effect::Consigned]))),
            Event::Taken | Event::Fetched | Event::Acknowledged => {
                let (state, effects) = fetched_unseen(now)?;
                Ok((state, self.with_recall(effects)))
            }
            // GAP: a lost lease does not say whether the push went out. With a recall pending it is not repeated, so
            // the worst is a document that arrived and counts as withdrawn; the receiver's word then shows as a
            // contradiction.
            Event::Defer | Event::LeaseLost | Event::Fail if self.recall_pending => cancelled(now),
            Event::Defer | Event::LeaseLost => Ok((State::queued(now), vec![])),
            Event::Fail => Ok((State::Failed(Failed { since: now }), vec![Effect::ConsignmentFailed])),
            Event::Recall => Ok((State::Sending(Self { recall_pending: true, ..self }), vec![])),
            Event::Claim | Event::Expire | Event::Requeue => illegal(Name::Sending, event),
        }
    }

    /// A pending recall that came too late to stop the push becomes the receiver's matter.
    fn with_recall(self, mut effects: Vec<Effect>) -> Vec<Effect> {
        if self.recall_pending {
            effects.push(Effect::RecallOfFetched);
        }
        effects
    }
}

impl Delivered {
    fn on(self, event: Event, now: Micros) -> Outcome {
        match event {
            Event::Fetched | Event::Acknowledged => fetched(now),
            Event::Recall => cancelled(now),
            Event::Expire => expired(now),
            Event::Claim
            | Event::Placed
            | Event::Taken
            | Event::Defer
            | Event::LeaseLost
            | Event::Fail
            | Event::Requeue => illegal(Name::Delivered, event),
        }
    }
}

impl Fetched {
    fn on(self, event: Event) -> Outcome {
        match event {
            // The receiver's word may come twice, and every acknowledgement says it again.
            Event::Fetched | Event::Acknowledged => Ok((State::Fetched(self), vec![])),
            Event::Recall => Ok((State::Fetched(self), vec![Effect::RecallOfFetched])),
            Event::Claim
            | Event::Placed
            | Event::Taken
            | Event::Defer
            | Event::LeaseLost
            | Event::Fail
            | Event::Expire
            | Event::Requeue => illegal(Name::Fetched, event),
        }
    }
}

impl Failed {
    fn on(self, event: Event, now: Micros) -> Outcome {
        match event {
            Event::Requeue => Ok((State::queued(now), vec![])),
            Event::Recall => cancelled(now),
            Event::Expire => expired(now),
            Event::Fetched | Event::Acknowledged => fetched(now),
            Event::Claim | Event::Placed | Event::Taken | Event::Defer | Event::LeaseLost | Event::Fail => {
                illegal(Name::Failed, event)
            }
        }
    }
}

impl Expired {
    fn on(self, event: Event, now: Micros) -> Outcome {
        match event {
            Event::Requeue => Ok((State::queued(now), vec![])),
            Event::Fetched | Event::Acknowledged => Ok((State::Expired(self), vec![Effect::Contradiction])),
            Event::Claim
            | Event::Placed
            | Event::Taken
            | Event::Defer
            | Event::LeaseLost
            | Event::Fail
            | Event::Recall
            | Event::Expire => illegal(Name::Expired, event),
        }
    }
}

impl Cancelled {
    fn on(self, event: Event) -> Outcome {
        match event {
            Event::Fetched | Event::Acknowledged => Ok((State::Cancelled(self), vec![Effect::Contradiction])),
            Event::Claim
            | Event::Placed
            | Event::Taken
            | Event::Defer
            | Event::LeaseLost
            | Event::Fail
            | Event::Recall
            | Event::Expire
            | Event::Requeue => illegal(Name::Cancelled, event),
        }
    }
}

fn fetched(now: Micros) -> Outcome {
    Ok((State::Fetched(Fetched { since: now }), vec![Effect::HandedOver]))
}

/// The receiver has what the hub has not yet recorded as placed: both are recorded.
fn fetched_unseen(now: Micros) -> Outcome {
    Ok((State::Fetched(Fetched { since: now }), vec![Effect::Consigned, Effect::HandedOver]))
}

fn cancelled(now: Micros) -> Outcome {
    Ok((State::Cancelled(Cancelled { since: now }), vec![Effect::Withdrawn]))
}

fn expired(now: Micros) -> Outcome {
    Ok((State::Expired(Expired { since: now }), vec![Effect::HandoverFailed]))
}

fn illegal(state: Name, event: Event) -> Outcome {
    Err(IllegalTransition { state, event })
}

impl Name {
    /// Every state, in the order of DESIGN §4.
    pub const ALL: [Self; 7] =
        [Self::Queued, Self::Sending, Self::Delivered, Self::Fetched, Self::Failed, Self::Expired, Self::Cancelled];

    /// The name as stored and shown: `queued`, `sending` …
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Delivered => "delivered",
            Self::Fetched => "fetched",
            Self::Failed => "failed",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of that name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.as_str() == text)
    }

    /// Whether this delivery stands in the way of a second attempt to send the document to its receiver
    /// (DECISIONS, Identity: allowed once Cancelled, Expired or Failed; a return, 02, is the other door).
    pub fn allows_another_attempt(self) -> bool {
        match self {
            Self::Failed | Self::Expired | Self::Cancelled => true,
            Self::Queued | Self::Sending | Self::Delivered | Self::Fetched => false,
        }
    }
}

impl Event {
    /// Every event.
    pub const ALL: [Self; 11] = [
        Self::Claim,
        Self::Placed,
        Self::Taken,
        Self::Defer,
        Self::LeaseLost,
        Self::Fail,
        Self::Fetched,
        Self::Acknowledged,
        Self::Recall,
        Self::Expire,
        Self::Requeue,
    ];
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Claim => "claim",
            Self::Placed => "placed",
            Self::Taken => "taken",
            Self::Defer => "defer",
            Self::LeaseLost => "lease_lost",
            Self::Fail => "fail",
            Self::Fetched => "fetched",
            Self::Acknowledged => "acknowledged",
            Self::Recall => "recall",
            Self::Expire => "expire",
            Self::Requeue => "requeue",
        })
    }
}

#[cfg(test)]
mod tests;
