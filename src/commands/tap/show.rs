//! How records are shown: a line of JSON each, or an account for people.

use std::collections::BTreeMap;
use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use serde::Serialize;
use serde_json::Value;

use crate::commands::terminal::harmless;
use crate::event::EVENT_TYPE;
use crate::event::instant::{self, Utc};
use crate::intake::{Header, Message, Origin};

const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const FAULT: Style = AnsiColor::Red.on_default().bold();
const PLAIN: Style = Style::new();

/// What is shown of a value that is no event, in characters.
const BEGINNING: usize = 160;

/// The last header of a name, as text.
fn header(message: &Message<'_>, name: &str) -> Option<String> {
    let Header { value, .. } = message.headers.iter().rev().find(|header| header.name == name)?;
    value.map(|value| String::from_utf8_lossy(value).into_owned())
}

fn is_event(message: &Message<'_>) -> bool {
    header(message, "ce_type").is_some_and(|kind| kind == EVENT_TYPE)
}

/// Bytes as text, or in hexadecimal digits after `0x` where they are none.
fn readable(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().fold("0x".to_owned(), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        }),
    }
}

/// A record that is no event, whole.
#[derive(Serialize)]
struct Whole<'m> {
    topic: &'m str,
    partition: i32,
    offset: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp: Option<String>,
    key: Option<String>,
    headers: BTreeMap<&'m str, Value>,
    payload: Option<String>,
}

/// Appends a line of JSON: an event as it is; of any other record an object with its coordinates, headers, key and value.
pub(super) fn line(message: &Message<'_>, out: &mut Vec<u8>) {
    let value = message
        .value
        .filter(|value| is_event(message) && !value.contains(&b'\n'));
    match (value, message.origin) {
        (Some(value), _) => out.extend_from_slice(value),
        (None, Origin::File { .. }) => {}
        (
            None,
            Origin::Kafka {
                topic,
                partition,
                offset,
            },
        ) => {
            let mut headers: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
            for header in &message.headers {
                let value = header.value.map_or(Value::Null, |value| readable(value).into());
                headers.entry(header.name).or_default().push(value);
            }
            // A name that stands there several times has a list.
            let headers = headers.into_iter().map(|(name, mut values)| match values.len() {
                1 => (name, values.pop().unwrap_or(Value::Null)),
                _ => (name, Value::Array(values)),
            });
            let whole = Whole {
                topic,
                partition,
                offset,
                timestamp: message.timestamp.and_then(|ms| instant::from_epoch_ms(ms, Utc::Z)),
                key: message.key.map(readable),
                headers: headers.collect(),
                payload: message.value.map(|value| String::from_utf8_lossy(value).into_owned()),
            };
            // Writing to memory cannot fail.
            let _ = serde_json::to_writer(&mut *out, &whole);
        }
    }
    out.push(b'\n');
}

/// An account for people, on a page of this width.
pub(super) struct Page {
    width: usize,
}

impl Page {
    pub(super) fn new(width: usize) -> Self {
        Page { width }
    }

    /// Appends what is to be known of a record.
    pub(super) fn record(&self, message: &Message<'_>, out: &mut String) {
        let Origin::Kafka {
            topic,
            partition,
            offset,
        } = message.origin
        else {
            return;
        };
        let place = format!("{topic}/{partition}/{offset}");
        let time = message
            .timestamp
            .and_then(|ms| instant::from_epoch_ms(ms, Utc::Z))
            .map(|time| shown(&time));
        let event = message.value.filter(|_| is_event(message));
        let event = event.and_then(|value| serde_json::from_slice::<Value>(value).ok());
        match (event, header(message, "dlq.stage"), message.value) {
            (Some(event), ..) => self.event(&event, time, place, out),
            (None, Some(stage), value) => self.dead_letter(message, &stage, value, place, out),
            (None, None, None) => {
                self.put(out, 0, STRONG, "tombstone");
                let key = message.key.map(|key| format!("key {}", readable(key)));
                self.facts(out, FAINT, [time, key, Some(place)]);
            }
            (None, None, Some(value)) => {
                self.put(out, 0, STRONG, &beginning(value));
                let key = message.key.map(|key| format!("key {}", readable(key)));
                self.facts(
                    out,
                    FAINT,
                    [time, key, Some(format!("{} bytes", value.len())), Some(place)],
                );
            }
        }
    }

