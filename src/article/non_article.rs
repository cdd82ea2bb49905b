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
    let brief_title = title_lower.split(' ').count() <= 9 && !lines.is_empty();
    if brief_title && lines.len() < 12 && ERRORS.iter().any(|e| title_lower.contains(e)) && prose_bytes < 600 {
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

const ERRORS: &[&str] = &[
    "404",
    "không tồn tại",
    "không tìm thấy",
    "page not found",
    "not found",
    "access denied",
    "forbidden",
    "bad gateway",
    "service unavailable",
    "just a moment",
    "attention required",
    "trang bạn yêu cầu",
    "lỗi truy cập",
];
