//! Where reading begins in a partition that was just assigned.
//!
//! librdkafka's `auto.offset.reset` cannot tell a group that is new from a partition that is new from an offset that
//! retention took; the three want different answers, so it is set to `error` and the decision is made here.

use std::collections::HashMap;
use std::time::Duration;

use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext};
use rdkafka::error::{KafkaError, KafkaResult, RDKafkaErrorCode};
use rdkafka::{Offset, TopicPartitionList};

use super::error::StreamError;
use super::native;
use super::notices::Listener;
use crate::settings::{Input, LostOffset, Start};

/// How long one question to the brokers may take before the assignment is tried again from the start.
pub(super) const ASK: Duration = Duration::from_secs(5);

/// What is known of one partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The group's committed offset.
    pub committed: Option<i64>,
    /// First offset of the log.
    pub low: i64,
    /// Offset after the last of the log.
    pub high: i64,
    /// Whether the group has committed an offset in any partition of this topic.
    pub group_knows_topic: bool,
    /// The topic was deleted and made again since this process has read it.
    pub another_log: bool,
}

/// Where to begin, or why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// At this offset.
    At(i64),
    /// The committed offset is outside the log, and that is an error.
    Lost(i64),
    /// The group is new to the topic, and that is an error.
    New,
}

/// Decides where reading begins.
pub fn begin(known: Known, start: Start, lost: LostOffset) -> Begin {
    match known.committed {
        Some(offset) if (known.low..=known.high).contains(&offset) => Begin::At(offset),
        // What was committed, if anything, belongs to a log that is gone.
        _ if known.another_log => Begin::At(known.low),
        Some(offset) => match lost {
            LostOffset::Error => Begin::Lost(offset),
            LostOffset::Earliest => Begin::At(known.low),
            LostOffset::Latest => Begin::At(known.high),
        },
        // Added after the group had begun: nothing in it was ever read.
        None if known.group_knows_topic => Begin::At(known.low),
        None => match start {
            Start::Earliest => Begin::At(known.low),
            Start::Latest => Begin::At(known.high),
            Start::Error => Begin::New,
        },
    }
}

/// The answer for one assigned partition.
pub(super) struct Beginning {
    pub topic: String,
    pub partition: i32,
    pub offset: i64,
    pub committed: Option<i64>,
}

/// Why the question has no answer.
pub(super) enum NoBeginning {
    /// The brokers did not answer; ask again.
    Later(KafkaError),
    /// It is an error by the settings.
    Never(StreamError),
}

impl From<KafkaError> for NoBeginning {
    fn from(error: KafkaError) -> Self {
        NoBeginning::Later(error)
    }
}

/// Asks the brokers and decides, for all partitions of an assignment. On success the list's offsets are set, and what
/// the committed ones carry along (leader epochs) is kept.
pub(super) fn resolve(
    consumer: &BaseConsumer<Listener>,
    input: &Input,
    assigned: &TopicPartitionList,
    another_log: &dyn Fn(&str) -> bool,
) -> Result<(TopicPartitionList, Vec<Beginning>), NoBeginning> {
    let mut list = consumer.committed_offsets(assigned.clone(), ASK)?;
    let bounds = log_bounds(consumer, assigned, ASK)?;
    let mut known_topics: HashMap<String, bool> = HashMap::new();
    let mut beginnings = Vec::with_capacity(list.count());
    let mut moved = Vec::new();
    for mut element in list.elements() {
        element.error()?;
        let (topic, partition) = (element.topic().to_owned(), element.partition());
        let committed = offset_of(element.offset());
        let group_knows_topic = match (committed, known_topics.get(&topic)) {
            (Some(_), _) => true,
            (None, Some(known)) => *known,
            (None, None) => {
                let known = group_knows(consumer, &topic)?;
                known_topics.insert(topic.clone(), known);
                known
            }
        };
        let place = (topic, partition);
        let Some((low, high)) = bounds.get(&place).copied() else {
            return Err(NoBeginning::Later(KafkaError::OffsetFetch(
                rdkafka::error::RDKafkaErrorCode::UnknownPartition,
            )));
        };
        let (topic, partition) = place;
        let offset = match begin(
            Known {
                committed,
                low,
                high,
                group_knows_topic,
                another_log: another_log(&topic),
            },
            input.start,
            input.lost_offset,
        ) {
            Begin::At(offset) => offset,
            Begin::Lost(offset) => {
                return Err(NoBeginning::Never(StreamError::OffsetLost {
                    topic,
                    partition,
                    offset,
                    low,
                    high,
                }));
            }
            Begin::New => {
                return Err(NoBeginning::Never(StreamError::NoOffset {
                    group: input.group.clone(),
                    topic,
                }));
            }
        };
        if committed != Some(offset) {
            if let Some(committed) = committed {
                tracing::warn!(
                    topic,
                    partition,
                    committed,
                    low,
                    high,
                    offset,
                    "the committed offset is outside the log, reading goes on elsewhere"
                );
            }
            element.set_offset(Offset::Offset(offset))?;
            moved.push((topic.clone(), partition));
        }
        // The offset alone, and not what the group stored beside it, is what an earlier lease confirmed.
        beginnings.push(Beginning {
            topic,
            partition,
            offset,
            committed: committed.filter(|c| *c == offset),
        });
    }
    // What is known of the committed offset says nothing of another.
    for (topic, partition) in moved {
        native::set_epoch(&mut list, &topic, partition, None);
    }
    Ok((list, beginnings))
}

