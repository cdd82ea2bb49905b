//! What happens when a partition cannot simply be read on: a record is refused, or the position falls out of the log.

use crate::support::articles::Article;
use crate::support::client::Input;
use crate::support::contract::origin;
use crate::support::dice::Dice;
use crate::support::kafka::Cluster;
use crate::support::wait::{PATIENCE, wait_for};
use crate::support::worker::{Settings, Topics, Worker};

#[test]
fn a_record_that_the_broker_refuses_becomes_a_dead_letter_and_the_rest_flows_on() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 1);
    let mut dice = Dice::new(11);
    let mut article = |n, paragraphs| Article::new(&mut dice, "refused", n, paragraphs).text();
    let (small, large, after) = (article(1, 1), article(2, 120), article(3, 1));
    let settings = Settings::new(cluster, &topics).text("output.compression", "none");
    let mut worker = Worker::start(&settings);
    // The worker has read the topic's limit by now: it learns of the new one from the broker's refusal alone.
    cluster.limit_messages(&topics.output, 20_000);
    for (n, text) in [small, large.clone(), after].into_iter().enumerate() {
        cluster.produce(&topics.input, &[Input::of(text).key(n.to_string())]);
        worker.wait_until_caught_up(cluster, &topics, PATIENCE);
    }
    worker.drain();

    let mut events: Vec<_> = cluster
        .read_all(&topics.output)
        .iter()
        .map(|f| origin(&f.json()).1)
        .collect();
    events.dedup();
    assert_eq!(events, [0, 2]);
    let dead = cluster.read_all(&topics.dead_letters);
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0].value.as_deref(), Some(large.as_bytes()));
    let header = |name: &str| dead[0].header(name).unwrap_or_default();
    assert_eq!(
        (header("dlq.stage"), header("dlq.code")),
        ("publish".into(), "message_too_large".into())
    );
    assert!(
        header("dlq.message").contains(&topics.output),
        "{}",
        header("dlq.message")
    );
}

#[test]
fn a_position_that_falls_out_of_the_log_while_reading_is_moved_or_stops_the_worker() {
    // So many that the worker is still far from the end when it has committed for the first time.
    const COUNT: u64 = 20_000;
    let cluster = Cluster::shared();
    for (policy, expected) in [("earliest", 0), ("error", 74)] {
        let topics = Topics::create(cluster, 1);
        let mut dice = Dice::new(12);
        let inputs: Vec<_> = (0..COUNT)
            .map(|n| Input::of(Article::new(&mut dice, "gone", n, 4).text()))
            .collect();
        cluster.produce(&topics.input, &inputs);
        // Little in flight, small fetches and no prefetch, so that the position is near the commit when it is stopped.
        let settings = Settings::new(cluster, &topics)
            .text("input.lost_offset", policy)
            .text("commit_interval", "20 ms")
            .text("intake.max_bytes", "1 MiB")
            .text("worker.in_flight_bytes", "1 MiB")
            .raw("kafka.consumer.\"fetch.message.max.bytes\"", 8_000)
            .raw("kafka.consumer.\"queued.min.messages\"", 1);
        let mut worker = Worker::start(&settings);
        let committed = || cluster.committed(&topics.group, &topics.input).get(&0).copied();
        wait_for("a first commit", || committed().filter(|offset| *offset > 0));
        worker.signal("STOP");
        let kept = COUNT as i64 - 10;
        let stopped_at = committed().unwrap();
        assert!(
            stopped_at < kept / 2,
            "the worker was too fast: it stood at {stopped_at} already"
        );
        cluster.delete_records(&topics.input, 0, kept);
        worker.signal("CONT");
        if expected == 0 {
            worker.wait_until_caught_up(cluster, &topics, PATIENCE);
            worker.drain();
            let offsets: Vec<_> = cluster
                .read_all(&topics.output)
                .iter()
                .map(|f| origin(&f.json()).1)
                .collect();
            let read = offsets.iter().take_while(|offset| **offset < kept).count() as i64;
            assert!((stopped_at..kept).contains(&read), "{read} read before the gap");
            let whole: Vec<_> = (0..read).chain(kept..COUNT as i64).collect();
            assert_eq!(
                offsets, whole,
                "what was in hand is published, then it goes on behind the gap"
            );
        } else {
            assert_eq!(worker.wait_exit(PATIENCE), expected);
        }
    }
}
