//! Walks through a plan in the order of time: sets the clock, signs, submits, fetches, acknowledges, declares. What happens
//! at one moment is asked for at once, so that the committer may take it together. Whatever the hub refuses ends it.

use std::collections::HashMap;

use anyhow::{Context as _, bail};
use futures_util::future::try_join_all;

use super::letter::{Letter, Paper, Plan, Regret, Word};
use crate::app::Parts;
use crate::cli::demo::packages;
use crate::cli::demo::people::Person;
use crate::cli::demo::province::{Agency, Province};
use crate::clock::Clock;
use crate::config::Config;
use crate::crypto;
use crate::delivery;
use crate::domain::deadline::iso;
use crate::domain::ids::{DeliveryId, Digest, DocumentUuid, Micros, OrganId};
use crate::domain::person::Role;
use crate::exchange::{Ask, Caller, Declaration, Report, Submitted, Withdrawal};
use crate::store::change::{About, Target};

/// What was done.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::cli::demo) struct Done {
    /// Documents.
    pub documents: usize,
    /// Copies of them.
    pub copies: usize,
}

/// Does all of `plan` in the hub of `province`, which is not running, and sends no mail. Where an agency has a clerk among
/// `people`, its words are theirs.
///
/// # Errors
/// When the hub refuses something: a plan is made of what it takes.
pub(super) async fn walk(province: &Province, people: &[Person], plan: Plan<'_>) -> anyhow::Result<Done> {
    let mut config = province.config.clone();
    config.mail.enabled = false;
    let clock = Clock::fixed(Micros(0));
    let parts = Parts::open(&config, clock.clone()).await?;
    let mut walk = Walk::new(&parts, &config, &clock, province);
    walk.clerks = clerks(people);
    let done = walk.go(&plan).await;
    parts.close().await?;
    done
}

