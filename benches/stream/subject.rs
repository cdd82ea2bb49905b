//! What is measured: the copy loop and the worker, each in both deliveries, at a commit interval. All are processes.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use super::inputs::PARTITIONS;
use super::support::kafka::{Cluster, scratch};
use super::support::leash::Leashed;
use super::support::replay::Replay;
use super::support::wait::PATIENCE;
use super::support::worker::{Settings, Topics, Worker};

/// Who moves messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The plain copy loop, which commits what it has read.
    Copy,
    /// The plain copy loop in transactions.
    CopyTransactions,
    /// `bantin run` with `delivery = "at_least_once"`.
    AtLeastOnce,
    /// `bantin run` with `delivery = "exactly_once"`.
    ExactlyOnce,
    /// `bantin replay` of the whole topic, at least once.
    ReplayAtLeastOnce,
    /// `bantin replay` of the whole topic, exactly once.
    ReplayExactlyOnce,
}

const NAMES: [(Subject, &str); 6] = [
    (Subject::Copy, "copy"),
    (Subject::CopyTransactions, "copy_transactions"),
    (Subject::AtLeastOnce, "at_least_once"),
    (Subject::ExactlyOnce, "exactly_once"),
    (Subject::ReplayAtLeastOnce, "replay_at_least_once"),
    (Subject::ReplayExactlyOnce, "replay_exactly_once"),
];

impl Subject {
    /// By its name on the command line.
    pub fn named(name: &str) -> Subject {
        let found = NAMES.iter().find(|(_, n)| *n == name);
        let names = NAMES.map(|(_, name)| name).join(", ");
        found
            .unwrap_or_else(|| panic!("no subject {name}; there are {names}"))
            .0
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(subject, _)| *subject == self).unwrap().1
    }

    /// Whether it ends where the log ended when it began.
    pub fn is_replay(self) -> bool {
        matches!(self, Subject::ReplayAtLeastOnce | Subject::ReplayExactlyOnce)
    }

    /// The delivery of the worker, or of the replay.
    fn delivery(self) -> &'static str {
        match self {
            Subject::ExactlyOnce | Subject::ReplayExactlyOnce => Subject::ExactlyOnce.name(),
            _ => Subject::AtLeastOnce.name(),
        }
    }
}

/// The series that counts what is done.
const EVENTS: &str = "bantin_messages_total{outcome=\"event\"} ";

/// A subject and how often it commits.
#[derive(Clone, Debug)]
pub struct Configuration {
    pub subject: Subject,
    pub interval: Duration,
}

impl fmt::Display for Configuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {} ms", self.subject.name(), self.interval.as_millis())
    }
}

/// A subject that runs.
pub enum Running {
    /// The copy loop; it ends by itself.
    Copy { process: Leashed, log: PathBuf },
    /// The worker, and its group.
    Worker { worker: Box<Worker>, topics: Topics },
    /// The replay, which ends by itself, and what it is to do.
    Replay {
        worker: Box<Worker>,
        messages: u64,
        done: u64,
    },
}

impl Running {
    /// Starts it, in a new group, on `messages` messages that are in the input or will come.
    pub fn start(
        cluster: &Cluster,
        topics: &Topics,
        configuration: &Configuration,
        messages: u64,
        set: Option<(&str, &str)>,
    ) -> Running {
        let Configuration { subject, interval } = configuration;
        let interval = interval.as_millis();
        match subject {
            Subject::Copy | Subject::CopyTransactions => {
                let (topics, messages) = (format!("{},{}", topics.input, topics.output), messages.to_string());
                let (process, log) = role(
                    subject.name(),
                    &[
                        ("--brokers", cluster.brokers()),
                        ("--topics", &topics),
                        ("--messages", &messages),
                        ("--interval", &interval.to_string()),
                    ],
                );
                Running::Copy { process, log }
            }
            _ => {
                let topics = Topics {
                    group: Cluster::unique("bench"),
                    ..topics.clone()
                };
                let settings = Settings::new(cluster, &topics)
                    .text("delivery", subject.delivery())
                    .text("commit_interval", &format!("{interval} ms"));
                let settings = match set {
                    Some((key, value)) => settings.raw(key, value),
                    None => settings,
                };
                match subject.is_replay() {
                    true => Running::Replay {
                        worker: Box::new(Replay::new(&settings, &topics, "bench", "earliest", "latest").spawn()),
                        messages,
                        done: 0,
                    },
                    false => Running::Worker {
                        worker: Box::new(Worker::spawn(&settings)),
                        topics,
                    },
                }
            }
        }
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        match self {
            Running::Copy { process, .. } => process.id(),
            Running::Worker { worker, .. } | Running::Replay { worker, .. } => worker.id(),
        }
    }

