//! From finished work to acknowledged records: release in order, publish, and what to do about a refusal.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rdkafka::error::RDKafkaErrorCode;

use super::Worker;
use super::reread::BACKOFF;
use crate::event::Target;
use crate::stream::crew::{Finished, Refusal, Tally};
use crate::stream::error::{Class, StreamError, delivery_class, gives_no_reason, is_authorisation, refusal_code};
use crate::stream::failpoint;
use crate::stream::progress::{Lease, Ticket};

/// Topic, partition and offset of a message.
pub(super) type Place = (Arc<str>, i32, i64);

/// A record that was not published.
struct Failure {
    lease: Lease,
    /// Its message.
    place: Place,
    target: Target,
    code: RDKafkaErrorCode,
}

/// What is known of a message whose record the broker refused.
pub(super) enum Refused {
    /// It was in one batch with others: when it is read again it is published by itself.
    Together,
    /// It is to blame: when it is read again it is buried.
    Alone(Refusal),
}

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

    /// Hands records to the producer, as far as it takes them.
    pub(super) fn empty_outbox(&mut self, now: Instant) -> Result<bool, StreamError> {
        let mut any = false;
        while let Some((ticket, record)) = self.outbox.pop_front() {
            let cost = record.cost();
            if self.progress.partition(ticket.lease).is_none() {
                self.budget.give_back(cost);
                continue;
            }
            let alone = !self.refused.is_empty() && self.is_suspect(ticket);
            if !self.takes_records(now) || ((alone || self.alone) && self.publisher.outstanding() > 0) {
                self.outbox.push_front((ticket, record));
                break;
            }
            self.alone = alone;
            if !self.open_transaction(now)? {
                // The producer is broken, and so everything is read again.
                self.budget.give_back(cost);
                break;
            }
            let target = record.target.clone();
            match self.publisher.send(ticket, record) {
                Ok(()) => {
                    any = true;
                    self.handed_over = Some(ticket);
                }
                Err((RDKafkaErrorCode::QueueFull, record)) => {
                    self.outbox.push_front((ticket, record));
                    break;
                }
                Err((code, _)) => {
                    self.budget.give_back(cost);
                    let failure = self.failure(ticket, target, code);
                    self.attend(failure.into_iter().collect(), now)?;
                }
            }
        }
        if any {
            failpoint::pass("produced");
        }
        Ok(any)
    }

    /// Whether some records of a message are with the producer and others are not.
    pub(super) fn is_half_handed_over(&self) -> bool {
        self.outbox
            .front()
            .is_some_and(|(ticket, _)| Some(*ticket) == self.handed_over)
    }

    /// Takes the broker's words on records.
    pub(super) fn take_deliveries(&mut self, now: Instant) -> Result<bool, StreamError> {
        let deliveries = self.publisher.deliveries();
        let any = !deliveries.is_empty();
        let mut failures = Vec::new();
        for delivery in deliveries {
            self.budget.give_back(delivery.cost);
            match delivery.result {
                Ok(()) => self.progress.acknowledged(delivery.ticket),
                Err(code) => failures.extend(self.failure(delivery.ticket, delivery.target, code)),
            }
        }
        if !failures.is_empty() {
            self.attend(failures, now)?;
        }
        Ok(any)
    }

    /// A record that was not published; `None` if it is nobody's any more.
    fn failure(&self, ticket: Ticket, target: Target, code: RDKafkaErrorCode) -> Option<Failure> {
        let offset = self.progress.offset(ticket)?;
        let (topic, partition) = self.progress.partition(ticket.lease)?;
        Some(Failure {
            lease: ticket.lease,
            place: (topic.clone(), partition, offset),
            target,
            code,
        })
    }

    /// Records were not published. Nothing behind them may be committed: the partitions are read again, all of them where
    /// a transaction held the records, and a message that is to blame is buried this time.
    fn attend(&mut self, failures: Vec<Failure>, now: Instant) -> Result<(), StreamError> {
        let blamed = |failure: &&Failure| delivery_class(failure.code) == Class::DeadLetter;
        // The broker refuses whole batches, and does not always say for whose sake.
        let one_is_to_blame = failures.iter().filter(blamed).count() == 1;
        let mut wait = Duration::ZERO;
        for failure in &failures {
            let Failure {
                place: (topic, partition, offset),
                target,
                code,
                ..
            } = failure;
            let bound_for = match target {
                Target::Output => &self.settings.output.topic,
                Target::DeadLetter => &self.settings.dead_letter.topic,
                Target::Topic(topic) => &**topic,
            };
            match delivery_class(*code) {
                Class::DeadLetter => self.blame(failure, bound_for, one_is_to_blame)?,
                Class::Fatal if self.transacting.is_none() || is_authorisation(*code) => {
                    return Err(StreamError::Authorisation {
                        what: format!("topic {bound_for} (right Write): {code}"),
                    });
                }
                // The transaction is lost, and its end will tell why.
                Class::Fatal | Class::Fenced => {}
                Class::Retry if gives_no_reason(*code) => {}
                Class::Retry => {
                    tracing::error!(%topic, partition, offset, bound_for, %code, "a record was not published, its partition is read again; check that the topic exists");
                    self.complain(format!("records for topic {bound_for} are not published: {code}"));
                    self.rebalance.topics.suspect(now);
                    wait = BACKOFF;
                }
            }
        }
        if self.transacting.is_some() {
            return match failures.is_empty() {
                true => Ok(()),
                false => self.doom_until("a record of it was not published", now + wait, now),
            };
        }
        for failure in failures {
            // The first of a partition ends its lease.
            if self.progress.partition(failure.lease).is_some() {
                self.reread(failure.lease, now + wait);
            }
        }
        Ok(())
    }

    /// A message whose record was refused is buried when it is read again; but where several were refused together, each
    /// is published by itself then, and shows whether it is to blame.
    fn blame(&mut self, failure: &Failure, bound_for: &str, one_is_to_blame: bool) -> Result<(), StreamError> {
        let Failure {
            place, target, code, ..
        } = failure;
        let (topic, partition, offset) = place;
        let stub = *target == Target::DeadLetter;
        let before = self.refused.get(place);
        if !one_is_to_blame && before.is_none() {
            tracing::debug!(%topic, partition, offset, bound_for, %code, "refused together with others, to be published alone");
            self.refused.insert(place.clone(), Refused::Together);
            return Ok(());
        }
        if stub && matches!(before, Some(Refused::Alone(refusal)) if refusal.stub) {
            return Err(StreamError::DeadLetterRefused {
                topic: bound_for.to_owned(),
                origin: format!("{topic}/{partition}/{offset}"),
                reason: code.to_string(),
            });
        }
        tracing::warn!(%topic, partition, offset, bound_for, %code, "the broker refuses the record of a message, which becomes a dead letter");
        let refusal = Refusal {
            code: refusal_code(*code),
            reason: format!("the broker refuses its record for topic {bound_for}: {code}"),
            stub,
        };
        self.refused.insert(place.clone(), Refused::Alone(refusal));
        Ok(())
    }

    /// Whether a record's message was refused together with others: it must be published by itself.
    fn is_suspect(&self, ticket: Ticket) -> bool {
        let place = self.progress.offset(ticket).and_then(|offset| {
            let (topic, partition) = self.progress.partition(ticket.lease)?;
            Some((topic.clone(), partition, offset))
        });
        place.is_some_and(|place| matches!(self.refused.get(&place), Some(Refused::Together)))
    }

    /// What is known of a message that was refused, when it is read again.
    pub(super) fn refusal(&self, lease: Lease, offset: i64) -> Option<Refusal> {
        let (topic, partition) = self.progress.partition(lease)?;
        match self.refused.get(&(Arc::clone(topic), partition, offset))? {
            Refused::Alone(refusal) => Some(refusal.clone()),
            Refused::Together => None,
        }
    }

    /// What was refused and is passed by now needs no memory.
    pub(super) fn forget_refused(&mut self) {
        if !self.refused.is_empty() {
            let progress = &self.progress;
            // With transactions only what is committed is passed for good.
            let transacting = self.transacting.is_some();
            self.refused.retain(|(topic, partition, offset), _| {
                let lease = progress.lease(topic, *partition);
                let passed = lease.and_then(|lease| match transacting {
                    true => progress.confirmed(lease),
                    false => progress.watermark(lease),
                });
                passed.is_some_and(|passed| passed <= *offset)
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
