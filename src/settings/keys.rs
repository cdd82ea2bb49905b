//! All keys, read off the tree of structs: their paths in the order of declaration, their doc comments, what a value
//! may be, and their defaults. Nothing about a key is written down a second time.

use std::fmt;
use std::sync::LazyLock;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::Settings;

/// One key that can be set.
#[derive(Clone, Debug)]
pub(super) struct Key {
    /// `input.topics`.
    pub path: String,
    /// Its doc comment.
    pub doc: String,
    /// What a value may be.
    pub kind: Kind,
    /// Its default; `Null` if it has none, and may be unset.
    pub default: Value,
    /// A value to show where there is no default.
    pub example: Option<String>,
}

/// One table of keys.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// `input`; empty for the whole.
    pub path: String,
    /// Its doc comment.
    pub doc: String,
    /// The keys directly in it.
    pub keys: Vec<Key>,
}

/// What a value may be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Text,
    List,
    Integer,
    Number,
    Switch,
    /// One of these words, each with its doc comment.
    Choice(Vec<(String, String)>),
    ByteSize,
    Interval,
    Secret,
    /// A table of librdkafka properties: below it every name is allowed.
    Properties,
}

impl Key {
    /// The variable that sets it: `BANTIN_INPUT__TOPICS`.
    pub fn variable(&self) -> String {
        format!("{PREFIX}{}", self.path.replace('.', "__").to_uppercase())
    }

    /// The last part of the path: its name within its table.
    pub fn name(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or(&self.path)
    }
}

/// What all variables begin with.
pub(super) const PREFIX: &str = "BANTIN_";

/// All tables in the order of declaration; the first is the whole, with the keys that stand in no table.
pub(super) fn tables() -> &'static [Table] {
    static TABLES: LazyLock<Vec<Table>> = LazyLock::new(read_tree);
    &TABLES
}

/// All keys in the order of the reference file.
pub(super) fn keys() -> impl Iterator<Item = &'static Key> + Clone {
    tables().iter().flat_map(|table| &table.keys)
}

/// The key of this path.
pub(super) fn key(path: &str) -> Option<&'static Key> {
    keys().find(|key| key.path == path)
}

/// The table of properties that `path` lies in, and the property's name: `kafka.properties.linger.ms`.
pub(super) fn property(path: &str) -> Option<(&'static Key, &str)> {
    keys().filter(|key| key.kind == Kind::Properties).find_map(|key| {
        let name = path.strip_prefix(&key.path)?.strip_prefix('.')?;
        (!name.is_empty()).then_some((key, name))
    })
}

/// The key that an unknown `path` most probably means: a sibling that is spelt nearly so, else a key of the same name
/// in another table, else the one whose whole path is nearest.
pub(super) fn nearest(path: &str) -> Option<String> {
    let (table, name) = path.rsplit_once('.').unwrap_or(("", path));
    let paths = || {
        keys()
            .map(|key| key.path.as_str())
            .chain(tables().iter().map(|t| t.path.as_str()).skip(1))
    };
    let sibling = paths()
        .map(|known| (known, known.rsplit_once('.').unwrap_or(("", known))))
        .filter(|(_, (of, _))| *of == table)
        .map(|(known, (_, known_name))| (strsim::osa_distance(name, known_name), known))
        .filter(|(distance, _)| *distance <= 2.max(name.len() / 3))
        .min_by_key(|(distance, _)| *distance);
    let namesake = || keys().find(|key| key.name() == name).map(|key| key.path.as_str());
    let similar = || {
        paths()
            .map(|known| (strsim::normalized_damerau_levenshtein(path, known), known))
            .filter(|(likeness, _)| *likeness > 0.6)
            .max_by(|(a, _), (b, _)| a.total_cmp(b))
            .map(|(_, known)| known)
    };
    sibling
        .map(|(_, known)| known)
        .or_else(namesake)
        .or_else(similar)
        .map(str::to_owned)
}

