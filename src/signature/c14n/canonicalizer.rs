//! The canonical form, octet by octet.

use std::fmt;

use crate::xml::{Attribute, Context, Element, Event, Node, Start, Subtree, XML_NAMESPACE};

use super::Method;
use super::base::join;
use super::escape::Output;
use super::rendered::Bindings;

/// Writes the canonical form of one element, as its events come, into a sink.
///
/// Start tags, text and ends are fed as they stand in the file; an element that is left out is left out with all inside
/// it.
pub struct Canonicalizer<S: FnMut(&[u8])> {
    method: Method,
    /// The prefixes that Exclusive C14N treats inclusively; empty for the default namespace.
    prefixes: Vec<String>,
    inherited: Context,
    output: Output<S>,
    names: String,
    frames: Vec<Frame>,
    /// Namespace nodes written by the open elements.
    rendered: Bindings,
    pending: Vec<Source>,
    order: Vec<usize>,
    /// `xml:*` attributes that the element gets from its ancestors, in place of its own: local name and value; no value
    /// where none is to be written.
    imported: Vec<(String, Option<String>)>,
}

/// An open element: heights of the stacks around it.
#[derive(Clone, Copy)]
struct Frame {
    name: usize,
    rendered: usize,
}

/// Where prefix and URI of a namespace node to be written stand.
#[derive(Clone, Copy)]
enum Source {
    Element,
    Attribute(usize),
    Declaration(usize),
    Inherited(usize),
}

impl<S: FnMut(&[u8])> Canonicalizer<S> {
    /// A canonicalizer of one element that inherits `inherited` (empty for a root).
    ///
    /// `prefixes` is the InclusiveNamespaces PrefixList (Exclusive C14N §4), `#default` for the default namespace;
    /// the inclusive forms ignore it. The sink gets the octets in pieces of some KiB.
    pub fn new(method: Method, prefixes: &[&str], inherited: &Context, sink: S) -> Self {
        let prefixes = match method {
            Method::Inclusive10 | Method::Inclusive11 => &[],
            Method::Exclusive10 => prefixes,
        };
        Self {
            method,
            prefixes: prefixes.iter().map(|&p| if p == "#default" { "" } else { p }.to_owned()).collect(),
            inherited: inherited.clone(),
            output: Output::new(sink),
            names: String::new(),
            frames: Vec::new(),
            rendered: Bindings::default(),
            pending: Vec::new(),
            order: Vec::new(),
            imported: Vec::new(),
        }
    }

    /// Takes any event; Eof does nothing.
    pub fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(start) => self.start(start),
            Event::Text(text) => self.text(text),
            Event::End(_) => self.end(),
            Event::Eof => {}
        }
    }

    /// Takes a start tag.
    pub fn start(&mut self, start: &Start<'_>) {
        let is_apex = self.frames.is_empty();
        let (name, rendered) = (self.names.len(), self.rendered.len());
        self.frames.push(Frame { name, rendered });
        // As the end tag will be written.
        self.names.push_str(END_TAG);
        start.push_name(&mut self.names);
        self.names.push('>');
        self.find_namespaces(start, is_apex);
        let written = self.names.get(name + END_TAG.len()..).unwrap_or_default();
        if self.pending.is_empty() && !is_apex && start.attribute_count() == 0 {
            return self.output.put_all(["<", written]);
        }
        self.output.put_all(["<", written.strip_suffix('>').unwrap_or_default()]);
        self.namespaces(start);
        self.attributes(start, is_apex);
        self.output.put(">");
    }

    /// Takes a piece of text; outside the element it is ignored.
    pub fn text(&mut self, text: &str) {
        if !self.frames.is_empty() {
            self.output.text(text);
        }
    }

    /// The same for text that holds no character that is escaped.
    pub fn plain_text(&mut self, text: &str) {
        if !self.frames.is_empty() {
            self.output.put(text);
        }
    }

    /// Takes the end of the element opened last.
    pub fn end(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        self.output.put(self.names.get(frame.name..).unwrap_or_default());
        self.names.truncate(frame.name);
        self.rendered.truncate(frame.rendered);
    }

    /// Takes a whole element of a tree, but no element (with all inside it) for which `skip` is true.
    pub fn element(&mut self, element: &Element, skip: &dyn Fn(&Element) -> bool) {
        if skip(element) {
            return;
        }
        self.start(&element.into());
        for child in &element.children {
            match child {
                Node::Element(inner) => self.element(inner, skip),
                Node::Text(text) => self.text(text),
            }
        }
        self.end();
    }

    /// Hands what was gathered to the sink.
    pub fn flush(&mut self) {
        self.output.flush();
    }

    /// Octets written so far.
    pub fn written(&self) -> u64 {
        self.output.written()
    }

    /// Hands the rest to the sink.
    pub fn finish(mut self) {
        self.output.flush();
    }
}

