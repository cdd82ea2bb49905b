//! `bantin replay --status NAME`: where a job stands, from any machine.

use std::io::Write;

use super::patience;
use crate::commands::Exit;
use crate::commands::run::ended_by;
use crate::commands::table::{self, Table};
use crate::replay::{Mark, Place, Progress, replay_group};
use crate::settings::Settings;
use crate::stream;

/// Prints where the job stands. Ends with 1 where nothing is known of it.
pub(super) fn run(name: &str, settings: &Settings) -> anyhow::Result<Exit> {
    let mut own = settings.clone();
    own.input.group = replay_group(&settings.input.group, name);
    own.worker.name = None;
    let (progress, members) = stream::job::progress(&own, patience(&own)).map_err(ended_by)?;
    let mut out = anstream::stdout().lock();
    let group = &own.input.group;
    if !progress.is_known() {
        writeln!(
            out,
            "nothing is known of a job {name} (group {group}) in {}: it was never begun, or its offsets have expired (brokers keep \
             those of a group that nobody is in for offsets.retention.minutes, 7 days by default)",
            own.input.topics.join(", ")
        )?;
        return Ok(Exit::Unhealthy);
    }
    let marks = || progress.places.iter().filter_map(mark);
    writeln!(out, "job {name}, group {group}")?;
    if let Some(mark) = marks().min_by_key(|mark| mark.fixed) {
        writeln!(
            out,
            "from {} to {}, begun {}\n",
            mark.from,
            mark.to,
            table::time(Some(mark.fixed))
        )?;
    }
    let mut table = Table::new(&["topic", "partition", "start", "position", "end", "done"]);
    for place in &progress.places {
        table.row(row(place).into());
    }
    out.write_all(table.text().as_bytes())?;
    let (passed, all) = progress.passed();
    let percent = percent(progress.ratio());
    writeln!(
        out,
        "\nall: {percent}, {} of {} offsets",
        table::count(passed),
        table::count(all)
    )?;
    writeln!(out, "{}", who(&progress, members))?;
    out.flush()?;
    Ok(Exit::Clean)
}

fn mark(place: &Place) -> Option<&Mark> {
    place.committed.as_ref()?.1.as_ref()
}

fn row(place: &Place) -> [String; 6] {
    let dash = || "-".to_owned();
    let (topic, partition) = (place.topic.clone(), place.partition.to_string());
    let Some((start, position, end)) = place.span() else {
        return [topic, partition, dash(), dash(), dash(), "not begun".to_owned()];
    };
    let done = match end - start {
        0 => percent(1.0),
        all => percent((position - start) as f64 / all as f64),
    };
    let number = |offset: i64| table::count(offset.unsigned_abs());
    [topic, partition, number(start), number(position), number(end), done]
}

/// In whole percent, and not 100 before all is done.
fn percent(ratio: f64) -> String {
    format!("{} %", (ratio * 100.0).floor())
}

/// Who runs it, and what to do where nobody does.
fn who(progress: &Progress, members: usize) -> String {
    let done = progress.places.iter().all(Place::is_done);
    let processes = |count: usize| match count {
        1 => "1 process".to_owned(),
        _ => format!("{count} processes"),
    };
    match (done, members) {
        (true, 0) => "finished".to_owned(),
        (true, count) => format!("finished; {} about to end", processes(count)),
        (false, 0) => "nobody runs it: the same command goes on where it stands".to_owned(),
        (false, count) => format!("run by {}", processes(count)),
    }
}
