//! Are the topics there?

use std::time::Duration;

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::RDKafkaErrorCode;

use super::clients::Ears;
use super::finding::count;
use super::{Cause, Finding, Section, Unanswered};
use crate::settings::Settings;

/// What a topic is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Input,
    Output,
    DeadLetter,
}

impl Role {
    fn words(self) -> &'static str {
        match self {
            Role::Input => "input",
            Role::Output => "output",
            Role::DeadLetter => "dead letters",
        }
    }

    fn setting(self) -> &'static str {
        match self {
            Role::Input => "input.topics",
            Role::Output => "output.topic",
            Role::DeadLetter => "dead_letter.topic",
        }
    }

    fn right(self) -> &'static str {
        match self {
            Role::Input => "Read",
            Role::Output | Role::DeadLetter => "Write",
        }
    }
}

/// One partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Partition {
    pub id: i32,
    /// Whether a broker leads it.
    pub led: bool,
    /// How many brokers have it.
    pub replicas: usize,
    /// How many of them are up to date.
    pub in_sync: usize,
}

/// How a topic is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    There(Vec<Partition>),
    Missing,
    Unknown(Unanswered),
}

/// One topic that the worker needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Topic {
    pub role: Role,
    pub name: String,
    pub state: State,
}

impl Topic {
    /// Its partitions, where it is there.
    pub(super) fn partitions(&self) -> Option<&[Partition]> {
        match &self.state {
            State::There(partitions) => Some(partitions),
            State::Missing | State::Unknown(_) => None,
        }
    }
}

/// Asks for the metadata of each. Proves the right `Describe` (which `Read` and `Write` bring along); a broker says the
/// same of a topic that is not there and of one that may not be described.
pub(super) fn ask(consumer: &BaseConsumer<Ears>, settings: &Settings, timeout: Duration) -> Vec<Topic> {
    let inputs = settings.input.topics.iter().map(|name| (Role::Input, name));
    let written = [
        (Role::Output, &settings.output.topic),
        (Role::DeadLetter, &settings.dead_letter.topic),
    ];
    inputs
        .chain(written)
        .map(|(role, name)| Topic {
            role,
            name: name.clone(),
            state: look(consumer, name, timeout),
        })
        .collect()
}

fn look(consumer: &BaseConsumer<Ears>, name: &str, timeout: Duration) -> State {
    let metadata = match consumer.fetch_metadata(Some(name), timeout) {
        Ok(metadata) => metadata,
        Err(error) => return State::Unknown((&error).into()),
    };
    let Some(topic) = metadata.topics().iter().find(|topic| topic.name() == name) else {
        return State::Missing;
    };
    match topic.error().map(RDKafkaErrorCode::from) {
        Some(RDKafkaErrorCode::UnknownTopicOrPartition | RDKafkaErrorCode::UnknownTopic) => State::Missing,
        Some(code) => State::Unknown(code.into()),
        None if topic.partitions().is_empty() => State::Missing,
        None => {
            let partitions = topic.partitions().iter().map(|partition| Partition {
                id: partition.id(),
                led: partition.leader() >= 0,
                replicas: partition.replicas().len(),
                in_sync: partition.isr().len(),
            });
            State::There(partitions.collect())
        }
    }
}

pub(super) fn judge(topic: &Topic) -> Finding {
    let Topic { role, name, state } = topic;
    let (words, setting, right) = (role.words(), role.setting(), role.right());
    match state {
        State::There(partitions) => {
            let size = count(partitions.len(), "partition");
            let least = partitions.iter().map(|partition| partition.replicas).min().unwrap_or(0);
            let lost = partitions.iter().filter(|partition| !partition.led).count();
            match lost {
                0 => {
                    let replicas = if least == 1 { "replica" } else { "replicas" };
                    Finding::ok(Section::Topics, format!("{name}: {words}, {size}, {least} {replicas}"))
                }
                _ => Finding::note(
                    Section::Topics,
                    format!("{name}: {words}, {size}, {lost} of them without a leader: they wait for a broker"),
                ),
            }
        }
        State::Missing => Finding::problem(
            Section::Topics,
            Cause::Configuration,
            format!("{name}: {words}, does not exist"),
            format!("create it (run waits for it), or correct {setting}"),
        ),
        State::Unknown(Unanswered::Denied) => Finding::problem(
            Section::Topics,
            Cause::Authorisation,
            format!("{name}: {words}, not to be seen by this login, or not there"),
            format!("grant {right} on the topic, or correct {setting}"),
        ),
        State::Unknown(Unanswered::Failed(reason)) => Finding::problem(
            Section::Topics,
            Cause::NoBroker,
            format!("{name}: {words}, the brokers do not say whether it is there: {reason}"),
            "look at the brokers, or wait longer with --timeout",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::check::Verdict;

    #[test]
    fn each_state_has_its_finding() {
        let sound = Partition {
            id: 0,
            led: true,
            replicas: 3,
            in_sync: 3,
        };
        let lost = Partition { led: false, ..sound };
        let table = [
            (State::There(vec![sound; 12]), Verdict::Ok, "12 partitions, 3 replicas"),
            (
                State::There(vec![sound, lost]),
                Verdict::Note,
                "1 of them without a leader",
            ),
            (State::Missing, Verdict::Problem(Cause::Configuration), "does not exist"),
            (
                State::Unknown(Unanswered::Denied),
                Verdict::Problem(Cause::Authorisation),
                "not to be seen",
            ),
            (
                State::Unknown(Unanswered::Failed("timed out".to_owned())),
                Verdict::Problem(Cause::NoBroker),
                "timed out",
            ),
        ];
        for (state, verdict, words) in table {
            let topic = Topic {
                role: Role::Output,
                name: "events".to_owned(),
                state,
            };
            let finding = judge(&topic);
            assert_eq!(finding.verdict, verdict, "{finding:?}");
            assert!(finding.what.starts_with("events: output, "), "{finding:?}");
            assert!(finding.what.contains(words), "{finding:?}");
            if let Verdict::Problem(Cause::Configuration) = verdict {
                assert!(finding.remedy.is_some_and(|remedy| remedy.contains("output.topic")));
            }
        }
    }
}
