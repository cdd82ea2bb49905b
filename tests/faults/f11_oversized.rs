//! F11: what is larger than a fetch, than its topic takes, than a dead letter may be; and a limit that is lowered under
//! a running worker, so that the broker's refusal is the first that it hears of it.

use std::collections::BTreeSet;

use crate::DELIVERIES;
use crate::outcomes::Outcomes;
use crate::support::articles::Article;
use crate::support::client::Input;
use crate::support::dice::Dice;
use crate::support::kafka::Cluster;
use crate::support::say::say;
use crate::support::wait::{PATIENCE, wait_for};
use crate::support::worker::{Settings, Topics, Worker};
use crate::trial::Delivery;

const MEGABYTE: usize = 1 << 20;

/// An article of at least so many bytes.
fn article_of(dice: &mut Dice, number: u64, bytes: usize) -> String {
    let mut paragraphs = 4;
    loop {
        let text = Article::new(dice, "size", number, paragraphs).text();
        if text.len() >= bytes {
            return text;
        }
        // By a fifth more at most, lest it come to be far larger than was asked.
        paragraphs += (paragraphs * (bytes - text.len()) / text.len())
            .max(paragraphs / 5)
            .max(1);
    }
}

#[test]
fn f11_whatever_its_size_each_has_one_outcome_and_its_neighbours_pass() {
    let name = "f11_whatever_its_size_each_has_one_outcome_and_its_neighbours_pass";
    let cluster = Cluster::shared();
    for delivery in DELIVERIES {
        let mut topics = Topics::create(cluster, 1);
        topics.output = cluster.create_topic("events-200k", 1, &[("max.message.bytes", "200000")]);
        topics.dead_letters = cluster.create_topic("dead-20k", 1, &[("max.message.bytes", "20000")]);
        let mut dice = Dice::seeded(name);
        let mut text = |number, bytes| article_of(&mut dice, number, bytes);
        // What is sent, and what must become of it: an event, or a dead letter of this stage and code.
        let large = ("publish", "message_too_large");
        let beyond = ("intake", "too_large");
        let fate = [
            (text(0, 1_000), None),
            // Above a fetch of 100 KB (below), and its event fits.
            (text(1, 130_000)[..].to_owned(), Some(large)),
            (text(2, 60_000), None),
            // Above librdkafka's own default of a fetch, and the event above what its topic takes.
            (text(3, 12 * MEGABYTE), Some(large)),
            (text(4, 1_000), None),
            // Above what is read at all.
            (text(5, 17 * MEGABYTE), Some(beyond)),
            (text(6, 1_000), None),
            // Dead in any case, and too large for a dead letter to hold.
            (
                format!("{{\"text\": \"{}", text(7, 2 * MEGABYTE)),
                Some(("intake", "invalid_json")),
            ),
            (text(8, 1_000), None),
        ];
        let inputs: Vec<_> = fate
            .iter()
            .zip(0..)
            .map(|((text, _), n)| Input::of(text.as_bytes()).key(n.to_string()).header("h", b"v"))
            .collect();
        let settings = Settings::new(cluster, &topics)
            .text("delivery", delivery.name())
            .raw("dead_letter.max_ratio", "1.0")
            .raw("kafka.consumer.\"fetch.message.max.bytes\"", 100_000)
            .raw("kafka.consumer.\"fetch.max.bytes\"", 100_000)
            .raw("kafka.consumer.\"message.max.bytes\"", 100_000);
        let mut worker = Worker::start(&settings);
        cluster.produce(&topics.input, &inputs);
        worker.wait_until_caught_up(cluster, &topics, PATIENCE * 2);
        worker.drain();
        assert_eq!(cluster.lag_by_kafkas_tool(&topics.group, &topics.input), 0);
        let outcomes = Outcomes::read(cluster, &topics);
        for ((text, fate), n) in fate.iter().zip(0..) {
            let place = (0, n);
            let Some((stage, code)) = fate else {
                outcomes.event(place);
                assert!(!outcomes.dead.contains_key(&place), "{n}");
                continue;
            };
            assert!(!outcomes.events.contains_key(&place), "{n}");
            assert_eq!(outcomes.death(place), ((*stage).to_owned(), (*code).to_owned()), "{n}");
            let stub = &outcomes.dead[&place][0];
            let header = |name: &str| stub.header(name).unwrap_or_default();
            assert_eq!(header("dlq.truncated"), "true", "{n}");
            assert_eq!(header("dlq.original_size"), text.len().to_string(), "{n}");
            let hash = blake3::hash(text.as_bytes()).to_hex();
            assert_eq!(header("dlq.original_hash"), hash.as_str(), "{n}");
            assert_eq!(stub.key, Some(n.to_string().into_bytes()), "{n}");
        }
    }
}

