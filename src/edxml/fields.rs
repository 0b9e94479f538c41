//! The children of one element, taken by name; whatever nobody asked for is reported.

use super::{Extra, ExtraKind, Fault, NAMESPACE, Severity, SignatureSeen};
use crate::codes;
use crate::xml::{Element, Node};

/// What was seen beside the model.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) faults: Vec<Fault>,
    pub(super) extra: Vec<Extra>,
    pub(super) signatures: Vec<SignatureSeen>,
    pub(super) omitted: u64,
}

impl Log {
    pub(super) fn fault(&mut self, code: codes::Code, path: String, expected: &str, found: &str) {
        let (expected, found) = (expected.to_owned(), found.to_owned());
        let fault = Fault { code, severity: Severity::Refuse, path, expected, found };
        push(&mut self.faults, fault, &mut self.omitted);
    }

    /// An element without a place here: a signature is told apart from the rest, neither is looked into.
    pub(super) fn unknown_element(&mut self, path: String, namespace: &str, local: &str) {
        let (path, namespace) = (cut(path), cut(namespace.to_owned()));
        if is_signature(local) {
            push(&mut self.signatures, SignatureSeen { path, namespace }, &mut self.omitted);
        } else {
            push(&mut self.extra, Extra { path, namespace, kind: ExtraKind::Element }, &mut self.omitted);
        }
    }

    pub(super) fn unknown_attribute(&mut self, path: String, namespace: &str) {
        let (path, namespace) = (cut(path), cut(namespace.to_owned()));
        push(&mut self.extra, Extra { path, namespace, kind: ExtraKind::Attribute }, &mut self.omitted);
    }

    pub(super) fn stray_text(&mut self, path: String) {
        push(&mut self.extra, Extra { path, namespace: String::new(), kind: ExtraKind::Text }, &mut self.omitted);
    }

    pub(super) fn twice(&mut self, path: String) {
        self.fault(codes::EDXML_AMBIGUOUS, path, "the element once", "another of the same name");
    }
}

/// A file of 256 MiB can hold sixty million unknown elements; a list of them is of no use to anybody.
fn push<T>(list: &mut Vec<T>, item: T, omitted: &mut u64) {
    if list.len() < LISTED {
        list.push(item);
    } else {
        *omitted += 1;
    }
}

/// A name may be as long as a tag, 1 MiB; the log keeps its beginning.
pub(super) fn cut(mut text: String) -> String {
    if let Some((at, _)) = text.char_indices().nth(NAME_CHARS) {
        text.truncate(at);
        text.push('…');
        text.shrink_to_fit();
    }
    text
}

/// Longer than any path of this format.
const NAME_CHARS: usize = 200;

/// How many entries a list of the log has at most: more than a person reads, at a few hundred KiB.
const LISTED: usize = 1000;

/// One element being read.
pub(super) struct Fields<'e, 'l> {
    /// What stands before a child's name: the path, except that paths in envelope and header begin below them, as in
    /// DOMAIN §1.6.
    path: String,
    /// The element's own path, for what has no place in it.
    own_path: String,
    element: &'e Element,
    asked: Vec<&'static str>,
    attributes_asked: Vec<(&'static str, &'static str)>,
    own_text_asked: bool,
    log: &'l mut Log,
}

impl<'e, 'l> Fields<'e, 'l> {
    /// Reads `element` with `read`, then reports what it left.
    pub(super) fn read<T>(
        path: String,
        element: &'e Element,
        log: &'l mut Log,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        Self::read_as(path.clone(), path, element, log, read)
    }

