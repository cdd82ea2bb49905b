//! `bantin replay`: exactly what was asked for is read once more, as the live worker read it and without touching it.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use jiff::Timestamp;

use crate::support::client::{Found, Input};
use crate::support::dice::Dice;
use crate::support::exposition::documented_in_jobs;
use crate::support::kafka::Cluster;
use crate::support::ledger::Ledger;
use crate::support::replay::{MARK, Replay, inputs, replayed, rows, serial, serials};
use crate::support::wait::{PATIENCE, SetOnDrop, wait_for};
use crate::support::worker::{Settings, Topics, Worker};

const PARTITIONS: i32 = 3;
/// 2025-03-01 00:00:00 UTC.
const THEN: i64 = 1_740_787_200_000;
const MINUTE: i64 = 60_000;

/// A time as people write it.
fn written(ms: i64) -> String {
    Timestamp::from_millisecond(ms).unwrap().to_string()
}

/// A topic for a job's events, such as the live one.
fn elsewhere(cluster: &Cluster) -> String {
    cluster.create_topic("elsewhere", PARTITIONS, &[("max.message.bytes", "33554432")])
}

/// Inputs of six hours, one a minute and partition, each up to twenty minutes early or late.
fn six_hours(dice: &mut Dice) -> Vec<Input> {
    let mut inputs = inputs(dice, 0, 6 * 60 * PARTITIONS as usize, PARTITIONS);
    for (place, input) in (0..).zip(&mut inputs) {
        let late = dice.between(0, 40) as i64 - 20;
        input.timestamp = Some(THEN + (place / i64::from(PARTITIONS) + late) * MINUTE);
    }
    inputs
}

#[test]
fn a_range_is_what_another_client_finds_in_the_log() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, PARTITIONS);
    let mut dice = Dice::seeded("a_range_is_what_another_client_finds_in_the_log");
    cluster.produce(&topics.input, &six_hours(&mut dice));
    let log = cluster.read_all(&topics.input);
    let settings = Settings::new(cluster, &topics);
    let check = |name: &str, from: &str, to: &str, more: &[&str], wanted: &dyn Fn(&Found) -> bool| {
        let into = elsewhere(cluster);
        let job = Replay::new(&settings, &topics, name, from, to)
            .with(&["--into", &into])
            .with(more);
        job.run();
        let expected = serials(log.iter().filter(|found| wanted(found)));
        let found = serials(&replayed(cluster, &into, &topics.dead_letters, name));
        assert!(!expected.is_empty(), "{name}: this shows nothing");
        assert_eq!(found, expected, "{name}: --from {from} --to {to} {more:?}");
        expected.len()
    };

    let (begin, end) = (THEN + 120 * MINUTE, THEN + 240 * MINUTE);
    let at = |found: &Found| found.timestamp.unwrap();
    let within = |found: &Found| (begin..end).contains(&at(found));
    // Before and behind the borders there is what belongs to the other side.
    for (what, border) in [("begin", begin), ("end", end)] {
        let late = log.iter().any(|early| {
            let behind = |other: &Found| other.partition == early.partition && other.offset > early.offset;
            at(early) >= border && log.iter().any(|other| behind(other) && at(other) < border)
        });
        assert!(late, "the times are in order around the {what}: this shows nothing");
    }
    let time = check("time", &written(begin), &written(end), &[], &within);
    let zoned = Timestamp::from_millisecond(begin).unwrap();
    let zoned = zoned.display_with_offset(jiff::tz::Offset::constant(7)).to_string();
    assert!(zoned.ends_with("+07:00"), "{zoned}");
    let part = check("zone", &zoned, &written(end), &["--partitions", "1"], &|found| {
        found.partition == 1 && within(found)
    });
    assert!(part < time);
    // What came later behind the end than it is told to look for is left out.
    let reached = |found: &Found| {
        let later = log.iter().filter(|other| other.partition == found.partition);
        let mut beyond = later.filter(|other| at(other) >= end + 5 * MINUTE);
        beyond.next().is_none_or(|first| found.offset < first.offset)
    };
    let sooner = check(
        "sooner",
        &written(begin),
        &written(end),
        &["--lateness", "5m"],
        &|found| within(found) && reached(found),
    );
    assert!(sooner < time, "nothing was later than that: this shows nothing");
    // A day has its first and not its last moment.
    check("day", "2025-03-01", "2025-03-02", &[], &|found| {
        (THEN..THEN + 24 * 60 * MINUTE).contains(&at(found))
    });
    check(
        "offsets",
        "offset:20",
        "offset:270",
        &["--partitions", "0,2"],
        &|found| found.partition != 1 && (20..270).contains(&found.offset),
    );
    check("all", "earliest", "latest", &[], &|_| true);
    // What is behind the end of the log is not waited for, nor is the time that is yet to come.
    check("future", &written(begin), "2100-01-01", &[], &|found| {
        at(found) >= begin
    });
    check("beyond", "offset:300", "offset:99999", &[], &|found| {
        found.offset >= 300
    });
}

