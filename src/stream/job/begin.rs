//! Where a job begins in partitions that were just assigned to it, and where it will end. What is fixed is committed before
//! anything is read.

use std::time::Duration;

use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer};
use rdkafka::{Offset, TopicPartitionList};

use super::desk::{committed, partition_ids, progress_of, see};
use crate::replay::{Job, Mark, Verdict};
use crate::settings::Settings;
use crate::stream::error::StreamError;
use crate::stream::native;
use crate::stream::notices::Listener;
use crate::stream::start::{ASK, Beginning, NoBeginning};

/// The answer for an assignment.
pub(in crate::stream) struct Begun {
    /// The assignment, with its offsets.
    pub list: TopicPartitionList,
    /// One for each partition, with its mark.
    pub beginnings: Vec<(Beginning, Mark)>,
}

/// Asks the brokers, decides for all partitions of an assignment, and commits what is fixed.
pub(in crate::stream) fn begin(
    consumer: &BaseConsumer<Listener>,
    job: &mut Job,
    settings: &Settings,
    assigned: &TopicPartitionList,
) -> Result<Begun, NoBeginning> {
    agree(consumer, job, assigned, ASK)?;
    let mut list = committed(consumer, assigned, ASK)?;
    let now = jiff::Timestamp::now().as_millisecond();
    let mut fixed = TopicPartitionList::new();
    let mut beginnings = Vec::with_capacity(list.count());
    let mut moved = Vec::new();
    for (topic, seen) in see(consumer, job, &list, ASK)? {
        let partition = seen.partition;
        let (offset, mark) = match job.stands(&seen, settings.input.lost_offset, now) {
            Verdict::GoOn { offset, mark } => (offset, mark),
            Verdict::Begin(mark) => (mark.start, mark),
            Verdict::Lost(offset) => {
                return Err(NoBeginning::Never(StreamError::OffsetLost {
                    topic,
                    partition,
                    offset,
                    low: seen.low,
                    high: seen.high,
                }));
            }
            Verdict::Differs => {
                return Err(NoBeginning::Never(StreamError::JobDiffers {
                    job: job.name.clone(),
                    group: settings.input.group.clone(),
                }));
            }
        };
        let metadata = mark.encode();
        let known = seen.committed.as_ref();
        if known != Some(&(offset, metadata.clone())) {
            let mut element = fixed.add_partition(&topic, partition);
            element.set_offset(Offset::Offset(offset))?;
            element.set_metadata(metadata);
        }
        if known.is_none_or(|(committed, _)| *committed != offset) {
            moved.push((topic.clone(), partition, offset));
        }
        let beginning = Beginning {
            topic,
            partition,
            offset,
            committed: Some(offset),
        };
        beginnings.push((beginning, mark));
    }
    // What is known of the committed offset, its leader epoch, says nothing of another.
    for (topic, partition, offset) in moved {
        list.set_partition_offset(&topic, partition, Offset::Offset(offset))?;
        native::set_epoch(&mut list, &topic, partition, None);
    }
    if fixed.count() > 0 {
        consumer.commit(&fixed, CommitMode::Sync)?;
    }
    Ok(Begun { list, beginnings })
}

/// Takes over what other processes have fixed for the job, in whichever partition.
fn agree(
    consumer: &BaseConsumer<Listener>,
    job: &mut Job,
    assigned: &TopicPartitionList,
    patience: Duration,
) -> Result<(), NoBeginning> {
    let mut all = TopicPartitionList::new();
    let mut topics: Vec<String> = assigned.elements().iter().map(|e| e.topic().to_owned()).collect();
    topics.sort_unstable();
    topics.dedup();
    for topic in &topics {
        for partition in partition_ids(consumer, topic, patience)? {
            all.add_partition(topic, partition);
        }
    }
    for place in &progress_of(&committed(consumer, &all, patience)?).places {
        if let Some((offset, Some(mark))) = &place.committed {
            job.agree_with(mark, *offset);
        }
    }
    Ok(())
}
