//! Letters of which a reader lost a part. UTF-8 has bytes that windows-1252 does not know (`ề` is E1 BB 81) or shows as a
//! space (`à` is C3 A0); programs leave them out, or put U+FFFD or a plain space in their place. Beside letters that
//! were certainly read wrongly, what is left of these is completed where one letter alone makes a syllable of
//! Vietnamese of its word.

use crate::intake::charset::vietnamese::is_syllable;

/// Vietnamese letters that end in a byte which windows-1252 does not know, after `á»`; and after `Ä`.
const AFTER_BB: [char; 5] = ['ề', 'ọ', 'ỏ', 'Ố', 'ờ'];
const AFTER_C4: char = 'Đ';

/// A text, in which other letters were put right, with these completed; `None` where there are none.
pub fn mend(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut done = 0;
    // A text that has the letter whole did not lose it.
    let keeps_a = text.contains('à');
    for at in memchr::memchr_iter(0xc3, text.as_bytes()) {
        if at < done {
            continue;
        }
        let (before, rest) = (text.get(..at)?, text.get(at..)?);
        if let Some((letter, length)) = complete(before, rest, keeps_a) {
            out.push_str(text.get(done..at)?);
            out.push_str(letter);
            done = at + length;
        }
    }
    if done == 0 {
        return None;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

/// What stands at the beginning of `rest`, and the length of what is left of it.
fn complete(before: &str, rest: &str, keeps_a: bool) -> Option<(&'static str, usize)> {
    const LOST: char = '\u{fffd}';
    if let Some(after) = rest.strip_prefix("á»") {
        // What was left out leaves nothing, or U+FFFD.
        let after = after.strip_prefix(LOST).unwrap_or(after);
        let mut fitting = AFTER_BB.iter().filter(|letter| fits(before, **letter, after));
        let letter = fitting.next().filter(|_| fitting.next().is_none())?;
        return Some((name(*letter), rest.len() - after.len()));
    }
    if let Some(after) = rest.strip_prefix("Ä").and_then(|after| after.strip_prefix(LOST)) {
        return fits(before, AFTER_C4, after).then_some((name(AFTER_C4), rest.len() - after.len()));
    }
    let after = rest.strip_prefix("Ã ")?;
    // `XÃ BA` is sound, whatever the rest is.
    let small = before.ends_with(char::is_lowercase);
    let title = before.ends_with(char::is_uppercase) && after.chars().nth(1).is_some_and(char::is_lowercase);
    if !small && (keeps_a || !title) {
        return None;
    }
    // `lÃ m` was `làm`, `lÃ ` with a space of its own `là`.
    let next: &str = after.get(..after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len()))?;
    if !next.is_empty() && !is_syllable(next) && fits(before, 'à', after) {
        return Some(("à", rest.len() - after.len()));
    }
    fits(before, 'à', "").then_some(("à ", rest.len() - after.len()))
}

/// Whether the word around a letter is a syllable with it.
fn fits(before: &str, letter: char, after: &str) -> bool {
    let start = before.rfind(|c: char| !c.is_alphabetic());
    let start = start.map_or(0, |at| {
        at + before
            .get(at..)
            .and_then(|b| b.chars().next())
            .map_or(1, char::len_utf8)
    });
    let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
    let (head, tail) = (
        before.get(start..).unwrap_or_default(),
        after.get(..end).unwrap_or_default(),
    );
    head.len() + tail.len() < 32 && is_syllable(&format!("{head}{letter}{tail}"))
}

fn name(letter: char) -> &'static str {
    match letter {
        'ề' => "ề",
        'ọ' => "ọ",
        'ỏ' => "ỏ",
        'Ố' => "Ố",
        'ờ' => "ờ",
        _ => "Đ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_completed_where_it_is_certain() {
        let case = |text: &str, want: Option<&str>| assert_eq!(mend(text).as_deref(), want, "{text}");
        case("đại há»c, há»\u{fffd}c", Some("đại học, học"));
        case("đã lÃ m vÃ  là", Some("đã làm và  là"));
        case("vÃ ở HÃ Nội", Some("và ở Hà Nội"));
        case("Ä\u{fffd}à Nẵng", Some("Đà Nẵng"));
        // Several letters would do.
        case("thá»i gian, «má» ", None);
        case("UBND XÃ BA, XÃ Ba là", None);
        case("", None);
    }
}
