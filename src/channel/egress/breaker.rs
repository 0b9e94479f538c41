//! A host that fails again and again is left alone for a while, so that nobody waits for a dead one.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::EgressError;

/// What is known of the hosts that were asked.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    hosts: Mutex<HashMap<String, Known>>,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    failures: u32,
    last: Instant,
}

impl Breaker {
    /// Whether `host` may be asked now. After the pause one question tries it.
    pub fn may_ask(&self, host: &str) -> Result<(), EgressError> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(known) = hosts.get_mut(host) else { return Ok(()) };
        if known.failures < FAILURES_MAX {
            return Ok(());
        }
        if known.last.elapsed() < PAUSE {
            return Err(EgressError::LeftAlone { host: host.to_owned() });
        }
        known.last = Instant::now();
        Ok(())
    }

    /// Whether `host` answered.
    pub fn heard(&self, host: &str, answered: bool) {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if answered {
            hosts.remove(host);
            return;
        }
        if hosts.len() >= HOSTS_MAX {
            hosts.retain(|_, known| known.last.elapsed() < PAUSE);
        }
        let known = hosts.entry(host.to_owned()).or_insert(Known { failures: 0, last: Instant::now() });
        (known.failures, known.last) = (known.failures.saturating_add(1), Instant::now());
    }
}

/// After so many failures in a row a host is left alone.
pub(super) const FAILURES_MAX: u32 = 3;
/// For so long.
pub(super) const PAUSE: Duration = Duration::from_secs(60);
/// A province asks a handful of hosts.
const HOSTS_MAX: usize = 1_000;
