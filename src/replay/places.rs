//! Where a dead letter may go as it is: once more into its partition, or its message back to the topic that it came from.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::letter::Letter;
use crate::event::{Headers, Record, Target};
use crate::intake::{Message, Origin};
use crate::stream::TopicLimits;

/// A topic that messages may go back to.
#[derive(Clone, Debug)]
pub struct Home {
    /// How many partitions it has.
    pub partitions: i32,
    /// What it takes.
    pub limits: TopicLimits,
}

/// A record of the dead-letter topic as it is.
pub(super) fn unchanged(record: &Message<'_>) -> Record {
    Record {
        target: Target::DeadLetter,
        partition: None,
        key: record.key.map(<[u8]>::to_vec),
        headers: headers(record),
        payload: record.value.map(<[u8]>::to_vec),
        timestamp: record.timestamp,
    }
}

/// A dead letter goes to the partition that its predecessor lay in.
pub(super) fn stay(made: &mut Record, record: &Message<'_>) {
    if let (Target::DeadLetter, Origin::Kafka { partition, .. }) = (&made.target, record.origin) {
        made.partition = Some(partition);
    }
}

/// The message, for the place that it came from; `None` if that is no place to go back to.
pub(super) fn give_back(
    message: &Message<'_>,
    letter: &Letter<'_>,
    homes: &BTreeMap<String, Home>,
    now: i64,
) -> Option<Record> {
    let Letter {
        topic,
        partition,
        offset,
        ..
    } = *letter;
    let homeless = |why: &str| {
        tracing::warn!(topic, partition, offset, "a dead letter stays: {why}");
        None
    };
    let Some(home) = homes.get(topic) else {
        return homeless("its topic is gone, or none of input.topics");
    };
    if partition >= home.partitions {
        return homeless("its topic has no such partition any more");
    }
    let record = Record {
        target: Target::Topic(topic.into()),
        partition: Some(partition),
        key: message.key.map(<[u8]>::to_vec),
        headers: headers(message),
        payload: message.value.map(<[u8]>::to_vec),
        timestamp: message.timestamp,
    };
    if !record.fits(Some(home.limits.max_bytes)) {
        return homeless("it is too large for its topic: raise max.message.bytes of that");
    }
    if message
        .timestamp
        .is_some_and(|timestamp| !home.limits.takes_timestamp(timestamp, now))
    {
        return homeless(
            "its topic does not take its timestamp: see message.timestamp.before.max.ms and .after.max.ms",
        );
    }
    Some(record)
}

fn headers(message: &Message<'_>) -> Headers {
    let own = message.headers.iter();
    own.map(|header| (Cow::Owned(header.name.to_owned()), header.value.map(<[u8]>::to_vec)))
        .collect()
}