/// The namespace axis.
impl<S: FnMut(&[u8])> Canonicalizer<S> {
    /// Gathers what is to be written.
    fn find_namespaces(&mut self, start: &Start<'_>, is_apex: bool) {
        self.pending.clear();
        match self.method {
            Method::Inclusive10 | Method::Inclusive11 => self.inclusive(start, is_apex),
            Method::Exclusive10 => self.exclusive(start, is_apex),
        }
    }

    /// Writes it.
    fn namespaces(&mut self, start: &Start<'_>) {
        if self.pending.is_empty() {
            return;
        }
        let mut pending = std::mem::take(&mut self.pending);
        if pending.len() > 1 {
            pending.sort_by(|a, b| self.resolve(*a, start).0.cmp(self.resolve(*b, start).0));
        }
        for source in &pending {
            let (prefix, uri) = resolve_in(&self.inherited, *source, start);
            match prefix {
                "" => self.output.put(" xmlns=\""),
                prefix => self.output.put_all([" xmlns:", prefix, "=\""]),
            }
            self.output.value(uri);
            self.output.put("\"");
            self.rendered.push(prefix, uri);
        }
        self.pending = pending;
    }

    /// Every namespace node that the parent does not have alike (Canonical XML 1.0 §2.3).
    fn inclusive(&mut self, start: &Start<'_>, is_apex: bool) {
        if is_apex {
            for (index, (prefix, _)) in self.inherited.namespaces().enumerate() {
                if start.declarations().all(|declaration| declaration.prefix != prefix) {
                    self.pending.push(Source::Inherited(index));
                }
            }
        }
        for (index, declaration) in start.declarations().enumerate() {
            if declaration.prefix != "xml" && self.rendered.uri(declaration.prefix) != declaration.uri {
                self.pending.push(Source::Declaration(index));
            }
        }
    }

    /// Every namespace node that is visibly utilized, or listed and in scope, and not yet written alike by an
    /// ancestor (Exclusive C14N §3).
    fn exclusive(&mut self, start: &Start<'_>, is_apex: bool) {
        if self.rendered.uri(start.prefix()) != start.namespace() && start.prefix() != "xml" {
            self.pending.push(Source::Element);
        }
        let with_prefix = start.has_prefixed_attribute().then(|| start.attributes().enumerate());
        for (index, attribute) in with_prefix.into_iter().flatten() {
            let Attribute { prefix, namespace, .. } = attribute;
            if !prefix.is_empty() && prefix != "xml" && self.rendered.uri(prefix) != namespace {
                self.add(Source::Attribute(index), prefix, start);
            }
        }
        if self.prefixes.is_empty() {
            return;
        }
        // Below the apex the listed prefixes in scope are written already as the parent has them: only what is declared
        // anew can differ.
        let is_listed = |prefix: &str| prefix != "xml" && self.prefixes.iter().any(|listed| listed == prefix);
        let mut listed = Vec::new();
        for (index, declaration) in start.declarations().enumerate() {
            if is_listed(declaration.prefix) && self.rendered.uri(declaration.prefix) != declaration.uri {
                listed.push((Source::Declaration(index), declaration.prefix.to_owned()));
            }
        }
        if is_apex {
            for (index, (prefix, _)) in self.inherited.namespaces().enumerate() {
                if is_listed(prefix) && start.declarations().all(|declaration| declaration.prefix != prefix) {
                    listed.push((Source::Inherited(index), prefix.to_owned()));
                }
            }
        }
        listed.into_iter().for_each(|(source, prefix)| self.add(source, &prefix, start));
    }

