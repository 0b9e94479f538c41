//! A status file: the same word as a call, as an edXML file, signed by the reporter or brought by its own system.

use super::acknowledge::Acknowledged;
use super::{Caller, Exchange, Fault, Refusal, Report};
use crate::codes;
use crate::domain::acknowledgement;
use crate::domain::ids::{Digest, Micros, OrganId};
use crate::edxml;
use crate::signature::Admitted;
use crate::store::change::{About, Authn};

/// What a status file says, read and found right.
pub(super) struct StatusFile {
    reporter: OrganId,
    report: Report,
    authn: Authn,
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
        let report = Report {
            about: About::Document { issuer: OrganId(issuer), document_id },
            status: code,
            reason: status.description.clone(),
            stated: status.reported_at().and_then(in_vietnam),
            idempotency,
        };
        Ok(Self { reporter, report, authn })
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
    ) -> Result<Acknowledged, Refusal> {
        self.report(caller, &file.reporter, file.report, digest, file.authn, received).await
    }
}

/// A civil time of a status file, which has no zone: Vietnam's (QĐ 28/2018 Đ14.4).
fn in_vietnam(time: jiff::civil::DateTime) -> Option<Micros> {
    let instant = crate::domain::deadline::vietnam().to_timestamp(time).ok()?;
    Some(Micros(instant.as_microsecond()))
}
