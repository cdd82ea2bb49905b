//! [`Transaction`]: what may be done with the producer's transaction next, when delivery is exactly once.
//!
//! A transaction holds the outcomes of exactly the offsets [committed, new) of each partition, and those offsets. It is
//! open while records go in, closed while the last of them are acknowledged, then committed. Whatever makes its outcomes
//! not ours to publish (a partition was lost, the group has put this member out), or incomplete (a record was refused),
//! dooms it: it is aborted, and every partition is read again from what the group has committed.
//!
//! Pure: events in, [`Order`]s out, which somebody carries out one at a time and answers with an [`Answer`]. Nothing else is
//! asked for before the answer is there. `stream::worker::transact` drives it with a broker, the model test beside it
//! without one.

use std::time::{Duration, Instant};

/// Two fencings within this time mean that somebody else lives under this worker's name; one may be a predecessor's, or
/// the broker's answer to a transaction that took too long.
pub(super) const TAKEN: Duration = Duration::from_secs(60);

/// Where the transaction stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The producer is new: its transactional id is being taken over from whoever had it, what that one left open is
    /// rolled back, and then the group's committed offsets are read.
    Preparing,
    /// Nothing is open.
    Ready,
    /// Records go in.
    Open,
    /// Records do not go in any more; the brokers' words on the last of them are waited for.
    Closing,
    /// The offsets are in, and the end was asked for.
    Committing,
    /// It is being aborted, and then the group's committed offsets are read.
    Rewinding,
}

/// What is to be done, one thing at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Take the transactional id over with a new producer, then read the committed offsets.
    Prepare,
    /// Send what the producer holds and wait until the brokers have spoken of all of it.
    Flush,
    /// Put the offsets in and commit. `begin` where nothing was written: the transaction holds offsets alone.
    Commit {
        /// Whether the transaction must be begun first.
        begin: bool,
    },
    /// Abort, where something is open, then read the committed offsets.
    Rewind {
        /// Whether there is something to abort.
        abort: bool,
    },
}

/// What came of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The producer may write, and the committed offsets are known.
    Prepared,
    /// Every record of the transaction is acknowledged or refused.
    Flushed,
    /// Committed: outcomes and offsets are there for all to read.
    Committed,
    /// Not committed, and the producer asks for an abort.
    MustAbort,
    /// Aborted, and the committed offsets are known.
    Rewound,
    /// Whether it was committed cannot be learnt from this producer: a new one must take over, which ends it one way or
    /// the other, and then the committed offsets tell.
    Unknown,
    /// The producer can do nothing any more.
    Broken {
        /// Because another producer has its transactional id, or the broker has closed a transaction that took too long.
        fenced: bool,
    },
}

/// What follows from an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Go on: nothing is under way, records may be written.
    Write,
    /// The commit holds; go on.
    Settled,
    /// All is flushed: now [`Transaction::commit`], or [`Transaction::doom`] if something stands against it.
    Decide,
    /// Drop what is in flight for every partition, and carry this out.
    StartOver(Order),
    /// Another worker has this one's name.
    NameTaken,
}

/// The transaction of one worker.
#[derive(Debug)]
pub struct Transaction {
    phase: Phase,
    /// It must not be committed, or partitions must be read again though nothing is open.
    doomed: bool,
    opened: Option<Instant>,
    fenced: Option<Instant>,
    timeout: Duration,
    named: bool,
}

impl Transaction {
    /// The start, with [`Order::Prepare`] under way. `timeout` is `transaction.timeout.ms`; `named` whether the
    /// transactional id comes from a name that another worker could bear.
    pub fn new(timeout: Duration, named: bool) -> Self {
        Transaction {
            phase: Phase::Preparing,
            doomed: false,
            opened: None,
            fenced: None,
            timeout,
            named,
        }
    }

    /// Where it stands.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Whether records may be handed to the producer. The first one opens the transaction.
    pub fn takes_records(&self) -> bool {
        matches!(self.phase, Phase::Ready | Phase::Open)
    }

    /// A record is about to be handed over. Returns whether the transaction must be begun for it.
    pub fn open(&mut self, now: Instant) -> bool {
        if self.phase != Phase::Ready {
            return false;
        }
        (self.phase, self.opened) = (Phase::Open, Some(now));
        true
    }

    /// It is time to commit. With nothing open there is nothing to wait for: [`Transaction::commit`] follows at once.
    pub fn close(&mut self) -> Option<Order> {
        if self.phase != Phase::Open {
            return None;
        }
        self.phase = Phase::Closing;
        Some(Order::Flush)
    }

    /// Everything in it is acknowledged, or it holds nothing: commit it with the offsets that this allows.
    pub fn commit(&mut self, now: Instant) -> Option<Order> {
        let begin = match self.phase {
            _ if self.doomed => return None,
            Phase::Ready => true,
            Phase::Closing => false,
            _ => return None,
        };
        self.phase = Phase::Committing;
        self.opened.get_or_insert(now);
        Some(Order::Commit { begin })
    }

    /// What is in it must not be committed, or what is known of the partitions is no longer sure. Returns the order to
    /// start over with; without one it is remembered, and follows from the answer that is under way.
    pub fn doom(&mut self) -> Option<Order> {
        match self.phase {
            Phase::Ready | Phase::Open => Some(self.rewind(self.phase == Phase::Open)),
            Phase::Preparing | Phase::Closing | Phase::Committing | Phase::Rewinding => {
                self.doomed = true;
                None
            }
        }
    }

    /// It must not be committed, as was found when nothing was under way: after [`Next::Decide`], or with nothing open.
    /// No answer will come from which to start over, so the order to do so is returned in any case.
    pub fn give_up(&mut self) -> Option<Order> {
        match self.phase {
            Phase::Closing => Some(self.rewind(true)),
            _ => self.doom(),
        }
    }

    fn rewind(&mut self, abort: bool) -> Order {
        self.doomed = false;
        self.phase = Phase::Rewinding;
        Order::Rewind { abort }
    }

    /// Takes the answer to the order under way.
    pub fn answered(&mut self, answer: Answer, now: Instant) -> Next {
        match answer {
            Answer::Prepared | Answer::Rewound | Answer::Committed => {
                self.opened = None;
                self.phase = Phase::Ready;
                match (self.doomed, answer) {
                    (true, _) => Next::StartOver(self.rewind(false)),
                    (false, Answer::Committed) => Next::Settled,
                    (false, _) => Next::Write,
                }
            }
            Answer::Flushed if self.doomed => Next::StartOver(self.rewind(true)),
            Answer::Flushed => Next::Decide,
            Answer::MustAbort => Next::StartOver(self.rewind(true)),
            Answer::Unknown => Next::StartOver(self.renew()),
            Answer::Broken { fenced } => {
                // The broker closes a transaction that took too long, and then says the same as if another had taken over.
                let mere_timeout = self.opened.is_some_and(|at| now.duration_since(at) >= self.timeout);
                if fenced && !mere_timeout {
                    let again = self.fenced.is_some_and(|at| now.duration_since(at) < TAKEN);
                    if again && self.named {
                        return Next::NameTaken;
                    }
                    self.fenced = Some(now);
                }
                Next::StartOver(self.renew())
            }
        }
    }

    fn renew(&mut self) -> Order {
        (self.phase, self.doomed, self.opened) = (Phase::Preparing, false, None);
        Order::Prepare
    }
}

#[cfg(test)]
#[path = "transaction_model.rs"]
mod model;
