//! A program in a terminal of its own: what it writes is heard, what a person types goes in.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

/// A terminal with one program in it.
pub struct Pty {
    keyboard: File,
    heard: Arc<(Mutex<Heard>, Condvar)>,
    child: Child,
}

#[derive(Default)]
struct Heard {
    bytes: Vec<u8>,
    /// Up to where somebody listened.
    mark: usize,
    over: bool,
}

impl Pty {
    pub fn spawn(command: &mut Command) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let path = PathBuf::from(std::ffi::OsStr::from_bytes(name.to_bytes()));
        let slave = OpenOptions::new().read(true).write(true).open(path).unwrap();
        let end = |slave: &File| Stdio::from(slave.try_clone().unwrap());
        command.stdin(end(&slave)).stdout(end(&slave)).stderr(end(&slave));
        let child = command.spawn().unwrap();
        // Only the program holds that end now, so that its end is heard.
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        drop(slave);
        let keyboard = File::from(master);
        let mut screen = keyboard.try_clone().unwrap();
        let heard: Arc<(Mutex<Heard>, Condvar)> = Arc::default();
        let hears = heard.clone();
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            loop {
                let count = screen.read(&mut piece).unwrap_or(0);
                let mut heard = hears.0.lock().unwrap();
                heard.bytes.extend_from_slice(&piece[..count]);
                heard.over |= count == 0;
                hears.1.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        Self { keyboard, heard, child }
    }

    /// A line, as somebody types it.
    pub fn types(&self, line: &str) {
        (&self.keyboard).write_all(format!("{line}\n").as_bytes()).unwrap();
    }

    /// Waits until the program wrote that; gives all that it wrote since the last time, up to its end.
    #[track_caller]
    pub fn hears(&self, words: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut heard = self.heard.0.lock().unwrap();
        loop {
            let text = String::from_utf8_lossy(&heard.bytes[heard.mark..]).into_owned();
            if let Some(at) = text.find(words) {
                let end = at + words.len();
                // What is cut in the middle of a letter is no end of a word.
                heard.mark += text[..end].len();
                return text[..end].to_owned();
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero() && !heard.over, "not heard: {words:?}\n{text}");
            heard = self.heard.1.wait_timeout(heard, left).unwrap().0;
        }
    }

    /// Everything so far.
    pub fn all(&self) -> String {
        String::from_utf8_lossy(&self.heard.0.lock().unwrap().bytes).into_owned()
    }

    /// Ctrl-C, and how it ended.
    pub fn interrupt(&mut self) -> ExitStatus {
        let sent = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        self.ended()
    }

    /// How it ended.
    #[track_caller]
    pub fn ended(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < deadline, "it does not end\n{}", self.all());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // A story that failed leaves nothing running.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const PATIENCE: Duration = Duration::from_secs(30);

impl Pty {
    /// Whether what is typed is shown just now.
    pub fn echoes(&self) -> bool {
        let modes = rustix::termios::tcgetattr(&self.keyboard).unwrap().local_modes;
        modes.contains(rustix::termios::LocalModes::ECHO)
    }
}
