//! A real mail relay for a story (`tests/judges/smtp_catcher.py`, on aiosmtpd): it ends with the value.
#![allow(clippy::unwrap_used, reason = "a relay that does not work fails its story")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use lienthong::config::{self, StartTls};
use lienthong::signature::dev_pki::DevPki;
use serde::Deserialize;

/// A mail as Python's email package reads it.
#[derive(Clone, Debug, Deserialize)]
pub struct Seen {
    /// Envelope receivers.
    pub to: Vec<String>,
    pub tls: bool,
    pub signed_in: bool,
    /// Lower-case name → decoded value.
    pub headers: BTreeMap<String, String>,
    /// The header as it came.
    pub raw_head: String,
    pub longest_line: usize,
    pub text: String,
    pub html: String,
    pub nfc: bool,
    pub defects: Vec<String>,
}

impl Seen {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub fn is_for(&self, address: &str) -> bool {
        self.to.iter().any(|to| to == address)
    }
}

/// The relay.
pub struct Relay {
    child: Child,
    folder: PathBuf,
    host: String,
    port: u16,
}

impl Relay {
    /// On loopback, with STARTTLS and AUTH required.
    pub fn start(folder: &Path, pki: &DevPki) -> Self {
        Self::start_as(folder, pki, "127.0.0.1", &[])
    }

    pub fn start_as(folder: &Path, pki: &DevPki, host: &str, options: &[&str]) -> Self {
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join("relay.password"), PASSWORD).unwrap();
        std::fs::write(folder.join("hub.password"), PASSWORD).unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let interpreter = root.join(".venv/bin/python");
        assert!(interpreter.exists(), "the Python judges are missing ({}): run `make setup`", interpreter.display());
        let server = pki.tls_server().unwrap();
        let mut child = Command::new(interpreter)
            .arg(root.join("tests/judges/smtp_catcher.py"))
            .arg(folder)
            .arg("--cert")
            .arg(&server.chain_file)
            .arg("--key")
            .arg(&server.key_file)
            .args(["--user", USER, "--host", host])
            .arg("--password-file")
            .arg(folder.join("relay.password"))
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(folder.join("relay.log")).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().parse().unwrap_or_else(|_| {
            panic!(
                "the relay does not start: {}",
                std::fs::read_to_string(folder.join("relay.log")).unwrap_or_default()
            )
        });
        Self { child, folder: folder.to_owned(), host: host.to_owned(), port }
    }

    /// The hub's settings for it, tried again within a second or two.
    pub fn settings(&self, ca_file: &Path) -> config::Mail {
        config::Mail {
            enabled: true,
            host: self.host.clone(),
            port: self.port,
            starttls: StartTls::Required,
            user: Some(USER.to_owned()),
            password_file: Some(self.folder.join("hub.password")),
            operator: None,
            from: Some("Trục liên thông văn bản <lienthong@tayninh.example>".to_owned()),
            ca_file: Some(ca_file.to_owned()),
            helo: Some("hub.test".to_owned()),
            retry_first_s: 1,
            retry_longest_s: 2,
            retry_tries: 100,
        }
    }

    /// What the relay expects from now on.
    pub fn set_password(&self, password: &str) {
        std::fs::write(self.folder.join("relay.password"), password).unwrap();
    }

    /// Whether somebody tried to sign in.
    pub fn was_asked(&self) -> bool {
        self.folder.join("sign_ins.txt").exists()
    }

    /// The mails so far, in the order of their coming.
    pub fn mails(&self) -> Vec<Seen> {
        let mut files: Vec<_> = std::fs::read_dir(&self.folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
            .collect();
        files.sort();
        files.iter().map(|path| serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()).collect()
    }

    /// Waits until `count` mails for that address have come.
    pub async fn mails_for(&self, address: &str, count: usize) -> Vec<Seen> {
        let find = || self.mails().into_iter().filter(|mail| mail.is_for(address)).collect::<Vec<_>>();
        until(&format!("{count} mails for {address}"), async || find().len() >= count).await;
        find()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        // Its own child, by its handle; a zombie would stay without the wait.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits on a condition, with a deadline.
pub async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !holds().await {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

const USER: &str = "hub";
const PASSWORD: &str = "mật khẩu";
