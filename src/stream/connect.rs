//! The first words with the brokers: are they there, do the topics exist, what do they take?
//!
//! Brokers that do not answer are waited for as long as `startup_timeout`; a topic that is missing is waited for without
//! end, said in the log and by `/readyz`: whoever makes it need not restart anything.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::RDKafkaErrorCode;

use super::client;
use super::crew::Limits;
use super::error::{StreamError, is_authorisation};
use super::limits::{self, TopicLimits};
use super::notices::{Listener, Notice};
use crate::operate::Health;
use crate::settings::Settings;

/// How long one question may take.
const ASK: Duration = Duration::from_secs(2);
/// How long to wait before asking again.
const PAUSE: Duration = Duration::from_millis(250);
/// How often the log repeats what is missing.
const REMIND: Duration = Duration::from_secs(10);

/// What is there once the brokers have answered.
pub(super) struct Connected {
    pub consumer: BaseConsumer<Listener>,
    pub limits: Limits,
}

/// What a look at the topics has shown.
enum Look {
    /// No broker answers.
    Silence(String),
    /// These topics do not exist.
    Missing(BTreeSet<String>),
    /// All is there.
    Ready,
}

/// Waits for brokers and topics. `None` if `stop` was set meanwhile.
pub(super) fn connect(
    settings: &Settings,
    health: &Health,
    stop: &AtomicBool,
) -> Result<Option<Connected>, StreamError> {
    let consumer: BaseConsumer<Listener> = client::consumer(settings)
        .create_with_context(Listener::new())
        .map_err(StreamError::Configuration)?;
    let start = Instant::now();
    let patience = settings.startup_timeout.0;
    let mut answered = false;
    let mut reminded: Option<Instant> = None;
    loop {
        if stop.load(Ordering::Acquire) {
            consumer.context().close();
            return Ok(None);
        }
        health.beat(Instant::now());
        let reason = match look(&consumer, settings)? {
            Look::Ready => break,
            Look::Silence(_) if !answered && !patience.is_zero() && start.elapsed() >= patience => {
                consumer.context().close();
                let brokers = settings.kafka.brokers.clone();
                return Err(StreamError::NoBroker {
                    brokers,
                    seconds: patience.as_secs(),
                });
            }
            Look::Silence(reason) => format!("no broker answers: {reason}"),
            Look::Missing(topics) => {
                answered = true;
                let topics = topics.into_iter().collect::<Vec<_>>().join(", ");
                format!("these topics do not exist (create them, or check their names in the settings): {topics}")
            }
        };
        health.broker_up(answered, Instant::now());
        if reminded.is_none_or(|at| at.elapsed() >= REMIND) {
            reminded = Some(Instant::now());
            tracing::warn!("waiting: {reason}");
        }
        health.ready(Err(reason));
        std::thread::sleep(PAUSE);
    }
    health.broker_up(true, Instant::now());
    health.ready(Err("joining the group".to_owned()));
    let limits = topic_limits(settings);
    tracing::debug!(?limits.output, ?limits.dead_letter, "limits of the topics");
    Ok(Some(Connected { consumer, limits }))
}

/// Looks at every topic that the worker needs.
fn look(consumer: &BaseConsumer<Listener>, settings: &Settings) -> Result<Look, StreamError> {
    let mut missing = BTreeSet::new();
    let written = [&settings.output.topic, &settings.dead_letter.topic];
    for topic in settings.input.topics.iter().chain(written) {
        let metadata = match consumer.fetch_metadata(Some(topic), ASK) {
            Ok(metadata) => metadata,
            Err(error) => {
                // Errors of the connection come as events, and say more than the time-out does.
                let _ = consumer.poll(Duration::ZERO);
                let mut reason = error.to_string();
                for notice in consumer.context().take() {
                    if let Notice::Trouble(code, words) = notice {
                        if is_authorisation(code) {
                            return Err(StreamError::Authorisation {
                                what: format!("connecting to the brokers: {words}"),
                            });
                        }
                        reason = words;
                    }
                }
                return Ok(Look::Silence(reason));
            }
        };
        let known = metadata.topics().iter().find(|known| known.name() == topic);
        match known.and_then(|known| known.error()).map(RDKafkaErrorCode::from) {
            Some(code) if is_authorisation(code) => {
                return Err(StreamError::Authorisation {
                    what: format!("topic {topic}: {code}"),
                });
            }
            Some(RDKafkaErrorCode::UnknownTopicOrPartition | RDKafkaErrorCode::UnknownTopic) => {
                missing.insert(topic.clone());
            }
            Some(code) => return Ok(Look::Silence(format!("topic {topic}: {code}"))),
            None if known.is_none_or(|known| known.partitions().is_empty()) => {
                missing.insert(topic.clone());
            }
            None => {}
        }
    }
    Ok(if missing.is_empty() {
        Look::Ready
    } else {
        Look::Missing(missing)
    })
}

/// The limits of the topics that are written; Kafka's defaults where the brokers will not say.
fn topic_limits(settings: &Settings) -> Limits {
    let topics = [settings.output.topic.as_str(), settings.dead_letter.topic.as_str()];
    let answer = limits::ask(&client::admin(settings), &topics, Duration::from_secs(10));
    let limits = answer.unwrap_or_else(|error| {
        tracing::warn!(%error, "the topics' limits cannot be read, Kafka's defaults are assumed");
        Vec::new()
    });
    let limit = |index: usize| limits.get(index).copied().unwrap_or_else(TopicLimits::default);
    Limits {
        output: limit(0),
        dead_letter: limit(1),
    }
}
