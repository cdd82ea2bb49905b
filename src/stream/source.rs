//! [`Source`]: one record fetched again from where it lies.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::{Message as _, Offset, TopicPartitionList};

use super::error::{StreamError, is_authorisation};
use super::notices::Listener;
use super::{aside, crew, start};
use crate::intake::{Header, Message, Origin};
use crate::settings::Settings;

/// How long one record may take to come.
const PATIENCE: Duration = Duration::from_secs(20);
/// Bytes of one answer to a fetch: one record is wanted, and a batch comes whole however large it is.
const FETCH: (&str, &str) = ("max.partition.fetch.bytes", "65536");
/// How long one wait for it takes.
const WAIT: Duration = Duration::from_millis(50);

/// A record as it lies in its topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    topic: String,
    partition: i32,
    offset: i64,
    timestamp: Option<i64>,
    key: Option<Vec<u8>>,
    value: Option<Vec<u8>>,
    headers: Vec<(String, Option<Vec<u8>>)>,
}

impl Fetched {
    /// A copy of a message that came from a topic.
    pub fn of(message: &Message<'_>) -> Self {
        let headers = message.headers.iter();
        let (topic, partition, offset) = match message.origin {
            Origin::Kafka {
                topic,
                partition,
                offset,
            } => (topic, partition, offset),
            Origin::File { path, .. } => (path, 0, 0),
        };
        Fetched {
            topic: topic.to_owned(),
            partition,
            offset,
            timestamp: message.timestamp,
            key: message.key.map(<[u8]>::to_vec),
            value: message.value.map(<[u8]>::to_vec),
            headers: headers
                .map(|header| (header.name.to_owned(), header.value.map(<[u8]>::to_vec)))
                .collect(),
        }
    }

    /// The record as a message.
    pub fn message(&self) -> Message<'_> {
        let headers = self.headers.iter();
        Message {
            origin: Origin::Kafka {
                topic: &self.topic,
                partition: self.partition,
                offset: self.offset,
            },
            timestamp: self.timestamp,
            key: self.key.as_deref(),
            value: self.value.as_deref(),
            headers: headers
                .map(|(name, value)| Header {
                    name,
                    value: value.as_deref(),
                })
                .collect(),
        }
    }
}

/// Fetches single records, in no group. Clones share one connection and wait for each other.
#[derive(Clone)]
pub struct Source(Arc<Inner>);

struct Inner {
    settings: Settings,
    /// In whose name the brokers are asked: the rights of groups have no part in it.
    group: String,
    desk: Mutex<Desk>,
}

#[derive(Default)]
struct Desk {
    /// Made when the first record is wanted.
    consumer: Option<BaseConsumer<Listener>>,
    /// How many partitions topics have; 0 where there is no such topic. Without it, each record of one that is gone
    /// would be waited for.
    partitions: HashMap<String, usize>,
}

impl Source {
    /// A source with these settings. It asks nobody before the first record is wanted.
    pub fn new(settings: &Settings, group: &str) -> Self {
        Source(Arc::new(Inner {
            settings: settings.clone(),
            group: group.to_owned(),
            desk: Mutex::default(),
        }))
    }

    /// The record at this place; `None` if there is none (any more). It waits for at most twenty seconds once a broker
    /// has answered.
    ///
    /// # Errors
    /// The brokers do not say.
    pub fn fetch(&self, topic: &str, partition: i32, offset: i64) -> Result<Option<Fetched>, StreamError> {
        let mut desk = self.0.desk.lock().unwrap_or_else(PoisonError::into_inner);
        let Desk { consumer, partitions } = &mut *desk;
        if partitions.get(topic) == Some(&0) {
            return Ok(None);
        }
        let consumer = match consumer {
            Some(consumer) => consumer,
            empty => match aside::consumer(&self.0.settings, topic, &self.0.group, &[FETCH]) {
                Ok((consumer, _)) => empty.insert(consumer),
                Err(StreamError::NoTopic { .. }) => {
                    partitions.insert(topic.to_owned(), 0);
                    return Ok(None);
                }
                Err(error) => return Err(error),
            },
        };
        let count = match partitions.get(topic) {
            Some(count) => *count,
            None => {
                let what = format!("topic {topic}");
                let count = aside::insist(&what, |patience| start::partitions(consumer, topic, patience))?.len();
                partitions.insert(topic.to_owned(), count);
                count
            }
        };
        if usize::try_from(partition).is_ok_and(|partition| partition >= count) {
            return Ok(None);
        }
        let mut list = TopicPartitionList::new();
        let assigned = list
            .add_partition_offset(topic, partition, Offset::Offset(offset))
            .and_then(|()| consumer.assign(&list));
        assigned.map_err(StreamError::Configuration)?;
        let fetched = wait_for(consumer, topic, partition, offset);
        let _ = consumer.unassign();
        fetched
    }
}

fn wait_for(
    consumer: &BaseConsumer<Listener>,
    topic: &str,
    partition: i32,
    offset: i64,
) -> Result<Option<Fetched>, StreamError> {
    let until = Instant::now() + PATIENCE;
    let mut reason = "no answer".to_owned();
    while Instant::now() < until {
        let polled = consumer.poll(WAIT);
        drop(consumer.context().take());
        let error = match polled {
            None => continue,
            Some(Ok(message)) if message.topic() != topic || message.partition() != partition => continue,
            Some(Ok(message)) if message.offset() == offset => {
                return Ok(Some(Fetched::of(&crew::view(&message))));
            }
            // Compaction took it, or its transaction was aborted.
            Some(Ok(message)) if message.offset() > offset => return Ok(None),
            Some(Ok(_)) => continue,
            Some(Err(KafkaError::PartitionEOF(met))) if met == partition => return Ok(None),
            Some(Err(error)) => error,
        };
        match error.rdkafka_error_code() {
            Some(code) if is_gone(code) => return Ok(None),
            Some(code) if is_authorisation(code) => {
                return Err(StreamError::Authorisation {
                    what: format!("topic {topic} (right Read): {code}"),
                });
            }
            _ => reason = error.to_string(),
        }
    }
    Err(StreamError::NoAnswer {
        what: format!("record {topic}/{partition}/{offset}"),
        seconds: PATIENCE.as_secs(),
        reason,
    })
}

/// Whether an error says that the place does not exist: the offset is not within the log, or there is no such partition.
fn is_gone(code: RDKafkaErrorCode) -> bool {
    use RDKafkaErrorCode::*;
    matches!(
        code,
        AutoOffsetReset | OffsetOutOfRange | UnknownTopic | UnknownTopicOrPartition | UnknownPartition
    )
}
