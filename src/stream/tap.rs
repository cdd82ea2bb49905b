//! [`Tap`]: follows a topic without belonging to a group, and leaves nothing behind.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, KafkaResult, RDKafkaErrorCode};
use rdkafka::{Offset, TopicPartitionList};

use super::error::StreamError;
use super::notices::{Listener, Notice};
use super::start::{self, ASK, log_bounds};
use super::{client, connect, crew};
use crate::intake::Message;
use crate::replay::Point;
use crate::settings::Settings;

/// How long to wait before a question is asked again.
const PAUSE: Duration = Duration::from_millis(250);
/// How often to look for partitions that were added, and how long that may take.
const LOOK: Duration = Duration::from_secs(10);
const GLANCE: Duration = Duration::from_secs(1);

/// A reader of a whole topic that sees what is committed. It joins no group and commits nothing.
pub struct Tap {
    consumer: BaseConsumer<Listener>,
    topic: String,
    partitions: BTreeSet<i32>,
    look_at: Instant,
}

impl Drop for Tap {
    fn drop(&mut self) {
        self.consumer.context().close();
    }
}

impl Tap {
    /// Waits for brokers, as long as `startup_timeout`, and begins at a point of the topic: whatever is committed behind it
    /// from now on will be read. `None` if `stop` was set meanwhile.
    ///
    /// # Errors
    /// No broker answers, or none lets us in; the topic is missing.
    pub fn open(settings: &Settings, topic: &str, from: Point, stop: &AtomicBool) -> Result<Option<Self>, StreamError> {
        let Some((_, login)) = connect::reach(settings, topic, connect::READ, connect::Group::Unused, stop)? else {
            return Ok(None);
        };
        let mut tap = Tap {
            // What retention takes away while it is followed is gone; go on with what is there.
            consumer: client::make_asking_consumer(settings, &login, &[("auto.offset.reset", "earliest")])?,
            topic: topic.to_owned(),
            partitions: BTreeSet::new(),
            look_at: Instant::now() + LOOK,
        };
        let (start, patience) = (Instant::now(), settings.startup_timeout.0);
        while !stop.load(Ordering::Acquire) {
            let error = match tap.begin(from) {
                Ok(()) => return Ok(Some(tap)),
                Err(error) => error,
            };
            if !patience.is_zero() && start.elapsed() >= patience {
                return Err(StreamError::NoBroker {
                    brokers: settings.kafka.brokers.clone(),
                    seconds: patience.as_secs(),
                    reason: error.to_string(),
                });
            }
            tracing::warn!("waiting: where topic {topic} begins and ends cannot be asked: {error}");
            std::thread::sleep(PAUSE);
        }
        Ok(None)
    }

    /// How many partitions are followed.
    pub fn partitions(&self) -> usize {
        self.partitions.len()
    }

    fn begin(&mut self, from: Point) -> KafkaResult<()> {
        let mut list = TopicPartitionList::new();
        for partition in start::partitions(&self.consumer, &self.topic, ASK)? {
            list.add_partition(&self.topic, partition);
        }
        let bounds = log_bounds(&self.consumer, &list, ASK)?;
        let times = match from {
            Point::Time(ms) => {
                let mut question = list.clone();
                question.set_all_offsets(Offset::Offset(ms))?;
                Some(self.consumer.offsets_for_times(question, ASK)?)
            }
            _ => None,
        };
        let mut begin = TopicPartitionList::new();
        for element in list.elements() {
            let partition = element.partition();
            let place = (self.topic.clone(), partition);
            let (low, high) = bounds
                .get(&place)
                .copied()
                .ok_or(KafkaError::OffsetFetch(RDKafkaErrorCode::UnknownPartition))?;
            let timed = times
                .as_ref()
                .and_then(|times| times.find_partition(&self.topic, partition));
            let offset = match (from, timed.map(|element| element.offset())) {
                (Point::Earliest, _) => low,
                (Point::Offset(offset), _) => offset.clamp(low, high),
                (Point::Time(_), Some(Offset::Offset(offset))) => offset,
                (Point::Latest | Point::Time(_), _) => high,
            };
            begin.add_partition_offset(&self.topic, partition, Offset::Offset(offset))?;
            self.partitions.insert(partition);
        }
        self.consumer.assign(&begin)
    }

    /// The next record, if one comes within `wait`.
    ///
    /// # Errors
    /// The right to read was taken away.
    pub fn read<T>(&mut self, wait: Duration, look: impl FnOnce(&Message<'_>) -> T) -> Result<Option<T>, StreamError> {
        if Instant::now() >= self.look_at {
            self.look_at = Instant::now() + LOOK;
            self.take_on_new();
        }
        for notice in self.consumer.context().take() {
            if let Notice::Trouble(code, words) = notice
                && !of_the_group(code)
            {
                tracing::warn!("{code}: {words}");
            }
        }
        match self.consumer.poll(wait) {
            Some(Ok(message)) => Ok(Some(look(&crew::view(&message)))),
            None => Ok(None),
            Some(Err(error)) => match error.rdkafka_error_code() {
                Some(code) if of_the_group(code) => Ok(None),
                Some(RDKafkaErrorCode::TopicAuthorizationFailed) => Err(StreamError::Authorisation {
                    what: format!("topic {} ({}): {error}", self.topic, connect::READ),
                }),
                // What may pass is waited for.
                _ => {
                    tracing::warn!(topic = self.topic, "cannot read: {error}");
                    Ok(None)
                }
            },
        }
    }

    /// Partitions that were added are read from their beginning.
    fn take_on_new(&mut self) {
        let Ok(now) = start::partitions(&self.consumer, &self.topic, GLANCE) else {
            return;
        };
        let now: BTreeSet<i32> = now.into_iter().collect();
        let mut new = TopicPartitionList::new();
        for partition in now.difference(&self.partitions) {
            if let Err(error) = new.add_partition_offset(&self.topic, *partition, Offset::Beginning) {
                tracing::warn!(topic = self.topic, partition, %error, "a new partition is not followed");
            }
        }
        if new.count() == 0 {
            return;
        }
        match self.consumer.incremental_assign(&new) {
            Ok(()) => {
                tracing::info!(topic = self.topic, partitions = now.len(), "partitions were added");
                self.partitions = now;
            }
            Err(error) => tracing::warn!(topic = self.topic, %error, "new partitions are not followed"),
        }
    }
}

/// librdkafka looks for the coordinator of a group that it never joins; whether that is allowed is no matter here.
fn of_the_group(code: RDKafkaErrorCode) -> bool {
    use RDKafkaErrorCode::*;
    matches!(
        code,
        GroupAuthorizationFailed | CoordinatorNotAvailable | NotCoordinator
    )
}
