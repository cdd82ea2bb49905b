//! [`Unit`]: what stands behind a number and says what it counts or measures, with the rate behind a slash.

use std::borrow::Cow;

use super::super::people::syllable::Token;
use super::english;
use super::measures::{Sense, Tongue, currency_sign};

/// Phrases have no more words.
const LONGEST: usize = 4;

/// So many words may stand between what is counted and the slash of its rate: `tấn thép/năm`.
const BEFORE_SLASH: usize = 2;

/// Two words are no longer than this, in bytes.
const NEAR: usize = 28;

/// Nouns that something is shared out among: `học sinh/lớp`. Others behind a slash are a choice: `tỉnh/thành`.
const SHARED_AMONG: [&str; 28] = [
    "người",
    "lớp",
    "hộ",
    "lượt",
    "trận",
    "suất",
    "phòng",
    "xe",
    "chuyến",
    "vụ",
    "giai đoạn",
    "đầu người",
    "cổ phiếu",
    "sản phẩm",
    "chiếc",
    "con",
    "cây",
    "cái",
    "vé",
    "thùng",
    "bao",
    "hộp",
    "lần",
    "ca",
    "bộ",
    "căn",
    "phiên",
    "khách",
];

/// A unit read behind a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit<'a> {
    /// Where it ends.
    pub end: usize,
    /// What it is.
    pub sense: Sense,
    /// Its name.
    pub name: Cow<'a, str>,
}

impl<'a> Unit<'a> {
    /// Money that is not named.
    pub fn money(code: &'static str, end: usize) -> Self {
        Self {
            end,
            sense: Sense::Money(code),
            name: Cow::Borrowed(code),
        }
    }

    /// The unit that begins at `at`, or after the space there.
    pub fn at(text: &'a str, at: usize, tongue: Tongue) -> Option<Self> {
        let mut unit = Self::alone(text, at, tongue)?;
        if tongue != Tongue::English || !matches!(unit.sense, Sense::Noun) {
            unit.add_rate(text, tongue);
        }
        Some(unit)
    }

    /// The unit without a rate.
    pub fn alone(text: &'a str, at: usize, tongue: Tongue) -> Option<Self> {
        let Some(first) = word(text, at) else {
            let sign = Token::after(text, at)?;
            return Self::sign(text, &sign, sign.sign?);
        };
        let (mut from, mut ends, mut count) = (at, [0; LONGEST], 0);
        let words = std::iter::from_fn(|| {
            let word = if count == 0 { first } else { word(text, from)? };
            *ends.get_mut(count)? = word.end;
            (from, count) = (word.end, count + 1);
            Some(word.key)
        });
        let (count, sense) = tongue.words().longest(words)?;
        let end = *ends.get(count.checked_sub(1)?)?;
        let written = text.get(first.start..end)?;
        if is_other_case(written) {
            return None;
        }
        let name = match sense {
            Sense::Unknown | Sense::Power(_) => return None,
            Sense::Money(name) | Sense::Measure(name) => Cow::Borrowed(name),
            Sense::Noun | Sense::Time | Sense::Hour | Sense::Weak => as_written(written),
            Sense::Written => Cow::Borrowed(written),
        };
        Some(Self { end, sense, name })
    }

    fn sign(text: &str, token: &Token, sign: char) -> Option<Self> {
        let (sense, name, end) = match sign {
            '%' => (Sense::Measure("%"), "%", token.end),
            '‰' => (Sense::Measure("‰"), "‰", token.end),
            '°' | 'º' | '˚' => {
                let scale = Token::after(text, token.end).filter(Token::is_word);
                let letter = scale.and_then(|scale| text.get(scale.start..scale.end));
                match (letter, scale) {
                    (Some("C" | "c"), Some(scale)) => (Sense::Measure("°C"), "°C", scale.end),
                    (Some("F"), Some(scale)) => (Sense::Measure("°F"), "°F", scale.end),
                    _ => (Sense::Written, "°", token.end),
                }
            }
            _ => {
                let code = currency_sign(sign)?;
                (Sense::Money(code), code, token.end)
            }
        };
        Some(Self {
            end,
            sense,
            name: Cow::Borrowed(name),
        })
    }

