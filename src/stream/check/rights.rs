//! May this login read and write? Found out by requests that a broker can only refuse: it looks at the rights first, so
//! that the reason of its refusal tells them, and nothing is left behind.
//!
//! What is proved, and what is not, holds for Apache Kafka (tried with 4.3; `KafkaApis.scala` has had this order since
//! 0.9). A broker of another make may judge the request before the rights; it then looks as if they were granted.

use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer};
use rdkafka::error::RDKafkaErrorCode;
use rdkafka::producer::{BaseRecord, Producer};
use rdkafka::{Offset, TopicPartitionList};

use super::clients::{Clients, Ears};
use super::topics::{Role, Topic};
use super::{Cause, Finding, Section, Unanswered, once_coordinated};

/// A partition that no topic has.
const NO_PARTITION: i32 = i32::MAX;
/// A number of acknowledgements that brokers refuse: they know 0, 1 and all (-1).
pub(super) const IMPOSSIBLE_ACKS: &str = "2";
/// How long to wait for one more error of the consumer.
const HEAR: Duration = Duration::from_millis(10);
/// How long one wait for an event may take.
const WAIT: Duration = Duration::from_millis(50);

/// One topic, and whether the right in question is granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Right {
    pub topic: String,
    pub granted: Result<(), Unanswered>,
}

/// The rights to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// `Read` on the group. `None` if no input topic is there to ask with.
    pub group: Option<Result<(), Unanswered>>,
    /// Whether the brokers name the group's coordinator to this login. Where they do not, there is no answer about the
    /// group's offsets either.
    pub coordinator: bool,
    /// `Read` on each input topic. Empty where the group's right is refused: brokers then say nothing of topics.
    pub topics: Vec<Right>,
}

/// Commits an offset in a partition that does not exist, in one input topic after the other. A broker looks at `Read` on
/// the group, then at `Read` on the topic, then whether the partition is there; without one that is there nothing reaches
/// the group's coordinator, so no group comes to be and nothing is committed.
///
/// Proves `Read` on the group and on the topics: what joining, committing and fetching need.
///
/// librdkafka gives up on such a commit by itself: after two more tries, or where there is no coordinator after the
/// session's timeout, which [`Clients::consumer`] sets for that. (An asynchronous commit could be waited for with a limit
/// of our own, but rdkafka 0.39 never reports its end.)
pub(super) fn ask_reading(consumer: &BaseConsumer<Ears>, inputs: &[&Topic], timeout: Duration) -> Reading {
    let mut rights = Reading {
        group: None,
        coordinator: true,
        topics: Vec::new(),
    };
    for topic in inputs {
        let mut list = TopicPartitionList::new();
        let result = list
            .add_partition_offset(&topic.name, NO_PARTITION, Offset::Offset(0))
            .and_then(|()| once_coordinated(timeout, || consumer.commit(&list, CommitMode::Sync)));
        let code = result
            .err()
            .map(|error| error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Fail));
        match read_answer(code) {
            Answer::Topic(granted) => {
                rights.group.get_or_insert(Ok(()));
                rights.topics.push(Right {
                    topic: topic.name.clone(),
                    granted,
                });
            }
            // What holds for the group holds for each topic.
            Answer::Group(reason) => {
                // Where the login may not even learn of the coordinator, the commit waits for one in vain, and the reason
                // comes as an error of the consumer.
                let denied = std::iter::from_fn(|| consumer.poll(HEAR))
                    .filter_map(|polled| polled.err()?.rdkafka_error_code())
                    .any(|code| code == RDKafkaErrorCode::GroupAuthorizationFailed);
                rights.coordinator = !denied;
                rights.group = Some(Err(if denied { Unanswered::Denied } else { reason }));
                break;
            }
        }
    }
    rights
}

/// What the answer is about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    /// The topic; the group's right is granted.
    Topic(Result<(), Unanswered>),
    /// The group, or no right at all.
    Group(Unanswered),
}

fn read_answer(code: Option<RDKafkaErrorCode>) -> Answer {
    use RDKafkaErrorCode::{TopicAuthorizationFailed, UnknownPartition, UnknownTopic, UnknownTopicOrPartition};
    match code {
        Some(UnknownTopicOrPartition | UnknownTopic | UnknownPartition) | None => Answer::Topic(Ok(())),
        Some(TopicAuthorizationFailed) => Answer::Topic(Err(Unanswered::Denied)),
        Some(code) => Answer::Group(code.into()),
    }
}