    /// The same, the paths of the children beginning with `path`.
    pub(super) fn read_as<T>(
        own_path: String,
        path: String,
        element: &'e Element,
        log: &'l mut Log,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let mut fields = Self {
            path,
            own_path,
            element,
            asked: Vec::new(),
            attributes_asked: Vec::new(),
            own_text_asked: false,
            log,
        };
        let value = read(&mut fields);
        fields.report_rest();
        value
    }

    /// The text of the child of that name, exactly as written; a second child of the name is a fault.
    pub(super) fn text(&mut self, name: &'static str) -> Option<String> {
        let child = self.one(name)?;
        leaf(self.log, child, || below(&self.path, name))
    }

    /// The same, empty when there is none: `check` finds it missing.
    pub(super) fn required(&mut self, name: &'static str) -> String {
        self.text(name).unwrap_or_default()
    }

    /// The texts of all children of that name.
    pub(super) fn texts(&mut self, name: &'static str) -> Vec<String> {
        let found = self.all(name);
        let leaf = |(index, child)| leaf(self.log, child, || format!("{}[{}]", below(&self.path, name), index + 1));
        found.enumerate().filter_map(leaf).collect()
    }

    /// The child of that name, read as an element of its own.
    pub(super) fn inside<T>(&mut self, name: &'static str, read: impl FnOnce(&mut Fields<'e, '_>) -> T) -> Option<T> {
        let child = self.one(name)?;
        Some(Fields::read(self.below(name), child, self.log, read))
    }

    /// The same, the paths below beginning anew.
    pub(super) fn inside_anew<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Fields<'e, '_>) -> T,
    ) -> Option<T> {
        let child = self.one(name)?;
        let own_path = format!("{}/{name}", self.own_path);
        Some(Fields::read_as(own_path, String::new(), child, self.log, read))
    }

    /// All children of that name, each read as an element of its own.
    pub(super) fn each<T>(&mut self, name: &'static str, mut read: impl FnMut(&mut Fields<'e, '_>) -> T) -> Vec<T> {
        let mut values = Vec::new();
        for (index, child) in self.all(name).enumerate() {
            let path = format!("{}[{}]", below(&self.path, name), index + 1);
            values.push(Fields::read(path, child, self.log, &mut read));
        }
        values
    }

    /// An attribute, by namespace (empty for none) and local name.
    pub(super) fn attribute(&mut self, namespace: &'static str, local: &'static str) -> Option<String> {
        self.attributes_asked.push((namespace, local));
        let mut attributes = self.element.attributes.iter();
        attributes.find(|a| a.namespace == namespace && a.local == local).map(|a| a.value.clone())
    }

    /// The element's own text, if it says anything and has no child.
    pub(super) fn own_text(&mut self) -> Option<String> {
        self.own_text_asked = true;
        self.element.text().filter(|text| !is_blank(text)).map(|text| text.into_owned())
    }

    /// Whether there is a child of that name; does not count as asking for it.
    pub(super) fn has(&self, name: &str) -> bool {
        self.element.elements().any(|child| child.is(NAMESPACE, name))
    }

    /// A fault of the structure, at a child.
    pub(super) fn fault(&mut self, code: codes::Code, name: &str, expected: &str, found: &str) {
        self.log.fault(code, self.below(name), expected, found);
    }

    fn all(&mut self, name: &'static str) -> impl Iterator<Item = &'e Element> + use<'e> {
        self.asked.push(name);
        self.element.elements().filter(move |child| child.is(NAMESPACE, name))
    }

    fn one(&mut self, name: &'static str) -> Option<&'e Element> {
        let mut found = self.all(name);
        let first = found.next()?;
        if found.next().is_some() {
            self.log.twice(self.below(name));
        }
        Some(first)
    }

    fn below(&self, name: &str) -> String {
        below(&self.path, name)
    }

    fn report_rest(&mut self) {
        for attribute in &self.element.attributes {
            let asked = self.attributes_asked.iter();
            if !asked.into_iter().any(|(ns, local)| attribute.namespace == *ns && attribute.local == *local) {
                self.log.unknown_attribute(format!("{}/@{}", self.own_path, attribute.local), &attribute.namespace);
            }
        }
        for node in &self.element.children {
            match node {
                Node::Text(text) if !self.own_text_asked && !is_blank(text) => {
                    self.log.stray_text(self.own_path.clone())
                }
                Node::Text(_) => {}
                Node::Element(child) => {
                    if child.namespace != NAMESPACE || !self.asked.contains(&child.local.as_str()) {
                        let path = format!("{}/{}", self.own_path, child.local);
                        self.log.unknown_element(path, &child.namespace, &child.local);
                    }
                }
            }
        }
    }
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") }
}

/// The text of an element that should hold nothing else. Its path is written only where something is wrong.
fn leaf(log: &mut Log, child: &Element, path: impl Fn() -> String) -> Option<String> {
    for attribute in &child.attributes {
        log.unknown_attribute(format!("{}/@{}", path(), attribute.local), &attribute.namespace);
    }
    let text = child.text();
    if text.is_none() {
        log.fault(codes::EDXML_UNEXPECTED_CONTENT, path(), "text only", "an element");
    }
    text.map(|text| text.into_owned())
}

/// XML 1.0 §2.3, production S.
pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}

/// A client of the field writes an empty DigitalSignature in its stead (DOMAIN §1.2).
fn is_signature(local: &str) -> bool {
    matches!(local, "Signature" | "DigitalSignature")
}
