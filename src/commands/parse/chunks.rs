//! [`Chunks`]: files and standard input, cut into pieces of whole messages.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::input::{self, Bytes};
use super::records::{Found, Records};
use crate::intake::compression::Ahead;

/// Bytes asked of one read.
const READ_BYTES: usize = 256 * 1024;

/// Whole messages, one after another.
#[derive(Debug)]
pub struct Chunk {
    /// The path as the user gave it; `-` for standard input.
    pub path: Arc<str>,
    /// The messages.
    pub bytes: Vec<u8>,
    /// The number of the first line, from 1, where every line is a message; `None` where all of it is one message.
    pub first_line: Option<u64>,
    /// The record that it is, where the file is an archive.
    pub record: Option<Found>,
    /// Where it ends in its file: so many bytes were read, those of a message that was cut off counted.
    pub end: u64,
}

/// One message of a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'c> {
    /// Its line, from 1, or its number among an archive's records; 1 where the whole file is one message.
    pub line: u64,
    /// Its bytes, without the line break.
    pub bytes: &'c [u8],
    /// Where it begins in its file, if that is not where the one before it ended.
    pub begin: Option<u64>,
    /// Where what follows it begins in its file.
    pub end: u64,
}

impl Chunk {
    /// The messages, in order.
    pub fn messages(&self) -> impl Iterator<Item = Piece<'_>> {
        let whole = self.first_line.is_none().then_some(Piece {
            line: self.record.map_or(1, |record| record.number),
            bytes: &self.bytes,
            begin: self.record.map(|record| record.begin),
            end: self.end,
        });
        let lines = self
            .first_line
            .map(|_| self.bytes.strip_suffix(b"\n").unwrap_or(&self.bytes));
        let numbers = self.first_line.unwrap_or(1)..;
        let lines = numbers.zip(Lines(lines)).map(move |(line, (bytes, rest))| Piece {
            line,
            bytes,
            begin: None,
            // Only a chunk's first message may have been cut: what comes after it is all there.
            end: match rest {
                Some(rest) => self.end - rest - (self.bytes.ends_with(b"\n") as u64),
                None => self.end,
            },
        });
        whole.into_iter().chain(lines)
    }
}

/// The pieces between line breaks, each with how many bytes follow its own; `slice::split` looks at every byte by itself,
/// which costs more than all the rest of `parse`.
struct Lines<'a>(Option<&'a [u8]>);

impl<'a> Iterator for Lines<'a> {
    type Item = (&'a [u8], Option<u64>);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0?;
        match memchr::memchr(b'\n', rest) {
            Some(end) => {
                let (line, after) = (rest.get(..end)?, rest.get(end + 1..)?);
                self.0 = Some(after);
                Some((line, Some(after.len() as u64)))
            }
            None => self.0.take().map(|line| (line, None)),
        }
    }
}

/// Reads all files in order. A file that cannot be read is named on standard error and passed over.
pub struct Chunks {
    files: std::vec::IntoIter<String>,
    lines: bool,
    max_bytes: usize,
    open: Option<Open>,
    all_read: bool,
    spare: Vec<u8>,
}

/// A file that is being read.
pub struct Open {
    path: Arc<str>,
    input: Bytes,
    records: Option<Records>,
    /// Members of it that do not unpack.
    faults: Arc<AtomicU64>,
    /// A record of it was given.
    gave_record: bool,
    /// Number of the line that `pending` begins with.
    line: u64,
    /// The beginning of a line whose end was not read yet.
    pending: Vec<u8>,
    /// Where the next read begins in the file.
    at: u64,
}

impl Chunks {
    /// Cuts these files; none is standard input. A message above `max_bytes` is cut to one byte more, so that it
    /// takes no memory without end and intake still sees that it is too large.
    pub fn new(files: Vec<String>, lines: bool, max_bytes: u64) -> Self {
        let files = if files.is_empty() { vec!["-".to_owned()] } else { files };
        Chunks {
            files: files.into_iter(),
            lines,
            max_bytes: usize::try_from(max_bytes).unwrap_or(usize::MAX - 1),
            open: None,
            all_read: true,
            spare: Vec::new(),
        }
    }

    /// The next chunk; waits for one read. `None` at the end of the last file.
    pub fn next(&mut self) -> Option<Chunk> {
        loop {
            let Some(open) = &mut self.open else {
                let path = self.files.next()?;
                match open_file(&path, self.lines) {
                    Ok(open) => self.open = Some(open),
                    Err(error) => self.complain(&path, &error),
                }
                continue;
            };
            match open.next(self.lines, self.max_bytes, std::mem::take(&mut self.spare)) {
                Ok((chunk, more)) => {
                    if !more {
                        if open.has_no_page() {
                            eprintln!("bantin: {}: an archive without a page, nothing to answer", open.path);
                        }
                        if let Some(what) = open.missing() {
                            eprintln!("bantin: {}: {what}; the rest was read", open.path);
                        }
                        self.open = None;
                    }
                    if chunk.is_some() {
                        return chunk;
                    }
                }
                Err(error) => {
                    let path = open.path.clone();
                    self.open = None;
                    self.complain(&path, &error);
                }
            }
        }
    }

