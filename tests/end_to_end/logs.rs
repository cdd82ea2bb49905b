//! What a worker writes into its log, and how much of it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::articles::Article;
use crate::support::client::Input;
use crate::support::dice::Dice;
use crate::support::kafka::Cluster;
use crate::support::wait::PATIENCE;
use crate::support::worker::{Settings, Topics, Worker};

/// Sends `inputs` through a worker; gives its log.
fn log_of(topics: &Topics, inputs: &[Input], settings: Settings) -> Vec<Value> {
    let cluster = Cluster::shared();
    let mut worker = Worker::start(&settings.raw("dead_letter.max_ratio", "1.0"));
    cluster.produce(&topics.input, inputs);
    worker.wait_until_caught_up(cluster, topics, PATIENCE);
    worker.signal("TERM");
    assert_eq!(worker.wait_exit(PATIENCE), 0, "{}", worker.log());
    let log = worker.log();
    let lines = log.lines().map(serde_json::from_str);
    lines
        .collect::<Result<_, _>>()
        .unwrap_or_else(|error| panic!("{error}:\n{log}"))
}

fn says(line: &Value, message: &str) -> bool {
    line["message"] == message
}

#[test]
fn a_flood_of_broken_messages_leaves_a_log_that_can_be_read_and_says_what_it_left_out() {
    const BROKEN: u64 = 5_000;
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 3);
    let inputs: Vec<_> = (0..BROKEN)
        .map(|n| {
            Input::of(format!("{{\"title\": \"bí mật {n}"))
                .key(format!("khóa {n}"))
                .header("name", "giá trị".as_bytes())
                .partition(n as i32 % 3)
        })
        .collect();
    let log = log_of(&topics, &inputs, Settings::new(cluster, &topics));
    let seen = log.iter().filter(|line| says(line, "dead letter")).count() as u64;
    let left_out: u64 = log
        .iter()
        .filter(|line| line["like"] == "dead letter")
        .filter_map(|line| line["left_out"].as_u64())
        .sum();
    assert!(seen >= 10, "the first ones come through: {seen}");
    assert_eq!(seen + left_out, BROKEN, "each is seen or counted");
    // Ten, and one in ten seconds: a run of an hour would be below this.
    assert!(log.len() < 500, "{} lines", log.len());
    for line in log.iter().filter(|line| says(line, "dead letter")) {
        assert_eq!(
            (&line["level"], &line["topic"]),
            (&"WARN".into(), &topics.input.as_str().into())
        );
        assert_eq!(
            (&line["stage"], &line["code"]),
            (&"intake".into(), &"invalid_json".into())
        );
        assert!(line["partition"].is_i64() && line["offset"].is_i64(), "{line}");
    }
    let text = log.iter().map(Value::to_string).collect::<String>();
    for private in ["bí mật", "khóa", "giá trị"] {
        assert!(!text.contains(private), "{private} is in the log");
    }
}

#[test]
fn at_debug_every_skip_has_a_line_with_its_coordinates() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 2);
    let article = Article::new(&mut Dice::new(4), "debug", 1, 2);
    let mut inputs: Vec<_> = (0..100).map(|n| Input::of(" ").partition(n % 2)).collect();
    inputs.push(Input::of(article.text()));
    let log = log_of(
        &topics,
        &inputs,
        Settings::new(cluster, &topics).text("log.level", "info,bantin=debug"),
    );
    let skips: BTreeSet<_> = log
        .iter()
        .filter(|line| says(line, "skipped"))
        .map(|line| {
            assert_eq!(
                (&line["level"], &line["reason"]),
                (&"DEBUG".into(), &"empty".into()),
                "{line}"
            );
            assert_eq!(line["topic"], topics.input.as_str());
            (line["partition"].as_i64().unwrap(), line["offset"].as_i64().unwrap())
        })
        .collect();
    let expected = (0..100).map(|n| (n % 2, n / 2)).collect();
    assert_eq!(skips, expected);
}
