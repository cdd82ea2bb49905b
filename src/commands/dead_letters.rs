//! `bantin dead-letters`: which dead letters are living, or one of them whole.
//!
//! Living are those that no redrive has resolved or appended again: what lies behind the offsets that the group
//! `<input.group>.redrive` has committed. It is read beside the group, and nothing is changed.

use std::io::Write;
use std::ops::ControlFlow;
use std::str::FromStr;

use anyhow::Context;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::Exit;
use super::letters::Chosen;
use super::run::ended_by;
use super::table::{Table, line, lines};
use crate::event::instant::{self, Utc};
use crate::intake::{Message, Origin};
use crate::replay::Job;
use crate::replay::census::{Census, Heap};
use crate::replay::filter::{Filter, is_of_group};
use crate::replay::letter::Letter;
use crate::settings::Settings;
use crate::stream::{Fetched, Source, Stretches};

/// Which dead letters to list, or which one to show.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    chosen: Chosen,
    /// One JSON document a line instead of a table
    #[arg(long, conflicts_with = "raw")]
    json: bool,
    /// Show one letter whole: PARTITION/OFFSET where it lies in the dead-letter
    /// topic, or TOPIC/PARTITION/OFFSET where the message lay that died, as logs
    /// name it
    #[arg(long, value_name = "PLACE", conflicts_with_all = ["code", "stage", "since"])]
    show: Option<Place>,
    /// Of the letter shown, print the payload alone, byte for byte
    #[arg(long, requires = "show")]
    raw: bool,
}

/// A place in the dead-letter topic, or, with a topic, in that.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    topic: Option<String>,
    partition: i32,
    offset: i64,
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.rsplit('/');
        let offset = parts.next().and_then(|part| part.parse().ok());
        let partition = parts.next().and_then(|part| part.parse().ok());
        match (partition, offset, parts.next(), parts.next()) {
            (Some(partition), Some(offset), topic, None) if partition >= 0 && offset >= 0 && topic != Some("") => {
                Ok(Place {
                    topic: topic.map(str::to_owned),
                    partition,
                    offset,
                })
            }
            _ => Err("write PARTITION/OFFSET or TOPIC/PARTITION/OFFSET, as in 0/17 or articles.raw/3/42".to_owned()),
        }
    }
}

/// Lists the living dead letters, or shows one.
///
/// # Errors
/// The topic cannot be read, there is no such letter, or standard output cannot be written.
pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<Exit> {
    let now = jiff::Timestamp::now().as_millisecond();
    let filter = args.chosen.filter(now)?;
    let group = Job::redrive(&(), now).group(&settings.input.group);
    match &args.show {
        None => list(args, settings, &filter, &group)?,
        Some(place) => show(args, settings, place, &group)?,
    }
    Ok(Exit::Clean)
}

fn list(args: &Args, settings: &Settings, filter: &Filter, group: &str) -> anyhow::Result<()> {
    let topic = &settings.dead_letter.topic;
    let stretches = Stretches::open(settings, topic, group).map_err(ended_by)?;
    let mut census = Census::default();
    let mut others = 0u64;
    let read = stretches.read(|record| -> ControlFlow<()> {
        if let Origin::Kafka { partition, offset, .. } = record.origin {
            let place = (partition, offset);
            match Letter::read(record) {
                Some(letter) if !is_of_group(&letter, &settings.input.group) => others += 1,
                Some(letter) if filter.takes(&letter) => census.count(place, &letter),
                None if filter.is_open() => census.count_foreign(place, record.timestamp),
                Some(_) | None => {}
            }
        }
        ControlFlow::Continue(())
    });
    let _: ControlFlow<()> = read.map_err(ended_by)?;
    let mut out = anstream::stdout().lock();
    if args.json {
        for (cause, heap) in census.heaps() {
            let Heap {
                letters,
                truncated,
                redriven: (least, most),
                first,
                last,
                ..
            } = heap;
            let place = |(partition, offset): (i32, i64)| json!({"partition": partition, "offset": offset});
            let line = json!({
                "day": cause.day,
                "stage": cause.stage,
                "code": cause.code,
                "letters": letters,
                "truncated": truncated,
                "redriven": {"least": least, "most": most},
                "first": place(*first),
                "last": place(*last),
            });
            writeln!(out, "{line}")?;
        }
        return Ok(());
    }
    match census.letters() {
        0 => writeln!(out, "no living dead letters in {topic} (group {group})")?,
        1 => writeln!(out, "1 living dead letter in {topic} (group {group})")?,
        letters => writeln!(out, "{letters} living dead letters in {topic} (group {group})")?,
    }
    if census.letters() > 0 && !stretches.is_known() {
        writeln!(
            out,
            "the brokers know of no redrive, or none since its offsets expired: all that the topic holds counts"
        )?;
    }
    if others > 0 {
        writeln!(out, "{others} of other groups are theirs to redrive (dlq.group)")?;
    }
    if census.letters() > 0 {
        write!(out, "\n{}", table(&census))?;
    }
    Ok(())
}

