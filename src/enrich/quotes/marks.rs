//! [`marked`]: what stands between quotation marks, line by line.
//!
//! Marks are paired with a stack: what opens by its shape or by where it stands (a space before, a letter after) is
//! pushed, what closes takes its partner off. Papers are careless with them, so that where a mark stands weighs more
//! than its shape when the two disagree: “this“ and ”this” are pairs, and so is this" one with its space misplaced".
//! A mark between two letters is an apostrophe. Nothing reaches over the end of a line, except that speech left open
//! goes on in the lines after it when one of them closes it: each line is a stretch of its own then.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr3_iter, memrchr};

/// A stretch between marks, within one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Marked {
    /// Where the opening mark begins (or the line, where the stretch goes on from the line before).
    pub open: usize,
    /// What stands between the marks.
    pub span: Range<usize>,
    /// Where the closing mark ends (or the line).
    pub close: usize,
    /// How many stretches it stands in.
    pub depth: u8,
    /// Whether it goes on from the stretch before it, left open at the end of its line.
    pub goes_on: bool,
    /// Whether a mark closes it, in its line or where the speech goes on.
    pub is_closed: bool,
}

/// How many lines speech may go on over without a mark.
const LINES: usize = 12;
/// How deep stretches may stand in each other.
const DEEPEST: usize = 6;

#[derive(Clone, Copy, PartialEq)]
enum Family {
    Double,
    Single,
    Angle,
    Corner,
}

#[derive(Clone, Copy, PartialEq)]
enum Lean {
    Open,
    Close,
    Neither,
}

/// A mark: its family, what its shape says, its bytes.
#[derive(Clone, Copy)]
struct Mark {
    family: Family,
    lean: Lean,
    length: usize,
}

/// The stretches of a text, in the order in which they open.
pub fn marked(text: &str) -> Vec<Marked> {
    let bytes = text.as_bytes();
    let mut found = Pairing::new(text);
    let mut rare = memchr3_iter(b'\'', b'`', 0xE3, bytes).peekable();
    let mut until = 0;
    for common in memchr3_iter(b'"', 0xE2, 0xC2, bytes) {
        while let Some(at) = rare.next_if(|at| *at < common) {
            found.see(at, &mut until);
        }
        found.see(common, &mut until);
    }
    for at in rare {
        found.see(at, &mut until);
    }
    found.finish()
}

/// The mark that begins at a byte, if one does.
fn mark(bytes: &[u8], at: usize) -> Option<Mark> {
    use Family::{Angle, Corner, Double, Single};
    use Lean::{Close, Neither, Open};
    let byte = |n: usize| bytes.get(at + n).copied().unwrap_or(0);
    let (family, lean, length) = match (byte(0), byte(1), byte(2)) {
        (b'"', ..) => (Double, Neither, 1),
        (b'\'', b'\'', _) => (Double, Neither, 2),
        (b'`', b'`', _) => (Double, Open, 2),
        (b'\'', ..) => (Single, Neither, 1),
        (b'`', ..) => (Single, Open, 1),
        (0xE2, 0x80, 0x9C) => (Double, Open, 3),
        (0xE2, 0x80, 0x9D) => (Double, Close, 3),
        (0xE2, 0x80, 0x9E | 0x9F) => (Double, Open, 3),
        (0xE2, 0x80, 0xB3) => (Double, Neither, 3),
        (0xE2, 0x80, 0x98 | 0x9A | 0x9B) => (Single, Open, 3),
        (0xE2, 0x80, 0x99) => (Single, Close, 3),
        (0xC2, 0xAB, _) => (Angle, Open, 2),
        (0xC2, 0xBB, _) => (Angle, Close, 2),
        (0xE3, 0x80, 0x8C | 0x8E) => (Corner, Open, 3),
        (0xE3, 0x80, 0x8D | 0x8F) => (Corner, Close, 3),
        _ => return None,
    };
    Some(Mark { family, lean, length })
}

/// A mark that waits for its partner.
#[derive(Clone, Copy)]
struct Waiting {
    at: usize,
    mark: Mark,
    /// Where its stretch is to be put among those found, so that they stand in the order of their opening.
    place: usize,
}

struct Pairing<'a> {
    text: &'a str,
    found: Vec<Marked>,
    waiting: Vec<Waiting>,
    /// A closing mark without a partner: its place and its length.
    stray: Option<(usize, usize)>,
    /// The end of the line that the marks seen last stand in.
    line_end: usize,
    line_start: usize,
    /// The stretch left open at the end of a line, by its number among those found.
    left_open: Option<usize>,
}

