//! Reading a partition from somewhere else than where the consumer stands: again from the watermark, after a record was not
//! published; or past a gap, after its position fell out of the log.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use rdkafka::consumer::{Consumer, RebalanceProtocol};
use rdkafka::error::KafkaResult;
use rdkafka::{Offset, TopicPartitionList};

use super::Worker;
use crate::settings::LostOffset;
use crate::stream::error::StreamError;
use crate::stream::progress::{Lease, Progress};
use crate::stream::start::{self, Begin, Known};

/// How long to wait before something is tried again that may pass.
pub(super) const BACKOFF: Duration = Duration::from_secs(1);
/// How long a seek may take.
const SEEK: Duration = Duration::from_secs(10);

/// Partitions that must be read from elsewhere. What the consumer brings of them meanwhile is not taken.
#[derive(Default)]
pub(super) struct Rereads {
    due: HashMap<Lease, Reread>,
    /// When to look for positions that fell out of the log.
    look: Option<Instant>,
    /// All positions are within their logs, and yet the consumer has stopped reading one: the log was cut off below it and
    /// has grown past it since. Which one, the next statistics tell.
    cut: bool,
}

/// From which offset, and not before when; `None` until the group's committed offsets are known.
struct Reread {
    offset: i64,
    at: Option<Instant>,
}

impl Rereads {
    /// Whether a partition waits for being read from elsewhere.
    pub(super) fn holds(&self, lease: Lease) -> bool {
        self.due.contains_key(&lease)
    }

    /// A lease has ended.
    pub(super) fn forget(&mut self, lease: Lease) {
        self.due.remove(&lease);
    }
}

