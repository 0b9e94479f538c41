//! Small subtrees, owned: a Signature, a manifest. Never the whole of a large file.

use std::borrow::Cow;
use std::io::BufRead;
use std::ops::Range;

use super::name::{Name, Names};
use super::{Attribute, Context, Declaration, Event, Fault, Limits, Position, Reader, Start, XmlError};

/// An element of a file with all that it inherits, so that it, and any element in it, can be canonicalized.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subtree {
    /// What the ancestors of the root declare.
    pub context: Context,
    /// The element.
    pub root: Element,
}

/// An element with its whole content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// The prefix as written; empty without one.
    pub prefix: Name,
    /// The local name.
    pub local: Name,
    /// The namespace URI; empty for none.
    pub namespace: Name,
    /// The attributes in document order, declarations excluded.
    pub attributes: Vec<OwnedAttribute>,
    /// The namespace declarations made here, in document order.
    pub declarations: Vec<OwnedDeclaration>,
    /// The content in document order; two texts never follow each other.
    pub children: Vec<Node>,
    /// Where the start tag begins.
    pub position: Position,
    /// The bytes of the element in its file, from `<` of the start tag to `>` of the end tag.
    pub range: Range<u64>,
}

/// A child of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A child element.
    Element(Element),
    /// A text node, never empty.
    Text(String),
}

/// An [`Attribute`] that owns its strings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnedAttribute {
    /// The prefix as written; empty without one.
    pub prefix: Name,
    /// The local name.
    pub local: Name,
    /// The namespace URI; empty for none.
    pub namespace: Name,
    /// The normalised value.
    pub value: String,
}

/// A [`Declaration`] that owns its strings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnedDeclaration {
    /// The prefix declared; empty for the default namespace.
    pub prefix: Name,
    /// The URI; empty for `xmlns=""`.
    pub uri: String,
}

impl Subtree {
    /// Reads a whole small file.
    ///
    /// # Errors
    /// Whatever the reader refuses; [`Fault::SubtreeNodes`] beyond `limits`. The caller has capped the bytes.
    pub fn parse(bytes: &[u8], limits: Limits) -> Result<Self, XmlError> {
        let mut reader = Reader::new(bytes, limits);
        reader.next()?;
        let subtree = Self::read(&mut reader, bytes.len() as u64)?;
        reader.next()?;
        Ok(subtree)
    }

    /// Reads the rest of the element whose [`Event::Start`] the reader gave last, up to and including its End.
    ///
    /// # Errors
    /// Whatever the reader refuses; [`Fault::SubtreeSize`] when the element spans more than `max_bytes` of the file;
    /// [`Fault::SubtreeNodes`] when it holds more than the reader's limits allow; [`Fault::Syntax`] when the last event was no Start.
    pub fn read<R: BufRead>(reader: &mut Reader<R>, max_bytes: u64) -> Result<Self, XmlError> {
        let context = reader.parent_context();
        let root = Element::read(reader, max_bytes)?;
        Ok(Self { context, root })
    }

    /// What an element of this subtree inherits; none when `target` is not (by identity) the root or inside it.
    pub fn context_of(&self, target: &Element) -> Option<Context> {
        fn search(context: &Context, element: &Element, target: &Element) -> Option<Context> {
            if std::ptr::eq(element, target) {
                return Some(context.clone());
            }
            if !(element.range.start <= target.range.start && target.range.end <= element.range.end) {
                return None;
            }
            let inner = context.inside(&element.into());
            element.elements().find_map(|child| search(&inner, child, target))
        }
        search(&self.context, &self.root, target)
    }
}

impl Element {
    fn read<R: BufRead>(reader: &mut Reader<R>, max_bytes: u64) -> Result<Self, XmlError> {
        let first = reader.position();
        let limit = first.offset.saturating_add(max_bytes);
        let mut open: Vec<Self> = Vec::new();
        let mut names = Names::new();
        let most = reader.limits().tree_nodes;
        let mut left = most;
        match reader.current_start() {
            Some(start) => {
                left = left.saturating_sub(nodes(&start));
                open.push(Self::opened(&start, first, reader.range(), &mut names));
            }
            None => {
                return Err(XmlError { fault: Fault::Syntax { expected: "an element" }, position: first });
            }
        }
        let too_long = || XmlError { fault: Fault::SubtreeSize { limit: max_bytes }, position: first };
        loop {
            let event = match reader.next()? {
                Event::Text(text) => {
                    if let Some(parent) = open.last_mut() {
                        parent.push_text(text);
                    }
                    Seen::Text
                }
                Event::Start(_) => Seen::Start,
                Event::End(_) => Seen::End,
                Event::Eof => Seen::Eof,
            };
            let range = reader.range();
            if range.end > limit {
                return Err(too_long());
            }
            match event {
                Seen::Text => {}
                Seen::Start => {
                    let position = reader.position();
                    if let Some(start) = reader.current_start() {
                        let nodes = 1 + start.attribute_count() + start.declaration_count();
                        left = left
                            .checked_sub(nodes)
                            .ok_or(XmlError { fault: Fault::SubtreeNodes { limit: most }, position: first })?;
                        open.push(Self::opened(&start, position, range, &mut names));
                    }
                }
                Seen::End => {
                    let Some(mut done) = open.pop() else { continue };
                    done.range.end = range.end;
                    match open.last_mut() {
                        Some(parent) => parent.children.push(Node::Element(done)),
                        None => return Ok(done),
                    }
                }
                Seen::Eof => {
                    let inside = open.last().map(|e| e.local.to_string()).unwrap_or_default();
                    return Err(XmlError { fault: Fault::Truncated { inside }, position: reader.position() });
                }
            }
        }
    }

