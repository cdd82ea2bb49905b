//! `bantin replay … --dry-run`: what would be read, and what would become of it, by a sample. Nothing is written or
//! committed, and no group is joined.

use std::collections::BTreeMap;
use std::io::Write;

use jiff::Timestamp;

use super::{ASK, Args, output};
use crate::commands::Exit;
use crate::commands::reading::Reading;
use crate::commands::run::ended_by;
use crate::commands::table::{self, Table};
use crate::event::{Limits, Rendered};
use crate::operate::Metrics;
use crate::replay::{Job, Mark, Marked, Point, Range, Seen};
use crate::settings::Settings;
use crate::stream::{self, Ends, Extent, Work, topic_config};

/// About so many messages are tried.
const SAMPLE: u64 = 300;

/// One partition of the job.
struct Part {
    extent: Extent,
    seen: Seen,
    mark: Mark,
    ends: Ends,
}

/// Prints what the job would be.
pub(super) fn run(args: &Args, job: &Job, own: &Settings) -> anyhow::Result<Exit> {
    let (parts, tried) = look(job, own)?;
    let mut out = anstream::stdout().lock();
    let group = &own.input.group;
    writeln!(out, "job {}, group {group}", job.name)?;
    writeln!(
        out,
        "from {} to {}, {} into {}\n",
        job.from,
        job.to,
        own.input.topics.join(", "),
        own.output.topic
    )?;
    let mut table = Table::new(&[
        "topic",
        "partition",
        "start",
        "end",
        "at most",
        "first record",
        "last record",
    ]);
    for part in &parts {
        table.row(row(part).into());
    }
    out.write_all(table.text().as_bytes())?;
    let all: u64 = parts.iter().map(|part| part.extent.len()).sum();
    writeln!(
        out,
        "\nall: at most {} messages; markers of transactions, and holes that compaction left, count in",
        table::count(all)
    )?;
    tried.write(&mut out, all)?;
    for warning in warnings(args, job, own, &parts) {
        writeln!(out, "\nwarning: {warning}")?;
    }
    out.flush()?;
    Ok(Exit::Clean)
}

fn look(job: &Job, own: &Settings) -> anyhow::Result<(Vec<Part>, Tried)> {
    let ranges = stream::job::survey(own, job, super::patience(own)).map_err(ended_by)?;
    let mut parts: Vec<_> = ranges
        .into_iter()
        .map(|(topic, seen, mark)| Part {
            extent: Extent {
                topic,
                partition: seen.partition,
                start: mark.start,
                end: mark.end,
            },
            seen,
            mark,
            ends: Ends::default(),
        })
        .collect();
    let metrics = Metrics::new()?;
    let mut work = Marked::new(Reading::new(own, &metrics), &job.name);
    let most = |topic: &str| topic_config(own, topic, ASK).ok().map(|config| config.limits.max_bytes);
    let limits = Limits {
        output_bytes: most(&own.output.topic),
        dead_letter_bytes: most(&own.dead_letter.topic),
    };
    let mut tried = Tried::default();
    // The times of a range are the same in all partitions.
    let range = parts.first().map(|part| Range::of(&part.mark));
    let extents: Vec<_> = parts.iter().map(|part| part.extent.clone()).collect();
    let ends = stream::sample(own, &extents, SAMPLE, ASK, &mut |message| {
        if range.is_none_or(|range| range.takes(message.timestamp)) {
            tried.count(&work.answer(message, &limits, job.begun));
        } else {
            tried.outside += 1;
        }
    });
    for (part, ends) in parts.iter_mut().zip(ends.map_err(ended_by)?) {
        part.ends = ends;
    }
    Ok((parts, tried))
}

fn row(part: &Part) -> [String; 7] {
    let number = |offset: i64| table::count(offset.unsigned_abs());
    let Extent {
        topic,
        partition,
        start,
        end,
    } = &part.extent;
    [
        topic.clone(),
        partition.to_string(),
        number(*start),
        number(*end),
        table::count(part.extent.len()),
        table::time(part.ends.first),
        table::time(part.ends.last),
    ]
}

/// What became of a sample. Of a message with several articles the gravest outcome counts, as in the metrics.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tried {
    events: u64,
    tombstones: u64,
    skips: u64,
    dead_letters: u64,
    /// Messages between the range's offsets whose own time is outside.
    outside: u64,
    reasons: BTreeMap<&'static str, u64>,
    codes: BTreeMap<(&'static str, &'static str), u64>,
}

impl Tried {
    fn count(&mut self, rendered: &Rendered) {
        let outcome = match rendered {
            Rendered { failures, .. } if !failures.is_empty() => &mut self.dead_letters,
            Rendered { events: 1.., .. } => &mut self.events,
            Rendered { tombstones: 1.., .. } => &mut self.tombstones,
            _ => &mut self.skips,
        };
        *outcome += 1;
        for reason in &rendered.skips {
            *self.reasons.entry(reason.as_str()).or_default() += 1;
        }
        for (stage, code) in &rendered.failures {
            *self.codes.entry((stage.as_str(), code)).or_default() += 1;
        }
    }

