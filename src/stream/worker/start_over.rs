//! Starting over: a transaction that must not be committed is aborted, and every partition is read again from what the group
//! has committed.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use rdkafka::TopicPartitionList;

use super::Worker;
use super::errands::{Errand, Report};
use super::reread::BACKOFF;
use crate::stream::error::StreamError;
use crate::stream::publisher::Publisher;
use crate::stream::start::offset_of;
use crate::stream::transaction::{Answer, Order, Phase};

/// How long the end of the worker waits for an open transaction to be aborted. Who reads committed records only would
/// otherwise wait for the broker to do it, which takes the transaction's timeout and up to ten seconds more.
const FAREWELL: Duration = Duration::from_secs(5);
/// How often deliveries are taken meanwhile.
const TURN: Duration = Duration::from_millis(5);

impl Worker<'_> {
    /// What is in the transaction must not be committed: everything is read again from what the group has committed.
    pub(super) fn doom(&mut self, why: &str, now: Instant) -> Result<(), StreamError> {
        let Some(transacting) = &mut self.transacting else {
            return Ok(());
        };
        let phase = transacting.transaction.phase();
        let order = transacting.transaction.doom();
        self.start_over_if(order, why, phase, now)
    }

    /// The same, found when no order is under way whose answer could lead there.
    pub(super) fn give_up(&mut self, why: &str, now: Instant) -> Result<(), StreamError> {
        let Some(transacting) = &mut self.transacting else {
            return Ok(());
        };
        let phase = transacting.transaction.phase();
        let order = transacting.transaction.give_up();
        self.start_over_if(order, why, phase, now)
    }

    fn start_over_if(
        &mut self,
        order: Option<Order>,
        why: &str,
        phase: Phase,
        now: Instant,
    ) -> Result<(), StreamError> {
        match order {
            Some(order) => {
                if phase == Phase::Ready {
                    tracing::debug!(why, "what is in flight is read again from the committed offsets");
                } else {
                    tracing::info!(why, "the transaction is given up, and what was in it is read again");
                }
                self.start_over(order, now)
            }
            None => {
                self.signals.doomed.store(true, Ordering::Release);
                Ok(())
            }
        }
    }

    /// The transaction is doomed, and nothing may be written for a while.
    pub(super) fn doom_until(&mut self, why: &str, at: Instant, now: Instant) -> Result<(), StreamError> {
        if let Some(transacting) = &mut self.transacting {
            transacting.write_at = Some(at);
        }
        self.doom(why, now)
    }

    /// Drops what is in flight for every partition and carries out what is to be done about the producer.
    pub(super) fn start_over(&mut self, order: Order, now: Instant) -> Result<(), StreamError> {
        self.commit_failed(now);
        for lease in self.progress.leases().collect::<Vec<_>>() {
            self.rewind(lease);
        }
        // Counted when they have passed again.
        drop(self.progress.take_passed());
        let partitions = self.held_partitions();
        match order {
            Order::Rewind { abort } => self.commit.send(Errand::Rewind {
                publisher: self.publisher.clone(),
                abort,
                partitions,
            }),
            Order::Prepare => {
                let around = self.around;
                let Some(transacting) = &self.transacting else {
                    return Ok(());
                };
                let wait = match transacting.broken {
                    0 | 1 => Duration::ZERO,
                    _ => BACKOFF,
                };
                let renewed = Publisher::new(around.settings, &around.limits, around.login, Some(&transacting.id))?;
                let former = std::mem::replace(&mut self.publisher, Arc::new(renewed));
                // Nobody will hear of what the former one still held.
                self.budget.give_back(former.outstanding());
                self.commit.send(Errand::Prepare {
                    publisher: self.publisher.clone(),
                    former: Some(former),
                    at: now + wait,
                    partitions,
                });
            }
            Order::Flush | Order::Commit { .. } => {}
        }
        Ok(())
    }

    /// Reads every partition that waits for it from what the group has committed.
    pub(super) fn go_back_to(&mut self, committed: &TopicPartitionList, now: Instant) {
        for element in committed.elements() {
            if let Some(lease) = self.progress.lease(element.topic(), element.partition()) {
                self.rewound(lease, offset_of(element.offset()), now);
            }
        }
    }

    /// The worker ends because of an error: what is open is aborted, so that readers need not wait for the broker to do it.
    pub(super) fn abort_at_the_end(&mut self) {
        let Some(transacting) = &self.transacting else {
            return;
        };
        self.signals.doomed.store(true, Ordering::Release);
        let deadline = Instant::now() + FAREWELL;
        match transacting.transaction.phase() {
            Phase::Open => {}
            Phase::Preparing | Phase::Ready => return,
            // Aborted it was already.
            Phase::Rewinding if self.commit.failed => return,
            Phase::Closing | Phase::Committing if self.commit.failed => {}
            // A transaction that is being committed when the worker gives up holds what it should.
            Phase::Closing | Phase::Committing | Phase::Rewinding => match self.wait_for_report(deadline) {
                Some(Report::Transaction {
                    answer: Answer::Flushed,
                    ..
                }) => {}
                _ => return,
            },
        }
        self.commit.send(Errand::Rewind {
            publisher: self.publisher.clone(),
            abort: true,
            partitions: TopicPartitionList::new(),
        });
        if self.wait_for_report(deadline).is_none() {
            tracing::warn!(
                "the open transaction could not be aborted, the broker does it within transaction_timeout and some seconds"
            );
        }
    }

    /// Waits for the errand under way. librdkafka ends no transaction before its records' deliveries are taken.
    fn wait_for_report(&self, deadline: Instant) -> Option<Report> {
        while Instant::now() < deadline {
            drop(self.publisher.deliveries());
            if let Some(report) = self.commit.wait(TURN) {
                return Some(report);
            }
        }
        None
    }
}
