//! Is the output topic one to write into once more? Asked before anything is read.

use anyhow::anyhow;
use indicatif::HumanDuration;
use std::time::Duration;

use super::ASK;
use crate::commands::Exit;
use crate::commands::run::ended_by;
use crate::replay::{Job, Point};
use crate::settings::{OutputTimestamp, Settings};
use crate::stream::{self, ConfigUnknown, Extent, TopicConfig, topic_config};

/// Refuses a compacted topic, and one of which that is not known, unless that is wanted (`yes`); warns where the topic
/// would not keep the events.
///
/// # Errors
/// It is refused, or the brokers do not answer.
pub(super) fn check(own: &Settings, job: &Job, yes: bool) -> anyhow::Result<()> {
    let config = topic_config(own, &own.output.topic, ASK);
    if let Some(reason) = refusal(own, &config) {
        match yes {
            true => tracing::warn!("{reason}; written all the same (--yes)"),
            false => {
                return Err(
                    anyhow!("{reason}; write --into another topic, or say --yes to write into this one")
                        .context(Exit::Configuration),
                );
            }
        }
    }
    if let Ok(config) = config
        && let Some(kept) = kept(own, &config)
    {
        let first = match job.from {
            Point::Time(ms) => Some(ms),
            _ => oldest(own, job)?,
        };
        if let Some(warning) = too_old(own, kept, first, job.begun) {
            tracing::warn!("{warning}");
        }
    }
    Ok(())
}

/// Why the topic should not be written by a replay.
pub(super) fn refusal(own: &Settings, config: &Result<TopicConfig, ConfigUnknown>) -> Option<String> {
    let topic = &own.output.topic;
    match config {
        Ok(config) if config.compacted => Some(format!(
            "topic {topic} is compacted: it keeps the record that was written last under each key, and an older revision of \
             an article, replayed, would take the place of the newer one that is there"
        )),
        Ok(_) => None,
        Err(unknown) => Some(format!(
            "nobody knows whether topic {topic} is compacted, where older revisions of articles, replayed, would take the \
             place of newer ones: {unknown}"
        )),
    }
}

/// How long the topic keeps an event by the time of its input, in ms; `None` where that does not matter.
pub(super) fn kept(own: &Settings, config: &TopicConfig) -> Option<i64> {
    let by_input = own.output.timestamp == OutputTimestamp::Input && !config.log_append;
    config.retention.filter(|_| by_input)
}

/// What to say where the first event is older than the topic keeps it.
pub(super) fn too_old(own: &Settings, kept: i64, first: Option<i64>, now: i64) -> Option<String> {
    let age = now.saturating_sub(first?);
    let span = |ms: i64| HumanDuration(Duration::from_millis(ms.unsigned_abs()));
    (age > kept).then(|| {
        format!(
            "events are up to {} old, and topic {} keeps them for {} by their input's time: older ones may be deleted as soon \
             as they are written; raise its retention.ms, write --into another topic, or set output.timestamp to now",
            span(age),
            own.output.topic,
            span(kept),
        )
    })
}

/// The time of the oldest of the first records of all ranges.
fn oldest(own: &Settings, job: &Job) -> anyhow::Result<Option<i64>> {
    let ranges = stream::job::survey(own, job, ASK).map_err(ended_by)?;
    let extents: Vec<_> = ranges
        .into_iter()
        .map(|(topic, seen, mark)| Extent {
            topic,
            partition: seen.partition,
            start: mark.start,
            end: mark.end,
        })
        .collect();
    let ends = stream::sample(own, &extents, 1, ASK, &mut |_| {}).map_err(ended_by)?;
    Ok(ends.iter().filter_map(|ends| ends.first).min())
}
