//! F17: a replay to an end that no message shows: hidden by a transaction's marker, by an aborted transaction, by a hole
//! that compaction left, in an empty partition, past the end of the log, before a transaction that is open. The job ends by
//! itself, with the exact set.

use std::collections::{BTreeMap, BTreeSet};

use crate::DELIVERIES;
use crate::support::client::{Found, Input};
use crate::support::dice::Dice;
use crate::support::kafka::{Cluster, Extra};
use crate::support::replay::{Replay, inputs, replayed, serials};
use crate::support::say::say;
use crate::support::wait::wait_for;
use crate::support::worker::{Settings, Topics};
use crate::trial::Delivery;

/// Partitions, by what is at their end.
const COMMITTED: i32 = 0;
const ABORTED: i32 = 1;
const EMPTY: i32 = 2;
const EMPTIED: i32 = 3;
const OPEN: i32 = 4;
const PLAIN: i32 = 5;
const PARTITIONS: i32 = 6;

/// So many inputs for this partition.
fn some(dice: &mut Dice, next: &mut usize, count: usize, partition: i32) -> Vec<Input> {
    let mut made = inputs(dice, *next, count, 1);
    *next += count;
    made.iter_mut().for_each(|input| input.partition = partition);
    made
}

/// Runs a job to its own end; gives what it published, and where it ended.
fn run(
    cluster: &Cluster,
    topics: &Topics,
    delivery: Delivery,
    (name, from, to): (&str, &str, &str),
) -> (Vec<usize>, BTreeMap<i32, i64>) {
    let settings = Settings::new(cluster, topics).text("delivery", delivery.name());
    let job = Replay::new(&settings, topics, name, from, to);
    job.run();
    // A second one has nothing to do.
    assert!(job.run().contains("finished already"), "{name}");
    let found = replayed(cluster, &topics.output, &topics.dead_letters, name);
    (serials(&found), cluster.committed(&job.group, &topics.input))
}

#[test]
fn f17_ends_that_markers_and_aborted_transactions_hide() {
    let name = "f17_ends_that_markers_and_aborted_transactions_hide";
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, PARTITIONS);
    let mut dice = Dice::seeded(name);
    let mut next = 0;
    let input = topics.input.as_str();
    // 0–9 and a marker, 11–20 and a marker.
    for _ in 0..2 {
        cluster.produce_transaction(input, &some(&mut dice, &mut next, 10, COMMITTED), true);
    }
    // 0–9, an aborted 10–19 with its marker, 21–30, and at the very end an aborted 31–40 with its marker.
    for _ in 0..2 {
        for aborted in [false, true] {
            let load = some(&mut dice, &mut next, 10, ABORTED);
            match aborted {
                true => cluster.produce_transaction(input, &load, false),
                false => drop(cluster.produce(input, &load)),
            }
        }
    }
    cluster.produce(input, &some(&mut dice, &mut next, 15, EMPTIED));
    cluster.delete_records(input, EMPTIED, 15);
    cluster.produce(input, &some(&mut dice, &mut next, 10, OPEN));
    cluster.produce_transaction(input, &some(&mut dice, &mut next, 5, OPEN), true);
    let open = cluster.open_transaction(input, &some(&mut dice, &mut next, 10, OPEN));
    cluster.produce(input, &some(&mut dice, &mut next, 30, PLAIN));

    let stable = cluster.stable_offsets(input);
    let ends = [
        (COMMITTED, 22),
        (ABORTED, 42),
        (EMPTY, 0),
        (EMPTIED, 15),
        (OPEN, 16),
        (PLAIN, 30),
    ];
    assert_eq!(stable, ends.into(), "the log is not as it was meant to be");
    assert!(cluster.end_offsets(input)[&OPEN] > 16, "no transaction is open");
    // What another reader of committed records finds before the open transaction.
    let log = read_below(cluster, input, &stable);
    let mut jobs = 0;
    for delivery in DELIVERIES {
        let mut check = |from: &str, to: &str, wanted: &dyn Fn(i64) -> bool, end: &dyn Fn(i64) -> i64| {
            let job = format!("{}-{}-{}", from.replace(':', ""), to.replace(':', ""), delivery.name());
            let (found, ended) = run(cluster, &topics, delivery, (&job, from, to));
            let expected = serials(log.iter().filter(|found| wanted(found.offset)));
            assert_eq!(found, expected, "{job}");
            let ends: BTreeMap<_, _> = stable.iter().map(|(p, high)| (*p, end(*high))).collect();
            assert_eq!(ended, ends, "{job}");
            jobs += 1;
        };
        check("earliest", "latest", &|_| true, &|high| high);
        check("earliest", "offset:1000000", &|_| true, &|high| high);
        // On the first marker, behind it, in and behind the aborted transaction, and where that is at the end.
        let ends: &[i64] = match delivery {
            Delivery::ExactlyOnce => &[10, 11, 15, 21, 35],
            Delivery::AtLeastOnce => &[11, 35],
        };
        for to in ends {
            let low = |high: i64| if high == 15 { 15 } else { 0 };
            let end = |high: i64| high.min(*to).max(low(high));
            check("offset:0", &format!("offset:{to}"), &|offset| offset < *to, &end);
        }
        // A range without any record: a marker, or what was aborted, is all there is.
        check("offset:31", "offset:42", &|offset| offset >= 31, &|high| high);
    }
    drop(open);
    say(&format!("{name}: {jobs} jobs, each ended by itself"));
}