    /// Gives a chunk's memory back for the next one.
    pub fn recycle(&mut self, chunk: Chunk) {
        self.spare = chunk.bytes;
    }

    /// Whether every file could be read so far.
    pub fn all_read(&self) -> bool {
        self.all_read
    }

    fn complain(&mut self, path: &str, error: &std::io::Error) {
        eprintln!("bantin: cannot read {path}: {error}");
        self.all_read = false;
    }
}

/// Opens a file, and finds out what it is.
fn open_file(path: &str, lines: bool) -> io::Result<Open> {
    let input: Bytes = match path {
        // Not locked: it goes to another thread. Its buffer is passed by for reads as large as these.
        "-" => Box::new(io::stdin()),
        path => Box::new(File::open(path)?),
    };
    let mut input = Ahead::new(input);
    let nature = input::look(&mut input)?;
    let path = path.into();
    if nature.is_archive && !lines {
        let faults = Arc::default();
        let input = input::unpacked(input, nature, Arc::clone(&faults));
        return Ok(Open::archive(path, input, Records::new(0, 0), faults));
    }
    // What is one message is unpacked by intake, with its limit and its words for what is wrong.
    let input = match lines {
        true => input::unpacked(input, nature, Arc::default()),
        false => Box::new(input),
    };
    Ok(Open::new(path, input, 1, 0))
}

impl Open {
    /// Reads on from here: the line of this number begins at byte `at` of the file.
    pub fn new(path: Arc<str>, input: Bytes, line: u64, at: u64) -> Self {
        Open {
            path,
            input,
            records: None,
            faults: Arc::default(),
            gave_record: false,
            line,
            pending: Vec::new(),
            at,
        }
    }

    /// Reads on in an archive; `faults` counts what does not unpack.
    pub fn archive(path: Arc<str>, input: Bytes, records: Records, faults: Arc<AtomicU64>) -> Self {
        Open {
            records: Some(records),
            faults,
            ..Open::new(path, input, 1, 0)
        }
    }

    /// Whether it is an archive: each record a message.
    pub fn is_archive(&self) -> bool {
        self.records.is_some()
    }

    /// Whether it is an archive of which no record held a page, once all of it was read.
    pub fn has_no_page(&self) -> bool {
        self.is_archive() && !self.gave_record
    }

    /// What was passed by in an archive, for a person.
    pub fn missing(&self) -> Option<String> {
        let gaps = self.records.as_ref()?.gaps();
        let faults = self.faults.load(Ordering::Relaxed);
        let mut words = Vec::new();
        if faults > 0 {
            words.push(format!("it does not unpack at {faults} places"));
        }
        if gaps > 0 {
            words.push(format!("what stands between records at {gaps} places is none"));
        }
        (!words.is_empty()).then(|| words.join(", and "))
    }

    /// The next messages: all of it, or the lines that one read completes, or a record of an archive. The second value
    /// says whether there is more to read.
    pub fn next(&mut self, lines: bool, max_bytes: usize, spare: Vec<u8>) -> io::Result<(Option<Chunk>, bool)> {
        match (&self.records, lines) {
            (Some(_), _) => self.record(max_bytes, spare),
            (None, true) => self.lines(max_bytes, spare),
            (None, false) => self.whole(max_bytes),
        }
    }

    fn record(&mut self, max_bytes: usize, mut bytes: Vec<u8>) -> io::Result<(Option<Chunk>, bool)> {
        let Some(records) = &mut self.records else {
            return Ok((None, false));
        };
        bytes.clear();
        let Some(found) = records.next(&mut self.input, max_bytes, &mut bytes)? else {
            return Ok((None, false));
        };
        self.at = found.end;
        self.gave_record = true;
        let chunk = Chunk {
            record: Some(found),
            ..self.chunk(bytes, None)
        };
        Ok((Some(chunk), true))
    }

    /// All of it as one message. The second value says whether there is more to read.
    pub fn whole(&mut self, max_bytes: usize) -> std::io::Result<(Option<Chunk>, bool)> {
        let mut bytes = Vec::new();
        self.at += (&mut self.input).take(max_bytes as u64 + 1).read_to_end(&mut bytes)? as u64;
        Ok((Some(self.chunk(bytes, None)), false))
    }

