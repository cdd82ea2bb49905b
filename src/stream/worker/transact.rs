//! Exactly once: records, and the offsets that they answer, in one transaction.
//!
//! The pure `stream::transaction` decides; here its orders become errands, and what happens to partitions becomes doom
//! where it must. While a transaction is being committed the crew goes on, and what it finishes waits in the outbox.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use rdkafka::TopicPartitionList;
use rdkafka::consumer::Consumer;

use super::Worker;
use super::errands::Errand;
use crate::stream::error::{StreamError, Verdict, verdict};
use crate::stream::native::{self, Membership};
use crate::stream::transaction::{Answer, Next, Order, Phase, Transaction};

/// Producers that break one after the other, without one commit between them, until the worker gives up.
const HOPELESS: u32 = 20;

/// What is kept beside the transaction itself.
pub(super) struct Transacting {
    pub(super) transaction: Transaction,
    /// Its transactional id.
    pub(super) id: String,
    /// The place in the group under which the partitions are held.
    pub(super) membership: Option<Membership>,
    /// The group has put this member out, or taken it in anew: the partitions that it holds may be another's. Nothing is
    /// written until the group has said which are ours.
    pub(super) limbo: bool,
    /// Not before then may records be written: something was refused that may pass.
    pub(super) write_at: Option<Instant>,
    /// Producers that broke since the last commit.
    pub(super) broken: u32,
}

/// An answer with its reason.
pub(super) struct Heard {
    pub answer: Answer,
    pub reason: String,
}

impl Transacting {
    pub(super) fn new(timeout: Duration, named: bool, id: String) -> Self {
        Transacting {
            transaction: Transaction::new(timeout, named),
            id,
            membership: None,
            limbo: false,
            write_at: None,
            broken: 0,
        }
    }

    /// Whether partitions may be taken on: what a predecessor of the same name left open must be settled first, lest its
    /// offsets be read before they are final.
    pub(super) fn may_assign(&self) -> bool {
        self.transaction.phase() != Phase::Preparing
    }

    /// Whether nothing of ours is open. A producer that is only being prepared has written nothing.
    pub(super) fn is_settled(&self) -> bool {
        matches!(self.transaction.phase(), Phase::Ready | Phase::Preparing)
    }

    /// Why nothing can be written just now, where that is worth telling.
    pub(super) fn hindrance(&self) -> Option<&'static str> {
        match self.transaction.phase() {
            Phase::Preparing => Some("the transactional id is being taken over"),
            _ if self.limbo => Some("the group is taking this worker in anew"),
            _ => None,
        }
    }
}

