//! Character references: `&eacute;`, `&#233;`, `&#xE9;`, and the sloppy forms that browsers take as well.
//!
//! Most text has none, so that [`decode`] is asked only for stretches in which an ampersand, a carriage return or a NUL
//! was seen. A name is looked up once with its semicolon and, failing that, at most six times for the few old names that
//! may stand without one, however long the run of letters after an ampersand is.

use std::borrow::Cow;

use super::named::{NAMED, WITHOUT_SEMICOLON};

/// How many names there are.
const NAMES: usize = 2_125;

/// Longest name of all, and longest of those that may stand without a semicolon.
const LONGEST: usize = 31;
const LONGEST_WITHOUT: usize = 6;

/// Where in [`NAMED`] each name begins; one more for the end.
static STARTS: [u16; NAMES + 1] = starts();

const fn starts() -> [u16; NAMES + 1] {
    let bytes = NAMED.as_bytes();
    let mut starts = [0; NAMES + 1];
    let (mut at, mut spaces, mut name) = (0, 0, 1);
    while at < bytes.len() {
        if bytes[at] == b' ' {
            spaces += 1;
            if spaces % 2 == 0 {
                starts[name] = (at + 1) as u16;
                name += 1;
            }
        }
        at += 1;
    }
    assert!(name == NAMES + 1);
    starts
}

/// Where a text stands: a reference without a semicolon is none in an attribute if a letter, a digit or = follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Text between tags, or in `title` and `textarea`.
    Text,
    /// The value of an attribute.
    Attribute,
}

/// What becomes of NUL characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nul {
    /// They are left out, as in text of HTML.
    Drop,
    /// U+FFFD stands for them, as anywhere else.
    Replace,
}

/// The value of an attribute, as its source has it, decoded.
pub(super) fn attribute(raw: &str) -> Cow<'_, str> {
    if memchr::memchr3(b'&', b'\r', 0, raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    decode(raw, Place::Attribute, Nul::Replace, &mut out);
    Cow::Owned(out)
}

/// Appends a text with its references decoded, line ends made one line feed, and NULs dropped or replaced.
pub(super) fn decode(raw: &str, place: Place, nul: Nul, out: &mut String) {
    let bytes = raw.as_bytes();
    let mut done = 0;
    while let Some(at) = memchr::memchr3(b'&', b'\r', 0, &bytes[done..]).map(|at| at + done) {
        out.push_str(&raw[done..at]);
        done = at + 1;
        match bytes[at] {
            b'&' => match reference(&raw[done..], place) {
                Some(found) => {
                    found.push_to(out);
                    done += found.length;
                }
                None => out.push('&'),
            },
            special => done += verbatim(special, &bytes[done..], nul, out),
        }
    }
    out.push_str(&raw[done..]);
}

/// Appends a text without references, as [`decode`] otherwise.
pub(super) fn normalize(raw: &str, nul: Nul, out: &mut String) {
    let bytes = raw.as_bytes();
    let mut done = 0;
    while let Some(at) = memchr::memchr2(b'\r', 0, &bytes[done..]).map(|at| at + done) {
        out.push_str(&raw[done..at]);
        done = at + 1 + verbatim(bytes[at], &bytes[at + 1..], nul, out);
    }
    out.push_str(&raw[done..]);
}

/// Writes what stands for a carriage return or a NUL; returns how much of the rest it takes.
fn verbatim(special: u8, rest: &[u8], nul: Nul, out: &mut String) -> usize {
    if special == b'\r' {
        out.push('\n');
        return usize::from(rest.first() == Some(&b'\n'));
    }
    if nul == Nul::Replace {
        out.push('\u{fffd}');
    }
    0
}

/// A reference that was found after an ampersand.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    characters: Characters,
    /// How many bytes it takes after the ampersand.
    length: usize,
}