/// Sends each topic an empty record that wants an impossible number of acknowledgements. A broker looks at `Write` on the
/// topic before it looks at that number, which it refuses before it touches a log.
///
/// Proves `Write` on the topic. That also covers an idempotent producer since Kafka 2.8; older brokers want
/// `IdempotentWrite` on the cluster, which is not asked for. That there are enough replicas, and that the topic takes
/// records of some size and time, is not proved by it, but told by the topic's configuration.
pub(super) fn ask_writing(clients: &Clients<'_>, written: &[&Topic], timeout: Duration) -> Vec<(Role, Right)> {
    let mut rights = Vec::new();
    let producer = match clients.refused_producer() {
        Ok(producer) => producer,
        Err(error) => {
            return all(written, &Unanswered::from(&error));
        }
    };
    let mut waiting = Vec::new();
    for topic in written {
        let partition = topic.partitions().and_then(|all| all.iter().find(|one| one.led));
        let Some(partition) = partition else {
            let reason = "no partition has a leader".to_owned();
            rights.extend(all(&[topic], &Unanswered::Failed(reason)));
            continue;
        };
        let record: BaseRecord<'_, [u8], [u8]> = BaseRecord::to(&topic.name).partition(partition.id).payload(b"");
        match producer.send(record) {
            Ok(()) => waiting.push(*topic),
            Err((error, _)) => rights.extend(all(&[topic], &Unanswered::from(&error))),
        }
    }
    let until = Instant::now() + timeout;
    while !waiting.is_empty() && Instant::now() < until {
        producer.poll(WAIT);
        for (name, code) in producer.context().deliveries() {
            let Some(place) = waiting.iter().position(|topic| topic.name == name) else {
                continue;
            };
            let granted = match code {
                Some(RDKafkaErrorCode::InvalidRequiredAcks) => Ok(()),
                None => Err(Unanswered::Failed(
                    "it took a record that it should have refused: this is not Apache Kafka, and an empty record lies there now"
                        .to_owned(),
                )),
                Some(code) => Err(code.into()),
            };
            rights.push((waiting.swap_remove(place).role, Right { topic: name, granted }));
        }
    }
    rights.extend(all(
        &waiting,
        &Unanswered::Failed("it does not answer in time".to_owned()),
    ));
    rights.sort_by_key(|(role, _)| *role == Role::DeadLetter);
    rights
}

fn all(topics: &[&Topic], reason: &Unanswered) -> Vec<(Role, Right)> {
    let right = |topic: &&Topic| {
        let right = Right {
            topic: topic.name.clone(),
            granted: Err(reason.clone()),
        };
        (topic.role, right)
    };
    topics.iter().map(right).collect()
}

pub(super) fn judge_group(rights: &Reading, group: &str) -> Option<Finding> {
    Some(match rights.group.as_ref()? {
        Ok(()) => Finding::ok(Section::Reading, format!("group {group}: may be joined")),
        Err(Unanswered::Denied) => Finding::problem(
            Section::Reading,
            Cause::Authorisation,
            format!("group {group}: this login may not join it"),
            "grant Read on the group, or correct input.group",
        ),
        Err(Unanswered::Failed(reason)) => Finding::problem(
            Section::Reading,
            Cause::NoBroker,
            format!("group {group}: the brokers do not say whether it may be joined: {reason}"),
            "look at the brokers, or wait longer with --timeout",
        ),
    })
}

pub(super) fn judge_topics(rights: &Reading) -> Vec<Finding> {
    let rights = rights.topics.iter();
    rights
        .map(|right| judge(Section::Reading, right, "read", "Read"))
        .collect()
}

pub(super) fn judge_writing(rights: &[(Role, Right)]) -> Vec<Finding> {
    let rights = rights.iter();
    rights
        .map(|(_, right)| judge(Section::Writing, right, "written", "Write"))
        .collect()
}

fn judge(section: Section, right: &Right, verb: &str, name: &str) -> Finding {
    let Right { topic, granted } = right;
    match granted {
        Ok(()) => Finding::ok(section, format!("{topic}: may be {verb}")),
        Err(Unanswered::Denied) => Finding::problem(
            section,
            Cause::Authorisation,
            format!("{topic}: may not be {verb} by this login"),
            format!("grant {name} on the topic"),
        ),
        Err(Unanswered::Failed(reason)) => Finding::problem(
            section,
            Cause::NoBroker,
            format!("{topic}: the brokers do not say whether it may be {verb}: {reason}"),
            "look at the brokers, or wait longer with --timeout",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use RDKafkaErrorCode::{CoordinatorNotAvailable, GroupAuthorizationFailed};
    use RDKafkaErrorCode::{TopicAuthorizationFailed, UnknownTopicOrPartition};

    #[test]
    fn a_refused_commit_tells_the_rights() {
        let away = Unanswered::Failed(CoordinatorNotAvailable.to_string());
        for (code, answer) in [
            (UnknownTopicOrPartition, Answer::Topic(Ok(()))),
            (TopicAuthorizationFailed, Answer::Topic(Err(Unanswered::Denied))),
            (GroupAuthorizationFailed, Answer::Group(Unanswered::Denied)),
            (CoordinatorNotAvailable, Answer::Group(away)),
        ] {
            assert_eq!(read_answer(Some(code)), answer);
        }
    }

    #[test]
    fn what_is_refused_names_the_right() {
        let rights = Reading {
            group: Some(Err(Unanswered::Denied)),
            coordinator: true,
            topics: vec![Right {
                topic: "raw".to_owned(),
                granted: Err(Unanswered::Denied),
            }],
        };
        let group = judge_group(&rights, "bantin").into_iter();
        for (finding, name, right) in group.map(|finding| (finding, "bantin", "Read on the group")).chain(
            judge_topics(&rights)
                .into_iter()
                .map(|finding| (finding, "raw", "Read on the topic")),
        ) {
            assert!(finding.what.contains(name), "{finding:?}");
            assert!(finding.remedy.is_some_and(|remedy| remedy.contains(right)));
        }
    }
}
