//! [`Loader`]: values into one topic, each with the broker's word on it, and no more under way than memory allows.

use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rdkafka::ClientContext;
use rdkafka::Message as _;
use rdkafka::client::OAuthToken;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::DeliveryResult;
use rdkafka::producer::{BaseProducer, BaseRecord, Producer, ProducerContext};

use super::crew::Limits;
use super::error::{Class, StreamError, delivery_class, gives_no_reason, is_authorisation};
use super::limits;
use super::login::Login;
use super::native::{self, Existence};
use super::notices::log;
use super::{client, connect};
use crate::event::size_bound;
use crate::settings::Settings;

/// What a record costs beside its bytes: librdkafka's own structures for a queued message.
const RECORD_OVERHEAD: u64 = 512;
/// How long a question about the topic may take.
const ASK: Duration = Duration::from_secs(10);

/// The broker's word on one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The number that the value was sent with.
    pub number: u64,
    /// Refused for a reason that lies in the record: the broker's words.
    pub result: Result<(), String>,
}

/// What became of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// It is under way; a [`Receipt`] will come.
    Taken,
    /// There is no room now: take receipts, then offer it again.
    Full,
    /// It is larger than the topic takes, by an upper bound of its size in bytes. Nothing was sent.
    TooLarge(usize),
}

/// Writes values into one topic: idempotent, acknowledged by all replicas in sync, without end to its patience.
pub struct Loader {
    producer: BaseProducer<Outbox>,
    topic: String,
    topic_id: Option<String>,
    limit: usize,
    /// Bytes under way, and how many may be.
    under_way: u64,
    most: u64,
}

/// The producer's callbacks.
struct Outbox {
    login: Login,
    told: Mutex<Told>,
}

#[derive(Default)]
struct Told {
    receipts: Vec<(Receipt, u64)>,
    /// What failed only for the sake of others in its batch, to be sent once more.
    again: Vec<(u64, Option<Vec<u8>>, Vec<u8>)>,
    /// What ends it all.
    end: Option<StreamError>,
}

impl Outbox {
    fn told(&self) -> std::sync::MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ClientContext for Outbox {
    const ENABLE_REFRESH_OAUTH_TOKEN: bool = true;

    fn generate_oauth_token(&self, _: Option<&str>) -> Result<OAuthToken, Box<dyn std::error::Error>> {
        Ok(self.login.token()?)
    }

    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        log(level, facility, message);
    }

    fn stats(&self, _: rdkafka::Statistics) {}

    fn stats_raw(&self, _: &[u8]) {}

    /// Brokers that are away are waited for, and librdkafka's own log says so; whether it is fatal the producer is asked.
    fn error(&self, error: KafkaError, reason: &str) {
        tracing::debug!(reason, "{error}");
    }
}

impl ProducerContext for Outbox {
    type DeliveryOpaque = usize;

    fn delivery(&self, result: &DeliveryResult<'_>, number: usize) {
        let number = number as u64;
        let (message, error) = match result {
            Ok(message) => (message, None),
            Err((error, message)) => (message, Some(error)),
        };
        let mut told = self.told();
        let result = match error {
            None => Ok(()),
            Some(error) => {
                let code = error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Fail);
                if gives_no_reason(code) {
                    let value = message.payload().unwrap_or_default().to_vec();
                    told.again.push((number, message.key().map(<[u8]>::to_vec), value));
                    return;
                }
                if delivery_class(code) != Class::DeadLetter {
                    told.end.get_or_insert_with(|| end(message.topic(), code));
                    return;
                }
                Err(code.to_string())
            }
        };
        told.receipts
            .push((Receipt { number, result }, cost(message.key(), message.payload())));
    }
}

/// Why nothing more can be written to a topic.
fn end(topic: &str, code: RDKafkaErrorCode) -> StreamError {
    match code {
        code if is_authorisation(code) => StreamError::Authorisation {
            what: format!("topic {topic} (right Write): {code}"),
        },
        RDKafkaErrorCode::UnknownTopic
        | RDKafkaErrorCode::UnknownTopicOrPartition
        | RDKafkaErrorCode::UnknownPartition => StreamError::NoTopic {
            topic: topic.to_owned(),
        },
        code => StreamError::Fatal {
            reason: format!("topic {topic}: {code}"),
        },
    }
}

fn cost(key: Option<&[u8]>, value: Option<&[u8]>) -> u64 {
    let length = |part: Option<&[u8]>| part.map_or(0, |bytes| bytes.len() as u64);
    length(key) + length(value) + RECORD_OVERHEAD
}

