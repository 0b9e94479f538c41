//! The real binary as a child process: started, killed, asked whether it is ready.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// A hub that runs as `lienthong serve -c FILE`.
pub struct HubProcess {
    config: PathBuf,
    /// Base URL of the operator's port.
    ops: String,
    /// What every process of this hub printed.
    log: PathBuf,
    child: Option<Child>,
    /// How often it was started.
    pub starts: u32,
}

impl HubProcess {
    /// One that is not running yet.
    pub fn new(config: &Path, ops: impl Into<String>) -> Self {
        let log = config.with_extension("log");
        Self { config: config.to_owned(), ops: ops.into(), log, child: None, starts: 0 }
    }

    /// Starts it and waits until it says that it is ready.
    pub async fn start(&mut self) {
        assert!(self.child.is_none(), "it runs already");
        let log = OpenOptions::new().create(true).append(true).open(&self.log).expect("the hub's log");
        let both = |log: &File| Stdio::from(log.try_clone().expect("a second handle"));
        let child = Command::new(env!("CARGO_BIN_EXE_lienthong"))
            .args(["serve", "-c"])
            .arg(&self.config)
            .stdin(Stdio::null())
            .stdout(both(&log))
            .stderr(both(&log))
            .spawn();
        self.child = Some(child.expect("the binary starts"));
        self.starts += 1;
        self.ready().await;
    }

    /// SIGKILL, and not before it is gone.
    pub fn kill(&mut self) {
        let mut child = self.child.take().expect("it runs");
        // One that ended by itself did so against its orders.
        if let Some(status) = child.try_wait().expect("its status") {
            panic!("the hub ended by itself: {status}\n{}", self.printed());
        }
        child.kill().expect("SIGKILL");
        child.wait().expect("its end");
    }

    /// SIGTERM, and how it ended.
    pub fn stop(&mut self) -> ExitStatus {
        let mut child = self.child.take().expect("it runs");
        let sent = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
        assert!(sent.expect("kill runs").success(), "SIGTERM is sent");
        child.wait().expect("its end")
    }

    /// The process, for those who measure it.
    pub fn pid(&self) -> u32 {
        self.child.as_ref().expect("it runs").id()
    }

    /// The end of what it printed.
    pub fn printed(&self) -> String {
        let text = std::fs::read(&self.log).unwrap_or_default();
        String::from_utf8_lossy(&text[text.len().saturating_sub(8_000)..]).into_owned()
    }

    async fn ready(&mut self) {
        let (asker, url) = (reqwest::Client::new(), format!("{}/readyz", self.ops));
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.as_mut().and_then(|child| child.try_wait().expect("its status")) {
                panic!("the hub did not start: {status}\n{}", self.printed());
            }
            if asker.get(&url).send().await.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            assert!(Instant::now() < deadline, "the hub is not ready\n{}", self.printed());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Drop for HubProcess {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            // A story that failed leaves nothing running.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

const PATIENCE: Duration = Duration::from_secs(30);