    fn write(&self, out: &mut impl Write, all: u64) -> std::io::Result<()> {
        let sample = self.events + self.tombstones + self.skips + self.dead_letters + self.outside;
        if sample == 0 {
            return Ok(());
        }
        writeln!(out, "\nof a sample of {} messages would be", table::count(sample))?;
        let list = |counts: Vec<String>| counts.join(", ");
        let reasons = self.reasons.iter().map(|(reason, count)| format!("{reason} {count}"));
        let codes = self
            .codes
            .iter()
            .map(|((stage, code), count)| format!("{stage}/{code} {count}"));
        let (reasons, codes) = (list(reasons.collect()), list(codes.collect()));
        let mut table = Table::new(&["outcome", "sample", "share", "of all about", ""]);
        for (outcome, count, more) in [
            ("events", self.events, String::new()),
            ("tombstones", self.tombstones, String::new()),
            ("skips", self.skips, reasons),
            ("dead letters", self.dead_letters, codes),
            (
                "not taken",
                self.outside,
                "their own time is outside the range".to_owned(),
            ),
        ] {
            if count == 0 {
                continue;
            }
            let share = count as f64 / sample as f64;
            table.row(vec![
                outcome.to_owned(),
                table::count(count),
                format!("{:.1} %", share * 100.0),
                table::count((share * all as f64).round() as u64),
                more,
            ]);
        }
        out.write_all(table.text().as_bytes())
    }
}

fn warnings(args: &Args, job: &Job, own: &Settings, parts: &[Part]) -> Vec<String> {
    let mut warnings = Vec::new();
    let config = topic_config(own, &own.output.topic, ASK);
    if let Some(reason) = output::refusal(own, &config).filter(|_| !args.yes) {
        warnings.push(format!(
            "the replay would be refused: {reason}; write --into another topic, or say --yes to write into this one"
        ));
    }
    if let Ok(config) = config
        && let Some(kept) = output::kept(own, &config)
    {
        let first = parts.iter().filter_map(|part| part.ends.first).min();
        warnings.extend(output::too_old(own, kept, first, job.begun));
    }
    if parts.iter().all(|part| part.extent.is_empty()) {
        warnings.push("there is nothing in this range".to_owned());
    }
    let places = |wanted: &dyn Fn(&Part) -> bool| {
        let wanted = parts.iter().filter(|part| wanted(part));
        let places = wanted.map(|part| format!("{}/{}", part.extent.topic, part.extent.partition));
        Some(places.collect::<Vec<_>>().join(", ")).filter(|places| !places.is_empty())
    };
    if let Some(places) = places(&|part| is_cut(job, part)) {
        warnings.push(format!(
            "the logs of these partitions begin after --from, what lay before is gone: {places}"
        ));
    }
    if let Some(places) = places(&|part| matches!(job.to, Point::Offset(to) if to > part.seen.high)) {
        warnings.push(format!(
            "the logs of these partitions end before --to, and the job ends where they do when it begins: {places}"
        ));
    }
    if matches!(job.to, Point::Time(to) if to > Timestamp::now().as_millisecond()) {
        warnings.push("--to is yet to come: the job ends where the logs do when it begins".to_owned());
    }
    if let Some(places) = places(&|part| part.seen.committed.is_some()) {
        warnings.push(format!(
            "a job of this name was begun already, `bantin replay --status {}` says where it stands; begun in: {places}",
            job.name
        ));
    }
    warnings
}

/// Whether the log begins after the job does, as far as its first record tells.
fn is_cut(job: &Job, part: &Part) -> bool {
    let begins = part.mark.start == part.seen.low && part.seen.low > 0;
    begins
        && match job.from {
            Point::Time(from) => part.ends.first.is_some_and(|first| first > from),
            Point::Offset(from) => from < part.seen.low,
            Point::Earliest | Point::Latest => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{SkipReason, Stage};

    #[test]
    fn a_sample_tells_shares_of_all() {
        let mut tried = Tried::default();
        for _ in 0..7 {
            tried.count(&Rendered {
                events: 1,
                ..Rendered::default()
            });
        }
        tried.count(&Rendered {
            skips: vec![SkipReason::Empty],
            ..Rendered::default()
        });
        // The gravest counts.
        tried.count(&Rendered {
            events: 2,
            failures: vec![(Stage::Intake, "invalid_json"), (Stage::Intake, "too_deep")],
            ..Rendered::default()
        });
        tried.outside = 1;
        let mut out = Vec::new();
        tried.write(&mut out, 4_000).unwrap();
        let text = String::from_utf8(out).unwrap();
        let rows: Vec<_> = text
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        for row in [
            "of a sample of 10 messages would be",
            "events 7 70.0 % 2,800",
            "skips 1 10.0 % 400 empty 1",
            "dead letters 1 10.0 % 400 intake/invalid_json 1, intake/too_deep 1",
            "not taken 1 10.0 % 400 their own time is outside the range",
        ] {
            assert!(rows.iter().any(|other| other == row), "no {row} in\n{text}");
        }
        assert!(!text.contains("tombstones"));
    }
}