#[test]
fn events_come_again_byte_for_byte_with_the_job_s_name() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, PARTITIONS);
    let mut dice = Dice::seeded("events_come_again_byte_for_byte_with_the_job_s_name");
    cluster.produce(&topics.input, &inputs(&mut dice, 0, 400, PARTITIONS));
    let settings = Settings::new(cluster, &topics);
    let mut live = Worker::start(&settings);
    live.wait_until_caught_up(cluster, &topics, PATIENCE);
    live.drain();
    let committed = cluster.committed(&topics.group, &topics.input);

    let into = elsewhere(cluster);
    let again = Replay::new(&settings, &topics, "again", "earliest", "latest");
    again.with(&["--into", &into]).run();
    assert_eq!(
        cluster.committed(&topics.group, &topics.input),
        committed,
        "the live group's offsets"
    );
    // Everything but the mark, and where in its partition it lies.
    let look = |found: &Found, marked: bool| {
        let mut found = found.clone();
        assert_eq!(found.header(MARK), marked.then(|| "again".to_owned()));
        found.headers.retain(|(name, _)| name != MARK);
        found.offset = 0;
        found
    };
    let looks = |topic: &str, marked: bool| {
        let mut found: Vec<_> = cluster.read_all(topic).iter().map(|f| look(f, marked)).collect();
        found.sort_by_key(serial);
        found
    };
    let (first, second) = (looks(&topics.output, false), looks(&into, true));
    assert_eq!(first.len(), 384);
    assert!(first == second, "the events of the replay differ from the first ones");

    // Dead letters have one topic. Who failed, and when, is another each time.
    let letters = cluster.read_all(&topics.dead_letters);
    let (again, first): (Vec<_>, Vec<_>) = letters.iter().partition(|letter| letter.header(MARK).is_some());
    assert_eq!(first.len(), 16);
    let look = |letters: &[&Found]| {
        let mut looks: Vec<_> = letters
            .iter()
            .map(|letter| {
                let code = letter.header("dlq.code");
                (
                    serial(letter),
                    letter.key.clone(),
                    letter.value.clone(),
                    code,
                    letter.partition,
                )
            })
            .collect();
        looks.sort();
        looks
    };
    assert_eq!(look(&first), look(&again));
}