    fn add(&mut self, source: Source, prefix: &str, start: &Start<'_>) {
        if self.pending.iter().all(|earlier| self.resolve(*earlier, start).0 != prefix) {
            self.pending.push(source);
        }
    }

    fn resolve<'a>(&'a self, source: Source, start: &Start<'a>) -> (&'a str, &'a str) {
        resolve_in(&self.inherited, source, start)
    }
}

/// Prefix and URI of a namespace node to be written.
fn resolve_in<'a>(inherited: &'a Context, source: Source, start: &Start<'a>) -> (&'a str, &'a str) {
    let found = match source {
        Source::Element => Some((start.prefix(), start.namespace())),
        Source::Attribute(index) => start.attribute_at(index).map(|a| (a.prefix, a.namespace)),
        Source::Declaration(index) => start.declaration_at(index).map(|d| (d.prefix, d.uri)),
        Source::Inherited(index) => inherited.namespaces().nth(index),
    };
    found.unwrap_or(("", ""))
}

/// The attribute axis.
impl<S: FnMut(&[u8])> Canonicalizer<S> {
    /// Writes the attributes by namespace URI, then local name (Canonical XML 1.0 §2.2).
    fn attributes(&mut self, start: &Start<'_>, is_apex: bool) {
        self.imported.clear();
        if is_apex {
            self.import(start);
        }
        let own = start.attribute_count();
        if self.imported.is_empty() && own <= FEW {
            return self.few_attributes(start, own);
        }
        let total = own + self.imported.len();
        if total == 0 {
            return;
        }
        let imported = &self.imported;
        let is_replaced =
            |a: Attribute<'_>| a.namespace == XML_NAMESPACE && imported.iter().any(|(local, _)| local == a.local);
        let at = |index: &usize| match index.checked_sub(own) {
            None => start.attribute_at(*index).filter(|a| imported.is_empty() || !is_replaced(*a)),
            Some(index) => {
                let (local, value) = imported.get(index)?;
                let value = value.as_deref()?;
                Some(Attribute { prefix: "xml", local, namespace: XML_NAMESPACE, value })
            }
        };
        self.order.clear();
        self.order.extend(0..total);
        if total > 1 {
            let key = |index: &usize| at(index).map(|a| (a.namespace, a.local));
            self.order.sort_by(|a, b| key(a).cmp(&key(b)));
        }
        for attribute in self.order.iter().filter_map(at) {
            put_attribute(&mut self.output, &attribute);
        }
    }

    /// What nearly every element has: none or a handful, none of them imported.
    fn few_attributes(&mut self, start: &Start<'_>, own: usize) {
        if own == 0 {
            return;
        }
        let mut few = [Attribute { prefix: "", local: "", namespace: "", value: "" }; FEW];
        few.iter_mut().zip(start.attributes()).for_each(|(place, attribute)| *place = attribute);
        let few = few.get_mut(..own).unwrap_or_default();
        if own > 1 {
            few.sort_by(|a, b| match (a.namespace, b.namespace) {
                ("", "") => a.local.cmp(b.local),
                _ => (a.namespace, a.local).cmp(&(b.namespace, b.local)),
            });
        }
        few.iter().for_each(|attribute| put_attribute(&mut self.output, attribute));
    }

