//! Committing what `stream::progress` says may be committed: when, and what the coordinator's answer means. With delivery
//! exactly once the offsets go into a transaction (`transact`), else they are committed by themselves.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};
use rdkafka::consumer::Consumer;
use rdkafka::{Offset, TopicPartitionList};

use super::errands::{self, Errand, Report};
use super::{Worker, transact};
use crate::stream::error::StreamError;
use crate::stream::native;
use crate::stream::progress::{Commit, Lease};

/// Least time between two commits when partitions or the process wait to go.
const HURRY: Duration = Duration::from_millis(5);

/// Where committing stands. One errand at a time is under way, so that answers cannot overtake each other.
pub(super) struct Committing {
    errands: Sender<Errand>,
    reports: Receiver<Report>,
    /// What the commit under way holds, and since when.
    under_way: Option<(Vec<Commit>, Instant)>,
    /// When the last one was begun.
    pub(super) last: Instant,
    /// Input timestamps of the messages that the commit under way covers.
    covers: Vec<Option<i64>>,
    /// The last errand has failed for good: no report comes any more.
    pub(super) failed: bool,
}

impl Committing {
    pub(super) fn new(errands: Sender<Errand>, reports: Receiver<Report>) -> Self {
        Committing {
            errands,
            reports,
            under_way: None,
            last: Instant::now(),
            covers: Vec::new(),
            failed: false,
        }
    }

    /// Sends the thread on an errand.
    pub(super) fn send(&self, errand: Errand) {
        // It fails only when the thread is gone, and that goes after the loop.
        let _ = self.errands.send(errand);
    }

    /// Waits for the report of the errand under way.
    pub(super) fn wait(&self, patience: Duration) -> Option<Report> {
        self.reports.recv_timeout(patience).ok()
    }
}

impl Worker<'_> {
    /// Commits if it is time: by the interval, by the number of messages, or because partitions or the process are to
    /// go as soon as everything is committed.
    pub(super) fn commit_if_due(&mut self, now: Instant) -> Result<(), StreamError> {
        let hurry = self.stopping || self.rebalance.is_draining();
        let interval = now.duration_since(self.commit.last);
        let due = interval >= self.settings.commit_interval.0
            || self.progress.passed() >= self.settings.commit_records as usize
            || (hurry && interval >= HURRY);
        if !due {
            return Ok(());
        }
        if self.transacting.is_some() {
            return self.transact_if_ready(now);
        }
        if self.commit.under_way.is_some() {
            return Ok(());
        }
        self.commit.last = now;
        self.note_positions();
        let commits = self.progress.committable();
        if !commits.is_empty()
            && let Some(offsets) = self.listed(&commits)
        {
            self.covering(commits, now);
            self.commit.send(Errand::Commit(offsets));
        }
        Ok(())
    }

    /// Offsets as librdkafka wants them; it refuses none of what it gave out itself.
    pub(super) fn listed(&self, commits: &[Commit]) -> Option<TopicPartitionList> {
        let listed = errands::offsets(commits).map(|mut list| {
            self.add_marks(&mut list, commits);
            list
        });
        listed
            .inspect_err(|error| tracing::error!(%error, "offsets cannot be put in a list"))
            .ok()
    }

    /// A commit of these offsets is under way.
    pub(super) fn covering(&mut self, commits: Vec<Commit>, now: Instant) {
        self.commit.under_way = Some((commits, now));
        self.commit.covers.extend(self.progress.take_passed());
    }

    /// Lets idle partitions move on to the consumer's position: control records and compaction holes lie between the
    /// last message and the end, and a lag that others measure must reach zero.
    pub(super) fn note_positions(&mut self) {
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
                let epoch = native::epoch_in(&positions, element.topic(), element.partition());
                match self.within(lease, position) {
                    // A job ends where it was to end, wherever the consumer stands behind that.
                    end if end < position => self.progress.idle_at(lease, end, None),
                    _ => self.progress.idle_at(lease, position, epoch),
                }
            }
        }
    }

    /// Takes the report of the errand under way, if it has come.
    pub(super) fn take_report(&mut self, now: Instant) -> Result<bool, StreamError> {
        let Ok(report) = self.commit.reports.try_recv() else {
            return Ok(false);
        };
        match report {
            Report::Committed(Ok(())) => self.commit_holds(now),
            Report::Committed(Err(error)) => {
                self.commit_failed(now);
                if errands::came_too_late(&error) {
                    // The partitions went to another member meanwhile: it starts from the last commit that was confirmed.
                    tracing::info!(%error, "a commit came too late for the group's generation, it is made again if it is still ours");
                } else {
                    tracing::warn!(%error, "offsets could not be committed, it is tried again");
                }
            }
            Report::Transaction {
                answer,
                committed,
                reason,
            } => self.transaction_answered(transact::Heard { answer, reason }, committed, now)?,
            Report::Failed(error) => {
                self.commit.failed = true;
                return Err(error);
            }
        }
        Ok(true)
    }

    /// The commit under way has ended so, and is counted. Returns what it held, if there was one.
    fn end_commit(&mut self, result: &str, now: Instant) -> Option<Vec<Commit>> {
        let (commits, since) = self.commit.under_way.take()?;
        self.metrics
            .commit_seconds
            .observe(now.duration_since(since).as_secs_f64());
        self.metrics.commits.with_label_values(&[result]).inc();
        Some(commits)
    }

    /// The coordinator has confirmed the commit under way.
    pub(super) fn commit_holds(&mut self, now: Instant) {
        let Some(commits) = self.end_commit("ok", now) else {
            return;
        };
        let wall = jiff::Timestamp::now().as_millisecond();
        for timestamp in std::mem::take(&mut self.commit.covers).into_iter().flatten() {
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

    /// The commit under way did not hold, as far as is known.
    pub(super) fn commit_failed(&mut self, now: Instant) {
        if self.end_commit("failed", now).is_none() {
            return;
        }
        if self.transacting.is_some() {
            // They are read again, and counted then.
            self.commit.covers.clear();
        } else {
            // They are counted with the next commit that succeeds, as far as memory for them goes.
            self.commit.covers.truncate(self.settings.commit_records as usize);
        }
    }
}
