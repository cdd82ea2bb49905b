//! The JSON Schema of the event, generated from its types.

use schemars::generate::SchemaSettings;
use schemars::transform::transform_subschemas;
use schemars::{Schema, transform::Transform};
use serde_json::Value;

use super::ArticleEvent;

/// The schema that `schemas/article-event.v1.json` holds and `bantin schema` prints.
pub fn schema() -> Schema {
    // What is written counts, not what could be read: a list that may be absent is not required.
    let settings = SchemaSettings::draft2020_12().for_serialize().with_transform(NeverNull);
    settings.into_generator().into_root_schema_for::<ArticleEvent>()
}

/// Absent values are absent keys in the event, so no value is ever `null`, though Rust's `Option` reads like that.
#[derive(Clone, Debug)]
struct NeverNull;

impl Transform for NeverNull {
    fn transform(&mut self, schema: &mut Schema) {
        if let Some(Value::Array(types)) = schema.get_mut("type") {
            types.retain(|name| name != "null");
            if let [only] = types.as_slice() {
                let only = only.clone();
                schema.insert("type".to_owned(), only);
            }
        }
        if let Some(Value::Array(choices)) = schema.get_mut("anyOf") {
            choices.retain(|choice| choice.get("type").is_none_or(|name| name != "null"));
            if let [Value::Object(only)] = choices.as_slice() {
                let only = only.clone();
                schema.remove("anyOf");
                for (key, value) in only {
                    schema.insert(key, value);
                }
            }
        }
        transform_subschemas(self, schema);
    }
}
