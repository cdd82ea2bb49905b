//! F9: connections that are slow, half-open, or reset. The worker reaches its broker through a proxy that does it.

use std::time::{Duration, Instant};

use crate::support::dice::Dice;
use crate::support::kafka::{Cluster, Extra};
use crate::support::ledger::Ledger;
use crate::support::proxy::{Line, Proxy, Way};
use crate::support::say::say;
use crate::support::wait::{PATIENCE, wait_for, wait_within};
use crate::support::worker::{Settings, Topics, Worker};

const PARTITIONS: i32 = 3;
const DELIVERIES: [&str; 1] = ["at_least_once"];

/// A broker that is reached through a proxy alone.
struct Remote {
    cluster: Cluster,
    proxy: Proxy,
}

impl Remote {
    fn start(test: &str) -> Option<Remote> {
        let proxy = Proxy::start();
        let extra = Extra {
            listeners: vec![("PROXIED", "PLAINTEXT")],
            advertised: vec![("PROXIED", proxy.port())],
            ..Extra::default()
        };
        let cluster = Cluster::with(&extra, test)?;
        proxy.lead_to(&cluster.address("PROXIED"));
        Some(Remote { cluster, proxy })
    }

    fn settings(&self, topics: &Topics, delivery: &str) -> Settings {
        Settings::new(&self.cluster, topics)
            .text("delivery", delivery)
            .text("kafka.brokers", &self.proxy.address())
            // `localhost` may be ::1 first, where nobody listens.
            .text("kafka.properties.\"broker.address.family\"", "v4")
    }

    fn published(&self, topics: &Topics) -> i64 {
        self.cluster.end_offsets(&topics.output).values().sum()
    }

    /// The fault is over: all comes out, and a fresh message, too.
    fn settle(&self, topics: &Topics, mut worker: Worker, mut ledger: Ledger, dice: &mut Dice) -> usize {
        worker.wait_until_caught_up(&self.cluster, topics, PATIENCE * 2);
        self.cluster.produce(&topics.input, &ledger.invent(dice, 20, 5));
        worker.wait_until_caught_up(&self.cluster, topics, PATIENCE);
        worker.wait_until_ready();
        worker.drain();
        ledger.enter_output(self.cluster.read_all(&topics.output));
        ledger.enter_dead_letters(self.cluster.read_all(&topics.dead_letters));
        ledger.assert_complete();
        assert_eq!(self.cluster.lag(&topics.group, &topics.input), 0);
        ledger.repeats
    }
}

#[test]
fn f09_a_slow_line_is_slow_and_nothing_else() {
    let name = "f09_a_slow_line_is_slow_and_nothing_else";
    let Some(remote) = Remote::start(name) else { return };
    let mut dice = Dice::seeded(name);
    for delivery in DELIVERIES {
        let topics = Topics::create(&remote.cluster, PARTITIONS);
        let mut ledger = Ledger::new(&topics.input, PARTITIONS, PARTITIONS);
        remote
            .cluster
            .produce(&topics.input, &ledger.invent(&mut dice, 300, 20));
        let line = Line::Slow {
            rate: 200_000,
            latency: Duration::from_millis(40),
        };
        remote.proxy.set_both(line);
        let carried = || [Way::ToBroker, Way::ToWorker].map(|way| remote.proxy.bytes(way));
        let before = carried();
        // No stop, no restart: it is there from the start to the end, and alive all the time.
        let settings = remote.settings(&topics, delivery).text("output.compression", "none");
        let mut worker = Worker::start(&settings);
        worker.wait_until_caught_up(&remote.cluster, &topics, PATIENCE * 2);
        assert_eq!(worker.get("/livez").map(|(status, _)| status), Some(200));
        let after = carried();
        assert!(
            after[0] - before[0] > 100_000 && after[1] - before[1] > 100_000,
            "hardly anything went through the slow line: {before:?} → {after:?}"
        );
        let repeats = remote.settle(&topics, worker, ledger, &mut dice);
        remote.proxy.set_both(Line::Open);
        assert_eq!(
            repeats, 0,
            "{delivery}: a slow broker is no reason to do anything twice"
        );
    }
}

