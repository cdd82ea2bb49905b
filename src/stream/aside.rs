//! Consumers that stand aside: they read where they are told to, join no group, commit nothing, and meet the ends of
//! partitions.

use std::collections::BTreeMap;
use std::time::Duration;

use rdkafka::consumer::{BaseConsumer, Consumer};

use super::client;
use super::connect;
use super::error::StreamError;
use super::limits::{self, TopicLimits};
use super::login::Login;
use super::notices::Listener;
use crate::settings::{ByteSize, Properties, Settings};

/// How long one question may take.
const ASK: Duration = Duration::from_secs(10);

/// What such a consumer prefetches at most is a quarter of this.
const MEMORY: u64 = 16 << 20;

/// A consumer of one topic that asks in this group's name, with these librdkafka properties more. It waits for a broker as long as `startup_timeout`.
///
/// # Errors
/// There is no broker, no right, or no such topic.
pub(super) fn consumer(
    settings: &Settings,
    topic: &str,
    group: &str,
    more: &[(&str, &str)],
) -> Result<(BaseConsumer<Listener>, Login), StreamError> {
    let mut aside = settings.clone();
    aside.input.topics = vec![topic.to_owned()];
    // No other topic matters.
    aside.output.topic = topic.to_owned();
    aside.dead_letter.topic = topic.to_owned();
    aside.input.group = group.to_owned();
    aside.worker.name = None;
    aside.worker.in_flight_bytes = ByteSize(aside.worker.in_flight_bytes.0.min(MEMORY));
    add(&mut aside.kafka.properties, &[("statistics.interval.ms", "0")]);
    add(&mut aside.kafka.consumer, &[("enable.partition.eof", "true")]);
    add(&mut aside.kafka.consumer, more);
    connect::reach(&aside)
}

fn add(properties: &mut Properties, more: &[(&str, &str)]) {
    let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let before = properties.iter().map(|(name, value)| own((name, value)));
    *properties = before.chain(more.iter().map(|pair| own(*pair))).collect();
}

/// What there is of these topics: how many partitions each has, and what it takes. Without those that do not exist.
///
/// # Errors
/// There is no broker, no right, or no answer.
pub fn topics(settings: &Settings, names: &[&str]) -> Result<BTreeMap<String, (i32, TopicLimits)>, StreamError> {
    let dead_letters = &settings.dead_letter.topic;
    let (consumer, login) = consumer(settings, dead_letters, &settings.input.group, &[])?;
    let unanswered = |error: rdkafka::error::KafkaError| StreamError::NoAnswer {
        what: format!("topics {}", names.join(", ")),
        seconds: ASK.as_secs(),
        reason: error.to_string(),
    };
    let mut partitions = BTreeMap::new();
    for name in names {
        let metadata = consumer.fetch_metadata(Some(name), ASK).map_err(unanswered)?;
        let known = metadata.topics().iter().find(|known| known.name() == *name);
        let count = known.map_or(0, |known| known.partitions().len());
        if let (1.., Ok(count)) = (count, i32::try_from(count)) {
            partitions.insert(*name, count);
        }
    }
    let there: Vec<&str> = partitions.keys().copied().collect();
    let admin = client::make_admin(settings, &login)?;
    let limits = limits::ask(&admin, &there, ASK).map_err(unanswered)?;
    let topics = partitions.into_iter().zip(limits);
    Ok(topics
        .map(|((name, count), limits)| (name.to_owned(), (count, limits)))
        .collect())
}
