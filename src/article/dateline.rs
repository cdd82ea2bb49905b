//! Datelines: the place and agency that open a lead, "(Dân trí) -", "TTO -", "Hà Nội (TTXVN 20/2)".

use super::outlet;

/// Splits a dateline from the beginning of a lead: the dateline without brackets and dash, and the rest.
pub fn split(text: &str) -> Option<(&str, &str)> {
    bracketed(text)
        .or_else(|| dashed(text))
        .or_else(|| place_and_agency(text))
        .filter(|(_, rest)| !rest.is_empty())
}

/// "(Dân trí) -", "(SGGP).-", "(NLĐO)-", "(TTXVN)", "[VOV.VN] –": up to five words in brackets.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let close = match text.chars().next()? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    let end = text.bytes().take(48).position(|b| b == close as u8)?;
    let name = text.get(1..end)?.trim();
    let rest = &text[end + 1..];
    let after = rest.trim_start_matches([' ', '.', '-', '–', '—', ':']);
    let dashed = rest[..rest.len() - after.len()].contains(['-', '–', '—']);
    let capital = name.starts_with(|c: char| c.is_uppercase());
    let looks = capital && name.split(' ').count() <= 5;
    (looks && (dashed || outlet::is_known(name) || is_initials(name))).then_some((name, after))
}

/// "TTO - …", "VOV.VN -", "QĐND -", "TTXVN/Vietnam+ –", "HÀ NỘI — …", "LONDON (Reuters) - …".
fn dashed(text: &str) -> Option<(&str, &str)> {
    let head = prefix(text, 60);
    let (at, dash) = head.char_indices().find(|(_, c)| matches!(c, '-' | '–' | '—'))?;
    let name = head[..at].trim_end();
    let rest = text[at + dash.len_utf8()..].trim_start();
    if name.is_empty() || name.len() == text.len() {
        return None;
    }
    // "PV-" may be glued, but "Covid-19", "Nga-Mỹ" and "U-20" are words.
    let spaced = head[..at].ends_with(' ') || text[at + dash.len_utf8()..].starts_with(' ');
    let plain = name
        .trim_end_matches(')')
        .split([' ', '(', ',', '/'])
        .filter(|w| !w.is_empty());
    let capitals = plain.clone().count() <= 5 && plain.clone().all(is_initials);
    let agency = name.ends_with(')')
        && name
            .split_once('(')
            .is_some_and(|(_, inner)| outlet::is_known(inner.trim_end_matches(')')));
    (spaced && (capitals || outlet::is_known(name) || agency)).then_some((name, rest))
}

/// "Hà Nội (TTXVN 20/2) …" without a dash.
fn place_and_agency(text: &str) -> Option<(&str, &str)> {
    let head = prefix(text, 60);
    let open = head.find('(')?;
    let close = head.find(')').filter(|c| *c > open)?;
    let inner =
        head[open + 1..close].trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '/' | '-' | ' ' | '.'));
    let place = head[..open].trim();
    let capitals = place.split(' ').all(|w| w.starts_with(char::is_uppercase)) && place.split(' ').count() <= 4;
    let known = outlet::is_known(inner.trim());
    let rest = text[close + 1..].trim_start_matches([' ', '.', '-', '–', '—', ':']);
    (known && capitals && !place.is_empty()).then_some((&text[..=close], rest))
}

/// Up to so many bytes, ending at a character boundary.
fn prefix(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// "TTO", "VOV.VN", "HNM", "Vietnam+": letters in capitals, with at least two of them.
fn is_initials(word: &str) -> bool {
    let mut capitals = 0;
    for c in word.chars() {
        match c {
            c if c.is_uppercase() => capitals += 1,
            '.' | '+' | '/' => {}
            _ => return false,
        }
    }
    capitals >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_are_split_off() {
        let case = |text: &str, want: Option<(&str, &str)>| assert_eq!(split(text), want, "{text:?}");
        case("(Dân trí) - Sáng nay mưa.", Some(("Dân trí", "Sáng nay mưa.")));
        case("(BGĐT)- Sáng nay mưa.", Some(("BGĐT", "Sáng nay mưa.")));
        case("(SGGP).- Sáng nay mưa.", Some(("SGGP", "Sáng nay mưa.")));
        case("(TTXVN) Sáng nay mưa.", Some(("TTXVN", "Sáng nay mưa.")));
        case("(Chinhphu.vn) – Sáng nay mưa.", Some(("Chinhphu.vn", "Sáng nay mưa.")));
        case("TTO - Sáng nay mưa.", Some(("TTO", "Sáng nay mưa.")));
        case("VOV.VN - Sáng nay mưa.", Some(("VOV.VN", "Sáng nay mưa.")));
        case(
            "TTXVN/Vietnam+ - Sáng nay mưa.",
            Some(("TTXVN/Vietnam+", "Sáng nay mưa.")),
        );
        case(
            "Hà Nội (TTXVN 20/2) Sáng nay mưa.",
            Some(("Hà Nội (TTXVN 20/2)", "Sáng nay mưa.")),
        );
        case(
            "LONDON (Reuters) - It rained.",
            Some(("LONDON (Reuters)", "It rained.")),
        );
        case("Covid-19 lan nhanh.", None);
        case("Nga - Mỹ đàm phán.", None);
        case("(Bài này viết từ năm trước) Trời mưa.", None);
        case("Sáng nay mưa.", None);
        case("(TTXVN)", None);
        case("", None);
    }
}
