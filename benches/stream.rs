//! What moving costs: `bantin run` against a plain copy loop and the pipeline alone, on one broker, in one run.
//!
//! The copy loop reads the same input and publishes, for each message, the ready-made key, headers and bytes of its event,
//! with the same client settings and compression; it commits what it has read, now and then. So
//! `run − (copy loop + pipeline alone)` is what order, progress, the byte budget, threads and metrics cost.
//!
//! `cargo bench --bench stream -- [--messages N] [--rounds N] [--set KEY=VALUE]`, the last a setting of the worker's. The two loops and the worker are processes of their own;
//! CPU seconds are the kernel's count of each.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::fs;
use std::time::{Duration, Instant};

use bantin::event::{Limits, Record, Renderer};
use bantin::intake::{Message, Origin};
use bantin::pipeline::Pipeline;
use bantin::settings::Settings;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer};
use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::{BaseProducer, BaseRecord, DefaultProducerContext, Producer};
use rdkafka::{ClientConfig, Message as _};
use support::articles::Article;
use support::dice::Dice;
use support::kafka::{Cluster, scratch};
use support::leash::Leashed;
use support::worker::{Settings as RunSettings, Topics, Worker};

const PARTITIONS: i32 = 12;
/// Different articles; messages repeat them in turn, and bear the number of theirs as key.
const ARTICLES: usize = 512;
/// Paragraphs of an article, so that a message is about as large as the seed's page: 3.5 KB.
const PARAGRAPHS: usize = 11;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let option = |name: &str| {
        let at = arguments.iter().position(|a| a == name)?;
        arguments.get(at + 1).cloned()
    };
    match option("--role").as_deref() {
        Some("copy") => copy_loop(
            &option("--brokers").unwrap(),
            &option("--topics").unwrap(),
            number(option("--messages")),
        ),
        Some("inputs") => inputs()
            .iter()
            .for_each(|input| println!("{}", String::from_utf8_lossy(input))),
        Some("pipeline") => pipeline_alone(number(option("--messages"))),
        _ => compare(
            option("--messages").map_or(200_000, |n| n.parse().unwrap()),
            option("--rounds").map_or(3, |n| n.parse().unwrap()),
            option("--set").as_deref().and_then(|set| set.split_once('=')),
        ),
    }
}

fn number(option: Option<String>) -> u64 {
    option.unwrap().parse().unwrap()
}

/// The raw messages, in the JSON envelope of a crawler.
fn inputs() -> Vec<Vec<u8>> {
    let mut dice = Dice::new(7);
    (0..ARTICLES as u64)
        .map(|n| {
            let article = Article::new(&mut dice, "bench", n, PARAGRAPHS);
            serde_json::to_vec(&serde_json::json!({ "id": n.to_string(), "url": article.url, "text": article.text() }))
                .unwrap()
        })
        .collect()
}

fn message<'m>(number: usize, offset: i64, key: &'m [u8], value: &'m [u8]) -> Message<'m> {
    Message {
        origin: Origin::Kafka {
            topic: "articles.raw",
            partition: number as i32 % PARTITIONS,
            offset,
        },
        timestamp: Some(1_700_000_000_000),
        key: Some(key),
        value: Some(value),
        headers: Vec::new(),
    }
}

/// What each input becomes.
fn ready_made() -> Vec<Record> {
    let settings = Settings::default();
    let (pipeline, renderer) = (Pipeline::new(&settings), Renderer::new(&settings));
    let inputs = inputs();
    let records = inputs.iter().enumerate().map(|(n, value)| {
        let key = n.to_string();
        let message = message(n, n as i64, key.as_bytes(), value);
        let mut rendered = renderer.render(&message, pipeline.process(&message), &Limits::default(), 0);
        assert_eq!(rendered.events, 1, "article {n} is no event");
        rendered.records.remove(0)
    });
    records.collect()
}

// ── the processes that are measured ─────────────────────────────────────────────────────────────────────────────────

/// The pipeline from message to record, on one thread, without Kafka.
fn pipeline_alone(messages: u64) {
    let settings = Settings::default();
    let (pipeline, renderer) = (Pipeline::new(&settings), Renderer::new(&settings));
    let inputs = inputs();
    let keys: Vec<String> = (0..inputs.len()).map(|n| n.to_string()).collect();
    for n in 0..messages as usize {
        let which = n % inputs.len();
        let message = message(which, n as i64, keys[which].as_bytes(), &inputs[which]);
        std::hint::black_box(renderer.render(&message, pipeline.process_caught(&message), &Limits::default(), 0));
    }
}

