//! The edges over HTTP: `/api/v1` for agencies and auditors, `/log` for whoever checks, the small page behind a mail's
//! link, and the operator's port.
//!
//! A handler is a page: extract, call one function of `exchange` or one question of `store`, answer. Every failure
//! leaves as problem+json (RFC 9457) in the caller's language (`problem`), and every answer bears `X-Request-Id`.
//!
//! Refused here: whoever does not sign in, bodies that are too large, too slow or cut, and ranges outside. Absent on
//! purpose: rules of the exchange, the console, `/vxp/`, content origins; they come as rooms of their own.

pub mod api;
mod auth;
mod body;
pub mod console;
mod content;
mod court;
mod hub;
mod log;
mod ops;
mod page;
mod problem;
mod serve;
mod wake;

pub use content::content_routes;
pub use hub::{Hub, Settings};
pub use ops::{Health, ops_routes};
pub use problem::Failure;
pub use serve::{mount, openapi};
pub use wake::Wake;
