//! From nothing to the first event, and what a worker takes that has nothing to do.
//!
//! `cargo bench --bench startup -- [--rounds N]`. A message waits in the topic; a worker starts in a new group each round.
//! The clock runs from the start of the process to the moment when an independent `read_committed` reader, connected
//! beforehand, has the event. Resident memory is the kernel's count (`/proc/PID/statm`) after the worker has been idle.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::fs;
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::producer::{BaseProducer, BaseRecord};
use rdkafka::{ClientConfig, Message as _, Offset, TopicPartitionList};
use support::articles::Article;
use support::client::Input;
use support::dice::Dice;
use support::kafka::Cluster;
use support::worker::{Settings, Topics, Worker};

/// How long a worker is left alone before its memory is read.
const REST: Duration = Duration::from_secs(5);
/// Messages to one worker, one after the other, whose latency is taken.
const SINGLES: u64 = 20;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let at = arguments.iter().position(|argument| argument == "--rounds");
    let rounds: usize = at
        .and_then(|at| arguments.get(at + 1))
        .map_or(7, |n| n.parse().unwrap());
    let cluster = Cluster::own(1, "the startup bench").expect("the bench starts its own broker");

    let (mut ready, mut first, mut resting, mut single) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for round in 0..rounds {
        let topics = Topics::create(&cluster, 6);
        let mut dice = Dice::new(round as u64);
        let waiting = Article::new(&mut dice, "startup", 0, 11).text();
        cluster.produce(&topics.input, &[Input::of(waiting)]);
        let reader = reader(&cluster, &topics.output);

        let start = Instant::now();
        let mut worker = Worker::spawn(&Settings::new(&cluster, &topics));
        next(&reader);
        first.push(start.elapsed());
        worker.wait_until_ready();
        ready.push(start.elapsed());

        std::thread::sleep(REST);
        resting.push(worker.resident());
        let producer: BaseProducer = ClientConfig::new()
            .set("bootstrap.servers", cluster.brokers())
            .set("linger.ms", "0")
            .create()
            .unwrap();
        for number in 0..=SINGLES {
            let text = Article::new(&mut dice, "single", number, 11).text();
            let start = Instant::now();
            let record: BaseRecord<'_, [u8], [u8]> = BaseRecord::to(&topics.input).payload(text.as_bytes());
            producer.send(record).map_err(|(error, _)| error).unwrap();
            next(&reader);
            if number == 0 {
                // It also bore the producer's connecting.
                continue;
            }
            single.push(start.elapsed());
        }
        worker.drain();
    }
    let size = fs::metadata(env!("CARGO_BIN_EXE_bantin")).unwrap().len();
    println!("{rounds} rounds, medians (worst):");
    println!(
        "start of the process to the first event, read by another: {}",
        spread(&mut first)
    );
    println!(
        "start of the process to /readyz ok:                       {}",
        spread(&mut ready)
    );
    println!(
        "one message into an idle worker to its event:             {}",
        spread(&mut single)
    );
    resting.sort_unstable();
    println!(
        "resident memory after {} s of rest: {} MB (worst {} MB); the binary has {} MB, line tables included",
        REST.as_secs(),
        resting[resting.len() / 2] / 1_000_000,
        resting[resting.len() - 1] / 1_000_000,
        size / 1_000_000
    );
}

fn spread(times: &mut [Duration]) -> String {
    times.sort_unstable();
    format!(
        "{} ms ({} ms)",
        times[times.len() / 2].as_millis(),
        times[times.len() - 1].as_millis()
    )
}

/// A reader that waits at the end of a topic.
fn reader(cluster: &Cluster, topic: &str) -> BaseConsumer {
    let reader: BaseConsumer = ClientConfig::new()
        .set("bootstrap.servers", cluster.brokers())
        .set("group.id", Cluster::unique("reader"))
        .set("isolation.level", "read_committed")
        .create()
        .unwrap();
    let metadata = reader.fetch_metadata(Some(topic), Duration::from_secs(10)).unwrap();
    let mut list = TopicPartitionList::new();
    for partition in metadata.topics()[0].partitions() {
        list.add_partition_offset(topic, partition.id(), Offset::Beginning)
            .unwrap();
    }
    reader.assign(&list).unwrap();
    // One look at the empty topic, so that connections are up before the clock starts.
    assert!(reader.poll(Duration::from_secs(1)).is_none());
    reader
}

fn next(reader: &BaseConsumer) {
    let end = Instant::now() + Duration::from_secs(60);
    // A look also ends, without a message, for what librdkafka has to say itself.
    let message = loop {
        match reader.poll(Duration::from_millis(100)) {
            Some(message) => break message.unwrap(),
            None => assert!(Instant::now() < end, "an event within a minute"),
        }
    };
    assert!(message.payload().is_some());
}
