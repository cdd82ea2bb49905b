//! What the figures come to: a table for `benches/README.md`, and the ratios that are held.

use std::time::Duration;

use super::latency::Latency;
use super::subject::{Configuration, Subject};
use super::throughput::{MIB, Pass};

/// Everything that was measured of a configuration.
pub struct Row {
    pub configuration: Configuration,
    pub passes: Vec<Pass>,
    pub latency: Option<Latency>,
}

impl Row {
    pub fn new(configuration: Configuration) -> Row {
        Row {
            configuration,
            passes: Vec::new(),
            latency: None,
        }
    }

    /// The median of a figure over the rounds.
    pub fn median(&self, figure: impl Fn(&Pass) -> f64) -> f64 {
        median(self.passes.iter().map(figure))
    }

    fn resident(&self) -> f64 {
        let most = self.passes.iter().map(|pass| pass.resident).max();
        most.unwrap_or(0) as f64 / MIB
    }
}

/// The upper one of two in the middle.
fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// Prints the table, in Markdown.
pub fn print(rows: &[Row]) {
    println!();
    println!("| commit interval | | events/s | CPU s a million | the broker's | resident, MiB | p50, ms | p99, ms |");
    println!("|---|---|---|---|---|---|---|---|");
    for row in rows {
        let quantile = |share: f64| match &row.latency {
            Some(latency) => latency.quantile(share).to_string(),
            None => String::new(),
        };
        println!(
            "| {} ms | {} | {:.0} | {:.1} | {:.1} | {:.0} | {} | {} |",
            row.configuration.interval.as_millis(),
            row.configuration.subject.name(),
            row.median(|pass| pass.rate),
            row.median(|pass| pass.cpu),
            row.median(|pass| pass.broker),
            row.resident(),
            quantile(0.5),
            quantile(0.99),
        );
    }
    println!();
}

/// Prints what else was on the machine: figures that others disturbed are no figures.
pub fn print_others(rows: &[Row]) {
    let others = rows.iter().flat_map(|row| row.passes.iter().map(|pass| pass.others));
    let others: Vec<f64> = others.collect();
    let most = others.iter().copied().fold(0.0, f64::max);
    println!(
        "other work on the machine took {:.0} % of the cores, at most {:.0} %",
        median(others.into_iter()) * 100.0,
        most * 100.0
    );
}

/// Prints what is held against what was asked. CPU time is the figure that other work on the machine disturbs least.
pub fn print_ratios(rows: &[Row], alone: &[Pass], held: Duration) {
    let alone = median(alone.iter().map(|pass| pass.cpu));
    println!("pipeline alone: {alone:.1} CPU seconds a million");
    for exactly in rows
        .iter()
        .filter(|row| row.configuration.subject == Subject::ExactlyOnce)
    {
        let interval = exactly.configuration.interval;
        let milliseconds = interval.as_millis();
        let asked = |limit: &str| match interval == held {
            true => format!(" (asked: {limit})"),
            false => String::new(),
        };
        if let Some(least) = find(rows, Subject::AtLeastOnce, interval) {
            let rounds = exactly.passes.iter().zip(&least.passes);
            let rounds: Vec<String> = rounds.map(|(e, l)| format!("{:.2}", e.rate / l.rate)).collect();
            let ratio = |figure: fn(&Pass) -> f64| exactly.median(figure) / least.median(figure);
            println!(
                "exactly once ÷ at least once, {milliseconds} ms: events/s {:.3}{}, by rounds {}; CPU {:.3}, the broker's {:.3}, \
                 both {:.3}",
                ratio(|pass| pass.rate),
                asked("at least 0.90"),
                rounds.join(" "),
                ratio(|pass| pass.cpu),
                ratio(|pass| pass.broker),
                ratio(|pass| pass.cpu + pass.broker),
            );
        }
        if let Some(latency) = &exactly.latency {
            println!(
                "exactly once, {milliseconds} ms: p99 {} ms (asked: under {} ms)",
                latency.quantile(0.99),
                milliseconds * 3 / 2 + 50,
            );
        }
    }
    for (worker, copy) in [
        (Subject::AtLeastOnce, Subject::Copy),
        (Subject::ExactlyOnce, Subject::CopyTransactions),
    ] {
        let (Some(run), Some(copy)) = (find(rows, worker, held), find(rows, copy, held)) else {
            continue;
        };
        let sum = copy.median(|pass| pass.cpu) + alone;
        println!(
            "{} ÷ ({} + pipeline alone), {} ms: CPU {:.3} (asked: at most 1.15); cores busy {:.0} %",
            worker.name(),
            copy.configuration.subject.name(),
            held.as_millis(),
            run.median(|pass| pass.cpu) / sum,
            run.median(|pass| pass.busy) * 100.0,
        );
    }
}

/// Prints how fast a replay is beside the worker that does the same.
pub fn print_replays(rows: &[Row]) {
    for (replay, worker) in [
        (Subject::ReplayAtLeastOnce, Subject::AtLeastOnce),
        (Subject::ReplayExactlyOnce, Subject::ExactlyOnce),
    ] {
        for replay in rows.iter().filter(|row| row.configuration.subject == replay) {
            let Some(run) = find(rows, worker, replay.configuration.interval) else {
                continue;
            };
            let ratio = |figure: fn(&Pass) -> f64| replay.median(figure) / run.median(figure);
            let rounds = replay.passes.iter().zip(&run.passes);
            let rounds: Vec<String> = rounds.map(|(r, w)| format!("{:.2}", r.rate / w.rate)).collect();
            println!(
                "{} ÷ {}, {} ms: events/s {:.3} (asked: at least 0.95), by rounds {}; CPU {:.3}",
                replay.configuration.subject.name(),
                run.configuration.subject.name(),
                replay.configuration.interval.as_millis(),
                ratio(|pass| pass.rate),
                rounds.join(" "),
                ratio(|pass| pass.cpu),
            );
        }
    }
}

fn find(rows: &[Row], subject: Subject, interval: Duration) -> Option<&Row> {
    let is = |row: &&Row| row.configuration.subject == subject && row.configuration.interval == interval;
    rows.iter().find(is)
}
