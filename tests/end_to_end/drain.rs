//! SIGTERM: what is in flight is finished and committed, and nothing is done twice.

use std::time::Duration;

use crate::support::articles::Article;
use crate::support::client::{Input, Reader};
use crate::support::dice::Dice;
use crate::support::kafka::Cluster;
use crate::support::ledger::Ledger;
use crate::support::wait::{PATIENCE, wait_for};
use crate::support::worker::{Settings, Topics, Worker};

#[test]
fn a_stop_under_load_commits_exactly_what_was_published() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 3);
    let mut dice = Dice::seeded("a_stop_under_load_commits_exactly_what_was_published");
    let mut ledger = Ledger::new(&topics.input, 3, 3);
    // A budget that holds back what is in flight, and a load that lasts longer than a stop.
    let settings = Settings::new(cluster, &topics)
        .text("intake.max_bytes", "256 KiB")
        .text("worker.in_flight_bytes", "1 MiB");
    let mut output = Reader::open(cluster, &topics.output);
    let mut dead_letters = Reader::open(cluster, &topics.dead_letters);
    let mut under_load = 0;
    for round in 0..3 {
        let load = ledger.invent(&mut dice, 6_000, 60);
        cluster.produce(&topics.input, &load);
        let before: i64 = cluster.end_offsets(&topics.output).values().sum();
        let mut worker = Worker::spawn(&settings);
        wait_for("something published", || {
            worker.assert_alive();
            (cluster.end_offsets(&topics.output).values().sum::<i64>() > before).then_some(())
        });
        worker.drain();

        under_load += i32::from(cluster.lag(&topics.group, &topics.input) > 0);
        output.read_to_end();
        dead_letters.read_to_end();
        ledger.enter_output(std::mem::take(&mut output.found));
        ledger.enter_dead_letters(std::mem::take(&mut dead_letters.found));
        let committed = cluster.committed(&topics.group, &topics.input);
        ledger.assert_published_is_committed(&committed);
        assert_eq!(
            ledger.repeats, 0,
            "round {round}: a clean stop leaves nothing to repeat"
        );
    }
    assert!(under_load > 0, "no stop came under load: this run shows nothing");

    let mut worker = Worker::start(&settings);
    worker.wait_until_caught_up(cluster, &topics, PATIENCE);
    worker.drain();
    output.read_to_end();
    dead_letters.read_to_end();
    ledger.enter_output(std::mem::take(&mut output.found));
    ledger.enter_dead_letters(std::mem::take(&mut dead_letters.found));
    ledger.assert_complete();
    assert_eq!(ledger.repeats, 0);
    assert_eq!(cluster.lag_by_kafkas_tool(&topics.group, &topics.input), 0);
}

#[test]
fn the_lag_reaches_zero_though_the_end_hides_behind_control_records() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 3);
    let mut dice = Dice::new(11);
    let mut one_each = |count: u64| -> Vec<Input> {
        let input = |n| Input::of(Article::new(&mut dice, "tx", n, 2).text()).partition(n as i32 % 3);
        (0..count).map(input).collect()
    };
    cluster.produce_transaction(&topics.input, &one_each(5), true);
    let mut worker = Worker::start(&Settings::new(cluster, &topics));
    worker.wait_until_caught_up(cluster, &topics, PATIENCE);

    // While it runs, and ending in a transaction that was taken back: nothing of it is read, its offsets are passed.
    cluster.produce_transaction(&topics.input, &one_each(4), true);
    cluster.produce_transaction(&topics.input, &one_each(3), false);
    worker.wait_until_caught_up(cluster, &topics, PATIENCE);
    wait_for("the worker's own view of the lag", || {
        (worker.metrics().sum("bantin_lag_messages", &[]) == Some(0.0)).then_some(())
    });
    worker.drain();

    // 2 messages and a marker, or 1 and a marker; 2 and a marker, 1 and a marker; 1 and a marker.
    assert_eq!(cluster.end_offsets(&topics.input), [(0, 8), (1, 7), (2, 6)].into());
    assert_eq!(
        cluster.committed(&topics.group, &topics.input),
        cluster.end_offsets(&topics.input)
    );
    assert_eq!(cluster.lag_by_kafkas_tool(&topics.group, &topics.input), 0);
    assert_eq!(cluster.read_all(&topics.output).len(), 9);
}

#[test]
fn a_stop_before_the_group_is_joined_is_clean() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 1);
    let mut worker = Worker::spawn(&Settings::new(cluster, &topics));
    wait_for("the worker to answer", || worker.get("/livez"));
    worker.drain();
}

#[test]
fn a_stop_that_cannot_finish_ends_in_time_and_loses_nothing() {
    let name = "a_stop_that_cannot_finish_ends_in_time_and_loses_nothing";
    let Some(cluster) = Cluster::own(1, name) else {
        return;
    };
    let topics = Topics::create(&cluster, 2);
    let mut ledger = Ledger::new(&topics.input, 2, 2);
    let mut dice = Dice::seeded(name);
    // The limit has passed; a second SIGTERM comes before it.
    for (shutdown_timeout, code) in [("1 s", 124), ("60 s", 143)] {
        let settings = Settings::new(&cluster, &topics)
            .text("shutdown_timeout", shutdown_timeout)
            .text("intake.max_bytes", "256 KiB")
            .text("worker.in_flight_bytes", "1 MiB");
        cluster.produce(&topics.input, &ledger.invent(&mut dice, 4_000, 60));
        let before: i64 = cluster.end_offsets(&topics.output).values().sum();
        let mut worker = Worker::spawn(&settings);
        wait_for("something published", || {
            worker.assert_alive();
            (cluster.end_offsets(&topics.output).values().sum::<i64>() > before).then_some(())
        });
        // From here on nothing is acknowledged.
        cluster.signal(0, "STOP");
        worker.signal("TERM");
        if code == 143 {
            wait_for("the stop to have begun", || {
                worker.assert_alive();
                // Two signals that come before the first is taken are one, so being unready for another reason is not it.
                worker.get("/readyz")?.1.contains("stopping").then_some(())
            });
            worker.signal("TERM");
        }
        assert_eq!(worker.wait_exit(Duration::from_secs(30)), code, "{}", worker.log());
        cluster.signal(0, "CONT");
    }
    let mut worker = Worker::start(&Settings::new(&cluster, &topics));
    worker.wait_until_caught_up(&cluster, &topics, PATIENCE * 2);
    worker.drain();
    ledger.enter_output(cluster.read_all(&topics.output));
    ledger.enter_dead_letters(cluster.read_all(&topics.dead_letters));
    ledger.assert_complete();
}
