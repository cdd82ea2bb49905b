//! Bounds: what a job reads of each partition, and when it is done. Without a job nothing here has any effect.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use rdkafka::TopicPartitionList;
use rdkafka::consumer::Consumer;

use super::{Surroundings, Worker};
use crate::replay::{Bucket, Job, Mark, Range};
use crate::stream::job::{self, Bounded, JobEnd};
use crate::stream::progress::{Commit, Lease};
use crate::stream::start::{Beginning, NoBeginning};

/// How often it is looked whether partitions, or the job, are at their end.
const EVERY: Duration = Duration::from_millis(100);
/// How long the loop may go without polling where the rate lets nothing through: rebalances come through the same queue,
/// and the poll that brings them may bring a message, too.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// What a job reads of one partition.
pub(super) struct Bound {
    pub range: Range,
    /// What every commit repeats.
    mark: String,
    /// Its last message is taken: it is paused.
    closed: bool,
}

/// The job that the loop works on.
pub(super) struct WorkingOn {
    job: Job,
    pace: Option<Bucket>,
    /// Marks of partitions that are being taken on.
    fixed: HashMap<(String, i32), Mark>,
    look_at: Instant,
    done: bool,
}

impl WorkingOn {
    pub(super) fn new(bounded: Bounded<'_>, now: Instant) -> Self {
        WorkingOn {
            job: bounded.job.clone(),
            pace: bounded.pace.map(|rate| Bucket::new(rate, now)),
            fixed: HashMap::new(),
            look_at: now,
            done: false,
        }
    }

    /// Decides where to begin and to end in partitions that were assigned, and commits that.
    pub(super) fn begin(
        &mut self,
        around: Surroundings<'_>,
        partitions: &TopicPartitionList,
    ) -> Result<(TopicPartitionList, Vec<Beginning>), NoBeginning> {
        let begun = job::begin(around.consumer, &mut self.job, around.settings, partitions)?;
        let mut beginnings = Vec::with_capacity(begun.beginnings.len());
        for (beginning, mark) in begun.beginnings {
            self.fixed.insert((beginning.topic.clone(), beginning.partition), mark);
            beginnings.push(beginning);
        }
        Ok((begun.list, beginnings))
    }

    /// The bound of a partition that is taken on.
    pub(super) fn bound(&mut self, topic: &str, partition: i32) -> Option<Bound> {
        let mark = self.fixed.remove(&(topic.to_owned(), partition))?;
        Some(Bound {
            range: Range::of(&mark),
            mark: mark.encode(),
            closed: false,
        })
    }
}

