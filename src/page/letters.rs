//! Letters as they should be: NFC, one kind of space, no invisible characters, entities decoded, look-alikes put right.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::entities;

/// White space collapsed and trimmed, letters put right. Borrows when nothing changes.
pub fn clean(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim_matches(is_blank);
    if is_clean(trimmed.as_bytes()) {
        return Cow::Borrowed(trimmed);
    }
    let decoded = entities::decode(trimmed);
    let normal: Cow<'_, str> = match is_nfc_quick(decoded.chars()) {
        IsNormalized::Yes => decoded,
        _ => Cow::Owned(decoded.nfc().collect()),
    };
    let collapsed = collapse(&normal);
    let cleaned = put_look_alikes_right(&collapsed).unwrap_or(collapsed);
    if cleaned == trimmed {
        Cow::Borrowed(trimmed)
    } else {
        Cow::Owned(cleaned)
    }
}

/// Characters that leave no ink and separate nothing.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
        || (c.is_control() && !c.is_whitespace())
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() {
            space = true;
        } else if !is_invisible(c) {
            if space && !out.is_empty() {
                out.push(' ');
            }
            space = false;
            out.push(c);
        }
    }
    out
}

/// Whether a trimmed line surely needs no work. False only means that it has to be looked at closely.
///
/// Sure are ASCII, Latin-1 letters but ð and Ð, Latin Extended A and B, Latin Extended Additional (the Vietnamese
/// block) and the usual punctuation (U+2010 to U+2027): all of them NFC whatever stands beside them. The loop has no
/// branches, so that it is compiled to sixteen bytes at a time; a per-character check alone would take half of the
/// time that an article may take.
fn is_clean(bytes: &[u8]) -> bool {
    let three = bytes.len().saturating_sub(2);
    let (Some(a), Some(b), Some(c)) = (bytes.get(..three), bytes.get(1..), bytes.get(2..)) else {
        // Shorter than three bytes.
        return bytes.iter().all(|b| b.is_ascii() && *b != b'&' && *b >= b' ');
    };
    let mut dirty = false;
    for ((&a, &b), &c) in a.iter().zip(b).zip(c) {
        dirty |= is_dirty(a, b, c);
    }
    let tail = &bytes[three..];
    dirty |= match *tail {
        [a, b] => is_dirty(a, b, b'.') | is_dirty(b, b'.', b'.'),
        _ => true,
    };
    !dirty
}

#[inline(always)]
fn is_dirty(a: u8, b: u8, c: u8) -> bool {
    let control = (a < 0x20) | (a == 0x7F);
    let entity = a == b'&';
    let spaces = (a == b' ') & (b == b' ');
    let latin1 = a == 0xC2;
    let eth = (a == 0xC3) & ((b == 0x90) | (b == 0xB0));
    let other_two = (a >= 0xCC) & (a < 0xE1);
    let extended = (a == 0xE1) & ((b < 0xB8) | (b > 0xBB));
    let punctuation = (a == 0xE2) & ((b != 0x80) | (c < 0x90) | (c > 0xA7));
    let rest = a > 0xE2;
    control | entity | spaces | latin1 | eth | other_two | extended | punctuation | rest
}

/// What a Cyrillic or Greek letter that looks like a Latin one stands for, and ð for đ.
fn latin(c: char) -> Option<char> {
    Some(match c {
        'ð' => 'đ',
        'Ð' => 'Đ',
        'а' | 'α' => 'a',
        'в' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' => 'e',
        'һ' => 'h',
        'і' | 'ι' => 'i',
        'ј' => 'j',
        'к' | 'κ' | 'ĸ' => 'k',
        'м' => 'm',
        'п' | 'η' | 'и' => 'n',
        'о' | 'ο' | 'σ' => 'o',
        'р' | 'ρ' => 'p',
        'г' => 'r',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' => 'u',
        'ν' => 'v',
        'ω' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' => 'I',
        'Ј' => 'J',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        'Υ' => 'Y',
        'Ζ' => 'Z',
        _ => return None,
    })
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') && !matches!(c, 'ð' | 'Ð')
}

/// Letters that only Vietnamese has, or has with few others: a sign that ð means đ.
fn is_vietnamese(c: char) -> bool {
    matches!(
        c,
        'ă' | 'Ă' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | 'đ' | 'Đ' | '\u{1ea0}'..='\u{1ef9}'
    )
}

/// Replaces look-alikes inside words that are otherwise Latin, and ð in Vietnamese text. `None`: nothing to do.
fn put_look_alikes_right(text: &str) -> Option<String> {
    if !text.chars().any(|c| latin(c).is_some()) {
        return None;
    }
    let vietnamese = text.chars().any(is_vietnamese);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(end);
        let icelandic = !vietnamese && word.chars().any(|c| matches!(c, 'ð' | 'Ð'));
        // At least one letter must be Latin beyond doubt, and the others must all have a Latin double.
        let mixed = word.chars().any(is_latin) && word.chars().all(|c| is_latin(c) || latin(c).is_some());
        // "Ð" or "ð" alone is a whole word in "Ð. Hùng".
        let lone = vietnamese && matches!(word, "ð" | "Ð");
        if (mixed && !icelandic) || lone {
            out.extend(
                word.chars()
                    .map(|c| if is_latin(c) { c } else { latin(c).unwrap_or(c) }),
            );
        } else {
            out.push_str(word);
        }
        let step = tail.chars().next().map_or(0, char::len_utf8);
        out.push_str(&tail[..step]);
        rest = &tail[step..];
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_are_put_right() {
        let case = |text: &str, want: &str| assert_eq!(clean(text), want, "{text:?}");
        case("Tie\u{302}\u{301}ng Vie\u{302}\u{323}t", "Tiếng Việt");
        case("Vi\u{ea}\u{323}t Nam", "Việt Nam");
        case("a\u{a0}b\u{200b}c\u{ad}d\u{feff}", "a bcd");
        case("Ðảng ủy, ð\u{1ed3}ng, Ð. Hùng đi", "Đảng ủy, đồng, Đ. Hùng đi");
        case("Góðan daginn", "Góðan daginn");
        case("Нà Nộі", "Hà Nội");
        case("Москва và Hà Nội", "Москва và Hà Nội");
        case(
            "Ti&#7871;ng &amp;#7879; &quot;x&quot; &nbsp;&ndash; R&D",
            "Tiếng ệ \"x\" – R&D",
        );
        case("x\0y \u{1}z", "xy z");
        case("hai  dấu \t cách", "hai dấu cách");
        case("é", "é");
        case("–", "–");
    }

    proptest! {
        #[test]
        fn what_is_called_clean_is_clean(text in "[ a-zđðÐéêệơ\u{300}\u{323}\u{a0}\u{200b}&;#“–…0-9А-я\t]{0,24}") {
            let trimmed = text.trim_matches(is_blank);
            if is_clean(trimmed.as_bytes()) {
                let nfc: String = trimmed.nfc().collect();
                prop_assert_eq!(collapse(&nfc), trimmed);
            }
        }

        #[test]
        fn cleaning_twice_is_cleaning_once(text in "\\PC{0,40}") {
            let once = clean(&text).into_owned();
            // An entity that decodes to an ampersand may open another: `&amp;amp;amp;lt;` takes several rounds.
            prop_assume!(!once.contains('&'));
            prop_assert_eq!(clean(&once).into_owned(), once);
        }
    }
}
