//! [`tokens`]: the words of a text as the names in it are looked for: each with its hash, its shape, and what stands
//! between it and the word before.

use super::letters::{Class, letter, letters};
use super::lexicon::Lexicon;
use super::syllables::Syllables;
use crate::enrich::words::{count, words};

/// A word: in Vietnamese a syllable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// First byte in the text.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// Hash of the word without case, its tone apart (hoà is hòa).
    pub hash: u64,
    /// Its number among the words that the lexicon knows as they are written; 0 for none.
    pub word: u32,
    /// Hash of its last letters: what foreign names are told by.
    pub tail: u32,
    /// Number of letters and digits.
    pub length: u8,
    /// Its shape.
    pub shape: Shape,
    /// What stands before it.
    pub gap: Gap,
    /// A quotation mark or a bracket opens right before it.
    pub opened: bool,
}

/// How a word is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Shape {
    /// In small letters: tỉnh.
    #[default]
    Small,
    /// With a capital first: Bắc.
    Title,
    /// One capital: A.
    Single,
    /// In capitals: UBND.
    Upper,
    /// With capitals further on: eBay, McDonald.
    Mixed,
    /// A number: 2019.
    Digits,
    /// Letters, a capital first, and digits: U23.
    Code,
    /// Small letters and digits: 3a.
    SmallCode,
    /// In a script without case.
    Caseless,
}

impl Shape {
    /// Whether it is written as a name is.
    pub fn is_capital(self) -> bool {
        matches!(
            self,
            Shape::Title | Shape::Single | Shape::Upper | Shape::Mixed | Shape::Code
        )
    }
}

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Gap {
    /// White space alone.
    Space,
    /// Nothing.
    Nothing,
    /// A hyphen without spaces: GD-ĐT.
    Hyphen,
    /// A full stop inside a name: TP.HCM, U.23, J. Biden.
    Dot,
    /// An ampersand: GD&ĐT.
    Ampersand,
    /// A slash.
    Slash,
    /// An apostrophe: H'Hen.
    Apostrophe,
    /// A dash, or a hyphen between spaces.
    Dash,
    /// A comma.
    Comma,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// A quotation mark.
    Quote,
    /// Colon or semicolon.
    Colon,
    /// Anything else.
    Other,
    /// The end of a sentence.
    Stop,
    /// A new line, or the beginning of the text.
    #[default]
    Line,
}

impl Gap {
    /// Whether a sentence begins after it.
    pub fn is_start(self) -> bool {
        matches!(self, Gap::Stop | Gap::Line)
    }

    /// Whether the words on both sides can be one written word: "GD-ĐT", "TP.HCM".
    pub fn is_joint(self) -> bool {
        self <= Gap::Apostrophe
    }
}

/// So many words before a capital are read, and so many after it.
const BEFORE: usize = 16;
const AFTER: usize = 8;

/// The words of a text.
pub fn tokens(text: &str) -> Vec<Token> {
    tokens_near(text, &Syllables::default(), |_| true)
}

/// The words of a text, of which only those near a word with a capital or a digit are read: no other can be part of a
/// name, or tell of one. The rest have no hash, and count as written small.
pub fn tokens_of_names(text: &str, lexicon: &Lexicon) -> Vec<Token> {
    let table = letters();
    tokens_near(text, lexicon.syllables(), |first| {
        matches!(letter(table, first).class(), Class::Capital | Class::Digit)
    })
}

fn tokens_near(text: &str, syllables: &Syllables, counts: impl Fn(u32) -> bool) -> Vec<Token> {
    let bytes = text.as_bytes();
    // Counted first: a token takes more room than the word that it stands for.
    let mut tokens: Vec<Token> = Vec::with_capacity(count(bytes));
    // Up to which word they are read, and up to which they are to be.
    let (mut reads, mut read_until) = (0, 0);
    let mut end = None;
    for span in words(bytes) {
        let (gap, opened) = match end {
            Some(end) if end + 1 == span.start && bytes.get(end) == Some(&b' ') => (Gap::Space, false),
            Some(end) => gap(text.get(end..span.start).unwrap_or_default()),
            None => (
                Gap::Line,
                text.get(..span.start).is_some_and(|t| t.ends_with(is_opener)),
            ),
        };
        end = Some(span.end);
        let at = tokens.len();
        tokens.push(Token {
            start: span.start as u32,
            end: span.end as u32,
            gap,
            opened,
            ..Token::default()
        });
        if counts(code_point(bytes, span.start).0) {
            read_until = at + 1 + AFTER;
            for at in at.saturating_sub(BEFORE).max(reads)..at {
                read_at(text, syllables, &mut tokens, at);
            }
            reads = at;
        }
        if at < read_until {
            read_at(text, syllables, &mut tokens, at);
            reads = at + 1;
        }
    }
    tokens
}

