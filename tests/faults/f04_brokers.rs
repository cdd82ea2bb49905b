//! F4: of three brokers one is restarted, one killed, one bounced; the coordinators of the group and of the transactions
//! move.

use std::time::Duration;

use crate::support::kafka::{Cluster, Extra};
use crate::support::say::say;
use crate::support::wait::{PATIENCE, wait_for, wait_within};
use crate::support::worker::Worker;
use crate::trial::{Delivery, Trial, soak};

const OFFSETS: &str = "__consumer_offsets";
const TRANSACTIONS: &str = "__transaction_state";
const NAME: &str = "steady";

#[test]
fn f04_brokers_restart_die_and_bounce_and_coordinators_move() {
    let name = "f04_brokers_restart_die_and_bounce_and_coordinators_move";
    // A dead broker is missed after three seconds instead of nine.
    let extra = Extra {
        properties: "broker.session.timeout.ms=3000\nbroker.heartbeat.interval.ms=500\n".to_owned(),
        ..Extra::default()
    };
    let Some(cluster) = Cluster::own_with(3, &extra, name) else {
        return;
    };
    // Both promises go through the same faults.
    let trials = crate::trial::both(|delivery| Trial::new(name, &cluster, delivery, 3));
    let mut workers: Vec<_> = trials
        .iter()
        .map(|trial| Worker::start(&trial.settings().text("worker.name", NAME)))
        .collect();
    let ids: Vec<_> = workers.iter().map(Worker::id).collect();
    crate::trial::all_under_load(&trials, || {
        wait_for_more(&trials, &mut workers);

        cluster.stop(0);
        wait_for_more(&trials, &mut workers);
        whole_again(&cluster, &trials, 0);

        cluster.kill(1);
        wait_for_more(&trials, &mut workers);
        whole_again(&cluster, &trials, 1);

        for _ in 0..5 {
            cluster.kill(2);
            cluster.restart(2);
            cluster.wait_until_whole();
        }
        wait_for_more(&trials, &mut workers);
        in_sync(&cluster, &trials);

        for trial in &trials {
            let group = &trial.topics.group;
            move_coordinator(&cluster, OFFSETS, group);
            wait_for_more(&trials, &mut workers);
            cluster.wait_until_whole();
            in_sync(&cluster, &trials);
        }
        if cluster.has_topic(TRANSACTIONS) {
            move_coordinator(&cluster, TRANSACTIONS, &format!("{}.{NAME}", trials[0].topics.group));
            wait_for_more(&trials, &mut workers);
            cluster.wait_until_whole();
            in_sync(&cluster, &trials);
        }
    });
    assert_eq!(ids, workers.iter().map(Worker::id).collect::<Vec<_>>());
    for (trial, worker) in trials.into_iter().zip(workers) {
        trial.judge(worker);
    }
}

/// Waits until each trial's worker has published more.
fn wait_for_more(trials: &[Trial<'_>], workers: &mut [Worker]) {
    for (trial, worker) in trials.iter().zip(workers) {
        let before = trial.published();
        let what = format!("more of {}", trial.name);
        wait_within(PATIENCE * 2, &what, || {
            worker.assert_alive();
            (trial.published() >= before + 100).then_some(())
        });
    }
}

/// Starts a node again and waits until another may go.
fn whole_again(cluster: &Cluster, trials: &[Trial<'_>], node: usize) {
    cluster.restart(node);
    cluster.wait_until_whole();
    in_sync(cluster, trials);
}

fn in_sync(cluster: &Cluster, trials: &[Trial<'_>]) {
    let topics = trials.iter().flat_map(|trial| {
        let topics = &trial.topics;
        [&topics.input, &topics.output, &topics.dead_letters]
    });
    topics.for_each(|topic| cluster.wait_until_in_sync(topic));
    for topic in [OFFSETS, TRANSACTIONS] {
        if cluster.has_topic(topic) {
            cluster.wait_until_in_sync(topic);
        }
    }
}

/// Kills the broker that coordinates this name, waits until another does, and starts it again.
fn move_coordinator(cluster: &Cluster, internal_topic: &str, name: &str) {
    let of = || cluster.coordinator(internal_topic, name);
    let first = wait_for("a coordinator", of);
    cluster.kill(first);
    let what = format!("another coordinator than node {first} for {name}");
    wait_within(Duration::from_secs(60), &what, || of().filter(|now| *now != first));
    cluster.restart(first);
}

/// The only broker dies while the worker stands at a step of its commit, and comes back. What it knew of the transaction
/// it knows again; what was on its way to it comes again.
#[test]
fn f04_the_only_broker_dies_at_every_step_of_a_commit() {
    let name = "f04_the_only_broker_dies_at_every_step_of_a_commit";
    // Now and then Kafka itself loses the marker that ends a transaction in the group's offsets (README.md, "Open").
    if !soak() {
        say(&format!("{name}: in the long forms alone"));
        return;
    }
    let Some(cluster) = Cluster::own(1, name) else {
        return;
    };
    let trial = Trial::new(name, &cluster, Delivery::ExactlyOnce, 3);
    let settings = trial.settings().text("worker.name", NAME);
    let points = [
        "produced",
        "before_offsets",
        "before_commit",
        "during_commit",
        "after_commit",
    ];
    trial.under_load(|| {
        for point in points {
            // Held for as long as it takes to kill the broker.
            let fail = format!("{point}=hold:500@3");
            let mut worker = Worker::spawn_in(&settings, &[("TEST_BANTIN_FAIL", &fail)]);
            wait_for(point, || {
                worker.assert_alive();
                worker.has_reached(point).then_some(())
            });
            cluster.kill(0);
            cluster.restart(0);
            cluster.wait_until_whole();
            let before = trial.published();
            trial.wait_until_published(&mut worker, before, 500);
            worker.drain();
        }
    });
    trial.judge(Worker::start(&settings));
}
