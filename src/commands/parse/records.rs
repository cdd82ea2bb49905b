//! [`Records`]: an archive as a stream, cut into its records.
//!
//! No more of it is held than one record, and no more of a record than a message may have. Records are numbered from 1, all
//! of them; those that may hold a page are given, and so is what begins like a record and is none, for somebody to see.

use std::io::{self, ErrorKind, Read};

use crate::intake::archive::head::{self, Kind};
use crate::intake::archive::scan::{self, Step};

/// Bytes asked of one read.
const READ_BYTES: usize = 256 * 1024;
/// The beginning of a version line may be the end of what was read so far.
const MARK: usize = 8;

/// A record that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its number in the file, from 1.
    pub number: u64,
    /// Where it begins in what the file holds.
    pub begin: u64,
    /// Where what follows it begins.
    pub end: u64,
}

/// Where an archive has been read to.
#[derive(Debug, Default)]
pub struct Records {
    held: Vec<u8>,
    /// What is held and done with.
    begin: usize,
    /// Where the rest of what is held begins in what the file holds.
    at: u64,
    /// Records so far.
    number: u64,
    /// Bytes that still are to be passed by.
    skip: u64,
    ended: bool,
    /// Places where something stood that is no record.
    gaps: u64,
    in_gap: bool,
}

impl Records {
    /// Reads on behind so many records and bytes.
    pub fn new(number: u64, at: u64) -> Self {
        Records {
            number,
            at,
            ..Records::default()
        }
    }

    /// So many places between records held something else.
    pub fn gaps(&self) -> u64 {
        self.gaps
    }

    /// The next record that may hold a page, its bytes appended to `out`: all of them, or one more than `most` where it is
    /// longer.
    ///
    /// # Errors
    /// The input cannot be read.
    pub fn next(&mut self, input: &mut dyn Read, most: usize, out: &mut Vec<u8>) -> io::Result<Option<Found>> {
        let longest = most.saturating_add(1);
        loop {
            self.pass_by(input)?;
            let step = scan::step(self.held(), self.ended, most as u64);
            let found = match step {
                Step::End => return Ok(None),
                Step::Record(span) => {
                    let found = self.count(span.begin, span.end as u64);
                    span.kind.may_hold_page().then_some((found, span.begin, span.block_end))
                }
                Step::Long { kind, begin, end } => {
                    if kind.may_hold_page() && !self.ended && self.held().len() - begin < longest {
                        self.fill(input, begin + longest)?;
                        continue;
                    }
                    let found = self.count(begin, end);
                    kind.may_hold_page().then_some((found, begin, usize::MAX))
                }
                Step::Gap { begin, end, .. } => self.gap(begin, end),
                Step::More(_) if self.held().len() > longest.saturating_add(head::LONGEST) => {
                    // It says a wrong length, and where it ends was not found within what a record may have.
                    let end = self.held().len() - MARK;
                    let found = self.count(0, end as u64);
                    self.in_gap = true;
                    let kind = head::end(self.held()).and_then(|end| Some(head::read(self.held().get(..end)?)?.kind));
                    kind.is_some_and(Kind::may_hold_page).then_some((found, 0, end))
                }
                Step::More(size) => {
                    self.fill(input, size)?;
                    continue;
                }
            };
            if let Some((found, begin, end)) = found {
                out.extend_from_slice(piece(self.held(), begin, end, longest));
                return Ok(Some(found));
            }
        }
    }

    /// What is no record is passed by, unless it begins like one.
    fn gap(&mut self, begin: usize, end: usize) -> Option<(Found, usize, usize)> {
        let is_record = self.held().get(begin..).is_some_and(head::begins);
        let found = is_record.then(|| (self.count(begin, end as u64), begin, end));
        self.gaps += u64::from(!is_record && !self.in_gap);
        self.in_gap = true;
        self.skip = end as u64;
        found
    }

    fn count(&mut self, begin: usize, end: u64) -> Found {
        self.number += 1;
        self.in_gap = false;
        self.skip = end;
        Found {
            number: self.number,
            begin: self.at + begin as u64,
            end: self.at.saturating_add(end),
        }
    }

    /// Passes by what is done with.
    fn pass_by(&mut self, input: &mut dyn Read) -> io::Result<()> {
        let here = usize::try_from(self.skip).unwrap_or(usize::MAX).min(self.held().len());
        self.begin += here;
        let rest = self.skip - here as u64;
        self.at = self.at.saturating_add(self.skip);
        self.skip = 0;
        if rest > 0 {
            self.ended |= io::copy(&mut input.take(rest), &mut io::sink())? < rest;
        }
        Ok(())
    }

