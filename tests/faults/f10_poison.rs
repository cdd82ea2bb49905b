//! F10: bytes that nobody should send. Each ends as it should, once, and the offset goes on, with nothing sound in sight.

use std::collections::BTreeMap;
use std::fmt::Write;

use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};

use crate::DELIVERIES;
use crate::outcomes::Outcomes;
use crate::support::articles::Article;
use crate::support::client::Input;
use crate::support::dice::Dice;
use crate::support::kafka::Cluster;
use crate::support::say::say;
use crate::support::wait::{PATIENCE, wait_for};
use crate::support::worker::{Settings, Topics, Worker};

const PARTITIONS: i32 = 3;
/// Poison of the plain kind beside the choice one.
const PLAIN: usize = 1_500;

/// What must become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// A dead letter with this code.
    Dead(&'static str),
    /// An event, whatever is in it.
    Event,
    /// Nothing but a count.
    Skip,
    /// A null value under its key.
    Tombstone,
    /// A dead letter, an event or a skip: which one is a matter of taste, that it is one is not.
    Any,
}

/// The choice poison: name, bytes, end.
fn poison(article: &Article) -> Vec<(&'static str, Option<Vec<u8>>, End)> {
    use End::*;
    const DEEP: usize = 100_000;
    const MEGABYTE: usize = 1 << 20;
    let envelope = article.envelope().to_string();
    let with = |field: &str, value: &str| {
        let mut text = envelope.clone();
        text.insert_str(1, &format!("\"{field}\":{value},"));
        text.into_bytes()
    };
    let page = |body: &str| format!("<!DOCTYPE html><html><body><h1>Tin</h1>{body}</body></html>").into_bytes();
    let mut attributes = "<p ".to_owned();
    for n in 0..100_000 {
        write!(attributes, "a{n}=1 ").unwrap();
    }
    attributes.push_str(">Chữ</p>");
    let all: Vec<(&'static str, Vec<u8>, End)> = vec![
        (
            "truncated JSON",
            envelope.as_bytes()[..envelope.len() / 2].to_vec(),
            Dead("invalid_json"),
        ),
        (
            "truncated array",
            format!("[{envelope},").into_bytes(),
            Dead("invalid_json"),
        ),
        ("JSON and more", format!("{envelope}{envelope}").into_bytes(), Any),
        ("invalid UTF-8", b"Tin n\xc3\x28ng \xff\xfe\xf8".to_vec(), Any),
        (
            "no character set",
            b"\x81\xff\xfe\xf8 \x90\x8d".to_vec(),
            Dead("invalid_utf8"),
        ),
        (
            "gzip",
            b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xf3".to_vec(),
            Dead("broken_compression"),
        ),
        (
            "invalid UTF-8 in JSON",
            b"{\"title\":\"\xff\xfe\",\"text\":\"\xed\xa0\x80\"}".to_vec(),
            Dead("invalid_utf8"),
        ),
        ("NUL alone", vec![0; 1_000], Any),
        (
            "NUL in text",
            article.text().replace(". ", ".\0\0 ").into_bytes(),
            Event,
        ),
        ("NUL in JSON", envelope.replace(". ", ".\\u0000 ").into_bytes(), Event),
        (
            "half a surrogate",
            envelope.replace(". ", ".\\ud800 ").into_bytes(),
            Any,
        ),
        ("[ without end", "[".repeat(DEEP).into_bytes(), Any),
        (
            "[ with its end",
            ["[".repeat(DEEP), "]".repeat(DEEP)].concat().into_bytes(),
            Any,
        ),
        (
            "{ without end",
            "{\"a\":".repeat(DEEP).into_bytes(),
            Dead("invalid_json"),
        ),
        (
            "{ with its end",
            ["{\"a\":".repeat(DEEP), "1".into(), "}".repeat(DEEP)]
                .concat()
                .into_bytes(),
            Any,
        ),
        (
            "deep within an article",
            with("x", &["[".repeat(DEEP), "]".repeat(DEEP)].concat()),
            Any,
        ),
        ("a number without end", with("x", &"9".repeat(DEEP)), Any),
        ("a number out of range", with("published_at", "1e999999"), Any),
        ("a time out of range", with("published_at", "99999999999999999999"), Any),
        ("a time before time", with("published_at", "-9223372036854775808"), Any),
        ("digits alone", "9".repeat(DEEP).into_bytes(), Any),
        ("nothing", Vec::new(), Skip),
        ("blanks", b" \r\n\t ".to_vec(), Skip),
        ("a byte order mark", b"\xef\xbb\xbf".to_vec(), Any),
        ("null in JSON", b"null".to_vec(), Tombstone),
        ("an empty object", b"{}".to_vec(), Dead("no_content")),
        ("an empty array", b"[]".to_vec(), Any),
        ("an array of nothing", b"[null,null,{}]".to_vec(), Any),
        ("one < after the other", "<".repeat(MEGABYTE).into_bytes(), Any),
        ("one & after the other", page(&"&".repeat(MEGABYTE)), Any),
        ("div within div", page(&"<div>".repeat(DEEP)), Any),
        ("a within a", page(&"<a>".repeat(DEEP)), Any),
        ("b and p", page(&"<b><p>".repeat(DEEP / 5)), Any),
        ("table within table", page(&"<table><tr><td>".repeat(DEEP / 5)), Any),
        ("attributes", page(&attributes), Any),
        (
            "a comment without end",
            page(&["<!--", &"-".repeat(MEGABYTE)].concat()),
            Any,
        ),
        (
            "a script without end",
            page(&["<script>", &"x<".repeat(MEGABYTE / 2)].concat()),
            Any,
        ),
        (
            "numbers for letters",
            page(&"&#x110000;&#0;&#xd800;".repeat(DEEP / 5)),
            Any,
        ),
        ("framing of nothing", b"\x00\x00\x00\x00\x07".to_vec(), Any),
        ("gzip", b"\x1f\x8b\x08\x00\x00\x00\x00\x00".to_vec(), Any),
    ];
    let mut all: Vec<_> = all
        .into_iter()
        .map(|(name, bytes, end)| (name, Some(bytes), end))
        .collect();
    all.push(("null", None, Tombstone));
    all
}

