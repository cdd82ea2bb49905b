//! The worker is killed at random moments, again and again. Nothing may be lost, and what is committed is there.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::support::client::{Commits, Reader};
use crate::support::dice::Dice;
use crate::support::kafka::Cluster;
use crate::support::ledger::{Fate, Ledger};
use crate::support::wait::{PATIENCE, SetOnDrop, wait_for};
use crate::support::worker::{Settings, Topics, Worker};

/// Kills in one run; `TEST_BANTIN_KILLS` sets another number.
const ROUNDS: usize = 15;
const PARTITIONS: i32 = 3;

#[test]
fn the_commit_is_never_ahead_under_random_kills() {
    let name = "the_commit_is_never_ahead_under_random_kills";
    let rounds = std::env::var("TEST_BANTIN_KILLS").map_or(ROUNDS, |n| n.parse().expect("a number of kills"));
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, PARTITIONS);
    let mut dice = Dice::seeded(name);
    let mut ledger = Ledger::new(&topics.input, PARTITIONS, PARTITIONS);
    // Made up beforehand, so that the ledger can be handed to whoever watches.
    let loads: Vec<_> = (0..=rounds).map(|_| ledger.invent(&mut dice, 1_500, 60)).collect();
    // A named worker takes its dead predecessor's partitions over at once; a nameless one waits for a session to end.
    let settings = Settings::new(cluster, &topics)
        .text("worker.name", "unbreakable")
        .text("commit_interval", "50 ms")
        .raw("worker.threads", 3);

    let done = AtomicBool::new(false);
    let (ledger, checks, busy) = std::thread::scope(|scope| {
        let watch = scope.spawn(|| watch(cluster, &topics, ledger, &done));
        let _stop = SetOnDrop(&done);
        let mut busy = 0;
        for load in &loads[..rounds] {
            cluster.produce(&topics.input, load);
            let before = end(cluster, &topics);
            let mut worker = Worker::spawn(&settings);
            // Some die while they start, most while they work.
            if dice.between(0, 4) > 0 {
                wait_for("something published", || {
                    worker.assert_alive();
                    assert!(!watch.is_finished(), "the watcher has found a fault");
                    (end(cluster, &topics) > before).then_some(())
                });
            }
            let moment = Instant::now() + Duration::from_millis(dice.between(0, 250));
            wait_for("the moment of the kill", || (Instant::now() >= moment).then_some(()));
            worker.assert_alive();
            worker.kill9();
            let published = end(cluster, &topics) > before;
            let left = cluster.lag(&topics.group, &topics.input) > 0;
            busy += usize::from(published && left);
        }
        cluster.produce(&topics.input, &loads[rounds]);
        let mut worker = Worker::start(&settings);
        worker.wait_until_caught_up(cluster, &topics, PATIENCE * 2);
        worker.drain();
        done.store(true, Ordering::Release);
        let (ledger, checks) = watch.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (ledger, checks, busy)
    });

    ledger.assert_complete();
    println!(
        "{rounds} kills, {busy} of a busy worker; {} inputs ({} dead letters, {} tombstones, {} skips), {} outcomes repeated, each like its \
         first; {checks} looks, none found the commit ahead",
        ledger.len(),
        ledger.count(Fate::DeadLetter),
        ledger.count(Fate::Tombstone),
        ledger.count(Fate::Skip),
        ledger.repeats,
    );
    assert!(busy > 0, "no kill hit a busy worker: this run shows nothing");
    assert_eq!(cluster.lag(&topics.group, &topics.input), 0);
}

/// How much the output holds.
fn end(cluster: &Cluster, topics: &Topics) -> i64 {
    cluster.end_offsets(&topics.output).values().sum()
}

/// Looks again and again whether something is committed whose outcome is not there. Ends with the last look after `done`.
fn watch(cluster: &Cluster, topics: &Topics, mut ledger: Ledger, done: &AtomicBool) -> (Ledger, usize) {
    let commits = Commits::open(cluster, &topics.group, &topics.input);
    let mut output = Reader::open(cluster, &topics.output);
    let mut dead_letters = Reader::open(cluster, &topics.dead_letters);
    for checks in 1.. {
        let last = done.load(Ordering::Acquire);
        // First what is committed, then what is there: so an outcome that is missing was missing at the commit.
        let committed = commits.now();
        output.read_to_end();
        dead_letters.read_to_end();
        ledger.enter_output(std::mem::take(&mut output.found));
        ledger.enter_dead_letters(std::mem::take(&mut dead_letters.found));
        ledger.assert_not_ahead(&committed);
        if last {
            return (ledger, checks);
        }
    }
    unreachable!("it counts for ever")
}
