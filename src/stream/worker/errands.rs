//! What waits for the brokers: commits and the ends of transactions. A thread of its own runs these errands one at a time,
//! so that the loop goes on turning.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer, ConsumerGroupMetadata};
use rdkafka::error::{KafkaError, KafkaResult, RDKafkaErrorCode};
use rdkafka::{Offset, TopicPartitionList};

use crate::settings::Settings;
use crate::stream::error::{StreamError, Verdict, verdict};
use crate::stream::notices::{Bell, Listener};
use crate::stream::progress::Commit;
use crate::stream::publisher::Publisher;
use crate::stream::transaction::Answer;
use crate::stream::{failpoint, native, start};

/// How long one question may wait before it is looked whether anybody still wants the answer.
const SLICE: Duration = Duration::from_secs(1);
/// How long to wait before something is tried again that failed at once.
const AGAIN: Duration = Duration::from_millis(100);
/// How long a producer may try to take its transactional id over before a new one tries: in an outage there will be some,
/// but a producer that has got stuck is not waited for.
const STUCK: Duration = Duration::from_secs(60);
/// How long after its own time limit a call into librdkafka is still waited for.
const LATE: Duration = Duration::from_secs(5);
/// How often the log repeats that something is still waited for.
const REMIND: Duration = Duration::from_secs(10);

/// The usual reason is a single broker with Kafka's default for several.
const NOT_TAKEN_OVER: &str = "the transactional id is not taken over yet (the brokers' transaction.state.log.replication.factor \
                              must not be above their number)";

/// One errand.
pub(super) enum Errand {
    /// Commit offsets outside of any transaction.
    Commit(TopicPartitionList),
    /// Take the transactional id over, not before `at`, then read what the group has committed for these partitions. The
    /// `former` producer is dropped first.
    Prepare {
        publisher: Arc<Publisher>,
        former: Option<Arc<Publisher>>,
        at: Instant,
        partitions: TopicPartitionList,
    },
    /// Wait for the brokers' words on every record.
    Flush(Arc<Publisher>),
    /// Put the offsets in and commit.
    Transact {
        publisher: Arc<Publisher>,
        begin: bool,
        offsets: TopicPartitionList,
        group: ConsumerGroupMetadata,
    },
    /// Abort if something is open, then read what the group has committed for these partitions.
    Rewind {
        publisher: Arc<Publisher>,
        abort: bool,
        partitions: TopicPartitionList,
    },
}

/// What came of an errand.
pub(super) enum Report {
    /// Of a commit outside of any transaction.
    Committed(KafkaResult<()>),
    /// Of a transaction's order; with what the group has committed, where that was asked for, and with the reason, where
    /// it did not go well.
    Transaction {
        answer: Answer,
        committed: Option<TopicPartitionList>,
        reason: String,
    },
    /// It cannot go on.
    Failed(StreamError),
}

impl Report {
    fn of(answer: Answer) -> Self {
        Report::because(answer, &"")
    }

    fn because(answer: Answer, reason: &dyn std::fmt::Display) -> Self {
        Report::Transaction {
            answer,
            committed: None,
            reason: reason.to_string(),
        }
    }
}

/// What the loop tells the thread while an errand is under way.
#[derive(Default)]
pub(super) struct Signals {
    /// Nobody wants any more answers.
    pub gone: AtomicBool,
    /// The transaction is doomed: what it holds need not be flushed.
    pub doomed: AtomicBool,
}

/// The thread that runs errands.
pub(super) struct Runner<'c> {
    pub consumer: &'c BaseConsumer<Listener>,
    pub settings: &'c Settings,
    pub signals: &'c Signals,
    pub bell: Bell,
}

