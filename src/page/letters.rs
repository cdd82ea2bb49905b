//! Letters as they should be: NFC, one kind of space, no invisible characters, entities decoded, look-alikes put right.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::entities;

/// White space collapsed and trimmed, letters put right. Borrows when nothing changes.
pub fn clean(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim_matches(is_blank);
    match look(trimmed.as_bytes()) {
        Look::Clean => Cow::Borrowed(trimmed),
        Look::DoubleSpaces => Cow::Owned(join_spaces(trimmed)),
        Look::Spaces => Cow::Owned(collapse(trimmed)),
        Look::Letters => mend(trimmed),
    }
}

fn mend(trimmed: &str) -> Cow<'_, str> {
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

/// A line that needs nothing but one space for several.
fn join_spaces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"  ") {
        out.push_str(&rest[..=at]);
        rest = rest[at..].trim_start_matches(' ');
    }
    out.push_str(rest);
    out
}

/// Bytes that white space and invisible characters begin with. Ogham's space is left to the Irish of the sixth century.
const ODD: [bool; 256] = {
    let mut odd = [false; 256];
    let mut byte = 0;
    while byte <= 0x20 {
        odd[byte] = true;
        byte += 1;
    }
    odd[0x7F] = true;
    odd[0xC2] = true;
    odd[0xE2] = true;
    odd[0xE3] = true;
    odd[0xEF] = true;
    odd
};

