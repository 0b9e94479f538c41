//! What this process holds stays in it: no core is written of it, and no other program of the account looks into it.

use rustix::process::{Resource, Rlimit, setrlimit};

use super::AgentError;

/// From here on a crash leaves no core behind, and, on Linux, only root reads this process (PR_SET_DUMPABLE).
///
/// # Errors
/// [`AgentError::Terminal`] when the system does not take it.
pub fn keep_memory_private() -> Result<(), AgentError> {
    let failed = |error: rustix::io::Errno| AgentError::Terminal(error.into());
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }).map_err(failed)?;
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable).map_err(failed)?;
    Ok(())
}