#[test]
fn f11_a_limit_lowered_under_a_running_worker_costs_those_alone_that_it_forbids() {
    const COUNT: u64 = 300;
    let name = "f11_a_limit_lowered_under_a_running_worker_costs_those_alone_that_it_forbids";
    let cluster = Cluster::shared();
    for delivery in DELIVERIES {
        let topics = Topics::create(cluster, 2);
        let mut dice = Dice::seeded(name);
        let settings = Settings::new(cluster, &topics)
            .text("delivery", delivery.name())
            .text("output.compression", "none");
        let mut worker = Worker::start(&settings);
        // One in a hundred is too large for the limit to come, in the midst of others of its batch.
        let is_large = |n: u64| n % 100 == 37;
        let inputs: Vec<_> = (0..COUNT)
            .map(|n| {
                let bytes = if is_large(n) { 60_000 } else { 500 };
                Input::of(article_of(&mut dice, n, bytes))
                    .key(format!("{n}"))
                    .partition(n as i32 % 2)
            })
            .collect();
        let place = |n: u64| ((n % 2) as i32, (n / 2) as i64);
        cluster.produce(&topics.input, &inputs[..10]);
        worker.wait_until_caught_up(cluster, &topics, PATIENCE);
        // It has read the limits by now.
        cluster.limit_messages(&topics.output, 60_000);
        cluster.produce(&topics.input, &inputs[10..]);
        worker.wait_until_caught_up(cluster, &topics, PATIENCE * 2);
        wait_for("/readyz", || worker.get("/readyz").filter(|(status, _)| *status == 200));
        let log = worker.drain_and_log();
        assert!(
            log.contains("refuses"),
            "the broker refused nothing: this run shows nothing\n{log}"
        );
        assert_eq!(cluster.lag_by_kafkas_tool(&topics.group, &topics.input), 0);
        let outcomes = Outcomes::read(cluster, &topics);
        let dead: BTreeSet<_> = outcomes.dead.keys().copied().collect();
        let large: BTreeSet<_> = (0..COUNT).filter(|n| is_large(*n)).map(place).collect();
        assert_eq!(
            dead, large,
            "{delivery:?}: dead letters, and those that the limit forbids"
        );
        let mut repeats = 0;
        for n in 0..COUNT {
            let events = outcomes.events.get(&place(n)).map_or(0, Vec::len);
            if is_large(n) {
                assert_eq!(events, 0, "{n}");
                let letters = &outcomes.dead[&place(n)];
                assert!(
                    letters.len() == 1 || delivery == Delivery::AtLeastOnce,
                    "{n}: {}",
                    letters.len()
                );
                for letter in letters {
                    assert_eq!(letter.header("dlq.code").as_deref(), Some("message_too_large"), "{n}");
                    assert!(letter.value == inputs[n as usize].value, "{n}: byte for byte");
                }
            } else {
                assert!(events >= 1, "{delivery:?}: {n} has no event");
                repeats += events - 1;
            }
        }
        if delivery == Delivery::ExactlyOnce {
            assert_eq!(repeats, 0);
        }
        say(&format!(
            "{name}, {}: {} refused, {repeats} events repeated",
            delivery.name(),
            large.len()
        ));
    }
}
