//! What operators see of the loop: gauges, readiness, and what librdkafka complains of.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use rdkafka::Statistics;
use rdkafka::error::RDKafkaErrorCode;

use super::Worker;
use crate::stream::error::{StreamError, is_authorisation, refused, refuses_our_certificate};
use crate::stream::progress::Lease;

/// How often gauges are set. Counters are counted where they happen.
const EVERY: Duration = Duration::from_millis(250);
/// How long a complaint keeps the worker from being ready after it was last heard; while no broker answers, it is why.
const COMPLAINT: Duration = Duration::from_secs(5);

/// What was seen last.
pub(super) struct Observed {
    next: Instant,
    /// Whether the group has given this worker its first assignment.
    pub(super) assigned: bool,
    broker_up: bool,
    complaint: Option<(Instant, String)>,
    /// End of the log as the last statistics gave it.
    ends: HashMap<Lease, i64>,
    fetched: u64,
}

impl Observed {
    pub(super) fn new(now: Instant) -> Self {
        Observed {
            next: now,
            assigned: false,
            broker_up: true,
            complaint: None,
            ends: HashMap::new(),
            fetched: 0,
        }
    }
}

impl Worker<'_> {
    /// Sets gauges and readiness, a few times a second.
    pub(super) fn observe(&mut self, now: Instant) {
        if now < self.observed.next {
            return;
        }
        self.observed.next = now + EVERY;
        self.health.oldest_in_work(self.progress.oldest_in_work());
        self.health.broker_up(self.observed.broker_up, now);
        self.metrics.broker_up.set(i64::from(self.observed.broker_up));
        self.metrics.in_flight_messages.set(self.progress.in_flight() as i64);
        self.metrics.in_flight_bytes.set(self.budget.used() as i64);
        self.observed.ends.retain(|lease, _| self.held.contains_key(lease));
        let wall = jiff::Timestamp::now().as_millisecond();
        for (lease, end) in &self.observed.ends {
            let (Some(held), Some(watermark)) = (self.held.get(lease), self.progress.watermark(*lease)) else {
                continue;
            };
            let end = held.bound.as_ref().map_or(*end, |bound| bound.range.end.min(*end));
            let lag = (end - watermark).max(0);
            held.metrics.lag_messages.set(lag);
            let behind = held
                .newest
                .filter(|_| lag > 0)
                .map_or(0, |newest| (wall - newest).max(0));
            held.metrics.lag_seconds.set(behind as f64 / 1000.0);
        }
        self.health.ready(self.readiness(now));
    }

    fn readiness(&self, now: Instant) -> Result<(), String> {
        if self.stopping {
            return Err("stopping".to_owned());
        }
        let down = !self.observed.broker_up;
        if let Some((since, complaint)) = &self.observed.complaint
            && (now.duration_since(*since) < COMPLAINT || down)
        {
            return Err(complaint.clone());
        }
        if down {
            return Err("no broker answers".to_owned());
        }
        if let Some(missing) = self.rebalance.topics.missing() {
            return Err(format!("topics are missing: {missing}"));
        }
        if !self.observed.assigned {
            return Err("the group has not assigned partitions yet".to_owned());
        }
        if let Some(hindrance) = self
            .transacting
            .as_ref()
            .and_then(|transacting| transacting.hindrance())
        {
            return Err(hindrance.to_owned());
        }
        if self.rebalance.is_draining() {
            return Err("partitions are being given back".to_owned());
        }
        if self.budget.is_paused() {
            return Err("the byte budget is spent: the brokers take records too slowly".to_owned());
        }
        Ok(())
    }

    /// Something keeps the worker from being ready for a while.
    pub(super) fn complain(&mut self, complaint: String) {
        self.observed.complaint = Some((Instant::now(), complaint));
    }

    /// Reads lag and the brokers' state from librdkafka's statistics.
    pub(super) fn note_statistics(&mut self, statistics: &Statistics) -> Result<(), StreamError> {
        let mut stopped = None;
        self.observed.broker_up = statistics.brokers.values().any(|broker| broker.state == "UP");
        let fetched = u64::try_from(statistics.rxmsg_bytes).unwrap_or(0);
        self.metrics
            .fetched_bytes
            .inc_by(fetched.saturating_sub(self.observed.fetched));
        self.observed.fetched = fetched;
        for (name, topic) in &statistics.topics {
            for (partition, state) in &topic.partitions {
                // The last stable offset is the end for a reader of committed records; negative where unknown.
                let end = if state.ls_offset >= 0 {
                    state.ls_offset
                } else {
                    state.hi_offset
                };
                let Some(lease) = self.progress.lease(name, *partition) else {
                    continue;
                };
                if end >= 0 {
                    self.observed.ends.insert(lease, end);
                }
                if self.looks_for_a_cut() && state.fetch_state == "none" {
                    stopped = Some(lease);
                }
            }
        }
        stopped.map_or(Ok(()), |lease| self.log_was_cut(lease))
    }

    /// librdkafka complains.
    pub(super) fn trouble(&mut self, code: RDKafkaErrorCode, reason: &str, fatal: bool) -> Result<(), StreamError> {
        use RDKafkaErrorCode::*;
        match code {
            FencedInstanceId => {
                let name = self.settings.worker.name.clone().unwrap_or_default();
                return Err(StreamError::NameTaken { name });
            }
            TopicAuthorizationFailed | GroupAuthorizationFailed | ClusterAuthorizationFailed => {
                let what = refused(code, reason, self.settings);
                return Err(StreamError::Authorisation { what });
            }
            _ if fatal || code == Fatal => {
                return Err(StreamError::Fatal {
                    reason: reason.to_owned(),
                });
            }
            AllBrokersDown => {
                self.observed.broker_up = false;
                tracing::warn!("no broker answers; it is tried again for ever: {reason}");
            }
            // These held until now, so whoever changed them may change them back: it is tried again, and what is in
            // flight waits. New ones are read at the start only, but for tokens.
            _ if is_authorisation(code) => {
                tracing::error!(
                    "the brokers refuse the credentials: {reason}; if they were changed, start the worker anew"
                );
                self.complain(format!("the brokers refuse the credentials: {reason}"));
            }
            _ if refuses_our_certificate(code, reason) => {
                tracing::error!(
                    "a broker refuses this worker's certificate: {reason}; renew kafka.tls.certificate_file and start the \
                     worker anew"
                );
                self.complain(format!("a broker refuses this worker's certificate: {reason}"));
            }
            SSL => {
                tracing::error!("a broker is not to be trusted: {reason}");
                self.complain(format!("a broker is not to be trusted: {reason}"));
            }
            UnknownTopicOrPartition | UnknownTopic | UnknownPartition => {
                tracing::error!(
                    "a topic or partition is missing: {reason}; create it or correct its name in the settings"
                );
                self.complain(format!("a topic or partition is missing: {reason}"));
                self.rebalance.topics.suspect(Instant::now());
            }
            _ => tracing::warn!(%code, "librdkafka: {reason}"),
        }
        Ok(())
    }
}
