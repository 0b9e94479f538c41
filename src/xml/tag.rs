//! Start tags: grammar (XML 1.0 §3.1) and namespaces (Namespaces §2–§6).

use super::chars::{is_ncname, is_space, plain_name};
use super::scope::{Namespace, Scope};
use super::text::{decode_value, is_special_in_value};
use super::{Attribute, Declaration, Fault, Limits};

/// The parts of the start tag that the reader stands on, as places in its text. One is reused for all tags.
#[derive(Debug)]
pub(super) struct Tag {
    name: Name,
    namespace: Namespace,
    attributes: Vec<AttributePlace>,
    declarations: Vec<DeclarationPlace>,
    /// Values that differ from what is written.
    values: String,
    order: Vec<u16>,
    pub(super) is_empty_element: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Name {
    start: u32,
    /// After the colon; `start` without one.
    local: u32,
    end: u32,
}

#[derive(Clone, Copy, Debug)]
struct Value {
    is_decoded: bool,
    start: u32,
    end: u32,
}

#[derive(Clone, Copy, Debug)]
struct AttributePlace {
    name: Name,
    namespace: Namespace,
    value: Value,
}

#[derive(Clone, Copy, Debug)]
struct DeclarationPlace {
    name: Name,
    value: Value,
}

/// A fault and its index in the tag.
type Refused = (usize, Fault);

impl Tag {
    pub(super) fn new() -> Self {
        Self {
            name: Name::default(),
            namespace: Namespace::NONE,
            attributes: Vec::with_capacity(USUAL_ATTRIBUTES),
            declarations: Vec::with_capacity(USUAL_ATTRIBUTES),
            values: String::new(),
            order: Vec::new(),
            is_empty_element: false,
        }
    }

    /// Reads a whole start tag, from `<` to `>`, and declares its namespaces in `scope`.
    pub(super) fn parse(&mut self, text: &str, scope: &mut Scope, limits: &Limits) -> Result<(), Refused> {
        self.attributes.clear();
        self.declarations.clear();
        self.values.clear();
        let bytes = text.as_bytes();
        let end = text.len() - 1;
        self.is_empty_element = end > 1 && bytes.get(end - 1) == Some(&b'/');
        let end = if self.is_empty_element { end - 1 } else { end };
        self.name = Name::read(text, 1, end)?;
        let mut at = self.name.end as usize;
        loop {
            let before = at;
            at = space_end(bytes, at, end);
            if at == end {
                break;
            }
            if at == before {
                return Err((at, Fault::Syntax { expected: "white space before an attribute" }));
            }
            at = self.attribute(text, at, end, limits)?;
        }
        self.declare(text, scope, limits)?;
        self.resolve(text, scope)
    }

    /// Reads `name = "value"`; the index after it.
    fn attribute(&mut self, text: &str, start: usize, end: usize, limits: &Limits) -> Result<usize, Refused> {
        let bytes = text.as_bytes();
        let name = Name::read(text, start, end)?;
        let at = space_end(bytes, name.end as usize, end);
        if at == end || bytes.get(at) != Some(&b'=') {
            return Err((at, Fault::Syntax { expected: "= after an attribute name" }));
        }
        let at = space_end(bytes, at + 1, end);
        let quote = match bytes.get(at) {
            Some(&quote @ (b'"' | b'\'')) if at < end => quote,
            _ => return Err((at, Fault::Syntax { expected: "quotes around an attribute value" })),
        };
        let from = at + 1;
        let inner = bytes.get(from..end).unwrap_or_default();
        let length = memchr::memchr(quote, inner)
            .ok_or((at, Fault::Syntax { expected: "a closing quote after an attribute value" }))?;
        let raw = text.get(from..from + length).unwrap_or_default();
        // Not `any`: without the early end the compiler looks at many bytes at once.
        let value = if raw.bytes().fold(false, |seen, byte| seen | is_special_in_value(byte)) {
            let begin = self.values.len() as u32;
            decode_value(raw, &mut self.values).map_err(|(index, fault)| (from + index, fault))?;
            Value { is_decoded: true, start: begin, end: self.values.len() as u32 }
        } else {
            Value { is_decoded: false, start: from as u32, end: (from + length) as u32 }
        };
        let is_declaration = match name.prefix(text) {
            "xmlns" => true,
            prefix => prefix.is_empty() && name.local(text) == "xmlns",
        };
        if is_declaration {
            if self.declarations.len() >= limits.declarations {
                return Err((start, Fault::NamespaceCount { limit: limits.declarations }));
            }
            self.declarations.push(DeclarationPlace { name, value });
        } else {
            if self.attributes.len() >= limits.attributes {
                return Err((start, Fault::AttributeCount { limit: limits.attributes }));
            }
            self.attributes.push(AttributePlace { name, namespace: Namespace::NONE, value });
        }
        Ok(from + length + 1)
    }

