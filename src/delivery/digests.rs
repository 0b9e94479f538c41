//! Writes the digests that are due as jobs, which the mail worker sends.

use super::rounds::Worker;
use crate::exchange::Exchange;
use crate::store;

/// The worker.
pub(super) struct Digests {
    exchange: Exchange,
}

impl Digests {
    pub(super) fn new(exchange: Exchange) -> Self {
        Self { exchange }
    }
}

impl Worker for Digests {
    const NAME: &'static str = "digests";

    async fn round(&self) -> Result<usize, store::Error> {
        let (store, now) = (self.exchange.store().clone(), self.exchange.clock().now());
        let due = tokio::task::spawn_blocking(move || store.due_digests(now, AT_ONCE))
            .await
            .map_err(|_| store::Error::Stopped)??;
        let mut told = 0;
        for one in due {
            let agency = one.agency.clone();
            match self.exchange.tell_digest(one).await {
                Ok(()) => told += 1,
                // Its row still says that it is due: the next round tries again.
                Err(refusal) => tracing::warn!(%agency, %refusal, "a digest could not be written"),
            }
        }
        Ok(told)
    }
}

/// How many are read together.
const AT_ONCE: u32 = 100;
