//! [`Job`]: one load, from the first file to the last acknowledgement.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::files::Source;
use super::position::{Mark, Position};
use super::standing::{Flight, Item, Standing};
use super::{Args, Key};
use crate::commands::Exit;
use crate::commands::parse::chunks::Piece;
use crate::commands::progress::{Progress, Unit};
use crate::commands::run::ended_by;
use crate::replay::Bucket;
use crate::settings::{Intake, Settings};
use crate::stream::{Loader, Offer};

/// After so many messages the brokers' words are looked at, waited for or not.
const LOOK: u64 = 100;
/// How long to wait for them at a time: a signal is noticed as soon.
const WAIT: Duration = Duration::from_millis(100);

/// What a load came to.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    /// Messages acknowledged, and their bytes.
    pub messages: u64,
    pub bytes: u64,
    /// Messages that an earlier run had loaded.
    pub before: u64,
    /// Messages that the topic does not take.
    pub refused: u64,
    /// Files that could not be read, or not to their end.
    pub unreadable: u64,
    /// Lines and files of nothing but white space.
    pub blank: u64,
    /// Messages that have not what `--key` asks for.
    pub keyless: u64,
    pub time: Duration,
}

pub(super) struct Job<'a> {
    sources: Vec<Source>,
    topic: String,
    loader: Loader,
    intake: &'a Intake,
    key: Option<Key>,
    pace: Option<Bucket>,
    standing: Standing,
    counts: Counts,
    progress: Progress,
    /// Bytes of all files before the present one, and those of it that were read.
    behind: u64,
    read: Arc<AtomicU64>,
}

impl<'a> Job<'a> {
    pub(super) fn new(
        args: &Args,
        settings: &'a Settings,
        sources: Vec<Source>,
        loader: Loader,
        position: Position,
    ) -> anyhow::Result<Self> {
        let total: Option<u64> = sources.iter().map(|source| source.size).sum();
        let behind = sources
            .iter()
            .take(position.begun())
            .filter_map(|source| source.size)
            .sum();
        let counts = Counts {
            before: position.messages,
            ..Counts::default()
        };
        let topic = position.question.topic.clone();
        let keep = args.resume.clone().map(|file| (file, settings.commit_interval.0));
        Ok(Job {
            standing: Standing::new(position, keep, behind)?,
            progress: Progress::start("loading", Unit::Bytes, total, behind),
            sources,
            topic,
            loader,
            intake: &settings.intake,
            key: args.key,
            pace: args.rate.map(|rate| Bucket::new(rate, Instant::now())),
            counts,
            behind,
            read: Arc::default(),
        })
    }

    /// Loads, and gives what came of it.
    pub(super) fn run(mut self, stop: &AtomicBool) -> anyhow::Result<(Counts, Exit)> {
        let begin = Instant::now();
        let result = self.load(stop);
        // Whatever ended it: what was acknowledged is not to be loaded again.
        let kept = self.standing.write();
        let whole = result?;
        kept?;
        self.counts.time = begin.elapsed();
        let exit = match &self.counts {
            _ if !whole => Exit::Unfinished,
            counts if counts.unreadable > 0 => Exit::NoInput,
            counts if counts.refused > 0 => Exit::Data,
            _ => Exit::Clean,
        };
        Ok((self.counts, exit))
    }

    /// Says whether all was read, and not stopped before.
    fn load(&mut self, stop: &AtomicBool) -> anyhow::Result<bool> {
        let mut whole = true;
        for item in self.standing.items(self.sources.len()) {
            whole = self.item(item, stop)?;
            if !whole {
                break;
            }
        }
        while !self.loader.is_idle() {
            self.take(WAIT)?;
        }
        self.take(Duration::ZERO)?;
        if whole {
            self.standing.finish();
        }
        Ok(whole)
    }

    /// Loads a file. Says whether it was not stopped before its end.
    fn item(&mut self, item: Item, stop: &AtomicBool) -> anyhow::Result<bool> {
        let Some(source) = self.sources.get(item.file).cloned() else {
            return Ok(true);
        };
        if item.file == self.standing.begun() {
            self.standing.begin(Mark {
                path: source.path.to_string(),
                size: source.size.unwrap_or(0),
                head: match self.standing.is_kept() {
                    true => source.head().unwrap_or_default(),
                    false => String::new(),
                },
            });
        }
        self.read = Arc::default();
        let mut reached = (item.line, item.offset);
        let whole = match self.pieces(&source, item, stop, &mut reached) {
            Ok(whole) => whole?,
            Err(error) => {
                self.counts.unreadable += 1;
                let place = match reached.0 {
                    0 => String::new(),
                    line => format!(" after line or record {line}"),
                };
                tracing::error!(
                    "cannot read {}{place}: {error}; the other files are loaded",
                    source.path
                );
                self.standing.pass_over(item.file, reached, true, error.to_string())?;
                true
            }
        };
        if whole {
            self.standing.went_through(&item);
        }
        if item.gap.is_none() {
            self.behind += source.size.unwrap_or_else(|| self.read.load(Ordering::Relaxed));
        }
        Ok(whole)
    }

