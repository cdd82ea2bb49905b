//! What changes under a job while it runs: its topic gets partitions, is made anew, its broker goes and comes back.

use crate::support::client::Found;
use crate::support::dice::Dice;
use crate::support::kafka::Cluster;
use crate::support::replay::{Replay, inputs, replayed, serial, serials};
use crate::support::wait::{PATIENCE, wait_for};
use crate::support::worker::{Settings, Topics, Worker};

const PARTITIONS: i32 = 2;

/// Waits until the job has committed something that it has done.
fn wait_until_begun(cluster: &Cluster, topics: &Topics, job: &Replay, process: &mut Worker) {
    wait_for("the first commit", || {
        process.assert_alive();
        (job.position(cluster, &topics.input) > 0).then_some(())
    });
}

/// Rebalances come through the same queue as messages; what the rate holds back must not hold them up. (librdkafka throws
/// it away for a rebalance.)
#[test]
fn a_slow_job_is_shared_at_once() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, PARTITIONS);
    let mut dice = Dice::seeded("a_slow_job_is_shared_at_once");
    cluster.produce(&topics.input, &inputs(&mut dice, 0, 3_000, PARTITIONS));
    let settings = Settings::new(cluster, &topics);
    let job = Replay::new(&settings, &topics, "slow", "earliest", "latest");
    // All of it is prefetched within a second, and would take ten minutes.
    let slow = job.clone().with(&["--rate", "5/s"]);
    let mut first = slow.spawn();
    wait_until_begun(cluster, &topics, &job, &mut first);
    let mut second = slow.spawn();
    let held = |process: &mut Worker| process.metrics().sum("bantin_assigned_partitions", &[]);
    wait_for("a partition for each", || {
        first.assert_alive();
        second.assert_alive();
        second.get("/metrics")?;
        (held(&mut first) == Some(1.0) && held(&mut second) == Some(1.0)).then_some(())
    });
    for mut process in [first, second] {
        process.signal("TERM");
        assert_eq!(process.wait_exit(PATIENCE), 3, "{}", process.log_tail());
    }
    let log = job.run();
    assert!(log.contains("the job is finished"), "{log}");
    let found = replayed(cluster, &topics.output, &topics.dead_letters, "slow");
    assert_eq!(serials(&found), (0..3_000).collect::<Vec<_>>());
}

#[test]
fn a_partition_that_is_added_belongs_to_the_job() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, PARTITIONS);
    let mut dice = Dice::seeded("a_partition_that_is_added_belongs_to_the_job");
    cluster.produce(&topics.input, &inputs(&mut dice, 0, 900, PARTITIONS));
    let settings = Settings::new(cluster, &topics);
    let job = Replay::new(&settings, &topics, "grown", "earliest", "latest");
    let mut process = job.clone().with(&["--rate", "100/s"]).spawn();
    wait_until_begun(cluster, &topics, &job, &mut process);
    cluster.add_partitions(&topics.input, PARTITIONS + 1);
    let mut more = inputs(&mut dice, 900, 40, 1);
    more.iter_mut().for_each(|input| input.partition = PARTITIONS);
    cluster.produce(&topics.input, &more);
    process.assert_alive();
    assert_eq!(process.wait_exit(PATIENCE * 2), 0, "{}", process.log_tail());

    let ends = cluster.committed(&job.group, &topics.input);
    assert_eq!(ends.len() as i32, PARTITIONS + 1, "{ends:?}");
    assert_eq!((ends[&0], ends[&1]), (450, 450), "the ends of the others stay");
    // Where the new one ends was fixed when it was taken on: behind what was there then.
    let log = cluster.read_all(&topics.input);
    let expected = serials(log.iter().filter(|found| found.offset < ends[&found.partition]));
    let found = replayed(cluster, &topics.output, &topics.dead_letters, "grown");
    assert_eq!(serials(&found), expected);
}

#[test]
fn a_topic_that_is_deleted_ends_the_job() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, PARTITIONS);
    let mut dice = Dice::seeded("a_topic_that_is_deleted_ends_the_job");
    // Larger ones, of which not many are prefetched.
    let mut load = inputs(&mut dice, 0, 2_000, PARTITIONS);
    for value in load.iter_mut().filter_map(|input| input.value.as_mut()) {
        let room = vec![b' '; 20_000_usize.saturating_sub(value.len())];
        value.extend(room);
    }
    cluster.produce(&topics.input, &load);
    let settings = Settings::new(cluster, &topics)
        .text("intake.max_bytes", "256 KiB")
        .text("worker.in_flight_bytes", "1 MiB");
    let job = Replay::new(&settings, &topics, "anew", "earliest", "latest");
    let mut process = job.clone().with(&["--rate", "50/s"]).spawn();
    wait_until_begun(cluster, &topics, &job, &mut process);
    cluster.delete_topic(&topics.input);
    // It ends by itself, before another of that name can be taken for it.
    assert_eq!(process.wait_exit(PATIENCE), 74, "{}", process.log_tail());
    let log = process.log();
    let last = log.lines().last().unwrap();
    assert!(last.contains("was deleted") && last.contains("--restart"), "{last}");
    cluster.create_named_topic(&topics.input, PARTITIONS, &[]);
    cluster.produce(&topics.input, &inputs(&mut dice, 5_000, 100, PARTITIONS));
    let old = |found: &&Found| serial(found) < 5_000;

    // The brokers have forgotten what was committed for the old one, or it is told to begin anew.
    job.with(&["--restart"]).run();
    let all = replayed(cluster, &topics.output, &topics.dead_letters, "anew");
    let new = serials(all.iter().filter(|found| !old(found)));
    assert_eq!(new, (5_000..5_100).collect::<Vec<_>>());
}

#[test]
fn a_job_outlives_its_broker() {
    let Some(cluster) = Cluster::own(1, "a_job_outlives_its_broker") else {
        return;
    };
    let cluster = &cluster;
    let topics = Topics::create(cluster, PARTITIONS);
    let mut dice = Dice::seeded("a_job_outlives_its_broker");
    cluster.produce(&topics.input, &inputs(&mut dice, 0, 2_000, PARTITIONS));
    let settings = Settings::new(cluster, &topics);
    let job = Replay::new(&settings, &topics, "outlives", "earliest", "latest");
    let mut process = job.clone().with(&["--rate", "200/s"]).spawn();
    wait_until_begun(cluster, &topics, &job, &mut process);
    // Asleep it decides no transaction: an only broker that dies just after that can lose the marker of it
    // (tests/faults/README.md, "Open").
    process.signal("STOP");
    cluster.committed(&job.group, &topics.input);
    cluster.kill(0);
    process.signal("CONT");
    wait_for("the process to see it", || {
        process.assert_alive();
        let (status, _) = process.get("/readyz")?;
        (status != 200).then_some(())
    });
    cluster.restart(0);
    cluster.wait_until_whole();
    assert!(
        job.position(cluster, &topics.input) < 2_000,
        "it was done before: this shows nothing"
    );
    assert_eq!(process.wait_exit(PATIENCE * 2), 0, "{}", process.log_tail());
    let found = replayed(cluster, &topics.output, &topics.dead_letters, "outlives");
    assert_eq!(serials(&found), (0..2_000).collect::<Vec<_>>());
}