#[derive(Debug, PartialEq, Eq)]
enum Characters {
    One(char),
    Named(&'static str),
}

impl Found {
    fn push_to(&self, out: &mut String) {
        match self.characters {
            Characters::One(c) => out.push(c),
            Characters::Named(text) => out.push_str(text),
        }
    }
}

fn reference(rest: &str, place: Place) -> Option<Found> {
    let bytes = rest.as_bytes();
    match bytes.first()? {
        b'#' => numeric(bytes),
        b if b.is_ascii_alphanumeric() => named(rest, place),
        _ => None,
    }
}

fn numeric(bytes: &[u8]) -> Option<Found> {
    let (radix, from) = match bytes.get(1) {
        Some(b'x' | b'X') => (16, 2),
        _ => (10, 1),
    };
    let digits = bytes[from..]
        .iter()
        .take_while(|b| char::from(**b).is_digit(radix))
        .count();
    if digits == 0 {
        return None;
    }
    let code = bytes[from..from + digits].iter().fold(0_u32, |code, b| {
        code.saturating_mul(radix)
            .saturating_add(char::from(*b).to_digit(radix).unwrap_or(0))
    });
    let end = from + digits;
    let length = end + usize::from(bytes.get(end) == Some(&b';'));
    Some(Found {
        characters: Characters::One(character(code)),
        length,
    })
}

/// The character of a number: those of windows-1252 for the control codes that it fills, U+FFFD for what is none.
fn character(code: u32) -> char {
    const WINDOWS_1252: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match code {
        0 => '\u{fffd}',
        0x80..=0x9f => WINDOWS_1252[(code - 0x80) as usize],
        _ => char::from_u32(code).unwrap_or('\u{fffd}'),
    }
}

fn named(rest: &str, place: Place) -> Option<Found> {
    let bytes = rest.as_bytes();
    let run = bytes
        .iter()
        .take(LONGEST + 1)
        .take_while(|b| b.is_ascii_alphanumeric())
        .count();
    if bytes.get(run) == Some(&b';')
        && let Some(text) = look_up(&rest[..run])
    {
        return Some(Found {
            characters: Characters::Named(text),
            length: run + 1,
        });
    }
    let length = (2..=run.min(LONGEST_WITHOUT))
        .rev()
        .find(|n| WITHOUT_SEMICOLON.binary_search(&&rest[..*n]).is_ok())?;
    let goes_on = |next: &u8| *next == b'=' || next.is_ascii_alphanumeric();
    if place == Place::Attribute && bytes.get(length).is_some_and(goes_on) {
        return None;
    }
    Some(Found {
        characters: Characters::Named(look_up(&rest[..length])?),
        length,
    })
}

/// What a name stands for.
fn look_up(name: &str) -> Option<&'static str> {
    let entry = |at: usize| {
        let text = NAMED.get(usize::from(*STARTS.get(at)?)..usize::from(*STARTS.get(at + 1)?))?;
        text.strip_suffix(' ')?.split_once(' ')
    };
    let (mut low, mut high) = (0, NAMES);
    while low < high {
        let middle = low + (high - low) / 2;
        let (found, text) = entry(middle)?;
        match found.cmp(name) {
            std::cmp::Ordering::Equal => return Some(text),
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded_as_browsers_do() {
        for (raw, text, in_attribute) in [
            ("AT&amp;T &lt;b&gt; &#8364;", "AT&T <b> €", "AT&T <b> €"),
            ("&eacute;&Eacute;&hellip;", "éÉ…", "éÉ…"),
            ("&eacute &Aacutex &amp", "é Áx &", "é &Aacutex &"),
            ("?a=1&copy=2&lt", "?a=1©=2<", "?a=1&copy=2<"),
            ("&notit; &notin; &not;", "¬it; ∉ ¬", "&notit; ∉ ¬"),
            ("&nGt;&NotEqualTilde;", "≫⃒≂̸", "≫⃒≂̸"),
            ("&CounterClockwiseContourIntegral;", "∳", "∳"),
            ("&#150;&#x92;&#129;", "–’\u{81}", "–’\u{81}"),
            (
                "&#0;&#xD800;&#x110000;&#99999999999;",
                "\u{fffd}\u{fffd}\u{fffd}\u{fffd}",
                "\u{fffd}\u{fffd}\u{fffd}\u{fffd}",
            ),
            (
                "&#65 &#x41g &#xé &# &#x; &",
                "A Ag &#xé &# &#x; &",
                "A Ag &#xé &# &#x; &",
            ),
            ("&đ; &unknown; &;", "&đ; &unknown; &;", "&đ; &unknown; &;"),
            ("a\r\nb\rc\n", "a\nb\nc\n", "a\nb\nc\n"),
            ("a\0b", "ab", "a\u{fffd}b"),
        ] {
            let mut out = String::new();
            decode(raw, Place::Text, Nul::Drop, &mut out);
            assert_eq!(out, text, "{raw:?} in text");
            assert_eq!(attribute(raw), in_attribute, "{raw:?} in an attribute");
        }
    }

    #[test]
    fn names_are_sorted_and_whole() {
        let names: Vec<&str> = NAMED.split(' ').step_by(2).filter(|name| !name.is_empty()).collect();
        assert_eq!(names.len(), NAMES);
        assert!(names.windows(2).all(|w| w[0] < w[1]));
        assert!(WITHOUT_SEMICOLON.windows(2).all(|w| w[0] < w[1]));
        assert_eq!(names.iter().map(|name| name.len()).max(), Some(LONGEST));
        assert_eq!(
            WITHOUT_SEMICOLON.iter().map(|name| name.len()).max(),
            Some(LONGEST_WITHOUT)
        );
        for name in names.iter().chain(WITHOUT_SEMICOLON) {
            assert!(look_up(name).is_some_and(|text| !text.is_empty()), "{name}");
        }
    }
}
