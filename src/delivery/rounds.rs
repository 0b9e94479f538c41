//! How a worker works: round after round, a pause where there was nothing to do, until it is told to stop.

use std::time::Duration;

use tokio::sync::watch;

use crate::store;

/// What works in rounds.
pub(super) trait Worker: Send + Sync + 'static {
    /// Its name in the log.
    const NAME: &'static str;

    /// Claims some work and sees it through; how much it was. What was claimed when it fails comes again when its lease ends.
    fn round(&self) -> impl Future<Output = Result<usize, store::Error>> + Send;
}

/// Runs `worker` until told to stop; what it has claimed then is finished.
pub(super) async fn run<W: Worker>(worker: W, mut stopped: watch::Receiver<bool>) {
    loop {
        let busy = match worker.round().await {
            Ok(count) => count > 0,
            Err(error) => {
                tracing::warn!(worker = W::NAME, %error, "a round of a worker failed");
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

/// How soon new work is seen when there was none.
const IDLE: Duration = Duration::from_secs(1);
