//! Dead letters: listed, shown, tried again, sent back. What is living afterwards is what lies behind the redrive's offsets.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::support::articles::{Article, mark};
use crate::support::client::{Found, HeaderPair, Input};
use crate::support::contract::check_event;
use crate::support::dice::Dice;
use crate::support::kafka::Cluster;
use crate::support::say::say;
use crate::support::wait::{PATIENCE, wait_for};
use crate::support::worker::{Settings, Topics, Worker, call};

/// 2001-02-03 04:05:06.789 UTC.
const OLD: i64 = 981_173_106_789;

/// Topics, their settings, and what runs on them.
struct Desk {
    cluster: &'static Cluster,
    topics: Topics,
}

impl Desk {
    fn new(partitions: i32) -> Desk {
        let cluster = Cluster::shared();
        let topics = Topics::create(cluster, partitions);
        Desk { cluster, topics }
    }

    fn settings(&self) -> Settings {
        Settings::new(self.cluster, &self.topics).raw("dead_letter.max_ratio", "1.0")
    }

    /// Sends inputs through a worker, until all are committed.
    fn pass(&self, settings: &Settings, inputs: &[Input]) {
        self.cluster.produce(&self.topics.input, inputs);
        let mut worker = Worker::start(settings);
        worker.wait_until_caught_up(self.cluster, &self.topics, PATIENCE);
        worker.drain();
    }

    /// Redrives, and gives the account; panics with the log unless it ends with 0.
    fn redrive(&self, settings: &Settings, arguments: &[&str]) -> Value {
        self.redrive_in(settings, arguments, &[])
    }

    /// The same with variables in its environment.
    fn redrive_in(&self, settings: &Settings, arguments: &[&str], variables: &[(&str, &str)]) -> Value {
        let arguments = [&["redrive", "--json"], arguments].concat();
        let output = call(&arguments, settings, variables);
        let log = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {log}");
        let account: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(account["topic"], self.topics.dead_letters.as_str());
        assert_eq!(account["group"], self.group().as_str());
        account["letters"].clone()
    }

    fn group(&self) -> String {
        format!("{}.redrive", self.topics.group)
    }

    /// The letters that are living: all behind what the redrive has committed.
    fn living(&self) -> Vec<Found> {
        let topic = &self.topics.dead_letters;
        let committed = self.cluster.committed(&self.group(), topic);
        let mut all = self.cluster.read_all(topic);
        all.retain(|found| {
            committed
                .get(&found.partition)
                .is_none_or(|offset| found.offset >= *offset)
        });
        all
    }

    fn output(&self) -> Vec<Found> {
        self.cluster.read_all(&self.topics.output)
    }

    /// What `bantin dead-letters` prints.
    fn list(&self, arguments: &[&str]) -> String {
        let output = call(&[&["dead-letters"], arguments].concat(), &self.settings(), &[]);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The events of the same inputs in a worker to which nothing happened, by id.
    fn as_the_first_time(&self, settings: &Settings) -> BTreeMap<String, Found> {
        let output = self
            .cluster
            .create_topic("first-events", 1, &[("max.message.bytes", "33554432")]);
        let topics = Topics {
            input: self.topics.input.clone(),
            output: output.clone(),
            dead_letters: self.cluster.create_topic("first-dead", 1, &[]),
            group: Cluster::unique("first"),
        };
        let settings = settings
            .clone()
            .text("input.group", &topics.group)
            .text("dead_letter.topic", &topics.dead_letters)
            .text("output.topic", &output);
        let mut worker = Worker::start(&settings);
        worker.wait_until_caught_up(self.cluster, &topics, PATIENCE);
        worker.drain();
        by_id(self.cluster.read_all(&output))
    }
}

fn by_id(events: Vec<Found>) -> BTreeMap<String, Found> {
    let count = events.len();
    let events = events.into_iter().map(|found| (found.header("ce_id").unwrap(), found));
    let events: BTreeMap<_, _> = events.collect();
    assert_eq!(events.len(), count, "no event is there twice");
    events
}

/// All of a record but where it lies: key, value, headers, timestamp.
type Content<'f> = (&'f Option<Vec<u8>>, &'f Option<Vec<u8>>, &'f [HeaderPair], Option<i64>);

fn bytes(found: &Found) -> Content<'_> {
    (&found.key, &found.value, &found.headers, found.timestamp)
}

