//! [`Members`]: data that is packed piece by piece, unpacked as a stream.
//!
//! Archives pack every record by itself, gzip calls it a member and zstd a frame, so that one can be taken out without the
//! others. The same makes them robust: what is broken ends with its member, and reading goes on at the next one.

use std::io::{self, BufRead, ErrorKind, Read};
use std::mem;

use flate2::bufread::GzDecoder;
use zstd::stream::read::Decoder;

use super::Ahead;

/// What packed members are known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// RFC 1952.
    Gzip,
    /// RFC 8878.
    Zstd,
}

const GZIP: &[u8] = b"\x1f\x8b\x08";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";
/// Frames that hold no data begin with a byte from 0x50 to 0x5f and these.
const SKIPPABLE: &[u8] = b"\x2a\x4d\x18";
/// The one of them that holds the dictionary of all the others (`.warc.zst`).
const DICTIONARY: u8 = 0x5d;
/// The longest of all marks.
const MARK: usize = 4;
/// Most bytes of a dictionary; those in use have some 100 KB.
const LARGEST_DICTIONARY: u64 = 4 << 20;
/// After so many faults no more is expected of the rest.
const MOST_FAULTS: usize = 1_000;
/// A rest without a mark that is longer than this was a member once.
const REST: u64 = 20;

impl Packing {
    /// What bytes are packed with, by their beginning.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(GZIP) {
            Some(Packing::Gzip)
        } else if bytes.starts_with(ZSTD) || is_skippable(bytes) {
            Some(Packing::Zstd)
        } else {
            None
        }
    }

    /// Whether these few bytes might become such a beginning.
    #[cfg(feature = "kafka")]
    pub fn may_begin(bytes: &[u8]) -> bool {
        let skippable = matches!(bytes, [0x50..=0x5f, rest @ ..] if SKIPPABLE.starts_with(rest));
        GZIP.starts_with(bytes) || ZSTD.starts_with(bytes) || skippable
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
        }
    }

    fn begins(self, bytes: &[u8]) -> bool {
        Packing::of(bytes) == Some(self)
    }
}

fn is_skippable(bytes: &[u8]) -> bool {
    matches!(bytes, [0x50..=0x5f, rest @ ..] if rest.starts_with(SKIPPABLE))
}

/// Whether the beginning is the dictionary of a packed archive, which nothing else has.
pub fn has_dictionary(bytes: &[u8]) -> bool {
    is_skippable(bytes) && bytes.first() == Some(&DICTIONARY)
}

/// Where something is missing or wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// So many bytes had been unpacked by then.
    pub at: u64,
    /// It is what stands behind the last member, not one of them.
    pub is_rest: bool,
    /// Some of the member came out before.
    pub gave: bool,
}

enum State<R: Read> {
    Between(Ahead<R>),
    Gzip(Box<GzDecoder<Ahead<R>>>),
    Zstd(Box<Decoder<'static, Ahead<R>>>),
    Ended,
}

/// Reads what is packed. Faults are no errors: it goes on with the next member, and they are told afterwards. An error is
/// one of the input.
pub struct Members<R: Read> {
    state: State<R>,
    packing: Packing,
    dictionary: Vec<u8>,
    faults: Vec<Fault>,
    begun: u64,
    most: u64,
    given: u64,
    /// So much had been given when the present member began.
    given_before: u64,
    /// What comes next is the rest of something that is known to be broken.
    is_told: bool,
}

impl<R: Read> Members<R> {
    /// Reads members of this kind.
    pub fn new(input: Ahead<R>, packing: Packing) -> Self {
        Members {
            state: State::Between(input),
            packing,
            dictionary: Vec::new(),
            faults: Vec::new(),
            begun: 0,
            most: u64::MAX,
            given: 0,
            given_before: 0,
            is_told: false,
        }
    }

    /// Reads no more than so many members; one more is begun where there is one.
    pub fn at_most(self, most: u64) -> Self {
        Members { most, ..self }
    }

