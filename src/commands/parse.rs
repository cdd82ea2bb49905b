//! `bantin parse`: the pipeline on files and standard input.
//!
//! Input is cut into chunks of whole messages ([`chunks`]), each chunk is answered by itself ([`answer`]), and the
//! answers are written in the order of the chunks. A chunk is what one read gave, and all of its answers are written
//! before the next read is waited for, so a person or a program at the other end of a pipe gets each answer at once,
//! while a file moves in large pieces.

mod answer;
pub(super) mod chunks;
pub(super) mod input;
mod pretty;
pub(super) mod records;
mod words;

use std::io::{ErrorKind, IsTerminal, Write};
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use anyhow::Context;

use self::answer::{Answerer, Style};
use self::chunks::{Chunk, Chunks};
use self::pretty::Page;
use super::{Exit, terminal};
use crate::settings::Settings;

/// Chunks that wait for a worker, and answers that wait for their turn: one of each, besides those in work, keeps all
/// cores busy, and memory stays bounded.
const WAITING: usize = 1;

/// Run the pipeline on files or standard input, and print the events: as JSON, on a terminal as an account for people.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Files to read; `-` or none at all is standard input. Each is one message, unless --lines is given or it is a web
    /// archive (WARC, WET): then every record with a page is one, and `source.line` is the record's number in the file.
    /// Files packed with gzip or zstd are unpacked, whatever they are called.
    #[arg(value_name = "FILE")]
    pub files: Vec<String>,

    /// Take every line as one message, and answer each with one line: the event, {"error": …}, {"skipped": …},
    /// {"tombstone": true}, or an array of these where the message was an array or a feed.
    #[arg(long)]
    pub lines: bool,

    /// Write the words of Vietnamese text instead of events: for every line one line, its words parted by spaces, the
    /// syllables of a word joined with `_`.
    #[arg(long, conflicts_with_all = ["lines", "indent"])]
    pub words: bool,

    /// Number of threads; all cores by default. The order of the answers is that of the messages in any case.
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,

    /// Write readable JSON, indented over several lines.
    #[arg(long)]
    pub indent: bool,

    /// Write an account for people: what was understood, then the text with names, numbers, dates and quotes in colour.
    /// The default on a terminal, where none of the other styles is asked for; `NO_COLOR` and pipes get plain text.
    #[arg(long, conflicts_with_all = ["lines", "indent", "words"])]
    pub pretty: bool,
}

impl Args {
    fn style(&self) -> Style {
        let stdout = std::io::stdout();
        if self.pretty || (stdout.is_terminal() && !self.lines && !self.indent) {
            let has_colour = anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never;
            return Style::Pretty(Page::new(terminal::width(), has_colour));
        }
        match self.indent {
            true => Style::Indented,
            false => Style::Lines,
        }
    }
}

/// Answers every message: [`Exit::Clean`] if all were answered, [`Exit::NoInput`] if a file could not be read.
///
/// # Errors
/// Standard output cannot be written.
pub fn run(args: Args, settings: &Settings) -> anyhow::Result<Exit> {
    let jobs = args
        .jobs
        .or_else(|| std::thread::available_parallelism().ok())
        .map_or(1, NonZeroUsize::get);
    let written = if args.words {
        // A line is no message: none is cut, whatever its length.
        write(jobs, &words::answer, Chunks::new(args.files, true, u64::MAX))
    } else {
        let answerer = Answerer::new(settings, args.style());
        let chunks = Chunks::new(args.files, args.lines, settings.intake.max_bytes.0);
        write(
            jobs,
            &|chunk: &Chunk, out: &mut Vec<u8>| answerer.answer(chunk, out),
            chunks,
        )
    };
    match written {
        Ok(true) => Ok(Exit::Clean),
        Ok(false) => Ok(Exit::NoInput),
        // Whoever reads has seen enough (`bantin parse … | head`).
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Exit::Clean),
        Err(error) => Err(error).context("cannot write to standard output"),
    }
}

/// Appends the answers to all messages of a chunk.
trait Answer: Fn(&Chunk, &mut Vec<u8>) + Sync {}
impl<F: Fn(&Chunk, &mut Vec<u8>) + Sync> Answer for F {}

/// Writes all answers. Says whether every file could be read.
fn write(jobs: usize, answer: &impl Answer, chunks: Chunks) -> std::io::Result<bool> {
    match jobs {
        1 => alone(answer, chunks),
        _ => together(jobs, answer, chunks),
    }
}

/// On this thread. Says whether every file could be read.
fn alone(answer: &impl Answer, mut chunks: Chunks) -> std::io::Result<bool> {
    let mut stdout = std::io::stdout().lock();
    let mut out = Vec::new();
    while let Some(chunk) = chunks.next() {
        out.clear();
        answer(&chunk, &mut out);
        stdout.write_all(&out)?;
        stdout.flush()?;
        chunks.recycle(chunk);
    }
    Ok(chunks.all_read())
}

/// On several threads: chunks are dealt out in turn, and answers are collected in the same turn, which keeps their
/// order without sorting. Says whether every file could be read.
fn together(jobs: usize, answer: &impl Answer, mut chunks: Chunks) -> std::io::Result<bool> {
    std::thread::scope(|scope| {
        let mut questions: Vec<SyncSender<Chunk>> = Vec::new();
        let mut answers: Vec<Receiver<Vec<u8>>> = Vec::new();
        for _ in 0..jobs {
            let (ask, asked) = sync_channel::<Chunk>(WAITING);
            let (give, given) = sync_channel(WAITING);
            scope.spawn(move || {
                for chunk in asked {
                    let mut out = Vec::with_capacity(3 * chunk.bytes.len());
                    answer(&chunk, &mut out);
                    if give.send(out).is_err() {
                        break;
                    }
                }
            });
            questions.push(ask);
            answers.push(given);
        }
        let reader = scope.spawn(move || {
            for ask in questions.iter().cycle() {
                let Some(chunk) = chunks.next() else { break };
                // A worker that is gone: nobody reads the answers any more.
                if ask.send(chunk).is_err() {
                    break;
                }
            }
            chunks.all_read()
        });
        let mut stdout = std::io::stdout().lock();
        for given in answers.iter().cycle() {
            let Ok(out) = given.recv() else { break };
            stdout.write_all(&out)?;
            stdout.flush()?;
        }
        drop(answers);
        // A panic of the reader is passed on by the scope.
        Ok(reader.join().unwrap_or(false))
    })
}
