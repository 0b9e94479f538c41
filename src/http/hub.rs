//! What every handler shares.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::Wake;
use super::console::Held;
use crate::channel::webhook::Webhooks;
use crate::config::Config;
use crate::domain::ids::Micros;
use crate::exchange::Exchange;
use crate::signature::sign::Signer;
use uuid::Uuid;

/// Settings of the edge.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How agencies reach the hub, without a slash at the end.
    pub public_url: String,
    /// Largest package, bytes.
    pub package_bytes: u64,
    /// Longest upload.
    pub upload_deadline: Duration,
    /// Longest silence within an upload.
    pub upload_idle: Duration,
    /// Uploads at once of one system.
    pub uploads_per_system: usize,
    /// Free bytes below which uploads are answered 507.
    pub min_free_bytes: u64,
    /// Whether everybody may read the log's entries.
    pub log_entries_public: bool,
    /// The second origin, from which attachments are shown, without a slash at the end; absent: none are.
    pub content_url: Option<String>,
    /// The signing program on the reader's own machine.
    pub agent_url: String,
    /// The policy by which the hub issues evidence, where it has one.
    pub evidence_policy: Option<String>,
    /// Proxies in front whose word about a client's address is believed.
    pub trusted_proxies: Vec<std::net::IpAddr>,
}

/// The handlers' shared state. Cheap to clone.
#[derive(Clone)]
pub struct Hub {
    /// The use cases.
    pub exchange: Exchange,
    /// Settings.
    pub settings: Arc<Settings>,
    /// Who waits for what.
    pub wake: Wake,
    /// The way to agencies' own software, where any host is allowed.
    pub webhooks: Option<Webhooks>,
    /// Whose accounts sign people in too.
    #[cfg(feature = "oidc")]
    pub provider: Option<crate::channel::oidc::Provider>,
    /// The hub's own seal, where it has one.
    pub(super) seal: Option<Arc<Signer>>,
    /// The configuration as it runs, for the operator's eyes.
    pub config: Arc<Config>,
    /// Since when this process runs.
    pub started: Micros,
    /// Files that wait until somebody says yes.
    pub(super) held: Held,
    uploads: Slots,
    waits: Slots,
}

impl Hub {
    /// Joins the parts.
    pub fn new(exchange: Exchange, settings: Settings, wake: Wake) -> Self {
        let uploads = Slots::new(settings.uploads_per_system);
        let started = exchange.clock().now();
        Self {
            exchange,
            settings: Arc::new(settings),
            wake,
            webhooks: None,
            #[cfg(feature = "oidc")]
            provider: None,
            seal: None,
            config: Arc::default(),
            started,
            held: Held::default(),
            uploads,
            waits: Slots::new(WAITS_PER_SYSTEM),
        }
    }

    /// Lets agencies have webhooks.
    #[must_use]
    pub fn with_webhooks(mut self, webhooks: Option<Webhooks>) -> Self {
        self.webhooks = webhooks;
        self
    }

    /// Lets accounts of another provider sign people in.
    #[cfg(feature = "oidc")]
    #[must_use]
    pub fn with_provider(mut self, provider: Option<crate::channel::oidc::Provider>) -> Self {
        self.provider = provider;
        self
    }

    /// Lets the hub seal receipts that are to stand alone.
    #[must_use]
    pub fn with_seal(mut self, seal: Option<Signer>) -> Self {
        self.seal = seal.map(Arc::new);
        self
    }

    /// Lets the operator see how the hub was configured.
    #[must_use]
    pub fn with_config(mut self, config: Config) -> Self {
        self.config = Arc::new(config);
        self
    }

    /// A place among the uploads of a system, or of a person, if one is free.
    pub(super) fn upload_slot(&self, whose: Uuid) -> Option<Slot> {
        self.uploads.take(whose)
    }

    /// A place among the system's waiting requests, if one is free.
    pub(super) fn wait_slot(&self, system: Uuid) -> Option<Slot> {
        self.waits.take(system)
    }
}

/// So many at once of one system or person.
#[derive(Clone, Debug)]
struct Slots {
    most: usize,
    taken: Arc<Mutex<HashMap<Uuid, usize>>>,
}

/// One place; given back when dropped.
#[derive(Debug)]
pub(super) struct Slot {
    slots: Slots,
    whose: Uuid,
}

impl Slots {
    fn new(most: usize) -> Self {
        Self { most: most.max(1), taken: Arc::default() }
    }

    fn take(&self, whose: Uuid) -> Option<Slot> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(whose).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Slot { slots: self.clone(), whose })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut taken = self.slots.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.whose) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.whose);
            }
        }
    }
}

/// DECISIONS "Long poll": at most four waiting requests of one system.
const WAITS_PER_SYSTEM: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_per_system_and_come_back() {
        let slots = Slots::new(2);
        let (a, b) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let first = slots.take(a).unwrap();
        let _second = slots.take(a).unwrap();
        assert!(slots.take(a).is_none());
        assert!(slots.take(b).is_some());
        drop(first);
        assert!(slots.take(a).is_some());
    }
}
