//! F2: SIGTERM: under load, twice, and while the group rebalances.

use std::time::{Duration, Instant};

use crate::support::kafka::Cluster;
use crate::support::say::say;
use crate::support::wait::{PATIENCE, wait_for};
use crate::support::worker::Worker;
use crate::trial::Delivery::{self, AtLeastOnce, ExactlyOnce};
use crate::trial::Trial;

#[test]
fn f02_under_load_exactly_once() {
    under_load(ExactlyOnce);
}

#[test]
fn f02_under_load_at_least_once() {
    under_load(AtLeastOnce);
}

#[test]
fn f02_twice_exactly_once() {
    twice(ExactlyOnce);
}

#[test]
fn f02_twice_at_least_once() {
    twice(AtLeastOnce);
}

#[test]
fn f02_during_a_rebalance_exactly_once() {
    during_a_rebalance(ExactlyOnce);
}

#[test]
fn f02_during_a_rebalance_at_least_once() {
    during_a_rebalance(AtLeastOnce);
}

/// A stop that has the time finishes what it has begun: nothing is repeated, whatever is promised.
fn under_load(delivery: Delivery) {
    let trial = Trial::new("f02_under_load", Cluster::shared(), delivery, 3);
    let mut under_load = 0;
    for _ in 0..3 {
        trial.feed(1_500);
        let before = trial.published();
        let mut worker = Worker::spawn(&trial.settings());
        trial.wait_until_published(&mut worker, before, 1);
        worker.drain();
        under_load += i32::from(trial.lag() > 0);
    }
    assert!(under_load > 0, "no stop came under load: this run shows nothing");
    let worker = Worker::start(&trial.settings());
    let account = trial.judge(worker);
    assert_eq!(account.repeated, [], "a clean stop leaves nothing to repeat");
}

/// A second SIGTERM ends a stop that cannot finish, at once, and nothing is lost by it.
fn twice(delivery: Delivery) {
    let trial = Trial::new("f02_twice", Cluster::shared(), delivery, 3);
    let settings = trial
        .settings()
        .text("worker.name", "twice")
        .text("commit_interval", "50 ms")
        .text("shutdown_timeout", "60 s");
    trial.feed(1_500);
    let passing = trial.between(1, 3);
    let fail = format!("before_commit=hold@{passing}");
    // Inputs come until it ends: however few commits a fast or a busy machine makes of them, there is one more.
    trial.under_load(|| {
        let mut worker = Worker::spawn_in(&settings, &[("TEST_BANTIN_FAIL", &fail)]);
        wait_for(&fail, || {
            worker.assert_alive();
            worker.has_reached("before_commit").then_some(())
        });
        worker.signal("TERM");
        wait_for("the stop to have begun", || {
            worker.assert_alive();
            // Not being ready is not enough: a worker whose budget is spent is not, either, and two signals that come
            // before the first is taken are one.
            worker.get("/readyz")?.1.contains("stopping").then_some(())
        });
        worker.assert_alive();
        worker.signal("TERM");
        let code = worker.wait_exit(PATIENCE);
        assert_eq!(code, 143, "{}", worker.log());
    });
    assert!(trial.lag() > 0, "there was nothing left to do");
    let settings = trial.settings().text("worker.name", "twice");
    trial.judge(Worker::start(&settings));
}

/// Another worker joins just when the first is told to stop.
fn during_a_rebalance(delivery: Delivery) {
    let trial = Trial::new("f02_during_a_rebalance", Cluster::shared(), delivery, 3);
    let mut hits = 0;
    let mut worker = Worker::start(&trial.settings());
    for strategy in ["cooperative-sticky", "cooperative-sticky", "range"] {
        // A group has one way of rebalancing at a time: an eager one begins anew.
        let settings = trial.settings().raw(
            "kafka.consumer",
            format!("{{ \"partition.assignment.strategy\" = \"{strategy}\" }}"),
        );
        if strategy == "range" {
            worker.drain();
            worker = Worker::start(&settings);
        }
        trial.feed(1_500);
        let before = trial.published();
        trial.wait_until_published(&mut worker, before, 1);
        let next = Worker::spawn(&settings);
        let state = || trial.cluster.group(&trial.topics.group).map(|(state, _)| state);
        wait_for("the group to rebalance", || (state()? != "Stable").then_some(()));
        let moment = Instant::now() + Duration::from_millis(trial.between(0, 600));
        wait_for("the moment of the stop", || (Instant::now() >= moment).then_some(()));
        worker.signal("TERM");
        hits += i32::from(state().is_some_and(|state| state != "Stable"));
        assert_eq!(worker.wait_exit(PATIENCE), 0, "{}", worker.log());
        worker = next;
    }
    say(&format!(
        "{}: {hits} of 3 stops came while the group rebalanced",
        trial.name
    ));
    assert!(
        hits > 0,
        "no stop came while the group rebalanced: this run shows nothing"
    );
    let account = trial.judge(worker);
    assert_eq!(account.repeated, [], "a clean stop leaves nothing to repeat");
}
