//! Starts the workers of one process and stops them.

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::answers::Answers;
use super::digests::Digests;
use super::expiry::Expiry;
use super::notify::{Mailing, Notify};
use super::recheck::Recheck;
use super::remind::Reminders;
use super::rounds;
use super::webhooks::{Telling, Webhooks};
use crate::channel::pki::Resolver;
use crate::config::Config;
use crate::domain::ids::Micros;
use crate::exchange::{Exchange, Refusal};
use crate::store::commit::Committer;

/// The workers of one process.
pub struct Workers {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Workers {
    /// Starts them: later looks at verdicts and the sweep of objects without a row; mail where there is a mailing, questions
    /// to certification authorities where there is a resolver, webhooks where there is a way to tell them.
    pub fn start(
        exchange: &Exchange,
        committer: &Committer,
        mailing: Option<Mailing>,
        resolver: Option<Resolver>,
        telling: Option<Telling>,
        config: &Config,
    ) -> Self {
        let (store, clock) = (exchange.store(), exchange.clock());
        let (stop, stopped) = watch::channel(false);
        let mut tasks = vec![tokio::spawn(sweep(exchange.clone(), stopped.clone()))];
        // Without a resolver too: the last verdict is recorded one day, and no job waits for ever.
        tasks.push(tokio::spawn(rounds::run(Recheck::new(exchange.clone()), stopped.clone())));
        let reminders =
            Reminders::new(exchange.clone(), committer.clone(), config.notice.clone(), config.policy.urgency.clone());
        tasks.push(tokio::spawn(rounds::run(reminders, stopped.clone())));
        if let Some(resolver) = resolver {
            let answers = Answers::new(store.clone(), resolver, clock.clone());
            tasks.push(tokio::spawn(rounds::run(answers, stopped.clone())));
        }
        if let Some(telling) = telling {
            tasks.push(tokio::spawn(rounds::run(Webhooks::new(exchange.clone(), telling), stopped.clone())));
        }
        if let Some(mailing) = mailing {
            let expiry = Expiry::new(exchange.clone(), mailing.operator.is_some());
            tasks.push(tokio::spawn(rounds::run(expiry, stopped.clone())));
            tasks.push(tokio::spawn(rounds::run(Digests::new(exchange.clone()), stopped.clone())));
            let notify = Notify::new(store.clone(), committer.clone(), mailing, clock.clone());
            tasks.push(tokio::spawn(rounds::run(notify, stopped)));
        }
        Self { stop, tasks }
    }

    /// Lets each finish what it holds, then ends them.
    pub async fn stop(self) {
        // Nobody listening is fine: then all have ended.
        let _ = self.stop.send(true);
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::warn!(%error, "a worker ended badly");
            }
        }
    }
}

/// Takes away objects that no row names, and rows that have ended, once an hour.
async fn sweep(exchange: Exchange, mut stopped: watch::Receiver<bool>) {
    let mut tick = tokio::time::interval(SWEEP_EVERY);
    loop {
        tokio::select! {
            _ = tick.tick() => {}
            _ = stopped.changed() => return,
        }
        let (store, now) = (exchange.store().clone(), exchange.clock().now());
        let ended = exchange.clone();
        match tokio::task::spawn_blocking(move || forget(&ended, now)).await {
            Ok(Ok(0)) => {}
            Ok(Ok(count)) => {
                tracing::info!(count, "sessions, links, tries, keys, drafts and unsigned documents that ended are gone")
            }
            Ok(Err(error)) => tracing::warn!(%error, "what has ended could not be forgotten"),
            Err(error) => tracing::warn!(%error, "forgetting what has ended ended badly"),
        }
        match tokio::task::spawn_blocking(move || store.sweep_objects(now)).await {
            Ok(Ok(swept)) if swept.objects + swept.incoming > 0 => {
                tracing::info!(?swept, "objects without a row are gone")
            }
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the sweep of objects failed"),
            Err(error) => tracing::warn!(%error, "the sweep of objects ended badly"),
        }
    }
}

/// Sessions, links and tries to sign in, Idempotency-Keys, drafts that nobody touched, and documents that waited for a signature: what nobody can use any more.
fn forget(exchange: &Exchange, now: Micros) -> Result<usize, Refusal> {
    let store = exchange.store();
    let mut count = store.purge_sessions(now)? + exchange.forget_signings()? + exchange.forget_drafts()?;
    loop {
        match store.purge_idempotency(now)? {
            0 => return Ok(count),
            some => count += some,
        }
    }
}

/// An orphan is a day old when it goes; an hour more does not matter.
const SWEEP_EVERY: Duration = Duration::from_secs(3600);
