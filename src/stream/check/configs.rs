//! How are the topics configured?

use std::time::Duration;

use rdkafka::admin::{ConfigResource, ResourceSpecifier};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};

use super::Unanswered;
use super::clients::Clients;
use super::topics::{Partition, Role, Topic};
use crate::stream::limits;
use crate::stream::topic_config::TopicConfig;

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
