//! A refusal becomes evidence: a row and a SubmissionRejection leaf that carrier and proven sender can see.

use uuid::Uuid;

use super::notice::{self, NoticeKind};
use super::submit::{Package, salts, verdict_json};
use super::{Caller, Exchange, Refusal};
use crate::codes::Code;
use crate::domain::ids::{Digest, DocumentId, Micros, OrganId};
use crate::edxml::Message;
use crate::payload::ObjectKey;
use crate::signature::{AdmitError, Admitted, Place};
use crate::store::Committed;
use crate::store::change::{Accept, Answer, Change, NewJob, Reject};
use crate::store::rejections::Rejection;

/// What a signature proved of a package that is refused all the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Proven {
    from: Option<OrganId>,
    document_id: Option<DocumentId>,
}

impl Proven {
    /// From and DocumentId, only when a signature that passed says so.
    pub(super) fn of(admitted: &Admitted) -> Self {
        match (admitted, admitted.message()) {
            (Admitted::Verified(_), Message::Document(document)) => {
                Self { from: Some(document.from.organ_id.clone()), document_id: Some(document.id()) }
            }
            (Admitted::Verified(_), Message::Status(status)) => {
                Self { from: Some(status.from.organ_id.clone()), document_id: None }
            }
            (Admitted::Legacy(_) | Admitted::UnsignedStatus(_) | Admitted::Channel(_), _) => Self::default(),
        }
    }

    pub(super) fn of_accept(accept: &Accept) -> Self {
        if accept.binding.is_none() {
            return Self::default();
        }
        Self { from: Some(accept.from_named.clone()), document_id: Some(accept.document_id.clone()) }
    }
}

/// A refusal on its way into the log.
pub(super) struct Refused {
    pub refusal: Box<Refusal>,
    pub proven: Proven,
    /// False for failures of the hub itself: they say nothing about the package and leave no leaf.
    pub logged: bool,
}

impl Refused {
    /// A failure of the hub, not of the package.
    pub(super) fn silent(refusal: Refusal) -> Self {
        Self { refusal: Box::new(refusal), proven: Proven::default(), logged: false }
    }

    /// The verdict, or the reporter, was not what policy takes.
    pub(super) fn from_admission(error: &AdmitError) -> Self {
        let (faults, verdict) = match error {
            AdmitError::Verdict(verdict) => {
                let faults = verdict.findings.iter().map(|finding| super::Fault {
                    code: finding.code,
                    place: finding.place.as_ref().map(place),
                    expected: finding.expected.clone(),
                    found: finding.found.clone(),
                });
                (faults.collect::<Vec<_>>(), Some(verdict.clone()))
            }
            AdmitError::Reporter { expected, found } => {
                let fault = super::Fault::found(error.code(), found.0.as_str())
                    .at("MessageHeader/From/OrganId")
                    .expecting(&expected.0);
                (vec![fault], None)
            }
            AdmitError::NotIntake | AdmitError::AgencyNotAsked => return Self::silent(Refusal::internal(error)),
        };
        let refusal = Refusal { verdict, code: error.code(), ..Refusal::of(faults) };
        Self { refusal: Box::new(refusal), proven: Proven::default(), logged: true }
    }
}

/// A finding's place in words: entry, line and column, as far as they are known.
fn place(place: &Place) -> String {
    let entry = place.entry.as_deref().unwrap_or("document");
    match (place.line, place.column) {
        (Some(line), Some(column)) => format!("{entry}:{line}:{column}"),
        (Some(line), None) => format!("{entry}:{line}"),
        (None, _) => entry.to_owned(),
    }
}

impl Exchange {
    /// Enters the refusal into the log and gives it back with its leaf.
    pub(super) async fn reject(&self, caller: &Caller, package: Package, refused: Refused) -> Refusal {
        let Refused { mut refusal, proven, logged } = refused;
        if !logged {
            return *refusal;
        }
        let change = match self.rejection(caller, package, &refusal, proven).await {
            Ok(change) => change,
            Err(failed) => return failed,
        };
        match self.commit(change).await {
            Ok(Committed::Rejected { id, .. }) => refusal.rejection = Some(id),
            Ok(_) => {}
            Err(failed) => return failed,
        }
        *refusal
    }

