//! Asks for revocation answers that are wished for or grow old, and keeps them: the one place of the hub that waits for
//! certification authorities.

use super::rounds::Worker;
use crate::channel::pki::{Asked, Resolver};
use crate::clock::Clock;
use crate::domain::ids::{Digest, Micros};
use crate::signature::certificate::Certificate;
use crate::signature::path::{Anchors, Purpose};
use crate::signature::revocation::{self, Material, Moment};
use crate::store::pki::{KeptAnswer, Wish};
use crate::store::{self, Store};

/// The worker.
pub(super) struct Answers {
    store: Store,
    resolver: Resolver,
    clock: Clock,
}

impl Worker for Answers {
    const NAME: &'static str = "answers";

    async fn round(&self) -> Result<usize, store::Error> {
        let (store, now) = (self.store.clone(), self.clock.now());
        let due = tokio::task::spawn_blocking(move || store.due_answers(now, AT_ONCE, LEASE_S));
        let due = due.await.map_err(|_| store::Error::Stopped)??;
        let count = due.len();
        futures_util::future::join_all(due.into_iter().map(|wish| self.fulfil(wish))).await;
        Ok(count)
    }
}

impl Answers {
    pub(super) fn new(store: Store, resolver: Resolver, clock: Clock) -> Self {
        Self { store, resolver, clock }
    }

    async fn fulfil(&self, wish: Wish) {
        let (Ok(certificate), Ok(issuer)) =
            (Certificate::from_der(&wish.certificate), Certificate::from_der(&wish.issuer))
        else {
            // A row of ours that does not read any more: said, and not asked again before long.
            tracing::error!(certificate = %wish.sha256, "a certificate that was kept cannot be read");
            self.keep(None, wish.sha256, wish.failures, None).await;
            return;
        };
        let Asked { answer, errors } = self.resolver.revocation(&certificate, &issuer).await;
        for error in &errors {
            tracing::warn!(code = error.code().name(), %error, "no revocation answer");
        }
        metrics::counter!("lienthong_pki_questions_total", "outcome" => if answer.is_some() { "kept" } else { "none" })
            .increment(1);
        let now = self.clock.now();
        let due = answer.as_ref().map(|answer| again(answer, &certificate, &issuer, now));
        self.keep(answer, wish.sha256, wish.failures, due).await;
    }

    /// Keeps an answer to be asked for again at `due`; without one waits longer each time.
    async fn keep(&self, answer: Option<Material>, certificate: Digest, failures: i64, due: Option<Micros>) {
        let (store, now) = (self.store.clone(), self.clock.now());
        let wait = (FIRST_WAIT_S << failures.clamp(0, 6)).min(LONGEST_WAIT_S);
        let due = due.unwrap_or_else(|| now.plus_seconds(wait));
        let kept = tokio::task::spawn_blocking(move || match answer {
            Some(answer) => {
                let row = KeptAnswer { kind: answer.kind.word().to_owned(), der: answer.der.to_vec() };
                store.keep_answer(&certificate, &answer.sha256, &row, now, due)
            }
            None => store.answer_failed(&certificate, now, due),
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
const FIRST_WAIT_S: i64 = 30;
const LONGEST_WAIT_S: i64 = 1_800;
const SOONEST_S: i64 = 300;
const LATEST_S: i64 = 43_200;