impl<'a> Pairing<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            found: Vec::new(),
            waiting: Vec::new(),
            stray: None,
            line_end: 0,
            line_start: usize::MAX,
            left_open: None,
        }
    }

    /// Looks at the byte at `at`, unless it lies before `until`, where the mark seen last ends.
    fn see(&mut self, at: usize, until: &mut usize) {
        let bytes = self.text.as_bytes();
        if at < *until {
            return;
        }
        let Some(mark) = mark(bytes, at) else { return };
        *until = at + mark.length;
        if self.line_start == usize::MAX || at >= self.line_end {
            self.end_line();
            self.line_start = memrchr(b'\n', bytes.get(..at).unwrap_or_default()).map_or(0, |end| end + 1);
            let rest = bytes.get(at..).unwrap_or_default();
            self.line_end = memchr(b'\n', rest).map_or(bytes.len(), |end| at + end);
        }
        let is_free_before = self.text.get(..at).and_then(|t| t.chars().next_back()).is_none_or(|c| {
            c.is_whitespace()
                || matches!(
                    c,
                    '(' | '[' | '“' | '‘' | '"' | '\'' | '«' | '-' | '–' | '—' | ':' | '/'
                )
        });
        let next = self.text.get(*until..).and_then(|t| t.chars().next());
        let is_free_after =
            next.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '“' | '‘' | '"' | '«' | '…' | '('));
        if mark.family == Family::Single && !is_free_before && !is_free_after {
            return;
        }
        let is_open = self.waiting.iter().any(|waiting| waiting.mark.family == mark.family);
        let opens = match mark.lean {
            Lean::Open => !(is_open && !is_free_before && is_free_after),
            Lean::Close => !is_open && is_free_before && !is_free_after,
            Lean::Neither if is_open => is_free_before && !is_free_after,
            Lean::Neither => is_free_before || !is_free_after,
        };
        if opens && (mark.family != Family::Single || is_free_before) {
            if self.waiting.len() < DEEPEST {
                let place = self.found.len();
                self.found.push(Marked {
                    open: at,
                    span: *until..*until,
                    close: *until,
                    depth: 0,
                    goes_on: false,
                    is_closed: false,
                });
                self.waiting.push(Waiting { at, mark, place });
            }
        } else if !opens {
            self.close(at, mark);
        }
    }

    fn close(&mut self, at: usize, mark: Mark) {
        let partner = self
            .waiting
            .iter()
            .rposition(|waiting| waiting.mark.family == mark.family);
        let Some(partner) = partner else {
            if mark.family == Family::Single {
                return;
            }
            match self.stray.take() {
                // Two that close and none that opens: the first one opens, with its space on the wrong side.
                Some((first, length)) if self.left_open.is_none() => {
                    let inner = self.waiting.partition_point(|waiting| waiting.at < first);
                    self.waiting.truncate(inner);
                    self.found.push(Marked {
                        open: first,
                        span: first + length..at,
                        close: at + mark.length,
                        depth: u8::try_from(inner).unwrap_or(u8::MAX),
                        goes_on: false,
                        is_closed: true,
                    });
                }
                _ => {
                    self.stray = Some((at, mark.length));
                    self.go_on(at, mark.length);
                }
            }
            return;
        };
        if let Some(waiting) = self.waiting.get(partner)
            && self.stray.is_some_and(|stray| stray.0 > waiting.at)
        {
            // What stands in this pair has no partner outside.
            self.stray = None;
        }
        if let Some(waiting) = self.waiting.get(partner).copied()
            && let Some(stretch) = self.found.get_mut(waiting.place)
        {
            stretch.span.end = at;
            stretch.close = at + mark.length;
            stretch.is_closed = true;
            stretch.depth = u8::try_from(partner).unwrap_or(u8::MAX);
        }
        self.waiting.truncate(partner);
    }

    /// A closing mark whose partner stands some lines before.
    fn go_on(&mut self, at: usize, length: usize) {
        let Some(from) = self.left_open.take().and_then(|number| self.found.get(number)) else {
            return;
        };
        let first = from.span.end + 1;
        let bytes = self.text.as_bytes();
        let between = bytes.get(first..self.line_start).unwrap_or_default();
        if first > self.line_start || memchr_iter(b'\n', between).take(LINES + 1).count() > LINES {
            return;
        }
        let mut start = first;
        for end in memchr_iter(b'\n', between).map(|end| first + end) {
            self.line(start, end, end);
            start = end + 1;
        }
        self.line(self.line_start, at, at + length);
        self.stray = None;
    }

    fn line(&mut self, start: usize, end: usize, close: usize) {
        if start < end {
            self.found.push(Marked {
                open: start,
                span: start..end,
                close,
                depth: 0,
                goes_on: true,
                is_closed: end < close,
            });
        }
    }

    /// What still waits for a partner is speech that goes on in the next line, if it is no apostrophe.
    fn end_line(&mut self) {
        self.stray = None;
        let outer = self
            .waiting
            .iter()
            .find(|waiting| waiting.mark.family != Family::Single);
        if self.line_start != usize::MAX {
            self.left_open = outer.map(|waiting| waiting.place);
        }
        if let Some(waiting) = outer
            && let Some(stretch) = self.found.get_mut(waiting.place)
        {
            stretch.span.end = self.line_end;
            stretch.close = self.line_end;
            // Another mark that opens the line before was left open, too: the same speech.
            debug_assert!(waiting.at < self.line_end);
        }
        self.waiting.clear();
    }

    fn finish(mut self) -> Vec<Marked> {
        self.end_line();
        let text = self.text;
        let mut left_open: Option<usize> = None;
        self.found.retain(|stretch| !stretch.span.is_empty());
        self.found
            .sort_by_key(|stretch| (stretch.open, std::cmp::Reverse(stretch.close)));
        for stretch in &mut self.found {
            // A mark that opens the line right after speech left open repeats the mark of the line before.
            stretch.goes_on |= left_open.is_some_and(|end| end + 1 == stretch.open);
            left_open = (!stretch.is_closed).then_some(stretch.span.end);
            let inner = text.get(stretch.span.clone()).unwrap_or_default();
            stretch.span.start += inner.len() - inner.trim_start().len();
            stretch.span.end = stretch.span.start + inner.trim().len();
        }
        self.found.retain(|stretch| !stretch.span.is_empty());
        let mut goes_on = false;
        for stretch in self.found.iter_mut().rev() {
            stretch.is_closed |= goes_on;
            goes_on = stretch.goes_on;
        }
        self.found
    }
}
