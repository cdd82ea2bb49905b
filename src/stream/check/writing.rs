//! Do the written topics take and keep what is written?
//!
//! The dead-letter topic's timestamps and retention need no look at the input's age: a dead letter bears the time at which
//! the message failed.

use super::configs::Configured;
use super::finding::{grouped, span};
use super::oldest::Oldest;
use super::topics::Role;
use super::{Cause, Finding, Section, Unanswered};
use crate::settings::{OutputTimestamp, Settings};
use crate::stream::topic_config::TopicConfig;

/// What a dead letter's headers take at most, with what a cut one keeps of its message: see `event::dead_letter`.
const STUB_BYTES: usize = 16 * 1024;
/// What the event of an article of some length takes. Most are smaller: a topic that takes less makes dead letters of
/// sound articles.
const EVENT_BYTES: usize = 64 * 1024;

/// Judges both written topics; `now` in ms since the epoch.
pub(super) fn judge(settings: &Settings, topics: &[Configured], oldest: &Oldest, now: i64) -> Vec<Finding> {
    let largest = largest_input(topics);
    let mut findings = Vec::new();
    for topic in topics {
        let name = &topic.name;
        let config = match &topic.config {
            Ok(config) => config,
            Err(reason) => {
                findings.push(unread(topic, reason));
                continue;
            }
        };
        let before = findings.len();
        match topic.role {
            Role::Input => {
                let (limit, most) = (config.limits.max_bytes, settings.intake.max_bytes.0);
                if limit as u64 > most {
                    findings.push(
                        Finding::note(
                            Section::Reading,
                            format!(
                                "{name}: takes records of {} bytes; those over intake.max_bytes become dead letters",
                                grouped(limit as u64)
                            ),
                        )
                        .or("raise intake.max_bytes if such large ones are meant to be read"),
                    );
                }
                continue;
            }
            Role::Output => {
                findings.extend(in_sync(topic, config));
                findings.extend(output_size(name, config, largest));
                if settings.output.timestamp == OutputTimestamp::Input && !config.log_append {
                    findings.extend(output_age(name, config, oldest, now));
                }
                if config.compacted {
                    findings.push(Finding::note(
                        Section::Writing,
                        format!("{name}: compacted, so it keeps the newest event of each key alone"),
                    ));
                }
            }
            Role::DeadLetter => {
                findings.extend(in_sync(topic, config));
                findings.extend(dead_letter_size(name, config, largest));
                if config.compacted {
                    findings.push(Finding::problem(
                        Section::Writing,
                        Cause::Configuration,
                        format!(
                            "{name}: compacted, so it keeps one dead letter of each key and refuses those without a key, \
                             which would end the worker"
                        ),
                        format!("set cleanup.policy = delete on {name}"),
                    ));
                }
            }
        }
        if findings
            .iter()
            .skip(before)
            .all(|finding| finding.verdict == super::Verdict::Ok)
        {
            let kept = config
                .retention
                .map_or_else(|| "without limit of time".to_owned(), |ms| format!("for {}", span(ms)));
            let limit = grouped(config.limits.max_bytes as u64);
            findings.push(Finding::ok(
                Section::Writing,
                format!("{name}: takes records of {limit} bytes, keeps them {kept}"),
            ));
        }
    }
    findings
}

fn largest_input(topics: &[Configured]) -> Option<(&str, usize)> {
    topics
        .iter()
        .filter(|topic| topic.role == Role::Input)
        .filter_map(|topic| Some((topic.name.as_str(), topic.config.as_ref().ok()?.limits.max_bytes)))
        .max_by_key(|(_, bytes)| *bytes)
}

fn unread(topic: &Configured, reason: &Unanswered) -> Finding {
    let name = &topic.name;
    let (section, so) = match topic.role {
        Role::Input => (Section::Reading, "written topics are not held against its limits"),
        Role::Output | Role::DeadLetter => (Section::Writing, "run takes its limits to be Kafka's defaults"),
    };
    let (why, remedy) = match reason {
        Unanswered::Denied => ("not granted".to_owned(), format!("grant DescribeConfigs on {name}")),
        Unanswered::Failed(reason) => (reason.clone(), "wait longer with --timeout".to_owned()),
    };
    Finding::note(
        section,
        format!("{name}: its configuration cannot be read ({why}); {so}"),
    )
    .or(remedy)
}

fn in_sync(topic: &Configured, config: &TopicConfig) -> Option<Finding> {
    let (name, needed) = (&topic.name, config.min_in_sync);
    let replicas = topic.partitions.iter().map(|one| one.replicas).min().unwrap_or(0);
    let now = topic.partitions.iter().map(|one| one.in_sync).min().unwrap_or(0);
    if replicas < needed {
        return Some(Finding::problem(
            Section::Writing,
            Cause::Configuration,
            format!(
                "{name}: has {replicas} of the {needed} replicas that each record needs, so nothing can be written"
            ),
            format!("lower min.insync.replicas of {name}, or give it more replicas"),
        ));
    }
    (now < needed).then(|| {
        Finding::note(
            Section::Writing,
            format!(
                "{name}: {now} of {needed} replicas that each record needs are in sync; writing waits for the others"
            ),
        )
    })
}

