//! What a running worker says about itself.

use crate::support::articles::Article;
use crate::support::client::Input;
use crate::support::dice::Dice;
use crate::support::kafka::Cluster;
use crate::support::wait::{PATIENCE, wait_for};
use crate::support::worker::{Settings, Topics, Worker};

#[test]
fn probes_and_metrics_tell_what_happened() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 3);
    let mut dice = Dice::new(2);
    let mut inputs: Vec<_> = (0..20)
        .map(|n| {
            Input::of(Article::new(&mut dice, "operate", n, 2).text())
                .key("k")
                .partition(n as i32 % 3)
        })
        .collect();
    inputs.extend((0..3).map(|_| Input::of(" ")));
    inputs.extend((0..2).map(|_| Input::of(*b"{\"title\": ").key("dead")));
    inputs.push(Input::default().key("tombstone").partition(2));
    let size = |input: &Input| input.key.as_ref().map_or(0, Vec::len) + input.value.as_ref().map_or(0, Vec::len);
    let bytes: usize = inputs.iter().map(size).sum();

    let mut worker = Worker::start(&Settings::new(cluster, &topics));
    cluster.produce(&topics.input, &inputs);
    worker.wait_until_caught_up(cluster, &topics, PATIENCE);
    assert_eq!(worker.get("/livez").map(|(status, _)| status), Some(200));
    assert_eq!(worker.get("/readyz").map(|(status, _)| status), Some(200));
    assert_eq!(worker.get("/nothing").map(|(status, _)| status), Some(404));

    // The lag, the committed offsets and what is in flight are told when the commit's answer is in, a moment after the
    // broker has it.
    let ends = cluster.end_offsets(&topics.input);
    let metrics = wait_for("metrics to tell of the commit", || {
        let metrics = worker.metrics();
        let committed = |partition: i32| {
            let partition = partition.to_string();
            let labels = [("topic", topics.input.as_str()), ("partition", &partition)];
            metrics.sum("bantin_committed_offset", &labels)
        };
        let told = ends
            .iter()
            .all(|(partition, end)| committed(*partition) == Some(*end as f64));
        let rests = ["bantin_lag_messages", "bantin_in_flight_messages"];
        (told && rests.iter().all(|name| metrics.sum(name, &[]) == Some(0.0))).then_some(metrics)
    });
    for (name, labels, value) in [
        ("messages_total", &[("outcome", "event")][..], 20.0),
        ("messages_total", &[("outcome", "skip")], 3.0),
        ("messages_total", &[("outcome", "dead_letter")], 2.0),
        ("messages_total", &[("outcome", "tombstone")], 1.0),
        ("messages_total", &[], 26.0),
        ("skips_total", &[("reason", "empty")], 3.0),
        ("dead_letters_total", &[("stage", "intake")], 2.0),
        ("input_bytes_total", &[], bytes as f64),
        ("in_flight_messages", &[], 0.0),
        ("in_flight_bytes", &[], 0.0),
        ("assigned_partitions", &[], 3.0),
        ("broker_up", &[], 1.0),
        ("message_seconds_count", &[], 26.0),
        ("commits_total", &[("result", "failed")], 0.0),
        ("build_info", &[("version", env!("CARGO_PKG_VERSION"))], 1.0),
    ] {
        assert_eq!(
            metrics.sum(&format!("bantin_{name}"), labels),
            Some(value),
            "{name} {labels:?}"
        );
    }
    for (name, labels) in [
        ("commits_total", &[("result", "ok")][..]),
        ("commit_seconds_count", &[]),
        ("output_bytes_total", &[]),
        ("rebalances_total", &[("kind", "assign")]),
    ] {
        let value = metrics.sum(&format!("bantin_{name}"), labels);
        assert!(value.is_some_and(|value| value > 0.0), "{name} {labels:?}: {value:?}");
    }
    // No article text, key or header value at this level.
    let log = worker.log();
    assert!(!log.contains("Hồ sơ số") && !log.contains("tombstone"), "{log}");
    worker.drain();
}

#[test]
fn a_missing_topic_is_waited_for_and_said() {
    let cluster = Cluster::shared();
    let mut topics = Topics::create(cluster, 1);
    topics.output = Cluster::unique("later");
    let mut worker = Worker::spawn(&Settings::new(cluster, &topics));
    cluster.produce(
        &topics.input,
        &[Input::of(Article::new(&mut Dice::new(1), "later", 1, 2).text())],
    );
    wait_for("/readyz to name the topic that is missing", || {
        worker.assert_alive();
        let (status, body) = worker.get("/readyz")?;
        (status == 503 && body.contains(&topics.output)).then_some(())
    });
    assert_eq!(worker.get("/livez").map(|(status, _)| status), Some(200));

    cluster.create_named_topic(&topics.output, 1, &[]);
    worker.wait_until_ready();
    worker.wait_until_caught_up(cluster, &topics, PATIENCE);
    worker.drain();
    assert_eq!(cluster.read_all(&topics.output).len(), 1);
}
