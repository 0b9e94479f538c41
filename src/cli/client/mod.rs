//! The agencies' side of the HTTP contract: one [`Client`] a hub and token, used by the commands, the demo and the stories.
//!
//! Every call gives a [`Reply`]: the hub's answer taken apart, and its exact bytes for `--format json`. What the hub
//! refuses is a [`ClientError::Refused`] with its problem document. What may pass later (`retry` yes or later, no
//! connection, a broken one) is tried again, a bounded number of times with growing pauses.
//!
//! Absent on purpose: any rule of the exchange, and any trust in the hub beyond TLS: receipts are judged by
//! `lienthong audit`.

mod answers;
mod calls;
mod error;
mod http;
mod preflight;
mod retry;
mod transfer;

pub use answers::{
    Acknowledged, Agencies, Agency, AgencyRef, Asked, Changed, Declared, Delivery, Document, DocumentFound,
    DocumentsFound, Event, Fetched, Inbox, Package, Problem, ProblemFault, Rates, Receivers, Reply, Sent, SentDocument,
    SentPage, Submitted, VerdictShort, Withdrawn,
};
pub use calls::{Acknowledgement, Send, Wanted, Withdrawal};
pub use error::ClientError;
pub use http::{Client, Options};
pub use preflight::{Foreseen, Plan, Preflight, Said};
pub use retry::Pauses;
pub(super) use transfer::digest_of;
pub use transfer::{Downloaded, Progress, file_name};
