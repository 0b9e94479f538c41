//! What operators do that is neither the directory's nor a calendar's: dead letters asked for again or closed, and the hub
//! held still while something is mended. Each act is one leaf with who did it and why.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::{Exchange, Fault, NoticeKind, Refusal, notice};
use crate::codes::{self, Code};
use crate::domain::ids::{JobId, OrganId};
use crate::store::change::{Actor, Change, Effect, OperatorAct};
use crate::store::jobs::DeadLetter;
use crate::store::{Committed, LeafRef, PAGE_MAX};

impl Exchange {
    /// Every dead letter, or every one of a cause, in the order of their names.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn dead_letters(&self, cause: Option<String>) -> Result<Vec<DeadLetter>, Refusal> {
        self.blocking(move |this| {
            let mut all = Vec::<DeadLetter>::new();
            loop {
                let after = all.last().map(|letter| letter.id);
                let page = match &cause {
                    Some(code) => this.store.dead_letters_of(code, after, PAGE_MAX)?,
                    None => this.store.dead_letters(after, PAGE_MAX)?,
                };
                if page.is_empty() {
                    return Ok(all);
                }
                all.extend(page);
            }
        })
        .await
    }

    /// Lets dead letters wait again: after the cause is mended. A mail is written anew, under its old Message-ID.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn retry_dead_letters(&self, by: Actor, jobs: Vec<JobId>) -> Result<LeafRef, Refusal> {
        self.operate(by, "job.retried", named(&jobs), Effect::Retry(jobs)).await
    }

    /// Closes dead letters as undeliverable, with a reason: they are asked for no more. What they were about stays where it
    /// is; a document lies in its receiver's inbox all the same.
    ///
    /// # Errors
    /// `hub.reason_missing` without a reason; `store.*`.
    pub async fn close_dead_letters(&self, by: Actor, jobs: Vec<JobId>) -> Result<LeafRef, Refusal> {
        reasoned(&by)?;
        self.operate(by, "job.closed", named(&jobs), Effect::Close(jobs)).await
    }

    /// Tells the offices concerned, and those who issued what was to be told, that the hub does not get through: one mail a
    /// party and office. Those without a mail address are told nothing. How many are told.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn tell_of_dead_letters(&self, by: Actor, letters: &[DeadLetter]) -> Result<usize, Refusal> {
        let mut stuck: BTreeMap<(OrganId, &str), (u64, BTreeSet<OrganId>)> = BTreeMap::new();
        for letter in letters {
            let (count, parties) = stuck.entry((letter.agency.clone(), letter.code.as_str())).or_default();
            *count += 1;
            parties.insert(letter.agency.clone());
            parties.extend(letter.issuer.clone());
        }
        let (directory, now) = (self.blocking(|this| this.directory()).await?, self.clock.now());
        let mut mails = Vec::new();
        for ((of, code), (count, parties)) in stuck {
            let Some(code) = Code::lookup(code) else { continue };
            for party in parties.iter().filter(|party| self.policy.mail && directory.gets_mail(party, now)) {
                let kind = NoticeKind::Stuck { of: of.clone(), code, count };
                mails.push(notice::job(party, kind, None, None).map_err(Refusal::internal)?);
            }
        }
        let (count, jobs) = (mails.len(), letters.iter().map(|letter| letter.id).collect::<Vec<_>>());
        self.operate(by, "job.told", named(&jobs), Effect::Tell(mails)).await?;
        Ok(count)
    }

    /// Holds the hub still, or lets it go on: while it is held, nobody's changes are taken, and everything can be read.
    ///
    /// # Errors
    /// `hub.reason_missing` without a reason; `store.*`.
    pub async fn hold(&self, by: Actor, on: bool) -> Result<LeafRef, Refusal> {
        reasoned(&by)?;
        let act = if on { "hub.read_only" } else { "hub.released" };
        self.operate(by, act, json!({ "read_only": on }), Effect::ReadOnly(on)).await
    }

    async fn operate(
        &self,
        by: Actor,
        act: &str,
        detail: serde_json::Value,
        effect: Effect,
    ) -> Result<LeafRef, Refusal> {
        let act = OperatorAct { by, act: act.to_owned(), detail_json: detail.to_string(), effect };
        match self.commit(Change::Operator(act)).await? {
            Committed::Done { leaf } => Ok(leaf),
            other => Err(Refusal::new(codes::INTERNAL, format!("unexpected answer {other:?}"))),
        }
    }
}

fn named(jobs: &[JobId]) -> serde_json::Value {
    json!({ "jobs": jobs.iter().map(|id| id.0).collect::<Vec<_>>() })
}

fn reasoned(by: &Actor) -> Result<(), Refusal> {
    if by.reason.trim().is_empty() {
        return Err(Refusal::of(vec![Fault::bare(codes::HUB_REASON_MISSING).at("reason")]));
    }
    Ok(())
}
