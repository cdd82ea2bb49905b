//! Outcomes leave in the order of the input's offsets, per input partition, though many are processed at once.

use crate::support::client::Input;
use crate::support::dice::Dice;
use crate::support::kafka::Cluster;
use crate::support::ledger::Ledger;
use crate::support::wait::PATIENCE;
use crate::support::worker::{Settings, Topics, Worker};

#[test]
fn outcomes_leave_in_the_order_of_the_inputs_offsets() {
    let cluster = Cluster::shared();
    let mut topics = Topics::create(cluster, 3);
    // One partition, so that a reader sees one order.
    topics.output = cluster.create_topic("events", 1, &[]);
    topics.dead_letters = cluster.create_topic("dead", 1, &[]);
    let mut dice = Dice::seeded("outcomes_leave_in_the_order_of_the_inputs_offsets");
    let mut ledger = Ledger::new(&topics.input, 3, 1);
    let mut inputs = ledger.invent(&mut dice, 6_000, 400);
    // With and without keys: order needs none.
    for input in &mut inputs {
        let plain = input
            .value
            .as_deref()
            .is_some_and(|value| value.starts_with("Thứ".as_bytes()));
        if plain && dice.between(0, 1) == 0 {
            input.key = None;
        }
    }
    let sizes: Vec<usize> = inputs.iter().filter_map(|i| i.value.as_ref().map(Vec::len)).collect();
    println!(
        "{} inputs, {} to {} bytes",
        inputs.len(),
        sizes.iter().min().unwrap(),
        sizes.iter().max().unwrap()
    );
    cluster.produce(&topics.input, &inputs);

    let settings = Settings::new(cluster, &topics).raw("worker.threads", 4);
    let mut worker = Worker::start(&settings);
    worker.wait_until_caught_up(cluster, &topics, PATIENCE);
    worker.drain();

    ledger.enter_output(cluster.read_all(&topics.output));
    ledger.enter_dead_letters(cluster.read_all(&topics.dead_letters));
    ledger.assert_complete();
    ledger.assert_order();
    assert_eq!(ledger.repeats, 0);
}

#[test]
fn a_budget_of_a_few_messages_lets_all_pass_in_order() {
    let cluster = Cluster::shared();
    let mut topics = Topics::create(cluster, 2);
    topics.output = cluster.create_topic("events", 1, &[("max.message.bytes", "33554432")]);
    let mut ledger = Ledger::new(&topics.input, 2, 1);
    let mut dice = Dice::seeded("a_budget_of_a_few_messages_lets_all_pass_in_order");
    let inputs: Vec<Input> = ledger.invent(&mut dice, 600, 2_000);
    let largest = inputs
        .iter()
        .filter_map(|i| i.value.as_ref().map(Vec::len))
        .max()
        .unwrap();
    assert!(largest > 300_000, "{largest}");
    cluster.produce(&topics.input, &inputs);
    let settings = Settings::new(cluster, &topics)
        .text("intake.max_bytes", "1 MiB")
        .text("worker.in_flight_bytes", "1 MiB");
    let mut worker = Worker::start(&settings);
    worker.wait_until_caught_up(cluster, &topics, PATIENCE);
    worker.drain();
    ledger.enter_output(cluster.read_all(&topics.output));
    // The dead letters' topic has two partitions here, which have no order between them.
    ledger.assert_order();
    ledger.enter_dead_letters(cluster.read_all(&topics.dead_letters));
    ledger.assert_complete();
    assert_eq!(ledger.repeats, 0);
}
