//! [`Stretches`]: the part of a topic that a group has not passed yet, read without the group.
//!
//! It has an end: the offsets that a `read_committed` reader could reach when it was opened. Reading stops there also
//! where the last offsets before it hold no record, but a transaction's marker or a hole that compaction left.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, KafkaResult};
use rdkafka::{Message as _, Offset, TopicPartitionList};

use super::error::{StreamError, is_authorisation};
use super::notices::{Listener, Notice};
use super::{aside, crew, start};
use crate::intake::Message;
use crate::settings::Settings;

/// How long one wait for a message takes.
const WAIT: Duration = Duration::from_millis(100);

/// Offsets of one partition, `[start, end)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first.
    pub start: i64,
    /// The one behind the last.
    pub end: i64,
}

impl Stretch {
    /// What lies between the group's committed offset, else the beginning, and the end. What was committed outside the
    /// log counts for nothing: retention took it, or it belongs to a topic that was deleted.
    pub fn of(committed: Option<i64>, low: i64, high: i64) -> Self {
        let start = committed.filter(|offset| (low..=high).contains(offset)).unwrap_or(low);
        Stretch { start, end: high }
    }

    /// How many offsets it has; there may be fewer records.
    pub fn len(&self) -> u64 {
        u64::try_from(self.end.saturating_sub(self.start)).unwrap_or(0)
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The part of a topic that a group has not passed yet.
pub struct Stretches {
    consumer: BaseConsumer<Listener>,
    settings: Settings,
    topic: String,
    partitions: BTreeMap<i32, Stretch>,
    known: bool,
}

impl Stretches {
    /// Asks where the group stands in a topic and where this ends. It waits for a broker as long as `startup_timeout`,
    /// and does not join the group.
    ///
    /// # Errors
    /// There is no broker, no right, no such topic, or no answer.
    pub fn open(settings: &Settings, topic: &str, group: &str) -> Result<Self, StreamError> {
        let (consumer, _) = aside::consumer(settings, topic, group, &[])?;
        let what = format!("the offsets of group {group} in topic {topic}");
        let (partitions, known) = aside::insist(&what, |patience| ask(&consumer, topic, patience))?;
        Ok(Stretches {
            consumer,
            settings: settings.clone(),
            topic: topic.to_owned(),
            partitions,
            known,
        })
    }

    /// The offsets of each partition.
    pub fn partitions(&self) -> &BTreeMap<i32, Stretch> {
        &self.partitions
    }

    /// Whether the group has committed anything in the topic. If not, it has never been there, or its offsets have expired.
    pub fn is_known(&self) -> bool {
        self.known
    }

    /// Shows every message, those of a partition in order, until all were shown or `look` breaks.
    ///
    /// # Errors
    /// The brokers fall silent for `startup_timeout`, or refuse the topic.
    pub fn read<B>(&self, mut look: impl FnMut(&Message<'_>) -> ControlFlow<B>) -> Result<ControlFlow<B>, StreamError> {
        let mut open = self.partitions.clone();
        open.retain(|_, stretch| !stretch.is_empty());
        let mut list = TopicPartitionList::new();
        for (partition, stretch) in &open {
            list.add_partition_offset(&self.topic, *partition, Offset::Offset(stretch.start))
                .map_err(StreamError::Configuration)?;
        }
        self.consumer.assign(&list).map_err(StreamError::Configuration)?;
        let patience = self.settings.startup_timeout.0;
        let (mut moved, mut reason) = (Instant::now(), "no answer".to_owned());
        while !open.is_empty() {
            if !patience.is_zero() && moved.elapsed() >= patience {
                return Err(StreamError::NoBroker {
                    brokers: self.settings.kafka.brokers.clone(),
                    seconds: patience.as_secs(),
                    reason,
                });
            }
            let polled = self.consumer.poll(WAIT);
            for notice in self.consumer.context().take() {
                if let Notice::Trouble(code, words) = notice {
                    self.refused(code)?;
                    reason = words;
                }
            }
            match polled {
                None => {}
                Some(Ok(message)) => {
                    moved = Instant::now();
                    let Some(stretch) = open.get(&message.partition()).copied() else {
                        continue;
                    };
                    if message.offset() < stretch.end
                        && let ControlFlow::Break(broken) = look(&crew::view(&message))
                    {
                        return Ok(ControlFlow::Break(broken));
                    }
                    if message.offset() + 1 >= stretch.end {
                        open.remove(&message.partition());
                    }
                }
                Some(Err(KafkaError::PartitionEOF(partition))) => {
                    moved = Instant::now();
                    // The end as it is now lies behind the one that was asked for.
                    open.remove(&partition);
                }
                Some(Err(error)) => {
                    if let Some(code) = error.rdkafka_error_code() {
                        self.refused(code)?;
                    }
                    reason = error.to_string();
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn refused(&self, code: rdkafka::error::RDKafkaErrorCode) -> Result<(), StreamError> {
        match is_authorisation(code) {
            true => Err(StreamError::Authorisation {
                what: format!("topic {} (right Read): {code}", self.topic),
            }),
            false => Ok(()),
        }
    }
}

fn ask(
    consumer: &BaseConsumer<Listener>,
    topic: &str,
    patience: Duration,
) -> KafkaResult<(BTreeMap<i32, Stretch>, bool)> {
    let mut list = TopicPartitionList::new();
    for partition in start::partitions(consumer, topic, patience)? {
        list.add_partition(topic, partition);
    }
    let bounds = start::log_bounds(consumer, &list, patience)?;
    let committed = start::committed(consumer, list)?;
    let (mut partitions, mut known) = (BTreeMap::new(), false);
    for element in committed.elements() {
        let partition = element.partition();
        if let Some((low, high)) = bounds.get(&(topic.to_owned(), partition)) {
            let committed = start::offset_of(element.offset());
            known |= committed.is_some();
            let stretch = Stretch::of(committed, *low, *high);
            partitions.insert(partition, stretch);
        }
    }
    Ok((partitions, known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_begins_where_the_group_stands_if_that_is_within_the_log() {
        for (committed, low, high, start, len) in [
            (None, 3, 9, 3, 6),
            (Some(5), 3, 9, 5, 4),
            (Some(9), 3, 9, 9, 0),
            (Some(2), 3, 9, 3, 6),
            (Some(10), 3, 9, 3, 6),
            (None, 0, 0, 0, 0),
        ] {
            let stretch = Stretch::of(committed, low, high);
            assert_eq!((stretch.start, stretch.end, stretch.len()), (start, high, len));
            assert_eq!(stretch.is_empty(), len == 0);
        }
    }
}