    fn event(&self, event: &Value, time: Option<String>, place: String, out: &mut String) {
        let text = |path: &str| event.pointer(path).and_then(Value::as_str).map(str::to_owned);
        self.put(
            out,
            0,
            STRONG,
            &text("/title").unwrap_or_else(|| "(no title)".to_owned()),
        );
        let authors = event.get("authors").and_then(Value::as_array).into_iter().flatten();
        let authors: Vec<_> = authors.filter_map(|author| author.get("name")?.as_str()).collect();
        let about = [
            text("/language/code").or(Some("language unknown".to_owned())),
            text("/publisher/domain").or(text("/publisher/name")),
            Some(match authors.is_empty() {
                true => "unsigned".to_owned(),
                false => authors.join(", "),
            }),
            text("/published_at").map(|time| format!("published {}", shown(&time))),
        ];
        self.facts(out, PLAIN, about);
        let id = text("/id").map(|id| format!("id {id}"));
        self.facts(out, FAINT, [time, Some(place), id]);
    }

    fn dead_letter(&self, message: &Message<'_>, stage: &str, value: Option<&[u8]>, place: String, out: &mut String) {
        let text = |name: &str| header(message, name);
        let code = text("dlq.code").unwrap_or_default();
        self.put(out, 0, FAULT, &format!("{stage}/{code}"));
        if let Some(reason) = text("dlq.message") {
            self.put(out, 2, PLAIN, &reason);
        }
        let source = [text("dlq.topic"), text("dlq.partition"), text("dlq.offset")];
        let source: Vec<_> = source.into_iter().flatten().collect();
        let redriven = text("dlq.redrive_count").filter(|count| count != "0");
        let facts = [
            (!source.is_empty()).then(|| format!("from {}", source.join("/"))),
            message.key.map(|key| format!("key {}", readable(key))),
            text("dlq.failed_at").map(|time| format!("failed {}", shown(&time))),
            redriven.map(|count| format!("redriven {count} times")),
        ];
        self.facts(out, PLAIN, facts);
        let size = text("dlq.original_size").or(value.map(|value| value.len().to_string()));
        self.facts(out, FAINT, [Some(place), size.map(|size| format!("{size} bytes"))]);
        if let Some(value) = value {
            self.put(out, 2, FAINT, &beginning(value));
        }
    }

    fn facts<const N: usize>(&self, out: &mut String, style: Style, facts: [Option<String>; N]) {
        let facts: Vec<_> = facts.into_iter().flatten().collect();
        self.put(out, 2, style, &facts.join(" · "));
    }

    /// Appends a text, wrapped and indented.
    fn put(&self, out: &mut String, indent: usize, style: Style, text: &str) {
        let text = harmless(text);
        let options = textwrap::Options::new(self.width - indent).word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(&text, options) {
            // Writing to a text cannot fail.
            let _ = writeln!(out, "{:indent$}{style}{line}{style:#}", "");
        }
    }
}

/// An instant as people write it: without T, without fractions.
fn shown(instant: &str) -> String {
    let Some((day, time)) = instant.split_once('T') else {
        return instant.to_owned();
    };
    let zone = time.find(['+', '-', 'Z']).unwrap_or(time.len());
    let (time, zone) = time.split_at(zone);
    let time = time.split('.').next().unwrap_or(time);
    format!("{day} {time} {zone}")
}

