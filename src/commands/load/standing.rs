//! [`Standing`]: how far a load has come, of what was sent and what the brokers said of it.
//!
//! Two things are kept: the position, up to which all is acknowledged or known to be missing, and the gaps, which are what
//! is known to be missing: messages that were refused, files that could not be read. A later run tries the gaps first.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context;

use super::position::{GAPS, Gap, Mark, Position};
use super::window::Window;
use crate::commands::Exit;

/// Writing the position takes no more than this share of the time.
const SHARE: u32 = 20;

/// A file, or a piece of one, to load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// The file, by its place among all.
    pub file: usize,
    /// Lines and bytes of what it holds that are passed by.
    pub line: u64,
    pub offset: u64,
    /// Only its first message.
    pub one: bool,
    /// It was passed over before: this gap.
    pub gap: Option<u64>,
}

/// A message under way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flight {
    pub item: Item,
    /// Its line.
    pub line: u64,
    /// Where it begins in what the file holds, and where what follows it begins.
    pub from: u64,
    pub to: u64,
    /// Bytes of all files that were read by then.
    pub read: u64,
    /// Bytes of the message.
    pub bytes: u64,
}

/// What is under way, in order.
enum Step {
    Message(Flight),
    /// A gap was gone through to its end.
    Filled(u64),
}

/// How far a load has come.
pub(super) struct Standing {
    window: Window<Step>,
    position: Position,
    /// The files that were begun; the position knows those of them whose messages are acknowledged.
    marks: Vec<Mark>,
    gaps: BTreeMap<u64, Gap>,
    next_gap: u64,
    keep: Option<Keep>,
    read: u64,
}

/// Where the position is written, how often, and when next.
struct Keep {
    file: PathBuf,
    interval: Duration,
    due: Instant,
}

impl Standing {
    /// Goes on from a position, and keeps it in a file at this interval, if it is to be kept. Bytes up to it are `read`.
    pub(super) fn new(position: Position, keep: Option<(PathBuf, Duration)>, read: u64) -> anyhow::Result<Self> {
        let now = Instant::now();
        let mut standing = Standing {
            window: Window::new(),
            marks: position.files.clone(),
            gaps: (0..).zip(position.gaps.iter().cloned()).collect(),
            next_gap: position.gaps.len() as u64,
            keep: keep.map(|(file, interval)| Keep {
                file,
                interval,
                due: now,
            }),
            position,
            read,
        };
        // Whoever cannot keep it is told before anything is loaded.
        standing.write().context(Exit::Usage)?;
        Ok(standing)
    }

    /// What is to be loaded of so many files: what was passed over before, then all that was not begun or not finished.
    pub(super) fn items(&self, files: usize) -> Vec<Item> {
        let again = self.gaps.iter().map(|(id, gap)| Item {
            file: gap.file,
            line: gap.line,
            offset: gap.offset,
            one: !gap.rest,
            gap: Some(*id),
        });
        let begun = self.position.begun();
        let Position { line, offset, done, .. } = self.position;
        let rest = (begun..files).map(|file| {
            let (line, offset) = if file == begun && !done { (line, offset) } else { (0, 0) };
            Item {
                file,
                line,
                offset,
                one: false,
                gap: None,
            }
        });
        again.chain(rest).collect()
    }

    /// Whether the position is kept.
    pub(super) fn is_kept(&self) -> bool {
        self.keep.is_some()
    }

    /// The number of files that were begun.
    pub(super) fn begun(&self) -> usize {
        self.marks.len()
    }

    /// A file is begun.
    pub(super) fn begin(&mut self, mark: Mark) {
        self.marks.push(mark);
    }

    /// The number of the next message.
    pub(super) fn next(&self) -> u64 {
        self.window.next()
    }

    /// The next message is under way.
    pub(super) fn sent(&mut self, flight: Flight) {
        self.window.push(Step::Message(flight));
    }

    /// All of an item is under way. A gap is filled by that, once it is acknowledged.
    pub(super) fn went_through(&mut self, item: &Item) {
        if let Some(gap) = item.gap {
            let number = self.window.next();
            self.window.push(Step::Filled(gap));
            self.window.settle(number);
        }
    }

