//! What moving costs, and what exactly once adds to it: `bantin run` at both deliveries against a plain copy loop (at least
//! once, and with transactions) and the pipeline alone, and `bantin replay` of the same messages, on one broker, in one run.
//!
//! First the throughput, on a backlog: rounds in which every configuration has its turn, so that what changes on the
//! machine meanwhile changes for all; figures are medians over the rounds. Then the latency, from the timestamp of an
//! input to its output in the hands of a `read_committed` reader, at half of the throughput that the same configuration
//! has just reached.
//!
//! The copy loop reads the same input and publishes, for each message, the ready-made key, headers and bytes of its
//! event. So `run − (copy loop + pipeline alone)` is what order, progress, the byte budget, threads and metrics cost.
//! Everything that is measured is a process of its own, and its CPU seconds are the kernel's count.
//!
//! `cargo bench --bench stream -- [--messages N] [--rounds N] [--intervals MS,MS] [--subjects NAME,NAME] [--seconds N]
//! [--set KEY=VALUE]`: `--seconds` is how long latency is measured, 0 leaves that out; `--set` is a setting of the worker's.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod copy;
mod inputs;
mod latency;
mod load;
mod process;
mod subject;
#[path = "../../tests/support/mod.rs"]
mod support;
mod table;
mod throughput;

use std::time::Duration;

use subject::{Configuration, Subject};
use support::kafka::Cluster;
use support::worker::Topics;
use table::Row;

/// The interval at which the ratios are held.
const HELD: Duration = Duration::from_millis(250);

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let option = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).map(String::as_str)
    };
    if let Some(role) = option("--role") {
        return copy::play(role, &option);
    }
    let list = |name: &str, default: &str| -> Vec<String> {
        let list = option(name).unwrap_or(default).split(',');
        list.map(str::to_owned).collect()
    };
    let number = |name: &str, default: u64| option(name).map_or(default, |n| n.parse().unwrap());
    let intervals = list("--intervals", "50,250,1000");
    let subjects = list(
        "--subjects",
        "copy,copy_transactions,at_least_once,exactly_once,replay_at_least_once,replay_exactly_once",
    );
    let plan = Plan {
        messages: number("--messages", 100_000),
        rounds: number("--rounds", 3),
        seconds: number("--seconds", 6),
        configurations: intervals
            .iter()
            .flat_map(|interval| {
                let interval = Duration::from_millis(interval.parse().unwrap());
                subjects.iter().map(move |name| Configuration {
                    subject: Subject::named(name),
                    interval,
                })
            })
            .collect(),
        set: option("--set").and_then(|set| set.split_once('=')),
    };
    run(&plan);
}

/// What is to be measured.
struct Plan<'a> {
    messages: u64,
    rounds: u64,
    seconds: u64,
    configurations: Vec<Configuration>,
    set: Option<(&'a str, &'a str)>,
}

fn run(plan: &Plan<'_>) {
    let cluster =
        Cluster::own(1, "the stream bench").expect("the bench starts its own broker: unset TEST_BANTIN_BROKERS");
    let topics = Topics::create(&cluster, inputs::PARTITIONS);
    let bytes = inputs::fill(&cluster, &topics.input, plan.messages);
    println!(
        "{} messages of {} bytes on {} partitions, {} cores, one broker on the same machine, zstd out{}",
        plan.messages,
        bytes / plan.messages,
        inputs::PARTITIONS,
        process::cores(),
        plan.set
            .map_or_else(String::new, |(key, value)| format!(", {key} = {value}")),
    );

    let mut rows: Vec<Row> = plan.configurations.iter().cloned().map(Row::new).collect();
    let mut alone = Vec::new();
    for round in 1..=plan.rounds {
        alone.push(throughput::pipeline_alone(plan.messages));
        // To and fro, so that what one pass leaves for the broker to do does not always fall upon the same next one.
        if round % 2 == 0 {
            rows.reverse();
        }
        for row in &mut rows {
            let pass = throughput::pass(&cluster, &topics, &row.configuration, plan.messages, plan.set);
            println!("round {round}, {}: {pass}", row.configuration);
            row.passes.push(pass);
        }
        if round % 2 == 0 {
            rows.reverse();
        }
    }
    if plan.seconds > 0 {
        // A replay ends where it began to: it has no latency.
        for row in rows.iter_mut().filter(|row| !row.configuration.subject.is_replay()) {
            let rate = row.median(|pass| pass.rate) / 2.0;
            let load = latency::Load {
                rate: rate as u64,
                seconds: plan.seconds,
            };
            let latency = latency::measure(&cluster, &row.configuration, &load, plan.set);
            println!("half load, {}: {latency}", row.configuration);
            row.latency = Some(latency);
        }
    }
    table::print(&rows);
    table::print_ratios(&rows, &alone, HELD);
    table::print_replays(&rows);
    table::print_others(&rows);
}
