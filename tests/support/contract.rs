//! What holds for every event, whatever it was made from: the schema, the headers, the ids, the spans, the partition.
//! Written from the contract, not from the program: nothing here calls it, but for the schema that it generates.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;
use uuid::Uuid;

use super::client::Found;

/// UUIDv5 of `name` in the namespace of bantin's events.
pub fn uuid5(name: &str) -> String {
    Uuid::new_v5(&Uuid::new_v5(&Uuid::NAMESPACE_URL, b"urn:bantin:v1"), name.as_bytes()).to_string()
}

/// The hash by which Java producers choose partitions: murmur2 with Kafka's seed.
pub fn murmur2(data: &[u8]) -> u32 {
    const M: u32 = 0x5bd1_e995;
    let mut hash = 0x9747_b28c ^ data.len() as u32;
    let mut words = data.chunks_exact(4);
    for word in &mut words {
        let mut k = u32::from_le_bytes(word.try_into().unwrap()).wrapping_mul(M);
        k ^= k >> 24;
        hash = hash.wrapping_mul(M) ^ k.wrapping_mul(M);
    }
    let rest = words.remainder();
    if !rest.is_empty() {
        let tail = rest.iter().rev().fold(0, |tail, byte| tail << 8 | u32::from(*byte));
        hash = (hash ^ tail).wrapping_mul(M);
    }
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(M);
    hash ^ hash >> 15
}

/// The partition that a Java producer picks for a key.
pub fn java_partition(key: &[u8], partitions: i32) -> i32 {
    (murmur2(key) & 0x7fff_ffff) as i32 % partitions
}

/// Where an event says it came from: partition, offset, index.
pub fn origin(event: &Value) -> (i32, i64, Option<u64>) {
    let source = &event["source"];
    let partition = source["partition"].as_i64().expect("source.partition") as i32;
    let offset = source["offset"].as_i64().expect("source.offset");
    (partition, offset, source["index"].as_u64())
}

/// Checks an event from a topic of `partitions` partitions and gives its document.
pub fn check_event(found: &Found, input_topic: &str, partitions: i32) -> Value {
    let event = found.json();
    let said = std::str::from_utf8(found.value.as_deref().unwrap()).unwrap();
    let problems = problems(&event);
    assert!(problems.is_empty(), "{problems:#?}\nin {said}");

    let source = &event["source"];
    assert_eq!(source["topic"], input_topic);
    let (partition, offset, index) = origin(&event);
    let suffix = index.map_or_else(String::new, |index| format!("/{index}"));
    assert_eq!(
        event["id"],
        uuid5(&format!("{input_topic}/{partition}/{offset}{suffix}"))
    );
    if let Some(url) = event.get("canonical_url") {
        assert_eq!(event["article_id"], uuid5(url.as_str().unwrap()));
    }

    for (name, value) in [
        ("ce_specversion", "1.0"),
        ("ce_id", event["id"].as_str().unwrap()),
        ("ce_source", &format!("/kafka/{input_topic}")),
        ("ce_type", "bantin.article.v1"),
        ("ce_subject", event["article_id"].as_str().unwrap()),
        ("content-type", "application/json"),
    ] {
        assert_eq!(found.header(name).as_deref(), Some(value), "header {name} of {said}");
    }
    assert!(found.header("ce_dataschema").is_some_and(|schema| !schema.is_empty()));
    let time: jiff::Timestamp = found.header("ce_time").expect("ce_time").parse().expect("RFC 3339");
    assert_eq!(
        Some(time.as_millisecond()),
        found.timestamp,
        "ce_time is the record's time"
    );

    let key = found.key.as_deref().expect("every event has a key");
    if index.is_some() {
        assert_eq!(
            key,
            event["article_id"].as_str().unwrap().as_bytes(),
            "the key of an article of an array"
        );
    }
    assert_eq!(
        found.partition,
        java_partition(key, partitions),
        "partition of key {key:?}"
    );
    event
}

/// Everything that is wrong with a document by the strict schema and by the rules that no schema can say.
fn problems(event: &Value) -> Vec<String> {
    let mut problems: Vec<String> = strict()
        .iter_errors(event)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect();
    nothing_empty("", event, &mut problems);
    spans(event, &mut problems);
    problems
}

/// The published schema, but for one thing: what it does not name is not allowed.
fn strict() -> &'static jsonschema::Validator {
    static STRICT: OnceLock<jsonschema::Validator> = OnceLock::new();
    STRICT.get_or_init(|| {
        let schema = schemars::schema_for!(bantin::event::ArticleEvent);
        let mut schema = serde_json::to_value(schema).unwrap();
        close(&mut schema);
        jsonschema::validator_for(&schema).expect("a valid schema")
    })
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.contains_key("properties") {
                map.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
            map.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

/// Absent values are absent keys: no `null`, no `""`, no empty list.
fn nothing_empty(path: &str, value: &Value, problems: &mut Vec<String>) {
    match value {
        Value::Null => problems.push(format!("{path}: null")),
        Value::String(text) if text.is_empty() && path != "/text" => problems.push(format!("{path}: \"\"")),
        Value::Array(items) => {
            if items.is_empty() {
                problems.push(format!("{path}: an empty list"));
            }
            for (n, item) in items.iter().enumerate() {
                nothing_empty(&format!("{path}/{n}"), item, problems);
            }
        }
        Value::Object(map) => map
            .iter()
            .for_each(|(k, v)| nothing_empty(&format!("{path}/{k}"), v, problems)),
        _ => {}
    }
}

/// `text` is title, lead and body joined with newlines, and what has a place in it stands there.
fn spans(event: &Value, problems: &mut Vec<String>) {
    let text: Vec<char> = event["text"].as_str().unwrap_or_default().chars().collect();
    let empty = Vec::new();
    let mut parts: Vec<&str> = ["title", "lead"]
        .iter()
        .filter_map(|name| event[name].as_str())
        .collect();
    for block in event["body"].as_array().unwrap_or(&empty) {
        let said = block["text"].as_str().unwrap_or_default();
        parts.push(said);
        let place = |name: &str| block[name].as_u64().unwrap_or(u64::MAX) as usize;
        let stands = text
            .get(place("start")..place("end"))
            .map(|span| span.iter().collect::<String>());
        if stands.as_deref() != Some(said) {
            problems.push(format!(
                "body: {said:?} does not stand at {}..{}",
                place("start"),
                place("end")
            ));
        }
    }
    if parts.join("\n") != text.iter().collect::<String>() {
        problems.push("text is not title, lead and body joined with newlines".to_owned());
    }
}

/// The names and values of headers that are not bantin's own, in order.
pub fn foreign_headers(found: &Found) -> Vec<(String, Option<Vec<u8>>)> {
    let own = |name: &str| {
        ["ce_", "dlq.", "__connect.errors."]
            .iter()
            .any(|prefix| name.starts_with(prefix))
            || name == "content-type"
    };
    found.headers.iter().filter(|(name, _)| !own(name)).cloned().collect()
}

/// The headers of a dead letter that are the same in every run, by name.
pub fn dead_letter_headers(found: &Found) -> BTreeMap<String, String> {
    let own = |name: &str| name.starts_with("dlq.") || name.starts_with("__connect.errors.");
    let names = found.headers.iter().map(|(name, _)| name).filter(|name| own(name));
    names.map(|name| (name.clone(), found.header(name).unwrap())).collect()
}
