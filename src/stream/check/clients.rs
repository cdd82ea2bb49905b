//! The clients that ask. They log in as the worker does and bear its group's name, but never join the group.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rdkafka::admin::AdminClient;
use rdkafka::client::DefaultClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, ConsumerContext};
use rdkafka::error::{KafkaError, KafkaResult, RDKafkaErrorCode};
use rdkafka::message::DeliveryResult;
use rdkafka::producer::{BaseProducer, ProducerContext};
use rdkafka::{ClientConfig, ClientContext, Message as _, TopicPartitionList};

use super::{Cause, Finding, Section};
use crate::settings::Settings;
use crate::stream::client;
use crate::stream::crew::Limits;
use crate::stream::limits::TopicLimits;
use crate::stream::notices::log;

/// Hears what librdkafka's callbacks say.
#[derive(Default)]
pub(super) struct Ears {
    troubles: Mutex<Vec<(RDKafkaErrorCode, String)>>,
    commits: Mutex<Vec<(KafkaResult<()>, TopicPartitionList)>>,
    deliveries: Mutex<Vec<(String, Option<RDKafkaErrorCode>)>>,
}

fn take<T>(heard: &Mutex<Vec<T>>) -> Vec<T> {
    std::mem::take(&mut *heard.lock().unwrap_or_else(PoisonError::into_inner))
}

fn put<T>(heard: &Mutex<Vec<T>>, one: T) {
    heard.lock().unwrap_or_else(PoisonError::into_inner).push(one);
}

impl Ears {
    /// Errors of the client as a whole since the last call.
    pub(super) fn troubles(&self) -> Vec<(RDKafkaErrorCode, String)> {
        take(&self.troubles)
    }

    /// Answers to commits since the last call.
    pub(super) fn commits(&self) -> Vec<(KafkaResult<()>, TopicPartitionList)> {
        take(&self.commits)
    }

    /// What became of records since the last call: topic and error.
    pub(super) fn deliveries(&self) -> Vec<(String, Option<RDKafkaErrorCode>)> {
        take(&self.deliveries)
    }
}

impl ClientContext for Ears {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        log(level, facility, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        if let Some(code) = error.rdkafka_error_code() {
            put(&self.troubles, (code, reason.to_owned()));
        }
    }
}

impl ConsumerContext for Ears {
    fn commit_callback(&self, result: KafkaResult<()>, offsets: &TopicPartitionList) {
        put(&self.commits, (result, offsets.clone()));
    }
}

impl ProducerContext for Ears {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult<'_>, (): ()) {
        let (message, error) = match result {
            Ok(message) => (message, None),
            Err((error, message)) => (message, error.rdkafka_error_code().or(Some(RDKafkaErrorCode::Fail))),
        };
        put(&self.deliveries, (message.topic().to_owned(), error));
    }
}

/// Makes them.
pub(super) struct Clients<'s> {
    settings: &'s Settings,
    timeout: Duration,
}

impl<'s> Clients<'s> {
    pub(super) fn new(settings: &'s Settings, timeout: Duration) -> Self {
        Clients { settings, timeout }
    }

    /// No request outlives the patience of whoever asks.
    fn bounded(&self, mut config: ClientConfig) -> ClientConfig {
        let patience = self.timeout.as_millis().clamp(1_000, 60_000).to_string();
        config
            .set("statistics.interval.ms", "0")
            .set("socket.timeout.ms", patience);
        config
    }

    /// One that reads what is assigned to it by hand. It has the group's name, which offsets are asked by.
    pub(super) fn consumer(&self) -> KafkaResult<BaseConsumer<Ears>> {
        let mut config = self.bounded(client::consumer(self.settings));
        // A name is for members, and this is none.
        config.remove("group.instance.id");
        config
            .set("enable.partition.eof", "true")
            // One message of each partition is enough.
            .set("queued.min.messages", "1")
            .set("queued.max.messages.kbytes", "1024")
            .set("fetch.message.max.bytes", "16384");
        config.create_with_context(Ears::default())
    }

    pub(super) fn admin(&self) -> KafkaResult<AdminClient<DefaultClientContext>> {
        self.bounded(client::admin(self.settings)).create()
    }

    /// One whose every record is refused: see [`super::rights::ask_writing`].
    pub(super) fn refused_producer(&self) -> KafkaResult<BaseProducer<Ears>> {
        let limits = Limits {
            output: TopicLimits::default(),
            dead_letter: TopicLimits::default(),
        };
        let mut config = self.bounded(client::producer(self.settings, &limits));
        config
            .set("enable.idempotence", "false")
            .set("acks", super::rights::IMPOSSIBLE_ACKS)
            .set("linger.ms", "0")
            .set("message.timeout.ms", self.timeout.as_millis().max(1_000).to_string());
        config.create_with_context(Ears::default())
    }
}

/// librdkafka does not make a client with these settings. Its words are shown, but for those about a secret: they may
/// repeat the value.
pub(super) fn refused(error: &KafkaError) -> Finding {
    const SECRET: [&str; 5] = ["password", "secret", "pem", "token", "config"];
    let words = match error {
        KafkaError::ClientConfig(_, _, key, _) if key.split('.').any(|part| SECRET.contains(&part)) => {
            format!("the value of {key} is not one that it takes")
        }
        KafkaError::ClientConfig(_, words, _, _) => words.clone(),
        KafkaError::ClientCreation(words) => words.clone(),
        other => other.to_string(),
    };
    Finding::problem(
        Section::Settings,
        Cause::Configuration,
        format!("librdkafka refuses its configuration: {}", words.trim_end_matches('.')),
        "correct kafka.properties, kafka.consumer, kafka.producer, kafka.tls or kafka.sasl",
    )
}
