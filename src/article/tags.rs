//! Tags: the keyword line of a page, and what envelopes give as keywords.

use super::line::Line;

const LABELS: &[&str] = &["từ khóa", "từ khoá", "tags", "tag", "keywords", "chủ đề", "thẻ"];

/// A label that stands alone has at most so many tags on the lines after it.
pub const MOST: usize = 20;

/// The tags of a keyword line ("Từ khóa: dân vận, nông thôn mới"); `None` where it is none. A label alone gives an
/// empty list: its tags stand on the lines after it.
pub fn of_line<'a>(line: &'a Line<'_>) -> Option<Vec<&'a str>> {
    if line.lower.is_empty() {
        return None;
    }
    let lower = line.lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let label = LABELS.iter().find(|l| lower.starts_with(*l))?;
    let after = lower[label.len()..].trim_start();
    if !(after.is_empty() || after.starts_with(':')) {
        return None;
    }
    let list = line.text.split_once(':').map_or("", |(_, list)| list);
    Some(split(list).collect())
}

/// The single tags of a list, without `#`, empty ones left out.
pub fn split(list: &str) -> impl Iterator<Item = &str> {
    list.split([',', ';', '|', '#'])
        .map(|t| t.trim().trim_end_matches('.'))
        .filter(|t| !t.is_empty())
}
