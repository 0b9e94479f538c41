//! Why a use case says no: one main code, every fault with its evidence, and the receipt of the refusal if it became
//! evidence.

use serde::Serialize;
use uuid::Uuid;

use crate::codes::{self, Code};
use crate::domain::acknowledgement::Refused;
use crate::domain::ids::OrganId;
use crate::payload::PayloadError;
use crate::signature::Verdict;
use crate::store::{self, Conflict};

/// One thing that is wrong with this input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Which rule.
    pub code: Code,
    /// Where: an element path, an entry's name, a field.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What the rule wants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What this input holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
}

impl Fault {
    /// A fault without evidence of its own.
    pub fn bare(code: Code) -> Self {
        Self { code, place: None, expected: None, found: None }
    }

    /// A fault that says what was found.
    pub fn found(code: Code, found: impl Into<String>) -> Self {
        Self { found: Some(found.into()), ..Self::bare(code) }
    }

    /// The same fault at a place.
    pub fn at(self, place: impl Into<String>) -> Self {
        Self { place: Some(place.into()), ..self }
    }

    /// The same fault with what was expected.
    pub fn expecting(self, expected: impl Into<String>) -> Self {
        Self { expected: Some(expected.into()), ..self }
    }
}

/// A use case's no.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{code}{}", .detail.as_deref().map(|words| format!(": {words}")).unwrap_or_default())]
pub struct Refusal {
    /// The most telling code.
    pub code: Code,
    /// What was wrong with this input, in English, for logs and for the problem's `detail`; no secret, no path.
    pub detail: Option<String>,
    /// Every fault found.
    pub faults: Vec<Fault>,
    /// The verdict on a package.
    pub verdict: Option<Box<Verdict>>,
    /// The refusal's row, when it is in the log: its receipt is to be had by this name.
    pub rejection: Option<Uuid>,
}

impl Refusal {
    /// A refusal for one reason.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: Some(detail.into()), faults: Vec::new(), verdict: None, rejection: None }
    }

    /// A refusal for several reasons; the first is the most telling. With no reason at all it is an internal fault.
    pub fn of(faults: Vec<Fault>) -> Self {
        let code = faults.first().map_or(codes::INTERNAL, |fault| fault.code);
        let detail = faults.first().map(|fault| {
            let place = fault.place.as_deref().unwrap_or("the package");
            match (&fault.found, &fault.expected) {
                (Some(found), Some(expected)) => format!("{place}: expected {expected}, found {found}"),
                (Some(found), None) => format!("{place}: found {found}"),
                (None, Some(expected)) => format!("{place}: expected {expected}"),
                (None, None) => place.to_owned(),
            }
        });
        Self { code, detail, faults, verdict: None, rejection: None }
    }

    /// Something failed that is not the caller's fault. The words go to the log, not to the caller.
    pub fn internal(words: impl std::fmt::Display) -> Self {
        tracing::error!(error = %words, "a use case failed");
        Self { code: codes::INTERNAL, detail: None, faults: Vec::new(), verdict: None, rejection: None }
    }
}

impl From<store::Error> for Refusal {
    fn from(error: store::Error) -> Self {
        let code = error.code();
        tracing::error!(error = &error as &dyn std::error::Error, %code, "the store failed");
        Self { code, detail: None, faults: Vec::new(), verdict: None, rejection: None }
    }
}

impl From<PayloadError> for Refusal {
    fn from(error: PayloadError) -> Self {
        let code = error.code();
        if code.info().status >= 500 {
            tracing::error!(error = &error as &dyn std::error::Error, %code, "a payload could not be stored or read");
            return Self { code, detail: None, faults: Vec::new(), verdict: None, rejection: None };
        }
        Self::new(code, error.to_string())
    }
}

impl From<Conflict> for Refusal {
    fn from(conflict: Conflict) -> Self {
        let faults = match &conflict {
            Conflict::Receivers { unknown, closed, suspended } => {
                let unknown = unknown.iter().map(|id| (codes::AGENCY_UNKNOWN, id));
                let closed = closed.iter().map(|id| (codes::AGENCY_CLOSED, id));
                let suspended = suspended.iter().map(|id| (codes::AGENCY_SUSPENDED, id));
                unknown
                    .chain(closed)
                    .chain(suspended)
                    .map(|(code, id)| Fault::found(code, &id.0).at("MessageHeader/To/OrganId"))
                    .collect()
            }
            Conflict::AttemptNotAllowed { open, .. } => {
                open.iter().map(|id| Fault::found(conflict.code(), &id.0).at("MessageHeader/To/OrganId")).collect()
            }
            Conflict::DigestMismatch { expected, found } => {
                vec![Fault::found(conflict.code(), found.to_string()).expecting(expected.to_string()).at("sha256")]
            }
            Conflict::ChangeRefused { refused, .. } => {
                let fault =
                    |(agency, why): &(_, Refused)| Fault::found(why.code(), agency_and(agency, why)).at("receiver");
                refused.iter().map(fault).collect()
            }
            Conflict::ReceiverNotOfTarget { agencies, document_id } => agencies
                .iter()
                .map(|id| Fault::found(conflict.code(), &id.0).expecting(format!("a receiver of {document_id}")))
                .collect(),
            _ => Vec::new(),
        };
        Self { faults, ..Self::new(conflict.code(), conflict.to_string()) }
    }
}

fn agency_and(agency: &OrganId, why: &Refused) -> String {
    format!("{agency}: {why}")
}
