//! [`Letter`]: a character as the model compares it: in lower case, its tone taken off and kept beside it.
//!
//! Tones are written in two styles, hoà and hòa, thuỷ and thủy. Where a syllable's letters and its tone are taken apart,
//! both are the same, and no list of such pairs is needed.

use crate::intake::VOWELS;

/// What a character is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A small letter, or one of a script without capitals.
    Small,
    /// A capital.
    Capital,
    /// A digit.
    Digit,
    /// White space.
    Space,
    /// Anything else.
    Sign,
}

/// A character, folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter {
    /// What it is.
    pub kind: Kind,
    /// The small letter without its tone.
    pub base: u32,
    /// 0 for none.
    pub tone: u32,
}

/// The small letters of the Latin script up to ỹ: base and tone, 16 bits each, at the place of their code point.
const LOW: [u16; 0x200] = table::<0x200>(0);
const HIGH: [u16; 0x60] = table::<0x60>(0x1EA0);

/// Base in the lower 12 bits, tone above. The capital of a letter of these pages has the code before it, or 32 before it in
/// Latin-1.
const fn table<const N: usize>(first: u32) -> [u16; N] {
    let mut table = [0; N];
    let mut row = 0;
    while row < VOWELS.len() {
        let mut tone = 0;
        while tone < 6 {
            let code = VOWELS[row][tone] as u32;
            if code >= first && code < first + N as u32 {
                table[(code - first) as usize] = VOWELS[row][0] as u16 | (tone as u16) << 12;
            }
            tone += 1;
        }
        row += 1;
    }
    table
}

/// Folds a character.
#[inline(always)]
pub fn letter(c: char) -> Letter {
    let code = c as u32;
    if code < 0x80 {
        let kind = match code as u8 {
            b'a'..=b'z' => Kind::Small,
            b'A'..=b'Z' => Kind::Capital,
            b'0'..=b'9' => Kind::Digit,
            b' ' | 0x09..=0x0D => Kind::Space,
            _ => Kind::Sign,
        };
        let base = code | u32::from(kind == Kind::Capital) << 5;
        return Letter { kind, base, tone: 0 };
    }
    let (small, kind) = match code {
        0xC0..=0xDE if code != 0xD7 => (code + 32, Kind::Capital),
        0xDF..=0xFF if code != 0xF7 => (code, Kind::Small),
        // Ă Đ Ĩ Ũ Ơ and all of Vietnamese in Latin Extended Additional: the capital is even; Ư is odd.
        0x102 | 0x110 | 0x128 | 0x168 | 0x1A0 | 0x1AF => (code + 1, Kind::Capital),
        0x103 | 0x111 | 0x129 | 0x169 | 0x1A1 | 0x1B0 => (code, Kind::Small),
        0x1EA0..=0x1EF9 => (code | 1, if code & 1 == 0 { Kind::Capital } else { Kind::Small }),
        _ => return beyond(c),
    };
    let folded = match small {
        0x1EA0.. => HIGH[(small - 0x1EA0) as usize],
        _ => LOW[small as usize],
    };
    match folded {
        0 => Letter {
            kind,
            base: small,
            tone: 0,
        },
        _ => Letter {
            kind,
            base: u32::from(folded & 0xFFF),
            tone: u32::from(folded >> 12),
        },
    }
}

/// Characters that Vietnamese does not use, and the marks of text that is not composed.
#[cold]
fn beyond(c: char) -> Letter {
    let tone = match c {
        '\u{300}' => 1,
        '\u{301}' => 2,
        '\u{309}' => 3,
        '\u{303}' => 4,
        '\u{323}' => 5,
        _ => 0,
    };
    let kind = match c {
        '\u{300}'..='\u{36F}' => Kind::Small,
        _ if c.is_whitespace() => Kind::Space,
        _ if c.is_numeric() => Kind::Digit,
        _ if c.is_uppercase() => Kind::Capital,
        _ if c.is_alphabetic() => Kind::Small,
        _ => Kind::Sign,
    };
    let base = match tone {
        0 => c.to_lowercase().next().unwrap_or(c) as u32,
        _ => 0,
    };
    Letter { kind, base, tone }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_folded() {
        for (c, kind, base, tone) in [
            ('a', Kind::Small, 'a', 0),
            ('Z', Kind::Capital, 'z', 0),
            ('ắ', Kind::Small, 'ă', 2),
            ('Ặ', Kind::Capital, 'ă', 5),
            ('Ý', Kind::Capital, 'y', 2),
            ('ỷ', Kind::Small, 'y', 3),
            ('Đ', Kind::Capital, 'đ', 0),
            ('Ư', Kind::Capital, 'ư', 0),
            ('Ơ', Kind::Capital, 'ơ', 0),
            ('ũ', Kind::Small, 'u', 4),
            ('Ũ', Kind::Capital, 'u', 4),
            ('Ñ', Kind::Capital, 'ñ', 0),
            ('Ж', Kind::Capital, 'ж', 0),
            ('人', Kind::Small, '人', 0),
            ('7', Kind::Digit, '7', 0),
            ('\u{a0}', Kind::Space, '\u{a0}', 0),
            ('…', Kind::Sign, '…', 0),
            ('×', Kind::Sign, '×', 0),
        ] {
            let expected = Letter {
                kind,
                base: base as u32,
                tone,
            };
            assert_eq!(letter(c), expected, "{c}");
        }
    }

    #[test]
    fn every_capital_of_latin_folds_as_its_small_letter() {
        for c in ('\u{0}'..'\u{24F}').chain('\u{1EA0}'..='\u{1EF9}') {
            let mut small = c.to_lowercase();
            let (Some(one), None) = (small.next(), small.next()) else {
                continue;
            };
            let (a, b) = (letter(c), letter(one));
            assert_eq!((a.base, a.tone), (b.base, b.tone), "{c}");
            assert_eq!(a.kind == Kind::Capital, c.is_uppercase(), "{c}");
        }
    }
}