/// Reads a word whose place is known.
#[inline]
fn read_at(text: &str, syllables: &Syllables, tokens: &mut [Token], at: usize) {
    let (before, rest) = tokens.split_at_mut(at);
    let Some(token) = rest.first_mut() else { return };
    let bytes = text.as_bytes();
    let (start, end) = (token.start as usize, token.end as usize);
    let own = syllables.read(bytes, start, end);
    let own = own.unwrap_or_else(|| read(bytes.get(start..end).unwrap_or_default()));
    *token = Token {
        start: token.start,
        end: token.end,
        gap: token.gap,
        opened: token.opened,
        ..own
    };
    // "TP. Thanh Hóa", "J. Biden": the word before is an abbreviation.
    if token.gap == Gap::Stop
        && !token.opened
        && let Some(before) = before.last()
        && is_abbreviation(before)
        && text
            .get(before.end as usize..token.start as usize)
            .is_some_and(|gap| gap.trim_end() == ".")
    {
        token.gap = Gap::Dot;
    }
}

/// The hash that a word has in the text, for lists of words.
pub fn word_hash(word: &str) -> u64 {
    read(word.as_bytes()).hash
}

const SEED: u64 = 0x9E37_79B9_7F4A_7C15;
const MULTIPLIER: u64 = 0xA076_1D64_78BD_642F;

/// Two hashes, in this order, as one.
#[inline]
pub fn joined(first: u64, second: u64) -> u64 {
    let product = u128::from(first ^ SEED) * u128::from(second ^ MULTIPLIER);
    (product as u64) ^ ((product >> 64) as u64)
}

/// The character that begins at `at` in the bytes of a text, and how many of them it takes.
#[inline]
fn code_point(bytes: &[u8], at: usize) -> (u32, usize) {
    let first = u32::from(bytes.get(at).copied().unwrap_or_default());
    let more = |n: usize| u32::from(bytes.get(at + n).copied().unwrap_or_default() & 0x3F);
    match first {
        0..0x80 => (first, 1),
        0x80..0xE0 => ((first & 0x1F) << 6 | more(1), 2),
        0xE0..0xF0 => ((first & 0x0F) << 12 | more(1) << 6 | more(2), 3),
        _ => ((first & 0x07) << 18 | more(1) << 12 | more(2) << 6 | more(3), 4),
    }
}

fn read(word: &[u8]) -> Token {
    let table = letters();
    let (mut hash, mut tail) = (SEED, 0_u32);
    // One tone wherever it stands; of several, in words that are not Vietnamese, each in its turn. What follows the last
    // of them does not count.
    let (mut tones, mut tone) = (0_u64, 0_u64);
    // How many letters of each class, sixteen bits each: no word that long has a shape that matters.
    let mut classes = 0_u64;
    let mut length = 0_u32;
    let mut at = 0;
    while at < word.len() {
        let (c, bytes) = code_point(word, at);
        let letter = letter(table, c);
        at += bytes;
        hash = (hash.rotate_left(5) ^ u64::from(letter.base())).wrapping_mul(MULTIPLIER);
        tail = (tail << 10) ^ (letter.base() << 3 ^ letter.tone()) & 0x3FF;
        tones = tones.wrapping_mul(7).wrapping_add(u64::from(letter.tone()));
        tone = if letter.tone() == 0 { tone } else { tones };
        classes = classes.wrapping_add(1 << (16 * letter.class() as u32));
        length += 1;
    }
    let of = |class: Class| (classes >> (16 * class as u32)) as u32 & 0xFFFF;
    let (capitals, digits, caseless) = (of(Class::Capital), of(Class::Digit), of(Class::Other));
    let is_first = || letter(table, code_point(word, 0).0).class() == Class::Capital;
    let shape = if digits == length {
        Shape::Digits
    } else if digits > 0 {
        if capitals > 0 { Shape::Code } else { Shape::SmallCode }
    } else if caseless == length {
        Shape::Caseless
    } else if capitals == 0 {
        Shape::Small
    } else if length == 1 {
        Shape::Single
    } else if capitals == length {
        Shape::Upper
    } else if capitals == 1 && is_first() {
        Shape::Title
    } else {
        Shape::Mixed
    };
    Token {
        start: 0,
        end: 0,
        hash: joined(hash, tone),
        word: 0,
        tail,
        length: length.min(255) as u8,
        shape,
        gap: Gap::Line,
        opened: false,
    }
}

