//! `bantin load`: files become raw messages in a topic.
//!
//! What is to be loaded is a sequence of messages, file by file. They are sent in that order and acknowledged in any; the
//! [`Window`](window::Window) knows how much of the beginning is settled, and that is the
//! [`Position`](position::Position) that `--resume` keeps.

mod files;
mod job;
mod key;
mod position;
mod standing;
mod window;

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Context;
use indicatif::{DecimalBytes, HumanCount};

use self::files::find;
use self::job::{Counts, Job};
pub use self::key::Key;
use self::position::{Position, Question};
use super::Exit;
use super::run::{ended_by, listen_for_signals};
use crate::replay::Rate;
use crate::settings::Settings;
use crate::stream::Loader;

/// What `--help` says beyond the first line.
pub(super) const ABOUT: &str = "\
Turn files into raw messages of a topic

A file is one message, byte for byte, unless its name ends in .jsonl or .ndjson: then every line is one. Of a web archive \
(WARC, WET, known by its first bytes) every record with a page is one, and is named by its number among all records of the \
file. Files packed with gzip or zstd are unpacked, whatever they are called. Of a folder all files are taken but hidden ones, in the order of their names. \
Lines and files of nothing but white space are passed over and counted.

Each message is acknowledged by all replicas in sync. What the topic does not take (too large) is named by file and line and \
counted, the rest is loaded, and the exit code is 65.

Without --resume, a load that was ended early begins anew. With it, the same command goes on where it was: nothing is \
missing, and only what was under way when it was killed, or acknowledged since the position was last written (every \
commit_interval), is there twice. SIGTERM and Ctrl-C let what is under way arrive, write the position and end with 3.";

/// What to load, and how.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Files and folders; `-` is standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<String>,
    /// The topic to write to; by default the first of input.topics
    #[arg(long)]
    topic: Option<String>,
    /// Take every line of every file as one message
    #[arg(long)]
    lines: bool,
    /// The key of each message; none by default, and none where a message has not what it asks for
    #[arg(long, value_enum)]
    key: Option<Key>,
    /// Send no more than this: 500 or 500/s, 30000/min, 100000/h
    #[arg(long, value_name = "N/s")]
    rate: Option<Rate>,
    /// Keep the position in this file, and go on from it if it is there. Messages that were refused are tried again. It is
    /// an error if paths, topic or what was loaded of the files have changed
    #[arg(long, value_name = "FILE")]
    resume: Option<PathBuf>,
}

/// Loads. [`Exit::Data`] where messages were refused, [`Exit::NoInput`] where a file could not be read, and
/// [`Exit::Unfinished`] where a signal ended it before its end.
///
/// # Errors
/// A path is missing, the position does not fit, no broker lets us in, the topic is missing or refuses us.
pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<Exit> {
    let sources = find(&args.paths, args.lines, args.resume.as_deref()).context(Exit::NoInput)?;
    if args.resume.is_some()
        && let Some(source) = sources.iter().find(|source| source.size.is_none())
    {
        let error = anyhow::anyhow!(
            "--resume: {} cannot be read again from where it was; load it from a file",
            source.path
        );
        return Err(error.context(Exit::Usage));
    }
    let read = |file: &PathBuf| Position::read(file).context(Exit::Data);
    let kept = args.resume.as_ref().map(read).transpose()?.flatten();
    let stop = Arc::new(AtomicBool::new(false));
    listen_for_signals(stop.clone(), settings.shutdown_timeout.0)?;
    let topic = args.topic.as_ref().or(settings.input.topics.first());
    let topic = topic.context("no topic: name one with --topic").context(Exit::Usage)?;
    let Some(loader) = Loader::open(settings, topic, &stop).map_err(ended_by)? else {
        return Ok(Exit::Unfinished);
    };
    let question = Question {
        topic: topic.clone(),
        topic_id: loader.topic_id().map(str::to_owned),
        paths: args.paths.clone(),
        lines: args.lines,
        key: args.key.map(|key| key.name().to_owned()),
    };
    if let (Some(kept), Some(file)) = (&kept, &args.resume) {
        let fits = kept.answers(&question, file).and_then(|()| kept.fits(&sources, file));
        fits.context(Exit::Data)?;
    }
    let position = kept.unwrap_or_else(|| Position::new(question));
    let (counts, exit) = Job::new(args, settings, sources, loader, position)?.run(&stop)?;
    writeln!(
        std::io::stdout(),
        "{}",
        account(&counts, exit, topic, args.resume.is_some())
    )?;
    Ok(exit)
}

/// What came of it, in a line.
fn account(counts: &Counts, exit: Exit, topic: &str, resumes: bool) -> String {
    let seconds = counts.time.as_secs_f64().max(0.001);
    let many = |count: u64, one: &str, more: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{} {more}", HumanCount(count)),
    };
    let mut line = format!(
        "loaded {}, {}, into {topic} in {seconds:.1} s ({}/s)",
        many(counts.messages, "message", "messages"),
        DecimalBytes(counts.bytes),
        HumanCount((counts.messages as f64 / seconds).round() as u64),
    );
    if counts.before > 0 {
        line += &format!("; {} were there from before", HumanCount(counts.before));
    }
    for (count, words) in [
        (counts.keyless, "without a key"),
        (counts.blank, "blank, passed over"),
        (counts.refused, "refused: see the log"),
    ] {
        if count > 0 {
            line += &format!("; {} {words}", HumanCount(count));
        }
    }
    if counts.unreadable > 0 {
        let files = many(counts.unreadable, "file", "files");
        line += &format!("; {files} could not be read: see the log");
    }
    if exit == Exit::Unfinished {
        line += match resumes {
            true => "; stopped before the end: the same command goes on from here",
            false => "; stopped before the end: without --resume the same command begins anew",
        };
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn the_account_tells_all_that_is_not_plain() {
        let mut counts = Counts {
            messages: 9_418,
            bytes: 6_187_085,
            time: Duration::from_secs(2),
            ..Counts::default()
        };
        assert_eq!(
            account(&counts, Exit::Clean, "raw", false),
            "loaded 9,418 messages, 6.19 MB, into raw in 2.0 s (4,709/s)"
        );
        counts = Counts {
            messages: 1,
            before: 1_000,
            keyless: 2,
            blank: 3,
            refused: 4,
            unreadable: 1,
            ..counts
        };
        let line = account(&counts, Exit::Unfinished, "raw", true);
        for words in [
            "loaded 1 message, ",
            "; 1,000 were there from before; 2 without a key; 3 blank, passed over; 4 refused: see the log; 1 file could not",
            "the same command goes on from here",
        ] {
            assert!(line.contains(words), "{line}");
        }
    }
}
