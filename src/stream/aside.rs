//! Consumers that stand aside: they read where they are told to, join no group, commit nothing, and meet the ends of
//! partitions.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use rdkafka::admin::ResourceSpecifier;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaResult;

use super::client;
use super::connect;
use super::error::{StreamError, is_authorisation};
use super::limits::{self, TopicLimits};
use super::login::Login;
use super::notices::Listener;
use super::start;
use crate::settings::Settings;

/// How long one question may take, and for how long it is asked again.
const ASK: Duration = Duration::from_secs(5);
const INSIST: Duration = Duration::from_secs(30);
/// How long to wait before it is asked again.
const PAUSE: Duration = Duration::from_millis(100);

/// A consumer of one topic that asks in this group's name, with these librdkafka properties more. It waits for a broker as
/// long as `startup_timeout`.
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
    aside.input.group = group.to_owned();
    aside.worker.name = None;
    // Nothing stops it but the end of its patience.
    let never = AtomicBool::new(false);
    let Some((_, login)) = connect::reach(&aside, topic, connect::READ, connect::Group::Needed, &never)? else {
        return Err(StreamError::NoTopic {
            topic: topic.to_owned(),
        });
    };
    let more: Vec<(&str, &str)> = [("enable.partition.eof", "true")].iter().chain(more).copied().collect();
    let consumer = client::make_asking_consumer(&aside, &login, &more)?;
    Ok((consumer, login))
}

/// Asks until there is an answer: coordinators move, and have to load what they are asked for.
///
/// # Errors
/// There is none within half a minute, or it is a refusal.
pub(super) fn insist<T>(what: &str, ask: impl Fn(Duration) -> KafkaResult<T>) -> Result<T, StreamError> {
    let until = Instant::now() + INSIST;
    loop {
        let error = match ask(ASK) {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        if let Some(code) = error.rdkafka_error_code().filter(|code| is_authorisation(*code)) {
            return Err(StreamError::Authorisation {
                what: format!("{what} (rights Read and Describe): {code}"),
            });
        }
        if Instant::now() >= until {
            return Err(StreamError::NoAnswer {
                what: what.to_owned(),
                seconds: INSIST.as_secs(),
                reason: error.to_string(),
            });
        }
        std::thread::sleep(PAUSE);
    }
}

/// What there is of these topics: how many partitions each has, and what it takes. Without those that do not exist. It asks
/// in this group's name.
///
/// # Errors
/// There is no broker, no right, or no answer.
pub fn topics(
    settings: &Settings,
    group: &str,
    names: &[&str],
) -> Result<BTreeMap<String, (i32, TopicLimits)>, StreamError> {
    let dead_letters = &settings.dead_letter.topic;
    let (consumer, login) = consumer(settings, dead_letters, group, &[])?;
    let what = format!("topics {}", names.join(", "));
    let mut partitions = BTreeMap::new();
    for name in names {
        let count = insist(&what, |patience| start::partitions(&consumer, name, patience))?.len();
        if let (1.., Ok(count)) = (count, i32::try_from(count)) {
            partitions.insert(*name, count);
        }
    }
    let there: Vec<&str> = partitions.keys().copied().collect();
    let admin = client::make_admin(settings, &login)?;
    let limits = insist(&what, |patience| limits::ask(&admin, &there, patience))?;
    let topics = partitions.into_iter().zip(limits);
    Ok(topics
        .map(|((name, count), limits)| (name.to_owned(), (count, limits)))
        .collect())
}

/// Letters live longer than what is known of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlived {
    /// How long the dead-letter topic keeps them; `None` is for ever.
    pub letters: Option<Duration>,
    /// How long the brokers keep the offsets of a group that nobody is in.
    pub offsets: Duration,
}

/// How long brokers keep the offsets of an idle group unless they are told otherwise.
const OFFSETS: Duration = Duration::from_secs(7 * 24 * 3600);

/// Whether the dead-letter topic keeps its records for longer than the brokers keep the offsets of an idle group: then
/// letters that were resolved are taken for living again when nobody has redriven for so long. `None` if not, and if it
/// cannot be told.
pub fn outlived(settings: &Settings, group: &str) -> Option<Outlived> {
    let topic = &settings.dead_letter.topic;
    let (consumer, login) = consumer(settings, topic, group, &[]).ok()?;
    let metadata = consumer.fetch_metadata(Some(topic), ASK).ok()?;
    let broker = metadata.brokers().first()?.id();
    let admin = client::make_admin(settings, &login).ok()?;
    let number = |resource: ResourceSpecifier<'_>, name: &str| {
        let answers = limits::describe(&admin, &[resource], ASK).ok()?;
        let resource = answers.into_iter().next()?.ok()?;
        resource.get(name)?.value.as_ref()?.parse::<i64>().ok()
    };
    let letters = number(ResourceSpecifier::Topic(topic), "retention.ms")?;
    // Brokers tell their own configuration to few.
    let offsets = number(ResourceSpecifier::Broker(broker), "offsets.retention.minutes");
    let offsets = offsets.and_then(|minutes| u64::try_from(minutes).ok());
    let offsets = offsets.map_or(OFFSETS, |minutes| Duration::from_secs(minutes.saturating_mul(60)));
    let letters = u64::try_from(letters).ok().map(Duration::from_millis);
    letters
        .is_none_or(|letters| letters > offsets)
        .then_some(Outlived { letters, offsets })
}
