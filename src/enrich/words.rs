//! Words: runs of letters and digits, found in the bytes of UTF-8 text.
//!
//! In Vietnamese such a run is a syllable. Ideographs and kana are written without spaces, so each of them is a word
//! by itself here. This runs over every text twice, so it looks at 64 bytes at a time, eight of them in one machine word,
//! and at single characters only where their lead byte leaves it open whether they are letters. It differs from
//! Unicode's letters and digits in a few rare signs (× and ÷ count as letters).

use std::ops::Range;

/// The words of a text, as byte ranges, in order.
pub fn words(text: &[u8]) -> Words<'_> {
    Words {
        text,
        next: 0,
        block: Block::default(),
    }
}

/// How many words a text has.
pub fn count(text: &[u8]) -> usize {
    let mut block = Block::default();
    let mut words = 0;
    for at in (0..text.len()).step_by(64) {
        block = Block::read(text, at, &block);
        words += block.starts.count_ones() as usize;
    }
    words
}

/// Hands over the words of a text, each as its first byte and the byte after its last, in order. Faster than going by
/// [`words`], for what looks at all of them.
#[inline]
pub fn each_word(text: &[u8], mut take: impl FnMut(usize, usize)) {
    let mut block = Block::default();
    let mut open = None;
    for at in (0..text.len()).step_by(64) {
        block = Block::read(text, at, &block);
        let (mut starts, mut ends) = (block.starts, block.ends);
        // Starts and ends alternate, so what is open ends first, and then the lowest of both belong together.
        if ends != 0
            && let Some(start) = open.take()
        {
            take(start, at + ends.trailing_zeros() as usize);
            ends &= ends - 1;
        }
        while ends != 0 {
            take(
                at + starts.trailing_zeros() as usize,
                at + ends.trailing_zeros() as usize,
            );
            starts &= starts - 1;
            ends &= ends - 1;
        }
        if starts != 0 {
            open = Some(at + starts.trailing_zeros() as usize);
        }
    }
    if let Some(start) = open {
        take(start, text.len());
    }
}

/// The iterator of [`words`].
#[derive(Clone, Debug)]
pub struct Words<'a> {
    text: &'a [u8],
    /// Where the block after this one begins.
    next: usize,
    block: Block,
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    #[inline]
    fn next(&mut self) -> Option<Range<usize>> {
        // Starts and ends alternate, so each is the lowest bit that is left, and a block without an end has no further
        // start either.
        while self.block.starts == 0 {
            if self.next >= self.text.len() {
                return None;
            }
            self.read();
        }
        let start = self.next - 64 + self.block.starts.trailing_zeros() as usize;
        self.block.starts &= self.block.starts - 1;
        while self.block.ends == 0 {
            if self.next >= self.text.len() {
                return Some(start..self.text.len());
            }
            self.read();
        }
        let end = self.next - 64 + self.block.ends.trailing_zeros() as usize;
        self.block.ends &= self.block.ends - 1;
        Some(start..end)
    }
}

impl Words<'_> {
    fn read(&mut self) {
        self.block = Block::read(self.text, self.next, &self.block);
        self.next += 64;
    }
}

/// Where words begin and end among 64 bytes: bit *n* stands for byte *n*.
#[derive(Clone, Copy, Debug, Default)]
struct Block {
    /// A word begins here.
    starts: u64,
    /// A word ended before this byte.
    ends: u64,
    /// Whether the last byte belongs to a word: 1 or 0.
    last: u64,
    /// Bytes of the next block that belong to no word, though they are not of ASCII.
    gaps_ahead: u64,
    /// Bytes of the next block at which a new word begins, if one does, whatever stands before them.
    splits_ahead: u64,
}

impl Block {
    #[inline]
    fn read(text: &[u8], at: usize, before: &Block) -> Self {
        let mut tail = [0; 64];
        let bytes: &[u8; 64] = match text.get(at..).and_then(<[u8]>::first_chunk) {
            Some(bytes) => bytes,
            None => {
                let rest = text.get(at..).unwrap_or_default();
                tail[..rest.len()].copy_from_slice(rest);
                &tail
            }
        };
        // Bit 0 for words, bit 1 for what is odd; the compiler does many at once.
        let mut marks = [0; 64];
        for (mark, byte) in marks.iter_mut().zip(bytes) {
            *mark = u8::from(is_word_byte(*byte)) | u8::from(is_odd_byte(*byte)) << 1;
        }
        let (mut in_word, mut odd) = (0, 0);
        for (n, eight) in marks.chunks_exact(8).enumerate() {
            let eight = u64::from_le_bytes(eight.try_into().unwrap_or_default());
            in_word |= gather(eight & EACH) << (8 * n);
            odd |= gather(eight >> 1 & EACH) << (8 * n);
        }
        // A character at the end of the block may reach into the next one.
        let mut gaps = u128::from(before.gaps_ahead);
        let mut splits = u128::from(before.splits_ahead);
        while odd != 0 {
            let n = odd.trailing_zeros();
            odd &= odd - 1;
            let (class, length) = classify(text, at + n as usize);
            match class {
                Class::Gap => gaps |= ((1 << length) - 1) << n,
                Class::Letter => {}
                Class::Ideograph => splits |= (1 | 1 << length) << n,
            }
        }
        let in_word = in_word & !(gaps as u64);
        let before_each = in_word << 1 | before.last;
        let starts = in_word & (!before_each | splits as u64);
        Block {
            starts,
            ends: before_each & (!in_word | starts),
            last: in_word >> 63,
            gaps_ahead: (gaps >> 64) as u64,
            splits_ahead: (splits >> 64) as u64,
        }
    }
}

