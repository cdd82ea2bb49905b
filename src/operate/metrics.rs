//! Every metric, its name and its meaning, in this one place. The names are a contract like the event's.
//!
#![doc = include_str!("../../docs/metrics.md")]

use prometheus::core::Collector;
use prometheus::{
    Error, Gauge, GaugeVec, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec,
    Opts, Registry, TextEncoder,
};

use crate::intake::Stage;

/// From 10 ms to a day: a worker that keeps up stays below a second, one that works off a backlog sees hours.
const MESSAGE_BUCKETS: [f64; 13] = [
    0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 600.0, 3_600.0, 86_400.0,
];

/// From 1 ms to a minute: one round trip to the group's coordinator, or waiting for it while it moves.
const COMMIT_BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5, 10.0, 60.0];

/// From 1 µs to a second: a message of 3.5 KB takes 1 to 20 µs in a stage, a page of HTML milliseconds.
const STAGE_BUCKETS: [f64; 13] = [
    0.000_001,
    0.000_002_5,
    0.000_005,
    0.000_01,
    0.000_025,
    0.000_05,
    0.000_1,
    0.000_25,
    0.001,
    0.005,
    0.025,
    0.1,
    1.0,
];

/// The stages that `bantin_stage_seconds` has, each in the place of its number. What a record waits for its broker is
/// in `bantin_message_seconds`.
pub(super) const TIMED: [Stage; 5] = [Stage::Intake, Stage::Page, Stage::Article, Stage::Enrich, Stage::Event];

/// The handles of all metrics. Cloning is cheap, and all clones write into the same series.
///
/// What the hot path touches is resolved once, so that counting a message costs one atomic addition.
#[derive(Clone, Debug)]
pub struct Metrics {
    registry: Registry,

    /// Messages that ended as an event: `bantin_messages_total{outcome="event"}`. Of a message with several articles
    /// the gravest outcome counts: a dead letter before an event, an event before a skip.
    pub messages_event: IntCounter,
    /// Messages that ended as a tombstone: `bantin_messages_total{outcome="tombstone"}`.
    pub messages_tombstone: IntCounter,
    /// Messages that were passed over: `bantin_messages_total{outcome="skip"}`.
    pub messages_skip: IntCounter,
    /// Messages that ended as a dead letter: `bantin_messages_total{outcome="dead_letter"}`.
    pub messages_dead_letter: IntCounter,
    /// `bantin_skips_total{reason}`: articles passed over, by `SkipReason::as_str`.
    pub skips: IntCounterVec,
    /// `bantin_dead_letters_total{stage,code}`: failures, by `Stage::as_str` and `Failure::code`.
    pub dead_letters: IntCounterVec,
    /// `bantin_input_bytes_total`: bytes of keys and values taken in.
    pub input_bytes: IntCounter,
    /// `bantin_output_bytes_total`: bytes of keys and values handed to the producer, dead letters included,
    /// before compression.
    pub output_bytes: IntCounter,
    /// `bantin_fetched_bytes_total`: bytes of messages that librdkafka fetched; what it exceeds `input_bytes` by is
    /// what pauses and rebalances threw away.
    pub fetched_bytes: IntCounter,
    /// `bantin_stage_seconds{stage}`: time of a message in each stage it came to. A [`Stopwatch`] writes it.
    ///
    /// [`Stopwatch`]: super::Stopwatch
    pub stage_seconds: HistogramVec,
    /// `bantin_message_seconds`: from the input record's timestamp until its offset was committed.
    pub message_seconds: Histogram,
    /// `bantin_commit_seconds`: how long one commit took, failed ones included.
    pub commit_seconds: Histogram,
    /// `bantin_commits_total{result}`: commits, by `ok` and `failed`.
    pub commits: IntCounterVec,
    /// `bantin_in_flight_messages`: messages taken in whose outcomes are not yet acknowledged.
    pub in_flight_messages: IntGauge,
    /// `bantin_in_flight_bytes`: bytes of these and of their outcomes, held against `worker.in_flight_bytes`.
    pub in_flight_bytes: IntGauge,
    /// `bantin_lag_messages{topic,partition}`: from the committed offset to the end of the partition.
    /// Prefer [`Metrics::partition`], which resolves all handles of a partition once.
    pub lag_messages: IntGaugeVec,
    /// `bantin_lag_seconds{topic,partition}`: age of the last message taken in while there is lag, else 0.
    pub lag_seconds: GaugeVec,
    /// `bantin_committed_offset{topic,partition}`: the next offset to read after a restart.
    pub committed_offset: IntGaugeVec,
    /// `bantin_rebalances_total{kind}`: rebalances, by `assign`, `revoke` and `lose`.
    pub rebalances: IntCounterVec,
    /// `bantin_assigned_partitions`: partitions this worker holds.
    pub assigned_partitions: IntGauge,
    /// `bantin_pauses_total`: how often partitions were paused because the budget was exceeded. Each throws away
    /// what was prefetched.
    pub pauses: IntCounter,
    /// `bantin_broker_up`: 1 while at least one broker answers, else 0.
    pub broker_up: IntGauge,
    /// `bantin_build_info{version}`: always 1.
    pub build_info: IntGaugeVec,
    /// `bantin_replay_done_ratio`: how much of a job is done. Served once [`Metrics::show_job`] was called.
    pub replay_done_ratio: Gauge,
}

