//! [`Token`]: the words and signs on either side of a name, one at a time.
//!
//! Only a few words before and after a name are ever looked at, so a text is never cut into words as a whole: a token
//! is read where it is asked for, forwards or backwards. Each word carries a key, the hash of its letters; two spellings
//! that a reader takes for one ("HOÀ" and "Hòa", "bác sỹ" and "bác sĩ") have the same.

use std::ops::Range;
use std::sync::LazyLock;

/// A word, or a sign that stands alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The hash of a word's letters, 0 for a sign.
    pub key: u64,
    /// What a sign is; `None` for words. A line's end is a sign, too.
    pub sign: Option<char>,
    /// Whether it begins with a capital letter or a digit.
    pub is_capital: bool,
}

/// Words of more bytes are cut: no title is that long, and a text without spaces stays cheap.
const LONGEST: usize = 64;

impl Token {
    /// The token that begins at `at` or after the spaces there.
    pub fn after(text: &str, at: usize) -> Option<Self> {
        let mut start = at;
        let first = loop {
            let c = next(text, start)?;
            if !is_space(c) {
                break c;
            }
            start += c.len_utf8();
        };
        if LETTERS.of(first).is_letter {
            Some(Self::word(text, start, text.len()))
        } else {
            Some(Self::sign(start, first))
        }
    }

    /// The token that ends at `at` or before the spaces there.
    pub fn before(text: &str, at: usize) -> Option<Self> {
        let letters = &*LETTERS;
        let mut end = at;
        let last = loop {
            let c = previous(text, end)?;
            if !is_space(c) {
                break c;
            }
            end -= c.len_utf8();
        };
        if !letters.of(last).is_letter {
            return Some(Self::sign(end - last.len_utf8(), last));
        }
        let mut start = end - last.len_utf8();
        while let Some(c) = previous(text, start) {
            let before = start - c.len_utf8();
            let joins = || is_joint(c) && previous(text, before).is_some_and(|c| letters.of(c).is_letter);
            if !(letters.of(c).is_letter || joins()) || end - start >= LONGEST {
                break;
            }
            start = before;
        }
        Some(Self::word(text, start, end))
    }

    /// The word that begins at `start` and ends at `limit` at the latest.
    fn word(text: &str, start: usize, limit: usize) -> Self {
        let letters = &*LETTERS;
        let mut key = Key::default();
        let mut end = start;
        let mut is_capital = false;
        while let Some(c) = next(text, end).filter(|_| end < limit) {
            let letter = letters.of(c);
            let after = end + c.len_utf8();
            let joins = || is_joint(c) && next(text, after).is_some_and(|c| letters.of(c).is_letter);
            if !(letter.is_letter || joins()) || end - start >= LONGEST {
                break;
            }
            is_capital |= end == start && letter.is_capital;
            key.push(letter.base, letter.tone);
            end = after;
        }
        Self {
            start,
            end,
            key: key.finish(),
            sign: None,
            is_capital,
        }
    }

    fn sign(start: usize, sign: char) -> Self {
        Self {
            start,
            end: start + sign.len_utf8(),
            key: 0,
            sign: Some(sign),
            is_capital: false,
        }
    }

    /// Whether it is a word.
    pub fn is_word(&self) -> bool {
        self.sign.is_none()
    }
}

/// The character that begins at `at`.
#[inline]
fn next(text: &str, at: usize) -> Option<char> {
    let bytes = text.as_bytes();
    let first = *bytes.get(at)?;
    if first.is_ascii() {
        return Some(char::from(first));
    }
    let more = |n: usize| bytes.get(at + n).map_or(0, |byte| u32::from(byte & 0x3F));
    // Two and three bytes are nearly all there are.
    match first {
        0xC2..0xE0 => char::from_u32(u32::from(first & 0x1F) << 6 | more(1)),
        0xE0..0xF0 => char::from_u32(u32::from(first & 0x0F) << 12 | more(1) << 6 | more(2)),
        _ => text.get(at..)?.chars().next(),
    }
}

/// The character that ends at `at`.
#[inline]
fn previous(text: &str, at: usize) -> Option<char> {
    let bytes = text.as_bytes();
    let last = *bytes.get(at.checked_sub(1)?)?;
    if last.is_ascii() {
        return Some(char::from(last));
    }
    let begins = |back: usize| at >= back && bytes.get(at - back).is_some_and(|byte| byte & 0xC0 != 0x80);
    let back = if begins(2) {
        2
    } else if begins(3) {
        3
    } else {
        4
    };
    next(text, at.checked_sub(back)?)
}

/// The tokens of a stretch of text.
pub fn tokens(text: &str, span: Range<usize>) -> impl Iterator<Item = Token> {
    let mut at = span.start;
    let text = text.get(..span.end).unwrap_or_default();
    std::iter::from_fn(move || {
        let token = Token::after(text, at)?;
        at = token.end;
        Some(token)
    })
}

/// The keys of a phrase's words.
pub fn keys(phrase: &str) -> impl Iterator<Item = u64> {
    tokens(phrase, 0..phrase.len())
        .filter(Token::is_word)
        .map(|token| token.key)
}

