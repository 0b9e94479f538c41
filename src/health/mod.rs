//! Does everything that the configuration names exist and work? A check a line: ok, to watch, or wrong. `doctor` asks before a
//! hub is started, the operator's status page while it runs; what to do about each stands with its words
//! (`doctor-<id>.remedy`).
//!
//! Nothing here changes anything but what `serve` would do at its start (migrations). Absent: words, screens, pages.

mod check;
mod checks;

pub(crate) use check::words;
pub use check::{Arg, Check, Health, Said};
pub use checks::{everything, mail, running};
