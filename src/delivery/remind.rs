//! Tells offices that a document lies unfetched, and lets it expire (`domain::reminder`). One look is one transaction:
//! what was fetched, withdrawn or told by another process meanwhile is left alone.

use super::rounds::Worker;
use crate::config::{Config, Notice};
use crate::domain::ids::{OrganId, Urgency};
use crate::domain::reminder::{self, Rules, Stage};
use crate::exchange::{Exchange, Reminder};
use crate::store::change::{Change, NewJob, Remind};
use crate::store::commit::Committer;
use crate::store::reminders::DueReminder;
use crate::store::{self, Store};

/// The worker.
pub(super) struct Reminders {
    store: Store,
    exchange: Exchange,
    committer: Committer,
    notice: Notice,
    urgency: Vec<Urgency>,
}

impl Worker for Reminders {
    const NAME: &'static str = "reminders";

    async fn round(&self) -> Result<usize, store::Error> {
        let (store, now) = (self.store.clone(), self.exchange.clock().now());
        let due = tokio::task::spawn_blocking(move || store.due_reminders(now, AT_ONCE))
            .await
            .map_err(|_| store::Error::Stopped)??;
        let count = due.len();
        for one in due {
            self.one(one).await?;
        }
        Ok(count)
    }
}

impl Reminders {
    pub(super) fn new(exchange: Exchange, committer: Committer, notice: Notice, urgency: Vec<Urgency>) -> Self {
        Self { store: exchange.store().clone(), exchange, committer, notice, urgency }
    }

    async fn one(&self, due: DueReminder) -> Result<(), store::Error> {
        let now = self.exchange.clock().now();
        let (store, agency) = (self.store.clone(), due.agency.clone());
        let calendar = tokio::task::spawn_blocking(move || store.calendar(Some(&agency)))
            .await
            .map_err(|_| store::Error::Stopped)??;
        let urgency = Urgency::of(due.priority, &self.urgency);
        let stages = reminder::stages(&self.rules(urgency), &calendar, due.arrived, urgency);
        let step = reminder::step(&stages, due.done, now);
        let jobs = match step.act {
            Some(stage) => self.mails(&due, stage).await?,
            None => Vec::new(),
        };
        let change = Remind { delivery: due.delivery, expected: due.expected, stage: step.act, next: step.next, jobs };
        match self.committer.submit(Change::Remind(Box::new(change))).await? {
            Ok(_) => Ok(()),
            Err(conflict) => {
                tracing::error!(delivery = %due.delivery, %conflict, "a reminder could not be settled");
                Ok(())
            }
        }
    }

    /// Whom the stage concerns, each with a mail of its own.
    async fn mails(&self, due: &DueReminder, stage: Stage) -> Result<Vec<NewJob>, store::Error> {
        let (store, exchange, due) = (self.store.clone(), self.exchange.clone(), due.clone());
        let work = move || {
            let parent = |id: &OrganId| -> Result<Option<OrganId>, store::Error> {
                Ok(store.agency(id)?.and_then(|agency| agency.facts.parent))
            };
            let to = match stage {
                Stage::Before | Stage::Overdue => vec![due.agency.clone()],
                Stage::Escalation => parent(&due.agency)?.into_iter().collect(),
                Stage::ExpiryWarning | Stage::Expiry => vec![due.agency.clone(), due.issuer.clone()],
            };
            Ok(to.iter().filter_map(|office| exchange.reminder(office, &Reminder::of(&due, stage))).collect())
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| store::Error::Stopped)?
    }

    fn rules(&self, urgency: Urgency) -> Rules {
        let on = |value: u32| (value > 0).then_some(value);
        Rules {
            before_minutes: on(self.notice.before_minutes),
            overdue: self.notice.overdue,
            escalate_days: on(self.notice.escalate_days),
            expire_days: match urgency {
                Urgency::Normal => on(self.notice.expire_days),
                Urgency::Urgent | Urgency::VeryUrgent | Urgency::Immediate => on(self.notice.expire_urgent_days),
            },
            warn_days: self.notice.warn_days,
        }
    }
}

/// One look of the reminders at the clock's present time, for whoever walks through days without workers. How many rows
/// were due.
///
/// # Errors
/// `store.*`.
pub async fn look(exchange: &Exchange, committer: &Committer, config: &Config) -> Result<usize, store::Error> {
    let urgency = config.policy.urgency.clone();
    let reminders = Reminders::new(exchange.clone(), committer.clone(), config.notice.clone(), urgency);
    let mut count = 0;
    loop {
        let some = reminders.round().await?;
        count += some;
        if some == 0 {
            return Ok(count);
        }
    }
}

/// One look at a time holds no row; this is only how many are read together.
const AT_ONCE: u32 = 100;
