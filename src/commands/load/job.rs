//! [`Job`]: one load, from the first file to the last acknowledgement.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;

use super::files::Source;
use super::position::{GAPS, Gap, Mark, Position};
use super::window::Window;
use super::{Args, Key};
use crate::commands::Exit;
use crate::commands::parse::chunks::Piece;
use crate::commands::progress::Progress;
use crate::commands::run::ended_by;
use crate::replay::Bucket;
use crate::settings::{Intake, Settings};
use crate::stream::{Loader, Offer};

/// After so many messages the brokers' words are looked at, waited for or not.
const LOOK: u64 = 100;
/// How long to wait for them at a time: a signal is noticed as soon.
const WAIT: Duration = Duration::from_millis(100);
/// Writing the position takes no more than this share of the time.
const SHARE: u32 = 20;

/// What a load came to.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    /// Messages acknowledged, and their bytes.
    pub messages: u64,
    pub bytes: u64,
    /// Messages that an earlier run had loaded.
    pub before: u64,
    pub refused: u64,
    /// Files.
    pub unreadable: u64,
    pub blank: u64,
    /// Messages that have not what `--key` asks for.
    pub keyless: u64,
    pub time: Duration,
}

/// A file, or a piece of one, to load.
struct Item {
    file: usize,
    line: u64,
    offset: u64,
    /// It was passed over before: this gap of the position.
    gap: Option<u64>,
    /// Only its first message.
    one: bool,
}

/// A message under way, or the end of what was passed over before.
struct Flight {
    file: usize,
    /// Lines and bytes of the file before it, and with it.
    line: u64,
    from: u64,
    to: u64,
    /// Bytes of all files that were read by then.
    read: u64,
    bytes: u64,
    gap: Option<u64>,
    end: bool,
}

pub(super) struct Job<'a> {
    sources: Vec<Source>,
    loader: Loader,
    intake: &'a Intake,
    key: Option<Key>,
    pace: Option<Bucket>,
    window: Window<Flight>,
    position: Position,
    /// The files that were begun.
    marks: Vec<Mark>,
    gaps: BTreeMap<u64, Gap>,
    next_gap: u64,
    keep: Option<Keep>,
    counts: Counts,
    progress: Progress,
    /// Bytes of all files before the present one.
    behind: u64,
    /// Bytes of the present one.
    read: Arc<AtomicU64>,
    /// Bytes of all files up to the position.
    read_by_then: u64,
}

/// Where and when the position is written.
struct Keep {
    file: PathBuf,
    interval: Duration,
    due: Instant,
}

impl<'a> Job<'a> {
    pub(super) fn new(
        args: &Args,
        settings: &'a Settings,
        sources: Vec<Source>,
        loader: Loader,
        position: Position,
    ) -> anyhow::Result<Self> {
        let keep = args.resume.clone().map(|file| Keep {
            file,
            interval: settings.commit_interval.0,
            due: Instant::now(),
        });
        if let Some(keep) = &keep {
            // Whoever cannot keep it is told before anything is loaded.
            position.write(&keep.file).context(Exit::Data)?;
        }
        let total: Option<u64> = sources.iter().map(|source| source.size).sum();
        let behind = sources
            .iter()
            .take(position.begun())
            .filter_map(|source| source.size)
            .sum();
        Ok(Job {
            progress: Progress::start("loading", total, behind),
            sources,
            loader,
            intake: &settings.intake,
            key: args.key,
            pace: args.rate.map(|rate| Bucket::new(rate, Instant::now())),
            window: Window::new(),
            marks: position.files.clone(),
            gaps: (0..).zip(position.gaps.iter().cloned()).collect(),
            next_gap: position.gaps.len() as u64,
            keep,
            counts: Counts {
                before: position.messages,
                ..Counts::default()
            },
            position,
            behind,
            read: Arc::default(),
            read_by_then: behind,
        })
    }

    /// Loads, and gives what came of it.
    pub(super) fn run(mut self, stop: &AtomicBool) -> anyhow::Result<(Counts, Exit)> {
        let begin = Instant::now();
        let result = self.load(stop);
        // Whatever ended it: what was acknowledged is not to be loaded again.
        let kept = self.write();
        let whole = result?;
        kept?;
        self.counts.time = begin.elapsed();
        let exit = match &self.counts {
            _ if !whole => Exit::SecondSignal,
            counts if counts.unreadable > 0 => Exit::NoInput,
            counts if counts.refused > 0 => Exit::Data,
            _ => Exit::Clean,
        };
        Ok((self.counts, exit))
    }

