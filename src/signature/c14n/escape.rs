//! The octets, gathered, with the escapes of Canonical XML 1.0 §2.3.

/// Gathers octets and hands them to a sink in large pieces.
pub(super) struct Output<S> {
    sink: S,
    buffer: Vec<u8>,
}

impl<S: FnMut(&[u8])> Output<S> {
    pub(super) fn new(sink: S) -> Self {
        Self { sink, buffer: Vec::with_capacity(BUFFER_BYTES) }
    }

    #[inline]
    pub(super) fn put(&mut self, text: &str) {
        let bytes = text.as_bytes();
        if self.buffer.len() + bytes.len() > BUFFER_BYTES {
            self.flush();
            if bytes.len() > BUFFER_BYTES {
                (self.sink)(bytes);
                return;
            }
        }
        self.buffer.extend_from_slice(bytes);
    }

    pub(super) fn flush(&mut self) {
        if !self.buffer.is_empty() {
            (self.sink)(&self.buffer);
            self.buffer.clear();
        }
    }

    /// A text node: `&`, `<`, `>` and CR are escaped.
    pub(super) fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = next_in_text(rest.as_bytes()) {
            rest = self.escaped(rest, at);
        }
        self.put(rest);
    }

    /// An attribute value: `&`, `<`, `"`, TAB, LF and CR are escaped.
    pub(super) fn value(&mut self, value: &str) {
        let mut rest = value;
        while let Some(at) = rest.bytes().position(|b| matches!(b, b'&' | b'<' | b'"' | b'\t' | b'\n' | b'\r')) {
            rest = self.escaped(rest, at);
        }
        self.put(rest);
    }

    /// Puts what stands before `at` and the escape of the character there; what follows it.
    fn escaped<'a>(&mut self, text: &'a str, at: usize) -> &'a str {
        self.put(text.get(..at).unwrap_or_default());
        let rest = text.get(at..).unwrap_or_default();
        let mut chars = rest.chars();
        match chars.next() {
            Some('&') => self.put("&amp;"),
            Some('<') => self.put("&lt;"),
            Some('>') => self.put("&gt;"),
            Some('"') => self.put("&quot;"),
            Some('\t') => self.put("&#x9;"),
            Some('\n') => self.put("&#xA;"),
            Some('\r') => self.put("&#xD;"),
            Some(_) | None => {}
        }
        chars.as_str()
    }
}

#[inline]
fn next_in_text(bytes: &[u8]) -> Option<usize> {
    let found = memchr::memchr3(b'&', b'<', b'>', bytes);
    let before = bytes.get(..found.unwrap_or(bytes.len())).unwrap_or_default();
    memchr::memchr(b'\r', before).or(found)
}

/// A piece for the sink: large enough for a digest to run at full speed, small enough to stay in the cache.
const BUFFER_BYTES: usize = 16 * 1024;
