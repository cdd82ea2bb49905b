//! F9: connections that are slow, half-open, or reset. The worker reaches its broker through a proxy that does it.

use std::time::{Duration, Instant};

use crate::DELIVERIES;
use crate::support::kafka::{Cluster, Extra};
use crate::support::proxy::{Line, Proxy, Way};
use crate::support::say::say;
use crate::support::wait::{PATIENCE, wait_for, wait_within};
use crate::support::worker::{Settings, Worker};
use crate::trial::{Delivery, Trial, soak};

const PARTITIONS: i32 = 3;

/// A broker that is reached through a proxy alone.
struct Remote {
    cluster: Cluster,
    proxy: Proxy,
}

impl Remote {
    fn start(test: &str) -> Option<Remote> {
        let extra = Extra {
            listeners: vec![("PROXIED", "PLAINTEXT")],
            proxied: true,
            ..Extra::default()
        };
        let cluster = Cluster::with(&extra, test)?;
        let proxy = Proxy::start(cluster.behind(0, "PROXIED"));
        Some(Remote { cluster, proxy })
    }

    fn settings(&self, trial: &Trial<'_>) -> Settings {
        trial.settings().text("kafka.brokers", &self.proxy.address())
    }
}

#[test]
fn f09_a_slow_line_is_slow_and_nothing_else() {
    let name = "f09_a_slow_line_is_slow_and_nothing_else";
    let Some(remote) = Remote::start(name) else { return };
    for delivery in DELIVERIES {
        let trial = Trial::new(name, &remote.cluster, delivery, PARTITIONS);
        trial.feed(150);
        let line = Line::Slow {
            rate: 200_000,
            latency: Duration::from_millis(40),
        };
        remote.proxy.set_both(line);
        let carried = || [Way::ToBroker, Way::ToWorker].map(|way| remote.proxy.bytes(way));
        let before = carried();
        // No stop, no restart: it is there from the start to the end, and alive all the time.
        let mut worker = Worker::start(&remote.settings(&trial).text("output.compression", "none"));
        worker.wait_until_caught_up(&remote.cluster, &trial.topics, PATIENCE * 2);
        let through: Vec<_> = carried().iter().zip(before).map(|(now, before)| now - before).collect();
        assert!(
            through.iter().all(|bytes| *bytes > 100_000),
            "hardly anything went through the slow line: {through:?} bytes"
        );
        let account = trial.judge(worker);
        remote.proxy.set_both(Line::Open);
        assert_eq!(account.repeated, [], "a slow broker is no reason to do anything twice");
    }
}

#[test]
fn f09_half_open_connections_are_given_up_and_made_anew() {
    let name = "f09_half_open_connections_are_given_up_and_made_anew";
    let Some(remote) = Remote::start(name) else { return };
    let ways: [(&str, &[Way]); 2] = [
        // The worker's requests do not arrive, nor any answer.
        ("both ways", &[Way::ToBroker, Way::ToWorker]),
        // The broker does what it is asked to, and its answers are lost: records, commits, heartbeats.
        ("answers", &[Way::ToWorker]),
    ];
    for delivery in DELIVERIES {
        for (what, ways) in ways {
            if delivery == Delivery::AtLeastOnce && ways.len() == 1 && !soak() {
                continue;
            }
            let trial = Trial::new(&format!("{name}, {what}"), &remote.cluster, delivery, PARTITIONS);
            // A minute by default: how long librdkafka waits for an answer.
            let settings = remote
                .settings(&trial)
                .raw("kafka.properties.\"socket.timeout.ms\"", 3000);
            let mut worker = Worker::start(&settings);
            let before = trial.published();
            trial.feed(2_500);
            trial.wait_until_published(&mut worker, before, 1);
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
                trial.lag() > 0,
                "{what}: nothing was left to do when the lines fell silent"
            );
            remote.proxy.set_both(Line::Open);
            worker.wait_until_caught_up(&remote.cluster, &trial.topics, PATIENCE * 2);
            worker.wait_until_ready();
            trial.judge(worker);
            say(&format!(
                "{name}, {what}: {} bytes swallowed, {} connections made anew",
                swallowed() - lost,
                remote.proxy.connections() - made
            ));
        }
    }
}

#[test]
fn f09_connections_that_are_reset_again_and_again_lose_nothing() {
    const ROUNDS: usize = 8;
    let name = "f09_connections_that_are_reset_again_and_again_lose_nothing";
    let Some(remote) = Remote::start(name) else { return };
    for delivery in DELIVERIES {
        let trial = Trial::new(name, &remote.cluster, delivery, PARTITIONS);
        let mut worker = Worker::start(&remote.settings(&trial));
        let resets = remote.proxy.resets();
        let busy = trial.under_load(|| {
            let mut busy = 0;
            // A little of each: work, a reset of all that is connected, now and then a while in which nobody gets through.
            for round in 0..ROUNDS {
                let before = trial.published();
                trial.wait_until_published(&mut worker, before, 50);
                remote.proxy.reset();
                busy += usize::from(trial.lag() > 0);
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
            busy
        });
        let resets = remote.proxy.resets() - resets;
        assert!(
            resets >= 2 * ROUNDS as u64 && busy > 0,
            "only {resets} connections were reset, {busy} of {ROUNDS} times under load"
        );
        trial.judge(worker);
        say(&format!(
            "{name}: {resets} resets, {busy} of {ROUNDS} rounds under load"
        ));
    }
}