/// The handles of one partition: resolved on assign, dropped and [forgotten](Metrics::forget_partition) on revoke.
#[derive(Clone, Debug)]
pub struct PartitionMetrics {
    /// See [`Metrics::lag_messages`].
    pub lag_messages: IntGauge,
    /// See [`Metrics::lag_seconds`].
    pub lag_seconds: Gauge,
    /// See [`Metrics::committed_offset`].
    pub committed_offset: IntGauge,
}

impl Metrics {
    /// A fresh set, in a registry of its own: two workers in one process, as in tests, do not see each other.
    ///
    /// # Errors
    /// If two metrics bear the same name, or one an invalid name: an error of this file, not of the user.
    pub fn new() -> Result<Self, Error> {
        let made = Made(Registry::new_custom(Some("bantin".to_owned()), None)?);
        let messages = made.counters(
            "messages_total",
            "Messages finished, by what became of them.",
            &["outcome"],
        )?;
        let metrics = Metrics {
            messages_event: messages.with_label_values(&["event"]),
            messages_tombstone: messages.with_label_values(&["tombstone"]),
            messages_skip: messages.with_label_values(&["skip"]),
            messages_dead_letter: messages.with_label_values(&["dead_letter"]),
            skips: made.counters(
                "skips_total",
                "Articles passed over without a record, by reason.",
                &["reason"],
            )?,
            dead_letters: made.counters(
                "dead_letters_total",
                "Articles that could not become events, by where and why they failed.",
                &["stage", "code"],
            )?,
            input_bytes: made.counter("input_bytes_total", "Bytes of keys and values taken in.")?,
            output_bytes: made.counter(
                "output_bytes_total",
                "Bytes of keys and values handed to the producer, before compression.",
            )?,
            fetched_bytes: made.counter(
                "fetched_bytes_total",
                "Bytes of messages fetched from the brokers, those thrown away by pauses and rebalances included.",
            )?,
            stage_seconds: made.put(HistogramVec::new(
                HistogramOpts::new(
                    "stage_seconds",
                    "Time of a message in each stage of the pipeline it came to.",
                )
                .buckets(STAGE_BUCKETS.to_vec()),
                &["stage"],
            )?)?,
            message_seconds: made.histogram(
                "message_seconds",
                "From the input record's timestamp until its offset was committed.",
                &MESSAGE_BUCKETS,
            )?,
            commit_seconds: made.histogram(
                "commit_seconds",
                "Time of one commit, failed ones included.",
                &COMMIT_BUCKETS,
            )?,
            commits: made.counters("commits_total", "Commits of offsets, by result.", &["result"])?,
            in_flight_messages: made.gauge(
                "in_flight_messages",
                "Messages taken in whose outcomes are not yet acknowledged.",
            )?,
            in_flight_bytes: made.gauge("in_flight_bytes", "Bytes of messages in flight and of their outcomes.")?,
            lag_messages: made.gauges(
                "lag_messages",
                "Messages from the committed offset to the end of the partition.",
                &["topic", "partition"],
            )?,
            lag_seconds: made.put(GaugeVec::new(
                Opts::new(
                    "lag_seconds",
                    "Age of the last message taken in while there is lag, else 0.",
                ),
                &["topic", "partition"],
            )?)?,
            committed_offset: made.gauges(
                "committed_offset",
                "The next offset to read after a restart.",
                &["topic", "partition"],
            )?,
            rebalances: made.counters("rebalances_total", "Rebalances of the group, by kind.", &["kind"])?,
            assigned_partitions: made.gauge("assigned_partitions", "Partitions this worker holds.")?,
            pauses: made.counter(
                "pauses_total",
                "How often partitions were paused because the budget was exceeded.",
            )?,
            broker_up: made.gauge("broker_up", "1 while at least one broker answers, else 0.")?,
            build_info: made.gauges("build_info", "The version that runs: always 1.", &["version"])?,
            replay_done_ratio: Gauge::new(
                "replay_done_ratio",
                "How much of the job is done by all of its processes together, 0 to 1.",
            )?,
            registry: made.0,
        };
        // Series that exist from the start: a rate over one that springs up with its first failure misses that failure.
        for stage in TIMED {
            metrics.stage_seconds.with_label_values(&[stage.as_str()]);
        }
        for result in ["ok", "failed"] {
            metrics.commits.with_label_values(&[result]);
        }
        for kind in ["assign", "revoke", "lose"] {
            metrics.rebalances.with_label_values(&[kind]);
        }
        metrics
            .build_info
            .with_label_values(&[env!("CARGO_PKG_VERSION")])
            .set(1);
        Ok(metrics)
    }