    async fn rejection(
        &self,
        caller: &Caller,
        package: Package,
        refusal: &Refusal,
        proven: Proven,
    ) -> Result<Change, Refusal> {
        let jobs = self.notices_of_refusal(caller, package, refusal.code, &proven).await?;
        Ok(Change::Reject(Box::new(Reject {
            id: Uuid::now_v7(),
            package_digest: package.digest,
            package_size: package.size,
            received: package.received,
            carrier: caller.agency.clone(),
            system: caller.system,
            from_proven: proven.from,
            document_id: proven.document_id,
            code: refusal.code,
            verdict_json: refusal.verdict.as_deref().map(verdict_json).transpose()?.unwrap_or_default(),
            salts: salts()?,
            jobs,
        })))
    }

    /// Mails to the office whose system brought the package, and to the agency that the signature proves. Software that
    /// sends the same again and again, or one fault a second, does not fill a letter box.
    async fn notices_of_refusal(
        &self,
        caller: &Caller,
        package: Package,
        code: Code,
        proven: &Proven,
    ) -> Result<Vec<NewJob>, Refusal> {
        if !self.policy.mail {
            return Ok(Vec::new());
        }
        let mut offices = vec![caller.agency.clone()];
        offices.extend(proven.from.clone().filter(|from| *from != caller.agency));
        let document_id = proven.document_id.as_ref().map(|id| id.0.clone());
        let Package { digest, received, .. } = package;
        let kind = NoticeKind::Refused { code, package: digest, received, document_id };
        self.blocking(move |this| {
            let directory = this.directory()?;
            let mut jobs = Vec::new();
            for office in offices {
                let before = this.store.rejections(&office, None, MAILS_AN_HOUR)?.rows;
                if directory.gets_mail(&office, received) && !told_enough(&before, digest, received) {
                    jobs.push(notice::job(&office, kind.clone(), None, None).map_err(Refusal::internal)?);
                }
            }
            Ok(jobs)
        })
        .await
    }

    /// One change, durable or refused.
    pub(super) async fn commit(&self, change: Change) -> Result<Committed, Refusal> {
        self.commit_or_conflict(change).await?.map_err(Refusal::from)
    }

    /// One change; a conflict is an answer, an error is a failure of the store.
    pub(super) async fn commit_or_conflict(&self, change: Change) -> Result<Answer, Refusal> {
        self.committer.submit(change).await.map_err(Refusal::from)
    }

    /// An object that no row names: taken away at once, or by the sweep when that fails.
    pub(super) async fn drop_object(&self, key: Option<ObjectKey>) {
        let Some(key) = key else { return };
        let dropped = self
            .blocking(move |this| {
                this.store.objects().remove(&key).map_err(|error| Refusal::new(error.code(), error.to_string()))
            })
            .await;
        if let Err(error) = dropped {
            tracing::warn!(%error, "an object without a row is left to the sweep");
        }
    }
}

/// Whether the office knows already: the same bytes were refused in the last hour, or so many others were.
fn told_enough(before: &[Rejection], digest: Digest, now: Micros) -> bool {
    let since = Micros(now.0 - HOUR_MICROS);
    let mut recent = before.iter().filter(|refused| refused.at > since);
    recent.clone().count() >= MAILS_AN_HOUR as usize || recent.any(|refused| refused.package_sha256 == digest)
}

/// More refusals than this in an hour is one fault in the office's software, and it knows of it.
const MAILS_AN_HOUR: u32 = 20;
const HOUR_MICROS: i64 = 3_600 * 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::LeafRef;

    #[test]
    fn an_office_is_told_once_of_the_same_and_not_of_a_flood() {
        let hour = |hours: i64| Micros(HOUR_MICROS * hours);
        let refused = |byte: u8, at: Micros| Rejection {
            id: Uuid::nil(),
            package_sha256: Digest([byte; 32]),
            package_size: 1,
            at,
            carrier: OrganId("H53.1".to_owned()),
            from_proven: None,
            document_id: None,
            code: String::new(),
            verdict_json: String::new(),
            leaf: LeafRef { epoch: 0, index: 0, size: 1 },
            pos: 0,
        };
        let (one, other) = (Digest([1; 32]), Digest([2; 32]));
        assert!(!told_enough(&[], one, hour(5)));
        assert!(told_enough(&[refused(1, hour(5))], one, hour(5)));
        assert!(!told_enough(&[refused(1, hour(5))], other, hour(5)));
        assert!(!told_enough(&[refused(1, hour(3))], one, hour(5)), "a day's second failure is news");
        let flood: Vec<_> = (10..30).map(|byte| refused(byte, hour(5))).collect();
        assert!(told_enough(&flood, one, hour(5)));
        assert!(!told_enough(&flood[1..], one, hour(5)));
    }
}