fn read_tree() -> Vec<Table> {
    let schema = schemars::schema_for!(Settings).to_value();
    // Through text, because a `serde_json::Value` sorts its keys and the order of declaration would be lost.
    let defaults = serde_json::to_string(&Settings::default()).unwrap_or_default();
    let mut tables = Vec::new();
    if let Ok(defaults) = serde_json::from_str(&defaults) {
        read_table(
            &schema,
            &schema,
            "",
            text(&schema, "description"),
            &defaults,
            &mut tables,
        );
    }
    tables
}

fn read_table(schema: &Value, root: &Value, path: &str, doc: String, defaults: &Ordered, tables: &mut Vec<Table>) {
    let Ordered::Table(fields) = defaults else { return };
    let at = tables.len();
    tables.push(Table {
        path: path.to_owned(),
        doc,
        keys: Vec::new(),
    });
    for (name, default) in fields {
        let field = schema
            .get("properties")
            .and_then(|fields| fields.get(name))
            .unwrap_or(&Value::Null);
        let kind = resolve(field, root);
        let path = if path.is_empty() {
            name.clone()
        } else {
            format!("{path}.{name}")
        };
        let doc = text(field, "description");
        if kind.get("properties").is_some() {
            read_table(kind, root, &path, doc, default, tables);
        } else if let Some(table) = tables.get_mut(at) {
            table.keys.push(Key {
                doc,
                kind: read_kind(kind),
                default: default.clone().into_value(),
                example: field.pointer("/examples/0").and_then(Value::as_str).map(str::to_owned),
                path,
            });
        }
    }
}

/// Follows a reference, and looks past the `null` of an optional value.
fn resolve<'s>(schema: &'s Value, root: &'s Value) -> &'s Value {
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        return root.pointer(target.trim_start_matches('#')).unwrap_or(schema);
    }
    match schema
        .get("anyOf")
        .and_then(Value::as_array)
        .and_then(|any| any.first())
    {
        Some(first) => resolve(first, root),
        None => schema,
    }
}

fn read_kind(schema: &Value) -> Kind {
    match schema.get("format").and_then(Value::as_str) {
        Some("byte-size") => return Kind::ByteSize,
        Some("interval") => return Kind::Interval,
        Some("password") => return Kind::Secret,
        Some("librdkafka-properties") => return Kind::Properties,
        _ => {}
    }
    if let Some(choices) = schema.get("oneOf").and_then(Value::as_array) {
        return Kind::Choice(
            choices
                .iter()
                .map(|choice| (text(choice, "const"), text(choice, "description")))
                .collect(),
        );
    }
    let kind = schema.get("type");
    let is = |name: &str| match kind {
        Some(Value::Array(several)) => several.iter().any(|one| one == name),
        Some(one) => one == name,
        None => false,
    };
    match () {
        () if is("array") => Kind::List,
        () if is("integer") => Kind::Integer,
        () if is("number") => Kind::Number,
        () if is("boolean") => Kind::Switch,
        () => Kind::Text,
    }
}

fn text(schema: &Value, name: &str) -> String {
    schema.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A tree of values whose tables keep the order in which they were written.
#[derive(Clone, Debug)]
enum Ordered {
    Table(Vec<(String, Ordered)>),
    Leaf(Value),
}

impl Ordered {
    fn into_value(self) -> Value {
        match self {
            Ordered::Leaf(value) => value,
            Ordered::Table(fields) => Value::Object(
                fields
                    .into_iter()
                    .map(|(name, field)| (name, field.into_value()))
                    .collect::<Map<_, _>>(),
            ),
        }
    }
}

impl<'de> Deserialize<'de> for Ordered {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Ordered;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Ordered, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Ordered::Table(fields))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Ordered, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Ordered::Leaf(Value::Array(items)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Ordered, E> {
                Ok(Ordered::Leaf(text.into()))
            }
            fn visit_bool<E>(self, value: bool) -> Result<Ordered, E> {
                Ok(Ordered::Leaf(value.into()))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Ordered, E> {
                Ok(Ordered::Leaf(value.into()))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Ordered, E> {
                Ok(Ordered::Leaf(value.into()))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Ordered, E> {
                Ok(Ordered::Leaf(value.into()))
            }
            fn visit_unit<E>(self) -> Result<Ordered, E> {
                Ok(Ordered::Leaf(Value::Null))
            }
        }
        deserializer.deserialize_any(Any)
    }
}
