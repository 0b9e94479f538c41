//! Workers: claim a job with a lease, act through a channel, settle on the same lease. No transaction is open while
//! something is on the wire, so a killed worker leaves a lease that runs out, and the job is done again.
//!
//! `answers` asks for revocation answers; `recheck` looks again at what was let in with revocation unknown; `remind` tells
//! of what lies unfetched and lets it expire; `digests` gathers what arrived; `notify` sends the mails; `letter` writes
//! them, `layout` makes their text fit; `webhooks` tells agencies' software. Absent until it is built: forwarding.

mod answers;
mod digests;
mod expiry;
mod layout;
mod letter;
mod notify;
mod recheck;
mod remind;
mod rounds;
mod webhooks;
mod workers;

pub use notify::Mailing;
pub use remind::look;
pub use webhooks::Telling;
pub use workers::Workers;
