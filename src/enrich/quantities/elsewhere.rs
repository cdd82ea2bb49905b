//! What a bare number counts when the noun stands elsewhere in the sentence: `nâng tổng số cây xanh lên con số 105`,
//! `78% (77.609) ý kiến`.

use super::super::people::syllable::Token;
use super::before::{Before, Label};
use super::measures::{Sense, Tongue};
use super::reader::Measured;
use super::unit::Unit;

/// So far back the noun may stand, in bytes.
const REACH: usize = 160;

/// The unit of a number that has none behind it.
pub fn unit<'a>(text: &'a str, measured: &Measured<'a>, before: &Before, tongue: Tongue) -> Option<Unit<'a>> {
    let numeral = &measured.amount.numeral;
    let is_whole = numeral.plain.is_some() || numeral.is_grouped;
    if tongue != Tongue::Vietnamese || numeral.is_year() || !is_whole {
        return None;
    }
    let end = measured.amount.end;
    let behind = text.get(end..)?;
    if let Some(rest) = behind.strip_prefix(')') {
        let is_bracketed = text.get(..measured.start)?.trim_end_matches(' ').ends_with("% (");
        let noun = Unit::alone(text, text.len() - rest.len(), tongue);
        return noun.filter(|unit| is_bracketed && unit.sense == Sense::Noun);
    }
    // `lên con số 105`, `lên 40`
    let word = before.word?;
    let written = text.get(word.start..word.end)?;
    let is_number = before.label == Some(Label::Number)
        && Token::before(text, word.start).is_some_and(|word| text.get(word.start..word.end) == Some("con"));
    let is_result = before.label.is_none() && matches!(written, "lên" | "xuống" | "còn" | "đến");
    let ends = behind.starts_with(['.', ',', ';', ')', '\n']) && !behind.starts_with(",0") || behind.is_empty();
    let is_followed = Token::after(text, end)
        .is_none_or(|word| ends || !word.is_word() || (!word.is_capital && super::before::is_function_word(&word)));
    if !(is_number || is_result) || !is_followed {
        return None;
    }
    counted_before(text, word.start, tongue)
}

/// The noun behind the last `số` of the sentence.
fn counted_before(text: &str, end: usize, tongue: Tongue) -> Option<Unit<'_>> {
    let mut from = end.saturating_sub(REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let window = text.get(from..end)?;
    let sentence = window.rfind(['\n', ';', '?', '!']).map_or(0, |at| at + 1);
    let sentence = window.get(sentence..)?;
    let sentence = sentence
        .rfind(". ")
        .map_or(sentence, |at| sentence.get(at + 2..).unwrap_or_default());
    let at = sentence.rfind("số ").filter(|at| {
        let before = sentence.get(..*at).unwrap_or_default();
        before.is_empty() || before.ends_with(' ')
    })?;
    let base = end - sentence.len();
    let mut noun = base + at + "số ".len();
    if text.get(noun..)?.starts_with("lượng ") {
        noun += "lượng ".len();
    }
    let unit = Unit::alone(text, noun, tongue)?;
    (unit.sense == Sense::Noun && unit.end <= end).then_some(unit)
}
