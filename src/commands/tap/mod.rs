//! `bantin tap`: looks into a topic while it is written, and leaves nothing behind.

mod filter;
mod show;

use std::io::{BufWriter, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context;

use self::filter::{Filter, Kind};
use self::show::Page;
use super::run::{ended_by, listen_for_signals};
use super::{Exit, terminal};
use crate::replay::{Point, When};
use crate::settings::Settings;
use crate::stream::Tap;

/// How long to wait for a record at a time: a signal is noticed as soon.
const WAIT: Duration = Duration::from_millis(100);

/// What `--help` says beyond the first line.
pub(super) const ABOUT: &str = "\
Follow the events or the dead letters, without joining a group

Each record is a line of JSON on standard output: an event as it is; of a dead letter, a tombstone or a raw message an \
object with topic, partition, offset, timestamp, key, headers and the payload as text. Only what is committed is shown, the \
records of a partition in their order. Nothing is committed, and no group is made. SIGTERM and Ctrl-C end it with 0.";

/// What to follow, and what of it to show.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Show only what fits: FIELD=VALUE (is), FIELD!=VALUE (is not) or FIELD~PART (contains, in either case), with commas
    /// between; may be repeated. All must hold. A comma of the value is `\,`.
    ///
    /// FIELD is a path into the event: title, publisher.domain, authors.name; one element of a list is enough, and an
    /// object stands for its code, name, label, text or URL (language=vi). Of dead letters it is dlq.stage, dlq.code and so
    /// on. key and header:NAME are the record's own.
    #[arg(long, value_name = "FILTER")]
    filter: Vec<String>,
    /// Look into this topic; by default output.topic
    #[arg(long)]
    topic: Option<String>,
    /// Look into dead_letter.topic
    #[arg(long, conflicts_with = "topic")]
    dead_letters: bool,
    /// Begin there instead of now: a time (2026-10-01T06:00:00+07:00), a date (in UTC), a time ago (15m, 36h, 7d), earliest
    /// or offset:N
    #[arg(long, value_name = "WHEN")]
    since: Option<When>,
    /// Show an account for people instead of JSON
    #[arg(long)]
    pretty: bool,
    /// End after so many records
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    limit: Option<u64>,
}

/// Follows until it is stopped or has shown as much as was asked for.
///
/// # Errors
/// The filter asks for a field that there is not, no broker lets us in, the topic is missing.
pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<Exit> {
    let topic = match (&args.topic, args.dead_letters) {
        (Some(topic), _) => topic,
        (None, true) => &settings.dead_letter.topic,
        (None, false) => &settings.output.topic,
    };
    let kind = match *topic == settings.dead_letter.topic {
        true => Kind::DeadLetters,
        false => Kind::Events,
    };
    let filter = Filter::read(&args.filter, kind)
        .context("--filter")
        .context(Exit::Usage)?;
    let now = jiff::Timestamp::now().as_millisecond();
    let since = args.since.map_or(Point::Latest, |since| since.fixed(now));
    let stop = Arc::new(AtomicBool::new(false));
    listen_for_signals(stop.clone(), settings.shutdown_timeout.0)?;
    let Some(mut tap) = Tap::open(settings, topic, since, &stop).map_err(ended_by)? else {
        return Ok(Exit::Clean);
    };
    tracing::info!(topic, partitions = tap.partitions(), since = %since, "following");
    let mut out: Box<dyn Write> = match args.pretty {
        // Colours where they are wanted: a terminal, no NO_COLOR.
        true => Box::new(BufWriter::new(anstream::stdout().lock())),
        false => Box::new(BufWriter::new(std::io::stdout().lock())),
    };
    let page = args.pretty.then(|| Page::new(terminal::width()));
    let mut left = args.limit.unwrap_or(u64::MAX);
    let mut shown = Vec::new();
    let mut wait = WAIT;
    while left > 0 && !stop.load(Ordering::Acquire) {
        shown.clear();
        let seen = tap.read(wait, |message| {
            if filter.takes(message) {
                show(message, page.as_ref(), &mut shown);
            }
        });
        match seen.map_err(ended_by)? {
            Some(()) => {
                // As long as there is more, it is written in large pieces.
                wait = Duration::ZERO;
                if !shown.is_empty() {
                    left -= 1;
                    out.write_all(&shown)?;
                }
            }
            None => {
                wait = WAIT;
                out.flush()?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::Clean)
}

fn show(message: &crate::intake::Message<'_>, page: Option<&Page>, out: &mut Vec<u8>) {
    match page {
        Some(page) => {
            let mut text = String::new();
            page.record(message, &mut text);
            out.extend_from_slice(text.as_bytes());
        }
        None => show::line(message, out),
    }
}
