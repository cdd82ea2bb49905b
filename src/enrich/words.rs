//! Words: runs of letters and digits, found in the bytes of UTF-8 text.
//!
//! In Vietnamese such a run is a syllable. Ideographs and kana are written without spaces, so each of them is a word
//! by itself here. The scan goes by lead bytes, because this runs over every text twice and a character table with a
//! binary search costs ten times as much; it differs from Unicode's letters and digits in a few rare signs only.

use std::ops::Range;

/// The words of a text, as byte ranges.
pub fn words(text: &[u8]) -> Words<'_> {
    Words { text, at: 0 }
}

/// The iterator of [`words`].
#[derive(Clone, Debug)]
pub struct Words<'a> {
    text: &'a [u8],
    at: usize,
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

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    #[inline]
    fn next(&mut self) -> Option<Range<usize>> {
        let text = self.text;
        let mut at = self.at;
        let start = loop {
            let lead = *text.get(at)?;
            let (class, length) = classify(text, at, lead);
            if class == Class::Letter {
                let start = at;
                at += length;
                break start;
            }
            at += length;
            if class == Class::Ideograph {
                self.at = at;
                return Some(at - length..at.min(text.len()));
            }
        };
        while let Some(&lead) = text.get(at) {
            let (class, length) = classify(text, at, lead);
            if class != Class::Letter {
                break;
            }
            at += length;
        }
        self.at = at;
        Some(start..at.min(text.len()))
    }
}

/// The class and the length in bytes of the character that begins at `at`.
#[inline]
fn classify(text: &[u8], at: usize, lead: u8) -> (Class, usize) {
    if lead < 0x80 {
        let class = if lead.is_ascii_alphanumeric() {
            Class::Letter
        } else {
            Class::Gap
        };
        return (class, 1);
    }
    classify_beyond_ascii(text, at, lead)
}

#[inline]
fn classify_beyond_ascii(text: &[u8], at: usize, lead: u8) -> (Class, usize) {
    use Class::{Gap, Ideograph, Letter};
    let byte = |n: usize| text.get(at + n).copied().unwrap_or(0);
    match lead {
        // × and ÷ among the letters of Latin-1.
        0xC3 => (if matches!(byte(1), 0x97 | 0xB7) { Gap } else { Letter }, 2),
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
        0xC4..=0xDF => (Letter, 2),
        // Danda and double danda.
        0xE0 => (
            if byte(1) == 0xA5 && matches!(byte(2), 0xA4 | 0xA5) {
                Gap
            } else {
                Letter
            },
            3,
        ),
        0xE1 => (Letter, 3),
        // Punctuation and symbols; letters again from Glagolitic to Ethiopic.
        0xE2 => (if matches!(byte(1), 0xB0..=0xB7) { Letter } else { Gap }, 3),
        // CJK punctuation, but for the iteration mark and zero.
        0xE3 if byte(1) == 0x80 => (if matches!(byte(2), 0x85 | 0x87) { Ideograph } else { Gap }, 3),
        0xE3..=0xE9 => (Ideograph, 3),
        0xEA..=0xED => (Letter, 3),
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
        0xF1..=0xF7 => (Gap, 4),
        // Not the beginning of a character.
        _ => (Gap, 1),
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
            ("2×3÷4", vec!["2", "3", "4"]),
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

    proptest! {
        #[test]
        fn words_lie_on_character_bounds_in_order(text in "\\PC{0,40}") {
            let mut last = 0;
            for range in words(text.as_bytes()) {
                prop_assert!(range.start >= last && range.start < range.end);
                prop_assert!(text.get(range.clone()).is_some());
                last = range.end;
            }
        }
    }
}
