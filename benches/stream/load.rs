//! A steady load on a topic, and a reader at the other end. Neither may take much of the CPU that it measures others by.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, UNIX_EPOCH};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};
use rdkafka::{ClientConfig, Offset, TopicPartitionList};

use super::support::wait::PATIENCE;

/// How often the load sends what is due. Each time all of it goes to one partition, the next in turn, as Java's sticky
/// partitioner does: a batch for each partition each time would be twelve requests where one does.
const TICK: Duration = Duration::from_millis(5);

/// Milliseconds since the epoch.
pub fn now() -> i64 {
    UNIX_EPOCH.elapsed().unwrap().as_millis() as i64
}

/// Sends `rate` messages a second, one of `inputs` after the other, each with the time at which it was sent, until `count` are
/// sent or `stop` is set. `key` makes the key of the n-th message from its partition and n.
pub fn send(
    (brokers, topic, partitions): (&str, &str, i32),
    inputs: &[Vec<u8>],
    key: impl Fn(i32, u64) -> String,
    (rate, count): (u64, u64),
    stop: &AtomicBool,
) {
    let producer: BaseProducer = ClientConfig::new()
        .set("bootstrap.servers", brokers)
        .set("linger.ms", "1")
        .set("queue.buffering.max.kbytes", "262144")
        .create()
        .unwrap();
    let start = Instant::now();
    let (mut sent, mut turn) = (0, 0);
    while sent < count && !stop.load(Ordering::Acquire) {
        let due = (start.elapsed().as_secs_f64() * rate as f64) as u64;
        let partition = turn % partitions;
        turn += 1;
        while sent < due.min(count) {
            let key = key(partition, sent);
            let record = BaseRecord::to(topic)
                .key(&key)
                .payload(&inputs[sent as usize % inputs.len()])
                .partition(partition)
                .timestamp(now());
            match producer.send(record) {
                Ok(()) => sent += 1,
                // The broker is behind: what comes later bears a later time.
                Err(_) => producer.poll(TICK),
            }
        }
        producer.poll(Duration::ZERO);
        std::thread::sleep(TICK);
    }
    producer.flush(PATIENCE).unwrap();
}

/// A `read_committed` reader of some partitions, from their beginning.
pub fn reader(brokers: &str, topic: &str, partitions: std::ops::Range<i32>) -> BaseConsumer {
    let reader: BaseConsumer = ClientConfig::new()
        .set("bootstrap.servers", brokers)
        .set("group.id", "bench-reader-never-joined")
        .set("enable.auto.commit", "false")
        .set("isolation.level", "read_committed")
        .set("check.crcs", "false")
        .create()
        .unwrap();
    let mut list = TopicPartitionList::new();
    for partition in partitions {
        list.add_partition_offset(topic, partition, Offset::Beginning).unwrap();
    }
    reader.assign(&list).unwrap();
    reader
}