#[test]
fn the_live_worker_goes_on_untouched() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, PARTITIONS);
    let mut dice = Dice::seeded("the_live_worker_goes_on_untouched");
    let ledger = Mutex::new(Ledger::new(&topics.input, PARTITIONS, PARTITIONS));
    // The job reads the same settings, the live worker's name and address among them.
    let settings = Settings::new(cluster, &topics).text("worker.name", "live-0");
    let mut live = Worker::start(&settings);
    let address = live.address().expect("an address");
    let feed = |count: usize, dice: &mut Dice| {
        let mut ledger = ledger.lock().unwrap();
        let load = ledger.invent(dice, count, 20);
        cluster.produce(&topics.input, &load);
    };
    feed(3_000, &mut dice);
    let before = cluster.end_offsets(&topics.input);
    let into = elsewhere(cluster);
    let done = AtomicBool::new(false);
    let fed = AtomicUsize::new(0);
    let log = std::thread::scope(|scope| {
        let feeding = scope.spawn(|| {
            while !done.load(Ordering::Acquire) {
                if cluster.lag(&topics.group, &topics.input) < 1_000 {
                    feed(200, &mut dice);
                    fed.fetch_add(200, Ordering::AcqRel);
                }
            }
        });
        let stop = SetOnDrop(&done);
        let listen = format!("operate.listen={address}");
        let job = Replay::new(&settings, &topics, "beside", "earliest", "latest");
        // Not so fast that nothing could come meanwhile.
        let mut job = job
            .with(&["--into", &into, "--set", &listen, "--rate", "600/s"])
            .spawn();
        let position = || cluster.committed(&format!("{}.replay.beside", topics.group), &topics.input);
        wait_for("the job's first commit", || {
            job.assert_alive();
            position().values().any(|offset| *offset > 0).then_some(())
        });
        let before = fed.load(Ordering::Acquire);
        wait_for("more for the live worker", || {
            (fed.load(Ordering::Acquire) > before).then_some(())
        });
        job.assert_alive();
        assert_eq!(job.wait_exit(PATIENCE), 0, "{}", job.log_tail());
        drop(stop);
        feeding.join().unwrap();
        job.log()
    });
    assert!(log.contains("no metrics are served"), "the address is taken:\n{log}");

    live.wait_until_caught_up(cluster, &topics, PATIENCE);
    let rebalances = |kind: &str, metrics: &crate::support::worker::Metrics| {
        metrics.sum("bantin_rebalances_total", &[("kind", kind)]).unwrap()
    };
    let metrics = live.metrics();
    assert_eq!(
        (
            rebalances("assign", &metrics),
            rebalances("revoke", &metrics),
            rebalances("lose", &metrics)
        ),
        (1.0, 0.0, 0.0),
        "the live worker's partitions were its own all the time"
    );
    live.drain();

    // What the job has read ends where the log did when it began.
    let ends = cluster.committed(&format!("{}.replay.beside", topics.group), &topics.input);
    let after = cluster.end_offsets(&topics.input);
    for (partition, end) in &ends {
        assert!(*end >= before[partition] && *end <= after[partition], "{ends:?}");
    }
    assert_eq!(ends.len(), PARTITIONS as usize);
    let (mut all, letters) = (ledger.into_inner().unwrap(), cluster.read_all(&topics.dead_letters));
    let (marked, own): (Vec<_>, Vec<_>) = letters.into_iter().partition(|letter| letter.header(MARK).is_some());
    let live_output = cluster.read_all(&topics.output);
    assert!(live_output.iter().all(|found| found.header(MARK).is_none()));

    let place = |found: &Found| {
        let claim = found.header("ledger").expect("the ledger's header");
        let mut words = claim.split(' ');
        let partition: i32 = words.next().unwrap()[1..].parse().unwrap();
        (partition, words.next().unwrap().parse::<i64>().unwrap())
    };
    let replayed: Vec<_> = cluster.read_all(&into).iter().chain(&marked).map(place).collect();
    let mut expected: Vec<_> = live_output.iter().chain(&own).map(place).collect();
    expected.retain(|(partition, offset)| *offset < ends[partition]);
    let sorted = |mut places: Vec<(i32, i64)>| {
        places.sort_unstable();
        places
    };
    assert_eq!(sorted(replayed), sorted(expected), "each outcome up to the ends, once");
    all.enter_output(live_output);
    all.enter_dead_letters(own);
    all.assert_complete();
    all.assert_order();
    assert_eq!(all.repeats, 0);
}

