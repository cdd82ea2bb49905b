//! The worker's loop: one thread that polls, releases, publishes and commits, and owns all state.
//!
//! It never waits for anything but its bell, which the consumer's queue and commits ring, and that for milliseconds.
//! So `max.poll.interval.ms` does not depend on how long an article takes, and no lock guards what must stay consistent.
//!
//! ```text
//!  consumer ──poll──▶ open chunks ──▶ crew (CPU threads) ──▶ sequence ──▶ outbox ──▶ producer
//!     ▲                    │ admit                              │ sent                 │
//!     └──────commit── progress ◀────────────────────────────────┴──── acknowledged ◀───┘
//!            (by itself, or in the transaction that holds the records)
//! ```

mod bounds;
mod commit;
mod deliver;
mod errands;
mod observe;
mod rebalance;
mod reread;
mod start_over;
mod take;
mod topics;
mod transact;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::Scope;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};
use rdkafka::consumer::{BaseConsumer, Consumer};

use super::budget::Budget;
use super::client;
use super::connect::{self, Connected};
use super::crew::{self, Chunk, Finished, Limits, Refusal, Work};
use super::dead_letter_limit::DeadLetterLimit;
use super::error::StreamError;
use super::job::{Bounded, JobEnd};
use super::login::Login;
use super::notices::{Bell, Listener, Notice};
use super::progress::{Lease, Progress, Ticket};
use super::publisher::{Prepared, Publisher};
use super::sequence::{Sequence, Turn};
use super::transaction::TAKEN;
use crate::operate::{Health, Metrics, PartitionMetrics};
use crate::settings::{Delivery, Interval, Settings};

/// How long the loop sleeps when nothing rings and nothing is in flight: only the stop flag waits for it.
const NAP: Duration = Duration::from_millis(50);
/// How long it sleeps while something is in flight. Nobody rings for a chunk that is finished or a record that is
/// acknowledged: at full speed that would be a thousand switches a second, each of them felt by the CPU threads
/// (benches/README.md), and a record waits longer for company than this anyway.
const DOZE: Duration = Duration::from_millis(5);

/// Runs the worker until `stop` is set (drained and committed: `Ok`) or it cannot go on.
pub fn run<W: Work>(
    settings: &Settings,
    work: &W,
    metrics: &Metrics,
    health: &Health,
    stop: &AtomicBool,
) -> Result<(), StreamError> {
    run_bounded(settings, None, work, metrics, health, stop).map(drop)
}

/// The same; with a job, until every partition of it is at its end or `stop` is set.
pub(super) fn run_bounded<W: Work>(
    settings: &Settings,
    bounded: Option<Bounded<'_>>,
    work: &W,
    metrics: &Metrics,
    health: &Health,
    stop: &AtomicBool,
) -> Result<JobEnd, StreamError> {
    let mut fenced: Option<Instant> = None;
    let mut patient = settings.clone();
    loop {
        match live(&patient, bounded, work, metrics, health, stop)? {
            Ended::Stopped(end) => return Ok(end),
            Ended::PutOut(error) if fenced.is_some_and(|at| at.elapsed() < TAKEN) => return Err(error),
            Ended::PutOut(_) => {
                fenced = Some(Instant::now());
                // The brokers were there before: now they are waited for without end.
                patient.startup_timeout = Interval(Duration::ZERO);
                tracing::warn!("the group has put this worker out and then fenced its name, it joins anew");
            }
        }
    }
}

/// How one life in the group ended.
enum Ended {
    /// As asked, or because the job is done; with everything committed.
    Stopped(JobEnd),
    /// The name was fenced, and not by another: after the session has run out librdkafka goes on with heartbeats under a
    /// member id that it has emptied, which a coordinator that still knows the old one takes for a second worker of the name
    /// (confluentinc/librdkafka#3437). The client is of no use after that; a new one is.
    PutOut(StreamError),
}