    /// The `xml:*` attributes that the element gets from ancestors which are left out.
    fn import(&mut self, start: &Start<'_>) {
        let inherited = self.inherited.xml_attributes();
        for (index, ancestor) in inherited.iter().enumerate() {
            let local = ancestor.local.as_str();
            let is_last = inherited.iter().skip(index + 1).all(|later| later.local != local);
            let own = start.attribute(XML_NAMESPACE, local);
            let value = match (self.method, local) {
                // Exclusive C14N §3: nothing is imported.
                (Method::Exclusive10, _) => None,
                // Canonical XML 1.1 §2.4: xml:id never, unknown ones never, xml:base joined even with the own one.
                (Method::Inclusive11, "base") if is_last => {
                    let bases = inherited.iter().filter(|a| a.local == "base").map(|a| a.value.as_str());
                    let all: Vec<&str> = bases.chain(own).collect();
                    all.into_iter().rev().map(str::to_owned).reduce(|inner, outer| join(&outer, &inner))
                }
                (Method::Inclusive11, "lang" | "space") if is_last && own.is_none() => Some(ancestor.value.clone()),
                (Method::Inclusive11, _) => None,
                // Canonical XML 1.0 §2.4: the nearest of each, unless the element has its own.
                (Method::Inclusive10, _) => (is_last && own.is_none()).then(|| ancestor.value.clone()),
            };
            let is_written =
                |value: &String| local != "base" || self.method != Method::Inclusive11 || !value.is_empty();
            self.imported.extend(value.map(|value| (local.to_owned(), Some(value).filter(is_written))));
        }
    }
}

fn put_attribute<S: FnMut(&[u8])>(output: &mut Output<S>, attribute: &Attribute<'_>) {
    match attribute.prefix {
        "" => output.put_all([" ", attribute.local, "=\""]),
        prefix => output.put_all([" ", prefix, ":", attribute.local, "=\""]),
    }
    output.value(attribute.value);
    output.put("\"");
}

impl<S: FnMut(&[u8])> fmt::Debug for Canonicalizer<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Canonicalizer").field("method", &self.method).field("depth", &self.frames.len()).finish()
    }
}

/// Why an element inside a subtree has no canonical form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubtreeFault {
    /// It is not in the subtree.
    #[error("the element is not there")]
    NotInside,
    /// The form is longer than [`most`] of the element's bytes.
    #[error("the canonical form is far longer than the element")]
    TooLong,
}

/// Hands the canonical octets of an element inside a subtree, with all that it inherits, to `sink` as they come.
///
/// # Errors
/// [`SubtreeFault`]; `sink` has then seen a beginning.
pub fn subtree_into(
    method: Method,
    prefixes: &[&str],
    tree: &Subtree,
    target: &Element,
    sink: impl FnMut(&[u8]),
) -> Result<(), SubtreeFault> {
    let inherited = tree.context_of(target).ok_or(SubtreeFault::NotInside)?;
    let bytes = target.range.end.saturating_sub(target.range.start);
    let mut canonicalizer = Canonicalizer::new(method, prefixes, &inherited, sink);
    canonicalizer.output.stop_after(most(bytes));
    canonicalizer.element(target, &|_| false);
    let written = canonicalizer.written();
    canonicalizer.finish();
    if written > most(bytes) { Err(SubtreeFault::TooLong) } else { Ok(()) }
}

/// The same in memory, for a small element.
///
/// # Errors
/// [`SubtreeFault`]: it has no canonical form, which is another thing than an empty one.
pub fn subtree(method: Method, prefixes: &[&str], tree: &Subtree, target: &Element) -> Result<Vec<u8>, SubtreeFault> {
    let mut octets = Vec::new();
    subtree_into(method, prefixes, tree, target, |piece| octets.extend_from_slice(piece))?;
    Ok(octets)
}

/// The longest canonical form that is written of so many bytes of a file. Escapes make six of one at worst, and files in
/// the field three of two; more comes of a namespace that is written anew at every element, for nobody's benefit.
pub fn most(bytes: u64) -> u64 {
    bytes.saturating_mul(MOST_EXPANSION).saturating_add(MOST_INHERITED)
}

const MOST_EXPANSION: u64 = 16;
/// What an element inherits stands outside its own bytes: 16 KiB of namespaces, and `xml:*` attributes.
const MOST_INHERITED: u64 = 64 << 10;
const END_TAG: &str = "</";
/// So many attributes are sorted where they are.
const FEW: usize = 8;