    /// So many members were begun.
    pub fn begun(&self) -> u64 {
        self.begun
    }

    /// The faults so far.
    #[cfg(feature = "kafka")]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The faults.
    pub fn into_faults(self) -> Vec<Fault> {
        self.faults
    }

    fn fault(&mut self, is_rest: bool) {
        if !self.is_told {
            self.faults.push(Fault {
                at: self.given,
                is_rest,
                gave: self.given > self.given_before,
            });
        }
        self.is_told = true;
    }

    /// Opens the next member.
    fn open(&mut self, mut input: Ahead<R>) -> io::Result<State<R>> {
        let mut passed = 0u64;
        loop {
            let seen = input.peek(MARK)?;
            if self.packing.begins(seen) {
                if passed > 0 {
                    self.fault(false);
                }
                break;
            }
            let Some(first) = seen.first() else {
                if passed > REST {
                    self.fault(true);
                }
                return Ok(State::Ended);
            };
            // Tapes are filled up with zeros.
            passed += u64::from(*first != 0);
            let next = seen.get(1..).and_then(|rest| {
                let marks = |byte: &u8| match self.packing {
                    Packing::Gzip => *byte == 0x1f,
                    Packing::Zstd => *byte == 0x28 || matches!(byte, 0x50..=0x5f),
                };
                rest.iter().position(marks)
            });
            let size = next.map_or(seen.len(), |at| at + 1);
            let nonzero = seen.get(1..size).is_some_and(|rest| rest.iter().any(|byte| *byte != 0));
            passed += if nonzero { size as u64 - 1 } else { 0 };
            input.consume(size);
        }
        self.begun += 1;
        if self.faults.len() >= MOST_FAULTS || self.begun > self.most {
            return Ok(State::Ended);
        }
        self.is_told = false;
        self.given_before = self.given;
        input.mark();
        match self.packing {
            Packing::Gzip => Ok(State::Gzip(Box::new(GzDecoder::new(input)))),
            Packing::Zstd if is_skippable(input.held()) => self.skip(input),
            Packing::Zstd => {
                let decoder = Decoder::with_dictionary(input, &self.dictionary)?;
                Ok(State::Zstd(Box::new(decoder.single_frame())))
            }
        }
    }

