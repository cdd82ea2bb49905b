//! How are the topics configured?

use std::time::Duration;

use rdkafka::admin::{ConfigResource, ResourceSpecifier};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};

use super::Unanswered;
use super::clients::Clients;
use super::topics::{Partition, Role, Topic};
use crate::stream::limits::{self, TopicLimits};

/// What the topic's configuration says, as far as the worker is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TopicConfig {
    /// Size and timestamps of records.
    pub limits: TopicLimits,
    /// Whether the broker replaces timestamps by its own time.
    pub log_append: bool,
    /// How long records are kept, in ms; `None` is for ever, or as long as the size allows.
    pub retention: Option<i64>,
    /// Whether only the newest record of each key is kept.
    pub compacted: bool,
    /// How many replicas must have a record before it counts as written.
    pub min_in_sync: usize,
}

/// One topic with its configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Configured {
    pub role: Role,
    pub name: String,
    pub partitions: Vec<Partition>,
    pub config: Result<TopicConfig, Unanswered>,
}

/// Asks for the configuration of each topic: needs `DescribeConfigs` on it.
pub(super) fn ask<'t>(
    clients: &Clients<'_>,
    topics: impl Iterator<Item = &'t Topic>,
    timeout: Duration,
) -> Vec<Configured> {
    let topics: Vec<&Topic> = topics.collect();
    let answers = describe(clients, &topics, timeout);
    let configured = |(place, topic): (usize, &&Topic)| {
        let config = match &answers {
            Ok(answers) => match answers.get(place) {
                Some(Ok(resource)) => Ok(TopicConfig::of(resource)),
                Some(Err(code)) => Err((*code).into()),
                None => Err(Unanswered::Failed("no answer about this topic".to_owned())),
            },
            Err(error) => Err(error.into()),
        };
        Configured {
            role: topic.role,
            name: topic.name.clone(),
            partitions: topic.partitions().unwrap_or_default().to_vec(),
            config,
        }
    };
    topics.iter().enumerate().map(configured).collect()
}

fn describe(
    clients: &Clients<'_>,
    topics: &[&Topic],
    timeout: Duration,
) -> Result<Vec<Result<ConfigResource, RDKafkaErrorCode>>, KafkaError> {
    if topics.is_empty() {
        return Ok(Vec::new());
    }
    let topics: Vec<_> = topics
        .iter()
        .map(|topic| ResourceSpecifier::Topic(&topic.name))
        .collect();
    limits::describe(&clients.admin()?, &topics, timeout)
}

impl TopicConfig {
    fn of(resource: &ConfigResource) -> Self {
        let text = |name: &str| resource.get(name).and_then(|entry| entry.value.as_deref());
        let policy = |wanted: &str| {
            let mut policies = text("cleanup.policy").unwrap_or("delete").split(',');
            policies.any(|policy| policy.trim() == wanted)
        };
        let retention = text("retention.ms").and_then(|ms| ms.parse::<i64>().ok());
        TopicConfig {
            limits: TopicLimits::of(resource),
            log_append: text("message.timestamp.type") == Some("LogAppendTime"),
            retention: retention.filter(|ms| *ms >= 0 && policy("delete")),
            compacted: policy("compact"),
            min_in_sync: text("min.insync.replicas").and_then(|n| n.parse().ok()).unwrap_or(1),
        }
    }
}
