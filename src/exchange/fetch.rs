//! The receiver has the bytes (`POST …/fetched`). Only this word, or any acknowledgement, makes a delivery Fetched; a
//! download alone is a row of the access log.

use super::{Caller, Exchange, Refusal};
use crate::codes;
use crate::domain::ids::{DeliveryId, Digest, DocumentUuid};
use crate::store::change::{Access, Change, Fetched};
use crate::store::{Committed, LeafRef};

/// How the word was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handover {
    /// Its leaf: of the first word, for a repeat.
    pub leaf: LeafRef,
    /// False for a repeat.
    pub first: bool,
    /// It came after the delivery was cancelled or had expired: kept, and nothing changed.
    pub contradiction: bool,
}

impl Exchange {
    /// Notes that `caller` is about to read a package; the bytes go out after it is durable (DESIGN §9). Reading makes
    /// nothing fetched.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn note_access(
        &self,
        caller: &Caller,
        document: DocumentUuid,
        delivery: Option<DeliveryId>,
    ) -> Result<(), Refusal> {
        self.commit(Change::Access(self.access(caller, document, delivery))).await.map(drop)
    }

    /// A read of a package.
    pub(super) fn access(&self, caller: &Caller, document: DocumentUuid, delivery: Option<DeliveryId>) -> Access {
        Access {
            at: self.clock.now(),
            agency: caller.agency.clone(),
            system: caller.system,
            person: caller.person,
            document,
            delivery,
            what: "package",
            archive: self.policy.archive_after_recall,
        }
    }

    /// Records that `caller` holds the package of `delivery` with that digest. Safe to repeat.
    ///
    /// # Errors
    /// `delivery.not_found`, `delivery.digest_mismatch`, `store.*`.
    pub async fn fetched(&self, caller: &Caller, delivery: DeliveryId, sha256: Digest) -> Result<Handover, Refusal> {
        let change = Change::Fetched(Fetched {
            delivery,
            agency: caller.agency.clone(),
            system: caller.system,
            sha256,
            received: self.clock.now(),
        });
        match self.commit(change).await? {
            Committed::Fetched { leaf, first } => Ok(Handover { leaf, first, contradiction: false }),
            Committed::FetchedContradicts { leaf } => Ok(Handover { leaf, first: true, contradiction: true }),
            other => Err(Refusal::new(codes::INTERNAL, format!("unexpected answer {other:?}"))),
        }
    }
}
