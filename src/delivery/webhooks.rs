//! Tells agencies' software what happened: at least once, in the order of the log, one event after the other at each
//! webhook. There is no job an event: a webhook knows its place in the log, and reads on from there.
//!
//! Whoever does not answer is asked again with backoff; whoever never does is given up: the webhook rests, a dead letter
//! says so to the operator, a mail to the office. A replay sets the place back.

use std::sync::{Mutex, PoisonError};

use futures_util::future::join_all;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rounds::Worker;
use crate::channel::egress::EgressError;
use crate::channel::webhook::{self, Post};
use crate::clock::Clock;
use crate::codes;
use crate::crypto;
use crate::domain::ids::{JobId, Micros};
use crate::domain::retry::Backoff;
use crate::exchange::{Exchange, Happened, NoticeKind, notice};
use crate::store::change::{JobKind, NewJob};
use crate::store::jobs::Job;
use crate::store::webhooks::Webhook;
use crate::store::{self, Store};

/// What webhooks are told with.
#[derive(Clone, Debug)]
pub struct Telling {
    /// The way out.
    pub channel: webhook::Webhooks,
    /// How tries are spread.
    pub backoff: Backoff,
    /// Whether offices are written to.
    pub mail: bool,
}

/// The worker.
pub(super) struct Webhooks {
    store: Store,
    exchange: Exchange,
    telling: Telling,
    clock: Clock,
    seen: Mutex<Seen>,
}

/// How far the log was searched for who has news. It never lies beyond what this process's own claims have read, so what
/// comes while a webhook is held is found after it rests. News that another process saw meanwhile and then died over is
/// found when all are looked at: at the start, and every [`LOOK_AT_ALL`] rounds.
#[derive(Clone, Copy, Default)]
struct Seen {
    head: Option<i64>,
    rounds: u32,
}

/// A dead letter's payload.
#[derive(Serialize, Deserialize)]
struct GivenUp {
    webhook: Uuid,
    host: String,
}

impl Worker for Webhooks {
    const NAME: &'static str = "webhooks";

    async fn round(&self) -> Result<usize, store::Error> {
        self.wake().await?;
        let revived = self.revive().await?;
        let claimed = self.ask(|store| store.claim_webhooks(AT_ONCE, LEASE_S)).await?;
        let count = claimed.len() + revived;
        for told in join_all(claimed.into_iter().map(|hook| self.one(hook))).await {
            told?;
        }
        Ok(count)
    }
}

impl Webhooks {
    pub(super) fn new(exchange: Exchange, telling: Telling) -> Self {
        let (store, clock) = (exchange.store().clone(), exchange.clock().clone());
        Self { store, exchange, telling, clock, seen: Mutex::default() }
    }