fn output_size(name: &str, config: &TopicConfig, largest: Option<(&str, usize)>) -> Option<Finding> {
    let limit = config.limits.max_bytes;
    let shown = grouped(limit as u64);
    if limit < EVENT_BYTES {
        return Some(Finding::problem(
            Section::Writing,
            Cause::Configuration,
            format!(
                "{name}: takes records of {shown} bytes; the events of long articles are larger and become dead letters"
            ),
            format!(
                "raise max.message.bytes of {name} to that of the input, at least to {}",
                grouped(EVENT_BYTES as u64)
            ),
        ));
    }
    let (input, bytes) = largest.filter(|(_, bytes)| *bytes > limit)?;
    Some(
        Finding::note(
            Section::Writing,
            format!(
                "{name}: takes records of {shown} bytes, and {input} of {}; an event that is larger becomes a dead letter",
                grouped(bytes as u64)
            ),
        )
        .or(format!("raise max.message.bytes of {name} if there are such long articles")),
    )
}

fn dead_letter_size(name: &str, config: &TopicConfig, largest: Option<(&str, usize)>) -> Option<Finding> {
    let limit = config.limits.max_bytes;
    let shown = grouped(limit as u64);
    let wanted = largest.map_or(STUB_BYTES, |(_, bytes)| bytes + STUB_BYTES);
    let remedy = format!("raise max.message.bytes of {name} to {}", grouped(wanted as u64));
    if limit < STUB_BYTES {
        return Some(Finding::problem(
            Section::Writing,
            Cause::Configuration,
            format!("{name}: takes records of {shown} bytes, where even a dead letter without its message may not fit"),
            remedy,
        ));
    }
    // Equal limits are Kafka's default, and only a message within the last few thousand bytes is cut then.
    let (input, bytes) = largest.filter(|(_, bytes)| *bytes > limit)?;
    Some(Finding::problem(
        Section::Writing,
        Cause::Configuration,
        format!(
            "{name}: takes records of {shown} bytes, and {input} of {}: a dead letter cannot hold each message whole, the \
             larger ones are cut",
            grouped(bytes as u64)
        ),
        remedy,
    ))
}

