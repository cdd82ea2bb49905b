//! A replay as a job: killed and taken up by another process, shared by several, watched, stopped, refused, begun anew.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use crate::support::client::Found;
use crate::support::dice::Dice;
use crate::support::kafka::Cluster;
use crate::support::replay::{Replay, inputs, replayed, rows, serial, serials};
use crate::support::say::say;
use crate::support::wait::{PATIENCE, wait_for};
use crate::support::worker::{Settings, Topics, Worker};

const PARTITIONS: i32 = 3;

/// Settings of a job of many small commits. A process that was killed is a member for as long as its session.
fn settings(cluster: &Cluster, topics: &Topics) -> Settings {
    Settings::new(cluster, topics)
        .text("commit_interval", "100 ms")
        .text("input.session_timeout", "3 s")
        .text("transaction_timeout", "3 s")
        .raw("worker.threads", 2)
}

fn sum(offsets: &BTreeMap<i32, i64>) -> i64 {
    offsets.values().sum()
}

#[test]
fn killed_and_taken_up_by_another_process_exactly_once() {
    killed_and_taken_up(
        "exactly_once",
        &["produced", "before_offsets", "before_commit", "after_commit"],
    );
}

#[test]
fn killed_and_taken_up_by_another_process_at_least_once() {
    killed_and_taken_up("at_least_once", &["produced", "before_commit", "after_commit"]);
}

fn killed_and_taken_up(delivery: &str, points: &[&str]) {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, PARTITIONS);
    let mut dice = Dice::seeded(&format!("killed_and_taken_up, {delivery}"));
    cluster.produce(&topics.input, &inputs(&mut dice, 0, 6_000, PARTITIONS));
    let ends = cluster.end_offsets(&topics.input);
    let expected: Vec<_> = (0..6_000).collect();
    let settings = settings(cluster, &topics).text("delivery", delivery);
    let job = Replay::new(&settings, &topics, "killed", "1h", "latest");
    // Slow, so that there is always something left to do: nobody is at the end before the third commit.
    let slow = job.clone().with(&["--rate", "100/s"]);
    let mut left = sum(&ends);
    let mut kills = 0;
    let mut killed = |cluster: &Cluster| {
        let now = sum(&ends) - job.position(cluster, &topics.input);
        assert!(0 < now && now <= left, "{now} of {left} are left");
        kills += 1;
        left = now;
    };
    for point in points {
        let fail = format!("{point}=exit@{}", dice.between(1, 2));
        let mut process = slow.spawn_in(&[("TEST_BANTIN_FAIL", &fail)]);
        assert_eq!(process.wait_exit(PATIENCE), 128 + 6, "{fail}:\n{}", process.log_tail());
        assert!(process.has_reached(point), "{fail}:\n{}", process.log_tail());
        killed(cluster);
        // The log grows; the job does not.
        cluster.produce(
            &topics.input,
            &inputs(&mut dice, 1_000_000 + kills_of(point), 30, PARTITIONS),
        );
    }
    for _ in 0..2 {
        let before = sum(&cluster.end_offsets(&topics.output));
        let mut process = slow.spawn();
        wait_for("something published", || {
            process.assert_alive();
            (sum(&cluster.end_offsets(&topics.output)) > before).then_some(())
        });
        let moment = Instant::now() + Duration::from_millis(dice.between(0, 400));
        wait_for("the moment of the kill", || (Instant::now() >= moment).then_some(()));
        process.assert_alive();
        process.kill9();
        killed(cluster);
    }
    let log = job.run();
    assert!(log.contains("the job is finished"), "{log}");
    assert_eq!(
        cluster.committed(&job.group, &topics.input),
        ends,
        "the ends are those of the first"
    );

    let found = replayed(cluster, &topics.output, &topics.dead_letters, "killed");
    let all = serials(&found);
    match delivery {
        "exactly_once" => assert_eq!(all, expected),
        _ => {
            let distinct: BTreeSet<_> = all.iter().copied().collect();
            assert_eq!(distinct.into_iter().collect::<Vec<_>>(), expected);
        }
    }
    let mut ids: BTreeMap<usize, BTreeSet<Option<String>>> = BTreeMap::new();
    for found in &found {
        ids.entry(serial(found)).or_default().insert(found.header("ce_id"));
    }
    assert!(
        ids.values().all(|ids| ids.len() == 1),
        "a repeat has another id than its first"
    );
    say(&format!(
        "a replay, {delivery}: killed {kills} times, {} outcomes, {} of them repeated",
        all.len(),
        all.len() - expected.len()
    ));
}

/// A number of a point's own.
fn kills_of(point: &str) -> usize {
    point.bytes().map(usize::from).sum::<usize>() * 1_000
}

