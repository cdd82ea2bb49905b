//! How old is the oldest message that would be read? Its event may bear its timestamp, which the output topic then holds
//! against its limits.

use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::{Message as _, Offset, TopicPartitionList};

use super::clients::Ears;
use super::reading::Places;
use crate::settings::Input;
use crate::stream::start::{Begin, begin};

/// How long one wait for a message may take.
const WAIT: Duration = Duration::from_millis(50);

/// What was seen at the places where reading would begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Oldest {
    /// The oldest timestamp among the first messages, in ms since the epoch. Later messages of a partition may be older:
    /// producers set timestamps as they like.
    pub timestamp: Option<i64>,
    /// Partitions that hold messages of which none came in time.
    pub unseen: usize,
}

/// Reads the first message of each partition that has some, at offsets given by hand: no group, no commit.
pub(super) fn ask(consumer: &BaseConsumer<Ears>, input: &Input, places: &[Places], timeout: Duration) -> Oldest {
    let mut oldest = Oldest::default();
    for place in places {
        // An end of a partition is told without its topic, so it is one topic at a time.
        let mut waiting = Vec::new();
        let mut list = TopicPartitionList::new();
        for (partition, known) in place.partitions.iter().flatten() {
            if let Begin::At(offset) = begin(*known, input.start, input.lost_offset)
                && offset < known.high
                && list
                    .add_partition_offset(&place.topic, *partition, Offset::Offset(offset))
                    .is_ok()
            {
                waiting.push(*partition);
            }
        }
        if waiting.is_empty() || consumer.assign(&list).is_err() {
            oldest.unseen += waiting.len();
            continue;
        }
        let until = Instant::now() + timeout;
        while !waiting.is_empty() && Instant::now() < until {
            let met = match consumer.poll(WAIT) {
                Some(Ok(message)) => {
                    let time = message.timestamp().to_millis();
                    oldest.timestamp = oldest.timestamp.into_iter().chain(time).min();
                    message.partition()
                }
                // Nothing but what transactions left.
                Some(Err(KafkaError::PartitionEOF(partition))) => partition,
                // Rights are asked for elsewhere.
                Some(Err(_)) => break,
                None => continue,
            };
            waiting.retain(|partition| *partition != met);
        }
        oldest.unseen += waiting.len();
        let _ = consumer.unassign();
    }
    oldest
}
