//! Which files are loaded, in which order, and how each is opened.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use walkdir::WalkDir;

use super::position::beside;
use crate::commands::parse::chunks::Open;
use crate::commands::parse::input::{Bytes, Nature, look, unpacked};
use crate::commands::parse::records::Records;
use crate::intake::compression::Ahead;

/// So much of a file's beginning is remembered, as a hash, to know it again by.
const HEAD: u64 = 64 * 1024;
/// Names of files that hold a message a line.
const LINES: [&str; 2] = ["jsonl", "ndjson"];

/// A file to load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    /// Its path as it was given, or as it was found below a folder that was; `-` is standard input.
    pub path: Arc<str>,
    /// Its size in bytes; unknown of standard input and of pipes.
    pub size: Option<u64>,
    /// Every line of it is a message.
    pub lines: bool,
}

/// Why files cannot be loaded: all that are missing, a line for each.
#[derive(Debug, thiserror::Error)]
#[error("{}; nothing was loaded: correct the paths, or leave these out", .0.join("; "))]
pub(super) struct Missing(Vec<String>);

/// Finds the files: the paths in the order given, those below a folder in the order of their names. Hidden ones below a
/// folder are left out, and so is `except`, the file that the position is kept in.
pub(super) fn find(paths: &[String], lines: bool, except: Option<&Path>) -> Result<Vec<Source>, Missing> {
    let (mut sources, mut missing) = (Vec::new(), Vec::new());
    let except = except.map_or(Vec::new(), |file| vec![file.to_owned(), beside(file)]);
    let except: Vec<_> = except.iter().filter_map(|file| file.canonicalize().ok()).collect();
    for path in paths {
        if path == "-" {
            sources.push(source(path, None, lines));
            continue;
        }
        let walk = WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name())) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    missing.push(format!("cannot read {}", said(&error, path)));
                    continue;
                }
            };
            let (kind, found) = (entry.file_type(), entry.path().to_string_lossy());
            if kind.is_dir() || (entry.depth() > 0 && !kind.is_file()) {
                continue;
            }
            if !except.is_empty() && entry.path().canonicalize().is_ok_and(|path| except.contains(&path)) {
                continue;
            }
            let size = entry
                .metadata()
                .ok()
                .filter(|_| kind.is_file())
                .map(|metadata| metadata.len());
            sources.push(source(&found, size, lines));
        }
    }
    match missing.is_empty() {
        true => Ok(sources),
        false => Err(Missing(missing)),
    }
}

fn is_hidden(name: &std::ffi::OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn said(error: &walkdir::Error, path: &str) -> String {
    let place = error
        .path()
        .map_or_else(|| path.to_owned(), |path| path.display().to_string());
    match error.io_error() {
        Some(error) => format!("{place}: {error}"),
        None => error.to_string(),
    }
}

fn source(path: &str, size: Option<u64>, lines: bool) -> Source {
    let packed = [".gz", ".zst"];
    let name = packed.iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path);
    let extension = Path::new(name).extension().unwrap_or_default();
    Source {
        path: path.into(),
        size,
        lines: lines || LINES.iter().any(|known| extension.eq_ignore_ascii_case(known)),
    }
}

impl Source {
    /// Opens it where `line` lines or records, `offset` bytes, of what it holds are passed by. `read` is told how many
    /// bytes of the file itself are read.
    pub(super) fn open(&self, line: u64, offset: u64, read: Arc<AtomicU64>) -> io::Result<Open> {
        let mut file: Bytes = match &*self.path {
            "-" => Box::new(std::io::stdin()),
            path => Box::new(File::open(path)?),
        };
        if offset > 0 && &*self.path != "-" {
            let mut whole = File::open(&*self.path)?;
            let nature = look(&mut Ahead::new(&mut whole))?;
            // In a file that is not packed one need not read what is passed by.
            if nature.packing.is_none() {
                whole.seek(SeekFrom::Start(offset))?;
                read.store(offset, Ordering::Relaxed);
                return Ok(self.opened(Box::new(Counted(whole, read)), nature, (line, offset), Arc::default()));
            }
            whole.seek(SeekFrom::Start(0))?;
            file = Box::new(whole);
        }
        let mut input = Ahead::new(Counted(file, read));
        let nature = look(&mut input)?;
        let faults = Arc::default();
        let mut input = unpacked(input, nature, Arc::clone(&faults));
        io::copy(&mut (&mut input).take(offset), &mut io::sink())?;
        Ok(self.opened(input, nature, (line, offset), faults))
    }

    fn opened(&self, input: Bytes, nature: Nature, (line, offset): (u64, u64), faults: Arc<AtomicU64>) -> Open {
        match nature.is_archive && !self.lines {
            true => Open::archive(self.path.clone(), input, Records::new(line, offset), faults),
            false => Open::new(self.path.clone(), input, line + 1, offset),
        }
    }

    /// A hash of its beginning.
    pub(super) fn head(&self) -> io::Result<String> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(File::open(&*self.path)?.take(HEAD))?;
        Ok(hasher.finalize().to_hex().get(..16).unwrap_or_default().to_owned())
    }

    /// Its present size; an error says also that it is gone.
    pub(super) fn size_now(&self) -> io::Result<u64> {
        Ok(std::fs::metadata(PathBuf::from(&*self.path))?.len())
    }
}

