//! Partitions come and go.
//!
//! Revoked: stop feeding, drain, commit, then let go, while heartbeats go on. Lost: they belong to somebody else already;
//! drop without committing. Assigned: decide where to begin, then begin. One change at a time, in the order in which the
//! group made them; librdkafka waits for our answer to each.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use rdkafka::TopicPartitionList;
use rdkafka::consumer::{Consumer, RebalanceProtocol};

use super::{Held, Worker, topics};
use crate::stream::client::MAX_POLL_INTERVAL;
use crate::stream::error::StreamError;
use crate::stream::failpoint;
use crate::stream::notices::let_go;
use crate::stream::progress::Lease;
use crate::stream::start::{self, NoBeginning};

/// How long partitions that are taken away may drain. The group waits for it, so it is well below the time after which
/// the group would go on without this worker (`max.poll.interval.ms`); what is not done by then is done again by the
/// next owner.
const DRAIN: Duration = Duration::from_secs(60);
const _: () = assert!(DRAIN.as_secs() * 2 < MAX_POLL_INTERVAL.as_secs());

/// How long to wait before the brokers are asked again where to begin.
const ASK_AGAIN: Duration = Duration::from_millis(500);

/// What the group has changed.
pub(super) enum Change {
    /// These partitions are ours now.
    Assigned(TopicPartitionList),
    /// These are ours no longer, `lost` without notice.
    Revoked { partitions: TopicPartitionList, lost: bool },
}

/// A revocation that waits for its partitions to drain.
struct Drain {
    partitions: TopicPartitionList,
    leases: Vec<Lease>,
    deadline: Instant,
}

/// Changes that are not carried out yet.
#[derive(Default)]
pub(super) struct Rebalance {
    changes: VecDeque<Change>,
    drain: Option<Drain>,
    retry_at: Option<Instant>,
    /// Partitions were lost, and the group has not taken this worker in since.
    pub(super) lost: bool,
    /// What is known of the topics that the partitions are of.
    pub(super) topics: topics::Topics,
}

impl Rebalance {
    pub(super) fn push(&mut self, change: Change) {
        self.changes.push_back(change);
    }

    /// Whether a lease is being drained.
    pub(super) fn drains(&self, lease: Lease) -> bool {
        self.drain.as_ref().is_some_and(|drain| drain.leases.contains(&lease))
    }

    pub(super) fn is_draining(&self) -> bool {
        self.drain.is_some()
    }

    /// A lease goes on under another number.
    pub(super) fn renewed(&mut self, old: Lease, new: Lease) {
        let leases = self.drain.iter_mut().flat_map(|drain| &mut drain.leases);
        leases.filter(|lease| **lease == old).for_each(|lease| *lease = new);
    }
}

