//! The commands of `lienthong`, one file each, and the agencies' side of the HTTP contract ([`client`]).
//!
//! A command reads its arguments, calls one thing below, prints for people or for programs, and ends with an exit code
//! of DESIGN §10: 0 done, valid or proven; 1 refused, invalid, disproven; 2 indeterminate; 64 usage; 66 unreadable input;
//! 69 hub unreachable; 70 internal. Only this room uses `anyhow`, and only this room writes to standard output.
//!
//! Refused here: arguments that make no sense together. Absent: any rule of the exchange, and the commands that later
//! work brings (recall, backup, restore, audit of whole logs).

mod ack;
mod admin;
mod agent;
mod args;
mod audit;
pub mod client;
mod completions;
mod consistency;
mod declare;
pub mod demo;
mod doctor;
mod fault;
mod fetch;
mod hub;
mod inbox;
mod man;
mod preflight;
mod rates;
mod receipt;
mod run;
mod screen;
mod send;
mod serve;
mod sign;
mod track;
mod trust;
mod verify;
mod withdraw;
mod words;

pub use fault::{Exit, Fault};
pub use run::{Context, Format, main};
pub use screen::Screen;
