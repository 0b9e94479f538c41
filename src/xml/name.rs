//! Names of a tree's elements and attributes: each is held once, however many bear it.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A local name, prefix or namespace; cheap to clone, compared by its text.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Name(Option<Arc<str>>);

impl Name {
    /// Its text.
    pub fn as_str(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self((!text.is_empty()).then(|| text.into()))
    }
}

impl Deref for Name {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Name {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// The names that a tree has used lately. A name that has lost its place to another is made again: nothing hangs on it.
#[derive(Debug)]
pub(super) struct Names {
    places: [Name; PLACES],
}

impl Names {
    pub(super) fn new() -> Self {
        Self { places: std::array::from_fn(|_| Name::default()) }
    }

    pub(super) fn get(&mut self, text: &str) -> Name {
        let (Some(first), Some(last)) = (text.bytes().next(), text.bytes().next_back()) else { return Name::default() };
        let index = (text.len() * 7 + usize::from(first) * 5 + usize::from(last) * 3) % PLACES;
        match self.places.get_mut(index) {
            Some(place) if *place == *text => place.clone(),
            Some(place) => {
                *place = text.into();
                place.clone()
            }
            None => text.into(),
        }
    }
}

/// A Signature and an envelope bear some sixty different names.
const PLACES: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_its_text_whatever_stood_in_its_place() {
        let mut names = Names::new();
        let all: Vec<String> = (0..500).map(|n| format!("n{n}")).collect();
        for _ in 0..2 {
            for text in &all {
                assert_eq!(names.get(text), text.as_str());
            }
        }
        assert_eq!(names.get(""), "");
        assert_eq!(Name::from("").as_str(), "");
    }
}
