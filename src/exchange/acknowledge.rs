//! The receiver's word on a document: edXML codes 01–06 by call; a status file takes the same way (`status`).

use uuid::Uuid;

use super::notice::{self, NoticeKind};
use super::{Caller, Exchange, Refusal};
use crate::codes;
use crate::crypto;
use crate::domain::acknowledgement::{self, Status};
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
    /// Why; needed for a return.
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
        let jobs = self.notice_of_return(reporter, &report.about, report.status, reason.as_deref(), received).await?;
        let change = Change::Acknowledge(Box::new(Acknowledge {
            id: Uuid::now_v7(),
            about: report.about,
            reporter: reporter.clone(),
            carrier: caller.agency.clone(),
            system: caller.system,
            status: report.status,
            reason,
            stated: report.stated,
            message_digest,
            idempotency: report.idempotency.map(|key| IdempotencyKey { key, digest: message_digest }),
            authn,
            received,
            jobs,
        }));
        match self.commit(change).await? {
            Committed::Acknowledged { delivery, leaf, state, contradiction, first, .. } => {
                Ok(Acknowledged { reporter: reporter.clone(), delivery, leaf, state, contradiction, first })
            }
            other => Err(Refusal::new(codes::INTERNAL, format!("unexpected answer {other:?}"))),
        }
    }

    /// The mail that tells the sender's office of a return.
    async fn notice_of_return(
        &self,
        reporter: &OrganId,
        about: &About,
        status: Status,
        reason: Option<&str>,
        at: Micros,
    ) -> Result<Vec<crate::store::change::NewJob>, Refusal> {
        if status != Status::Returned || !self.policy.mail {
            return Ok(Vec::new());
        }
        let (about, reporter, reason) = (about.clone(), reporter.clone(), reason.unwrap_or_default().to_owned());
        self.blocking(move |this| {
            let Some(found) = this.store.delivery_about(&about, &reporter)? else { return Ok(Vec::new()) };
            if !this.directory()?.gets_mail(&found.issuer) {
                return Ok(Vec::new());
            }
            let kind = NoticeKind::Returned { by: reporter, reason };
            let job = notice::job(&found.issuer, kind, Some(found.delivery), Some(found.document), at);
            Ok(vec![job.map_err(Refusal::internal)?])
        })
        .await
    }
}

/// A return needs its reason (DOMAIN §2.1); no reason may be longer than [`REASON_MAX_CHARS`].
fn check_reason(status: Status, reason: Option<&str>) -> Result<(), Refusal> {
    let length = reason.map_or(0, |words| words.chars().count());
    if status.needs_reason() && length == 0 {
        return Err(Refusal::new(codes::ACKNOWLEDGEMENT_REASON_MISSING, format!("code {status} needs a reason")));
    }
    if length > REASON_MAX_CHARS {
        return Err(Refusal::new(
            codes::ACKNOWLEDGEMENT_REASON_TOO_LONG,
            format!("the reason has {length} characters, at most {REASON_MAX_CHARS} are taken"),
        ));
    }
    Ok(())
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
        report.reason,
        report.stated,
        report.idempotency,
    ]);
    serde_json_canonicalizer::to_vec(&value).map(|bytes| crypto::sha256(&bytes)).map_err(Refusal::internal)
}

/// What a province's document software lets a clerk type (DOMAIN §5: reason ≤ 1000).
const REASON_MAX_CHARS: usize = 1000;
