//! The canonical form, octet by octet.

use crate::xml::{Context, Element, Event, Start, Subtree};

use super::Method;

/// Writes the canonical form of one element, as its events come, into a sink.
#[derive(Debug)]
pub struct Canonicalizer<S: FnMut(&[u8])> {
    method: Method,
    prefixes: Vec<String>,
    inherited: Context,
    sink: S,
}

impl<S: FnMut(&[u8])> Canonicalizer<S> {
    /// A canonicalizer of one element that inherits `inherited` (empty for a root).
    ///
    /// `prefixes` is the InclusiveNamespaces PrefixList (Exclusive C14N §4), `#default` for the default namespace;
    /// the inclusive forms ignore it. The sink gets the octets in pieces of some KiB.
    pub fn new(method: Method, prefixes: &[&str], inherited: &Context, sink: S) -> Self {
        let prefixes = prefixes.iter().map(|&p| p.to_owned()).collect();
        Self { method, prefixes, inherited: inherited.clone(), sink }
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
    pub fn start(&mut self, _start: &Start<'_>) {}

    /// Takes a piece of text; outside the element it is ignored.
    pub fn text(&mut self, _text: &str) {}

    /// Takes the end of the element opened last.
    pub fn end(&mut self) {}

    /// Takes a whole element of a tree, but no element (with all inside it) for which `skip` is true.
    pub fn element(&mut self, _element: &Element, _skip: &dyn Fn(&Element) -> bool) {}

    /// Hands the rest to the sink.
    pub fn finish(self) {}
}

/// The canonical octets of an element inside a subtree, with all that it inherits; none when `target` is not in it.
pub fn subtree(method: Method, prefixes: &[&str], tree: &Subtree, target: &Element) -> Option<Vec<u8>> {
    let inherited = tree.context_of(target)?;
    let mut octets = Vec::new();
    let mut canonicalizer = Canonicalizer::new(method, prefixes, &inherited, |piece| octets.extend_from_slice(piece));
    canonicalizer.element(target, &|_| false);
    canonicalizer.finish();
    Some(octets)
}
