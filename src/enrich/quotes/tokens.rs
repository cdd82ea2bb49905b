//! [`tokens`]: the words and stops of a piece of text, each word with a key to look it up by.

use std::ops::Range;

/// A word or a stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Token {
    /// Where it begins in the text.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// A word's [`key`]; 0 for a stop.
    pub key: u64,
    /// Whether a word begins with a capital letter.
    pub is_capital: bool,
    /// Whether a word begins with a digit.
    pub is_number: bool,
    /// A stop's first character; a space for a word.
    pub stop: char,
}

impl Token {
    /// Whether it is a word.
    pub const fn is_word(&self) -> bool {
        self.key != 0
    }
}

/// The key of a word without regard to the case of its first letter.
pub fn key(word: &str) -> u64 {
    let mut key = 0xCBF2_9CE4_8422_2325_u64;
    let mut rest = word;
    if let Some(first) = word.chars().next() {
        rest = word.get(first.len_utf8()..).unwrap_or_default();
        let small = if first.is_ascii() {
            first.to_ascii_lowercase()
        } else {
            lower(first)
        };
        key = (key ^ u64::from(u32::from(small))).wrapping_mul(0x0100_0000_01B3);
    }
    for &byte in rest.as_bytes() {
        key = (key ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    }
    key | 1
}

fn lower(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

/// The key of a phrase: that of its words so far, and one more.
pub const fn and(phrase: u64, word: u64) -> u64 {
    (phrase.rotate_left(7) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Adds the tokens of a range of the text.
pub fn tokens(text: &str, range: Range<usize>, into: &mut Vec<Token>) {
    let bytes = text.as_bytes();
    let end = range.end.min(bytes.len());
    let mut at = range.start;
    while at < end {
        let start = at;
        while at < end && bytes.get(at).is_some_and(|byte| is_part(bytes, *byte, at)) {
            at += 1;
        }
        if at > start {
            let word = text.get(start..at).unwrap_or_default();
            let is_capital = word
                .chars()
                .next()
                .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
            let is_number = word.as_bytes().first().is_some_and(u8::is_ascii_digit);
            into.push(Token { start, end: at, key: key(word), is_capital, is_number, stop: ' ',
            });
            continue;
        }
        let Some(stop) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            at += 1;
            continue;
        };
        at += stop.len_utf8();
        if !stop.is_whitespace() {
            into.push(Token {
                start,
                end: at,
                key: 0,
                is_capital: false, is_number: false, stop });
        }
    }
}

/// Whether a byte is part of a word: letters, digits, a hyphen, a full stop or an apostrophe between letters.
fn is_part(bytes: &[u8], byte: u8, at: usize) -> bool {
    let is_letter = |at: usize| {
        bytes
            .get(at)
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || (*byte >= 0x80 && !matches!(byte, 0xC2 | 0xE2 | 0xE3)))
    };
    match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => true,
        // The general punctuation, guillemets and the no-break space have these lead bytes.
        0xC2 | 0xE2 | 0xE3 => false,
        0x80.. => {
            // A byte within a character goes with its lead byte.
            byte >= 0xC0 || at > 0 && !is_stop_byte(bytes, at)
        }
        b'-' | b'.' | b'\'' => at > 0 && is_letter(at - 1) && is_letter(at + 1),
        _ => false,
    }
}

/// Whether a continuation byte belongs to a stop.
fn is_stop_byte(bytes: &[u8], at: usize) -> bool {
    let lead = (1..4)
        .filter_map(|back| bytes.get(at.checked_sub(back)?))
        .find(|byte| **byte >= 0xC0);
    matches!(lead, Some(0xC2 | 0xE2 | 0xE3))
}
