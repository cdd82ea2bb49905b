//! [`Filter`]: which records are shown.
//!
//! A filter is conditions with commas between them, all of which must hold: `language=vi,publisher.domain=bao.example`. A
//! condition is a field, an operator and a value: `=` is the same, `!=` is not, `~` contains, letters of either case being
//! the same. A comma of the value itself is written `\,`.
//!
//! A field is a path into the event (`title`, `source.partition`, `authors.name`). Where a list lies on the way, one of its
//! elements is enough; an object stands for its code, name, label, text or URL, so that `language` is `language.code`.
//! `key` is the record's key and `header:NAME` a header. Of dead letters `dlq.stage`, `dlq.code` and so on are fields.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::event;
use crate::intake::Message;

/// What an object stands for: whichever it has.
const STANDS_FOR: [&str; 5] = ["code", "name", "label", "text", "url"];
/// No path of the event is as long; what refers to itself ends here.
const DEEPEST: usize = 8;
/// The headers of dead letters that say what happened.
const DEAD: [&str; 15] = [
    "dlq.topic",
    "dlq.partition",
    "dlq.offset",
    "dlq.index",
    "dlq.timestamp",
    "dlq.group",
    "dlq.stage",
    "dlq.code",
    "dlq.message",
    "dlq.version",
    "dlq.failed_at",
    "dlq.redrive_count",
    "dlq.truncated",
    "dlq.original_size",
    "dlq.original_hash",
];

/// What the records are, which decides on their fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Events,
    DeadLetters,
}

/// Conditions, all of which must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter(Vec<Condition>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Condition {
    field: Field,
    operator: Operator,
    value: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Field {
    /// A path into the JSON value.
    Path(Vec<String>),
    Header(String),
    Key,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Is,
    IsNot,
    Contains,
}

/// Why a text is no filter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum FilterError {
    #[error("{0:?} is no condition; write FIELD=VALUE, FIELD!=VALUE or FIELD~PART, with commas between conditions")]
    Form(String),
    #[error("{what} have no field {field:?}; {remedy}")]
    Unknown {
        what: &'static str,
        field: String,
        remedy: String,
    },
}

impl Filter {
    /// Reads filters; what any of them asks for must hold.
    pub(super) fn read(texts: &[String], kind: Kind) -> Result<Self, FilterError> {
        let mut conditions = Vec::new();
        for text in texts {
            for condition in split(text) {
                conditions.push(read_condition(&condition, kind)?);
            }
        }
        Ok(Filter(conditions))
    }

    /// Whether a record is to be shown.
    pub(super) fn takes(&self, message: &Message<'_>) -> bool {
        let json = self.0.iter().any(|condition| matches!(condition.field, Field::Path(_)));
        let json: Value = message
            .value
            .filter(|_| json)
            .and_then(|value| serde_json::from_slice(value).ok())
            .unwrap_or(Value::Null);
        self.0.iter().all(|condition| condition.holds(message, &json))
    }
}

impl Condition {
    fn holds(&self, message: &Message<'_>, json: &Value) -> bool {
        let mut found = Vec::new();
        let bytes = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match &self.field {
            Field::Path(path) => follow(json, path, &mut found),
            Field::Key => found.extend(message.key.map(bytes)),
            Field::Header(name) => {
                let headers = message.headers.iter().filter(|header| header.name == name);
                found.extend(headers.filter_map(|header| header.value).map(bytes));
            }
        }
        let mut found = found.iter();
        match self.operator {
            Operator::Is => found.any(|text| *text == self.value),
            Operator::IsNot => !found.any(|text| *text == self.value),
            Operator::Contains => {
                let part = self.value.to_lowercase();
                found.any(|text| text.to_lowercase().contains(&part))
            }
        }
    }
}

/// The texts at the end of a path.
fn follow(value: &Value, path: &[String], found: &mut Vec<String>) {
    if let Value::Array(elements) = value {
        return elements.iter().for_each(|element| follow(element, path, found));
    }
    match (path.split_first(), value) {
        (Some((name, rest)), Value::Object(fields)) => {
            if let Some(field) = fields.get(name) {
                follow(field, rest, found);
            }
        }
        (None, Value::Object(fields)) => {
            let texts = STANDS_FOR.iter().filter_map(|name| fields.get(*name)?.as_str());
            found.extend(texts.map(str::to_owned));
        }
        (None, Value::String(text)) => found.push(text.clone()),
        (None, Value::Number(_) | Value::Bool(_)) => found.push(value.to_string()),
        _ => {}
    }
}

