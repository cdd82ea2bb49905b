//! Reading words, numbers and marks forwards and backwards from a place in the text, never beyond the line.

/// The most bytes of a word that is compared with others: "thousandth" has ten, "nghiêng" has nine.
const LONGEST: usize = 16;

/// A word in lower case. One with capitals that is longer than any that dates are told with reads as "…".
#[derive(Clone, Copy)]
pub(super) struct Word<'a> {
    /// As it stands in the text.
    raw: &'a str,
    /// In lower case, where it is not so already.
    lower: [u8; LONGEST],
    /// Of `lower`; 0 where `raw` is in lower case.
    length: usize,
    /// Where it stands in the text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether it begins with a capital.
    pub(super) capital: bool,
}

impl<'a> Word<'a> {
    fn of(text: &'a str, start: usize, end: usize) -> Self {
        let raw = text.get(start..end).unwrap_or("");
        let mut word = Word {
            raw,
            lower: [0; LONGEST],
            length: 0,
            start,
            end,
            capital: false,
        };
        // a word that begins in lower case goes on in it
        word.capital = match raw.as_bytes().first() {
            None | Some(b'a'..=b'z' | b'0'..=b'9') => return word,
            Some(b'A'..=b'Z') => true,
            // đ, the commonest of the others
            Some(0xc4) if raw.as_bytes().get(1) == Some(&0x91) => return word,
            _ => raw.starts_with(char::is_uppercase),
        };
        if word.capital {
            word.fold();
        }
        word
    }

    fn fold(&mut self) {
        let mut length = 0;
        if self.raw.len() <= LONGEST {
            for letter in self.raw.chars() {
                let lower = lower(letter);
                let size = lower.len_utf8();
                let Some(room) = self.lower.get_mut(length..length + size) else {
                    break;
                };
                lower.encode_utf8(room);
                length += size;
            }
        } else {
            self.lower[..3].copy_from_slice("…".as_bytes());
            length = 3;
        }
        self.length = length;
    }

    /// The word in lower case; empty where there is none.
    pub(super) fn as_str(&self) -> &str {
        match self.length {
            0 => self.raw,
            length => self
                .lower
                .get(..length)
                .and_then(|bytes| std::str::from_utf8(bytes).ok())
                .unwrap_or(""),
        }
    }
}

fn lower(letter: char) -> char {
    match letter {
        _ if letter.is_ascii() => letter.to_ascii_lowercase(),
        // most letters with marks are in lower case, and those of Vietnamese stand in pairs
        'à'..='ÿ' => letter,
        _ => letter.to_lowercase().next().unwrap_or(letter),
    }
}

fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// The length of the blank that begins here: spaces, no-break spaces, tabs.
fn blank_at(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(b' ' | b'\t') => 1,
        Some(0xc2) if bytes.get(at + 1) == Some(&0xa0) => 2,
        _ => 0,
    }
}

/// Where what follows the blanks from `at` begins. At most four blanks: more are a table's.
pub(super) fn skip(text: &str, mut at: usize) -> usize {
    for _ in 0..4 {
        match blank_at(text.as_bytes(), at) {
            0 => break,
            length => at += length,
        }
    }
    at
}

/// Where the blanks that end at `at` begin.
pub(super) fn skip_back(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    for _ in 0..4 {
        if at >= 1 && matches!(bytes[at - 1], b' ' | b'\t') {
            at -= 1;
        } else if at >= 2 && bytes[at - 2] == 0xc2 && bytes[at - 1] == 0xa0 {
            at -= 2;
        } else {
            break;
        }
    }
    at
}

/// The length of the mark other than ASCII that ends at `end`, or begins at `start`: dashes, quotation marks, dots.
fn is_mark(bytes: &[u8]) -> usize {
    match bytes {
        [0xe2, 0x80, ..] => 3,
        [0xc2, 0xa0..=0xbf, ..] => 2,
        _ => 0,
    }
}

/// The word that begins at `at` (after blanks): letters and digits. Empty where a mark or the line's end stands there.
pub(super) fn word(text: &str, at: usize) -> Word<'_> {
    let bytes = text.as_bytes();
    let start = skip(text, at);
    let mut end = start;
    while end < bytes.len() && in_word(bytes[end]) && end - start <= 4 * LONGEST {
        if bytes[end] >= 0x80 && is_mark(&bytes[end..]) > 0 {
            break;
        }
        end += 1;
    }
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Word::of(text, start, end)
}