    fn opened(start: &Start<'_>, position: Position, range: Range<u64>, names: &mut Names) -> Self {
        let mut attributes = Vec::with_capacity(start.attribute_count());
        attributes.extend(start.attributes().map(|attribute| OwnedAttribute {
            prefix: names.get(attribute.prefix),
            local: names.get(attribute.local),
            namespace: names.get(attribute.namespace),
            value: attribute.value.to_owned(),
        }));
        let mut declarations = Vec::with_capacity(start.declaration_count());
        declarations.extend(start.declarations().map(|declaration| OwnedDeclaration {
            prefix: names.get(declaration.prefix),
            uri: declaration.uri.to_owned(),
        }));
        Self {
            prefix: names.get(start.prefix()),
            local: names.get(start.local()),
            namespace: names.get(start.namespace()),
            attributes,
            declarations,
            children: Vec::new(),
            position,
            range,
        }
    }

    fn push_text(&mut self, piece: &str) {
        match self.children.last_mut() {
            Some(Node::Text(text)) => text.push_str(piece),
            last => {
                if last.is_none() {
                    // Nearly every element holds one text or begins with one.
                    self.children.reserve_exact(1);
                }
                self.children.push(Node::Text(piece.to_owned()));
            }
        }
    }

    /// Is this the element of that expanded name?
    pub fn is(&self, namespace: &str, local: &str) -> bool {
        self.local == local && self.namespace == namespace
    }

    /// The value of an attribute by expanded name; namespace empty for an attribute without prefix.
    pub fn attribute(&self, namespace: &str, local: &str) -> Option<&str> {
        self.attributes.iter().find(|a| a.local == local && a.namespace == namespace).map(|a| a.value.as_str())
    }

    /// The child elements.
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The child elements of one expanded name.
    pub fn children_named<'e>(&'e self, namespace: &'e str, local: &'e str) -> impl Iterator<Item = &'e Self> + 'e {
        self.elements().filter(move |child| child.is(namespace, local))
    }

    /// The first child element of that expanded name.
    pub fn child(&self, namespace: &str, local: &str) -> Option<&Self> {
        self.elements().find(|child| child.is(namespace, local))
    }

    /// This element and all elements inside it, in document order.
    pub fn descendants(&self) -> impl Iterator<Item = &Self> {
        let mut stack = vec![self];
        std::iter::from_fn(move || {
            let next = stack.pop()?;
            let below = stack.len();
            stack.extend(next.elements());
            stack.get_mut(below..).unwrap_or_default().reverse();
            Some(next)
        })
    }

    /// The text of an element that holds nothing but text (perhaps none); no value when it has a child element.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        match self.children.as_slice() {
            [] => Some(Cow::Borrowed("")),
            [Node::Text(text)] => Some(Cow::Borrowed(text)),
            _ => None,
        }
    }

    /// How many elements, attributes and declarations it and all inside it are.
    pub fn nodes(&self) -> usize {
        self.descendants().map(|element| 1 + element.attributes.len() + element.declarations.len()).sum()
    }

    /// Does it hold, white space aside, only elements?
    pub fn has_only_elements(&self) -> bool {
        self.children.iter().all(|child| match child {
            Node::Element(_) => true,
            Node::Text(text) => text.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r')),
        })
    }
}

impl OwnedAttribute {
    pub(super) fn view(&self) -> Attribute<'_> {
        Attribute { prefix: &self.prefix, local: &self.local, namespace: &self.namespace, value: &self.value }
    }
}

impl From<Attribute<'_>> for OwnedAttribute {
    fn from(a: Attribute<'_>) -> Self {
        Self { prefix: a.prefix.into(), local: a.local.into(), namespace: a.namespace.into(), value: a.value.into() }
    }
}

impl OwnedDeclaration {
    pub(super) fn view(&self) -> Declaration<'_> {
        Declaration { prefix: &self.prefix, uri: &self.uri }
    }
}

/// What a start tag adds to a tree.
fn nodes(start: &Start<'_>) -> usize {
    1 + start.attribute_count() + start.declaration_count()
}

enum Seen {
    Start,
    Text,
    End,
    Eof,
}
