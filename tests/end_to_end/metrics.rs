//! `/metrics` of a real run, held against `docs/metrics.md` and against Prometheus' rules.

use std::collections::BTreeSet;

use crate::support::articles::Article;
use crate::support::client::Input;
use crate::support::dice::Dice;
use crate::support::exposition::{Family, documented, documented_values, read};
use crate::support::kafka::Cluster;
use crate::support::wait::{PATIENCE, wait_for};
use crate::support::worker::{Settings, Topics, Worker};

/// What a worker serves of its own.
fn scrape(worker: &mut Worker) -> Vec<Family> {
    let (status, text) = wait_for("/metrics", || worker.get("/metrics"));
    assert_eq!(status, 200, "{text}");
    let mut families = read(&text);
    families.retain(|family| !family.metric.name.starts_with("process_"));
    families
}

/// Each series: its name and labels.
fn series(families: &[Family]) -> BTreeSet<(String, BTreeSet<(String, String)>)> {
    families
        .iter()
        .flat_map(|f| &f.samples)
        .map(|sample| sample.series())
        .collect()
}

/// The partitions of `topic` that have series; panics where another topic has.
fn partitions(families: &[Family], topic: &str) -> BTreeSet<i32> {
    let samples = families.iter().flat_map(|f| &f.samples);
    let labels = samples.flat_map(|sample| &sample.labels);
    labels
        .filter_map(|(name, value)| {
            assert!(name != "topic" || value == topic, "series of topic {value}");
            (name == "partition").then(|| value.parse().unwrap())
        })
        .collect()
}

fn value(families: &[Family], name: &str, label: &str) -> f64 {
    let samples = families.iter().flat_map(|f| &f.samples);
    let mut found = samples.filter(|s| s.name == name && s.labels.iter().any(|(_, value)| value == label));
    found.next().unwrap_or_else(|| panic!("no {name} of {label}")).value
}

/// Every label value is a word that the documentation lists, or of the input topic.
fn assert_bounded(families: &[Family], topic: &str) {
    let words = documented_values();
    for sample in families.iter().flat_map(|family| &family.samples) {
        for (name, value) in &sample.labels {
            let known = match name.as_str() {
                "le" => value == "+Inf" || value.parse::<f64>().is_ok(),
                "topic" => value == topic,
                "partition" => value.parse::<i32>().is_ok(),
                "version" => value == env!("CARGO_PKG_VERSION"),
                name => words.get(name).is_some_and(|words| words.contains(value)),
            };
            assert!(
                known,
                "docs/metrics.md does not list {name}={value:?}, of {}",
                sample.name
            );
        }
    }
}

/// Inputs of every fate, each with what nobody should find in a label.
fn strange(dice: &mut Dice, round: u64) -> Vec<Input> {
    let odd = |n: u64| format!("lạ\"\\\n{{}}={round}-{n}");
    let article = Article::new(dice, "odd", round, 2);
    let envelope =
        |title: &str| serde_json::json!({ "title": title, "text": article.text(), title: title }).to_string();
    let array = format!("[{}, 7, {{\"{round}\": null}}, [], {}]", envelope("a"), envelope("b"));
    let values: Vec<Vec<u8>> = vec![
        article.text().into(),
        envelope(&odd(1)).into(),
        array.into(),
        b"  \n".into(),
        format!("{{\"title\": \"{round}").into(),
        [article.text().as_bytes(), b"\xff\xfe", &round.to_be_bytes()].concat(),
        b"\0\x01".into(),
        format!("<?xml version=\"1.0\"?><r{round}/>").into(),
        format!("<html><body>{}{}", "<div>".repeat(20_000), article.text()).into(),
        article.text().repeat(100).into(),
    ];
    let mut inputs: Vec<_> = (0..)
        .zip(values)
        .map(|(n, value)| Input::of(value).key(odd(n)).header(&odd(n), odd(n).as_bytes()))
        .collect();
    inputs.push(Input::default().key(odd(99)));
    inputs
}

#[test]
fn what_a_run_serves_is_documented_and_does_not_grow_with_its_input() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 2);
    let settings = Settings::new(cluster, &topics)
        .raw("dead_letter.max_ratio", "1.0")
        .text("intake.max_bytes", "256 KiB");
    let mut worker = Worker::start(&settings);
    let mut dice = Dice::new(8);
    let mut send = |worker: &mut Worker, rounds: std::ops::Range<u64>| {
        let inputs: Vec<_> = rounds.flat_map(|round| strange(&mut dice, round)).collect();
        cluster.produce(&topics.input, &inputs);
        worker.wait_until_caught_up(cluster, &topics, PATIENCE);
        inputs.len() as f64
    };
    let mut sent = send(&mut worker, 0..1);
    let first = scrape(&mut worker);
    let metrics: BTreeSet<_> = first.iter().map(|family| family.metric.clone()).collect();
    assert_eq!(metrics, documented());
    assert_bounded(&first, &topics.input);
    for outcome in ["event", "tombstone", "skip", "dead_letter"] {
        assert!(
            value(&first, "bantin_messages_total", outcome) > 0.0,
            "no {outcome} in this run"
        );
    }

    sent += send(&mut worker, 1..60);
    let second = scrape(&mut worker);
    assert_eq!(series(&first), series(&second));
    // Every message has an intake and an end; the stages between them, as far as it came.
    let times = |stage: &str| value(&second, "bantin_stage_seconds_count", stage);
    assert_eq!((times("intake"), times("event")), (sent, sent));
    assert!(times("page") >= times("article") && times("article") >= times("enrich"));
    let events = value(&second, "bantin_messages_total", "event");
    assert!(times("enrich") >= events && events > 0.0, "{events}");
    for stage in ["intake", "page", "article", "enrich", "event"] {
        assert!(
            value(&second, "bantin_stage_seconds_sum", stage) > 0.0,
            "{stage} takes no time"
        );
    }
    worker.drain();
}

#[test]
fn a_partition_s_series_go_where_the_partition_goes() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 4);
    let settings = Settings::new(cluster, &topics);
    let mut first = Worker::start(&settings);
    let all = BTreeSet::from([0, 1, 2, 3]);
    assert_eq!(partitions(&scrape(&mut first), &topics.input), all);

    let mut second = Worker::start(&settings);
    wait_for("the partitions to be shared", || {
        let here = partitions(&scrape(&mut first), &topics.input);
        let there = partitions(&scrape(&mut second), &topics.input);
        let shared = here.len() == 2 && there.len() == 2 && here.is_disjoint(&there);
        (shared && here.union(&there).copied().collect::<BTreeSet<_>>() == all).then_some(())
    });
    second.drain();
    wait_for("all partitions to be back", || {
        (partitions(&scrape(&mut first), &topics.input) == all).then_some(())
    });
    first.drain();
}
