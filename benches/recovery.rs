//! How long partitions stand still: one of three workers is killed with `kill -9` under a steady load and started again at
//! once; the clock runs from the kill until a `read_committed` reader has, of each partition that was its, an output of a
//! message that was sent after the kill.
//!
//! `cargo bench --bench recovery -- [--rounds N] [--rate N] [--modes DELIVERY[:named],…]`

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "stream/load.rs"]
mod load;
#[path = "../tests/support/mod.rs"]
mod support;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rdkafka::Message as _;
use rdkafka::consumer::BaseConsumer;
use support::articles::Article;
use support::dice::Dice;
use support::kafka::Cluster;
use support::wait::{SetOnDrop, wait_within};
use support::worker::{Settings, Topics, Worker};

const PARTITIONS: i32 = 12;
const WORKERS: usize = 3;
/// Longer than any worker should take; the bench then fails.
const GIVE_UP: Duration = Duration::from_secs(120);
/// Settings' defaults, from which what is asked follows.
const SESSION_TIMEOUT: u64 = 10;
const TRANSACTION_TIMEOUT: u64 = 10;

/// How the workers run.
struct Mode {
    delivery: String,
    named: bool,
}

impl Mode {
    fn parse(text: &str) -> Mode {
        let (delivery, named) = match text.split_once(':') {
            Some((delivery, "named")) => (delivery, true),
            _ => (text, false),
        };
        Mode {
            delivery: delivery.to_owned(),
            named,
        }
    }

    /// The longest that is asked for, in seconds.
    fn asked(&self) -> u64 {
        match (self.named, self.delivery.as_str()) {
            (true, _) => 3,
            (false, "at_least_once") => SESSION_TIMEOUT + 2,
            // The broker looks for transactions that timed out every 10 s.
            (false, _) => TRANSACTION_TIMEOUT + 12,
        }
    }

    fn name(&self) -> &'static str {
        if self.named { "named" } else { "without a name" }
    }
}

/// One kill: from it to the first new output of …
struct Kill {
    /// … one of the dead worker's partitions.
    first: Duration,
    /// … each of them.
    all: Duration,
    /// … each of the other workers' partitions.
    others: Duration,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let option = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).map(String::as_str)
    };
    let rounds: usize = option("--rounds").map_or(5, |n| n.parse().unwrap());
    let rate: u64 = option("--rate").map_or(2_000, |n| n.parse().unwrap());
    let modes = option("--modes").unwrap_or("at_least_once:named,exactly_once:named,at_least_once,exactly_once");
    let modes: Vec<Mode> = modes.split(',').map(Mode::parse).collect();

    let cluster = Cluster::own(1, "the recovery bench").expect("the bench starts its own broker");
    println!("{WORKERS} workers, {PARTITIONS} partitions, {rate} messages/s, one broker on the same machine");
    let results: Vec<_> = modes.iter().map(|mode| measure(&cluster, mode, rounds, rate)).collect();

    println!("\nSeconds from the kill to new output, medians (worst) of {rounds}:\n");
    println!("| delivery | | first of its partitions | each of its partitions | asked | the others' partitions |");
    println!("|---|---|---|---|---|---|");
    for (mode, kills) in modes.iter().zip(&results) {
        println!(
            "| {} | {} | {} | {} | {} | {} |",
            mode.delivery,
            mode.name(),
            spread(kills, |kill| kill.first),
            spread(kills, |kill| kill.all),
            mode.asked(),
            spread(kills, |kill| kill.others),
        );
    }
}

fn spread(kills: &[Kill], figure: fn(&Kill) -> Duration) -> String {
    let mut figures: Vec<Duration> = kills.iter().map(figure).collect();
    figures.sort_unstable();
    let (median, worst) = (figures[figures.len() / 2], figures[figures.len() - 1]);
    format!("{:.1} ({:.1})", median.as_secs_f64(), worst.as_secs_f64())
}