impl Worker<'_> {
    /// It is asked for every message: without a job there is nothing to look up.
    fn bound(&self, lease: Lease) -> Option<&Bound> {
        self.working_on.as_ref()?;
        self.held.get(&lease)?.bound.as_ref()
    }

    /// How many of `most` messages may be taken now.
    pub(super) fn paced(&mut self, most: usize, now: Instant) -> usize {
        let Some(bucket) = self.working_on.as_mut().and_then(|job| job.pace.as_mut()) else {
            return most;
        };
        match bucket.allows(now) {
            0 if now.duration_since(self.last_poll) < LONGEST_WAIT => 0,
            allowed => most.min(allowed.max(1)),
        }
    }

    /// Whether a message lies behind the job's end.
    pub(super) fn is_beyond(&self, lease: Lease, offset: i64) -> bool {
        self.bound(lease).is_some_and(|bound| offset >= bound.range.end)
    }

    /// Whether a message before the job's end is none of the job's.
    pub(super) fn is_outside(&self, lease: Lease, timestamp: Option<i64>) -> bool {
        self.bound(lease).is_some_and(|bound| !bound.range.takes(timestamp))
    }

    /// Takes a message that is none of the job's as done.
    pub(super) fn pass_over(&mut self, lease: Lease, offset: i64, timestamp: Option<i64>, now: Instant) {
        // A chunk holds messages that were admitted one after the other.
        self.dispatch(lease);
        if let Some(ticket) = self.progress.admit(lease, offset, None, timestamp, now) {
            self.progress.sent(ticket, 0);
        }
        self.close_if_last(lease, offset);
    }

    /// A message of the job was taken.
    pub(super) fn taken_for_job(&mut self, lease: Lease, offset: i64) {
        if let Some(bucket) = self.working_on.as_mut().and_then(|job| job.pace.as_mut()) {
            bucket.took(1);
        }
        self.close_if_last(lease, offset);
    }

    fn close_if_last(&mut self, lease: Lease, offset: i64) {
        if self.is_beyond(lease, offset + 1) {
            self.close(lease);
        }
    }

    /// Reads no further in a partition.
    fn close(&mut self, lease: Lease) {
        let Some(bound) = self.held.get_mut(&lease).and_then(|held| held.bound.as_mut()) else {
            return;
        };
        if !std::mem::replace(&mut bound.closed, true)
            && let Err(error) = self.consumer.pause(&self.one(lease))
        {
            tracing::warn!(%error, "could not pause");
        }
    }

    /// A partition goes on under another lease, from further back perhaps.
    pub(super) fn reopen(&mut self, lease: Lease) {
        let Some(bound) = self.held.get_mut(&lease).and_then(|held| held.bound.as_mut()) else {
            return;
        };
        if std::mem::replace(&mut bound.closed, false)
            && !self.stopping
            && !self.budget.is_paused()
            && let Err(error) = self.consumer.resume(&self.one(lease))
        {
            tracing::warn!(%error, "could not resume");
        }
    }

    fn one(&self, lease: Lease) -> TopicPartitionList {
        let mut list = TopicPartitionList::new();
        if let Some((topic, partition)) = self.progress.partition(lease) {
            list.add_partition(topic, partition);
        }
        list
    }

    /// The partitions that are read on.
    pub(super) fn unfinished_partitions(&self) -> TopicPartitionList {
        let mut list = TopicPartitionList::new();
        for lease in self.progress.leases() {
            if let Some((topic, partition)) = self.progress.partition(lease)
                && self.bound(lease).is_none_or(|bound| !bound.closed)
            {
                list.add_partition(topic, partition);
            }
        }
        list
    }

    /// An offset, or the job's end where it lies behind that.
    pub(super) fn within(&self, lease: Lease, offset: i64) -> i64 {
        self.bound(lease).map_or(offset, |bound| offset.min(bound.range.end))
    }

    /// Repeats beside each offset what the job has fixed.
    pub(super) fn add_marks(&self, list: &mut TopicPartitionList, commits: &[Commit]) {
        for commit in commits {
            if let Some(bound) = self.bound(commit.lease)
                && let Some(mut element) = list.find_partition(&commit.topic, commit.partition)
            {
                element.set_metadata(&bound.mark);
            }
        }
    }

    /// Looks now and then which partitions are at their end without a message to show it, and whether all are.
    pub(super) fn move_job(&mut self, now: Instant) {
        match &mut self.working_on {
            Some(job) if job.look_at <= now => job.look_at = now + EVERY,
            _ => return,
        }
        let at_end = |lease: &Lease| {
            let next = self.progress.next(*lease);
            self.bound(*lease)
                .is_some_and(|bound| !bound.closed && next.is_some_and(|next| next >= bound.range.end))
        };
        let at_end: Vec<Lease> = self.progress.leases().filter(at_end).collect();
        for lease in at_end {
            self.close(lease);
        }
        let done = self.is_job_done();
        if let Some(job) = &mut self.working_on
            && done
            && !job.done
        {
            job.done = true;
            tracing::info!(job = job.job.name, "every partition is at its end");
        }
    }

    /// Whether every partition of the job is at its end: our own by what the coordinator has confirmed, the others by what
    /// was seen of the group's offsets.
    fn is_job_done(&self) -> bool {
        let (Some(bounded), Some(working_on)) = (self.bounded, &self.working_on) else {
            return false;
        };
        let seen = bounded.standing.seen();
        let Some(progress) = seen.as_ref().filter(|progress| !progress.places.is_empty()) else {
            return false;
        };
        progress.places.iter().all(|place| {
            let ours = self.progress.lease(&place.topic, place.partition);
            match ours.and_then(|lease| Some((lease, self.bound(lease)?))) {
                Some((lease, bound)) => self
                    .progress
                    .confirmed(lease)
                    .is_some_and(|confirmed| confirmed >= bound.range.end),
                None => place.is_finished_by(&working_on.job),
            }
        })
    }

    /// Whether the loop works on a job that is done.
    pub(super) fn job_is_done(&self) -> bool {
        self.working_on.as_ref().is_some_and(|job| job.done)
    }

    /// How the loop ended, when it ended well.
    pub(super) fn end(&self) -> JobEnd {
        match self.job_is_done() {
            true => JobEnd::Finished,
            false => JobEnd::Stopped,
        }
    }
}