    /// This process carries a job out: what is about jobs is served, too.
    ///
    /// # Errors
    /// If it is called twice.
    pub fn show_job(&self) -> Result<(), Error> {
        self.registry.register(Box::new(self.replay_done_ratio.clone()))
    }

    /// The handles of one partition.
    pub fn partition(&self, topic: &str, partition: i32) -> PartitionMetrics {
        let partition = partition.to_string();
        let labels = [topic, partition.as_str()];
        PartitionMetrics {
            lag_messages: self.lag_messages.with_label_values(&labels),
            lag_seconds: self.lag_seconds.with_label_values(&labels),
            committed_offset: self.committed_offset.with_label_values(&labels),
        }
    }

    /// Ends the series of a partition that another worker now answers for. Handles of it that are still held write
    /// into the void.
    pub fn forget_partition(&self, topic: &str, partition: i32) {
        let partition = partition.to_string();
        let labels = [topic, partition.as_str()];
        // An error means that there was no such series, which is what is wanted.
        let _ = self.lag_messages.remove_label_values(&labels);
        let _ = self.lag_seconds.remove_label_values(&labels);
        let _ = self.committed_offset.remove_label_values(&labels);
    }

    /// All series in Prometheus' text format, version 0.0.4.
    ///
    /// # Errors
    /// If a family has no samples to encode, which the registry prevents.
    pub fn render(&self) -> Result<String, Error> {
        let mut families = self.registry.gather();
        families.extend(process_families());
        let mut text = String::new();
        TextEncoder::new().encode_utf8(&families, &mut text)?;
        Ok(text)
    }
}

/// `process_*` bear no prefix, so they stay out of the registry, which prefixes all of its names.
#[cfg(target_os = "linux")]
fn process_families() -> Vec<prometheus::proto::MetricFamily> {
    prometheus::process_collector::ProcessCollector::for_self().collect()
}

/// The collector reads `/proc`, which other systems do not have.
#[cfg(not(target_os = "linux"))]
fn process_families() -> Vec<prometheus::proto::MetricFamily> {
    Vec::new()
}

/// Makes metrics and registers each where it is made, so that none can be forgotten.
struct Made(Registry);

impl Made {
    fn put<C: Collector + Clone + 'static>(&self, collector: C) -> Result<C, Error> {
        self.0.register(Box::new(collector.clone()))?;
        Ok(collector)
    }

    fn counter(&self, name: &str, help: &str) -> Result<IntCounter, Error> {
        self.put(IntCounter::new(name, help)?)
    }

    fn counters(&self, name: &str, help: &str, labels: &[&str]) -> Result<IntCounterVec, Error> {
        self.put(IntCounterVec::new(Opts::new(name, help), labels)?)
    }

    fn gauge(&self, name: &str, help: &str) -> Result<IntGauge, Error> {
        self.put(IntGauge::new(name, help)?)
    }

    fn gauges(&self, name: &str, help: &str, labels: &[&str]) -> Result<IntGaugeVec, Error> {
        self.put(IntGaugeVec::new(Opts::new(name, help), labels)?)
    }

    fn histogram(&self, name: &str, help: &str, buckets: &[f64]) -> Result<Histogram, Error> {
        self.put(Histogram::with_opts(
            HistogramOpts::new(name, help).buckets(buckets.to_vec()),
        )?)
    }
}
