//! The JSON Schema of what `lienthong verify --format json` writes, from the types themselves.

use serde_json::{Value, json};
use utoipa::{PartialSchema, ToSchema};

use super::Said;
use crate::signature::Verdict;

/// JSON Schema 2020-12. `schemas/verdict.schema.json` is this, held equal by a test.
pub fn schema() -> Value {
    let mut parts = vec![(Said::name().into_owned(), Said::schema())];
    Verdict::schemas(&mut parts);
    Said::schemas(&mut parts);
    let definitions: serde_json::Map<String, Value> =
        parts.into_iter().map(|(name, part)| (name, serde_json::to_value(part).unwrap_or_default())).collect();
    let mut whole = serde_json::to_value(Verdict::schema()).unwrap_or_default();
    if let Some(object) = whole.as_object_mut() {
        object.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
        object.insert("title".into(), "Verdict of lienthong verify".into());
        object.insert("$defs".into(), Value::Object(definitions));
        if let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) {
            let said = json!({ "$ref": "#/components/schemas/Said" });
            let both = json!({ "type": "object", "required": ["vi", "en"], "properties": { "vi": said, "en": said },
                "description": "The two sentences in both languages; absent in what the hub stores." });
            properties.insert("said".into(), both);
        }
    }
    refer(&mut whole);
    whole
}

/// References of an OpenAPI document become those of a schema that stands alone.
fn refer(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (key, inner) in object {
                match inner {
                    Value::String(text) if key == "$ref" => {
                        *text = text.replace("#/components/schemas/", "#/$defs/");
                    }
                    _ => refer(inner),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(refer),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
