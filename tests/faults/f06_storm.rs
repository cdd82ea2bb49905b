//! F6: a rebalance storm: workers join and leave every two seconds.

use std::time::{Duration, Instant};

use crate::support::kafka::Cluster;
use crate::support::say::say;
use crate::support::wait::{wait_for, wait_within};
use crate::support::worker::Worker;
use crate::trial::Delivery::{self, AtLeastOnce, ExactlyOnce};
use crate::trial::{Trial, short_or_long};

/// Time between two who join or leave.
const PACE: Duration = Duration::from_secs(2);
/// Most workers at a time.
const MOST: usize = 4;

#[test]
fn f06_storm_cooperative_exactly_once() {
    storm("cooperative-sticky", ExactlyOnce);
}

#[test]
fn f06_storm_eager_exactly_once() {
    storm("range", ExactlyOnce);
}

#[test]
fn f06_storm_cooperative_at_least_once() {
    storm("cooperative-sticky", AtLeastOnce);
}

fn storm(strategy: &str, delivery: Delivery) {
    let name = format!("f06_storm, {strategy}");
    let trial = Trial::new(&name, Cluster::shared(), delivery, 6);
    let settings = trial.settings().text("input.session_timeout", "3 s").raw(
        "kafka.consumer",
        format!("{{ \"partition.assignment.strategy\" = \"{strategy}\" }}"),
    );
    let start = Instant::now();
    let end = start + Duration::from_secs(short_or_long(20, 600));
    let (mut joined, mut left, mut worked) = (1, 0, 0);
    let mut workers = vec![Worker::start(&settings)];
    trial.under_load(|| {
        let mut next = start;
        while next < end {
            next += PACE;
            let patience = next.saturating_duration_since(Instant::now()) + PACE;
            wait_within(patience, "the next to join or leave", || {
                workers.iter_mut().for_each(Worker::assert_alive);
                (Instant::now() >= next).then_some(())
            });
            let comes = workers.len() == 1 || (workers.len() < MOST && trial.between(0, 1) == 0);
            if comes {
                workers.push(Worker::spawn(&settings));
                joined += 1;
            } else {
                let place = trial.between(0, workers.len() as u64 - 1) as usize;
                let log = workers.remove(place).drain_and_log();
                worked += usize::from(log.contains("\"assigned\""));
                left += 1;
            }
        }
        let before = trial.published();
        wait_for("something published in the storm", || {
            workers.iter_mut().for_each(Worker::assert_alive);
            (trial.published() > before).then_some(())
        });
    });
    let last = workers.pop().expect("one at least");
    workers.into_iter().for_each(Worker::drain);
    say(&format!(
        "{}: {joined} joined, {left} left, {worked} of these had worked",
        trial.name
    ));
    assert!(
        left > 0 && worked > 0,
        "nobody left that had worked: this run shows nothing"
    );
    trial.judge(last);
}
