//! Taking messages from the consumer and giving them to the crew, as far as the byte budget goes.

use std::time::{Duration, Instant};

use rdkafka::Message as _;
use rdkafka::TopicPartitionList;
use rdkafka::consumer::Consumer;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::BorrowedMessage;

use super::{Open, Worker};
use crate::stream::budget::{Advice, HOLD};
use crate::stream::crew::Chunk;
use crate::stream::error::StreamError;
use crate::stream::progress::Lease;
use crate::stream::{failpoint, native};

/// Messages of one partition that travel together: enough that a hand-over (a few microseconds) is nothing beside the
/// work, few enough that a slow one does not keep many waiting.
const CHUNK_MESSAGES: usize = 32;
/// Bytes after which a chunk is full.
const CHUNK_BYTES: u64 = 256 * 1024;
/// Messages taken in one turn before deliveries and commits are looked after again.
const TURN_MESSAGES: usize = 1024;
/// What a message costs beside its bytes: librdkafka's structure and ours.
const MESSAGE_OVERHEAD: u64 = 512;

impl<'c> Worker<'c> {
    /// Polls as the budget advises. Returns whether messages came.
    pub(super) fn take_messages(&mut self, now: Instant) -> Result<bool, StreamError> {
        let most = match self.budget.advise(now) {
            Advice::Take => TURN_MESSAGES,
            // One poll now and then, for the sake of rebalances; a message that it brings is taken all the same.
            Advice::Hold if now.duration_since(self.last_poll) < HOLD => 0,
            Advice::Hold => 1,
            Advice::Pause => {
                tracing::debug!(
                    bytes = self.budget.used(),
                    "the byte budget has been spent for a second: pausing"
                );
                self.metrics.pauses.inc();
                self.pause_all();
                1
            }
            Advice::Resume => {
                self.resume_all();
                TURN_MESSAGES
            }
        };
        let most = self.paced(most, now);
        let mut taken = 0;
        while taken < most {
            self.last_poll = now;
            match self.consumer.poll(Duration::ZERO) {
                Some(Ok(message)) => {
                    taken += 1;
                    if self.admit(message, now) >= self.settings.worker.in_flight_bytes.0 {
                        break;
                    }
                }
                Some(Err(error)) => self.consumer_error(&error, now)?,
                None => break,
            }
        }
        // The queue is empty or the turn is over: what was gathered need not wait for company.
        let open: Vec<Lease> = self.open.keys().copied().collect();
        for lease in open {
            self.dispatch(lease);
        }
        Ok(taken > 0)
    }

    /// Admits a message and puts it into its partition's open chunk. Returns the bytes in flight.
    fn admit(&mut self, message: BorrowedMessage<'c>, now: Instant) -> u64 {
        let offset = message.offset();
        let timestamp = message.timestamp().to_millis();
        let lease = self.progress.lease(message.topic(), message.partition());
        // A message of a partition that is being given back, or read again from further back, is not ours to take.
        let Some(lease) = lease.filter(|lease| !self.stopping && !self.rebalance.drains(*lease)) else {
            return self.budget.used();
        };
        if self.rereads.holds(lease) {
            return self.budget.used();
        }
        if self.is_beyond(lease, offset) {
            return self.budget.used();
        }
        if self.is_outside(lease, timestamp) {
            self.pass_over(lease, offset, timestamp, now);
            return self.budget.used();
        }
        let epoch = native::leader_epoch(&message);
        let Some(ticket) = self.progress.admit(lease, offset, epoch, timestamp, now) else {
            tracing::debug!(
                topic = message.topic(),
                partition = message.partition(),
                offset,
                "an old fetch, ignored"
            );
            return self.budget.used();
        };
        if failpoint::pass("commit_early") {
            self.progress.sent(ticket, 0);
        }
        let bytes = (message.key_len() + message.payload_len()) as u64;
        self.metrics.input_bytes.inc_by(bytes);
        let cost = bytes + MESSAGE_OVERHEAD;
        self.budget.take(cost);
        if let Some(held) = self.held.get_mut(&lease) {
            held.newest = held.newest.max(timestamp);
        }
        let refusal = match self.refused.is_empty() {
            true => None,
            false => self.refusal(lease, offset),
        };
        let open = self.open.entry(lease).or_insert_with(|| Open {
            first: ticket,
            messages: Vec::with_capacity(CHUNK_MESSAGES),
            cost: 0,
            refusals: Vec::new(),
        });
        if let Some(refusal) = refusal {
            open.refusals.push((open.messages.len(), refusal));
        }
        open.messages.push(message);
        open.cost += cost;
        if open.messages.len() >= CHUNK_MESSAGES || open.cost >= CHUNK_BYTES {
            self.dispatch(lease);
        }
        self.taken_for_job(lease, offset);
        self.budget.used()
    }

    /// Gives a partition's open chunk to the crew.
    pub(super) fn dispatch(&mut self, lease: Lease) {
        let Some(Open {
            first,
            messages,
            cost,
            refusals,
        }) = self.open.remove(&lease)
        else {
            return;
        };
        let turn = self.sequence.enter(lease);
        // It fails only when the crew is gone, and the crew goes after the loop.
        let _ = self.crew.chunks.send(Chunk {
            turn,
            first,
            messages,
            cost,
            refusals,
        });
    }

    /// Pauses every partition that is held.
    pub(super) fn pause_all(&self) {
        if let Err(error) = self.consumer.pause(&self.held_partitions()) {
            tracing::warn!(%error, "could not pause");
        }
    }

    /// Resumes every partition that is held.
    fn resume_all(&self) {
        if self.stopping {
            return;
        }
        if let Err(error) = self.consumer.resume(&self.unfinished_partitions()) {
            tracing::warn!(%error, "could not resume");
        }
    }

    pub(super) fn held_partitions(&self) -> TopicPartitionList {
        let mut list = TopicPartitionList::new();
        for lease in self.progress.leases() {
            if let Some((topic, partition)) = self.progress.partition(lease) {
                list.add_partition(topic, partition);
            }
        }
        list
    }

    /// An error in the place of a message.
    fn consumer_error(&mut self, error: &KafkaError, now: Instant) -> Result<(), StreamError> {
        let Some(code) = error.rdkafka_error_code() else {
            tracing::warn!(%error, "the consumer reports an error");
            return Ok(());
        };
        match (error, code) {
            (_, RDKafkaErrorCode::AutoOffsetReset | RDKafkaErrorCode::OffsetOutOfRange) => {
                self.position_lost(now);
                Ok(())
            }
            (KafkaError::MessageConsumptionFatal(_), _) => self.trouble(code, &error.to_string(), true),
            _ => self.trouble(code, &error.to_string(), false),
        }
    }
}
