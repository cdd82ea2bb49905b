//! A strict copy of the event's schema: every object is closed, so that a key that the schema does not know fails.
//! The published schema leaves them open, for readers of later versions.
#![allow(dead_code)]

use jsonschema::Validator;
use serde_json::{Map, Value, json};

/// The published schema.
pub fn published() -> Value {
    bantin::event::schema().to_value()
}

/// The same with every object closed.
pub fn strict() -> Value {
    let mut schema = published();
    close(&mut schema);
    schema
}

/// A validator by the strict copy.
pub fn validator() -> Validator {
    jsonschema::validator_for(&strict()).expect("the schema is a valid schema")
}

/// The same validator each time, for tests with many events.
pub fn validator_once() -> &'static Validator {
    static ONCE: std::sync::OnceLock<Validator> = std::sync::OnceLock::new();
    ONCE.get_or_init(validator)
}

/// Fails with every violation if the event breaks the strict copy, or holds what no schema can forbid well: an empty
/// list, an empty text, a null.
pub fn check(validator: &Validator, event: &Value) {
    let errors: Vec<_> = validator
        .iter_errors(event)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}\n{event:#}");
    absent_is_absent("", event);
}

fn close(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if object.contains_key("properties") {
                object.entry("additionalProperties").or_insert(json!(false));
            }
            object.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

fn absent_is_absent(path: &str, value: &Value) {
    let empty = match value {
        Value::Null => true,
        // The text of a message without any is the one that must be there all the same.
        Value::String(text) => text.is_empty() && path != "/text",
        // A thing that only its producer or an organisation's name holds has no word of the text as its own.
        Value::Array(items) => items.is_empty() && !path.ends_with("/mentions"),
        Value::Object(object) => Map::is_empty(object),
        _ => false,
    };
    assert!(!empty, "{path} is empty: it must be absent");
    match value {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(n, v)| absent_is_absent(&format!("{path}/{n}"), v)),
        Value::Object(object) => object
            .iter()
            .for_each(|(k, v)| absent_is_absent(&format!("{path}/{k}"), v)),
        _ => {}
    }
}
