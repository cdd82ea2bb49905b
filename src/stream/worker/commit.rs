//! Committing what `stream::progress` says may be committed.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer};
use rdkafka::error::{KafkaError, KafkaResult, RDKafkaErrorCode};
use rdkafka::{Offset, TopicPartitionList};

use super::Worker;
use crate::stream::notices::{Bell, Listener};
use crate::stream::progress::{Commit, Lease};

/// Least time between two commits when partitions or the process wait to go.
const HURRY: Duration = Duration::from_millis(5);

/// Where committing stands. One commit at a time is under way, so that answers cannot overtake each other.
pub(super) struct Committing {
    requests: Sender<Vec<Commit>>,
    answers: Receiver<KafkaResult<()>>,
    /// What was asked for, and when.
    under_way: Option<(Vec<Commit>, Instant)>,
    last: Instant,
    /// Input timestamps of the messages that the commit under way covers.
    covers: Vec<Option<i64>>,
}

impl Committing {
    pub(super) fn new(requests: Sender<Vec<Commit>>, answers: Receiver<KafkaResult<()>>) -> Self {
        Committing {
            requests,
            answers,
            under_way: None,
            last: Instant::now(),
            covers: Vec::new(),
        }
    }
}

/// The life of the thread that commits, until no more requests come.
///
/// It commits synchronously, which leaves the loop free all the same: rdkafka 0.39 takes events from librdkafka in the
/// place of callbacks, and for an asynchronous commit that the application asks for librdkafka 2.12 knows only the
/// callback (`rd_kafka_cgrp_propagate_commit_result` in `rdkafka_cgrp.c`), so its answer would never come. librdkafka
/// gives a commit up by itself once the session has run out.
pub(super) fn serve(
    consumer: &BaseConsumer<Listener>,
    requests: &Receiver<Vec<Commit>>,
    answers: &Sender<KafkaResult<()>>,
    bell: &Bell,
) {
    for commits in requests {
        if answers.send(commit(consumer, &commits)).is_err() {
            return;
        }
        bell.ring();
    }
}

fn commit(consumer: &BaseConsumer<Listener>, commits: &[Commit]) -> KafkaResult<()> {
    let mut list = TopicPartitionList::with_capacity(commits.len());
    for commit in commits {
        list.add_partition_offset(&commit.topic, commit.partition, Offset::Offset(commit.offset))?;
    }
    consumer.commit(&list, CommitMode::Sync)
}

impl Worker<'_> {
    /// Commits if it is time: by the interval, by the number of messages, or because partitions or the process are to
    /// go as soon as everything is committed.
    pub(super) fn commit_if_due(&mut self, now: Instant) {
        if self.commit.under_way.is_some() {
            return;
        }
        let hurry = self.stopping || self.rebalance.is_draining();
        let interval = now.duration_since(self.commit.last);
        let due = interval >= self.settings.commit_interval.0
            || self.progress.passed() >= self.settings.commit_records as usize
            || (hurry && interval >= HURRY);
        if !due {
            return;
        }
        self.commit.last = now;
        self.note_positions();
        let commits = self.progress.committable();
        // It fails only when the thread is gone, and that goes after the loop.
        if !commits.is_empty() && self.commit.requests.send(commits.clone()).is_ok() {
            self.commit.under_way = Some((commits, now));
            self.commit.covers.extend(self.progress.take_passed());
        }
    }

    /// Lets idle partitions move on to the consumer's position: control records and compaction holes lie between the
    /// last message and the end, and a lag that others measure must reach zero.
    fn note_positions(&mut self) {
        // While stopping or draining, messages may have been taken from the consumer and dropped: its position is
        // ahead of us.
        if self.stopping || self.rebalance.is_draining() {
            return;
        }
        let idle: HashSet<Lease> = self
            .progress
            .leases()
            .filter(|lease| self.progress.is_idle(*lease) && !self.rereads.holds(*lease))
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

    /// Takes the coordinator's answer, if it has come.
    pub(super) fn take_commit_answer(&mut self, now: Instant) -> bool {
        let Ok(result) = self.commit.answers.try_recv() else {
            return false;
        };
        let Some((commits, since)) = self.commit.under_way.take() else {
            return false;
        };
        self.metrics
            .commit_seconds
            .observe(now.duration_since(since).as_secs_f64());
        match result {
            Ok(()) => {
                self.metrics.commits.with_label_values(&["ok"]).inc();
                let wall = jiff::Timestamp::now().as_millisecond();
                for timestamp in self.commit.covers.drain(..).flatten() {
                    self.metrics
                        .message_seconds
                        .observe((wall - timestamp).max(0) as f64 / 1000.0);
                }
                for commit in &commits {
                    self.progress.committed(commit);
                    if let Some(held) = self.held.get(&commit.lease) {
                        held.metrics.committed_offset.set(commit.offset);
                    }
                }
            }
            Err(error) => {
                self.metrics.commits.with_label_values(&["failed"]).inc();
                // They are counted with the next commit that succeeds, as far as memory for them goes.
                self.commit.covers.truncate(self.settings.commit_records as usize);
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
        true
    }
}