/// What the group has committed for partitions, settled transactions counted in and open ones waited for. Partitions of a
/// topic that is gone have none.
pub(super) fn committed(
    consumer: &BaseConsumer<Listener>,
    partitions: TopicPartitionList,
) -> KafkaResult<TopicPartitionList> {
    if partitions.count() == 0 {
        return Ok(partitions);
    }
    let committed = consumer.committed_offsets(partitions, ASK)?;
    for element in committed.elements() {
        match element.error() {
            Ok(()) => {}
            Err(error) if error.rdkafka_error_code().is_some_and(is_gone) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(committed)
}

/// Whether an error says that a topic or partition does not exist.
fn is_gone(code: RDKafkaErrorCode) -> bool {
    use RDKafkaErrorCode::*;
    matches!(
        code,
        UnknownTopicOrPartition | UnknownTopic | UnknownPartition | UnknownTopicId
    )
}

/// Both ends of the log of each partition. Each of two questions may take as long as `timeout`.
pub(super) fn log_bounds<C: ConsumerContext>(
    consumer: &BaseConsumer<C>,
    partitions: &TopicPartitionList,
    timeout: Duration,
) -> KafkaResult<HashMap<(String, i32), (i64, i64)>> {
    let highs = log_ends(consumer, partitions, Offset::End, timeout)?;
    let lows = log_ends(consumer, partitions, Offset::Beginning, timeout)?;
    Ok(lows
        .into_iter()
        .filter_map(|(place, low)| Some((place.clone(), (low, *highs.get(&place)?))))
        .collect())
}

/// One end of the log of each partition. `ListOffsets` takes the two ends as special timestamps, so that one request a
/// broker answers for all partitions.
fn log_ends<C: ConsumerContext>(
    consumer: &BaseConsumer<C>,
    assigned: &TopicPartitionList,
    end: Offset,
    timeout: Duration,
) -> KafkaResult<HashMap<(String, i32), i64>> {
    let mut question = assigned.clone();
    question.set_all_offsets(end)?;
    let answer = consumer.offsets_for_times(question, timeout)?;
    let mut ends = HashMap::with_capacity(answer.count());
    for element in answer.elements() {
        element.error()?;
        if let Some(offset) = offset_of(element.offset()) {
            ends.insert((element.topic().to_owned(), element.partition()), offset);
        }
    }
    Ok(ends)
}

/// The numbers of a topic's partitions; none where it is missing, or the brokers say nothing of it.
pub(super) fn partitions<C: ConsumerContext>(
    consumer: &BaseConsumer<C>,
    topic: &str,
    patience: Duration,
) -> KafkaResult<Vec<i32>> {
    let metadata = consumer.fetch_metadata(Some(topic), patience)?;
    let topics = metadata.topics().iter().filter(|known| known.name() == topic);
    let partitions = topics.flat_map(|known| known.partitions());
    Ok(partitions.map(|partition| partition.id()).collect())
}

/// Whether the group has an offset in any partition of a topic.
fn group_knows(consumer: &BaseConsumer<Listener>, topic: &str) -> KafkaResult<bool> {
    let mut list = TopicPartitionList::new();
    for partition in partitions(consumer, topic, ASK)? {
        list.add_partition(topic, partition);
    }
    let committed = consumer.committed_offsets(list, ASK)?;
    Ok(committed
        .elements()
        .iter()
        .any(|element| offset_of(element.offset()).is_some()))
}

/// A concrete offset, if it is one.
pub(super) fn offset_of(offset: Offset) -> Option<i64> {
    match offset {
        Offset::Offset(offset) => Some(offset),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_case_has_its_own_answer() {
        use Begin::*;
        let table = [
            // committed, low, high, group knows topic, another log, start, lost → begin
            (Some(5), 0, 9, true, false, Start::Latest, LostOffset::Error, At(5)),
            (Some(9), 0, 9, true, false, Start::Earliest, LostOffset::Error, At(9)),
            (Some(0), 0, 0, true, false, Start::Earliest, LostOffset::Error, At(0)),
            (Some(4), 5, 9, true, false, Start::Earliest, LostOffset::Error, Lost(4)),
            (
                Some(10),
                5,
                9,
                true,
                false,
                Start::Earliest,
                LostOffset::Error,
                Lost(10),
            ),
            (Some(4), 5, 9, true, false, Start::Latest, LostOffset::Earliest, At(5)),
            (Some(4), 5, 9, true, false, Start::Earliest, LostOffset::Latest, At(9)),
            (None, 5, 9, false, false, Start::Earliest, LostOffset::Latest, At(5)),
            (None, 5, 9, false, false, Start::Latest, LostOffset::Earliest, At(9)),
            (None, 5, 9, false, false, Start::Error, LostOffset::Earliest, New),
            (None, 5, 9, true, false, Start::Latest, LostOffset::Latest, At(5)),
            (None, 5, 9, true, false, Start::Error, LostOffset::Error, At(5)),
            // Another worker has begun in the new log already.
            (Some(5), 0, 9, true, true, Start::Latest, LostOffset::Error, At(5)),
            (Some(10), 0, 9, true, true, Start::Latest, LostOffset::Error, At(0)),
            (Some(10), 0, 9, true, true, Start::Latest, LostOffset::Latest, At(0)),
            (None, 0, 9, false, true, Start::Latest, LostOffset::Error, At(0)),
            (None, 0, 9, false, true, Start::Error, LostOffset::Error, At(0)),
        ];
        for (committed, low, high, group_knows_topic, another_log, start, lost, expected) in table {
            let known = Known {
                committed,
                low,
                high,
                group_knows_topic,
                another_log,
            };
            assert_eq!(begin(known, start, lost), expected, "{known:?} {start:?} {lost:?}");
        }
    }
}
