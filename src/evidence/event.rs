//! The events that the log knows. Names of ETSI EN 319 522-1 §6.2 where it has one; our own for the edXML codes and
//! for what the hub and its operators do.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::acknowledgement::Status;
use crate::domain::business::Change;

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// What happened.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Event {
            $($(#[$doc])* $name,)*
        }

        impl Event {
            /// Every event.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its name, as it stands in a leaf.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }
        }
    };
}

events! {
    /// ETSI A.1: the hub accepted a document. One leaf a document.
    SubmissionAcceptance,
    /// ETSI A.2: the hub refused a package. One leaf a package.
    SubmissionRejection,
    /// ETSI B.1: another hub took it.
    RelayAcceptance,
    /// ETSI B.2: another hub refused it.
    RelayRejection,
    /// ETSI B.3: another hub could not be reached.
    RelayFailure,
    /// ETSI: the receiver's office was told.
    ConsignmentNotification,
    /// ETSI: the receiver's office could not be told.
    ConsignmentNotificationFailure,
    /// ETSI D.1: it lies where the receiver can take it. One leaf a receiver, as all that follow.
    ContentConsignment,
    /// ETSI D.2: it could not be placed.
    ContentConsignmentFailure,
    /// ETSI E.1: the receiver has it.
    ContentHandover,
    /// ETSI E.2: the receiver did not take it in time.
    ContentHandoverFailure,
    /// Withdrawn before the receiver took it.
    DeliveryCancelled,
    /// edXML 01, đã đến.
    StatusArrived,
    /// edXML 02, trả lại.
    StatusReturned,
    /// edXML 03, tiếp nhận.
    StatusAccepted,
    /// edXML 04, phân công.
    StatusAssigned,
    /// edXML 05, đang xử lý.
    StatusInProgress,
    /// edXML 06, hoàn thành.
    StatusCompleted,
    /// edXML 13, yêu cầu lấy lại.
    TakeBackRequested,
    /// edXML 15, đồng ý.
    RequestAgreed,
    /// edXML 16, từ chối.
    RequestDeclined,
    /// The sender sent a newer version and asks the receiver to use it (business type 2).
    UpdateRequested,
    /// Another document took its place at a receiver that has it (business type 3).
    DocumentReplaced,
    /// Recalled at a receiver that has it (business type 1).
    DocumentRecalled,
    /// A question lost its object: the newer version was itself withdrawn.
    RequestLapsed,
    /// A later look at the signature came to another verdict.
    VerdictRevised,
    /// A document's bytes were deleted; digest and verdict stay.
    ContentDeleted,
    /// Refusals beyond the rate of leaves, counted in one.
    RejectionsCounted,
    /// An agency declared documents issued on paper only.
    PaperDeclared,
    /// The directory of agencies changed.
    DirectoryChanged,
    /// The working calendar changed.
    CalendarChanged,
    /// A certificate binding changed.
    BindingChanged,
    /// A new log key, stated under the old one.
    KeyIntroduced,
    /// A log key signs no more.
    KeyRetired,
    /// Leaf 0 of an epoch.
    EpochOpened,
    /// A timestamp over a checkpoint.
    CheckpointAnchored,
    /// Any other act of an operator.
    OperatorAct,
}

impl Event {
    /// Whether its name is one of ETSI EN 319 522-1 §6.2.
    pub fn is_of_etsi(self) -> bool {
        Self::ALL.iter().position(|event| *event == self).is_some_and(|place| place < ETSI_EVENTS)
    }

    /// The event of a status that was reported.
    pub fn of_status(status: Status) -> Self {
        match status {
            Status::Arrived => Self::StatusArrived,
            Status::Returned => Self::StatusReturned,
            Status::Accepted => Self::StatusAccepted,
            Status::Assigned => Self::StatusAssigned,
            Status::InProgress => Self::StatusInProgress,
            Status::Completed => Self::StatusCompleted,
            Status::TakeBackRequested => Self::TakeBackRequested,
            Status::RequestAgreed => Self::RequestAgreed,
            Status::RequestDeclined => Self::RequestDeclined,
        }
    }

    /// The event of a change to what was sent; `withdrawn`: before its receiver took it.
    pub fn of_change(what: Change, withdrawn: bool) -> Self {
        match what {
            _ if withdrawn => Self::DeliveryCancelled,
            Change::Recall => Self::DocumentRecalled,
            Change::Replace => Self::DocumentReplaced,
            Change::Update => Self::UpdateRequested,
            Change::TakeBack => Self::TakeBackRequested,
        }
    }

    /// The status that this event reports, if it does.
    pub fn status(self) -> Option<Status> {
        Status::ALL.into_iter().find(|status| Self::of_status(*status) == self)
    }

    /// The event of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|event| event.as_str() == name)
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
/// The first ones of the list.
const ETSI_EVENTS: usize = 11;