/// The counts of an account that are not 0.
fn counts(account: &Value) -> BTreeMap<&str, u64> {
    let counts = account.as_object().unwrap().iter();
    counts
        .map(|(name, count)| (name.as_str(), count.as_u64().unwrap()))
        .filter(|(_, count)| *count > 0)
        .collect()
}

fn header(found: &Found, name: &str) -> String {
    found.header(name).unwrap_or_default()
}

/// Articles whose text is longer than `least`, each with a key, headers and a time of its own.
fn large(name: &str, number: u64, partitions: i32, least: usize) -> Vec<Input> {
    let mut dice = Dice::new(number);
    let inputs = (0..number).map(|n| {
        let mut paragraphs = 8;
        let text = loop {
            let text = Article::new(&mut dice, name, n, paragraphs).text();
            if text.len() > least {
                break text;
            }
            paragraphs *= 2;
        };
        Input::of(text)
            .key(format!("{name} {n}"))
            .partition(n as i32 % partitions)
            .timestamp(OLD + n as i64)
            .header("n", n.to_string().as_bytes())
            .header("n", b"\xff\x00")
    });
    inputs.collect()
}

#[test]
fn a_fixed_bug_leaves_no_living_letter_and_the_events_of_the_first_time() {
    let desk = Desk::new(3);
    let mut inputs = large("fixed", 30, 3, 3_000);
    let mut dice = Dice::new(1);
    // Without a key, with a null in a header.
    inputs.push(Input {
        key: None,
        headers: vec![("null".to_owned(), None), ("empty".to_owned(), Some(Vec::new()))],
        ..inputs[0].clone()
    });
    let sound = Input::of(Article::new(&mut dice, "sound", 0, 1).text()).key("sound");
    // Something that is no article in any case.
    let section = Input::of("{\"title\": \"".repeat(300)).key("hopeless");
    inputs.extend([sound, section]);
    let broken = desk.settings().text("intake.max_bytes", "3000 B");
    desk.pass(&broken, &inputs);
    assert_eq!(desk.output().len(), 1);
    let before = desk.living();
    assert_eq!(before.len(), 32);

    // The live worker has the port already.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let fixed = desk
        .settings()
        .text("operate.listen", &port.local_addr().unwrap().to_string());
    let account = desk.redrive(&fixed, &["--code", "too_large"]);
    assert_eq!(counts(&account), BTreeMap::from([("events", 31), ("dead_again", 1)]));

    let first = desk.as_the_first_time(&desk.settings());
    let events = by_id(desk.output());
    assert_eq!(first.len(), 32);
    assert_eq!(events.keys().collect::<Vec<_>>(), first.keys().collect::<Vec<_>>());
    for (id, event) in &events {
        check_event(event, &desk.topics.input, 3);
        assert_eq!(bytes(event), bytes(&first[id]), "{id}");
    }
    // The hopeless one says now what is really wrong with it.
    let living = desk.living();
    assert_eq!(living.len(), 1, "{living:?}");
    assert_eq!(living[0].key.as_deref(), Some(&b"hopeless"[..]));
    assert_ne!(header(&living[0], "dlq.code"), "too_large");
    assert_eq!(header(&living[0], "dlq.redrive_count"), "1");

    // It can be shown still, and says that it is resolved.
    let place = format!("{}/{}", before[0].partition, before[0].offset);
    let page = desk.list(&["--show", &place]);
    assert!(page.contains("no: a redrive has resolved it"), "{page}");

    // What is not meant stays, and once more there is nothing to do.
    let account = desk.redrive(&desk.settings(), &["--code", "too_large"]);
    assert_eq!(counts(&account), BTreeMap::from([("filtered", 1)]));
    assert_eq!(desk.output().len(), 32);
}

#[test]
fn a_compacted_output_is_warned_of() {
    let desk = Desk::new(1);
    let compacted = desk
        .cluster
        .create_topic("compacted", 1, &[("cleanup.policy", "compact")]);
    for (output, warned) in [(&desk.topics.output, false), (&compacted, true)] {
        let settings = desk.settings().text("output.topic", output);
        let ended = call(&["redrive"], &settings, &[]);
        let log = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(0), "{log}");
        assert_eq!(log.contains("the topic is compacted"), warned, "{log}");
    }
}