/// Reads, publishes the ready-made record, commits; nothing else.
fn copy_loop(brokers: &str, topics: &str, messages: u64) {
    let (input, output) = topics.split_once(',').unwrap();
    let records = ready_made();
    let consumer: BaseConsumer = ClientConfig::new()
        .set("bootstrap.servers", brokers)
        .set("group.id", Cluster::unique("copy"))
        .set("enable.auto.commit", "false")
        .set("auto.offset.reset", "earliest")
        .set("partition.assignment.strategy", "cooperative-sticky")
        .set("fetch.queue.backoff.ms", "20")
        .create()
        .unwrap();
    let producer: BaseProducer<DefaultProducerContext> = ClientConfig::new()
        .set("bootstrap.servers", brokers)
        .set("enable.idempotence", "true")
        .set("compression.codec", "zstd")
        .set("partitioner", "murmur2_random")
        .set("queue.buffering.max.messages", "0")
        .set("queue.buffering.max.kbytes", "2147483647")
        .create()
        .unwrap();
    consumer.subscribe(&[input]).unwrap();
    let (mut copied, mut committed) = (0, Instant::now());
    while copied < messages {
        producer.poll(Duration::ZERO);
        // The same bound on what is under way as the worker has, in messages.
        while producer.in_flight_count() > 8_000 {
            producer.poll(Duration::from_millis(5));
        }
        let Some(message) = consumer.poll(Duration::from_millis(100)) else {
            continue;
        };
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
        let request = BaseRecord::to(output)
            .key(record.key.as_deref().unwrap())
            .payload(record.payload.as_deref().unwrap())
            .timestamp(timestamp)
            .headers(headers);
        producer.send(request).map_err(|(error, _)| error).unwrap();
        copied += 1;
        if committed.elapsed() > Duration::from_millis(250) {
            committed = Instant::now();
            consumer.commit_consumer_state(CommitMode::Async).unwrap();
        }
    }
    producer.flush(Duration::from_secs(60)).unwrap();
}

// ── the comparison ──────────────────────────────────────────────────────────────────────────────────────────────────

/// CPU seconds that a process has used; the kernel counts in hundredths.
fn cpu_seconds(process: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: u64 = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    Some(ticks as f64 / 100.0)
}

/// One measured pass.
#[derive(Clone, Copy, Debug, Default)]
struct Pass {
    /// CPU seconds of the process per million messages.
    cpu: f64,
    /// Messages per second of wall clock.
    rate: f64,
    /// CPU seconds of the broker per million messages.
    broker: f64,
    /// Share of all cores that process and broker used together while there was a backlog.
    busy: f64,
}

/// Watches a process until `done` says how many messages it has done and that is all of them, or until it ends.
fn watch(process: u32, broker: Option<u32>, messages: u64, mut done: impl FnMut() -> Option<u64>) -> Pass {
    let cores = std::thread::available_parallelism().unwrap().get() as f64;
    let broker_cpu = || broker.and_then(cpu_seconds).unwrap_or(0.0);
    let start = (Instant::now(), broker_cpu());
    // Between the first tenth and the last: start-up and the last commit are not backlog.
    let mut first: Option<(Instant, f64)> = None;
    let mut last = first;
    let mut cpu = 0.0;
    loop {
        std::thread::sleep(Duration::from_millis(100));
        let Some(now) = cpu_seconds(process) else { break };
        cpu = now;
        let Some(count) = done() else { break };
        let sample = (Instant::now(), cpu + broker_cpu());
        if count >= messages / 10 && first.is_none() {
            first = Some(sample);
        }
        if count <= messages * 9 / 10 {
            last = Some(sample);
        }
        if count >= messages {
            break;
        }
    }
    let wall = start.0.elapsed().as_secs_f64();
    let busy = match (first, last) {
        (Some(first), Some(last)) if last.0 > first.0 => (last.1 - first.1) / (last.0 - first.0).as_secs_f64() / cores,
        _ => f64::NAN,
    };
    let millions = messages as f64 / 1e6;
    Pass {
        cpu: cpu / millions,
        rate: messages as f64 / wall,
        broker: (broker_cpu() - start.1) / millions,
        busy,
    }
}

