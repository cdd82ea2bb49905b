//! [`sentences`]: where sentences begin and end.
//!
//! A sentence ends with its line at the latest. Within a line a full stop ends one only where white space follows it,
//! the next word does not begin with a small letter, and the word before it is no abbreviation ("TP. Thanh Hóa"), no
//! initial ("J. Biden", "U.S. President") and no number that opens the line ("1. Nội dung"). So "14:3", "4.235" and
//! "a.vn" stay whole without rules of their own. Signs that mean nothing else (。！？ । ؟) always end one.

use std::ops::Range;

/// Words before a name or a number whose full stop ends no sentence, sorted.
const BEFORE_NAMES: [&str; 77] = [
    "Abs", "Art", "BS", "Bs", "BSCKI", "BSCKII", "CKI", "CKII", "CN", "Capt", "Cmdr", "Col", "DS", "Dr", "Dra", "Dña",
    "Drs", "Fr", "Ft", "GS", "Gen", "Gov", "Gs", "Hon", "Hr", "Ing", "KS", "KTS", "LS", "Lic", "Ls", "Lt", "MM", "Maj",
    "Mgr", "Mlle", "Mme", "Mr", "Mrs", "Ms", "Mt", "NGND", "NGƯT", "NS", "NSND", "NSƯT", "PGS", "Prof", "Rep", "Rev",
    "Sen", "Sgt", "Sr", "Sra", "Srta", "St", "Ste", "Str", "TP", "TS", "TSKH", "TT", "TX", "ThS", "Ths", "Tp", "Ts",
    "Tt", "Tx", "dott", "mevr", "prof", "sig", "ths", "tp", "tx", "vs",
];

/// Words before a number whose full stop ends no sentence, sorted.
const BEFORE_NUMBERS: [&str; 32] = [
    "Apr", "Aug", "Bd", "Dec", "Feb", "Fig", "Jan", "Jul", "Jun", "Mar", "No", "Nos", "Nov", "Nr", "Oct", "SN", "Sep",
    "Sept", "Tel", "Vol", "approx", "art", "ca", "fig", "kl", "no", "nr", "núm", "p", "pp", "pág", "tr",
];

/// German months: "am 3. Oktober" goes on.
const ORDINAL_BEFORE: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

/// The sentences of a text as byte ranges, in order, without the white space around them, never empty.
pub fn sentences(text: &str) -> Sentences<'_> {
    Sentences { text, at: 0 }
}

/// The iterator of [`sentences`].
#[derive(Clone, Debug)]
pub struct Sentences<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Sentences<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            let rest = &self.text[self.at..];
            let start = self.at + (rest.len() - rest.trim_start().len());
            if start == self.text.len() {
                return None;
            }
            let end = end_of_sentence(self.text, start);
            self.at = end;
            let sentence = self.text[start..end].trim_end();
            if !sentence.is_empty() {
                return Some(start..start + sentence.len());
            }
        }
    }
}

/// Whether a word is an abbreviation that stands before names: its full stop ends no sentence.
pub(super) fn is_before_names(word: &str) -> bool {
    BEFORE_NAMES.binary_search(&word).is_ok()
}

/// The end of the sentence that begins at `start`.
fn end_of_sentence(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while let Some(skipped) = next_mark(&bytes[at..]) {
        at += skipped;
        if bytes[at] == b'\n' {
            return at + 1;
        }
        let Some(sign) = text[at..].chars().next().filter(|c| is_stop(*c)) else {
            // The lead byte of another character.
            at += 1;
            while !text.is_char_boundary(at) {
                at += 1;
            }
            continue;
        };
        let stops = text[at..].trim_start_matches(is_stop);
        let closed = stops.trim_start_matches(is_closer);
        let end = text.len() - closed.len();
        let single = text.len() - stops.len() == at + 1 && sign == '.';
        if is_final(sign) || ends_here(&text[start..at], closed, single) {
            return end;
        }
        at = end;
    }
    text.len()
}

/// Whether a stop of Latin script ends its sentence: `before` is the sentence up to it, `after` what follows it and
/// its closing quotes, `single` says that it is one full stop alone.
fn ends_here(before: &str, after: &str, single: bool) -> bool {
    let next = after.trim_start();
    if next.len() == after.len() {
        return after.is_empty();
    }
    if after[..after.len() - next.len()].contains('\n') {
        return true;
    }
    let next = next.trim_start_matches(|c: char| is_opener(c) || c == ' ');
    let Some(first) = next.chars().next() else {
        return true;
    };
    if first.is_lowercase() {
        return false;
    }
    if !single {
        return true;
    }
    let word = before
        .rsplit(|c: char| c.is_whitespace() || is_opener(c))
        .next()
        .unwrap_or(before);
    if word.is_empty() {
        return true;
    }
    if word.bytes().all(|b| b.is_ascii_digit()) {
        let month = || ORDINAL_BEFORE.iter().any(|month| next.starts_with(month));
        return word.len() != before.len() && !(word.len() <= 2 && month());
    }
    // "PGS.TS", "U.S": what counts is the part after the last dot.
    let part = word.rsplit('.').next().unwrap_or(word);
    let mut letters = part.chars();
    let initial = matches!((letters.next(), letters.next()), (Some(c), None) if c.is_uppercase());
    let abbreviation = BEFORE_NAMES.contains(&part) || (first.is_numeric() && BEFORE_NUMBERS.contains(&part));
    !initial && !abbreviation
}