#[test]
fn nothing_to_do_is_said() {
    let desk = Desk::new(2);
    let output = call(&["redrive"], &desk.settings(), &[]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    // The tests' topics keep their records for ever.
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(
        log.contains("for ever, the offsets of a group that nobody is in for 7.0 days"),
        "{log}"
    );
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.starts_with("nothing to redrive: no living dead letters in "),
        "{said}"
    );
    let said = desk.list(&[]);
    assert!(said.starts_with("no living dead letters in "), "{said}");
    assert_eq!(desk.list(&["--json"]), "");
}

#[test]
fn a_lasting_bug_raises_the_count_and_stops_at_the_cap() {
    let desk = Desk::new(2);
    let inputs = large("lasting", 10, 2, 3_000);
    let broken = desk.settings().text("intake.max_bytes", "3000 B");
    desk.pass(&broken, &inputs);
    let cap = ["--max-attempts", "2"];
    for (count, fate) in [("1", "dead_again"), ("2", "dead_again"), ("2", "over_the_cap")] {
        let before = desk.living();
        let account = desk.redrive(&broken, &cap);
        assert_eq!(counts(&account), BTreeMap::from([(fate, 10)]));
        let living = desk.living();
        let keys: BTreeSet<_> = living.iter().map(|found| found.key.clone()).collect();
        assert_eq!((living.len(), keys.len()), (10, 10));
        for letter in &living {
            assert_eq!(header(letter, "dlq.redrive_count"), count);
            let input = inputs.iter().find(|input| input.key == letter.key).unwrap();
            assert_eq!(letter.value, input.value);
            assert_eq!(letter.headers.get(..input.headers.len()), Some(&input.headers[..]));
            assert_eq!(header(letter, "dlq.topic"), desk.topics.input);
            assert_eq!(
                header(letter, "dlq.group"),
                desk.topics.group,
                "the live group's, not the redrive's"
            );
            assert_eq!(header(letter, "dlq.timestamp"), input.timestamp.unwrap().to_string());
            assert_eq!(header(letter, "dlq.partition"), input.partition.to_string());
            let its = before.iter().find(|found| found.key == letter.key).unwrap();
            assert_eq!(header(letter, "dlq.offset"), header(its, "dlq.offset"));
            assert_eq!(letter.partition, its.partition, "a letter stays in its partition");
            // What is not tried is not touched.
            assert_eq!(bytes(letter) == bytes(its), fate == "over_the_cap");
        }
    }
    // A higher cap, and a fixed bug: it was only put off.
    let account = desk.redrive(&desk.settings(), &["--max-attempts", "3"]);
    assert_eq!(counts(&account), BTreeMap::from([("events", 10)]));
    assert_eq!(desk.living(), []);
}

