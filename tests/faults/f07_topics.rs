//! F7: topics change under a running worker: partitions are added, the input topic is deleted and made again.

use std::collections::BTreeMap;

use crate::DELIVERIES;
use crate::outcomes::Outcomes;
use crate::support::articles::{Article, mark};
use crate::support::client::Input;
use crate::support::contract::java_partition;
use crate::support::dice::Dice;
use crate::support::kafka::Cluster;
use crate::support::say::say;
use crate::support::wait::{PATIENCE, wait_for, wait_within};
use crate::support::worker::{Settings, Topics, Worker};
use crate::trial::Delivery;

/// Articles that bear the mark of `sender`, by turns for each of these partitions.
fn articles(sender: &str, count: u64, partitions: std::ops::Range<i32>) -> Vec<Input> {
    let mut dice = Dice::new(7);
    (0..count)
        .map(|n| {
            let partition = partitions.start + (n % partitions.len() as u64) as i32;
            let text = Article::new(&mut dice, sender, n, 6).text();
            Input::of(text).key(format!("{sender}-{n}")).partition(partition)
        })
        .collect()
}

#[test]
fn f07_partitions_added_under_load_are_read_from_their_beginning() {
    const EACH: u64 = 200;
    let name = "f07_partitions_added_under_load_are_read_from_their_beginning";
    let cluster = Cluster::shared();
    for delivery in DELIVERIES {
        let topics = Topics::create(cluster, 2);
        // The first two partitions begin at their end; those that come later were never passed by anybody.
        let settings = Settings::new(cluster, &topics)
            .text("delivery", delivery.name())
            .text("input.start", "latest");
        cluster.produce(&topics.input, &articles("before", 50, 0..2));
        let mut worker = Worker::start(&settings);
        cluster.produce(&topics.input, &articles("first", 2 * EACH, 0..2));
        cluster.add_partitions(&topics.input, 4);
        cluster.add_partitions(&topics.output, 3);
        // The worker knows of none of them yet.
        cluster.produce(&topics.input, &articles("added", 2 * EACH, 2..4));
        worker.wait_until_caught_up(cluster, &topics, PATIENCE);
        // And now that it does, of all of them.
        wait_for("an event in the partition that was added to the output", || {
            worker.assert_alive();
            cluster.produce(&topics.input, &articles("last", 40, 0..4));
            (cluster.end_offsets(&topics.output)[&2] > 0).then_some(())
        });
        worker.wait_until_caught_up(cluster, &topics, PATIENCE);
        worker.wait_until_ready();
        worker.drain();
        assert_eq!(cluster.lag_by_kafkas_tool(&topics.group, &topics.input), 0);

        let outcomes = Outcomes::read(cluster, &topics);
        assert_eq!(outcomes.dead.len(), 0);
        let ends = cluster.end_offsets(&topics.input);
        let mut last = BTreeMap::new();
        for (partition, end) in ends {
            let first = if partition < 2 { 25 } else { 0 };
            for offset in 0..end {
                let events = outcomes.events.get(&(partition, offset)).map_or(0, Vec::len);
                let expected = usize::from(offset >= first);
                assert_eq!(events, expected, "{delivery:?}: events of {partition}/{offset}");
            }
        }
        for (place, events) in &outcomes.events {
            let event = &events[0];
            let key = event.key.as_deref().unwrap();
            let one_of_two = event.partition == java_partition(key, 2) || event.partition == java_partition(key, 3);
            assert!(one_of_two, "{place:?} in {}", event.partition);
            // Within each partition of the output, in the order of the input.
            let last = last.entry((place.0, event.partition)).or_insert(-1);
            assert!(event.offset > *last, "{place:?} came after a later one");
            *last = event.offset;
        }
        say(&format!(
            "{name}, {}: {} events",
            delivery.name(),
            outcomes.events.len()
        ));
    }
}

