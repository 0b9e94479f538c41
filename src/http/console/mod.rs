//! The console: what a clerk opens in the morning, and an auditor believes in the evening. Pages made on the server, in
//! Vietnamese and English; every one can be read, and every act done, without JavaScript.
//!
//! A page is: a handler that asks `exchange` or `store`, a struct that is its template (`templates/console`), and the
//! [`frame::Frame`] around it. The list of routes, each with the rule who may open it, is `routes`; [`gate`] stands before
//! all of them. What changes something is a POST and ends in a redirect.
//!
//! Refused here: inline scripts and styles, a page without a rule, a document of another agency (as everywhere: asked with
//! the agency, answered 404). Absent on purpose: rules of the exchange, words (`i18n`), the bytes of attachments on this
//! origin (they lie on the second, cookieless one).

mod account;
mod agency;
mod answer;
mod ask;
mod assets;
mod book;
mod compose;
mod document;
mod failure;
pub(super) mod frame;
mod gate;
mod held;
mod help;
mod home;
mod inbox;
mod invitation;
mod knock;
#[cfg(feature = "oidc")]
mod oidc;
mod operator;
mod people;
mod pill;
mod proof;
mod qr;
mod rates;
mod routes;
mod seat;
mod sending;
mod sent;
mod sign_in;
mod upload;

pub(super) use answer::origin;
pub(super) use failure::nothing_here;
pub use gate::Rule;
pub use held::Held;
pub(super) use home::page_of;
pub(super) use operator::maintenance::hold;
pub(super) use routes::mount;
pub use routes::{Route, TABLE};