#[test]
fn what_is_filtered_out_stays_byte_for_byte_and_a_dry_run_changes_nothing() {
    let desk = Desk::new(2);
    let mut inputs = large("kept", 6, 2, 3_000);
    inputs.extend((0..4).map(|n| {
        Input::of(*b"{\"title\": \"c\xc3")
            .key(format!("bad {n}"))
            .partition(n % 2)
    }));
    desk.pass(&desk.settings().text("intake.max_bytes", "3000 B"), &inputs);
    let before = desk.living();
    let bad: BTreeSet<_> = before.iter().map(|found| header(found, "dlq.code")).collect();
    assert_eq!(bad.len(), 2, "{bad:?}");

    let all = |desk: &Desk| {
        let (topic, output) = (&desk.topics.dead_letters, &desk.topics.output);
        let ends = (desk.cluster.end_offsets(topic), desk.cluster.end_offsets(output));
        (ends, desk.cluster.committed(&desk.group(), topic))
    };
    let untouched = all(&desk);
    for (arguments, expected) in [
        (&["--code", "too_large"][..], &[("events", 6), ("filtered", 4)][..]),
        (&["--stage", "intake"], &[("events", 6), ("dead_again", 4)]),
        (&["--stage", "page", "--stage", "article"], &[("filtered", 10)]),
        (&["--since", "1h"], &[("events", 6), ("dead_again", 4)]),
        (&["--since", "2100-01-01"], &[("filtered", 10)]),
        (&["--max-attempts", "0"], &[("over_the_cap", 10)]),
        (&["--to-source"], &[("returned", 10)]),
    ] {
        let account = desk.redrive(&desk.settings(), &[&["--dry-run"], arguments].concat());
        assert_eq!(counts(&account), expected.iter().copied().collect(), "{arguments:?}");
    }
    let said = call(&["redrive", "--dry-run"], &desk.settings(), &[]);
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.contains("would try 10 and leave 0 as they are"), "{said}");
    assert_eq!(all(&desk), untouched, "a dry run changes nothing");

    let account = desk.redrive(&desk.settings(), &["--since", "2100-01-01"]);
    assert_eq!(counts(&account), BTreeMap::from([("filtered", 10)]));
    let living = desk.living();
    assert_eq!(living.len(), 10);
    for letter in &living {
        let its = before.iter().find(|found| found.key == letter.key).unwrap();
        assert_eq!((bytes(letter), letter.partition), (bytes(its), its.partition));
        assert!(letter.offset > its.offset);
    }
    let account = desk.redrive(&desk.settings(), &["--code", "too_large", "--stage", "intake"]);
    assert_eq!(counts(&account), BTreeMap::from([("events", 6), ("filtered", 4)]));
    assert_eq!(desk.living().len(), 4);

    let wrong = call(&["redrive", "--since", "latest"], &desk.settings(), &[]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn of_an_array_only_the_articles_that_failed_are_published() {
    let cluster = Cluster::shared();
    let mut desk = Desk::new(1);
    desk.topics.output = cluster.create_topic("narrow-events", 1, &[("max.message.bytes", "20000")]);
    let mut dice = Dice::new(5);
    let mut article = |n: u64, paragraphs| Article::new(&mut dice, "array", n, paragraphs).envelope();
    // The second and the fourth make events that are too large.
    let list = vec![article(0, 1), article(1, 100), article(2, 1), article(3, 200)];
    let array = Input::of(Value::from(list).to_string()).key("array");
    desk.pass(&desk.settings(), &[array]);
    let mark_of = |found: &Found| mark(found.json()["text"].as_str().unwrap()).unwrap().1;
    assert_eq!(desk.output().iter().map(mark_of).collect::<Vec<_>>(), [0, 2]);
    let letter = &desk.living()[0];
    assert_eq!(
        (header(letter, "dlq.code"), header(letter, "dlq.index")),
        ("message_too_large".to_owned(), "1,3".to_owned())
    );

    // One of them fits now: the letter is about the other alone.
    let sizes: Vec<_> = {
        let wide = desk.as_the_first_time(&desk.settings());
        let mut sizes: Vec<_> = wide.values().map(|found| found.value.as_ref().unwrap().len()).collect();
        sizes.sort_unstable();
        sizes
    };
    let between = (sizes[2] + sizes[3]) / 2;
    cluster.limit_messages(&desk.topics.output, between as u32);
    let account = desk.redrive(&desk.settings(), &[]);
    assert_eq!(counts(&account), BTreeMap::from([("dead_again", 1)]));
    assert_eq!(desk.output().iter().map(mark_of).collect::<Vec<_>>(), [0, 2, 1]);
    let letter = &desk.living()[0];
    assert_eq!(
        (header(letter, "dlq.index"), header(letter, "dlq.redrive_count")),
        ("3".to_owned(), "1".to_owned())
    );

    cluster.limit_messages(&desk.topics.output, 1 << 25);
    let account = desk.redrive(&desk.settings(), &[]);
    assert_eq!(counts(&account), BTreeMap::from([("events", 1)]));
    assert_eq!(desk.output().iter().map(mark_of).collect::<Vec<_>>(), [0, 2, 1, 3]);
    assert_eq!(desk.living(), []);
    let (first, events) = (desk.as_the_first_time(&desk.settings()), by_id(desk.output()));
    for (id, event) in &events {
        assert_eq!(bytes(event), bytes(&first[id]));
    }
}

#[test]
fn sent_back_to_its_topic_a_message_is_what_it_was_and_attempts_are_counted() {
    let desk = Desk::new(2);
    let mut inputs = large("back", 8, 2, 3_000);
    inputs.push(Input {
        key: None,
        partition: 1,
        headers: vec![
            ("null".to_owned(), None),
            ("traceparent".to_owned(), Some(b"00-1".to_vec())),
        ],
        ..inputs[0].clone()
    });
    let broken = desk.settings().text("intake.max_bytes", "3000 B");
    desk.pass(&broken, &inputs);
    let original = desk.cluster.read_all(&desk.topics.input);
    assert_eq!(original.len(), 9);
    // One from a topic that is no input, one from a partition that is not there.
    let foreign = desk.cluster.create_topic("foreign", 1, &[]);
    for (topic, partition) in [(foreign.as_str(), "0"), (&desk.topics.input, "7")] {
        let letter = Input::of("x")
            .header("dlq.topic", topic.as_bytes())
            .header("dlq.partition", partition.as_bytes())
            .header("dlq.offset", b"0");
        desk.cluster.produce(&desk.topics.dead_letters, &[letter]);
    }

    for round in 1..=2usize {
        let account = desk.redrive(&broken, &["--to-source"]);
        assert_eq!(counts(&account), BTreeMap::from([("returned", 9), ("no_source", 2)]));
        assert_eq!(desk.living().len(), 2);
        let input = desk.cluster.read_all(&desk.topics.input);
        assert_eq!(input.len(), 9 * (1 + round));
        // In each partition they come in another order at most.
        for found in &original {
            let copies = input
                .iter()
                .filter(|copy| copy.key == found.key && copy.partition == found.partition);
            let copies: Vec<_> = copies.collect();
            assert_eq!(copies.len(), 1 + round, "{:?}", found.key);
            for (number, copy) in copies.iter().enumerate() {
                let mut headers = copy.headers.clone();
                if number > 0 {
                    let count = number.to_string().into_bytes();
                    assert_eq!(headers.pop(), Some(("dlq.redrive_count".to_owned(), Some(count))));
                }
                let copied = (&copy.key, &copy.value, &headers[..], copy.timestamp);
                assert_eq!(copied, bytes(found), "byte for byte");
            }
        }
        assert_eq!(desk.cluster.read_all(&foreign), []);
        // It dies again.
        desk.pass(&broken, &[]);
        let again: Vec<_> = desk
            .living()
            .into_iter()
            .filter(|found| header(found, "dlq.code") == "too_large")
            .collect();
        assert_eq!(again.len(), 9);
        for letter in &again {
            assert_eq!(header(letter, "dlq.redrive_count"), round.to_string());
        }
    }
    let account = desk.redrive(&broken, &["--to-source", "--max-attempts", "2"]);
    assert_eq!(
        counts(&account),
        BTreeMap::from([("over_the_cap", 9), ("no_source", 2)])
    );
}

#[test]
fn a_stub_is_fetched_again_while_its_source_has_it() {
    let cluster = Cluster::shared();
    let mut desk = Desk::new(2);
    desk.topics.dead_letters = cluster.create_topic("narrow-dead", 2, &[("max.message.bytes", "6000")]);
    let inputs = large("stub", 6, 2, 8_000);
    desk.pass(&desk.settings().text("intake.max_bytes", "3000 B"), &inputs);
    let before = desk.living();
    assert!(before.iter().all(|found| header(found, "dlq.truncated") == "true"));
    assert_eq!(before.len(), 6);
    let first = desk.as_the_first_time(&desk.settings());
    // Retention takes the first of each partition.
    cluster.delete_records(&desk.topics.input, 0, 1);
    cluster.delete_records(&desk.topics.input, 1, 1);
    // One that lies about what it was.
    let mut liar = before
        .iter()
        .find(|found| header(found, "dlq.offset") == "2")
        .unwrap()
        .clone();
    for (name, value) in &mut liar.headers {
        if name == "dlq.original_hash" {
            *value = Some("0".repeat(64).into_bytes());
        }
    }
    let liar = Input {
        partition: liar.partition,
        key: liar.key,
        value: liar.value,
        headers: liar.headers,
        timestamp: liar.timestamp,
    };
    // One of a topic that is gone.
    let mut orphan = liar.clone();
    for (name, value) in &mut orphan.headers {
        if name == "dlq.topic" {
            *value = Some(b"there-is-no-such-topic".to_vec());
        }
    }
    cluster.produce(&desk.topics.dead_letters, &[liar, orphan.clone(), orphan]);

    let dry = desk.redrive(&desk.settings(), &["--dry-run"]);
    assert_eq!(counts(&dry), BTreeMap::from([("events", 4), ("truncated", 5)]));
    let account = desk.redrive(&desk.settings(), &[]);
    assert_eq!(counts(&account), BTreeMap::from([("events", 4), ("truncated", 5)]));
    let events = by_id(desk.output());
    assert_eq!(events.len(), 4);
    for (id, event) in &events {
        assert_eq!(bytes(event), bytes(&first[id]), "{id}");
    }
    let living = desk.living();
    assert_eq!(living.len(), 5);
    for letter in living.iter().filter(|found| header(found, "dlq.offset") == "0") {
        let its = before.iter().find(|found| found.key == letter.key).unwrap();
        assert_eq!(bytes(letter), bytes(its), "kept as it is");
    }
}

#[test]
fn foreign_records_and_other_groups_letters_are_left_in_peace() {
    let desk = Desk::new(1);
    desk.pass(
        &desk.settings().text("intake.max_bytes", "3000 B"),
        &large("own", 3, 1, 3_000),
    );
    let other = Desk {
        cluster: desk.cluster,
        topics: Topics {
            dead_letters: desk.topics.dead_letters.clone(),
            ..Topics::create(desk.cluster, 1)
        },
    };
    let narrow = other.settings().text("intake.max_bytes", "3000 B");
    other.pass(&narrow, &large("other", 2, 1, 3_000));
    let foreign = Input::of(*b"\x00\xffwhatever")
        .key("foreign")
        .header("a", b"b")
        .timestamp(OLD);
    desk.cluster
        .produce(&desk.topics.dead_letters, std::slice::from_ref(&foreign));

    let account = desk.redrive(&desk.settings(), &[]);
    assert_eq!(
        counts(&account),
        BTreeMap::from([("events", 3), ("foreign", 1), ("other_groups", 2)])
    );
    let living = desk.living();
    assert_eq!(living.len(), 1);
    let kept = (&foreign.key, &foreign.value, &foreign.headers[..], foreign.timestamp);
    assert_eq!(bytes(&living[0]), kept);
    // The other group finds its own where they were.
    let account = other.redrive(&other.settings(), &["--code", "too_large"]);
    assert_eq!(
        counts(&account),
        BTreeMap::from([("events", 2), ("foreign", 2), ("other_groups", 3)])
    );
    assert_eq!(other.output().len(), 2);
    assert_eq!(desk.output().len(), 3);
}

#[test]
fn living_letters_are_listed_and_shown() {
    let desk = Desk::new(2);
    let inputs = large("shown", 4, 2, 3_000);
    desk.pass(&desk.settings().text("intake.max_bytes", "3000 B"), &inputs);
    let binary = Input::of(*b"a\x1b[2J\xffb\n")
        .key("k")
        .header("a", b"\x07")
        .timestamp(OLD);
    desk.cluster
        .produce_transaction(&desk.topics.dead_letters, &[binary], true);
    // The end is hidden behind what was taken back, too.
    desk.cluster
        .produce_transaction(&desk.topics.dead_letters, &[Input::of("never")], false);

    let lines: Vec<Value> = desk
        .list(&["--json"])
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    let (foreign, heap) = (&lines[0], &lines[1]);
    assert_eq!(
        (foreign["letters"].as_u64(), foreign["day"].as_str()),
        (Some(1), Some("2001-02-03"))
    );
    assert_eq!(
        (heap["stage"].as_str(), heap["code"].as_str()),
        (Some("intake"), Some("too_large"))
    );
    assert_eq!(
        (heap["letters"].as_u64(), heap["truncated"].as_u64()),
        (Some(4), Some(0))
    );
    let table = desk.list(&[]);
    say(&table);
    assert!(table.starts_with("5 living dead letters in "), "{table}");
    assert!(table.contains("(no dead letter)"), "{table}");
    assert!(table.contains("the brokers know of no redrive"), "{table}");
    assert_eq!(desk.list(&["--code", "too_large", "--json"]).lines().count(), 1);
    assert_eq!(desk.list(&["--code", "panic", "--json"]), "");
    assert_eq!(desk.list(&["--since", "2100-01-01", "--json"]), "");

    // One whole, by where it lies and by where its message lay.
    let living = desk.living();
    // Whichever partition was read first, not the record that is no dead letter.
    let is_letter = |found: &&Found| found.header("dlq.offset").is_some();
    let letter = living.iter().find(is_letter).expect("a dead letter");
    let lies = format!("{}/{}", letter.partition, letter.offset);
    let lay = format!(
        "{}/{}/{}",
        desk.topics.input,
        header(letter, "dlq.partition"),
        header(letter, "dlq.offset")
    );
    for place in [&lies, &lay] {
        let page = desk.list(&["--show", place]);
        for (name, _) in &letter.headers {
            assert!(page.contains(name.as_str()), "{name} in {page}");
        }
        assert!(page.contains(String::from_utf8_lossy(letter.value.as_ref().unwrap()).trim_end()));
        assert!(page.contains("\\xff") && page.contains("living"), "{page}");
        let raw = call(&["dead-letters", "--raw", "--show", place], &desk.settings(), &[]);
        assert_eq!(Some(raw.stdout), letter.value);
    }
    let foreign = desk
        .living()
        .into_iter()
        .find(|found| found.key.as_deref() == Some(b"k"))
        .unwrap();
    let lies = format!("{}/{}", foreign.partition, foreign.offset);
    let page = desk.list(&["--show", &lies]);
    assert!(!page.contains('\u{1b}') && page.contains("a\\u{1b}[2J\\xffb"), "{page}");
    let document: Value = serde_json::from_str(&desk.list(&["--show", &lies, "--json"])).unwrap();
    assert_eq!(
        (document["key"].as_str(), document["payload_base64"].is_string()),
        (Some("k"), true)
    );

    for place in ["0/999999", "nowhere/0/0"] {
        let none = call(&["dead-letters", "--show", place], &desk.settings(), &[]);
        assert_eq!(none.status.code(), Some(66), "{place}");
    }
    let missing = desk.settings().text("dead_letter.topic", "there-is-no-such-topic");
    let none = call(&["dead-letters"], &missing, &[]);
    assert_eq!(none.status.code(), Some(78));
    assert!(String::from_utf8_lossy(&none.stderr).contains("there-is-no-such-topic"));
}

#[test]
fn killed_at_every_point_each_letter_is_there_once() {
    let desk = Desk::new(3);
    let (meant, others) = (2_500, 500);
    let bad = |n| {
        Input::of(*b"{\"title\": \"c\xc3")
            .key(format!("kept {n}"))
            .partition(n as i32 % 3)
    };
    // Mixed, so that each transaction holds events and letters that are appended again.
    let large = large("killed", meant, 3, 3_000);
    let mixed = large.chunks(5).zip((0..others).map(bad));
    let inputs: Vec<Input> = mixed.flat_map(|(five, bad)| [five, &[bad]].concat()).collect();
    desk.pass(&desk.settings().text("intake.max_bytes", "3000 B"), &inputs);
    let before = desk.living();
    assert_eq!(before.len() as u64, meant + others);
    let meant = meant as usize;

    // Little in flight and few messages to a commit, so that however fast it is there are many transactions; short sessions,
    // so that the next need not wait for long.
    let settings = desk
        .settings()
        .text("worker.in_flight_bytes", "1 MiB")
        .text("intake.max_bytes", "1 MiB")
        .raw("commit_records", 50)
        .text("commit_interval", "50 ms")
        .text("transaction_timeout", "2 s")
        .text("input.session_timeout", "6 s");
    let mut left = Vec::new();
    for point in ["produced", "before_commit", "during_commit", "after_commit"] {
        let fail = format!("{point}=exit@2");
        let arguments = ["redrive", "--code", "too_large"];
        let output = call(&arguments, &settings, &[("TEST_BANTIN_FAIL", &fail)]);
        let log = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code().is_none(), "{fail}: it aborts itself: {log}");
        assert!(log.contains("failpoint reached"), "{fail}: {log}");
        left.push(desk.cluster.lag(&desk.group(), &desk.topics.dead_letters));
    }
    say(&format!(
        "{meant} of {} letters meant; offsets left after each kill: {left:?}",
        before.len()
    ));
    let account = desk.redrive(&settings, &["--code", "too_large"]);
    assert!(
        account["events"].as_u64().unwrap() > 0,
        "there was nothing left to do: {account}"
    );

    let events = by_id(desk.output());
    assert_eq!(events.len(), meant);
    let living = desk.living();
    assert_eq!(living.len(), before.len() - meant);
    for letter in &living {
        let its = before.iter().find(|found| found.key == letter.key).unwrap();
        assert_eq!(bytes(letter), bytes(its));
    }
    let keys: BTreeSet<_> = living
        .iter()
        .chain(events.values())
        .map(|found| found.key.clone())
        .collect();
    assert_eq!(keys.len(), before.len());
}

