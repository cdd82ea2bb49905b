//! What the worker is held against: the copy loop and the pipeline alone. They say how far they are, a number a line.

use std::io::Write;
use std::time::{Duration, Instant};

use bantin::event::{Limits, Renderer};
use bantin::pipeline::Pipeline;
use bantin::settings::Settings;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer};
use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::{BaseProducer, BaseRecord, DefaultProducerContext, Producer};
use rdkafka::{ClientConfig, Message as _};

use super::inputs::{inputs, message, ready_made};
use super::support::kafka::Cluster;
use super::support::wait::PATIENCE;

/// Plays a role, in a process of its own.
pub fn play<'a>(role: &str, option: &dyn Fn(&str) -> Option<&'a str>) {
    let number = |name: &str| -> u64 { option(name).unwrap().parse().unwrap() };
    let messages = number("--messages");
    if role == "pipeline" {
        return pipeline_alone(messages);
    }
    let (input, output) = option("--topics").unwrap().split_once(',').unwrap();
    let copy = Copy {
        brokers: option("--brokers").unwrap(),
        input,
        output,
        messages,
        interval: Duration::from_millis(number("--interval")),
        transactions: role == "copy_transactions",
    };
    copy.run();
}

/// Tells how far a role is, a hundred times in all.
struct Marks {
    every: u64,
}

impl Marks {
    fn of(messages: u64) -> Marks {
        Marks {
            every: (messages / 100).max(1),
        }
    }

    fn reach(&self, count: u64) {
        if count.is_multiple_of(self.every) {
            let mut out = std::io::stdout().lock();
            writeln!(out, "{count}").and_then(|()| out.flush()).unwrap();
        }
    }
}

/// The pipeline from message to record, on one thread, without Kafka.
fn pipeline_alone(messages: u64) {
    let settings = Settings::default();
    let (pipeline, renderer) = (Pipeline::new(&settings), Renderer::new(&settings));
    let inputs = inputs();
    let keys: Vec<String> = (0..inputs.len()).map(|n| n.to_string()).collect();
    let marks = Marks::of(messages);
    for n in 0..messages {
        let which = n as usize % inputs.len();
        let message = message(which, n as i64, keys[which].as_bytes(), &inputs[which]);
        std::hint::black_box(renderer.render(&message, pipeline.process_caught(&message), &Limits::default(), 0));
        marks.reach(n + 1);
    }
}

/// Reads, publishes the ready-made record, commits; nothing else.
struct Copy<'a> {
    brokers: &'a str,
    input: &'a str,
    output: &'a str,
    messages: u64,
    interval: Duration,
    /// One transaction after the other holds outputs and offsets; the loop waits while one commits.
    transactions: bool,
}

impl Copy<'_> {
    fn run(&self) {
        let records = ready_made();
        let consumer = self.consumer();
        let producer = self.producer();
        if self.transactions {
            producer.init_transactions(PATIENCE).unwrap();
            producer.begin_transaction().unwrap();
        }
        consumer.subscribe(&[self.input]).unwrap();
        let marks = Marks::of(self.messages);
        let (mut copied, mut committed) = (0, Instant::now());
        while copied < self.messages {
            producer.poll(Duration::ZERO);
            // The same bound on what is under way as the worker has, in messages.
            while producer.in_flight_count() > 8_000 {
                producer.poll(Duration::from_millis(5));
            }
            if let Some(message) = consumer.poll(Duration::from_millis(5)) {
                let message = message.unwrap();
                let which: usize = std::str::from_utf8(message.key().unwrap()).unwrap().parse().unwrap();
                let record = &records[which];
                let mut headers = OwnedHeaders::new_with_capacity(record.headers.len());
                for (key, value) in &record.headers {
                    headers = headers.insert(Header {
                        key,
                        value: value.as_deref(),
                    });
                }
                let timestamp = message.timestamp().to_millis().unwrap();
                let request = BaseRecord::to(self.output)
                    .key(record.key.as_deref().unwrap())
                    .payload(record.payload.as_deref().unwrap())
                    .timestamp(timestamp)
                    .headers(headers);
                producer.send(request).map_err(|(error, _)| error).unwrap();
                copied += 1;
                marks.reach(copied);
            }
            if committed.elapsed() > self.interval {
                committed = Instant::now();
                if self.transactions {
                    self.commit_transaction(&consumer, &producer);
                    producer.begin_transaction().unwrap();
                } else {
                    consumer.commit_consumer_state(CommitMode::Async).unwrap();
                }
            }
        }
        if self.transactions {
            self.commit_transaction(&consumer, &producer);
        } else {
            producer.flush(PATIENCE).unwrap();
            consumer
                .commit(&consumer.position().unwrap(), CommitMode::Sync)
                .unwrap();
        }
    }

    fn commit_transaction(&self, consumer: &BaseConsumer, producer: &BaseProducer<DefaultProducerContext>) {
        let offsets = consumer.position().unwrap();
        // rdkafka's own flush looks again only every 100 ms.
        while producer.in_flight_count() > 0 {
            producer.poll(Duration::from_millis(1));
        }
        if let Some(group) = consumer.group_metadata() {
            producer
                .send_offsets_to_transaction(&offsets, &group, PATIENCE)
                .unwrap();
        }
        producer.commit_transaction(PATIENCE).unwrap();
    }

    fn consumer(&self) -> BaseConsumer {
        ClientConfig::new()
            .set("bootstrap.servers", self.brokers)
            .set("group.id", Cluster::unique("copy"))
            .set("enable.auto.commit", "false")
            .set("auto.offset.reset", "earliest")
            .set("partition.assignment.strategy", "cooperative-sticky")
            .set("fetch.queue.backoff.ms", "20")
            .create()
            .unwrap()
    }

    fn producer(&self) -> BaseProducer<DefaultProducerContext> {
        let mut config = ClientConfig::new();
        config
            .set("bootstrap.servers", self.brokers)
            .set("enable.idempotence", "true")
            .set("compression.codec", "zstd")
            .set("partitioner", "murmur2_random")
            .set("queue.buffering.max.messages", "0")
            .set("queue.buffering.max.kbytes", "2147483647");
        if self.transactions {
            config.set("transactional.id", Cluster::unique("copy"));
        }
        config.create().unwrap()
    }
}