#[test]
fn a_dry_run_tells_what_is_in_the_log_and_leaves_no_trace() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, PARTITIONS);
    let mut dice = Dice::seeded("a_dry_run_tells_what_is_in_the_log_and_leaves_no_trace");
    let mut load = six_hours(&mut dice);
    // Of everything something, in the first hours; of skips there is no outcome.
    for input in load.iter_mut().step_by(50) {
        input.value = Some(" \n".into());
    }
    cluster.produce(&topics.input, &load);
    let log = cluster.read_all(&topics.input);
    let settings = Settings::new(cluster, &topics);
    let dry = |name: &str, from: &str, to: &str, more: &[&str]| {
        let output = Replay::new(&settings, &topics, name, from, to)
            .with(&["--dry-run"])
            .with(more)
            .call();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{errors}");
        String::from_utf8(output.stdout).unwrap()
    };
    let number = |text: &str| text.replace(',', "").parse::<i64>().unwrap();

    // Small enough that the sample is all of it.
    let text = dry("small", "offset:10", "offset:90", &[]);
    for partition in 0..PARTITIONS {
        let here = |found: &&Found| found.partition == partition && (10..90).contains(&found.offset);
        let times: Vec<_> = log.iter().filter(here).map(|found| found.timestamp.unwrap()).collect();
        let row = &rows(&text, "TOPIC")[partition as usize];
        assert_eq!(row[..2], [topics.input.clone(), partition.to_string()], "{text}");
        assert_eq!(row[2..5], ["10", "90", "80"], "{text}");
        assert_eq!(row[5..], [written(times[0]), written(times[79])], "{text}");
    }
    let part: Vec<_> = log.iter().filter(|found| (10..90).contains(&found.offset)).collect();
    let value = |found: &Found| found.value.clone();
    let count = |wanted: &dyn Fn(&[u8]) -> bool| part.iter().filter(|f| value(f).is_some_and(|v| wanted(&v))).count();
    let (dead, skips) = (count(&|v| v.starts_with(b"{")), count(&|v| v == b" \n"));
    let tombstones = part.iter().filter(|found| found.value.is_none()).count();
    let events = part.len() - dead - skips - tombstones;
    let told: Vec<_> = rows(&text, "OUTCOME")
        .iter()
        .map(|row| {
            let (at, sample) = (1..)
                .zip(&row[1..])
                .find(|(_, word)| word.parse::<usize>().is_ok())
                .unwrap();
            (row[..at].join(" "), sample.parse::<usize>().unwrap())
        })
        .collect();
    let expected = [
        ("events", events),
        ("tombstones", tombstones),
        ("skips", skips),
        ("dead letters", dead),
    ];
    assert_eq!(
        told,
        expected.map(|(outcome, count)| (outcome.to_owned(), count)),
        "{text}"
    );
    assert!(
        text.contains(&format!("empty {skips}")) && text.contains(&format!("intake/invalid_json {dead}")),
        "{text}"
    );

    // A range of time, of which the sample is a part.
    let (begin, end) = (THEN + 60 * MINUTE, THEN + 300 * MINUTE);
    let text = dry("time", &written(begin), &written(end), &["--partitions", "0-1"]);
    let table = rows(&text, "TOPIC");
    let mut most = 0;
    for partition in 0..2 {
        let within = |found: &&Found| (begin..end).contains(&found.timestamp.unwrap()) && found.partition == partition;
        let row = &table[partition as usize];
        let offsets: BTreeSet<_> = log.iter().filter(within).map(|found| found.offset).collect();
        let (from, to) = (number(&row[2]), number(&row[3]));
        assert!(
            from <= *offsets.first().unwrap() && *offsets.last().unwrap() < to,
            "{text}"
        );
        assert_eq!(number(&row[4]), to - from);
        most += to - from;
    }
    assert_eq!(table[2][4], "0", "{text}");
    assert!(text.contains(&format!("all: at most {most} messages")), "{text}");
    assert!(
        text.contains("of a sample of 3") && text.contains("not taken"),
        "{text}"
    );

    for (from, to, more, warning) in [
        ("2024-01-01", "2024-01-02", &[][..], "there is nothing in this range"),
        ("offset:10", "offset:5000", &[], "end before --to"),
        ("2025-03-01", "2100-01-01", &[], "--to is yet to come"),
    ] {
        let text = dry("warned", from, to, more);
        assert!(text.contains(warning), "no {warning:?} in\n{text}");
    }
    let short = cluster.create_topic("short", 1, &[("retention.ms", "86400000")]);
    let text = dry("short", "earliest", "latest", &["--into", &short]);
    assert!(
        text.contains("older ones may be deleted") && text.contains(&short),
        "{text}"
    );
    cluster.delete_records(&topics.input, 2, 50);
    for from in ["offset:10", "2025-02-01"] {
        let text = dry("cut", from, "latest", &[]);
        let cut = format!("begin after --from, what lay before is gone: {}/2", topics.input);
        assert!(text.contains(&cut), "{text}");
    }

    let begins = |name: &String| name.starts_with(&topics.group);
    assert_eq!(
        cluster.groups().into_iter().find(begins),
        None,
        "a group has come to be"
    );
    let written = [&topics.output, &topics.dead_letters, &short].map(|topic| cluster.read_all(topic).len());
    assert_eq!(written, [0, 0, 0]);
}

