//! [`Units`]: a line cut at its white space, and punctuation cut off: what words are made of.
//!
//! In Vietnamese a unit is a syllable. Signs inside it stay where they belong to it: numbers (4.235, 20/2, 95%),
//! abbreviations (TP.HCM, GD-ĐT), addresses of the web. A sign that opens or closes something is a unit of its own.

use std::ops::Range;

use super::letters::{Kind, letter};
use crate::enrich::sentence;

/// What a unit looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Shape {
    /// Beyond the line.
    #[default]
    None,
    /// `làng`
    Small,
    /// `Làng`
    Capital,
    /// `Làng` where a sentence begins: says nothing.
    First,
    /// `A`
    Initial,
    /// `UBND`
    Capitals,
    /// `iPhone`
    Mixed,
    /// `27`
    Digits,
    /// `4.235`, `A5`, `95%`
    Number,
    /// `TP.`, `GD-ĐT`
    Abbreviation,
    /// `.`
    Stop,
    /// `,`
    Comma,
    /// `-`
    Dash,
    /// `"`, `(`
    Bracket,
    /// `:`, `…`
    Sign,
}

/// A unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// Where it begins in the line.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Stands for its letters in lower case and its tone.
    pub hash: u32,
    /// What it looks like.
    pub shape: Shape,
    /// No white space stands before it, though it does not begin the line.
    pub glued: bool,
}

/// Appends the units of a line.
pub fn units(line: &str, out: &mut Vec<Unit>) {
    let first = out.len();
    let mut at = 0;
    while let Some((start, seen)) = Seen::next(line, at) {
        at = seen.end;
        if seen.signs == 0 {
            out.push(seen.unit(start, false));
            continue;
        }
        let is_last = line[at..].trim_start().is_empty();
        let mut glued = false;
        split(&line[start..at], is_last, &mut |part| {
            if let Some((_, seen)) = Seen::next(&line[..start + part.end], start + part.start) {
                out.push(seen.unit(start + part.start, glued));
                glued = true;
            }
        });
    }
    level(&mut out[first..]);
}

/// A capital says nothing where a sentence begins, and capitals say nothing in a line of capitals.
fn level(units: &mut [Unit]) {
    let mut begins = true;
    let (mut capitals, mut words) = (0, 0);
    for unit in &mut *units {
        match unit.shape {
            Shape::Capital if begins => unit.shape = Shape::First,
            Shape::Capitals => capitals += 1,
            _ => {}
        }
        words += usize::from(matches!(unit.shape, Shape::Small | Shape::Capital | Shape::Capitals));
        begins =
            matches!(unit.shape, Shape::Stop | Shape::Bracket | Shape::Sign) || (begins && unit.shape == Shape::Dash);
    }
    if capitals >= 4 && capitals * 4 > words * 3 {
        for unit in units.iter_mut().filter(|u| u.shape == Shape::Capitals) {
            unit.shape = Shape::Small;
        }
    }
}

/// What was seen of a run without white space.
struct Seen {
    end: usize,
    hash: u32,
    smalls: u32,
    capitals: u32,
    digits: u32,
    signs: u32,
    first: char,
    begins_with_capital: bool,
}

impl Seen {
    /// The next run of the line at or after `at`, and where it begins.
    #[inline]
    fn next(line: &str, at: usize) -> Option<(usize, Seen)> {
        let mut chars = line[at..].char_indices();
        let (skipped, first, mut folded) = loop {
            let (n, c) = chars.next()?;
            let folded = letter(c);
            if folded.kind != Kind::Space {
                break (n, c, folded);
            }
        };
        let start = at + skipped;
        let mut counts = [0u32; 5];
        let (mut hash, mut tone) = (0u32, 0);
        let begins_with_capital = folded.kind == Kind::Capital;
        let mut end = line.len();
        loop {
            counts[folded.kind as usize] += 1;
            // The tone marks of text that is not composed have no letter of their own.
            if folded.base != 0 {
                hash = (hash.rotate_left(5) ^ folded.base).wrapping_mul(0x9E37_79B1);
            }
            tone += folded.tone;
            let Some((n, c)) = chars.next() else { break };
            folded = letter(c);
            if folded.kind == Kind::Space {
                end = at + n;
                break;
            }
        }
        hash ^= hash >> 15;
        hash = hash
            .wrapping_add(tone.wrapping_mul(0x2C1B_3C6D))
            .wrapping_mul(0x85EB_CA6B);
        hash ^= hash >> 13;
        Some((
            start,
            Seen {
                end,
                hash,
                smalls: counts[Kind::Small as usize],
                capitals: counts[Kind::Capital as usize],
                digits: counts[Kind::Digit as usize],
                signs: counts[Kind::Sign as usize],
                first,
                begins_with_capital,
            },
        ))
    }