impl Runner<'_> {
    /// The thread's life: until no more errands come.
    pub(super) fn serve(&self, errands: &Receiver<Errand>, reports: &Sender<Report>) {
        for errand in errands {
            let report = self.run(errand);
            if reports.send(report).is_err() {
                return;
            }
            self.bell.ring();
        }
    }

    fn run(&self, errand: Errand) -> Report {
        match errand {
            Errand::Commit(offsets) => {
                failpoint::pass("before_commit");
                // Synchronously, which leaves the loop free all the same: rdkafka 0.39 takes events from librdkafka in the
                // place of callbacks, and for an asynchronous commit that the application asks for librdkafka 2.12 knows
                // only the callback (`rd_kafka_cgrp_propagate_commit_result` in `rdkafka_cgrp.c`), so its answer would
                // never come. librdkafka gives a commit up by itself once the session has run out.
                let result = self.consumer.commit(&offsets, CommitMode::Sync);
                failpoint::pass("after_commit");
                Report::Committed(result)
            }
            Errand::Prepare {
                publisher,
                former,
                at,
                partitions,
            } => {
                drop(former);
                while Instant::now() < at && !self.is_alone() {
                    std::thread::sleep(AGAIN.min(at.saturating_duration_since(Instant::now())));
                }
                let started = self.insist(NOT_TAKEN_OVER, STUCK, || publisher.init_transactions(SLICE));
                self.then_committed(started, Answer::Prepared, partitions)
            }
            Errand::Flush(publisher) => {
                let unwanted = || self.is_alone() || self.signals.doomed.load(Ordering::Acquire);
                let deadline = Instant::now() + self.settings.transaction_timeout.0;
                while !publisher.flush(SLICE / 10) && !unwanted() {
                    // By now the broker has closed the transaction.
                    if Instant::now() >= deadline {
                        return unknown(&"records were not acknowledged within transaction_timeout");
                    }
                }
                Report::of(Answer::Flushed)
            }
            Errand::Transact {
                publisher,
                begin,
                offsets,
                group,
            } => self.transact(&publisher, begin, offsets, group),
            Errand::Rewind {
                publisher,
                abort,
                partitions,
            } => {
                // Records of a transaction that librdkafka has given up come back without the reason. It tells that to
                // whoever would begin another one.
                let doomed = abort.then(|| publisher.begin()).and_then(Result::err);
                // Once the broker has closed it by itself, this producer is of no use any more.
                let patience = self.settings.transaction_timeout.0;
                let aborted = match abort {
                    true => self.insist("the transaction is not aborted yet", patience, || {
                        publisher.abort(SLICE)
                    }),
                    false => Ok(()),
                };
                if let Some(Verdict::Final(error)) = doomed.map(|error| verdict(&error, self.settings)) {
                    return Report::Failed(error);
                }
                self.then_committed(aborted, Answer::Rewound, partitions)
            }
        }
    }

    fn is_alone(&self) -> bool {
        self.signals.gone.load(Ordering::Acquire)
    }

    /// Tries something again until it succeeds, is final, nobody waits for it any more, or another producer should try.
    fn insist(&self, what: &str, patience: Duration, act: impl Fn() -> KafkaResult<()>) -> Result<(), Report> {
        let start = Instant::now();
        let mut reminded = start;
        loop {
            let Err(error) = act() else {
                return Ok(());
            };
            match verdict(&error, self.settings) {
                Verdict::Retry | Verdict::Abort => {}
                Verdict::Broken { fenced } => return Err(broken(fenced, &error)),
                Verdict::Final(error) => return Err(Report::Failed(error)),
            }
            if self.is_alone() || start.elapsed() >= patience {
                return Err(unknown(&error));
            }
            if reminded.elapsed() >= REMIND {
                reminded = Instant::now();
                tracing::warn!(%error, "{what}, it is tried again");
            }
            std::thread::sleep(AGAIN);
        }
    }

    /// After a producer has settled what was open: what does the group have?
    fn then_committed(&self, settled: Result<(), Report>, answer: Answer, partitions: TopicPartitionList) -> Report {
        if let Err(report) = settled {
            return report;
        }
        let mut reminded = Instant::now();
        loop {
            match start::committed(self.consumer, partitions.clone()) {
                Ok(committed) => {
                    return Report::Transaction {
                        answer,
                        committed: Some(committed),
                        reason: String::new(),
                    };
                }
                Err(error) if self.is_alone() => return unknown(&error),
                Err(error) => {
                    if reminded.elapsed() >= REMIND {
                        reminded = Instant::now();
                        tracing::warn!(%error, "the group's committed offsets are not known yet, it is asked again");
                    }
                }
            }
            std::thread::sleep(AGAIN);
        }
    }

    fn transact(
        &self,
        publisher: &Arc<Publisher>,
        begin: bool,
        offsets: TopicPartitionList,
        group: ConsumerGroupMetadata,
    ) -> Report {
        let patience = self.settings.transaction_timeout.0;
        if begin && let Err(error) = publisher.begin() {
            return match verdict(&error, self.settings) {
                Verdict::Final(error) => Report::Failed(error),
                Verdict::Broken { fenced } => broken(fenced, &error),
                Verdict::Retry | Verdict::Abort => broken(false, &error),
            };
        }
        failpoint::pass("before_offsets");
        let sent = match send_offsets(publisher, offsets, group, patience) {
            Some(sent) => sent,
            None => return unknown(&"librdkafka still waits for the group's coordinator"),
        };
        if let Err(error) = sent {
            return match verdict(&error, self.settings) {
                Verdict::Final(error) => Report::Failed(error),
                Verdict::Broken { fenced } => broken(fenced, &error),
                // The end was not asked for yet: whatever is pending is dropped by the abort.
                Verdict::Retry | Verdict::Abort => Report::because(Answer::MustAbort, &error),
            };
        }
        failpoint::pass("before_commit");
        failpoint::pass_soon("during_commit");
        let deadline = Instant::now() + patience;
        loop {
            let Err(error) = publisher.commit(patience) else {
                break;
            };
            match verdict(&error, self.settings) {
                Verdict::Final(error) => return Report::Failed(error),
                Verdict::Broken { fenced } => return broken(fenced, &error),
                // Asked again, the coordinator says how it ended.
                Verdict::Retry if Instant::now() < deadline && !self.is_alone() => {}
                // An abort by the same producer could overtake the commit that is under way.
                Verdict::Retry | Verdict::Abort => return unknown(&error),
            }
        }
        if failpoint::pass("commit_unknown") {
            return unknown(&"a failpoint says so");
        }
        failpoint::pass("after_commit");
        Report::of(Answer::Committed)
    }
}