#[test]
fn f07_an_input_topic_deleted_and_made_again_is_read_from_its_beginning() {
    for delivery in DELIVERIES {
        for at_once in [false, true] {
            delete_and_make_again(delivery, at_once);
        }
    }
}

fn delete_and_make_again(delivery: Delivery, at_once: bool) {
    const OLD: u64 = 4_000;
    const NEW: u64 = 300;
    let name = "f07_an_input_topic_deleted_and_made_again_is_read_from_its_beginning";
    let name = format!(
        "{name}, {}, {}",
        delivery.name(),
        if at_once { "at once" } else { "later" }
    );
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 2);
    // A topic made again is no new one: its beginning is where to begin, whatever this says.
    let settings = Settings::new(cluster, &topics)
        .text("delivery", delivery.name())
        .text("input.start", "latest")
        .text("commit_interval", "100 ms")
        .text("intake.max_bytes", "256 KiB")
        .text("worker.in_flight_bytes", "1 MiB");
    let mut worker = Worker::start(&settings);
    // As much as is there when it goes: some published, some in flight, some not read.
    cluster.produce(&topics.input, &articles("old", OLD, 0..2));
    let published = || cluster.end_offsets(&topics.output).values().sum::<i64>();
    wait_for("a good deal published", || {
        worker.assert_alive();
        (published() > 700).then_some(())
    });
    cluster.delete_topic(&topics.input);
    let left = OLD as i64 - published();
    if !at_once {
        wait_within(PATIENCE, "/readyz to say that a topic is missing", || {
            worker.assert_alive();
            let (status, why) = worker.get("/readyz")?;
            (status == 503 && why.contains(&topics.input)).then_some(())
        });
        assert_eq!(worker.get("/livez").map(|(status, _)| status), Some(200));
    }
    cluster.create_named_topic(&topics.input, 2, &[]);
    cluster.produce(&topics.input, &articles("new", NEW, 0..2));
    // Exactly the end: what was committed for the old log may lie beyond it for a while.
    let ends = cluster.end_offsets(&topics.input);
    wait_within(PATIENCE * 2, &format!("{ends:?} to be committed ({name})"), || {
        worker.assert_alive();
        (cluster.committed(&topics.group, &topics.input) == ends).then_some(())
    });
    worker.wait_until_ready();
    let log = worker.drain_and_log();
    assert_eq!(cluster.lag_by_kafkas_tool(&topics.group, &topics.input), 0);
    assert!(
        left > 0,
        "{name}: all was published before the topic went: this run shows nothing"
    );
    assert!(!log.contains("panicked"), "{log}");

    let outcomes = Outcomes::read(cluster, &topics);
    assert_eq!(outcomes.dead.len(), 0);
    let mut found: BTreeMap<(String, u64), usize> = BTreeMap::new();
    for event in outcomes.events.values().flatten() {
        let text = event.json()["text"].as_str().unwrap().to_owned();
        *found.entry(mark(&text).unwrap()).or_default() += 1;
    }
    let of = |sender: &str| found.iter().filter(|((from, _), _)| from == sender).collect::<Vec<_>>();
    let lost: Vec<_> = (0..NEW)
        .filter(|n| !found.contains_key(&("new".to_owned(), *n)))
        .collect();
    assert!(
        lost.is_empty(),
        "{name}: of the new topic {} are lost: {lost:?}",
        lost.len()
    );
    let again: Vec<_> = of("new").into_iter().filter(|(_, times)| **times > 1).collect();
    assert!(again.is_empty(), "{name}: of the new topic are there again: {again:?}");
    let again = of("old").into_iter().filter(|(_, times)| **times > 1).count();
    if delivery == Delivery::ExactlyOnce {
        assert_eq!(again, 0, "{name}: of the old topic");
    }
    say(&format!(
        "{name}: {} of {OLD} old ones passed before it went, {again} of them repeated; all {NEW} new ones once",
        of("old").len()
    ));
}
