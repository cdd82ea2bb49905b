//! Where records begin and end.
//!
//! A record says how long it is, and two empty lines follow it. Both are looked at: where the length leads to the next
//! record, to the end, or to those empty lines, it is right; where it does not, the record ends at the next line that
//! begins another one. What belongs to no record is a gap.

use memchr::memmem;

use super::head::{self, Kind};

/// What lies at the beginning of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A record.
    Record(Span),
    /// A record that is longer than is read: it begins here, and ends behind so many bytes.
    Long {
        /// What it holds.
        kind: Kind,
        /// Where it begins.
        begin: usize,
        /// Where what follows it begins.
        end: u64,
    },
    /// Up to here stands no record.
    Gap {
        /// Where it begins.
        begin: usize,
        /// Where what follows it begins.
        end: usize,
        /// What is wrong.
        reason: &'static str,
    },
    /// It cannot be said before there are more bytes, so many at least.
    More(usize),
    /// Nothing but empty lines is left.
    End,
}

/// The parts of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Where its version line begins.
    pub begin: usize,
    /// Where its block begins.
    pub block: usize,
    /// Where its block ends.
    pub block_end: usize,
    /// Where what follows it begins.
    pub end: usize,
    /// What it holds.
    pub kind: Kind,
    /// It is shorter than it says.
    pub is_cut: bool,
}

const MARK: &[u8] = b"WARC/";

/// Looks at the beginning; `whole` says that there are no more bytes than these, and no record longer than `most` is
/// waited for.
pub fn step(bytes: &[u8], whole: bool, most: u64) -> Step {
    let begin = bytes.iter().position(|byte| !is_blank(*byte)).unwrap_or(bytes.len());
    let Some(record) = bytes.get(begin..).filter(|rest| !rest.is_empty()) else {
        return if whole { Step::End } else { Step::More(bytes.len() + 1) };
    };
    if !head::begins(record) {
        if !whole && may_begin(record) {
            return Step::More(begin + MARK.len() + 3);
        }
        return gap(bytes, begin, begin, whole, "here begins no record");
    }
    let Some(block) = head::end(record) else {
        if !whole && record.len() < head::LONGEST {
            return Step::More(bytes.len() + 1);
        }
        return gap(
            bytes,
            begin,
            begin + MARK.len(),
            whole,
            "the head of this record has no end",
        );
    };
    let block = begin + block;
    let Some(head) = bytes.get(begin..block).and_then(head::read) else {
        return gap(
            bytes,
            begin,
            block,
            whole,
            "the head of this record does not say what it is",
        );
    };
    let span = Span {
        begin,
        block,
        block_end: block,
        end: block,
        kind: head.kind,
        is_cut: false,
    };
    let Some(length) = head.length else {
        return search(bytes, span, 0, whole);
    };
    let end = (block as u64).saturating_add(length);
    let Some(block_end) = usize::try_from(end).ok().filter(|end| *end <= bytes.len()) else {
        return match whole {
            true => search(bytes, span, length, whole),
            false if end - begin as u64 > most => Step::Long {
                kind: head.kind,
                begin,
                end,
            },
            false => Step::More(usize::try_from(end).unwrap_or(usize::MAX)),
        };
    };
    let after = bytes.get(block_end..).unwrap_or_default();
    let blank = after.iter().position(|byte| !is_blank(*byte)).unwrap_or(after.len());
    let next = after.get(blank..).unwrap_or_default();
    let exact = Span {
        block_end,
        end: block_end + blank,
        ..span
    };
    if next.is_empty() || head::begins(next) {
        // More empty lines may follow; they are passed by before the next record.
        return Step::Record(exact);
    }
    if !whole && may_begin(next) {
        return Step::More(block_end + blank + MARK.len() + 3);
    }
    match search(bytes, span, length, whole) {
        // What is between two records is no reason to doubt the first one's length.
        Step::Record(found) if found.end < block_end || !is_closed(after) => Step::Record(found),
        Step::More(_) if is_closed(after) => Step::Record(exact),
        Step::More(more) => Step::More(more),
        _ => Step::Record(exact),
    }
}

/// The record up to the next one, wherever it was to end.
fn search(bytes: &[u8], span: Span, length: u64, whole: bool) -> Step {
    let end = match next(bytes, span.block) {
        Some(end) => end,
        None if whole => bytes.len(),
        None => return Step::More(bytes.len() + 1),
    };
    let block = bytes.get(span.block..end).unwrap_or_default();
    let mut block_end = end;
    // A record that is longer than it says is closed by empty lines, one that is cut off only where another one follows.
    for close in [&b"\r\n\r\n"[..], b"\n\n"] {
        if block.ends_with(close) {
            block_end -= close.len();
            break;
        }
    }
    Step::Record(Span {
        block_end,
        end,
        is_cut: ((block_end - span.block) as u64) < length,
        ..span
    })
}

/// What is no record up to the next one.
fn gap(bytes: &[u8], begin: usize, from: usize, whole: bool, reason: &'static str) -> Step {
    let end = match next(bytes, from) {
        Some(end) => end,
        None if whole => bytes.len(),
        // The next one may have begun.
        None => bytes.len().saturating_sub(MARK.len() + 3).max(begin + 1),
    };
    Step::Gap { begin, end, reason }
}

/// Whether a record begins anywhere.
pub fn holds_record(bytes: &[u8]) -> bool {
    next(bytes, 0).is_some()
}

/// Where the next record begins: a version line with a named field behind it.
fn next(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    memmem::find_iter(rest, MARK).map(|at| from + at).find(|at| {
        let is_line = at.checked_sub(1).is_none_or(|before| bytes.get(before) == Some(&b'\n'));
        let record = bytes.get(*at..).unwrap_or_default();
        let version = record.get(..16).unwrap_or(record);
        is_line
            && head::begins(record)
            && memchr::memchr(b'\n', version).is_none_or(|end| {
                record.get(end + 1..).is_some_and(|field| {
                    field.is_empty()
                        || field
                            .iter()
                            .take(64)
                            .take_while(|b| **b != b'\n')
                            .any(|byte| *byte == b':')
                })
            })
    })
}

fn may_begin(bytes: &[u8]) -> bool {
    bytes.len() < MARK.len() + 3 && (MARK.starts_with(bytes) || bytes.starts_with(MARK))
}

/// Whether two empty lines stand here.
fn is_closed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\r\n\r\n") || bytes.starts_with(b"\n\n")
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n' | b'\0')
}
