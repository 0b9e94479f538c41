//! Looks once in a while whether a seal ends soon; the mails are written as jobs, which the mail worker sends.

use std::sync::atomic::{AtomicI64, Ordering};

use super::rounds::Worker;
use crate::exchange::Exchange;
use crate::store;

/// The worker.
pub(super) struct Expiry {
    exchange: Exchange,
    /// Whether the hub's operator has an address.
    operator: bool,
    /// When it looks again.
    next: AtomicI64,
}

impl Expiry {
    pub(super) fn new(exchange: Exchange, operator: bool) -> Self {
        Self { exchange, operator, next: AtomicI64::new(i64::MIN) }
    }
}

impl Worker for Expiry {
    const NAME: &'static str = "expiry";

    async fn round(&self) -> Result<usize, store::Error> {
        let now = self.exchange.clock().now();
        if now.0 < self.next.load(Ordering::Relaxed) {
            return Ok(0);
        }
        // Before it looks: a fault is met again in an hour, not every second.
        self.next.store(now.plus_seconds(EVERY_S).0, Ordering::Relaxed);
        match self.exchange.tell_expiries(now, self.operator).await {
            Ok(told) if told > 0 => tracing::info!(told, "seals end soon: their offices are told"),
            Ok(_) => {}
            Err(refusal) => tracing::warn!(%refusal, "whether seals end soon could not be seen"),
        }
        Ok(0)
    }
}

/// Each end is told of once a day named, so looking more often costs one question and loses no day to a restart.
const EVERY_S: i64 = 3600;
