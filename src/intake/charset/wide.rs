//! UTF-16 and UTF-32: known by their byte order mark, and without one by their zeros, which stand in every other byte
//! wherever the text has ASCII (RFC 4627, section 3, has the same for JSON).

use std::borrow::Cow;

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};

use super::Charset;
use super::plausibility::plausibility;

/// The order of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The highest first.
    Big,
    /// The lowest first.
    Little,
}

impl Order {
    /// The name of UTF-32 in this order.
    pub fn utf32(self) -> &'static str {
        match self {
            Order::Big => "utf-32be",
            Order::Little => "utf-32le",
        }
    }
}

/// A wide text has a zero, or its mark, this early: a space, a digit, a tag.
const ZERO_WITHIN: usize = 64;
/// So much is counted.
const SAMPLE: usize = 4 * 1024;
/// So much of a text is looked at, in bytes.
const LOOK: usize = 16 * 1024;

/// Whether a value is worth a look as UTF-16 or UTF-32. Costs nothing for values that have no zero at their beginning.
pub fn is_wide(value: &[u8]) -> bool {
    let head = value.get(..ZERO_WITHIN).unwrap_or(value);
    by_mark(head).is_some_and(|(charset, _)| charset != Charset::Web(UTF_8))
        || (memchr::memchr(0, head).is_some() && by_zeros(value).is_some())
}

/// The character set that a byte order mark names, and the mark's length.
pub fn by_mark(value: &[u8]) -> Option<(Charset, usize)> {
    const MARKS: [(&[u8], Charset); 5] = [
        // Before UTF-16, whose mark is the beginning of this one.
        (&[0xff, 0xfe, 0, 0], Charset::Utf32(Order::Little)),
        (&[0, 0, 0xfe, 0xff], Charset::Utf32(Order::Big)),
        (&[0xff, 0xfe], Charset::Web(UTF_16LE)),
        (&[0xfe, 0xff], Charset::Web(UTF_16BE)),
        (&[0xef, 0xbb, 0xbf], Charset::Web(UTF_8)),
    ];
    let (mark, charset) = MARKS.iter().find(|(mark, _)| value.starts_with(mark))?;
    Some((*charset, mark.len()))
}

/// The wide encoding that the zeros of a value without a mark speak for.
pub fn by_zeros(value: &[u8]) -> Option<Charset> {
    let sample = value.get(..SAMPLE).unwrap_or(value);
    let groups = sample.as_chunks::<4>().0;
    let mut zeros = [0_usize; 4];
    for group in groups {
        for (count, byte) in zeros.iter_mut().zip(group) {
            *count += usize::from(*byte == 0);
        }
    }
    let (mut odd, mut even) = (zeros[1] + zeros[3], zeros[0] + zeros[2]);
    // Half a group more, which is all that a text of one letter has.
    if let [a, b, ..] = sample.get(4 * groups.len()..).unwrap_or_default() {
        even += usize::from(*a == 0);
        odd += usize::from(*b == 0);
    }
    let all = groups.len();
    let units = sample.len() / 2;
    let most = |count: usize| all > 0 && count * 100 >= all * 95;
    let few = |count: usize| count * 20 <= all;
    let charset = if most(zeros[2]) && most(zeros[3]) && few(zeros[0]) && value.len().is_multiple_of(4) {
        Charset::Utf32(Order::Little)
    } else if most(zeros[0]) && most(zeros[1]) && few(zeros[3]) && value.len().is_multiple_of(4) {
        Charset::Utf32(Order::Big)
    } else if odd > 8 * even {
        Charset::Web(UTF_16LE)
    } else if even > 8 * odd {
        Charset::Web(UTF_16BE)
    } else {
        return None;
    };
    let zeros = odd.max(even);
    // A text with some zeros in it is no wide one: a wide one has control characters or bytes that are no UTF-8 where
    // it has no zeros.
    let sure = zeros * 2 >= units;
    let possible = zeros * 100 >= units && !reads_as_utf8(sample);
    ((sure || (possible && reads_well(charset, value))) && is_text(charset, value)).then_some(charset)
}