    /// Passes by a frame without data, or takes its dictionary out.
    fn skip(&mut self, mut input: Ahead<R>) -> io::Result<State<R>> {
        let head = input.peek(8)?;
        let is_dictionary = has_dictionary(head) && self.given == 0;
        let size = match head.get(4..8).map(<[u8; 4]>::try_from) {
            Some(Ok(size)) => u64::from(u32::from_le_bytes(size)),
            _ => 0,
        };
        input.consume(8);
        let mut frame = (&mut input).take(size);
        if is_dictionary && size <= LARGEST_DICTIONARY {
            let mut bytes = Vec::new();
            frame.read_to_end(&mut bytes)?;
            self.dictionary = match bytes.starts_with(ZSTD) {
                // The dictionary may be packed itself.
                true => {
                    let mut dictionary = Vec::new();
                    let inner = Decoder::with_buffer(&bytes[..])?;
                    match inner.take(LARGEST_DICTIONARY).read_to_end(&mut dictionary) {
                        Ok(_) => dictionary,
                        Err(_) => Vec::new(),
                    }
                }
                false => bytes,
            };
        } else {
            io::copy(&mut frame, &mut io::sink())?;
        }
        Ok(State::Between(input))
    }
}

impl<R: Read> Read for Members<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            let mut is_broken = false;
            let read = match &mut self.state {
                State::Gzip(decoder) => decoder.read(into),
                State::Zstd(decoder) => decoder.read(into),
                State::Between(_) | State::Ended => Ok(0),
            };
            match read {
                Ok(0) => {}
                Ok(size) => {
                    self.given += size as u64;
                    return Ok(size);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => return Err(error),
                Err(_) => {
                    self.fault(false);
                    is_broken = true;
                }
            }
            let mut input = match mem::replace(&mut self.state, State::Ended) {
                State::Between(input) => input,
                State::Gzip(decoder) => decoder.into_inner(),
                State::Zstd(decoder) => decoder.finish(),
                State::Ended => return Ok(0),
            };
            if let Some(error) = input.take_error() {
                return Err(error);
            }
            // What is broken may have been taken for longer than it is: the next member begins somewhere in it.
            if is_broken && input.go_back() {
                input.consume(1);
            } else if !is_broken {
                self.given_before = self.given;
            }
            self.state = self.open(input)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(text: &[u8], dictionary: &[u8]) -> Vec<u8> {
        let mut encoder = zstd::stream::write::Encoder::with_dictionary(Vec::new(), 3, dictionary).unwrap();
        encoder.include_checksum(true).unwrap();
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn read(bytes: &[u8]) -> (String, Vec<(u64, bool)>) {
        let mut members = Members::new(Ahead::new(bytes), Packing::of(bytes).unwrap());
        let mut text = String::new();
        members.read_to_string(&mut text).unwrap();
        (text, members.faults.iter().map(|f| (f.at, f.is_rest)).collect())
    }

    #[test]
    fn what_is_broken_ends_with_its_member() {
        for packing in [Packing::Gzip, Packing::Zstd] {
            let pack = |text: &[u8]| match packing {
                Packing::Gzip => gzip(text),
                Packing::Zstd => zstd(text, b""),
            };
            let (a, b, c) = (pack(b"first "), pack(b"second "), pack(b"third"));
            let case = |parts: &[&[u8]], want: &str, faults: &[(u64, bool)]| {
                let (text, found) = read(&parts.concat());
                assert_eq!((text.as_str(), found.as_slice()), (want, faults));
            };
            case(&[&a, &b, &c], "first second third", &[]);
            case(&[&a, &[0; 512], &b, &[0; 3]], "first second ", &[]);
            case(&[&a, b"rest"], "first ", &[]);
            case(&[&a, b"a rest that is long enough"], "first ", &[(6, true)]);
            case(&[&a, b"junk", &b], "first second ", &[(6, false)]);
            // Its checksum is wrong: what came out stays.
            let mut bad = b.clone();
            let last = bad.len() - 5;
            bad[last] ^= 1;
            let (text, faults) = read(&[a.clone(), bad, c.clone()].concat());
            assert!(text.starts_with("first ") && text.ends_with("third"), "{text}");
            assert!(!faults.is_empty());
            // The tail is cut off, at every place.
            for cut in 1..c.len() {
                let (text, _) = read(&[&a[..], &b, &c[..cut]].concat());
                assert!(text.starts_with("first second ") && "first second third".starts_with(&text));
            }
        }
    }

    #[test]
    fn the_dictionary_stands_before_the_frames() {
        let dictionary = "WARC/1.0\r\nWARC-Type: response\r\n".repeat(20).into_bytes();
        let frame = |bytes: &[u8]| [b"\x5d\x2a\x4d\x18", &(bytes.len() as u32).to_le_bytes()[..], bytes].concat();
        for packed in [frame(&dictionary), frame(&zstd(&dictionary, b""))] {
            let text = [packed, zstd(b"one ", &dictionary), zstd(b"two", &dictionary)].concat();
            assert!(has_dictionary(&text));
            assert_eq!(read(&text), ("one two".to_owned(), vec![]));
        }
    }

    #[test]
    #[cfg(feature = "kafka")]
    fn few_bytes_may_begin_what_is_packed() {
        for (bytes, want) in [
            (&b""[..], true),
            (b"\x1f", true),
            (b"\x1f\x8b", true),
            (b"\x28\xb5", true),
            (b"\x5d\x2a", true),
            (b"\x50", true),
            (b"P*", true),
            (b"Pa", false),
            (b"x", false),
        ] {
            assert_eq!(Packing::may_begin(bytes), want, "{bytes:?}");
        }
    }
}
