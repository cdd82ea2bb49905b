//! The three layers above the defaults, each read into entries: this key, this value, from this place.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use super::keys::{self, Key, Kind, PREFIX, Table};
use super::problems::{Origin, Problem};

/// A value for a key.
#[derive(Debug)]
pub(super) struct Entry {
    pub key: &'static Key,
    /// The librdkafka property, where the key is a table of them.
    pub property: Option<String>,
    /// `Null` unsets an optional key.
    pub value: Value,
    pub origin: Origin,
}

impl Entry {
    /// The key as people name it: `kafka.properties.linger.ms`.
    pub fn path(&self) -> String {
        match &self.property {
            Some(property) => format!("{}.{property}", self.key.path),
            None => self.key.path.clone(),
        }
    }
}

/// What a layer holds, and what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct Layer {
    pub entries: Vec<Entry>,
    pub problems: Vec<Problem>,
    /// A file could not be read at all: then nobody knows what it would have set.
    pub broken: bool,
}

impl Layer {
    fn problem(&mut self, origin: &Origin, key: &str, what: impl Into<String>) {
        self.problems.push(Problem {
            origin: origin.clone(),
            key: key.to_owned(),
            what: what.into(),
        });
    }
}

/// Reads a TOML file.
pub(super) fn file(path: &Path, layer: &mut Layer) {
    let at = |line| Origin::File(path.to_owned(), line);
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            layer.broken = true;
            layer.problem(&at(1), "", format!("cannot be read: {error}; correct --config"));
            return;
        }
    };
    let line = |offset: usize| {
        at(1 + text
            .as_bytes()
            .iter()
            .take(offset)
            .filter(|byte| **byte == b'\n')
            .count())
    };
    let (table, errors) = DeTable::parse_recoverable(&text);
    for error in &errors {
        layer.broken = true;
        let origin = line(error.span().map_or(0, |span| span.start));
        layer.problem(&origin, "", format!("not TOML: {}", error.message()));
    }
    if errors.is_empty() {
        walk(table.get_ref(), "", &line, layer);
    }
}

fn walk(table: &DeTable<'_>, path: &str, line: &dyn Fn(usize) -> Origin, layer: &mut Layer) {
    for (name, value) in table.iter() {
        let origin = line(name.span().start);
        let path = if path.is_empty() {
            name.get_ref().to_string()
        } else {
            format!("{path}.{}", name.get_ref())
        };
        let is_table = keys::tables().iter().any(|table| table.path == path);
        match (value.get_ref(), keys::key(&path)) {
            (DeValue::Table(below), None) if is_table => walk(below, &path, line, layer),
            (_, None) if is_table => layer.problem(&origin, &path, format!("is a table; write [{path}]")),
            (DeValue::Table(below), Some(key)) if key.kind == Kind::Properties => {
                properties(key, below, "", line, layer);
            }
            (_, Some(key)) if key.kind == Kind::Properties => {
                layer.problem(&origin, &path, format!("is a table; write [{path}]"));
            }
            (value, Some(key)) => layer.entries.push(Entry {
                key,
                property: None,
                value: json(value),
                origin,
            }),
            (_, None) => layer.problem(&origin, &path, unknown(&path, str::to_owned)),
        }
    }
}

/// `"linger.ms" = 5` and `linger.ms = 5` are different to TOML; here both name the property.
fn properties(key: &'static Key, table: &DeTable<'_>, above: &str, line: &dyn Fn(usize) -> Origin, layer: &mut Layer) {
    for (name, value) in table.iter() {
        let property = if above.is_empty() {
            name.get_ref().to_string()
        } else {
            format!("{above}.{}", name.get_ref())
        };
        match value.get_ref() {
            DeValue::Table(below) => properties(key, below, &property, line, layer),
            value => {
                let entry = Entry {
                    key,
                    property: Some(property),
                    value: json(value),
                    origin: line(name.span().start),
                };
                let file = |origin: &Origin| match origin {
                    Origin::File(path, _) => Some(path.clone()),
                    _ => None,
                };
                let twice = layer
                    .entries
                    .iter()
                    .find(|other| other.path() == entry.path() && file(&other.origin) == file(&entry.origin));
                match twice.map(|other| other.origin.to_string()) {
                    Some(other) => {
                        layer.problem(
                            &entry.origin,
                            &entry.path(),
                            format!("is set at {other}, too; set it once"),
                        );
                    }
                    None => layer.entries.push(entry),
                }
            }
        }
    }
}

fn json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Boolean(value) => Value::from(*value),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Value::from(number),
            // Larger than TOML allows: left as text, which no number accepts.
            Err(_) => Value::from(number.as_str()),
        },
        DeValue::Float(number) => {
            let finite = number.as_str().parse().ok().and_then(serde_json::Number::from_f64);
            finite.map_or_else(|| Value::from(number.as_str()), Value::Number)
        }
        DeValue::Datetime(moment) => Value::from(moment.to_string()),
        DeValue::Array(items) => items.iter().map(|item| json(item.get_ref())).collect(),
        DeValue::Table(table) => Value::Object(
            table
                .iter()
                .map(|(name, value)| (name.get_ref().to_string(), json(value.get_ref())))
                .collect(),
        ),
    }
}

/// Reads the variables that are ours. Others that merely begin like ours are left alone: Kubernetes injects
/// `BANTIN_PORT` and the like into every pod beside a Service named bantin.
pub(super) fn environment(variables: &[(OsString, OsString)], layer: &mut Layer) {
    // In order of name, so that problems come in the same order on every run.
    let mut variables: Vec<_> = variables
        .iter()
        .map(|(name, value)| (name.to_string_lossy(), value))
        .filter(|(name, _)| name.starts_with(PREFIX))
        .collect();
    variables.sort();
    for (name, value) in variables {
        variable(&name, value, layer);
    }
}