#[test]
fn a_letter_that_its_topic_takes_no_longer_ends_the_redrive_and_is_not_cut() {
    let desk = Desk::new(1);
    desk.pass(
        &desk.settings().text("intake.max_bytes", "3000 B"),
        &large("wide", 3, 1, 8_000),
    );
    let before = desk.living();
    desk.cluster.limit_messages(&desk.topics.dead_letters, 6_000);
    let settings = desk.settings().text("output.compression", "none");
    let output = call(&["redrive", "--code", "panic"], &settings, &[]);
    let log = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(70), "{log}");
    assert!(log.contains("check its limits"), "{log}");
    assert_eq!(desk.living(), before);
    // What is resolved needs no room.
    let account = desk.redrive(&settings, &[]);
    assert_eq!(counts(&account), BTreeMap::from([("events", 3)]));
    assert_eq!(desk.living(), []);
}

#[test]
fn two_at_once_are_as_one_while_letters_come() {
    let desk = Desk::new(3);
    let inputs = large("shared", 1_500, 3, 3_000);
    let broken = desk.settings().text("intake.max_bytes", "3000 B");
    let mut live = Worker::start(&broken);
    let (first, rest) = inputs.split_at(900);
    desk.cluster.produce(&desk.topics.input, first);
    live.wait_until_caught_up(desk.cluster, &desk.topics, PATIENCE);
    let settings = desk
        .settings()
        .text("worker.in_flight_bytes", "1 MiB")
        .text("intake.max_bytes", "1 MiB");
    // The first waits in the midst of it, so that as a rule the second finds something to do.
    let wait = [("TEST_BANTIN_FAIL", "produced=hold:4000")];
    let accounts = std::thread::scope(|scope| {
        let redrives = [0, 1].map(|_| scope.spawn(|| desk.redrive_in(&settings, &[], &wait)));
        for some in rest.chunks(30) {
            desk.cluster.produce(&desk.topics.input, some);
        }
        redrives.map(|redrive| redrive.join().unwrap())
    });
    live.wait_until_caught_up(desk.cluster, &desk.topics, PATIENCE);
    live.drain();
    let done: u64 = accounts.iter().map(|account| account["events"].as_u64().unwrap()).sum();
    say(&format!("events of two at once: {:?}", accounts.each_ref().map(counts)));
    assert!(done >= 900, "all that were there before are published: {done}");
    let left = desk.living().len() as u64;
    assert_eq!(desk.output().len() as u64 + left, 1_500, "each is published or living");
    let account = desk.redrive(&settings, &[]);
    assert_eq!(account["events"], left);
    assert_eq!(desk.living(), []);
    let events = by_id(desk.output());
    let keys: BTreeSet<_> = events.values().map(|found| found.key.clone()).collect();
    assert_eq!((events.len(), keys.len()), (1_500, 1_500));
}

