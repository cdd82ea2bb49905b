//! F3: zombies: a worker sleeps past its session, another takes over, and then it wakes and means to go on.

use crate::support::kafka::Cluster;
use crate::support::wait::{PATIENCE, wait_for};
use crate::support::worker::{Settings, Worker};
use crate::trial::Delivery::{self, AtLeastOnce, ExactlyOnce};
use crate::trial::Trial;

const PARTITIONS: i32 = 3;

#[test]
fn f03_asleep_before_its_offsets_are_sent_exactly_once() {
    let trial = trial("f03_asleep_before_its_offsets_are_sent", ExactlyOnce);
    zombie(trial, Some("before_offsets"), Wakes::AfterTheHeirBegan, "30 s");
}

/// It has said which offsets its transaction takes, and commits them when the heir has been told to begin: the heir must
/// have waited for what becomes of them.
#[test]
fn f03_asleep_before_the_commit_and_awake_in_time_exactly_once() {
    let trial = trial("f03_asleep_before_the_commit_and_awake_in_time", ExactlyOnce);
    zombie(trial, Some("before_commit"), Wakes::WhenItIsOutOfTheGroup, "60 s");
}

/// The broker has aborted its transaction meanwhile.
#[test]
fn f03_asleep_before_the_commit_and_too_late_exactly_once() {
    let trial = trial("f03_asleep_before_the_commit_and_too_late", ExactlyOnce);
    zombie(trial, Some("before_commit"), Wakes::AfterTheHeirBegan, "2 s");
}

#[test]
fn f03_asleep_at_any_moment_at_least_once() {
    let trial = trial("f03_asleep_at_any_moment", AtLeastOnce);
    zombie(trial, None, Wakes::AfterTheHeirBegan, "10 s");
}

#[test]
fn f03_held_between_loss_and_rejoin_exactly_once() {
    held_between_loss_and_rejoin(ExactlyOnce);
}

#[test]
fn f03_held_between_loss_and_rejoin_at_least_once() {
    held_between_loss_and_rejoin(AtLeastOnce);
}

/// When the zombie wakes.
#[derive(PartialEq)]
enum Wakes {
    /// When the group has gone on without it.
    WhenItIsOutOfTheGroup,
    /// When the heir has published something.
    AfterTheHeirBegan,
}

fn trial(name: &str, delivery: Delivery) -> Trial<'static> {
    Trial::new(name, Cluster::shared(), delivery, PARTITIONS)
}

fn settings(trial: &Trial<'_>) -> Settings {
    trial.settings().text("input.session_timeout", "3 s")
}

fn zombie(trial: Trial<'_>, point: Option<&str>, wakes: Wakes, transaction_timeout: &str) {
    let settings = settings(&trial).text("transaction_timeout", transaction_timeout);
    trial.feed(3_000);
    // Held for as long as it takes to put it to sleep.
    let fail = point.map_or_else(String::new, |point| format!("{point}=hold:2500@3"));
    let mut zombie = Worker::spawn_in(&settings, &[("TEST_BANTIN_FAIL", &fail)]);
    match point {
        Some(point) => wait_for(&fail, || {
            zombie.assert_alive();
            zombie.has_reached(point).then_some(())
        }),
        None => trial.wait_until_published(&mut zombie, 0, 100),
    }
    zombie.signal("STOP");
    assert!(trial.lag() > 0, "it had nothing left to do");
    let members = trial.members();
    let mut heir = Worker::spawn(&settings);
    trial.wait_until_alone(&mut heir, &members);
    if wakes == Wakes::AfterTheHeirBegan {
        let before = trial.published();
        trial.wait_until_published(&mut heir, before, 1);
    }
    trial.feed(1_500);
    zombie.signal("CONT");
    finish(trial, zombie, heir);
}

/// It wakes and learns that it has lost its partitions, and then stands still once more before it lets go of them.
fn held_between_loss_and_rejoin(delivery: Delivery) {
    let trial = trial("f03_held_between_loss_and_rejoin", delivery);
    let settings = settings(&trial).text("transaction_timeout", "60 s");
    trial.feed(3_000);
    let mut zombie = Worker::spawn_in(&settings, &[("TEST_BANTIN_FAIL", "lost=hold:3000")]);
    trial.wait_until_published(&mut zombie, 0, 100);
    zombie.signal("STOP");
    assert!(trial.lag() > 0, "it had nothing left to do");
    let members = trial.members();
    let mut heir = Worker::spawn(&settings);
    trial.wait_until_alone(&mut heir, &members);
    zombie.signal("CONT");
    wait_for("it to learn of its loss", || {
        zombie.assert_alive();
        zombie.has_reached("lost").then_some(())
    });
    let before = trial.published();
    trial.feed(1_500);
    trial.wait_until_published(&mut heir, before, 300);
    finish(trial, zombie, heir);
}

/// It has lost its partitions, joins again by itself and takes its share.
fn finish(trial: Trial<'_>, mut zombie: Worker, mut heir: Worker) {
    wait_for("it to have lost its partitions", || {
        zombie.assert_alive();
        let lost = zombie.metrics().sum("bantin_rebalances_total", &[("kind", "lose")]);
        (lost? > 0.0).then_some(())
    });
    let held = |worker: &mut Worker| {
        worker.assert_alive();
        worker.metrics().sum("bantin_assigned_partitions", &[]).unwrap_or(0.0)
    };
    wait_for("both to share the partitions", || {
        let (of_zombie, of_heir) = (held(&mut zombie), held(&mut heir));
        (of_zombie > 0.0 && of_heir > 0.0 && of_zombie + of_heir == f64::from(PARTITIONS)).then_some(())
    });
    heir.wait_until_caught_up(trial.cluster, &trial.topics, PATIENCE * 2);
    zombie.drain();
    trial.judge(heir);
}