#[test]
fn f09_half_open_connections_are_given_up_and_made_anew() {
    let name = "f09_half_open_connections_are_given_up_and_made_anew";
    let Some(remote) = Remote::start(name) else { return };
    let mut dice = Dice::seeded(name);
    let ways: [(&str, &[Way]); 2] = [
        // The worker's requests do not arrive, nor any answer.
        ("both ways", &[Way::ToBroker, Way::ToWorker]),
        // The broker does what it is asked to, and its answers are lost: records, commits, heartbeats.
        ("answers", &[Way::ToWorker]),
    ];
    for delivery in DELIVERIES {
        for (what, ways) in ways {
            let topics = Topics::create(&remote.cluster, PARTITIONS);
            let mut ledger = Ledger::new(&topics.input, PARTITIONS, PARTITIONS);
            let settings = remote
                .settings(&topics, delivery)
                // A minute by default: how long librdkafka waits for an answer.
                .raw("kafka.properties.\"socket.timeout.ms\"", 3000);
            let mut worker = Worker::start(&settings);
            let before = remote.published(&topics);
            remote
                .cluster
                .produce(&topics.input, &ledger.invent(&mut dice, 4_000, 40));
            wait_for("something published", || {
                worker.assert_alive();
                (remote.published(&topics) > before).then_some(())
            });
            let swallowed = || ways.iter().map(|way| remote.proxy.swallowed(*way)).sum::<u64>();
            let (lost, made) = (swallowed(), remote.proxy.connections());
            for way in ways {
                remote.proxy.set(*way, Line::Silent);
            }
            // Every connection that spoke meanwhile is dead for good: those for records, for fetches and for the group.
            wait_within(PATIENCE, "connections that are given up and made again", || {
                worker.assert_alive();
                (remote.proxy.connections() >= made + 2).then_some(())
            });
            assert!(swallowed() > lost, "{what}: nothing was swallowed");
            assert!(
                remote.cluster.lag(&topics.group, &topics.input) > 0,
                "{what}: nothing was left to do when the lines fell silent"
            );
            remote.proxy.set_both(Line::Open);
            let repeats = remote.settle(&topics, worker, ledger, &mut dice);
            say(&format!(
                "{name}, {delivery}, {what}: {} bytes swallowed, {} connections made anew, {repeats} outcomes repeated",
                swallowed() - lost,
                remote.proxy.connections() - made
            ));
        }
    }
}

#[test]
fn f09_connections_that_are_reset_again_and_again_lose_nothing() {
    let name = "f09_connections_that_are_reset_again_and_again_lose_nothing";
    let Some(remote) = Remote::start(name) else { return };
    let mut dice = Dice::seeded(name);
    for delivery in DELIVERIES {
        let topics = Topics::create(&remote.cluster, PARTITIONS);
        let mut ledger = Ledger::new(&topics.input, PARTITIONS, PARTITIONS);
        let mut worker = Worker::start(&remote.settings(&topics, delivery));
        let resets = remote.proxy.resets();
        let mut under_load = 0;
        // A little of each: work, a reset of all that is connected, now and then a while in which nobody gets through.
        for round in 0..10 {
            remote
                .cluster
                .produce(&topics.input, &ledger.invent(&mut dice, 400, 30));
            let before = remote.published(&topics);
            wait_within(PATIENCE, "something published", || {
                worker.assert_alive();
                (remote.published(&topics) > before).then_some(())
            });
            under_load += i32::from(remote.cluster.lag(&topics.group, &topics.input) > 0);
            remote.proxy.reset();
            if round % 4 == 3 {
                remote.proxy.refuse(true);
                let since = Instant::now();
                wait_for("a second without a connection", || {
                    worker.assert_alive();
                    (since.elapsed() > Duration::from_secs(1)).then_some(())
                });
                remote.proxy.refuse(false);
            }
        }
        let resets = remote.proxy.resets() - resets;
        assert!(resets >= 20, "only {resets} connections were reset");
        assert!(under_load > 0, "no reset hit a worker that had something to do");
        let repeats = remote.settle(&topics, worker, ledger, &mut dice);
        say(&format!(
            "{name}, {delivery}: {resets} resets, {under_load} of 10 rounds under load, {repeats} outcomes repeated"
        ));
    }
}
