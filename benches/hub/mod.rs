//! The real binary as a hub of its own for a bench; ended when dropped.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The hub's process.
pub struct Hub(Child);

impl Hub {
    /// `lienthong serve -c config`, once it says at `ops` that it is ready.
    pub async fn start(config: &Path, ops: &str) -> anyhow::Result<Self> {
        let mut command = program();
        command.args(["serve", "-c"]).arg(config).env("LIENTHONG_LOG", "warn").stdout(Stdio::null());
        let hub = Self(command.spawn()?);
        let (client, deadline) = (reqwest::Client::builder().no_proxy().build()?, Instant::now() + READY);
        let url = format!("{}/readyz", ops.trim_end_matches('/'));
        while Instant::now() < deadline {
            if client.get(&url).send().await.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(hub);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        anyhow::bail!("the hub is not ready after {} s", READY.as_secs())
    }

    /// What it holds in memory.
    pub fn resident_kib(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        Ok(line.and_then(|rest| rest.split_whitespace().next()).unwrap_or("0").parse()?)
    }

    /// Ends it, and is heard when that fails.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        self.0.kill()?;
        self.0.wait()?;
        Ok(())
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        // It has ended already, or ends now; there is nobody left to tell.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The program.
pub fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_lienthong"))
}

const READY: Duration = Duration::from_secs(30);