    /// Reads until so many bytes are held, and until twice as many are where nobody knows how many it takes, so that looking
    /// at them again and again stays cheap.
    fn fill(&mut self, input: &mut dyn Read, size: usize) -> io::Result<()> {
        self.held.drain(..self.begin);
        self.begin = 0;
        let size = match self.held.len() {
            many if many >= READ_BYTES && size <= many + 1 => 2 * many,
            _ => size,
        };
        while self.held.len() < size && !self.ended {
            let old = self.held.len();
            self.held.resize(old + READ_BYTES, 0);
            let read = input.read(self.held.get_mut(old..).unwrap_or_default());
            self.held.truncate(old + *read.as_ref().unwrap_or(&0));
            match read {
                Ok(new) => self.ended = new == 0,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn held(&self) -> &[u8] {
        self.held.get(self.begin..).unwrap_or_default()
    }
}

/// At most so many bytes, from there on.
fn piece(bytes: &[u8], begin: usize, end: usize, longest: usize) -> &[u8] {
    let end = end.min(bytes.len()).min(begin.saturating_add(longest));
    bytes.get(begin..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn record(kind: &str, text: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Length: {}\r\n\r\n{text}\r\n\r\n",
            text.len()
        )
    }

    fn read(bytes: &[u8], from: (u64, u64), most: usize) -> Vec<(Found, String)> {
        let mut records = Records::new(from.0, from.1);
        let mut input = &bytes[from.1 as usize..];
        let mut all = Vec::new();
        loop {
            let mut out = Vec::new();
            match records.next(&mut input, most, &mut out).unwrap() {
                Some(found) => all.push((found, String::from_utf8_lossy(&out).into_owned())),
                None => return all,
            }
        }
    }

    #[test]
    fn records_with_pages_are_given_with_their_numbers() {
        let text = [
            record("warcinfo", "x"),
            record("response", "HTTP/1.1 200 OK\r\n\r\none"),
            record("request", "GET"),
            "junk\r\n".to_owned(),
            record("conversion", "two"),
            "WARC/1.0\r\nnothing\r\n\r\n".to_owned(),
            record("resource", &"long ".repeat(100)),
            record("resource", "three"),
        ];
        let all = text.concat();
        let found = read(all.as_bytes(), (0, 0), 200);
        let shown: Vec<_> = found
            .iter()
            .map(|(found, text)| (found.number, text.rsplit("\r\n\r\n").next().unwrap().len()))
            .collect();
        assert_eq!(shown[0], (2, 3));
        assert_eq!(shown[1], (4, 3));
        assert_eq!(shown[2].0, 5);
        assert_eq!((shown[3].0, found[3].1.len()), (6, 201));
        assert_eq!(shown[4], (7, 5));
        // Each can be read on from, and has the same number then.
        for at in 0..found.len() {
            let (before, _) = found[at];
            let rest = read(all.as_bytes(), (before.number, before.end), 200);
            assert_eq!(rest, found[at + 1..]);
            let again = read(all.as_bytes(), (before.number - 1, before.begin), 200);
            assert_eq!(again, found[at..]);
        }
    }

    proptest! {
        /// Whatever comes: it ends, gives no more than there is, and its numbers and places go up.
        #[test]
        fn soups_are_read_to_their_end(
            parts in proptest::collection::vec(prop_oneof![
                Just("WARC/1.0\r\n".to_owned()),
                Just("WARC-Type: response\r\n".to_owned()),
                Just("\r\n\r\n".to_owned()),
                (0u32..60).prop_map(|length| format!("Content-Length: {length}\r\n")),
                Just("Content-Length: 99999999999999999999\r\n".to_owned()),
                Just("Content-Length: 9999999999\r\n".to_owned()),
                "[a-z\r\n]{0,20}",
                (0usize..40).prop_map(|size| record("response", &"x".repeat(size))),
                (0usize..40).prop_map(|size| record("request", &"y".repeat(size))),
            ], 0..30),
            most in 1usize..100,
        ) {
            let text = parts.concat();
            let found = read(text.as_bytes(), (0, 0), most);
            for pair in found.windows(2) {
                prop_assert!(pair[0].0.number < pair[1].0.number && pair[0].0.end <= pair[1].0.begin);
            }
            for (found, bytes) in &found {
                prop_assert!(bytes.len() <= most + 1 && found.begin < found.end);
                prop_assert!(text[found.begin as usize..].starts_with(bytes.as_str()));
            }
        }
    }
}
