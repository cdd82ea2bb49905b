//! One passage of inputs through a worker of their own, from start to a clean stop, and all that came out.

use std::collections::BTreeMap;

use super::client::{Found, Input};
use super::kafka::Cluster;
use super::wait::PATIENCE;
use super::worker::{Metrics, Settings, Topics, Worker};

/// What a passage left behind.
pub struct Passage {
    /// The topics and the group.
    pub topics: Topics,
    /// The offset of each input, in the order they were given, within its partition.
    pub offsets: Vec<i64>,
    /// The records of the output topic.
    pub output: Vec<Found>,
    /// The records of the dead-letter topic.
    pub dead_letters: Vec<Found>,
    /// The worker's metrics, when all was committed.
    pub metrics: Metrics,
}

/// Sends `inputs` through a worker whose topics have `partitions` partitions, waits until all is committed, stops it.
pub fn pass(partitions: i32, inputs: &[Input], set: impl FnOnce(Settings) -> Settings) -> Passage {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, partitions);
    let mut worker = Worker::start(&set(Settings::new(cluster, &topics)));
    let mut next = BTreeMap::new();
    cluster.produce(&topics.input, inputs);
    // The topic is new, so that offsets count from 0 in each partition.
    let offsets = inputs.iter().map(|input| {
        let next: &mut i64 = next.entry(input.partition).or_default();
        *next += 1;
        *next - 1
    });
    let offsets = offsets.collect();
    worker.wait_until_caught_up(cluster, &topics, PATIENCE);
    let metrics = worker.metrics();
    worker.drain();
    let output = cluster.read_all(&topics.output);
    let dead_letters = cluster.read_all(&topics.dead_letters);
    Passage {
        topics,
        offsets,
        output,
        dead_letters,
        metrics,
    }
}
