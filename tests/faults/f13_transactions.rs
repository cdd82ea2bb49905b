//! F13: the transactional id is hijacked, a transaction times out, answers are lost.

use crate::support::kafka::{Cluster, Extra};
use crate::support::wait::{PATIENCE, wait_for};
use crate::support::wire::{ADD_OFFSETS, ADD_PARTITIONS, END_TXN, OFFSET_COMMIT, PRODUCE, TXN_OFFSET_COMMIT, Wire};
use crate::support::worker::Worker;
use crate::trial::Delivery::{self, AtLeastOnce, ExactlyOnce};
use crate::trial::Trial;

/// Once may be an accident: a producer that is fenced looks as one whose transaction timed out. Twice within a minute is
/// another worker of this name.
#[test]
fn f13_transactional_id_hijacked_once_and_again() {
    let trial = Trial::new("f13_transactional_id_hijacked", Cluster::shared(), ExactlyOnce, 3);
    let settings = trial.settings().text("worker.name", "mine");
    let id = format!("{}.mine", trial.topics.group);
    let mut worker = Worker::start(&settings);
    let log = trial.under_load(|| {
        trial.wait_until_published(&mut worker, 0, 100);
        // Asleep meanwhile: a hijacker has to ask again while an open transaction is aborted, and one that asks again after
        // the worker has come back fences it twice.
        worker.signal("STOP");
        trial.cluster.take_transactional_id(&id);
        worker.signal("CONT");
        wait_for("the worker to notice", || {
            worker.assert_alive();
            worker.log().contains("fenced").then_some(())
        });
        let before = trial.published();
        trial.wait_until_published(&mut worker, before, 500);
        trial.cluster.take_transactional_id(&id);
        let code = worker.wait_exit(PATIENCE);
        assert_eq!(code, 76, "{}", worker.log());
        worker.log()
    });
    let last = log.lines().rfind(|line| line.contains("\"ERROR\"")).unwrap_or_default();
    assert!(last.contains("mine"), "the error names the name that is taken: {last}");
    trial.judge(Worker::start(&settings));
}

/// The worker sleeps longer than its transaction may stay open, and not as long as its session: the broker aborts the
/// transaction, and the worker does it again by itself.
#[test]
fn f13_transaction_timed_out() {
    let trial = Trial::new("f13_transaction_timed_out", Cluster::shared(), ExactlyOnce, 3);
    let settings = trial
        .settings()
        .text("worker.name", "sleeper")
        .text("transaction_timeout", "2 s")
        .text("input.session_timeout", "60 s");
    trial.feed(3_000);
    let mut worker = Worker::spawn_in(&settings, &[("TEST_BANTIN_FAIL", "before_commit=hold:1000@3")]);
    wait_for("a transaction about to be committed", || {
        worker.assert_alive();
        worker.has_reached("before_commit").then_some(())
    });
    worker.signal("STOP");
    let ends = || {
        let output = &trial.topics.output;
        (trial.cluster.stable_offsets(output), trial.cluster.end_offsets(output))
    };
    let (stable, end) = ends();
    assert_ne!(stable, end, "no transaction is open: this run shows nothing");
    wait_for("the broker to abort the transaction", || {
        let (stable, end) = ends();
        (stable == end).then_some(())
    });
    let before = trial.published();
    worker.signal("CONT");
    trial.wait_until_published(&mut worker, before, 500);
    trial.judge(worker);
}

/// A commit succeeds, and the worker does not learn of it: a new producer finds out what became of it.
#[test]
fn f13_how_a_commit_ended_is_not_known() {
    let trial = Trial::new("f13_how_a_commit_ended_is_not_known", Cluster::shared(), ExactlyOnce, 3);
    trial.feed(3_000);
    // A hold of no time at all: the third commit alone is one whose outcome is not known.
    let mut worker = Worker::spawn_in(&trial.settings(), &[("TEST_BANTIN_FAIL", "commit_unknown=hold:0@3")]);
    wait_for("a commit whose end is not known", || {
        worker.assert_alive();
        worker.has_reached("commit_unknown").then_some(())
    });
    let before = trial.published();
    trial.wait_until_published(&mut worker, before, 500);
    trial.judge(worker);
}

#[test]
fn f13_answers_lost_exactly_once() {
    let kinds = [
        END_TXN,
        ADD_PARTITIONS,
        ADD_OFFSETS,
        TXN_OFFSET_COMMIT,
        PRODUCE,
        END_TXN,
        END_TXN,
    ];
    answers_lost("f13_answers_lost_exactly_once", ExactlyOnce, &kinds);
}

#[test]
fn f13_answers_lost_at_least_once() {
    answers_lost(
        "f13_answers_lost_at_least_once",
        AtLeastOnce,
        &[OFFSET_COMMIT, PRODUCE, OFFSET_COMMIT],
    );
}

/// The broker has done what was asked, and the answer never comes: the connection breaks in its place.
fn answers_lost(name: &str, delivery: Delivery, kinds: &[i16]) {
    let extra = Extra {
        listeners: vec![("WIRE", "PLAINTEXT")],
        proxied: true,
        ..Extra::default()
    };
    let Some(cluster) = Cluster::with(&extra, name) else {
        return;
    };
    let (listen, to) = cluster.behind(0, "WIRE");
    let wire = Wire::start(listen, to);
    let trial = Trial::new(name, &cluster, delivery, 3);
    let settings = trial
        .settings()
        .text("worker.name", "wired")
        .text("kafka.brokers", &cluster.address("WIRE"));
    let mut worker = Worker::start(&settings);
    trial.under_load(|| {
        trial.wait_until_published(&mut worker, 0, 1);
        for (number, kind) in kinds.iter().enumerate() {
            wire.lose_answer(*kind);
            wait_for(&format!("the answer to a request of kind {kind} to be lost"), || {
                worker.assert_alive();
                (wire.lost().len() > number).then_some(())
            });
            let before = trial.published();
            trial.wait_until_published(&mut worker, before, 200);
        }
    });
    assert_eq!(wire.lost(), kinds);
    trial.judge(worker);
}