#[test]
fn f10_poison_alone_ends_as_it_should_and_the_offset_goes_on() {
    let name = "f10_poison_alone_ends_as_it_should_and_the_offset_goes_on";
    let cluster = Cluster::shared();
    for delivery in DELIVERIES {
        let topics = Topics::create(cluster, PARTITIONS);
        let article = Article::new(&mut Dice::new(10), "poison", 1, 3);
        let choice = poison(&article);
        let mut inputs: Vec<Input> = choice
            .iter()
            .map(|(name, value, _)| Input {
                key: Some(name.as_bytes().to_vec()),
                value: value.clone(),
                ..Input::default()
            })
            .collect();
        let mut ends: Vec<_> = choice.iter().map(|(_, _, end)| *end).collect();
        // What is wrong may lie beside the value.
        let heavy = |input: Input| (0..20).fold(input, |input, n| input.header(&format!("h{n}"), &[0xff; 40_000]));
        let many = |input: Input| (0..2_000).fold(input, |input, n| input.header(&format!("h{n}"), b"\xff\x00"));
        let text = || Input::of(article.text());
        for (input, end) in [
            (heavy(text()).key("heavy headers"), End::Event),
            (many(text()).key("many headers"), End::Event),
            (
                heavy(Input::of("{")).key("dead with heavy headers"),
                End::Dead("invalid_json"),
            ),
            (text().key(vec![0xff; 1 << 20]), End::Event),
            (text().header("", b"").key("a header without a name"), End::Event),
        ] {
            inputs.push(input);
            ends.push(end);
        }
        for n in 0..PLAIN {
            inputs.push(Input::of(format!("{{\"title\": \"hỏng {n}")).key(format!("plain {n}")));
            ends.push(End::Dead("invalid_json"));
        }
        // By turns to each partition, so that none has anything sound between.
        for (n, input) in inputs.iter_mut().enumerate() {
            input.partition = n as i32 % PARTITIONS;
        }
        let settings = Settings::new(cluster, &topics)
            .text("delivery", delivery.name())
            .raw("dead_letter.max_ratio", "1.0");
        let mut worker = Worker::start(&settings);
        cluster.produce(&topics.input, &inputs);
        worker.wait_until_caught_up(cluster, &topics, PATIENCE * 2);
        let skipped = worker
            .metrics()
            .sum("bantin_messages_total", &[("outcome", "skip")])
            .unwrap();
        // And a sound one passes.
        cluster.produce(&topics.input, &[text().key("sound")]);
        worker.wait_until_caught_up(cluster, &topics, PATIENCE);
        assert_eq!(worker.get("/livez").map(|(status, _)| status), Some(200));
        worker.drain();
        assert_eq!(cluster.lag_by_kafkas_tool(&topics.group, &topics.input), 0);

        let outcomes = Outcomes::read(cluster, &topics);
        let mut without = 0;
        let mut seen = BTreeMap::<&str, usize>::new();
        for (n, (input, end)) in inputs.iter().zip(&ends).enumerate() {
            let place = (input.partition, (n as i32 / PARTITIONS) as i64);
            let key =
                String::from_utf8_lossy(&input.key.as_ref().unwrap()[..20.min(input.key.as_ref().unwrap().len())])
                    .into_owned();
            let (events, dead) = (
                outcomes.events.get(&place).map_or(0, Vec::len),
                outcomes.dead.get(&place).map_or(0, Vec::len),
            );
            let tombstones = outcomes
                .tombstones
                .get(input.key.as_ref().unwrap())
                .copied()
                .unwrap_or(0);
            let found = (events, dead, tombstones);
            match end {
                End::Dead(code) => {
                    assert_eq!(found, (0, 1, 0), "{key} at {place:?}");
                    assert_eq!(outcomes.death(place).1, *code, "{key} at {place:?}");
                    let letter = &outcomes.dead[&place][0];
                    assert!(
                        letter.value == input.value && letter.key == input.key,
                        "{key} at {place:?}"
                    );
                }
                End::Event => assert_eq!(found, (1, 0, 0), "{key} at {place:?}"),
                End::Skip => assert_eq!(found, (0, 0, 0), "{key} at {place:?}"),
                End::Tombstone => assert_eq!(found, (0, 0, 1), "{key} at {place:?}"),
                End::Any => assert!(events + dead <= 1 && tombstones == 0, "{key} at {place:?}: {found:?}"),
            }
            without += usize::from(found == (0, 0, 0));
            let what = match found {
                (1, ..) => "events",
                (_, 1, _) => "dead letters",
                (.., 1) => "tombstones",
                _ => "skips",
            };
            *seen.entry(what).or_default() += 1;
        }
        // What left nothing behind was counted.
        assert_eq!(without as f64, skipped, "{delivery:?}");
        say(&format!("{name}, {}: {seen:?}", delivery.name()));
    }
}