/// Puts offsets into the transaction; `None` where librdkafka does not come back in time. Where the group's coordinator dies
/// under the request, librdkafka 2.12 waits for that very broker and never looks at the clock (`rd_kafka_coord_req_fsm`):
/// this call has stood still for ever in a cluster that was whole again. So it has a thread of its own, which is left
/// behind then, and its producer with it.
fn send_offsets(
    publisher: &Arc<Publisher>,
    offsets: TopicPartitionList,
    group: ConsumerGroupMetadata,
    patience: Duration,
) -> Option<KafkaResult<()>> {
    let (result, sent) = crossbeam_channel::bounded(1);
    let publisher = Arc::clone(publisher);
    let call = move || drop(result.send(publisher.send_offsets(&offsets, &group, patience)));
    let thread = std::thread::Builder::new().name("offsets".to_owned());
    if let Err(error) = thread.spawn(call) {
        tracing::warn!(%error, "no thread to send offsets");
        return None;
    }
    sent.recv_timeout(patience + LATE).ok()
}

fn broken(fenced: bool, error: &KafkaError) -> Report {
    Report::because(Answer::Broken { fenced }, error)
}

fn unknown(error: &dyn std::fmt::Display) -> Report {
    Report::because(Answer::Unknown, error)
}

/// Offsets as librdkafka wants them, with the leader epochs that are known.
pub(super) fn offsets(commits: &[Commit]) -> KafkaResult<TopicPartitionList> {
    let mut list = TopicPartitionList::with_capacity(commits.len());
    for commit in commits {
        list.add_partition_offset(&commit.topic, commit.partition, Offset::Offset(commit.offset))?;
        native::set_epoch(&mut list, &commit.topic, commit.partition, commit.epoch);
    }
    Ok(list)
}

/// Whether a commit failed because the group has moved on without this member.
pub(super) fn came_too_late(error: &KafkaError) -> bool {
    use RDKafkaErrorCode::{IllegalGeneration, RebalanceInProgress, UnknownMemberId};
    matches!(
        error,
        KafkaError::ConsumerCommit(IllegalGeneration | UnknownMemberId | RebalanceInProgress)
    )
}