fn is_opener(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '„')
}

/// What stands between two words, and whether a quotation mark or a bracket opens right before the second.
fn gap(between: &str) -> (Gap, bool) {
    match between {
        " " => return (Gap::Space, false),
        ", " => return (Gap::Comma, false),
        "" => return (Gap::Nothing, false),
        "-" => return (Gap::Hyphen, false),
        "." => return (Gap::Dot, false),
        "\n" => return (Gap::Line, false),
        _ => {}
    }
    let opened = between.ends_with(is_opener) && between.len() > 1;
    let mut kind = Gap::Space;
    let spaced = between.contains(char::is_whitespace);
    for c in between.chars() {
        let own = match c {
            '\n' => Gap::Line,
            '.' | '!' | '?' | '…' => Gap::Stop,
            ':' | ';' => Gap::Colon,
            '(' | '[' => Gap::Open,
            ')' | ']' => Gap::Close,
            '"' | '“' | '”' | '«' | '»' | '„' => Gap::Quote,
            '\'' | '’' | '‘' if !spaced => Gap::Apostrophe,
            '\'' | '’' | '‘' => Gap::Quote,
            ',' => Gap::Comma,
            '-' | '–' | '—' if spaced || c == '—' => Gap::Dash,
            '-' | '–' | '‑' => Gap::Hyphen,
            '&' => Gap::Ampersand,
            '/' => Gap::Slash,
            c if c.is_whitespace() => Gap::Space,
            _ => Gap::Other,
        };
        kind = kind.max(own);
    }
    (kind, opened)
}

/// Words that are written with a full stop before a name: one capital, TP, TX, TS, PGS, ThS.
fn is_abbreviation(token: &Token) -> bool {
    match token.shape {
        Shape::Single => true,
        Shape::Upper => token.length == 2 || token.length == 3,
        Shape::Title => token.length == 2,
        Shape::Mixed => token.length == 3,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_shapes_and_gaps() {
        let text = "TP.HCM: ông Đỗ “Ba” ở quận 1, TP. Huế - U23\neBay của GD-ĐT";
        let found: Vec<_> = tokens(text)
            .iter()
            .map(|t| (&text[t.start as usize..t.end as usize], t.shape, t.gap, t.opened))
            .collect();
        assert_eq!(
            found,
            [
                ("TP", Shape::Upper, Gap::Line, false),
                ("HCM", Shape::Upper, Gap::Dot, false),
                ("ông", Shape::Small, Gap::Colon, false),
                ("Đỗ", Shape::Title, Gap::Space, false),
                ("Ba", Shape::Title, Gap::Quote, true),
                ("ở", Shape::Small, Gap::Quote, false),
                ("quận", Shape::Small, Gap::Space, false),
                ("1", Shape::Digits, Gap::Space, false),
                ("TP", Shape::Upper, Gap::Comma, false),
                ("Huế", Shape::Title, Gap::Dot, false),
                ("U23", Shape::Code, Gap::Dash, false),
                ("eBay", Shape::Mixed, Gap::Line, false),
                ("của", Shape::Small, Gap::Space, false),
                ("GD", Shape::Upper, Gap::Space, false),
                ("ĐT", Shape::Upper, Gap::Hyphen, false),
            ]
        );
    }

    #[test]
    fn case_and_the_place_of_a_tone_make_no_difference() {
        for (one, other, same) in [
            ("Hoà", "hòa", true),
            ("THUỶ", "Thủy", true),
            ("Giang", "Giàng", false),
            ("đô", "do", false),
            ("tú", "tu", false),
        ] {
            assert_eq!(word_hash(one) == word_hash(other), same, "{one} {other}");
        }
    }
}
