//! Settings as a file: all keys with their doc comments and defaults ([`reference()`]: `config/bantin.toml`), or the
//! values in force with where they came from ([`in_force`]).

use std::fmt::Write;

use serde_json::Value;

use super::Loaded;
use super::keys::{self, Key, Kind, Table};

const HEAD: &str = "\
# Every setting of bantin with its meaning and its default. Written by `bantin config --default`: do not edit this
# file, but put what differs into a file of your own, where a key that is left out keeps its default. A key that is
# commented out here has no default, and shows an example.
#
# Order: defaults < --config FILE (several: later over earlier) < environment < --set KEY=VALUE.
# In the environment a key is BANTIN_ and its path in capitals, with __ between the levels and commas in lists:
# BANTIN_INPUT__TOPICS=articles.raw,articles.more
";

/// Every key with its doc comment and its default, as TOML. Loading it gives exactly the defaults.
pub fn reference() -> String {
    let mut out = HEAD.to_owned();
    for table in keys::tables() {
        heading(&mut out, table);
        for key in &table.keys {
            describe(&mut out, key);
        }
    }
    out
}

/// Writes a key with all that is known of it. Writing to a `String` cannot fail.
fn describe(out: &mut String, key: &Key) {
    out.push('\n');
    comment(out, &key.doc);
    if let Kind::Choice(choices) = &key.kind {
        for (word, doc) in choices {
            comment(out, &format!("- \"{word}\": {doc}"));
        }
    }
    let example = key.example.as_deref().unwrap_or_default();
    let _ = match (&key.kind, &key.default) {
        (Kind::Properties, _) => writeln!(out, "[{}]\n# {example}", key.path),
        (_, Value::Null) => writeln!(out, "# {} = {}", key.name(), quoted(example)),
        (_, default) => writeln!(out, "{} = {}", key.name(), written(default)),
    };
}

fn heading(out: &mut String, table: &Table) {
    if table.path.is_empty() {
        return;
    }
    out.push('\n');
    comment(out, &table.doc);
    // A table whose keys all are properties' tables, or which holds only tables, is implied by them.
    if table.keys.iter().any(|key| key.kind != Kind::Properties) {
        let _ = writeln!(out, "[{}]", table.path);
    }
}

fn comment(out: &mut String, text: &str) {
    for line in text.lines() {
        let _ = writeln!(out, "# {}", line.trim_end());
    }
}

/// The values in force as TOML, each with where it came from; secrets are masked.
pub fn in_force(loaded: &Loaded) -> String {
    let mut out = String::new();
    let tree = serde_json::to_value(&loaded.settings).unwrap_or_default();
    for table in keys::tables() {
        if !table.path.is_empty() && table.keys.iter().any(|key| key.kind != Kind::Properties) {
            let _ = writeln!(out, "\n[{}]", table.path);
        }
        for key in &table.keys {
            let value = tree
                .pointer(&format!("/{}", key.path.replace('.', "/")))
                .unwrap_or(&Value::Null);
            let from = |path: &str| match loaded.origins.get(path) {
                Some(origin) => format!("  # {origin}"),
                None => String::new(),
            };
            let _ = match value {
                Value::Object(properties) if properties.is_empty() => Ok(()),
                Value::Object(properties) => {
                    let _ = writeln!(out, "\n[{}]", key.path);
                    properties.iter().try_for_each(|(name, value)| {
                        let from = from(&format!("{}.{name}", key.path));
                        writeln!(out, "{} = {}{from}", quoted(name), written(value))
                    })
                }
                Value::Null => writeln!(out, "# {} is not set{}", key.name(), from(&key.path)),
                value => writeln!(out, "{} = {}{}", key.name(), written(value), from(&key.path)),
            };
        }
    }
    out
}

/// A JSON value as TOML writes it: for texts, numbers, truth values and lists of these both write the same, but for
/// the control character that JSON leaves bare.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) => format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string().replace('\u{7f}', "\\u007F")
}