/// White space collapsed, invisible characters left out. What needs nothing is copied in long pieces.
fn collapse(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let (mut done, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        // A single space between letters is what nearly every odd byte is.
        let single = byte == b' ' && !ODD[usize::from(bytes.get(at + 1).copied().unwrap_or(b'.'))];
        let plain = single || !ODD[usize::from(byte)];
        if plain {
            at += 1;
            continue;
        }
        // A run of characters of which each may be a space or nothing.
        let start = at;
        let (mut spaces, mut odd) = (0, false);
        for c in text[at..].chars() {
            if c.is_whitespace() {
                spaces += 1;
                odd |= c != ' ';
            } else if is_invisible(c) {
                odd = true;
            } else {
                break;
            }
            at += c.len_utf8();
        }
        if at == start {
            // A letter after all.
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        if spaces == 1 && !odd {
            continue;
        }
        out.push_str(&text[done..start]);
        if spaces > 0 && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        done = at;
    }
    out.push_str(&text[done..]);
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// What a line needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Clean,
    /// Nothing but spaces in a row.
    DoubleSpaces,
    /// Only white space and invisible characters are to be looked at.
    Spaces,
    /// Entities, combining letters, look-alikes.
    Letters,
}

/// Whether a trimmed line surely needs no work. Anything else only means that it has to be looked at closely.
///
/// Sure are ASCII, Latin-1 but ð and Ð, Latin Extended A, most of B, Latin Extended Additional (the Vietnamese block), the
/// usual punctuation (U+2010 to U+2027), currencies, arrows, shapes and emoji: all of them NFC whatever stands beside
/// them. The loop has no branches, so that it is compiled to sixteen bytes at a time; a per-character check alone would
/// take half of the time that an article may take.
fn look(bytes: &[u8]) -> Look {
    let three = bytes.len().saturating_sub(2);
    let (Some(a), Some(b), Some(c)) = (bytes.get(..three), bytes.get(1..), bytes.get(2..)) else {
        // Shorter than three bytes.
        let plain = bytes.iter().all(|b| b.is_ascii() && *b != b'&' && *b >= b' ');
        return if plain { Look::Clean } else { Look::Letters };
    };
    let (mut double, mut spaces, mut letters) = (0_u8, 0_u8, 0_u8);
    for ((&a, &b), &c) in a.iter().zip(b).zip(c) {
        double |= u8::from(is_double_space(a, b));
        spaces |= u8::from(is_space_trouble(a, b, c));
        letters |= u8::from(is_letter_trouble(a, b, c));
    }
    let (mut spaces, mut letters) = (spaces != 0, letters != 0);
    match bytes[three..] {
        [a, b] => {
            spaces |= is_space_trouble(a, b, b'.') | is_space_trouble(b, b'.', b'.');
            letters |= is_letter_trouble(a, b, b'.') | is_letter_trouble(b, b'.', b'.');
        }
        _ => letters = true,
    }
    match (letters, spaces, double != 0) {
        (true, ..) => Look::Letters,
        (_, true, _) => Look::Spaces,
        (_, _, true) => Look::DoubleSpaces,
        _ => Look::Clean,
    }
}

#[inline(always)]
fn is_space_trouble(a: u8, b: u8, c: u8) -> bool {
    let control = (a < 0x20) | (a == 0x7F);
    let latin1 = (a == 0xC2) & ((b <= 0xA0) | (b == 0xAD));
    let general = (a == 0xE2) & (b == 0x80) & !(0x90..=0xA7).contains(&c);
    let mark = (a == 0xEF) & (b == 0xBB);
    control | latin1 | general | mark
}

#[inline(always)]
fn is_double_space(a: u8, b: u8) -> bool {
    (a == b' ') & (b == b' ')
}

#[inline(always)]
fn is_letter_trouble(a: u8, b: u8, c: u8) -> bool {
    let entity = a == b'&';
    let eth = (a == 0xC3) & ((b == 0x90) | (b == 0xB0));
    // Latin Extended B has ơ and ư, and what stands for others; phonetics stands for others only.
    let odd = (a == 0xC6) & !((b == 0xA0) | (b == 0xA1) | (b == 0xAF) | (b == 0xB0));
    let phonetic = ((a == 0xC9) & (b >= 0x90)) | (a == 0xCA);
    let other_two = (0xCC..0xE1).contains(&a) | odd | phonetic;
    let extended = (a == 0xE1) & !(0xB8..=0xBB).contains(&b);
    // U+2000 and U+2001 stand for others; U+2080 to U+20BF, arrows, boxes and shapes do not.
    let sure = (b == 0x80) | (b == 0x82) | (b == 0x86) | (0x94..=0x9E).contains(&b);
    let punctuation = (a == 0xE2) & (!sure | ((b == 0x80) & (c < 0x82)));
    let emoji = (a == 0xF0) & (b == 0x9F);
    let rest = (a > 0xE2) & !emoji & !((a == 0xEF) & (b == 0xBB));
    entity | eth | other_two | extended | punctuation | rest
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
        'һ' | 'н' => 'h',
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

/// Letters of Armenian, of phonetics and of African languages that stand for Latin ones in Vietnamese, where somebody
/// wants to hide a text from those who search for it (`ɴʜậρ кɦẩu`); in other languages they are letters of their own
/// (Hausa's ƙ, ɗ, ɓ).
fn latin_in_vietnamese(c: char) -> Option<char> {
    Some(match c {
        'ɑ' | 'ᴀ' => 'a',
        'ƅ' | 'ɓ' | 'ʙ' => 'b',
        'ƈ' | 'ς' | 'ᴄ' => 'c',
        'ɗ' | 'ᴅ' => 'd',
        'ᵭ' | 'ɖ' => 'đ',
        'ᴇ' => 'e',
        'ց' | 'ɡ' | 'ɢ' => 'g',
        'ɦ' | 'ʜ' => 'h',
        'ƙ' | 'ᴋ' => 'k',
        'ʟ' => 'l',
        'ɱ' | 'ᴍ' => 'm',
        'ռ' | 'ɴ' => 'n',
        'ᴏ' => 'o',
        'ᴘ' => 'p',
        'ɾ' | 'ʀ' => 'r',
        'ᵴ' => 's',
        'ƫ' | 'ᴛ' | 'ƭ' => 't',
        'ᴜ' => 'u',
        'ᴠ' | 'ѵ' => 'v',
        'ʏ' => 'y',
        'Ɖ' => 'Đ',
        'Ɗ' => 'D',
        'Ƙ' => 'K',
        'Ɱ' => 'M',
        'Ʀ' => 'R',
        'Ƭ' => 'T',
        'Ѵ' => 'V',
        _ => return None,
    })
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') && !matches!(c, 'ð' | 'Ð' | 'ĸ')
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
    if !text
        .chars()
        .any(|c| latin(c).is_some() || latin_in_vietnamese(c).is_some())
    {
        return None;
    }
    let vietnamese = text.chars().any(is_vietnamese);
    let latin = |c: char| latin(c).or_else(|| latin_in_vietnamese(c).filter(|_| vietnamese));
    let is_latin = |c: char| is_latin(c) && !(vietnamese && latin_in_vietnamese(c).is_some());
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
            "ɴɦậρ ƙɦẩu, ռhữռց пɡườι ở Ѵιệᴛ Nam, Ɖà Nẵng, ᵭộƈ",
            "nhập khẩu, những người ở Việt Nam, Đà Nẵng, độc",
        );
        case("Ɗan ƙasa", "Ɗan ƙasa");
        case(
            "Ti&#7871;ng &amp;#7879; &quot;x&quot; &nbsp;&ndash; R&D",
            "Tiếng ệ \"x\" – R&D",
        );
        case("x\0y \u{1}z", "xy z");
        case("hai  dấu \t cách", "hai dấu cách");
        case("é", "é");
        case("–", "–");
    }

    /// The same as `collapse`, character by character.
    fn slow_collapse(text: &str) -> String {
        let visible: String = text
            .chars()
            .filter(|c| c.is_whitespace() || !is_invisible(*c))
            .collect();
        visible.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    proptest! {
        #[test]
        fn what_is_called_clean_is_clean(text in "[ a-zđðÐéêệơ\u{300}\u{323}\u{a0}\u{200b}&;#“–…0-9А-я\t]{0,24}") {
            let trimmed = text.trim_matches(is_blank);
            let nfc: String = trimmed.nfc().collect();
            match look(trimmed.as_bytes()) {
                Look::Clean => prop_assert_eq!(slow_collapse(&nfc), trimmed),
                Look::DoubleSpaces => prop_assert_eq!(join_spaces(trimmed), slow_collapse(&nfc)),
                Look::Spaces => {
                    prop_assert_eq!(&nfc, trimmed);
                    prop_assert_eq!(collapse(trimmed), slow_collapse(trimmed));
                }
                Look::Letters => prop_assert_eq!(collapse(&nfc), slow_collapse(&nfc)),
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
