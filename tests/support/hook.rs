//! An agency's own software that is told by webhook: takes what is posted, says what it is told to say.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};

use lienthong::crypto;
use serde_json::Value;

/// A server on loopback, until the process ends.
#[derive(Clone)]
pub struct Hook {
    pub url: String,
    status: Arc<AtomicU16>,
    /// So many POSTs are refused first, whatever it says.
    refusals: Arc<AtomicU16>,
    posts: Arc<Mutex<Vec<Post>>>,
}

/// One POST.
#[derive(Clone, Debug)]
pub struct Post {
    pub signature: String,
    pub id: String,
    pub body: Vec<u8>,
}

impl Hook {
    pub fn start() -> Self {
        Self::keeping(None)
    }

    /// Keeps the first POST in `folder` too: `body.json`, then `header.txt`.
    pub fn keeping(folder: Option<PathBuf>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook?key=1", listener.local_addr().unwrap());
        let hook = Self { url, status: Arc::new(AtomicU16::new(204)), refusals: Arc::default(), posts: Arc::default() };
        let server = hook.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (server, folder) = (server.clone(), folder.clone());
                std::thread::spawn(move || server.serve(stream, folder));
            }
        });
        hook
    }

    /// What it says from now on.
    pub fn says(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    /// Refuses the next `count` POSTs with 404, and then says what it said.
    pub fn refuses(&self, count: u16) {
        self.refusals.store(count, Ordering::SeqCst);
    }

    pub fn posts(&self) -> Vec<Post> {
        self.posts.lock().unwrap().clone()
    }

    fn serve(&self, mut stream: TcpStream, folder: Option<PathBuf>) {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        loop {
            let (mut length, mut signature, mut id) = (0, String::new(), String::new());
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line).unwrap_or(0) == 0 {
                    return;
                }
                let Some((name, value)) = line.trim_end().split_once(": ") else {
                    match line.trim_end() {
                        "" => break,
                        _ => continue,
                    }
                };
                match name.to_ascii_lowercase().as_str() {
                    "content-length" => length = value.parse().unwrap(),
                    "lienthong-signature" => signature = value.to_owned(),
                    "lienthong-event-id" => id = value.to_owned(),
                    _ => {}
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            let left = self.refusals.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
            let status = if left.is_ok() { 404 } else { self.status.load(Ordering::SeqCst) };
            if let (Some(folder), true) = (&folder, self.posts().is_empty()) {
                std::fs::write(folder.join("body.json"), &body).unwrap();
                std::fs::write(folder.join("header.txt"), &signature).unwrap();
            }
            self.posts.lock().unwrap().push(Post { signature, id, body });
            if write!(stream, "HTTP/1.1 {status} said\r\ncontent-length: 0\r\n\r\n").is_err() {
                return;
            }
        }
    }
}

impl Post {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Whether it is signed with `secret`, as a receiver checks it.
    pub fn is_signed(&self, secret: &str) -> bool {
        let (time, mac) = self.signature.split_once(",v1=").unwrap();
        let time = time.strip_prefix("t=").unwrap();
        let signed = [time.as_bytes(), b".", &self.body].concat();
        crypto::hmac_sha256(secret.as_bytes(), &signed).unwrap().to_string() == mac
    }
}
