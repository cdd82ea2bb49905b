//! [`Evidence`]: whether what stands between marks is speech.

use super::lexicon::LEXICON;
use super::marks::Marked;
use super::tokens::{Token, tokens};

/// Fewer bytes hold no speech of more than five words.
const SHORTEST: usize = 14;
/// So many words at least.
const WORDS: usize = 5;

/// Whether a stretch is too short for speech.
pub fn is_short(text: &str, stretch: &Marked) -> bool {
    let inner = text.get(stretch.span.clone()).unwrap_or_default();
    inner.len() < SHORTEST || inner.bytes().filter(|byte| *byte == b' ').take(WORDS).count() + 1 < WORDS
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
    /// A word before it says that it is a name, a title, a slogan.
    pub label: bool,
    /// Its sentence tells what somebody says.
    pub reported: bool,
    /// It stands in another stretch.
    pub inner: bool,
}

/// Scores a stretch: above 0 it is speech.
pub fn score(text: &str, stretch: &Marked, evidence: &Evidence, scratch: &mut Vec<Token>) -> f32 {
    scratch.clear();
    let end = super::cast::after(text, stretch.span.start, 400).min(stretch.span.end);
    tokens(text, stretch.span.start..end, scratch);
    let words = scratch.iter().filter(|token| token.is_word()).count();
    let first = scratch.iter().filter(|token| LEXICON.is_first(token)).count();
    let inner = text.get(stretch.span.clone()).unwrap_or_default();
    let ends_sentence = inner.ends_with(['.', '!', '?', '…']);
    let is_capital = scratch
        .iter()
        .find(|token| token.is_word())
        .is_some_and(|token| token.is_capital);
    let has_stop = scratch.iter().any(|token| matches!(token.stop, ',' | '.' | '?' | '!'));
    let on = |is: bool, weight: f32| if is { weight } else { 0.0 };
    let mut score = -2.5;
    if words < WORDS {
        return -10.0;
    }
    score += on(evidence.colon && (evidence.said_before || evidence.subject_before), 3.0);
    score += on(evidence.colon, 1.0);
    score += on(evidence.said_before && !evidence.colon, 1.5);
    score += on(evidence.said_after, 3.0);
    score += on(evidence.by, 1.5);
    score += on(evidence.starts && evidence.ends, 1.5);
    score += on(evidence.line_start, 0.7);
    score += on(evidence.line_start && evidence.line_end, 0.7);
    score += on(evidence.goes_on, 3.0);
    score += on(evidence.follows, 0.7);
    score += on(first > 0, 1.2);
    score += on(ends_sentence, 0.7);
    score += on(has_stop, 0.5);
    score += on(words >= 10, 0.7) + on(words >= 18, 0.8) + on(words < 7, -0.7);
    score += on(is_capital, 0.3) + on(!is_capital, -0.5);
    score += on(evidence.reported && !evidence.said_before && words >= 6, 1.5);
    score += on(evidence.label, -3.0);
    score += on(evidence.inner, -2.0);
    score
}