/// How a value begins, white space drawn together.
fn beginning(value: &[u8]) -> String {
    let text = String::from_utf8_lossy(value.get(..4 * BEGINNING).unwrap_or(value)).into_owned();
    let words: Vec<_> = text.split_whitespace().collect();
    let text = words.join(" ");
    let cut: String = text.chars().take(BEGINNING).collect();
    if cut.len() < text.len() || value.len() > 4 * BEGINNING {
        return cut + "…";
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn message<'m>(value: Option<&'m [u8]>, headers: &[(&'m str, &'m str)]) -> Message<'m> {
        Message {
            origin: Origin::Kafka {
                topic: "articles.events",
                partition: 3,
                offset: 1742,
            },
            timestamp: Some(1_795_612_158_250),
            key: Some(b"\xff\x01"),
            value,
            headers: headers
                .iter()
                .map(|(name, value)| Header {
                    name,
                    value: Some(value.as_bytes()),
                })
                .collect(),
        }
    }

    fn page(message: &Message<'_>) -> String {
        let mut out = String::new();
        Page::new(80).record(message, &mut out);
        anstream::adapter::strip_str(&out).to_string()
    }

    fn json_line(message: &Message<'_>) -> String {
        let mut out = Vec::new();
        line(message, &mut out);
        String::from_utf8(out).unwrap()
    }

    const EVENT: &str = r#"{"id":"5c0c57f5","title":"Cầu Sơn Hải\u001b[2J thông xe","language":{"code":"vi"},
        "publisher":{"domain":"bao.example"},"authors":[{"name":"An"},{"name":"Bình"}],"published_at":"2019-02-20T07:45:00+07:00"}"#;

    #[test]
    fn an_event_is_shown_with_what_an_operator_looks_for() {
        let headers = [("ce_type", EVENT_TYPE)];
        let shown = page(&message(Some(EVENT.as_bytes()), &headers));
        assert_eq!(
            shown,
            "Cầu Sơn Hải [2J thông xe\n  \
             vi · bao.example · An, Bình · published 2019-02-20 07:45:00 +07:00\n  \
             2026-11-25 13:09:18 Z · articles.events/3/1742 · id 5c0c57f5\n"
        );
        let compact = EVENT.replace("\n        ", "");
        assert_eq!(
            json_line(&message(Some(compact.as_bytes()), &headers)),
            compact.clone() + "\n"
        );
        // A line stays a line.
        assert_eq!(json_line(&message(Some(EVENT.as_bytes()), &headers)).lines().count(), 1);
    }

    #[test]
    fn a_dead_letter_is_shown_with_its_reason_and_where_it_came_from() {
        let headers = [
            ("dlq.stage", "intake"),
            ("dlq.code", "invalid_json"),
            ("dlq.message", "the value is not valid JSON at line 1 column 9"),
            ("dlq.topic", "articles.raw"),
            ("dlq.partition", "0"),
            ("dlq.offset", "12"),
            ("dlq.failed_at", "2026-11-25T13:09:18.25Z"),
            ("dlq.redrive_count", "2"),
            ("a", "1"),
            ("a", "2"),
        ];
        let value = format!("{{\"title\":\n  \"{}", "x ".repeat(400));
        let dead = message(Some(value.as_bytes()), &headers);
        let shown = page(&dead);
        let begin = "intake/invalid_json\n  the value is not valid JSON at line 1 column 9\n  \
             from articles.raw/0/12 · key 0xff01 · failed 2026-11-25 13:09:18 Z · redriven\n  2 times\n  \
             articles.events/3/1742 · 813 bytes\n  {\"title\": \"x x";
        assert!(shown.starts_with(begin) && shown.ends_with("…\n"), "{shown}");
        assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
        let line: Value = serde_json::from_str(&json_line(&dead)).unwrap();
        assert_eq!(
            (
                &line["topic"],
                &line["partition"],
                &line["offset"],
                &line["key"],
                &line["timestamp"]
            ),
            (
                &json!("articles.events"),
                &json!(3),
                &json!(1742),
                &json!("0xff01"),
                &json!("2026-11-25T13:09:18.250Z")
            )
        );
        assert_eq!(
            (&line["headers"]["dlq.code"], &line["headers"]["a"]),
            (&json!("invalid_json"), &json!(["1", "2"]))
        );
        assert_eq!(line["payload"], value);
    }

    #[test]
    fn tombstones_and_raw_messages_are_shown_too() {
        assert_eq!(
            page(&message(None, &[])),
            "tombstone\n  2026-11-25 13:09:18 Z · key 0xff01 · articles.events/3/1742\n"
        );
        assert_eq!(
            page(&message(Some(b"Ch\xe1\n nay"), &[])),
            "Ch\u{fffd} nay\n  2026-11-25 13:09:18 Z · key 0xff01 · 8 bytes · articles.events/3/1742\n"
        );
        let line: Value = serde_json::from_str(&json_line(&message(None, &[]))).unwrap();
        assert_eq!(line["payload"], Value::Null);
    }
}
