//! A later look at a document that was let in while nobody could say whether its certificates were revoked: the same
//! bytes, for the time of their receipt, by what is known now. Better or worse, the answer becomes evidence.

use std::fs::File;
use std::io::Write as _;
use std::sync::Arc;

use uuid::Uuid;

use super::submit::{signed_level_of, verdict_json};
use super::{Exchange, Refusal};
use crate::codes;
use crate::domain::ids::{DocumentUuid, JobId, Micros, OrganId};
use crate::payload::Source;
use crate::signature::{Agencies, Judged, Mode, Request, Scope};
use crate::store::change::{Change, JobKind, NewJob, VerdictRevised};
use crate::store::jobs::Job;

/// The job of looking again, to be done as soon as somebody can.
pub(super) fn job(issuer: &OrganId, document: DocumentUuid, at: Micros) -> NewJob {
    NewJob {
        id: JobId(Uuid::now_v7()),
        kind: JobKind::Recheck,
        agency: issuer.clone(),
        delivery: None,
        document: Some(document),
        digested: false,
        payload_json: "{}".to_owned(),
        run_at: at,
    }
}

/// What a later look came to.
#[derive(Debug)]
pub enum Rechecked {
    /// Nothing more is known; to be asked again.
    StillUnknown,
    /// Another verdict, which is evidence now.
    Revised {
        /// Its code, `valid` when it is.
        code: String,
    },
    /// Another worker has the job, or the document is gone.
    Gone,
}

impl Exchange {
    /// Looks again at the document of a claimed job. With `last` the verdict is recorded even if nothing more is known.
    ///
    /// # Errors
    /// When the store fails; the lease then runs out and the job comes again.
    pub async fn recheck(&self, job: &Job, last: bool) -> Result<Rechecked, Refusal> {
        let Some(document) = job.document else { return Ok(Rechecked::Gone) };
        let agency = job.agency.clone();
        let judged = self.blocking(move |this| this.look_again(&agency, document)).await?;
        let Some(judged) = judged else { return Ok(Rechecked::Gone) };
        let verdict = &judged.verdict;
        if verdict.code == Some(codes::REVOCATION_UNKNOWN) && !last {
            return Ok(Rechecked::StillUnknown);
        }
        let code = verdict.code.map_or("valid", |code| code.name()).to_owned();
        let change = VerdictRevised {
            job: job.id,
            claim: job.claim,
            document,
            verdict_code: code.clone(),
            verdict_json: verdict_json(verdict)?,
            signed: judged.level().map_or(crate::evidence::leaf::Signed::None, signed_level_of),
        };
        match self.commit_or_conflict(Change::VerdictRevised(Box::new(change))).await? {
            Ok(_) => Ok(Rechecked::Revised { code }),
            Err(_) => Ok(Rechecked::Gone),
        }
    }

    fn look_again(&self, issuer: &OrganId, document: DocumentUuid) -> Result<Option<Judged>, Refusal> {
        let Some(row) = self.store.document(issuer, document).map_err(Refusal::internal)? else { return Ok(None) };
        let Some(package) = self.store.package(issuer, document).map_err(Refusal::internal)? else { return Ok(None) };
        let judged = self.judge_kept(row.received, package.source)?;
        if judged.verdict.asks_for_revocation() {
            self.wish_answers(&judged, self.clock.now())?;
        }
        Ok(Some(judged))
    }

    /// Judges bytes that were let in: for the time of their receipt, by what is known now. Blocks.
    ///
    /// # Errors
    /// When the bytes cannot be read, or the store fails.
    pub(super) fn judge_kept(&self, received: Micros, source: Source) -> Result<Judged, Refusal> {
        let file = descriptor(source).map_err(Refusal::internal)?;
        let directory = self.directory()?;
        let standing = |id: &OrganId, at: Micros| directory.standing(id, at);
        let request = Request {
            at: received,
            now: self.clock.now(),
            mode: Mode::Intake,
            scope: Scope::Full,
            agencies: Some(Agencies { table: directory.bindings(), directory: &standing }),
            pki: self.pki.as_deref(),
        };
        self.verifier.verify(file, &request).map_err(Refusal::internal)
    }
}

/// The bytes as a file: the verifier reads from any place, and keeps nothing in memory.
fn descriptor(source: Source) -> std::io::Result<Arc<File>> {
    match source {
        Source::File { file, .. } => Ok(file),
        Source::Bytes(bytes) => {
            let mut file = File::from(rustix::fs::memfd_create("package", rustix::fs::MemfdFlags::CLOEXEC)?);
            file.write_all(&bytes)?;
            Ok(Arc::new(file))
        }
    }
}