    fn unit(&self, start: usize, glued: bool) -> Unit {
        let shape = match (self.smalls, self.capitals, self.digits, self.signs) {
            (_, 0, 0, 0) => Shape::Small,
            (0, 1, 0, 0) => Shape::Initial,
            (0, _, 0, 0) => Shape::Capitals,
            (_, 1, 0, 0) if self.begins_with_capital => Shape::Capital,
            (_, _, 0, 0) => Shape::Mixed,
            (0, 0, _, 0) => Shape::Digits,
            (0, 0, 0, _) => match self.first {
                '.' | '!' | '?' => Shape::Stop,
                ',' => Shape::Comma,
                '-' | '–' | '—' => Shape::Dash,
                c if is_bracket(c) => Shape::Bracket,
                _ => Shape::Sign,
            },
            (_, _, 0, _) => Shape::Abbreviation,
            _ => Shape::Number,
        };
        Unit {
            start,
            end: self.end,
            hash: self.hash,
            shape,
            glued,
        }
    }
}

fn is_bracket(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '“' | '”' | '‘' | '’' | '«' | '»' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>'
    )
}

/// Signs of which several make one: `...`, `!!!`, `--`.
fn may_repeat(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '-' | '=' | '*' | '_' | '~' | '…')
}

/// Signs that part what stands on both sides, unless both are digits.
fn parts(c: char) -> bool {
    is_bracket(c) && !matches!(c, '\'' | '’') || matches!(c, ',' | ';' | ':' | '!' | '?' | '…' | '–' | '—' | '|' | '•')
}

fn is_word(c: char) -> bool {
    !matches!(letter(c).kind, Kind::Sign | Kind::Space)
}

/// Cuts a run that holds signs; `is_last` says that it ends its line. The parts are given in order.
fn split(run: &str, is_last: bool, give: &mut impl FnMut(Range<usize>)) {
    let mut at = 0;
    // What opens it.
    while let Some(c) = run[at..].chars().next() {
        let next = run[at + c.len_utf8()..].chars().next();
        let belongs = match c {
            '-' | '+' => next.is_some_and(|n| n.is_ascii_digit()),
            '$' | '€' | '£' | '¥' | '#' | '@' => next.is_some_and(is_word),
            _ => is_word(c),
        };
        if belongs {
            break;
        }
        let end = end_of_sign(run, at, c);
        give(at..end);
        at = end;
    }
    let core = end_of_core(run, at, is_last);
    if at < core {
        inner(run, at, core, give);
        at = core;
    }
    // What closes it.
    while let Some(c) = run[at..].chars().next() {
        let end = end_of_sign(run, at, c);
        give(at..end);
        at = end;
    }
}

/// Where the sign at `at` ends: several of the same make one.
fn end_of_sign(run: &str, at: usize, c: char) -> usize {
    match may_repeat(c) {
        true => run.len() - run[at..].trim_start_matches(c).len(),
        false => at + c.len_utf8(),
    }
}

/// Where the signs begin that close the run.
fn end_of_core(run: &str, start: usize, is_last: bool) -> usize {
    let core = run[start..].trim_end_matches(|c| !is_word(c));
    let end = start + core.len();
    let closing = &run[end..];
    let mut signs = closing.chars();
    let Some(first) = signs.next() else { return end };
    let after_digit = core.ends_with(|c: char| c.is_ascii_digit());
    let belongs = match first {
        '%' | '‰' | '°' | 'º' | '+' => after_digit,
        '/' => is_address(core),
        '.' if signs.next() != Some('.') => is_abbreviation(core, is_last && closing.len() == 1),
        _ => false,
    };
    end + if belongs { first.len_utf8() } else { 0 }
}

