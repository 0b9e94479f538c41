//! Namespace bindings of the open elements, as a stack.

/// Bindings of prefix (empty: default) to URI (empty: none), innermost last.
#[derive(Debug, Default)]
pub(super) struct Bindings {
    text: String,
    places: Vec<Place>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    prefix: usize,
    uri: usize,
    end: usize,
}

impl Bindings {
    pub(super) fn push(&mut self, prefix: &str, uri: &str) {
        let start = self.text.len();
        self.text.push_str(prefix);
        let middle = self.text.len();
        self.text.push_str(uri);
        self.places.push(Place { prefix: start, uri: middle, end: self.text.len() });
    }

    /// The URI that a prefix is bound to; empty when it is not.
    pub(super) fn uri(&self, prefix: &str) -> &str {
        self.index(prefix).and_then(|index| self.get(index)).map_or("", |(_, uri)| uri)
    }

    /// The index of the innermost binding of a prefix.
    fn index(&self, prefix: &str) -> Option<usize> {
        self.places.iter().rposition(|place| self.slice(place.prefix, place.uri) == prefix)
    }

    /// The binding at an index.
    fn get(&self, index: usize) -> Option<(&str, &str)> {
        let place = self.places.get(index)?;
        Some((self.slice(place.prefix, place.uri), self.slice(place.uri, place.end)))
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    pub(super) fn truncate(&mut self, len: usize) {
        if let Some(place) = self.places.get(len) {
            self.text.truncate(place.prefix);
            self.places.truncate(len);
        }
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }
}
