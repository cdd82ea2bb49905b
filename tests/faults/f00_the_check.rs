//! The check itself: what it must catch, it catches.

use crate::support::kafka::Cluster;
use crate::support::wait::PATIENCE;
use crate::support::worker::Worker;
use crate::trial::{Delivery, Trial, faults};

/// A worker that commits before its outcomes are acknowledged loses some when it is killed.
#[test]
fn f00_a_worker_that_commits_early_is_caught() {
    let name = "f00_a_worker_that_commits_early_is_caught";
    let trial = Trial::new(name, Cluster::shared(), Delivery::AtLeastOnce, 3);
    // Much is in flight, and what is in the producer's queue stays there for a while.
    let settings = trial
        .settings()
        .text("commit_interval", "5 ms")
        .raw("kafka.producer", "{ \"linger.ms\" = 300 }");
    for _ in 0..3 {
        trial.feed(1_500);
        let before = trial.published();
        let mut worker = Worker::spawn_in(&settings, &[("TEST_BANTIN_FAIL", "commit_early=on")]);
        trial.wait_until_published(&mut worker, before, 1);
        worker.kill9();
    }
    let mut worker = Worker::start(&settings);
    worker.wait_until_caught_up(trial.cluster, &trial.topics, PATIENCE);
    worker.drain();
    let account = trial.account();
    assert!(!account.missing.is_empty(), "the check found nothing missing");
    assert_eq!(
        faults(&account, Delivery::AtLeastOnce).len(),
        1 + usize::from(!account.late.is_empty())
    );
}

/// Repeats, which at-least-once allows, are a fault by the measure of exactly-once.
#[test]
fn f00_a_repeat_is_caught() {
    let trial = Trial::new("f00_a_repeat_is_caught", Cluster::shared(), Delivery::AtLeastOnce, 3);
    // What is published is not committed for a long time: the kill makes the next worker do it again.
    let settings = trial
        .settings()
        .text("commit_interval", "60 s")
        .raw("commit_records", 100_000);
    trial.feed(1_500);
    let mut worker = Worker::spawn(&settings);
    trial.wait_until_published(&mut worker, 0, 100);
    worker.kill9();
    let mut worker = Worker::start(&trial.settings());
    worker.wait_until_caught_up(trial.cluster, &trial.topics, PATIENCE);
    worker.drain();
    let account = trial.account();
    assert_eq!(faults(&account, Delivery::AtLeastOnce), [] as [String; 0]);
    let found = faults(&account, Delivery::ExactlyOnce);
    assert!(found.len() == 1 && found[0].contains("are there again"), "{found:?}");
}
