//! [`Evidence`]: whether what stands between marks is speech.

use std::ops::Range;

use super::lexicon::{Class, LEXICON};
use super::marks::Marked;
use super::tokens::{Token, tokens};

/// Fewer bytes hold no speech of more than five words.
const SHORTEST: usize = 14;
/// So many words at least.
const WORDS: usize = 5;

/// How far before a mark a word is looked for that announces a name, in bytes.
const LABEL: usize = 56;
/// So many bytes of it are looked at.
const LOOKED_AT: usize = 140;

/// Whether a stretch is too short for speech: five words need a colon before them, or a stop or a comma beside the
/// closing mark.
fn is_short(text: &str, stretch: &Marked) -> bool {
    let inner = text.get(stretch.span.clone()).unwrap_or_default();
    let spaces = inner.bytes().filter(|byte| *byte == b' ').take(WORDS).count();
    if inner.len() < SHORTEST || spaces + 1 < WORDS {
        return true;
    }
    let is_marked = || {
        let after = text.get(stretch.close..).unwrap_or_default().trim_start_matches(' ');
        text.get(..stretch.open)
            .unwrap_or_default()
            .trim_end_matches([' ', '\n'])
            .ends_with(':')
            || after.starts_with([',', '-', '–', '—'])
            || inner.ends_with(['.', '!', '?', '…'])
    };
    spaces + 1 == WORDS && stretch.is_closed && !is_marked()
}

/// Whether each stretch may be speech: long enough, and not announced as a name, a title, a slogan.
pub fn may_speak(text: &str, marked: &[Marked]) -> Vec<bool> {
    let mut scratch = Vec::with_capacity(16);
    let mut last = 0;
    let mut may_speak = |stretch: &Marked| {
        let start = last.max(super::cast::before(text, stretch.open, LABEL));
        last = stretch.close;
        !is_short(text, stretch) && !is_announced(text, start.min(stretch.open)..stretch.open, &mut scratch)
    };
    marked.iter().map(&mut may_speak).collect()
}

/// Whether the words before a mark announce a name, a title, a slogan: "chương trình “…”", "với chủ đề: “…”".
fn is_announced(text: &str, range: Range<usize>, scratch: &mut Vec<Token>) -> bool {
    let before = text.get(range.clone()).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    scratch.clear();
    tokens(text, range.start + line..range.end, scratch);
    let has_colon = scratch.last().is_some_and(|token| token.stop == ':');
    if has_colon {
        scratch.pop();
    }
    let end = scratch.len();
    (1..=5.min(end)).any(|back| match LEXICON.at(scratch, end - back) {
        Some((Class::Label, length)) => length == back || length + 1 == back && !has_colon,
        Some((Class::Content, length)) => length == back && !has_colon,
        _ => false,
    })
}

/// What speaks for speech.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evidence {
    /// A colon before it.
    pub colon: bool,
    /// A verb of saying in the clause before it that leads up to it.
    pub said_before: bool,
    /// Somebody in that clause.
    pub subject_before: bool,
    /// A clause of saying after it.
    pub said_after: bool,
    /// "theo", "dẫn lời" and the like.
    pub by: bool,
    /// It begins where a sentence begins.
    pub starts: bool,
    /// It ends where a sentence ends.
    pub ends: bool,
    /// It begins its line.
    pub line_start: bool,
    /// It ends its line.
    pub line_end: bool,
    /// It goes on from speech.
    pub goes_on: bool,
    /// It follows speech in its line.
    pub follows: bool,
    /// It stands in the title.
    pub title: bool,
    /// Its sentence tells what somebody says.
    pub reported: bool,
    /// It stands in another stretch.
    pub inner: bool,
}

/// What is asked of a stretch, in the order of [`WEIGHTS`].
fn features(text: &str, stretch: &Marked, evidence: &Evidence, scratch: &mut Vec<Token>) -> [bool; FEATURES] {
    scratch.clear();
    let end = super::cast::after(text, stretch.span.start, LOOKED_AT).min(stretch.span.end);
    tokens(text, stretch.span.start..end, scratch);
    let words = scratch.iter().filter(|token| token.is_word()).count();
    let is_first = scratch.iter().any(|token| token.entry.first);
    let inner = text.get(stretch.span.clone()).unwrap_or_default();
    let ends_sentence = inner.ends_with(['.', '!', '?', '…']);
    let is_capital = scratch
        .iter()
        .find(|token| token.is_word())
        .is_some_and(|token| token.is_capital);
    let has_stop = scratch.iter().any(|token| matches!(token.stop, ',' | '.' | '?' | '!'));
    let capitals = scratch
        .iter()
        .filter(|token| token.is_word() && token.is_capital)
        .count();
    let is_told = evidence.said_before || evidence.subject_before;
    [
        true,
        evidence.colon && is_told,
        evidence.colon && !is_told,
        evidence.said_before && !evidence.colon,
        evidence.reported && !evidence.said_before && !evidence.colon,
        evidence.subject_before && !evidence.colon && !evidence.said_before && !evidence.reported,
        evidence.said_after,
        evidence.by,
        evidence.starts && evidence.ends,
        evidence.starts,
        evidence.line_start,
        evidence.line_end,
        evidence.line_start && evidence.line_end,
        evidence.goes_on,
        evidence.follows,
        evidence.title,
        evidence.inner,
        is_first,
        ends_sentence,
        is_capital,
        has_stop,
        words >= 6,
        words >= 7,
        words >= 9,
        words >= 12,
        words >= 18,
        capitals * 2 >= words,
        stretch.is_closed,
    ]
}

const FEATURES: usize = 28;

/// Scores a stretch: above 0 it is speech.
pub fn score(text: &str, stretch: &Marked, evidence: &Evidence, scratch: &mut Vec<Token>) -> f32 {
    let features = features(text, stretch, evidence, scratch);
    if scratch.iter().filter(|token| token.is_word()).count() < WORDS {
        return -10.0;
    }
    let score = features
        .iter()
        .zip(WEIGHTS)
        .filter(|(is, _)| **is)
        .map(|(_, weight)| weight)
        .sum();
    // Whatever the weights have learnt, these are speech, however short.
    if evidence.goes_on || evidence.colon && (evidence.said_before || evidence.title) {
        f32::max(score, 0.1)
    } else {
        score
    }
}

const WEIGHTS: [f32; FEATURES] = [
    -3.38, 2.15, 0.14, 0.88, 1.02, -0.16, 2.45, 1.52, 0.96, -0.29, -0.71, 0.18, -0.62, -0.41, 0.70, 0.02, -0.22, -0.12,
    -0.56, 0.01, 0.09, 0.72, 1.06, 1.00, 0.37, 0.74, -0.40, 0.67,
];
