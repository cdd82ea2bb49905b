//! F1: the worker is killed: at each point where it matters, and at random moments.

use std::time::{Duration, Instant};

use crate::support::kafka::Cluster;
use crate::support::say::say;
use crate::support::wait::{PATIENCE, wait_for};
use crate::support::worker::Worker;
use crate::trial::Delivery::{self, AtLeastOnce, ExactlyOnce};
use crate::trial::{Trial, short_or_long};

#[test]
fn f01_killed_at_every_point_exactly_once() {
    let points = [
        "produced",
        "before_offsets",
        "before_commit",
        "during_commit",
        "after_commit",
    ];
    killed_at(&points, ExactlyOnce);
}

#[test]
fn f01_killed_at_every_point_at_least_once() {
    killed_at(&["produced", "before_commit", "after_commit"], AtLeastOnce);
}

#[test]
fn f01_killed_at_random_exactly_once() {
    killed_at_random(ExactlyOnce);
}

#[test]
fn f01_killed_at_random_at_least_once() {
    killed_at_random(AtLeastOnce);
}

/// Each worker dies at its point: in itself, and, while the thread that came there is held, by SIGKILL.
fn killed_at(points: &[&str], delivery: Delivery) {
    let trial = Trial::new("f01_killed_at_every_point", Cluster::shared(), delivery, 3);
    // A named worker takes over at once; a nameless one would wait for its predecessor's session to end.
    let settings = trial
        .settings()
        .text("worker.name", "unbreakable")
        .text("commit_interval", "50 ms");
    for (number, point) in points.iter().enumerate() {
        for action in ["exit", "hold"] {
            let passing = trial.between(1, 3);
            let fail = format!("{point}={action}@{passing}");
            // Inputs come until it dies: however few commits a fast or a busy machine makes of them, there is one more.
            let worker = trial.under_load(|| {
                let mut worker = Worker::spawn_in(&settings, &[("TEST_BANTIN_FAIL", &fail)]);
                if action == "exit" {
                    let code = worker.wait_exit(PATIENCE);
                    assert_eq!(code, 128 + 6, "{fail}: it aborts itself:\n{}", worker.log());
                } else {
                    wait_for(&fail, || {
                        worker.assert_alive();
                        worker.has_reached(point).then_some(())
                    });
                    worker.kill9();
                }
                worker
            });
            assert!(worker.has_reached(point), "{fail}: not reached:\n{}", worker.log());
            assert!(
                trial.lag() > 0,
                "{fail}: the worker had nothing left to do (point {number})"
            );
        }
    }
    trial.judge(Worker::start(&settings));
}

fn killed_at_random(delivery: Delivery) {
    let rounds = short_or_long(8, 50);
    let trial = Trial::new("f01_killed_at_random", Cluster::shared(), delivery, 3);
    let settings = trial.settings().text("worker.name", "unbreakable");
    let mut busy = 0;
    for _ in 0..rounds {
        if trial.lag() < 1_000 {
            trial.feed(1_500);
        }
        let before = trial.published();
        let mut worker = Worker::spawn(&settings);
        // Some die while they start, most while they work.
        if trial.between(0, 4) > 0 {
            trial.wait_until_published(&mut worker, before, 1);
        }
        let moment = Instant::now() + Duration::from_millis(trial.between(0, 250));
        wait_for("the moment of the kill", || (Instant::now() >= moment).then_some(()));
        worker.assert_alive();
        worker.kill9();
        busy += usize::from(trial.published() > before && trial.lag() > 0);
    }
    say(&format!("{}: {rounds} kills, {busy} of a busy worker", trial.name));
    assert!(busy > 0, "no kill hit a busy worker: this run shows nothing");
    trial.judge(Worker::start(&settings));
}