fn table(census: &Census) -> String {
    let mut table = Table::new(&[
        "day",
        "stage",
        "code",
        "letters",
        "truncated",
        "redriven",
        "first",
        "last",
    ]);
    for (cause, heap) in census.heaps() {
        let place = |(partition, offset): (i32, i64)| format!("{partition}/{offset}");
        let (least, most) = heap.redriven;
        let none = |text: &str, word: &str| match text.is_empty() {
            true => word.to_owned(),
            false => text.to_owned(),
        };
        let foreign = cause.stage.is_empty() && cause.code.is_empty();
        table.row(vec![
            none(&cause.day, "-"),
            none(&cause.stage, "-"),
            none(&cause.code, if foreign { "(no dead letter)" } else { "-" }),
            heap.letters.to_string(),
            heap.truncated.to_string(),
            match least == most {
                true => least.to_string(),
                false => format!("{least} to {most}"),
            },
            place(heap.first),
            place(heap.last),
        ]);
    }
    table.text()
}

fn show(args: &Args, settings: &Settings, place: &Place, group: &str) -> anyhow::Result<()> {
    let topic = &settings.dead_letter.topic;
    let Place {
        topic: of,
        partition,
        offset,
    } = place;
    let (fetched, living) = match of {
        None => {
            let stretches = Stretches::open(settings, topic, group).map_err(ended_by)?;
            let stretch = stretches.partitions().get(partition);
            let living = stretch.is_some_and(|stretch| (stretch.start..stretch.end).contains(offset));
            let fetched = Source::new(settings, group).fetch(topic, *partition, *offset);
            let none =
                || anyhow::anyhow!("there is no record at {topic}/{partition}/{offset}; dead-letters lists them");
            (fetched.map_err(ended_by)?.ok_or_else(none), living)
        }
        Some(of) => {
            let found = find(settings, of, *partition, *offset, group)?;
            let none = || {
                anyhow::anyhow!(
                    "no living dead letter in {topic} is of {of}/{partition}/{offset}; dead-letters lists them"
                )
            };
            (found.ok_or_else(none), true)
        }
    };
    let fetched = fetched.context(Exit::NoInput)?;
    let record = fetched.message();
    let mut out = std::io::stdout().lock();
    if args.raw {
        out.write_all(record.value.unwrap_or_default())?;
    } else if args.json {
        writeln!(out, "{}", document(&record, living))?;
    } else {
        out.write_all(page(&record, living).as_bytes())?;
    }
    out.flush()?;
    Ok(())
}

/// The living letter of the message that lay at this place; the last, where there are several.
fn find(settings: &Settings, topic: &str, partition: i32, offset: i64, group: &str) -> anyhow::Result<Option<Fetched>> {
    let stretches = Stretches::open(settings, &settings.dead_letter.topic, group).map_err(ended_by)?;
    let mut found = None;
    let read = stretches.read(|record| -> ControlFlow<()> {
        let letter = Letter::read(record);
        let is_it = |letter: Letter<'_>| (letter.topic, letter.partition, letter.offset) == (topic, partition, offset);
        if letter.is_some_and(is_it) {
            found = Some(Fetched::of(record));
        }
        ControlFlow::Continue(())
    });
    let _: ControlFlow<()> = read.map_err(ended_by)?;
    Ok(found)
}

fn time(record: &Message<'_>) -> Option<String> {
    instant::from_epoch_ms(record.timestamp?, Utc::Z)
}

fn place(record: &Message<'_>) -> String {
    match record.origin {
        Origin::Kafka {
            topic,
            partition,
            offset,
        } => format!("{topic}/{partition}/{offset}"),
        Origin::File { path, line } => format!("{path}:{line}"),
    }
}