#[test]
fn three_processes_share_the_job_and_one_is_killed() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 6);
    let mut dice = Dice::seeded("three_processes_share_the_job_and_one_is_killed");
    cluster.produce(&topics.input, &inputs(&mut dice, 0, 6_000, 6));
    let settings = settings(cluster, &topics);
    let job = Replay::new(&settings, &topics, "shared", "earliest", "latest");
    // At this rate one alone would take most of a minute: all are there before it is done.
    let slow = job.clone().with(&["--rate", "150/s"]);
    let mut processes: Vec<Worker> = (0..3).map(|_| slow.spawn()).collect();
    let held = |process: &mut Worker| {
        process.assert_alive();
        let (_, text) = process.get("/metrics")?;
        let line = text
            .lines()
            .find(|line| line.starts_with("bantin_assigned_partitions "))?;
        line.rsplit(' ').next()?.parse::<f64>().ok()
    };
    wait_for("two partitions for each process", || {
        processes
            .iter_mut()
            .all(|process| held(process) == Some(2.0))
            .then_some(())
    });
    let (status, code) = job.status();
    assert_eq!(code, Some(0));
    assert!(status.contains("run by 3 processes"), "{status}");
    processes.remove(1).kill9();
    let before = job.position(cluster, &topics.input);
    assert!(before < 6_000, "the job was done before the kill: this shows nothing");

    for process in &mut processes {
        let code = process.wait_exit(PATIENCE * 2);
        assert_eq!(code, 0, "{}", process.log_tail());
        assert!(process.log().contains("the job is finished"), "{}", process.log_tail());
    }
    let all = || serials(&replayed(cluster, &topics.output, &topics.dead_letters, "shared"));
    let expected: Vec<_> = (0..6_000).collect();
    assert_eq!(all(), expected);

    // Whoever comes now has nothing to do and says so.
    let log = job.run();
    assert!(log.contains("finished already"), "{log}");
    assert_eq!(all(), expected);
    let (status, code) = job.status();
    assert_eq!(code, Some(0));
    assert!(
        status.contains("all: 100 %") && status.lines().last() == Some("finished"),
        "{status}"
    );
}

#[test]
fn who_has_no_partition_ends_with_the_job() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 1);
    let mut dice = Dice::seeded("who_has_no_partition_ends_with_the_job");
    cluster.produce(&topics.input, &inputs(&mut dice, 0, 1_000, 1));
    let settings = settings(cluster, &topics);
    let job = Replay::new(&settings, &topics, "crowd", "earliest", "latest").with(&["--rate", "100/s"]);
    let mut processes = [job.spawn(), job.spawn()];
    wait_for("both in the group", || {
        let (state, members) = cluster.group(&job.group)?;
        (state == "Stable" && members.len() == 2).then_some(())
    });
    assert!(
        job.position(cluster, &topics.input) < 1_000,
        "it is done already: this shows nothing"
    );
    let mut worked = Vec::new();
    for process in &mut processes {
        assert_eq!(process.wait_exit(PATIENCE), 0, "{}", process.log_tail());
        let log = process.log();
        let mut lines = log
            .lines()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        let end = lines
            .find(|line| line["message"] == "the job is finished")
            .expect("the last line");
        worked.push(end["messages"].as_u64().unwrap());
    }
    worked.sort_unstable();
    // A rebalance in the middle of a transaction has it done once more.
    assert!(worked[0] == 0 && worked[1] >= 1_000, "{worked:?}");
    let found = replayed(cluster, &topics.output, &topics.dead_letters, "crowd");
    assert_eq!(serials(&found), (0..1_000).collect::<Vec<_>>());
}

/// KIP-848, which a user may choose.
#[test]
fn the_new_group_protocol_carries_a_job() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, PARTITIONS);
    let mut dice = Dice::seeded("the_new_group_protocol_carries_a_job");
    cluster.produce(&topics.input, &inputs(&mut dice, 0, 900, PARTITIONS));
    let settings = Settings::new(cluster, &topics).raw("kafka.consumer.\"group.protocol\"", "\"consumer\"");
    let job = Replay::new(&settings, &topics, "modern", "earliest", "latest");
    let mut slow = job.clone().with(&["--rate", "5/s"]).spawn();
    wait_for("the first commit", || {
        slow.assert_alive();
        (job.position(cluster, &topics.input) > 0).then_some(())
    });
    let (status, _) = job.status();
    assert!(status.contains("run by 1 process"), "{status}");
    let log = job.clone().with(&["--restart"]).run_to(2);
    assert!(log.contains("being run"), "{log}");
    slow.signal("TERM");
    assert_eq!(slow.wait_exit(PATIENCE), 3, "{}", slow.log_tail());
    job.run();
    let found = replayed(cluster, &topics.output, &topics.dead_letters, "modern");
    assert_eq!(serials(&found), (0..900).collect::<Vec<_>>());
    job.with(&["--restart"]).run();
}