    /// The lines that one read completes, or nothing where it completes none. The second value says whether there is
    /// more to read.
    pub fn lines(&mut self, max_bytes: usize, mut spare: Vec<u8>) -> std::io::Result<(Option<Chunk>, bool)> {
        let mut bytes = std::mem::take(&mut self.pending);
        let old = bytes.len();
        bytes.resize(old + READ_BYTES, 0);
        let new = loop {
            match self.input.read(&mut bytes[old..]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                done => break done?,
            }
        };
        bytes.truncate(old + new);
        self.at += new as u64;
        if new == 0 {
            // The last line needs no line break.
            let chunk = (!bytes.is_empty()).then(|| self.chunk(bytes, Some(self.line)));
            return Ok((chunk, false));
        }
        let Some(last) = memchr::memrchr(b'\n', &bytes[old..]) else {
            bytes.truncate(max_bytes.saturating_add(1));
            self.pending = bytes;
            return Ok((None, true));
        };
        spare.clear();
        spare.extend_from_slice(&bytes[old + last + 1..]);
        self.pending = spare;
        bytes.truncate(old + last + 1);
        let first = self.line;
        self.line += memchr::memchr_iter(b'\n', &bytes).count() as u64;
        Ok((Some(self.chunk(bytes, Some(first))), true))
    }

    fn chunk(&self, bytes: Vec<u8>, first_line: Option<u64>) -> Chunk {
        Chunk {
            path: self.path.clone(),
            bytes,
            first_line,
            record: None,
            end: self.at - self.pending.len() as u64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Gives at most so many bytes a read.
    struct Dripping(std::io::Cursor<Vec<u8>>, usize);

    impl Read for Dripping {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let size = into.len().min(self.1);
            self.0.read(&mut into[..size])
        }
    }

    fn chunks(text: &[u8], drip: usize, max_bytes: u64) -> Chunks {
        let mut chunks = Chunks::new(vec![], true, max_bytes);
        chunks.files = vec![].into_iter();
        let input = Dripping(std::io::Cursor::new(text.to_vec()), drip);
        chunks.open = Some(Open::new("-".into(), Box::new(input), 1, 0));
        chunks
    }

    proptest! {
        #[test]
        fn every_line_comes_once_with_its_number(text in "[ab\n\r]{0,60}", drip in 1usize..20, recycle: bool) {
            let mut chunks = chunks(text.as_bytes(), drip, 1000);
            let (mut all, mut line) = (Vec::new(), 1);
            while let Some(chunk) = chunks.next() {
                prop_assert_eq!(chunk.first_line, Some(line));
                prop_assert!(!chunk.bytes.is_empty());
                line += chunk.bytes.iter().filter(|b| **b == b'\n').count() as u64;
                all.extend_from_slice(&chunk.bytes);
                if recycle {
                    chunks.recycle(chunk);
                }
            }
            prop_assert_eq!(all, text.as_bytes());
        }

        /// Lines that are cut are counted with all their bytes.
        #[test]
        fn every_message_ends_where_the_next_one_begins(text in "[ab\n]{0,60}", drip in 1usize..20, max in 1u64..10) {
            let mut chunks = chunks(text.as_bytes(), drip, max);
            let mut begin = 0;
            while let Some(chunk) = chunks.next() {
                for piece in chunk.messages() {
                    let line = text[begin..].split('\n').next().unwrap();
                    if line.len() as u64 > max {
                        prop_assert!(piece.bytes.len() as u64 > max);
                    } else {
                        prop_assert_eq!(piece.bytes, line.as_bytes());
                    }
                    let end = (begin + line.len() + 1).min(text.len());
                    prop_assert_eq!((piece.end, piece.line), (end as u64, text[..begin].matches('\n').count() as u64 + 1));
                    begin = end;
                }
            }
            prop_assert_eq!(begin, text.len());
        }
    }

    #[test]
    fn a_line_without_end_takes_no_memory_without_end() {
        let text = [vec![b'x'; 100], b"\nnext\n".to_vec()].concat();
        let mut chunks = chunks(&text, 10, 20);
        let mut all = Vec::new();
        while let Some(chunk) = chunks.next() {
            all.extend_from_slice(&chunk.bytes);
        }
        let mut lines = all.split(|b| *b == b'\n');
        let long = lines.next().unwrap().len();
        assert!((21..=30).contains(&long), "{long}");
        assert_eq!(lines.next(), Some(&b"next"[..]));
    }

    #[test]
    fn a_missing_file_is_passed_over() {
        let mut chunks = Chunks::new(vec!["/nonexistent/a".into(), "Cargo.toml".into()], false, 1 << 20);
        let chunk = chunks.next().unwrap();
        assert_eq!((&*chunk.path, chunk.first_line), ("Cargo.toml", None));
        assert!(chunks.next().is_none());
        assert!(!chunks.all_read());
    }
}
