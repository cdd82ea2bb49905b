//! F16: a backlog of messages as the first project's page, 3.5 KB each, on twelve partitions, and 256 MiB of memory.

use std::collections::BTreeSet;

use crate::DELIVERIES;
use crate::support::articles::Article;
use crate::support::client::{Input, Reader};
use crate::support::contract::origin;
use crate::support::dice::Dice;
use crate::support::kafka::Cluster;
use crate::support::say::say;
use crate::support::wait::{PATIENCE, wait_within};
use crate::support::worker::{Settings, Topics, Worker};
use crate::trial::{Delivery, short_or_long, soak};

const PARTITIONS: i32 = 12;
/// What is asked, in bytes.
const LIMIT: u64 = 256 << 20;
/// Messages written at once, lest the test hold the backlog itself.
const BATCH: u64 = 6_000;

#[test]
fn f16_a_backlog_of_any_length_fits_in_256_mib() {
    let name = "f16_a_backlog_of_any_length_fits_in_256_mib";
    let count = short_or_long(60_000, 1_000_000) / BATCH * BATCH;
    let cluster = Cluster::shared();
    let input = cluster.create_topic("backlog", PARTITIONS, &[]);
    let mut dice = Dice::new(16);
    let texts: Vec<_> = (0..256)
        .map(|n| Article::new(&mut dice, "backlog", n, 11).text())
        .collect();
    let batch: Vec<_> = (0..BATCH)
        .map(|n| Input::of(texts[n as usize % texts.len()].clone()).partition((n % PARTITIONS as u64) as i32))
        .collect();
    for _ in 0..count / BATCH {
        cluster.produce(&input, &batch);
    }
    let size = texts.iter().map(String::len).sum::<usize>() / texts.len();
    assert!((3_000..4_500).contains(&size), "messages of {size} bytes");
    for delivery in DELIVERIES {
        if delivery == Delivery::AtLeastOnce && !soak() {
            continue;
        }
        let topics = Topics {
            input: input.clone(),
            ..Topics::create(cluster, PARTITIONS)
        };
        // All as it is without any settings, but for the promise.
        let settings = Settings::new(cluster, &topics).text("delivery", delivery.name());
        let mut worker = Worker::spawn(&settings);
        let mut reader = Reader::open(cluster, &topics.output);
        let mut found = BTreeSet::new();
        let mut repeats = 0;
        // Read as it comes, and only its place kept.
        wait_within(PATIENCE * short_or_long(3, 30), "the whole backlog to come out", || {
            worker.assert_alive();
            reader.read_to_end();
            for event in std::mem::take(&mut reader.found) {
                let (partition, offset, _) = origin(&event.json());
                repeats += usize::from(!found.insert((partition, offset)));
            }
            (found.len() as u64 == count).then_some(())
        });
        worker.wait_until_caught_up(cluster, &topics, PATIENCE);
        let most = worker.most_resident();
        worker.drain();
        assert_eq!(repeats, 0, "nobody died, so that nothing is there twice");
        assert!(most > 0, "this system does not say what is resident");
        assert!(most < LIMIT, "{}: {} MiB resident", delivery.name(), most >> 20);
        say(&format!(
            "{name}, {}: {count} messages of {size} bytes, {} MiB resident at most",
            delivery.name(),
            most >> 20
        ));
    }
}
