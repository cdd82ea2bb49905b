//! What holds for every event, whatever it was made from: the schema, the headers, the ids, the spans, the partition.
//! Written from the contract, not from the program: nothing here calls it, but for the schema that it generates.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;
use uuid::Uuid;

use super::client::Found;
use super::strict_schema;

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
    static STRICT: OnceLock<jsonschema::Validator> = OnceLock::new();
    strict_schema::check(STRICT.get_or_init(strict_schema::validator), &event);
    check_spans(&event);

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

/// `text` is title, lead and body joined with newlines, and what has a place in it stands there.
fn check_spans(event: &Value) {
    let text: Vec<char> = event["text"].as_str().expect("a text").chars().collect();
    let empty = Vec::new();
    let mut parts: Vec<&str> = ["title", "lead"]
        .iter()
        .filter_map(|name| event[name].as_str())
        .collect();
    for block in event["body"].as_array().unwrap_or(&empty) {
        let said = block["text"].as_str().expect("a text");
        parts.push(said);
        let place = |name: &str| block[name].as_u64().expect("a place") as usize;
        let (start, end) = (place("start"), place("end"));
        let stands = text.get(start..end).map(|span| span.iter().collect::<String>());
        assert_eq!(stands.as_deref(), Some(said), "the text at {start}..{end} of {event}");
    }
    for field in ["quantities", "dates", "quotes"] {
        for entry in event[field].as_array().unwrap_or(&empty) {
            let place = |name: &str| entry[name].as_u64().expect("a place") as usize;
            let stands = text.get(place("start")..place("end"));
            let stands = stands.map(|span| span.iter().collect::<String>());
            assert_eq!(stands.as_deref(), entry["text"].as_str(), "{field} of {event}");
        }
    }
    assert_eq!(
        parts.join("\n"),
        text.iter().collect::<String>(),
        "title, lead and body make the text of {event}"
    );
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
