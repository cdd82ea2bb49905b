//! Consumers that stand aside: they read where they are told to, join no group, commit nothing, and meet the ends of
//! partitions.

use super::connect;
use super::error::StreamError;
use super::notices::Listener;
use crate::settings::{ByteSize, Settings};
use rdkafka::consumer::BaseConsumer;

/// What such a consumer prefetches at most is a quarter of this.
const MEMORY: u64 = 16 << 20;

/// A consumer of one topic that asks in this group's name. It waits for a broker as long as `startup_timeout`.
///
/// # Errors
/// There is no broker, no right, or no such topic.
pub(super) fn consumer(settings: &Settings, topic: &str, group: &str) -> Result<BaseConsumer<Listener>, StreamError> {
    let mut aside = settings.clone();
    aside.input.topics = vec![topic.to_owned()];
    // No other topic matters.
    aside.output.topic = topic.to_owned();
    aside.dead_letter.topic = topic.to_owned();
    aside.input.group = group.to_owned();
    aside.worker.name = None;
    aside.worker.in_flight_bytes = ByteSize(aside.worker.in_flight_bytes.0.min(MEMORY));
    let with = |properties: &mut crate::settings::Properties, name: &str, value: &str| {
        let more = (name.to_owned(), value.to_owned());
        *properties = properties
            .iter()
            .map(|(name, value)| (name.clone(), value.clone()))
            .chain([more])
            .collect();
    };
    with(&mut aside.kafka.properties, "statistics.interval.ms", "0");
    with(&mut aside.kafka.consumer, "enable.partition.eof", "true");
    connect::reach(&aside)
}