#[test]
fn a_compacted_topic_is_not_written_unasked() {
    let cluster = Cluster::shared();
    let mut topics = Topics::create(cluster, PARTITIONS);
    topics.output = cluster.create_topic("compacted", PARTITIONS, &[("cleanup.policy", "compact,delete")]);
    let mut dice = Dice::seeded("a_compacted_topic_is_not_written_unasked");
    cluster.produce(&topics.input, &inputs(&mut dice, 0, 50, PARTITIONS));
    let settings = Settings::new(cluster, &topics);
    let job = Replay::new(&settings, &topics, "first", "earliest", "latest");
    let log = job.run_to(78);
    let last = log.lines().last().unwrap();
    for words in [
        "is compacted",
        "older revision",
        "--into",
        "--yes",
        topics.output.as_str(),
    ] {
        assert!(last.contains(words), "no {words:?} in {last}");
    }
    let dry = job.clone().with(&["--dry-run"]).call();
    assert!(String::from_utf8_lossy(&dry.stdout).contains("is compacted"));
    assert_eq!(dry.status.code(), Some(0));
    assert!(!cluster.groups().contains(&job.group), "the job was begun");

    let into = elsewhere(cluster);
    job.with(&["--into", &into]).run();
    assert_eq!(replayed(cluster, &into, &topics.dead_letters, "first").len(), 50);
    // A topic that is not there is told at once, not waited for.
    let nowhere = Replay::new(&settings, &topics, "nowhere", "earliest", "latest");
    let log = nowhere.with(&["--into", "nowhere-at-all"]).run_to(78);
    assert!(log.contains("nowhere-at-all"), "{log}");
    let log = Replay::new(&settings, &topics, "second", "earliest", "latest")
        .with(&["--yes"])
        .run();
    assert!(!log.contains("may be deleted"), "{log}");
    assert_eq!(
        replayed(cluster, &topics.output, &topics.dead_letters, "second").len(),
        50
    );
}

#[test]
fn events_that_the_topic_would_not_keep_are_warned_of() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 1);
    let mut load = inputs(&mut Dice::new(31), 0, 5, 1);
    load.iter_mut().for_each(|input| input.timestamp = Some(THEN));
    cluster.produce(&topics.input, &load);
    let settings = Settings::new(cluster, &topics);
    let short = cluster.create_topic("short", 1, &[("retention.ms", "86400000")]);
    for (name, from, set, warned) in [
        ("offsets", "earliest", "output.timestamp=input", true),
        ("time", "2025-02-01", "output.timestamp=input", true),
        ("now", "earliest", "output.timestamp=now", false),
    ] {
        let job = Replay::new(&settings, &topics, name, from, "latest");
        let log = job.with(&["--into", &short, "--set", set]).run();
        let line = log.lines().find(|line| line.contains("older ones may be deleted"));
        assert_eq!(line.is_some(), warned, "{name}:\n{log}");
        assert!(
            line.is_none_or(|line| line.contains("for 24 hours") && line.contains(&short)),
            "{log}"
        );
    }
}

