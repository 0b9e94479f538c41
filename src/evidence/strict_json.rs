//! JSON as evidence has to be read: a member that stands twice is refused, because two readers may each believe another
//! one; and the canonical form of RFC 8785 (JCS), in which alone a leaf is written.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Why bytes are refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// A member name stands twice in one object.
    #[error("member {name:?} stands twice")]
    DuplicateKey {
        /// Its name, shortened.
        name: String,
    },
    /// Not JSON in UTF-8, or something behind it.
    #[error("not JSON at line {line}, column {column}")]
    Syntax {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// JSON, but not the canonical form.
    #[error("not in canonical form (RFC 8785)")]
    NotCanonical,
}

/// Reads one JSON value, refusing duplicate members at every depth.
///
/// # Errors
/// [`JsonError::Syntax`] or [`JsonError::DuplicateKey`].
pub fn parse(bytes: &[u8]) -> Result<Value, JsonError> {
    serde_json::from_slice::<Strict>(bytes).map(|strict| strict.0).map_err(|error| {
        let text = error.to_string();
        match text.strip_prefix(DUPLICATE).and_then(|rest| rest.rsplit_once(" at line ")) {
            Some((name, _)) => JsonError::DuplicateKey { name: name.to_owned() },
            None => JsonError::Syntax { line: error.line(), column: error.column() },
        }
    })
}

/// Reads one JSON value that is written in the canonical form, and no other.
///
/// # Errors
/// [`JsonError`]
pub fn parse_canonical(bytes: &[u8]) -> Result<Value, JsonError> {
    let value = parse(bytes)?;
    if canonical(&value).as_deref() == Some(bytes) { Ok(value) } else { Err(JsonError::NotCanonical) }
}

/// The canonical form (RFC 8785). `None` for a value that has none: it cannot come from [`parse`].
pub fn canonical(value: &Value) -> Option<Vec<u8>> {
    serde_json_canonicalizer::to_vec(value).ok()
}

/// Whether there is a list in it, at any depth.
pub fn holds_list(value: &Value) -> bool {
    match value {
        Value::Array(_) => true,
        Value::Object(members) => members.values().any(holds_list),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// The mark by which our own error is told from those of the parser; it cannot begin any of theirs.
const DUPLICATE: &str = "\u{1}duplicate ";

struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Strict(value)) = seq.next_element()? {
            values.push(value);
        }
        Ok(values.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            if members.contains_key(&name) {
                let short: String = name.chars().take(40).collect();
                return Err(A::Error::custom(format!("{DUPLICATE}{short}")));
            }
            let Strict(value) = map.next_value()?;
            members.insert(name, value);
        }
        Ok(members.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duplicates_are_refused_at_every_depth() {
        assert_eq!(parse(br#"{"a":1,"a":1}"#), Err(JsonError::DuplicateKey { name: "a".to_owned() }));
        assert_eq!(parse(br#"{"a":[{"b":1,"\u0062":2}]}"#), Err(JsonError::DuplicateKey { name: "b".to_owned() }));
        assert!(parse(br#"{"a":{"a":1}}"#).is_ok());
    }

    #[test]
    fn other_forms_are_refused() {
        assert!(parse_canonical(br#"{"a":1,"b":[true,null,"\n"]}"#).is_ok());
        for bytes in [&br#"{"b":1,"a":1}"#[..], br#"{"a": 1}"#, br#"{"a":1.0}"#, br#"{"a":"\u0061"}"#, b"1 ", b"1e0"] {
            assert_eq!(parse_canonical(bytes), Err(JsonError::NotCanonical), "{}", String::from_utf8_lossy(bytes));
        }
        for bytes in [&b""[..], b"{", b"1 1", b"\xff", b"\"\xff\"", b"NaN", br#""\ud800""#] {
            assert!(matches!(parse(bytes), Err(JsonError::Syntax { .. })), "{}", String::from_utf8_lossy(bytes));
        }
        assert!(parse("[".repeat(100_000).as_bytes()).is_err());
    }
}