    /// Says whether all was read, and not stopped before.
    fn load(&mut self, stop: &AtomicBool) -> anyhow::Result<bool> {
        let mut whole = true;
        for item in self.items() {
            whole = self.item(&item, stop)?;
            if !whole {
                break;
            }
        }
        while !self.loader.is_idle() {
            self.take(WAIT)?;
        }
        self.take(Duration::ZERO)?;
        if whole {
            self.position.files.clone_from(&self.marks);
            self.position.done = true;
        }
        Ok(whole)
    }

    /// What was passed over before, then all that was not begun or not finished.
    fn items(&self) -> Vec<Item> {
        let again = self.gaps.iter().map(|(id, gap)| Item {
            file: gap.file,
            line: gap.line,
            offset: gap.offset,
            gap: Some(*id),
            one: !gap.rest,
        });
        let begun = self.position.begun();
        let Position { line, offset, done, .. } = self.position;
        let rest = (begun..self.sources.len()).map(|file| {
            let (line, offset) = if file == begun && !done { (line, offset) } else { (0, 0) };
            Item {
                file,
                line,
                offset,
                gap: None,
                one: false,
            }
        });
        again.chain(rest).collect()
    }

    /// Loads a file. Says whether it was not stopped before its end.
    fn item(&mut self, item: &Item, stop: &AtomicBool) -> anyhow::Result<bool> {
        let Some(source) = self.sources.get(item.file).cloned() else {
            return Ok(true);
        };
        if item.file == self.marks.len() {
            self.marks.push(Mark {
                path: source.path.to_string(),
                size: source.size.unwrap_or(0),
                head: match self.keep {
                    Some(_) => source.head().unwrap_or_default(),
                    None => String::new(),
                },
            });
        }
        self.read = Arc::default();
        let mut reached = (item.line, item.offset);
        let read = self.pieces(&source, item, stop, &mut reached);
        let whole = match read {
            Ok(whole) => whole?,
            Err(error) => {
                self.counts.unreadable += 1;
                let place = match reached.0 {
                    0 => String::new(),
                    line => format!(" after line {line}"),
                };
                tracing::error!(
                    "cannot read {}{place}: {error}; the other files are loaded",
                    source.path
                );
                let reason = error.to_string();
                self.pass_over(item.file, reached, true, reason)?;
                true
            }
        };
        if whole && item.gap.is_some() {
            // It is filled once all of it is acknowledged.
            let number = self.window.next();
            self.window.push(Flight {
                file: item.file,
                line: reached.0,
                from: reached.1,
                to: reached.1,
                read: self.behind,
                bytes: 0,
                gap: item.gap,
                end: true,
            });
            self.window.settle(number);
        }
        if item.gap.is_none() {
            self.behind += source.size.unwrap_or_else(|| self.read.load(Ordering::Relaxed));
        }
        Ok(whole)
    }

    /// Sends the messages of a file. The outer error is the file's, the inner one the end of it all.
    fn pieces(
        &mut self,
        source: &Source,
        item: &Item,
        stop: &AtomicBool,
        reached: &mut (u64, u64),
    ) -> io::Result<anyhow::Result<bool>> {
        if !source.lines && item.line > 0 {
            return Ok(Ok(true));
        }
        let most = self.loader.limit();
        let mut open = source.open(item.line, item.offset, self.read.clone())?;
        let mut spare = Vec::new();
        loop {
            let (chunk, more) = match source.lines {
                true => open.lines(most, std::mem::take(&mut spare))?,
                false => open.whole(most)?,
            };
            for piece in chunk.iter().flat_map(|chunk| chunk.messages()) {
                match self.message(source, item, piece, reached.1, stop) {
                    Ok(true) => *reached = (piece.line, piece.end),
                    stopped => return Ok(stopped),
                }
                if item.one {
                    return Ok(Ok(true));
                }
            }
            if !more {
                return Ok(Ok(true));
            }
            spare = chunk.map(|chunk| chunk.bytes).unwrap_or_default();
        }
    }