const EACH: u64 = 0x0101_0101_0101_0101;

/// The letters and digits of ASCII, and everything beyond ASCII.
#[inline(always)]
fn is_word_byte(byte: u8) -> bool {
    let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    let digit = byte.wrapping_sub(b'0') < 10;
    letter | digit | (byte >= 0x80)
}

/// The lead bytes of characters that may be no letters, or words by themselves: 0xC2, and 0xD8 and above but for 0xE1.
/// What is left (Latin with all of Vietnamese, Greek, Cyrillic, Hebrew) is letters.
#[inline(always)]
fn is_odd_byte(byte: u8) -> bool {
    (byte >= 0xD8) & (byte != 0xE1) | (byte == 0xC2)
}

/// The lowest bits of eight bytes as eight bits.
#[inline]
fn gather(low: u64) -> u64 {
    low.wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// What a character is to words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Between words.
    Gap,
    /// Part of a word.
    Letter,
    /// A word by itself.
    Ideograph,
}

/// The class and the length in bytes of the character beyond ASCII that begins at `at`.
fn classify(text: &[u8], at: usize) -> (Class, usize) {
    use Class::{Gap, Ideograph, Letter};
    let byte = |n: usize| text.get(at + n).copied().unwrap_or(0);
    match byte(0) {
        0xC2 => (
            if matches!(byte(1), 0xAA | 0xB5 | 0xBA) {
                Letter
            } else {
                Gap
            },
            2,
        ),
        // Arabic comma, semicolon, question mark, full stop.
        0xD8 => (
            if matches!(byte(1), 0x8C | 0x9B | 0x9F) {
                Gap
            } else {
                Letter
            },
            2,
        ),
        0xDB => (if byte(1) == 0x94 { Gap } else { Letter }, 2),
        0xC3..=0xDF => (Letter, 2),
        // Danda and double danda.
        0xE0 => (
            if byte(1) == 0xA5 && matches!(byte(2), 0xA4 | 0xA5) {
                Gap
            } else {
                Letter
            },
            3,
        ),
        // Punctuation and symbols; letters again from Glagolitic to Ethiopic.
        0xE2 => (if matches!(byte(1), 0xB0..=0xB7) { Letter } else { Gap }, 3),
        // CJK punctuation, but for the iteration mark and zero.
        0xE3 if byte(1) == 0x80 => (if matches!(byte(2), 0x85 | 0x87) { Ideograph } else { Gap }, 3),
        0xE3..=0xE9 => (Ideograph, 3),
        0xE1 | 0xEA..=0xED => (Letter, 3),
        0xEF => match (byte(1), byte(2)) {
            (0xA4..=0xAB, _) => (Ideograph, 3),
            (0xBC, 0x90..=0x99 | 0xA1..=0xBA) | (0xBD, 0x81..=0x9A | 0xA6..=0xBF) | (0xBE, _) => (Letter, 3),
            (0xAC..=0xB7 | 0xB9 | 0xBA, _) => (Letter, 3),
            _ => (Gap, 3),
        },
        0xEE => (Gap, 3),
        0xF0 => match byte(1) {
            0x9F => (Gap, 4),
            0xA0..=0xBF => (Ideograph, 4),
            _ => (Letter, 4),
        },
        _ => (Gap, 4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        for (text, expected) in [
            ("", vec![]),
            ("  — …", vec![]),
            (
                "Đến nay, có 4.235 mô hình",
                vec!["Đến", "nay", "có", "4", "235", "mô", "hình"],
            ),
            ("“Dân vận khéo”", vec!["Dân", "vận", "khéo"]),
            ("Київ—це столиця", vec!["Київ", "це", "столиця"]),
            ("人民。日報", vec!["人", "民", "日", "報"]),
            ("서울에서 만난", vec!["서울에서", "만난"]),
            ("مرحبا، بك؟", vec!["مرحبا", "بك"]),
            ("नमस्ते। दुनिया", vec!["नमस्ते", "दुनिया"]),
            ("ok 👍🏽 ok", vec!["ok", "ok"]),
        ] {
            let found: Vec<_> = words(text.as_bytes()).map(|r| &text[r]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    /// The definition, character by character.
    fn slowly(text: &str) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        let mut joins = false;
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            let class = match c.is_ascii() {
                true if c.is_ascii_alphanumeric() => Class::Letter,
                true => Class::Gap,
                false => classify(text.as_bytes(), at).0,
            };
            match found.last_mut() {
                Some(last) if class == Class::Letter && joins => last.end = end,
                _ if class != Class::Gap => found.push(at..end),
                _ => {}
            }
            joins = class == Class::Letter;
        }
        found
    }

    proptest! {
        #[test]
        fn blocks_find_what_the_definition_says(text in "(\\PC|[a-zA-Zà-ỹ0-9 .,“”…]|[人民。ー]|\\s){0,300}") {
            let found: Vec<_> = words(text.as_bytes()).collect();
            prop_assert_eq!(count(text.as_bytes()), found.len());
            let mut each = Vec::new();
            each_word(text.as_bytes(), |start, end| each.push(start..end));
            prop_assert_eq!(&each, &found);
            prop_assert_eq!(found, slowly(&text));
        }

        #[test]
        fn the_lengths_of_characters_are_known(c: char) {
            let text = c.to_string();
            if !c.is_ascii() {
                prop_assert_eq!(classify(text.as_bytes(), 0).1, text.len());
            }
        }
    }
}
