//! Namespaces in scope, as a stack.

use super::{Context, Fault, XML_NAMESPACE, XMLNS_NAMESPACE};

/// The declarations of all open elements, innermost last.
#[derive(Debug, Default)]
pub(super) struct Scope {
    text: String,
    bindings: Vec<Binding>,
}

#[derive(Clone, Copy, Debug)]
struct Binding {
    /// Where prefix and URI lie in `text`, one behind the other.
    prefix_start: u32,
    uri_start: u32,
    uri_end: u32,
    /// The oldest binding with the same URI: equal exactly for equal URIs.
    same_as: u32,
}

/// A namespace; equal exactly for equal URIs as long as its declaration is in scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Namespace(u32);

impl Namespace {
    /// No namespace.
    pub(super) const NONE: Self = Self(u32::MAX);
    /// That of the prefix `xml`.
    pub(super) const XML: Self = Self(u32::MAX - 1);
}

/// A height of the stack to return to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Height {
    text: usize,
    bindings: usize,
}

impl Scope {
    /// A scope that begins with what is inherited.
    pub(super) fn inherit(context: &Context) -> Self {
        let mut scope = Self { text: String::with_capacity(USUAL_BYTES), bindings: Vec::with_capacity(USUAL_COUNT) };
        for (prefix, uri) in context.namespaces() {
            scope.push(prefix, uri);
        }
        scope
    }

    /// The namespace that a prefix (empty: the default) is bound to; none when the prefix is not declared.
    #[inline]
    pub(super) fn resolve(&self, prefix: &str) -> Option<Namespace> {
        for binding in self.bindings.iter().rev() {
            if self.slice(binding.prefix_start, binding.uri_start) == prefix {
                let undeclared = binding.uri_start == binding.uri_end;
                return Some(if undeclared { Namespace::NONE } else { Namespace(binding.same_as) });
            }
        }
        match prefix {
            "" => Some(Namespace::NONE),
            "xml" => Some(Namespace::XML),
            _ => None,
        }
    }

    /// The URI of a namespace; empty for none.
    pub(super) fn uri(&self, namespace: Namespace) -> &str {
        match namespace {
            Namespace::NONE => "",
            Namespace::XML => XML_NAMESPACE,
            Namespace(index) => {
                self.bindings.get(index as usize).map_or("", |binding| self.slice(binding.uri_start, binding.uri_end))
            }
        }
    }

    /// Declares a prefix (empty: the default namespace).
    ///
    /// # Errors
    /// A declaration that Namespaces §2.2, §3, §5 forbids, or a relative URI.
    pub(super) fn declare(&mut self, prefix: &str, uri: &str) -> Result<(), Fault> {
        let allowed = match prefix {
            "xml" if uri == XML_NAMESPACE => return Ok(()),
            "xml" | "xmlns" => false,
            "" if uri.is_empty() => true,
            _ => uri != XML_NAMESPACE && uri != XMLNS_NAMESPACE && is_absolute(uri),
        };
        if !allowed {
            return Err(Fault::Namespace { prefix: prefix.to_owned(), uri: uri.to_owned() });
        }
        self.push(prefix, uri);
        Ok(())
    }

    fn push(&mut self, prefix: &str, uri: &str) {
        let prefix_start = self.text.len() as u32;
        self.text.push_str(prefix);
        let uri_start = self.text.len() as u32;
        self.text.push_str(uri);
        let uri_end = self.text.len() as u32;
        let same = self.bindings.iter().position(|b| self.slice(b.uri_start, b.uri_end) == uri);
        let same_as = same.unwrap_or(self.bindings.len()) as u32;
        self.bindings.push(Binding { prefix_start, uri_start, uri_end, same_as });
    }

    /// How many declarations are in scope.
    pub(super) fn len(&self) -> usize {
        self.bindings.len()
    }

    /// Bytes of their prefixes and URIs.
    pub(super) fn bytes(&self) -> usize {
        self.text.len()
    }

    pub(super) fn height(&self) -> Height {
        Height { text: self.text.len(), bindings: self.bindings.len() }
    }

    pub(super) fn return_to(&mut self, height: Height) {
        self.text.truncate(height.text);
        self.bindings.truncate(height.bindings);
    }

    /// The declarations below a height, as a context would hold them.
    pub(super) fn context_below(&self, height: Height) -> Context {
        let mut context = Context::empty();
        for b in self.bindings.iter().take(height.bindings) {
            context.declare(self.slice(b.prefix_start, b.uri_start), self.slice(b.uri_start, b.uri_end));
        }
        context
    }

    fn slice(&self, start: u32, end: u32) -> &str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    pub(super) fn buffered(&self) -> usize {
        self.text.capacity() + self.bindings.capacity() * size_of::<Binding>()
    }
}

/// Is it a URI (RFC 3986 §3)? No canonical form exists for a relative namespace URI (Canonical XML 1.0 §1.3), and for one
/// that is none libxml2 makes none either: no signature over such a file can be checked by others. An IP literal, which
/// no namespace bears, is not taken.
fn is_absolute(uri: &str) -> bool {
    let Some((scheme, rest)) = uri.split_once(':') else { return false };
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let authority = rest.strip_prefix("//").map(|rest| rest.split(['/', '?']).next().unwrap_or_default());
    scheme.bytes().next().is_some_and(|b| b.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
        && is_of_uri(rest)
        && is_of_uri(fragment)
        && authority.is_none_or(is_authority)
}

/// `[ userinfo "@" ] host [ ":" port ]` (§3.2), its characters looked at already.
fn is_authority(authority: &str) -> bool {
    let host = authority.split_once('@').map_or(authority, |(_, host)| host);
    match host.split_once(':') {
        None => !host.contains('@'),
        Some((host, port)) => !host.contains('@') && !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()),
    }
}

/// The characters of path, query and fragment, `%` before two hexadecimal digits (§2, §3.3).
fn is_of_uri(text: &str) -> bool {
    let is_hex = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_hexdigit);
    let bytes = text.as_bytes();
    bytes.iter().enumerate().all(|(at, byte)| match byte {
        b'%' => is_hex(bytes.get(at + 1)) && is_hex(bytes.get(at + 2)),
        b'-' | b'.' | b'_' | b'~' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=' => true,
        b':' | b'@' | b'/' | b'?' => true,
        other => other.is_ascii_alphanumeric(),
    })
}

/// Laid ready for the declarations of an envelope; more comes as it is needed.
const USUAL_BYTES: usize = 256;
const USUAL_COUNT: usize = 8;
