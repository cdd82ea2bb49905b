//! Brokers go and come back.

use crate::support::client::Reader;
use crate::support::dice::Dice;
use crate::support::kafka::Cluster;
use crate::support::ledger::Ledger;
use crate::support::wait::{PATIENCE, wait_for};
use crate::support::worker::{Settings, Topics, Worker};

#[test]
fn an_outage_of_the_broker_turns_readiness_red_and_ends_by_itself() {
    let name = "an_outage_of_the_broker_turns_readiness_red_and_ends_by_itself";
    let Some(cluster) = Cluster::own(1, name) else {
        return;
    };
    let topics = Topics::create(&cluster, 2);
    let mut dice = Dice::seeded(name);
    let mut ledger = Ledger::new(&topics.input, 2, 2);
    let mut worker = Worker::start(&Settings::new(&cluster, &topics));
    cluster.produce(&topics.input, &ledger.invent(&mut dice, 3_000, 60));
    let mut output = Reader::open(&cluster, &topics.output);
    output.read_until("something published", |found| !found.is_empty());

    // Asleep it decides no transaction: an only broker that dies just after that can lose the marker of it
    // (tests/faults/README.md, "Open").
    worker.signal("STOP");
    cluster.committed(&topics.group, &topics.input);
    cluster.kill(0);
    worker.signal("CONT");
    wait_for("/readyz to say that no broker answers", || {
        worker.assert_alive();
        let (status, _) = worker.get("/readyz")?;
        (status == 503).then_some(())
    });
    assert_eq!(worker.get("/livez").map(|(status, _)| status), Some(200));
    assert_eq!(worker.metrics().sum("bantin_broker_up", &[]), Some(0.0));
    // What librdkafka says of it comes through the worker's own log, and nothing goes past that.
    let log = worker.log();
    let lines = log.lines().map(serde_json::from_str::<serde_json::Value>);
    let lines: Vec<_> = lines
        .collect::<Result<_, _>>()
        .unwrap_or_else(|error| panic!("{error}: {log}"));
    assert!(lines.iter().any(|line| line["target"] == "librdkafka"), "{log}");

    cluster.restart(0);
    cluster.wait_until_whole();
    worker.wait_until_ready();
    cluster.produce(&topics.input, &ledger.invent(&mut dice, 200, 20));
    worker.wait_until_caught_up(&cluster, &topics, PATIENCE * 2);
    worker.drain();
    ledger.enter_output(cluster.read_all(&topics.output));
    ledger.enter_dead_letters(cluster.read_all(&topics.dead_letters));
    ledger.assert_complete();
}

#[test]
fn one_of_three_brokers_dies_and_messages_flow_on() {
    let name = "one_of_three_brokers_dies_and_messages_flow_on";
    let Some(cluster) = Cluster::own(3, name) else {
        return;
    };
    let topics = Topics::create(&cluster, 3);
    let mut dice = Dice::seeded(name);
    let mut ledger = Ledger::new(&topics.input, 3, 3);
    let mut worker = Worker::start(&Settings::new(&cluster, &topics));
    for node in 0..3 {
        let before: i64 = cluster.end_offsets(&topics.output).values().sum();
        cluster.produce(&topics.input, &ledger.invent(&mut dice, 2_000, 60));
        wait_for("something published", || {
            worker.assert_alive();
            (cluster.end_offsets(&topics.output).values().sum::<i64>() > before).then_some(())
        });
        // Each leads a partition of the input, and some of them the group.
        cluster.kill(node);
        cluster.produce(&topics.input, &ledger.invent(&mut dice, 300, 20));
        worker.wait_until_caught_up(&cluster, &topics, PATIENCE * 2);
        cluster.restart(node);
        cluster.wait_until_whole();
        cluster.wait_until_in_sync(&topics.input);
    }
    worker.drain();
    ledger.enter_output(cluster.read_all(&topics.output));
    ledger.enter_dead_letters(cluster.read_all(&topics.dead_letters));
    ledger.assert_complete();
    println!("{} inputs, {} outcomes repeated", ledger.len(), ledger.repeats);
}