fn compare(messages: u64, rounds: usize, set: Option<(&str, &str)>) {
    let cluster =
        Cluster::own(1, "the stream bench").expect("the bench starts its own broker: unset TEST_BANTIN_BROKERS");
    let broker = cluster.process_id(0);
    let topics = Topics::create(&cluster, PARTITIONS);
    let bytes = fill(&cluster, &topics.input, messages);
    println!(
        "{messages} messages of {} bytes on {PARTITIONS} partitions, {} cores, one broker on the same machine, zstd out",
        bytes / messages,
        std::thread::available_parallelism().unwrap(),
    );
    let own = std::env::current_exe().unwrap().display().to_string();
    let folder = scratch("stream-bench");
    let log = folder.join("log");
    let count = messages.to_string();
    let (mut copies, mut runs, mut alone) = (Vec::new(), Vec::new(), Vec::new());
    for round in 1..=rounds {
        let process = Leashed::start(
            &own,
            &["--role".into(), "pipeline".into(), "--messages".into(), count.clone()],
            &log,
            None,
        );
        alone.push(ended(process, None, messages));

        let to = format!("{},{}", topics.input, topics.output);
        let arguments = [
            "--role",
            "copy",
            "--brokers",
            cluster.brokers(),
            "--topics",
            &to,
            "--messages",
            &count,
        ];
        let process = Leashed::start(&own, &arguments.map(str::to_owned), &log, None);
        copies.push(ended(process, broker, messages));

        let settings = RunSettings::new(&cluster, &topics).text("input.group", &Cluster::unique("bench"));
        let settings = match set {
            Some((key, value)) => settings.raw(key, value),
            None => settings,
        };
        let mut worker = Worker::spawn(&settings);
        let id = worker.id();
        let mut peak = 0;
        let pass = watch(id, broker, messages, || {
            peak = peak.max(worker.resident());
            worker.assert_alive();
            let Some((200, text)) = worker.get("/metrics") else {
                return Some(0);
            };
            let sample = text
                .lines()
                .find_map(|line| line.strip_prefix("bantin_messages_total{outcome=\"event\"} "));
            sample.and_then(|value| value.parse().ok())
        });
        worker.wait_until_caught_up(&cluster, &with_group(&topics, &settings), Duration::from_secs(30));
        worker.drain();
        runs.push(pass);
        println!(
            "round {round}: pipeline {:?}\n         copy     {:?}\n         run      {:?} peak {} MB",
            alone[round - 1],
            copies[round - 1],
            pass,
            peak / 1_000_000
        );
    }
    let median = |passes: &[Pass], part: fn(&Pass) -> f64| {
        let mut parts: Vec<f64> = passes.iter().map(part).collect();
        parts.sort_by(f64::total_cmp);
        parts[parts.len() / 2]
    };
    let (copy, pipeline, run) = (
        median(&copies, |p| p.cpu),
        median(&alone, |p| p.cpu),
        median(&runs, |p| p.cpu),
    );
    println!("CPU seconds per million messages: copy loop {copy:.1}, pipeline alone {pipeline:.1}, run {run:.1}");
    println!("run / (copy loop + pipeline alone) = {:.3}", run / (copy + pipeline));
    println!(
        "the broker's own: copy loop {:.1}, run {:.1}",
        median(&copies, |p| p.broker),
        median(&runs, |p| p.broker)
    );
    println!(
        "messages/s: copy loop {:.0}, run {:.0}",
        median(&copies, |p| p.rate),
        median(&runs, |p| p.rate)
    );
    println!(
        "cores busy with worker and broker while there is a backlog: {:.1} %",
        100.0 * median(&runs, |p| p.busy)
    );
    let _ = fs::remove_dir_all(folder);
}

/// Watches a process that ends by itself.
fn ended(mut process: Leashed, broker: Option<u32>, messages: u64) -> Pass {
    let id = process.id();
    let start = Instant::now();
    let broker_before = broker.and_then(cpu_seconds).unwrap_or(0.0);
    let mut cpu = 0.0;
    loop {
        // Read before it is waited for: its record goes with it.
        if let Some(now) = cpu_seconds(id) {
            cpu = f64::max(cpu, now);
        }
        if let Some(code) = process.exit_code() {
            assert_eq!(code, 0, "a measured process failed");
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let broker_after = broker.and_then(cpu_seconds).unwrap_or(0.0);
    let millions = messages as f64 / 1e6;
    Pass {
        cpu: cpu / millions,
        rate: messages as f64 / start.elapsed().as_secs_f64(),
        broker: (broker_after - broker_before) / millions,
        busy: f64::NAN,
    }
}

fn with_group(topics: &Topics, settings: &RunSettings) -> Topics {
    let line = settings
        .toml()
        .lines()
        .find_map(|line| line.strip_prefix("input.group = ").map(str::to_owned));
    Topics {
        group: line.unwrap().trim_matches('"').to_owned(),
        ..topics.clone()
    }
}

/// Writes the backlog. Returns its bytes.
fn fill(cluster: &Cluster, topic: &str, messages: u64) -> u64 {
    let inputs = inputs();
    let producer: BaseProducer<DefaultProducerContext> = ClientConfig::new()
        .set("bootstrap.servers", cluster.brokers())
        .set("linger.ms", "20")
        .set("queue.buffering.max.kbytes", "262144")
        .create()
        .unwrap();
    let mut bytes = 0;
    for n in 0..messages as usize {
        let which = n % inputs.len();
        let key = which.to_string();
        bytes += inputs[which].len() as u64;
        loop {
            let record = BaseRecord::to(topic)
                .key(&key)
                .payload(&inputs[which])
                .partition(n as i32 % PARTITIONS);
            match producer.send(record) {
                Ok(()) => break,
                Err(_) => producer.poll(Duration::from_millis(10)),
            }
        }
        producer.poll(Duration::ZERO);
    }
    producer.flush(Duration::from_secs(120)).unwrap();
    bytes
}