/// What happens at one moment.
enum Step<'p, 'a> {
    Send(usize, &'p Letter<'a>),
    Fetch(usize, &'p Agency),
    Say(usize, &'p Agency, Word),
    Regret(usize, &'p Agency, Regret),
    Declare(&'p Paper<'a>),
    Look,
}

struct Walk<'w> {
    parts: &'w Parts,
    config: &'w Config,
    clock: &'w Clock,
    province: &'w Province,
    callers: HashMap<OrganId, Caller>,
    clerks: HashMap<OrganId, Caller>,
    sent: HashMap<usize, Sent>,
}

/// A document as the hub knows it.
struct Sent {
    document: DocumentUuid,
    package: Digest,
    deliveries: HashMap<OrganId, DeliveryId>,
}

impl<'w> Walk<'w> {
    fn new(parts: &'w Parts, config: &'w Config, clock: &'w Clock, province: &'w Province) -> Self {
        Self { parts, config, clock, province, callers: HashMap::new(), clerks: HashMap::new(), sent: HashMap::new() }
    }

    async fn go(mut self, plan: &Plan<'_>) -> anyhow::Result<Done> {
        self.sign_in().await?;
        let steps = steps(plan);
        for together in steps.chunk_by(|one, next| one.0 == next.0) {
            let Some((at, _)) = together.first() else { continue };
            self.clock.set(*at);
            self.moment(together).await.with_context(|| iso(*at))?;
        }
        let documents = self.sent.len();
        Ok(Done { documents, copies: self.sent.values().map(|sent| sent.deliveries.len()).sum() })
    }

    /// Every agency's system, by its token.
    async fn sign_in(&mut self) -> anyhow::Result<()> {
        let store = self.parts.store.clone();
        let tokens: Vec<_> = self.province.agencies.iter().map(|one| crypto::sha256(one.token.as_bytes())).collect();
        let systems = tokio::task::spawn_blocking(move || {
            tokens.iter().map(|token| store.system_by_token(token)).collect::<Result<Vec<_>, _>>()
        });
        for (agency, system) in self.province.agencies.iter().zip(systems.await??) {
            let system = system.with_context(|| format!("the token of {}", agency.organ_id.0))?.id;
            let caller = Caller { system: Some(system), person: None, agency: agency.organ_id.clone() };
            self.callers.insert(agency.organ_id.clone(), caller);
        }
        Ok(())
    }

    fn caller(&self, agency: &Agency) -> anyhow::Result<&Caller> {
        self.callers.get(&agency.organ_id).with_context(|| format!("no system of {}", agency.organ_id.0))
    }

    /// Its clerk at the console where it has one, else its system.
    fn desk(&self, agency: &Agency) -> anyhow::Result<&Caller> {
        self.clerks.get(&agency.organ_id).map_or_else(|| self.caller(agency), Ok)
    }

    fn delivery(&self, letter: usize, to: &Agency) -> anyhow::Result<(DeliveryId, &Sent)> {
        let sent = self.sent.get(&letter).context("a word before its document")?;
        let id = sent.deliveries.get(&to.organ_id).with_context(|| format!("no copy for {}", to.organ_id.0))?;
        Ok((*id, sent))
    }

    /// What is sent first, then all the rest.
    async fn moment(&mut self, steps: &[(Micros, Step<'_, '_>)]) -> anyhow::Result<()> {
        for (_, step) in steps {
            if let Step::Send(number, letter) = step {
                let sent = self.send(letter).await.with_context(|| letter.draft.code())?;
                self.sent.insert(*number, sent);
            }
        }
        let this = &*self;
        try_join_all(steps.iter().map(|(_, step)| this.step(step))).await?;
        Ok(())
    }

    async fn step(&self, step: &Step<'_, '_>) -> anyhow::Result<()> {
        match step {
            Step::Send(..) => Ok(()),
            Step::Fetch(number, to) => self.fetch(*number, to).await,
            Step::Say(number, by, word) => self.say(*number, by, *word).await,
            Step::Regret(number, by, regret) => self.regret(*number, by, *regret).await,
            Step::Declare(paper) => self.declare(paper).await,
            Step::Look => {
                delivery::look(&self.parts.exchange, &self.parts.committer, self.config).await?;
                Ok(())
            }
        }
    }

    async fn send(&self, letter: &Letter<'_>) -> anyhow::Result<Sent> {
        let to: Vec<&Agency> = letter.copies.iter().map(|copy| copy.to).collect();
        let package = packages::pack(letter.from, &to, letter.kind, &letter.draft, &letter.files)?;
        let mut upload = self.parts.store.objects().upload(self.config.limits.package_bytes)?;
        upload.write(&package)?;
        let caller = self.caller(letter.from)?;
        let taken = self.parts.exchange.submit(caller, upload, letter.sent, Ask::default()).await?;
        let Submitted::New(new) = taken else { bail!("the hub knew it: {taken:?}") };
        let deliveries = new.issued.deliveries.into_iter().map(|delivery| (delivery.agency, delivery.id)).collect();
        Ok(Sent { document: new.issued.document.uuid, package: crypto::sha256(&package), deliveries })
    }

    async fn fetch(&self, number: usize, to: &Agency) -> anyhow::Result<()> {
        let (delivery, sent) = self.delivery(number, to)?;
        self.parts.exchange.fetched(self.caller(to)?, delivery, sent.package).await?;
        Ok(())
    }

    async fn say(&self, number: usize, by: &Agency, word: Word) -> anyhow::Result<()> {
        let report = Report {
            about: About::Delivery(self.delivery(number, by)?.0),
            status: word.status,
            request: None,
            reason: word.reason.map(str::to_owned),
            stated: None,
            idempotency: None,
        };
        self.parts.exchange.acknowledge(self.desk(by)?, report).await?;
        Ok(())
    }

    async fn regret(&self, number: usize, by: &Agency, regret: Regret) -> anyhow::Result<()> {
        let sent = self.sent.get(&number).context("a recall before its document")?;
        let withdrawal = Withdrawal {
            what: regret.what,
            target: Target::Uuid(sent.document),
            receivers: Vec::new(),
            reason: regret.reason.to_owned(),
            idempotency: None,
        };
        self.parts.exchange.withdraw(self.desk(by)?, withdrawal).await?;
        Ok(())
    }

    async fn declare(&self, paper: &Paper<'_>) -> anyhow::Result<()> {
        let said = Declaration { period: paper.period.clone(), count: paper.count, supersedes: None };
        self.parts.exchange.declare(self.desk(paper.by)?, said).await?;
        Ok(())
    }
}

fn clerks(people: &[Person]) -> HashMap<OrganId, Caller> {
    let clerks = people.iter().filter(|person| person.role == Role::Clerk);
    let at = |person: &Person| {
        let agency = person.agency.clone()?;
        Some((agency.clone(), Caller { system: None, person: Some(person.id), agency }))
    };
    clerks.filter_map(at).collect()
}

/// Everything in the order of time; what stands together stays in the order in which it can happen.
fn steps<'p, 'a>(plan: &'p Plan<'a>) -> Vec<(Micros, Step<'p, 'a>)> {
    let mut steps = Vec::new();
    for (number, letter) in plan.letters.iter().enumerate() {
        steps.push((letter.sent, Step::Send(number, letter)));
        for copy in &letter.copies {
            steps.extend(copy.fetched.map(|at| (at, Step::Fetch(number, copy.to))));
            steps.extend(copy.words.iter().map(|word| (word.at, Step::Say(number, copy.to, *word))));
        }
        steps.extend(letter.regret.map(|regret| (regret.at, Step::Regret(number, letter.from, regret))));
    }
    steps.extend(plan.papers.iter().map(|paper| (paper.at, Step::Declare(paper))));
    steps.extend(plan.looks.iter().map(|at| (*at, Step::Look)));
    steps.sort_by_key(|(at, _)| *at);
    steps
}