/// What happens to events that bear the timestamps of their messages.
fn output_age(name: &str, config: &TopicConfig, oldest: &Oldest, now: i64) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(timestamp) = oldest.timestamp else {
        if oldest.unseen > 0 {
            findings.push(Finding::note(
                Section::Writing,
                format!("{name}: its retention could not be held against the input's age, no message came in time"),
            ));
        }
        return findings;
    };
    let age = now.saturating_sub(timestamp);
    let limits = &config.limits;
    if !limits.takes_timestamp(timestamp, now) {
        findings.push(
            Finding::note(
                Section::Writing,
                format!(
                    "{name}: refuses the timestamp of the oldest unread message ({} old); such events bear the time of \
                     sending, and the header bantin_timestamp_replaced",
                    span(age)
                ),
            )
            .or(format!(
                "raise message.timestamp.before.max.ms of {name}, or set output.timestamp = \"now\" if it does not matter"
            )),
        );
    }
    // An event whose timestamp is replaced is as young as any.
    if let Some(retention) = config.retention
        && retention < age.min(limits.before_ms)
    {
        findings.push(Finding::problem(
            Section::Writing,
            Cause::Configuration,
            format!(
                "{name}: keeps records for {}, and the oldest unread message is {} old: events bear its timestamp and are \
                 deleted soon after they are written",
                span(retention),
                span(age)
            ),
            format!("raise retention.ms of {name}, or set output.timestamp = \"now\""),
        ));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::check::Verdict;
    use crate::stream::check::topics::Partition;
    use crate::stream::limits::TopicLimits;

    const DAY: i64 = 86_400_000;
    const NOW: i64 = 20_000 * DAY;
    const PROBLEM: Verdict = Verdict::Problem(Cause::Configuration);

    fn config() -> TopicConfig {
        TopicConfig {
            limits: TopicLimits::default(),
            log_append: false,
            retention: Some(7 * DAY),
            compacted: false,
            min_in_sync: 1,
        }
    }

    fn limits(config: TopicConfig, max_bytes: usize, before_ms: i64) -> TopicConfig {
        let limits = TopicLimits {
            max_bytes,
            before_ms,
            ..config.limits
        };
        TopicConfig { limits, ..config }
    }

    fn cluster(output: TopicConfig, dead_letter: TopicConfig) -> Vec<Configured> {
        [
            (Role::Input, "raw", config()),
            (Role::Output, "events", output),
            (Role::DeadLetter, "dead", dead_letter),
        ]
        .map(|(role, name, config)| Configured {
            role,
            name: name.to_owned(),
            partitions: vec![Partition {
                id: 0,
                led: true,
                replicas: 2,
                in_sync: 1,
            }],
            config: Ok(config),
        })
        .into()
    }

    fn aged(days: i64) -> Oldest {
        Oldest {
            timestamp: Some(NOW - days * DAY),
            unseen: 0,
        }
    }

    /// The findings of a topic that are not ok: verdict and words.
    fn found(settings: &Settings, topics: &[Configured], oldest: &Oldest) -> Vec<(Verdict, String)> {
        judge(settings, topics, oldest, NOW)
            .into_iter()
            .filter(|finding| finding.verdict != Verdict::Ok)
            .map(|finding| (finding.verdict, finding.what))
            .collect()
    }

    #[test]
    fn topics_of_kafkas_defaults_are_fine() {
        let settings = Settings::default();
        let findings = judge(&settings, &cluster(config(), config()), &aged(6), NOW);
        let words: Vec<_> = findings.iter().map(|finding| finding.what.as_str()).collect();
        assert_eq!(
            words,
            [
                "events: takes records of 1,048,588 bytes, keeps them for 7 days",
                "dead: takes records of 1,048,588 bytes, keeps them for 7 days"
            ]
        );
    }

    #[test]
    fn each_fault_of_the_output_topic_is_told() {
        let settings = Settings::default();
        let whole = TopicLimits::default().max_bytes;
        let forever = TopicConfig {
            retention: None,
            ..config()
        };
        let table = [
            (limits(config(), 1000, i64::MAX), 1, PROBLEM, "of 1,000 bytes"),
            (
                limits(config(), 500_000, i64::MAX),
                1,
                Verdict::Note,
                "becomes a dead letter",
            ),
            (
                config(),
                8,
                PROBLEM,
                "for 7 days, and the oldest unread message is 8 days old",
            ),
            (
                limits(forever, whole, 5 * DAY),
                8,
                Verdict::Note,
                "refuses the timestamp",
            ),
            (
                limits(config(), whole, 5 * DAY),
                8,
                Verdict::Note,
                "refuses the timestamp",
            ),
            (
                TopicConfig {
                    compacted: true,
                    ..config()
                },
                1,
                Verdict::Note,
                "compacted",
            ),
            (
                TopicConfig {
                    min_in_sync: 3,
                    ..config()
                },
                1,
                PROBLEM,
                "2 of the 3 replicas",
            ),
            (
                TopicConfig {
                    min_in_sync: 2,
                    ..config()
                },
                1,
                Verdict::Note,
                "1 of 2 replicas",
            ),
        ];
        for (output, days, verdict, words) in table {
            let found = found(&settings, &cluster(output, config()), &aged(days));
            assert_eq!(found.len(), 1, "{words}: {found:?}");
            assert_eq!(found[0].0, verdict, "{found:?}");
            assert!(
                found[0].1.starts_with("events: ") && found[0].1.contains(words),
                "{found:?}"
            );
        }
        for output in [
            forever,
            TopicConfig {
                log_append: true,
                ..config()
            },
        ] {
            assert_eq!(found(&settings, &cluster(output, config()), &aged(8)), []);
        }
        let mut now = settings.clone();
        now.output.timestamp = OutputTimestamp::Now;
        assert_eq!(found(&now, &cluster(config(), config()), &aged(8)), []);
        let unseen = Oldest {
            timestamp: None,
            unseen: 2,
        };
        let found = found(&settings, &cluster(config(), config()), &unseen);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, Verdict::Note);
    }

    #[test]
    fn each_fault_of_the_dead_letter_topic_is_told() {
        let table = [
            (limits(config(), 1000, i64::MAX), "may not fit"),
            (limits(config(), 500_000, i64::MAX), "the larger ones are cut"),
            (
                TopicConfig {
                    compacted: true,
                    ..config()
                },
                "refuses those without a key",
            ),
        ];
        for (dead_letter, words) in table {
            // The age of the input does not matter to dead letters.
            let output = TopicConfig {
                retention: None,
                ..config()
            };
            let found = found(&Settings::default(), &cluster(output, dead_letter), &aged(100));
            assert_eq!(found.len(), 1, "{words}: {found:?}");
            assert_eq!(found[0].0, PROBLEM, "{found:?}");
            assert!(
                found[0].1.starts_with("dead: ") && found[0].1.contains(words),
                "{found:?}"
            );
        }
    }

    #[test]
    fn what_cannot_be_read_is_a_note() {
        let mut topics = cluster(config(), config());
        topics[0].config = Err(Unanswered::Denied);
        topics[1].config = Err(Unanswered::Denied);
        let found = found(&Settings::default(), &topics, &aged(100));
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().all(|(verdict, _)| *verdict == Verdict::Note));
    }

    #[test]
    fn inputs_over_the_largest_message_are_told() {
        let mut topics = cluster(config(), config());
        topics[0].config = Ok(limits(config(), 32 << 20, i64::MAX));
        let found = found(&Settings::default(), &topics, &aged(1));
        assert!(
            found[0].1.starts_with("raw: ") && found[0].1.contains("intake.max_bytes"),
            "{found:?}"
        );
        // Both written topics take less than that.
        assert_eq!(found.len(), 3, "{found:?}");
    }
}
