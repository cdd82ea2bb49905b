//! What the topics that are written will take: record size and timestamps, read from the brokers at the start.
//!
//! A record that the broker refuses costs a round trip and a rewind; one that is known to be too large never leaves.

use std::time::Duration;

use rdkafka::admin::{AdminClient, AdminOptions, ConfigResource, ResourceSpecifier};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};

use super::error::is_authorisation;
use super::login::Asking;

/// Kafka's own default of `max.message.bytes`.
const DEFAULT_MAX_BYTES: usize = 1_048_588;
/// Kafka's own default of `message.timestamp.after.max.ms`: a record may be an hour ahead of the broker's clock.
const DEFAULT_AFTER_MS: i64 = 3_600_000;
/// The broker's clock and ours differ: stay this far inside its limits.
const CLOCK_MARGIN_MS: i64 = 60_000;

/// What one topic takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TopicLimits {
    /// Largest record batch, in bytes: `max.message.bytes`.
    pub max_bytes: usize,
    /// How far a record's timestamp may be behind now, in ms.
    pub before_ms: i64,
    /// How far a record's timestamp may be ahead of now, in ms.
    pub after_ms: i64,
}

impl Default for TopicLimits {
    fn default() -> Self {
        TopicLimits {
            max_bytes: DEFAULT_MAX_BYTES,
            before_ms: i64::MAX,
            after_ms: DEFAULT_AFTER_MS,
        }
    }
}

impl TopicLimits {
    /// Whether the broker would take a record with this timestamp at this time, both in ms since the epoch.
    pub fn takes_timestamp(&self, timestamp: i64, now: i64) -> bool {
        let behind = self.before_ms.saturating_sub(CLOCK_MARGIN_MS).max(0);
        let ahead = self.after_ms.saturating_sub(CLOCK_MARGIN_MS).max(0);
        timestamp >= now.saturating_sub(behind) && timestamp <= now.saturating_add(ahead)
    }

    /// What a topic's configuration says.
    pub(super) fn of(resource: &ConfigResource) -> Self {
        let number = |name: &str| resource.get(name)?.value.as_ref()?.parse::<i64>().ok();
        let default = TopicLimits::default();
        let log_append = resource
            .get("message.timestamp.type")
            .is_some_and(|entry| entry.value.as_deref() == Some("LogAppendTime"));
        TopicLimits {
            max_bytes: number("max.message.bytes")
                .and_then(|n| usize::try_from(n).ok())
                .unwrap_or(default.max_bytes),
            // The broker overwrites the timestamp anyway.
            before_ms: if log_append {
                i64::MAX
            } else {
                number("message.timestamp.before.max.ms").unwrap_or(default.before_ms)
            },
            after_ms: if log_append {
                i64::MAX
            } else {
                number("message.timestamp.after.max.ms").unwrap_or(default.after_ms)
            },
        }
    }
}

/// Asks the brokers for the limits of topics, in the order given. A topic whose configuration may not be read
/// (`DescribeConfigs` not granted) has Kafka's defaults, with a warning.
pub(super) fn ask(
    admin: &AdminClient<Asking>,
    topics: &[&str],
    timeout: Duration,
) -> Result<Vec<TopicLimits>, KafkaError> {
    let resources: Vec<_> = topics.iter().map(|topic| ResourceSpecifier::Topic(topic)).collect();
    let answers = describe(admin, &resources, timeout)?;
    let mut limits = Vec::with_capacity(topics.len());
    for (topic, answer) in topics.iter().zip(answers) {
        limits.push(match answer {
            Ok(resource) => TopicLimits::of(&resource),
            Err(code) if is_authorisation(code) => {
                tracing::warn!(
                    topic,
                    "the topic's limits may not be read (DescribeConfigs), Kafka's defaults are assumed"
                );
                TopicLimits::default()
            }
            Err(error) => {
                tracing::warn!(topic, %error, "the topic's limits cannot be read, Kafka's defaults are assumed");
                TopicLimits::default()
            }
        });
    }
    Ok(limits)
}

/// Asks the brokers for the whole configuration of topics, or one of them for its own, in the order given.
pub(super) fn describe(
    admin: &AdminClient<Asking>,
    resources: &[ResourceSpecifier<'_>],
    timeout: Duration,
) -> Result<Vec<Result<ConfigResource, RDKafkaErrorCode>>, KafkaError> {
    let options = AdminOptions::new().request_timeout(Some(timeout));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| KafkaError::ClientCreation(error.to_string()))?;
    let answers = runtime.block_on(admin.describe_configs(resources, &options))?;
    // rdkafka 0.39 gives a refusal as an answer without entries.
    let told = |answer: Result<ConfigResource, _>| match answer {
        Ok(resource) if resource.entries.is_empty() => Err(RDKafkaErrorCode::TopicAuthorizationFailed),
        other => other,
    };
    Ok(answers.into_iter().map(told).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_are_held_against_both_limits_with_a_margin() {
        let hour = 3_600_000;
        let now = 1_800_000_000_000;
        let default = TopicLimits::default();
        let week = TopicLimits {
            before_ms: 7 * 24 * hour,
            ..default
        };
        for (limits, timestamp, expected) in [
            (default, now, true),
            (default, 0, true),
            (default, now + hour / 2, true),
            (default, now + hour, false),
            (default, i64::MAX, false),
            (week, now - 6 * 24 * hour, true),
            (week, now - 8 * 24 * hour, false),
        ] {
            assert_eq!(
                limits.takes_timestamp(timestamp, now),
                expected,
                "{limits:?} {timestamp}"
            );
        }
    }
}