    /// How many messages it has done so far. Panics where it failed.
    pub fn done(&mut self) -> u64 {
        match self {
            Running::Copy { process, log } => {
                let code = process.exit_code().unwrap_or(0);
                assert_eq!(code, 0, "the copy loop failed, see {}", log.display());
                last_mark(log)
            }
            Running::Worker { worker, .. } => {
                worker.assert_alive();
                sample(worker, EVENTS) as u64
            }
            Running::Replay { worker, messages, done } => {
                *done = match worker.exit_code() {
                    Some(code) => {
                        assert_eq!(code, 0, "the replay failed:\n{}", worker.log());
                        *messages
                    }
                    None => (sample(worker, EVENTS) as u64).max(*done),
                };
                *done
            }
        }
    }

    /// Waits until it is on its way: the worker has its partitions.
    pub fn wait_until_ready(&mut self) {
        if let Running::Worker { worker, .. } | Running::Replay { worker, .. } = self {
            worker.wait_until_ready();
        }
    }

    /// Waits until everything is committed.
    pub fn wait_until_committed(&mut self, cluster: &Cluster) {
        match self {
            Running::Copy { process, .. } => assert_eq!(process.wait_exit(PATIENCE), 0, "the copy loop failed"),
            Running::Worker { worker, topics } => worker.wait_until_caught_up(cluster, topics, PATIENCE),
            Running::Replay { worker, .. } => assert_eq!(worker.wait_exit(PATIENCE), 0, "{}", worker.log()),
        }
    }

    /// How many commits it made, and how many seconds one took; of the worker only.
    pub fn commits(&mut self) -> Option<(u64, f64)> {
        let Running::Worker { worker, .. } = self else {
            return None;
        };
        let count = sample(worker, "bantin_commit_seconds_count ");
        let sum = sample(worker, "bantin_commit_seconds_sum ");
        Some((count as u64, sum / count.max(1.0)))
    }

    /// Ends it in good order.
    pub fn stop(self) {
        if let Running::Worker { worker, .. } = self {
            worker.drain();
        }
    }
}

/// Starts this program in another role.
pub fn role(name: &str, options: &[(&str, &str)]) -> (Leashed, PathBuf) {
    let own = std::env::current_exe().unwrap().display().to_string();
    let log = scratch(&Cluster::unique("role")).join("log");
    let mut arguments = vec!["--role".to_owned(), name.to_owned()];
    for (option, value) in options {
        arguments.extend([(*option).to_owned(), (*value).to_owned()]);
    }
    (Leashed::start(&own, &arguments, &log, None), log)
}

/// How far a role says it is, in the last whole line of its output.
pub fn last_mark(log: &PathBuf) -> u64 {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    whole
        .lines()
        .next_back()
        .and_then(|line| line.parse().ok())
        .unwrap_or(0)
}

/// One sample of the worker's metrics; 0 where it is not there yet.
fn sample(worker: &mut Worker, series: &str) -> f64 {
    let Some((200, text)) = worker.get("/metrics") else {
        return 0.0;
    };
    let value = text.lines().find_map(|line| line.strip_prefix(series));
    value.and_then(|value| value.parse().ok()).unwrap_or(0.0)
}

/// Topics of their own for a load, with nothing in them.
pub fn empty_topics(cluster: &Cluster) -> Topics {
    Topics::create(cluster, PARTITIONS)
}
