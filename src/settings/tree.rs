//! The tree itself: every key, its meaning and its default.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ByteSize, Interval, Kafka, Log};

/// Everything that can be set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The Kafka cluster.
    pub kafka: Kafka,
    /// This worker.
    pub worker: Worker,
    /// What is read.
    pub input: Input,
    /// How messages are taken apart.
    pub intake: Intake,
    /// How articles are read.
    pub article: Article,
    /// What is added to an article.
    pub enrich: Enrich,
    /// Where events go.
    pub output: Output,
    /// How events are made.
    pub event: Event,
    /// Where messages go that cannot become events.
    pub dead_letter: DeadLetter,
    /// What is promised of every message.
    pub delivery: Delivery,
    /// How often offsets are committed while there is something to commit. With `exactly_once` events become readable then:
    /// this is the latency.
    pub commit_interval: Interval,
    /// Offsets are also committed after this many messages.
    pub commit_records: u32,
    /// How long the broker keeps a transaction open before it aborts it (`exactly_once`): as long as that, and up to ten
    /// seconds more, readers of the output wait for a nameless worker that was killed. At least 1 s, at least twice
    /// `commit_interval`, at most the brokers' `transaction.max.timeout.ms`.
    pub transaction_timeout: Interval,
    /// How long to wait for a broker at the start before giving up with exit code 69; 0 waits for ever.
    pub startup_timeout: Interval,
    /// How long a stop may take to finish and commit what is in flight; then exit code 124.
    pub shutdown_timeout: Interval,
    /// How long nothing may move, while a broker answers, before `/livez` says so.
    pub stall_timeout: Interval,
    /// The worker's own HTTP address.
    pub operate: Operate,
    /// Logs.
    pub log: Log,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            kafka: Kafka::default(),
            worker: Worker::default(),
            input: Input::default(),
            intake: Intake::default(),
            article: Article::default(),
            enrich: Enrich::default(),
            output: Output::default(),
            event: Event::default(),
            dead_letter: DeadLetter::default(),
            delivery: Delivery::ExactlyOnce,
            commit_interval: Interval(Duration::from_millis(250)),
            commit_records: 10_000,
            transaction_timeout: Interval(Duration::from_secs(10)),
            startup_timeout: Interval(Duration::from_secs(60)),
            shutdown_timeout: Interval(Duration::from_secs(25)),
            stall_timeout: Interval(Duration::from_secs(60)),
            operate: Operate::default(),
            log: Log::default(),
        }
    }
}

/// This worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Worker {
    /// A name that outlives restarts and is this worker's alone (a StatefulSet's pod name): static membership, so that
    /// a restart takes over at once. Two workers of one name fence each other: exit code 76.
    #[schemars(example = &"bantin-0")]
    pub name: Option<String>,
    /// Threads that read articles; 0 takes one for each core.
    pub threads: usize,
    /// Most bytes of messages and outcomes in flight, over all partitions. At least 1 MiB, and at least
    /// `intake.max_bytes`.
    pub in_flight_bytes: ByteSize,
}

impl Default for Worker {
    fn default() -> Self {
        Worker {
            name: None,
            threads: 0,
            in_flight_bytes: ByteSize(48 << 20),
        }
    }
}

/// Where a group without any offset in a topic begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// At the oldest message.
    #[default]
    Earliest,
    /// At messages that come from now on.
    Latest,
    /// Nowhere: it is an error.
    Error,
}

/// What to do when retention or truncation took the committed offset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LostOffset {
    /// Stop with exit code 74.
    #[default]
    Error,
    /// Go on at the oldest message.
    Earliest,
    /// Go on with messages that come from now on.
    Latest,
}

/// What is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Input {
    /// Topics to read: at least one.
    pub topics: Vec<String>,
    /// The consumer group.
    pub group: String,
    /// Where a group without any offset in a topic begins. A partition added later starts at its beginning always.
    pub start: Start,
    /// What to do when retention or truncation took the committed offset.
    pub lost_offset: LostOffset,
    /// How long the group waits for a silent member before it gives its partitions away:
    /// 1 s to 1 h, and within what the brokers allow (6 s to 30 m, if nobody changed it).
    pub session_timeout: Interval,
}

impl Default for Input {
    fn default() -> Self {
        Input {
            topics: vec!["articles.raw".to_owned()],
            group: "bantin".to_owned(),
            start: Start::Earliest,
            lost_offset: LostOffset::Error,
            session_timeout: Interval(Duration::from_secs(10)),
        }
    }
}

/// The format of messages; `bantin formats` lists what each holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum InputFormat {
    /// Decide by looking at each message.
    #[default]
    Auto,
    /// Bare text, in whatever character set its bytes are.
    Text,
    /// Bare HTML.
    Html,
    /// A JSON object or an array of them, in any of the formats that are JSON.
    Json,
    /// IPTC ninjs 1.x, 2.x, 3.x.
    Ninjs,
    /// schema.org's articles as JSON-LD.
    JsonLd,
    /// IPTC NewsML-G2.
    #[serde(rename = "newsml-g2")]
    NewsmlG2,
    /// IPTC NITF.
    Nitf,
    /// RSS, 0.9 to 2.0: a feed or an item.
    Rss,
    /// Atom: a feed or an entry.
    Atom,
    /// XML-TEI, as extractors write it.
    Tei,
    /// Records of a web archive: WARC and WET.
    Warc,
}

