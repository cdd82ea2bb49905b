//! F8: the committed offset is removed by retention, while there is a load. `input.lost_offset` decides what then.

use crate::DELIVERIES;
use crate::support::kafka::Cluster;
use crate::support::say::say;
use crate::support::wait::PATIENCE;
use crate::support::worker::Worker;
use crate::trial::{Delivery, Trial, soak};

const PARTITIONS: i32 = 3;
/// The partition whose log is cut off.
const CUT: i32 = 1;

#[test]
fn f08_a_committed_offset_that_is_gone_stops_it_and_then_goes_on_where_told() {
    for (delivery, policy) in DELIVERIES.into_iter().zip(["earliest", "latest"]) {
        lose(delivery, policy);
    }
    if soak() {
        for (delivery, policy) in DELIVERIES.into_iter().zip(["latest", "earliest"]) {
            lose(delivery, policy);
        }
    }
}

fn lose(delivery: Delivery, policy: &str) {
    let name = format!("f08_a_committed_offset_that_is_gone_stops_it_and_then_goes_on_where_told, {policy}");
    let cluster = Cluster::shared();
    let trial = Trial::new(&name, cluster, delivery, PARTITIONS);
    let (input, group) = (trial.topics.input.clone(), trial.topics.group.clone());
    // Named, so that its partitions need not wait for the dead one's session.
    let settings = trial.settings().text("worker.name", "keeper");
    let mut worker = Worker::start(&settings);
    trial.feed(6_000);
    trial.wait_until_published(&mut worker, 0, 300);
    worker.kill9();

    let committed = cluster.committed(&group, &input).get(&CUT).copied().unwrap_or(0);
    let end = cluster.end_offsets(&input)[&CUT];
    let low = committed + (end - committed) / 2;
    assert!(
        committed + 100 < low,
        "{name}: the worker was too fast: {committed} of {end} is committed"
    );
    cluster.delete_records(&input, CUT, low);

    // By default that is an error, and nothing is decided by it.
    let mut refused = Worker::spawn(&settings);
    assert_eq!(refused.wait_exit(PATIENCE), 74, "{}", refused.log());
    let log = refused.log();
    let last = log.lines().last().unwrap_or_default();
    for word in [
        format!("offset {committed} of {input}/{CUT}"),
        format!("[{low}, {end})"),
        "input.lost_offset".to_owned(),
    ] {
        assert!(last.contains(&word), "no {word:?} in {last}");
    }
    let still = cluster.committed(&group, &input).get(&CUT).copied().unwrap_or(0);
    assert_eq!(still, committed, "{name}: the refusal has moved the offset");

    // Told where to go on, it does, under load again.
    let mut worker = Worker::spawn(&settings.text("input.lost_offset", policy));
    worker.wait_until_ready();
    let begun = match policy {
        "earliest" => low,
        _ => end,
    };
    trial.feed(2_000);
    worker.wait_until_caught_up(cluster, &trial.topics, PATIENCE * 2);
    let account_of = trial.name.clone();
    worker.drain();
    assert_eq!(cluster.lag_by_kafkas_tool(&group, &input), 0);
    let account = trial.account();
    let strange: Vec<_> = account
        .missing
        .iter()
        .filter(|(partition, offset)| *partition != CUT || !(committed..begun).contains(offset))
        .collect();
    assert!(
        strange.is_empty(),
        "{account_of}: missing beside what was lost: {strange:?}"
    );
    assert!(
        !account.missing.is_empty(),
        "{account_of}: nothing was lost, so that this run shows nothing"
    );
    assert_eq!(account.late, [], "{account_of}");
    if delivery == Delivery::ExactlyOnce {
        assert_eq!(account.repeated, [], "{account_of}");
        // Once and for all: what lies in the gap and has an outcome was never published in part.
        let skips = (begun - committed) as usize - account.missing.len();
        assert!(
            skips * 10 < (begun - committed) as usize,
            "{account_of}: {skips} outcomes of what was lost"
        );
    }
    say(&format!(
        "{account_of}: {} inputs, {} lost with the log's beginning, {} outcomes repeated",
        account.inputs,
        account.missing.len(),
        account.repeated.len()
    ));
}
