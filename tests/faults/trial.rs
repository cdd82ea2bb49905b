//! A trial: one worker, or several, a load, a fault, and the judgement when it is over. Every fault is judged alike.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::support::client::{Found, Reader};
use crate::support::dice::Dice;
use crate::support::kafka::Cluster;
use crate::support::ledger::{Account, Ledger};
use crate::support::say::say;
use crate::support::wait::{PATIENCE, SetOnDrop, wait_for, wait_within};
use crate::support::worker::{Settings, Topics, Worker};

/// Most resident memory of a worker with [`Trial::settings`], in bytes, whatever happens: four times what it has when
/// all is well. A backlog that is not bounded goes far past it.
const MEMORY: u64 = 128 << 20;

/// Whether the long forms are wanted: `make soak`.
pub fn soak() -> bool {
    std::env::var_os("TEST_BANTIN_SOAK").is_some()
}

/// One of two figures: of the form that `make test` runs, or of the long one.
pub fn short_or_long<T>(short: T, long: T) -> T {
    if soak() { long } else { short }
}

/// What is promised of every message: the setting `delivery`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Each outcome is there once.
    ExactlyOnce,
    /// Each outcome is there, its repeats are like it.
    AtLeastOnce,
}

impl Delivery {
    /// As the settings have it.
    pub fn name(self) -> &'static str {
        match self {
            Delivery::ExactlyOnce => "exactly_once",
            Delivery::AtLeastOnce => "at_least_once",
        }
    }
}

/// A trial of each promise, for faults that are too dear to be had twice.
pub fn both<'a>(make: impl Fn(Delivery) -> Trial<'a>) -> Vec<Trial<'a>> {
    [Delivery::ExactlyOnce, Delivery::AtLeastOnce].map(make).into()
}

/// Does `body` while inputs come for all of them.
pub fn all_under_load<T>(trials: &[Trial<'_>], body: impl FnOnce() -> T) -> T {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let feed = scope.spawn(|| {
            while !done.load(Ordering::Acquire) {
                for trial in trials {
                    if trial.lag() < 1_000 {
                        trial.feed(500);
                    }
                }
            }
        });
        let stop = SetOnDrop(&done);
        let result = body();
        drop(stop);
        feed.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        result
    })
}

/// A load and what must become of it, through topics and a group of its own.
pub struct Trial<'a> {
    /// What it says of itself.
    pub name: String,
    /// Where it takes place.
    pub cluster: &'a Cluster,
    /// What is promised.
    pub delivery: Delivery,
    /// Its topics and its group.
    pub topics: Topics,
    /// Most resident memory of the worker that is judged, in bytes.
    pub memory: u64,
    /// Where chance comes from.
    pub dice: Mutex<Dice>,
    ledger: Mutex<Ledger>,
    partitions: i32,
}