/// The conditions of a filter: what stands between commas before which there is no backslash.
fn split(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, parts.last_mut()) {
            ('\\', Some(part)) if chars.peek() == Some(&',') => part.extend(chars.next()),
            (',', _) => parts.push(String::new()),
            (c, Some(part)) => part.push(c),
            (_, None) => {}
        }
    }
    parts
}

fn read_condition(text: &str, kind: Kind) -> Result<Condition, FilterError> {
    let wrong = || FilterError::Form(text.to_owned());
    let at = text.find(['=', '~', '!']).ok_or_else(wrong)?;
    let (field, rest) = text.split_at(at);
    let (operator, value) = [("!=", Operator::IsNot), ("=", Operator::Is), ("~", Operator::Contains)]
        .into_iter()
        .find_map(|(sign, operator)| Some((operator, rest.strip_prefix(sign)?)))
        .ok_or_else(wrong)?;
    Ok(Condition {
        field: read_field(field.trim(), kind)?,
        operator,
        value: value.trim().to_owned(),
    })
}

fn read_field(field: &str, kind: Kind) -> Result<Field, FilterError> {
    if field == "key" {
        return Ok(Field::Key);
    }
    if let Some(name) = field.strip_prefix("header:") {
        return Ok(Field::Header(name.to_owned()));
    }
    let (what, see, known) = match kind {
        Kind::DeadLetters => {
            let known: BTreeSet<String> = DEAD.iter().map(|name| (*name).to_owned()).collect();
            (
                "dead letters",
                "take dlq.stage, dlq.code, dlq.message, …, key or header:NAME",
                known,
            )
        }
        Kind::Events => (
            "events",
            "`bantin schema` has all of them; key and header:NAME work, too",
            paths(),
        ),
    };
    // `provenance` has a name for each field.
    let open = kind == Kind::Events && field.strip_prefix("provenance.").is_some_and(|name| !name.is_empty());
    if known.contains(field) || open {
        return Ok(match kind {
            Kind::DeadLetters => Field::Header(field.to_owned()),
            Kind::Events => Field::Path(field.split('.').map(str::to_owned).collect()),
        });
    }
    Err(FilterError::Unknown {
        what,
        field: field.to_owned(),
        remedy: match nearest(field, &known) {
            Some(nearest) => format!("did you mean {nearest}?"),
            None => see.to_owned(),
        },
    })
}

/// The path that was probably meant: one that ends with this name, else the one that is spelt most alike.
fn nearest<'k>(field: &str, known: &'k BTreeSet<String>) -> Option<&'k String> {
    let name = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
    let namesakes = || known.iter().filter(|path| name(path) == field);
    let shortest = namesakes().min_by_key(|path| path.matches('.').count());
    let alike = known
        .iter()
        .map(|path| (strsim::normalized_damerau_levenshtein(field, path), path))
        .filter(|(likeness, _)| *likeness > 0.5)
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    shortest.or(alike.map(|(_, path)| path))
}

/// All paths into an event that its schema knows, lists left out.
fn paths() -> BTreeSet<String> {
    let schema = event::schema().to_value();
    let mut paths = BTreeSet::new();
    collect(&schema, &schema, "", 0, &mut paths);
    paths
}

