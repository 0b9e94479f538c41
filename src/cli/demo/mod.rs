//! A province in a folder (`lienthong demo`), and its parts for whoever needs a ready province: stories, benches.
//!
//! [`province`] makes a development PKI, agencies, bindings, tokens and a configuration in a folder, on any store.
//! [`packages`] makes what agencies send: signed packages of both kinds and status files. [`handbook`] is the file
//! `demo.json` that tells scripts where everything is. [`catcher`] is a small mail server that keeps what it gets.
//!
//! Absent on purpose: anything that a real province could use. Keys lie in the clear, and the certificates are worth
//! nothing outside of the folder.

pub mod catcher;
mod changes;
pub mod handbook;
pub mod packages;
pub mod pdf;
pub mod province;

mod audit;
mod cast;
mod command;
mod count;
mod folder;
mod mails;
mod merger;
mod morning;
mod people;
mod play;
mod stage;
mod tree;
mod year;

pub use command::{Args, run};