impl Loader {
    /// Waits for brokers, as long as `startup_timeout`, and opens the topic. At most `worker.in_flight_bytes` are under way.
    /// `None` if `stop` was set meanwhile.
    ///
    /// # Errors
    /// No broker answers, or none lets us in; the topic is missing.
    pub fn open(settings: &Settings, topic: &str, stop: &AtomicBool) -> Result<Option<Self>, StreamError> {
        let Some((_, login)) = connect::reach(settings, topic, connect::WRITE, connect::Group::Unused, stop)? else {
            return Ok(None);
        };
        let admin = client::make_admin(settings, &login)?;
        let limit = limits::ask(&admin, &[topic], ASK).unwrap_or_else(|error| {
            tracing::warn!(%error, "the topic's limits cannot be read, Kafka's defaults are assumed");
            Vec::new()
        });
        let limit = limit.into_iter().next().unwrap_or_default();
        let limits = Limits {
            output: limit,
            dead_letter: limit,
        };
        let producer: BaseProducer<Outbox> = client::producer(settings, &limits, None)
            .create_with_context(Outbox {
                login: login.clone(),
                told: Mutex::default(),
            })
            .map_err(StreamError::Configuration)?;
        login.enter(producer.client())?;
        let known = native::existence(producer.client(), &[topic], ASK).unwrap_or_default();
        let topic_id = known.into_iter().find_map(|(_, existence)| match existence {
            Existence::There(id) => id,
            Existence::Missing => None,
        });
        Ok(Some(Loader {
            producer,
            topic: topic.to_owned(),
            topic_id: topic_id.map(|id| id.to_string()),
            limit: limit.max_bytes,
            under_way: 0,
            most: settings.worker.in_flight_bytes.0,
        }))
    }

    /// The identity that the topic has from its creation to its deletion; brokers before Kafka 2.8 know none.
    pub fn topic_id(&self) -> Option<&str> {
        self.topic_id.as_deref()
    }

    /// Most bytes that the topic takes: its `max.message.bytes`.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// Whether nothing is under way.
    pub fn is_idle(&self) -> bool {
        self.under_way == 0
    }

    /// Offers a value, whose receipt will bear this number.
    pub fn offer(&mut self, number: u64, key: Option<&[u8]>, value: &[u8]) -> Offer {
        let size = size_bound(key, Some(value));
        if size > self.limit {
            return Offer::TooLarge(size);
        }
        let cost = cost(key, Some(value));
        // One that is larger than all the room there is goes alone.
        if self.under_way > 0 && self.under_way + cost > self.most {
            return Offer::Full;
        }
        match send(&self.producer, &self.topic, number, key, value) {
            Ok(()) => {
                self.under_way += cost;
                Offer::Taken
            }
            Err(RDKafkaErrorCode::QueueFull) => Offer::Full,
            // librdkafka's own bound of a record's size is the topic's limit, too.
            Err(RDKafkaErrorCode::MessageSizeTooLarge) => Offer::TooLarge(size),
            Err(code) => {
                let end = end(&self.topic, code);
                self.producer.context().told().end.get_or_insert(end);
                Offer::Full
            }
        }
    }

    /// The brokers' words since the last call; waits for the first of them, but not longer than `patience`.
    ///
    /// # Errors
    /// Nothing more can be written; what has no receipt yet may have been written or not.
    pub fn receipts(&mut self, patience: Duration) -> Result<Vec<Receipt>, StreamError> {
        let (mut patience, mut count) = (patience, 0);
        loop {
            // One call serves one event, and an event is a batch.
            self.producer.poll(patience);
            let now = self.producer.context().told().receipts.len();
            if now == count {
                break;
            }
            (patience, count) = (Duration::ZERO, now);
        }
        let mut told = std::mem::take(&mut *self.producer.context().told());
        for (number, key, value) in std::mem::take(&mut told.again) {
            if send(&self.producer, &self.topic, number, key.as_deref(), &value).is_err() {
                self.producer.context().told().again.push((number, key, value));
            }
        }
        if told.receipts.is_empty()
            && let Some((code, reason)) = self.producer.client().fatal_error()
        {
            return Err(match is_authorisation(code) {
                true => end(&self.topic, code),
                false => StreamError::Fatal { reason },
            });
        }
        match told.end {
            // What was acknowledged before is told first.
            Some(end) if !told.receipts.is_empty() => self.producer.context().told().end = Some(end),
            Some(end) => return Err(end),
            None => {}
        }
        let receipts = told.receipts.into_iter().map(|(receipt, cost)| {
            self.under_way = self.under_way.saturating_sub(cost);
            receipt
        });
        Ok(receipts.collect())
    }
}

fn send(
    producer: &BaseProducer<Outbox>,
    topic: &str,
    number: u64,
    key: Option<&[u8]>,
    value: &[u8],
) -> Result<(), RDKafkaErrorCode> {
    let mut record = BaseRecord::<[u8], [u8], usize>::with_opaque_to(topic, number as usize).payload(value);
    record.key = key;
    let sent = producer.send(record);
    sent.map_err(|(error, _)| error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Fail))
}
