//! A status file: the same word as a call, as an edXML file, signed by the reporter or brought by its own system.

use super::submit::Submitted;
use super::{Caller, Exchange, Fault, Refusal, Report, Withdrawal};
use crate::codes;
use crate::domain::acknowledgement;
use crate::domain::business::Change;
use crate::domain::ids::{Digest, Micros, OrganId};
use crate::edxml;
use crate::signature::Admitted;
use crate::store::change::{About, Authn, Target};

/// What a status file says, read and found right.
pub(super) struct StatusFile {
    reporter: OrganId,
    says: Says,
    authn: Authn,
}

enum Says {
    /// A receiver's word.
    Report(Report),
    /// An issuer asks for its document back (13); ResponseFor/OrganId is the receiver.
    TakeBack(Withdrawal),
}

impl StatusFile {
    /// Reads the report out of an admitted file. `reporter` is its From after aliases.
    pub(super) fn read(
        status: &edxml::Status,
        admitted: &Admitted,
        reporter: OrganId,
        idempotency: Option<String>,
    ) -> Result<Self, Refusal> {
        let code = acknowledgement::Status::parse(status.status_code.as_wire()).map_err(|unknown| {
            Refusal::of(vec![Fault::found(unknown.code(), unknown.found.clone()).at("MessageHeader/StatusCode")])
        })?;
        let missing = |path: &str| Refusal::of(vec![Fault::bare(codes::EDXML_MISSING).at(path)]);
        let document_id =
            status.response_for.document().ok_or_else(|| missing("MessageHeader/ResponseFor/DocumentId"))?;
        let issuer = status
            .response_for
            .organ_id
            .clone()
            .filter(|id| !id.is_empty())
            .ok_or_else(|| missing("MessageHeader/ResponseFor/OrganId"))?;
        let authn = match admitted {
            Admitted::Verified(_) => Authn::Signature,
            Admitted::Legacy(_) | Admitted::UnsignedStatus(_) | Admitted::Channel(_) => Authn::Channel,
        };
        if code == acknowledgement::Status::TakeBackRequested {
            let withdrawal = Withdrawal {
                what: Change::TakeBack,
                target: Target::Id(document_id),
                receivers: vec![OrganId(issuer)],
                reason: status.description.clone().unwrap_or_default(),
                idempotency,
            };
            return Ok(Self { reporter, says: Says::TakeBack(withdrawal), authn });
        }
        let report = Report {
            about: About::Document { issuer: OrganId(issuer), document_id },
            status: code,
            // A status file has no field for a number: the open question is meant.
            request: None,
            reason: status.description.clone(),
            stated: status.reported_at().and_then(in_vietnam),
            idempotency,
        };
        Ok(Self { reporter, says: Says::Report(report), authn })
    }
}

impl Exchange {
    /// Records what a status file says.
    pub(super) async fn submit_status(
        &self,
        caller: &Caller,
        file: StatusFile,
        digest: Digest,
        received: Micros,
    ) -> Result<Submitted, Refusal> {
        let StatusFile { reporter, says, authn } = file;
        match says {
            Says::Report(report) => {
                self.report(caller, &reporter, report, digest, authn, received).await.map(Submitted::Status)
            }
            Says::TakeBack(withdrawal) => self
                .withdraw_for(caller, &reporter, withdrawal, digest, authn, received)
                .await
                .map(Submitted::Withdrawn),
        }
    }
}

/// A civil time of a status file, which has no zone: Vietnam's (QĐ 28/2018 Đ14.4).
fn in_vietnam(time: jiff::civil::DateTime) -> Option<Micros> {
    let instant = crate::domain::deadline::vietnam().to_timestamp(time).ok()?;
    Some(Micros(instant.as_microsecond()))
}
