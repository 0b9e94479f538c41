//! `lienthong agent`: the program on a clerk's machine that signs with her agency's key. A page of the hub asks it over
//! 127.0.0.1; the key never leaves the machine.
//!
//! The hub is not trusted here. `ask` is given the document, the files and what is to be signed, never a bare hash, and recomputes
//! every digest; `show` says in this program's own terminal what is about to be signed; nothing happens without a typed word and the
//! PIN or password, each time. docs/agent-security.md says against whom each measure stands.
//!
//! Refused here: every name but 127.0.0.1, every page but that of a paired hub, what is no JSON, a request that came before, a second
//! one at the same time. Absent on purpose: the store, the network beyond this machine, cookies, and any key but the one it was
//! started with.

mod ask;
mod error;
mod gate;
mod key;
mod memory;
mod paired;
mod seen;
mod server;
mod show;
mod state;
mod terminal;
mod token;

pub use error::AgentError;
pub use gate::origin_of;
pub use key::{Key, KeyFrom};
pub use memory::keep_memory_private;
pub use paired::{Pairing, Pairings};
pub use server::{Running, start};
pub use state::{Agent, Settings};
pub use terminal::Terminal;
