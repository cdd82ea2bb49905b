//! [`answers`]: the answers of an interview, which stand without quotation marks.
//!
//! Papers print interviews as question and answer, a line each: the question ends with its mark, the answer opens with
//! a dash or with the name of who answers ("Ông Trần Văn A: …"). One such pair may be chance; two are an interview.

use std::ops::Range;

use memchr::{memchr, memchr_iter};

use super::cast::Cast;

/// An answer: its words, and who gives it if the line says so.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The words, within one line.
    pub span: Range<usize>,
    /// The person whose name opens the line.
    pub who: Option<usize>,
}

/// So long, in bytes, may the name be that opens an answer.
const NAME: usize = 64;
/// So long must an answer be.
const SHORTEST: usize = 24;
/// So many pairs make an interview.
const PAIRS: usize = 2;

/// Whether a text can be an interview: questions end lines before lines that open with a dash or a name.
pub fn may_be(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr_iter(b'?', bytes)
        .filter(|mark| bytes.get(mark + 1) == Some(&b'\n'))
        .take(PAIRS)
        .count()
        == PAIRS
}

/// The answers of a text, if it is an interview.
pub fn answers(text: &str, cast: &Cast<'_>) -> Vec<Answer> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    if !may_be(text) {
        return found;
    }
    for mark in memchr_iter(b'?', bytes) {
        let rest = text.get(mark + 1..).unwrap_or_default();
        if !rest.starts_with('\n') {
            continue;
        }
        let start = mark + 2;
        let end = memchr(b'\n', bytes.get(start..).unwrap_or_default()).map_or(bytes.len(), |at| start + at);
        found.extend(answer(text, start..end, cast));
    }
    if found.len() < PAIRS {
        found.clear();
    }
    found
}

fn answer(text: &str, line: Range<usize>, cast: &Cast<'_>) -> Option<Answer> {
    let whole = text.get(line.clone())?;
    if whole.trim_end().ends_with('?') {
        return None;
    }
    let said = whole.trim_start_matches([' ', '-', '–', '—', '*', '+']);
    let has_dash = whole.trim_start().starts_with(['-', '–', '—']);
    let start = line.end - said.len();
    let named = memchr(b':', said.as_bytes())
        .filter(|colon| *colon <= NAME)
        .and_then(|colon| {
            let people = cast.within(start..start + colon);
            let mention = people.iter().find(|mention| cast.is_person(mention.who))?;
            Some((mention.who, start + colon + 1))
        });
    let start = named.map_or(start, |named| named.1);
    let said = text.get(start..line.end)?;
    let start = start + said.len() - said.trim_start().len();
    let end = start + said.trim().len();
    let is_answer = (has_dash || named.is_some()) && end.saturating_sub(start) >= SHORTEST;
    is_answer.then_some(Answer {
        span: start..end,
        who: named.map(|named| named.0),
    })
}