fn is_space(c: char) -> bool {
    c == ' '
        || c == '\t'
        || !c.is_ascii() && (c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200D}' | '\u{FEFF}' | '\u{AD}'))
}

/// Signs that stay inside a word: TP.HCM, Sang-sik, GD&ĐT, O'Reilly.
fn is_joint(c: char) -> bool {
    matches!(c, '.' | '-' | '&' | '\'' | '’')
}

const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash of a word's letters, its tone apart, so that it does not matter which vowel carries the tone; and with i for
/// y at the end after a consonant.
#[derive(Default)]
struct Key {
    hash: u64,
    tone: u8,
    last: char,
    last_but_one: char,
}

impl Key {
    #[inline]
    fn push(&mut self, base: char, tone: u8) {
        if tone != 0 {
            self.tone = tone;
        }
        self.hash = mix(self.hash, u64::from(u32::from(self.last)));
        (self.last_but_one, self.last) = (self.last, base);
    }

    fn finish(self) -> u64 {
        let is_vowel = matches!(
            self.last_but_one,
            '\0' | 'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y'
        );
        let last = if self.last == 'y' && !is_vowel { 'i' } else { self.last };
        mix(mix(self.hash, u64::from(u32::from(last))), u64::from(self.tone) + 1)
    }
}

/// One step of the hash (FNV-1a, a character at a time).
#[inline]
pub fn mix(hash: u64, value: u64) -> u64 {
    (hash ^ BASIS ^ value).wrapping_mul(0x0100_0000_01b3).rotate_left(5)
}

/// What there is to know of a character.
#[derive(Clone, Copy)]
struct Letter {
    /// Small, without its tone.
    base: char,
    tone: u8,
    is_letter: bool,
    is_capital: bool,
}

/// The letters of Vietnamese and its neighbours, known beforehand: asking Unicode of each took most of the time.
struct Letters {
    latin: Vec<Letter>,
    additional: Vec<Letter>,
}

static LETTERS: LazyLock<Letters> = LazyLock::new(|| {
    let all = |range: Range<u32>| range.filter_map(char::from_u32).map(Letter::asked).collect();
    Letters {
        latin: all(0..0x250),
        additional: all(0x1E00..0x1F00),
    }
});

impl Letters {
    #[inline]
    fn of(&self, c: char) -> Letter {
        let code = c as usize;
        let known = self.latin.get(code);
        let known = known.or_else(|| self.additional.get(code.wrapping_sub(0x1E00)));
        known.copied().unwrap_or_else(|| Letter::asked(c))
    }
}

impl Letter {
    fn asked(c: char) -> Self {
        let (base, tone) = unmarked(c.to_lowercase().next().unwrap_or(c));
        Self {
            base,
            tone,
            is_letter: c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36F}'),
            is_capital: c.is_uppercase() || c.is_numeric(),
        }
    }
}

/// A small letter without its tone, and the tone.
#[rustfmt::skip]
fn unmarked(c: char) -> (char, u8) {
    if c.is_ascii() {
        return (c, 0);
    }
    match c {
        'á' => ('a', 1), 'à' => ('a', 2), 'ả' => ('a', 3), 'ã' => ('a', 4), 'ạ' => ('a', 5),
        'ắ' => ('ă', 1), 'ằ' => ('ă', 2), 'ẳ' => ('ă', 3), 'ẵ' => ('ă', 4), 'ặ' => ('ă', 5),
        'ấ' => ('â', 1), 'ầ' => ('â', 2), 'ẩ' => ('â', 3), 'ẫ' => ('â', 4), 'ậ' => ('â', 5),
        'é' => ('e', 1), 'è' => ('e', 2), 'ẻ' => ('e', 3), 'ẽ' => ('e', 4), 'ẹ' => ('e', 5),
        'ế' => ('ê', 1), 'ề' => ('ê', 2), 'ể' => ('ê', 3), 'ễ' => ('ê', 4), 'ệ' => ('ê', 5),
        'í' => ('i', 1), 'ì' => ('i', 2), 'ỉ' => ('i', 3), 'ĩ' => ('i', 4), 'ị' => ('i', 5),
        'ó' => ('o', 1), 'ò' => ('o', 2), 'ỏ' => ('o', 3), 'õ' => ('o', 4), 'ọ' => ('o', 5),
        'ố' => ('ô', 1), 'ồ' => ('ô', 2), 'ổ' => ('ô', 3), 'ỗ' => ('ô', 4), 'ộ' => ('ô', 5),
        'ớ' => ('ơ', 1), 'ờ' => ('ơ', 2), 'ở' => ('ơ', 3), 'ỡ' => ('ơ', 4), 'ợ' => ('ơ', 5),
        'ú' => ('u', 1), 'ù' => ('u', 2), 'ủ' => ('u', 3), 'ũ' => ('u', 4), 'ụ' => ('u', 5),
        'ứ' => ('ư', 1), 'ừ' => ('ư', 2), 'ử' => ('ư', 3), 'ữ' => ('ư', 4), 'ự' => ('ư', 5),
        'ý' => ('y', 1), 'ỳ' => ('y', 2), 'ỷ' => ('y', 3), 'ỹ' => ('y', 4), 'ỵ' => ('y', 5),
        _ => (c, 0),
    }
}
