//! Log lines (text or JSON) and metrics.
//!
//! A log line reads alone and carries fields: `delivery.id`, `document.uuid`, `job.id`, `code`, `duration_ms`. A failure
//! is logged once, where it is handled, with its chain of causes printed once. **Never logged**: subjects and contents,
//! names and addresses of people, document numbers, tokens, passwords, keys, salts, headers and bodies of requests.
//! Who needs the document behind a line looks it up by its uuid, and that look is itself recorded.

use std::fmt;
use std::io::IsTerminal as _;
use std::sync::{Mutex, PoisonError};

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, Telemetry};

/// Starts the log of the process, to standard error. The environment wins over the file: `LIENTHONG_LOG` replaces
/// `telemetry.filter`, `LIENTHONG_LOG_FORMAT` (`text` or `json`) replaces `telemetry.format`.
///
/// # Errors
/// When the filter cannot be read, the format is neither of the two, or a log was started before.
pub fn start_log(settings: &Telemetry) -> Result<(), TelemetryError> {
    let environment = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let filter = environment("LIENTHONG_LOG").unwrap_or_else(|| settings.filter.clone());
    let format = match environment("LIENTHONG_LOG_FORMAT").as_deref() {
        None => settings.format,
        Some("text") => LogFormat::Text,
        Some("json") => LogFormat::Json,
        Some(other) => return Err(TelemetryError::Format { found: other.to_owned() }),
    };
    let parsed = EnvFilter::try_new(&filter).map_err(|source| TelemetryError::Filter { filter, source })?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(parsed)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    match format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init(),
    }
    .map_err(|_| TelemetryError::Started)
}

/// The process's metrics, in the text form that Prometheus reads. One a process: hubs that share it (tests, the demo)
/// share the counters.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

static INSTALLED: Mutex<Option<Metrics>> = Mutex::new(None);

impl Metrics {
    /// Starts to collect what the macros of `metrics` count; later calls give the same collection.
    ///
    /// # Errors
    /// When something else collects already in this process.
    pub fn install() -> Result<Self, TelemetryError> {
        let mut installed = INSTALLED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(metrics) = &*installed {
            return Ok(metrics.clone());
        }
        let handle = PrometheusBuilder::new().install_recorder().map_err(|_| TelemetryError::Started)?;
        Ok(installed.insert(Self(handle)).clone())
    }

    /// What was counted so far; also drops what idle series no longer need, so it is to be called regularly.
    pub fn render(&self) -> String {
        self.0.run_upkeep();
        self.0.render()
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}

/// Why log or metrics do not start.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter is not one.
    #[error("log filter {filter:?} cannot be read")]
    Filter {
        /// As it stands in the environment or the file.
        filter: String,
        /// The reader's reason.
        source: tracing_subscriber::filter::ParseError,
    },
    /// `LIENTHONG_LOG_FORMAT` is neither `text` nor `json`.
    #[error("log format: expected text or json, found {found:?}")]
    Format {
        /// What stands there.
        found: String,
    },
    /// It was started before in this process.
    #[error("telemetry was started before")]
    Started,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_that_is_none_is_refused() {
        let broken = Telemetry { filter: "lienthong=nonsense=".to_owned(), ..Telemetry::default() };
        assert!(matches!(start_log(&broken), Err(TelemetryError::Filter { .. })));
    }

    #[test]
    fn the_process_has_one_collection() {
        let (first, second) = (Metrics::install().unwrap(), Metrics::install().unwrap());
        metrics::counter!("telemetry_test_total").increment(3);
        for metrics in [first, second] {
            assert!(metrics.render().contains("telemetry_test_total 3"), "{}", metrics.render());
        }
    }
}