/// Counts what is read.
struct Counted<R>(R, Arc<AtomicU64>);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let size = self.0.read(into)?;
        self.1.fetch_add(size as u64, Ordering::Relaxed);
        Ok(size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(paths: &[String], except: Option<&Path>) -> Vec<(String, bool)> {
        let sources = find(paths, false, except).unwrap();
        sources.into_iter().map(|s| (s.path.to_string(), s.lines)).collect()
    }

    #[test]
    fn folders_are_walked_in_the_order_of_names_and_hidden_files_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["b", "b/.git", "a"] {
            std::fs::create_dir(at(name)).unwrap();
        }
        for name in [
            "b/2.txt",
            "b/10.JSONL.gz",
            "b/11.jsonl.zst",
            "b/.git/x",
            "b/.hidden",
            "a/z.ndjson",
            "c.json",
            "position",
            "position.new",
        ] {
            std::fs::write(at(name), "x").unwrap();
        }
        let path = |name: &str| at(name).display().to_string();
        let whole = folder.path().display().to_string();
        let expected = [
            ("a/z.ndjson", true),
            ("b/10.JSONL.gz", true),
            ("b/11.jsonl.zst", true),
            ("b/2.txt", false),
            ("c.json", false),
        ];
        let expected: Vec<_> = expected.map(|(name, lines)| (path(name), lines)).into();
        assert_eq!(found(&[whole], Some(&at("position"))), expected);
        // What is named is taken, in the order given.
        let named = [path("b/.hidden"), path("a"), path("a/z.ndjson")];
        let expected = [
            (path("b/.hidden"), false),
            (path("a/z.ndjson"), true),
            (path("a/z.ndjson"), true),
        ];
        assert_eq!(found(&named, None), expected);
    }

    #[test]
    fn all_that_is_missing_is_told_at_once() {
        let paths = [
            "/nowhere/a".to_owned(),
            "Cargo.toml".to_owned(),
            "/nowhere/b".to_owned(),
        ];
        let error = find(&paths, false, None).unwrap_err().to_string();
        assert!(
            error.contains("/nowhere/a: No such file") && error.contains("/nowhere/b: No such file"),
            "{error}"
        );
    }

    #[test]
    fn a_file_is_read_on_from_an_offset_whether_it_is_packed_or_not() {
        use std::io::Write;
        let folder = tempfile::tempdir().unwrap();
        let plain = folder.path().join("a.jsonl");
        std::fs::write(&plain, "one\ntwo\nthree\n").unwrap();
        let packed = folder.path().join("b.jsonl.gz");
        let mut bytes = Vec::new();
        // Two members, as appending to such a file makes them.
        for part in ["one\nt", "wo\nthree\n"] {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(part.as_bytes()).unwrap();
            bytes.extend(encoder.finish().unwrap());
        }
        std::fs::write(&packed, bytes).unwrap();
        for path in [plain, packed] {
            let source = source(&path.display().to_string(), None, false);
            for (line, offset, rest) in [(0, 0, "one two three"), (1, 4, "two three"), (3, 14, "")] {
                let read = Arc::new(AtomicU64::new(0));
                let mut open = source.open(line, offset, read.clone()).unwrap();
                let mut pieces = Vec::new();
                while let (chunk, true) = open.lines(100, Vec::new()).unwrap() {
                    for piece in chunk.iter().flat_map(|chunk| chunk.messages()) {
                        pieces.push(String::from_utf8(piece.bytes.to_vec()).unwrap());
                        assert_eq!(piece.line, line + pieces.len() as u64);
                    }
                }
                assert_eq!(pieces.join(" "), rest, "{}", path.display());
                assert_eq!(read.load(Ordering::Relaxed), std::fs::metadata(&path).unwrap().len());
            }
        }
    }

    #[test]
    fn an_archive_is_read_on_from_a_record_whether_it_is_packed_or_not() {
        use std::io::Write;
        let folder = tempfile::tempdir().unwrap();
        let record = |kind: &str, text: &str| {
            let size = text.len();
            format!("WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Length: {size}\r\n\r\n{text}\r\n\r\n")
        };
        let records = [
            record("warcinfo", "x"),
            record("resource", "one"),
            record("request", "y"),
            record("resource", "two"),
            record("resource", "three"),
        ];
        let gzip = |text: &String| {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(text.as_bytes()).unwrap();
            encoder.finish().unwrap()
        };
        let zstd = |text: &String| zstd::encode_all(text.as_bytes(), 1).unwrap();
        let files = [
            ("plain", records.concat().into_bytes()),
            ("a.warc.gz", records.iter().flat_map(gzip).collect()),
            ("b.warc.zst", records.iter().flat_map(zstd).collect()),
            ("c.txt", gzip(&records.concat())),
        ];
        for (name, bytes) in files {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            let source = source(&path.display().to_string(), None, false);
            let read = |line, offset| {
                let mut open = source.open(line, offset, Arc::default()).unwrap();
                assert!(open.is_archive());
                let mut found = Vec::new();
                while let (Some(chunk), true) = open.next(false, 1_000, Vec::new()).unwrap() {
                    for piece in chunk.messages() {
                        let text = String::from_utf8(piece.bytes.to_vec()).unwrap();
                        let word = text.rsplit('\n').next().unwrap().to_owned();
                        found.push((piece.line, word, piece.begin.unwrap(), piece.end));
                    }
                }
                assert_eq!(open.missing(), None);
                found
            };
            let all = read(0, 0);
            let words: Vec<_> = all.iter().map(|(line, word, ..)| (*line, word.as_str())).collect();
            assert_eq!(words, [(2, "one"), (4, "two"), (5, "three")], "{name}");
            for (at, (line, _, begin, end)) in all.iter().enumerate() {
                assert_eq!(read(*line, *end), all[at + 1..], "{name}");
                assert_eq!(read(*line - 1, *begin), all[at..], "{name}");
            }
        }
    }
}