    /// Sends a message, as soon as there is room and time. Says whether it was not stopped before.
    fn message(
        &mut self,
        source: &Source,
        item: &Item,
        piece: Piece<'_>,
        from: u64,
        stop: &AtomicBool,
    ) -> anyhow::Result<bool> {
        if stop.load(Ordering::Acquire) {
            return Ok(false);
        }
        if piece.bytes.trim_ascii().is_empty() {
            self.counts.blank += 1;
            return Ok(true);
        }
        let line = source.lines.then_some(piece.line);
        let key = self
            .key
            .and_then(|key| key.of(&source.path, line, piece.bytes, self.intake));
        self.counts.keyless += u64::from(self.key.is_some() && key.is_none());
        while let Some(wait) = self.hold() {
            self.take(wait)?;
            if stop.load(Ordering::Acquire) {
                return Ok(false);
            }
        }
        let number = self.window.next();
        let offer = loop {
            match self.loader.offer(number, key.as_deref(), piece.bytes) {
                Offer::Full => self.take(WAIT)?,
                offer => break offer,
            }
            if stop.load(Ordering::Acquire) {
                return Ok(false);
            }
        };
        if let Some(pace) = &mut self.pace {
            pace.took(1);
        }
        self.window.push(Flight {
            file: item.file,
            line: piece.line,
            from,
            to: piece.end,
            read: self.behind + self.read.load(Ordering::Relaxed),
            bytes: piece.bytes.len() as u64,
            gap: item.gap,
            end: false,
        });
        if let Offer::TooLarge(size) = offer {
            let (topic, limit) = (&self.position.question.topic, self.loader.limit());
            // Of what is larger no more is read than shows that it is.
            let size = match piece.bytes.len() > limit {
                true => "more bytes".to_owned(),
                false => format!("up to {size} bytes"),
            };
            let reason = format!(
                "it takes {size}, topic {topic} takes {limit}: raise its max.message.bytes, then load it again"
            );
            self.refused(number, reason)?;
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

    /// Takes the brokers' words, and moves the position on.
    fn take(&mut self, patience: Duration) -> anyhow::Result<()> {
        for receipt in self.loader.receipts(patience).map_err(ended_by)? {
            match receipt.result {
                Ok(()) => {
                    self.counts.messages += 1;
                    self.position.messages += 1;
                    self.counts.bytes += self.window.get(receipt.number).map_or(0, |flight| flight.bytes);
                    self.window.settle(receipt.number);
                }
                Err(reason) => {
                    let topic = &self.position.question.topic;
                    let reason = format!(
                        "topic {topic} refuses it: {reason} (a compacted topic takes no message without a key)"
                    );
                    self.refused(receipt.number, reason)?;
                }
            }
        }
        while let Some(flight) = self.window.pop() {
            match (flight.gap, flight.end) {
                (Some(gap), true) => drop(self.gaps.remove(&gap)),
                (Some(gap), false) => {
                    if let Some(gap) = self.gaps.get_mut(&gap) {
                        (gap.line, gap.offset) = (flight.line, flight.to);
                    }
                }
                (None, _) => {
                    let known = self.position.files.len();
                    let begun = self.marks.get(known..=flight.file).unwrap_or_default();
                    self.position.files.extend_from_slice(begun);
                    (self.position.line, self.position.offset) = (flight.line, flight.to);
                    self.position.done = false;
                    self.read_by_then = flight.read;
                }
            }
        }
        self.progress.show(self.read_by_then, self.counts.messages);
        if self.keep.as_ref().is_some_and(|keep| Instant::now() >= keep.due) {
            self.write()?;
        }
        Ok(())
    }

    fn refused(&mut self, number: u64, reason: String) -> anyhow::Result<()> {
        self.counts.refused += 1;
        self.window.settle(number);
        let Some(flight) = self.window.get(number) else {
            return Ok(());
        };
        let (file, place) = (flight.file, (flight.line - 1, flight.from));
        let path = self.sources.get(file).map_or("", |source| &source.path);
        tracing::error!("{path}:{} was refused: {reason}", flight.line);
        self.pass_over(file, place, false, reason)
    }

    /// Remembers what was passed over.
    fn pass_over(&mut self, file: usize, (line, offset): (u64, u64), rest: bool, reason: String) -> anyhow::Result<()> {
        if self.keep.is_none() {
            return Ok(());
        }
        let gap = Gap {
            file,
            line,
            offset,
            rest,
            reason,
        };
        self.gaps.insert(self.next_gap, gap);
        self.next_gap += 1;
        if self.gaps.len() > GAPS {
            let error =
                anyhow::anyhow!("more than {GAPS} messages were refused: see the log, mend the cause, and load again");
            return Err(error.context(Exit::Data));
        }
        Ok(())
    }

    fn write(&mut self) -> anyhow::Result<()> {
        let Some(keep) = &mut self.keep else {
            return Ok(());
        };
        let begin = Instant::now();
        self.position.gaps = self.gaps.values().cloned().collect();
        self.position.write(&keep.file).context(Exit::Data)?;
        let now = Instant::now();
        keep.due = now + keep.interval.max((now - begin) * SHARE);
        Ok(())
    }
}
