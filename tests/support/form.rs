//! A form in parts (RFC 7578), as a client writes it.

use serde_json::Value;

/// The parts so far.
#[derive(Default)]
pub struct Form(Vec<u8>);

impl Form {
    pub fn new() -> Self {
        Self::default()
    }

    /// One part, of a file where it has a name.
    pub fn part(mut self, name: &str, file: Option<&str>, bytes: &[u8]) -> Self {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        let head = format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        self.0.extend_from_slice(head.as_bytes());
        self.0.extend_from_slice(bytes);
        self.0.extend_from_slice(b"\r\n");
        self
    }

    /// A part of JSON.
    pub fn json(self, name: &str, value: &Value) -> Self {
        self.part(name, None, value.to_string().as_bytes())
    }

    /// Content-Type and body.
    pub fn done(mut self) -> (String, Vec<u8>) {
        self.0.extend_from_slice(format!("--{EDGE}--\r\n").as_bytes());
        (format!("multipart/form-data; boundary={EDGE}"), self.0)
    }
}

const EDGE: &str = "edge-7f3c9a";