#[test]
fn f10_a_header_whose_name_is_no_text_stops_nothing() {
    let cluster = Cluster::shared();
    for delivery in DELIVERIES {
        let topics = Topics::create(cluster, 1);
        let article = |n| Article::new(&mut Dice::new(11), "header", n, 2).text();
        let settings = Settings::new(cluster, &topics).text("delivery", delivery.name());
        let mut worker = Worker::start(&settings);
        cluster.produce(&topics.input, &[Input::of(article(0)).key("trước")]);
        produce_with_header(cluster, &topics.input, b"n\xff\xfeme", &article(1));
        cluster.produce(&topics.input, &[Input::of(article(2)).key("sau")]);
        worker.wait_until_caught_up(cluster, &topics, PATIENCE);
        worker.drain();
        let outcomes = Outcomes::read(cluster, &topics);
        for offset in [0, 2] {
            outcomes.event((0, offset));
        }
        let its_own = (
            outcomes.events.get(&(0, 1)).map_or(0, Vec::len),
            outcomes.dead.get(&(0, 1)).map_or(0, Vec::len),
        );
        assert!(matches!(its_own, (1, 0) | (0, 1)), "its own outcome: {its_own:?}");
    }
}

/// Writes a record that has one header, whose name Kafka takes as the bytes that it is.
#[allow(unsafe_code)]
fn produce_with_header(cluster: &Cluster, topic: &str, name: &[u8], value: &str) {
    let producer: BaseProducer = rdkafka::ClientConfig::new()
        .set("bootstrap.servers", cluster.brokers())
        .create()
        .unwrap();
    // SAFETY: the name is copied as bytes into a C string at once, and nobody reads it as text.
    let key = unsafe { std::str::from_utf8_unchecked(name) };
    let headers = OwnedHeaders::new().insert(Header { key, value: Some("x") });
    let record = BaseRecord::<(), _>::to(topic)
        .payload(value)
        .partition(0)
        .headers(headers);
    producer.send(record).map_err(|(error, _)| error).unwrap();
    producer.flush(PATIENCE).unwrap();
    wait_for("an empty queue", || (producer.in_flight_count() == 0).then_some(()));
}
