//! The receiver's word on a document: edXML codes 01–06, 15 and 16 by call; a status file takes the same way (`status`).

use uuid::Uuid;

use super::notice::{self, NoticeKind};
use super::{Caller, Exchange, Refusal};
use crate::codes;
use crate::crypto;
use crate::domain::acknowledgement::{self, RequestNumber, Status};
use crate::domain::ids::{DeliveryId, Digest, Micros, OrganId};
use crate::store::change::{About, Acknowledge, Authn, Change, IdempotencyKey};
use crate::store::{Committed, LeafRef};

/// What a receiver reports.
#[derive(Clone, Debug)]
pub struct Report {
    /// Which delivery, or which document.
    pub about: About,
    /// The code.
    pub status: Status,
    /// Which question 15 or 16 answers; without a number the open one.
    pub request: Option<RequestNumber>,
    /// Why; needed for 02 and 16.
    pub reason: Option<String>,
    /// The agency's own time: shown, never used.
    pub stated: Option<Micros>,
    /// The request's own name.
    pub idempotency: Option<String>,
}

/// A report that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// Who reported.
    pub reporter: OrganId,
    /// The delivery it found.
    pub delivery: DeliveryId,
    /// Its leaf.
    pub leaf: LeafRef,
    /// The receiver's word now.
    pub state: acknowledgement::Name,
    /// Kept as a contradiction: the state did not change.
    pub contradiction: bool,
    /// Kept as a protest against a recall, which stands.
    pub protest: bool,
    /// False for a repeat.
    pub first: bool,
}

impl Exchange {
    /// Records the report of `caller` by an API call.
    ///
    /// # Errors
    /// `acknowledgement.*`, `delivery.not_found`, `idempotency.key_reused`, `store.*`.
    pub async fn acknowledge(&self, caller: &Caller, report: Report) -> Result<Acknowledged, Refusal> {
        let digest = report_digest(caller, &report)?;
        self.report(caller, &caller.agency, report, digest, Authn::Channel, self.clock.now()).await
    }

    /// Records a report of `reporter` that `caller` brought.
    pub(super) async fn report(
        &self,
        caller: &Caller,
        reporter: &OrganId,
        report: Report,
        message_digest: Digest,
        authn: Authn,
        received: Micros,
    ) -> Result<Acknowledged, Refusal> {
        let reason = report.reason.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty());
        check_reason(report.status, reason.as_deref())?;
        if report.status == Status::TakeBackRequested {
            return Err(Refusal::new(codes::ACKNOWLEDGEMENT_SENDER_ONLY, "13 is said by the sender"));
        }
        let jobs = self.notice_to_sender(reporter, &report.about, report.status, reason.as_deref()).await?;
        let change = Change::Acknowledge(Box::new(Acknowledge {
            id: Uuid::now_v7(),
            about: report.about,
            reporter: reporter.clone(),
            carrier: caller.agency.clone(),
            system: caller.system,
            person: caller.person,
            status: report.status,
            request: report.request,
            reason,
            stated: report.stated,
            message_digest,
            idempotency: report.idempotency.map(|key| IdempotencyKey { key, digest: message_digest }),
            authn,
            received,
            jobs,
        }));
        match self.commit(change).await? {
            Committed::Acknowledged { delivery, leaf, state, contradiction, protest, first, .. } => {
                Ok(Acknowledged { reporter: reporter.clone(), delivery, leaf, state, contradiction, protest, first })
            }
            other => Err(Refusal::new(codes::INTERNAL, format!("unexpected answer {other:?}"))),
        }
    }

    /// The mail that tells the sender's office of a return or an answer.
    async fn notice_to_sender(
        &self,
        reporter: &OrganId,
        about: &About,
        status: Status,
        reason: Option<&str>,
    ) -> Result<Vec<crate::store::change::NewJob>, Refusal> {
        let tells = matches!(status, Status::Returned | Status::RequestAgreed | Status::RequestDeclined);
        if !tells || !self.policy.mail {
            return Ok(Vec::new());
        }
        let (about, reporter, reason) = (about.clone(), reporter.clone(), reason.unwrap_or_default().to_owned());
        self.blocking(move |this| {
            let Some(found) = this.store.delivery_about(&about, &reporter)? else { return Ok(Vec::new()) };
            if !this.directory()?.gets_mail(&found.issuer, this.clock.now()) {
                return Ok(Vec::new());
            }
            let kind = match status {
                Status::Returned => NoticeKind::Returned { by: reporter, reason },
                _ => NoticeKind::Answered { by: reporter, status: status.as_str().to_owned(), reason },
            };
            let job = notice::job(&found.issuer, kind, Some(found.delivery), Some(found.document));
            Ok(vec![job.map_err(Refusal::internal)?])
        })
        .await
    }
}

/// No reason may be longer than [`REASON_MAX_CHARS`].
pub(super) fn check_words(reason: &str) -> Result<(), Refusal> {
    let length = reason.chars().count();
    if length > REASON_MAX_CHARS {
        return Err(Refusal::new(
            codes::ACKNOWLEDGEMENT_REASON_TOO_LONG,
            format!("the reason has {length} characters, at most {REASON_MAX_CHARS} are taken"),
        ));
    }
    Ok(())
}

/// A return and a refusal need their reason (DOMAIN §2.1).
fn check_reason(status: Status, reason: Option<&str>) -> Result<(), Refusal> {
    if status.needs_reason() && reason.is_none() {
        return Err(Refusal::new(codes::ACKNOWLEDGEMENT_REASON_MISSING, format!("code {status} needs a reason")));
    }
    reason.map_or(Ok(()), check_words)
}

/// What a repeat of the same call is recognised by: SHA-256 over JCS of all it says.
fn report_digest(caller: &Caller, report: &Report) -> Result<Digest, Refusal> {
    let about = match &report.about {
        About::Delivery(id) => id.to_string(),
        About::Document { issuer, document_id } => format!("{issuer} {document_id}"),
    };
    let value = serde_json::json!([
        "lienthong/report/v1",
        caller.agency,
        about,
        report.status.as_str(),
        report.request,
        report.reason,
        report.stated,
        report.idempotency,
    ]);
    serde_json_canonicalizer::to_vec(&value).map(|bytes| crypto::sha256(&bytes)).map_err(Refusal::internal)
}

/// What a province's document software lets a clerk type (DOMAIN §5: reason ≤ 1000).
const REASON_MAX_CHARS: usize = 1000;
