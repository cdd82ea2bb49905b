//! What librdkafka has to say: its callbacks put notices here, and the loop takes them out at its own time.
//!
//! Rebalances are not carried out in the callback: the loop drains and commits first, turn by turn, and then calls
//! `assign` or `unassign` itself. librdkafka allows that: it waits for the call, heartbeats going on meanwhile, and keeps
//! the fetchers paused (`rd_kafka_rebalance_op` in `rdkafka_cgrp.c`). So the loop never nests, and there is one place
//! where state changes.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Thread;

use rdkafka::ClientContext;
use rdkafka::Statistics;
use rdkafka::TopicPartitionList;
use rdkafka::bindings::rd_kafka_resp_err_t as RespErr;
use rdkafka::client::OAuthToken;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext, RebalanceProtocol};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};

use super::login::Login;

/// One thing that librdkafka has told the consumer's side.
pub(super) enum Notice {
    /// The group gave these partitions to this worker.
    Assigned(TopicPartitionList),
    /// The group takes these partitions away; `lost` if it has given them to another already.
    Revoked {
        /// The partitions.
        partitions: TopicPartitionList,
        /// They belong to somebody else now: nothing may be committed for them.
        lost: bool,
    },
    /// Statistics, every few seconds.
    Statistics(Box<Statistics>),
    /// Something went wrong that concerns the client as a whole.
    Trouble(RDKafkaErrorCode, String),
}

/// The consumer's callbacks.
pub(super) struct Listener {
    notices: Mutex<Vec<Notice>>,
    /// Set before the consumer is dropped: from then on a revocation is carried out on the spot.
    closing: AtomicBool,
    login: Login,
}

impl Listener {
    pub(super) fn new(login: Login) -> Self {
        Listener {
            notices: Mutex::new(Vec::new()),
            closing: AtomicBool::new(false),
            login,
        }
    }

    /// All notices since the last call, in order.
    pub(super) fn take(&self) -> Vec<Notice> {
        std::mem::take(&mut *self.notices.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The consumer is about to be dropped.
    pub(super) fn close(&self) {
        self.closing.store(true, Ordering::Release);
    }

    fn put(&self, notice: Notice) {
        self.notices.lock().unwrap_or_else(PoisonError::into_inner).push(notice);
    }
}

impl ClientContext for Listener {
    const ENABLE_REFRESH_OAUTH_TOKEN: bool = true;

    fn generate_oauth_token(&self, _: Option<&str>) -> Result<OAuthToken, Box<dyn std::error::Error>> {
        Ok(self.login.token()?)
    }

    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        log(level, facility, message);
    }

    fn stats(&self, statistics: Statistics) {
        self.put(Notice::Statistics(Box::new(statistics)));
    }

    fn error(&self, error: KafkaError, reason: &str) {
        if let Some(code) = error.rdkafka_error_code() {
            self.put(Notice::Trouble(code, reason.to_owned()));
        }
    }
}

impl ConsumerContext for Listener {
    fn rebalance(&self, consumer: &BaseConsumer<Self>, error: RespErr, partitions: &mut TopicPartitionList) {
        if self.closing.load(Ordering::Acquire) {
            let_go(consumer, partitions);
        } else if error == RespErr::RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS {
            self.put(Notice::Assigned(partitions.clone()));
        } else {
            self.put(Notice::Revoked {
                partitions: partitions.clone(),
                lost: consumer.assignment_lost(),
            });
        }
    }
}

/// Gives partitions back, by whichever protocol the group has agreed on.
pub(super) fn let_go<C: ConsumerContext>(consumer: &BaseConsumer<C>, partitions: &TopicPartitionList) {
    let result = match consumer.rebalance_protocol() {
        RebalanceProtocol::Cooperative => consumer.incremental_unassign(partitions),
        _ => consumer.unassign(),
    };
    if let Err(error) = result {
        tracing::warn!(%error, "could not give partitions back");
    }
}

/// librdkafka's own log, through tracing.
pub(super) fn log(level: RDKafkaLogLevel, facility: &str, message: &str) {
    use RDKafkaLogLevel::*;
    match level {
        // What librdkafka calls an error (a broker that is away) it gets over by itself: an operator need not act.
        Emerg | Alert | Critical | Error | Warning => {
            tracing::warn!(target: "librdkafka", facility, "{message}")
        }
        Notice | Info => tracing::info!(target: "librdkafka", facility, "{message}"),
        Debug => tracing::debug!(target: "librdkafka", facility, "{message}"),
    }
}

/// Wakes the loop when there is something to do.
#[derive(Clone)]
pub(super) struct Bell(Arc<Thread>);

impl Bell {
    /// A bell that wakes the calling thread.
    pub(super) fn here() -> Self {
        Bell(Arc::new(std::thread::current()))
    }

    /// Wakes it; cheap while it is awake.
    pub(super) fn ring(&self) {
        self.0.unpark();
    }
}
