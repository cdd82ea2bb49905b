//! From finished work to acknowledged records: release in order, publish, and what to do about a refusal.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rdkafka::error::RDKafkaErrorCode;

use super::Worker;
use super::reread::BACKOFF;
use crate::event::Target;
use crate::stream::crew::{Finished, Refusal, Tally};
use crate::stream::error::{Class, StreamError, delivery_class, refusal_code};
use crate::stream::progress::{Lease, Ticket};

impl Worker<'_> {
    /// Takes what the crew has finished and publishes whatever has its turn.
    pub(super) fn release_finished(&mut self) -> Result<bool, StreamError> {
        let mut any = false;
        while let Ok((turn, finished)) = self.crew.finished.try_recv() {
            any = true;
            let cost = finished.cost_in;
            if !self.sequence.finish(turn, finished) {
                // The partition is no longer ours.
                self.budget.give_back(cost);
                continue;
            }
            while let Some(finished) = self.sequence.release(turn.lease) {
                self.publish(finished)?;
            }
        }
        Ok(any)
    }

    /// Publishes the records of one chunk, in order.
    fn publish(&mut self, finished: Finished) -> Result<(), StreamError> {
        let Finished {
            first,
            records,
            answers,
            tally,
            cost_in,
            cost_out,
        } = finished;
        self.budget.give_back(cost_in);
        self.budget.take(cost_out);
        self.count(&tally);
        let mut records = records.into_iter();
        for (number, answer) in answers.into_iter().enumerate() {
            let ticket = first.after(number as u64);
            if let Some(dead) = self.dead_letters.count(answer.dead) {
                return Err(StreamError::TooManyDeadLetters {
                    dead,
                    window: self.settings.dead_letter.window,
                });
            }
            self.progress.sent(ticket, answer.records);
            self.outbox.extend(
                records
                    .by_ref()
                    .take(answer.records as usize)
                    .map(|record| (ticket, record)),
            );
        }
        Ok(())
    }

    fn count(&self, tally: &Tally) {
        let metrics = self.metrics;
        metrics.messages_event.inc_by(tally.events);
        metrics.messages_tombstone.inc_by(tally.tombstones);
        metrics.messages_skip.inc_by(tally.skipped);
        metrics.messages_dead_letter.inc_by(tally.dead_letters);
        metrics.output_bytes.inc_by(tally.output_bytes);
        for reason in &tally.skips {
            metrics.skips.with_label_values(&[reason.as_str()]).inc();
        }
        for (stage, code) in &tally.failures {
            metrics.dead_letters.with_label_values(&[stage.as_str(), code]).inc();
        }
    }

    /// Hands records to the producer until its queue is full.
    pub(super) fn empty_outbox(&mut self, now: Instant) -> Result<bool, StreamError> {
        let mut any = false;
        while let Some((ticket, record)) = self.outbox.pop_front() {
            let cost = record.cost();
            if self.progress.partition(ticket.lease).is_none() {
                self.budget.give_back(cost);
                continue;
            }
            let target = record.target;
            match self.publisher.send(ticket, record) {
                Ok(()) => any = true,
                Err((RDKafkaErrorCode::QueueFull, record)) => {
                    self.outbox.push_front((ticket, record));
                    break;
                }
                Err((code, _)) => {
                    self.budget.give_back(cost);
                    self.refused(ticket, target, code, now)?;
                }
            }
        }
        Ok(any)
    }

    /// Takes the broker's words on records.
    pub(super) fn take_deliveries(&mut self, now: Instant) -> Result<bool, StreamError> {
        let deliveries = self.publisher.deliveries();
        let any = !deliveries.is_empty();
        for delivery in deliveries {
            self.budget.give_back(delivery.cost);
            match delivery.result {
                Ok(()) => self.progress.acknowledged(delivery.ticket),
                Err(code) => self.refused(delivery.ticket, delivery.target, code, now)?,
            }
        }
        Ok(any)
    }

    /// A record was not published. Nothing behind it may be committed: the partition is read again from its watermark,
    /// and if the reason lies in the record, its message is buried this time.
    fn refused(
        &mut self,
        ticket: Ticket,
        target: Target,
        code: RDKafkaErrorCode,
        now: Instant,
    ) -> Result<(), StreamError> {
        // A former lease, or a partition that is being read again already.
        let Some(offset) = self.progress.offset(ticket) else {
            return Ok(());
        };
        let Some((topic, partition)) = self.progress.partition(ticket.lease).map(|(t, p)| (t.clone(), p)) else {
            return Ok(());
        };
        let bound_for = match target {
            Target::Output => &self.settings.output.topic,
            Target::DeadLetter => &self.settings.dead_letter.topic,
        };
        let wait = match delivery_class(code) {
            Class::DeadLetter => {
                let key = (topic.clone(), partition, offset);
                let stub = target == Target::DeadLetter;
                if stub && self.refused.get(&key).is_some_and(|refusal| refusal.stub) {
                    return Err(StreamError::DeadLetterRefused {
                        topic: bound_for.clone(),
                        origin: format!("{topic}/{partition}/{offset}"),
                        reason: code.to_string(),
                    });
                }
                tracing::warn!(%topic, partition, offset, bound_for, %code, "the broker refuses the record of a message, which becomes a dead letter");
                let reason = format!("the broker refuses its record for topic {bound_for}: {code}");
                self.refused.insert(
                    key,
                    Refusal {
                        code: refusal_code(code),
                        reason,
                        stub,
                    },
                );
                Duration::ZERO
            }
            Class::Fatal | Class::Fenced => {
                return Err(StreamError::Authorisation {
                    what: format!("topic {bound_for} (right Write): {code}"),
                });
            }
            Class::Retry => {
                tracing::error!(%topic, partition, offset, bound_for, %code, "a record was not published, its partition is read again; check that the topic exists");
                self.complain(format!("records for topic {bound_for} are not published: {code}"));
                BACKOFF
            }
        };
        self.reread(ticket.lease, now + wait);
        Ok(())
    }

    /// What is known of a message that was refused, when it is read again.
    pub(super) fn refusal(&self, lease: Lease, offset: i64) -> Option<Refusal> {
        let (topic, partition) = self.progress.partition(lease)?;
        self.refused.get(&(Arc::clone(topic), partition, offset)).cloned()
    }

    /// What was refused and is passed by now needs no memory.
    pub(super) fn forget_refused(&mut self) {
        if !self.refused.is_empty() {
            let progress = &self.progress;
            self.refused.retain(|(topic, partition, offset), _| {
                let watermark = progress
                    .lease(topic, *partition)
                    .and_then(|lease| progress.watermark(lease));
                watermark.is_some_and(|watermark| watermark <= *offset)
            });
        }
    }

    /// Drops what is on its way for a lease, and gives its bytes back; what the crew and the producer have of it comes
    /// back by itself.
    pub(super) fn abandon(&mut self, lease: Lease) {
        if let Some(open) = self.open.remove(&lease) {
            self.budget.give_back(open.cost);
        }
        for finished in self.sequence.close(lease) {
            self.budget.give_back(finished.cost_in);
        }
        self.rereads.forget(lease);
    }
}
