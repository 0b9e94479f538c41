//! The objects of a PDF (ISO 32000-1 §7.3), as far as structure needs them.

use std::collections::HashMap;

/// One object. A stream is its dictionary; its bytes are fetched on their own.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Object {
    Null,
    Bool(bool),
    Int(i64),
    Real(f64),
    Name(Vec<u8>),
    Text(Vec<u8>),
    Array(Vec<Object>),
    Dict(Dict),
    Ref(Id),
}

/// Number and generation.
pub(super) type Id = (u32, u16);

/// A dictionary; no key stands in it twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Dict(pub(super) Vec<(Vec<u8>, Object)>);

impl Dict {
    pub(super) fn get(&self, key: &str) -> Option<&Object> {
        self.0.iter().find(|(name, _)| name == key.as_bytes()).map(|(_, value)| value)
    }

    pub(super) fn int(&self, key: &str) -> Option<i64> {
        self.get(key).and_then(Object::int)
    }

    pub(super) fn name(&self, key: &str) -> Option<&[u8]> {
        match self.get(key) {
            Some(Object::Name(name)) => Some(name),
            _ => None,
        }
    }

    /// For whoever asks for more keys than a few.
    pub(super) fn table(&self) -> HashMap<&[u8], &Object> {
        self.0.iter().map(|(key, value)| (key.as_slice(), value)).collect()
    }

    /// The keys whose values differ, or that one of both lacks.
    pub(super) fn changed<'d>(&'d self, other: &'d Self) -> Vec<&'d [u8]> {
        let (ours, theirs) = (self.table(), other.table());
        let differs = ours.iter().filter(|(key, value)| theirs.get(*key) != Some(*value));
        let lacks = theirs.iter().filter(|(key, _)| !ours.contains_key(*key));
        differs.chain(lacks).map(|(key, _)| *key).collect()
    }
}

impl Object {
    pub(super) fn int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Int(number) => Some(*number as f64),
            Self::Real(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn dict(&self) -> Option<&Dict> {
        match self {
            Self::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    pub(super) fn array(&self) -> Option<&[Object]> {
        match self {
            Self::Array(all) => Some(all),
            _ => None,
        }
    }

    pub(super) fn reference(&self) -> Option<Id> {
        match self {
            Self::Ref(id) => Some(*id),
            _ => None,
        }
    }

    /// Every reference in it.
    pub(super) fn references(&self, into: &mut Vec<Id>) {
        match self {
            Self::Ref(id) => into.push(*id),
            Self::Array(all) => all.iter().for_each(|one| one.references(into)),
            Self::Dict(dict) => dict.0.iter().for_each(|(_, one)| one.references(into)),
            Self::Null | Self::Bool(_) | Self::Int(_) | Self::Real(_) | Self::Name(_) | Self::Text(_) => {}
        }
    }
}

/// A text string for people (§7.9.2.2): UTF-16BE or UTF-8 with its mark, else Latin letters.
pub(super) fn text_for_people(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units = rest.chunks_exact(2).filter_map(|pair| pair.try_into().ok().map(u16::from_be_bytes));
            char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        other => other.iter().map(|&byte| char::from(byte)).collect(),
    }
}