/// One life in the group, with clients of its own.
fn live<W: Work>(
    settings: &Settings,
    bounded: Option<Bounded<'_>>,
    work: &W,
    metrics: &Metrics,
    health: &Health,
    stop: &AtomicBool,
) -> Result<Ended, StreamError> {
    let bell = Bell::here();
    let Some(Connected {
        mut consumer,
        limits,
        login,
    }) = connect::connect(settings, health, stop)?
    else {
        return Ok(Ended::Stopped(JobEnd::Stopped));
    };
    let transactional_id = (settings.delivery == Delivery::ExactlyOnce).then(|| client::transactional_id(settings));
    let publisher = Publisher::new(settings, &limits, &login, transactional_id.as_deref())?;
    let consumer_bell = bell.clone();
    consumer.set_nonempty_callback(move || consumer_bell.ring());
    let topics: Vec<&str> = settings.input.topics.iter().map(String::as_str).collect();
    consumer.subscribe(&topics).map_err(StreamError::Configuration)?;

    let threads = match settings.worker.threads {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    };
    let signals = errands::Signals::default();
    let result = std::thread::scope(|scope| {
        let (chunks, chunks_in) = crossbeam_channel::unbounded();
        let (finished_out, finished) = crossbeam_channel::unbounded();
        for number in 0..threads {
            let (chunks_in, finished_out) = (chunks_in.clone(), finished_out.clone());
            let own = work.clone();
            let crew = move || crew::work(own, limits, &chunks_in, &finished_out);
            spawn(scope, &format!("crew-{number}"), crew)?;
        }
        let (errands, errands_in) = crossbeam_channel::unbounded();
        let (reports_out, reports) = crossbeam_channel::unbounded();
        let runner = errands::Runner {
            consumer: &consumer,
            settings,
            signals: &signals,
            bell: bell.clone(),
        };
        spawn(scope, "commits", move || runner.serve(&errands_in, &reports_out))?;
        let mut worker = Worker::new(
            Surroundings {
                settings,
                consumer: &consumer,
                limits,
                login: &login,
                metrics,
                health,
                signals: &signals,
                bounded,
            },
            publisher,
            transactional_id,
            Crew { chunks, finished },
            commit::Committing::new(errands, reports),
        );
        worker.prepare_transactions();
        let result = worker.turn_until(stop);
        if result.is_err() {
            worker.abort_at_the_end();
        }
        signals.gone.store(true, Ordering::Release);
        worker.answer_open_rebalances();
        match result {
            Ok(()) => Ok(Ended::Stopped(worker.end())),
            Err(error @ StreamError::NameTaken { .. }) if worker.rebalance.lost => {
                worker.forget_partitions();
                Ok(Ended::PutOut(error))
            }
            Err(error) => Err(error),
        }
        // The worker goes, and with it the channels' ends: crew and commits go home.
    });
    health.ready(Err("stopping".to_owned()));
    // Leaves the group, unless the worker has a name: then its place is kept for the session timeout.
    consumer.context().close();
    drop(consumer);
    result
}

/// Starts a thread that the loop needs.
fn spawn<'scope>(
    scope: &'scope Scope<'scope, '_>,
    name: &str,
    life: impl FnOnce() + Send + 'scope,
) -> Result<(), StreamError> {
    let started = std::thread::Builder::new()
        .name(name.to_owned())
        .spawn_scoped(scope, life);
    started.map(drop).map_err(|error| StreamError::Fatal {
        reason: format!("no thread for {name}: {error}"),
    })
}

/// What is kept of a partition beside its progress.
struct Held {
    metrics: PartitionMetrics,
    /// Timestamp of the newest message taken, ms since the epoch.
    newest: Option<i64>,
    /// What a job reads of it.
    bound: Option<bounds::Bound>,
}

/// Messages of one partition that are not yet with the crew.
struct Open<'c> {
    first: Ticket,
    messages: Vec<rdkafka::message::BorrowedMessage<'c>>,
    cost: u64,
    refusals: Vec<(usize, Refusal)>,
}

/// The loop's end of the crew.
struct Crew<'c> {
    /// What is to be done.
    chunks: Sender<Chunk<'c>>,
    /// What is done, in any order.
    finished: Receiver<(Turn, Finished)>,
}

/// What the loop works with and does not change.
#[derive(Clone, Copy)]
struct Surroundings<'c> {
    settings: &'c Settings,
    consumer: &'c BaseConsumer<Listener>,
    limits: Limits,
    login: &'c Login,
    metrics: &'c Metrics,
    health: &'c Health,
    signals: &'c errands::Signals,
    bounded: Option<Bounded<'c>>,
}

/// The loop's state.
struct Worker<'c> {
    around: Surroundings<'c>,
    /// Another takes its place when it breaks.
    publisher: Arc<Publisher>,
    crew: Crew<'c>,

    progress: Progress,
    sequence: Sequence<Finished>,
    budget: Budget,
    held: HashMap<Lease, Held>,
    open: HashMap<Lease, Open<'c>>,
    /// Records whose turn has come, on their way into the producer's queue.
    outbox: VecDeque<(Ticket, Prepared)>,
    /// The message whose record the producer took last.
    handed_over: Option<Ticket>,
    /// That record must have been spoken of before the next one goes.
    alone: bool,
    /// Messages that the broker refused.
    refused: HashMap<deliver::Place, deliver::Refused>,
    rereads: reread::Rereads,
    dead_letters: DeadLetterLimit,

    rebalance: rebalance::Rebalance,
    commit: commit::Committing,
    /// With delivery exactly once.
    transacting: Option<transact::Transacting>,
    /// With a job.
    working_on: Option<bounds::WorkingOn>,
    observed: observe::Observed,
    last_poll: Instant,
    stopping: bool,
}