    async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, store::Error> + Send + 'static,
    ) -> Result<T, store::Error> {
        let store = self.store.clone();
        tokio::task::spawn_blocking(move || work(&store)).await.map_err(|_| store::Error::Stopped)?
    }

    /// Wakes the webhooks of those to whom something happened since the last round.
    async fn wake(&self) -> Result<(), store::Error> {
        let Seen { head: since, rounds } = *self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let since = since.filter(|_| rounds < LOOK_AT_ALL);
        let head = self
            .ask(move |store| {
                let head = store.log_pos()?;
                match since {
                    Some(since) if since == head => {}
                    Some(since) => drop(store.wake_webhooks(Some(&store.agencies_since(since)?))?),
                    None => drop(store.wake_webhooks(None)?),
                }
                Ok(head)
            })
            .await?;
        let rounds = if since.is_some() { rounds + 1 } else { 0 };
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Seen { head: Some(head), rounds };
        Ok(())
    }

    /// Dead letters that an operator asked for again.
    async fn revive(&self) -> Result<usize, store::Error> {
        let jobs = self.ask(|store| store.claim_jobs(&[JobKind::Webhook], AT_ONCE, LEASE_S)).await?;
        let count = jobs.len();
        for Job { id, claim, payload_json, .. } in jobs {
            self.ask(move |store| {
                if let Ok(GivenUp { webhook, .. }) = serde_json::from_str(&payload_json) {
                    store.revive_webhook(webhook)?;
                }
                store.finish_job(id, claim)
            })
            .await?;
        }
        Ok(count)
    }

    /// Tells one webhook some of what it has not heard.
    async fn one(&self, hook: Webhook) -> Result<(), store::Error> {
        let Some(claim) = hook.claim else { return Ok(()) };
        let (exchange, agency, place) = (self.exchange.clone(), hook.agency.clone(), hook.place);
        let read = tokio::task::spawn_blocking(move || exchange.events(&agency, place, BATCH));
        let page = match read.await.map_err(|_| store::Error::Stopped)? {
            Ok(page) => page,
            Err(refusal) => {
                let (id, attempts, words) = (hook.id, hook.attempts, refusal.to_string());
                self.ask(move |store| store.defer_webhook(id, claim, LEFT_ALONE_S, attempts, &words)).await?;
                return Ok(());
            }
        };
        let mut attempts = hook.attempts;
        for event in page.items.iter().filter(|event| hook.kinds.is_empty() || hook.kinds.contains(&event.event)) {
            if let Err(error) = self.tell(&hook, event).await {
                return self.failed(&hook, claim, attempts, &error).await;
            }
            attempts = 0;
            let (id, place) = (hook.id, event.place);
            if !self.ask(move |store| store.webhook_told(id, claim, place, LEASE_S)).await? {
                return Ok(());
            }
        }
        let (id, place, more) = (hook.id, page.place, page.more);
        self.ask(move |store| store.rest_webhook(id, claim, place, more)).await.map(drop)
    }

    async fn tell(&self, hook: &Webhook, event: &Happened) -> Result<(), EgressError> {
        let body = serde_json::to_vec(event).map_err(|error| EgressError::Start { detail: error.to_string() })?;
        let name = hook.id.to_string();
        let post = Post { url: &hook.url, secret: &hook.secret, webhook: &name, id: &event.id, at: self.clock.now() };
        let told = self.telling.channel.post(post, body).await;
        let outcome = if told.is_ok() { "told" } else { "failed" };
        metrics::counter!("lienthong_webhook_posts_total", "outcome" => outcome).increment(1);
        told
    }

    async fn failed(
        &self,
        hook: &Webhook,
        claim: Uuid,
        attempts: i64,
        error: &EgressError,
    ) -> Result<(), store::Error> {
        let words = error.to_string();
        // Nobody was asked: that is no failure of this webhook.
        let asked = !matches!(error, EgressError::LeftAlone { .. } | EgressError::Busy);
        let attempts = if asked { attempts + 1 } else { attempts };
        let chance = crypto::random::<4>().map_or(u32::MAX / 2, u32::from_le_bytes);
        let tries = u32::try_from(attempts).unwrap_or(u32::MAX);
        let wait = match (asked, self.telling.backoff.next(tries, Micros(0), chance)) {
            (false, _) => LEFT_ALONE_S,
            (true, Some(Micros(wait))) => u32::try_from(wait / 1_000_000).unwrap_or(u32::MAX),
            (true, None) => return self.give_up(hook, error).await,
        };
        tracing::info!(webhook = %hook.id, attempts, after_s = wait, code = error.code().name(), "a webhook is told later");
        let id = hook.id;
        self.ask(move |store| store.defer_webhook(id, claim, wait, attempts, &words)).await.map(drop)
    }

    async fn give_up(&self, hook: &Webhook, error: &EgressError) -> Result<(), store::Error> {
        let (now, host, words) = (self.clock.now(), webhook::host(&hook.url), error.to_string());
        tracing::warn!(webhook = %hook.id, agency = %hook.agency, code = error.code().name(), "a webhook is given up");
        let payload = GivenUp { webhook: hook.id, host: host.clone() };
        let dead = NewJob {
            id: JobId(Uuid::now_v7()),
            kind: JobKind::Webhook,
            agency: hook.agency.clone(),
            delivery: None,
            document: None,
            digested: false,
            payload_json: serde_json::to_string(&payload).unwrap_or_default(),
            run_at: now,
        };
        let code = error.code();
        let mail = |operator| {
            let notice = NoticeKind::WebhookOff { host: host.clone(), code, operator };
            notice::job(&hook.agency, notice, None, None).ok()
        };
        let mails: Vec<NewJob> = [false, true].into_iter().filter(|_| self.telling.mail).filter_map(mail).collect();
        let hook = hook.clone();
        self.ask(move |store| store.give_up_webhook(&hook, now, (codes::WEBHOOK_GIVEN_UP, &words), &dead, &mails))
            .await
            .map(drop)
    }
}

/// Ten minutes of rounds without work.
const LOOK_AT_ALL: u32 = 600;
/// Webhooks told at once.
const AT_ONCE: u32 = 8;
/// Events read at once; each one told lengthens the claim.
const BATCH: u32 = 50;
/// Longer than one POST may take, with its wait for a place.
const LEASE_S: u32 = 120;
/// As long as the way out leaves a dead host alone.
const LEFT_ALONE_S: u32 = 60;
