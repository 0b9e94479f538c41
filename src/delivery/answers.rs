//! Asks for revocation answers that are wished for or grow old, and keeps them: the one place of the hub that waits for
//! certification authorities.

use tokio::sync::watch;

use crate::channel::pki::{Asked, Resolver};
use crate::clock::Clock;
use crate::domain::ids::Micros;
use crate::exchange::pki::{CRL, OCSP};
use crate::signature::certificate::Certificate;
use crate::signature::path::{Anchors, Purpose};
use crate::signature::revocation::{self, Kind, Material, Moment};
use crate::store::pki::{KeptAnswer, Wish};
use crate::store::{self, Store};

/// The worker.
pub(super) struct Answers {
    store: Store,
    resolver: Resolver,
    clock: Clock,
}

impl Answers {
    pub(super) fn new(store: Store, resolver: Resolver, clock: Clock) -> Self {
        Self { store, resolver, clock }
    }

    /// Works until told to stop.
    pub(super) async fn run(self, mut stopped: watch::Receiver<bool>) {
        loop {
            let busy = match self.round().await {
                Ok(count) => count > 0,
                Err(error) => {
                    tracing::warn!(%error, "revocation answers cannot be kept");
                    false
                }
            };
            if *stopped.borrow() {
                return;
            }
            if !busy && tokio::time::timeout(IDLE, stopped.changed()).await.is_ok() {
                return;
            }
        }
    }

    async fn round(&self) -> Result<usize, store::Error> {
        let (store, now) = (self.store.clone(), self.clock.now());
        let due = tokio::task::spawn_blocking(move || store.due_answers(now, AT_ONCE, LEASE_S));
        let due = due.await.map_err(|_| store::Error::Stopped)??;
        let count = due.len();
        futures_util::future::join_all(due.into_iter().map(|wish| self.fulfil(wish))).await;
        Ok(count)
    }

    async fn fulfil(&self, wish: Wish) {
        let (Ok(certificate), Ok(issuer)) =
            (Certificate::from_der(&wish.certificate), Certificate::from_der(&wish.issuer))
        else {
            return;
        };
        let Asked { answers, errors } = self.resolver.revocation(&certificate, &issuer).await;
        for error in &errors {
            tracing::warn!(code = error.code().name(), %error, "no revocation answer");
        }
        metrics::counter!("lienthong_pki_questions_total", "outcome" => if answers.is_empty() { "none" } else { "kept" })
            .increment(1);
        let (store, now) = (self.store.clone(), self.clock.now());
        let kept = tokio::task::spawn_blocking(move || match answers.into_iter().next() {
            Some(answer) => {
                let due = again(&answer, &certificate, &issuer, now);
                let kind = if answer.kind == Kind::Crl { CRL } else { OCSP };
                let (sha256, der) = (answer.sha256, answer.der.to_vec());
                let answer = KeptAnswer { kind: kind.to_owned(), der };
                store.keep_answer(&certificate.sha256(), &sha256, &answer, now, due)
            }
            None => {
                let wait = FIRST_WAIT_S << wish.failures.clamp(0, 6);
                store.answer_failed(&certificate.sha256(), now, now.plus_seconds(wait.min(LONGEST_WAIT_S)))
            }
        });
        match kept.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "a revocation answer cannot be kept"),
            Err(error) => tracing::warn!(%error, "keeping a revocation answer ended badly"),
        }
    }
}

/// When to ask again: half way to the end of the window, at least in five minutes, at most in twelve hours.
fn again(answer: &Material, certificate: &Certificate, issuer: &Certificate, now: Micros) -> Micros {
    let one = std::slice::from_ref(answer);
    let known = revocation::of_certificate(
        certificate,
        issuer,
        one,
        &Anchors::none(),
        Moment { at: now, now, purpose: Purpose::Seal },
    );
    let end = known.proof.map_or(now, |proof| proof.until);
    let half = (end.0 - now.0) / 2_000_000;
    now.plus_seconds(half.clamp(SOONEST_S, LATEST_S))
}

/// Questions on the wire at once.
const AT_ONCE: u32 = 8;
/// Longer than a question may take with all its sources.
const LEASE_S: i64 = 120;
/// How soon a new wish is seen.
const IDLE: std::time::Duration = std::time::Duration::from_secs(1);
const FIRST_WAIT_S: i64 = 30;
const LONGEST_WAIT_S: i64 = 1_800;
const SOONEST_S: i64 = 300;
const LATEST_S: i64 = 43_200;
