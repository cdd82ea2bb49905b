//! Headings within the body.

use super::line::{Ending, Line};

/// "1. Trứng gà", "Ngày 2:", "Bước 3", "II. …" over a paragraph.
pub fn is_numbered(line: &Line<'_>, next_is_prose: bool) -> bool {
    if !line.is_short() || line.words > 20 || line.ending == Ending::Sentence && line.words > 12 || !next_is_prose {
        return false;
    }
    let (first, rest) = line.text.split_once(' ').unwrap_or((line.text.as_ref(), ""));
    let number = first.trim_end_matches(['.', ')', ':', '/']);
    let counted = number.len() < first.len()
        && !number.is_empty()
        && number.len() <= 4
        && (number.bytes().all(|b| b.is_ascii_digit()) || number.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')));
    let second = rest.trim_end_matches([':', '.']);
    let step = line.words <= 12
        && ["ngày ", "bước ", "cách ", "phần ", "thứ ", "câu "]
            .iter()
            .any(|w| line.lower.starts_with(w))
        && second.starts_with(|c: char| c.is_ascii_digit());
    counted || step
}

/// "- Số phần thi: 2": a bullet before a line that is no sentence. Speech begins with a dash, too, and ends in a stop.
pub fn is_list_item(line: &Line<'_>) -> bool {
    let bullet = ["- ", "+ ", "* ", "• ", "– ", "● ", "· "]
        .iter()
        .any(|b| line.text.starts_with(b));
    bullet && line.ending != Ending::Sentence
}

/// A brief line without an end that stands over a paragraph.
pub fn is_likely(line: &Line<'_>, next_is_prose: bool) -> bool {
    line.is_short() && next_is_prose && line.words <= 20 && matches!(line.ending, Ending::Open | Ending::Colon)
        || line.is_short() && next_is_prose && line.words <= 12 && line.text.ends_with('?')
}
