//! The octets, gathered, with the escapes of Canonical XML 1.0 §2.3.

/// Gathers octets and hands them to a sink in large pieces. The buffer grows as it is needed: most of what is
/// canonicalized is smaller than a piece.
pub(super) struct Output<S> {
    sink: S,
    buffer: Vec<u8>,
    written: u64,
    most: u64,
}

impl<S: FnMut(&[u8])> Output<S> {
    pub(super) fn new(sink: S) -> Self {
        Self { sink, buffer: Vec::with_capacity(FIRST_BYTES), written: 0, most: u64::MAX }
    }

    /// Nothing is written any more once it would be longer than that.
    pub(super) fn stop_after(&mut self, most: u64) {
        self.most = most;
    }

    /// How much was put, the rest included that was not written.
    pub(super) fn written(&self) -> u64 {
        self.written
    }

    #[inline]
    pub(super) fn put(&mut self, text: &str) {
        let bytes = text.as_bytes();
        self.written += bytes.len() as u64;
        if self.written > self.most {
            return;
        }
        if self.buffer.len() + bytes.len() > BUFFER_BYTES {
            self.flush();
            if bytes.len() > BUFFER_BYTES {
                (self.sink)(bytes);
                return;
            }
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// Several texts, one behind the other.
    #[inline]
    pub(super) fn put_all<const N: usize>(&mut self, texts: [&str; N]) {
        let length: usize = texts.iter().map(|text| text.len()).sum();
        if self.buffer.len() + length > BUFFER_BYTES || self.written + length as u64 > self.most {
            return texts.into_iter().for_each(|text| self.put(text));
        }
        self.written += length as u64;
        self.buffer.reserve(length);
        texts.into_iter().for_each(|text| self.buffer.extend_from_slice(text.as_bytes()));
    }

    pub(super) fn flush(&mut self) {
        if !self.buffer.is_empty() {
            (self.sink)(&self.buffer);
            self.buffer.clear();
        }
    }

    /// A text node: `&`, `<`, `>` and CR are escaped. Each search goes over the text once: in base64 from Windows every
    /// line ends in a referenced CR, and no other character is ever found.
    pub(super) fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut returns = memchr::memchr_iter(b'\r', bytes).peekable();
        let mut others = memchr::memchr3_iter(b'&', b'<', b'>', bytes).peekable();
        let mut done = 0;
        loop {
            let at = match (returns.peek(), others.peek()) {
                (Some(&first), Some(&other)) if first < other => returns.next(),
                (Some(_), None) => returns.next(),
                (_, Some(_)) => others.next(),
                (None, None) => None,
            };
            let Some(at) = at else { break };
            self.put(text.get(done..at).unwrap_or_default());
            self.escape(bytes.get(at).copied().unwrap_or_default());
            done = at + 1;
        }
        self.put(text.get(done..).unwrap_or_default());
    }

    /// An attribute value: `&`, `<`, `"`, TAB, LF and CR are escaped.
    pub(super) fn value(&mut self, value: &str) {
        let mut rest = value;
        while let Some(at) = rest.bytes().position(|b| matches!(b, b'&' | b'<' | b'"' | b'\t' | b'\n' | b'\r')) {
            self.put(rest.get(..at).unwrap_or_default());
            self.escape(rest.as_bytes().get(at).copied().unwrap_or_default());
            rest = rest.get(at + 1..).unwrap_or_default();
        }
        self.put(rest);
    }

    fn escape(&mut self, character: u8) {
        self.put(match character {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\t' => "&#x9;",
            b'\n' => "&#xA;",
            b'\r' => "&#xD;",
            _ => "",
        });
    }
}

/// A piece for the sink: large enough for a digest to run at full speed, small enough to stay in the cache.
const BUFFER_BYTES: usize = 16 * 1024;
/// A SignedInfo has about so many octets. Below 1 KiB the allocator takes its short way.
const FIRST_BYTES: usize = 1000;
