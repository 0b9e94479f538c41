//! Looks again at documents that were let in with revocation unknown, until somebody answers.

use super::rounds::Worker;
use crate::crypto;
use crate::domain::ids::Micros;
use crate::domain::retry::Backoff;
use crate::exchange::Exchange;
use crate::exchange::recheck::Rechecked;
use crate::store::change::JobKind;
use crate::store::jobs::Job;
use crate::store::{self, Store};

/// The worker.
pub(super) struct Recheck {
    store: Store,
    exchange: Exchange,
}

impl Worker for Recheck {
    const NAME: &'static str = "recheck";

    async fn round(&self) -> Result<usize, store::Error> {
        let store = self.store.clone();
        let claimed = tokio::task::spawn_blocking(move || store.claim_jobs(&[JobKind::Recheck], AT_ONCE, LEASE_S))
            .await
            .map_err(|_| store::Error::Stopped)??;
        let count = claimed.len();
        for job in claimed {
            self.one(job).await?;
        }
        Ok(count)
    }
}

impl Recheck {
    pub(super) fn new(exchange: Exchange) -> Self {
        Self { store: exchange.store().clone(), exchange }
    }

    async fn one(&self, job: Job) -> Result<(), store::Error> {
        let chance = crypto::random::<4>().map_or(u32::MAX / 2, u32::from_le_bytes);
        let attempts = u32::try_from(job.attempts).unwrap_or(u32::MAX);
        let next = BACKOFF.next(attempts, Micros(0), chance);
        let words = match self.exchange.recheck(&job, next.is_none()).await {
            Ok(Rechecked::StillUnknown) => "revocation is still unknown".to_owned(),
            Ok(Rechecked::Revised { code }) => {
                tracing::info!(job = %job.id, code, "a verdict was revised");
                return Ok(());
            }
            Ok(Rechecked::Gone) => return Ok(()),
            Err(refusal) => refusal.to_string(),
        };
        let after_s = next.map_or(LEASE_S, |Micros(wait)| u32::try_from(wait / 1_000_000).unwrap_or(LEASE_S));
        let (store, id, claim) = (self.store.clone(), job.id, job.claim);
        tokio::task::spawn_blocking(move || store.defer_job(id, claim, after_s, &words))
            .await
            .map_err(|_| store::Error::Stopped)??;
        Ok(())
    }
}

/// Soon at first, then every hour, for about three weeks; then the last verdict is recorded as it is.
const BACKOFF: Backoff = Backoff { first_seconds: 5, cap_seconds: 3_600, max_attempts: 500 };
/// Verifications at once are bounded by the exchange; this is only how many are held.
const AT_ONCE: u32 = 8;
/// Longer than eight verifications of the largest packages.
const LEASE_S: u32 = 600;