#[test]
fn a_job_is_watched_stopped_and_begun_anew() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, PARTITIONS);
    let mut dice = Dice::seeded("a_job_is_watched_stopped_and_begun_anew");
    cluster.produce(&topics.input, &inputs(&mut dice, 0, 900, PARTITIONS));
    let ends = cluster.end_offsets(&topics.input);
    let settings = settings(cluster, &topics);
    let into = cluster.create_topic("elsewhere", PARTITIONS, &[]);
    let job = Replay::new(&settings, &topics, "slow", "earliest", "latest").with(&["--into", &into]);
    let (unknown, code) = job.status();
    assert_eq!(code, Some(1));
    assert!(
        unknown.contains("never begun") && unknown.contains("offsets.retention.minutes"),
        "{unknown}"
    );

    let mut slow = job.clone().with(&["--rate", "5/s"]).spawn();
    wait_for("the first commit", || {
        slow.assert_alive();
        (job.position(cluster, &topics.input) > 0).then_some(())
    });
    let (status, code) = job.status();
    assert_eq!(code, Some(0));
    assert!(
        status.contains("run by 1 process") && status.contains(&job.group),
        "{status}"
    );
    for (partition, row) in (0..).zip(rows(&status, "TOPIC")) {
        assert_eq!(
            row[..3],
            [topics.input.clone(), partition.to_string(), "0".to_owned()],
            "{status}"
        );
        let position: i64 = row[3].parse().unwrap();
        assert!((0..ends[&partition]).contains(&position), "{status}");
        assert_eq!(row[4], ends[&partition].to_string(), "{status}");
        assert_eq!(
            row[5..],
            [(position * 100 / ends[&partition]).to_string(), "%".to_owned()],
            "{status}"
        );
    }

    // One without a limit begins after it and is done long before it.
    Replay::new(&settings, &topics, "fast", "earliest", "latest").run();
    slow.assert_alive();
    assert!(job.position(cluster, &topics.input) < 900, "the rate was not kept to");

    // What differs is another job; what runs is not forgotten.
    let other = Replay::new(&settings, &topics, "slow", "offset:1", "latest").with(&["--into", &into]);
    let log = other.run_to(2);
    assert!(
        log.contains("\\\"slow\\\" with other arguments") && log.contains("--restart"),
        "{log}"
    );
    let log = job.clone().with(&["--restart"]).run_to(2);
    assert!(log.contains("being run"), "{log}");
    slow.assert_alive();

    slow.signal("TERM");
    assert_eq!(slow.wait_exit(PATIENCE), 3, "{}", slow.log_tail());
    assert!(slow.log().contains("run the same command again"), "{}", slow.log_tail());
    let done = job.position(cluster, &topics.input);
    let first = serials(&replayed(cluster, &into, &topics.dead_letters, "slow"));
    assert_eq!(
        first.len() as i64,
        done,
        "what is published and what is committed are the same"
    );
    let (status, _) = job.status();
    assert!(status.contains("nobody runs it"), "{status}");

    let log = job.clone().with(&["--restart"]).run();
    assert!(log.contains("begins anew"), "{log}");
    let mut expected: Vec<_> = (0..900).chain(first).collect();
    expected.sort_unstable();
    assert_eq!(
        serials(&replayed(cluster, &into, &topics.dead_letters, "slow")),
        expected
    );
    assert_eq!(cluster.committed(&job.group, &topics.input), ends);
}

#[test]
fn a_position_that_retention_took_stops_the_job_unless_told_otherwise() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, PARTITIONS);
    let mut dice = Dice::seeded("a_position_that_retention_took_stops_the_job_unless_told_otherwise");
    cluster.produce(&topics.input, &inputs(&mut dice, 0, 900, PARTITIONS));
    let log = cluster.read_all(&topics.input);
    let settings = settings(cluster, &topics);
    let job = Replay::new(&settings, &topics, "cut", "earliest", "latest");
    let mut slow = job.clone().with(&["--rate", "5/s"]).spawn();
    wait_for("the first commit", || {
        slow.assert_alive();
        (job.position(cluster, &topics.input) > 0).then_some(())
    });
    slow.signal("TERM");
    assert_eq!(slow.wait_exit(PATIENCE), 3, "{}", slow.log_tail());
    let committed = cluster.committed(&job.group, &topics.input);
    let (cut, low) = (1, committed[&1] + 50);
    assert!(low < 300, "{committed:?}");
    cluster.delete_records(&topics.input, cut, low);

    let refused = job.run_to(74);
    let last = refused.lines().last().unwrap();
    for words in [
        format!("offset {} of {}/{cut}", committed[&cut], topics.input),
        format!("[{low}, 300)"),
        "input.lost_offset".to_owned(),
    ] {
        assert!(last.contains(&words), "no {words:?} in {last}");
    }
    job.clone().with(&["--set", "input.lost_offset=earliest"]).run();
    let lost = |found: &&Found| found.partition == cut && (committed[&cut]..low).contains(&found.offset);
    let expected = serials(log.iter().filter(|found| !lost(found)));
    assert_eq!(
        serials(&replayed(cluster, &topics.output, &topics.dead_letters, "cut")),
        expected
    );

    // A beginning that is gone is no error: the job takes what is there.
    let into = cluster.create_topic("elsewhere", PARTITIONS, &[]);
    let late = Replay::new(&settings, &topics, "late", "offset:0", "latest").with(&["--into", &into]);
    late.run();
    let there = serials(log.iter().filter(|found| found.partition != cut || found.offset >= low));
    assert_eq!(serials(&replayed(cluster, &into, &topics.dead_letters, "late")), there);
}
