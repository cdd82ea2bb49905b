//! [`tokens`]: the words and stops of a piece of text, each word with a key to look it up by.

use std::ops::Range;

use super::lexicon::{Entry, LEXICON};

/// A word or a stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Token {
    /// Where it begins in the text.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// A word's [`key`]; 0 for a stop.
    pub key: u64,
    /// Whether a word begins with a capital letter or a digit.
    pub is_capital: bool,
    /// Whether a word begins with a digit.
    pub is_number: bool,
    /// What the lexicon has of a word.
    pub entry: Entry,
    /// A stop's first character; a space for a word.
    pub stop: char,
}

impl Token {
    /// Whether it is a word.
    pub const fn is_word(&self) -> bool {
        self.key != 0
    }
}

const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// The key of a word without regard to the case of its first letter; never 0.
pub fn key(word: &str) -> u64 {
    first_letter(word, 0).map_or(1, |first| hash(word.as_bytes(), first.length, word.len(), first.small))
}

/// The first letter of a word.
struct First {
    small: u64,
    length: usize,
    is_capital: bool,
}

fn first_letter(text: &str, at: usize) -> Option<First> {
    let byte = *text.as_bytes().get(at)?;
    if byte.is_ascii() {
        return Some(First {
            small: u64::from(byte.to_ascii_lowercase()),
            length: 1,
            is_capital: byte.is_ascii_uppercase(),
        });
    }
    let letter = text.get(at..)?.chars().next()?;
    let is_capital = letter.is_uppercase();
    let small = if is_capital {
        letter.to_lowercase().next().unwrap_or(letter)
    } else {
        letter
    };
    Some(First {
        small: u64::from(u32::from(small)),
        length: letter.len_utf8(),
        is_capital,
    })
}

/// Eight bytes at a time: a Vietnamese syllable is one step.
fn hash(bytes: &[u8], start: usize, end: usize, first: u64) -> u64 {
    let mut key = first.wrapping_mul(MIX);
    let mut at = start;
    while at < end {
        key = (key.rotate_left(23) ^ piece(bytes, at, end)).wrapping_mul(MIX);
        at += 8;
    }
    (key ^ (key >> 29)) | 1
}

/// At most eight bytes from a place on, before an end.
fn piece(bytes: &[u8], at: usize, end: usize) -> u64 {
    let length = (end - at).min(8);
    let whole = bytes.get(at..at + 8).and_then(|eight| <[u8; 8]>::try_from(eight).ok());
    if let Some(eight) = whole {
        return u64::from_le_bytes(eight) & (u64::MAX >> (64 - 8 * length));
    }
    let mut eight = [0_u8; 8];
    for (to, from) in eight.iter_mut().zip(bytes.get(at..end).unwrap_or_default()) {
        *to = *from;
    }
    u64::from_le_bytes(eight)
}

/// The key of a phrase: that of its words so far, and one more.
pub const fn and(phrase: u64, word: u64) -> u64 {
    (phrase.rotate_left(7) ^ word).wrapping_mul(MIX)
}

/// What a byte is, where a character begins: part of a word (its length in bytes), a space, a stop.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Letter(usize),
    /// Part of a word between letters.
    Joint,
    Space,
    Stop,
}

const KINDS: [Kind; 256] = kinds();

const fn kinds() -> [Kind; 256] {
    let mut kinds = [Kind::Stop; 256];
    let mut byte = 0_u8;
    loop {
        kinds[byte as usize] = match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => Kind::Letter(1),
            b'-' | b'.' | b'\'' => Kind::Joint,
            b' ' | b'\t' | b'\n' | b'\r' => Kind::Space,
            // The general punctuation, guillemets and the no-break space have these lead bytes.
            0xC2 | 0xE2 | 0xE3 => Kind::Stop,
            0xC0..=0xDF => Kind::Letter(2),
            0xE0..=0xEF => Kind::Letter(3),
            0xF0.. => Kind::Letter(4),
            _ => Kind::Stop,
        };
        if byte == u8::MAX {
            return kinds;
        }
        byte += 1;
    }
}

fn kind(bytes: &[u8], at: usize) -> Option<Kind> {
    KINDS.get(usize::from(*bytes.get(at)?)).copied()
}

/// Adds the tokens of a range of the text.
pub fn tokens(text: &str, range: Range<usize>, into: &mut Vec<Token>) {
    let Some(bytes) = text.as_bytes().get(..range.end.min(text.len())) else {
        return;
    };
    let lexicon = &*LEXICON;
    let mut at = range.start;
    while let Some(first) = kind(bytes, at) {
        match first {
            Kind::Letter(_) => {
                let end = word_end(bytes, at);
                let Some(first) = first_letter(text, at) else { return };
                let key = hash(text.as_bytes(), at + first.length, end, first.small);
                let is_number = bytes.get(at).is_some_and(u8::is_ascii_digit);
                into.push(Token {
                    start: at,
                    end,
                    key,
                    entry: lexicon.word(key),
                    is_capital: is_number || first.is_capital,
                    is_number,
                    stop: ' ',
                });
                at = end;
            }
            Kind::Space => at += 1,
            Kind::Joint | Kind::Stop => {
                let stop = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
                if !stop.is_whitespace() {
                    into.push(Token {
                        start: at,
                        end: at + stop.len_utf8(),
                        key: 0,
                        entry: Entry::default(),
                        is_capital: false,
                        is_number: false,
                        stop,
                    });
                }
                at += stop.len_utf8();
            }
        }
    }
}

/// Where the word ends that begins at a byte: "30.000", "TP.HCM" and "Al-Arabiya" are words.
fn word_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    loop {
        match kind(bytes, at) {
            Some(Kind::Letter(length)) => at += length,
            Some(Kind::Joint) if matches!(kind(bytes, at + 1), Some(Kind::Letter(_))) => at += 1,
            _ => return at.min(bytes.len()),
        }
    }
}