    fn flight(&self, number: u64) -> Option<Flight> {
        match self.window.get(number) {
            Some(Step::Message(flight)) => Some(*flight),
            _ => None,
        }
    }

    /// The brokers have taken a message; gives its size.
    pub(super) fn acknowledged(&mut self, number: u64) -> u64 {
        self.position.messages += 1;
        self.window.settle(number);
        self.flight(number).map_or(0, |flight| flight.bytes)
    }

    /// A message was refused: it is a gap now. Gives it.
    ///
    /// # Errors
    /// There are too many.
    pub(super) fn refused(&mut self, number: u64, reason: String) -> anyhow::Result<Option<Flight>> {
        let Some(flight) = self.flight(number) else {
            return Ok(None);
        };
        self.window.settle(number);
        let place = (flight.line.saturating_sub(1), flight.from);
        self.pass_over(flight.item.file, place, false, reason)?;
        Ok(Some(flight))
    }

    /// Remembers a gap: the message behind so many lines and bytes of a file, or the rest of the file.
    ///
    /// # Errors
    /// There are too many.
    pub(super) fn pass_over(
        &mut self,
        file: usize,
        (line, offset): (u64, u64),
        rest: bool,
        reason: String,
    ) -> anyhow::Result<()> {
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
                anyhow::anyhow!("more than {GAPS} messages were refused: see the log, mend the cause, load again");
            return Err(error.context(Exit::Data));
        }
        Ok(())
    }

    /// Moves the position on over all that is settled, writes it if it is time, and gives the bytes that were read up to it.
    pub(super) fn advance(&mut self) -> anyhow::Result<u64> {
        while let Some(step) = self.window.pop() {
            match step {
                Step::Filled(gap) => drop(self.gaps.remove(&gap)),
                Step::Message(flight) => self.pass(&flight),
            }
        }
        if self.keep.as_ref().is_some_and(|keep| Instant::now() >= keep.due) {
            self.write()?;
        }
        Ok(self.read)
    }

    fn pass(&mut self, flight: &Flight) {
        match flight.item.gap {
            // A rest that is gone through becomes smaller; one message stays where it is until it is filled.
            Some(gap) => {
                let gap = self.gaps.get_mut(&gap).filter(|gap| gap.rest);
                if let Some(gap) = gap {
                    (gap.line, gap.offset) = (flight.line, flight.to);
                }
            }
            None => {
                let known = self.position.files.len();
                let begun = self.marks.get(known..=flight.item.file).unwrap_or_default();
                self.position.files.extend_from_slice(begun);
                (self.position.line, self.position.offset) = (flight.line, flight.to);
                self.position.done = false;
                self.read = flight.read;
            }
        }
    }

    /// All was read, and all of it is settled.
    pub(super) fn finish(&mut self) {
        self.position.files.clone_from(&self.marks);
        self.position.done = true;
    }

    /// Writes the position, if it is kept.
    pub(super) fn write(&mut self) -> anyhow::Result<()> {
        let Some(keep) = &mut self.keep else {
            return Ok(());
        };
        let begin = Instant::now();
        self.position.gaps = self.gaps.values().cloned().collect();
        self.position.write(&keep.file)?;
        let now = Instant::now();
        keep.due = now + keep.interval.max((now - begin) * SHARE);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::load::position::Question;

    fn start(folder: &tempfile::TempDir) -> Standing {
        let file = folder.path().join("position");
        let question = Question {
            topic: "raw".to_owned(),
            topic_id: None,
            paths: Vec::new(),
            lines: true,
            key: None,
        };
        let position = Position::read(&file)
            .unwrap()
            .unwrap_or_else(|| Position::new(question));
        Standing::new(position, Some((file, Duration::ZERO)), 0).unwrap()
    }

    /// Sends the lines of an item, each of ten bytes, up to `end`; gives their numbers.
    fn send(standing: &mut Standing, item: Item, end: u64) -> Vec<u64> {
        if item.file == standing.begun() {
            standing.begin(Mark {
                path: item.file.to_string(),
                size: 0,
                head: String::new(),
            });
        }
        let end = if item.one { item.line + 1 } else { end };
        let numbers = (item.line..end).map(|line| {
            let number = standing.next();
            standing.sent(Flight {
                item,
                line: line + 1,
                from: line * 10,
                to: (line + 1) * 10,
                read: 0,
                bytes: 10,
            });
            number
        });
        let numbers = numbers.collect();
        standing.went_through(&item);
        numbers
    }

    /// Moves the position on and writes it, due or not.
    fn advance(standing: &mut Standing) {
        standing.advance().unwrap();
        standing.write().unwrap();
    }

    fn places(items: &[Item]) -> Vec<(usize, u64, u64, bool)> {
        items
            .iter()
            .map(|item| (item.file, item.line, item.offset, item.one))
            .collect()
    }

    #[test]
    fn the_position_waits_for_the_first_that_is_not_settled() {
        let folder = tempfile::tempdir().unwrap();
        let mut standing = start(&folder);
        let items = standing.items(2);
        let mut numbers = send(&mut standing, items[0], 3);
        numbers.extend(send(&mut standing, items[1], 2));
        for number in [4, 3, 1] {
            standing.acknowledged(numbers[number]);
        }
        advance(&mut standing);
        assert_eq!(places(&start(&folder).items(2)), [(0, 0, 0, false), (1, 0, 0, false)]);
        standing.acknowledged(numbers[0]);
        advance(&mut standing);
        assert_eq!(places(&start(&folder).items(2)), [(0, 2, 20, false), (1, 0, 0, false)]);
        standing.acknowledged(numbers[2]);
        advance(&mut standing);
        assert_eq!(places(&start(&folder).items(2)), [(1, 2, 20, false)]);
        standing.finish();
        standing.write().unwrap();
        assert_eq!(places(&start(&folder).items(2)), []);
        // What came later is new, from its beginning.
        assert_eq!(places(&start(&folder).items(3)), [(2, 0, 0, false)]);
    }

    #[test]
    fn what_was_passed_over_comes_first_the_next_time_until_it_is_acknowledged() {
        let folder = tempfile::tempdir().unwrap();
        let mut standing = start(&folder);
        let item = standing.items(1)[0];
        let numbers = send(&mut standing, item, 4);
        standing.refused(numbers[1], "large".to_owned()).unwrap();
        for number in [0, 2, 3] {
            standing.acknowledged(numbers[number]);
        }
        standing.pass_over(0, (4, 40), true, "cut off".to_owned()).unwrap();
        advance(&mut standing);
        standing.finish();
        standing.write().unwrap();

        let mut standing = start(&folder);
        let items = standing.items(1);
        assert_eq!(places(&items), [(0, 1, 10, true), (0, 4, 40, false)]);
        // Refused once more; of the rest two lines come through before it is killed.
        let one = send(&mut standing, items[0], 0);
        let rest = send(&mut standing, items[1], 8);
        standing.refused(one[0], "large".to_owned()).unwrap();
        standing.acknowledged(rest[0]);
        standing.acknowledged(rest[1]);
        standing.acknowledged(rest[3]);
        advance(&mut standing);

        let mut standing = start(&folder);
        let items = standing.items(1);
        assert_eq!(places(&items), [(0, 6, 60, false), (0, 1, 10, true)]);
        for item in items {
            for number in send(&mut standing, item, 8) {
                standing.acknowledged(number);
            }
        }
        advance(&mut standing);
        assert_eq!(places(&start(&folder).items(1)), []);
    }

    #[test]
    fn too_many_gaps_end_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut standing = start(&folder);
        for line in 0..GAPS as u64 {
            standing.pass_over(0, (line, 0), false, String::new()).unwrap();
        }
        let error = standing.pass_over(0, (0, 0), false, String::new()).unwrap_err();
        assert_eq!(Exit::of(&error), Exit::Data);
    }
}
