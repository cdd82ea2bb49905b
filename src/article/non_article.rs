//! Pages that are no article: front and section pages, error pages, widgets.

use super::dateline;
use super::line::{Line, Role};
use crate::intake::SkipReason;

/// Lines without a sentence among them that make a menu.
const MENU: usize = 20;

/// Says why a page is no article. Roles have been given, so that what is still body would be published.
///
/// A page is passed over only for what it shows, never for being short: who sends a line of text sends it to be read.
/// `claimed` says that the producer's envelope gives a text a title of its own, and so means an article; a crawler that
/// sends whole pages gives a title to any of them.
pub fn reason(
    lines: &[Line<'_>],
    title: Option<&str>,
    claimed: bool,
    has_lead: bool,
    lead_last: bool,
) -> Option<SkipReason> {
    let title_lower = title.map(str::to_lowercase).unwrap_or_default();
    let (mut prose, mut prose_bytes, mut bytes, mut long, mut run, mut longest_run) = (0, 0, 0, 0, 0, 0);
    let (mut left, mut furniture) = (0, 0);
    for line in lines {
        bytes += line.text.len();
        if !matches!(line.role, Role::Body | Role::Lead) {
            furniture += usize::from(line.role == Role::Boilerplate);
            continue;
        }
        left += 1;
        if line.is_prose() {
            prose += 1;
            prose_bytes += line.text.len();
            long += usize::from(line.text.len() > 400);
            run += 1;
            longest_run = run.max(longest_run);
        } else {
            run = 0;
        }
    }
    if lines.len() < 12 && prose_bytes < 600 && is_error(&title_lower) {
        return Some(SkipReason::ErrorPage);
    }
    if claimed {
        let menu = prose == 0 && !has_lead && lines.len() >= 2 * MENU;
        return menu.then_some(SkipReason::SectionPage);
    }
    if prose == 0 && !has_lead {
        if lines.len() >= MENU {
            return Some(SkipReason::SectionPage);
        }
        let worded = title.is_some_and(|title| title.chars().any(char::is_alphabetic));
        let empty = left == 0 && (!worded || furniture > 0);
        return (empty || furniture > left).then_some(SkipReason::NoArticle);
    }
    if lead_last {
        return None;
    }
    // Readers' comments alone: names with times, and nothing long.
    let stamped = lines.iter().filter(|l| l.is_short() && l.date.is_some()).count();
    if stamped >= 4 && long == 0 && lines.len() >= 8 {
        return Some(SkipReason::NoArticle);
    }
    // An article has one dateline; teasers have one each.
    let opens = |l: &&Line<'_>| {
        let bytes = l.text.as_bytes();
        matches!(bytes, [b'(', ..] | [b'A'..=b'Z', b'A'..=b'Z', ..]) && dateline::split(&l.text).is_some()
    };
    let datelines = lines
        .iter()
        .filter(|l| l.role != Role::Boilerplate && l.is_prose())
        .filter(opens)
        .count();
    if datelines >= 4 {
        return Some(SkipReason::SectionPage);
    }
    // A list of teasers: sentences apart from each other, and more around them than in them.
    let listed = lines.len() >= 25 && long == 0 && longest_run <= 2 && prose_bytes * 2 < bytes;
    listed.then_some(SkipReason::SectionPage)
}

/// Whether a title is that of an error page. Its whole first part must be: "Không tìm thấy nạn nhân" is news.
pub fn is_error(title: &str) -> bool {
    let part = title.split([':', '|', '–', '!', '.']).next().unwrap_or(title);
    let part = part.split(" - ").next().unwrap_or(part).trim();
    let part = part
        .strip_prefix("lỗi ")
        .or_else(|| part.strip_prefix("error "))
        .unwrap_or(part);
    let part = part.strip_prefix("404").unwrap_or(part).trim();
    // "Trang bạn tìm không tồn tại", "Trang này không tồn tại".
    let no_such_page = part.starts_with("trang ") && part.ends_with("không tồn tại");
    part.is_empty() && !title.is_empty() || no_such_page || ERRORS.contains(&part)
}

/// Titles of error pages, in lower case.
const ERRORS: &[&str] = &[
    "403 forbidden",
    "500 internal server error",
    "502 bad gateway",
    "503 service unavailable",
    "504 gateway timeout",
    "access denied",
    "attention required",
    "bad gateway",
    "forbidden",
    "internal server error",
    "just a moment",
    "không tìm thấy trang",
    "không tìm thấy trang này",
    "lỗi truy cập",
    "not found",
    "page not found",
    "service unavailable",
    "trang không tìm thấy",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_pages_are_told_from_news_of_what_was_not_found() {
        for (title, expected) in [
            ("404 not found", true),
            ("404", true),
            ("lỗi 404", true),
            ("error 404 - page not found", true),
            ("just a moment...", true),
            ("trang không tồn tại - báo mẫu", true),
            ("attention required! | cloudflare", true),
            ("không tìm thấy nạn nhân vụ chìm tàu", false),
            ("chi 1.404 tỷ đồng xây cầu", false),
            ("404 hộ dân nhận đất", false),
            ("access denied to observers, rights group says", false),
            ("", false),
        ] {
            assert_eq!(is_error(title), expected, "{title}");
        }
    }
}