fn collect(schema: &Value, root: &Value, prefix: &str, depth: usize, paths: &mut BTreeSet<String>) {
    if depth > DEEPEST {
        return;
    }
    if let Some(target) = schema.get("$ref").and_then(Value::as_str)
        && let Some(target) = root.pointer(target.trim_start_matches('#'))
    {
        collect(target, root, prefix, depth + 1, paths);
    }
    for several in ["anyOf", "oneOf", "allOf"] {
        for choice in schema.get(several).and_then(Value::as_array).into_iter().flatten() {
            collect(choice, root, prefix, depth + 1, paths);
        }
    }
    if let Some(items) = schema.get("items") {
        collect(items, root, prefix, depth + 1, paths);
    }
    for (name, field) in schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let path = match prefix {
            "" => name.clone(),
            prefix => format!("{prefix}.{name}"),
        };
        collect(field, root, &path, depth + 1, paths);
        paths.insert(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{Header, Origin};

    fn message(value: &[u8]) -> Message<'_> {
        Message {
            origin: Origin::Kafka {
                topic: "events",
                partition: 3,
                offset: 7,
            },
            timestamp: None,
            key: Some(b"k-1"),
            value: Some(value),
            headers: vec![
                Header {
                    name: "dlq.code",
                    value: Some(b"invalid_json"),
                },
                Header {
                    name: "trace",
                    value: Some(b"a"),
                },
                Header {
                    name: "trace",
                    value: Some(b"b"),
                },
            ],
        }
    }

    const EVENT: &str = r#"{"title": "Lũ lụt, sạt lở ở Sơn Hải", "language": {"code": "vi", "confidence": 0.75},
        "publisher": {"name": "Báo Thử", "domain": "bao.example"}, "authors": [{"name": "An"}, {"name": "Bình"}],
        "source": {"topic": "raw", "partition": 3, "offset": 12}, "tags": ["a=b", "c"], "provenance": {"title": "text"},
        "places": [{"name": "Sơn Hải", "admin": {"name": "Xã Sơn Hải", "code": "1"}}]}"#;

    #[test]
    fn records_are_taken_by_what_they_hold() {
        for (filter, taken) in [
            ("language=vi", true),
            ("language.code=vi", true),
            ("language=v", false),
            ("language=VI", false),
            ("language!=en", true),
            ("language!=vi", false),
            ("language.confidence=0.75", true),
            ("publisher=Báo Thử", true),
            ("publisher.domain=bao.example", true),
            ("title~lũ LỤT", true),
            (r"title~lụt\, sạt", true),
            ("title~bão", false),
            ("authors=Bình", true),
            ("authors.name=An", true),
            ("authors=Chi", false),
            ("places.admin=1", true),
            ("source.partition=3", true),
            ("source.offset=1", false),
            ("tags=a=b", true),
            ("tags~=", true),
            ("provenance.title=text", true),
            ("section!=x", true),
            ("section~", false),
            ("key=k-1", true),
            ("key~K-", true),
            ("header:trace=b", true),
            ("header:trace=c", false),
            ("language=vi, publisher.domain = bao.example", true),
            ("language=vi,publisher.domain=other", false),
        ] {
            let read = Filter::read(&[filter.to_owned()], Kind::Events).unwrap();
            assert_eq!(read.takes(&message(EVENT.as_bytes())), taken, "{filter}");
        }
        let both = ["language=vi".to_owned(), "title~bão".to_owned()];
        assert!(
            !Filter::read(&both, Kind::Events)
                .unwrap()
                .takes(&message(EVENT.as_bytes()))
        );
        assert!(Filter::default().takes(&message(b"\xff")));
        let dead = Filter::read(&["dlq.code=invalid_json,key=k-1".to_owned()], Kind::DeadLetters).unwrap();
        assert!(dead.takes(&message(b"{")));
    }

    #[test]
    fn what_is_no_field_is_told_with_the_nearest_one() {
        for (filter, kind, words) in [
            ("langage=vi", Kind::Events, "did you mean language?"),
            ("domain=x", Kind::Events, "did you mean publisher.domain?"),
            ("publisher.domian=x", Kind::Events, "did you mean publisher.domain?"),
            ("source.topics=x", Kind::Events, "did you mean source.topic?"),
            ("xyzzy=x", Kind::Events, "bantin schema"),
            ("language.code.x=x", Kind::Events, "did you mean language.code?"),
            ("code=x", Kind::DeadLetters, "did you mean dlq.code?"),
            ("language=x", Kind::DeadLetters, "header:NAME"),
            ("language", Kind::Events, "FIELD=VALUE"),
            ("", Kind::Events, "FIELD=VALUE"),
            ("language=vi,", Kind::Events, "FIELD=VALUE"),
            ("language!vi", Kind::Events, "FIELD=VALUE"),
        ] {
            let error = Filter::read(&[filter.to_owned()], kind).unwrap_err().to_string();
            assert!(error.contains(words), "{filter}: {error}");
        }
    }

    /// The list is held against what is written.
    #[test]
    fn every_header_of_a_dead_letter_is_a_field() {
        let source = include_str!("../../event/dead_letter.rs");
        let mut names: BTreeSet<&str> = source.split('"').filter(|word| word.starts_with("dlq.")).collect();
        names.remove("dlq.");
        assert_eq!(names, DEAD.into_iter().collect());
    }
}