/// The word that ends at `at` (before blanks).
pub(super) fn word_back(text: &str, at: usize) -> Word<'_> {
    let bytes = text.as_bytes();
    let end = skip_back(text, at);
    let mut start = end;
    while start > 0 && in_word(bytes[start - 1]) && end - start <= 4 * LONGEST {
        if bytes[start - 1] >= 0x80 && bytes[start - 1] < 0xc0 {
            // a mark of three bytes or two ends here
            let three = start >= 3 && bytes[start - 3] == 0xe2 && bytes[start - 2] == 0x80;
            let two = start >= 2 && bytes[start - 2] == 0xc2;
            if three || two {
                break;
            }
        }
        start -= 1;
    }
    while !text.is_char_boundary(start) {
        start += 1;
    }
    Word::of(text, start.min(end), end)
}

/// The number at `at`: value, digits, where it ends. At most four digits are read; five are none.
pub(super) fn number(text: &str, at: usize) -> Option<(u16, usize, usize)> {
    let bytes = text.as_bytes();
    let (mut value, mut end) = (0, at);
    while let Some(digit) = bytes.get(end).filter(|byte| byte.is_ascii_digit()) {
        if end - at == 4 {
            return None;
        }
        value = value * 10 + u16::from(digit - b'0');
        end += 1;
    }
    (end > at).then_some((value, end - at, end))
}

/// The dash at `at` (after blanks, if `loose`): where it ends, and whether blanks stood about it.
pub(super) fn dash(text: &str, at: usize) -> Option<(usize, bool)> {
    let start = skip(text, at);
    let rest = text.as_bytes().get(start..)?;
    let end = start
        + match rest {
            [b'-', ..] => 1,
            [0xe2, 0x80, 0x90..=0x95, ..] => 3,
            _ => return None,
        };
    let next = skip(text, end);
    Some((next, start > at || next > end))
}

/// Whether a number that ends at `at` ends there, and goes on neither into letters nor after a mark into digits.
pub(super) fn ends(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    match bytes.get(at) {
        None => true,
        Some(b'%' | b'_' | b'@') => false,
        Some(b'.' | b',' | b':') => !digit(at + 1),
        Some(b'/' | b'-' | b'+') => !bytes.get(at + 1).is_some_and(|&byte| in_word(byte)),
        Some(byte) if byte.is_ascii_alphanumeric() => false,
        Some(0x80..) => {
            is_mark(&bytes[at..]) > 0 && !(bytes[at] == 0xc2 && bytes[at + 1] != 0xa0 && bytes[at + 1] != 0xbb)
        }
        Some(_) => true,
    }
}

/// Whether a sentence, a clause or the line ends at `at`.
pub(super) fn closed(text: &str, at: usize) -> bool {
    let at = skip(text, at);
    match text.as_bytes().get(at) {
        None => true,
        Some(0xe2) => true,
        Some(0xc2) => true,
        Some(byte) => byte.is_ascii_punctuation() || byte.is_ascii_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_before_and_after() {
        let text = "Sáng NGÀY\u{a0}5/2 – “Tết” 20";
        let at = text.find("5/2").unwrap();
        let before = word_back(text, at);
        assert_eq!((before.as_str(), before.capital), ("ngày", true));
        assert_eq!(word_back(text, before.start).as_str(), "sáng");
        assert_eq!(word_back(text, 0).as_str(), "");
        let after = at + 3;
        assert_eq!(word(text, after).as_str(), "");
        let (after, loose) = dash(text, after).unwrap();
        assert!(loose);
        assert_eq!(word(text, after).as_str(), "");
        assert_eq!(word(text, after + 3).as_str(), "tết");
        assert_eq!(word_back(text, text.find('”').unwrap()).as_str(), "tết");
        assert_eq!(word_back(text, text.find("20").unwrap()).as_str(), "");
    }

    #[test]
    fn ends_of_numbers() {
        for (text, expected) in [
            ("5", true),
            ("5.", true),
            ("5.000", false),
            ("5-7", false),
            ("5)", true),
            ("5%", false),
            ("5à", false),
            ("5”", true),
            ("5°", false),
            ("5/NĐ", false),
        ] {
            assert_eq!(ends(text, 1), expected, "{text}");
        }
        assert_eq!(number("12345", 0), None);
        assert_eq!(number("2019-", 0), Some((2019, 4, 4)));
    }
}