fn variable(name: &str, value: &OsStr, layer: &mut Layer) {
    let origin = Origin::Variable(name.to_owned());
    let known = keys::keys()
        .find(|key| key.variable() == name)
        .map(|key| (key, None))
        .or_else(|| property_of(name));
    let Some((key, property)) = known else {
        if let Some(what) = misspelt(name) {
            layer.problem(&origin, "", what);
        }
        return;
    };
    let Some(text) = value.to_str() else {
        layer.problem(&origin, &key.path, "is not UTF-8; give the value in UTF-8");
        return;
    };
    if key.kind == Kind::Properties && property.is_none() {
        let what = format!("is a table; set its properties one by one, as in {name}__SOCKET_KEEPALIVE_ENABLE=true");
        layer.problem(&origin, &key.path, what);
        return;
    }
    layer.entries.push(Entry {
        key,
        property,
        value: from_text(key, text),
        origin,
    });
}

/// `BANTIN_KAFKA__PROPERTIES__LINGER_MS`: of librdkafka's properties only `log_level` has an underscore in its name.
fn property_of(variable: &str) -> Option<(&'static Key, Option<String>)> {
    keys::keys().filter(|key| key.kind == Kind::Properties).find_map(|key| {
        let name = variable.strip_prefix(&key.variable())?.strip_prefix("__")?;
        let valid = !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
        let dotted = name.to_lowercase().replace('_', ".");
        valid.then(|| {
            (
                key,
                Some(if dotted == "log.level" {
                    "log_level".to_owned()
                } else {
                    dotted
                }),
            )
        })
    })
}

/// What is wrong with an unknown variable, if it looks like one of ours.
fn misspelt(name: &str) -> Option<String> {
    let upper = name.to_uppercase();
    let as_path = |name: &str| {
        name.strip_prefix(PREFIX)
            .unwrap_or(name)
            .replace("__", ".")
            .to_lowercase()
    };
    if let Some(table) = keys::tables()
        .iter()
        .skip(1)
        .find(|table| as_path(&upper) == table.path)
    {
        return Some(table_not_key(table, Key::variable));
    }
    let near = keys::keys()
        .map(|key| key.variable())
        .map(|variable| (strsim::osa_distance(&upper, &variable), variable))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= 2);
    match near {
        Some((_, variable)) => Some(format!("no key has this variable; did you mean {variable}?")),
        None if upper.strip_prefix(PREFIX).is_some_and(|rest| rest.contains("__")) => {
            let spelt = |path: &str| format!("{PREFIX}{}", path.replace('.', "__").to_uppercase());
            Some(unknown(&as_path(&upper), spelt))
        }
        None => None,
    }
}

/// Reads the `KEY=VALUE` of the command line.
pub(super) fn sets(sets: &[String], layer: &mut Layer) {
    for set in sets {
        let Some((path, text)) = set.split_once('=') else {
            // The whole argument may be a secret that lacks its key.
            layer.problem(&Origin::Set, "", "an argument has no =; write --set key=value");
            continue;
        };
        let path = path.trim();
        let found = keys::key(path)
            .map(|key| (key, None))
            .or_else(|| keys::property(path).map(|(key, property)| (key, Some(property.to_owned()))));
        match found {
            Some((key, None)) if key.kind == Kind::Properties => {
                layer.problem(
                    &Origin::Set,
                    path,
                    format!("is a table; write --set {path}.linger.ms=20"),
                );
            }
            Some((key, property)) => {
                layer.entries.push(Entry {
                    key,
                    property,
                    value: from_text(key, text),
                    origin: Origin::Set,
                });
            }
            None => match keys::tables()
                .iter()
                .find(|table| !path.is_empty() && table.path == path)
            {
                Some(table) => layer.problem(&Origin::Set, path, table_not_key(table, |key| key.path.clone())),
                None => layer.problem(&Origin::Set, path, unknown(path, str::to_owned)),
            },
        }
    }
}

fn table_not_key(table: &Table, spelt: impl Fn(&Key) -> String) -> String {
    let keys: Vec<_> = keys::keys()
        .filter(|key| key.path.starts_with(&format!("{}.", table.path)))
        .map(spelt)
        .collect();
    format!("is a table, no key; set one of {}", keys.join(", "))
}

fn unknown(path: &str, spelt: impl Fn(&str) -> String) -> String {
    match keys::nearest(path) {
        Some(nearest) => format!("there is no such key; did you mean {}?", spelt(&nearest)),
        None => "there is no such key; `bantin config --default` shows all".to_owned(),
    }
}

/// A text of the environment or the command line as the value that its key wants. What cannot be read stays text, and
/// is refused with the others.
fn from_text(key: &Key, text: &str) -> Value {
    let trimmed = text.trim();
    match key.kind {
        Kind::List if trimmed.is_empty() => Value::Array(Vec::new()),
        Kind::List => trimmed.split(',').map(str::trim).collect(),
        Kind::Integer => trimmed.parse::<i64>().map_or_else(|_| text.into(), Value::from),
        Kind::Number => {
            let finite = trimmed.parse().ok().and_then(serde_json::Number::from_f64);
            finite.map_or_else(|| text.into(), Value::Number)
        }
        Kind::Switch => trimmed.parse::<bool>().map_or_else(|_| text.into(), Value::from),
        Kind::Properties => text.into(),
        // Compose hands on `${VARIABLE:-}` as empty: that is unset, for a key that may be.
        _ if key.default.is_null() && text.is_empty() => Value::Null,
        Kind::Choice(_) | Kind::ByteSize | Kind::Interval => trimmed.into(),
        Kind::Text | Kind::Secret => text.into(),
    }
}
