//! What touches a number from the left: money (`$5`, `US$ 5`, `USD 5`, `RM5`), or a word that it is part of (`RS-26`).

use super::measures::{code_before, currency_sign, dollars};

/// Where the number at `digit` begins, with the money before it. `None` where the number is part of a word.
pub fn before(text: &str, digit: usize) -> Option<(usize, Option<&'static str>)> {
    let behind = text.get(..digit)?;
    let spaced = behind.trim_end_matches([' ', '\u{a0}']);
    let mut backwards = spaced.chars().rev();
    let last = backwards.next();
    if let (Some(sign), Some(code)) = (last, last.and_then(currency_sign)) {
        return money(text, digit, spaced.len() - sign.len_utf8(), sign, code);
    }
    if last.is_some_and(|c| c.is_ascii_uppercase() || matches!(c, 'Đ' | 's' | 'p')) {
        let word = spaced.trim_end_matches(char::is_alphabetic).len();
        let is_whole = text
            .get(..word)?
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_alphanumeric());
        let code = code_before(spaced.get(word..)?).filter(|_| is_whole);
        if code.is_some() {
            return Some((word, code));
        }
    }
    if spaced.len() < behind.len() {
        return Some((digit, None));
    }
    let is_glued = match last {
        Some(c) if c.is_alphanumeric() => true,
        Some('_' | '#' | '@' | '&' | '=' | '№' | '^' | '*') => true,
        Some('-' | '–' | '.' | ',' | ':' | '/' | '\'' | '’' | '+') => backwards
            .next()
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | ']' | '"')),
        _ => false,
    };
    (!is_glued).then_some((digit, None))
}

/// Money by the sign at `at`, with the letters before it: `HK$`.
fn money(text: &str, digit: usize, at: usize, sign: char, code: &'static str) -> Option<(usize, Option<&'static str>)> {
    let letters = text.get(..at)?;
    let from = letters
        .trim_end_matches(|c: char| c.is_ascii_uppercase() || c == '.')
        .len();
    let written = letters.get(from..)?;
    let touches = at + sign.len_utf8() == digit;
    Some(match dollars(written) {
        Some(code) if sign == '$' => (from, Some(code)),
        // The sign of a number before: `5$ 6`.
        _ if letters.ends_with(|c: char| c.is_ascii_digit()) => (digit, None),
        _ if written.is_empty() || touches => (at, Some(code)),
        _ => (digit, None),
    })
}
