//! Committing what `stream::progress` says may be committed.

use std::time::{Duration, Instant};

use rdkafka::consumer::{CommitMode, Consumer};
use rdkafka::error::{KafkaError, KafkaResult, RDKafkaErrorCode};
use rdkafka::{Offset, TopicPartitionList};

use super::Worker;
use crate::stream::progress::{Commit, Lease};

/// A commit whose answer has not come for this long is forgotten and made again: the answer is lost, not the offsets.
const ANSWER: Duration = Duration::from_secs(30);

/// Where committing stands. One commit at a time is under way, so that answers cannot overtake each other.
pub(super) struct Committing {
    /// What was asked for, and when.
    under_way: Option<(Vec<Commit>, Instant)>,
    last: Instant,
    /// Messages that the watermarks have passed since the last commit.
    passed: u64,
}

impl Committing {
    pub(super) fn new(now: Instant) -> Self {
        Committing {
            under_way: None,
            last: now,
            passed: 0,
        }
    }

    /// The watermarks have passed so many messages.
    pub(super) fn passed(&mut self, messages: u64) {
        self.passed += messages;
    }
}

impl Worker<'_> {
    /// Commits if it is time: by the interval, by the number of messages, or because partitions or the process are to
    /// go as soon as everything is committed.
    pub(super) fn commit_if_due(&mut self, now: Instant) {
        if let Some((_, since)) = &self.commit.under_way {
            if now.duration_since(*since) < ANSWER {
                return;
            }
            tracing::warn!("a commit was not answered for {} s, it is made again", ANSWER.as_secs());
            self.commit.under_way = None;
        }
        let hurry = self.stopping || self.rebalance.is_draining();
        let interval = now.duration_since(self.commit.last);
        let due = interval >= self.settings.commit_interval.0
            || self.commit.passed >= u64::from(self.settings.commit_records)
            || (hurry && interval >= Duration::from_millis(5));
        if !due {
            return;
        }
        (self.commit.last, self.commit.passed) = (now, 0);
        self.note_positions();
        let commits = self.progress.committable();
        if commits.is_empty() {
            return;
        }
        let mut list = TopicPartitionList::with_capacity(commits.len());
        for commit in &commits {
            if let Err(error) =
                list.add_partition_offset(&commit.topic, commit.partition, Offset::Offset(commit.offset))
            {
                tracing::error!(%error, topic = %commit.topic, commit.partition, commit.offset, "an offset cannot be committed");
            }
        }
        self.commit.under_way = Some((commits, now));
        if let Err(error) = self.consumer.commit(&list, CommitMode::Async) {
            self.commit_answered(Err(error), now);
        }
    }

    /// Lets idle partitions move on to the consumer's position: control records and compaction holes lie between the
    /// last message and the end, and a lag that others measure must reach zero.
    fn note_positions(&mut self) {
        // While stopping, messages may have been taken from the consumer and dropped: its position is ahead of us.
        if self.stopping || self.rebalance.is_draining() {
            return;
        }
        let idle: Vec<Lease> = self
            .progress
            .leases()
            .filter(|lease| self.progress.is_idle(*lease) && !self.rewinds.contains_key(lease))
            .collect();
        if idle.is_empty() {
            return;
        }
        let Ok(positions) = self.consumer.position() else {
            return;
        };
        for element in positions.elements() {
            if let Offset::Offset(position) = element.offset()
                && let Some(lease) = self.progress.lease(element.topic(), element.partition())
                && idle.contains(&lease)
            {
                self.progress.idle_at(lease, position);
            }
        }
    }

    /// The coordinator has answered.
    pub(super) fn commit_answered(&mut self, result: KafkaResult<()>, now: Instant) {
        let Some((commits, since)) = self.commit.under_way.take() else {
            return;
        };
        self.metrics
            .commit_seconds
            .observe(now.duration_since(since).as_secs_f64());
        match result {
            Ok(()) => {
                self.metrics.commits.with_label_values(&["ok"]).inc();
                for commit in &commits {
                    self.progress.committed(commit);
                    if let Some(held) = self.held.get(&commit.lease) {
                        held.metrics.committed_offset.set(commit.offset);
                    }
                }
            }
            Err(error) => {
                self.metrics.commits.with_label_values(&["error"]).inc();
                // The partitions went to another member meanwhile: it starts from the last commit that was confirmed.
                let moved = matches!(
                    error,
                    KafkaError::ConsumerCommit(
                        RDKafkaErrorCode::IllegalGeneration
                            | RDKafkaErrorCode::UnknownMemberId
                            | RDKafkaErrorCode::RebalanceInProgress
                    )
                );
                if moved {
                    tracing::info!(%error, "a commit came too late for the group's generation, it is made again if it is still ours");
                } else {
                    tracing::warn!(%error, "offsets could not be committed, it is tried again");
                }
            }
        }
    }
}
