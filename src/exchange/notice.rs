//! The mails that go with a change: written as jobs in the same transaction, sent later by `delivery`.
//!
//! A notice names rows; the worker reads them when it writes the mail, so that a mail never tells what is no longer so.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codes::Code;
use crate::domain::business::Change;
use crate::domain::ids::{DeliveryId, Digest, DocumentUuid, JobId, Micros, OrganId};
use crate::store::change::{JobKind, NewJob};

/// What a mail is about, beyond the rows that its job names. Stands in the job as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum NoticeKind {
    /// A document lies in the inbox of the receiving office.
    Arrived,
    /// A package of the office was refused at the hub.
    Refused {
        /// Why.
        code: Code,
        /// SHA-256 of its bytes, by which the office finds it.
        package: Digest,
        /// When it came in.
        received: Micros,
        /// The DocumentId, where a signature proved it.
        #[serde(skip_serializing_if = "Option::is_none")]
        document_id: Option<String>,
    },
    /// The issuer asks for a document back, or has recalled it, without a package.
    Changed {
        /// What.
        what: Change,
        /// The issuer.
        by: OrganId,
        /// Why, in its words.
        reason: String,
    },
    /// A receiver answered a question (15, 16), or protests against a recall.
    Answered {
        /// Who.
        by: OrganId,
        /// The code.
        status: String,
        /// The reason, in the receiver's words; may be empty.
        reason: String,
    },
    /// The certificate of the office's seal ends soon.
    Expiring {
        /// The binding.
        binding: Uuid,
        /// When it ends.
        ends: Micros,
        /// So many days before.
        days: i16,
        /// Whether it is the hub's operator who is told.
        operator: bool,
    },
    /// A receiver returned a document (02).
    Returned {
        /// Who.
        by: OrganId,
        /// The reason, in the receiver's words.
        reason: String,
    },
}

/// A mail to an office, as the job carries it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailNotice {
    /// What about.
    #[serde(flatten)]
    pub kind: NoticeKind,
}

/// The job for a mail to the office of `agency`, to be sent from `at` on.
pub(super) fn job(
    agency: &OrganId,
    kind: NoticeKind,
    delivery: Option<DeliveryId>,
    document: Option<DocumentUuid>,
    at: Micros,
) -> Result<NewJob, serde_json::Error> {
    let job_kind = match kind {
        NoticeKind::Arrived => JobKind::MailArrived,
        NoticeKind::Refused { .. } => JobKind::MailRefused,
        NoticeKind::Returned { .. } => JobKind::MailReturned,
        NoticeKind::Changed { .. } => JobKind::MailChanged,
        NoticeKind::Answered { .. } => JobKind::MailAnswered,
        NoticeKind::Expiring { operator: false, .. } => JobKind::MailExpiring,
        NoticeKind::Expiring { operator: true, .. } => JobKind::MailOperator,
    };
    Ok(NewJob {
        id: JobId(Uuid::now_v7()),
        kind: job_kind,
        agency: agency.clone(),
        delivery,
        document,
        payload_json: serde_json::to_string(&MailNotice { kind })?,
        run_at: at,
    })
}
