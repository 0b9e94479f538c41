//! What a sender does besides to what it sent: send it once more, have a receiver's office told that it waits. Whose a
//! document is, is asked here once for all of them.

use super::notice::{self, NoticeKind};
use super::{Ask, Caller, Exchange, Refusal, Submitted};
use crate::codes;
use crate::domain::ids::{DeliveryId, DocumentUuid, OrganId};
use crate::payload::Upload;
use crate::store::Committed;
use crate::store::change::{Change, Nudge, Target};
use std::io::Read;

impl Exchange {
    /// Whether an agency, or one that it succeeds, issued a document. Blocks.
    ///
    /// # Errors
    /// `store.*`.
    pub fn sent_by(&self, agency: &OrganId, document: DocumentUuid) -> Result<bool, Refusal> {
        Ok(!self.store.deliveries_of_target(agency, &Target::Uuid(document))?.is_empty())
    }

    /// Whether an agency issued a document, or carried it here. Blocks.
    ///
    /// # Errors
    /// `store.*`.
    pub fn handed_in_by(&self, agency: &OrganId, document: DocumentUuid) -> Result<bool, Refusal> {
        let carried = self.store.document(agency, document)?.is_some_and(|found| found.carrier == *agency);
        Ok(carried || self.sent_by(agency, document)?)
    }

    /// Sends a document of the caller's agency once more, in the very bytes: a further attempt, allowed where every receiver
    /// returned it or never got it. Asked twice, the same attempt is answered.
    ///
    /// # Errors
    /// `document.not_found`; as [`Exchange::submit`].
    pub async fn resend(&self, caller: &Caller, document: DocumentUuid) -> Result<Submitted, Refusal> {
        let agency = caller.agency.clone();
        let (upload, attempt) = self.blocking(move |this| this.once_more(&agency, document)).await?;
        let ask = Ask { attempt, idempotency: None };
        self.submit(caller, upload, self.clock.now(), ask).await
    }

    fn once_more(&self, agency: &OrganId, id: DocumentUuid) -> Result<(Upload, u16), Refusal> {
        let not_yours = || Refusal::new(codes::DOCUMENT_NOT_FOUND, "there is no such document of this agency");
        if !self.sent_by(agency, id)? {
            return Err(not_yours());
        }
        let document = self.store.document(agency, id)?.ok_or_else(not_yours)?;
        let package = self.store.package(agency, id)?.ok_or_else(not_yours)?;
        let mut upload = self.store.objects().upload(package.size).map_err(payload)?;
        let (mut reader, mut buffer) = (package.source.whole(), vec![0; PIECE_BYTES]);
        loop {
            match reader.read(&mut buffer).map_err(Refusal::internal)? {
                0 => break,
                read => upload.write(buffer.get(..read).unwrap_or_default()).map_err(payload)?,
            }
        }
        if upload.digest() != package.sha256 {
            return Err(Refusal::internal("a package is not what its row says"));
        }
        Ok((upload, u16::try_from(document.attempt).unwrap_or(1).saturating_add(1)))
    }

    /// Has the receivers' offices told by mail that a document of the caller's agency waits; each at most once a day,
    /// whoever asks. How many are told.
    ///
    /// # Errors
    /// `document.not_found`; `notice.told_today` and `notice.no_mail` when nobody could be told; `store.*`.
    pub async fn remind(
        &self,
        caller: &Caller,
        document: DocumentUuid,
        deliveries: Vec<DeliveryId>,
    ) -> Result<usize, Refusal> {
        let agency = caller.agency.clone();
        let jobs = self.blocking(move |this| this.nudges(&agency, document, &deliveries)).await?;
        let (mut told, mut before) = (0, false);
        for job in jobs {
            match self.commit_or_conflict(Change::Nudge(Box::new(job))).await? {
                Ok(Committed::Noted) => told += 1,
                Ok(other) => return Err(Refusal::new(codes::INTERNAL, format!("unexpected answer {other:?}"))),
                Err(crate::store::Conflict::ToldToday { .. }) => before = true,
                Err(conflict) => return Err(conflict.into()),
            }
        }
        match (told, before) {
            (0, true) => Err(Refusal::new(codes::NOTICE_TOLD_TODAY, "every office was told within a day")),
            (0, false) => Err(Refusal::new(codes::NOTICE_NO_MAIL, "no office can be told by mail")),
            (told, _) => Ok(told),
        }
    }

    fn nudges(&self, agency: &OrganId, document: DocumentUuid, wanted: &[DeliveryId]) -> Result<Vec<Nudge>, Refusal> {
        let (directory, now) = (self.directory()?, self.clock.now());
        let held = self.store.deliveries_of_target(agency, &Target::Uuid(document))?;
        if held.is_empty() {
            return Err(Refusal::new(codes::DOCUMENT_NOT_FOUND, "there is no such document of this agency"));
        }
        let reached = held.iter().filter(|copy| wanted.contains(&copy.id));
        let reached = reached.filter(|copy| self.policy.mail && directory.gets_mail(&copy.agency, now));
        let nudge = |copy: &crate::store::deliveries::Delivery| {
            let job = notice::job(&copy.agency, NoticeKind::Nudged, Some(copy.id), Some(document));
            Ok(Nudge { delivery: copy.id, job: job.map_err(Refusal::internal)? })
        };
        reached.map(nudge).collect()
    }
}

fn payload(error: crate::payload::PayloadError) -> Refusal {
    Refusal::new(error.code(), "the package could not be read again")
}

/// Read this much at a time.
const PIECE_BYTES: usize = 256 * 1024;