impl Worker<'_> {
    /// The first errand: take the transactional id over.
    pub(super) fn prepare_transactions(&mut self) {
        if self.transacting.is_some() {
            self.commit.send(Errand::Prepare {
                publisher: self.publisher.clone(),
                former: None,
                at: Instant::now(),
                partitions: TopicPartitionList::new(),
            });
        }
    }

    /// Whether the producer takes records now.
    pub(super) fn takes_records(&self, now: Instant) -> bool {
        let transaction_takes = self.transacting.as_ref().is_none_or(|transacting| {
            transacting.transaction.takes_records()
                && !transacting.limbo
                && transacting.write_at.is_none_or(|at| at <= now)
        });
        transaction_takes && self.rebalance.topics.can_be_written()
    }

    /// Opens the transaction for a record that is about to be handed over. Returns false where it does not open.
    pub(super) fn open_transaction(&mut self, now: Instant) -> Result<bool, StreamError> {
        let Some(transacting) = &mut self.transacting else {
            return Ok(true);
        };
        if !transacting.transaction.open(now) {
            return Ok(true);
        }
        let Err(error) = self.publisher.begin() else {
            return Ok(true);
        };
        let fenced = match verdict(&error, self.settings) {
            Verdict::Final(error) => return Err(error),
            Verdict::Broken { fenced } => fenced,
            Verdict::Retry | Verdict::Abort => false,
        };
        let heard = Heard {
            answer: Answer::Broken { fenced },
            reason: error.to_string(),
        };
        self.transaction_answered(heard, None, now)?;
        Ok(false)
    }

    /// It is time to commit: close the transaction, or commit offsets alone where nothing is open.
    pub(super) fn transact_if_ready(&mut self, now: Instant) -> Result<(), StreamError> {
        let half = self.is_half_handed_over();
        let around = self.around;
        let Some(transacting) = &mut self.transacting else {
            return Ok(());
        };
        match transacting.transaction.phase() {
            // A message of several records goes into one transaction whole.
            Phase::Open if half => Ok(()),
            Phase::Open => {
                self.commit.last = now;
                if transacting.transaction.close().is_some() {
                    around.signals.doomed.store(false, Ordering::Release);
                    self.commit.send(Errand::Flush(self.publisher.clone()));
                }
                Ok(())
            }
            Phase::Ready if !transacting.limbo => {
                self.commit.last = now;
                self.transact(now)
            }
            _ => Ok(()),
        }
    }

    /// Commits the transaction, whose records are all acknowledged, or offsets alone.
    fn transact(&mut self, now: Instant) -> Result<(), StreamError> {
        self.note_positions();
        let commits = self.progress.committable();
        let around = self.around;
        let offsets = self.listed(&commits);
        let Some(transacting) = &mut self.transacting else {
            return Ok(());
        };
        if transacting.transaction.phase() == Phase::Ready && commits.is_empty() {
            return Ok(());
        }
        // Who we are to the group, asked before and after its metadata is taken, so that this is known to be of the same
        // moment: of a member that was put out, librdkafka gives generation -1 and no name, and the broker takes that.
        let before = native::membership(around.consumer);
        let group = around.consumer.group_metadata();
        let after = native::membership(around.consumer);
        let (Some(group), Some(place)) = (group, after.filter(|after| before.as_ref() == Some(after))) else {
            return self.give_up("the group's metadata is changing", now);
        };
        let held_as = transacting.membership.as_ref().map(|held| held.member.as_str());
        if !place.is_member() || held_as != Some(place.member.as_str()) || around.consumer.assignment_lost() {
            transacting.limbo = true;
            return self.give_up("the group has put this worker out", now);
        }
        let Some(offsets) = offsets else {
            return self.give_up("offsets cannot be put in a list", now);
        };
        match transacting.transaction.commit(now) {
            Some(Order::Commit { begin }) => {
                self.covering(commits, now);
                self.commit.send(Errand::Transact {
                    publisher: self.publisher.clone(),
                    begin,
                    offsets,
                    group,
                });
                Ok(())
            }
            _ => self.give_up("it was doomed before", now),
        }
    }

    /// Takes the answer to the order under way, with what the group has committed where that was asked for.
    pub(super) fn transaction_answered(
        &mut self,
        heard: Heard,
        committed: Option<TopicPartitionList>,
        now: Instant,
    ) -> Result<(), StreamError> {
        if heard.answer == Answer::Flushed {
            // All words of the brokers are there; one of them may be a refusal.
            self.take_deliveries(now)?;
        }
        let Some(transacting) = &mut self.transacting else {
            return Ok(());
        };
        let Heard { answer, reason } = heard;
        if let Answer::Broken { .. } = answer {
            transacting.broken += 1;
        }
        match answer {
            Answer::Prepared | Answer::Flushed | Answer::Rewound => {}
            Answer::Committed => transacting.broken = 0,
            Answer::MustAbort => tracing::warn!(reason, "the transaction cannot be committed, it is aborted"),
            Answer::Unknown => {
                // Records for a topic that is gone are never acknowledged.
                self.rebalance.topics.suspect(now);
                let phase = transacting.transaction.phase();
                tracing::warn!(
                    reason,
                    ?phase,
                    "how the transaction ended is not known, a new producer takes over and finds out"
                );
            }
            Answer::Broken { fenced: true } => {
                tracing::warn!(
                    transactional_id = transacting.id,
                    reason,
                    "the producer was fenced, by another or because its transaction took too long; a new one takes over"
                );
            }
            Answer::Broken { fenced: false } => {
                tracing::warn!(reason, "the producer cannot go on, a new one takes over");
            }
        }
        if transacting.broken >= HOPELESS {
            return Err(StreamError::Fatal {
                reason: format!("{HOPELESS} producers in succession could not write: {reason}"),
            });
        }
        match transacting.transaction.answered(answer, now) {
            Next::Settled => self.commit_holds(now),
            Next::Decide => return self.transact(now),
            Next::Write => {
                // In limbo the answer is of no use: it is asked again once the group has spoken.
                if let (Some(committed), false) = (committed, transacting.limbo) {
                    self.go_back_to(&committed, now);
                }
            }
            Next::StartOver(order) => {
                // A commit that held is taken note of, although everything is looked at anew.
                if answer == Answer::Committed {
                    self.commit_holds(now);
                }
                self.start_over(order, now)?;
            }
            Next::NameTaken => {
                return Err(StreamError::NameTaken {
                    name: self.settings.worker.name.clone().unwrap_or_default(),
                });
            }
        }
        Ok(())
    }

    /// Partitions have come under this place in the group. What was held before under another may have been somebody
    /// else's meanwhile.
    pub(super) fn joined(&mut self, now: Instant) -> Result<(), StreamError> {
        let place = native::membership(self.consumer);
        let Some(transacting) = &mut self.transacting else {
            return Ok(());
        };
        let member = |place: &Option<Membership>| place.as_ref().map(|place| place.member.clone());
        let other = transacting.membership.is_some() && member(&transacting.membership) != member(&place);
        transacting.membership = place;
        if other || transacting.limbo {
            transacting.limbo = false;
            return self.doom("the group has taken this worker in anew", now);
        }
        Ok(())
    }
}