#[test]
fn stopped_it_goes_on_to_the_end_that_it_had() {
    let desk = Desk::new(3);
    let broken = desk.settings().text("intake.max_bytes", "3000 B");
    desk.pass(&broken, &large("stopped", 900, 3, 3_000));
    let settings = desk
        .settings()
        .text("worker.in_flight_bytes", "1 MiB")
        .text("intake.max_bytes", "1 MiB");
    // It stands still in the midst of it while it is told to stop.
    let hold = [("TEST_BANTIN_FAIL", "produced=hold:4000")];
    let mut redrive = Worker::spawn_as(&["redrive", "--json"], &settings, &hold);
    wait_for("the middle of a redrive", || {
        redrive.assert_alive();
        redrive.has_reached("produced").then_some(())
    });
    redrive.signal("TERM");
    let code = redrive.wait_exit(PATIENCE);
    let log = redrive.log();
    assert_eq!(code, 3, "{log}");
    assert!(log.contains("run the same command again"), "{log}");
    let done = desk.output().len() as u64;
    assert!((1..900).contains(&done), "{done}");

    // What dies now is not its matter.
    desk.pass(&broken, &large("later", 30, 3, 3_000));
    let account = desk.redrive(&settings, &[]);
    assert_eq!(counts(&account), BTreeMap::from([("events", 900 - done)]));
    assert_eq!(desk.living().len(), 30);
    let account = desk.redrive(&settings, &[]);
    assert_eq!(counts(&account), BTreeMap::from([("events", 30)]));
    assert_eq!(by_id(desk.output()).len(), 930);
    assert_eq!(desk.living(), []);
}