/// A letter for people: where it lies, whether it is living still, its headers, its payload.
fn page(record: &Message<'_>, living: bool) -> String {
    let null = || "(null)".to_owned();
    let mut lines_of_it = vec![
        ("letter".to_owned(), place(record)),
        (
            "living".to_owned(),
            match living {
                true => "yes".to_owned(),
                false => "no: a redrive has resolved it or appended it again".to_owned(),
            },
        ),
        ("time".to_owned(), time(record).unwrap_or_else(|| "(none)".to_owned())),
        ("key".to_owned(), record.key.map_or_else(null, line)),
    ];
    let headers = record.headers.iter();
    lines_of_it.extend(headers.map(|header| (line(header.name.as_bytes()), header.value.map_or_else(null, line))));
    let size = |value: &[u8]| match value.len() {
        1 => "1 byte".to_owned(),
        length => format!("{length} bytes"),
    };
    lines_of_it.push(("payload".to_owned(), record.value.map_or_else(null, size)));
    let width = lines_of_it
        .iter()
        .map(|(name, _)| name.chars().count())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    for (name, value) in lines_of_it {
        text.push_str(format!("{name:<width$}  {value}").trim_end());
        text.push('\n');
    }
    if let Some(value) = record.value {
        text.push('\n');
        text.push_str(&lines(value));
        if !value.ends_with(b"\n") {
            text.push('\n');
        }
    }
    text
}

/// A letter as one JSON document. What is no text is given in Base64, under another name.
fn document(record: &Message<'_>, living: bool) -> Value {
    let put = |object: &mut serde_json::Map<String, Value>, name: &str, bytes: Option<&[u8]>| {
        let (name, value) = match bytes.map(|bytes| (std::str::from_utf8(bytes), bytes)) {
            None => (name.to_owned(), Value::Null),
            Some((Ok(text), _)) => (name.to_owned(), text.into()),
            Some((Err(_), bytes)) => (format!("{name}_base64"), STANDARD.encode(bytes).into()),
        };
        object.insert(name, value);
    };
    let headers: Vec<Value> = record
        .headers
        .iter()
        .map(|header| {
            let mut object = serde_json::Map::new();
            object.insert("name".to_owned(), header.name.into());
            put(&mut object, "value", header.value);
            object.into()
        })
        .collect();
    let mut object = serde_json::Map::new();
    if let Origin::Kafka {
        topic,
        partition,
        offset,
    } = record.origin
    {
        object.insert("topic".to_owned(), topic.into());
        object.insert("partition".to_owned(), partition.into());
        object.insert("offset".to_owned(), offset.into());
    }
    object.insert("living".to_owned(), living.into());
    object.insert("time".to_owned(), time(record).into());
    put(&mut object, "key", record.key);
    object.insert("headers".to_owned(), headers.into());
    put(&mut object, "payload", record.value);
    object.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::Header;

    fn record() -> Message<'static> {
        Message {
            origin: Origin::Kafka {
                topic: "dead",
                partition: 3,
                offset: 17,
            },
            timestamp: Some(1_700_000_000_000),
            key: Some(b"b\xff"),
            value: Some("Thủ đô\n\u{7}".as_bytes()),
            headers: vec![
                Header {
                    name: "dlq.code",
                    value: Some(b"panic"),
                },
                Header { name: "n", value: None },
            ],
        }
    }

    #[test]
    fn a_letter_is_shown_with_all_that_it_has() {
        let expected = "letter    dead/3/17\n\
                        living    yes\n\
                        time      2023-11-14T22:13:20Z\n\
                        key       b\\xff\n\
                        dlq.code  panic\n\
                        n         (null)\n\
                        payload   12 bytes\n\
                        \n\
                        Thủ đô\n\\u{7}\n";
        assert_eq!(page(&record(), true), expected);
        assert!(page(&record(), false).contains("living    no: a redrive has resolved it"));
        let document = document(&record(), true);
        assert_eq!(document["key_base64"], "Yv8=");
        assert_eq!(document["payload"], "Thủ đô\n\u{7}");
        assert_eq!(document["headers"][1], json!({"name": "n", "value": null}));
    }

    #[test]
    fn a_place_is_in_the_dead_letter_topic_or_where_the_message_lay() {
        let place = |topic: Option<&str>, partition, offset| {
            Ok(Place {
                topic: topic.map(str::to_owned),
                partition,
                offset,
            })
        };
        for (text, expected) in [
            ("0/17", place(None, 0, 17)),
            ("articles.raw/3/42", place(Some("articles.raw"), 3, 42)),
        ] {
            assert_eq!(text.parse::<Place>(), expected, "{text}");
        }
        for text in ["", "17", "0/", "/0/17", "-1/17", "0/-1", "a/b/3/42", "a/b"] {
            assert!(text.parse::<Place>().is_err(), "{text}");
        }
    }
}