impl Worker<'_> {
    /// Carries out what the group has changed, as far as it can be by now.
    pub(super) fn move_rebalance(&mut self, now: Instant) -> Result<(), StreamError> {
        self.move_topics(now)?;
        loop {
            if let Some(drain) = &self.rebalance.drain {
                let settled = drain.leases.iter().all(|lease| self.progress.is_settled(*lease));
                // The group may go on without us while we drain; then there is nothing left to commit.
                let lost = self.consumer.assignment_lost();
                if !settled && !lost && now < drain.deadline {
                    return Ok(());
                }
                if !settled && !lost {
                    tracing::warn!(
                        "revoked partitions did not drain within {} s; the next owner does the rest again",
                        DRAIN.as_secs()
                    );
                }
                if let Some(drain) = self.rebalance.drain.take() {
                    self.release_partitions(&drain.partitions, "revoke", now)?;
                }
            }
            if self.rebalance.retry_at.is_some_and(|at| now < at) {
                return Ok(());
            }
            self.rebalance.retry_at = None;
            let assigned = matches!(self.rebalance.changes.front(), Some(Change::Assigned(_)));
            if assigned
                && self
                    .transacting
                    .as_ref()
                    .is_some_and(|transacting| !transacting.may_assign())
            {
                return Ok(());
            }
            match self.rebalance.changes.pop_front() {
                None => return Ok(()),
                Some(Change::Assigned(partitions)) => self.assigned(partitions, now)?,
                Some(Change::Revoked { partitions, lost: true }) => {
                    let leases = self.leases_of(&partitions);
                    tracing::warn!(
                        partitions = leases.len(),
                        "partitions were lost, to another member or with their topic; what was in flight for them is dropped"
                    );
                    self.rebalance.topics.suspect(now);
                    failpoint::pass("lost");
                    self.release_partitions(&partitions, "lose", now)?;
                }
                Some(Change::Revoked {
                    partitions,
                    lost: false,
                }) => {
                    let leases = self.leases_of(&partitions);
                    self.rebalance.drain = Some(Drain {
                        partitions,
                        leases,
                        deadline: now + DRAIN,
                    });
                }
            }
        }
    }

    /// Begins to read partitions.
    fn assigned(&mut self, partitions: TopicPartitionList, now: Instant) -> Result<(), StreamError> {
        let mut names: Vec<String> = partitions.elements().iter().map(|e| e.topic().to_owned()).collect();
        names.sort_unstable();
        names.dedup();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut seen = Vec::new();
        let (list, beginnings) = if partitions.count() == 0 {
            (partitions, Vec::new())
        } else {
            seen = self.other_logs(&names);
            let topics = &self.rebalance.topics;
            let another =
                |topic: &str| topics.is_anew(topic) || seen.iter().any(|(name, _, another)| *another && name == topic);
            let replaced = names.iter().find(|name| another(name)).map(|name| (*name).to_owned());
            let resolved = match (&mut self.working_on, replaced) {
                (None, _) => start::resolve(self.consumer, &self.settings.input, &partitions, &another),
                (Some(_), Some(topic)) => Err(NoBeginning::Never(StreamError::TopicReplaced { topic })),
                (Some(working_on), None) => working_on.begin(self.around, &partitions),
            };
            match resolved {
                Ok(resolved) => resolved,
                Err(NoBeginning::Never(error)) => {
                    self.rebalance.changes.push_front(Change::Assigned(partitions));
                    return Err(error);
                }
                Err(NoBeginning::Later(error)) => {
                    // A transaction that was left open in the group's offsets holds them back for as long as it lasts; one
                    // that the brokers have forgotten, for ever.
                    tracing::warn!(
                        %error,
                        "the brokers do not say where to begin, they are asked again; if this goes on for longer than \
                         transactions last, one may hang in the group's offsets (kafka-transactions.sh find-hanging)"
                    );
                    self.rebalance.changes.push_front(Change::Assigned(partitions));
                    self.rebalance.retry_at = Some(now + ASK_AGAIN);
                    return Ok(());
                }
            }
        };
        if let Err(error) = take_on(self.consumer, &list) {
            return Err(StreamError::Fatal {
                reason: format!("partitions cannot be assigned: {error}"),
            });
        }
        self.topics_taken_on(&seen);
        self.joined(now)?;
        let mut taken = Vec::with_capacity(beginnings.len());
        for start::Beginning {
            topic,
            partition,
            offset,
            committed,
        } in &beginnings
        {
            taken.push(format!("{topic}/{partition}@{offset}"));
            let lease = self.progress.assign(topic, *partition, Some(*offset), *committed);
            let metrics = self.metrics.partition(topic, *partition);
            let bound = self.working_on.as_mut().and_then(|job| job.bound(topic, *partition));
            let newest = None;
            self.held.insert(lease, Held { metrics, newest, bound });
        }
        // One line for all, so that no limit on lines leaves out a partition.
        tracing::info!(count = taken.len(), partitions = taken.join(" "), "assigned");
        self.metrics.rebalances.with_label_values(&["assign"]).inc();
        self.metrics.assigned_partitions.set(self.held.len() as i64);
        self.observed.assigned = true;
        self.rebalance.lost = false;
        if self.stopping || self.budget.is_paused() {
            self.pause_all();
        } else if let Err(error) = self.consumer.resume(&list) {
            // librdkafka keeps a partition paused through a loss and a new assignment (`RD_KAFKA_TOPPAR_F_APP_PAUSE`): one
            // that was lost while the budget was spent would never be read again.
            tracing::warn!(%error, "could not resume");
        }
        Ok(())
    }

    /// Gives partitions back and forgets them.
    fn release_partitions(
        &mut self,
        partitions: &TopicPartitionList,
        kind: &str,
        now: Instant,
    ) -> Result<(), StreamError> {
        // Outcomes of theirs in an open transaction would be published without their offsets, and again by their next
        // owner. First doomed, then let go.
        let leases = self.leases_of(partitions);
        if leases.iter().any(|lease| !self.progress.is_clean(*lease)) {
            self.doom("it holds outcomes of partitions that are gone", now)?;
        }
        let leases = self.leases_of(partitions);
        let_go(self.consumer, partitions);
        let mut released = Vec::with_capacity(leases.len());
        for lease in leases {
            self.abandon(lease);
            if let Some((topic, partition)) = self.progress.partition(lease) {
                released.push(format!("{topic}/{partition}"));
                self.metrics.forget_partition(topic, partition);
            }
            self.progress.end(lease);
            self.held.remove(&lease);
        }
        tracing::info!(
            kind,
            count = released.len(),
            partitions = released.join(" "),
            "released"
        );
        self.metrics.rebalances.with_label_values(&[kind]).inc();
        self.metrics.assigned_partitions.set(self.held.len() as i64);
        Ok(())
    }

    /// The series of all partitions end: they are another's until the group says otherwise.
    pub(super) fn forget_partitions(&self) {
        for lease in self.progress.leases() {
            if let Some((topic, partition)) = self.progress.partition(lease) {
                self.metrics.forget_partition(topic, partition);
            }
        }
        self.metrics.assigned_partitions.set(0);
    }

    fn leases_of(&self, partitions: &TopicPartitionList) -> Vec<Lease> {
        let elements = partitions.elements();
        elements
            .iter()
            .filter_map(|element| self.progress.lease(element.topic(), element.partition()))
            .collect()
    }

    /// Answers what is still open before the consumer is closed: it would wait for the answer for ever.
    pub(super) fn answer_open_rebalances(&mut self) {
        if let Some(drain) = self.rebalance.drain.take() {
            let_go(self.consumer, &drain.partitions);
        }
        for change in std::mem::take(&mut self.rebalance.changes) {
            match change {
                Change::Assigned(partitions) => drop(take_on(self.consumer, &partitions)),
                Change::Revoked { partitions, .. } => let_go(self.consumer, &partitions),
            }
        }
    }
}

/// Takes partitions on, by whichever protocol the group has agreed on.
fn take_on(
    consumer: &rdkafka::consumer::BaseConsumer<crate::stream::notices::Listener>,
    list: &TopicPartitionList,
) -> rdkafka::error::KafkaResult<()> {
    match consumer.rebalance_protocol() {
        RebalanceProtocol::Cooperative => consumer.incremental_assign(list),
        _ => consumer.assign(list),
    }
}