    /// Sends the messages of a file; `reached` is told how far it came. The outer error is the file's, the inner one the end
    /// of it all.
    fn pieces(
        &mut self,
        source: &Source,
        item: Item,
        stop: &AtomicBool,
        reached: &mut (u64, u64),
    ) -> io::Result<anyhow::Result<bool>> {
        let most = self.loader.limit();
        let mut open = source.open(item.line, item.offset, self.read.clone())?;
        if !source.lines && !open.is_archive() && item.line > 0 {
            return Ok(Ok(true));
        }
        let is_numbered = source.lines || open.is_archive();
        let mut spare = Vec::new();
        loop {
            let (chunk, more) = open.next(source.lines, most, std::mem::take(&mut spare))?;
            for piece in chunk.iter().flat_map(|chunk| chunk.messages()) {
                let line = is_numbered.then_some(piece.line);
                match self.message(source, item, piece, (line, reached.1), stop) {
                    Ok(true) => *reached = (piece.line, piece.end),
                    stopped => return Ok(stopped),
                }
                if item.one {
                    return Ok(Ok(true));
                }
            }
            if !more {
                if let Some(what) = open.missing() {
                    tracing::warn!("{}: {what}; the rest is loaded", source.path);
                }
                return Ok(Ok(true));
            }
            spare = chunk.map(|chunk| chunk.bytes).unwrap_or_default();
        }
    }

    /// Sends a message, as soon as there is room and time; `line` is its number where the file has several, and it begins
    /// at `before` unless it says otherwise. Says whether it was not stopped before.
    fn message(
        &mut self,
        source: &Source,
        item: Item,
        piece: Piece<'_>,
        (line, before): (Option<u64>, u64),
        stop: &AtomicBool,
    ) -> anyhow::Result<bool> {
        if stop.load(Ordering::Acquire) {
            return Ok(false);
        }
        if piece.bytes.trim_ascii().is_empty() {
            self.counts.blank += 1;
            return Ok(true);
        }
        let key = self
            .key
            .and_then(|key| key.of(&source.path, line, piece.bytes, self.intake));
        self.counts.keyless += u64::from(self.key.is_some() && key.is_none());
        let number = self.standing.next();
        let offer = loop {
            match self.hold() {
                Some(wait) => self.take(wait)?,
                None => match self.loader.offer(number, key.as_deref(), piece.bytes) {
                    Offer::Full => self.take(WAIT)?,
                    offer => break offer,
                },
            }
            if stop.load(Ordering::Acquire) {
                return Ok(false);
            }
        };
        if let Some(pace) = &mut self.pace {
            pace.took(1);
        }
        self.standing.sent(Flight {
            item,
            line: piece.line,
            from: piece.begin.unwrap_or(before),
            to: piece.end,
            read: self.behind + self.read.load(Ordering::Relaxed),
            bytes: piece.bytes.len() as u64,
        });
        if let Offer::TooLarge(size) = offer {
            let (topic, limit) = (&self.topic, self.loader.limit());
            // Of what is larger no more is read than shows that it is.
            let size = match piece.bytes.len() > limit {
                true => "more".to_owned(),
                false => format!("up to {size} bytes"),
            };
            self.refused(
                number,
                format!("topic {topic} takes {limit} bytes, and it is {size}: raise its max.message.bytes, then load it again"),
            )?;
        }
        if number.is_multiple_of(LOOK) {
            self.take(Duration::ZERO)?;
        }
        Ok(true)
    }

    /// How long the rate holds the next message up.
    fn hold(&mut self) -> Option<Duration> {
        let pace = self.pace.as_mut()?;
        (pace.allows(Instant::now()) == 0).then(|| pace.wait().min(WAIT))
    }

    /// Takes the brokers' words, waiting so long for the first of them, and moves the position on.
    fn take(&mut self, patience: Duration) -> anyhow::Result<()> {
        for receipt in self.loader.receipts(patience).map_err(ended_by)? {
            match receipt.result {
                Ok(()) => {
                    self.counts.messages += 1;
                    self.counts.bytes += self.standing.acknowledged(receipt.number);
                }
                Err(reason) => {
                    let topic = &self.topic;
                    let reason =
                        format!("topic {topic} refuses it: {reason} (a compacted one takes nothing without a key)");
                    self.refused(receipt.number, reason)?;
                }
            }
        }
        let read = self.standing.advance()?;
        self.progress.show(read, self.counts.messages);
        Ok(())
    }

    fn refused(&mut self, number: u64, reason: String) -> anyhow::Result<()> {
        self.counts.refused += 1;
        if let Some(flight) = self.standing.refused(number, reason.clone())? {
            let path = self.sources.get(flight.item.file).map_or("", |source| &source.path);
            tracing::error!("{path}:{} was refused: {reason}", flight.line);
        }
        Ok(())
    }
}