/// Whether UTF-8 makes something of it without control characters.
fn reads_as_utf8(sample: &[u8]) -> bool {
    let is_control = |b: &&u8| (1..0x09).contains(*b) || (0x0e..0x20).contains(*b);
    let whole = match std::str::from_utf8(sample) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    whole && sample.iter().filter(is_control).count() * 50 < sample.len()
}

/// Whether what a wide encoding makes of bytes is a text: binary data has halves of surrogates and controls.
pub fn is_text(charset: Charset, bytes: &[u8]) -> bool {
    let (text, _) = charset.decode(bytes.get(..LOOK).unwrap_or(bytes));
    let is_broken = |c: &char| *c == char::REPLACEMENT_CHARACTER || (c.is_control() && !c.is_whitespace());
    text.chars().filter(is_broken).count() * 50 <= text.chars().count()
}

/// Whether what a wide encoding makes of bytes reads like a text, rather than like signs of all scripts.
fn reads_well(charset: Charset, bytes: &[u8]) -> bool {
    plausibility(&charset.decode(bytes.get(..LOOK).unwrap_or(bytes)).0).is_none_or(|p| p > 0.0)
}

/// Decodes UTF-32.
pub fn utf32(bytes: &[u8], order: Order) -> (Cow<'_, str>, bool) {
    let (groups, rest) = bytes.as_chunks::<4>();
    let mut has_errors = !rest.is_empty();
    let mut text = String::with_capacity(bytes.len() / 4 + 3);
    for group in groups {
        let scalar = match order {
            Order::Big => u32::from_be_bytes(*group),
            Order::Little => u32::from_le_bytes(*group),
        };
        let c = char::from_u32(scalar);
        has_errors |= c.is_none();
        text.push(c.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    (Cow::Owned(text), has_errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str, charset: Charset) -> Vec<u8> {
        match charset {
            Charset::Utf32(Order::Big) => text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect(),
            Charset::Utf32(Order::Little) => text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(),
            Charset::Web(e) if e == UTF_16BE => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            _ => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        }
    }

    const ALL: [Charset; 4] = [
        Charset::Utf32(Order::Big),
        Charset::Utf32(Order::Little),
        Charset::Web(UTF_16BE),
        Charset::Web(UTF_16LE),
    ];

    #[test]
    fn wide_texts_are_known_with_and_without_a_mark() {
        for text in [
            "{\"a\":1}",
            "<p>Cầu mở</p>",
            "<!doctype html><html lang=ru><title>Мост открыли</title><p>Мост открыли в январе",
            "Мост через реку открыли в январе после долгого ремонта, сообщает мэрия",
            "Cầu Rạch Đỉa mở lại từ tháng Giêng",
        ] {
            for charset in ALL {
                let plain = bytes(text, charset);
                assert!(is_wide(&plain), "{} {text}", charset.name());
                assert_eq!(by_zeros(&plain), Some(charset), "{text}");
                assert_eq!(charset.decode(&plain), (text.into(), false));
                let marked = bytes(&format!("\u{feff}{text}"), charset);
                assert_eq!(by_mark(&marked).map(|(c, _)| c), Some(charset), "{text}");
            }
        }
    }

    #[test]
    fn zeros_in_other_values_make_nothing_wide() {
        for value in [
            "a\0b\0\0c and so on, a text with zeros in it".as_bytes(),
            "one zero\0 alone in a text of English".as_bytes(),
            b"\0\0\0\0\x01{\"text\":\"x\"}",
            b"\0\0\0\0\x01x",
            &[0; 100],
            b"\0\x01",
            b"\0",
            b"",
        ] {
            assert!(!is_wide(value), "{value:?}");
        }
    }

    #[test]
    fn what_is_no_scalar_value_is_an_error() {
        let (text, has_errors) = utf32(&[0, 0, 0, 0x41, 0, 0, 0xd8, 0, 0, 0], Order::Big);
        assert_eq!((text.as_ref(), has_errors), ("A\u{fffd}\u{fffd}", true));
    }
}