/// How messages are taken apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Intake {
    /// The format of messages.
    pub format: InputFormat,
    /// Largest message that is read; a larger one becomes a dead letter.
    pub max_bytes: ByteSize,
    /// So many bytes a message may become by decompressing it and by replacing its entities; one that becomes larger is
    /// a dead letter.
    pub max_expanded_bytes: ByteSize,
    /// So many articles one message may hold (array, feed, archive); one that holds more is a dead letter.
    pub max_articles: u32,
}

impl Default for Intake {
    fn default() -> Self {
        Intake {
            format: InputFormat::Auto,
            max_bytes: ByteSize(16 << 20),
            max_expanded_bytes: ByteSize(64 << 20),
            max_articles: 10_000,
        }
    }
}

/// What to do with a page that is no article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnNonArticle {
    /// Pass it over: counted by reason, no record.
    #[default]
    Skip,
    /// Send it to the dead-letter topic.
    DeadLetter,
}

/// How articles are read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Article {
    /// The zone of times that name none: an offset (`+07:00`) or `Z`. Unset: `+07:00` for Vietnamese, UTC otherwise.
    #[schemars(example = &"+07:00")]
    pub timezone: Option<String>,
    /// What to do with a page that is no article.
    pub on_non_article: OnNonArticle,
}

/// One enricher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Enricher {
    /// Whether it runs.
    pub enabled: bool,
}

impl Default for Enricher {
    fn default() -> Self {
        Enricher { enabled: true }
    }
}

/// What is added to an article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Enrich {
    /// The language of the text.
    pub language: Enricher,
    /// Counts of characters, syllables, sentences, paragraphs.
    pub stats: Enricher,
    /// Exact and near-duplicate fingerprints. `article_id` needs the exact one where there is no URL, and has it
    /// computed then in any case.
    pub fingerprint: Enricher,
    /// People with their positions.
    pub people: Enricher,
    /// Organisations.
    pub organisations: Enricher,
    /// Places, tied to the official administrative units of the article's time.
    pub places: Enricher,
    /// Quantities: numbers with what they count or measure.
    pub quantities: Enricher,
    /// Dates and times, relative ones resolved from the time of publication.
    pub dates: Enricher,
    /// Direct speech with its speaker, who is one of `people` where those are switched on.
    pub quotes: Enricher,
    /// Keywords. Names are among them where `people`, `organisations` and `places` are switched on.
    pub keywords: Enricher,
    /// IPTC Media Topics. Those that the producer has written are there in any case.
    pub topics: Enricher,
}

/// How records are compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Compression {
    /// Not at all.
    None,
    /// gzip.
    Gzip,
    /// Snappy.
    Snappy,
    /// LZ4.
    Lz4,
    /// Zstandard.
    #[default]
    Zstd,
}

/// The timestamp of output records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OutputTimestamp {
    /// The input record's.
    #[default]
    Input,
    /// The time of sending.
    Now,
}

/// Where events go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Output {
    /// The output topic: none of the input topics.
    pub topic: String,
    /// How records are compressed.
    pub compression: Compression,
    /// The timestamp of output records. One that the broker would refuse is replaced by now, and the record then has
    /// the header `bantin_timestamp_replaced`.
    pub timestamp: OutputTimestamp,
}

impl Default for Output {
    fn default() -> Self {
        Output {
            topic: "articles.events".to_owned(),
            compression: Compression::Zstd,
            timestamp: OutputTimestamp::Input,
        }
    }
}

/// How events are made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Event {
    /// Goes into every `id`; change it when a topic is recreated or copied to another cluster, where offsets repeat.
    #[schemars(example = &"2026-11")]
    pub namespace: Option<String>,
}

/// Where messages go that cannot become events.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DeadLetter {
    /// The dead-letter topic: not the output topic, and none of the input topics.
    pub topic: String,
    /// Largest share of dead letters within the window; above it the worker stops with exit code 75. 1 is no limit.
    pub max_ratio: f64,
    /// The window of that share, in messages.
    pub window: u32,
}

impl Default for DeadLetter {
    fn default() -> Self {
        DeadLetter {
            topic: "articles.dead-letters".to_owned(),
            max_ratio: 0.5,
            window: 1_000,
        }
    }
}

/// What is promised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Nothing is lost; what is repeated after a failure carries the same `id` and the same bytes.
    AtLeastOnce,
    /// Events, dead letters and input offsets are committed in one transaction: a reader with
    /// `isolation.level = read_committed` sees every outcome once, whatever dies.
    #[default]
    ExactlyOnce,
}

/// The worker's own HTTP address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Operate {
    /// Address of `/livez`, `/readyz` and `/metrics`, `host:port`; port 0 takes a free one, empty switches it off.
    pub listen: String,
}

impl Default for Operate {
    fn default() -> Self {
        Operate {
            listen: "127.0.0.1:8080".to_owned(),
        }
    }
}