#[test]
fn several_topics_are_one_job_and_one_of_them_another() {
    let cluster = Cluster::shared();
    let (topics, more) = (Topics::create(cluster, 2), Topics::create(cluster, 1));
    let mut dice = Dice::seeded("several_topics_are_one_job_and_one_of_them_another");
    let first = inputs(&mut dice, 0, 60, 2);
    let second = inputs(&mut dice, 60, 40, 1);
    cluster.produce(&topics.input, &first);
    cluster.produce(&more.input, &second);
    let both = format!("[{:?}, {:?}]", topics.input, more.input);
    let settings = Settings::new(cluster, &topics).raw("input.topics", both);
    let job = Replay::new(&settings, &topics, "both", "earliest", "latest");
    job.run();
    let found = |job: &str| serials(&replayed(cluster, &topics.output, &topics.dead_letters, job));
    assert_eq!(found("both"), (0..100).collect::<Vec<_>>());
    let (status, _) = job.status();
    let places: Vec<_> = rows(&status, "TOPIC")
        .iter()
        .map(|row| (row[0].clone(), row[1].clone()))
        .collect();
    let mut expected = [(&topics.input, "0"), (&topics.input, "1"), (&more.input, "0")]
        .map(|(topic, partition)| (topic.clone(), partition.to_owned()));
    expected.sort();
    assert_eq!(places, expected, "{status}");

    // One of them alone is another job, with a name of its own.
    let log = job.clone().with(&["--topic", &more.input]).run_to(2);
    assert!(log.contains("with other arguments"), "{log}");
    let one = Replay::new(&settings, &topics, "one", "earliest", "latest").with(&["--topic", &more.input]);
    one.run();
    assert_eq!(found("one"), (60..100).collect::<Vec<_>>());
    let status = one.status_of(&["--topic", &more.input]).0;
    assert!(
        status.lines().last() == Some("finished") && !status.contains(&topics.input),
        "{status}"
    );
}

#[test]
fn a_replay_serves_how_far_it_is() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, PARTITIONS);
    let mut dice = Dice::seeded("a_replay_serves_how_far_it_is");
    cluster.produce(&topics.input, &inputs(&mut dice, 0, 900, PARTITIONS));
    let settings = Settings::new(cluster, &topics).text("commit_interval", "50 ms");
    let mut job = Replay::new(&settings, &topics, "watched", "earliest", "latest")
        .with(&["--rate", "5/s"])
        .spawn();
    let ratio = wait_for("a ratio above 0", || {
        job.assert_alive();
        let (_, text) = job.get("/metrics")?;
        let families = crate::support::exposition::read(&text);
        let own = families
            .into_iter()
            .find(|family| family.metric.name == "bantin_replay_done_ratio")?;
        assert_eq!(BTreeSet::from([own.metric]), documented_in_jobs());
        Some(own.samples[0].value).filter(|ratio| *ratio > 0.0)
    });
    assert!(ratio < 1.0, "{ratio}");
    let line = wait_for("a line of the log that says how far it is", || {
        job.assert_alive();
        let log = job.log();
        let mut lines = log
            .lines()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        lines.find(|line| line["message"] == "replaying")
    });
    let (done, total) = (line["done"].as_u64().unwrap(), line["total"].as_u64().unwrap());
    assert!(0 < done && done < total && total == 900, "{line}");
    assert!(line["seconds_left"].is_u64() && line["level"] == "INFO", "{line}");
    job.signal("TERM");
    assert_eq!(job.wait_exit(PATIENCE), 3, "{}", job.log_tail());
}