impl Worker<'_> {
    /// Ends a lease and begins another for the same partition at its watermark, from `at` on.
    pub(super) fn reread(&mut self, lease: Lease, at: Instant) {
        self.abandon(lease);
        if let (Some(offset), Some(renewed)) = (self.progress.watermark(lease), self.progress.renew(lease)) {
            self.moved(lease, renewed);
            self.rereads.due.insert(renewed, Reread { offset, at: Some(at) });
        }
    }

    /// Ends a lease and begins another for the same partition where the group stands. Nothing is read for it until
    /// [`Worker::rewound`] says that this is so.
    pub(super) fn rewind(&mut self, lease: Lease) {
        self.abandon(lease);
        if let Some((renewed, Some(offset))) = self.progress.rewind(lease) {
            self.moved(lease, renewed);
            self.rereads.due.insert(renewed, Reread { offset, at: None });
        }
    }

    /// Ends a lease and begins another where the group stands, with nothing of it in flight and nothing due. It is read
    /// from there if it comes to that.
    pub(super) fn stand_still(&mut self, lease: Lease, now: Instant) {
        self.abandon(lease);
        if let Some((renewed, Some(offset))) = self.progress.rewind(lease) {
            self.moved(lease, renewed);
            let at = Some(now + BACKOFF);
            self.rereads.due.insert(renewed, Reread { offset, at });
        }
    }

    /// The group's committed offset of a partition that waits for it, if it has one.
    pub(super) fn rewound(&mut self, lease: Lease, committed: Option<i64>, now: Instant) {
        let Some(reread) = self.rereads.due.get_mut(&lease).filter(|reread| reread.at.is_none()) else {
            return;
        };
        reread.at = Some(now);
        let Some(committed) = committed.filter(|committed| *committed != reread.offset) else {
            return;
        };
        // A commit of ours that held although its answer was lost.
        self.rereads.due.remove(&lease);
        if let Some((topic, partition)) = self.progress.partition(lease).map(|(t, p)| (t.clone(), p)) {
            let renewed = self
                .progress
                .assign(&topic, partition, Some(committed), Some(committed));
            self.moved(lease, renewed);
            let at = Some(now);
            self.rereads.due.insert(renewed, Reread { offset: committed, at });
        }
    }

    /// Goes on reading a partition at an offset that has nothing to do with where it was.
    fn go_on_at(&mut self, lease: Lease, offset: i64, now: Instant) -> Result<(), StreamError> {
        let offset = self.within(lease, offset);
        let ahead = self.progress.next(lease).is_none_or(|next| next <= offset);
        let lease = if ahead {
            // What is in flight was read in time, and is published first.
            lease
        } else if self.transacting.is_some() && !self.progress.is_clean(lease) {
            // Its outcomes are in an open transaction. Read from what is committed, the partition shows the same again.
            return self.doom("a log was cut off below what it holds", now);
        } else {
            self.abandon(lease);
            let Some((topic, partition)) = self.progress.partition(lease).map(|(t, p)| (t.clone(), p)) else {
                return Ok(());
            };
            let renewed = self.progress.assign(&topic, partition, Some(offset), None);
            self.moved(lease, renewed);
            renewed
        };
        self.rereads.due.insert(lease, Reread { offset, at: Some(now) });
        Ok(())
    }

    /// What belongs to a lease belongs to its successor now.
    fn moved(&mut self, lease: Lease, renewed: Lease) {
        if let Some(held) = self.held.remove(&lease) {
            self.held.insert(renewed, held);
        }
        self.rebalance.renewed(lease, renewed);
        self.reopen(renewed);
    }

    /// Moves the consumer to where partitions must be read from, as far as it is time for it.
    pub(super) fn move_rereads(&mut self, now: Instant) -> Result<(), StreamError> {
        if self.rereads.look.is_some_and(|at| at <= now) {
            self.rereads.look = None;
            self.look_for_lost_offsets(now)?;
        }
        let progress = &self.progress;
        let is_due = |(lease, reread): (&Lease, &Reread)| {
            (reread.at.is_some_and(|at| at <= now) && progress.is_idle(*lease)).then_some(*lease)
        };
        let due: Vec<Lease> = self.rereads.due.iter().filter_map(is_due).collect();
        for lease in due {
            let Some(Reread { offset, .. }) = self.rereads.due.remove(&lease) else {
                continue;
            };
            let Some((topic, partition)) = self.progress.partition(lease).map(|(t, p)| (t.clone(), p)) else {
                continue;
            };
            // A gap is committed at once: whoever comes next must not decide about it again.
            self.progress.idle_at(lease, offset, None);
            if let Err(error) = self.reposition(&topic, partition, offset) {
                tracing::warn!(%error, %topic, partition, offset, "reading cannot go on there yet, it is tried again");
                self.rereads.due.insert(
                    lease,
                    Reread {
                        offset,
                        at: Some(now + BACKOFF),
                    },
                );
            }
        }
        Ok(())
    }

    /// Makes the consumer go on at an offset. Nothing that was fetched before is polled after it.
    fn reposition(&self, topic: &str, partition: i32, offset: i64) -> KafkaResult<()> {
        if self
            .consumer
            .seek(topic, partition, Offset::Offset(offset), SEEK)
            .is_ok()
        {
            return Ok(());
        }
        // A partition whose position fell out of the log has stopped, and librdkafka seeks only in one that runs: it is
        // taken out of the assignment and put in again.
        let mut list = TopicPartitionList::new();
        list.add_partition_offset(topic, partition, Offset::Offset(offset))?;
        if let RebalanceProtocol::Cooperative = self.consumer.rebalance_protocol() {
            self.consumer.incremental_unassign(&list)?;
            self.consumer.incremental_assign(&list)?;
        } else {
            for lease in self.progress.leases() {
                if let (Some((other, number)), Some(next)) = (self.progress.partition(lease), self.progress.next(lease))
                    && (&**other, number) != (topic, partition)
                {
                    list.add_partition_offset(other, number, Offset::Offset(next))?;
                }
            }
            self.consumer.assign(&list)?;
        }
        if self.stopping || self.budget.is_paused() {
            self.pause_all();
        }
        Ok(())
    }

    /// A partition's position fell out of the log while it was being read. librdkafka does not say which one, stops
    /// fetching it and does not say it again.
    pub(super) fn position_lost(&mut self, now: Instant) {
        self.rereads.look = Some(now);
    }

    fn look_for_lost_offsets(&mut self, now: Instant) -> Result<(), StreamError> {
        let ends = match start::log_bounds(self.consumer, &self.held_partitions(), start::ASK) {
            Ok(ends) => ends,
            Err(error) => {
                tracing::warn!(%error, "a position fell out of the log, and the brokers do not say which; they are asked again");
                self.rereads.look = Some(now + BACKOFF);
                return Ok(());
            }
        };
        let topics: Vec<&str> = self.settings.input.topics.iter().map(String::as_str).collect();
        let seen = self.other_logs(&topics);
        let another = |topic: &str| seen.iter().any(|(name, _, another)| *another && name == topic);
        let of_another_log =
            |progress: &Progress, lease: Lease| progress.partition(lease).is_some_and(|(topic, _)| another(topic));
        let progress = &self.progress;
        if progress
            .leases()
            .any(|lease| of_another_log(progress, lease) && !progress.is_clean(lease))
        {
            self.doom("it holds outcomes of a topic that was made anew", now)?;
            if self.transacting.is_some() {
                self.rereads.look = Some(now + BACKOFF);
                return Ok(());
            }
        }
        let leases: Vec<Lease> = self
            .progress
            .leases()
            .filter(|lease| !self.rereads.holds(*lease) || of_another_log(&self.progress, *lease))
            .collect();
        self.rereads.cut = true;
        for lease in leases {
            let Some((topic, partition)) = self.progress.partition(lease).map(|(t, p)| (t.to_string(), p)) else {
                continue;
            };
            let (Some((low, high)), Some(next)) = (
                ends.get(&(topic.clone(), partition)).copied(),
                self.progress.next(lease),
            ) else {
                continue;
            };
            let input = &self.settings.input;
            let another_log = another(&topic);
            if another_log && self.working_on.is_some() {
                return Err(StreamError::TopicReplaced { topic });
            }
            let known = Known {
                // Where it stands is a place in the log that it has read.
                committed: (!another_log).then_some(next),
                low,
                high,
                group_knows_topic: true,
                another_log: another_log || (next > high && self.rebalance.topics.is_anew(&topic)),
            };
            match start::begin(known, input.start, input.lost_offset) {
                Begin::At(offset) if offset == next && !another_log => {}
                Begin::At(offset) => {
                    self.rereads.cut = false;
                    tracing::warn!(
                        topic,
                        partition,
                        next,
                        low,
                        high,
                        offset,
                        "the position is outside the log, reading goes on elsewhere"
                    );
                    self.go_on_at(lease, offset, now)?;
                }
                Begin::Lost(offset) => {
                    return Err(StreamError::OffsetLost {
                        topic,
                        partition,
                        offset,
                        low,
                        high,
                    });
                }
                Begin::New => {}
            }
        }
        self.topics_taken_on(&seen);
        Ok(())
    }

    /// Whether statistics should say which partition is not read any more.
    pub(super) fn looks_for_a_cut(&self) -> bool {
        self.rereads.cut
    }

    /// The consumer has stopped reading a partition whose log was cut off below the position. What was written anew there
    /// was never read, so it is treated like an offset that is gone.
    pub(super) fn log_was_cut(&mut self, lease: Lease) -> Result<(), StreamError> {
        self.rereads.cut = false;
        let Some((topic, partition)) = self.progress.partition(lease).map(|(t, p)| (t.to_string(), p)) else {
            return Ok(());
        };
        let Some(next) = self.progress.next(lease) else {
            return Ok(());
        };
        let bounds = start::log_bounds(self.consumer, &self.held_partitions(), start::ASK);
        let Some((low, high)) = bounds
            .ok()
            .and_then(|bounds| bounds.get(&(topic.clone(), partition)).copied())
        else {
            // The brokers do not say now; the look is repeated from its beginning.
            self.rereads.look = Some(Instant::now() + BACKOFF);
            return Ok(());
        };
        let offset = match self.settings.input.lost_offset {
            LostOffset::Error => {
                return Err(StreamError::LogCut {
                    topic,
                    partition,
                    offset: next,
                });
            }
            LostOffset::Earliest => low,
            LostOffset::Latest => high,
        };
        tracing::warn!(
            topic,
            partition,
            next,
            low,
            high,
            offset,
            "the log was cut off below the position and written anew, reading goes on elsewhere"
        );
        self.go_on_at(lease, offset, Instant::now())
    }
}
