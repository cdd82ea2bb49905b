//! Defaults, then files, then the environment, then the command line: merged, checked, and with everything that is
//! wrong told at once.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::keys::Kind;
use super::layer::{self, Entry, Layer};
use super::problems::{Origin, Problem, Problems};
use super::{Settings, rules};

/// Where settings come from. Nothing else is read: not the process's environment, not a file that is not named.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// TOML files, later ones over earlier ones.
    pub files: Vec<PathBuf>,
    /// Variables with their values: usually [`std::env::vars_os`].
    pub environment: Vec<(OsString, OsString)>,
    /// `KEY=VALUE` from the command line, later ones over earlier ones.
    pub sets: Vec<String>,
}

/// Settings, and where each came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The settings in force.
    pub settings: Settings,
    /// Key → where its value stands; defaults are absent.
    pub origins: BTreeMap<String, Origin>,
}

impl Settings {
    /// Reads and checks all layers.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn load(sources: &Sources) -> Result<Settings, Problems> {
        load(sources).map(|loaded| loaded.settings)
    }
}

/// Reads and checks all layers, and says where each value came from.
///
/// # Errors
/// All that is wrong with them.
pub fn load(sources: &Sources) -> Result<Loaded, Problems> {
    let mut layers = Layer::default();
    for path in &sources.files {
        layer::file(path, &mut layers);
    }
    layer::environment(&sources.environment, &mut layers);
    layer::sets(&sources.sets, &mut layers);
    let Layer {
        entries,
        mut problems,
        broken,
    } = layers;

    let mut tree = Map::new();
    let mut origins = BTreeMap::new();
    for entry in entries {
        match check(&entry) {
            Ok(()) => {
                origins.insert(entry.path(), entry.origin.clone());
                put(&mut tree, entry);
            }
            Err(what) => {
                problems.push(Problem {
                    key: entry.path(),
                    origin: entry.origin,
                    what,
                });
            }
        }
    }
    // Each value was accepted alone, so this fails only if the tree of structs contradicts itself.
    #[cfg_attr(
        not(feature = "kafka"),
        allow(unused_mut, reason = "only the files of a connection change it")
    )]
    let mut settings = Settings::deserialize(Value::Object(tree)).unwrap_or_else(|error| {
        problems.push(Problem {
            origin: Origin::Default,
            key: String::new(),
            what: error.to_string(),
        });
        Settings::default()
    });
    // A rule is no help where it would judge a default in place of the value that could not be read.
    if !broken {
        problems.extend(rules::check(&settings, &origins, &problems));
    }
    #[cfg(feature = "kafka")]
    if problems.is_empty() {
        problems.extend(super::files::read(&mut settings, &origins));
    }
    Problems::none_or(problems, Loaded { settings, origins })
}

/// Whether the value is one that its key accepts, by the very types of the tree: it is read into a tree of defaults.
fn check(entry: &Entry) -> Result<(), String> {
    let mut alone = Map::new();
    put(
        &mut alone,
        Entry {
            key: entry.key,
            property: entry.property.clone(),
            value: entry.value.clone(),
            origin: Origin::Default,
        },
    );
    Settings::deserialize(Value::Object(alone)).map(drop).map_err(|error| {
        let shown = &entry.value;
        match &entry.key.kind {
            Kind::Text => format!("{shown} is not text; put it in quotes"),
            Kind::List => {
                format!("{shown} is not a list of texts; write [\"one\", \"two\"], or one,two in the environment")
            }
            Kind::Integer => format!("{shown} is not a whole number from 0 to 4294967295; write one"),
            Kind::Number => format!("{shown} is not a number; write one such as 0.5"),
            Kind::Switch => format!("{shown} is neither true nor false; write one of them"),
            Kind::Choice(choices) => {
                let choices: Vec<_> = choices.iter().map(|(word, _)| word.as_str()).collect();
                format!("{shown} is unknown; write one of {}", choices.join(", "))
            }
            Kind::ByteSize | Kind::Interval => error.to_string(),
            // Not shown: it may be the secret.
            Kind::Secret => "is not text; put it in quotes".to_owned(),
            Kind::Properties => "is neither text nor a number, true or false; write one of these".to_owned(),
        }
    })
}

/// Puts the value where its path leads. `Null` takes away what a lower layer put there.
fn put(tree: &mut Map<String, Value>, entry: Entry) {
    let path: Vec<&str> = entry.key.path.split('.').chain(entry.property.as_deref()).collect();
    let Some((name, tables)) = path.split_last() else {
        return;
    };
    let mut at = tree;
    for table in tables {
        let below = at.entry(*table).or_insert_with(|| Value::Object(Map::new()));
        // A key is never both a value and a table, so there is always a table here.
        let Value::Object(below) = below else { return };
        at = below;
    }
    if entry.value.is_null() {
        at.remove(*name);
    } else {
        at.insert((*name).to_owned(), entry.value);
    }
}