    /// Extends it through `/ngày`.
    pub fn add_rate(&mut self, text: &'a str, tongue: Tongue) {
        if !has_slash_near(text, self.end) {
            return;
        }
        let (mut at, mut between) = (self.end, 0);
        let slash = loop {
            match text.as_bytes().get(at) {
                Some(b'/') => break at,
                Some(b' ') if between < BEFORE_SLASH => {}
                _ => return,
            }
            match Token::after(text, at) {
                Some(token) if token.sign == Some('/') => break token.start,
                Some(token) if token.is_word() && starts_with_digit(text, token.start) => return,
                Some(token) if token.is_word() && !token.is_capital => {
                    at = token.end;
                    between += 1;
                }
                // `tấn CO2/ha`
                Some(token) if token.is_word() && text.as_bytes().get(token.end) == Some(&b'/') => {
                    at = token.end;
                    between += 1;
                }
                _ => return,
            }
        };
        let Some(per) = Self::alone(text, slash + 1, tongue) else {
            return;
        };
        let is_rate = match per.sense {
            Sense::Measure(_) | Sense::Written | Sense::Time | Sense::Hour => true,
            Sense::Money(_) => between == 0 && matches!(self.sense, Sense::Money(_)),
            Sense::Noun => matches!(self.sense, Sense::Money(_)) || SHARED_AMONG.contains(&&*per.name),
            _ => false,
        };
        if is_rate {
            self.end = per.end;
            let name = self.name.to_mut();
            name.push('/');
            name.push_str(&per.name);
        }
    }
}

/// The word at `at` or after the spaces there. What is joined to a number or a capital (`đồng-2`, `thắng.Ảnh`) is cut
/// off.
pub fn word(text: &str, at: usize) -> Option<Token> {
    let token = Token::after(text, at).filter(Token::is_word)?;
    let written = text.as_bytes().get(token.start..token.end)?;
    let mut joint = None;
    for (n, byte) in written.iter().enumerate() {
        let is_joint = match byte {
            b'-' | b'\'' => written.get(n + 1).is_some_and(u8::is_ascii_digit),
            b'.' => written
                .get(n + 1)
                .is_some_and(|next| next.is_ascii_digit() || is_capital(text, token.start + n + 1)),
            _ => false,
        };
        if is_joint {
            joint = Some(n);
            break;
        }
    }
    match joint {
        Some(0) => None,
        Some(joint) => Token::after(text.get(..token.start + joint)?, token.start),
        None => Some(token),
    }
}

fn is_capital(text: &str, at: usize) -> bool {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .is_some_and(char::is_uppercase)
}

/// Whether a slash follows before anything else than words, and not far. Few do, and this costs less than reading words.
fn has_slash_near(text: &str, at: usize) -> bool {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let stop = |byte: &&u8| matches!(byte, b'/' | b',' | b'.' | b';' | b':' | b'(' | b')' | b'\n' | b'"');
    rest.iter().take(NEAR).find(stop) == Some(&b'/')
}

fn starts_with_digit(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_some_and(u8::is_ascii_digit)
}

/// Letters that mean something else as capitals: 5G, 4K, 3M.
fn is_other_case(written: &str) -> bool {
    matches!(written, "G" | "K" | "M" | "H" | "S" | "Đ" | "GR")
}

/// Small letters but for abbreviations, single spaces.
fn as_written(written: &str) -> Cow<'_, str> {
    let is_plain = !written
        .chars()
        .any(|c| c.is_uppercase() || (c.is_whitespace() && c != ' '))
        && !written.contains("  ");
    if is_plain {
        return Cow::Borrowed(written);
    }
    let mut name = String::with_capacity(written.len());
    for word in written.split_whitespace() {
        if !name.is_empty() {
            name.push(' ');
        }
        let mut rest = word.chars();
        let is_title = rest.next().is_some_and(char::is_uppercase) && rest.clone().any(char::is_lowercase);
        if is_title && rest.all(|c| !c.is_uppercase()) {
            name.push_str(&word.to_lowercase());
        } else {
            name.push_str(word);
        }
    }
    Cow::Owned(name)
}

/// The noun behind a number that no lexicon knows.
pub fn unknown_noun(text: &str, at: usize, tongue: Tongue, is_one: bool) -> Option<Unit<'_>> {
    match tongue {
        Tongue::English => english::noun(text, at, is_one),
        Tongue::Vietnamese => {
            let token = word(text, at)?;
            let written = text.get(token.start..token.end)?;
            // Abbreviations are nouns, too: 370 UAV.
            let is_syllable =
                written.chars().all(char::is_lowercase) || written.chars().all(|c| c.is_ascii_uppercase());
            let is_syllable = is_syllable && written.chars().count() > 1;
            let is_apart = text.get(at..token.start).is_some_and(|gap| !gap.is_empty());
            (is_syllable && is_apart && !super::before::is_function_word(&token)).then_some(Unit {
                end: token.end,
                sense: Sense::Noun,
                name: Cow::Borrowed(written),
            })
        }
        Tongue::Other => None,
    }
}
