//! Logs (JSON or text) and metrics.