impl<'a> Trial<'a> {
    /// New topics of `partitions` partitions each.
    pub fn new(name: &str, cluster: &'a Cluster, delivery: Delivery, partitions: i32) -> Trial<'a> {
        let topics = Topics::create(cluster, partitions);
        let name = format!("{name}, {}", delivery.name());
        Trial {
            dice: Mutex::new(Dice::seeded(&name)),
            name,
            cluster,
            delivery,
            ledger: Mutex::new(Ledger::new(&topics.input, partitions, partitions)),
            topics,
            partitions,
            memory: MEMORY,
        }
    }

    /// Settings of a worker of this trial: many small batches, and a budget that keeps most of a load in the topic.
    pub fn settings(&self) -> Settings {
        Settings::new(self.cluster, &self.topics)
            .text("delivery", self.delivery.name())
            .text("commit_interval", "100 ms")
            .raw("commit_records", 200)
            .text("intake.max_bytes", "256 KiB")
            .text("worker.in_flight_bytes", "1 MiB")
            .raw("worker.threads", 2)
    }

    /// Writes `count` inputs: mostly articles, now and then a tombstone, a skip, a dead letter.
    pub fn feed(&self, count: usize) {
        // The ledger is held while they are written: their offsets are theirs in it.
        let mut ledger = self.ledger.lock().unwrap();
        let inputs = ledger.invent(&mut self.dice.lock().unwrap(), count, 60);
        self.cluster.produce(&self.topics.input, &inputs);
    }

    /// A number from `low` to `high`, both possible.
    pub fn between(&self, low: u64, high: u64) -> u64 {
        self.dice.lock().unwrap().between(low, high)
    }

    /// Does `body` while inputs come, as many as keep the workers busy.
    pub fn under_load<T>(&self, body: impl FnOnce() -> T) -> T {
        all_under_load(std::slice::from_ref(self), body)
    }

    /// How many inputs are not committed.
    pub fn lag(&self) -> i64 {
        self.cluster.lag(&self.topics.group, &self.topics.input)
    }

    /// How much the output holds: outcomes, repeats and control records, also of transactions that are open.
    pub fn published(&self) -> i64 {
        self.cluster.end_offsets(&self.topics.output).values().sum()
    }

    /// Waits until `heir` alone is in the group, and others that were there before (see [`Trial::members`]) are out.
    pub fn wait_until_alone(&self, heir: &mut Worker, before: &[String]) {
        wait_for(&format!("the group to go on without a sleeper ({})", self.name), || {
            heir.assert_alive();
            let (state, members) = self.cluster.group(&self.topics.group)?;
            let only = members.len() == 1 && !before.contains(&members[0]);
            (state == "Stable" && only).then_some(())
        });
    }

    /// The members of the group, when it is at rest.
    pub fn members(&self) -> Vec<String> {
        wait_for("a stable group", || {
            let (state, members) = self.cluster.group(&self.topics.group)?;
            (state == "Stable").then_some(members)
        })
    }

    /// Waits until the output holds `more` than `before`; panics where the worker ends before.
    pub fn wait_until_published(&self, worker: &mut Worker, before: i64, more: i64) {
        wait_for(&format!("{more} more published ({})", self.name), || {
            worker.assert_alive();
            (self.published() >= before + more).then_some(())
        });
    }

    /// The fault is over: `worker` has all partitions, and must do the rest by itself. Judges everything that is
    /// promised; panics with what does not hold.
    pub fn judge(self, mut worker: Worker) -> Account {
        let fresh = self.pass_a_fresh_one(&mut worker);
        worker.wait_until_caught_up(self.cluster, &self.topics, PATIENCE * 2);
        for probe in ["/livez", "/readyz"] {
            let status = wait_for(probe, || worker.get(probe)).0;
            assert_eq!(status, 200, "{probe} of a worker that has caught up ({})", self.name);
        }
        let memory = worker.most_resident();
        assert!(
            memory < self.memory,
            "{} has had {} MiB resident",
            self.name,
            memory >> 20
        );
        worker.drain();
        let lag = self.cluster.lag_by_kafkas_tool(&self.topics.group, &self.topics.input);
        assert_eq!(lag, 0, "the lag by Kafka's own tool ({})", self.name);
        let (name, delivery) = (self.name.clone(), self.delivery);
        let account = self.account();
        say(&format!(
            "{}: {} inputs, {} outcomes repeated; a fresh one passed in {:.1} s, {} MiB resident at most",
            name,
            account.inputs,
            account.repeated.len(),
            fresh.as_secs_f64(),
            memory >> 20,
        ));
        let faults = faults(&account, delivery);
        assert!(faults.is_empty(), "{name}: {}", faults.join("; "));
        account
    }

    /// One more input, while the worker is as the fault left it: its outcome can be read within seconds.
    fn pass_a_fresh_one(&self, worker: &mut Worker) -> Duration {
        let mut reader = Reader::open(self.cluster, &self.topics.output);
        let partition = self.between(0, self.partitions as u64 - 1) as i32;
        worker.wait_until_caught_up(self.cluster, &self.topics, PATIENCE * 2);
        // What was there before is no part of how long the fresh one takes.
        reader.read_to_end();
        reader.found.clear();
        let mut ledger = self.ledger.lock().unwrap();
        let input = ledger.invent_article(&mut self.dice.lock().unwrap(), partition);
        let start = Instant::now();
        self.cluster.produce(&self.topics.input, std::slice::from_ref(&input));
        // Half a minute is for a transaction that a dead worker left open: readers wait until the broker ends it.
        let is_there = |found: &[Found]| found.iter().any(|found| found.key == input.key);
        wait_within(
            Duration::from_secs(30),
            &format!("a fresh one to pass ({})", self.name),
            || {
                worker.assert_alive();
                reader.read_to_end();
                is_there(&reader.found).then_some(())
            },
        );
        start.elapsed()
    }

    /// What an independent reader finds of the outcomes. No worker may be running; the trial is over with it.
    pub fn account(self) -> Account {
        let mut ledger = self.ledger.lock().unwrap();
        let output = self.cluster.read_all(&self.topics.output);
        self.compare_with_kafkas_reader(&output);
        ledger.enter_output(output);
        ledger.enter_dead_letters(self.cluster.read_all(&self.topics.dead_letters));
        ledger.account()
    }

    /// The tests' reader is librdkafka, as the worker is: Kafka's own must see the very same records.
    fn compare_with_kafkas_reader(&self, output: &[Found]) {
        let mut theirs = self.cluster.read_by_kafkas_tool(&self.topics.output, output.len());
        let key = |found: &Found| String::from_utf8(found.key.clone().expect("a key")).unwrap();
        let mut ours: Vec<_> = output.iter().map(|f| (f.partition, f.offset, key(f))).collect();
        theirs.sort();
        ours.sort();
        assert!(ours == theirs, "Kafka's own reader sees other records ({})", self.name);
    }
}

/// What of an account breaks the promise, in words; nothing where it is kept.
pub fn faults(account: &Account, delivery: Delivery) -> Vec<String> {
    let mut faults = Vec::new();
    let mut look = |what: &str, places: &[(i32, i64)]| {
        if !places.is_empty() {
            let some = &places[..places.len().min(10)];
            faults.push(format!(
                "{} of {} outcomes {what}, such as {some:?}",
                places.len(),
                account.inputs
            ));
        }
    };
    look("are missing", &account.missing);
    look("came after a later one of their partition", &account.late);
    if delivery == Delivery::ExactlyOnce {
        look("are there again", &account.repeated);
    }
    faults
}
