//! Mails to the offices. A mail that fails never holds a document back: it has its own job.
//!
//! 4xx, a lost connection and a relay that refuses our sign-in are tried again with backoff; 5xx becomes a dead letter
//! with the server's words. At least once: a repeat after a crash bears the same Message-ID, made of the job's name.

use std::sync::Arc;

use super::letter::{self, Written};
use super::rounds::Worker;
use crate::channel::mail::{Mailer, Outcome, Refused, Sent};
use crate::clock::Clock;
use crate::codes;
use crate::config::{Config, Mail, Urgency};
use crate::crypto;
use crate::domain::ids::Micros;
use crate::domain::retry::Backoff;
use crate::exchange::NoticeKind;
use crate::store::change::{AddressRefused, Change, JobKind, MailOutcome, MailSettled};
use crate::store::commit::Committer;
use crate::store::jobs::Job;
use crate::store::{self, Conflict, Store};
use futures_util::future::join_all;

/// What the mails are sent with.
#[derive(Clone)]
pub struct Mailing {
    /// The relay.
    pub mailer: Mailer,
    /// What links begin with.
    pub public_url: String,
    /// The word for each OtherInfo/Priority, from 0 up.
    pub urgency: Vec<Urgency>,
    /// Where the hub's operator is told what concerns him.
    pub operator: Option<String>,
    /// How tries are spread.
    pub backoff: Backoff,
    /// How long a claim holds, seconds: longer than a letter may take ([`crate::channel::mail::LETTER_MAX`]), since a letter
    /// still on its way when the lease ends goes out twice.
    pub lease_s: u32,
}

impl Mailing {
    /// As configured.
    pub fn new(mailer: Mailer, config: &Config) -> Self {
        let Mail { retry_first_s, retry_longest_s, retry_tries, .. } = config.mail;
        Self {
            mailer,
            public_url: config.server.public_url.clone(),
            urgency: config.policy.urgency.clone(),
            operator: config.mail.operator.clone(),
            backoff: Backoff { first_seconds: retry_first_s, cap_seconds: retry_longest_s, max_attempts: retry_tries },
            lease_s: LEASE_S,
        }
    }
}

/// The mail worker.
pub(super) struct Notify {
    store: Store,
    committer: Committer,
    mailing: Arc<Mailing>,
    clock: Clock,
}

impl Worker for Notify {
    const NAME: &'static str = "mail";

    async fn round(&self) -> Result<usize, store::Error> {
        let (store, lease_s) = (self.store.clone(), self.mailing.lease_s);
        let claimed = tokio::task::spawn_blocking(move || store.claim_jobs(&KINDS, AT_ONCE, lease_s))
            .await
            .map_err(|_| store::Error::Stopped)??;
        let count = claimed.len();
        join_all(claimed.into_iter().map(|job| self.one(job))).await;
        Ok(count)
    }
}

impl Notify {
    pub(super) fn new(store: Store, committer: Committer, mailing: Mailing, clock: Clock) -> Self {
        Self { store, committer, mailing: Arc::new(mailing), clock }
    }

    async fn one(&self, job: Job) {
        let id = job.id;
        if let Err(error) = self.see_through(job).await {
            // The lease runs out and the job comes again.
            tracing::warn!(job = %id, %error, "a mail job could not be settled");
        }
    }

    async fn see_through(&self, job: Job) -> Result<(), store::Error> {
        let (store, asked, mailing) = (self.store.clone(), job.clone(), self.mailing.clone());
        let now = self.clock.now();
        let written = tokio::task::spawn_blocking(move || letter::write(&store, &asked, &mailing, now))
            .await
            .map_err(|_| store::Error::Stopped)??;
        let (to, sent) = match written {
            Written::Letter(letter) => {
                let sent = self.mailing.mailer.send(&letter).await;
                (letter.to, sent)
            }
            Written::NotNeeded => return self.settle(&job, Settled::of(MailOutcome::NotNeeded)).await,
            Written::None(reason) => {
                let outcome = Outcome::Never(reason, codes::MAIL_NO_LETTER);
                (Vec::new(), Sent { outcome, refused: Vec::new() })
            }
        };
        metrics::counter!("lienthong_mails_total", "outcome" => word(&sent.outcome)).increment(1);
        let outcome = match sent.outcome {
            Outcome::Placed(reply) => MailOutcome::Placed { reply },
            Outcome::Never(reply, code) => {
                tracing::warn!(job = %job.id, %code, "a mail is a dead letter");
                MailOutcome::Dead { reply, code }
            }
            Outcome::Later(reply) => return self.later(&job, reply).await,
        };
        // The operator's own address is in no directory, nor is a person's.
        let settled = match job.kind {
            JobKind::MailOperator | JobKind::MailPerson => Settled::of(outcome),
            _ => Settled::with(outcome, to, sent.refused, &job),
        };
        self.settle(&job, settled).await
    }

    async fn later(&self, job: &Job, reply: String) -> Result<(), store::Error> {
        let chance = crypto::random::<4>().map_or(u32::MAX / 2, u32::from_le_bytes);
        let attempts = u32::try_from(job.attempts).unwrap_or(u32::MAX);
        let Some(Micros(wait)) = self.mailing.backoff.next(attempts, Micros(0), chance) else {
            let dead = MailOutcome::Dead { reply, code: codes::MAIL_GIVEN_UP };
            return self.settle(job, Settled::of(dead)).await;
        };
        let after_s = u32::try_from(wait / 1_000_000).unwrap_or(u32::MAX);
        tracing::info!(job = %job.id, attempts, after_s, "a mail is tried again later");
        let (store, id, claim) = (self.store.clone(), job.id, job.claim);
        tokio::task::spawn_blocking(move || store.defer_job(id, claim, after_s, &reply))
            .await
            .map_err(|_| store::Error::Stopped)??;
        Ok(())
    }

    async fn settle(&self, job: &Job, Settled { outcome, taken, refused }: Settled) -> Result<(), store::Error> {
        let change = Change::MailSettled(MailSettled { job: job.id, claim: job.claim, outcome, taken, refused });
        match self.committer.submit(change).await? {
            Ok(_) => Ok(()),
            Err(Conflict::LeaseLost { job }) => {
                tracing::info!(%job, "another worker has the mail job now");
                Ok(())
            }
            Err(conflict) => {
                tracing::error!(%conflict, "a mail job could not be settled");
                Ok(())
            }
        }
    }
}

/// How a mail ended, and at which addresses of the office.
struct Settled {
    outcome: MailOutcome,
    taken: Vec<String>,
    refused: Vec<AddressRefused>,
}

impl Settled {
    /// Nothing is known of any address.
    fn of(outcome: MailOutcome) -> Self {
        Self { outcome, taken: Vec::new(), refused: Vec::new() }
    }

    fn with(outcome: MailOutcome, to: Vec<String>, refused: Vec<Refused>, job: &Job) -> Self {
        let mut taken = to;
        taken.retain(|address| refused.iter().all(|one| one.address != *address));
        let told = |Refused { address, reply }: Refused| {
            let job = NoticeKind::address_failing(&job.agency, &address, &reply);
            AddressRefused { address, reply, job }
        };
        Self { outcome, taken, refused: refused.into_iter().map(told).collect() }
    }
}

fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Placed(_) => "placed",
        Outcome::Later(_) => "later",
        Outcome::Never(..) => "never",
    }
}

/// All that go by mail.
const KINDS: [JobKind; 12] = JobKind::MAILS;
/// Connections to the relay at once: what a small relay bears.
const AT_ONCE: u32 = 4;
/// Twice the longest a letter takes.
const LEASE_S: u32 = 600;
