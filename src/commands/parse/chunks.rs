//! [`Chunks`]: files and standard input, cut into pieces of whole messages.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::sync::Arc;

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

/// The file that is being read.
struct Open {
    path: Arc<str>,
    input: Box<dyn Read + Send>,
    /// Number of the line that `pending` begins with.
    line: u64,
    /// The beginning of a line whose end was not read yet.
    pending: Vec<u8>,
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
                match open_file(&path) {
                    Ok(input) => {
                        self.open = Some(Open {
                            path: path.into(),
                            input,
                            line: 1,
                            pending: Vec::new(),
                        })
                    }
                    Err(error) => self.complain(&path, &error),
                }
                continue;
            };
            let read = if self.lines {
                open.lines(self.max_bytes, std::mem::take(&mut self.spare))
            } else {
                open.whole(self.max_bytes)
            };
            match read {
                Ok((chunk, more)) => {
                    if !more {
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

fn open_file(path: &str) -> std::io::Result<Box<dyn Read + Send>> {
    Ok(match path {
        // Not locked: it goes to another thread. Its buffer is passed by for reads as large as these.
        "-" => Box::new(std::io::stdin()),
        path => Box::new(File::open(path)?),
    })
}

impl Open {
    /// All of it as one message. The second value says whether there is more to read.
    fn whole(&mut self, max_bytes: usize) -> std::io::Result<(Option<Chunk>, bool)> {
        let mut bytes = Vec::new();
        (&mut self.input).take(max_bytes as u64 + 1).read_to_end(&mut bytes)?;
        Ok((Some(self.chunk(bytes, None)), false))
    }

    /// The lines that one read completes, or nothing where it completes none. The second value says whether there is
    /// more to read.
    fn lines(&mut self, max_bytes: usize, mut spare: Vec<u8>) -> std::io::Result<(Option<Chunk>, bool)> {
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
        chunks.open = Some(Open {
            path: "-".into(),
            input: Box::new(Dripping(std::io::Cursor::new(text.to_vec()), drip)),
            line: 1,
            pending: Vec::new(),
        });
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
