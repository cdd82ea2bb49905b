//! F15: one partition has nearly all the traffic, one key has, one message takes long. Meanwhile a message of another
//! partition passes within seconds.

use std::time::{Duration, Instant};

use crate::DELIVERIES;
use crate::support::articles::Article;
use crate::support::client::{Commits, Input, Reader};
use crate::support::dice::Dice;
use crate::support::kafka::Cluster;
use crate::support::say::say;
use crate::support::wait::{PATIENCE, wait_for, wait_within};
use crate::support::worker::{Settings, Topics, Worker};

const PARTITIONS: i32 = 4;
/// A detector of hanging, not a measure of speed.
const SECONDS: Duration = Duration::from_secs(30);

/// Nine tenths to the hot partition, one to the others.
fn partition(n: u64) -> i32 {
    match n % 10 {
        0 => 1 + (n / 10) as i32 % (PARTITIONS - 1),
        _ => 0,
    }
}

/// A fresh message for each cold partition.
fn fresh_ones() -> Vec<Input> {
    let mut dice = Dice::new(15);
    (1..PARTITIONS)
        .map(|p| {
            let text = Article::new(&mut dice, "fresh", p as u64, 2).text();
            Input::of(text).key(format!("fresh {p}")).partition(p)
        })
        .collect()
}

/// Waits until the group has passed what the cold partitions have, which is after it can be read. Gives how long it took
/// and what the hot partition had left then.
fn wait_for_the_cold_ones(cluster: &Cluster, topics: &Topics, worker: &mut Worker) -> (Duration, i64) {
    let start = Instant::now();
    let commits = Commits::open(cluster, &topics.group, &topics.input);
    let ends = cluster.end_offsets(&topics.input);
    let left = wait_within(SECONDS, "messages of other partitions to pass", || {
        worker.assert_alive();
        let committed = commits.now();
        let at = |p: i32| committed.get(&p).copied().unwrap_or(0);
        (1..PARTITIONS).all(|p| at(p) >= ends[&p]).then(|| ends[&0] - at(0))
    });
    assert!(left > 0, "the hot partition was done before: this run shows nothing");
    (start.elapsed(), left)
}

#[test]
fn f15_a_hot_partition_and_a_hot_key_hold_up_nobody_else() {
    const COUNT: u64 = 12_000;
    let name = "f15_a_hot_partition_and_a_hot_key_hold_up_nobody_else";
    let cluster = Cluster::shared();
    for delivery in DELIVERIES {
        let topics = Topics::create(cluster, PARTITIONS);
        let mut dice = Dice::new(16);
        let texts: Vec<_> = (0..64).map(|n| Article::new(&mut dice, "hot", n, 12).text()).collect();
        // The hot partition is hot by its key, too: all of its outcomes go to one partition.
        let inputs: Vec<_> = (0..COUNT)
            .map(|n| {
                let key = match partition(n) {
                    0 => "hot".to_owned(),
                    _ => format!("cold {n}"),
                };
                Input::of(texts[n as usize % texts.len()].clone())
                    .key(key)
                    .partition(partition(n))
            })
            .collect();
        cluster.produce(&topics.input, &inputs);
        let settings = Settings::new(cluster, &topics)
            .text("delivery", delivery.name())
            .text("intake.max_bytes", "256 KiB")
            .text("worker.in_flight_bytes", "1 MiB");
        // They stand behind a tenth of the load, and the hot partition has the rest.
        cluster.produce(&topics.input, &fresh_ones());
        let mut worker = Worker::spawn(&settings);
        let (took, left) = wait_for_the_cold_ones(cluster, &topics, &mut worker);
        worker.wait_until_caught_up(cluster, &topics, PATIENCE * 2);
        worker.drain();
        let mut reader = Reader::open(cluster, &topics.output);
        reader.read_to_end();
        let sent = COUNT as usize + PARTITIONS as usize - 1;
        let mut places: Vec<_> = reader
            .found
            .iter()
            .map(|found| found.json()["id"].to_string())
            .collect();
        assert_eq!(places.len(), sent, "nobody died, so that nothing is there twice");
        places.sort();
        places.dedup();
        assert_eq!(places.len(), sent);
        say(&format!(
            "{name}, {}: fresh ones passed in {:.1} s, {left} left of the hot partition",
            delivery.name(),
            took.as_secs_f64()
        ));
    }
}

#[test]
fn f15_messages_that_take_long_hold_up_their_own_partition_alone() {
    let name = "f15_messages_that_take_long_hold_up_their_own_partition_alone";
    let cluster = Cluster::shared();
    for delivery in DELIVERIES {
        let topics = Topics::create(cluster, PARTITIONS);
        let mut dice = Dice::new(17);
        // As large as messages may be whose events still fit the output topic, and a second or more of work each.
        let piece = Article::new(&mut dice, "long", 0, 2_000).text();
        let long = piece.repeat((10 << 20) / piece.len());
        let long: Vec<_> = (0..6)
            .map(|n| Input::of(long.clone()).key(format!("long {n}")))
            .collect();
        let settings = Settings::new(cluster, &topics).text("delivery", delivery.name());
        let mut worker = Worker::start(&settings);
        cluster.produce(&topics.input, &long);
        wait_for("a long message in work", || {
            worker.assert_alive();
            (worker.metrics().sum("bantin_in_flight_bytes", &[]) > Some(10e6)).then_some(())
        });
        cluster.produce(&topics.input, &fresh_ones());
        let (took, left) = wait_for_the_cold_ones(cluster, &topics, &mut worker);
        assert_eq!(worker.get("/livez").map(|(status, _)| status), Some(200));
        worker.wait_until_caught_up(cluster, &topics, PATIENCE * 2);
        worker.drain();
        let mut reader = Reader::open(cluster, &topics.output);
        reader.read_to_end();
        assert_eq!(reader.found.len(), long.len() + PARTITIONS as usize - 1);
        say(&format!(
            "{name}, {}: fresh ones passed in {:.1} s, {left} long ones left",
            delivery.name(),
            took.as_secs_f64()
        ));
    }
}