/// The records below these offsets, as another client reads them. It does not wait for what is behind them.
fn read_below(cluster: &Cluster, topic: &str, ends: &BTreeMap<i32, i64>) -> Vec<Found> {
    let mut reader = crate::support::client::Reader::open(cluster, topic);
    reader.read_to_end();
    let mut found = std::mem::take(&mut reader.found);
    found.retain(|found| found.offset < ends[&found.partition]);
    found
}

#[test]
fn f17_ends_in_holes_that_compaction_left() {
    let name = "f17_ends_in_holes_that_compaction_left";
    // The cleaner looks at once, and not every quarter of a minute.
    let extra = Extra {
        properties: "log.cleaner.backoff.ms=100\nlog.initial.task.delay.ms=100\n".to_owned(),
        ..Extra::default()
    };
    let Some(cluster) = Cluster::with(&extra, name) else {
        return;
    };
    let cluster = &cluster;
    let mut topics = Topics::create(cluster, 1);
    topics.input = cluster.create_topic(
        "compacted",
        1,
        &[
            ("cleanup.policy", "compact"),
            ("segment.ms", "1000"),
            ("min.cleanable.dirty.ratio", "0.001"),
            ("delete.retention.ms", "0"),
        ],
    );
    let mut dice = Dice::seeded(name);
    let mut next = 0;
    // Each round writes the same keys once more, in a segment of its own: it is rolled by the records' own time.
    const KEYS: usize = 20;
    const ROUNDS: usize = 6;
    for round in 0..ROUNDS {
        let mut load = some(&mut dice, &mut next, KEYS, 0);
        for (key, input) in load.iter_mut().enumerate() {
            // Some keys are written in the first rounds only: their last record stays there, among holes.
            let owner = if key % 5 == 0 && round >= 2 {
                key + 100 * round
            } else {
                key
            };
            input.key = Some(format!("{owner}").into_bytes());
            input.timestamp = Some(1_740_787_200_000 + round as i64 * 60_000);
            // One without a value would be gone altogether.
            input.value.get_or_insert_with(|| b"{\"title\": ".to_vec());
        }
        cluster.produce(&topics.input, &load);
    }
    let high = cluster.end_offsets(&topics.input)[&0];
    assert_eq!(high, (KEYS * ROUNDS) as i64);
    let offsets = |log: &[Found]| log.iter().map(|found| found.offset).collect::<BTreeSet<_>>();
    // The last segment is not cleaned, and what it holds is no reason to take an older record away: of the keys that come
    // each round the last two are left, of the others (a fifth) the last of the first rounds and one a round since.
    const STAYING: usize = KEYS / 5;
    const LEFT: usize = 2 * (KEYS - STAYING) + STAYING + (ROUNDS - 2) * STAYING;
    let log = wait_for("the holes", || {
        let log = cluster.read_all(&topics.input);
        assert!(log.len() >= LEFT, "more was cleaned than the test counts on");
        (log.len() == LEFT).then_some(log)
    });
    let there = offsets(&log);
    let holes: Vec<i64> = (0..high).filter(|offset| !there.contains(offset)).collect();
    let in_hole = *holes
        .iter()
        .find(|offset| holes.contains(&(**offset + 1)))
        .expect("a hole of two");
    let last_hole = *holes
        .iter()
        .rev()
        .find(|offset| holes.contains(&(**offset - 1)))
        .expect("a hole of two");
    let mut jobs = 0;
    for delivery in DELIVERIES {
        for (from, to) in [
            (0, high),
            (0, in_hole + 1),
            (0, last_hole),
            (in_hole + 1, last_hole + 1),
            (last_hole, last_hole + 1),
        ] {
            let job = format!("{from}-{to}-{}", delivery.name());
            let words = (job.as_str(), &*format!("offset:{from}"), &*format!("offset:{to}"));
            let (found, ended) = run(cluster, &topics, delivery, words);
            let expected = serials(log.iter().filter(|found| (from..to).contains(&found.offset)));
            assert_eq!(found, expected, "{job}");
            assert_eq!(ended, [(0, to)].into(), "{job}");
            jobs += 1;
        }
    }
    assert_eq!(
        offsets(&cluster.read_all(&topics.input)),
        there,
        "the log was cleaned once more meanwhile"
    );
    say(&format!(
        "{name}: {jobs} jobs over {} records and {} holes, each ended by itself",
        there.len(),
        holes.len()
    ));
}
