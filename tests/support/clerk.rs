//! A clerk's machine: the signing program in a terminal, and the hub's page that asks it.

use std::process::Command;

use lienthong::domain::ids::Digest;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::house::client;
use super::pty::Pty;

/// The program, and a page of the hub that it was started for.
pub struct Clerk {
    pub pty: Pty,
    pub port: u16,
    /// The hub's origin.
    pub hub: String,
    /// Where pairings lie.
    pub folder: tempfile::TempDir,
    pub secret: String,
    pub client: Client,
}

/// An answer of the program.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: Value,
}

impl Clerk {
    /// Starts it; `password` is typed where the key is in a file.
    pub fn start(hub: &str, key: &[&str], env: &[(&str, &str)], password: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let pty = Self::run(hub, key, env, folder.path());
        if let Some(password) = password {
            pty.hears("không hiện khi gõ): ");
            pty.types(password);
        }
        let port = Self::port_of(&pty);
        Self { pty, port, hub: hub.to_owned(), folder, secret: String::new(), client: client() }
    }

    /// The bare program in a terminal.
    pub fn run(hub: &str, key: &[&str], env: &[(&str, &str)], folder: &std::path::Path) -> Pty {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lienthong"));
        command.args(["--lang", "vi", "agent", "--hub", hub, "--port", "0", "--folder"]).arg(folder).args(key);
        command.env_remove("LIENTHONG_HUB").envs(env.iter().copied());
        Pty::spawn(&mut command)
    }

    #[track_caller]
    fn port_of(pty: &Pty) -> u16 {
        pty.hears("127.0.0.1:");
        pty.hears(". ").trim_end_matches(". ").parse().unwrap()
    }

    /// A request as the hub's page sends it.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("http://127.0.0.1:{}{path}", self.port);
        self.client.request(method, url).header("origin", &self.hub)
    }

    /// A call with the page's secret.
    pub async fn call(&self, path: &str, body: &Value) -> Reply {
        reply(self.request(Method::POST, path).bearer_auth(&self.secret).json(body)).await
    }

    /// Asks to sign, and does not wait: the question is answered in the terminal.
    pub fn asks(&self, body: &Value) -> JoinHandle<Reply> {
        tokio::spawn(reply(self.request(Method::POST, "/sign").bearer_auth(&self.secret).json(body)))
    }

    /// Pairs the page, with the code that the terminal shows.
    pub async fn pair(&mut self) {
        let begun = self.call("/pair/begin", &json!({})).await.expect(200);
        assert!(begun["expires_s"].as_i64().unwrap() <= 180);
        self.pty.hears("Mã: ");
        let code = self.pty.hears("\n");
        let paired = self.call("/pair", &json!({ "code": code.trim() })).await.expect(200);
        self.secret = paired["secret"].as_str().unwrap().to_owned();
        self.pty.hears("Đã ghép đôi");
    }
}

impl Reply {
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        self.body
    }

    #[track_caller]
    pub fn problem(self, code: &str) -> Value {
        assert_eq!(self.body["code"], code, "{}", self.body);
        assert_eq!(self.body["status"], self.status);
        for member in ["title", "remedy"] {
            assert!(self.body[member].as_str().is_some_and(|words| words.contains(' ')), "{}", self.body);
        }
        self.body
    }
}

pub async fn reply(request: RequestBuilder) -> Reply {
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    assert_ne!(headers.get("access-control-allow-origin").map(|value| value.as_bytes()), Some(&b"*"[..]));
    let bytes = answer.bytes().await.unwrap();
    Reply { status, headers, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null) }
}

/// What a page sends to be signed, of what the hub prepared.
pub fn to_sign(said: &Value, files: &[(&str, &[u8])]) -> Value {
    let encode = |bytes: &[u8]| base64::Engine::encode(&base64::prelude::BASE64_STANDARD, bytes);
    let files: Vec<Value> =
        files.iter().map(|(name, bytes)| json!({ "name": name, "content": encode(bytes) })).collect();
    json!({
        "request": fresh(),
        "document_xml": said["document_xml"],
        "signed_properties": said["signed_properties"],
        "signed_info": said["signed_info"],
        "files": files,
    })
}

/// An id that no request bore before.
pub fn fresh() -> String {
    Digest(lienthong::crypto::random().unwrap()).to_string()
}
