//! [`syllables`]: one pass over a text for all that count words by their letters alone: topics and keywords.
//!
//! A syllable has a number that stands for its letters: small, composed, and with the tone where the newer of the two
//! spellings has it, so that "Hoà", "hòa" and a decomposed "hoà" are one. Words of several syllables are runs of such
//! numbers, [`joined`]; nobody has to write a letter of them anew.
//!
//! Lines of Vietnamese and English letters, nearly all there are, are read eight bytes at a time with hardly a branch;
//! others letter by letter.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::words::{each_word, words};

/// A syllable: a run of letters and digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Syllable {
    /// First byte in the text.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// A number that stands for its letters.
    pub hash: u32,
    /// How its first letter is written.
    pub first: First,
    /// Whether punctuation or a new line stands between it and the one before, or it is the first.
    pub apart: bool,
}

impl Syllable {
    /// Where it stands, in bytes.
    pub fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// How a syllable begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum First {
    /// With a small letter, or one of a script without case.
    #[default]
    Small,
    /// With a capital.
    Capital,
    /// With a digit.
    Digit,
}

/// The syllables of a text, in order.
pub fn syllables(text: &str) -> Vec<Syllable> {
    let bytes = text.as_bytes();
    // A syllable of Vietnamese takes five bytes and more, with the space before it.
    let mut found = Vec::with_capacity(text.len() / 5 + 1);
    each_word(bytes, |start, end| {
        found.push(Syllable {
            start: start as u32,
            end: end as u32,
            ..Syllable::default()
        });
    });
    let mut lines = odd_lines(text).into_iter();
    let mut odd = lines.next().unwrap_or(usize::MAX..usize::MAX);
    let mut last = 0;
    for syllable in &mut found {
        let (start, end) = (syllable.start as usize, syllable.end as usize);
        while odd.end <= start {
            odd = lines.next().unwrap_or(usize::MAX..usize::MAX);
        }
        (syllable.hash, syllable.first) = if odd.start <= start {
            slowly(text.get(start..end).unwrap_or_default())
        } else {
            read(text, start, end)
        };
        // A space alone, or a sign first: what else there is, is rare.
        let before = bytes.get(last).copied().unwrap_or_default();
        let plain = (before == b' ') & (last + 1 == start) | (before != b' ') & (before < 0x80) & (last < start);
        syllable.apart = if plain {
            before != b' '
        } else {
            !is_blank(text.get(last..start).unwrap_or_default())
        };
        last = end;
    }
    if let Some(first) = found.first_mut() {
        first.apart = true;
    }
    found
}

/// The number that a word of a list has in the text: its syllables [`joined`], one by one.
pub fn word_hash(word: &str) -> u32 {
    let hashes = words(word.as_bytes()).map(|span| slowly(word.get(span).unwrap_or_default()).0);
    hashes.reduce(joined).unwrap_or_default()
}

/// The number of a run of syllables and the syllable that comes after it.
#[inline]
pub fn joined(run: u32, next: u32) -> u32 {
    // The order counts, so the two do not play the same part.
    mix(u64::from(run) << 32 | u64::from(next))
}

#[inline]
fn mix(bits: u64) -> u32 {
    let product = u128::from(bits ^ 0xA076_1D64_78BD_642F) * 0x9E37_79B9_7F4A_7C15;
    ((product >> 64) as u64 ^ product as u64) as u32
}

fn is_blank(gap: &str) -> bool {
    gap.chars()
        .all(|c| c != '\n' && (c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}')))
}

/// The lines with letters that Vietnamese does not use, and those that must be composed first.
fn odd_lines(text: &str) -> Vec<Range<usize>> {
    if !is_odd(text.as_bytes()) {
        return Vec::new();
    }
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        start += line.len();
        start - line.len()..start
    });
    lines
        .filter(|line| text.as_bytes().get(line.clone()).is_some_and(is_odd))
        .collect()
}

/// Whether there are letters other than those of English and Vietnamese. By comparisons of neighbours alone, so the
/// compiler does many at once.
fn is_odd(text: &[u8]) -> bool {
    let is = |yes: bool| u8::from(yes);
    let pairs = text.iter().zip(text.iter().skip(1));
    pairs.fold(0, |odd, (&lead, &next)| {
        let even = next & 0xFE;
        odd | is(lead > 0xC6) & is(lead != 0xE1) & is(lead != 0xE2)
            | is(lead == 0xC4) & is(even != 0x82) & is(even != 0x90) & is(even != 0xA8)
            | is(lead == 0xC5) & is(even != 0xA8)
            | is(lead == 0xC6) & is(even != 0xA0) & is(next != 0xAF) & is(next != 0xB0)
            | is(lead == 0xE1) & is(even != 0xBA)
            | is(lead == 0xE2) & is(next >= 0xB0)
    }) != 0
}