/// Kills one worker after the other, on topics of their own.
fn measure(cluster: &Cluster, mode: &Mode, rounds: usize, rate: u64) -> Vec<Kill> {
    let topics = Topics::create(cluster, PARTITIONS);
    let settings = |n: usize| {
        let settings = Settings::new(cluster, &topics).text("delivery", &mode.delivery);
        if mode.named {
            settings.text("worker.name", &format!("bantin-{n}"))
        } else {
            settings
        }
    };
    let mut workers: Vec<Worker> = (0..WORKERS).map(|n| Worker::start(&settings(n))).collect();
    let mut dice = Dice::new(5);
    let articles = (0..256).map(|n| Article::new(&mut dice, "recovery", n, 9).text().into_bytes());
    let inputs: Vec<Vec<u8>> = articles.collect();
    let reader = load::reader(cluster.brokers(), &topics.output, 0..PARTITIONS);
    let (over, seen) = (AtomicBool::new(false), Mutex::new(Seen::new()));
    std::thread::scope(|scope| {
        let _over = SetOnDrop(&over);
        scope.spawn(|| {
            let to = (cluster.brokers(), topics.input.as_str(), PARTITIONS);
            let key = |partition: i32, n: u64| format!("{partition}-{}", n % 512);
            load::send(to, &inputs, key, (rate, u64::MAX), &over);
        });
        scope.spawn(|| read(&reader, &seen, &over));
        let kills = (0..rounds).map(|round| {
            let victim = round % WORKERS;
            let held = settle(&mut workers, &seen);
            // So that the kill meets the worker at any point between two commits.
            std::thread::sleep(Duration::from_millis(dice.between(0, 999)));

            let start = Instant::now();
            workers[victim].kill9();
            seen.lock().unwrap().watch(start);
            workers[victim] = Worker::spawn(&settings(victim));
            let what = format!("an output of each partition after the kill in round {round}");
            let first = wait_within(GIVE_UP, &what, || {
                workers.iter_mut().for_each(Worker::assert_alive);
                let seen = seen.lock().unwrap();
                seen.first.iter().copied().collect::<Option<Vec<Duration>>>()
            });
            let kill = Kill::of(&first, &held[victim]);
            println!(
                "{} {}, round {round}: partitions {:?}: first {:.2} s, all {:.2} s, the others' {:.2} s",
                mode.delivery,
                mode.name(),
                held[victim],
                kill.first.as_secs_f64(),
                kill.all.as_secs_f64(),
                kill.others.as_secs_f64(),
            );
            kill
        });
        let kills = kills.collect();
        over.store(true, Ordering::Release);
        for worker in workers.drain(..) {
            worker.drain();
        }
        kills
    })
}

impl Kill {
    fn of(first: &[Duration], held: &[i32]) -> Kill {
        let (its, others): (Vec<_>, Vec<_>) = (0..PARTITIONS)
            .zip(first.iter().copied())
            .partition(|(partition, _)| held.contains(partition));
        let last = |of: &[(i32, Duration)]| of.iter().map(|(_, took)| *took).max().unwrap_or_default();
        Kill {
            first: its
                .iter()
                .map(|(_, took)| *took)
                .min()
                .expect("the worker held partitions"),
            all: last(&its),
            others: last(&others),
        }
    }
}

/// Waits until every partition is with one of the workers, all are ready and outputs flow. Gives what each holds.
fn settle(workers: &mut [Worker], seen: &Mutex<Seen>) -> Vec<Vec<i32>> {
    wait_within(
        GIVE_UP,
        "all partitions with ready workers, and outputs of each",
        || {
            let mut held = Vec::new();
            for worker in workers.iter_mut() {
                worker.assert_alive();
                let (200, _) = worker.get("/readyz")? else { return None };
                let metrics = worker.metrics();
                let holds = |partition: &i32| {
                    let labels = [("partition", &*partition.to_string())];
                    metrics.sum("bantin_committed_offset", &labels).is_some()
                };
                held.push((0..PARTITIONS).filter(holds).collect::<Vec<i32>>());
            }
            let mut all = held.concat();
            all.sort_unstable();
            let each = all.iter().copied().eq(0..PARTITIONS) && held.iter().all(|partitions| !partitions.is_empty());
            let flows = seen
                .lock()
                .unwrap()
                .last
                .iter()
                .all(|at| at.elapsed() < Duration::from_secs(2));
            (each && flows).then_some(held)
        },
    )
}

/// What the reader has seen of each input partition.
struct Seen {
    /// When its last output came.
    last: Vec<Instant>,
    /// Outputs of messages sent from now on count, ms since the epoch; the time runs from that instant.
    since: (i64, Instant),
    /// When the first of these came.
    first: Vec<Option<Duration>>,
}

impl Seen {
    fn new() -> Seen {
        let long_ago = Instant::now()
            .checked_sub(Duration::from_secs(60))
            .expect("a machine that runs for a minute");
        Seen {
            last: vec![long_ago; PARTITIONS as usize],
            since: (i64::MAX, long_ago),
            first: Vec::new(),
        }
    }

    /// Looks out for outputs of messages that are sent from now on.
    fn watch(&mut self, start: Instant) {
        self.since = (load::now() + 1, start);
        self.first = vec![None; PARTITIONS as usize];
    }

    fn enter(&mut self, partition: usize, sent: i64) {
        self.last[partition] = Instant::now();
        let (since, start) = self.since;
        if sent >= since
            && let Some(first) = self.first.get_mut(partition)
        {
            first.get_or_insert(start.elapsed());
        }
    }
}

fn read(reader: &BaseConsumer, seen: &Mutex<Seen>, over: &AtomicBool) {
    while !over.load(Ordering::Acquire) {
        let Some(record) = reader.poll(Duration::from_millis(100)) else {
            continue;
        };
        let record = record.unwrap();
        let key = std::str::from_utf8(record.key().unwrap()).unwrap();
        let (partition, _) = key.split_once('-').expect("a key of ours");
        let sent = record.timestamp().to_millis().unwrap();
        seen.lock().unwrap().enter(partition.parse().unwrap(), sent);
    }
}