    fn declare(&self, text: &str, scope: &mut Scope, limits: &Limits) -> Result<(), Refused> {
        for (index, declaration) in self.declarations.iter().enumerate() {
            let place = declaration.name.start as usize;
            let prefix = declaration.prefix(text);
            if self.declarations.iter().take(index).any(|earlier| earlier.prefix(text) == prefix) {
                return Err((place, Fault::DuplicateAttribute { name: declaration.name.written(text).to_owned() }));
            }
            if scope.len() >= limits.declarations_in_scope {
                return Err((place, Fault::NamespaceCount { limit: limits.declarations_in_scope }));
            }
            let uri = self.value(declaration.value, text);
            if uri.len() > limits.uri_bytes {
                return Err((place, Fault::NamespaceSize { limit: limits.uri_bytes }));
            }
            if scope.bytes() + prefix.len() + uri.len() > limits.scope_bytes {
                return Err((place, Fault::NamespaceSize { limit: limits.scope_bytes }));
            }
            scope.declare(prefix, uri).map_err(|fault| (place, fault))?;
        }
        Ok(())
    }

    /// Gives every name its namespace and refuses two attributes of one expanded name (Namespaces §6.3).
    fn resolve(&mut self, text: &str, scope: &Scope) -> Result<(), Refused> {
        let resolve = |name: Name| {
            let prefix = name.prefix(text);
            let unbound = || (name.start as usize, Fault::UnboundPrefix { prefix: prefix.to_owned() });
            scope.resolve(prefix).ok_or_else(unbound)
        };
        self.namespace = resolve(self.name)?;
        for attribute in &mut self.attributes {
            if attribute.name.has_prefix() {
                attribute.namespace = resolve(attribute.name)?;
            }
        }
        if self.attributes.len() < 2 {
            return Ok(());
        }
        if let [a, b] = self.attributes.as_slice()
            && a.name.local(text) != b.name.local(text)
        {
            return Ok(());
        }
        let attributes = &self.attributes;
        let key = |index: &u16| attributes.get(usize::from(*index)).map(|a| (a.namespace, a.name.local(text)));
        self.order.clear();
        self.order.extend(0..attributes.len() as u16);
        self.order.sort_by(|a, b| key(a).cmp(&key(b)));
        for pair in self.order.windows(2) {
            let [first, second] = pair else { continue };
            if let (true, Some(second)) = (key(first) == key(second), attributes.get(usize::from(*second))) {
                let name = second.name.written(text).to_owned();
                return Err((second.name.start as usize, Fault::DuplicateAttribute { name }));
            }
        }
        Ok(())
    }

    /// Is there an attribute of the namespace `xml`?
    pub(super) fn has_xml_attribute(&self) -> bool {
        self.attributes.iter().any(|attribute| attribute.namespace == Namespace::XML)
    }

    /// Is there an attribute with a prefix?
    pub(super) fn has_prefixed_attribute(&self) -> bool {
        self.attributes.iter().any(|attribute| attribute.name.has_prefix())
    }

    fn value<'a>(&'a self, value: Value, text: &'a str) -> &'a str {
        let source = if value.is_decoded { &self.values } else { text };
        source.get(value.start as usize..value.end as usize).unwrap_or_default()
    }

    pub(super) fn buffered(&self) -> usize {
        self.values.capacity()
            + self.attributes.capacity() * size_of::<AttributePlace>()
            + self.declarations.capacity() * size_of::<DeclarationPlace>()
    }
}

impl DeclarationPlace {
    /// The prefix declared; empty for `xmlns="…"`.
    fn prefix<'a>(&self, text: &'a str) -> &'a str {
        if self.name.has_prefix() { self.name.local(text) } else { "" }
    }
}