/// Reads a syllable of Vietnamese letters.
#[inline]
fn read(text: &str, start: usize, end: usize) -> (u32, First) {
    let bytes = text.as_bytes();
    let length = end - start;
    if length <= 8 {
        // No way around the folding for what is small already: whether it is cannot be foretold, and that costs more.
        let within = u64::MAX >> (64 - 8 * length);
        let bits = load(bytes, start) & within;
        let small = small(bits) & within;
        return (
            hash(small, length),
            as_first(small, (small ^ bits) & first_letter(bits as u8)),
        );
    } else if length > 16 {
        return slowly(text.get(start..end).unwrap_or_default());
    }
    let bits = u128::from(load(bytes, start)) | u128::from(load(bytes, start + 8)) << 64;
    let within = u128::MAX >> (128 - 8 * length);
    let bits = bits & within;
    let small = long_small(bits) & within;
    let changed = (small ^ bits) as u64 & first_letter(bits as u8);
    (long_hash(small, length), as_first(small as u64, changed))
}

/// How a syllable of these small letters begins, of which folding has changed some bits of the first.
#[inline]
fn as_first(small: u64, changed: u64) -> First {
    let kind = usize::from(changed != 0) | usize::from(small & 0xF0 == 0x30) << 1;
    [First::Small, First::Capital, First::Digit, First::Digit][kind & 3]
}

/// The bits of a first letter that begins with this byte.
#[inline]
fn first_letter(lead: u8) -> u64 {
    0xFF_FFFF >> (8 * (u32::from(lead < 0xE0) + u32::from(lead < 0x80)))
}

/// The small letters of the bytes of a word of letters and digits of Vietnamese, in a machine word or two.
macro_rules! small_letters {
    ($name:ident, $word:ty) => {
        #[inline]
        fn $name(bits: $word) -> $word {
            const HIGH: $word = <$word>::MAX / 0xFF * 0x80;
            // In the high bit of each byte, whether it is the first of these letters: 0xE1, 0xC3, 0xC4 and 0xC5, 0xC6.
            let leads = bits & bits << 1 & HIGH;
            let three = leads & bits << 2;
            let (paired, horned) = (leads & bits << 5 & !(bits << 6), leads & bits << 5 & bits << 6);
            let latin = leads & !three & !paired & !horned;
            // Of ASCII and after 0xC3 a bit makes letters small; digits have it anyway.
            let plain = (!bits & HIGH | latin << 8) >> 2;
            // Ă Đ Ĩ Ũ and all of three bytes: pairs of which the small one is odd.
            let paired = (paired << 8 | three << 16) >> 7;
            // Ơ and Ư, not ơ and ư: 0xA0 and 0xAF, not 0xA1 and 0xB0.
            let horned = (horned << 8 & !(bits << 3) & !(bits << 7 ^ bits << 6)) >> 7;
            (bits | plain | paired) + horned
        }
    };
}

small_letters!(small, u64);
small_letters!(long_small, u128);

/// The number of a syllable of up to eight bytes of small letters.
#[inline]
fn hash(bits: u64, length: usize) -> u32 {
    if is_open(bits >> (8 * length.saturating_sub(2))) {
        return long_hash(u128::from(bits), length);
    }
    mix(bits)
}

/// Whether two last bytes may be those of o or u with a tone and a vowel after it.
#[inline]
fn is_open(end: u64) -> bool {
    // The last bytes of ò ó ỏ õ ọ, and of ù ú ủ ũ ụ: a bit for each.
    const O: u64 = 1 << 0x32 | 1 << 0x33 | 1 << 0x0F | 1 << 0x35 | 1 << 0x0D;
    const U: u64 = 1 << 0x39 | 1 << 0x3A | 1 << 0x27 | 1 << 0x29 | 1 << 0x25;
    let last = (end >> 8) as u8;
    let tones = O * u64::from(matches!(last, b'a' | b'e')) + U * u64::from(last == b'y');
    (tones >> (end & 0x3F)) & (end >> 7) & 1 != 0
}

/// The number of a syllable of up to sixteen bytes of small letters.
#[inline(never)]
fn long_hash(mut bits: u128, mut length: usize) -> u32 {
    if is_open((bits >> (8 * length.saturating_sub(2))) as u64) {
        // The tone that stands on the first of two vowels is moved to the second.
        let word = bits.to_le_bytes();
        if let Some((cut, tail)) = word.get(..length).and_then(tone_moved) {
            let stem = 8 * (length - cut);
            let moved = tail.bytes().rev().fold(0, |sum, byte| sum << 8 | u128::from(byte));
            bits = bits & !(u128::MAX << stem) | moved << stem;
            length = length - cut + tail.len();
        }
    }
    let (low, high) = (bits as u64, (bits >> 64) as u64);
    if length <= 8 {
        mix(low)
    } else {
        mix(low ^ u64::from(mix(high)) << 13)
    }
}

