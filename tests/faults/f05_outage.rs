//! F5: all brokers are down for a while.

use std::time::{Duration, Instant};

use crate::support::kafka::Cluster;
use crate::support::say::say;
use crate::support::wait::{PATIENCE, wait_for, wait_within};
use crate::support::worker::Worker;
use crate::trial::Delivery::ExactlyOnce;
use crate::trial::{Trial, both, short_or_long, soak};

#[test]
fn f05_all_brokers_down() {
    let name = "f05_all_brokers_down";
    let Some(cluster) = Cluster::own(1, name) else {
        return;
    };
    // Longer than a transaction may stay open, which is 10 s.
    let outage = Duration::from_secs(short_or_long(15, 60));
    let trials = both(|delivery| Trial::new(name, &cluster, delivery, 3));
    let mut workers = Vec::new();
    for trial in &trials {
        trial.feed(4_000);
        workers.push(Worker::spawn(&trial.settings()));
    }
    for (trial, worker) in trials.iter().zip(&mut workers) {
        trial.wait_until_published(worker, 0, 1);
    }
    // They sleep while the broker dies, so that both have something in flight and something left.
    workers.iter_mut().for_each(|worker| worker.signal("STOP"));
    for trial in trials.iter().filter(|trial| trial.lag() < 1_000) {
        trial.feed(1_500);
    }
    cluster.kill(0);
    workers.iter_mut().for_each(|worker| worker.signal("CONT"));
    let end = Instant::now() + outage;
    let mut not_ready = vec![false; workers.len()];
    wait_within(outage + PATIENCE, "the end of the outage", || {
        for ((trial, worker), not_ready) in trials.iter().zip(&mut workers).zip(&mut not_ready) {
            worker.assert_alive();
            let live = wait_for("/livez", || worker.get("/livez"));
            assert_eq!(live.0, 200, "/livez during an outage ({}): {}", trial.name, live.1);
            *not_ready |= worker.get("/readyz").is_some_and(|(status, _)| status == 503);
            let resident = worker.resident();
            assert!(
                resident < trial.memory,
                "{}: {} MiB resident",
                trial.name,
                resident >> 20
            );
        }
        (Instant::now() >= end).then_some(())
    });
    assert_eq!(not_ready, vec![true; workers.len()], "/readyz during an outage");
    cluster.restart(0);
    cluster.wait_until_whole();
    // No worker was started again: the same processes do the rest.
    for (trial, worker) in trials.into_iter().zip(workers) {
        trial.judge(worker);
    }
}

/// A named worker whose session ended in an outage joins again by itself. librdkafka forgets its member id then, but goes
/// on with heartbeats until the loop has let go of the partitions: to a broker that knew the member before, these look like
/// another worker of that name, and it says so. The loop is held there, so that it comes to that.
#[test]
fn f05_a_named_worker_does_not_fence_itself() {
    let name = "f05_a_named_worker_does_not_fence_itself";
    // Not in every run of it does the broker tell the group's offsets afterwards (README.md, "Open").
    if !soak() {
        say(&format!("{name}: in the long forms alone"));
        return;
    }
    let Some(cluster) = Cluster::own(1, name) else {
        return;
    };
    let trial = Trial::new(name, &cluster, ExactlyOnce, 3);
    let settings = trial.settings().text("worker.name", "steady");
    trial.feed(3_000);
    let mut worker = Worker::spawn_in(&settings, &[("TEST_BANTIN_FAIL", "lost=hold:30000")]);
    trial.wait_until_published(&mut worker, 0, 1);
    cluster.kill(0);
    wait_for("the worker to give its partitions up", || {
        worker.assert_alive();
        worker.has_reached("lost").then_some(())
    });
    cluster.restart(0);
    cluster.wait_until_whole();
    wait_for("the worker to be fenced and to join anew", || {
        worker.assert_alive();
        worker.log().contains("fenced its name, it joins anew").then_some(())
    });
    trial.judge(worker);
}