/// Whether the full stop after `core` belongs to it; `at_end` says that nothing follows the full stop.
fn is_abbreviation(core: &str, at_end: bool) -> bool {
    let mut parts = core.rsplit('.');
    let last = parts.next().unwrap_or(core);
    let is_short = |part: &str| part.chars().count() == 1 && part.chars().all(char::is_alphabetic);
    // "v.v.", "U.S.": wherever they stand.
    if let Some(before) = parts.next() {
        return is_short(last) && is_short(before) || !at_end && is_known(last);
    }
    !at_end && (is_short(last) && last.chars().all(char::is_uppercase) || is_known(last))
}

/// Whether it is an abbreviation that is written with a full stop.
fn is_known(word: &str) -> bool {
    sentence::is_before_names(word) || matches!(word, "tt" | "q" | "bs")
}

/// Whether it is an address of the web or of mail.
fn is_address(core: &str) -> bool {
    core.contains("://") || core.starts_with("www.") || core.contains('@')
}

/// Cuts the inside of a run where a sign parts it: `nhà,cửa`, `xong.Ông`.
fn inner(run: &str, start: usize, end: usize, give: &mut impl FnMut(Range<usize>)) {
    let core = &run[start..end];
    if is_address(core) {
        return give(start..end);
    }
    let mut begin = start;
    let mut before = ' ';
    let mut at = start;
    while let Some(c) = run[at..end].chars().next() {
        let width = c.len_utf8();
        let after = run[at + width..end].chars().next().unwrap_or(' ');
        let digits = before.is_ascii_digit() && after.is_ascii_digit();
        let stop = c == '.' && after.is_uppercase() && before.is_lowercase() && {
            let word = run[begin..at].rsplit('.').next().unwrap_or("");
            word.chars().count() > 2 && !is_known(word)
        };
        if stop || (parts(c) && !digits) {
            if begin < at {
                give(begin..at);
            }
            let sign = end_of_sign(&run[..end], at, c);
            give(at..sign);
            (begin, at, before) = (sign, sign, ' ');
        } else {
            at += width;
            before = c;
        }
    }
    if begin < end {
        give(begin..end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_cut_where_signs_part_them() {
        for (line, expected) in [
            ("Ông Lê Văn B., 20/2, về.", "Ông|Lê|Văn|B.|,|20/2|,|về|."),
            ("TP.HCM có 4.235 lớp", "TP.HCM|có|4.235|lớp"),
            ("ở TP. Vinh, tp. Huế", "ở|TP.|Vinh|,|tp.|Huế"),
            ("Sở GD-ĐT: \"tăng 95%!\"", "Sở|GD-ĐT|:|\"|tăng|95%|!|\""),
            ("xem https://a.vn/x?b=1, nhé...", "xem|https://a.vn/x?b=1|,|nhé|..."),
            ("(Ảnh: Minh An.)", "(|Ảnh|:|Minh|An|.|)"),
            ("họp xong.Ông về nhà,ăn", "họp|xong|.|Ông|về|nhà|,|ăn"),
            ("lúc 14:30, giá 1,5 triệu; v.v.", "lúc|14:30|,|giá|1,5|triệu|;|v.v."),
            ("Hà Nội–Huế 2019–2021 -5 độ", "Hà|Nội|–|Huế|2019–2021|-5|độ"),
            ("“Vâng…” - cô nói", "“|Vâng|…|”|-|cô|nói"),
            (
                "TS. Nguyễn Văn An và PGS.TS. Lê B.",
                "TS.|Nguyễn|Văn|An|và|PGS.TS.|Lê|B|.",
            ),
            ("L’Oréal, cà-rem", "L’Oréal|,|cà-rem"),
            (" . ... ,; )", ".|...|,|;|)"),
            ("", ""),
        ] {
            let mut found = Vec::new();
            units(line, &mut found);
            let found: Vec<_> = found.iter().map(|u| &line[u.start..u.end]).collect();
            assert_eq!(found.join("|"), expected, "{line}");
        }
    }

    #[test]
    fn styles_of_tones_and_capitals_have_one_hash() {
        for (a, b) in [("hoà", "Hòa"), ("thuỷ", "THỦY"), ("hoà", "ho\u{61}\u{300}")] {
            let hash = |t: &str| {
                let mut found = Vec::new();
                units(t, &mut found);
                found[0].hash
            };
            assert_eq!(hash(a), hash(b), "{a} {b}");
            assert_ne!(hash(a), hash("hoa"));
        }
    }
}
