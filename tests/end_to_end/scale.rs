//! Workers join and leave while messages flow.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::support::dice::Dice;
use crate::support::kafka::Cluster;
use crate::support::ledger::Ledger;
use crate::support::wait::{PATIENCE, SetOnDrop, wait_for};
use crate::support::worker::{Settings, Topics, Worker};

const PARTITIONS: i32 = 6;

#[test]
fn from_one_worker_to_three_and_back_nothing_is_lost_and_order_holds() {
    from_one_to_three_and_back(
        "from_one_worker_to_three_and_back_nothing_is_lost_and_order_holds",
        |s| s,
    );
}

/// KIP-848, which a user may choose: there the broker decides who reads what, and moves partitions one by one.
#[test]
fn the_new_group_protocol_moves_partitions_without_loss_or_repeat() {
    from_one_to_three_and_back(
        "the_new_group_protocol_moves_partitions_without_loss_or_repeat",
        |settings| settings.raw("kafka.consumer.\"group.protocol\"", "\"consumer\""),
    );
}

fn from_one_to_three_and_back(name: &str, more: impl Fn(Settings) -> Settings) {
    let cluster = Cluster::shared();
    let mut topics = Topics::create(cluster, PARTITIONS);
    topics.output = cluster.create_topic("events", 1, &[]);
    topics.dead_letters = cluster.create_topic("dead", 1, &[]);
    let mut dice = Dice::seeded(name);
    let ledger = Mutex::new(Ledger::new(&topics.input, PARTITIONS, 1));
    let settings = more(Settings::new(cluster, &topics).raw("worker.threads", 2));
    let done = AtomicBool::new(false);

    std::thread::scope(|scope| {
        // There is always something to do, and never so much that it hides what happens.
        let feed = scope.spawn(|| {
            while !done.load(Ordering::Acquire) {
                if cluster.lag(&topics.group, &topics.input) < 1_000 {
                    let load = ledger.lock().unwrap().invent(&mut dice, 500, 60);
                    cluster.produce(&topics.input, &load);
                }
            }
        });
        let _stop = SetOnDrop(&done);
        let mut first = Worker::start(&settings);
        let mut published = 0;
        let mut wait_for_more = |workers: &mut [&mut Worker]| {
            wait_for("300 outcomes more", || {
                workers.iter_mut().for_each(|worker| worker.assert_alive());
                let now = cluster.end_offsets(&topics.output)[&0];
                (now > published + 300).then(|| published = now)
            });
        };
        let held = |worker: &mut Worker| worker.metrics().sum("bantin_assigned_partitions", &[]).unwrap_or(0.0);
        wait_for_more(&mut [&mut first]);
        assert_eq!(held(&mut first), f64::from(PARTITIONS));

        let mut second = Worker::spawn(&settings);
        let mut third = Worker::spawn(&settings);
        wait_for("two partitions for each worker", || {
            [&mut first, &mut second, &mut third]
                .iter_mut()
                .all(|worker| {
                    worker.assert_alive();
                    worker.get("/metrics").is_some() && held(worker) == f64::from(PARTITIONS / 3)
                })
                .then_some(())
        });
        wait_for_more(&mut [&mut first, &mut second, &mut third]);

        second.drain();
        wait_for_more(&mut [&mut first, &mut third]);
        // The one that was there first leaves, too.
        first.drain();
        wait_for("all partitions for the one that is left", || {
            third.assert_alive();
            (held(&mut third) == f64::from(PARTITIONS)).then_some(())
        });
        wait_for_more(&mut [&mut third]);
        done.store(true, Ordering::Release);
        feed.join().unwrap();
        third.wait_until_caught_up(cluster, &topics, PATIENCE);
        third.drain();
    });

    let mut ledger = ledger.into_inner().unwrap();
    ledger.enter_output(cluster.read_all(&topics.output));
    ledger.enter_dead_letters(cluster.read_all(&topics.dead_letters));
    println!("{} inputs, {} outcomes repeated", ledger.len(), ledger.repeats);
    ledger.assert_complete();
    ledger.assert_order();
    // Every worker drained and committed what it gave away.
    assert_eq!(ledger.repeats, 0);
}