impl<'c> std::ops::Deref for Worker<'c> {
    type Target = Surroundings<'c>;

    fn deref(&self) -> &Surroundings<'c> {
        &self.around
    }
}

impl<'c> Worker<'c> {
    fn new(
        around: Surroundings<'c>,
        publisher: Publisher,
        transactional_id: Option<String>,
        crew: Crew<'c>,
        commit: commit::Committing,
    ) -> Self {
        let now = Instant::now();
        let settings = around.settings;
        let (timeout, named) = (settings.transaction_timeout.0, settings.worker.name.is_some());
        Worker {
            around,
            publisher: Arc::new(publisher),
            crew,
            progress: Progress::default(),
            sequence: Sequence::default(),
            budget: Budget::new(settings.worker.in_flight_bytes.0),
            held: HashMap::new(),
            open: HashMap::new(),
            outbox: VecDeque::new(),
            handed_over: None,
            alone: false,
            refused: HashMap::new(),
            rereads: reread::Rereads::default(),
            dead_letters: DeadLetterLimit::new(settings.dead_letter.max_ratio, settings.dead_letter.window),
            rebalance: rebalance::Rebalance::default(),
            commit,
            transacting: transactional_id.map(|id| transact::Transacting::new(timeout, named, id)),
            working_on: around.bounded.map(|bounded| bounds::WorkingOn::new(bounded, now)),
            observed: observe::Observed::new(now),
            last_poll: now,
            stopping: false,
        }
    }

    /// Turns until everything is settled after a stop, or something makes it impossible to go on.
    fn turn_until(&mut self, stop: &AtomicBool) -> Result<(), StreamError> {
        loop {
            if !self.stopping && (stop.load(Ordering::Acquire) || self.job_is_done()) {
                self.begin_to_stop();
            }
            let busy = self.turn()?;
            if self.stopping && self.is_settled() {
                return Ok(());
            }
            if !busy {
                std::thread::park_timeout(if self.progress.is_empty() { NAP } else { DOZE });
            }
        }
    }

    /// One turn. Returns whether anything moved.
    fn turn(&mut self) -> Result<bool, StreamError> {
        let now = Instant::now();
        self.health.beat(now);
        let mut busy = self.hear(now)?;
        busy |= self.take_report(now)?;
        busy |= self.release_finished()?;
        busy |= self.take_deliveries(now)?;
        busy |= self.empty_outbox(now)?;
        self.move_rebalance(now)?;
        self.move_rereads(now)?;
        self.forget_refused();
        self.commit_if_due(now)?;
        busy |= self.take_messages(now)?;
        self.move_job(now);
        self.observe(now);
        Ok(busy)
    }

    /// Attends to what librdkafka's callbacks have put down.
    fn hear(&mut self, now: Instant) -> Result<bool, StreamError> {
        let notices = self.consumer.context().take();
        let any = !notices.is_empty();
        for notice in notices {
            match notice {
                Notice::Assigned(partitions) => self.rebalance.push(rebalance::Change::Assigned(partitions)),
                Notice::Revoked { partitions, lost } => {
                    self.rebalance.lost |= lost;
                    self.rebalance.push(rebalance::Change::Revoked { partitions, lost });
                }
                Notice::Statistics(statistics) => self.note_statistics(&statistics)?,
                Notice::Trouble(code, reason) => self.trouble(code, &reason, false)?,
            }
        }
        match self.publisher.trouble() {
            Some((_, reason, true)) if self.transacting.is_some() => self.doom(&reason, now)?,
            Some((code, reason, fatal)) => self.trouble(code, &reason, fatal)?,
            None => {}
        }
        Ok(any)
    }

    /// Takes no more messages; what is in flight is finished.
    fn begin_to_stop(&mut self) {
        tracing::info!(
            in_flight = self.progress.in_flight(),
            "stopping: draining what is in flight"
        );
        self.stopping = true;
        self.health.ready(Err("stopping".to_owned()));
        self.pause_all();
    }

    /// Whether everything that was taken is published, acknowledged and committed.
    fn is_settled(&self) -> bool {
        let transacting = self.transacting.as_ref();
        self.outbox.is_empty()
            && transacting.is_none_or(transact::Transacting::is_settled)
            && self.progress.leases().all(|lease| self.progress.is_settled(lease))
    }
}
