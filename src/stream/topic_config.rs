//! [`TopicConfig`]: how a topic is configured, as far as it matters to whoever writes into it.

use std::time::Duration;

use rdkafka::admin::{ConfigResource, ResourceSpecifier};

use super::client;
use super::error::{StreamError, is_authorisation};
use super::limits::{self, TopicLimits};
use super::login::Login;
use crate::settings::Settings;

/// What a topic's configuration says, as far as the worker is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TopicConfig {
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

/// Why a topic's configuration is not known.
#[derive(Debug, thiserror::Error)]
pub enum ConfigUnknown {
    /// The right is missing.
    #[error("the configuration of topic {0} may not be read: grant DescribeConfigs on it")]
    Refused(String),
    /// The brokers gave no answer.
    #[error("the configuration of topic {topic} cannot be read: {reason}")]
    Unanswered {
        /// The topic.
        topic: String,
        /// What was heard.
        reason: String,
    },
}

impl TopicConfig {
    pub(super) fn of(resource: &ConfigResource) -> Self {
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

/// Asks the brokers for a topic's configuration, which needs the right `DescribeConfigs` on it.
///
/// # Errors
/// The right is missing, or there is no answer within `timeout`.
pub fn topic_config(settings: &Settings, topic: &str, timeout: Duration) -> Result<TopicConfig, ConfigUnknown> {
    let unanswered = |error: &dyn std::fmt::Display| ConfigUnknown::Unanswered {
        topic: topic.to_owned(),
        reason: error.to_string(),
    };
    let login = Login::new(settings).map_err(|error| unanswered(&error))?;
    login.wait(timeout).map_err(|error| unanswered(&error))?;
    let admin = client::make_admin(settings, &login).map_err(|error: StreamError| unanswered(&error))?;
    let answers = limits::describe(&admin, &[ResourceSpecifier::Topic(topic)], timeout);
    match answers.map_err(|error| unanswered(&error))?.into_iter().next() {
        Some(Ok(resource)) => Ok(TopicConfig::of(&resource)),
        Some(Err(code)) if is_authorisation(code) => Err(ConfigUnknown::Refused(topic.to_owned())),
        Some(Err(code)) => Err(unanswered(&code)),
        None => Err(unanswered(&"no answer about this topic")),
    }
}
