//! What this process holds stays in it: no core is written of it, and no other program of the account looks into it.

use std::io;

use rustix::process::{Resource, Rlimit, setrlimit};

/// From here on a crash leaves no core behind, and, on Linux, only root reads this process (PR_SET_DUMPABLE).
///
/// # Errors
/// The system's own, when it does not take it.
pub fn keep_memory_private() -> io::Result<()> {
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    Ok(())
}