/// The old way of writing open "oa", "oe", "uy" with a tone: the bytes to be taken off, and the new way.
#[inline]
fn tone_moved(word: &[u8]) -> Option<(usize, &'static str)> {
    Some(match word {
        [.., 0xC3, 0xB2, b'a'] => (3, "oà"),
        [.., 0xC3, 0xB3, b'a'] => (3, "oá"),
        [.., 0xE1, 0xBB, 0x8F, b'a'] => (4, "oả"),
        [.., 0xC3, 0xB5, b'a'] => (3, "oã"),
        [.., 0xE1, 0xBB, 0x8D, b'a'] => (4, "oạ"),
        [.., 0xC3, 0xB2, b'e'] => (3, "oè"),
        [.., 0xC3, 0xB3, b'e'] => (3, "oé"),
        [.., 0xE1, 0xBB, 0x8F, b'e'] => (4, "oẻ"),
        [.., 0xC3, 0xB5, b'e'] => (3, "oẽ"),
        [.., 0xE1, 0xBB, 0x8D, b'e'] => (4, "oẹ"),
        [.., 0xC3, 0xB9, b'y'] => (3, "uỳ"),
        [.., 0xC3, 0xBA, b'y'] => (3, "uý"),
        [.., 0xE1, 0xBB, 0xA7, b'y'] => (4, "uỷ"),
        [.., 0xC5, 0xA9, b'y'] => (3, "uỹ"),
        [.., 0xE1, 0xBB, 0xA5, b'y'] => (4, "uỵ"),
        _ => return None,
    })
}

/// Eight bytes from `at` on, those beyond the end as zeros.
#[inline]
fn load(text: &[u8], at: usize) -> u64 {
    match text.get(at..).and_then(<[u8]>::first_chunk) {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => last(text, at),
    }
}

#[cold]
fn last(text: &[u8], at: usize) -> u64 {
    let rest = text.iter().skip(at).rev();
    rest.fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// The definition, letter by letter, for all scripts and lengths.
fn slowly(word: &str) -> (u32, First) {
    let mut letters = word.nfc().peekable();
    let first = match letters.peek() {
        Some(c) if c.is_uppercase() => First::Capital,
        Some(c) if c.is_ascii_digit() => First::Digit,
        _ => First::Small,
    };
    let letters = letters.flat_map(char::to_lowercase).nfc();
    let small: String = letters.map(|c| if c == 'ς' { 'σ' } else { c }).collect();
    let mut sum = 0;
    for piece in small.as_bytes().chunks(16) {
        let bits = piece.iter().rev().fold(0, |sum, byte| sum << 8 | u128::from(*byte));
        let own = long_hash(bits, piece.len());
        sum = if small.len() <= 16 { own } else { joined(sum, own) };
    }
    (sum, first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hash(word: &str) -> u32 {
        let found = syllables(word);
        assert_eq!(found.len(), 1, "{word}");
        found[0].hash
    }

    #[test]
    fn what_is_written_in_several_ways_is_one() {
        for same in [
            ["hoà", "hòa", "HÒA", "Ho\u{300}a"].as_slice(),
            &["ngày", "NGÀY", "nga\u{300}y"],
            &["được", "ĐƯỢC", "đươ\u{323}c", "đu\u{31b}o\u{31b}\u{323}c"],
            &["Київ", "київ"],
        ] {
            for word in same {
                assert_eq!(hash(word), hash(same[0]), "{word}");
            }
        }
        let different = [
            "ma", "má", "mà", "mả", "mã", "mạ", "mâ", "mă", "am", "mam", "đa", "da", "nghiêng", "nghiêm", "2019",
            "2018",
        ];
        for (n, one) in different.iter().enumerate() {
            for other in &different[..n] {
                assert_ne!(hash(one), hash(other), "{one} {other}");
            }
        }
    }

    #[test]
    fn syllables_know_what_stands_before_them() {
        let text = "Ban  Dân vận\u{a0}(cũ), 12 xã\nTỉnh ủy";
        let found: Vec<_> = syllables(text)
            .iter()
            .map(|s| (&text[s.span()], s.first, s.apart))
            .collect();
        use First::{Capital, Digit, Small};
        let want = [
            ("Ban", Capital, true),
            ("Dân", Capital, false),
            ("vận", Small, false),
            ("cũ", Small, true),
            ("12", Digit, true),
            ("xã", Small, false),
            ("Tỉnh", Capital, true),
            ("ủy", Small, false),
        ];
        assert_eq!(found, want);
    }

    #[test]
    fn runs_have_the_numbers_of_words_in_lists() {
        let found = syllables("ở Tỉnh uỷ");
        assert_eq!(joined(found[1].hash, found[2].hash), word_hash("tỉnh ủy"));
        assert_ne!(word_hash("tỉnh ủy"), word_hash("ủy tỉnh"));
        assert_ne!(word_hash("tỉnh ủy"), word_hash("tỉnh"));
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(\\PC|[a-zà-ỹ .,\n]|[\u{300}-\u{323}]|[가-힣क-ह]|\\s){0,60}") {
            let found = syllables(&text);
            let spans: Vec<_> = found.iter().map(Syllable::span).collect();
            prop_assert_eq!(&spans, &words(text.as_bytes()).collect::<Vec<_>>());
            for syllable in &found {
                let word = &text[syllable.span()];
                let (hash, first) = slowly(word);
                prop_assert_eq!((syllable.hash, syllable.first), (hash, first), "{}", word);
            }
            prop_assert!(found.first().is_none_or(|s| s.apart));
        }
    }
}
