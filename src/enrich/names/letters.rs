//! [`letter`]: a character as names are compared: small, and without its tone.
//!
//! Tones are taken off and counted apart, so that the two ways of placing them (hoà, hòa) are one. What makes another
//! letter of a vowel (ă, â, ê, ô, ơ, ư) stays on it.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// A letter or digit without its tone: the small letter, above it its tone and its class. Four bytes, so that the table of
/// them stays near.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Letter(u32);

impl Letter {
    /// The small letter.
    #[inline]
    pub fn base(self) -> u32 {
        self.0 & 0x1F_FFFF
    }

    /// Grave, acute, tilde, hook above, dot below: 1 to 5; 0 without.
    #[inline]
    pub fn tone(self) -> u32 {
        self.0 >> 21 & 7
    }

    /// What kind of character it was.
    #[inline]
    pub fn class(self) -> Class {
        match self.0 >> 24 {
            0 => Class::Small,
            1 => Class::Capital,
            2 => Class::Digit,
            _ => Class::Other,
        }
    }
}

/// What a character is to the shape of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A small letter.
    Small,
    /// A capital.
    Capital,
    /// A digit.
    Digit,
    /// A letter of a script without case.
    Other,
}

/// Latin with all its extensions ends here.
const TABLED: usize = 0x1F00;

static TABLE: LazyLock<Vec<Letter>> = LazyLock::new(|| (0..TABLED as u32).map(|c| define(char::from_u32(c))).collect());

/// The table of letters, for whoever asks for many.
pub(super) fn letters() -> &'static [Letter] {
    &TABLE
}

/// The letter that a character is, by the table.
#[inline]
pub(super) fn letter(table: &[Letter], c: u32) -> Letter {
    match table.get(c as usize) {
        Some(letter) => *letter,
        None => define(char::from_u32(c)),
    }
}

fn define(c: Option<char>) -> Letter {
    let Some(c) = c else { return Letter::default() };
    let mut tone = 0_u32;
    let bare: String = std::iter::once(c)
        .nfd()
        .filter(|mark| {
            let own = match mark {
                '\u{300}' => 1,
                '\u{301}' => 2,
                '\u{303}' => 3,
                '\u{309}' => 4,
                '\u{323}' => 5,
                _ => return true,
            };
            tone = own;
            false
        })
        .nfc()
        .collect();
    let bare = bare.chars().next().unwrap_or(c);
    let class = if c.is_uppercase() {
        Class::Capital
    } else if c.is_lowercase() {
        Class::Small
    } else if c.is_numeric() {
        Class::Digit
    } else {
        Class::Other
    };
    let base = bare.to_lowercase().next().unwrap_or(bare) as u32;
    Letter(base | tone << 21 | (class as u32) << 24)
}