/// The bytes at which a sentence may end: those of ASCII, and the lead bytes of … 。！？．؟ ۔ ।.
const MARKS: [u8; 10] = [b'.', b'!', b'?', b'\n', 0xE2, 0xE3, 0xEF, 0xD8, 0xDB, 0xE0];

/// Where the next byte is at which a sentence may end.
fn next_mark(bytes: &[u8]) -> Option<usize> {
    let is_mark = |b: u8| MARKS.iter().fold(false, |any, mark| any | (b == *mark));
    // Without a branch for each byte the compiler does a block at once; few blocks hold a mark.
    let mut at = 0;
    while let Some(block) = bytes.get(at..).and_then(<[u8]>::first_chunk::<32>) {
        if block.iter().fold(0u8, |any, b| any | u8::from(is_mark(*b))) != 0 {
            break;
        }
        at += 32;
    }
    Some(at + bytes.get(at..)?.iter().position(|b| is_mark(*b))?)
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…') || is_final(c)
}

/// Signs that end a sentence whatever follows.
fn is_final(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '．' | '؟' | '۔' | '।' | '॥')
}

fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '”' | '’' | '»' | '›' | ')' | ']' | '」' | '』' | '）' | '》'
    )
}

fn is_opener(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '“' | '‘' | '„' | '«' | '‹' | '(' | '[' | '-' | '–' | '—' | '¿' | '¡'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sentences_are_split() {
        for expected in [
            &["Cầu đã thông xe.", "Người dân vui mừng."][..],
            &["Đoàn về TP. Thanh Hóa, gặp TS. Nguyễn Văn An.", "Lúc 14:3 đoàn đi."],
            &["PGS.TS. Lê Thị B cho biết.", "Bà nói thêm."],
            &["ThS. BS. Trần Văn C. ở Q. 1, P. Bến Nghé, tp. Vinh.", "Hết."],
            &["Trận 14:3… nam thắng.", "Kết thúc…"],
            &["Theo Đ. Hùng về TX. Sơn Tây, H. Ba Vì.", "Xong."],
            &["Ông ở TT. Vân Đình (TP. Hà Nội).", "Ngày 3.5 ông về."],
            &["Có 4.235 mô hình.", "Trong đó 1.372 mô hình mới."],
            &["Ông chờ… rồi về.", "Mưa…", "Gió..."],
            &["“Đi thôi!” anh nói.", "“Vâng.”", "Cô đáp."],
            &["\"Ai đó?\"", "- Tôi."],
            &["The U.S. President met J. Biden.", "He left."],
            &["Mr. Smith paid No. 5.", "He said no.", "She left."],
            &["Xem tại a.vn hoặc b.com.vn.", "Cảm ơn!"],
            &["今天下雨。", "你好吗？", "好！"],
            &["「行こう。」", "彼は言った。"],
            &["1. Nội dung chính.", "2. Kết luận"],
            &["Năm 2019.", "Tỉnh đã làm."],
            &["Er kam am 3. Oktober.", "Dr. Müller kam nicht."],
            &["यह एक वाक्य है।", "यह दूसरा है।"],
            &["Giá bánh, kẹo, v.v.", "Ông về nhà."],
            &["Hết giờ!!!", "(Ảnh: Minh Anh.)", "Xong"],
        ] {
            let text = expected.join(" ");
            let found: Vec<_> = sentences(&text).map(|r| &text[r]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_line_ends_its_sentence() {
        let text = "Tiêu đề không chấm\nCâu đầu (TP.\nHCM) \n\n  \nhết";
        let found: Vec<_> = sentences(text).map(|r| &text[r]).collect();
        assert_eq!(found, ["Tiêu đề không chấm", "Câu đầu (TP.", "HCM)", "hết"]);
    }

    proptest! {
        #[test]
        fn nothing_but_white_space_is_lost(text in "(\\PC|[.!?… \n\"A-Zà-ỹ。]){0,40}") {
            let kept: String = sentences(&text).map(|r| text[r].to_owned()).collect();
            let squeezed = |t: &str| t.split_whitespace().collect::<String>();
            prop_assert_eq!(squeezed(&kept), squeezed(&text));
        }
    }
}