impl Name {
    /// Reads the QName at `start`, which ends before `end`, white space or `=`.
    #[inline]
    fn read(text: &str, start: usize, end: usize) -> Result<Self, Refused> {
        let bytes = text.as_bytes();
        match plain_name(bytes.get(start..end).unwrap_or_default()) {
            Some((length, prefix)) => {
                Ok(Self { start: start as u32, local: (start + prefix) as u32, end: (start + length) as u32 })
            }
            None => Self::parse(text, start, name_end(bytes, start, end)),
        }
    }

    /// Reads a QName (Namespaces §4).
    fn parse(text: &str, start: usize, end: usize) -> Result<Self, Refused> {
        let written = text.get(start..end).unwrap_or_default();
        let local = match memchr::memchr(b':', written.as_bytes()) {
            None => start,
            Some(colon) if is_ncname(written.get(..colon).unwrap_or_default()) => start + colon + 1,
            Some(_) => return Err((start, not_a_name(written))),
        };
        if !is_ncname(text.get(local..end).unwrap_or_default()) {
            return Err((start, not_a_name(written)));
        }
        Ok(Self { start: start as u32, local: local as u32, end: end as u32 })
    }

    fn has_prefix(&self) -> bool {
        self.local > self.start
    }

    fn prefix<'a>(&self, text: &'a str) -> &'a str {
        if self.has_prefix() { text.get(self.start as usize..self.local as usize - 1).unwrap_or_default() } else { "" }
    }

    fn local<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.local as usize..self.end as usize).unwrap_or_default()
    }

    fn written<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// The fault of a name, cut short.
pub(super) fn not_a_name(written: &str) -> Fault {
    Fault::Name { found: written.chars().take(SHOWN_CHARACTERS).collect() }
}

fn name_end(bytes: &[u8], from: usize, end: usize) -> usize {
    let inner = bytes.get(from..end).unwrap_or_default();
    from + inner.iter().position(|&b| is_space(b) || b == b'=').unwrap_or(inner.len())
}

fn space_end(bytes: &[u8], from: usize, end: usize) -> usize {
    let inner = bytes.get(from..end).unwrap_or_default();
    from + inner.iter().position(|&b| !is_space(b)).unwrap_or(inner.len())
}

/// A start tag as the reader lends it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Streamed<'a> {
    /// The tag as written, and what follows it.
    pub(super) text: &'a str,
    pub(super) tag: &'a Tag,
    pub(super) scope: &'a Scope,
}

impl<'a> Streamed<'a> {
    pub(super) fn prefix(&self) -> &'a str {
        self.tag.name.prefix(self.text)
    }

    pub(super) fn local(&self) -> &'a str {
        self.tag.name.local(self.text)
    }

    /// The name with its prefix, as written.
    pub(super) fn written(&self) -> &'a str {
        self.tag.name.written(self.text)
    }

    pub(super) fn namespace(&self) -> &'a str {
        self.scope.uri(self.tag.namespace)
    }

    pub(super) fn attribute_count(&self) -> usize {
        self.tag.attributes.len()
    }

    pub(super) fn attribute_at(&self, index: usize) -> Option<Attribute<'a>> {
        self.tag.attributes.get(index).map(|place| Attribute {
            prefix: place.name.prefix(self.text),
            local: place.name.local(self.text),
            namespace: self.scope.uri(place.namespace),
            value: self.tag.value(place.value, self.text),
        })
    }

    pub(super) fn declaration_count(&self) -> usize {
        self.tag.declarations.len()
    }

    pub(super) fn declaration_at(&self, index: usize) -> Option<Declaration<'a>> {
        self.tag
            .declarations
            .get(index)
            .map(|place| Declaration { prefix: place.prefix(self.text), uri: self.tag.value(place.value, self.text) })
    }
}

/// Of a name that is none so much is shown.
const SHOWN_CHARACTERS: usize = 40;
/// Laid ready; more comes as it is needed.
const USUAL_ATTRIBUTES: usize = 4;
